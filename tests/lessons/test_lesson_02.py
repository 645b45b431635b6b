"""Lesson 02's reference answers are the library's, and its figure holds at every end of its sliders."""

import itertools

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import r2_score

from kml import metrics, platform, regression
from kml.core.look import new_figure
from kml.course.checking import exercises
from kml.lessons import lesson_02
from kml.lessons.answers import answers_02
from kml.personas import CREATORS


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
    assert sentence.startswith(loss) and sentence.endswith("look for the innermost ring.")


def test_the_figures_show_every_view_once():
    seconds = np.concatenate([np.full(60, 2.5), np.full(30, 50.5), [300.0]])
    fig, axes = new_figure(columns=2)
    lesson_02.draw_watch_times(axes, np.array([-1.0, 0, 1]), seconds)
    assert [sum(bar.get_height() for bar in ax.patches) for ax in axes] == [3, 90]  # the 300 s are out of the picture
    fig, axes = new_figure(columns=2)
    constants = np.array([0.0, 2.5, 20])
    costs = [[regression.mse(seconds, np.full(91, c)) for c in constants], [2.0, 1.0, 3.0]]
    lesson_02.draw_constants(axes, seconds, constants, *costs)
    assert [ax.lines[0].get_ydata().tolist() for ax in axes] == costs
    fig, ax = new_figure()
    lesson_02.draw_predictions(ax, np.array([-3.5, -0.5, 0.5, 7.5, 59.5]))
    assert sum(bar.get_height() for bar in ax.patches) == 5
    fig.canvas.draw()


def stars(ax):
    return [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "*"]


@pytest.mark.parametrize("loss", ["MSE", "MAE"])
def test_the_slider_leaves_the_bottom_to_be_found(loss):
    minutes, seconds = views()
    _, axes = new_figure(columns=2)
    start = lesson_02.line_and_bowl(minutes, seconds)(axes, loss=loss)  # as it opens
    losses = [
        lesson_02.loss_of_lines(minutes, seconds, lesson_02.INTERCEPTS, slope, loss) for slope in lesson_02.SLOPES
    ]
    assert f"{np.min(losses):.1f}" not in start
    assert stars(axes[0]) == []


def test_the_bottom_of_the_bowl_is_the_answer_of_the_normal_equations():
    minutes, seconds = views()
    best = regression.normal_equations(regression.add_intercept(minutes[:, None]), seconds)
    _, axes = new_figure(columns=2)
    near = np.round(2 * best[0]) / 2, np.round(4 * best[1]) / 4  # the sliders have steps of 0.5 and 0.25
    said = lesson_02.line_and_bowl(minutes, seconds)(axes, *near)
    assert "found" in said or "the bottom" in said
    (star,) = stars(axes[0])
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


@pytest.mark.parametrize(("number", "written"), [(-0.0004, 0.0), (0.0678, 0.07), (-0.134, -0.13)])
def test_a_zero_has_no_minus(number, written):
    (rounded,) = lesson_02.two_places(pd.DataFrame({"R²": [number]}))["R²"]
    assert str(rounded) == str(written)


@pytest.fixture(scope="module")
def worlds():
    """What the lesson says of its log, in eleven fresh worlds: slopes, and scores on later views."""
    found = []
    for seed in range(3, 14):
        town = platform.world(viewers=1000, videos=1500, seed=seed)
        log = platform.simulate_day(town, days=3, seed=seed)
        log["minutes"], log["watch_s"] = log["duration_ms"] / 60_000, log["play_time_ms"] / 1000
        line = regression.normal_equations(regression.add_intercept(log[["minutes"]].to_numpy()), log["watch_s"])
        last_day = log["date"] == log["date"].max()
        past, views = log[~last_day], log[last_day].copy()
        for who in ("user_id", "video_id"):
            means = past.groupby(who)["watch_s"].mean()
            views[f"{who}_mean_s"] = views[who].map(means).fillna(past["watch_s"].mean())
        train, test = regression.split_by_time(views["time_ms"].to_numpy())
        y = views["watch_s"].to_numpy()

        def answer(names, views=views, train=train, test=test, y=y):
            X = regression.add_intercept(views[names].to_numpy(dtype=float))
            return X[test] @ regression.normal_equations(X[train], y[train])

        of_line = answer(["minutes", "user_id_mean_s", "video_id_mean_s"])
        constants = [np.full(len(test), of(y[train])) for of in (np.mean, np.median)]
        scores = {
            name: [score(y[test], y_hat) for y_hat in (*constants, of_line)]
            for name, score in (("mae", metrics.mae), ("rmse", metrics.rmse))
        }
        r2 = {
            "known before": metrics.r2(y[test], of_line),
            "likes and follows": metrics.r2(y[test], answer(["is_like", "is_follow"])),
            "long view": metrics.r2(y[test], answer(["long_view"])),
        }
        watched = log["watch_s"]
        found.append({
            "slope": line[1], **scores, "r2": r2, "median": watched.median(), "mean": watched.mean(),
            "yours": {me.key: views_of(me, town, log) for me in CREATORS.values()},
            "falls": [falls(np.random.default_rng(seed).permutation(watched)[:n]) for n in (500, 5_000, 50_000)],
            "liked": views["is_like"].mean(),
            "longer": (log["play_time_ms"] > log["duration_ms"]).mean(),
        })  # fmt: skip
    return found


