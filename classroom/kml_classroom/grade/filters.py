"""A filter for system calls: memory that belongs to no process, and so is in nobody's account, is refused inside.

It is a program for the kernel (seccomp, classic BPF), as `bwrap --seccomp` takes it: eight bytes an instruction.
"""

import errno
import platform
import struct

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # places in what the kernel hands over
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.ENOSYS
_OTHER_CALLS = 0x40000000  # the same calls by other numbers (x32)
_MACHINES = {  # name → (number of the architecture, numbers of shmget, semget and msgget)
    "x86_64": (0xC000003E, (29, 64, 68)),
    "aarch64": (0xC00000B7, (194, 190, 186)),
}


def _program(machine):
    """The filter for a machine, or an empty one that allows everything where the numbers are not known."""
    if machine not in _MACHINES:
        return _step(_RETURN, _ALLOW)
    architecture, refused = _MACHINES[machine]
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_IF_EQUAL, architecture, 1, 0), _step(_RETURN, _REFUSE)]
    steps += [_step(_LOAD, _NUMBER), _step(_IF_AT_LEAST, _OTHER_CALLS, len(refused) + 1, 0)]
    steps += [_step(_IF_EQUAL, number, len(refused) - at, 0) for at, number in enumerate(refused)]
    return b"".join([*steps, _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)])


def _step(code, value, if_true=0, if_false=0):
    return struct.pack("=HBBI", code, if_true, if_false, value)


NO_SHARED_SEGMENTS = _program(platform.machine())
