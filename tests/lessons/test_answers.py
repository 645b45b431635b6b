"""Every exercise and prediction of every lesson that there is."""

import ast
import importlib
import pkgutil
import re
from collections import Counter

import pytest
from graders import grade_the_grader

from kml.core.words import _, languages, spoken
from kml.course.checking import exercises
from kml.lessons import answers

LESSONS = {
    module.name[-2:]: importlib.import_module(f"kml.lessons.answers.{module.name}")
    for module in pkgutil.iter_modules(answers.__path__)
    if re.fullmatch(r"answers_\d\d", module.name)
}
EXERCISES = [exercise for lesson in LESSONS.values() for exercise in lesson.EXERCISES]
PREDICTIONS = [prediction for lesson in LESSONS.values() for prediction in lesson.PREDICTIONS]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_the_grader_of_each_exercise(exercise):
    grade_the_grader(exercise)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_each_declaration_is_complete(exercise):
    assert exercises.find(exercise.id) is exercise
    assert exercise.name.isidentifier()
    assert exercise.title and not exercise.title.endswith(".")
    assert exercise.minutes >= 1 and exercise.points >= 1
    assert exercise.difficulty in (1, 2, 3) and exercise.importance in (1, 2, 3)
    for text in (*exercise.hints, *(mistake.because for mistake in exercise.mistakes)):
        assert text.rstrip("`").endswith((".", "?")), f"a sentence ends with a full stop: {text}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_the_solution_that_is_shown_passes_its_own_check(exercise):
    source = "\n".join(line[4:] for line in exercises.solution(exercise.id).lines)
    names = dict(exercise.reference.__globals__)  # what a lesson has by then: NumPy and the functions before this one
    exec(source, names)
    result = exercises.grade(exercise, names[exercise.reference.__name__])
    assert result.state == "correct", f"{source}\n{result}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_solution_is_the_same_code_in_each_language_with_its_docstring_said(exercise):
    code, docstring = _shown(exercise)
    for language in languages()[1:]:
        with spoken(language):
            assert _shown(exercise)[0] == code
            assert _shown(exercise)[1] == _(docstring) != docstring


def _shown(exercise):
    """What `kml.solution` shows: (the code without its docstring, the docstring)."""
    tree = ast.parse("\n".join(line[4:] for line in exercises.solution(exercise.id).lines))
    docstring = ast.get_docstring(tree.body[0])
    del tree.body[0].body[0]
    return ast.dump(tree), docstring


def test_no_place_gives_a_right_answer_away():
    """JupyterLab shuffles the answers for each learner; a page or a printed solution has them as they are declared."""
    rights = Counter(prediction.answer for prediction in PREDICTIONS)
    for place in range(3):
        assert len(PREDICTIONS) / 5 <= rights[place] <= len(PREDICTIONS) / 2, rights


@pytest.mark.parametrize("prediction", PREDICTIONS, ids=lambda p: p.id)
def test_each_prediction_is_complete(prediction):
    assert exercises.find(prediction.id, among="PREDICTIONS") is prediction
    assert prediction.question.endswith("?")
    assert 2 <= len(prediction.options) <= 5
    assert 0 <= prediction.answer < len(prediction.options)
    answers = [answer for answer, __ in prediction.options]
    assert len(set(answers)) == len(answers)
    for answer, response in prediction.options:
        assert answer and response.endswith((".", "?")), f"{answer}: each option has a response, a full sentence"


@pytest.mark.parametrize("number", LESSONS)
def test_each_lesson_has_its_exercises(number):
    lesson = LESSONS[number]
    ids = [exercise.id for exercise in lesson.EXERCISES]
    assert ids == [f"{number}.{n}" for n in range(1, len(ids) + 1)]
    assert len(ids) == 1 if number == "00" else 4 <= len(ids) <= 7
    assert [prediction.id for prediction in lesson.PREDICTIONS] == [
        f"{number}.p{n}" for n in range(1, len(lesson.PREDICTIONS) + 1)
    ]
    assert lesson.PREDICTIONS, "a lesson asks for one prediction at least"
    names = [exercise.name for exercise in lesson.EXERCISES]
    assert len(set(names)) == len(names)
