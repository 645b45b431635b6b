"""Simulated rates beside published ones: printed (pytest -s), and each held within 15 % or three standard errors."""

import numpy as np
import pandas as pd
import pytest

from kml import behaviour, platform

SEEDS = (0, 1, 2)
EXPOSURES = {"personalised": 11, "random": 45}  # per viewer of the simulated logs whose users and videos are paired
VIEWERS = 4000

# What the simulator misses, as (metric, segment, policy): one mechanism without a knob a rate does not give everything.
# Here it must still be within 40 %, so that a new miss or a worse one is seen.
MISSED = {
    # praise depends on length a little more steeply in the simulation: fewer for the shortest, more for 15-60 s
    ("positive", "0-15 s", "personalised"),
    ("positive", "15-30 s", "random"),
    ("positive", "30-60 s", "random"),
    ("positive", "120+ s", "random"),
    # rarer visitors gain more from random videos in the simulation than in KuaiRand
    ("long_view", "middle_active", "random"),
    ("complete_play", "middle_active", "random"),
    # half of the recommended plays end before 4.8 s there, before about 5.6 s here
    ("watch_median", "all", "personalised"),
    # users' rates are a little more spread out there
    ("complete_play", "user medians", "personalised"),
    ("long_view", "user medians", "personalised"),
    ("positive_gains", "all users", "personalised"),
    # the two published rates of hate under the standard policy, .00049 and .00079, differ by more than 15 %
    ("hate", "month", "personalised"),
    ("hate", "all", "personalised"),
    # comments of all exposures are met; the mean over users with enough of them in both logs is a quarter too high
    ("comment", "same users", "personalised"),
    # with means over videos, few likes and hates of little-shown videos weigh much
    ("like", "same videos", "random"),
    ("hate", "same videos", "personalised"),
}


@pytest.fixture(scope="module")
def table():
    tables = [platform.calibration(seed, viewers=VIEWERS) for seed in SEEDS]
    mean = tables[0].assign(simulated=sum(t["simulated"] for t in tables) / len(SEEDS))
    mean["ratio"] = mean["simulated"] / mean["published"]
    # published as means over users or videos, without a standard error: that of the same number of exposures
    rare = mean["se"].isna() & mean["metric"].isin(behaviour.EVENTS)
    counts = mean.loc[rare, "policy"].map(EXPOSURES) * VIEWERS * len(SEEDS)
    mean.loc[rare, "se"] = np.sqrt(1 / (mean.loc[rare, "published"] * counts))
    return mean.set_index(["metric", "segment", "policy"])


def test_every_published_rate_is_met_or_listed_as_missed(table):
    with pd.option_context("display.max_rows", None, "display.max_columns", None, "display.width", 140):
        print(table.round(4))
    allowed = np.maximum(0.15, 3 * table["se"].fillna(0))
    off = (table["ratio"] - 1).abs()
    outside = table[(off > allowed) & ~table.index.isin(list(MISSED))]
    assert outside.empty, f"simulated too far from published:\n{outside}"
    assert (off[table.index.isin(list(MISSED))] < 0.4).all()


def test_the_misses_are_few_and_real_rows(table):
    assert set(table.index) >= MISSED
    assert len(MISSED) < len(table) / 10


@pytest.mark.parametrize("policy", ["personalised", "random"])
@pytest.mark.parametrize("metric", ["valid_play", "long_view", "complete_play", "positive"])
def test_the_four_rates_of_the_lesson_are_met(table, metric, policy):
    assert table.loc[(metric, "all", policy), "ratio"] == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("segment", platform.BIN_NAMES)
@pytest.mark.parametrize("metric", ["valid_play", "complete_play"])
def test_length_acts_as_published(table, metric, segment):
    assert table.loc[(metric, segment, "personalised"), "ratio"] == pytest.approx(1, abs=0.15)


def test_exposure_is_as_concentrated_as_published(table):
    concentration = table.xs("exposure", level="segment")["ratio"]
    assert len(concentration) == 4
    assert concentration.to_numpy() == pytest.approx(np.ones(4), abs=0.15)
