"""What people hand in that is not right: results of every wrong kind and shape, wrong arguments, exceptions.

`battery(exercise)` gives (label, judge, errors): `judge()` is the Result in the language in use, `errors` is what
Python says of the exceptions in it.
"""

import functools

import numpy as np
from remembering import remembered

from kml.course.checking import judging, running, values
from kml.course.checking.running import Outcome


class Nothing:
    """An object that no exercise asks for."""


class Silent(Exception):
    """An exception without a message."""


class Unspeakable(Exception):
    """An exception whose message fails."""

    def __str__(self):
        raise RuntimeError


def _frame():
    import pandas as pd

    return pd.DataFrame({"views": [1, 2]})


def _series():
    import pandas as pd

    return pd.Series([1.0, 2.0])


def _tensor():
    import torch

    return torch.ones(2)


OBJECTS = {
    "text": lambda: "seven of eight at noon",
    "nothing": lambda: None,
    "texts": lambda: ["share of viewers", "at noon"],
    "dict": lambda: {"views": 3, "list": "item"},
    "set": lambda: {1, 2},
    "generator": lambda: (n for n in range(3)),
    "DataFrame": _frame,
    "Series": _series,
    "Tensor": _tensor,
    "object": Nothing,
    "function": lambda: _frame,
    "True": lambda: True,
    "complex": lambda: 1j,
    "bytes": lambda: b"views",
    "NaN": lambda: float("nan"),
    "infinity": lambda: -np.inf,
    "number": lambda: -12345.678,
    "large number": lambda: 10**40,
    "empty list": lambda: [],
    "tuple": lambda: (1, 2.5, None),
    "nested": lambda: [[1], [2, [3]]],
    "table": lambda: np.zeros((2, 3)),
    "truths": lambda: np.array([True, False]),
    "array of texts": lambda: np.array(["a", "b"]),
    "array of objects": lambda: np.array([None, "a"], dtype=object),
    "long array": lambda: np.arange(100.0),
}


@functools.cache
def types():
    """The types that a verdict may name."""
    return {type(make()).__name__ for make in OBJECTS.values()} | {"ndarray[object]"}


def _fails(problem):
    def answer(*arguments):
        raise problem

    return answer


ERRORS = {
    "IndexError": lambda *a: [1, 2][5],
    "KeyError": lambda *a: {"views": 1}["followers at noon"],
    "ZeroDivisionError": lambda *a: 1 / 0,
    "ValueError of their own": _fails(ValueError("the share of viewers at noon must be one of 3 items; got a list")),
    "TypeError": lambda *a: "views" + 1,
    "NameError": lambda *a: veiws,  # noqa: F821
    "AttributeError": lambda *a: [].shape,
    "AssertionError": _fails(AssertionError()),
    "of NumPy": lambda *a: np.ones((2, 3)) @ np.ones((2, 3)),
    "of NumPy, truth": lambda *a: 1 if np.ones(2) > 0 else 0,
    "of pandas": lambda *a: _frame()["followers"],
    "without a message": _fails(Silent()),
    "with a message that fails": _fails(Unspeakable()),
    "exit": lambda *a: exit(3),
    "long": _fails(RuntimeError("7, " * 200)),
}


def _python_says(function):
    """How Python itself tells the exception of a function, as far as a verdict has room for it."""
    try:
        function()
    except Unspeakable as problem:
        return type(problem).__name__
    except BaseException as problem:
        return f"{type(problem).__name__}: {problem}"[:180] if str(problem) else type(problem).__name__


