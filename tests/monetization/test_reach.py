"""Reach: the law says what it says, and agrees with the published spread of views that it was not fitted to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml import metrics, published
from kml import monetization as money

FOLLOWERS = st.floats(0, 1e8)


@given(followers=FOLLOWERS, more=st.floats(1, 100))
def test_more_followers_never_mean_fewer_views(followers, more):
    reach = money.DEFAULT_REACH
    assert reach.typical(more * followers) >= reach.typical(followers) >= reach.cold_start
    assert reach.mean(followers) > reach.typical(followers)


def test_half_of_all_videos_stay_below_the_typical_one_and_hits_make_the_mean():
    reach, z = money.Reach(), np.random.default_rng(1).standard_normal(400_000)
    views = reach.views(10_000, z)
    assert np.mean(views < reach.typical(10_000)) == pytest.approx(0.5, abs=0.005)
    assert views.mean() == pytest.approx(reach.mean(10_000), rel=0.05)
    assert metrics.top_share(views, 0.1) > 0.5


def test_videos_of_all_creators_are_spread_as_on_bilibili():
    """With followers as those who post on Kuaishou have them (KuaiRand-Pure)."""
    rng = np.random.default_rng(2)
    followers = np.exp(np.log(81) + 1.75 * rng.standard_normal(400_000))  # median 81, 99th percentile near 4,928
    views = money.DEFAULT_REACH.views(followers, rng.standard_normal(len(followers)))
    assert np.mean(views < 332) == pytest.approx(0.456, abs=0.08)
    assert np.mean(views >= 6_171) == pytest.approx(0.069, abs=0.03)


def test_random_videos_of_youtube_are_smaller_still():
    """The low end of the range of cold_start is there for such platforms: 87 % of random videos below 1,000 views."""
    low = next(one for one in money.sources(audience=money.Audience()).rows if one.name == "cold_start").low
    views = money.Reach(cold_start=low, sigma=1.83).views(81, np.random.default_rng(3).standard_normal(100_000))
    assert np.mean(views < 1_000) > published.NUMBERS["youtube_below_1000"].value


@given(half_life=st.floats(0.05, 50), days=st.integers(1, 200))
def test_views_arrive_one_half_in_each_half_life(half_life, days):
    share = money.Reach(half_life_days=half_life).arriving(days)
    assert share.shape == (days,) and np.all(share >= 0) and np.all(np.diff(share) <= 0)
    assert share.sum() == pytest.approx(1 - 0.5 ** (days / half_life))


def test_a_slump_is_remembered_and_the_spread_is_kept():
    reach = money.Reach(month_sd=0.7, memory=0.6)
    level = reach.month_levels(200_000, np.random.default_rng(4))
    assert level.std() == pytest.approx(0.7, rel=0.02)
    assert np.corrcoef(level[1:], level[:-1])[0, 1] == pytest.approx(0.6, abs=0.01)
    assert reach.video_sd**2 + reach.month_sd**2 == pytest.approx(reach.sigma**2)
    assert money.Reach(sigma=0.3, month_sd=0.5).video_sd == 0
    assert money.Reach(memory=1.0).month_levels(5, np.random.default_rng(0)).std() == 0


def test_months_in_a_row_keep_the_mean_and_brands_pay_by_the_month_before():
    crowd = money.audience("coding_teacher", 30_000)
    months = money.simulate_months(crowd, 200_000, seed=5)
    assert months.views.mean() == pytest.approx(crowd.views, rel=0.03)
    np.testing.assert_allclose(months.recent_views[1:], months.views[:-1] / crowd.videos)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: money.Reach(cold_start=-1), "cold_start"),
        (lambda: money.Reach(memory=1.1), "memory"),
        (lambda: money.Reach(half_life_days=0), "half_life_days"),
        (lambda: money.Reach().typical(-5), "followers"),
        (lambda: money.Reach().arriving(0), "days"),
        (lambda: money.Audience(reach=0.5), "reach"),
    ],
)
def test_bad_input_is_refused_by_name(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must"):
        call()
