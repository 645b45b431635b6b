"""Python in the pages: lessons run whole, with the same numbers, and a learner does there what they do in Jupyter.

All tests share one browser and one start of Pyodide but for those of stopping and coming back, which start their own.
"""

import json
import re

import pytest
import same_numbers
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import read_source
from kml_classroom.grade import intake
from kml_classroom.grade.lesson import find_lesson
from kml_classroom.grade.transplant import transplant
from kml_classroom.publish.pyodide import own_wheel
from kml_classroom.publish.reading.edition import as_shown
from kml_classroom.publish.reading.pages import write_pages
from kml_classroom.publish.running.engine import lay_out
from needs import ROOT, need
from pages import PHONE, Visit, served
from pyodide_files import need_pyodide

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "zh")
PATIENCE = 40_000  # ms, of a machine that does other things
# A log of many rows, money and law: what 32 bits have broken before. The others take two minutes more: make test-pages
OTHERS_WHOLE = "00", "02", "03", "07", "09", "11"
RUN_WHOLE = ["01", "08", "10", *(pytest.param(number, marks=pytest.mark.whole) for number in OTHERS_WHOLE)]
PAGES = ("00_start_here", "08_monetization")
# pictures, times, and how many packages there are: a browser has no PyTorch
LEFT_OUT = re.compile(r"data:image/\S+?;base64,[A-Za-z0-9+/=]+|\d+\.\d+ s\b|All \d packages")
# Runs code as the page does, and returns what Python said meanwhile. Its file is the page's own, loaded already.
RUN = """async (code) => {
    const { page } = await import(new URL("run/run.js", location));
    const said = [], before = page.engine.told;
    page.engine.told = (what, content) => said.push([what, content]);
    const answer = await page.engine.run(code);
    page.engine.told = before;
    return { answer, said };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two lessons in both languages with Python in their pages; nothing is run to build them."""
    need("npm")
    pyodide, work = need_pyodide(), tmp_path_factory.mktemp("run-here")
    sources = [read_source(ROOT / "solutions" / f"{name}.md") for name in PAGES]
    lessons = {
        language: [
            as_shown(ROOT, source, language, read_notebook(source.path.with_suffix(".ipynb"))) for source in sources
        ]
        for language in LANGUAGES
    }
    lay_out(work / "site", ROOT, LANGUAGES, own_wheel(ROOT, work / "wheel"), pyodide)
    (work / "scratch" / "frames").mkdir(parents=True)  # no slider was drawn before
    write_pages(work / "site", lessons, work / "scratch")
    return work / "site"


@pytest.fixture(scope="module")
def visit(chromium, site):
    """Open a page of the site in a browser that remembers nothing, and start Python there."""
    first = chromium()
    browser, visits = first.context.browser, []
    first.close()
    with served(site) as address:

        def start(path, **options):
            visits.append(Visit(browser, address, path, **options))
            visits[-1].context.set_default_timeout(PATIENCE)
            run_here(visits[-1].page)
            return visits[-1]

        yield start
        for one in visits:
            one.context.close()


def run_here(page):
    page.locator("#run-here button").first.click()
    page.wait_for_selector("#run-here[data-state=ready], #run-here[data-state=off]", timeout=4 * PATIENCE)
    assert page.locator("#run-here").get_attribute("data-state") == "ready", page.locator("#run-here").inner_text()


@pytest.fixture(scope="module")
def open_page(visit):
    return visit("00_start_here.html", viewport=PHONE)


@pytest.fixture(scope="module")
def python(open_page):
    """Run code in the page's Python; return what it said: [(kind, content)]. Raises what the code raises."""

    def run(code):
        told = open_page.page.evaluate(RUN, code)
        assert told["answer"]["status"] == "ok", told["answer"]
        return told["said"]

    return run


def printed(said):
    return "".join(content["text"] for kind, content in said if kind == "stream")


@pytest.fixture(scope="module")
def same(python):
    """Ask same_numbers in the page."""
    text = (ROOT / "tests" / "browser" / "same_numbers.py").read_text()
    python(f"open('same_numbers.py', 'w').write({text!r})\nimport json, same_numbers")
    return lambda call: json.loads(printed(python(f"print(json.dumps(same_numbers.{call}))")))


