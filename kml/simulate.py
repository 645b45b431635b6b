"""The closed loop: recommend, watch, log, retrain, day after day; and sweeps of it over seeds and policies.

A day: each viewer who comes is shown a slate of videos, one after another. How long they watch and how they react is
`kml.behaviour`'s; the log gets a row for each video shown, with the propensity under which it was. Then creators may
publish and leave (`kml.creators`), and the recommender may learn from the log. Everything here is simulated.

What chance brings is a function of seed, day, viewer and place in the slate, so two runs with the same seed have the
same viewers in the same moods whatever they are shown: compare policies on equal terms, also with and without
exploration. No array is viewers × videos; scores are used in blocks. A recommender is any object with

    score(viewers) → (b, videos) finite float32, higher is better, for a block of b viewer ids; no random draws inside
    update(log)    learn from the log so far: a dict of arrays by column, rows in the order of days
    publish(table) needed with creators only: the new videos' rows of `kml.recommenders.catalogue`
    to(device)     optional: from now on take and return PyTorch tensors there (else scores are copied over, slowly)
"""

import copy
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kml import behaviour as viewing
from kml import metrics, platform, slates
from kml._arguments import choice, number, whole_number
from kml._arrays import Draws, space
from kml._progress import bar
from kml._scores import table
from kml.creators import Creators, Supply

FLAGS = ("is_click", "long_view", *(f"is_{event}" for event in viewing.EVENTS), "is_rand")
COLUMNS = {
    "user_id": "int32",
    "video_id": "int32",
    "day": "int16",
    "slot": "int16",
    "play_time_ms": "int32",
    "duration_ms": "int32",
    **dict.fromkeys(FLAGS, "bool"),
    "propensity": "float32",
}
PARTS = ("visit", "hour", "mood", "end", "react 1", "react 2", "react 3", *slates.PARTS)
ROWS = 2**15  # exposures that are watched at a time on a processor; their temporary arrays stay in its cache


