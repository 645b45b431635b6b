"""Money: what a creator's audience is worth, as equations whose every number has a row with its source.

All incomes computed here are simulated, in yuan (CNY) unless the inputs say otherwise. `settle` turns a log into
income by channel, under `Rules`; `sources` says where each number of the rules comes from. All of it with sliders is
in `kml.lessons.studio`.
"""

from kml.monetization.equations import ad_income, break_even, take_home, views_needed
from kml.monetization.mixes import BestMixes, best_effort, best_mixes
from kml.monetization.months import Audience, Risk, bad_month, monthly_views, risk, simulate_months
from kml.monetization.origins import Sources, sources
from kml.monetization.pricing import Demand, best_on_grid, fit_demand
from kml.monetization.profiles import CREATORS, assumed_rules, audience
from kml.monetization.reach import DEFAULT_REACH, Reach
from kml.monetization.rules import CHANNELS, DEFAULT_RULES, Rules
from kml.monetization.settling import Counts, buying, count, gates, settle
from kml.monetization.tails import Comparison, Pareto, compare_tails, fit_pareto, power_law_fit

__all__ = [
    "CHANNELS",
    "CREATORS",
    "DEFAULT_REACH",
    "DEFAULT_RULES",
    "Audience",
    "BestMixes",
    "Comparison",
    "Counts",
    "Demand",
    "Pareto",
    "Reach",
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
    "fit_pareto",
    "gates",
    "monthly_views",
    "power_law_fit",
    "risk",
    "settle",
    "simulate_months",
    "sources",
    "take_home",
    "views_needed",
]
