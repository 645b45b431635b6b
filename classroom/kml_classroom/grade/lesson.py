"""The lesson as it was handed out: its cells in their order, and which of them holds the answer to what."""

import contextlib
import dataclasses
import functools
import hashlib
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

from kml.course.checking.exercises import Exercise, answers_module
from kml.course.doors import own_copy
from kml_classroom.grade import cellcode, intake
from kml_classroom.grade.intake import RawCell
from kml_classroom.words import _, listed

HEADING = re.compile(r"^#+ *\S+ (\d\d\.\d+)\b", re.MULTILINE)  # "### Exercise 03.2", with the word of any language
CHECK = re.compile(r"\bcheck\(\s*(?:id\s*=\s*)?[\"'](\d\d\.\d+)[\"']")


@dataclass(frozen=True)
class Task:
    """An exercise in its lesson: the ids of the cell with its stub and of the cell that checks it, and their places."""

    exercise: Exercise
    answer_id: str
    answer_at: int
    check_at: int


@dataclass(frozen=True)
class Lesson:
    """`cells` are the lesson's code cells; places are numbers of code cells. `texts` are those of all its cells."""

    number: str
    name: str
    cells: tuple[RawCell, ...]
    tasks: tuple[Task, ...]
    texts: frozenset[str]
    published: frozenset[str] = frozenset()  # the published solution: shapes of its functions, SHA-256 of its file

    @property
    def out_of(self):
        return sum(task.exercise.points for task in self.tasks)


def find_course():
    """The folder with the lessons that belong to the kml which is installed here, the checkout for one."""
    return own_copy.handed_out().parent


@functools.cache
def find_lesson(number, course=None):
    """The Lesson with this number ("03"). Raises LookupError with a sentence."""
    return from_cells(number, *handed_out(number, course), published(number, course))


def handed_out(number, course=None):
    """(name of the lesson, its cells): what a machine without the course's folder needs to make a Lesson."""
    folder = Path(course or find_course()) / "lessons"
    found = sorted(folder.glob(f"{number}_*.ipynb")) if re.fullmatch(r"\d\d", number) else []
    if not found:
        known = listed(sorted(path.name[:2] for path in folder.glob("[0-9][0-9]_*.ipynb")))
        raise LookupError(_("There is no lesson {number}; there is {known}.").format(number=number, known=known))
    try:
        cells = intake.read(found[0].read_bytes()).cells
    except intake.Unreadable as problem:
        raise LookupError(_("{file}: {problem} Run make build.").format(file=found[0], problem=problem)) from None
    return found[0].stem, tuple(dataclasses.replace(cell, outputs=()) for cell in cells)  # pictures are only heavy


def published(number, course=None):
    """The lesson's published solution: shapes of its functions, SHA-256 of its file; nothing where there is none."""
    shapes = set()
    for path in (Path(course or find_course()) / "solutions").glob(f"{number}_*.ipynb"):
        with contextlib.suppress(OSError, intake.Unreadable):
            data = path.read_bytes()
            shapes.add(hashlib.sha256(data).hexdigest())
            for cell in intake.read(data).cells:
                with contextlib.suppress(cellcode.NoCode):
                    shapes |= {one.shape for one in cellcode.analyse(cell.source).functions if cell.kind == "code"}
    return frozenset(shapes)


@functools.lru_cache(maxsize=8)
def from_cells(number, name, cells, published=frozenset()):
    """The Lesson that was handed out with these cells. Raises LookupError if it has no exercises."""
    try:
        exercises = importlib.import_module(answers_module(number)).EXERCISES
    except ModuleNotFoundError:
        exercises = ()
    if not exercises:
        raise LookupError(_("Lesson {number} has no exercises: there is nothing to grade.").format(number=number))
    code = tuple(cell for cell in cells if cell.kind == "code")
    tasks = tuple(_task(exercise, code) for exercise in exercises)
    return Lesson(number, name, code, tasks, frozenset(cell.source for cell in cells), published)


def _task(exercise, cells):
    defines = re.compile(rf"^def {exercise.name}\b", re.MULTILINE)
    for at, cell in enumerate(cells):
        if "exercise" in cell.tags and defines.search(cell.source):
            checks = (n for n, c in enumerate(cells) if n > at and exercise.id in CHECK.findall(c.source))
            return Task(exercise, cell.id, at, next(checks, at))
    raise LookupError(_("The lesson has no cell for exercise {id}: run make build.").format(id=exercise.id))
