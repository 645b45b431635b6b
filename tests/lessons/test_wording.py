"""A lesson's words: names of code in the learner's language, in columns of one width whatever the script."""

import pandas as pd
import pytest

from kml.lessons import wording


@pytest.fixture
def words(monkeypatch):
    monkeypatch.setattr(wording, "pgettext", lambda context, message: f"{context}/{message}")
    monkeypatch.setattr(wording, "_", lambda message: f"/{message}")
    return wording.Words({"fruit": ("apple", "pear"), None: {"fitness_coach": "fitness coach"}})


def test_names_are_said_in_their_context_and_what_is_not_declared_stays(words):
    assert words.said("apple") == "fruit/apple"
    assert words.said("fitness_coach") == "/fitness coach"
    assert words.said("of the learner") == "of the learner"
    assert words.said("pear", 12) == "fruit/pear  "


def test_a_table_keeps_its_numbers_and_its_own_names(words):
    table = pd.DataFrame({"apple": [1, 2], "mine": [3, 4]}, index=pd.MultiIndex.from_product([["pear"], ["x", "y"]]))
    table = table.rename_axis(["apple", None])
    shown = words.in_words(table)
    assert list(shown.columns) == ["fruit/apple", "mine"]
    assert list(shown.index) == [("fruit/pear", "x"), ("fruit/pear", "y")]
    assert shown.index.names == ["fruit/apple", None]
    assert (shown.to_numpy() == table.to_numpy()).all()
    assert list(table.columns) == ["apple", "mine"], "the table itself stays as it is"


def test_lines_of_two_scripts_have_one_width():
    assert {wording.width(wording.padded(word, 9)) for word in ("ads", "广告", "电商 (A)")} == {9}
    assert wording.padded("longer than that", 9) == "longer than that"
    lines = wording.paragraph("把一段很长的中文分成几行。" * 12, 60).split("\n")
    assert len(lines) > 4 and max(map(wording.width, lines)) <= 60