# ── the same numbers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", RUN_WHOLE)
def test_a_lesson_runs_whole_and_shows_what_is_committed(python, open_page, number):
    (path,) = (ROOT / "solutions").glob(f"{number}_*.ipynb")
    python("%reset -f\nimport os\nos.environ['KML_STATIC'] = '1'")
    different = []
    for cell in read_notebook(path).cells:
        if cell.cell_type == "code" and cell.id != "colab":
            told = open_page.page.evaluate(RUN, cell.source)
            now, before = shown_now(told["said"]), shown_before(cell.outputs)
            if told["answer"]["status"] != "ok" or now != before:
                different.append((cell.id, told["answer"].get("text"), now, before))
    python("import matplotlib.pyplot as plt\nplt.close('all')\nos.environ['KML_STATIC'] = '0'")
    assert different == []


def shown_now(said):
    parts = [content["text"] if kind == "stream" else rich(content["data"]) for kind, content in said]
    return LEFT_OUT.sub("", "".join(parts))


def shown_before(outputs):
    return LEFT_OUT.sub("", "".join(one["text"] if one.output_type == "stream" else rich(one.data) for one in outputs))


def rich(data):
    return data.get("text/html") or data.get("text/plain") or ""


def test_logs_rates_seasons_and_money_are_the_same_to_the_last_digit(same):
    assert same("fingerprints()") == same_numbers.fingerprints()


def test_each_exercise_is_answered_wrong_and_right_with_the_same_words(same):
    here = same_numbers.verdicts(LANGUAGES)
    assert len(here["en"]) > 40
    assert same(f"verdicts({LANGUAGES})") == here


def test_the_examples_of_all_that_needs_no_torch_are_true(same):
    tried, wrong = same("examples()")
    assert wrong == []
    assert tried > 700


# ── what a learner does ────────────────────────────────────────────────────────────────────────────────────────────


class Lesson:
    """The open page, as one touches it."""

    def __init__(self, page):
        self.page = page

    def cell(self, words):
        """The cell whose code has these words."""
        about = self.page.evaluate("async () => (await fetch(document.body.dataset.cells)).json()")
        id = next(cell["id"] for cell in about["cells"] if cell["type"] == "code" and words in cell["source"])
        return self.page.locator(f'[data-cell="{id}"]')

    def run(self, cell):
        cell.get_by_role("button", name="Run", exact=True).click()
        self.settle()
        return cell.locator(".outputs")

    def settle(self, state="ready"):
        self.page.wait_for_selector(f"#run-here[data-state={state}]", timeout=4 * PATIENCE)

    def write(self, cell, code):
        """Replace what stands in a cell by pasting, as on a phone."""
        if cell.get_by_role("button", name="Edit", exact=True).is_visible():
            cell.get_by_role("button", name="Edit", exact=True).click()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(code)


@pytest.fixture(scope="module")
def lesson(open_page):
    return Lesson(open_page.page)


INCOME = "def income(views, cpm, fill_rate, share):\n    return views * cpm * fill_rate * share{}"


def test_an_exercise_is_written_in_the_page_and_checked_in_the_courses_words(lesson):
    answer, check = lesson.cell("def income("), lesson.cell('kml.check("00.1", income)')
    lesson.write(answer, INCOME.format(""))
    lesson.run(answer)
    shown = lesson.run(check)
    assert "Not yet" in shown.inner_text()
    assert "1,000 times too large: CPM is the price of a thousand ad impressions" in shown.inner_text()
    lesson.write(answer, INCOME.format(" / 1000"))
    lesson.run(answer)
    assert "Correct" in lesson.run(check).inner_text()


def test_a_prediction_is_answered_and_told_after_the_next_cell(lesson):
    shown = lesson.run(lesson.cell('kml.predict("00.p1")'))
    group = shown.get_by_role("radiogroup")
    assert "Bilibili" in group.get_attribute("aria-label")
    group.get_by_role("radio").nth(1).check()
    told = shown.get_by_role("status")
    told.filter(has_text="Run the next cell, and see.").wait_for()
    cells = lesson.page.locator(".cell.code")
    after = next(k for k, one in enumerate(cells.all()) if one.locator("[role=radiogroup]").count()) + 1
    lesson.run(cells.nth(after))
    told.filter(has_text=re.compile("^(Right|Not this one)\\.")).wait_for()


