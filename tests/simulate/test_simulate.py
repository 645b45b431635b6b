import hashlib
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from kml import metrics, platform, recommenders, simulate
from kml.log import COLUMNS
from kml.recommenders import slates
from kml.simulate import Creators, Oracle

WORLD = platform.world(viewers=120, videos=300, seed=3)


def run(kind=None, **options):
    table = recommenders.catalogue(WORLD)
    recommender = (kind or recommenders.Random)(table, WORLD.viewers)
    return simulate.simulate(WORLD, recommender, **{"days": 6, "slate": 5, "seed": 1} | options)


@pytest.fixture(scope="module")
def explored():
    return run(recommenders.Popularity, explore=0.3)


def test_the_same_seed_gives_the_same_log_and_another_seed_another(explored):
    again, other = run(recommenders.Popularity, explore=0.3), run(recommenders.Popularity, explore=0.3, seed=2)
    assert all(np.array_equal(explored.log[name], again.log[name]) for name in explored.log)
    assert len(other.log["user_id"]) != len(explored.log["user_id"])


def test_a_faster_loop_writes_the_same_log(explored):
    # of the loop as it was on 2026-11-27; whoever changes how viewers behave, on purpose, writes a new one
    whole = (column.astype(np.int64).tobytes() for name, column in explored.log.items() if name != "propensity")
    assert hashlib.sha256(b"".join(whole)).hexdigest()[:16] == "77498f35870c3224"


def test_the_log_does_not_depend_on_the_size_of_blocks(explored, monkeypatch):
    monkeypatch.setattr("kml.simulate.loop.ROWS", 64)
    again = run(recommenders.Popularity, explore=0.3)
    assert all(np.array_equal(explored.log[name], again.log[name]) for name in explored.log)


def test_policies_meet_the_same_viewers_in_the_same_moods(explored):
    other = run(recommenders.Random)
    for name in ("user_id", "day", "slot"):
        assert np.array_equal(explored.log[name], other.log[name])
    # the same mood: where both show the same video in the same place, the same seconds are watched
    same = explored.log["video_id"] == other.log["video_id"]
    assert same.sum() > 5
    assert np.array_equal(explored.log["play_time_ms"][same], other.log["play_time_ms"][same])


def test_no_viewer_sees_a_video_twice_unless_allowed(explored):
    pairs = explored.log["user_id"].astype(np.int64) * WORLD.videos + explored.log["video_id"]
    assert len(np.unique(pairs)) == len(pairs)
    with pytest.raises(ValueError, match="repeats=True"):
        run(days=100, slate=50)
    assert len(run(recommenders.Popularity, days=100, slate=50, repeats=True).log["user_id"]) > 0


def test_rows_are_the_visits_of_each_day_times_the_slate(explored):
    assert explored.days["exposures"].sum() == len(explored.log["user_id"])
    assert (explored.days["exposures"] == 5 * explored.days["viewers"]).all()
    frame = explored.frame()
    expected = [*platform.simulate_day(WORLD, seed=0).columns, "propensity"]
    assert list(frame.columns) == expected
    assert frame["is_click"].sum() == explored.log["is_click"].sum()


def test_exploration_off_and_full():
    off, full = run(recommenders.Popularity, explore=0.0), run(recommenders.Popularity, explore=1.0)
    assert not off.log["is_rand"].any()
    assert full.log["is_rand"].all()
    first = full.log["day"] == 0
    assert full.log["propensity"][first] == pytest.approx(5 / WORLD.videos)


@pytest.mark.parametrize("explore", [0.0, 0.2, 1.0])
def test_propensities_sum_to_the_slate(explore):
    scores = np.round(np.random.default_rng(0).random((4, 30)), 1)  # with ties
    scores[0, :5] = -np.inf
    chances = slates.propensities(scores, 6, explore)
    assert chances.sum(axis=1) == pytest.approx(6)
    assert (chances[0, :5] == 0).all() and chances.max() <= 1 + 1e-12


def test_logged_propensities_are_how_often_a_video_is_shown():
    counts, chance = np.zeros(WORLD.videos), []
    for seed in range(60):
        one = run(days=1, seed=seed, explore=0.5)
        mine = one.log["user_id"] == one.log["user_id"][0]
        counts[one.log["video_id"][mine]] += 1
        chance.append(one.log["propensity"][mine].mean())
    # all scores are equal, so each video has chance slate / videos, and 300 draws fall evenly over 300 videos
    assert np.mean(chance) == pytest.approx(5 / WORLD.videos, rel=1e-6)
    assert counts.var() == pytest.approx(1, abs=0.35)


def test_snips_of_the_logging_policy_is_its_own_mean(explored):
    watched, chance = explored.log["play_time_ms"] / 1000, explored.log["propensity"].astype(np.float64)
    assert metrics.snips(watched, chance, chance) == pytest.approx(watched.mean())


