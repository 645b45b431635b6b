"""The best mixes with all that cannot be told apart from them, and the savings that carry a creator over a slump."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import monetization as money
from kml.monetization import mixes


@pytest.mark.parametrize("creator", money.CREATORS)
def test_the_best_stand_first_among_those_like_them(creator):
    best = money.best_mixes(money.audience(creator, 100_000), money.assumed_rules(creator))
    assert best.as_rich[0] == best.richest and best.as_safe[0] == best.safest
    assert best.chance <= best.rich_chance and best.mean <= best.rich_mean
    assert len(best.as_safe) < 20  # 200 years tell most of the 126 mixes apart


def test_an_audience_and_its_months_name_the_same_mix():
    crowd, rules = money.audience("health_adviser", 100_000), money.assumed_rules("health_adviser")
    months = money.simulate_months(crowd, mixes.MONTHS, mixes.SEED)
    assert money.best_mixes(crowd, rules) == money.best_mixes(months, rules)


@pytest.mark.slow
@pytest.mark.parametrize("creator", money.CREATORS)
def test_other_luck_names_a_mix_that_could_not_be_told_apart(creator):
    crowd, rules = money.audience(creator, 100_000), money.assumed_rules(creator)
    best = money.best_mixes(crowd, rules)
    for seed in range(100, 112):
        other = money.best_mixes(money.simulate_months(crowd, mixes.MONTHS, seed), rules, seed=seed)
        assert other.richest in best.as_rich and other.safest in best.as_safe


def test_where_no_mix_ever_misses_the_rent_none_is_safer():
    best = money.best_mixes(money.Audience(followers=100_000), rent=0.0)
    assert best.chance == 0 and len(best.as_safe) == len(mixes.mixes())
    assert best.safest == best.richest  # of equally safe ones the richest


def test_few_months_tell_fewer_mixes_apart():
    crowd = money.audience("technology_expert", 100_000)
    rules = money.assumed_rules("technology_expert")
    few, many = (money.best_mixes(money.simulate_months(crowd, months, 1), rules) for months in (48, 12_000))
    assert len(few.as_rich) > len(many.as_rich) and len(few.as_safe) > len(many.as_safe)


def test_spans_leave_out_what_gets_no_work():
    assert money.spans([{"ads": 0.0, "courses": 0.6, "brands": 0.4}, {"courses": 1.0}]) == {
        "courses": (0.6, 1.0),
        "brands": (0.0, 0.4),
    }


def survived(income, rent, months):
    """Share of the years in which savings of so many months of rent last, month by month."""
    good = []
    for year in np.reshape(income[: len(income) // 12 * 12], (-1, 12)):
        purse = months * rent
        for money_in in year:
            purse += money_in - rent
            if purse < -1e-6:
                break
        good.append(purse >= -1e-6)
    return np.mean(good)


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1_000), rent=st.floats(10, 5_000), share=st.floats(0.1, 1.0))
def test_the_runway_is_the_least_that_lasts(seed, rent, share):
    income = np.random.default_rng(seed).lognormal(7, 1, 40 * 12 + 5)
    months = money.runway(income, rent, share)
    assert survived(income, rent, months) >= share - 1e-12
    if months > 1e-3:
        assert survived(income, rent, months - 1e-3) < share


def test_who_always_has_the_rent_needs_no_savings_and_who_never_has_it_needs_all():
    assert money.runway(np.full(24, 3_000.0), 3_000) == 0
    assert money.runway(np.zeros(24), 3_000) == 12


def test_a_slump_that_lasts_needs_more_savings_than_the_same_months_shuffled():
    rng = np.random.default_rng(5)
    crowd, rules = money.audience("coding_teacher", 100_000), money.assumed_rules("coding_teacher")
    for seed in range(10):
        total = sum(money.settle(money.simulate_months(crowd, 12_000, seed), rules, {"courses": 1}, seed=seed).values())
        assert money.runway(total, 3_000) > money.runway(rng.permutation(total), 3_000)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.runway([1.0] * 11, 1), "income"),
        (lambda: money.runway([1.0] * 12, 0), "rent"),
        (lambda: money.runway([1.0] * 12, 1, 1.5), "survived"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        call()
