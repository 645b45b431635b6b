"""Fair re-ranking by a linear programme over lotteries of rankings, its price, and the lists to draw from.

Source: Singh and Joachims, Fairness of Exposure in Rankings, KDD 2018; Birkhoff (1946) and von Neumann (1953) for the
fact that every doubly stochastic matrix is a lottery over plain lists.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment, linprog

from kml.core.arguments import array, number
from kml.core.words import _
from kml.trust.exposure import checked, discount, doubly_stochastic, exposure, ranking, weights

NEGLIGIBLE = 1e-9  # chances below this are rounding of the solver


def fair_ranking(
    merit: "ArrayLike", group: "ArrayLike", constraint: str = "parity", fairness: float = 1.0
) -> np.ndarray:
    """The ranking P (n, n) with the most relevance among those that are fair enough.

    merit: (n,) >= 0, how relevant each video is; group: (n,) bool. constraint: "parity", "treatment" or "impact", see
    `kml.trust.fairness`. fairness: the part of the gap of the plain ranking by merit that has to go, 0 (none) to 1
    (all of it). Needs n² unknowns: for up to some fifty videos. ValueError if no ranking is fair enough (the groups'
    merits are too far apart for "treatment").

    A newcomer with hardly less merit gets the first place in 22 of 100 feeds, so that exposure is equal on average:

    >>> from kml import trust
    >>> merit, newcomer = [0.5, 0.4, 0.39], [False, False, True]
    >>> P = trust.fair_ranking(merit, newcomer, "parity")
    >>> [(round(chance, 2), order.tolist()) for chance, order in trust.lottery(P)]
    [(0.78, [0, 2, 1]), (0.22, [2, 0, 1])]
    >>> round(trust.fairness(trust.exposure(P), merit, newcomer)["parity"], 3)
    1.0
    """
    merit, group = checked(merit, group)
    fairness, n = number("fairness", fairness, 0, 1), len(merit)
    v, f = discount(n), weights(merit, group, constraint)
    by_merit = ranking(np.argsort(-merit, kind="stable"))
    allowed = (1 - fairness) * abs(f @ by_merit @ v)
    gap = np.outer(f, v).ravel()
    one_place = np.kron(np.eye(n), np.ones(n))  # row i: the chances of video i
    one_video = np.kron(np.ones(n), np.eye(n))  # row j: the chances at place j
    best = linprog(
        -np.outer(merit, v).ravel(),
        A_ub=np.vstack([gap, -gap]),
        b_ub=[allowed, allowed],
        A_eq=np.vstack([one_place, one_video]),
        b_eq=np.ones(2 * n),
    )
    if best.x is None:
        raise ValueError(
            _("merit must not differ so much between the groups: no ranking meets {constraint}.").format(
                constraint=repr(constraint)
            )
        )
    P = np.clip(best.x.reshape(n, n), 0, 1)
    P[P < NEGLIGIBLE] = 0
    return P


def relevance(P: "ArrayLike", merit: "ArrayLike") -> float:
    """Expected merit of what is looked at: the sum of merit · exposure, a float (an unnormalised DCG).

    >>> from kml import trust
    >>> merit = [0.5, 0.4]
    >>> round(trust.relevance(trust.ranking([0, 1]), merit), 3), round(trust.relevance(trust.ranking([1, 0]), merit), 3)
    (0.752, 0.715)
    """
    seen = exposure(P)
    return float(array("merit", merit, shape=seen.shape, low=0) @ seen)


def price_of_fairness(P: "ArrayLike", merit: "ArrayLike") -> float:
    """The part of relevance that the ranking P gives up against the plain ranking by merit, a float from 0 to 1.

    >>> from kml import trust
    >>> merit, newcomer = [0.5, 0.4, 0.39], [False, False, True]
    >>> round(trust.price_of_fairness(trust.fair_ranking(merit, newcomer), merit), 4)
    0.0106
    """
    merit = array("merit", merit, ndim=1, low=0)
    return 1 - relevance(P, merit) / float(np.sort(merit)[::-1] @ discount(len(merit)))


def lottery(P: "ArrayLike") -> list[tuple]:
    """The ranking P (n, n) as plain lists to draw from: [(chance, order (n,)), …], chances sum to 1, likeliest first.

    Takes a list all of whose chances are positive, gives it as much weight as its smallest one allows, subtracts, and
    goes on; at most (n − 1)² + 1 lists (Birkhoff–von Neumann).

    >>> from kml import trust
    >>> [(round(chance, 2), order.tolist()) for chance, order in trust.lottery([[0.75, 0.25], [0.25, 0.75]])]
    [(0.75, [0, 1]), (0.25, [1, 0])]
    """
    rest = doubly_stochastic(P).copy()
    n = len(rest)
    lists = []
    while rest.sum() > n * 1e-6:
        # prefers large chances: few lists
        video, place = linear_sum_assignment(-np.log(np.maximum(rest, 1e-300)))
        chance = rest[video, place].min()
        if chance <= NEGLIGIBLE:
            break
        rest[video, place] -= chance
        order = np.empty(n, dtype=np.int64)
        order[place] = video
        lists.append((float(chance), order))
    total = sum(chance for chance, __ in lists)
    return sorted(((chance / total, order) for chance, order in lists), key=lambda row: (-row[0], row[1].tolist()))
