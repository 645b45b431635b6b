"""Recommenders: one protocol for all, each against a case worked out by hand, and what a new video gets."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.metrics.pairwise import cosine_similarity

from kml import metrics, platform, recommenders
from kml.simulate import simulate

VIEWERS, VIDEOS = 60, 80
KINDS = {
    "random": recommenders.Random,
    "popularity": recommenders.Popularity,
    "content": recommenders.Content,
    "covers": lambda table, viewers: recommenders.Content(table, viewers, source="cover"),
    "late fusion": recommenders.late_fusion,
    "item-item": recommenders.ItemItem,
    "factors": recommenders.MatrixFactorisation,
    "topic graph": recommenders.TopicGraph,
    "two towers": recommenders.TwoTower,
    "semantic IDs": lambda table, viewers: recommenders.Speller(
        table, viewers, recommenders.TextVectors(table), sizes=(8, 4)
    ),
    "Thompson": recommenders.Thompson,
    "blend": lambda table, viewers: recommenders.Blend(
        recommenders.Popularity(table, viewers), recommenders.ItemItem(table, viewers), 0.7
    ),
}
# a new video changes what is drawn, the scale of a blend, or takes its part of chances that add up to one
MIXED = ("Thompson", "blend", "late fusion", "semantic IDs")


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


@pytest.mark.parametrize("name", sorted(set(KINDS) - set(MIXED)))
def test_a_new_video_gets_a_score_and_moves_no_other(name, table, log):
    recommender = KINDS[name](table.iloc[:70], VIEWERS)
    recommender.update(log[log["video_id"] < 70].reset_index(drop=True))
    before = recommender.score(np.arange(VIEWERS))
    recommender.publish(table.iloc[70:])
    after = recommender.score(np.arange(VIEWERS))
    assert after.shape == (VIEWERS, VIDEOS) and np.isfinite(after).all()
    one, other = (recommenders.standardised(scores[:, :70]) for scores in (before, after))
    np.testing.assert_allclose(one, other, atol=0.1 if name == "topic graph" else 0.01)  # there, averages move a little


@pytest.mark.parametrize("name", MIXED)
def test_mixtures_take_in_new_videos(name, table, log):
    recommender = KINDS[name](table.iloc[:70], VIEWERS)
    recommender.update(log[log["video_id"] < 70].reset_index(drop=True))
    recommender.publish(table.iloc[70:])
    assert recommender.score(np.arange(3)).shape == (3, VIDEOS)
    recommender.update(log)
    assert np.isfinite(recommender.score(np.arange(3))).all()


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


@pytest.mark.parametrize("kind", [recommenders.Content, recommenders.TopicGraph, recommenders.TwoTower])
def test_a_table_without_titles_is_refused(kind, world, table):
    with pytest.raises(ValueError, match="table must have the column 'title'"):
        kind(platform.video_table(world), VIEWERS)
    with pytest.raises(ValueError, match="table must have the column 'title'"):
        kind(table, VIEWERS).publish(platform.video_table(world))


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


def test_item_item_is_the_cosine_of_audiences(table, log):
    item = recommenders.ItemItem(table, VIEWERS, neighbours=VIDEOS)
    item.update(log)
    watched = recommenders.interactions(log, recommenders.watch_signal(log), VIEWERS, VIDEOS).toarray()
    cosine = cosine_similarity(watched.T)
    np.fill_diagonal(cosine, 0)
    np.testing.assert_allclose(item.score(np.arange(VIEWERS)), watched @ cosine, rtol=1e-4, atol=1e-5)


def test_only_the_nearest_neighbours_are_kept():
    watched = csr_array(np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]], dtype=np.float32))
    similar = recommenders.cosine_neighbours(watched, neighbours=1, block=2).toarray()
    np.testing.assert_allclose(similar, [[0, 1, 0], [1, 0, 0], [0.5, 0, 0]], atol=1e-6)


def implicit_loss(watched, x, y, alpha, ridge):
    confidence, preference = 1 + alpha * watched, watched > 0
    return np.sum(confidence * (preference - x @ y.T) ** 2) + ridge * (np.sum(x**2) + np.sum(y**2))


def a_factorisation(seed, n=7, m=9, f=3):
    rng = np.random.default_rng(seed)
    watched = np.where(rng.random((n, m)) < 0.3, rng.random((n, m)), 0).astype(np.float32)
    return watched, rng.standard_normal((m, f)).astype(np.float32), rng.standard_normal((n, f))


@given(st.integers(0, 1000), st.floats(0.1, 20), st.floats(0.1, 20))
def test_a_half_step_is_the_bottom_of_the_implicit_loss(seed, alpha, ridge):
    watched, y, nudge = a_factorisation(seed)
    x = recommenders.half_step(csr_array(watched), y, alpha, ridge, block=3).astype(np.float64)
    best = implicit_loss(watched, x, y, alpha, ridge)
    for step in (-0.01, 0.01):
        assert implicit_loss(watched, x + step * nudge, y, alpha, ridge) > best


def row_by_row(watched, y, alpha, ridge):
    """`half_step` as its formula stands there: one system for each row, in the order of the rows."""
    out = np.zeros((watched.shape[0], y.shape[1]))
    for row, weight in enumerate(watched.toarray().astype(np.float64)):
        left = y.T @ y + (alpha * weight * y.T) @ y + ridge * np.eye(y.shape[1])
        out[row] = np.linalg.solve(left, y.T @ np.where(weight > 0, 1 + alpha * weight, 0))
    return out


def test_rows_solved_together_are_those_solved_one_by_one():
    """Rows with no play, with fewer than there are factors, as many, and more."""
    rng = np.random.default_rng(0)
    plays = np.concatenate([np.arange(30), rng.integers(0, 120, 70)])
    watched = np.zeros((100, 150), dtype=np.float32)
    for row, n in enumerate(plays):
        watched[row, rng.permutation(150)[:n]] = 1 - rng.random(n)
    y = rng.standard_normal((150, 12))
    for side, other in ((csr_array(watched), y), (csr_array(watched.T), rng.standard_normal((100, 12)))):
        for block in (1, 100, 4096):
            found = recommenders.half_step(side, other, 10.0, 0.5, block)
            np.testing.assert_allclose(found, row_by_row(side, other, 10.0, 0.5), rtol=1e-9, atol=1e-12)


def test_the_loop_logs_what_it_would_with_rows_solved_one_by_one(world, table, monkeypatch):
    def log_of():
        model = recommenders.MatrixFactorisation(table, world.viewers, factors=6, sweeps=3)
        return simulate(world, model, days=4, slate=5, seed=2).log

    fast = log_of()
    monkeypatch.setattr("kml.recommenders.factors._together", lambda watched, alpha: (watched, alpha))
    monkeypatch.setattr(
        "kml.recommenders.factors._solved", lambda n, parts, y, ridge: row_by_row(parts[0], y, parts[1], ridge)
    )
    plain = log_of()
    assert all(np.array_equal(fast[name], plain[name]) for name in fast)


def test_a_half_step_by_hand():
    """One video with factor 2, watched with weight 1: (4 + 3·4 + 1)·x = (1 + 3)·2."""
    x = recommenders.half_step(
        csr_array(np.array([[1.0], [0.0]], dtype=np.float32)), np.array([[2.0]], np.float32), 3.0, 1.0
    )
    np.testing.assert_allclose(x, [[8 / 17], [0]], rtol=1e-6)


def test_factors_learn_two_groups_that_no_title_names(table):
    """Viewers 0–9 watch even videos, 10–19 odd ones; a pair held out is scored above all of the other group's."""
    rows = [(v, i, 40) for v in range(20) for i in range(20) if i % 2 == v // 10 and (v, i) != (3, 8)]
    for kind in (recommenders.MatrixFactorisation, recommenders.ItemItem):
        learner = kind(table, VIEWERS)
        learner.update(views(*rows))
        scores = learner.score(np.array([3]))[0]
        assert scores[8] > scores[1:20:2].max()


@pytest.mark.parametrize("kind", [recommenders.TopicGraph, recommenders.TwoTower, recommenders.Content])
def test_a_new_video_finds_the_viewers_of_its_topic(kind, table):
    """Everybody watches one of two topics; a video of each is new."""
    of = [table["video_id"][table["tag"] == tag].to_numpy() for tag in ("comedy", "music")]
    new = [videos[-1] for videos in of]
    rows = [(v, i, 40) for v in range(VIEWERS) for i in of[v % 2][:-1] if (v + i) % 3]
    learner = kind(table, VIEWERS)
    learner.update(views(*rows))
    scores = learner.score(np.arange(VIEWERS))[:, new]
    prefers_music = scores[:, 1] > scores[:, 0]
    assert np.mean(prefers_music == (np.arange(VIEWERS) % 2 == 1)) > 0.9


def test_a_video_with_views_outgrows_its_topic(table):
    rows = [(v, i, 40) for v in range(30) for i in range(20) if (v + i) % 3]
    loose, tight = (recommenders.TopicGraph(table, VIEWERS, trust=trust) for trust in (1e-6, 1e6))
    plain = recommenders.MatrixFactorisation(table, VIEWERS)
    for learner in (loose, tight, plain):
        learner.update(views(*rows))
    one, other = plain.score(np.arange(5))[:, :20], loose.score(np.arange(5))[:, :20]
    np.testing.assert_allclose(recommenders.standardised(other), recommenders.standardised(one), atol=0.05)
    assert not np.allclose(
        recommenders.standardised(tight.score(np.arange(5))[:, :20]), recommenders.standardised(one), atol=0.3
    )


def test_a_tag_without_concepts_hangs_on_its_topic_alone(table):
    odd = table.assign(tag="origami", title="cranes 纸鹤")
    graph = recommenders.TopicGraph(odd, VIEWERS)
    graph.update(views((0, 1, 40), (1, 2, 40)))
    assert np.isfinite(graph.score(np.arange(3))).all()


def test_towers_are_the_same_again_and_leave_torch_as_it_was(table, log):
    import torch

    threads = torch.get_num_threads()
    torch.manual_seed(1)
    state = torch.get_rng_state()
    one, other = (recommenders.TwoTower(table, VIEWERS, epochs=1, seed=4) for _ in range(2))
    one.update(log)
    other.update(log)
    np.testing.assert_array_equal(one.score(np.arange(9)), other.score(np.arange(9)))
    assert torch.get_num_threads() == threads and torch.equal(torch.get_rng_state(), state)


# --- mixing ----------------------------------------------------------------------------------------------------------


def test_a_blend_goes_from_one_ranker_to_the_other(table, log):
    one, other = recommenders.Popularity(table, VIEWERS), recommenders.Content(table, VIEWERS)
    ends = [recommenders.Blend(one, other, weight) for weight in (0, 1)]
    ends[0].update(log)
    for blend, alone in zip(ends, (one, other), strict=True):
        mixed, own = blend.score(np.arange(9)), recommenders.standardised(alone.score(np.arange(9)))
        np.testing.assert_allclose(mixed, own, atol=1e-5)
        assert np.abs(own).max() > 1


def test_the_scale_of_a_ranker_does_not_decide_a_blend(table):
    class Loud(recommenders.Popularity):
        def score(self, viewers):
            return 1000 * super().score(viewers) + 5

    rows = views((0, 1, 40), (1, 1, 40), (2, 2, 40))
    quiet = recommenders.Blend(recommenders.Popularity(table, VIEWERS), recommenders.Content(table, VIEWERS))
    loud = recommenders.Blend(Loud(table, VIEWERS), recommenders.Content(table, VIEWERS))
    for blend in (quiet, loud):
        blend.update(rows)
    np.testing.assert_allclose(quiet.score(np.arange(3)), loud.score(np.arange(3)), atol=1e-4)


def test_a_ranker_without_opinion_leaves_a_blend_to_the_other(table):
    assert np.all(recommenders.standardised(np.full((2, 4), 7, dtype=np.float32)) == 0)


def test_blends_need_the_same_videos(table):
    with pytest.raises(ValueError, match="other"):
        recommenders.Blend(recommenders.Random(table, VIEWERS), recommenders.Random(table.iloc[:9], VIEWERS))


def test_thompson_follows_the_posterior(table):
    """A video with 90 of 100 valid plays beats one with 10 of 100 nearly always; an unknown one is anywhere."""
    thompson = recommenders.Thompson(table, VIEWERS, seed=1)
    rows = [(0, 0, 40 if n < 90 else 1) for n in range(100)] + [(0, 1, 40 if n < 10 else 1) for n in range(100)]
    draws = []
    thompson.update(views(*rows))
    for _ in range(300):
        thompson.update(views(*rows))  # nothing new: another draw from the same posterior
        draws.append(thompson.score(np.array([0]))[0, :3])
    good, bad, unknown = np.array(draws).T
    assert good.mean() == pytest.approx(91 / 102, abs=0.01) and bad.mean() == pytest.approx(11 / 102, abs=0.01)
    assert unknown.mean() == pytest.approx(0.5, abs=0.06) and unknown.std() == pytest.approx(12**-0.5, abs=0.03)


# --- lists and their scorecard ---------------------------------------------------------------------------------------


def test_lists_hold_the_best_unseen_videos_in_order(table, log):
    content = recommenders.Content(table, VIEWERS)
    content.update(log)
    seen = recommenders.seen_videos(log, VIEWERS, VIDEOS)
    full = np.flatnonzero(VIDEOS - (seen.toarray() > 0).sum(axis=1) >= 6)
    lists = recommenders.recommend(content, full, k=6, seen=seen, block=5)
    for viewer, ids in zip(full, lists, strict=True):
        scores = content.score(np.array([viewer]))[0]
        scores[seen.toarray()[viewer] > 0] = -np.inf
        np.testing.assert_array_equal(scores[ids], np.sort(scores)[::-1][:6])


def test_equal_scores_are_put_in_each_viewers_own_order(table):
    lists = recommenders.recommend(recommenders.Random(table, VIEWERS), np.arange(VIEWERS), k=5)
    assert metrics.coverage(lists, VIDEOS) > 0.9
    np.testing.assert_array_equal(
        lists, recommenders.recommend(recommenders.Random(table, VIEWERS), np.arange(VIEWERS), k=5)
    )


def test_too_long_a_list_is_refused(table):
    seen = csr_array(np.ones((VIEWERS, VIDEOS), dtype=np.float32))
    with pytest.raises(ValueError, match="k must be at most"):
        recommenders.recommend(recommenders.Random(table, VIEWERS), np.arange(3), k=1, seen=seen)


def test_relevant_are_long_views_and_once_each():
    found = recommenders.relevant_videos(views((0, 3, 20), (0, 3, 30), (0, 4, 10), (2, 1, 18)), 3, 5)
    assert [ids.tolist() for ids in found] == [[3], [], [1]]


def test_a_scorecard_by_hand():
    card = recommenders.scorecard(
        np.array([[0, 1], [0, 2]]), [np.array([1]), np.array([], dtype=int)], np.array([4, 2, 1, 0]), viewers=4
    )
    assert card == pytest.approx(
        {"recall": 1, "ndcg": 1 / np.log2(3), "coverage": 0.75, "novelty": 0.75, "gini": metrics.gini([2, 1, 1, 0])}
    )


# --- on every machine ------------------------------------------------------------------------------------------------

SCRIPT = """
import hashlib
import numpy as np
from kml import platform, recommenders, simulate

world = platform.world(200, 300, seed=1)
log, table = platform.simulate_day(world, seed=2), recommenders.catalogue(world)
kinds = recommenders.Content, recommenders.MatrixFactorisation, recommenders.TopicGraph, recommenders.TwoTower
for kind in kinds:
    ranker = kind(table, 200)
    ranker.update(log)
    print(kind.__name__, hashlib.sha256(ranker.score(np.arange(200)).tobytes()).hexdigest())
run = simulate.simulate(world, recommenders.MatrixFactorisation(table, 200), days=5, slate=4, explore=0.1)
print("log", hashlib.sha256(b"".join(column.tobytes() for column in run.log.values())).hexdigest())
"""


@pytest.mark.whole
def test_an_older_processor_gives_the_same_scores_and_the_same_log():
    """Libraries choose their arithmetic by processor, and round differently. Here they are told that it is old."""
    old = {"OPENBLAS_CORETYPE": "Prescott", "ATEN_CPU_CAPABILITY": "default", "OMP_NUM_THREADS": "1"}
    printed = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env=os.environ | more, check=True, capture_output=True, text=True
        ).stdout
        for more in ({}, old)
    ]
    assert printed[0].count("\n") == 5
    assert printed[0] == printed[1]
