"""Lesson 03, gradient descent by hand: its predictions and exercises, with the mistakes that people really make.

The reference answers are written as a learner would write them; kml.regression holds the same formulas with checked
arguments, and a test compares the two.
"""

import numpy as np

from kml import regression
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="03.p1",
        question=N_(
            "Both weights are 0 and every prediction is too small. The first weight is used by all four views, the "
            "second by the two followers only. Which one does the error ask to raise more urgently?"
        ),
        options=(
            (
                N_("The first: all four views pull at it"),
                N_("Four views pull at it, two at the other. Step 3 counts the pulls."),
            ),
            (
                N_("The second: followers are missed by most"),
                N_("They are missed by 40 and 50 s, but the first weight feels these two pulls as well, and two more."),
            ),
            (N_("Both the same"), N_("They would be the same only if the two non-followers were predicted perfectly.")),
        ),
        answer=0,
    ),
    Prediction(
        id="03.p2",
        question=N_(
            "The article's update, its own data, its own learning rate of 0.01. The error starts at 16,161. Where is "
            "it after 1,000 steps?"
        ),
        options=(
            (
                N_("Near zero: that is what training does"),
                N_("Then the slope must have been walked down. Look closely at the sign."),
            ),
            (
                N_("Stuck near 16,161: the rate is too small"),
                N_("A thousand steps of this size do move. The next cell shows which way."),
            ),
            (
                N_("A number with 22 digits"),
                N_("It is: each step makes the error larger, and a larger error makes a larger step."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="03.p3",
        question=N_(
            "Two learners start from zero on the article's data. One takes 0.95 times the largest stable step, the "
            "other 1.02 times. How do they compare after 200 steps?"
        ),
        options=(
            (
                N_("Much alike: the rates differ by 7 %"),
                N_("The rates do. But each step multiplies the error again, 200 times."),
            ),
            (
                N_("One has finished, the other is in the billions"),
                N_("On one side every step shrinks the error, on the other it grows."),
            ),
            (
                N_("The longer step is a little ahead"),
                N_(
                    "Longer is faster for a while; beyond the limit each step lands further from the bottom than it "
                    "began."
                ),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="03.p4",
        question=N_(
            "Video length in milliseconds beside a 0/1 flag, and 1,000 steps at half the largest stable rate. How much "
            "of the weight of the flag has been learned?"
        ),
        options=(
            (
                N_("Nothing that you could measure"),
                N_("The milliseconds set the rate, and for the flag it is next to no rate at all."),
            ),
            (
                N_("About half"),
                N_("Half would need tens of billions of steps and more: the rate that the lengths allow is tiny."),
            ),
            (
                N_("All of it: 1,000 steps are plenty"),
                N_("Plenty for the steep direction. The flat one needs hundreds of billions and more."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="03.p5",
        question=N_("Now each step looks at one random view only, at a fixed rate. Where does the path end up?"),
        options=(
            (
                N_("On the best weights, a little later"),
                N_("At the best weights the average slope is zero, but no single view's slope is."),
            ),
            (
                N_("Wandering around the best weights for ever"),
                N_("Each view pulls its own way, and a fixed rate never stops listening."),
            ),
            (
                N_("Anywhere: one view says nothing"),
                N_("One says little, but on average the pulls are the true gradient."),
            ),
        ),
        answer=1,
    ),
)

# --- 03.1 residuals --------------------------------------------------------------------------------------------------

FOUR_VIEWS = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]])
FOUR_SECONDS = np.array([10.0, 20.0, 40.0, 50.0])


def _views(rng, k):
    """Case k: (X, y, theta): the lesson's four views first, then more views and up to four weights."""
    if k == 0:
        return FOUR_VIEWS.copy(), FOUR_SECONDS.copy(), np.array([10.0, 20.0])
    n, d = 4 + 3 * k, 1 + k % 4
    minutes = rng.lognormal(0, 0.5, size=(n, d - 1))
    X = np.round(np.column_stack([np.ones(n), minutes]), 1)
    y = np.round(20 + 8 * minutes.sum(axis=1) + rng.normal(0, 5, size=n), 1)
    if k % 2 and d > 1:
        X[:, -1] *= -1  # features may lie below 0
    theta = np.zeros(d) if k == 1 else np.round(rng.normal(5, 10, size=d), 1)
    return X, y, theta


def residuals(X, y, theta):
    """Predicted minus measured, one number a view (n,), in seconds."""
    return X @ theta - y


def _fits_what_was_promised(arguments, result):
    X, y, theta = arguments
    if np.shape(result) != y.shape:
        return None
    promised = X @ theta
    i = int(np.argmax(np.abs(promised - y - result)))
    if abs(promised[i] - y[i] - result[i]) > 1e-4 * max(1.0, abs(promised[i]), abs(y[i])):
        return _(
            "The weights promise {promised:.6g} s for view {i}, and {measured:.6g} s were measured: then it is not "
            "missed by {yours:.6g} s."
        ).format(promised=promised[i], i=i, measured=y[i], yours=result[i])
    return None


RESIDUALS = Exercise(
    id="03.1",
    name="residuals",
    title=N_("By how much is every view missed?"),
    term="残差",
    minutes=4,
    difficulty=1,
    importance=2,
    points=1,
    hints=(
        N_("Two moves: predict every view, then compare with what was measured. Which of the two comes first?"),
        N_("X @ theta multiplies every row of X with theta and adds up: it is all predictions at once."),
        N_("Predictions minus y. If four views give you a 4×4 table, something has grown a second dimension."),
    ),
    inputs=_views,
    reference=residuals,
    mistakes=(
        Mistake(
            lambda X, y, theta: y - X @ theta,
            N_(
                "This is measured minus predicted. Here a residual is positive when the weights promise too many "
                "seconds; with the other sign, the gradient that you build from it will point the wrong way."
            ),
        ),
        Mistake(
            lambda X, y, theta: np.abs(X @ theta - y),
            N_("You took the size of each miss and lost its sign, which is what tells the weights which way to move."),
        ),
        Mistake(
            lambda X, y, theta: (X @ theta - y) ** 2,
            N_("These are the squared misses. The square comes later; a residual is the miss itself, in seconds."),
        ),
        Mistake(
            lambda X, y, theta: X @ theta,
            N_("These are the predictions. A residual also needs what was measured."),
        ),
        Mistake(
            lambda X, y, theta: (X @ theta)[:, None] - y,
            N_(
                "A column (n,1) met a row (n,), and NumPy paired every prediction with every measurement: n×n "
                "differences. Keep both of shape (n,)."
            ),
        ),
        Mistake(
            lambda X, y, theta: float(np.mean(X @ theta - y)),
            N_("You averaged over the views, so misses of opposite sign cancel. Every view keeps its own residual."),
        ),
        Mistake(
            lambda X, y, theta: float(np.mean((X @ theta - y) ** 2)),
            N_("This is the mean squared error, one number for all views. It is made of the residuals, one for each."),
        ),
        Mistake(
            lambda X, y, theta: X @ theta / y,
            N_("You divided what is promised by what was measured. A residual is a difference, in seconds."),
        ),
        Mistake(
            lambda X, y, theta: X[:, 1:] @ theta[1:] - y,
            N_("The first weight does not occur. Its column of ones makes it count for every view."),
        ),
        Mistake(
            lambda X, y, theta: X[:, 0] * theta[0] - y,
            N_("Only the first weight occurs. Each view adds up all of its features, each times its own weight."),
        ),
        Mistake(
            lambda X, y, theta: (X * theta).sum() - y,
            N_("You added up the products of all views. Each row has a sum of its own: which axis does it run along?"),
        ),
        Mistake(
            lambda X, y, theta: np.maximum(X @ theta, 0) - y,
            N_(
                "You cut predictions off at 0. It is true that nobody watches less than 0 s, but these weights promise "
                "it, and their residual has to say so."
            ),
        ),
        Mistake(
            lambda X, y, theta: theta[0] + theta[1] * X[:, 1] - y,
            N_(
                "You wrote out two weights by hand. Other tables have one column, or four: `X @ theta` takes as many "
                "as there are."
            ),
            also=(lambda X, y, theta: X[:, 0] * theta[0] + X[:, 1] * theta[1] - y,),
        ),
        Mistake(
            lambda X, y, theta: X[:, 1] * theta[1] - y,
            N_("Only the second weight occurs. Each view adds up all of its features, each times its own weight."),
        ),
    ),
    properties=(_fits_what_was_promised,),
    then=N_(
        "A loop over the views gives the same numbers, about a hundred times slower: with `@`, the loop over a million "
        "rows runs in compiled code."
    ),
)


# --- 03.2 the gradient -----------------------------------------------------------------------------------------------


def gradient(X, y, theta):
    """The slope of the mean squared error along every weight (d,): it points uphill."""
    return 2 / len(y) * X.T @ (X @ theta - y)


def _agrees_with_a_nudge(arguments, result):
    X, y, theta = arguments
    if np.shape(result) != theta.shape:
        return None
    measured = regression.finite_difference(lambda t: regression.mse_objective(X, y, t), theta)
    j = int(np.argmax(np.abs(result - measured)))
    if abs(result[j] - measured[j]) > 1e-4 * max(1.0, abs(measured[j])):
        return _(
            "Nudge weight {weight} and measure: the error changes by {measured:.4g} per unit of it, and you say "
            "{yours:.4g}."
        ).format(weight=j, measured=measured[j], yours=result[j])
    return None


def _two_slopes_by_hand(X, y, theta):
    r = X @ theta - y
    return np.array([2 * np.mean(r), 2 * np.mean(r * X[:, 1])])


GRADIENT = Exercise(
    id="03.2",
    name="gradient",
    title=N_("The gradient in one line"),
    term="梯度",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "Start from the residuals Xθ − y of shape (n,). Each weight wants them multiplied with its own column of X."
        ),
        N_(
            "X.T has one row a weight, so X.T @ r makes all the sums over the views at once. What is left is one "
            "factor."
        ),
        N_("The factor is 2/N: the 2 from the square, the 1/N from the mean."),
    ),
    inputs=_views,
    reference=gradient,
    mistakes=(
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ (y - X @ theta),
            N_("This is minus the gradient: stepping along it climbs. Which of ŷ and y stands first in the residual?"),
        ),
        Mistake(
            lambda X, y, theta: 1 / len(y) * X.T @ (X @ theta - y),
            N_("Yours is exactly half. The square leaves a factor behind when you take its slope."),
        ),
        Mistake(
            lambda X, y, theta: 2 * X.T @ (X @ theta - y),
            N_(
                "This is the slope of the sum of squares. The objective is their mean, so yours grows with every view "
                "added."
            ),
        ),
        Mistake(
            lambda X, y, theta: X.T @ (X @ theta - y),
            N_("Neither the square's factor nor the mean's is here: right direction, wrong length."),
        ),
        Mistake(
            lambda X, y, theta: 2 / X.size * X.T @ (X @ theta - y),
            N_(
                "You averaged over all numbers in X. The mean runs over the views only: divide by rows, not by rows × "
                "columns."
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 * np.mean(X * (X @ theta - y)[:, None], axis=1),
            N_("You averaged along the wrong axis: one number a view. The gradient has one number a weight."),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta - y[:, None]),
            N_(
                "Somewhere a column (n,1) met a vector (n,), and NumPy built a whole table. Print the shape of your "
                "residuals."
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 * np.mean(X @ theta - y),
            N_(
                "You give one number for all weights, the slope of the first. Each weight has its own: the residuals "
                "are multiplied with its column. If you do that in a loop: does the `return` stand inside?"
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta),
            N_("What was measured does not occur here, so the slope leads to predicting 0 s for everybody."),
        ),
        Mistake(
            lambda X, y, theta: float(np.mean((X @ theta - y) ** 2)),
            N_("This is the error itself. The gradient says how it changes when each weight moves."),
        ),
        Mistake(
            lambda X, y, theta: X @ theta - y,
            N_(
                "These are the residuals, one a view. Each weight gathers them through its own column of X: one "
                "number a weight."
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(theta) * X.T @ (X @ theta - y),
            N_("You divided by the number of weights. The mean runs over the views."),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * (X.T @ X @ theta) - X.T @ y,
            N_("The factor reaches only the predictions. It belongs to the whole residual, so before the bracket."),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta - y) ** 2,
            N_(
                "The residuals are still squared. The slope of a square has the 2 in front, and what stood inside once."
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ np.abs(X @ theta - y),
            N_(
                "You took the size of each residual. Then every view pulls the same way, whether it was promised too "
                "much or too little."
            ),
        ),
        Mistake(
            lambda X, y, theta: X.T @ np.sign(X @ theta - y) / len(y),
            N_("This is the slope of the mean absolute error: only the signs count in it. Here the squares are meant."),
        ),
        Mistake(
            lambda X, y, theta: gradient(X, y, theta) / np.linalg.norm(gradient(X, y, theta)),
            N_("You brought the gradient to length 1. Its length says how steep it is, and steps need that."),
        ),
        Mistake(
            lambda X, y, theta: np.linalg.lstsq(X, y, rcond=None)[0],
            N_("These are the best weights. Asked is the slope at `theta`, which may be far away from them."),
        ),
        Mistake(
            _two_slopes_by_hand,
            N_(
                "You wrote out two slopes by hand. Other tables have one column, or four: `X.T @ ...` makes one for "
                "each."
            ),
        ),
        Mistake(
            lambda X, y, theta: np.mean(2 * X.T @ (X @ theta - y)),
            N_(
                "You averaged over the weights, and their slopes became one number. The mean runs over the views: "
                "divide the sums by `len(y)`."
            ),
            also=(lambda X, y, theta: np.mean(X.T @ (X @ theta - y)),),
        ),
        Mistake(
            lambda X, y, theta: np.sum(2 / len(y) * X.T @ (X @ theta - y)),
            N_("You added the slopes of all weights together. Each weight keeps its own."),
        ),
        Mistake(
            lambda X, y, theta: 2 * np.mean(X @ theta - y) * X.mean(axis=0),
            N_(
                "You averaged the residuals and the columns apart. Each residual meets the row of its own view first; "
                "the mean comes after."
            ),
        ),
        Mistake(
            lambda X, y, theta: 2 / len(y) * X.T @ X,
            N_(
                "This table is the Hessian of section 6: how the slope changes. For the slope itself the residuals "
                "stand behind `X.T @`."
            ),
            also=(lambda X, y, theta: X.T @ X,),
        ),
        Mistake(
            lambda X, y, theta: 2 / 4 * X.T @ (X @ theta - y),
            N_("You wrote the number of the four views into the formula. N is `len(y)`, whatever the table."),
        ),
        Mistake(
            lambda X, y, theta: theta - gradient(X, y, theta),
            N_("You took the slope off theta: that is a step already. Asked is the slope itself."),
        ),
    ),
    properties=(_agrees_with_a_nudge,),
    then=N_(
        "`2 / len(y) * r @ X` is the same without a `.T`. And multiplied out, Xᵀ(Xθ − y) needs only XᵀX and Xᵀy, which "
        "do not grow with the rows: lesson 04 builds on that."
    ),
)


# --- 03.3 one step ---------------------------------------------------------------------------------------------------


def _step_inputs(rng, k):
    X, y, theta = _views(rng, k)
    share = (0.1, 0.2, 0.05, 0.4)[k % 4]  # of the largest stable step: one step must go down
    eta = 0.1 if k == 0 else float(f"{share * regression.step_limits(X).largest:.1g}")
    return X, y, theta, eta


def one_step(X, y, theta, eta):
    """The weights after one step downhill (d,)."""
    return theta - eta * gradient(X, y, theta)


def _goes_down(arguments, result):
    X, y, theta, __ = arguments
    if np.shape(result) != theta.shape:
        return None
    before, after = regression.mse_objective(X, y, theta), regression.mse_objective(X, y, result)
    if after <= before * (1 + 1e-9):
        return None
    if (result - theta) @ gradient(X, y, theta) >= 0:
        said = _("Your step went uphill: the error was {before:.1f} s² before it and {after:.1f} s² after it.")
    else:
        said = _(
            "Your step sets out downhill, and goes too far or aside: the error was {before:.1f} s² before it and "
            "{after:.1f} s² after it."
        )
    return said.format(before=before, after=after)


def _in_place(X, y, theta, eta):
    theta -= eta * gradient(X, y, theta)
    return theta


def _one_weight_after_the_other(X, y, theta, eta):
    theta = theta.copy()
    for j in range(len(theta)):
        theta[j] -= eta * gradient(X, y, theta)[j]
    return theta


ONE_STEP = Exercise(
    id="03.3",
    name="one_step",
    title=N_("One step, the right way"),
    term="学习率",
    minutes=5,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_("The gradient points uphill. You want to go down, by eta times its length."),
        N_(
            "New weights = old weights, and then one product added or taken away. gradient(X, y, theta) is already "
            "yours."
        ),
        N_("theta - eta * (the gradient at theta), as a new array: the old theta stays as it was."),
    ),
    inputs=_step_inputs,
    reference=one_step,
    mistakes=(
        Mistake(
            lambda X, y, theta, eta: theta + eta * gradient(X, y, theta),
            N_("You stepped along the gradient, and it points uphill: this is the article's update, and it climbs."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - gradient(X, y, theta),
            N_(
                "The learning rate does not occur: you walked the whole gradient at once, and will land across the "
                "valley."
            ),
        ),
        Mistake(
            lambda X, y, theta, eta: -eta * gradient(X, y, theta),
            N_("This is the move. The answer is where you stand after it."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * gradient(X, y, theta) / len(y),
            N_("You divided by N again. The gradient is a mean already, so your step is N times too short."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta * (1 - eta * gradient(X, y, theta)),
            N_("You multiplied the move with theta. A weight of 0 could then never move at all."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * 2 * X.T @ (X @ theta - y),
            N_("The right direction, N times too long: this is the slope of the sum of squares, not of their mean."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta / len(y) * X.T @ (X @ theta - y),
            N_("The right direction, half as far: the 2 of the square's slope is missing."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - 2 * eta * gradient(X, y, theta),
            N_("The right direction, twice as far: the gradient has its 2 already."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - gradient(X, y, theta) / eta,
            N_("You divided by the learning rate: the smaller it is, the longer your step becomes."),
        ),
        Mistake(
            lambda X, y, theta, eta: eta * gradient(X, y, theta) - theta,
            N_("Taken away the wrong way round: the move is taken from where you stand."),
        ),
        Mistake(
            lambda X, y, theta, eta: eta * (theta - gradient(X, y, theta)),
            N_("The learning rate shortens where you stand as well. It belongs to the gradient only."),
        ),
        Mistake(
            lambda X, y, theta, eta: (theta - eta) * gradient(X, y, theta),
            N_("The bracket holds theta and eta together. Eta times the gradient comes first, then the subtraction."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * gradient(X, y, theta) / np.linalg.norm(gradient(X, y, theta)),
            N_("Every step of yours is eta long. A gradient that is steep should move you further than a flat one."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * np.sign(gradient(X, y, theta)),
            N_("Only the signs of the gradient are left, so every weight moves equally far. Its size counts, too."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * float(np.mean((X @ theta - y) ** 2)),
            N_("You took the error itself away. What is subtracted is its slope, one number for each weight."),
        ),
        Mistake(
            lambda X, y, theta, eta: one_step(X, y, one_step(X, y, theta, eta), eta),
            N_("You took two steps. One is asked for; the next exercise repeats it."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - 0.1 * gradient(X, y, theta),
            N_("You wrote a rate into the function. The argument `eta` says how long the step shall be."),
            also=(lambda X, y, theta, eta: theta - 0.01 * gradient(X, y, theta),),
        ),
        Mistake(
            lambda X, y, theta, eta: theta + eta * (1 / len(y)) * np.sum(2 * y - 2 * X @ theta) * X,
            N_(
                "Your sum is closed before the row of the view comes in. Each miss is multiplied with its own row "
                "first, and the products are added up: that is what `X.T @` does."
            ),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * gradient(X, y, theta)[0],
            N_("You took the slope of the first weight for all of them. Each weight moves by its own."),
        ),
        Mistake(
            lambda X, y, theta, eta: theta - eta * np.mean(gradient(X, y, theta)),
            N_("You averaged the slopes, so every weight moves by the same number. Each has a slope of its own."),
        ),
        Mistake(
            _one_weight_after_the_other,
            N_(
                "You moved one weight and asked for the gradient anew, so the next weight goes by the slope of another "
                "place. All of them go by the slopes at the old `theta`: take the gradient once, before the loop."
            ),
        ),
        Mistake(
            lambda X, y, theta, eta: eta * theta - gradient(X, y, theta),
            N_("Eta stands beside theta. It belongs to the gradient: it says how much of it you walk."),
        ),
        Mistake(
            lambda X, y, theta, eta: gradient(X, y, theta - eta),
            N_("This is the slope at another place. The gradient is taken at theta; eta times it is what theta loses."),
        ),
        Mistake(
            lambda X, y, theta, eta: np.linalg.solve(X.T @ X, X.T @ y),
            N_("These are the best weights, at one stroke. Asked is one step from `theta`, of a length that eta sets."),
        ),
        Mistake(
            lambda X, y, theta, eta: eta * gradient(X, y, theta),
            N_("This is the move, and uphill. Take it off `theta`: the answer is where you stand after it."),
        ),
        Mistake(
            _in_place,
            N_(
                "The numbers are right, but `-=` wrote them into the theta that you were given, and whoever lent it "
                "has lost the old one. In the next exercise this would overwrite your whole path."
            ),
        ),
    ),
    properties=(_goes_down,),
    then=N_(
        "Momentum, Adam and the others that train large models differ from this line only in what they take away "
        "from theta."
    ),
)


# --- 03.4 the whole descent ------------------------------------------------------------------------------------------


def _descend_inputs(rng, k):
    X, y, theta0, eta = _step_inputs(rng, k)
    if k == 4:  # the steps are tiny, and all are asked for
        theta0 = np.round(regression.normal_equations(X, y) + 0.004, 3)
    return X, y, theta0, eta, (3, 1, 5, 0, 8, 12, 20, 30)[k % 8]


def descend(X, y, theta0, eta, steps):
    """The path (steps + 1, d): theta0 first, then the weights after each step."""
    path = [theta0]
    for __ in range(steps):
        path.append(one_step(X, y, path[-1], eta))
    return np.array(path)


def _path_is_whole(arguments, result):
    __, __, theta0, __, steps = arguments
    if np.shape(result) != (steps + 1, len(theta0)):
        return None
    if steps and np.all(result == result[0]):
        return _("All rows of your path are the same place, and no step of it moves.")
    if not np.allclose(result[0], theta0):
        return _("The first row of your path is not theta0: where you start belongs to the path.")
    return None


def _each_row_follows(arguments, result):
    X, y, theta0, eta, steps = arguments
    if np.shape(result) != (steps + 1, len(theta0)):
        return None
    for k in range(steps):
        there = one_step(X, y, result[k], eta)
        if not np.allclose(result[k + 1], there, rtol=1e-4, atol=1e-6):
            return _(
                "Row {k} of your path stands at {place}. One step from there leads to {there}, and your next row says "
                "{yours}."
            ).format(k=k, place=_place(result[k]), there=_place(there), yours=_place(result[k + 1]))
    return None


def _place(theta):
    return "(" + ", ".join(f"{weight:.4g}" for weight in theta) + ")"


def _climbing_path(X, y, theta0, eta, steps):
    path = [theta0]
    for __ in range(steps):
        path.append(path[-1] + eta * gradient(X, y, path[-1]))
    return np.array(path)


def _same_slope(X, y, theta0, eta, steps):
    return theta0 - eta * np.arange(steps + 1)[:, None] * gradient(X, y, theta0)


def _same_array(X, y, theta0, eta, steps):
    path = [theta0]
    theta = theta0
    for __ in range(steps):
        theta -= eta * gradient(X, y, theta)
        path.append(theta)
    return np.array(path)


def _same_copy(X, y, theta0, eta, steps):
    return _same_array(X, y, theta0.copy(), eta, steps)


def _filled(path, X, y, theta0, eta):
    """Row after row of an array that was made before the loop."""
    path[0] = theta0
    for k in range(len(path) - 1):
        path[k + 1] = one_step(X, y, path[k], eta)
    return path


def _whole_numbers(X, y, theta0, eta, steps):
    return _filled(np.zeros((steps + 1, len(theta0)), int), X, y, theta0, eta)


def _last_row_empty(X, y, theta0, eta, steps):
    path = descend(X, y, theta0, eta, steps)
    path[-1] = 0
    return path


def _kept_before_moving(X, y, theta0, eta, steps):
    return np.vstack([theta0[None], descend(X, y, theta0, eta, steps)[:-1]])


def _walked(slope, eta_of=lambda eta, k: eta):
    """A descend with another slope(X, y, theta) or another rate(eta, k)."""

    def wrong(X, y, theta0, eta, steps):
        path = [theta0]
        for k in range(steps):
            path.append(path[-1] - eta_of(eta, k) * slope(X, y, path[-1]))
        return np.array(path)

    return wrong


def _moves(X, y, theta0, eta, steps):
    path = descend(X, y, theta0, eta, steps)
    return np.vstack([theta0[None], np.diff(path, axis=0)])


def _start_overwritten(X, y, theta0, eta, steps):
    path = [theta0]
    theta = theta0
    for __ in range(steps):
        theta -= eta * gradient(X, y, theta)
        path.append(theta.copy())
    return np.array(path)


def _from_zero(X, y, theta0, eta, steps):
    return descend(X, y, np.zeros_like(theta0), eta, steps)


def _always_from_the_start(X, y, theta0, eta, steps):
    return np.array([theta0] + [one_step(X, y, theta0, eta)] * steps)


def _return_inside_of_the_loop(X, y, theta0, eta, steps):
    return descend(X, y, theta0, eta, 1) if steps else None


def _new_list_in_each_round(X, y, theta0, eta, steps):
    theta = theta0
    for __ in range(steps):
        path = [theta]
        theta = one_step(X, y, theta, eta)
        path.append(theta)
    return np.array(path)


DESCEND = Exercise(
    id="03.4",
    name="descend",
    title=N_("The whole way down"),
    term="梯度下降",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "Start a list with theta0. In a loop, take one_step from where you stand now, and keep every place that "
            "you reach."
        ),
        N_("`path = [theta0]`, then `steps` times: `path.append(...)`, where the new place is found from `path[-1]`."),
        N_("After the loop, np.array(path) makes one array of steps + 1 rows. Return that."),
    ),
    inputs=_descend_inputs,
    reference=descend,
    mistakes=(
        Mistake(
            _climbing_path,
            N_(
                "Every step of this path goes uphill. Does your loop use one_step, or its own formula with its own "
                "sign?"
            ),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: descend(X, y, theta0, eta, steps)[-1],
            N_(
                "You returned the last weights only. The way there is wanted too, one row a step: the pictures need it."
            ),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: descend(X, y, theta0, eta, steps)[1:],
            N_("The start is missing: `steps` steps visit steps + 1 places, and theta0 is the first of them."),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: descend(X, y, theta0, eta, max(steps - 1, 0)),
            N_("You took one step too few: with the start in the path, there are still `steps` steps to take."),
        ),
        Mistake(
            _same_slope,
            N_("You walked a straight line: every step uses the slope at theta0. The slope changes with the place."),
        ),
        Mistake(
            _same_array,
            N_(
                "All rows of your path are the same place. `theta -= …` changes the one array that the list holds "
                "again and again: make a new theta at each step."
            ),
        ),
        Mistake(
            _start_overwritten,
            N_(
                "`-=` wrote into theta0 itself, so the first row of your path is no longer where you started. Begin "
                "with a copy, or make a new theta at each step."
            ),
        ),
        Mistake(
            _from_zero,
            N_("You started from zero and not from theta0."),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: regression.losses(X, y, descend(X, y, theta0, eta, steps)),
            N_("You returned the errors along the way. Wanted are the weights; the errors can be computed from them."),
        ),
        Mistake(
            _same_copy,
            N_(
                "All rows of your path are the last place: the list holds one array, and `theta -= …` changed it each "
                "time. Append a copy, or make a new theta at each step."
            ),
        ),
        Mistake(
            _whole_numbers,
            N_(
                "Your path is an array of whole numbers, and cuts off what stands behind the point of every weight. "
                "Make it of floats."
            ),
        ),
        Mistake(
            _last_row_empty,
            N_("The last row of your path was never written: the place after the last step belongs there."),
        ),
        Mistake(
            _kept_before_moving,
            N_("Each place is kept before the step is taken, so theta0 stands there twice and the last place is lost."),
        ),
        Mistake(
            _walked(lambda X, y, theta: 2 * X.T @ (X @ theta - y)),
            N_("Each of your steps is N times too long: its slope is that of the sum of squares, not of their mean."),
        ),
        Mistake(
            _walked(lambda X, y, theta: X.T @ (X @ theta - y) / len(y)),
            N_("Each of your steps is half as long as it should be: the 2 of the square's slope is missing."),
        ),
        Mistake(
            _walked(gradient, lambda eta, k: eta / (k + 1)),
            N_("Your steps become shorter by a rule of their own. Here eta stays the same for all of them."),
        ),
        Mistake(
            _walked(gradient, lambda eta, k: 1),
            N_("The learning rate does not occur in your loop."),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: np.array([gradient(X, y, t) for t in descend(X, y, theta0, eta, steps)]),
            N_("You kept the slope at every place. Wanted are the places themselves."),
        ),
        Mistake(
            _always_from_the_start,
            N_("Each of your steps begins at theta0. Begin where the last one ended: at `path[-1]`."),
        ),
        Mistake(
            _new_list_in_each_round,
            N_("Each round of your loop begins a new list, so only the last step is left. Make it before the loop."),
        ),
        Mistake(
            _return_inside_of_the_loop,
            N_("Your path ends after one step: does the `return` stand inside the loop?"),
        ),
        Mistake(
            _moves,
            N_("You kept the moves. Each row should say where you stand after it, counted from zero."),
        ),
        Mistake(
            lambda X, y, theta0, eta, steps: descend(X, y, theta0, eta, steps)[::-1],
            N_("Your path begins at its end. theta0 is the first row."),
        ),
    ),
    properties=(_path_is_whole, _each_row_follows),
    then=N_(
        "A path keeps everything: with a million weights, a thousand steps of it are 8 GB. Whoever trains keeps the "
        "last theta only, and writes down a place now and then."
    ),
)


# --- 03.5 the largest stable step ------------------------------------------------------------------------------------


def _limit_inputs(rng, k):
    if k == 0:
        return (FOUR_VIEWS.copy(),)
    if k == 1:  # what `np.linalg.eig` does not sort stands here with the largest last, and above with the largest first
        return (np.array([[1.0, -2.0], [1.0, 2.0], [1.0, -2.0], [1.0, 2.0]]),)
    X, __, __ = _views(rng, k)  # one column to four, some of them below 0
    return (np.round(X * rng.uniform(0.3, 4.0, size=X.shape[1]), 2),)


def largest_step(X):
    """2/L, with L the largest eigenvalue of the Hessian (2/N)·XᵀX."""
    hessian = 2 / len(X) * X.T @ X
    L = np.linalg.eigvalsh(hessian)[-1]
    return 2 / L


def _is_the_border(arguments, result):
    (X,) = arguments
    if np.ndim(result) != 0:
        return None
    if not result > 0:
        return _("A step has a length above 0, and no error becomes smaller with a rate of {yours:.3g}.").format(
            yours=float(result)
        )
    factor = 1 - float(result) * regression.step_limits(X).L
    if abs(factor + 1) > 1e-4:
        return _(
            "At your rate, each step multiplies the distance along the steepest direction by {factor:.3g}. At the "
            "limit it would be -1: across the valley, to the same height."
        ).format(factor=factor)
    return None


def _hessian(X):
    return 2 / len(X) * X.T @ X


def _eigenvalues(X, factor):
    return np.linalg.eigvalsh(factor * X.T @ X)


LARGEST_STEP = Exercise(
    id="03.5",
    name="largest_step",
    title=N_("How long may a step be?"),
    term="海森矩阵",
    minutes=8,
    difficulty=2,
    importance=3,
    points=2,
    hints=(
        N_("You need the steepest curvature L: the largest eigenvalue of H = (2/N)·XᵀX. The limit is 2/L."),
        N_("np.linalg.eigvalsh(H) returns the eigenvalues of a symmetric matrix, smallest first."),
        N_("H = 2 / len(X) * X.T @ X, then 2 divided by the last of its eigenvalues."),
    ),
    inputs=_limit_inputs,
    reference=largest_step,
    mistakes=(
        Mistake(
            lambda X: 2 / _eigenvalues(X, 2 / len(X))[0],
            N_("You used the flattest direction, mu. It would allow long steps; the steepest one forbids them first."),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 1)[-1],
            N_(
                "These are the eigenvalues of XᵀX alone. The curvature of the mean squared error also has a 2 and a "
                "1/N."
            ),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 2)[-1],
            N_("This is the limit for a sum of squares: N times too strict for their mean."),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 1 / len(X))[-1],
            N_("Twice too long: the second derivative of a square is 2, and it is missing from your H."),
        ),
        Mistake(
            lambda X: 1 / _eigenvalues(X, 2 / len(X))[-1],
            N_(
                "At 1/L you land exactly on the bottom of the steepest direction. You may go further: up to the same "
                "height on the other side."
            ),
        ),
        Mistake(
            lambda X: 2 / (_eigenvalues(X, 2 / len(X))[0] + _eigenvalues(X, 2 / len(X))[-1]),
            N_("This is the best step, 2/(mu + L). The question is the longest that still converges."),
        ),
        Mistake(
            lambda X: _eigenvalues(X, 2 / len(X))[-1],
            N_("This is the curvature L itself. The steeper the valley, the shorter the step must be."),
        ),
        Mistake(
            lambda X: 2 / np.linalg.svd(X, compute_uv=False)[0],
            N_("These are singular values of X. The curvature goes with their squares, and with 2/N."),
        ),
        Mistake(
            lambda X: 2 / (2 / len(X) * np.linalg.svd(X, compute_uv=False)[0]),
            N_("The 2/N is there, but of the singular value you need the square: H holds X twice."),
        ),
        Mistake(
            lambda X: 2 / np.trace(_hessian(X)),
            N_("You divided by the sum of all eigenvalues. Only the steepest direction sets the limit."),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 2 / len(X)).mean(),
            N_("You took a middle curvature. The steepest direction forbids long steps, whatever the others allow."),
        ),
        Mistake(
            lambda X: 2 / np.linalg.norm(_hessian(X)),
            N_(
                "`np.linalg.norm(H)` adds up the squares of all entries of H and takes the root. That is more than the "
                "largest eigenvalue wherever there is a second one."
            ),
        ),
        Mistake(
            lambda X: 2 / np.max(_hessian(X)),
            N_("You took the largest entry of H. Directions that mix several weights can be steeper than any entry."),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 2 / X.shape[1])[-1],
            N_("You divided by the number of columns. The mean of the squared errors runs over the rows."),
        ),
        Mistake(
            lambda X: 2 / max(np.linalg.eig(_hessian(X))),
            N_(
                "`np.linalg.eig` returns two things, the eigenvalues and their directions, and you compare the one "
                "with the other. `np.linalg.eigvalsh` returns the eigenvalues alone."
            ),
            also=(lambda X: 2 / np.max(np.linalg.eig(_hessian(X))),),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eigvalsh(_hessian(X))[1],
            N_(
                "You took the second eigenvalue. It is the largest only where there are two: the last one is, always, "
                "and `[-1]` finds it."
            ),
        ),
        Mistake(
            lambda X: 2 / np.linalg.eig(_hessian(X))[0][0],
            N_("`np.linalg.eig` does not sort: the largest eigenvalue may stand anywhere. Take `max` of them."),
            also=(lambda X: 2 / np.linalg.eig(_hessian(X))[0][-1],),
        ),
        Mistake(
            lambda X: 2 / np.linalg.det(_hessian(X)),
            N_("The determinant is the product of all eigenvalues. Only the largest one sets the limit."),
        ),
        Mistake(
            lambda X: 2 / np.abs(_hessian(X)).sum(axis=1).max(),
            N_(
                "No direction is steeper than the largest sum of a row of H, so your step is safe. It is shorter than "
                "it must be: the limit is set by the largest eigenvalue."
            ),
        ),
        Mistake(
            lambda X: 2 / _eigenvalues(X, 2 / len(X))[-1] ** 2,
            N_("You squared L. `eigvalsh` of H gives the curvature itself; only singular values of X are squared."),
        ),
        Mistake(
            lambda X: 2 / np.linalg.cond(_hessian(X)),
            N_("You divided by the condition number, L/mu. The flattest direction has no say in the limit: it is 2/L."),
        ),
        Mistake(
            lambda X: 2 / np.sqrt(_eigenvalues(X, 2 / len(X))[-1]),
            N_("You took a root of the curvature. eigvalsh gives the curvature itself."),
        ),
        Mistake(
            lambda X: _eigenvalues(X, 2 / len(X))[-1] / _eigenvalues(X, 2 / len(X))[0],
            N_("This is the condition number: how many steps it will take, not how long one may be."),
        ),
        Mistake(
            lambda X: 2 / np.max(np.linalg.eigvalsh(2 * np.atleast_2d(np.cov(X.T, bias=True)))),
            N_("`np.cov` takes the means of the columns away first. Their curvature belongs to H: use XᵀX."),
        ),
    ),
    properties=(_is_the_border,),
    then=N_(
        "With d features, `eigvalsh` costs about d³ operations. For many of them, multiply any vector with H again and "
        "again (power iteration): it turns towards the steepest direction, and each round only needs `X.T @ (X @ v)`."
    ),
)


# --- 03.6 standardise without leaking --------------------------------------------------------------------------------


def _rows_inputs(rng, k):
    if k == 0:
        return np.array([[10_000.0, 0.0], [20_000.0, 0.0], [30_000.0, 1.0]]), np.array(
            [[40_000.0, 1.0], [60_000.0, 0.0]]
        )
    n, m, d = 4 + 2 * k, 1 if k == 5 else 2 + k, 1 + k % 3  # one view alone can be tested, too
    scale = np.array([0.5, 10.0, 1000.0])[(k + np.arange(d)) % 3]
    below = scale * (k % 2)  # features may lie below 0
    train = rng.lognormal(0.0, 0.6, size=(n, d)) * scale - below
    test = rng.lognormal(0.4, 0.8, size=(m, d)) * scale - below  # later rows are not like earlier ones
    return np.round(train, 2), np.round(test, 2)


def standardise(X_train, X_test):
    """Both, in units of the training rows: (X − mean)/sd, with the mean and sd of X_train's columns."""
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / sd, (X_test - mean) / sd


def _training_rows_are_standard(arguments, result):
    Z = result[0]
    if np.abs(Z.mean(axis=0)).max() > 1e-6:
        return _("The columns of your training rows do not have mean 0.")
    if np.abs((Z**2).mean(axis=0) - 1).max() > 1e-6:
        return _("The columns of your training rows do not have mean square 1.")
    return None


def _both_tables_in_the_same_units(arguments, result):
    train, test = arguments
    if np.abs(standardise(train, test)[1] - result[1]).max() > 1e-4:
        return _(
            "A test row with the numbers of a training row would not get the same features as it: both tables need the "
            "same mean and the same sd."
        )
    return None


def _with(mean_and_sd):
    """A standardise that takes its mean and sd from elsewhere: mean_and_sd(train, test) → (mean, sd)."""

    def wrong(X_train, X_test):
        mean, sd = mean_and_sd(X_train, X_test)
        return (X_train - mean) / sd, (X_test - mean) / sd

    return wrong


def _each_on_its_own(X_train, X_test):
    return tuple((X - X.mean(axis=0)) / X.std(axis=0) for X in (X_train, X_test))


def _both_together(X_train, X_test):
    both = np.vstack([X_train, X_test])
    return both.mean(axis=0), both.std(axis=0)


def _row_by_row(X_train, X_test):
    return tuple((X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True) for X in (X_train, X_test))


STANDARDISE = Exercise(
    id="03.6",
    name="standardise",
    title=N_("Standardise, and leak nothing"),
    term="标准化",
    minutes=7,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Two numbers a column, a mean and a standard deviation. Which rows are you allowed to take them from?"),
        N_(
            "X_train.mean(axis=0) and X_train.std(axis=0) have one entry a column; subtract the one, divide by the "
            "other."
        ),
        N_("Apply the same mean and sd to X_train and to X_test, and return the two arrays as a tuple."),
    ),
    inputs=_rows_inputs,
    reference=standardise,
    mistakes=(
        Mistake(
            _each_on_its_own,
            N_(
                "The test rows were given their own mean and sd. Then the same view has other features in the test "
                "than in the training, and one view alone could not be tested at all."
            ),
        ),
        Mistake(
            _with(_both_together),
            N_(
                "Mean and sd come from training and test rows together: the test rows, which lie in the future, have "
                "leaked into the training."
            ),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0), train.var(axis=0))),
            N_(
                "You divided by the variance. Seconds divided by squared seconds are not free of units: milliseconds "
                "would still give other features than seconds."
            ),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0), 1)),
            N_(
                "You centred the columns and did not scale them: the milliseconds are still a thousand times too large."
            ),
        ),
        Mistake(
            _with(lambda train, test: (0, train.std(axis=0))),
            N_("You scaled the columns and did not centre them, so they still lean on the intercept."),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(), train.std())),
            N_("One mean and one sd for the whole table mixes milliseconds with flags. Each column has its own."),
        ),
        Mistake(
            _row_by_row,
            N_("You went along the rows. A view's length and flag have no common mean; a column's entries do."),
        ),
        Mistake(
            _with(lambda train, test: (train.min(axis=0), np.ptp(train, axis=0))),
            N_("This squeezes every column between 0 and 1. Useful elsewhere, but one long video would set the scale."),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0), train.std(axis=0, ddof=1))),
            N_(
                "Almost: this sd divides by n − 1, as pandas does. Learning would not mind; the exercise asks for "
                "NumPy's, which divides by n, so that the mean square comes out as exactly 1."
            ),
        ),
        Mistake(
            lambda X_train, X_test: (standardise(X_train, X_test)[0], X_test),
            N_(
                "The test rows came back in their old units, where the learned weights mean nothing: either nothing "
                "was done to them, or X_train was standardised before its mean and sd were taken, and these are then "
                "0 and 1."
            ),
        ),
        Mistake(
            lambda X_train, X_test: standardise(X_train, X_test)[0],
            N_("Only the training rows came back. Return both, in this order: training, test."),
        ),
        Mistake(
            lambda X_train, X_test: np.vstack(standardise(X_train, X_test)),
            N_("You stacked the two tables into one. Return them as two: the training rows, then the test rows."),
        ),
        Mistake(
            lambda X_train, X_test: (X_train, X_test),
            N_(
                "Both tables came back as they were. `X = …` in a loop gives the name X to something new, and changes "
                "no table: name the two results and return them."
            ),
        ),
        Mistake(
            _with(lambda train, test: (test.mean(axis=0), test.std(axis=0))),
            N_("Mean and sd come from the test rows, which lie in the future. Take them from the training rows."),
        ),
        Mistake(
            lambda X_train, X_test: (
                standardise(X_train, X_test)[0],
                (X_test - X_test.mean(axis=0)) / X_train.std(axis=0),
            ),
            N_("The test rows lost their own mean, not that of the training rows: what had shifted is hidden by that."),
        ),
        Mistake(
            lambda X_train, X_test: (
                standardise(X_train, X_test)[0],
                (X_test - X_train.mean(axis=0)) / X_test.std(axis=0),
            ),
            N_("The test rows were divided by their own sd, so their unit is another one than in the training."),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0) / train.std(axis=0), 1)),
            N_("Brackets are missing: only the mean was divided by the sd, and the numbers themselves were not."),
        ),
        Mistake(
            _with(lambda train, test: (np.median(train, axis=0), train.std(axis=0))),
            N_("You took the median away. The column then keeps a mean, on which the intercept leans."),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0), np.abs(train - train.mean(axis=0)).mean(axis=0))),
            N_("You divided by the mean distance from the mean. The sd is a root of a mean of squares."),
        ),
        Mistake(
            _with(lambda train, test: (train.mean(axis=0), 1 / train.std(axis=0))),
            N_("You multiplied by the sd: the column with large numbers becomes larger still."),
        ),
        Mistake(
            _with(lambda train, test: (0, np.abs(train).max(axis=0))),
            N_(
                "You divided by the largest number of each column and took no mean away: one long video sets the scale."
            ),
        ),
        Mistake(
            _with(lambda train, test: (0, np.sqrt((train**2).mean(axis=0)))),
            N_("You divided by the root of the mean square, about 0. The sd is counted from the mean."),
        ),
    ),
    properties=(_training_rows_are_standard, _both_tables_in_the_same_units),
    then=N_(
        "scikit-learn's `StandardScaler` does the same: `fit` with the training rows, `transform` with both. A column "
        "in which all rows agree has sd 0: what should happen to it?"
    ),
)


