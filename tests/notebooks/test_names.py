"""A learner runs a cell once more: what it takes from above, no cell below may have made into something else."""

from pathlib import Path

import pytest
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import declarations
from kml_classroom.grade import cellcode

SOLUTIONS = sorted((Path(__file__).parents[2] / "solutions").glob("*.ipynb"))


def taken_away(cells, answers=()):
    """(what, the cell that takes it, the cell below that binds it anew) of names that cells share.

    cells: their texts. answers: names of exercises; who hands one over to get one back (a checkpoint) takes none away.
    """
    units = [cellcode.analyse(cell).units for cell in cells]
    bound = [{name for unit in own for name in unit.binds - (unit.reads & set(answers))} for own in units]
    for k, own in enumerate(units):
        taken = set().union(*(unit.reads for unit in own)) - set().union(*(unit.binds for unit in own))
        for name in sorted(taken):
            below = [n for n, names in enumerate(bound) if n > k and name in names]
            if below and any(name in names for names in bound[:k]):
                yield name, k, below[0]


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
