"""How to divide one's work among the channels: for the most income, or for the fewest bad months."""

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number
from kml.monetization.months import Audience, simulate_months
from kml.monetization.rules import CHANNELS, DEFAULT_RULES
from kml.monetization.settling import settle

if TYPE_CHECKING:
    from kml.monetization.rules import Rules
    from kml.monetization.settling import Counts

STEPS = 5  # the search divides the work into fifths: 126 mixes
MONTHS = 2_000  # 166 years of one creator: enough to tell a chance within a few points
SEED = 8


@dataclass(frozen=True)
class BestMixes:
    """The two best of all mixes in fifths, {channel: share}: `richest` on average, `safest` in chance of a bad month.

    `chance` and `mean` are those of the safest, `rich_chance` and `rich_mean` those of the richest. `as_rich` and
    `as_safe` are all mixes that so many months cannot tell apart from them, themselves first, then the rest by income
    or by safety.
    """

    richest: dict
    rich_mean: float
    rich_chance: float
    safest: dict
    mean: float
    chance: float
    as_rich: tuple
    as_safe: tuple


@functools.cache
def mixes():
    """All ways to divide the work into fifths, (126, 5) whole numbers that sum to STEPS."""
    every = itertools.product(range(STEPS + 1), repeat=len(CHANNELS))
    return np.array([mix for mix in every if sum(mix) == STEPS])


def best_effort(alone: "ArrayLike", returns: float = DEFAULT_RULES.effort_returns) -> np.ndarray:
    """Shares of effort (channels,) with the most income, when channel i brings alone_i · share ** returns.

    In proportion to alone ** (1 / (1 − returns)): squares for returns of ½, where the last hour pays the same in each
    channel. Channels that bring nothing get nothing. Raises ValueError if returns is 1 (then the best one gets all).

    >>> from kml import monetization
    >>> monetization.best_effort([300, 400], returns=0.5).round(2).tolist()  # as 300² to 400²
    [0.36, 0.64]
    """
    alone = np.maximum(array("alone", alone, ndim=1), 0.0)
    power = 1 / (1 - number("returns", returns, 0, below=1))
    if not alone.any():
        return np.full(len(alone), 1 / len(alone))
    weight = (alone / alone.max()) ** power
    return weight / weight.sum()


def spans(mixes: Iterable[dict]) -> dict[str, tuple]:
    """{channel: (least, most)}: what share of the work each channel gets in so many `mixes`, {channel: share} each.

    >>> from kml import monetization
    >>> monetization.spans([{"courses": 0.8, "brands": 0.2}, {"courses": 1.0}])
    {'courses': (0.8, 1.0), 'brands': (0.0, 0.2)}
    """
    shares = {name: [mix.get(name, 0.0) for mix in mixes] for name in CHANNELS}
    found = {name: (min(parts), max(parts)) for name, parts in shares.items() if any(parts)}
    return dict(sorted(found.items(), key=lambda one: -one[1][1]))


def best_mixes(
    counts_or_audience: "Counts | Audience", rules: "Rules" = DEFAULT_RULES, rent: float = 3_000.0, seed: int = SEED
) -> BestMixes:
    """The BestMixes of simulated months under `rules`, when `rent` yuan are due each month.

    counts_or_audience  Counts of months in a row (`simulate_months`), or an Audience whose next MONTHS are simulated:
                        the same ones wherever it is asked, so that a lesson and the studio name the same mix
    seed                of buyers, tips and deals, as in `settle`

    All mixes live through the same months with the same luck, so what is compared is the difference in each month
    (paired). Its error comes from whole years, because months in a row hang together: a mix cannot be told apart from
    the best if the mean difference is within three standard errors; three, because 126 mixes are compared.

    >>> from kml import monetization
    >>> best = monetization.best_mixes(monetization.audience("coding_teacher", 100_000), rent=3_000.0)
    >>> best.chance <= best.rich_chance, best.safest in best.as_safe, len(best.as_safe) > 1
    (True, True, True)
    """
    counts = counts_or_audience
    if isinstance(counts, Audience):
        counts = simulate_months(counts, MONTHS, SEED)
    levels = [settle(counts, rules, dict.fromkeys(CHANNELS, step / STEPS), seed) for step in range(STEPS + 1)]
    table = np.array([[level[name] for level in levels] for name in CHANNELS])  # channel, level, month
    shares = mixes()
    totals = sum(table[i, shares[:, i]] for i in range(len(CHANNELS)))
    missed = totals < rent
    means, chances = totals.mean(axis=1), missed.mean(axis=1)
    by_wealth = np.lexsort((chances, -means))
    by_safety = np.lexsort((-means, chances))  # of equally safe ones the richest
    rich, safe = by_wealth[0], by_safety[0]

    def named(at):
        return dict(zip(CHANNELS, (shares[at] / STEPS).tolist(), strict=True))

    def like(values, order):
        alike = _alike(values[order[0]], values)
        return tuple(named(at) for at in order if alike[at])

    return BestMixes(
        named(rich), float(means[rich]), float(chances[rich]),
        named(safe), float(means[safe]), float(chances[safe]),
        like(totals, by_wealth), like(missed, by_safety),
    )  # fmt: skip


def _alike(best, others):
    """Which of `others` (mixes, months) cannot be told apart from `best` (months,): (mixes,) booleans."""
    years = max(2, len(best) // 12)
    gaps = (others.astype(np.float64) - best)[:, : len(best) // years * years]
    yearly = gaps.reshape(len(gaps), years, -1).mean(axis=2)
    error = yearly.std(axis=1, ddof=1) / np.sqrt(years)
    return np.abs(gaps.mean(axis=1)) <= 3 * error
