"""Questions about one's own code: the same at each run, true by running, and never run outside of the sandbox."""

import ast

import numpy as np
import pytest
from answering_class import write_class
from downloading import graded, write_grades
from kml_classroom import cli
from kml_classroom.desk.own_work import oral, questions
from kml_classroom.grade import sandbox
from kml_classroom.grade.pages import Shown
from needs import need

from kml.core import words
from kml.course.checking import exercises

ID = "01.4"
OWN = """
def gini(values):
    '''How unequal.'''
    inorder = np.sort(values)
    n = len(inorder)
    place = np.arange(1, n + 1)
    total = 2 * np.sum(place * inorder) / (n * np.sum(inorder))
    return total - (n + 1) / n
"""
PAGE = (Shown("code", OWN, exercise=ID),)


@pytest.fixture(scope="module")
def asked():
    need("bwrap")
    return questions.ask(PAGE, "01", "Ada", 7)


def function(code):
    space = {"np": np}
    exec(code, space)
    return space["gini"]


def test_three_questions_the_same_at_each_run_and_others_for_others(asked):
    assert sorted(one.kind for one in asked) == ["gives", "mistake", "without"]
    assert questions.ask(PAGE, "01", "Ada", 7) == asked
    assert questions.ask(PAGE, "01", "Grace", 8) != asked


def test_what_it_gives_is_what_it_gives(asked):
    question = next(one for one in asked if one.kind == "gives")
    values = ast.literal_eval(question.case[0].removeprefix("values = array(").removesuffix(")"))
    assert float(question.before) == pytest.approx(function(OWN)(np.array(values, float)), abs=1e-5)


def test_without_a_line_it_gives_something_else(asked):
    question = next(one for one in asked if one.kind == "without")
    rows = question.code.split("\n")
    assert question.text == rows[question.line - 1].strip() and question.before != question.after


def test_a_changed_line_makes_the_mistake_that_is_said(asked):
    question = next(one for one in asked if one.kind == "mistake")
    rows = OWN.strip().split("\n")
    assert rows[question.line - 1].strip() == question.text
    rows[question.line - 1] = rows[question.line - 1].replace(question.text, question.instead)
    assert exercises.grade(exercises.find(ID), function("\n".join(rows))).reason == question.because


def test_the_code_is_run_in_the_sandbox_that_is_asked_for_or_the_command_says_that_it_is_not_here(
    tmp_path, capsys, monkeypatch
):
    kinds = []

    def none(limits, unsafe=False, **__):
        kinds.append((limits.sandbox, unsafe))
        raise sandbox.NoSandbox("none here")

    monkeypatch.setattr(sandbox, "start", none)
    command = ["oral", str(write_class(tmp_path / "grades", {"Ada": OWN}, ID))]
    monkeypatch.setattr(sandbox, "require", lambda kind: None)
    for more in ([], ["--sandbox", "wasi"], ["--sandbox", "bwrap", "--unsafe"]):
        assert cli.main([*command, *more]) == 0
    assert set(kinds) == {(sandbox.limits().sandbox, False), ("wasi", False), ("bwrap", True)}

    def require(kind):
        raise sandbox.NoSandbox(f"{kind} is not here")

    monkeypatch.setattr(sandbox, "require", require)
    assert cli.main([*command, "--sandbox", "wasi"]) == 2 and capsys.readouterr().err == "wasi is not here\n"


def test_where_nothing_can_be_run_one_is_asked_about_reading(monkeypatch):
    def none(*__, **___):
        raise sandbox.NoSandbox("none here")

    monkeypatch.setattr(sandbox, "start", none)
    asked = questions.ask(PAGE, "01", "Ada", 7)
    assert [one.kind for one in asked] == ["read"] * 3 and len({one.line for one in asked}) == 3


def test_an_answer_that_ends_its_process_is_asked_about_by_reading():
    need("bwrap")
    code = "def gini(values):\n    a = 1\n    import os\n    os._exit(3)\n    b = [a, values]\n    return a\n"
    assert [one.kind for one in questions.ask((Shown("code", code, exercise=ID),), "01", "Ada", 7)] == ["read"] * 3
    assert questions.ask((), "01", "Ada", 7) == []


def test_the_page_has_answers_in_each_language_and_runs_nothing(asked, tmp_path):
    turned = OWN.replace("unequal", "\u202eunequal\u200b\x1b")
    drawn = [("<b>Ada</b>", "01", [*asked, questions.Question("read", exercises.find(ID), turned, line=3, text="x")])]
    made = oral.write_page(drawn, tmp_path).read_text(encoding="utf-8")
    assert "<script" not in made and "<b>Ada" not in made and made.count("<section>") == len(words.languages())
    assert "Before: <code>" in made and "How �unequal��" in made and not {*"\u202e\u200b\x1b"} & {*made}
    with words.speaking("zh"):
        assert words._(next(one.because for one in asked if one.because)) in made.replace("<code>", "`").replace(
            "</code>", "`"
        )


def test_the_command_asks_one_and_says_who_is_not_there(tmp_path, capsys, monkeypatch):
    def none(*__, **___):
        raise sandbox.NoSandbox("none here")

    monkeypatch.setattr(sandbox, "start", none)
    out = write_class(tmp_path / "grades", {"Ada": OWN, "Grace": OWN}, ID)
    assert cli.main(["oral", str(out), "Ada"]) == 0
    assert "3 of them are about reading alone" in capsys.readouterr().out
    page = (out / oral.FILE).read_text(encoding="utf-8")
    assert "Ada · " in page and "Grace · " not in page
    assert cli.main(["oral", str(out), "--who", "Alan"]) == 2 and "nobody is called Alan" in capsys.readouterr().err
    assert cli.main(["oral", str(out), "--who", "ADA", "--who", "Grace", "--lesson", "01"]) == 0
    assert "6 questions" in capsys.readouterr().out
    monkeypatch.setattr(questions, "ask", lambda *__: pytest.fail("who is not there is told before anything is run"))
    assert cli.main(["oral", str(out), "--lesson", "01", "--lesson", "03"]) == 2
    assert f"nothing of lesson 03 in {out}; there is 01." in capsys.readouterr().err
    monkeypatch.undo()
    empty = write_grades(tmp_path / "empty", [graded("Ada", lesson="01")])
    assert cli.main(["oral", str(empty)]) == 0 and "0 questions" in capsys.readouterr().out
