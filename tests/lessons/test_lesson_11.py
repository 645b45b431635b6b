"""Lesson 11: what its text says about strategies, its slider at both ends, and a season that is graded fairly."""

import numpy as np
import pandas as pd
import pytest
from followed import EACH
from kml_classroom.author import seasons as seasons_author
from matplotlib.colors import to_rgb
from reading import OTHERS, english, names_in, words_in

from kml import capstone, monetization, mychannel
from kml.capstone import RENT
from kml.capstone.report import CHANNEL_LOOKS
from kml.core.look import new_figure
from kml.core.words import languages, spoken
from kml.course.checking.exercises import grade
from kml.lessons import lesson_11
from kml.lessons.answers import answers_11
from kml.personas import CREATORS

ME = CREATORS["coding_teacher"]


@pytest.fixture(scope="module")
def table():
    return lesson_11.rates(ME, videos=20)


@pytest.mark.parametrize("seconds", [15, 180])
@pytest.mark.parametrize("posts", [1, 4])
@pytest.mark.parametrize("followers", [1_000, 100_000])
def test_the_day_is_drawn_at_both_ends_of_every_slider(table, seconds, posts, followers):
    _, axes = new_figure(columns=2, figsize=(10, 4))
    said = lesson_11.draw_day(ME, table)(axes, seconds=seconds, posts=posts, followers=followers)
    assert ("a day has 8" in said) == (posts == 4 and seconds == 180)
    assert "simulated" in axes[1].get_title()
    drawn = [to_rgb(bar.get_facecolor()) for bar in axes[1].patches]  # in the colours of the season's picture
    assert drawn in ([], [to_rgb(look["color"]) for look in CHANNEL_LOOKS.values()])


@pytest.mark.parametrize("creator", EACH)
def test_a_thousand_followers_do_not_pay_a_rent_whatever_the_day(creator):
    """On an average day; and of whole seasons only lucky ones do, with the best strategy that we have."""
    me = CREATORS[creator]
    rules, table = monetization.assumed_rules(creator), lesson_11.rates(me, videos=20)
    for seconds in lesson_11.SECONDS:
        for posts in range(1, 5):
            __, income, selling = lesson_11.usual_day(me, table, seconds, posts, 1_000)
            assert selling < 0 or sum(income.values()) - posts * rules.video_cost < RENT / 30
    seasons = [capstone.play(answers_11.strategy, me, seed, followers=1_000) for seed in range(600, 610)]
    assert sum(season.keeps_the_rent for season in seasons) <= 3


@pytest.mark.parametrize("creator", EACH)
def test_views_are_not_money(creator):
    """Over ten fresh seeds: shorts bring most views and lose most; a course brings more than ads, after costs."""
    lost = {
        name: [capstone.play(capstone.BASELINES[name], CREATORS[creator], seed) for seed in range(20, 30)]
        for name in ("ads only", "many shorts", "course seller")
    }
    views = {name: np.mean([one.days["views"].sum() for one in seasons]) for name, seasons in lost.items()}
    money = {name: np.mean([one.earned for one in seasons]) for name, seasons in lost.items()}
    assert max(views, key=views.get) == "many shorts"
    assert money["course seller"] > money["ads only"] > money["many shorts"] and money["ads only"] < 0
    selling = pd.concat([one.days[~one.days["shut"].str.contains("courses")] for one in lost["course seller"]])
    assert 0.01 < selling["buyers"].sum() / selling["asked"].sum() < 0.02  # "one or two in a hundred"
    paid = sum(one.days["ads"].sum() for one in lost["ads only"])
    assert sum(one.days["courses"].sum() for one in lost["course seller"]) > paid


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


def test_worth_is_nothing_before_the_first_day_and_closed_gates_are_worth_nothing():
    channel = capstone.Channel(ME, 1, followers=5_000)
    assert set(capstone.worth(channel.state()).values()) == {0.0}
    for _ in range(10):
        channel.day(capstone.read_plan({"posts": [{"seconds": 45, "style": "show"}], "course": 4}))
    worth = capstone.worth(channel.state())
    assert worth["courses"] > 0 and worth["brands"] == 0.0


