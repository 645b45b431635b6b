"""Lesson 04, autograd and the GPU: random calculations to compare engines on, and pictures of times and roofs.

PyTorch is loaded only by the functions that need `kml.gpu`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _
from kml.lessons import wording

__all__ = [
    *("SHOWN", "Machine", "draw_roof", "draw_times", "draw_training", "from_table", "from_times", "least_steps"),
    *("microseconds", "random_result", "said", "seconds_at", "written"),
]

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
    """A bar for each way, {way: Timing}, with its quartiles; `least`: seconds that reading X and y once takes."""
    ways = [way for way in SHOWN if way in times][::-1]
    for at, way in enumerate(ways):
        time = times[way]
        reach = [[max(0.0, time.median - time.low)], [max(0.0, time.high - time.median)]]
        ax.barh(at, time.median, color=COLOURS.blue, xerr=reach, ecolor=COLOURS.black, height=0.6)
        ax.text(time.high * 1.15, at, written(time.median), va="center")
    smallest = min([time.median for time in times.values()] + ([least] if least else []))
    largest = max(time.high for time in times.values())
    ax.set(xscale="log", xlim=(smallest / 4, largest * 5), xlabel=_("seconds a step (log scale)"), title=title)
    ax.set_yticks(range(len(ways)), [said(way) for way in ways])
    if least:
        ax.axvline(least, color=COLOURS.orange, linestyle="--", label=_("reading X and y once"))
        ax.legend(loc="lower right")


def draw_roof(ax, rows, features, seconds, bytes_per_second, peak_per_second, title):
    """A machine's roof with every way on it, {way: seconds}; returns the sentence of kml.gpu.roofline."""
    from kml.gpu import roof

    points = {}
    for way in (way for way in SHOWN if way in seconds):
        name = _("{way}, {time}").format(way=said(way), time=written(seconds[way]))
        points[name] = roof.intensity(rows, features, way), roof.work(rows, features, way) / seconds[way]
    sentence = roof.roofline(ax, bytes_per_second, peak_per_second, points)
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
    """What sets the pace: bytes and operations a second (None: not measured), {way: seconds to ask for a step}.

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
        marker = axes[0].lines[-1 - at]
        axes[1].plot(seconds[way], at, marker.get_marker(), color=marker.get_color(), ms=8)
        # where there is room
        beside, side = (seconds[way] * 1.9, "left") if seconds[way] < 1 else (seconds[way] / 1.9, "right")
        why = _("{time}, {pace}").format(time=written(seconds[way]), pace=_(least[way].pace))
        axes[1].text(beside, at, why, va="center", ha=side)
    axes[1].set_yticks(range(len(ways)), [said(way) for way in reversed(ways)])
    axes[1].set(xscale="log", xlim=(1e-6, 1e4), ylim=(-0.6, len(ways) - 0.4))
    axes[1].set(xlabel=_("least seconds a step (log scale)"), title=_("and what sets the pace"))
    quickest = min(ways, key=seconds.get)
    return _(
        "{rows:,} rows × {features} on {machine}: asking sets the pace of {asked} of {ways} ways. {quickest} could be "
        "first, after {time}."
    ).format(
        rows=rows,
        features=features,
        machine=machine.name,
        asked=sum(time.pace == "launching" for time in least.values()),
        ways=len(ways),
        quickest=said(quickest),
        time=written(seconds[quickest]),
    )
