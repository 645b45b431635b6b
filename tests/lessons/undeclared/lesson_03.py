"""Wrong answers to the exercises of lesson 03, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "03.1",
        """
def residuals(X, y, theta):
    return y - X @ theta
""",
        "measured minus predicted",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return np.abs(X @ theta - y)
""",
        "absolute",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) ** 2
""",
        "squared",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    y_hat = X @ theta
    return y_hat
""",
        "the predictions only",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return np.mean(X @ theta - y)
""",
        "one number, the mean",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    predicted = X[:, 1:] @ theta[1:]
    return predicted - y
""",
        "theta's first entry is left out",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X @ theta - y) / y
""",
        "a share of the measured",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return X.T @ r / len(y)
""",
        "the 2 is forgotten",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 * X.T @ (X @ theta - y)
""",
        "the sum: 1/N is forgotten",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(theta) * X.T @ r
""",
        "divides by the number of weights",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    return 2 / len(y) * X.T @ (y - X @ theta)
""",
        "the article's sign",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 * r.mean() * X.mean(axis=0)
""",
        "the product of the means",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(y) * X.T @ r**2
""",
        "squares the residuals once more",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    N = len(y)
    return 2 / N * X.T @ (X @ theta)
""",
        "forgets what was measured",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta + eta * gradient(X, y, theta)
""",
        "the step goes up",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - gradient(X, y, theta)
""",
        "without the learning rate",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    step = -eta * gradient(X, y, theta)
    return step
""",
        "the move only, without the old weights",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta / len(y) * gradient(X, y, theta)
""",
        "divides by N a second time",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    theta -= eta * gradient(X, y, theta)
    return theta
""",
        "changes theta in place",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return (theta - eta) * gradient(X, y, theta)
""",
        "the brackets hold theta too",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - 2 * eta * gradient(X, y, theta)
""",
        "the 2 twice",
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
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 1 / np.linalg.eigvalsh(H).max()
""",
        "1/L",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.linalg.eigvalsh(H)[0]
""",
        "the smallest eigenvalue",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = X.T @ X / len(X)
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the Hessian without its 2",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 * X.T @ X
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the Hessian of the sum",
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
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / H.max()
""",
        "the largest entry of the matrix",
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
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = np.mean(X_train), np.std(X_train)
    return (X_train - mean) / sd, (X_test - mean) / sd
""",
        "one mean and sd for the whole table",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, var = X_train.mean(axis=0), X_train.var(axis=0)
    return (X_train - mean) / var, (X_test - mean) / var
""",
        "divides by the variance",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return X_train - mean / sd, X_test - mean / sd
""",
        "brackets missing",
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
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)
""",
        "to the range from 0 to 1",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return X @ theta - np.mean(y)
""",
        "minus the mean of the measured",
    ),
    (
        "03.1",
        """
def residuals(X, y, theta):
    return (X - y[:, None]) @ theta
""",
        "subtracts before it multiplies",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 / len(y) * r[:, None] * X
""",
        "one row a view, not yet summed",
    ),
    (
        "03.2",
        """
def gradient(X, y, theta):
    r = residuals(X, y, theta)
    return 2 * np.mean(r) * theta
""",
        "times theta instead of times X",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta * np.sign(gradient(X, y, theta))
""",
        "only the sign of the slope",
    ),
    (
        "03.3",
        """
def one_step(X, y, theta, eta):
    return theta - eta * np.mean(residuals(X, y, theta))
""",
        "the mean residual for the gradient",
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
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 / len(X) * X.T @ X
    return 2 / np.sum(np.linalg.eigvalsh(H))
""",
        "the sum of the eigenvalues",
    ),
    (
        "03.5",
        """
def largest_step(X):
    H = 2 * np.cov(X, rowvar=False)
    return 2 / np.max(np.linalg.eigvalsh(H))
""",
        "the covariance for the Hessian",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    mean = X_train.mean(axis=0)
    return (X_train - mean) / X_train.std(axis=0), (X_test - mean) / X_test.std(axis=0)
""",
        "the sd of the test rows",
    ),
    (
        "03.6",
        """
def standardise(X_train, X_test):
    middle, sd = np.median(X_train, axis=0), X_train.std(axis=0)
    return (X_train - middle) / sd, (X_test - middle) / sd
""",
        "the median for the mean",
    ),
)
