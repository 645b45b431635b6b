"""The seasons behind lesson 11's figures: one of each creator comes out again, and what is played is stored."""

import json

import pytest
from kml_classroom.author import seasons

from kml import capstone
from kml.lessons import lesson_11
from kml.personas import CREATORS


@pytest.mark.parametrize("creator", CREATORS)
def test_a_stored_season_comes_out_again(creator):
    again = capstone.play(seasons.playing(), CREATORS[creator], seasons.FIRST + 5).earned
    stored = lesson_11.skills()[creator]["all"][5]
    assert round(again) == stored, "seasons changed: python -m kml_classroom.author.seasons stores them anew"


def test_what_is_played_is_stored(tmp_path, monkeypatch):
    me = CREATORS["coding_teacher"]
    few = {"SEASONS": 1, "TRIES": (6,), "SKILLS": ("all", "mix"), "CREATORS": {me.key: me}}
    for name, value in {**few, "STORED": tmp_path / "s.json"}.items():
        monkeypatch.setattr(seasons, name, value)
    monkeypatch.setenv("KML_STATIC", "1")  # without a bar
    seasons.main()
    skills, tries = lesson_11.skills()[me.key], lesson_11.seasons(me)
    assert json.loads((tmp_path / "s.json").read_text()) == {
        "skills": {me.key: {name: skills[name][:1] for name in ("all", "mix")}},
        "tries": {me.key: {"6": tries[6][:1]}},
    }
