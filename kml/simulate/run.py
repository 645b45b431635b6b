"""A run from the first day to the last, and what it leaves behind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kml import behaviour as viewing
from kml import platform
from kml.core.arguments import choice, number, whole_number
from kml.core.arrays import Draws, space
from kml.core.page import bar
from kml.core.words import _
from kml.log import DAY_MS, HOUR_MS, to_frame
from kml.simulate.creators import Creators, Supply
from kml.simulate.loop import PARTS, Loop

if TYPE_CHECKING:
    from kml.behaviour import Behaviour
    from kml.platform import World


@dataclass(frozen=True)
class Run:
    """What a simulation leaves behind.

    log: {column: array}, a row for each video shown, by day, viewer and place. KuaiRand's names and units, with `day`
    and `slot` (place in the slate) from 0, is_rand (the place was handed to exploration) and `propensity`: the chance
    that this video was in the viewer's slate that day. Over all videos these chances sum to the slate's size.
    days: DataFrame with a row for each day; see `simulate`. world: with all that was published. recommender: as
    trained. active: (creators,) bool, who is still there.

    >>> from kml import platform, recommenders, simulate
    >>> world = platform.world(viewers=100, videos=60)
    >>> run = simulate.simulate(world, recommenders.Random(range(60), viewers=100), days=2, slate=3)
    >>> len(run.days), len(run.log["video_id"]) == int(run.days["exposures"].sum())
    (2, True)
    >>> print(run.log["propensity"][:3])  # three of sixty videos, all as likely
    [0.05 0.05 0.05]
    """

    log: dict
    days: pd.DataFrame
    world: platform.World
    recommender: object
    active: np.ndarray
    slate: int
    seed: int

    def frame(self) -> pd.DataFrame:
        """The log as a DataFrame in KuaiRand's columns, by user and time, and `propensity`; ints as KuaiRand has them.

        A visit starts in an hour drawn from `kml.platform.HOURS`; each video starts when the one before it ends.
        """
        draws = Draws(self.seed, PARTS, space("cpu"))
        user, day = self.log["user_id"].astype(np.int64), self.log["day"].astype(np.int64)
        hour, within = draws.at(0, user, day).uniforms("hour")
        played = self.log["play_time_ms"].astype(np.int64).reshape(-1, self.slate)
        ms = day * DAY_MS + platform.hour(hour) * HOUR_MS + (within * HOUR_MS).astype(np.int64)
        ms += (np.cumsum(played, axis=1) - played).ravel()
        frame = to_frame(self.log, ms)
        return frame.iloc[np.lexsort((ms, user))].reset_index(drop=True)


def simulate(
    world: "World",
    recommender: Any,
    days: int = 30,
    slate: int = 10,
    retrain_every: int = 1,
    explore: float = 0.0,
    seed: int = 0,
    device: str = "cpu",
    creators: Creators | None = None,
    repeats: bool = False,
    behaviour: "Behaviour" = viewing.DEFAULT,
    progress: bool = False,
) -> Run:
    """Run the loop on a `kml.platform.World` for `days` days and return a Run. `recommender` is copied, not changed.

    slate: videos shown to a viewer on a visit, all of which start to play. A viewer comes with the world's chance
    `viewer_visit`; how much they would watch in a day (`viewer_plays`) isn't used.
    retrain_every: days between updates of the recommender; 0 for never.
    explore: chance (0 to 1) that a place in a slate is handed to a video drawn evenly from all others. With 1, or with
    a recommender whose scores are all equal, every video is equally likely.
    seed: a whole number: the same one gives the same log. Near-ties of scores that are computed by matrix products may
    fall differently on another processor, unless the factors are rounded with `kml.recommenders.slates.exact`.
    device: "cpu" (NumPy), "cuda" or "mps" (PyTorch).
    creators: a `kml.simulate.Creators`, or None for a catalogue that stays.
    repeats: whether a viewer may be shown a video again; if not, a world with too few videos raises a ValueError.

    Run.days has a row for each day: viewers who came, exposures, watch_s (mean seconds watched), valid_play (share),
    utility (mean appeal of what was shown, in standard deviations of pull), gini and coverage of the day's exposures
    over all videos, homogeneity (share of a slate that two random viewers have in common), explored (share), videos
    and creators that are there; NaN where nobody came.

    Of twenty days the last five: seconds watched a view, and how unequally the day's views fall on the videos (Gini).

    >>> from kml import platform, recommenders, simulate
    >>> world = platform.world(viewers=500, videos=300)
    >>> table = recommenders.catalogue(world)
    >>> for kind in (recommenders.Random, recommenders.Popularity, recommenders.MatrixFactorisation):
    ...     days = simulate.simulate(world, kind(table, world.viewers), days=20, slate=5).days.tail(5)
    ...     print(kind.__name__, days["watch_s"].mean().round(), days["gini"].mean().round(1))
    Random 7.0 0.3
    Popularity 9.0 0.9
    MatrixFactorisation 12.0 0.6
    """
    days, slate = whole_number("days", days, 1), whole_number("slate", slate, 1, world.videos)
    retrain_every, seed = whole_number("retrain_every", retrain_every), whole_number("seed", seed)
    explore = number("explore", explore, 0, 1)
    choice("repeats", repeats, (True, False))
    if creators is not None and not isinstance(creators, Creators):
        raise ValueError(
            _("creators must be a kml.simulate.Creators or None; got {creators!r}.").format(creators=creators)
        )
    if creators is not None and not hasattr(recommender, "publish"):
        raise ValueError(_("recommender must have a method publish(table) when creators publish new videos."))
    loop = Loop(world, recommender, slate, explore, seed, space(device), repeats, behaviour)
    loop.reserve(days)
    supply = Supply(creators, world, seed) if creators else None
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
