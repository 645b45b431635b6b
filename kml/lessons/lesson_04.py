"""Lesson 04, autograd and the GPU: calculations to compare engines on, networks, pictures of times and roofs.

PyTorch is loaded only by the functions that need it.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _, pgettext
from kml.lessons import by_hand, wording

__all__ = [
    *("KINKS", "SHOWN", "Machine", "draw_network", "draw_roof", "draw_sizes", "draw_times", "draw_training"),
    *(
        "curve_in_seconds",
        "from_table",
        "from_times",
        "least_steps",
        "microseconds",
        "network_by_hand",
        "network_of_numbers",
        "paragraph",
    ),
    *("random_result", "said", "seconds_at", "sizes", "written"),
]

# Where the three hidden units of the lesson's network bend before it has learned anything
KINKS = (-1.0, 0.0, 1.0)

# The ways of kml.gpu that a picture shows, slow ones first. "captured …": recorded as a CUDA graph.
SHOWN = (
    NP_("way of taking a step", "autograd"),
    NP_("way of taking a step", "numpy"),
    NP_("way of taking a step", "hand"),
    NP_("way of taking a step", "captured autograd"),
    NP_("way of taking a step", "captured hand"),
    NP_("way of taking a step", "one pass"),
    NP_("way of taking a step", "captured one pass"),
    NP_("way of taking a step", "gram"),
)
said = wording.Words({"way of taking a step": SHOWN}).said
paragraph = wording.paragraph  # JupyterLab breaks a long printed line within a word


# Behind words on a grid: its lines do not strike through them
_BARE = {"facecolor": "white", "edgecolor": "none", "pad": 1}

# How a way is drawn, in every picture. "captured …" is hollow.
_STYLES = {
    "autograd": {"color": COLOURS.blue, "marker": "o"},
    "numpy": {"color": COLOURS.orange, "marker": "s"},
    "hand": {"color": COLOURS.green, "marker": "D"},
    "one pass": {"color": COLOURS.red, "marker": "^"},
    "gram": {"color": COLOURS.purple, "marker": "v"},
}


def _style(way):
    plain = _STYLES[way.removeprefix("captured ")]
    return plain | {"fillstyle": "none", "markeredgewidth": 1.8} if way.startswith("captured ") else plain


def random_result(numbers, larger, seed):
    """Forty random operations on numbers of any kind that can be added and multiplied; their sum.

    `larger` is the maximum of two such numbers. The same seed makes the same calculation.
    """
    rng, pool = np.random.default_rng(seed), list(numbers)
    for __ in range(40):
        a, b = (pool[i] for i in rng.integers(len(pool), size=2))
        kind = rng.integers(3)
        pool.append(larger(a, b) if kind == 0 else a * b if kind == 1 else (a + b) * 0.5)
    return sum(pool)


def written(seconds):
    """A time with two digits and the unit that suits it."""
    unit, scale = next(((u, s) for u, s in (("s", 1), ("ms", 1e3)) if seconds * s >= 0.995), ("µs", 1e6))
    value = float(f"{seconds * scale:.2g}")
    return f"{value:.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


def network_of_numbers(x, weights):
    """The network of exercise 04.6 in plain numbers: b + Σ v·max(0, w·x + c) for an array x, weights [b, w, c, v, …].

    >>> network_of_numbers(np.array([2.0, -2.0]), [5, 1, 0, 10]).tolist()
    [25.0, 5.0]
    """
    x, units = np.asarray(x, dtype=float), np.reshape(weights[1:], (-1, 3))
    return weights[0] + sum(v * np.maximum(0.0, w * x + c) for w, c, v in units)


def curve_in_seconds(weights, middle, spread):
    """What a trained network predicts for videos of 0 to 300 s: (lengths, seconds watched), no longer standardised.

    `middle` and `spread` hold the mean and the spread of `length` and `watched` that the training had.
    """
    lengths = np.linspace(0, 300, 200)
    curve = network_of_numbers((lengths - middle["length"]) / spread["length"], weights)
    return lengths, curve * spread["watched"] + middle["watched"]


def network_by_hand(network, number):
    """Whether a learner's `network` gives 25 for x = 2 and 5 for x = −2 with weights 5, 1, 0, 10: a sentence.

    `number` makes a number that the network can compute with. Whatever the network does, nothing is raised.
    """

    def given(x):
        found = network(x, [number(weight) for weight in (5.0, 1.0, 0.0, 10.0)])
        return getattr(found, "data", found)

    def about(problem):
        if isinstance(problem, TypeError) and re.search("between instances of .*'Value'", str(problem)):
            return _("a Value cannot be compared with a number. Write (w * x + c).larger(0.0) instead of max(0, …).")
        return ""

    for x, wanted in ((2.0, 25.0), (-2.0, 5.0)):
        case = _("for x = {x:g}").format(x=x)
        if wrong := by_hand.differs(1, given, (x,), wanted, case=case, about=about):
            return wrong
    return _("Step 1 is right: 25 for x = 2 and 5 for x = −2, as by hand.")


def sizes(train, test, counts, draws=20, seed=0):
    """How much better than the average a line and a network predict single views, by how many views they learned from.

    `train` and `test` are (length_s, watched_s). For each count, so many views are drawn from `train`, `draws` times
    over; a straight line and the network of exercise 04.6 are fitted to them, and judged on all of `test` beside the
    average of the same views. Returns {model: array (counts, draws)} of the share by which the squared error falls:
    below 0, the average is better.
    """
    rng, found = np.random.default_rng(seed), {"line": [], "network": []}
    length, watched = (np.asarray(values, dtype=float) for values in test)
    for count in counts:
        rows = np.array([rng.choice(len(train[0]), count, replace=False) for __ in range(draws)])
        x, y = (np.asarray(values, dtype=float)[rows] for values in train)
        (x, at), (y, unit) = _standard(x), _standard(y)
        tomorrow = (length - at[0]) / at[1]
        average = np.mean((unit[0] - watched) ** 2, axis=1)
        slope = np.mean(x * y, axis=1, keepdims=True)  # of standardised numbers it is the correlation
        for model, predicted in (("line", slope * tomorrow), ("network", _networks(x, y)(tomorrow))):
            error = np.mean((unit[0] + unit[1] * predicted - watched) ** 2, axis=1)
            found[model].append(1 - error / average)
    return {model: np.array(shares) for model, shares in found.items()}


def _standard(rows):
    """Each row with mean 0 and spread 1, and (mean, spread) of each."""
    mean, spread = rows.mean(axis=1, keepdims=True), rows.std(axis=1, keepdims=True)
    return (rows - mean) / spread, (mean, spread)


def _networks(x, y, steps=300, eta=0.1):
    """One network a row of x and y (draws × views), all trained at once; returns the function that predicts."""
    import torch

    x, y = (torch.tensor(values, dtype=torch.float32) for values in (x, y))
    units = torch.ones(3, len(x), 1, len(KINKS))  # w, c, v
    units[1], units[2] = -torch.tensor(KINKS), 0.0
    weights = [torch.zeros(len(x), 1, requires_grad=True), *(unit.clone().requires_grad_() for unit in units)]

    def predict(x):
        b, w, c, v = weights
        return b + (torch.relu(x[:, :, None] * w + c) * v).sum(dim=2)

    for __ in range(steps):
        loss = ((predict(x) - y) ** 2).mean(dim=1).sum()
        slopes = torch.autograd.grad(loss, weights)
        with torch.no_grad():
            for weight, slope in zip(weights, slopes, strict=True):
                weight -= eta * slope

    def to_predict(x):
        with torch.no_grad():
            return predict(torch.tensor(x, dtype=torch.float32)).numpy()

    return to_predict


def draw_network(ax, today, tomorrow, curves):
    """Mean seconds watched by length, of two days (columns `length`, `watched`), and {label: (lengths, seconds)}."""
    days = (today, "full", _("first day, to learn from")), (tomorrow, "none", _("second day, to be judged by"))
    for day, fill, label in days:
        ax.plot(day["length"], day["watched"], "o", color=COLOURS.black, ms=5, fillstyle=fill, label=label)
    styles = zip(curves.items(), (COLOURS.orange, COLOURS.blue), ("--", "-"), strict=False)
    for (label, curve), colour, line in styles:
        ax.plot(*curve, color=colour, linestyle=line, label=label)
    ax.set(xlabel=_("length of the videos (s)"), ylabel=_("mean seconds watched (simulated)"), ylim=(0, None))
    ax.legend(loc="lower right")


def draw_sizes(ax, counts, found):
    """What `sizes` found: the middle draw of each model as a line, eight draws of ten as a band."""
    looks = {
        "line": (_("straight line"), COLOURS.orange, "s--"),
        "network": (pgettext("model", "network"), COLOURS.blue, "o-"),
    }
    for model, (label, colour, look) in looks.items():
        low, middle, high = (100 * np.quantile(found[model], share, axis=1) for share in (0.1, 0.5, 0.9))
        ax.plot(counts, middle, look, color=colour, label=label)
        ax.fill_between(counts, low, high, color=colour, alpha=0.15, linewidth=0)
    ax.axhline(0, color=COLOURS.grey, linestyle=":", label=_("your own average"))
    ax.set(xscale="log", xlabel=_("views to learn from (log scale)"), ylabel=_("error below the average's (%)"))
    ax.set(ylim=(-25, 5), xticks=counts, xticklabels=[f"{count:,}" for count in counts])
    ax.minorticks_off()
    ax.legend(loc="lower right")


def draw_training(axes, losses, target, predictions):
    """The losses on axes[0]; on axes[1] what each model predicts, {label: (n,)}, beside what was true (n,)."""
    axes[0].plot(np.arange(1, len(losses) + 1), losses, color=COLOURS.red)
    axes[0].set(xlabel=_("epoch"), ylabel=_("printed loss"), title=_("a loss that looks converged"))
    axes[1].plot([-450, 450], [-450, 450], color=COLOURS.grey, linestyle=":", label=_("perfect"))
    styles = zip(predictions.items(), (COLOURS.red, COLOURS.blue), "^o", strict=False)
    for (label, values), colour, marker in styles:
        axes[1].plot(target[::5], values[::5], marker, color=colour, ms=4, label=label)
    axes[1].set(xlabel=_("true value (generated data)"), ylabel=_("prediction"), title=_("every fifth row"))
    axes[1].legend(loc="upper left")


def draw_times(ax, times, title, least=None):
    """A dot for the median of each way, {way: Timing}, with its quartiles; `least`: seconds to read X and y once."""
    ways = [way for way in SHOWN if way in times][::-1]
    for at, way in enumerate(ways):
        time = times[way]
        ax.plot([time.low, time.high], [at, at], color=COLOURS.grey, linestyle="-", linewidth=2)
        ax.plot(time.median, at, markersize=8, linestyle="none", **_style(way))
        ax.text(time.high * 1.3, at, written(time.median), va="center", backgroundcolor="white")
    smallest = min([time.low for time in times.values()] + ([least] if least else []))
    largest = max(time.high for time in times.values())
    ax.set(xscale="log", xlim=(smallest / 4, largest * 6), ylim=(-0.6, len(ways) - 0.4), title=title)
    ax.set(xlabel=_("seconds per step (log scale)"))
    ax.set_yticks(range(len(ways)), [said(way) for way in ways])
    if least:
        ax.axvline(least, color=COLOURS.black, linestyle="--", zorder=0.5, label=_("fetching X and y once"))
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.08), borderaxespad=0, frameon=False)


def draw_roof(ax, rows, features, seconds, bytes_per_second, peak_per_second, title, layer=None):
    """A machine's roof with every way on it, {way: seconds}; returns the sentence of kml.gpu.roofline.

    `layer`: the seconds that a layer of a network takes there, ((batch, inputs, outputs), seconds).
    """
    from kml.gpu import roof

    points, styles = {}, {}
    for way in (way for way in SHOWN if way in seconds):
        name = pgettext("legend", "{way}, {time}").format(way=said(way), time=written(seconds[way]))
        points[name] = roof.intensity(rows, features, way), roof.work(rows, features, way) / seconds[way]
        styles[name] = _style(way)
    if layer is not None:
        shape, time = layer
        name = _("a layer, {time}").format(time=written(time))
        points[name] = roof.layer_work(*shape) / roof.layer_traffic(*shape), roof.layer_work(*shape) / time
        styles[name] = {"color": COLOURS.grey, "marker": "P"}
    sentence = roof.roofline(ax, bytes_per_second, peak_per_second, points, styles)
    ax.set(title=title)
    return sentence


def microseconds(table):
    """A stored table as a DataFrame to look at: a line for each shape, a column for each way, in microseconds.

    Shapes at which bench/gpu.py looked at one way alone are left out.
    """
    lines = pd.DataFrame(table["rows"])
    lines["shape"] = [f"{n:,} × {d}" for n, d in zip(lines["rows"], lines["features"], strict=True)]
    wide = lines.pivot(index="shape", columns="way", values="microseconds")
    wide = wide.loc[list(dict.fromkeys(lines["shape"])), [way for way in SHOWN if way in wide]]
    wide = wide.dropna(subset="autograd").rename(columns=said).rename_axis(index=_("rows × features"), columns=None)
    return wide.map(lambda t: "–" if np.isnan(t) else f"{t:,.0f}" if t >= 10 else f"{t:.1f}")


def seconds_at(table, rows, features):
    """{way: seconds} of a stored table at one shape."""
    lines = [line for line in table["rows"] if (line["rows"], line["features"]) == (rows, features)]
    return {line["way"]: line["microseconds"] * 1e-6 for line in lines if line["way"] in SHOWN}


@dataclass(frozen=True)
class Machine:
    """What sets the pace: bytes and operations per second (None: not measured), {way: seconds to ask for a step}.

    `name` is what a reader is told; `stored` machines are the same on every page.
    """

    name: str
    bandwidth: float
    peak: float | None
    launch: dict
    stored: bool


def from_table(name, table):
    """The Machine of a stored table. Its times at 1,024 × 4 are the times to ask for a step: there is little to do."""
    peak = table.get("peak", {}).get("float32")
    launch = seconds_at(table, 1024, 4)
    name = _("{machine}, stored {date}").format(machine=name, date=table["date"])
    return Machine(name, table["bandwidth"]["read"] * 1e9, peak and peak * 1e12, launch, stored=True)


def from_times(bandwidth, peak, times):
    """The Machine that this lesson has measured here; `times` is {way: Timing} at 1,024 × 4."""
    launch = {way: time.median for way, time in times.items() if way in SHOWN}
    return Machine(_("this machine"), bandwidth, peak, launch, stored=False)


def least_steps(*machines):
    """draw(axes, power, features, machine) for `kml.explore`, and the names of the machines, the first one first.

    On a static page, the same everywhere, only stored machines are shown.
    """
    known = {machine.name: machine for machine in machines if machine.stored or not static()}
    first = next(iter(known))

    def draw(axes, power=16, features=16, machine=first):
        return _draw_least(axes, 2**power, features, known[machine])

    return draw, list(known)


def _draw_least(axes, rows, features, machine):
    from kml.gpu import roof

    ways = [way for way in SHOWN if way in machine.launch]
    limits = machine.bandwidth, machine.peak
    least = {way: roof.least_time(rows, features, way, *limits, machine.launch[way]) for way in ways}
    seconds = {way: time.seconds for way, time in least.items()}
    draw_roof(axes[0], rows, features, seconds, *limits, _("computed, not run"))
    axes[0].get_legend().remove()
    axes[0].set(xlim=(0.04, 200), ylim=(1e-5, 1e6))
    for at, way in enumerate(reversed(ways)):
        axes[1].plot(seconds[way], at, markersize=8, linestyle="none", **_style(way))
        # where there is room
        beside, side = (seconds[way] * 1.9, "left") if seconds[way] < 1 else (seconds[way] / 1.9, "right")
        why = pgettext("beside a bar", "{time}, {pace}").format(time=written(seconds[way]), pace=_(least[way].pace))
        axes[1].text(beside, at, why, va="center", ha=side, bbox=_BARE)
    axes[1].set_yticks(range(len(ways)), [said(way) for way in reversed(ways)])
    axes[1].set(xscale="log", xlim=(1e-6, 1e4), ylim=(-0.6, len(ways) - 0.4))
    axes[1].set(xlabel=_("least seconds per step (log scale)"), title=_("and what sets the pace"))
    quickest = min(ways, key=seconds.get)
    return _(
        "{rows:,} rows × {features} on {machine}: launching takes longest in {asked} of {ways} ways. The quickest step "
        "possible is that of {quickest}, {time}."
    ).format(
        rows=rows,
        features=features,
        machine=machine.name,
        asked=sum(time.pace == "launching" for time in least.values()),
        ways=len(ways),
        quickest=said(quickest),
        time=written(seconds[quickest]),
    )
