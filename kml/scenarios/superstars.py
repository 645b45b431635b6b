"""Superstars: how much of their lead is quality, and how much is the lead itself?

Bärtl, Convergence 24(1), 2018 (doi 10.1177/1354856517736979): on average 85 % of YouTube's views go to 3 % of the
channels. Rosen (1981) would say that small differences in quality are enough, because everyone wants the best. Simon
and Yule would say that no difference is needed, because the known get better known. Here views come one after another,
and a channel gets the next one with chance ∝ quality · (1 + views) ** feedback. `spread` is the standard deviation of
the logarithm of quality. Which mixtures of the two give 85 % to 3 %?

A calibration, not a test: the target is one number, and a whole curve of mixtures meets it. Two ends have closed
forms. Without feedback, views are lognormal, and the top part p has Φ(spread − Φ⁻¹(1 − p)). With feedback 1 and equal
quality it is a Pólya urn: shares are exponential, their Gini coefficient is 1/2 and the top part has p (1 − ln p).
Below 1 feedback multiplies the spread by 1 / (1 − feedback) in the long run.
"""

import numpy as np
from scipy.stats import norm

from kml import metrics
from kml.core.arguments import number, rng, whole_number
from kml.scenarios._finding import Finding, mean_se

TOP, SHARE = 0.03, 0.85
CHANNELS, VIEWS = 2000, 1_000_000


def views(spread, feedback, channels=CHANNELS, total=VIEWS, seed=0):
    """Views of each channel, (channels,) int64, when about `total` have come; quality lognormal with `spread`.

    Views come in batches of 4 % of those so far, so that the loop is short; within a batch chances stay the same.
    """
    spread, feedback = number("spread", spread, 0), number("feedback", feedback, 0, 2)
    channels, total = whole_number("channels", channels, 2), whole_number("total", total, 1)
    r = rng(seed)
    quality = spread * r.standard_normal(channels)
    seen = np.zeros(channels, dtype=np.int64)
    while (left := total - seen.sum()) > 0:
        weight = quality + feedback * np.log1p(seen)
        chance = np.exp(weight - weight.max())
        seen += r.multinomial(min(left, 1 + (seen.sum() + channels) // 25), chance / chance.sum())
    return seen


def spread_needed(feedback, share=SHARE, top=TOP, seed=0, **options):
    """The spread of quality with which the `top` part of channels gets `share` of the views, given `feedback`.

    By bisection on [0, 4] with the same random numbers at each try; to 0.01. NaN if equal quality already gives more.
    """
    low, high = 0.0, 4.0
    if metrics.top_share(views(low, feedback, seed=seed, **options), top) > share:
        return float("nan")
    while high - low > 0.01:
        middle = (low + high) / 2
        enough = metrics.top_share(views(middle, feedback, seed=seed, **options), top) > share
        low, high = (low, middle) if enough else (middle, high)
    return (low + high) / 2


def validate(quick=False):
    """The closed forms hold, feedback alone is unequal, and the spread that 85 % to 3 % needs falls with feedback."""
    seeds, found = 2 if quick else 8, []

    def add(finding, published, values, near=None):
        mean, se = mean_se(values)
        gate = "" if near is None else f"{near[0]:.3f} ± {near[1]:g}"
        holds = None if near is None else bool(abs(mean - near[0]) <= near[1])
        found.append(Finding("superstars", finding, published, mean, se, gate, holds))

    plain = [views(1.0, 0.0, seed=seed) for seed in range(seeds)]
    urn = [views(0.0, 1.0, seed=seed) for seed in range(seeds)]
    luck = [views(0.0, 0.0, seed=seed) for seed in range(seeds)]
    ends = [
        ("quality alone, spread 1: top 3 %", plain, TOP, norm.cdf(1 - norm.ppf(1 - TOP))),
        ("quality alone, spread 1: Gini", plain, None, 2 * norm.cdf(1 / np.sqrt(2)) - 1),
        ("equal quality, feedback 1: top 3 %", urn, TOP, TOP * (1 - np.log(TOP))),
        ("equal quality, feedback 1: Gini", urn, None, 0.5),
        ("equal quality, no feedback: Gini", luck, None, np.sqrt(CHANNELS / (np.pi * VIEWS))),
    ]
    for finding, runs, top, exact in ends:
        values = [metrics.gini(run) if top is None else metrics.top_share(run, top) for run in runs]
        add(finding, "closed form", values, (exact, 0.005 if runs is luck else 0.02))
    needed = {f: np.array([spread_needed(f, seed=seed) for seed in range(seeds)]) for f in (0.0, 0.5, 0.8, 1.0)}
    for feedback, spreads in needed.items():
        add(f"spread of quality for 85 % to 3 %, feedback {feedback:g}", "85 % to 3 % (one number)", spreads)
    for more, less in ((0.5, 0.0), (0.8, 0.5), (1.0, 0.8)):
        mean, se = mean_se(needed[less] - needed[more])
        finding = f"spread needed: feedback {less:g} − {more:g}"
        found.append(Finding("superstars", finding, "", mean, se, "above 0 by 2 s.e.", bool(mean > 2 * se)))
    return found
