"""Lesson 04, autograd and the GPU: its predictions and exercises, with mistakes, and the engine that it writes.

The engine (pass_back, Value, made, ancestors, backward) and the network that it trains are written as the lesson's
cells write them, line for line; a test compares the two, and another the engine with PyTorch on random graphs. PyTorch
is never loaded here.
"""

import math
from itertools import count

import numpy as np

from kml import regression
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
                N_("Nothing at all"),
                N_("The next cell proves it, with one number that you know from lesson 02."),
            ),
            (
                N_("What can be learned: the rest is noise"),
                N_("The generator was told noise = 0.1. A loss of 16,135 is a typical miss of 127."),
            ),
            (
                N_("Half of it: it needs more epochs"),
                N_("From epoch 200 to 300 nothing moved. With the article's 1,000 it ends at the same number."),
            ),
        ),
        answer=0,
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
            (N_("Autograd is faster: it is compiled"), N_("Each operation is. What goes on between them is not.")),
            (
                N_("Autograd takes several times as long"),
                N_(
                    "It builds a graph, walks it back, asks for a dozen small operations. The sums are the least of it."
                ),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="04.p4",
        question=N_(
            "XᵀX and Xᵀy have been computed once. Then somebody adds a hundred times more rows, and computes them "
            "again. How much longer does a step take that uses only these two?"
        ),
        options=(
            (N_("No longer at all"), N_("The rows have melted into d² + d numbers, and a step sees nothing else.")),
            (N_("A hundred times"), N_("Which of the two has grown? XᵀX is d × d, whatever the number of rows.")),
            (N_("Ten times"), N_("A step reads d² + d numbers. There is no N in it.")),
        ),
        answer=0,
    ),
    Prediction(
        id="04.p5",
        question=N_(
            "The next picture shows how many operations per second each way reaches: high is busy. Where does the way "
            "stand that finishes its step first?"
        ),
        options=(
            (N_("At the top: most operations per second"), N_("Busy is not soon. What if a way has less to do?")),
            (
                N_("At the very bottom"),
                N_("The Gram step does so little that it keeps no machine busy, and is done first."),
            ),
            (
                N_("Nearest to the roof: least wasted"),
                N_("One pass stands there. But another way need not read the rows."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="04.p6",
        question=N_(
            "Now single views, one by one. A channel has only 30, each with a length and the seconds watched. A line "
            "and a network learn from them. What predicts tomorrow's views with the smallest squared error, "
            "on average over twenty such draws?"
        ),
        options=(
            (
                N_("The average of the 30, whatever the length"),
                N_("Yes: what length does is small beside how much viewers differ, and 30 are few."),
            ),
            (
                N_("The straight line"),
                N_(
                    "It wins many a draw, by little, and loses the others by more: 30 views find its two numbers badly."
                ),
            ),
            (
                N_("The network: it won before"),
                N_("It learned from 20 means of 1,500 views each. Thirty single views are mostly accident."),
            ),
        ),
        answer=0,
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
Value.larger = lambda a, b: made("larger", a, b)
Value.__neg__ = lambda a: a * -1.0
Value.__sub__ = lambda a, b: a + -b
Value.__rsub__ = lambda a, b: b + -a
Value.__pow__ = lambda a, n: math.prod([a] * n)  # a whole number n, such as 2
Value.__truediv__ = lambda a, b: a * (1 / b)  # by a plain number


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


# (operation, the sign of a, of b and of upstream, which of a and b is larger in size), one row a case
_OPERATIONS = (
    None,  # the small numbers of the first case
    ("larger", 1, -1, 1, "a"),
    ("times", -1, 1, 1, "b"),
    ("larger", -1, 1, 1, "a"),  # larger in size only
    ("larger", 1, 1, -1, "b"),
    ("plus", 1, -1, 1, "a"),
    ("larger", 0, -1, -1, "b"),  # max(0, …), which is what models use
    ("times", -1, -1, -1, "a"),
    ("larger", 0, 1, 1, "b"),
    ("larger", -1, -1, -1, "b"),
)


def _operation_inputs(rng, k):
    if k == 0:
        return "times", 3.0, 4.0, 2.0
    operation, sign_a, sign_b, sign_up, longer = _OPERATIONS[k]
    small, large = np.round(rng.uniform([0.5, 3.0], [2.5, 6.0]), 1)
    a, b = (large, small) if longer == "a" else (small, large)
    upstream = round(rng.uniform(2.6, 2.9), 2)
    return operation, float(sign_a * a), float(sign_b * b), float(sign_up * upstream)


def _back(times, larger):
    """A whole wrong answer from its two halves, times(a, b, u) and larger(a, b, u); "plus" stays as it is given."""

    def wrong(operation, a, b, upstream):
        if operation == "plus":
            return upstream, upstream
        return (times if operation == "times" else larger)(a, b, upstream)

    return wrong


def _times(a, b, u):
    return u * b, u * a


def _larger(a, b, u):
    return (u, 0.0) if a > b else (0.0, u)


def _agrees_with_a_nudge(arguments, result):
    operation, a, b, upstream = arguments
    forward = {"plus": lambda a, b: a + b, "times": lambda a, b: a * b, "larger": max}[operation]
    for which, share in zip("ab", result, strict=True):
        h = 1e-6
        up, down = (forward(a + s * (which == "a"), b + s * (which == "b")) for s in (h, -h))
        measured = upstream * (up - down) / (2 * h) + 0.0  # -0 would be shown as it is
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
        Mistake(
            _back(lambda a, b, u: (b, a), _larger),
            N_("Through the maximum `upstream` is passed on, through the product it is not: it must be multiplied in."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (1.0, 0.0) if a > b else (0.0, 1.0)),
            N_("Through the product `upstream` is passed on; through the maximum you send 1, whatever has arrived."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (a, 0.0) if a > b else (0.0, b)),
            N_("Through the maximum you sent back the larger number. Wanted is the slope that arrived."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u, 0.0) if abs(a) > abs(b) else (0.0, u)),
            N_("You compared the sizes of the two numbers. The maximum of −5 and 2 is 2."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u, 0.0)),
            N_("Your maximum always follows a. Which of the two numbers is larger has to be asked."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (0.0, u)),
            N_("Your maximum always follows b. Which of the two numbers is larger has to be asked."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u if a > 0 else 0.0, u if b > 0 else 0.0)),
            N_("You compared each number with 0. The maximum compares the two with each other."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (u, 0.0) if a > 0 else (0.0, u)),
            N_("You compared a with 0. The maximum compares it with b."),
        ),
        Mistake(
            _back(_times, lambda a, b, u: (max(a, b) * u, max(a, b) * u)),
            N_(
                "Through the maximum you sent its value, to both. Wanted is how fast it grows: as fast as the larger "
                "number, whatever the smaller one does."
            ),
        ),
        Mistake(
            _back(lambda a, b, u: (u / 2, u / 2), _larger),
            N_("You shared the slope out between the two factors. One more of a is b more of a·b: multiply."),
        ),
        Mistake(
            _back(lambda a, b, u: (u / b, u / a), _larger),
            N_("You divided through the product. One more of a is b more of a·b: slopes are multiplied along a chain."),
        ),
        Mistake(
            _back(lambda a, b, u: (u * (a + b), u * (a + b)), _larger),
            N_("You took a + b for both slopes. The product grows differently with a and with b."),
        ),
        Mistake(
            lambda operation, a, b, upstream: (
                _times(a, b, upstream) if operation == "times" else _larger(a, b, upstream)
            ),
            N_("The lines for `plus` have gone, and the cells below need them: a sum passes `upstream` on to both."),
        ),
        Mistake(
            lambda operation, a, b, upstream: (upstream, upstream) if operation == "plus" else _times(a, b, upstream),
            N_("Your maximum is treated as a product. Is its name compared as it is written, `larger`?"),
        ),
        Mistake(
            lambda operation, a, b, upstream: (upstream, upstream) if operation == "plus" else _larger(a, b, upstream),
            N_("Your product is treated as a maximum. Is its name compared as it is written, `times`?"),
        ),
    ),
    properties=(_agrees_with_a_nudge,),
    cases=10,
    then=N_(
        "Every operation needs such a line: PyTorch has some hundreds, and for arrays each works on all numbers at "
        "once. The rest, the chain rule, is the same for all of them."
    ),
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
    y = np.round(rng.lognormal(3, 0.6, size=n) - 15 * (k % 2), 1)  # targets may lie below 0
    return ((n,), (n, 1), (1,), (1, n))[k % 4], y


