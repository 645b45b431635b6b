"""The kernel's account of memory, with stand-ins: neither systemd nor a delegated folder is there on every machine."""

import subprocess

import pytest
from kml_classroom.grade import cgroup, sandbox
from making import SMALL
from needs import need

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
