"""The seasons behind lesson 11's figure: one of each creator comes out again, and what is played is stored."""

import json

import pytest
from kml_classroom.author import seasons

from kml import capstone
from kml.lessons import lesson_11
from kml.personas import CREATORS


@pytest.mark.parametrize("creator", CREATORS)
def test_a_stored_season_comes_out_again(creator):
    again = capstone.play(seasons.trying(16), CREATORS[creator], 5).earned
    stored = lesson_11.seasons(CREATORS[creator])[16][5]
    assert round(again) == stored, "seasons changed: python -m kml_classroom.author.seasons stores them anew"


def test_what_is_played_is_stored(tmp_path, monkeypatch):
    me = CREATORS["coding_teacher"]
    before = lesson_11.seasons(me)
    for name, few in (("SEASONS", 1), ("TRIES", (4,)), ("CREATORS", {me.key: me}), ("STORED", tmp_path / "s.json")):
        monkeypatch.setattr(seasons, name, few)
    monkeypatch.setenv("KML_STATIC", "1")  # without a bar
    seasons.main()
    assert json.loads((tmp_path / "s.json").read_text()) == {me.key: {"4": before[4][:1]}}
