"""Lesson 02's reference answers are the library's, and its figure holds at every end of its sliders."""

import itertools

import numpy as np
import pytest
from sklearn.metrics import r2_score

from kml import regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_02
from kml.lessons.answers import answers_02


def scikit_learn_r2(X_train, y_train, X_test, y_test):
    return r2_score(y_test, X_test @ np.linalg.lstsq(X_train, y_train, rcond=None)[0])


@pytest.mark.parametrize(
    ("exercise", "library"),
    [
        (answers_02.MSE, regression.mse),
        (answers_02.BEST_CONSTANT, regression.best_constant),
        (answers_02.NORMAL_EQUATIONS, regression.normal_equations),
        (answers_02.R2_ON_TEST, scikit_learn_r2),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_references_agree_with_the_library(exercise, library):
    for arguments in exercises.cases(exercise):
        np.testing.assert_allclose(exercise.reference(*arguments), library(*arguments), rtol=1e-9)


def test_the_median_is_the_only_best_constant_of_its_cases():
    """With an even number of views any number between the middle two would do, and a right answer be refused."""
    assert all(len(y) % 2 == 1 for y, __ in exercises.cases(answers_02.BEST_CONSTANT))


def test_leaks_depend_on_the_moment_of_predicting():
    table, moments = answers_02.EIGHT_COLUMNS, answers_02.MOMENTS
    leaks = {moment: answers_02.leaky_columns(table, moments, moment) for moment in moments}
    assert len(table) == 8
    assert leaks["shown"] == ["play_time_s", "is_like", "is_follow", "followers_tomorrow"]
    assert leaks["published"] == [column for column in table if column != "duration_s"]
    assert leaks["day after"] == []


def views():
    rng = np.random.default_rng(0)
    minutes = rng.uniform(0.1, 5, 301)
    return minutes, np.maximum(0.1, 12 + 3 * minutes + rng.standard_t(3, 301))


@pytest.mark.parametrize(("intercept", "slope", "loss"), [*itertools.product((-10, 30), (-5, 10), ("MSE", "MAE"))])
def test_the_slider_draws_at_every_corner(intercept, slope, loss):
    fig, axes = new_figure(columns=2)
    sentence = lesson_02.line_and_bowl(*views())(axes, intercept, slope, loss)
    fig.canvas.draw()
    assert sentence.startswith(loss) and "the lowest is" in sentence


def test_the_bottom_of_the_bowl_is_the_answer_of_the_normal_equations():
    minutes, seconds = views()
    best = regression.normal_equations(regression.add_intercept(minutes[:, None]), seconds)
    _, axes = new_figure(columns=2)
    lesson_02.line_and_bowl(minutes, seconds)(axes)
    star = axes[0].lines[0].get_xydata()[0]
    assert np.abs(star - best) == pytest.approx([0, 0], abs=0.6)  # the map has steps of 0.5 and 0.25


def test_the_sentence_says_when_the_bottom_is_reached():
    minutes = np.array([1.0, 2.0, 3.0])
    _, axes = new_figure(columns=2)
    draw = lesson_02.line_and_bowl(minutes, 5 + 2 * minutes)
    assert draw(axes, 5.0, 2.0, "MAE") == "MAE 0.0 s: the bottom. No other line on this map is better."


@pytest.mark.parametrize("secret", [(), *((seed,) for seed in range(20))])
def test_a_line_that_is_worse_than_the_mean_is_among_the_inputs(secret):
    scores = [answers_02.r2_on_test(*case) for case in exercises.cases(answers_02.R2_ON_TEST, *secret)]
    assert sum(score < -0.01 for score in scores) >= 2
    assert any(score > 0.1 for score in scores)
