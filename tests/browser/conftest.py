"""One JupyterLab for all tests of a worker, one browser for those of a file; a new page for each notebook."""

import pytest
from lab import Notebook, browser, lab
from needs import need


@pytest.fixture(scope="module")
def chromium():
    """A function that opens a page. Playwright keeps an event loop running, and other files' tests want their own."""
    with browser(need("chromium")) as new_page:
        yield new_page


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the server looks for notebooks."""
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="session")
def server(folder, tmp_path_factory):
    with lab(folder, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@pytest.fixture(scope="module")
def opened(chromium, server):
    """Open a notebook of the folder by its name, after a script `first`; the one that was open before is closed."""
    broken, now = [], []

    def close():
        while now:
            now.pop().close()
        assert not broken, broken  # a widget that could not be shown is only told on the console

    def open_notebook(name, first=""):
        close()
        page = chromium()
        page.add_init_script(first)
        page.on("console", lambda message: broken.append(message.text) if "create a view" in message.text else None)
        now.append(Notebook(page, server, name))
        return now[0]

    yield open_notebook
    close()
