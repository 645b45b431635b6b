"""Trust: is exposure shared fairly, is moderation worth its errors, whose video is it, why this one, and which rules.

Exposure and fair ranking after Singh and Joachims (KDD 2018), moderation by base rates and costs, near-duplicates of
transcripts and frames, explanations of a recommendation, and a table of rules with sources. Not legal advice.
"""

from kml.published.laws import FIELDS, RULES, Rule, binding, rules
from kml.trust.duplicates import frame_distance, near_duplicates, shingles, similarity
from kml.trust.explain import explain
from kml.trust.exposure import CONSTRAINTS, discount, exposure, exposure_gap, fairness, list_exposure, merit, ranking
from kml.trust.frames import altered, draw_frame
from kml.trust.moderation import (
    PUBLISHED,
    Published,
    cheapest_threshold,
    moderation_costs,
    precision,
    published,
    uploads,
    wrongly_removed,
)
from kml.trust.rerank import fair_ranking, lottery, price_of_fairness, relevance

__all__ = [
    "CONSTRAINTS",
    "FIELDS",
    "PUBLISHED",
    "RULES",
    "Published",
    "Rule",
    "altered",
    "binding",
    "cheapest_threshold",
    "discount",
    "draw_frame",
    "explain",
    "exposure",
    "exposure_gap",
    "fair_ranking",
    "fairness",
    "frame_distance",
    "list_exposure",
    "lottery",
    "merit",
    "moderation_costs",
    "near_duplicates",
    "precision",
    "price_of_fairness",
    "published",
    "ranking",
    "relevance",
    "rules",
    "shingles",
    "similarity",
    "uploads",
    "wrongly_removed",
]
