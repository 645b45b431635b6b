"""`progress`: a map of the lessons, with what is solved, what is left and what is due."""

import datetime
import html
from dataclasses import dataclass

from kml.core.page import static
from kml.core.words import _, ngettext
from kml.course.checking.panels import Panel
from kml.course.journey import anki, certificate, questions
from kml.course.journey.lessons import Lesson, all_lessons
from kml.course.memory import diary, solved

_CELL = "text-align:left;padding-right:1em"


@dataclass(frozen=True)
class Row:
    """A lesson on the map: the exercises solved in it, of all of its exercises; points; minutes that are left."""

    lesson: Lesson
    solved: tuple
    left: int

    @property
    def points(self):
        """Points of what is solved."""
        return sum(one.points for one in self.solved)

    @property
    def out_of(self):
        """Points of all its exercises."""
        return sum(one.points for one in self.lesson.exercises)

    @property
    def next(self):
        """The first Exercise that is not solved, or None."""
        return next((one for one in self.lesson.exercises if one not in self.solved), None)


@dataclass(frozen=True)
class Progress:
    """The map, shown as a table and read as text. `due` counts the questions that the next lesson may ask.

    `trouble` is a sentence if the learner's file cannot be read.
    """

    rows: tuple[Row, ...]
    due: int = 0
    trouble: str = ""

    def to_anki(self, path="kml_anki.txt"):
        """Write the course's questions and terms as notes that Anki imports, and return the file's Path.

        >>> import tempfile
        >>> import kml
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     cards = kml.progress().to_anki(f"{folder}/kml_anki.txt")
        ...     print(cards.read_text(encoding="utf-8")[:14])
        #separator:tab
        """
        return anki.write(path)

    def to_certificate(self, name, path="kml_certificate.json"):
        """Write what `name` has solved as a certificate, which anyone can check; return the file's Path.

        `kml.course.journey.certificate` says what it proves, and checks it. Raises ValueError for an empty name.

        >>> import tempfile
        >>> import kml
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(kml.progress().to_certificate("Lin", f"{folder}/kml_certificate.json").name)
        kml_certificate.json
        """
        return certificate.write(name, path)

    def __repr__(self):
        return "\n".join([repr(self._panel()), *map(_in_words, self.rows)])

    def _repr_html_(self):
        names = _("Lesson"), _("Exercises"), _("Points"), _("Minutes"), _("Minutes left")
        head = "".join(f'<th scope="col" style="{_CELL}">{html.escape(name)}</th>' for name in names)
        body = "".join(map(_in_cells, self.rows))
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'{self._panel()._repr_html_()}<div style="overflow-x:auto">{table}</div>'

    def _panel(self):
        heading = _("{done} of {all} exercises, {points} of {out_of} points, about {time} left").format(
            done=sum(len(row.solved) for row in self.rows),
            all=sum(len(row.lesson.exercises) for row in self.rows),
            points=sum(row.points for row in self.rows),
            out_of=sum(row.out_of for row in self.rows),
            time=_time(sum(row.left for row in self.rows)),
        )
        lines = [self.trouble, self._next(), self._due()]
        return Panel("note", heading, tuple(filter(None, lines)), word=_("Your way"))

    def _next(self):
        row = next((row for row in self.rows if row.next), None)
        if row is None:
            return _("All exercises are solved.")
        return _("Next: exercise {id}, {title}, in lesson {number} · {lesson}.").format(
            id=row.next.id, title=_(row.next.title), number=row.lesson.number, lesson=row.lesson.title
        )

    def _due(self):
        if not self.due:
            return _("No question from earlier lessons is due today.")
        said = ngettext(
            "{n} question from earlier lessons is due: the lesson that you open next asks it.",
            "{n} questions from earlier lessons are due: the lessons that you open next ask them, {most} at a time.",
            self.due,
        )
        return said.format(n=self.due, most=questions.MOST)


def progress(today: datetime.date | None = None) -> Progress:
    """How far you are: exercises solved, points, minutes left by lesson, and what is due; `today` None is the clock's.

    It reads the file beside the lessons, in which `kml.check` notes what is right. While notebooks are built nothing is
    solved and nothing is due.

    >>> import kml
    >>> kml.progress().rows[0].lesson.number
    '00'
    """
    ids, due, trouble = {}, 0, ""
    if not static():
        try:
            ids = solved.kept()
            due = len(questions.due(today or datetime.date.today()))
        except diary.NotKept as why:
            trouble = str(why)
    return Progress(tuple(_row(lesson, ids) for lesson in all_lessons()), due, trouble)


def _row(lesson, ids):
    done = tuple(one for one in lesson.exercises if one.id in ids)
    return Row(lesson, done, lesson.left({one.id for one in done}))


def _in_words(row):
    about = {
        "number": row.lesson.number, "title": row.lesson.title, "minutes": row.lesson.minutes, "left": row.left,
        "done": len(row.solved), "all": len(row.lesson.exercises), "points": row.points, "out_of": row.out_of,
    }  # fmt: skip
    if row.next is None:
        said = _("{number} · {title}: done (exercises {done} of {all}, points {points} of {out_of})")
    else:
        said = _(
            "{number} · {title}: exercises {done} of {all}, points {points} of {out_of}, {left} of {minutes} min left"
        )
    return said.format(**about)


def _in_cells(row):
    part = _("{part} of {all}")
    cells = (
        f"{row.lesson.number} · {row.lesson.title}",
        part.format(part=len(row.solved), all=len(row.lesson.exercises)),
        part.format(part=row.points, all=row.out_of),
        str(row.lesson.minutes),
        str(row.left) if row.next else _("done"),
    )
    shown = "".join(f'<td style="{_CELL}">{html.escape(cell)}</td>' for cell in cells)
    return f"<tr>{shown}</tr>"


def _time(minutes):
    hours, rest = divmod(minutes, 60)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
