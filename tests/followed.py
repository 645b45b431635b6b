"""Tests that ask the same of each creator: `make test` follows the first one, CI a second, a release the two others."""

import pytest

from kml.personas import CREATORS, DEFAULT

FIRST, SECOND, *OTHERS = sorted(CREATORS.values(), key=lambda one: one.key != DEFAULT)


def _each(of):
    others = [pytest.param(of(one), marks=pytest.mark.whole) for one in OTHERS]
    return [of(FIRST), pytest.param(of(SECOND), marks=pytest.mark.seeds), *others]


EACH = _each(lambda one: one.key)
EACH_TOPIC = _each(lambda one: one.topic)
