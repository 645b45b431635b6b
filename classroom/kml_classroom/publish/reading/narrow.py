"""Figures for a phone: drawn again in its width, parts one above the other, if all their words still find room."""

import itertools

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from kml.course.showing.stage import Stage

WIDTH, HEIGHT = 4.6, 3.6  # inches of 100 pixels: on a phone they are shown as about three quarters of that


def layout(rows, columns, size):
    """(rows, columns, size) of the same for a phone; None where it stays as it is.

    >>> layout(1, 2, (9, 4))
    (2, 1, (4.5, 8))
    >>> layout(1, 1, (7, 4))
    (1, 1, (4.6, 4))
    """
    width, height = size
    if rows == 1 < columns:
        return columns, 1, (width / columns, height * columns)
    if rows == columns == 1 and width > WIDTH:
        return 1, 1, (WIDTH, max(height, HEIGHT))
    return None


def figure_for_a_phone(figure):
    """The pixels of a figure as a phone shows it; None if it stays as it is. Changes the figure."""
    places = [ax.get_subplotspec() for ax in figure.axes]
    if None in places or not all(ax.axison for ax in figure.axes):
        return None  # two axes in one place, or a diagram, whose words stand where they stand
    grids = {place.get_gridspec() for place in places}
    if len(grids) != 1 or len({place.num1 for place in places}) < len(places):
        return None
    (grid,) = grids
    asked = layout(grid.nrows, grid.ncols, tuple(figure.get_size_inches()))
    if asked is None:
        return None
    before = trouble(figure)
    rows, columns, size = asked
    for ax, place in zip(figure.axes, figure.add_gridspec(rows, columns), strict=True):
        ax.set_subplotspec(place)
    figure.set_size_inches(size)
    return np.asarray(figure.canvas.buffer_rgba()) if trouble(figure) <= before else None


def stage_for_a_phone(explorer):
    """A stage that draws an explorer's pictures for a phone; None if they stay as they are."""
    asked = layout(*explorer.stage.size)
    if asked is None:
        return None
    stage = Stage(explorer.stage.draw, *asked)
    ends = [{control.name: end} for control in explorer.declared for end in control.ends]
    for moved in ({}, *ends):
        values = {**explorer.start, **moved}
        wide, narrow = (some.plain_figure(values)[0] for some in (explorer.stage, stage))
        if trouble(narrow) > trouble(wide):
            return None
    return stage


def trouble(figure):
    """How many words of a figure have no room: that lie over others, or leave the picture (which counts as many)."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer, (width, height) = canvas.get_renderer(), figure.get_size_inches()
    drawn = figure.get_tightbbox(renderer)  # in inches
    outside = max(-drawn.x0, -drawn.y0, drawn.x1 - width, drawn.y1 - height) > 0.03
    return 100 * outside + sum(
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
