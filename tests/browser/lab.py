"""A real JupyterLab in a real browser: start and stop it, open a notebook, run it, move its sliders.

`bench/widgets.py` uses this too.
"""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import nbformat
from playwright.sync_api import sync_playwright

from kml.core.words import _, languages, spoken
from kml.course.doors.lab import options

_NOTEBOOK = "window.jupyterapp.shell.currentWidget.content"
_CELLS = f"{_NOTEBOOK}.model.cells"
_IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
_CONTEXT = "window.jupyterapp.shell.currentWidget.context"
PATIENCE = 180  # seconds, for a machine that has other things to do


def code_cells(text):
    """Code cells of a text in which ### stands between them."""
    return [nbformat.v4.new_code_cell(cell.strip()) for cell in text.split("###")]


def write(path, *cells):
    """Write a notebook of these cells, to be opened with this Python."""
    made = nbformat.v4.new_notebook(cells=list(cells))
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(made, path)


@contextmanager
def lab(folder, home):
    """Run a learner's JupyterLab on `folder`, with all that it remembers in `home`; yield (address, token)."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", *options(folder), "--no-browser", f"--port={port}"),
        *("--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"),
    ]
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "XDG_CONFIG_HOME": str(home / "xdg"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    env.pop("KML_STATIC", None)
    with (home / "log.txt").open("w") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + PATIENCE
        while not _answers(f"{address}/api/status?token={token}"):
            assert process.poll() is None and time.monotonic() < end, (home / "log.txt").read_text()
            time.sleep(0.1)
        yield address, token
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def browser(chromium):
    """Start Chromium without a screen; yield a function that opens a new page. Pages share what they have loaded."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        program = playwright.chromium.launch(executable_path=chromium, args=flags)
        try:
            context = program.new_context(viewport={"width": 1280, "height": 1000})
            context.set_default_timeout(PATIENCE * 1000)
            yield context.new_page
        finally:
            program.close()


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, page, server, path):
        """Open `path` (relative to the server's folder) in a workspace of its own and wait for its kernel."""
        self.page = page
        address, token = server
        page.goto(f"{address}/lab/workspaces/test-{secrets.token_hex(4)}/tree/{path}?token={token}")
        self.wait_until_open()

    def wait_until_open(self):
        """Wait until the notebook is shown and its kernel answers."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(  # before that, "Run All Cells" runs nothing and says nothing
            """() => {
                const context = window.jupyterapp?.shell.currentWidget?.context;
                const kernel = context?.isReady && context.sessionContext.session?.kernel;
                return kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
            }"""
        )

    def close(self):
        """Stop the kernel and close the page."""
        self.page.evaluate(f"() => {_CONTEXT}.sessionContext.shutdown()")
        self.page.close()

    def save(self):
        """Save the notebook, as Ctrl+S does."""
        self.page.evaluate(f"async () => {{ await {_CONTEXT}.save(); }}")

    def run_all(self):
        """Choose Run, Run All Cells in the menu, and wait until every code cell has run."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        self.wait_until_all_ran()

    def wait_until_all_ran(self):
        """Wait until every code cell has run."""
        self.page.wait_for_function(
            f"""() => [...{_CELLS}]
                .filter(cell => cell.type === 'code' && cell.sharedModel.getSource().trim())
                .every(cell => cell.executionCount !== null && cell.executionState !== 'running')"""
        )
        self.page.wait_for_selector(_IDLE)

    def outputs(self):
        """[(cell number, output as nbformat JSON)] of the notebook as it is now."""
        return self.page.evaluate(
            f"""() => [...{_CELLS}].flatMap((cell, i) =>
                cell.type === 'code' ? cell.outputs.toJSON().map(output => [i, output]) : [])"""
        )

    def problems(self):
        """What no learner should see: errors and lines on stderr, as text."""
        bad = [(i, o) for i, o in self.outputs() if o["output_type"] == "error" or o.get("name") == "stderr"]
        return [f"cell {i}: {o.get('ename', '')} {o.get('evalue', '')}{o.get('text', '')}" for i, o in bad]

    def explorers(self):
        """Cell numbers of the explore() widgets, in order."""
        widget = "application/vnd.jupyter.widget-view+json"
        calls = [i for i, source in enumerate(self.sources()) if "kml.explore(" in source]
        shown = {i for i, output in self.outputs() if widget in output.get("data", {})}
        assert set(calls) <= shown, "an explore() that shows nothing"
        return calls

    def sources(self):
        return self.page.evaluate(f"() => [...{_CELLS}].map(cell => cell.sharedModel.getSource())")

    def find(self, words):
        """The number of the first cell whose source holds `words`."""
        return next(i for i, source in enumerate(self.sources()) if words in source)

    def cell(self, number, part=".jp-Cell-outputArea"):
        """Scroll to a cell; return the locator of one part of it, its outputs if not said otherwise."""
        self.page.evaluate(f"async () => {{ await {_NOTEBOOK}.scrollToItem({number}, 'center'); }}")
        area = self.page.locator(f'.jp-Cell[data-windowed-list-index="{number}"] {part}')
        area.wait_for()
        return area

    def set_source(self, number, source):
        """Replace what is written in a cell, as pasting does."""
        self.page.evaluate(f"text => {_CELLS}.get({number}).sharedModel.setSource(text)", source)

    def run_cell(self, number):
        """Click into a cell, press Ctrl+Enter as a learner does, and wait until it has run."""
        self.cell(number, ".jp-InputArea-editor").click()
        before = self.page.evaluate(f"() => {_CELLS}.get({number}).executionCount")
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            f"""before => {{
                const {{executionCount, executionState}} = {_CELLS}.get({number});
                return executionCount !== null && executionCount !== before && executionState !== 'running';
            }}""",
            arg=before,
        )
        self.page.wait_for_selector(_IDLE)


PIXELS = """async image => {
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
    const hash = await crypto.subtle.digest('SHA-256', data);
    return [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}"""


def _in_any_language(text):
    said = []
    for language in languages():
        with spoken(language):
            said.append(re.escape(_(text)))
    return re.compile(f"^({'|'.join(said)})$")


RESET = _in_any_language("Reset")


class Explorer:
    """One explore() widget on the page."""

    def __init__(self, notebook, number):
        self.area = notebook.cell(number)
        self.page = notebook.page
        self.image = self.area.locator("img.widget-image")
        self.sliders = self.area.locator(".widget-slider [role=slider]")
        self.area.locator("[role=status]:not(:empty)").wait_for()

    def pixels(self):
        """A fingerprint of the picture's pixels."""
        return self.image.evaluate(PIXELS)

    def status(self):
        return self.area.locator("[role=status]").inner_text()

    def press(self, slider, key):
        """Press a key on a slider; return once the kernel has answered."""
        slider.focus()
        slider.press(key)
        self.settle()

    def reset(self):
        self.area.get_by_role("button", name=RESET).click()
        self.settle()

    def settle(self):
        """Wait until the kernel has done all it was asked, and neither picture nor sentence has changed for a while."""
        self.page.evaluate(f"() => {_CONTEXT}.sessionContext.session.kernel.requestCommInfo({{}})")
        before, since = None, time.monotonic()
        while time.monotonic() < since + 0.3:
            now = (self.image.get_attribute("src"), self.status())
            if now != before:
                before, since = now, time.monotonic()
            self.page.wait_for_timeout(30)
