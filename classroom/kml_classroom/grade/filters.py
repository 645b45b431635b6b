"""A filter for system calls: what no answer needs, and what would reach around the sandbox or its accounts, is refused.

It is a program for the kernel (seccomp, classic BPF), as `bwrap --seccomp` takes it: eight bytes an instruction.
"""

import errno
import platform
import struct

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in what the kernel hands over
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.ENOSYS
_OTHER_CALLS = 0x40000000  # the same calls by other numbers (x32)
_NEW_USER = 0x10000000  # clone's flag for a namespace in which its caller is root
_FAMILIES = (1, 2, 10, 16)  # sockets that may be: of this machine, IPv4, IPv6, and what lists network cards
_SAME = (425, 426, 427, 428, 429, 430, 431, 432, 433, 435, 442)  # io_uring, mounting in the new way, clone3
# x86_64 and aarch64: the numbers of
_REFUSED = (
    *((29, 194), (64, 190), (68, 186)),  # shmget, semget, msgget: memory in nobody's account
    *((248, 217), (249, 218), (250, 219)),  # add_key, request_key, keyctl: the keyrings of whoever grades
    *((272, 97), (308, 268)),  # unshare, setns: namespaces
    *((165, 40), (166, 39), (155, 41)),  # mount, umount2, pivot_root
    *((101, 117), (310, 270), (311, 271)),  # ptrace, process_vm_readv, process_vm_writev: other processes' memory
    *((321, 280), (323, 282), (298, 241)),  # bpf, userfaultfd, perf_event_open
    *((246, 104), (175, 105), (313, 273), (176, 106)),  # another kernel, its modules
    *((303, 264), (304, 265)),  # files by handle
)
_MACHINES = {  # name → (number of the architecture, those of the refused calls, of clone and of socket)
    "x86_64": (0xC000003E, (*(one for one, __ in _REFUSED), *_SAME), 56, 41),
    "aarch64": (0xC00000B7, (*(one for __, one in _REFUSED), *_SAME), 220, 198),
}


def _program(machine):
    """The filter for a machine, or an empty one that allows everything where the numbers are not known."""
    if machine not in _MACHINES:
        return _step(_RETURN, _ALLOW)
    architecture, refused, clone, socket = _MACHINES[machine]
    refuse, allow = _step(_RETURN, _REFUSE), _step(_RETURN, _ALLOW)
    steps = [_step(_LOAD, _ARCHITECTURE), _step(_IF_EQUAL, architecture, 1, 0), refuse]
    steps += [_step(_LOAD, _NUMBER), _step(_IF_AT_LEAST, _OTHER_CALLS, 0, 1), refuse]
    for number in refused:
        steps += [_step(_IF_EQUAL, number, 0, 1), refuse]
    steps += [_step(_IF_EQUAL, clone, 0, 4), _step(_LOAD, _FIRST_ARGUMENT), _step(_IF_ANY_BIT, _NEW_USER, 0, 1)]
    steps += [refuse, allow]
    steps += [_step(_IF_EQUAL, socket, 1, 0), allow, _step(_LOAD, _FIRST_ARGUMENT)]
    steps += [_step(_IF_EQUAL, family, len(_FAMILIES) - at, 0) for at, family in enumerate(_FAMILIES)]
    return b"".join([*steps, refuse, allow])


def _step(code, value, if_true=0, if_false=0):
    return struct.pack("=HBBI", code, if_true, if_false, value)


CALLS = _program(platform.machine())
