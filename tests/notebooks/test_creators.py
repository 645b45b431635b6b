"""Every lesson runs for every creator. test_nbval runs each as the coding teacher; here it is run as the other three.

In a file of its own, so that it runs beside test_nbval when two workers share the files.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from creators import depending
from nbformat.v4 import new_code_cell, new_notebook, writes

from kml.personas import CREATORS

HERE = Path(__file__).resolve().parent
SOLUTIONS = sorted((HERE.parents[1] / "solutions").glob("*.ipynb"))
OTHERS = [key for key in CREATORS if key != "coding_teacher"]


def problems(notebook, folder):
    """What goes wrong when the notebook is run as each of the OTHERS: "", or the cell, its output and its warnings."""
    command = [sys.executable, str(HERE / "creators.py"), str(notebook), *OTHERS]
    environment = {**os.environ, "KML_STATIC": "1", "MPLBACKEND": "agg"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    return f"{done.stderr}\n{done.stdout[-3000:]}" if done.returncode or done.stderr else ""


@pytest.mark.parametrize("notebook", SOLUTIONS, ids=lambda path: path.stem)
def test_a_lesson_runs_for_the_other_creators(notebook, tmp_path):
    said = problems(notebook, tmp_path)
    assert not said, said


def test_this_test_can_fail(tmp_path):
    """A cell that fails for one creator only is found, and so is one that warns."""
    for bad, found in (
        ("assert me.key != 'health_adviser'", "health_adviser: this cell fails\nassert"),
        ("import sys\nif me.key == 'fitness_coach': print('red', file=sys.stderr)", "red\n"),
        ("print(me.english)", ""),
    ):
        cells = [new_code_cell("import kml\nme = kml.setup()"), new_code_cell(bad)]
        notebook = tmp_path / "lesson.ipynb"
        notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
        said = problems(notebook, tmp_path)
        assert said.startswith(found) and bool(said) == bool(found)


def test_what_depends_on_the_creator_is_found():
    cells = ["me = 1", "a = 2", "def f():\n    return me", "b = f()", "a + 1", "b = 3", "b + 1", "a += me", "print(a)"]
    assert [cells.index(cell) for cell in depending(cells)] == [0, 2, 3, 5, 7, 8]
