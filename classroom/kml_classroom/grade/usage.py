"""What a process and all below it take, as Linux counts it: memory, and time on a processor or in the queue for one."""

import contextlib
import os

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100  # a second
_A_NAME = 1024  # bytes in the kernel
_GONE = OSError, IndexError, ValueError  # it has ended meanwhile, or there is no such table


def below(pid):
    """The numbers of a process and of all below it."""
    found, open_ = [], [pid]
    while open_:
        pid = open_.pop()
        found.append(pid)
        with contextlib.suppress(*_GONE):
            for task in os.listdir(f"/proc/{pid}/task"):
                open_ += map(int, _table(pid, f"task/{task}/children").split())
    return found


def memory(pids):
    """The most bytes that these processes have taken.

    Memory that several of them share, as a process and its copies do, counts once. To what they hold now comes what
    each has held more since it began: whether something was too much does not depend on the moment of looking. Nor does
    anything hide where no process holds it: in sockets, or in the names of many empty files.
    """
    total = 0
    for pid in pids:
        with contextlib.suppress(*_GONE):
            total += _held(pid)
    for part in (_in_sockets, _in_names):
        with contextlib.suppress(*_GONE):
            total += part(pids[:2][-1])  # the first that is inside: all have the same network and the same files
    return total


def processor(pids):
    """(seconds that these processes have used, the longest that one of them has waited while others used it)."""
    used, longest = 0.0, 0.0
    for pid in pids:
        with contextlib.suppress(*_GONE):
            times = _table(pid, "stat").rsplit(")", 1)[1].split()[11:15]
            used += sum(map(int, times)) / _TICKS
            longest = max(longest, int(_table(pid, "schedstat").split()[1]) / 1e9)
    return used, longest


def _held(pid):
    """A process's part of the memory that it holds now, and by how much its most was more."""
    status = _table(pid, "status")
    most, now = (_bytes(status, name) for name in ("VmHWM", "VmRSS"))
    try:
        part = _bytes(_table(pid, "smaps_rollup"), "Pss")
    except OSError:  # an old kernel: what is shared counts for each
        part = now
    return part + max(0, most - now)


def _in_sockets(pid):
    """The bytes that may wait in the sockets of a network that is not this machine's own."""
    if os.readlink(f"/proc/{pid}/ns/net") == os.readlink("/proc/self/ns/net"):
        return 0
    if "sockets: used 0\n" in _table(pid, "net/sockstat"):
        return 0  # as nearly always; to go through the tables of tcp takes milliseconds, however empty they are
    local = _table(pid, "net/unix").count("\n") - 1
    waiting = local * int(_table("sys", "net/core/wmem_default"))  # nobody tells how full they are
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in _table(pid, f"net/{kind}").splitlines()[1:]:
            waiting += sum(int(queue, 16) for queue in line.split()[4].split(":"))
    return waiting


def _in_names(pid):
    """The bytes that the names of a sandbox's own files take, however empty they are."""
    root, names = f"/proc/{pid}/root", 0
    if not os.path.samefile(root, "/"):
        for place in ("tmp", "dev/shm", "home/learner"):
            about = os.statvfs(f"{root}/{place}")
            names += about.f_files - about.f_ffree
    return names * _A_NAME


def _table(pid, name):
    """A table of /proc. A process or a socket may be called anything in it, in no encoding: each byte is a letter."""
    with open(f"/proc/{pid}/{name}", encoding="latin-1", newline="\n") as file:
        return file.read()


def _bytes(table, name):
    """A line of a table of /proc that gives kilobytes; not what a process that is called so makes of another line."""
    return int(table.partition(f"\n{name}:")[2].split(maxsplit=1)[0]) * 1024
