"""Every committed notebook runs: solutions give their committed outputs, lessons run before anything is solved."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))


def run_nbval(*options, static):
    """Run nbval in a process of its own, because static mode is chosen for a whole kernel; return (passed, report)."""
    ours = ("KML_STATIC", "KML_CREATOR", "MPLBACKEND", "PYTEST_ADDOPTS")
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    environment |= {"PYTHONPATH": str(HERE)} | ({"KML_STATIC": "1"} if static else {})
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
        *map(str, options),
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800)
    return done.returncode == 0, done.stdout + done.stderr


def strict(notebook):
    return run_nbval("--nbval", notebook, static=True)


def lax(notebook):
    return run_nbval("--nbval-lax", "-p", "untouched", notebook, static=False)


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_gives_its_committed_outputs(notebook):
    passed, report = strict(notebook)
    assert passed, report


@pytest.mark.parametrize("notebook", LESSONS, ids=lambda path: path.stem)
def test_an_untouched_lesson_runs_to_the_end(notebook):
    passed, report = lax(notebook)
    assert passed, report


def test_every_solution_has_its_lesson():
    assert SOLUTIONS
    assert [path.name for path in SOLUTIONS] == [path.name for path in LESSONS]


def test_these_tests_can_fail(tmp_path):
    """A wrong committed output, a red line and an answered check are each found, and nothing else is."""
    said = {"outputs": [new_output("stream", text="2\n")], "execution_count": 1}
    shown = "class Shown:\n    __repr__ = lambda self: '{}'\n\nShown()"
    tagged = {"tags": ["check"]}
    cells = [
        new_code_cell("print(2)", id="same", **said),
        new_code_cell("import os\nprint(1 + int(os.environ['KML_STATIC']))", id="static", **said),
        new_code_cell("print(3)", id="other", **said),
        new_code_cell("import sys\nprint(3, file=sys.stderr)", id="red"),
        new_code_cell(shown.format("Correct"), id="answered", metadata=tagged),
        new_code_cell(shown.format("Not attempted · 03.1"), id="untouched", metadata=tagged),
    ]
    notebook = tmp_path / "bad.ipynb"
    notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")

    for mode, wrong in ((strict, ["2"]), (lax, ["1", "3", "4"])):
        passed, report = mode(notebook)
        assert not passed
        assert re.findall(r"^FAILED .*::Cell (\d)", report, re.MULTILINE) == wrong, report
    assert "bad.ipynb::Cell 3 writes to stderr" in report
    assert "bad.ipynb::Cell 4 says ['Correct']" in report
