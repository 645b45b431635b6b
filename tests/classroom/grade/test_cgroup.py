"""The kernel's account of memory; with stand-ins too, since neither systemd nor cgroup v2 is on every machine."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kml_classroom.grade import cgroup, sandbox
from making import SMALL
from needs import ROOT, need

EVENTS = "low 0\nhigh 0\nmax 7\noom 1\noom_kill {}\noom_group_kill 0\n"


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A folder that stands for cgroup v2, with the folder of this process's cgroup in a delegated one."""
    (tmp_path / "delegated" / "ours").mkdir(parents=True)
    (tmp_path / "delegated" / "cgroup.subtree_control").write_text("cpu memory pids\n")
    (tmp_path / "delegated" / "ours" / "memory.events").write_text(EVENTS.format(3))
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(cgroup, "_systemd", lambda: False)
    monkeypatch.setattr(cgroup, "_folder_of", lambda pid: tmp_path / "delegated" / "ours")
    return tmp_path


def test_in_a_delegated_folder_each_sandbox_has_a_cgroup_with_a_limit(kernel):
    account = cgroup.Account(SMALL, {"A": "1"})
    (made,) = kernel.glob("delegated/kml-*")
    assert (made / "memory.max").read_text() == str(SMALL.memory + cgroup._MORE)
    assert (made / "memory.swap.max").read_text() == "0"
    said = subprocess.run([*account.prefix, "sh", "-c", "echo $$; env"], capture_output=True, text=True, check=True)
    pid, *environment = said.stdout.split()
    assert (made / "cgroup.procs").read_text().strip() == pid and "A=1" in environment and "HOME" not in said.stdout
    (made / "memory.events").write_text(EVENTS.format(0))
    account.opened(int(pid))
    assert account.is_kept and not account.is_spent()
    (made / "memory.events").write_text(EVENTS.format(1))
    assert account.is_spent() and not account.is_spent()
    account.close()
    assert not account.is_kept


def test_where_there_is_neither_the_processes_are_looked_at(kernel):
    (kernel / "delegated" / "cgroup.subtree_control").write_text("cpu\n")
    account = cgroup.Account(SMALL, {})
    account.opened(1)
    assert account.prefix == [] and not account.is_kept and not [*kernel.glob("delegated/kml-*")]


def test_what_a_killed_grader_has_left_in_a_delegated_folder_goes_with_the_next_sandbox(kernel):
    ended = subprocess.Popen(["true"])
    ended.wait()
    for pid in (ended.pid, os.getpid()):
        (kernel / "delegated" / f"kml-{pid}-1").mkdir()
    cgroup.Account(SMALL, {})
    left = sorted(path.name for path in kernel.glob("delegated/kml-*"))
    assert len(left) == 2 and f"kml-{os.getpid()}-1" in left and f"kml-{ended.pid}-1" not in left


def test_a_scope_stays_until_the_end_of_its_sandbox_is_known_and_no_longer():
    begin = cgroup._scope(5)
    kept = begin[begin.index("--") + 1 :]
    with subprocess.Popen([*kept, "true"], stdout=subprocess.PIPE, start_new_session=True) as sandboxed:
        assert sandboxed.stdout.read() == b"" and sandboxed.stdin is None  # nothing holds what it is asked through
        os.waitid(os.P_PID, sandboxed.pid, os.WEXITED | os.WNOWAIT)
        time.sleep(1.2)  # longer than it takes to look again
        assert _of_session(sandboxed.pid) - {sandboxed.pid}
    assert _until(lambda: not _of_session(sandboxed.pid))


