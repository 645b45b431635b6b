"""What a viewer does: the mechanism's properties, whatever its parameters are fitted to."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml import behaviour
from kml.behaviour import DEFAULT

N = 20_000


def same(value, n=N):
    return np.full(n, float(value))


def test_affinity_is_the_inner_product_and_broadcasts():
    rng = np.random.default_rng(0)
    viewers, videos = rng.standard_normal((2, 8, 50)).astype(np.float32)
    assert np.allclose(behaviour.affinity(viewers, videos), np.sum(viewers * videos, axis=0), atol=1e-5)
    grid = behaviour.affinity(viewers[:, :, None], videos[:, None, :])
    assert grid.shape == (50, 50) and np.allclose(np.diag(grid), behaviour.affinity(viewers, videos))


def test_appeal_by_hand():
    at_best = behaviour.appeal(np.array([1.0]), np.array([0.0]), np.array([0.0]), [DEFAULT.best_length_s])
    assert at_best == pytest.approx(DEFAULT.level_sd)
    long = behaviour.appeal(np.zeros(1), np.zeros(1), np.zeros(1), [DEFAULT.best_length_s * np.e])
    assert long == pytest.approx(-DEFAULT.length_cost)


@given(st.floats(-2, 3), st.floats(5, 600), st.integers(0, 99))
def test_more_appeal_never_shortens_a_watch_in_the_same_mood(appeal, duration, seed):
    quick = replace(DEFAULT, skip_s=0.5, skip_sd=1e-9)  # or a slow swipe may be longer than a short stay
    watched = [behaviour.watch_time(same(a, 200), same(duration, 200), seed, quick) for a in (appeal, appeal + 0.5)]
    assert np.all(watched[1] >= watched[0])


@given(st.floats(-2, 3), st.floats(5, 600), st.integers(0, 99))
def test_a_watch_is_positive_and_ends_near_the_end_of_some_loop(appeal, duration, seed):
    watched = behaviour.watch_time(same(appeal, 200), same(duration, 200), seed)
    assert np.all(watched > 0)
    once = behaviour.watch_time(same(appeal, 200), same(duration, 200), seed, replace(DEFAULT, replay=1e-12))
    assert np.all(once <= duration + 1)
    assert np.all(watched >= once)


def test_duration_cuts_the_watch_and_nothing_else():
    """The same viewers in the same mood: a longer video is watched at least as long, and completed at most as often."""
    still = replace(DEFAULT, replay=1e-12)
    short, long = (behaviour.watch_time(same(0.5), same(seconds), 1, still) for seconds in (20, 200))
    assert np.all(long >= np.minimum(short, 19))
    assert np.mean(long >= 200) < np.mean(short >= 20)


def test_watch_time_repeats_with_its_seed():
    first, again = (behaviour.watch_time(same(0.3), same(60), 5) for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, behaviour.watch_time(same(0.3), same(60), 6))


def test_chances_follow_appeal_and_the_part_watched():
    low, high = (behaviour.chances(same(a, 1), same(30, 1), same(60, 1), same(1, 1)) for a in (0, 1))
    for event in behaviour.EVENTS:
        assert (high[event] > low[event]) == (event != "hate")
    brief, whole = (behaviour.chances(same(0, 1), same(s, 1), same(60, 1), same(1, 1)) for s in (3, 60))
    assert all(whole[event] > brief[event] for event in behaviour.EVENTS)
    assert all(value == 0 for value in behaviour.chances(same(0, 1), same(0, 1), same(60, 1), same(1, 1)).values())


def test_effort_rises_faster_with_appeal_than_a_tap():
    low, high = (behaviour.chances(same(a, 1), same(30, 1), same(60, 1), same(1, 1)) for a in (0, 1))
    gain = {event: (high[event] / low[event]).item() for event in behaviour.EVENTS}
    assert gain["comment"] == pytest.approx(gain["follow"]) and gain["like"] == pytest.approx(gain["forward"])
    assert gain["comment"] > gain["like"] > 1 > gain["hate"]


def test_engagement_is_drawn_with_its_chances():
    n = 200_000
    arguments = (same(1.0, n), same(60, n), same(60, n), same(3.0, n))
    chances, drawn = behaviour.chances(*arguments), behaviour.engagement(*arguments, 4)
    for event in behaviour.EVENTS:
        p = chances[event][0].item()
        assert abs(drawn[event].mean() - p) < 5 * np.sqrt(p * (1 - p) / n)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: behaviour.watch_time([np.nan], [10], 0), "appeal"),
        (lambda: behaviour.watch_time([0.0], [0], 0), "duration_s"),
        (lambda: behaviour.watch_time([0.0, 1.0], [10], 0), "duration_s"),
        (lambda: behaviour.watch_time([0.0], [10], -1), "seed"),
        (lambda: behaviour.engagement([0.0], [-1], [10], [1], 0), "watched_s"),
        (lambda: behaviour.engagement([0.0], [1], [10], [-1], 0), "expressiveness"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(ValueError, match=name):
        call()
