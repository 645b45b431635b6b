"""The studio: plans as text and file, what comes of them, pictures that hold at every end, and the real controls."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import OTHERS, english
from speaking import other_language, unsaid

from kml import monetization as money
from kml import mychannel
from kml.core.words import spoken
from kml.lessons import studio as room
from kml.lessons.studio import Plan, board, compare, outcome, page, studio
from kml.lessons.studio.names import NUMBERS, name_of, share, written
from kml.lessons.studio.outcome import _interval, best, decides, uncertain
from kml.lessons.studio.pictures import draw_channels, draw_decides, draw_months, yuan
from kml.lessons.studio.pictures import room as room_for
from kml.lessons.studio.plan import COURSE, MOST, PARTS
from kml.lessons.studio.svg import DARK, Scale, ends, round_up
from kml.personas import CREATORS

PLATFORMS = (COURSE, *money.PLATFORMS)
OWN = {"course_price": st.integers(1, 2_000), "list_share": st.floats(0, 1), "cold_start": st.floats(0, 1e5)}
PLANS = st.builds(
    Plan,
    creator=st.sampled_from(sorted(CREATORS)),
    platform=st.sampled_from(PLATFORMS),
    followers=st.integers(1, MOST["followers"]),
    videos=st.integers(1, MOST["videos"]),
    work=st.tuples(*[st.integers(0, PARTS)] * 5),
    rent=st.integers(1, MOST["rent"]),
    numbers=st.fixed_dictionaries({}, optional=OWN),
)


@given(PLANS)
def test_a_plan_comes_back_from_its_text_and_from_its_file(plan):
    assert Plan.of_text(plan.text()) == plan
    assert Plan.of_text(f"https://example.org/studio#{plan.text()}") == plan
    assert Plan.of_json(plan.json()) == plan
    assert re.fullmatch(r"[\w.=&+-]+", plan.text()), "a link takes it as it is"


def test_a_text_holds_only_what_differs_and_a_file_holds_all(tmp_path):
    plan = Plan("health_adviser", "douyin", work={"courses": 8, "brands": 2}, numbers={"course_price": 99.0})
    assert plan.text() == "v=1&creator=health_adviser&platform=douyin&work=0-0-8-0-2&course_price=99"
    plan.save(tmp_path / "plan.json")
    held = json.loads((tmp_path / "plan.json").read_text())
    assert list(held) == ["v", "creator", "platform", "followers", "videos", "work", "rent", "numbers"]
    assert held["work"] == {"ads": 0, "tips": 0, "courses": 8, "commerce": 0, "brands": 2}
    assert Plan.load(tmp_path / "plan.json") == plan


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no plan: it must look like v=1&creator=coding_teacher; got ''."),
        ("hello", "This is no plan: it must look like v=1&creator=coding_teacher; got 'hello'."),
        ("v=2&creator=fitness_coach", "This plan has the version 2; this studio reads 1."),
        ("v=1&creator=me", "creator must be one of 'coding_teacher', "),
        ("v=1&creator=fitness_coach&platform=radio", "platform must be one of 'course', 'douyin', "),
        ("v=1&creator=fitness_coach&videos=0", "videos must be a whole number >= 1 and <= 100; got 0."),
        ("v=1&creator=fitness_coach&videos=2.5", "videos must be a whole number >= 1 and <= 100; got 2.5."),
        ("v=1&creator=fitness_coach&rent=low", "rent must be a number; got 'low'."),
        ("v=1&creator=fitness_coach&work=1-2-3", "work must have a part for each of ads, tips, "),
        ("v=1&creator=fitness_coach&work=1-2-3-4-11", "work['brands'] must be a whole number >= 0 and <= 10; got 11."),
        ("v=1&creator=fitness_coach&luck=7", "numbers must be one of 'effort_returns', "),
        ("v=1&creator=fitness_coach&list_share=1.5", "list_share must be a finite number >= 0 and <= 1; got 1.5."),
        ("v=1&creator=fitness_coach&list_share=nan", "list_share must be a finite number; got nan."),
        ("v=1&creator=fitness_coach&likes=-1", "likes must be a finite number >= 0; got -1."),
    ],
)
def test_a_text_that_is_no_plan_gets_a_sentence(text, sentence):
    with pytest.raises(ValueError) as problem:
        Plan.of_text(text)
    assert str(problem.value).startswith(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is no plan of the studio"),
        (b"\xff\xfe\x00", "This file is no plan of the studio"),
        (b"[1, 2]", "This file is no plan of the studio"),
        (b'{"name": "x"}', "This file is no plan of the studio"),
        (b'{"v": "1", "creator": "fitness_coach"}', "This plan has the version '1'; this studio reads 1."),
        (b'{"v": 1, "creator": ["fitness_coach"]}', "creator must be one of "),
        (b'{"v": 1, "creator": "fitness_coach", "luck": 7}', "each name in the plan must be one of 'creator', "),
        (b'{"v": 1, "creator": "fitness_coach", "numbers": [1]}', "numbers must be names with numbers; got [1]."),
        (b'{"v": 1, "creator": "fitness_coach", "numbers": {"likes": "many"}}', "likes must be a finite number; got "),
        (b'{"v": 1, "creator": "fitness_coach", "work": {"shop": 3}}', "work must be one of 'ads', "),
        (b'{"v": 1, "creator": "fitness_coach", "work": 3}', "work must have a part for each of "),
        (b'{"v": 1, "creator": "fitness_coach", "followers": null}', "followers must be a whole number >= 1 and "),
    ],
)
def test_a_file_that_is_no_plan_gets_a_sentence(data, sentence):
    with pytest.raises(ValueError) as problem:
        Plan.of_json(data)
    assert str(problem.value).startswith(sentence)


def test_the_plan_of_your_own_channel():
    channel = mychannel.sample()
    plan = Plan.of_channel("fitness_coach", channel, followers=2_000)
    rates = channel.rates("fitness_coach")["shrunk"]
    assert plan.audience.likes == pytest.approx(rates["likes"], abs=1e-6)
    assert plan.audience.reach.typical(2_000) == channel.reach().loc["median_views", "value"]
    assert plan.videos == round(channel.reach().loc["videos_a_month", "value"])
    assert {row.name for row in money.sources(plan.rules, plan.audience).rows} >= {"likes", "cold_start"}


def test_costs_are_deducted_and_the_rent_is_not():
    plan = Plan("coding_teacher", videos=10, numbers={"video_cost": 100, "fixed_costs": 500})
    found = outcome(plan)
    assert plan.costs == found.costs == 1_500
    np.testing.assert_allclose(found.left, sum(found.income.values()) - 1_500)
    assert found.chance == np.mean(found.left < plan.rent)
    assert found.runway == money.runway(found.left, plan.rent)


@pytest.mark.parametrize("creator", CREATORS)
def test_the_best_mixes_are_never_worse_than_what_is_set(creator):
    plan = Plan(creator, followers=300_000, work=(2, 2, 2, 2, 2))
    mixes, mine = best(plan), outcome(plan)
    assert mixes.chance <= mine.chance and mixes.rich_mean - plan.costs >= mine.left.mean()
    for mix, chance in ((mixes.safest, mixes.chance), (mixes.richest, mixes.rich_chance)):
        there = outcome(replace(plan, work={name: round(PARTS * part) for name, part in mix.items()}))
        assert there.chance == pytest.approx(chance, abs=1e-12), "the button shows what the sentence says"


def test_equals_are_said_to_be_equals():
    plan = Plan("coding_teacher")
    assert len(best(plan).as_safe) > 1
    said = page.notes(plan)[0][1]
    assert re.search(r"cannot be told apart from it: .*courses \d+% to 100%", said[0])


def test_what_decides_is_the_tornado_of_the_lesson():
    plan = Plan("fitness_coach", followers=30_000)
    bars = decides(plan)
    assert [bar.name for bar in bars] == [
        bar.name for bar in money.tornado(plan.rules, plan.audience, plan.effort, most=3)
    ]
    mean = sum(money.settle(plan.audience.counts(), plan.rules, plan.effort).values()) - plan.costs
    assert all(min(bar.at_low, bar.at_high) <= mean + 1e-6 <= max(bar.at_low, bar.at_high) + 2e-6 for bar in bars)
    assert decides(replace(plan, work=(0,) * 5)) == []
    known = plan.with_numbers(**{bars[0].name: bars[0].high})
    assert bars[0].name not in [bar.name for bar in decides(known)], "what you set yourself is no longer uncertain"


def _series(seed, months=2_000):
    rng, values = np.random.default_rng(seed), np.zeros(months)
    shocks = rng.standard_normal(months)
    for i in range(1, months):
        values[i] = 0.5 * values[i - 1] + shocks[i]
    return values


def test_the_interval_covers_the_truth_as_often_as_it_says():
    inside = [low <= 0 <= high for __, low, high in map(_interval, map(_series, range(200)))]
    assert 0.88 <= np.mean(inside) <= 0.99


def test_two_plans_with_the_same_luck():
    one = Plan("coding_teacher", work={"courses": 10})
    same = compare(one, replace(one))
    assert same.left == same.bad == (0.0, 0.0, 0.0)
    assert page.difference(one, one)[0].endswith("The two plans cannot be told apart.")
    cheaper_rent = compare(replace(one, rent=1_000), one)
    assert cheaper_rent.left[0] == 0 and cheaper_rent.bad[2] < 0
    more = compare(replace(one, followers=300_000), one)
    assert more.left[1] > 0
    back = compare(one, replace(one, followers=300_000))
    assert back.left[0] == pytest.approx(-more.left[0])


# What is drawn


def words_of(picture):
    return [element.text for element in ElementTree.fromstring(picture.svg()).iter() if element.text]


def pictures(plan, other=None):
    return [page.months(plan, other), *page.reasons(plan)]


ENDS = {
    "creator": list(CREATORS),
    "platform": PLATFORMS,
    "followers": (1, 1_000, 1_000_000, MOST["followers"]),
    "videos": (1, 30),
    "rent": (1, 20_000, MOST["rent"]),
    "work": ((0,) * 5, (10,) * 5, (10, 0, 0, 0, 0)),
    "numbers": [{name: end} for name, (__, (low, high, __)) in board.SLIDERS.items() for end in (low, high)],
}


@pytest.mark.parametrize(("name", "end"), [(name, end) for name, several in ENDS.items() for end in several])
def test_pictures_and_sentences_hold_at_both_ends_of_everything(name, end):
    plan = replace(Plan(), **{name: end})
    for picture in pictures(plan, Plan()):
        shapes = list(ElementTree.fromstring(picture.svg()))  # well-formed
        for shape in shapes:
            for axis, most in (("x", picture.width), ("cx", picture.width), ("y", picture.height)):
                assert -1 <= float(shape.get(axis, 0)) <= most, shape.attrib
        assert not re.search(r"\b(nan|inf)\b", picture.svg())
    said = page.answer(plan, Plan()) + page.body(plan, Plan())
    assert not re.search(r"\b(nan|inf)\b", said) and "−0 " not in said


def test_bad_months_are_those_below_the_rent():
    left = np.linspace(-500, 9_500, 1_001)  # 35 % below 3,000
    picture = draw_months(left, 3_000)
    assert {"35 miss the rent", "65 pay it", "╌ rent 3,000"} <= set(words_of(picture))
    assert "35 of them lie below the dashed line" in picture.alt
    assert "1 misses the rent" in words_of(draw_months(np.linspace(2_971, 5_871, 1_001), 3_000))
    assert not [words for words in words_of(draw_months(left + 9_000, 3_000)) if "miss" in words]


def test_losses_are_visible():
    plan = Plan("coding_teacher", work={"courses": 10}, numbers={"course_price": 9})
    months, channels, __ = pictures(plan)
    assert any(words.startswith("−") for words in words_of(months)), "the axis goes below 0"
    assert yuan(outcome(plan).left.mean()) in words_of(channels) and outcome(plan).left.mean() < 0


def test_the_plan_beside_is_a_line():
    plan = Plan()
    assert "╌ rent 3,000  ━ plan A" in words_of(page.months(plan, replace(plan, followers=200_000)))
    assert "╌ rent 3,000" in words_of(page.months(plan))


def test_a_channel_without_income_says_why():
    plan = Plan("coding_teacher", followers=500, work=(2, 2, 2, 2, 0))
    said = words_of(page.reasons(plan)[0])
    assert said.count("no work") == 1 and said.count("not open yet") == 2  # brands; ads and e-commerce
    nothing = draw_channels({"tips": np.zeros(9)}, {"tips": 0.5}, {"tips": True}, 0, 100)
    assert "nothing came" in words_of(nothing)


def test_the_line_of_the_rent_keeps_off_the_numbers():
    fifths = dict.fromkeys(money.CHANNELS, np.full(9, 2_420.0))  # shorter to write than the costs, as is what is left
    picture = draw_channels(fifths, dict.fromkeys(fifths, 0.2), dict.fromkeys(fifths, True), 12_000, 4_000)
    (rent,) = re.findall(r'd="M([\d.]+) [^"]*" style="[^"]*stroke-dasharray: 6 4', picture.svg())
    assert float(rent) < picture.width - room_for("−12,000", size=14) - 5


def test_no_work_is_said():
    plan = Plan(work=(0,) * 5)
    assert "No work, no income: give a channel some parts of it." in page.answer(plan)
    assert "None of this work pays" not in page.answer(plan)
    hopeless = Plan(followers=1_000, rent=20_000)
    assert "None of this work pays the rent in any simulated month" in page.body(hopeless)


def test_a_bar_goes_from_the_worse_end_to_the_better():
    bars = [money.Bar("course_cost", 5.0, 60.0, 2_000.0, 500.0), money.Bar("list_share", 0.03, 0.3, 600.0, 1_900.0)]
    said = words_of(draw_decides(bars, 1_500.0, 3_000))
    assert {"your cost for each buyer: 60 yuan to 5 yuan", "profile visitors who leave an address: 3% to 30%"} <= {
        *said
    }
    assert said.index("500") < said.index("2,000")


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_scales_hold_zero_and_both_ends(one, other):
    low, high = ends(min(one, other), max(one, other))
    assert low <= min(one, 0) and max(other, 0) <= high and low < high
    scale = Scale(low, high, 10, 90)
    assert 10 <= scale(one) <= 90 and scale(low - 1) == 10 and scale(high + 1) == 90
    assert 1 <= len(scale.ticks()) <= 7 and all(low <= tick <= high + 1e-6 for tick in scale.ticks())


@given(st.floats(1e-3, 1e9))
def test_round_up_is_the_next_round_number(value):
    assert value * (1 - 1e-9) <= round_up(value) <= 2.5 * value * (1 + 1e-9)


def test_every_uncertain_number_has_words():
    named = {name for creator in CREATORS for platform in PLATFORMS for name in uncertain(Plan(creator, platform))}
    assert named <= {*NUMBERS, "half_life_days"}, "no month hangs on the half-life"
    assert name_of("deals") == "brand deals a month" and written("deals", 0.5) == "0.5"


def test_shares_are_never_rounded_to_none_or_all():
    assert [share(part) for part in (0, 1e-9, 0.006, 0.994, 0.996, 1)] == ["0%", "< 1%", "1%", "99%", "> 99%", "100%"]


# The controls


@pytest.fixture
def live(monkeypatch):
    """The studio with its controls, as in a notebook."""
    monkeypatch.delenv("KML_STATIC", raising=False)
    return studio


def state(made):
    """All that a learner reads in it."""
    made.origins.value = True
    controls = (made.creator, made.platform, made.followers, made.videos, made.rent, *made.work, *made.numbers.values())
    shown = (made.answer, made.body, made.table, made.text, made.download)
    return [one.value for one in (*controls, *shown)] + [made.origins.description, made.which.options]


@pytest.mark.parametrize("creator", CREATORS)
@pytest.mark.parametrize("other", CREATORS)
def test_another_creator_leaves_nothing_of_the_first(live, creator, other):
    made = live(creator)
    made.numbers["course_price"].value = 999
    made.creator.value = other
    assert made.plan == Plan(other) or creator == other
    if creator != other:
        assert state(made) == state(live(other))
        assert f'<td style="text-align: left">{money.assumed_rules(other).tips_per_like:g}' in made.table.value


def test_another_platform_brings_its_own_fees(live):
    made = live("technology_expert")
    made.platform.value = "kuaishou"
    rules = money.platform_rules("kuaishou", money.assumed_rules("technology_expert"))
    assert made.plan.rules == rules and made.numbers["brand_per_1000"].value == round(rules.brand_per_1000)
    made.platform.value = COURSE
    assert made.plan == Plan("technology_expert")


@pytest.mark.parametrize("name", board.SLIDERS)
def test_a_slider_sets_its_number(live, name):
    made = live()
    made.numbers[name].value = made.numbers[name].max
    assert dict(made.plan.numbers) == {name: made.numbers[name].max}
    assert name in made.text.value and getattr(made.plan.rules, name) == made.numbers[name].max


def test_work_rent_followers_and_videos(live):
    made = live()
    made.work[2].value, made.rent.value, made.followers.value, made.videos.value = 9, 5_000, 20_000, 4
    assert made.plan == Plan(work=(2, 2, 9, 2, 2), rent=5_000, followers=20_000, videos=4)
    made._button("", lambda: made.start).click()
    assert made.plan == Plan() and made.work[2].value == 2


def test_any_assumption_can_be_moved_and_given_back(live):
    made = live()
    shown = [name for __, name in made.which.options]
    assert {"course_buy", "cold_start", "follower_share", "deals", "list_share"} <= {*shown}
    for name in shown:
        made.which.value = name
        assert made.plan == Plan(), "looking at a number does not move it"
        made.value.index = len(made.value.options) - 1
        assert dict(made.plan.numbers).keys() == {name} and made.value.label == written(name, made.value.value)
        assert made.problem.value == ""
        made._change(lambda name=name, made=made: made._with(name, None))
        assert made.plan == Plan()


def test_a_plan_that_lies_beyond_the_sliders_moves_nothing_else(live):
    text = "v=1&creator=health_adviser&followers=4321&videos=60&rent=2345&course_price=1234&list_share=0.9"
    made = live(text)
    assert made.plan.text() == text == made.text.value
    assert made.followers.label == "4,321" and made.videos.value == 60 and made.rent.value == 2_345
    assert (made.rent.value - made.rent.min) % made.rent.step == 0, "or the browser would move it"
    assert made.problem.value == ""


def test_a_text_can_be_put_in_and_a_bad_one_changes_nothing(live):
    made = live()
    made.text.value = "https://example.org/#v=1&creator=fitness_coach&videos=20"
    assert made.plan == Plan("fitness_coach", videos=20) and made.creator.value == "fitness_coach"
    before = made.answer.value
    made.text.value = "v=1&creator=fitness_coach&videos=2000"
    assert "videos must be a whole number &gt;= 1" in made.problem.value and 'role="alert"' in made.problem.value
    assert made.plan.videos == 20 and made.answer.value == before
    made.videos.value = 21
    assert made.problem.value == "" and made.plan.videos == 21


@pytest.mark.parametrize("seven", [False, True], ids=["ipywidgets 8", "ipywidgets 7, Colab"])
def test_a_file_can_be_opened(live, seven):
    made, plan = live(), Plan("health_adviser", followers=5_000)
    one = {"name": "plan.json", "content": memoryview(plan.json().encode())}
    made._change(lambda: Plan.of_json(board._content({"plan.json": one} if seven else (one,))))
    assert made.plan == plan
    made._change(lambda: Plan.of_json(board._content(({"content": b"PNG"},))))
    assert made.plan == plan and "This file is no plan" in made.problem.value


def test_the_file_to_save_is_the_plan(live):
    import base64

    made = live()
    made.videos.value = 7
    data = re.search(r'base64,([^"]+)"', made.download.value)[1]
    assert Plan.of_json(base64.b64decode(data)) == made.plan


def test_plan_a_is_kept_and_forgotten(live):
    made = live()
    made.keep.click()
    made.work[2].value = 10
    assert made.other == Plan() and made.keep.description == "Forget plan A"
    assert "With plan A" in made.answer.value and "━ plan A" in made.answer.value
    assert "With the same luck +" in made.body.value
    made.keep.click()
    assert made.other is None and "plan A" not in made.answer.value + made.body.value


def test_a_mix_by_a_button(live):
    made = live("fitness_coach")
    made._change(lambda: made._with_mix(best(made.plan).richest))
    assert [one.value for one in made.work] == [round(PARTS * part) for part in best(made.plan).richest.values()]


def test_one_group_of_controls_is_in_sight(live):
    made = live()
    for key in board.GROUPS:
        made.group.value = key
        assert [name for name, group in made.groups.items() if group.layout.display != "none"] == [key]


def test_every_control_has_a_label(live):
    made = live()
    widgets = [made.creator, made.platform, made.followers, made.videos, made.rent, *made.work, *made.numbers.values()]
    widgets += [made.which, made.value, made.text, made.upload, made.keep, made.origins]
    assert all(widget.description for widget in widgets)
    assert made.answer.value.count('role="status" aria-live="polite"') == 1
    assert all(picture.count('role="img" aria-label="') == 1 for picture in map(lambda p: p.svg(), pictures(Plan())))


def test_the_sources_are_those_of_the_plan(live):
    made = live()
    assert made.table.value == "", "made only when it is looked at"
    made.origins.value = True
    made.which.value = "list_share"
    made.value.index = 0
    row = re.search(r'<th scope="row"[^>]*>list_<wbr>share</th>(.*?)</tr>', made.table.value)[1]
    assert "0.03" in row and ">you<" in row


def test_static_mode_shows_pictures_without_controls(monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    shown = []
    monkeypatch.setattr(board, "display", lambda data, raw=False, metadata=None: shown.append(data))
    studio("fitness_coach")._ipython_display_()
    assert shown[0]["text/plain"].endswith("yuan.") and shown[-1].rows
    assert [sorted(one) for one in shown[1:-1]] == [["image/svg+xml", "text/plain"]] * 3


@pytest.mark.parametrize("language", OTHERS)
def test_the_studio_speaks_the_language(language, live):
    with spoken(language):
        made = live()
        said = [name_of(name) for name in NUMBERS] + [label for label, __ in made.group.options]
        for widget in (
            *made.work,
            *made.numbers.values(),
            made.creator,
            made.platform,
            made.which,
            made.text,
            made.keep,
        ):
            said.append(widget.description)
        for plan in (Plan(), Plan("fitness_coach", followers=500, rent=20_000), Plan(work=(0,) * 5)):
            said += [words for picture in pictures(plan, Plan()) for words in (*words_of(picture), picture.alt)]
            said += re.sub(r"<svg.*?</svg>|<[^>]*>", "\n", page.answer(plan, Plan()) + page.body(plan, Plan())).split(
                "\n"
            )
        for bad in ("", "v=7&creator=x", "v=1&creator=fitness_coach&rent=x"):
            with pytest.raises(ValueError) as problem:
                Plan.of_text(bad)
            said.append(re.sub(r"v=1&creator=coding_teacher|rent|'x'", "", str(problem.value)))
    assert english(said, names=["iOS", "MCN"]) == []


def test_tab_after_the_studio_shows_no_answer():
    from kml.lessons.answers import answers_08

    assert {exercise.name for exercise in answers_08.EXERCISES}.isdisjoint({*dir(room), *dir(board), *dir(page)})


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", ["#111111", "#1e1e1e", "#383838"], ids=["JupyterLab", "VS Code", "Colab"])
def test_colours_are_seen_on_a_dark_ground(ground):
    assert min((luminance(colour) + 0.05) / (luminance(ground) + 0.05) for colour in DARK.values()) >= 3


def test_a_third_language_is_spoken_on_the_whole_page():
    plan, other = (Plan("health_adviser", "douyin", work={"courses": n, "brands": 10 - n}) for n in (8, 5))
    with other_language():
        told = page.body(plan, other)
    lines = re.sub(r"<(style|script).*?</\1>|<[^>]*>", "\n", told, flags=re.DOTALL).split("\n")
    assert len(lines) > 100 and [line for line in lines if unsaid(line)] == []
