"""Python in the pages: lessons run whole, with the same numbers, and a learner does there what they do in Jupyter.

All tests share one browser and one start of Pyodide but for those in Chinese, of stopping and of coming back.
"""

import json
import re
from dataclasses import replace

import pytest
import same_numbers
from here import LONG, PATIENCE, Lesson, different, printed, python, run_here
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import declarations
from kml_classroom.grade import intake
from kml_classroom.grade.lesson import find_lesson
from kml_classroom.grade.transplant import transplant
from kml_classroom.publish.pyodide import own_wheel
from kml_classroom.publish.reading.edition import Shown, as_shown
from kml_classroom.publish.reading.pages import write_pages
from kml_classroom.publish.running.engine import lay_out
from needs import ROOT, need
from pages import PHONE, PLACES, Visit, served
from pyodide_files import need_pyodide
from sources import WITHOUT_TORCH, source
from typed import letters, typed

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "zh")
FIRST = "00_start_here.html"
GIVEN = re.compile(r"^(?:import .+|from .+|def .+(?:\n(?: .*)?)*)", re.MULTILINE)  # names that an answer may use


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The first lesson in both languages, with Python in its pages; below its own cells, what the other lessons ask."""
    need("npm")
    pyodide, work = need_pyodide(), tmp_path_factory.mktemp("run-here")
    lessons = {}
    for language in LANGUAGES:
        first, *others = (
            as_shown(ROOT, one, language, read_notebook(one.path.with_suffix(".ipynb")))
            for one in map(source, WITHOUT_TORCH)
        )
        below = [cell for lesson in others for cell in lesson.cells if cell.kind == "code" and cell.id != "colab"]
        asked = [cell for cell in below if cell.exercise or cell.check]
        given = [given for cell in below if cell not in asked for given in GIVEN.findall(cell.source)]
        names = Shown("given", "code", "\n".join(dict.fromkeys(given)))
        lessons[language] = [replace(first, cells=(*first.cells, names, *asked))]
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


@pytest.fixture(scope="module")
def open_page(visit):
    return visit(FIRST, viewport=PHONE)


@pytest.fixture(scope="module")
def same(open_page):
    """Ask same_numbers in the page."""
    page, text = open_page.page, (ROOT / "tests" / "browser" / "same_numbers.py").read_text()
    python(page, f"open('same_numbers.py', 'w').write({text!r})\nimport json, same_numbers")
    return lambda call: json.loads(printed(python(page, f"print(json.dumps(same_numbers.{call}))")))


# ── the same numbers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WITHOUT_TORCH)  # in Chinese, each on its own page, it is test_whole.py
def test_a_lesson_runs_whole_and_shows_what_is_committed(open_page, name):
    assert different(open_page.page, read_notebook(ROOT / "solutions" / f"{name}.ipynb").cells) == []


def test_logs_rates_seasons_and_money_are_the_same_to_the_last_digit(same):
    assert same("fingerprints()") == same_numbers.fingerprints()


def test_the_examples_of_all_that_needs_no_torch_are_true(same):
    tried, wrong = same("examples()")
    assert wrong == []
    assert tried > 700


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_exercise_is_typed_wrong_then_right_and_told_in_the_words_of_another_python(request, visit, language):
    """One after another in each language; on the lessons' own pages, in test_whole.py, all of them in both."""
    turn = LANGUAGES.index(language)
    fresh = language != "en"
    one = visit(f"{PLACES[language]}{FIRST}", viewport=PHONE) if fresh else request.getfixturevalue("open_page")
    lesson, tried, asked = Lesson(one.page, language), [], []
    for name in WITHOUT_TORCH:
        its_turn = [id for id in declarations(source(name).number)[0] if int(id[3:]) % 2 == turn]
        for exercise, shown, told in typed(lesson, source(name), its_turn):
            assert letters(shown) == letters(told), exercise
            tried.append(exercise)
        asked += its_turn
    assert tried == [id for id in asked for __ in ("wrong", "right")] and len(asked) > 15
    assert one.overflow() <= 0
    assert (one.complaints, one.foreign) == ([], [])


# ── what a learner does ────────────────────────────────────────────────────────────────────────────────────────────


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


def test_lines_are_put_in_order_by_keys(lesson, open_page):
    cell = lesson.cell("kml.explore(")
    lesson.write(cell, 'kml.hint("03.4", "order")')
    shown = lesson.run(cell)
    lines = shown.get_by_role("radiogroup", name="03.4").get_by_role("radio")
    names = [line.locator("..").inner_text().split(maxsplit=1)[1] for line in lines.all()]
    assert len(names) == 5 and "path = [theta0]" in names
    lines.last.press("Space")
    up = shown.get_by_role("button", name="Move up")
    up.press("Enter")
    shown.get_by_role("status").filter(has_text="It is line 5 now.").wait_for()
    assert names[-1] in lines.nth(3).locator("..").inner_text() and lines.nth(3).is_checked()
    assert up.evaluate("button => button === document.activeElement")
    shown.get_by_role("button", name="Check").press("Enter")
    shown.get_by_role("status").filter(has_text="Python cannot read line").wait_for()
    assert open_page.overflow() <= 0
    cell.get_by_role("button", name="As it was").click()


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
    lesson.write(cell, "import torch\nx = y = torch.ones(2)")
    assert lesson.run(cell).inner_text().startswith(stored.strip())
    assert "needs PyTorch, which no browser has" in cell.locator(".outputs").inner_text()
    lesson.write(cell, "print(x + y)")
    assert "needs x, y, which a cell above makes with PyTorch" in lesson.run(cell).inner_text()
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
    lesson.page.get_by_role("status").filter(has_text="Python has started anew").wait_for(timeout=LONG)
    cell.get_by_role("button", name="As it was").click()
    assert "You follow" in lesson.run(cell).inner_text()
    assert " / 1000" in lesson.cell("def income(").locator(".cm-content").inner_text()


@pytest.mark.whole
def test_the_second_visit_needs_no_connection_stops_gently_and_knows_what_was_written(visit):
    """A browser that was here before: the page is told to be alone, so Python can be stopped with all that ran kept."""
    one = visit(f"zh/{FIRST}")
    one.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    one.page.reload()
    one.page.wait_for_load_state("networkidle")
    one.context.set_offline(True)
    one.page.reload()
    assert one.page.evaluate("crossOriginIsolated")
    run_here(one.page)
    lesson = Lesson(one.page, "zh")
    cell = lesson.cell("kml.setup(")
    lesson.press(cell, "edit")
    for code in ("kept = 7", "while True:\n    pass", "print(kept)"):
        lesson.write(cell, code)
        lesson.press(cell, "run")
        if "while" in code:
            lesson.press(one.page, "stop")
        lesson.settle()
    assert cell.locator(".outputs").inner_text().strip() == "7"
    one.page.reload()
    assert "保存在这个浏览器里" in one.page.locator("#run-here").inner_text()
