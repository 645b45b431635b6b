"""Figures for a phone: drawn again in its width, parts one above the other, if all their words still find room."""

import itertools
import warnings

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from kml.course.showing.stage import Stage

WIDTHS, HEIGHT = (
    (4.6, 5.2, 5.8),
    3.6,
)  # inches of 100 pixels, the best first: a phone shows them a half to three quarters


def layouts(rows, columns, size):
    """What to try for a phone, the best first, as (rows, columns, size); nothing where a figure stays as it is.

    >>> layouts(1, 2, (9, 4))
    [(2, 1, (4.5, 8))]
    >>> layouts(1, 1, (5.5, 4))
    [(1, 1, (4.6, 4)), (1, 1, (5.2, 4))]
    """
    width, height = size
    if rows == 1 < columns:
        return [(columns, 1, (width / columns, height * columns))]
    if rows == columns == 1:
        return [(1, 1, (narrower, max(height, HEIGHT))) for narrower in WIDTHS if narrower < width]
    return []


def figure_for_a_phone(figure):
    """The pixels of a figure as a phone shows it; None if it stays as it is. Changes the figure."""
    places = [ax.get_subplotspec() for ax in figure.axes]
    if None in places or not all(ax.axison for ax in figure.axes):
        return None  # a diagram, for one, whose words stand where they stand
    grids = {place.get_gridspec() for place in places}
    if len(grids) != 1 or len({place.num1 for place in places}) < len(places):
        return None  # two axes in one place
    (grid,) = grids
    before = trouble(figure)
    for rows, columns, size in layouts(grid.nrows, grid.ncols, tuple(figure.get_size_inches())):
        for ax, place in zip(figure.axes, figure.add_gridspec(rows, columns), strict=True):
            ax.set_subplotspec(place)
        figure.set_size_inches(size)
        if trouble(figure) <= before:
            return np.asarray(figure.canvas.buffer_rgba())
    return None


def stage_for_a_phone(explorer):
    """A stage that draws an explorer's pictures for a phone; None if they stay as they are."""
    low, high = ({control.name: control.ends[k] for control in explorer.declared} for k in (0, 1))
    moved = [explorer.start, low, high]
    wide = [trouble(explorer.stage.plain_figure(values)[0]) for values in moved]
    for layout in layouts(*explorer.stage.size):
        stage = Stage(explorer.stage.draw, *layout)
        if all(trouble(stage.plain_figure(v)[0]) <= most for v, most in zip(moved, wide, strict=True)):
            return stage
    return None


def trouble(figure):
    """How many words of a figure have no room: that lie over others, or leave the picture (which counts as many)."""
    canvas = FigureCanvasAgg(figure)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        canvas.draw()
    crushed = any("constrained_layout not applied" in str(one.message) for one in told)
    renderer, (width, height) = canvas.get_renderer(), figure.get_size_inches()
    drawn = figure.get_tightbbox(renderer)  # in inches
    outside = max(-drawn.x0, -drawn.y0, drawn.x1 - width, drawn.y1 - height) > 0.03
    return 100 * (outside or crushed) + sum(
        a.overlaps(b) for ax in figure.axes for a, b in itertools.combinations(_words(ax, renderer), 2)
    )


def _words(ax, renderer):
    """Where the words of one axes are, in pixels: at its ticks, in it, and in its legend."""
    low, high = sorted(ax.get_xlim())
    ticks = zip(ax.xaxis.get_ticklocs(), ax.xaxis.get_ticklabels(), strict=False)
    texts = [text for place, text in ticks if low <= place <= high]
    texts += ax.texts
    boxes = [text.get_window_extent(renderer) for text in texts if text.get_visible() and text.get_text().strip()]
    return boxes + [legend.get_window_extent(renderer) for legend in [ax.get_legend()] if legend]
