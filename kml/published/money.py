"""Published numbers about money: what platforms pay, take and ask for, and how attention and income are spread."""

from kml.core.words import N_
from kml.published.rows import Number

_KUAISHOU = N_("Kuaishou results, Q2 2023 (PRNewswire), over its daily users and minutes per daily user, Q1 2022")
_UDEMY = N_("Udemy, “Business terms update” (teach.udemy.com)")
_YOUTUBE_GATE = N_("YouTube Help (answer 72851), a stored page; a note of 2026-08-21 has the same")
_YOUTUBE_SHORTS_GATE = N_("Firstpost (firstpost.com) on YouTube's announcement")
_TIKTOK_GATE = N_("TechTimes (techtimes.com) on TikTok's announcement")

NUMBERS = (
    # ads and platform rewards
    Number(
        "bilibili_per_1000_views_before_cut", 10 / 3, N_("per 1,000 views, to the creator"),
        N_("Shanghai Daily (shine.cn), “Bilibili uploaders strike…”: about 1 yuan for 300 views"), "2023-04-08",
        "second-hand", currency=N_("CNY"),
    ),
    Number(
        "bilibili_after_cut_low", 1 / 3, N_("of what the same video paid a year before"),
        N_("Southern Finance, quoted by bactf.com"), "2023", "second-hand",
    ),
    Number(
        "bilibili_after_cut_high", 1 / 2, N_("of what the same video paid a year before"),
        N_("Southern Finance, quoted by bactf.com"), "2023", "second-hand",
    ),
    Number(
        "kuaishou_ads_per_1000_plays", 1.3, N_("per 1,000 plays of 23.6 s, to the platform, before any share"),
        N_("Kuaishou results, Q2 2023 (ads per daily user) over minutes per daily user, Q1 2022"), "2023-08-22",
        "derived", currency=N_("CNY"),
    ),
    Number(
        "youtube_watch_page_share", 0.55, N_("share of net ad revenue, to the creator"),
        N_("Watch Page Monetization Module, section 2, a copy (adamonline.web.id); a note of 2026-08-21 on YouTube "
           "Help has the same"), "2023-01-10", "second-hand",
    ),
    Number(
        "youtube_shorts_share", 0.45, N_("share of the creator's part of the Creator Pool"),
        N_("Music Ally (musically.com) on the Shorts module; a note of 2026-08-21 on YouTube Help has the same"),
        "2023-01-10", "second-hand",
    ),
    Number("youtube_gate_followers", 1_000, N_("followers"), _YOUTUBE_GATE, "2018-05", "confirmed"),
    Number("youtube_gate_hours", 4_000, N_("hours watched in 12 months"), _YOUTUBE_GATE, "2018-05", "confirmed"),
    Number(
        "youtube_gate_views", 10e6, N_("views of Shorts in 90 days"), _YOUTUBE_SHORTS_GATE, "2023-06-15", "second-hand",
    ),
    Number(
        "tiktok_gate_followers", 10_000, N_("followers, for Creator Rewards"), _TIKTOK_GATE, "2024-03-19",
        "second-hand",
    ),
    Number(
        "tiktok_gate_views", 100_000, N_("views in 30 days, for Creator Rewards"), _TIKTOK_GATE, "2024-03-19",
        "second-hand",
    ),
    # tips and live gifts
    Number(
        "kuaishou_gifts_per_1000_plays", 0.89, N_("of live revenue per 1,000 plays of 23.6 s, to the platform"),
        _KUAISHOU, "2023-08-22", "derived", currency=N_("CNY"),
    ),
    Number(
        "kuaishou_gift_share", 0.5, N_("share of a tip, to the creator"),
        N_("The Economist (copies: simpleway.world, newsdigest360.com); 35 % in a guild (shiqiv.com, 2021), 70 % in "
           "an open table"), "2021-02-05", "second-hand", low=0.35, high=0.70,
    ),
    Number(
        "china_agency_share", 0.30, N_("upper end of what an agency takes (of what is left, as we read it)"),
        N_("CGTN, “Rediscovering China”"), N_("n.d. (about 2018)"), "second-hand",
    ),
    Number(
        "tiktok_gift_sent", 106.0, N_("sent as TikTok gifts, tracked"), N_("BBC (btimesonline.com)"), "2022-10-12",
        "second-hand", currency=N_("USD"),
    ),
    Number(
        "tiktok_gift_arrived", 33.03, N_("of it arrived with the receiver"), N_("BBC (btimesonline.com)"), "2022-10-12",
        "second-hand", currency=N_("USD"),
    ),
    Number(
        "gift_minimum_age", 18, N_("years: minors may not tip"),
        N_("China, opinions on live tipping and the protection of minors"), "2022-05-07", "confirmed",
    ),
    Number(
        "youtube_fan_share", 0.70, N_("share of net, to the creator: memberships, Super Chat, Super Thanks"),
        N_("YouTube Help, “YouTube partner earnings overview” (answer 72902), a note in a public repository"),
        "2026-08-21", "second-hand",
    ),
    Number(
        "app_store_share", 0.30, N_("share of digital goods bought in an iOS app, to Apple"),
        N_("Patreon newsroom; daringfireball.net (2024-08-12)"), "2023-12-14", "second-hand",
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
        N_("Teachable, quoted by samueljtanner.blog"), "2021-01-13", "weak",
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
        "bilibili_views_median", 407, N_("views of a middle video: the lognormal through both shares of the sample"),
        N_("an analyst's sample of Bilibili videos (developer.aliyun.com, article 1484038): 45.6 % under 332 views, "
           "6.9 % with 6,171 or more"), N_("about 2020"), "derived",
    ),
    Number(
        "bilibili_views_sigma", 1.83, N_("sd of log views of a video, of all creators together"),
        N_("the same sample as bilibili_views_median"), N_("about 2020"), "derived",
    ),
    Number(
        "tiktok_views_gini", 0.93, N_("Gini of views over about 20,000 videos"), "tiktokodds.com", "2020-05",
        "confirmed",
    ),
    Number(
        "youtube_below_1000", 0.87, N_("of videos drawn at random have fewer than 1,000 views"),
        N_("“Dialing for videos” (10,016 videos), reported by dnext.societas.online"), "2023", "second-hand",
    ),
    Number(
        "youtube_half_life_days", 6, N_("days until a YouTube video has half of its views"),
        N_("Business Insider (2010), reported by scottgraffius.com"), "2018-12-10", "second-hand",
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
        N_("a reader's computation on reddit"), "2021-10-06", "second-hand",
    ),
    Number("twitch_gini", 0.808, N_("Gini of Twitch incomes"), "matt-rickard.com", N_("n.d."), "second-hand"),
)  # fmt: skip
