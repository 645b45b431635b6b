"""Finds what of kml answers an exercise, by calling it: whatever its name, its module and its order of arguments.

Each function and class of kml is called on the inputs of an exercise, in every order and number that it takes. What it
gives, the parts and attributes of that, and what its methods then give are compared with the answer of the course. What
`find` has found stands in `answered.tsv`: a sandbox has none of these functions. A lesson, which takes minutes:

    .venv/bin/python -m kml_classroom.grade.answering 03
"""

import contextlib
import copy
import functools
import importlib
import inspect
import io
import itertools
import pkgutil
import signal
import sys
import warnings
from collections import Counter

import numpy as np

import kml
from kml.course.checking import judging, running, values
from kml_classroom.grade import journal, withheld
from kml_classroom.grade.lesson import find_lesson

_SECONDS = 0.1  # of processor time, for one call
_MEMORY = 8_000_000_000  # bytes: a number of views, taken for a number of people, would fill any machine
_OUT = ("kml.course", "kml.core", "kml.lessons", "kml.datasets", "kml.gpu")  # of these only the lesson's
_MOST_METHODS = 20


def find(number, modules=None, ids=None):
    """Rows (exercise, module, function, how) of what answers an exercise of a lesson, sorted.

    Only in `modules`, and for the exercises `ids`, where they are given.
    """
    rows = set()
    callables = [one for name in modules or _modules(number) for one in _callables(name)]
    for task in find_lesson(number).tasks:
        exercise = task.exercise
        if exercise.drive is None and (ids is None or exercise.id in ids):
            cases, right = _telling(exercise)
            for module, name, function in callables:
                for how in _answering(function, exercise, cases, right):
                    rows.add((exercise.id, module, name, how))
    return sorted(rows)


def main(numbers):
    """Search all of kml for what answers an exercise of these lessons, and write it into `answered.tsv`."""
    rows = {tuple(row.values()) for row in withheld.rows() if row["exercise"][:2] not in numbers}
    for number in numbers:
        found = find(number)
        print(f"{number}: {len(found)}", flush=True)
        rows.update(found)
    lines = ["\t".join(row) for row in (withheld.HEADS, *sorted(rows))]
    journal.write(withheld.ANSWERED, "\n".join(lines) + "\n")


def _modules(number):
    for found in pkgutil.walk_packages(kml.__path__, "kml."):
        name = found.name
        if name.endswith("__main__"):
            continue
        if not name.startswith(_OUT) or name.startswith(f"kml.lessons.lesson_{number}"):
            yield name


def _telling(exercise):
    """The four cases whose answers are most work, and these answers."""
    cases = judging.cases(exercise)
    right = [values.plain(exercise.reference(*copy.deepcopy(case))) for case in cases]
    pairs = sorted(zip(cases, right, strict=True), key=lambda pair: sum(map(_is_no_work, _parts_of(pair[1]))))
    return tuple(zip(*pairs[:4], strict=True))


def _parts_of(expected):
    """What is expected, and its parts where it is a tuple."""
    return expected, *(expected if isinstance(expected, tuple) else ())


def _is_no_work(value):
    return isinstance(value, (bool, type(None), str)) or (isinstance(value, (int, float)) and value in (0, 1))


def _callables(module):
    """Triples (module, name, callable) of what a module itself defines."""
    held = vars(importlib.import_module(module))
    for name, value in held.items():
        if callable(value) and getattr(value, "__module__", "") == module and not name.startswith("__"):
            yield module, name, value


def _answering(function, exercise, cases, right):
    """How a callable answers an exercise: the ways that give on every case what the course's answer gives."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    takes = [p for p in signature.parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    least = sum(p.default is p.empty for p in takes)
    if any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in signature.parameters.values()):
        return
    count = len(cases[0])
    for n in range(max(1, least), min(count, len(takes)) + 1):
        for order in itertools.permutations(range(count), n):
            alive, told = None, Counter()
            for case, expected in zip(cases, right, strict=True):
                rest = [k for k in range(count) if k not in order]
                found = {
                    path: tells
                    for path, value in _made(function, case, order, rest)
                    if (tells := _tells(value, expected, case, exercise)) is not None
                }
                told.update(found)
                alive = found.keys() if alive is None else alive & found.keys()
                if not alive:
                    break
            names = running.parameters(exercise.reference, count)
            called = ", ".join(names[k] for k in order)
            # in a case or two what is right may be 0, which much of kml gives
            paths = sorted(path for path in alive or () if 2 * told[path] >= len(cases))
            yield from (f"({called}){path}" for path in paths[:1])


def _made(function, case, order, rest):
    """Pairs (path, value) of what a call gives: itself, its parts, and what its methods give on the other arguments."""
    given = copy.deepcopy(case)
    result = _call(function, *(given[k] for k in order))
    if result is _NOTHING:
        return
    yield "", result
    yield from _parts(result)
    kind = type(result)
    if kind.__module__.startswith("kml"):
        for name in [name for name in dir(kind) if not name.startswith("_")][:_MOST_METHODS]:
            method = getattr(kind, name)
            if inspect.isfunction(method):
                for n in range(len(rest) + 1):
                    value = _call(method, result, *(given[k] for k in rest[:n]))
                    if value is not _NOTHING:
                        yield f".{name}(…)", value
            elif isinstance(method, (property, functools.cached_property)):
                value = _call(getattr, result, name)
                if value is not _NOTHING:
                    yield f".{name}", value


def _parts(result):
    if isinstance(result, (list, tuple)) and len(result) <= 8:
        yield from ((f"[{k}]", part) for k, part in enumerate(result))
    elif isinstance(result, dict) and len(result) <= 20:
        yield from ((f"[{key!r}]", part) for key, part in result.items())
    if hasattr(result, "__dict__"):
        yield from ((f".{key}", part) for key, part in vars(result).items() if not key.startswith("_"))
    for name in getattr(result, "_fields", ()):
        yield f".{name}", getattr(result, name)


def _tells(value, expected, case, exercise):
    """Whether a value that is the expected one or, of an expected tuple, a part, is any work: 0, True and what was
    given are none. None where it is not the expected one.
    """
    found = None
    with contextlib.suppress(Exception):
        plain = values.plain(value)
        for one in _parts_of(expected):
            if values.same(plain, one, exercise.rtol, exercise.atol):
                given = any(values.same(one, values.plain(argument)) for argument in case)
                found = found or not (_is_no_work(one) or given)
    return found


_NOTHING = object()


class _Late(BaseException):
    """A call takes too long."""


def _late(*__):
    raise _Late


def _call(function, *arguments):
    """What a call gives, or _NOTHING."""
    before = signal.signal(signal.SIGPROF, _late)
    try:
        return _timed(function, arguments)
    except _Late:  # it came once more, while the first was dealt with
        return _NOTHING
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _timed(function, arguments):
    try:
        signal.setitimer(signal.ITIMER_PROF, _SECONDS, _SECONDS)  # and again: a loop may swallow the first
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return function(*arguments)
    except (Exception, _Late, SystemExit):
        return _NOTHING
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    main(sys.argv[1:])
