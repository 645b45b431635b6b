"""How the rooms of the house lie: every import runs downwards, and nobody takes what is private from another room."""

import ast
from itertools import pairwise

import pytest
from needs import ROOT

# From the ground to the roof. Between the two lies the subject, side by side: kml.metrics, kml.trust, …
GROUND = "kml.core"
ABOVE = ("kml.course.session", "kml.course.showing", "kml.course.checking", "kml.lessons", "kml.lessons.answers")
CLASSROOM = "kml_classroom"


def modules():
    """{name of a module: its file} of both packages."""
    found = {}
    for base, package in ((ROOT, "kml"), (ROOT / "classroom", CLASSROOM)):
        for path in (base / package).rglob("*.py"):
            found[".".join(path.relative_to(base).with_suffix("").parts).removesuffix(".__init__")] = path
    return found


MODULES = modules()


def imported(name):
    """Yield (module, what is taken from it, or "") of each import in a module, wherever in it."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: say where from, in full"
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield (inside, "") if inside in MODULES else (node.module, alias.name)


IMPORTS = {name: [one for one in imported(name) if one[0] in MODULES and one[0] != name] for name in MODULES}


def room(module):
    """kml.trust for kml.trust.exposure; of the course and of the classroom each folder is a room of its own."""
    parts = module.split(".")
    deep = 3 if module.startswith(("kml.course.", "kml.lessons.answers")) else 2
    return ".".join(parts[:deep])


def links(of):
    """{of(module): all that it imports} without itself."""
    found = {}
    for name, taken in IMPORTS.items():
        found.setdefault(of(name), set()).update(of(module) for module, _ in taken)
    return {name: sorted(others - {name}) for name, others in found.items()}


def circle(graph):
    """A way through the graph {name: names} that comes back to where it began, as a list; [] if there is none."""
    done = set()

    def walk(name, way):
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        found = next(filter(None, (walk(other, [*way, name]) for other in graph.get(name, ()))), [])
        done.add(name)
        return found

    return next(filter(None, (walk(name, []) for name in graph)), [])


@pytest.mark.parametrize("of", [str, room], ids=["modules", "rooms"])
def test_no_circle_of_imports(of):
    graph = links(of)
    assert len(graph) > 20
    assert circle(graph) == []


def test_a_circle_would_be_found():
    graph = {"a": ["b"], "b": ["c", "d"], "c": [], "d": ["b"]}
    assert circle(graph) == ["b", "d", "b"]
    assert all(after in graph[before] for before, after in pairwise(circle(graph)))


def floor(name):
    """How high a room lies."""
    if name.startswith(CLASSROOM):
        return 2 + len(ABOVE)
    return 0 if name == GROUND else 2 + ABOVE.index(name) if name in ABOVE else 1


def test_no_import_upwards():
    upwards = [
        f"{name} imports {module}"
        for name, taken in IMPORTS.items()
        for module, _ in taken
        if floor(room(module)) > floor(room(name))
    ]
    assert upwards == []


def test_every_floor_is_there():
    rooms = {room(name) for name in MODULES}
    assert {GROUND, *ABOVE, "kml.metrics", "kml.trust", "kml_classroom.author"} <= rooms
    assert sorted(map(floor, (GROUND, "kml.trust", *ABOVE, "kml_classroom.grade"))) == list(range(3 + len(ABOVE)))


def test_the_ground_stands_alone():
    assert links(room)[GROUND] == []


def test_what_is_private_stays_in_its_room():
    taken = [
        f"{name} takes {thing} of {module}"
        for name, some in IMPORTS.items()
        for module, thing in some
        if thing.startswith("_") and thing != "_" and room(module) != room(name)
    ]
    assert taken == []
