"""Single equations of money: what ads pay, what is left of a payment on its way, how many followers are enough."""

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number


def ad_income(views: "ArrayLike", cpm: float, fill_rate: float, share: float) -> np.ndarray | float:
    """Return the creator's ad income from `views`: views / 1000 · cpm · fill_rate · share.

    views      number of views, a number or an array, >= 0
    cpm        what advertisers pay for 1,000 *ad impressions*, in any currency, >= 0
    fill_rate  ad impressions per view, 0 to 1: most views of short videos carry no ad
    share      the part that the platform hands to the creator, 0 to 1

    Returns the income in the currency of `cpm`, a float or an array shaped like `views`.
    Raises ValueError for numbers outside these ranges.

    >>> from kml import monetization
    >>> round(monetization.ad_income(100_000, cpm=30, fill_rate=0.1, share=0.5), 2)  # 150 yuan, not 3,000
    150.0
    """
    cpm = number("cpm", cpm, low=0)
    fill_rate = number("fill_rate", fill_rate, 0, 1)
    share = number("share", share, 0, 1)
    views = array("views", views, low=0)
    income = views / 1000 * cpm * fill_rate * share
    return float(income) if np.ndim(income) == 0 else income


def views_needed(income: float, cpm: float, fill_rate: float, share: float) -> float:
    """Return how many views earn `income` by ads alone (units as in `ad_income`); infinite if a view earns nothing.

    >>> from kml import monetization
    >>> round(monetization.views_needed(5_000, cpm=30, fill_rate=0.1, share=0.5))
    3333333
    """
    income = number("income", income, low=0)
    per_view = ad_income(1, cpm, fill_rate, share)
    if income == 0:
        return 0.0
    return income / per_view if per_view > 0 else float("inf")


def take_home(
    paid: "ArrayLike", refunded: float = 0.0, store: float = 0.0, platform: float = 0.0, agency: float = 0.0
) -> np.ndarray | float:
    """Return what reaches the creator of `paid`, a number or an array, in its currency, before tax.

    Each cut (0 to 1) is taken of what the one before it left: refunds, the app store, the platform, the agency.

    >>> from kml import monetization
    >>> round(monetization.take_home(100, refunded=0.05, store=0.3, platform=0.1, agency=0.2), 2)
    47.88
    """
    left = array("paid", paid, low=0)
    for name, cut in (("refunded", refunded), ("store", store), ("platform", platform), ("agency", agency)):
        left = left * (1 - number(name, cut, 0, 1))
    return float(left) if np.ndim(left) == 0 else left


def break_even(need: float, per_follower: "ArrayLike", gates: "ArrayLike") -> float:
    """Return the smallest whole number of followers at which all open channels together bring `need`; inf if none does.

    need          money a month, > 0
    per_follower  (channels,) money a month and follower, >= 0
    gates         (channels,) followers from which each channel pays at all, >= 0; below its gate it pays nothing

    >>> from kml import monetization
    >>> monetization.break_even(3_000, per_follower=[0.05, 0.25], gates=[1_000, 20_000])  # the gate decides
    20000
    """
    need = number("need", need, above=0)
    per_follower = array("per_follower", per_follower, ndim=1, low=0)
    gates = array("gates", gates, shape=per_follower.shape, low=0)
    for gate in np.unique(np.append(gates, 0.0)):  # income only ever rises with followers: the first hit is the answer
        rate = per_follower[gates <= gate].sum()
        if rate > 0:
            enough = max(gate, need / rate)
            following = gates[gates > gate]
            if not len(following) or enough < following.min():
                return int(np.ceil(enough - 1e-9))
    return float("inf")
