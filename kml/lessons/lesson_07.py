"""Lesson 07, the feedback loop: stored runs, its bill for exploring, figures, causes, and the words of its tables."""

import functools
import importlib.resources
import json

import numpy as np
import pandas as pd

from kml import platform, scenarios
from kml.core.arrays import indices
from kml.core.look import COLOURS
from kml.core.words import N_, NP_, _, ngettext, pgettext, sentences
from kml.lessons import by_hand, loop_grid, wording
from kml.lessons.intervals import interval
from kml.scenarios import musiclab

# what moves what on the platform; name: (column, row) in the figure
PLATFORM = {
    NP_("cause", "coin"): (0.0, 0),
    NP_("cause", "quality"): (0.35, 2),
    NP_("cause", "old log"): (0.0, 1),
    NP_("cause", "taste"): (1.0, 2),
    NP_("cause", "shown"): (1.0, 1),
    NP_("cause", "mood"): (2.0, 2),
    NP_("cause", "watched"): (2.0, 1),
    NP_("cause", "new log"): (2.0, 0),
}
ARROWS = [  # (cause, effect)
    ("taste", "old log"),
    ("quality", "old log"),
    ("old log", "shown"),
    ("coin", "shown"),
    ("shown", "watched"),
    ("taste", "watched"),
    ("quality", "watched"),
    ("mood", "watched"),
    ("shown", "new log"),
    ("watched", "new log"),
]
_WORDS = wording.Words(
    {
        "recommender": (
            NP_("recommender", "random"),
            NP_("recommender", "popularity"),
            NP_("recommender", "content"),
            NP_("recommender", "factors"),
            NP_("recommender", "factors, ε = 0.1"),
            NP_("recommender", "factors, ε = 0.2"),
            NP_("recommender", "ideal"),
        ),
        "column": (
            # a day of the loop
            NP_("column", "watch_s"),
            NP_("column", "utility"),
            NP_("column", "gini"),
            NP_("column", "coverage"),
            NP_("column", "homogeneity"),
            # the first days of a new video
            NP_("column", "views of a new video"),
            NP_("column", "shown to nobody"),
            NP_("column", "utility, days 1–60"),
            NP_("column", "utility, days 41–60"),
            NP_("column", "share of the lead that is lost"),
            # estimates from a log, and what they estimate
            NP_("column", "naive"),
            NP_("column", "truth"),
            NP_("column", "estimate"),
            NP_("column", "from"),
            NP_("column", "to"),
            NP_("column", "rows"),
            NP_("column", "worth"),
            NP_("column", "model"),
            *(NP_("column", "SNIPS, clip 100"), NP_("column", "SNIPS, clip 50"), NP_("column", "SNIPS, clip 10")),
            # the loop of twelve videos
            NP_("column", "watched"),
            NP_("column", "days 1–20"),
            NP_("column", "days 21–30"),
            NP_("column", "days 31–60"),
            # what a better feed plays, and what a bar asks of newcomers
            NP_("column", "played"),
            NP_("column", "top 5 %"),
            NP_("column", "middle 45 %"),
            NP_("column", "lower 50 %"),
            NP_("column", "plays needed"),
            NP_("column", "usual passes"),
            NP_("column", "better passes"),
            NP_("column", "difference"),
            # findings of scenarios
            NP_("column", "scenario"),
            NP_("column", "finding"),
            NP_("column", "reference"),
            NP_("column", "simulated"),
            NP_("column", "se"),
            NP_("column", "gate"),
            NP_("column", "holds"),
        ),
        "feed": (
            NP_("feed", "even"),
            NP_("feed", "own best"),
            NP_("feed", "5 factors"),
            NP_("feed", "20 factors"),
        ),
        "condition": (NP_("condition", "independent"), NP_("condition", "grid"), NP_("condition", "list")),
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too


def validation():
    """The stored table of `python -m kml.scenarios`: (DataFrame, date of the run)."""
    text = importlib.resources.files("kml").joinpath("stored/validate.json").read_text("utf-8")
    stored = json.loads(text)
    return pd.DataFrame(stored["table"]), stored["date"]


# findings of the stored table that the lesson shows, one or two of each scenario, and how it words them
HIGHLIGHTS = {
    "REC_ONES: error, naive": N_("recommender A: error by the log"),
    "REC_FOURS: error, naive": N_("recommender B: error by the log"),
    "change of Jaccard, popularity": N_("similar viewers more alike: popularity"),
    "change of Jaccard, content": N_("similar viewers more alike: content"),
    "change of Jaccard, random": N_("similar viewers more alike: random"),
    "Gini of downloads: list − grid": N_("Gini of downloads: list − unordered grid"),
    "unpredictability: list − grid": N_("unpredictability: list − unordered grid"),
    "one δ a video, T = 5000: optimal oracle − thompson": N_("drift: seeks drift − learner"),
    "one δ a video, T = 5000: ucb − random": N_("drift: careful learner − random"),
    "one δ a video, T = 5000: oracle − thompson": N_("drift: knows all interest − learner"),
    "pool grows, thompson: drift at η = 1 over η = 0.5": N_("learner's drift: steady ÷ slowing supply"),
    "spread needed: feedback 0 − 0.5": N_("spread of quality: no feedback − half"),
    "neighbours: popularity of recommendations, change over the rounds": N_("popularity of lists: last round − first"),
    "neighbours: shift of taste, minority − majority": N_("shift of taste: minority − majority"),
    "equal quality, random: Gini of exposure − expected": N_("Gini at random among equals − formula"),
    "oracle's log, SNIPS of random's watch time, s too high": N_("SNIPS, all-knowing feed's log − truth, s"),
}
# what is known about them and what their gates ask for, where that is more than a number, in words that leave a row
# on one line where JupyterLab is 1,280 pixels wide
ABOUT_HIGHLIGHTS = {
    "0.239 ± 0.007 (rerun, 8 worlds)": "0.239 ± 0.007",
    "0.134 ± 0.011 (rerun, 8 worlds)": "0.134 ± 0.011",
    "0.002 ± 0.012 (rerun, 8 worlds)": "0.002 ± 0.012",
    "0.0633 (closed form)": "0",  # the Gini itself; its row is the distance from it
    "list > grid": N_("list > grid"),
    "minority > majority": N_("above 0"),
    "optimal oracle > thompson": N_("above 0"),
    "ucb > random": N_("above 0"),
    "oracle > thompson": N_("above 0"),
    "slower than η = 0.5": N_("below 1"),
}
_SAME = (
    N_("rises"),
    N_("mean ± 0.01"),
    N_("in [0.18, 0.28]"),
    N_("in [0.10, 0.18]"),
    N_("in [-0.03, 0.03]"),
    N_("above 0 by 2 s.e."),
    N_("below 1 by 2 s.e."),
    N_("0 ± 3 s.e."),
)
ABOUT_HIGHLIGHTS |= {text: text for text in _SAME}


def highlights(table):
    """HIGHLIGHTS of the stored table, row by row in the learner's language, with an index of scenarios."""
    rows = table[table["finding"].isin(HIGHLIGHTS)].round(3)
    rows = rows.map(lambda cell: "" if pd.isna(cell) else cell)
    words = {text: _(shown) for text, shown in (HIGHLIGHTS | ABOUT_HIGHLIGHTS).items()}
    texts = {name: rows[name].map(lambda text: words.get(text, text)) for name in ("finding", "published", "gate")}
    rows = rows.assign(**texts, holds=np.where(rows["holds"], _("yes"), _("NO")))
    return in_words(rows.rename(columns={"published": "reference"}).set_index("scenario"))


def known():
    """{finding: why}: the gates that do not hold, and what we think of it, in the learner's language."""
    return {_(HIGHLIGHTS[finding]): wording.paragraph(_(why)) for finding, why in scenarios.KNOWN.items()}


# --- what exploring costs, over the stored worlds --------------------------------------------------------------------

ALL_DAYS, LATE_DAYS = slice(0, loop_grid.DAYS), slice(40, loop_grid.DAYS)


def lead_change(epsilon, days=ALL_DAYS):
    """By how much exploring ε changes the lead over the random policy, in each stored world: a share, (12,).

    -0.1: of the utility that factors without exploration have above the random policy on these days, a tenth is lost.
    """
    runs = loop_grid.worlds()
    explored, plain, random = (runs[name]["utility"][:, days].mean(axis=1) for name in (epsilon, 0.0, "random"))
    return (explored - plain) / (plain - random)


def unseen(policy, topic=None):
    """The share of new videos that nobody is shown in their first ten days, in each stored world, (12,)."""
    run = loop_grid.worlds()[policy]
    where = slice(None) if topic is None else [platform.TOPICS.index(topic)]
    return run["unseen"][:, where].sum(axis=1) / run["new"][:, where].sum(axis=1)


_EPSILON_STYLES = {0.1: (COLOURS.green, "-"), 0.2: (COLOURS.blue, "--"), 0.4: (COLOURS.red, "-.")}


def draw_bill(axes):
    """What exploring costs: on axes[0] by week beside no exploration, on axes[1] beside what it buys."""
    runs = loop_grid.worlds()
    weeks = np.arange(1, 9)
    for epsilon, (colour, line) in _EPSILON_STYLES.items():
        more = (runs[epsilon]["utility"] - runs[0.0]["utility"])[:, :56].reshape(-1, 8, 7).mean(axis=2)
        mean, half = interval(more)
        axes[0].plot(weeks, mean, line, color=colour, label=f"ε = {epsilon:g}")
        axes[0].fill_between(weeks, mean - half, mean + half, color=colour, alpha=0.2, lw=0)
    axes[0].axhline(0, color=COLOURS.grey, lw=1)
    axes[0].set(xlabel=_("week (simulated)"), ylabel=_("utility − that without exploring"))
    axes[0].set(title=_("first the bill, then the return"), xticks=weeks)
    axes[0].legend(loc="lower left")
    for days, name, marker, colour in (
        (ALL_DAYS, _("days 1–60"), "o", COLOURS.blue),
        (LATE_DAYS, _("days 41–60"), "s", COLOURS.orange),
    ):
        lost = [interval(100 * lead_change(epsilon, days)) for epsilon in loop_grid.EXPLORE]
        hidden = [100 * unseen(epsilon).mean() for epsilon in loop_grid.EXPLORE]
        mean, half = np.array(lost).T
        axes[1].errorbar(hidden, mean, half, fmt=f"{marker}-", color=colour, capsize=3, label=name)
        if days is ALL_DAYS:
            for epsilon, x, y in zip(loop_grid.EXPLORE, hidden, mean, strict=True):
                axes[1].annotate(f"ε = {epsilon:g}", (x, y), (8, -11), textcoords="offset points", fontsize=9)
    axes[1].axhline(0, color=COLOURS.grey, lw=1)
    axes[1].set(xlabel=_("new videos that nobody is shown in ten days (%)"), xlim=(-5, 95))
    axes[1].set(ylabel=_("change of the lead over random (%)"), title=_("what it costs, what it buys"))
    axes[1].legend(loc="lower right")


NEWCOMERS = {
    "random": "random",
    "popularity": "popularity",
    "factors": 0.0,
    "factors, ε = 0.1": 0.1,
    "factors, ε = 0.2": 0.2,
}


def newcomers(topic):
    """The first ten days of new videos of a topic under five policies, over the stored worlds: a DataFrame."""
    index, runs, rows = platform.TOPICS.index(topic), loop_grid.worlds(), {}
    for name, policy in NEWCOMERS.items():
        run = runs[policy]
        rows[name] = {
            "views of a new video": run["views"][:, index].sum() / run["new"][:, index].sum(),
            "shown to nobody": run["unseen"][:, index].sum() / run["new"][:, index].sum(),
            "utility, days 1–60": run["utility"].mean(),
            "utility, days 41–60": run["utility"][:, LATE_DAYS].mean(),
        }
    return pd.DataFrame(rows).T


def what_exploring_buys(topic):
    """What each ε does for new videos of a topic and costs all viewers, over the stored worlds: a DataFrame."""
    index, rows = platform.TOPICS.index(topic), {}
    for epsilon in loop_grid.EXPLORE:
        run = loop_grid.worlds()[epsilon]
        rows[f"ε = {epsilon:g}"] = {
            "views of a new video": run["views"][:, index].sum() / run["new"][:, index].sum(),
            "shown to nobody": run["unseen"][:, index].sum() / run["new"][:, index].sum(),
            "share of the lead that is lost": -lead_change(epsilon).mean(),
        }
    return pd.DataFrame(rows).T + 0.0  # without a minus before 0


def chances(propensities, logged, videos, slate, old, new):
    """The chance of each logged row (n,) in a feed that explores `new` instead of `old` and ranks as the log's did.

    propensities(scores, k, epsilon) is exercise 07.3's. A row's own chance says which place its video had: one of the
    slate's, or any behind; or that nothing was known of the viewer, so that all videos were equal.
    """
    ranks = -np.arange(videos, dtype=np.float64)
    before, after = (
        np.append(propensities(ranks, slate, epsilon)[: slate + 1], slate / videos) for epsilon in (old, new)
    )
    return after[np.abs(np.asarray(logged)[:, None] - before).argmin(axis=1)]


def twenty_logs(ips, snips, errors, chance, logs):
    """What each way makes of recommenders' errors, {name: (n,)}: the mean over the logs ± their standard deviation.

    `logs` has the rows seen, an array for each log; `chance` (n,) of each to be seen. `ips` and `snips` are the
    exercises'.
    """
    ways = {
        "naive": lambda error, p: error.mean(),
        "IPS": lambda error, p: ips(error, p, n=len(chance)),
        "SNIPS": lambda error, p: snips(error, p, clip=1 / chance.min()),  # no weight is above this one
    }
    for clip in (100, 50, 10):
        ways[f"SNIPS, clip {clip}"] = functools.partial(snips, clip=clip)
    columns = {}
    for name, error in errors.items():
        found = {way: [estimate(error[seen], chance[seen]) for seen in logs] for way, estimate in ways.items()}
        spread = {way: f"{np.mean(values):.3f} ± {np.std(values):.3f}" for way, values in found.items()}
        columns[name] = {"truth": f"{error.mean():.3f}", **spread}
    return pd.DataFrame(columns)


# --- the second sitting: a loop of twelve videos, and what its log says of other feeds -------------------------------


def twelve_videos(seed, viewers=400, videos=12, days=60):
    """A small world and all its chance, drawn beforehand: (likes, luck, coin, other).

    likes (viewers, videos): the chance with which each watches each, by the video's quality and the viewer's taste;
    luck and coin (days, viewers) in [0, 1); other (days, viewers): a video, each as likely.
    """
    rng = np.random.default_rng(seed)
    appeal = -1.2 + 0.5 * rng.normal(size=videos) + rng.normal(size=(viewers, videos))
    likes = 1 / (1 + np.exp(-appeal))
    luck, coin = rng.random((2, days, viewers))
    return likes, luck, coin, rng.integers(videos, size=(days, viewers))


def steps_by_hand(recommend, fit):
    """Whether a learner's `recommend` and `fit` give what exercise 07.6 works out by hand: a sentence for each."""
    said = []
    coins = np.array([0.9, 0.1, 0.1]), np.array([0, 0, 1])
    for step, function, arguments, wanted in (
        (1, recommend, (np.array([[0.3, 0.6]] * 3), 0.2, *coins), ([1, 0, 1], [0.9, 0.1, 0.9])),
        (2, fit, (np.array([[3.0, 0.0]]), np.array([[1.0, 0.0]]), 0.5), [[0.375, 0.5]]),
    ):
        wrong = by_hand.differs(step, function, arguments, wanted)
        right = _("Step {step} is right: {wanted}, as by hand.").format(step=step, wanted=by_hand.plain(wanted))
        said.append(wrong or right)
    return "\n".join(said)


def by_rank(runs, days=10):
    """What runs of one world show in their last `days` days, {name: Run}: a DataFrame with a row for each.

    played: valid plays, of 100 videos shown. The other columns say on which videos these fell, in percent: on the first
    twentieth, from there to the middle, and on the lower half of a ranking by the plays of all runs in as many days
    before. So no video is ranked by the luck that it is then judged by.
    """
    plays, ranking = {}, 0
    for name, run in runs.items():
        left = run.log["day"].max() - run.log["day"]  # days until the end
        late, before = left < days, (left >= days) & (left < 2 * days)
        plays[name] = 100 / np.count_nonzero(late) * _plays(run, late)
        ranking = ranking + _plays(run, before)
    rank = np.argsort(-ranking, kind="stable")
    cut = len(rank) // 20, len(rank) // 2
    rows = {
        name: [own.sum(), *(100 * part.sum() / own.sum() for part in np.split(own[rank], cut))]
        for name, own in plays.items()
    }
    return pd.DataFrame(rows, index=["played", "top 5 %", "middle 45 %", "lower 50 %"]).T


def _plays(run, which):
    """Valid plays of each video in those rows of a run's log."""
    return np.bincount(indices(run.log["video_id"][which & run.log["is_click"]]), minlength=run.world.videos)


def draw_judged(axes, judged, truths):
    """Estimates of one feed from two logs, {ε: table of `offpolicy.judged`}, and the truth for each: {ε: a share}."""
    ways = list(next(iter(judged.values())).index)
    for ax, (epsilon, table) in zip(axes, judged.items(), strict=True):
        for place, way in enumerate(ways):
            row = table.loc[way]
            weighted = way not in ("naive", "model")
            ax.errorbar(
                row["estimate"],
                place,
                xerr=[[row["estimate"] - row["from"]], [row["to"] - row["estimate"]]],
                fmt="o" if weighted else "s",
                color=COLOURS.blue if weighted else COLOURS.orange,
                capsize=4,
            )
        ax.axvline(truths[epsilon], ls="--", color=COLOURS.grey, label=_("truth"))
        ax.set_yticks(range(len(ways)), [said(way) for way in ways])
        worth = round(table.attrs["worth"])
        ax.set(title=_("log of ε = {epsilon:g}: worth {worth} rows").format(epsilon=epsilon, worth=worth))
        ax.set(xlim=(0.2, 0.7), ylim=(len(ways) - 0.5, -0.5), xlabel=_("share watched (simulated)"))
        ax.legend(loc="lower right")


def draw_worlds(axes, markets):
    """Parallel worlds, {condition: downloads (worlds, songs)}: each song's share in each world, best song first."""
    order = np.argsort(-markets["independent"].sum(axis=0))
    for ax, (condition, downloads) in zip(axes, markets.items(), strict=True):
        share = 100 * downloads / downloads.sum(axis=1, keepdims=True)
        place = np.arange(1, len(order) + 1)
        for world, label in zip(share[:, order], [_("one world"), *[None] * (len(share) - 1)], strict=True):
            ax.plot(place, world, "o", ms=3, color=COLOURS.blue, alpha=0.45, label=label)
        ax.plot(place, share[:, order].mean(axis=0), "-", color=COLOURS.orange, label=_("mean of eight"))
        gini = musiclab.inequality(downloads[None])[0]
        ax.set(title=_("{condition}, simulated (Gini {gini:.2f})").format(condition=said(condition), gini=gini))
        ax.set(xlabel=_("song, by its success among independents"))
        ax.set(ylabel=_("share of a world's downloads (%)"), ylim=(0, 32))
        ax.legend(loc="upper right")


_POLICY_STYLES = {
    "popularity": (COLOURS.red, "-"),
    "content": (COLOURS.blue, "--"),
    "random": (COLOURS.grey, ":"),
}


def draw_alike(axes, study):
    """Chaney's world: likeness of similar viewers beyond the ideal feed's on axes[0], utility on axes[1]."""
    for name, (colour, line) in _POLICY_STYLES.items():
        change, __ = study[name]
        axes[0].plot(np.arange(1, 101), change.mean(axis=0), line, color=colour, label=said(name))
    axes[0].set(xlabel=_("step"), ylabel=_("Jaccard index − ideal feed's"))
    axes[0].set(title=_("likeness of similar viewers, simulated"))
    axes[0].legend(loc="upper left")
    names = [*_POLICY_STYLES, "ideal"]
    means = [study[name][1][:, 10:].mean() for name in names]
    hatches = ("//", "..", "", "xx")
    for place, (name, mean, hatch) in enumerate(zip(names, means, hatches, strict=True)):
        colour = _POLICY_STYLES.get(name, (COLOURS.green,))[0]
        axes[1].bar(place, mean, color="white", edgecolor=colour, hatch=hatch, lw=1.5)
        axes[1].text(place, mean + 0.005, f"{mean:.3f}", ha="center", fontsize=9)
    axes[1].set_xticks(range(4), [said(name) for name in names])
    axes[1].set(ylabel=_("utility of a video taken"), title=_("what they got out of it, simulated"), ylim=(0, 0.3))


def draw_causes(ax, arrows, marked=()):
    """The diagram of PLATFORM's names, with `marked` ones in a thick frame.

    A cause that has another name in the learner's language has that one above the one that code uses.
    """
    for name, (column, row) in PLATFORM.items():
        thick = name in marked
        edge = COLOURS.red if thick else COLOURS.blue if name in ("shown", "watched") else COLOURS.grey
        frame = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": edge, "lw": 3 if thick else 1.3}
        ax.text(column, row, "\n".join(_names(name)), ha="center", va="center", bbox=frame, zorder=3)
    size = 72 * ax.figure.get_size_inches() / 2.7  # points in a unit of each direction
    for start, end in arrows:
        way = (np.subtract(PLATFORM[end], PLATFORM[start])) * size
        way = np.maximum(np.abs(way) / np.hypot(*way), 1e-9)
        shrink = [np.min(_half_box(name) / way) for name in (start, end)]
        style = {"arrowstyle": "-|>", "color": COLOURS.grey, "shrinkA": shrink[0], "shrinkB": shrink[1], "lw": 1.4}
        ax.annotate("", xy=PLATFORM[end], xytext=PLATFORM[start], arrowprops=style)
    ax.set(xlim=(-0.3, 2.4), ylim=(-0.35, 2.35))
    ax.axis("off")


def _names(cause):
    return list(dict.fromkeys((pgettext("cause", cause), cause)))


def _half_box(cause):
    """Points from the centre of a cause's box to its edges: to the side, and up."""
    lines = _names(cause)
    return np.array([9 + 2.7 * max(map(wording.width, lines)), 15 + 7 * (len(lines) - 1)])


_PANELS = {
    "utility": (N_("utility for viewers (sd of appeal)"), (-0.5, 0.6)),  # below every line there is room for the legend
    "gini": (N_("Gini of the day's exposure"), (0.5, 1.0)),
    "homogeneity": (N_("slate that two viewers share"), (0.001, 1.5)),
}


def draw_knobs(axes, explore=0.1, retrain=1, popularity=0.0):
    """The slider's drawing: sixty days at one setting of the knobs, beside the random policy and no exploration."""
    runs = loop_grid.load()
    run, plain, random = runs[explore, retrain, popularity], runs[0.0, retrain, popularity], runs["random"]
    days = np.arange(1, loop_grid.DAYS + 1)
    for ax, (name, (label, limits)) in zip(axes, _PANELS.items(), strict=True):
        if name == "homogeneity":
            ax.set_yscale("log")
        ax.plot(days, random[name], ":", color=COLOURS.grey, label=_("random policy"))
        if explore > 0:
            ax.plot(days, plain[name], "--", color=COLOURS.orange, label=_("the same with ε = 0"))
        ax.plot(days, run[name], "-", color=COLOURS.blue, label=_("this setting"))
        ax.set(xlabel=_("day (simulated)"), title=_(label), ylim=limits, xlim=(0, 61))
    axes[0].legend(loc="lower right")
    late = {name: run[name][-20:].mean() for name in loop_grid.DAILY}
    late |= {f"random_{name}": random[name][-20:].mean() for name in loop_grid.DAILY}
    hidden = round(100 * run["unseen"].sum() / run["new"].sum())
    return sentences(
        _("All 60 days: utility {utility:.2f} (ε = 0: {plain:.2f}, random: {random:.2f}).").format(
            utility=run["utility"].mean(), plain=plain["utility"].mean(), random=random["utility"].mean()
        ),
        _(
            "Last 20 days: utility {utility:.2f} (random {random_utility:.2f}), Gini {gini:.2f} (random "
            "{random_gini:.2f}), homogeneity {homogeneity:.3f} (random {random_homogeneity:.3f})."
        ).format(**late),
        ngettext(
            "Of 100 new videos, {n} is shown to nobody in ten days.",
            "Of 100 new videos, {n} are shown to nobody in ten days.",
            hidden,
        ).format(n=hidden),
    )