def views_of(me, town, log):
    """The seconds of the views that concern a creator: of videos on their topic, half as long as theirs to twice."""
    topic = np.array(platform.TOPICS)[town.video_topic[log["video_id"]]]
    near = log["duration_ms"].between(500 * me.video_s, 2000 * me.video_s)
    return log["watch_s"][(topic == me.topic) & near].to_numpy()


def falls(seconds):
    """By how much the sum and the mean of the squared misses fall when everybody gets 6 s and not 5."""
    fallen = (seconds - 5) ** 2 - (seconds - 6) ** 2
    return fallen.sum(), fallen.mean()


@pytest.mark.seeds
def test_the_median_wins_in_size_and_the_line_in_squares(worlds):
    assert [int(np.argmin(world["mae"])) for world in worlds] == [1] * 11
    assert [int(np.argmin(world["rmse"])) for world in worlds] == [2] * 11


@pytest.mark.seeds
def test_most_views_are_far_shorter_than_the_mean(worlds):
    assert all(world["median"] < world["mean"] / 3 for world in worlds)


@pytest.mark.seeds
@pytest.mark.parametrize("me", CREATORS)
def test_most_views_of_a_creator_are_shorter_than_their_mean_and_averages_hardly_vary(worlds, me):
    for world in worlds:
        seconds = world["yours"][me]
        averages = np.random.default_rng(0).choice(seconds, size=(10, 1000)).mean(axis=1)
        assert len(seconds) > 500 and np.mean(seconds < seconds.mean()) > 0.6
        assert np.ptp(averages) < seconds.std() / 4


@pytest.mark.seeds
def test_the_sum_grows_steeper_with_the_views_and_the_mean_wavers(worlds):
    for world in worlds:
        sums, means = zip(*world["falls"], strict=True)
        assert 8 < sums[2] / sums[1] < 12.5 and 6 < sums[1] / sums[0] < 16
        assert max(means) < 1.7 * min(means)


@pytest.mark.seeds
def test_of_a_hundred_views_one_to_three_have_a_like(worlds):
    assert all(0.005 < world["liked"] < 0.035 for world in worlds)


@pytest.mark.seeds
def test_above_the_slanted_row_lie_views_in_which_the_video_began_again(worlds):
    assert all(0.05 < world["longer"] < 0.2 for world in worlds)


@pytest.mark.seeds
def test_a_minute_more_of_video_is_watched_a_few_seconds_longer(worlds):
    slopes = [world["slope"] for world in worlds]
    assert round(min(slopes), 1) == 1.6 and round(max(slopes), 1) == 2.9


@pytest.mark.seeds
def test_the_leak_is_believable_and_likes_hardly_help(worlds):
    r2 = pd.DataFrame([world["r2"] for world in worlds])
    assert (r2["known before"] < 0.1).all() and (r2["known before"] > 0.03).all()
    assert (r2["likes and follows"] < r2["long view"] / 5).all()
    assert r2["long view"].between(0.2, 0.45).all()


def test_the_third_pair_of_weights_predicts_what_the_others_do():
    minutes = np.array([0.3, 1.0, 4.2])
    both = np.column_stack([60 * minutes, 60_000 * minutes])
    assert both @ [0.03 + 5, -5 / 1000] == pytest.approx(both @ [0.03, 0])


def test_the_boxes_on_matrices_say_what_numpy_says():
    X, y = np.array([[1, 1], [1, 3]]), np.array([5, 9])
    assert (X @ [3, 2]).tolist() == y.tolist()
    assert (X.T @ X).tolist() == [[2, 4], [4, 10]]
    assert (X.T @ y).tolist() == [14, 32]
    assert np.linalg.solve([[2, 4], [4, 10]], [14, 32]) == pytest.approx([3, 2])
