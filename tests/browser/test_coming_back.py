"""A lesson that is saved, closed and opened again: what was chosen, drawn and moved stands there, nothing runs."""

import json

import nbformat
import pytest
from kml_classroom.cli import main
from lab import Explorer

from kml.course.doors import own_copy, saving

pytestmark = pytest.mark.browser
NAME = "00_start_here.ipynb"
ANSWER = "def income(views, cpm, fill_rate, share):\n    return views * fill_rate / 1000 * cpm * share\n"
BARS = """from kml.core.page import bar
for leave in (True, False):
    for item in bar(range(3), True, leave=leave):
        pass
"""
SAID_BEFORE_WIDGETS = """() => [...document.querySelectorAll('.jupyter-widgets-disconnected')]
    .map(widget => getComputedStyle(widget, '::before').content)"""
TOO_BUSY_TO_LOOK = """const later = window.setTimeout;
window.setTimeout = (what, wait, ...more) => later(what, wait === 100 ? 3000 : wait, ...more);"""
MOST_ADDED = 150_000  # bytes of widgets in lesson 00's file; of a slider's pictures the last one only


@pytest.fixture(scope="module")
def own(folder):
    """An own copy of the lessons where the server looks."""
    own_copy.fill(folder / "own")
    return folder / "own"


def choice(notebook):
    """The second answer of the first prediction."""
    return notebook.cell(notebook.find("kml.predict(")).get_by_role("radio").nth(1)


def looks(notebook):
    """Of the first slider: the picture, the sentence below it, and where it stands."""
    explorer = Explorer(notebook, notebook.explorers()[0])
    return explorer.pixels(), explorer.status(), explorer.sliders.first.get_attribute("aria-valuenow")


@pytest.fixture(scope="module")
def seen(own, opened):
    """A lesson run, a prediction answered, a slider moved, an exercise solved, all saved: how the slider looked."""
    notebook = opened(f"own/{NAME}")
    notebook.run_all()
    assert not notebook.problems()
    asking = notebook.find("kml.predict(")
    notebook.set_source(asking, BARS + notebook.sources()[asking])
    notebook.run_cell(asking)  # once more: what it showed before is not to be kept
    choice(notebook).check()
    explorer = Explorer(notebook, notebook.explorers()[0])
    explorer.press(explorer.sliders.first, "End")
    exercise = notebook.find("def income(")
    notebook.set_source(exercise, ANSWER)
    notebook.run_cell(exercise)
    left = looks(notebook)
    notebook.save()
    return left


def test_choices_pictures_and_sliders_stand_in_a_new_python(seen, opened):
    notebook = opened(f"own/{NAME}")  # which stops the Python of before
    assert choice(notebook).is_checked()
    assert looks(notebook) == seen
    assert notebook.page.get_by_text("model not found").count() == 0
    bars = notebook.cell(notebook.find("bar(range(3)")).locator(".jp-RenderedText", has_text="%")
    assert bars.first.text_content().strip().startswith("100%|"), "a line of text, and no widget"
    told = notebook.page.evaluate(SAID_BEFORE_WIDGETS)  # ipywidgets draws a broken chain before each, in red
    assert set(told) == {"none", '"As you left it. To change it, run the cell again."'}


def test_they_stand_as_well_after_a_day_on_which_no_cell_made_them_anew(seen, opened):
    notebook = opened(f"own/{NAME}")
    notebook.run_cell(notebook.find("def income("))
    notebook.save()  # JupyterLab itself would leave out every widget that has no Python behind it
    notebook = opened(f"own/{NAME}")
    assert choice(notebook).is_checked()
    assert looks(notebook) == seen
    assert notebook.page.get_by_text("model not found").count() == 0


def test_they_stand_where_the_page_was_too_busy_to_look_for_two_seconds(seen, opened):
    notebook = opened(f"own/{NAME}", TOO_BUSY_TO_LOOK)  # ipywidgets looks each 100 ms, and gives up after 2 s
    notebook.page.wait_for_selector(".jupyter-widgets")  # shown, or given up
    assert notebook.page.get_by_text("model not found").count() == 0
    assert choice(notebook).is_checked()
    assert looks(notebook) == seen


def test_what_is_kept_is_small_and_the_lesson_counts_as_touched(seen, own):
    saved = nbformat.read(own / NAME, as_version=4)
    nbformat.validate(saved)
    kept = saved.metadata.widgets[saving.WIDGETS]["state"]
    assert kept == saving.shown(kept, saved.cells) and 0 < len(json.dumps(kept)) < MOST_ADDED
    (own / ".editions.json").write_text(json.dumps({NAME: "another edition"}))
    assert own_copy.fill(own).waiting == (NAME,)


def test_it_is_checked_like_any_other(seen, own, capsys):
    assert main(["check", "00", str(own / NAME), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "00.1" in said and "same rule" in said
    assert "review" not in said and "repaired" not in said
