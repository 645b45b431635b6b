"""A whole class: results, going on after a kill, crashes of the grader itself, and the command line."""

import csv
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kml_classroom import cli
from kml_classroom.grade import batch, gradebook, judge, sandbox
from kml_classroom.grade.grades import Grade, Submission
from kml_classroom.grade.lesson import find_lesson, handed_out
from kml_classroom.grade.transplant import transplant
from making import FULL, POINTS, SMALL, answer, solved, untouched, write
from needs import need

EXPECTED = {"=fay": (FULL - 3, "needs review"), "ada": (FULL, "ok"), "bob": (0, "ok"), "cem": (FULL - 3, "ok"),
            "dee": (None, "unreadable"), "eva": (FULL, "ok")}  # fmt: skip


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_class_gets_its_points_and_reasons(a_class):
    out = a_class.out
    assert a_class.status == 0 and "8 ok · 2 needs review · 2 unreadable" in a_class.said
    assert "Hidden, and so left out: .DS_Store" in a_class.said
    assert a_class.warned == ""  # no progress bar where nobody watches it move
    grades = [Grade.from_dict(one) for one in json.loads((out / "grades.json").read_text(encoding="utf-8"))]
    expected = {learner + copy: expected for learner, expected in EXPECTED.items() for copy in ("", "1")}
    assert {g.learner: (g.points, g.state) for g in grades} == expected
    totals = {row["learner"]: row for row in rows(out / "totals.csv")}
    assert totals["ada"]["points"] == str(FULL) and totals["dee"]["points"] == ""
    assert "breaks off" in totals["dee"]["reasons"]
    assert "'=fay" in totals  # no formula for a spreadsheet
    each = [row for row in rows(out / "grades.csv") if row["learner"] == "cem"]
    assert [row["points"] for row in each] == [str(n) for n in {**POINTS, "03.2": 0}.values()] and each[1]["reason"]
    assert (out / ".journal" / "seed").stat().st_mode & 0o077 == 0


def test_only_what_was_handed_in_again_is_graded_again(a_class, tmp_path):
    inbox, out = (shutil.copytree(place, tmp_path / place.name) for place in (a_class.inbox, a_class.out))

    def done():
        return {path: path.stat().st_mtime_ns for path in (out / ".journal").rglob("*") if path.is_file()}

    before = done()
    assert cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(out)]) == 0
    assert done() == before
    write(inbox / "bob" / "03_gradient_descent.ipynb", solved())  # handed in again
    again = batch.grade_class(inbox, "03", out, progress=False)
    assert {g.learner: g.points for g in again}["bob"] == FULL
    grades = [path for path in done() if path.parent.name == ".journal"]
    assert len(grades) == len([path for path in before if path.parent.name == ".journal"]) + 1


def test_a_killed_batch_leaves_nothing_and_goes_on_to_the_same_grades(a_class, tmp_path):
    out = tmp_path / "out"
    write(out / ".journal" / "seed", (a_class.out / ".journal" / "seed").read_text())
    code = "import sys; from kml_classroom.grade.batch import grade_class as g; g(sys.argv[1], '03', sys.argv[2])"
    command = [sys.executable, "-c", code, str(a_class.inbox), str(out)]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while len(list((out / ".journal").glob("*.json"))) < 3:
        assert run.poll() is None
        time.sleep(0.02)
    below = descendants(run.pid)
    run.send_signal(signal.SIGKILL)
    run.wait()
    done = len(list((out / ".journal").glob("*.json")))
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in below):
        assert time.monotonic() < deadline, "processes are left"
        time.sleep(0.05)
    assert done < 12
    (out / ".journal" / "torn.json").write_text('{"learner": "a')
    again = batch.grade_class(a_class.inbox, "03", out, progress=False)
    assert again == a_class.grades and len(again) == 12


def descendants(pid):
    found, todo = [], [pid]
    while todo:
        for task in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            below = [int(child) for child in task.read_text().split()]
            found += below
            todo += below
    assert found
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Bomb:
    """Ends the process that unpickles it."""

    learner, file = "bomb", "bomb.ipynb"

    def __reduce__(self):
        return os._exit, (3,)


def test_a_crash_of_the_grader_costs_one_grade_and_no_zero():
    need("bwrap")
    name, cells = handed_out("03")
    good = batch.Task((Submission("ada", "a.ipynb", b"{"),), "03", name, cells, 1, SMALL, False, "en")
    bad = dataclasses.replace(good, submissions=(Bomb(),))
    grades = {key: grade for key, (grade, __) in batch._here({"bad": bad, "good": good}, 2)}
    assert grades["good"].state == "unreadable"
    assert (grades["bad"].state, grades["bad"].points) == ("needs review", None)
    assert "crashed twice" in grades["bad"].reasons[0]


