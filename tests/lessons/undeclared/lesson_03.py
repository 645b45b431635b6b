"""Wrong answers to the exercises of lesson 03, written before anybody saw what the checker says to them.

The last two of each exercise (of 03.7, none) are a second round: odder ones, written when the verdicts on the
first round were known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "03.1",
        """
def residuals(X, y, theta):
    return y - X @ theta
""",
        "measured minus predicted",
        "declared",
        (
            "This is measured minus predicted. Here a residual is positive when the weights promise too many "
            "seconds; with the other sign, the gradient that you build from it will point the wrong way."
        ),
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return np.abs(X @ theta - y)
""",
        "absolute",
        "declared",
        "You took the size of each miss and lost its sign, which is what tells the weights which way to move.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) ** 2
""",
        "squared",
        "declared",
        "These are the squared misses. The square comes later; a residual is the miss itself, in seconds.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    y_hat = X @ theta
    return y_hat
""",
        "the predictions only",
        "declared",
        "These are the predictions. A residual also needs what was measured.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return np.mean(X @ theta - y)
""",
        "one number, the mean",
        "declared",
        "You averaged over the views, so misses of opposite sign cancel. Every view keeps its own residual.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    predicted = X[:, 1:] @ theta[1:]
    return predicted - y
""",
        "theta's first entry is left out",
        "declared",
        "The first weight does not occur. Its column of ones makes it count for every view.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) / y
""",
        "a share of the measured",
        "specific",
        "Yours is the right result divided by `y`, number by number.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return X.T @ r / len(y)
""",
        "the 2 is forgotten",
        "declared",
        "Yours is exactly half. The square leaves a factor behind when you take its slope.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 * X.T @ (X @ theta - y)
""",
        "the sum: 1/N is forgotten",
        "declared",
        ("This is the slope of the sum of squares. The objective is their mean, so yours grows with every view added."),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(theta) * X.T @ r
""",
        "divides by the number of weights",
        "declared",
        "You divided by the number of weights. The mean runs over the views.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 / len(y) * X.T @ (y - X @ theta)
""",
        "the article's sign",
        "declared",
        "This is minus the gradient: stepping along it climbs. Which of ŷ and y stands first in the residual?",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 * r.mean() * X.mean(axis=0)
""",
        "the product of the means",
        "declared",
        "You averaged the residuals and the columns apart. Each residual meets the row of its own view first; the mean "
        "comes after.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(y) * X.T @ r**2
""",
        "squares the residuals once more",
        "declared",
        "The residuals are still squared. The slope of a square has the 2 in front, and what stood inside once.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    N = len(y)
    return 2 / N * X.T @ (X @ theta)
""",
        "forgets what was measured",
        "declared",
        "What was measured does not occur here, so the slope leads to predicting 0 s for everybody.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta + eta * gradient(X, y, theta)
""",
        "the step goes up",
        "declared",
        "You stepped along the gradient, and it points uphill: this is the article's update, and it climbs.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - gradient(X, y, theta)
""",
        "without the learning rate",
        "declared",
        ("The learning rate does not occur: you walked the whole gradient at once, and will land across the valley."),
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    step = -eta * gradient(X, y, theta)
    return step
""",
        "the move only, without the old weights",
        "declared",
        "This is the move. The answer is where you stand after it.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta / len(y) * gradient(X, y, theta)
""",
        "divides by N a second time",
        "declared",
        "You divided by N again. The gradient is a mean already, so your step is N times too short.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    theta -= eta * gradient(X, y, theta)
    return theta
""",
        "changes theta in place",
        "declared",
        (
            "The numbers are right, but `-=` wrote them into the theta that you were given, and whoever lent it "
            "has lost the old one. In the next exercise this would overwrite your whole path."
        ),
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return (theta - eta) * gradient(X, y, theta)
""",
        "the brackets hold theta too",
        "declared",
        "The bracket holds theta and eta together. Eta times the gradient comes first, then the subtraction.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - 2 * eta * gradient(X, y, theta)
