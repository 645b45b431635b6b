"""A figure redrawn fast: what `explore` shows while a slider moves.

A figure is slow to draw because of its ticks and their labels, and these hardly ever change while a slider moves. So a
`Stage` draws them once, keeps that picture as a background, and at each move puts the background back and draws only
the rest over it: data, titles, legends.

Nothing of an earlier move can stay behind. Each move starts with an empty figure: a new one, or the last one wiped, if
it is then in all its attributes like a new one (`Blank`). And all that the background shows is compared (`asked` and
`found`): if a label, a tick, a limit or the layout would differ, everything is drawn again.
"""

import math

import numpy as np
from matplotlib.legend import Legend

from kml.core.look import new_figure
from kml.core.words import _
from kml.course.showing.anatomy import Blank, asked, can_be_split, fit_box, found, layers, legend_look, titles

NARROW = 1 / 3  # held limits are given up when the data would fill less of them than this


class Stage:
    """Pictures of `draw` for any values.

    draw(axes, **values) gets one empty Axes, or an array of them if rows * columns > 1, and returns a sentence.
    """

    def __init__(self, draw, rows=1, columns=1, figsize=(7, 4)):
        self.draw = draw
        self.size = (rows, columns, figsize)
        self.full_redraws = 0
        self._empty = self._used = self._canvas = None
        self.prepare()
        self.forget()

    def forget(self):
        """Forget background and held limits: the next picture is what a first one would be."""
        self._limits, self._legends = {}, {}
        self._background = self._shown = self._places = None

    def prepare(self):
        """Make an empty figure for the next picture now, while nobody waits for it."""
        if self._empty is None and self._used is not None and self._used.wipe():
            self._empty = self._used
        self._used = None
        if self._empty is None:
            figure, axes = new_figure(*self.size)
            self._canvas = self._canvas or figure.canvas  # one canvas for all: it knows the sizes of words it has drawn
            self._canvas.figure = figure
            figure.set_canvas(self._canvas)
            self._empty = Blank(figure, axes)

    def white(self):
        """White RGBA pixels of the picture's size."""
        width, height = self._canvas.get_width_height()
        return np.full((height, width, 4), 255, np.uint8)

    def plain_figure(self, values):
        """Return (figure, sentence): draw on a new figure, with nothing done to it."""
        figure, axes = new_figure(*self.size)
        return figure, self._drawn(axes, values)

    def _drawn(self, axes, values):
        sentence = self.draw(axes, **values)
        if not isinstance(sentence, str):
            raise ValueError(
                _("draw must return a sentence that sums up the picture; got {sentence!r}.").format(sentence=sentence)
            )
        return sentence

    def picture(self, values):
        """Return (pixels, sentence): RGBA pixels (height, width, 4) of uint8, and what draw said of them."""
        self.prepare()
        blank, self._empty = self._empty, None
        figure = blank.figure
        sentence = self._drawn(blank.axes, values)
        if not can_be_split(figure):
            self.full_redraws += 1
            figure.canvas.draw()
        else:
            self._hold_limits(figure)
            wish = asked(figure)
            if self._redraw_front(figure, wish):
                self._used = blank
            else:
                self._redraw_all(figure, wish)
        return np.array(figure.canvas.buffer_rgba()), sentence

    def _redraw_front(self, figure, wish):
        """Draw what is in front over the kept background. Return False, with nothing drawn, if that does not fit."""
        if self._background is None or len(figure.axes) != len(self._places):
            return False
        renderer = figure.canvas.get_renderer()
        before = [ax.get_position(original=True) for ax in figure.axes]
        for ax, (place, title_heights) in zip(figure.axes, self._places, strict=True):
            ax.set_position(place)
            fit_box(ax, renderer)
            for title, height in zip(titles(ax), title_heights, strict=True):
                title.set_y(height)
        if self._shown != (wish, found(figure)):
            for ax, place in zip(figure.axes, before, strict=True):
                ax.set_position(place)  # the layout depends a little on where it starts
                ax.set_in_layout(True)  # set_position took it out
            return False
        renderer.restore_region(self._background)
        self._draw_front(figure, renderer)
        return True

    def _redraw_all(self, figure, wish):
        """Lay the figure out, draw and keep the background, then draw what is in front."""
        self.full_redraws += 1
        renderer = figure.canvas.get_renderer()
        renderer.clear()
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine("none")
        for ax in figure.axes:
            fit_box(ax, renderer)
            if any(title.get_position()[1] != 1 for title in titles(ax)):
                ax.get_tightbbox(renderer)  # moves titles above ticks that are at the top
        shown = (wish, found(figure))
        places = [
            (ax.get_position(original=True), [title.get_position()[1] for title in titles(ax)]) for ax in figure.axes
        ]
        _draw_back(figure, renderer)
        background = renderer.copy_from_bbox(figure.bbox)
        self._draw_front(figure, renderer)
        self._background, self._shown, self._places = background, shown, places  # all three, or none if drawing failed

    def _draw_front(self, figure, renderer):
        for i, ax in enumerate(figure.axes):
            for artist in layers(ax)[1]:
                if isinstance(artist, Legend):
                    self._draw_legend(i, artist, renderer)
                else:
                    artist.draw(renderer)

    def _draw_legend(self, i, legend, renderer):
        """Draw a legend, the slowest thing in front, or copy it if it was drawn before over the same pixels."""
        look = legend_look(legend)
        pixels = np.asarray(renderer.buffer_rgba())
        known = self._legends.get(i)
        if known and look and known[0] == look:
            __, box, under, over = known
            if np.array_equal(pixels[box], under):
                pixels[box] = over
                return
        extent = legend.get_window_extent(renderer).padded(8)  # a shadow lies beside it
        height, width = pixels.shape[:2]
        rows = slice(max(0, math.floor(height - extent.y1)), min(height, math.ceil(height - extent.y0)))
        columns = slice(max(0, math.floor(extent.x0)), min(width, math.ceil(extent.x1)))
        under = pixels[rows, columns].copy()
        legend.draw(renderer)
        self._legends[i] = look, (rows, columns), under, pixels[rows, columns].copy()

    def _hold_limits(self, figure):
        """Keep limits that matplotlib chose where they were while the data fit, so that pictures can be compared."""
        for i, ax in enumerate(figure.axes):
            for axis, automatic, data in (
                (ax.xaxis, ax.get_autoscalex_on(), ax.dataLim.intervalx),
                (ax.yaxis, ax.get_autoscaley_on(), ax.dataLim.intervaly),
            ):
                get, put = (ax.get_xlim, ax.set_xlim) if axis is ax.xaxis else (ax.get_ylim, ax.set_ylim)
                low, high = get()
                if automatic and low < high:
                    name = (i, axis.axis_name, axis.get_scale())
                    scale = axis.get_transform()
                    chosen = settle(scale.transform(data), scale.transform((low, high)), self._limits.get(name))
                    self._limits[name] = chosen
                    put(*scale.inverted().transform(chosen))


