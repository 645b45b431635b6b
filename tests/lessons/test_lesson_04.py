"""Lesson 04: the engine it writes agrees with PyTorch, its references with the library, its figures hold."""

import ast
import inspect
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kml_classroom.author.source import read_source
from needs import ROOT

from kml import regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_04
from kml.lessons.answers import answers_04

torch = pytest.importorskip("torch")

from kml import gpu  # noqa: E402
from kml.gpu import parallel  # noqa: E402

SOURCE = read_source(ROOT / "solutions" / "04_autograd_gpu.md")
TEXT = " ".join(" ".join(cell.text for cell in SOURCE.cells).split())


# --- the engine ------------------------------------------------------------------------------------------------------


def statements(code, wanted):
    """The top-level statements of some code that define one of `wanted`, or what a Value can do, by name."""
    found = {}
    for node in ast.parse(code).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in wanted:
            found[node.name] = ast.dump(node)
        if isinstance(node, ast.Assign) and ast.unparse(node).startswith(("Value.", "births")):
            found[ast.unparse(node.targets[0])] = ast.dump(node)
    return found


def test_the_lesson_writes_the_engine_that_is_tested_here():
    wanted = ("pass_back", "Value", "made", "ancestors", "backward")
    cells = [cell.solved for cell in SOURCE.cells if cell.kind == "code" and "%" not in cell.solved[:1]]
    written = {}
    for code in cells:
        written |= statements(code, wanted)
    kept = statements(inspect.getsource(answers_04), wanted)
    assert written == kept
    assert set(wanted) < set(kept)
    lines = [line for cell in cells if statements(cell, wanted) for line in cell.splitlines() if line.strip()]
    assert len(lines) <= 60  # "forty lines", and what the lesson prints beside them


@given(seed=st.integers(0, 2**32 - 1), leaves=st.integers(1, 6))
def test_the_engine_agrees_with_torch_on_random_graphs(seed, leaves):
    start = np.random.default_rng(seed).uniform(-1, 1, size=leaves)
    ours = [answers_04.Value(float(value)) for value in start]
    theirs = [torch.tensor(value, requires_grad=True) for value in start]
    mine = lesson_04.random_result(ours, lambda a, b: answers_04.made("larger", a, b), seed)
    other = lesson_04.random_result(theirs, torch.maximum, seed)
    mine.backward()
    other.backward()
    assert mine.data == pytest.approx(other.item(), rel=1e-13, abs=1e-13)
    slopes = np.array([value.grad.item() if value.grad is not None else 0.0 for value in theirs])
    np.testing.assert_allclose([value.grad for value in ours], slopes, rtol=0, atol=1e-12 * np.abs(slopes).max())


def test_calling_backward_again_gives_the_same_slopes():
    x = answers_04.Value(3.0)
    result = x * x + 4 * x - 1
    for _ in range(2):
        result.backward()
        assert (result.data, x.grad) == (20.0, 10.0)


def test_a_long_chain_needs_no_deep_recursion():
    x = total = answers_04.Value(1.0)
    for _ in range(5000):
        total = total + x
    total.backward()
    assert x.grad == 5001


# --- references ------------------------------------------------------------------------------------------------------


def test_the_gram_step_is_the_librarys():
    draw = np.random.default_rng(0)
    for rows, features in ((5, 1), (40, 4)):
        X, y, theta = draw.normal(size=(rows, features)), draw.normal(size=rows), draw.normal(size=features)
        step = gpu.step("gram", X, y, eta=0.1, theta=theta)
        step()
        mine = answers_04.gram_step(X.T @ X, X.T @ y, rows, theta, 0.1)
        np.testing.assert_allclose(mine, step.theta.numpy(), rtol=1e-12)
        np.testing.assert_allclose(mine, regression.one_step(X, y, theta, 0.1), rtol=1e-12)


