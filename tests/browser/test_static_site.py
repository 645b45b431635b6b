"""The static site without Jupyter's server: what runs with the site alone, and what a CDN adds."""

import json
import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PathDistribution
from zipfile import Path as ZipPath

import pytest
from kml_classroom.author.source import read_source
from kml_classroom.publish.pyodide import MORE, own_wheel
from kml_classroom.publish.site import build
from lab import Notebook
from needs import ROOT, need
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kml
from kml.course.session.in_browser import FROM_CDN

pytestmark = pytest.mark.browser
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}  # a proxy that is not there, for all but the site


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing on the terminal."""


class Lesson(Notebook):
    """A notebook that is open on the site."""

    def __init__(self, page):
        self.page = page
        self.wait_until_open()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site with lesson 00. Which lessons are on the real one is test_site.py's question in tests/classroom."""
    need("npm")
    folder = tmp_path_factory.mktemp("public") / "site"
    build(ROOT, folder, [read_source(ROOT / "solutions" / "00_start_here.md")], own_wheel(ROOT, folder.parent))
    settings = json.loads((folder / "jupyter-lite.json").read_text())
    settings["jupyter-config-data"]["exposeAppInBrowser"] = "true"  # for what `Notebook` asks of the page
    (folder / "jupyter-lite.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module")
def address(site):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(chromium, address):
    """Open the site's front page in a browser that remembers nothing; keywords are the browser's own."""
    contexts = []

    def start(**options):
        first = chromium()
        contexts.append(first.context.browser.new_context(viewport={"width": 1280, "height": 1000}, **options))
        first.close()
        page = contexts[-1].new_page()
        page.set_default_timeout(120_000)
        page.goto(address)
        return page

    yield start
    for context in contexts:
        context.close()


def shown(lesson, number):
    """What a cell shows, as text."""
    outputs = [output for cell, output in lesson.outputs() if cell == number]
    return "\n".join(line for output in outputs for line in output.get("traceback", [output.get("text")]))


def test_plain_python_runs_with_the_site_alone_and_one_sentence_tells_what_is_missing(open_page):
    page = open_page(proxy=NOWHERE)
    page.get_by_role("link", name="00 · Start here").click()
    lesson = Lesson(page)
    begin, way, setup = (lesson.find(code) for code in ("begin()", "draw_way(", "kml.setup("))
    lesson.run_cell(begin)
    told = "Only plain Python runs here until your browser can fetch {} from"
    assert shown(lesson, begin).startswith(told.format(", ".join(FROM_CDN)))
    for cell in (way, setup):
        lesson.run_cell(cell)
        assert "No module named 'matplotlib'" in shown(lesson, cell) or "No module named 'numpy'" in shown(lesson, cell)
    exercise, check = lesson.find("def income("), lesson.find('kml.check("00.1"')
    answer = "return views * fill_rate / 1000 * cpm * share  #"
    lesson.set_source(exercise, lesson.sources()[exercise].replace("pass", answer))
    lesson.run_cell(exercise)
    lesson.set_source(check, "import sys, ipywidgets\nprint(sys.platform, kml.__version__, income(2000, 10, 0.5, 0.5))")
    lesson.run_cell(check)
    assert shown(lesson, check) == f"emscripten {kml.__version__} 5.0\n"


@pytest.mark.skipif(os.environ.get("KML_CDN") != "1", reason="fetches from Pyodide's CDN: set KML_CDN=1 to run it")
def test_with_the_cdn_the_lesson_runs_to_its_end(open_page):
    page = open_page()
    page.get_by_role("link", name="00 · Start here").click()
    lesson = Lesson(page)
    begin = lesson.find("begin()")
    lesson.run_cell(begin)
    assert shown(lesson, begin) == ""
    lesson.run_all()
    assert [shown(lesson, number) for number, output in lesson.outputs() if output["output_type"] == "error"] == []


def test_the_site_says_which_packages_come_from_the_cdn(site):
    packages = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]
    assert "torch" not in packages["kml-lab"]["depends"]
    page = (site / "files" / "README.md").read_text()
    for name in packages["kml-lab"]["depends"]:
        here = (site / "static" / "pyodide" / packages[name]["file_name"]).is_file()
        assert here != (f" {name}," in page or f" {name}." in page), name


def test_the_packages_added_to_the_list_load_what_they_need(site):
    of_the_page = {"jupyterlab-widgets", "widgetsnbextension"}  # JavaScript, which the site has as an extension
    packages = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text())["packages"]
    for name, loads in MORE.items():
        wheel = ZipPath(site / "static" / "pyodide" / packages[name]["file_name"])
        about = next(folder for folder in wheel.iterdir() if folder.name.endswith(".dist-info"))
        needed = map(Requirement, PathDistribution(about).requires or [])
        names = {
            canonicalize_name(need.name) for need in needed if not need.marker or need.marker.evaluate({"extra": ""})
        }
        assert names - of_the_page <= set(loads), name
