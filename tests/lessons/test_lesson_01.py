"""The reference answers of lessons 00 and 01 are the library's, and their inputs hold the edges that the text names.

What section 9 says of the made-up channel is true for each creator, and so of any channel like it.
"""

import numpy as np
import pytest

from kml import metrics, monetization, mychannel
from kml.core.look import new_figure
from kml.core.words import spoken
from kml.course.checking import exercises
from kml.lessons import lesson_01
from kml.lessons.answers import answers_00, answers_01
from kml.personas import CREATORS

INCOME = answers_00.EXERCISES[0]
WATCH_RATIO, COMPLETION, RATES, GINI, FUNNEL = answers_01.EXERCISES
SEEDS = [(), *((seed,) for seed in range(20))]  # what everybody sees, and what a grader may see


@pytest.mark.parametrize(
    ("exercise", "library"),
    [(INCOME, monetization.ad_income), (WATCH_RATIO, metrics.watch_ratio), (GINI, metrics.gini)],
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
    assert exercises.cases(INCOME)[1][0] == exercises.cases(FUNNEL)[1][0] == sum(exercises.cases(RATES)[1][:3]) == 0


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
