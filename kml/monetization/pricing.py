"""The price of a course: a demand curve from trial prices, and the price that leaves most."""

from dataclasses import dataclass

import numpy as np

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
    """

    size: float
    budget: float

    def __post_init__(self):
        number("size", self.size, above=0)
        number("budget", self.budget, above=0)

    def buyers(self, price):
        """Expected buyers at `price` (a number or an array, >= 0)."""
        return self.size * np.exp(-array("price", price, low=0) / self.budget)

    def profit(self, price, share=1.0, cost=0.0):
        """What is left at `price`: (share · price − cost) for each buyer."""
        return (number("share", share, 0, 1) * np.asarray(price) - number("cost", cost, low=0)) * self.buyers(price)

    def best_price(self, share=1.0, cost=0.0):
        """The price with the largest profit, budget + cost / share: where one yuan more loses what it gains."""
        return self.budget + number("cost", cost, low=0) / number("share", share, above=0, high=1)


def fit_demand(prices, buyers):
    """Return the Demand through trials: `buyers` (k,) > 0 at `prices` (k,), at least two different ones.

    A straight line through log(buyers), by least squares. Raises ValueError if dearer sold more.

    >>> from kml import monetization
    >>> demand = monetization.fit_demand([99, 199, 299], [61, 37, 22])
    >>> round(demand.budget), round(demand.best_price(share=0.9, cost=20))
    (196, 218)
    """
    prices = array("prices", prices, ndim=1, low=0)
    buyers = array("buyers", buyers, shape=prices.shape, low=1e-12)
    if len(np.unique(prices)) < 2:
        raise ValueError(_("prices must hold at least two different prices."))
    slope, height = np.polyfit(prices, np.log(buyers), 1)
    if slope >= 0:
        raise ValueError(_("buyers must fall as prices rise: such trials do not show a demand curve."))
    return Demand(float(np.exp(height)), float(-1 / slope))


def best_on_grid(prices, buyers, share=1.0, cost=0.0):
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
