"""The exercise engine on an exercise of its own, so that it is tested whatever the lessons hold."""

import dataclasses
import functools
import sys
import time
import types

import nbformat
import numpy as np
import pandas as pd
import pytest
from graders import grade_the_grader, stub
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient

import kml
from kml.course.checking import exercises, judging, running, values
from kml.course.checking.exercises import Exercise, Mistake, Outcome


def gradient(X, y, theta):
    """The gradient of the mean squared error."""
    return 2 / len(y) * X.T @ (X @ theta - y)


def scaled_in_place(X, y, theta):
    X *= 1.0
    theta -= 1
    return gradient(X, y, theta + 1)


def inputs(rng, k):
    n, d = 3 + 2 * k, 2 + k % 2
    X, y, theta = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    return X.round(2), y.round(2), theta.round(2)


GRADIENT = Exercise(
    id="98.1",
    name="gradient",
    title="The gradient",
    term="梯度",
    minutes=5,
    difficulty=2,
    importance=3,
    points=2,
    hints=("Write the error of one sample first.", "The factor is 2 / n."),
    inputs=inputs,
    reference=gradient,
    mistakes=(
        Mistake(lambda X, y, theta: -gradient(X, y, theta), "This is minus the gradient: stepping along it climbs."),
        Mistake(lambda X, y, theta: gradient(X, y, theta) * len(y), "This is the sum over the samples, not the mean."),
        Mistake(lambda X, y, theta: gradient(X, y, theta) / 2, "The 2 of the square has got lost."),
        Mistake(scaled_in_place, "This moves theta itself while it works."),
    ),
)


def ratio(watched, duration):
    """Watched share of each video; NaN where the duration is not known."""
    return [w / d if d else float("nan") for w, d in zip(watched, duration, strict=True)]


RATIO = Exercise(
    id="98.2",
    name="ratio",
    title="Watch ratio",
    minutes=3,
    difficulty=1,
    importance=1,
    points=1,
    hints=("One.", "Two."),
    inputs=lambda rng, k: ([k + 1.0] * (k + 1), [float(n) for n in range(k, 2 * k + 1)]),
    reference=ratio,
    mistakes=(
        Mistake(lambda watched, duration: [w / d for w, d in zip(watched, duration, strict=True)], "Zero is a gap."),
        Mistake(lambda watched, duration: [0.0 for _ in watched], "Not every ratio is zero."),
        Mistake(lambda watched, duration: [w / (d or 1) for w, d in zip(watched, duration, strict=True)], "Not 1 s."),
    ),
    properties=(lambda arguments, result: "A ratio is never negative." if min(result) < 0 else None,),
)


@pytest.fixture(autouse=True)
def lesson(monkeypatch):
    """A lesson 98 that holds the two exercises."""
    module = types.ModuleType("kml.lessons.answers.answers_98")
    module.EXERCISES = (GRADIENT, RATIO)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(exercises, "_hints_given", {})
    return module


def state(function, id="98.1"):
    result = kml.check(id, function)
    assert result._repr_html_() and repr(result)
    return result.state


@pytest.mark.parametrize("exercise", [GRADIENT, RATIO], ids=lambda e: e.id)
def test_the_graders_of_this_file_are_graded(exercise):
    grade_the_grader(exercise)


def test_the_grader_of_graders_finds_bad_exercises():
    from dataclasses import replace

    toothless = Mistake(lambda X, y, theta: gradient(X, y, theta), "Nothing is wrong with this.")
    with pytest.raises(AssertionError, match="gives the right results"):
        grade_the_grader(replace(GRADIENT, mistakes=(*GRADIENT.mistakes, toothless)))
    doubled = Mistake(lambda X, y, theta: gradient(X, y, -theta) * 0 - gradient(X, y, theta), "The same as the first.")
    with pytest.raises(AssertionError, match="expected 'The same as the first"):
        grade_the_grader(replace(GRADIENT, mistakes=(*GRADIENT.mistakes, doubled)))
    with pytest.raises(AssertionError, match="three mistakes"):
        grade_the_grader(replace(GRADIENT, mistakes=GRADIENT.mistakes[:2]))
    with pytest.raises(AssertionError, match="zeros is accepted"):
        grade_the_grader(replace(GRADIENT, atol=1e9, mistakes=GRADIENT.mistakes[3:] * 1 + _wrong_shapes()))


