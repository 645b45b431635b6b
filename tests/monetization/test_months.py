"""Simulated months: means are kept, bands are right, covariance is what it says, the best mix is the best."""

import dataclasses
import time

import numpy as np
import pytest

from kml import metrics, platform
from kml import monetization as money
from kml.monetization import mixes
from kml.monetization.profiles import ASSUMED, RATES
from kml.personas import CREATORS


def test_a_month_of_lognormals_has_the_mean_and_variance_it_should():
    z = np.random.default_rng(1).standard_normal((200_000, 6))
    views = money.monthly_views(100.0, 0.8, z)
    assert views.mean() == pytest.approx(600, rel=0.01)
    assert views.var() == pytest.approx(6 * 100**2 * np.expm1(0.8**2), rel=0.05)
    assert money.monthly_views(100.0, 0.0, z[:5]).tolist() == [600] * 5


def test_a_hundred_thousand_months_in_one_go():
    crowd = money.Audience(followers=100_000)
    began = time.process_time()
    counts = money.simulate_months(crowd, 100_000, seed=1)
    income = money.settle(counts, seed=2)
    assert time.process_time() - began < 1, "of processor time, whatever else the machine does"
    assert {column.shape for column in income.values()} == {(100_000,)}
    expected = money.settle(crowd.counts())
    for name, column in income.items():
        assert column.mean() == pytest.approx(expected[name], abs=5 * column.std() / np.sqrt(100_000))


