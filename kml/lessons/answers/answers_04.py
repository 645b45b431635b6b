"""Lesson 04, autograd and the GPU: its predictions and exercises, with mistakes, and the engine that it writes.

The engine (pass_back, Value, made, ancestors, backward) is written as the lesson's cells write it, line for line; a
test compares the two, and another the engine with PyTorch on random graphs. PyTorch is never loaded here.
"""

from itertools import count

import numpy as np

from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="04.p1",
        question=N_(
            "A number x = 3 is used three times: in x·x, and once more in 4·x. The result is x·x + 4·x. Slopes arrive "
            "at x along three ways: 3, 3 and 4. What is the slope of the result along x?"
        ),
        options=(
            (
                N_("4: the last way overwrites the others"),
                N_("Then x·x would count for nothing. Nudge x a little: both move."),
            ),
            (N_("10: they add up"), N_("A nudge of x travels along every way, and the result feels the sum of them.")),
            (
                N_("36: they multiply"),
                N_("Slopes multiply along one way, from link to link. Between ways they do not."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="04.p2",
        question=N_("The loss fell from 16,166 to 16,135, and then stood still. What has this model learned?"),
        options=(
            (
                N_("What can be learned: the rest is noise"),
                N_("The generator was told noise = 0.1. A loss of 16,135 is a typical miss of 127."),
            ),
            (
                N_("Half of it: it needs more epochs"),
                N_("From epoch 200 to 300 nothing moved. With the article's 1,000 it ends at the same number."),
            ),
            (
                N_("Nothing at all"),
                N_("The next cell proves it, with one number that you know from lesson 02."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="04.p3",
        question=N_(
            "1,024 rows, 4 features: about 17,000 operations, a few microseconds of work. One step by autograd and one "
            "by our formula do the same sums. How do their times compare?"
        ),
        options=(
            (
                N_("About equal: the arithmetic is the same"),
                N_("It is. But somebody has to ask for it, part by part."),
            ),
            (
                N_("Autograd takes several times as long"),
                N_(
                    "It builds a graph, walks it back, asks for a dozen small operations. The sums are the least of it."
                ),
            ),
            (N_("Autograd is faster: it is compiled"), N_("Each operation is. What goes on between them is not.")),
        ),
        answer=1,
    ),
    Prediction(
        id="04.p4",
        question=N_(
            "XᵀX and Xᵀy have been computed once. Then somebody adds a hundred times more rows, and computes them "
            "again. How much longer does a step take that uses only these two?"
        ),
        options=(
            (N_("A hundred times"), N_("Which of the two has grown? XᵀX is d × d, whatever the number of rows.")),
            (N_("Ten times"), N_("A step reads d² + d numbers. There is no N in it.")),
            (N_("No longer at all"), N_("The rows have melted into d² + d numbers, and a step sees nothing else.")),
        ),
        answer=2,
    ),
    Prediction(
        id="04.p5",
        question=N_(
            "The next picture shows how many operations a second each way reaches: high is busy. Where does the way "
            "stand that finishes its step first?"
        ),
        options=(
            (N_("At the top: most operations a second"), N_("Busy is not soon. What if a way has less to do?")),
            (
                N_("Nearest to the roof: least wasted"),
                N_("One pass stands there. But another way need not read the rows."),
            ),
            (
                N_("At the very bottom"),
                N_("The Gram step does so little that it keeps no machine busy, and is done first."),
            ),
        ),
        answer=2,
    ),
)

# --- the engine: as the lesson writes it -----------------------------------------------------------------------------


def pass_back(operation, a, b, upstream):
    """What the slope of a result, `upstream`, sends on to a and to b: a pair."""
    if operation == "plus":
        return upstream, upstream
    if operation == "times":
        return upstream * b, upstream * a
    return (upstream, 0.0) if a > b else (0.0, upstream)


births = count()  # 0, 1, 2 …: who was made first


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, operation="", parents=()):
        self.data, self.operation, self.parents = data, operation, parents
        self.birth = next(births)
        self.grad = 0.0  # the slope of the final result along this number


def made(operation, a, b):
    """The result of an operation on two numbers, which remembers both."""
    a, b = (x if isinstance(x, Value) else Value(x) for x in (a, b))
    data = {"plus": a.data + b.data, "times": a.data * b.data, "larger": max(a.data, b.data)}
    return Value(data[operation], operation, (a, b))


Value.__add__ = Value.__radd__ = lambda a, b: made("plus", a, b)
Value.__mul__ = Value.__rmul__ = lambda a, b: made("times", a, b)
Value.__sub__ = lambda a, b: a + b * -1.0


def ancestors(result):
    """All numbers that the result was made of, and itself: the youngest first."""
    found, todo = set(), [result]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo.extend(node.parents)
    return sorted(found, key=lambda node: node.birth, reverse=True)


def backward(result):
    """Write into .grad the slope of the result along every number that it was made of."""
    family = ancestors(result)
    for node in family:
        node.grad = 0.0
    result.grad = 1.0
    for node in family:
        if node.parents:
            a, b = node.parents
            to_a, to_b = pass_back(node.operation, a.data, b.data, node.grad)
            a.grad += to_a
            b.grad += to_b


Value.backward = backward


# --- 04.1 what goes back through two operations ----------------------------------------------------------------------


def _operation_inputs(rng, k):
    if k == 0:
        return "times", 3.0, 4.0, 2.0
    a, b, upstream = np.round(rng.normal(0, 3, size=3), 1)
    return ("larger", "times")[k % 2 == 0], float(a), float(b) + 0.05, float(upstream) + 0.03


def _back(times, larger):
    """A whole wrong answer from its two halves: times(a, b, u) and larger(a, b, u)."""

    def wrong(operation, a, b, upstream):
        return (times if operation == "times" else larger)(a, b, upstream)

    return wrong


def _times(a, b, u):
    return u * b, u * a


def _larger(a, b, u):
    return (u, 0.0) if a > b else (0.0, u)


def _agrees_with_a_nudge(arguments, result):
    operation, a, b, upstream = arguments
    forward = (lambda a, b: a * b) if operation == "times" else max
    for which, share in zip("ab", result, strict=True):
        h = 1e-6
        up, down = (forward(a + s * (which == "a"), b + s * (which == "b")) for s in (h, -h))
        measured = upstream * (up - down) / (2 * h)
        if abs(measured - share) > 1e-4 * max(1.0, abs(measured)):
            return _(
                "Nudge {number} and measure: the final result changes by {measured:.4g} per unit of {number}, and you "
                "send back {yours:.4g}."
            ).format(number=which, measured=measured, yours=share)
    return None


PASS_BACK = Exercise(
    id="04.1",
    name="pass_back",
    title=N_("What goes back through × and max?"),
    term="反向传播",
    minutes=6,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "Ask of each operation: when a grows by a little, by how much does the result grow? Then multiply by "
            "upstream."
        ),
        N_("a·b grows by b for every unit of a. max(a, b) grows like the larger one, and does not feel the smaller."),
        N_("times: (upstream * b, upstream * a). larger: all of upstream to the larger number, 0.0 to the other."),
    ),
    inputs=_operation_inputs,
    reference=pass_back,
    mistakes=(
        Mistake(
            _back(lambda a, b, u: (u * a, u * b), _larger),
            N_(
                "In the product each number got its own value. Along a, the product a·b grows by b: they change places."
            ),
        ),
        Mistake(
            _back(lambda a, b, u: (b, a), lambda a, b, u: (1.0, 0.0) if a > b else (0.0, 1.0)),
            N_(
                "These are the slopes of this one operation. What arrives from above, `upstream`, must be multiplied "
                "in: that is the chain rule."
            ),
        ),
        Mistake(
            _back(lambda a, b, u: (u + b, u + a), _larger),
            N_("You added what arrives to the slope of the product. Along a chain slopes multiply."),
        ),
        Mistake(
            _back(lambda a, b, u: (u * a * b, u * a * b), _larger),
            N_("You sent the product itself back. Wanted is how fast it grows when a, or b, grows."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u / 2, u / 2)),
            N_("You shared the slope out between both. The smaller number does not touch the maximum: it gets none."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u, u)),
            N_("Both numbers got the whole slope, as in a sum. A maximum follows only the larger one."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (0.0, u) if a > b else (u, 0.0)),
            N_("You sent the slope to the smaller number, which the maximum does not follow."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u * a, 0.0) if a > b else (0.0, u * b)),
            N_("You multiplied with the larger number. The maximum grows exactly as fast as it does: the slope is 1."),
        ),
        Mistake(
            _back(lambda a, b, u: (u, u), _larger),
            N_("Through the product you passed the slope on unchanged, as through a sum."),
        ),
    ),
    properties=(_agrees_with_a_nudge,),
)

