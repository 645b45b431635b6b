"""Measuring: where to compute, how long a step takes, what this machine reads a second, and stored tables."""

import importlib.resources
import importlib.util
import json
import math
import statistics
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch

from kml.core.arguments import choice, number, whole_number
from kml.core.device import best_device
from kml.core.page import static
from kml.core.words import _
from kml.gpu.roof import layer_work, traffic
from kml.gpu.steps import CAPTURED, COMPILE_BYTES, MOST_FEATURES, capture, step

# --- where to compute ------------------------------------------------------------------------------------------------


def device():
    """The best device that PyTorch sees here, cuda, then mps, then cpu; prints one line that says which.

    >>> from kml import gpu
    >>> gpu.device().type in ("cuda", "mps", "cpu")  # doctest: +ELLIPSIS
    Computing on ...
    True
    """
    kind, name = best_device()
    if static():  # the same page on every machine
        print(_("When you run this cell, it says which device computes: cuda, mps or cpu."))
    elif kind == "cpu":
        print(_("Computing on cpu: PyTorch sees no GPU here."))
    else:
        print(_("Computing on {kind}: {name}.").format(kind=kind, name=name))
    return torch.device(kind)


def machine(place):
    """A dict that says where numbers were measured: card or processor, versions, threads."""
    place = torch.device(place)
    facts = {"device": place.type, "torch": torch.__version__, "numpy": np.__version__}
    if place.type == "cuda":
        import triton

        card = torch.cuda.get_device_properties(place)
        facts |= {"card": card.name, "multiprocessors": card.multi_processor_count, "cuda": torch.version.cuda}
        facts |= {"memory_gib": round(card.total_memory / 2**30, 1), "triton": triton.__version__}
    else:
        facts |= {"threads": torch.get_num_threads()}
    return facts


# --- honest timing ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Timing:
    """Seconds per call: the median of `count` samples (each the mean of `calls` calls), their quartiles, the best."""

    median: float
    low: float
    high: float
    best: float
    count: int
    calls: int

    def each(self, steps):
        """The time of one step, where a call makes `steps` of them."""
        seconds = (time / steps for time in (self.median, self.low, self.high, self.best))
        return Timing(*seconds, self.count, self.calls * steps)

    def __str__(self):
        unit, scale = next(((u, s) for u, s in (("s", 1), ("ms", 1e3)) if self.median * s >= 1), ("µs", 1e6))
        middle, low, high = (f"{value * scale:.3g}" for value in (self.median, self.low, self.high))
        return _("{middle} {unit} (half of {count} samples between {low} and {high})").format(
            middle=middle, unit=unit, count=self.count, low=low, high=high
        )


def time_it(function, place="cpu", seconds=0.5):
    """Time `function()` for about `seconds` on a device; returns a Timing.

    Three calls warm up first: compilers, caches and clocks settle. A GPU works on after the call has returned, so the
    clock is the GPU's own (CUDA events), or is read after waiting for it. Samples are long enough for the clock, and
    the median is not moved by the one sample that another program disturbed.

    >>> from kml import gpu
    >>> gpu.time_it(lambda: sum(range(1000)), seconds=0.01).median < 0.1
    True
    """
    place, seconds = torch.device(place), number("seconds", seconds, above=0)
    once, calls = _warm_up(function, place)
    count = min(200, max(5, round(seconds / (once * calls))))
    return _timing([_sample(function, calls, place) for __ in range(count)], calls)


def in_turns(programs, place="cpu", rounds=15):
    """Time several programs, {name: function}, in turns, `rounds` times over: {name: Timing}.

    A shared machine is fast and slow by turns, for seconds at a stretch. Programs that take turns meet the same
    stretches, so their times can be compared; and others can only slow a program down, so the best of its rounds
    says what it can do.

    >>> from kml import gpu
    >>> times = gpu.in_turns({"short": lambda: sum(range(100)), "long": lambda: sum(range(10_000))}, rounds=3)
    >>> times["short"].best < times["long"].best
    True
    """
    place, rounds = torch.device(place), whole_number("rounds", rounds, low=2)
    calls = {name: _warm_up(program, place)[1] for name, program in programs.items()}
    samples = {name: [] for name in programs}
    for __ in range(rounds):
        for name, program in programs.items():
            samples[name].append(_sample(program, calls[name], place))
    return {name: _timing(samples[name], calls[name]) for name in programs}


def _warm_up(function, place):
    """Three calls; (seconds that one then takes, how many of them make a sample long enough for the clock)."""
    for __ in range(3):
        function()
    once = max(_sample(function, 1, place), 1e-7)
    shortest = 2e-3 if place.type != "cpu" else 2e-4
    return once, max(1, math.ceil(shortest / once))


def _timing(samples, calls):
    low, middle, high = statistics.quantiles(samples, n=4, method="inclusive")
    return Timing(middle, low, high, min(samples), len(samples), calls)


