"""Steps to every exercise whose answer is long enough: its lines pass, a wrong one is named, the bug is found."""

import itertools

import pytest
from test_answers import EXERCISES

from kml.core.words import _, languages, spoken
from kml.course.checking import exercises, lines, steps
from kml.course.checking.listing import FIRST
from kml.course.memory import computer

LONG = [exercise for exercise in EXERCISES if steps.offered(exercise)]


@pytest.fixture(autouse=True)
def same_draw(monkeypatch):
    monkeypatch.setattr(computer, "recall", lambda name: 1)
    monkeypatch.setattr(steps, "_begun", {})


def test_where_there_are_steps():
    ids = {exercise.id for exercise in LONG}
    assert {"01.1", "03.7", "04.6", "05.6", "05.7", "06.6", "07.6"} < ids
    assert not {"00.1", "02.1", "03.1", "10.3"} & ids


@pytest.mark.parametrize("exercise", LONG, ids=lambda e: e.id)
def test_the_lines_in_order_pass(exercise):
    head, rows = lines.taken_apart(exercise.reference)
    assert exercises.grade(exercise, lines.made(exercise, head, rows)).state == "correct"


@pytest.mark.parametrize("exercise", LONG[::3], ids=lambda e: e.id)
def test_a_wrong_line_is_named_as_in_check(exercise):
    head, rows = lines.taken_apart(exercise.reference)
    for place, wrong, because in lines.wrong_lines(exercise, "order", steps.EXTRA):
        assert wrong.text not in [row.text for row in rows]
        result = exercises.grade(exercise, lines.made(exercise, head, [*rows[:place], wrong, *rows[place + 1 :]]))
        assert result.state == "not yet" and because in result.reason
        assert because in [mistake.because for mistake in exercise.mistakes]


@pytest.mark.parametrize(
    ("exercise", "language"), list(zip(LONG, itertools.cycle(languages()))), ids=lambda one: getattr(one, "id", one)
)
def test_the_bug_is_found_and_said_in_the_language_in_use(exercise, language):
    __, rows = lines.taken_apart(exercise.reference)
    with spoken(language):
        listing = steps.bug(exercise)
        (place,) = [k for k, row in enumerate(listing.rows) if row != rows[k]]
        (choose,) = listing.on_line.values()
        answers = [choose(k)[1] for k in range(len(rows))]
        told = {_(mistake.because) for mistake in exercise.mistakes}
    assert [answer.state == "correct" for answer in answers] == [k == place for k in range(len(rows))]
    assert sum(because in answers[place].lines[0] for because in told) == 1
    for k in {*range(len(rows))} - {place}:
        assert str(k + FIRST) in answers[k].lines[0]
        assert ("down" in answers[k].lines[0] or "up" in answers[k].lines[0]) == (language == "en")
