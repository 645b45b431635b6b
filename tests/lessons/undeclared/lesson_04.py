"""Wrong answers to the exercises of lesson 04, written before anybody saw what the checker says to them.

The last two of each exercise (of 04.6, none) are a second round: odder ones, written when the verdicts on the first
round were known and their own were not. Those at the end of the file are a third: what a reader of the
finished lesson handed in, judged before the checker was mended. `test_undeclared` says what the fields are.
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
        "declared",
        "In the product each number got its own value. Along a, the product a·b grows by b: they change places.",
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
        "declared",
        "Through the maximum `upstream` is passed on, through the product it is not: it must be multiplied in.",
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
        "declared",
        "Both numbers got the whole slope, as in a sum. A maximum follows only the larger one.",
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
        "declared",
        "You multiplied with the larger number. The maximum grows exactly as fast as it does: the slope is 1.",
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
        "declared",
        "You sent the slope to the smaller number, which the maximum does not follow.",
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
        "declared",
        "Through the product `upstream` is passed on; through the maximum you send 1, whatever has arrived.",
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
        "vague",
        "The result at [0] is not right. It differs on 5 of 8 inputs; the smallest:",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = np.broadcast(np.zeros(shape), y).size
    return terms, 0.0
""",
        "the smallest is always 0",
        "declared",
        "You say that the loss can always reach 0. One prediction that meets every y cannot please them all.",
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
        "vague",
        "The result at [0] is not right. It differs on 2 of 8 inputs; the smallest:",
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
        "declared",
        "This is the standard deviation, a typical miss. The loss is in squares.",
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
        "declared",
        "Almost: this variance divides by n − 1. The loss is a mean over all terms, and so is the one left over.",
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
        "declared",
        "You looked at the first axis. Shapes are laid side by side from the right: the last axis meets y.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    return theta - eta / rows * (XtX @ theta - Xty)
""",
        "the 2 is forgotten",
        "declared",
        "Half of it: the 2 from the square is missing.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 * (XtX @ theta - Xty)
    return theta - eta * slope
""",
        "not divided by the rows",
        "declared",
        "The 2 is there, and N is not: XᵀX and Xᵀy are sums over the rows, and the error is a mean.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * (Xty - XtX @ theta)
    return theta - eta * slope
""",
        "the step goes up",
        "declared",
        "You stepped along the gradient, uphill. It is subtracted, as in lesson 03.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    return np.linalg.solve(XtX, Xty)
""",
        "all the way to the bottom",
        "declared",
        "You solved the normal equations: the end of the path, in one stroke. Asked is one step of it.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * XtX @ theta - Xty
    return theta - eta * slope
""",
        "brackets: Xty stands outside",
        "declared",
        "2/N reaches only the first of the two products. Both are sums over the rows.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * (np.diag(XtX) * theta - Xty)
    return theta - eta * slope
""",
        "* instead of @, summed down the columns",
        "declared",
        "You used the diagonal of XᵀX only. What stands beside it says how the features go together.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    n = len(XtX)
    return theta - eta * 2 / n * (XtX @ theta - Xty)
""",
        "the number of weights for the number of rows",
        "declared",
        "You divided by the number of weights. The mean runs over the rows.",
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
        "declared",
        "This is upside down: bytes per operation.",
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
        "declared",
        (
            "You counted one of the two matrix products, or only the multiplications: X is used in Xθ and in Xᵀr,"
            " each time multiplied and added."
        ),
    ),
    (
        "04.4",
        """
def intensity(rows, features, itemsize):
    operations = 4 * rows * features + rows + 3 * features
    return operations / (rows * features + rows + 2 * features)
""",
        "operations per number, not per byte",
        "declared",
        "These are operations per number. A number has `itemsize` bytes.",
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
        "declared",
        "y is missing among what is read. With few features it is a fair part of it.",
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
        "declared",
        "theta is counted once. It is read at the start and written at the end: 2d numbers move.",
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
        "declared",
        "You read X twice. This step keeps a row at hand between its two uses, and reads it once.",
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
        "impossible",
        (
            "Every number of X is read once and used in 4 operations, and the other numbers in fewer. With 8 "
            "bytes a number, the result lies between 0.25 and 0.5; yours is 0.2499."
        ),
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return np.mean(gradients, axis=0)
""",
        "one vote each",
        "declared",
        "You gave every worker one vote. The worker with few rows then counts as much as the one with many.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return gradients.sum(axis=0) / counts.sum()
""",
        "sums the means and divides by all rows",
        "declared",
        (
            "You divided the workers' means by all rows. Each mean must become a sum first, with that worker's "
            "own count."
        ),
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
        "declared",
        "You divided by the number of workers. The mean runs over rows.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return counts @ gradients
""",
        "weighted, not divided",
        "declared",
        "This is the sum over all rows. The gradient of a mean is their mean: divide by how many there are.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return (gradients / counts[:, None]).sum(axis=0)