def _var(y):
    return float(np.var(y))


def _terms(shape, y):
    return diagnose(shape, y)[0]


def _smallest(shape, y):
    return diagnose(shape, y)[1]


def _each_y_counts(arguments, result):
    __, y = arguments
    if result[0] < len(y):
        return _("Each of the {n} numbers of y is in one square at least, and you count only {yours}.").format(
            n=len(y), yours=result[0]
        )
    if result[0] % len(y):
        return _("Each number of y is in equally many squares, so {yours} of them cannot be: y holds {n}.").format(
            n=len(y), yours=result[0]
        )
    return None


def _the_mean_does_no_better(arguments, result):
    __, y = arguments
    smallest = result[1]
    if smallest < 0:
        return _("A mean of squares is never below 0.")
    left = float(np.mean((y - np.mean(y)) ** 2))
    if smallest > left * (1 + 1e-6):
        return _(
            "Predict the same for everybody, the mean of y: whatever the shape, the loss is {left:.5g} then. So the "
            "smallest cannot be {yours:.5g}."
        ).format(left=left, yours=smallest)
    return None


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
            N_("You count one square per row. A column (n,1) beside a row (n,) makes a table of n × n differences."),
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
            also=(
                lambda shape, y: (
                    int(np.prod(shape)) * len(y),
                    _var(y) if int(np.prod(shape)) > 1 else 0.0,
                ),
            ),
        ),
        Mistake(
            lambda shape, y: (len(y) ** 2, _var(y)) if len(shape) == 2 else (len(y), 0.0),
            N_(
                "You asked only how many axes there are. Of those with two, (1,n) meets y number by number; and the "
                "single prediction (1,) has to please all of y."
            ),
        ),
        Mistake(
            lambda shape, y: (len(y), 0.0) if shape == y.shape else (len(y) ** 2, _var(y)),
            N_(
                "You make a table of n × n of every shape but (n,). One row, (1,n), meets y number by number, and one "
                "prediction, (1,), makes n differences."
            ),
        ),
        Mistake(
            lambda shape, y: (len(y) ** 2, _smallest(shape, y)),
            N_("You count n × n squares for every shape. Only a column beside a row makes such a table."),
        ),
        Mistake(
            lambda shape, y: (len(y) ** 2 if len(shape) == 2 else len(y), _smallest(shape, y)),
            N_("You count n × n squares for each shape of two axes. One row, (1,n), meets y number by number."),
        ),
        Mistake(
            lambda shape, y: (int(np.prod(shape)), _smallest(shape, y)),
            N_("You count the predictions. `f − y` may have more numbers than f: each is one square."),
        ),
        Mistake(
            lambda shape, y: (len(shape) * len(y), _smallest(shape, y)),
            N_("`len(shape)` is the number of axes. How many numbers `f − y` holds is the product of their lengths."),
            also=(lambda shape, y: (len(shape) * len(y), 0.0 if len(shape) == 1 else _var(y)),),
        ),
        Mistake(
            lambda shape, y: (np.broadcast_shapes(shape, y.shape)[0], _smallest(shape, y)),
            N_("You took the length of the first axis of `f − y`. All axes together say how many numbers it holds."),
        ),
        Mistake(
            lambda shape, y: (sum(np.broadcast_shapes(shape, y.shape)), _smallest(shape, y)),
            N_("You added up the lengths of the axes. A table of n rows and n columns holds their product."),
        ),
        Mistake(
            lambda shape, y: (np.broadcast_shapes(shape, y.shape), _smallest(shape, y)),
            N_("The first part is the shape of `f − y`. How many numbers does an array of this shape hold?"),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if int(np.prod(shape)) == len(y) else _var(y)),
            N_(
                "You asked whether there are as many predictions as targets. A column has n of them, and still each "
                "meets all of y."
            ),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), _var(y) if len(shape) == 2 else 0.0),
            N_("You took two axes for broken and one for sound. (1,n) is sound, and (1,) is not."),
            also=(lambda shape, y: (int(np.prod(shape)) * len(y), _var(y) if len(shape) == 2 else 0.0),),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), _var(y) if _smallest(shape, y) == 0 else 0.0),
            N_("The two cases are exchanged: where each prediction meets one y, nothing is left over."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), float(np.mean(y**2))),
            N_("This is the loss of f = 0. The predictions may be anything: which are best?"),
        ),
        Mistake(
            lambda shape, y: (
                _terms(shape, y),
                0.0 if shape[-1] == len(y) else float(np.mean((y - np.median(y)) ** 2)),
            ),
            N_("You predicted the median. For squares another number does better; lesson 02 found it."),
        ),
        Mistake(
            lambda shape, y: (
                _terms(shape, y),
                0.0 if shape[-1] == len(y) else float(np.mean(np.abs(y - np.mean(y)))),
            ),
            N_("You averaged the sizes of the misses. This loss averages their squares."),
        ),
        Mistake(
            lambda shape, y: (_terms(shape, y), 0.0 if shape[-1] == len(y) else float(np.mean(y))),
            N_("This is the best prediction. Asked is the loss that is left with it."),
        ),
    ),
    properties=(_each_y_counts, _the_mean_does_no_better),
    then=N_(
        "`assert f.shape == y.shape` before a loss costs nothing. PyTorch only warns, and NumPy says nothing: both "
        "take the broadcast for what you meant."
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
    n, d = 7 + 3 * k, 2 + k % 3
    X, y = rng.normal(1, 1, size=(n, d)), rng.normal(5, 3, size=n)
    theta = np.zeros(d) if k == 1 else np.round(rng.normal(2, 3, size=d), 1)
    share = (0.1, 0.2, 0.05, 0.4)[k % 4]  # of the largest stable step: one step must go down
    return X.T @ X, X.T @ y, n, theta, float(f"{share * regression.step_limits(X).largest:.1g}")


def _goes_down(arguments, result):
    XtX, Xty, rows, theta, __ = arguments
    if np.shape(result) != theta.shape:
        return None
    gained = _error(XtX, Xty, rows, result) - _error(XtX, Xty, rows, theta)
    if gained <= 1e-9 * abs(_error(XtX, Xty, rows, theta)):
        return None
    if (result - theta) @ (XtX @ theta - Xty) >= 0:
        return _("Your step goes uphill: the mean squared error is larger by {gained} after it.").format(
            gained=_written(gained)
        )
    return _(
        "Your step sets out downhill, and goes too far or aside: the mean squared error is larger by {gained} after it."
    ).format(gained=_written(gained))


def _written(number):
    """A number with four digits, and large ones as people write them: 13,290 and not 1.329e+04."""
    return f"{number:,.0f}" if number >= 1_000 else f"{number:.4g}"


def _error(XtX, Xty, rows, theta):
    """The mean squared error, but for the mean of y², which no step changes."""
    return (theta @ XtX @ theta - 2 * theta @ Xty) / rows


def _gram_in_place(XtX, Xty, rows, theta, eta):
    theta -= eta * 2 / rows * (XtX @ theta - Xty)
    return theta


def _as_many_steps_as_rows(XtX, Xty, rows, theta, eta):
    for __ in range(rows):
        theta = gram_step(XtX, Xty, rows, theta, eta)
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
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (Xty @ theta - XtX),
            N_("XᵀX and Xᵀy have changed places: theta is multiplied by the matrix, and the vector is taken off."),
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
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 * (XtX @ theta - Xty),
            N_("The 2 is there, and N is not: XᵀX and Xᵀy are sums over the rows, and the error is a mean."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 * rows * (XtX @ theta - Xty),
            N_("You multiplied with N. XᵀX and Xᵀy are sums already: a mean divides them by the rows."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - 2 / rows * (XtX @ theta - Xty),
            N_("The learning rate does not occur: this is a step by the whole gradient."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: -eta * 2 / rows * (XtX @ theta - Xty),
            N_("This is the move. The answer is where you stand after it."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * XtX @ theta - Xty,
            N_("Brackets are missing: Xᵀy is taken away as a whole, where it should be scaled with the rest."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * (2 / rows * XtX @ theta - Xty),
            N_("2/N reaches only the first of the two products. Both are sums over the rows."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * XtX @ (theta - Xty),
            N_("The bracket holds theta − Xᵀy. XᵀX is multiplied with theta only; Xᵀy has its Xᵀ already."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (XtX @ theta),
            N_("Xᵀy does not occur, and with it what was measured: such steps lead to theta = 0."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (XtX.T @ XtX @ theta - XtX.T @ Xty),
            N_("You multiplied with the Gram matrix once more. XᵀX and Xᵀy hold their Xᵀ already."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * (np.diag(XtX) * theta - Xty),
            N_("You used the diagonal of XᵀX only. What stands beside it says how the features go together."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / XtX.size * (XtX @ theta - Xty),
            N_("You divided by the numbers in XᵀX. The mean runs over the rows, and only `rows` knows how many."),
        ),
        Mistake(
            _as_many_steps_as_rows,
            N_("You took as many steps as there are rows. One is asked for: `rows` only turns the sums into means."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: theta - eta * 2 / rows * np.sum(XtX @ theta - Xty),
            N_("You added the slopes up, so every weight moves by the same. Each weight has a slope of its own."),
        ),
        Mistake(
            lambda XtX, Xty, rows, theta, eta: (1 - eta) * theta - eta * 2 / rows * (XtX @ theta - Xty),
            N_("theta itself shrinks with every step of yours. Only the gradient is taken away."),
        ),
    ),
    properties=(_goes_down,),
    then=N_(
        "`np.linalg.solve(XtX, Xty)` takes all steps at once, and costs about d³ operations; a step costs d². With few "
        "features nobody steps, and with 100,000 of them, XᵀX alone would be 80 GB."
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
    rows, features = int(rng.integers(70, 5000)), int(rng.integers(2, 60))
    if k == 3:
        features = 1
    if k == 5:
        rows, features = features, rows  # more features than rows
    return rows, features, (8, 4, 2)[k % 3]


def _ratio(operations, numbers):
    """A wrong intensity: operations(N, d) / (itemsize · numbers(N, d))."""

    def wrong(rows, features, itemsize):
        return operations(rows, features) / (itemsize * numbers(rows, features))

    return wrong


def _operations(N, d):
    return 4 * N * d + N + 3 * d


def _numbers(N, d):
    return N * d + N + 2 * d


def _no_number_is_used_more_than_four_times(arguments, result):
    __, __, itemsize = arguments
    most, least = 4 / itemsize, 2 / itemsize
    if not least <= result <= most:
        return _(
            "Every number of X is read once and used in 4 operations, and the other numbers in fewer. With {itemsize} "
            "bytes a number, the result lies between {least:g} and {most:g}; yours is {yours:.4g}."
        ).format(itemsize=itemsize, least=least, most=most, yours=result)
    return None


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
            lambda rows, features, itemsize: _operations(rows, features) / itemsize,
            N_("You divided by the bytes of a single number. How many numbers are moved?"),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d, lambda N, d: N * d),
            N_("You kept the largest terms only. That is close for many features, and far off for few: count y too."),
        ),
        Mistake(
            _ratio(lambda N, d: 2 * N * d, lambda N, d: N * d),
            N_(
                "X is used twice, each time multiplied and added: 4 operations a number. And y is missing among what "
                "is read."
            ),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + N + 3, _numbers),
            N_("The 3 operations at the end are done once in your count. Each weight has them."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + 3 * d, _numbers),
            N_("The subtractions are missing: each row has one, − y."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + N, _numbers),
            N_("The operations at the end are missing: each weight has 3."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + N * d + 3 * d, _numbers),
            N_("You count a subtraction for every number of X. There is one for each row."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + 4 * N + 3 * d, _numbers),
            N_("You count 4 operations for each number of y. It is used once, in the subtraction."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + N + d, _numbers),
            N_("Each weight has one operation at the end in your count, and there are 3."),
        ),
        Mistake(
            _ratio(lambda N, d: 4 * N * d + N + 2 * d, _numbers),
            N_("Each weight has two operations at the end in your count, and there are 3."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d + N),
            N_("theta is missing among the bytes: it is read once and written once."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d),
            N_("Among the bytes you count X only. y and theta move, too."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d + 2 * N + 2 * d),
            N_("You count y twice. It is read once, and nothing is written over it."),
        ),
        Mistake(
            _ratio(_operations, lambda N, d: N * d + N + 3 * d),
            N_("theta is counted three times. It is read once and written once."),
        ),
        Mistake(
            lambda rows, features, itemsize: (
                _operations(rows, features) / (itemsize * rows * features + rows + 2 * features)
            ),
            N_("Only the numbers of X are turned into bytes. `itemsize` belongs to all of them: a bracket is missing."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) / itemsize * _numbers(rows, features),
            N_("Python divides by `itemsize`, and multiplies by what follows: put all bytes in brackets."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) / (8 * itemsize * _numbers(rows, features)),
            N_("`itemsize` is counted in bytes already. With another 8 these are operations per bit."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) * itemsize / _numbers(rows, features),
            N_("`itemsize` stands above the line. Larger numbers are more bytes, and fewer operations for each."),
        ),
        Mistake(
            lambda rows, features, itemsize: float(itemsize * _numbers(rows, features)),
            N_("These are the bytes. Asked is how many operations there are for each."),
        ),
        Mistake(
            lambda rows, features, itemsize: intensity(features, rows, itemsize),
            N_("Rows and features are exchanged. A subtraction goes with a row, and a weight with a feature."),
        ),
        Mistake(
            lambda rows, features, itemsize: _operations(rows, features) / (8 * _numbers(rows, features)),
            N_("You took 8 bytes for every number. float32 has 4, half precision 2: use `itemsize`."),
        ),
    ),
    properties=(_no_number_is_used_more_than_four_times,),
    then=N_(
        "However many features there are, it stays below 4 / `itemsize`: one operation per byte in float32. The next "
        "cells show machines that could do many for each byte they read."
    ),
)

# --- 04.5 many workers -----------------------------------------------------------------------------------------------


def combine(gradients, counts):
    """The gradient of all rows (d,), from each worker's own mean gradient (workers × d) and its number of rows."""
    sums = counts @ gradients
    return sums / counts.sum()


def _workers_inputs(rng, k):
    if k == 0:  # lesson 03's four views at theta = 0: two with one worker, one with each of two others
        return np.array([[-30.0, 0.0], [-80.0, -80.0], [-100.0, -100.0]]), np.array([2, 1, 1])
    workers, d = (1, 9) if k == 5 else (3 + k % 3, 2 + k % 4)
    counts = rng.integers(1, 40, size=workers) + 40 * rng.permutation(workers)
    if k == 3:
        counts[:] = counts[0]  # equal shares
    return np.round(rng.normal(0, 20, size=(workers, d)), 1), counts


def _lies_among_the_workers(arguments, result):
    gradients, __ = arguments
    if np.shape(result) != gradients.shape[1:]:
        return None
    low, high = gradients.min(axis=0), gradients.max(axis=0)
    for j in range(len(result)):
        if not low[j] - 1e-4 <= result[j] <= high[j] + 1e-4:
            return _(
                "Along weight {j}, the workers report from {low:.6g} to {high:.6g}. The mean over all rows lies "
                "between them; yours is {yours:.6g}."
            ).format(j=j, low=low[j], high=high[j], yours=result[j])
    return None


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
        Mistake(
            lambda gradients, counts: np.median(gradients, axis=0),
            N_("You took the worker in the middle. The gradient of all rows is a mean, in which each row counts once."),
        ),
        Mistake(
            lambda gradients, counts: gradients[0],
            N_("You took the first worker's word for all. What the others saw is lost."),
        ),
        Mistake(
            lambda gradients, counts: gradients.mean(axis=1),
            N_("You averaged over the weights, one number per worker. Wanted is one per weight: which axis is it?"),
        ),
        Mistake(
            lambda gradients, counts: gradients.sum(axis=0) / counts.sum(),
            N_(
                "You divided the workers' means by all rows. Each mean must become a sum first, with that worker's own "
                "count."
            ),
        ),
        Mistake(
            lambda gradients, counts: counts @ gradients / counts.max(),
            N_("You divided by the rows of the largest worker. The mean runs over the rows of all."),
        ),
        Mistake(
            lambda gradients, counts: (gradients / counts[:, None]).sum(axis=0),
            N_(
                "You divided each worker's mean by its count. It is a mean already; times its count, it is a sum again."
            ),
        ),
        Mistake(
            lambda gradients, counts: np.sqrt(counts) @ gradients / np.sqrt(counts).sum(),
            N_("You weighted with the roots of the counts. In a mean over rows, a row counts the same wherever it is."),
        ),
        Mistake(
            lambda gradients, counts: counts**2 @ gradients / (counts**2).sum(),
            N_("The counts are in it twice, so that large workers count for too much."),
        ),
        Mistake(
            lambda gradients, counts: -(counts @ gradients) / counts.sum(),
            N_("You turned the sign. This is the gradient; going against it is what the step does."),
        ),
    ),
    properties=(_lies_among_the_workers,),
    then=N_(
        "`np.average(gradients, axis=0, weights=counts)` is the same. On many machines it is one `all_reduce` of d "
        "numbers; sums of floats depend on their order, so the last digits may change with the number of workers."
    ),
)

# --- 04.6 a network, trained by the engine ----------------------------------------------------------------------------


def network(x, weights):
    """Step 1: b + Σ v · max(0, w·x + c) for weights [b, w, c, v, w, c, v, …]."""
    predicted = weights[0]
    for k in range(1, len(weights), 3):
        w, c, v = weights[k : k + 3]
        predicted = predicted + v * (w * x + c).larger(0.0)
    return predicted


def train(x, y, start, eta, steps):
    """(losses, weights): the loss before each step, and the weights after the last one."""
    weights, losses = [Value(number) for number in start], []
    for __ in range(steps):
        loss = 0.0
        for length, watched in zip(x, y, strict=True):
            loss = loss + (network(length, weights) - watched) ** 2 / len(x)
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]


# (points, hidden units, steps), one row a case; the first is small enough for a pencil
_TRAININGS = ((1, 1, 1), (2, 1, 1), (2, 1, 2), (3, 2, 1), (3, 2, 3), (4, 1, 3), (2, 2, 2), (4, 2, 2))


def _training_inputs(rng, k):
    if k == 0:
        return [2.0], [20.0], [5.0, 1.0, 0.0, 10.0], 0.01, 1
    points, units, steps = _TRAININGS[k]
    while True:  # until no unit is near its kink, where a slope depends on rounding, and each unit is heard
        x = [round(float(value), 1) for value in rng.uniform(-2, 2, points)]
        y = [round(float(value), 1) for value in rng.uniform(-2, 2, points)]
        start = [round(float(rng.uniform(0.3, 0.9)), 1)]
        for unit in range(units):
            w, v = rng.uniform(0.5, 1.5), rng.uniform(0.4, 1.2) * (-1) ** (unit + k)
            start += [round(float(w * (-1) ** unit), 1), round(float(rng.uniform(0.2, 0.8)), 1), round(float(v), 1)]
        eta = round(float(rng.uniform(0.02, 0.09)), 2)
        inside = np.array([[w * a + c for a in x] for w, c, __ in np.reshape(start[1:], (-1, 3))])
        if np.abs(inside).min() > 0.3 and (inside > 0).any(axis=1).all() and (k < 3 or (inside < 0).any()):
            return x, y, start, eta, steps


def _in_numbers(x, weights):
    """The network in plain numbers, for the properties."""
    return weights[0] + sum(v * max(0.0, w * x + c) for w, c, v in np.reshape(weights[1:], (-1, 3)))


def _error_in_numbers(x, y, weights):
    return float(np.mean([(_in_numbers(a, weights) - b) ** 2 for a, b in zip(x, y, strict=True)]))


def _one_loss_for_each_step(arguments, result):
    steps, losses = arguments[4], result[0]
    if len(losses) != steps:
        return _("Step 3: {steps} steps have {steps} losses, one before each; yours has {yours}.").format(
            steps=steps, yours=len(losses)
        )
    return None


def _begins_with_the_loss_of_the_start(arguments, result):
    x, y, start, *__ = arguments
    error = _error_in_numbers(x, y, start)
    if abs(result[0][0] - error) > 1e-6 * max(1.0, error):
        return _(
            "Steps 1 and 2: with the weights of `start` the network predicts {predicted:.4g} for x = {x}, where y is "
            "{y}. Over all points the mean squared error is {error:.6g}; your first loss is {yours:.6g}."
        ).format(predicted=_in_numbers(x[0], start), x=x[0], y=y[0], error=error, yours=result[0][0])
    return None


def _one_step_goes_against_the_slope(arguments, result):
    x, y, start, eta, steps = arguments
    if steps != 1:
        return None
    if len(result[1]) != len(start):
        return _("There are {n} weights in `start`, and {yours} in your answer.").format(
            n=len(start), yours=len(result[1])
        )
    for j, before in enumerate(start):
        nudged = [[*start[:j], before + h, *start[j + 1 :]] for h in (1e-5, -1e-5)]
        slope = (_error_in_numbers(x, y, nudged[0]) - _error_in_numbers(x, y, nudged[1])) / 2e-5
        if abs(result[1][j] - (before - eta * slope)) > 1e-5 * max(1.0, abs(eta * slope)):
            return _(
                "Step 3: nudge weight {j} of `start` and measure: the slope is {slope:.4g}. One step of eta = {eta} "
                "leads from {before} to {after:.6g}; yours is {yours:.6g}."
            ).format(j=j, slope=slope, eta=eta, before=before, after=before - eta * slope, yours=result[1][j])
    return None


def _training(unit=lambda w, c, v, x: v * (w * x + c).larger(0.0), miss=lambda p, b: (p - b) ** 2, bias=None,
              loss=lambda parts: sum(parts) / len(parts), move=lambda weight, eta: weight.data - eta * weight.grad,
              moved=lambda weights: weights, begin=1):  # fmt: skip
    """A whole wrong answer, with one part of `network` or of `train` exchanged."""

    def predict(x, weights):
        predicted = weights[0] if bias is None else bias(weights)
        for k in range(begin, len(weights), 3):
            w, c, v = weights[k : k + 3]
            predicted = predicted + unit(w, c, v, x)
        return predicted

    def wrong(x, y, start, eta, steps):
        weights, losses = [Value(number) for number in start], []
        for __ in range(steps):
            total = loss([miss(predict(a, weights), b) for a, b in zip(x, y, strict=True)])
            total.backward()
            losses.append(total.data)
            for weight in moved(weights):
                weight.data = move(weight, eta)
        return losses, [weight.data for weight in weights]

    return wrong


def _by_one_loop(at_end=False, again=True, add_up=False, one_by_one=False):
    """`train` with another order of its lines: losses after the steps, slopes taken once, slopes that add up …"""

    def wrong(x, y, start, eta, steps):
        weights, losses = [Value(number) for number in start], []
        kept = [0.0 for __ in weights]

        def look():
            loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)
            loss.backward()
            return loss

        for step in range(steps):
            if again or not step:
                loss = look()
            if not at_end:
                losses.append(loss.data)
            for j, weight in enumerate(weights):
                if one_by_one and j:
                    look()
                kept[j] = kept[j] + weight.grad if add_up else weight.grad
                weight.data -= eta * kept[j]
            if at_end:
                losses.append(look().data)
        return losses, [weight.data for weight in weights]

    return wrong


def _after_each_point(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for __ in range(steps):
        squares = []
        for a, b in zip(x, y, strict=True):
            square = (network(a, weights) - b) ** 2
            square.backward()
            squares.append(square.data)
            for weight in weights:
                weight.data -= eta * weight.grad
        losses.append(sum(squares) / len(squares))
    return losses, [weight.data for weight in weights]


def _after_each_point_and_the_last_one_s_loss(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    for __ in range(steps):
        for a, b in zip(x, y, strict=True):
            loss = (network(a, weights) - b) ** 2
            loss.backward()
            for weight in weights:
                weight.data -= eta * weight.grad
        losses.append(loss.data)
    return losses, [weight.data for weight in weights]


def _one_loss_for_all_steps(x, y, start, eta, steps):
    weights, losses = [Value(number) for number in start], []
    loss = sum((network(a, weights) - b) ** 2 for a, b in zip(x, y, strict=True)) / len(x)
    for __ in range(steps):
        loss.backward()
        losses.append(loss.data)
        for weight in weights:
            weight.data -= eta * weight.grad
    return losses, [weight.data for weight in weights]


def _by_network(unit, places=lambda weights: range(1, len(weights), 3)):
    """`train` with a network that raises: its unit(x, w, c, v) cannot compute, or a place has no weights."""

    def predict(x, weights):
        predicted = weights[0]
        for k in places(weights):
            w, c, v = weights[k : k + 3]
            predicted = predicted + unit(x, w, c, v)
        return predicted

    def wrong(x, y, start, eta, steps):
        return predict(x[0], [Value(number) for number in start])

    return wrong


def _all_points_at_once(x, y, start, eta, steps):
    return network(x, [Value(number) for number in start])


def _one_loss_more(x, y, start, eta, steps):
    losses, __ = train(x, y, start, eta, steps + 1)
    return losses, train(x, y, start, eta, steps)[1]


TRAIN = Exercise(
    id="04.6",
    name="train",
    title=N_("Your engine trains a network"),
    term="神经网络",
    minutes=20,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "Four things are repeated: predict every point and square the misses; take their mean, a `Value`; let it "
            "go `backward()`; move every weight against its slope. When do you write the loss down?"
        ),
        N_(
            "Begin each step with loss = 0.0 and add (network(length, weights) - watched) ** 2 / len(x) for each pair "
            "of zip(x, y). After loss.backward() every weight knows its .grad."
        ),
        N_(
            "`for weight in weights: weight.data -= eta * weight.grad`. Write `loss.data` into `losses` before you "
            "move, and `return losses, [weight.data for weight in weights]` after the last step."
        ),
    ),
    inputs=_training_inputs,
    reference=train,
    mistakes=(
        Mistake(
            _training(loss=sum),
            N_("You added the squares up. The loss is their mean, so that a rate suits any number of points."),
        ),
        Mistake(
            _training(move=lambda weight, eta: weight.data + eta * weight.grad),
            N_("You went with the slope, uphill. The loss falls against it: minus."),
        ),
        Mistake(
            _training(move=lambda weight, eta: weight.data - weight.grad),
            N_("`eta` is missing: the whole slope is far too long a step."),
        ),
        Mistake(
            _training(move=lambda weight, eta: -eta * weight.grad),
            N_("The old weight is missing: a step starts from where you stand."),
        ),
        Mistake(
            _training(move=lambda weight, eta: weight.data),
            N_("The weights have not moved. A step changes `weight.data`, for every weight."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: v * (w * x + c)),
            N_("Without the maximum each unit is a straight line, and a sum of straight lines is one, too."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: (v * (w * x + c)).larger(0.0)),
            N_("You took the maximum after multiplying with v. First the kink, max(0, w·x + c), then times v."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: v * ((w * x).larger(0.0) + c)),
            N_("You added c outside of the maximum. Inside it c moves the kink; outside it only lifts the unit."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: v * (w * x).larger(0.0)),
            N_("c is missing: without it every kink is at x = 0."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: (w * x + c).larger(0.0)),
            N_("v is missing: how much each unit counts in the prediction."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: v * (c * x + w).larger(0.0)),
            N_("w and c have changed places: w belongs to x, and c stands alone."),
        ),
        Mistake(
            _training(unit=lambda w, c, v, x: w * (v * x + c).larger(0.0)),
            N_("w and v have changed places: w stands inside of the maximum, v before it."),
        ),
        Mistake(
            _training(bias=lambda weights: 0.0),
            N_("The first weight, b, is missing in the prediction."),
        ),
        Mistake(
            _training(bias=lambda weights: 0.0, unit=lambda w, c, v, x: v * (w * x + c).larger(0.0), begin=0),
            N_("Your units begin at weight 0. That one is b; the first unit has the weights 1, 2 and 3."),
        ),
        Mistake(
            _training(miss=lambda p, b: (p - b).larger(b - p)),
            N_("You averaged the sizes of the misses. The loss of this lesson averages their squares."),
        ),
        Mistake(
            _training(miss=lambda p, b: (p - b) ** 2 / 2),
            N_("You halved the squares. Some books do, so that the 2 goes away; here the loss is their mean itself."),
        ),
        Mistake(
            _training(miss=lambda p, b: p**2 - b**2),
            N_("You took the difference of two squares. First the difference, then its square."),
        ),
        Mistake(
            _training(loss=lambda parts: parts[-1]),
            N_("Only the last point counts in your loss. It is the mean over all of them."),
        ),
        Mistake(
            _training(loss=lambda parts: parts[0]),
            N_("Only the first point counts in your loss. It is the mean over all of them."),
        ),
        Mistake(
            _training(moved=lambda weights: weights[1:]),
            N_("The first weight, b, never moves. It learns like the others."),
        ),
        Mistake(
            _training(moved=lambda weights: weights[3::3]),
            N_("Only the v learn. The w and c, which move the kinks, and b have slopes, too."),
        ),
        Mistake(
            _by_one_loop(at_end=True),
            N_("Your losses are those after each step. Write the loss down before you move."),
        ),
        Mistake(
            _by_one_loop(again=False),
            N_("You took the slopes once and used them for every step. They change with the weights: predict again."),
        ),
        Mistake(
            _by_one_loop(add_up=True),
            N_("Your slopes add up from step to step. Each step needs those of this step alone."),
        ),
        Mistake(
            _by_one_loop(one_by_one=True),
            N_("You moved one weight, and took the next one's slope at the new place. All slopes belong to one place."),
        ),
        Mistake(
            _after_each_point,
            N_("You took a step after every point. Here one step sees all points: first the mean, then backward."),
            also=(_after_each_point_and_the_last_one_s_loss,),
        ),
        Mistake(
            _one_loss_for_all_steps,
            N_(
                "You made the loss once, before the loop. It keeps the weights that it was made of: predict again at "
                "each step, with those that have moved."
            ),
        ),
        Mistake(
            _by_network(lambda x, w, c, v: v * max(0.0, w * x + c)),
            N_("Python's own `max` cannot compare a `Value`. `(w * x + c).larger(0.0)` is the maximum that remembers."),
            also=(
                _by_network(lambda x, w, c, v: v * max(0, w * x + c)),
                _by_network(lambda x, w, c, v: v * max(w * x + c, 0.0)),
                _by_network(lambda x, w, c, v: v * max(w * x + c, 0)),
                _by_network(lambda x, w, c, v: v * np.maximum(0.0, w * x + c)),
                _by_network(lambda x, w, c, v: v * np.maximum(w * x + c, 0.0)),
            ),
        ),
        Mistake(
            _by_network(lambda x, w, c, v: v * (w * x + c).larger(0.0), places=lambda weights: (1, 4, 7)),
            N_(
                "Your network asks for three units, and this one has fewer. `range(1, len(weights), 3)` goes on as "
                "long as there are weights."
            ),
        ),
        Mistake(
            _all_points_at_once,
            N_("You handed `network` the whole list x. It predicts one number: go through x and y in a loop."),
        ),
        Mistake(
            _one_loss_more,
            N_("There is one loss too many: one before each step, and none after the last."),
        ),
    ),
    properties=(
        _one_loss_for_each_step,
        _begins_with_the_loss_of_the_start,
        _one_step_goes_against_the_slope,
    ),
    then=N_(
        "This is all of training, at any size. What changes in large models is the network, and that each step sees "
        "only a part of the rows."
    ),
)

EXERCISES = (PASS_BACK, DIAGNOSE, GRAM_STEP, INTENSITY, COMBINE, TRAIN)
