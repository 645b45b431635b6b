"""Recommenders: each gives every video a score for a viewer, and learns from what was logged.

One small protocol, in `Recommender`: score(viewers), update(log), publish(table). All are made as Kind(table, viewers)
from a `catalogue` and the number of viewers, are deterministic by their seed, and know only what is public.
"""

from kml.recommenders.base import Recommender, watch_signal
from kml.recommenders.catalogue import CONCEPTS, catalogue, tokens
from kml.recommenders.content import Content
from kml.recommenders.simple import Popularity, Random

__all__ = [
    "CONCEPTS",
    "Content",
    "Popularity",
    "Random",
    "Recommender",
    "catalogue",
    "tokens",
    "watch_signal",
]
