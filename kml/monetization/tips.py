"""Tips beside what is published: few give, and few get most, so that the mean over a platform is nobody's middle."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import erfinv

from kml.core.arguments import number
from kml.monetization.rules import DEFAULT_RULES
from kml.published import NUMBERS

if TYPE_CHECKING:
    from kml.monetization.months import Audience
    from kml.monetization.rules import Rules


class TipsBeside(NamedTuple):
    """Tips a month under some rules, and people who would pay in a month if they were as many as published."""

    tips: float
    payers: float


def tips_beside_published(audience: "Audience", rules: "Rules" = DEFAULT_RULES) -> TipsBeside:
    """Return TipsBeside for an Audience: the rules' tips, beside Bilibili's 42 payers of 90,000 followers in 2.4 years.

    Payers are people, and one of them may tip more than once; the published creator is one, on one platform.

    >>> from kml import monetization
    >>> beside = monetization.tips_beside_published(monetization.Audience(followers=90_000))
    >>> round(beside.payers, 2)
    1.46
    """
    people, followers, years = (NUMBERS[f"bilibili_chargers{part}"].value for part in ("", "_followers", "_years"))
    counts = audience.counts()
    of_age = 1 - audience.minors if rules.tips_minimum_age >= 18 else 1.0
    tips = of_age * counts.likes * rules.tips_per_like
    return TipsBeside(float(tips), audience.followers * people / followers / years / 12)


def mean_over_median(gini: float) -> float:
    """How many times the middle one the mean is, for lognormal incomes with this Gini, 0 to 1 (not 1).

    >>> from kml import monetization
    >>> from kml.published import number
    >>> round(monetization.mean_over_median(number("twitch_gini").value), 1)  # the mean is no middle
    5.5
    """
    sigma = 2 * erfinv(number("gini", gini, 0, below=1))  # Gini = erf(sigma / 2)
    return float(np.exp(sigma**2 / 2))
