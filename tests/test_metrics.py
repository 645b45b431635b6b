"""Metrics against hand-worked examples, closed forms and properties."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm
from sklearn.metrics import ndcg_score

from kml import metrics

seconds = st.floats(0, 600, allow_nan=False)
holdings = arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1e6)).filter(lambda values: values.sum() > 1e-3)


# --- watching --------------------------------------------------------------------------------------------------------


def test_watch_ratio_counts_replays_and_marks_missing_durations():
    ratio = metrics.watch_ratio([5, 30, 12], [10, 20, 0])
    assert ratio[:2].tolist() == [0.5, 1.5]
    assert np.isnan(ratio[2])


@pytest.mark.parametrize(
    ("watched", "duration", "valid", "long", "complete"),
    [
        (7.0, 60, False, False, False),  # valid play is strictly more than 7 s
        (7.1, 60, True, False, False),
        (18.0, 60, True, True, False),
        (5.0, 5, True, True, True),  # a video no longer than the threshold counts when it ends
        (4.9, 5, False, False, False),
        (12.0, 12, True, True, True),
        (11.0, 12, True, False, False),
        (70.0, 60, True, True, True),
        (10.0, 0, True, False, False),  # duration unknown: only the seconds count
    ],
)
def test_thresholds_of_kuairand(watched, duration, valid, long, complete):
    assert metrics.valid_play([watched], [duration]).tolist() == [valid]
    assert metrics.long_view([watched], [duration]).tolist() == [long]
    assert metrics.complete_play([watched], [duration]).tolist() == [complete]


@given(seconds, st.floats(0.5, 600))
def test_a_long_view_is_a_valid_play(watched, duration):
    assert metrics.long_view([watched], [duration]) <= metrics.valid_play([watched], [duration])


@given(seconds, seconds, st.floats(0.5, 600))
def test_watching_longer_never_loses_a_play(one, other, duration):
    short, long = sorted((one, other))
    for kind in (metrics.valid_play, metrics.long_view, metrics.complete_play):
        assert kind([short], [duration]) <= kind([long], [duration])


# --- concentration ---------------------------------------------------------------------------------------------------


def test_gini_by_hand():
    assert metrics.gini([1, 1, 1, 1]) == pytest.approx(0)
    assert metrics.gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert metrics.gini([1, 2, 3]) == pytest.approx(2 / 9)


@given(holdings)
def test_gini_is_the_mean_difference_over_twice_the_mean(values):
    differences = np.abs(values[:, None] - values).mean()
    assert metrics.gini(values) == pytest.approx(differences / (2 * values.mean()), abs=1e-9)


@given(holdings, st.floats(0.01, 1e3))
def test_concentration_ignores_units_and_order(values, factor):
    assert metrics.gini(factor * values[::-1]) == pytest.approx(metrics.gini(values), abs=1e-9)
    assert metrics.top_share(factor * values[::-1], 0.2) == pytest.approx(metrics.top_share(values, 0.2), abs=1e-9)


@given(holdings)
def test_lorenz_curve_is_convex_below_the_diagonal_and_holds_the_gini(values):
    holders, held = metrics.lorenz(values)
    assert (holders[0], held[0], holders[-1]) == (0, 0, 1) and held[-1] == pytest.approx(1)
    assert np.all(held <= holders + 1e-9)
    assert np.all(np.diff(held, 2) >= -1e-9)
    area = np.sum((held[1:] + held[:-1]) / 2 * np.diff(holders))
    assert metrics.gini(values) == pytest.approx(1 - 2 * area, abs=1e-9)


@given(holdings, st.floats(0.01, 1), st.floats(0.01, 1))
def test_top_share_grows_with_the_top_and_is_at_least_its_size(values, one, other):
    small, large = sorted((one, other))
    assert small - 1e-9 <= metrics.top_share(values, small) <= metrics.top_share(values, large) + 1e-9


def test_lognormal_closed_forms():
    """Gini 2Φ(σ/√2) − 1 and top share Φ(σ − z): the formulas of the income lesson."""
    sigma = 1.5
    values = np.exp(sigma * norm.ppf((np.arange(200_000) + 0.5) / 200_000))
    assert metrics.gini(values) == pytest.approx(2 * norm.cdf(sigma / np.sqrt(2)) - 1, abs=2e-3)
    assert metrics.top_share(values, 0.2) == pytest.approx(norm.cdf(sigma - norm.ppf(0.8)), abs=2e-3)


# --- predictions -----------------------------------------------------------------------------------------------------

targets = arrays(np.float64, st.integers(2, 25), elements=st.integers(-20, 20).map(float))


@st.composite
def predictions(draw):
    y = draw(targets)
    return y, draw(arrays(np.float64, len(y), elements=st.integers(-20, 20).map(float)))


def test_errors_by_hand():
    y, guess = [1.0, 2.0, 6.0], [1.0, 4.0, 2.0]
    assert metrics.mae(y, guess) == pytest.approx(2)
    assert metrics.rmse(y, guess) == pytest.approx(np.sqrt(20 / 3))
    assert metrics.r2(y, guess) == pytest.approx(1 - 20 / 14)


@given(predictions())
def test_mae_is_at_most_rmse(pair):
    assert metrics.mae(*pair) <= metrics.rmse(*pair) + 1e-9


@given(targets)
def test_r2_of_the_mean_is_zero_and_of_the_truth_is_one(y):
    if np.ptp(y) == 0:
        assert np.isnan(metrics.r2(y, y))
    else:
        assert metrics.r2(y, np.full(len(y), y.mean())) == pytest.approx(0, abs=1e-9)
        assert metrics.r2(y, y) == 1


@given(predictions())
def test_xauc_is_the_share_of_pairs_in_order(pair):
    y, guess = pair
    different = y[:, None] > y
    right = np.sign(guess[:, None] - guess) / 2 + 0.5
    expected = right[different].mean() if different.any() else np.nan
    assert metrics.xauc(y, guess) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(predictions())
def test_xauc_knows_only_the_order_and_turns_with_it(pair):
    y, guess = pair
    if np.ptp(y) > 0:
        assert metrics.xauc(y, np.exp(guess / 10)) == pytest.approx(metrics.xauc(y, guess))
        assert metrics.xauc(y, -guess) == pytest.approx(1 - metrics.xauc(y, guess))


# --- rankings --------------------------------------------------------------------------------------------------------


def test_recall_and_ndcg_by_hand():
    """Relevant: 7 and 9. Found at rank 2; the ideal list has them at ranks 1 and 2."""
    ideal = 1 + 1 / np.log2(3)
    assert metrics.recall_at_k([4, 7, 5, 9], [7, 9], k=3) == 0.5
    assert metrics.ndcg_at_k([4, 7, 5, 9], [7, 9], k=3) == pytest.approx(1 / np.log2(3) / ideal)
    assert metrics.recall_at_k([4, 7, 5, 9], [7, 9], k=4) == 1
    assert metrics.ndcg_at_k([7, 9, 5, 4], [7, 9], k=4) == 1
    assert np.isnan(metrics.recall_at_k([1], [], 1)) and np.isnan(metrics.ndcg_at_k([1], [], 1))


@st.composite
def rankings(draw):
    ids = draw(st.permutations(range(draw(st.integers(2, 15)))))
    relevant = draw(st.lists(st.sampled_from(ids), unique=True, min_size=1))
    return list(ids), relevant, draw(st.integers(1, len(ids)))


@given(rankings())
def test_ndcg_is_scikit_learns(ranking):
    ranked, relevant, k = ranking
    gains = [[float(video in relevant) for video in ranked]]
    scores = [[-float(place) for place in range(len(ranked))]]
    assert metrics.ndcg_at_k(ranked, relevant, k) == pytest.approx(ndcg_score(gains, scores, k=k))


@given(rankings())
def test_a_relevant_video_further_up_never_hurts(ranking):
    ranked, relevant, k = ranking
    for place in range(1, len(ranked)):
        if ranked[place] in relevant and ranked[place - 1] not in relevant:
            better = [*ranked[: place - 1], ranked[place], ranked[place - 1], *ranked[place + 1 :]]
            assert metrics.ndcg_at_k(better, relevant, k) >= metrics.ndcg_at_k(ranked, relevant, k)
            assert metrics.recall_at_k(better, relevant, k) >= metrics.recall_at_k(ranked, relevant, k)


@given(rankings())
def test_recall_grows_with_k_to_the_whole(ranking):
    ranked, relevant, _ = ranking
    recalls = [metrics.recall_at_k(ranked, relevant, k) for k in range(1, len(ranked) + 1)]
    assert recalls == sorted(recalls) and recalls[-1] == 1


def test_coverage_and_novelty_by_hand():
    assert metrics.coverage([[0, 1], [1, 2]], 10) == 0.3
    assert metrics.novelty([[0, 1], [1, 2]], [8, 4, 0, 1], viewers=8) == pytest.approx((0 + 1 + 1 + 3) / 4)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=8))
def test_another_list_never_lowers_coverage(lists):
    shares = [metrics.coverage(lists[:n], 10) for n in range(1, len(lists) + 1)]
    assert shares == sorted(shares) and shares[-1] <= 1


@given(arrays(np.float64, 6, elements=st.integers(0, 8).map(float)), st.lists(st.integers(0, 5), min_size=1))
def test_novelty_is_never_negative_and_zero_for_what_all_have_seen(seen_by, ids):
    value = metrics.novelty(ids, seen_by, viewers=8)
    assert 0 <= value <= 3
    assert (value == 0) == bool(np.all(seen_by[ids] == 8))


# --- logs: off-policy estimates and homogeneity ----------------------------------------------------------------------


@st.composite
def logs(draw, most=8):
    n = draw(st.integers(1, most))
    reward = draw(arrays(np.float64, n, elements=st.floats(-5, 5)))
    return reward, draw(arrays(np.float64, n, elements=st.floats(0.05, 1)))


def test_ips_and_snips_by_hand():
    reward, propensity = [1, 0, 1], [0.5, 0.5, 0.1]
    assert metrics.ips(reward, propensity) == pytest.approx((2 + 10) / 3)
    assert metrics.ips(reward, propensity, n=20) == pytest.approx(12 / 20)
    assert metrics.ips(reward, propensity, clip=5) == pytest.approx((2 + 5) / 3)
    assert metrics.snips(reward, propensity) == pytest.approx(12 / 14)
    assert metrics.ips(reward, propensity, target=[0.25, 0.5, 0.4]) == pytest.approx((0.5 + 4) / 3)
    assert np.isnan(metrics.snips(reward, propensity, target=0))


@given(logs(most=6))
def test_ips_is_right_on_average_over_everything_that_could_have_been_seen(log):
    reward, propensity = log
    expected = 0.0
    for seen in product([False, True], repeat=len(reward)):
        seen = np.array(seen)
        chance = np.prod(np.where(seen, propensity, 1 - propensity))
        if seen.any():
            expected += chance * metrics.ips(reward[seen], propensity[seen], n=len(reward))
    assert expected == pytest.approx(reward.mean(), abs=1e-9)


@given(logs(), st.floats(1, 30))
def test_snips_is_a_weighted_mean(log, clip):
    reward, propensity = log
    for cap in (None, clip):
        value = metrics.snips(reward, propensity, clip=cap)
        assert reward.min() - 1e-9 <= value <= reward.max() + 1e-9
        assert metrics.snips(reward + 3, propensity, clip=cap) == pytest.approx(value + 3)
    assert metrics.snips(reward, propensity, target=propensity) == pytest.approx(reward.mean(), abs=1e-9)


@given(logs(), st.floats(1, 30))
def test_clipping_only_takes_away(log, clip):
    reward, propensity = np.abs(log[0]), log[1]
    full, clipped = metrics.ips(reward, propensity), metrics.ips(reward, propensity, clip=clip)
    assert clipped <= full + 1e-9
    assert metrics.ips(reward, propensity, clip=20.1) == pytest.approx(full)


ids = st.lists(st.integers(0, 6), max_size=8)


def test_jaccard_by_hand():
    assert metrics.jaccard([1, 2, 2, 3], [3, 4]) == 1 / 4
    assert np.isnan(metrics.jaccard([], []))


@given(ids, ids)
def test_jaccard_is_symmetric_and_one_for_the_same_things(one, other):
    assert metrics.jaccard(one, one + one) == 1 or not one
    if one or other:
        assert metrics.jaccard(one, other) == metrics.jaccard(other, one)
        assert 0 <= metrics.jaccard(one, other) <= 1


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=6),
)
def test_homogeneity_is_the_mean_of_jaccards(rows, pairs):
    user_id, video_id = np.array(rows).T
    each = [metrics.jaccard(video_id[user_id == one], video_id[user_id == other]) for one, other in pairs]
    each = [value for value in each if not np.isnan(value)]
    value = metrics.homogeneity(user_id, video_id, pairs)
    assert np.isnan(value) if not each else value == pytest.approx(np.mean(each))


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: metrics.gini([]), "values"),
        (lambda: metrics.gini([1, -1]), "values"),
        (lambda: metrics.gini([0, 0]), "values"),
        (lambda: metrics.gini([1, np.nan]), "values"),
        (lambda: metrics.top_share([1, 2], 0), "top"),
        (lambda: metrics.watch_ratio([1, 2], [1]), "duration"),
        (lambda: metrics.valid_play([-1], [1]), "watched"),
        (lambda: metrics.mae([1, 2], [[1], [2]]), "predicted"),
        (lambda: metrics.recall_at_k([1, 1], [1], 2), "ranked"),
        (lambda: metrics.ndcg_at_k([1, 2], [1], 0), "k"),
        (lambda: metrics.ndcg_at_k([1, 2], [2, 2], 1), "relevant"),
        (lambda: metrics.coverage([3], 3), "recommended"),
        (lambda: metrics.novelty([0], [5], 4), "seen_by"),
        (lambda: metrics.ips([1, 0], [0.5, 0]), "propensity"),
        (lambda: metrics.ips([1, 0], [0.5, 1.1]), "propensity"),
        (lambda: metrics.snips([1, 0], [0.5, 1], target=[1]), "target"),
        (lambda: metrics.snips([1, 0], [0.5, 1], target=-1), "target"),
        (lambda: metrics.ips([1], [0.5], clip=0), "clip"),
        (lambda: metrics.ips([1], [0.5], n=0), "n must"),
        (lambda: metrics.homogeneity([0, 1], [0], [[0, 1]]), "video_id"),
        (lambda: metrics.homogeneity([0, 1], [0, 1], [0, 1]), "pairs"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=name):
        call()
