"""A sandbox's own account of memory, kept by the kernel (cgroup v2), where systemd gives one or a folder is delegated.

It counts all that the sandbox takes, wherever it lies and however shortly it lives. Where there is none, `usage` adds
up what can be seen of the processes.
"""

import contextlib
import errno
import functools
import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
_MORE = 200_000_000  # bytes that the sandbox needs before an answer runs in it
_TRIES = 500  # to take a cgroup away
_INTO = 'echo $$ > "$0/cgroup.procs" && exec "$@"'  # for sh: the folder of a cgroup, then a command
# systemd takes a scope and its account away as soon as nobody is in it; this stays until the sandbox's end is known
_KEPT = '(while kill -0 $$; do sleep 1; done <&- >/dev/null 2>&1 &); exec "$@"'


class Account:
    """What one sandbox may take. Its command begins with `prefix`; `opened` tells which process that became.

    The prefix runs in the environment in use, which systemd needs, and the sandbox in the one that it is given.
    """

    def __init__(self, limits, environment):
        self._made = self._folder = None
        self._killed = 0
        begin = _scope(limits.memory + _MORE) if _systemd() else self._delegated(limits.memory + _MORE)
        self.prefix = begin and [*begin, "env", "-i", *(f"{key}={value}" for key, value in environment.items())]

    def _delegated(self, memory):
        """The command's beginning for a cgroup beside our own, whose folder this user may write to; empty without."""
        with contextlib.suppress(OSError, ValueError):
            above = _folder_of("self").parent
            if above != ROOT.parent and "memory" in (above / "cgroup.subtree_control").read_text().split():
                _tidy(above)
                made = above / f"kml-{os.getpid()}-{id(self)}"
                made.mkdir()
                self._made = made
                (made / "memory.max").write_text(str(memory))
                (made / "memory.swap.max").write_text("0")
                return ["sh", "-c", _INTO, str(made)]
        self.close()
        return []

    def opened(self, pid):
        """The sandbox runs in this process now."""
        if self.prefix:
            with contextlib.suppress(OSError, ValueError):
                self._folder = self._made or _folder_of(pid)
                self._killed = self._kills()

    @property
    def is_kept(self):
        """Whether the kernel keeps the account."""
        return self._folder is not None

    def is_spent(self):
        """Whether the kernel had to end a process since this was asked last, because all was used up."""
        with contextlib.suppress(OSError):  # the sandbox has ended, and its cgroup with it
            before, self._killed = self._killed, self._kills()
            return self._killed > before
        return False

    def _kills(self):
        rows = (self._folder / "memory.events").read_text().split("\n")
        return sum(int(row.split()[1]) for row in rows if row.startswith("oom_kill "))

    def close(self):
        """Take the cgroup away, if it is ours; systemd does it for its own."""
        made, self._made, self._folder = self._made, None, None
        if not made:
            return
        with contextlib.suppress(OSError):
            (made / "cgroup.kill").write_text("1")
        for _ in range(_TRIES):
            try:
                made.rmdir()
                return
            except OSError as problem:
                if problem.errno != errno.EBUSY:
                    return
                time.sleep(0.01)  # its last processes are about to end


def _folder_of(pid):
    """The folder of a process's cgroup. Raises ValueError where it is in none of v2."""
    rows = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    (place,) = [row.removeprefix("0::/") for row in rows if row.startswith("0::/")]
    return ROOT / place


def _tidy(above):
    """Take away what graders have left here that were killed. Their sandboxes have ended with them."""
    for left in above.glob("kml-*-*"):
        if not Path("/proc", left.name.split("-")[1]).exists():
            with contextlib.suppress(OSError):
                left.rmdir()


def _scope(memory):
    whose = [] if os.getuid() == 0 else ["--user"]
    # what is delegated systemd does not stop because of one process that the kernel has ended: the grader does
    limits = ["-p", f"MemoryMax={memory}", "-p", "MemorySwapMax=0", "-p", "Delegate=yes"]
    said = ["--quiet", "--collect", "--description=kml grade: a sandbox"]
    return ["systemd-run", *whose, "--scope", *said, *limits, "--", "sh", "-c", _KEPT, "sh"]


@functools.cache
def _systemd():
    """Whether systemd gives us scopes with a limit on memory."""
    if not (shutil.which("systemd-run") and (ROOT / "cgroup.controllers").is_file()):
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        asked = [*_scope(_MORE), "sh", "-c", "cat /sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup)/memory.max"]
        said = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.strip()
        return said == str(_MORE // 4096 * 4096)
    return False
