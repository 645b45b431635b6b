"""Codes of videos and their spelling: a codebook against k-means by hand, chances against counts by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans

from kml import platform, recommenders

KINDS = pd.DataFrame({"kind": [0.0, 0.1, 0.2, 9.0, 9.1, 9.2]})


def kind(rows):
    return rows[["kind"]]


def log(*pairs):
    return pd.DataFrame(pairs, columns=["user_id", "video_id"]).assign(is_click=1)


@pytest.fixture(scope="module")
def platform_s():
    world = platform.world(50, 120, seed=3)
    return recommenders.catalogue(world), platform.simulate_day(world, seed=1)


@pytest.fixture
def speller(platform_s):
    table, rows = platform_s
    model = recommenders.Speller(table, 50, recommenders.TextVectors(table), sizes=(6, 3))
    model.update(rows)
    return model


def test_a_codebook_tells_first_the_centre_and_then_what_it_leaves_unsaid():
    vectors = np.random.default_rng(0).normal(size=(200, 4))
    tokens = recommenders.Codebook(vectors, sizes=(8, 5))(vectors)
    first = KMeans(8, n_init=1, random_state=0).fit(vectors)
    second = KMeans(5, n_init=1, random_state=0).fit(vectors - first.cluster_centers_[first.labels_])
    np.testing.assert_array_equal(tokens, np.column_stack([first.labels_, second.labels_]))
    told = first.cluster_centers_[tokens[:, 0]], second.cluster_centers_[tokens[:, 1]]
    unsaid = [np.sum((vectors - told[0]) ** 2), np.sum((vectors - told[0] - told[1]) ** 2)]
    assert unsaid[1] < 0.8 * unsaid[0]


def test_taste_vectors_are_what_the_factors_of_played_videos_teach(platform_s):
    table, rows = platform_s
    few = rows[rows["video_id"] < 60]
    model = recommenders.MatrixFactorisation(table, 50, factors=3)
    model.update(few)
    vectors = recommenders.TasteVectors(table, model)(table)
    assert vectors.shape == (120, 3) and np.all(model.video_factors[60:] == 0)
    assert np.corrcoef(vectors[:60].ravel(), model.video_factors[:60].ravel())[0, 1] > 0.5
    assert np.abs(vectors[60:]).mean() > 0.1 * np.abs(vectors[:60]).mean(), "of a new video, too"


def test_every_code_is_one_video_s_and_chances_add_up_to_one(speller):
    assert len(np.unique(speller.codes, axis=0)) == 120
    np.testing.assert_allclose(np.exp(speller.score(np.arange(50)).astype(float)).sum(axis=1), 1, atol=1e-3)


def test_a_score_is_the_product_of_the_chances_along_its_code(speller):
    scores = speller.score([7])[0]
    for video in (0, 33, 119):
        code = tuple(speller.codes[video])
        chances = [speller.next_token(7, code[:place])[code[place]] for place in range(3)]
        assert np.log(chances).sum() == pytest.approx(scores[video], abs=1e-4)


def test_the_chances_by_hand_trust_a_viewer_the_more_the_more_was_played():
    model = recommenders.Speller(KINDS, 3, kind, sizes=(2,), trust=2)
    model.update(log((0, 0), (0, 1), (1, 3), (1, 4), (1, 5), (1, 3)))
    token = int(model.codes[0, 0])
    usual = (2 + 1) / (6 + 2)  # everybody's, with one play more for each of two tokens
    assert model.next_token(0)[token] == pytest.approx((2 + 2 * usual) / (2 + 2))
    assert model.next_token(1)[token] == pytest.approx((0 + 2 * usual) / (4 + 2))
    assert model.next_token(2)[token] == pytest.approx(usual), "who has played nothing is everybody"
    model.update(log((0, 0), (0, 1), (1, 3), (1, 4), (1, 5), (1, 3), (2, 0)))
    assert model.next_token(2)[token] == pytest.approx((1 + 2 * (3 + 1) / (7 + 2)) / (1 + 2)), "the new row counts once"


def test_a_new_video_has_a_code_on_its_first_day_and_old_codes_stay():
    model = recommenders.Speller(KINDS.iloc[:4], 2, kind, sizes=(2,))
    model.update(log((0, 0), (0, 1), (1, 3)))
    before = model.codes
    model.publish(KINDS.iloc[4:])
    np.testing.assert_array_equal(model.codes[:4], before)
    assert model.codes[4:].tolist() == [[before[3, 0], 1], [before[3, 0], 2]]
    assert model.score([1])[0, 4] > model.score([0])[0, 4]


@pytest.mark.parametrize("code", [(99,), (0, 0, 0), (0, 99)])
def test_what_no_code_begins_with_is_refused(code):
    model = recommenders.Speller(KINDS, 2, kind, sizes=(2,))
    with pytest.raises(ValueError, match="code must be the beginning of a video's code; got"):
        model.next_token(0, code)


@pytest.mark.parametrize(("sizes", "said"), [((0,), "sizes"), ((7,), "sizes must be")])
def test_more_tokens_than_videos_are_refused(sizes, said):
    with pytest.raises(ValueError, match=said):
        recommenders.Codebook(KINDS, sizes)


def test_scores_that_were_computed_before_are_asked_by_viewer():
    scores = np.arange(6, dtype=np.float32).reshape(2, 3)
    scored = recommenders.Scored([4, 1], scores)
    np.testing.assert_array_equal(scored.score(np.array([1, 4, 1])), scores[[1, 0, 1]])
    with pytest.raises(ValueError, match="viewers must be some of those that were scored; 2 is not"):
        scored.score(np.array([2]))
    with pytest.raises(ValueError, match="viewers must have shape"):
        recommenders.Scored([1, 2, 3], scores)


def test_a_blend_of_standardised_scores_is_that_of_the_rankers():
    scores = np.random.default_rng(0).normal(size=(2, 2, 9)).astype(np.float32)
    raw = [recommenders.Scored([0, 1], one) for one in scores]
    ready = [recommenders.Scored([0, 1], recommenders.standardised(one)) for one in scores]
    mixed = recommenders.Blend(*raw, 0.3).score([0, 1]), recommenders.Blend(*ready, 0.3, standard=False).score([0, 1])
    np.testing.assert_array_equal(*mixed)
