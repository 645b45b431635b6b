"""Means over worlds, with the interval that so few of them leave."""

import numpy as np
from scipy import stats

_PLUS_MINUS = "\u00a0±\u00a0"  # no line ends at these spaces: in a narrow table one would, before the half width


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
    """That interval as text; with `digits` below 0 in tens, hundreds … where single ones would say too much.

    >>> said([1.0, 2.0, 3.0], digits=1, sign=True).split()
    ['+2.0', '±', '2.5']
    >>> said([810.0, 790.0, 776.0], digits=-1).split()
    ['790', '±', '40']
    """
    mean, half = (round(float(number), digits) for number in interval(values))
    shown = max(digits, 0)
    return f"{mean:{'+' if sign else ''}.{shown}f}{_PLUS_MINUS}{half:.{shown}f}"
