"""In Chinese, nothing that an exercise, a prediction or a slider says stays English."""

import re

import pytest
from graders import stub

from kml.core.look import new_figure
from kml.core.words import say, spoken
from kml.course.checking import exercises, running
from kml.lessons.studio import drawing

LESSONS = [f"{number:02}" for number in range(12)]
# Code, names, titles between quotes, and what Python itself says of an error
_CODE = re.compile(
    r"`[^`]*`|“[^”]*”|\w+Error: .*|：(?:\w+, )*\w+\.$|\b[A-Za-z_]+\(|https?:\S+|\w+[_.]\w+|\b[A-Z]\w*\b|α|[a-zA-Z]\w*=",
    re.MULTILINE,
)


@pytest.fixture(autouse=True)
def chinese():
    with spoken("zh"):
        yield


def english(text):
    """What a text still says in English: three words in a row that are no code and no names."""
    lines = [line for line in text.split("\n") if not line.startswith("    ")]
    return re.findall(r"(?:[a-z]{2,}[ ,]+){2,}[a-z]{2,}", _CODE.sub("，", "\n".join(lines)))


def lesson(number):
    return exercises._lesson(number)


@pytest.mark.parametrize("number", LESSONS)
def test_predictions(number):
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
    assert english("正确 · `some code here` is no number") == ["is no number"]
    assert english("    code stays as it is\nEGM 的 XAUC") == []


def test_a_figure_with_its_legend_ticks_and_notes():
    figure, axes = new_figure(columns=2, figsize=(10, 4))
    sentence = drawing()(axes)
    figure.canvas.draw()
    texts = [text.get_text() for text in figure.findobj(match=lambda artist: hasattr(artist, "get_text"))]
    assert english("\n".join([say(sentence), *texts])) == []
    written = "".join(texts)
    assert all(word in written for word in ("广告", "房租", "模拟"))
