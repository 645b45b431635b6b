"""Lesson 01: its references are the library's, its inputs hold the edges that the text names, its sentences hold.

What it says of its simulated world is asked of that world, of the stored ones, and (marker seeds) of fresh ones. What
section 9 says of the made-up channel is true for each creator, and so of any channel like it.
"""

import itertools
import json
import re

import numpy as np
import pandas as pd
import pytest

from kml import log as logs
from kml import metrics, monetization, mychannel, platform, published
from kml.core.look import new_figure
from kml.core.words import spoken
from kml.course.checking import exercises
from kml.lessons import intervals, lesson_01
from kml.lessons.answers import answers_01
from kml.personas import CREATORS

WATCH_RATIO, COMPLETION, RATES, GINI, FUNNEL = answers_01.EXERCISES
SEEDS = [(), *((seed,) for seed in range(20))]  # what everybody sees, and what a grader may see


@pytest.mark.parametrize(
    ("exercise", "library"),
    [(WATCH_RATIO, metrics.watch_ratio), (GINI, metrics.gini)],
    ids=lambda value: getattr(value, "id", ""),
)
def test_references_agree_with_the_library(exercise, library):
    for arguments in exercises.cases(exercise):
        np.testing.assert_allclose(exercise.reference(*arguments), library(*arguments), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("secret", SEEDS)
def test_plays_of_every_kind_are_among_the_inputs(secret):
    for watched, duration in exercises.cases(WATCH_RATIO, *secret):
        assert ((watched == 0) & (duration > 0)).any(), "nothing watched of a video that is known"
        assert (watched > duration)[duration > 0].any(), "replayed"
    assert sum((duration == 0).any() for __, duration in exercises.cases(WATCH_RATIO, *secret)) >= 5, "missing"
    cases = exercises.cases(COMPLETION, *secret)
    shares = [COMPLETION.reference(*arguments) for arguments in cases]
    assert sum(np.isnan(share).any() for share in shares) >= 3, "empty bins"
    assert sum((duration == edges[-1]).any() for __, duration, edges in cases) >= 4, "a duration on the last edge"
    assert all(((watched > duration) & (duration > 0)).any() for watched, duration, __ in cases), "watched on"
    assert all((duration == 0).any() for __, duration, __ in cases), "missing"


def test_values_of_every_kind_are_among_the_inputs():
    cases = [values for (values,) in exercises.cases(GINI)]
    assert sum((values == 0).any() for values in cases) >= 5
    assert sum(len(np.unique(values)) < len(values) for values in cases) >= 5
    assert any(values.dtype.kind == "i" for values in cases)
    assert exercises.cases(FUNNEL)[1][0] == sum(exercises.cases(RATES)[1][:3]) == 0


# --- what the lesson says of its world, and of others -----------------------------------------------------------------


@pytest.fixture(scope="module")
def day():
    """The world of the lesson, its recommended and its random day."""
    return lesson_01.a_day(1)


def holds(found):
    """Whether the sentences of sections 2 to 7 hold, given the findings of a world."""
    assert 0.5 < found["early"] < 0.6  # more than half are gone after seven seconds
    assert 0.24 < found["early_random"] - found["early"] < 0.28  # about 26 points of a hundred
    assert 5.3 < found["fall"] < 8  # completion falls sixfold …
    assert found["flat"] < 1.25  # … and valid plays hardly move
    assert 4.4 < found["moved"] < 5.5  # nearly five times as high, by the line alone
    assert found["gini_random"] + 0.3 < found["gini_alike"] < found["gini"] - 0.05  # quality explains a part, not all
    assert 2.3 < found["valid_times"] < 2.7 and 2.6 < found["praise_times"] < 4.3


def test_the_lessons_world_is_as_it_says(day):
    world, log, random_log = day
    found = lesson_01.findings(*day)
    holds(found)
    assert round(found["fall"]) == 6
    assert np.median(log["play_time_ms"]) < 7_000 < 60_000 < log["play_time_ms"].max()
    assert (log["play_time_ms"] == 0).any() and (random_log["play_time_ms"] > 0).all()  # covers that nobody opened
    assert 0.03 < np.mean(log["duration_ms"] == 0) < 0.036  # one row in thirty
    assert np.isinf((log["play_time_ms"] / log["duration_ms"]).mean())
    assert logs.rates(log, by_duration=True)["valid_play"].between(0.39, 0.5).all()
    exposures = np.bincount(log["video_id"], minlength=world.videos)
    assert metrics.top_share(exposures, 0.2) > 0.5
    alike = lesson_01.middle(world)
    assert alike.mean() == pytest.approx(0.1, abs=0.001) and np.ptp(world.video_quality[alike]) < 0.3
    proposed = metrics.gini(world.video_popularity[alike])  # most of the rest is how often retrieval proposes
    assert proposed > 0.9 * metrics.gini(exposures[alike])


def test_the_stored_worlds_are_what_a_world_gives_and_say_the_same():
    stored = json.loads(lesson_01.STORED.read_text())
    assert len(stored) == len(lesson_01.WORLDS) == 12
    again = lesson_01.findings(*lesson_01.a_day(lesson_01.WORLDS[0]))
    assert stored[0]["all"] == pytest.approx(again, abs=1e-4)
    for world in stored:
        holds(world["all"])
    praise, half = intervals.interval([world["all"]["praise_times"] for world in stored])
    assert round(praise, 1) == 3.4 and praise + half < 3.8


def asks(worlds, creator):
    """Whether what the lesson says of a creator's topic holds over worlds, {name: share} each."""
    found = pd.DataFrame(worlds)
    for name, other in (("visits of short", "visits of long"), ("visit of finished", "visit of unfinished")):
        gap, half = intervals.interval(found[name] - found[other])
        assert gap > half, (creator, name)
    buyers = 100_000 * found["valid"] * found["visit"] * lesson_01.assumed(creator).buy
    assert buyers.between(1, 10).all()  # a handful
    assert 0.12 < 1 - found["valid"].mul(found["visit"]).div(found["visits"]).mean() < 0.28  # about one visit in five


@pytest.mark.parametrize("creator", CREATORS)
def test_what_the_lesson_says_of_a_creators_topic_holds_over_the_stored_worlds(creator):
    asks([world[CREATORS[creator].topic] for world in json.loads(lesson_01.STORED.read_text())], creator)


@pytest.mark.parametrize("creator", CREATORS)
def test_the_sliders_one_world_and_the_twelve_do_not_agree(day, creator):
    topic = CREATORS[creator].topic
    ours = lesson_01.topic_findings(*day[:2], topic)["visit"]
    mean, half = intervals.interval([world[topic]["visit"] for world in json.loads(lesson_01.STORED.read_text())])
    assert abs(ours - mean) > half


@pytest.mark.seeds
def test_every_sentence_holds_in_ten_fresh_worlds():
    topics = {creator: [] for creator in CREATORS}
    for seed in range(700, 710):
        world, log, random_log = lesson_01.a_day(seed)
        holds(lesson_01.findings(world, log, random_log))
        for creator, found in topics.items():
            found.append(lesson_01.topic_findings(world, log, CREATORS[creator].topic))
    for creator, found in topics.items():
        asks(found, creator)


def test_what_is_published_is_as_the_text_says():
    rows = published.kuairand().set_index(["metric", "segment", "policy"])["value"]
    assert lesson_01.UNKNOWN == 7_583 - 7_344 and lesson_01.VIDEOS == 7_583
    for policy, low, high in (("personalised", 0.4, 0.5), ("random", 0.16, 0.2)):
        valid = [rows["valid_play", name, policy] for name in logs.BIN_NAMES]
        assert low < min(valid) and max(valid) < high  # flat in both feeds
    ends = [rows["complete_play", name, "personalised"] for name in (logs.BIN_NAMES[0], logs.BIN_NAMES[-1])]
    assert round(ends[0] / ends[1]) == 6
    users = [round(100 * rows["valid_play", "same users", policy]) for policy in platform.POLICIES]
    videos = [round(100 * rows["valid_play", "same videos", policy]) for policy in platform.POLICIES]
    assert users == [45, 16] and videos == [39, 19]
    times = [
        rows[metric, "all", "personalised"] / rows[metric, "all", "random"] for metric in ("valid_play", "positive")
    ]
    assert 2.5 < times[0] < 2.6 and round(times[1], 1) == 3.8


def test_few_plays_on_a_large_platform_are_published_as_the_text_says():
    few = published.number("bilibili_views_median")
    assert "45.6 % under 332 views" in few.source and few.date == "about 2020"


def test_lengths_are_lost_by_video_and_nothing_else_is():
    log = pd.DataFrame({"video_id": np.repeat(np.arange(10), 3), "duration_ms": 9_000, "play_time_ms": 5_000})
    holes = lesson_01.forget_lengths(log, videos=10, unknown=4, seed=3)
    assert (holes["duration_ms"] == 0).sum() == 12 and (holes["play_time_ms"] == 5_000).all()
    assert (holes.groupby("video_id")["duration_ms"].nunique() == 1).all() and (log["duration_ms"] == 9_000).all()


def test_plays_of_one_video_leave_a_wider_interval_than_plays_of_many():
    visited = np.repeat([1, 0], [60, 540])
    many = pd.DataFrame({"video_id": np.random.default_rng(0).permutation(600) % 60, "is_profile_enter": visited})
    few = pd.DataFrame({"video_id": np.arange(600) // 60, "is_profile_enter": visited})
    narrow, wide = (np.ptp(lesson_01.visit_interval(plays)) for plays in (many, few))
    assert wide > 2 * narrow and 0.03 < narrow < 0.08


@pytest.mark.parametrize("creator", CREATORS)
def test_a_creators_own_question_is_answered_with_intervals_in_both_languages(creator):
    english = lesson_01.own_answer(creator)
    assert "±" in english and not re.search(r"[{}]|nan", english)
    with spoken("zh"):
        chinese = lesson_01.own_answer(creator)
    numbers = re.findall(r"[\d.,]+\s±\s[\d.,]+", english)
    assert numbers and re.findall(r"[\d.,]+\s±\s[\d.,]+", chinese) == numbers
    assert not re.search("[a-z]{3}", chinese)


def test_rent_over_income_is_what_the_first_question_asks():
    sells, visits = lesson_01.assumed("coding_teacher"), [w["programming"]["visit"] for w in lesson_01._stored()]
    needed = [lesson_01.RENT / FUNNEL.reference(1_000, 1, visit, *sells) for visit in visits]
    mean, half = intervals.interval(needed)
    assert f"{mean:,.0f},000 ± {half:.0f},000 valid plays" in lesson_01.own_answer("coding_teacher")


CORNERS = [*itertools.product((1_000, 2_000_000), (5, 60), (0.5, 10.0), (0.05, 5.0), (9, 999))]


@pytest.mark.parametrize("values", CORNERS[::3])
def test_the_funnel_is_in_the_picture_wherever_the_sliders_stand(values):
    draw = lesson_01.funnel(FUNNEL.reference, 0.44, 0.04, lesson_01.assumed("coding_teacher"))
    figure, ax = new_figure(figsize=(7, 3.2))
    said = draw(ax, *values)
    figure.canvas.draw()
    assert all(figure.bbox.x0 <= text.get_window_extent().x0 < text.get_window_extent().x1 <= figure.bbox.x1
               for text in ax.texts)  # fmt: skip
    people = ax.lines[0].get_xdata()
    assert np.all(np.diff(people) < 0) and ax.get_xlim()[0] < people[-1] and people[0] < ax.get_xlim()[1]
    assert not said.startswith("0 ")


def test_figures_and_tables_speak_the_learners_language(day):
    _, log, random_log = day
    lengths = logs.rates(log, by_duration=True)
    with spoken("zh"):
        figure, axes = new_figure(rows=2, columns=2)
        lesson_01.draw_patience(axes[0, 0], log["play_time_ms"] / 1000, random_log["play_time_ms"] / 1000)
        lesson_01.draw_exposure(axes[0, 1], np.arange(9), np.ones(9))
        lesson_01.draw_lengths(axes[1], lengths["complete_play"], lengths["valid_play"])
        figure.canvas.draw()
        texts = [text.get_text() for ax in axes.flat for text in (ax.title, ax.xaxis.label, ax.yaxis.label)]
        texts += [text.get_text() for ax in axes.flat if ax.get_legend() for text in ax.get_legend().get_texts()]
        tables = lesson_01.beside_published(log, random_log), lesson_01.beside_others(*day)
    texts += [str(name) for table in tables for name in (*table.index, *table.columns)]
    assert not [text for text in texts if re.search("[a-z]{3}", text)]


@pytest.mark.parametrize("creator", CREATORS)
def test_the_made_up_channels_intervals_hold_what_it_was_drawn_from(creator):
    rates = mychannel.sample(creator).rates(creator).loc[list(lesson_01.FUNNEL)]
    assert rates["simulated"].between(rates["low"], rates["high"]).all()
    assert rates["own"].idxmin() == "follows" and rates["own"].nsmallest(2).iloc[1] > 10 * rates["own"].min()


def follows(events, views):
    """What `rates` says of follows on ten alike videos with so many events and views in all."""
    videos = mychannel.sample(videos=10).videos.assign(follows=events / 10, views=views / 10)
    return mychannel.Channel("YouTube", videos).rates().loc["follows"]


def test_two_follows_lean_on_the_simulation_and_two_hundred_on_themselves():
    few, many = follows(2, 1_000), follows(200, 100_000)
    assert few["own"] == many["own"] == 0.002
    weight = [(row["shrunk"] - row["own"]) / (row["simulated"] - row["own"]) for row in (few, many)]
    assert weight[0] > 0.5 and weight[1] < 0.1
    assert few["high"] / few["low"] > 5 > 1.5 > many["high"] / many["low"]


def test_one_hit_tells_less_than_many_videos_with_the_same_views():
    wider = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        own = 0.0136 * np.exp(0.4 * rng.standard_normal(30) - 0.08)
        spreads = []
        for views in (np.full(30, 10_000), np.r_[271_000, np.full(29, 1_000)]):
            videos = mychannel.sample(videos=30).videos.assign(views=views, likes=rng.binomial(views, own))
            row = mychannel.Channel("YouTube", videos).rates().loc["likes"]
            spreads.append(row["high"] / row["low"])
        wider.append(spreads[1] / spreads[0])
    assert np.mean(np.array(wider) > 1) >= 0.9
    assert np.median(wider) > 1.5


def test_the_simulated_months_follows_of_a_small_channel_are_few():
    for creator in CREATORS:
        videos = mychannel.sample(creator).videos
        months = videos.groupby(videos["published"].dt.to_period("M"))
        assert months["follows"].sum().median() < 30


@pytest.mark.parametrize("creator", CREATORS)
def test_the_sliders_start_on_their_steps(creator):
    rules = monetization.assumed_rules(creator)
    assert (int(rules.course_price) - 9) % 10 == 0
    assert round(100 * rules.list_share * rules.course_buy / 0.05, 6) % 1 == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rates_are_drawn_even_where_an_export_has_none(language):
    full = mychannel.sample().rates()
    none, missing = full.copy(), full.copy()
    none.loc["follows", ["events", "own", "low"]] = 0
    missing.loc["profile_enters", ["events", "own", "low", "high"]] = np.nan
    missing.loc["profile_enters", "views"] = 0
    with spoken(language):
        for rates in (full, none, missing):
            figure, ax = new_figure(figsize=(7, 3.2))
            lesson_01.draw_rates(ax, rates)
            figure.canvas.draw()
            low, high = ax.get_xlim()
            assert lesson_01.SMALLEST * 0.5 < low < 1 < 10 < high < 100
            assert len(ax.get_legend().get_texts()) == 2
            labels = [label.get_text() for label in ax.get_yticklabels()]
            assert any("47" in label for label in labels) == (rates is not none)


def test_the_table_of_rates_speaks_the_learners_language():
    rates = mychannel.sample().rates()
    table = lesson_01.per_thousand(rates)
    assert table.columns.tolist() == ["own", "from", "to", "simulated", "shrunk"]
    assert table.loc["follows", "own"] == round(1000 * rates.loc["follows", "own"], 2)
    with spoken("zh"):
        chinese = lesson_01.per_thousand(rates)
        assert not [name for name in (*chinese.columns, *chinese.index, chinese.index.name) if name.isascii()]
