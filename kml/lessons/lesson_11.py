"""Lesson 11, the capstone: what its slider and figures draw, the stored seasons, and how its tables are called."""

import json
from pathlib import Path

import numpy as np

from kml import capstone, monetization
from kml.capstone import HOURS, RENT
from kml.capstone.channel import LATER, MONTH
from kml.capstone.report import CHANNEL_LOOKS
from kml.capstone.viewers import watch
from kml.core.look import COLOURS
from kml.core.words import NP_, _, ngettext, pgettext
from kml.lessons.wording import Words
from kml.personas import CREATORS

SECONDS = [15, 30, 45, 60, 90, 120, 180]
FOLLOWERS = [1_000, 10_000, 30_000, 100_000]
STORED = Path(__file__).parent.parent / "stored" / "seasons.json"
TRIES, SEASONS = (1, 6, 20, 50), 30
_SKILL_WORDS = {  # keys of the stored seasons, the strategy with everything first, and what the table's rows say
    "all": NP_("skill", "none left out"),
    "notices": NP_("skill", "notices"),
    "label": NP_("skill", "label"),
    "testing": NP_("skill", "testing"),
    "price": NP_("skill", "price"),
    "mix": NP_("skill", "mix"),
}
SKILLS = tuple(_SKILL_WORDS)
WEEKDAYS = (
    NP_("weekday", "Monday"),
    NP_("weekday", "Tuesday"),
    NP_("weekday", "Wednesday"),
    NP_("weekday", "Thursday"),
    NP_("weekday", "Friday"),
    NP_("weekday", "Saturday"),
    NP_("weekday", "Sunday"),
)
_WORDS = Words(
    {
        "channel": monetization.CHANNELS,
        "player": tuple(capstone.BASELINES),
        "skill": _SKILL_WORDS,
        "weekday": WEEKDAYS,
        "column of the capstone": (
            NP_("column of the capstone", "views"),
            NP_("column of the capstone", "followers"),
            NP_("column of the capstone", "after costs, yuan"),
            NP_("column of the capstone", "rent, yuan"),
            NP_("column of the capstone", "tries"),
            NP_("column of the capstone", "mean, yuan"),
            NP_("column of the capstone", "worst of 30, yuan"),
            NP_("column of the capstone", "worth a day, yuan"),
            NP_("column of the capstone", "effort"),
            NP_("column of the capstone", "costs without it, yuan"),
            NP_("column of the capstone", "give or take, yuan"),
            NP_("column of the capstone", "rent earned without it"),
            NP_("column of the capstone", "videos"),
            NP_("column of the capstone", "middle video's views"),
            NP_("column of the capstone", "your export"),
            NP_("column of the capstone", "seasons: middle"),
            NP_("column of the capstone", "seasons: low"),
            NP_("column of the capstone", "seasons: high"),
            NP_("column of the capstone", "videos a month"),
            NP_("column of the capstone", "yuan a month after costs"),
            NP_("column of the capstone", "days"),
            NP_("column of the capstone", "asked"),
            NP_("column of the capstone", "baskets"),
            NP_("column of the capstone", "price, yuan"),
        ),
    }
)
in_words = _WORDS.in_words  # for the tables of the cells


def rates(creator, videos=60):
    """What a view of a middle video brings, {seconds: {likes, follows, …}}, for each of SECONDS. Simulated.

    The same viewers in the same moods for each length, so that entries differ by length alone.
    """
    table = {}
    for seconds in SECONDS:
        rng = np.random.default_rng([0, list(CREATORS).index(creator.key)])
        got = watch(seconds, "middle", rng.standard_normal((videos, 1)), rng)
        table[seconds] = {name: float(rate.mean()) for name, rate in got.items()}
    return table


def usual_day(creator, table, seconds, posts, followers):
    """(Counts, {channel: yuan}, hours left for selling) of an average day with so many middle videos and the best mix.

    As if the course were made, at the usual price. `table` as `rates` gives it. Hours below 0: the day is too short.
    """
    reach, rules = monetization.DEFAULT_REACH, monetization.assumed_rules(creator.key)
    views = float(reach.mean(followers)) * sum(LATER**before for before in range(posts))
    sums = {name: views * rate for name, rate in table[seconds].items() if name != "watch_s"}
    counts = monetization.Counts(
        views=views,
        **sums,
        hours=views * table[seconds]["watch_s"] / 3600,
        followers=followers,
        recent_views=views / posts,
        days=1,
    )
    selling = HOURS - posts * capstone.video_hours(seconds)
    alone = monetization.settle(counts, rules)
    mix = monetization.best_effort(list(alone.values())) * max(0.0, selling) / HOURS
    return counts, monetization.settle(counts, rules, dict(zip(alone, mix.tolist(), strict=True))), selling


