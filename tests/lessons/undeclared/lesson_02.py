"""Wrong answers to the exercises of lesson 02, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(y - y_hat) ** 2
""",
        "the square of the mean",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))
""",
        "the root: seconds",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(np.abs(y - y_hat))
""",
        "the mean absolute error",
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
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean(y**2 - y_hat**2)
""",
        "difference of squares",
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
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean((y - y_hat) * 2)
""",
        "doubles instead of squaring",
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
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.linalg.solve(X.T @ X, X.T @ y) / len(y)
""",
        "divides by N as well",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return (X.T @ X) @ (X.T @ y)
""",
        "multiplies instead of solving",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.linalg.inv(X.T @ X) * (X.T @ y)
""",
        "entry by entry instead of @",
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
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    y = y - np.mean(y)
    return np.linalg.inv(X.T @ X) @ X.T @ y
""",
        "takes the mean from y first",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    theta = np.linalg.solve(X.T @ X, X.T @ y)
    return X @ theta
""",
        "the fitted values, not the weights",
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
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return np.corrcoef(y_test, y_hat)[0, 1] ** 2
""",
        "the squared correlation",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_train @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_train - y_hat) ** 2) / np.sum((y_train - y_train.mean()) ** 2)
""",
        "scored on the training rows",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum(np.abs(y_test - y_hat)) / np.sum(np.abs(y_test - y_test.mean()))
""",
        "absolute misses instead of squares",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return np.sum((y_hat - y_test.mean()) ** 2) / np.sum((y_test - y_test.mean()) ** 2)
""",
        "the spread of the predictions over that of the test rows",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [c for c in known_at if moments.index(known_at[c]) >= now]
""",
        "what becomes known at that moment counts as leaking",
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [c for c in known_at if moments.index(known_at[c]) <= now]
""",
        "the columns that are safe",
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
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.mean((y - np.mean(y_hat)) ** 2)
""",
        "the predictions are averaged first",
    ),
    (
        "02.1",
        """
def mse(y, y_hat):
    return np.var(y - y_hat)
""",
        "the variance of the misses",
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
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    return np.polyfit(X[:, 1], y, 1)
""",
        "polyfit: the slope comes first, other columns are left out",
    ),
    (
        "02.3",
        """
def normal_equations(X, y):
    theta = np.linalg.inv(X.T @ X) @ (X.T @ y)
    return np.round(theta)
""",
        "rounded to whole seconds",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    theta = normal_equations(X_train, y_train)
    return 1 - np.mean((y_test - X_test @ theta) ** 2)
""",
        "1 − MSE",
    ),
    (
        "02.4",
        """
def r2_on_test(X_train, y_train, X_test, y_test):
    y_hat = X_test @ normal_equations(X_train, y_train)
    return 1 - np.sum((y_test - y_hat) ** 2) / np.sum((y_hat - np.mean(y_hat)) ** 2)
""",
        "beside the spread of the predictions",
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
    ),
    (
        "02.5",
        """
def leaky_columns(known_at, moments, predict_at):
    now = moments.index(predict_at)
    return [column for i, column in enumerate(known_at) if i > now]
""",
        "the place of the column for the place of its moment",
    ),
)
