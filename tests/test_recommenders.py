"""Recommenders: one protocol for all, each against a case worked out by hand, and what a new video gets."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml import platform, recommenders
from kml.simulate import simulate

VIEWERS, VIDEOS = 60, 80
KINDS = {
    "random": recommenders.Random,
    "popularity": recommenders.Popularity,
    "content": recommenders.Content,
    "covers": lambda table, viewers: recommenders.Content(table, viewers, source="cover"),
}


@pytest.fixture(scope="module")
def world():
    return platform.world(VIEWERS, VIDEOS, seed=3)


@pytest.fixture(scope="module")
def table(world):
    return recommenders.catalogue(world)


@pytest.fixture(scope="module")
def log(world):
    return platform.simulate_day(world, seed=1).drop_duplicates(["user_id", "video_id"]).reset_index(drop=True)


def views(*rows):
    """A log of (user, video, seconds) on videos of 60 s."""
    user, video, seconds = (np.array(column) for column in zip(*rows, strict=True))
    return {
        "user_id": user,
        "video_id": video,
        "play_time_ms": 1000 * seconds,
        "duration_ms": np.full(len(user), 60_000),
        "is_click": seconds > 7,
        "long_view": seconds >= 18,
    }


# --- the protocol ----------------------------------------------------------------------------------------------------


@pytest.fixture(params=KINDS)
def make(request):
    return KINDS[request.param]


def test_scores_are_finite_float32_before_and_after_learning(make, table, log):
    recommender = make(table, VIEWERS)
    for _ in range(2):
        scores = recommender.score(np.array([5, 0, 5]))
        assert scores.shape == (3, VIDEOS) and scores.dtype == np.float32
        assert np.isfinite(scores).all()
        recommender.update(log)


def test_the_same_log_gives_the_same_scores_in_any_blocks(make, table, log):
    one, other = make(table, VIEWERS), make(table, VIEWERS)
    one.update(log)
    other.update({name: column.to_numpy() for name, column in log.items()})
    everybody = np.arange(VIEWERS)
    dealt = np.vstack([other.score(everybody[:7]), other.score(everybody[7:])])
    np.testing.assert_array_equal(one.score(everybody), dealt)


def test_scores_may_be_overwritten_by_whoever_asked(make, table, log):
    recommender = make(table, VIEWERS)
    recommender.update(log)
    before = recommender.score(np.arange(4)).copy()
    scores = recommender.score(np.arange(4))
    if scores.flags.writeable:
        scores[:] = -np.inf
    np.testing.assert_array_equal(recommender.score(np.arange(4)), before)


def test_new_videos_get_scores_and_old_ones_keep_theirs_in_order(make, table, log):
    recommender = make(table.iloc[:70], VIEWERS)
    recommender.update(log[log["video_id"] < 70].reset_index(drop=True))
    before = recommender.score(np.arange(VIEWERS))
    recommender.publish(table.iloc[70:])
    after = recommender.score(np.arange(VIEWERS))
    assert after.shape == (VIEWERS, VIDEOS) and np.isfinite(after).all()
    size = np.maximum(np.abs(after).max(), 1)
    scale = np.abs(before).max() / size if np.abs(after[:, :70]).max() > 0 else 1
    np.testing.assert_allclose(after[:, :70] * scale, before, atol=2e-2 * np.abs(before).max() + 1e-9)


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"random"}))
def test_a_log_that_has_shrunk_is_refused(name, table, log):
    recommender = KINDS[name](table, VIEWERS)
    recommender.update(log)
    with pytest.raises(ValueError, match="log must hold everything"):
        recommender.update(log.iloc[:5])


def test_it_runs_in_the_loop(make, world, table):
    run = simulate(world, make(table, VIEWERS), days=3, slate=4, seed=1)
    assert len(run.log["user_id"]) > 0


# --- evidence --------------------------------------------------------------------------------------------------------


def test_the_watch_signal_is_the_share_of_a_long_view():
    log = {
        "play_time_ms": np.array([0, 9000, 18000, 60000, 5000, 9000]),
        "duration_ms": np.array([60000] * 4 + [10000, 0]),
    }
    assert recommenders.watch_signal(log).tolist() == [0, 0.5, 1, 1, 0.5, 0.5]


@pytest.mark.parametrize(
    ("user", "video", "name"), [(VIEWERS, 0, "user_id"), (-1, 0, "user_id"), (0, VIDEOS, "video_id")]
)
def test_ids_outside_the_world_are_refused(table, user, video, name):
    with pytest.raises(ValueError, match=name):
        recommenders.Content(table, VIEWERS).update(views((user, video, 20)))


# --- the catalogue ---------------------------------------------------------------------------------------------------


def test_titles_name_concepts_of_their_topic_in_one_language_or_both(table):
    for tag, title, video in zip(table["tag"], table["title"], table["video_id"], strict=True):
        english, chinese = zip(*recommenders.CONCEPTS[tag], strict=True)
        assert sum(word in title for word in english) >= 2 or video % 3 == 1
        assert sum(word in title for word in chinese) >= 2 or video % 3 == 0


def test_no_concept_belongs_to_two_topics():
    words = [word for concepts in recommenders.CONCEPTS.values() for pair in concepts for word in pair]
    assert len(words) == len(set(words)) == 2 * 8 * len(platform.TOPICS)


def test_the_catalogue_is_drawn_once_and_can_be_had_in_parts(world, table):
    pd.testing.assert_frame_equal(recommenders.catalogue(world), table)
    pd.testing.assert_frame_equal(recommenders.catalogue(world, first=70), table.iloc[70:].reset_index(drop=True))


def test_chinese_is_cut_into_pairs():
    assert recommenders.tokens("Python循环三步, 好 OK") == ["python", "循环", "环三", "三步", "好", "ok"]


@given(st.text())
def test_any_title_can_be_cut(text):
    assert all(recommenders.tokens(text)) or recommenders.tokens(text) == []


# --- each kind -------------------------------------------------------------------------------------------------------


def test_random_prefers_nothing(table):
    assert np.ptp(recommenders.Random(table, VIEWERS).score(np.arange(3))) == 0


def test_popularity_counts_valid_plays_for_everybody(table):
    popularity = recommenders.Popularity(table, VIEWERS)
    first = views((0, 4, 30), (1, 4, 8), (2, 5, 30), (3, 6, 2))
    popularity.update(first)
    popularity.update({name: np.append(column, column[2]) for name, column in first.items()})
    scores = popularity.score(np.array([0, 59]))
    assert scores[:, :8].tolist() == [[0, 0, 0, 0, 2, 2, 0, 0]] * 2


def test_content_finds_the_topic_that_was_watched(table):
    content = recommenders.Content(table, VIEWERS)
    of = {tag: table["video_id"][table["tag"] == tag].to_numpy() for tag in ("comedy", "music")}
    content.update(
        views(*[(0, video, 40) for video in of["comedy"][:3]], *[(1, video, 40) for video in of["music"][:3]])
    )
    scores = content.score(np.array([0, 1]))
    comedy, music = scores[:, of["comedy"][3:]].mean(axis=1), scores[:, of["music"][3:]].mean(axis=1)
    assert comedy[0] > music[0] and music[1] > comedy[1]


def test_tags_join_the_two_languages(table):
    """A Chinese and an English title share no word, so only their tags can bring them together."""
    vectors = recommenders.content.TextVectors(table)
    rows = pd.DataFrame({"title": ["guitar and piano for beginners", "吉他与钢琴新手入门", "相机与手机新手入门"]})
    music = vectors(rows.assign(tag=["music", "music", "technology"]))
    assert music[0] @ music[1] > 0.2 + music[0] @ music[2]