""",
        "the 2 twice",
        "declared",
        "The right direction, twice as far: the gradient has its 2 already.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = []
    theta = theta0
    for _ in range(steps):
        theta = one_step(X, y, theta, eta)
        path.append(theta)
    return np.array(path)
""",
        "the start is left out",
        "specific",
        "The result has shape (3, 2), but shape (4, 2) is expected. The first row is missing; the others are right.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    for _ in range(steps):
        path.append(one_step(X, y, theta0, eta))
    return np.array(path)
""",
        "every step begins at the start",
        "declared",
        "Each of your steps begins at theta0. Begin where the last one ended: at `path[-1]`.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    theta = theta0
    for _ in range(steps):
        theta = one_step(X, y, theta, eta)
    return theta
""",
        "the last place only",
        "declared",
        "You returned the last weights only. The way there is wanted too, one row a step: the pictures need it.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    slope = gradient(X, y, theta0)
    path = [theta0]
    for _ in range(steps):
        path.append(path[-1] - eta * slope)
    return np.array(path)
""",
        "the slope is taken once",
        "declared",
        "You walked a straight line: every step uses the slope at theta0. The slope changes with the place.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    theta = theta0.copy()
    path = [theta]
    for _ in range(steps):
        theta -= eta * gradient(X, y, theta)
        path.append(theta)
    return np.array(path)
""",
        "one list entry changed in place: all rows are the last one",
        "declared",
        (
            "All rows of your path are the last place: the list holds one array, and `theta -= …` changed it each"
            " time. Append a copy, or make a new theta at each step."
        ),
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    while len(path) < steps:
        path.append(one_step(X, y, path[-1], eta))
    return np.array(path)
""",
        "one step too few: the start counts as a step",
        "declared",
        "You took one step too few: with the start in the path, there are still `steps` steps to take.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    for _ in range(steps):
        path.append(one_step(X, y, path[-1], eta))
        return np.array(path)
""",
        "returns inside of the loop",
        "declared",
        "Your path ends after one step: does the `return` stand inside the loop?",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 1 / np.linalg.eigvalsh(H).max()
""",
        "1/L",
        "declared",
        (
            "At 1/L you land exactly on the bottom of the steepest direction. You may go further: up to the same "
            "height on the other side."
        ),
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eigvalsh(H)[0]
""",
        "the smallest eigenvalue",
        "declared",
        "You used the flattest direction, mu. It would allow long steps; the steepest one forbids them first.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = X.T @ X / len(X)
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the Hessian without its 2",
        "declared",
        "Twice too long: the second derivative of a square is 2, and it is missing from your H.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 * X.T @ X
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the Hessian of the sum",
        "declared",
        "This is the limit for a sum of squares: N times too strict for their mean.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    values = np.linalg.eigvalsh(H)
    return 2 / (values[0] + values[-1])
""",
        "the best step instead of the largest",
        "declared",
        "This is the best step, 2/(mu + L). The question is the longest that still converges.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / H.max()
""",
        "the largest entry of the matrix",
        "declared",
        "You took the largest entry of H. Directions that mix several weights can be steeper than any entry.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    s = np.linalg.svd(X, compute_uv=False)
    L = 2 / len(X) * s[0]
    return 2 / L
""",
        "singular values, not squared",
        "declared",
        "The 2/N is there, but of the singular value you need the square: H holds X twice.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    def z(X):
        return (X - X.mean(axis=0)) / X.std(axis=0)

    return z(X_train), z(X_test)
""",
        "the test rows with their own mean and sd",
        "declared",
        (
            "The test rows were given their own mean and sd. Then the same view has other features in the test "
            "than in the training, and one view alone could not be tested at all."
        ),
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    both = np.vstack([X_train, X_test])
    mean, sd = both.mean(axis=0), both.std(axis=0)
    return (X_train - mean) / sd, (X_test - mean) / sd
