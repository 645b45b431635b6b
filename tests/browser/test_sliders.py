"""`kml.explore` and `kml.show` in a real JupyterLab, on a notebook made for it."""

import json
import urllib.request

import pytest
from lab import Explorer, code_cells, write

pytestmark = pytest.mark.browser
CELLS = """
import threading
import numpy as np
import kml

def draw(axes, rate=0.5, steps=20, kind="line"):
    if steps > 49:
        raise ValueError("steps must be below 50; got 50.")
    x = np.arange(steps)
    axes.plot(x, np.exp(-rate * x), "o-" if kind == "dots" else "-")
    axes.set(xlim=(0, 50), ylim=(0, 1), xlabel="step")
    return f"Rate {rate:.2f}, {steps} steps, {kind}, drawn by {threading.current_thread().name}."
###
kml.explore(draw, rate=(0.01, 1.0, 0.01), steps=(2, 50), kind=["line", "dots"], alt="a curve that falls to the right")
###
from kml.core.look import new_figure
fig, ax = new_figure()
draw(ax)
kml.show(fig, alt="the same curve, standing still")
"""


@pytest.fixture(scope="module")
def notebook(folder, opened):
    write(folder / "sliders.ipynb", *code_cells(CELLS))
    notebook = opened("sliders.ipynb")
    notebook.run_all()
    assert not notebook.problems()
    return notebook


@pytest.fixture
def explorer(notebook):
    """The widget at its start."""
    explorer = Explorer(notebook, 1)
    explorer.area.get_by_role("button", name="Reset").click()
    explorer.settle()
    return explorer


def test_keys_move_a_slider_and_picture_and_sentence_follow(explorer):
    rate = explorer.sliders.first
    seen = {explorer.pixels(): "start"}
    for key, sentence in (
        ("End", "Rate 1.00, 20 steps"),
        ("Home", "Rate 0.01, 20 steps"),
        ("ArrowRight", "Rate 0.02, 20 steps"),
        ("ArrowRight", "Rate 0.03, 20 steps"),
    ):
        explorer.press(rate, key)
        assert explorer.status().startswith(sentence)
        assert seen.setdefault(explorer.pixels(), sentence) == sentence
    explorer.press(rate, "ArrowLeft")
    assert seen[explorer.pixels()] == "Rate 0.02, 20 steps", "the same values, the same pixels"
    explorer.area.get_by_role("button", name="Reset").click()
    explorer.settle()
    assert seen[explorer.pixels()] == "start" and explorer.status().startswith("Rate 0.50")


def test_a_list_to_choose_from(explorer):
    before = explorer.pixels()
    explorer.area.locator("select").select_option("dots")
    explorer.settle()
    assert "dots" in explorer.status() and explorer.pixels() != before


def test_an_error_is_a_sentence_and_nothing_else(notebook, explorer):
    steps = explorer.sliders.nth(1)
    before = explorer.pixels()
    explorer.press(steps, "End")
    assert "steps = 50" in explorer.status() and "steps must be below 50; got 50." in explorer.status()
    assert explorer.pixels() == before
    assert "Traceback" not in explorer.area.inner_text() and not notebook.problems()
    explorer.press(steps, "ArrowLeft")
    assert "49 steps" in explorer.status() and explorer.pixels() != before


def test_sliders_run_in_the_kernels_main_thread(explorer, server):
    """In a second thread, figures of a running cell get lost: the installed settings keep sliders out of it."""
    explorer.press(explorer.sliders.first, "End")
    assert "drawn by MainThread" in explorer.status()
    address, token = server
    url = f"{address}/lab/api/settings/@jupyterlab/apputils-extension:kernels-settings?token={token}"
    with urllib.request.urlopen(url) as answer:
        schema = json.load(answer)["schema"]
    assert schema["properties"]["commsOverSubshells"]["default"] == "disabled"


def test_words_beside_pictures(notebook, explorer):
    assert explorer.area.get_by_role("img", name="a curve that falls to the right").count() == 1
    labels = explorer.area.locator(".widget-label:visible").all_inner_texts()
    assert labels == ["rate", "steps", "kind"]
    assert notebook.cell(2).get_by_role("img", name="the same curve, standing still").count() == 1
