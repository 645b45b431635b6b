"""Lesson 00: what its first page promises is there, its map is the course's, its slider holds at every end."""

import importlib
import itertools

import numpy as np
import pytest
from kml_classroom.author.build import read_sources
from needs import ROOT

from kml import published
from kml.core.look import new_figure
from kml.core.words import spoken
from kml.course.checking import exercises
from kml.course.journey.decisions import DECISIONS
from kml.lessons import answers, lesson_00
from kml.lessons.answers import answers_00
from kml.monetization import ad_income, views_needed

INCOME = answers_00.EXERCISES[0]


@pytest.fixture(scope="module")
def sources():
    found, unread = read_sources(ROOT)
    assert not unread
    return found


def test_the_reference_agrees_with_the_library():
    for arguments in exercises.cases(INCOME):
        np.testing.assert_allclose(INCOME.reference(*arguments), ad_income(*arguments), rtol=1e-9, atol=1e-12)
    assert exercises.cases(INCOME)[1][0] == 0  # no views


def test_the_map_has_every_lesson_by_its_title(sources):
    assert [title for title, _ in lesson_00.STATIONS] == [source.about["title"] for source in sources]


def test_the_first_page_counts_the_functions_and_the_seconds_right(sources):
    prose = "\n".join(cell.text for cell in sources[0].cells if cell.kind == "markdown")
    lessons = [importlib.import_module(f"{answers.__name__}.answers_{source.number}") for source in sources]
    assert "some sixty small functions" in prose and 56 <= sum(len(lesson.EXERCISES) for lesson in lessons) <= 65
    assert "called off after ten seconds" in prose and INCOME.seconds == 10


def test_viewers_like_kuaishous_leave_as_the_first_page_says():
    rows = published.kuairand()
    found = rows[rows["policy"] == "personalised"].set_index(["metric", "segment"])["value"]
    assert found["watch_median", "all"] < 5  # half were gone within five seconds
    assert 1_500 < 100_000 * found["like", "month"] < 2_000  # not quite two thousand left a heart
    paid = 100 * published.number("bilibili_per_1000_views_before_cut").value
    assert 325 < paid < 335  # a hundred thousand views bring about 330 yuan


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_map_is_written_inside_the_picture(language):
    with spoken(language):
        figure, ax = new_figure(figsize=(10, 5))
        lesson_00.draw_way(ax)
        figure.canvas.draw()
        inside = figure.bbox
        for text in ax.texts:
            box = text.get_window_extent()
            assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
        assert sum("→" in text.get_text() for text in ax.texts) == len({one.lesson for one in DECISIONS.values()})
        frames = [text.get_bbox_patch().get_window_extent() for text in ax.texts if "→" not in text.get_text()]
        assert not any(one.overlaps(other) for one, other in itertools.combinations(frames, 2))


@pytest.mark.parametrize("values", [*itertools.product((2, 60), (1, 100), (5, 95), (500, 20_000))])
def test_the_crossing_is_in_the_picture_wherever_the_sliders_stand(values):
    _, ax = new_figure()
    said = lesson_00.living(INCOME.reference)(ax, *values)
    cpm, fill, share, wanted = values
    needed = views_needed(wanted, cpm, fill / 100, share / 100)
    dot = ax.lines[-1].get_xydata()[0]
    assert dot.tolist() == [needed, wanted] and f"{needed:,.0f}" in said
    assert ax.get_xlim()[0] < dot[0] < ax.get_xlim()[1] and ax.get_ylim()[0] < dot[1] < ax.get_ylim()[1]
    assert " 0.00 " not in said


def test_halving_the_fill_rate_doubles_the_views_needed():
    assert views_needed(5_000, 20, 0.125, 0.5) == pytest.approx(2 * views_needed(5_000, 20, 0.25, 0.5))