def _wrong_shapes():
    return (
        Mistake(lambda X, y, theta: 1.0, "A number is not a gradient."),
        Mistake(lambda X, y, theta: X, "X is not a gradient."),
    )


# ── the five answers ───────────────────────────────────────────────────────────────────────────────────────────────


def test_correct_gives_the_points_and_counts_the_inputs():
    result = kml.check("98.1", gradient)
    assert (result.state, result.points, result.out_of, result.case) == ("correct", 2, 2, ())
    assert repr(result) == "Correct · 98.1 · The gradient · 梯度 · 2 of 2 points\nRight on all 8 inputs."


def test_a_known_mistake_is_named_with_the_smallest_input():
    result = kml.check("98.1", lambda X, y, theta: -gradient(X, y, theta))
    assert result.state == "not yet"
    assert result.reason == "This is minus the gradient: stepping along it climbs."
    heads = [line.split()[0] for line in result.case if not line.startswith(" ")]  # a table goes on below
    assert heads == ["X", "y", "theta", "yours:", "expected:"]
    smallest = exercises.cases(GRADIENT)[0]
    assert f"y = {values.shown(smallest[1])}" in result.case
    assert 'kml.hint("98.1")' in repr(result)


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        '"""Doc."""',
        '"""Doc."""\n    pass  # your code here',
        "return None",
        '"""Doc."""\n    ...',
        "return",
    ],
)
def test_an_untouched_stub_is_not_attempted_with_no_source_to_read(body):
    made = {}
    exec(f"def gradient(X, y, theta):\n    {body}", made)
    assert state(made["gradient"]) == "not attempted"


def test_a_title_that_is_the_term_is_said_once():
    named = dataclasses.replace(GRADIENT, term="梯度")
    assert judging.not_attempted(named).title == f"{GRADIENT.title} · 梯度"
    assert judging.not_attempted(dataclasses.replace(named, title="梯度")).title == "梯度"


def test_a_stub_with_given_lines_is_not_attempted():
    def gradient(X, y, theta):
        errors = X @ theta - y
        errors = errors * 2
        pass  # your code here

    assert state(gradient) == "not attempted"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("return 2 / len(y) * X.T @ step(X, y, theta)", "`step`, which your function calls, is not written yet"),
        ("return step(X, y, theta)", "`step`, which your function calls"),  # no error, only None
        ("return sum([step(X, y, theta) for row in X])", "`step`, which your function calls"),
        ("return gradient(X, y, theta) if y.size else step(X, y, theta)", "Right on all"),  # it is not needed
        ("return -gradient(X, y, theta)", "minus the gradient"),
    ],
)
def test_a_step_that_is_not_written_yet_is_named(line, said):
    made = {"gradient": gradient}
    untouched = '"""Step 1."""\n    pass  # your code here'
    exec(f"def step(X, y, theta):\n    {untouched}\ndef all_of_it(X, y, theta):\n    {line}", made)
    assert said in judging.grade(GRADIENT, made["all_of_it"]).reason


def test_a_function_that_wraps_itself_is_asked_for_its_steps_too():
    def wrapped(X, y, theta):
        return step(X, y, theta)

    def step(X, y, theta):
        pass

    wrapped.__wrapped__ = wrapped
    assert running.unwritten(wrapped) == "" and running.unwritten(print) == ""


@pytest.mark.parametrize("body", ["return 'None'", "return 0", "return X", "return ..."])
def test_a_short_answer_is_not_a_stub(body):
    made = {}
    exec(f"def gradient(X, y, theta):\n    {body}", made)
    assert state(made["gradient"]) == "not yet"


def test_a_left_comment_does_not_make_a_right_answer_a_stub():
    def answer(X, y, theta):
        # your code here
        return gradient(X, y, theta)

    assert state(answer) == "correct"


def test_an_exception_shows_the_learners_line():
    def answer(X, y, theta):
        count = 0
        return X / len(y[:0]) + 1 // count

    result = kml.check("98.1", answer)
    assert result.state == "raised"
    assert result.reason.startswith("Something is divided by 0")
    assert result.exception == "ZeroDivisionError: integer division or modulo by zero"
    first = answer.__code__.co_firstlineno
    assert result.line == f"{first + 2}: return X / len(y[:0]) + 1 // count"
    assert "Traceback" not in repr(result) and "running.py" not in repr(result)


