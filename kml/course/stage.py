"""A figure redrawn fast: what `explore` shows while a slider moves.

A figure is slow to draw because of its ticks and their labels, and these hardly ever change while a slider moves. So a
`Stage` draws them once, keeps that picture as a background, and at each move puts the background back and draws only
the rest over it: data, titles, legends.

Nothing of an earlier move can stay behind. Each move starts with an empty figure: a new one, or the last one wiped, if
it is then in all its attributes like a new one (`_Blank`). And all that the background shows is compared (`_asked` and
`_found`): if a label, a tick, a limit or the layout would differ, everything is drawn again.
"""

import contextlib
import math

import matplotlib
import numpy as np
from matplotlib.axis import Axis
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.scale import ScaleBase
from matplotlib.spines import Spine
from matplotlib.text import Text

from kml.course.figures import new_figure

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
            self._empty = _Blank(figure, axes)

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
            raise ValueError(f"draw must return a sentence that sums up the picture; got {sentence!r}.")
        return sentence

    def picture(self, values):
        """Return (pixels, sentence): RGBA pixels (height, width, 4) of uint8, and what draw said of them."""
        self.prepare()
        blank, self._empty = self._empty, None
        figure = blank.figure
        sentence = self._drawn(blank.axes, values)
        if not _can_be_split(figure):
            self.full_redraws += 1
            figure.canvas.draw()
        else:
            self._hold_limits(figure)
            asked = _asked(figure)
            if self._redraw_front(figure, asked):
                self._used = blank
            else:
                self._redraw_all(figure, asked)
        return np.array(figure.canvas.buffer_rgba()), sentence

    def _redraw_front(self, figure, asked):
        """Draw what is in front over the kept background. Return False, with nothing drawn, if that does not fit."""
        if self._background is None or len(figure.axes) != len(self._places):
            return False
        renderer = figure.canvas.get_renderer()
        before = [ax.get_position(original=True) for ax in figure.axes]
        for ax, (place, title_heights) in zip(figure.axes, self._places, strict=True):
            ax.set_position(place)
            _fit_box(ax, renderer)
            for title, height in zip(_titles(ax), title_heights, strict=True):
                title.set_y(height)
        if self._shown != (asked, _found(figure)):
            for ax, place in zip(figure.axes, before, strict=True):
                ax.set_position(place)  # the layout depends a little on where it starts
                ax.set_in_layout(True)  # set_position took it out
            return False
        renderer.restore_region(self._background)
        self._draw_front(figure, renderer)
        return True

    def _redraw_all(self, figure, asked):
        """Lay the figure out, draw and keep the background, then draw what is in front."""
        self.full_redraws += 1
        renderer = figure.canvas.get_renderer()
        renderer.clear()
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine("none")
        for ax in figure.axes:
            _fit_box(ax, renderer)
            if any(title.get_position()[1] != 1 for title in _titles(ax)):
                ax.get_tightbbox(renderer)  # moves titles above ticks that are at the top
        shown = (asked, _found(figure))
        places = [
            (ax.get_position(original=True), [title.get_position()[1] for title in _titles(ax)]) for ax in figure.axes
        ]
        _draw_back(figure, renderer)
        background = renderer.copy_from_bbox(figure.bbox)
        self._draw_front(figure, renderer)
        self._background, self._shown, self._places = background, shown, places  # all three, or none if drawing failed

    def _draw_front(self, figure, renderer):
        for i, ax in enumerate(figure.axes):
            for artist in _layers(ax)[1]:
                if isinstance(artist, Legend):
                    self._draw_legend(i, artist, renderer)
                else:
                    artist.draw(renderer)

    def _draw_legend(self, i, legend, renderer):
        """Draw a legend, the slowest thing in front, or copy it if it was drawn before over the same pixels."""
        look = _legend_look(legend)
        pixels = np.asarray(renderer.buffer_rgba())
        known = self._legends.get(i)
        if known and look and known[0] == look:
            _, box, under, over = known
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


