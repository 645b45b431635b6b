"""Shares with intervals: against statsmodels, against simulation, and curves that only fall."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from kml import experiments


@settings(deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.sampled_from([0.05, 0.2]))
def test_the_interval_is_wilsons(counts, alpha):
    share, low, high = experiments.share_interval(*counts, alpha=alpha)
    assert share == counts[0] / counts[1] and 0 <= low <= share <= high <= 1
    assert (low, high) == pytest.approx(proportion_confint(*counts, alpha=alpha, method="wilson"), abs=1e-12)


@pytest.mark.parametrize(("truth", "views"), [(0.62, 40), (0.62, 400), (0.05, 100)])
def test_it_holds_the_truth_about_as_often_as_it_says(truth, views):
    kept = np.random.default_rng(1).binomial(views, truth, size=20_000)
    __, low, high = experiments.share_interval(kept, np.full(20_000, views))
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.95, abs=0.02)  # counts are whole: not exactly


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_a_curve_begins_with_all_and_only_falls(watched):
    curve = experiments.retention(watched, seconds=np.arange(0, 102))
    assert curve.share[0] == 1 and curve.share[-1] == 0
    assert np.all(np.diff(curve.share) <= 0)
    assert curve.share[3] == np.mean(np.array(watched) >= 3)
    assert np.all((curve.low <= curve.share) & (curve.share <= curve.high))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.share_interval(3, 2), "kept"),
        (lambda: experiments.share_interval(0, 0), "views"),
        (lambda: experiments.retention([-1.0], [3]), "watched_s"),
        (lambda: experiments.retention([], [3]), "watched_s"),
        (lambda: experiments.retention([1.0], [-3]), "seconds"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must"):
        call()
