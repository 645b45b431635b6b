"""Randomised uploads: the plan is balanced within topics, and its power is what simulated tests find."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kml import experiments


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=40).filter(lambda topics: len(topics) % 2 == 0))
def test_each_pair_has_one_of_each_way_and_one_topic_where_it_can(topics):
    treated, pair = experiments.assign(topics, seed=3)
    assert treated.dtype == bool and treated.sum() == len(topics) // 2
    assert Counter(pair.tolist()) == {number: 2 for number in range(len(topics) // 2)}
    assert np.bincount(pair, weights=treated).tolist() == [1] * (len(topics) // 2)
    mixed = sum(len({topics[i] for i in np.flatnonzero(pair == number)}) > 1 for number in set(pair))
    assert mixed == sum(count % 2 for count in Counter(topics).values()) // 2  # only what is left over


def test_the_coin_is_fair_and_pairs_are_tossed_one_by_one():
    plans = np.array([experiments.assign("abababab", seed=seed)[0] for seed in range(2000)])
    assert np.abs(plans.mean(axis=0) - 0.5).max() < 4 * 0.5 / np.sqrt(2000)
    assert len({tuple(plan) for plan in plans.tolist()}) == 2**4
    again = experiments.assign("abababab", seed=7)[0]
    assert np.array_equal(again, plans[7])


@pytest.mark.parametrize(("lift", "videos"), [(0.0, 20), (2.0, 20), (0.5, 60), (-0.5, 60)])
def test_power_is_what_simulated_uploads_find(lift, videos):
    """Lognormal views, half of the videos in the new way: the t-test of their logarithms."""
    runs, rng = 6000, np.random.default_rng(1)
    old, new = rng.normal(0, 1.2, size=(2, runs, videos // 2))
    found = np.mean(stats.ttest_ind(new + np.log1p(lift), old, axis=1).pvalue < 0.05)
    expected = experiments.uploads_power(lift, 1.2, videos)
    assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / runs)


def test_pairs_cancel_their_topic_and_have_half_the_degrees_of_freedom():
    runs, rng = 6000, np.random.default_rng(3)
    topic, (old, new) = rng.normal(size=(runs, 10)), rng.normal(size=(2, runs, 10))
    found = np.mean(stats.ttest_rel(new + topic + np.log(3), old + topic, axis=1).pvalue < 0.05)
    expected = experiments.uploads_power(2, np.sqrt(2), 20, explained=0.5, paired=True)
    assert abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / runs)
    assert expected < experiments.uploads_power(2, np.sqrt(2), 20, explained=0.5)


def test_the_permutation_test_has_about_this_power():
    runs, rng = 400, np.random.default_rng(2)
    groups = rng.normal(0, 1, size=(runs, 2, 10))
    found = np.mean([experiments.permutation_test(a, b + np.log(4), draws=199).p <= 0.05 for a, b in groups[:, :, :6]])
    assert abs(found - experiments.uploads_power(3, 1, 12)) < 4 * 0.5 / np.sqrt(runs)


@pytest.mark.parametrize("explained", [0.0, 0.6])
@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_the_smallest_lift_is_found_just_often_enough(explained, paired, power):
    lift = experiments.smallest_lift(30, 1.56, explained, paired, power=power)
    assert experiments.uploads_power(lift, 1.56, 30, explained, paired) == pytest.approx(power, abs=1e-6)


def test_what_explains_half_of_the_variance_is_worth_twice_the_videos():
    with_past, twice = experiments.uploads_power(0.5, 1.0, 200, explained=0.5), experiments.uploads_power(0.5, 1.0, 400)
    assert with_past == pytest.approx(twice, abs=0.002)


def test_a_sure_lift_is_found_surely_and_none_at_the_rate_of_false_alarms():
    assert experiments.uploads_power(1e6, 0.1, 20) == pytest.approx(1)
    assert experiments.uploads_power(0, 1.0, 20, alpha=0.1) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.assign([]), "topics"),
        (lambda: experiments.assign(["a", "b", "c"]), "topics"),
        (lambda: experiments.uploads_power(-1, 1, 20), "lift"),
        (lambda: experiments.uploads_power(0.1, 0, 20), "sigma"),
        (lambda: experiments.uploads_power(0.1, 1, 21), "videos"),
        (lambda: experiments.uploads_power(0.1, 1, 2), "videos"),
        (lambda: experiments.uploads_power(0.1, 1, 20, explained=1), "explained"),
        (lambda: experiments.smallest_lift(20, 1, power=1), "power"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
