"""The arrows: every import runs downwards, none in a circle, and what has an underscore stays in its own folder.

Imports are read from the source, those inside functions, too. Only what is loaded by a name that is made at run time
is not seen: the façade's modules, and the answers of a lesson, which the checker and the grader open.
"""

import ast
import functools
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

import pytest
from needs import ROOT

# Each line may import from those above it, and nothing of its own line but itself.
ORDER = """
kml.core
kml
kml.behaviour kml.gpu kml.metrics kml.personas kml.published kml.regression
kml.log
kml.datasets kml.monetization kml.platform kml.watchtime
kml.capstone kml.mychannel kml.recommenders
kml.simulate
kml.experiments kml.trust
kml.scenarios
kml.course.doors
kml.__main__
kml.course.memory
kml.course.showing
kml.course.checking
kml.course.journey
kml.course.session
kml.lessons
kml.lessons.answers
kml_classroom kml_classroom.words
kml_classroom.address kml_classroom.refused
kml_classroom.author
kml_classroom.grade kml_classroom.publish
kml_classroom.desk
kml_classroom.desk.platforms
kml_classroom.desk.own_work
kml_classroom.desk.commands kml_classroom.desk.own_commands
kml_classroom.cli
kml_classroom.__main__
"""
LEVEL = {room: level for level, line in enumerate(ORDER.split("\n")) for room in line.split()}


def modules():
    """{name: (file, name of its folder's package)} of both distributions."""
    found = {}
    for package in (ROOT / "kml", ROOT / "classroom" / "kml_classroom"):
        for file in sorted(package.rglob("*.py")):
            *folder, last = file.relative_to(package.parent).with_suffix("").parts
            found[".".join(folder if last == "__init__" else [*folder, last])] = file, ".".join(folder)
    return found


MODULES = modules()


@functools.cache
def nodes(module):
    """All nodes of a module's source."""
    return list(ast.walk(ast.parse(MODULES[module][0].read_text(encoding="utf-8"))))


def imports(module):
    """Yield (line, imported module, name in it or None, what the module calls it) for each import of a module."""
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, None, alias.asname or alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: an import by dots, which nobody can look for"
            for alias in node.names:
                part = f"{node.module}.{alias.name}"
                imported = (part, None) if part in MODULES else (node.module, alias.name)
                yield node.lineno, *imported, alias.asname or alias.name


@functools.cache
def arrows():
    """[(module, line, imported module)] of both distributions."""
    found = ((module, line, imported) for module in MODULES for line, imported, *__ in imports(module))
    return [(module, line, imported) for module, line, imported in found if imported in MODULES and imported != module]


def room(module):
    """The room of ORDER that a module is in."""
    parts = module.split(".")
    return next(name for n in range(len(parts), 0, -1) if (name := ".".join(parts[:n])) in LEVEL)


def test_every_module_has_a_room():
    assert [module for module in MODULES if room(module) == "kml" and module != "kml"] in ([], ["kml.course"])


def test_no_import_climbs():
    climbs = [
        f"{module}:{line} imports {imported}"
        for module, line, imported in arrows()
        if room(module) != room(imported) and LEVEL[room(imported)] >= LEVEL[room(module)]
    ]
    assert climbs == []


def circle(pairs):
    """A circle in (from, to) pairs as a list of names; [] if there is none."""
    graph = defaultdict(set)
    for one, other in pairs:
        graph[one].add(other)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_circle_of_modules():
    assert circle((module, imported) for module, __, imported in arrows()) == []


@pytest.mark.parametrize("folder", ["", *sorted({folder for __, folder in MODULES.values()})])
def test_no_circle_of_what_lies_in_one_folder(folder):
    """Packages and modules, each with all that is in it."""
    inside = folder + "." if folder else ""
    pairs = [
        [name.removeprefix(inside).split(".")[0] for name in (module, imported)]
        for module, __, imported in arrows()
        if module.startswith(inside) and imported.startswith(inside)
    ]
    assert circle((one, other) for one, other in pairs if one != other) == []


def folder(module):
    """The folder of a module; what lies at the door of kml has none but itself."""
    place = MODULES[module][1]
    return module if place == "kml" else place


def private(name):
    """Whether a name has a leading underscore; `_` says sentences, and __name__ is Python's."""
    return name.startswith("_") and name != "_" and not name.startswith("__")


@pytest.mark.parametrize("module", MODULES)
def test_what_has_an_underscore_stays_in_its_folder(module):
    others = [one for one in imports(module) if one[1] in MODULES and folder(one[1]) != folder(module)]
    taken = [f"{imported}.{name}" for __, imported, name, __ in others if private(name or imported.split(".")[-1])]
    called = {call: imported for __, imported, name, call in others if name is None}
    taken += [
        f"{called[node.value.id]}.{node.attr}"
        for node in nodes(module)
        if isinstance(node, ast.Attribute) and private(node.attr)
        if isinstance(node.value, ast.Name) and node.value.id in called
    ]
    assert taken == []


def test_a_circle_would_be_found():
    assert circle([("a", "b"), ("b", "c"), ("b", "d"), ("d", "b")]) in (["b", "d", "b"], ["d", "b", "d"])
    assert circle([("a", "b"), ("a", "c"), ("b", "c")]) == []
