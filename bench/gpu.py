"""Measure one gradient step in every way, beside the memory bandwidth of the machine, in one run.

    python bench/gpu.py                    on a GPU: the table and the targets; stores kml/stored/gpu_<card>.json
    python bench/gpu.py --device cpu       on a CPU: stores kml/stored/cpu.json
    python bench/gpu.py --tune             on a GPU: times other tilings of the one-pass kernel, stores nothing

`share` is bytes / time / read bandwidth, where the bytes are X and y, once, whatever a way really reads. On a CPU,
which other programs disturb, reading the same bytes takes turns with the ways: `times_bare_read`.
"""

import argparse
import datetime
import json
import time
from pathlib import Path

import torch

from kml import gpu

ROOT = Path(__file__).resolve().parents[1]
SHAPES = ((1024, 4), (65_536, 16), (16_777_216, 4), (16_777_216, 16), (4_194_304, 64), (1_048_576, 256))
FEATURES = (4, 5, 6, 7, 8, 9, 12, 16, 20, 24, 32, 33, 48, 64, 100, 127, 128, 200, 255, 256)
LARGE = 256 * 2**20  # bytes: several times a GPU's cache
IN_A_GRAPH = 20  # steps recorded in one graph: the time of a step includes no launch by the CPU


def data(rows, features, place):
    """Simulated X and y in float32, and a theta away from the minimum."""
    draw = torch.Generator(place).manual_seed(features)
    X = torch.randn(rows, features, generator=draw, device=place)
    theta = torch.randn(features, generator=draw, device=place)
    y = X @ torch.randn(features, generator=draw, device=place) + torch.randn(rows, generator=draw, device=place)
    return X, y, theta


def exact(X, y, theta):
    """The gradient in float64."""
    total = torch.zeros(X.shape[1], dtype=torch.float64, device=X.device)
    wide = theta.double()
    for block, target in zip(X.split(2**18), y.split(2**18), strict=True):
        block = block.double()
        total += block.T @ (block @ wide - target.double())
    return 2 / len(y) * total


def line_of(way, X, y, seconds, read, error=None):
    """One line of the table. The share of the bandwidth `read` is left out where no row is read, or from a cache."""
    size = X.element_size() * (X.numel() + y.numel())
    line = {"rows": len(X), "features": X.shape[1], "way": way, "megabytes": round(size / 2**20, 1)}
    line["microseconds"] = round(1e6 * seconds, 2)
    if read and size >= LARGE and "gram" not in way:
        line["share"] = round(size / seconds / read, 3)
    if error is not None:
        line["relative_error"] = float(f"{error:.1e}")
    share = f"{line['share']:7.1%}" if "share" in line else " " * 7
    print(f"{len(X):>11,} × {X.shape[1]:<3} {way:<18} {1e6 * seconds:>11,.1f} µs {share}  {error or 0:.0e}", flush=True)
    return line


def error_of(step, X, y, theta):
    """The relative error of a step's gradient."""
    reference = exact(X, y, theta)
    return float((torch.as_tensor(step.gradient()).to(X.device).double() - reference).norm() / reference.norm())


def measure(step, X, y, theta, read, seconds, steps=1):
    """Time a step; its quartiles are kept too."""
    error = error_of(step, X, y, theta)
    time = gpu.time_it(step, X.device, seconds)
    line = line_of(step.way, X, y, time.median / steps, read, error)
    return line | {"low": round(1e6 * time.low / steps, 2), "high": round(1e6 * time.high / steps, 2)}


def bare_read(X, y, read, seconds):
    """The same bytes, read and added up by the best of several programs that do nothing else."""
    numbers = torch.rand(X.numel() + y.numel(), device=X.device)
    best = min(gpu.time_it(program, X.device, seconds).median for program in gpu.readers(numbers))
    return line_of("bare read", X, y, best, read)


def table(read, seconds):
    """Every way at every shape of the lesson, on a GPU."""
    place, lines = torch.device("cuda"), []
    for rows, features in SHAPES:
        X, y, theta = data(rows, features, place)
        lines.append(bare_read(X, y, read, seconds))
        for way in ("autograd", "hand", "one pass", "gram"):
            lines.append(measure(gpu.step(way, X, y, eta=1e-3, theta=theta), X, y, theta, read, seconds))
            graph = gpu.capture(gpu.step(way, X, y, eta=1e-3, theta=theta), IN_A_GRAPH)
            lines.append(measure(graph, X, y, theta, read, seconds, IN_A_GRAPH))
    return lines


def table_of_a_cpu(rounds=15):
    """The same on a CPU. Programs take turns, and the best of each is kept: others can only slow a machine down."""
    place, lines = torch.device("cpu"), []
    for rows, features in SHAPES:
        X, y, theta = data(rows, features, place)
        numbers = torch.rand(X.numel() + y.numel())
        ways = {way: gpu.step(way, X, y, eta=1e-3, theta=theta) for way in gpu.WAYS}
        errors = {way: error_of(step, X, y, theta) for way, step in ways.items()}
        programs = {f"bare read {n}": program for n, program in enumerate(gpu.readers(numbers))} | ways
        best = dict.fromkeys(programs, float("inf"))
        for _ in range(rounds):
            for name, program in programs.items():
                start = time.perf_counter()
                program()
                best[name] = min(best[name], time.perf_counter() - start)
        bare = min(best.pop(name) for name in list(best) if name.startswith("bare read"))
        lines.append(line_of("bare read", X, y, bare, None))
        for way, seconds in best.items():
            lines.append(line_of(way, X, y, seconds, None, errors[way]) | {"times_bare_read": round(seconds / bare, 2)})
    return lines


