"""Bad and hostile submissions to lesson 03, each with what `kml grade` must make of it, written down beforehand."""

from corpus import broken, habits, honest, reaching, resources, tampering  # noqa: F401  (each fills ENTRIES)
from corpus.entries import ENTRIES, World

__all__ = ["ENTRIES", "World"]
