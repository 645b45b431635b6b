"""Numbers that describe attention: watching, engagement, concentration, and how good a prediction is.

Arrays in, numbers (or arrays of the same length) out; a ValueError names the argument that is not finite, below 0
where it must not be, or of another length. Watch thresholds are KuaiRand's (Gao et al., CIKM 2022).
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array
from scipy.stats import kendalltau

from kml.core.arguments import array, number, whole_number
from kml.core.words import _

VALID_PLAY_S = 7
LONG_VIEW_S = 18


def watch_ratio(watched: "ArrayLike", duration: "ArrayLike") -> np.ndarray:
    """Watched time over duration, elementwise, same unit for both; above 1 where a video was replayed.

    A duration of 0 means missing (3 % of KuaiRand's rows): the ratio is NaN there. Source: KuaiRec's `watch_ratio`.

    >>> from kml import metrics
    >>> metrics.watch_ratio([15, 90, 5], [60, 60, 0]).tolist()
    [0.25, 1.5, nan]
    """
    watched, duration = _pair(watched, duration)
    return np.divide(watched, duration, out=np.full(watched.shape, np.nan), where=duration > 0)


def valid_play(watched_s: "ArrayLike", duration_s: "ArrayLike") -> np.ndarray:
    """True where watched > 7 s, or to the end if the video is no longer than 7 s. Seconds in, bool array out.

    >>> from kml import metrics
    >>> metrics.valid_play([8, 7, 5], [60, 60, 5]).tolist()
    [True, False, True]
    """
    return plays(*_pair(watched_s, duration_s))[0]


def long_view(watched_s: "ArrayLike", duration_s: "ArrayLike") -> np.ndarray:
    """True where watched >= 18 s, or to the end if the video is shorter. Seconds in, bool array out.

    >>> from kml import metrics
    >>> metrics.long_view([18, 17, 12], [60, 60, 12]).tolist()
    [True, False, True]
    """
    return plays(*_pair(watched_s, duration_s))[1]


def complete_play(watched_s: "ArrayLike", duration_s: "ArrayLike") -> np.ndarray:
    """True where the video was watched to its end (or looped). Seconds in, bool array out; False if duration is 0.

    >>> from kml import metrics
    >>> metrics.complete_play([60, 59, 130], [60, 60, 60]).tolist()
    [True, False, True]
    """
    watched, duration = _pair(watched_s, duration_s)
    return (watched >= duration) & (duration > 0)


def plays(watched: np.ndarray, duration: np.ndarray | float, second: float = 1) -> tuple[np.ndarray, np.ndarray]:
    """The formulas of `valid_play` and `long_view`, (valid, long): they check nothing, and take arrays of any library.

    Both times in a unit that has so many to a `second`, such as 1000 for a log's whole milliseconds.

    >>> import numpy as np
    >>> from kml import metrics
    >>> metrics.plays(np.array([7000, 7001]), np.array([60_000, 60_000]), second=1000)[0].tolist()
    [False, True]
    """
    ended = (watched >= duration) & (duration > 0)
    enough, many = VALID_PLAY_S * second, LONG_VIEW_S * second
    return (watched > enough) | (ended & (duration <= enough)), (watched >= many) | (ended & (duration <= many))


def _pair(watched, duration):
    watched = array("watched", watched, ndim=1, low=0)
    return watched, array("duration", duration, shape=watched.shape, low=0)


def lorenz(values: "ArrayLike") -> tuple[np.ndarray, np.ndarray]:
    """Lorenz curve (share of holders, share of the total), two arrays of n + 1 points from (0, 0) to (1, 1).

    Holders from poorest to richest. Source: Lorenz, Publications of the American Statistical Association 9 (1905).

    >>> from kml import metrics
    >>> holders, held = metrics.lorenz([1, 1, 2, 16])
    >>> holders.tolist(), held.tolist()
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.05, 0.1, 0.2, 1.0])
    """
    ordered = np.sort(_holdings(values))
    held = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.linspace(0, 1, len(held)), held / held[-1]


def gini(values: "ArrayLike") -> float:
    """Gini coefficient of non-negative values: 0 if all are equal, 1 - 1/n if one has all.

    Twice the area between the Lorenz curve and the diagonal; equals the mean absolute difference over twice the mean.
    Source: Gini, Variabilità e mutabilità (1912).

    >>> from kml import metrics
    >>> metrics.gini([5, 5, 5, 5]), metrics.gini([0, 0, 0, 20])
    (0.0, 0.75)
    """
    ordered = np.sort(_holdings(values))
    n = len(ordered)
    return float(2 * np.sum(np.arange(1, n + 1) * ordered) / (n * ordered.sum()) - (n + 1) / n)


def top_share(values: "ArrayLike", top: float = 0.2) -> float:
    """Share of the total held by the `top` part (0 < top <= 1) of holders, interpolated on the Lorenz curve.

    >>> from kml import metrics
    >>> round(metrics.top_share([1, 1, 2, 4, 32], top=0.2), 3)
    0.8
    """
    top = number("top", top, above=0, high=1)
    holders, held = lorenz(values)
    return float(1 - np.interp(1 - top, holders, held))


def _holdings(values):
    values = array("values", values, ndim=1, low=0)
    if values.sum() == 0:
        raise ValueError(_("values must not all be 0: a share of nothing is not defined."))
    return values


def mae(y: "ArrayLike", predicted: "ArrayLike") -> float:
    """Mean absolute error, in the unit of y; smallest for the median.

    >>> from kml import metrics
    >>> views = [2, 2, 3, 3, 90]
    >>> metrics.mae(views, [3] * 5), metrics.mae(views, [20] * 5)  # the median beats the mean
    (17.8, 28.0)
    """
    y, predicted = _compared(y, predicted)
    return float(np.mean(np.abs(y - predicted)))


def rmse(y: "ArrayLike", predicted: "ArrayLike") -> float:
    """Root mean squared error, in the unit of y; smallest for the mean.

    >>> from kml import metrics
    >>> views = [2, 2, 3, 3, 90]
    >>> round(metrics.rmse(views, [20] * 5), 1), round(metrics.rmse(views, [3] * 5), 1)  # the mean beats the median
    (35.0, 38.9)
    """
    y, predicted = _compared(y, predicted)
    return float(np.sqrt(np.mean((y - predicted) ** 2)))


def r2(y: "ArrayLike", predicted: "ArrayLike") -> float:
    """1 - SSE / SST, the part of the variance explained: 0 for the mean of y, negative for worse, NaN for a flat y.

    >>> from kml import metrics
    >>> metrics.r2([1, 2, 3], [1, 2, 3]), metrics.r2([1, 2, 3], [2, 2, 2]), metrics.r2([1, 2, 3], [3, 2, 1])
    (1.0, 0.0, -3.0)
    """
    y, predicted = _compared(y, predicted)
    spread = np.sum((y - y.mean()) ** 2)
    return float(1 - np.sum((y - predicted) ** 2) / spread) if spread > 0 else float("nan")


def xauc(y: "ArrayLike", predicted: "ArrayLike") -> float:
    """Share of pairs with different y that the prediction puts in the right order; ties of the prediction count half.

    AUC if y is 0/1; 0.5 for guessing. Exact over all pairs, by ranks. NaN if y is constant.
    Source: the XAUC of watch-time prediction (Zhan et al., KDD 2022, D2Q), there over sampled pairs.

    >>> from kml import metrics
    >>> round(metrics.xauc([2, 5, 60], [1, 30, 20]), 3)  # two of three pairs are in order
    0.667
    >>> metrics.xauc([2, 5, 60], [9, 9, 9])
    0.5
    """
    y, predicted = _compared(y, predicted)
    pairs, pairs_predicted = _different_pairs(y), _different_pairs(predicted)
    if pairs == 0:
        return float("nan")
    if pairs_predicted == 0:
        return 0.5
    # Kendall's tau-b is (right − wrong) / √(pairs · pairs_predicted), and SciPy has it in n log n
    tau = kendalltau(y, predicted).statistic
    return float((1 + tau * np.sqrt(pairs_predicted / pairs)) / 2)


def _different_pairs(values):
    n, equal = len(values), np.unique(values, return_counts=True)[1].astype(np.float64)
    return (n * (n - 1) - np.sum(equal * (equal - 1))) / 2


def _compared(y, predicted):
    y = array("y", y, ndim=1)
    return y, array("predicted", predicted, shape=y.shape)


def ips(
    reward: "ArrayLike",
    propensity: "ArrayLike",
    target: "ArrayLike" = 1.0,
    n: int | None = None,
    clip: float | None = None,
) -> float:
    """Inverse propensity score estimate: the sum of reward · target / propensity over `n`, a float.

    `reward` (m,) as logged, `propensity` (m,) the chances with which the logging policy showed those things (0, 1],
    `target` the chances with which the policy to be judged would have shown them ((m,) or one number; 1 asks for the
    average over everything that could have been shown). `n` is the number of things to average over, m if it is not
    given. Unbiased where every propensity is right and positive; `clip` caps the weights target / propensity, which
    buys variance with bias. Source: Schnabel et al., ICML 2016 (arXiv 1602.05352).

    >>> from kml import metrics
    >>> likes = [1, 1, 1, 0]
    >>> metrics.ips(likes, [0.5, 0.5, 0.5, 0.1], n=16)  # the log's own mean is 0.75
    0.375
    """
    reward, weight = _weighted(reward, propensity, target, clip)
    return float(np.sum(reward * weight) / number("n", len(reward) if n is None else n, above=0))


def snips(reward: "ArrayLike", propensity: "ArrayLike", target: "ArrayLike" = 1.0, clip: float | None = None) -> float:
    """Self-normalised IPS: the mean of `reward` with weights target / propensity, a float; arguments as in `ips`.

    Always between the smallest and the largest reward, with less variance than IPS and a bias that vanishes as the
    log grows. NaN if no weight is positive. Source: Swaminathan and Joachims, NeurIPS 2015; Schnabel et al. 2016.

    >>> from kml import metrics
    >>> metrics.snips([1, 1, 1, 0], [0.5, 0.5, 0.5, 0.1])  # the log's own mean is 0.75
    0.375
    """
    reward, weight = _weighted(reward, propensity, target, clip)
    return float(np.sum(reward * weight) / weight.sum()) if weight.sum() > 0 else float("nan")


def _weighted(reward, propensity, target, clip):
    reward = array("reward", reward, ndim=1)
    weight = np.full(reward.shape, number("target", target, 0)) if np.ndim(target) == 0 else target
    weight = array("target", weight, shape=reward.shape, low=0)
    weight = weight / array("propensity", propensity, shape=reward.shape, low=1e-12, high=1)
    return reward, weight if clip is None else np.minimum(weight, number("clip", clip, above=0))


def jaccard(one: Iterable, other: Iterable) -> float:
    """Jaccard index of two collections of ids: shared over all, 0 for nothing in common, 1 for the same things.

    Repeats count once. NaN if both are empty. Source: Jaccard, Bulletin de la Société Vaudoise 37 (1901).

    >>> from kml import metrics
    >>> metrics.jaccard([1, 2, 3], [2, 3, 4])
    0.5
    """
    one, other = set(np.asarray(one).ravel().tolist()), set(np.asarray(other).ravel().tolist())
    return len(one & other) / len(one | other) if one or other else float("nan")


def homogeneity(user_id: "ArrayLike", video_id: "ArrayLike", pairs: "ArrayLike") -> float:
    """Mean Jaccard index of what pairs of viewers have watched, a float; pairs of whom neither watched are left out.

    `user_id` and `video_id` (n,) are columns of a log (whole numbers >= 0), `pairs` (p, 2) names viewers. Which pairs
    is part of the question: Chaney et al. (RecSys 2018) take each viewer's most similar other, and subtract the value
    of the same pairs under an ideal recommender, because people with the same taste may well watch the same.

    >>> from kml import metrics
    >>> user, video = [0, 0, 1, 1], [7, 8, 8, 9]
    >>> round(metrics.homogeneity(user, video, [[0, 1]]), 3)
    0.333
    """
    user_id = array("user_id", user_id, ndim=1, dtype=np.int64, low=0)
    video_id = array("video_id", video_id, shape=user_id.shape, dtype=np.int64, low=0)
    pairs = array("pairs", pairs, shape=(None, 2), dtype=np.int64, low=0)
    watched = coo_array(
        (np.ones(len(user_id), dtype=np.int32), (user_id, video_id)),
        shape=(1 + max(user_id.max(), pairs.max()), 1 + video_id.max()),
    ).tocsr()
    watched.data[:] = 1
    one, other = watched[pairs[:, 0]], watched[pairs[:, 1]]
    shared = one.multiply(other).sum(axis=1)
    either = one.sum(axis=1) + other.sum(axis=1) - shared
    return float(np.mean(shared[either > 0] / either[either > 0])) if (either > 0).any() else float("nan")


def recall_at_k(ranked: Sequence | np.ndarray, relevant: Sequence | np.ndarray, k: int) -> float:
    """Share of the `relevant` ids that are among the first `k` of `ranked` (best first), a float; NaN if none is.

    Neither may hold an id twice. At most k of them can be found, so with many relevant ids it stays below 1.
    Source: van Rijsbergen, Information Retrieval (1979).

    >>> from kml import metrics
    >>> metrics.recall_at_k([4, 1, 7], relevant=[1, 9], k=3)
    0.5
    """
    found = _found(ranked, relevant, k)
    return float(found.sum() / len(relevant)) if len(relevant) else float("nan")


def ndcg_at_k(ranked: Sequence | np.ndarray, relevant: Sequence | np.ndarray, k: int) -> float:
    """Normalised discounted cumulative gain of the first `k` of `ranked`: from 0 to 1, the best possible order.

    A relevant id at rank j (from 1) counts 1/log2(1 + j); divided by what the same number of relevant ids would give
    at the top. NaN if nothing is relevant. Source: Järvelin and Kekäläinen, ACM TOIS 20 (2002).

    >>> from kml import metrics
    >>> round(metrics.ndcg_at_k([1, 4, 7], [1], k=3), 3), round(metrics.ndcg_at_k([4, 7, 1], [1], k=3), 3)
    (1.0, 0.5)
    """
    found = _found(ranked, relevant, k)
    if not len(relevant):
        return float("nan")
    discount = 1 / np.log2(2 + np.arange(max(len(found), min(k, len(relevant)))))
    return float(found @ discount[: len(found)] / discount[: min(k, len(relevant))].sum())


def _found(ranked, relevant, k):
    ranked, relevant = (
        array(name, ids, ndim=1, dtype=np.int64, empty=True)
        for name, ids in (("ranked", ranked), ("relevant", relevant))
    )
    # Lists are short, and there are many: a set of Python's is ten times as fast here as a sorted array
    first, wanted = ranked.tolist(), set(relevant.tolist())
    for name, twice in (("ranked", len(set(first)) < len(first)), ("relevant", len(wanted) < len(relevant))):
        if twice:
            raise ValueError(_("{name} must not hold an id twice.").format(name=name))
    return np.array([one in wanted for one in first[: whole_number("k", k, 1)]], dtype=bool)


def coverage(recommended: "ArrayLike", videos: int) -> float:
    """Share of a catalogue of `videos` that is in anybody's list: ids (0 to videos − 1) of any shape in, a float out.

    Source: catalogue coverage, Herlocker et al., ACM TOIS 22 (2004).

    >>> from kml import metrics
    >>> metrics.coverage([[0, 1], [0, 2]], videos=10)
    0.3
    """
    videos = whole_number("videos", videos, 1)
    ids = array("recommended", recommended, dtype=np.int64, low=0, high=videos - 1)
    return float(len(np.unique(ids)) / videos)


def novelty(recommended: "ArrayLike", seen_by: "ArrayLike", viewers: int) -> float:
    """Mean surprise of recommended ids in bits: log2 of viewers / seen_by, so 3 bits are seen by one viewer in eight.

    `seen_by` (videos,) says how many of `viewers` have seen each video; unseen ones count as seen by one.
    Source: mean self-information, Zhou et al., PNAS 107 (2010).

    >>> from kml import metrics
    >>> metrics.novelty([0, 1], seen_by=[100, 25], viewers=200)  # 1 bit and 3 bits
    2.0
    """
    seen_by = array("seen_by", seen_by, ndim=1, low=0, high=whole_number("viewers", viewers, 1))
    ids = array("recommended", recommended, dtype=np.int64, low=0, high=len(seen_by) - 1)
    return float(np.mean(np.log2(viewers / np.maximum(seen_by[ids], 1))))
