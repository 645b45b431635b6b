"""Who is still there: the retention curve of one video, and how many stay for its first seconds.

A view is a success or not at each second, and views of one video are many: so a share is known far better than how
many views the next video will have.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from kml.core.arguments import array, number
from kml.core.words import _


@dataclass(frozen=True)
class Retention:
    """At `seconds` (n,): `share` of the views that were still there, with an interval from `low` to `high`."""

    seconds: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray


def share_interval(kept: "ArrayLike", views: "ArrayLike", alpha: float = 0.05) -> tuple[Any, Any, Any]:
    """A share and its interval with confidence 1 − alpha: (share, low, high), arrays like `kept`.

    kept: how many of `views` (> 0) did it. Wilson's interval: it stays within 0 and 1, for small numbers, too. It takes
    views for independent; if one viewer has many of them, it is too narrow. Source: Wilson, JASA 22 (1927).

    >>> from kml import experiments
    >>> [round(float(number), 3) for number in experiments.share_interval(62, 100)]
    [0.62, 0.522, 0.709]
    """
    kept, views = array("kept", kept, low=0), array("views", views, low=1)
    if np.any(kept > views):
        raise ValueError(_("kept must be at most views: nobody stays who did not come."))
    z = ndtri(1 - number("alpha", alpha, above=0, below=1) / 2)
    share = kept / views
    middle = (share + z**2 / (2 * views)) / (1 + z**2 / views)
    reach = z / (1 + z**2 / views) * np.sqrt(share * (1 - share) / views + z**2 / (4 * views**2))
    # at 0 and at 1 the border is exact, whatever the roots round to
    return share, np.where(kept == 0, 0.0, middle - reach), np.where(kept == views, 1.0, middle + reach)


def retention(watched_s: "ArrayLike", seconds: "ArrayLike", alpha: float = 0.05) -> Retention:
    """The retention curve of a video: a Retention, whose interval holds at each second by itself.

    watched_s (views,): seconds that each view lasted. seconds (n,): where to look, such as 1, 2, 3, …, or [3] for the
    share that stayed for the first three seconds.

    >>> from kml import experiments
    >>> curve = experiments.retention([1, 2, 2, 5, 8, 30, 30, 30], seconds=[0, 3, 10, 30])
    >>> curve.share.tolist(), curve.low.round(2).tolist()
    ([1.0, 0.625, 0.375, 0.375], [0.68, 0.31, 0.14, 0.14])
    """
    watched, seconds = array("watched_s", watched_s, ndim=1, low=0), array("seconds", seconds, ndim=1, low=0)
    kept = len(watched) - np.searchsorted(np.sort(watched), seconds)
    return Retention(seconds, *share_interval(kept, np.full(len(seconds), len(watched)), alpha))
