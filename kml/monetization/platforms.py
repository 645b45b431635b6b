"""Eight platforms as creators meet them: gates, shares, fees, and the same month on each. The unknown stays unknown.

    platforms()                    a table to read, a row for each platform
    platform_sources(name)         where each number of a platform was read
    platform_rules(name)           the Rules with this platform's numbers in the place of the course's
    same_month(audience)           what one audience would bring on each, from the lowest to the highest number

A number that nobody publishes is not guessed: the table says so, the rules keep the course's assumption, and the month
has None. Platforms change all of this, often without a word: look into your own backstage before you decide anything.
"""

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kml.core import digits
from kml.core.arguments import choice
from kml.core.words import N_, _, pgettext
from kml.monetization.numbers import assumed
from kml.monetization.origins import Sources
from kml.monetization.rules import CHANNELS, DEFAULT_RULES, Rules
from kml.monetization.settling import settle
from kml.published import NUMBERS
from kml.published.rows import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from kml.monetization.months import Audience

_OTHER = ("name", "market", "gate_days", "fee_on_top")


@dataclass(frozen=True)
class Platform:
    """What is published of a platform: names of `kml.published.NUMBERS`, by column of the table; empty if nothing."""

    name: str
    market: str = ""  # where brands look for creators
    gate: tuple = ()  # what opens the pay for views
    gate_days: int = 90  # the days in which the views of the gate must come; 0 if that is not known
    per_1000: str = ""  # what 1,000 views bring the creator
    platform_per_1000: str = ""  # what 1,000 views bring the platform
    ads_share: str = ""
    tips: tuple = ()  # shares of gifts and support; the first counts
    tips_gate: str = ""
    paid: tuple = ()  # paid knowledge: gates; what a platform keeps of a course, nobody publishes
    commission: str = ""
    commission_limit: str = ""
    brands_gate: str = ""
    brand_fee: str = ""
    fee_on_top: bool = False  # the brand pays the fee besides
    brand_per_1000: str = ""
    payout: tuple = ()
    tax: str = ""  # what it reports or withholds

    @property
    def names(self):
        """Names of all its numbers, in the order of the table."""
        values = (getattr(self, one.name) for one in fields(self) if one.name not in _OTHER)
        return [name for value in values for name in ((value,) if isinstance(value, str) else value) if name]


_REPORTS: dict[str, Any] = {"tax": "china_platform_reports"}
_EARLY = ("youtube_early_followers", "youtube_early_hours", "youtube_early_views")

PLATFORMS = MappingProxyType({
    "douyin": Platform(
        N_("Douyin (抖音)"), N_("Xingtu (星图)"), gate=("douyin_gate_followers", "douyin_gate_views"), gate_days=0,
        tips=("douyin_gift_share",), commission="douyin_commission", brands_gate="douyin_brand_followers",
        brand_fee="douyin_brand_fee", brand_per_1000="douyin_brand_per_1000", **_REPORTS,
    ),
    "kuaishou": Platform(
        N_("Kuaishou (快手)"), N_("Juxing (磁力聚星)"), platform_per_1000="kuaishou_ads_per_1000_plays",
        tips=("kuaishou_gift_share", "kuaishou_gift_share_claimed"), commission="kuaishou_commission",
        brands_gate="kuaishou_brand_followers", brand_fee="kuaishou_brand_fee",
        brand_per_1000="kuaishou_brand_per_1000", **_REPORTS,
    ),
    "bilibili": Platform(
        N_("Bilibili (B站)"), N_("Huahuo (花火)"), gate=("bilibili_gate_level",),
        per_1000="bilibili_per_1000_views", ads_share="bilibili_ads_share",
        tips=("bilibili_gift_share", "bilibili_charge_share"), brands_gate="bilibili_brand_followers",
        brand_fee="bilibili_brand_fee", brand_per_1000="bilibili_brand_per_1000",
        payout=("bilibili_reward_cap", "bilibili_payout_day"), **_REPORTS,
    ),
    "xiaohongshu": Platform(
        N_("Xiaohongshu (小红书)"), N_("Pugongying (蒲公英)"), paid=("xiaohongshu_paid_gate",),
        commission="xiaohongshu_commission", brands_gate="xiaohongshu_brand_followers",
        brand_fee="xiaohongshu_brand_fee", fee_on_top=True, **_REPORTS,
    ),
    "channels": Platform(
        N_("WeChat Channels (视频号)"), N_("Huxuan (互选)"), gate=("channels_gate_followers",),
        per_1000="channels_per_1000_views", ads_share="channels_ads_share", tips=("channels_gift_share",),
        commission_limit="channels_commission_limit", brand_fee="channels_brand_fee", **_REPORTS,
    ),
    "youtube": Platform(
        N_("YouTube, long videos"), "", gate=("youtube_gate_followers", "youtube_gate_hours"),
        per_1000="youtube_per_1000_views", ads_share="youtube_watch_page_share", tips=("youtube_fan_share",),
        tips_gate="youtube_early_followers", paid=_EARLY[:2], payout=("youtube_payout",), tax="youtube_us_withholding",
    ),
    "shorts": Platform(
        N_("YouTube Shorts"), "", gate=("youtube_gate_followers", "youtube_gate_views"),
        per_1000="youtube_shorts_per_1000_views", ads_share="youtube_shorts_share", tips=("youtube_fan_share",),
        tips_gate="youtube_early_followers", paid=_EARLY[::2], payout=("youtube_payout",), tax="youtube_us_withholding",
    ),
    "tiktok": Platform(
        N_("TikTok"), "", gate=("tiktok_gate_followers", "tiktok_gate_views"), gate_days=30,
        per_1000="tiktok_per_1000_views", tips=("tiktok_gift_share",), tips_gate="tiktok_live_followers",
        commission="tiktok_shop_commission",
    ),
})  # fmt: skip

