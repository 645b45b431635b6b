"""Wrong answers to the exercises of lesson 04, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * a, upstream * b
    return (upstream, 0.0) if a > b else (0.0, upstream)
""",
        "times: each gets its own number back",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return b, a
    if operation == "larger":
        return (upstream, 0) if a > b else (0, upstream)
""",
        "times: upstream is forgotten",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return b * upstream, a * upstream
    if operation == "larger":
        return upstream, upstream
""",
        "larger: both get it",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    if a > b:
        return upstream * a, 0.0
    return 0.0, upstream * b
""",
        "larger: passes the number on, too",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    if a < b:
        return upstream, 0.0
    return 0.0, upstream
""",
        "larger: the smaller one gets it",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    return float(a > b), float(b > a)
""",
        "larger: 1 and 0 without upstream",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = len(y)
    if shape == y.shape:
        return terms, 0.0
    return terms, np.var(y)
""",
        "a doctor who knows no table: always one square each",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = np.broadcast(np.zeros(shape), y).size
    return terms, 0.0
""",
        "the smallest is always 0",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    n = len(y)
    if len(shape) == 2:
        return n * n, float(np.var(y))
    if shape == (1,):
        return n, float(np.var(y))
    return n, 0.0
""",
        "every two-dimensional shape is a table",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = (np.zeros(shape) - y).size
    if shape[-1] == len(y):
        return terms, 0.0
    return terms, np.std(y)
""",
        "the standard deviation",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = (np.zeros(shape) - y).size
    if shape[-1] == len(y):
        return terms, 0.0
    return terms, np.var(y, ddof=1)
""",
        "the sample's variance, over n − 1",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = (np.zeros(shape) - y).size
    if shape[0] == len(y):
        return terms, 0.0
    return terms, np.var(y)
""",
        "looks at the first axis",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    return theta - eta / rows * (XtX @ theta - Xty)
""",
        "the 2 is forgotten",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 * (XtX @ theta - Xty)
    return theta - eta * slope
""",
        "not divided by the rows",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * (Xty - XtX @ theta)
    return theta - eta * slope
""",
        "the step goes up",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    return np.linalg.solve(XtX, Xty)
""",
        "all the way to the bottom",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * XtX @ theta - Xty
    return theta - eta * slope
""",
        "brackets: Xty stands outside",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * (np.diag(XtX) * theta - Xty)
    return theta - eta * slope
""",
        "* instead of @, summed down the columns",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    n = len(XtX)
    return theta - eta * 2 / n * (XtX @ theta - Xty)
""",
        "the number of weights for the number of rows",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    read = itemsize * (rows * features + rows + 2 * features)
    return read / operations
""",
        "bytes per operation",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 2 * rows * features + rows + 3 * features
    read = itemsize * (rows * features + rows + 2 * features)
    return operations / read
""",
        "a multiplication and an addition counted as one",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    return operations / (rows * features + rows + 2 * features)
""",
        "operations per number, not per byte",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    read = (rows * features + 2 * features) * itemsize
    return operations / read
""",
        "y is not read",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    read = (rows * features + rows + features) * itemsize
    return operations / read
""",
        "theta is only read",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    read = (2 * rows * features + rows + 2 * features) * itemsize
    return operations / read
""",
        "X is read twice",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features
    read = (rows * features + rows + 2 * features) * itemsize
    return operations / read
""",
        "only the products with X count",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return np.mean(gradients, axis=0)
""",
        "one vote each",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return gradients.sum(axis=0) / counts.sum()
""",
        "sums the means and divides by all rows",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    total = np.zeros(gradients.shape[1])
    for g, n in zip(gradients, counts):
        total += n * g
    return total / len(counts)
""",
        "weighted, but divided by the number of workers",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return counts @ gradients
""",
        "weighted, not divided",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return (gradients / counts[:, None]).sum(axis=0)
""",
        "divides by the counts instead of multiplying",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.sum()
    return (weights[:, None] * gradients).sum()
""",
        "one number for all weights",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.sum()
    return (weights[:, None] * gradients).sum(axis=1)
""",
        "one number for each worker",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * a * b, upstream * a * b
    return (upstream, 0.0) if a > b else (0.0, upstream)
""",
        "times: the product to both",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    if operation == "larger":
        return upstream, 0.0
""",
        "larger: the first place always gets it",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = int(np.prod(shape))
    return terms, 0.0 if shape[-1] == len(y) else float(np.var(y))
""",
        "counts the predictions, not the squares",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = int(np.prod(np.broadcast_shapes(shape, y.shape)))
    return terms, 0.0 if shape[-1] == len(y) else float(np.mean(y**2))
""",
        "the loss of predicting zero",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * XtX @ (theta - Xty)
    return theta - eta * slope
""",
        "subtracts before it multiplies",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    A, b = XtX / rows, Xty / rows
    return theta - eta * 2 / rows * (A @ theta - b)
""",
        "divides by the rows twice",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3
    numbers = rows * features + rows + 2 * features
    return operations / (numbers * itemsize)
""",
        "three operations at the end, not three a weight",
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 5 * rows * features + 3 * features
    numbers = rows * features + rows + 2 * features
    return operations / (numbers * itemsize)
""",
        "a subtraction for each number of X",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return gradients[np.argmax(counts)]
""",
        "only the worker with most rows",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.max()
    return weights @ gradients
""",
        "divided by the largest count",
    ),
)
