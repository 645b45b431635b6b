"""The reading edition as its readers meet it: phone and laptop, keys alone, offline, on paper, in both languages."""

import html
import json
import re
import shutil

import pytest
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import read_source
from needs import ROOT, need
from pages import BUDGET, LANGUAGES, LAPTOP, LESSONS, PHONE, PLACES, Visit, served, write_site

pytestmark = pytest.mark.browser
KEPT = "async name => Boolean(await caches.match(name))"
ANSWER = 18  # letters from which on a line is nobody's but the answer's


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """(folder of the site, {language: [Lesson]})."""
    need("npm")
    work = tmp_path_factory.mktemp("reading")
    lessons = write_site(work / "site", work / "scratch")
    return work / "site", lessons


@pytest.fixture(scope="module")
def address(built):
    with served(built[0]) as address:
        yield address


@pytest.fixture
def visit(chromium, address):
    """Open a page of the site in a browser of its own."""
    first = chromium()
    browser, visits = first.context.browser, []
    first.close()

    def start(path, viewport=LAPTOP, where=address, **options):
        visits.append(Visit(browser, where, path, viewport, **options))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_light_fits_asks_nobody_else_and_has_nothing_serious_for_axe(visit, language, viewport):
    theme = "dark" if viewport is PHONE else "light"
    one = visit(f"{PLACES[language]}{LESSONS[1]}.html", viewport, color_scheme=theme)
    one.page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    for image in one.page.locator("main img").all():
        image.scroll_into_view_if_needed()
    one.page.wait_for_load_state("networkidle")
    assert one.page.locator("html").get_attribute("lang") == language
    assert one.overflow() <= 0
    looked_at = (language == "en") is (viewport is PHONE)  # axe takes long: each language once, each theme once
    assert not (looked_at and one.serious())
    for path in ("index", "glossary", *(["reference-metrics"] if language == "en" else [])):
        one.open(f"{PLACES[language]}{path}.html")
        assert one.overflow() <= 0, path
        assert not (looked_at and one.serious()), path
    assert 100_000 < sum(one.loaded.values()) < BUDGET
    assert not [url for url in one.loaded if re.search(r"/frames/\w+\.json", url)]
    assert (one.complaints, one.foreign) == ([], [])


@pytest.mark.parametrize(("language", "number", "viewport"), [("en", 0, LAPTOP), ("zh", 1, PHONE)], ids=LANGUAGES)
def test_a_slider_shows_by_keys_alone_what_it_says_at_both_ends(visit, built, language, number, viewport):
    one = visit(f"{PLACES[language]}{LESSONS[number]}.html", viewport)
    record = next(r for cell in built[1][language][number].cells for r in cell.records if r["kind"] == "slider")
    figure = one.page.locator("figure.slider")
    slider, image, says = figure.locator("input").first, figure.locator("img"), figure.locator("[role=status]")
    slider.focus()
    measured = "async image => { await image.decode(); return image.getBoundingClientRect().height; }"
    before = (image.evaluate("image => image.currentSrc"), image.get_attribute("alt"), says.inner_text())
    starts = [control["start"] for control in record["controls"]]
    last, high = len(record["controls"][0]["texts"]) - 1, image.evaluate(measured)
    for key, place in (("End", last), ("Home", 0)):
        slider.press(key)
        sentence, *files = record["frames"][",".join(map(str, [place, *starts[1:]]))]
        told = "words => document.querySelector('.slider .says').textContent === words"
        one.page.wait_for_function(told, arg=sentence)
        assert image.evaluate(measured) == high  # the page does not jump
        assert image.evaluate("image => image.currentSrc").endswith(files[viewport is PHONE])
        assert image.get_attribute("alt") == sentence
        text = record["controls"][0]["texts"][place]
        assert slider.get_attribute("aria-valuetext") == figure.locator("output").first.inner_text() == text
    # a second value: more than are stored together, so the first goes back to its start
    assert record["together"] == 1
    second = figure.locator("input").nth(1)
    second.focus()
    second.press("End")
    one.page.wait_for_function("start => document.querySelector('.slider input').value === start", arg=str(starts[0]))
    figure.locator("button[type=reset]").press("Enter")
    image.evaluate(measured)
    now = (image.evaluate("image => image.currentSrc"), image.get_attribute("alt"), says.inner_text())
    assert now == before
    assert (one.complaints, one.foreign) == ([], [])


