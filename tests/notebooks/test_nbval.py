"""Every committed solution runs and gives its committed outputs.

That lessons run before anything is solved is proved in a browser (English) and by test_chinese (the same code).
"""

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


def strict(notebook):
    """Run nbval in a process of its own, because static mode is chosen for a whole kernel; return (passed, report)."""
    ours = ("KML_STATIC", "KML_CREATOR", "MPLBACKEND", "PYTEST_ADDOPTS")
    environment = {key: value for key, value in os.environ.items() if key not in ours} | {"KML_STATIC": "1"}
    options = [
        "--nbval",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=",
    ]  # ours: without nbval
    command = [sys.executable, "-m", "pytest", *options, str(notebook)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_solution_gives_its_committed_outputs(notebook):
    passed, report = strict(notebook)
    assert passed, report


def test_every_solution_has_its_lesson():
    assert SOLUTIONS
    assert [path.name for path in SOLUTIONS] == [path.name for path in LESSONS]


def test_this_test_can_fail(tmp_path):
    """A wrong committed output is found, and nothing else is."""
    said = {"outputs": [new_output("stream", text="2\n")], "execution_count": 1}
    cells = [
        new_code_cell("print(2)", id="same", **said),
        new_code_cell("import os\nprint(1 + int(os.environ['KML_STATIC']))", id="static", **said),
        new_code_cell("print(3)", id="other", **said),
    ]
    notebook = tmp_path / "bad.ipynb"
    notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    passed, report = strict(notebook)
    assert not passed
    assert re.findall(r"^FAILED .*::Cell (\d)", report, re.MULTILINE) == ["2"], report
