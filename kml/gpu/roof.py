"""What one gradient step needs, and the least time that a machine can take for it: the roofline of lesson 04.

A step has to be asked for (launching), its numbers have to be fetched (memory) and computed with (arithmetic). All
three go on at once, so the slowest of them sets the pace. Nothing here is measured; kml.gpu measures.
"""

from typing import NamedTuple

import numpy as np

from kml.core.arguments import array, choice, number, whole_number
from kml.core.words import N_, _, sentences
from kml.gpu.steps import CAPTURED

# How often a way reads X, and how many other passes over N numbers it makes (y, Xθ, the residual, its derivative …).
_PASSES = {"one pass": (1, 1), "numpy": (2, 5), "hand": (2, 5), "autograd": (2, 9), "gram": (0, 0)}

PACES = (N_("launching"), N_("memory"), N_("arithmetic"))  # what may set the pace of a step


def _plain(way):
    """A way without "captured": recording a step changes what asks for it, not what it does."""
    return choice("way", way.removeprefix(CAPTURED) if isinstance(way, str) else way, tuple(_PASSES))


def work(rows, features, way="one pass"):
    """Arithmetic operations of one step: 2Nd for Xθ, N for − y, 2Nd for Xᵀr, 3d for the rest; Gram: 2d² and 4d.

    >>> from kml import gpu
    >>> gpu.work(rows=1_000_000, features=64)
    257000192
    """
    N, d = whole_number("rows", rows, low=1), whole_number("features", features, low=1)
    if _plain(way) == "gram":
        return 2 * d * d + 4 * d
    return 4 * N * d + N + 3 * d


def traffic(rows, features, way="one pass", itemsize=4):
    """Bytes that one step moves between memory and processor when X is too large for the caches.

    y is counted. "one pass" reads X and y once, which is the least there is; "hand" reads X twice and writes and reads
    the residual between; "gram" reads XᵀX and Xᵀy (float64) and no row.

    >>> from kml import gpu
    >>> read_once, read_twice = gpu.traffic(1_000_000, 64), gpu.traffic(1_000_000, 64, "hand")
    >>> round(read_once / 1e6), round(read_twice / 1e6)  # megabytes
    (260, 532)
    """
    N, d = whole_number("rows", rows, low=1), whole_number("features", features, low=1)
    itemsize = whole_number("itemsize", itemsize, low=1)
    way = _plain(way)
    if way == "gram":
        return 8 * (d * d + 3 * d)
    of_X, of_rows = _PASSES[way]
    return itemsize * (of_X * N * d + of_rows * N + 2 * d)


def intensity(rows, features, way="one pass", itemsize=4):
    """Arithmetic operations per byte of traffic; about 1 for "one pass" in float32, whatever the size.

    >>> from kml import gpu
    >>> [round(gpu.intensity(rows, 64), 2) for rows in (1_000, 1_000_000)]
    [0.99, 0.99]
    """
    return work(rows, features, way) / traffic(rows, features, way, itemsize)


def layer_work(batch, inputs, outputs):
    """Operations of a layer of a network on a batch of examples: a (batch × inputs) times (inputs × outputs) product.

    >>> from kml import gpu
    >>> gpu.layer_work(batch=2, inputs=3, outputs=4)  # 8 results, each of 3 products and 3 sums
    48
    """
    batch, inputs, outputs = _layer(batch, inputs, outputs)
    return 2 * batch * inputs * outputs


def layer_traffic(batch, inputs, outputs, itemsize=4):
    """Bytes that such a layer moves at least: the examples and the weights are read, the results written, once each.

    Each number that is fetched is used many times, so operations per byte grow with the size:

    >>> from kml import gpu
    >>> [round(gpu.layer_work(n, n, n) / gpu.layer_traffic(n, n, n)) for n in (6, 60, 600)]
    [1, 10, 100]
    """
    batch, inputs, outputs = _layer(batch, inputs, outputs)
    numbers = batch * inputs + inputs * outputs + batch * outputs
    return whole_number("itemsize", itemsize, low=1) * numbers


