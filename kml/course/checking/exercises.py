"""Exercises: declared once, checked by running them, and never a traceback for the learner.

An exercise holds its reference answer and the mistakes that people really make, each a function. `check` runs the
learner's function on seeded inputs; `judge` compares what came out with the reference and, if it is not right, looks
for the mistake that gives the same results, whose sentence then says what went wrong.
"""

import copy
import functools
import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass

from IPython.display import display

from kml.core.page import static
from kml.core.words import _, listed
from kml.course.checking import steps, values
from kml.course.checking.judging import Result, cases, grade, judge
from kml.course.checking.panels import Panel
from kml.course.checking.running import COURSE_ANSWER, Outcome
from kml.course.checking.solutions import readable
from kml.course.memory import solved

__all__ = [
    "Exercise", "Mistake", "Outcome", "Prediction", "Result",
    "cases", "check", "checkpoint", "declared", "find", "grade", "hint", "judge", "numbers", "solution",
]  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, as a function, and the sentence (declared) that says why it is wrong.

    `also` holds other ways to make the same mistake, whose results are not quite the same.
    """

    function: Callable
    because: str
    also: tuple[Callable, ...] = ()

    @property
    def functions(self):
        """All of them: the function and the others."""
        return (self.function, *self.also)


@dataclass(frozen=True)
class Exercise:
    """One exercise. Arguments and results are numbers, strings, bools, arrays, lists, tuples and dicts.

    Its title, its hints and what its mistakes say are declared (`N_`), and said when they are shown.

    `inputs(rng, k)` gives the arguments of case k as a tuple: small and readable first. Each of `properties` is
    f(arguments, result) → a sentence if the result breaks it, else None. Results are right within
    atol + rtol·|expected|. Difficulty and importance go from 1 to 3.

    Where the learner's function is called more than once for an answer (a strategy, asked every day), `drive(function,
    *arguments)` calls it and returns the result. With `free`, there are many right results: all that break no property.

    `then` is said after a right answer: a second way where it matters, or the next thought. An answer that has not come
    back after `seconds` on one case is called off.
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
    then: str = ""
    seconds: float = 10.0


@dataclass(frozen=True)
class Prediction:
    """A question that the learner answers before running the next cell; each option has its own response.

    All its texts are declared (`N_`), and said when they are shown.
    """

    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    answer: int


# ── in a lesson ────────────────────────────────────────────────────────────────────────────────────────────────────


def check(id: str, function: Callable | None = None) -> Result:
    """Check a learner's `function` against exercise `id` and return the Result. Lets only KeyboardInterrupt through.

    A right answer is noted in the learner's file beside the lessons, for `kml.progress`.

    >>> import kml
    >>> def income(views, cpm, fill_rate, share):
    ...     return views * cpm * fill_rate * share
    >>> result = kml.check("00.1", income)
    >>> result.state, result.reason
    ('not yet', 'Your answer is 1,000 times too large: CPM is the price of a thousand ad impressions, not of one.')
    """
    exercise = None
    try:
        exercise = find(id)
        result = grade(exercise, function)
        if result.state == "correct" and not static():
            solved.keep(exercise.id, result.points, function)
        return result
    except Exception as problem:
        if exercise is None and isinstance(problem, LookupError):
            return Result(_name(id), "", "cannot be checked", str(problem))
        reason = _("The checker itself failed ({kind}): a fault of the course, not of your code.").format(
            kind=type(problem).__name__
        )
        return Result(_name(id), "", "cannot be checked", reason)


def checkpoint(id: str, function: Callable | None = None) -> Callable | None:
    """Return `function` if it is right, else the course's answer with one sentence, so that later cells are right.

    >>> import kml
    >>> income = kml.checkpoint("00.1", None)
    00.1
    From here on the lesson uses the course's own `income`, because yours is not finished yet.
    >>> income(100_000, 30, 0.1, 0.5)
    150.0
    """
    result = check(id, function)
    if result.state == "correct":
        return _as_asked(find(id), function)
    try:
        exercise = find(id)
    except Exception:  # check has put it into words
        display(result.panel())
        return function
    if result.state == "not yet":
        said = _("From here on the lesson uses the course's own `{name}`, because yours has not passed its check yet.")
    else:
        said = _("From here on the lesson uses the course's own `{name}`, because yours is not finished yet.")
    display(Panel("note", "", (said.format(name=exercise.name),), word=exercise.id))
    return _marked(exercise)


def _as_asked(exercise, function):
    """A right function as later cells need it: lists become arrays where the course computes with arrays."""
    if exercise.drive is not None or exercise.free:
        return function
    first = cases(exercise)[0]
    example = values.plain(exercise.reference(*copy.deepcopy(first)))
    given = function(*copy.deepcopy(first))
    if values.kinds(given) == values.kinds(example):
        return function

    @functools.wraps(function)
    def converted(*arguments, **named):
        return values.as_asked(function(*arguments, **named), example)

    return converted


def hint(id: str, step: str | None = None) -> Panel:
    """Show the next hint of exercise `id`; each call goes one layer deeper.

    To an answer of four lines or more there are steps, too: `step="gaps"` shows it with gaps, at each call one fewer,
    "order" gives its lines in another order, to be put right, and "bug" an answer with a wrong line, to be found.

    >>> import kml
    >>> kml.hint("00.1").heading
    '00.1 · What ads pay'
    >>> kml.hint("03.4", "gaps").lines[3].strip()
    'for __ in ...:'
    """
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word=_("No hint"))
    if step is not None:
        return _step(exercise, step)
    heading, hints = f"{exercise.id} · {_(exercise.title)}", [_(one) for one in exercise.hints]
    n, k = len(hints), _hints_given.get(exercise.id, 0)
    _hints_given[exercise.id] = k + 1
    more = [_said_of_steps(exercise)] if k and steps.offered(exercise) else []
    if k < n:
        return Panel("note", heading, (hints[k], *more), word=_("Hint {k} of {n}").format(k=k + 1, n=n))
    end = _('That was the last hint. `kml.solution("{id}")` shows an answer.').format(id=exercise.id)
    return Panel("note", heading, (*hints, *more, end), word=_("All {n} hints").format(n=n))


def _step(exercise, step):
    """What `kml.hint` shows with a `step`."""
    given = {"gaps": steps.gaps, "order": steps.order, "bug": steps.bug}
    if not isinstance(step, str) or step not in given:
        said = _('A step is "gaps", "order" or "bug"; got {step}.').format(step=_name(step))
        return Panel("cannot be checked", said, word=_("No hint"))
    if not steps.offered(exercise):
        said = _("The answer to {id} has fewer than {n} lines: there is nothing to put together.")
        return Panel("cannot be checked", said.format(id=exercise.id, n=steps.FEWEST), word=_("No hint"))
    return given[step](exercise)


def _said_of_steps(exercise):
    said = _(
        'Or in steps: `kml.hint("{id}", "gaps")` shows an answer with gaps, `kml.hint("{id}", "order")` its lines to '
        'put in order, `kml.hint("{id}", "bug")` one with a bug to find.'
    )
    return said.format(id=exercise.id)


def solution(id: str) -> Panel:
    """Show the course's answer to exercise `id`, as source.

    >>> import kml
    >>> print(kml.solution("00.1").lines[-1].strip())
    return ads / 1000 * cpm * share
    """
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word=_("No solution"))
    lines = tuple(f"    {line}" for line in readable(exercise.reference).splitlines())
    heading = f"{exercise.id} · {_(exercise.title)}"
    return Panel("note", heading, lines or (_("Its source cannot be read here."),), word=_("One answer"))


_hints_given: dict[str, int] = {}


# ── finding ────────────────────────────────────────────────────────────────────────────────────────────────────────


def find(id, among="EXERCISES"):
    """The Exercise with this id (or the Prediction, among="PREDICTIONS"). Raises LookupError with a sentence."""
    if not issubclass(type(id), str) or not re.fullmatch(r"[0-9]{2}\..{1,9}", id):
        raise LookupError(_('{id} is no id of the course: exercises have ids like "03.2".').format(id=_name(id)))
    number = id[:2]
    lesson = _lesson(number)
    if lesson is None:
        there = listed(numbers())
        raise LookupError(_("There is no lesson {number}; there is {there}.").format(number=number, there=there))
    declared = getattr(lesson, among, ())
    for one in declared:
        if one.id == id:
            return one
    if among == "EXERCISES":
        said = _("There is no exercise {id} in lesson {number}; there is {there}.")
    else:
        said = _("There is no prediction {id} in lesson {number}; there is {there}.")
    raise LookupError(said.format(id=id, number=number, there=listed(one.id for one in declared)))


def declared(number):
    """The Exercises of lesson "03" in order; none where there is no such lesson."""
    return getattr(_lesson(number), "EXERCISES", ())


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


def numbers():
    """The numbers of the lessons that there are.

    >>> numbers()[0]
    '00'
    """
    found = pkgutil.iter_modules(importlib.import_module(_ANSWERS).__path__)
    return sorted(module.name[-2:] for module in found if re.fullmatch(r"answers_\d\d", module.name))


# ── the course's own answer ────────────────────────────────────────────────────────────────────────────────────────


def _marked(exercise):
    @functools.wraps(exercise.reference)
    def answer(*arguments, **named):
        return exercise.reference(*arguments, **named)

    setattr(answer, COURSE_ANSWER, exercise.id)
    return answer
