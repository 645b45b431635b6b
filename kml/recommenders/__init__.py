"""Recommenders: each gives every video a score for a viewer, and learns from what was logged.

One small protocol, in `Recommender`: score(viewers), update(log), publish(table). All are made as Kind(table, viewers)
from a `catalogue` and the number of viewers, are deterministic by their seed, and know only what is public.
"""

from kml.recommenders.base import Recommender, interactions, watch_signal
from kml.recommenders.catalogue import CONCEPTS, catalogue, tokens
from kml.recommenders.content import Content, CoverVectors, TextVectors, UploadVectors
from kml.recommenders.factors import MatrixFactorisation, half_step
from kml.recommenders.graph import TopicGraph
from kml.recommenders.mixing import Blend, Scored, Thompson, late_fusion, standardised
from kml.recommenders.neighbours import ItemItem, cosine_neighbours
from kml.recommenders.ranking import recommend, relevant_videos, scorecard, seen_videos
from kml.recommenders.simple import Popularity, Random
from kml.recommenders.spelling import Codebook, Speller, TasteVectors
from kml.recommenders.towers import TwoTower

__all__ = [
    "CONCEPTS",
    "Blend",
    "Codebook",
    "Content",
    "CoverVectors",
    "ItemItem",
    "MatrixFactorisation",
    "Popularity",
    "Random",
    "Recommender",
    "Scored",
    "Speller",
    "TasteVectors",
    "TextVectors",
    "Thompson",
    "TopicGraph",
    "TwoTower",
    "UploadVectors",
    "catalogue",
    "cosine_neighbours",
    "half_step",
    "interactions",
    "late_fusion",
    "recommend",
    "relevant_videos",
    "scorecard",
    "seen_videos",
    "standardised",
    "tokens",
    "watch_signal",
]
