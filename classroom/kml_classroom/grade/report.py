"""Grades as files that a spreadsheet or a program reads, and as the few lines that the command line shows."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

from kml.core import words
from kml.course.checking.panels import WORDS
from kml.course.journey.lessons import all_lessons
from kml_classroom.grade.grades import STATES, Grade
from kml_classroom.grade.journal import write
from kml_classroom.words import _, ngettext, pgettext, together

_SIGNS = frozenset("=+-@＝＋－＠")  # with which a formula begins, full-width ones too
_ODD = frozenset("\t\r")
_EXERCISE = ("learner", "lesson", "exercise", "title", "points", "out_of", "state", "reason", "review")
_TOTAL = ("learner", "lesson", "points", "out_of", "state", "reasons", "file", "sha256", "notes")


def export(grades, out):
    """Write grades.csv (a row for each exercise of each learner), totals.csv (a row a learner) and grades.json.

    What these files say of other lessons stays in them.
    """
    out, lessons = Path(out), {grade.lesson for grade in grades}
    grades = [*(one for one in _before(out) if one.lesson not in lessons), *grades]
    grades.sort(key=lambda grade: grade.lesson)
    rows = [
        (g.learner, g.lesson, m.id, m.title, m.points, m.out_of, m.state, m.reason, m.review)
        for g in grades
        for m in g.marks
    ]
    totals = [
        (
            g.learner,
            g.lesson,
            "" if g.points is None else g.points,
            g.out_of,
            g.state,
            together(g.reasons),
            g.file,
            g.digest,
            together(g.notes),
        )
        for g in grades
    ]
    write(out / "grades.csv", table(_EXERCISE, rows))
    write(out / "totals.csv", table(_TOTAL, totals))
    write(out / "grades.json", json.dumps([grade.as_dict() for grade in grades], ensure_ascii=False, indent=1))


def _before(out):
    """The Grades that grades.json holds already."""
    try:
        return [Grade.from_dict(one) for one in json.loads((out / "grades.json").read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def table(heads, rows):
    """The text of a CSV file, as spreadsheets read it: no formula, and letters of every alphabet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([heads, *([cell(value) for value in row] for row in rows)])
    made = text.getvalue()
    return made if made.isascii() else f"\ufeff{made}"  # the mark by which Excel knows that it is UTF-8


def cell(value):
    """A text of which a spreadsheet takes no line for a formula."""
    if not isinstance(value, str):
        return value
    return "\n".join(f"'{line}" if line.lstrip()[:1] in _SIGNS or line[:1] in _ODD else line for line in _lines(value))


def _lines(value):
    lines = value.split("\n")
    return [f"'{lines[0]}", *lines[1:]] if not lines[0] and len(lines) > 1 else lines


def summary(grades):
    """The lines after a batch: how many are how, and whom to look at."""
    counts = Counter(grade.state for grade in grades)
    yield " · ".join(
        pgettext("how many grades are how", "{n} {state}").format(n=counts[state], state=_(state))
        for state in STATES
        if counts[state]
    )
    for grade in grades:
        if grade.state in ("needs review", "unreadable"):
            yield "  " + pgettext("a learner, how the grade is, and why", "{learner}: {state}: {reason}").format(
                learner=grade.learner, state=_(grade.state), reason=grade.reasons[0]
            )


def page(grade):
    """What a learner sees of their own grade."""
    for mark in grade.marks:
        yield _("{id}  {points} of {out_of}  {word}. {title}").format(
            id=mark.id,
            points="–" if mark.points is None else mark.points,
            out_of=mark.out_of,
            word=words._(WORDS[mark.state]),
            title=mark.title,
        )
        if mark.state != "correct":
            yield from (f"      {line}" for line in explained(mark))
    for reason in grade.reasons:
        yield pgettext("how a grade is, and why", "({state}: {reason})").format(state=_(grade.state), reason=reason)
    yield score(grade)


def lesson(number):
    """What a lesson is called, in the language in use.

    >>> lesson("03")
    'Lesson 03 · Gradient descent by hand'
    """
    title = next((one.title for one in all_lessons() if one.number == number), "")
    said = _("Lesson {number}").format(number=number)
    return f"{said} · {title}" if title else said


def score(grade):
    """The points of a Grade, or why there are none, which is no zero."""
    if grade.points is None and grade.state == "unreadable":
        return _("No score: it could not be read.")
    if grade.points is None:
        return _("No score yet: a person has to look.")
    return points(grade)


def points(of):
    """How many points of how many a Grade or a Result has."""
    if of.points is None:
        return _("no score")
    said = ngettext("{points} of {out_of} point", "{points} of {out_of} points", of.out_of)
    return said.format(points=of.points, out_of=of.out_of)


def explained(mark):
    """All that is said of an answer that is not right, a line each: why, where, on which input, what Python says."""
    line = _("Your line {line}").format(line=mark.line) if mark.line else ""
    return [one for one in (mark.reason, line, *mark.case, mark.exception) if one]
