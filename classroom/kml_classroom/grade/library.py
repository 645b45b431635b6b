"""Which of kml an answer may have: nothing, but for what the lesson's own cells in it need.

An answer is the learner's own work. So the sandbox holds no module of kml unless a line that stands in the lesson as it
was handed out needs one, and no module holds a function that answers an exercise of the lesson (`withheld`). What else
of kml an answer names is shown to a person.
"""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

import kml

HOME = Path(kml.__file__).resolve().parent
GIVEN = {  # id of an exercise whose published solution uses kml → {module: names that it uses}
    "10.5": {"kml.published": {"MEDICAL"}},
    "11.2": {"kml.capstone": {"STYLES"}},
    "11.5": {"kml.capstone": {"STYLES", "COURSE_HOURS", "trials", "worth"}},
}
WORKER = (  # what the worker itself needs
    "kml", "kml.core", "kml.core.patience", "kml.core.words", "kml.course", "kml.course.checking",
    "kml.course.checking.running", "kml.course.checking.values",
)  # fmt: skip


@dataclass(frozen=True)
class Use:
    """What a program uses of kml: the modules that the lesson's own lines need, and what the learner's lines name."""

    needed: frozenset = frozenset()
    named: tuple = ()


def used(pieces, id):
    """The Use of kml by `pieces`, pairs (text, whether it is the learner's own), of the answer to an exercise."""
    if not any("kml" in text for text, __ in pieces):
        return Use()
    trees = [(ast.parse(text), own) for text, own in pieces]
    imported = {name: target for tree, __ in trees for name, target in _imports(tree)}
    given = GIVEN.get(id, {})
    needed, named = set(given), {}
    for tree, own in trees:
        for target in [*_uses(tree, imported), *([] if not own else _asked(tree))]:
            module, __, name = _split(target)
            if not own:
                needed.add(module)
            elif name not in given.get(module, ()):
                named[target] = True
    return Use(frozenset(needed), tuple(named))


def _imports(tree):
    """Pairs (name, what of kml it stands for)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "kml":
                    yield (alias.asname, alias.name) if alias.asname else ("kml", "kml")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kml":
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _asked(tree):
    """What a learner's own line imports of kml: more than a module, which alone does nothing."""
    return [target for __, target in _imports(tree) if _split(target)[2]]


def _uses(tree, imported):
    """What the lines of a tree use of kml, as dotted names."""
    inner = set()
    for node in ast.walk(tree):
        if id(node) in inner or not isinstance(node, (ast.Attribute, ast.Name)):
            continue
        chain, below = [], node
        while isinstance(below, ast.Attribute):
            chain.append(below.attr)
            below = below.value
            inner.add(id(below))
        reads = isinstance(node.ctx, ast.Load)  # what is put into kml answers nothing
        if reads and isinstance(below, ast.Name) and below.id in imported:
            yield ".".join([imported[below.id], *reversed(chain)])


def _split(target):
    """(module, ".", the first name in it) of a dotted name; the name is "" where a module itself is meant."""
    parts = target.split(".")
    module = parts[0]
    for at, part in enumerate(parts[1:], start=1):
        if (
            module == "kml" and part in kml.__all__ and not _file(f"kml.{part}")
        ):  # of the door: it is loaded at first use
            return getattr(kml, part).__module__, ".", part
        if not _file(f"{module}.{part}"):
            return module, ".", part
        module = ".".join(parts[: at + 1])
    return module, ".", ""


@functools.cache
def _file(module):
    """The file of a module of kml, or None."""
    place = HOME.joinpath(*module.split(".")[1:])
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


@functools.cache
def files(needed):
    """The files of kml that a sandbox has: the worker's, those of `needed` modules, and all that these import."""
    found, open_ = {}, [*WORKER, *sorted(needed)]
    while open_:
        module = open_.pop()
        path = _file(module)
        if path is None or path in found.values():
            continue
        found[module] = path
        open_ += [module.rpartition(".")[0]] if module != "kml" else []
        if module not in WORKER:
            open_ += [name for name in _imported(path) if _file(name)]
    return found


def everything():
    """All files of kml."""
    return [path for path in HOME.rglob("*") if path.is_file() and path.suffix != ".pyc"]


def beside(needed):
    """The files of kml that are no modules, and there when the modules `needed` are."""
    folders = ["locale", *(["stored"] if needed else [])]
    return [path for folder in folders for path in (HOME / folder).rglob("*") if path.is_file()]


def _imported(path):
    """All modules of kml that a file may import, at once or later."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
