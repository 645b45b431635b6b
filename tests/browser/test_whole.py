"""The whole web edition, as `make site` has built it: every page, every lesson and every exercise, in both languages.

That takes the better part of an hour, so it is `make test-release`, and CI looks at a part (test_pages, test_run_here).
KML_SITE names the site's folder where it is not build/site.
"""

import html
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from here import LONG, Lesson, different, run_here
from kml_classroom.author.execute import execute_all
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import declarations
from kml_classroom.publish.reading.edition import solved
from needs import ROOT, lacking
from pages import BUDGET, LAPTOP, PHONE, PLACES, Visit, served
from sources import NAMES, WITHOUT_TORCH, source
from typed import letters, mistaken, typed

from kml.core.words import SOURCE, spoken

pytestmark = [pytest.mark.browser, pytest.mark.whole]
SITE = Path(os.environ.get("KML_SITE") or ROOT / "build" / "site")
# Whether the service worker keeps nothing more than a second ago
SETTLED = """async () => {
    const count = async () => (await (await caches.open((await caches.keys())[0])).keys()).length;
    const before = await count();
    await new Promise((later) => setTimeout(later, 1000));
    return before === await count();
}"""
ALL = {"en": "Run everything", "zh": "全部运行"}
# For each cell: how it ended, whether a sentence about PyTorch stands there, and how much stands above that
SEEN = """() => [...document.querySelectorAll('.cell.code')].map((cell) => ({
    id: cell.dataset.cell, ran: cell.dataset.ran, lacks: Boolean(cell.querySelector('.stands')),
    check: cell.dataset.check, failed: cell.querySelector('.problem')?.innerText,
    stored: [...cell.querySelector('.outputs').children].filter((one) => !one.matches('.stands')).length,
}))"""
LINK = re.compile(r'(?:href|src|srcset|data-(?:frames|cells|engine|words|index))="([^"]*)"')