@dataclass(frozen=True)
class Run:
    """What a simulation leaves behind.

    log: {column: array}, a row for each video shown, by day, viewer and place. KuaiRand's names and units, with `day`
    and `slot` (place in the slate) from 0, is_rand (the place was handed to exploration) and `propensity`: the chance
    that this video was in the viewer's slate that day. Over all videos these chances sum to the slate's size.
    days: DataFrame with a row for each day; see `simulate`. world: with all that was published. recommender: as
    trained. active: (creators,) bool, who is still there.
    """

    log: dict
    days: pd.DataFrame
    world: platform.World
    recommender: object
    active: np.ndarray
    slate: int
    seed: int

    def frame(self):
        """The log as a DataFrame in KuaiRand's columns, by user and time, and `propensity`; ints as KuaiRand has them.

        A visit starts in an hour drawn from `kml.platform.HOURS`; each video starts when the one before it ends.
        """
        log, day_ms = self.log, 86_400_000
        draws = Draws(self.seed, PARTS, space("cpu"))
        user, day = log["user_id"].astype(np.int64), log["day"].astype(np.int64)
        hour, within = draws.uniforms("hour", 0, user, day)
        hour = np.searchsorted(np.cumsum(platform.HOURS) / sum(platform.HOURS), hour, side="right")
        played = log["play_time_ms"].astype(np.int64).reshape(-1, self.slate)
        ms = day * day_ms + hour * 3_600_000 + (within * 3_600_000).astype(np.int64)
        ms += (np.cumsum(played, axis=1) - played).ravel()
        dates = pd.date_range(platform.FIRST_DATE, periods=int(ms.max(initial=0)) // day_ms + 1).strftime("%Y%m%d")
        midnight = int(pd.Timestamp(platform.FIRST_DATE, tz="Asia/Shanghai").timestamp() * 1000)
        zeros = np.zeros(len(user), dtype=np.int64)
        columns = {
            "user_id": user,
            "video_id": log["video_id"],
            "date": dates.astype(np.int64).to_numpy()[ms // day_ms],
            "hourmin": ms % day_ms // 3_600_000 * 100,
            "time_ms": midnight + ms,
            **{
                name: log[name]
                for name in ("is_click", "is_like", "is_follow", "is_comment", "is_forward", "is_hate", "long_view")
            },
            "play_time_ms": log["play_time_ms"],
            "duration_ms": log["duration_ms"],
            "profile_stay_time": zeros,
            "comment_stay_time": zeros,
            "is_profile_enter": log["is_profile_enter"],
            "is_rand": log["is_rand"],
            "tab": zeros + 1,
        }
        frame = pd.DataFrame({name: column.astype(np.int64) for name, column in columns.items()})
        frame = frame.assign(propensity=log["propensity"])
        return frame.iloc[np.lexsort((ms, user))].reset_index(drop=True)


def simulate(
    world,
    recommender,
    days=30,
    slate=10,
    retrain_every=1,
    explore=0.0,
    seed=0,
    device="cpu",
    creators=None,
    repeats=False,
    behaviour=viewing.DEFAULT,
    progress=False,
):
    """Run the loop on a `kml.platform.World` for `days` days and return a Run. `recommender` is copied, not changed.

    slate: videos shown to a viewer on a visit, all of which start to play. A viewer comes with the world's chance
    `viewer_visit`; how much they would watch in a day (`viewer_plays`) isn't used.
    retrain_every: days between updates of the recommender; 0 for never.
    explore: chance (0 to 1) that a place in a slate is handed to a video drawn evenly from all others. With 1, or with
    a recommender whose scores are all equal, every video is equally likely.
    seed: a whole number: the same one gives the same log. Near-ties of scores that are computed by matrix products may
    fall differently on another processor, unless the factors are rounded with `kml.slates.exact`.
    device: "cpu" (NumPy), "cuda" or "mps" (PyTorch).
    creators: a `kml.creators.Creators`, or None for a catalogue that stays.
    repeats: whether a viewer may be shown a video again.

    Run.days has a row for each day: viewers who came, exposures, watch_s (mean seconds watched), valid_play (share),
    utility (mean appeal of what was shown, in standard deviations of pull), gini and coverage of the day's exposures
    over all videos, homogeneity (share of a slate that two random viewers have in common), explored (share), videos
    and creators that are there; NaN where nobody came.
    """
    days, slate = whole_number("days", days, 1), whole_number("slate", slate, 1, world.videos)
    retrain_every, seed = whole_number("retrain_every", retrain_every), whole_number("seed", seed)
    explore = number("explore", explore, 0, 1)
    choice("repeats", repeats, (True, False))
    if creators is not None and not isinstance(creators, Creators):
        raise ValueError(f"creators must be a kml.creators.Creators or None; got {creators!r}.")
    if creators is not None and not hasattr(recommender, "publish"):
        raise ValueError("recommender must have a method publish(table) when creators publish new videos.")
    loop = _Loop(world, recommender, slate, explore, seed, space(device), repeats, behaviour)
    loop.reserve(days)
    supply = creators and Supply(creators, world, seed)
    rows = []
    for day in bar(range(days), progress, unit="day"):
        summary, watched_ms, valid_plays = loop.day(day)
        summary["creators"] = int(supply.active.sum()) if supply else world.creators
        rows.append(summary)
        if supply:
            loop.catalogue(supply.next_day(day, watched_ms, valid_plays))
        if retrain_every and (day + 1) % retrain_every == 0 and loop.rows:
            loop.recommender.update(loop.so_far())
    active = supply.active if supply else np.ones(world.creators, dtype=bool)
    log = {name: loop.xp.get(column) for name, column in loop.so_far(on_device=True).items()}
    return Run(log, pd.DataFrame(rows), loop.world, loop.recommender, active, slate, seed)


class _Loop:
    """The state of a run: the world on the device, the log, and what each viewer has seen."""

    def __init__(self, world, recommender, slate, explore, seed, xp, repeats, behaviour):
        self.xp, self.slate, self.explore, self.repeats, self.behaviour = xp, slate, explore, repeats, behaviour
        self.draws = Draws(seed, PARTS, xp)
        self.recommender = copy.deepcopy(recommender)
        self.native = xp.device == "cpu" or hasattr(recommender, "to")
        if xp.device != "cpu" and self.native:
            self.recommender.to(xp.device)
        self.level, self.express, self.visit, self.viewer_taste = (
            xp.put(a) for a in (world.viewer_level, world.viewer_expressiveness, world.viewer_visit, world.viewer_taste)
        )
        self.viewers = xp.arange(world.viewers)
        self.world = None
        self.catalogue(world)

    def catalogue(self, world):
        """Take in a world with the same viewers and perhaps more videos."""
        if world is self.world:
            return
        if self.world is not None:
            from kml.recommenders import catalogue  # only now: scikit-learn takes a second to load

            self.recommender.publish(catalogue(world, first=self.world.videos))
        if hasattr(self.recommender, "observe"):
            self.recommender.observe(world)
        self.world = world
        self.quality, self.duration_ms, self.video_taste = (
            self.xp.put(a) for a in (world.video_quality, world.video_duration_ms, world.video_taste)
        )

    def comes(self, day):
        return self.draws.uniforms("visit", day, self.viewers)[0] < self.visit

    def reserve(self, days):
        """Make room for the log: how many rows there will be is known from who comes when."""
        xp, n = self.xp, self.world.viewers
        visits = xp.zeros(n, dtype=xp.int64)
        for day in range(days):
            visits += self.comes(day)
        most = int(visits.max()) * self.slate
        if not self.repeats and most > self.world.videos:
            raise ValueError(
                f"days and slate ask for {most} different videos for a viewer; the world has {self.world.videos}. "
                "Allow repeats=True, or take fewer days or a smaller slate."
            )
        total = int(visits.sum()) * self.slate
        self.columns = {name: xp.empty(total, dtype=getattr(xp, kind)) for name, kind in COLUMNS.items()}
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
        block = max(1, xp.block // videos)
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
        """The recommender's scores as a table for `kml.slates`."""
        xp = self.xp
        scores = self.recommender.score(viewers if self.native else xp.get(viewers))
        shape = (len(viewers), self.world.videos)
        if getattr(scores, "shape", None) != shape:
            raise ValueError(f"recommender.score must return an array of shape {shape}; got {scores!r:.60}.")
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
        self.seen[viewers[:, None], count[:, None] + xp.arange(self.slate)] = xp.asarray(video, dtype=xp.int32)
        self.seen_count[viewers] += self.slate

    def watch(self, day, viewers, row):
        """Let a block of viewers watch their slates, write it to the log, and return the sum of appeal."""
        xp, k, draws, behaviour = self.xp, self.slate, self.draws, self.behaviour
        part = slice(row, row + len(viewers) * k)
        video = self.columns["video_id"][part].reshape(-1, k)
        duration_ms = self.duration_ms[video]
        duration = xp.asarray(duration_ms, dtype=xp.float64) / 1000
        fit = viewing.affinity(self.viewer_taste[:, viewers, None], self.video_taste[:, video], xp)
        level, express = self.level[viewers, None], self.express[viewers, None]
        appeal = viewing.appeal(level, self.quality[video], fit, duration, behaviour, xp)
        who = viewers[:, None], xp.arange(k)[None, :]
        chance = *draws.normals("mood", day, *who), *draws.uniforms("end", day, *who)
        play_ms = xp.asarray(xp.round(1000 * viewing.watched(appeal, duration, *chance, behaviour, xp)), dtype=xp.int32)
        likely = viewing.chances(appeal, xp.asarray(play_ms, dtype=xp.float64) / 1000, duration, express, behaviour, xp)
        luck = [u for part in ("react 1", "react 2", "react 3") for u in draws.uniforms(part, day, *who)]
        written = {
            "play_time_ms": play_ms,
            "duration_ms": duration_ms,
            "is_click": _watched_for(play_ms, duration_ms, metrics.VALID_PLAY_S, strictly=True),
            "long_view": _watched_for(play_ms, duration_ms, metrics.LONG_VIEW_S),
            **{f"is_{event}": luck[i] < likely[event] for i, event in enumerate(viewing.EVENTS)},
        }
        for name, values in written.items():
            self.columns[name][part] = values.reshape(-1)
        return float(appeal.sum())


def _watched_for(play_ms, duration_ms, seconds, strictly=False):
    """`metrics.valid_play` (strictly) and `metrics.long_view` on whole milliseconds, for arrays of either library."""
    limit = round(1000 * seconds) + strictly
    return (play_ms >= limit) | ((duration_ms < limit) & (play_ms >= duration_ms))


class Oracle:
    """Scores by the true appeal, which no real recommender knows: the best that any could do in a single day.

    Sees the world, as no other recommender may. Its factors are rounded (`kml.slates.exact`), so that its slates are
    the same on every machine.
    """

    def __init__(self, world, behaviour=viewing.DEFAULT):
        self.behaviour, self.torch = behaviour, None
        self.observe(world)

    def observe(self, world):
        """Take in a world with new videos."""
        b, n = self.behaviour, world.videos
        value = viewing.appeal(0.0, world.video_quality, np.zeros(n), world.video_duration_ms / 1000, b)
        viewers = np.vstack([world.viewer_taste, np.ones(world.viewers)]).T
        videos = np.vstack([b.affinity_sd * world.video_taste, value]).T
        self.viewers, self.videos = slates.exact(viewers, videos)
        if self.torch is not None:
            self.to(self.torch)

    def score(self, viewers):
        return self.viewers[viewers] @ self.videos.T

    def update(self, log):
        """Nothing to learn."""

    def publish(self, table):
        """New videos come with `observe`."""

    def to(self, device):
        import torch

        self.torch = device
        self.viewers, self.videos = (torch.as_tensor(factors, device=device) for factors in (self.viewers, self.videos))


def sweep(world, recommenders, seeds, scheduler=None, workers=-1, measure=None, progress=False, **options):
    """Run each recommender with each seed, on all cores or on a Dask cluster, and return one DataFrame of all results.

    world: a World, or a function of the seed that makes one. recommenders: {policy: recommender, or function of the
    world that makes one}. seeds: a number of them (0, 1, …) or a list. All policies of a seed meet the same viewers.
    measure: function of a Run that returns a DataFrame, or a dict for a single row; Run.days if left out.
    workers: processes on this machine, -1 for one a core. scheduler: address of a Dask scheduler ("tcp://…"), which
    then does the work (`pip install "kml[scale]"`). options: passed on to `simulate`.

    Rows by policy and seed, which are the first two columns, whatever finished first.
    """
    if not isinstance(recommenders, dict) or not recommenders:
        raise ValueError(f"recommenders must be a dict of at least one; got {recommenders!r:.60}.")
    if isinstance(seeds, (list, tuple, range, np.ndarray)):
        seeds = [whole_number("seeds", int(seed) if isinstance(seed, np.integer) else seed) for seed in seeds]
    else:
        seeds = list(range(whole_number("seeds", seeds, 1)))
    tasks = [(world, make, name, seed, measure, options) for name, make in recommenders.items() for seed in seeds]
    if scheduler is None:
        from joblib import Parallel, delayed

        runs = Parallel(n_jobs=workers, return_as="generator")(delayed(_one)(*task) for task in tasks)
        return pd.concat(list(bar(runs, progress, total=len(tasks), unit="run")), ignore_index=True)
    try:
        from distributed import Client
    except ImportError:
        raise ValueError('scheduler needs Dask: pip install "kml[scale]", here and on the cluster.') from None
    with Client(scheduler) as client:
        futures = [client.submit(_one, *task, pure=False) for task in tasks]
        return pd.concat([future.result() for future in bar(futures, progress, unit="run")], ignore_index=True)


def _one(world, make, name, seed, measure, options):
    world = world if isinstance(world, platform.World) else world(seed)
    recommender = make if hasattr(make, "score") else make(world)
    run = simulate(world, recommender, seed=seed, **options)
    result = run.days if measure is None else measure(run)
    frame = pd.DataFrame([result]) if isinstance(result, dict) else pd.DataFrame(result)
    frame.insert(0, "seed", seed)
    frame.insert(0, "policy", name)
    return frame
