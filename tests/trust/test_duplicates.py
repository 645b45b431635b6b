"""Near-duplicates and explanations: estimates within their error, hashes where they hold and fail, exact parts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import metrics, platform, recommenders, trust

TEXT = "today we look at loops and I promise it is easier than it sounds. most people give up after a week. " * 2
SAME = 10  # bits up to which the lesson calls two frames the same


def test_shingles_are_runs_of_letters():
    assert trust.shingles("Look, a cat") == {"looka", "ookac", "okaca", "kacat"}
    assert trust.shingles("今天我们看循环", 5) == {"今天我们看", "天我们看循", "我们看循环"}
    assert trust.shingles("ab") == {"ab"} and trust.shingles(" …") == set()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 200))
def test_minhash_is_within_four_standard_errors_of_the_truth(seed):
    rng = np.random.default_rng(seed)
    words = [f"word{k}" for k in rng.integers(0, 60, size=80)]
    other = " ".join(word if rng.random() < 0.9 else "other" for word in words)
    one = " ".join(words)
    exact = metrics.jaccard(sorted(trust.shingles(one)), sorted(trust.shingles(other)))
    assert trust.similarity(one, other) == pytest.approx(exact, abs=4 * 0.032)


def test_copies_are_found_and_strangers_are_not():
    texts = {"a": TEXT, "copy of a": TEXT.replace("week", "month"), "b": "something else about noodles and tea"}
    assert [pair[:2] for pair in trust.near_duplicates(texts)] == [("a", "copy of a")]
    assert trust.near_duplicates({"a": TEXT}) == []


@pytest.mark.parametrize("seed", range(6))
def test_what_a_perceptual_hash_survives_and_what_not(seed):
    frame = trust.draw_frame(seed)
    distance = {name: trust.frame_distance(frame, other) for name, other in trust.altered(frame).items()}
    for name in ("re-encoded (JPEG, quality 25)", "half the size", "brighter", "cropped by 4 %"):
        assert distance[name] <= SAME, name
    for name in ("cropped by a third", "with a border", "mirrored"):
        assert distance[name] > SAME, name
    assert trust.frame_distance(frame, trust.altered(frame)["mirrored"], mirrored=True) <= 2
    assert trust.frame_distance(frame, frame) == 0


def test_frames_are_the_same_for_the_same_seed_and_differ_for_others():
    assert trust.draw_frame(1).tobytes() == trust.draw_frame(1).tobytes()
    frames = [trust.draw_frame(seed) for seed in range(6)]
    apart = [trust.frame_distance(a, b) for i, a in enumerate(frames) for b in frames[:i]]
    assert min(apart) > SAME and 25 < np.mean(apart) < 39


@pytest.fixture(scope="module")
def small():
    world = platform.world(80, 120, seed=3)
    log = platform.simulate_day(world, seed=4)
    return log, recommenders.catalogue(world)


def without(log, viewer, video):
    """The log without what this viewer did with this video."""
    return log[(log["user_id"] != viewer) | (log["video_id"] != video)]


@pytest.mark.parametrize("kind", ["item-item", "content"])
def test_parts_are_exact(small, kind):
    """The score is its parts: without a play from the viewer's history it falls by just that play's share."""
    log, table = small
    ranker = {"item-item": recommenders.ItemItem, "content": recommenders.Content}[kind](table, 80)
    ranker.update(log)
    viewer = int(log["user_id"].mode()[0])
    video = int(np.argmax(ranker.score(np.array([viewer]))[0]))
    plays, share = trust.explain(ranker, log, viewer, video)
    assert share.sum() == pytest.approx(1) and np.all(np.diff(share) <= 0) and len(plays) > 2
    if kind == "item-item":
        watched = recommenders.interactions(log, recommenders.watch_signal(log), 80, 120)[[viewer]].toarray()[0]
        similar = recommenders.cosine_neighbours(
            recommenders.interactions(log, recommenders.watch_signal(log), 80, 120), 200
        )[:, [video]].toarray()[:, 0]
        score = float(ranker.score(np.array([viewer]))[0, video])
        assert share * score == pytest.approx(watched[plays] * similar[plays], rel=1e-3)
    else:
        less = recommenders.Content(table, 80)
        less.update(without(log, viewer, plays[0]))
        before, after = (float(r._profiles[viewer] @ r._vectors[video]) for r in (ranker, less))
        assert 1 - after / before == pytest.approx(share[0], rel=1e-3)


def test_nothing_watched_explains_nothing(small):
    log, table = small
    ranker = recommenders.ItemItem(table, 80)
    absent = np.setdiff1d(np.arange(80), log["user_id"])[0]
    ranker.update(log)
    plays, share = trust.explain(ranker, log, absent, 0)
    assert len(plays) == len(share) == 0


def test_what_has_no_parts_is_not_explained(small):
    log, table = small
    with pytest.raises(ValueError, match="recommender must be an ItemItem or a Content"):
        trust.explain(recommenders.Popularity(table, 80), log, 0, 0)
    with pytest.raises(ValueError, match="video must be"):
        trust.explain(recommenders.ItemItem(table, 80), log, 0, 500)
