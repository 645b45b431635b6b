"""A learner's own copy: filled, renewed where nobody has touched it, and never robbed of a line."""

import datetime
import json
import shutil

import pytest

import kml
from kml.core.words import languages
from kml.course.doors import own_copy

DAY = datetime.date(2026, 11, 27)
LESSON = "03_gradient_descent.ipynb"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two lessons in two languages, whose next edition a test can write."""
    whole, course = own_copy.handed_out(), tmp_path / "course"
    for name in ("00_start_here.ipynb", LESSON, "README.md", f"zh/{LESSON}", "zh/README.md"):
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(whole / name, course / name)
    monkeypatch.setattr(own_copy, "handed_out", lambda: course)
    return course


@pytest.fixture
def mine(course, tmp_path):
    """An own copy of that course."""
    own_copy.fill(tmp_path / "mine")
    return tmp_path / "mine"


def change(path, source="mine", outputs=()):
    """Write into a notebook's last code cell, and give it outputs."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    cell.update(source=source or cell["source"], outputs=list(outputs))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path.read_bytes()


def test_a_new_copy_has_every_file_and_a_second_filling_changes_nothing(course, tmp_path):
    filled = own_copy.fill(tmp_path / "mine")
    assert filled == own_copy.Filled(new=tuple(own_copy.files()))
    assert all((tmp_path / "mine" / name).read_bytes() == (course / name).read_bytes() for name in own_copy.files())
    assert own_copy.fill(tmp_path / "mine") == own_copy.Filled()


def test_every_language_has_its_lessons_in_it():
    folders = {name.rpartition("/")[0] for name in own_copy.files()}
    assert folders == {"", "tutor", *languages()[1:], *(f"{one}/tutor" for one in languages()[1:])}


def test_what_nobody_has_touched_becomes_the_newer_edition(course, mine):
    change(mine / LESSON, source=None)  # saved by another program: other bytes, the same text
    newer = change(course / LESSON, "newer")
    assert own_copy.fill(mine) == own_copy.Filled(renewed=(LESSON,))
    assert (mine / LESSON).read_bytes() == newer


@pytest.mark.parametrize("touch", [{"source": "mine"}, {"source": None, "outputs": [{"output_type": "stream"}]}])
def test_what_was_written_or_run_stays_byte_for_byte(course, mine, touch):
    theirs = change(mine / LESSON, **touch)
    assert own_copy.fill(mine) == own_copy.Filled()  # no newer edition, nothing to say
    change(course / LESSON, "newer")
    for __ in range(2):
        assert own_copy.fill(mine) == own_copy.Filled(waiting=(LESSON,))
        assert (mine / LESSON).read_bytes() == theirs


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b'{"cells": 3}', b"\xff\xfe"])
def test_what_cannot_be_read_stays(course, mine, spoiled):
    (mine / LESSON).write_bytes(spoiled)
    change(course / LESSON, "newer")
    assert own_copy.fill(mine).waiting == (LESSON,)
    assert own_copy.afresh(mine, "03", DAY)[LESSON] == "03_gradient_descent_2026-11-27.ipynb"
    assert (mine / "03_gradient_descent_2026-11-27.ipynb").read_bytes() == spoiled


@pytest.mark.parametrize("editions", [None, "", "[]", "{", '{"00_start_here.ipynb": 3}'])
def test_without_its_list_of_editions_nothing_of_theirs_is_lost(course, mine, editions):
    theirs = change(mine / LESSON)
    (mine / ".editions.json").unlink() if editions is None else (mine / ".editions.json").write_text(editions)
    change(course / LESSON, "newer")
    assert LESSON in own_copy.fill(mine).waiting
    assert (mine / LESSON).read_bytes() == theirs


def test_a_page_that_was_written_in_stays_and_a_lesson_that_was_deleted_comes_again(course, mine):
    (mine / "README.md").write_text("my notes")
    (course / "README.md").write_text("newer")
    (mine / LESSON).unlink()
    assert own_copy.fill(mine) == own_copy.Filled(new=(LESSON,), waiting=("README.md",))
    assert (mine / "README.md").read_text() == "my notes"


def test_afresh_keeps_each_old_one_under_a_name_of_its_own(course, mine):
    olds = []
    for n, name in enumerate(("03_gradient_descent_2026-11-27.ipynb", "03_gradient_descent_2026-11-27_2.ipynb")):
        olds.append((mine / name, change(mine / LESSON, f"try {n}")))
        assert own_copy.afresh(mine, "03", DAY) == {LESSON: name}
        assert (mine / LESSON).read_bytes() == (course / LESSON).read_bytes()
    assert [path.read_bytes() for path, __ in olds] == [theirs for __, theirs in olds]
    assert own_copy.afresh(mine, "03", DAY) == {}  # nobody has touched it, and nothing is newer
    change(course / "zh" / LESSON, "newer")
    assert own_copy.afresh(mine, "03", DAY) == {f"zh/{LESSON}": None}
    assert own_copy.fill(mine) == own_copy.Filled()


def test_what_cannot_be_done_is_said(course, mine, tmp_path):
    with pytest.raises(LookupError, match=r"There is no lesson 3; there is 00, 03\."):
        own_copy.afresh(mine, "3")
    with pytest.raises(ValueError, match="no folder of lessons: kml lessons my_lessons makes one"):
        own_copy.afresh(tmp_path, "03")
    for folder in (course, course / "zh"):
        with pytest.raises(ValueError, match="the course's own folder"):
            own_copy.fill(folder)


def test_the_nearest_copy_is_found_from_within_and_from_beside(mine, tmp_path):
    mine = mine.rename(tmp_path / own_copy.NAME)
    for place in (tmp_path, mine, mine / "zh"):
        assert own_copy.find(place) == mine
    assert own_copy.find(tmp_path.parent) is None


def test_a_lesson_says_that_it_has_a_newer_edition_and_how_to_get_it(course, mine, monkeypatch, capsys):
    monkeypatch.delenv("KML_STATIC", raising=False)
    change(course / LESSON, "newer")
    for folder in (mine, mine / "zh"):
        monkeypatch.chdir(folder)
        monkeypatch.setenv("JPY_SESSION_NAME", str(folder / LESSON))
        kml.setup()
        assert ("has a newer edition" in capsys.readouterr().out) == (folder == mine)
    monkeypatch.chdir(mine)
    monkeypatch.setenv("JPY_SESSION_NAME", "anything/03_gradient_descent.ipynb")
    assert own_copy.newer_edition() == "03"
    monkeypatch.setenv("KML_STATIC", "1")
    assert own_copy.newer_edition() is None
    monkeypatch.delenv("KML_STATIC")
    for name in ("untitled.ipynb", ""):
        monkeypatch.setenv("JPY_SESSION_NAME", name)
        assert own_copy.newer_edition() is None
