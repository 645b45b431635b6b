"""Simulated rates beside published ones.

The published numbers come from three logs of KuaiRand-Pure, and medians, AUCs and paired comparisons depend on how many
exposures a user has in each. So the simulation repeats the design: a standard log of 13 days, then a standard and a
random log of 17 days, with as many videos and as many exposures per viewer as the real ones.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from kml import behaviour as viewing
from kml import metrics, platform, published
from kml.core.arguments import whole_number
from kml.core.arrays import indices
from kml.log import duration_bin, outcomes

VIDEOS = 7583
# log → (policy, days, exposures per user): 1,125,503, 289,119 and 1,186,049 rows of about 26,000 users
DESIGN = {"past": ("personalised", 13, 43.0), "now": ("personalised", 17, 11.0), "random": ("random", 17, 45.0)}
NEAR = 0.15  # so far from 1 may a ratio be, where chance explains no more
ONLY_WATCHING = ("valid_play", "long_view", "complete_play")


def calibration(seed=0, viewers=4000, worlds=3, population=platform.DEFAULT, behaviour=viewing.DEFAULT):
    """Simulated rates beside published ones, the numbers of `kml.published.kuairand` in its order.

    A DataFrame of metric, segment, policy, unit, published, simulated (mean of so many worlds), ratio (simulated over
    published), se and met. se is the relative standard error that the number of exposures, users or videos on both
    sides leaves to the ratio (NaN for medians and the like; exposures of one user are alike, so it is a lower bound for
    rates). A number is met where the ratio is within 15 %, or three of these errors, of 1. Takes a few seconds.
    """
    seed, viewers = whole_number("seed", seed), whole_number("viewers", viewers, 100)
    worlds = whole_number("worlds", worlds, 1)
    table = published.kuairand().rename(columns={"value": "published"})
    keys = list(zip(table["metric"], table["segment"], table["policy"], strict=True))
    runs = []
    for child in np.random.SeedSequence(seed).generate_state(worlds):
        found = _simulated(int(child), viewers, population, behaviour)
        runs.append([found[key] for key in keys])
    values, spread, counts = np.moveaxis(np.array(runs), 2, 0)
    table["simulated"] = values.mean(axis=0)
    table["ratio"] = table["simulated"] / table["published"]
    table["se"] = spread.mean(axis=0) * np.sqrt(1 / table["n"] + 1 / counts.sum(axis=0))
    table["met"] = (table["ratio"] - 1).abs() <= np.maximum(NEAR, 3 * table["se"].fillna(0))
    return table[["metric", "segment", "policy", "unit", "published", "simulated", "ratio", "se", "met"]]


def _simulated(seed, viewers, population, behaviour):
    """{(metric, segment, policy): (value, relative spread, how many were averaged)} of one world."""
    world = platform.world(viewers, VIDEOS, seed, population, behaviour)
    logs = {name: _log(world, seed + i, *DESIGN[name], population, behaviour) for i, name in enumerate(DESIGN)}
    return {**_world_numbers(world), **_rates(world, logs), **_by_user_and_video(logs), **_exposure(world, logs)}


def _log(world, seed, policy, days, per_viewer, population, behaviour):
    """A log in which a viewer has `per_viewer` exposures on average: KuaiRand-Pure is a small part of each feed."""
    share = per_viewer / (days * np.mean(world.viewer_visit * world.viewer_plays))
    thinned = replace(world, viewer_plays=world.viewer_plays * share)
    return platform.simulate_day(thinned, policy, seed, days, 0.0, population, behaviour)


def _rates(world, logs):
    """What was published as a rate over exposures, as `_means` has it."""
    found = {}
    degrees = platform.user_table(world)["user_active_degree"].to_numpy()
    for policy, log in (("personalised", pd.concat([logs["past"], logs["now"]])), ("random", logs["random"])):
        shown = outcomes(log)
        shown["ratio_mean"] = log["play_time_ms"] / log["duration_ms"]
        medians = {"watch_median": shown["watch_mean"].median(), "ratio_median": shown["ratio_mean"].median()}
        parts = dict(list(shown.groupby(duration_bin(log["duration_ms"]))))
        parts |= dict(list(shown.groupby(degrees[log["user_id"]])))
        parts |= {"all": shown, "month": shown, "after valid play": shown[shown["valid_play"] == 1]}
        found |= _numbers(medians, "all", policy)
        for segment, part in parts.items():
            found |= _means(part, segment, policy)
    return found


def _by_user_and_video(logs):
    """What was published about rates of users and of videos: means of pairs, medians, what the past predicts."""
    found = {}
    past, now, random = ({key: _table(log, key) for key in ("user_id", "video_id")} for log in logs.values())
    users = now["user_id"].join(random["user_id"].add_suffix("_random"), how="inner")
    for name in (*ONLY_WATCHING, "positive"):
        gains = pd.DataFrame({name + "_gains": (users[name] > users[name + "_random"]).astype(float)})
        found |= _means(gains, "all users", "personalised")
    for key, segment in (("user_id", "same users"), ("video_id", "same videos")):
        often = [_often(table[key]) for table in (now, random)]
        both = often[0].index.intersection(often[1].index)
        for policy, table in zip(platform.POLICIES, often, strict=True):
            found |= _means(table.loc[both], segment, policy)
    found |= _numbers(past["user_id"][past["user_id"]["exposures"] >= 16].median(), "user medians", "personalised")
    found |= _numbers(_often(past["video_id"]).median(), "video medians", "personalised")
    log = logs["now"]
    guess = log["user_id"].map(past["user_id"]["long_view"]).fillna(logs["past"]["long_view"].mean())
    auc = {"long_view_auc_past_rate": metrics.xauc(log["long_view"], guess)}
    return found | _numbers(auc, "all", "personalised")


def _table(log, key):
    """Mean rates of each user or video, and how many exposures are behind them."""
    shown = outcomes(log)
    return shown.groupby(log[key]).mean().assign(exposures=shown.groupby(log[key]).size())


def _often(table):
    """The rows from the 30th percentile of exposures on: KuaiRand-Analysis' rule against rates of mere noise."""
    return table[table["exposures"] >= table["exposures"].quantile(0.3)]


