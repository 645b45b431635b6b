"""The studio in a real JupyterLab: by keyboard alone, from one creator to another, with a plan put in as text."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import code_cells, write

pytestmark = pytest.mark.browser
CELLS = """
from kml.lessons.studio import studio
studio("coding_teacher")
###
studio("technology_expert")
"""


@pytest.fixture(scope="module")
def notebook(folder, opened):
    write(folder / "studio.ipynb", *code_cells(CELLS))
    notebook = opened("studio.ipynb")
    notebook.page.set_viewport_size({"width": 1280, "height": 2600})  # JupyterLab draws only the cells in sight
    notebook.run_all()
    assert not notebook.problems()
    return notebook


@pytest.fixture
def area(notebook):
    """The first studio, at its start."""
    area = notebook.cell(0)
    area.get_by_role("button", name="Reset").click()
    area.get_by_role("button", name="work", exact=True).click()
    area.get_by_role("combobox", name="creator").select_option(label="coding teacher")
    text(area, "coding teacher")
    return area


def text(area, creator):
    """The answer of a studio, once it is at a creator."""
    area.locator(f"select >> option:checked >> text={creator}").wait_for(state="attached")
    area.page.wait_for_timeout(400)
    return area.get_by_role("status").inner_text()


@pytest.mark.whole
def test_another_creator_is_as_if_opened_for_itself(notebook, area):
    for group, label in (("prices", "course price"), ("prices", "deal, per 1,000 views"), ("work", "courses")):
        area.get_by_role("button", name=group, exact=True).click()
        slider = area.get_by_role("slider", name=label)
        slider.focus()
        slider.press("Home")
    area.page.wait_for_timeout(400)
    area.get_by_role("combobox", name="creator").select_option(label="technology expert")
    area.get_by_role("button", name="work", exact=True).click()
    slider = area.get_by_role("slider", name="courses")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    other = notebook.cell(1)
    changed, own = (text(one, "technology expert") for one in (area, other))
    assert changed == own and "of the months miss the rent" in own
    for one in (area, other):
        one.get_by_role("button", name="Where the").click()
    area.page.wait_for_timeout(600)
    tables = [one.locator("table").last.inner_text() for one in (area, other)]
    assert tables[0] == tables[1] and "tips_per_like" in tables[0]


def test_a_key_moves_answer_and_picture(area):
    picture = area.get_by_role("img").first
    before, said = picture.get_attribute("aria-label"), area.get_by_role("status").inner_text()
    slider = area.get_by_role("slider", name="brand deals")
    slider.focus()
    slider.press("End")
    area.page.wait_for_function("([area, said]) => area.querySelector('[role=status]').innerText !== said",
        arg=[area.element_handle(), said])  # fmt: skip
    assert picture.get_attribute("aria-label") != before


def test_looking_into_the_groups_changes_nothing(area):
    said = area.get_by_role("status").inner_text()
    for group in ("prices", "costs", "assumptions", "save and share", "work"):
        area.get_by_role("button", name=group, exact=True).click()
        area.page.wait_for_timeout(200)
    area.get_by_role("button", name="assumptions", exact=True).click()
    area.get_by_role("combobox", name="what").select_option(index=3)
    area.get_by_role("button", name="save and share", exact=True).click()
    area.page.wait_for_timeout(300)
    assert area.get_by_role("textbox", name="plan as text").input_value() == "v=1&creator=coding_teacher"
    assert area.get_by_role("status").inner_text() == said


def test_a_plan_is_put_in_as_text_and_a_bad_one_gets_a_sentence(area):
    area.get_by_role("button", name="save and share", exact=True).click()
    field = area.get_by_role("textbox", name="plan as text")
    field.fill("v=1&creator=fitness_coach&videos=500")
    field.press("Enter")
    area.get_by_role("alert").filter(has_text="videos must be a whole number >= 1 and <= 100; got 500.").wait_for()
    field.fill("https://example.org/studio#v=1&creator=fitness_coach&videos=20")
    field.press("Enter")
    assert "miss the rent" in text(area, "fitness coach") and area.get_by_role("alert").count() == 0


def test_plan_a_stays_beside(area):
    area.get_by_role("button", name="Keep as plan A").click()
    area.get_by_role("button", name="richest mix").click()
    area.get_by_role("status").filter(has_text="With plan A").wait_for()
    area.get_by_text("With the same luck +").wait_for()
    area.get_by_role("button", name="Forget plan A").click()
    area.get_by_role("button", name="Keep as plan A").wait_for()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_either_theme(notebook, area, theme):
    page = notebook.page
    area.get_by_role("button", name="save and share", exact=True).click()  # the other studio has sliders in sight
    page.add_style_tag(content="body { height: 100vh }")  # or axe concludes that nobody sees any text
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        page.evaluate(change, theme)
        page.wait_for_function(f"document.body.dataset.jpThemeLight === '{str('Light' in theme).lower()}'")
        page.wait_for_timeout(500)  # until colours have faded over
        found = Axe().run(page, {"include": [[".jp-OutputArea-output"]]}, {"resultTypes": ["violations"]}).response
    finally:
        page.evaluate(change, "JupyterLab Light")
    looked_at = {rule["id"] for kind in ("passes", "violations") for rule in found[kind]}
    assert {"color-contrast", "svg-img-alt", "aria-input-field-name", "select-name", "label"} <= looked_at
    assert not [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


def test_nothing_is_wider_than_a_phone(notebook, area):
    notebook.page.keyboard.press("Control+b")
    notebook.page.set_viewport_size({"width": 430, "height": 2600})
    notebook.page.wait_for_timeout(800)
    wide = area.evaluate("""area => [...area.querySelectorAll('svg, select, button, p, b')].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width && box.right > area.getBoundingClientRect().right + 1;
    }).map(element => element.outerHTML.slice(0, 80))""")
    assert wide == []
