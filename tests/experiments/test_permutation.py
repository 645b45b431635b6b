"""The permutation test: by hand, against SciPy, and as often wrong as it promises, whatever the tails."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kml import experiments

VALUES = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=5)


def test_three_against_two_by_hand():
    """Of the ten ways to choose two of 1, 2, 3, 4, 9, two are as far out as 4 and 9: themselves, and no mirror."""
    result = experiments.permutation_test([1, 2, 3], [4, 9])
    assert result == experiments.Permutation(4.5, 0.1, 10, True)


@settings(max_examples=40, deadline=None)
@given(VALUES, VALUES, st.sampled_from(["mean", "median"]))
def test_unpaired_agrees_with_scipy(control, treatment, statistic):
    function = {"mean": np.mean, "median": np.median}[statistic]
    theirs = stats.permutation_test(
        (treatment, control), lambda a, b, axis: function(a, axis) - function(b, axis), vectorized=True
    )
    mine = experiments.permutation_test(control, treatment, statistic=statistic)
    assert mine.exact and mine.difference == pytest.approx(function(treatment) - function(control))
    far = np.abs(theirs.null_distribution) >= abs(mine.difference) - 1e-9  # theirs doubles the smaller tail
    assert mine.orders == len(theirs.null_distribution) and mine.p == pytest.approx(far.mean())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=2, max_size=8))
def test_pairs_agree_with_scipy(pairs):
    control, treatment = np.array(pairs, dtype=float).T
    theirs = stats.permutation_test(
        (treatment - control,), np.mean, vectorized=True, permutation_type="samples", n_resamples=np.inf
    )
    mine = experiments.permutation_test(control, treatment, paired=True)
    assert mine.orders == 2 ** len(pairs)
    assert mine.p == pytest.approx(np.mean(np.abs(theirs.null_distribution) >= abs(mine.difference) - 1e-9))


@settings(max_examples=40, deadline=None)
@given(VALUES, VALUES, st.booleans())
def test_p_does_not_ask_which_side_is_which(control, treatment, paired):
    if paired:
        treatment = (treatment * 5)[: len(control)]
    one = experiments.permutation_test(control, treatment, paired)
    other = experiments.permutation_test(treatment, control, paired)
    assert one.p == pytest.approx(other.p) and one.difference == pytest.approx(-other.difference)
    assert 1 / one.orders <= one.p <= 1


@pytest.mark.parametrize("tails", ["normal", "lognormal", "student 2"])
@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_false_alarms_stay_at_the_promise_whatever_the_tails(tails, statistic):
    """2,000 tests of nothing, five videos against five: 12 of 252 orders are 4.8 %, the most that 5 % allow."""
    runs, rng = 2000, np.random.default_rng(3)
    draw = {
        "normal": rng.standard_normal,
        "lognormal": lambda size: rng.lognormal(0, 1.56, size=size),
        "student 2": lambda size: rng.standard_t(2, size=size),
    }[tails]
    p = np.array([experiments.permutation_test(a, b, statistic=statistic).p for a, b in draw((runs, 2, 5))])
    rate = np.mean(p <= 0.05)
    assert rate < 12 / 252 + 4 * np.sqrt(0.05 * 0.95 / runs)
    if statistic == "mean":  # medians of five tie often, and ties count against a winner
        assert rate > 12 / 252 - 4 * np.sqrt(0.05 * 0.95 / runs)


def test_drawn_orders_keep_the_promise_too():
    """With 199 draws and the order that happened, p <= 0.05 for exactly 10 of 200 places."""
    runs, rng = 1000, np.random.default_rng(4)
    results = [
        experiments.permutation_test(*rng.lognormal(0, 1.5, size=(2, 15)), draws=199, seed=seed) for seed in range(runs)
    ]
    assert not any(result.exact for result in results) and {result.orders for result in results} == {200}
    assert min(result.p for result in results) >= 1 / 200
    assert abs(np.mean([result.p <= 0.05 for result in results]) - 0.05) < 4 * np.sqrt(0.05 * 0.95 / runs)


def test_drawn_orders_come_near_all_orders_and_repeat():
    rng = np.random.default_rng(5)
    control, treatment = rng.normal(size=10), rng.normal(0.8, size=10)
    everything = experiments.permutation_test(control, treatment)
    assert everything.exact and everything.orders == 184_756
    pairs = rng.normal(0.3, size=24), np.zeros(24)
    drawn = experiments.permutation_test(*pairs, paired=True, seed=6)
    assert not drawn.exact and drawn.orders == 10_000
    assert drawn == experiments.permutation_test(*pairs, paired=True, seed=6)
    assert drawn.p == pytest.approx(stats.ttest_1samp(pairs[0], 0).pvalue, abs=0.02)


def test_pairs_by_topic_find_what_groups_do_not():
    """Topics that differ a lot, a change that adds the same to all: only the pairs see it."""
    topic = np.arange(10) * 2.0
    noise = np.random.default_rng(6).normal(0, 0.3, size=(2, 10))
    control, treatment = topic + noise[0], topic + 0.8 + noise[1]
    assert experiments.permutation_test(control, treatment, paired=True).p < 0.01
    assert experiments.permutation_test(control, treatment).p > 0.5


@pytest.mark.parametrize("paired", [False, True])
def test_the_interval_holds_the_shift_as_often_as_it_says(paired):
    runs, rng = 500, np.random.default_rng(7)
    held = 0
    for _ in range(runs):
        control, treatment = rng.laplace(size=(2, 8 if paired else 5))
        low, high = experiments.permutation_interval(control, treatment + 0.7, paired)
        held += low <= 0.7 <= high
    assert abs(held / runs - 0.95) < 4 * np.sqrt(0.05 * 0.95 / runs)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.floats(-3, 3))
def test_the_interval_and_the_test_say_the_same(seed, paired, shift):
    control, treatment = np.random.default_rng(seed).normal(size=(2, 6))
    low, high = experiments.permutation_interval(control, treatment, paired)
    refused = experiments.permutation_test(control, treatment - shift, paired).p <= 0.05
    near = min(abs(shift - low), abs(shift - high)) < 1e-6
    assert near or refused == (not low < shift < high)


def test_too_few_videos_refuse_nothing():
    assert experiments.permutation_interval([1, 2], [100, 101]) == (-np.inf, np.inf)
    assert experiments.permutation_interval(np.zeros(8), np.ones(8)) == pytest.approx((1, 1))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.permutation_test([1], [1, 2]), "control"),
        (lambda: experiments.permutation_test([1, 2], [1, np.nan]), "treatment"),
        (lambda: experiments.permutation_test([1, 2, 3], [1, 2], paired=True), "treatment"),
        (lambda: experiments.permutation_test([1, 2], [1, 2], statistic="mode"), "statistic"),
        (lambda: experiments.permutation_test([1, 2], [1, 2], draws=5), "draws"),
        (lambda: experiments.permutation_interval([1, 2], [1, 2], alpha=0), "alpha"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