class _Blank:
    """An empty figure that can be emptied again after use, and tells whether that worked."""

    # Attributes that drawing changes without any effect on the next picture.
    PASSING = ("_stale", "_stale_viewlims", "_renderer", "_transform", "titleOffsetTrans", "clipbox")
    PASSING += ("isDefault_label", "majorTicks", "minorTicks")

    def __init__(self, figure, axes):
        self.figure, self.axes = figure, axes
        self._all_axes = list(figure.axes)
        self._empty()
        self._asked = _asked(figure)
        self._made_of = [(part, self._attributes(part)) for ax in figure.axes for part in self._parts(ax)]

    def wipe(self):
        """Take away what was drawn. Return whether the figure is in all its attributes as it was when new."""
        if self.figure.axes != self._all_axes:
            return False
        self._empty()
        return self._like_new()

    def _empty(self):
        grid = matplotlib.rcParams["axes.grid"]
        for ax in self.figure.axes:
            frame = {ax.patch, *_titles(ax), *ax.spines.values(), ax.xaxis, ax.yaxis}
            for child in ax.get_children():
                if child not in frame:
                    with contextlib.suppress(
                        ValueError, NotImplementedError
                    ):  # gone with another, or stays: seen later
                        child.remove()
            ax.containers.clear()
            for title in _titles(ax):
                title.set(text="", y=1.0)
            for axis, set_scale in ((ax.xaxis, ax.set_xscale), (ax.yaxis, ax.set_yscale)):
                axis.label.set_text("")
                set_scale("linear")  # with new locators and formatters
                if axis.get_tick_params()["gridOn"] != grid:
                    axis.grid(grid)
                if len(axis.majorTicks) != 1 or len(axis.minorTicks) != 1:
                    axis.reset_ticks()
            ax.set_prop_cycle(None)
            ax.set_aspect("auto")
            ax.set_position(ax.get_subplotspec().get_position(self.figure))
            ax.set_in_layout(True)
            ax.relim()
            ax.autoscale_view(tight=False)
            ax.set(xlim=(0, 1), ylim=(0, 1))
            ax.autoscale(True)

    def _like_new(self):
        if [part for ax in self.figure.axes for part in self._parts(ax)] != [part for part, _ in self._made_of]:
            return False
        for part, new in self._made_of:
            now = self._attributes(part)
            if now.keys() != new.keys() or any(not self._same(now[name], new[name]) for name in new):
                return False
        others = set(self.figure.get_children()) - {self.figure.patch, *self.figure.axes}
        return not others and _asked(self.figure) == self._asked

    @staticmethod
    def _parts(ax):
        """The axes and all that it always has."""
        return [ax, *ax.get_children(), ax.xaxis.label, ax.yaxis.label, ax.xaxis.offsetText, ax.yaxis.offsetText]

    @classmethod
    def _attributes(cls, part):
        """What the attributes of `part` refer to; lists and dicts by what is in them."""
        return {
            name: value.copy() if isinstance(value, (dict, list)) else value
            for name, value in vars(part).items()
            if name not in cls.PASSING
        }

    @staticmethod
    def _same(a, b):
        if isinstance(a, ScaleBase):
            return type(a) is type(b)
        return a is b or (isinstance(a, (bool, int, float, str, tuple, list, dict)) and type(a) is type(b) and a == b)


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


def _can_be_split(figure):
    """Whether background and front can be told apart: no axes over other axes, nothing on the figure but text."""
    others = set(figure.get_children()) - {figure.patch, *figure.axes, *figure.texts}
    places = [ax.get_subplotspec() for ax in figure.axes if ax.get_label() != "<colorbar>"]
    return (
        not others
        and None not in places
        and len(set(places)) == len(places)
        and not any(ax.child_axes for ax in figure.axes)
    )


def _fit_box(ax, renderer):
    """Give `ax` its place, as its own draw method would begin by doing."""
    locator = ax.get_axes_locator()
    ax.apply_aspect(locator(ax, renderer) if locator else None)


def _titles(ax):
    texts = set(ax.texts)
    return [child for child in ax.get_children() if isinstance(child, Text) and child not in texts]


def _layers(ax):
    """Return two lists of artists, lowest first: those behind the data, and the data with all that lies above them."""
    frame = {ax.patch, *_titles(ax), *ax.spines.values(), ax.xaxis, ax.yaxis}
    children = ax.get_children()
    data_from = min((child.get_zorder() for child in children if child not in frame), default=math.inf)
    behind, front = [], []
    for child in sorted(children, key=lambda artist: (artist is not ax.patch, artist.get_zorder())):
        if child is ax.patch:
            wanted, above = ax.axison and ax.get_frame_on(), False
        elif isinstance(child, Spine):
            wanted, above = ax.axison and ax.get_frame_on(), child.get_zorder() >= data_from
        elif isinstance(child, Axis):
            # Ticks and their labels lie beside the data; only grid lines can lie over them.
            wanted, above = ax.axison, child.get_zorder() >= data_from and child.get_tick_params()["gridOn"]
        else:
            wanted, above = True, True
        if wanted and ax.get_visible():
            (front if above else behind).append(child)
    return behind, front


