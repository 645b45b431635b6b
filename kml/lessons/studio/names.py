"""The studio's words for numbers: what each field of Rules, Reach and Audience counts, and how it is written."""

from kml.core import digits
from kml.core.words import N_, _

PERCENT, YUAN, PLAIN = "%", "yuan", ""

CHANNEL_NAMES = {  # where there is room
    "ads": N_("ads"),
    "tips": N_("tips, live gifts"),
    "courses": N_("courses"),
    "commerce": N_("e-commerce"),
    "brands": N_("brand deals"),
}

NUMBERS = {  # field: (what it counts, how it is written)
    "cold_start": (N_("views of a middle video without followers"), PLAIN),
    "follower_share": (N_("followers who see a middle video"), PERCENT),
    "sigma": (N_("spread of a video's views (sd of the log)"), PLAIN),
    "month_sd": (N_("spread of good and bad months (sd of the log)"), PLAIN),
    "memory": (N_("of a slump, still there a month later"), PERCENT),
    "likes": (N_("likes per view"), PERCENT),
    "follows": (N_("follows per view"), PERCENT),
    "profile_enters": (N_("profile visits per view"), PERCENT),
    "watch_s": (N_("seconds watched per view"), PLAIN),
    "minors": (N_("viewers under 18"), PERCENT),
    "effort_returns": (N_("what more work brings (exponent)"), PLAIN),
    "ads_per_1000": (N_("ads: paid for 1,000 views, before shares"), YUAN),
    "ads_share": (N_("your share of the ads"), PERCENT),
    "tips_per_like": (N_("likes that come with a tip"), PERCENT),
    "tip_mean": (N_("size of a tip"), YUAN),
    "tip_sigma": (N_("spread of tips (sd of the log)"), PLAIN),
    "tips_share": (N_("your share of tips"), PERCENT),
    "tips_followers": (N_("followers needed for live streams"), PLAIN),
    "list_share": (N_("profile visitors who leave an address"), PERCENT),
    "course_buy": (N_("people on your list who buy the course"), PERCENT),
    "course_price": (N_("price of the course"), YUAN),
    "course_budget": (N_("what interested people would pay"), YUAN),
    "course_cost": (N_("your cost for each buyer"), YUAN),
    "course_share": (N_("your share of a course"), PERCENT),
    "course_refunds": (N_("courses given back"), PERCENT),
    "courses_followers": (N_("followers needed to sell courses"), PLAIN),
    "orders_per_visit": (N_("profile visitors who order"), PERCENT),
    "basket": (N_("size of an order"), YUAN),
    "commission": (N_("your commission on sales"), PERCENT),
    "commerce_refunds": (N_("sales sent back"), PERCENT),
    "commerce_followers": (N_("followers needed for a shop"), PLAIN),
    "deals": (N_("brand deals a month"), PLAIN),
    "brand_per_1000": (N_("a brand pays per 1,000 views"), YUAN),
    "brand_share": (N_("your share of a brand's fee"), PERCENT),
    "brands_followers": (N_("followers from which brands ask"), PLAIN),
    "ios_share": (N_("payments made in an iOS app"), PERCENT),
    "store_share": (N_("the app store's share"), PERCENT),
    "agency_share": (N_("the agency's share"), PERCENT),
    "video_cost": (N_("cost of a video"), YUAN),
    "fixed_costs": (N_("fixed costs a month"), YUAN),
    "yuan_per_dollar": (N_("yuan for a dollar"), PLAIN),
}


def name_of(field):
    """What a number counts, in the learner's language; its name in code where the studio has no words for it."""
    return _(NUMBERS[field][0]) if field in NUMBERS else field


def written(field, value):
    """A number as the studio writes it: 0.005 of something as 0.5%, money in yuan.

    >>> from kml.lessons.studio.names import written
    >>> written("course_buy", 0.005), written("course_budget", 1_200.0), written("sigma", 1.56)
    ('0.5%', '1,200 yuan', '1.56')
    """
    kind = NUMBERS.get(field, ("", PLAIN))[1]
    if kind == PERCENT:
        return f"{100 * value:.2g}%" if value < 0.1 else f"{value:.0%}"
    plain = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
    return _("{yuan} yuan").format(yuan=plain) if kind == YUAN else plain


def end(field, value):
    """An end of a number's range, with the two digits that the table of sources gives it.

    >>> from kml.lessons.studio.names import end
    >>> end("course_budget", 751.3), end("sigma", 1.83)
    ('750 yuan', '1.8')
    """
    return written(field, float(digits.rounded(value)))


def channel(name):
    """A channel's name, where there is room for it."""
    return _(CHANNEL_NAMES[name])


def share(part):
    """A share in percent; hardly any and nearly all are not called none and all.

    >>> from kml.lessons.studio.names import share
    >>> share(0.0), share(0.001), share(0.514), share(0.998), share(1.0)
    ('0%', '< 1%', '51%', '> 99%', '100%')
    """
    if 0 < part < 0.005:
        return "< 1%"
    if 0.995 <= part < 1:
        return "> 99%"
    return f"{part:.0%}"
