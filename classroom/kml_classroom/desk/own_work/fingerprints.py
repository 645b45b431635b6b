"""The shape of an answer as a set of fingerprints: winnowing (Schleimer, Wilkerson and Aiken 2003) over its syntax.

Names, texts, comments, docstrings and the layout of the code leave no trace; of a number stays its kind. Whoever
renames variables and breaks lines elsewhere has the same fingerprints, whoever thinks of another way has others.
"""

import ast
import zlib
from dataclasses import dataclass

from kml_classroom.desk.anonymous import KNOWN
from kml_classroom.grade import cellcode

PIECE = 10  # tokens of syntax that make one fingerprint: what is shorter is found in everybody's code
WINDOW = 4  # of so many neighbours one is kept: whatever is alike for PIECE + WINDOW - 1 tokens is found


@dataclass(frozen=True)
class Shape:
    """`pieces` are hashes of all runs of PIECE tokens in order, `lines` the (first, last) line of each."""

    source: str
    pieces: tuple[int, ...]
    lines: tuple[tuple[int, int], ...]

    def fingerprints(self, known=frozenset()):
        """The pieces that winnowing keeps, without those that are `known`.

        >>> shape = shape_of("def f(x):\\n    total = 0\\n    for one in x:\\n        total += one\\n    return total")
        >>> shape.fingerprints() == shape_of(shape.source.replace("total", "s")).fingerprints()
        True
        """
        own = [piece for piece in self.pieces if piece not in known]
        return frozenset(min(own[at : at + WINDOW]) for at in range(max(1, len(own) - WINDOW + 1)) if own)

    def lines_of(self, pieces):
        """The numbers of the lines that some pieces cover."""
        covered = (lines for piece, lines in zip(self.pieces, self.lines, strict=True) if piece in pieces)
        return {number for first, last in covered for number in range(first, last + 1)}


def shape_of(source):
    """The Shape of a cell's code; None where it is no Python."""
    try:
        text = cellcode.analyse(source).text
        tree = ast.parse(text)
        tokens = list(_tokens(tree, KNOWN.difference(_bound(tree))))
    except (cellcode.NoCode, RecursionError):
        return None
    runs = [tokens[at : at + PIECE] for at in range(max(0, len(tokens) - PIECE + 1))]
    pieces = tuple(zlib.crc32(" ".join(token for token, __ in run).encode()) for run in runs)
    lines = tuple((min(line for __, line in run), max(line for __, line in run)) for run in runs)
    return Shape(text, pieces, lines)


def _bound(tree):
    """The names that the code itself gives a meaning: whatever they are, they are the learner's own."""
    own = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.arg, *own)):
            yield node.arg if isinstance(node, ast.arg) else node.name


def _tokens(node, known, line=1):
    """Yield (token, line) of a piece of syntax in the order in which it is written; a block ends with one, too."""
    line = getattr(node, "lineno", line)
    if _says_nothing(node):
        return
    yield _token(node, known), line
    for __, value in ast.iter_fields(node):
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST) and not isinstance(inner, ast.expr_context):
                yield from _tokens(inner, known, line)
    if isinstance(getattr(node, "body", None), list):
        yield "end", getattr(node, "end_lineno", None) or line


def _token(node, known):
    kind = type(node).__name__
    if isinstance(node, ast.Constant):
        return f"{kind}:{type(node.value).__name__}"
    if isinstance(node, ast.Attribute):  # what is asked of an array or a list is asked under its own name
        return f"{kind}:{node.attr}" if node.attr in KNOWN else kind
    name = getattr(node, "id", "")
    return f"{kind}:{name}" if name in known else kind


def _says_nothing(node):
    """Texts that stand alone, imports, and what only shows or checks something."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.Call) and (
        isinstance(node.value, ast.Constant) or _root(node.value.func) in ("kml", "print", "display")
    )  # fmt: skip


def _root(node):
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return getattr(node, "id", "")
