"""The course's notebooks as static files (JupyterLite): JupyterLab and Python run in the browser.

Which lessons are on it is found out, not declared: those whose solution runs to its end, with nothing in red, where
Python lacks what it lacks in a browser, PyTorch and threads.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from babel import Locale, UnknownLocaleError

from kml.core.words import SOURCE
from kml_classroom.author import edition
from kml_classroom.author.execute import execute_all
from kml_classroom.author.heads import footer
from kml_classroom.author.notebooks import read_notebook, text_of
from kml_classroom.publish.pyodide import call, lay_out
from kml_classroom.words import N_, _, speaking

# The first cell of each trial: after it, torch is not installed and no thread begins.
AS_IN_A_BROWSER = """\
import sys
import threading
from importlib.machinery import PathFinder


class WithoutTorch(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == "torch" else super().find_spec(name, path, target)


def no_thread(self):
    raise RuntimeError("can't start new thread")


sys.meta_path[sys.meta_path.index(PathFinder)] = WithoutTorch
threading.Thread.start = no_thread"""

# Where other notebooks install kml on Colab, those of the site begin with this, in their language.
FIRST_CELL = """\
{comment}
from kml.course.session.in_browser import begin

begin({language})"""
RUN_ME = N_(
    "Run me first. Python runs in this page, and your browser fetches numpy and others:\n"
    "the first time, that takes a minute."
)
WELCOME = N_("Nothing to install: Python runs in this page. Click a lesson to open it, and run its first cell first.")

README = """\
# kml in your browser

{welcome}

{lessons}

What you write stays in this browser until you clear its data; **File ▸ Download** gives you a copy.

## What is different here

- **Only these lessons.** Not here is what needs PyTorch or threads, which Python does not have in a browser: {others}.
  Install the course for these.
- **The first cell takes a minute** the first time. Python, kml and {here} other packages come from this site; your
  browser fetches what is compiled from Pyodide's CDN, some tens of megabytes: {from_cdn}.
- **Without the CDN only plain Python runs**, and the first cell says what is missing.
- **Computing takes longer** than in an installed course.
"""
# The site's address leads to that page; the script is where JupyterLab's own page looks for the site's root.
FRONT = """\
<!doctype html>
<title>kml</title>
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}</script>
<meta http-equiv="refresh" content="0; url=lab/index.html?path=README.md">
"""
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "kml-last-look")
LAB_EXTENSIONS = Path(sys.prefix, "share", "jupyter", "labextensions")


def fit_for_a_browser(sources, run=execute_all):
    """Those of the lessons' `sources` whose solution runs as it would in a browser; stderr says why others are not."""
    print("Runs every solution as a browser would: some minutes.", file=sys.stderr)
    fit = []

    def done(source, problems):
        if problems:
            print(f"{source.name}: not on the site: {problems[-1].what}", file=sys.stderr)
        else:
            fit.append(source)

    run([(source, trial(source)) for source in sources], on_done=done)
    return sorted(fit, key=lambda source: source.name)


def trial(source):
    """The lesson's solution, to be run without what Python lacks in a browser."""
    notebook = read_notebook(source.path.with_suffix(".ipynb"))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(AS_IN_A_BROWSER, id="as-in-a-browser"))
    return notebook


