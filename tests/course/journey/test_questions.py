"""Questions from earlier lessons: which are due on which day, and what comes of an answer."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kml
from kml.core import words
from kml.course.checking import exercises
from kml.course.journey import questions
from kml.course.journey.bank import QUESTIONS
from kml.course.journey.questions import GAP_DAYS, MOST, TIMES, answered, ask, due
from kml.course.memory import diary, solved

DAY = datetime.date(2026, 11, 2)


def after(days):
    return DAY + datetime.timedelta(days)


@pytest.fixture
def two_lessons():
    """A learner who has solved an exercise of lesson 00, and a day later one of lesson 01."""
    solved.keep("00.1", 1, None, DAY)
    solved.keep("01.2", 2, None, after(1))


def test_every_lesson_but_the_last_has_three_or_four_questions_and_each_is_whole():
    lessons = [question.lesson for question in QUESTIONS]
    assert set(lessons) == set(exercises.numbers()[:-1]) and {lessons.count(one) for one in lessons} <= {3, 4}
    assert (
        len({question.id for question in QUESTIONS}) == len({question.text for question in QUESTIONS}) == len(lessons)
    )
    for question in QUESTIONS:
        assert len(set(question.answers)) == 3 and 0 <= question.right < 3, question.id
        assert question.text.endswith(("?", "…")) and question.why.endswith("."), question.id
        with words.spoken(words.languages()[-1]):
            for text in (question.text, *question.answers, question.why):
                assert words._(text) != text or text in ("XAUC",), text


def test_nothing_is_due_before_something_was_learned_or_on_the_same_day(two_lessons):
    assert due(after(GAP_DAYS - 1)) == []
    assert {question.lesson for question in due(after(GAP_DAYS))} == {"00"}
    assert {question.lesson for question in due(after(GAP_DAYS + 1))} == {"00", "01"}


def test_who_has_solved_nothing_is_asked_nothing():
    assert due(DAY) == [] and ask(DAY) == []


def test_a_lesson_asks_only_what_was_before_it(two_lessons):
    day = after(30)
    assert {question.lesson for question in due(day, "01")} == {"00"}
    assert due(day, "00") == [] and len(due(day, "09")) == len(due(day))


def test_gaps_are_equal_and_end_after_so_many_right_answers(two_lessons):
    question, day = due(after(GAP_DAYS))[0], after(GAP_DAYS)
    for time in range(TIMES):
        assert question in due(day)
        answered(question, time < TIMES, day)
        assert question not in due(day) and question not in due(day + datetime.timedelta(GAP_DAYS - 1))
        day += datetime.timedelta(GAP_DAYS)
    assert question not in due(day + datetime.timedelta(1000))


def test_a_wrong_answer_comes_back_after_the_same_gap(two_lessons):
    question = due(after(GAP_DAYS))[0]
    for round in range(1, 6):
        assert question in due(after(round * GAP_DAYS))
        answered(question, False, after(round * GAP_DAYS))


def test_what_waits_longest_comes_first(two_lessons):
    first, second, third = due(after(10))[:3]
    assert (first.lesson, second.lesson, third.lesson) == ("00", "00", "00")
    answered(first, False, after(4))
    assert due(after(10))[-1] == first


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(QUESTIONS), st.booleans()), max_size=12), st.integers(0, 90)
)
def test_due_questions_are_those_that_have_waited(tmp_path_factory, history, day):
    """Whatever was answered when: a clock that goes back too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KML_JOURNEY", str(tmp_path_factory.mktemp("journey")))
        for number in exercises.numbers():
            solved.keep(f"{number}.1", 1, None, DAY)
        last, right = {}, {}
        for when, question, correct in history:
            answered(question, correct, after(when))
            last[question], right[question] = when, right.get(question, 0) + correct
        expected = {
            question
            for question in QUESTIONS
            if day - last.get(question, 0) >= GAP_DAYS and right.get(question, 0) < TIMES
        }
        assert set(due(after(day))) == expected


def test_at_most_three_are_shown_with_their_answers_and_the_first_answer_counts(two_lessons, capsys):
    shown = ask(after(9))
    assert len(shown) == MOST == 3
    out = capsys.readouterr().out
    assert out.startswith("Do you still know? · 3 questions") and all(question.text in out for question in shown)
    choice = questions._Choice(shown[0], after(9))
    right = choice.order.index(shown[0].right)
    choice.radio.index = (right + 1) % 3
    assert "Not this one. The answer: " in choice.status.value and shown[0].why in choice.status.value
    assert choice.radio.disabled and diary.read("questions")[shown[0].id] == {"date": "2026-11-11", "right": 0}
    choice.radio.index = right
    assert diary.read("questions")[shown[0].id]["right"] == 0
    other = questions._Choice(shown[1], after(9))
    other.radio.index = other.order.index(shown[1].right)
    assert other.status.value.count("Right.") == 1 and diary.read("questions")[shown[1].id]["right"] == 1
    assert not {shown[0], shown[1]} & set(due(after(9)))


def test_setup_asks_on_another_day_in_the_lesson_that_runs(monkeypatch, capsys):
    for id in ("00.1", "01.2"):
        solved.keep(id, 1, None, datetime.date.today() - datetime.timedelta(GAP_DAYS))
    monkeypatch.setenv("JPY_SESSION_NAME", "lessons/01_platform.ipynb")
    kml.setup()
    out = capsys.readouterr().out
    assert "Lesson 00: " in out and "Lesson 01: " not in out
    monkeypatch.setenv("JPY_SESSION_NAME", "lessons/00_start_here.ipynb")
    kml.setup()
    assert "Question" not in capsys.readouterr().out


def test_a_build_asks_nothing(two_lessons, monkeypatch, capsys):
    monkeypatch.setenv("KML_STATIC", "1")
    assert ask(after(9)) == []
    kml.setup()
    assert "Question" not in capsys.readouterr().out


@pytest.mark.parametrize("content", ["{", '{"course": "kml", "questions": 3, "exercises": {}}'])
def test_a_spoiled_file_asks_nothing_and_stops_nothing(folder, content, capsys):
    (folder / diary.NAME).write_text(content)
    assert ask(DAY) == []
    answered(QUESTIONS[0], True, DAY)
    kml.setup()
    assert (folder / diary.NAME).read_text() == content


@pytest.mark.parametrize("noted", [3, {}, {"date": "soon"}, {"date": "2026-11-02", "right": "x"}, {"right": 9.5}])
def test_an_answer_that_somebody_spoiled_by_hand_counts_as_none(two_lessons, noted):
    diary.note("questions", "00.q1", value=noted)
    assert QUESTIONS[0] in due(after(9))
    answered(QUESTIONS[0], True, after(9))
    assert diary.read("questions")["00.q1"] == {"date": "2026-11-11", "right": 1}
