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
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from IPython.display import display

from kml import course
from kml.course import running, values
from kml.course.panels import Panel
from kml.course.running import Outcome

__all__ = ["Exercise", "Mistake", "Outcome", "Prediction", "Result", "check", "checkpoint", "hint", "judge", "solution"]

_MARK = "_kml_course_answer"  # set on what checkpoint returns in the place of a learner's function


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


@dataclass(frozen=True)
class Prediction:
    """A question that the learner answers before running the next cell; each option has its own response."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    answer: int


@dataclass(frozen=True)
class Result:
    """What `check` found. `state`: "correct", "not yet", "not attempted", "raised" or "cannot be checked".

    `reason` is a sentence or two, `line` the learner's line that raised, `case` the smallest input on which the
    answer fails (a line for each argument, then the two results), `points` what it earned of `out_of`, `printed` what
    the function printed on that input.
    """

    id: str
    title: str
    state: str
    reason: str
    line: str = ""
    case: tuple[str, ...] = ()
    points: int = 0
    out_of: int = 0
    printed: str = ""

    def panel(self):
        """The Panel that a notebook shows."""
        heading = f"{self.id} · {self.title}" if self.title else self.id
        if self.state == "correct":
            heading += f" · {self.points} of {self.out_of} point{'s' * (self.out_of != 1)}"
        lines = [self.reason]
        for words, block in (
            ("Your line:", self.line.splitlines()),
            ("On this input:", self.case),
            ("Your function printed:", self.printed.splitlines()),
        ):
            lines += [words, *(f"    {line}" for line in block)] if block else []
        if self.state in ("not yet", "not attempted", "raised"):
            lines.append(f'For a hint: `kml.hint("{self.id}")`')
        return Panel(self.state, heading, tuple(lines))

    def __repr__(self):
        return repr(self.panel())

    def _repr_html_(self):
        return self.panel()._repr_html_()


# ── in a lesson ────────────────────────────────────────────────────────────────────────────────────────────────────


def check(id, function=None):
    """Check a learner's `function` against exercise `id` and return the Result. Lets only KeyboardInterrupt through."""
    try:
        return grade(find(id), function)
    except LookupError as problem:
        return Result(_name(id), "", "cannot be checked", str(problem))
    except Exception as problem:
        reason = f"The checker itself failed ({type(problem).__name__}): a fault of the course, not of your code."
        return Result(_name(id), "", "cannot be checked", reason)


def checkpoint(id, function=None):
    """Return `function` if it is right, else the course's answer with one sentence, so that later cells are right."""
    result = check(id, function)
    if result.state == "correct":
        return function
    try:
        exercise = find(id)
    except LookupError:
        display(result.panel())
        return function
    sentence = f"From here on the lesson uses the course's own `{exercise.name}`, because yours is not finished yet."
    display(Panel("note", sentence, word=exercise.id))
    return _marked(exercise)


def hint(id):
    """Show the next hint of exercise `id`; each call goes one layer deeper."""
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word="No hint")
    heading = f"{exercise.id} · {exercise.title}"
    n, k = len(exercise.hints), _hints_given.get(exercise.id, 0)
    _hints_given[exercise.id] = k + 1
    if k < n:
        return Panel("note", heading, (exercise.hints[k],), word=f"Hint {k + 1} of {n}")
    end = f'That was the last hint. `kml.solution("{exercise.id}")` shows an answer.'
    return Panel("note", heading, (*exercise.hints, end), word=f"All {n} hints")


def solution(id):
    """Show the course's answer to exercise `id`, as source."""
    try:
        exercise = find(id)
    except LookupError as problem:
        return Panel("cannot be checked", str(problem), word="No solution")
    source = _readable(exercise.reference)
    lines = tuple(f"    {line}" for line in source.splitlines()) or ("Its source cannot be read here.",)
    return Panel("note", f"{exercise.id} · {exercise.title}", lines, word="One answer")


_hints_given: dict[str, int] = {}


# ── finding ────────────────────────────────────────────────────────────────────────────────────────────────────────


