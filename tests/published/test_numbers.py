"""Published numbers, one kind of row for all: each with a source, a date, and a word for how sure we are."""

from dataclasses import asdict

import pytest

from kml import published
from kml.core import words
from kml.published import kuaishou, moderation, money, platforms, tax


def test_every_number_says_where_it_comes_from():
    for row in (*published.NUMBERS.values(), *kuaishou.RATES):
        assert row.name and row.unit and row.source and row.date
        assert row.confidence in ("confirmed", "second-hand", "derived", "weak")


def test_no_name_stands_for_two_numbers():
    parts = (money, moderation, platforms, tax)
    assert len(published.NUMBERS) == sum(len(part.NUMBERS) for part in parts)


def test_a_number_is_found_by_name_and_said_in_the_learners_language():
    for name, row in published.NUMBERS.items():
        assert asdict(published.number(name)) == asdict(row) | {"confidence": published.CONFIDENCE[row.confidence]}
    with words.spoken("zh"):
        said, row = published.number("china_agency_share"), published.NUMBERS["china_agency_share"]
        assert said.value == row.value and said.unit != row.unit and said.confidence != row.confidence
        table = published.kuairand()
        assert set(table["metric"]) == {row.name for row in kuaishou.RATES}
        assert not set(table["population"]) & {row.population for row in kuaishou.RATES}
    with pytest.raises(ValueError, match="name must be one of"):
        published.number("douyin")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": "many"}, "value must be a finite number"),
        ({"value": float("nan")}, "value must be a finite number"),
        ({"confidence": "sure"}, "confidence must be one of 'confirmed', 'second-hand', 'derived', 'weak'"),
        ({"source": ""}, "share must have a source and its date"),
        ({"confidence": "derived", "date": ""}, "share must have a source and its date"),
        ({"confidence": "weak", "source": ""}, "share must have a source and its date"),
        ({"low": 0.1}, "share must have both ends of its range"),
        ({"low": 0.6, "high": 0.7}, "low must be a finite number"),
        ({"low": 0.1, "high": 0.4}, "high must be a finite number"),
    ],
)
def test_a_row_that_nobody_can_check_is_refused(changes, message):
    row = {
        "name": "share",
        "value": 0.5,
        "unit": "of it",
        "source": "a page",
        "date": "2024",
        "confidence": "confirmed",
    }
    with pytest.raises(ValueError, match=message):
        published.Number(**row | changes)
    assert published.Number(**row | {"source": "", "confidence": "assumption"}).value == 0.5


def test_published_numbers_give_the_shares_of_their_report():
    removed, machines, back = (
        published.NUMBERS[f"tiktok_{name}"].value for name in ("removed", "automation", "reinstated")
    )
    assert machines / removed == pytest.approx(0.77, abs=0.005) and back / removed == pytest.approx(0.036, abs=0.0005)
    claims, disputed, won = (published.NUMBERS[f"youtube_{name}"].value for name in ("claims", "disputed", "won"))
    assert disputed / claims == pytest.approx(0.005, abs=0.0002) and won / disputed == pytest.approx(0.6, abs=0.01)
