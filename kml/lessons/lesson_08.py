"""Lesson 08, monetization: routes of a payment, gates of channels, its figures, and the words of its tables."""

import numpy as np

from kml import monetization as money
from kml.core.look import COLOURS
from kml.core.words import NP_, _
from kml.lessons import wording
from kml.lessons.studio import NAMES
from kml.monetization.tails import VERDICTS
from kml.published import NUMBERS

_WORDS = wording.Words(
    {
        None: {creator.key: creator.english for creator in money.CREATORS.values()},
        "channel": money.CHANNELS,
        "what a test of tails says": VERDICTS,
        "heading": (
            NP_("heading", "leads"),
            NP_("heading", "by"),
            NP_("heading", "truth"),
            NP_("heading", "creators"),
            NP_("heading", "exponent"),
            NP_("heading", "mean"),
            NP_("heading", "courses + shop"),
            NP_("heading", "courses + brands"),
            NP_("heading", "safest mix"),
        ),
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too

_STYLES = dict(
    zip(
        money.CHANNELS,
        zip(
            (COLOURS.blue, COLOURS.purple, COLOURS.orange, COLOURS.green, COLOURS.red),
            ("-", ":", "--", "-.", (0, (5, 1, 1, 1, 1, 1))),
            strict=True,
        ),
        strict=True,
    )
)


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


def draw_channels(ax, creator, rules):
    """Expected income of each channel alone against followers, from a thousand to a million; gates are steps."""
    followers = np.logspace(3, 6, 301)
    counts = [money.audience(creator, f).counts() for f in followers]
    table = [money.settle(one, rules) for one in counts]
    for name, (colour, style) in _STYLES.items():
        income = np.array([row[name] for row in table])
        ax.plot(followers, np.where(income > 0, income, np.nan), color=colour, linestyle=style, label=_(NAMES[name]))
    ax.axhline(3_000, color=COLOURS.grey, linewidth=1)
    ax.text(5_500, 3_400, _("a rent of 3,000"), fontsize=9, color=COLOURS.grey)
    ax.set(xscale="log", yscale="log", xlim=(1e3, 1e6), ylim=(1, 2e5), xlabel=_("followers"))
    ax.set_xticks([1e3, 1e4, 1e5, 1e6], ["1,000", "10,000", "100,000", "1,000,000"])
    ax.set_yticks([1, 10, 100, 1e3, 1e4, 1e5], ["1", "10", "100", "1,000", "10,000", "100,000"])
    ax.set(ylabel=_("simulated yuan a month, each alone"))
    ax.legend(loc="upper left")


def draw_price(axes, price=200, budget=200, share_percent=97, cost=20):
    """Buyers and profit against the price, for 1,000 people who would take the course for nothing."""
    demand, share = money.Demand(1_000, budget), share_percent / 100
    prices = np.linspace(0, 1_000, 201)
    best = demand.best_price(share, cost)
    axes[0].plot(prices, demand.buyers(prices), color=COLOURS.blue)
    axes[0].plot(price, demand.buyers(price), "o", color=COLOURS.orange)
    axes[0].set(xlim=(0, 1_000), ylim=(0, 1_050), xlabel=_("price (yuan)"), ylabel=_("buyers of 1,000, simulated"))
    profit = demand.profit(prices, share, cost) / 1_000
    axes[1].plot(prices, profit, color=COLOURS.blue)
    axes[1].plot(price, demand.profit(price, share, cost) / 1_000, "o", color=COLOURS.orange, label=_("your price"))
    axes[1].plot(best, demand.profit(best, share, cost) / 1_000, "*", ms=14, color=COLOURS.green, label=_("best price"))
    axes[1].axhline(0, color=COLOURS.grey, linewidth=1)
    axes[1].set(xlim=(0, 1_000), ylim=(-40, 160), xlabel=_("price (yuan)"), ylabel=_("profit, simulated (1,000 yuan)"))
    axes[1].legend(loc="upper right")
    yours, most = demand.profit(price, share, cost), demand.profit(best, share, cost)
    if yours > 0:
        sentence = _(
            "Best price {best:,.0f} yuan, profit {most:,.0f} (simulated). At {price:,} yuan: {yours:,.0f}, {part:.0%} "
            "of what is possible."
        )
    else:
        sentence = _(
            "Best price {best:,.0f} yuan, profit {most:,.0f} (simulated). At {price:,} yuan: {yours:,.0f}, a loss."
        )
    return sentence.format(best=best, most=most, price=price, yours=yours, part=yours / most)


def draw_tails(ax, samples):
    """The share of incomes above x, both on log scales, for {name: incomes}: both look like a straight line."""
    for (name, incomes), colour, style in zip(
        samples.items(), (COLOURS.blue, COLOURS.orange), ("-", "--"), strict=True
    ):
        ordered = np.sort(incomes)
        above = 1 - np.arange(len(ordered)) / len(ordered)
        ax.plot(ordered, above, color=colour, linestyle=style, label=said(name))
    ax.set(xscale="log", yscale="log", xlim=(6, 1e5), ylim=(1e-4, 1.2))
    ax.set(xlabel=_("income (simulated)"), ylabel=_("share of creators who earn more"))
    ax.legend(loc="lower left")


def draw_together(axes, income, first="courses", others=("commerce", "brands"), shown=400):
    """Months as points: income of one channel against that of two others."""
    for ax, other in zip(axes, others, strict=True):
        ax.plot(income[first][:shown] / 1e3, income[other][:shown] / 1e3, ".", color=COLOURS.blue, ms=4, alpha=0.6)
        r = round(np.corrcoef(income[first], income[other])[0, 1], 2) + 0.0  # not −0.00
        ax.set(title=_("correlation {r:.2f} (simulated)").format(r=r))
        ax.set(xlabel=_("{channel}, 1,000 yuan a month").format(channel=_(NAMES[first])))
        ax.set(ylabel=_("{channel}, 1,000 yuan a month").format(channel=_(NAMES[other])))
        ax.set(xlim=(0, None), ylim=(-0.02 * ax.get_ylim()[1], None))