@given(rows=st.integers(1, 10**7), features=st.integers(1, 500), itemsize=st.sampled_from([2, 4, 8]))
def test_intensity_is_the_librarys(rows, features, itemsize):
    assert answers_04.intensity(rows, features, itemsize) == pytest.approx(
        gpu.intensity(rows, features, "one pass", itemsize)
    )


def test_combined_workers_give_the_gradient_of_all_rows():
    X, y = parallel.example(101, 3)
    theta = torch.ones(3, dtype=torch.float64)
    bounds = list(itertools.pairwise((0, 7, 60, 101)))
    parts = np.array([parallel.gradient(X[a:b], y[a:b], theta).numpy() for a, b in bounds])
    combined = answers_04.combine(parts, np.array([b - a for a, b in bounds]))
    np.testing.assert_allclose(combined, parallel.gradient(X, y, theta).numpy(), rtol=1e-12)


def test_the_first_input_of_many_workers_is_lesson_03():
    gradients, counts = exercises.cases(answers_04.COMBINE)[0]
    np.testing.assert_allclose(answers_04.combine(gradients, counts), [-60, -45])


@given(n=st.integers(2, 12), seed=st.integers(0, 2**31), kind=st.integers(0, 3))
def test_the_diagnosis_is_what_any_predictions_of_that_shape_can_reach(n, seed, kind):
    draw = np.random.default_rng(seed)
    y, shape = draw.normal(size=n), ((n,), (n, 1), (1, n), (1,))[kind]
    terms, smallest = answers_04.diagnose(shape, y)
    assert terms == (np.zeros(shape) - y).size
    best = np.broadcast_to(y if shape[-1] == n else y.mean(), shape)
    assert np.mean((best - y) ** 2) == pytest.approx(smallest)
    for _ in range(5):  # and nothing near it is better
        assert np.mean((best + 0.1 * draw.normal(size=shape) - y) ** 2) > smallest


@given(n=st.integers(1, 20), seed=st.integers(0, 2**31))
def test_the_formula_of_the_broadcast_loss(n, seed):
    draw = np.random.default_rng(seed)
    f, y = draw.normal(1, 2, size=(n, 1)), draw.normal(size=n)
    assert np.mean((f - y) ** 2) == pytest.approx(f.var() + y.var() + (f.mean() - y.mean()) ** 2)


# --- what the text says ----------------------------------------------------------------------------------------------


def test_numbers_of_the_text_are_those_of_the_stored_table():
    table = gpu.stored("gpu_h100")
    small, large = lesson_04.seconds_at(table, 1024, 4), lesson_04.seconds_at(table, 16_777_216, 16)
    for words in (
        f"measurement of {table['date']}",
        f"the step by autograd took {1e6 * small['autograd']:.0f} µs, the formula {1e6 * small['hand']:.0f}.",
        f"That made {1e6 * small['captured autograd']:.0f} µs of the {1e6 * small['autograd']:.0f}.",
        f"on the stored H100, {1e6 * large['one pass']:.0f} µs for 1,088 MiB",
    ):
        assert words in TEXT
    assert ("prototype" in TEXT) == ("prototype" in table.get("note", ""))
    views = gpu.traffic(10_000_000, 16)
    assert "with 16 features are 0.68 GB" in TEXT and round(views / 1e9, 2) == 0.68
    assert "a quarter of a millisecond" in TEXT and views / table["bandwidth"]["read"] / 1e9 == pytest.approx(
        0.25e-3, rel=0.1
    )
    assert gpu.traffic(16_777_216, 16) // 2**20 == 1088


def test_the_gram_step_stands_lowest_and_is_first():
    rows, features = 16_777_216, 16
    seconds = lesson_04.seconds_at(gpu.stored("gpu_h100"), rows, features)
    speed = {way: gpu.work(rows, features, way) / time for way, time in seconds.items()}
    assert min(speed, key=speed.get) == min(seconds, key=seconds.get) == "gram"


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def machines():
    timing = gpu.Timing(1e-4, 0.9e-4, 2e-4, 20, 1)
    return (
        lesson_04.from_times(1e10, 1e11, dict.fromkeys(gpu.ways("cpu"), timing)),
        lesson_04.from_table("an H100", gpu.stored("gpu_h100")),
        lesson_04.from_table("a CPU", gpu.stored("cpu")),
    )


