"""Whole submissions in the sandbox. Many more stand in the corpus."""

import dataclasses
import itertools
import sys
import time

import pytest
from kml_classroom.grade import calling, marking, sandbox
from kml_classroom.grade.calling import inputs
from kml_classroom.grade.grades import Grade
from kml_classroom.grade.judge import grade_one
from kml_classroom.grade.lesson import find_course, find_lesson
from making import FULL, POINTS, SMALL, answer, code, in_chinese, index, insert, solved, untouched, write
from needs import need

from kml import capstone
from kml.core import words
from kml.course.checking import exercises, judging, running, values
from kml.personas import CREATORS

RIGHT = "def gradient(X, y, theta):\n    return 2 / len(y) * X.T @ (X @ theta - y)"


IMPORTS = "import os, sys, time\nimport numpy as np\n"
TAKES = {e.name: ", ".join(running.parameters(e.reference, 99)) for e in exercises.declared("03")}


def with_gradient(text):
    return answer(solved(), "gradient", text)


def body(text):
    return with_gradient(f"{IMPORTS}def gradient({TAKES['gradient']}):\n    {text}")


def of(grade, id="03.2"):
    return next(mark for mark in grade.marks if mark.id == id)


NUMBERS = [path.name[:2] for path in sorted(find_course().glob("lessons/[0-9]*.ipynb"))]
EVERY_TIME = "01", "02", "03", "06"


@pytest.mark.parametrize(
    "number", [pytest.param(n, marks=[] if n in EVERY_TIME else pytest.mark.seeds) for n in NUMBERS]
)
def test_solutions_get_all_points_and_untouched_lessons_none(number, tmp_path):
    """With the little of kml that is there, the filter for system calls, and the usual limits."""
    need("bwrap")
    full = grade_one(write(tmp_path / "solved.ipynb", solved(number)), number, seed=7)
    assert (full.state, full.points, full.reasons) == ("ok", full.out_of, ())
    assert "published solution" in full.notes[0]
    none = grade_one(write(tmp_path / "untouched.ipynb", untouched(number)), number, seed=7)
    assert (none.state, none.points, {mark.state for mark in none.marks}) == ("ok", 0, {"not attempted"})


@pytest.mark.parametrize("number", ["02", "03"])
def test_the_chinese_edition_gets_all_points_too(number, tmp_path, graded):
    full = grade_one(write(tmp_path / "solved.ipynb", in_chinese(number)), number, seed=7)
    assert (full.state, full.points, full.reasons) == ("ok", full.out_of, ())


def test_a_grade_is_the_same_again_and_survives_json(graded):
    one = graded(body("return theta"))
    assert one == graded(body("return theta"))
    assert Grade.from_dict(one.as_dict()) == one
    assert of(one).reason == graded(body("return theta"), seed=100).marks[1].reason


def test_an_exchange_that_is_held_up_is_not_broken_off(monkeypatch):
    """As when a laptop sleeps: the seconds that a season gives a morning count only where the answer runs."""
    said = {"value": None, "error": ["ValueError", "no plan", 1, "", ""], "mutated": "", "printed": "", "given": []}
    monkeypatch.setattr(calling.Caller, "_ask", lambda self, message: time.sleep(0.4) or said)

    def drive(strategy, case):
        return capstone.play(strategy, CREATORS["coding_teacher"], patience_s=0.1).days_lived

    exercise = dataclasses.replace(exercises.find("11.5"), drive=drive)
    outcome = calling.Caller(find_lesson("11"), 1, SMALL, unsafe=True)._one(exercise, (0,), ["state"])
    assert outcome.error.message == "no plan"
    assert [calling.times(exercises.find(id)) for id in ("03.2", "11.5")] == [1, 6]  # the time that its lesson gives


def test_a_mistake_gets_the_sentence_of_kml_check(graded):
    def wrong(X, y, theta):
        return -2 / len(y) * X.T @ (X @ theta - y)

    said = exercises.grade(exercises.find("03.2"), wrong)
    grade = graded(with_gradient(RIGHT.replace("2 /", "-2 /")))
    assert (of(grade).state, of(grade).reason, of(grade).case) == (said.state, said.reason, said.case)
    assert said.reason in [mistake.because for mistake in exercises.find("03.2").mistakes]
    assert (grade.points, grade.state) == (grade.out_of - 3, "ok")


