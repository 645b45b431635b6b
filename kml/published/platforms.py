"""Published numbers about single platforms: what opens a channel, what reaches the creator, what the platform keeps.

Most of what can be read about Chinese platforms comes from one open table, `creatorcut`, which names press articles and
help pages that we could not open: such rows are weak. What nobody publishes has no row.
"""

from kml.core.words import N_
from kml.published.rows import Number

_TABLE = N_("an open table, meltflake/creatorcut on GitHub (commit 92022006); the page that it names was not opened")
_PRICES = N_("a price table without sources, kept in a public repository")
_MIDDLE = N_(
    "notes of 2026 in a public repository, “from public material, not from the platform”, on "
    "中视频伙伴计划; 创作者伙伴计划, which followed it, opens by invitation"
)
_INSIDER = N_("Business Insider, asking creators (a copy: ca.movies.yahoo.com)")
_EARLIER = N_("The Verge on YouTube's announcement (a copy: vuink.com)")
_CNY, _USD = N_("CNY"), N_("USD")

_FOLLOWERS = N_("followers")
_GIFTS = N_("share of gifts, to the creator")
_FEE = N_("of a brand's fee, to the platform")
_SET_BY_SHOP = N_("of a sale, to the creator: the shop sets it")
_QUOTE = N_("asked of a brand for 1,000 views, knowledge channels")
_TO_CREATOR = N_("per 1,000 views, to the creator")


def _weak(name, value, unit, low, high, source=_TABLE, date="2025-12", currency=""):
    return Number(name, value, unit, source, date, "weak", currency, low, high)


_DOUYIN = (
    _weak("douyin_gate_followers", 1_000, _FOLLOWERS, 1_000, 1_000, _MIDDLE, "2026-09"),
    _weak("douyin_gate_views", 17_000, N_("plays of eligible videos"), 17_000, 17_000, _MIDDLE, "2026-09"),
    _weak("douyin_gift_share", 0.50, _GIFTS, 0.45, 0.55),
    _weak("douyin_commission", 0.20, _SET_BY_SHOP, 0.10, 0.30),
    _weak("douyin_brand_fee", 0.10, _FEE, 0.05, 0.10),
    _weak("douyin_brand_followers", 10_000, _FOLLOWERS, 10_000, 10_000),
    _weak("douyin_brand_per_1000", 35.0, _QUOTE, 20.0, 60.0, _PRICES, N_("2025, first quarter"), _CNY),
)

_KUAISHOU = (
    _weak("kuaishou_gift_share_claimed", 0.70, _GIFTS, 0.50, 0.70),
    _weak("kuaishou_commission", 0.20, _SET_BY_SHOP, 0.10, 0.30),
    _weak("kuaishou_brand_fee", 0.07, _FEE, 0.05, 0.10),
    _weak("kuaishou_brand_followers", 5_000, _FOLLOWERS, 5_000, 5_000),
    _weak("kuaishou_brand_per_1000", 22.0, _QUOTE, 12.0, 40.0, _PRICES, N_("2025, first quarter"), _CNY),
)

_BILIBILI = (
    Number(
        "bilibili_gate_level", 3,
        N_("is the level of rights (权益等级) from which one may apply, with 80 points of credit"),
        N_("bilibili.com/opus/1198858284376784900, as noted in a public repository"), "2026-05-05", "second-hand",
    ),
    Number(
        "bilibili_per_1000_views", 25 / 18, N_("per 1,000 views, to the creator, after the cut of 2022 and 2023"),
        N_("the newspaper's rate before the cut, times what Southern Finance says was left of it: 1/3 to 1/2"), "2023",
        "derived", _CNY, 10 / 9, 5 / 3,
    ),
    Number(
        "bilibili_reward_cap", 2_000.0, N_("a month at most, and only for who got under 5,000 yuan in six months"),
        N_("TechNode (a copy: indexofnews.com)"), "2024", "second-hand", _CNY,
    ),
    _weak("bilibili_ads_share", 0.25, N_("share of ads, to the creator; 40 % before"), 0.25, 0.40, date="2025-05"),
    Number(
        "bilibili_charge_share", 0.70, N_("share of 充电 (support by viewers), to the creator, about"),
        N_("36氪, “UP主收入下降80%…”"), "2022-04-11", "second-hand",
    ),
    Number(
        "bilibili_gift_share", 0.50, N_("share of live gifts, to the creator, before tax"),
        N_("a paper on Bilibili (html.scirp.org)"), N_("about 2021"), "second-hand", "", 0.50, 0.55,
    ),
    _weak("bilibili_brand_fee", 0.07, _FEE, 0.05, 0.07),
    Number(
        "bilibili_brand_followers", 10_000, _FOLLOWERS,
        N_("花火商单平台UP主入驻常见问题 (bilibili.com), as noted in a public repository"), "2026-08-21", "second-hand",
    ),
    _weak("bilibili_brand_per_1000", 45.0, _QUOTE, 25.0, 75.0, _PRICES, N_("2025, first quarter"), _CNY),
    Number(
        "bilibili_payout_day", 5, N_("is the day of the next month on which 充电 is settled"), "hei6.com", "2023-06-10",
        "second-hand",
    ),
    Number(
        "bilibili_chargers", 42, N_("people who paid a creator with 90,000 followers, in 2.4 years"),
        N_("36氪, “UP主收入下降80%…”"), "2022-04-11", "second-hand",
    ),
    Number(
        "bilibili_chargers_followers", 90_000, N_("followers of the creator whom these people paid"),
        N_("36氪, “UP主收入下降80%…”"), "2022-04-11", "second-hand",
    ),
    Number(
        "bilibili_chargers_years", 2.4, N_("years in which these people paid"), N_("36氪, “UP主收入下降80%…”"),
        "2022-04-11", "second-hand",
    ),
)  # fmt: skip