def _other_shapes(right):
    """{label: result} of the right result in other shapes, with other keys, with other numbers."""
    if isinstance(right, np.ndarray):
        made = {"column": right[..., None], "row": right[None], "cut": right[:-1], "as a list": right.tolist()}
        made |= {"as texts": right.astype(str), "as truths": right > 0, "crossed": np.add.outer(right, right)}
        return made if right.dtype.kind == "U" else made | {"next number": right + 1}
    if isinstance(right, (list, tuple)):
        other = tuple if isinstance(right, list) else list
        made = {"twice": right + right, "cut": right[:-1], "as the other": other(right) + other(["more"])}
        return made | {"as an array": np.array(range(len(right))), "as None": type(right)([None] * len(right))}
    if isinstance(right, dict):
        first = next(iter(right), "")
        made = {
            "fewer keys": {k: v for k, v in right.items() if k != first},
            "more keys": {**right, "list of items": 1},
        }
        made |= {"other keys": {f"{k} at noon": v for k, v in right.items()} or {"a": 1}}
        return made | {"as pairs": list(right.items()), "None inside": dict.fromkeys(right) or {"a": None}}
    if isinstance(right, (int, float)) and not isinstance(right, bool):
        return {"in a list": [right], "in an array": np.array([right]), "next": right + 1, "as a text": str(right)}
    return {"in a list": [right], "twice": f"{right}{right}", "not": not right}


def battery(exercise):
    """[(label, judge, errors)] of all wrong answers to an exercise."""
    inputs, answers = judging.cases(exercise), remembered()

    def judged(outcomes):
        return functools.partial(judging.judge, exercise, outcomes, inputs, answers)

    def run_and_judged(function):
        return lambda: judged([judging.answer(exercise, function, arguments) for arguments in inputs])()

    right = [answers(exercise, exercise.reference, arguments).value for arguments in inputs]
    names = running.parameters(exercise.drive or exercise.reference, 99)[exercise.drive is not None :]
    ran = {label: [Outcome(values.plain(make())) for __ in inputs] for label, make in OBJECTS.items()}
    for label in _other_shapes(right[0]):
        ran[label] = [Outcome(values.plain(_other_shapes(value).get(label))) for value in right]
    ran["one None"] = [*map(Outcome, right[:-1]), Outcome(None)]
    ran["one NaN"] = [*map(Outcome, right[:-1]), Outcome(float("nan"))]
    ran["changed an argument"] = [Outcome(value, mutated=names[0]) for value in right]
    ran["printed"] = [Outcome("x", printed="share of viewers at noon\n") for __ in right]
    ran["not all"] = ran["text"][:-1]
    found = [(label, judged(outcomes), _raised(outcomes)) for label, outcomes in ran.items()]
    for k, mistake in enumerate(exercise.mistakes, 1):  # run in each language: a season says why it went wrong
        asked = functools.partial(_asked, answers, exercise, mistake.function, inputs)
        found.append((f"mistake {k}", lambda asked=asked: judged(asked())(), _raised(asked())))
    found += [(label, run_and_judged(function), {_python_says(function)}) for label, function in ERRORS.items()]
    for label, function in _uncallable(running.parameters(exercise.reference, 99)):
        found.append((label, functools.partial(judging.grade, exercise, function), set()))
    return found


def _asked(answers, exercise, function, inputs):
    return [answers(exercise, function, arguments) for arguments in inputs]


def _raised(outcomes):
    return {f"{outcome.error.kind}: {outcome.error.message}".strip() for outcome in outcomes if outcome.error}


def _uncallable(names):
    """(label, function) of what cannot be called as the exercise calls it."""
    made = {"no": "def f(): return 1", "one more": f"def f({', '.join([*names, 'more'])}): return 1"}
    made |= {
        "one fewer": f"def f({', '.join(names[1:])}): return 1",
        "by name": f"def f(*, {', '.join(names)}): return 1",
    }
    made |= {"stub": f"def f({', '.join(names)}): pass"}
    for label, code in made.items():
        local = {}
        exec(code, local)
        yield f"arguments: {label}", local["f"]
    yield from {
        "None for it": None,
        "a number for it": 3,
        "a class for it": Nothing,
        "an array for it": np.ones(3),
    }.items()
