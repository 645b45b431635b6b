"""Worlds whose answer is known by mathematics, run through the closed loop itself (`kml.simulate`).

They prove nothing about people. They would catch a loop that favours a video by its number, a propensity that is not
the chance it says it is, or an oracle that leaves something on the table. (Wanted by users of other simulators, too:
RecLab issue 12, T-RECS issue 25.)
"""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.stats import binom, kstest

from kml import metrics, platform, recommenders
from kml.core.arguments import array, rng, whole_number
from kml.core.arrays import indices
from kml.recommenders import slates
from kml.scenarios._finding import Finding, mean_se
from kml.simulate import Oracle, simulate

VIEWERS, VIDEOS, SLATE = 300, 100, 5


def expected_gini(draws, videos, slate=1):
    """Expected Gini coefficient of exposure, exact, if `draws` slates of `slate` videos are drawn evenly.

    Two videos differ in a draw if one is in the slate and the other is not, with chance 2 k (V − k) / (V (V − 1)).
    Given s such draws their difference is |2 Bin(s, ½) − s|, and the coefficient is the mean over pairs of videos.
    """
    draws, videos = whole_number("draws", draws, 1), whole_number("videos", videos, 2)
    slate = whole_number("slate", slate, 1, videos)
    apart = 2 * slate * (videos - slate) / (videos * (videos - 1))
    sizes = np.arange(*binom.interval(1 - 1e-12, draws, apart) + np.array([0, 1]), dtype=np.int64)
    half = sizes - sizes // 2  # E|2 Bin(s, ½) − s| = 2 h · P(Bin(s, ½) = h) for h = ⌈s / 2⌉
    difference = np.sum(binom.pmf(sizes, draws, apart) * 2 * half * binom.pmf(half, sizes, 0.5))
    return float((videos - 1) / videos * difference / (2 * draws * slate / videos))


def regret(scores, video_id):
    """What a slate lacks of the best one, (b,): sum of the k highest scores minus the sum of the shown ones' scores.

    scores (b, videos) true values, video_id (b, k) what was shown to the same viewers.
    """
    scores = array("scores", scores, ndim=2)
    video_id = array("video_id", video_id, shape=(len(scores), None), dtype=np.int64, low=0, high=scores.shape[1] - 1)
    k = video_id.shape[1]
    best = np.partition(scores, scores.shape[1] - k, axis=1)[:, -k:].sum(axis=1)
    return best - np.take_along_axis(scores, video_id, axis=1).sum(axis=1)


def urn(videos=5, draws=1000, worlds=2000, seed=0):
    """Pólya's urn: one view each to begin with, then each view goes to a video with chance ∝ its views.

    Returns shares of views, (worlds, videos). In the limit a video's is Beta(1, videos − 1), another in each world.
    """
    videos, draws, worlds = (
        whole_number(name, value, 1) for name, value in (("videos", videos), ("draws", draws), ("worlds", worlds))
    )
    r = rng(seed)
    views = np.ones((worlds, videos), dtype=np.int64)
    rows = np.arange(worlds)
    for step in range(draws):
        ticket = r.integers(videos + step, size=worlds)  # all views so far, in the order of videos
        views[rows, np.sum(np.cumsum(views, axis=1) <= ticket[:, None], axis=1)] += 1
    return views / (videos + draws)


@cache
def _world(seed):
    """A world where no video is better or longer than another; viewers still have tastes."""
    world = platform.world(VIEWERS, VIDEOS, seed=seed)
    same = np.full(VIDEOS, 60_000, dtype=np.int64)
    return replace(world, video_quality=np.zeros(VIDEOS), video_duration_ms=same)


def _run(kind, seed, explore=0.0, days=10):
    world = _world(seed)
    recommender = kind(world) if kind is Oracle else kind(recommenders.catalogue(world), VIEWERS)
    return simulate(world, recommender, days=days, slate=SLATE, explore=explore, repeats=True, seed=seed)