def _an_earlier_step(X):
    return 1 / len(X[:0])


def test_an_exception_of_another_function_names_it():
    def gradient(X, y, theta):
        return _an_earlier_step(X)

    assert "Your line (in `_an_earlier_step`):" in repr(exercises.grade(GRADIENT, gradient))

    def gradient(X, y, theta):
        return 1 / 0

    assert "\nYour line:\n" in repr(exercises.grade(GRADIENT, gradient))


def test_the_line_shown_is_theirs_even_when_a_library_raises_below_it():
    def answer(X, y, theta):
        return np.linalg.solve(X, np.zeros(1000))

    result = kml.check("98.1", answer)
    assert result.state == "raised"
    assert "np.linalg.solve" in result.line


def test_an_exception_of_a_known_mistake_brings_its_sentence():
    result = kml.check("98.2", lambda watched, duration: [w / d for w, d in zip(watched, duration, strict=True)])
    assert result.state == "raised"
    assert result.reason == "Zero is a gap." and result.exception.startswith("ZeroDivisionError")


def test_line_numbers_count_within_the_cell_of_a_real_kernel():
    cells = [
        "import kml, inspect\nfrom kml.course.checking import exercises\n"
        "names = ', '.join(inspect.signature(exercises.find('00.1').reference).parameters)",
        "x = 1\nexec(f'def answer({names}): return broken()')\ndef broken():\n    a = 1\n    return a / 0",
        'kml.check("00.1", answer)',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = notebook.cells[2].outputs[0]["data"]
    assert "    5: return a / 0\n" in shown["text/plain"]
    assert 'role="status"' in shown["text/html"] and "ipykernel" not in shown["text/html"]


class Hostile:
    """Raises at every touch."""

    def _no(self, *arguments, **named):
        raise ValueError("hostile")

    __eq__ = __array__ = __repr__ = __str__ = __len__ = __iter__ = __bool__ = __float__ = __getattr__ = _no
    __hash__ = None

    @property
    def __class__(self):
        raise ValueError("hostile")


class HostileCall(Hostile):
    def __call__(self, X, y, theta):
        return 1


class HostileError(Exception):
    def __str__(self):
        raise RuntimeError("no message")


class HostileArray(np.ndarray):
    __eq__ = __array__ = __repr__ = __float__ = Hostile._no
    __hash__ = None


class HostileFloat(float):
    __eq__ = __repr__ = __float__ = __sub__ = __rsub__ = Hostile._no
    __hash__ = None


class HostileList(list):
    __eq__ = __repr__ = __len__ = __iter__ = Hostile._no
    __hash__ = None


def _raise(problem):
    raise problem


def _for_ever():
    while True:
        yield 1


def _circle():
    circle = []
    circle.append(circle)
    return circle


@pytest.mark.parametrize(
    "answer, expected",
    [
        (lambda X, y, theta: Hostile(), "not yet"),
        (lambda X, y, theta: [Hostile(), Hostile()], "not yet"),
        (lambda X, y, theta: {"a": Hostile()}, "not yet"),
        (lambda X, y, theta: np.array([1, None], dtype=object), "not yet"),
        (lambda X, y, theta: np.zeros(2).view(HostileArray), "not yet"),
        (lambda X, y, theta: gradient(X, y, theta).view(HostileArray), "correct"),
        (lambda X, y, theta: HostileFloat(1), "not yet"),
        (lambda X, y, theta: HostileList([1, 2]), "not yet"),
        (lambda X, y, theta: _for_ever(), "not yet"),
        (lambda X, y, theta: _circle(), "not yet"),
        (lambda X, y, theta: {1, 2}, "not yet"),
        (lambda X, y, theta: 10**400, "not yet"),
        (lambda X, y, theta: 1j, "not yet"),
        (lambda X, y, theta: gradient, "not yet"),
        (lambda X, y, theta: None, "not attempted"),
        (lambda X, y, theta: [None, None], "not yet"),
        (lambda X, y, theta: float("nan"), "not yet"),
        (lambda X, y, theta: gradient(X, y, theta) * np.nan, "not yet"),
        (lambda X, y, theta: gradient(X, y, theta) / 0, "not yet"),
        (lambda X, y, theta: gradient(X, y, theta) * 0, "not yet"),
        (lambda X, y, theta: gradient(X, y, theta) > 0, "not yet"),
        (lambda X, y, theta: gradient(X, y, theta)[:, None], "not yet"),
        (lambda X, y, theta: list(gradient(X, y, theta)), "correct"),
        (lambda X, y, theta: gradient(X, y, theta).astype(str), "not yet"),
        (lambda X, y, theta: gradient(X, y, theta).astype(np.longdouble), "correct"),
        (lambda X, y, theta: gradient(X, y, theta).astype(np.float32).astype(float), "correct"),
        (lambda *arguments: gradient(*arguments), "correct"),
        (lambda X, y, theta, extra=1: gradient(X, y, theta), "correct"),
        (functools.partial(gradient), "correct"),
        (np.vectorize(gradient), "raised"),
        (lambda X, y, theta: _raise(HostileError()), "raised"),
        (lambda X, y, theta: sys.exit(3), "raised"),
        (lambda X, y, theta: _raise(GeneratorExit()), "raised"),
        (lambda X, y, theta: eval("1 +"), "raised"),
        (lambda X, y, theta: (lambda f: f(f))(lambda f: f(f)), "raised"),
        (print, "not yet"),
        (max, "raised"),
        (None, "cannot be checked"),
        (3.5, "cannot be checked"),
        (np.zeros(2), "cannot be checked"),
        ("gradient", "cannot be checked"),
        (Exercise, "cannot be checked"),
        (lambda X, y: 0, "cannot be checked"),
        (len, "cannot be checked"),
        (lambda X, *, y, theta: 0, "cannot be checked"),
    ],
)
def test_check_never_raises_and_never_passes_a_wrong_answer(answer, expected):
    assert state(answer) == expected


def test_a_hostile_object_is_no_function_and_no_id():
    assert state(Hostile()) == "cannot be checked"
    assert state(HostileCall()) == "cannot be checked"
    assert "<Hostile> is no id" in kml.check(Hostile(), gradient).reason


def test_an_async_function_leaves_no_warning(recwarn):
    async def answer(X, y, theta):
        return 1

    assert state(answer) == "not yet"
    assert not [warning for warning in recwarn if "never awaited" in str(warning.message)]


def test_the_wrong_number_of_arguments_is_said():
    result = kml.check("98.1", lambda X, y: 0)
    assert result.reason == "Your function takes 2 arguments, the exercise calls it with 3: X, y, theta."


def test_a_forgotten_return_is_said():
    def answer(X, y, theta):
        result = gradient(X, y, theta)
        result += 0

    assert "is there a `return`" in kml.check("98.1", answer).reason

    def sometimes(X, y, theta):
        if len(y) < 4:
            return gradient(X, y, theta)

    assert "None on this input" in kml.check("98.1", sometimes).reason


def test_a_known_mistake_that_gives_nothing_on_some_inputs_is_told_as_that():
    """Such as a `return` inside of a loop: on the smallest input on which it gives something, and something wrong."""

    def sometimes(X, y, theta):
        return -gradient(X, y, theta) if len(y) > 4 else None

    known = dataclasses.replace(GRADIENT, mistakes=(Mistake(sometimes, "Only long tables get an answer."),))
    told = judging.grade(known, sometimes)
    assert (told.state, told.reason) == ("not yet", "Only long tables get an answer.")
    assert "None" not in " ".join(told.case)


def test_a_changed_argument_is_named():
    def answer(X, y, theta):
        right = gradient(X, y, theta)
        y -= 1
        return right

    result = kml.check("98.1", answer)
    assert result.state == "not yet"
    assert "changes its argument `y`" in result.reason


def test_a_broadcast_square_is_explained():
    result = kml.check("98.1", lambda X, y, theta: theta[:, None] - theta)
    assert "did a column meet a row" in result.reason and "(2, 2)" in result.reason


def test_a_broken_property_comes_before_the_value():
    result = kml.check("98.2", lambda watched, duration: [-1.0 - i % 2 for i, _ in enumerate(watched)])
    assert result.reason == "A ratio is never negative."


@pytest.mark.busy
def test_a_loop_that_does_not_end_is_called_off(monkeypatch):
    lesson = types.ModuleType("kml.lessons.answers.answers_98")
    lesson.EXERCISES = (dataclasses.replace(GRADIENT, seconds=0.3),)
    monkeypatch.setitem(sys.modules, lesson.__name__, lesson)

    def answer(X, y, theta):
        while True:
            theta = theta * 1.0

    began = time.monotonic()
    result = kml.check("98.1", answer)
    assert time.monotonic() - began < 20
    assert result.state == "not yet" and "not come back after 0.3 seconds" in result.reason


def test_a_slip_that_nobody_declared_is_told_without_the_answer():
    result = kml.check("98.1", lambda X, y, theta: 3 * gradient(X, y, theta))
    assert result.state == "not yet" and "3 times the right one" in result.reason


def test_what_a_number_does_is_looked_at_where_it_is_zero(monkeypatch):
    def shrunk(y, ridge):
        return y / (1 + ridge)

    exercise = dataclasses.replace(
        GRADIENT, reference=shrunk, mistakes=(), properties=(),
        inputs=lambda rng, k: (rng.normal(size=4).round(2) + 3, 0.5 + k),
    )  # fmt: skip
    lesson = types.ModuleType("kml.lessons.answers.answers_98")
    lesson.EXERCISES = (exercise,)
    monkeypatch.setitem(sys.modules, lesson.__name__, lesson)
    reason = kml.check("98.1", lambda y, ridge: y / (1 + ridge**1.5 + ridge * y)).reason
    assert reason == "With `ridge` = 0 your answer is right: look at what it does with `ridge`."


def test_what_differs_is_marked_in_words_and_signs():
    def answer(X, y, theta):
        result = gradient(X, y, theta)
        result[-1] += 1
        return result

    *__, yours, expected, legend = kml.check("98.1", answer).case
    assert yours.count("«") == 1 and "»]" in yours and "«" not in expected
    assert legend == "«…» marks what differs"


def test_right_numbers_count_whatever_holds_them():
    torch = pytest.importorskip("torch")
    for made in (list, tuple, pd.Series, torch.as_tensor, lambda row: row.astype(np.float32)):
        assert state(lambda X, y, theta, made=made: made(gradient(X, y, theta))) == "correct", made


def test_later_cells_get_arrays_whatever_a_right_answer_gives():
    given = kml.checkpoint("98.1", lambda X, y, theta: list(gradient(X, y, theta)))
    result = given(*exercises.cases(GRADIENT)[0])
    assert isinstance(result, np.ndarray)
    assert kml.checkpoint("98.1", gradient) is gradient


def test_nan_is_right_only_where_the_reference_has_it():
    def everywhere(watched, duration):
        return [float("nan") for _ in watched]

    def nowhere(watched, duration):
        return [w / d if d else 7.0 for w, d in zip(watched, duration, strict=True)]

    assert state(ratio, "98.2") == "correct"
    assert state(everywhere, "98.2") == "not yet"
    assert state(nowhere, "98.2") == "not yet"


def test_what_the_function_prints_is_shown_once_and_goes_nowhere_else(capsys):
    def answer(X, y, theta):
        print("<b>rows</b>", len(y))
        print("noise " * 5000, file=sys.stderr)
        return -gradient(X, y, theta)

    result = kml.check("98.1", answer)
    assert capsys.readouterr() == ("", "")
    assert result.printed.startswith("<b>rows</b> 3\n") and len(result.printed) <= 1000
    assert "&lt;b&gt;rows" in result._repr_html_() and "<b>rows" not in result._repr_html_()


def test_keyboard_interrupt_passes():
    with pytest.raises(KeyboardInterrupt):
        kml.check("98.1", lambda X, y, theta: _raise(KeyboardInterrupt()))


@pytest.mark.parametrize(
    "id, words",
    [
        ("99.9", "There is no lesson 99; there is 00"),
        ("98.9", "There is no exercise 98.9 in lesson 98; there is 98.1, 98.2."),
        ("98.p1", "There is no exercise 98.p1"),
        ("gradient", "gradient is no id of the course"),
        (98.1, "98.1 is no id"),
        (None, "None is no id"),
        (gradient, "<function> is no id"),
        ("../../98.1", "is no id"),
    ],
)
def test_an_unknown_id_is_said_by_every_name(id, words, capsys):
    result = kml.check(id, gradient)
    assert result.state == "cannot be checked"
    assert words in result.reason
    assert kml.checkpoint(id, gradient) is gradient
    assert "id" in repr(kml.hint(id)) or "no" in repr(kml.hint(id))
    assert repr(kml.solution(id))


def test_a_lesson_that_cannot_be_loaded_is_the_courses_fault(monkeypatch):
    monkeypatch.setattr(exercises, "_lesson", lambda number: _raise(SyntaxError("broken")))
    result = kml.check("98.1", gradient)
    assert result.state == "cannot be checked" and "fault of the course" in result.reason
    assert kml.checkpoint("98.1", gradient) is gradient


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner) | st.sets(st.text()),
    max_leaves=8,
))  # fmt: skip
def test_no_plain_object_passes_or_breaks_the_check(value):
    result = exercises.grade(GRADIENT, lambda X, y, theta: value)
    assert result.state == "not yet"
    assert repr(result) and result._repr_html_()


