"""A learner runs a cell once more: what it takes from above, no cell below may have made into something else."""

import ast
import re
import symtable
from pathlib import Path

import pytest
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import declarations

SOLUTIONS = sorted((Path(__file__).parents[2] / "solutions").glob("*.ipynb"))


def taken_away(cells, answers=()):
    """(what, the cell that takes it, the cell below that binds it anew) of names that cells share.

    cells: their texts. answers: names of exercises; who hands one over to get one back (a checkpoint) takes none away.
    """
    cells = [_plain(re.sub(r"^[%!].*", "", cell, flags=re.MULTILINE)) for cell in cells]
    tables = [symtable.symtable(cell, "<cell>", "exec") for cell in cells]
    bound = [_bound(table) - _handed_back(cell, answers) for cell, table in zip(cells, tables, strict=True)]
    for k, table in enumerate(tables):
        for name in sorted(_read(table) - _bound(table)):
            below = [n for n, names in enumerate(bound) if n > k and name in names]
            if below and any(name in names for names in bound[:k]):
                yield name, k, below[0]


def _plain(cell):
    """A cell with each comprehension in a function of its own: from Python 3.12 on its names look like the cell's."""
    return ast.unparse(ast.fix_missing_locations(_Apart().visit(ast.parse(cell))))


class _Apart(ast.NodeTransformer):
    def visit_ListComp(self, node):
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        return ast.Call(ast.Lambda(nothing, self.generic_visit(node)), [], [])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp


def _bound(table):
    return {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}


def _read(table):
    """The names that a cell, or a function in it, takes from outside of all functions."""
    outside = table.get_type() == "module"
    own = {one.get_name() for one in table.get_symbols() if one.is_referenced() and (outside or one.is_global())}
    return own.union(*map(_read, table.get_children()))


def _handed_back(cell, answers):
    """The exercises' names that an assignment hands over and binds: mse = kml.checkpoint("02.1", mse)."""
    found = set()
    for one in ast.parse(cell).body:
        if isinstance(one, ast.Assign):
            found |= set(answers) & _names(one.value) & set().union(*map(_names, one.targets))
    return found


def _names(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_a_cell_that_is_run_once_more_finds_what_it_found(path):
    cells = [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code" and cell.id != "colab"]
    answers = {exercise.name for exercise in declarations(path.stem[:2])[0].values()}
    assert list(taken_away(cells, answers)) == []


def test_what_is_taken_away_is_found():
    cells = [
        "fit = 1\ndef use(x): return x",
        "print(fit)",
        "for fit in (1, 2):\n    pass",
        "use(0)",
        "use = check(use)",
    ]
    assert list(taken_away(cells, {"use"})) == [("fit", 1, 2)]
    assert list(taken_away(cells)) == [("fit", 1, 2), ("use", 3, 4)]
    assert list(taken_away(["import a.b", "a.c()", "a = 2"])) == [("a", 1, 2)]
    assert list(taken_away(["x = 1", "x = 2\nprint(x)", "x = 3", "def f(x): return x"])) == []
