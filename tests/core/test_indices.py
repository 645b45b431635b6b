"""Places of 32 bits: what NumPy counts, repeats and takes by goes through `kml.core.arrays.indices`.

Where a place has 32 bits, as in a browser, NumPy refuses whole numbers of 64, which a log has. The numbers themselves
are compared in a real Pyodide, by tests/browser/test_run_here.py.
"""

import ast
from collections import Counter, defaultdict

import numpy as np
import pytest
from needs import ROOT

from kml.core.arrays import indices

# name of the function → which argument is places or counts of them, by number and by name
BY_PLACE = {"bincount": (0, "x"), "repeat": (1, "repeats"), "take": (1, "indices")}
NUMPY = ("np", "numpy")
OWN = ROOT / "kml" / "core" / "arrays.py"


def unsafe(code):
    """Lines of code in which NumPy gets places that may have 64 bits."""
    found, tree = [], ast.parse(code)
    names = defaultdict(set)  # of each call: what was made places in a function around it
    for scope in ast.walk(tree):
        if isinstance(scope, (ast.Module, ast.FunctionDef)):
            made = made_places(scope)
            for node in ast.walk(scope) if made else ():
                names[node] |= made
    for node in ast.walk(tree):
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
        places = calls(given, "indices") or getattr(given, "id", None) in names[node]
        if not (places or (node.func.attr == "repeat" and one_number)):
            found.append(node.lineno)
    return found


def made_places(scope):
    """Names that are given nothing in a function but what `indices` returns."""
    nodes = list(ast.walk(scope))
    made = Counter(
        node.targets[0].id
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and calls(node.value, "indices")
    )
    bound = Counter(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    bound.update(node.arg for node in nodes if isinstance(node, ast.arg))
    return {name for name, times in made.items() if times == bound[name]}


def calls(node, name):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def test_the_rule_knows_what_is_unsafe():
    assert unsafe("np.bincount(video)\nnp.bincount(indices(video), weights=w)\nnp.take(a, indices=b)") == [1, 3]
    assert unsafe("a.take(video, axis=0)\na.take(indices(video))\nself.xp.take(a, video)") == [1]
    assert unsafe("p = indices(p)\na.take(p)\nnp.bincount(p)\na.take(q)") == [4]
    assert unsafe("np.repeat(a, 3)\nnp.repeat(a, times)\nnp.repeat(a, np.diff(cards))\nxp.bincount(a)") == [3]


@pytest.mark.parametrize("other", ["for p in b: pass", "p += 1", "p = b", "p, q = b", "def f(p): pass"])
def test_a_name_stays_places_while_nothing_else_is_given_to_it(other):
    assert unsafe("def g(p):\n  p = indices(p)\n  a.take(p)") == [3]  # an argument comes as it is
    assert unsafe("def g(b):\n  p = indices(b)\n  a.take(p)") == []
    assert unsafe(f"def g(b):\n  p = indices(b)\n  {other}\n  a.take(p)") == [4]


def test_places_may_have_32_bits():
    files = {path: path.read_text(encoding="utf-8") for path in (ROOT / "kml").rglob("*.py") if path != OWN}
    assert {path.name: lines for path, code in files.items() if (lines := unsafe(code))} == {}


def test_indices_are_places_and_no_copy_where_they_are_already():
    places = np.arange(3, dtype=np.intp)
    assert np.shares_memory(indices(places), places)
    assert indices(np.array([2, 0], dtype=np.int64)).dtype == indices([1]).dtype == np.intp
