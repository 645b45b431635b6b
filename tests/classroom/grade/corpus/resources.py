"""Submissions that take more than they may, or do not let go."""

import sys
import textwrap

from making import answer, solved, write

from corpus.entries import FILE, RIGHT, entry, gradient

# None of these runs where its sandbox has no limits.
CAPPED = """\
import ctypes, mmap, os, resource, signal, subprocess, sys, threading, time
import numpy as np
def most(name):
    return resource.getrlimit(getattr(resource, name))[1] % 2**64
capped = (
    os.getuid() > 0
    and most("RLIMIT_NPROC") <= 64
    and most("RLIMIT_FSIZE") <= 64_000_000
    and most("RLIMIT_AS") <= 4_000_000_000
)
"""


def greedy(body):
    """An answer to 03.2 that only runs where limits are set."""
    return gradient(f"assert capped\n{textwrap.dedent(body)}", CAPPED)


def right_with(body):
    """A right answer to 03.5 (no other answer leans on it) that does something first, once."""
    body = textwrap.indent(textwrap.dedent(body).strip("\n"), " " * 8)
    text = f"{CAPPED}CALLS = []\ndef largest_step(X):\n    CALLS.append(X)\n    if capped and not CALLS[1:]:\n{body}\n"
    return answer(solved(), "largest_step", f"{text}    return 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1]\n")


def stopped(says=""):
    """What the sandbox has to stop: no points for it, a person looks, and all other exercises are graded."""
    return entry("needs review", {"03.2": "raised"}, says=says)


# ── memory, disk, output ───────────────────────────────────────────────────────────────────────────────────────────


@entry("ok", {"03.2": "raised"}, says="MemoryError")
def memory_at_once():
    """Asks for 80 GB."""
    return greedy("return np.ones(10**10)")


@stopped("memory")
def memory_bit_by_bit():
    """Takes more and more memory."""
    return greedy("kept = []\nwhile True:\n    kept.append(np.ones(2_500_000))\n    time.sleep(0.02)")


@stopped("memory")
def memory_of_many_processes():
    """Sixteen processes take a little each."""
    return greedy("for _ in range(4):\n    os.fork()\nkept = np.ones(6_000_000)\ntime.sleep(60)")


@entry("ok", {"03.5": "raised"}, says="Function not implemented")
def memory_in_files_without_a_name():
    """Memory that belongs to open files and to no process (memfd): there is none to be had."""
    return right_with("os.write(os.memfd_create('x'), bytes(1_000_000))")


@entry("needs review", {"03.5": "raised"})
def memory_in_sockets():
    """What waits in thousands of sockets belongs to nobody."""
    return right_with(
        """
        import socket
        for _ in range(16):
            if os.fork() == 0:
                break
        kept = [socket.socketpair() for _ in range(100)]
        for one, _ in kept:
            one.setblocking(False)
            try:
                while True:
                    one.send(bytes(60_000))
            except OSError:
                pass
        time.sleep(60)"""
    )


@entry("ok", {"03.2": "raised"}, says="RuntimeError: [-1, -1, -1]")
def memory_that_nobody_maps():
    """Memory that belongs to no process (System V's segments and messages, by two numbers): there is none to be had."""
    return greedy(
        """
        libc = ctypes.CDLL(None)
        ways = libc.shmget(0, 1000, 0o1600), libc.syscall(2**30 + 29, 0, 1000, 0o1600), libc.msgget(0, 0o1600)
        raise RuntimeError(list(ways))"""
    )


@stopped("memory")
def memory_error_caught():
    """Takes memory until there is no more, catches the error, and gives the right answer."""
    return greedy(
        f"""
        kept = []
        try:
            while True:
                kept.append(np.ones(20_000_000))
        except MemoryError:
            kept.clear()
        {RIGHT}"""
    )


@entry("ok", {"03.2": "raised"}, says="OSError")
def disk_filled():
    """Fills every folder that can be written to."""
    return greedy(
        """
        for place in ("/dev/shm", os.getcwd(), "/tmp"):
            try:
                for number in range(200):
                    with open(f"{place}/{number}", "wb") as file:
                        file.write(bytes(5_000_000))
            except OSError:
                if place == "/tmp":
                    raise"""
    )


@entry("ok", {"03.2": "raised"}, says="OSError")
def files_left_open():
    """Opens files and closes none."""
    return greedy("kept = []\nwhile len(kept) < 100_000:\n    kept.append(open('/dev/null'))")


@stopped()
def printing_without_end():
    """Prints for ever."""
    return greedy("while True:\n    print('x' * 100_000)\n    os.write(1, b'x' * 100_000)")