# --- 03.7 a descent that knows when it is finished -------------------------------------------------------------------


def flat(slope, tolerance):
    """Step 1: whether no slope, uphill or downhill, is larger in size than the tolerance."""
    return bool(np.abs(slope).max() <= tolerance)


def learn(X, y, theta0, eta, tolerance, most):
    """(theta, steps, said): where it ended, after how many steps, and how it ended."""
    theta = theta0
    for steps in range(most):
        if flat(gradient(X, y, theta), tolerance):
            return theta, steps, "flat"
        after = one_step(X, y, theta, eta)
        if np.mean(residuals(X, y, after) ** 2) > np.mean(residuals(X, y, theta) ** 2):
            return theta, steps, "climbs"
        theta = after
    return theta, most, "unfinished"


# (how it ends, after how many steps, the rate over the largest stable one, how many times as wide the last column is)
_WALKS = (
    None,  # the lesson's four views
    ("flat", 0, 0.4, 1),  # it begins at the best weights
    ("climbs", 0, 1.6, 1),
    ("flat", 6, 0.45, 1),
    ("climbs", 3, 1.15, 2),  # the error falls at first
    ("flat", 25, 0.6, 4),
    ("unfinished", 12, 0.5, 30),
    ("flat", 3, 0.3, 1),
    ("unfinished", 3, 0.2, 1),
    ("flat", 2, 0.5, 2),
    ("flat", 0, 1.6, 2),  # near the best weights, and near enough, though a step would climb
)


