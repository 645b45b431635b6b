"""Numbers that describe attention: watching, engagement, concentration, and how good a prediction is.

Arrays in, numbers (or arrays of the same length) out. Watch thresholds are KuaiRand's (Gao et al., CIKM 2022).
"""

import numpy as np
from scipy.stats import kendalltau

from kml._arguments import array, number

VALID_PLAY_S = 7.0
LONG_VIEW_S = 18.0


def watch_ratio(watched, duration):
    """Watched time over duration, elementwise, same unit for both; above 1 where a video was replayed.

    A duration of 0 means missing (3 % of KuaiRand's rows): the ratio is NaN there. Source: KuaiRec's `watch_ratio`.
    """
    watched, duration = _pair(watched, duration)
    return np.divide(watched, duration, out=np.full(watched.shape, np.nan), where=duration > 0)


def valid_play(watched_s, duration_s):
    """True where watched > 7 s, or to the end if the video is no longer than 7 s. Seconds in, bool array out."""
    return _watched_for(watched_s, duration_s, VALID_PLAY_S)


def long_view(watched_s, duration_s):
    """True where watched >= 18 s, or to the end if the video is shorter. Seconds in, bool array out."""
    return _watched_for(watched_s, duration_s, LONG_VIEW_S)


def complete_play(watched_s, duration_s):
    """True where the video was watched to its end (or looped). Seconds in, bool array out; False if duration is 0."""
    watched, duration = _pair(watched_s, duration_s)
    return (watched >= duration) & (duration > 0)


def _watched_for(watched_s, duration_s, threshold):
    watched, duration = _pair(watched_s, duration_s)
    enough = watched > threshold if threshold == VALID_PLAY_S else watched >= threshold
    return enough | ((duration <= threshold) & complete_play(watched, duration))


def _pair(watched, duration):
    watched = array("watched", watched, ndim=1, low=0)
    return watched, array("duration", duration, shape=watched.shape, low=0)


def engagement_rate(events, denominator):
    """Events per unit of a denominator that must be named whenever the rate is: numbers in, a float out.

    The "engagement rate" of one video differs by a factor of ten with the denominator (exposures, valid plays,
    viewers, followers, …). NaN where the denominator is 0.
    """
    events, denominator = number("events", events, 0), number("denominator", denominator, 0)
    return events / denominator if denominator else float("nan")


def lorenz(values):
    """Lorenz curve (share of holders, share of the total), two arrays of n + 1 points from (0, 0) to (1, 1).

    Holders from poorest to richest. Source: Lorenz, Publications of the American Statistical Association 9 (1905).
    """
    ordered = np.sort(_holdings(values))
    held = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.linspace(0, 1, len(held)), held / held[-1]


def gini(values):
    """Gini coefficient of non-negative values: 0 if all are equal, 1 - 1/n if one has all.

    Twice the area between the Lorenz curve and the diagonal; equals the mean absolute difference over twice the mean.
    """
    ordered = np.sort(_holdings(values))
    n = len(ordered)
    return float(2 * np.sum(np.arange(1, n + 1) * ordered) / (n * ordered.sum()) - (n + 1) / n)


def top_share(values, top=0.2):
    """Share of the total held by the `top` part (0 < top <= 1) of holders, interpolated on the Lorenz curve."""
    top = number("top", top, above=0, high=1)
    holders, held = lorenz(values)
    return float(1 - np.interp(1 - top, holders, held))


def _holdings(values):
    values = array("values", values, ndim=1, low=0)
    if values.sum() == 0:
        raise ValueError("values must not all be 0: a share of nothing is not defined.")
    return values


def mae(y, predicted):
    """Mean absolute error, in the unit of y; smallest for the median."""
    y, predicted = _compared(y, predicted)
    return float(np.mean(np.abs(y - predicted)))


def rmse(y, predicted):
    """Root mean squared error, in the unit of y; smallest for the mean."""
    y, predicted = _compared(y, predicted)
    return float(np.sqrt(np.mean((y - predicted) ** 2)))


def r2(y, predicted):
    """1 - SSE / SST: the part of the variance explained; 0 for the mean of y, negative for worse. NaN if y is constant."""
    y, predicted = _compared(y, predicted)
    spread = np.sum((y - y.mean()) ** 2)
    return float(1 - np.sum((y - predicted) ** 2) / spread) if spread > 0 else float("nan")


def xauc(y, predicted):
    """Share of pairs with different y that the prediction puts in the right order; ties of the prediction count half.

    AUC if y is 0/1; 0.5 for guessing. Exact over all pairs, by ranks. NaN if y is constant.
    Source: the XAUC of watch-time prediction (Zhan et al., KDD 2022, D2Q), there over sampled pairs.
    """
    y, predicted = _compared(y, predicted)
    pairs, pairs_predicted = _different_pairs(y), _different_pairs(predicted)
    if pairs == 0:
        return float("nan")
    if pairs_predicted == 0:
        return 0.5
    # Kendall's tau-b is (right − wrong) / √(pairs · pairs_predicted), and SciPy has it in n log n
    tau = kendalltau(y, predicted, method="asymptotic").statistic
    return float((1 + tau * np.sqrt(pairs_predicted / pairs)) / 2)


def _different_pairs(values):
    n, equal = len(values), np.unique(values, return_counts=True)[1].astype(np.float64)
    return (n * (n - 1) - np.sum(equal * (equal - 1))) / 2


def _compared(y, predicted):
    y = array("y", y, ndim=1)
    return y, array("predicted", predicted, shape=y.shape)
