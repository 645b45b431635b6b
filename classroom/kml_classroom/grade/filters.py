"""A filter for system calls: what NumPy, torch and an honest answer use is allowed (`calls.tsv`), all else is refused.

So nothing of the kernel is open that nobody thought of: keyrings, namespaces, mounts, io_uring, the memory of other
processes, files in memory without a name (memfd), System V's segments. It is a program for the kernel (seccomp, classic
BPF), as `bwrap --seccomp` takes it: eight bytes an instruction.
"""

import csv
import errno
import platform
import struct
from pathlib import Path

_LOAD, _IF_EQUAL, _IF_ABOVE, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, *_ARGUMENTS = 0, 4, 16, 24, 32  # places in what the kernel hands over
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.ENOSYS
_NEW_NAMESPACES = 0x7E020000  # flags of clone; clone3, whose flags no filter sees, is refused, and libraries use clone
_FAMILIES = (1, 2, 10, 16)  # sockets that may be: of this machine, IPv4, IPv6, and what lists network cards
_SOCKET, _SIZES = 1, (7, 8, 32, 33)  # of setsockopt: how much may wait in a socket stays as it is
_MACHINES = {  # name → (number of the architecture, of clone, socket and setsockopt)
    "x86_64": (0xC000003E, 56, 41, 54),
    "aarch64": (0xC00000B7, 220, 198, 208),
}


def allowed(machine):
    """The numbers of the system calls that an answer may use on a machine, whatever their arguments."""
    text = Path(__file__).with_name("calls.tsv").read_text(encoding="utf-8")
    return {int(row[machine]) for row in csv.DictReader(text.splitlines(), delimiter="\t") if row[machine]}


def _program(machine):
    """The filter for a machine, or an empty one that allows everything where the numbers are not known."""
    if machine not in _MACHINES:
        return _step(_RETURN, _ALLOW)
    architecture, clone, socket, option = _MACHINES[machine]
    refuse, allow = _step(_RETURN, _REFUSE), _step(_RETURN, _ALLOW)
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_IF_EQUAL, architecture, 1, 0), refuse, _step(_LOAD, _NUMBER)]
    for first, last in _runs(allowed(machine)):  # from the lowest, which are the ones used most
        steps += [_step(_IF_AT_LEAST, first, 0, 2), _step(_IF_ABOVE, last, 1, 0), allow]
    first, second, third = (_step(_LOAD, place) for place in _ARGUMENTS)
    for call, rest in (
        (clone, [first, _step(_IF_ANY_BIT, _NEW_NAMESPACES, 1, 0), allow, refuse]),
        (socket, [first, *_where(_FAMILIES), refuse, allow]),
        (option, [second, _step(_IF_EQUAL, _SOCKET, 1, 0), allow, third, *_where(_SIZES), allow, refuse]),
    ):
        steps += [_step(_IF_EQUAL, call, 0, len(rest)), *rest]
    return b"".join([*steps, refuse])


def _where(values):
    """Steps that go to the second step behind them for one of these values, else to the first."""
    return [_step(_IF_EQUAL, value, len(values) - at, 0) for at, value in enumerate(values)]


def _runs(numbers):
    """Pairs (first, last) of the runs of whole numbers that follow one another."""
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def _step(code, value, if_true=0, if_false=0):
    return struct.pack("=HBBI", code, if_true, if_false, value)


CALLS = _program(platform.machine())
