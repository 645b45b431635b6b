"""The published numbers: complete, sourced, and consistent with the files that they were read from, where those are."""

import numpy as np
import pandas as pd
import pytest
from needs import kuairand_folder

from kml import published


@pytest.fixture(scope="module")
def table():
    return published.kuairand()


def test_every_number_has_what_makes_it_checkable(table):
    columns = ["metric", "segment", "policy", "value", "unit", "n", "population", "source", "date", "confidence"]
    assert list(table.columns) == columns
    assert table.drop(columns="n").notna().all().all()
    assert not table.duplicated(["metric", "segment", "policy"]).any()
    assert set(table["policy"]) == {"personalised", "random", ""}
    assert set(table["confidence"]) == {"read in the source", "our arithmetic"}
    assert table["population"].str.contains("Kuai").all()
    shares = table.loc[table["unit"] == "share", "value"]
    assert shares.between(0, 1).all()


def test_numbers_do_not_contradict_each_other(table):
    value = table.set_index(["metric", "segment", "policy"])["value"]
    for policy in ("personalised", "random"):
        for segment in ("all", "same users", "same videos", "0-15 s", "120+ s"):
            rates = [value[name, segment, policy] for name in ("valid_play", "long_view", "complete_play")]
            assert rates == sorted(rates, reverse=True)
        # a long view is a valid play: conditional times marginal gives the joint rate, to 3 %
        joint = value["valid_play", "all", policy] * value["long_view", "after valid play", policy]
        assert joint == pytest.approx(value["long_view", "all", policy], rel=0.05)
        bins = table[
            table["segment"].str.endswith(" s") & (table["policy"] == policy) & (table["metric"] == "valid_play")
        ]
        pooled = np.average(bins["value"], weights=bins["n"])
        assert pooled == pytest.approx(value["valid_play", "all", policy], rel=0.02)


def test_durations_are_those_of_the_real_table(table):
    videos = pd.read_csv(kuairand_folder() / "video_features_basic_pure.csv")
    seconds = videos["video_duration"].dropna() / 1000
    value = table[table["segment"] == "catalogue"].set_index("metric")["value"]
    assert seconds.mean() == pytest.approx(value["duration_mean"], abs=0.05)
    assert seconds.median() == pytest.approx(value["duration_median"], abs=0.05)
    for p in (5, 25, 75, 95):
        assert np.percentile(seconds, p) == pytest.approx(value[f"duration_p{p}"], abs=0.06)
    per_author = videos["author_id"].value_counts()
    assert (per_author == 1).mean() == pytest.approx(0.87, abs=0.001)


def test_rates_are_those_of_the_collected_file(table):
    collected = pd.read_csv(kuairand_folder() / "kuairand_pure_rates.csv").set_index("metric")
    value = table.set_index(["metric", "segment", "policy"])["value"]
    for ours, theirs in (("valid_play", "valid_play_rate"), ("hate", "negative_feedback_rate")):
        assert value[ours, "all", "personalised"] == pytest.approx(
            collected.loc[theirs, "standard_recommendation"], rel=1e-3
        )
        assert value[ours, "all", "random"] == pytest.approx(collected.loc[theirs, "random_exposure"], rel=1e-3)
    for event in ("like", "comment", "forward", "follow", "hate"):
        theirs = collected.loc[f"{event}_rate_user_mean"]
        assert value[event, "same users", "personalised"] == pytest.approx(theirs["standard_recommendation"], rel=2e-3)
        assert value[event, "same users", "random"] == pytest.approx(theirs["random_exposure"], rel=2e-3)
