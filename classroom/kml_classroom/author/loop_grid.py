"""Compute and store the runs behind lesson 07's slider and its bill: `python -m kml_classroom.author.loop_grid`.

Some eleven minutes on two cores; `kml.lessons.loop_grid` reads what this writes. The world: VIEWERS viewers and VIDEOS
videos, to which BIRTHS new ones come each day, on average; a viewer who comes is shown SLATE videos, none of them
twice. The ranker is matrix factorisation blended with popularity. Each number of the slider is the mean of SEEDS
worlds; the bill has its WORLDS one by one. In all settings a world has the same viewers, moods and new videos.
"""

import numpy as np
from joblib import Parallel, delayed

from kml import platform, recommenders
from kml.core.page import bar
from kml.lessons.loop_grid import DAILY, DAYS, FILE, SCALE, WORLDS, WORLDS_FILE, policies, settings
from kml.simulate import simulate
from kml.simulate.creators import Creators

VIEWERS, VIDEOS, BIRTHS, SLATE, SEEDS = 400, 1000, 10, 5, 3
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
    return {name: np.rint(SCALE * np.mean([one[name] for one in runs], axis=0)) / SCALE for name in runs[0]}


def single(policy, seed):
    """One world of `kml.lessons.loop_grid.worlds` for one of its policies."""
    if isinstance(policy, str):
        return run(0.0, *{"random": (0, None), "popularity": (1, 1.0)}[policy], seed)
    return run(policy, 1, 0.0, seed)


def in_parallel(function, tasks, unit):
    """What `function` gives for each of the tasks, as {name: array with the tasks in front}."""
    done = Parallel(n_jobs=-1, return_as="generator")(delayed(function)(*task) for task in tasks)
    runs = list(bar(done, True, total=len(tasks), unit=unit))
    return {name: np.array([one[name] for one in runs]) for name in runs[0]}


def write(file, found):
    """Store arrays as whole multiples of 1 / SCALE."""
    np.savez_compressed(file, **{name: np.rint(SCALE * values).astype(np.int32) for name, values in found.items()})
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


def main():
    """Compute every setting and every single world, and write FILE and WORLDS_FILE."""
    write(FILE, in_parallel(mean, [(0.0, 0, None), *settings()], "setting"))
    whole = in_parallel(single, [(policy, seed) for policy in policies() for seed in WORLDS], "world")
    kept = ("utility", "new", "views", "unseen")
    shape = (len(policies()), len(WORLDS), -1)
    write(WORLDS_FILE, {name: whole[name].reshape(shape) for name in kept})


if __name__ == "__main__":
    main()