def test_with_keys_alone_one_searches_reads_a_term_predicts_and_goes_on(visit):
    one = visit(f"zh/{LESSONS[0]}.html")
    page = one.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".predict input").first.focus()
    page.keyboard.press("Space")
    said = page.locator(".predict .says").inner_text()
    page.keyboard.press("ArrowDown")
    assert said and page.locator(".predict .says").inner_text() not in ("", said)
    term = page.locator(".term").first
    term.focus()
    assert (
        page.locator("[role=tooltip]").inner_text()
        == f"{term.get_attribute('data-name')}\n{term.get_attribute('data-meaning')}"
    )
    page.keyboard.press("Escape")
    assert page.locator("[role=tooltip]").is_hidden()
    page.keyboard.press("/")
    page.keyboard.type("均方误差")
    page.locator(".hits a").first.wait_for()
    assert page.locator(".hits mark").first.inner_text() == "均方误差"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/zh/{LESSONS[1]}\.html#part-\d+$"))
    page.locator("a[rel=prev]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/zh/{LESSONS[0]}.html")
    page.locator("#theme").focus()
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("#fold").focus()
    page.keyboard.press("Enter")
    assert page.locator(".source[open]").count() == 0
    page.locator(".language").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"\d/{LESSONS[0]}\.html"))
    assert (one.complaints, one.foreign) == ([], [])


def test_a_tap_tells_what_a_term_means_and_a_second_one_opens_the_glossary(visit):
    one = visit(f"{LESSONS[1]}.html", PHONE, has_touch=True, is_mobile=True)
    term = one.page.locator(".term").first
    term.tap()
    assert one.page.locator("[role=tooltip]").inner_text().endswith(term.get_attribute("data-meaning"))
    assert one.page.url.endswith(f"{LESSONS[1]}.html")
    term.tap()
    one.page.wait_for_url("**/glossary.html#term-*")


def test_what_was_opened_once_opens_without_a_connection(visit, built):
    with served(built[0]) as address:
        one = visit(f"zh/{LESSONS[0]}.html", PHONE, where=address)
        page = one.page
        slider = page.locator(".slider input").first
        slider.press("End")
        one.until("async () => document.querySelector('.slider img').currentSrc.includes('/frames/')")  # a phone's own
        said = page.locator(".slider .says").inner_text()
        manifest = page.locator(".slider").get_attribute("data-frames")
        picture = page.locator(".slider img").evaluate("image => image.currentSrc")
        for name in ("search.json", "index.html", f"{LESSONS[0]}.html", "../assets/page.css", manifest, picture):
            one.until(KEPT, name)
    one.open(f"zh/{LESSONS[0]}.html")  # the server is gone
    page.locator(".slider input").first.press("End")
    page.wait_for_function("words => document.querySelector('.slider .says').textContent === words", arg=said)
    page.keyboard.press("/")
    page.keyboard.type("千次展示费用")
    page.locator(".hits a").first.wait_for()
    one.open("zh/")
    assert page.locator(".lessons li").count() == len(LESSONS)


