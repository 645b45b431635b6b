"""Lesson 08, monetization: routes of a payment, gates of channels, its figures, and the words of its tables."""

import numpy as np
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from kml import monetization as money
from kml.core import digits
from kml.core.look import COLOURS
from kml.core.words import NP_, _, listed, ngettext, pgettext
from kml.lessons import wording
from kml.lessons.studio.names import channel, end, name_of
from kml.lessons.studio.pictures import yuan
from kml.published import NUMBERS

paragraph = wording.paragraph

_WORDS = wording.Words(
    {
        None: {creator.key: creator.english for creator in money.CREATORS.values()}
        | {money.CANNOT_TELL: money.CANNOT_TELL},
        "channel": money.CHANNELS,
        "column of a log": (
            NP_("column of a log", "likes"),
            NP_("column of a log", "follows"),
            NP_("column of a log", "profile_enters"),
        ),
        "heading": (
            NP_("heading", "leads"),
            NP_("heading", "followers"),
            NP_("heading", "mean"),
            NP_("heading", "5 %"),
            NP_("heading", "95 %"),
            NP_("heading", "courses + shop"),
            NP_("heading", "courses + brands"),
            NP_("heading", "safest mix"),
            NP_("heading", "richest mix"),
            NP_("heading", "simulated"),
            NP_("heading", "yours"),
            NP_("heading", "low"),
            NP_("heading", "middle"),
            NP_("heading", "high"),
        ),
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too


def two_digits(table):
    """A DataFrame of amounts as text, whole numbers of two digits: what is assumed is not known to the yuan.

    >>> import pandas as pd
    >>> two_digits(pd.DataFrame({"yuan": [4374.2, 13.6, 0.3]}))["yuan"].tolist()
    ['4,400', '14', '0']
    """
    return table.map(lambda amount: yuan(float(digits.rounded(amount))))


def routes():
    """What is left of 100 by route, {route: amount}: arithmetic with published numbers."""

    def share(name):
        return NUMBERS[name].value

    store, gift, agency = (share(name) for name in ("app_store_share", "kuaishou_gift_share", "china_agency_share"))
    own, other = share("udemy_own_coupon_share"), share("udemy_other_share")
    amounts = {
        _("course, own link"): money.take_home(100, platform=1 - own),
        _("course, own link, in an iOS app"): money.take_home(100, store=store, platform=1 - own),
        _("fan funding (YouTube), no store"): money.take_home(100, platform=1 - share("youtube_fan_share")),
        _("ad on a video page (YouTube)"): money.take_home(100, platform=1 - share("youtube_watch_page_share")),
        _("gift, no store"): money.take_home(100, platform=1 - gift),
        _("course, found on the marketplace"): money.take_home(100, platform=1 - other),
        _("gift, in an iOS app"): money.take_home(100, store=store, platform=1 - gift),
        _("gift, in an iOS app, agency"): money.take_home(100, store=store, platform=1 - gift, agency=agency),
        _("shop order (10 % commission)"): money.take_home(100, platform=1 - share("tiktok_shop_commission")),
    }
    return dict(sorted(amounts.items(), key=lambda route: -route[1]))


def draw_routes(ax, amounts):
    """A bar for each route, what the creator keeps in blue, the rest in grey."""
    values = list(amounts.values())
    places = range(len(values))
    ax.barh(places, values, color=COLOURS.blue)
    ax.barh(places, [100 - v for v in values], left=values, color="#E3E3E3", hatch="//", edgecolor="white")
    for i, value in enumerate(values):
        ax.text(value + 1.5, i, f"{value:.2f}", va="center", fontsize=9)
    ax.set_yticks(places, list(amounts))
    ax.set(xlim=(0, 112), xlabel=_("what reaches the creator of 100 paid, before tax"), ylim=(len(values) - 0.4, -0.6))
    ax.grid(axis="y", visible=False)


def gate_followers(creator, rules):
    """{channel: fewest followers with which it is open} for one of `kml.personas.CREATORS`; by halving."""
    found = {}
    for name in money.CHANNELS:
        low, high = -1, 10_000_000
        while high - low > 1:
            middle = (low + high) // 2
            if money.gates(money.audience(creator, middle).counts(), rules)[name]:
                high = middle
            else:
                low = middle
        found[name] = high
    return found


def draw_bands(ax, drawn):
    """A bar for each channel of an Uncertain income, from the 5th to the 95th percentile, with a dot in the middle."""
    bands = drawn.bands().loc[list(money.CHANNELS)]
    least = 1.0  # the left end of the scale: a channel that may bring nothing begins there
    for place, (low, middle, high) in enumerate(bands.to_numpy()):
        if high <= least:
            ax.text(least * 1.2, place, _("closed, or below 1 yuan"), va="center", fontsize=9)
            continue
        ax.plot([max(low, least), high], [place, place], color=COLOURS.blue, linewidth=7, linestyle="-", alpha=0.5)
        ax.plot(max(middle, least), place, "o", color=COLOURS.blue)
        ax.text(high * 1.25, place, f"{high / max(low, least):,.0f}×", va="center", fontsize=9)
    ax.set(xscale="log", xlim=(least, 4 * max(10, bands["high"].max())), ylim=(len(bands) - 0.5, -0.5))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_yticks(range(len(bands)), [channel(name) for name in bands.index])
    ax.set(xlabel=_("simulated yuan a month, each alone: 5 % to 95 %"))
    ax.grid(axis="y", visible=False)


def draw_tornado(ax, bars):
    """A bar for each number of a tornado, the longest on top, with the number's own ends beside it."""
    for place, bar in enumerate(bars):
        left, right = sorted((bar.at_low, bar.at_high))
        rising = bar.at_high >= bar.at_low
        ax.barh(place, right - left, left=left, height=0.55, color=COLOURS.blue if rising else COLOURS.orange)
        ends = (bar.low, bar.high) if rising else (bar.high, bar.low)
        ax.annotate(end(bar.name, ends[0]), (left, place), (-3, 0), textcoords="offset points", ha="right",
                    va="center", fontsize=8.5)  # fmt: skip
        ax.annotate(end(bar.name, ends[1]), (right, place), (3, 0), textcoords="offset points", va="center",
                    fontsize=8.5)  # fmt: skip
    span = max(bar.at_low for bar in bars), max(max(bar.at_low, bar.at_high) for bar in bars)
    ax.set(xlim=(-0.14 * span[1], 1.2 * span[1]), ylim=(len(bars) - 0.4, -0.6))
    ax.xaxis.set_major_formatter(lambda amount, __: yuan(amount) if amount >= 0 else "")
    ax.set_yticks(range(len(bars)), [name_of(bar.name) for bar in bars])
    ax.set(xlabel=_("simulated yuan a month, an even mix"))
    ax.grid(axis="y", visible=False)


def mix(shares):
    """A mix in words: what gets any work, the most first.

    >>> mix({"ads": 0.0, "brands": 0.2, "courses": 0.8})
    'courses 80%, brands 20%'
    """
    ordered = sorted(((share, name) for name, share in shares.items() if share), key=lambda part: -part[0])
    return listed(f"{said(name)} {share:.0%}" for share, name in ordered)


def line(name, mix_said):
    """What a mix is, and the mix, in one line."""
    return pgettext("what a mix is, and the mix", "{name}: {mix}").format(name=said(name), mix=mix_said)


def mixes(several):
    """Many mixes in words: how many, and from which share to which share of the work each channel gets in them."""
    parts = [
        f"{said(name)} {low:.0%}" if low == high else f"{said(name)} {low:.0%}–{high:.0%}"
        for name, (low, high) in money.spans(several).items()
    ]
    said_by_count = ngettext("{n} mix, {parts}", "{n} mixes, {parts}", len(several))
    return said_by_count.format(n=len(several), parts=listed(parts))


def draw_price(axes, price=200, budget=200, share_percent=97, cost=20):
    """Buyers and profit against the price, for 1,000 people who would take the course for nothing."""
    demand, share = money.Demand(1_000, budget), share_percent / 100
    prices = np.linspace(0, 1_000, 201)
    best = demand.best_price(share, cost)
    axes[0].plot(prices, demand.buyers(prices), color=COLOURS.blue)
    axes[0].plot(price, demand.buyers(price), "o", color=COLOURS.orange)
    axes[0].set(xlim=(0, 1_020), ylim=(0, 1_050), xlabel=_("price (yuan)"), ylabel=_("buyers of 1,000, simulated"))
    profit = demand.profit(prices, share, cost) / 1_000
    axes[1].plot(prices, profit, color=COLOURS.blue)
    axes[1].plot(price, demand.profit(price, share, cost) / 1_000, "o", color=COLOURS.orange, label=_("your price"))
    axes[1].plot(best, demand.profit(best, share, cost) / 1_000, "*", ms=14, color=COLOURS.green, label=_("best price"))
    axes[1].axhline(0, color=COLOURS.grey, linewidth=1)
    axes[1].set(xlim=(0, 1_020), ylim=(-40, 200), xlabel=_("price (yuan)"), ylabel=_("profit, simulated (1,000 yuan)"))
    axes[1].legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)  # above, where no curve passes
    yours, most = demand.profit(price, share, cost), demand.profit(best, share, cost)
    if yours > 0:
        sentence = _(
            "Best price {best:,.0f} yuan, profit {most:,.0f} (simulated). At {price:,} yuan: {yours}, {part:.0%} of "
            "what is possible."
        )
    else:
        sentence = _("Best price {best:,.0f} yuan, profit {most:,.0f} (simulated). At {price:,} yuan: {yours}, a loss.")
    return sentence.format(best=best, most=most, price=price, yours=yuan(yours), part=yours / most)


def draw_together(axes, income, first="courses", others=("commerce", "brands"), shown=400):
    """Months as points on log scales: income of one channel against that of two others; below 10 yuan lies at 10."""
    for ax, other in zip(axes, others, strict=True):
        x, y = (income[name][:shown] for name in (first, other))
        ax.plot(np.maximum(x, 10), np.maximum(y, 10), ".", color=COLOURS.blue, ms=4, alpha=0.6)
        r = round(np.corrcoef(income[first], income[other])[0, 1], 2) + 0.0  # not −0.00
        ax.set(xscale="log", yscale="log", title=_("same month: correlation {r:.2f} (simulated)").format(r=r))
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
            axis.set_minor_formatter(NullFormatter())
        ax.set(xlabel=_("{channel}, yuan a month").format(channel=channel(first)))
        ax.set(ylabel=_("{channel}, yuan a month").format(channel=channel(other)))
        if min(x.min(), y.min()) < 10:
            ax.annotate(_("at 10: none that month"), (0.98, 10), (0, 7), ax.get_yaxis_transform(),
                        textcoords="offset points", ha="right", fontsize=9)  # fmt: skip
