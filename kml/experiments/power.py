"""Before the test: how many viewers it needs, and what it would miss with fewer. Normal approximation, written out.

With n viewers in each of two groups, the difference of their means has standard error sd · √(2/n). A two-sided test at
level alpha calls it real beyond z(1 − alpha/2) standard errors, so a true effect is found with chance `power` if it is
z(1 − alpha/2) + z(power) standard errors large. Solve for n, or for the effect.
"""

import numpy as np
from scipy.special import ndtr, ndtri

from kml.core.arguments import array, number
from kml.core.words import _


def sample_size(effect: float, sd: float, alpha: float = 0.05, power: float = 0.8) -> int:
    """Viewers needed in *each* of two groups to find a difference of means `effect` with chance `power`: an int.

    effect: the difference that matters (not 0), in the unit of sd. sd: standard deviation of one viewer's value, one
    number or a pair (control, treatment); √(p(1 − p)) for a share p. alpha: chance of a false alarm, two-sided.

    >>> from kml import experiments
    >>> sd = (0.4 * 0.6) ** 0.5
    >>> experiments.sample_size(0.02, sd), experiments.sample_size(0.01, sd)  # half the effect: four times as many
    (9419, 37675)
    """
    effect = abs(number("effect", effect))
    if effect == 0:
        raise ValueError(_("effect must not be 0: no sample is large enough to find nothing."))
    return int(np.ceil(_variance(sd) * (_reach(alpha, power) / effect) ** 2))


def power(effect: float, sd: float, n: float, alpha: float = 0.05) -> float:
    """Chance that a test with n viewers (> 0) in each group calls a difference of means `effect` real: a float.

    Both tails counted, so an effect of 0 gives alpha. Other arguments as in `sample_size`.

    >>> from kml import experiments
    >>> [round(experiments.power(0.02, 0.49, n), 2) for n in (1000, 5000, 10_000)]
    [0.15, 0.53, 0.82]
    """
    drift = number("effect", effect) / np.sqrt(_variance(sd) / number("n", n, above=0))
    critical = ndtri(1 - number("alpha", alpha, above=0, below=1) / 2)
    return float(ndtr(drift - critical) + ndtr(-drift - critical))


def smallest_effect(n: float, sd: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest difference of means that n viewers (> 0) in each group find with chance `power`: a float.

    >>> from kml import experiments
    >>> round(experiments.smallest_effect(10_000, sd=0.49), 4)
    0.0194
    """
    return float(_reach(alpha, power) * np.sqrt(_variance(sd) / number("n", n, above=0)))


def _reach(alpha, power):
    alpha = number("alpha", alpha, above=0, below=1)
    return ndtri(1 - alpha / 2) + ndtri(number("power", power, low=alpha, below=1))


def _variance(sd):
    """Variance of the difference of two means of one viewer each."""
    pair = [number("sd", sd, above=0)] * 2 if np.ndim(sd) == 0 else array("sd", sd, shape=(2,), low=0)
    return float(np.sum(np.square(pair)))
