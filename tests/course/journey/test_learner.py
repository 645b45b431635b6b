"""Decisions: kept for the creator, read again on another day and in another language, and never in the way."""

import datetime
import pickle

import numpy as np
import pytest

import kml
from kml import monetization, published
from kml.core import words
from kml.course.journey.decisions import DECISIONS, FUNNEL
from kml.course.journey.learner import Learner
from kml.course.memory import diary
from kml.course.memory.diary import NAME
from kml.personas import CREATORS

GOOD = {
    "funnel": {"valid": 0.4, "visit": 0.02, "buy": 0.002},
    "length_s": 45,
    "title": "三分钟热身，在办公室就能做",
    "explore": 0.1,
    "price": 129,
    "mix": {"courses": 0.7, "brands": 0.3},
    "test": 10,
    "rules": {"label": True, "sells": "course"},
}
BAD = {
    "funnel": [{}, [], {"valid": 1.1}, {"buy": -0.1}, {"visit": "b"}, {1: 0.5}, {"valid plays": 0.4}, "40%"],
    "length_s": [9, 451, 30.5, "30", True, float("nan")],
    "title": ["", "  ", "x" * 101, 3, "\ud800", "a\x00b"],
    "explore": [-0.01, 1.01, "a", True],
    "price": [0, 5001, float("inf"), "99"],
    "mix": [{}, {"ads": 0.7, "tips": 0.4}, {"adverts": 1}, {"ads": 2}, [0.5]],
    "test": [0, 91, 2.5],
    "rules": [{}, {"label": 3}, {"label": "yes"}, {"sells": "snake oil"}, {"other": True}, True],
}


@pytest.fixture
def me():
    return kml.setup("fitness_coach")


def test_the_learner_is_the_persona_whom_they_follow(me):
    persona = CREATORS["fitness_coach"]
    assert isinstance(me, Learner) and vars(me) == vars(persona) and me.question == persona.question
    again = pickle.loads(pickle.dumps(me))
    assert again == me and hash(again) == hash(me)
    assert repr(me).startswith("Learner(key='fitness_coach', ")


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_kept_and_said(me, name, capsys, kept):
    me.decide(name, GOOD[name])
    first, said = capsys.readouterr().out.splitlines()[-2:]
    assert first.startswith(f"Decided · {DECISIONS[name].title}: ")
    assert NAME in said and "Lesson 11" in said
    assert me.decided(name) == GOOD[name]
    stored = kept()["decisions"]["fitness_coach"][name]
    assert stored == {"value": GOOD[name], "date": datetime.date.today().isoformat()}


@pytest.mark.parametrize("name", DECISIONS)
def test_another_value_is_refused_with_what_is_allowed_and_nothing_is_kept(me, name, folder):
    for value in BAD[name]:
        with pytest.raises(ValueError, match=rf"^{name}(\[.*\])? must .*; got"):
            me.decide(name, value)
    assert not (folder / NAME).exists()
    with pytest.raises(ValueError, match=r"name must be one of 'funnel', .* got 'prize'"):
        me.decide("prize", 3)
    with pytest.raises(ValueError, match="name must be one of"):
        me.decided("prize")


def test_a_share_in_percent_is_refused_with_how_it_is_written_and_without_the_course_s_own_lines(me):
    for name, value, end in (
        ("explore", 15, "got 15. 15% is written 0.15."),
        ("mix", {"ads": 40}, "got 40. 40% is written 0.4."),
        ("funnel", {"buy": 1.5}, "got 1.5. 1.5% is written 0.015."),
        ("explore", 150, "got 150."),
    ):
        with pytest.raises(ValueError, match="<= 1; got") as refused:
            me.decide(name, value)
        assert str(refused.value).endswith(end)
        assert refused.value._render_traceback_() == [f"ValueError: {refused.value}"]


def test_a_key_that_no_rate_of_the_funnel_has_is_refused_with_those_that_it_has(me):
    said = r"^funnel must have no other keys than 'valid', 'visit', 'buy'; got 'visits', with the value 0\.047\.$"
    with pytest.raises(ValueError, match=said):
        me.decide("funnel", {"valid": 0.44, "visits": 0.047, "buy": 0.002})
    with words.spoken("zh"), pytest.raises(ValueError, match="'valid'、'visit'、'buy'"):
        me.decide("funnel", {"visits": 0.047})


