"""Wrong answers to the exercises of lesson 02, written before anybody saw what the checker says to them.

The last two of each exercise (of 05.2, three) are a second round: odder ones, written when the verdicts on the
first round were known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(y - y_hat) ** 2
""",
        "the square of the mean",
        "declared",
        "You averaged first and squared afterwards: by then the misses have cancelled each other.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))
""",
        "the root: seconds",
        "declared",
        "You took a square root at the end: this is the RMSE, in seconds. The MSE is in squared seconds.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(np.abs(y - y_hat))
""",
        "the mean absolute error",
        "declared",
        "You took the size of each miss and not its square: this is the mean absolute error, the other loss.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    total = 0
    for a, b in zip(y, y_hat):
        total += (a - b) ** 2
    return total
""",
        "the sum",
        "declared",
        (
            "You added the squares up and stopped. That is the article's formula, and not the mean that its name "
            "promises: it grows with every view that you add."
        ),
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(y**2 - y_hat**2)
""",
        "difference of squares",
        "declared",
        "You subtracted the squares. It is the difference that is squared, so mind where the brackets go.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    total = 0
    for i in range(len(y)):
        total += (y[i] - y_hat[i]) ** 2
        return total / len(y)
""",
        "returns inside of the loop",
        "declared",
        "Only the first view counts in yours: does the `return` stand inside the loop?",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean((y - y_hat) * 2)
""",
        "doubles instead of squaring",
        "declared",
        "You doubled the misses: `* 2` is twice, `** 2` is the square.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mae":
        return np.mean(y)
    return np.median(y)
""",
        "the two are swapped",
        "declared",
        "You have both numbers and the wrong way round: which of the two losses lets one long view shout?",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "MSE":
        return np.mean(y)
    else:
        return np.median(y)
""",
        "compares with capitals, so it is always the median",
        "declared",
        (
            "You answered with the median for both losses. It is right for sizes; squares also ask how far away "
            "the long views are. If your code does ask for the loss: its names are `mse` and `mae`, in small "
            "letters."
        ),
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean(y)
    if loss == "mae":
        return np.mean(np.abs(y - np.mean(y)))
""",
        "the mean size for the absolute loss",
        "declared",
        (
            "For the MAE you took the mean distance from the mean. That is what the mean would cost; asked for is"
            " the constant that costs least."
        ),
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.sqrt(np.mean(y**2))
    return np.median(y)
""",
        "the root of the mean square for squares",
        "declared",
        "For the MSE you took the root of the mean square. The misses are squared, not the views.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return y.mean()
    return y[len(y) // 2]
""",
        "the middle entry without sorting",
        "declared",
        "For the MAE you took the view in the middle of the list. The middle counts only after sorting.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean((y - y.mean()) ** 2)
    return np.mean(np.abs(y - np.median(y)))
""",
        "the loss at the best number, not the number",
        "declared",
        "You give the loss that the best constant costs. Asked for is the constant itself, in seconds.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    best, smallest = None, np.inf
    for c in y:
        cost = np.mean((y - c) ** 2) if loss == "mse" else np.mean(np.abs(y - c))
        if cost < smallest:
            smallest, best = cost, c
    return best
""",
        "tries out the entries of y and takes the cheapest",
        "specific",
        "Right on 4 of 8 inputs, and wrong exactly where `loss` is 'mse'.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y) / len(y)
""",
        "divides by N as well",
        "specific",
        "Every number is the right one divided by `len(X)`.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return (X.T @ X) @ (X.T @ y)
""",
        "multiplies instead of solving",
        "declared",
        "You multiplied by XᵀX. It stands beside θ on the left side: to get θ alone, it must be undone.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.linalg.inv(X.T @ X) * (X.T @ y)
""",
        "entry by entry instead of @",
        "declared",
        (
            "You used * between a matrix and a vector, so NumPy multiplied entry by entry and returned a square "
            "table. Matrices are multiplied with @."
        ),
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    theta = np.zeros(X.shape[1])
    for j in range(X.shape[1]):
        theta[j] = X[:, j] @ y / (X[:, j] @ X[:, j])
    return theta
""",
        "each column for itself",
        "declared",
        (
            "You fitted each column on its own, as if the others were not there. XᵀX has numbers off its "
            "diagonal: they say how much the columns share."
        ),
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    y = y - np.mean(y)
    return np.linalg.inv(X.T @ X) @ X.T @ y
""",
        "takes the mean from y first",
        "declared",
        "You took the mean out of y first, so your line predicts around zero. The column of ones does that work.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    theta = np.linalg.solve(X.T @ X, X.T @ y)
    return X @ theta
""",
        "the fitted values, not the weights",
        "declared",
        "You went one step too far: Xθ are the predictions, one for each row. The weights θ are asked for.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    Z = X[:, 1:]
    slopes = np.linalg.solve(Z.T @ Z, Z.T @ y)
    return np.concatenate([[0.0], slopes])
""",
        "leaves out the column of ones",
        "declared",
        ("You fitted the other columns alone and left the intercept at 0, so your line must pass through the origin."),
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    theta = normal_equations(X_train, y_train)
    y_hat = X_test @ theta
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_test - y_train.mean()) ** 2)
""",
        "beside the mean of the training rows",
        "declared",
        (
            "You compared with the mean of the training rows. A fair baseline, and some fields define R² so; "
            "here, as in scikit-learn, the bar is the mean of the rows that are scored."
        ),
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    theta = normal_equations(X_test, y_test)
    y_hat = X_test @ theta
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
""",
        "fitted on the test rows",
        "declared",
        "You fitted on the test rows, so the line has seen the answers that it is then asked for.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    left_over = np.sum((y_test - y_hat) ** 2)
    total = np.sum((y_test - y_test.mean()) ** 2)
    return left_over / total
