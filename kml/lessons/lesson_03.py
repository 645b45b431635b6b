"""Lesson 03, gradient descent by hand: a valley of any length, and the path of a descent drawn over it."""

import numpy as np

from kml import regression
from kml.core.look import COLOURS
from kml.core.words import _
from kml.lessons import by_hand

__all__ = [
    "draw_batches",
    "draw_climb",
    "draw_descent",
    "draw_one_weight",
    "draw_path",
    "draw_rolling",
    "draw_way_down",
    "flat_by_hand",
    "valley",
]


def valley(kappa):
    """Four views of two uncorrelated features, (X, y), whose error has curvatures 2/kappa and 2; best weights (10, 10).

    The second feature is in standard units, the first in units that make it 1/√kappa as wide.
    """
    X = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]]) / [np.sqrt(kappa), 1]
    return X, X @ [10.0, 10.0]


def flat_by_hand(flat):
    """Whether a learner's `flat` is right about four gradients and a tolerance of 1: a sentence. Nothing is raised."""

    def same(given, wanted):
        return isinstance(given, (bool, np.bool_)) and given == wanted

    for slopes, wanted in (((0.9, -0.8), True), ((-60.0, -45.0), False), ((0.5, -9.0), False), ((3.0, -3.0), False)):
        first, second = slopes
        case = _("for the slopes {first:g} and {second:g} and a tolerance of 1").format(first=first, second=second)
        if wrong := by_hand.differs(1, flat, (np.array(slopes), 1.0), wanted, same, case):
            return wrong
    return _("Step 1 is right about four gradients: one is flat, three are not.")


def draw_climb(ax, errors):
    """The errors (steps + 1,) of an update that goes the wrong way, on a log scale, above the error of its start."""
    ax.semilogy(errors, color=COLOURS.red, label=_("the article's update"))
    ax.axhline(errors[0], color=COLOURS.grey, linestyle=":", label=_("where it began"))
    ax.set(xlabel=_("step"), ylabel=_("mean squared error (log scale)"), ylim=(1, 10 * errors[-1]))
    ax.legend(loc="upper left")


def draw_way_down(axes, X, y, path):
    """A descent (k×2) of the four views' two weights: the path on axes[0], its errors on axes[1]."""
    left, right = axes
    draw_path(left, X, y, path)
    left.set(xlabel=_("θ₀: seconds of a stranger"), ylabel=_("θ₁: seconds more of a follower"))
    left.set(xlim=(-2, 26), ylim=(-2, 44))
    left.legend(loc="lower right")
    smallest = regression.mse_objective(X, y, regression.normal_equations(X, y))
    right.semilogy(regression.losses(X, y, path), color=COLOURS.blue, label=_("the path's error"))
    label = _("smallest possible: {error:.0f} s²").format(error=smallest)
    right.axhline(smallest, color=COLOURS.grey, linestyle=":", label=label)
    right.set(xlabel=_("step"), ylabel=_("mean squared error (s²)"))
    right.legend()


def draw_one_weight(ax, eta, steps=8):
    """A descent of one weight over its parabola e²/2, whose curvature is 1: from e = -30, `steps` steps of eta."""
    factor = 1 - eta
    distance = -30 * factor ** np.arange(steps + 1.0)
    reach = np.linspace(-66, 66, 200)
    ax.plot(reach, reach**2 / 2, color=COLOURS.grey, linestyle="-")
    ax.plot(distance, distance**2 / 2, color=COLOURS.blue, linestyle="-", marker="o", ms=4, lw=1)
    ax.plot(distance[0], distance[0] ** 2 / 2, "s", color=COLOURS.black, ms=6)
    ax.set(
        xlabel=_("distance e from the bottom (s)"),
        ylabel=_("error above the smallest (s²)"),
        title=_("η = {eta:.1f}, factor {factor:.1f}").format(eta=eta, factor=factor),
    )


