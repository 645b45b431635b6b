"""What another feed would have earned, asked of a log that it has not written: off-policy evaluation.

Each row of the log is something shown, with the chance that the feed which wrote it gave it, and the one that the feed
to be judged would have given it. `kml.metrics.ips` and `snips` weigh the rows with the quotient of the two; here are
the doubly robust estimate, what the weights leave of a log, and all of it in one table with intervals.
"""

import numpy as np
import pandas as pd

from kml.core.arguments import array, rng, whole_number
from kml.core.arrays import indices
from kml.core.words import _


def weights(propensity, target):
    """How often each row counts, (m,): target / propensity, the chance in the new feed over that in the log's own.

    `propensity` (m,) in (0, 1] as logged, `target` (m,) in [0, 1]. A row that the new feed would never show counts 0.

    >>> from kml.recommenders import offpolicy
    >>> offpolicy.weights([0.2, 0.2, 0.8], [0.6, 0.0, 0.4]).round(2).tolist()
    [3.0, 0.0, 0.5]
    """
    propensity = array("propensity", propensity, ndim=1, low=1e-12, high=1)
    return array("target", target, shape=propensity.shape, low=0, high=1) / propensity


def effective_sample_size(weight):
    """How many rows of equal weight tell as much as these: (Σ w)² / Σ w², a float; 0 if all weights (m,) are 0.

    Source: Kish, Survey Sampling (Wiley 1965), section 11.7.

    >>> from kml.recommenders import offpolicy
    >>> offpolicy.effective_sample_size([1, 1, 1, 1])
    4.0
    >>> round(offpolicy.effective_sample_size([100, 1, 1, 1]), 2)  # one row speaks for all
    1.06
    """
    weight = array("weight", weight, ndim=1, low=0)
    return float(weight.sum() ** 2 / np.sum(weight**2)) if weight.any() else 0.0


def doubly_robust(reward, propensity, target, predicted, expected):
    """A model's guess, mended by the rows of the log: the mean of expected + w · (reward − predicted), a float.

    `reward`, `propensity` and `target` (m,) as in `weights`. A model of the reward gives two numbers for each row:
    `predicted` (m,) for what was shown, and `expected` (m,) for what the new feed would have shown at that place, its
    mean over that feed's chances. Right on average if the chances are right *or* the model is: hence the name. Source:
    Dudík, Langford and Li, ICML 2011 (arXiv 1103.4601).

    >>> from kml.recommenders import offpolicy
    >>> row = {"reward": [6.0, 2.0], "propensity": [0.5, 0.5], "target": [1.0, 0.0]}
    >>> offpolicy.doubly_robust(**row, predicted=[5.0, 2.0], expected=[5.0, 5.0])  # (5 + 2 · (6 − 5) + 5) / 2
    6.0
    """
    return float(_doubly_robust(*_rows(reward, propensity, target, predicted, expected)).mean())


def judged(reward, propensity, target, viewer, predicted=None, expected=None, draws=500, seed=0):
    """Estimates of what a new feed would earn for each row, with 95 % intervals: a DataFrame, a row for each way.

    `reward`, `propensity`, `target` (m,), `predicted` and `expected` (m,) as in `doubly_robust`; without these two,
    there is neither the model's row nor the doubly robust one. The rows of one viewer hang together, so the bootstrap
    draws *viewers*: `viewer` (m,) holds a whole number for each row. Columns: estimate, from, to. `attrs["worth"]` is
    the effective sample size, `attrs["largest"]` the largest weight.

    >>> import numpy as np
    >>> from kml.recommenders import offpolicy
    >>> rng = np.random.default_rng(7)
    >>> hit = rng.random(4000) < 0.5  # the log shows a hit and a flop equally often
    >>> watched = rng.random(4000) < np.where(hit, 0.6, 0.2)
    >>> found = offpolicy.judged(watched, np.full(4000, 0.5), np.where(hit, 0.9, 0.1), np.arange(4000))
    >>> print(found.round(2))  # a feed with nine hits of ten: 0.9 · 0.6 + 0.1 · 0.2 = 0.56
           estimate  from    to
    naive      0.39  0.37  0.40
    IPS        0.54  0.52  0.57
    SNIPS      0.54  0.52  0.56
    >>> round(found.attrs["worth"])  # of 4,000 rows
    2449
    """
    with_model = predicted is not None and expected is not None
    if not with_model and (predicted is not None or expected is not None):
        raise ValueError(_("predicted and expected belong together: give both, or none of them."))
    given = (predicted, expected) if with_model else (reward, reward)
    reward, propensity, target, predicted, expected = _rows(reward, propensity, target, *given)
    viewer = array("viewer", viewer, shape=reward.shape, dtype=np.int64, low=0)
    weight, draws = target / propensity, whole_number("draws", draws, 1)
    if not weight.any():
        raise ValueError(_("target must be above 0 in a row at least: this log has nothing that the feed would show."))
    one = np.ones(len(reward))
    parts = {"naive": (reward, one)}  # above and below the line of each way, row by row
    if with_model:
        parts["model"] = (expected, one)
    parts |= {"IPS": (weight * reward, one), "SNIPS": (weight * reward, weight)}
    if with_model:
        parts["DR"] = (_doubly_robust(reward, propensity, target, predicted, expected), one)
    __, viewer = np.unique(viewer, return_inverse=True)
    again = rng(seed).integers(viewer.max() + 1, size=(draws, viewer.max() + 1))
    found = {}
    for name, (above, below) in parts.items():
        above, below = np.bincount(indices(viewer), above), np.bincount(indices(viewer), below)
        with np.errstate(invalid="ignore"):  # a draw of viewers none of whom has a weight: NaN
            once = above[again].sum(axis=1) / below[again].sum(axis=1)
            found[name] = (above.sum() / below.sum(), *np.nanquantile(once, (0.025, 0.975)))
    table = pd.DataFrame.from_dict(found, orient="index", columns=["estimate", "from", "to"])
    table.attrs = {"worth": effective_sample_size(weight), "largest": float(weight.max())}
    return table


def _rows(reward, propensity, target, predicted, expected):
    reward = array("reward", reward, ndim=1)
    return (
        reward,
        array("propensity", propensity, shape=reward.shape, low=1e-12, high=1),
        array("target", target, shape=reward.shape, low=0, high=1),
        array("predicted", predicted, shape=reward.shape),
        array("expected", expected, shape=reward.shape),
    )


def _doubly_robust(reward, propensity, target, predicted, expected):
    return expected + target / propensity * (reward - predicted)
