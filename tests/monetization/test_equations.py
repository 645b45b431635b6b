"""Cuts, gates and prices: published take-homes to the cent, every answer checked by brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import erf

from kml import monetization as money
from kml.published import NUMBERS

parts = st.floats(0, 1)


def published(name):
    return NUMBERS[name].value


def test_the_worked_take_homes_to_the_cent():
    store, gift = published("app_store_share"), 1 - published("kuaishou_gift_share")
    assert round(money.take_home(100, store=store, platform=gift), 2) == 35.00
    assert round(money.take_home(100, store=store, platform=gift, agency=published("china_agency_share")), 2) == 24.50
    tracked = published("tiktok_gift_arrived") / published("tiktok_gift_sent")
    assert (published("tiktok_gift_sent"), published("tiktok_gift_arrived")) == (106.0, 33.03)
    assert round(tracked, 2) == 0.31  # as published; 35 by the formula
    own = published("udemy_own_coupon_share")
    assert round(money.take_home(100, store=store, platform=1 - own), 2) == 67.90


@given(paid=st.floats(0, 1e6), refunded=parts, store=parts, platform=parts, agency=parts)
def test_no_cut_ever_adds_and_arrays_are_settled_alike(paid, refunded, store, platform, agency):
    cuts = {"refunded": refunded, "store": store, "platform": platform, "agency": agency}
    left = money.take_home(paid, **cuts)
    assert 0 <= left <= paid
    assert money.take_home(np.array([paid, 0]), **cuts).tolist() == [left, 0]


def test_derived_averages_follow_from_confirmed_numbers():
    # Kuaishou, Q2 2023: 27.7e9 yuan, 35.9 % of it live; GMV 265.5e9; 376.0e6 daily users, 91 days, 128.1 minutes
    plays = 376.0e6 * 91 * 128.1 * 60 / 23.6
    assert published("kuaishou_gifts_per_1000_plays") == pytest.approx(1000 * 27.7e9 * 0.359 / plays, rel=0.01)
    assert published("kuaishou_goods_per_1000_plays") == pytest.approx(1000 * 265.5e9 / plays, rel=0.01)
    assert erf(published("exposure_sigma") / 2) == pytest.approx(published("exposure_gini"), abs=2e-3)  # a lognormal's


@settings(deadline=None)
@given(
    need=st.floats(1, 500),
    rates=st.lists(st.sampled_from([0.0, 0.1, 0.5, 2.0]), min_size=1, max_size=4),
    seed=st.integers(0, 1000),
)
def test_break_even_is_the_first_number_that_brute_force_finds(need, rates, seed):
    rates = np.array(rates)
    gates = np.random.default_rng(seed).integers(0, 300, len(rates))
    followers = np.arange(6_000)
    income = ((followers[:, None] >= gates) * rates).sum(axis=1) * followers
    enough = income >= need * (1 - 1e-12)
    expected = int(np.argmax(enough)) if enough.any() else float("inf")
    assert money.break_even(need, rates, gates) == expected


def test_the_best_price_is_where_the_grid_finds_it():
    demand = money.Demand(1_000, 180)
    grid = np.arange(1, 1_000, 0.5)
    for share, cost in ((1.0, 0.0), (0.37, 20.0), (0.97, 60.0)):
        price, profit = money.best_on_grid(grid, demand.buyers(grid), share, cost)
        assert price == pytest.approx(demand.best_price(share, cost), abs=0.25)
        assert profit == pytest.approx(demand.profit(price, share, cost))
    assert demand.best_price(0.37) == demand.best_price(0.97) == 180


@given(size=st.floats(1, 1e6), budget=st.floats(20, 500))
def test_demand_is_found_again_from_trials(size, budget):
    prices = np.array([50.0, 120.0, 300.0])
    buyers = money.Demand(size, budget).buyers(prices)
    assume(buyers.min() > 1e-9)
    fitted = money.fit_demand(prices, buyers)
    assert (fitted.size, fitted.budget) == pytest.approx((size, budget), rel=1e-6)


def test_the_price_in_the_rules_is_best_where_pricing_says():
    rules = money.assumed_rules("coding_teacher")
    counts = money.audience("coding_teacher", 100_000).counts()
    grid = np.arange(100.0, 900.0)
    income = [money.settle(counts, replace(rules, course_price=price))["courses"] for price in grid]
    kept = (1 - rules.course_refunds) * (1 - rules.ios_share * rules.store_share) * rules.course_share
    best = money.Demand(1, rules.course_budget).best_price(kept, rules.course_cost)
    assert grid[np.argmax(income)] == pytest.approx(best, abs=0.5)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.take_home(100, store=30), "store"),
        (lambda: money.take_home(-1), "paid"),
        (lambda: money.break_even(0, [1], [0]), "need"),
        (lambda: money.break_even(1, [1, 2], [0]), "gates"),
        (lambda: money.Demand(10, 0), "budget"),
        (lambda: money.Demand(10, 5).best_price(share=0), "share"),
        (lambda: money.fit_demand([5, 5], [3, 2]), "prices"),
        (lambda: money.fit_demand([5, 6], [3, 4]), "buyers"),
        (lambda: money.best_on_grid([5, 6], [3]), "buyers"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        call()


def test_the_interval_of_a_best_price_covers_the_truth_as_often_as_it_says():
    rng, prices, hit, tried = np.random.default_rng(3), np.array([99.0, 199.0, 399.0]), 0, 0
    for __ in range(600):
        buyers = rng.poisson(money.Demand(100, 200).buyers(prices))
        if buyers.min() and buyers[0] > buyers[-1]:
            low, high = money.fit_demand(prices, buyers).best_prices(0.97, 20)
            hit, tried = hit + (low <= 200 + 20 / 0.97 <= high), tried + 1
    assert hit / tried == pytest.approx(0.95, abs=0.03)


@given(first=st.integers(2, 500), second=st.integers(1, 499))
def test_an_interval_holds_its_budget_and_ends_where_the_likelihood_says(first, second):
    assume(first > second)
    demand = money.fit_demand([100, 200], [first, second])
    assert demand.low < demand.budget < demand.high

    def fit(budget):  # minus twice the log-likelihood: buyers of the second price, given all
        part = 1 / (1 + np.exp(100 / budget))
        return -2 * (first * np.log(1 - part) + second * np.log(part))

    for end in (demand.low, demand.high):
        if np.isfinite(end):
            assert fit(end) - fit(demand.budget) == pytest.approx(3.8415, abs=0.01)


def test_ten_times_the_buyers_make_the_interval_about_a_third():
    few, many = (money.fit_demand([99, 199, 399], np.array([61, 37, 14]) * n).best_prices() for n in (1, 10))
    assert np.log(many[1] / many[0]) / np.log(few[1] / few[0]) == pytest.approx(10**-0.5, abs=0.02)
    with pytest.raises(ValueError, match=r"^demand must"):
        money.Demand(1, 1).best_prices()
