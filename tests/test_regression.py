"""kml.regression: the formulas of lessons 02 and 03 against independent judges, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import make_regression
from sklearn.linear_model import LinearRegression

from kml import regression as reg

# Four views: an intercept and "already follows" against seconds watched. Small enough for pencil and paper.
X = np.array([[1.0, 0], [1, 0], [1, 1], [1, 1]])
y = np.array([10.0, 20, 40, 50])


def random_problem(seed, n=12, d=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) * rng.uniform(0.2, 3, size=d), rng.normal(size=n) * 30, rng.normal(size=d) * 10


@pytest.fixture(scope="module")
def article():
    features, seconds = make_regression(n_samples=1000, n_features=3, noise=0.1, random_state=42)
    return reg.add_intercept(features), seconds


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_four_views_by_hand():
    start = np.zeros(2)
    assert reg.residuals(X, y, start).tolist() == [-10, -20, -40, -50]
    assert reg.mse_objective(X, y, start) == 1150
    assert reg.gradient(X, y, start).tolist() == [-60, -45]
    assert reg.hessian(X).tolist() == [[2, 1], [1, 1]]
    assert reg.one_step(X, y, start, 0.1).tolist() == pytest.approx([6, 4.5])
    assert reg.normal_equations(X, y) == pytest.approx([15, 30])


def test_step_limits_by_hand():
    limits = reg.step_limits(X)  # the eigenvalues of [[2, 1], [1, 1]] are (3 ± √5)/2
    assert [limits.mu, limits.L] == pytest.approx([(3 - np.sqrt(5)) / 2, (3 + np.sqrt(5)) / 2])
    assert limits.best == pytest.approx(2 / 3)
    assert limits.rate == pytest.approx(np.sqrt(5) / 3)
    assert limits.largest == pytest.approx(3 - np.sqrt(5))


def test_best_constants():
    assert reg.best_constant([1, 2, 9]) == 4
    assert reg.best_constant([1, 2, 9], loss="mae") == 2


def test_add_intercept():
    assert reg.add_intercept([[5.0], [7.0]]).tolist() == [[1, 5], [1, 7]]


# --- the article's data ----------------------------------------------------------------------------------------------


def test_the_articles_update_climbs_and_ours_descends(article):
    features, seconds = article
    start, steps, eta = np.zeros(4), 1000, 0.01
    assert reg.mse_objective(features, seconds, start) == pytest.approx(16161, abs=0.5)
    theta = start
    for _ in range(steps):
        y_hat = features @ theta
        theta = theta - eta / len(seconds) * (2 * seconds - 2 * y_hat) @ features
    assert reg.mse_objective(features, seconds, theta) == pytest.approx(5.3e21, rel=0.01)
    path = reg.descend(features, seconds, start, eta, steps)
    assert reg.mse_objective(features, seconds, path[-1]) == pytest.approx(0.009779, abs=1e-6)


def test_the_articles_step_limit(article):
    features, seconds = article
    limits = reg.step_limits(features)
    assert limits.largest == pytest.approx(0.9438, abs=5e-5)
    assert limits.kappa == pytest.approx(1.196, abs=5e-4)
    start = np.zeros(4)
    assert reg.losses(features, seconds, reg.descend(features, seconds, start, 0.963, 200))[-1] > 1e9
    assert reg.losses(features, seconds, reg.descend(features, seconds, start, 0.897, 200))[-1] < 0.00978
    # a sum objective at 0.01 is this mean objective at 0.01·N
    assert reg.losses(features, seconds, reg.descend(features, seconds, start, 0.01 * 1000, 100))[-1] > 1e264


# --- properties ------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000))
def test_gradient_agrees_with_finite_differences(seed):
    features, seconds, theta = random_problem(seed)
    measured = reg.finite_difference(lambda t: reg.mse_objective(features, seconds, t), theta)
    np.testing.assert_allclose(reg.gradient(features, seconds, theta), measured, rtol=1e-6, atol=1e-4)


@given(st.integers(0, 10_000))
def test_hessian_is_how_the_gradient_changes(seed):
    features, seconds, theta = random_problem(seed)
    move = np.array([0.5, -1, 2])
    change = reg.gradient(features, seconds, theta + move) - reg.gradient(features, seconds, theta)
    np.testing.assert_allclose(reg.hessian(features) @ move, change, rtol=1e-7, atol=1e-7)


@given(st.integers(0, 10_000))
def test_normal_equations_are_least_squares(seed):
    features, seconds, _ = random_problem(seed)
    theta = reg.normal_equations(features, seconds)
    model = LinearRegression(fit_intercept=False).fit(features, seconds)
    np.testing.assert_allclose(theta, model.coef_, rtol=1e-7, atol=1e-7)
    assert np.abs(reg.gradient(features, seconds, theta)).max() < 1e-8


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_limit_separates_convergence_from_divergence(seed):
    features, seconds, theta = random_problem(seed)
    limit = reg.step_limits(features).largest
    best = reg.normal_equations(features, seconds)
    below = reg.descend(features, seconds, theta, 0.98 * limit, 3000)
    above = reg.descend(features, seconds, theta, 1.05 * limit, 3000)
    assert np.linalg.norm(below[-1] - best) < np.linalg.norm(theta - best)
    assert np.linalg.norm(above[-1] - best) > 1e6 * np.linalg.norm(theta - best)


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_the_best_step_shrinks_the_error_at_the_promised_rate(seed):
    features, seconds, theta = random_problem(seed)
    limits, best = reg.step_limits(features), reg.normal_equations(features, seconds)
    distance = np.linalg.norm(reg.descend(features, seconds, theta, limits.best, 25) - best, axis=1)
    assert (distance[1:] <= limits.rate * distance[:-1] + 1e-9).all()
    from_the_slowest = best + np.linalg.eigh(reg.hessian(features))[1][:, 0]
    distance = np.linalg.norm(reg.descend(features, seconds, from_the_slowest, limits.best, 5) - best, axis=1)
    np.testing.assert_allclose(distance[1:] / distance[:-1], limits.rate, rtol=1e-6)


@given(st.integers(0, 10_000), st.floats(0, 0.95))
def test_a_batch_of_every_row_is_gradient_descent(seed, momentum):
    features, seconds, theta = random_problem(seed, n=1, d=2)  # one row: every draw is the whole data
    eta = 0.5 * reg.step_limits(features).largest
    stochastic = reg.descend_sgd(features, seconds, theta, eta, 20, batch=3, seed=seed, momentum=momentum)
    np.testing.assert_allclose(stochastic, reg.descend(features, seconds, theta, eta, 20, momentum=momentum))


def test_descend_repeats_one_step_and_leaves_its_inputs_alone():
    start = np.array([1.0, 2.0])
    path = reg.descend(X, y, start, 0.1, 5)
    assert path.shape == (6, 2)
    assert path.dtype == np.float64
    theta = start
    for row in path[1:]:
        theta = reg.one_step(X, y, theta, 0.1)
        np.testing.assert_allclose(row, theta)
    assert start.tolist() == [1, 2]
    assert reg.descend(X, y, start, 0.1, 0).tolist() == [[1, 2]]


def test_sgd_is_seeded_and_unbiased():
    theta = np.array([3.0, -1.0])
    one, again = (reg.descend_sgd(X, y, theta, 0.1, 50, batch=2, seed=7) for _ in range(2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, reg.descend_sgd(X, y, theta, 0.1, 50, batch=2, seed=8))
    first_moves = [reg.descend_sgd(X, y, theta, 0.1, 1, batch=1, seed=s)[1] - theta for s in range(4000)]
    np.testing.assert_allclose(np.mean(first_moves, axis=0), -0.1 * reg.gradient(X, y, theta), rtol=0.05)


def test_the_noise_ball_shrinks_with_eta_and_with_averaging():
    rng = np.random.default_rng(0)
    features = reg.add_intercept(rng.normal(size=(400, 2)))
    seconds = features @ [30, 5, -3] + rng.normal(size=400) * 10
    best = reg.normal_equations(features, seconds)

    def excess(eta):
        path = reg.descend_sgd(features, seconds, best, eta, 20_000, batch=1, seed=1)
        return np.mean(np.sum((path[2000:] - best) ** 2, axis=1)), np.sum((path[2000:].mean(axis=0) - best) ** 2)

    wide, averaged = excess(0.04)
    narrow, _ = excess(0.01)
    assert 3 < wide / narrow < 6  # proportional to eta, and a little more near the limit
    assert averaged < wide / 50


def test_sgd_takes_a_rate_for_each_step():
    falling = 0.2 / np.arange(1, 31)
    path = reg.descend_sgd(X, y, np.zeros(2), falling, 30, batch=2, seed=3)
    moves = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert moves[-5:].max() < moves[:5].max()


def test_momentum_needs_about_the_square_root_of_the_steps():
    features = np.array([[1.0, 0.1], [1, -0.1], [-1, 0.1], [-1, -0.1]])  # kappa = 100
    seconds = features @ [10.0, 100]
    limits = reg.step_limits(features)
    root = np.sqrt(limits.kappa)
    eta, beta = (2 / (np.sqrt(limits.L) + np.sqrt(limits.mu))) ** 2, ((root - 1) / (root + 1)) ** 2
    plain = reg.losses(features, seconds, reg.descend(features, seconds, np.zeros(2), limits.best, 1000))
    heavy = reg.losses(features, seconds, reg.descend(features, seconds, np.zeros(2), eta, 1000, momentum=beta))
    assert limits.kappa == pytest.approx(100)
    needed = [int(np.argmax(curve < 1e-6 * curve[0])) for curve in (plain, heavy)]
    assert 4 < needed[0] / needed[1] < 12


def test_divergence_ends_in_inf_without_a_warning(recwarn):
    path = reg.descend(X, y, np.zeros(2), 1e6, 500)
    assert np.isinf(reg.losses(X, y, path)[-1])
    assert len(recwarn) == 0


# --- preparing features ----------------------------------------------------------------------------------------------


def test_standardise_uses_the_training_rows_only():
    rng = np.random.default_rng(5)
    train, test = rng.normal(50, 20, size=(30, 2)), rng.normal(90, 40, size=(10, 2))
    a, b = reg.standardise(train, test)
    np.testing.assert_allclose(a.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(a.std(axis=0), 1)
    np.testing.assert_allclose(b, (test - train.mean(axis=0)) / train.std(axis=0))
    again, _ = reg.standardise(train, test * 1000)
    assert np.array_equal(a, again)


def test_standardising_repairs_milliseconds_beside_a_flag():
    rng = np.random.default_rng(0)
    raw = np.column_stack([rng.lognormal(11, 0.5, size=500), rng.random(500) < 0.3]).astype(float)
    assert reg.step_limits(reg.add_intercept(raw)).kappa > 1e9
    assert reg.step_limits(reg.add_intercept(reg.standardise_fit(raw).apply(raw))).kappa < 2


def test_normal_equations_survive_milliseconds_beside_a_flag():
    rng = np.random.default_rng(0)
    raw = np.column_stack([np.ones(500), rng.lognormal(11, 0.5, size=500), rng.random(500) < 0.3])
    theta = np.array([12, 3e-4, 20])
    np.testing.assert_allclose(reg.normal_equations(raw, raw @ theta), theta, rtol=1e-9)


@given(st.lists(st.integers(0, 5), min_size=4, max_size=40), st.floats(0.2, 0.7))
def test_split_by_time_never_trains_on_the_future(times, share):
    train, test = reg.split_by_time(times, test=share)
    assert sorted([*train, *test]) == list(range(len(times)))
    assert max(times[i] for i in train) <= min(times[i] for i in test)


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: reg.mse(np.zeros(3), np.zeros((3, 1))), r"y_hat must have shape \(3,\); got shape \(3, 1\)"),
        (lambda: reg.mse(np.zeros((3, 1)), np.zeros((3, 1))), "y must have 1 dimension"),
        (lambda: reg.gradient(X, y[:3], np.zeros(2)), r"y must have shape \(4,\)"),
        (lambda: reg.gradient(X, y[:, None], np.zeros(2)), r"y must have shape \(4,\); got shape \(4, 1\)"),
        (lambda: reg.gradient(X, y, np.zeros(3)), r"theta must have shape \(2,\)"),
        (lambda: reg.gradient(X, y, [0, np.nan]), "theta must be finite; got nan at index 1"),
        (lambda: reg.gradient([[]], [], []), "X must hold at least one value"),
        (lambda: reg.residuals("watch time", y, [0, 0]), "X must be an array of numbers"),
        (lambda: reg.descend(X, y, [0, 0, 0], 0.1, 5), r"theta0 must have shape \(2,\)"),
        (lambda: reg.descend(X, y, [0, 0], -0.1, 5), "eta must be a finite number > 0; got -0.1"),
        (lambda: reg.descend(X, y, [0, 0], 0.1, 2.5), "steps must be a whole number"),
        (lambda: reg.descend(X, y, [0, 0], 0.1, 5, momentum=1), "momentum must be a finite number"),
        (lambda: reg.descend_sgd(X, y, [0, 0], 0.1, 5, batch=0), "batch must be a whole number >= 1"),
        (lambda: reg.descend_sgd(X, y, [0, 0], [0.1, 0.2], 5), r"eta must have shape \(5,\)"),
        (lambda: reg.losses(X, y, [1, 2]), r"path must have shape \(steps \+ 1, 2\)"),
        (lambda: reg.step_limits(np.zeros((3, 2))), "X must have a value other than zero"),
        (lambda: reg.finite_difference(lambda t: t @ t, [1.0], step=0), "step must be a finite number > 0"),
        (lambda: reg.best_constant([1, 2], loss="rmse"), "loss must be one of 'mse', 'mae'"),
        (lambda: reg.normal_equations(X[:1], y[:1]), r"X must have at least as many rows as columns; got 1 row"),
        (lambda: reg.normal_equations(X * [1, 0], y), "column of zeros; got one in column 1"),
        (lambda: reg.standardise_fit(X), "same value 1 all down column 0"),
        (lambda: reg.standardise(X[:, 1:], X), r"X must have shape \(any, 1\)"),
        (lambda: reg.split_by_time([1, 2], test=0.01), "test must leave at least one row on each side"),
    ],
)
def test_refusals_name_the_argument(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_collinear_features_are_refused_by_name_whatever_their_units():
    rng = np.random.default_rng(2)
    seconds = rng.lognormal(3, 0.5, size=50)
    features = np.column_stack([np.ones(50), seconds, rng.random(50), seconds * 1000])
    with pytest.raises(ValueError, match="column 3 = a multiple of column 1,"):
        reg.normal_equations(features, seconds)
    dummies = np.column_stack([np.ones(50), np.arange(50) % 2, 1 - np.arange(50) % 2])
    with pytest.raises(ValueError, match="column 2 = a mix of columns 0, 1,"):
        reg.normal_equations(dummies, seconds)
    assert reg.step_limits(features).kappa == np.inf