# ── judging what was run elsewhere ─────────────────────────────────────────────────────────────────────────────────


def test_judge_needs_no_function():
    right = [Outcome(gradient(*arguments)) for arguments in exercises.cases(GRADIENT)]
    assert exercises.judge(GRADIENT, right).state == "correct"
    assert exercises.judge(GRADIENT, right[:-1]).reason == "Only 7 of 8 inputs were answered."
    negative = [Outcome(-outcome.value) for outcome in right]
    assert exercises.judge(GRADIENT, negative).reason == GRADIENT.mistakes[0].because
    failed = [*right[:-1], Outcome(error=running.Failure("MemoryError", ""))]
    result = exercises.judge(GRADIENT, failed)
    assert (result.state, result.reason, result.line) == ("raised", "MemoryError.", "")


def test_one_wrong_case_is_enough_and_is_the_one_shown():
    outcomes = [Outcome(gradient(*arguments)) for arguments in exercises.cases(GRADIENT)]
    outcomes[5] = Outcome(outcomes[5].value + [0, 0, 1e-3][: len(outcomes[5].value)])
    result = exercises.judge(GRADIENT, outcomes)
    assert "differs on 1 of 8 inputs" in result.reason and "at [2]" in result.reason
    assert result.case[1] == f"y = {values.shown(exercises.cases(GRADIENT)[5][1])}"