_XIAOHONGSHU = (
    Number(
        "xiaohongshu_paid_gate", 100, N_("followers, for paid notes (a test by invitation, 1 to 199 yuan a note)"),
        N_("每日经济新闻 (a summary: reportify.ai)"), "2026-01-07", "second-hand",
    ),
    _weak("xiaohongshu_commission", 0.20, _SET_BY_SHOP, 0.10, 0.30),
    _weak("xiaohongshu_brand_fee", 0.10, N_("on top of a brand's fee, to the platform: the brand pays it"), 0.10, 0.10),
    _weak("xiaohongshu_brand_followers", 1_000, _FOLLOWERS, 1_000, 1_000, date="2026-09"),
)  # fmt: skip

_CHANNELS = (
    Number(
        "channels_gate_followers", 100, N_("“valid” followers (有效关注)"),
        N_("视频号创作分成计划, ad.weixin.qq.com/docs/273, copies in public repositories"), "2023-12-22", "second-hand",
    ),
    Number(
        "channels_per_1000_views", 1000 * 122.93 / 796_000, _TO_CREATOR,
        N_("a manual that gives income and plays of three videos (OpenDocCN, flygon-dahanghai-2023)"), "2023-12-22",
        "derived", _CNY, 0.03, 0.50,
    ),
    _weak(
        "channels_ads_share", 0.60, N_("share of ads, to the creator"), 0.50, 0.70,
        N_("a report that calls itself “not checked with the platform”, kept in a public repository"), "2026-05",
    ),
    _weak("channels_gift_share", 0.50, _GIFTS, 0.50, 0.50),
    Number(
        "channels_commission_limit", 0.90, N_("of a sale at most: the commission that a shop may set"),
        N_("developers.weixin.qq.com, leagueheadsupplier/API/addsubitem"), "2025-11-24", "confirmed",
    ),
    _weak("channels_brand_fee", 0.10, _FEE, 0.05, 0.20),
)  # fmt: skip

_YOUTUBE = (
    Number("youtube_early_followers", 500, N_("followers, for fan funding"), _EARLIER, "2023-06-13", "second-hand"),
    Number("youtube_early_hours", 3_000, N_("hours watched in 12 months"), _EARLIER, "2023-06-13", "second-hand"),
    Number("youtube_early_views", 3e6, N_("views of Shorts in 90 days"), _EARLIER, "2023-06-13", "second-hand"),
    Number(
        "youtube_per_1000_views", (1.61 * 29.30) ** 0.5, N_("per 1,000 views of long videos, to the creator: the "
        "geometric middle of what eight creators said"), _INSIDER, "2022-11-13", "derived", _USD, 1.61, 29.30,
    ),
    Number(
        "youtube_shorts_per_1000_views", 0.05, N_("per 1,000 views of Shorts, to the creator: the middle of what seven "
        "creators said"), _INSIDER, "2023", "derived", _USD, 0.04, 0.06,
    ),
    Number(
        "youtube_payout", 100.0, N_("from which it is paid out, each month between the 21st and the 26th"),
        N_("famelifter.com and adsenseearning.com on AdSense"), "2026-05-17", "second-hand", _USD,
    ),
    Number(
        "youtube_us_withholding", 0.30, N_("of what viewers in the US bring, at most: withheld as US tax abroad"),
        N_("YugaTech, quoting Google's support page; 0 to 30 % by treaty"), N_("2021 (n.d.)"), "second-hand", "", 0.0,
        0.30,
    ),
)  # fmt: skip

_TIKTOK = (
    _weak("tiktok_per_1000_views", 0.70, N_("per 1,000 “qualified” views of videos over a minute, to the creator"),
          0.40, 1.00, "napolify.com", N_("n.d."), _USD),
    Number(
        "tiktok_gift_share", 33.03 / 106, N_("share of gifts that arrived with the receiver"),
        N_("BBC, tracking a gift of $106; “50 %” in iTechPost, 2021-09-03"), "2022-10-12", "derived", "", 0.31, 0.50,
    ),
    Number(
        "tiktok_live_followers", 1_000, N_("followers, for LIVE"), N_("iTechPost, quoting Screen Rant"), "2021-09-03",
        "second-hand",
    ),
)  # fmt: skip

_CHINA = (
    Number(
        "gifts_of_industry", 0.75, N_("of the income of China's live-performance industry is gifts, about"),
        N_("中国演出行业协会 on 2020 (admin5.com)"), "2021-05-18", "second-hand",
    ),
    Number(
        "gifts_of_streamers", 0.40, N_("of streamers' income is gifts"),
        N_("中国演出行业协会 on 2020 (admin5.com)"), "2021-05-18", "second-hand", "", 0.35, 0.45,
    ),
    Number(
        "china_platform_reports", 4, N_("times a year a platform reports names and income to the tax office"),
        N_("互联网平台企业涉税信息报送规定, State Council Order 810, articles 2 and 4 (full text: mmmro.com)"),
        "2025-06-20", "second-hand",
    ),
)  # fmt: skip

NUMBERS = (*_DOUYIN, *_KUAISHOU, *_BILIBILI, *_XIAOHONGSHU, *_CHANNELS, *_YOUTUBE, *_TIKTOK, *_CHINA)
