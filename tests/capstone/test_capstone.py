"""The capstone: fair seasons, honest money, and nothing that a strategy does stops or fools it."""

import contextlib
import dataclasses
import html
import re
import sys
import threading
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import OTHERS, english, names_in, words_in

from kml import capstone, monetization
from kml.capstone import diagnosis
from kml.capstone.baselines import COLUMNS
from kml.capstone.channel import CHANGES, LABELS, RPM_CUT
from kml.core.look import new_figure
from kml.core.words import languages, spoken
from kml.personas import CREATORS

ME = CREATORS["coding_teacher"]
CHEAP = {
    "posts": [{"seconds": 60, "style": "show"}],
    "effort": {"courses": 0.7, "commerce": 0.3},
    "price": 229,
    "label": True,
}


def steady(state):
    return CHEAP


@pytest.fixture(scope="module")
def season():
    return capstone.play(steady, ME, 3)


def test_the_same_seed_is_the_same_season_and_another_is_another(season):
    again, other = capstone.play(steady, ME, 3), capstone.play(steady, ME, 4)
    assert again.days.equals(season.days) and again.posts.equals(season.posts)
    assert other.earned != season.earned


def test_a_season_adds_up(season):
    assert season.days_lived == 90 and season.stopped == ""
    left = season.days[list(monetization.CHANNELS)].sum(axis=1) - season.days["costs"]
    assert season.earned == pytest.approx(left.sum()) == pytest.approx(sum(season.months))
    rules = monetization.assumed_rules(ME.key)
    assert season.days["costs"].sum() == pytest.approx(90 * rules.video_cost + 3 * rules.fixed_costs, abs=0.5)
    assert season.days["views"].sum() == pytest.approx(season.posts["views"].sum(), rel=0.02)
    assert (season.days["followers"].diff().dropna() >= 0).all()
    assert (season.posts["valid_play"] >= season.posts["long_view"]).all()
    assert season.rent == 3 * capstone.RENT and season.followers == capstone.FOLLOWERS


def test_views_come_over_days_half_of_them_in_a_half_life():
    seen = []

    def one_video(state):
        seen.append([post["views"] for post in state["posts"]])
        return {"posts": [{"seconds": 60, "style": "show"}]} if state["day"] == 1 else {}

    capstone.play(one_video, ME, 3)
    (half,), (whole,) = seen[2], seen[-1]  # on the third morning two days have passed
    assert half == pytest.approx(whole / 2, rel=0.01)


def test_the_changes_come_in_their_days_and_are_announced(season):
    days = {sentence.split(":")[0]: day for day, sentence in season.notices}
    assert set(days) == {"label", "rpm", "push"} and days["rpm"] != days["push"]
    assert all(CHANGES[0] <= days[name] <= CHANGES[1] for name in ("rpm", "push"))
    assert LABELS[0] <= days["label"] <= LABELS[1]
    seen = []
    capstone.play(lambda state: seen.append((state["ads_per_1000"], len(state["notices"]))) or {}, ME, 3)
    assert seen[0][1] == 0 and seen[-1][1] == 3
    assert seen[-1][0] == pytest.approx(RPM_CUT * seen[0][0])


def test_nobody_who_does_nothing_earns_and_later_videos_of_a_day_reach_fewer():
    idle = capstone.play(lambda state: {}, ME, 1)
    assert idle.earned == pytest.approx(-3 * monetization.assumed_rules(ME.key).fixed_costs, abs=0.5)
    assert len(idle.posts) == 0 and idle.months_paid == 0 and not idle.keeps_the_rent
    many = capstone.play(lambda state: {"posts": [{"seconds": 20, "style": "show"}] * 4}, ME, 1).posts
    reach = np.log(many["views"].clip(lower=1)).groupby(many["place"]).mean()
    assert list(reach) == sorted(reach, reverse=True)


