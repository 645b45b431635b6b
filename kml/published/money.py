"""Published numbers about money: what platforms pay, take and ask for, and how attention and income are spread."""

from kml.core.words import N_
from kml.published.rows import Number

_KUAISHOU = N_("Kuaishou results, Q2 2023 (PRNewswire), over its daily users and minutes per daily user, Q1 2022")
_UDEMY = N_("Udemy, “Business terms update” (teach.udemy.com)")
_YOUTUBE_GATE = N_("clipstack.cc and a YouTube partner script (ebda3at-mofkr.com)")

NUMBERS = (
    # ads and platform rewards
    Number(
        "bilibili_per_1000_views_before_cut", 10 / 3, N_("per 1,000 views, to the creator"),
        N_("Shanghai Daily (shine.cn), “Bilibili uploaders strike…”: about 1 yuan for 300 views"), "2023-04-08",
        "confirmed", currency=N_("CNY"),
    ),
    Number(
        "bilibili_after_cut_low", 1 / 3, N_("of what the same video paid a year before"),
        N_("Southern Finance, quoted by bactf.com"), "2023", "confirmed",
    ),
    Number(
        "bilibili_after_cut_high", 1 / 2, N_("of what the same video paid a year before"),
        N_("Southern Finance, quoted by bactf.com"), "2023", "confirmed",
    ),
    Number(
        "kuaishou_ads_per_1000_plays", 1.3, N_("per 1,000 plays of 23.6 s, to the platform, before any share"),
        N_("Kuaishou results, Q2 2023 (ads per daily user) over minutes per daily user, Q1 2022"), "2023-08-22",
        "derived", currency=N_("CNY"),
    ),
    Number(
        "youtube_watch_page_share", 0.55, N_("share of net ad revenue, to the creator"),
        N_("YouTube Help, “YouTube partner earnings overview”"), N_("n.d."), "confirmed",
    ),
    Number(
        "youtube_shorts_share", 0.45, N_("share of the creator's part of the Creator Pool"),
        N_("Music Ally (musically.com) on the Shorts module"), "2023-01-10", "confirmed",
    ),
    Number("youtube_gate_followers", 1_000, N_("followers"), _YOUTUBE_GATE, "2025", "confirmed"),
    Number("youtube_gate_hours", 4_000, N_("hours watched in 12 months"), _YOUTUBE_GATE, "2025", "confirmed"),
    Number("youtube_gate_views", 10e6, N_("views of Shorts in 90 days"), _YOUTUBE_GATE, "2025", "confirmed"),
    Number(
        "tiktok_gate_followers", 10_000, N_("followers, for Creator Rewards"), "bdphone.com", "2024-03", "confirmed",
    ),
    Number(
        "tiktok_gate_views", 100_000, N_("views in 30 days, for Creator Rewards"), "bdphone.com", "2024-03",
        "confirmed",
    ),
    # tips and live gifts
    Number(
        "kuaishou_gifts_per_1000_plays", 0.89, N_("of live revenue per 1,000 plays of 23.6 s, to the platform"),
        _KUAISHOU, "2023-08-22", "derived", currency=N_("CNY"),
    ),
    Number(
        "kuaishou_gift_share", 0.5, N_("share of a tip, to the creator"),
        N_("The Economist (copies: simpleway.world, newsdigest360.com)"), "2021-02-05", "confirmed",
    ),
    Number(
        "china_agency_share", 0.30, N_("upper end of what an agency takes (of what is left, as we read it)"),
        N_("CGTN, “Rediscovering China”"), N_("n.d. (about 2018)"), "confirmed",
    ),
    Number(
        "tiktok_gift_sent", 106.0, N_("sent as TikTok gifts, tracked"), N_("BBC (btimesonline.com)"), "2022-10-12",
        "confirmed", currency=N_("USD"),
    ),
    Number(
        "tiktok_gift_arrived", 33.03, N_("of it arrived with the receiver"), N_("BBC (btimesonline.com)"), "2022-10-12",
        "confirmed", currency=N_("USD"),
    ),
    Number(
        "gift_minimum_age", 18, N_("years: minors may not tip"),
        N_("China, opinions on live tipping and the protection of minors"), "2022-05-07", "confirmed",
    ),
    Number(
        "youtube_fan_share", 0.70, N_("share of net, to the creator: memberships, Super Chat, Super Thanks"),
        N_("YouTube Help, “YouTube partner earnings overview”"), N_("n.d."), "confirmed",
    ),
    Number(
        "app_store_share", 0.30, N_("share of digital goods bought in an iOS app, to Apple"),
        N_("Patreon newsroom; daringfireball.net (2024-08-12)"), "2023-12-14", "confirmed",
    ),
    # paid knowledge
    Number(
        "udemy_own_coupon_share", 0.97, N_("share of net on the teacher's own coupon, to the teacher"), _UDEMY,
        "2021-05-03", "confirmed",
    ),
    Number(
        "udemy_other_share", 0.37, N_("share of net on any other single sale, to the teacher"), _UDEMY, "2021-05-03",
        "confirmed",
    ),
    Number(
        "udemy_subscription_share", 0.175, N_("share of subscription revenue, to the teachers (Udemy keeps 82.5 %)"),
        N_("skillnoro.com on Udemy's Q3 2025 results"), "2025-11", "derived",
    ),
    Number(
        "list_to_course", 0.02, N_("of an e-mail list buys the course (a planning value)"),
        N_("Teachable, quoted by samueljtanner.blog"), "2021-01-13", "confirmed",
    ),
    Number(
        "patreon_free_to_paid", 0.02, N_("of free members become paying ones, on average"), N_("okoa.co creator stats"),
        "2024-06", "confirmed",
    ),
    # e-commerce
    Number(
        "kuaishou_goods_per_1000_plays", 23.8, N_("of goods sold (GMV) per 1,000 plays of 23.6 s"), _KUAISHOU,
        "2023-08-22", "derived", currency=N_("CNY"),
    ),
    Number(
        "tiktok_shop_commission", 0.10, N_("of the sale, TikTok's own example (1 to 80 % are allowed)"),
        N_("ads.tiktok.com, help on affiliate commissions"), "2024-11", "confirmed",
    ),
    # brand deals
    Number(
        "brand_share_of_income", 0.70, N_("of creators' revenue, about, comes from brand deals"),
        N_("Goldman Sachs, “The creator economy could approach half-a-trillion dollars by 2027”"), "2023-04",
        "confirmed",
    ),
    # how attention and income are spread
    Number(
        "exposure_gini", 0.729, N_("Gini of recommended exposures over videos (KuaiRand)"),
        N_("Sham-Moon/KuaiRand-Analysis; a second repository agrees"), N_("n.d."), "confirmed",
    ),
    Number(
        "exposure_sigma", 1.56, N_("sd of log views of a video: the lognormal whose Gini is .729"),
        N_("2 · erfinv(.729), from exposure_gini"), N_("n.d."), "derived",
    ),
    Number(
        "patreon_median", 6, N_("patrons of the median project (n ≈ 218,000)"), "frankhecker.com", "2023-01-24",
        "confirmed",
    ),
    Number(
        "patreon_sigma", 2.02, N_("sd of log patrons: gives P(>10) 40 %, P(>100) 8.2 %, P(>1,000) 0.57 %"),
        N_("fitted to the shares that frankhecker.com published"), "2023-01-24", "derived",
    ),
    Number(
        "twitch_gini_top_10000", 0.57, N_("Gini of Twitch incomes, the 10,000 best paid only"),
        N_("a reader's computation on reddit"), "2021-10-06", "confirmed",
    ),
    Number("twitch_gini", 0.808, N_("Gini of Twitch incomes"), "matt-rickard.com", N_("n.d."), "confirmed"),
)  # fmt: skip
