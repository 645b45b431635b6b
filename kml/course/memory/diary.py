"""The learner's own file beside the lessons: what they decided, solved and remembered, for them to read and to keep.

It lies in the folder of the notebook; a lesson in a language's folder shares the file of the folder above, so that one
who changes the language goes on where they were. The environment variable KML_JOURNEY names another folder. What the
course did not write is never touched: then a sentence says so, and the lesson goes on without.
"""

import contextlib
import json
import os
import time
from pathlib import Path

from kml.core.words import _, languages

NAME = "my_journey.json"
_MARK = {"course": "kml"}  # by which the course knows its own file
_LOCK_S = 5.0  # a lock that is there for so long was left behind by a kernel that died


class NotKept(Exception):
    """Why the file cannot be read or written, in a sentence for the learner."""


def file():
    """Where the file lies or would lie. Raises NotKept where there is no working folder."""
    try:
        here = Path.cwd()
    except OSError:
        raise NotKept(_("This notebook lies in no folder, so nothing is kept.")) from None
    return here / (os.environ.get("KML_JOURNEY") or (".." if here.name in languages() else ".")) / NAME


def read(*place):
    """What is kept at a place, such as ("decisions", "fitness_coach"): a dict, empty if there is nothing.

    Raises NotKept if the file cannot be read, or holds something else there.
    """
    node = _load(file())
    for key in place:
        node = node.get(key, {})
        if not isinstance(node, dict):
            raise _foreign()
    return node


def note(*place, value):
    """Keep `value` at a place, whose last name is the value's own. Raises NotKept, and then nothing has changed.

    All else in the file stays as it is, also what another notebook writes at the same time.
    """
    path = file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.resolve()  # a link stays one
        with _alone(path):
            kept = _load(path)
            node = kept
            for key in place[:-1]:
                node = node.setdefault(key, {})
                if not isinstance(node, dict):
                    raise _foreign()
            node[place[-1]] = value
            _save(path, kept)
    except OSError:
        said = _("{file} cannot be written in this folder, so nothing is kept. The lesson goes on without it.")
        raise NotKept(said.format(file=NAME)) from None


def _load(path):
    """All that is in the file; only the mark where there is none yet."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return dict(_MARK)
    except OSError:
        said = _("{file} cannot be read, so nothing is kept. The lesson goes on without it.")
        raise NotKept(said.format(file=NAME)) from None
    except (ValueError, RecursionError):  # no UTF-8, no JSON, or JSON without an end
        raise _foreign() from None
    if not isinstance(kept, dict) or any(kept.get(key) != value for key, value in _MARK.items()):
        raise _foreign()
    return kept


def _foreign():
    said = _("{file} is not as the course wrote it. It is left as it is, and nothing new is kept: repair it or give it "
             "another name, and the course begins a new one.")  # fmt: skip
    return NotKept(said.format(file=NAME))


def _save(path, kept):
    """Write the whole file beside the old one, then put it in its place: nobody ever sees half of it."""
    if path.exists() and not os.access(path, os.W_OK):  # who made it read-only meant it
        raise PermissionError
    try:
        text = json.dumps(kept, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"
    except ValueError:  # NaN, or half a character: not the course's
        raise _foreign() from None
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        new.write_bytes(text)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(path):
    """Within this context no other notebook writes: a lock file is there, which only one of them can make."""
    lock, end = path.with_name(f"{path.name}.lock"), time.monotonic() + _LOCK_S
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            if time.monotonic() > end:
                lock.unlink(missing_ok=True)
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
