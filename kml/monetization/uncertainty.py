"""How sure an income is: assumed numbers drawn within their ranges, what leads in how many of the draws, what decides.

Most of the numbers behind an income are assumptions, and each has a range (`kml.monetization.sources`). Here all
of them are drawn at once, and one after the other is moved from one end of its range to the other.

Every number is drawn from a triangular distribution with its top at the value in use and nothing beyond the ends: the
value is the best guess, and the ends are hardly ever true. Where the range begins above 0 the triangle lies over the
logarithm: these numbers are factors, and half as much is as likely as twice as much. What a creator decides (`CHOICES`)
is not drawn: it is known.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from kml.core.arguments import array, whole_number
from kml.core.arguments import rng as _rng
from kml.core.words import N_
from kml.monetization.months import Audience
from kml.monetization.origins import sources
from kml.monetization.reach import Reach
from kml.monetization.rules import DEFAULT_RULES, Rules
from kml.monetization.settling import settle

CHOICES = ("followers", "videos", "course_price")  # decided or known by the creator
CERTAIN = 0.9  # a channel leads surely if it leads in so many of the draws
CANNOT_TELL = N_("cannot be told apart")  # what is said of channels or mixes without a sure winner


class _Rules(Rules):
    def __post_init__(self):
        """Nothing to check: arrays of draws, from ranges that were."""


class _Reach(Reach):
    __post_init__ = _Rules.__post_init__


class _Audience(Audience):
    __post_init__ = _Rules.__post_init__


@dataclass(frozen=True)
class Uncertain:
    """Expected income by channel, {channel: (draws,)}, and the `numbers` it was computed with, {name: (draws,)}."""

    income: dict
    numbers: dict

    def bands(self, low: float = 5, high: float = 95) -> pd.DataFrame:
        """Low end, middle and high end of each channel's income, and of all `together`: a DataFrame (percentiles).

        "together" is the sum, which is an income only if the work was divided among the channels.
        """
        rows = {**self.income, "together": sum(self.income.values())}
        ends = {name: np.percentile(values, [low, 50, high]) for name, values in rows.items()}
        return pd.DataFrame(ends, index=["low", "middle", "high"]).T


@dataclass(frozen=True)
class Lead:
    """In what share of the draws each channel brings most, {channel: share}; `first` is the most frequent leader.

    `leader` is that channel if it leads in CERTAIN of the draws, else None: then the channels cannot be told apart.
    """

    shares: dict

    @property
    def first(self):
        return max(self.shares, key=self.shares.__getitem__)

    @property
    def leader(self):
        return self.first if self.shares[self.first] >= CERTAIN else None


@dataclass(frozen=True)
class Bar:
    """One bar of a tornado: the number `name` at its `low` and `high` end, and what comes of each."""

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self):
        return abs(self.at_high - self.at_low)


def ranges(
    rules: Rules = DEFAULT_RULES, audience: Audience | None = None, measured: dict | None = None
) -> dict[str, tuple]:
    """{name: (low, value, high)} of every number in `rules` and `audience` that may lie somewhere else.

    measured  {name: (low, high)}, ranges of your own in place of the course's: an interval from your own channel

    >>> from kml import monetization
    >>> found = monetization.ranges(monetization.DEFAULT_RULES, monetization.Audience())
    >>> found["deals"], "videos" in found
    ((0.2, 1.0, 3.0), False)
    """
    measured = measured or {}
    audience = audience or Audience()
    found = {}
    for row in sources(rules, audience).rows:
        low, high = measured.get(row.name, (row.low, row.high))
        if low is not None and low < high and row.name not in CHOICES:
            value = min(max(row.value, low), high)
            found[row.name] = (float(low), float(value), float(high))
    return found


def draw_income(
    rules: Rules = DEFAULT_RULES,
    audience: Audience | None = None,
    effort: dict | None = None,
    draws: int = 500,
    seed: int = 0,
    measured: dict | None = None,
) -> Uncertain:
    """Income by channel in a month, in simulated yuan, with all uncertain numbers drawn within their ranges: Uncertain.

    effort    as in `settle`: None lets each channel have all of the work, which compares them
    measured  as in `ranges`

    It is the *expected* income of a month under each draw: how far it lies apart is what we do not know, no luck.
    500 draws take a few milliseconds.

    >>> from kml import monetization
    >>> crowd, rules = monetization.audience("coding_teacher", 30_000), monetization.assumed_rules("coding_teacher")
    >>> drawn = monetization.draw_income(rules, crowd, draws=2_000)
    >>> monetization.lead(drawn.income).first
    'courses'
    >>> low, middle, high = drawn.bands().loc["courses"]
    >>> bool(high > 10 * low)  # nobody can say within a factor of ten what the courses will bring
    True
    """
    audience = audience or Audience()
    found, draws = ranges(rules, audience, measured), whole_number("draws", draws, 1)
    # one stream for each name: another creator or another range does not change the luck of the other numbers
    streams = dict(zip(found, _rng(seed).spawn(len(found)), strict=True))
    numbers = {name: _triangular(streams[name], *ends, draws) for name, ends in found.items()}
    return Uncertain(_settled(rules, audience, effort, numbers, draws), numbers)


def _triangular(stream, low, value, high, draws):
    if low > 0:
        low, value, high = np.log([low, value, high])
        # rounding may leave the top a hair outside
        return np.exp(stream.triangular(low, min(max(value, low), high), high, draws))
    return stream.triangular(low, value, high, draws)


def _settled(rules, audience, effort, numbers, draws):
    """Expected income {channel: (draws,)} with `numbers`, {name: (draws,)}, in place of what rules and audience say."""

    def drawn(cls, instance, **others):
        values = {one.name: numbers.get(one.name, getattr(instance, one.name)) for one in fields(cls)}
        return cls(**values | others)

    crowd = drawn(_Audience, audience, reach=drawn(_Reach, audience.reach))
    income = settle(crowd.counts(), drawn(_Rules, rules), effort)
    return {name: np.broadcast_to(money, draws) for name, money in income.items()}


def lead(income: dict) -> Lead:
    """The Lead among the channels of an `income`, {channel: (draws,)}, such as `draw_income(...).income`.

    A draw in which several bring the same counts for the first of them; one in which nothing comes in, for none.

    >>> from kml import monetization
    >>> found = monetization.lead({"ads": [1, 1, 1, 9], "courses": [5, 2, 3, 4]})
    >>> found.shares, found.first, found.leader  # three of four draws are not enough
    ({'ads': 0.25, 'courses': 0.75}, 'courses', None)
    """
    table = np.array([array(f"income[{name!r}]", column, ndim=1) for name, column in income.items()])
    best, some = table.argmax(axis=0), table.max(axis=0) > 0
    return Lead({name: float(np.mean((best == i) & some)) for i, name in enumerate(income)})


def total(income):
    """All channels together: what `tornado` looks at unless told otherwise."""
    return sum(income.values())


def lead_over(channel: str) -> Callable:
    """A function of an income for `tornado`: how many times `channel` brings what the best other brings.

    >>> from kml import monetization
    >>> float(monetization.lead_over("courses")({"ads": 50.0, "courses": 100.0}))
    2.0
    """

    def times(income):
        others = np.max([money for name, money in income.items() if name != channel], axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return income[channel] / others

    return times


def tornado(
    rules: Rules = DEFAULT_RULES,
    audience: Audience | None = None,
    effort: dict | None = None,
    of: Callable = total,
    most: int = 10,
    measured: dict | None = None,
) -> list[Bar]:
    """Bars, the longest first: each uncertain number alone at its low and high end, all others as they are.

    of        a function of {channel: money}: `total`, `lead_over(channel)`, or one of your own, such as
              `lambda income: income["courses"]`
    most      how many bars
    effort    as in `settle`; measured as in `ranges`

    >>> from kml import monetization
    >>> bars = monetization.tornado(monetization.DEFAULT_RULES, monetization.Audience(), {"ads": 1}, most=2)
    >>> [(bar.name, round(bar.at_low), round(bar.at_high)) for bar in bars]  # with so few views the gate stays shut
    [('ads_per_1000', 19, 373), ('follower_share', 0, 223)]
    """
    audience = audience or Audience()
    found = ranges(rules, audience, measured)
    names, tries = list(found), 2 * len(found)
    numbers = {name: np.full(tries, value) for name, (__, value, __) in found.items()}
    for i, (name, (low, __, high)) in enumerate(found.items()):
        numbers[name][2 * i : 2 * i + 2] = low, high
    ends = np.asarray(of(_settled(rules, audience, effort, numbers, tries))).reshape(-1, 2)
    bars = [
        Bar(name, found[name][0], found[name][2], float(at_low), float(at_high))
        for name, (at_low, at_high) in zip(names, ends, strict=True)
    ]
    return sorted(bars, key=lambda bar: -bar.width)[: whole_number("most", most, 1)]
