"""Moderation: Bayes by counting, cheapest thresholds by brute force, and who pays for which error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from kml import trust

SCORES = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5]), min_size=1, max_size=12)


def test_precision_is_what_counting_says():
    assert trust.precision(0.009, 0.99, 0.01) == pytest.approx(891 / (891 + 991))
    assert trust.precision(0.5, 0.99, 0.01) == pytest.approx(0.99)
    assert np.isnan(trust.precision(0.1, 0, 0))


@settings(max_examples=60, deadline=None)
@given(SCORES, st.integers(0, 2**12), st.integers(0, 9), st.integers(0, 9))
def test_no_threshold_is_cheaper(scores, bits, miss, wrong):
    score = np.array(scores)
    harmful = np.array([bits >> k & 1 for k in range(len(score))], dtype=bool)

    def cost(t):
        return miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t))

    best = trust.cheapest_threshold(score, harmful, miss, wrong)
    others = [0, *score, *(score + 0.01), np.inf]
    assert cost(best) == min(map(cost, others))
    assert not any(cost(t) == cost(best) and t < best for t in score)


def test_costs_agree_with_the_cheapest_threshold_and_with_theory():
    score, harmful = trust.uploads(20_000, base_rate=0.01, separation=3, seed=1)
    assert harmful.sum() == 200
    table = trust.moderation_costs(score, harmful, np.unique(score), miss=5, wrong=1)
    assert table["threshold"][table["total"].argmin()] == trust.cheapest_threshold(score, harmful, 5, 1)
    at = trust.moderation_costs(score, harmful, [2.0], miss=1, wrong=1).iloc[0]
    assert at["recall"] == pytest.approx(norm.sf(-1), abs=0.06)
    assert at["precision"] == pytest.approx(trust.precision(0.01, norm.sf(-1), norm.sf(2)), abs=0.05)


def test_appeals_help_creators_and_cost_the_platform():
    score, harmful = trust.uploads(5000, seed=2)
    none, all_of_them = (
        trust.moderation_costs(score, harmful, [2.0, np.float64(9)], 5, 1, appeal=a, review=0.1) for a in (0, 1)
    )
    assert all_of_them["creators"][0] == pytest.approx(none["creators"][0] / 2)
    assert none["platform"][0] == 0 and all_of_them["platform"][0] == pytest.approx(0.1 * none["removed"][0])
    assert np.isnan(none["precision"][1]) and none["viewers"][1] == 5 * harmful.sum()


def test_reinstated_videos_are_a_lower_limit():
    assert trust.wrongly_removed(100, 4, 1) == 4
    assert trust.wrongly_removed(100, 4, 0.5) == 8
    assert trust.wrongly_removed(100, 4, 0.01) == 100


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: trust.precision(2, 1, 1), "base_rate must be"),
        (lambda: trust.wrongly_removed(10, 20, 1), "reinstated must be"),
        (lambda: trust.wrongly_removed(10, 2, 0), "appealed must be"),
        (lambda: trust.cheapest_threshold([1, 2], [True], 1, 1), "harmful must have shape"),
        (lambda: trust.moderation_costs([1.0], [True], [0], -1, 1), "miss must be"),
        (lambda: trust.uploads(0), "n must be"),
    ],
)
def test_bad_input_is_named(call, names):
    with pytest.raises(ValueError, match=names):
        call()
