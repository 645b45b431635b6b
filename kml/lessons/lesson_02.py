"""Lesson 02, the objective: its figures, and the slider on which every line is a point, its loss a landscape."""

import numpy as np

from kml.core.look import COLOURS
from kml.core.words import NP_, _, pgettext
from kml.lessons import wording

__all__ = [
    "INTERCEPTS",
    "NEAR",
    "SLOPES",
    "draw_constants",
    "draw_predictions",
    "draw_watch_times",
    "line_and_bowl",
    "loss_of_lines",
    "paragraph",
    "two_places",
]

paragraph = wording.paragraph  # JupyterLab breaks a long printed line within a word

INTERCEPTS = np.linspace(-10, 30, 81)  # seconds; the steps of the sliders, so that the bottom can be reached

SLOPES = np.linspace(-5, 10, 61)  # seconds per minute of video

_UNITS = {"MSE": NP_("unit of a loss", "s²"), "MAE": NP_("unit of a loss", "s")}

NEAR = 0.005  # a line whose loss is this share above the lowest counts as found


def two_places(table):
    """A table of numbers rounded to two places, without the minus that rounding leaves before a zero.

    >>> import pandas as pd
    >>> two_places(pd.DataFrame({"R²": [-0.0004, 0.0678]}))["R²"].to_list()
    [0.0, 0.07]
    """
    return table.round(2) + 0.0


def draw_watch_times(axes, article, seconds):
    """The article's practice data (n,) on axes[0]; simulated watch times (m,) up to two minutes on axes[1]."""
    left, right = axes
    left.hist(article, bins=40, color=COLOURS.grey)
    left.axvline(0, color=COLOURS.red, linestyle="--")
    left.set(title=_("The article's practice data"), xlabel=_("“watch time”, unit unknown"), ylabel=_("number of rows"))
    right.hist(seconds[seconds < 120], bins=60, color=COLOURS.blue)
    _mean_and_median(right, seconds)
    right.set(title=_("Simulated views up to 2 minutes"), xlabel=_("watch time (s)"), ylabel=_("number of views"))
    right.legend()


def draw_constants(axes, seconds, constants, in_squares, in_sizes):
    """What it costs to predict each of the constants (k,) for every view: MSE on axes[0], MAE on axes[1]."""
    for ax, name, cost in ((axes[0], "MSE", in_squares), (axes[1], "MAE", in_sizes)):
        ax.plot(constants, cost, color=COLOURS.blue)
        _mean_and_median(ax, seconds)
        ax.set(
            title=_("{loss} of each constant (simulated)").format(loss=name),
            xlabel=_("the one number predicted (s)"),
            ylabel=pgettext("a loss and its unit", "{loss} ({unit})").format(
                loss=name, unit=pgettext("unit of a loss", _UNITS[name])
            ),
        )
        ax.legend()


def _mean_and_median(ax, seconds):
    ax.axvline(np.mean(seconds), color=COLOURS.orange, linestyle="--", label=_("the mean"))
    ax.axvline(np.median(seconds), color=COLOURS.green, linestyle=":", label=_("the median"))


def draw_predictions(ax, predicted):
    """A histogram of predicted watch times (n,), those below zero apart."""
    edges = np.arange(-10, 61, 1)
    ax.hist(predicted[predicted >= 0], bins=edges, color=COLOURS.blue, label=_("possible"))
    below = predicted[predicted < 0]
    ax.hist(below, bins=edges, color=COLOURS.red, hatch="///", label=_("below zero: impossible"))
    title = _("What the line predicts (simulated test views)")
    ax.set(title=title, xlabel=_("predicted (s)"), ylabel=_("number of views"))
    ax.legend()


def loss_of_lines(minutes, seconds, intercepts, slope, loss):
    """The "MSE" or "MAE" of the lines intercepts + slope · minutes, one for each intercept, over views (n,)."""
    misses = np.asarray(intercepts)[:, None] + slope * minutes - seconds
    return np.mean(misses**2 if loss == "MSE" else np.abs(misses), axis=1)


def line_and_bowl(minutes, seconds):
    """A drawing for `explore`: the loss of every line as rings, and the chosen line among the views.

    Where the lowest loss lies is for the learner to find: star and numbers appear once the line is `NEAR` it.

    minutes, seconds: length and watch time of views, (n,) each. The losses of all lines are computed here, once.
    """
    bowls = {
        loss: np.array([loss_of_lines(minutes, seconds, INTERCEPTS, slope, loss) for slope in SLOPES])
        for loss in ("MSE", "MAE")
    }

    def draw(axes, intercept=0.0, slope=0.0, loss="MSE"):
        bowl, fit = axes
        height = bowls[loss]
        row, column = np.unravel_index(height.argmin(), height.shape)
        lowest, best = height.min(), (INTERCEPTS[column], SLOPES[row])
        rings = lowest + (height.max() - lowest) * np.linspace(0.05, 0.95, 9) ** 2
        bowl.contour(INTERCEPTS, SLOPES, height, levels=rings, colors=COLOURS.grey, linewidths=1)
        cost = loss_of_lines(minutes, seconds, [intercept], slope, loss)[0]
        found = cost <= lowest * (1 + NEAR) + 1e-9
        if found:
            bowl.plot(*best, "*", color=COLOURS.orange, markersize=13, label=_("lowest"))
        dot = {"color": COLOURS.blue, "clip_on": False, "zorder": 3}  # whole at the ends of the sliders, too
        bowl.plot(intercept, slope, "o", label=_("your line"), **dot)
        bowl.set(
            xlabel=_("intercept (s)"),
            ylabel=_("slope (s per minute)"),
            title=_("{loss} of each line (simulated)").format(loss=loss),
        )
        bowl.legend(loc="upper right")
        fit.plot(minutes, seconds, ".", color=COLOURS.grey, markersize=2)
        fit.plot([0, 6], [intercept, intercept + 6 * slope], color=COLOURS.blue)
        fit.set(
            xlim=(0, 6),
            ylim=(-20, 120),
            xlabel=_("length (minutes)"),
            ylabel=_("watched (s)"),
            title=_("Simulated views"),
        )
        if np.isclose(cost, lowest, rtol=1e-9):
            said = _("{loss} {cost:.1f} {unit}: the bottom. No other line on this map is better.")
        elif found:
            said = _(
                "{loss} {cost:.1f} {unit}: found. The very lowest is {lowest:.1f}, at intercept {at:.1f}, "
                "slope {rise:.2f}."
            )
        else:
            said = _("{loss} {cost:.1f} {unit}. Some lines on this map are better: look for the innermost ring.")
        unit = pgettext("unit of a loss", _UNITS[loss])
        return said.format(loss=loss, cost=cost, unit=unit, lowest=lowest, at=best[0], rise=best[1])

    return draw
