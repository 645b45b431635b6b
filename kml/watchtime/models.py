"""Models of watch time under one protocol: fit(rows), predict(rows) → seconds. scikit-learn and NumPy; no torch."""

from typing import TYPE_CHECKING, Self

import numpy as np
from threadpoolctl import threadpool_limits

from kml import regression
from kml.core.arguments import choice, whole_number
from kml.core.words import _
from kml.watchtime.features import FEATURES, GROUPS, Features, Lengths, column, seconds

if TYPE_CHECKING:
    import pandas as pd


class Model:
    """Learns watch time from the rows of a log and predicts it for others, in seconds, never below 0.

    Rows are a DataFrame or a dict of arrays with KuaiRand's columns and units. `predict` reads only what is known
    before the play (user_id, video_id, hourmin, duration_ms, as the features need). Before `fit` it raises ValueError.

    >>> from kml import platform, watchtime
    >>> train, test = watchtime.split(platform.simulate_day(platform.world(viewers=100, videos=100)))
    >>> model = watchtime.Linear().fit(train)
    >>> len(model.predict(test)) == len(test), bool(model.predict(test).min() >= 0)
    (True, True)
    """

    def __init__(self, features: tuple = FEATURES):
        self.features = Features(features)

    def fit(self, rows: "dict | pd.DataFrame") -> Self:
        X, y, duration = self.features.learn(rows), seconds(rows, "play_time_ms"), seconds(rows, "duration_ms")
        with threadpool_limits(1):  # one thread adds up in one order: the same result on every machine
            self._learn(X, y, duration, rows)
        self._fitted = True
        return self

    def predict(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        if not hasattr(self, "_fitted"):
            raise ValueError(
                _("{kind} must be fitted before it predicts: call fit(rows).").format(kind=type(self).__name__)
            )
        with threadpool_limits(1):
            return np.maximum(self._answer(self.features.of(rows), seconds(rows, "duration_ms")), 0)

    def _learn(self, X, y, duration, rows):
        raise NotImplementedError

    def _answer(self, X, duration):
        raise NotImplementedError


class Constant(Model):
    """One number for every view: the mean (loss="mse") or the median (loss="mae") of the training rows.

    >>> from kml import watchtime
    >>> rows = {"time_ms": [1, 2, 3], "play_time_ms": [2_000, 4_000, 60_000], "duration_ms": [60_000] * 3}
    >>> for loss in ("mse", "mae"):
    ...     print(loss, watchtime.Constant(loss).fit(rows).predict(rows).tolist())
    mse [22.0, 22.0, 22.0]
    mae [4.0, 4.0, 4.0]
    """

    def __init__(self, loss: str = "mse"):
        super().__init__(())
        self.loss = choice("loss", loss, ("mse", "mae"))

    def _learn(self, X, y, duration, rows):
        self.value = regression.best_constant(y, self.loss)

    def _answer(self, X, duration):
        return np.full(len(X), self.value)


class Linear(Model):
    """Least squares on the features. log=True learns ln(1 + seconds), and so predicts a typical time and not a mean.

    The exponential of a mean of logarithms lies below the mean, as a geometric mean does.

    >>> from kml import watchtime
    >>> rows = {"time_ms": [1, 2, 3], "play_time_ms": [7_000, 12_000, 17_000], "duration_ms": [10_000, 20_000, 30_000]}
    >>> model = watchtime.Linear(("duration",)).fit(rows)
    >>> model.theta.round(3).tolist()  # 2 s, and half of the length
    [2.0, 0.5]
    """

    def __init__(self, features: tuple = FEATURES, log: bool = False):
        super().__init__(features)
        self.log = log

    def _learn(self, X, y, duration, rows):
        # lstsq, as a column may be constant (one hour only)
        A = regression.add_intercept(X)
        self.theta = np.linalg.lstsq(A, np.log1p(y) if self.log else y, rcond=None)[0]

    def _answer(self, X, duration):
        out = regression.add_intercept(X) @ self.theta
        return np.expm1(out) if self.log else out


class Trees(Model):
    """Gradient-boosted trees (scikit-learn): loss="squared_error" learns the mean, "absolute_error" the median.

    >>> import numpy as np
    >>> from kml import watchtime
    >>> seconds = np.repeat([10, 30, 90], 100)
    >>> rows = {"time_ms": np.arange(300), "duration_ms": 1000 * seconds}
    >>> rows["play_time_ms"] = np.where(seconds == 30, 20_000, 5_000)  # no line fits this
    >>> model = watchtime.Trees(features=("duration",)).fit(rows)
    >>> model.predict({"duration_ms": [10_000, 30_000, 90_000]}).round(1).tolist()
    [5.0, 20.0, 5.0]
    """

    def __init__(self, loss: str = "squared_error", features: tuple = FEATURES, rounds: int = 300, seed: int = 0):
        super().__init__(features)
        self.loss = choice("loss", loss, ("squared_error", "absolute_error"))
        self.rounds, self.seed = whole_number("rounds", rounds, 1), whole_number("seed", seed)

    def _learn(self, X, y, duration, rows):
        self._trees = _boosted(self.loss, self.rounds, self.seed, len(y)).fit(X, y)

    def _answer(self, X, duration):
        return self._trees.predict(X)


def _boosted(loss, rounds, seed, n):
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        loss=loss,
        max_iter=rounds,
        learning_rate=0.03,
        max_leaf_nodes=6,
        min_samples_leaf=max(20, n // 150),
        l2_regularization=10.0,
        early_stopping=False,
        random_state=seed,
    )


class DurationQuantile(Model):
    """D2Q: learn the rank of a view among those of videos of like length, and map the rank back to seconds.

    `rank` gives the rank itself, which no length can raise: the thing to compare videos by. Trees learn it.
    Source: Zhan et al., KDD 2022 (arXiv 2206.06003).

    Viewer 0 watches nine tenths of everything, viewer 1 one tenth; videos take 10 or 100 seconds.

    >>> import numpy as np
    >>> from kml import watchtime
    >>> viewer, seconds = np.tile([0, 1], 100), np.repeat([10, 100], 100)
    >>> rows = {"user_id": viewer, "time_ms": np.arange(200), "duration_ms": 1000 * seconds}
    >>> rows["play_time_ms"] = np.where(viewer == 0, 900, 100) * seconds
    >>> model = watchtime.DurationQuantile(features=("viewer_rank",), groups=2).fit(rows)
    >>> new = {"user_id": [0, 0, 1, 1], "duration_ms": [10_000, 100_000, 10_000, 100_000]}
    >>> model.rank(new).round(2).tolist(), model.predict(new).round().tolist()
    ([0.75, 0.75, 0.25, 0.25], [9.0, 90.0, 1.0, 10.0])
    """

    def __init__(self, features: tuple = FEATURES, groups: int = GROUPS, rounds: int = 300, seed: int = 0):
        super().__init__(features)
        self.groups, self.rounds = whole_number("groups", groups, 1), whole_number("rounds", rounds, 1)
        self.seed = whole_number("seed", seed)

    def _learn(self, X, y, duration, rows):
        self._lengths = Lengths(duration, y, self.groups)
        self._trees = _boosted("squared_error", self.rounds, self.seed, len(y)).fit(X, self._lengths.ranks)

    def _answer(self, X, duration):
        return self._lengths.seconds(duration, self._trees.predict(X))

    def rank(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        """The predicted rank (n,), 0 to 1, among views of videos of like length."""
        return np.clip(self._trees.predict(self.features.of(rows)), 0, 1)


class WeightedLogistic(Model):
    """Logistic regression in which a click weighs as many as its seconds; its odds are taken for watch time.

    Those odds are E[T]/(1 − P), about E[T] only while clicks are rare (P small), as on a page of covers. In a feed that
    plays by itself is_click is a valid play, P is near one half, and the odds promise far too much. mended=True lets
    every view count once as a no beside its seconds as a yes; then the odds are E[T] for any P.
    Source: Covington et al., RecSys 2016.

    Half of the views are watched for 10 s, half not at all, so the mean is 5 s; but the odds are 10:

    >>> import numpy as np
    >>> from kml import watchtime
    >>> rows = {"time_ms": np.arange(100), "duration_ms": np.full(100, 60_000), "is_click": np.arange(100) % 2}
    >>> rows["play_time_ms"] = 10_000 * rows["is_click"]
    >>> for mended in (False, True):
    ...     model = watchtime.WeightedLogistic(("duration",), mended).fit(rows)
    ...     print(model.predict(rows)[0].round(1))
    10.0
    5.0
    """

    def __init__(self, features: tuple = FEATURES, mended: bool = False):
        super().__init__(features)
        self.mended = mended

    def _learn(self, X, y, duration, rows):
        from sklearn.linear_model import LogisticRegression

        self._centre, self._scale = X.mean(axis=0), np.where(X.std(axis=0) > 0, X.std(axis=0), 1)
        Z, clicked = self._standardised(X), column(rows, "is_click") > 0
        if self.mended:
            Z, label = np.vstack([Z, Z]), np.repeat([True, False], len(y))
            weight = np.concatenate([y, np.ones(len(y))])
        else:
            label, weight = clicked, np.where(clicked, y, 1.0)
        if label.all() or not weight[label].any():
            raise ValueError(_("rows must have clicked views and others: odds need both."))
        self._model = LogisticRegression(C=1e6, tol=1e-8, max_iter=1000).fit(
            Z, label, sample_weight=weight / weight.mean()
        )

    def _standardised(self, X):
        return (X - self._centre) / self._scale

    def _answer(self, X, duration):
        return np.exp(self._model.decision_function(self._standardised(X)))
