"""Lesson 11, the capstone: what its slider and figures draw, the stored seasons, and how its tables are called."""

import json
from pathlib import Path

import numpy as np

from kml import capstone, monetization
from kml.capstone import HOURS, RENT, STYLES
from kml.core.look import COLOURS
from kml.core.words import NP_, _, ngettext, pgettext
from kml.lessons.wording import Words

SECONDS = [15, 30, 45, 60, 90, 120, 180]
STORED = Path(__file__).parent.parent / "stored" / "seasons.json"
TRIES, SEASONS = (1, 4, 16, 50), 20
_WORDS = Words(
    {
        "channel": monetization.CHANNELS,
        "player": tuple(capstone.BASELINES),
        "column of the capstone": (
            NP_("column of the capstone", "views"),
            NP_("column of the capstone", "followers"),
            NP_("column of the capstone", "rent"),
            NP_("column of the capstone", "tries"),
            NP_("column of the capstone", "mean"),
            NP_("column of the capstone", "worst of 20"),
            NP_("column of the capstone", "effort"),
        ),
    }
)
in_words = _WORDS.in_words  # for the tables of the cells


def pushes(creator, seed=0, repeats=30):
    """What a video brings on average, {(seconds, videos before it that day): {views, likes, …}}. Simulated.

    The same ideas in the same moods for each entry, so that entries differ by length and tiredness alone.
    """
    channel, table = capstone.Channel(creator, seed), {}
    for seconds in SECONDS:
        for before in range(4):
            got = [
                channel.push(seconds, STYLES[i % 3], before, np.random.default_rng([seed, i])) for i in range(repeats)
            ]
            table[seconds, before] = {name: np.mean([one[name] for one in got]) for name in got[0]}
    return table


def draw_day(table):
    """draw(axes, …) for kml.explore: the hours of a day, and what it would bring by channel with the best mix.

    `table` as `pushes` gives it.
    """

    def draw(axes, seconds=60, posts=2, price=200):
        making = posts * capstone.video_hours(seconds)
        selling = HOURS - making
        left, right = axes
        names = [pgettext("hours of a day", "making"), pgettext("hours of a day", "selling")]
        left.bar(names, [making, max(0, selling)], color=[COLOURS.blue, COLOURS.orange])
        left.axhline(HOURS, color=COLOURS.red, linestyle="--")
        left.set(ylim=(0, 14), ylabel=_("hours a day"), title=_("Your day"))
        right.set(ylim=(0, 300), ylabel=_("simulated yuan a day"), title=_("What it brings (simulated)"))
        if selling < 0:
            return ngettext(
                "{posts} video of {seconds} s takes {making:.1f} hours, and a day has {hours:g}.",
                "{posts} videos of {seconds} s take {making:.1f} hours, and a day has {hours:g}.",
                posts,
            ).format(posts=posts, seconds=seconds, making=making, hours=HOURS)
        sums = {name: sum(table[seconds, before][name] for before in range(posts)) for name in table[seconds, 0]}
        counts = monetization.Counts(**sums, followers=capstone.START_FOLLOWERS, days=1)
        rules = monetization.Rules(course_price=price)
        alone = monetization.settle(counts, rules)
        mix = monetization.best_effort(list(alone.values())) * selling / HOURS
        income = monetization.settle(counts, rules, dict(zip(alone, mix, strict=True)))
        channels, hatches = [_WORDS.said(name) for name in income], ["", "//", "..", "xx", "\\\\"]
        right.bar(channels, list(income.values()), color=COLOURS.green, hatch=hatches, ec="white")
        right.axhline(RENT / 30, color=COLOURS.red, linestyle="--")
        return ngettext(
            "{posts} video of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, about {total:.0f} "
            "simulated yuan a day; the rent takes {rent:.0f}.",
            "{posts} videos of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, about {total:.0f} "
            "simulated yuan a day; the rent takes {rent:.0f}.",
            posts,
        ).format(
            posts=posts,
            seconds=seconds,
            making=making,
            views=sums["views"],
            total=sum(income.values()),
            rent=RENT / 30,
        )

    return draw


def seasons(creator):
    """Stored incomes of this creator, {tries: [simulated yuan, …]}; `kml_classroom.author.seasons` makes them."""
    incomes = json.loads(STORED.read_text(encoding="utf-8"))[creator.key]
    return {int(tries): values for tries, values in incomes.items()}


def draw_tries(axes, table):
    """Income of seasons (simulated) against tries: a dot each, a bar for the mean. `table` {tries: incomes}."""
    places = np.arange(len(table))
    axes.bar(places, [np.mean(incomes) for incomes in table.values()], 0.6, color=COLOURS.blue, alpha=0.35)
    for place, incomes in zip(places, table.values(), strict=True):
        axes.plot(np.full(len(incomes), place), incomes, "o", color=COLOURS.blue)
    axes.axhline(3 * RENT, color=COLOURS.red, linestyle="--")
    axes.annotate(
        _("rent of 90 days"), (0.99, 3 * RENT), xycoords=("axes fraction", "data"), va="bottom", ha="right", fontsize=9
    )
    axes.set_xticks(places, [str(tries) for tries in table])
    axes.set(xlabel=_("tries of each style before committing"), ylabel=_("simulated yuan in 90 days"), ylim=(0, None))
    axes.set_title(_("Twenty seasons for each number of tries (simulated)"))
