"""Names and files: whatever learners are called and whatever lies in their folders, tables come out."""

import json

import pytest
from kml_classroom.grade import batch, gradebook, intake, report
from kml_classroom.grade.grades import Grade, Limits
from making import write


def test_no_two_learners_have_one_name(tmp_path):
    for name in ("ada/a.ipynb", "ada.ipynb", "ada (2).ipynb", "ada.IPYNB"):
        write(tmp_path / name, b"{")
    entries = sorted(tmp_path.iterdir())
    learners = batch.learners(entries)
    assert len(set(learners.values())) == 4 and "ada (2)" in learners.values()
    again = [batch.collected(path, learner, Limits())[0] for path, learner in learners.items()]
    assert [one.learner for one in again] == list(learners.values())
    assert sum("more than one entry 'ada'" in " ".join(one.reviews) for one in again) == 2


def test_the_gradebook_s_names_differ_though_one_is_made_to_be_another_s():
    plain = gradebook.student_ids([Grade("a·b", "", "03", "ok")])["a·b"]
    for order in (["a·b", plain], [plain, "a·b"]):
        names = gradebook.student_ids([Grade(who, "", "03", "ok") for who in order])
        assert len(set(names.values())) == 2 and names[plain] == plain


def test_a_spreadsheet_takes_no_line_for_a_formula_and_knows_its_letters(tmp_path):
    odd = ["\n=HYPERLINK(1)", "＝cmd", "  @SUM(1)", "a\n+1", "\tx", "李雷"]
    report.export([Grade(who, "", "03", "ok", points=1) for who in odd], tmp_path)
    text = (tmp_path / "totals.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff")
    lines = text.removeprefix("\ufeff").replace('"', "").split("\n")
    assert not [line for line in lines if line.lstrip()[:1] in set("=+-@＝＋－＠") and line]
    report.export([Grade("ada", "", "03", "ok", points=1)], tmp_path)
    assert (tmp_path / "totals.csv").read_bytes().isascii()


def test_the_tables_keep_the_other_lessons(tmp_path):
    for lesson, points in (("03", 1), ("02", 2), ("03", 3)):
        report.export([Grade("ada", "", lesson, "ok", points=points)], tmp_path)
    found = json.loads((tmp_path / "grades.json").read_text(encoding="utf-8"))
    assert [(one["lesson"], one["points"]) for one in found] == [("02", 2), ("03", 3)]
    assert (tmp_path / "totals.csv").read_text().count("ada") == 2


def test_every_file_of_a_folder_is_looked_at_or_named(tmp_path):
    for n in range(30):
        write(tmp_path / "ada" / f"{n:02}.ipynb", b"{")
    for name in (".mine.ipynb", ".secret/03.ipynb", ".ipynb_checkpoints/03.ipynb", "notes.txt"):
        write(tmp_path / "ada" / name, b"{")
    found = intake.collect(tmp_path / "ada", Limits())
    assert len(found) == 30
    assert sorted(found[0].notes) == [
        "left out: .mine.ipynb (hidden)", "left out: .secret (hidden)", "left out: notes.txt (not a notebook)",
    ]  # fmt: skip
    write(tmp_path / ".bob" / "03.ipynb", b"{")
    assert batch.hidden(tmp_path) == [".bob"]


def test_a_class_waits_on_the_disk(tmp_path):
    tasks = batch.Tasks()
    for n in range(3):
        path = write(tmp_path / f"{n}.ipynb", b"{" * n)
        tasks.put(n, path, str(n), ("03", "name", (), 1, Limits(), True, "en", frozenset()))
    assert len(tasks) == 3 and list(tasks) == [0, 1, 2]
    assert tasks[2].submissions[0].data == b"{{" and "data" not in str(vars(tasks))
    with pytest.raises(ValueError, match="workers must be a whole number from 1; got 0"):
        batch.grade_class(tmp_path, "03", tmp_path / "out", workers=0, unsafe=True)
