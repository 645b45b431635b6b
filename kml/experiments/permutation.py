"""The permutation test: if the new way did nothing, the coin could have fallen otherwise and given the same views.

So let it: go through all ways in which the coin could have fallen (or very many of them), and count how often the
difference is as large as the one that was found. That share is p. It needs no normal distribution, and holds for twenty
videos with one hit among them. Source: Fisher, The Design of Experiments (1935); Ernst, Statistical Science 19 (2004).
"""

from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, choice, number, rng, whole_number
from kml.core.words import _

STATISTICS = {"mean": np.mean, "median": np.median}
MOST_CELLS = 5_000_000  # orders times videos that are gone through one by one: 10 against 10 videos are, 12 are not


@dataclass(frozen=True)
class Permutation:
    """difference (treatment minus control), p (two-sided), orders that were compared, exact: whether these are all."""

    difference: float
    p: float
    orders: int
    exact: bool


def permutation_test(
    control: "ArrayLike",
    treatment: "ArrayLike",
    paired: bool = False,
    statistic: str = "mean",
    draws: int = 9999,
    seed: int = 0,
) -> Permutation:
    """Whether two groups of values differ by more than the coin would explain: a Permutation.

    control (n,), treatment (m,): one value a video, two at least; take the logarithm of views, and one hit does not
    decide all. paired: control[i] and treatment[i] are a pair of which the coin chose one (`assign`); then n = m.
    statistic: "mean" or "median", of each group, or of the differences of the pairs. All orders are gone through if
    that is quick (20 videos, 17 pairs); else `draws` of them are drawn, and the one that happened counts as one more,
    so that p is never 0 and never too small (Phipson and Smyth, 2010).

    >>> from kml import experiments
    >>> result = experiments.permutation_test(control=[1, 2, 3, 4], treatment=[5, 6, 7, 8])
    >>> result.orders, round(result.p, 4)  # of 70 orders only this one and its mirror go so far
    (70, 0.0286)
    >>> experiments.permutation_test([1, 2, 3, 4], [2, 4, 4, 5], paired=True).p  # 8 orders cannot say more
    0.125
    """
    control, treatment = _checked(control, treatment, paired)
    choice("statistic", statistic, tuple(STATISTICS))
    draws, draw = whole_number("draws", draws, 99), rng(seed)
    found, exact = _through(control, treatment, paired, STATISTICS[statistic], draws, draw)
    p = np.mean(_as_large(np.abs(found), abs(found[0])))
    return Permutation(float(found[0]), float(p), len(found), exact)


def permutation_interval(
    control: "ArrayLike",
    treatment: "ArrayLike",
    paired: bool = False,
    alpha: float = 0.05,
    draws: int = 9999,
    seed: int = 0,
) -> tuple[float, float]:
    """The shifts of the mean that the permutation test does not refuse at level alpha: (low, high), two floats.

    With logarithms of views, their exponentials are factors. Infinite where there are too few videos to refuse
    anything. Other arguments as in `permutation_test`.

    >>> from kml import experiments
    >>> low, high = experiments.permutation_interval([1, 2, 3, 4], [5, 6, 7, 8])
    >>> round(low, 3), round(high, 3)
    (1.0, 7.0)
    """
    control, treatment = _checked(control, treatment, paired)
    alpha, draws = number("alpha", alpha, above=0, below=1), whole_number("draws", draws, 99)
    same_orders = int(rng(seed).integers(2**32))
    # A mean is linear: with a shift taken off the treatment, each order's difference is found − shift · of_a_shift.
    found, of_a_shift = (
        _through(*groups, paired, np.mean, draws, rng(same_orders))[0]
        for groups in ((control, treatment), (np.zeros(len(control)), np.ones(len(treatment))))
    )

    def refused(shift):
        left = np.abs(found - shift * of_a_shift)
        return np.mean(_as_large(left, left[0])) <= alpha

    return tuple(_border(refused, found[0], side * (np.ptp(np.r_[control, treatment]) or 1.0)) for side in (-1, 1))


def _checked(control, treatment, paired):
    control, treatment = array("control", control, ndim=1), array("treatment", treatment, ndim=1)
    for name, values in (("control", control), ("treatment", treatment)):
        if len(values) < 2:
            raise ValueError(_("{name} must hold at least two values; got {n}.").format(name=name, n=len(values)))
    if paired and len(control) != len(treatment):
        said = _("treatment must have a value for each of control, {n}, if they are pairs; got {m}.")
        raise ValueError(said.format(n=len(control), m=len(treatment)))
    return control, treatment


def _through(control, treatment, paired, statistic, draws, draw):
    """(The difference in each order, whether these are all orders); the first is the one that happened."""
    if paired:
        gaps, (portions, exact) = treatment - control, _signs(len(treatment), draws, draw)
        return np.concatenate([statistic(signs * gaps, axis=1) for signs in portions]), exact
    n, values = len(treatment), np.concatenate([treatment, control])
    portions, exact = _splits(n, len(values), draws, draw)
    differences = [
        statistic(values[order[:, :n]], axis=1) - statistic(values[order[:, n:]], axis=1) for order in portions
    ]
    return np.concatenate(differences), exact


def _signs(pairs, draws, draw):
    """(Portions of (orders, pairs), +1 and −1, whether these are all); the first order has +1 only."""
    if pairs <= 50 and 2**pairs * pairs <= MOST_CELLS:
        return [1.0 - 2.0 * (np.arange(2**pairs)[:, None] >> np.arange(pairs) & 1)], True
    drawn = (1.0 - 2.0 * draw.integers(0, 2, size=(rows, pairs)) for rows in _portions(draws, pairs))
    return chain([np.ones((1, pairs))], drawn), False


def _splits(treated, videos, draws, draw):
    """(Portions of (orders, videos), places with the treated first, whether these are all); the first is 0, 1, 2, …"""
    places = np.arange(videos)
    if comb(videos, treated) * videos <= MOST_CELLS:
        new = np.array(list(combinations(places, treated)))
        others = np.ones((len(new), videos), dtype=bool)
        np.put_along_axis(others, new, False, axis=1)
        return [np.hstack([new, np.nonzero(others)[1].reshape(len(new), -1)])], True
    drawn = (draw.permuted(np.tile(places, (rows, 1)), axis=1) for rows in _portions(draws, videos))
    return chain([places[None]], drawn), False


def _portions(draws, width):
    """How many orders are drawn at a time, so that they fit into memory."""
    most = max(1, MOST_CELLS // width)
    return [min(most, draws - done) for done in range(0, draws, most)]


def _as_large(differences, happened):
    """Where a difference is as large as what happened; the same numbers in another order may round otherwise."""
    return differences >= happened - 1e-9 * max(1.0, happened)


def _border(refused, inside, step):
    """The place beyond `inside`, in the direction of `step`, where refusing begins; infinite if it never does."""
    for __ in range(40):
        if refused(inside + step):
            break
        inside, step = inside + step, 2 * step
    else:
        return float(np.copysign(np.inf, step))
    outside = inside + step
    for __ in range(50):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if refused(middle) else (middle, outside)
    return float((inside + outside) / 2)
