"""What a process and all below it take, as Linux counts it: memory, and time on a processor or in the queue for one."""

import contextlib
import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # a second
_GONE = OSError, IndexError, ValueError  # it has ended meanwhile, or there is no such table


def below(pid):
    """The numbers of a process and of all below it."""
    found, open_ = [], [pid]
    while open_:
        pid = open_.pop()
        found.append(pid)
        with contextlib.suppress(*_GONE):
            for task in os.listdir(f"/proc/{pid}/task"):
                open_ += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    return found


def memory(pids):
    """The most bytes that these processes have taken, nameless files in memory (memfd) included.

    Memory that several of them share, as a process and its copies do, counts once. To what they hold now comes what
    each has held more since it began: whether something was too much does not depend on the moment of looking.
    """
    total = 0
    for pid in pids:
        for part in (_held, _nameless):
            with contextlib.suppress(*_GONE):
                total += part(pid)
    return total


def processor(pids):
    """(seconds that these processes have used, the longest that one of them has waited while others used it)."""
    used, longest = 0.0, 0.0
    for pid in pids:
        with contextlib.suppress(*_GONE):
            times = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:15]
            used += sum(map(int, times)) / _TICKS
            longest = max(longest, int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9)
    return used, longest


def _held(pid):
    """A process's part of the memory that it holds now, and by how much its most was more."""
    status = Path(f"/proc/{pid}/status").read_text()
    most, now = (_bytes(status, name) for name in ("VmHWM:", "VmRSS:"))
    try:
        part = _bytes(Path(f"/proc/{pid}/smaps_rollup").read_text(), "Pss:")
    except OSError:  # an old kernel: what is shared counts for each
        part = now
    return part + max(0, most - now)


def _nameless(pid):
    """The bytes of the files without a name that a process holds open."""
    total = 0
    for link in os.scandir(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):  # it was closed meanwhile
            if os.readlink(link.path).startswith("/memfd:"):
                total += os.stat(link.path).st_blocks * 512
    return total


def _bytes(table, name):
    """A line of a table of /proc that gives kilobytes."""
    return int(table.partition(name)[2].split(maxsplit=1)[0]) * 1024
