"""Novelty: what is new gets a look because it is new. Effects that fade, and what is left of them."""

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number
from kml.core.words import _


def novelty_curve(day: "ArrayLike", lasting: float, first: float, half_life: float) -> np.ndarray:
    """The effect on each day (n,) from 0: `first` at the start; every `half_life` days half of what fades is gone.

    effect = lasting + (first − lasting) · 2^(−day / half_life), in the unit of `lasting`.

    >>> from kml import experiments
    >>> experiments.novelty_curve([0, 2, 4, 20], lasting=1.0, first=5.0, half_life=2).round(3).tolist()
    [5.0, 3.0, 2.0, 1.004]
    """
    day, half_life = array("day", day, low=0), number("half_life", half_life, above=0)
    lasting, first = number("lasting", lasting), number("first", first)
    return lasting + (first - lasting) * 2 ** (-day / half_life)


def fit_novelty(
    day: "ArrayLike", effect: "ArrayLike", half_lives: "ArrayLike" = (0.5, 1, 1.5, 2, 3, 4, 5, 7, 10)
) -> dict[str, float]:
    """Fit `novelty_curve` to measured daily effects (n,), n >= 4: a dict of lasting, first, half_life, se.

    Least squares for each half-life of a list; the best is kept. `se` is the standard error of `lasting` given that
    half-life, so it is too small by what the choice costs: read it as a lower bound.

    >>> from kml import experiments
    >>> fit = experiments.fit_novelty([0, 2, 4, 6, 8], [5.0, 3.0, 2.0, 1.5, 1.25])
    >>> round(fit["lasting"], 3), round(fit["first"], 3), fit["half_life"]
    (1.0, 5.0, 2.0)
    """
    day = array("day", day, ndim=1, low=0)
    effect = array("effect", effect, shape=day.shape)
    if len(day) < 4:
        raise ValueError(
            _("day must hold at least 4 days to tell three numbers from noise; got {n}.").format(n=len(day))
        )
    best: tuple = ()
    for half_life in array("half_lives", half_lives, ndim=1, low=1e-6):
        X = np.column_stack([np.ones(len(day)), 2 ** (-day / half_life)])
        weights, *__ = np.linalg.lstsq(X, effect, rcond=None)
        squares = float(np.sum((effect - X @ weights) ** 2))
        if not best or squares < best[0]:
            variance = squares / (len(day) - 3) * np.linalg.pinv(X.T @ X)[0, 0]
            best = squares, weights, float(half_life), float(np.sqrt(variance))
    __, (lasting, fading), half_life, se = best
    return {"lasting": float(lasting), "first": float(lasting + fading), "half_life": half_life, "se": se}
