"""Money: what a creator's audience is worth, as equations whose every number has a row with its source.

All incomes computed here are simulated, in yuan (CNY) unless the inputs say otherwise. `settle` turns a log into
income by channel, under `Rules`; `sources` says where each number of the rules comes from; `studio` is all of it with
sliders.
"""

from kml.monetization.equations import ad_income, break_even, take_home, views_needed
from kml.monetization.mixes import BestMixes, best_effort, best_mixes
from kml.monetization.months import Audience, Risk, bad_month, monthly_views, risk, simulate_months
from kml.monetization.origins import Sources, sources
from kml.monetization.pricing import Demand, best_on_grid, fit_demand
from kml.monetization.profiles import CREATORS, assumed_rules, audience
from kml.monetization.rules import CHANNELS, DEFAULT_RULES, Rules
from kml.monetization.settling import Counts, buying, count, gates, settle
from kml.monetization.tails import (
    Comparison,
    Lognormal,
    Pareto,
    compare_tails,
    fit_lognormal,
    fit_pareto,
    lognormal_gini,
    lognormal_top_share,
    pareto_gini,
    pareto_top_share,
    power_law_fit,
)
from kml.published.money import PARAMETERS, Parameter, parameter

__all__ = [
    "CHANNELS",
    "CREATORS",
    "DEFAULT_RULES",
    "PARAMETERS",
    "Audience",
    "BestMixes",
    "Comparison",
    "Counts",
    "Demand",
    "Lognormal",
    "Parameter",
    "Pareto",
    "Risk",
    "Rules",
    "Sources",
    "ad_income",
    "assumed_rules",
    "audience",
    "bad_month",
    "best_effort",
    "best_mixes",
    "best_on_grid",
    "break_even",
    "buying",
    "compare_tails",
    "count",
    "fit_demand",
    "fit_lognormal",
    "fit_pareto",
    "gates",
    "lognormal_gini",
    "lognormal_top_share",
    "monthly_views",
    "parameter",
    "pareto_gini",
    "pareto_top_share",
    "power_law_fit",
    "risk",
    "settle",
    "simulate_months",
    "sources",
    "studio",
    "take_home",
    "views_needed",
]


def studio(creator="coding_teacher"):
    """The monetization studio in one cell: audience, work and prices on sliders; income bands, bad months, sources.

    creator  one of CREATORS, with whom it starts
    """
    # The one import upwards in the library: what is drawn belongs to the course, and is loaded only when it is shown.
    from kml.lessons.studio import Studio

    return Studio(creator)
