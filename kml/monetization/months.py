"""Monthly income by chance: simulated months of one creator, bad months, and what a second channel does to them.

No usable published number says how much a creator's income moves from month to month, so it is derived: the views of
a single video are spread as `kml.monetization.reach` says, and a month is the sum of a few videos.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number, whole_number
from kml.core.arguments import rng as _rng
from kml.core.words import _
from kml.monetization.reach import DEFAULT_REACH, Reach
from kml.monetization.settling import Counts


@dataclass(frozen=True)
class Audience:
    """Who watches a creator in a month. Rates are per view and simulated (profiles.py); the rest is assumed.

    >>> from kml import monetization
    >>> audience = monetization.Audience(followers=10_000, videos=8)
    >>> round(audience.views), round(audience.counts().likes)
    (38004, 456)
    """

    followers: float = 30_000
    videos: int = 12  # published in a month (assumption)
    reach: Reach = DEFAULT_REACH
    valid_plays: float = 0.40
    long_views: float = 0.25
    likes: float = 0.012
    follows: float = 0.0005
    profile_enters: float = 0.015
    watch_s: float = 20.0
    minors: float = 0.1  # of the viewers (assumption)
    credential: bool = True

    def __post_init__(self):
        whole_number("videos", self.videos, 1)
        if not isinstance(self.reach, Reach):
            raise ValueError(_("reach must be a kml.monetization.Reach; got {given!r:.60}.").format(given=self.reach))
        for one in fields(self):
            if one.name not in ("videos", "reach", "credential"):
                number(one.name, getattr(self, one.name), low=0)

    @property
    def views(self):
        """Expected views a month."""
        return self.reach.mean(self.followers) * self.videos

    def counts(self, views: np.ndarray | float | None = None, recent_views: np.ndarray | float | None = None) -> Counts:
        """Counts of a month with so many `views`, a number or an array, after videos with `recent_views` each.

        Both are the expected ones if not given.
        """
        views = self.views if views is None else views
        recent_views = self.views / self.videos if recent_views is None else recent_views
        return Counts(
            views=views,
            valid_plays=self.valid_plays * views,
            long_views=self.long_views * views,
            likes=self.likes * views,
            follows=self.follows * views,
            profile_enters=self.profile_enters * views,
            hours=self.watch_s / 3600 * self.views * np.ones_like(views),  # gates look at a year, not at a month
            followers=self.followers,
            recent_views=recent_views,
            minors=self.minors,
            credential=self.credential,
        )


def monthly_views(mean: float, sigma: float, z: "ArrayLike") -> np.ndarray:
    """Views in each month, (months,): the sum over videos of lognormals with `mean` views and log-sd `sigma`.

    z: (months, videos) standard normal draws. The mean is kept: exp(σz) alone would be exp(σ²/2) times too much.

    A spread between videos leaves the mean month as it is, and makes the typical one poorer:

    >>> import numpy as np
    >>> from kml import monetization
    >>> z = np.random.default_rng(0).standard_normal((2_000, 12))  # months × videos
    >>> for sigma in (0.0, 1.5):
    ...     views = monetization.monthly_views(1_000, sigma, z)
    ...     print(views.mean().round(-3), np.median(views).round(-3))
    12000.0 12000.0
    12000.0 9000.0
    """
    mean, sigma = number("mean", mean, low=0), number("sigma", sigma, low=0)
    z = array("z", z, ndim=2)
    return mean * np.exp(sigma * z - sigma**2 / 2).sum(axis=1)


def simulate_months(audience: Audience, months: int = 1000, seed: int = 0) -> Counts:
    """Counts of so many `months` in a row of an Audience, arrays (months,): only luck with views differs.

    A month's videos share its level (`Reach.month_levels`), and brands pay by the views of the month before.

    >>> from kml import monetization
    >>> counts = monetization.simulate_months(monetization.audience("fitness_coach"), months=3)
    >>> counts.views.shape, counts.followers
    ((3,), 30000)
    """
    months, reach = whole_number("months", months, 1), audience.reach
    levels, videos = _rng(seed).spawn(2)
    level = reach.month_levels(months + 1, levels)  # with the month before the first
    luck = np.exp(reach.video_sd * videos.standard_normal((months + 1, audience.videos))).sum(axis=1)
    views = reach.typical(audience.followers) * np.exp(level) * luck
    return audience.counts(views[1:], recent_views=views[:-1] / audience.videos)


def bad_month(income: "ArrayLike", rent: float) -> tuple[float, float]:
    """(chance, standard error) that a month's income is below `rent`, from `income` (months,).

    >>> from kml import monetization
    >>> monetization.bad_month([2_000, 4_000, 9_000, 1_000], rent=3_000)
    (0.5, 0.25)
    """
    income = array("income", income, ndim=1)
    chance = float(np.mean(income < number("rent", rent)))
    return chance, float(np.sqrt(chance * (1 - chance) / len(income)))


def runway(income: "ArrayLike", rent: float, survived: float = 0.9) -> float:
    """How many months of rent must be saved so that the share `survived` of the years end with the rent always paid.

    income  (months,) in a row, as `simulate_months` makes them: a slump lasts, so shuffled months would need less
    rent    due each month, > 0; what is left of a good month is saved for the next, within the year

    A year is twelve months, the last ones beyond whole years are left out. Returns months of rent, 0 or more.

    >>> from kml import monetization
    >>> year = [3_000] * 4 + [0] * 3 + [9_000] * 5  # three months without any income: three months of rent
    >>> monetization.runway(year, rent=3_000)
    3.0
    """
    income, rent = array("income", income, ndim=1), number("rent", rent, above=0)
    years = len(income) // 12
    if not years:
        raise ValueError(_("income must hold at least 12 months; got {n}.").format(n=len(income)))
    saved = np.cumsum(income[: years * 12].reshape(years, 12) - rent, axis=1)
    needed = np.maximum(0.0, -saved.min(axis=1))
    enough = np.quantile(needed, number("survived", survived, 0, 1), method="inverted_cdf")
    return float(enough / rent)


@dataclass(frozen=True)
class Risk:
    """A year's worth of questions to simulated months; money in yuan a month.

    covariance is between channels; `alone` is what the standard deviation would be if all channels moved together
    (the sum of theirs), so sd / alone says what diversification saves.
    """

    channels: tuple
    mean: float
    sd: float
    alone: float
    low: float
    high: float
    chance: float
    error: float
    covariance: np.ndarray


def risk(income: dict, rent: float) -> Risk:
    """The Risk of {channel: (months,)} income: its bands (5th and 95th percentile), bad months, and covariance.

    Two channels whose luck has nothing to do with each other's: together they move less than the sum of both.

    >>> from kml import monetization
    >>> income = {"ads": [1_000, 5_000, 1_000, 5_000], "courses": [1_000, 1_000, 5_000, 5_000]}
    >>> both = monetization.risk(income, rent=3_000)
    >>> both.mean, round(both.sd), both.alone, both.chance
    (6000.0, 2828, 4000.0, 0.25)
    """
    table = np.array([array(f"income[{name!r}]", column, ndim=1) for name, column in income.items()])
    total = table.sum(axis=0)
    covariance = np.atleast_2d(np.cov(table, ddof=0))
    low, high = np.percentile(total, [5, 95])
    chance, error = bad_month(total, rent)
    return Risk(
        channels=tuple(income),
        mean=float(total.mean()),
        sd=float(np.sqrt(covariance.sum())),  # var(a + b) = var a + var b + 2 cov(a, b)
        alone=float(np.sqrt(np.diag(covariance)).sum()),
        low=float(low),
        high=float(high),
        chance=chance,
        error=error,
        covariance=covariance,
    )
