"""What lessons import: no answer is among it, and its pictures and tables speak the learner's language, any."""

import importlib
import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from speaking import other_language, unsaid

from kml import monetization, mychannel, platform, watchtime
from kml.core.look import new_figure
from kml.core.words import spoken
from kml.lessons import (
    answers,
    diagrams,
    lesson_00,
    lesson_01,
    lesson_02,
    lesson_03,
    lesson_05,
    lesson_06,
    lesson_07,
    lesson_08,
    lesson_10,
)

NUMBERS = [f"{number:02}" for number in range(1, 12)]
NAMES = re.compile(r"\$[^$]*\$|KuaiRand|NumPy|\b(?:cpu|ms)\b")  # formulas, and what has no other name


@pytest.mark.parametrize("number", NUMBERS)
def test_nobody_finds_an_answer_after_a_lessons_dot(number):
    drawings = importlib.import_module(f"kml.lessons.lesson_{number}")
    lesson = importlib.import_module(f"{answers.__name__}.answers_{number}")
    hidden = {exercise.name for exercise in lesson.EXERCISES}
    hidden |= {exercise.reference.__name__ for exercise in lesson.EXERCISES}
    assert not hidden & set(dir(drawings))
    assert not any(getattr(value, "__module__", "") == lesson.__name__ for value in vars(drawings).values())


@pytest.fixture
def chinese():
    with spoken("zh"):
        yield


def written(figure):
    """All that a figure says."""
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(Text)]


def latin(texts):
    """Words in Latin letters, three letters or more, that are no names."""
    return [word for text in texts for word in re.findall(r"[A-Za-z]{2}[a-z]+", NAMES.sub("", text))]


def test_the_platform_in_chinese_and_in_two_languages(chinese):
    figure, axes = new_figure(figsize=(10, 4.6))
    diagrams.draw_platform(axes)
    assert latin(written(figure)) == []
    assert {term for _, _, _, term, _ in diagrams.BOXES.values()} < set(written(figure))
    with spoken("en"):
        figure, axes = new_figure(figsize=(10, 4.6))
        diagrams.draw_platform(axes)
        assert {"creator\n知识创作者", "① push again"} < set(written(figure))


@pytest.mark.parametrize("values", [{}, {"loss": "MAE"}, {"intercept": 5.0, "slope": 2.0}])
def test_lesson_02_in_chinese(chinese, values):
    minutes = np.array([1.0, 2.0, 3.0])
    figure, axes = new_figure(columns=2)
    said = lesson_02.line_and_bowl(minutes, 5 + 2 * minutes)(axes, **values)
    assert latin([said, *written(figure)]) == []


def test_figures_of_lesson_02_in_chinese(chinese):
    seconds = np.array([1.0, 2.0, 60.0])
    figure, axes = new_figure(columns=2)
    lesson_02.draw_watch_times(axes, seconds, seconds)
    lesson_02.draw_constants(axes, seconds, np.ones(2), np.ones(2), np.ones(2))
    lesson_02.draw_predictions(axes[0], seconds - 5)
    assert latin(written(figure)) == []


def test_figures_of_lesson_03_in_chinese(chinese):
    X, y = lesson_03.valley(10)
    paths = {batch: np.array([[0.0, 0], [1, 1]]) for batch in (1, 2, 4)}
    figure, axes = new_figure(columns=2)
    lesson_03.draw_batches(axes, X, y, paths)
    lesson_03.draw_one_weight(axes[0], 0.3)
    assert latin(written(figure)) == []


@pytest.mark.parametrize("eta", [0.01, 0.3, 0.5, 2.0])
@pytest.mark.parametrize("kappa", [1, 100])
def test_lesson_03_in_chinese(chinese, eta, kappa):
    figure, axes = new_figure(columns=2)
    said = lesson_03.draw_descent(axes, eta, kappa)
    assert latin([said, *written(figure)]) == []


