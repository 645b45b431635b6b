"""kml's own files without the functions that exercises ask for: what an answer finds in the sandbox.

An answer may use kml as the lesson does, and must not hand its work to it. What is not in the files cannot be reached,
whatever way is taken: an import, a copy of the code, the file's text, another process.
"""

import ast
import functools
from pathlib import Path

import kml

TAKEN = "kml's own function for this exercise is not there while your answer to it is graded"
_REFUSAL = f"raise RuntimeError({TAKEN!r})"
_refused = compile(f"def refused(*arguments, **named): {_REFUSAL}", "kml", "exec")
REFUSAL = _refused.co_consts[0]  # the function's code, which needs no name
HIDDEN = "the course's answers are not there while yours are graded"
_HOME = Path(kml.__file__).resolve().parent


@functools.cache
def gaps(names):
    """{file of kml: its text in which each function called one of `names` (a frozenset) only says that it is gone}."""
    return {path: text for path in _HOME.rglob("*.py") if _seen(path) and (text := _without(path, names))}


def compiled(path):
    """The bytecode that Python has kept of a file: it would tell what the text does not."""
    return sorted(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))


def _seen(path):
    return path.relative_to(_HOME).parts[0] not in ("course", "classroom")


def _without(path, names):
    """The text of a file with these functions emptied, or "" if it has none of them."""
    source = path.read_text(encoding="utf-8")
    if not any(f"def {name}(" in source for name in names):
        return ""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            node.body = ast.parse(_REFUSAL).body
    return ast.unparse(tree)
