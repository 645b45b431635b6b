"""Means over worlds, with the interval that so few of them leave."""

import numpy as np
from scipy import stats


def interval(values):
    """Mean and half width of its 95 % interval (Student's t) over the first axis of `values` (worlds, ...).

    >>> mean, half = interval([1.0, 2.0, 3.0])
    >>> round(float(mean), 2), round(float(half), 2)
    (2.0, 2.48)
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    return values.mean(axis=0), stats.t.ppf(0.975, n - 1) * values.std(axis=0, ddof=1) / np.sqrt(n)


def said(values, digits=2, sign=False):
    """That interval as text.

    >>> said([1.0, 2.0, 3.0], digits=1, sign=True)
    '+2.0 ± 2.5'
    """
    mean, half = interval(values)
    return f"{mean:{'+' if sign else ''}.{digits}f} ± {half:.{digits}f}"
