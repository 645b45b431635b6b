"""What `kml grade` has found out, read from its folder one submission after the other: a large class fits anywhere."""

import json
from dataclasses import dataclass
from pathlib import Path

from kml_classroom.grade.grades import Grade
from kml_classroom.words import _, listed, ngettext

FILE = "grades.json"
_CHUNK = 1 << 20


def grades(out, lessons=()):
    """Yield the Grades of the `lessons` (none: all) in the folder `out`, in the order of grades.json.

    Raises ValueError with a sentence; of a lesson that is not there, after the last of the others.
    """
    path, there = Path(out) / FILE, set()
    if not path.is_file():
        said = _("There is no {file} in {folder}: run kml grade first, with --out {folder}.")
        raise ValueError(said.format(file=FILE, folder=out))
    with open(path, encoding="utf-8") as file:
        try:
            for fields in _items(file):
                there.add(fields["lesson"])
                if not lessons or fields["lesson"] in lessons:
                    yield Grade.from_dict(fields)
        except (ValueError, TypeError, KeyError, AttributeError):
            said = _("{file} is damaged: run kml grade again.")
            raise ValueError(said.format(file=path)) from None
    require(lessons, there, out)


def require(lessons, there, out):
    """Raise ValueError with a sentence if one of the `lessons` is not among those that are `there`, in a folder `out`.

    >>> require(["03", "98", "99"], {"03", "04"}, "grades")
    Traceback (most recent call last):
    ValueError: There is nothing of lessons 98, 99 in grades; there is 03, 04.
    """
    missing = sorted({*lessons} - {*there})
    if missing and not there:
        raise ValueError(_("There is nothing of that lesson in {folder}.").format(folder=out))
    if missing:
        said = ngettext(
            "There is nothing of lesson {missing} in {folder}; there is {known}.",
            "There is nothing of lessons {missing} in {folder}; there is {known}.",
            len(missing),
        )
        raise ValueError(said.format(missing=listed(missing), folder=out, known=listed(sorted(there))))


def _items(file):
    """Yield what stands in a file that is one JSON list, without ever holding all of it."""
    decode, text, at = json.JSONDecoder().raw_decode, "", 0
    first = file.read(_CHUNK).lstrip()
    if not first.startswith("["):
        raise ValueError
    text = first[1:]
    while True:
        while at < len(text) and text[at] in ", \n\r\t":
            at += 1
        if text[at : at + 1] == "]":
            return
        try:
            item, at = decode(text, at)
            yield item
        except ValueError:
            more = file.read(_CHUNK)
            if not more:
                raise
            text, at = text[at:] + more, 0


@dataclass(frozen=True)
class Score:
    """What one learner has of one lesson. `points` is None where there is no score, which is no zero."""

    points: float | None
    out_of: int
    grade: Grade | None = None


def scores(out):
    """{lesson: {learner: Score}}, both in their order."""
    found = {}
    for grade in grades(out):
        found.setdefault(grade.lesson, {})[grade.learner] = Score(grade.points, grade.out_of, grade)
    return {lesson: found[lesson] for lesson in sorted(found)}