def _exposure(world, logs):
    shown = np.bincount(indices(logs["past"]["video_id"]), minlength=world.videos)
    by_author = np.bincount(indices(world.video_creator), weights=shown, minlength=world.creators)
    values = {"video_gini": metrics.gini(shown), "video_top20": metrics.top_share(shown, 0.2)}
    values |= {"author_gini": metrics.gini(by_author), "author_top20": metrics.top_share(by_author, 0.2)}
    return _numbers(values, "exposure", "personalised")


def _world_numbers(world):
    seconds, followers = world.video_duration_ms / 1000, world.creator_followers
    videos = np.bincount(indices(world.video_creator), minlength=world.creators)
    rng = np.random.default_rng(0)
    viewer, day = np.nonzero(rng.random((world.viewers, 30)) < world.viewer_visit[:, None])
    gaps, plays = np.diff(day)[np.diff(viewer) == 0], rng.poisson(world.viewer_plays[viewer])
    catalogue = {f"duration_p{p}": np.percentile(seconds, p) for p in (5, 25, 75, 95)}
    catalogue |= {"duration_median": np.median(seconds), "duration_mean": seconds.mean()}
    catalogue |= {"duration_log_mean": np.log(seconds).mean(), "duration_log_sd": np.log(seconds).std()}
    audience = {f"followers_p{p}": np.percentile(followers, p) for p in (90, 99)}
    audience |= {"followers_median": np.median(followers), "followers_mean": followers.mean()}
    audience |= {"followers_gini": metrics.gini(followers)}
    audience |= {f"followers_top{p}": metrics.top_share(followers, p / 100) for p in (1, 10)}
    days = {f"plays_p{p}": np.percentile(plays, p) for p in (25, 75)} | {"plays_median": np.median(plays)}
    return {
        **_numbers(catalogue, "catalogue"),
        **_numbers({"one_video": np.mean(videos == 1), "videos_gini": metrics.gini(videos)}, "authors"),
        **_numbers(audience, "posting users"),
        **_numbers(days, "user days"),
        **_numbers({f"gap_{n}_days": np.mean(gaps == n) for n in (1, 2, 3)}, "return gaps"),
    }


def _numbers(values, segment, policy=""):
    """{(metric, segment, policy): (value, nan, nan)}: numbers whose sampling error is not known."""
    return {(metric, segment, policy): (float(value), np.nan, np.nan) for metric, value in dict(values).items()}


def _means(table, segment, policy):
    """{(metric, segment, policy): (mean, s.d. over mean, rows)} of a table of exposures, users or videos."""
    mean, sd, rows = table.mean(), table.std(), table.count()
    spread = sd / mean.where(mean > 0)
    return {(metric, segment, policy): (mean[metric], spread[metric], rows[metric]) for metric in table}
