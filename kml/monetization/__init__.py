"""Money: what a creator's audience is worth, as equations whose every number has a row with its source.

All incomes computed here are simulated, in yuan (CNY) unless the inputs say otherwise. `settle` turns a log into
income by channel, under `Rules`; `sources` says where each number of the rules comes from. All of it with sliders is
in `kml.lessons.studio`.
"""

from kml.monetization.equations import ad_income, break_even, take_home, views_needed
from kml.monetization.mixes import BestMixes, best_effort, best_mixes, spans
from kml.monetization.months import Audience, Risk, bad_month, monthly_views, risk, runway, simulate_months
from kml.monetization.origins import Sources, sources
from kml.monetization.platforms import (
    PLATFORMS,
    Month,
    PlatformRules,
    platform_rules,
    platform_sources,
    platforms,
    same_month,
)
from kml.monetization.pricing import Demand, best_on_grid, fit_demand
from kml.monetization.profiles import CREATORS, assumed_rules, audience
from kml.monetization.reach import DEFAULT_REACH, Reach
from kml.monetization.rules import CHANNELS, DEFAULT_RULES, Rules
from kml.monetization.settling import Counts, buying, count, gates, settle
from kml.monetization.tails import Comparison, Pareto, compare_tails, fit_pareto, power_law_fit
from kml.monetization.tax import Tax, china_tax, income_tax
from kml.monetization.tips import TipsBeside, mean_over_median, tips_beside_published
from kml.monetization.uncertainty import (
    CANNOT_TELL,
    Bar,
    Lead,
    Uncertain,
    draw_income,
    lead,
    lead_over,
    ranges,
    tornado,
)
from kml.published.tax import BUSINESS, COMPREHENSIVE

__all__ = [
    "BUSINESS",
    "CANNOT_TELL",
    "CHANNELS",
    "COMPREHENSIVE",
    "CREATORS",
    "DEFAULT_REACH",
    "DEFAULT_RULES",
    "PLATFORMS",
    "Audience",
    "Bar",
    "BestMixes",
    "Comparison",
    "Counts",
    "Demand",
    "Lead",
    "Month",
    "Pareto",
    "PlatformRules",
    "Reach",
    "Risk",
    "Rules",
    "Sources",
    "Tax",
    "TipsBeside",
    "Uncertain",
    "ad_income",
    "assumed_rules",
    "audience",
    "bad_month",
    "best_effort",
    "best_mixes",
    "best_on_grid",
    "break_even",
    "buying",
    "china_tax",
    "compare_tails",
    "count",
    "draw_income",
    "fit_demand",
    "fit_pareto",
    "gates",
    "income_tax",
    "lead",
    "lead_over",
    "mean_over_median",
    "monthly_views",
    "platform_rules",
    "platform_sources",
    "platforms",
    "power_law_fit",
    "ranges",
    "risk",
    "runway",
    "same_month",
    "settle",
    "simulate_months",
    "sources",
    "spans",
    "take_home",
    "tips_beside_published",
    "tornado",
    "views_needed",
]
