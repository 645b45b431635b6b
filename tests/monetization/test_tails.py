"""Heavy tails: fits that find the truth, tests that rule out what is false."""

import numpy as np
import pytest
from scipy.special import erfinv, ndtri
from scipy.stats import pareto

from kml import metrics
from kml import monetization as money
from kml.published import NUMBERS


def spread(n):
    """A standard normal sample without luck."""
    return ndtri((np.arange(n) + 0.5) / n)


def lognormal(n, seed, sigma=2.02):
    return 6 * np.exp(sigma * np.random.default_rng(seed).standard_normal(n))


def power_law(n, seed, exponent=1.16):
    return 6 * (1 - np.random.default_rng(seed).random(n)) ** (-1 / exponent)


def test_a_fitted_tail_is_scipys():
    tail = power_law(500, 1)
    exponent, _, low = pareto.fit(tail, floc=0, fscale=tail.min())
    found = money.fit_pareto(tail, xmin=tail.min())
    assert (found.exponent, found.xmin, found.tail) == pytest.approx((exponent, low, 500), rel=1e-3)


def test_the_exponent_is_found_and_so_is_the_beginning_of_the_tail():
    body = np.random.default_rng(2).uniform(0.5, 20, 3_000)
    tail = 20 * (1 - np.random.default_rng(3).random(3_000)) ** (-1 / 1.5)
    fit = money.fit_pareto(np.append(body, tail))
    assert 15 < fit.xmin < 40
    assert fit.exponent == pytest.approx(1.5, rel=0.1)
    assert fit.ks < 0.03


def test_a_power_law_is_kept_and_a_lognormal_is_ruled_out():
    _, kept = money.power_law_fit(power_law(2_000, 4), draws=40, seed=0)
    assert kept > 0.1
    refused = [money.power_law_fit(lognormal(3_000, seed), draws=30, seed=0)[1] < 0.1 for seed in range(6)]
    assert sum(refused) >= 3  # a far tail of a lognormal may pass: what is kept is not proven


def test_the_goodness_of_fit_is_even_when_the_power_law_is_true():
    """p-values of true power laws must be spread over 0 to 1: one in ten is below 0.1."""
    values = [money.power_law_fit(power_law(300, seed), draws=20, seed=seed)[1] for seed in range(25)]
    assert np.mean(np.array(values) < 0.1) < 0.25
    assert 0.3 < np.mean(values) < 0.75


def test_vuong_decides_when_it_can_and_says_when_it_cannot():
    whole = money.compare_tails(lognormal(3_000, 5), xmin=0.05)
    assert whole.verdict == "lognormal" and whole.z < -5
    few = money.compare_tails(power_law(300, 5))
    assert few.verdict == "cannot tell"
    wrong = [money.compare_tails(lognormal(1_000, seed)).verdict for seed in range(10)]
    assert "power law" not in wrong
    assert money.Comparison(3.0, 0.001, 50).verdict == "power law"


def test_truncating_explains_two_published_ginis():
    incomes = np.exp(2 * erfinv(0.808) * spread(50_000))
    assert metrics.gini(incomes) == pytest.approx(NUMBERS["twitch_gini"].value, abs=2e-3)
    published = NUMBERS["twitch_gini_top_10000"].value
    assert metrics.gini(incomes[-10_000:]) == pytest.approx(published, abs=5e-3)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.fit_pareto([1.0, 0.0]), "incomes"),
        (lambda: money.fit_pareto(np.ones(49)), "incomes"),
        (lambda: money.fit_pareto(np.ones(200)), "incomes"),
        (lambda: money.fit_pareto(np.arange(1.0, 100), xmin=99), "xmin"),
        (lambda: money.power_law_fit(power_law(100, 1), draws=0), "draws"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        call()