def draw_path(ax, X, y, path, label=None, **style):
    """Draw a path (k×2) over the contours of the error of two weights, with the best weights as a star.

    `label` is what the legend calls the path, and `style` is for its line.
    The contours are the ellipses at 1, 1/2, 1/4 … of the start's distance above the smallest error.
    """
    best = regression.normal_equations(X, y)
    curvature, axes = np.linalg.eigh(regression.hessian(X))
    above = regression.mse_objective(X, y, path[0]) - regression.mse_objective(X, y, best)
    angle = np.linspace(0, 2 * np.pi, 200)
    circle = np.array([np.cos(angle), np.sin(angle)])
    for share in 0.5 ** np.arange(0, 10, 1.5):
        radius = np.sqrt(2 * share * above / curvature)
        ax.plot(*(best[:, None] + axes @ (radius[:, None] * circle)), "-", color=COLOURS.grey, lw=0.6)
    line = {"color": COLOURS.blue, "linestyle": "-", "marker": "o", "ms": 3, "lw": 1.2}
    ax.plot(*path.T, label=_("path") if label is None else label, **{**line, **style})
    ax.plot(*path[0], "s", color=COLOURS.black, ms=5, label=_("start"))
    ax.plot(*best, "*", color=COLOURS.orange, ms=13, label=_("best weights"))


def draw_batches(axes, X, y, paths):
    """Three descents by batch size, {batch: path (k×2)}: the path of one view on axes[0], all errors on axes[1].

    The errors are those above the smallest possible, over the number of views read.
    """
    left, right = axes
    smallest = regression.mse_objective(X, y, regression.normal_equations(X, y))
    names = {1: _("one view"), len(y): _("all {views:,}").format(views=len(y))}
    for (batch, path), colour, width in zip(
        paths.items(), (COLOURS.blue, COLOURS.orange, COLOURS.green), (0.6, 1.6, 2.4), strict=True
    ):
        above = regression.losses(X, y, path) - smallest
        name = names.get(batch) or _("{batch} views").format(batch=batch)
        style = {"drawstyle": "steps-post", "color": colour, "lw": width, "label": name}
        right.loglog(1 + batch * np.arange(len(path)), above, **style)
    draw_path(left, X, y, paths[1][::5], label=_("one view per step"), lw=0.7, marker="")
    left.set(xlabel=_("weight of the length"), ylabel=_("weight of following"), title=_("simulated views"))
    right.set(xlabel=_("views read"), ylabel=_("error above the smallest (s²)"), ylim=(0.1, 4000))
    right.legend(loc="lower left")


def draw_descent(axes, eta=0.3, kappa=10, momentum=0.0):
    """Sixty steps from zero through `valley(kappa)`: the path on axes[0], its errors on axes[1]; returns a sentence."""
    X, y = valley(kappa)
    path = regression.descend(X, y, np.zeros(2), eta, 60, momentum=momentum)
    share = regression.losses(X, y, path) / regression.losses(X, y, path[:1])
    draw_path(axes[0], X, y, np.clip(path, -1e4, 1e4))  # a diverging path leaves the picture, not the floats
    axes[0].set(
        xlim=(-12, 32), ylim=(-12, 32), xlabel=_("flat weight"), ylabel=_("steep weight"), title=_("simulated valley")
    )
    axes[1].plot(np.clip(share, 1e-12, 1e12), color=COLOURS.blue)
    axes[1].axhline(1, color=COLOURS.grey, linestyle=":")
    axes[1].set(yscale="log", ylim=(1e-10, 1e6), xlabel=_("step"), ylabel=_("error, as a share of the start's"))
    times = 1 / max(share[-1], 1e-12)
    written = f"{times:.1f}" if times < 10 else f"{float(f'{times:.2g}'):,.0f}"
    return _what_became(share[-1]).format(eta=eta, limit=1 + momentum, kappa=kappa, times=written)


def draw_rolling(axes, eta=1.65, kappa=100, momentum=0.67):
    """`draw_descent` with momentum, which starts at the best rate and momentum for the valley of kappa 100."""
    return draw_descent(axes, eta, kappa, momentum)


def _what_became(share):
    """What became of an error of which this share is left: a template, in words that rounding cannot change."""
    if share >= 1:
        return _("η = {eta:.2f} (limit {limit:.2f}), κ = {kappa}: after 60 steps the error has grown.")
    if share < 1e-12:
        return _(
            "η = {eta:.2f} (limit {limit:.2f}), κ = {kappa}: after 60 steps the error is more than a million million "
            "times smaller."
        )
    return _("η = {eta:.2f} (limit {limit:.2f}), κ = {kappa}: after 60 steps the error is {times} times smaller.")
