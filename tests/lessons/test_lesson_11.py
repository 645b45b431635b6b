"""Lesson 11: what its text says about strategies, its slider at both ends, and a season that is graded fairly."""

import numpy as np
import pandas as pd
import pytest
from reading import OTHERS, english, names_in, words_in

from kml import capstone
from kml.core.look import new_figure
from kml.core.words import languages, spoken
from kml.course.checking.exercises import grade
from kml.lessons import lesson_11
from kml.lessons.answers import answers_11
from kml.personas import CREATORS

ME = CREATORS["coding_teacher"]


@pytest.fixture(scope="module")
def table():
    return lesson_11.pushes(ME, repeats=6)


@pytest.mark.parametrize("seconds", [15, 180])
@pytest.mark.parametrize("posts", [1, 4])
@pytest.mark.parametrize("price", [50, 800])
def test_the_day_is_drawn_at_both_ends_of_every_slider(table, seconds, posts, price):
    _, axes = new_figure(columns=2, figsize=(10, 4))
    said = lesson_11.draw_day(table)(axes, seconds=seconds, posts=posts, price=price)
    assert ("a day has 8" in said) == (posts == 4 and seconds == 180)
    assert "simulated" in axes[1].get_title()


def test_a_fourth_video_is_worse_and_three_minutes_are_too_long(table):
    for seconds in (30, 60):
        assert table[seconds, 3]["views"] < table[seconds, 0]["views"]
    assert table[180, 0]["valid_plays"] / table[180, 0]["views"] < table[60, 0]["valid_plays"] / table[60, 0]["views"]


@pytest.mark.parametrize("creator", CREATORS)
def test_reach_is_not_money(creator):
    many, course = (
        capstone.play(capstone.BASELINES[name], CREATORS[creator], 1) for name in ("many shorts", "course seller")
    )
    assert many.earned < course.earned


def test_the_best_mix_is_best_among_many_and_the_prediction_s_numbers_hold():
    rng = np.random.default_rng(11)
    worth = {"courses": 100.0, "commerce": 50.0}
    best = answers_11.best_mix(worth)
    assert best == {"courses": 0.8, "commerce": 0.2}
    earned = sum(worth[name] * np.sqrt(best[name]) for name in worth)
    assert earned == pytest.approx(111.8, abs=0.05)
    for share in rng.random(200):
        assert 100 * np.sqrt(share) + 50 * np.sqrt(1 - share) <= earned + 1e-9
    third = 100 * np.sqrt(2 / 3) + 50 * np.sqrt(1 / 3)
    assert earned - third == pytest.approx(1.3, abs=0.05)


def test_worth_is_nothing_before_the_first_video_and_closed_gates_are_worth_nothing():
    channel = capstone.Channel(ME, 1)
    assert set(capstone.worth(channel.state()).values()) == {0.0}
    for _ in range(3):
        channel.day(capstone.read_plan({"posts": [{"seconds": 45, "style": "show"}]}))
    worth = capstone.worth(channel.state())
    assert worth["courses"] > 0 and worth["brands"] == 0.0


def _a_little(state):
    return {"posts": [{"seconds": 60, "style": "show"}], "effort": {"ads": 1}}


def test_the_grade_of_a_strategy_says_what_happened():
    result = grade(answers_11.STRATEGY, lambda state: {"posts": "many"})
    assert result.state == "not yet" and "posts must be a list" in result.reason and "day 1" in result.reason
    result = grade(answers_11.STRATEGY, lambda state: {})
    assert result.state == "not yet" and "no video in the whole season" in result.reason
    result = grade(answers_11.STRATEGY, lambda state: {"posts": [{"seconds": 60, "style": "show"}]})
    assert result.state == "not yet" and "nothing was earned" in result.reason
    result = grade(answers_11.STRATEGY, _a_little)
    assert result.state == "not yet" and "less than the rent" in result.reason


def test_the_two_changes_come_in_the_days_that_the_lesson_names():
    notices = [capstone.Channel(ME, seed) for seed in range(40)]
    assert all(40 <= channel.rpm_day <= 50 and 40 <= channel.policy_day <= 50 for channel in notices)


@pytest.mark.parametrize("creator", CREATORS)
def test_the_stored_seasons_say_what_the_text_says(creator):
    incomes = lesson_11.seasons(CREATORS[creator])
    few, some, many, fifty = (np.array(incomes[tries]) for tries in lesson_11.TRIES)
    for other in (few, some):
        noise = np.sqrt(other.var() / len(other) + many.var() / len(many))
        assert abs(other.mean() - many.mean()) < 2 * noise
        assert many.min() > 1.9 * other.min()
    assert fifty.mean() < 0.75 * many.mean()


def test_the_stored_seasons_are_drawn():
    _, axes = new_figure()
    lesson_11.draw_tries(axes, lesson_11.seasons(ME))
    assert "simulated" in axes.get_title() and axes.get_ylim()[0] == 0


# --- what a learner reads, in every language -------------------------------------------------------------------------


def _by_the_first_word(notices):
    return "long_view" if "push" in [sentence.split(":")[0] for _, sentence in notices] else "valid_play"


def _by_the_word_anywhere(notices):
    return "long_view" if any("push:" in sentence for _, sentence in notices) else "valid_play"


@pytest.mark.parametrize("language", languages())
def test_notices_are_read_and_graded_alike_in_every_language(language):
    answers = [answers_11.yardstick, _by_the_first_word, _by_the_word_anywhere, lambda notices: "valid_play"]
    answers += [mistake.function for mistake in answers_11.YARDSTICK.mistakes]
    with spoken("en"):
        english = [grade(answers_11.YARDSTICK, answer) for answer in answers]
    with spoken(language):
        here = [grade(answers_11.YARDSTICK, answer) for answer in answers]
    assert (
        [one.state for one in here]
        == [one.state for one in english]
        == ["correct"] * 3 + ["not yet"] * (len(answers) - 3)
    )
    assert [one.points for one in here] == [one.points for one in english]
    assert len({one.reason for one in here[4:]}) == len(here) - 4, "each mistake is known by its own sentence"


@pytest.mark.parametrize("language", OTHERS)
def test_figures_and_tables_speak_the_language(table, language):
    with spoken(language):
        figure, axes = new_figure(columns=2, figsize=(10, 4))
        draw = lesson_11.draw_day(table)
        said = [draw(axes), *words_in(figure), draw(axes, posts=4, seconds=180)]
        figure, axes = new_figure()
        lesson_11.draw_tries(axes, lesson_11.seasons(ME))
        said += words_in(figure)
        income = pd.DataFrame({"views": [1], "followers": [2], "rent": [3]}, index=["ads only"])
        worth = pd.DataFrame({"effort": capstone.worth(capstone.Channel(ME, 1).state())})
        tries = pd.DataFrame({"mean": [1], "worst of 20": [2]}, index=[4]).rename_axis("tries")
        said += [name for frame in (income, worth, tries) for name in names_in(lesson_11.in_words(frame))]
    assert english(said) == []


def test_tab_after_the_drawings_shows_no_answer():
    assert {exercise.name for exercise in answers_11.EXERCISES}.isdisjoint(dir(lesson_11))