def _a_little(state):
    return {"posts": [{"seconds": 60, "style": "show"}], "effort": {"ads": 1}}


def test_the_grade_of_a_strategy_says_what_happened():
    said = {
        "posts must be a list": lambda state: {"posts": "many"},
        "You made no video": lambda state: {},
        "nothing was for sale": lambda state: {"posts": [{"seconds": 60, "style": "show"}]},
        "are asked for": _a_little,
    }
    for words, strategy in said.items():
        result = grade(answers_11.STRATEGY, strategy)
        assert result.state == "not yet" and words in result.reason, result.reason
    result = grade(answers_11.STRATEGY, capstone.BASELINES["ads only"])
    assert "Ads alone" in result.reason


def test_the_reference_is_what_the_stored_seasons_were_played_with():
    state = capstone.Channel(ME, 5).state()
    assert seasons_author.playing()(state) == answers_11.strategy(state)


@pytest.mark.slow
@pytest.mark.parametrize("creator", EACH)
def test_lazy_misses_the_rent_good_keeps_it_and_the_best_baseline_is_beaten_on_fresh_seeds(creator):
    seeds, me = range(300, 310), CREATORS[creator]
    good, tester, seller = (
        [capstone.play(one, me, seed) for seed in seeds]
        for one in (answers_11.strategy, capstone.BASELINES["tester"], capstone.BASELINES["course seller"])
    )
    assert sum(one.keeps_the_rent for one in good) >= 5
    assert sum(one.keeps_the_rent for one in seller) <= 5
    assert sum(a.earned > b.earned for a, b in zip(good, tester, strict=True)) >= 8


def _earned(strategy):
    return np.array([capstone.play(strategy, me, seed).earned for me in CREATORS.values() for seed in range(400, 405)])


@pytest.fixture(scope="module")
def earned_with_all():
    return _earned(answers_11.strategy)


@pytest.mark.seeds
@pytest.mark.parametrize("skill", lesson_11.SKILLS[1:])
def test_each_skill_pays_on_fresh_seeds_over_the_four_creators(skill, earned_with_all):
    assert np.mean(earned_with_all - _earned(seasons_author.playing(skill))) > 0


@pytest.mark.parametrize("creator", CREATORS)
def test_the_stored_seasons_say_what_the_text_says(creator):
    incomes = lesson_11.seasons(CREATORS[creator])
    one, six, twenty, fifty = (incomes[tries] for tries in lesson_11.TRIES)
    assert all(len(values) == lesson_11.SEASONS for values in incomes.values())
    difference, half = lesson_11.paired(one, six)
    assert abs(difference) < half  # cannot be told apart
    for many, share in ((twenty, (0.05, 0.15)), (fifty, (0.3, 0.42))):
        difference, half = lesson_11.paired(one, many)
        assert difference > half and share[0] < difference / np.mean(one) < share[1]


def test_the_stored_skills_say_what_the_text_says():
    stored = lesson_11.skills()
    table = lesson_11.skill_table(stored)
    costs, half = table["costs without it, yuan"], table["give or take, yuan"]
    assert (costs > half).drop("all").all()
    assert costs["label"] > costs["testing"] > costs["price"] and costs["notices"] > 3 * costs["price"]
    assert abs(costs["testing"] - costs["notices"]) < half["testing"]
    assert costs["price"] == pytest.approx(2_000, abs=100)
    assert np.sum(np.concatenate([one["all"] for one in stored.values()]) >= 3 * RENT) == 104
    mix = {key: lesson_11.paired(one["all"], one["mix"])[0] for key, one in stored.items()}
    assert mix.pop("coding_teacher") < 100 and min(mix.values()) > 2_000
    assert table["rent earned without it"]["all"] == table["rent earned without it"].max()
    without = [np.mean(one["notices"]) / np.mean(one["all"]) for one in stored.values()]
    assert 0.3 < np.mean(without) < 0.6  # "loses half"


