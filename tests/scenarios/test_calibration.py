"""The simulator beside everything that was published about KuaiRand and could be checked, and its stored table."""

import json

import numpy as np
import pandas as pd
import pytest
from needs import ROOT

from kml import scenarios

pytestmark = pytest.mark.whole

# What one mechanism does not bring within the limits, and what we know about it: (metric, segment, policy) → reason
KNOWN_MISSES = {
    ("ratio_median", "all", "personalised"): "pulls against the median of seconds, which is met",
    ("hate", "month", "personalised"): "the published rates of two periods differ by 59 %; ours lies between them",
    ("positive", "0-15 s", "personalised"): "the shortest videos are praised more than the part watched explains",
    ("positive", "15-30 s", "random"): "praise depends on duration otherwise than in KuaiRand, as above",
    ("positive", "60-120 s", "random"): "as above",
    ("positive", "120+ s", "random"): "as above",
    ("long_view", "middle_active", "random"): "rarer visitors gain too much from random videos",
    ("complete_play", "middle_active", "random"): "as above",
    ("like", "same videos", "random"): "a video's quality moves likes more than it should",
    ("long_view", "user medians", "personalised"): "KuaiRand's first half was watched deeper; ours does not drift",
    ("complete_play", "user medians", "personalised"): "as above",
}


@pytest.fixture(scope="module")
def table():
    return scenarios.calibration(seed=0, worlds=8)


def test_published_rates_are_met_within_15_percent_or_three_standard_errors(table):
    keys = zip(table["metric"], table["segment"], table["policy"], strict=True)
    missed = table[~table["met"] & np.array([key not in KNOWN_MISSES for key in keys])]
    assert missed.empty, f"\n{missed.round(4).to_string(index=False)}"


def test_what_is_known_to_miss_stays_within_35_percent(table):
    indexed = table.set_index(["metric", "segment", "policy"])["ratio"]
    assert set(KNOWN_MISSES) <= set(indexed.index)
    assert indexed.loc[list(KNOWN_MISSES)].between(0.65, 1.35).all()


def test_nearly_everything_is_explained(table):
    assert table["met"].mean() > 0.93
    # and on the whole neither policy is watched too much or too little
    watching = table[table["metric"].isin(["valid_play", "long_view", "complete_play"])]
    assert watching.groupby("policy")["ratio"].mean().between(0.95, 1.07).all()


def test_the_policy_explains_itself(table):
    """Rates differ between the policies as published, and no parameter of behaviour knows the policy."""
    wide = table[table["segment"] == "all"].pivot(index="metric", columns="policy", values=["published", "simulated"])
    lift = (wide["published", "personalised"] / wide["published", "random"]).dropna()
    simulated = (wide["simulated", "personalised"] / wide["simulated", "random"]).dropna()
    assert set(lift.index) >= {"valid_play", "long_view", "complete_play", "positive", "profile_enter", "hate"}
    assert np.all(np.abs(simulated / lift - 1) < 0.2 + 0.15 * (lift.index == "hate"))


def test_the_stored_table_comes_out_again(table):
    stored = json.loads((ROOT / "bench" / "results" / "calibration.json").read_text(encoding="utf-8"))
    again = pd.DataFrame(stored["table"])
    assert (stored["seed"], stored["worlds"]) == (0, 8)
    assert list(again["metric"]) == list(table["metric"]) and list(again["segment"]) == list(table["segment"])
    assert again["ratio"].to_numpy() == pytest.approx(table["ratio"].to_numpy(), rel=0.02)  # another processor's sums
    assert abs(again["met"].sum() - table["met"].sum()) <= 1
