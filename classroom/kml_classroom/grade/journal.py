"""What has been graded already: one small file a submission, named by all that its grade depends on.

A batch that was killed at any moment finds what it had done. A file that changed, a lesson that changed or other limits
make another name, and so a new grade.
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
from kml_classroom.grade.marks import Grade


class Journal:
    """The journal in the folder `out`, with the batch's secret seed."""

    def __init__(self, out, number, cells, limits):
        self.folder = Path(out) / ".journal"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.seed = self._seed()
        module = importlib.import_module(f"kml.course.lesson_{number}")
        rules = [kml.__version__, number, Path(module.__file__).read_text(encoding="utf-8"), asdict(limits), self.seed]
        self.rules = _digest([*rules, [[cell.id, cell.source] for cell in cells]])

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

    def write(self, key, grade):
        """Keep a Grade."""
        write(self.folder / f"{key}.json", json.dumps(grade.as_dict(), ensure_ascii=False))


def write(path, text, private=False):
    """Write a text file in one step: it is there wholly or not at all."""
    part = path.with_name(f"{path.name}.part")
    with open(part, "w", encoding="utf-8", newline="", opener=_private if private else None) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _digest(what):
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:32]
