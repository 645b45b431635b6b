"""Build the course: solutions/NN_x.md gives solutions/NN_x.ipynb, which is run, and lessons/NN_x.ipynb, to solve."""

import sys
from pathlib import Path

from tqdm import tqdm

from kml.core.words import SOURCE
from kml_classroom.author import around, catalogues, compare, edition, links, rules, tables, terms, tutor
from kml_classroom.author.execute import execute_all
from kml_classroom.author.notebooks import make_notebook, read_notebook, text_of
from kml_classroom.author.source import BuildError, Problem, declarations, read_source
from kml_classroom.words import speaking


def build(root=".", numbers=(), declared=declarations):
    """Build the lessons with these numbers ("03"; none means all) in the course's folder; return the problems found.

    `declared(number)` gives a lesson's exercises and predictions. A lesson that does not run keeps its old notebooks.
    """
    root = Path(root)
    sources, unread = read_sources(root)
    chosen, problems = choose(sources, unread, numbers)
    said = messages(root, chosen)
    for language in edition.languages(root):
        build_edition(root, language, chosen, sources, said, declared)
        problems += edition_problems(root, language, chosen, sources, said, declared)
    if not unread:
        for path, now, wanted in tables.pages(root, sources):
            if now != wanted:
                write(path, wanted)
    for path, now, wanted in tutor.pages(root, chosen, declared):
        if now != wanted:
            write(path, wanted)
    made = {source.name: make_pair(source, sources, declared) for source in chosen}
    failed = run([(source, made[source.name]["solutions"]) for source in chosen])
    for source in chosen:
        problems += [*rules.source_problems(source, *declared(source.number)), *failed[source.name]]
        for folder, notebook in made[source.name].items():
            if not failed[source.name]:
                path = root / folder / f"{source.name}.ipynb"
                text = text_of(notebook)
                write(path, text)
                problems += notebook_problems(f"{folder}/{path.name}", notebook, len(text.encode()), source)
    return problems


def check(root=".", numbers=(), declared=declarations, rerun=True):
    """Build again without writing; return everything in which the committed files differ or break a rule.

    Without `rerun` nothing is executed, and whether outputs come out as committed is left to nbval.
    """
    root = Path(root)
    sources, unread = read_sources(root)
    chosen, problems = choose(sources, unread, numbers)
    made = {source.name: make_pair(source, sources, declared) for source in chosen}
    failed = run([(source, made[source.name]["solutions"]) for source in chosen]) if rerun else {}
    for source in chosen:
        problems += [*rules.source_problems(source, *declared(source.number)), *failed.get(source.name, [])]
        for folder, notebook in made[source.name].items():
            path, label = root / folder / f"{source.name}.ipynb", f"{folder}/{source.name}.ipynb"
            try:
                committed = read_notebook(path)
            except BuildError as error:
                problems += error.problems
                continue
            problems += notebook_problems(label, committed, path.stat().st_size, source)
            if folder == "solutions" and not rerun:
                _take_outputs(committed, notebook)
            if folder == "lessons" or not failed.get(source.name):
                problems += compare.differences(label, committed, notebook)
    said = messages(root, chosen)
    for language in edition.languages(root):
        problems += edition_problems(root, language, chosen, sources, said, declared)
    problems += tutor.problems(root, chosen, declared)
    problems += stale(root)
    problems += links.link_problems(root)
    problems += [] if unread else tables.table_problems(root, sources)
    return problems


def read_sources(root):
    """Read solutions/*.md: (sources, {file's stem: problems} of those that cannot be read)."""
    sources, unread = [], {}
    for path in sorted((root / "solutions").glob("*.md")):
        try:
            sources.append(read_source(path))
        except BuildError as error:
            unread[path.stem] = error.problems
    return sources, unread


def choose(sources, unread, numbers):
    """The sources with these numbers (none means all), and the problems of those among them that cannot be read."""

    def wanted(name):
        return not numbers or name.split("_")[0] in numbers

    known = {name.split("_")[0] for name in [*unread, *(source.name for source in sources)]}
    problems = [
        Problem("solutions", f"there is no source {number}_….md.", "give numbers of lessons, such as 03.")
        for number in numbers
        if number not in known
    ]
    problems += [problem for name, some in unread.items() if wanted(name) for problem in some]
    return [source for source in sources if wanted(source.name)], problems


def make_pair(source, sources, declared=declarations):
    """The source's two notebooks, not yet run, by folder; `sources` are those of the whole course."""
    exercises, _ = declared(source.number)
    after = following(source, sources)
    with speaking(SOURCE):
        return {
            "solutions": make_notebook(source, exercises, solved=True, following=after),
            "lessons": make_notebook(source, exercises, solved=False, following=after),
        }


def following(source, sources):
    """The sources of the lessons after this one, in their order."""
    return [other for other in sources if other.name > source.name]


# ── editions in other languages ────────────────────────────────────────────────────────────────────────────────────


def templates(folder, root="."):
    """Write a .pot file for each catalogue of the course's folder `root` into `folder`; return their paths."""
    sources, _ = read_sources(Path(root))
    paths = []
    for place, said in every_message(root, sources).items():
        name = place.partition("{language}/")[2].removeprefix("LC_MESSAGES/")
        paths.append(Path(folder) / f"{name}t")
        write(paths[-1], catalogues.template_text(said))
    return paths


