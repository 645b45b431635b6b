"""A season is explained: each thing that goes wrong has a sentence, and where it does not there is none of it."""

import html

import pytest
from reading import OTHERS, english

from kml import capstone, monetization
from kml.capstone.diagnosis import FAR, losses, tax
from kml.core.words import spoken
from kml.personas import CREATORS

ME = CREATORS["coding_teacher"]
POSTS = [{"seconds": 30, "style": "show"}] * 2


def good(state):
    """Nothing much is wrong with it: styles take turns, so no sentence about one style."""
    posts = [{"seconds": 30, "style": capstone.STYLES[(state["day"] + i) % 3]} for i in (0, 1)]
    left = capstone.COURSE_HOURS - state["course_hours"]
    return {"posts": posts, "effort": {"courses": 1.0}, "course": min(6, left), "label": True}


def changed(**entries):
    return lambda state: {**good(state), **entries}


WRONG = {
    "no video": (changed(posts=[]), "You made no video"),
    "nothing for sale": (changed(effort={}), "nothing was for sale"),
    "no course": (changed(course=0), "Your course had 0 of its 40 hours"),
    "too dear": (changed(price=5_000), "your price was 5,000, budgets lie near"),
    "too cheap": (changed(price=9), "a higher price leaves more"),
    "no label": (changed(label=False), "What sold had no label"),
    "hours for nothing": (changed(effort={"courses": 0.4}), "hours a day were for nothing"),
    "closed gate": (changed(effort={"courses": 0.5, "brands": 0.5}), "you worked on brands, and the gate was closed"),
    "one style": (changed(posts=POSTS), "All your videos were of one style, “show”"),
    "push unread": (
        lambda state: {**good(state), "posts": [{"seconds": 30, "style": _by_valid_plays(state)}] * 2},
        "on long views decided",
    ),
    "paid reach": (changed(paid=100), "You paid 9,000 yuan for 450,000 views"),
    "tired": (changed(posts=[{"seconds": 20, "style": "show"}] * 4, course=0), "third or fourth"),
    "costs": (changed(effort={"tips": 1.0}), "Costs took"),
}  # fmt: skip


def _by_valid_plays(state):
    return capstone.baselines.best_style(state["posts"]) if state["day"] > 12 else capstone.STYLES[state["day"] % 3]


def season(strategy, seed=3, creator=ME, **options):
    start = {"followers": 1_000} if strategy is WRONG["closed gate"][0] else {}
    return capstone.play(strategy, creator, seed, **start, **options)


@pytest.fixture(scope="module")
def fine():
    return " ".join(season(good).diagnosis)


@pytest.mark.parametrize("name", WRONG)
def test_what_goes_wrong_is_said(name, fine):
    strategy, said = WRONG[name]
    lived = season(strategy)
    assert any(said in sentence for sentence in lived.diagnosis), lived
    assert said not in fine or name in ("push unread", "costs")
    assert f"- {lived.diagnosis[0]}" in repr(lived).split("\n")
    shown = html.unescape(lived._repr_html_())
    assert repr(lived).split("\n")[0] in shown and shown.count("<li>") == len(lived.diagnosis)


def test_a_price_far_above_the_budget_names_the_days_without_a_buyer():
    lived = season(changed(price=5_000))
    said = next(sentence for sentence in lived.diagnosis if "5,000" in sentence)
    assert f"{lived.hidden['budget']:,.0f}" in said and said.startswith("You sold nothing for")


@pytest.mark.parametrize("name", ["ads only", "many shorts"])
def test_a_season_without_a_course_is_told_nothing_of_its_price(name):
    """Among these audiences are some whose budgets lie far above the usual price."""
    seasons = [capstone.play(capstone.BASELINES[name], ME, seed) for seed in (3, 7, 11)]
    assert max(one.hidden["budget"] / one.hidden["assumed budget"] for one in seasons) > FAR
    for lived in seasons:
        assert not any("budgets lie near" in sentence for sentence in lived.diagnosis), lived


def test_paid_reach_is_among_the_costs_only_where_it_was_bought():
    for paid in (0, 100):
        lived = season(changed(effort={"tips": 1.0}, paid=paid))
        said = next(sentence for sentence in lived.diagnosis if sentence.startswith("Costs took"))
        assert "for 180 videos" in said and ("paid reach" in said) == bool(lived.days["paid"].sum()) == bool(paid)


def test_a_style_that_was_never_used_again_is_not_none_per_cent():
    def stops_showing(state):
        held = next(style for style in capstone.STYLES if capstone.Channel(ME, 3).kinds[style] == "hold")
        others = [style for style in capstone.STYLES if style != held]
        return {**good(state), "posts": [{"seconds": 30, "style": style} for style in others]}

    assert any("none of your later videos" in sentence for sentence in season(stops_showing).diagnosis)


def test_what_may_not_be_linked_and_a_missing_credential_are_named():
    adviser = CREATORS["health_adviser"]
    linked = season(changed(effort={"commerce": 1.0}, sells="medicine"), creator=adviser)
    assert any("not allowed beside health knowledge" in said for said in linked.diagnosis)
    bare = season(good, creator=adviser, credential=False)
    assert any("credential" in said for said in bare.diagnosis)


def test_a_good_season_says_what_tax_a_year_like_it_would_owe():
    lived = next(one for one in (season(good, seed) for seed in range(1, 9)) if one.earned > 20_000)
    income = lived.days[list(monetization.CHANNELS)].to_numpy().sum() * 365 / 90
    assert f"{monetization.china_tax(income).tax:,.0f} yuan of income tax" in tax(lived)
    assert lived.diagnosis == (*losses(lived), tax(lived))  # it stands last, and is no loss


def test_a_season_that_ended_at_once_has_no_diagnosis():
    assert season(lambda state: None).diagnosis == ()


@pytest.mark.parametrize("language", OTHERS)
def test_the_diagnosis_speaks_the_language(language):
    said = []
    for name in (
        "no course",
        "too dear",
        "too cheap",
        "no label",
        "hours for nothing",
        "one style",
        "paid reach",
        "costs",
    ):
        lived = season(WRONG[name][0])
        with spoken(language):
            said += lived.diagnosis
    assert english(said, names=["effort", "label", "True"]) == []
