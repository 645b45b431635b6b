"""The small Open Bandit Dataset: which item of a shop was shown, with which probability, and whether it was clicked."""

import pandas as pd

from kml.core.arguments import choice
from kml.core.words import _
from kml.datasets.tables import read

_SHOWN = ("timestamp", "item_id", "position", "click", "propensity_score", "user_feature_0")
_ITEMS = ("item_id", "item_feature_0")


def openbandit(policy="random", campaign="all", table="shown", *, rows=None, folder=None):
    """Load the sample of the Open Bandit Dataset that the package obp carries (Apache License 2.0; Saito et al., 2020).

    policy: who chose what was shown, "random" (every item equally often) or "bts" (Thompson sampling, which had learned
    for about a month). campaign: "all" (80 items of fashion), "men" (34) or "women" (46), late November 2019.
    table: "shown", 10,000 rows: item_id, position (1 to 3), click (0 or 1), propensity_score (the probability of this
    item at this position, above 0) and what was known of the user; or "items". As published, and time_ms.

    Nothing is downloaded: install obp once, with pip install --no-deps obp==0.4.1, or pass a folder with its wheel or
    with its files in theirs (random/all/all.csv). What is installed is compared with the checksums of the wheel. rows
    and errors as in `kuairand`.

    Read on 2026-11-27: all twelve files, LICENSE and METADATA of obp 0.4.1, and the README of its folder obd. They name
    no other licence for the data than that of the package.

    >>> from kml import datasets
    >>> datasets.openbandit("bets")
    Traceback (most recent call last):
    ValueError: policy must be one of 'random', 'bts'; got 'bets'.
    """
    choice("policy", policy, ["random", "bts"])
    choice("campaign", campaign, ["all", "men", "women"])
    choice("table", table, ["shown", "items"])
    if table == "items":
        return _numbered(read("openbandit", f"{policy}/{campaign}/item_context.csv", _ITEMS, rows, folder))
    data = _numbered(read("openbandit", f"{policy}/{campaign}/{campaign}.csv", _SHOWN, rows, folder))
    if not data["propensity_score"].between(0, 1, inclusive="right").all():
        raise ValueError(
            _("propensity_score must be > 0 and at most 1 in every row; got {smallest} to {largest}.").format(
                smallest=data["propensity_score"].min(), largest=data["propensity_score"].max()
            )
        )
    moments = pd.to_datetime(data["timestamp"], format="ISO8601", utc=True)
    return data.assign(time_ms=moments.dt.as_unit("ms").astype("int64"))


def _numbered(data):
    """Without the column that only counts the rows, which these files begin with."""
    return data.drop(columns="Unnamed: 0", errors="ignore")
