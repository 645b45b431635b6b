"""Lesson 07, the feedback loop: what its cells draw and the data that they draw. No answer to an exercise is here."""

import importlib.resources
import json

import numpy as np
import pandas as pd

from kml import platform
from kml.core.look import COLOURS
from kml.core.words import N_, _
from kml.lessons import loop_grid
from kml.scenarios import musiclab

# name: (column, row) in the figure
PLATFORM = {
    "coin": (0.0, 0),
    "quality": (0.35, 2),
    N_("old log"): (0.0, 1),
    "taste": (1.0, 2),
    "shown": (1.0, 1),
    "mood": (2.0, 2),
    "watched": (2.0, 1),
    N_("new log"): (2.0, 0),
}

ARROWS = [
    ("taste", N_("old log")),
    ("quality", N_("old log")),
    (N_("old log"), "shown"),
    ("coin", "shown"),
    ("shown", "watched"),
    ("taste", "watched"),
    ("quality", "watched"),
    ("mood", "watched"),
    ("shown", N_("new log")),
    ("watched", N_("new log")),
]


def validation():
    """The stored table of `python -m kml.scenarios`: (DataFrame, date of the run)."""
    text = importlib.resources.files("kml").joinpath("stored/validate.json").read_text("utf-8")
    stored = json.loads(text)
    return pd.DataFrame(stored["table"]), stored["date"]


# rows of the stored table that the lesson shows, one or two of each scenario
HIGHLIGHTS = (
    N_("REC_ONES: error, naive"),
    N_("REC_FOURS: error, naive"),
    N_("change of Jaccard, popularity"),
    N_("change of Jaccard, content"),
    N_("change of Jaccard, random"),
    N_("Gini of downloads: list − grid"),
    N_("unpredictability: list − grid"),
    N_("one δ a video, T = 5000: oracle − thompson"),
    "T = 5000: thompson − ucb",
    N_("pool grows, thompson: drift at η = 1 over η = 0.5"),
    N_("spread needed: feedback 0 − 0.5"),
    N_("neighbours: popularity of recommendations, change over the rounds"),
    N_("neighbours: shift of taste, minority − majority"),
    N_("equal quality, random: Gini of exposure − expected"),
    N_("oracle's log, SNIPS of random's watch time, s too high"),
)

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
            _("views of a new video"): run["views"][index] / run["new"][index],
            _("shown to nobody"): run["unseen"][index] / run["new"][index],
            _("utility for viewers"): run["utility"][-20:].mean(),
        }
    return pd.DataFrame(rows).T


def draw_worlds(axes, markets):
    """Parallel worlds: {condition: downloads (worlds, songs)}; each song's share in each world, best song first."""
    order = np.argsort(-markets["independent"].sum(axis=0))
    for ax, (condition, downloads) in zip(axes, markets.items(), strict=True):
        share = 100 * downloads / downloads.sum(axis=1, keepdims=True)
        place = np.arange(1, len(order) + 1)
        for world, label in zip(share[:, order], [_("one world"), *[None] * (len(share) - 1)], strict=True):
            ax.plot(place, world, "o", ms=3, color=COLOURS.blue, alpha=0.45, label=label)
        ax.plot(place, share[:, order].mean(axis=0), "-", color=COLOURS.orange, label=_("mean of eight"))
        spread = _("Gini {inequality:.2f}").format(inequality=musiclab.inequality(downloads[None])[0])
        ax.set(
            title=_("{condition}, simulated ({spread})").format(condition=condition, spread=spread),
            xlabel=_("song, by its success among independents"),
        )
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
        axes[0].plot(np.arange(1, 101), change.mean(axis=0), line, color=colour, label=name)
    axes[0].set(
        xlabel=_("step"), ylabel=_("Jaccard index − ideal feed's"), title=_("likeness of similar viewers, simulated")
    )
    axes[0].legend(loc="upper left")
    names = [*_POLICY_STYLES, "ideal"]
    means = [study[name][1][:, 10:].mean() for name in names]
    hatches = ("//", "..", "", "xx")
    for place, (name, mean, hatch) in enumerate(zip(names, means, hatches, strict=True)):
        colour = _POLICY_STYLES.get(name, (COLOURS.green,))[0]
        axes[1].bar(place, mean, color="white", edgecolor=colour, hatch=hatch, lw=1.5)
        axes[1].text(place, mean + 0.005, f"{mean:.3f}", ha="center", fontsize=9)
    axes[1].set_xticks(range(4), names)
    axes[1].set(ylabel=_("utility of a video taken"), title=_("what they got out of it, simulated"), ylim=(0, 0.3))


def draw_causes(ax, arrows, marked=()):
    """The diagram of PLATFORM's names, with `marked` ones in a thick frame."""
    for name, (column, row) in PLATFORM.items():
        thick = name in marked
        edge = COLOURS.red if thick else COLOURS.blue if name in ("shown", "watched") else COLOURS.grey
        frame = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": edge, "lw": 3 if thick else 1.3}
        ax.text(column, row, name, ha="center", va="center", bbox=frame, zorder=3)
    size = 72 * ax.figure.get_size_inches() / 2.7  # points in a unit of each direction
    for start, end in arrows:
        way = (np.subtract(PLATFORM[end], PLATFORM[start])) * size
        way = np.maximum(np.abs(way) / np.hypot(*way), 1e-9)
        shrink = [np.min((9 + 2.7 * len(name), 15) / way) for name in (start, end)]  # from a box's centre to its edge
        style = {"arrowstyle": "-|>", "color": COLOURS.grey, "shrinkA": shrink[0], "shrinkB": shrink[1], "lw": 1.4}
        ax.annotate("", xy=PLATFORM[end], xytext=PLATFORM[start], arrowprops=style)
    ax.set(xlim=(-0.3, 2.4), ylim=(-0.35, 2.35))
    ax.axis("off")


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
        ax.set(xlabel=_("day (simulated)"), title=label, ylim=limits, xlim=(0, 61))
    axes[0].legend(loc="upper left")
    late = {name: (run[name][-20:].mean(), random[name][-20:].mean()) for name in loop_grid.DAILY}
    unseen = run["unseen"].sum() / run["new"].sum()
    digits = {"utility": 2, "gini": 2, "homogeneity": 3}
    parts = [
        _("{name} {here:.{digits}f} (random {there:.{digits}f})").format(
            name=name, here=here, digits=digits[name], there=there
        )
        for name, (here, there) in late.items()
    ]
    return _("Last 20 days: {names}. Of 100 new videos, {unseen:.0f} are shown to nobody in ten days.").format(
        names=", ".join(parts), unseen=100 * unseen
    )