@given(st.integers(0, 7), st.sampled_from([np.nan, np.inf, -np.inf, 1e300]))
def test_one_odd_number_anywhere_is_refused(k, odd):
    outcomes = [Outcome(gradient(*arguments)) for arguments in exercises.cases(GRADIENT)]
    outcomes[k].value[0] = odd
    assert exercises.judge(GRADIENT, outcomes).state == "not yet"


def test_results_are_the_same_at_every_call():
    def answer(X, y, theta):
        raise ValueError(object())

    first, again = (repr(kml.check("98.1", answer)) for _ in range(2))
    assert first == again and " at 0x" not in first


def test_a_broken_reference_is_not_the_learners_fault(lesson):
    from dataclasses import replace

    lesson.EXERCISES = (replace(GRADIENT, reference=lambda X, y, theta: _raise(ValueError())),)
    result = kml.check("98.1", gradient)
    assert result.state == "cannot be checked" and "no fault of your code" in result.reason


# ── checkpoint, hint, solution ─────────────────────────────────────────────────────────────────────────────────────


def test_checkpoint_keeps_a_right_function_silently(capsys):
    def answer(X, y, theta):
        return gradient(X, y, theta)

    assert kml.checkpoint("98.1", answer) is answer
    assert capsys.readouterr().out == ""