_NEVER = 1e12  # a gate that nobody passes
_IN_YUAN = N_("per 1,000 views, to the creator; dollars at yuan_per_dollar")
_SHARED = N_("of ads_per_1000 reaches the creator: what is published is what creators got")
_NOT_COUNTED = N_("do not count on this platform")
_NOT_ASKED = N_("are not asked for on this platform")


@dataclass(frozen=True)
class PlatformRules(Rules):
    """Rules on one of PLATFORMS: what is published of it has its own rows, and dollars are changed at one rate."""

    yuan_per_dollar: float = assumed(7.0, N_("yuan for a dollar"), 6.5, 7.5, "CNY", limits={"above": 0})
    platform: str = ""
    weak: bool = False  # whether weak numbers count

    @property
    def rows(self):
        """{field: Number} of what is published of this platform, for `kml.monetization.sources`."""
        return _rows(self.platform, self, self.weak) if self.platform else {}


def platform_rules(name: str, rules: Rules = DEFAULT_RULES, weak: bool = False) -> PlatformRules:
    """Return `rules` with what is published of the platform `name` (one of PLATFORMS): PlatformRules, in yuan.

    What is not published stays as it is in `rules`, and `sources` says whose assumption it is. Numbers that are weak
    are left out unless you ask for them.

    >>> from kml import monetization
    >>> rules = monetization.platform_rules("youtube")
    >>> round(rules.ads_per_1000, 2), rules.tips_share, rules.commission  # nothing is published of a commission
    (48.08, 0.7, 0.1)
    >>> rows = {row.name: row for row in monetization.sources(rules).rows}
    >>> rows["tips_share"].confidence, rows["yuan_per_dollar"].confidence
    ('second-hand', 'assumption')
    """
    choice("name", name, tuple(PLATFORMS))
    return _with(rules, name, weak, {field: row.value for field, row in _rows(name, rules, weak).items()})


def _with(rules, name, weak, values):
    old = {one.name: getattr(rules, one.name) for one in fields(rules)}
    return PlatformRules(**old | values | {"platform": name, "weak": weak})


def _rows(name, rules, weak):
    """{field of Rules: Number} of what is published of a platform; the first of several numbers counts."""
    platform, dollar = PLATFORMS[name], getattr(rules, "yuan_per_dollar", PlatformRules.yuan_per_dollar)
    rows = {}
    for field, row_name in (
        ("ads_share", platform.ads_share),
        ("tips_share", next(iter(platform.tips), "")),
        ("tips_followers", platform.tips_gate),
        ("commission", platform.commission),
        ("brands_followers", platform.brands_gate),
        ("brand_per_1000", platform.brand_per_1000),
    ):
        if row_name:
            rows[field] = NUMBERS[row_name]
    if platform.brand_fee:
        rows["brand_share"] = _kept(NUMBERS[platform.brand_fee], platform.fee_on_top)
    rows |= _gates(platform)
    if not weak:
        rows = {field: row for field, row in rows.items() if row.confidence != "weak"}
    if platform.per_1000 and (weak or NUMBERS[platform.per_1000].confidence != "weak"):
        rate = NUMBERS[platform.per_1000]
        rows["ads_per_1000"] = _in_yuan(rate, dollar)
        rows["ads_share"] = replace(rate, value=1.0, unit=_SHARED, currency="", low=None, high=None)
    return rows


