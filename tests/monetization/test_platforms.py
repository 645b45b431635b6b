"""Platforms: each number has a row, the unknown stays unknown, and a month on each is the course's own arithmetic."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kml import monetization as money
from kml.core import words
from kml.published import CONFIDENCE, NUMBERS

names = st.sampled_from(tuple(money.PLATFORMS))
ASSUMED = {"assumption"}


def crowd(followers=100_000, **changes):
    return money.Audience(followers=followers, **changes)


@pytest.mark.parametrize("name", money.PLATFORMS)
def test_every_number_of_a_platform_was_read_somewhere(name):
    rows = money.platform_sources(name).rows
    assert rows and all(row.source and row.date and row.confidence not in ("assumption", "simulated") for row in rows)
    assert [row.name for row in rows] == list(dict.fromkeys(money.PLATFORMS[name].names))


def test_all_sources_together_name_each_row_once():
    rows = money.platform_sources().rows
    assert len({row.name for row in rows}) == len(rows) > 40
    assert {row.confidence for row in rows} == {"confirmed", "second-hand", "derived", "weak"}


def test_the_table_has_a_cell_for_everything_and_a_word_for_the_unknown():
    table = money.platforms()
    assert table.shape == (8, 9) and table.notna().all().all()
    assert table.loc["Bilibili (B站)", "gifts, to you"].startswith("50 %")  # live gifts; 充电 has a row of its own
    unknown = table == "not found"
    sure = tuple(f"({word})" for word in CONFIDENCE.values())
    assert (table.map(lambda cell: cell.endswith(sure)) | unknown).to_numpy().all()
    assert (
        unknown.loc["Douyin (抖音)", "1,000 views bring"]
        and not unknown["gifts, to you"].drop("Xiaohongshu (小红书)").any()
    )
    with words.spoken("zh"):
        said = money.platforms()
    assert (said.to_numpy() == "not found").sum() == 0 and said.shape == table.shape


def test_what_is_unknown_is_the_same_in_the_table_and_in_the_month():
    months = money.same_month(crowd())
    assert all(row["courses"] is None for row in months.values())
    for name, platform in money.PLATFORMS.items():
        assert (months[name]["ads"] is None) == (not platform.per_1000)
        assert (months[name]["tips"] is None) == (not platform.tips)
        assert (months[name]["commerce"] is None) == (not platform.commission)
        assert (months[name]["brands"] is None) == (not platform.brand_per_1000)


@settings(deadline=None, max_examples=30)
@given(name=names, followers=st.floats(0, 1e6))
def test_a_month_lies_in_its_range_and_grows_with_followers(name, followers):
    small, large = (money.same_month(crowd(f))[name] for f in (followers, 2 * followers + 1))
    for channel in money.CHANNELS:
        if small[channel]:
            assert 0 <= small[channel].low <= small[channel].expected <= small[channel].high
            assert small[channel].high <= large[channel].high + 1e-9


def test_a_month_is_what_1000_views_bring_by_hand():
    audience = crowd(watch_s=30.0)
    thousands = audience.views / 1000
    months = money.same_month(audience)
    for name, dollars in (("youtube", (1.61, (1.61 * 29.30) ** 0.5, 29.30)), ("tiktok", (0.40, 0.70, 1.00))):
        assert months[name]["ads"][:3] == pytest.approx([7 * rate * thousands for rate in dollars])
    assert months["bilibili"]["ads"][:3] == pytest.approx([rate * thousands for rate in (10 / 9, 25 / 18, 5 / 3)])
    deal = audience.views / audience.videos / 1000
    assert months["douyin"]["brands"].expected == pytest.approx(35 * deal * 0.9)
    assert months["kuaishou"]["brands"][:3] == pytest.approx([12 * deal * 0.90, 22 * deal * 0.93, 40 * deal * 0.95])


def test_gates_are_those_of_the_platform():
    def open_(name, **counts):
        return bool(money.gates(money.Counts(**counts), money.platform_rules(name))["ads"])

    many = {"views": 1e6, "hours": 1e4, "days": 30.0}
    assert open_("youtube", followers=1_000, **many) and not open_("youtube", followers=999, **many)
    assert open_("youtube", followers=1_000, views=1, hours=400.0) and not open_("youtube", followers=1_000, views=1e7)
    assert not open_("shorts", followers=1_000, views=3.2e6, hours=1e6) and open_(
        "shorts", followers=1_000, views=3.4e6
    )
    assert open_("tiktok", followers=10_000, views=100_000) and not open_("tiktok", followers=10_000, views=99_000)
    assert open_("channels", followers=100, views=1) and not open_("channels", followers=99, views=1)


@pytest.mark.parametrize("name", money.PLATFORMS)
@pytest.mark.parametrize("weak", [False, True])
def test_rules_of_a_platform_say_what_is_theirs(name, weak):
    rules = money.platform_rules(name, weak=weak)
    rows = {row.name: row for row in money.sources(rules).rows}
    default = {row.name: row for row in money.sources().rows}
    assert set(rows) == set(default) | {"yuan_per_dollar"}
    for field, row in rows.items():
        assert row.value == getattr(rules, field)
        if field in default and row.value == default[field].value and row.source == default[field].source:
            continue
        assert field == "yuan_per_dollar" or row.confidence not in ASSUMED
        assert weak or row.confidence != "weak"


def test_what_is_not_published_stays_the_courses_and_what_you_change_is_yours():
    default, rules = money.DEFAULT_RULES, money.platform_rules("xiaohongshu")
    changed = {one.name for one in fields(money.Rules) if getattr(rules, one.name) != getattr(default, one.name)}
    assert changed == set()
    weak = money.platform_rules("xiaohongshu", weak=True)
    assert (weak.commission, weak.brand_share, weak.brands_followers) == (0.2, 1.0, 1_000)
    mine = money.platform_rules("youtube", money.assumed_rules("fitness_coach"))
    assert mine.course_price == money.assumed_rules("fitness_coach").course_price
    own = {row.name: row for row in money.sources(money.PlatformRules(platform="youtube", tips_share=0.6)).rows}
    assert own["tips_share"].confidence == "assumption" and own["tips_share"].source == "you"


@pytest.mark.parametrize("name", money.PLATFORMS)
def test_how_sure_an_income_is_can_be_asked_on_each_platform(name):
    rules = money.platform_rules(name, weak=True)
    drawn = money.draw_income(rules, crowd(), draws=50)
    assert set(drawn.income) == set(money.CHANNELS) and np.isfinite(drawn.bands().to_numpy()).all()


def test_dollars_are_changed_at_the_named_rate():
    rules = money.PlatformRules(yuan_per_dollar=6.0)
    cheap, usual = (money.same_month(crowd(), r)["youtube"]["ads"].expected for r in (rules, money.DEFAULT_RULES))
    assert cheap / usual == pytest.approx(6 / 7)
    assert money.same_month(crowd(), rules)["channels"] == money.same_month(crowd())["channels"]
    with pytest.raises(ValueError, match=r"^yuan_per_dollar must be"):
        money.PlatformRules(yuan_per_dollar=0)


def test_rates_follow_from_what_was_read():
    value = {name: row.value for name, row in NUMBERS.items()}
    before = value["bilibili_per_1000_views_before_cut"]
    after = before * np.array([value["bilibili_after_cut_low"], value["bilibili_after_cut_high"]])
    row = NUMBERS["bilibili_per_1000_views"]
    assert [row.low, row.high] == pytest.approx(after) and row.value == pytest.approx(after.mean())
    plays, yuan = np.array([796_000, 3e6, 1e6]), np.array([122.93, 1_500, 30])
    row = NUMBERS["channels_per_1000_views"]
    rates = 1000 * yuan / plays
    assert [row.low, row.value, row.high] == pytest.approx(sorted(rates))
    sent, arrived = value["tiktok_gift_sent"], value["tiktok_gift_arrived"]
    assert value["tiktok_gift_share"] == arrived / sent


def test_tips_of_the_rules_stand_beside_published_ones():
    beside = money.tips_beside_published(crowd(90_000))
    assert beside.payers == pytest.approx(42 / 2.4 / 12)
    assert NUMBERS["bilibili_chargers"].value / 90_000 == pytest.approx(0.00047, abs=1e-5)
    counts = crowd(90_000).counts()
    assert beside.tips == pytest.approx(0.9 * counts.likes * money.DEFAULT_RULES.tips_per_like)
    # the mean of Kuaishou, as the rules had it: some fifteen times the published payers of one creator
    assert 0.9 * counts.likes * 0.005 / beside.payers == pytest.approx(14, abs=1)
    assert money.mean_over_median(0) == 1 and money.mean_over_median(0.808) == pytest.approx(5.5, abs=0.05)


@pytest.mark.parametrize(
    "call", [lambda: money.platform_rules("vimeo"), lambda: money.platform_sources("vimeo")]
)  # fmt: skip
def test_an_unknown_platform_is_named(call):
    with pytest.raises(ValueError, match=r"^name must be one of 'douyin', 'kuaishou', 'bilibili'"):
        call()