def messages(root, sources):
    """What `every_message` finds, if there is an edition in another language that it is for."""
    return every_message(root, sources) if edition.languages(root) else {}


def every_message(root, sources):
    """{catalogue, with a place for the language: Messages} of the libraries, the pages and these lessons."""
    libraries = {place: catalogues.library_messages(root, folder) for folder, place in catalogues.LIBRARIES.items()}
    pages = {around.catalogue(page, "{language}"): around.messages(root, page) for page in around.pages(root)}
    lessons = {edition.catalogue(source, "{language}"): edition.messages(source) for source in sources}
    return libraries | pages | lessons


def build_edition(root, language, chosen, sources, said, declared=declarations):
    """Write the catalogues of a language, the pages and the `chosen` of the lessons in it, as far as translated.

    `said` is what `messages` finds.
    """
    for place, wanted in said.items():
        path = root / place.format(language=language)
        write(path, catalogues.refreshed(path, wanted, language))
    for place in catalogues.LIBRARIES.values():
        path = root / place.format(language=language)
        path.with_suffix(".mo").write_bytes(catalogues.compiled(path, language))
    for page in around.pages(root):
        write(root / edition.twin(page, language), around.made(root, page, language))
    for source in chosen:
        notebook = make_translated(root, source, sources, language, declared)
        write(root / edition.folder(language) / f"{source.name}.ipynb", text_of(notebook))


def make_translated(root, source, sources, language, declared=declarations):
    """The notebook of a lesson in a language, as a learner gets it, as far as its catalogue reaches."""
    exercises, _ = declared(source.number)
    told = edition.told(root, source, language)
    after = [edition.titled(root, one, language) for one in following(source, sources)]
    with speaking(language):
        return make_notebook(told, exercises, solved=False, folder=edition.folder(language), following=after)


def edition_problems(root, language, chosen, sources, said, declared=declarations):
    """What is wrong with the committed edition of the `chosen` lessons: untranslated, stale, or against a rule.

    `said` is what `messages` finds.
    """
    problems = []
    for place, wanted in said.items():
        name = place.format(language=language)
        problems += catalogues.catalogue_problems(name, root / name, wanted, language)
    for place in catalogues.LIBRARIES.values():
        path = root / place.format(language=language)
        made = path.with_suffix(".mo")
        if not made.exists() or made.read_bytes() != catalogues.compiled(path, language):
            label = made.relative_to(root).as_posix()
            problems.append(Problem(label, f"it is not what {path.name} says.", "run make build."))
    problems += [*around.problems(root, language), *terms.problems(root, language)]
    for source in chosen:
        path = root / edition.folder(language) / f"{source.name}.ipynb"
        label = path.relative_to(root).as_posix()
        try:
            committed = read_notebook(path)
        except BuildError as error:
            problems += error.problems
            continue
        problems += rules.notebook_problems(label, committed, path.stat().st_size)
        problems += rules.lesson_problems(label, committed, source)
        problems += compare.differences(label, committed, make_translated(root, source, sources, language, declared))
    return problems


# ── running ────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(pairs):
    """Run (source, solution notebook) pairs in place, with a progress bar on stderr: {name: problems}."""
    failed = {}
    cells = sum(cell.cell_type == "code" for _, notebook in pairs for cell in notebook.cells)
    with tqdm(total=cells, unit=" cells", desc="Running lessons", file=sys.stderr, disable=None) as bar:

        def done(source, problems):
            failed[source.name] = problems
            tqdm.write(f"{source.label}: {'failed' if problems else 'run'}", file=sys.stderr)

        execute_all(pairs, on_cell=bar.update, on_done=done)
    return failed


def _take_outputs(committed, notebook):
    """Give a notebook that was not run what running left in the committed one."""
    notebook.metadata = committed.metadata
    for old, new in zip(committed.cells, notebook.cells, strict=False):
        if old.cell_type == new.cell_type == "code":
            new.outputs, new.execution_count = old.get("outputs", []), old.get("execution_count")


def notebook_problems(label, notebook, size, source):
    """The rules that hold for this notebook, which lies in solutions/ or lessons/."""
    if label.startswith("solutions/"):
        mine = rules.solution_problems(label, notebook)
    else:
        mine = rules.lesson_problems(label, notebook, source)
    return [*rules.notebook_problems(label, notebook, size), *mine]


def stale(root):
    """A Problem for each notebook and each catalogue without a source, or in a language that has no catalogues."""
    places = ("solutions/*.ipynb", "lessons/*.ipynb", "lessons/[!.]*/*.ipynb", "solutions/[!.]*/*.po")
    languages = {"solutions", "lessons", *edition.languages(root)}
    for path in sorted(path for place in places for path in root.glob(place)):
        label, needed = path.relative_to(root).as_posix(), f"solutions/{path.stem}.md"
        if path.parent.name not in languages:
            needed = f"solutions/{path.parent.name}"
        if not (root / needed).exists():
            yield Problem(label, f"there is no {needed} that it comes from.", "delete it, or add its source.")


def write(path, text):
    """Write a text file with Unix line ends, in one step, so that a stopped build leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)