@pytest.mark.parametrize("place", ["cpu", "cuda"])
def test_lesson_04_in_chinese(chinese, place, monkeypatch):
    pytest.importorskip("torch")
    from kml import gpu
    from kml.lessons import lesson_04

    monkeypatch.delenv("KML_STATIC", raising=False)
    times = {way: gpu.Timing(1e-3, 0.9e-3, 2e-3, 0.8e-3, 9, 1) for way in gpu.ways(place)}
    seconds = {way: time.median for way, time in times.items()}
    figure, axes = new_figure(columns=2)
    lesson_04.draw_times(axes[0], times, "", least=1e-4)
    texts = [lesson_04.draw_roof(axes[1], 1000, 4, seconds, 1e10, 1e11, "", (gpu.LAYER, 0.01)), *written(figure)]
    draw, names = lesson_04.least_steps(lesson_04.from_times(1e10, 1e11, times))
    for power in (4, 30):
        figure, axes = new_figure(columns=2)
        texts += [*names, draw(axes, power), *written(figure)]
    table = lesson_04.microseconds(gpu.stored("gpu_h100"))
    assert latin([*texts, table.index.name, *table.columns]) == []


@pytest.fixture(scope="module")
def feed():
    return platform.simulate_day(platform.world(viewers=100, videos=300, seed=5), seed=5)


def test_lesson_05_in_chinese(chinese, feed):
    figure, axes = new_figure(columns=2)
    lesson_05.draw_lengths(axes, feed)
    texts = written(figure)
    figure, ax = new_figure()
    lesson_05.draw_quantiles(ax, np.array([10.0, 300.0]), np.ones((2, 5)), (0.25, 0.5, 0.75, 0.9, 0.97))
    texts += written(figure)
    figure, ax = new_figure()
    lesson_05.draw_hills(ax, np.arange(3), [-2.0, -1.0, -3.0], [-1.0, -2.0, -3.0], 1, 45)
    texts += written(figure)
    draw, names = lesson_05.length_experiment({"linear": watchtime.Linear().fit(feed)}, feed)
    figure, axes = new_figure(columns=2)
    texts += [*names, draw(axes), *written(figure)]
    models, (train, test) = {"global mean": watchtime.Constant(), "mine": watchtime.Linear()}, watchtime.split(feed)
    scores = watchtime.compare(train, test, models)
    winners = lesson_05.winners(models, test, draws=3)
    for table in (scores, winners, lesson_05.by_length(feed), lesson_05.differences()):
        said = lesson_05.in_words(table)
        texts += [
            str(said.index.name or ""),
            *said.columns,
            *said.index,
            *said.select_dtypes(exclude="number").to_numpy().flat,
        ]
    measures = set(scores.columns)
    assert set(latin(text for text in texts if text not in measures)) == {"mine"}  # a learner's own name stays


FIGURES = {
    "the platform": ({}, diagrams.draw_platform, ()),
    "the way": ({}, lesson_00.draw_way, ()),
    "01": ({}, lesson_01.draw_exposure, (np.arange(9), np.ones(9))),
    "03": ({"columns": 2}, lesson_03.draw_descent, (0.3, 100)),
    "05": ({}, lesson_05.draw_hills, (np.arange(3), [-2.0, -1.0, -3.0], [-1.0, -2.0, -3.0], 1, 45)),
    "06": ({"columns": 2}, lesson_06.draw_search, ([(1, 0.02, 0.15), (8, 0.2, 0.8)], [(10, 3.5, 1.0), (2, 6.0, 0.8)])),
    "07": ({"columns": 3}, lesson_07.draw_knobs, ()),
    "08": ({"columns": 2}, lesson_08.draw_price, ()),
    "10": ({}, lesson_10.draw_deciles, ({"popularity": np.ones(10)}, np.arange(1.0, 11.0))),
}
TABLES = {
    "own rates, 01": lambda: lesson_01.per_thousand(mychannel.sample().rates()),
    "differences, 05": lambda: lesson_05.in_words(lesson_05.differences()),
    "routes, 08": lambda: pd.DataFrame(lesson_08.routes().items()),
    "platforms, 08": monetization.platforms,
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_third_language_is_spoken_in_figures_and_below_them(name):
    how, draw, values = FIGURES[name]
    with other_language():
        figure, axes = new_figure(**how)
        said = draw(axes, *values)
        texts = [text.get_text().replace("\n", "") for text in figure.findobj(Text)]
    assert [text for text in (*texts, said if isinstance(said, str) else "") if unsaid(text)] == []
    assert sum(map(bool, texts)) > 3


@pytest.mark.parametrize("name", TABLES)
def test_a_third_language_is_spoken_in_tables(name):
    with other_language():
        table = TABLES[name]()
    cells = table.select_dtypes(exclude="number").to_numpy().flat
    texts = [str(text) for text in (*table.columns, *table.index, table.index.name or "", *cells)]
    assert [text for text in texts if unsaid(text)] == []
