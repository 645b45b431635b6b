"""Lesson 04: the engine it writes agrees with PyTorch, its references with the library, its figures hold."""

import ast
import inspect
import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import source

from kml import platform, regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_04
from kml.lessons.answers import answers_04

torch = pytest.importorskip("torch")

from kml import gpu  # noqa: E402
from kml.gpu import parallel  # noqa: E402

SOURCE = source("04_autograd_gpu")
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
    wanted = ("pass_back", "Value", "made", "ancestors", "backward", "network")
    cells = [cell.solved for cell in SOURCE.cells if cell.kind == "code" and "%" not in cell.solved[:1]]
    written = {}
    for code in cells:
        written |= statements(code, wanted)
    kept = statements(inspect.getsource(answers_04), wanted)
    assert written == kept
    assert set(wanted) < set(kept)
    engine = [cell for cell in cells if {"backward", "ancestors", "made", "Value"} & set(statements(cell, wanted))]
    lines = [line for cell in engine for line in cell.splitlines() if line.strip()]
    assert 35 <= len(lines) <= 45  # "forty lines"


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


def test_pytorch_adds_its_slopes_up_from_call_to_call():
    x = torch.tensor(3.0, requires_grad=True)
    for slope in (10, 20):  # as section 4 says
        (x * x + 4 * x).backward()
        assert x.grad.item() == slope


@given(number=st.floats(-3, 3), n=st.integers(2, 5), by=st.floats(0.5, 4))
def test_minus_powers_and_division_are_python_s_own(number, n, by):
    x = answers_04.Value(number)
    for result, value, slope in (
        (-x, -number, -1.0),
        (3 - x, 3 - number, -1.0),
        (x - 3, number - 3, 1.0),
        (x**n, number**n, n * number ** (n - 1)),
        (x / by, number / by, 1 / by),
        ((x * x).larger(1.0), max(number**2, 1.0), 2 * number if number**2 > 1 else 0.0),
    ):
        result.backward()
        assert (result.data, x.grad) == (pytest.approx(value), pytest.approx(slope))


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


# --- the network -----------------------------------------------------------------------------------------------------

START = [0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, -1.0, 0.0]
COUNTS = (30, 100, 300, 1000)


def two_days(seed):
    """What the lesson's cells make of a world: (length, watched) of all views, which are of the first day, x and y."""
    world = platform.world(viewers=1000, videos=1500, seed=seed)
    log = platform.simulate_day(world, days=2, seed=seed).query("duration_ms <= 300_000")
    views = np.array([log["duration_ms"], log["play_time_ms"]]) / 1000
    first = (log["date"] == log["date"].min()).to_numpy()
    group = np.searchsorted(np.quantile(views[0, first], np.arange(1, 20) / 20), views[0])
    days = [np.array([views[:, day & (group == k)].mean(axis=1) for k in range(20)]) for day in (first, ~first)]
    middle, spread = days[0].mean(axis=0), days[0].std(axis=0)
    return views, first, [((day - middle) / spread).T for day in days], middle, spread


def errors_next_day(days):
    """The error on the second day of the first day's line and of the network that the engine trains; its weights."""
    (x, y), (x_next, y_next) = days
    __, weights = answers_04.train(x.tolist(), y.tolist(), START, 0.1, 300)
    line = np.polyval(np.polyfit(x, y, 1), x_next)
    fits = line, lesson_04.network_of_numbers(x_next, weights)
    return *(np.mean((fit - y_next) ** 2) for fit in fits), weights


def at_whole_minutes(weights, middle, spread):
    """Seconds that such a network predicts for videos of one minute to four."""
    at = (60 * np.arange(1, 5) - middle[0]) / spread[0]
    return lesson_04.network_of_numbers(at, weights) * spread[1] + middle[1]


def wins(views, first):
    """{model: (draws won against the average of 20, the middle and the mean gain)} by the number of views."""
    found = lesson_04.sizes(views[:, first], views[:, ~first], COUNTS)
    return {
        model: ((gain > 0).sum(axis=1), np.median(gain, axis=1), gain.mean(axis=1)) for model, gain in found.items()
    }


