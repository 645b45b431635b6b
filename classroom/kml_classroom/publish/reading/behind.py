"""The table behind a figure: lines, bars and dots, read back from matplotlib."""

import re
from collections import Counter
from itertools import count

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer, ErrorbarContainer

from kml_classroom.words import _

ROWS, COLUMNS = 24, 8  # at most, of one table
_RANGE = re.compile(r"\d+ ?[-–] ?\d+|[<>≤≥] ?\d+|\d+ ?\+")  # words without a letter: 15-30, 120+
FEW = 2  # points of what has no table of its own, such as the interval around a dot


def behind(figure):
    """What is drawn in a figure, as tables: [{"title", "head", "rows", "of", "lines"}].

    `of` is how many points there are, and `lines` how many stand over the same places.

    What is no number on an axis (an image, a contour or other outline, an arrow, a diagram) is not in it.
    """
    return [table for ax in figure.axes if ax.get_visible() and ax.axison for table in _tables(ax)]


def _tables(ax):
    x, y = _heading(ax.xaxis, "x"), _heading(ax.yaxis, "y")
    together, few = {}, []  # lines over the same places stand side by side
    for name, places, values in _series(ax):
        if len(places) > FEW:
            together.setdefault(places.tobytes(), (places, []))[1].append((name, values))
        else:
            points = zip(places, values, strict=True)
            few += [[name, _said(place, ax.xaxis), _said(value, ax.yaxis)] for place, value in points]
    for places, columns in together.values():
        shown = [columns[k] for k in _evenly(len(columns), COLUMNS)]
        rows = [
            [_said(places[i], ax.xaxis), *(_said(values[i], ax.yaxis) for __, values in shown)]
            for i in _evenly(len(places), ROWS)
        ]
        head = [x, *_told_apart([name or y for name, __ in shown])]
        yield {"title": ax.get_title(), "head": head, "rows": rows, "of": len(places), "lines": len(columns)}
    if few:
        first = 0 if any(name for name, *__ in few) else 1  # a column of names, if there are any
        head, rows = ["", x, y][first:], [row[first:] for row in few]
        yield {"title": ax.get_title(), "head": head, "rows": rows, "of": len(few), "lines": 1}


def _heading(axis, name):
    """What stands along an axis; where that is nothing, words on it need no heading, and numbers get its name."""
    words = any(_is_word(label.get_text()) for label in axis.get_ticklabels())
    return axis.label.get_text() or ("" if words else name)


def _evenly(many, most):
    """At most so many of the places 0 to many - 1, with both ends."""
    return np.unique(np.linspace(0, many - 1, min(most, many)).round().astype(int))


def _told_apart(names):
    """Names of columns; those that several have, with a number."""
    often, numbers = Counter(names), {name: count(1) for name in names}
    return [f"{name} · {next(numbers[name])}" if often[name] > 1 else name for name in names]


def _series(ax):
    """(name, places, values) of what stands at places of the axes; a name that matplotlib made up is ""."""
    named = {}
    for bars in ax.containers:
        if isinstance(bars, ErrorbarContainer):
            data, ends, __ = bars
            named[data] = _named(bars)
            for end, word in zip(ends, (_("from"), _("to")), strict=False):
                named[end] = " · ".join(filter(None, (_named(bars), word)))
        elif isinstance(bars, BarContainer) and bars.patches:
            boxes = [bar.get_bbox() for bar in bars.patches]
            along = np.array([(box.x0 + box.x1) / 2 for box in boxes]), np.array([box.height for box in boxes])
            across = np.array([box.width for box in boxes]), np.array([(box.y0 + box.y1) / 2 for box in boxes])
            name = _named(bars) or _named(bars.patches[0])  # a histogram's
            yield name, *(across if bars.orientation == "horizontal" else along)
    for line in ax.get_lines():
        x, y = (np.asarray(data, float) for data in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
        outline = len(x) > FEW and (x[0], y[0]) == (x[-1], y[-1]) and not _named(line)
        inside = all(line.get_transform().contains_branch_seperately(ax.transData))
        if inside and len(x) and not outline:
            yield named.get(line) or _named(line), x, y
    for dots in ax.collections:
        if isinstance(dots, PathCollection) and len(offsets := np.ma.filled(dots.get_offsets().astype(float), np.nan)):
            yield _named(dots), offsets[:, 0], offsets[:, 1]


def _named(artist):
    name = str(artist.get_label() or "")
    return "" if name.startswith("_") else name


def _is_word(text):
    return (any(map(str.isalpha, text)) or bool(_RANGE.fullmatch(text))) and "$" not in text


def _said(value, axis):
    """A number as one reads it; where words stand on the axis, the words that stand nearest."""
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    away, words = min(((abs(place - value), tick.get_text()) for place, tick in ticks), default=(1, ""))
    if away < 0.5 and _is_word(words):
        return words
    if (float(value).is_integer() and abs(value) < 1e12) or 1e4 <= abs(value) < 1e12:
        return f"{value:,.0f}"
    if 1e-6 <= abs(value) < 1e4:
        return np.format_float_positional(value, precision=4, fractional=False, trim="-")
    return f"{value:.4g}"
