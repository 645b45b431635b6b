"""The monetization studio: a creator's simulated months on sliders, with the source of every number below."""

from dataclasses import replace

import numpy as np
from IPython.display import display
from matplotlib.ticker import FixedFormatter, FixedLocator, StrMethodFormatter

from kml import monetization as money
from kml.core.arguments import choice
from kml.core.look import COLOURS
from kml.core.words import N_, _, pgettext
from kml.course.showing.explore import explore

MONTHS = 2_000
FOLLOWERS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
START_FOLLOWERS, START_RENT = 100_000, 3_000
NAMES = {  # of channels, where there is room
    "ads": N_("ads"),
    "tips": N_("tips, live gifts"),
    "courses": N_("courses"),
    "commerce": N_("e-commerce"),
    "brands": N_("brand deals"),
}
LOW, HIGH = 10, 900_000  # yuan a month: the ends of both pictures' scales


def studio(creator="coding_teacher"):
    """The monetization studio in one cell: audience, work and prices on sliders; income bands, bad months, sources.

    creator  one of kml.personas.CREATORS, with whom it starts
    """
    return Studio(creator)


class Studio:
    """What `studio` returns; a notebook shows the sliders, the picture and the table of sources."""

    def __init__(self, creator="coding_teacher"):
        choice("creator", creator, money.CREATORS)
        self.sources = money.sources(money.assumed_rules(creator), money.audience(creator, START_FOLLOWERS))
        self.explorer = explore(
            drawing(creator),
            columns=2,
            figsize=(10, 4),
            title=_("Monetization studio: simulated money, in yuan (CNY)"),
            alt=_(
                "Left: a bar for each channel from a poor to a rich month on a log scale of yuan, with a dot at the "
                "mean, and one for all together. Right: 100 simulated months from worst to best, income on a log "
                "scale; the part of the curve below the dashed rent line is the bad months. A dotted curve shows the "
                "safest mix."
            ),
            labels=labels(),
            creator={one.name: key for key, one in money.CREATORS.items()},
            followers={f"{followers:,}": followers for followers in FOLLOWERS},
            **dict.fromkeys(money.CHANNELS, (0, 10)),
            course_price=(9, 999, 10),
            brand_fee=(0, 200, 5),
            rent=(500, 20_000, 500),
        )

    def _ipython_display_(self):
        display(self.explorer)
        display(self.sources)


def labels():
    """{control: the text beside it}, in the learner's language."""
    return {
        "creator": _("your creator"),
        "followers": _("followers"),
        **{channel: _("work: {channel}").format(channel=_(name)) for channel, name in NAMES.items()},
        "course_price": _("course price (yuan)"),
        "brand_fee": _("deal / 1,000 followers"),
        "rent": _("rent (yuan a month)"),
    }


def months(creator, followers, course_price, brand_fee):
    """(Counts of MONTHS simulated months, Rules) for what the sliders say; the luck is the same every time."""
    rules = replace(money.assumed_rules(creator), course_price=float(course_price), brand_fee=float(brand_fee))
    return money.simulate_months(money.audience(creator, followers), MONTHS, seed=8), rules