""",
        "both tables together",
        "declared",
        (
            "Mean and sd come from training and test rows together: the test rows, which lie in the future, have "
            "leaked into the training."
        ),
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = np.mean(X_train), np.std(X_train)
    return (X_train - mean) / sd, (X_test - mean) / sd
""",
        "one mean and sd for the whole table",
        "declared",
        "One mean and one sd for the whole table mixes milliseconds with flags. Each column has its own.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, var = X_train.mean(axis=0), X_train.var(axis=0)
    return (X_train - mean) / var, (X_test - mean) / var
""",
        "divides by the variance",
        "declared",
        (
            "You divided by the variance. Seconds divided by squared seconds are not free of units: milliseconds "
            "would still give other features than seconds."
        ),
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return X_train - mean / sd, X_test - mean / sd
""",
        "brackets missing",
        "declared",
        "Brackets are missing: only the mean was divided by the sd, and the numbers themselves were not.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    X_train = (X_train - mean) / sd
    return X_train, X_test
""",
        "the test rows stay as they are",
        "declared",
        (
            "The test rows came back in their old units, where the learned weights mean nothing: either nothing "
            "was done to them, or X_train was standardised before its mean and sd were taken, and these are then "
            "0 and 1."
        ),
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)
""",
        "to the range from 0 to 1",
        "declared",
        "This squeezes every column between 0 and 1. Useful elsewhere, but one long video would set the scale.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return X @ theta - np.mean(y)
""",
        "minus the mean of the measured",
        "impossible",
        "The weights promise 10 s for view 0, and 10 s were measured: then it is not missed by -20 s.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X - y[:, None]) @ theta
""",
        "subtracts before it multiplies",
        "impossible",
        "The weights promise 30 s for view 3, and 50 s were measured: then it is not missed by -1470 s.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(y) * r[:, None] * X
""",
        "one row a view, not yet summed",
        "specific",
        (
            "The result has shape (4, 2), but shape (2,) is expected. You give a whole table; its sums along axis"
            " 0 are what is asked for."
        ),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 * np.mean(r) * theta
""",
        "times theta instead of times X",
        "impossible",
        "Nudge weight 1 and measure: the error changes by -15 per unit of it, and you say -400.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta * np.sign(gradient(X, y, theta))
""",
        "only the sign of the slope",
        "declared",
        "Only the signs of the gradient are left, so every weight moves equally far. Its size counts, too.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta * np.mean(residuals(X, y, theta))
""",
        "the mean residual for the gradient",
        "impossible",
        "Your step went uphill: the error was 674.6 s² before it and 681.9 s² after it.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    for _ in range(steps + 1):
        path.append(one_step(X, y, path[-1], eta))
    return np.array(path)
""",
        "one step too many",
        "specific",
        "The result has shape (5, 2), but shape (4, 2) is expected. There is a row too many at the end; the others are "
        "right.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    for k in range(steps):
        path.append(one_step(X, y, path[-1], eta / (k + 1)))
    return np.array(path)
""",
        "the learning rate shrinks on the way",
        "declared",
        "Your steps become shorter by a rule of their own. Here eta stays the same for all of them.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.sum(np.linalg.eigvalsh(H))
""",
        "the sum of the eigenvalues",
        "declared",
        "You divided by the sum of all eigenvalues. Only the steepest direction sets the limit.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 * np.cov(X, rowvar=False)
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the covariance for the Hessian",
        "vague",
        "A matrix is needed there, a table with rows and columns, and this is a vector or a single number.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean = X_train.mean(axis=0)
    return (X_train - mean) / X_train.std(axis=0), (X_test - mean) / X_test.std(axis=0)
""",
        "the sd of the test rows",
        "declared",
        "The test rows were divided by their own sd, so their unit is another one than in the training.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    middle, sd = np.median(X_train, axis=0), X_train.std(axis=0)
    return (X_train - middle) / sd, (X_test - middle) / sd
""",
        "the median for the mean",
        "declared",
        "You took the median away. The column then keeps a mean, on which the intercept leans.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return X[:, 1] * theta[1] - y
""",
        "the second weight alone",
        "declared",
        "Only the second weight occurs. Each view adds up all of its features, each times its own weight.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return theta[0] + theta[1] * X[:, 1] - y