""",
        "divides by the counts instead of multiplying",
        "declared",
        "You divided each worker's mean by its count. It is a mean already; times its count, it is a sum again.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.sum()
    return (weights[:, None] * gradients).sum()
""",
        "one number for all weights",
        "specific",
        (
            "The result is a number, but an array of numbers of shape (2,) is expected. You give one number, the "
            "sum of what is asked for: every item has its own result."
        ),
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.sum()
    return (weights[:, None] * gradients).sum(axis=1)
""",
        "one number for each worker",
        "specific",
        (
            "The result has shape (3,), but shape (2,) is expected. You give one number for each row of "
            "`gradients`; one for each column is asked for."
        ),
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
        "declared",
        "You sent the product itself back. Wanted is how fast it grows when a, or b, grows.",
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
        "declared",
        "Your maximum always follows a. Which of the two numbers is larger has to be asked.",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = int(np.prod(shape))
    return terms, 0.0 if shape[-1] == len(y) else float(np.var(y))
""",
        "counts the predictions, not the squares",
        "declared",
        "You count the predictions. `f − y` may have more numbers than f: each is one square.",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = int(np.prod(np.broadcast_shapes(shape, y.shape)))
    return terms, 0.0 if shape[-1] == len(y) else float(np.mean(y**2))
""",
        "the loss of predicting zero",
        "declared",
        "This is the loss of predicting 0 for everybody. A constant can do better: which one is best for squares?",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    slope = 2 / rows * XtX @ (theta - Xty)
    return theta - eta * slope
""",
        "subtracts before it multiplies",
        "declared",
        "The bracket holds theta − Xᵀy. XᵀX is multiplied with theta only; Xᵀy has its Xᵀ already.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    A, b = XtX / rows, Xty / rows
    return theta - eta * 2 / rows * (A @ theta - b)
