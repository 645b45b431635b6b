"""What must be the same wherever a place has 32 bits: results as text, computed here and in a browser by this file.

It needs kml alone, so that Pyodide can run it as it is.
"""

import doctest
import hashlib
import importlib
import pkgutil
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd

import kml
from kml import capstone, experiments, metrics, monetization, platform, recommenders, simulate
from kml import log as logs
from kml.core import words
from kml.core.arrays import Draws, space
from kml.personas import CREATORS
from kml.scenarios import musiclab

LONG = ("kml.capstone.report.report", "kml.capstone.baselines.scoreboard")  # which lesson 11 shows
OF_A_COMPUTER = ("kml.course.", "kml.gpu")  # what shows itself on a page, opens Jupyter, or measures a machine


def mark(*arrays):
    """A fingerprint of arrays and tables: whole numbers as 64 bits, others rounded to nine digits."""
    made = hashlib.sha256()
    for one in arrays:
        for part in (one[name] for name in one) if isinstance(one, (pd.DataFrame, dict)) else (one,):
            array = np.asarray(part)
            if array.dtype.kind in "iub":
                made.update(array.astype(np.int64).tobytes())
            else:
                made.update("\n".join(f"{v:.9g}" if array.dtype.kind == "f" else f"{v}" for v in array.flat).encode())
    return made.hexdigest()[:12]


def fingerprints():
    """{what: fingerprint} of logs, rates, seasons and money, large enough to pass 2**31 where that can happen."""
    found = {}
    world = platform.world(viewers=55_000, videos=40_000, seed=3)  # viewers × videos > 2**31
    rarely = replace(world, viewer_plays=np.full(world.viewers, 0.01))
    found["large world"] = mark(vars(world), platform.simulate_day(rarely, seed=4))
    small = platform.world(viewers=60, videos=300, seed=3)
    log = platform.simulate_day(small, days=30, seed=3)  # 30 days > 2**31 milliseconds
    found["log"] = mark(log, logs.rates(log), logs.rates(log, by_duration=True))
    run = simulate.simulate(
        small, recommenders.Popularity(platform.video_table(small), small.viewers), days=6, slate=5, seed=3
    )
    found["run"] = mark(run.log, run.frame())
    found["draws"] = mark(Draws(5, ("a", "b"), space("cpu")).at(65_000, np.arange(50), 2**24 - 1).bits("b"))
    counts = monetization.count(log, by=small.video_creator, followers=small.creator_followers)
    rules = monetization.assumed_rules("fitness_coach")
    found["money"] = mark(vars(counts), monetization.settle(counts, rules), monetization.settle(counts, rules, seed=1))
    season = capstone.play(capstone.BASELINES["course seller"], CREATORS["coding_teacher"])
    found["season"] = mark(season.days)
    found["trial"] = mark(experiments.run_trial(small, mine=range(40), design="switchback", days=6).by_video)
    songs = musiclab.songs(seed=1)
    found["songs"] = mark([musiclab.market(*songs, condition, seed=5) for condition in musiclab.CONDITIONS])
    found["counts"] = mark([metrics.gini(np.arange(70_000)), metrics.top_share(np.arange(70_000), 0.2)])
    return found


def examples():
    """(how many examples were tried, what was said of the wrong ones): docstrings of all that needs no PyTorch."""
    tried, wrong = 0, []
    for module in pkgutil.walk_packages(kml.__path__, "kml."):
        if module.name.endswith("__main__") or ".answers" in module.name or module.name.startswith(OF_A_COMPUTER):
            continue
        loaded = importlib.import_module(module.name)
        for test in doctest.DocTestFinder().find(loaded, module.name):
            if test.examples and test.name not in LONG:
                out = []
                with words.spoken(words.SOURCE), warnings.catch_warnings():
                    tried += doctest.DocTestRunner(verbose=False).run(test, out=out.append).attempted
                if "No module named 'torch'" not in "".join(out):
                    wrong += out
    return tried, wrong
