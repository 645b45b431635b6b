"""Heavy tails: how unequal incomes are, and whether they are lognormal or a power law. A test, no slogan.

Method: Clauset, Shalizi, Newman, “Power-law distributions in empirical data”, SIAM Review 51 (2009). Exponents here are
those of the tail, P(X > x) = (x / xmin) ** −exponent; a density's exponent is larger by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtr

from kml.core.arguments import array, number, whole_number
from kml.core.arguments import rng as _rng
from kml.core.words import NP_, _

SMALLEST_TAIL = 50  # fewer values than this in a tail say nothing about its shape
_CANDIDATES = 60
VERDICTS = (
    NP_("what a test of tails says", "cannot tell"),
    NP_("what a test of tails says", "power law"),
    NP_("what a test of tails says", "lognormal"),
)


@dataclass(frozen=True)
class Pareto:
    """P(X > x) = (x / xmin) ** −exponent for x >= xmin. `tail` values were above xmin; `ks` is the largest gap
    between their cumulative distribution and the fitted one."""

    xmin: float
    exponent: float
    tail: int
    ks: float


@dataclass(frozen=True)
class Comparison:
    """Vuong's test on the tail: `z` > 0 favours the power law, < 0 the lognormal; `p` is two-sided.

    With p above 0.1 or so the data cannot tell the two apart, and neither should we.
    """

    z: float
    p: float
    tail: int

    @property
    def verdict(self):
        """One of VERDICTS: "cannot tell" (p > 0.1), "power law" or "lognormal"."""
        return VERDICTS[0 if self.p > 0.1 else 1 if self.z > 0 else 2]


def fit_pareto(incomes: "ArrayLike", xmin: float | None = None) -> Pareto:
    """The Pareto tail of `incomes` (n,), all > 0: maximum likelihood (Hill) above xmin.

    If xmin is not given, it is where the tail fits best by Kolmogorov-Smirnov distance, with SMALLEST_TAIL values or
    more above it. Raises ValueError if there are fewer.

    >>> import numpy as np
    >>> from kml import monetization
    >>> incomes = 1_000 * (1 + np.random.default_rng(0).pareto(1.5, 1_000))
    >>> round(monetization.fit_pareto(incomes).exponent, 1)
    1.5
    """
    ordered = np.sort(array("incomes", incomes, ndim=1, low=1e-300))
    most = len(ordered) - SMALLEST_TAIL
    if xmin is None:
        if most < 0:
            raise ValueError(
                _("incomes must hold at least {least} values; got {n}.").format(least=SMALLEST_TAIL, n=len(ordered))
            )
        starts = np.unique(np.linspace(0, most, _CANDIDATES).astype(np.int64))
        starts = np.unique(np.searchsorted(ordered, ordered[starts]))
    else:
        starts = [int(np.searchsorted(ordered, number("xmin", xmin, above=0)))]
        if starts[0] > len(ordered) - 2:
            raise ValueError(_("xmin must leave at least two incomes above it."))
    logs = np.log(ordered)
    fits = [_tail(logs, start) for start in starts]
    ks, start, exponent = min((fit for fit in fits if fit), default=(np.nan, 0, np.nan))
    if not np.isfinite(exponent):
        raise ValueError(_("incomes must differ: no tail can be fitted to equal values."))
    return Pareto(float(ordered[start]), exponent, len(ordered) - int(start), ks)


def _tail(logs, start):
    """(KS distance, start, exponent) of the tail from position `start` of sorted logs; None if its values are equal."""
    above = logs[start:] - logs[start]
    n, mean = len(above), above.mean()
    if mean <= 0:
        return None
    fitted = -np.expm1(-above / mean)
    steps = np.arange(n + 1) / n
    return float(max(np.max(steps[1:] - fitted), np.max(fitted - steps[:-1]))), start, float(1 / mean)


def power_law_fit(incomes: "ArrayLike", draws: int = 100, seed: int = 0) -> tuple[Pareto, float]:
    """How often data that *are* a power law above the fitted xmin fit worse than `incomes` do: (Pareto, p).

    Each of `draws` samples takes its tail from the fitted Pareto and its body from `incomes`, and is fitted anew. A p
    below 0.1 rules the power law out; a large p only says that it could be one.

    >>> import numpy as np
    >>> from kml import monetization
    >>> draw = np.random.default_rng(0)
    >>> for incomes in (1_000 * (1 + draw.pareto(1.5, 1_000)), draw.uniform(0, 10_000, 1_000)):
    ...     fit, p = monetization.power_law_fit(incomes, draws=20)
    ...     print(round(fit.exponent, 1), "could be" if p > 0.1 else "ruled out")
    1.5 could be
    17.2 ruled out
    """
    incomes = array("incomes", incomes, ndim=1, low=1e-300)
    fit, generator = fit_pareto(incomes), _rng(seed)
    body = incomes[incomes < fit.xmin]
    worse = 0
    for __ in range(whole_number("draws", draws, 1)):
        tail = generator.binomial(len(incomes), fit.tail / len(incomes)) if len(body) else len(incomes)
        low = generator.choice(body, len(incomes) - tail) if len(body) else body
        sample = np.append(low, fit.xmin * (1 - generator.random(tail)) ** (-1 / fit.exponent))
        worse += fit_pareto(sample).ks >= fit.ks
    return fit, worse / draws


def compare_tails(incomes: "ArrayLike", xmin: float | None = None) -> Comparison:
    """Vuong's likelihood ratio test between a Pareto and a lognormal, both above xmin: a Comparison.

    xmin as in `fit_pareto`. The lognormal is fitted to the tail alone, cut off at xmin. Source: Vuong, Econometrica 57
    (1989), as Clauset and others use it.

    Of 1,000 lognormal incomes the largest 90 cannot tell what they are, the larger half can.

    >>> import numpy as np
    >>> from kml import monetization
    >>> incomes = np.random.default_rng(0).lognormal(7, 1, 1_000)
    >>> for xmin in (4_000, 1_000):
    ...     result = monetization.compare_tails(incomes, xmin)
    ...     print(result.tail, result.verdict)
    90 cannot tell
    505 lognormal
    """
    pareto = fit_pareto(incomes, xmin)
    incomes = np.asarray(incomes, dtype=np.float64)
    above = np.log(incomes[incomes >= pareto.xmin] / pareto.xmin)
    power = np.log(pareto.exponent) - pareto.exponent * above  # log density of log(x / xmin)
    gap = power - _log_density(_fit_cut_lognormal(above), above)
    n, spread = len(gap), gap.std()
    z = float(gap.sum() / (np.sqrt(n) * spread)) if spread > 1e-12 else 0.0
    return Comparison(z, float(2 * ndtr(-abs(z))), n)


def _fit_cut_lognormal(above):
    """(mu, log sigma) of highest likelihood for logs above 0 of a lognormal that is cut off there.

    A power law is its limit for mu → −∞, so mu is held within a range in which the two can no longer be told apart.
    """
    spread = above.std()
    start = np.array([0.0, np.log(spread + above.mean())])
    limits = [(-100 * spread, above.max()), (np.log(spread) - 5, np.log(spread) + 3)]
    best = minimize(
        lambda at: -_log_density(at, above).sum(), start, method="Nelder-Mead", bounds=limits,
        options={"xatol": 1e-4, "fatol": 1e-4, "maxiter": 600},
    )  # fmt: skip
    return best.x


def _log_density(at, above):
    mu, sigma = at[0], np.exp(at[1])
    z = (above - mu) / sigma
    return -0.5 * z**2 - np.log(sigma) - 0.5 * np.log(2 * np.pi) - log_ndtr(mu / sigma)
