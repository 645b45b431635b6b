"""Lesson 11, the capstone: what its cells draw and the data that they draw. No answer to an exercise is here."""

import json
from pathlib import Path

import numpy as np

from kml import capstone, monetization
from kml.capstone import HOURS, RENT, STYLES
from kml.core.look import COLOURS
from kml.core.words import _, ngettext

SECONDS = [15, 30, 45, 60, 90, 120, 180]


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


def draw_day(creator, table):
    """draw(axes, …) for kml.explore: the hours of a day, and what it would bring by channel with the best mix."""

    def draw(axes, seconds=60, posts=2, price=200):
        making, selling = day_of_work([{"seconds": seconds}] * posts)
        left, right = axes
        left.bar(["making", "selling"], [making, max(0, HOURS - making)], color=[COLOURS.blue, COLOURS.orange])
        left.axhline(HOURS, color=COLOURS.red, linestyle="--")
        left.set(ylim=(0, 14), ylabel=_("hours a day"), title=_("Your day"))
        right.set(ylim=(0, 300), ylabel=_("simulated yuan a day"), title=_("What it brings (simulated)"))
        if selling < 0:
            return _("{posts} videos of {seconds} s take {making:.1f} hours, and a day has {HOURS:g}.").format(
                posts=posts, seconds=seconds, making=making, HOURS=HOURS
            )
        names = ("views", "likes", "follows", "profile_enters", "hours")
        sums = {name: sum(table[seconds, i][name] for i in range(posts)) for name in names}
        counts = monetization.Counts(**sums, followers=capstone.channel.START_FOLLOWERS, days=1)
        worth = monetization.settle(counts, monetization.Rules(course_price=price))
        mix = best_mix(worth)
        income = {name: worth[name] * np.sqrt(mix.get(name, 0) * selling) for name in worth}
        hatches = ["", "//", "..", "xx", "\\\\"]
        right.bar(list(income), list(income.values()), color=COLOURS.green, hatch=hatches, ec="white")
        right.axhline(RENT / 30, color=COLOURS.red, linestyle="--")
        total = sum(income.values())
        return ngettext(
            "{posts} video of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, about "
            "{total:.0f} simulated yuan a day; the rent takes {RENT:.0f}.",
            "{posts} videos of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, about "
            "{total:.0f} simulated yuan a day; the rent takes {RENT:.0f}.",
            posts,
        ).format(posts=posts, seconds=seconds, making=making, views=sums["views"], total=total, RENT=RENT / 30)

    return draw


STORED = Path(__file__).parent.parent / "stored" / "seasons.json"

TRIES, SEASONS = (1, 4, 16, 50), 20


def seasons(creator):
    """Stored incomes of this creator, {tries: [simulated yuan, …]}; `python -m kml.lessons.answers.answers_11` makes them."""
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