def _walk_inputs(rng, k):
    if k == 0:
        return FOUR_VIEWS.copy(), FOUR_SECONDS.copy(), np.zeros(2), 0.5, 5.0, 50
    said, steps, share, width = _WALKS[k]
    while True:  # until the walk ends as it should, and not by a hair
        n, d = int(rng.integers(5, 9)), int(rng.integers(2, 4))
        X = np.column_stack([np.ones(n), np.round(rng.normal(0, 1, size=(n, d - 1)), 1)])
        X[:, -1] *= width
        y = np.round(20 + 4 * X[:, 1:].sum(axis=1) + rng.normal(0, 4, size=n), 1)
        limits = regression.step_limits(X)
        eta = float(f"{share * limits.largest:.2g}")
        best = regression.normal_equations(X, y)
        if said == "flat" and not steps:
            theta0 = best if width == 1 else np.round(best, 1)
            slope = np.abs(gradient(X, y, theta0)).max()
            here, after = regression.losses(X, y, descend(X, y, theta0, eta, 1))
            if share > 1 and after < 1.05 * here:
                continue
            return X, y, theta0, eta, 0.5 if width == 1 else float(f"{2 * slope:.2g}"), 8
        theta0 = np.round(best + rng.normal(0, 10, size=d), 1)
        if said == "climbs" and steps:  # far off along the valley, hardly off across it
            __, ways = np.linalg.eigh(regression.hessian(X))
            theta0 = best + 10 * ways[:, 0] + float(rng.uniform(0.2, 0.6)) * ways[:, -1]
        path = descend(X, y, theta0, eta, steps + 8)
        errors = regression.losses(X, y, path)
        slopes = np.array([np.abs(gradient(X, y, place)).max() for place in path])
        if said == "flat":
            between = np.sqrt(slopes[steps - 1] * slopes[steps]) if width > 1 else 1.1 * slopes[steps]
            tolerance = float(f"{between:.2g}")
            ends = slopes[:steps].min() > 1.05 * tolerance and slopes[steps] < 0.95 * tolerance
            ends &= width > 1 or np.linalg.norm(gradient(X, y, path[steps])) > 1.02 * tolerance  # one slope, not all
            if ends and (errors[:steps] > errors[1 : steps + 1] * (1 + 1e-6)).all():
                return X, y, theta0, eta, tolerance, steps + 20
        elif said == "climbs":
            rises = np.flatnonzero(np.diff(errors) > 0)
            sure = np.abs(np.diff(errors) / errors[:-1]).min() > 1e-3
            if not steps:  # the mean rises, whatever a middle one does
                half = np.median(residuals(X, y, path[0]) ** 2), np.median(residuals(X, y, path[1]) ** 2)
                sure &= half[1] < 0.98 * half[0]
            if sure and len(rises) and (rises[0] == steps if not steps else rises[0] >= 2):
                return X, y, theta0, eta, 0.01, 60
        elif (slopes > 1).all() and (np.diff(errors) < -1e-6 * errors[:-1]).all():
            return X, y, theta0, eta, 0.5, steps


