"""Tests that ask the same of each creator: `make test` follows the first one, `make test-seeds` the three others."""

import pytest

from kml.personas import CREATORS, DEFAULT

EACH = [DEFAULT, *(pytest.param(key, marks=pytest.mark.seeds) for key in CREATORS if key != DEFAULT)]
EACH_TOPIC = [
    CREATORS[DEFAULT].topic,
    *(pytest.param(one.topic, marks=pytest.mark.seeds) for one in CREATORS.values() if one.key != DEFAULT),
]
