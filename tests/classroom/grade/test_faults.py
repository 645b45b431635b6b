"""What a machine may do to a grader: a full disk, a folder that is read-only, two at once, kill -9 at any moment."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest
from kml_classroom import cli
from kml_classroom.grade import journal, judge, sandbox, usage
from kml_classroom.grade.wire import Stopped
from making import SMALL, answer, index, solved, source, untouched, write
from needs import need
from test_batch import alive

# Grades while 8 kB are left of a small disk, then where nothing may be written, then with room; with nothing left,
# the class's page and a table that was there before. Of each the status
FULL = """
import shutil, sys
from pathlib import Path
from kml_classroom import cli

def fill(left):
    (disk / "noise").write_bytes(bytes(shutil.disk_usage(disk).free - left))

if __name__ == "__main__":
    sys.modules["nbgrader"] = None  # whose start takes longer than all the rest
    disk, fixed, inbox = map(Path, sys.argv[1:])
    table = ["export", str(disk / "out"), "--table", "--out", str(disk / "table.csv")]
    fill(8192)
    for out in (disk / "out", fixed / "out"):
        print(cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(out), "--unsafe", "--workers", "1"]))
    assert not list(disk.rglob("*.part"))
    (disk / "noise").unlink()
    print(cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(disk / "out"), "--unsafe", "--workers", "1"]))
    print((disk / "out" / "totals.csv").read_text())
    print(cli.main(table))
    before = (disk / "table.csv").read_bytes()
    fill(0)
    print(cli.main(table), cli.main(["class", str(disk / "out")]), sep="\\n")
    assert (disk / "table.csv").read_bytes() == before and not list(disk.rglob("*.part"))
"""

# `kml grade` as it is, but without the gradebook, whose start takes longer than a submission
GRADE = """
import sys
from kml_classroom import cli

if __name__ == "__main__":
    sys.modules["nbgrader"] = None
    sys.exit(cli.main(["grade", sys.argv[1], "--lesson", "03", "--out", sys.argv[2]]))
"""
MOMENTS = 10

# A grader without a sandbox whose answer does not come: tells the numbers of the worker's process and the answer's
WAITS = """
import sys, time
from kml_classroom.grade import sandbox, usage
from making import SMALL

job = {"id": "", "name": "f", "function": "f", "arguments": [], "code": [("", 1, "import time; time.sleep(3600)")],
       "files": {}, "again": False, "others": {}}
with sandbox.start(SMALL, unsafe=True) as session:
    session._send(job, time.monotonic() + 60)
    while len(pids := usage.below(session.process.pid)) < 2:
        time.sleep(0.01)
    print(*pids, flush=True)
    sys.stdin.read()