@stopped("MB of results")
def result_too_large():
    """Returns seven megabytes at each call."""
    return greedy("return np.zeros(900_000)")


@stopped()
def wire_flooded():
    """Writes lines, and then one line without end, to every open file."""
    return greedy(
        """
        for line in (b"{}\\n" * 1000, b"x" * 100_000):
            for number in range(3, 40):
                for _ in range(100):
                    try:
                        os.write(number, line)
                    except OSError:
                        break"""
    )


# ── time ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@stopped("s.")
def sleeping():
    """Sleeps for an hour."""
    return greedy("time.sleep(3600)")


@stopped()
def signals_ignored():
    """Ignores all signals, and computes for ever."""
    return greedy(
        """
        for number in range(1, 65):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True:
            pass"""
    )


@stopped()
def deaf_computation():
    """One call of NumPy that takes minutes and hears no signal's handler."""
    return greedy("signal.signal(signal.SIGXCPU, lambda *a: None)\nA = np.ones((9000, 4000))\nwhile True:\n    A.T @ A")


@entry()
def sleeping_at_the_exit():
    """Right, and then it does not end: exit handlers, a deleted object, threads."""
    return right_with(
        """
        import atexit
        atexit.register(time.sleep, 3600)
        sys.late = type("Late", (), {"__del__": lambda self: time.sleep(3600)})()
        threading._register_atexit(time.sleep, 3600)"""
    )


@entry()
def threads_left():
    """Right, and threads run on."""
    return right_with("for _ in range(9):\n    threading.Thread(target=time.sleep, args=(3600,)).start()")


# ── processes ──────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("ok", {"03.2": "raised"})
def fork_bomb():
    """Forks for ever, up to the limit on processes."""
    return greedy("while True:\n    os.fork()")


@stopped()
def fork_bomb_that_holds_on():
    """Forks up to the limit, catches the refusal, and tries again; its children ignore signals and wait."""
    return greedy(
        """
        for number in (1, 2, 3, 10, 12, 13, 14, 15, 24):
            signal.signal(number, signal.SIG_IGN)
        while True:
            try:
                if os.fork() == 0:
                    os.setsid()
                    time.sleep(3600)
            except OSError:
                time.sleep(0.05)"""
    )


@entry()
def daemons_left(folder, world):
    """Right, and leaves programs with sessions of their own, which ignore what they are told."""
    notebook = right_with(
        f"""
        subprocess.Popen(["/usr/bin/setsid", "/usr/bin/nohup", "/usr/bin/sleep", "{world.mark}"])
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execv("/usr/bin/sleep", ["sleep", "{world.mark}"])
            os._exit(0)"""
    )
    write(folder / FILE, notebook)


@entry()
def zombies():
    """Right, and leaves dead children that nobody waits for."""
    return right_with("for _ in range(9):\n    if os.fork() == 0:\n        os._exit(0)")


@stopped()
def exit_at_once():
    """Ends the process without a word."""
    return greedy("os._exit(0)")


@stopped()
def parent_killed():
    """Kills the process above it."""
    return greedy("os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)")


@stopped()
def everybody_killed():
    """Kills all that it can."""
    return greedy("os.kill(-1, signal.SIGKILL)")


@stopped()
def parent_halted():
    """Halts the process above it."""
    return greedy(f"os.kill(os.getppid(), signal.SIGSTOP)\n{RIGHT}")


@stopped()
def other_program():
    """Becomes another program."""
    return greedy("os.execv('/usr/bin/true', ['true'])")


@stopped()
def crash():
    """Reads memory that there is not."""
    return greedy("ctypes.string_at(0)")


# From Python 3.12 on this is an ordinary RecursionError; before, the process dies of it.
@(stopped() if sys.version_info < (3, 12) else entry("ok", {"03.2": "raised"}, says="calls itself without end"))
def stack_overflow():
    """Raises the limit on recursion and calls itself without end."""
    return greedy(
        """
        sys.setrecursionlimit(10**9)
        first = lambda *a: second(*a)
        second = lambda *a: min([1], key=first)
        return second()"""
    )


@stopped()
def interrupted():
    """Raises KeyboardInterrupt, as if a person had stopped it."""
    return greedy("raise KeyboardInterrupt")


@entry("needs review", {"03.4": "not attempted", "03.5": "raised"})
def course_kept_busy():
    """Asks the course's own answer to 03.4, which runs for it, for twenty million steps."""
    notebook = answer(solved(), "descend", "def descend(X, y, theta0, eta, steps):\n    pass  # your code here")
    text = "def largest_step(X):\n    y = X[:, 0]\n    return descend(X, y, 0 * X[0], 0.01, STEPS)"
    return answer(notebook, "largest_step", f"STEPS = 20_000_000\n{text}")
