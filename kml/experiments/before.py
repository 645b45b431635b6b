"""The period before: what was known before the test began explains a part of the noise, and may be taken away.

Known as CUPED: Deng, Xu, Kohavi and Walker, Improving the Sensitivity of Online Controlled Experiments by Utilizing
Pre-Experiment Data, WSDM 2013.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array
from kml.core.words import _


@dataclass(frozen=True)
class Adjusted:
    """values (n,) without what the period before explains, the slope, and the share of the variance that is removed."""

    values: np.ndarray
    slope: float
    removed: float


def adjust_for_before(values: "ArrayLike", before: "ArrayLike") -> Adjusted:
    """Take from each value what its own past explains: an Adjusted.

    values (n,): what was measured in the test, of both groups together, 3 at least. before (n,): what was known of each
    *before* the test, such as the logarithm of the views that its topic had last month; never anything that the test
    could have changed. The line is fitted to all at once, without looking at who was treated: so a permutation test of
    the adjusted values keeps its promise. Means are kept.

    >>> from kml import experiments
    >>> adjusted = experiments.adjust_for_before(values=[3.0, 5.0, 7.0, 9.5], before=[1.0, 2.0, 3.0, 4.0])
    >>> adjusted.values.round(2).tolist(), round(adjusted.slope, 2), round(adjusted.removed, 3)
    ([6.22, 6.08, 5.92, 6.28], 2.15, 0.997)
    """
    before = array("before", before, ndim=1)
    values = array("values", values, shape=before.shape)
    if len(values) < 3:
        raise ValueError(_("values must hold at least 3 values; got {n}.").format(n=len(values)))
    past, now = before - before.mean(), values - values.mean()
    if not past.any():
        raise ValueError(_("before must vary: a past that is the same for all explains nothing."))
    slope = past @ now / (past @ past)
    removed = slope * (past @ now) / (now @ now) if now.any() else 0.0
    return Adjusted(values - slope * past, float(slope), float(removed))