def find(id, among="EXERCISES"):
    """The Exercise with this id (or the Prediction, among="PREDICTIONS"). Raises LookupError with a sentence."""
    id = _name(id)
    what = among.lower()[:-1]
    number = id.partition(".")[0]
    if not re.fullmatch(r"[0-9]{2}", number):
        raise LookupError(f'{id} is no id of the course: exercises have ids like "03.2".')
    module = _lesson(number)
    if module is None:
        known = [m.name[-2:] for m in pkgutil.iter_modules(course.__path__) if re.fullmatch(r"lesson_\d\d", m.name)]
        raise LookupError(f"There is no lesson {number}; there is {', '.join(sorted(known)) or 'none yet'}.")
    declared = getattr(module, among, ())
    for one in declared:
        if one.id == id:
            return one
    raise LookupError(f"There is no {what} {id} in lesson {number}; there is {', '.join(e.id for e in declared)}.")


def _name(id):
    """An id as a short text, whatever was handed over in its place."""
    id = values.plain(id)
    return id if isinstance(id, str) and len(id) <= 40 else values.shown(id, longest=40)


def _lesson(number):
    name = f"kml.course.lesson_{number}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name != name:
            raise
        return None


# ── running and judging ────────────────────────────────────────────────────────────────────────────────────────────


def grade(exercise, function):
    """Check, run and judge one function: the Result."""
    hindrance = _hindrance(exercise, function)
    if hindrance:
        return _result(exercise, "cannot be checked", hindrance)
    if running.is_empty(function):
        return _not_attempted(exercise)
    names = running.parameters(exercise.reference, len(cases(exercise)[0]))
    outcomes = [running.run(function, arguments, names) for arguments in cases(exercise)]
    if _is_none(outcomes[0]) and running.keeps_marker(function):
        return _not_attempted(exercise)
    return judge(exercise, outcomes)


def cases(exercise):
    """The arguments of every case: a list of tuples, the same at each call and on every machine."""
    seed = zlib.crc32(exercise.id.encode())
    return [tuple(exercise.inputs(np.random.default_rng([seed, k]), k)) for k in range(exercise.cases)]


def judge(exercise, outcomes):
    """Judge one Outcome a case, wherever they come from, in the order of `cases`: the Result.

    In this order: raised, returned nothing, a known mistake, wrong type or shape, changed its input, broke a
    property, wrong value.
    """
    inputs = cases(exercise)
    if len(outcomes) != len(inputs):
        return _result(exercise, "cannot be checked", f"Only {len(outcomes)} of {len(inputs)} inputs were answered.")
    names = running.parameters(exercise.reference, len(inputs[0]))
    right = [running.run(exercise.reference, arguments, names) for arguments in inputs]
    if any(outcome.error for outcome in right):
        return _result(exercise, "cannot be checked", "The course's own answer fails: this is no fault of your code.")
    order = sorted(range(len(inputs)), key=lambda k: (values.size(values.plain(inputs[k])), k))

    def refused(reason, k):
        error = outcomes[k].error
        return _result(
            exercise,
            "raised" if error else "not yet",
            reason,
            line=f"line {error.line}: {error.source}" if error and error.line else "",
            case=tuple(_shown_case(names, inputs[k], outcomes[k], right[k])),
            printed=outcomes[k].printed,
        )

    raised = [k for k in order if outcomes[k].error]
    if raised:
        because = _mistake(exercise, inputs, outcomes, right)
        return refused(f"{_about_error(outcomes[raised[0]].error)} {because}".strip(), raised[0])
    nothing = [k for k in order if _is_none(outcomes[k])]
    if nothing:
        often = "" if len(nothing) == len(order) else " on this input"
        return refused(f"The function returns None{often}: is there a `return` on every way through it?", nothing[0])
    differences = [values.difference(o.value, r.value, exercise.rtol, exercise.atol)
                   for o, r in zip(outcomes, right, strict=True)]  # fmt: skip
    wrong = [k for k in order if differences[k]]
    mutating = [k for k in order if outcomes[k].mutated]
    because = _mistake(exercise, inputs, outcomes, right)
    if because:
        return refused(because, (wrong or mutating)[0])
    for k in wrong:
        if differences[k].kind:
            return refused(_sentence(differences[k].sentence), k)
    if mutating:
        k = mutating[0]
        changed = f"The function changes its argument `{outcomes[k].mutated}`: work on a copy, or build a new array."
        return refused(changed, k)
    for k in order:
        broken = _broken(exercise, inputs[k], outcomes[k].value)
        if broken:
            return refused(broken, k)
    if wrong:
        share = "every input" if len(wrong) == len(order) else f"{len(wrong)} of {len(order)} inputs"
        return refused(f"{_sentence(differences[wrong[0]].sentence)} It differs on {share}; the smallest:", wrong[0])
    return _result(exercise, "correct", f"Right on all {len(inputs)} inputs.")


