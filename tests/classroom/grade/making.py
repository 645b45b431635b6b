"""Makes submissions for the tests: a lesson's solution as a learner's notebook, and ways to change it."""

import copy
import json
from functools import cache

from kml_classroom.grade.grades import Limits
from needs import ROOT

from kml.course.checking import exercises

POINTS = {exercise.id: exercise.points for exercise in exercises.declared("03")}
FULL = sum(POINTS.values())
SMALL = Limits(file_bytes=3_000_000, cpu_s=2, answer_s=20.0, notebook_s=60.0, memory=600_000_000)


@cache
def _notebook(folder, number):
    (path,) = (ROOT / folder).glob(f"{number}_*.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []  # what the checks said of other answers
    return notebook


def solved(number="03"):
    """The lesson with every exercise right, as JSON. Change it as you like."""
    return copy.deepcopy(_notebook("solutions", number))


def untouched(number="03"):
    """The lesson as it is handed out."""
    return copy.deepcopy(_notebook("lessons", number))


def in_chinese(number="03"):
    """The lesson as it is handed out in Chinese, every exercise answered as in the solution."""
    notebook, answers = copy.deepcopy(_notebook("lessons/zh", number)), {c["id"]: c for c in solved(number)["cells"]}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "# your code here" in source(cell):
            cell["source"] = answers[cell["id"]]["source"]
    return notebook


def source(cell):
    """A cell's text."""
    return "".join(cell["source"])


def index(notebook, name):
    """The number of the cell that defines the function `name`."""
    return next(n for n, c in enumerate(notebook["cells"]) if c["cell_type"] == "code" and f"def {name}(" in source(c))


def answer(notebook, name, text):
    """Put `text` in the place of the cell that defines `name`."""
    notebook["cells"][index(notebook, name)]["source"] = text
    return notebook


def code(text, **more):
    """A new code cell."""
    return {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None, **more}


def insert(notebook, at, text):
    """Put a new code cell before cell number `at`."""
    notebook["cells"].insert(at, code(text))
    return notebook


def write(path, notebook):
    """Write a notebook (JSON, a text or bytes) to a file."""
    if not isinstance(notebook, (bytes, str)):
        notebook = json.dumps(notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook.encode() if isinstance(notebook, str) else notebook)
    return path


def small_class():
    """{learner: notebook} of a class in which everything happens."""
    return {
        "ada": solved(),
        "bob": untouched(),
        "cem": answer(solved(), "gradient", "def gradient(X, y, theta):\n    return theta"),
        "dee": b"{",
        "eva": insert(solved(), 2, "exit()"),
        "=fay": answer(solved(), "gradient", "import os\ndef gradient(X, y, theta):\n    os._exit(0)"),
    }