def test_a_new_edition_takes_over_what_was_opened_and_forgets_what_is_gone(visit, built, tmp_path):
    site, asked = tmp_path / "site", []
    shutil.copytree(built[0], site)
    gone, changed, page = "glossary.html", "index.html", (site / f"{LESSONS[0]}.html").read_text("utf-8")
    picture = next(one.name for one in (site / "figures").iterdir() if one.name not in page)  # so it is asked for once
    with served(site, asked) as address:
        one = visit(f"{LESSONS[0]}.html", where=address)
        keep = "urls => navigator.serviceWorker.ready.then(ready => ready.active.postMessage({ keep: urls }))"
        one.page.evaluate(keep, [f"{address}/figures/{picture}"])
        for name in (gone, changed, f"figures/{picture}"):
            one.until(KEPT, name)
        (before,) = one.page.evaluate("caches.keys()")
        (site / gone).unlink()
        (site / changed).write_text((site / changed).read_text("utf-8").replace("<h1>", "<h1>Anew: "), "utf-8")
        worker = (site / "sw.js").read_text("utf-8")
        edition = before.removeprefix("kml-pages-")
        assert re.fullmatch("[0-9a-f]{16}", edition) and worker.count(edition) == 1
        (site / "sw.js").write_text(worker.replace(edition, "0" * 16), "utf-8")
        asked.clear()
        one.page.evaluate("navigator.serviceWorker.ready.then(ready => ready.update())")
        one.until("async () => (await caches.keys()).join() === 'kml-pages-' + '0'.repeat(16)")
    assert not one.page.evaluate(KEPT, gone)
    assert [method for method, path in asked if path == f"/figures/{picture}"] == ["HEAD"]
    assert one.page.evaluate(KEPT, f"figures/{picture}")
    one.open(changed)  # the server is gone
    assert one.page.locator("h1").inner_text().startswith("Anew: ")


def test_all_of_it_is_there_without_scripts_and_on_paper(visit):
    one = visit(f"{LESSONS[0]}.html", PHONE, java_script_enabled=False)
    assert one.page.locator(".slider img").is_visible() and one.page.locator(".slider .controls").is_hidden()
    one = visit(f"{LESSONS[1]}.html", {"width": 700, "height": 900}, color_scheme="dark")
    one.page.emulate_media(media="print", color_scheme="dark")
    assert not one.page.locator(".bar").is_visible() and not one.page.locator("aside").is_visible()
    assert one.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert one.overflow() <= 0


def test_a_page_is_the_learners_notebook_cell_for_cell(visit, built):
    site, lessons = built
    for language, place in PLACES.items():
        for lesson in lessons[language]:
            cells = read_notebook(ROOT / "lessons" / place / f"{lesson.name}.ipynb").cells
            told = json.loads((site / place / f"{lesson.name}.json").read_text("utf-8"))
            assert [(cell["id"], cell["source"]) for cell in told["cells"]] == [(one.id, one.source) for one in cells]
            assert read_notebook(site / place / told["notebook"]).cells == cells
            one = visit(f"{place}{lesson.name}.html")
            shown = one.page.evaluate(
                """() => [...document.querySelectorAll('[data-cell]')].map(cell =>
                    [cell.dataset.cell, cell.querySelector('.source code')?.textContent ?? null])"""
            )
            wanted = [[cell.id, cell.source if cell.cell_type == "code" else None] for cell in cells]
            assert shown == [cell for cell in wanted if cell[0] != "colab"]
            answers = [cell["exercise"] for cell in told["cells"] if cell["exercise"]]
            assert answers == [cell["check"] for cell in told["cells"] if cell["check"] in answers][: len(answers)]
            assert one.page.locator("[data-exercise]").count() == len(answers) > 0


def test_no_answer_is_on_a_page_and_nothing_in_it_needs_a_loose_policy(built):
    site, lessons = built
    for name in LESSONS:
        source = read_source(ROOT / "solutions" / f"{name}.md")
        answers = [line.strip() for cell in source.cells for line in cell.answer if len(line.strip()) >= ANSWER]
        lesson = next(one for one in lessons["en"] if one.name == name)
        given = "".join(cell.source for cell in lesson.cells)
        answers = [line for line in answers if line not in given]
        assert answers
        for place in PLACES.values():
            text = (site / place / f"{name}.html").read_text("utf-8")
            assert not [line for line in answers if line in html.unescape(re.sub(r"<[^>]*>", "", text))]
    for page in site.rglob("*.html"):
        text = html.unescape(page.read_text("utf-8"))
        assert "default-src 'none'" in text and "unsafe-inline" not in text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|<[^<>]*\s(style|on\w+)=", text), page
