"""Money: what a creator's audience is worth, as equations whose every number has a row with its source.

All incomes computed here are simulated unless a row says otherwise. Currency is whatever the inputs are in.
"""

from dataclasses import dataclass

import numpy as np

from kml._arguments import array, number


@dataclass(frozen=True)
class Parameter:
    """One published number about money, with where it comes from.

    `confidence` is "confirmed" (read in the source named) or "derived" (our arithmetic from confirmed numbers).
    """

    name: str
    value: float
    unit: str
    currency: str
    source: str
    date: str
    confidence: str


PARAMETERS = (
    Parameter(
        "bilibili_per_1000_views_before_cut", 10 / 3, "per 1,000 views, to the creator", "CNY",
        "Shanghai Daily (shine.cn), “Bilibili uploaders strike…”: about 1 yuan for 300 views",
        "2023-04-08", "confirmed",
    ),
    Parameter(
        "kuaishou_ads_per_1000_plays", 1.3, "per 1,000 plays of 23.6 s, to the platform, before any share", "CNY",
        "Kuaishou results, Q2 2023 (ads per daily user) over minutes per daily user, Q1 2022", "2023-08-22", "derived",
    ),
    Parameter(
        "youtube_watch_page_share", 0.55, "share of net ad revenue, to the creator", "",
        "YouTube Help, “YouTube partner earnings overview”", "n.d.", "confirmed",
    ),
    Parameter(
        "youtube_shorts_share", 0.45, "share of the creator's part of the Creator Pool", "",
        "Music Ally (musically.com) on the Shorts module", "2023-01-10", "confirmed",
    ),
)  # fmt: skip


def parameter(name):
    """Return the `Parameter` called `name`. Raises ValueError listing the names there are."""
    for row in PARAMETERS:
        if row.name == name:
            return row
    raise ValueError(f"name must be one of {', '.join(p.name for p in PARAMETERS)}; got {name!r}.")


def ad_income(views, cpm, fill_rate, share):
    """Return the creator's ad income from `views`: views / 1000 · cpm · fill_rate · share.

    views      number of views, a number or an array, >= 0
    cpm        what advertisers pay for 1,000 *ad impressions*, in any currency, >= 0
    fill_rate  ad impressions per view, 0 to 1: most views of short videos carry no ad
    share      the part that the platform hands to the creator, 0 to 1

    Returns the income in the currency of `cpm`, a float or an array shaped like `views`.
    Raises ValueError for numbers outside these ranges.
    """
    cpm = number("cpm", cpm, low=0)
    fill_rate = number("fill_rate", fill_rate, 0, 1)
    share = number("share", share, 0, 1)
    views = array("views", views, low=0)
    income = views / 1000 * cpm * fill_rate * share
    return float(income) if np.ndim(income) == 0 else income


def views_needed(income, cpm, fill_rate, share):
    """Return how many views earn `income` by ads alone (units as in `ad_income`); infinite if a view earns nothing."""
    income = number("income", income, low=0)
    per_view = ad_income(1, cpm, fill_rate, share)
    if income == 0:
        return 0.0
    return income / per_view if per_view > 0 else float("inf")
