"""nbgrader's side: points, reasons, what a person changes, feedback, formgrader, on SQLite and PostgreSQL."""

import contextlib
import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest
from kml_classroom import cli
from kml_classroom.grade import batch, gradebook
from kml_classroom.grade.grades import Grade
from kml_classroom.grade.lesson import find_lesson
from making import FULL, POINTS, answer, code, index, solved, source, untouched, write
from needs import need

from kml.course.checking.judging import Result

pytestmark = pytest.mark.skipif(find_spec("nbgrader") is None, reason="needs nbgrader")  # to load it takes seconds

LESSON = find_lesson("03")
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def hostile():
    """A wrong answer whose exception, outputs and notes all carry a script."""
    notebook = answer(solved(), "gradient", f"def gradient(X, y, theta):\n    raise ValueError({SCRIPT!r})  # \u202e")
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT, "text/plain": SCRIPT}}
    drawn = {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": f"<svg>{SCRIPT}</svg>"}}
    printed = {"output_type": "stream", "name": "stdout", "text": [SCRIPT, "\u202e"]}
    fake = {"output_type": "display_data", "metadata": {}, "data": {"image/png": f'"{SCRIPT}'}}
    notebook["cells"].append(code("1", outputs=[shown, drawn, printed, fake, 3, {"data": 4}]))
    notes = f"# Notes\n\n{SCRIPT}\n\n[read](javascript:alert(1)) <a href='javascript:alert(1)'>this</a>"
    notebook["cells"].append({"cell_type": "markdown", "source": notes, "metadata": {}})
    return notebook


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory):
    """A gradebook with nobody in it: making one takes nbgrader seconds."""
    out = tmp_path_factory.mktemp("empty")
    gradebook.record([], out, LESSON, progress=False)
    return out / "nbgrader" / "gradebook.db"


@pytest.fixture
def classroom(tmp_path, empty_gradebook):
    """An inbox of four, graded without a sandbox (they are ours), and where the results go."""
    for learner, notebook in {"ada": solved(), "b∕ob, jr": untouched(), "eve": hostile(), "fay": b"{"}.items():
        write(tmp_path / "inbox" / learner / "03.ipynb", notebook)
    (tmp_path / "out" / "nbgrader").mkdir(parents=True)
    shutil.copy(empty_gradebook, tmp_path / "out" / "nbgrader")
    return tmp_path / "inbox", tmp_path / "out"