def _error(X, y, theta):
    return float(np.mean(residuals(X, y, theta) ** 2))


def _says_one_of_three_words(arguments, result):
    if result[2] not in ("flat", "climbs", "unfinished"):
        return _('The third result is "{yours}". It is one of three words: "flat", "climbs" or "unfinished".').format(
            yours=result[2]
        )
    return None


def _stands_where_its_steps_lead(arguments, result):
    X, y, theta0, eta, __, most = arguments
    theta, steps, __ = result
    if not 0 <= steps <= most:
        return _("At most {most} steps are allowed, and you say that you took {steps}.").format(most=most, steps=steps)
    there = descend(X, y, theta0, eta, int(steps))[-1]
    if not np.allclose(theta, there, rtol=1e-4, atol=1e-6):
        return _("Step 2: {steps} steps of eta = {eta} lead from theta0 to {there}, and you stand at {yours}.").format(
            steps=steps, eta=eta, there=_place(there), yours=_place(theta)
        )
    return None


def _flat_means_flat(arguments, result):
    X, y, *__, tolerance, most = arguments
    theta, steps, said = result
    slopes = gradient(X, y, theta)
    j = int(np.argmax(np.abs(slopes)))
    if said == "flat" and abs(slopes[j]) > tolerance:
        return _(
            'Step 1: you say "flat" at {place}. There the slope along weight {weight} is {slope:.4g}: larger in size '
            "than {tolerance:g}."
        ).format(place=_place(theta), weight=j, slope=slopes[j], tolerance=tolerance)
    if said == "unfinished" and steps < most:
        return _('"unfinished" is for a walk that has used up its {most} steps; yours has taken {steps}.').format(
            most=most, steps=steps
        )
    return None