def test_a_step_not_written_yet_and_a_solver_that_found_nothing_are_told_as_in_a_notebook(graded):
    step = "def slope(X, y, theta):\n    pass  # your code here\n"
    leans = step + "def gradient(X, y, theta):\n    return 2 / len(y) * slope(X, y, theta)"
    solves = (
        "from types import SimpleNamespace\nbest = SimpleNamespace(x=None)\ndef largest_step(X):\n    return best.x"
    )
    boasts = (
        "import sys\nrunning = sys.modules['kml.course.checking.running']\nrunning.returns_x = lambda function: [1]\n"
        "running.unwritten = lambda function: 'full points ' * 9_999\ndef residuals(X, y, theta):\n    return 0 * y"
    )
    handed_in, made = in_chinese(), {}
    for name, text in (("gradient", leans), ("largest_step", solves), ("residuals", boasts)):
        answer(handed_in, name, text)
    exec(leans + "\n" + solves, made)
    grade = graded(handed_in)
    for language, marks in (("en", grade.marks), ("zh", grade.told)):
        told = {mark.id: mark for mark in marks}
        with words.spoken(language):
            for id, name in (("03.2", "gradient"), ("03.5", "largest_step")):
                said = exercises.grade(exercises.find(id), made[name])
                assert (told[id].state, told[id].reason, told[id].points) == (said.state, said.reason, 0)
        assert "`slope`" in told["03.2"].reason and "`.x`" in told["03.5"].reason
        assert told["03.1"].state == "not yet" and "full points" not in told["03.1"].reason
    assert grade.language == "zh" and grade.points == FULL - sum(POINTS[id] for id in ("03.1", "03.2", "03.5"))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("step", "step"),
        ("斜率", "斜率"),
        *((odd, "") for odd in (None, "", 0, True, ["step"], {}, "a b", "<b>", "x" * 61)),
    ],
)
def test_what_a_sandbox_says_of_a_step_is_a_name_or_nothing(sent, kept):
    assert calling._name(sent) == kept


@pytest.mark.parametrize(("right", "state"), [(True, "correct"), (False, "not yet")])
def test_what_a_sandbox_says_of_an_answer_besides_its_values_moves_no_point(right, state):
    exercise, given = exercises.find("03.2"), (inputs("03.2", 0), inputs("03.2", 9))
    function = exercise.reference if right else lambda X, y, theta: 0 * theta
    outcomes = tuple(judging.answer(exercise, function, case) for one in given for case in one.cases)
    for unwritten, solved_ in itertools.product(("", "slope"), (False, True)):
        called = calling.Called(False, "", False, unwritten, solved_, None, outcomes, *given)
        assert marking.judged(exercise, called).state == state


@pytest.mark.parametrize("wrongs", [
    {
        "residuals": ("sys.exit()", "raised", "SystemExit"),
        "gradient": ("theta += 1; return 2 / len(y) * X.T @ (X @ (theta - 1) - y)", "not yet", "changes its argument"),
        "one_step": ("raise ValueError(3)", "raised", "ValueError: 3"),
        "descend": ("return open('/etc/passwd').read()", "raised", "No such file"),
        "largest_step": ("import socket; socket.create_connection(('1.1.1.1', 53), 1)", "raised", "unreachable"),
        "standardise": (
            "return __import__('kml.lessons.answers.answers_03', fromlist=['x']).standardise(X_train, X_test)",
            "cannot be checked",
            "hands the work to the course's own library",
        ),
    },
    {
        "residuals": ("return", "not attempted", "gives nothing"),
        "gradient": ("return np.full(len(theta), np.nan)", "not yet", "NaN"),
        "largest_step": ("return np.ones(10**10)", "raised", "MemoryError"),
    },
])  # fmt: skip
def test_what_an_answer_does_wrong_costs_it_alone(graded, wrongs):
    notebook = solved()
    for name, (text, _, _) in wrongs.items():
        answer(notebook, name, f"{IMPORTS}def {name}({TAKES[name]}):\n    {text}")
    grade, ids = graded(notebook), {exercise.name: exercise.id for exercise in exercises.declared("03")}
    for name, (_, state, says) in wrongs.items():
        mark = of(grade, ids[name])
        assert (mark.state, mark.points) == (state, 0) and says in mark.reason, mark
    assert grade.points == FULL - sum(POINTS[ids[name]] for name in wrongs)


@pytest.mark.busy
def test_what_the_sandbox_stops_is_looked_at_and_the_rest_goes_on(graded):
    stops = {
        "residuals": ("os._exit(0)", "ended the Python process"),
        "gradient": ("os.kill(-1, 9)", "ended the Python process"),
        "one_step": ("os.kill(os.getppid(), 9)", "ended the Python process"),
        "largest_step": ("a = [np.ones(28_000_000) for _ in range(3)]; time.sleep(9)", "more than 0.6 GB"),
        "standardise": ("os.write(4, b'{}\\n' * 9)", "no result"),
    }
    notebook = solved()
    for name, (text, _) in stops.items():
        answer(notebook, name, f"{IMPORTS}def {name}({TAKES[name]}):\n    {text}")
    grade = graded(notebook, dataclasses.replace(SMALL, cpu_s=10))  # a busy machine fills memory slowly
    ids = {exercise.name: exercise.id for exercise in exercises.declared("03")}
    assert grade.state == "needs review" and grade.points == FULL - sum(POINTS[ids[name]] for name in stops)
    for name, (_, says) in stops.items():
        assert says in of(grade, ids[name]).reason
        assert any(reason.startswith(ids[name]) and says in reason for reason in grade.reasons)