def test_the_scoreboard_holds_every_player():
    board = capstone.scoreboard(steady, ME, seeds=range(2), progress=False)
    assert set(board.index) == {*capstone.BASELINES, "you"} and list(board.columns) == list(COLUMNS)
    assert board.loc["ads only", "mean"] < board.loc["tester", "mean"]
    assert board.loc["ads only", "rent paid"] == 0
    assert (board["worst"] <= board["mean"]).all() and (board["mean"] <= board["best"]).all()
    assert (board["stopped"] == 0).all()


def test_styles_differ_and_which_is_best_is_drawn_anew():
    channels = [capstone.Channel(ME, seed) for seed in range(12)]
    for kind in ("hook", "hold"):
        assert {style for channel in channels for style in capstone.STYLES if channel.kinds[style] == kind} == set(
            capstone.STYLES
        )


# --- strategies that misbehave ---------------------------------------------------------------------------------------


def _left(days):
    return days[list(monetization.CHANNELS)].to_numpy().sum() - days["costs"].sum()


def ends(strategy, **options):
    """The sentence with which a season ends that goes well for four days and is then left to `strategy`."""
    season = capstone.play(lambda state: steady(state) if state["day"] < 5 else strategy(state), ME, 3, **options)
    assert season.days_lived == 4
    assert season.earned == pytest.approx(_left(capstone.play(steady, ME, 3).days.iloc[:4]))
    assert season.stopped.startswith("Stopped on day 5: ")
    return season.stopped


def _for_ever(state):
    while True:
        with contextlib.suppress(Exception):  # a loop that goes on whatever goes wrong in it
            time.sleep(0.001)


@pytest.mark.busy
def test_a_loop_is_called_back():
    start = time.monotonic()
    assert "took longer than 0.2 seconds" in ends(_for_ever, patience_s=0.2)
    assert time.monotonic() - start < 20


def test_in_a_browser_where_no_thread_starts_the_season_is_the_same(season, monkeypatch):
    def no_thread(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    assert capstone.play(steady, ME, 3).days.equals(season.days)


def test_what_is_raised_is_named_and_not_raised_again():
    assert "raised ZeroDivisionError: division by zero" in ends(lambda state: 1 / 0)
    assert "KeyError: 'course' (line" in (said := ends(lambda state: state["course"]))
    keys = ", ".join(f"`{key}`" for key in capstone.Channel(ME, 3).state())
    assert said.endswith(f"There is no such key; `state` has {keys}.")
    assert "There is no" not in ends(lambda state: {}["posts"])  # `state` has it: some other dict has not
    assert "raised SystemExit" in ends(lambda state: sys.exit())
    assert ends(lambda state: state["notices"][-1]).endswith("Still empty on this morning: `notices`.")
    first = capstone.play(lambda state: state["history"][-1], ME, 3).stopped
    assert first.endswith("Still empty on this morning: `posts`, `history`, `notices`.")
    assert "Still empty" not in ends(lambda state: {}["posts"])
    assert "raised RecursionError" in ends(_recurse)


def _recurse(state):
    return _recurse(state)


@pytest.mark.busy
def test_ctrl_c_goes_through():
    def interrupted(state):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        capstone.play(interrupted, ME)


@pytest.mark.parametrize("change", [
    lambda s: s.update(bank=1e9),
    lambda s: s["posts"].clear(),
    lambda s: s["open"].update(brands=not s["open"]["brands"]),
    lambda s: s.clear(),
    lambda s: s.update(bank=SimpleNamespace(__repr__=None)),
])  # fmt: skip
def test_a_changed_state_earns_nothing(change):
    def cheat(state):
        change(state)
        return CHEAP

    assert "changed the state" in ends(cheat)


@pytest.mark.parametrize(("plan", "named"), [
    (None, "plan"),
    (5, "plan"),
    ({"post": []}, "plan"),
    ({"posts": "three"}, "posts"),
    ({"posts": [CHEAP["posts"][0]] * 5}, "got 5 of them"),
    ({"posts": [60]}, "posts[0]"),
    ({"posts": [{"seconds": 60}]}, "posts[0]['style']"),
    ({"posts": [{"style": "show"}]}, "posts[0]['seconds']"),
    ({"posts": [{"seconds": float("nan"), "style": "show"}]}, "posts[0]['seconds']"),
    ({"posts": [{"seconds": -60, "style": "show"}]}, "posts[0]['seconds']"),
    ({"posts": [{"seconds": 600, "style": "show"}]}, "8 hours"),
    ({"posts": [{"seconds": 60, "style": "dance"}]}, "posts[0]['style']"),
    ({"effort": {"adverts": 1}}, "effort"),
    ({"effort": {"ads": 0.7, "tips": 0.7}}, "effort must have a sum"),
    ({"effort": {"ads": float("inf")}}, "effort['ads']"),
    ({"price": 0}, "price"),
    ({"price": "free"}, "price"),
    ({"course": 9}, "course"),
    ({"course": 7, "posts": [CHEAP["posts"][0]]}, "8 hours"),
    ({"label": "yes"}, "label"),
    ({"sells": "dreams"}, "sells"),
    ({"paid": -1}, "paid"),
])  # fmt: skip
def test_nonsense_is_named_with_what_is_allowed(plan, named):
    sentence = ends(lambda state: plan)
    assert "plan is not possible" in sentence and named in sentence and "must" in sentence


class _Strange(dict):
    def get(self, *_):
        raise RuntimeError("no")

    def __deepcopy__(self, memo):
        return self


def test_a_plan_that_cannot_be_read_ends_the_season_too():
    assert "cannot be read" in ends(lambda state: _Strange(posts=[]))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["posts", "effort", "price", "seconds", "style", "ads", "course", "label", "paid"]),
                inner,
                max_size=3,
            )
        ),
    )
)
def test_any_value_is_a_plan_or_a_sentence(value):
    try:
        plan = capstone.read_plan(value)
    except ValueError as problem:
        assert str(problem)
    else:
        assert plan.hours <= capstone.HOURS and sum(share for _, share in plan.effort) <= 1 + 1e-9


