"""What of kml an answer does not find in the sandbox: the course's answers, and the functions that exercises ask for.

An answer may use kml as the lesson does, and must not hand its work to it. What is not in the files cannot be reached,
whatever way is taken: an import, a copy of the code, the file's text, another process.
"""

import ast
import functools
from pathlib import Path

import kml
from kml.course.checking.exercises import answers_module
from kml_classroom.words import _

_HOME = Path(kml.__file__).resolve().parent
ANSWERS = _HOME.joinpath(*answers_module("NN").split(".")[1:-1])  # the one folder that a sandbox does not have


def refusal():
    """What a function says that is withheld."""
    return _("kml's own function for this exercise is not there while your answer to it is graded")


def no_answers():
    """What an import of the course's answers says."""
    return _("the course's answers are not there while yours are graded")


def in_the_place_of_answers():
    """The text of the only file in the folder of answers, inside."""
    return f"raise ImportError({no_answers()!r})\n"


def gaps(names):
    """{file of kml: its text in which each function called one of `names` (a frozenset) only says that it is gone}."""
    return _gaps(names, refusal())


@functools.cache
def _gaps(names, sentence):
    return {path: text for path in _HOME.rglob("*.py") if _seen(path) and (text := _without(path, names, sentence))}


def forget():
    """Look at kml's files anew next time: some may have come or gone."""
    _gaps.cache_clear()


def compiled(path):
    """The bytecode that Python has kept of a file: it would tell what the text does not."""
    return sorted(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))


def _seen(path):
    """Whether a file is there inside, and no part of what asks and judges."""
    return path.relative_to(_HOME).parts[0] != "course" and ANSWERS not in path.parents


def _without(path, names, sentence):
    """The text of a file with these functions emptied, or "" if it has none of them."""
    source = path.read_text(encoding="utf-8")
    if not any(f"def {name}(" in source for name in names):
        return ""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            node.body = ast.parse(f"raise RuntimeError({sentence!r})").body
    return ast.unparse(tree)
