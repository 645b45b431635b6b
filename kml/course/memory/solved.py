"""Which exercises are solved, and with what: the points, the day, and a fingerprint of the answer's source."""

import ast
import datetime
import hashlib
import inspect
import textwrap

from IPython.core.inputtransformer2 import TransformerManager

from kml.course.memory import diary


def keep(id, points, function, today=None):
    """Note in the learner's file that `function` solves exercise `id`; where nothing can be kept, nothing is said.

    The day is that of the first right answer, the fingerprint that of the last. `today` is a date, None the clock's.
    """
    try:
        before = diary.read("exercises").get(id)
        first = before.get("date") if isinstance(before, dict) else None
        now = {
            "points": points,
            "date": first or (today or datetime.date.today()).isoformat(),
            "source": fingerprint(function),
        }
        if now != before:
            diary.note("exercises", id, value=now)
    except diary.NotKept:  # kml.progress() says why
        pass


def kept():
    """{id: what was noted of it}, without what somebody spoiled by hand. Raises diary.NotKept."""
    return {id: noted for id, noted in diary.read("exercises").items() if day(noted)}


def day(noted):
    """The date of something noted, or None if there is none."""
    try:
        return datetime.date.fromisoformat(noted["date"])
    except (TypeError, KeyError, ValueError):
        return None


def fingerprint(function):
    """What tells the source of a function from any other, from `def` to its last line; "" where nobody can read it.

    >>> fingerprint(fingerprint) in fingerprints(inspect.getsource(fingerprint))
    True
    """
    try:
        source = inspect.getsource(inspect.unwrap(function))
        found = list(_functions(textwrap.dedent(source)))
    except Exception:  # typed into no cell, made by exec, or something that only looks like a function
        return ""
    return found[0] if found else ""


def fingerprints(code):
    """Those of all functions in a cell or a file; empty if it is no Python."""
    try:
        return set(_functions(TransformerManager().transform_cell(code)))
    except (SyntaxError, ValueError, RecursionError):
        return set()


def _functions(code):
    lines = code.splitlines()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            own = textwrap.dedent("\n".join(line.rstrip() for line in lines[first - 1 : node.end_lineno]))
            yield hashlib.sha256(own.encode("utf-8", "surrogatepass")).hexdigest()