def test_the_same_seed_gives_the_same_months():
    crowd = money.Audience()
    one, other = (money.simulate_months(crowd, 50, seed=3).views for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert not np.array_equal(one, money.simulate_months(crowd, 50, seed=4).views)


def test_bad_months_by_hand():
    chance, error = money.bad_month(np.array([1.0, 2.0, 3.0, 4.0]), 3)
    assert chance == 0.5  # a month that just pays the rent is none
    assert error == pytest.approx(0.25)


def test_risk_adds_up_variances_and_covariances():
    rng = np.random.default_rng(5)
    a = rng.normal(100, 10, 50_000)
    for other, sd in ((a, 20.0), (rng.normal(100, 10, 50_000), np.sqrt(200)), (200 - a, 0.0)):
        risk = money.risk({"one": a, "two": other}, rent=180)
        assert risk.sd == pytest.approx(sd, abs=0.15)
        assert risk.sd == pytest.approx((a + other).std(), abs=1e-6)
        assert risk.alone == pytest.approx(20, rel=0.02)
        assert risk.chance == np.mean(a + other < 180)
        assert risk.low <= risk.mean <= risk.high


def test_four_of_five_channels_hang_on_the_same_views():
    income = money.settle(money.simulate_months(money.Audience(followers=300_000), 20_000, seed=6), seed=7)
    together = np.corrcoef([income[name] for name in money.CHANNELS])
    assert together[0, 1:4].min() > 0.75 and together[0, 2:4].min() > 0.9  # tips are few, and of all sizes
    assert together[4, :4].min() > 0 and together[4, :4].max() < 0.2  # brands pay by the month before


def test_best_effort_is_the_top_of_its_function():
    alone = np.array([3.0, 1.0, 0.0, 2.0])
    best = money.best_effort(alone)
    assert best == pytest.approx(np.array([9, 1, 0, 4]) / 14)
    rng = np.random.default_rng(8)
    for shares in rng.dirichlet(np.ones(4), 200):
        assert alone @ shares**0.5 <= alone @ best**0.5 + 1e-12
    assert money.best_effort(np.zeros(5)) == pytest.approx(np.full(5, 0.2))


def test_best_mixes_are_the_best_of_all_mixes():
    rules = money.assumed_rules("fitness_coach")
    counts = money.simulate_months(money.audience("fitness_coach", 100_000), 500, seed=9)
    best = money.best_mixes(counts, rules, rent=3_000, seed=1)
    assert len(mixes.mixes()) == 126 and set(mixes.mixes().sum(axis=1)) == {mixes.STEPS}
    for mix in ({"courses": 1.0}, {"brands": 0.6, "courses": 0.4}, dict.fromkeys(money.CHANNELS, 0.2), best.safest):
        total = sum(money.settle(counts, rules, mix, seed=1).values())
        assert np.mean(total < 3_000) >= best.chance
        assert total.mean() <= best.rich_mean * (1 + 1e-9)
    total = sum(money.settle(counts, rules, best.safest, seed=1).values())
    assert (np.mean(total < 3_000), total.mean()) == pytest.approx((best.chance, best.mean))


def test_the_creators_are_the_course_s_personas():
    assert money.CREATORS is CREATORS
    assert list(RATES) == list(ASSUMED) == list(CREATORS)


@pytest.mark.parametrize("creator", money.CREATORS)
def test_each_creator_has_rules_that_say_what_is_assumed(creator):
    rows = {row.name: row for row in money.sources(money.assumed_rules(creator), money.audience(creator)).rows}
    for name in ("course_budget", "orders_per_visit", "deals", "follower_share", "minors"):
        assert rows[name].confidence == "assumption" and rows[name].source == "the course"
    assert rows["followers"].source == "you"
    assert rows["ads_per_1000"].confidence == "derived"
    assert rows["sigma"].confidence == "derived"
    assert rows["likes"].confidence == "simulated"


def test_sources_as_text_and_as_a_table():
    shown = money.sources(audience=money.Audience(reach=money.Reach(sigma=1.2)))
    assert repr(shown).count("\n") == len(shown.rows) - 1
    assert shown._repr_html_().count("<tr>") == len(shown.rows) + 1
    assert shown._repr_html_().count("overflow-wrap: anywhere") == len(shown.rows)  # long addresses break
    assert {row.name: row.confidence for row in shown.rows}["sigma"] == "assumption"


@pytest.mark.slow
def test_rates_of_the_creators_are_those_of_the_simulated_platform():
    """Measured again in one world: watching agrees closely, reactions roughly."""
    world = platform.world(viewers=800, videos=3000, seed=0)
    topics = np.array(platform.TOPICS)[world.video_topic]
    mine = np.isin(topics, ["programming", "technology", "fitness", "health"])
    measured = {}
    for key, rates in RATES.items():
        seconds = CREATORS[key].video_s
        duration = np.where(mine, seconds * 1000, world.video_duration_ms)
        log = platform.simulate_day(dataclasses.replace(world, video_duration_ms=duration), days=1, seed=50)
        counts = money.count(log, np.flatnonzero(mine))
        for name in ("valid_plays", "long_views"):
            assert getattr(counts, name) / counts.views == pytest.approx(rates[name], rel=0.1)
        assert counts.hours * 3600 / counts.views == pytest.approx(rates["watch_s"], rel=0.15)
        measured[seconds] = counts.likes / counts.views
        assert 0.5 < measured[seconds] / rates["likes"] < 2
    assert sorted(measured, key=measured.get) == [180, 120, 75, 45]  # the longer, the less praise


def test_the_spread_of_a_video_is_that_of_kuairands_exposures():
    views = money.monthly_views(1.0, money.DEFAULT_REACH.sigma, np.random.default_rng(1).standard_normal((100_000, 1)))
    assert metrics.gini(views) == pytest.approx(0.729, abs=0.01)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.Audience(followers=-1), "followers"),
        (lambda: money.Audience(videos=0), "videos"),
        (lambda: money.simulate_months(money.Audience(), 0), "months"),
        (lambda: money.monthly_views(1, -1, [[0.0]]), "sigma"),
        (lambda: money.audience("influencer"), "creator"),
        (lambda: money.assumed_rules("influencer"), "creator"),
        (lambda: money.best_effort([1, 2], returns=1), "returns"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        call()