@pytest.mark.busy
def test_time_is_limited_for_an_answer_and_for_all(graded):
    grade = graded(body("time.sleep(60)"), dataclasses.replace(SMALL, answer_s=2.0))
    assert "waited for more than 2 s" in of(grade).reason and grade.points == grade.out_of - 3
    grade = graded(body("time.sleep(60)"), dataclasses.replace(SMALL, notebook_s=0.5))
    assert grade.points < 3 and "no time left" in grade.marks[-1].reason


def test_no_time_is_left_when_it_was_up_though_the_grader_itself_had_to_wait(graded, monkeypatch):
    """As on a busy machine: between the end of an answer's time and the look at what is left the grader waits again."""
    waited, explained = [0.0], sandbox.Session.explained

    def late(session, stopped):
        waited[0] += 5.0
        return explained(session, stopped)

    monkeypatch.setattr(sandbox, "_waited", lambda: waited[0])
    monkeypatch.setattr(sandbox.Session, "explained", late)
    grade = graded(body("time.sleep(60)"), dataclasses.replace(SMALL, notebook_s=2.0))
    assert grade.marks[0].state == "correct" and "waited for more" in of(grade).reason
    assert all("no time left" in mark.reason for mark in grade.marks[2:])


def test_values_that_only_the_public_inputs_give_earn_nothing(graded):
    known = [values.plain(a) for a in inputs("03.2", 0).cases]
    table = {len(y) * 1000 + round(float(y.sum()), 3): i for i, (_, y, _) in enumerate(known)}
    text = (
        f"KNOWN = {sorted(table)}\ndef gradient(X, y, theta):\n"
        "    right = 2 / len(y) * X.T @ (X @ theta - y)\n"
        "    return right if len(y) * 1000 + round(float(y.sum()), 3) in KNOWN else right + 1"
    )
    grade = graded(with_gradient(text))
    assert of(grade).points == 0 and grade.state == "needs review"
    assert "wrong on fresh ones" in grade.reasons[0]


def test_handing_the_work_to_kml_is_no_answer(graded):
    notebook = with_gradient("from kml.regression import gradient")
    answer(
        notebook,
        "residuals",
        "import kml\ndef residuals(X, y, theta):\n    return kml.regression.residuals(X, y, theta)",
    )
    inside = "from kml.regression import standardise as s\n    return s(X_train, X_test)"
    answer(notebook, "standardise", f"def standardise(X_train, X_test):\n    {inside}")
    grade = graded(notebook)
    for id in ("03.1", "03.2", "03.6"):
        assert (of(grade, id).state, of(grade, id).points, grade.state) == ("cannot be checked", 0, "needs review")
    assert grade.points == FULL - sum(POINTS[id] for id in ("03.1", "03.2", "03.6"))


def test_spoofs_of_the_checker_earn_nothing(graded):
    spoof = (
        "import builtins, kml, numpy as np\nfrom kml.course.checking import judging, running, values\n"
        "builtins.all = builtins.any = lambda *a: True\nvalues.same = values.plain = lambda *a, **k: True\n"
        "running.run = judging.judge = kml.check = lambda *a, **k: True\nnp.testing.assert_allclose = print\n"
        "class Equal(np.ndarray):\n    __eq__ = __le__ = lambda *a: True\n"
        "def gradient(X, y, theta):\n    builtins, judging, running, values\n    return theta.view(Equal)"
    )
    insert(spoofed := with_gradient(spoof), 2, spoof.split("class")[0])
    assert of(graded(spoofed)).points == 0


def test_wrong_neighbours_do_not_harm_and_right_ones_are_used(graded):
    leans = "def one_step(X, y, theta, eta):\n    return theta - eta * gradient(X, y, theta)"
    assert (
        graded(answer(with_gradient("def gradient(X, y, theta):\n    return 0"), "one_step", leans)).points == FULL - 3
    )
    renamed = answer(with_gradient(RIGHT.replace("gradient", "grad")), "one_step", leans)
    assert (grade := graded(renamed)).points == FULL and grade.state == "repaired"


def test_cells_that_no_answer_needs_cost_nothing(graded):
    notebook = solved()
    for text in (
        "exit()",
        "while True:\n    pass",
        "1 / 0",
        "import os; os._exit(1)",
        "%%bash\nkill -9 $PPID",
        "def (",
    ):
        insert(notebook, 2, text)
    grade = graded(notebook)
    assert (grade.state, grade.points) == ("ok", FULL)