"""


def test_a_full_disk_or_a_folder_that_is_read_only_is_told_and_costs_no_grade(tmp_path):
    bubble = need("bwrap")
    inbox, disk, fixed = (tmp_path / name for name in ("inbox", "disk", "fixed"))
    for learner in ("ada", "bob"):
        write(inbox / learner / "03.ipynb", untouched())
    disk.mkdir(), fixed.mkdir()
    small = "--size", "12000000", "--tmpfs", str(disk), "--ro-bind", str(fixed), str(fixed)
    command = [sys.executable, write(tmp_path / "full.py", FULL), disk, fixed, inbox]
    run = subprocess.run(
        [bubble, "--dev-bind", "/", "/", *small, "--", *map(str, command)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert [line for line in lines if line in ("0", "2")] == ["2", "2", "0", "0", "2", "2"]
    assert f"{fixed}/out may not be read or written here (Read-only file system)" in run.stderr
    told = [line.split(" was not")[0] for line in run.stderr.splitlines() if line.startswith("The disk is full: ")]
    assert told[0].startswith(f"The disk is full: {disk}/out/") and "Errno" not in run.stderr
    assert told[1:] == [f"The disk is full: {disk}/{name}" for name in ("table.csv", "out/insight.html")]
    assert sum(line.startswith(("ada,", "bob,")) for line in lines) == 2 and "Traceback" not in run.stderr


def test_a_write_that_fails_leaves_what_was_there_and_says_which_file(tmp_path, monkeypatch):
    file = tmp_path / "totals.csv"
    journal.write(file, "before")

    def full(__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal.os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device") as told:
        journal.write(file, "after")
    assert told.value.filename == str(file) and file.read_text() == "before" and list(tmp_path.iterdir()) == [file]


def test_who_ends_a_sandbox_from_outside_takes_no_points(tmp_path, monkeypatch):
    need("bwrap")
    send, killed = sandbox.Session._send, []

    def kill_first(session, *message):
        send(session, *message)
        if not killed:
            killed.extend(usage.below(session.process.pid))
            session.process.kill()
            session.process.wait()
            while any(map(alive, killed)):  # on a busy machine it could answer all that it is asked until then
                time.sleep(0.01)

    monkeypatch.setattr(sandbox.Session, "_send", kill_first)
    path = write(
        tmp_path / "ada.ipynb",
        answer(untouched(), "residuals", "def residuals(X, y, theta):\n    return X @ theta - y"),
    )
    grade = judge.grade_one(path, "03", limits=SMALL)
    assert grade.marks[0].state == "raised" and grade.strained  # so it is graded once more, and only that is kept
    assert judge.grade_one(path, "03", limits=SMALL).marks[0].state == "correct"
    assert Stopped("ended", -9).is_measured and not Stopped("ended", 3).is_measured  # 3: it has chosen that itself


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an answer without a sandbox ends when its time is up")
@pytest.mark.parametrize("killed", [True, False])
def test_without_a_sandbox_no_answer_outlives_its_grader(killed):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.Popen(
        [sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    with run:
        pids = [int(pid) for pid in run.stdout.readline().split()]
        assert len(pids) == 2
        if killed:
            run.kill()
    deadline = time.monotonic() + 10
    while any(map(alive, pids)):
        assert time.monotonic() < deadline, "processes are left"
        time.sleep(0.02)


def test_of_two_graders_the_second_is_told_to_wait(tmp_path, capsys):
    write(tmp_path / "inbox" / "ada.ipynb", "{")
    command = ["grade", str(tmp_path / "inbox"), "--lesson", "03", "--out", str(tmp_path / "out"), "--unsafe"]
    with journal.locked(tmp_path / "out"):
        assert cli.main(command) == 2
    assert "Another kml grade works in" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["lock"]


@pytest.mark.whole
def test_a_large_class_killed_at_ten_moments_is_graded_once_and_the_same(tmp_path):
    """With 1,000 submissions; with as many as KML_SUBMISSIONS says, for while one writes."""
    need("bwrap")
    count = int(os.environ.get("KML_SUBMISSIONS", "1000"))
    for n in range(count):
        write(tmp_path / "inbox" / f"learner {n:04d}" / "03.ipynb", handed_in(n))
    program = write(tmp_path / "grade.py", GRADE)
    write(tmp_path / "once" / ".journal" / "seed", "7\n"), write(tmp_path / "killed" / ".journal" / "seed", "7\n")
    once, killed = ([sys.executable, program, tmp_path / "inbox", tmp_path / out] for out in ("once", "killed"))
    assert subprocess.run(once, capture_output=True).returncode == 0
    for moment in range(1, MOMENTS + 1):  # the last when all have their grades, and the tables are written
        run = subprocess.Popen(killed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list((tmp_path / "killed" / ".journal").glob("*.json"))) < count * moment // MOMENTS:
            assert run.poll() is None
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
        run.wait()
    assert subprocess.run(killed, capture_output=True).returncode == 0
    assert contents(tmp_path / "killed") == contents(tmp_path / "once")
    assert len(list((tmp_path / "killed" / ".journal").glob("*.json"))) == count


def handed_in(n):
    """What the n-th of a large class hands in: a right answer or a wrong one, nothing, a file that breaks off."""
    notebook, name = untouched(), ("residuals", "gradient", "one_step")[n % 3]
    if n % 10 == 0:
        return notebook
    if n % 10 == 1:
        return "{"
    right = source(solved()["cells"][index(solved(), name)])
    wrong = f"def {name}(*given):\n    return 0"
    return answer(notebook, name, f"{wrong if n % 10 == 2 else right}\n# {n}")


def contents(folder):
    """{path: bytes} of all files in a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
