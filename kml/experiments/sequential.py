"""Looking before the end: what peeking costs, and intervals that hold at every look.

A path is a test that is watched: `batches` (runs, looks) hold what each new batch of viewers says, as a standard-normal
number (the batch's difference of means over its standard error). All batches are equally large.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import lambertw, ndtri

from kml.core.arguments import array, number, rng, whole_number


def z_paths(batches: "ArrayLike", drift: float = 0.0) -> np.ndarray:
    """The test statistic at each look, (runs, looks): the sum of the batches so far over the root of their number.

    `drift` is its expectation at the last look: the true effect over the standard error of the whole test.

    >>> from kml import experiments
    >>> experiments.z_paths([[1.0, 1.0, 1.0, 1.0]]).round(3).tolist()
    [[1.0, 1.414, 1.732, 2.0]]
    """
    batches, drift = array("batches", batches, ndim=2), number("drift", drift)
    look = np.arange(1, batches.shape[1] + 1)
    return np.cumsum(batches, axis=1) / np.sqrt(look) + drift * np.sqrt(look / look[-1])


def ever_beyond(batches: "ArrayLike", critical: float, drift: float = 0.0) -> float:
    """Share of runs whose |z| is beyond `critical` (one number, or one a look) at any look: a float.

    >>> from kml import experiments
    >>> batches = [[2.5, -2.0], [0.5, 0.1]]
    >>> experiments.ever_beyond(batches, critical=1.96)  # the first run was beyond at its first look only
    0.5
    """
    return float(np.mean(np.any(np.abs(z_paths(batches, drift)) > critical, axis=1)))


def false_alarms(looks: int, alpha: float = 0.05, runs: int = 20_000, seed: int = 0) -> float:
    """Simulated chance that a test of nothing is called significant at level alpha at one of `looks` looks: a float.

    Its standard error is at most 0.5/√runs. What it should give: Armitage, McPherson and Rowe, JRSS A 132 (1969).

    >>> from kml import experiments
    >>> [round(experiments.false_alarms(looks), 2) for looks in (1, 5, 14)]
    [0.05, 0.14, 0.22]
    """
    looks, runs = whole_number("looks", looks, 1), whole_number("runs", runs, 1)
    critical = ndtri(1 - number("alpha", alpha, above=0, below=1) / 2)
    return ever_beyond(rng(seed).standard_normal((runs, looks)), critical)


def always_valid(
    difference: "ArrayLike", se: "ArrayLike", tau: float, alpha: float = 0.05
) -> tuple[np.ndarray, np.ndarray]:
    """An interval for a difference that may be looked at any time: (low, high), arrays like `difference`.

    A confidence sequence by a normal mixture: with chance 1 − alpha *all* intervals, at all looks, hold the truth.
    difference, se: estimate and its standard error at each look. tau (> 0): sd of the effects that one reckons with, in
    the unit of the difference; chosen before the test (`best_tau`). Valid whatever tau is; it moves where the interval
    is tight. With an estimated se it holds for large samples.

    Sources: Robbins, Annals of Mathematical Statistics 41 (1970); Johari, Koomen, Pekelis and Walsh, KDD 2017 (mSPRT);
    Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49 (2021).

    >>> from kml import experiments
    >>> low, high = experiments.always_valid([0.0, 0.0], [1.0, 0.5], tau=1.0)
    >>> high.round(2).tolist()  # wider than 1.96 and 0.98: the price of looking when one likes
    [3.66, 1.54]
    """
    difference = array("difference", difference)
    variance = np.square(array("se", se, shape=difference.shape, low=1e-300))
    tau, alpha = number("tau", tau, above=0), number("alpha", alpha, above=0, below=1)
    mixed = variance + tau**2
    reach = np.sqrt(variance * mixed / tau**2 * (2 * np.log(1 / alpha) + np.log(mixed / variance)))
    return difference - reach, difference + reach


def best_tau(se: float, alpha: float = 0.05) -> float:
    """The tau that makes `always_valid` tightest where the standard error is `se` (> 0): a float.

    Solves r = 2·log(1/alpha) + log(1 + r) for r = tau²/se², by Lambert's W. Source: Howard et al. (2021).

    >>> from kml import experiments
    >>> round(experiments.best_tau(0.5), 3)
    1.433
    """
    alpha = number("alpha", alpha, above=0, below=1)
    ratio = -lambertw(-(alpha**2) / np.e, k=-1).real - 1
    return float(number("se", se, above=0) * np.sqrt(ratio))