def _hindrance(exercise, function):
    """Why the function cannot be run at all, as a sentence, or ""."""
    call = f'`kml.check("{exercise.id}", {exercise.name})`'
    if function is None:
        return f"There is no function to check. Hand yours over: {call}."
    if issubclass(type(function), type):
        return f"This is a class, and the exercise asks for a function. Hand yours over: {call}."
    if not callable(function):
        kind = values.described(values.plain(function))
        return f"This is {kind}, not a function. Hand over the function itself, without brackets: {call}."
    if getattr(function, _MARK, None) == exercise.id:
        return "This is the course's answer, not yours: run the cell with your own function again, then this one."
    names = running.parameters(exercise.reference, len(cases(exercise)[0]))
    problem = running.misfit(function, names)
    return f"Your function {problem}." if problem else ""


def _is_none(outcome):
    return outcome.error is None and outcome.value is None


def _mistake(exercise, inputs, outcomes, right):
    """The sentence of the first mistake that gives what the learner's function gave on every input, or ""."""
    names = running.parameters(exercise.reference, len(inputs[0]))
    for mistake in exercise.mistakes:
        wrong = [running.run(mistake.function, arguments, names) for arguments in inputs]
        if _agree(outcomes, wrong, exercise) and not _agree(wrong, right, exercise):
            return mistake.because
    return ""


def _agree(outcomes, others, exercise):
    return all(_alike(a, b, exercise) for a, b in zip(outcomes, others, strict=True))


def _alike(outcome, other, exercise):
    if outcome.error or other.error:
        return bool(outcome.error and other.error) and outcome.error.kind == other.error.kind
    same = values.same(outcome.value, other.value, exercise.rtol, exercise.atol)
    return same and outcome.mutated == other.mutated


def _broken(exercise, arguments, value):
    """The sentence of the first property that a value of the right kind breaks, or ""."""
    for prop in exercise.properties:
        try:
            sentence = prop(arguments, value)
        except Exception:  # a value that the property cannot take is left to the comparison with the reference
            sentence = None
        if sentence:
            return sentence
    return ""


# ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _result(exercise, state, reason, **more):
    title = f"{exercise.title} · {exercise.term}" if exercise.term else exercise.title
    points = exercise.points if state == "correct" else 0
    return Result(exercise.id, title, state, reason, points=points, out_of=exercise.points, **more)


def _not_attempted(exercise):
    reason = f"`{exercise.name}` is still empty: write it where it says `# your code here`, and end it with `return`."
    return _result(exercise, "not attempted", reason)


def _about_error(error):
    text = f"{error.kind}: {error.message}" if error.message else error.kind
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _sentence(text):
    return text[0].upper() + text[1:]


def _shown_case(names, arguments, outcome, right):
    yield from (f"{name} = {values.shown(values.plain(a))}" for name, a in zip(names, arguments, strict=True))
    if outcome.error:
        return
    for digits in (6, 16):  # enough digits to tell them apart
        yours, expected = values.shown(outcome.value, digits), values.shown(right.value, digits)
        if yours != expected:
            break
    yield f"yours:    {yours}"
    yield f"expected: {expected}"


# ── the course's own answer ────────────────────────────────────────────────────────────────────────────────────────


def _marked(exercise):
    @functools.wraps(exercise.reference)
    def answer(*arguments, **named):
        return exercise.reference(*arguments, **named)

    setattr(answer, _MARK, exercise.id)
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