def drawing(start="coding_teacher"):
    """draw(axes, …) for `kml.explore`, whose sliders start with the creator `start`."""
    assumed = money.assumed_rules(start)

    def draw(
        axes,
        creator=start,
        followers=START_FOLLOWERS,
        ads=2,
        tips=2,
        courses=2,
        commerce=2,
        brands=2,
        course_price=int(assumed.course_price),
        brand_fee=int(assumed.brand_fee),
        rent=START_RENT,
    ):
        parts = dict(zip(money.CHANNELS, (ads, tips, courses, commerce, brands), strict=True))
        work = sum(parts.values())
        effort = {name: part / work if work else 0.0 for name, part in parts.items()}
        counts, rules = months(creator, followers, course_price, brand_fee)
        income = money.settle(counts, rules, effort, seed=9)
        best = money.best_mixes(counts, rules, rent, seed=9)
        safest = sum(money.settle(counts, rules, best.safest, seed=9).values())
        draw_bands(axes[0], income, effort, money.gates(counts, rules), rent)
        total = sum(income.values())
        draw_months(axes[1], total, safest, rent)
        if not work:
            return _("No work, no income: give a channel some parts of it.")
        risk = money.risk(income, rent)
        return _(
            "Simulated: {mean:,.0f} yuan in a mean month, {low:,.0f} to {high:,.0f} in nine of ten; "
            "{chance:.0%} of the months miss the rent. Safest mix: {safest} ({safest_chance:.0%} missed). Richest mix: "
            "{richest} ({richest_mean:,.0f} a month, {richest_chance:.0%} missed)."
        ).format(
            mean=risk.mean,
            low=risk.low,
            high=risk.high,
            chance=risk.chance,
            safest=mix(best.safest),
            safest_chance=best.chance,
            richest=mix(best.richest),
            richest_mean=best.rich_mean,
            richest_chance=best.rich_chance,
        )

    return draw


def mix(shares):
    """A mix in words: what gets any effort, the most first."""
    ordered = sorted((share, name) for name, share in shares.items() if share)[::-1]
    return ", ".join(f"{pgettext('channel', name)} {share:.0%}" for share, name in ordered)


def draw_bands(ax, income, effort, gates, rent):
    """A bar from the 5th to the 95th percentile of each channel's months, and of their sum, with the mean as a dot."""
    rows = {**income, "together": sum(income.values())}
    ax.axvline(rent, color=COLOURS.grey, linestyle="--")
    for i, (name, values) in enumerate(rows.items()):
        low, high = np.clip(np.percentile(values, [5, 95]), LOW, HIGH)
        colour = COLOURS.orange if name == "together" else COLOURS.blue
        if high > LOW:
            ax.plot([low, high], [i, i], "-", color=colour, linewidth=7, solid_capstyle="butt", alpha=0.6)
            ax.plot(np.clip(values.mean(), LOW, HIGH), i, "o", color=colour)
        else:
            worked = name == "together" or effort[name]
            shut = name != "together" and not np.any(gates[name])
            reason = _("no work") if not worked else _("too few followers") if shut else _("below 10 yuan")
            ax.text(LOW * 1.2, i, reason, va="center", fontsize=9)
        if name != "together":
            ax.text(0.8 * HIGH, i, f"{effort[name]:.0%}", ha="right", va="center", fontsize=9)
    ax.text(0.8 * HIGH, -0.62, _("work"), ha="right", va="center", fontsize=9)
    ax.set(xscale="log", xlim=(LOW, HIGH), ylim=(5.6, -1), xlabel=_("yuan a month, simulated: 5 % to 95 %, mean"))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.yaxis.set_major_locator(FixedLocator(range(6)))  # set_yticks takes three times as long
    ax.yaxis.set_major_formatter(FixedFormatter([*map(_, NAMES.values()), _("all together")]))


def draw_months(ax, total, safest, rent):
    """The months from worst to best, their bad part filled, and the same of the safest mix."""
    order = np.linspace(0, 100, 201)
    mine, safe = (np.clip(np.percentile(values, order), LOW, HIGH) for values in (total, safest))
    ax.plot(order, mine, color=COLOURS.orange, linestyle="-", label=_("your mix"))
    ax.plot(order, safe, color=COLOURS.green, linestyle=":", label=_("safest mix"))
    ax.axhline(rent, color=COLOURS.grey, linestyle="--", label=_("rent"))
    ax.fill_between(order, mine, rent, where=mine < rent, color=COLOURS.red, alpha=0.25, linewidth=0)
    ax.set(xlim=(0, 100), yscale="log", ylim=(LOW, HIGH), xlabel=_("months from worst to best (%)"))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.set(ylabel=_("yuan a month, simulated"))
    ax.legend(loc="upper left")
