"""kml.gpu.parallel: gradients add up over processes, and a process that dies is reported in a sentence."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from kml.gpu import parallel  # noqa: E402

# A worker that ends without a word at its fourth step, as one does whose machine is switched off.
DIES = """
import os, signal
import kml.gpu.parallel as parallel
inner, calls = parallel.gradient, []
def gradient(*given):
    calls.append(1)
    if len(calls) == 4 and os.environ["RANK"] == "1":
        os.kill(os.getpid(), signal.SIGKILL)
    return inner(*given)
parallel.gradient = gradient
parallel.main(["--rows", "1000"])
"""


def launch(*arguments):
    """Run two processes with PyTorch's launcher."""
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *arguments]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.busy
def test_two_processes_give_the_gradient_of_one():
    done = launch("-m", "kml.gpu.parallel", "--rows", "10001", "--features", "7")
    assert done.returncode == 0, done.stderr
    assert "2 processes on cpu, 10,001 rows, 20 steps." in done.stdout
    assert "to float64 precision: yes" in done.stdout


@pytest.mark.busy
def test_a_worker_that_dies_is_reported_in_a_sentence(tmp_path):
    script = tmp_path / "dies.py"
    script.write_text(DIES, "utf-8")
    done = launch(str(script))
    assert done.returncode != 0
    assert "Process 0 of 2 stops: another process has ended or stopped answering." in done.stderr
    assert "SIGKILL" in done.stderr  # the launcher says which, and how


@given(rows=st.integers(0, 1000), size=st.integers(1, 20))
def test_shares_cover_every_row_once(rows, size):
    bounds = [parallel.share(rows, rank, size) for rank in range(size)]
    assert [row for first, last in bounds for row in range(first, last)] == list(range(rows))
    assert max(last - first for first, last in bounds) - min(last - first for first, last in bounds) <= 1


def test_parts_add_up_to_the_whole_without_any_process():
    X, y = parallel.example(1000, 5)
    theta = torch.ones(5, dtype=torch.float64)
    parts = [(X[a:b], y[a:b]) for a, b in (parallel.share(1000, rank, 3) for rank in range(3))]
    added = sum(parallel.gradient(*part, theta) * len(part[1]) for part in parts) / 1000
    torch.testing.assert_close(added, parallel.gradient(X, y, theta), rtol=1e-12, atol=0)


def test_alone_it_runs_without_a_launcher(capsys, monkeypatch):
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    parallel.main(["--rows", "100"])
    assert capsys.readouterr().out.startswith("1 process on ")


def test_bad_arguments_are_refused():
    X, y = parallel.example(10, 2)
    with pytest.raises(ValueError, match="rank must be a whole number >= 0 and <= 1"):
        parallel.share(10, 2, 2)
    with pytest.raises(ValueError, match="eta must be a finite number > 0"):
        parallel.descend(X, y, -1, 5)