def _draw_back(figure, renderer):
    figure.patch.draw(renderer)
    for ax in figure.axes:
        for artist in _layers(ax)[0]:
            artist.draw(renderer)
    for text in figure.texts:
        text.draw(renderer)


def _look(text):
    """All of a Text that its picture shows, but for its place."""
    font = text.get_fontproperties()
    return text.get_text(), hash(font), text.get_color(), text.get_rotation(), text.get_visible(), text.get_ha()


def _asked(figure):
    """What draw asked for that the background shows or the layout depends on, before the layout changes any of it."""
    asked = [figure.get_facecolor(), [(_look(text), text.get_position()) for text in figure.texts]]
    for ax in figure.axes:
        asked.append((ax.get_visible(), ax.axison, ax.get_frame_on(), ax.get_facecolor(), ax.get_aspect()))
        asked += [
            (t.get_text().count("\n"), t.get_text() == "", t.get_fontsize(), t.get_position()) for t in _titles(ax)
        ]
        for axis in (ax.xaxis, ax.yaxis):
            ticks = [*axis.majorTicks, *axis.minorTicks]
            asked.append((axis.get_visible(), axis.labelpad, axis.get_label_position(), _look(axis.label)))
            asked += [axis.get_tick_params("major"), axis.get_tick_params("minor")]
            asked += [
                _settings(ticker) for kind in (axis.major, axis.minor) for ticker in (kind.locator, kind.formatter)
            ]
            asked += [(_look(tick.label1)[1:], _look(tick.label2)[1:], tick.gridline.get_color()) for tick in ticks]
    return asked


def _settings(thing):
    """The plain attributes of a locator, a formatter, a legend or one of its lines."""
    return {name: _plain(value) for name, value in vars(thing).items()}


def _plain(value):
    """`value` as far as it can be compared with another: numbers, words, and arrays and lists of them."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, np.ndarray):
        return value.shape, value.tobytes()
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else None


def _legend_look(legend):
    """All that the picture of a legend shows, and where it is; None if that is not known before it is drawn."""
    settings = _settings(legend)
    if settings.get("_loc_real", 0) == 0 or not all(isinstance(h, (Line2D, Patch)) for h in legend.legend_handles):
        return None  # "best" depends on the data
    return (
        [settings, legend.get_bbox_to_anchor().bounds, _settings(legend.get_frame())]
        + [_look(text) for text in (*legend.get_texts(), legend.get_title())]
        + [(type(handle), _settings(handle)) for handle in legend.legend_handles]
        + [(h.get_marker(), h.get_fillstyle()) for h in legend.legend_handles if isinstance(h, Line2D)]
    )


def _found(figure):
    """What came of it, once places and limits are settled: ticks, their labels, and what sticks out of the axes."""
    found = []
    for ax in figure.axes:
        found += [ax.get_position().bounds, ax.get_xlim(), ax.get_ylim()]
        behind = set(_layers(ax)[0])
        found.append([part in behind for part in (ax.xaxis, ax.yaxis, *ax.spines.values())])
        for axis in (ax.xaxis, ax.yaxis):
            found.append(axis.get_scale())
            usual = axis.isDefault_majloc and axis.isDefault_majfmt and axis.isDefault_minloc and axis.isDefault_minfmt
            if not usual or axis.get_converter() is not None:  # else the ticks follow from scale, limits and size
                for places, formatter in (
                    (axis.get_majorticklocs(), axis.get_major_formatter()),
                    (axis.get_minorticklocs(), axis.get_minor_formatter()),
                ):
                    found += [list(places), formatter.format_ticks(places), formatter.get_offset()]
        legend = ax.get_legend()
        loose = [*ax.texts, *([legend] if legend and legend.get_bbox_to_anchor() is not ax.bbox else [])]
        for extent in (artist.get_tightbbox() for artist in loose if artist.get_visible()):
            if extent and not (ax.bbox.contains(*extent.min) and ax.bbox.contains(*extent.max)):
                found.append(extent.bounds)
    return found
