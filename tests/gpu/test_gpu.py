"""kml.gpu: every way of taking a step agrees with NumPy in float64, bad data are refused, measuring measures.

Tests of the GPU skip where there is none. Triton can still compile its kernel for one, and interpret it on a CPU:

    pip install "triton>=3.9" && pytest tests/gpu/test_gpu.py && TRITON_INTERPRET=1 pytest tests/gpu/test_gpu.py
"""

import importlib.util
import math
import os
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from kml import gpu  # noqa: E402
from kml.gpu import steps  # noqa: E402

cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
TRITON, INTERPRET = importlib.util.find_spec("triton") is not None, os.environ.get("TRITON_INTERPRET") == "1"
interpreted = pytest.mark.skipif(not (TRITON and INTERPRET), reason="needs Triton and TRITON_INTERPRET=1")
compiled = pytest.mark.skipif(not TRITON or INTERPRET, reason="needs Triton, and no TRITON_INTERPRET=1")
CPU_WAYS = tuple(gpu.WAYS)
PLACES = ["cpu", pytest.param("cuda", marks=cuda)]


def problem(rows, features, dtype=np.float32, seed=0):
    """X, y, theta of `dtype`."""
    draw = np.random.default_rng(seed)
    X, y, theta = draw.normal(size=(rows, features)), draw.normal(size=rows), draw.normal(size=features)
    return X.astype(dtype), y.astype(dtype), theta.astype(dtype)


def exact(X, y, theta):
    """The gradient in float64, by NumPy."""
    X, y, theta = (np.asarray(values, dtype=np.float64) for values in (X, y, theta))
    return 2 / len(y) * X.T @ (X @ theta - y)


def off(value, reference):
    """Relative error."""
    return np.linalg.norm(np.asarray(value, dtype=np.float64) - reference) / np.linalg.norm(reference)


def numbers(values):
    return values.cpu().numpy() if isinstance(values, torch.Tensor) else values


