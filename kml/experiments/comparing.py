"""The test itself: two groups, a difference, its standard error, a 95 % interval and a p-value. SciPy underneath."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from kml.core.arguments import array, number
from kml.core.words import _


@dataclass(frozen=True)
class Comparison:
    """Treatment minus control: difference, se (standard error), low and high (interval), p (two-sided)."""

    difference: float
    se: float
    low: float
    high: float
    p: float


def compare_means(control: "ArrayLike", treatment: "ArrayLike", alpha: float = 0.05) -> Comparison:
    """Welch's test of two means, for values (n,) and (m,) of at least two viewers each: a Comparison.

    Does not assume equal variances. The interval has confidence 1 − alpha. Raises ValueError if no group varies.
    Source: Welch, Biometrika 34 (1947).

    >>> from kml import experiments
    >>> result = experiments.compare_means(control=[10, 12, 11, 13], treatment=[12, 14, 13, 15])
    >>> result.difference, round(result.se, 3), round(result.p, 3)
    (2.0, 0.913, 0.071)
    """
    control, treatment = _two_or_more("control", control), _two_or_more("treatment", treatment)
    alpha = number("alpha", alpha, above=0, below=1)
    difference = treatment.mean() - control.mean()
    se = np.sqrt(control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment))
    if se == 0:
        raise ValueError(_("control and treatment must vary: all values of each group are equal."))
    result = stats.ttest_ind(treatment, control, equal_var=False)
    low, high = result.confidence_interval(1 - alpha)
    return Comparison(float(difference), float(se), float(low), float(high), float(result.pvalue))


def compare_lift(control: "ArrayLike", treatment: "ArrayLike", alpha: float = 0.05) -> Comparison:
    """How much larger the mean of the treatment is, as a share of the control's: a Comparison.

    control (n,), treatment (m,): a value a viewer, two at least; the control's mean must be above 0. 0.2 is a lift of
    20 %. Both means are uncertain, the one below the line, too: the delta method adds both parts,
    var(b/a) ≈ var(b)/a² + b²·var(a)/a⁴ for the means a and b. For large samples. Source: Deng, Knoblich and Lu, KDD
    2018 (arXiv 1803.06336).

    >>> from kml import experiments
    >>> result = experiments.compare_lift(control=[10, 12, 11, 13], treatment=[12, 14, 13, 15])
    >>> round(result.difference, 3), round(result.low, 3), round(result.high, 3)
    (0.174, 0.004, 0.344)
    """
    control, treatment = _two_or_more("control", control), _two_or_more("treatment", treatment)
    below = control.mean()
    if below <= 0:
        raise ValueError(_("control must have a mean above 0: a lift is a share of it."))
    ratio = treatment.mean() / below
    variances = treatment.var(ddof=1) / len(treatment), ratio**2 * control.var(ddof=1) / len(control)
    return _normal(ratio - 1, np.sqrt(sum(variances)) / below, alpha)


def compare_ratios(control: tuple, treatment: tuple, alpha: float = 0.05) -> Comparison:
    """Difference of two ratios of sums, such as seconds per impression when viewers have several: a Comparison.

    control, treatment: pairs (numerators, denominators) with one entry a *viewer*, because viewers were assigned. The
    ratio is sum over sum. Its variance by the delta method: var(y − R·x) / (n · mean(x)²). Source: Deng, Knoblich and
    Lu, KDD 2018 (arXiv 1803.06336).

    >>> from kml import experiments
    >>> control = [20, 90, 40], [2, 9, 4]  # seconds and impressions of three viewers
    >>> treatment = [36, 44, 110], [3, 4, 9]
    >>> result = experiments.compare_ratios(control, treatment)
    >>> round(result.difference, 3), round(result.low, 3), round(result.high, 3)
    (1.875, 1.169, 2.581)
    """
    ratios, variances = [], []
    for name, pair in (("control", control), ("treatment", treatment)):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ValueError(_("{name} must be a pair (numerators, denominators).").format(name=name))
        above = _two_or_more(f"{name}[0]", pair[0])
        below = array(f"{name}[1]", pair[1], shape=above.shape, low=0)
        if below.sum() == 0:
            raise ValueError(_("{name}[1] must not be all 0: a ratio to nothing is not defined.").format(name=name))
        ratio = above.sum() / below.sum()
        ratios.append(ratio)
        variances.append(np.var(above - ratio * below, ddof=1) / (len(above) * below.mean() ** 2))
    return _normal(ratios[1] - ratios[0], np.sqrt(sum(variances)), alpha)


def _two_or_more(name, values):
    values = array(name, values, ndim=1)
    if len(values) < 2:
        raise ValueError(_("{name} must hold at least two values; got {n}.").format(name=name, n=len(values)))
    return values


def _normal(difference, se, alpha):
    reach = stats.norm.isf(number("alpha", alpha, above=0, below=1) / 2) * se
    if se == 0:
        raise ValueError(_("control and treatment must vary: all values of each group are equal."))
    p = 2 * stats.norm.sf(abs(difference) / se)
    return Comparison(float(difference), float(se), float(difference - reach), float(difference + reach), float(p))
