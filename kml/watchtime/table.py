"""Every model on the same rows, judged by the same four numbers."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from kml import metrics
from kml.core import page
from kml.core.words import N_, _
from kml.watchtime.features import seconds
from kml.watchtime.models import Constant, DurationQuantile, Linear, Trees, WeightedLogistic
from kml.watchtime.networks import Censored, Network, QuantileNetwork

if TYPE_CHECKING:
    from kml.watchtime.models import Model


def models(seed: int = 0, progress: bool = False) -> dict:
    """{name: a model that is not fitted yet}, from the simplest on; `progress` is for the networks' bars.

    The names are keys, the same in every language; who shows them says them.

    >>> from kml import watchtime
    >>> list(watchtime.models())[:3]
    ['global mean', 'global median', 'linear, duration']
    """
    net: dict[str, Any] = {"seed": seed, "progress": progress}
    return {
        N_("global mean"): Constant("mse"),
        N_("global median"): Constant("mae"),
        N_("linear, duration"): Linear(("duration",)),
        N_("linear, log duration"): Linear(("log_duration",)),
        N_("linear, all features"): Linear(),
        N_("log-linear"): Linear(log=True),
        N_("weighted logistic"): WeightedLogistic(),
        N_("weighted logistic, mended"): WeightedLogistic(mended=True),
        N_("trees, squared loss"): Trees("squared_error", seed=seed),
        N_("trees, absolute loss"): Trees("absolute_error", seed=seed),
        "D2Q": DurationQuantile(seed=seed),
        "MLP": Network(**net),
        N_("quantile regression"): QuantileNetwork(**net),
        N_("censored regression"): Censored(**net),
    }


def scores(model: "Model", test: dict | pd.DataFrame) -> dict[str, float]:
    """{MAE, RMSE, R2, XAUC} of a fitted model on rows that it has not seen; MAE and RMSE in seconds.

    >>> from kml import watchtime
    >>> rows = {"time_ms": [1, 2, 3], "play_time_ms": [2_000, 4_000, 60_000], "duration_ms": [60_000] * 3}
    >>> watchtime.scores(watchtime.Constant("mse").fit(rows), rows)["R2"]  # the mean explains nothing
    0.0
    """
    y, predicted = seconds(test, "play_time_ms"), model.predict(test)
    return {
        "MAE": metrics.mae(y, predicted),
        "RMSE": metrics.rmse(y, predicted),
        "R2": metrics.r2(y, predicted),
        "XAUC": metrics.xauc(y, predicted),
    }


def compare(train: pd.DataFrame, test: pd.DataFrame, models: dict, progress: bool = False) -> pd.DataFrame:
    """Fit each of {name: model} on `train` and score it on `test`: a DataFrame, one row a model.

    >>> from kml import platform, watchtime
    >>> train, test = watchtime.split(platform.simulate_day(platform.world(viewers=200, videos=200)))
    >>> chosen = {"mean": watchtime.Constant("mse"), "median": watchtime.Constant("mae"), "linear": watchtime.Linear()}
    >>> table = watchtime.compare(train, test, chosen).rename_axis(None)
    >>> print(table[["MAE", "RMSE", "XAUC"]].round(2))
              MAE   RMSE  XAUC
    mean    18.03  36.84  0.50
    median  14.09  38.63  0.50
    linear  17.11  35.60  0.55
    """
    rows = page.bar(models.items(), progress, desc=_("models"), leave=False)
    return pd.DataFrame({name: scores(model.fit(train), test) for name, model in rows}).T.rename_axis("model")