# --- every way is the same step --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", CPU_WAYS)
@given(rows=st.integers(1, 300), features=st.integers(1, 40), single=st.booleans(), seed=st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_every_way_is_the_same_step(way, rows, features, single, seed):
    X, y, theta = problem(rows, features, np.float32 if single else np.float64, seed)
    step = gpu.step(way, X, y, eta=0.05, theta=theta)
    reference = exact(X, y, theta)
    # float32 rounds each residual: small gradients of large residuals keep fewer digits, so we compare with their size
    size = 2 / rows * np.abs(X.T) @ (np.abs(X) @ np.abs(theta) + np.abs(y))
    allowed = (2e-6 if single else 1e-14) * np.linalg.norm(size)
    assert np.linalg.norm(numbers(step.gradient()) - reference) <= allowed
    step()
    assert np.linalg.norm(numbers(step.theta) - (theta - 0.05 * reference)) <= allowed + 1e-6 * single


@pytest.mark.parametrize("way", CPU_WAYS)
def test_steps_reach_the_least_squares_answer_and_leave_the_data_alone(way):
    X, y, theta = problem(400, 3, np.float64)
    kept = X.copy(), y.copy(), theta.copy()
    step = gpu.step(way, X, y, eta=0.3, theta=theta)
    for _ in range(200):
        step()
    np.testing.assert_allclose(numbers(step.theta), np.linalg.lstsq(X, y, rcond=None)[0], atol=1e-10)
    for before, after in zip(kept, (X, y, theta), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("way", CPU_WAYS)
def test_gradient_moves_nothing_and_theta_starts_at_zero(way):
    X, y, _ = problem(50, 4)
    step = gpu.step(way, torch.from_numpy(X), torch.from_numpy(y), eta=0.1)
    first = np.array(numbers(step.gradient()))
    np.testing.assert_array_equal(numbers(step.theta), 0)
    np.testing.assert_array_equal(numbers(step.gradient()), first)
    assert off(first, exact(X, y, np.zeros(4))) < 1e-6


@pytest.mark.parametrize("features", [1, 5, 64])
@pytest.mark.parametrize("extra", [-1, 0, 1, 7])
def test_one_pass_takes_any_number_of_rows_over_its_blocks(features, extra):
    X, y, theta = problem(3 * (steps.BLOCK_BYTES // (4 * features)) + extra, features)
    step = gpu.step("one pass", X, y, theta=theta)
    assert step.how == "NumPy"
    assert off(step.gradient(), exact(X, y, theta)) < 1e-6
    assert torch.equal(step.gradient(), step.gradient())


needs_compiler = pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")


@needs_compiler
@pytest.mark.parametrize("features", [1, 3, 4, 5, 16, 33, 100, 256])
@pytest.mark.parametrize("single", [True, False])
def test_one_pass_in_c(features, single, monkeypatch):
    monkeypatch.setattr(steps, "COMPILE_BYTES", 0)
    for rows in (1, 255, 256, 257, 2**20 // features):
        X, y, theta = problem(rows, features, np.float32 if single else np.float64)
        step = gpu.step("one pass", X, y, theta=theta)
        assert step.how == "C"
        assert off(step.gradient(), exact(X, y, theta)) < (1e-6 if single else 1e-14)
        assert torch.equal(step.gradient(), step.gradient())


@needs_compiler
def test_compiled_code_leaves_the_way_python_rounds_alone(monkeypatch):
    monkeypatch.setattr(steps, "COMPILE_BYTES", 0)
    gpu.step("one pass", *problem(10, 2)[:2])
    assert np.nextafter(0, 1) * 1.0 > 0 and 5e-324 / 1.0 > 0  # numbers too small for the normal range are kept


def test_large_data_without_a_compiler_are_taken_in_numpy(monkeypatch):
    monkeypatch.setattr(steps, "COMPILE_BYTES", 0)
    monkeypatch.setattr(steps.shutil, "which", lambda name: None)
    steps._compiled.cache_clear()
    X, y, theta = problem(200, 3)
    step = gpu.step("one pass", X, y, theta=theta)
    steps._compiled.cache_clear()
    assert step.how == "NumPy"
    assert off(step.gradient(), exact(X, y, theta)) < 1e-6


def test_the_gram_step_is_exact_where_single_precision_is_not():
    X, y, theta = problem(20_000, 8)
    reference = exact(X, y, theta)
    assert off(gpu.step("gram", X, y, theta=theta).gradient(), reference) < 1e-12


# --- bad data --------------------------------------------------------------------------------------------------------


def bad_data():
    X, y, _ = problem(6, 3)
    with_nan, with_inf = X.copy(), y.copy()
    with_nan[4, 1], with_inf[5] = np.nan, np.inf
    return {
        "y as a column": (
            (X, y[:, None]),
            "y must have shape (6,), one number per row of X; got shape (6, 1). Use y.res",
        ),
        "rows differ": ((X, y[:5]), "y must have shape (6,)"),
        "no rows": ((X[:0], y[:0]), "at least one row"),
        "no features": ((X[:, :0].copy(), y), "at least one row and one feature"),
        "one dimension": ((X[:, 0].copy(), y), "2 dimensions"),
        "NaN": ((with_nan, y), "X must be finite; got nan at index (4, 1)"),
        "infinite": ((X, with_inf), "y must be finite; got inf at index 5"),
        "transposed": ((np.asfortranarray(X), y), "stored row by row; use np.ascontiguousarray(X)"),
        "a few columns": ((torch.from_numpy(X)[:, :2], torch.from_numpy(y)), "use X.contiguous()"),
        "half": ((X.astype(np.float16), y.astype(np.float16)), "about 3 digits"),
        "bfloat16": ((torch.from_numpy(X).bfloat16(), torch.from_numpy(y).bfloat16()), "about 2 digits"),
        "integers": ((torch.ones(6, 3, dtype=torch.int64), torch.from_numpy(y)), "float32 or float64; got torch.int64"),
        "integers in NumPy": ((np.ones((6, 3), int), y), "an array of int64"),
        "lists": ((X.tolist(), y), "got list"),
        "two types": ((X, y.astype(np.float64)), "the same type"),
        "eta": ((X, y, {"eta": 0}), "eta must be a finite number > 0"),
        "theta's shape": ((X, y, {"theta": np.zeros((3, 1))}), "theta must have shape (3,)"),
        "theta's values": ((X, y, {"theta": np.array([0, np.nan, 0])}), "theta must be finite; got nan at index 1"),
    }


@pytest.mark.parametrize("way", CPU_WAYS)
@pytest.mark.parametrize("case", bad_data())
def test_bad_data_are_refused_with_a_sentence(way, case):
    (X, y, *options), sentence = bad_data()[case]
    with pytest.raises(ValueError) as caught:
        gpu.step(way, X, y, **(options[0] if options else {}))
    assert sentence in str(caught.value)


def test_an_unknown_way_and_a_graph_without_gpu_are_refused():
    X, y, _ = problem(6, 3)
    with pytest.raises(ValueError, match="way must be one of 'numpy'"):
        gpu.step("magic", X, y)
    with pytest.raises(ValueError, match="Only a step on a CUDA device"):
        gpu.capture(gpu.step("hand", X, y))


def test_read_only_arrays_are_taken_without_a_warning(recwarn):
    X, y, theta = problem(20, 3)
    X.setflags(write=False)
    assert off(gpu.step("one pass", X, y, theta=theta).gradient(), exact(X, y, theta)) < 1e-6
    assert not recwarn.list


# --- measuring -------------------------------------------------------------------------------------------------------


def test_device_says_one_line(capsys, monkeypatch):
    monkeypatch.delenv("KML_STATIC", raising=False)
    place = gpu.device()
    said = capsys.readouterr().out
    assert said.startswith(f"Computing on {place.type}") and said.count("\n") == 1
    monkeypatch.setenv("KML_STATIC", "1")  # a page that is the same on every machine
    assert gpu.device() == place
    assert capsys.readouterr().out == "When you run this cell, it says which device computes: cuda, mps or cpu.\n"


@pytest.mark.parametrize(("cuda_here", "mps_here", "best"), [(1, 1, "cuda"), (0, 1, "mps"), (0, 0, "cpu")])
def test_a_cuda_card_goes_before_apples_and_both_before_the_cpu(monkeypatch, capsys, cuda_here, mps_here, best):
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: bool(cuda_here))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a card")
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: bool(mps_here))
    assert gpu.device() == torch.device(best)
    named = {"cuda": "cuda: a card.", "mps": "mps: Apple GPU.", "cpu": "cpu: PyTorch sees no GPU here."}
    assert capsys.readouterr().out == f"Computing on {named[best]}\n"


@pytest.mark.parametrize("place", PLACES)
def test_time_it_takes_the_median_of_what_it_samples(place):
    calls = []
    timing = gpu.time_it(lambda: calls.append(time.sleep(0.002)), place, seconds=0.03)
    assert 0.002 <= timing.best <= timing.low <= timing.median <= timing.high
    assert timing.count >= 5 and len(calls) == 3 + 1 + timing.count * timing.calls
    assert "ms (half of" in str(timing) or "s (half of" in str(timing)


def test_bandwidth_and_peak_are_positive_and_finite():
    memory = gpu.bandwidth("cpu", megabytes=8, seconds=0.01)
    assert all(0 < value < math.inf for value in (*memory, gpu.peak("cpu", size=64, seconds=0.01)))


@given(rows=st.integers(1, 10**9), features=st.integers(1, 1000), itemsize=st.sampled_from([4, 8]))
def test_one_pass_moves_the_fewest_bytes_of_the_ways_that_read_rows(rows, features, itemsize):
    bytes_of = {way: gpu.traffic(rows, features, way, itemsize) for way in gpu.WAYS}
    least = itemsize * rows * (features + 1)
    assert least <= bytes_of["one pass"] <= least + 2 * itemsize * features
    assert bytes_of["one pass"] < bytes_of["hand"] < bytes_of["autograd"]
    assert bytes_of["gram"] == gpu.traffic(1, features, "gram")


def test_intensity_in_numbers_worked_out_by_hand():
    # 1000 × 4: 4·1000·4 + 1000 + 12 operations, 4·(4000 + 1000 + 8) bytes
    assert gpu.work(1000, 4) == 17_012
    assert gpu.traffic(1000, 4) == 20_032
    assert gpu.intensity(1000, 4) == pytest.approx(17_012 / 20_032)
    assert gpu.intensity(10**8, 256) == pytest.approx(1, rel=0.01)


def test_the_roof_and_the_points_are_where_the_numbers_say():
    from kml.core.look import new_figure

    figure, axes = new_figure()
    seen = gpu.roofline(axes, 2e9, 100e9, {"hand": (0.5, 0.4e9), "one pass": (1, 1.8e9)})
    assert seen == "The roof bends at 50 operations per byte. Nearest to it comes one pass, at 90%."
    x, y = axes.lines[0].get_data()
    np.testing.assert_allclose(y, np.minimum(100, 2 * x))
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["hand", "one pass"]
    axes.set_xlim(0.01, 1e4)
    figure.canvas.draw()
    memory, arithmetic = (text.get_window_extent() for text in axes.texts)
    assert memory.x1 < arithmetic.x0, "one name of a regime covers the other"
    figure.canvas.draw()
    gpu.roofline(axes, 2e9, 100e9, {"hand": (0.5, 0.4e9)}, {"hand": {"marker": "P", "color": "#123456"}})
    assert (axes.lines[-1].get_marker(), axes.lines[-1].get_color()) == ("P", "#123456")
    with pytest.raises(ValueError, match="bytes_per_second must be a finite number > 0"):
        gpu.roofline(axes, 0, 1)


def test_a_roof_without_a_measured_peak_is_memorys_slope():
    from kml.core.look import new_figure

    figure, axes = new_figure()
    assert gpu.roofline(axes, 2e9) == "The roof is memory's."
    x, y = axes.lines[0].get_data()
    np.testing.assert_allclose(y, 2 * x)
    figure.canvas.draw()


def test_the_slowest_of_asking_fetching_and_computing_sets_the_pace():
    # 1000 × 4 by one pass: 20,032 bytes, 17,012 operations
    assert gpu.least_time(1000, 4, "one pass", 1e9) == (pytest.approx(20.032e-6), "memory")
    assert gpu.least_time(1000, 4, "one pass", 1e9, 1e8) == (pytest.approx(170.12e-6), "arithmetic")
    assert gpu.least_time(1000, 4, "captured one pass", 1e9, 1e12, launch=1e-4) == (1e-4, "launching")
    with pytest.raises(ValueError, match="way must be one of"):
        gpu.least_time(1000, 4, "captured magic", 1e9)


@given(rows=st.integers(1, 10**9), features=st.integers(1, 512), way=st.sampled_from(list(gpu.WAYS)))
def test_more_rows_never_take_less_and_a_gram_step_does_not_see_them(rows, features, way):
    times = [gpu.least_time(n, features, way, 1e10, 1e11, 1e-5).seconds for n in (rows, 2 * rows)]
    assert times[0] <= times[1]
    assert way != "gram" or times[0] == times[1]


@pytest.mark.parametrize("place", PLACES)
def test_every_way_of_a_device_is_timed(place):
    times = gpu.compare(300, 3, place, rounds=3)
    assert tuple(times) == gpu.ways(place)
    assert all(0 < time.best <= time.low <= time.median <= time.high for time in times.values())


def test_programs_that_take_turns_are_called_in_turns():
    called = []
    programs = {name: lambda name=name: called.append(name) or time.sleep(0.001) for name in "ab"}
    times = gpu.in_turns(programs, rounds=3)
    assert "".join(called[-6:]) == "ababab"
    assert all(timing.count == 3 and timing.best >= 0.001 for timing in times.values())
    with pytest.raises(ValueError, match="rounds must be a whole number"):
        gpu.in_turns(programs, rounds=1)


def test_nothing_stands_above_a_roof_that_was_measured():
    rows, features = 2**14, 8
    found = gpu.measure_roof(rows, features, "cpu", rounds=2)
    assert tuple(found.times) == gpu.ways("cpu")
    for way, timing in found.times.items():
        flat, slope = found.peak, gpu.intensity(rows, features, way) * found.read
        assert way == "gram" or gpu.work(rows, features, way) / timing.best <= min(flat, slope) * (1 + 1e-9), way
    assert gpu.layer_work(*gpu.LAYER) / found.layer.best <= found.peak * (1 + 1e-9)


def test_a_layer_in_numbers_worked_out_by_hand():
    assert gpu.layer_work(2, 3, 4) == 48
    assert gpu.layer_traffic(2, 3, 4) == 4 * (6 + 12 + 8)
    assert gpu.layer_traffic(2, 3, 4, itemsize=8) == 2 * gpu.layer_traffic(2, 3, 4)
    with pytest.raises(ValueError, match="inputs must be a whole number"):
        gpu.layer_work(2, 0, 4)


def test_which_ways_a_device_has():
    assert set(gpu.ways("cpu")) == set(gpu.WAYS)
    assert gpu.ways("mps") == ("autograd", "hand", "gram")
    assert {"captured hand", "captured gram"} < set(gpu.ways("cuda"))


def test_the_time_of_one_step_of_many():
    timing = gpu.Timing(4.0, 2.0, 8.0, best=1.0, count=5, calls=3)
    assert timing.each(2) == gpu.Timing(2.0, 1.0, 4.0, 0.5, 5, 6)


# --- choosing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "features", "place", "count", "way"),
    [
        (10**7, 16, "cpu", 1000, "gram"),
        (10**7, 16, "cpu", 1, "one pass"),
        (1000, 4, "cpu", 1, "numpy"),
        (10**7, 16, "cuda", 1, "one pass"),
        (10**6, 2000, "cuda", 3, "hand"),
        (10**7, 16, "mps", 1, "hand"),
        (2000, 4000, "cpu", 10**6, "one pass"),
    ],
)
def test_the_best_way_and_why(rows, features, place, count, way):
    choice = gpu.best_way(rows, features, place, count, triton=True)
    assert choice.way == way
    assert choice.why.endswith(".") and choice.way in gpu.WAYS


def test_without_triton_a_gpu_takes_the_steps_by_hand():
    assert gpu.best_way(10**7, 16, "cuda", 1, triton=False).way == "hand"


def test_the_best_way_can_be_taken_on_this_machine():
    X, y, theta = problem(5000, 30)
    for count in (1, 10_000):
        step = gpu.step(gpu.best_way(*X.shape, "cpu", count).way, X, y, theta=theta)
        assert off(step.gradient(), exact(X, y, theta)) < 1e-6


# --- stored numbers --------------------------------------------------------------------------------------------------


def test_stored_numbers_say_where_and_when_and_agree_with_themselves():
    table = gpu.stored()
    assert "H100" in table["machine"]["card"] and table["machine"]["torch"] and table["machine"]["triton"]
    assert len(table["date"]) == 10 and table["date"] >= "2026-11-23"
    assert {line["way"] for line in table["rows"]} >= {"autograd", "hand", "captured one pass"}
    read = table["bandwidth"]["read"] * 1e9
    for line in table["rows"]:
        size = 4 * line["rows"] * (line["features"] + 1)
        assert ("share" in line) == (size >= 2**28 and "gram" not in line["way"])
        if "share" in line:
            assert line["share"] == pytest.approx(size / (line["microseconds"] * 1e-6) / read, rel=0.02)
    for other in ("gpu_t5", "seasons"):  # no such card, and a table of another lesson
        with pytest.raises(ValueError, match="name must be one of 'cpu', 'gpu_"):
            gpu.stored(other)


def test_the_one_pass_step_of_the_stored_cpu_takes_at_most_1_3_times_a_bare_read():
    """The target of the project, at every large shape of the last `python bench/gpu.py --device cpu`."""
    table = gpu.stored("cpu")
    large = [line for line in table["rows"] if line["way"] == "one pass" and line["megabytes"] >= 256]
    assert len(large) == 4
    assert max(line["times_bare_read"] for line in large) <= 1.3
    assert max(line["relative_error"] for line in large) <= 1e-6


def test_importing_kml_does_not_import_torch():
    code = "import sys, kml; assert 'torch' not in sys.modules and 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


# --- the kernel ------------------------------------------------------------------------------------------------------

SHAPES = [
    (1, 1), (7, 3), (1000, 2), (1024, 4), (5000, 4), (3333, 5), (2050, 6), (777, 7), (3001, 9), (9001, 12), (4097, 16),
    (999, 24), (3001, 33), (700, 100), (300, 255), (513, 256), (130, 512),
]  # fmt: skip


@interpreted
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("rows", "features"), SHAPES)
@pytest.mark.parametrize("single", [True, False])
def test_the_kernel_under_tritons_interpreter(rows, features, single):
    from kml.gpu import kernels

    X, y, theta = (torch.from_numpy(values) for values in problem(rows, features, np.float32 if single else np.float64))
    reference, start = exact(X, y, theta), theta.double().numpy().copy()
    constants, blocks, warps = kernels.tiling(rows, features, X.element_size(), 4, threads=256)
    slope, finished = torch.full_like(theta, torch.nan), torch.zeros(1, dtype=torch.int32)
    partials = torch.full((blocks, features), torch.nan, dtype=X.dtype)
    scales = torch.tensor([2 / rows, 0.1], dtype=torch.float64)
    kernels.one_pass_step[(blocks,)](X, y, theta, slope, scales, partials, finished, rows, **constants, num_warps=warps)
    assert off(slope, reference) < (1e-6 if single else 1e-14)
    np.testing.assert_allclose(theta, start - 0.1 * reference, rtol=0, atol=1e-6 if single else 1e-13)
    assert finished.item() == 0


@interpreted
@given(rows=st.integers(1, 10**9), features=st.integers(1, 512), itemsize=st.sampled_from([4, 8]))
@settings(deadline=None)
def test_tiles_cover_all_rows_and_columns(rows, features, itemsize):
    from kml.gpu import kernels

    tiling, blocks, warps = kernels.tiling(rows, features, itemsize, 132)
    assert (tiling["C"] - 1) * tiling["W"] < features <= tiling["C"] * tiling["W"]
    assert 1 <= blocks == tiling["BLOCKS"] <= 132 and warps == 32
    for size in ("W", "R", "LINES", "COLUMNS"):  # Triton's tiles
        assert tiling[size] & (tiling[size] - 1) == 0
    assert tiling["LINES"] * tiling["COLUMNS"] <= 16 * 1024


@compiled
@pytest.mark.filterwarnings("ignore:TRITON_DEFAULT_FP_FUSION")
@pytest.mark.parametrize("card", [75, 90])  # a T4, an H100
@pytest.mark.parametrize(("rows", "features"), [(1024, 4), (2**24, 16), (2**20, 255), (2**20, 256)])
def test_the_kernel_compiles_for_cards_elsewhere_and_keeps_rows_in_registers(card, rows, features, tmp_path):
    import triton
    from triton.backends.compiler import GPUTarget
    from triton.compiler import ASTSource

    from kml.gpu import kernels

    constants, _, warps = kernels.tiling(rows, features, 4, 132)
    types = dict.fromkeys(("X", "y", "theta", "gradient"), "*fp32")
    types |= {"scales": "*fp64", "partials": "*fp32", "finished": "*i32", "rows": "i32"}
    aligned = {(pointer,): [["tt.divisibility", 16]] for pointer in range(7)}  # as PyTorch's tensors are
    source = ASTSource(kernels.one_pass_step, types | dict.fromkeys(constants, "constexpr"), constants, aligned)
    code = triton.compile(source, target=GPUTarget("cuda", card, 32), options={"num_warps": warps}).asm
    assert ("ld.global.v4" in code["ptx"]) == (features % 4 == 0)  # 16 bytes a load, where rows allow it
    binary = tmp_path / "step.cubin"
    binary.write_bytes(code["cubin"])
    command = [triton.knobs.nvidia.cuobjdump.path, "--dump-resource-usage", binary]
    used = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "STACK:0 " in used and "LOCAL:0 " in used  # nothing of a row is spilled to memory
    assert int(used.split("REG:")[1].split()[0]) * 32 * warps <= 65_536  # a block fits into a multiprocessor


# --- on a GPU --------------------------------------------------------------------------------------------------------


@cuda
@pytest.mark.parametrize(("rows", "features"), [*SHAPES, (200_001, 16), (3_000_017, 5), (1_000_003, 128)])
@pytest.mark.parametrize("single", [True, False])
def test_every_way_on_a_gpu(rows, features, single):
    X, y, theta = problem(rows, features, np.float32 if single else np.float64)
    reference = exact(X, y, theta)
    X, y = torch.from_numpy(X).cuda(), torch.from_numpy(y).cuda()
    for way in ("autograd", "hand", "one pass", "gram"):
        step = gpu.step(way, X, y, eta=0.05, theta=theta)
        allowed = 1e-12 if not single else 1e-6 if way == "one pass" else 2e-5
        assert off(numbers(step.gradient()), reference) < allowed, way
        assert torch.equal(step.gradient(), step.gradient()) or way != "one pass"
        step()
        np.testing.assert_allclose(numbers(step.theta), theta - 0.05 * reference, rtol=0, atol=2e-5)
        graph = gpu.capture(gpu.step(way, X, y, eta=0.05, theta=theta), 3)
        np.testing.assert_array_equal(numbers(graph.theta), theta.astype(numbers(graph.theta).dtype))
        graph()
        again = gpu.step(way, X, y, eta=0.05, theta=theta)
        for _ in range(3):
            again()
        np.testing.assert_allclose(numbers(graph.theta), numbers(again.theta), rtol=0, atol=1e-5)


@cuda
def test_rows_that_do_not_begin_on_a_boundary_of_16_bytes():
    X, y, theta = problem(10_001, 4)
    flat = torch.from_numpy(X).cuda().reshape(-1)
    moved = torch.empty(len(flat) + 1, device="cuda")[1:].copy_(flat).reshape(X.shape)
    step = gpu.step("one pass", moved, torch.from_numpy(y).cuda(), theta=theta)
    assert off(numbers(step.gradient()), exact(X, y, theta)) < 1e-6


@cuda
def test_what_a_gpu_refuses():
    X, y, theta = problem(600, 513)
    with pytest.raises(ValueError, match="NumPy computes on the CPU"):
        gpu.step("numpy", torch.from_numpy(X).cuda(), torch.from_numpy(y).cuda())
    with pytest.raises(ValueError, match="at most 512 features"):
        gpu.step("one pass", torch.from_numpy(X).cuda(), torch.from_numpy(y).cuda(), theta=theta)
    with pytest.raises(ValueError, match="on the same device"):
        gpu.step("hand", torch.from_numpy(X).cuda(), torch.from_numpy(y))


@cuda
def test_more_than_two_thousand_million_numbers():
    X = torch.ones(2**24 + 3, 130, device="cuda")
    X[-1] = 2
    step = gpu.step("one pass", X, torch.zeros(len(X), device="cuda"), theta=np.full(130, 1 / 130))
    # residuals are 1, in the last row 2: the mean of x·r is (N − 1 + 4)/N
    np.testing.assert_allclose(numbers(step.gradient()), 2 * (len(X) + 3) / len(X), rtol=3e-6)


@cuda
def test_bandwidth_of_a_gpu():
    read, copy = gpu.bandwidth("cuda", megabytes=64, seconds=0.01)
    assert read > 1e9 and copy > 1e9
