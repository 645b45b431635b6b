"""Creators in the closed loop: they publish, learn from what is watched, and leave when too little comes back.

A deliberately small model, and everything in it is simulated. That creators publish less or stop when income falls has
been observed; how strongly they respond has no outside anchor here, so `enough`, `patience` and `leave` are assumptions
to vary, not findings.
"""

from dataclasses import dataclass, replace

import numpy as np

from kml.core.arrays import indices
from kml.core.fields import check_ranges, ranged


@dataclass(frozen=True)
class Creators:
    """How creators behave. A new video takes after a parent: one of their own, or one that was watched yesterday.

    >>> from kml import platform, recommenders, simulate
    >>> world = platform.world(viewers=200, videos=100)
    >>> feed = recommenders.Popularity(recommenders.catalogue(world), world.viewers)
    >>> run = simulate.simulate(world, feed, days=20, slate=3, creators=simulate.Creators(publish=0.1))
    >>> run.days[["videos", "creators"]].iloc[[0, -1]].values.tolist()  # more videos, fewer creators
    [[100, 86], [235, 61]]
    """

    # new videos of a creator on a day, on average (Poisson)
    publish: float = ranged(0.03, low=0)
    # chance that a new video follows one that was watched, drawn by yesterday's watch time
    learn: float = ranged(0.3, 0, 1)
    # part of a new video's taste vector that is its own; the rest is its parent's
    novelty: float = ranged(0.3, 0, 1)
    # by how much its duration differs from its parent's (sd of the logarithm)
    length_sd: float = ranged(0.2, low=0)
    # valid plays on a day that keep a creator for good
    enough: float = ranged(1.0, low=0)
    # days over which they average what comes back
    patience: float = ranged(14.0, low=1)
    # chance to leave on a day with an average of 0; falls in a straight line to 0 at `enough`
    leave: float = ranged(0.05, 0, 1)

    def __post_init__(self):
        check_ranges(self)


class Supply:
    """The creators of a world during a run. `active` (creators,) bool; `plays` (creators,): their running average."""

    def __init__(self, creators, world, seed):
        self.creators, self.world, self.seed = creators, world, seed
        self.active = np.bincount(indices(world.video_creator), minlength=world.creators) > 0
        self.plays = np.full(world.creators, max(creators.enough, 1e-9))  # nobody leaves on the first day

    def next_day(self, day, watched_ms, valid_plays):
        """Let creators leave and publish after a day; both arguments are sums for each video. Returns the new World.

        Videos of those who left stay in the catalogue. New videos come last, so that ids never change.
        """
        c, world = self.creators, self.world
        rng = np.random.default_rng(np.random.SeedSequence([self.seed, day]))
        luck, births = rng.random(world.creators), rng.poisson(c.publish, world.creators)
        earned = np.bincount(indices(world.video_creator), weights=valid_plays, minlength=world.creators)
        self.plays += (earned - self.plays) / c.patience
        if c.enough > 0:
            self.active &= luck >= c.leave * np.clip(1 - self.plays / c.enough, 0, 1)
        author = np.repeat(np.arange(world.creators, dtype=np.int64), indices(births * self.active))
        if len(author):
            self.world = _publish(world, c, author, watched_ms, rng)
        return self.world


def _publish(world, c, author, watched_ms, rng):
    own = _last_video(world, author)
    total = np.cumsum(watched_ms)
    follows = (rng.random(len(author)) < c.learn) & (total[-1] > 0)
    watched = np.searchsorted(total, rng.random(len(author)) * total[-1], side="right")
    parent = np.where(follows, np.minimum(watched, len(total) - 1), own)
    fresh = rng.standard_normal((len(world.video_taste), len(author)))
    taste = (1 - c.novelty) * world.video_taste[:, parent] + c.novelty * fresh / np.linalg.norm(fresh, axis=0)
    length = np.exp(c.length_sd * rng.standard_normal(len(author)))
    limits = world.video_duration_ms.min(), world.video_duration_ms.max()
    duration = np.clip(np.rint(world.video_duration_ms[parent] * length), *limits).astype(np.int64)
    known = np.append(world.video_popularity, np.full(len(author), world.video_popularity.mean()))
    return replace(
        world,
        video_creator=np.append(world.video_creator, author),
        video_topic=np.append(world.video_topic, world.video_topic[parent]),
        video_duration_ms=np.append(world.video_duration_ms, duration),
        video_taste=np.append(world.video_taste, (taste / np.linalg.norm(taste, axis=0)).astype(np.float32), axis=1),
        video_quality=np.append(world.video_quality, rng.standard_normal(len(author))),
        video_popularity=known / known.sum(),
    )


def _last_video(world, author):
    last = np.zeros(world.creators, dtype=np.int64)
    last[world.video_creator] = np.arange(world.videos)  # where one has several, the last assignment stays
    return last[author]
