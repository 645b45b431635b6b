"""Loaders of real logs of platforms, in the columns and units of the simulated one as far as they have them."""

from kml.datasets.archives import SOURCES, Source, Unavailable
from kml.datasets.bandit import openbandit
from kml.datasets.live import kuailive
from kml.datasets.logs import available, kuairand, kuairec
from kml.datasets.vk import vklsvd

__all__ = [
    "SOURCES",
    "Source",
    "Unavailable",
    "available",
    "kuailive",
    "kuairand",
    "kuairec",
    "openbandit",
    "vklsvd",
]
