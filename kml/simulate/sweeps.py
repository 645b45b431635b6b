"""Many runs: each recommender with each seed, on all cores or on a cluster."""

import numpy as np
import pandas as pd

from kml import platform
from kml.core.arguments import whole_number
from kml.core.page import bar
from kml.core.words import _
from kml.simulate.run import simulate


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
        raise ValueError(
            _("recommenders must be a dict of at least one; got {recommenders!r:.60}.").format(
                recommenders=recommenders
            )
        )
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
        raise ValueError(_('scheduler needs Dask: pip install "kml[scale]", here and on the cluster.')) from None
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