""",
        "the 1 − is forgotten",
        "declared",
        "This is the share that is left unexplained. R² is 1 minus that.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return np.corrcoef(y_test, y_hat)[0, 1] ** 2
""",
        "the squared correlation",
        "declared",
        (
            "This is the squared correlation. It forgives predictions that are all 20 s too high or ten times too"
            " large; R² does not."
        ),
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_train @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_train - y_hat) ** 2) / np.sum((y_train - y_train.mean()) ** 2)
""",
        "scored on the training rows",
        "declared",
        "You scored the training rows. The line has seen those answers; the question is how it does on new ones.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum(np.abs(y_test - y_hat)) / np.sum(np.abs(y_test - y_test.mean()))
""",
        "absolute misses instead of squares",
        "declared",
        "You added the sizes of the misses. R² compares their squares.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return np.sum((y_hat - y_test.mean()) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
""",
        "the spread of the predictions over that of the test rows",
        "declared",
        (
            "You divided the spread of the predictions by the spread of y. On fitted rows that is R²; on new rows"
            " it is not, and can even pass 1. Look at what the predictions miss."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [c for c in known_at if moments.index(known_at[c]) >= now]
""",
        "what becomes known at that moment counts as leaking",
        "declared",
        (
            "You also threw out what is known at the very moment of predicting, and that is allowed: only what "
            "comes later leaks."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [c for c in known_at if moments.index(known_at[c]) <= now]
""",
        "the columns that are safe",
        "declared",
        "You listed the columns that are safe to use. The question is which ones come from the future.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = []
    for column, moment in known_at.items():
        if moment > predict_at:
            leaks.append(column)
    return leaks
""",
        "compares the names by the alphabet",
        "declared",
        (
            "You compared the names of the moments, and Python compares names by the alphabet. The list moments "
            "has them in the order of time."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = []
    for column, moment in known_at.items():
        if moment != predict_at:
            leaks.append(column)
    return leaks
""",
        "everything not known exactly then",
        "declared",
        "You kept every column with another moment, the past among them. Old knowledge does not leak.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    later = moments[now + 1 :]
    return [moment for column, moment in known_at.items() if moment in later]
""",
        "the moments instead of the columns",
        "impossible",
        "'evening' is not a column of the table.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = []
    for moment in moments[moments.index(predict_at) + 1 :]:
        for column in known_at:
            if known_at[column] == moment:
                leaks.append(column)
    return leaks
""",
        "in the order of the moments, not of the table",
        "declared",
        "The right columns, sorted by when they become known. Asked for is the order of the table.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    i = moments.index(predict_at)
    if i + 1 == len(moments):
        return []
    return [c for c, m in known_at.items() if m == moments[i + 1]]
""",
        "only what becomes known at the very next moment",
        "declared",
        "You stopped at the next moment. What comes after that is further in the future, and leaks as well.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean((y - np.mean(y_hat)) ** 2)
""",
        "the predictions are averaged first",
        "impossible",
        ("The largest miss is 6.00 s, so no square is above 36.00 s², and their mean is not either. You give 82.64."),
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.var(y - y_hat)
""",
        "the variance of the misses",
        "declared",
        (
            "This is the variance of the misses. It does not see that all predictions are too high, or all too "
            "low: do not take off the mean miss."
        ),
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean(y)
    numbers, counts = np.unique(y, return_counts=True)
    return numbers[counts.argmax()]
""",
        "the most frequent number for sizes",
        "declared",
        "For the MAE you took the most frequent view. It wins most often exactly, but each miss costs its size.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean(y)
    return (np.min(y) + np.max(y)) / 2
""",
        "the middle between smallest and largest for sizes",
        "declared",
        ("For the MAE you took the middle between the shortest and the longest view. The views in between count, too."),
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.polyfit(X[:, 1], y, 1)
""",
        "polyfit: the slope comes first, other columns are left out",
        "declared",
        (
            "This is the line through one column alone. X may have more of them, each with a weight: `X.T @ X` "
            "takes them all."
        ),
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    theta = np.linalg.inv(X.T @ X) @ (X.T @ y)
    return np.round(theta)
""",
        "rounded to whole seconds",
        "specific",
        "These are the right numbers, rounded to whole ones; give them as they come.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    theta = normal_equations(X_train, y_train)
    return 1 - np.mean((y_test - X_test @ theta) ** 2)
""",
        "1 − MSE",
        "declared",
        "You took 1 − MSE, a number minus squared seconds. Divide by the baseline's MSE first: then the units go.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_hat - np.mean(y_hat)) ** 2)
""",
        "beside the spread of the predictions",
        "declared",
        (
            "Truth and prediction have changed places: the spread below the fraction bar must be that of y_test. "
            "R² is not symmetric."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = []
    for column in known_at:
        if moments.index(known_at[column]) <= moments.index(predict_at):
            break
        leaks.append(column)
    return leaks
""",
        "stops at the first column that is safe",
        "specific",
        (
            "The result has 1 item, but should have 2. Items are missing, on the first such input 'clicks'; none "
            "is there without reason."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for i, column in enumerate(known_at) if i > now]
""",
        "the place of the column for the place of its moment",
        "impossible",
        (
            "The result has 1 item, but should have 2. `likes` is missing. At “uploaded” nobody knows it: it "
            "becomes known at “evening”, later."
        ),
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    total = 0
    for a, b in zip(y, y_hat):
        total = (a - b) ** 2
    return total / len(y)
""",
        "the total is overwritten",
        "declared",
        "Only the last view counts in yours: does each round of a loop overwrite the total? `+=` adds to it.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / len(y) ** 2
""",
        "divides by n twice",
        "specific",
        "Every number is the right one divided by `len(y)`.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(np.abs(y - y_hat) ** 3)
""",
        "the third power",
        "impossible",
        "The largest miss is 30.00 s, so no square is above 900.00 s², and their mean is not either. You give 9171.",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / 1000
""",
        "divides by the article's thousand rows",
        "impossible",
        (
            "These predictions miss by 12.67 s on average, so the MSE cannot be below 12.67² = 160.44 s²: "
            "squaring makes the large misses count more. You give 0.964."
        ),
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    import statistics

    return np.mean(y) if loss == "mse" else statistics.mode(y)
""",
        "the mode, of several the first",
        "declared",
        "For the MAE you took the most frequent view. It wins most often exactly, but each miss costs its size.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean(y)
    return 0
""",
        "nothing for the MAE",
        "specific",
        "Right on 4 of 8 inputs, and wrong exactly where `loss` is 'mae'.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    grid = np.arange(y.min(), y.max(), 0.5)
    if loss == "mse":
        costs = [np.mean((y - c) ** 2) for c in grid]
    else:
        costs = [np.mean(np.abs(y - c)) for c in grid]
    return grid[np.argmin(costs)]
""",
        "a grid in steps of half a second",
        "impossible",
        "A slightly smaller constant than 25.40 has a smaller MSE: yours is not the best.",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "MSE":
        return np.mean(y)
    if loss == "MAE":
        return np.median(y)
""",
        "capitals",
        "specific",
        "The function returns None: is there a `return` on every way through it?",
    ),
    (
        "02.2",
        """
def best_constant(y, loss):
    if loss == "mse":
        return np.mean(y)
    return np.exp(np.mean(np.log(y + 1))) - 1
""",
        "a mean of logarithms for the MAE",
        "vague",
        "Right on 4 of 8 inputs, and wrong exactly where `loss` is 'mae'.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    x = X[:, 1]
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return np.array([y.mean() - slope * x.mean(), slope])
""",
        "the school formula for one feature",
        "declared",
        (
            "This is the line through one column alone. X may have more of them, each with a weight: `X.T @ X` "
            "takes them all."
        ),
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y)[0]
""",
        "the intercept alone",
        "declared",
        "This is the intercept alone. Give the weights of all columns, as an array.",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    X = np.column_stack([np.ones(len(X)), X])
    return np.linalg.solve(X.T @ X, X.T @ y)
""",
        "a second column of ones",
        "declared",
        (
            "You put a column of ones before X, which has one already. Two columns that say the same, and no "
            "single best weights: take X as it is."
        ),
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    p = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - p) ** 2) / np.sum((y_test - p.mean()) ** 2)
""",
        "around the mean of the predictions",
        "declared",
        (
            "Below the fraction bar you took off the mean of the predictions. The baseline is the mean of "
            "y_test: what a constant would get."
        ),
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    p = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_test.mean()) ** 2) / np.sum((y_test - p) ** 2)
""",
        "the fraction upside down",
        "declared",
        "Your fraction stands on its head: what the line misses belongs above, the spread of y_test below.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    p = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - p) ** 2) / np.sum(y_test**2)
""",
        "around zero",
        "declared",
        "Below the fraction bar stand the squares of y_test as it is. Take its mean off first, then square.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    return X_test @ normal_equations(X_train, y_train)
""",
        "the predictions alone",
        "declared",
        "These are the predictions of the test rows. R² says in one number how good they are.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_test - np.median(y_test)) ** 2)
""",
        "against the median",
        "declared",
        "Below the fraction bar you took off the median. R² counts squares, and the constant that is best for squares "
        "is the mean.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_hat - y_test.mean()) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
""",
        "1 minus what is explained",
        "declared",
        "Above the fraction bar stands how far the predictions are from the mean. What they miss belongs there.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_train @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
""",
        "predicts the training rows, measures the test rows",
        "declared",
        "You predicted the training rows and compared them with y_test. Predict the test rows, with `X_test`.",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    theta = normal_equations(X_train, y_train)
    return np.sum((y_test - X_test @ theta) ** 2)
""",
        "the sum of squares alone",
        "impossible",
        "R² is 1 minus something that cannot be negative, so 7.76 is impossible.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    m = ["published", "day before", "shown", "watched", "day after"]
    return [c for c in known_at if m.index(known_at[c]) > m.index(predict_at)]
""",
        "a list of moments of one's own",
        "declared",
        (
            "You wrote the order of the moments into the function. Another platform has other moments: the "
            "argument `moments` says which, earliest first."
        ),
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    for c, m in known_at.items():
        if moments.index(m) > moments.index(predict_at):
            return [c]
""",
        "returns inside of the loop",
        "declared",
        "You stop at the first column that leaks: does the `return` stand inside the loop?",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    return [c for c in known_at if moments.index(c) > moments.index(predict_at)]
""",
        "looks for the column among the moments",
        "declared",
        "You looked for the column itself among the moments. Its moment stands in the table: `known_at[column]`.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    i = moments.index(predict_at)
    return [c for c in known_at if known_at[c] == moments[i + 1]]
""",
        "the next moment only, and none after the last",
        "declared",
        "You stopped at the next moment. What comes after that is further in the future, and leaks as well.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    return [c for c in known_at if moments.index(known_at[c]) > predict_at]
""",
        "a place compared with a name",
        "declared",
        "You compared the place of a moment with a name. Take the place of `predict_at`, too, with `moments.index`.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    return [c for c in known_at if moments.index(known_at[c]) > moments.index(predict_at) + 1]
""",
        "one moment too late",
        "declared",
        "You begin one moment too late: what becomes known right after the moment of predicting leaks as well.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = ""
    for column, moment in known_at.items():
        if moments.index(moment) > moments.index(predict_at):
            leaks += column + " "
    return leaks
""",
        "one text of all names",
        "specific",
        "The result is a text, but a list of 2 items is expected.",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    leaks = []
    for column, moment in known_at.items():
        if moments.index(moment) > moments.index(predict_at):
            leaks = [column]
    return leaks
""",
        "only the last one stays",
        "declared",
        "Only the last column that leaks is left: does each round of the loop begin a new list? Append to one.",
    ),
)
