"""Laws: each with a source, and which bind whom."""

import itertools

import pytest

from kml import published
from kml.core import words


def test_every_law_has_a_source_and_a_date():
    table = published.laws()
    assert table.index.is_unique and (table["source"].str.len() > 0).all() and (table["date"].str.len() > 0).all()
    assert len(published.laws("creator")) + len(published.laws("platform")) == len(table) == len(published.LAWS)
    assert [law.key for law in published.LAWS if law.applies] == list(published.laws("creator").index)


def test_keys_stay_and_texts_are_said_in_the_learners_language():
    english = published.laws()
    with words.spoken("zh"):
        said = published.laws()
    assert said.index.equals(english.index) and said["binds"].equals(english["binds"])
    assert (said["says"] != english["says"]).all()


@pytest.mark.parametrize(
    ("plan", "keys"),
    [
        (("China", "education", True, False), ["credential", "ad label"]),
        (("China", "health", True, False), ["ad label", "no link"]),
        (("China", "medicine", True, True), ["credential", "ad label", "no link", "AI label"]),
        (("China", "other", False, False), []),
        (("EU", "medicine", True, True), []),
    ],
)
def test_which_laws_bind(plan, keys):
    assert published.binding(dict(zip(("place", "field", "link", "ai"), plan, strict=True))) == keys


def test_outside_china_none_of_these_laws_bind():
    for field, link, ai in itertools.product(published.FIELDS, (False, True), (False, True)):
        assert published.binding({"place": "elsewhere", "field": field, "link": link, "ai": ai}) == []


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: published.laws("viewer"), "binds must be one of"),
        (lambda: published.binding({"place": "China"}), "plan must be a dict"),
        (
            lambda: published.binding({"place": "China", "field": "art", "link": True, "ai": True}),
            "field must be one of",
        ),
        (
            lambda: published.binding({"place": "China", "field": "law", "link": "yes", "ai": True}),
            "link must be one of",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
