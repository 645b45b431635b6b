"""The course without a mouse, and for ears: a lesson by keyboard alone, names and roles, axe-core in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import code_cells, write
from needs import ROOT

pytestmark = pytest.mark.browser
CELLS = """
import kml
import numpy as np
from IPython.display import display
from kml.core.look import new_figure

def draw(axes, rate=0.5, steps=20, kind="line", grid=True):
    axes.plot(np.exp(-rate * np.arange(steps)), "o-" if kind == "dots" else "-")
    axes.grid(grid)
    return f"Rate {rate:.2f}, {steps} steps."
###
kml.predict("00.p1")
###
def untouched(views, cpm, fill_rate, share):
    pass

def right(views, cpm, fill_rate, share):
    return views * fill_rate / 1000 * cpm * share

for answer in (right, lambda *a: 1.0, untouched, lambda *a: 1 / 0, 3):
    display(kml.check("00.1", answer))
display(kml.hint("00.1"), kml.solution("00.1"))
kml.checkpoint("00.1", untouched)
display(kml.monetization.sources())
###
kml.explore(draw, rate=(0.01, 1.0, 0.01), steps=(2, 50), kind=["line", "dots"], grid=True, alt="a <falling> curve")
###
for words in ("the first picture", "the second picture"):
    figure, axes = new_figure(figsize=(3, 2))
    draw(axes)
    kml.show(figure, alt=words)
