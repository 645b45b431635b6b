"""What of kml an answer does not find in the sandbox: the course's answers, and whatever answers an exercise.

`library` says which modules of kml are there at all, which is none for almost every answer. In those that are, each
function that gives what an exercise of the lesson asks for says only that it is gone: by its name, and by what it gives
(`answered.tsv`, which `answering` finds by calling kml on the exercises' inputs). What is not in
the files cannot be reached, whatever way is taken: an import, a copy of the code, the file's text, another process.
"""

import ast
import functools
from pathlib import Path

from kml.core import words
from kml_classroom.grade import library
from kml_classroom.words import _

ANSWERED = Path(__file__).with_name("answered.tsv")
HEADS = "exercise", "module", "function", "how"


def refusal():
    """What everything of kml says that is withheld."""
    return _("kml's own functions are not there while your answer is graded")


@functools.cache
def refusals():
    """The same in every language."""
    found = []
    for language in words.languages():
        with words.speaking(language):
            found.append(refusal())
    return tuple(found)


def answered(number):
    """{module of kml: names of its functions that answer an exercise of lesson "03"}."""
    found = {}
    for row in rows():
        if row["exercise"].startswith(f"{number}."):
            found.setdefault(row["module"], set()).add(row["function"])
    return found


@functools.cache
def rows():
    """What is known to answer an exercise: a dict by HEADS each."""
    __, *found = (line.split("\t") for line in ANSWERED.read_text(encoding="utf-8").splitlines())
    return [dict(zip(HEADS, row, strict=True)) for row in found]


def texts(needed, number, names):
    """{file of kml: its text for the sandbox, "" for its own}, of all that are there when the modules `needed` are.

    The functions of kml that are called one of `names`, or answer an exercise of this lesson, are empty.
    """
    return _texts(needed, number, names, refusal())


@functools.lru_cache(maxsize=64)
def _texts(needed, number, names, sentence):
    found, by_module = {}, answered(number)
    for module, path in library.files(needed).items():
        gone = set() if module in library.WORKER else names | by_module.get(module, set())
        found[path] = _without(path.read_text(encoding="utf-8"), gone, sentence) if gone else ""
    return found


def compiled(path):
    """The bytecode that Python has kept of a file: with it, a sandbox starts sooner."""
    return sorted(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))


def forget():
    """Look at kml's files anew next time: some may have come or gone."""
    _texts.cache_clear()
    library.files.cache_clear()


def _without(source, names, sentence):
    """A text in which these functions are empty, and the private ones that they call in it; "" if it has none."""
    functions = {}
    if any(name in source for name in names):
        tree = ast.parse(source)
        functions = {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    open_, done = [name for name in names if name in functions], set()
    if not open_:
        return ""
    while open_:
        name = open_.pop()
        done.add(name)
        inside = {inner.id for inner in ast.walk(functions[name]) if isinstance(inner, ast.Name)}
        open_ += [one for one in inside - done if one.startswith("_") and one in functions]
    for name in done:
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.FunctionDef):
                node.body = ast.parse(f"raise RuntimeError({sentence!r})").body
    return ast.unparse(tree)
