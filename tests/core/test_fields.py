from dataclasses import dataclass, replace

import pytest

from kml.core.fields import check_ranges, ranged


@dataclass(frozen=True)
class Plan:
    share: float = ranged(0.5, 0, 1)
    price: float = ranged(10.0, above=0, unit="yuan")
    name: str = "free"

    def __post_init__(self):
        check_ranges(self)


def test_a_field_keeps_its_default_and_what_else_is_said_of_it():
    assert Plan() == Plan(0.5, 10.0, "free")
    assert Plan.__dataclass_fields__["price"].metadata["unit"] == "yuan"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"share": 1.2}, "share must be a finite number >= 0 and <= 1; got 1.2"),
        ({"share": "half"}, "share must be a finite number"),
        ({"price": 0}, "price must be a finite number > 0; got 0"),
    ],
)
def test_a_number_out_of_range_is_refused_by_the_name_of_its_field(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(Plan(), **changes)
