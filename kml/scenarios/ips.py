"""Why the log lies, and how propensities mend it: the table of five bad recommenders.

Schnabel, Swaminathan, Singh, Chandak and Joachims, ICML 2016, Table 1 (arXiv 1602.05352). Ratings 1 to 5 of 944 × 1683
pairs are known, but only 5 % are seen, and high ratings far more often than low ones: with chance k for 4 and 5 stars
and k · 0.25 ** (4 − r) for r stars. What is the mean absolute error of a recommender over *all* pairs? The naive
answer, the mean over what was seen, puts a good recommender behind a bad one. IPS and SNIPS do not.

The paper completed MovieLens-100K. All that its table depends on is how many pairs have each rating, and its column
of true errors gives that by inversion (four of five equations; SKEWED checks it).
"""

import numpy as np

from kml import metrics
from kml.core.arguments import rng, whole_number
from kml.scenarios._finding import Finding

SHAPE, SEEN, ALPHA, DRAWS = (944, 1683), 0.05, 0.25, 50
SHARES = (0.5263, 0.2419, 0.1441, 0.0622, 0.0255)  # of ratings 1 to 5, from the table's true errors
RECOMMENDERS = ("REC_ONES", "REC_FOURS", "ROTATE", "SKEWED", "COARSENED")
PUBLISHED = {  # mean and s.d. over 50 draws: true, IPS, SNIPS, naive
    "REC_ONES": (0.102, (0.102, 0.007), (0.102, 0.007), 0.011),
    "REC_FOURS": (0.026, (0.026, 0.000), (0.026, 0.000), 0.173),
    "ROTATE": (2.579, (2.581, 0.031), (2.579, 0.012), 1.168),
    "SKEWED": (1.306, (1.304, 0.012), (1.304, 0.009), 0.912),
    "COARSENED": (1.320, (1.314, 0.015), (1.318, 0.005), 0.387),
}


def ratings():
    """All true ratings, (944 · 1683,) int8, in the order of size; only their counts matter.

    >>> import numpy as np
    >>> from kml.scenarios import ips
    >>> stars = ips.ratings()
    >>> (np.bincount(stars)[1:] / len(stars)).round(2).tolist()  # of 1 to 5 stars
    [0.53, 0.24, 0.14, 0.06, 0.03]
    """
    total = SHAPE[0] * SHAPE[1]
    edges = np.round(np.cumsum(SHARES) * total).astype(int)
    return np.searchsorted(edges, np.arange(total), side="right").astype(np.int8) + 1


def propensities(true):
    """Chance of each rating to be seen, (n,): falls below 4 stars by ALPHA a star, SEEN on average.

    >>> from kml.scenarios import ips
    >>> stars = ips.ratings()
    >>> chance = ips.propensities(stars)
    >>> float(stars.mean().round(1)), float((stars @ chance / chance.sum()).round(1))  # all, and the seen
    (1.8, 3.6)
    """
    shape = ALPHA ** np.maximum(0.0, 4.0 - true)
    return SEEN * shape / shape.mean()


def predictions(true, recommender, seed=0):
    """What `recommender` predicts, (n,) float: each is wrong in its own way (section 6.1 of the paper).

    >>> import numpy as np
    >>> from kml.scenarios import ips
    >>> stars = ips.ratings()
    >>> chance = ips.propensities(stars)
    >>> for kind in ("REC_FOURS", "COARSENED"):  # its error over all pairs, and over what is seen
    ...     error = np.abs(stars - ips.predictions(stars, kind))
    ...     print(kind, round(float(error.mean()), 2), round(float(error @ chance / chance.sum()), 2))
    REC_FOURS 0.03 0.17
    COARSENED 1.32 0.39
    """
    r = rng(seed)
    predicted = true.astype(np.float64)
    if recommender in ("REC_ONES", "REC_FOURS"):  # as many 1s (or 4s) as there are 5s are called 5
        victims = np.flatnonzero(true == (1 if recommender == "REC_ONES" else 4))
        predicted[r.choice(victims, np.count_nonzero(true == 5), replace=False)] = 5
    elif recommender == "ROTATE":
        predicted = np.where(true == 1, 5.0, true - 1.0)
    elif recommender == "SKEWED":
        predicted = np.clip(r.normal(true, (6 - true) / 2), 0, 6)
    else:  # COARSENED
        predicted = np.where(true <= 3, 3.0, 4.0)
    return predicted


def estimates(draws=DRAWS, seed=0):
    """Estimated mean absolute errors {recommender: (draws, 3) array of IPS, SNIPS, naive}, and {recommender: true}."""
    draws = whole_number("draws", draws, 2)
    r = rng(seed)
    true = ratings()
    chance = propensities(true)
    error = {name: np.abs(true - predictions(true, name, r)) for name in RECOMMENDERS}
    table = {name: np.empty((draws, 3)) for name in RECOMMENDERS}
    for draw in range(draws):
        seen = np.flatnonzero(r.random(len(true)) < chance)
        for name in RECOMMENDERS:
            logged = error[name][seen], chance[seen]
            table[name][draw] = (metrics.ips(*logged, n=len(true)), metrics.snips(*logged), logged[0].mean())
    return table, {name: float(error[name].mean()) for name in RECOMMENDERS}


def validate(quick=False):
    """Every mean within 0.01 of the paper, every s.d. within 25 % (or within the table's rounding)."""
    table, true = estimates()
    found = []
    for name in RECOMMENDERS:
        published_true, *published, naive = PUBLISHED[name]
        rows = [("true", true[name], np.nan, (published_true, None))]
        mean, sd = table[name].mean(axis=0), table[name].std(axis=0, ddof=1)
        rows += list(zip(("IPS", "SNIPS", "naive"), mean, sd, (*published, (naive, None)), strict=True))
        for what, value, spread, (wanted, wanted_sd) in rows:
            near = abs(value - wanted) <= 0.01
            steady = wanted_sd is None or abs(spread - wanted_sd) <= max(0.25 * wanted_sd, 0.0005)
            found.append(
                Finding(
                    scenario="ips",
                    finding=f"{name}: error, {what}" + ("" if wanted_sd is None else f" (s.d. of a draw {spread:.4f})"),
                    published=f"{wanted:.3f}" + ("" if wanted_sd is None else f", s.d. {wanted_sd:.3f}"),
                    simulated=value,
                    se=spread / np.sqrt(DRAWS),
                    gate="mean ± 0.01" + ("" if wanted_sd is None else ", s.d. ± 25 %"),
                    holds=bool(near and steady),
                )
            )
    return found