def test_what_time_or_memory_stopped_is_graded_once_more_alone_and_only_that_is_kept(tmp_path, monkeypatch):
    runs = []

    def here(tasks, workers):
        runs.append((list(tasks), workers))
        for key in tasks:
            strained = key == "slow" or (key == "starved" and len(runs) == 1)
            yield key, (Grade(key, "", "03", "ok", points=10 * len(runs), strained=strained), ())

    monkeypatch.setattr(batch, "_here", here)
    tasks = batch.Tasks()
    for key in ("starved", "good", "slow"):
        tasks.put(key, tmp_path, key, ())
    grades = {key: grade for key, (grade, __) in batch._alone_again(tasks, batch._here(tasks, 7), None)}
    assert runs == [(["starved", "good", "slow"], 7), (["starved", "slow"], 1)]
    assert {key: grade.points for key, grade in grades.items()} == {"good": 10, "starved": 20, "slow": 20}
    assert Grade.from_dict(grades["slow"].as_dict()).strained


def test_a_submission_is_read_once(tmp_path, monkeypatch):
    pytest.importorskip("nbgrader")
    read = []
    monkeypatch.setattr(judge, "transplant", lambda raw, lesson: read.append(raw) or transplant(raw, lesson))
    monkeypatch.setattr(batch, "_here", lambda tasks, workers: ((key, batch.grade_task(t)) for key, t in tasks.items()))
    write(tmp_path / "inbox" / "ada" / "03.ipynb", answer(solved(), "gradient", "def gradient(X, y, theta):\n    1"))
    write(tmp_path / "inbox" / "ada" / "other.ipynb", untouched())
    out = tmp_path / "out"
    grades = batch.grade_class(tmp_path / "inbox", "03", out, unsafe=True, progress=False)
    gradebook.record(grades, out, find_lesson("03"), progress=False)
    assert len(read) == 2 and grades[0].file == "03.ipynb"
    (page,) = out.glob("nbgrader/autograded/ada/*/*.ipynb")
    assert any("theta):\n    1" in cell["source"] for cell in json.loads(page.read_text())["cells"])


def test_a_fault_of_the_grader_is_told_as_such(monkeypatch):
    def fail(*_):
        raise RuntimeError("oops")

    name, cells = handed_out("03")
    monkeypatch.setattr(batch.judge, "grade", fail)
    task = batch.Task((Submission("ada", "a", b"{"),), "03", name, cells, 1, SMALL, False, "en")
    grade, page = batch.grade_task(task)
    assert (grade.state, grade.points, grade.out_of) == ("needs review", None, FULL)
    assert "RuntimeError: oops" in grade.reasons[0] and "fault of kml" in grade.reasons[0]
    assert page is None  # so it is tried again next time


def test_judging_that_does_not_end_is_stopped(monkeypatch):
    def endless(*__):
        while True:
            pass

    monkeypatch.setattr(batch, "_OUTSIDE_S", 0.2)
    monkeypatch.setattr(batch.judge, "grade", endless)
    name, cells = handed_out("03")
    task = batch.Task((Submission("ada", "a", b"{"),), "03", name, cells, 1, SMALL, False, "en")
    grade, page = batch.grade_task(task)
    assert "too long outside" in grade.reasons[0] and grade.points is None
    assert page == ()  # so it is kept: it would take as long at each run


def test_an_inbox_that_cannot_be_meant_is_refused(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    write(tmp_path / "inbox" / "ada.ipynb", solved())
    for folder, out, says in (
        (tmp_path / "gone", tmp_path / "out", "is not a folder"),
        (tmp_path / "empty", tmp_path / "out", "nothing in"),
        (tmp_path / "inbox", tmp_path / "inbox" / "out", "Choose another folder"),
    ):
        assert cli.main(["grade", str(folder), "--lesson", "03", "--out", str(out), "--unsafe"]) == 2
        assert says in capsys.readouterr().err
    assert cli.main(["grade", str(tmp_path / "inbox"), "--lesson", "99", "--out", str(tmp_path / "o"), "--unsafe"]) == 2
    assert "There is no lesson 99" in capsys.readouterr().err


def test_equal_and_unprintable_names_are_kept_apart(tmp_path):
    write(tmp_path / "ada" / "03.ipynb", b"{")
    write(tmp_path / "ada.ipynb", b"{")
    write(tmp_path / "e\nve.ipynb", b"{")
    grades = batch.grade_class(tmp_path, "03", tmp_path.parent / f"{tmp_path.name} out", unsafe=True, progress=False)
    assert [grade.learner for grade in grades] == ["ada", "ada (2)", "e�ve"]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_without_a_sandbox_nothing_is_graded_and_it_says_what_to_do(tmp_path, monkeypatch, capsys, platform):
    write(tmp_path / "inbox" / "ada.ipynb", solved())
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    monkeypatch.setattr(sandbox.wasi, "is_here", lambda: False)
    monkeypatch.setattr(sandbox.sys, "platform", platform)
    sandbox.require.cache_clear()
    assert cli.main(["grade", str(tmp_path / "inbox"), "--lesson", "03", "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "--unsafe" in said and ("sudo apt install bubblewrap" if platform == "linux" else "Linux") in said
    sandbox.require.cache_clear()


def test_a_learner_gets_the_instructor_s_grade(tmp_path, graded, capsys):
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return theta")
    file = write(tmp_path / "mine.ipynb", notebook)
    grade = graded(notebook)
    assert cli.main(["check", "03", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"{grade.points} of {grade.out_of} points" in said and grade.marks[1].reason in said
    assert "uses the same rule" in said
    assert cli.main(["check", "77"]) == 2