""",
        "two weights by hand",
        "declared",
        (
            "You wrote out two weights by hand. Other tables have one column, or four: `X @ theta` takes as many "
            "as there are."
        ),
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) / len(y)
""",
        "divided by the number of views",
        "specific",
        "Every number is the right one divided by `len(X)`.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return X @ theta + y
""",
        "plus for minus",
        "specific",
        "Just these results come out with one slip: a plus stands where a minus belongs.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) / y
""",
        "as a share of the measured",
        "specific",
        "Yours is the right result divided by `y`, number by number.",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return theta[0] + theta[1] * X - y
""",
        "theta times the whole table",
        "vague",
        (
            "Arrays of shapes (4,2) (4,) cannot be put together number by number: the lengths must be the same, "
            "or 1. Which of them has a row too many, or goes along another axis?"
        ),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return np.mean(2 * X.T @ (X @ theta - y))
""",
        "the mean over the weights",
        "declared",
        (
            "You averaged over the weights, and their slopes became one number. The mean runs over the views: "
            "divide the sums by `len(y)`."
        ),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 / len(y) * X.T @ X
""",
        "the Hessian",
        "declared",
        (
            "This table is the Hessian of section 6: how the slope changes. For the slope itself the residuals "
            "stand behind `X.T @`."
        ),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return theta - 2 / len(y) * X.T @ (X @ theta - y)
""",
        "a step already",
        "declared",
        "You took the slope off theta: that is a step already. Asked is the slope itself.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 / 4 * X.T @ (X @ theta - y)
""",
        "N of the four views",
        "declared",
        "You wrote the number of the four views into the formula. N is `len(y)`, whatever the table.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return np.array([2 * np.mean(r), 2 * np.mean(r * X[:, 1])])
""",
        "two slopes by hand",
        "declared",
        "You wrote out two slopes by hand. Other tables have one column, or four: `X.T @ ...` makes one for each.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    def error(t):
        return np.mean((X @ t - y) ** 2)

    slopes = []
    for j in range(len(theta)):
        nudged = theta.copy()
        nudged[j] += 0.01
        slopes.append((error(nudged) - error(theta)) / 0.01)
    return np.array(slopes)
""",
        "a nudge to one side",
        "impossible",
        "Nudge weight 0 and measure: the error changes by -20 per unit of it, and you say -19.99.",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    for j in range(len(theta)):
        return 2 * np.mean(r * X[:, j])
""",
        "returns inside of the loop",
        "declared",
        (
            "You give one number for all weights, the slope of the first. Each weight has its own: the residuals "
            "are multiplied with its column. If you do that in a loop: does the `return` stand inside?"
        ),
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(y) * r @ X @ theta
""",
        "once more times theta",
        "vague",
        "The result is a number, but an array of numbers of shape (2,) is expected.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return eta * gradient(X, y, theta)
""",
        "the move only, and uphill",
        "declared",
        "This is the move, and uphill. Take it off `theta`: the answer is where you stand after it.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta + eta * (1 / len(y)) * np.sum(2 * y - 2 * X @ theta) * X
""",
        "the sum is closed too early",
        "declared",
        (
            "Your sum is closed before the row of the view comes in. Each miss is multiplied with its own row "
            "first, and the products are added up: that is what `X.T @` does."
        ),
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - 0.1 * gradient(X, y, theta)
""",
        "the rate of the example",
        "declared",
        "You wrote a rate into the function. The argument `eta` says how long the step shall be.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return np.linalg.solve(X.T @ X, X.T @ y)
""",
        "the normal equations",
        "declared",
        "These are the best weights, at one stroke. Asked is one step from `theta`, of a length that eta sets.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return np.maximum(theta - eta * gradient(X, y, theta), 0)
""",
        "no weight below zero",
        "specific",
        "Right where the result is above 0; below it you give 0. A negative result is a result.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta * gradient(X, y, theta)[0]
""",
        "the first slope for all weights",
        "declared",
        "You took the slope of the first weight for all of them. Each weight moves by its own.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return eta * theta - gradient(X, y, theta)
""",
        "eta at the wrong factor",
        "declared",
        "Eta stands beside theta. It belongs to the gradient: it says how much of it you walk.",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return gradient(X, y, theta - eta)
