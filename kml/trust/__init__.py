"""Trust: is exposure shared fairly, is moderation worth its errors, whose video is it, and why was it shown.

Exposure and fair ranking after Singh and Joachims (KDD 2018), moderation by base rates and costs, near-duplicates of
transcripts and frames, and explanations of a recommendation. The laws that bind are in `kml.published`.
"""

from kml.trust.duplicates import frame_distance, near_duplicates, shingles, similarity
from kml.trust.explain import explain
from kml.trust.exposure import CONSTRAINTS, discount, exposure, exposure_gap, fairness, list_exposure, merit, ranking
from kml.trust.frames import altered, draw_frame
from kml.trust.moderation import (
    cheapest_threshold,
    moderation_costs,
    precision,
    uploads,
    wrongly_removed,
)
from kml.trust.rerank import fair_ranking, lottery, price_of_fairness, relevance

__all__ = [
    "CONSTRAINTS",
    "altered",
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
    "ranking",
    "relevance",
    "shingles",
    "similarity",
    "uploads",
    "wrongly_removed",
]
