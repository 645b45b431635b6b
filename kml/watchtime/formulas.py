"""The formulas of lesson 05, each alone: numbers in, numbers out, nothing learned. All times are in seconds."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import norm

from kml.core.arguments import array, number
from kml.core.words import _


def pinball(y: "ArrayLike", predicted: "ArrayLike", tau: float) -> float:
    """The pinball loss of one quantile, a float: the mean of tau·(y − p) where y > p, and (1 − tau)·(p − y) elsewhere.

    y and predicted (n,), 0 < tau < 1. Smallest where a share tau of the y lies below. At tau = 0.5 it is half of the
    mean absolute error. Source: Koenker and Bassett, Econometrica 46 (1978).

    >>> from kml import watchtime
    >>> watched = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 60]
    >>> [round(watchtime.pinball(watched, [guess] * 11, tau=0.9), 2) for guess in (6, 10, 60)]  # 10 of 11 are <= 10
    [5.37, 4.5, 4.95]
    """
    y = array("y", y, ndim=1)
    short = y - array("predicted", predicted, shape=y.shape)
    tau = number("tau", tau, above=0, below=1)
    return float(np.mean(np.maximum(tau * short, (tau - 1) * short)))


def crps(y: "ArrayLike", quantiles: "ArrayLike", taus: "ArrayLike") -> float:
    """The CRPS of whole distributions, each given by its quantiles, a float in the units of y: smaller is better.

    Twice the mean pinball loss over the quantiles: y (n,), quantiles (n, m), taus (m,) in (0, 1), evenly spaced as
    0.05, 0.15 … 0.95 are; the more, the closer to the integral. Of a distribution with one value it is the mean
    absolute error. Source: Gneiting and Raftery, JASA 102 (2007).

    >>> from kml import watchtime
    >>> taus = [0.1, 0.3, 0.5, 0.7, 0.9]
    >>> round(watchtime.crps([10, 30], [[15] * 5] * 2, taus), 2)  # always 15 s: misses of 5 and 15 s
    10.0
    >>> round(watchtime.crps([10, 30], [[5, 10, 15, 25, 35]] * 2, taus), 2)  # knows that it may be more
    6.0
    """
    y = array("y", y, ndim=1)
    taus = array("taus", taus, ndim=1)
    quantiles = array("quantiles", quantiles, shape=(len(y), len(taus)))
    return float(2 * np.mean([pinball(y, quantiles[:, k], tau) for k, tau in enumerate(taus)]))


def wlr_odds(watched: "ArrayLike", clicked: "ArrayLike") -> float:
    """The odds that a weighted logistic regression without features learns, a float.

    Clicked rows weigh as many as their seconds `watched` (n,), all others 1: the odds are Σ seconds of the clicked
    over the number of the others. That is E[T]·(1 + P + P² + …), near the mean watch time E[T] of a row only while the
    share of clicks P is small. inf if everything was clicked. Source: Covington et al., RecSys 2016.

    >>> from kml import watchtime
    >>> round(watchtime.wlr_odds([30] + [0] * 99, [1] + [0] * 99), 2)  # one click in 100: near the mean, 0.3 s
    0.3
    >>> watchtime.wlr_odds([30] * 50 + [0] * 50, [1] * 50 + [0] * 50)  # one in two: twice the mean, 15 s
    30.0
    """
    watched = array("watched", watched, ndim=1, low=0)
    clicked = array("clicked", clicked, shape=watched.shape, low=0, high=1) > 0
    others = np.sum(~clicked)
    return float(watched[clicked].sum() / others) if others else float("inf")


def d2q(
    group: "ArrayLike", watched: "ArrayLike", new_group: "ArrayLike", new_rank: "ArrayLike"
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds to ranks within their group, and ranks back to seconds: (rank (n,), seconds (m,)).

    group (n,) names each view's group of like lengths, watched (n,) its seconds. A rank is between 0 and 1: the share
    of the group's views that were shorter, those equally long counting half. new_rank (m,) in [0, 1] is read off the
    sorted seconds of new_group (m,), interpolated. Source: D2Q, Zhan et al., KDD 2022 (arXiv 2206.06003).

    >>> from kml import watchtime
    >>> rank, seconds = watchtime.d2q([0, 0, 1, 1], [5, 15, 20, 90], new_group=[0, 1], new_rank=[0.5, 0.5])
    >>> rank.tolist()  # 15 s of a short video rank as high as 90 s of a long one
    [0.25, 0.75, 0.25, 0.75]
    >>> seconds.tolist()  # the same rank, as seconds of each group
    [10.0, 55.0]
    """
    group = array("group", group, ndim=1)
    watched = array("watched", watched, shape=group.shape, low=0)
    new_group = array("new_group", new_group, ndim=1, empty=True)
    new_rank = array("new_rank", new_rank, shape=new_group.shape, low=0, high=1, empty=True)
    known = np.unique(group)
    if not np.isin(new_group, known).all():
        stranger = new_group[~np.isin(new_group, known)][0]
        raise ValueError(_("new_group must hold groups that were watched; got {group:g}.").format(group=stranger))
    rank, seconds = np.empty(len(watched)), np.empty(len(new_rank))
    for g in known:
        inside = np.sort(watched[group == g])
        mine = watched[group == g]
        shorter, up_to = (np.searchsorted(inside, mine, side=side) for side in ("left", "right"))
        rank[group == g] = (shorter + up_to) / 2 / len(inside)
        seconds[new_group == g] = np.quantile(inside, new_rank[new_group == g])
    return rank, seconds


