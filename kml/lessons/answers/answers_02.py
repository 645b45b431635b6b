"""Lesson 02, the objective: its predictions and exercises, with the mistakes that people really make."""

import numpy as np

from kml import regression
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
            (N_("The median"), N_("With half of the views on either side, a small move gains as much as it loses.")),
            (N_("The mean"), N_("The mean is best when misses are squared: then the few viewers far out count most.")),
            (
                N_("The most frequent value"),
                N_("That wins most often exactly, but a miss here costs its size, not just 1."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="02.p3",
        question=N_(
            "You collect ten times as many views of the same kind. How much steeper does the sum of squared errors "
            "get, at the same prediction?"
        ),
        options=(
            (N_("It stays about as steep"), N_("That is what the mean does. A sum has ten times as many terms.")),
            (
                N_("About ten times as steep"),
                N_("Ten times the terms, ten times as steep. The mean would stay as steep as it was."),
            ),
            (
                N_("About a tenth as steep"),
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
            (
                N_("There is no single best pair"),
                N_("What one weight gives the other can take, and no prediction changes."),
            ),
            (N_("Both equal"), N_("Nothing asks for that. Equal weights are one good pair of many.")),
            (N_("Zero for one of them"), N_("Also good, and one of many: seconds can be traded for milliseconds.")),
        ),
        answer=0,
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
    if k == 1:  # a prediction below zero
        return np.array([3.0, 20.0, 1.5]), np.array([-1.5, 14.0, 1.5])
    if k == 2:  # every miss is the same, and none is zero
        return np.array([0.0, 8.0, 21.0, 4.5]), np.array([2.0, 10.0, 23.0, 6.5])
    y = np.round(rng.lognormal(2.0, 1.3, size=2 + 3 * k), 1)
    return y, np.round(y * rng.uniform(0.4, 1.5, size=y.shape) + rng.normal(2, 3, size=y.shape), 1)


def _between_mae_squared_and_the_largest(arguments, result):
    y, y_hat = arguments
    sizes = np.abs(y - y_hat)
    if result < 0:
        return _("A mean of squares is never below 0, and you give {yours:.4g}.").format(yours=result)
    if result < np.mean(sizes) ** 2 * (1 - 1e-6):
        return _(
            "These predictions miss by {mae:.2f} s on average, so the MSE cannot be below {mae:.2f}² = {least:.2f} s²: "
            "squaring makes the large misses count more. You give {yours:.4g}."
        ).format(mae=np.mean(sizes), least=np.mean(sizes) ** 2, yours=result)
    if result > np.max(sizes) ** 2 * (1 + 1e-6):
        return _(
            "The largest miss is {largest:.2f} s, so no square is above {most:.2f} s², and their mean is not either. "
            "You give {yours:.4g}."
        ).format(largest=np.max(sizes), most=np.max(sizes) ** 2, yours=result)
    return None


def _median_of_the_squares(y, y_hat):
    return np.median((y - y_hat) ** 2)


MSE = Exercise(
    id="02.1",
    name="mse",
    title=N_("Mean squared error"),
    term="均方误差",
    minutes=4,
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
        Mistake(
            lambda y, y_hat: np.mean(np.abs(y - y_hat)) ** 2,
            N_(
                "You took the mean of the sizes and squared it. Each miss is squared first: then one of 60 s counts as "
                "much as thirty-six of 10 s."
            ),
        ),
        Mistake(
            lambda y, y_hat: (y - y_hat) ** 2,
            N_("These are the squared misses, one for each view. One number is asked for: their mean."),
        ),
        Mistake(
            lambda y, y_hat: np.mean(((y - y_hat) / y) ** 2),
            N_(
                "You divided each miss by the measurement. The MSE is in squared seconds, not in parts of the watch "
                "time."
            ),
        ),
        Mistake(
            lambda y, y_hat: np.mean((y - y_hat) ** 2) / np.var(y),
            N_(
                "You divided by the variance of y. That makes a share of it, as R² does; the MSE stays in squared "
                "seconds."
            ),
        ),
        Mistake(
            lambda y, y_hat: np.var(y - y_hat),
            N_(
                "This is the variance of the misses. It does not see that all predictions are too high, or all too "
                "low: do not take off the mean miss."
            ),
        ),
        Mistake(
            lambda y, y_hat: np.mean((y - y_hat) * 2),
            N_("You doubled the misses: `* 2` is twice, `** 2` is the square."),
        ),
        Mistake(
            lambda y, y_hat: np.mean(y**2 - y_hat),
            N_("You squared y alone. Square the whole difference: brackets first, then `** 2`."),
        ),
        Mistake(
            lambda y, y_hat: np.max((y - y_hat) ** 2),
            N_("This is the square of the worst miss. The mean of all squares is asked for."),
        ),
        Mistake(
            lambda y, y_hat: np.sqrt(np.sum((y - y_hat) ** 2)),
            N_(
                "This is the length of the vector of misses, as `np.linalg.norm` gives it: no root is asked for, and a "
                "mean instead of the sum."
            ),
        ),
        Mistake(
            lambda y, y_hat: np.sqrt(np.sum((y - y_hat) ** 2)) / len(y),
            N_(
                "You took the root of the sum and divided it by the number of views. No root is asked for: divide the "
                "sum itself."
            ),
        ),
        Mistake(
            lambda y, y_hat: np.sum(y - y_hat) ** 2 / len(y),
            N_("You added first and squared afterwards: by then the misses have cancelled each other."),
        ),
        Mistake(
            lambda y, y_hat: np.mean((y - np.mean(y)) ** 2),
            N_("This is the variance of y: the MSE of the mean, whatever was predicted. Where is y_hat?"),
        ),
        Mistake(
            lambda y, y_hat: np.median(np.abs(y - y_hat)),
            N_("This is the median of the sizes. The mean of the squares is asked for."),
        ),
        Mistake(
            lambda y, y_hat: np.mean(y * y_hat),
            N_("You multiplied y by y_hat. Multiply the miss by itself."),
        ),
        Mistake(
            _median_of_the_squares,
            N_("You took the median of the squares. It does not care how bad the worst misses are; the mean does."),
        ),
        Mistake(
            lambda y, y_hat: (y[0] - y_hat[0]) ** 2 / len(y),
            N_("Only the first view counts in yours: does the `return` stand inside the loop?"),
            also=(lambda y, y_hat: (y[0] - y_hat[0]) ** 2,),
        ),
        Mistake(
            lambda y, y_hat: (y[-1] - y_hat[-1]) ** 2 / len(y),
            N_("Only the last view counts in yours: does each round of a loop overwrite the total? `+=` adds to it."),
            also=(lambda y, y_hat: (y[-1] - y_hat[-1]) ** 2,),
        ),
    ),
    properties=(_between_mae_squared_and_the_largest,),
    then=N_(
        "`d = y - y_hat; d @ d / len(d)` gives the same without an array of squares. And ten times as many views cost "
        "only ten times the time: that is what makes this loss cheap enough to be computed again and again."
    ),
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
    if k < 4:  # most leave at once
        return np.array([0.0, 7.0, 0.0, 30.5, 12.0, 0.0, 3.0]), loss
    y = np.round(rng.lognormal(2.0, 1.2, size=2 * k + 3), 1)
    y[-2:] = y[0]  # views of the same length
    return y, loss


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


def _smallest_loss(y, loss):
    if loss == "mse":
        return float(np.var(y))
    return float(np.mean(np.abs(y - np.median(y))))


def _most_frequent(y, loss):
    found, times = np.unique(y, return_counts=True)
    return float(np.mean(y)) if loss == "mse" else float(found[np.argmax(times)])


def _most_frequent_first(y, loss):
    """The same as `statistics.mode` gives it: of several that are equally frequent, the one that comes first."""
    return float(np.mean(y)) if loss == "mse" else max(y.tolist(), key=y.tolist().count)


BEST_CONSTANT = Exercise(
    id="02.2",
    name="best_constant",
    title=N_("One number for everybody"),
    term="中位数",
    minutes=5,
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
                "because a few long views pull it there. If your code does ask for the loss: its names are `mse` and "
                "`mae`, in small letters."
            ),
        ),
        Mistake(
            lambda y, loss: float(np.median(y)),
            N_(
                "You answered with the median for both losses. It is right for sizes; squares also ask how far away "
                "the long views are. If your code does ask for the loss: its names are `mse` and `mae`, in small "
                "letters."
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
        Mistake(
            _smallest_loss,
            N_("You give the loss that the best constant costs. Asked for is the constant itself, in seconds."),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float(np.mean(np.abs(y - np.mean(y)))),
            N_(
                "For the MAE you took the mean distance from the mean. That is what the mean would cost; asked for is "
                "the constant that costs least."
            ),
        ),
        Mistake(
            lambda y, loss: float(np.sum(y) / (len(y) - 1)) if loss == "mse" else float(np.median(y)),
            N_("For the MSE you divided by n − 1. That belongs to variances; the mean divides by n."),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float(np.sort(y)[len(y) // 2 - 1]),
            N_("For the MAE you took the view just below the middle: of five sorted views the middle one has index 2."),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float(np.sort(y)[len(y) // 2 + 1]),
            N_("For the MAE you took the view just above the middle: of five sorted views the middle one has index 2."),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float(np.min(y)),
            N_("For the MAE you took the shortest view: then every other view is a miss."),
        ),
        Mistake(
            lambda y, loss: (np.mean(y), np.median(y)),
            N_("You return both numbers. `loss` says which one is asked for: return that one alone."),
        ),
        Mistake(
            _most_frequent,
            N_(
                "For the MAE you took the most frequent view. It wins most often exactly, but each miss costs its size."
            ),
            also=(_most_frequent_first,),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float(np.median(np.unique(y))),
            N_("For the MAE you counted equal views once. Every view has its vote, the tenth of 0 s as well."),
        ),
        Mistake(
            lambda y, loss: float(np.mean(y)) if loss == "mse" else float((np.min(y) + np.max(y)) / 2),
            N_(
                "For the MAE you took the middle between the shortest and the longest view. The views in between "
                "count, too."
            ),
        ),
        Mistake(
            lambda y, loss: float(np.median(y)) if loss == "mae" else float(np.sqrt(np.mean(y**2))),
            N_("For the MSE you took the root of the mean square. The misses are squared, not the views."),
        ),
    ),
    properties=(_no_better_constant_nearby,),
    then=N_(
        "A mean can be kept up to date with two numbers, a sum and a count; for a median you need the views "
        "themselves, or a sketch of them. At a billion views a day that decides which loss a platform can afford to "
        "watch."
    ),
)


# --- 02.3 the normal equations ---------------------------------------------------------------------------------------


def _normal_equations_inputs(rng, k):
    if k == 0:
        return np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([10.0, 14.0, 12.0])
    n, d = 5 + 4 * k, 1 + k % 3
    features = rng.uniform(-3.0, 3.0, size=(n, d))  # around 0: numbers of 32 bits are exact enough, too
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
    if np.abs(left[j]) > 1e-4 * np.abs(X.T @ y).max():  # 32 bits leave over that much
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


def _multiplied(X, y):
    return X.T @ X @ (X.T @ y)


def _divided_by_a_matrix(X, y):
    return (X.T @ y) / (X.T @ X)


def _inverse_of_each_entry(X, y):
    return (1 / (X.T @ X)) @ (X.T @ y)


def _hat_values(X, y):
    return X @ np.linalg.solve(X.T @ X, X.T @ y)


def _weights_without_the_ones(X, y):
    rest = X[:, 1:]
    return np.linalg.solve(rest.T @ rest, rest.T @ y)


def _whole_answer_of_lstsq(X, y):
    return np.linalg.lstsq(X, y, rcond=None)


def _never_met_y(X, y):
    return np.linalg.inv(X.T @ X) @ X.T


def _ones_left_at_zero(X, y):
    return np.append(0.0, _weights_without_the_ones(X, y))


def _one_feature_only(X, y):
    x = X[:, 1]
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return np.array([y.mean() - slope * x.mean(), slope])


def _polyfit(X, y):
    return np.polyfit(X[:, 1], y, 1)


def _ones_twice(X, y):
    X = np.column_stack([np.ones(len(X)), X])
    return np.linalg.solve(X.T @ X, X.T @ y)


NORMAL_EQUATIONS = Exercise(
    id="02.3",
    name="normal_equations",
    title=N_("The best line in one step"),
    term="正规方程",
    minutes=8,
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
            lambda X, y: X.T @ y,
            N_("This is Xᵀy, the right side alone. It says how each column goes along with y; XᵀX is still missing."),
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
        Mistake(
            _multiplied,
            N_("You multiplied by XᵀX. It stands beside θ on the left side: to get θ alone, it must be undone."),
        ),
        Mistake(
            _divided_by_a_matrix,
            N_(
                "`/` divides entry by entry, and made a square table. Nothing is divided by a matrix: that is what "
                "`np.linalg.solve` is for."
            ),
        ),
        Mistake(
            _inverse_of_each_entry,
            N_(
                "You took 1 over each entry of XᵀX. The inverse of a matrix is another matrix altogether, the one that "
                "gives the identity with it under `@`."
            ),
        ),
        Mistake(
            _hat_values,
            N_("You went one step too far: Xθ are the predictions, one for each row. The weights θ are asked for."),
        ),
        Mistake(
            _weights_without_the_ones,
            N_("You dropped the column of ones. It has a weight like the others, the intercept."),
        ),
        Mistake(
            _ones_left_at_zero,
            N_(
                "You fitted the other columns alone and left the intercept at 0, so your line must pass through the "
                "origin."
            ),
        ),
        Mistake(
            _whole_answer_of_lstsq,
            N_(
                "`np.linalg.lstsq` returns four things: the weights, what is left over, the rank and the singular "
                "values. Only the first is asked for."
            ),
        ),
        Mistake(
            _one_feature_only,
            N_(
                "This is the line through one column alone. X may have more of them, each with a weight: `X.T @ X` "
                "takes them all."
            ),
            also=(_polyfit,),
        ),
        Mistake(
            _ones_twice,
            N_(
                "You put a column of ones before X, which has one already. Two columns that say the same, and no "
                "single best weights: take X as it is."
            ),
        ),
        Mistake(
            lambda X, y: normal_equations(X, y)[0],
            N_("This is the intercept alone. Give the weights of all columns, as an array."),
        ),
        Mistake(
            _never_met_y,
            N_("Your table has never met y: it is what y must be multiplied by, from the left, to get θ."),
        ),
    ),
    properties=(_residuals_are_perpendicular,),
    then=N_(
        "Five million rows of 20 columns shrink to a 20 × 20 table before anything is solved, so this is fast. It "
        "breaks in the columns: with a million of them XᵀX has 10¹² entries. That is why the next lesson walks "
        "downhill instead."
    ),
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
    if k % 3 == 1:  # the later day was another one: the line does worse than the mean, and R² is below 0
        y[n_train:] = np.round(0.3 * y[n_train:] + 1, 1)
    X = np.round(np.column_stack([np.ones(len(y)), length, past]), 2)
    return X[:n_train], y[:n_train], X[n_train:], y[n_train:]


def r2_on_test(X_train, y_train, X_test, y_test):
    """R² on the test rows of the line fitted on the training rows: 1 − its MSE / the MSE of the test rows' mean."""
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_test - np.mean(y_test)) ** 2)


def _never_above_one(arguments, result):
    if abs(result) > 1e9:  # what rounding leaves of a sum that is 0
        return _(
            "You give {yours:.2g}, so you have divided by nothing, or almost: around their own mean numbers add up to "
            "0. Square first, then add."
        ).format(yours=result)
    if result > 1 + 1e-12:
        return _("R² is 1 minus something that cannot be negative, so {yours:.4g} is impossible.").format(yours=result)
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


def _fitted_on_all(X_train, y_train, X_test, y_test):
    theta = normal_equations(np.vstack([X_train, X_test]), np.concatenate([y_train, y_test]))
    return _r2(y_test, X_test @ theta, np.mean(y_test))


def _fitted_and_scored_on_all(X_train, y_train, X_test, y_test):
    X, y = np.vstack([X_train, X_test]), np.concatenate([y_train, y_test])
    return _r2(y, X @ normal_equations(X, y), np.mean(y))


def _scored_on_all(X_train, y_train, X_test, y_test):
    X, y = np.vstack([X_train, X_test]), np.concatenate([y_train, y_test])
    return _r2(y, X @ normal_equations(X_train, y_train), np.mean(y))


def _mean_of_all(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return _r2(y_test, y_hat, np.mean(np.concatenate([y_train, y_test])))


def _never_below_zero(X_train, y_train, X_test, y_test):
    return max(0.0, r2_on_test(X_train, y_train, X_test, y_test))


def _without_sign(X_train, y_train, X_test, y_test):
    return abs(r2_on_test(X_train, y_train, X_test, y_test))


def _adjusted(X_train, y_train, X_test, y_test):
    n, d = X_test.shape
    return 1 - (1 - r2_on_test(X_train, y_train, X_test, y_test)) * (n - 1) / (n - d)


def _sum_over_mean(X_train, y_train, X_test, y_test):
    return 1 - len(y_test) * (1 - r2_on_test(X_train, y_train, X_test, y_test))


def _mean_over_sum(X_train, y_train, X_test, y_test):
    return 1 - (1 - r2_on_test(X_train, y_train, X_test, y_test)) / len(y_test)


def _one_divided_less(X_train, y_train, X_test, y_test):
    n = len(y_test)
    return 1 - (1 - r2_on_test(X_train, y_train, X_test, y_test)) * (n - 1) / n


def _sizes(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return float(1 - np.sum(np.abs(y_test - y_hat)) / np.sum(np.abs(y_test - np.mean(y_test))))


def _explained(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return float(np.sum((y_hat - np.mean(y_test)) ** 2) / np.sum((y_test - np.mean(y_test)) ** 2))


def _without_the_bias(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return float(1 - np.var(y_test - y_hat) / np.var(y_test))


def _predicted(X_train, y_train, X_test):
    return X_test @ normal_equations(X_train, y_train)


def _correlation(X_train, y_train, X_test, y_test):
    return float(np.corrcoef(y_test, _predicted(X_train, y_train, X_test))[0, 1])


def _spread_of_the_training_rows(X_train, y_train, X_test, y_test):
    missed = np.sum((y_test - _predicted(X_train, y_train, X_test)) ** 2)
    return float(1 - missed / np.sum((y_train - np.mean(y_train)) ** 2))


def _variance_of_the_training_rows(X_train, y_train, X_test, y_test):
    return float(1 - _mse_on_test(X_train, y_train, X_test, y_test) / np.var(y_train))


def _variance_of_all_rows(X_train, y_train, X_test, y_test):
    return float(1 - _mse_on_test(X_train, y_train, X_test, y_test) / np.var(np.concatenate([y_train, y_test])))


def _one_inside_the_fraction(X_train, y_train, X_test, y_test):
    missed = np.sum((y_test - _predicted(X_train, y_train, X_test)) ** 2)
    return float((1 - missed) / np.sum((y_test - np.mean(y_test)) ** 2))


def _over_what_is_explained(X_train, y_train, X_test, y_test):
    y_hat = _predicted(X_train, y_train, X_test)
    return float(1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_hat - np.mean(y_test)) ** 2))


def _misses_of_the_training_rows(X_train, y_train, X_test, y_test):
    missed = np.sum((y_train - _predicted(X_train, y_train, X_train)) ** 2)
    return float(1 - missed / np.sum((y_test - np.mean(y_test)) ** 2))


def _the_wrong_way_round(X_train, y_train, X_test, y_test):
    return r2_on_test(X_test, y_test, X_train, y_train)


def _without_the_ones(X_train, y_train, X_test, y_test):
    return r2_on_test(X_train[:, 1:], y_train, X_test[:, 1:], y_test)


def _training_mean_for_a_line(X_train, y_train, X_test, y_test):
    return _r2(y_test, np.mean(y_train), np.mean(y_test))


def _over_a_standard_deviation(X_train, y_train, X_test, y_test):
    return float(1 - _mse_on_test(X_train, y_train, X_test, y_test) / np.std(y_test))


def _one_minus_mae(X_train, y_train, X_test, y_test):
    return float(1 - np.mean(np.abs(y_test - _predicted(X_train, y_train, X_test))))


def _square_of_the_sum(X_train, y_train, X_test, y_test):
    missed = np.sum(y_test - _predicted(X_train, y_train, X_test)) ** 2
    return float(1 - missed / np.sum((y_test - np.mean(y_test)) ** 2))


def _square_of_the_baseline_s_sum(X_train, y_train, X_test, y_test):
    missed = np.sum((y_test - _predicted(X_train, y_train, X_test)) ** 2)
    return float(1 - missed / np.sum(y_test - np.mean(y_test)) ** 2)


def _row_by_row(X_train, y_train, X_test, y_test):
    missed = (y_test - _predicted(X_train, y_train, X_test)) ** 2
    return float(np.mean(1 - missed / (y_test - np.mean(y_test)) ** 2))


def _spread_of_the_predictions(X_train, y_train, X_test, y_test):
    return float(np.var(_predicted(X_train, y_train, X_test)) / np.var(y_test))


def _around_the_predictions(X_train, y_train, X_test, y_test):
    y_hat = _predicted(X_train, y_train, X_test)
    return _r2(y_test, y_hat, np.mean(y_hat))


def _around_the_median(X_train, y_train, X_test, y_test):
    return _r2(y_test, _predicted(X_train, y_train, X_test), np.median(y_test))


def _sizes_around_the_median(X_train, y_train, X_test, y_test):
    y_hat = _predicted(X_train, y_train, X_test)
    return float(1 - np.mean(np.abs(y_test - y_hat)) / np.mean(np.abs(y_test - np.median(y_test))))


def _around_zero(X_train, y_train, X_test, y_test):
    return _r2(y_test, _predicted(X_train, y_train, X_test), 0)


def _one_minus_explained(X_train, y_train, X_test, y_test):
    return 1 - _explained(X_train, y_train, X_test, y_test)


def _training_rows_for_test_rows(X_train, y_train, X_test, y_test):
    return _r2(y_test, _predicted(X_train, y_train, X_train), np.mean(y_test))


def _upside_down(X_train, y_train, X_test, y_test):
    return 1 - 1 / (1 - r2_on_test(X_train, y_train, X_test, y_test))


def _predictions_alone(X_train, y_train, X_test, y_test):
    return _predicted(X_train, y_train, X_test)


def _mse_on_test(X_train, y_train, X_test, y_test):
    return float(np.mean((y_test - X_test @ normal_equations(X_train, y_train)) ** 2))


def _mae_on_test(X_train, y_train, X_test, y_test):
    return float(np.mean(np.abs(y_test - X_test @ normal_equations(X_train, y_train))))


R2_ON_TEST = Exercise(
    id="02.4",
    name="r2_on_test",
    title=N_("R² on views that the model has not seen"),
    term="测试集",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Fit on the training rows, predict the test rows, and compare two sums of squared misses on the test rows."),
        N_("The first sum is of y_test minus your predictions; the second of y_test minus the mean of y_test."),
        N_("theta = normal_equations(X_train, y_train), y_hat = X_test @ theta, then 1 − (first sum) / (second sum)."),
    ),
    inputs=_test_r2_inputs,
    atol=1e-5,  # what numbers of 32 bits lose where an R² is close to 0
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
        Mistake(
            _fitted_on_all,
            N_(
                "You fitted on all rows, the test rows among them. So the line has seen the answers that it is then "
                "asked for: fit on the training rows alone."
            ),
        ),
        Mistake(
            _fitted_and_scored_on_all,
            N_("You put all rows together, for fitting and for scoring. Nothing is left that the line has not seen."),
        ),
        Mistake(
            _scored_on_all,
            N_("You scored the training rows together with the test rows. Those the line has seen: leave them out."),
        ),
        Mistake(
            _mean_of_all,
            N_(
                "Your baseline is the mean of all rows. As in scikit-learn, the bar is the mean of the rows that are "
                "scored."
            ),
        ),
        Mistake(
            _never_below_zero,
            N_(
                "You raised what is below 0 to 0. On new rows a line can do worse than their mean, and a negative R² "
                "says so: it is the warning that you would miss most."
            ),
        ),
        Mistake(
            _without_sign,
            N_(
                "You took the sign off. R² is no square of anything here: below 0 the line does worse than the mean, "
                "and yours would call that a success."
            ),
        ),
        Mistake(
            _adjusted,
            N_(
                "This is the adjusted R²: it charges for every weight that was fitted to the rows that are scored. "
                "Yours were fitted to others."
            ),
        ),
        Mistake(
            _sum_over_mean,
            N_("You compared a sum of squares with a mean of squares. Take two sums or two means."),
        ),
        Mistake(
            _mean_over_sum,
            N_(
                "You compared a mean of squares with a sum of squares, so that hardly any error is left. Take two of a "
                "kind."
            ),
        ),
        Mistake(
            _one_divided_less,
            N_(
                "You divided one sum by n and the other by n − 1 (`ddof=1`, or `.var()` of pandas). Divide both by the "
                "same."
            ),
        ),
        Mistake(
            _sizes,
            N_("You added the sizes of the misses. R² compares their squares."),
            also=(_sizes_around_the_median,),
        ),
        Mistake(
            _explained,
            N_(
                "You divided the spread of the predictions by the spread of y. On fitted rows that is R²; on new rows "
                "it is not, and can even pass 1. Look at what the predictions miss."
            ),
        ),
        Mistake(
            _without_the_bias,
            N_(
                "You compared variances, and the variance of the misses forgives predictions that are all 20 s too "
                "high. R² does not: take the squared misses themselves."
            ),
        ),
        Mistake(
            _correlation,
            N_(
                "This is the correlation. It forgives predictions that are all too high or ten times too large; R² "
                "does not."
            ),
        ),
        Mistake(
            _spread_of_the_training_rows,
            N_(
                "Below the fraction bar stands the spread of the training rows. The bar is that of the rows that are "
                "scored."
            ),
        ),
        Mistake(
            _variance_of_the_training_rows,
            N_(
                "You divided by the variance of the training rows. The bar is that of the rows that are scored: other "
                "rows, other spread."
            ),
        ),
        Mistake(
            _variance_of_all_rows,
            N_(
                "You divided by the variance of all rows. The bar is that of the rows that are scored, the test rows "
                "alone."
            ),
        ),
        Mistake(
            _one_inside_the_fraction,
            N_("Your brackets draw the 1 into the fraction. Divide first, then take the result off 1."),
        ),
        Mistake(
            _over_what_is_explained,
            N_(
                "Below the fraction bar stands the spread of your predictions. It must be that of y_test around its "
                "mean."
            ),
        ),
        Mistake(
            _misses_of_the_training_rows,
            N_("Above the fraction bar stand the misses on the training rows. The line has seen those answers."),
        ),
        Mistake(
            _the_wrong_way_round,
            N_("You fitted on the test rows and scored the training rows: the two have changed places."),
        ),
        Mistake(
            _without_the_ones,
            N_("You left out the column of ones, so your line must pass through the origin."),
        ),
        Mistake(
            _training_mean_for_a_line,
            N_("This is the R² of the training rows' mean. The fitted line is not in it."),
        ),
        Mistake(
            _over_a_standard_deviation,
            N_("You divided squares by a standard deviation. Both sides are squares: the variance belongs there."),
        ),
        Mistake(
            _one_minus_mae,
            N_("You took 1 − MAE, a number minus seconds. R² divides squares by squares first: then the units go."),
        ),
        Mistake(
            _square_of_the_sum,
            N_("You added the misses and squared the sum, so they cancel each other. Square first, then add."),
        ),
        Mistake(
            _square_of_the_baseline_s_sum,
            N_(
                "Below the fraction bar you added first and squared then. Around their own mean numbers always add up "
                "to 0: square first."
            ),
        ),
        Mistake(
            _row_by_row,
            N_(
                "You divided row by row and averaged. A row that lies near the mean then counts for thousands: add up "
                "above and below first, and divide once."
            ),
        ),
        Mistake(
            _spread_of_the_predictions,
            N_(
                "You divided the variance of the predictions by that of y. It says how much they vary, not whether "
                "they hit."
            ),
        ),
        Mistake(
            _around_the_predictions,
            N_(
                "Below the fraction bar you took off the mean of the predictions. The baseline is the mean of y_test: "
                "what a constant would get."
            ),
        ),
        Mistake(
            _around_the_median,
            N_(
                "Below the fraction bar you took off the median. R² counts squares, and the constant that is best for "
                "squares is the mean."
            ),
        ),
        Mistake(
            _around_zero,
            N_("Below the fraction bar stand the squares of y_test as it is. Take its mean off first, then square."),
        ),
        Mistake(
            _one_minus_explained,
            N_(
                "Above the fraction bar stands how far the predictions are from the mean. What they miss belongs there."
            ),
        ),
        Mistake(
            _training_rows_for_test_rows,
            N_("You predicted the training rows and compared them with y_test. Predict the test rows, with `X_test`."),
        ),
        Mistake(
            _upside_down,
            N_("Your fraction stands on its head: what the line misses belongs above, the spread of y_test below."),
        ),
        Mistake(
            _predictions_alone,
            N_("These are the predictions of the test rows. R² says in one number how good they are."),
        ),
        Mistake(
            _mse_on_test,
            N_("This is the MSE on the test rows. R² sets it beside that of the mean, and takes the ratio off 1."),
        ),
        Mistake(
            _mae_on_test,
            N_("This is the MAE on the test rows, in seconds. R² compares squares, and has no unit."),
        ),
    ),
    properties=(_never_above_one,),
    then=N_(
        "Two sums are enough, so a million test rows can be scored in parts. But one split is one draw: other test "
        "rows give another R², so ask how far it wanders before you call one model better than another."
    ),
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
_OTHER_MOMENTS = ["uploaded", "reviewed", "first hour", "evening"]  # another platform's, in time, not in the alphabet
_OTHER_TABLE = {
    "shares": "evening",
    "length": "uploaded",
    "clicks": "first hour",
    "hour": "reviewed",
    "topic": "uploaded",
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
    if k == 2:  # asked when everything is known
        return dict(EIGHT_COLUMNS), list(MOMENTS), "day after"
    if k == 3:
        return dict(_OTHER_TABLE), list(_OTHER_MOMENTS), "reviewed"
    if k == 4:  # everything leaks, for nothing is known yet
        return {"likes": "evening", "clicks": "first hour"}, list(_OTHER_MOMENTS), "uploaded"
    names = rng.permutation([*EIGHT_COLUMNS, *_MORE_COLUMNS])[: 6 + k]
    known_at = {str(name): str(rng.choice(MOMENTS)) for name in names}
    return known_at, list(MOMENTS), MOMENTS[int(rng.integers(len(MOMENTS) - 1))]


def leaky_columns(known_at, moments, predict_at):
    """The columns, in the order of the table, that become known only after the moment `predict_at`.

    known_at: column → the moment when it becomes known. moments: all moments, earliest first.
    """
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) > now]


def _later_columns_and_no_others(arguments, result):
    known_at, moments, predict_at = arguments
    for column in result:
        if column not in known_at:
            return _("{column!r} is not a column of the table.").format(column=column)
        if moments.index(known_at[column]) <= moments.index(predict_at):
            return _(
                "You list `{column}`. It is known at “{known}”, and “{now}” is not earlier: it does not come from the "
                "future."
            ).format(column=column, known=known_at[column], now=predict_at)
    for column in known_at:
        if column not in result and moments.index(known_at[column]) > moments.index(predict_at):
            return _("`{column}` is missing. At “{now}” nobody knows it: it becomes known at “{known}”, later.").format(
                column=column, known=known_at[column], now=predict_at
            )
    if len(result) != len(set(result)):
        return _("A column is listed twice.")
    return None


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
    following = moments[moments.index(predict_at) + 1 :][:1]
    return [column for column, moment in known_at.items() if moment in following]


def _earlier_only(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) < now]


def _in_order_of_time(known_at, moments, predict_at):
    return sorted(leaky_columns(known_at, moments, predict_at), key=lambda column: moments.index(known_at[column]))


def _in_alphabetical_order(known_at, moments, predict_at):
    return sorted(leaky_columns(known_at, moments, predict_at))


def _moments_themselves(known_at, moments, predict_at):
    return moments[moments.index(predict_at) + 1 :]


def _with_their_moments(known_at, moments, predict_at):
    return {column: known_at[column] for column in leaky_columns(known_at, moments, predict_at)}


def _how_many(known_at, moments, predict_at):
    return len(leaky_columns(known_at, moments, predict_at))


def _first_only(known_at, moments, predict_at):
    return leaky_columns(known_at, moments, predict_at)[:1]


def _first_or_none(known_at, moments, predict_at):
    """What a `return [column]` inside the loop gives: nothing at all where nothing leaks."""
    return _first_only(known_at, moments, predict_at) or None


def _next_place(known_at, moments, predict_at):
    following = moments[moments.index(predict_at) + 1]
    return [column for column, moment in known_at.items() if moment == following]


def _column_for_moment(known_at, moments, predict_at):
    return [column for column in known_at if moments.index(column) > moments.index(predict_at)]


def _place_against_name(known_at, moments, predict_at):
    return [column for column, moment in known_at.items() if moments.index(moment) > predict_at]


def _one_moment_late(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for column, moment in known_at.items() if moments.index(moment) > now + 1]


def _last_only(known_at, moments, predict_at):
    return leaky_columns(known_at, moments, predict_at)[-1:]


def _one_list_of_time(known_at, moments, predict_at):
    now = MOMENTS.index(predict_at)
    return [column for column, moment in known_at.items() if MOMENTS.index(moment) > now]


def _one_list_column_first(known_at, moments, predict_at):
    return [column for column in known_at if MOMENTS.index(known_at[column]) > MOMENTS.index(predict_at)]


def _one_table_of_time(known_at, moments, predict_at):
    places = {moment: i for i, moment in enumerate(MOMENTS)}
    return [column for column, moment in known_at.items() if places[moment] > places[predict_at]]


def _the_list_itself(known_at, moments, predict_at):
    return ["play_time_s", "is_like", "is_follow", "followers_tomorrow"]


LEAKY_COLUMNS = Exercise(
    id="02.5",
    name="leaky_columns",
    title=N_("Which columns come from the future?"),
    term="数据泄漏",
    minutes=5,
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
            also=(_next_place,),
        ),
        Mistake(
            _the_list_itself,
            N_(
                "You wrote down the answer for one table. With another table, or another moment of predicting, other "
                "columns leak: let the code compare moments."
            ),
        ),
        Mistake(
            _earlier_only,
            N_("You listed what is known earlier. Columns leak that become known later than the moment of predicting."),
        ),
        Mistake(
            _in_order_of_time,
            N_("The right columns, sorted by when they become known. Asked for is the order of the table."),
        ),
        Mistake(
            _in_alphabetical_order,
            N_("The right columns, in the order of the alphabet. Asked for is the order of the table."),
        ),
        Mistake(
            _moments_themselves,
            N_("These are the later moments. Asked for are the columns that become known at them."),
        ),
        Mistake(
            _with_their_moments,
            N_("The right columns, with their moments beside them. A list of the columns alone is asked for."),
        ),
        Mistake(
            _how_many,
            N_("You counted the columns that leak. Asked for is which they are."),
        ),
        Mistake(
            _first_only,
            N_("You stop at the first column that leaks: does the `return` stand inside the loop?"),
            also=(_first_or_none,),
        ),
        Mistake(
            _one_table_of_time,
            N_(
                "You wrote the order of the moments into the function. Another platform has other moments: the "
                "argument `moments` says which, earliest first."
            ),
            also=(_one_list_of_time, _one_list_column_first),
        ),
        Mistake(
            _place_against_name,
            N_(
                "You compared the place of a moment with a name. Take the place of `predict_at`, too, with "
                "`moments.index`."
            ),
        ),
        Mistake(
            _one_moment_late,
            N_("You begin one moment too late: what becomes known right after the moment of predicting leaks as well."),
        ),
        Mistake(
            _last_only,
            N_("Only the last column that leaks is left: does each round of the loop begin a new list? Append to one."),
        ),
        Mistake(
            _column_for_moment,
            N_(
                "You looked for the column itself among the moments. Its moment stands in the table: "
                "`known_at[column]`."
            ),
        ),
    ),
    properties=(_later_columns_and_no_others,),
    then=N_(
        "`moments.index` searches the list anew for each column. `{moment: i for i, moment in enumerate(moments)}` is "
        "searched at once, however long it is. What no code can do is to ask every column when it is known: you must."
    ),
)


EXERCISES = (MSE, BEST_CONSTANT, NORMAL_EQUATIONS, R2_ON_TEST, LEAKY_COLUMNS)