def _stops_where_it_is_flat(arguments, result):
    X, y, theta0, eta, tolerance, __ = arguments
    for k, place in enumerate(descend(X, y, theta0, eta, int(result[1]))[:-1]):
        if flat(gradient(X, y, place), tolerance):
            return _(
                "Step 2: after {k} steps, at {place}, no slope is larger in size than {tolerance:g}. It is flat there, "
                "and yours went on."
            ).format(k=k, place=_place(place), tolerance=tolerance)
    return None


def _climbs_means_that_it_climbs(arguments, result):
    X, y, __, eta, *__ = arguments
    theta, __, said = result
    here, there = _error(X, y, theta), _error(X, y, one_step(X, y, theta, eta))
    if said == "climbs" and there <= here:
        return _(
            'Step 3: you say "climbs" at {place}. The next step takes the error from {here:.4g} to {there:.4g}: it '
            "does not climb."
        ).format(place=_place(theta), here=here, there=there)
    return None


def _learning(is_flat=flat, look_before=True, climbs=lambda here, there: there > here, at=lambda theta, after: theta,
              start=lambda theta0: theta0, move=one_step, error=_error, counted=(0, 0, 0), last="unfinished",
              words=None):  # fmt: skip
    """A whole wrong answer, with one part of `flat` or of `learn` exchanged.

    `counted` is by how many steps it is wrong where it says "flat", "climbs" and "unfinished".
    """
    words = words or {}

    def wrong(X, y, theta0, eta, tolerance, most):
        theta = start(theta0)
        for steps in range(most):
            if (look_before or steps) and is_flat(gradient(X, y, theta), tolerance):
                return theta, steps + counted[0], words.get("flat", "flat")
            after = move(X, y, theta, eta)
            if climbs(error(X, y, theta), error(X, y, after)):
                return at(theta, after), steps + counted[1], words.get("climbs", "climbs")
            theta = after
        return theta, most + counted[2], words.get("unfinished", last)

    return wrong


