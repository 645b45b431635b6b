"""Watch time: one protocol for every model of it, fit(rows) and predict(rows) in seconds, and the formulas they use.

Rows are a log with KuaiRand's columns and units, simulated or real; `split` cuts them by time, `compare` makes the one
table. Features are what is known before the play; anything that only the play tells is refused.
"""

from kml.watchtime.features import FEATURES, KNOWN, Features, Lengths, seconds, split, take
from kml.watchtime.formulas import censored_log_likelihood, crps, d2q, expected_until, pinball, wlr_odds
from kml.watchtime.kuairand import kuairand_rows
from kml.watchtime.models import Constant, DurationQuantile, Linear, Model, Trees, WeightedLogistic
from kml.watchtime.networks import Censored, Network, QuantileNetwork
from kml.watchtime.table import compare, models, scores

__all__ = [
    "FEATURES",
    "KNOWN",
    "Censored",
    "Constant",
    "DurationQuantile",
    "Features",
    "Lengths",
    "Linear",
    "Model",
    "Network",
    "QuantileNetwork",
    "Trees",
    "WeightedLogistic",
    "censored_log_likelihood",
    "compare",
    "crps",
    "d2q",
    "expected_until",
    "kuairand_rows",
    "models",
    "pinball",
    "scores",
    "seconds",
    "split",
    "take",
    "wlr_odds",
]
