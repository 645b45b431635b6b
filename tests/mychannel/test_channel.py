"""Rates, reach and words of a channel: small counts lean on the simulation, missing ones are not taken for 0."""

import re

import numpy as np
import pandas as pd
import pytest

from kml import mychannel
from kml.core import digits
from kml.monetization.profiles import RATES
from kml.mychannel import Channel
from kml.mychannel.channel import RATE_NAMES
from kml.mychannel.layouts import VIDEO
from kml.personas import CREATORS


def channel(period=None, **columns):
    """A channel with these columns, all others missing."""
    n = len(columns["views"])
    videos = pd.DataFrame({name: columns.get(name, [np.nan] * n) for name in VIDEO})
    videos["published"] = pd.to_datetime(videos["published"])
    return Channel(
        "YouTube", videos.astype({name: float for name in VIDEO if name not in ("title", "published")}), period=period
    )


def test_rates_count_only_videos_that_have_both():
    rates = channel(views=[1000, 3000, np.nan], likes=[10, np.nan, 5], follows=[0, 0, 0]).rates()
    assert rates.loc["likes", ["events", "views", "own"]].tolist() == [10, 1000, 0.01]
    assert rates.loc["follows", ["events", "views", "own"]].tolist() == [0, 4000, 0]
    assert list(rates.index) == list(RATE_NAMES)


@pytest.mark.parametrize("creator", CREATORS)
def test_without_counts_the_shrunk_rate_is_the_simulated_one(creator):
    rates = channel(views=[1000, 3000]).rates(creator)
    for name in ("likes", "follows", "profile_enters"):
        row = rates.loc[name]
        assert row["shrunk"] == pytest.approx(RATES[creator][name])
        assert row["shrunk_low"] < row["shrunk"] < row["shrunk_high"]
        assert np.isnan(row["own"]) and np.isnan(row["events"]) and row["views"] == 0
    assert rates.loc["saves", ["own", "simulated", "shrunk"]].isna().all()


def test_a_small_channel_hears_the_simulation_and_a_large_one_itself():
    simulated = RATES["coding_teacher"]["follows"]
    small = channel(views=[200.0], follows=[1.0]).rates().loc["follows"]
    large = channel(views=[2_000_000.0] * 4, follows=[10_000.0] * 4).rates().loc["follows"]
    assert small["own"] == large["own"] == 0.005
    assert small["shrunk"] - simulated < 0.3 * (small["own"] - simulated)
    assert large["shrunk"] == pytest.approx(large["own"], rel=0.01)
    assert large["high"] - large["low"] < 0.1 * (small["high"] - small["low"])
    heavy = channel(views=[200.0], follows=[1.0]).rates(prior_events=400).loc["follows"]
    assert heavy["shrunk"] == pytest.approx(simulated, rel=0.01)


def test_more_visits_than_views_and_net_losses_stay_rates():
    rates = channel(views=[100.0, 50.0], profile_enters=[400.0, 10.0], follows=[-5.0, 2.0]).rates()
    assert rates.loc["profile_enters", "own"] == 1
    assert rates.loc["follows", "own"] == 0
    assert rates.drop(columns="events").loc[["profile_enters", "follows"]].stack().between(0, 150).all()


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="creator must be one of"):
        mychannel.sample().rates("poet")
    with pytest.raises(ValueError, match="prior_events must be a finite number > 0"):
        mychannel.sample().rates(prior_events=0)


def test_reach_takes_only_videos_of_the_period():
    days = pd.date_range("2026-01-01", periods=20, freq="7D")
    views = np.r_[np.full(10, 10.0), np.full(10, 1000.0)]
    all_of_them = channel(views=views, published=days).reach()
    later = channel((days[10], days[-1]), views=views, published=days).reach()
    assert all_of_them.loc["median_views", "value"] == 505
    assert later.loc["median_views", "value"] == 1000
    assert later.loc["sigma", "value"] == 0
    assert all_of_them.loc["videos_a_month", "value"] == pytest.approx(365.25 / 12 / 7)


def test_reach_without_dates_or_with_videos_that_nobody_saw():
    reach = channel(views=[0.0, 10.0, 20.0, 40.0, 80.0, 160.0]).reach()
    assert reach.loc["median_views", "value"] == 30
    assert reach.loc["sigma", "value"] == pytest.approx(np.log(2) * np.std([0, 1, 2, 3, 4], ddof=1))
    assert reach.loc["videos_a_month"].isna().all()
    same_day = channel(views=[1.0, 2.0], published=["2026-01-01"] * 2).reach()
    assert same_day.loc["videos_a_month"].isna().all()


@pytest.mark.parametrize("creator", CREATORS)
def test_the_sample_is_made_up_and_says_so(creator):
    sample = mychannel.sample(creator)
    assert len(sample.videos) == 30 and sample.platform == "a made-up channel"
    assert "made-up" in sample.summary() and "made-up" in sample._repr_html_()
    assert "simulated" not in sample.summary() + sample._repr_html_(), "beside whom, nobody has said"
    assert f"simulated {digits.said(1000 * RATES[creator]['likes'])})" in sample.summary(creator)
    assert not sample.warnings and all(what for __, what, __ in sample.found)
    pd.testing.assert_frame_equal(sample.videos, mychannel.sample(creator).videos)
    assert (sample.videos["watch_s"] <= sample.videos["duration_s"]).all()
    assert sample.videos["completion"].isna().all() and sample.videos["revenue"].isna().all()


def test_samples_follow_the_simulated_rates():
    held = []
    for seed in range(30):
        rates = mychannel.sample(seed=seed).rates().dropna(subset="simulated")
        held += rates["simulated"].between(rates["low"], rates["high"]).tolist()
    assert 0.85 <= np.mean(held) <= 1


def test_a_notebook_shows_a_few_lines_and_folds_the_rest_away():
    text = channel(views=[5.0], title=["<b>&"])._repr_html_()
    assert "1 video on YouTube." in text and "too few for an interval" in text
    page = Channel("YouTube", mychannel.sample().videos, found=(("a<b", "", "?"), ("c", "d", "")), warnings=("x < y",))
    html = page._repr_html_()
    assert "a&lt;b" in html and "x &lt; y" in html
    assert html.count("<details>") == html.count("<summary>") == 3
    assert re.sub("<[^>]*>", "", html).count("(1)") == 3
    assert repr(page) == page.summary()


def test_formats_say_how_sure_each_is():
    table = mychannel.formats()
    assert table.columns.tolist() == ["platform", "file", "how sure", "what to know"]
    assert table.set_index("platform").loc["Kuaishou", "how sure"].startswith("one program")
    assert (table != "").all(axis=None)
