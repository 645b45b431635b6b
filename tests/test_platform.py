"""The simulated platform: who is there, the log that a day leaves, and the tables beside it."""

import pandas as pd
import pytest

from kml import platform

KUAIRAND_COLUMNS = (
    "user_id video_id date hourmin time_ms is_click is_like is_follow is_comment is_forward is_hate long_view "
    "play_time_ms duration_ms profile_stay_time comment_stay_time is_profile_enter is_rand tab"
).split()


@pytest.fixture(scope="module")
def small():
    return platform.world(viewers=300, videos=400, seed=3)


def test_log_has_kuairands_columns_in_kuairands_order(small):
    log = platform.simulate_day(small, seed=1)
    assert list(log.columns) == KUAIRAND_COLUMNS
    assert all(pd.api.types.is_integer_dtype(kind) for kind in log.dtypes)


def test_same_seed_same_log(small):
    pd.testing.assert_frame_equal(platform.simulate_day(small, seed=1), platform.simulate_day(small, seed=1))
    assert not platform.simulate_day(small, seed=1).equals(platform.simulate_day(small, seed=2))


def test_switching_the_policy_does_not_reshuffle_the_viewers(small):
    personalised, random = (platform.simulate_day(small, policy, seed=1) for policy in platform.POLICIES)
    for column in ("user_id", "time_ms", "hourmin"):
        assert (personalised[column] == random[column]).all()
    assert personalised["is_rand"].eq(0).all() and random["is_rand"].eq(1).all()


def test_personalised_feed_is_watched_longer(small):
    personalised, random = (
        platform.rates(platform.simulate_day(small, policy, seed=1)) for policy in platform.POLICIES
    )
    assert personalised["valid_play"] > 2 * random["valid_play"]