def censored_log_likelihood(watched: "ArrayLike", duration: "ArrayLike", mu: "ArrayLike", sigma: "ArrayLike") -> float:
    """Mean log-likelihood of views whose intended time is lognormal, where the end of the video cuts it; a float.

    ln(intended seconds) is normal with mean `mu` and standard deviation `sigma` > 0, each a number or (n,). A view that
    ended before the video tells its intention: the density at ln(watched). One that was played to the end tells a lower
    bound: the chance that the intention was longer than ln(duration). watched and duration (n,), above 0.
    Source: Tobin, Econometrica 26 (1958); for watch time, Zhao et al., KDD 2024 (arXiv 2406.07932).

    >>> from kml import watchtime
    >>> watched, duration = [10, 30], [60, 30]  # the second view ended with the video
    >>> [round(watchtime.censored_log_likelihood(watched, duration, mu, 1.0), 2) for mu in (2, 3, 4)]
    [-1.74, -1.11, -1.34]
    """
    watched = array("watched", watched, ndim=1, low=1e-9)
    duration = array("duration", duration, shape=watched.shape, low=1e-9)
    mu, sigma = array("mu", mu), array("sigma", sigma, low=1e-9)
    seen = norm.logpdf(np.log(watched), mu, sigma)
    bound = norm.logsf(np.log(duration), mu, sigma)
    return float(np.mean(np.where(watched < duration, seen, bound)))


def expected_until(duration: "ArrayLike", mu: "ArrayLike", sigma: "ArrayLike") -> np.ndarray:
    """E[min(T, duration)] in seconds, (n,), for an intention T with ln T normal (mu, sigma): what will be watched.

    >>> from kml import watchtime
    >>> watchtime.expected_until([10, 60, 600], mu=3.0, sigma=1.0).round(1).tolist()  # the intention's mean is 33 s
    [9.1, 26.0, 33.0]
    """
    duration = array("duration", duration, ndim=1, low=1e-9)
    mu, sigma = array("mu", mu), array("sigma", sigma, low=1e-9)
    z = (np.log(duration) - mu) / sigma
    return np.exp(mu + sigma**2 / 2) * ndtr(z - sigma) + duration * ndtr(-z)
