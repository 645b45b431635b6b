"""Numbers of one's own: others for each, known to whoever has the secret, and of no weight in the grade."""

import dataclasses
import json

import numpy as np
import pytest
from answering_class import write_class
from kml_classroom import cli
from kml_classroom.desk.own_work import variants
from kml_classroom.desk.platforms import people
from kml_classroom.grade import intake
from kml_classroom.grade.judge import grade_one
from kml_classroom.grade.lesson import find_lesson
from needs import ROOT, need

SECRET = b"of this class"
ROSTER = "name,email\nAda Lovelace,ada@example.org\n李雷,li@example.org\n"
ADA, LI = "ada@example.org", "li@example.org"
LESSON, ID = "03", "03.2"


@pytest.fixture
def persons(tmp_path):
    (tmp_path / "class.csv").write_text(ROSTER, encoding="utf-8")
    return people.read(tmp_path / "class.csv")[1]


def lesson(folder="lessons", number=LESSON):
    (path,) = (ROOT / folder).glob(f"{number}_*.ipynb")
    return path.read_text(encoding="utf-8")


def cell(text, id=ID):
    (found,) = (one for one in json.loads(text)["cells"] if one["id"] == f"own-{id.replace('.', '-')}")
    return "".join(found["source"])


def with_numbers(who):
    """The code of somebody who writes the numbers of `who` into their own notebook."""
    return "\n".join(
        f"sum_{one.id.replace('.', '_')} = {variants.own(one.id, SECRET, who)[1]:.4g}  # mine"
        for one in variants.declared(LESSON)
    )


def test_two_see_different_numbers_and_the_same_again():
    text = lesson()
    ada, again, li = (variants.notebook(text, LESSON, SECRET, who) for who in (ADA, ADA, LI))
    assert ada == again and cell(ada) != cell(li)
    assert cell(variants.notebook(text, LESSON, b"another class", ADA)) != cell(ada)
    for one in variants.declared(LESSON):
        assert variants.own(one.id, SECRET, ADA)[1] != pytest.approx(variants.own(one.id, SECRET, LI)[1], rel=1e-3)


@pytest.mark.parametrize("number", ["00", "01", "04", "06"])
def test_what_the_cell_says_gives_the_number_with_the_course_s_own_answer(number):
    for exercise in variants.declared(number):
        arguments, wanted = variants.own(exercise.id, SECRET, ADA)
        code = variants.cell_of(exercise, arguments)
        space = {"np": np, exercise.name: exercise.reference}
        call = next(row for row in code.split("\n") if row.startswith("# print("))
        exec(code, space)
        assert eval(call.removeprefix("# print")[1:-1], space) == pytest.approx(wanted, rel=1e-6)


def test_ones_own_number_is_right_and_the_other_s_is_told(persons, tmp_path):
    sources = {"Ada Lovelace": with_numbers(ADA), "李雷": with_numbers(ADA), "Alan": ""}
    out = write_class(tmp_path / "grades", sources, ID)
    found, strangers = variants.look(out, persons, SECRET)
    n = len(variants.declared(LESSON))
    assert n >= 3 and strangers == ["Alan"]
    assert [one.state for one in found] == ["right"] * n + ["another's"] * n
    assert {one.whose for one in found[n:]} == {"Ada Lovelace"}


def test_what_is_no_number_is_missing_and_nothing_is_run(persons):
    for code in (
        "sum_03_2 = None",
        "",
        "sum_03_2 = __import__('os').getcwd()",
        "sum_03_2 = '1'",
        "x = 1\n sum_03_2 = 3",
    ):
        assert variants.compared(ID, variants.written(ID, code), SECRET, persons[0], persons)[0] == "missing"
    assert variants.compared(ID, variants.written(ID, "sum_03_2 = 1e9"), SECRET, persons[0], persons)[0] == "wrong"


def test_the_grade_is_that_of_the_plain_notebook(tmp_path):
    need("bwrap")
    number = "04"
    plain, own = tmp_path / "plain.ipynb", tmp_path / "own.ipynb"
    solved = json.loads(lesson("solutions", number))
    for one in solved["cells"]:
        one.pop("outputs", None)
    text = json.dumps(solved)
    plain.write_text(text, encoding="utf-8")
    own.write_text(variants.notebook(text, number, SECRET, ADA), encoding="utf-8")
    assert len(intake.read(own.read_bytes()).cells) > len(intake.read(plain.read_bytes()).cells)
    two = [grade_one(path, find_lesson(number), seed=3) for path in (plain, own)]
    shown = [[(mark.id, mark.state, mark.points) for mark in grade.marks] for grade in two]
    assert shown[0] == shown[1] and two[0].points == two[1].points == two[0].out_of
    assert dataclasses.replace(two[0], learner="", file="", digest="", marks=()).state == two[1].state


def test_the_commands_hand_out_and_look(tmp_path, persons, capsys):
    how = ["--variant", str(tmp_path / "class.csv"), "--secret", str(tmp_path / "secret")]
    assert cli.main(["handout", LESSON, *how, "--into", str(tmp_path / "out")]) == 0
    assert "2 notebooks" in capsys.readouterr().out
    (ada,) = (tmp_path / "out" / "Ada Lovelace").glob("*.ipynb")
    assert "None" in cell(ada.read_text(encoding="utf-8")) and (tmp_path / "out" / "李雷").is_dir()
    grades = write_class(tmp_path / "grades", {"Ada Lovelace": "sum_03_2 = 1"}, ID)
    assert cli.main(["numbers", str(grades), *how]) == 0
    said = capsys.readouterr().out
    assert said.startswith("right 0") and "wrong 1" in said
    assert cli.main(["numbers", str(grades), *how, "--lesson", LESSON, "--lesson", "99"]) == 2
    assert f"nothing of lesson 99 in {grades}; there is {LESSON}." in capsys.readouterr().err
    assert (grades / variants.FILE).read_text(encoding="utf-8").count("\n") == 1 + len(variants.declared(LESSON))
    twice = tmp_path / "class.csv"
    twice.write_text("name,email\nAda,a@example.org\nAda,b@example.org\n", encoding="utf-8")
    assert cli.main(["handout", LESSON, *how, "--into", str(tmp_path / "no")]) == 2
    assert "Two are called Ada" in capsys.readouterr().err
