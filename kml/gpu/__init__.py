"""How fast a gradient step can be, and what it takes to get there: lesson 04's measuring tools.

A computer does two things at once: it fetches numbers from memory and it computes with them. Which of the two sets the
time of a step, and how far from that limit a program runs, can be measured in a few seconds. PyTorch is loaded with
this package, never by `import kml`.

    device()                    where to compute: cuda, mps or cpu
    time_it(function)           median time, spread and number of samples
    bandwidth(device)           bytes a second that this machine really reads and copies
    step(way, X, y, eta=0.1)    one gradient step, in any of WAYS (see steps.py); capture(step) as a CUDA graph
    in_turns(programs)          several programs, taking turns: what can be compared on a shared machine
    compare(rows, features, …)  every way that the device has, timed
    measure_roof(rows, …)       the same, with the roof above them
    work, traffic, intensity    operations and bytes of a step, and their ratio; layer_work, layer_traffic of a layer;
                                least_time, roofline (see roof.py)
    best_way(rows, features)    which way to take, and why
    stored()                    a dated table measured on another machine, for those without a GPU

Gradients that several processes add up are in kml.gpu.parallel, the kernel of a CUDA device is in kml.gpu.kernels.
"""

from kml.gpu.measure import (
    LAYER,
    Bandwidth,
    Choice,
    Roof,
    Timing,
    bandwidth,
    best_way,
    compare,
    device,
    in_turns,
    machine,
    measure_roof,
    peak,
    readers,
    stored,
    time_it,
    ways,
)
from kml.gpu.roof import Least, intensity, layer_traffic, layer_work, least_time, roofline, traffic, work
from kml.gpu.steps import WAYS, OnePass, capture, step

__all__ = [
    "LAYER",
    "WAYS",
    "Bandwidth",
    "Choice",
    "Least",
    "OnePass",
    "Roof",
    "Timing",
    "bandwidth",
    "best_way",
    "capture",
    "compare",
    "device",
    "in_turns",
    "intensity",
    "layer_traffic",
    "layer_work",
    "least_time",
    "machine",
    "measure_roof",
    "peak",
    "readers",
    "roofline",
    "step",
    "stored",
    "time_it",
    "traffic",
    "ways",
    "work",
]
