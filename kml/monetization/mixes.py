"""How to divide one's work among the channels: for the most income, or for the fewest bad months."""

import functools
import itertools
from dataclasses import dataclass

import numpy as np

from kml.core.arguments import array, number
from kml.monetization.months import bad_month
from kml.monetization.rules import CHANNELS, DEFAULT_RULES
from kml.monetization.settling import settle

STEPS = 5  # the search divides the work into fifths: 126 mixes


@dataclass(frozen=True)
class BestMixes:
    """The two best of all mixes in fifths, {channel: share}: `richest` on average, `safest` in chance of a bad month.

    `chance` and `mean` are those of the safest, `rich_chance` and `rich_mean` those of the richest.
    """

    richest: dict
    rich_mean: float
    rich_chance: float
    safest: dict
    mean: float
    chance: float


@functools.cache
def mixes():
    """All ways to divide the work into fifths, (126, 5) whole numbers that sum to STEPS."""
    every = itertools.product(range(STEPS + 1), repeat=len(CHANNELS))
    return np.array([mix for mix in every if sum(mix) == STEPS])


def best_effort(alone, returns=DEFAULT_RULES.effort_returns):
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


def best_mixes(counts, rules=DEFAULT_RULES, rent=3_000.0, seed=0):
    """The BestMixes of simulated months (`simulate_months`) under `rules`, when `rent` yuan are due each month.

    Each channel is settled once at each of the six levels of effort; a mix is a sum of five of these.

    >>> from kml import monetization
    >>> months = monetization.simulate_months(monetization.audience("coding_teacher"), months=200)
    >>> best = monetization.best_mixes(months, rent=3_000.0)
    >>> best.richest["courses"], best.chance <= best.rich_chance
    (0.8, True)
    """
    levels = [settle(counts, rules, dict.fromkeys(CHANNELS, step / STEPS), seed) for step in range(STEPS + 1)]
    table = np.array([[level[name] for level in levels] for name in CHANNELS])  # channel, level, month
    shares = mixes()
    totals = sum(table[i, shares[:, i]] for i in range(len(CHANNELS)))
    means, chances = totals.mean(axis=1), (totals < rent).mean(axis=1)
    rich = int(np.argmax(means))
    safe = int(np.lexsort((-means, chances))[0])  # of equally safe ones the richest

    def named(at):
        return dict(zip(CHANNELS, (shares[at] / STEPS).tolist(), strict=True))

    return BestMixes(
        named(rich), float(means[rich]), bad_month(totals[rich], rent)[0],
        named(safe), float(means[safe]), bad_month(totals[safe], rent)[0],
    )  # fmt: skip
