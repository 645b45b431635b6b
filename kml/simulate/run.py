"""A run from the first day to the last, and what it leaves behind."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kml import behaviour as viewing
from kml import platform
from kml.core.arguments import choice, number, whole_number
from kml.core.arrays import Draws, space
from kml.core.page import bar
from kml.core.words import _
from kml.simulate.creators import Creators, Supply
from kml.simulate.loop import PARTS, Loop


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
        raise ValueError(
            _("creators must be a kml.creators.Creators or None; got {creators!r}.").format(creators=creators)
        )
    if creators is not None and not hasattr(recommender, "publish"):
        raise ValueError(_("recommender must have a method publish(table) when creators publish new videos."))
    loop = Loop(world, recommender, slate, explore, seed, space(device), repeats, behaviour)
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