def test_the_oracle_has_no_regret_and_beats_chance():
    best = simulate.simulate(WORLD, Oracle(WORLD), days=1, slate=5, seed=1)
    utility = {}
    for name, result in {"oracle": best, "random": run(days=1)}.items():
        utility[name] = result.days["utility"][0]
    scores = Oracle(WORLD).score(np.arange(WORLD.viewers))
    top = np.sort(scores, axis=1)[:, -5:].sum(axis=1)
    shown = np.bincount(best.log["user_id"], scores[best.log["user_id"], best.log["video_id"]], WORLD.viewers)
    came = np.unique(best.log["user_id"])
    assert shown[came] == pytest.approx(top[came])
    assert utility["oracle"] > utility["random"] + 0.5


def test_exposure_under_equal_scores_is_as_unequal_as_chance_alone():
    shown = np.bincount(run(days=1, explore=0.0).log["video_id"], minlength=WORLD.videos)
    rng = np.random.default_rng(0)
    by_chance = [metrics.gini(rng.multinomial(shown.sum(), np.full(300, 1 / 300))) for _ in range(200)]
    assert abs(metrics.gini(shown) - np.mean(by_chance)) < 4 * np.std(by_chance)


def test_creators_publish_and_leave_and_nothing_is_lost():
    result = run(recommenders.Popularity, days=10, slate=3, creators=Creators(publish=0.2, leave=0.3))
    assert result.world.videos > WORLD.videos
    assert np.array_equal(result.world.video_duration_ms[: WORLD.videos], WORLD.video_duration_ms)
    assert result.days["videos"].is_monotonic_increasing
    assert result.days["creators"].is_monotonic_decreasing and result.active.sum() < WORLD.creators
    assert result.log["video_id"].max() < result.world.videos
    stays = run(days=10, slate=3, creators=Creators(publish=0, leave=0))
    assert stays.world.videos == WORLD.videos and stays.active.sum() == len(np.unique(WORLD.video_creator))


def test_retraining_is_called_when_asked():
    class Counting(recommenders.Random):
        calls = 0

        def update(self, log):
            type(self).calls += 1
            assert set(log) == {name for name, column in COLUMNS.items() if column.kept}

    for every, expected in ((1, 6), (3, 2), (0, 0)):
        Counting.calls = 0
        run(Counting, retrain_every=every)
        assert Counting.calls == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"days": 0}, "days must be a whole number >= 1"),
        ({"slate": 301}, "slate must be a whole number >= 1 and <= 300"),
        ({"explore": 1.5}, "explore must be"),
        ({"seed": -1}, "seed must be"),
        ({"creators": 3}, "creators must be"),
        ({"device": "tpu"}, "device must be"),
        ({"repeats": "no"}, "repeats must be"),
    ],
)
def test_bad_input_is_refused_by_name(options, message):
    with pytest.raises(ValueError, match=message):
        run(**options)


@pytest.mark.parametrize("explore", [0.0, 0.3])
def test_the_gpu_path_writes_the_same_log(explored, explore):
    for kind in (recommenders.Popularity, recommenders.Content):
        here, there = (run(kind, explore=explore, device=device) for device in ("cpu", "torch"))
        assert all(np.array_equal(here.log[name], there.log[name]) for name in here.log)
        pd.testing.assert_frame_equal(here.days, there.days)


def test_scores_may_come_in_blocks_of_any_size(explored, monkeypatch):
    monkeypatch.setattr("kml.core.arrays._NumPy.block", 7 * WORLD.videos)
    again = run(recommenders.Popularity, explore=0.3)
    assert all(np.array_equal(explored.log[name], again.log[name]) for name in explored.log)


def test_a_run_never_holds_a_number_for_every_viewer_and_video():
    world = platform.world(viewers=8000, videos=20_000, seed=0)
    content = recommenders.Content(recommenders.catalogue(world), world.viewers, source="cover")
    tracemalloc.start()
    simulate.simulate(world, content, days=2, slate=5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < world.viewers * world.videos  # bytes: not even a flag for each pair would fit


def test_content_can_place_what_creators_publish():
    result = run(recommenders.Content, creators=Creators(publish=0.3))
    new = result.log["video_id"] >= WORLD.videos
    assert new.any() and result.recommender.videos == result.world.videos


@pytest.mark.parametrize("explore", [0.0, 0.3])
def test_one_row_of_scores_for_all_gives_the_log_of_the_whole_table(explore):
    class Whole(recommenders.Popularity):
        def score(self, viewers):
            return super().score(viewers).copy()

    for device in ("cpu", "torch"):
        one, whole = (run(k, explore=explore, device=device) for k in (recommenders.Popularity, Whole))
        assert all(np.array_equal(one.log[name], whole.log[name]) for name in one.log)


def test_scores_of_the_wrong_shape_are_refused():
    class Short(recommenders.Random):
        def score(self, viewers):
            return np.zeros((len(viewers), 3), dtype=np.float32)

    with pytest.raises(ValueError, match="must return an array of shape"):
        run(Short)
