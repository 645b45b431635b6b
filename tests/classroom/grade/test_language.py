"""Grades are said in one language, wherever they are made."""

import dataclasses
import json
import os
import pickle
import re
import subprocess
import sys

import pytest
from kml_classroom.grade import batch, gradebook, report
from kml_classroom.grade.lesson import find_lesson, handed_out
from kml_classroom.words import listed, speaking, together
from making import SMALL, answer, solved, write

from kml.core import words

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def inbox(tmp_path):
    """Answers that are wrong, cannot be called, raise and end their process; and a file that breaks off."""
    notebook = answer(
        solved(), "gradient", "def gradient(X, y, theta):\n    return -2 / len(y) * X.T @ (X @ theta - y)"
    )
    answer(notebook, "one_step", "def one_step(X, y):\n    return X")
    answer(notebook, "standardise", "def standardise(X_train, X_test):\n    return X_train / X_other")
    answer(notebook, "largest_step", "import os\ndef largest_step(X):\n    os._exit(3)")
    write(tmp_path / "inbox" / "ada.ipynb", notebook)
    write(tmp_path / "inbox" / "bob.ipynb", b"{")
    return tmp_path / "inbox"


def test_the_same_points_in_each_language_and_each_kept(inbox, tmp_path):
    said = {}
    for language in words.languages():
        with words.spoken(language):
            said[language] = batch.grade_class(inbox, "03", tmp_path / "out", unsafe=True, progress=False)
    (ada, bob), *others = said.values()
    for one, other in others:
        assert one.points == ada.points and [m.state for m in one.marks] == [m.state for m in ada.marks]
        pairs = [*zip(ada.marks, one.marks, strict=True)]
        assert all(theirs.reason != ours.reason and theirs.title != ours.title for ours, theirs in pairs)
        assert other.state == bob.state and other.reasons != bob.reasons
    kept = len(list((tmp_path / "out" / ".journal").glob("*.json")))
    assert kept == 2 * len(said)
    again = batch.grade_class(inbox, "03", tmp_path / "out", unsafe=True, progress=False)
    assert again == said[words.language()] and len(list((tmp_path / "out" / ".journal").glob("*.json"))) == kept


def test_in_chinese_nothing_is_said_in_english(inbox, tmp_path):
    with words.spoken("zh"):
        grades = batch.grade_class(inbox, "03", tmp_path / "out", unsafe=True, progress=False)
        lines = [*report.summary(grades), *(line for grade in grades for line in report.page(grade))]
        page = gradebook._readable(grades[0], (), find_lesson("03"))
    texts = [text for grade in grades for text in (*grade.reasons, *(m.reason for m in grade.marks))]
    texts += [cell["source"] for cell in page["cells"] if cell["cell_type"] == "markdown"]
    code = r"`[^`]*`|X_\w+|X|y|theta\w*|eta|Python|GB|ada|bob|03_gradient_descent"
    for text in [*texts, *(line for line in lines if HAN.search(line) and "=" not in line and "：" in line)]:
        left = re.sub(code, "", text)
        assert HAN.search(text) and not re.search(r"[A-Za-z]{2,}", left), text


def test_a_worker_speaks_the_language_of_the_class_not_its_own(inbox):
    """As on a machine of a cluster, whose own language is another one."""
    code = (
        "import pickle, sys\nfrom kml_classroom.grade.batch import grade_task\nfrom kml.core import words\n"
        "task = pickle.load(sys.stdin.buffer)\ngrade, page = grade_task(task)\n"
        "print(grade.reasons[0]); print(words.language())"
    )
    task = batch.Task(batch.collected(inbox / "bob.ipynb", "bob", SMALL), "03", *handed_out("03"), 1, SMALL, True, "zh")
    for one, own in ((task, "en"), (dataclasses.replace(task, language="en"), "zh")):
        run = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(one), capture_output=True,
                             env={**os.environ, "KML_LANG": own, "PYTHONIOENCODING": "utf-8"}, check=True)  # fmt: skip
        reason, after = run.stdout.decode().split("\n")[:2]
        assert bool(HAN.search(reason)) == (one.language == "zh") and after == own


def test_tables_keep_their_keys(inbox, tmp_path):
    with words.spoken("zh"):
        grades = batch.grade_class(inbox, "03", tmp_path / "out", unsafe=True, progress=False)
        report.export(grades, tmp_path)
    totals = (tmp_path / "totals.csv").read_text(encoding="utf-8-sig").split("\n")
    assert totals[0] == "learner,lesson,points,out_of,state,reasons,file,sha256,notes"
    assert "needs review" in totals[1] and "unreadable" in totals[2]
    states = {mark["state"] for grade in json.loads((tmp_path / "grades.json").read_text()) for mark in grade["marks"]}
    assert states <= {"correct", "not yet", "raised", "cannot be checked", "not attempted"}


@pytest.mark.parametrize(
    ("language", "names", "reasons"), [("en", "a.ipynb, b.ipynb", "one; two"), ("zh", "a.ipynb、b.ipynb", "one；two")]
)
def test_what_stands_between_names_and_between_reasons_is_the_languages(language, names, reasons):
    with speaking(language):
        assert listed(["a.ipynb", "b.ipynb"]) == names
        assert together(["one", "two"]) == reasons


def test_a_program_that_is_no_python_is_told_with_the_languages_full_stop(graded):
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return (")
    with speaking("zh"):
        mark = next(mark for mark in graded(notebook).marks if mark.id == "03.2")
    assert mark.reason == "SyntaxError: '(' was never closed。"
