"""The lesson as it was handed out: its cells in their order, and which of them holds the answer to what."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import kml
from kml.classroom.grade.intake import RawCell
from kml.classroom.notebooks import read_notebook
from kml.classroom.source import declarations
from kml.course.exercises import Exercise

HEADING = re.compile(r"^#+ *Exercise (\d\d\.\d+)\b", re.MULTILINE)
CHECK = re.compile(r"\bkml\.check\(\s*[\"'](\d\d\.\d+)[\"']")


@dataclass(frozen=True)
class Task:
    """An exercise in its lesson: the ids of the cell with its stub and of the cell that checks it, and their places."""

    exercise: Exercise
    answer_id: str
    answer_at: int
    check_at: int


@dataclass(frozen=True)
class Master:
    """`cells` are the lesson's code cells; places are numbers of code cells."""

    number: str
    name: str
    path: Path
    cells: tuple[RawCell, ...]
    tasks: tuple[Task, ...]

    @property
    def out_of(self):
        return sum(task.exercise.points for task in self.tasks)


def find_course(start="."):
    """The course's folder: this one, one above it, or the one that kml was installed from."""
    here = Path(start).resolve()
    for folder in (here, *here.parents, Path(kml.__file__).resolve().parent.parent):
        if any((folder / "lessons").glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise LookupError("The course's folder was not found: run this in the folder that holds lessons/.")


@functools.cache
def master(number, course=None):
    """The Master of lesson `number` ("03"). Raises LookupError with a sentence, or BuildError for a damaged file."""
    folder = Path(course or find_course()) / "lessons"
    found = sorted(folder.glob(f"{number}_*.ipynb")) if re.fullmatch(r"\d\d", number) else []
    if not found:
        known = ", ".join(sorted(path.name[:2] for path in folder.glob("[0-9][0-9]_*.ipynb")))
        raise LookupError(f"There is no lesson {number}; there is {known}.")
    exercises, _ = declarations(number)
    if not exercises:
        raise LookupError(f"Lesson {number} has no exercises: there is nothing to grade.")
    notebook = read_notebook(found[0])
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells = tuple(RawCell("code", c.source, c.id, tuple(c.metadata.get("tags", ()))) for c in code)
    tasks = tuple(_task(exercise, cells) for exercise in exercises.values())
    return Master(number, found[0].stem, found[0], cells, tasks)


def _task(exercise, cells):
    defines = re.compile(rf"^def {exercise.name}\b", re.MULTILINE)
    for at, cell in enumerate(cells):
        if "exercise" in cell.tags and defines.search(cell.source):
            checks = (n for n, c in enumerate(cells) if n > at and exercise.id in CHECK.findall(c.source))
            return Task(exercise, cell.id, at, next(checks, at))
    raise LookupError(f"The lesson has no cell for exercise {exercise.id}: run make build.")