def _by_another_rule(finished):
    """`learn` with another question than the slopes: finished(error here, error there, move, tolerance)."""

    def wrong(X, y, theta0, eta, tolerance, most):
        theta = theta0
        for steps in range(most):
            after = one_step(X, y, theta, eta)
            here, there = _error(X, y, theta), _error(X, y, after)
            if finished(here, there, after - theta, tolerance):
                return theta, steps, "flat"
            if there > here:
                return theta, steps, "climbs"
            theta = after
        return theta, most, "unfinished"

    return wrong


def _first_step_again_and_again(X, y, theta0, eta, tolerance, most):
    return _learning(move=lambda X, y, theta, eta: theta - eta * gradient(X, y, theta0))(
        X, y, theta0, eta, tolerance, most
    )


def _slope_of_the_start(X, y, theta0, eta, tolerance, most):
    slope = gradient(X, y, theta0)
    return _learning(is_flat=lambda __, tolerance: flat(slope, tolerance))(X, y, theta0, eta, tolerance, most)


def _return_in_the_first_round(X, y, theta0, eta, tolerance, most):
    return (*learn(X, y, theta0, eta, tolerance, 1)[:1], 1, "unfinished")


def _return_most_in_the_first_round(X, y, theta0, eta, tolerance, most):
    theta, __, said = learn(X, y, theta0, eta, tolerance, 1)
    return theta, 0 if said != "unfinished" else most, said