def _kept(fee, on_top):
    """What a creator keeps of a brand's fee, as a row."""
    unit = N_("of the fee reaches you, less what the platform keeps")
    if on_top:
        return replace(
            fee, value=1.0, unit=N_("of the fee reaches you: the brand pays the platform"), low=1.0, high=1.0
        )
    return replace(fee, value=1 - fee.value, unit=unit, low=1 - fee.high, high=1 - fee.low)


def _in_yuan(row, dollar):
    """A row of what 1,000 views brought the creator, in yuan."""
    factor = dollar if row.currency == "USD" else 1.0
    ends = {"low": None, "high": None} if row.low is None else {"low": row.low * factor, "high": row.high * factor}
    return replace(row, value=row.value * factor, unit=_IN_YUAN, currency="CNY", **ends)


def _gates(platform):
    """Rows of what opens the pay for views: the fields ads_followers, ads_hours and ads_views (in 90 days)."""
    found = {name.split("_gate_")[1]: NUMBERS[name] for name in platform.gate}
    if "followers" not in found or ("views" in found and not platform.gate_days):
        return {}
    rows = {"ads_followers": found["followers"]}
    if set(found) == {"followers"}:
        return rows | {"ads_hours": replace(found["followers"], value=0.0, unit=_NOT_ASKED)}
    closed = replace(found["followers"], value=_NEVER, unit=_NOT_COUNTED)
    rows["ads_hours"], rows["ads_views"] = found.get("hours", closed), found.get("views", closed)
    if "views" in found and platform.gate_days != 90:
        unit = N_("views in 90 days, at what is asked in fewer")
        views = 90 / platform.gate_days * found["views"].value
        rows["ads_views"] = replace(found["views"], value=views, unit=unit, confidence="derived")
    return rows


class Month(NamedTuple):
    """A month's income by one channel, in simulated yuan, and how sure the platform's numbers are (see CONFIDENCE)."""

    low: float
    expected: float
    high: float
    confidence: str


_DECIDES = {  # channel: the number without which nothing can be said of a platform, and others that are used with it
    "ads": ("ads_per_1000", "ads_followers", "ads_hours", "ads_views"),
    "tips": ("tips_share", "tips_followers"),
    "courses": ("course_share",),
    "commerce": ("commission",),
    "brands": ("brand_per_1000", "brand_share", "brands_followers"),
}
_LEAST_SURE = ("weak", "second-hand", "derived", "confirmed")


def same_month(audience: "Audience", rules: Rules = DEFAULT_RULES) -> dict[str, dict]:
    """Return {platform: {channel: Month or None}}: what an Audience's month would bring on each platform.

    The audience is the same on each: as many views, likes and visits, each channel with all of the effort. Only what is
    published of the platforms differs, weak numbers with it; what buyers do stays the course's assumption. A Month goes
    from the lowest of the published numbers to the highest. It is 0 below a gate that is published. None where the
    platform's number is not published, as it is for courses everywhere.

    >>> from kml import monetization
    >>> months = monetization.same_month(monetization.audience("coding_teacher", followers=100_000))
    >>> months["douyin"]["ads"], months["shorts"]["ads"].expected < months["youtube"]["ads"].expected
    (None, True)
    """
    counts, months = audience.counts(), {}
    for name in PLATFORMS:
        rows = _rows(name, rules, weak=True)
        # a gate that nobody publishes is taken as open
        gate = {} if "ads_followers" in rows else {"ads_followers": 0.0, "ads_hours": 0.0}
        settled = [
            settle(counts, _with(rules, name, True, {field: end(row) for field, row in rows.items()} | gate))
            for end in (_low, _value, _high)
        ]
        months[name] = {channel: _month(channel, rows, settled) for channel in CHANNELS}
    return months


def _low(row):
    return row.value if row.low is None else row.low


def _value(row):
    return row.value


def _high(row):
    return row.value if row.high is None else row.high


def _month(channel, rows, settled):
    decides, *others = _DECIDES[channel]
    if decides not in rows:
        return None
    used = [rows[field].confidence for field in (decides, *others) if field in rows]
    return Month(*(income[channel] for income in settled), min(used, key=_LEAST_SURE.index))


