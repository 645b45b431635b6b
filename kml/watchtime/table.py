"""Every model on the same rows, judged by the same four numbers."""

import pandas as pd

from kml import metrics
from kml.core import page
from kml.core.words import _
from kml.watchtime.features import seconds
from kml.watchtime.models import Constant, DurationQuantile, Linear, Trees, WeightedLogistic
from kml.watchtime.networks import Censored, Network, QuantileNetwork


def models(seed=0, progress=False):
    """{name: a model that is not fitted yet}, from the simplest on; `progress` is for the networks' bars."""
    net = {"seed": seed, "progress": progress}
    return {
        _("global mean"): Constant("mse"),
        _("global median"): Constant("mae"),
        _("linear, duration"): Linear(("duration",)),
        _("linear, log duration"): Linear(("log_duration",)),
        _("linear, all features"): Linear(),
        "log-linear": Linear(log=True),
        _("weighted logistic"): WeightedLogistic(),
        _("weighted logistic, mended"): WeightedLogistic(mended=True),
        _("trees, squared loss"): Trees("squared_error", seed=seed),
        _("trees, absolute loss"): Trees("absolute_error", seed=seed),
        "D2Q": DurationQuantile(seed=seed),
        "MLP": Network(**net),
        _("quantile regression"): QuantileNetwork(**net),
        _("censored regression"): Censored(**net),
    }


def scores(model, test):
    """{MAE, RMSE, R2, XAUC} of a fitted model on rows that it has not seen; MAE and RMSE in seconds."""
    y, predicted = seconds(test, "play_time_ms"), model.predict(test)
    return {
        "MAE": metrics.mae(y, predicted),
        "RMSE": metrics.rmse(y, predicted),
        "R2": metrics.r2(y, predicted),
        "XAUC": metrics.xauc(y, predicted),
    }


def compare(train, test, models, progress=False):
    """Fit each of {name: model} on `train` and score it on `test`: a DataFrame, one row a model."""
    rows = page.bar(models.items(), progress, desc="models", leave=False)
    return pd.DataFrame({name: scores(model.fit(train), test) for name, model in rows}).T.rename_axis("model")
