"""Lessons with numbers of one's own, handed out as repositories, come back and are graded like any other."""

import json
import re
from functools import partial

import pytest
from downloading import put
from kml_classroom import cli
from kml_classroom.desk.own_work import handing_out, variants
from kml_classroom.desk.platforms import git, people, pseudonyms, repositories
from kml_classroom.grade import batch
from making import FULL, solved, source
from needs import need

LESSON, FILE = "03", "03_gradient_descent.ipynb"
ADA, LI = "Ada O'Lovelace", "李雷"
ROSTER = f"name,email\n{ADA},ada@example.org\n{LI},li@example.org\nGrace,grace@example.org\n"


@pytest.fixture
def given(tmp_path):
    """The words of a command that say for whom and out of what."""
    need("git")
    secret = tmp_path / "secret"
    secret.write_text(f"{7:064x}\n")  # with one drawn anew, two learners have a number in common once in a while
    return ["--variant", str(put(tmp_path / "class.csv", ROSTER)), "--secret", str(secret)]


def work(file, numbers, lesson=LESSON):
    """Answer a lesson as the course does, write these numbers into it, {exercise: number}, and commit that."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    answers = {one["id"]: one for one in solved(lesson)["cells"]}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and "# your code here" in source(cell):
            cell["source"] = answers[cell["id"]]["source"]
        own = re.search(r"^sum_(\d\d)_(\d+) = None$", source(cell), re.MULTILINE)
        if own:
            cell["source"] = source(cell).replace("= None", f"= {numbers[f'{own[1]}.{own[2]}']:.6g}")
    put(file, json.dumps(notebook))
    who = "-c", "user.name=x", "-c", "user.email=x@y"
    folder = next(one for one in file.parents if (one / ".git").exists())
    git.own(folder, *who, "commit", "--quiet", "--all", "--no-gpg-sign", "-m", "x")


def test_what_is_handed_out_as_repositories_is_answered_collected_and_graded(given, tmp_path, monkeypatch, capsys):
    out = tmp_path / "own"
    assert cli.main(["repository", str(out), "--lesson", LESSON, *given]) == 0
    said = capsys.readouterr().out
    assert "3 repositories in" in said and "03.6" in said
    assert "put their addresses into a column git of the table, then the same command with --push" in said
    pages = [(out / name / "README.md").read_text(encoding="utf-8") for name in (ADA, LI)]
    assert pages[0] == pages[1] and "This repository is for you alone" in pages[0] and "CLASS" not in pages[0]

    persons, secret = people.read(tmp_path / "class.csv")[1], pseudonyms.secret(tmp_path / "secret")
    drawn = {one.id: variants.own(one.id, secret, variants.key_of(persons[0]))[1] for one in variants.declared(LESSON)}
    work(out / ADA / FILE, drawn)
    work(out / LI / "zh" / FILE, drawn)  # whose numbers they are not
    command = ["collect", str(out), "--from", "git", "--roster", given[1], "--lesson", LESSON]
    assert cli.main([*command, "--into", str(tmp_path / "inbox")]) == 0
    found = sorted(path.relative_to(tmp_path / "inbox").as_posix() for path in (tmp_path / "inbox").rglob("*.ipynb"))
    assert found == sorted([f"{ADA}/{FILE}", f"{LI}/zh_{FILE}", f"Grace/{FILE}"])

    monkeypatch.setattr(batch, "_here", lambda tasks, workers: ((key, batch.grade_task(t)) for key, t in tasks.items()))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)  # the gradebook, which takes seconds
    grades = ["grade", str(tmp_path / "inbox"), "--lesson", LESSON, "--out", str(tmp_path / "grades"), "--unsafe"]
    assert cli.main(grades) == 0
    kept = json.loads((tmp_path / "grades" / "grades.json").read_text(encoding="utf-8"))
    assert {one["learner"]: (one["points"], one["state"]) for one in kept} == {
        ADA: (FULL, "ok"), LI: (FULL, "ok"), "Grace": (0, "ok"),
    }  # fmt: skip
    capsys.readouterr()
    other = [*given[:-1], str(tmp_path / "mistyped")]
    assert cli.main(["numbers", str(tmp_path / "grades"), *other]) == 2 and not (tmp_path / "mistyped").exists()
    assert cli.main(["numbers", str(tmp_path / "grades"), *given]) == 0
    said, n = capsys.readouterr().out, len(drawn)
    assert said.startswith(f"right {n} · another's {n} · wrong 0 · missing {n}\n")
    assert said.count(f"that is the number of {ADA}") == n and "Not in the roster" not in said


def test_further_lessons_come_as_a_commit_and_what_was_worked_in_is_no_older_edition(given, tmp_path, capsys):
    table = put(tmp_path / "class.csv", "name,git\nAda,https://git.example.org/ada/lessons\n")
    command = ["repository", str(tmp_path / "own"), *given, "--lesson"]
    assert cli.main([*command, "00"]) == 0
    assert "where its learner gets it: the same command with --push\n" in capsys.readouterr().out
    folder, lesson = tmp_path / "own" / "Ada", "00_start_here.ipynb"
    assert "https://git.example.org/ada/lessons" in git.own(folder, "remote", "-v")
    work(folder / lesson, {one.id: 1 for one in variants.declared("00")}, "00")
    assert cli.main([*command, "00"]) == 0 and "Nothing is new" in capsys.readouterr().out
    assert cli.main([*command, "00", "--lesson", LESSON]) == 0
    said = capsys.readouterr().out
    assert f"New in them: {FILE}, zh/{FILE}" in said and "newer edition" not in said
    assert "own-00-1" in git.own(folder, "show", f"HEAD:{lesson}")  # theirs still, with their answer
    put(table, "name,git\nAda,https://h.example/x\nBob,HTTPS://h.example/x\n")
    assert cli.main([*command, "00"]) == 2 and "Two share the repository https://h.example/x" in capsys.readouterr().err
    assert not (tmp_path / "own" / "Bob").exists()


def test_with_push_each_comes_to_where_its_learner_gets_it_on_top_of_their_work(given, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(git, "is_address", lambda text: True)  # there is no network here
    there = {name: tmp_path / "there" / name for name in ("Ada", "Bob")}
    for place in there.values():
        place.mkdir(parents=True)
        git.own(place, "init", "--quiet", "--bare", "--template=", "--initial-branch=main")
    put(tmp_path / "class.csv", "name,git\n" + "".join(f"{name},{place}\n" for name, place in there.items()))
    out, command = tmp_path / "own", ["repository", str(tmp_path / "own"), *given, "--push"]
    assert cli.main([*command, "--lesson", LESSON]) == 0
    assert "2 repositories pushed.\n" in capsys.readouterr().out

    theirs = tmp_path / "theirs"
    git.own(tmp_path, "clone", "--quiet", str(there["Ada"]), str(theirs))
    work(theirs / FILE, {one.id: 1 for one in variants.declared(LESSON)})
    git.own(theirs, "push", "--quiet", "origin", "main")
    there["Bob"].rename(tmp_path / "gone")
    assert cli.main([*command, "--lesson", "02"]) == 1
    said = capsys.readouterr().out
    assert "1 repository pushed.\nNot pushed: Bob (it is not there, or" in said
    assert git.own(there["Ada"], "log", "--format=%s", "main").split("\n")[:3] == [
        "Lessons 02",
        "x",
        f"Lessons {LESSON}",
    ]
    assert (out / "Ada" / FILE).read_bytes() == (theirs / FILE).read_bytes()

    git.own(theirs, "pull", "--quiet", "--rebase", "origin", "main")
    put(theirs / "01_platform.ipynb", "{}")  # as it is going to be handed out, and not the same
    git.own(theirs, "add", "--all")
    work(theirs / FILE, {one.id: 2 for one in variants.declared(LESSON)})
    git.own(theirs, "push", "--quiet", "origin", "main")
    assert cli.main([*command, "--lesson", "01"]) == 1
    assert "Ada (files with these names are there already, and are others: 01_platform.ipynb" in capsys.readouterr().out
    assert git.own(out / "Ada", "status", "--porcelain=v2", "--branch").startswith("# branch.oid")  # in no rebase
    assert git.own(out / "Ada", "log", "-1", "--format=%s") == "Lessons 01\n"
    assert cli.main(["repository", str(out), *given, "--push", "https://h.example/x"]) == 2
    assert "say --push alone" in capsys.readouterr().err


def test_a_notebook_with_numbers_of_ones_own_is_untouched_until_one_is_written(tmp_path):
    course = (repositories.own_copy.handed_out() / FILE).read_text(encoding="utf-8")
    own = variants.notebook(course, LESSON, b"secret", "ada")
    for text, untouched in (
        (own, True),
        (own.replace("sum_03_1 = None", "sum_03_1 = 7"), False),
        (own.replace("# 03 · Gradient", "# Gradient", 1), False),
        ('{"cells": [{"id": "own-1"}]}', False),
        ('{"cells": "own-"}', False),
        ('["own-"', False),
    ):
        file = put(tmp_path / "x.ipynb", text)
        entry = repositories.unpacking.Entry(("x",), 1, partial(open, file, "rb"))
        assert repositories._is_untouched(entry) is untouched


def test_what_cannot_be_handed_out_is_told(given, tmp_path, monkeypatch, capsys):
    assert cli.main(["repository", str(tmp_path / "x"), *given[:2]]) == 2
    assert "--variant and --secret belong together" in capsys.readouterr().err
    persons = people.read(tmp_path / "class.csv")[1]
    with pytest.raises(ValueError, match="There is no lesson 99"):
        handing_out.repositories(tmp_path / "x", ["03", "99"], persons, b"s")
    with monkeypatch.context() as patch:
        patch.setattr(variants, "declared", lambda number: [])
        with pytest.raises(ValueError, match=r"No exercise of lesson 03 can have numbers"):
            handing_out.declared([LESSON])
    put(tmp_path / "x" / "Grace" / "mine", "mine")
    with pytest.raises(ValueError, match="is not empty, and no git repository"):
        handing_out.repositories(tmp_path / "x", [LESSON], persons, b"s")
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["Grace"]  # nothing was begun
