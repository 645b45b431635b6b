"""The simulated platform: who is there, the log that a day leaves, and the tables beside it."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from kml import metrics, platform
from kml.log import KUAIRAND, rates


@pytest.fixture(scope="module")
def small():
    return platform.world(viewers=400, videos=600, seed=3)


@pytest.fixture(scope="module")
def logs(small):
    return {policy: platform.simulate_day(small, policy, seed=1) for policy in platform.POLICIES}


# --- the world -------------------------------------------------------------------------------------------------------


def test_same_seed_same_world(small):
    again, other = platform.world(400, 600, 3), platform.world(400, 600, 4)
    for field in fields(platform.World):
        assert np.array_equal(getattr(small, field.name), getattr(again, field.name))
        assert not np.array_equal(getattr(small, field.name), getattr(other, field.name))


def test_videos_do_not_depend_on_how_many_viewers_there_are(small):
    assert np.array_equal(small.video_duration_ms, platform.world(10, 600, 3).video_duration_ms)


@pytest.mark.parametrize(("viewers", "videos"), [(1, 1), (1, 500), (500, 1), (7, 3)])
def test_tiny_worlds_work(viewers, videos):
    tiny = platform.world(viewers, videos, seed=2)
    assert (tiny.viewers, tiny.videos) == (viewers, videos)
    assert np.bincount(tiny.video_creator, minlength=tiny.creators).min() >= 1
    log = platform.simulate_day(tiny, seed=2, days=3)
    assert log["video_id"].isin(range(videos)).all()


def test_world_is_as_spread_out_as_published(small):
    seconds = platform.world(100, 5000).video_duration_ms / 1000
    assert np.median(seconds) == pytest.approx(81.2, rel=0.01)
    assert np.median(small.creator_followers) == pytest.approx(81, rel=0.05)
    assert np.mean(np.bincount(small.video_creator) == 1) == pytest.approx(0.87, abs=0.01)
    assert small.video_popularity.sum() == pytest.approx(1)
    assert np.allclose(np.sum(small.video_taste**2, axis=0), 1, atol=1e-5)
    assert small.video_taste.dtype == small.viewer_taste.dtype == np.float32


def test_creators_stay_with_their_topic(small):
    assert np.array_equal(small.video_topic, small.creator_topic[small.video_creator])
    assert {"programming", "technology", "fitness", "health"} <= set(platform.TOPICS)


# --- a day -----------------------------------------------------------------------------------------------------------


def test_a_log_comes_by_viewer_and_time_in_whole_numbers(logs):
    for log in logs.values():
        assert list(log.columns) == list(KUAIRAND)
        assert all(pd.api.types.is_integer_dtype(kind) for kind in log.dtypes)
        assert log[["user_id", "time_ms"]].apply(tuple, axis=1).is_monotonic_increasing


def test_columns_agree_with_each_other(small, logs):
    for log in logs.values():
        watched, duration = log["play_time_ms"] / 1000, log["duration_ms"] / 1000
        assert np.array_equal(log["is_click"] == 1, metrics.valid_play(watched, duration))
        assert np.array_equal(log["long_view"] == 1, metrics.long_view(watched, duration))
        assert np.array_equal(log["duration_ms"], small.video_duration_ms[log["video_id"]])
        beijing = pd.to_datetime(log["time_ms"], unit="ms", utc=True).dt.tz_convert("Asia/Shanghai")
        assert np.array_equal(beijing.dt.strftime("%Y%m%d").astype(int), log["date"])
        assert np.array_equal(beijing.dt.hour * 100, log["hourmin"])
        assert set(log["date"]) == {20220422}


def test_same_seed_same_log(small, logs):
    pd.testing.assert_frame_equal(platform.simulate_day(small, seed=1), logs["personalised"])
    assert not platform.simulate_day(small, seed=2).equals(logs["personalised"])


def test_switching_the_policy_does_not_reshuffle_the_viewers(logs):
    personalised, random = logs.values()
    for column in ("user_id", "time_ms", "hourmin"):
        assert np.array_equal(personalised[column], random[column])
    assert personalised["is_rand"].eq(0).all() and random["is_rand"].eq(1).all()


def test_a_random_share_replaces_that_share_of_exposures(small, logs):
    mixed = platform.simulate_day(small, seed=1, random_share=0.3)
    assert abs(mixed["is_rand"].mean() - 0.3) < 5 * np.sqrt(0.3 * 0.7 / len(mixed))
    assert platform.simulate_day(small, seed=1, random_share=1.0).equals(logs["random"])
    kept = mixed["is_rand"] == 0
    assert np.array_equal(mixed.loc[kept, "tab"], logs["personalised"].loc[kept, "tab"])
    assert mixed.loc[~kept, "tab"].eq(1).all()


def test_random_policy_is_uniform_over_videos():
    catalogue = platform.world(viewers=2000, videos=50, seed=5)
    shown = np.bincount(platform.simulate_day(catalogue, "random", seed=6)["video_id"], minlength=50)
    expected = shown.sum() / 50
    assert np.sum((shown - expected) ** 2 / expected) < 49 + 5 * np.sqrt(2 * 49)  # chi-square, mean 49, variance 98


def test_nobody_sees_a_video_twice_while_there_are_enough():
    catalogue = platform.world(viewers=200, videos=20_000, seed=1)
    for policy in platform.POLICIES:
        assert not platform.simulate_day(catalogue, policy, seed=1).duplicated(["user_id", "video_id"]).any()


def test_days_follow_each_other(small):
    log = platform.simulate_day(small, seed=1, days=10)
    assert sorted(set(log["date"])) == [*range(20220422, 20220431), 20220501]


def test_personalised_feed_finds_what_viewers_stay_for(small, logs):
    personalised, random = (rates(log) for log in logs.values())
    for name in ("valid_play", "long_view", "complete_play", "watch_mean", "positive"):
        assert personalised[name] > 1.5 * random[name]


def test_an_unopened_cover_leaves_nothing(logs):
    nothing = logs["personalised"][logs["personalised"]["play_time_ms"] == 0]
    assert len(nothing) > 0 and nothing["tab"].eq(0).all()
    assert nothing[["is_click", "long_view", "is_like", "is_hate"]].to_numpy().sum() == 0


def test_without_anything_to_find_both_policies_are_watched_alike(small):
    """Sanity: no affinity, no quality, no covers: what is shown cannot matter."""
    behaviour = replace(platform.viewing.DEFAULT, affinity_sd=0.0, quality_sd=0.0)
    population = replace(platform.DEFAULT, grid=0.0)
    logs = [platform.simulate_day(small, p, 1, 1, 0.0, population, behaviour) for p in platform.POLICIES]
    first, second = (log["is_click"].mean() for log in logs)
    assert abs(first - second) < 5 * np.sqrt(2 * first * (1 - first) / len(logs[0]))


# --- tables beside the log -------------------------------------------------------------------------------------------


def test_tables_cover_every_id_once(small):
    videos, users = platform.video_table(small), platform.user_table(small)
    assert videos["video_id"].tolist() == list(range(600)) and users["user_id"].tolist() == list(range(400))
    assert set(videos["author_id"]) == set(range(small.creators))
    assert set(users["user_active_degree"]) == {"full_active", "high_active", "middle_active", "low_active"}


def test_a_world_in_which_nobody_comes_leaves_an_empty_log(small):
    nobody = replace(small, viewer_visit=np.zeros(small.viewers))
    log = platform.simulate_day(nobody, seed=1)
    assert len(log) == 0 and list(log.columns) == list(KUAIRAND)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda world: platform.world(viewers=0), "viewers"),
        (lambda world: platform.world(videos=2.5), "videos"),
        (lambda world: platform.world(seed=-1), "seed"),
        (lambda world: platform.simulate_day(world, policy="best"), "policy"),
        (lambda world: platform.simulate_day(world, days=0), "days"),
        (lambda world: platform.simulate_day(world, random_share=1.5), "random_share"),
    ],
)
def test_bad_input_names_the_argument(small, call, name):
    with pytest.raises(ValueError, match=name):
        call(small)
