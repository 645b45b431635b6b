"""The learner's own copy of the lessons: a folder that the course fills and renews, and never takes a line from.

The rule is one sentence: a lesson that you have not touched becomes the newer edition, a lesson that you have run or
written in stays as it is. `afresh` lays a new one in its place, and keeps yours beside it under the day's date.
"""

import datetime
import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import kml
from kml.core.page import static
from kml.core.words import _, listed

NAME = "my_lessons"  # the folder that is made where no other is asked for
_KINDS = "[0-9][0-9]_*.ipynb", "README.md", "TUTOR.md", "tutor/[0-9][0-9].md"
_EDITIONS = ".editions.json"  # in it: what was handed out, {file: fingerprint}


@dataclass(frozen=True)
class Filled:
    """What `fill` did: names of files that are new, that became the newer edition, and that wait for `afresh`."""

    new: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def handed_out():
    """The folder with the lessons that belong to this kml: in a wheel a part of it, in a checkout beside it.

    Raises LookupError where there is neither.

    >>> (handed_out() / "00_start_here.ipynb").exists()
    True
    """
    inside = Path(kml.__file__).resolve().parent
    for folder in (inside / "stored" / "lessons", inside.parent / "lessons"):
        if any(folder.glob("[0-9][0-9]_*.ipynb")):
            return folder
    raise LookupError(_("This installation of kml has no lessons: install kml-lab anew."))


def files():
    """The names of all that is handed out, such as "zh/00_start_here.ipynb": lessons and their pages, each language.

    Pages for an AI tutor, too: it looks for them beside the notebook.
    """
    course = handed_out()
    found = (path for kind in _KINDS for path in course.rglob(kind))
    return sorted(path.relative_to(course).as_posix() for path in found if ".ipynb_checkpoints" not in path.parts)


def find(start="."):
    """The nearest own copy: this folder or one above it, or `my_lessons` in one of these. None if there is none."""
    here = Path(start).resolve()
    places = (place for folder in (here, *here.parents) for place in (folder, folder / NAME))
    return next((place for place in places if (place / _EDITIONS).is_file()), None)


def fill(folder):
    """Make `folder` a learner's own copy, or renew it; returns a Filled.

    Raises ValueError if it is the course's own folder, and OSError if it cannot be written to.
    """
    course, folder = handed_out(), Path(folder).resolve()
    if folder == course or course in folder.parents:
        said = _("{folder} is the course's own folder: name another one, such as {name}.")
        raise ValueError(said.format(folder=folder, name=NAME))
    editions, new, renewed, waiting = _editions(folder), [], [], []
    for name in files():
        theirs, ours = folder / name, course / name
        edition = fingerprint(ours)
        if not theirs.exists():
            new.append(name)
        elif editions.get(name) == edition:
            continue
        elif _touched(theirs, editions.get(name, edition)):
            editions.setdefault(name, "")  # unknown: theirs from before, so any edition is newer
            waiting.append(name)
            continue
        else:
            renewed.append(name)
        _write(theirs, ours.read_bytes())
        editions[name] = edition
    _keep(editions, folder)
    return Filled(tuple(new), tuple(renewed), tuple(waiting))


def afresh(folder, number, today=None):
    """Lay the newest edition of a lesson ("03") into an own copy, in each language in which it has been touched.

    Returns {name: name under which the old one is kept, or None if nobody had touched it}. `today` is a date, None
    the clock's. Raises LookupError for a lesson that there is not, ValueError if `folder` is no own copy.
    """
    course, folder, today = handed_out(), Path(folder).resolve(), today or datetime.date.today()
    if not (folder / _EDITIONS).is_file():
        said = _("{folder} is no folder of lessons: kml lessons {name} makes one.")
        raise ValueError(said.format(folder=folder, name=NAME))
    names = [name for name in files() if re.fullmatch(rf"(.*/)?{re.escape(number)}_[^/]*\.ipynb", name)]
    if not names:
        known = listed(name[:2] for name in files() if re.match(r"\d\d_", name))
        raise LookupError(_("There is no lesson {number}; there is {known}.").format(number=number, known=known))
    editions, kept = _editions(folder), {}
    for name in names:
        theirs, edition = folder / name, fingerprint(course / name)
        if theirs.exists() and _touched(theirs, editions.get(name)):
            old = _free(theirs, today)
            theirs.rename(old)
            kept[name] = old.relative_to(folder).as_posix()
        elif theirs.exists() and editions.get(name) == edition:
            continue
        _write(theirs, (course / name).read_bytes())
        editions[name] = edition
        kept.setdefault(name, None)
    _keep(editions, folder)
    return kept


def newer_edition():
    """The number of the lesson that runs here in an own copy, such as "03", if the course has a newer edition of it."""
    running = os.environ.get("JPY_SESSION_NAME")  # the notebook's path, which Jupyter tells its kernels
    if static() or not running:
        return None
    try:
        folder = find()
        name = (Path.cwd() / Path(running).name).relative_to(folder).as_posix() if folder else ""
        edition = _editions(folder).get(name) if folder else None
        if edition is None or edition == fingerprint(handed_out() / name):
            return None
    except (OSError, ValueError, LookupError):  # a lesson must begin, whatever lies around it
        return None
    return Path(name).name[:2]


def fingerprint(path):
    """What tells an edition from another: the texts of a notebook's cells, or a page's text. Outputs do not count.

    >>> fingerprint(handed_out() / "00_start_here.ipynb") == fingerprint(handed_out() / "01_platform.ipynb")
    False
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = json.dumps([(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _touched(path, edition):
    """Whether a learner has written in a file or run it since it was of this edition; one that nobody can read, too."""
    try:
        if fingerprint(path) != edition:
            return True
        return path.suffix == ".ipynb" and any(
            cell.get("outputs") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return True


def _editions(folder):
    try:
        kept = json.loads((folder / _EDITIONS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep(editions, folder):
    _write(folder / _EDITIONS, json.dumps(editions, indent=1).encode())


def _free(path, today):
    """A name beside `path` with the date in it that nothing has yet."""
    names = (path.with_stem(f"{path.stem}_{today}{more}") for more in ("", *(f"_{n}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _write(path, data):
    """Write a file in one step, so that what is stopped leaves no half lesson."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