def stated(pattern):
    """The numbers that a sentence of the lesson states."""
    return [float(number.replace(",", "")) for number in re.search(pattern, TEXT).groups()]


@pytest.fixture(scope="module")
def here():
    return two_days(4)


def test_the_network_of_the_lesson_and_what_is_said_about_its_curve(here):
    __, first, ((x, y), *__), middle, spread = here
    losses, weights = answers_04.train(x.tolist(), y.tolist(), START, 0.1, 300)
    assert losses[0] == pytest.approx(1) and losses[-1] < 0.1
    assert [round(each, -3) for each in (first.sum(), (~first).sum())] == [31_000, 31_000]
    minutes = at_whole_minutes(weights, middle, spread)
    assert round(minutes[1] - minutes[0]) == 4 and 0 < minutes[3] - minutes[2] < 2
    line, network, __ = errors_next_day(here[2])
    assert network < line / 2


def test_the_curve_of_a_trained_network_is_in_seconds_again():
    middle, spread = {"length": 100.0, "watched": 20.0}, {"length": 50.0, "watched": 5.0}
    lengths, seconds = lesson_04.curve_in_seconds([1.0, 2.0, 0.0, 3.0], middle, spread)
    assert (lengths[0], lengths[-1]) == (0, 300)
    assert (seconds[0], seconds[-1]) == (pytest.approx(25), pytest.approx(20 + 5 * (1 + 3 * 2 * 4)))


def test_the_engine_and_pytorch_train_the_same_network(here):
    x, y = here[2][0]
    losses, weights = answers_04.train(x.tolist(), y.tolist(), START, 0.1, 60)
    hidden, out = torch.nn.Linear(1, 3), torch.nn.Linear(3, 1)
    model = torch.nn.Sequential(hidden, torch.nn.ReLU(), out).double()
    with torch.no_grad():
        hidden.weight.fill_(1.0)
        hidden.bias.copy_(torch.tensor([1.0, 0.0, -1.0]))
        out.weight.zero_()
        out.bias.zero_()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for expected in losses:
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(torch.tensor(x).unsqueeze(1)), torch.tensor(y).unsqueeze(1))
        loss.backward()
        optimizer.step()
        assert loss.item() == pytest.approx(expected, rel=1e-10)
    assert model(torch.tensor([[0.7]], dtype=torch.float64)).item() == pytest.approx(
        float(lesson_04.network_of_numbers(0.7, weights))
    )


def test_few_views_are_better_served_by_the_average(here):
    found = wins(*here[:2])
    assert (found["network"][0][0] < 10) and (found["network"][0][-1] >= 18) and (found["line"][0][-1] >= 18)
    assert round(100 * found["network"][1][-1]) == 2
    assert found["line"][0][1] > 12 and found["network"][0][1] <= 10  # a hundred: "the network is not yet"


@pytest.mark.seeds
def test_in_twelve_other_worlds_the_network_beats_the_line_and_a_thousand_views_beat_the_average():
    falls, few, hundred, many, gains, on_average, steps = [], [], [], [], [], [], []
    for seed in range(20, 32):
        views, first, days, middle, spread = two_days(seed)
        line, network, weights = errors_next_day(days)
        steps.append(np.diff(at_whole_minutes(weights, middle, spread))[[0, 2]])
        falls.append(100 * (1 - network / line))
        found = wins(views, first)
        on_average.append(found["line"][2])
        few.append(20 - found["network"][0][0])
        hundred.append(found["line"][0][1])
        many.append(min(found[model][0][-1] for model in found))
        gains.append(100 * found["network"][1][-1])
        assert abs(found["line"][1][-1] - found["network"][1][-1]) < 0.01  # "nearly as good"
    assert np.max(on_average, axis=0)[0] < 0, "with 30 views the average is best on average, in each world"
    assert 3 <= np.sum(np.array(on_average)[:, 1] < 0) <= 9, "with 100 the line is no better on average"
    first_step, last_step = np.transpose(steps)
    assert first_step.min() > 4 and first_step.max() < 8 and (last_step < 4.5).all() and (last_step < 0).any()
    low, high = stated(r"in all twelve, by (\d+) to (\d+) %")
    assert (round(min(falls)), round(max(falls))) == (low, high)
    lost, line_won, both_won, low, high = stated(
        r"lost at least (\d+) of 20 draws, at 100 the line won at least (\d+), at 1,000 both won at least (\d+), and "
        r"the network's gain was ([\d.]+) to ([\d.]+) %"
    )
    assert (min(few), min(hundred), min(many)) == (lost, line_won, both_won)
    assert (round(min(gains), 1), round(max(gains), 1)) == (low, high)