def _sample(function, calls, place):
    if place.type == "cuda":
        with torch.cuda.device(place):
            start, end = (torch.cuda.Event(enable_timing=True) for __ in range(2))
            torch.cuda.synchronize()
            start.record()
            for __ in range(calls):
                function()
            end.record()
            end.synchronize()
            return start.elapsed_time(end) / 1000 / calls
    wait = torch.mps.synchronize if place.type == "mps" else lambda: None
    wait()
    start = time.perf_counter()
    for __ in range(calls):
        function()
    wait()
    return (time.perf_counter() - start) / calls


# --- what the machine can do -----------------------------------------------------------------------------------------


class Bandwidth(NamedTuple):
    """Bytes a second, measured: `read` for reading only, `copy` counting bytes read plus bytes written."""

    read: float
    copy: float


def bandwidth(place="cpu", megabytes=512, seconds=0.3):
    """Measure a device's memory with a buffer of `megabytes` (2²⁰ bytes), far larger than any cache.

    `read` is the best of several programs that do nothing but read: the fastest that a step could be.

    >>> from kml import gpu
    >>> gpu.bandwidth(megabytes=8, seconds=0.01).read > 1e8  # small and short, for a quick look: the caches help
    True
    """
    place = torch.device(place)
    numbers = whole_number("megabytes", megabytes, low=1) * 2**18
    data = torch.rand(numbers, device=place)
    half = numbers // 2
    times = [time_it(program, place, seconds).median for program in readers(data)]
    copy = time_it(lambda: data[:half].copy_(data[half : 2 * half]), place, seconds).median
    return Bandwidth(read=4 * numbers / min(times), copy=2 * 4 * half / copy)


def readers(data):
    """Programs that read all of `data` (a tensor of one dimension) and do nothing else, as functions to time."""
    programs = [data.sum, data.amax]
    if data.device.type == "cpu":
        programs.append(lambda: torch.dot(data, data))
    if data.device.type == "cuda":
        from kml.gpu import kernels

        processors = torch.cuda.get_device_properties(data.device).multi_processor_count
        out = torch.empty(32 * processors, device=data.device)
        # numbers a block reads at a time, warps in a block, blocks a multiprocessor
        for size, warps, each in ((8192, 16, 2), (16384, 32, 1), (8192, 8, 4), (4096, 8, 8), (4096, 4, 16)):
            kernel = kernels.read_only[(each * processors,)]
            programs.append(lambda k=kernel, s=size, w=warps: k(data, out, data.numel(), SIZE=s, num_warps=w))
    return programs


def peak(place="cpu", size=None, seconds=0.3):
    """Measure the arithmetic of a device: operations per second of a float32 product of two size × size matrices.

    >>> from kml import gpu
    >>> gpu.peak(size=128, seconds=0.01) > 1e8
    True
    """
    place = torch.device(place)
    size = whole_number("size", size or _product_size(place), low=1)
    A, B = torch.rand(2, size, size, device=place)
    return 2 * size**3 / time_it(lambda: A @ B, place, seconds).median


def _product_size(place):
    return 1024 if place.type == "cpu" else 8192


# --- every way, timed ------------------------------------------------------------------------------------------------

_IN_A_GRAPH = 20  # steps recorded in one graph: the time of a step includes no launch by the CPU


def ways(place="cpu"):
    """The names of the ways that a device has; "captured …" are recorded as CUDA graphs.

    >>> from kml import gpu
    >>> gpu.ways("cpu")
    ('autograd', 'hand', 'numpy', 'one pass', 'gram')
    """
    kind = choice("place", torch.device(place).type, ("cpu", "cuda", "mps"))
    if kind == "cuda":
        plain = ("autograd", "hand", *(["one pass"] if _has_triton() else []), "gram")
        return (*plain, *(CAPTURED + way for way in plain))
    return ("autograd", "hand", "gram") if kind == "mps" else ("autograd", "hand", "numpy", "one pass", "gram")


def compare(rows, features, place="cpu", rounds=15):
    """Time one step in every way that the device has, in turns, on simulated data in float32: {way: Timing}.

    >>> from kml import gpu
    >>> times = gpu.compare(rows=1024, features=4, rounds=3)
    >>> list(times), all(timing.median > 0 for timing in times.values())
    (['autograd', 'hand', 'numpy', 'one pass', 'gram'], True)
    """
    return _each_step(in_turns(_steps(*_example(rows, features, place)), place, rounds))


def _example(rows, features, place):
    draw = torch.Generator(place).manual_seed(0)
    X = torch.randn(rows, features, generator=draw, device=place)
    return X, torch.randn(rows, generator=draw, device=place)


def _steps(X, y):
    """Every way of the device that X is on, as a program to time; "captured …" makes _IN_A_GRAPH steps at a call."""
    programs = {}
    for way in ways(X.device):
        one = step(way.removeprefix(CAPTURED), X, y, eta=1e-3)
        programs[way] = capture(one, _IN_A_GRAPH) if way.startswith(CAPTURED) else one
    return programs


