"""The price of a course: a demand curve from trial prices, the price that leaves most, and how sure it is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import chi2

from kml.core.arguments import array, number
from kml.core.words import _


@dataclass(frozen=True)
class Demand:
    """Buyers at a price: size · exp(−price / budget).

    So it is when what people would pay is spread exponentially with mean `budget` (> 0), in the currency of the price,
    over `size` (> 0) people who would take the course for nothing.

    >>> from kml import monetization
    >>> demand = monetization.Demand(size=100, budget=200)
    >>> round(demand.buyers(200)), round(demand.profit(200)), demand.best_price(cost=20)
    (37, 7358, 220.0)

    `low` and `high` are the ends of the budget's 95 % interval where it was fitted to trials (`fit_demand`), None where
    it was not; `high` is infinite where so few buyers could come from a demand that does not fall at all.
    """

    size: float
    budget: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self):
        number("size", self.size, above=0)
        number("budget", self.budget, above=0)

    def buyers(self, price: "ArrayLike") -> np.ndarray | float:
        """Expected buyers at `price` (a number or an array, >= 0)."""
        return self.size * np.exp(-array("price", price, low=0) / self.budget)

    def profit(self, price: "ArrayLike", share: float = 1.0, cost: float = 0.0) -> np.ndarray | float:
        """What is left at `price`: (share · price − cost) for each buyer."""
        return (number("share", share, 0, 1) * np.asarray(price) - number("cost", cost, low=0)) * self.buyers(price)

    def best_price(self, share: float = 1.0, cost: float = 0.0) -> float:
        """The price with the largest profit, budget + cost / share: where one yuan more loses what it gains."""
        return self.budget + number("cost", cost, low=0) / number("share", share, above=0, high=1)

    def best_prices(self, share: float = 1.0, cost: float = 0.0) -> tuple[float, float]:
        """(low, high): the 95 % interval of the best price. Raises ValueError if the demand was not fitted to trials.

        >>> from kml import monetization
        >>> for buyers in ([61, 37], [610, 370]):  # the same trial, and one of ten times the size
        ...     low, high = monetization.fit_demand([99, 199], buyers).best_prices()
        ...     print(f"{low:.0f} to {high:.0f} yuan")
        109 to 1032 yuan
        159 to 269 yuan
        """
        if self.low is None or self.high is None:
            raise ValueError(_("demand must come from fit_demand: only trials have an interval."))
        more = self.best_price(share, cost) - self.budget
        return self.low + more, self.high + more


def fit_demand(prices: "ArrayLike", buyers: "ArrayLike") -> Demand:
    """Return the Demand through trials: `buyers` (k,) > 0 at `prices` (k,), at least two different ones.

    A straight line through log(buyers), by least squares. Its interval, `low` to `high`, takes buyers as Poisson counts
    among equally many visitors: all budgets whose likelihood is not too far below the best one's (profile likelihood,
    95 %). Raises ValueError if dearer sold more.

    >>> from kml import monetization
    >>> demand = monetization.fit_demand([99, 199, 299], [61, 37, 22])
    >>> round(demand.budget), round(demand.best_price(share=0.9, cost=20))
    (196, 218)
    >>> round(demand.low), round(demand.high)
    (134, 359)
    """
    prices = array("prices", prices, ndim=1, low=0)
    buyers = array("buyers", buyers, shape=prices.shape, low=1e-12)
    if len(np.unique(prices)) < 2:
        raise ValueError(_("prices must hold at least two different prices."))
    slope, height = np.polyfit(prices, np.log(buyers), 1)
    if slope >= 0:
        raise ValueError(_("buyers must fall as prices rise: such trials do not show a demand curve."))
    return Demand(float(np.exp(height)), float(-1 / slope), *_interval(prices, buyers))


def _interval(prices, buyers, level=0.95):
    """Ends of the interval of the budget by profile likelihood, for Poisson buyers with the mean size · exp(−p / w).

    The size that fits best makes the expected buyers as many as the real ones; what is left depends on 1 / w alone.
    """
    scale = np.ptp(prices)
    p, n = (prices - prices.min()) / scale, buyers.sum()

    def log_likelihood(s):  # s = scale / w
        return -s * (buyers @ p) - n * np.log(np.exp(-s * p).sum())

    def falls_short(s):  # how much steeper the mean price of the buyers is than expected: its root is the best s
        weight = np.exp(-s * p)
        return weight @ p / weight.sum() - buyers @ p / n

    near, far = -1.0, 1.0
    while falls_short(near) < 0:
        near *= 2
    while falls_short(far) > 0:
        far *= 2
    best = brentq(falls_short, near, far)
    limit = log_likelihood(best) - chi2.ppf(level, 1) / 2

    def end(step):
        while log_likelihood(best + step) > limit:
            step *= 2
        return brentq(lambda s: log_likelihood(s) - limit, best, best + step)

    least, most = end(-1.0), end(1.0)
    return float(scale / most) if most > 0 else np.inf, float(scale / least) if least > 0 else np.inf


def best_on_grid(
    prices: "ArrayLike", buyers: "ArrayLike", share: float = 1.0, cost: float = 0.0
) -> tuple[float, float]:
    """Return (price, profit) of the best of `prices` (k,), given `buyers` (k,) at each: any demand curve.

    >>> from kml import monetization
    >>> monetization.best_on_grid([99, 199, 299], [61, 37, 22], cost=20)
    (199.0, 6623.0)
    """
    prices = array("prices", prices, ndim=1, low=0)
    buyers = array("buyers", buyers, shape=prices.shape, low=0)
    profit = (number("share", share, 0, 1) * prices - number("cost", cost, low=0)) * buyers
    best = int(np.argmax(profit))
    return float(prices[best]), float(profit[best])
