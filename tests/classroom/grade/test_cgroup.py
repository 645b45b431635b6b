"""The kernel's account of memory; with stand-ins too, since neither systemd nor cgroup v2 is on every machine."""

import json
import os
import subprocess
import sys

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


def test_a_sandbox_in_a_scope_of_systemd_s_is_stopped_for_what_the_kernel_counts(kernel, monkeypatch):
    need("bwrap")
    stand_in = kernel / "systemd-run"
    stand_in.write_text('#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nexec "$@"\n')
    stand_in.chmod(0o755)
    scope = cgroup._scope(5)
    assert scope[-1] == "--" and "MemoryMax=5" in scope and "MemorySwapMax=0" in scope
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
import dataclasses, json, time
from kml_classroom.grade import codec, sandbox
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
with sandbox.start(dataclasses.replace(SMALL, cpu_s=500)) as session:  # a slow machine fills memory slowly
    made, deadline = session._account._made, time.monotonic() + 500
    session.exchange({**JOB, "code": [("answer", 1, CODE)], "files": {}}, deadline)
    session.look()
    said = [session._account.is_kept, codec.decode(session.exchange({"call": codec.pack((100,))}, deadline)["value"])]
    said.append(int((made / "memory.peak").read_text()) > 100_000_000)
    session.look()
    session.exchange({"call": codec.pack((1_000,))}, deadline)
    try:
        session.look()
    except sandbox.Stopped as stopped:
        said.append(stopped.why)
print(json.dumps([*said, made.exists()]))
"""


@pytest.fixture
def delegated():
    """A real folder of cgroup v2 below which each child can be given a limit on memory; else the test skips."""
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
    yield place
    (place / "ours").rmdir()
    place.rmdir()


def test_a_real_cgroup_counts_what_lives_too_shortly_to_be_seen(delegated):
    need("bwrap")
    into = ["sh", "-c", cgroup._INTO, str(delegated / "ours"), sys.executable, "-c", REAL]
    paths = os.pathsep.join(path for path in sys.path if path.startswith(str(ROOT)))
    run = subprocess.run(into, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    kept, right, counted, why, left = json.loads(run.stdout)
    assert (kept, right, counted, why, left) == (True, 0, True, "memory", False)
    assert not [*delegated.glob("kml-*")]
