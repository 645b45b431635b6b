"""A learner's answer without anything that tells whose it is: no comments, no texts, no names of their own.

What stays is what the lesson itself says (names, texts), Python's and NumPy's own words, and the shape of the code.
"""

import ast
import builtins
import functools
import itertools
import keyword
import math
import re

import numpy as np

from kml_classroom.grade.journal import read_page
from kml_classroom.grade.lesson import find_lesson

_MOST_LINES = 30
KNOWN = frozenset(
    name
    for owner in (builtins, math, np, np.ndarray, np.linalg, np.random.Generator, list, dict, str, tuple, set, float)
    for name in dir(owner)
) | {"np", "numpy", "math", "pd", "pandas", "plt", "kml", "self", "i", "j", "k", "n", "x", "y"}
_NAMING = ("id", "arg", "attr", "name", "module", "asname", "rest", "kwd_attrs")  # parts of syntax that are names
_LONG = 100_000  # a number from here on may be a telephone's or a student's


class Vocabulary:
    """The names and texts that a lesson itself uses: they tell nothing of a learner."""

    def __init__(self, sources):
        self.names, self.texts, self.numbers = set(KNOWN), set(), set()
        for source in sources:
            for node in _nodes(source):
                if isinstance(node, ast.Constant):
                    (self.texts if isinstance(node.value, str) else self.numbers).add(node.value)
                names = (getattr(node, part, None) for part in _NAMING)
                self.names |= {name for name in names if isinstance(name, str)}


@functools.cache
def vocabulary(lesson):
    """The Vocabulary of a lesson as it is handed out; of Python and NumPy alone where it cannot be found."""
    try:
        return Vocabulary(cell.source for cell in find_lesson(lesson).cells)
    except LookupError:
        return Vocabulary([])


def _nodes(source):
    try:
        return list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError):
        return []


def example(out, lesson, group, exercise):
    """The shortest answer of a Group that can be shown, without what tells whose it is; "" for none."""
    from kml_classroom.grade.grades import Grade

    found = []
    for digest in dict.fromkeys(group.digests):
        page = read_page(out, Grade("", "", lesson, "ok", digest=digest))
        for shown in page:
            if shown.exercise == group.id:
                found.append(anonymous(shown.source, vocabulary(lesson), exercise.name))
    found = [code for code in found if code and code.count("\n") < _MOST_LINES]
    return min(found, key=lambda code: (len(code), code), default="")


def anonymous(source, vocabulary, name=""):
    r"""The code of a cell as it may be shown to a class; "" where it is no Python.

    `name` is the function that the exercise asks for: it keeps its name, and what is merely run beside it is left out.

    >>> print(anonymous("def mean(x):  # by Ada\n    adas = 'Ada'\n    return sum(x)", Vocabulary(["mean"]), "mean"))
    def mean(x):
        name_1 = '…'
        return sum(x)
    """
    try:
        tree = ast.parse(source)
        body = [node for node in tree.body if not isinstance(node, ast.Expr)]
        tree.body = body if any(getattr(node, "name", None) == name for node in body) else tree.body
        return ast.unparse(ast.fix_missing_locations(_Anonymous(vocabulary, name).visit(tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


class _Anonymous(ast.NodeTransformer):
    """Renames what is the learner's own, in the order in which it comes, and drops texts and long numbers."""

    def __init__(self, vocabulary, name):
        self.vocabulary, self.name = vocabulary, name
        self.given, self.numbers = {}, itertools.count(1)

    def _called(self, name):
        if name is None or name == self.name or name in self.vocabulary.names or keyword.iskeyword(name):
            return name
        if "." in name:
            return ".".join(map(self._called, name.split(".")))
        if name not in self.given:
            self.given[name] = f"name_{next(self.numbers)}"
        return self.given[name]

    def generic_visit(self, node):
        for part in _NAMING:
            value = getattr(node, part, None)
            if isinstance(value, str):
                setattr(node, part, self._called(value))
        if isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [self._called(name) for name in node.names]
        if isinstance(getattr(node, "body", None), list):
            kept = [one for one in node.body if not _is_text(one)]
            node.body = kept or ([] if isinstance(node, ast.Module) else [ast.Pass()])
        return super().generic_visit(node)

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, str | bytes) and value not in self.vocabulary.texts:
            return ast.Constant("…" if isinstance(value, str) else b"...")
        long = isinstance(value, int | float | complex) and not isinstance(value, bool) and abs(value) >= _LONG
        return ast.Constant(...) if long and value not in self.vocabulary.numbers else node


def sentence(group, vocabulary):
    """What the checker says of a Group without a name, without what is quoted in it and is not the lesson's own."""
    if group.raised:
        return group.raised
    known = vocabulary.names | vocabulary.texts

    def shown(match):
        inside = match[0][1:-1]
        said = inside in known or re.fullmatch(r"[^\w\s]{1,3}", inside)  # an operator is nobody's
        return match[0] if said else f"{match[0][0]}…{match[0][-1]}"

    return re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"", shown, group.reason)


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
