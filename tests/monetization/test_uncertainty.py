"""Assumptions drawn within their ranges: inside them, the value in the middle; what leads, and what decides."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import monetization as money
from kml.monetization.uncertainty import CHOICES, total

creators = st.sampled_from(list(money.CREATORS))
followers = st.sampled_from([0, 300, 1_000, 10_000, 30_000, 1_000_000])


def plan(creator="coding_teacher", size=100_000):
    return money.assumed_rules(creator), money.audience(creator, size)


@settings(deadline=None, max_examples=20)
@given(creator=creators, size=followers, seed=st.integers(0, 1_000))
def test_draws_stay_within_their_ranges_and_bring_no_loss(creator, size, seed):
    rules, crowd = plan(creator, size)
    drawn = money.draw_income(rules, crowd, draws=50, seed=seed)
    found = money.ranges(rules, crowd)
    assert set(drawn.numbers) == set(found) and not set(found) & set(CHOICES)
    for name, (low, value, high) in found.items():
        assert low <= value <= high
        assert drawn.numbers[name].min() >= low * (1 - 1e-12) and drawn.numbers[name].max() <= high * (1 + 1e-12)
    for name in ("ads", "tips", "commerce", "brands"):
        assert drawn.income[name].shape == (50,) and drawn.income[name].min() >= 0


def test_half_as_much_is_as_likely_as_twice_as_much():
    likes = money.draw_income(*plan(), draws=20_000, seed=1).numbers["likes"]  # its range: half to twice
    value = money.audience("coding_teacher").likes
    assert np.mean(likes < value) == pytest.approx(0.5, abs=0.02)
    assert np.mean(likes < value / 1.5) == pytest.approx(np.mean(likes > value * 1.5), abs=0.02)
    refunds = money.draw_income(*plan(), draws=20_000, seed=1).numbers["course_refunds"]  # from 0: no factor
    assert refunds.mean() == pytest.approx((0 + 0.05 + 0.2) / 3, abs=0.002)


@settings(deadline=None, max_examples=15)
@given(creator=creators, size=followers, seed=st.integers(0, 1_000))
def test_all_draws_at_once_are_each_settled_as_settle_does(creator, size, seed):
    rules, crowd = plan(creator, size)
    drawn = money.draw_income(rules, crowd, draws=3, seed=seed)
    for i in range(3):
        one = {name: float(values[i]) for name, values in drawn.numbers.items()}
        reach = replace(crowd.reach, **{n: v for n, v in one.items() if hasattr(crowd.reach, n)})
        rest = {n: v for n, v in one.items() if n not in ("reach",) and hasattr(crowd, n)}
        own = {n: v for n, v in one.items() if hasattr(rules, n)}
        income = money.settle(replace(crowd, reach=reach, **rest).counts(), replace(rules, **own))
        for name, yuan in income.items():
            assert drawn.income[name][i] == pytest.approx(yuan, rel=1e-9)


@settings(deadline=None, max_examples=10)
@given(creator=creators, size=st.sampled_from([10_000, 100_000]), name=st.sampled_from(["total", "courses", "lead"]))
def test_the_largest_bar_is_what_brute_force_finds(creator, size, name):
    rules, crowd = plan(creator, size)
    effort = dict.fromkeys(money.CHANNELS, 0.2)
    of = {"total": total, "courses": lambda income: income["courses"], "lead": money.lead_over("courses")}[name]
    bars = money.tornado(rules, crowd, effort, of, most=100)
    widths = {}
    for number, (low, __, high) in money.ranges(rules, crowd).items():
        ends = []
        for value in (low, high):
            mine = {number: value}
            reach = replace(crowd.reach, **mine) if hasattr(crowd.reach, number) else crowd.reach
            own = mine if hasattr(crowd, number) else {}
            terms = replace(rules, **mine) if hasattr(rules, number) else rules
            ends.append(of(money.settle(replace(crowd, reach=reach, **own).counts(), terms, effort)))
        widths[number] = abs(ends[1] - ends[0])
    assert bars[0].name == max(widths, key=widths.get)
    assert [bar.width for bar in bars] == pytest.approx(sorted(widths.values(), reverse=True))


def test_the_same_seed_draws_the_same_and_what_is_measured_replaces_a_range():
    rules, crowd = plan()
    one, other = (money.draw_income(rules, crowd, draws=20, seed=3) for _ in range(2))
    np.testing.assert_array_equal(one.income["courses"], other.income["courses"])
    known = money.draw_income(rules, crowd, draws=20, seed=3, measured={"likes": (0.013, 0.014)})
    assert known.numbers["likes"].min() >= 0.013 and known.numbers["likes"].max() <= 0.014
    np.testing.assert_array_equal(one.numbers["deals"], known.numbers["deals"])  # the others' luck is the same


def test_what_is_known_makes_the_band_narrower():
    rules, crowd = plan()
    wide = money.draw_income(rules, crowd, draws=2_000).bands().loc["courses"]
    ends = {name: (value, value * 1.0001) for name, (__, value, __) in money.ranges(rules, crowd).items() if value}
    narrow = money.draw_income(rules, crowd, draws=2_000, measured=ends).bands().loc["courses"]
    assert narrow.high / narrow.low < 1.5 < 10 < wide.high / wide.low
    assert wide.low < narrow.middle < wide.high


def test_who_leads_and_when_nobody_can_tell():
    surely = money.lead({"ads": np.r_[np.zeros(9), 5.0], "courses": np.full(10, 2.0)})
    assert (surely.first, surely.leader) == ("courses", "courses")
    assert money.lead({"ads": [0.0, 2.0], "courses": [1.0, 1.0]}).leader is None
    assert money.lead({"ads": [0.0, 0.0], "courses": [0.0, 0.0]}).shares == {"ads": 0.0, "courses": 0.0}
    assert sum(money.lead(money.draw_income(*plan(), draws=300).income).shares.values()) == pytest.approx(1)


def test_five_hundred_draws_and_a_tornado_take_less_than_a_fifth_of_a_second():
    rules, crowd = plan()
    took = []
    for seed in range(5):
        began = time.process_time()
        money.draw_income(rules, crowd, draws=500, seed=seed).bands()
        money.tornado(rules, crowd, dict.fromkeys(money.CHANNELS, 0.2))
        took.append(time.process_time() - began)
    assert np.median(took) < 0.2


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.draw_income(draws=0), "draws"),
        (lambda: money.tornado(most=0), "most"),
        (lambda: money.lead({"ads": 1.0}), "income"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        call()
