"""Data about short-video platforms: published numbers with their sources, and loaders of the real logs."""

from kml.datasets.archives import SOURCES, Source, Unavailable
from kml.datasets.logs import available, kuairand, kuairec
from kml.published.kuairand import published

__all__ = ["SOURCES", "Source", "Unavailable", "available", "kuairand", "kuairec", "published"]