def test_checkpoint_replaces_the_rest_and_says_so(capsys):
    course = kml.checkpoint("98.1", stub("gradient", ["X", "y", "theta"]))
    assert "the course's own `gradient`, because yours is not finished yet." in capsys.readouterr().out
    kml.checkpoint("98.1", lambda X, y, theta: theta)
    assert "because yours has not passed its check yet." in capsys.readouterr().out
    arguments = exercises.cases(GRADIENT)[0]
    np.testing.assert_array_equal(course(*arguments), gradient(*arguments))
    result = kml.check("98.1", course)
    assert result.state == "cannot be checked" and "the course's answer" in result.reason
    assert not hasattr(gradient, "_kml_course_answer")
    kml.checkpoint("98.1", course)
    assert "the course's own" in capsys.readouterr().out


def test_hints_come_one_layer_at_a_time():
    assert repr(kml.hint("98.1")) == "Hint 1 of 2 · 98.1 · The gradient\nWrite the error of one sample first."
    assert repr(kml.hint("98.1")).startswith("Hint 2 of 2")
    for _ in range(2):
        assert "That was the last hint" in repr(kml.hint("98.1")) and 'kml.solution("98.1")' in repr(kml.hint("98.1"))
    assert repr(kml.hint("98.2")).startswith("Hint 1 of 2")


