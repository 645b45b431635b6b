"""The reading edition in a browser: two lessons, built once for all tests that read them, and what a browser says."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from axe_playwright_python.sync_playwright import Axe
from kml_classroom.publish.reading.edition import read_lessons
from kml_classroom.publish.reading.pages import write_pages
from needs import ROOT
from sources import source

from kml.core.words import SOURCE

LESSONS = ("00_start_here", "02_objective")
LANGUAGES = (SOURCE, "zh")
PLACES = {"en": "", "zh": "zh/"}  # language → the folder of its pages
BUDGET = 1_500_000  # bytes of a page before a slider is touched
PHONE, LAPTOP = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


def write_site(site, scratch, names=LESSONS, pictures=12):
    """Build the pages of these lessons, in both languages, with few pictures for each slider."""
    sources = [source(name) for name in names]
    site.mkdir(parents=True)
    with ThreadPoolExecutor(1) as apart:  # this thread has Playwright's loop
        lessons = apart.submit(read_lessons, ROOT, sources, LANGUAGES, scratch, pictures).result()
    write_pages(site, lessons, scratch, {names[0]})
    return lessons


class _Noting(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing on the terminal."""

    def log_request(self, *_):
        self.server.asked.append((self.command, self.path))


@contextmanager
def served(folder, asked=None):
    """A plain file server for a folder; yields its address. The list `asked` gets what it is asked: (method, path)."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Noting, directory=folder)) as server:
        server.asked = [] if asked is None else asked
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Visit:
    """One page in a browser that remembers nothing; it notes what a reader's browser would complain about."""

    def __init__(self, browser, address, path, viewport=LAPTOP, **options):
        self.address, self.path = address, path
        self.context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.complaints, self.foreign, self.loaded = [], [], {}
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.open(path)

    def open(self, path):
        self.page.goto(f"{self.address}/{path}")
        self.page.wait_for_load_state("networkidle")

    def _said(self, told):
        if told.type != "log":
            self.complaints.append(f"{told.text} {told.location['url']}".strip())

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def _answered(self, answer):
        if answer.url.startswith(self.address):
            self.loaded[answer.url] = int(answer.headers.get("content-length", 0))

    def until(self, asks, argument=None):
        """Wait until an async function of the page answers with true, which Playwright's own wait does not wait for."""
        for __ in range(300):
            if self.page.evaluate(asks, argument):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError((asks, argument))

    def overflow(self):
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    def serious(self):
        """What axe-core finds that is serious or worse."""
        found = Axe().run(self.page, None, {"resultTypes": ["violations"]}).response
        return [
            f"{rule['id']} ({rule['impact']}): {node['html'][:200]} {node['failureSummary']}"
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]
