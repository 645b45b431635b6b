"""Lesson 07, the feedback loop: stored runs, figures, its picture of causes, and the words of its tables."""

import importlib.resources
import json

import numpy as np
import pandas as pd

from kml import platform, scenarios
from kml.core.look import COLOURS
from kml.core.words import N_, NP_, _, ngettext, pgettext, sentences
from kml.lessons import loop_grid, wording
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
            NP_("recommender", "factors, 10 % explored"),
            NP_("recommender", "factors, 20 % explored"),
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
            NP_("column", "utility for viewers"),
            # estimates from a log, and what they estimate
            NP_("column", "naive"),
            NP_("column", "truth"),
            NP_("column", "rows"),
            NP_("column", "worth"),
            # findings of scenarios
            NP_("column", "scenario"),
            NP_("column", "finding"),
            NP_("column", "published"),
            NP_("column", "simulated"),
            NP_("column", "se"),
            NP_("column", "gate"),
            NP_("column", "holds"),
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


# findings of the stored table that the lesson shows, one or two of each scenario
HIGHLIGHTS = (
    N_("REC_ONES: error, naive"),
    N_("REC_FOURS: error, naive"),
    N_("change of Jaccard, popularity"),
    N_("change of Jaccard, content"),
    N_("change of Jaccard, random"),
    N_("Gini of downloads: list − grid"),
    N_("unpredictability: list − grid"),
    N_("one δ a video, T = 5000: oracle − thompson"),
    N_("T = 5000: thompson − ucb"),
    N_("pool grows, thompson: drift at η = 1 over η = 0.5"),
    N_("spread needed: feedback 0 − 0.5"),
    N_("neighbours: popularity of recommendations, change over the rounds"),
    N_("neighbours: shift of taste, minority − majority"),
    N_("equal quality, random: Gini of exposure − expected"),
    N_("oracle's log, SNIPS of random's watch time, s too high"),
)
# what is published about them and what their gates ask for, where that is more than a number
ABOUT_HIGHLIGHTS = (
    N_("0.239 ± 0.007 (rerun, 8 worlds)"),
    N_("0.134 ± 0.011 (rerun, 8 worlds)"),
    N_("0.002 ± 0.012 (rerun, 8 worlds)"),
    N_("list > grid"),
    N_("thompson > ucb"),
    N_("oracle > thompson"),
    N_("slower than η = 0.5"),
    N_("rises"),
    N_("minority > majority"),
    N_("0.0633 (closed form)"),
    N_("mean ± 0.01"),
    N_("in [0.18, 0.28]"),
    N_("in [0.10, 0.18]"),
    N_("in [-0.03, 0.03]"),
    N_("above 0 by 2 s.e."),
    N_("below 1 by 2 s.e."),
    N_("0 ± 3 s.e."),
)


def highlights(table):
    """HIGHLIGHTS of the stored table, row by row in the learner's language, with an index of scenarios."""
    rows = table[table["finding"].isin(HIGHLIGHTS)].round(3)
    rows = rows.map(lambda cell: "" if pd.isna(cell) else cell)
    words = {text: _(text) for text in HIGHLIGHTS + ABOUT_HIGHLIGHTS}
    texts = {name: rows[name].map(lambda text: words.get(text, text)) for name in ("finding", "published", "gate")}
    rows = rows.assign(**texts, holds=np.where(rows["holds"], _("yes"), _("NO")))
    return in_words(rows.set_index("scenario"))


def known():
    """{finding: why}: the gates that do not hold, and what we think of it, in the learner's language."""
    return {_(finding): wording.paragraph(_(why)) for finding, why in scenarios.KNOWN.items()}


NEWCOMERS = {
    "random": "random",
    "popularity": (0.0, 1, 1.0),
    "factors": (0.0, 1, 0.0),
    "factors, 10 % explored": (0.1, 1, 0.0),
    "factors, 20 % explored": (0.2, 1, 0.0),
}


def newcomers(topic):
    """The first ten days of new videos of a topic under five policies, from the stored runs: a DataFrame."""
    index, runs, rows = platform.TOPICS.index(topic), loop_grid.load(), {}
    for name, key in NEWCOMERS.items():
        run = runs[key]
        rows[name] = {
            "views of a new video": run["views"][index] / run["new"][index],
            "shown to nobody": run["unseen"][index] / run["new"][index],
            "utility for viewers": run["utility"][-20:].mean(),
        }
    return pd.DataFrame(rows).T


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
    "utility": (N_("utility for viewers (sd of appeal)"), (-0.25, 0.6)),
    "gini": (N_("Gini of the day's exposure"), (0.5, 1.0)),
    "homogeneity": (N_("slate that two viewers share"), (0.001, 1.5)),
}


def draw_knobs(axes, explore=0.1, retrain=1, popularity=0.0):
    """The slider's drawing: sixty days at one setting of the knobs, beside the random policy."""
    runs = loop_grid.load()
    run, random = runs[explore, retrain, popularity], runs["random"]
    days = np.arange(1, loop_grid.DAYS + 1)
    for ax, (name, (label, limits)) in zip(axes, _PANELS.items(), strict=True):
        if name == "homogeneity":
            ax.set_yscale("log")
        ax.plot(days, random[name], ":", color=COLOURS.grey, label=_("random policy"))
        ax.plot(days, run[name], "-", color=COLOURS.blue, label=_("this setting"))
        ax.set(xlabel=_("day (simulated)"), title=_(label), ylim=limits, xlim=(0, 61))
    axes[0].legend(loc="upper left")
    late = {name: run[name][-20:].mean() for name in loop_grid.DAILY}
    late |= {f"random_{name}": random[name][-20:].mean() for name in loop_grid.DAILY}
    unseen = round(100 * run["unseen"].sum() / run["new"].sum())
    return sentences(
        _(
            "Last 20 days: utility {utility:.2f} (random {random_utility:.2f}), gini {gini:.2f} (random "
            "{random_gini:.2f}), homogeneity {homogeneity:.3f} (random {random_homogeneity:.3f})."
        ).format(**late),
        ngettext(
            "Of 100 new videos, {n} is shown to nobody in ten days.",
            "Of 100 new videos, {n} are shown to nobody in ten days.",
            unseen,
        ).format(n=unseen),
    )
