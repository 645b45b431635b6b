"""Gradient descent on several processes at once: each keeps its own rows, and gradients add up exactly.

The gradient of a mean squared error is a sum over rows, so it can be added up in parts. Each process sums over its own
rows, the sums (d numbers, however many rows) are added across processes, and all take the same step. PyTorch's
launcher starts the processes and tells them about each other:

    python -m torch.distributed.run --standalone --nproc-per-node 2 -m kml.gpu.parallel

They talk through gloo on CPUs and through nccl on NVIDIA GPUs, one GPU a process.
"""

import argparse
import datetime
import os
import signal
import sys

import torch
import torch.distributed as dist

from kml.core.arguments import number, whole_number
from kml.core.device import best_device
from kml.core.words import _, ngettext, sentences

PATIENCE = datetime.timedelta(seconds=60)  # how long a process waits for the others before it says that one is gone


class WorkerLost(RuntimeError):
    """Another process of the run ended or stopped answering."""


def join():
    """Join the run that the launcher started; returns (rank, size, device). Alone, without a launcher: (0, 1, …)."""
    rank, size = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    local = int(os.environ.get("LOCAL_RANK", 0))
    one_each = torch.cuda.device_count() >= int(os.environ.get("LOCAL_WORLD_SIZE", 1))
    place = torch.device("cuda", local) if best_device()[0] == "cuda" and one_each else torch.device("cpu")
    if size > 1:
        dist.init_process_group("nccl" if place.type == "cuda" else "gloo", timeout=PATIENCE)
    return rank, size, place


def share(rows, rank, size):
    """The rows of process `rank` of `size`: (first, last), as in X[first:last]. Shares differ by one row at most."""
    rows, size = whole_number("rows", rows), whole_number("size", size, low=1)
    rank = whole_number("rank", rank, high=size - 1)
    return rows * rank // size, rows * (rank + 1) // size


def gradient(X, y, theta):
    """(2/N) Xᵀ(Xθ − y), (d,), over the rows of all processes; X (n×d) and y (n,) are the rows of this one.

    Raises WorkerLost if another process is gone.
    """
    total = torch.cat([X.T @ (X @ theta - y), X.new_tensor([len(X)])])
    if dist.is_initialized():
        try:
            dist.all_reduce(total)  # the sum over all processes, in each of them
        except RuntimeError as problem:
            raise WorkerLost(_lost(dist.get_rank(), dist.get_world_size())) from problem
    return 2 / total[-1] * total[:-1]


def _lost(rank, size):
    return _(
        "Process {rank} of {size} stops: another process has ended or stopped answering. Nothing was saved; start the "
        "run again."
    ).format(rank=rank, size=size)


def _stop(sentence):
    """End this process at once: the library's own clean-up would wait for the process that is gone."""
    print(sentence, file=sys.stderr, flush=True)
    sys.stdout.flush()
    os._exit(1)


def descend(X, y, eta, steps):
    """`steps` steps from theta = 0 with learning rate `eta`; every process gets the same theta (d,)."""
    eta, steps = number("eta", eta, above=0), whole_number("steps", steps)
    theta = torch.zeros(X.shape[1], dtype=X.dtype, device=X.device)
    for __ in range(steps):
        theta -= eta * gradient(X, y, theta)
    return theta


def example(rows, features, seed=0):
    """Simulated X (N×d) and y (N,) in float64: the same numbers in every process."""
    draw = torch.Generator().manual_seed(seed)
    X = torch.randn(rows, features, generator=draw, dtype=torch.float64)
    weights = torch.randn(features, generator=draw, dtype=torch.float64)
    return X, X @ weights + torch.randn(rows, generator=draw, dtype=torch.float64)


def main(arguments=None):
    """Descend on simulated data in all processes, and compare with one process that has all the rows."""
    told = _("Descend on simulated data in all processes, and compare with one process that has all the rows.")
    parser = argparse.ArgumentParser(prog="kml.gpu.parallel", description=told)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--features", type=int, default=16)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--eta", type=float, default=0.1)
    given = parser.parse_args(arguments)
    rank, size, place = join()
    if size > 1:  # the launcher tells the others to end when one has died; they may hear it before they notice
        signal.signal(signal.SIGTERM, lambda *__: _stop(_lost(rank, size)))
    X, y = (data.to(place) for data in example(given.rows, given.features))
    first, last = share(given.rows, rank, size)
    try:
        theta = descend(X[first:last], y[first:last], given.eta, given.steps)
    except WorkerLost as problem:
        _stop(problem)
    if dist.is_initialized():
        dist.destroy_process_group()
    if rank == 0:
        alone = descend(X, y, given.eta, given.steps)
        error = float((theta - alone).norm() / alone.norm())
        ran = ngettext(
            "{count} process on {device}, {rows:,} rows, {steps} steps.",
            "{count} processes on {device}, {rows:,} rows, {steps} steps.",
            size,
        ).format(count=size, device=place.type, rows=given.rows, steps=given.steps)
        compared = _("Equal to one process with all the rows, to float64 precision: {equal} ({error:.0e}).").format(
            equal=_("yes") if error < 1e-12 else _("no"), error=error
        )
        print(sentences(ran, compared))


if __name__ == "__main__":
    main()
