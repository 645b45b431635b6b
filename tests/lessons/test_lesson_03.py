"""Lesson 03's reference answers are the library's formulas, and its figures hold at every end of their sliders."""

import itertools

import numpy as np
import pytest
from sklearn.datasets import make_regression

from kml import regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_03
from kml.lessons.answers import answers_03
from kml.personas import CREATORS


@pytest.mark.parametrize(
    ("exercise", "library"),
    [
        (answers_03.RESIDUALS, regression.residuals),
        (answers_03.GRADIENT, regression.gradient),
        (answers_03.ONE_STEP, regression.one_step),
        (answers_03.DESCEND, regression.descend),
        (answers_03.LARGEST_STEP, lambda X: regression.step_limits(X).largest),
        (answers_03.STANDARDISE, regression.standardise),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_references_agree_with_the_library(exercise, library):
    for arguments in exercises.cases(exercise):
        mine, theirs = exercise.reference(*arguments), library(*arguments)
        pairs = zip(mine, theirs, strict=True) if isinstance(mine, tuple) else [(mine, theirs)]
        for one, other in pairs:
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kappa", [1, 10, 100])
def test_the_valley_is_as_long_as_it_says(kappa):
    X, y = lesson_03.valley(kappa)
    limits = regression.step_limits(X)
    assert limits.kappa == pytest.approx(kappa)
    assert limits.largest == pytest.approx(1)
    assert regression.normal_equations(X, y) == pytest.approx([10, 10])


@pytest.mark.parametrize(("eta", "kappa", "momentum"), [*itertools.product((0.01, 2.0), (1, 100), (0.0, 0.95))])
def test_the_slider_draws_at_every_corner(eta, kappa, momentum):
    fig, axes = new_figure(columns=2)
    sentence = lesson_03.draw_descent(axes, eta, kappa, momentum)
    fig.canvas.draw()
    grown = eta > 1 + momentum  # the limit: 2(1 + momentum)/L, and L is 2 in every valley
    assert sentence.endswith("has grown.") == grown, sentence


def test_the_sentence_says_how_much_smaller_the_error_is():
    _, axes = new_figure(columns=2)
    assert lesson_03.draw_descent(axes, 0.01, 10) == (
        "η = 0.01 (limit 1.00), κ = 10: after 60 steps the error is 6.6 times smaller."
    )
    assert "more than a million million times smaller" in lesson_03.draw_descent(axes, 0.5, 1)


@pytest.mark.parametrize("eta", [0.3, 1.7, 2.1])
def test_one_weight_takes_the_path_of_its_factor(eta):
    """On the four views, with theta_0 held at its best: a parabola of curvature 1 whose bottom is at 30."""
    follows = answers_03.FOUR_VIEWS[:, 1:]
    assert regression.hessian(follows) == pytest.approx(np.ones((1, 1)))
    path = regression.descend(follows, answers_03.FOUR_SECONDS - 15, np.zeros(1), eta, 8)
    errors = regression.losses(follows, answers_03.FOUR_SECONDS - 15, path)
    _, ax = new_figure()
    lesson_03.draw_one_weight(ax, eta)
    drawn = ax.lines[1].get_xydata()
    assert path[:, 0] - 30 == pytest.approx(drawn[:, 0])
    assert errors - 25 == pytest.approx(drawn[:, 1])


def test_batches_are_drawn_over_the_views_they_read():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    paths = {
        batch: regression.descend_sgd(X, y, np.zeros(2), 0.1, steps, batch=batch)
        for batch, steps in ((1, 8), (2, 4), (4, 2))
    }
    fig, axes = new_figure(columns=2)
    lesson_03.draw_batches(axes, X, y, paths)
    fig.canvas.draw()
    assert [line.get_xdata()[-1] for line in axes[1].lines] == [9, 9, 9]  # eight views read, counted from 1
    assert all(line.get_ydata()[0] == pytest.approx(1150 - 25) for line in axes[1].lines)
    names = [text.get_text() for text in axes[1].get_legend().get_texts()]
    assert names == ["one view", "2 views", "all 4"]


def test_the_momentum_slider_opens_at_the_best_pair():
    limits = regression.step_limits(lesson_03.valley(100)[0])
    eta, beta = 4 / (limits.L**0.5 + limits.mu**0.5) ** 2, (9 / 11) ** 2
    _, axes = new_figure(columns=2)
    kappa, start = 100, (round(eta, 2), round(beta, 2))
    assert lesson_03.draw_rolling(axes) == lesson_03.draw_descent(axes, start[0], kappa, start[1])


def shares_after_sixty_steps(kappa, starts):
    """What is left of the error, (starts, etas): all starts of two weights and all rates of the slider at once."""
    curvature = np.array([2 / kappa, 2])
    etas = np.arange(1, 111) / 100
    factors = (1 - etas[:, None] * curvature) ** 120
    height = curvature * (starts - 10) ** 2
    return etas, height @ factors.T / height.sum(axis=1, keepdims=True)


def test_the_best_rates_of_the_slider_are_those_of_the_text():
    X, y = lesson_03.valley(10)
    path = regression.descend(X, y, np.zeros(2), 0.5, 60)
    etas, (ours,) = shares_after_sixty_steps(10, np.zeros((1, 2)))
    left = regression.losses(X, y, path[[0, -1]])
    assert ours[49] == pytest.approx(left[1] / left[0], rel=1e-6)
    assert etas[ours.argmin()] == 0.89
    __, (long,) = shares_after_sixty_steps(100, np.zeros((1, 2)))
    assert 950 < 1 / long.min() < 1050


def test_from_nearly_every_start_the_best_rate_for_the_error_is_below_the_formula():
    starts = np.random.default_rng(1).normal(10, 10, size=(200, 2))
    etas, shares = shares_after_sixty_steps(10, starts)
    best = etas[shares.argmin(axis=1)]
    assert np.mean(best < 10 / 11) > 0.8 and np.median(best) == pytest.approx(0.89, abs=0.011)


def steps_needed(start, eta, beta):
    path = regression.descend(*lesson_03.valley(100), start, eta, 1000, momentum=beta)
    distance = np.linalg.norm(path - 10, axis=1)
    return np.argmax(distance < 1e-6 * distance[0])


def test_momentum_needs_more_steps_than_its_rate_promises_and_far_fewer_than_none():
    limits = regression.step_limits(lesson_03.valley(100)[0])
    pair = 4 / (limits.L**0.5 + limits.mu**0.5) ** 2, (9 / 11) ** 2
    assert steps_needed(np.zeros(2), limits.best, 0.0) == 691
    assert steps_needed(np.zeros(2), *pair) == 93
    starts = np.random.default_rng(5).normal(10, 10, size=(12, 2))
    assert {steps_needed(start, limits.best, 0.0) for start in starts} <= {690, 691, 692}
    assert all(80 <= steps_needed(start, *pair) <= 100 for start in starts)


@pytest.mark.parametrize("seed", range(10))
def test_what_many_share_is_learned_first_unless_the_units_say_otherwise(seed):
    """Two flags, of eight and of two viewers in ten, worth the same: who is nearer to the end after five steps?"""
    common = np.random.default_rng(seed).random(500) < 0.8
    for unit, first in ((1, 0), (100, 1)):  # the rare flag as 1, and as 100
        X = np.column_stack([common, unit * ~common]).astype(float)
        way = regression.descend(X, X @ [1, 1 / unit], np.zeros(2), regression.step_limits(X).largest / 2, 5)[1]
        assert np.argmax(way / [1, 1 / unit]) == first


def test_the_way_down_and_the_climb_are_drawn_with_their_numbers():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    path = regression.descend(X, y, np.zeros(2), 0.1, 60)
    fig, axes = new_figure(columns=2)
    lesson_03.draw_way_down(axes, X, y, path)
    fig.canvas.draw()
    assert axes[1].lines[0].get_ydata() == pytest.approx(regression.losses(X, y, path))
    assert "smallest possible: 25 s²" in [text.get_text() for text in axes[1].get_legend().get_texts()]
    fig, ax = new_figure()
    lesson_03.draw_climb(ax, np.array([1e4, 1e10, 1e21]))
    fig.canvas.draw()
    assert ax.get_yscale() == "log" and ax.get_ylim()[1] > 1e21


def test_two_weights_share_one_step_as_the_text_says():
    limits = regression.step_limits(answers_03.FOUR_VIEWS)
    assert (limits.largest, limits.best, limits.kappa) == pytest.approx((0.764, 0.667, 6.85), abs=0.005)
    across, along = 1 - limits.best * limits.L, 1 - limits.best * limits.mu
    assert along == pytest.approx(-across) and along == pytest.approx(0.745, abs=5e-4)
    assert along == pytest.approx((limits.kappa - 1) / (limits.kappa + 1))


def test_the_rings_are_root_kappa_times_as_long_as_wide():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    __, ax = new_figure()
    lesson_03.draw_path(ax, X, y, regression.descend(X, y, np.zeros(2), 0.1, 5))
    away = np.linalg.norm(ax.lines[0].get_xydata() - [15, 30], axis=1)
    assert away.max() / away.min() == pytest.approx(np.sqrt(regression.step_limits(X).kappa), rel=1e-3)


def test_a_unit_alone_makes_learning_slow():
    """The follower as 1 and as 100: the condition number, and the steps to a millionth at the best rate."""
    for unit, kappa, steps in ((1, 6.85, 47), (100, 10_002, 69_000)):
        found = regression.step_limits(answers_03.FOUR_VIEWS * [1, unit]).kappa
        assert found == pytest.approx(kappa, rel=1e-3)
        assert np.log(1e-6) / np.log((found - 1) / (found + 1)) == pytest.approx(steps, rel=2e-3)


def raw_log(seed, video_s):
    """The 2,000 views of section 7 with a seed: (length in ms and follows, seconds)."""
    rng = np.random.default_rng(seed)
    length_s = video_s * rng.lognormal(0, 0.5, size=2000)
    follows = (rng.random(2000) < 0.3).astype(float)
    return np.column_stack([1000 * length_s, follows]), length_s * rng.beta(1 + follows, 2)


@pytest.mark.parametrize("me", CREATORS.values(), ids=CREATORS)
def test_a_day_of_steps_hardly_moves_the_weight_of_the_flag(me):
    kappa = regression.step_limits(regression.add_intercept(raw_log(3, me.video_s)[0][:1500])).kappa
    a_day = 24 * 3600 * 10_000
    assert 1 - (1 - 1 / kappa) ** a_day < 0.05


@pytest.mark.parametrize("me", CREATORS.values(), ids=CREATORS)
def test_an_error_that_stands_still_has_learned_nothing_and_the_slopes_know(me):
    """Section 8: the rule that watches the error, and how each of four walks ends."""
    raw, seconds = raw_log(3, me.video_s)
    A, y = regression.add_intercept(raw[:1500]), seconds[:1500]
    half = regression.step_limits(A).largest / 2
    path = regression.descend(A, y, np.zeros(3), half, 20)
    errors = regression.losses(A, y, path)
    stop = np.argmax(-np.diff(errors) / errors[:-1] < 1e-6)
    assert 0 < stop < 5 and abs(path[stop, 2]) < 1e-3
    assert regression.gradient(A, y, path[stop])[2] < -3  # still downhill along the flag
    assert answers_03.learn(A, y, np.zeros(3), half, 0.01, 500)[1:] == (500, "unfinished")
    Z = regression.add_intercept(regression.standardise(raw[:1500], raw[1500:])[0])
    __, steps, said = answers_03.learn(Z, y, np.zeros(3), regression.step_limits(Z).best, 0.01, 500)
    assert (steps <= 10, said) == (True, "flat")


def test_a_walk_over_the_four_views_says_how_it_ended():
    four = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS, np.zeros(2)
    assert answers_03.learn(*four, 0.5, 0.01, 500)[1:] == (30, "flat")
    assert answers_03.learn(*four, 0.8, 0.01, 500)[1:] == (0, "climbs")


def test_the_first_step_of_the_exercise_is_judged_by_hand():
    say = lesson_03.flat_by_hand
    assert say(answers_03.flat).startswith("Step 1 is right")
    assert say(lambda slope, tolerance: None) == "Step 1 is not written yet."
    assert "-60 and -45" in say(lambda slope, tolerance: slope.max() <= tolerance)
    assert "3 and -3" in say(lambda slope, tolerance: abs(slope.sum()) <= tolerance)
    assert "yours gives [" in say(lambda slope, tolerance: np.abs(slope) <= tolerance)
    assert "takes 1 arguments and gets 2" in say(lambda slope: True)


def a_log(seed, video_s=60):
    """The same: the standardised training rows, and their centred seconds."""
    raw, seconds = raw_log(seed, video_s)
    Z, __ = regression.standardise(raw[:1500], np.ones((1, 2)))
    return Z, seconds[:1500] - seconds[:1500].mean()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_three_ways_out_of_the_noise_ball(seed):
    Z, t = a_log(100 + seed)
    smallest = regression.mse_objective(Z, t, regression.normal_equations(Z, t))

    def above(eta, mean=False):
        path = regression.descend_sgd(Z, t, np.zeros(2), eta, 6000, batch=1, seed=seed)[3000:]
        return regression.losses(Z, t, [path.mean(axis=0)] if mean else path).mean() / smallest - 1

    ball, half = above(0.02), above(0.01)
    assert 0.3 < half / ball < 0.75
    assert above(0.5 / (25 + np.arange(6000))) < half / 2
    assert above(0.02, mean=True) < half / 2
    said = regression.descend_sgd(Z, t, np.zeros(2), 0.02, 6000, batch=1, seed=seed)[3000:, 1]
    assert said.min() < 0 < said.max()  # at times: followers watch less than strangers


@pytest.mark.parametrize("seed", range(4))
def test_after_one_pass_all_views_win_and_small_batches_tremble(seed):
    Z, t = a_log(200 + seed)
    assert regression.step_limits(Z).kappa < 1.2
    smallest = regression.mse_objective(Z, t, regression.normal_equations(Z, t))
    one, few = (
        regression.losses(Z, t, regression.descend_sgd(Z, t, np.zeros(2), eta, 1500 // batch, batch=batch, seed=seed))[
            -600 // batch :
        ].mean()
        for batch, eta in ((1, 0.01), (32, 0.1))
    )
    at_once = regression.losses(Z, t, regression.descend(Z, t, np.zeros(2), 0.5, 1))[-1]
    assert smallest <= at_once < few < one


def test_contours_join_places_of_equal_error():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    _, ax = new_figure()
    lesson_03.draw_path(ax, X, y, regression.descend(X, y, np.zeros(2), 0.1, 5))
    start = regression.mse_objective(X, y, np.zeros(2))
    rings = [line.get_xydata() for line in ax.lines if len(line.get_xdata()) == 200]
    errors = [regression.losses(X, y, ring) for ring in rings]
    assert all(np.ptp(error) < 1e-8 * start for error in errors)
    assert errors[0][0] == pytest.approx(start)


def test_the_four_views_give_the_numbers_of_the_text():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    hessian = regression.hessian(X)
    assert hessian == pytest.approx(np.array([[2, 1], [1, 1]]))
    assert np.linalg.eigvalsh(hessian) == pytest.approx([0.382, 2.618], abs=5e-4)
    assert hessian @ [1, 0.618] == pytest.approx([2.618, 1.618])
    assert regression.mse_objective(X, y, np.array([15.0, 0])) == 475
    errors = regression.losses(X, y, regression.descend(X, y, np.zeros(2), 0.1, 60))
    assert errors[:2] == pytest.approx([1150, 661], abs=1)
    assert (errors[0] - errors[10]) / (errors[0] - 25) == pytest.approx(0.97, abs=0.005)


def test_the_formula_as_printed_climbs_and_the_right_sign_descends():
    features, target = make_regression(n_samples=1000, n_features=3, noise=0.1, random_state=42)
    A = regression.add_intercept(features)
    up, down = np.zeros(4), np.zeros(4)
    for __ in range(1000):
        up = up - 0.01 * (2 * target - 2 * (A @ up)) @ A / 1000
        down = regression.one_step(A, target, down, 0.01)
    assert regression.mse_objective(A, target, np.zeros(4)) == pytest.approx(16161, abs=1)
    assert regression.mse_objective(A, target, up) == pytest.approx(5.3e21, rel=0.01)
    further = up - 0.01 * (2 * target - 2 * (A @ up)) @ A / 1000
    growth = regression.mse_objective(A, target, further) / regression.mse_objective(A, target, up)
    assert growth == pytest.approx(1.04, abs=0.005)
    smallest = regression.mse_objective(A, target, regression.normal_equations(A, target))
    assert smallest == pytest.approx(0.0098, abs=5e-5)
    assert regression.mse_objective(A, target, down) == pytest.approx(0.0098, abs=5e-5)
    limits = regression.step_limits(A)
    assert limits.largest == pytest.approx(0.9438, abs=5e-5)
    assert ((limits.kappa - 1) / (limits.kappa + 1)) ** 6 < 1e-6