def test_solution_leaves_out_the_lines_that_check_arguments(lesson):
    from dataclasses import replace

    from kml.core.arguments import array, number

    def step(X, eta):
        """One step.

        More about it.
        """
        X = array("X", X, ndim=2)
        eta = number(
            "eta",
            eta,
        )
        half = number
        return half, X * eta

    lesson.EXERCISES = (replace(GRADIENT, reference=step),)
    text = repr(kml.solution("98.1"))
    assert "array(" not in text and "number(" not in text and '"eta"' not in text
    assert "half = number" in text and "return half, X * eta" in text and "    def step(X, eta):" in text


def test_solution_without_source_says_so(lesson):
    from dataclasses import replace

    made = {}
    exec("def gradient(X, y, theta):\n    return 1", made)
    lesson.EXERCISES = (replace(GRADIENT, reference=made["gradient"]),)
    assert "cannot be read" in repr(kml.solution("98.1"))


def _walk(strategy, goal):
    """Ask `strategy` for steps from 0 until it has passed the goal: where it stands, and after how many steps."""
    place, steps = 0, 0
    while place < goal and steps < 10:
        place, steps = place + strategy(place), steps + 1
    return {"place": place, "steps": steps}


DRIVEN = Exercise(
    id="98.7", name="step", title="A walk", minutes=1, difficulty=1, importance=1, points=2, cases=5,
    hints=("Forward.", "By one."), inputs=lambda rng, k: (k + 2,), reference=lambda place: 1,
    mistakes=(
        Mistake(lambda place: -1, "That is backwards."),
        Mistake(lambda place: 0, "That is standing still."),
        Mistake(lambda place: 0.5 if place < 1 else 0, "That stops half-way."),
    ),
    properties=(lambda arguments, result: None if result["place"] >= arguments[0] else "It does not arrive.",),
    drive=_walk, free=True,
)  # fmt: skip


def test_a_strategy_is_driven_and_every_way_that_arrives_is_right():
    grade_the_grader(DRIVEN)
    for way in (lambda place: 1, lambda place: 2, lambda place: 1 + place):
        assert exercises.grade(DRIVEN, way).state == "correct"
    slow = exercises.grade(DRIVEN, lambda place: 0.15)
    assert slow.state == "not yet" and "does not arrive" in slow.reason and slow.case[0] == "goal = 2"
    assert exercises.grade(DRIVEN, lambda: 1).state == "cannot be checked"
    assert exercises.grade(DRIVEN, lambda place: 1 / 0).state == "raised"


def test_the_courses_way_is_walked_for_its_example_only():
    """A season's strategy takes long: of a right one the course's own is not asked at all."""
    asked = []
    free = dataclasses.replace(DRIVEN, reference=lambda place: asked.append(place) or 1)
    assert exercises.grade(free, lambda place: 2).state == "correct"
    assert asked == []
    wrong = exercises.grade(free, lambda place: 0.15)
    assert wrong.case[-1] == "one way: {'place': 2, 'steps': 2}" and asked == [0, 1]


def test_a_free_answer_of_another_kind_is_refused():
    free = dataclasses.replace(DRIVEN, drive=None, reference=lambda goal: {"place": goal})
    assert exercises.grade(free, lambda goal: {"place": goal + 1}).state == "correct"
    assert "not of the kind" in exercises.grade(free, lambda goal: "there").reason


def test_a_mistake_that_always_raises_explains_only_what_raises_the_same():
    """The kind of an exception alone may be the same by chance, where no result tells one wrong answer from another."""
    wrong_way_round = Mistake(lambda X, y, theta: X @ y, "These two are the wrong way round.")
    exercise = dataclasses.replace(GRADIENT, mistakes=(wrong_way_round, *GRADIENT.mistakes))
    told = exercises.grade(exercise, lambda X, y, theta: (X @ y).sum())
    assert told.state == "raised" and told.reason == "These two are the wrong way round."
    told = exercises.grade(exercise, lambda X, y, theta: float("many"))
    assert told.state == "raised" and "wrong way round" not in told.reason