def platform_sources(name: str | None = None) -> Sources:
    """The Sources of all numbers of the platform `name`, one of PLATFORMS; of all platforms if not given.

    >>> from kml import monetization
    >>> rows = monetization.platform_sources("channels").rows
    >>> rows[0].name, rows[0].value, rows[0].confidence
    ('channels_gate_followers', 100, 'second-hand')
    """
    chosen = tuple(PLATFORMS) if name is None else (choice("name", name, tuple(PLATFORMS)),)
    names = dict.fromkeys(row for platform in chosen for row in PLATFORMS[platform].names)
    return Sources(tuple(NUMBERS[row] for row in names))


def platforms() -> "pd.DataFrame":
    """A DataFrame of what is published, a row for each of PLATFORMS, in the learner's language.

    In brackets is how sure the least sure number of a cell is. "not found" means that we looked and found nothing that
    is published, not that there is nothing. Money is in the platform's own currency. `platform_sources` says where each
    number was read.

    >>> from kml import monetization
    >>> table = monetization.platforms()
    >>> table.shape, table.loc["YouTube Shorts", "gifts, to you"]
    ((8, 9), '70 % (second-hand)')
    """
    import pandas as pd

    rows = {_(platform.name): _line(platform) for platform in PLATFORMS.values()}
    return pd.DataFrame.from_dict(rows, orient="index")


def _line(platform):
    """One platform of the table: {column: cell}."""
    per_1000 = platform.per_1000 or platform.platform_per_1000
    to_whom = _("you {number}") if platform.per_1000 else _("the platform {number}; you a part of it")
    fee = _("{market} keeps {number}") if not platform.fee_on_top else _("{market} takes {number} more of the brand")
    fee = fee.replace("{market}", _(platform.market)) if platform.market else ""
    return {
        _("opens pay for views"): _cell(*platform.gate),
        _("1,000 views bring"): _cell((per_1000, to_whom)),
        _("ads, to you"): _cell(platform.ads_share),
        _("gifts, to you"): _cell(*platform.tips[:1]),
        _("paid knowledge"): _cell(*platform.paid),
        _("shop commission"): _cell(
            platform.commission, (platform.commission_limit, _("at most {number}, if the shop sets it so"))
        ),
        _("brand deals"): _cell(
            (platform.brand_fee, fee),
            (platform.brands_gate, _("from {number}")),
            (platform.brand_per_1000, _("{number} for 1,000 views")),
        ),
        _("payout"): _cell(*((name, _unit(NUMBERS[name])) for name in platform.payout)),
        _("tax"): _cell((platform.tax, _unit(NUMBERS[platform.tax])) if platform.tax else ""),
    }


def _unit(row):
    """What money or a part is of, as a template for it; counts come with their unit anyway."""
    if not row.currency and row.value > 1:
        return "{number}"
    return pgettext("a number, and what it is a part of", "{number} {what}").replace("{what}", _(row.unit))


def _cell(*names):
    """Numbers in words, each a name or (name, template), and how sure the least sure one is."""
    pairs = [(name, "{number}") if isinstance(name, str) else name for name in names]
    rows = [(NUMBERS[name], template) for name, template in pairs if name]
    if not rows:
        return _("not found")
    said = pgettext("between the items of a list", "; ").join(
        template.format(number=_said(row)) for row, template in rows
    )
    sure = min((row.confidence for row, __ in rows), key=_LEAST_SURE.index)
    return pgettext("a number, and how sure it is", "{said} ({how_sure})").format(
        said=said, how_sure=_(CONFIDENCE[sure])
    )


def _said(row):
    """A number with its range in words: money in its currency, a part in percent, a count with its unit.

    A range says that the number is not known to a hundredth of a yuan: then two digits of it are said.
    """
    ends = {"value": row.value, "low": row.low, "high": row.high}
    ranged = row.low not in (None, row.high)
    if row.currency:
        unit = {"CNY": _("yuan"), "USD": _("dollars")}[row.currency]
        if ranged:
            rough = {name: digits.said(end) for name, end in ends.items()}
            return pgettext("an amount", "{value} {unit} ({low} to {high})").format(**rough, unit=unit)
        return pgettext("an amount", "{value:,.4g} {unit}").format(value=row.value, unit=unit)
    if 0 < row.value < 1:
        ends = {name: 100 * end for name, end in ends.items() if end is not None}
        return (
            _("{value:.0f} % ({low:.0f} to {high:.0f} %)") if ranged else pgettext("a share", "{value:.0f} %")
        ).format(**ends)
    return pgettext("a count", "{value:,.0f} {unit}").format(value=row.value, unit=_(row.unit))