def draw_day(creator, table):
    """draw(axes, …) for kml.explore: the hours of a day, and what it would bring by channel with the best mix.

    `table` as `rates` gives it.
    """
    rules = monetization.assumed_rules(creator.key)

    def draw(axes, seconds=30, posts=2, followers=30_000):
        counts, income, selling = usual_day(creator, table, seconds, posts, followers)
        left, right = axes
        names = [pgettext("hours of a day", "making"), pgettext("hours of a day", "selling")]
        left.bar(names, [HOURS - selling, max(0, selling)], color=[COLOURS.blue, COLOURS.orange])
        left.axhline(HOURS, color=COLOURS.red, linestyle="--")
        left.set(ylim=(0, 14), ylabel=_("hours a day"), title=_("Your day"))
        top = max(1.4 * RENT / MONTH, 1.1 * max(income.values()))  # a small channel's bars are to be seen, too
        right.set(ylim=(0, top), ylabel=_("simulated yuan a day"), title=_("What it brings (simulated)"))
        if selling < 0:
            return ngettext(
                "{posts} video of {seconds} s takes {making:.1f} hours, and a day has {hours:g}.",
                "{posts} videos of {seconds} s take {making:.1f} hours, and a day has {hours:g}.",
                posts,
            ).format(posts=posts, seconds=seconds, making=HOURS - selling, hours=HOURS)
        costs = posts * rules.video_cost + rules.fixed_costs / MONTH
        for name, money in income.items():
            right.bar(_WORDS.said(name), money, ec="white", **CHANNEL_LOOKS[name])  # as in the season's picture
        right.axhline(RENT / MONTH, color=COLOURS.red, linestyle="--")
        right.tick_params(axis="x", labelsize=8)
        return ngettext(
            "{posts} video of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, {total:.0f} simulated "
            "yuan a day; costs take {costs:.0f}, and the rent {rent:.0f}.",
            "{posts} videos of {seconds} s: {making:.1f} hours of making, {views:,.0f} views, {total:.0f} simulated "
            "yuan a day; costs take {costs:.0f}, and the rent {rent:.0f}.",
            posts,
        ).format(
            posts=posts,
            seconds=seconds,
            making=HOURS - selling,
            views=counts.views,
            total=sum(income.values()),
            costs=costs,
            rent=RENT / MONTH,
        )

    return draw


def _stored(part):
    return json.loads(STORED.read_text(encoding="utf-8"))[part]


def seasons(creator):
    """Stored seasons by tries, {tries: [simulated yuan after costs, …]}; `kml_classroom.author.seasons` makes them."""
    return {int(tries): values for tries, values in _stored("tries")[creator.key].items()}


def skills():
    """Stored seasons by what is left out, {creator's key: {skill: [simulated yuan after costs, …]}}, paired by place.

    "all" is the strategy that uses all of SKILLS; under another name are the same seasons without that skill.
    """
    return _stored("skills")


def paired(with_it, without):
    """(mean difference, half of its 95 % interval) of seasons that are paired by place."""
    difference = np.subtract(with_it, without)
    return float(difference.mean()), float(1.96 * difference.std(ddof=1) / np.sqrt(len(difference)))


def skill_table(stored, creators=None):
    """What leaving out each skill costs a season, its 95 % interval, and how many seasons then earn the rent.

    A DataFrame with a row for each skill, over the seasons of these creators' keys (all, if none are named).
    """
    import pandas as pd

    keys = list(creators or stored)
    rows = {}
    for skill in SKILLS:
        own = np.concatenate([stored[key][skill] for key in keys])
        costs, half = paired(np.concatenate([stored[key]["all"] for key in keys]), own)
        rows[skill] = {
            "costs without it, yuan": round(costs),
            "give or take, yuan": round(half),
            "rent earned without it": round(float(np.mean(own >= 3 * RENT)), 2),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def draw_skills(axes, stored):
    """What each skill is worth in a season (simulated): a dot for each creator, with its 95 % interval."""
    looks = zip(stored, "osD^", (COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.purple), strict=True)
    places = np.arange(len(SKILLS) - 1)
    for i, (key, marker, colour) in enumerate(looks):
        got = [paired(stored[key]["all"], stored[key][skill]) for skill in SKILLS[1:]]
        axes.errorbar(
            [mean for mean, __ in got],
            places + 0.17 * (i - 1.5),
            xerr=[half for __, half in got],
            fmt=marker,
            color=colour,
            linestyle="none",
            label=CREATORS[key].name,
        )
    axes.axvline(0, color=COLOURS.grey, linewidth=1)
    axes.set_yticks(places, [_WORDS.said(skill) for skill in SKILLS[1:]])
    axes.invert_yaxis()
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlabel(_("simulated yuan in 90 days that are lost without it"))
    axes.set_title(_("What each skill is worth (simulated, paired seasons)"))
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))


