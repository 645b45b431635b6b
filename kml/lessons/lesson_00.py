"""Lesson 00, start here: a map of the course, and how many views a living by ads needs."""

import textwrap

import numpy as np

from kml.core.look import COLOURS
from kml.core.words import N_, _
from kml.course.journey.decisions import DECISIONS
from kml.lessons.wording import width
from kml.monetization import views_needed

__all__ = ["STATIONS", "draw_way", "living"]

# What each lesson is called, and the colour of what it is about: the platform, models, what is shown, money and care
STATIONS = (
    (N_("Start here"), "grey"),
    (N_("The platform"), "grey"),
    (N_("The objective"), "blue"),
    (N_("Gradient descent by hand"), "blue"),
    (N_("Autograd, the GPU and the limit"), "blue"),
    (N_("Watch time, properly"), "green"),
    (N_("Recommenders"), "green"),
    (N_("The feedback loop"), "green"),
    (N_("Monetization"), "orange"),
    (N_("Content experiments"), "orange"),
    (N_("Trust"), "orange"),
    (N_("Capstone"), "red"),
)
_A_ROW = 4
_ENOUGH = (1e3, 1e11)  # views: from little to more than any slider asks for


def _place(number):
    """Column and row of a station: from left to right, back again, and to the right once more."""
    row, column = divmod(number, _A_ROW)
    return (column if row % 2 == 0 else _A_ROW - 1 - column), -row


def _wrapped(text, columns=21):
    """A text in lines that are short enough for a box, in any language."""
    return textwrap.fill(text, columns if width(text) == len(text) else columns // 2)


def draw_way(ax):
    """The twelve lessons as stations of one way, with what the learner decides in each."""
    places = np.array([_place(number) for number in range(len(STATIONS))])
    ax.plot(*places.T, "-", color=COLOURS.grey, lw=2, zorder=1)
    for number, (title, colour) in enumerate(STATIONS):
        column, row = places[number]
        frame = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": getattr(COLOURS, colour), "lw": 2}
        text = f"{number:02d}\n{_wrapped(_(title))}"
        ax.text(column, row, text, ha="center", va="center", fontsize=11, bbox=frame, zorder=3)
        decided = [_(one.title) for one in DECISIONS.values() if int(one.lesson) == number]
        if decided:
            ax.text(column, row - 0.3, "\n".join(f"→ {_wrapped(text, 30)}" for text in decided), ha="center", va="top",
                    fontsize=9.5, style="italic", color=COLOURS.grey, zorder=3,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    ax.set(xlim=(-0.6, _A_ROW - 0.4), ylim=(-2.75, 0.4))
    ax.set_axis_off()


def living(income):
    """A drawing for a slider: what ads pay by views, by the function `income` of exercise 00.1, and what is wanted."""
    views = np.logspace(*np.log10(_ENOUGH), 60)

    def draw(ax, cpm=20, fill_percent=25, share_percent=50, wanted=5_000):
        rates = (cpm, fill_percent / 100, share_percent / 100)
        needed = views_needed(wanted, *rates)
        ax.plot(views, [income(v, *rates) for v in views], color=COLOURS.blue, label=_("ads pay"))
        ax.axhline(wanted, color=COLOURS.orange, linestyle="--", label=_("you want"))
        ax.plot(needed, wanted, "o", color=COLOURS.red, markersize=9, label=_("views needed"))
        ax.set(xscale="log", yscale="log", xlim=_ENOUGH, ylim=(1, 1e6))
        ax.set(xlabel=_("views a month (log scale)"), ylabel=_("simulated income a month (yuan)"))
        ax.set_xticks([1e3, 1e5, 1e7, 1e9, 1e11], labels=[f"{v:,.0f}" for v in (1e3, 1e5, 1e7, 1e9, 1e11)])
        ax.set_yticks([1, 100, 10_000, 1_000_000], labels=["1", "100", "10,000", "1,000,000"])
        ax.legend(loc="upper left")
        paid = income(1_000, *rates)
        line = _("1,000 views pay {paid} yuan: {wanted:,} yuan a month need {needed:,.0f} views.")
        return line.format(paid=f"{paid:.2f}" if paid >= 0.1 else f"{paid:.2g}", wanted=wanted, needed=needed)

    return draw
