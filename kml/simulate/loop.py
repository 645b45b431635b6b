"""One day of the loop after another: who comes, what they are shown, what they do with it, and the log of it all."""

import copy
from typing import Any

import numpy as np

from kml import behaviour as viewing
from kml import metrics
from kml.core.arrays import Draws
from kml.core.scores import table
from kml.core.words import _
from kml.log import COLUMNS, exposed
from kml.recommenders import catalogue, slates

REACT = ("react 1", "react 2", "react 3")  # two reactions each
PARTS = ("visit", "hour", "mood", "end", *REACT, *slates.PARTS)
ROWS = 2**15  # exposures that are watched at a time on a processor; their temporary arrays stay in its cache


class Loop:
    """The state of a run: the world on the device, the log, and what each viewer has seen."""

    def __init__(self, world, recommender, slate, explore, seed, xp, repeats, behaviour):
        self.xp, self.slate, self.explore, self.repeats, self.behaviour = xp, slate, explore, repeats, behaviour
        xp.keep_memory()
        self.draws = Draws(seed, PARTS, xp)
        self.recommender = copy.deepcopy(recommender)
        self.native = xp.device == "cpu" or hasattr(recommender, "to")
        if xp.device != "cpu" and self.native:
            self.recommender.to(xp.device)
        self.level, self.express, self.visit, self.viewer_taste = (
            xp.put(a)
            for a in (
                world.viewer_level,
                world.viewer_expressiveness,
                world.viewer_visit,
                world.viewer_taste.astype(np.float64),  # as `affinity` needs them
            )
        )
        self.viewers = xp.arange(world.viewers)
        self.world: Any = None
        self.catalogue(world)

    def catalogue(self, world):
        """Take in a world with the same viewers and perhaps more videos."""
        if world is self.world:
            return
        if self.world is not None:
            self.recommender.publish(catalogue(world, first=self.world.videos))
        if hasattr(self.recommender, "observe"):
            self.recommender.observe(world)
        self.world = world
        self.quality, self.duration_ms, self.video_taste = (
            self.xp.put(a)
            for a in (
                world.video_quality,
                world.video_duration_ms.astype(np.int32),
                world.video_taste.astype(np.float64),
            )
        )

    def comes(self, day):
        return self.draws.at(day, self.viewers).uniforms("visit")[0] < self.visit

    def reserve(self, days):
        """Make room for the log: how many rows there will be is known from who comes when."""
        xp, n = self.xp, self.world.viewers
        visits = xp.zeros(n, dtype=xp.int64)
        for day in range(days):
            visits += self.comes(day)
        most = int(visits.max()) * self.slate
        if not self.repeats and most > self.world.videos:
            raise ValueError(
                _(
                    "days and slate ask for {most} different videos for a viewer; the world has {videos}. Allow "
                    "repeats=True, or take fewer days or a smaller slate."
                ).format(most=most, videos=self.world.videos)
            )
        total = int(visits.sum()) * self.slate
        self.columns = {
            name: xp.empty(total, dtype=getattr(xp, column.kept)) for name, column in COLUMNS.items() if column.kept
        }
        self.rows = 0
        self.seen = xp.empty((n, 0 if self.repeats else most), dtype=xp.int32)
        self.seen_count = xp.zeros(n, dtype=xp.int64)

    def so_far(self, on_device=None):
        """The log's columns up to now: views, on the device if the recommender works there."""
        part = {name: column[: self.rows] for name, column in self.columns.items()}
        return (
            part if (self.native if on_device is None else on_device) else {n: self.xp.get(c) for n, c in part.items()}
        )

    def day(self, day):
        """Show and watch; returns the day's summary, and watch time (ms) and valid plays of each video."""
        xp, k, videos = self.xp, self.slate, self.world.videos
        (viewers,) = xp.nonzero(self.comes(day))
        start = self.rows
        self.rows += len(viewers) * k
        block = max(1, min(xp.rows, xp.block // videos))
        for first in range(0, len(viewers), block):
            self.show(day, viewers[first : first + block], start + first * k)
        utility, block = 0.0, max(1, (ROWS if xp.device == "cpu" else 2**22) // k)
        for first in range(0, len(viewers), block):
            utility += self.watch(day, viewers[first : first + block], start + first * k)
        today = {name: column[start : self.rows] for name, column in self.columns.items()}
        shown, watched, valid = (
            xp.get(xp.bincount(today["video_id"], weights=weights, minlength=videos))
            for weights in (None, today["play_time_ms"], today["is_click"])
        )
        n, rows = len(viewers), max(1, len(viewers) * k)
        summary = {
            "day": day,
            "viewers": n,
            "exposures": n * k,
            "watch_s": watched.sum() / 1000 / rows if n else np.nan,
            "valid_play": valid.sum() / rows if n else np.nan,
            "utility": utility / rows if n else np.nan,
            "gini": metrics.gini(shown) if n else np.nan,
            "coverage": np.count_nonzero(shown) / videos if n else np.nan,
            "homogeneity": np.sum(shown * (shown - 1.0)) / (n * (n - 1) * k) if n > 1 else np.nan,
            "explored": float(today["is_rand"].sum()) / rows if n else np.nan,
            "videos": videos,
        }
        return summary, watched, valid

    def show(self, day, viewers, row):
        """Choose the slates of a block of viewers and write them to the log from `row` on."""
        xp, k = self.xp, self.slate
        scores = self.scores(viewers)
        left = xp.zeros(len(viewers), dtype=xp.int64) + scores.videos
        if not self.repeats:
            count = self.seen_count[viewers]
            left -= count
            self.hide_seen(scores, viewers, count)
        video, propensity, explored = slates.select(xp, scores, k, self.explore, self.draws, day, viewers, left)
        if not self.repeats:
            self.mark_seen(viewers, count, video)
        part = slice(row, row + len(viewers) * k)
        self.columns["user_id"][part].reshape(-1, k)[:] = viewers[:, None]
        self.columns["slot"][part].reshape(-1, k)[:] = xp.arange(k)
        self.columns["day"][part] = day
        self.columns["video_id"][part] = video.reshape(-1)
        self.columns["is_rand"][part] = explored.reshape(-1)
        self.columns["propensity"][part] = propensity.reshape(-1)

    def scores(self, viewers):
        """The recommender's scores as a table for `kml.recommenders.slates`."""
        xp = self.xp
        scores = self.recommender.score(viewers if self.native else xp.get(viewers))
        shape = (len(viewers), self.world.videos)
        if getattr(scores, "shape", None) != shape:
            raise ValueError(
                _("recommender.score must return an array of shape {shape}; got {scores!r:.60}.").format(
                    shape=shape, scores=scores
                )
            )
        if xp.device != "cpu":
            scores = scores.to(xp.device, xp.float32) if self.native else xp.put_rows(scores)
        return table(xp, scores)

    def hide_seen(self, scores, viewers, count):
        most = int(count.max())
        if most == 0:
            return
        xp = self.xp
        rows = xp.arange(len(viewers))
        if bool(xp.any(count == 0)):
            (rows,) = xp.nonzero(count)
            viewers = viewers[rows]
        # beyond a viewer's count the table repeats their first video
        scores.hide(rows[:, None], self.seen[viewers, :most])

    def mark_seen(self, viewers, count, video):
        xp = self.xp
        (new,) = xp.nonzero(count == 0)
        if len(new):
            self.seen[viewers[new]] = xp.asarray(video[new, :1], dtype=xp.int32)
        place = (viewers * self.seen.shape[1] + count)[:, None] + xp.arange(self.slate)
        self.seen.reshape(-1)[place.reshape(-1)] = xp.asarray(video.reshape(-1), dtype=xp.int32)
        self.seen_count[viewers] += self.slate

    def watch(self, day, viewers, row):
        """Let a block of viewers watch their slates, write it to the log, and return the sum of appeal."""
        xp, behaviour = self.xp, self.behaviour
        part = slice(row, row + len(viewers) * self.slate)
        user, video = (xp.asarray(self.columns[name][part], dtype=xp.int64) for name in ("user_id", "video_id"))
        duration_ms = xp.of(self.duration_ms, video)
        duration = xp.asarray(duration_ms, dtype=xp.float64) / 1000
        of_viewer = (xp.of(factor, user) for factor in self.viewer_taste)
        of_video = (xp.of(factor, video) for factor in self.video_taste)
        fit = viewing.affinity(of_viewer, of_video, xp)
        level, express, quality = xp.of(self.level, user), xp.of(self.express, user), xp.of(self.quality, video)
        appeal = viewing.appeal(level, quality, fit, duration, behaviour, xp)
        drawn = self.draws.at(day, user, self.columns["slot"][part])
        chance = *drawn.normals("mood"), *drawn.uniforms("end")
        luck = [own for pair in zip(*drawn.uniforms(*REACT), strict=True) for own in pair]
        for name, values in exposed(appeal, duration_ms, express, chance, luck, behaviour, xp).items():
            self.columns[name][part] = values
        return float(appeal.sum())
