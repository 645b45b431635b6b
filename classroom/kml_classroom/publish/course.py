"""The whole site: pages to read, and beside them, in the folder notebook/, JupyterLab with what runs in a browser."""

import sys
import tempfile
from pathlib import Path

from kml.core.words import SOURCE
from kml_classroom.author import edition
from kml_classroom.author.source import BuildError, read_source
from kml_classroom.publish import site as notebooks
from kml_classroom.publish.pyodide import own_wheel
from kml_classroom.publish.reading.edition import read_lessons
from kml_classroom.publish.reading.pages import write_pages
from kml_classroom.publish.running.engine import found, lay_out

MARK = "sw.js"  # what a folder has that was built before
FOUND = Path("build", "pyodide")


def publish(root, folder, pyodide=None):
    """Build the site of the course `root` in a folder; print its size, or what failed. Returns the exit status.

    `pyodide` is where its pages get Python from, a folder or an address: build/pyodide if there is one, else the CDN.
    """
    root, site = Path(root).resolve(), Path(folder).resolve()
    if pyodide is None and (root / FOUND).is_dir():
        pyodide = root / FOUND
    try:
        build(root, site, pyodide)
    except (BuildError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"{size / 1e6:.0f} MB in {site}. To look at it: python -m http.server --bind 127.0.0.1 --directory {site}")
    return 0


def build(root, site, pyodide=None):
    """Build the whole site in the folder `site`; an older site there is replaced when the new one is complete.

    Raises RuntimeError if `site` is something else or a program fails, BuildError if a lesson cannot be shown.
    """
    notebooks.may_be_replaced(site, MARK)
    notebooks.need_extensions()
    if pyodide is not None:
        found(pyodide)  # what is wrong with it is said before minutes of work
    sources = [read_source(path) for path in sorted((root / "solutions").glob("*.md"))]
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "site"
        print(
            "Runs every lesson in every language, and draws the pictures of the sliders: some minutes.", file=sys.stderr
        )
        languages = [SOURCE, *edition.languages(root)]
        lessons = read_lessons(root, sources, languages, Path(scratch))
        fit = notebooks.fit_for_a_browser(sources)
        wheel = own_wheel(root, Path(scratch) / "wheel")
        notebooks.build(root, made / "notebook", fit, wheel, [source for source in sources if source not in fit])
        lay_out(made, root, languages, wheel, pyodide)
        write_pages(made, lessons, Path(scratch), {source.name for source in fit})
        notebooks.replace(site, made)
