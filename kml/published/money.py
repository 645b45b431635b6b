"""The published numbers that the course computes money with, each a row with its source."""

from dataclasses import dataclass, replace

from kml.core.words import N_, _


@dataclass(frozen=True)
class Parameter:
    """One number about money, with where it comes from.

    `confidence` is "confirmed" (read in the source named), "derived" (our arithmetic from confirmed numbers) or
    "assumption" (nobody publishes it: yours to change). The rows of PARAMETERS are of the first two kinds.
    """

    name: str
    value: float
    unit: str
    currency: str
    source: str
    date: str
    confidence: str


_KUAISHOU = N_("Kuaishou results, Q2 2023 (PRNewswire), over its daily users and minutes per daily user, Q1 2022")
_UDEMY = N_("Udemy, “Business terms update” (teach.udemy.com)")
_YOUTUBE_GATE = N_("clipstack.cc and a YouTube partner script (ebda3at-mofkr.com)")

PARAMETERS = (
    # ads and platform rewards
    Parameter(
        "bilibili_per_1000_views_before_cut", 10 / 3, N_("per 1,000 views, to the creator"), "CNY",
        N_("Shanghai Daily (shine.cn), “Bilibili uploaders strike…”: about 1 yuan for 300 views"),
        "2023-04-08", "confirmed",
    ),
    Parameter(
        "bilibili_after_cut_low", 1 / 3, N_("of what the same video paid a year before"), "",
        N_("Southern Finance, quoted by bactf.com"), "2023", "confirmed",
    ),
    Parameter(
        "bilibili_after_cut_high", 1 / 2, N_("of what the same video paid a year before"), "",
        N_("Southern Finance, quoted by bactf.com"), "2023", "confirmed",
    ),
    Parameter(
        "kuaishou_ads_per_1000_plays", 1.3, N_("per 1,000 plays of 23.6 s, to the platform, before any share"), "CNY",
        N_("Kuaishou results, Q2 2023 (ads per daily user) over minutes per daily user, Q1 2022"), "2023-08-22", "derived",
    ),
    Parameter(
        "youtube_watch_page_share", 0.55, N_("share of net ad revenue, to the creator"), "",
        N_("YouTube Help, “YouTube partner earnings overview”"), "n.d.", "confirmed",
    ),
    Parameter(
        "youtube_shorts_share", 0.45, N_("share of the creator's part of the Creator Pool"), "",
        N_("Music Ally (musically.com) on the Shorts module"), "2023-01-10", "confirmed",
    ),
    Parameter("youtube_gate_followers", 1_000, "followers", "", _YOUTUBE_GATE, "2025", "confirmed"),
    Parameter("youtube_gate_hours", 4_000, N_("hours watched in 12 months"), "", _YOUTUBE_GATE, "2025", "confirmed"),
    Parameter("youtube_gate_views", 10e6, N_("views of Shorts in 90 days"), "", _YOUTUBE_GATE, "2025", "confirmed"),
    Parameter(
        "tiktok_gate_followers", 10_000, N_("followers, for Creator Rewards"), "", "bdphone.com", "2024-03", "confirmed"
    ),
    Parameter(
        "tiktok_gate_views", 100_000, N_("views in 30 days, for Creator Rewards"), "", "bdphone.com", "2024-03", "confirmed"
    ),
    # tips and live gifts
    Parameter("kuaishou_gifts_per_1000_plays", 0.89, N_("of live revenue per 1,000 plays of 23.6 s, to the platform"),
              "CNY", _KUAISHOU, "2023-08-22", "derived"),
    Parameter(
        "kuaishou_gift_share", 0.5, N_("share of a tip, to the creator"), "",
        N_("The Economist (copies: simpleway.world, newsdigest360.com)"), "2021-02-05", "confirmed",
    ),
    Parameter(
        "china_agency_share", 0.30, N_("upper end of what an agency takes (of what is left, as we read it)"), "",
        N_("CGTN, “Rediscovering China”"), "n.d. (about 2018)", "confirmed",
    ),
    Parameter(
        "tiktok_gift_sent", 106.0, N_("sent as TikTok gifts, tracked"), "USD", N_("BBC (btimesonline.com)"), "2022-10-12",
        "confirmed",
    ),
    Parameter(
        "tiktok_gift_arrived", 33.03, N_("of it arrived with the receiver"), "USD", N_("BBC (btimesonline.com)"), "2022-10-12",
        "confirmed",
    ),
    Parameter(
        "gift_minimum_age", 18, N_("years: minors may not tip"), "",
        N_("China, opinions on live tipping and the protection of minors"), "2022-05-07", "confirmed",
    ),
    Parameter(
        "youtube_fan_share", 0.70, N_("share of net, to the creator: memberships, Super Chat, Super Thanks"), "",
        N_("YouTube Help, “YouTube partner earnings overview”"), "n.d.", "confirmed",
    ),
    Parameter(
        "app_store_share", 0.30, N_("share of digital goods bought in an iOS app, to Apple"), "",
        N_("Patreon newsroom; daringfireball.net (2024-08-12)"), "2023-12-14", "confirmed",
    ),
    # paid knowledge
    Parameter("udemy_own_coupon_share", 0.97, N_("share of net on the teacher's own coupon, to the teacher"), "",
              _UDEMY, "2021-05-03", "confirmed"),
    Parameter("udemy_other_share", 0.37, N_("share of net on any other single sale, to the teacher"), "",
              _UDEMY, "2021-05-03", "confirmed"),
    Parameter(
        "udemy_subscription_share", 0.175, N_("share of subscription revenue, to the teachers (Udemy keeps 82.5 %)"), "",
        N_("skillnoro.com on Udemy's Q3 2025 results"), "2025-11", "derived",
    ),
    Parameter(
        "list_to_course", 0.02, N_("of an e-mail list buys the course (a planning value)"), "",
        N_("Teachable, quoted by samueljtanner.blog"), "2021-01-13", "confirmed",
    ),
    Parameter(
        "patreon_free_to_paid", 0.02, N_("of free members become paying ones, on average"), "", N_("okoa.co creator stats"),
        "2024-06", "confirmed",
    ),
    # e-commerce
    Parameter("kuaishou_goods_per_1000_plays", 23.8, N_("of goods sold (GMV) per 1,000 plays of 23.6 s"), "CNY",
              _KUAISHOU, "2023-08-22", "derived"),
    Parameter(
        "tiktok_shop_commission", 0.10, N_("of the sale, TikTok's own example (1 to 80 % are allowed)"), "",
        N_("ads.tiktok.com, help on affiliate commissions"), "2024-11", "confirmed",
    ),
    # brand deals
    Parameter(
        "brand_share_of_income", 0.70, N_("of creators' revenue, about, comes from brand deals"), "",
        N_("Goldman Sachs, “The creator economy could approach half-a-trillion dollars by 2027”"), "2023-04", "confirmed",
    ),
    # how attention and income are spread
    Parameter(
        "exposure_gini", 0.729, N_("Gini of recommended exposures over videos (KuaiRand)"), "",
        N_("Sham-Moon/KuaiRand-Analysis; a second repository agrees"), "n.d.", "confirmed",
    ),
    Parameter(
        "exposure_sigma", 1.56, N_("sd of log views of a video: the lognormal whose Gini is .729"), "",
        N_("2 · erfinv(.729), from exposure_gini"), "n.d.", "derived",
    ),
    Parameter(
        "patreon_median", 6, N_("patrons of the median project (n ≈ 218,000)"), "", "frankhecker.com", "2023-01-24",
        "confirmed",
    ),
    Parameter(
        "patreon_sigma", 2.02, N_("sd of log patrons: gives P(>10) 40 %, P(>100) 8.2 %, P(>1,000) 0.57 %"), "",
        N_("fitted to the shares that frankhecker.com published"), "2023-01-24", "derived",
    ),
    Parameter(
        "twitch_gini_top_10000", 0.57, N_("Gini of Twitch incomes, the 10,000 best paid only"), "",
        N_("a reader's computation on reddit"), "2021-10-06", "confirmed",
    ),
    Parameter("twitch_gini", 0.808, N_("Gini of Twitch incomes"), "", "matt-rickard.com", "n.d.", "confirmed"),
)  # fmt: skip


def parameter(name):
    """Return the `Parameter` called `name`, its unit in the learner's language. Raises ValueError listing the names."""
    for row in PARAMETERS:
        if row.name == name:
            return replace(row, unit=_(row.unit))
    raise ValueError(
        _("name must be one of {names}; got {name!r}.").format(names=", ".join(p.name for p in PARAMETERS), name=name)
    )
