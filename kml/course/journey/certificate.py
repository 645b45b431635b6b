"""A certificate: which exercises somebody has solved, with a fingerprint of each answer, for anyone to check.

    from kml.course.journey.certificate import verify
    verify("kml_certificate.json", "lessons")

reads the notebooks in a folder and says of each exercise whether the answer is in them, letter for letter, and whether
the points add up. **What it proves:** these notebooks hold the answers that the certificate counts. **What it does not
prove:** who wrote them, on which day and with what help, or that they are right, for a file can be written by hand.
Whether answers are right, `kml grade` finds out in its sandbox; nothing is run here.
"""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

import kml
from kml.core.words import _, listed, ngettext, sentences
from kml.course.checking.panels import Panel
from kml.course.journey.anki import in_a_folder
from kml.course.journey.lessons import all_lessons
from kml.course.memory import solved

_KIND = "kml certificate"


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: exercises whose answer is in the notebooks, is not, and those that cannot be compared.

    `sums` says whether the points are those of the exercises. It holds if nothing is missing and the points are right.
    """

    name: str
    points: int
    out_of: int
    found: tuple[str, ...]
    missing: tuple[str, ...]
    unread: tuple[str, ...]
    sums: bool

    @property
    def holds(self):
        """Whether every exercise was found, and the points add up."""
        return self.sums and not self.missing and not self.unread

    def __repr__(self):
        return repr(self._panel())

    def _repr_html_(self):
        return self._panel()._repr_html_()

    def _panel(self):
        heading = _("{name}: {points} of {out_of} points").format(
            name=self.name, points=self.points, out_of=self.out_of
        )
        n = len(self.found)
        lines = [ngettext("{n} answer is in the notebooks.", "{n} answers are in the notebooks.", n).format(n=n)]
        if self.missing:
            lines.append(_("Not in the notebooks: {ids}.").format(ids=listed(self.missing)))
        if self.unread:
            lines.append(_("Without a source to compare: {ids}.").format(ids=listed(self.unread)))
        if not self.sums:
            lines.append(_("The points are not those of these exercises."))
        lines.append(sentences(
            _("This compares texts: it says neither who wrote the answers nor whether they are right."),
            _("`kml grade` runs them."),
        ))  # fmt: skip
        word = _("It holds") if self.holds else _("It does not hold")
        return Panel("correct" if self.holds else "not yet", heading, tuple(lines), word=word)


def write(name, path, today=None):
    """Write a certificate for `name` from the learner's file, and return its Path.

    Raises ValueError for an empty name or if the folder of `path` is not there, diary.NotKept if the file cannot be
    read.
    """
    name = " ".join(name.split()) if isinstance(name, str) else name
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        said = _("{name} must be a text of 1 to {longest} characters; got {given!r:.60}.")
        raise ValueError(said.format(name="name", longest=100, given=name))
    path = in_a_folder(path)
    noted, known = solved.kept(), _exercises()
    rows = [
        {
            "id": id,
            "points": known[id].points,
            "date": noted[id]["date"],
            "source": str(noted[id].get("source", "")),
        }
        for id in known
        if id in noted
    ]
    page = {
        "kind": _KIND,
        "version": kml.__version__,
        "name": name,
        "date": (today or datetime.date.today()).isoformat(),
        "points": sum(row["points"] for row in rows),
        "out_of": sum(one.points for one in known.values()),
        "exercises": rows,
    }
    path.write_text(json.dumps(page, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return path


def verify(certificate, folder):
    """Compare a certificate's file with the notebooks in a folder and the folders in it; returns a Verdict.

    No code is run. Raises ValueError if `certificate` is no certificate or `folder` is not there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write("Lin", f"{folder}/kml_certificate.json")
    ...     verify(page, folder).sums  # its points are those of its exercises
    True
    """
    page, folder = _read(certificate), Path(folder).expanduser()
    if not folder.is_dir():
        raise ValueError(_("folder must be a folder that is there; got {path}.").format(path=repr(str(folder))))
    there, known = _in_notebooks(folder), _exercises()
    rows = [row for row in page["exercises"] if row["id"] in known]
    source = {row["id"]: row["source"] for row in rows}
    found = tuple(id for id, mark in source.items() if mark in there)
    points = sum(known[id].points for id in source)
    sums = len(source) == len(page["exercises"]) and page["points"] == points == sum(row["points"] for row in rows)
    return Verdict(
        name=page["name"],
        points=page["points"],
        out_of=page["out_of"],
        found=found,
        missing=tuple(id for id, mark in source.items() if mark and mark not in there),
        unread=tuple(id for id, mark in source.items() if not mark),
        sums=sums,
    )


def _exercises():
    return {one.id: one for lesson in all_lessons() for one in lesson.exercises}


_ROW = {"id": str, "points": int, "date": str, "source": str}
_PAGE = {"kind": str, "name": str, "date": str, "points": int, "out_of": int, "exercises": list}


def _read(path):
    try:
        page = json.loads(Path(path).expanduser().read_text(encoding="utf-8"))
        right = _has(page, _PAGE) and page["kind"] == _KIND and all(_has(row, _ROW) for row in page["exercises"])
    except (OSError, ValueError, RecursionError):
        right = False
    if not right:
        said = _("certificate must be a file that the course wrote; got {path}.")
        raise ValueError(said.format(path=repr(str(path))))
    return page


def _has(value, kinds):
    return isinstance(value, dict) and all(type(value.get(key)) is kind for key, kind in kinds.items())


def _in_notebooks(folder):
    """The fingerprints of all functions in the notebooks of a folder; one that cannot be read has none."""
    found = set()
    for path in sorted(folder.rglob("*.ipynb")):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        found |= set().union(*map(solved.fingerprints, code))
    return found
