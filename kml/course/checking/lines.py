"""The lines of a reference answer: taken apart, put together again, and with one of them wrong.

A wrong line is a right one changed in one place (`slips`) so that the answer makes one of the exercise's declared
mistakes, and says what that says.
"""

import ast
import io
import linecache
import re
import tokenize
from dataclasses import dataclass, replace

from kml.course.checking.judging import answer, cases, declared_mistake
from kml.course.checking.slips import VAGUE, Changes
from kml.course.checking.solutions import readable
from kml.course.memory.computer import shuffled

# Python writes a changed piece in its own way, which would tell where the change is: `a ** 2`, brackets around one name
_SPACED = re.compile(r"(?<=\w) \*\* (?=\w)")
_POINTLESS = re.compile(r"(?<![\w\])])\(\w+\)")


@dataclass(frozen=True)
class Row:
    """A line of a function: what stands there, how deep, and whether it is used."""

    text: str
    depth: int
    used: bool = True

    def __str__(self):
        return "    " * self.depth + "# " * (not self.used) + self.text


def taken_apart(function):
    """(first line, Rows of the others): one for each statement, or what stands before its colon; no docstring."""
    code, rows, first, depth = readable(function), [], None, 0
    lines = code.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type in (tokenize.INDENT, tokenize.DEDENT):
            depth += 1 if token.type == tokenize.INDENT else -1
        elif token.type == tokenize.NEWLINE:
            if first.type != tokenize.STRING:
                rows.append(Row(" ".join(map(str.strip, lines[first.start[0] - 1 : token.end[0]])), depth))
            first = None
        elif token.type not in (tokenize.NL, tokenize.COMMENT):
            first = first or token
    return rows[0].text if rows else "", tuple(rows[1:])


def source(head, rows):
    """The function that these rows make, as text."""
    return "\n".join([head, *map(str, rows), ""])


def made(exercise, head, rows):
    """The function that these rows make, with the names that the reference sees. Raises SyntaxError."""
    code, file = source(head, rows), f"<{exercise.id}>"
    linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file  # for the line that raised
    space = dict(exercise.reference.__globals__)
    exec(compile(code, file, "exec"), space)
    return space[exercise.reference.__name__]


def wrong_lines(exercise, name, enough):
    """Up to `enough` (place, wrong Row, what the declared mistake says), each at another place.

    The first that are found in an order called `name`, which each learner has.
    """
    head, rows = taken_apart(exercise.reference)
    changed = list(_changed(head, rows))
    inputs, known, found = cases(exercise), {}, {}

    def answers(exercise, function, arguments):  # the mistakes are asked for each change again
        key = function, id(arguments)
        if key not in known:
            known[key] = answer(exercise, function, arguments)
        return known[key]

    right = [answers(exercise, exercise.reference, arguments) for arguments in inputs]
    for i in shuffled(f"{exercise.id} {name}", len(changed)):
        place, wrong = changed[i]
        if place in found:
            continue
        try:
            function = made(exercise, head, [*rows[:place], wrong, *rows[place + 1 :]])
        except SyntaxError:
            continue
        outcomes = [answers(exercise, function, arguments) for arguments in inputs]
        if any(outcome.error for outcome in outcomes):
            continue
        because = declared_mistake(exercise, inputs, outcomes, right, answers)
        if because:
            found[place] = wrong, because
            if len(found) == enough:
                break
    return [(place, *one) for place, one in found.items()]


def _changed(head, rows):
    """Yield (place, Row) of each row changed in one place as somebody may have written it."""
    for message, __, undo, node, code in Changes(ast.parse(source(head, rows)).body[0]).all():
        undo()
        if node.lineno != node.end_lineno or message in VAGUE or code in ("", "pass") or "\n" in code:
            continue
        place = node.lineno - 2
        line = str(rows[place]).encode()
        before, after = line[: node.col_offset].decode(), line[node.end_col_offset :].decode()
        if isinstance(node, ast.Tuple) and line[node.col_offset : node.col_offset + 1] != b"(":
            code = code[1:-1]
        text = (before + _SPACED.sub("**", code.replace("'", '"')) + after).strip()
        if text not in [row.text for row in rows] and not _POINTLESS.search(text):
            yield place, replace(rows[place], text=text)
