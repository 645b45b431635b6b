"""Many variants, many chances to be wrong: p-values adjusted for how many tests were made."""

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, choice

METHODS = ("bonferroni", "holm", "bh")


def adjust(p_values: "ArrayLike", method: str = "holm") -> np.ndarray:
    """Adjusted p-values (m,), in the order given: declare those real that are at most alpha.

    "bonferroni": each p times m. "holm": the smallest times m, the next times m − 1, … (Holm, 1979); never worse than
    Bonferroni. Both keep the chance of *any* false alarm at alpha. "bh": the j-th smallest times m/j (Benjamini and
    Hochberg, 1995), keeps the expected *share* of false alarms among the declared at alpha (independent tests).

    >>> from kml import experiments
    >>> p = [0.01, 0.02, 0.04, 0.6]  # three of them below 0.05
    >>> experiments.adjust(p, "bonferroni").tolist()
    [0.04, 0.08, 0.16, 1.0]
    >>> experiments.adjust(p, "holm").round(3).tolist()
    [0.04, 0.06, 0.08, 0.6]
    >>> experiments.adjust(p, "bh").round(3).tolist()  # one survives Holm, two Benjamini and Hochberg
    [0.04, 0.04, 0.053, 0.6]
    """
    p = array("p_values", p_values, ndim=1, low=0, high=1)
    m, order = len(p), np.argsort(p, kind="stable")
    rank = np.arange(1, m + 1)
    if choice("method", method, METHODS) == "bonferroni":
        return np.minimum(1, m * p)
    if method == "holm":  # once one is not declared, no larger one is
        stepped = np.maximum.accumulate((m + 1 - rank) * p[order])
    else:  # once one is declared, all smaller ones are
        stepped = np.minimum.accumulate((p[order] * m / rank)[::-1])[::-1]
    out = np.empty(m)
    out[order] = np.minimum(1, stepped)
    return out
