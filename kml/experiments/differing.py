"""Which of the last videos really differ: each against the spread of all the others, and paid for thirty looks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from kml.core.arguments import array
from kml.core.words import _
from kml.experiments.many import adjust


@dataclass(frozen=True)
class Differing:
    """Of each video (n,): gap to the mean of the others, t (its standard errors), p, and p adjusted for n looks."""

    gap: np.ndarray
    t: np.ndarray
    p: np.ndarray
    adjusted: np.ndarray


def which_differ(values: "ArrayLike", method: str = "holm") -> Differing:
    """Compare each video with all the others: a Differing.

    values (n,): one number a video, 5 videos at least: the logarithm of views, or of a rate. Each video is left out,
    and asked how far it lies from the mean of the others, in units of *their* spread: t with n − 2 degrees of freedom
    if the values are normal and nothing differs. method: as in `adjust`. A channel on which nothing differs has no
    adjusted p below 0.05 in 95 of 100 cases; tails heavier than the normal's give more false alarms than that.
    Source: Grubbs, Annals of Mathematical Statistics 21 (1950); Holm (1979).

    >>> import numpy as np
    >>> from kml import experiments
    >>> views = np.array([900, 400, 1500, 700, 2600, 1100, 300, 5200, 800, 1300])
    >>> differing = experiments.which_differ(np.log(views))
    >>> best = differing.p.argmin()
    >>> int(views[best]), round(float(differing.p[best]), 3)
    (5200, 0.035)
    >>> round(float(differing.adjusted[best]), 2)  # the best of ten is no surprise
    0.35
    """
    values = array("values", values, ndim=1)
    n = len(values)
    if n < 5:
        raise ValueError(_("values must hold at least 5 videos; got {n}.").format(n=n))
    if np.ptp(values) == 0:
        raise ValueError(_("values must vary: all videos are equal."))
    gap = (values - values.mean()) * n / (n - 1)  # to the mean of the n − 1 others
    squares = np.sum((values - values.mean()) ** 2) - (n - 1) / n * gap**2  # around that mean
    spread = np.sqrt(np.maximum(squares, 0) / (n - 2))
    with np.errstate(divide="ignore"):  # all others equal: infinitely many standard errors
        t = gap / (spread * np.sqrt(n / (n - 1)))
    p = 2 * stats.t.sf(np.abs(t), n - 2)
    return Differing(gap, t, p, adjust(p, method))