def calendar(own):
    """When the videos of a `kml.mychannel` Channel came: a DataFrame with a row for each weekday.

    Columns: videos, and the views of the middle one, NaN on a day without videos.
    """
    import pandas as pd

    dated = own.videos.dropna(subset=["published", "views"])
    views = dated["views"].groupby(dated["published"].dt.day_of_week)
    table = pd.DataFrame({"videos": views.size(), "middle video's views": views.median().round()})
    table = table.reindex(range(7)).assign(videos=lambda rows: rows["videos"].fillna(0).astype(int))
    return table.set_axis(list(WEEKDAYS))


def whole(table):
    """A table of numbers as it is shown: whole ones, and a dash where there is none.

    >>> import pandas as pd
    >>> whole(pd.DataFrame({"views": [1234.0, float("nan")]}))["views"].to_list()
    ['1,234', '–']
    """
    return table.map(lambda number: f"{number:,.0f}" if number == number else "–")


def own_month(own, strategy, creator, followers, seasons=10):
    """A month of a `kml.mychannel` Channel beside one of simulated seasons at its pace, from so many followers on.

    `strategy` decides everything but on which days videos come. A DataFrame: what the export shows, and the second
    month of so many seasons: the middle one, and the lowest and the highest.
    """
    import pandas as pd

    reach = own.reach()["value"]
    pace = float(np.nan_to_num(reach["videos_a_month"], nan=12.0))
    got = []
    for seed in range(seasons):
        season = capstone.play(_at_pace(strategy, pace / MONTH), creator, seed, followers)
        days = season.days[(season.days["day"] > MONTH) & (season.days["day"] <= 2 * MONTH)]
        posts = season.posts.reindex(columns=["day", "views"])
        posts = posts[(posts["day"] > MONTH) & (posts["day"] <= 2 * MONTH)]
        left = days[list(monetization.CHANNELS)].to_numpy().sum() - days["costs"].sum()
        got.append((len(posts), posts["views"].median(), left))
    rows = ["videos a month", "middle video's views", "yuan a month after costs"]
    got = pd.DataFrame(got, columns=rows, dtype=np.float64)  # a season without videos has no middle one: it is left out
    return pd.DataFrame(
        {
            "your export": [pace, reach["median_views"], np.nan],
            "seasons: middle": got.median(),
            "seasons: low": got.min(),
            "seasons: high": got.max(),
        },
        index=rows,
    ).round()


def _at_pace(strategy, videos_a_day):
    """The same strategy, whose videos come so many a day on average: on other days there are none."""

    def paced(state):
        plan = strategy(state)
        due = int(state["day"] * videos_a_day) - int((state["day"] - 1) * videos_a_day)
        return {**plan, "posts": list(plan.get("posts", []))[:due]}

    return paced


def draw_tries(axes, table):
    """Income of seasons (simulated) against tries: a dot each, a bar for the mean. `table` {tries: incomes}."""
    places = np.arange(len(table))
    axes.bar(places, [np.mean(incomes) for incomes in table.values()], 0.6, color=COLOURS.blue, alpha=0.35)
    for place, incomes in zip(places, table.values(), strict=True):
        axes.plot(np.full(len(incomes), place), incomes, "o", color=COLOURS.blue)
    axes.axhline(3 * RENT, color=COLOURS.red, linestyle="--")
    axes.annotate(_("rent of 90 days"), (1.01, 3 * RENT), xycoords=("axes fraction", "data"), va="center", fontsize=9)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_xticks(places, [str(tries) for tries in table])
    axes.set(xlabel=_("tries of each style before committing"), ylabel=_("simulated yuan in 90 days, after costs"))
    axes.set_title(_("Thirty seasons for each number of tries (simulated)"))
