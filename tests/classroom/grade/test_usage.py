"""What processes take: shared memory counts once, a peak is not forgotten, and waiting for a processor is no fault."""

import contextlib
import os
import subprocess
import sys
import time

import pytest
from kml_classroom.grade import sandbox, usage
from making import SMALL
from needs import need

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads Linux's tables")
MEGABYTE = 1_000_000


def taken(code, processes=1):
    """(memory of a Python that runs this code, in so many processes, and then says a word; how many they are)."""
    command = [sys.executable, "-I", "-c", f"import os, time\n{code}\nprint('ready', flush=True)\ntime.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            for _ in range(processes):
                process.stdout.readline()
            pids = usage.below(process.pid)
            return usage.memory(pids), len(pids)
        finally:
            for pid in reversed(usage.below(process.pid)):
                subprocess.run(["kill", "-9", str(pid)], check=False)


def test_copies_of_a_process_share_what_they_do_not_change():
    alone, _ = taken("kept = bytearray(50_000_000)")
    family, count = taken("kept = bytearray(50_000_000)\nfor _ in range(3):\n    os.fork()", 8)
    assert count == 8 and 50 * MEGABYTE < alone < family < alone + 8 * 10 * MEGABYTE
    family, _ = taken("for _ in range(3):\n    os.fork()\nkept = bytearray(50_000_000)", 8)
    assert family > 8 * 50 * MEGABYTE


def test_memory_that_was_given_back_counts():
    plain, _ = taken("")
    peak, _ = taken("kept = bytearray(80_000_000)\ndel kept")
    assert peak - plain > 70 * MEGABYTE


@pytest.mark.parametrize("name", [b"\xff\n)", b"VmHWM:0 VmRSS:0"])
def test_a_process_hides_behind_no_name(name):
    call = f"import ctypes\nctypes.CDLL(None).prctl(15, {name!r})"
    plain, _ = taken(call)
    peak, _ = taken(f"{call}\nkept = bytearray(80_000_000)\ndel kept")
    assert plain > MEGABYTE and peak - plain > 70 * MEGABYTE


def test_what_no_process_holds_counts_inside_a_sandbox_only():
    code = "import socket\nkept = [socket.socketpair() for _ in range(9)]"
    assert abs(taken(code)[0] - taken("import socket")[0]) < 5 * MEGABYTE
    need("bwrap")
    code = "for name in $(seq {}); do : > /tmp/$name; done; echo ready; read rest"
    for last, least in (0, 0), (3999, 4 * MEGABYTE):
        command = [*sandbox._bwrap(64 * MEGABYTE), "sh", "-c", code.format(last)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            first = usage.below(process.pid)[1]
            assert least <= usage._in_names(first) < least + MEGABYTE and usage._in_sockets(first) == 0
            process.stdin.close()
    code = "import socket\nkept = [socket.socketpair() for _ in range(9)]\n"
    code += "kept[0][0].bind(b'\\0\\xff')\nprint('ready', flush=True)\ninput()"  # a name in no encoding
    command = [*sandbox._bwrap(64 * MEGABYTE), sys.executable, "-I", "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert usage._in_sockets(usage.below(process.pid)[1]) > 0
        process.stdin.write(b"\n")
        process.stdin.close()


def test_an_answer_that_has_to_wait_for_a_processor_gets_that_time_back(monkeypatch):
    with sandbox.start(SMALL, unsafe=True) as session:
        ours = [os.getpid()]
        monkeypatch.setattr(usage, "processor", lambda pids: (0.0, 9.0 if pids == ours else 0.7))
        session.begin()  # what this process waited before does not count
        begun = time.monotonic()
        with pytest.raises(sandbox.Stopped, match="time"):
            session._receive(begun + 0.1)
        assert 0.8 <= time.monotonic() - begun < 2
        session.begin()
        monkeypatch.setattr(usage, "processor", lambda pids: (0.0, 1e6 if pids == ours else 0.0))
        assert session.starved() == sandbox._MOST_STARVED_S


@pytest.mark.parametrize(("used", "memory", "why"), [(11.9, 0, ""), (12.1, 0, "time"), (0, 7e8, "memory")])
def test_what_all_processes_take_together_is_bounded(monkeypatch, used, memory, why):
    monkeypatch.setattr(usage, "processor", lambda pids: (used, 0.0))
    monkeypatch.setattr(usage, "memory", lambda pids: memory)
    session = sandbox.Session.__new__(sandbox.Session)
    session.limits, session.unsafe, session._ours = SMALL, False, set()
    session.process = session._account = type("Stand-in", (), {"pid": 1, "is_kept": False})()
    session.begin()
    with pytest.raises(sandbox.Stopped, match=why) if why else contextlib.nullcontext():
        session.look()


def test_processes_that_have_gone_and_tables_that_are_missing_are_nothing():
    assert usage.memory([2**22 + 1]) == 0 and usage.processor([2**22 + 1]) == (0, 0)
    used, waited = usage.processor(usage.below(1)[:1])
    assert used > 0 and waited >= 0
