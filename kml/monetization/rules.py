"""The rules under which a log turns into money: every number with its source, every assumption called one."""

from dataclasses import dataclass

from kml.core.fields import check_ranges
from kml.core.words import N_, NP_, _, listed
from kml.monetization.numbers import PART, assumed, published

CHANNELS = (  # keys in code; pgettext("channel", name) says them
    NP_("channel", "ads"),
    NP_("channel", "tips"),
    NP_("channel", "courses"),
    NP_("channel", "commerce"),
    NP_("channel", "brands"),
)


@dataclass(frozen=True)
class Rules:
    """Gates, splits, stores, refunds, agency cuts and how buyers respond; `dataclasses.replace` makes other rules.

    Numbers that platforms publish come with their rows (`kml.published.number`). The response of buyers and what no one
    publishes are assumptions of the course. `sources(rules)` lists both. Money is in yuan (CNY), a month has 30 days.

    >>> from dataclasses import replace
    >>> from kml import monetization
    >>> cheaper = replace(monetization.DEFAULT_RULES, course_price=99.0)
    >>> replace(cheaper, ads_share=1.2)
    Traceback (most recent call last):
        ...
    ValueError: ads_share must be a finite number >= 0 and <= 1; got 1.2.
    """

    # what one's own work brings: income of a channel grows with (its share of the effort) ** effort_returns
    effort_returns: float = assumed(0.5, N_("exponent: half the effort brings 71 %"), 0.3, 0.8, limits=PART)

    # ads: views · rate; open to those with the followers and with the hours or the views
    ads_per_1000: float = published("kuaishou_ads_per_1000_plays", low=0.3, high=6.0)
    ads_share: float = published("youtube_shorts_share", limits=PART)
    ads_followers: float = published("youtube_gate_followers")
    ads_hours: float = published("youtube_gate_hours")
    ads_views: float = published("youtube_gate_views")

    # tips and live gifts: likes · chance · size; closed to minors
    tips_per_like: float = assumed(
        0.001, N_("tips for each like: a fifth of Kuaishou's mean, of which few creators get most"), 0.0003, 0.005
    )
    tip_mean: float = assumed(
        10.0, N_("a tip (tips run from 0.1 to 2,000 yuan: The Economist, 2021-02-05)"), 3.0, 30.0, "CNY"
    )
    tip_sigma: float = assumed(1.5, N_("sd of the log of a tip"), 1.0, 2.5)
    tips_share: float = published("kuaishou_gift_share", limits=PART)
    tips_minimum_age: float = published("gift_minimum_age")
    tips_followers: float = assumed(0.0, N_("followers from which live streams are open"), 0.0, 1_000.0)

    # paid knowledge: people who come to a list, of whom some buy, fewer at a higher price
    list_share: float = assumed(
        0.1, N_("of those who open the profile leave an address; followers do, too"), 0.03, 0.3, limits=PART
    )
    course_buy: float = published("list_to_course", limits=PART, low=0.005, high=0.06)
    course_price: float = assumed(199.0, N_("price of the course"), 199.0, 199.0, "CNY")
    course_budget: float = assumed(
        199.0, N_("what interested people would pay, on average"), 80.0, 500.0, "CNY", limits={"above": 0}
    )
    course_cost: float = assumed(20.0, N_("your cost of one buyer: support, marking"), 5.0, 60.0, "CNY")
    course_share: float = published("udemy_own_coupon_share", limits=PART)
    course_refunds: float = assumed(0.05, N_("of courses are given back"), 0.0, 0.2, limits=PART)
    courses_followers: float = assumed(0.0, N_("followers from which the platform lets you sell"), 0.0, 1_000.0)

    # e-commerce: orders of those who open the profile; commission on sales minus refunds
    orders_per_visit: float = assumed(
        0.015, N_("orders for each opened profile; with basket as Kuaishou's average"), 0.003, 0.05
    )
    basket: float = assumed(100.0, N_("an order"), 40.0, 300.0, "CNY")
    commission: float = published("tiktok_shop_commission", limits=PART, low=0.05, high=0.3)
    commerce_refunds: float = assumed(0.2, N_("of sales are sent back"), 0.05, 0.5, limits=PART)
    commerce_followers: float = assumed(1_000.0, N_("followers from which a shop is open"), 0.0, 10_000.0)

    # brand deals: a fee by the views of recent videos, some deals a month
    deals: float = assumed(1.0, N_("deals a month, on average"), 0.2, 3.0)
    brand_per_1000: float = published("douyin_brand_per_1000", low=12.0, high=75.0)
    brand_share: float = assumed(0.9, N_("of the fee reaches you"), 0.7, 0.95, limits=PART)
    brands_followers: float = assumed(10_000.0, N_("followers from which brands ask"), 1_000.0, 50_000.0)

    # on the way: the app store takes its part of digital goods, an agency of tips and deals
    ios_share: float = assumed(
        0.3, N_("of payments for tips and courses are made in an iOS app"), 0.1, 0.6, limits=PART
    )
    store_share: float = published("app_store_share", limits=PART)
    agency_share: float = assumed(0.0, N_("of tips and deals goes to an agency; 0 without one"), 0.0, 0.0, limits=PART)

    # what it costs to go on: nobody publishes it
    video_cost: float = assumed(30.0, N_("a video: editing, music, travel"), 0.0, 300.0, "CNY")
    fixed_costs: float = assumed(200.0, N_("a month: equipment written off, software"), 50.0, 1_500.0, "CNY")

    # channels that need a credential where the topic does (medicine, finance, law, education: China, 2022-06)
    credential_channels: tuple = ("tips", "courses")

    def __post_init__(self):
        check_ranges(self)
        unknown = [name for name in self.credential_channels if name not in CHANNELS]
        if unknown:
            raise ValueError(
                _("credential_channels must be some of {names}; got {unknown!r}.").format(
                    names=listed(CHANNELS), unknown=unknown[0]
                )
            )


DEFAULT_RULES = Rules()
