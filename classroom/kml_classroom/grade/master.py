"""The lesson as it was handed out: its cells in their order, and which of them holds the answer to what."""

import functools
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

import kml
from kml.course.checking.exercises import Exercise
from kml_classroom.grade import intake
from kml_classroom.grade.intake import RawCell

HEADING = re.compile(r"^#+ *(?:Exercise|练习) (\d\d\.\d+)\b", re.MULTILINE)
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
    """The Master of lesson `number` ("03"). Raises LookupError with a sentence."""
    return from_cells(number, *handed_out(number, course))


def handed_out(number, course=None):
    """(name of the lesson, its code cells): what a machine without the course's folder needs to make a Master."""
    name, cells = _read(number, course)
    return name, tuple(cell for cell in cells if cell.kind == "code")


def prose(number, course=None):
    """The texts of the lesson's Markdown cells."""
    return {cell.source for cell in _read(number, course)[1] if cell.kind == "markdown"}


def _read(number, course):
    folder = Path(course or find_course()) / "lessons"
    found = sorted(folder.glob(f"{number}_*.ipynb")) if re.fullmatch(r"\d\d", number) else []
    if not found:
        known = ", ".join(sorted(path.name[:2] for path in folder.glob("[0-9][0-9]_*.ipynb")))
        raise LookupError(f"There is no lesson {number}; there is {known}.")
    try:
        cells = intake.read(found[0].read_bytes()).cells
    except intake.Unreadable as problem:
        raise LookupError(f"{found[0]}: {problem} Run make build.") from None
    return found[0].stem, cells


@functools.lru_cache(maxsize=8)
def from_cells(number, name, cells):
    """The Master of a lesson that was handed out with these code cells. Raises LookupError if it has no exercises."""
    try:
        exercises = importlib.import_module(f"kml.course.lesson_{number}").EXERCISES
    except ModuleNotFoundError:
        exercises = ()
    if not exercises:
        raise LookupError(f"Lesson {number} has no exercises: there is nothing to grade.")
    return Master(number, name, cells, tuple(_task(exercise, cells) for exercise in exercises))


def _task(exercise, cells):
    defines = re.compile(rf"^def {exercise.name}\b", re.MULTILINE)
    for at, cell in enumerate(cells):
        if "exercise" in cell.tags and defines.search(cell.source):
            checks = (n for n, c in enumerate(cells) if n > at and exercise.id in CHECK.findall(c.source))
            return Task(exercise, cell.id, at, next(checks, at))
    raise LookupError(f"The lesson has no cell for exercise {exercise.id}: run make build.")
