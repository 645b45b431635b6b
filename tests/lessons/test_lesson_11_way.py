"""Lesson 11: the decisions that one comes with, as a strategy, and the way to the last one."""

import numpy as np
import pytest
from reading import OTHERS, english

import kml
from kml import capstone
from kml.core.words import spoken
from kml.course.journey.decisions import DECISIONS
from kml.lessons import lesson_11_way
from kml.lessons.answers import answers_11
from kml.personas import CREATORS

MINE = {
    "length_s": 30,
    "price": 249,
    "mix": {"courses": 1.0},
    "test": 3,
    "explore": 0.1,
    "rules": {"sells": "course"},
    "title": "十分钟学会列表推导",
}


@pytest.fixture
def me(monkeypatch, tmp_path):
    monkeypatch.setenv("KML_JOURNEY", str(tmp_path))
    for name in ("KML_STATIC", "KML_CREATOR", "KML_LANG"):
        monkeypatch.delenv(name, raising=False)
    return kml.setup("coding_teacher")


@pytest.fixture
def begun(me):
    for name, value in MINE.items():
        me.decide(name, value)
    return lesson_11_way.start(me)


@pytest.mark.parametrize("creator", CREATORS)
def test_with_nothing_decided_every_creator_lives_a_season(creator, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    me = kml.setup(creator)
    begun = lesson_11_way.start(me)
    assert not begun.own and begun["length_s"] == me.video_s
    assert {name for name, value in begun.values.items() if value is None} == {"funnel", "title"}
    season = capstone.play(lesson_11_way.strategy(begun), me, seed=7)
    assert season.days_lived == 90 and not season.stopped


def test_ones_own_decisions_are_told_from_the_usual_ones(begun):
    assert begun.own == set(MINE)
    table = begun.table()
    assert list(table["lesson"]) == [decision.lesson for decision in DECISIONS.values()]
    assert "\n08 · price of your course: 249 yuan (yours)\n" in repr(begun)
    assert MINE["title"] in begun._repr_html_() and "..." not in begun._repr_html_()
    whose = dict(zip(DECISIONS, table["whose"], strict=True))
    assert {name for name, owner in whose.items() if owner == "yours"} == set(MINE) and whose["funnel"] == "open"
    assert begun["rules"] == {"label": True, "sells": "course"}  # the other rule is as usual


def test_the_decisions_are_what_the_season_does(me, begun):
    season = capstone.play(lesson_11_way.strategy(begun), me, seed=7)
    assert set(season.posts["seconds"]) == {30} and set(season.days["price"]) == {249}
    assert list(season.posts["style"].iloc[:9].value_counts()) == [3, 3, 3]
    others = 1 - season.posts["style"].iloc[9:].value_counts(normalize=True).iloc[0]
    assert others > 0 and season.days["course"].sum() == capstone.COURSE_HOURS


@pytest.mark.parametrize("seconds", [10, 450])
def test_the_shortest_and_the_longest_video_fit_into_a_day(me, seconds):
    me.decide("length_s", seconds)
    season = capstone.play(lesson_11_way.strategy(lesson_11_way.start(me)), me, seed=1)
    assert not season.stopped and season.days_lived == 90


def test_the_way_ends_with_what_the_last_season_did(me, begun):
    first = capstone.play(lesson_11_way.strategy(begun), me, seed=7)
    last = capstone.play(answers_11.strategy, me, seed=7)
    way = lesson_11_way.to_the_end(begun, first, last)
    then, now = (dict(zip(DECISIONS, way[name], strict=False)) for name in ("when you came", "in the last month"))
    assert (then["price"], now["price"]) == ("249 yuan", f"{last.days['price'].iloc[-1]:g} yuan")
    assert now["length_s"] == "30 seconds" and "courses" in now["mix"] and "buyers" in now["funnel"]
    assert way.iloc[-1, -1] == f"{last.earned:,.0f} yuan" and way.iloc[-1, 2] == f"{first.earned:,.0f} yuan"


def test_a_poor_strategy_plays_to_the_end_and_one_that_stops_leaves_its_place(me, capsys):
    def poor(state):
        return {"posts": [{"seconds": 60, "style": "tell"}]}

    def stops(state):
        return state["course"]

    assert lesson_11_way.player(poor, me, seed=7) == ("you", poor)
    assert capsys.readouterr().out == ""
    name, course = lesson_11_way.player(stops, me, seed=7)
    assert name == capstone.COURSE and course is not stops and course(capstone.Channel(me, 7).state())["label"]
    assert "the course's own `strategy`, because yours has not passed" in capsys.readouterr().out


def test_a_season_that_ended_at_once_has_a_way_too(me, begun):
    stopped = capstone.play(lambda state: None, me, seed=7)
    way = lesson_11_way.to_the_end(begun, stopped, stopped)
    assert set(way["in the last month"].iloc[:-1]) == {"–"}


@pytest.mark.parametrize("language", OTHERS)
def test_the_way_speaks_the_language_on_the_page_too(language, me, begun, tmp_path):
    with spoken(language):
        season = capstone.play(lesson_11_way.strategy(begun), me, seed=7)
        way = lesson_11_way.to_the_end(begun, season, season)
        page = capstone.report(season, tmp_path / "season.html", way=way).read_text(encoding="utf-8")
        said = [*way.columns, *np.ravel(way.to_numpy()), repr(begun)]
    assert MINE["title"] in page and page.index(MINE["title"]) < page.index("<img")
    assert english(said) == []
