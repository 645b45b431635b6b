"""What a matplotlib figure is made of: what lies behind its data and what in front, and whether two look the same.

`stage.py` uses this to draw only what changed. Where matplotlib has no public way to ask, attributes are compared
whole: one that is not known here makes a picture slower, never wrong.
"""

import contextlib
import math

import matplotlib
import numpy as np
from matplotlib.axis import Axis
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.scale import ScaleBase
from matplotlib.spines import Spine
from matplotlib.text import Text


class Blank:
    """An empty figure that can be emptied again after use, and tells whether that worked."""

    # Attributes that drawing changes without any effect on the next picture.
    PASSING = ("_stale", "_stale_viewlims", "_renderer", "_transform", "titleOffsetTrans", "clipbox")
    PASSING += ("isDefault_label", "majorTicks", "minorTicks")

    def __init__(self, figure, axes):
        self.figure, self.axes = figure, axes
        self._all_axes = list(figure.axes)
        self._clear()
        self._asked = asked(figure)
        self._made_of = [(part, self._attributes(part)) for ax in figure.axes for part in self._parts(ax)]

    def wipe(self):
        """Take away what was drawn. Return whether the figure is in all its attributes as it was when new."""
        if self.figure.axes != self._all_axes:
            return False
        self._clear()
        return self._like_new()

    def _clear(self):
        grid = matplotlib.rcParams["axes.grid"]
        for ax in self.figure.axes:
            for child in _data(ax):
                # One may be gone with another already; one that stays is seen by _like_new.
                with contextlib.suppress(ValueError, NotImplementedError):
                    child.remove()
            ax.containers.clear()
            for title in titles(ax):
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
        return not others and asked(self.figure) == self._asked

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


def can_be_split(figure):
    """Whether back and front can be told apart: axes beside each other, the usual layout, nothing more but text."""
    others = set(figure.get_children()) - {figure.patch, *figure.axes, *figure.texts}
    places = [ax.get_subplotspec() for ax in figure.axes if ax.get_label() != "<colorbar>"]
    return (
        not others
        and isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine)
        and None not in places
        and len(set(places)) == len(places)
        and not any(ax.child_axes for ax in figure.axes)
    )


def fit_box(ax, renderer):
    """Give `ax` its place, as its own draw method would begin by doing."""
    locator = ax.get_axes_locator()
    ax.apply_aspect(locator(ax, renderer) if locator else None)


def titles(ax):
    """The three titles of `ax`: left, centre, right, most of them empty."""
    texts = set(ax.texts)
    return [child for child in ax.get_children() if isinstance(child, Text) and child not in texts]


def _data(ax):
    """All that draw put into `ax`, its legend too."""
    frame = {ax.patch, *titles(ax), *ax.spines.values(), ax.xaxis, ax.yaxis}
    return [child for child in ax.get_children() if child not in frame]


def layers(ax):
    """Return two lists of artists, lowest first: those behind the data, and the data with all that lies above them."""
    data_from = min((child.get_zorder() for child in _data(ax)), default=math.inf)
    behind, front = [], []
    for child in sorted(ax.get_children(), key=lambda artist: (artist is not ax.patch, artist.get_zorder())):
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


def _look(text):
    """All of a Text that its picture shows, but for its place."""
    font = text.get_fontproperties()
    return text.get_text(), hash(font), text.get_color(), text.get_rotation(), text.get_visible(), text.get_ha()


def asked(figure):
    """What draw asked for that the background shows or the layout depends on, before the layout changes any of it."""
    state = [figure.get_facecolor(), figure.bbox.bounds, [(_look(text), text.get_position()) for text in figure.texts]]
    for ax in figure.axes:
        state.append((ax.get_visible(), ax.axison, ax.get_frame_on(), ax.get_facecolor(), ax.get_aspect()))
        state += [
            (t.get_text().count("\n"), t.get_text() == "", t.get_fontsize(), t.get_position()) for t in titles(ax)
        ]
        for axis in (ax.xaxis, ax.yaxis):
            ticks = [*axis.majorTicks, *axis.minorTicks]
            state.append((axis.get_visible(), axis.labelpad, axis.get_label_position(), _look(axis.label)))
            state += [axis.get_tick_params("major"), axis.get_tick_params("minor")]
            state += [
                _settings(ticker) for kind in (axis.major, axis.minor) for ticker in (kind.locator, kind.formatter)
            ]
            state += [(_look(tick.label1)[1:], _look(tick.label2)[1:], tick.gridline.get_color()) for tick in ticks]
    return state


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


def legend_look(legend):
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


def found(figure):
    """What came of it, once places and limits are settled: ticks, their labels, and what sticks out of the axes."""
    state = []
    for ax in figure.axes:
        state += [ax.get_position().bounds, ax.get_xlim(), ax.get_ylim()]
        behind = set(layers(ax)[0])
        state.append([part in behind for part in (ax.xaxis, ax.yaxis, *ax.spines.values())])
        for axis in (ax.xaxis, ax.yaxis):
            state.append(axis.get_scale())
            usual = axis.isDefault_majloc and axis.isDefault_majfmt and axis.isDefault_minloc and axis.isDefault_minfmt
            if not usual or _converts(axis):  # else the ticks follow from scale, limits and size
                for places, formatter in (
                    (axis.get_majorticklocs(), axis.get_major_formatter()),
                    (axis.get_minorticklocs(), axis.get_minor_formatter()),
                ):
                    state += [list(places), formatter.format_ticks(places), formatter.get_offset()]
        # The layout makes room for what sticks out of the axes.
        for artist in _data(ax):
            usual_legend = artist is ax.get_legend() and artist.get_bbox_to_anchor() is ax.bbox
            clipped = artist.get_clip_on() and (artist.get_clip_path() or artist.get_clip_box())
            if artist.get_visible() and not clipped and not usual_legend:
                extent = artist.get_tightbbox()
                if extent and not (ax.bbox.contains(*extent.min) and ax.bbox.contains(*extent.max)):
                    state.append(extent.bounds)
    return state


def _converts(axis):
    """Whether an axis turns words, dates or other units into places."""
    known = axis.get_converter() if hasattr(axis, "get_converter") else axis.converter  # before matplotlib 3.10
    return known is not None