def test_the_stored_seasons_are_drawn():
    __, axes = new_figure()
    lesson_11.draw_tries(axes, lesson_11.seasons(ME))
    assert "simulated" in axes.get_title()
    __, axes = new_figure(figsize=(8.5, 4))
    lesson_11.draw_skills(axes, lesson_11.skills())
    assert "simulated" in axes.get_title() and len(axes.get_legend().get_texts()) == len(CREATORS)


def test_a_channel_of_one_s_own_is_set_beside_seasons_at_its_pace():
    own = mychannel.sample()
    days = lesson_11.calendar(own)
    assert list(days.index) == list(lesson_11.WEEKDAYS) and days["videos"].sum() == len(own.videos)
    month = lesson_11.own_month(own, answers_11.strategy, ME, 2_000, seasons=3)
    low, middle, high = (month[f"seasons: {name}"] for name in ("low", "middle", "high"))
    assert (low <= middle).all() and (middle <= high).all()
    pace = own.reach()["value"]["videos_a_month"]
    assert month.loc["videos a month", "seasons: middle"] == pytest.approx(pace, abs=1)
    assert middle["yuan a month after costs"] < RENT
    shown = lesson_11.whole(month)  # an export does not say what was earned: a dash, and no NaN
    assert shown.loc["yuan a month after costs", "your export"] == "–" and not shown.isin(["nan"]).to_numpy().any()


def test_a_channel_of_one_s_own_beside_seasons_without_videos_has_dashes(recwarn):
    month = lesson_11.whole(lesson_11.own_month(mychannel.sample(), lambda state: {}, ME, 2_000, seasons=1))
    assert month.loc["middle video's views", "seasons: middle"] == "–" and not recwarn.list


@pytest.mark.parametrize(
    ("divisor", "said"),
    [
        (lambda values: sum(values) ** 2, "a sum of 0.556: 0.444 of the effort is not given away."),
        (lambda values: 0.9 * sum(values) ** 1.5, "; an effort has 1 to give away."),
    ],
)
def test_shares_that_are_no_whole_are_told_on_which_side(divisor, said):
    def mix(worth):
        values = list(worth.values())
        return {name: value**2 / divisor(values) for name, value in worth.items()} if any(values) else {}

    result = grade(answers_11.MIX, mix)
    assert result.state == "not yet" and said in result.reason, result.reason


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
        draw = lesson_11.draw_day(ME, table)
        said = [draw(axes), *words_in(figure), draw(axes, posts=4, seconds=180)]
        for drawing, stored in (
            (lesson_11.draw_tries, lesson_11.seasons(ME)),
            (lesson_11.draw_skills, lesson_11.skills()),
        ):
            figure, axes = new_figure()
            drawing(axes, stored)
            said += words_in(figure)
        own = mychannel.sample()
        frames = [
            pd.DataFrame(
                {"views": [1], "followers": [2], "after costs, yuan": [3], "rent, yuan": [3]}, index=["ads only"]
            ),
            pd.DataFrame({"worth a day, yuan": capstone.worth(capstone.Channel(ME, 1).state()), "effort": 0.0}),
            pd.DataFrame({"mean, yuan": [1], "worst of 30, yuan": [2]}, index=[4]).rename_axis("tries"),
            pd.DataFrame({"days": [1], "asked": [2], "baskets": [3]}, index=[4]).rename_axis("price, yuan"),
            lesson_11.skill_table(lesson_11.skills()),
            lesson_11.calendar(own),
            lesson_11.own_month(own, _a_little, ME, 2_000, seasons=1),
        ]
        said += [name for frame in frames for name in names_in(lesson_11.in_words(frame))]
    assert english(said) == []


def test_tab_after_the_drawings_shows_no_answer():
    assert {exercise.name for exercise in answers_11.EXERCISES}.isdisjoint(dir(lesson_11))
