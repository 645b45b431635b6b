"""A test inside a feed: videos compete for the same viewers, so what one wins another may lose.

A channel tries a change on its videos, say covers that make the recommender rank them higher, in the closed loop of
`kml.simulate`. The question is what happens if *all* of its videos are changed. Changing half of them answers another
one, because the changed half takes places from the other half in the same slates. Two designs repair that: change all
videos on some days (switchback), or in the feeds of some viewers (each feed is a cluster). Everything is simulated.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from kml import behaviour as viewing
from kml import platform, simulate
from kml.core.arguments import array, choice, number, rng, whole_number
from kml.core.arrays import indices
from kml.experiments.comparing import compare_means

if TYPE_CHECKING:
    from kml.experiments.comparing import Comparison
    from kml.platform import World

DESIGNS = ("video", "switchback", "viewer", "none", "all")
NOISE = platform.DEFAULT.score_noise  # sd of the ranker's error, beside an affinity with sd 1


@dataclass(frozen=True)
class Trial:
    """What a trial measured: design, treated (the half that was), and simulated seconds of watching of the channel.

    treated: (videos,), (days,) or (viewers,) bool, whichever the design split. by_video: (days, videos) seconds on each
    of the channel's videos. by_viewer: (viewers,) seconds of each viewer on the whole channel.
    """

    design: str
    treated: np.ndarray
    by_video: np.ndarray
    by_viewer: np.ndarray


class LiftedFeed:
    """A recommender that knows appeal with an error, drawn anew each day, and adds `lift` where the change is live."""

    def __init__(self, world, mine, live, lift, seed):
        level = np.zeros((world.viewers, 1))
        fit = viewing.affinity(world.viewer_taste[:, :, None], world.video_taste[:, None, :])
        seconds = world.video_duration_ms / 1000
        self.appeal = viewing.appeal(level, world.video_quality, fit, seconds).astype(np.float32)
        self.mine, self.live, self.lift, self.rng, self.day = mine, live, np.float32(lift), rng(seed), -1
        self._next_day()

    def score(self, viewers):
        return self.today[viewers]

    def update(self, log):
        """Nothing to learn; the log's coming says that a day is over."""
        self._next_day()

    def _next_day(self):
        self.day += 1
        sd = np.float32(NOISE * viewing.DEFAULT.affinity_sd)
        self.today = self.appeal + sd * self.rng.standard_normal(self.appeal.shape, dtype=np.float32)
        if self.day < len(self.live):
            self.today[:, self.mine] += self.lift * self.live[self.day]


def plan(design: str, days: int, viewers: int, videos: int, seed: int = 0) -> np.ndarray:
    """Who is treated, drawn at random in two equal halves (up to one): a bool array of what the design splits.

    "video": half of the channel's videos. "switchback": half of the days. "viewer": half of the viewers. "none" and
    "all" split nothing: an array of one entry.

    >>> from kml import experiments
    >>> treated = experiments.plan("switchback", days=6, viewers=100, videos=10)
    >>> len(treated), int(treated.sum())
    (6, 3)
    """
    choice("design", design, DESIGNS)
    if design in ("none", "all"):
        return np.array([design == "all"])
    split, n = {"video": ("videos", videos), "switchback": ("days", days), "viewer": ("viewers", viewers)}[design]
    treated = np.arange(whole_number(split, n, 4)) < n // 2
    return rng(seed).permutation(treated)


def run_trial(
    world: "World", mine: "ArrayLike", design: str, lift: float = 0.5, days: int = 14, slate: int = 10, seed: int = 0
) -> Trial:
    """Simulate a test of a change that adds `lift` to the ranker's score of a channel's videos: a Trial.

    world: a small `kml.platform.World` (viewers × videos are held at once). mine: ids of the channel's videos. lift: in
    standard deviations of pull. What is watched once shown is the viewer's own doing and not changed. Viewers may be
    shown a video again, so no day depends on an earlier one. With the same seed, all designs meet the same viewers on
    the same days in the same mood.

    >>> from kml import experiments, platform
    >>> world = platform.world(viewers=200, videos=120)
    >>> trial = experiments.run_trial(world, mine=range(40), design="switchback", days=6)
    >>> int(trial.treated.sum()), trial.by_video.shape, trial.by_viewer.shape  # three of the six days
    (3, (6, 40), (200,))
    """
    mine = array("mine", mine, ndim=1, dtype=np.int64, low=0, high=world.videos - 1)
    days, lift = whole_number("days", days, 1), number("lift", lift)
    treated = plan(design, days, world.viewers, len(mine), seed)
    axis = {"video": (1, 1, -1), "switchback": (-1, 1, 1)}.get(design, (1, -1, 1))
    live = np.broadcast_to(treated.reshape(axis), (days, world.viewers, len(mine)))
    feed = LiftedFeed(world, mine, live, lift, seed)
    log = simulate.simulate(world, feed, days=days, slate=slate, seed=seed, repeats=True).log
    place = np.full(world.videos, -1)
    place[mine] = np.arange(len(mine))
    here = place[log["video_id"]] >= 0
    seconds = log["play_time_ms"][here] / 1000
    cell = log["day"][here].astype(np.int64) * len(mine) + place[log["video_id"][here]]
    by_video = np.bincount(indices(cell), weights=seconds, minlength=days * len(mine)).reshape(days, len(mine))
    by_viewer = np.bincount(indices(log["user_id"][here]), weights=seconds, minlength=world.viewers)
    return Trial(design, treated, by_video, by_viewer)


def estimate(trial: Trial) -> "Comparison":
    """What a Trial says the change does, in seconds per video and day: a Comparison by Welch's test.

    The unit is what was split: videos, days or viewers. A viewer's seconds are scaled to the whole audience.

    Half of the videos win places from the other half; half of the days do not. The truth is about 170 (`true_effect`).

    >>> from kml import experiments, platform
    >>> world = platform.world(viewers=200, videos=120)
    >>> for design in ("video", "switchback"):
    ...     result = experiments.estimate(experiments.run_trial(world, range(40), design, lift=1.0))
    ...     print(design, round(result.difference, -1), "±", round(result.se, -1))
    video 320.0 ± 90.0
    switchback 180.0 ± 20.0
    """
    days, videos = trial.by_video.shape
    values = {
        "video": trial.by_video.mean(axis=0),
        "switchback": trial.by_video.mean(axis=1),
        "viewer": trial.by_viewer * len(trial.by_viewer) / (days * videos),
    }[choice("trial.design", trial.design, DESIGNS[:3])]
    return compare_means(values[~trial.treated], values[trial.treated])


def true_effect(
    world: "World", mine: "ArrayLike", lift: float = 0.5, days: int = 14, slate: int = 10, seed: int = 0
) -> float:
    """Seconds per video and day that changing *all* videos adds over changing none, in the same days: a float.

    No experiment can see this; a simulation can, by living the same days twice.

    >>> from kml import experiments, platform
    >>> world = platform.world(viewers=200, videos=120)
    >>> round(experiments.true_effect(world, mine=range(40), lift=1.0), -1)
    170.0
    """
    everything, nothing = (run_trial(world, mine, design, lift, days, slate, seed) for design in ("all", "none"))
    return float(everything.by_video.mean() - nothing.by_video.mean())