def _path_and_word(X, y, theta0, eta, tolerance, most):
    __, steps, said = learn(X, y, theta0, eta, tolerance, most)
    return descend(X, y, theta0, eta, steps), steps, said


LEARN = Exercise(
    id="03.7",
    name="learn",
    title=N_("A descent that knows when it is finished"),
    term="停止准则",
    minutes=20,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "Before every step three things are asked, in this order: is it flat here? Does the next step climb? Have "
            "the steps run out? Each has its own way out of the function."
        ),
        N_(
            "`for steps in range(most):` counts for you: in its first round no step has been taken, and steps is 0. "
            "Compute the place after the step, but do not stand on it before you have compared the two errors."
        ),
        N_(
            '`if flat(gradient(X, y, theta), tolerance): return theta, steps, "flat"`, then `after = one_step(X, y, '
            "theta, eta)`, the comparison of np.mean(residuals(X, y, ...) ** 2) there and here, and only then `theta = "
            "after`."
        ),
    ),
    inputs=_walk_inputs,
    reference=learn,
    cases=len(_WALKS),
    mistakes=(
        Mistake(
            _learning(is_flat=lambda slope, tolerance: slope.max() <= tolerance),
            N_("A slope of −60 is steep, too. In size, it is `np.abs(slope)`."),
            also=(_learning(is_flat=lambda slope, tolerance: (slope <= tolerance).all()),),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: (np.abs(slope) <= tolerance).any()),
            N_(
                "You stop as soon as one slope is small. The others may be steep still: across a valley it is flat "
                "long before it is along it."
            ),
            also=(_learning(is_flat=lambda slope, tolerance: np.abs(slope).min() <= tolerance),),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: np.abs(slope).mean() <= tolerance),
            N_("You averaged the slopes, so that many small ones hide a large one. No slope may be larger."),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: abs(slope.sum()) <= tolerance),
            N_("You added the slopes up, and slopes of opposite sign cancel. Each is compared on its own."),
            also=(_learning(is_flat=lambda slope, tolerance: abs(slope.mean()) <= tolerance),),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: np.linalg.norm(slope) <= tolerance),
            N_(
                "You took the length of the whole gradient. That is a good rule, and a stricter one: asked is the "
                "largest single slope, in size."
            ),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: np.abs(slope[0]) <= tolerance),
            N_("You looked at the first slope only. The walk is finished when all of them are small."),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: np.abs(slope[-1]) <= tolerance),
            N_("You looked at the last slope only. The walk is finished when all of them are small."),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: np.abs(slope).max() > tolerance),
            N_("The comparison is the wrong way round: you call it flat where it is steep."),
        ),
        Mistake(
            _learning(is_flat=lambda slope, tolerance: False),
            N_(
                'Nothing of yours is ever "flat". Is `flat` asked in every round, does it compare with `tolerance`, '
                "and does its result lead out?"
            ),
        ),
        Mistake(
            _slope_of_the_start,
            N_("You took the slope once, at theta0. Whether it is flat *here* has to be asked anew at every place."),
        ),
        Mistake(
            _by_another_rule(lambda here, there, move, tolerance: 0 <= here - there <= tolerance),
            N_(
                "You stop when the error hardly falls any more. That is what looked finished in section 7, where "
                "nothing had been learned: ask the slopes."
            ),
        ),
        Mistake(
            _by_another_rule(lambda here, there, move, tolerance: here <= tolerance),
            N_(
                "You stop when the error itself is small. How small it can become, nobody knows before: the smallest "
                "error of real views is large."
            ),
        ),
        Mistake(
            _by_another_rule(lambda here, there, move, tolerance: np.abs(move).max() <= tolerance),
            N_(
                "You stop when a step is short. With a small learning rate every step is short, wherever you stand: "
                "compare the slope, without eta."
            ),
        ),
        Mistake(
            _learning(counted=(1, 1, 0)),
            N_("You are one step ahead of yourself: where you stand at theta0, no step has been taken yet."),
            also=(_learning(counted=(1, 0, 0)), _learning(counted=(0, 1, 0))),
        ),
        Mistake(
            _learning(counted=(0, 0, -1)),
            N_(
                "The last round of `range(most)` has the number most − 1, and it takes a step, too: when the loop has "
                "run through, `most` steps have been taken."
            ),
        ),
        Mistake(
            _learning(look_before=False),
            N_("You take a step before you look. Who begins at the bottom has 0 steps to go."),
        ),
        Mistake(
            _learning(climbs=lambda here, there: False),
            N_(
                "Nobody notices here that the error climbs. With a rate that is too large your walk leaves the valley: "
                'compare the errors before you stand on the next place, and say "climbs".'
            ),
        ),
        Mistake(
            _learning(climbs=lambda here, there: there < here),
            N_("You say that a step climbs when the error falls. It climbs when the error is larger after it."),
        ),
        Mistake(
            _learning(error=lambda X, y, theta: np.mean(residuals(X, y, theta))),
            N_(
                "You compared the means of the residuals, in which misses of opposite sign cancel. The error is the "
                "mean of their squares."
            ),
        ),
        Mistake(
            _learning(at=lambda theta, after: after),
            N_("You noticed that the step climbs, and took it. Stay at the place before it."),
            also=(_learning(at=lambda theta, after: after, counted=(0, 1, 0)),),
        ),
        Mistake(
            _learning(move=_in_place),
            N_(
                "`-=` writes into the array itself. So `theta` and the place after the step are one and the same, no "
                "step ever seems to climb, and theta0 is lost. `theta - eta * ...` makes a new array."
            ),
        ),
        Mistake(
            _learning(move=lambda X, y, theta, eta: theta + eta * gradient(X, y, theta)),
            N_(
                "Your very first step climbs. Either it is taken uphill: it goes *against* the slope, with a minus. Or "
                "one of the two errors is no mean of *squares*."
            ),
        ),
        Mistake(
            _first_step_again_and_again,
            N_("Every step of yours uses the slope of theta0. It flattens on the way: take it anew at every place."),
        ),
        Mistake(
            _learning(start=np.zeros_like),
            N_("You begin at zero. The walk begins at `theta0`, wherever that is."),
        ),
        Mistake(
            _learning(last="flat"),
            N_(
                'When the steps have run out you say "flat". Nobody knows that: the loop has ended without its being '
                'so. Say "unfinished".'
            ),
        ),
        Mistake(
            _learning(words={"climbs": "unfinished"}),
            N_('A step that climbs is "climbs". "unfinished" is for a walk whose steps have run out.'),
        ),
        Mistake(
            _return_in_the_first_round,
            N_('Your loop ends after one round. Does the last `return`, with "unfinished", stand inside of it?'),
            also=(_return_most_in_the_first_round,),
        ),
        Mistake(
            _path_and_word,
            N_("You return the whole path. Asked is the place where it ended."),
        ),
    ),
    properties=(
        _says_one_of_three_words,
        _stands_where_its_steps_lead,
        _flat_means_flat,
        _stops_where_it_is_flat,
        _climbs_means_that_it_climbs,
    ),
    then=N_(
        "For this error a flat place is the bottom: there is only one. A network has many flat places, so those who "
        "train one look at rows that were kept aside, too."
    ),
)

EXERCISES = (RESIDUALS, GRADIENT, ONE_STEP, DESCEND, LARGEST_STEP, STANDARDISE, LEARN)
