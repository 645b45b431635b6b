"""Exercises: declared once, checked by running them, and never a traceback for the learner.

An exercise holds its reference answer and the mistakes that people really make, each a function. `check` runs the
learner's function on seeded inputs; `judge` compares what came out with the reference and, if it is not right, looks
for the mistake that gives the same results, whose sentence then says what went wrong.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from IPython.display import display

from kml.core.words import _
from kml.course.checking import values
from kml.course.checking.judging import COURSE_ANSWER, Result, cases, grade, judge
from kml.course.checking.panels import Panel
from kml.course.checking.running import Outcome

__all__ = [
    "Exercise", "Mistake", "Outcome", "Prediction", "Result",
    "cases", "check", "checkpoint", "find", "grade", "hint", "judge", "solution",
]  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, as a function, and the sentence that says why it is wrong."""

    function: Callable
    because: str


@dataclass(frozen=True)
class Exercise:
    """One exercise. Arguments and results are numbers, strings, bools, arrays, lists, tuples and dicts.

    `inputs(rng, k)` gives the arguments of case k as a tuple: small and readable first. Each of `properties` is
    f(arguments, result) → a sentence if the result breaks it, else None. Results are right within
    atol + rtol·|expected|. Difficulty and importance go from 1 to 3.

    Where the learner's function is called more than once for an answer (a strategy, asked every day), `drive(function,
    *arguments)` calls it and returns the result. With `free`, there are many right results: all that break no property.
    """

    id: str
    name: str
    title: str
    minutes: int
    difficulty: int
    importance: int
    points: int
    hints: tuple[str, ...]
    inputs: Callable
    reference: Callable
    mistakes: tuple[Mistake, ...]
    properties: tuple[Callable, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9
    cases: int = 8
    term: str = ""
    drive: Callable | None = None
    free: bool = False


@dataclass(frozen=True)
class Prediction:
    """A question that the learner answers before running the next cell; each option has its own response."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    answer: int


# ── in a lesson ────────────────────────────────────────────────────────────────────────────────────────────────────


def check(id, function=None):
    """Check a learner's `function` against exercise `id` and return the Result. Lets only KeyboardInterrupt through."""
    exercise = None
    try:
        exercise = find(id)
        return grade(exercise, function)
    except Exception as problem:
        if exercise is None and isinstance(problem, LookupError):
            return Result(_name(id), "", "cannot be checked", str(problem))
        reason = _("The checker itself failed ({kind}): a fault of the course, not of your code.").format(
            kind=type(problem).__name__
        )
        return Result(_name(id), "", "cannot be checked", reason)


def checkpoint(id, function=None):
    """Return `function` if it is right, else the course's answer with one sentence, so that later cells are right."""
    result = check(id, function)
    if result.state == "correct":
        return function
    try:
        exercise = find(id)
    except Exception:  # check has put it into words
        display(result.panel())
        return function
    sentence = _("From here on the lesson uses the course's own `{name}`, because yours is not finished yet.").format(
        name=exercise.name
    )
    display(Panel("note", "", (sentence,), word=exercise.id))
    return _marked(exercise)


def hint(id):
    """Show the next hint of exercise `id`; each call goes one layer deeper."""
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word=_("No hint"))
    heading = f"{exercise.id} · {exercise.title}"
    n, k = len(exercise.hints), _hints_given.get(exercise.id, 0)
    _hints_given[exercise.id] = k + 1
    if k < n:
        return Panel("note", heading, (exercise.hints[k],), word=_("Hint {k} of {n}").format(k=k + 1, n=n))
    end = _('That was the last hint. `kml.solution("{id}")` shows an answer.').format(id=exercise.id)
    return Panel("note", heading, (*exercise.hints, end), word=_("All {n} hints").format(n=n))


def solution(id):
    """Show the course's answer to exercise `id`, as source."""
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word=_("No solution"))
    source = _readable(exercise.reference)
    lines = tuple(f"    {line}" for line in source.splitlines()) or (_("Its source cannot be read here."),)
    return Panel("note", f"{exercise.id} · {exercise.title}", lines, word=_("One answer"))


_hints_given: dict[str, int] = {}


# ── finding ────────────────────────────────────────────────────────────────────────────────────────────────────────


def find(id, among="EXERCISES"):
    """The Exercise with this id (or the Prediction, among="PREDICTIONS"). Raises LookupError with a sentence."""
    what = among.lower()[:-1]
    if not issubclass(type(id), str) or not re.fullmatch(r"[0-9]{2}\..{1,9}", id):
        raise LookupError(_('{name} is no id of the course: exercises have ids like "03.2".').format(name=_name(id)))
    number = id[:2]
    module = _lesson(number)
    if module is None:
        answers = importlib.import_module(_ANSWERS).__path__
        known = [m.name[-2:] for m in pkgutil.iter_modules(answers) if re.fullmatch(r"answers_\d\d", m.name)]
        raise LookupError(
            _("There is no lesson {number}; there is {value}.").format(
                number=number, value=", ".join(sorted(known)) or _("none yet")
            )
        )
    declared = getattr(module, among, ())
    for one in declared:
        if one.id == id:
            return one
    raise LookupError(
        _("There is no {what} {id} in lesson {number}; there is {names}.").format(
            what=what, id=id, number=number, names=", ".join(e.id for e in declared)
        )
    )


def _name(id):
    """An id as a short text, whatever was handed over in its place."""
    id = values.plain(id)
    return id if isinstance(id, str) and len(id) <= 40 else values.shown(id, longest=40)


_ANSWERS = "kml.lessons.answers"  # a name only: this room lies below theirs, and a sandbox may not have them


def answers_module(number):
    """The name of the module that declares the exercises of lesson "03": nothing else spells it."""
    return f"{_ANSWERS}.answers_{number}"


def _lesson(number):
    name = answers_module(number)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name != name:
            raise
        return None


# ── the course's own answer ────────────────────────────────────────────────────────────────────────────────────────


def _marked(exercise):
    @functools.wraps(exercise.reference)
    def answer(*arguments, **named):
        return exercise.reference(*arguments, **named)

    setattr(answer, COURSE_ANSWER, exercise.id)
    return answer


def _readable(function):
    """The function's source without the statements that only check arguments; "" where it cannot be read."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""
    body = ast.parse(source).body[0]
    lines = source.splitlines()
    for node in reversed(getattr(body, "body", [])):
        if _only_checks(node):
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def _only_checks(node):
    """Whether a statement is like `eta = number("eta", eta, 0)`."""
    call = getattr(node, "value", None)
    if not isinstance(node, (ast.Assign, ast.Expr)) or not isinstance(call, ast.Call) or not call.args:
        return False
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first = call.args[0]
    named = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return named and name in ("array", "choice", "number", "whole_number")