def grade(inbox, out, *more):
    command = ["grade", str(inbox), "--lesson", "03", "--out", str(out), "--unsafe", *more]
    assert cli.main(command) == 0
    with open(out / "totals.csv", encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


def by_hand(url, score, comment, who="eve"):
    """What a person does in the formgrader."""
    from nbgrader.api import Gradebook

    with Gradebook(url, course_id=gradebook.COURSE) as book:
        where = (gradebook.cell_name("03.2"), LESSON.name, LESSON.name, who)
        found = book.find_grade(*where)
        scores = {s.student.id: s.score for s in book.assignment_submissions(LESSON.name)}
        needs = found.needs_manual_grade
        found.manual_score, found.needs_manual_grade = score, False
        book.find_comment(*where).manual_comment = comment
        book.db.commit()
    return scores, needs


def check_a_gradebook(classroom, url, *more):
    inbox, out = classroom
    totals = grade(inbox, out, *more)
    assert {who: row["points"] for who, row in totals.items()} == {
        "ada": str(FULL),
        "b∕ob, jr": "0",
        "eve": str(FULL - 3),
        "fay": "",
    }
    scores, needs = by_hand(url, 2.5, "half right")
    names = gradebook.student_ids([Grade(who, "", "03", "ok") for who in totals])
    assert scores == {names["ada"]: FULL, names["b∕ob, jr"]: 0, names["eve"]: FULL - 3, names["fay"]: 0} and not needs
    totals = grade(inbox, out, *more)  # nothing is graded again, and what the person gave stays
    assert totals["eve"]["points"] == str(FULL - 0.5)
    with open(out / "grades.csv", encoding="utf-8-sig", newline="") as file:
        row = next(r for r in csv.DictReader(file) if (r["learner"], r["exercise"]) == ("eve", "03.2"))
    assert (row["points"], row["reason"], row["review"]) == ("2.5", "By hand: half right", "")


def check_a_regrade(classroom, url, *more):
    inbox, out = classroom
    write(inbox / "eve" / "03.ipynb", solved())  # handed in again, and right now: the person decides again
    write(inbox / "fay" / "03.ipynb", b"{}")
    totals = grade(inbox, out, *more)
    assert (totals["eve"]["points"], totals["eve"]["state"]) == (str(FULL - 0.5), "needs review")
    assert "has changed since" in totals["eve"]["reasons"]
    _, needs = by_hand(url, 3, "well done")
    assert needs
    totals = grade(inbox, out, *more)
    assert (totals["eve"]["points"], totals["eve"]["state"], totals["eve"]["reasons"]) == (f"{FULL}.0", "ok", "")
    by_hand(url, 1, "read on paper", "fay")
    assert grade(inbox, out, *more)["fay"]["points"] == "1.0"


def test_points_reasons_and_what_a_person_gives_are_kept(classroom, monkeypatch):
    _, out = classroom
    check_a_gradebook(classroom, f"sqlite:///{out / 'nbgrader' / 'gradebook.db'}")
    staged = {path.parts[-3] for path in out.glob("nbgrader/autograded/*/*/*.ipynb")}
    assert len(staged) == 4 and {"ada", "eve", "fay"} < staged
    assert not (out / "nbgrader" / "submitted").exists()  # nothing for nbgrader to run
    assert (out / "nbgrader" / "nbgrader_config.py").stat().st_mode & 0o077 == 0
    page = json.loads((out / f"nbgrader/autograded/eve/{LESSON.name}/{LESSON.name}.ipynb").read_text(encoding="utf-8"))
    graded = [c for c in page["cells"] if "nbgrader" in c["metadata"]]
    assert sorted(c["metadata"]["nbgrader"]["grade_id"] for c in graded) == [gradebook.cell_name(id) for id in POINTS]
    kinds = {mime for c in page["cells"] for o in c.get("outputs", ()) for mime in o["data"]}
    assert kinds == {"text/plain"}  # the lesson's own cells and their figures are left out
    assert not any(
        "Four people open" in c["source"] or "\u202e" in json.dumps(c, ensure_ascii=False) for c in page["cells"]
    )
    exported = as_exported(out / "nbgrader", monkeypatch)
    assert exported["b∕ob, jr"] == "0.0" and exported["fay"] == "" and exported["eve"] == str(FULL - 0.5)
    check_a_regrade(classroom, f"sqlite:///{out / 'nbgrader' / 'gradebook.db'}")
    assert as_exported(out / "nbgrader", monkeypatch)["fay"] == "1.0"  # what was given by hand


def as_exported(place, monkeypatch):
    """{learner: score} that `nbgrader export`, as typed in the gradebook's folder, writes."""
    from nbgrader.apps.exportapp import ExportApp

    monkeypatch.chdir(place)
    app = ExportApp()
    app.initialize(["--to=scores.csv"])
    app.start()
    with open("scores.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["raw_score"] == row["score"] for row in rows) and {row["max_score"] for row in rows} == {f"{FULL}.0"}
    return {row["last_name"]: row["score"] for row in rows}


def test_feedback_and_formgrader_show_answers_and_no_scripts(classroom, monkeypatch):
    from nbgrader.apps.generatefeedbackapp import GenerateFeedbackApp

    inbox, out = classroom
    grade(inbox, out)
    place = out / "nbgrader"
    with formgrader(place) as server:
        monkeypatch.chdir(place)
        app = GenerateFeedbackApp()  # `nbgrader generate_feedback`, as typed in this folder
        app.initialize([LESSON.name, "--student=eve"])
        app.start()
        page = (place / "feedback" / "eve" / LESSON.name / f"{LESSON.name}.html").read_text(encoding="utf-8")
        assert f"Score: {FULL - 3}.0 / {FULL}.0" in page and "raise" in page and "‹script›" in page
        assert harmless(page)
        page = answers_of("eve", place, server)
    assert "exercise-03-2-comment" in page and "raise" in page
    assert harmless(page)


def harmless(page):
    return not re.search(r"<script>alert|<[^<>]*(onerror|javascript:alert)|<svg><script", page)


@contextlib.contextmanager
def formgrader(place):
    """A formgrader that starts in the gradebook's folder, with nothing else on its server: (process, address)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", f"--port={port}",
               "--port-retries=0", "--ServerApp.token=t", f"--ServerApp.root_dir={place}",
               "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]  # fmt: skip
    environment = {**os.environ, "JUPYTER_NO_CONFIG": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, cwd=place, env=environment, **quiet)
    try:
        yield server, f"http://127.0.0.1:{port}/formgrader"
    finally:
        server.terminate()
        server.wait()


def answers_of(student, place, server):
    """The formgrader's page of a student's answers."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{place / 'gradebook.db'}", course_id=gradebook.COURSE) as book:
        id = book.find_submission_notebook(LESSON.name, LESSON.name, student).id
    process, address = server
    deadline = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(f"{address}/submissions/{id}/?token=t").read().decode()
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, "the formgrader did not start"
            time.sleep(0.2)


@pytest.fixture
def postgres(tmp_path_factory):
    """The URL of an empty database of a PostgreSQL server of our own, which is not reached over the network."""
    tools = Path(need("initdb")).parent
    pytest.importorskip("psycopg")
    place = Path(tmp_path_factory.mktemp("pg", numbered=True))
    place = Path(shutil.move(place, f"/tmp/kml-pg-{os.getpid()}"))  # a socket's path must be short
    who = {"user": "postgres"} if os.getuid() == 0 else {}
    if who:
        shutil.chown(place, "postgres")
        place.chmod(0o700)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/", **who}
    subprocess.run([tools / "initdb", "-A", "trust", "-U", "teacher", "--no-sync", place / "data"], **quiet)
    options = f"-k {place} -c listen_addresses='' -c fsync=off"
    subprocess.run([tools / "pg_ctl", "-D", place / "data", "-l", place / "log", "-o", options, "-w", "start"], **quiet)
    try:
        yield f"postgresql+psycopg://teacher@/postgres?host={place}"
    finally:
        subprocess.run([tools / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(place)


def test_postgresql_keeps_the_same_gradebook(classroom, postgres):
    check_a_gradebook(classroom, postgres, "--db", postgres)
    check_a_regrade(classroom, postgres, "--db", postgres)


@pytest.mark.parametrize("url", ["nonsense", "nosuch://x/y", "postgresql+psycopg://teacher@127.0.0.1:9/none"])
def test_a_database_that_is_not_there_is_a_sentence(tmp_path, capsys, url):
    write(tmp_path / "inbox" / "ada.ipynb", b"{")
    command = [
        "grade",
        str(tmp_path / "inbox"),
        "--lesson",
        "03",
        "--out",
        str(tmp_path / "out"),
        "--unsafe",
        "--db",
        url,
    ]
    assert cli.main(command) == 2
    assert "The gradebook cannot be opened" in capsys.readouterr().err
    assert "ada" in (tmp_path / "out" / "totals.csv").read_text()  # written before


def test_a_database_that_cannot_be_written_is_a_sentence_and_the_same_command_goes_on(classroom, monkeypatch, capsys):
    from sqlalchemy.exc import OperationalError

    def full(*__):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(gradebook, "_record", full)
        assert cli.main(["grade", str(classroom[0]), "--lesson", "03", "--out", str(classroom[1]), "--unsafe"]) == 2
    said = capsys.readouterr().err
    assert "The gradebook was not written" in said and "disk is full); points and reasons are in" in said
    assert grade(*classroom)["ada"]["points"] == str(FULL)


def test_without_nbgrader_the_grades_are_there_and_the_gradebook_is_told(classroom, monkeypatch, capsys):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert grade(*classroom)["ada"]["points"] == str(FULL)
    assert 'pip install -e "classroom[grade]"' in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "nbgrader.api", None)
    with pytest.raises(ValueError, match="needs nbgrader"):
        gradebook.record([], classroom[1], LESSON)


def test_names_for_folders_are_safe_and_differ():
    learners = ["ada", "Ada Lovelace", "../../etc", "a/b", "a_b", "李雷", "=x", ".hidden", "x" * 300]
    names = gradebook.student_ids([Grade(who, "", "03", "ok") for who in learners])
    assert len(set(names.values())) == len(learners)
    assert all(name == Path(name).name and name[0] not in ".-" and len(name) < 100 for name in names.values())
    assert names["ada"] == "ada" and names["李雷"] == "李雷"


def test_what_is_shown_is_what_was_graded_though_the_file_changed_meanwhile(tmp_path):
    path, out = write(tmp_path / "inbox" / "ada.ipynb", solved()), tmp_path / "out"
    grades = batch.grade_class(tmp_path / "inbox", "03", out, unsafe=True, progress=False)
    path.write_bytes(b"{")
    gradebook.record(grades, out, LESSON, progress=False)
    cells = json.loads((out / f"nbgrader/autograded/ada/{LESSON.name}/{LESSON.name}.ipynb").read_text())["cells"]
    shown = [cell["source"] for cell in cells if "nbgrader" in cell["metadata"]]
    assert shown == [source(solved()["cells"][index(solved(), task.exercise.name)]) for task in LESSON.tasks]


def test_rows_of_a_table_stay_below_one_another_in_the_feedback():
    case = ("X = array([[1, 2],", "           [3, <4>]])", "yours:    1", "expected: 2")
    mark = Result("03.2", "t", "not yet", "Not so.", case=case)
    block = "\n".join(f"    {row}" for row in case).replace("<4>", "‹4›")
    assert gradebook.said(mark) == f"Not so.\n\n{block}"
    assert gradebook.said(Result("03.2", "t", "not yet", "Not so.")) == "Not so."