def _of_session(number):
    """The processes of the session that the process of this number has begun."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((process / "stat").read_text().rsplit(")", 1)[1].split()[3]) == number:
                found.add(int(process.name))
    return found


def _until(is_so):
    """Whether it is so within ten seconds."""
    deadline = time.monotonic() + 10
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_so()


def test_a_sandbox_in_a_scope_of_systemd_s_is_stopped_for_what_the_kernel_counts(kernel, monkeypatch):
    need("bwrap")
    stand_in = kernel / "systemd-run"
    stand_in.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    stand_in.chmod(0o755)
    scope = cgroup._scope(5)
    assert {"--scope", "MemoryMax=5", "MemorySwapMax=0", "Delegate=yes", "--"} <= {*scope}
    monkeypatch.setattr(cgroup, "_systemd", lambda: True)
    monkeypatch.setattr(cgroup, "_scope", lambda memory: [str(stand_in), *scope[1:]])
    monkeypatch.setattr(sandbox.usage, "memory", lambda pids: 10**12)  # nobody asks
    events = kernel / "delegated" / "ours" / "memory.events"
    account = sandbox.cgroup.Account
    with monkeypatch.context() as started:
        started.setattr(sandbox.usage, "memory", lambda pids: 0)  # while it starts there is no account yet
        session = sandbox.start(SMALL)
    with session:
        assert isinstance(session._account, account) and session._account.is_kept
        session.look()
        events.write_text(EVENTS.format(4))
        with pytest.raises(sandbox.Stopped, match="memory"):
            session.look()
        events.write_text(EVENTS.format(5))
        assert session.explained(sandbox.Stopped("ended", -9)).why == "memory"
        assert session.explained(sandbox.Stopped("ended", -9)).why == "ended"


REAL = """\
import dataclasses, json, sys, time
from kml_classroom.grade import cgroup, codec, sandbox
from making import SMALL
CODE = '''
import os, time
import numpy as np
def answer(megabytes):
    if os.fork() == 0:
        np.ones(megabytes * 125_000)
        os._exit(0)  # gone before anybody has looked at it
    return os.wait()[1]
'''
JOB = {"id": "", "name": "answer", "function": "answer", "arguments": ["megabytes"], "others": {}, "again": True}
sandbox.usage.memory = lambda pids: 10**12  # nobody asks, once the kernel keeps the account
sandbox._LOOK_S = 100
if sys.argv[1] == "delegated":
    cgroup._systemd = lambda: False
limits = dataclasses.replace(SMALL, memory=150_000_000, cpu_s=500)  # a slow machine fills memory slowly
with sandbox.start(limits) as session:
    made, deadline = session._account._folder, time.monotonic() + 500
    print(made, flush=True)
    if sys.argv[2] == "held":
        sys.stdin.read()
    said = [session._account.is_kept, int((made / "memory.max").read_text()) // 10**6]
    session.exchange({**JOB, "code": [("answer", 1, CODE)], "files": {}}, deadline)
    session.look()
    said.append(codec.decode(session.exchange({"call": codec.pack((100,))}, deadline)["value"]))
    said.append(int((made / "memory.peak").read_text()) > 100_000_000)
    session.look()
    session.exchange({"call": codec.pack((1_000,))}, deadline)
    session.process.kill()  # as where the kernel has chosen the worker itself
    time.sleep(1)
    said.append(session.explained(sandbox.Stopped("ended")).why)
print(json.dumps(said))
"""


@pytest.fixture(params=["systemd", "delegated"])
def real(request):
    """(arguments that start REAL in it, the folder) of a real cgroup v2 that limits memory; else the test skips."""
    need("bwrap")
    script = [sys.executable, "-c", REAL, request.param]
    if request.param == "systemd":
        if not cgroup._systemd():
            pytest.skip("needs systemd that gives this user scopes with a limit on memory, so cgroup v2")
        yield script, None
        return
    place = cgroup.ROOT / f"kml-test-{os.getpid()}"
    try:
        controllers = (cgroup.ROOT / "cgroup.controllers").read_text().split()
        if "memory" not in controllers:
            raise OSError(f"its controllers are {controllers}")
        (cgroup.ROOT / "cgroup.subtree_control").write_text("+memory")
        (place / "ours").mkdir(parents=True)
        (place / "cgroup.subtree_control").write_text("+memory")
    except OSError as problem:  # no package would mend this, so it is no failure where packages are asked for
        pytest.skip(f"needs root, and cgroup v2 with its memory controller: {problem}")
    yield ["sh", "-c", cgroup._INTO, str(place / "ours"), *script], place
    assert _until(lambda: not (place / "ours" / "cgroup.procs").read_text())
    (place / "ours").rmdir()
    place.rmdir()


def _run(begin, how):
    paths = os.pathsep.join(path for path in sys.path if path.startswith(str(ROOT)))
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([*begin, how], env={**os.environ, "PYTHONPATH": paths}, text=True, **pipes)


def test_a_real_cgroup_counts_what_lives_too_shortly_to_be_seen(real):
    begin, place = real
    with _run(begin, "whole") as run:
        said, trouble = run.communicate()
    assert run.returncode == 0, trouble
    made, result = said.splitlines()
    assert json.loads(result) == [True, (150_000_000 + cgroup._MORE) // 4096 * 4096 // 10**6, 0, True, "memory"]
    assert Path(made).parent == place or place is None
    assert _until(lambda: not Path(made).exists())


def test_of_a_grader_that_is_killed_no_sandbox_is_left_in_a_real_cgroup(real):
    begin, place = real
    with _run(begin, "held") as run:
        made = Path(run.stdout.readline().strip())
        assert (made / "cgroup.procs").read_text().split()
        run.kill()
    assert _until(lambda: not made.exists() or not (made / "cgroup.procs").read_text())
    if place:
        cgroup._tidy(place)  # as the next sandbox does
    assert _until(lambda: not made.exists())