def test_a_learner_s_first_step_is_told_what_it_gives():
    say = lesson_04.network_by_hand
    assert say(answers_04.network, answers_04.Value).startswith("Step 1 is right")
    assert say(lambda x, weights: None, answers_04.Value) == "Step 1 is not written yet."
    assert "yours gives 5.0, by hand it is 25" in say(lambda x, weights: weights[0], answers_04.Value)
    told = say(lambda x, weights: max(0, weights[0] * x), answers_04.Value)
    assert told.startswith("Step 1, for x = 2: a Value cannot be compared with a number. Write (w * x + c).larger(0.0)")
    assert "TypeError: " in say(lambda x, weights: sum(weights[0]), answers_04.Value)


# --- what the text says ----------------------------------------------------------------------------------------------


def test_numbers_of_the_text_are_those_of_the_stored_table():
    table = gpu.stored("gpu_h100")
    small, large = lesson_04.seconds_at(table, 1024, 4), lesson_04.seconds_at(table, 16_777_216, 16)
    on_cpu = lesson_04.seconds_at(gpu.stored("cpu"), 1024, 4)  # "often takes longer than on a CPU"
    assert all(small[way] > on_cpu[way] for way in ("autograd", "hand"))
    fetching = gpu.traffic(2**24, 16) / table["bandwidth"]["read"] / 1e9
    assert large["one pass"] == pytest.approx(fetching, rel=0.01)  # "as fast as the best bare reading there"
    for words in (
        f"measurement of {table['date']}",
        f"the step by autograd took {1e6 * small['autograd']:.0f} µs, the formula {1e6 * small['hand']:.0f}.",
        f"That made {1e6 * small['captured autograd']:.0f} µs of the {1e6 * small['autograd']:.0f}.",
        f"on the stored H100 it made the roof, {1e6 * large['one pass']:.0f} µs for 1,088 MiB",
    ):
        assert words in TEXT
    assert ("prototype" in TEXT) == ("prototype" in table.get("note", ""))
    views = gpu.traffic(10_000_000, 16)
    assert "with 16 features are 0.68 GB" in TEXT and round(views / 1e9, 2) == 0.68
    assert "a quarter of a millisecond" in TEXT and views / table["bandwidth"]["read"] / 1e9 == pytest.approx(
        0.25e-3, rel=0.1
    )
    assert gpu.traffic(16_777_216, 16) // 2**20 == 1088


@pytest.mark.busy
def test_on_any_machine_autograd_is_slow_on_little_data_and_one_pass_first_on_much():
    little = gpu.compare(1024, 4, rounds=15)
    assert little["autograd"].best > 2 * little["hand"].best
    much = gpu.measure_roof(2**20, 16, rounds=4)
    seconds = {way: time.best for way, time in much.times.items()}
    assert min(seconds, key=seconds.get) == "gram"
    assert seconds["one pass"] < min(seconds["hand"], seconds["autograd"])
    assert gpu.layer_work(*gpu.LAYER) / gpu.layer_traffic(*gpu.LAYER) > much.peak / much.read  # beyond the corner


