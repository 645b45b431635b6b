"""Rules: each with its words and a source, and which of them a plan meets."""

import itertools
import re

import pytest

from kml import published
from kml.core import words
from kml.personas import CREATORS
from kml.published.law import LICENSED, PLAN

CHINESE = re.compile(r"[\u4e00-\u9fff]")
VIDEO = {"place": "China", "field": "other", "sells": None, "live": False, "ai": False}
ALL_PLANS = [
    dict(zip(PLAN, values, strict=True))
    for values in itertools.product(
        published.PLACES, published.FIELDS, (None, *published.SELLS), (False, True), (False, True)
    )
]


def test_every_rule_has_title_body_article_source_and_date():
    table = published.laws()
    assert table.index.is_unique and set(table["binds"]) == {"creator", "platform"}
    for column in ("title", "body", "since", "article", "ours", "source", "date"):
        assert (table[column].str.len() > 0).all(), column
    assert len(published.laws("creator")) + len(published.laws("platform")) == len(table) == len(published.LAWS)
    assert all(law.binds == "creator" and law.why for law in published.LAWS if law.applies)


def test_chinese_rules_are_quoted_in_chinese_and_others_in_english():
    for law in published.LAWS:
        if law.place == "China":
            assert len(CHINESE.findall(law.quote)) > 20, law.key
        else:
            assert not CHINESE.search(law.quote), law.key
    assert [law.key for law in published.LAWS if not law.quote] == ["main parameters", "no profiling"]


def test_quotes_and_keys_stay_and_texts_are_said_in_the_learners_language():
    english = published.laws()
    with words.spoken("zh"):
        said = published.laws()
        why = published.binding(VIDEO | {"ai": True})
    for column in ("place", "binds", "number", "quote", "official"):
        assert said[column].equals(english[column])
    assert said.index.equals(english.index)
    assert all(CHINESE.search(text) for text in [*said["ours"], *why.values()])


@pytest.mark.parametrize(
    ("plan", "keys"),
    [
        ({}, ["code of conduct"]),
        ({"field": "education", "sells": "course"}, ["code of conduct", "verified account", "ad label"]),
        ({"field": "education", "live": True}, ["code of conduct", "live credential", "verified account"]),
        ({"field": "health", "sells": "goods"}, ["code of conduct", "ad label"]),
        ({"field": "health", "sells": "health food"}, ["code of conduct", "ad label", "no link"]),
        ({"field": "medicine"}, ["code of conduct", "verified account", "medical account"]),
        ({"sells": "medicine", "ai": True}, ["code of conduct", "ad label", "AI label"]),
        ({"place": "EU", "field": "medicine", "sells": "goods"}, ["EU advertising"]),
        ({"place": "EU", "ai": True, "live": True}, ["EU deep fake"]),
        ({"place": "US", "sells": "course"}, []),
        ({"place": "US", "sells": "goods"}, ["US endorsement"]),
        ({"place": "elsewhere", "field": "medicine", "sells": "medicine", "ai": True}, []),
    ],
)
def test_which_rules_a_plan_meets(plan, keys):
    assert list(published.binding(VIDEO | plan)) == [*keys, "others"]


def test_no_answer_reads_as_if_nothing_bound():
    for plan in ALL_PLANS:
        met = published.binding(plan)
        assert list(met)[-1] == "others" and "no legal advice" in met["others"]
        assert all(reason.endswith(".") for reason in met.values())


def test_article_8_is_about_five_kinds_of_things_beside_health_and_about_no_other():
    barred = {(plan["field"], plan["sells"]) for plan in ALL_PLANS if "no link" in published.binding(plan)}
    assert barred == set(itertools.product(("medicine", "health"), published.MEDICAL))
    assert len(published.MEDICAL) == 5 and {"course", "goods"}.isdisjoint(published.MEDICAL)


def test_the_licence_of_the_code_is_for_live_content_and_the_notice_for_videos_too():
    for field in published.FIELDS:
        uploaded, live = (published.binding(VIDEO | {"field": field, "live": live}) for live in (False, True))
        assert ("live credential" in live) == (field in LICENSED) and "live credential" not in uploaded
        assert ("verified account" in live) == ("verified account" in uploaded) == (field in LICENSED)


def test_every_creator_of_the_course_has_a_field():
    fields = {key: published.field_of(creator) for key, creator in CREATORS.items()}
    assert fields == {
        "coding_teacher": "education",
        "technology_expert": "other",
        "fitness_coach": "health",
        "health_adviser": "medicine",
    }


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: published.laws("viewer"), "binds must be one of"),
        (lambda: published.binding({"place": "China"}), "plan must be a dict with place, field, sells, live and ai"),
        (lambda: published.binding(VIDEO | {"place": "Mars"}), "place must be one of"),
        (lambda: published.binding(VIDEO | {"field": "art"}), "field must be one of"),
        (lambda: published.binding(VIDEO | {"sells": "link"}), "sells must be one of None, 'course'"),
        (lambda: published.binding(VIDEO | {"live": "yes"}), "live must be one of"),
        (lambda: published.field_of("art"), "topic must be one of"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
