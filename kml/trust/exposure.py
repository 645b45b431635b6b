"""Exposure as a resource: how much of it each place gives, who gets it, and three ways to call that fair.

A ranking of n videos is a matrix P (n, n): P[i, j] is the chance that video i stands at place j. A plain list has ones
and zeros; a lottery over lists has what is between. Rows and columns sum to 1. Source: Singh and Joachims, Fairness of
Exposure in Rankings, KDD 2018.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from kml import behaviour as viewing
from kml.core.arguments import array, choice, whole_number
from kml.core.arrays import indices
from kml.core.words import NP_, _

if TYPE_CHECKING:
    from kml.behaviour import Behaviour
    from kml.platform import World

CONSTRAINTS = (  # three meanings of fair
    NP_("meaning of fair", "parity"),
    NP_("meaning of fair", "treatment"),
    NP_("meaning of fair", "impact"),
)


def discount(places: int) -> np.ndarray:
    """How much attention each place gets, (places,): 1/log2(1 + j) for place j = 1, 2, … (assumption, as in NDCG).

    >>> from kml import trust
    >>> trust.discount(4).round(2).tolist()
    [1.0, 0.63, 0.5, 0.43]
    """
    return 1 / np.log2(1 + np.arange(1, whole_number("places", places, 1) + 1))


def ranking(order: "ArrayLike") -> np.ndarray:
    """The matrix P (n, n) of one plain list `order` (n,): all n video ids, best first.

    >>> from kml import trust
    >>> trust.ranking([2, 0, 1]).tolist()  # video 2 stands at the first place
    [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    order = array("order", order, ndim=1, dtype=np.int64, low=0)
    if not np.array_equal(np.sort(order), np.arange(len(order))):
        raise ValueError(
            _("order must hold each of 0 to {last} once; got {given:.60}.").format(
                last=len(order) - 1, given=str(order.tolist())
            )
        )
    P = np.zeros((len(order), len(order)))
    P[order, np.arange(len(order))] = 1
    return P


def exposure(P: "ArrayLike") -> np.ndarray:
    """Expected attention of each video, (n,), under the ranking P (n, n).

    >>> from kml import trust
    >>> trust.exposure(trust.ranking([2, 0, 1])).round(2).tolist()
    [0.63, 0.5, 1.0]
    >>> trust.exposure([[0.5, 0.5], [0.5, 0.5]]).round(2).tolist()  # an even lottery
    [0.82, 0.82]
    """
    P = doubly_stochastic(P)
    return P @ discount(len(P))


def doubly_stochastic(P):
    """`P` as an array, checked: square, no entry below 0, rows and columns that sum to 1 (to 1e-6)."""
    P = array("P", P, ndim=2, low=-1e-6)
    if P.shape[0] != P.shape[1]:
        raise ValueError(
            _("P must be square, a row for each video and a column for each place; got shape {shape}.").format(
                shape=P.shape
            )
        )
    if max(np.abs(P.sum(axis=0) - 1).max(), np.abs(P.sum(axis=1) - 1).max()) > 1e-6:
        raise ValueError(
            _("P must have rows and columns that sum to 1: each video has one place, each place one video.")
        )
    return P


def exposure_gap(order: "ArrayLike", group: "ArrayLike") -> tuple[float, float]:
    """Mean exposure of the videos in `group`, and of the others, if shown in `order`: a tuple of two numbers.

    order: (n,) ids, best first; group: (n,) bool by id.

    >>> from kml import trust
    >>> inside, outside = trust.exposure_gap([2, 0, 1], group=[True, True, False])
    >>> round(float(inside), 2), round(float(outside), 2)
    (0.57, 1.0)
    """
    order = array("order", order, ndim=1, dtype=np.int64, low=0)
    group = array("group", group, shape=order.shape, dtype=bool)
    seen = np.zeros(len(order))
    seen[order] = 1 / np.log2(2 + np.arange(len(order)))
    return seen[group].mean(), seen[~group].mean()


def fairness(exposure: "ArrayLike", merit: "ArrayLike", group: "ArrayLike") -> dict[str, float]:
    """Three ratios of the videos in `group` to the others, {constraint: float}; 1 is fair by that measure.

    exposure, merit: (n,) >= 0; group: (n,) bool with at least one of each kind.

    parity     mean exposure
    treatment  mean exposure over mean merit: attention for each unit of merit
    impact     mean of exposure · merit over mean merit: what the attention brings (plays) for each unit of merit

    Source: demographic parity, disparate treatment (DTR) and disparate impact (DIR) of Singh and Joachims.

    Two newcomers, a little less relevant than the two others, stand below them:

    >>> from kml import trust
    >>> merit = [0.5, 0.5, 0.4, 0.4]
    >>> seen = trust.exposure(trust.ranking([0, 1, 2, 3]))
    >>> {name: round(ratio, 2) for name, ratio in trust.fairness(seen, merit, [False, False, True, True]).items()}
    {'parity': 0.57, 'treatment': 0.71, 'impact': 0.57}
    """
    exposure = array("exposure", exposure, ndim=1, low=0)
    merit, group = checked(merit, group, len(exposure))
    means = {
        "parity": exposure,
        "treatment": exposure / np.where(group, merit[group].mean(), merit[~group].mean()),
        "impact": exposure * merit / np.where(group, merit[group].mean(), merit[~group].mean()),
    }
    return {
        name: float(value[group].mean() / value[~group].mean()) if value[~group].any() else float("inf")
        for name, value in means.items()
    }


def weights(merit, group, constraint):
    """(n,) numbers f with f · exposure = 0 where the ranking meets the constraint: the row of the linear programme."""
    choice("constraint", constraint, CONSTRAINTS)
    share = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    if constraint == "parity":
        return share
    share = share / np.where(group, merit[group].mean(), merit[~group].mean())
    return share * merit if constraint == "impact" else share


def checked(merit, group, n=None):
    """Merit (n,) >= 0 and group (n,) bool as arrays; each group has a member, and not all of it without merit."""
    merit = array("merit", merit, ndim=1, low=0) if n is None else array("merit", merit, shape=(n,), low=0)
    group = array("group", group, shape=merit.shape, dtype=bool)
    if group.all() or not group.any():
        raise ValueError(_("group must have videos in it and videos outside; one side is empty."))
    if merit[group].sum() == 0 or merit[~group].sum() == 0:
        raise ValueError(_("merit must not be 0 for all of a group: exposure for each unit of it is not defined."))
    return merit, group


def list_exposure(lists: "ArrayLike", videos: int) -> np.ndarray:
    """Mean attention of each of `videos` per viewer, (videos,), given the viewers' lists of ids (b, k), best first.

    >>> from kml import trust
    >>> trust.list_exposure([[3, 0], [3, 1]], videos=5).round(2).tolist()
    [0.32, 0.32, 0.0, 1.0, 0.0]
    """
    videos = whole_number("videos", videos, 1)
    lists = array("lists", lists, ndim=2, dtype=np.int64, low=0, high=videos - 1)
    attention = np.broadcast_to(discount(lists.shape[1]), lists.shape)
    return np.bincount(indices(lists.ravel()), weights=attention.ravel(), minlength=videos) / len(lists)


def merit(world: "World", viewers: "ArrayLike | None" = None, behaviour: "Behaviour" = viewing.DEFAULT) -> np.ndarray:
    """The chance that a viewer stays with each video, (videos,), on average over `viewers` (ids; None for all).

    Only a simulated world knows this: it is worked out from true tastes and qualities, whatever was shown to whom.

    >>> from kml import platform, trust
    >>> world = platform.world(viewers=200, videos=50)
    >>> chance = trust.merit(world)
    >>> chance.shape, round(float(chance.mean()), 2)
    ((50,), 0.26)
    """
    who = slice(None) if viewers is None else array("viewers", viewers, ndim=1, dtype=np.int64, low=0)
    b = behaviour
    level, seconds = world.viewer_level[who, None], world.video_duration_ms / 1000
    fit = viewing.affinity(world.viewer_taste[:, who, None], world.video_taste[:, None, :])
    pull = viewing.appeal(level, world.video_quality, fit, seconds, b)
    mood_sd = np.sqrt(1 - b.level_sd**2 - b.quality_sd**2 - b.affinity_sd**2)
    return ndtr((pull - b.threshold) / mood_sd).mean(axis=0)
