"""Starts the worker in a bubblewrap sandbox, talks with it, and ends it when it takes more than it may.

Inside there is no network, no file but the Python installation and kml (read-only, without the course's answers), an
empty home, a clean environment, no other process, and no root. Everything that runs inside dies with the session.
"""

import contextlib
import dataclasses
import functools
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import kml
import kml_classroom
from kml.core import words
from kml_classroom.grade import cgroup, filters, library, usage, wasi, withheld
from kml_classroom.grade.grades import Limits
from kml_classroom.grade.wire import ALONE, NoSandbox, Stopped, message
from kml_classroom.words import _

INSTALL = "sudo apt install bubblewrap"
_THREADS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/home/learner",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "KML_STATIC": "1",
    **dict.fromkeys(_THREADS, "1"),
}
_WORKER = [sys.executable, "-I", "-B", "-m", "kml_classroom.grade.worker"]
_START_S = 120  # a very slow start is no fault of the learner's
_LOOK_S = 0.25  # how often a slow answer is looked at
_MOST_STARVED_S = 150.0  # of an answer
_TOGETHER = 6  # times as long as an answer may compute all its processes may together


def limits(kind=None):
    """The Limits of a kind of sandbox, "bwrap" or "wasi"; if nobody asks for one, bubblewrap where there is Linux."""
    usual = "wasi" if not sys.platform.startswith("linux") and wasi.is_here() else "bwrap"
    return wasi.limited() if (kind or usual) == "wasi" else Limits()


@functools.cache
def require(kind="bwrap"):
    """Raise NoSandbox, with what to do about it, unless an answer can be run in this kind of sandbox here."""
    ours = _("For files that you wrote yourself, add --unsafe.")
    if kind == "wasi":
        try:
            return wasi.require()
        except NoSandbox as problem:
            raise NoSandbox(words.sentences(str(problem), ours)) from None
    if not sys.platform.startswith("linux"):
        why = _(
            "Submissions are graded in a sandbox: bubblewrap, which only Linux has, or WebAssembly, which any system "
            "can have ({command})."
        ).format(command=wasi.INSTALL)
        raise NoSandbox(words.sentences(why, ours))
    if shutil.which("bwrap") is None:
        why = _(
            "bubblewrap is missing, and without it a submission could read your files and the other submissions. "
            "Install it: {command}."
        ).format(command=INSTALL)
        raise NoSandbox(words.sentences(why, ours))
    tried = subprocess.run([*_bwrap(0), "true"], env=_ENVIRONMENT, capture_output=True, text=True, check=False)
    if tried.returncode:
        why = _(
            "bubblewrap cannot make a sandbox here ({said}). In a container, allow it to make namespaces (privileged, "
            "or seccomp=unconfined)."
        ).format(said=tried.stderr.strip()[:200])
        raise NoSandbox(words.sentences(why, ours))


def start(limits, unsafe=False, answers=False, of_kml=ALONE, modules=()):
    """A Session; a second try if the first does not start. Raises NoSandbox."""
    if limits.sandbox == "wasi" and not unsafe:
        return wasi.Session(limits, answers, of_kml, modules)
    try:
        return Session(limits, unsafe, answers, of_kml, modules)
    except NoSandbox:
        withheld.forget()  # files of kml may have come or gone
        return Session(limits, unsafe, answers, of_kml, modules)