def sweep(read, seconds):
    """The one-pass kernel from 4 to 256 features, at 256 MiB, 1 GiB, and with a number of rows that nothing divides."""
    place, lines = torch.device("cuda"), []
    for features in FEATURES:
        for megabytes, odd in ((256, 0), (1024, 1)):
            X, y, theta = data(megabytes * 2**18 // features + 1 + odd * 17, features, place)
            lines.append(bare_read(X, y, read, seconds / 2))
            graph = gpu.capture(gpu.step("one pass", X, y, eta=1e-3, theta=theta), IN_A_GRAPH)
            first, again = graph.gradient(), graph.gradient()
            if not torch.equal(first, again):
                raise SystemExit(f"{features} features: two runs on the same data differ")
            lines.append(measure(graph, X, y, theta, read, seconds, IN_A_GRAPH))
            lines[-1]["share_of_bare_read"] = round(lines[-2]["microseconds"] / lines[-1]["microseconds"], 3)
    return lines


def targets(lines):
    """What the project asked of itself, and whether this run reached it: (sentence, number, met)."""
    found = {(line["rows"], line["features"], line["way"]): line for line in lines}
    large = [line for line in lines if line["way"] == "captured one pass" and "share" in line]
    worst = min(large, key=lambda line: line["share"])
    small = found[1024, 4, "captured one pass"]["microseconds"]
    eager = found[1024, 4, "autograd"]["microseconds"]
    big = found[16_777_216, 16, "autograd"]["microseconds"]
    fused = found[16_777_216, 16, "one pass"]["microseconds"]
    error = max(line["relative_error"] for line in lines if line["way"] == "captured one pass")
    return [
        (f"least share of the read bandwidth, 256 MiB and more ({worst['rows']:,} × {worst['features']})",
         worst["share"], worst["share"] >= 0.95),
        ("times faster than eager autograd at 16.8 M × 16", round(big / fused, 2), big / fused >= 3),
        ("microseconds a captured step at 1,024 × 4", small, small <= 5),
        ("times faster than eager autograd at 1,024 × 4", round(eager / small, 1), eager / small >= 100),
        ("largest relative error of the one-pass gradient", error, error <= 1e-6),
    ]  # fmt: skip


def tune(seconds=0.1):
    """Other ways to share the rows between blocks and threads, best first, for each number of features."""
    place = torch.device("cuda")
    tilings = [
        {"threads": threads, "blocks_each": each, "bytes_each": size}
        for threads, each in ((1024, 1), (512, 1), (512, 2), (256, 4), (256, 8))
        for size in (56, 112, 224)
    ]
    for features in (4, 5, 12, 16, 33, 64, 100, 255, 256):
        X, y, _ = data(2**26 // features, features, place)
        size, found = 4 * (X.numel() + y.numel()), []
        for tiling in tilings:
            graph = gpu.capture(gpu.OnePass(X, y, eta=1e-3, **tiling), IN_A_GRAPH)
            found.append((gpu.time_it(graph, place, seconds).median / IN_A_GRAPH, *tiling.values()))
        print(features, *(f"{t}x{e},{b}B:{size / s / 1e9:.0f}" for s, t, e, b in sorted(found)), "GB/s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--seconds", type=float, default=0.3, help="of timing for each number")
    parser.add_argument("--tune", action="store_true")
    given = parser.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        raise SystemExit("PyTorch sees no CUDA device here; --device cpu measures this machine's processor.")
    if given.tune:
        return tune()
    place = torch.device(given.device)
    facts = gpu.machine(place)
    print(facts)
    # the best of three: other programs can only slow a machine down
    memory = [gpu.bandwidth(place, 4096 if place.type == "cuda" else 1024, given.seconds) for _ in range(3)]
    read, copy = (max(values) for values in zip(*memory, strict=True))
    print(f"read {read / 1e9:.0f} GB/s, copy {copy / 1e9:.0f} GB/s (bytes read plus bytes written)")
    lines = table(read, given.seconds) if place.type == "cuda" else table_of_a_cpu()
    result = {
        "what": "microseconds for one full-batch gradient step on the mean squared error, float32",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": facts,
        "bandwidth": {"read": round(read / 1e9), "copy": round(copy / 1e9), "unit": "GB/s"},
        "peak": {"float32": round(gpu.peak(place) / 1e12, 2), "unit": "Tflop/s"},
    }
    if place.type == "cuda":
        lines += sweep(read, given.seconds)
        goals = targets(lines)
        for sentence, value, met in goals:
            print(f"{'met ' if met else 'MISSED'} {sentence}: {value:g}")
        result["targets"] = [{"what": sentence, "value": value, "met": met} for sentence, value, met in goals]
        name = next((word for word in facts["card"].lower().split() if any(map(str.isdigit, word))), "card")
        file = ROOT / f"kml/stored/gpu_{name}.json"
    else:
        file = ROOT / "kml/stored/cpu.json"
    text = json.dumps(result, indent=1)[:-2]
    rows = ",\n  ".join(json.dumps(line) for line in lines)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{text},\n "rows": [\n  {rows}\n ]\n}}\n', "utf-8")
    print(f"stored in {file.relative_to(ROOT)}; lesson 04 shows it after: make build ARGS=04")


if __name__ == "__main__":
    main()
