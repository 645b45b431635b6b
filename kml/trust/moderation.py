"""Moderation: what base rates do to precision, which threshold costs least, and who pays for each kind of error."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number, whole_number
from kml.core.arguments import rng as _rng

if TYPE_CHECKING:
    import pandas as pd


def precision(base_rate: float, recall: float, false_alarm: float) -> float:
    """Share of the removed videos that break the rules (Bayes), a float; NaN if nothing is removed.

    base_rate: share of uploads that break them; recall: share of these that is removed; false_alarm: share of the
    harmless uploads that is removed. All from 0 to 1.

    Of what a filter removes that finds 90 % of the harmful uploads and 1 % of the harmless ones, most is harmless:

    >>> from kml import trust
    >>> round(trust.precision(base_rate=0.009, recall=0.9, false_alarm=0.01), 2)
    0.45
    """
    right = number("base_rate", base_rate, 0, 1) * number("recall", recall, 0, 1)
    wrong = (1 - base_rate) * number("false_alarm", false_alarm, 0, 1)
    return right / (right + wrong) if right + wrong else float("nan")


def wrongly_removed(removed: float, reinstated: float, appealed: float) -> float:
    """How many removed videos were harmless, if all harmless ones would be reinstated that are appealed: a float.

    `appealed` (above 0, up to 1) is the share of the wrongly removed whose creators appeal at all. Never more than all.

    >>> from kml import trust
    >>> trust.wrongly_removed(removed=1_000_000, reinstated=36_000, appealed=0.2)
    180000.0
    """
    removed = number("removed", removed, 0)
    return min(number("reinstated", reinstated, 0, removed) / number("appealed", appealed, above=0, high=1), removed)


def uploads(n: int, base_rate: float = 0.009, separation: float = 4.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Simulated uploads: a classifier's scores (n,) and whether each breaks the rules (n,) bool.

    round(n · base_rate) break them. Scores are normal with sd 1, `separation` higher for those that do.

    >>> from kml import trust
    >>> score, harmful = trust.uploads(10_000)
    >>> int(harmful.sum()), round(float(score[harmful].mean() - score[~harmful].mean()), 1)
    (90, 4.0)
    """
    n, base_rate = whole_number("n", n, 1), number("base_rate", base_rate, 0, 1)
    rng = _rng(seed)
    harmful = np.arange(n) < round(n * base_rate)
    harmful = rng.permutation(harmful)
    return rng.standard_normal(n) + number("separation", separation, 0) * harmful, harmful


def cheapest_threshold(score: "ArrayLike", harmful: "ArrayLike", miss: float, wrong: float) -> float:
    """The score from which on removing is cheapest: one of the scores, or infinity for never. The lowest, if several.

    score (n,), harmful (n,) bool; `miss`: cost of a harmful video that stays, `wrong`: of a harmless one removed.

    >>> from kml import trust
    >>> score, harmful = [1, 2, 3, 4], [False, False, True, True]
    >>> float(trust.cheapest_threshold(score, harmful, miss=10, wrong=1))
    3.0
    """
    score = array("score", score, ndim=1)
    harmful = array("harmful", harmful, shape=score.shape, dtype=bool)
    miss, wrong = number("miss", miss, 0), number("wrong", wrong, 0)
    candidates = np.append(np.unique(score), np.inf)
    costs = [miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t)) for t in candidates]
    return candidates[np.argmin(costs)]


def moderation_costs(
    score: "ArrayLike",
    harmful: "ArrayLike",
    thresholds: "ArrayLike",
    miss: float,
    wrong: float,
    appeal: float = 0.0,
    review: float = 0.0,
    kept: float = 0.5,
) -> "pd.DataFrame":
    """What each threshold costs, and whom: a DataFrame with a row for each of `thresholds` (t,).

    A video is removed if its score is at or above the threshold. A harmful one that stays costs viewers `miss`. A
    harmless one removed costs its creator `wrong`; with chance `appeal` the creator appeals, gets it back, and only
    the part `kept` of that cost is left (the first days are lost). Creators of harmful videos appeal as often, and get
    nothing. Each appeal costs the platform `review`. Expected costs, in the unit of the arguments.

    Columns: threshold, removed, precision (NaN if nothing is removed), recall, viewers, creators, platform, total.

    >>> from kml import trust
    >>> score, harmful = trust.uploads(10_000)
    >>> table = trust.moderation_costs(score, harmful, [2, 3, 4], miss=10, wrong=1, appeal=0.2, review=0.5)
    >>> print(table.round(2).to_string(index=False))
     threshold  removed  precision  recall  viewers  creators  platform  total
           2.0      304       0.29    0.97     30.0     195.3      30.4  255.7
           3.0       88       0.86    0.84    140.0      10.8       8.8  159.6
           4.0       49       1.00    0.54    410.0       0.0       4.9  414.9
    """
    import pandas as pd

    score = array("score", score, ndim=1)
    harmful = array("harmful", harmful, shape=score.shape, dtype=bool)
    thresholds = array("thresholds", thresholds, ndim=1)
    miss, wrong, review = number("miss", miss, 0), number("wrong", wrong, 0), number("review", review, 0)
    appeal, kept = number("appeal", appeal, 0, 1), number("kept", kept, 0, 1)
    bad, good = (np.sort(score[kind]) for kind in (harmful, ~harmful))
    caught, lost = (len(kind) - np.searchsorted(kind, thresholds) for kind in (bad, good))
    removed = caught + lost
    table = pd.DataFrame(
        {
            "threshold": thresholds,
            "removed": removed,
            "precision": np.divide(caught, removed, out=np.full(len(removed), np.nan), where=removed > 0),
            "recall": caught / max(1, len(bad)),
            "viewers": miss * (len(bad) - caught),
            "creators": wrong * lost * (1 - appeal + appeal * kept),
            "platform": review * appeal * removed,
        }
    )
    return table.assign(total=table["viewers"] + table["creators"] + table["platform"])
