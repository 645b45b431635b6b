"""Which videos differ: by hand, as seldom by mistake as promised, and what is really there is found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kml import experiments


@settings(deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=5, max_size=12).filter(lambda values: len(set(values)) > 2))
def test_each_video_is_compared_with_all_the_others(values):
    differing = experiments.which_differ(values)
    for i, value in enumerate(values):
        others = np.delete(np.array(values, dtype=float), i)
        assert differing.gap[i] == pytest.approx(value - others.mean())
        if others.std() > 0:
            expected = (value - others.mean()) / (others.std(ddof=1) * np.sqrt(1 + 1 / len(others)))
            assert differing.t[i] == pytest.approx(expected, abs=1e-7)
            assert differing.p[i] == pytest.approx(2 * stats.t.sf(abs(expected), len(values) - 2), abs=1e-9)
    assert np.all(differing.adjusted >= differing.p)


def test_a_channel_on_which_nothing_differs_has_a_winner_in_one_of_twenty():
    """3,000 channels of 30 lognormal videos: some p below 0.05 nearly always, some adjusted p in 5 %."""
    runs, rng = 3000, np.random.default_rng(1)
    results = [experiments.which_differ(values) for values in rng.normal(7, 1.56, size=(runs, 30))]
    rate = np.mean([result.adjusted.min() <= 0.05 for result in results])
    assert abs(rate - 0.05) < 4 * np.sqrt(0.05 * 0.95 / runs)
    assert np.mean([result.p.min() <= 0.05 for result in results]) > 0.75


def test_a_hit_of_another_kind_is_found():
    rng, found = np.random.default_rng(2), 0
    for _ in range(200):
        values = rng.normal(7, 1, size=30)
        values[4] = 7 + 6
        differing = experiments.which_differ(values)
        found += differing.adjusted[4] <= 0.05
    assert found > 190
    assert experiments.which_differ([1, 1, 1, 1, 2]).adjusted.tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.which_differ([1, 2, 3, 4]), "values"),
        (lambda: experiments.which_differ([1, 1, 1, 1, 1]), "values"),
        (lambda: experiments.which_differ([1, 2, 3, 4, 5], "sidak"), "method"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