""",
        "divides by the rows twice",
        "specific",
        "Look at the result minus `theta`. Every number is the right one divided by `rows`.",
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
        "declared",
        "The 3 operations at the end are done once in your count. Each weight has them.",
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
        "declared",
        "You count a subtraction for every number of X. There is one for each row.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    return gradients[np.argmax(counts)]
""",
        "only the worker with most rows",
        "declared",
        "You took the largest worker's word for all. What the others saw is lost.",
    ),
    (
        "04.5",
        """
def combine(gradients, counts):
    weights = counts / counts.max()
    return weights @ gradients
""",
        "divided by the largest count",
        "declared",
        "You divided by the rows of the largest worker. The mean runs over the rows of all.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the losses are Values",
        "specific",
        "The result at [0][0] is an object of type Value, but a number is expected.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, weights
""",
        "the weights are Values",
        "specific",
        "The result at [1][0] is an object of type Value, but a number is expected.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "backward is forgotten",
        "declared",
        "The weights have not moved. A step changes `weight.data`, for every weight.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight = weight - eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "weight instead of weight.data",
        "declared",
        "The weights have not moved. A step changes `weight.data`, for every weight.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.data
    return losses, [weight.data for weight in weights]
""",
        "data is moved by data",
        "impossible",
        "Step 3: nudge weight 0 of `start` and measure: the slope is 10. One step of eta = 0.01 leads "
        "from 5.0 to 4.9; yours is 4.95.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data += eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "uphill",
        "declared",
        "You went with the slope, uphill. The loss falls against it: minus.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses
""",
        "only the losses are returned",
        "specific",
        "The result has 1 item, but should have 2. It begins right and stops too early.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return [weight.data for weight in weights], losses
""",
        "the two are exchanged",
        "specific",
        "The result at [0] has 4 items, but should have 1. Both parts are right, but each stands in the "
        "other's place: exchange part 1 of the result and part 2 of the result. Just these results come "
        "out with one slip: two parts are exchanged.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
        return losses, [weight.data for weight in weights]
""",
        "return stands in the loop",
        "specific",
        "The result at [0] has 1 item, but should have 2. Just these results come out with one slip: the"
        " loop ends after its first round.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, start) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "start is handed to the network, not the Values",
        "specific",
        "A float has no `larger`. Is it another kind of value than you thought? `type(...)` tells.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data ** 0.5)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the root of the mean square is written down",
        "specific",
        "Right so far: part 2 of the result. Part 1 of the result: These are the square roots of the right numbers.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(weights)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the mean over weights, not over points",
        "specific",
        "Just these results come out with one slip: `start` stands where `x` belongs.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta / (step + 1) * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the rate shrinks with the steps",
        "specific",
        "With `eta` = 0 your answer is right: look at what it does with `eta`.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(b, weights) - a) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "x is predicted from y",
        "specific",
        "Just these results come out with one slip: two arguments of `zip` are exchanged.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        total = 0.0
        for a, b in zip(x, y):
            square = (network(a, weights) - b) ** 2
            square.backward()
            total += square.data / len(x)
        losses.append(total)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "slopes of each point's square, one after the other",
        "impossible",
        "Step 3: nudge weight 0 of `start` and measure: the slope is 2.036. One step of eta = 0.04 leads"
        " from 0.4 to 0.31856; yours is 0.30912.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        for weight in weights:
            weight.data -= eta * weight.grad
    losses.append(loss.data)
    return losses, [weight.data for weight in weights]
""",
        "the loss only at the end",
        "specific",
        "The result at [0] has 1 item, but should have 2. Right so far: part 2 of the result. Part 1 of "
        "the result: You give one number, the smallest of what is asked for: every item has its own "
        "result.",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    return (upstream, 0.0) if a > 0 else (0.0, upstream)
""",
        "larger: compared with 0",
        "declared",
        "You compared a with 0. The maximum compares it with b.",
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    return max(a, b) * upstream, max(a, b) * upstream
""",
        "larger: its value, to both",
        "declared",
        (
            "Through the maximum you sent its value, to both. Wanted is how fast it grows: as fast as the larger "
            "number, whatever the smaller one does."
        ),
    ),
    (
        "04.1",
        """
def pass_back(operation, a, b, upstream):
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream / 2, upstream / 2
    return (upstream, 0.0) if a > b else (0.0, upstream)
""",
        "times: shared out",
        "declared",
        "You shared the slope out between the two factors. One more of a is b more of a·b: multiply.",
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    n = len(y)
    if len(shape) == 2:
        return n * n, y.var()
    return n, 0.0
""",
        "two axes are broken",
        "declared",
        (
            "You asked only how many axes there are. Of those with two, (1,n) meets y number by number; and the "
            "single prediction (1,) has to please all of y."
        ),
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    n = len(y)
    if shape == (n,):
        return n, 0.0
    return n * n, y.var()
""",
        "all but (n,) are a table",
        "declared",
        (
            "You make a table of n × n of every shape but (n,). One row, (1,n), meets y number by number, and one"
            " prediction, (1,), makes n differences."
        ),
    ),
    (
        "04.2",
        """
def diagnose(shape, y):
    terms = int(np.prod(shape)) * len(y)
    return terms, y.var() if terms > len(y) else 0.0
""",
        "all with all, and what follows from it",
        "declared",
        "You multiplied all numbers with all. Where an axis of f and of y have the same length, they go in pairs.",
    ),
    (
        "04.3",
        """
def gram_step(XtX, Xty, rows, theta, eta):
    return theta - eta * 2 / rows * (Xty @ theta - XtX)
""",
        "the two are exchanged",
        "declared",
        "XᵀX and Xᵀy have changed places: theta is multiplied by the matrix, and the vector is taken off.",
    ),
    (
        "04.6",
        """
def network(x, weights):
    predicted = weights[0]
    for k in range(1, len(weights), 3):
        w, c, v = weights[k : k + 3]
        predicted = predicted + v * max(0, w * x + c)
    return predicted


def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "Python's max",
        "declared",
        "Python's own `max` cannot compare a `Value`. `(w * x + c).larger(0.0)` is the maximum that remembers.",
    ),
    (
        "04.6",
        """
def network(x, weights):
    predicted = weights[0]
    for k in (1, 4, 7):
        w, c, v = weights[k : k + 3]
        predicted = predicted + v * (w * x + c).larger(0.0)
    return predicted


def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "three units, whatever the weights",
        "declared",
        (
            "Your network asks for three units, and this one has fewer. `range(1, len(weights), 3)` goes on as "
            "long as there are weights."
        ),
    ),
    (
        "04.6",
        """
def network(x, weights):
    predicted = weights[0]
    for k in range(1, len(weights), 3):
        w, c, v = weights[k : k + 3]
        predicted = predicted + v * (w * x + c).larger(0.0)
    return predicted


def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        loss = (network(x, weights) - y) ** 2
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the whole list at once",
        "declared",
        "You handed `network` the whole list x. It predicts one number: go through x and y in a loop.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for step in range(steps):
        for a, b in zip(x, y):
            loss = (network(a, weights) - b) ** 2
            loss.backward()
            for weight in weights:
                weight.data -= eta * weight.grad
        losses.append(loss.data)
    return losses, [weight.data for weight in weights]
""",
        "a step after each point, and the last one's loss",
        "declared",
        "You took a step after every point. Here one step sees all points: first the mean, then backward.",
    ),
    (
        "04.6",
        """
def train(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y)) / len(x)
    for step in range(steps):
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]
""",
        "the loss is made before the loop",
        "declared",
        (
            "You made the loss once, before the loop. It keeps the weights that it was made of: predict again at "
            "each step, with those that have moved."
        ),
    ),
)