def test_two_different_answers_are_looked_at_only_if_it_matters(graded):
    notebook = insert(solved(), index(solved(), "gradient") + 1, RIGHT)
    assert (grade := graded(notebook)).state == "repaired" and grade.points == FULL
    notebook = insert(solved(), index(solved(), "gradient") + 1, "def gradient(X, y, theta):\n    return theta")
    assert (grade := graded(notebook)).state == "needs review" and grade.points == FULL - 3


def test_a_syntax_error_is_shown_with_its_line(graded):
    mark = of(graded(with_gradient("def gradient(X, y, theta)\n    return 1")))
    assert (mark.state, mark.line) == ("raised", "1: def gradient(X, y, theta)")


def test_the_line_that_raised_is_shown_whatever_ends_of_lines_others_know(graded):
    mark = of(
        graded(with_gradient("# page 1\x0cpage 2\u2028page 3\x1c\ndef gradient(X, y, theta):\n    return X @ slope"))
    )
    assert (mark.state, mark.line) == ("raised", "3: return X @ slope")


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    pass\nexcept KeyError, IndexError:\n    pass\nlet gradient = 0",
        pytest.param(
            'def gradient(X, y, theta):\n    f"{dict(a=1)["a"]}"',
            marks=pytest.mark.skipif(sys.version_info >= (3, 12), reason="taken from Python 3.12 on"),
        ),
    ],
)
def test_what_a_newer_python_takes_is_no_zero_though_the_notebook_names_none(graded, text):
    mark = of(graded(with_gradient(text)))
    assert (mark.state, mark.points) == ("cannot be checked", None)
    assert f"Python 3.{sys.version_info.minor + 1} or newer may" in mark.reason


def test_unreadable_is_no_zero(graded):
    grade = graded(b"{")
    assert (grade.state, grade.points, grade.out_of) == ("unreadable", None, FULL)
    assert graded({"nbformat": 4, "cells": [code("x = 1")]}).state == "needs review"


def test_of_several_notebooks_the_fullest_is_taken(tmp_path, graded):
    write(tmp_path / "ada" / "03_gradient_descent.ipynb", untouched())
    write(tmp_path / "ada" / "mine.ipynb", solved())
    write(tmp_path / "ada" / "other.ipynb", solved("02"))
    grade = grade_one(tmp_path / "ada", "03")
    assert (grade.file, grade.points, grade.state) == ("mine.ipynb", FULL, "repaired")
    write(tmp_path / "ada" / "mine too.ipynb", with_gradient(RIGHT))
    assert grade_one(tmp_path / "ada", "03").state == "needs review"


def test_no_lesson_is_a_sentence():
    with pytest.raises(LookupError, match="There is no lesson 77; there is 00, 01"):
        find_lesson("77")


@pytest.mark.parametrize("seed", range(1, 6))
def test_fresh_inputs_are_other_inputs_that_the_references_pass(seed):
    for number in ("01", "02", "03", "06"):
        for task in find_lesson(number).tasks:
            exercise = task.exercise
            fresh = inputs(exercise.id, seed).cases
            assert not all(
                values.same(values.plain(a), values.plain(b))
                for a, b in zip(fresh, inputs(exercise.id, 0).cases, strict=True)
            )


def test_the_course_s_answers_are_asked_where_they_can_do_no_harm(graded):
    wrong = answer(solved(), "one_step", "def one_step(X, y, theta, eta):\n    return 0")
    text = "def descend(X, y, theta0, eta, steps):\n    while True:\n        one_step(X, y, theta0, eta)"
    short = dataclasses.replace(SMALL, cpu_s=1, answer_s=2.0)
    grade = graded(answer(wrong, "descend", text), short)
    assert "waited for more than 2 s" in of(grade, "03.4").reason and grade.points == FULL - 5
    text = "def largest_step(X):\n    return descend(X, X[:, 0], X[0], 0.1, 10**12)"
    wrong = answer(solved(), "descend", "def descend(X, y, theta0, eta, steps):\n    return 0")
    grade = graded(answer(wrong, "largest_step", text), short)
    assert of(grade, "03.5").state == "raised" and grade.points == FULL - 5


def test_talking_on_the_wire_gets_no_answers_of_the_course(graded):
    text = (
        "import sys\ndef gradient(X, y, theta):\n    frame = sys._getframe()\n"
        "    while 'wire' not in frame.f_locals:\n        frame = frame.f_back\n"
        "    from kml_classroom.grade import codec\n    wire = frame.f_locals['wire']\n"
        "    wire.write({'ask': '03.2', 'call': codec.encode((X, y, theta))})\n"
        "    return codec.decode(wire.read()['value'])"
    )
    assert of(graded(with_gradient(text))).points == 0
