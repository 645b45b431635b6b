"""The pages of the reading edition, from lessons that were read: see the package for what a page promises."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import jinja2
from babel import Locale
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image, ImageDraw

from kml.core.words import SOURCE
from kml.core.words import _ as said_by_kml
from kml.course.showing.glossary import BESIDE, all_terms
from kml_classroom.author.notebooks import text_of
from kml_classroom.publish.reading import reference
from kml_classroom.publish.reading.code import coloured
from kml_classroom.publish.reading.edition import Lesson, Shown, contract
from kml_classroom.publish.reading.formulas import Formulas
from kml_classroom.publish.reading.outputs import Outputs
from kml_classroom.publish.reading.prose import Prose, anchor, formulas_in
from kml_classroom.publish.reading.strict import Styles, policy
from kml_classroom.words import N_, _, ngettext, speaking

LOOK = Path(__file__).parent / "look"
LEFT_OUT = {"colab"}  # the cell that installs kml on Colab: nothing to read
STUDIO = re.compile(r"^studio\(", re.MULTILINE)  # the cell that shows it: lesson 08 has one
PREDICTION = re.compile(r"\nkml\.predict\(.*\)\s*$")
STUDIO_TITLE = N_("The monetization studio")
STUDIO_ABOUT = N_("A creator's simulated months, and what decides over them, on a few controls.")
STUDIO_TEXT = N_(
    "Tap *Run here*, then run the studio's cell. *Save and share* has your plan as a short text: put behind a # at the "
    "end of this page's address, it is a link that opens your plan. How it computes, and what is assumed, lesson 08 "
    "says."
)
OFFLINE_TITLE = N_("No connection")
OFFLINE_TEXT = N_("This page has not been opened in this browser yet. Those that have open without a connection, too.")
DESCRIPTION = N_("How short-video platforms work and how knowledge creators earn on them, in twelve lessons.")
# What stands on every page: name in the templates → what it says
SAYS = {
    "skip": N_("Skip to the lesson"),
    "lessons": N_("Lessons"),
    "glossary": N_("Glossary"),
    "search": N_("Search"),
    "search_in": N_("Search all lessons"),
    "none": N_("Nothing found."),
    "found": N_("Parts found: {count}"),
    "close": N_("Close"),
    "theme": N_("Light or dark"),
    "on_this_page": N_("On this page"),
    "onward": N_("Other lessons"),
    "before": N_("Before"),
    "next": N_("Next"),
    "open_as_notebook": N_("Open as a notebook"),
    "open_as_notebooks": N_("Open all as notebooks, in this browser"),
    "download": N_("Download the notebook"),
    "stored": N_("What this lesson shows was computed before. To run it yourself, download the notebook."),
    "stored_in_part": N_(
        "With Run here, this lesson runs in your browser. Cells that need PyTorch, which no browser has, keep what was "
        "computed before: to run these too, open the notebook in JupyterLab or on Colab."
    ),
    "fold": N_("Fold the code"),
    "unfold": N_("Show the code"),
    "studio": STUDIO_TITLE,
    "reference": N_("Reference: what kml has"),
    "offline": N_("Pages that you have opened once open without a connection too."),
}


def write_pages(site, lessons, scratch, notebooks=frozenset()):
    """Write the pages of `lessons` {language: [Lesson]}, English first, into the folder `site`.

    `notebooks` are the names of the lessons that open as notebooks on this site; `scratch` is where they were read.
    """
    shutil.copytree(scratch / "frames", site / "frames")
    formulas = Formulas(scratch / "katex")
    formulas.set(
        formula
        for some in lessons.values()
        for lesson in some
        for cell in lesson.cells
        if cell.kind == "markdown"
        for formula in formulas_in(cell.source)
    )
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(LOOK), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    styles = Styles()
    for language in lessons:
        with speaking(language):
            _Edition(site, language, lessons, formulas, styles, pages, notebooks).write()
    _assets(site, formulas, styles)


class _Edition:
    """All pages in one language, which is the one in use."""

    def __init__(self, site, language, lessons, formulas, styles, pages, notebooks):
        self.language, self.lessons, self.languages = language, lessons[language], list(lessons)
        self.folder = site if language == SOURCE else site / language
        self.root = "" if language == SOURCE else "../"
        self.outputs = Outputs(site, self.root)
        self.formulas, self.styles, self.pages, self.notebooks = formulas, styles, pages, notebooks
        self.say = {name: _(text) for name, text in SAYS.items()}
        self.found = []  # what the search knows
        self.engine = (site / "run").exists()  # Python for the pages: see kml_classroom.publish.running

    def write(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        for before, lesson, after in zip([None, *self.lessons], self.lessons, [*self.lessons[1:], None], strict=False):
            self.lesson(lesson, before, after)
        if studio := self.studio():
            self.running(studio, studio.about["title"])
        rooms = reference.rooms() if self.language == SOURCE else []  # docstrings are in one language
        for room in rooms:
            self.reference(room, rooms)
        self.contents(studio)
        self.glossary()
        self.page("offline.html", "offline", SimpleNamespace(title=_(OFFLINE_TITLE), description=_(OFFLINE_TEXT)))
        (self.folder / "search.json").write_text(json.dumps(self.found, ensure_ascii=False), encoding="utf-8")
        (self.folder / "manifest.webmanifest").write_text(self.manifest(), encoding="utf-8")

    def lesson(self, lesson, before, after):
        """One lesson, which the search finds."""
        tools = self.pages.get_template("tools.html").render(
            say=self.say, lesson=lesson, open=self.opened(lesson.name), engine=self.engine
        )
        sections = self.running(lesson, f"{lesson.number} · {lesson.about['title']}", tools, before, after)
        self.found += [[lesson.name, lesson.number, one.anchor, one.title, " ".join(one.text)] for one in sections]

    def running(self, lesson, title, tools="", before=None, after=None):
        """A page of cells, `tools` below its head, with its cells for the page's Python and its notebook; its parts."""
        prose = Prose(lesson.number, self.language, self.formulas)
        cells = [self.cell(cell, prose) for cell in lesson.cells if cell.id not in LEFT_OUT]
        cells.insert(1, tools)
        page = SimpleNamespace(
            title=title,
            description=lesson.about["question"],
            cells=jinja2.utils.markupsafe.Markup("\n".join(cells)),
            sections=prose.sections,
            lesson=lesson,
            before=before,
            next=after,
        )
        self.page("lesson.html", lesson.name, page)
        (self.folder / f"{lesson.name}.json").write_text(contract(lesson), encoding="utf-8")
        (self.folder / f"{lesson.name}.ipynb").write_text(text_of(lesson.notebook), encoding="utf-8")
        return prose.sections

    def cell(self, cell, prose):
        """One cell, as the package promises it."""
        if cell.kind != "code":
            return f'<div class="cell prose" data-cell="{cell.id}">\n{prose.html(cell.source)}</div>'
        marks = "".join(
            f' data-{name}="{value}"' for name, value in (("exercise", cell.exercise), ("check", cell.check)) if value
        )
        shown = self.outputs.html(cell, cell.outputs, cell.records)
        summary = _("Your answer to exercise {id}").format(id=cell.exercise) if cell.exercise else _("Code")
        return (
            f'<div class="cell code" data-cell="{cell.id}"{marks}>\n'
            f'<details class="source" open><summary>{summary}</summary>'
            f"<pre><code>{coloured(cell.source)}</code></pre></details>\n"
            f'<div class="outputs">{shown}</div></div>'
        )

    def studio(self):
        """The studio of lesson 08 on a page of its own, as a Lesson; None where no Python runs in the pages."""
        for lesson in self.lessons:
            shown = [cell for cell in lesson.cells if cell.id not in LEFT_OUT and STUDIO.search(cell.source)]
            if shown and self.engine:
                setup = _without_its_question(
                    next(cell for cell in lesson.cells if "kml.setup(" in cell.source and cell.kind == "code")
                )
                text = f"# {_(STUDIO_TITLE)}\n\n{_(STUDIO_TEXT)}"
                cells = (Shown("studio-text", "markdown", text), setup, *shown)
                notebook = new_notebook(metadata=lesson.notebook.metadata)
                notebook.cells = [_in_a_notebook(cell) for cell in cells]
                about = {"title": _(STUDIO_TITLE), "question": _(STUDIO_ABOUT)}
                return Lesson("studio", "studio", self.language, about, cells, notebook)
        return None

    def contents(self, studio):
        minutes = {
            one.name: ngettext("{minutes} minute", "{minutes} minutes", one.about["minutes"]).format(
                minutes=one.about["minutes"]
            )
            for one in self.lessons
        }
        page = SimpleNamespace(
            title="Knowledge Monetization Lab", description=_(DESCRIPTION), minutes=minutes, studio=studio
        )
        self.page("contents.html", "index", page, open=self.opened())

    def glossary(self):
        own, other = ("chinese", "english") if self.language == BESIDE else ("english", "chinese")
        numbers = {lesson.number: lesson for lesson in self.lessons}
        terms = {}
        for term in all_terms():
            about = {
                "anchor": anchor(term),
                "name": getattr(term, own),
                "other": getattr(term, other),
                "other_language": SOURCE if self.language == BESIDE else BESIDE,
                "meaning": said_by_kml(term.meaning),
            }
            terms.setdefault(term.lesson, []).append(about)
        grouped = [(numbers.get(number, {"number": number}), some) for number, some in terms.items()]
        page = SimpleNamespace(title=_("Glossary"), description=_("The words of the course."), terms=grouped)
        self.page("glossary.html", "glossary", page)

    def reference(self, room, rooms):
        """A room of the library, which the search finds too."""
        safe = jinja2.utils.markupsafe.Markup
        page = SimpleNamespace(
            title=room.name,
            description=room.first,
            room=room,
            rooms=rooms,
            about=safe(reference.shown(room.doc)),
            shown=lambda doc: safe(reference.shown(doc)),
            inline=lambda text: safe(reference.inline(text)),
            coloured=lambda code: safe(coloured(code)),
        )
        self.page("reference.html", room.page, page, languages=[self.language])
        self.found += [[room.page, room.name, one.name, one.name, one.first] for one in room.entries]

    def page(self, template, name, page, languages=None, **more):
        """Write a page of this name, which is there in all languages, or in those given."""
        page.language, page.all = self.language, self.lessons
        page.lesson = getattr(page, "lesson", None)
        page.others = [
            {"language": other, "name": Locale.parse(other).get_display_name(), "address": self.beside(other, name)}
            for other in languages or self.languages
            if other != self.language
        ]
        made = self.pages.get_template(template).render(
            page=page, say=self.say, root=self.root, policy=policy(), engine=self.engine, **more
        )
        (self.folder / f"{name}.html").write_text(self.styles.moved(made), encoding="utf-8")

    def beside(self, language, name):
        """The address of a page in another language, as seen from this one."""
        return f"{self.root}{'' if language == SOURCE else f'{language}/'}{name}.html"

    def opened(self, name=None):
        """The address at which a lesson, or the list of them, opens as a notebook; "" where it does not."""
        if not self.notebooks or (name and name not in self.notebooks):
            return ""
        path = f"{'' if self.language == SOURCE else f'{self.language}/'}{name}.ipynb" if name else "README.md"
        return f"{self.root}notebook/lab/index.html?path={path}"

    def manifest(self):
        """What makes the site an app."""
        icons = [{"src": f"{self.root}assets/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
                 for size in SIZES]  # fmt: skip
        about = {
            "name": "Knowledge Monetization Lab",
            "short_name": "kml",
            "lang": self.language,
            "start_url": "index.html",
            "scope": self.root or "./",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0072b2",
            "description": _(DESCRIPTION),
            "icons": icons,
        }
        return json.dumps(about, ensure_ascii=False)


SIZES = (192, 512)
WORKER = "sw.js"


def _without_its_question(cell):
    """A cell without the prediction that it asks at its end, and that without its lesson nobody could make."""
    source = PREDICTION.sub("", cell.source)
    return replace(cell, source=source, outputs=tuple(one for one in cell.outputs if one.output_type == "stream"))


def _in_a_notebook(cell):
    make = new_markdown_cell if cell.kind == "markdown" else new_code_cell
    return make(cell.source, id=cell.id)


def _assets(site, formulas, styles):
    assets = site / "assets"
    formulas.lay_out(assets)
    for file in LOOK.iterdir():
        if file.suffix in (".css", ".js", ".svg") and file.name != WORKER:
            shutil.copy(file, assets)
    (assets / "shown.css").write_text(styles.sheet(), encoding="utf-8")
    for size in SIZES:
        _icon(size).save(assets / f"icon-{size}.png", optimize=True)
    worker = (LOOK / WORKER).read_text(encoding="utf-8").replace("EDITION", _fingerprint(site))
    (site / WORKER).write_text(worker, encoding="utf-8")


def _fingerprint(site):
    """A fingerprint of all that the service worker keeps."""
    mark = hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        if path.relative_to(site).parts[0] != "notebook":  # JupyterLab has a worker of its own
            mark.update(f"{path.relative_to(site)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()[:16]


def _icon(size):
    """The site's sign as pixels, for where a drawing is not taken: as icon.svg has it."""
    big = Image.new("RGB", (512, 512), "#0072B2")
    pen = ImageDraw.Draw(big)
    pen.line([(104, 120), (104, 392), (408, 392)], fill="white", width=32, joint="curve")
    curve = [(136 + 256 * t / 40, 352 - 200 / (1 + 2.718 ** (-(t - 20) / 5))) for t in range(41)]
    pen.line(curve, fill="white", width=40, joint="curve")
    pen.ellipse([352, 112, 432, 192], fill="white")
    return big.resize((size, size), Image.Resampling.LANCZOS)