def test_a_layer_does_as_many_operations_per_byte_as_the_text_says():
    assert stated(r"that makes (\d+) operations per byte") == [
        round(gpu.layer_work(*gpu.LAYER) / gpu.layer_traffic(*gpu.LAYER))
    ]
    assert stated(r"with (\d+) inputs and (\d+) outputs, for a batch of ([\d,]+) ex") == [*gpu.LAYER[1:], gpu.LAYER[0]]


def test_the_gram_step_stands_lowest_and_is_first():
    rows, features = 16_777_216, 16
    seconds = lesson_04.seconds_at(gpu.stored("gpu_h100"), rows, features)
    speed = {way: gpu.work(rows, features, way) / time for way, time in seconds.items()}
    assert min(speed, key=speed.get) == min(seconds, key=seconds.get) == "gram"


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def machines():
    timing = gpu.Timing(1e-4, 0.9e-4, 2e-4, 0.8e-4, 20, 1)
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
        assert "is that of gram" in sentence or power == 4


def test_a_static_page_shows_stored_machines_only(machines, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    assert all("stored 20" in name for name in lesson_04.least_steps(*machines)[1])


def test_more_rows_move_every_way_to_memory_but_the_gram_step(machines):
    draw, names = lesson_04.least_steps(machines[1])
    ways = len(machines[1].launch)
    for power, asked in ((4, ways), (30, 1)):
        _, axes = new_figure(columns=2)
        assert f"launching takes longest in {asked} of {ways} ways" in draw(axes, power, 16, names[0])


def test_dots_and_roofs_are_drawn_for_a_cpu_a_mac_and_a_graphics_card():
    for place in ("cpu", "mps", "cuda"):
        times = {
            way: gpu.Timing(1e-3 / n, 0.9e-3 / n, 2e-3 / n, 0.8e-3 / n, 9, 1)
            for n, way in enumerate(gpu.ways(place), 1)
        }
        fig, (left, right) = new_figure(columns=2)
        lesson_04.draw_times(left, times, place, least=1e-4)
        assert len(left.get_yticks()) == len([way for way in times if way in lesson_04.SHOWN])
        seconds = {way: time.median for way, time in times.items()}
        layer = (gpu.LAYER, 0.05)
        assert "Nearest to it comes" in lesson_04.draw_roof(right, 1000, 4, seconds, 1e10, 1e11, place, layer)
        fig.canvas.draw()
        legend = [text.get_text() for text in right.get_legend().get_texts()]
        assert legend[-1] == "a layer, 50 ms" and len(legend) == len(times.keys() & set(lesson_04.SHOWN)) + 1


def test_a_way_looks_the_same_in_every_picture():
    seconds = {way: 1e-3 for way in lesson_04.SHOWN}
    __, axes = new_figure(columns=2)
    lesson_04.draw_roof(axes[0], 1000, 4, seconds, 1e10, 1e11, "")
    lesson_04.draw_roof(axes[1], 2**24, 16, {way: seconds[way] for way in ("gram", "hand")}, 1e10, None, "")
    looks = [
        {line.get_label().split(",")[0]: (line.get_color(), line.get_marker()) for line in ax.lines} for ax in axes
    ]
    assert all(looks[0][way] == looks[1][way] for way in ("gram", "hand"))
    assert looks[0]["hand"] == looks[0]["captured hand"] and len(set(looks[0].values())) >= 5


def test_points_fits_and_sizes_are_drawn():
    day = {"length": np.array([10.0, 100.0]), "watched": np.array([5.0, 20.0])}
    fig, (left, right) = new_figure(columns=2)
    lesson_04.draw_network(left, day, day, {"a line": ([0, 300], [4, 30])})
    gains = {model: np.full((4, 5), 0.01) for model in ("line", "network")}
    lesson_04.draw_sizes(right, COUNTS, gains)
    fig.canvas.draw()
    assert [text.get_text() for text in right.get_xticklabels()] == ["30", "100", "300", "1,000"]
    assert len(left.get_legend().get_texts()) == 3


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