def _draw_back(figure, renderer):
    figure.patch.draw(renderer)
    for ax in figure.axes:
        for artist in layers(ax)[0]:
            artist.draw(renderer)
    for text in figure.texts:
        text.draw(renderer)


def settle(data, automatic, held):
    """Return (low, high), the limits to show, from the data's ends, matplotlib's choice and the limits held till now.

    All on the axis's own scale (log10 for a logarithmic axis). The first choice is matplotlib's. Held limits stay while
    the data fit in them and fill at least a third. Otherwise they widen, or follow the data, to round numbers.
    """
    low, high = map(float, automatic)
    if held is None:
        return low, high
    data_low, data_high = data if np.all(np.isfinite(data)) else (low, high)
    slack = 1e-9 * (held[1] - held[0])
    fits = held[0] - slack <= data_low and data_high <= held[1] + slack
    if fits and high - low >= NARROW * (held[1] - held[0]):
        return held
    wide = _outward(min(low, held[0]), max(high, held[1]), data_low, data_high)
    if not fits and high - low >= NARROW * (wide[1] - wide[0]):
        return wide
    return _outward(low, high, data_low, data_high)


def _outward(low, high, data_low, data_high):
    """Limits moved outward to round numbers, so that the next small change fits too."""
    step = 10.0 ** math.floor(math.log10(high - low)) / 10
    # An end without margin is meant to be there: the foot of bars, the edge of an image.
    low = low if math.isclose(low, data_low) else math.floor(low / step + 1e-9) * step
    high = high if math.isclose(high, data_high) else math.ceil(high / step - 1e-9) * step
    return low, high
