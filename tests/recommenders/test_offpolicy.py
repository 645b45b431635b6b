"""Off-policy estimates: what must hold for any log, by hand and by hypothesis, and what a wrong argument is told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import metrics
from kml.recommenders import offpolicy


def log(seed, rows=40):
    """(reward, propensity, target, predicted, expected, viewer) of a made-up log."""
    rng = np.random.default_rng(seed)
    chances = rng.uniform(0.02, 1, (2, rows)), rng.normal(size=(2, rows))
    return rng.gamma(2, 8, rows), *chances[0], *chances[1], rng.integers(8, size=rows)


@settings(max_examples=20)
@given(st.integers(0, 2**31))
def test_the_log_s_own_feed_has_the_log_s_mean(seed):
    reward, propensity, __, predicted, __, viewer = log(seed)
    found = offpolicy.judged(reward, propensity, propensity, viewer, predicted, predicted, draws=20)
    np.testing.assert_allclose(found.drop("model")["estimate"], reward.mean())
    assert found.attrs == {"worth": pytest.approx(len(reward)), "largest": pytest.approx(1)}
    assert np.all(found["from"] <= found["to"])


@settings(max_examples=20)
@given(st.integers(0, 2**31))
def test_with_a_model_that_is_right_weights_change_nothing(seed):
    reward, propensity, target, __, expected, __ = log(seed)
    assert offpolicy.doubly_robust(reward, propensity, target, reward, expected) == pytest.approx(expected.mean())


@settings(max_examples=20)
@given(st.integers(0, 2**31))
def test_a_model_that_knows_nothing_is_ips_and_one_of_a_constant_mends_itself(seed):
    reward, propensity, target, *__ = log(seed)
    nothing, weight = np.zeros(len(reward)), offpolicy.weights(propensity, target)
    ips = metrics.ips(reward, propensity, target)
    assert offpolicy.doubly_robust(reward, propensity, target, nothing, nothing) == pytest.approx(ips)
    always = offpolicy.doubly_robust(reward, propensity, target, nothing + 9, nothing + 9)
    assert always == pytest.approx(9 + np.mean(weight * (reward - 9)))


@settings(max_examples=20)
@given(st.integers(0, 2**31))
def test_the_table_has_the_library_s_numbers_and_a_sample_size_that_no_unit_moves(seed):
    reward, propensity, target, predicted, expected, viewer = log(seed)
    found = offpolicy.judged(reward, propensity, target, viewer, predicted, expected, draws=5)["estimate"]
    assert found["IPS"] == pytest.approx(metrics.ips(reward, propensity, target))
    assert found["SNIPS"] == pytest.approx(metrics.snips(reward, propensity, target))
    assert found["DR"] == pytest.approx(offpolicy.doubly_robust(reward, propensity, target, predicted, expected))
    weight = offpolicy.weights(propensity, target)
    worth = offpolicy.effective_sample_size(weight)
    assert 1 <= worth <= len(weight) and offpolicy.effective_sample_size(7 * weight) == pytest.approx(worth)


def test_all_three_are_right_on_average_and_the_model_alone_is_not():
    """Every log of two rows that a fair coin can write, and its chance: the mean over them is the true value."""
    truth, coin, new, model = np.array([6.0, 2.0]), 0.5, np.array([0.9, 0.1]), np.array([5.0, 4.0])
    estimates = []
    for shown in ([0, 0], [0, 1], [1, 0], [1, 1]):
        rows = truth[shown], np.full(2, coin), new[shown]
        robust = offpolicy.doubly_robust(*rows, model[shown], np.full(2, new @ model))
        estimates.append([metrics.ips(*rows), robust])
    np.testing.assert_allclose(np.mean(estimates, axis=0), new @ truth)
    assert abs(new @ model - new @ truth) > 0.5


def test_whom_the_bootstrap_draws_are_viewers():
    """A viewer's rows hang together: forty copies of each tell no more than one."""
    rng = np.random.default_rng(0)
    reward = rng.normal(size=25)
    once, often = (
        offpolicy.judged(np.repeat(reward, n), np.full(25 * n, 0.5), np.full(25 * n, 0.5), np.repeat(np.arange(25), n))
        for n in (1, 40)
    )
    np.testing.assert_allclose(once, often)
    assert once.loc["naive", "to"] - once.loc["naive", "from"] > 0.4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"propensity": [0.5, 0.0]}, "propensity must be"),
        ({"target": [0.5, 1.5]}, "target must be"),
        ({"target": [0.0, 0.0]}, "target must be above 0 in a row at least"),
        ({"viewer": [0]}, "viewer must have shape"),
        ({"predicted": [1.0, 2.0]}, "predicted and expected belong together"),
        ({"draws": 0}, "draws must be"),
    ],
)
def test_a_wrong_argument_is_named(change, message):
    given = {"reward": [1.0, 2.0], "propensity": [0.5, 0.5], "target": [1.0, 0.0], "viewer": [0, 1]}
    with pytest.raises(ValueError, match=message):
        offpolicy.judged(**given | change)


def test_weights_that_are_all_0_are_worth_nothing():
    assert offpolicy.effective_sample_size([0, 0]) == 0
    with pytest.raises(ValueError, match="weight must be"):
        offpolicy.effective_sample_size([-1, 2])