def build(root, site, sources, wheel, others=()):
    """Build the site with the lessons of these `sources` in the folder `site`; an older site there is replaced.

    `wheel` is kml's own file (`pyodide.own_wheel`). The front page names the `others`, which are not on it.
    Raises RuntimeError, with what to do about it, if `site` is something else or a program fails.
    """
    may_be_replaced(site, "jupyter-lite.json")
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        from_cdn = lay_out(work / "static" / "pyodide", root, wheel)
        add_lessons(work / "contents", root, sources)
        page = README.format(
            welcome="\n\n".join(said_in(language, WELCOME) for language in (SOURCE, *edition.languages(root))),
            lessons=contents(root, sources),
            others="; ".join(titled(source) for source in others) or "nothing",
            here=len(list((work / "static" / "pyodide").glob("*.whl"))) - 1,
            from_cdn=", ".join(from_cdn),
        )
        (work / "contents" / "README.md").write_text(page, encoding="utf-8")
        shutil.copy(root / "kml" / "course" / "session" / "jupyterlab_overrides.json", work / "overrides.json")
        config = {"LiteBuildConfig": settings(work)}
        (work / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")
        call(sys.executable, "-m", "jupyterlite_core", "build", cwd=work)
        (work / "site" / "index.html").write_text(FRONT, encoding="utf-8")
        replace(site, work / "site")


def need_extensions():
    """Raise RuntimeError if an extension of JupyterLab is not installed: to be asked before minutes of work."""
    if missing := [name for name in EXTENSIONS if not (LAB_EXTENSIONS / name).is_dir()]:
        raise RuntimeError(
            f"{', '.join(missing)}: not among the extensions of JupyterLab in {LAB_EXTENSIONS}. This environment is "
            "older than the course: make site brings it up to date first."
        )


def may_be_replaced(site, mark):
    """Raise RuntimeError if the folder `site` is there and is no older site, which has a file `mark`."""
    if site.exists() and not (site / mark).exists():
        raise RuntimeError(f"{site} is not a site that was built before: name a new folder.")


def replace(site, made):
    """Put what was `made` in the place of the folder `site`."""
    shutil.rmtree(site, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(made, site)


def settings(work):
    """What JupyterLite is to build in the folder `work`: JupyterLab alone, with Python and sliders.

    The extensions are named because otherwise it takes all that are installed here, nbgrader's for one.
    """
    return {
        "lite_dir": str(work),
        "output_dir": str(work / "site"),
        "contents": ["contents"],
        "apps": ["lab"],
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [str(LAB_EXTENSIONS / name) for name in EXTENSIONS],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }


def add_lessons(folder, root, sources):
    """Write the notebooks of these `sources` of the course `root`, each with its first cell for a browser."""
    for source in sources:
        for language, path in editions(root, source).items():
            notebook = read_notebook(root / "lessons" / path)
            for cell in notebook.cells:
                if cell.id == "colab":
                    cell.source = first_cell(language)
                elif cell.id == "next":
                    cell.source = last_cell(root, language, [one for one in sources if one.name > source.name])
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text_of(notebook), encoding="utf-8")


def first_cell(language):
    """The cell with which a lesson in this language begins on the site."""
    comment = "\n".join(f"# {line}" for line in said_in(language, RUN_ME).split("\n"))
    return FIRST_CELL.format(comment=comment, language="" if language == SOURCE else f'"{language}"')


def last_cell(root, language, following):
    """The cell with which a lesson in this language ends on the site: it leads only to lessons that are there."""
    with speaking(language):
        told = [edition.titled(root, source, language) for source in following]
        return footer(told, "README.md" if language == SOURCE else "../README.md")


def said_in(language, message):
    """A message in a language, whatever is spoken here."""
    with speaking(language):
        return _(message)


def contents(root, sources):
    """The list of lessons in Markdown, each with links to its other editions, which have their languages' names."""
    rows = []
    for source in sources:
        english, *others = editions(root, source).items()
        links = "".join(f" · [{name_of(language)}]({path.as_posix()})" for language, path in others)
        rows.append(f"- [{titled(source)}]({english[1]}){links}  \n  {source.about['question']}")
    return "\n".join(rows)


def name_of(language):
    """What a language calls itself, such as 中文; its code where nobody has written that down."""
    try:
        return Locale.parse(language).get_display_name()
    except UnknownLocaleError:
        return language


def titled(source):
    """The lesson's number and title."""
    return f"{source.number} · {source.about['title']}"


def editions(root, source):
    """{language: where the lesson's notebook is in lessons/}: English, and each language in which it is there."""
    paths = {SOURCE: Path(f"{source.name}.ipynb")}
    paths |= {language: Path(language, f"{source.name}.ipynb") for language in edition.languages(root)}
    return {language: path for language, path in paths.items() if (root / "lessons" / path).exists()}
