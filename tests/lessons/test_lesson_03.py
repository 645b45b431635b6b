"""Lesson 03's reference answers are the library's formulas, and its figures hold at every end of their sliders."""

import itertools

import numpy as np
import pytest

from kml import regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_03
from kml.lessons.answers import answers_03


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


def test_contours_join_places_of_equal_error():
    X, y = answers_03.FOUR_VIEWS, answers_03.FOUR_SECONDS
    _, ax = new_figure()
    lesson_03.draw_path(ax, X, y, regression.descend(X, y, np.zeros(2), 0.1, 5))
    start = regression.mse_objective(X, y, np.zeros(2))
    rings = [line.get_xydata() for line in ax.lines if len(line.get_xdata()) == 200]
    errors = [regression.losses(X, y, ring) for ring in rings]
    assert all(np.ptp(error) < 1e-8 * start for error in errors)
    assert errors[0][0] == pytest.approx(start)
