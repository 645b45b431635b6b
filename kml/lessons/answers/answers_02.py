"""Lesson 02, the objective: its predictions and exercises, with the mistakes that people really make."""

import numpy as np

from kml import metrics, regression
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="02.p1",
        question=N_(
            "The article that this course grew out of practises on 1,000 made-up “watch times”. How many of them are "
            "below zero?"
        ),
        options=(
            (N_("None: a watch time cannot be negative"), N_("So it should be. The generator was never told.")),
            (
                N_("A few, through noise"),
                N_("The noise is tiny (standard deviation 0.1): the signs come from elsewhere."),
            ),
            (N_("About half"), N_("The numbers are symmetric around zero, like no stopwatch that anyone has seen.")),
        ),
        answer=2,
    ),
    Prediction(
        id="02.p2",
        question=N_(
            "One number for everybody, and each miss costs its size: 10 s off costs 10, 100 s off costs 100. Which "
            "number costs least?"
        ),
        options=(
            (N_("The mean"), N_("The mean is best when misses are squared: then the few viewers far out count most.")),
            (N_("The median"), N_("With half of the views on either side, a small move gains as much as it loses.")),
            (
                N_("The most frequent value"),
                N_("That wins most often exactly, but a miss here costs its size, not just 1."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="02.p3",
        question=N_(
            "You collect ten times as many views of the same kind. What happens to the slope of the sum of squared "
            "errors, at the same prediction?"
        ),
        options=(
            (N_("It stays about the same"), N_("That is what the mean does. A sum has ten times as many terms.")),
            (
                N_("It grows about tenfold"),
                N_("Ten times the terms, ten times the slope. The slope of the mean would stay."),
            ),
            (
                N_("It shrinks about tenfold"),
                N_("More data makes the answer steadier, but a sum of more terms is larger."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="02.p4",
        question=N_(
            "A table holds the length of the video twice, in seconds and in milliseconds. What are the best two "
            "weights?"
        ),
        options=(
            (N_("Both equal"), N_("Nothing asks for that. Equal weights are one good pair of many.")),
            (N_("Zero for one of them"), N_("Also good, and one of many: seconds can be traded for milliseconds.")),
            (
                N_("There is no single best pair"),
                N_("What one weight gives the other can take, and no prediction changes."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="02.p5",
        question=N_(
            "Three answers for the test views: the mean of the training views, their median, and a line fitted on what "
            "is known about viewer and video. Which has the smallest mean absolute error?"
        ),
        options=(
            (N_("The mean"), N_("It is far out in the tail, where hardly any view ends.")),
            (
                N_("The median"),
                N_("The line knows more, and was fitted to squares; the median knows nothing, and fits sizes."),
            ),
            (N_("The line"), N_("It knows more than the others, but it was fitted to another loss.")),
        ),
        answer=1,
    ),
    Prediction(
        id="02.p6",
        question=N_(
            "The article predicts watch time from x = [watch time, likes, follows]. Which R² will it reach on views "
            "that it has never seen?"
        ),
        options=(
            (N_("About 0.2: people are hard to predict"), N_("They are. But look at the first entry of x again.")),
            (
                N_("About 0.7: likes say a lot"),
                N_("Likes say a little, afterwards. The first entry says everything."),
            ),
            ("1.00", N_("The answer is one of the inputs, and a test set does not protect you from that.")),
        ),
        answer=2,
    ),
)


# --- 02.1 mean squared error -----------------------------------------------------------------------------------------


def mse(y, y_hat):
    """Mean squared error of predictions y_hat for measurements y, both arrays of seconds; in squared seconds."""
    return np.mean((y - y_hat) ** 2)


def _mse_inputs(rng, k):
    if k == 0:
        return np.array([2.0, 10.0, 60.0]), np.array([10.0, 10.0, 30.0])
    y = np.round(rng.lognormal(2.0, 1.3, size=2 + 3 * k), 1)
    return y, np.round(y * rng.uniform(0.4, 1.5, size=y.shape) + rng.normal(2, 3, size=y.shape), 1)


def _at_least_the_squared_bias(arguments, result):
    y, y_hat = arguments
    bias = np.mean(y - y_hat)
    if result < bias**2 * (1 - 1e-9):
        return _(
            "On average these predictions miss by {bias:.2f} s, so the MSE cannot be below {square:.2f} s²."
        ).format(bias=abs(bias), square=bias**2)
    return None


MSE = Exercise(
    id="02.1",
    name="mse",
    title=N_("Mean squared error"),
    term="均方误差",
    minutes=3,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_("Three moves, in this order: the miss of each view, its square, the mean of the squares."),
        N_("With arrays, y - y_hat is the miss of every view at once, and ** 2 squares them all."),
        N_("np.mean(...) of the squared misses is the whole answer."),
    ),
    inputs=_mse_inputs,
    reference=mse,
    mistakes=(
        Mistake(
            lambda y, y_hat: float(np.mean(y - y_hat)),
            N_("You averaged the misses without squaring them, so 10 s too many and 10 s too few cancel to zero."),
        ),
        Mistake(
            lambda y, y_hat: float(np.sum((y - y_hat) ** 2)),
            N_(
                "You added the squares up and stopped. That is the article's formula, and not the mean that its name "
                "promises: it grows with every view that you add."
            ),
        ),
        Mistake(
            lambda y, y_hat: float(np.mean(np.abs(y - y_hat))),
            N_("You took the size of each miss and not its square: this is the mean absolute error, the other loss."),
        ),
        Mistake(
            lambda y, y_hat: float(np.sqrt(np.mean((y - y_hat) ** 2))),
            N_("You took a square root at the end: this is the RMSE, in seconds. The MSE is in squared seconds."),
        ),
        Mistake(
            lambda y, y_hat: float(np.mean((y - y_hat) ** 2) / 2),
            N_("Yours is exactly half. Some books put ½ in front to tidy the derivative; here the mean has no half."),
        ),
        Mistake(
            lambda y, y_hat: float(np.mean(y - y_hat) ** 2),
            N_("You averaged first and squared afterwards: by then the misses have cancelled each other."),
        ),
        Mistake(
            lambda y, y_hat: float(np.mean(y**2 - y_hat**2)),
            N_("You subtracted the squares. It is the difference that is squared, so mind where the brackets go."),
        ),
    ),
    properties=(_at_least_the_squared_bias,),
)


# --- 02.2 the best constant ------------------------------------------------------------------------------------------


def best_constant(y, loss):
    """The constant prediction with the smallest loss over the measurements y."""
    if loss == "mse":
        return np.mean(y)
    return np.median(y)


def _best_constant_inputs(rng, k):
    # an odd number of views: with an even one, every number between the middle two is a best constant for the MAE
    loss = ("mse", "mae")[k % 2]
    if k < 2:
        return np.array([4.0, 60.0, 2.0, 9.0, 5.0]), loss
    return np.round(rng.lognormal(2.0, 1.2, size=2 * k + 3), 1), loss


def _no_better_constant_nearby(arguments, result):
    y, loss = arguments

    def cost(c):
        return np.mean((y - c) ** 2) if loss == "mse" else np.mean(np.abs(y - c))

    for nudge, better in (
        (-0.01, N_("A slightly smaller constant than {yours:.2f} has a smaller {loss}: yours is not the best.")),
        (0.01, N_("A slightly larger constant than {yours:.2f} has a smaller {loss}: yours is not the best.")),
    ):
        if cost(result + nudge) < cost(result) - 1e-12:
            return _(better).format(yours=result, loss=loss.upper())
    return None


def _swapped(y, loss):
    return float(np.median(y) if loss == "mse" else np.mean(y))


def _middle_unsorted(y, loss):
    return float(np.mean(y) if loss == "mse" else y[len(y) // 2])


BEST_CONSTANT = Exercise(
    id="02.2",
    name="best_constant",
    title=N_("One number for everybody"),
    term="中位数",
    minutes=4,
    difficulty=1,
    importance=2,
    points=2,
    hints=(
        N_("Look at the two curves above: at which of the two dashed lines is each of them lowest?"),
        N_("Squares pull towards the mean; sizes balance at the median, with as many views above as below."),
        N_('np.mean(y) if loss is "mse", np.median(y) if it is "mae": one if, two returns.'),
    ),
    inputs=_best_constant_inputs,
    reference=best_constant,
    mistakes=(
        Mistake(
            lambda y, loss: float(np.mean(y)),
            N_(
                "You answered with the mean for both losses. It is right for squares; for sizes it stands too far out, "
                "because a few long views pull it there."
            ),
        ),
        Mistake(
            lambda y, loss: float(np.median(y)),
            N_(
                "You answered with the median for both losses. It is right for sizes; squares also ask how far away "
                "the long views are."
            ),
        ),
        Mistake(
            _swapped,
            N_("You have both numbers and the wrong way round: which of the two losses lets one long view shout?"),
        ),
        Mistake(
            _middle_unsorted,
            N_("For the MAE you took the view in the middle of the list. The middle counts only after sorting."),
        ),
        Mistake(
            lambda y, loss: float((np.min(y) + np.max(y)) / 2),
            N_("You took the middle of the range, so the longest view alone decides. Every view must have its say."),
        ),
    ),
    properties=(_no_better_constant_nearby,),
)


# --- 02.3 the normal equations ---------------------------------------------------------------------------------------


def _normal_equations_inputs(rng, k):
    if k == 0:
        return np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([10.0, 14.0, 12.0])
    n, d = 5 + 4 * k, 1 + k % 3
    features = rng.uniform(0.2, 5.0, size=(n, d))
    y = 8 + features @ rng.uniform(-2, 6, size=d) + rng.normal(0, 4, size=n)
    return np.round(regression.add_intercept(features), 2), np.round(y, 1)


def normal_equations(X, y):
    """The theta (d,) that solves (XᵀX) θ = Xᵀy: on paper θ = (XᵀX)⁻¹Xᵀy, on a computer without the inverse.

    kml.regression.normal_equations does the same and also tells you which column is collinear.
    """
    return np.linalg.solve(X.T @ X, X.T @ y)


def _residuals_are_perpendicular(arguments, result):
    X, y = arguments
    if np.shape(result) != (X.shape[1],):
        return None
    left = X.T @ (y - X @ result)
    j = int(np.argmax(np.abs(left)))
    if np.abs(left[j]) > 1e-6 * np.abs(X.T @ y).max():
        return _(
            "What your weights leave over still goes along with column {column} (their product is {product:.3g}, not "
            "0), so moving that weight would still lower the MSE."
        ).format(column=j, product=left[j])
    return None


def _one_column_at_a_time(X, y):
    return X.T @ y / np.sum(X**2, axis=0)


def _never_divided(X, y):
    return X.T @ y / len(y)


def _n_on_one_side(X, y):
    return np.linalg.solve(X.T @ X / len(y), X.T @ y)


def _star_for_at(X, y):
    return np.linalg.inv(X.T @ X) * (X.T @ y)


def _ridge(X, y):
    return np.linalg.solve(X.T @ X + np.eye(X.shape[1]), X.T @ y)


def _centred_y(X, y):
    return np.linalg.solve(X.T @ X, X.T @ (y - np.mean(y)))


NORMAL_EQUATIONS = Exercise(
    id="02.3",
    name="normal_equations",
    title=N_("The answer in one go"),
    term="正规方程",
    minutes=5,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("At the bottom of the bowl the slope is zero: Xᵀ(Xθ − y) = 0. Bring the part with y to the other side."),
        N_("You get (XᵀX) θ = Xᵀy, which is A θ = b with A = X.T @ X and b = X.T @ y."),
        N_("np.linalg.solve(A, b) returns the θ of A θ = b. No inverse is needed."),
    ),
    inputs=_normal_equations_inputs,
    reference=normal_equations,
    mistakes=(
        Mistake(
            _one_column_at_a_time,
            N_(
                "You fitted each column on its own, as if the others were not there. XᵀX has numbers off its diagonal: "
                "they say how much the columns share."
            ),
        ),
        Mistake(
            _never_divided,
            N_("This is Xᵀy/N, the right side alone. It says how each column goes along with y; XᵀX is still missing."),
        ),
        Mistake(
            _n_on_one_side,
            N_(
                "Your weights are N times too large: you divided XᵀX by the number of rows and Xᵀy not. Divide both or "
                "neither."
            ),
        ),
        Mistake(
            _star_for_at,
            N_(
                "You used * between a matrix and a vector, so NumPy multiplied entry by entry and returned a square "
                "table. Matrices are multiplied with @."
            ),
        ),
        Mistake(
            _ridge,
            N_(
                "You added something to the diagonal of XᵀX. That is ridge regression: steadier, but its MSE is no "
                "longer the smallest."
            ),
        ),
        Mistake(
            _centred_y,
            N_(
                "You took the mean out of y first, so your line predicts around zero. The column of ones does that "
                "work."
            ),
        ),
    ),
    properties=(_residuals_are_perpendicular,),
)


# --- 02.4 R² on the test rows ----------------------------------------------------------------------------------------


def _test_r2_inputs(rng, k):
    if k == 0:
        X = np.column_stack([np.ones(7), [1.0, 2.0, 3.0, 4.0, 2.0, 4.0, 6.0]])
        y = np.array([8.0, 11.0, 12.0, 19.0, 13.0, 16.0, 25.0])
        return X[:4], y[:4], X[4:], y[4:]
    n_train, n_test = 12 + 4 * k, 6 + 2 * k
    length = np.concatenate([rng.uniform(0.2, 4.0, n_train), rng.uniform(1.0, 5.0, n_test)])
    past = rng.uniform(3, 30, n_train + n_test)
    y = np.round(6 + 3 * length + 0.4 * past + rng.normal(0, 4, n_train + n_test), 1)
    X = np.round(np.column_stack([np.ones(len(y)), length, past]), 2)
    return X[:n_train], y[:n_train], X[n_train:], y[n_train:]


def r2_on_test(X_train, y_train, X_test, y_test):
    """R² on the test rows of the line fitted on the training rows: 1 − its MSE / the MSE of the test rows' mean."""
    theta = normal_equations(X_train, y_train)
    return metrics.r2(y_test, X_test @ theta)


def _never_above_one(arguments, result):
    if result > 1 + 1e-12:
        return _("R² is 1 minus something that cannot be negative, so {yours:.3f} is impossible.").format(yours=result)
    return None


def _r2(y, y_hat, baseline):
    return float(1 - np.sum((y - y_hat) ** 2) / np.sum((y - baseline) ** 2))


def _scored_on_train(X_train, y_train, X_test, y_test):
    return _r2(y_train, X_train @ normal_equations(X_train, y_train), np.mean(y_train))


def _fitted_on_test(X_train, y_train, X_test, y_test):
    return _r2(y_test, X_test @ normal_equations(X_test, y_test), np.mean(y_test))


def _train_mean(X_train, y_train, X_test, y_test):
    return _r2(y_test, X_test @ normal_equations(X_train, y_train), np.mean(y_train))


def _squared_correlation(X_train, y_train, X_test, y_test):
    return float(np.corrcoef(y_test, X_test @ normal_equations(X_train, y_train))[0, 1] ** 2)


def _unexplained_share(X_train, y_train, X_test, y_test):
    return 1 - r2_on_test(X_train, y_train, X_test, y_test)


def _one_minus_mse(X_train, y_train, X_test, y_test):
    return float(1 - np.mean((y_test - X_test @ normal_equations(X_train, y_train)) ** 2))


def _roles_swapped(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return _r2(y_hat, y_test, np.mean(y_hat))


def _roots(X_train, y_train, X_test, y_test):
    return float(1 - np.sqrt(1 - r2_on_test(X_train, y_train, X_test, y_test)))


R2_ON_TEST = Exercise(
    id="02.4",
    name="r2_on_test",
    title=N_("R² on views that the model has not seen"),
    term="测试集",
    minutes=5,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Fit on the training rows, predict the test rows, and compare two sums of squared misses on the test rows."),
        N_("The first sum is of y_test minus your predictions; the second of y_test minus the mean of y_test."),
        N_("theta = normal_equations(X_train, y_train), y_hat = X_test @ theta, then 1 − (first sum) / (second sum)."),
    ),
    inputs=_test_r2_inputs,
    reference=r2_on_test,
    mistakes=(
        Mistake(
            _scored_on_train,
            N_(
                "You scored the training rows. The line has seen those answers; the question is how it does on new "
                "ones."
            ),
        ),
        Mistake(
            _fitted_on_test,
            N_("You fitted on the test rows, so the line has seen the answers that it is then asked for."),
        ),
        Mistake(
            _train_mean,
            N_(
                "You compared with the mean of the training rows. A fair baseline, and some fields define R² so; here, "
                "as in scikit-learn, the bar is the mean of the rows that are scored."
            ),
        ),
        Mistake(
            _squared_correlation,
            N_(
                "This is the squared correlation. It forgives predictions that are all 20 s too high or ten times too "
                "large; R² does not."
            ),
        ),
        Mistake(
            _unexplained_share,
            N_("This is the share that is left unexplained. R² is 1 minus that."),
        ),
        Mistake(
            _one_minus_mse,
            N_(
                "You took 1 − MSE, a number minus squared seconds. Divide by the baseline's MSE first: then the units "
                "go."
            ),
        ),
        Mistake(
            _roles_swapped,
            N_(
                "Truth and prediction have changed places: the spread below the fraction bar must be that of y_test. "
                "R² is not symmetric."
            ),
        ),
        Mistake(
            _roots,
            N_("You divided the RMSE by the standard deviation. R² compares their squares."),
        ),
    ),
    properties=(_never_above_one,),
)


# --- 02.5 which columns leak -----------------------------------------------------------------------------------------

MOMENTS = ["published", "day before", "shown", "watched", "day after"]
EIGHT_COLUMNS = {
    "duration_s": "published",
    "followers_yesterday": "day before",
    "viewer_mean_s": "day before",
    "hour": "shown",
    "play_time_s": "watched",
    "is_like": "watched",
    "is_follow": "watched",
    "followers_tomorrow": "day after",
}
_MORE_COLUMNS = (
    "title_length", "topic", "tab", "is_rand", "phone", "video_likes_so_far", "viewer_follows_author", "watch_ratio",
    "comment_stay_s", "is_forward", "is_hate", "video_likes_final", "next_session_gap", "watched_to_end",
)  # fmt: skip


def _leaky_columns_inputs(rng, k):
    if k == 0:
        return dict(EIGHT_COLUMNS), list(MOMENTS), "shown"
    if k == 1:  # the same table, an earlier question: how will it do, asked before the upload goes out?
        return dict(EIGHT_COLUMNS), list(MOMENTS), "published"
    names = rng.permutation([*EIGHT_COLUMNS, *_MORE_COLUMNS])[: 6 + k]
    known_at = {str(name): str(rng.choice(MOMENTS)) for name in names}
    return known_at, list(MOMENTS), MOMENTS[int(rng.integers(len(MOMENTS) - 1))]


def leaky_columns(known_at, moments, predict_at):
    """The columns, in the order of the table, that become known only after the moment `predict_at`.

    known_at: column → the moment when it becomes known. moments: all moments, earliest first.
    """
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) > now]


def _only_columns_we_have(arguments, result):
    unknown = [column for column in result if column not in arguments[0]] if isinstance(result, list) else []
    return _("{column!r} is not a column of the table.").format(column=unknown[0]) if unknown else None


def _safe_instead(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) <= now]


def _same_moment_too(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) >= now]


def _by_alphabet(known_at, moments, predict_at):
    return [column for column, moment in known_at.items() if moment > predict_at]


def _everything_but_now(known_at, moments, predict_at):
    return [column for column, moment in known_at.items() if moment != predict_at]


def _next_moment_only(known_at, moments, predict_at):
    following = moments[moments.index(predict_at) + 1]
    return [column for column, moment in known_at.items() if moment == following]


def _the_list_itself(known_at, moments, predict_at):
    return ["play_time_s", "is_like", "is_follow", "followers_tomorrow"]


LEAKY_COLUMNS = Exercise(
    id="02.5",
    name="leaky_columns",
    title=N_("Which columns come from the future?"),
    term="数据泄漏",
    minutes=4,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_(
            "A column leaks if it becomes known later than the moment at which you predict. Later, not at the same "
            "moment."
        ),
        N_('moments.index("shown") turns a moment into its place in time, and places can be compared with >.'),
        N_("Go through known_at.items() and keep each column whose moment has a larger place than predict_at."),
    ),
    inputs=_leaky_columns_inputs,
    reference=leaky_columns,
    mistakes=(
        Mistake(
            _safe_instead,
            N_("You listed the columns that are safe to use. The question is which ones come from the future."),
        ),
        Mistake(
            _same_moment_too,
            N_(
                "You also threw out what is known at the very moment of predicting, and that is allowed: only what "
                "comes later leaks."
            ),
        ),
        Mistake(
            _by_alphabet,
            N_(
                "You compared the names of the moments, and Python compares names by the alphabet. The list moments "
                "has them in the order of time."
            ),
        ),
        Mistake(
            _everything_but_now,
            N_("You kept every column with another moment, the past among them. Old knowledge does not leak."),
        ),
        Mistake(
            _next_moment_only,
            N_("You stopped at the next moment. What comes after that is further in the future, and leaks as well."),
        ),
        Mistake(
            _the_list_itself,
            N_(
                "You wrote down the answer for one table. With another table, or another moment of predicting, other "
                "columns leak: let the code compare moments."
            ),
        ),
    ),
    properties=(_only_columns_we_have,),
)


EXERCISES = (MSE, BEST_CONSTANT, NORMAL_EQUATIONS, R2_ON_TEST, LEAKY_COLUMNS)
