"""Numbers with no more digits than they carry: a mean of uncertain things is not known to the yuan."""

import numpy as np


def rounded(values, digits=2):
    """Numbers (...) with so many significant digits, as floats; what is 0, NaN or infinite stays as it is.

    >>> rounded([12_151, 4_374, 0.799, 0]).tolist()
    [12000.0, 4400.0, 0.8, 0.0]
    """
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values) & (values != 0)
    place = digits - 1 - np.floor(np.log10(np.abs(values, where=known, out=np.ones_like(values))))
    return np.where(known, np.round(values * 10.0**place) / 10.0**place, values)


def said(value, digits=2):
    """That number as text, with commas between thousands and without needless zeros.

    >>> said(12_151), said(0.1544), said(0.799, digits=1), said(1_000)
    ('12,000', '0.15', '0.8', '1,000')
    """
    return f"{rounded(value, digits):,.12g}"
