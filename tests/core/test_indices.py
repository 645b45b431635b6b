"""Places of 32 bits: what NumPy counts, repeats and takes by goes through `kml.core.arrays.indices`.

Where a place has 32 bits, as in a browser, NumPy refuses whole numbers of 64, which a log has. The numbers themselves
are compared in a real Pyodide, by tests/browser/test_pyodide.py.
"""

import ast

import numpy as np
from needs import ROOT

from kml.core.arrays import indices

# name of the function → which argument is places or counts of them, by number and by name
BY_PLACE = {"bincount": (0, "x"), "repeat": (1, "repeats"), "take": (1, "indices")}
NUMPY = ("np", "numpy")
OWN = ROOT / "kml" / "core" / "arrays.py"


def unsafe(code):
    """Lines of code in which NumPy gets places that may have 64 bits."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
        if node.func.attr not in BY_PLACE or owner in ("xp", "watchtime"):  # takes of our own, which see to it
            continue
        if owner not in NUMPY and node.func.attr != "take":
            continue
        number, name = BY_PLACE[node.func.attr]
        number -= owner not in NUMPY  # an array's method
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        given = node.args[number] if len(node.args) > number else named.get(name)
        one_number = isinstance(given, (ast.Name, ast.Attribute, ast.Constant)) or calls(given, "len")
        if not (calls(given, "indices") or (node.func.attr == "repeat" and one_number)):
            found.append(node.lineno)
    return found


def calls(node, name):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def test_the_rule_knows_what_is_unsafe():
    assert unsafe("np.bincount(video)\nnp.bincount(indices(video), weights=w)\nnp.take(a, indices=b)") == [1, 3]
    assert unsafe("a.take(video, axis=0)\na.take(indices(video))\nself.xp.take(a, video)") == [1]
    assert unsafe("np.repeat(a, 3)\nnp.repeat(a, times)\nnp.repeat(a, np.diff(cards))\nxp.bincount(a)") == [3]


def test_places_may_have_32_bits():
    files = {path: path.read_text(encoding="utf-8") for path in (ROOT / "kml").rglob("*.py") if path != OWN}
    assert {path.name: lines for path, code in files.items() if (lines := unsafe(code))} == {}


def test_indices_are_places_and_no_copy_where_they_are_already():
    places = np.arange(3, dtype=np.intp)
    assert np.shares_memory(indices(places), places)
    assert indices(np.array([2, 0], dtype=np.int64)).dtype == indices([1]).dtype == np.intp