def test_the_slider_draws_at_every_corner(machines, monkeypatch):
    monkeypatch.delenv("KML_STATIC", raising=False)
    draw, names = lesson_04.least_steps(*machines)
    assert names[0] == "this machine" and len(names) == 3
    corners = [*itertools.product((4, 30), (4, 256), names[:1]), (4, 256, names[1]), (30, 4, names[2])]
    for power, features, machine in corners:
        fig, axes = new_figure(columns=2)
        sentence = draw(axes, power, features, machine)
        fig.canvas.draw()
        assert f"{2**power:,} rows × {features} on {machine}" in sentence
        assert "gram could be first" in sentence or power == 4


def test_a_static_page_shows_stored_machines_only(machines, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    assert all("stored 20" in name for name in lesson_04.least_steps(*machines)[1])


def test_more_rows_move_every_way_to_memory_but_the_gram_step(machines):
    draw, names = lesson_04.least_steps(machines[1])
    ways = len(machines[1].launch)
    for power, asked in ((4, ways), (30, 1)):
        _, axes = new_figure(columns=2)
        assert f"asking sets the pace of {asked} of {ways} ways" in draw(axes, power, 16, names[0])


def test_bars_and_roofs_are_drawn_for_a_cpu_a_mac_and_a_graphics_card():
    for place in ("cpu", "mps", "cuda"):
        times = {way: gpu.Timing(1e-3 / n, 0.9e-3 / n, 2e-3 / n, 9, 1) for n, way in enumerate(gpu.ways(place), 1)}
        fig, (left, right) = new_figure(columns=2)
        lesson_04.draw_times(left, times, place, least=1e-4)
        assert len(left.get_yticks()) == len([way for way in times if way in lesson_04.SHOWN])
        seconds = {way: time.median for way, time in times.items()}
        assert "Nearest to it comes" in lesson_04.draw_roof(right, 1000, 4, seconds, 1e10, 1e11, place)
        fig.canvas.draw()


def test_training_is_drawn():
    fig, axes = new_figure(columns=2)
    lesson_04.draw_training(axes, [3.0, 2.0], np.arange(10.0), {"one": np.arange(10.0), "other": np.zeros(10)})
    fig.canvas.draw()
    assert [text.get_text() for text in axes[1].get_legend().get_texts()] == ["perfect", "one", "other"]


def test_a_stored_table_in_microseconds():
    measured = [(1024, 4, "autograd", 648.2), (1024, 4, "captured one pass", 3.96), (2**24, 16, "one pass", 397.4)]
    measured += [(2**24, 16, "autograd", 1344.0), (2**24 + 1, 4, "captured one pass", 120.0)]  # the last: of the sweep
    names = ("rows", "features", "way", "microseconds")
    table = lesson_04.microseconds({"rows": [dict(zip(names, line, strict=True)) for line in measured]})
    assert list(table.index) == ["1,024 × 4", "16,777,216 × 16"]
    assert table.loc["16,777,216 × 16"].to_dict() == {"autograd": "1,344", "one pass": "397", "captured one pass": "–"}
    assert table.loc["1,024 × 4"].to_dict() == {"autograd": "648", "one pass": "–", "captured one pass": "4.0"}
    assert len(lesson_04.microseconds(gpu.stored("gpu_h100"))) == 6


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4e-6, "4.0 µs"), (9.99e-4, "1.0 ms"), (0.0123, "12 ms"), (3.21, "3.2 s"), (6.6e-5, "66 µs"), (1e-9, "0.0 µs")],
)
def test_times_in_words(seconds, words):
    assert lesson_04.written(seconds) == words
