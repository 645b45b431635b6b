import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml import monetization as money
from kml.published import NUMBERS

rates = {"cpm": st.floats(0, 1e3), "fill_rate": st.floats(0, 1), "share": st.floats(0, 1)}


def test_a_worked_example_to_the_cent():
    # 1,000 views with an ad on every fourth: 250 ads at 20 per thousand is 5, half of it is 2.50
    assert money.ad_income(1_000, cpm=20, fill_rate=0.25, share=0.5) == pytest.approx(2.50, abs=1e-12)


@given(views=st.floats(0, 1e9), **rates)
def test_income_is_linear_in_views_and_never_above_what_advertisers_pay(views, cpm, fill_rate, share):
    income = money.ad_income(views, cpm, fill_rate, share)
    assert 0 <= income <= views / 1000 * cpm
    assert money.ad_income(2 * views, cpm, fill_rate, share) == pytest.approx(2 * income)


@given(income=st.floats(0.01, 1e6), cpm=st.floats(0.1, 100), fill_rate=st.floats(0.01, 1), share=st.floats(0.01, 1))
def test_views_needed_is_the_inverse_of_ad_income(income, cpm, fill_rate, share):
    views = money.views_needed(income, cpm, fill_rate, share)
    assert money.ad_income(views, cpm, fill_rate, share) == pytest.approx(income)


def test_arrays_keep_their_shape():
    views = np.array([[0, 1_000], [2_000, 3_000]])
    assert money.ad_income(views, 10, 1, 1).tolist() == [[0, 10], [20, 30]]


def test_views_that_earn_nothing_never_reach_an_income():
    assert money.views_needed(5, cpm=0, fill_rate=1, share=1) == float("inf")
    assert money.views_needed(0, cpm=0, fill_rate=1, share=1) == 0


@pytest.mark.parametrize(
    ("argument", "value"),
    [("views", -1), ("views", float("nan")), ("views", "many"), ("views", []), ("cpm", -0.01), ("fill_rate", 1.2),
     ("fill_rate", None), ("share", 55), ("share", True)],
)  # fmt: skip
def test_bad_input_is_refused_by_name(argument, value):
    arguments = {"views": 1_000, "cpm": 20, "fill_rate": 0.2, "share": 0.5} | {argument: value}
    with pytest.raises(ValueError, match=f"^{argument} must"):
        money.ad_income(**arguments)


def test_derived_parameters_follow_from_confirmed_numbers():
    # Kuaishou, Q2 2023: 27.7e9 yuan, 51.7 % of it ads, 376.0e6 daily users, 91 days; 128.1 minutes a day (Q1 2022)
    per_second = 27.7e9 * 0.517 / (376.0e6 * 91) / (128.1 * 60)
    assert NUMBERS["kuaishou_ads_per_1000_plays"].value == pytest.approx(1000 * 23.6 * per_second, rel=0.05)
