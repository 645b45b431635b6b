"""What has been graded already: one small file a submission, named by all that its grade depends on.

A batch that was killed at any moment finds what it had done. A file that changed, a lesson that changed, other limits
or another language make another name, and so a new grade. Beside the grades lie pages: what a person reads of a
submission.
"""

import contextlib
import hashlib
import importlib
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path

import kml
from kml.core import words
from kml.course.checking.exercises import answers_module
from kml_classroom.grade import pages
from kml_classroom.grade.grades import Grade
from kml_classroom.words import _


class Journal:
    """The journal in the folder `out`, with the batch's secret seed."""

    def __init__(self, out, number, cells, limits):
        self.out = Path(out)
        self.folder = _folder(out)
        (self.folder / "pages").mkdir(parents=True, exist_ok=True)
        self.seed = self._seed()
        answers = Path(importlib.import_module(answers_module(number)).__file__).read_text(encoding="utf-8")
        rules = [kml.__version__, words.language(), number, answers, asdict(limits), self.seed]
        self.rules = _digest([*rules, [[cell.id, cell.source] for cell in cells if cell.kind == "code"]])

    def _seed(self):
        """The number that the fresh inputs of this folder's grades come from; made once and kept private."""
        path = self.folder / "seed"
        with contextlib.suppress(OSError, ValueError):
            return int(path.read_text())
        seed = secrets.randbits(64)
        write(path, f"{seed}\n", private=True)
        return seed

    def key(self, submissions):
        """The name of what these Submissions of one learner will be worth."""
        given = [
            [s.learner, s.file, hashlib.sha256(s.data).hexdigest(), s.refused, s.notes, s.reviews] for s in submissions
        ]
        return _digest([self.rules, given])

    def read(self, key):
        """The Grade that was kept under this name, or None."""
        try:
            return Grade.from_dict(json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def write(self, key, grade, page=()):
        """Keep a Grade, and first the page of its submission: whoever finds the Grade finds both."""
        if grade.digest:
            write(_page(self.out, grade), json.dumps(pages.as_dicts(page)))
        write(self.folder / f"{key}.json", json.dumps(grade.as_dict(), ensure_ascii=False))


@contextlib.contextmanager
def locked(out):
    """Let no other `kml grade` work in the folder `out` meanwhile. Raises ValueError if one does."""
    folder = _folder(out)
    if Path(out).exists() and not Path(out).is_dir():
        raise ValueError(_("{out} is a file: results need a folder.").format(out=out))
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a", opener=_private) as file:
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):  # as Linux says it, and as Windows does
            raise ValueError(_("Another kml grade works in {out}: wait until it has ended.").format(out=out)) from None
        yield


def class_seed(out):
    """The secret number of the class whose grades lie in `out`; 0 where nobody has been graded there.

    >>> class_seed("no such folder")
    0
    """
    try:
        return int((_folder(out) / "seed").read_text())
    except (OSError, ValueError):
        return 0


def read_page(out, grade):
    """What there is to read of the submission that a Grade in `out` was given for; nothing where it is not known."""
    try:
        return tuple(map(pages.Shown.from_dict, json.loads(_page(out, grade).read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _folder(out):
    return Path(out) / ".journal"


def _page(out, grade):
    """The file of a page: the same submission to the same lesson has the same."""
    return _folder(out) / "pages" / f"{grade.lesson}-{grade.digest}.json"


def write(path, text, private=False):
    """Write a text, or bytes, to a file in one step: it is there wholly or as it was before."""
    data = text.encode("utf-8") if isinstance(text, str) else text
    part = path.with_name(f"{path.name}.part")
    try:
        with open(part, "wb", opener=_private if private else None) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as problem:
        problem.filename = str(path)  # a full disk does not say which file it is about
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _lock(file):
    """Have an open file for this process alone. Raises OSError if another one has it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt  # Windows

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _digest(what):
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:32]