def test_what_numpy_computed_is_kept_as_numbers(me, kept):
    me.decide("length_s", np.int64(45))
    me.decide("explore", np.float32(0.25))
    me.decide("rules", {"label": np.bool_(True)})
    assert [me.decided(name) for name in ("length_s", "explore", "rules")] == [45, 0.25, {"label": True}]


def test_a_lesson_that_is_run_again_without_a_decision_keeps_the_old_one(me, capsys, folder):
    me.decide("price")
    assert "Not decided yet" in capsys.readouterr().out and not (folder / NAME).exists()
    me.decide("price", 129)
    capsys.readouterr()
    me.decide("price")
    out = capsys.readouterr().out
    assert "129 yuan" in out and "before" in out and me.decided("price") == 129


def test_each_creator_has_decisions_of_its_own(me):
    me.decide("price", 129)
    other = kml.setup("coding_teacher")
    assert other.decided("price") is None and other.decided("price", 199) == 199
    other.decide("price", 249)
    assert kml.setup("fitness_coach").decided("price") == 129


def test_the_next_day_in_the_other_language_it_is_there_and_is_said_in_it(me, folder, monkeypatch, capsys):
    me.decide("mix", GOOD["mix"])
    language = words.languages()[-1]
    (folder / language).mkdir()
    monkeypatch.chdir(folder / language)
    with words.spoken(words.SOURCE):
        again = kml.setup(lang=language)
        assert again.decided("mix") == GOOD["mix"]
        capsys.readouterr()
        again.decide("mix")
        said = capsys.readouterr().out
    assert "健身教练" in said and "Lesson" not in said and "kept" not in said


def test_while_notebooks_are_built_nothing_is_read_or_kept_and_all_is_said(me, folder, monkeypatch, capsys):
    me.decide("price", 129)
    before = (folder / NAME).read_bytes()
    monkeypatch.setenv("KML_STATIC", "1")
    assert me.decided("price") is None
    capsys.readouterr()
    me.decide("price", 99)
    me.decide("price")
    assert "99 yuan" in capsys.readouterr().out and (folder / NAME).read_bytes() == before
    with pytest.raises(ValueError, match="price"):
        me.decide("price", 0)


@pytest.mark.parametrize("content", ["{", '{"course": "kml", "decisions": 3}', "\x00"])
def test_a_spoiled_file_is_a_sentence_and_the_lesson_goes_on(me, folder, content, capsys):
    (folder / NAME).write_text(content)
    me.decide("price", 129)
    me.decide("price")
    assert me.decided("price", 99) == 99
    assert capsys.readouterr().out.count("left as it is") == 3
    assert (folder / NAME).read_text() == content


@pytest.mark.parametrize("wrong", [3, {"value": "cheap"}, {}, {"value": None}, [1]])
def test_a_decision_that_somebody_spoiled_by_hand_is_left_out_with_a_sentence(me, wrong, capsys):
    diary.note("decisions", me.key, "price", value=wrong)
    assert me.decided("price", 99) == 99
    assert "is no decision" in capsys.readouterr().out
    me.decide("price", 129)  # a new one takes its place
    assert me.decided("price") == 129


def test_all_words_of_values_are_the_learners():
    """Channels and what is sold are declared elsewhere: each of them is said here in the other language."""
    mix, rules, funnel = (DECISIONS[name] for name in ("mix", "rules", "funnel"))
    with words.spoken(words.languages()[-1]):
        for rate in FUNNEL:
            assert rate not in funnel.words({rate: 0.5})
        for channel in monetization.CHANNELS:
            assert channel not in mix.words({channel: 0.5})
        for sells in published.SELLS:
            assert sells not in rules.words({"label": False, "sells": sells})
        whole = (funnel.words(dict.fromkeys(FUNNEL, 0.5)), rules.words({"label": True, "sells": "course"}))
        assert not any(", " in said for said in whole), "what stands between them is that language's, too"