def _layer(batch, inputs, outputs):
    names = {"batch": batch, "inputs": inputs, "outputs": outputs}
    return (whole_number(name, value, low=1) for name, value in names.items())


class Least(NamedTuple):
    """The least seconds that a step can take, and what sets its pace: one of PACES."""

    seconds: float
    pace: str


def least_time(rows, features, way, bytes_per_second, peak_per_second=None, launch=0.0):
    """The least time of a step, a Least, on a machine with this bandwidth and peak (None: not known).

    `launch` is the time in seconds that asking for a step takes, however little there is to do.

    >>> from kml import gpu
    >>> least = gpu.least_time(1_000_000, 64, "one pass", bytes_per_second=26e9)
    >>> round(1000 * least.seconds), least.pace  # milliseconds
    (10, 'memory')
    >>> gpu.least_time(1_000, 4, "one pass", bytes_per_second=26e9, launch=5e-6).pace
    'launching'
    """
    bytes_per_second = number("bytes_per_second", bytes_per_second, above=0)
    peak = np.inf if peak_per_second is None else number("peak_per_second", peak_per_second, above=0)
    needs = {
        "launching": number("launch", launch, low=0),
        "memory": traffic(rows, features, way) / bytes_per_second,
        "arithmetic": work(rows, features, way) / peak,
    }
    pace = max(PACES, key=needs.get)
    return Least(needs[pace], pace)


def roofline(axes, bytes_per_second, peak_per_second=None, points=(), styles=()):
    """Draw a machine's roof on `axes`, and programs under it; returns one sentence that says what there is to see.

    The roof is min(peak, intensity × bandwidth): left of its corner memory sets the pace, right of it arithmetic. With
    peak_per_second=None (not known) only the slope is drawn. `points` maps a name to (operations per byte, operations
    per second); it is shown as it is given. `styles` maps names to what matplotlib's plot should draw them with.
    """
    from kml.core.look import COLOURS

    slope = number("bytes_per_second", bytes_per_second, above=0)
    flat = np.inf if peak_per_second is None else number("peak_per_second", peak_per_second, above=0)
    points = {name: array(f"points[{name!r}]", point, shape=(2,), low=0) for name, point in dict(points).items()}
    corner = flat / slope
    places = [point[0] for point in points.values()]
    left, right = min([0.1, *places]) / 2, max([10.0, 4 * corner if corner < np.inf else 0, *places]) * 2
    x = np.array([left, min(corner, right), right])
    axes.loglog(x, np.minimum(flat, x * slope) / 1e9, color=COLOURS.black, linestyle="-")
    words = {  # at both ends, so that they have room whatever the limits will be
        "transform": axes.transAxes,
        "va": "top",
        "color": COLOURS.grey,
        "fontsize": 9,
        "backgroundcolor": "white",
    }
    axes.text(0.02, 0.98, _("memory sets the pace"), **words)
    if corner < np.inf:
        axes.axvline(corner, color=COLOURS.grey, linestyle=":", linewidth=1)
        axes.text(0.98, 0.98, _("arithmetic sets the pace"), ha="right", **words)
    styles = dict(styles)
    colours = [COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.red, COLOURS.purple, COLOURS.grey]
    for turn, (name, (at, speed)) in enumerate(points.items()):
        style = styles.get(name, {"color": colours[turn % 6], "marker": "osD^vP"[turn % 6]})
        axes.plot(at, speed / 1e9, label=name, markersize=8, linestyle="none", **style)
    top = min(flat, right * slope)
    axes.set(xlabel=_("operations per byte"), ylabel=_("billion operations per second"), ylim=(None, top / 1e9 * 6))
    if corner < np.inf:
        seen = _("The roof bends at {corner:.3g} operations per byte.").format(corner=corner)
    else:
        seen = _("The roof is memory's.")
    if not points:
        return seen
    axes.legend(loc="lower right")
    shares = {name: speed / min(flat, at * slope) for name, (at, speed) in points.items()}
    best = max(shares, key=shares.get)
    nearest = _("Nearest to it comes {program}, at {share:.0%}.").format(program=best, share=shares[best])
    return sentences(seen, nearest)
