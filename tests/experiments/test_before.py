"""The period before: it removes the share of noise that it should, and no promise is broken by it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import experiments

NUMBERS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=20)


@settings(deadline=None)
@given(NUMBERS.filter(lambda pairs: len({x for __, x in pairs}) > 1))
def test_means_are_kept_and_the_past_explains_nothing_any_more(pairs):
    values, before = np.array(pairs, dtype=float).T
    adjusted = experiments.adjust_for_before(values, before)
    assert adjusted.values.mean() == pytest.approx(values.mean(), abs=1e-9)
    assert adjusted.values @ (before - before.mean()) == pytest.approx(0, abs=1e-7)
    assert adjusted.values.var() == pytest.approx((1 - adjusted.removed) * values.var(), abs=1e-9)
    assert -1e-12 <= adjusted.removed <= 1 + 1e-12
    if values.std() > 0:
        assert adjusted.removed == pytest.approx(np.corrcoef(values, before)[0, 1] ** 2, abs=1e-9)


def videos(rng, runs, n=10, lift=0.0):
    """Logarithms of views, a past that explains half of their variance, and who was treated: arrays (runs, n)."""
    before = rng.normal(size=(runs, n))
    treated = rng.permuted(np.tile(np.arange(n) < n // 2, (runs, 1)), axis=1)
    return before + rng.normal(size=(runs, n)) + lift * treated, before, treated


def p_of(values, treated):
    return experiments.permutation_test(values[~treated], values[treated]).p


def test_tests_of_nothing_stay_at_the_promise_and_a_lift_is_found_more_often():
    runs, rng = 1500, np.random.default_rng(1)
    p = [p_of(experiments.adjust_for_before(y, x).values, t) for y, x, t in zip(*videos(rng, runs), strict=True)]
    assert abs(np.mean(np.array(p) <= 0.05) - 12 / 252) < 4 * np.sqrt(0.05 * 0.95 / runs)
    found = np.zeros(2)
    for y, x, t in zip(*videos(rng, 400, lift=2.0), strict=True):
        found += p_of(y, t) <= 0.05, p_of(experiments.adjust_for_before(y, x).values, t) <= 0.05
    assert found[1] > found[0] + 60


def test_the_lift_that_is_measured_stays_the_same_on_average():
    y, x, t = videos(np.random.default_rng(2), 4000, n=40, lift=1.0)
    lifts = []
    for values, before, treated in zip(y, x, t, strict=True):
        after = experiments.adjust_for_before(values, before).values
        lifts.append((values[treated].mean() - values[~treated].mean(), after[treated].mean() - after[~treated].mean()))
    plain, adjusted = np.array(lifts).T
    assert adjusted.mean() == pytest.approx(1.0, abs=0.04)
    assert adjusted.var() / plain.var() == pytest.approx(0.5, abs=0.06)  # half of the variance, as if twice the videos


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.adjust_for_before([1, 2], [1, 2]), "values"),
        (lambda: experiments.adjust_for_before([1, 2, 3], [1, 2]), "values"),
        (lambda: experiments.adjust_for_before([1, 2, 3], [1, 1, 1]), "before"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
