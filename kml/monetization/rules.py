"""The rules under which a log turns into money: every number with its source, every assumption called one."""

from dataclasses import dataclass

from kml.core.fields import check_ranges, ranged
from kml.core.words import N_, NP_, _
from kml.published import NUMBERS
from kml.published.rows import Number

CHANNELS = (  # keys in code; pgettext("channel", name) says them
    NP_("channel", "ads"),
    NP_("channel", "tips"),
    NP_("channel", "courses"),
    NP_("channel", "commerce"),
    NP_("channel", "brands"),
)


_PART = {"low": 0, "high": 1}
_FROM_0 = {"low": 0}


def _published(name, limits=_FROM_0):
    return ranged(NUMBERS[name].value, **limits, row=NUMBERS[name])


def _assumed(value, unit, currency="", limits=_FROM_0):
    return ranged(value, **limits, row=Number("", value, unit, "", "", "assumption", currency))


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
    effort_returns: float = _assumed(0.5, N_("exponent: half the effort brings 71 %"), limits=_PART)

    # ads: views · rate; open to those with the followers and with the hours or the views
    ads_per_1000: float = _published("kuaishou_ads_per_1000_plays")
    ads_share: float = _published("youtube_shorts_share", limits=_PART)
    ads_followers: float = _published("youtube_gate_followers")
    ads_hours: float = _published("youtube_gate_hours")
    ads_views: float = _published("youtube_gate_views")

    # tips and live gifts: likes · chance · size; closed to minors
    tips_per_like: float = _assumed(0.005, N_("tips for each like; with tip_mean as much as on Kuaishou on average"))
    tip_mean: float = _assumed(10.0, N_("a tip (tips run from 0.1 to 2,000 yuan: The Economist, 2021-02-05)"), "CNY")
    tip_sigma: float = _assumed(1.5, N_("sd of the log of a tip"))
    tips_share: float = _published("kuaishou_gift_share", limits=_PART)
    tips_minimum_age: float = _published("gift_minimum_age")
    tips_followers: float = _assumed(0.0, N_("followers from which live streams are open"))

    # paid knowledge: people who come to a list, of whom some buy, fewer at a higher price
    list_share: float = _assumed(
        0.1, N_("of those who open the profile leave an address; followers do, too"), limits=_PART
    )
    course_buy: float = _published("list_to_course", limits=_PART)
    course_price: float = _assumed(199.0, N_("price of the course"), "CNY")
    course_budget: float = _assumed(
        199.0, N_("what interested people would pay, on average"), "CNY", limits={"above": 0}
    )
    course_cost: float = _assumed(20.0, N_("your cost of one buyer: support, marking"), "CNY")
    course_share: float = _published("udemy_own_coupon_share", limits=_PART)
    course_refunds: float = _assumed(0.05, N_("of courses are given back"), limits=_PART)
    courses_followers: float = _assumed(0.0, N_("followers from which the platform lets you sell"))

    # e-commerce: orders of those who open the profile; commission on sales minus refunds
    orders_per_visit: float = _assumed(0.015, N_("orders for each opened profile; with basket as Kuaishou's average"))
    basket: float = _assumed(100.0, N_("an order"), "CNY")
    commission: float = _published("tiktok_shop_commission", limits=_PART)
    commerce_refunds: float = _assumed(0.2, N_("of sales are sent back"), limits=_PART)
    commerce_followers: float = _assumed(1_000.0, N_("followers from which a shop is open"))

    # brand deals: a fee by followers, some deals a month
    deals: float = _assumed(1.0, N_("deals a month, on average"))
    brand_fee: float = _assumed(30.0, N_("a deal, for each 1,000 followers"), "CNY")
    brand_share: float = _assumed(0.9, N_("of the fee reaches you"), limits=_PART)
    brands_followers: float = _assumed(10_000.0, N_("followers from which brands ask"))

    # on the way: the app store takes its part of digital goods, an agency of tips and deals
    ios_share: float = _assumed(0.3, N_("of payments for tips and courses are made in an iOS app"), limits=_PART)
    store_share: float = _published("app_store_share", limits=_PART)
    agency_share: float = _assumed(0.0, N_("of tips and deals goes to an agency; 0 without one"), limits=_PART)

    # channels that need a credential where the topic does (medicine, finance, law, education: China, 2022-06)
    credential_channels: tuple = ("tips", "courses")

    def __post_init__(self):
        check_ranges(self)
        unknown = [name for name in self.credential_channels if name not in CHANNELS]
        if unknown:
            raise ValueError(
                _("credential_channels must be some of {names}; got {unknown!r}.").format(
                    names=", ".join(CHANNELS), unknown=unknown[0]
                )
            )


DEFAULT_RULES = Rules()
