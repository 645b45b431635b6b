"""Fields of rules and audiences that know their own row: value, unit, source, and the range in which it may lie."""

from kml.core.fields import ranged
from kml.published import NUMBERS
from kml.published.rows import Number

PART = {"low": 0, "high": 1}
FROM_0 = {"low": 0}


def published(name, limits=FROM_0, low=None, high=None):
    """A field whose default is the published number `name`; `low` and `high` say where another creator's may lie."""
    row = NUMBERS[name]
    return ranged(row.value, **limits, row=row, range=(low, high))


def assumed(value, unit, low, high, currency="", limits=FROM_0):
    """A field whose default nobody publishes: an assumption of the course, with the range that it may lie in."""
    row = Number("", value, unit, "", "", "assumption", currency)
    return ranged(value, **limits, row=row, range=(low, high))
