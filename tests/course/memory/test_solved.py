"""Solved exercises: noted when the check says so, with a fingerprint that is the same in the notebook and in memory."""

import datetime
import json
import linecache

import pytest

import kml
from kml.course.memory import diary, solved

RIGHT = """\
def income(views, cpm, fill_rate, share):
    # ads first
    ads = views * fill_rate
    return ads / 1000 * cpm * share
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("KML_JOURNEY", str(tmp_path))
    monkeypatch.delenv("KML_STATIC", raising=False)
    return tmp_path


def typed(code, name="income"):
    """A function as a notebook's cell makes it: its source can be read."""
    cell = f"<cell {code}>"
    linecache.cache[cell] = len(code), None, code.splitlines(keepends=True), cell
    place = {}
    exec(compile(code, cell, "exec"), place)
    return place[name]


def test_a_right_answer_is_noted_and_a_wrong_one_is_not():
    kml.check("00.1", typed(RIGHT.replace("/ 1000 ", "")))
    assert solved.kept() == {}
    kml.check("00.1", typed(RIGHT))
    (noted,) = solved.kept().values()
    assert noted["points"] == 1 and noted["date"] == datetime.date.today().isoformat()
    assert {noted["source"]} == solved.fingerprints(RIGHT)
    kml.checkpoint("00.1", None)  # the course's own answer takes nothing away
    assert solved.kept() == {"00.1": noted}


def test_the_first_day_stays_and_the_last_answer_counts():
    solved.keep("00.1", 1, typed(RIGHT), datetime.date(2026, 11, 1))
    solved.keep("00.1", 1, typed(RIGHT.replace("ads", "a")), datetime.date(2026, 11, 9))
    noted = solved.kept()["00.1"]
    assert noted["date"] == "2026-11-01" and {noted["source"]} == solved.fingerprints(RIGHT.replace("ads", "a"))


def test_nothing_is_noted_in_a_build(monkeypatch, folder):
    monkeypatch.setenv("KML_STATIC", "1")
    assert kml.check("00.1", typed(RIGHT)).state == "correct"
    assert list(folder.iterdir()) == []


def test_a_check_goes_on_where_nothing_can_be_kept(folder):
    (folder / diary.NAME).write_text("not ours")
    assert kml.check("00.1", typed(RIGHT)).state == "correct"
    assert (folder / diary.NAME).read_text() == "not ours"


def test_what_somebody_spoiled_by_hand_is_left_out(folder):
    ours = {"course": "kml", "exercises": {"00.1": 3, "01.1": {"date": "soon"}, "01.2": {"date": "2026-11-01"}}}
    (folder / diary.NAME).write_text(json.dumps(ours))
    assert list(solved.kept()) == ["01.2"]


def test_a_fingerprint_is_of_the_function_alone_and_of_all_of_it():
    (own,) = solved.fingerprints(RIGHT)
    for same in ("x = 1\n" + RIGHT + "\nincome(1, 2, 3, 4)", RIGHT.replace("\n", "  \n"), "%time 1\n" + RIGHT):
        assert own in solved.fingerprints(same)
    assert own in solved.fingerprints("if True:\n" + "".join(f"    {line}\n" for line in RIGHT.splitlines()))
    for other in (RIGHT.replace("ads first", "first"), RIGHT.replace("share\n", "share + 0\n"), "def income(:", "\0"):
        assert own not in solved.fingerprints(other)
    assert solved.fingerprint(typed("@staticmethod\n" + RIGHT)) in solved.fingerprints("@staticmethod\n" + RIGHT)
    assert solved.fingerprint(len) == solved.fingerprint(3) == ""