def _each_step(times):
    return {way: time.each(_IN_A_GRAPH) if way.startswith(CAPTURED) else time for way, time in times.items()}


# --- the roof, measured ----------------------------------------------------------------------------------------------

LAYER = (2048, 512, 512)  # examples in a batch, inputs and outputs of the layer that stands under the flat roof


class Roof(NamedTuple):
    """What `measure_roof` found: {way: Timing}, that of `LAYER`, and the roof: bytes and operations per second."""

    times: dict
    layer: Timing
    read: float
    peak: float


def measure_roof(rows, features, place="cpu", rounds=15):
    """Every way on the same simulated data as `compare`, and the roof above them, all measured in turns: a Roof.

    Between the steps the same X is read by programs that do nothing else, and a layer of a network and a large product
    of matrices are computed, so that roof and steps meet the same neighbours on a shared machine. The roof is the
    fastest fetching and the fastest computing that *any* of these programs managed in its best round: none stands
    above it.

    >>> from kml import gpu
    >>> found = gpu.measure_roof(rows=2**16, features=16, rounds=2)
    >>> found.read >= gpu.traffic(2**16, 16) / found.times["one pass"].best
    True
    """
    X, y = _example(rows, features, place)
    batch, inputs, outputs = LAYER
    examples, weights = (torch.randn(*shape, device=X.device) for shape in ((batch, inputs), (inputs, outputs)))
    size = _product_size(X.device)
    square = torch.randn(size, size, device=X.device)
    reading = {f"reading {n}": program for n, program in enumerate(readers(X.view(-1)))}
    computing = {"layer": lambda: examples @ weights, "product": lambda: square @ square}
    times = in_turns(_steps(X, y) | reading | computing, place, rounds)
    layer, product = times.pop("layer"), times.pop("product")
    bare = min(times.pop(name).best for name in reading)
    times = _each_step(times)
    fetched = (traffic(rows, features, way) / time.best for way, time in times.items() if "gram" not in way)
    read = max(X.element_size() * X.numel() / bare, *fetched)
    peak = max(layer_work(*LAYER) / layer.best, 2 * size**3 / product.best)
    return Roof(times, layer, read, peak)


# --- which way to take -----------------------------------------------------------------------------------------------


class Choice(NamedTuple):
    """A way of taking steps, as `step` takes it, and the reason in one sentence."""

    way: str
    why: str


def best_way(rows, features, place="cpu", steps=1000, triton=None):
    """The fastest way for `steps` full-batch steps on data of this shape and device, and why: a Choice.

    It counts how often each way must read X. `triton` says whether Triton is there; None looks.

    >>> from kml import gpu
    >>> for steps in (1, 1000):
    ...     print(steps, gpu.best_way(rows=10_000_000, features=64, steps=steps).way)
    1 one pass
    1000 gram
    """
    rows, features = whole_number("rows", rows, low=1), whole_number("features", features, low=1)
    steps = whole_number("steps", steps, low=1)
    kind = choice("place", torch.device(place).type, ("cpu", "cuda", "mps"))
    # XᵀX reads X once and computes d/2 times as much as a step; processors hide about 16 features' worth of that.
    price = 2 + math.ceil(features / 16)
    if steps > price and features <= rows:
        why = _("XᵀX costs about {passes} passes over X once; the other steps then read no row at all.")
        return Choice("gram", why.format(passes=price))
    if kind == "cuda" and features <= MOST_FEATURES and (_has_triton() if triton is None else triton):
        return Choice("one pass", _("One kernel reads X and y once a step, the least there is, and is launched once."))
    small = 4 * rows * features < COMPILE_BYTES
    if kind == "cpu" and not small:
        why = _("X is larger than the caches of the cores: this reads it from memory once a step.")
        return Choice("one pass", why)
    why = (
        _("X is small: reading it twice from a cache costs little.") if small else _("Nothing here reads X only once.")
    )
    return Choice("numpy" if kind == "cpu" else "hand", why)


def _has_triton():
    return importlib.util.find_spec("triton") is not None


# --- numbers from a machine that is not here -------------------------------------------------------------------------


def stored(name="gpu_h100"):
    """A table measured on another machine, as a dict: `machine`, `date`, `bandwidth`, and `rows`, one a measurement.

    Show its date and machine beside its numbers. `make bench-gpu` writes "gpu_<card>"; with --device cpu, "cpu".

    >>> from kml import gpu
    >>> table = gpu.stored("gpu_h100")
    >>> table["machine"]["card"], table["bandwidth"]["unit"]
    ('NVIDIA H100 80GB HBM3', 'GB/s')
    """
    folder = importlib.resources.files("kml").joinpath("stored")  # other lessons keep their tables there, too
    tables = (file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    choice("name", name, sorted(table for table in tables if table == "cpu" or table.startswith("gpu_")))
    return json.loads(folder.joinpath(f"{name}.json").read_text("utf-8"))
