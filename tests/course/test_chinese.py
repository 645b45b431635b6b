"""In Chinese, nothing that an exercise, a prediction or a slider says stays English."""

import re

import pytest
from graders import stub

from kml._language import language, spoken
from kml.course import exercises, running
from kml.course.lesson_08 import EXERCISES as MONEY
from kml.course.studio import drawing

LESSONS = [f"{number:02}" for number in range(12)]
# Names that are the same in Chinese: of metrics, models, functions, people and platforms
_WORD = re.compile(r"[a-z]{3,}")
_CODE = re.compile(r"`[^`]*`|\b[A-Za-z_]+\(|https?:\S+|\w+[_.]\w+|\b[A-Z]\w*\b|α|[a-zA-Z]\w*=")


@pytest.fixture(autouse=True)
def chinese():
    with spoken("zh"):
        yield


def english(text):
    """The lower-case words of a text, without code: more than two in a row are a sentence that was not translated."""
    lines = [line for line in text.split("\n") if not line.startswith("    ")]
    plain = _CODE.sub("，", "\n".join(lines))
    return [run for run in re.findall(r"(?:[a-z]{2,}[ ,]+){2,}[a-z]{2,}", plain)]


def lesson(number):
    return exercises._lesson(number)


@pytest.mark.parametrize("number", LESSONS)
def test_predictions(number):
    from kml._language import say

    for prediction in lesson(number).PREDICTIONS:
        for text in (prediction.question, *(text for option in prediction.options for text in option)):
            assert english(say(text)) == [], text


@pytest.mark.parametrize("number", LESSONS)
def test_hints_and_titles(number):
    for exercise in lesson(number).EXERCISES:
        for _ in range(len(exercise.hints) + 1):
            assert english(repr(exercises.hint(exercise.id))) == []


@pytest.mark.parametrize("number", LESSONS)
def test_every_verdict(number):
    for exercise in lesson(number).EXERCISES:
        count = 99 if exercise.drive else len(exercises.cases(exercise)[0])
        names = running.parameters(exercise.reference, count)
        answers = [
            exercise.reference,
            stub(exercise.name, names),
            lambda *a: None,
            lambda *a: 1 / 0,
            lambda: 3,
            None,
            3,
            int,
        ]
        for answer in answers:
            panel = repr(exercises.check(exercise.id, answer))
            assert english(panel) == [], panel
        for mistake in exercise.mistakes:
            panel = repr(exercises.check(exercise.id, mistake.function))
            assert english(panel) == [], panel


def test_what_is_english_is_found():
    assert language() == "zh"
    assert english("正确 · `some code here` is a number") == ["is a number"]
    assert english("    code stays as it is\nEGM 的 XAUC") == []
    assert MONEY


def test_a_figure_with_its_legend_ticks_and_notes():
    from kml.course.figures import new_figure

    figure, axes = new_figure(columns=2, figsize=(10, 4))
    sentence = drawing()(axes)
    figure.canvas.draw()
    texts = [text.get_text() for text in figure.findobj(match=lambda artist: hasattr(artist, "get_text"))]
    assert english("\n".join([sentence, *texts])) == []
    written = "".join(texts)
    assert all(word in written for word in ("广告", "房租", "模拟"))
