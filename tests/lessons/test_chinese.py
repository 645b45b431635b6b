"""In Chinese, nothing that a lesson's exercises and predictions say stays English (its cells: tests/notebooks)."""

import re

import pytest
from proofreading import english, lost
from test_answers import EXERCISES, PREDICTIONS
from test_verdicts import foreign

import kml
from kml.core.words import _, languages, spoken
from kml.course.checking import exercises, judging
from kml.course.checking.running import Outcome

# Code that hints write without backticks, as a formula is written, and names that questions mention
NAMES = {"if", "elif", "own", "measure", "iPhone", "Twitch", "Content ID", "CRPS", "one pass", "gram"}
CODE = re.compile(
    r"\{[^{}]*\}|[\w.\[\]()]*[(\[][^，。；：？]*[)\]]|\w+ *[-+*/=<>@] *[\w(].*?(?=[，。；：？]|$)|“[^”]*”"
)


def left(text, known=()):
    """The English words in a sentence of the course, whose formulas and quotations may be in any language."""
    return english(CODE.sub("·", text), NAMES.union(known))


@pytest.fixture(autouse=True, params=languages()[1:])
def other(request):
    """Speak every language but English, one after the other."""
    with spoken(request.param):
        yield request.param


@pytest.mark.parametrize("prediction", PREDICTIONS, ids=lambda p: p.id)
def test_predictions(prediction):
    for source in (prediction.question, *(text for option in prediction.options for text in option)):
        assert left(_(source)) == [] and lost(source, _(source)) == [], _(source)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_hints_and_titles(exercise, monkeypatch):
    monkeypatch.setattr(exercises, "_hints_given", {})
    known = foreign(exercise, judging.Result("", "", "", ""))
    for source in exercise.hints:
        panel = repr(kml.hint(exercise.id))
        assert _(source) in panel and lost(source, _(source)) == []
        assert left(panel, known) == [], panel
    assert left(repr(kml.hint(exercise.id)), known) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_right_answer(exercise):
    inputs = judging.cases(exercise)[:1]
    right = [judging.answer(exercise, exercise.reference, arguments) for arguments in inputs]
    result = judging.judge(exercise, [Outcome(outcome.value) for outcome in right], inputs)
    assert result.state == "correct"
    assert english(repr(result)) == []


def test_a_formula_is_no_english_and_a_word_is():
    assert left("先写 X.T @ (X @ theta - y)，再除以 len(y)。") == []
    assert left("先写 some words，再除以 len(y)。") == ["some", "words"]
