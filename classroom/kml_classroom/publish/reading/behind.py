"""The table behind a figure: lines, bars and dots, read back from matplotlib."""

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.container import BarContainer

ROWS = 24  # at most, of one table
FEW = 2  # points of what has no table of its own, such as the interval around a dot


def behind(figure):
    """What is drawn in a figure, as tables: [{"title", "head", "rows", "of"}]; `of` is how many points there are.

    What is no number on an axis (an image, a contour or other outline, an arrow, a diagram) is not in it.
    """
    return [table for ax in figure.axes if ax.get_visible() and ax.axison for table in _tables(ax)]


def _tables(ax):
    x, y = (axis.label.get_text() or name for axis, name in ((ax.xaxis, "x"), (ax.yaxis, "y")))
    together, few = {}, []  # lines over the same places stand side by side
    for name, places, values in _series(ax):
        if len(places) > FEW:
            together.setdefault(places.tobytes(), (places, []))[1].append((name, values))
        else:
            points = zip(places, values, strict=True)
            few += [[name, _said(place, ax.xaxis), _said(value, ax.yaxis)] for place, value in points]
    for places, columns in together.values():
        chosen = np.unique(np.linspace(0, len(places) - 1, min(ROWS, len(places))).round().astype(int))
        rows = [[_said(places[i], ax.xaxis), *(_said(values[i], ax.yaxis) for __, values in columns)] for i in chosen]
        head = [x, *(name or y for name, __ in columns)]
        yield {"title": ax.get_title(), "head": head, "rows": rows, "of": len(places)}
    if few:
        yield {"title": ax.get_title(), "head": ["", x, y], "rows": few, "of": len(few)}


def _series(ax):
    """(name, places, values) of what stands at places of the axes; a name that matplotlib made up is ""."""
    for bars in ax.containers:
        if isinstance(bars, BarContainer) and bars.patches:
            boxes = [bar.get_bbox() for bar in bars.patches]
            along = np.array([(box.x0 + box.x1) / 2 for box in boxes]), np.array([box.height for box in boxes])
            across = np.array([box.width for box in boxes]), np.array([(box.y0 + box.y1) / 2 for box in boxes])
            yield _named(bars), *(across if bars.orientation == "horizontal" else along)
    for line in ax.get_lines():
        x, y = (np.asarray(data, float) for data in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
        outline = len(x) > FEW and (x[0], y[0]) == (x[-1], y[-1]) and not _named(line)
        if all(line.get_transform().contains_branch_seperately(ax.transData)) and len(x) and not outline:
            yield _named(line), x, y
    for dots in ax.collections:
        if isinstance(dots, PathCollection) and len(offsets := np.ma.filled(dots.get_offsets().astype(float), np.nan)):
            yield _named(dots), offsets[:, 0], offsets[:, 1]


def _named(artist):
    name = str(artist.get_label() or "")
    return "" if name.startswith("_") else name


def _said(value, axis):
    """A number as one reads it; where words stand on the axis, the words that stand nearest."""
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    away, words = min(((abs(place - value), tick.get_text()) for place, tick in ticks), default=(1, ""))
    if away < 0.5 and any(character.isalpha() for character in words) and "$" not in words:
        return words
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e12 else f"{value:.4g}"
