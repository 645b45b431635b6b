"""Who a new video is shown to first, what they do, and how well that is beside what is usual.

Viewers behave as `kml.behaviour` says. They are chosen as the platform of the course chooses: of some candidates the
one whom a noisy guess takes to fit best. All of it is simulated.
"""

import functools
from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from kml import behaviour, log
from kml.capstone.plan import STYLES
from kml.platform import DEFAULT as PLATFORM

SAMPLE = 400  # viewers to whom a new video is shown first (assumption)
CANDIDATES = 12  # so that rates are those of kml.monetization.profiles: a test holds it
QUALITY = 0.5  # a creator's own videos differ by half as much as all creators' videos do (assumption)
MEASURES = {"valid_play": "valid_plays", "long_view": "long_views"}  # what a platform may push by → its sum

# What a style does to viewers: (threshold, depth) of `kml.behaviour`. Assumptions: one style holds as all videos do,
# one makes more viewers stay and lets them go earlier, one keeps fewer, and these for long. Which is which, each season
# decides anew.
KINDS = {
    "middle": (behaviour.DEFAULT.threshold, behaviour.DEFAULT.depth),
    "hook": (0.34, 1.6),
    "hold": (0.84, 4.5),
}


def styles(rng):
    """{style: kind} of one season, the three kinds in an order that is drawn."""
    return dict(zip(STYLES, rng.permutation(list(KINDS)).tolist(), strict=True))


def watch(seconds, kind, quality, rng, viewers=SAMPLE):
    """Mean outcomes of so many viewers of one video: valid_plays, long_views, likes … a view, and watch_s.

    seconds: its length. kind: one of KINDS. quality: standard normal among the creator's own videos, a number or
    (videos, 1). Reactions are expected ones, since few of a sample like or follow.

    >>> import numpy as np
    >>> from kml.capstone.viewers import watch
    >>> rates = {kind: watch(60, kind, 0.0, np.random.default_rng(0), 20_000) for kind in ("hook", "hold")}
    >>> bool(rates["hook"]["valid_plays"] > rates["hold"]["valid_plays"])
    True
    >>> bool(rates["hook"]["long_views"] < rates["hold"]["long_views"])
    True
    """
    shape = np.broadcast_shapes(np.shape(quality), (viewers,))
    level, error, mood, moment, expresses = rng.standard_normal((5, *shape))
    best, leave, loops = rng.random((3, *shape))
    noise = PLATFORM.score_noise
    # guess = fit + noise · error has the variance 1 + noise²; the best of several guesses, and the fit behind it
    guess = ndtri(best ** (1 / CANDIDATES)) / np.sqrt(1 + noise**2)
    fit = guess + noise / np.sqrt(1 + noise**2) * error
    appeal = behaviour.appeal(level, QUALITY * quality, fit, float(seconds))
    own = _behaviour(kind)
    watched = behaviour.watched(appeal, float(seconds), mood, moment, leave, loops, own)
    express = np.exp(own.expressiveness_sd * expresses - own.expressiveness_sd**2 / 2)
    came = log.flags(watched, float(seconds), behaviour.chances(appeal, watched, float(seconds), express, own))
    outcomes = {name: came[column] for name, column in log.SUMS.items()} | {"watch_s": watched}
    return {name: each.sum(axis=-1) / viewers for name, each in outcomes.items()}


@functools.cache
def _behaviour(kind):
    threshold, depth = KINDS[kind]
    return replace(behaviour.DEFAULT, threshold=threshold, depth=depth)


@functools.cache
def usual(seconds):
    """{measure: (mean, sd)} over a creator's middle videos of this length, each seen by SAMPLE viewers.

    >>> from kml.capstone.viewers import usual
    >>> mean, sd = usual(60)["valid_play"]
    >>> round(mean, 2), round(sd, 2)
    (0.46, 0.07)
    """
    videos = 40
    quality = ndtri((np.arange(videos) + 0.5) / videos)[:, None]
    rates = watch(seconds, "middle", quality, np.random.default_rng(0), viewers=1_000)
    table = {}
    for measure, name in MEASURES.items():
        mean = float(rates[name].mean())
        chance = mean * (1 - mean)  # of a sample of 1,000 there is less in the spread than of SAMPLE
        spread = rates[name].var() + chance * (1 / SAMPLE - 1 / 1_000)
        table[measure] = mean, float(np.sqrt(spread))
    return table