""",
        "the slope at theta minus eta",
        "declared",
        "This is the slope at another place. The gradient is taken at theta; eta times it is what theta loses.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / max(np.linalg.eig(H))
""",
        "the largest of eig's two results",
        "declared",
        (
            "`np.linalg.eig` returns two things, the eigenvalues and their directions, and you compare the one "
            "with the other. `np.linalg.eigvalsh` returns the eigenvalues alone."
        ),
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eigvalsh(H)[1]
""",
        "the second eigenvalue, as with two weights",
        "declared",
        (
            "You took the second eigenvalue. It is the largest only where there are two: the last one is, "
            "always, and `[-1]` finds it."
        ),
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eig(H)[0][0]
""",
        "the first eigenvalue of eig",
        "declared",
        "`np.linalg.eig` does not sort: the largest eigenvalue may stand anywhere. Take `max` of them.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.cond(H)
""",
        "the condition number",
        "declared",
        "You divided by the condition number, L/mu. The flattest direction has no say in the limit: it is 2/L.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.det(H)
""",
        "the determinant",
        "declared",
        "The determinant is the product of all eigenvalues. Only the largest one sets the limit.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.abs(H).sum(axis=1).max()
""",
        "the largest row sum",
        "declared",
        (
            "No direction is steeper than the largest sum of a row of H, so your step is safe. It is shorter "
            "than it must be: the limit is set by the largest eigenvalue."
        ),
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 0.95 * 2 / np.linalg.eigvalsh(H)[-1]
""",
        "a little below, to be safe",
        "specific",
        "Every number is 0.95 times the right one, on every input.",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    L = np.linalg.eigvalsh(H)[-1]
    return 2 / L**2
""",
        "L squared",
        "declared",
        "You squared L. `eigvalsh` of H gives the curvature itself; only singular values of X are squared.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = [theta0]
    for _ in range(steps):
        if np.linalg.norm(gradient(X, y, path[-1])) < 1:
            break
        path.append(one_step(X, y, path[-1], eta))
    return np.array(path)
""",
        "stops when it is flat enough",
        "specific",
        "The result has shape (1, 1), but shape (9, 1) is expected. It begins right and stops too early.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    theta = theta0
    for _ in range(steps):
        path = [theta]
        theta = one_step(X, y, theta, eta)
        path.append(theta)
    return np.array(path)
""",
        "a new list in each round",
        "declared",
        "Each round of your loop begins a new list, so only the last step is left. Make it before the loop.",
    ),
    (
        "03.4",
        """
def descend(X, y, theta0, eta, steps):
    path = theta0
    for _ in range(steps):
        path = np.append(path, one_step(X, y, theta0, eta))
    return path
""",
        "np.append, from the start each time",
        "vague",
        "The result has shape (8,), but shape (4, 2) is expected.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / sd, X_test / sd - mean
""",
        "the mean taken off after dividing",
        "impossible",
        (
            "Right so far: part 1 of the result. What is not right yet: part 2 of the result. A test row with "
            "the numbers of a training row would not get the same features as it: both tables need the same mean "
            "and the same sd."
        ),
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / (sd + 1), (X_test - mean) / (sd + 1)
""",
        "one added to the sd, against a zero",
        "impossible",
        "The columns of your training rows do not have mean square 1.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    low, high = np.percentile(X_train, [25, 75], axis=0)
    middle = np.median(X_train, axis=0)
    return (X_train - middle) / (high - low), (X_test - middle) / (high - low)
""",
        "median and quartiles",
        "impossible",
        "The columns of your training rows do not have mean 0.",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    for X in (X_train, X_test):
        X = (X - X_train.mean(axis=0)) / X_train.std(axis=0)
    return X_train, X_test
""",
        "the loop changes a name only",
        "declared",
        (
            "Both tables came back as they were. `X = …` in a loop gives the name X to something new, and "
            "changes no table: name the two results and return them."
        ),
    ),
)
