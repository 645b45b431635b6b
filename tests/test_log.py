"""The log: its columns, one exposure on its way into it, and what is read out of it."""

import numpy as np
import pandas as pd
import pytest

from kml import behaviour, log, metrics, platform
from kml.core.arrays import space


def exposures(n=500, seed=0):
    """Arguments of `log.exposed` for n exposures."""
    rng = np.random.default_rng(seed)
    appeal, expressiveness = rng.standard_normal(n), np.exp(rng.standard_normal(n))
    duration_ms = rng.integers(3_000, 120_000, n)
    chance = (*rng.standard_normal((2, n)), *rng.random((2, n)))
    return appeal, duration_ms, expressiveness, chance, rng.random((len(behaviour.EVENTS), n))


# --- columns ---------------------------------------------------------------------------------------------------------


def test_columns_are_those_of_kuairands_files_in_their_order():
    assert list(log.KUAIRAND) == [
        *["user_id", "video_id", "date", "hourmin", "time_ms", "is_click", "is_like", "is_follow", "is_comment"],
        *["is_forward", "is_hate", "long_view", "play_time_ms", "duration_ms", "profile_stay_time"],
        *["comment_stay_time", "is_profile_enter", "is_rand", "tab"],
    ]
    assert all(column.unit for column in log.COLUMNS.values())
    for column in log.COLUMNS.values():
        assert not column.kept or np.dtype(column.kept)


def test_outcomes_are_what_only_the_play_tells():
    known = {"user_id", "video_id", "date", "hourmin", "time_ms", "duration_ms", "is_rand", "tab", *log.OURS}
    assert set(log.OUTCOMES) == set(log.COLUMNS) - known
    assert set(log.SUMS.values()) <= set(log.OUTCOMES)


# --- writing ---------------------------------------------------------------------------------------------------------


def test_what_comes_of_an_exposure_is_what_the_metrics_say_of_its_seconds():
    came = log.exposed(*exposures())
    watched, duration = came["play_time_ms"] / 1000, came["duration_ms"] / 1000
    assert np.array_equal(came["is_click"], metrics.valid_play(watched, duration))
    assert np.array_equal(came["long_view"], metrics.long_view(watched, duration))
    assert 0 < came["is_click"].mean() < 1


@pytest.mark.parametrize("ms", [6_999, 7_000, 7_001, 17_999, 18_000, 18_001])
@pytest.mark.parametrize("duration_ms", [0, 5_000, 7_000, 17_999, 18_000, 60_000])
def test_whole_milliseconds_are_judged_as_their_seconds_are(ms, duration_ms):
    nothing = dict.fromkeys(behaviour.EVENTS, False)
    came = log.flags(np.array([ms]), np.array([duration_ms]), nothing, second=1000)
    assert came["is_click"].tolist() == metrics.valid_play([ms / 1000], [duration_ms / 1000]).tolist()
    assert came["long_view"].tolist() == metrics.long_view([ms / 1000], [duration_ms / 1000]).tolist()


def test_a_cover_that_is_not_opened_leaves_nothing():
    appeal, *rest = exposures()
    opened = np.arange(len(appeal)) % 2 == 0
    came = log.exposed(appeal, *rest, opened=opened)
    for name in ("play_time_ms", "is_click", "long_view", "is_like", "is_hate"):
        assert not came[name][~opened].any()
    as_ever = log.exposed(appeal, *rest)
    assert all(np.array_equal(came[name][opened], as_ever[name][opened]) for name in came)


def test_torch_writes_what_numpy_writes():
    appeal, duration_ms, express, chance, luck = exposures()
    here, xp = log.exposed(appeal, duration_ms, express, chance, luck), space("torch")
    put = [xp.put(a) for a in (appeal, duration_ms, express)]
    there = log.exposed(*put, tuple(map(xp.put, chance)), list(map(xp.put, luck)), xp=xp)
    assert list(here) == list(there)
    assert all(np.array_equal(here[name], xp.get(there[name])) for name in here)


def test_a_frame_has_kuairands_columns_and_beijings_clock():
    ms = np.array([0, 3_599_999, 3_600_000, 86_400_000 + 22 * 3_600_000 + 1, 9 * 86_400_000])
    frame = log.to_frame({"user_id": np.arange(5), "is_like": np.arange(5) > 2, "propensity": np.full(5, 0.5)}, ms)
    assert list(frame) == [*log.KUAIRAND, "propensity"]
    assert frame["date"].tolist() == [20220422, 20220422, 20220422, 20220423, 20220501]
    assert frame["hourmin"].tolist() == [0, 0, 100, 2200, 0]
    assert frame["is_like"].tolist() == [0, 0, 0, 1, 1]
    assert frame["tab"].eq(1).all() and frame["is_hate"].eq(0).all()
    beijing = pd.to_datetime(frame["time_ms"], unit="ms", utc=True).dt.tz_convert("Asia/Shanghai")
    assert beijing.dt.strftime("%Y%m%d").astype(int).tolist() == frame["date"].tolist()


# --- reading ---------------------------------------------------------------------------------------------------------


def test_days_are_counted_in_a_run_and_in_a_frame():
    day = platform.simulate_day(platform.world(viewers=20, videos=30, seed=1), days=3)
    assert log.days(day) == log.days({"day": day["date"].to_numpy() - 20220422}) == 3


def test_rates_by_hand():
    rows = pd.DataFrame(0, index=range(4), columns=list(log.KUAIRAND))
    rows["play_time_ms"], rows["duration_ms"] = [5000, 20000, 70000, 9000], [10000, 60000, 60000, 0]
    rows["is_click"], rows["long_view"] = [0, 1, 1, 1], [0, 1, 1, 0]
    rows["is_like"], rows["is_comment"] = [0, 0, 1, 0], [0, 1, 1, 0]
    rates = log.rates(rows)
    assert rates["complete_play"] == pytest.approx(1 / 3)  # the row without a duration is left out
    assert rates["positive"] == 0.5 and rates["like"] == 0.25 and rates["valid_play"] == 0.75
    assert rates["watch_mean"] == 26
    by_duration = log.rates(rows, by_duration=True)
    assert by_duration.index.tolist() == ["0-15 s", "60-120 s"] and by_duration["exposures"].tolist() == [1, 2]


def test_a_duration_falls_into_the_bin_that_starts_with_it():
    ends = pd.Series([1, 14_999, 15_000, 119_999, 120_000, 0])
    assert log.duration_bin(ends).tolist()[:5] == ["0-15 s", "0-15 s", "15-30 s", "60-120 s", "120+ s"]
    assert log.duration_bin(ends).isna().tolist() == [False] * 5 + [True]