def test_a_slider_is_moved_by_keys_and_says_what_it_shows(lesson):
    shown = lesson.run(lesson.cell("kml.explore("))
    slider, image, status = shown.get_by_label("CPM (yuan)"), shown.locator("img"), shown.get_by_role("status")
    before = image.get_attribute("src"), status.inner_text()
    slider.focus()
    slider.press("ArrowRight")
    status.filter(has_not_text=before[1]).wait_for()
    assert slider.get_attribute("aria-valuetext") == "21"
    assert image.get_attribute("src") != before[0] and len(image.get_attribute("alt")) > 40
    shown.get_by_role("button", name="Reset").click()
    status.filter(has_text=before[1]).wait_for()


def test_the_studio_answers_in_the_page(lesson):
    cell = lesson.cell("kml.explore(")
    lesson.write(cell, "from kml.lessons.studio import studio\nstudio('fitness_coach')")
    shown = lesson.run(cell)
    status = shown.get_by_role("status").first
    before = status.inner_text()
    shown.get_by_role("slider", name="courses").press("End")
    status.filter(has_not_text=before).wait_for()
    shown.get_by_role("button", name="Share").or_(shown.get_by_role("button", name="Save")).first.click()
    shown.get_by_role("textbox", name="plan as text").wait_for()
    cell.get_by_role("button", name="As it was").click()


def test_an_error_says_what_to_look_at_and_what_needs_torch_keeps_its_stored_output(lesson):
    cell = lesson.cell("kml.setup(")
    stored = cell.locator(".outputs").inner_text()
    lesson.write(cell, "import torch")
    assert lesson.run(cell).inner_text().startswith(stored.strip())
    assert "needs PyTorch, which no browser has" in cell.locator(".outputs").inner_text()
    lesson.write(cell, "1 / 0")
    problem = lesson.run(cell).get_by_role("alert")
    assert "ZeroDivisionError: division by zero" in problem.inner_text()
    assert "which input makes the divisor 0" in problem.inner_text()
    cell.get_by_role("button", name="As it was").click()


def test_what_was_written_leaves_as_a_notebook_that_is_graded_and_comes_back(lesson, tmp_path):
    with lesson.page.expect_download() as saved:
        lesson.page.get_by_role("button", name="Save as a notebook").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    merged = transplant(intake.read(file.read_bytes()), find_lesson("00"))
    assert " / 1000" in merged.answers["00.1"].cells[-1].source
    answer = lesson.cell("def income(")
    answer.get_by_role("button", name="As it was").click()
    assert " / 1000" not in answer.locator(".cm-content").inner_text()
    lesson.page.locator("#run-here input[type=file]").set_input_files(file)
    answer.locator(".cm-content").filter(has_text=" / 1000").wait_for()


def test_nothing_is_too_wide_for_a_phone_nothing_serious_for_axe_and_nobody_else_is_asked(open_page):
    assert open_page.overflow() <= 0
    assert open_page.serious() == []
    assert (open_page.complaints, open_page.foreign) == ([], [])


def test_a_loop_that_does_not_end_is_stopped_and_python_starts_anew(lesson):
    cell = lesson.cell("kml.setup(")
    lesson.write(cell, "while True:\n    pass")
    cell.get_by_role("button", name="Run", exact=True).click()
    lesson.page.get_by_role("button", name="Stop").click()
    lesson.page.get_by_role("status").filter(has_text="Python has started anew").wait_for()
    cell.get_by_role("button", name="As it was").click()
    assert "You follow" in lesson.run(cell).inner_text()
    assert " / 1000" in lesson.cell("def income(").locator(".cm-content").inner_text()


def test_the_second_visit_needs_no_connection_stops_gently_and_knows_what_was_written(visit):
    """A browser that was here before: the page is told to be alone, so Python can be stopped with all that ran kept."""
    one = visit("zh/00_start_here.html")
    one.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    one.page.reload()
    one.page.wait_for_load_state("networkidle")
    one.context.set_offline(True)
    one.page.reload()
    assert one.page.evaluate("crossOriginIsolated")
    run_here(one.page)
    lesson, words = Lesson(one.page), {"run": "运行", "stop": "停止", "edit": "修改"}
    cell = lesson.cell("kml.setup(")
    cell.get_by_role("button", name=words["edit"], exact=True).click()
    for code in ("kept = 7", "while True:\n    pass", "print(kept)"):
        lesson.write(cell, code)
        cell.get_by_role("button", name=words["run"], exact=True).click()
        if "while" in code:
            one.page.get_by_role("button", name=words["stop"], exact=True).click()
        lesson.settle()
    assert cell.locator(".outputs").inner_text().strip() == "7"
    one.page.reload()
    assert "保存在这个浏览器里" in one.page.locator("#run-here").inner_text()