def test_hours_are_half_an_hour_and_an_hour_a_minute():
    assert capstone.video_hours(60) == 1.5
    assert capstone.read_plan({"posts": [{"seconds": 30, "style": "tell"}] * 2}).hours == 2.0


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_a_report_is_one_file_with_alt_texts_and_no_script(season, tmp_path):
    board = pd.DataFrame({"mean": [1.0]}, index=["<script>alert(1)</script>"])
    page = capstone.report(season, tmp_path / "season.html", board).read_text(encoding="utf-8")
    assert page.count('<img alt="') == 4 and page.count("data:image/png;base64,") == 4
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "simulated" in page and f"{season.earned:,.0f}" in page
    words = re.sub('base64,[^"]*', "", page)
    assert "valid_play" not in words and not re.search(r"\d\.\d\d", words.split("</style>")[1])
    for said in season.diagnosis:
        assert html.escape(said) in page
    for _, sentence in season.notices:
        assert sentence.split(":")[0] in page


def test_a_season_that_ended_at_once_has_a_report_too(tmp_path):
    season = capstone.play(lambda state: {}["posts"], ME)
    page = capstone.report(season, tmp_path / "season.html").read_text(encoding="utf-8")
    words = re.sub('base64,[^"]*', "", page)
    assert "KeyError" in words and "Day" not in words


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr(sys.modules["kml.capstone.report"], "_picture", lambda *about: "")


def test_the_report_says_whose_strategy_played_if_it_is_not_yours(season, tmp_path, no_pictures):
    page = capstone.report(season, tmp_path / "season.html", name=capstone.COURSE).read_text(encoding="utf-8")
    assert "The strategy of this season: the course&#x27;s answer." in page
    assert "The strategy of this season" not in capstone.report(season, tmp_path / "mine.html").read_text("utf-8")


def test_the_tax_stands_below_the_losses_and_where_there_is_none_that_is_said(
    season, tmp_path, monkeypatch, no_pictures
):
    monkeypatch.setattr(diagnosis, "LOOKS", ())
    rich = dataclasses.replace(season, earned=90_000.0, days=season.days.assign(courses=1_000.0))
    page = capstone.report(rich, tmp_path / "season.html").read_text(encoding="utf-8")
    assert rich.diagnosis == (diagnosis.tax(rich),)
    assert f"the rest is luck.</li></ul>\n<p>{diagnosis.tax(rich)}</p>" in page


