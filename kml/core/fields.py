"""Dataclasses whose fields say themselves which numbers they allow."""

import functools
import math
from dataclasses import field, fields

from kml.core.arguments import number


def ranged(default, low=-math.inf, high=math.inf, *, above=None, below=None, **metadata):
    """A field of a dataclass, with its default, that must be a finite number with low <= value <= high.

    `above` and `below` are strict limits. Further keywords are kept in the field's metadata.
    """
    return field(default=default, metadata=metadata | {"limits": (low, high, {"above": above, "below": below})})


def check_ranges(instance):
    """Check the `ranged` fields of a dataclass, from its __post_init__. Raises ValueError naming the first bad one."""
    for name, low, high, strict in _limits(type(instance)):
        number(name, getattr(instance, name), low, high, **strict)


@functools.cache
def _limits(kind):
    return [(one.name, *one.metadata["limits"]) for one in fields(kind) if "limits" in one.metadata]