"""
QUESTION = "Until its cut of 2022–23, Bilibili's incentive programme paid creators for views. "
QUESTION += "About what did 1,000 views bring?"
LOOK = """element => {
    const {outlineStyle, outlineWidth, outlineColor, borderColor, backgroundColor} = getComputedStyle(element);
    return [outlineStyle, outlineWidth, outlineColor, borderColor, backgroundColor].join();
}"""
ACTIVE_CELL = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"


class Keys:
    """A learner who has a keyboard and nothing else."""

    def __init__(self, notebook):
        self.notebook, self.page, self.press = notebook, notebook.page, notebook.page.keyboard.press
        self.page.evaluate(
            """() => {
                window.pointed = 0;
                for (const kind of ['pointerdown', 'mousedown', 'wheel'])
                    window.addEventListener(kind, () => { window.pointed += 1; }, true);
            }"""
        )

    def run_all(self):
        self.press("Control+Shift+c")
        self.page.wait_for_function("document.activeElement.classList.contains('lm-CommandPalette-input')")
        self.page.keyboard.type("Run All Cells")
        self.page.locator(".lm-CommandPalette-item.lm-mod-active", has_text="Run All Cells").wait_for()
        self.press("Enter")
        self.notebook.wait_until_all_ran()

    def go_to(self, words):
        """Move to the cell whose source begins with `words`; return its outputs."""
        goal = next(i for i, source in enumerate(self.notebook.sources()) if source.startswith(words))
        while now := goal - self.page.evaluate(ACTIVE_CELL):
            self.press("j" if now > 0 else "k")
        cell = f'.jp-Cell[data-windowed-list-index="{goal}"]'
        self.page.locator(f"{cell}.jp-mod-active:focus-within").wait_for()
        return self.page.locator(f"{cell} .jp-Cell-outputArea")

    def tab_to(self, control):
        """Press Tab until `control` has the focus, and make sure that one sees it there."""
        control.wait_for()
        before = control.evaluate(LOOK)
        for _ in range(20):
            self.press("Tab")
            if control.evaluate("element => element === document.activeElement"):
                assert control.evaluate(LOOK) != before, "one does not see where the focus is"
                return
        pytest.fail("Tab does not lead there")


def test_a_lesson_by_keyboard_alone(opened, folder):
    (folder / "keys.ipynb").write_bytes((ROOT / "lessons" / "00_start_here.ipynb").read_bytes())
    notebook = opened("keys.ipynb")
    keys = Keys(notebook)
    keys.run_all()

    prediction = keys.go_to('kml.predict("00.p1")')
    keys.tab_to(prediction.get_by_role("radio", name="3.3 yuan", exact=True))
    keys.press("Space")
    prediction.get_by_role("status").filter(has_text="Right. About 1 yuan for 300 views.").wait_for()

    exercise = "def income(views, cpm, fill_rate, share):"
    keys.go_to(exercise)
    keys.press("Enter")
    keys.press("Control+a")
    keys.page.keyboard.type(f"{exercise}\nreturn views * fill_rate / 1000 * cpm * share")  # the editor indents
    keys.press("Control+Enter")
    keys.go_to('kml.check("00.1", income)')
    keys.press("Control+Enter")
    keys.page.locator(".jp-mod-active").get_by_role("status").filter(has_text="Correct").wait_for()

    keys.go_to('kml.hint("00.1")')
    keys.press("Control+Enter")
    keys.page.locator(".jp-mod-active").get_by_role("note").filter(has_text="Hint 2 of 3").wait_for()

    sliders = keys.go_to("kml.explore(")
    keys.tab_to(sliders.get_by_role("slider", name="fill rate (%)"))
    for key, value, sentence in (("ArrowRight", "26", "2.60"), ("Home", "1", "0.10"), ("End", "100", "10.00")):
        keys.press(key)
        sliders.get_by_role("status").filter(has_text=f"1,000 views pay {sentence} yuan").wait_for()
        assert sliders.get_by_role("slider", name="fill rate (%)").get_attribute("aria-valuetext") == value
    keys.tab_to(sliders.get_by_role("button", name="Reset"))
    keys.press("Enter")
    sliders.get_by_role("status").filter(has_text="1,000 views pay 2.50 yuan").wait_for()

    assert not notebook.problems()
    assert keys.page.evaluate("window.pointed") == 0


@pytest.fixture(scope="module")
def everything(opened, folder):
    """A notebook with one of each thing that kml shows, all of it in sight."""
    write(folder / "everything.ipynb", *code_cells(CELLS))
    notebook = opened("everything.ipynb")
    notebook.page.set_viewport_size({"width": 1280, "height": 4000})  # JupyterLab draws only the cells in sight
    notebook.run_all()
    assert not notebook.problems()
    notebook.page.get_by_role("slider", name="rate").wait_for()
    return notebook.page


def test_everything_has_a_name_and_a_role(everything):
    for role, name in (
        ("radiogroup", QUESTION),
        ("radio", "33 yuan"),
        ("slider", "rate"),
        ("slider", "steps"),
        ("textbox", "steps"),
        ("combobox", "kind"),
        ("checkbox", "grid"),
        ("button", "Reset"),
        ("img", "a <falling> curve"),
        ("img", "the first picture"),
        ("img", "the second picture"),
    ):
        found = everything.locator(".jp-OutputArea").get_by_role(role, name=name, exact=True)
        assert found.count() == 1, f"{found.count()} {role} named {name}"
    pictures = everything.locator(".jp-OutputArea img")
    names = [picture.get_attribute("alt") for picture in pictures.all()]
    assert names == ["a <falling> curve", "the first picture", "the second picture"]
    said = everything.locator(".jp-OutputArea").get_by_role("status").all_inner_texts()
    assert sum("Choose one" in words for words in said) == sum("Rate 0.50, 20 steps." in words for words in said) == 1
    for verdict in ("Correct", "Not yet", "Not attempted", "Your code raised", "Cannot be checked"):
        assert sum(words.startswith(verdict) for words in said) == 1


def test_a_moved_slider_keeps_its_name(everything):
    slider = everything.get_by_role("slider", name="steps")
    slider.press("ArrowRight")
    everything.get_by_role("status").filter(has_text="21 steps").wait_for()
    assert slider.count() == everything.get_by_role("img", name="Rate 0.50, 21 steps.", exact=True).count() == 1
    everything.get_by_role("button", name="Reset").click()
    everything.get_by_role("img", name="a <falling> curve", exact=True).wait_for()


def test_figures_are_dark_in_a_dark_theme_only(everything):
    pictures = everything.locator(".jp-OutputArea img").all()
    assert len(pictures) == 3
    for theme, seen in (("Dark", "invert(0.93) hue-rotate(180deg)"), ("Light", "none")):
        in_theme(everything, f"JupyterLab {theme}")
        assert {picture.evaluate("image => getComputedStyle(image).filter") for picture in pictures} == {seen}


def in_theme(page, theme):
    """Change JupyterLab's theme, and wait until it has."""
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    page.wait_for_function(f"document.body.dataset.jpThemeLight === '{str('Light' in theme).lower()}'")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(everything, theme):
    # JupyterLab's body has no height, from which axe concludes that nobody sees any text
    everything.add_style_tag(content="body { height: 100vh }")
    try:
        in_theme(everything, theme)
        everything.wait_for_timeout(500)  # until colours have faded over
        found = (
            Axe().run(everything, {"include": [[".jp-OutputArea-output"]]}, {"resultTypes": ["violations"]}).response
        )
    finally:
        in_theme(everything, "JupyterLab Light")
    looked_at = {rule["id"] for kind in ("passes", "violations") for rule in found[kind]}
    assert {"color-contrast", "image-alt", "aria-input-field-name", "select-name", "label"} <= looked_at
    assert not [
        f"{rule['id']} ({rule['impact']}): {node['html']} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
