"""Cells where a package is lacking: what runs nevertheless, what is left out, and whose fault an error is."""

import asyncio
import sys
import types

import pytest

from kml.course.session.lacking import Lacking

PACKAGE = "no_such_package"


@pytest.fixture
def cells():
    """Run cells one after the other in one namespace; each gives the names it lacked, or raises what it raised."""
    module = types.ModuleType("cells")
    lacking = Lacking(PACKAGE, vars(module))

    async def execute(code):
        try:
            exec(compile(code, "<cell>", "exec"), vars(module))
        except Exception as problem:
            return problem, problem
        return None, None

    def run(code):
        found, names = asyncio.run(lacking.run(code, execute))
        if found and not names:
            raise found
        return names

    run.names = vars(module)
    return run


def test_what_stands_below_the_missing_package_runs_too(cells):
    first = f"import math\nimport {PACKAGE} as torch\n\nroot = math.sqrt(4)\nthreads = torch.threads()\nroot += 1"
    assert cells(first) == {PACKAGE}
    assert cells.names["root"] == 3
    assert cells("threads + 1") == {"threads"}
    assert cells("twice = root * 2") == set()


def test_a_learners_own_mistake_stays_one(cells):
    assert cells(f"import {PACKAGE}") == {PACKAGE}
    with pytest.raises(NameError, match="lenght"):
        cells("lenght + 1")
    with pytest.raises(ModuleNotFoundError, match="no_other_package"):
        cells("import no_other_package")
    with pytest.raises(SyntaxError):
        cells("def f(:")
    with pytest.raises(ZeroDivisionError):
        cells("before = 1\n1 / 0")
    assert cells.names["before"] == 1
    assert cells("# nothing but a comment") == set()


def test_what_only_a_function_needs_is_found_when_it_is_called(cells):
    assert cells(f"def loss(x):\n    import {PACKAGE}\n    return x\n\nother = lambda x: model(x)") == set()
    assert cells("model = loss(1)\nkept = 2") == {PACKAGE}
    assert cells("other(1)") == {"model"}
    assert cells("model = abs") == set()
    assert cells("assert other(-kept) == 2") == set()


def test_what_was_begun_and_not_filled_is_not_there(cells):
    cells(f"import {PACKAGE} as torch\nrows, total = [], 0")
    assert cells("losses = []\nfor step in range(3):\n    losses.append(torch.loss())\nlast = losses[-1]") == {"torch"}
    assert cells("rows.append(torch.row())\ntotal += 1") == {"torch"}
    assert cells("first = rows[0]") == {"rows"}
    assert cells("assert total == 1") == set()
    assert cells("[torch for torch in (1, 2)]\nmodels = {torch: 1 for torch in 'ab'}") == set()
    assert cells("made = [len(torch.name)]\nclass A:\n    torch = 1\n\n@abs\ndef f(): pass") == {"torch"}


def test_what_follows_from_what_was_left_out_is_no_mistake(cells):
    cells(f"import {PACKAGE} as torch")
    assert cells("found = {}\nif True: torch.fill(found)\nbest = max(found)") == {"torch"}
    assert cells("print(best)") == {"best"}
    assert cells("a = 1; b = torch; c = 3\nd = 4") == {"torch"}
    assert "c" not in cells.names
    assert cells.names["d"] == 4


def test_a_package_hidden_after_the_start_counts_as_lacking(cells, monkeypatch):
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    assert cells(f"from {PACKAGE} import nn\nnn = nn") == {PACKAGE}
