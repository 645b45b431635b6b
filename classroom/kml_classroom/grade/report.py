"""Grades as files that a spreadsheet or a program reads, and as the few lines that the command line shows."""

import csv
import io
import json
from collections import Counter
from pathlib import Path

from kml.core import words
from kml.course.checking.panels import WORDS
from kml_classroom.grade.grades import STATES
from kml_classroom.grade.journal import write
from kml_classroom.words import _, ngettext, together

_EXERCISE = ("learner", "lesson", "exercise", "title", "points", "out_of", "state", "reason", "review")
_TOTAL = ("learner", "lesson", "points", "out_of", "state", "reasons", "file", "sha256")


def export(grades, out):
    """Write grades.csv (a row for each exercise of each learner), totals.csv (a row a learner) and grades.json."""
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
        )
        for g in grades
    ]
    out = Path(out)
    write(out / "grades.csv", _csv(_EXERCISE, rows))
    write(out / "totals.csv", _csv(_TOTAL, totals))
    write(out / "grades.json", json.dumps([grade.as_dict() for grade in grades], ensure_ascii=False, indent=1))


def _csv(heads, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([heads, *([_cell(value) for value in row] for row in rows)])
    return text.getvalue()


def _cell(value):
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in tuple("=+-@\t\r") else value


def summary(grades):
    """The lines after a batch: how many are how, and whom to look at."""
    counts = Counter(grade.state for grade in grades)
    yield " · ".join(_("{n} {state}").format(n=counts[state], state=_(state)) for state in STATES if counts[state])
    for grade in grades:
        if grade.state in ("needs review", "unreadable"):
            yield "  " + _("{learner}: {state}: {reason}").format(
                learner=grade.learner, state=_(grade.state), reason=grade.reasons[0]
            )


def page(grade):
    """What a learner sees of their own grade."""
    for mark in grade.marks:
        yield _("{id}  {points} of {out_of}  {word}. {title}").format(
            id=mark.id, points=mark.points, out_of=mark.out_of, word=words._(WORDS[mark.state]), title=mark.title
        )
        if mark.state != "correct":
            yield from (f"      {line}" for line in explained(mark))
    for reason in grade.reasons:
        yield _("({state}: {reason})").format(state=_(grade.state), reason=reason)
    if grade.points is None:
        yield _("No points: it could not be read.")
    else:
        yield ngettext("{points} of {out_of} point", "{points} of {out_of} points", grade.out_of).format(
            points=grade.points, out_of=grade.out_of
        )


def explained(mark):
    """All that is said of an answer that is not right, a line each: why, where, on which input, what Python says."""
    line = _("Your line {line}").format(line=mark.line) if mark.line else ""
    return [one for one in (mark.reason, line, *mark.case, mark.exception) if one]