# --- 04.2 the broadcast ----------------------------------------------------------------------------------------------


def diagnose(shape, y):
    """(terms, smallest): how many squares mean((f − y)²) averages for predictions f of this shape, and its minimum."""
    terms = int(np.prod(np.broadcast_shapes(shape, y.shape)))
    one_each = shape[-1] == len(y)  # the last axis meets y, number by number
    smallest = 0.0 if one_each else float(np.var(y))
    return terms, smallest


def _shape_inputs(rng, k):
    if k == 0:
        return (4, 1), np.array([10.0, 20.0, 40.0, 50.0])
    n = 4 + k
    y = np.round(rng.lognormal(3, 0.6, size=n), 1)
    return ((n,), (n, 1), (1,), (1, n))[k % 4], y


def _var(y):
    return float(np.var(y))


def _terms(shape, y):
    return diagnose(shape, y)[0]


def _smallest(shape, y):
    return diagnose(shape, y)[1]


DIAGNOSE = Exercise(
    id="04.2",
    name="diagnose",
    title=N_("Tell a broken loss from its shapes"),
    term="广播",
    minutes=5,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "Two questions: which shape does `f - y` have, and how many numbers of y does one prediction have to "
            "please?"
        ),
        N_(
            "np.broadcast_shapes(shape, y.shape) gives the shape. A prediction that meets one y can match it; one that "
            "meets all of them does best at their mean, and what is left is a number you know."
        ),
        N_(
            "terms = int(np.prod(np.broadcast_shapes(shape, y.shape))); the smallest loss is 0 if shape[-1] == len(y), "
            "else the variance of y."
        ),
    ),
    inputs=_shape_inputs,
    reference=diagnose,
    mistakes=(
        Mistake(
            lambda shape, y: (len(y), _smallest(shape, y)),
            N_("You count one square a row. A column (n,1) beside a row (n,) makes a table of n × n differences."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0),
            N_("You say that the loss can always reach 0. One prediction that meets every y cannot please them all."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), _var(y)),
            N_("You say that the variance is always left. With one prediction for each y, every one can be matched."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[-1] == len(y) else float(np.var(y, ddof=1))),
            N_(
                "Almost: this variance divides by n − 1. The loss is a mean over all terms, and so is the one left "
                "over."
            ),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[-1] == len(y) else float(np.mean(y**2))),
            N_(
                "This is the loss of predicting 0 for everybody. A constant can do better: which one is best for "
                "squares?"
            ),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[-1] == len(y) else float(np.std(y))),
            N_("This is the standard deviation, a typical miss. The loss is in squares."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[-1] == len(y) else _terms(shape, y) * _var(y)),
            N_("You added the squares up. The loss is their mean, however many there are."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[0] == len(y) else _var(y)),
            N_("You looked at the first axis. Shapes are laid side by side from the right: the last axis meets y."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), _var(y) if len(shape) == 2 and shape[1] == 1 else 0.0),
            N_("Columns you have caught. One single prediction, of shape (1,), is spread over all of y just the same."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape == y.shape else _var(y)),
            N_(
                "You trust only the shape of y itself. One row, (1,n), meets y number by number too, and nothing is "
                "lost."
            ),
        ),
        Mistake(
            lambda shape, y: (int(np.prod(shape)) * len(y), _smallest(shape, y)),
            N_(
                "You multiplied all numbers with all. Where an axis of f and of y have the same length, they go in "
                "pairs."
            ),
        ),
    ),
)

