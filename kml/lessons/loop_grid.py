"""The runs behind lesson 07's slider and its bill for exploring: sixty days of the closed loop, as they are stored.

Everything in them is simulated; `kml_classroom.author.loop_grid` computes them, and says of what world.
"""

from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "stored" / "loop_grid.npz"
WORLDS_FILE = FILE.with_name("loop_worlds.npz")
DAYS = 60
EXPLORE = (0.0, 0.1, 0.2, 0.3, 0.4)
RETRAIN = (1, 3, 7, 30)  # days between two trainings
POPULARITY = (0.0, 0.25, 0.5, 0.75, 1.0)  # weight of popularity in the blend
DAILY = ("utility", "gini", "homogeneity")  # columns of Run.days
WORLDS = range(3, 15)  # seeds of the worlds that are stored one by one; other ones than the grid's
SCALE = 10_000  # numbers are stored as whole multiples of 1 / SCALE


@cache
def load():
    """The stored runs: {(explore, retrain, popularity) or "random": {name: array}}.

    DAILY is there for each day, (DAYS,). By topic (12,) there are `new`, the videos that came; `views`, how often these
    were shown in their first ten days, all together; and `unseen`, to how many of them that never happened.

    >>> runs = load()
    >>> len(runs), runs["random"]["gini"].shape
    (101, (60,))
    """
    with np.load(FILE) as file:
        stored = {name: file[name] / SCALE for name in file.files}
    return {key: {name: values[i] for name, values in stored.items()} for i, key in enumerate(["random", *settings()])}


@cache
def worlds():
    """Single worlds, trained every night: {"random", "popularity" or the ε of factors: {name: array}}.

    `utility` is there for each world and day, (12, 60); `new`, `views` and `unseen` as in `load`, but by world and
    topic, (12, 12). All policies meet the same worlds: the same viewers, moods and new videos.

    >>> runs = worlds()
    >>> list(runs), runs[0.2]["utility"].shape
    (['random', 'popularity', 0.0, 0.1, 0.2, 0.3, 0.4], (12, 60))
    """
    with np.load(WORLDS_FILE) as file:
        stored = {name: file[name] / SCALE for name in file.files}
    return {policy: {name: values[i] for name, values in stored.items()} for i, policy in enumerate(policies())}


def policies():
    """The policies of `worlds`, in the order of the file."""
    return ["random", "popularity", *EXPLORE]


def settings():
    """All settings of the knobs, in the order of the file."""
    return [(e, r, p) for e in EXPLORE for r in RETRAIN for p in POPULARITY]