@pytest.fixture(scope="module")
def address():
    if not (SITE / "run" / "run.json").is_file():
        lacking(f"needs the site, and {SITE} is none: make test-release")
    with served(SITE) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Open a page of the site in a browser that remembers nothing."""
    first = chromium()
    browser, visits = first.context.browser, []
    first.close()

    def start(path, viewport=LAPTOP, **options):
        visits.append(Visit(browser, address, path, viewport, **options))
        visits[-1].context.set_default_timeout(LONG)
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()


# ── Python in the pages ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WITHOUT_TORCH)
@pytest.mark.parametrize("language", PLACES)
def test_each_exercise_is_typed_wrong_then_right_and_told_in_the_courses_words(visit, language, name):
    one = visit(f"{PLACES[language]}{name}.html", PHONE)
    run_here(one.page)
    for exercise, shown, told in typed(Lesson(one.page, language), source(name)):
        assert letters(shown) == letters(told), exercise
    assert (one.complaints, one.foreign) == ([], [])


@pytest.mark.parametrize("name", WITHOUT_TORCH)
@pytest.mark.parametrize("language", PLACES)
def test_a_lesson_runs_whole_and_shows_what_it_shows_in_jupyter(visit, language, name):
    lesson = source(name)
    if language == SOURCE:
        notebook = read_notebook(lesson.path.with_suffix(".ipynb"))
    else:  # what it shows is not committed
        notebook = solved(ROOT, lesson, language)
        with ThreadPoolExecutor(1) as apart:  # this thread has Playwright's loop
            assert apart.submit(execute_all, [(lesson, notebook)]).result() == []
    one = visit(f"{PLACES[language]}{name}.html")
    run_here(one.page)
    assert different(one.page, notebook.cells) == []
    assert one.foreign == []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_TORCH])
@pytest.mark.parametrize("language", PLACES)
def test_all_that_needs_no_torch_runs_and_the_rest_keeps_what_it_showed(visit, language, name):
    one = visit(f"{PLACES[language]}{name}.html", PHONE)
    before = {cell["id"]: cell["stored"] for cell in one.page.evaluate(SEEN)}
    run_here(one.page)
    one.page.locator("#run-here").get_by_role("button", name=ALL[language]).click()
    Lesson(one.page, language).settle()
    cells = one.page.evaluate(SEEN)
    assert [cell for cell in cells if cell["failed"] or cell["ran"] != "ok"] == []
    without = [cell for cell in cells if cell["lacks"]]
    assert 0 < len(without) < len(cells) / 2
    assert not any(cell["check"] for cell in without)  # every exercise is checked
    assert {cell["id"]: cell["stored"] for cell in without} == {cell["id"]: before[cell["id"]] for cell in without}
    assert (one.overflow(), one.foreign) == (0, [])


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("language", "viewport", "theme"), [("en", PHONE, "dark"), ("zh", LAPTOP, "light")])
def test_all_pages_are_light_fit_have_nothing_serious_for_axe_and_open_offline(visit, language, viewport, theme):
    place, found = PLACES[language], {}
    one = visit(f"{place}index.html", viewport, color_scheme=theme)
    pages = sorted(path.name for path in (SITE / place).glob("*.html"))
    assert len(pages) >= len(NAMES) + 2
    for name in pages:
        one.loaded.clear()
        one.open(f"{place}{name}")
        size = sum(one.loaded.values())
        one.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
        found[name] = [*one.serious(), *([f"{size} bytes"] if size > BUDGET else [])]
        if one.overflow() > 0:
            found[name].append(f"{one.overflow()} pixels too wide")
    assert not {name: some for name, some in found.items() if some}
    one.until(SETTLED)
    one.context.set_offline(True)
    for name in pages:
        one.open(f"{place}{name}")
        assert one.page.locator("main h1").count() == 1, name
    assert (one.complaints, one.foreign) == ([], [])


def test_every_link_of_the_site_leads_somewhere(address):
    nowhere = []
    for page in [*SITE.glob("*.html"), *SITE.glob("zh/*.html")]:
        text = page.read_text("utf-8")
        for link in {html.unescape(link) for link in LINK.findall(text)}:
            path, __, part = link.partition("#")
            if re.match(r"\w+:", link):
                continue
            target = (page.parent / path.split("?")[0]).resolve() if path else page
            there = target.exists() and (
                target.suffix != ".html" or not part or f'id="{part}"' in target.read_text("utf-8")
            )
            nowhere += [] if there else [(page.name, link)]
    assert nowhere == []


def test_with_keys_alone_one_starts_python_answers_and_leaves_the_editor(visit):
    one = visit(f"zh/{WITHOUT_TORCH[0]}.html")
    page, lesson = one.page, Lesson(one.page, "zh")
    page.locator("#run-here button").first.focus()
    page.keyboard.press("Enter")
    lesson.settle()
    cell = next(cell for cell in lesson.cells() if cell["exercise"])
    place = lesson.named(cell["id"])
    for __ in range(400):
        page.keyboard.press("Tab")
        if place.locator(".editor").evaluate("editor => editor === document.activeElement"):
            break
    with spoken("zh"):
        text, wrong = mistaken(declarations("00")[0][cell["exercise"]])
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")
    lesson.settle()
    page.keyboard.press("Tab")  # no trap: on to the cell's own buttons
    assert place.locator(".cell-bar button").evaluate_all("some => some.includes(document.activeElement)")
    check = lesson.named(next(one["id"] for one in lesson.cells() if one["check"] == cell["exercise"]))
    check.get_by_role("button", name=lesson.words["run"], exact=True).focus()
    page.keyboard.press("Enter")
    lesson.settle()
    assert letters(wrong.reason) in letters(check.locator(".outputs").inner_text().replace("`", ""))


@pytest.mark.parametrize("language", PLACES)
def test_a_link_with_a_plan_opens_the_studio_at_that_plan(visit, language):
    one = visit(f"{PLACES[language]}index.html", PHONE)
    one.page.locator('main a[href="studio.html"]').click()
    one.page.wait_for_url("**/studio.html")
    one.open(f"{PLACES[language]}studio.html#v=1&creator=fitness_coach&videos=20")
    one.page.reload()  # another part of an address is no new page
    one.page.locator("#run-here button").first.click()  # what it runs by itself is the studio
    plan = one.page.locator(".controls-live input[type=text]")
    plan.wait_for(state="attached")
    assert plan.input_value() == "v=1&creator=fitness_coach&videos=20"
    Lesson(one.page, language).settle()
    one.page.get_by_role("slider").first.press("ArrowRight")
    one.page.wait_for_function("() => document.querySelector('.controls-live input[type=text]').value.endsWith('=21')")
    assert one.overflow() <= 0 and not one.serious()
    assert (one.complaints, one.foreign) == ([], [])