# --- 04.3 the Gram step ----------------------------------------------------------------------------------------------


def gram_step(XtX, Xty, rows, theta, eta):
    """The weights after one step downhill (d,), from XᵀX (d×d) and Xᵀy (d,) of `rows` rows."""
    slope = 2 / rows * (XtX @ theta - Xty)
    return theta - eta * slope


def _gram_inputs(rng, k):
    if k == 0:  # the four views of lesson 03
        return np.array([[4.0, 2.0], [2.0, 2.0]]), np.array([120.0, 90.0]), 4, np.array([10.0, 20.0]), 0.1
    n, d = 6 + 3 * k, 2 + k % 3
    X, y = rng.normal(1, 1, size=(n, d)), rng.normal(5, 3, size=n)
    return X.T @ X, X.T @ y, n, np.round(rng.normal(2, 3, size=d), 1), (0.05, 0.1, 0.2)[k % 3]


def _gram_in_place(XtX, Xty, rows, theta, eta):
    theta -= eta * 2 / rows * (XtX @ theta - Xty)
    return theta


GRAM_STEP = Exercise(
    id="04.3",
    name="gram_step",
    title=N_("A step that reads no row"),
    term="充分统计量",
    minutes=5,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Write lesson 03's gradient (2/N)·Xᵀ(Xθ − y) and multiply the bracket out. Which two products appear?"),
        N_("Xᵀ(Xθ − y) = (XᵀX)θ − Xᵀy. N does not stand in the matrices, which is why `rows` is given."),
        N_("slope = 2 / rows * (XtX @ theta - Xty), and then a step against it: theta - eta * slope."),
    ),
    inputs=_gram_inputs,
    reference=gram_step,
    mistakes=(
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta + eta * 2 / rows * (XtX @ theta - Xty),
            N_("You stepped along the gradient, uphill. It is subtracted, as in lesson 03."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * (XtX @ theta - Xty),
            N_(
                "2/N is missing: XᵀX is a sum over the rows, and the error is a mean. Such a step grows with every row."
            ),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta / rows * (XtX @ theta - Xty),
            N_("Half of it: the 2 from the square is missing."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / len(theta) * (XtX @ theta - Xty),
            N_("You divided by the number of weights. The mean runs over the rows."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (XtX @ theta + Xty),
            N_("The sign before Xᵀy is wrong: such a step flees from the measurements."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (XtX * theta - Xty),
            N_("`*` multiplies number by number and makes a table. A matrix and a vector are multiplied with `@`."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: 2 / rows * (XtX @ theta - Xty),
            N_("This is the gradient. The answer is where you stand after the step."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: np.linalg.solve(XtX, Xty),
            N_("You solved the normal equations: the end of the path, in one stroke. Asked is one step of it."),
        ),
        Mistake(
            _gram_in_place,
            N_("The numbers are right, but `-=` has overwritten the theta that you were given. Make a new one."),
        ),
    ),
)

# --- 04.4 arithmetic intensity ---------------------------------------------------------------------------------------


def intensity(rows, features, itemsize):
    """Operations per byte of one step that reads X and y once, in numbers of `itemsize` bytes."""
    operations = 4 * rows * features + rows + 3 * features
    numbers = rows * features + rows + 2 * features
    return operations / (itemsize * numbers)


def _size_inputs(rng, k):
    if k == 0:
        return 1000, 4, 4
    return int(rng.integers(10, 5000)), int(rng.integers(2, 60)), (8, 4, 2)[k % 3]


def _ratio(operations, numbers):
    """A wrong intensity: operations(N, d) / (itemsize · numbers(N, d))."""

    def wrong(rows, features, itemsize):
        return operations(rows, features) / (itemsize * numbers(rows, features))

    return wrong


def _operations(N, d):
    return 4 * N * d + N + 3 * d


def _numbers(N, d):
    return N * d + N + 2 * d


INTENSITY = Exercise(
    id="04.4",
    name="intensity",
    title=N_("Operations per byte"),
    term="算术强度",
    minutes=4,
    difficulty=2,
    importance=2,
    points=2,
    hints=(
        N_("Two sums, one division. Operations: for Xθ, − y, Xᵀr and the step. Numbers: X, y, theta in, theta out."),
        N_("Every number of X is multiplied and added, twice: 4Nd. Then N subtractions, and 3 for each weight."),
        "(4Nd + N + 3d) / (itemsize · (Nd + N + 2d)).",
    ),
    inputs=_size_inputs,
    reference=intensity,
    mistakes=(
        Mistake(
            _ratio(lambda N, d: 2 * N * d + N + 3 * d, _numbers),
            N_(
                "You counted one of the two matrix products, or only the multiplications: X is used in Xθ and in Xᵀr, "
                "each time multiplied and added."
            ),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d + 2 * d),
            N_("y is missing among what is read. With few features it is a fair part of it."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d + N + d),
            N_("theta is counted once. It is read at the start and written at the end: 2d numbers move."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: 2 * N * d + N + 2 * d),
            N_("You read X twice. This step keeps a row at hand between its two uses, and reads it once."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) / _numbers(rows, features),
            N_("These are operations per number. A number has `itemsize` bytes."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) / (4 * _numbers(rows, features)),
            N_("You took 4 bytes for every number. float64 has 8, half precision 2: use `itemsize`."),
        ),
        Mistake(
            lambda rows, features, itemsize: itemsize * _numbers(rows, features) / _operations(rows, features),
            N_("This is upside down: bytes per operation."),
        ),
        Mistake(
            lambda rows, features, itemsize: float(_operations(rows, features)),
            N_("These are the operations. Divide them by the bytes that are moved."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d, lambda N, d: N * d),
            N_("You kept the largest terms only. That is close for many features, and far off for few: count y too."),
        ),
    ),
)

# --- 04.5 many workers -----------------------------------------------------------------------------------------------


def combine(gradients, counts):
    """The gradient of all rows (d,), from each worker's own mean gradient (workers × d) and its number of rows."""
    sums = counts @ gradients
    return sums / counts.sum()


def _workers_inputs(rng, k):
    if k == 0:  # lesson 03's four views at theta = 0: three with one worker, one with the other
        return np.array([[-140 / 3, -80 / 3], [-100.0, -100.0]]), np.array([3, 1])
    workers, d = 2 + k % 3, 2 + k % 2
    return np.round(rng.normal(0, 20, size=(workers, d)), 1), rng.integers(1, 40, size=workers) + 40 * np.arange(
        workers
    )


COMBINE = Exercise(
    id="04.5",
    name="combine",
    title=N_("One gradient from many workers"),
    term="数据并行",
    minutes=4,
    difficulty=1,
    importance=2,
    points=2,
    hints=(
        N_("Each worker reports a mean over its own rows. A mean of few rows must not weigh as much as one of many."),
        N_("Turn each mean back into a sum (times its count), add the sums up, divide by all rows."),
        N_("counts @ gradients adds up count times gradient over the workers. Then divide by counts.sum()."),
    ),
    inputs=_workers_inputs,
    reference=combine,
    mistakes=(
        Mistake(
            lambda gradients, counts: gradients.mean(axis=0),
            N_("You gave every worker one vote. The worker with few rows then counts as much as the one with many."),
        ),
        Mistake(
            lambda gradients, counts: gradients.sum(axis=0),
            N_("You added the means up: with ten workers, the step would be ten times too long."),
        ),
        Mistake(
            lambda gradients, counts: counts @ gradients,
            N_("This is the sum over all rows. The gradient of a mean is their mean: divide by how many there are."),
        ),
        Mistake(
            lambda gradients, counts: counts @ gradients / len(counts),
            N_("You divided by the number of workers. The mean runs over rows."),
        ),
        Mistake(
            lambda gradients, counts: counts[::-1] @ gradients / counts.sum(),
            N_("Each worker got another one's count."),
        ),
        Mistake(
            lambda gradients, counts: gradients[np.argmax(counts)],
            N_("You took the largest worker's word for all. What the others saw is lost."),
        ),
        Mistake(
            lambda gradients, counts: (1 / counts) @ gradients / (1 / counts).sum(),
            N_("You weighted the wrong way round: whoever saw fewer rows counts more."),
        ),
    ),
)

EXERCISES = (PASS_BACK, DIAGNOSE, GRAM_STEP, INTENSITY, COMBINE)
