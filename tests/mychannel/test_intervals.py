"""Intervals hold the truth as often as they say, on simulated channels whose truth is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.monetization.reach import DEFAULT_REACH
from kml.mychannel.intervals import (
    MEDIAN_VIDEOS,
    design_effect,
    median_interval,
    pace_interval,
    rate_interval,
    spread_interval,
)


def held(draw, truth, times=400, seed=0):
    """How often intervals (…, low, high) that `draw(rng)` gives hold the truth."""
    rng = np.random.default_rng(seed)
    intervals = [draw(rng)[-2:] for __ in range(times)]
    return np.mean([low <= truth <= high for low, high in intervals])


@pytest.mark.parametrize("videos", [3, 30])
@pytest.mark.parametrize("rate", [0.0008, 0.0136])
@pytest.mark.parametrize("spread", [0.0, 0.4, 0.8])
def test_a_rates_interval_holds_it_though_videos_differ(videos, rate, spread):
    def interval(rng, effect=design_effect):
        views = np.floor(DEFAULT_REACH.views(2_000, rng.standard_normal(videos))) + 1
        own = rate * np.exp(spread * rng.standard_normal(videos) - spread**2 / 2)
        events = rng.binomial(views.astype(int), np.minimum(own, 1))
        fewer = effect(events, views)
        return rate_interval(events.sum() / fewer, views.sum() / fewer)

    assert 0.84 <= held(interval, rate) <= 0.99
    if spread == 0.8 and rate == 0.0136:  # what one would get by taking all views as independent
        assert held(lambda rng: interval(rng, lambda events, views: 1.0), rate) < 0.6


@pytest.mark.parametrize("n", [6, 9, 30])
def test_the_medians_interval_holds_it_whatever_the_law(n):
    for draw in (lambda rng: rng.lognormal(0, 1.56, n), lambda rng: rng.standard_exponential(n) / np.log(2)):
        assert 0.94 <= held(lambda rng, draw=draw: median_interval(draw(rng)), 1.0, times=800) <= 1


@pytest.mark.parametrize("n", [3, 30])
def test_the_spreads_interval_holds_it(n):
    assert 0.92 <= held(lambda rng: spread_interval(1.56 * rng.standard_normal(n)), 1.56, times=600) <= 0.98


def test_the_paces_interval_holds_it():
    assert 0.94 <= held(lambda rng: pace_interval(rng.poisson(20), 2.0), 10.0, times=600) <= 0.99


def test_too_few_videos_give_no_interval():
    for n in range(MEDIAN_VIDEOS):
        value, low, high = median_interval(np.arange(n))
        assert np.isnan([low, high]).all() and np.isnan(value) == (n == 0)
    assert np.isnan(spread_interval(np.zeros(2))).all()
    assert np.isnan(spread_interval(np.zeros(0))).all()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 10_000)), min_size=1, max_size=20))
def test_the_design_effect_never_makes_views_more(counts):
    events, views = np.array(counts, dtype=float).T
    effect = design_effect(events, views)
    assert effect >= 1
    mean, low, high = rate_interval(events.sum() / effect, views.sum() / effect)
    assert 0 <= low <= mean <= high <= 1


@given(st.integers(0, 30), st.integers(100, 10_000), st.floats(1e-4, 0.2), st.floats(0.5, 50))
def test_a_prior_pulls_towards_itself_and_more_views_pull_away(events, views, rate, weight):
    own = events / views
    pulled = rate_interval(events, views, weight, rate)[0]
    assert min(own, rate) - 1e-12 <= pulled <= max(own, rate) + 1e-12
    assert abs(rate_interval(100 * events, 100 * views, weight, rate)[0] - own) <= abs(pulled - own) + 1e-12
