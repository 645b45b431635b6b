"""What comes of a plan: simulated months, bad months, how long the savings last, what decides, the best mixes.

Everything is computed from the plan alone, with the same luck every time: the same plan gives the same numbers, and two
plans differ in what one decided and not in their fortune.
"""

import functools
from dataclasses import dataclass

import numpy as np

from kml import monetization as money
from kml.monetization.mixes import MONTHS, SEED

YEAR = 12  # months in a row that are averaged: good and bad ones come in runs
DECIDE = 3  # so many assumptions are shown


@dataclass(frozen=True)
class Outcome:
    """Simulated months of a plan, in yuan.

    income   {channel: (months,)}; `left` (months,) is their sum less the `costs`, which the rent is paid from
    gates    {channel: whether it is open}
    """

    plan: object
    income: dict
    left: np.ndarray
    costs: float
    gates: dict

    @property
    def chance(self):
        """Share of the months that miss the rent."""
        return float(np.mean(self.left < self.plan.rent))

    @property
    def runway(self):
        """Months of rent to have saved, so that nine years in ten end with the rent always paid."""
        return money.runway(self.left, self.plan.rent)

    def percentile(self, *percents):
        """Percentiles of what is left in a month."""
        return np.percentile(self.left, percents).tolist()


def months(plan):
    """(Counts of MONTHS simulated months in a row, Rules) of a plan."""
    return money.simulate_months(plan.audience, MONTHS, seed=SEED), plan.rules


@functools.lru_cache(maxsize=32)
def outcome(plan):
    """The Outcome of a Plan.

    >>> from kml.lessons.studio import Plan, outcome
    >>> found = outcome(Plan("coding_teacher", rent=1_000))
    >>> found.costs, 0 < found.chance < 1
    (560.0, True)
    """
    counts, rules = months(plan)
    income = money.settle(counts, rules, plan.effort, seed=SEED)
    gates = {name: bool(np.any(is_open)) for name, is_open in money.gates(counts, rules).items()}
    return Outcome(plan, income, sum(income.values()) - plan.costs, plan.costs, gates)


@functools.lru_cache(maxsize=32)
def best(plan):
    """The BestMixes of the months of a plan; the rent that is due includes the costs."""
    counts, rules = months(plan)
    return money.best_mixes(counts, rules, plan.rent + plan.costs, seed=SEED)


@functools.lru_cache(maxsize=32)
def decides(plan):
    """The bars of the assumptions that move the mean month most (`kml.monetization.tornado`), costs deducted.

    >>> from kml.lessons.studio import Plan
    >>> from kml.lessons.studio.outcome import decides
    >>> [bar.name for bar in decides(Plan("coding_teacher", work={"courses": 10}))][:2]
    ['course_buy', 'follower_share']
    """
    return [
        money.Bar(bar.name, bar.low, bar.high, bar.at_low - plan.costs, bar.at_high - plan.costs)
        for bar in money.tornado(plan.rules, plan.audience, plan.effort, most=DECIDE)
        if bar.width
    ]


@functools.lru_cache(maxsize=32)
def uncertain(plan):
    """{name: (low, value, high)} of what is assumed in a plan, and may be otherwise."""
    return money.ranges(plan.rules, plan.audience)


@dataclass(frozen=True)
class Difference:
    """What a plan has more than another, with 95 % intervals of the simulation: (middle, low, high).

    `left` in yuan a month, `bad` in shares of the months.
    """

    left: tuple
    bad: tuple


def compare(plan, other):
    """The Difference `plan` − `other`, month by month with the same luck.

    Plans with as many videos have the same hits and flops; with more or fewer, the same good and bad months. A month
    hangs on the one before, so the error is that of the means of whole years.

    >>> from kml.lessons.studio import Plan, compare
    >>> dearer = Plan("coding_teacher", work={"courses": 10}, rent=4_000)
    >>> found = compare(dearer, dearer.with_numbers(course_price=99))
    >>> found.left[1] > 0, found.bad[2] < 0  # more is left, and fewer months are bad
    (True, True)
    """
    one, two = outcome(plan), outcome(other)
    bad = (one.left < plan.rent).astype(float) - (two.left < other.rent)
    return Difference(_interval(one.left - two.left), _interval(bad))


def _interval(values):
    """(mean, low, high) of months in a row, by the means of years: 95 %."""
    years = values[: len(values) // YEAR * YEAR].reshape(-1, YEAR).mean(axis=1)
    mean, error = values.mean(), years.std(ddof=1) / np.sqrt(len(years))
    return float(mean), float(mean - 1.97 * error), float(mean + 1.97 * error)  # Student's t with some 170 degrees
