"""Loaders of the real logs of short-video platforms, in the columns and units of the simulated one."""

from kml.datasets.archives import SOURCES, Source, Unavailable
from kml.datasets.logs import available, kuairand, kuairec

__all__ = ["SOURCES", "Source", "Unavailable", "available", "kuairand", "kuairec"]
