"""How a reference answer is shown: as source, without what a learner need not write, and in the language in use."""

import ast
import inspect
import textwrap

from kml.core.words import _

_CHECKS = ("array", "choice", "number", "whole_number")  # kml.core.arguments


def readable(function):
    """The source of `function` without the statements that only check arguments; "" where it cannot be read."""
    try:
        source = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""
    definition, lines = ast.parse(source).body[0], source.splitlines()
    for node in reversed(getattr(definition, "body", [])):
        here = slice(node.lineno - 1, node.end_lineno)
        if _only_checks(node):
            del lines[here]
        elif node is definition.body[0] and ast.get_docstring(definition):
            lines[here] = _docstring(ast.get_docstring(definition), lines[here], node.col_offset)
    return "\n".join(lines)


def told(docstring):
    """A docstring as far as a solution shows it: what the function does, without runnable examples after it."""
    return docstring.partition("\n\n>>>")[0]


def _docstring(docstring, lines, indent):
    """The lines of a docstring in the language in use; as they were written where it says the same."""
    said = _(told(docstring))
    if said == docstring:
        return lines
    raw, end = "r" * ("\\" in said), "\n" * ("\n" in said)  # more than one line: the closing quotes on their own
    return textwrap.indent(f'{raw}"""{said}{end}"""', " " * indent).splitlines()


def _only_checks(node):
    """Whether a statement is like `eta = number("eta", eta, 0)`, or several of these in one."""
    if not isinstance(node, (ast.Assign, ast.Expr)):
        return False
    calls = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    return bool(calls) and all(map(_is_check, calls))


def _is_check(call):
    if not isinstance(call, ast.Call) or not call.args:
        return False
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first = call.args[0]
    return name in _CHECKS and isinstance(first, ast.Constant) and isinstance(first.value, str)
