"""The runs behind lesson 07's slider: sixty days of the closed loop at each setting of three knobs, stored.

`python -m kml.lessons.loop_grid` computes them anew and writes FILE (some ten minutes on two cores). Everything in
it is simulated. The world: VIEWERS viewers and VIDEOS videos, to which BIRTHS new ones come each day, on average; a
viewer who comes is shown SLATE videos, none of them twice. The ranker is matrix factorisation blended with popularity,
and each number is the mean of SEEDS worlds. In all settings a world has the same viewers, moods and new videos.
"""

from functools import cache
from pathlib import Path

import numpy as np

from kml import platform, recommenders
from kml.simulate import simulate
from kml.simulate.creators import Creators

FILE = Path(__file__).parents[1] / "stored" / "loop_grid.npz"
VIEWERS, VIDEOS, BIRTHS, SLATE, DAYS, SEEDS = 400, 1000, 10, 5, 60, 3
EXPLORE = (0.0, 0.1, 0.2, 0.3, 0.4)
RETRAIN = (1, 3, 7, 30)  # days between two trainings
POPULARITY = (0.0, 0.25, 0.5, 0.75, 1.0)  # weight of popularity in the blend
DAILY = ("utility", "gini", "homogeneity")  # columns of Run.days
FIRST_DAYS = 10  # of a new video's life


def run(explore, retrain, popularity, seed):
    """One world for DAYS days; popularity=None is the random policy. Returns {name: array} as `measure` does."""
    world = platform.world(VIEWERS, VIDEOS, seed=seed)
    table = recommenders.catalogue(world)
    if popularity is None:
        ranker = recommenders.Random(table, VIEWERS)
    else:
        parts = recommenders.MatrixFactorisation(table, VIEWERS), recommenders.Popularity(table, VIEWERS)
        ranker = recommenders.Blend(*parts, popularity)
    # nobody learns from others or leaves, so that the new videos are the same whatever is shown
    supply = Creators(publish=BIRTHS / world.creators, learn=0.0, leave=0.0)
    options = {"days": DAYS, "slate": SLATE, "creators": supply, "seed": seed}
    return measure(simulate(world, ranker, explore=explore, retrain_every=retrain, **options))


def measure(run):
    """What is kept of a Run: DAILY, each (DAYS,), and by topic (12,) the start of new videos' lives.

    new: how many there were. views: how often they were shown in their first FIRST_DAYS days, all together. unseen: to
    how many that never happened. Videos whose first days reach beyond the run's end are left out.
    """
    videos, log = run.days["videos"].to_numpy(), run.log
    # the first day on which a video can be shown; those born after the last day are not counted
    born = np.repeat(np.arange(len(videos)), np.diff(videos, prepend=0))
    early = log["day"] < born[log["video_id"]] + FIRST_DAYS
    views = np.bincount(log["video_id"][early], minlength=len(born))
    there = (born > 0) & (born + FIRST_DAYS <= len(videos))
    topic = run.world.video_topic[: len(born)]

    def by_topic(weights):
        return np.bincount(topic[there], weights=weights[there], minlength=len(platform.TOPICS))

    found = {name: run.days[name].to_numpy() for name in DAILY}
    return found | {"new": by_topic(np.ones(len(born))), "views": by_topic(views), "unseen": by_topic(views == 0)}


def mean(explore, retrain, popularity):
    """The mean of `run` over SEEDS worlds, rounded as it is stored."""
    runs = [run(explore, retrain, popularity, seed) for seed in range(SEEDS)]
    return {name: np.round(np.mean([one[name] for one in runs], axis=0), 4) for name in runs[0]}


@cache
def load():
    """The stored runs: {(explore, retrain, popularity) or "random": {name: array}}."""
    with np.load(FILE) as file:
        stored = {name: file[name] / 10_000 for name in file.files}
    return {key: {name: values[i] for name, values in stored.items()} for i, key in enumerate(["random", *settings()])}


def settings():
    """All settings of the knobs, in the order of the file."""
    return [(e, r, p) for e in EXPLORE for r in RETRAIN for p in POPULARITY]


def main():
    from joblib import Parallel, delayed

    from kml.core.page import bar

    tasks = [(0.0, 0, None), *settings()]
    done = Parallel(n_jobs=-1, return_as="generator")(delayed(mean)(*task) for task in tasks)
    runs = list(bar(done, True, total=len(tasks), unit="setting"))
    whole = {name: np.rint(10_000 * np.array([one[name] for one in runs])).astype(np.int32) for name in runs[0]}
    np.savez_compressed(FILE, **whole)
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
