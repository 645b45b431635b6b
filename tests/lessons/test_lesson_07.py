"""Lesson 07: references agree with the library, stored runs are what they say, the slider holds, the prose is true."""

import itertools
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from reading import OTHERS, english, names_in, words_in

from kml import metrics, platform, published, recommenders, scenarios
from kml.core.look import new_figure
from kml.core.words import spoken
from kml.course.checking import exercises
from kml.lessons import lesson_07, loop_grid
from kml.lessons.answers import answers_07 as answers
from kml.personas import CREATORS
from kml.recommenders import slates
from kml.simulate import simulate

TOPICS = [creator.topic for creator in CREATORS.values()]
PROSE = (Path(__file__).parents[2] / "solutions" / "07_feedback_loop.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("exercise", "library"),
    [
        (answers.IPS, lambda reward, propensity, n: metrics.ips(reward, propensity, n=n)),
        (answers.SNIPS, lambda reward, propensity, clip: metrics.snips(reward, propensity, clip=clip)),
        (answers.FEED, lambda scores, k, epsilon: slates.propensities(scores[None], k, epsilon)[0]),
        (answers.HOMOGENEITY, metrics.homogeneity),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_references_agree_with_the_library(exercise, library):
    for arguments in exercises.cases(exercise):
        np.testing.assert_allclose(exercise.reference(*arguments), library(*arguments), rtol=1e-12, atol=1e-12)


def test_common_causes_are_found_by_walking_every_path():
    """A common cause begins a path to the treatment, and one to the outcome that avoids the treatment."""

    def paths(arrows, start):
        for a, b in arrows:
            if a == start:
                yield [a, b]
                yield from ([a, *rest] for rest in paths(arrows, b))

    nothing = 0
    for arrows, treatment, outcome in exercises.cases(answers.CAUSES):
        found = []
        for name in sorted({name for arrow in arrows for name in arrow} - {treatment, outcome}):
            ways = list(paths(arrows, name))
            to_treatment = any(way[-1] == treatment for way in ways)
            if to_treatment and any(way[-1] == outcome and treatment not in way for way in ways):
                found.append(name)
        assert answers.common_causes(arrows, treatment, outcome) == found
        nothing += not found
    assert nothing == 1, "only where a coin decides there is nothing to find"


def test_only_the_coin_is_a_cause_of_what_is_shown_and_of_nothing_else():
    causes = answers.causes_of(lesson_07.ARROWS, "shown")
    assert causes - {"coin", "old log"} == set(answers.common_causes(lesson_07.ARROWS, "shown", "watched"))
    assert {name for arrow in lesson_07.ARROWS for name in arrow} == set(lesson_07.PLATFORM)


# --- stored numbers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["ips", "musiclab"])
def test_the_stored_validation_is_what_the_scenarios_give(scenario):
    table, date = lesson_07.validation()
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", date)
    rows = table[table["scenario"] == scenario]
    found = scenarios.ALL[scenario].validate()
    assert rows["finding"].tolist() == [one.finding for one in found]
    np.testing.assert_allclose(rows["simulated"], [one.simulated for one in found], atol=2e-5)
    assert [bool(holds) for holds in rows["holds"]] == [bool(one.holds) for one in found]


def test_the_only_gate_that_fails_is_named_and_shown():
    table, _ = lesson_07.validation()
    gated = table[table["gate"] != ""]
    assert gated.loc[~gated["holds"].astype(bool), "finding"].tolist() == list(scenarios.KNOWN)
    assert set(lesson_07.HIGHLIGHTS) <= set(gated["finding"])
    assert set(scenarios.KNOWN) <= set(lesson_07.HIGHLIGHTS)
    assert set(gated["scenario"]) == set(scenarios.ALL)
    assert set(gated.loc[gated["finding"].isin(lesson_07.HIGHLIGHTS), "scenario"]) == set(scenarios.ALL)


def test_the_grid_is_complete_and_small():
    runs = loop_grid.load()
    assert set(runs) == {"random", *itertools.product(loop_grid.EXPLORE, loop_grid.RETRAIN, loop_grid.POPULARITY)}
    assert loop_grid.FILE.stat().st_size < 200_000
    for run in runs.values():
        assert all(len(run[name]) == loop_grid.DAYS and np.isfinite(run[name]).all() for name in loop_grid.DAILY)
        assert np.array_equal(run["new"], runs["random"]["new"]), "the same new videos whatever is shown"


# --- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("explore", "retrain", "popularity"), list(itertools.product((0.0, 0.4), (1, 30), (0.0, 1.0))))
def test_the_slider_draws_at_every_corner(explore, retrain, popularity):
    fig, axes = new_figure(columns=3)
    sentence = lesson_07.draw_knobs(axes, explore, retrain, popularity)
    fig.canvas.draw()
    assert sentence.startswith("Last 20 days: utility ") and sentence.endswith("to nobody in ten days.")
    for ax in axes:
        low, high = ax.get_ylim()
        for line in ax.lines:
            assert low <= min(line.get_ydata()) and max(line.get_ydata()) <= high


def test_every_step_of_the_slider_is_stored():
    sliders = np.round(np.arange(5) * 0.1, 10), np.arange(5) * 0.25
    assert set(itertools.product(sliders[0], (1, 3, 7, 30), sliders[1])) <= set(loop_grid.load())


@pytest.mark.parametrize("language", OTHERS)
def test_figures_speak_the_language(language):
    rng = np.random.default_rng(0)
    study = {name: rng.random((2, 2, 100)) for name in ("popularity", "content", "random", "ideal")}
    with spoken(language):
        figure, axes = new_figure(columns=3)
        said = [lesson_07.draw_knobs(axes), *words_in(figure)]
        figure, axes = new_figure(columns=3)
        lesson_07.draw_worlds(axes, {name: 1 + rng.random((8, 48)) for name in ("independent", "grid", "list")})
        said += words_in(figure)
        figure, axes = new_figure(columns=2)
        lesson_07.draw_alike(axes, study)
        said += words_in(figure)
        assert english(said, names=["mathdefault"]) == []
        figure, ax = new_figure()
        lesson_07.draw_causes(ax, lesson_07.ARROWS)
        boxes = [text.split("\n") for text in words_in(figure) if text]
    # what code calls a cause stands below the name for the reader
    assert {code for __, code in boxes} == set(lesson_07.PLATFORM)
    assert english([name for name, __ in boxes]) == []


@pytest.mark.parametrize("language", OTHERS)
def test_tables_speak_the_language(language):
    days = pd.DataFrame(0.1, columns=["watch_s", "utility", "gini", "coverage", "homogeneity"], index=["random"])
    lines = pd.DataFrame(0.1, columns=["A", "B"], index=["truth", "naive", "IPS", "SNIPS"])
    log = pd.DataFrame(0.1, columns=["rows", "worth"], index=["popularity"])
    stored, __ = lesson_07.validation()
    with spoken(language):
        starts = lesson_07.newcomers("health")
        said = [name for table in (days, lines, log, starts) for name in names_in(lesson_07.in_words(table))]
        said += [text for pair in lesson_07.known().items() for text in pair]
        found = lesson_07.highlights(stored)
        said += [*found.columns, *found.index.names]
        said += [cell for cell in found.to_numpy().ravel() if isinstance(cell, str)]
    assert english(said, names=["SNIPS", "REC_ONES", "REC_FOURS"]) == []


def test_what_is_declared_of_the_stored_table_is_in_it_and_all_words_are_declared():
    stored, __ = lesson_07.validation()
    rows = stored[stored["finding"].isin(lesson_07.HIGHLIGHTS)]
    texts = {text for name in ("finding", "published", "gate") for text in rows[name] if re.search("[a-z]", text)}
    assert texts == {*lesson_07.HIGHLIGHTS, *lesson_07.ABOUT_HIGHLIGHTS}
    with spoken("en"):
        assert lesson_07.highlights(stored)["gate"].tolist() == rows["gate"].tolist()


def test_tab_after_the_drawings_shows_no_answer():
    assert {exercise.name for exercise in answers.EXERCISES}.isdisjoint(dir(lesson_07))


# --- the prose -------------------------------------------------------------------------------------------------------


def test_the_published_numbers_stand_in_the_table():
    rates = published.kuairand()
    rates = rates[rates["segment"] == "all"].set_index(["metric", "policy"])["value"]
    for metric, words in (
        ("valid_play", "valid play (over 7 s)"),
        ("long_view", "long view (18 s or more)"),
        ("complete_play", "watched to the end"),
    ):
        feed, chance = (100 * rates[metric, policy] for policy in ("personalised", "random"))
        assert f"| {words} | {feed:.1f} % | {chance:.1f} % |" in PROSE


def test_what_is_said_about_superstars_holds():
    table, _ = lesson_07.validation()
    spread = table.set_index("finding")["simulated"]
    ratio = [np.exp(spread[f"spread of quality for 85 % to 3 %, feedback {f}"]) for f in (0, 1)]
    assert 20 < ratio[0] < 30 and ratio[1] == pytest.approx(1.5, abs=0.05)


def test_what_is_said_about_sixty_days_holds():
    runs = loop_grid.load()
    plain, coins, popular, random = (runs[key] for key in ((0.0, 1, 0.0), (0.2, 1, 0.0), (0.0, 1, 1.0), "random"))
    late = {name: run["utility"][-20:].mean() for name, run in (("plain", plain), ("coins", coins))}
    assert late["plain"] == pytest.approx(0.31, abs=0.005) and late["coins"] == pytest.approx(0.31, abs=0.005)
    assert 0.2 * (late["plain"] - random["utility"][-20:].mean()) == pytest.approx(0.08, abs=0.005)
    weeks = (plain["utility"] - coins["utility"])[:56].reshape(8, 7).mean(axis=1)
    assert np.all(weeks[:6] > 0), "behind for six weeks"
    assert coins["utility"][-10:].mean() > plain["utility"][-10:].mean() + 0.02, "ahead at the end"
    assert plain["utility"][-10:].mean() < plain["utility"][30:42].mean() - 0.05, "bends down"
    assert popular["gini"][-20:].mean() == pytest.approx(0.96, abs=0.005)
    assert 4 <= popular["homogeneity"][-20:].mean() / plain["homogeneity"][-20:].mean() < 5
    assert popular["utility"][-20:].mean() < late["plain"] / 2
    stale = runs[0.0, 30, 0.0]["utility"]
    assert np.abs(stale[:30] - random["utility"][:30]).max() < 0.01
    assert stale[30] - stale[29] > 0.3 and stale[-5:].mean() < stale[30] / 2


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_said_to_newcomers_holds_for_every_creator(topic):
    new = 3 * loop_grid.load()["random"]["new"][platform.TOPICS.index(topic)]
    assert 78 < new < 98, "eighty or ninety"
    table = lesson_07.newcomers(topic)
    assert table.loc["factors", "shown to nobody"] > 0.6
    assert table.loc["factors, 10 % explored", "shown to nobody"] < 0.45
    assert table.loc["factors, 10 % explored", "utility for viewers"] >= table.loc["factors", "utility for viewers"]
    assert table.loc["random", "shown to nobody"] < 0.05


def test_about_eighty_of_a_hundred_new_videos_are_shown_to_nobody():
    run = loop_grid.load()[0.0, 1, 0.0]
    assert 0.75 < run["unseen"].sum() / run["new"].sum() < 0.85


@pytest.fixture(scope="module")
def town():
    """Section 4 once more: what a frozen ranker's logs hold."""
    town = platform.world(viewers=4000, videos=1500, seed=7)
    untrained = recommenders.MatrixFactorisation(recommenders.catalogue(town), viewers=4000)
    ranker = simulate(town, untrained, days=8, slate=5, retrain_every=8, seed=1).recommender
    week = {"days": 7, "slate": 5, "retrain_every": 0, "repeats": True, "seed": 2}
    return town, {epsilon: simulate(town, ranker, explore=epsilon, **week) for epsilon in (0.0, 0.2, 1.0)}


def test_the_price_of_a_coin(town):
    use = [np.average(run.days["utility"], weights=run.days["exposures"]) for run in town[1].values()]
    assert 0.8 < (use[1] - use[2]) / (use[0] - use[2]) < 0.87  # a little less than a fifth is lost


@pytest.mark.parametrize("topic", TOPICS)
def test_the_log_flatters_every_creator_and_snips_does_not(town, topic):
    world, feeds = town
    of = world.video_topic == platform.TOPICS.index(topic)
    log, random = feeds[0.2].log, feeds[1.0].log
    rows = of[log["video_id"]]
    watched, p = log["play_time_ms"][rows] / 1000, log["propensity"][rows].astype(float)
    truth = random["play_time_ms"][of[random["video_id"]]].mean() / 1000
    estimate = metrics.snips(watched, p)
    error = np.sqrt(np.sum(((watched - estimate) / p) ** 2)) / np.sum(1 / p)
    assert abs(estimate - truth) < 2 * error
    assert 0.4 < truth / watched.mean() < 0.6, "about half of it would be left"


def test_the_worlds_of_chaney_and_of_the_songs_are_as_told():
    study = scenarios.chaney.study(worlds=1, policies=("popularity", "content", "random"), seed=3)
    alike = {name: change.mean(axis=0) for name, (change, _) in study.items()}
    liked = {name: utility[:, 10:].mean() for name, (_, utility) in study.items()}
    assert alike["content"][12:20].mean() > alike["popularity"][12:20].mean()
    assert alike["popularity"][-10:].mean() > alike["content"][-10:].mean() > alike["random"][-10:].mean() + 0.1
    assert liked["ideal"] > liked["content"] > liked["popularity"] > liked["random"]
    appeal, quality = scenarios.musiclab.songs(seed=1)
    alone, seen = (scenarios.musiclab.market(appeal, quality, name, seed=5) for name in ("independent", "list"))
    assert scenarios.musiclab.inequality(seen)[0] > 2 * scenarios.musiclab.inequality(alone)[0]
    assert scenarios.musiclab.unpredictability(seen)[0] > 3 * scenarios.musiclab.unpredictability(alone)[0]
    seventh = np.argsort(-alone[0].sum(axis=0))[6]
    shares = (seen[0] / seen[0].sum(axis=1, keepdims=True))[:, seventh]
    assert shares.max() == pytest.approx(0.30, abs=0.01) and shares.min() < 0.02, "next to nothing"
    fig, axes = new_figure(columns=2)
    lesson_07.draw_worlds(axes, {"independent": alone[0], "list": seen[0]})
    lesson_07.draw_alike(new_figure(columns=2)[1], study)
    lesson_07.draw_causes(new_figure()[1], lesson_07.ARROWS, marked=("taste",))
    fig.canvas.draw()
    assert max(max(line.get_ydata()) for line in axes[1].lines) < axes[1].get_ylim()[1]


def test_three_rankers_in_thirty_days_are_as_told():
    world = platform.world(viewers=300, videos=1000, seed=7)
    table = recommenders.catalogue(world)
    last = {
        Kind.__name__: simulate(world, Kind(table, 300), days=30, slate=5, seed=7).days.tail(10).mean()
        for Kind in (recommenders.Random, recommenders.Popularity, recommenders.MatrixFactorisation)
    }
    random, popularity, factors = last.values()
    assert 0 < popularity["utility"] - random["utility"] < 0.2 < factors["utility"] - random["utility"]
    assert popularity["coverage"] < 0.15 and popularity["gini"] > 0.9 and popularity["homogeneity"] > 0.05
    assert factors["coverage"] == pytest.approx(0.25, abs=0.03) and random["gini"] > 0.5