def test_the_folder_must_be_there(season, tmp_path):
    with pytest.raises(ValueError, match="path must lie in a folder"):
        capstone.report(season, tmp_path / "nowhere" / "season.html")


def test_figures_say_that_they_are_simulated(season):
    _, axes = new_figure(rows=3, figsize=(9, 9))
    capstone.draw_income(axes[0], season)
    capstone.draw_posts(axes[1], season)
    capstone.draw_followers(axes[2], season)
    assert all("simulated" in ax.get_title() for ax in axes)
    assert "yuan" in axes[0].get_ylabel()
    tallest = max(bar.get_y() + bar.get_height() for bar in axes[0].patches)
    assert axes[0].get_ylim()[1] >= 1.05 * tallest  # it does not look as if it were cut


# --- in the learner's language ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_a_notice_begins_with_its_key_in_every_language(language):
    with spoken(language):
        said = capstone.play(steady, ME, 3).notices
    assert {sentence.split(": ")[0] for _, sentence in said} == {"label", "rpm", "push"}


def test_keys_are_listed_as_the_language_lists_them():
    with spoken("zh"):
        assert "`day`、`days`、`creator`" in capstone.play(lambda state: state["course"], ME, 3).stopped


@pytest.mark.parametrize("language", OTHERS)
def test_figures_a_report_and_the_scoreboard_speak_the_language(language, tmp_path):
    board = pd.DataFrame(dict.fromkeys(COLUMNS, 1.0), index=[*capstone.BASELINES, "you"])
    with spoken(language):
        season = capstone.play(steady, ME, 3)
        figure, axes = new_figure(rows=4, figsize=(9, 12))
        drawings = (capstone.draw_income, capstone.draw_posts, capstone.draw_followers, capstone.draw_work)
        for draw, ax in zip(drawings, axes, strict=True):
            draw(ax, season)
        page = capstone.report(season, tmp_path / "season.html", board).read_text(encoding="utf-8")
        said = [repr(season), *words_in(figure), *names_in(capstone.in_words(board))]
    assert f'<html lang="{language}">' in page
    body = page[page.index("<h1>") :]
    said += re.findall('alt="([^"]*)"', body) + re.sub("<[^>]*>", "\n", body).split("\n")
    assert english(said, names=["rpm", "push", "label"]) == []


ENTRIES = ["plan", "posts", "effort", "price", "course", "label", "sells", "paid"]


def test_a_name_that_is_not_the_course_s_stays_as_it_is():
    board = pd.DataFrame({"mean": [1.0], "my column": [2]}, index=["strategy by Ann"])
    for language in languages():
        with spoken(language):
            assert names_in(capstone.in_words(board))[::2] == ["strategy by Ann", "my column"]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    ("strategy", "names"),
    [
        (lambda state: 1 / 0, ["ZeroDivisionError: division by zero", "posts", "history", "notices"]),
        (lambda state: state.clear(), ["state"]),
        (lambda state: state["course"], ["KeyError", "'course'", "state", *capstone.Channel(ME, 3).state()]),
        (lambda state: None, [*ENTRIES, "None"]),
        (lambda state: {"post": 1}, [*ENTRIES, "'post'"]),
        (lambda state: {"posts": "many"}, ["posts", "'many'"]),
        (lambda state: {"posts": [{"seconds": 600, "style": "tell"}]}, ["posts", "course"]),
        (lambda state: {"effort": {"ads": 0.7, "tips": 0.7}}, ["effort"]),
        (lambda state: _Strange(posts=[]), ["RuntimeError"]),
    ],
)
def test_why_a_season_ended_is_said_in_the_language(strategy, names, language):
    stopped = capstone.play(strategy, ME, 3).stopped
    with spoken(language):
        said = capstone.play(strategy, ME, 3).stopped
    assert english([said], names) == []
    assert sorted(re.findall(r"\d[\d.]*\d|\d", said)) == sorted(re.findall(r"\d[\d.]*\d|\d", stopped))