def validate(quick=False):
    """Exposure by chance, Pólya's urn, no regret, propensities that sum to the slate, logs that can be reweighted."""
    seeds = range(4 if quick else 20)
    found = []

    def add(finding, published, values, gate, holds):
        mean, se = mean_se(values) if np.ndim(values) else (values, np.nan)
        found.append(Finding("sanity", finding, published, float(mean), float(se), gate, bool(holds(mean, se))))

    def zero(mean, se):
        return abs(mean) <= 3 * se

    even = [_run(recommenders.Random, seed) for seed in seeds]
    gini = {run.seed: metrics.gini(np.bincount(indices(run.log["video_id"]), minlength=VIDEOS)) for run in even}
    expected = {run.seed: expected_gini(len(run.log["video_id"]) // SLATE, VIDEOS, SLATE) for run in even}
    published = f"{np.mean(list(expected.values())):.4f} (closed form)"
    excess = np.array([gini[seed] - expected[seed] for seed in seeds])
    add("equal quality, random: Gini of exposure − expected", published, excess, "0 ± 3 s.e.", zero)

    popular = [_run(recommenders.Popularity, seed, explore=0.2) for seed in seeds]
    unequal = [metrics.gini(np.bincount(indices(run.log["video_id"]), minlength=VIDEOS)) for run in popular]
    add("equal quality, popularity: Gini of exposure", "far above 0", unequal, "above 0.5", lambda m, se: m > 0.5)

    best = [_run(Oracle, seed, days=2) for seed in seeds]
    lost = []
    for run in best:
        scores = Oracle(run.world).score(run.log["user_id"][::SLATE])
        lost.append(np.abs(regret(scores, run.log["video_id"].reshape(-1, SLATE))).max())
    add("oracle: largest regret of a slate", "0", np.array(lost), "exactly 0", lambda m, se: m == 0)

    share = urn(worlds=500 if quick else 2000)[:, 0]
    distance = kstest(share, "beta", args=(1, 4)).statistic
    limit = 1.63 / np.sqrt(len(share))
    add(
        "Pólya urn of 5: distance of shares from Beta(1, 4)",
        "0",
        distance,
        "Kolmogorov–Smirnov, 1 %",
        lambda m, se: m < limit,
    )

    scores = np.round(rng(0).random((50, VIDEOS)), 1)  # with many ties
    for explore in (0.0, 0.3):
        wrong = np.abs(slates.propensities(scores, SLATE, explore).sum(axis=1) - SLATE).max()
        finding = f"propensities of a slate of 5, explore {explore:g}: largest |sum − 5|"
        add(finding, "0", wrong, "below 1e-9", lambda m, se: m < 1e-9)

    logged = [_run(Oracle, seed, explore=0.3) for seed in seeds]
    chance = [run.log["propensity"].astype(np.float64) for run in logged]
    inverse = np.array([np.sum(1 / p) / (len(p) / SLATE) - VIDEOS for p in chance])
    add("logged propensities: Σ 1 / p of a slate − number of videos", "0", inverse, "0 ± 3 s.e.", zero)
    seconds = [run.log["play_time_ms"] / 1000 for run in logged]
    same = [metrics.snips(w, p, p) - w.mean() for w, p in zip(seconds, chance, strict=True)]
    add("SNIPS of the logging policy − its own mean, s", "0", np.abs(same).max(), "below 1e-9", lambda m, se: m < 1e-9)
    truth = np.array([np.mean(run.log["play_time_ms"]) / 1000 for run in even])
    naive = np.array([w.mean() for w in seconds]) - truth
    add(
        "oracle's log, naive estimate of random's watch time, s too high",
        "biased",
        naive,
        "above 3 s.e.",
        lambda m, se: m > 3 * se,
    )
    mended = np.array([metrics.snips(w, p) for w, p in zip(seconds, chance, strict=True)]) - truth
    add("oracle's log, SNIPS of random's watch time, s too high", "0", mended, "0 ± 3 s.e.", zero)
    return found
