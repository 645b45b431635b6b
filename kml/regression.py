"""Linear regression learned by gradient descent, in the letters of the equations.

X (n×d) one row a view, one column a feature; y (n,) what was measured, in seconds of watch time; theta (d,) the
weights; eta the learning rate. The objective is always the *mean* squared error, (1/N)·‖y − Xθ‖², so nothing here
changes with the number of rows. Everything is float64; shapes that do not fit together raise a
ValueError that names the argument. Lesson 02 states the problem, lesson 03 derives each formula.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, choice, number, rng, whole_number
from kml.core.words import _, listed, ngettext

# --- the objective ---------------------------------------------------------------------------------------------------


def add_intercept(X: "ArrayLike") -> np.ndarray:
    """X (n×d) with a column of ones in front, (n×(d+1)): its weight is the prediction when every feature is 0.

    >>> from kml import regression
    >>> regression.add_intercept([[15.0], [60.0]]).tolist()
    [[1.0, 15.0], [1.0, 60.0]]
    """
    X = array("X", X, ndim=2)
    return np.column_stack([np.ones(len(X)), X])


def best_constant(y: "ArrayLike", loss: str = "mse") -> float:
    """The one number that predicts every y (n,) best: the mean for loss="mse", the median for loss="mae".

    >>> from kml import regression
    >>> views = [2, 3, 4, 5, 86]  # four swipes and a viewer who stayed
    >>> regression.best_constant(views), regression.best_constant(views, "mae")
    (20.0, 4.0)
    """
    y = array("y", y, ndim=1)
    choice("loss", loss, ("mse", "mae"))
    return float(np.mean(y) if loss == "mse" else np.median(y))


def mse(y: "ArrayLike", y_hat: "ArrayLike") -> float:
    """Mean squared error of predictions y_hat (n,) for measurements y (n,), in squared seconds.

    Both need the same shape: (n,) against (n,1) would silently become n×n differences, so it is refused.

    >>> from kml import regression
    >>> regression.mse([10, 20], [13, 16])
    12.5
    """
    y = array("y", y, ndim=1)
    y_hat = array("y_hat", y_hat, shape=y.shape)
    return float(np.mean((y - y_hat) ** 2))


def residuals(X: "ArrayLike", y: "ArrayLike", theta: "ArrayLike") -> np.ndarray:
    """r = Xθ − y, shape (n,): predicted minus measured, in the units of y.

    >>> from kml import regression
    >>> regression.residuals([[1, 10], [1, 20]], [9, 9], [2, 0.5]).tolist()
    [-2.0, 3.0]
    """
    X, y, theta = _problem(X, y, theta)
    return X @ theta - y


def mse_objective(X: "ArrayLike", y: "ArrayLike", theta: "ArrayLike") -> float:
    """The mean squared error (1/N)·‖y − Xθ‖² at one theta (d,).

    >>> from kml import regression
    >>> X, y = [[1, 10], [1, 20]], [9, 9]
    >>> regression.mse_objective(X, y, [2, 0.5]), regression.mse_objective(X, y, [9, 0])
    (6.5, 0.0)
    """
    X, y, theta = _problem(X, y, theta)
    return float(np.mean((X @ theta - y) ** 2))


def losses(X: "ArrayLike", y: "ArrayLike", path: "ArrayLike") -> np.ndarray:
    """The mean squared error at every row of a path (k×d), shape (k,); inf where a diverging path left the floats.

    >>> from kml import regression
    >>> regression.losses([[1], [1]], [2, 4], [[0], [2], [3]]).tolist()  # the mean, 3, is the lowest point
    [10.0, 2.0, 1.0]
    """
    X, y, __ = _problem(X, y)
    path = np.asarray(path, dtype=np.float64)
    if path.ndim != 2 or path.shape[1] != X.shape[1]:
        raise ValueError(
            _("path must have shape (steps + 1, {weights}); got shape {shape}.").format(
                weights=X.shape[1], shape=path.shape
            )
        )
    with np.errstate(over="ignore", invalid="ignore"):
        out = np.array([np.mean((X @ theta - y) ** 2) for theta in path])
    return np.where(np.isnan(out), np.inf, out)


def gradient(X: "ArrayLike", y: "ArrayLike", theta: "ArrayLike") -> np.ndarray:
    """The gradient of the mean squared error at theta, shape (d,): (2/N)·Xᵀ(Xθ − y). It points uphill.

    >>> from kml import regression
    >>> X, y = [[1], [1]], [2, 4]
    >>> regression.gradient(X, y, [5]).tolist(), regression.gradient(X, y, [3]).tolist()  # flat at the bottom, 3
    ([4.0], [0.0])
    """
    X, y, theta = _problem(X, y, theta)
    return 2 / len(y) * X.T @ (X @ theta - y)


def hessian(X: "ArrayLike") -> np.ndarray:
    """The matrix of second derivatives of the mean squared error, (d×d): (2/N)·XᵀX. It depends on X alone.

    >>> from kml import regression
    >>> regression.hessian([[1, 10], [1, 20]]).tolist()
    [[2.0, 30.0], [30.0, 500.0]]
    """
    X = array("X", X, ndim=2)
    return 2 / len(X) * X.T @ X


def finite_difference(f: Callable, theta: "ArrayLike", step: float = 1e-5) -> np.ndarray:
    """The gradient of any f(theta) → number, measured by nudging each weight both ways (central differences), (d,).

    The nudge is step·max(1, |theta_j|). Its error is about step² times the third derivative, none for a quadratic,
    plus rounding of about 1e-16·|f|/step.

    >>> from kml import regression
    >>> regression.finite_difference(lambda theta: theta[0] ** 2 + 3 * theta[1], [5, 1]).round(6).tolist()
    [10.0, 3.0]
    """
    theta = array("theta", theta, ndim=1)
    number("step", step, above=0)
    slopes = np.empty_like(theta)
    for j in range(len(theta)):
        nudge = np.zeros_like(theta)
        nudge[j] = step * max(1.0, abs(theta[j]))
        slopes[j] = (f(theta + nudge) - f(theta - nudge)) / (2 * nudge[j])
    return slopes


# --- how long a step may be ------------------------------------------------------------------------------------------


class StepLimits(NamedTuple):
    """What the curvature of the mean squared error says about gradient descent with a fixed learning rate.

    mu, L: smallest and largest eigenvalue of the Hessian. kappa = L/mu, the condition number (inf if mu is 0).
    largest = 2/L: from here on descent no longer converges. best = 2/(mu + L): the fastest fixed rate; the error then
    shrinks by the factor rate = (kappa − 1)/(kappa + 1) a step. (Compare Nocedal & Wright 2006, section 3.3.)
    """

    mu: float
    L: float
    kappa: float
    largest: float
    best: float
    rate: float


def step_limits(X: "ArrayLike") -> StepLimits:
    """The StepLimits of the mean squared error over the features X (n×d). Raises ValueError if X is all zeros.

    >>> from kml import regression
    >>> limits = regression.step_limits([[1, 0], [0, 10]])  # two features, one ten times as large
    >>> limits.kappa, limits.largest, round(limits.rate, 2)
    (100.0, 0.02, 0.98)
    """
    eigenvalues = np.linalg.eigvalsh(hessian(X))
    L = float(eigenvalues[-1])
    if L == 0:
        raise ValueError(_("X must have a value other than zero; got zeros only, so there is no slope to follow."))
    mu = float(eigenvalues[0])
    if mu <= len(eigenvalues) * np.finfo(float).eps * L:  # zero but for rounding: collinear features
        mu = 0.0
    kappa = L / mu if mu else np.inf
    return StepLimits(mu=mu, L=L, kappa=kappa, largest=2 / L, best=2 / (mu + L), rate=(L - mu) / (L + mu))


# --- descending ------------------------------------------------------------------------------------------------------


def one_step(X: "ArrayLike", y: "ArrayLike", theta: "ArrayLike", eta: float) -> np.ndarray:
    """Theta after one step of gradient descent, shape (d,): θ − η·gradient. The theta given is left as it was.

    >>> from kml import regression
    >>> regression.one_step([[1], [1]], [2, 4], [0], eta=0.25).tolist()
    [1.5]
    """
    X, y, theta = _problem(X, y, theta)
    return theta - number("eta", eta, above=0) * gradient(X, y, theta)


def descend(
    X: "ArrayLike", y: "ArrayLike", theta0: "ArrayLike", eta: float, steps: int, momentum: float = 0.0
) -> np.ndarray:
    """Gradient descent over all rows: the path (steps+1, d) from theta0, which is its first row.

    momentum in [0, 1) adds that share of the last move to each move (Polyak's heavy ball); 0 is plain descent. A rate
    eta that is too large is not refused: the path grows without bound, as it should, and may end in inf or nan.

    >>> from kml import regression
    >>> X, y = [[1], [1]], [2, 4]
    >>> regression.descend(X, y, [0], eta=0.25, steps=4).ravel().tolist()  # half of the way to 3 at each step
    [0.0, 1.5, 2.25, 2.625, 2.8125]
    >>> regression.descend(X, y, [0], eta=1.25, steps=4).ravel().tolist()  # too long: every step overshoots
    [0.0, 7.5, -3.75, 13.125, -12.1875]
    """
    X, y, theta = _problem(X, y, theta0, name="theta0")
    every_row = [slice(None)] * whole_number("steps", steps)
    return _walk(X, y, theta, number("eta", eta, above=0), every_row, momentum)


def descend_sgd(
    X: "ArrayLike",
    y: "ArrayLike",
    theta0: "ArrayLike",
    eta: "ArrayLike",
    steps: int,
    *,
    batch: int = 1,
    seed: int = 0,
    momentum: float = 0.0,
) -> np.ndarray:
    """Stochastic gradient descent: each step looks at `batch` rows drawn at random; the path (steps+1, d).

    batch=1 is one row a step, 1 < batch < n a mini-batch. Rows are drawn with replacement, so that each step's
    gradient is an unbiased estimate of the full one. eta: one number, or an array (steps,) for a rate that changes.
    The same seed gives the same path.

    >>> from kml import regression
    >>> X, y = [[1], [1]], [2, 4]
    >>> path = regression.descend_sgd(X, y, [0], eta=0.25, steps=4).ravel()
    >>> path.tolist()  # each step goes half of the way to one row's answer, 2 or 4; it never rests at 3
    [0.0, 2.0, 3.0, 3.5, 2.75]
    """
    X, y, theta = _problem(X, y, theta0, name="theta0")
    steps = whole_number("steps", steps)
    eta = array("eta", eta, shape=(steps,), empty=True) if np.ndim(eta) else number("eta", eta, above=0)
    rows = rng(seed).integers(len(y), size=(steps, whole_number("batch", batch, low=1)))
    return _walk(X, y, theta, eta, rows, momentum)


def _walk(X, y, theta, eta, rows_of_step, momentum):
    momentum = number("momentum", momentum, 0, below=1)
    etas = np.broadcast_to(eta, len(rows_of_step))
    path, move = [theta], np.zeros_like(theta)
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, rate in zip(rows_of_step, etas, strict=True):
            seen, wanted = X[rows], y[rows]
            slope = 2 / len(wanted) * seen.T @ (seen @ theta - wanted)
            move = momentum * move - rate * slope
            theta = theta + move
            path.append(theta)
    return np.array(path)


# --- the answer in one go --------------------------------------------------------------------------------------------


def normal_equations(X: "ArrayLike", y: "ArrayLike") -> np.ndarray:
    """The theta (d,) with the smallest mean squared error, by solving XᵀXθ = Xᵀy.

    Collinear features have no single best theta: ValueError, which says which column the others already contain.
    Columns are scaled to length 1 before solving (and back after), so that milliseconds beside flags lose no digits.

    >>> from kml import regression
    >>> X = regression.add_intercept([[10], [20], [30]])
    >>> regression.normal_equations(X, [7, 12, 17]).round(6).tolist()  # 2 s, and half of the length
    [2.0, 0.5]
    """
    X, y, __ = _problem(X, y)
    n, d = X.shape
    if n < d:
        raise ValueError(
            ngettext(
                "X must have at least as many rows as columns; got {rows} row for {weights} weights.",
                "X must have at least as many rows as columns; got {rows} rows for {weights} weights.",
                n,
            ).format(rows=n, weights=d)
        )
    length = np.linalg.norm(X, axis=0)
    if (length == 0).any():
        raise ValueError(
            _("X must have no column of zeros; got one in column {column}: drop it.").format(
                column=int(np.argmin(length))
            )
        )
    Z = X / length
    left_over = np.abs(np.diag(np.linalg.qr(Z, mode="r")))  # what is new in each column, given those before it
    if left_over.min() < 1e-9:
        j = int(np.argmax(left_over < 1e-9))
        shares = np.linalg.lstsq(Z[:, :j], Z[:, j], rcond=None)[0]
        others = np.flatnonzero(np.abs(shares) > 1e-9)
        raise ValueError(
            ngettext(
                "X must not have collinear features; got column {column} = a multiple of column {others}, so many "
                "theta fit equally well: drop one of them.",
                "X must not have collinear features; got column {column} = a mix of columns {others}, so many theta "
                "fit equally well: drop one of them.",
                len(others),
            ).format(column=j, others=listed(map(str, others)))
        )
    return np.linalg.solve(Z.T @ Z, Z.T @ y) / length


# --- preparing features ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standardiser:
    """Mean and standard deviation of each column, (d,) each, taken from the training rows and kept for all others.

    >>> from kml import regression
    >>> scale = regression.standardise_fit([[10], [30]])
    >>> scale.apply([[20], [40]]).tolist()
    [[0.0], [2.0]]
    """

    mean: np.ndarray
    sd: np.ndarray

    def apply(self, X: "ArrayLike") -> np.ndarray:
        """(X − mean)/sd for rows X (n×d): in units of the training rows' standard deviation."""
        X = array("X", X, shape=(None, len(self.mean)))
        return (X - self.mean) / self.sd


def standardise_fit(X_train: "ArrayLike") -> Standardiser:
    """The Standardiser of the training features (n×d). A constant column cannot be standardised: ValueError.

    Add the intercept's column of ones afterwards, with add_intercept.

    >>> from kml import regression
    >>> regression.standardise_fit([[10, 1], [30, 2]])
    Standardiser(mean=array([20. ,  1.5]), sd=array([10. ,  0.5]))
    """
    X_train = array("X_train", X_train, ndim=2)
    constant = np.ptp(X_train, axis=0) == 0
    if constant.any():
        j = int(np.argmax(constant))
        raise ValueError(
            _(
                "X_train must have columns that vary; got the same value {value:g} all down column {column}: leave it "
                "out, and add the intercept after standardising."
            ).format(value=X_train[0, j], column=j)
        )
    return Standardiser(mean=X_train.mean(axis=0), sd=X_train.std(axis=0))


def standardise(X_train: "ArrayLike", X_test: "ArrayLike") -> tuple[np.ndarray, np.ndarray]:
    """(Z_train, Z_test): both in units of the *training* rows, so that nothing about the test rows leaks.

    >>> from kml import regression
    >>> train, test = regression.standardise([[10], [30]], [[50]])
    >>> train.ravel().tolist(), test.ravel().tolist()
    ([-1.0, 1.0], [3.0])
    """
    scale = standardise_fit(X_train)
    return scale.apply(X_train), scale.apply(X_test)


def split_by_time(time: "ArrayLike", test: float = 0.25) -> tuple[np.ndarray, np.ndarray]:
    """(train, test): row numbers, in order of time, so that every training row comes before every test row.

    time (n,): any increasing clock, e.g. time_ms. test: the share of rows, the latest ones, kept for testing.

    >>> from kml import regression
    >>> train, test = regression.split_by_time([4, 1, 3, 2])
    >>> train.tolist(), test.tolist()
    ([1, 3, 2], [0])
    """
    time = array("time", time, ndim=1)
    number("test", test, above=0, below=1)
    kept = round(len(time) * test)
    if not 0 < kept < len(time):
        raise ValueError(
            ngettext(
                "test must leave at least one row on each side; got {share:g} of {rows} row.",
                "test must leave at least one row on each side; got {share:g} of {rows} rows.",
                len(time),
            ).format(share=test, rows=len(time))
        )
    order = np.argsort(time, kind="stable")
    return order[:-kept], order[-kept:]


def _problem(X, y, theta=None, name="theta"):
    """X, y and theta as float64, with shapes that fit together; ValueError names the one that does not."""
    X = array("X", X, ndim=2)
    y = array("y", y, shape=(len(X),))
    return X, y, None if theta is None else array(name, theta, shape=(X.shape[1],))