class Session:
    """One worker, in a sandbox unless `unsafe`. Use it as a context; at its end nothing that ran inside is left.

    With `answers` all of kml is inside, the course's answers too, for a worker that runs nothing of a learner's; else
    the Library `of_kml`. `modules` are what the worker loads before it has anything to do.
    """

    def __init__(self, limits, unsafe=False, answers=False, of_kml=ALONE, modules=()):
        self.limits, self.unsafe = limits, unsafe
        uid = random.randrange(61184, 65520)  # numbers that are no user's; each sandbox counts its own processes
        there = None if answers else sorted(library.files(of_kml.needed))
        about = {**dataclasses.asdict(limits), "uid": 0 if unsafe else uid, "alone": not unsafe, "modules": modules,
                 "library": there, "refusal": withheld.refusal()}  # fmt: skip
        worker = [*_WORKER, json.dumps(about)]
        inside = {**_ENVIRONMENT, "KML_LANG": words.language()}
        self._account = None if unsafe else cgroup.Account(limits, inside)
        with contextlib.ExitStack() as files:
            options, numbers = ([], []) if unsafe else _given(None if answers else of_kml, files)
            self.process = subprocess.Popen(
                worker if unsafe else [*self._account.prefix, *_bwrap(limits.disk, options), *worker],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._surroundings(inside),
                cwd=None if unsafe else "/",
                start_new_session=True,
                bufsize=0,
                pass_fds=numbers,
            )
        self._rest, self._ours = b"", set()
        self.begin()
        for pipe in (self.process.stdin, self.process.stdout):
            os.set_blocking(pipe.fileno(), False)
        try:
            self._receive(time.monotonic() + _START_S)
        except Stopped:
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip()[-300:]
            self.__exit__()
            raise NoSandbox(_("The sandbox did not start ({said}).").format(said=said)) from None
        self._ours = set(usage.below(self.process.pid))  # all others that come are the answer's
        if self._account:
            self._account.opened(self.process.pid)

    def __enter__(self):
        return self

    def __exit__(self, *__):
        if self.unsafe:
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        if self._account:
            self._account.close()

    def _surroundings(self, inside):
        """The environment in which the command is started that ends in a worker."""
        if self.unsafe:
            return {**os.environ, **{key: inside[key] for key in ("KML_LANG", "KML_STATIC", *_THREADS)}}
        return None if self._account.prefix else inside

    def begin(self, cpu_s=None):
        """From here on an answer's bytes are counted; it may compute for `cpu_s` seconds."""
        self._taken, self._cpu_s = 0, cpu_s or self.limits.cpu_s
        self._waited, self._granted = _waited(), None

    def exchange(self, message, deadline):
        """Send one message and return the next line that comes. Raises Stopped."""
        self._send(message, deadline)
        return self._receive(deadline)

    def _send(self, message, deadline):
        text = json.dumps(message).encode()
        data = memoryview(b"%010d" % len(text) + text)
        while data:
            self._wait(self.process.stdin, deadline, write=True)
            try:
                data = data[os.write(self.process.stdin.fileno(), data[:65536]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Stopped("ended") from None

    def _receive(self, deadline):
        while b"\n" not in self._rest:
            self._wait(self.process.stdout, deadline)
            try:
                more = os.read(self.process.stdout.fileno(), 1 << 16)
            except BlockingIOError:
                continue
            if not more:
                raise Stopped("ended")
            self._taken += len(more)
            if self._taken > self.limits.answer_bytes:
                raise Stopped("output")
            self._rest += more
        line, __, self._rest = self._rest.partition(b"\n")
        return message(line)

    def look(self):
        """Raise Stopped if it takes too much memory now, or its processes have computed for too long together."""
        if self.unsafe:
            return
        pids = usage.below(self.process.pid)
        theirs = [pid for pid in pids if pid not in self._ours]
        counted = [*pids[:2], *theirs]  # what the worker itself holds takes long to count, and is the same each time
        if self._account.is_spent() if self._account.is_kept else usage.memory(counted) > self.limits.memory:
            raise Stopped("memory")
        if usage.processor(theirs)[0] > _TOGETHER * self._cpu_s:
            raise Stopped("time")

    def explained(self, stopped):
        """The same Stopped, or that memory was used up, if the kernel has ended a process for it."""
        spent = stopped.why == "ended" and self._account and self._account.is_kept and self._account.is_spent()
        return Stopped("memory") if spent else stopped

    def starved(self):
        """Seconds that the answer in work, or this process for it, had to wait for a processor: they are not its fault.

        Its own processes may be what it waits for: how long is bounded by what they may compute together. When its
        time was up, what it was granted until then is all: else a moment would be left for the next answer.
        """
        if self._granted is not None:
            return self._granted
        return min(self.waited() + _waited() - self._waited, _MOST_STARVED_S)

    def waited(self):
        """The longest that one of the processes which have begun in it has waited for a processor, in seconds."""
        return usage.processor(set(usage.below(self.process.pid)) - self._ours)[1]

    def _wait(self, pipe, deadline, write=False):
        """Until the pipe is ready; looks at clock and memory meanwhile."""
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                starved = self.starved()
                left += starved
                if left <= 0:
                    self._granted = starved
                    raise Stopped("time")
            sets = ([], [pipe], []) if write else ([pipe], [], [])
            if any(select.select(*sets, min(left, _LOOK_S))):
                return
            self.look()


def _waited():
    """Seconds that this process itself has waited for a processor."""
    return usage.processor([os.getpid()])[1]


def _given(of_kml, files):
    """(options for bubblewrap, numbers of open files) for the filter for system calls and what is inside of kml."""
    options, numbers = [], []

    def give(data):
        number = os.memfd_create("kml")
        files.callback(os.close, number)
        os.write(number, data)
        os.lseek(number, 0, os.SEEK_SET)
        numbers.append(number)
        return str(number)

    options += _folders_above(_KML)
    if of_kml is None:
        options += ["--ro-bind", str(_KML), str(_KML)]
    else:
        options += ["--perms", "0755", "--tmpfs", str(_KML), "--ro-bind", str(_KML / "locale"), str(_KML / "locale")]
        texts = withheld.texts(of_kml.needed, of_kml.number, of_kml.names)
        for folder in sorted({path.parent for path in texts}):
            for one in (folder, folder / "__pycache__"):
                options += ["--perms", "0755", "--dir", str(one)]
        for path, text in texts.items():
            if text:
                options += ["--perms", "0444", "--ro-bind-data", give(text.encode()), str(path)]
            else:
                for one in (path, *withheld.compiled(path)):
                    options += ["--ro-bind-try", str(one), str(one)]
        options += ["--ro-bind", str(_KML / "stored"), str(_KML / "stored")] if of_kml.needed else []
        options += ["--remount-ro", str(_KML)]
    return [*options, "--seccomp", give(filters.CALLS)], numbers


def _bwrap(disk, more=()):
    """The command line of a sandbox, without the command."""
    size = str(disk or 1_000_000)
    root = os.getuid() == 0
    command = ["bwrap", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if root:  # the worker itself becomes nobody: a user namespace would map all numbers to root
        command += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        # the worker is the first process there: bwrap's own would be open to whoever has its number
        command += ["--unshare-all", "--as-pid-1", "--uid", "61184", "--gid", "61184"]
    command += ["--hostname", "sandbox", "--ro-bind", "/usr", "/usr"]
    for name in ("/bin", "/sbin", "/lib", "/lib32", "/lib64"):
        if os.path.islink(name):
            command += ["--symlink", os.readlink(name), name]
        elif os.path.isdir(name):
            command += ["--ro-bind", name, name]
    for folder in ("/etc", "/home"):  # bwrap would make them for root alone
        command += ["--perms", "0755", "--dir", folder]
    for name in ("ld.so.cache", "alternatives", "fonts", "localtime"):
        command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"]
    command += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp"]
    command += ["--perms", "1777", "--size", size, "--tmpfs", "/home/learner"]
    for place in _python():
        command += [*_folders_above(place), "--ro-bind", place, place]
    command += [*_folders_above(_CLASSROOM), "--perms", "0755", "--tmpfs", str(_CLASSROOM)]
    command += ["--perms", "0755", "--dir", str(_CLASSROOM / "grade")]
    for name in _INSIDE:
        command += ["--ro-bind", str(_CLASSROOM / name), str(_CLASSROOM / name)]
    command += ["--remount-ro", str(_CLASSROOM)]
    return [*command, *more, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/home/learner", "--"]


_KML, _CLASSROOM = (Path(package.__file__).resolve().parent for package in (kml, kml_classroom))
_INSIDE = ("__init__.py", "grade/__init__.py", "grade/worker.py", "grade/codec.py")  # of what only instructors need


def _folders_above(place):
    return [part for folder in reversed(Path(place).parents[:-1]) for part in ("--perms", "0755", "--dir", str(folder))]


def _python():
    """The folders of the Python installation that are not in /usr, outer ones first."""
    places = sorted({os.path.realpath(p) for p in (sys.base_prefix, sys.prefix)} | {sys.prefix, sys.base_prefix})
    return [place for place in places if not place.startswith("/usr/") and place != "/usr"]
