import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml.core.arrays import Draws, space
from kml.core.scores import table
from kml.recommenders import slates


def chosen(scores, k, explore=0.0, seed=0, device="cpu", left=None):
    """Videos, propensities and explored of every row of scores."""
    xp = space(device)
    rows = len(scores)
    left = np.full(rows, scores.shape[1]) if left is None else left
    draws = Draws(seed, slates.PARTS, xp)
    given = table(xp, xp.put(np.array(scores, dtype=np.float32)))
    return [xp.get(a) for a in slates.select(xp, given, k, explore, draws, 0, xp.arange(rows), xp.put(left))]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(12, 700), st.sampled_from([0, 1, 100]), st.sampled_from(["cpu", "torch"]))
def test_the_best_scores_are_shown_in_order_whatever_ties(k, videos, digits, device):
    scores = np.random.default_rng(videos).standard_normal((5, videos)).round(digits).astype(np.float32)
    video, _, _ = chosen(scores, k, device=device)
    assert all(len(set(row)) == k for row in video.tolist())
    assert np.array_equal(np.take_along_axis(scores, video, axis=1), -np.sort(-scores, axis=1)[:, :k])


@pytest.mark.parametrize("explore", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("kind", ["ties", "no ties", "equal"])
def test_propensities_are_frequencies(explore, kind):
    videos, k, rows = 12, 4, 20_000
    own = {"ties": np.array([3, 3, 3, 2, 2, 2, 2, 1, 1, 0, 0, 0]), "no ties": np.arange(12), "equal": np.zeros(12)}[
        kind
    ]
    video, propensity, explored = chosen(np.tile(own, (rows, 1)), k, explore)
    expected = slates.propensities(own[None], k, explore)[0]
    frequency = np.bincount(video.ravel(), minlength=videos) / rows
    assert np.abs(frequency - expected).max() < 4.5 * np.sqrt(0.25 / rows)
    assert propensity == pytest.approx(expected[video], rel=1e-6)
    assert explored.mean() == pytest.approx(explore, abs=0.01)


@pytest.mark.parametrize("explore", [0.0, 0.3])
def test_both_libraries_choose_the_same_slates(explore):
    scores = np.random.default_rng(0).integers(0, 40, (50, 400)).astype(np.float32)
    scores[:10, ::3] = -np.inf
    left = np.sum(scores > -np.inf, axis=1)
    one, other = (chosen(scores, 7, explore, device=device, left=left) for device in ("cpu", "torch"))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert (np.take_along_axis(scores, one[0], axis=1) > -np.inf).all()


@pytest.mark.parametrize("device", ["cpu", "torch"])
@pytest.mark.parametrize("explore", [0.0, 0.5])
def test_a_shared_row_gives_the_slates_of_the_same_row_for_everyone(device, explore):
    rng, xp = np.random.default_rng(0), space(device)
    row, hidden = rng.integers(0, 9, 203).astype(np.float32), rng.integers(0, 203, (60, 40))
    left = np.array([203 - len(set(own)) for own in hidden.tolist()])
    found = []
    for shape in (xp.put(row[None]), xp.put(np.tile(row, (60, 1)))):
        scores = table(xp, xp.broadcast_to(shape, (60, 203)))
        scores.hide(xp.arange(60)[:, None], xp.put(hidden))
        draws = Draws(3, slates.PARTS, xp)
        found.append(slates.select(xp, scores, 5, explore, draws, 0, xp.arange(60), xp.put(left)))
    assert all(np.array_equal(xp.get(a), xp.get(b)) for a, b in zip(*found, strict=True))


def test_a_slate_may_be_all_that_is_left():
    scores = np.zeros((3, 20))
    scores[:, 5:] = -np.inf
    video, propensity, _ = chosen(scores, 5, 0.5, left=np.full(3, 5))
    assert np.array_equal(np.sort(video, axis=1), np.tile(np.arange(5), (3, 1)))
    assert propensity == pytest.approx(1)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_not_finite_are_refused(bad):
    scores = np.random.default_rng(0).standard_normal((40, 300))
    scores[7, 11] = bad
    with pytest.raises(ValueError, match="scores must be finite"):
        chosen(scores, 5)
    with pytest.raises(ValueError, match="number of videos left"):
        chosen(np.where(np.arange(300) < 4, 1.0, -np.inf)[None], 5)


def test_exact_factors_are_whole_numbers_that_rank_like_the_given_ones():
    rng = np.random.default_rng(0)
    viewers, videos = rng.standard_normal((30, 20)), rng.standard_normal((500, 20))
    u, v = slates.exact(viewers, videos)
    assert u.dtype == v.dtype == np.float32
    assert np.array_equal(u, np.rint(u)) and np.array_equal(v, np.rint(v))
    assert 20 * np.abs(u).max() * np.abs(v).max() < 2**24
    assert np.array_equal(u @ v.T, u.astype(np.float64) @ v.astype(np.float64).T)
    for a, b in zip(viewers @ videos.T, u @ v.T, strict=True):
        assert np.corrcoef(a, b)[0, 1] > 0.9999


def test_draws_depend_on_their_address_alone():
    xp = space("cpu")
    draws = Draws(5, ("a", "b"), xp)
    here = draws.at(3, np.arange(100)[:, None], np.arange(7))
    whole, of_b = here.bits("a"), here.bits("b")
    assert np.array_equal(draws.at(3, np.arange(40, 60)[:, None], np.arange(7)).bits("a"), whole[40:60])
    assert not any(np.isin(whole, other).any() for other in (of_b, draws.at(4, np.arange(100)[:, None]).bits("a")))
    for library in (xp, space("torch")):  # several parts in one call are each part's own
        both = Draws(5, ("a", "b"), library).at(3, library.arange(100)[:, None], library.arange(7)).bits("a", "b")
        assert np.array_equal(both, [whole, of_b])
    n = np.arange(200_000)
    for u in draws.at(0, n).uniforms("a"):
        assert u.min() > 0 and u.max() < 1
        assert np.histogram(u, 20)[0].std() < 4 * np.sqrt(10_000)
    first, second = draws.at(0, n).normals("b")
    assert abs(first.mean()) < 0.01 and abs(second.std() - 1) < 0.01 and abs(np.corrcoef(first, second)[0, 1]) < 0.01


def test_two_normal_numbers_are_cosine_and_sine_of_one_angle():
    drawn = Draws(5, ("a",), space("cpu")).at(0, np.arange(50_000))
    first, second = drawn.uniforms("a")
    length, angle = np.sqrt(-2 * np.log(first)), 2 * np.pi * second
    expected = length * np.cos(angle), length * np.sin(angle)
    np.testing.assert_allclose(drawn.normals("a"), expected, atol=1e-14)


@pytest.mark.parametrize("n", [12, 200, 400])
def test_of_equal_values_the_first_are_the_largest_for_which_there_is_room(n):
    values = np.random.default_rng(n).integers(0, 5, (40, n)).astype(np.float32)
    values[::3] += np.arange(n) / n  # rows without ties among the others
    found = space("cpu").largest(values, 11)
    assert np.array_equal(found, np.sort(np.argsort(-values, axis=1, stable=True)[:, :11], axis=1))
