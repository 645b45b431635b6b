"""Build the course: solutions/NN_x.md gives solutions/NN_x.ipynb, which is run, and lessons/NN_x.ipynb, to solve."""

import sys
from pathlib import Path

from tqdm import tqdm

from kml.core.words import spoken
from kml_classroom.author import compare, edition, links, rules, tables, words
from kml_classroom.author.execute import execute_all
from kml_classroom.author.notebooks import make_notebook, read_notebook, text_of
from kml_classroom.author.source import BuildError, Problem, declarations, read_source


def build(root=".", numbers=(), declared=declarations):
    """Build the lessons with these numbers ("03"; none means all) in the course's folder; return the problems found.

    `declared(number)` gives a lesson's exercises and predictions. A lesson that does not run keeps its old notebooks.
    """
    root = Path(root)
    sources, unread = read_sources(root)
    chosen, problems = choose(sources, unread, numbers)
    if not unread:
        for path, now, wanted in tables.pages(root, sources):
            if now != wanted:
                write(path, wanted)
    if has_edition(root):
        said = messages(root, chosen)
        for name, wanted in said.items():
            write(root / name, words.refreshed(root / name, wanted))
        (root / COMPILED).write_bytes(words.compiled(root / words.LIBRARY))
        for source in chosen:
            write(root / edition.FOLDER / f"{source.name}.ipynb", text_of(make_chinese(root, source, declared)))
        problems += edition_problems(root, chosen, said, declared)
    made = {source.name: make_pair(source, declared) for source in chosen}
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
    made = {source.name: make_pair(source, declared) for source in chosen}
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
    if has_edition(root):
        problems += edition_problems(root, chosen, messages(root, chosen), declared)
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


def make_pair(source, declared=declarations):
    """The source's two notebooks, not yet run, by folder."""
    exercises, _ = declared(source.number)
    return {
        "solutions": make_notebook(source, exercises, solved=True),
        "lessons": make_notebook(source, exercises, solved=False),
    }


# ── the Chinese edition ────────────────────────────────────────────────────────────────────────────────────────────

COMPILED = words.LIBRARY.replace(".po", ".mo")


def has_edition(root):
    """Whether the course has a Chinese edition: its catalogues lie in solutions/zh."""
    return (root / edition.CATALOGUES).is_dir()


def messages(root, sources):
    """{catalogue: {message: Message}} of the library and of these lessons."""
    return {words.LIBRARY: words.library_messages(root)} | {
        edition.catalogue(source): edition.messages(source) for source in sources
    }


def make_chinese(root, source, declared=declarations):
    """The Chinese notebook of a lesson, as a learner gets it, as far as its catalogue reaches."""
    exercises, _ = declared(source.number)
    with spoken(edition.LANGUAGE):
        chinese = edition.in_chinese(source, edition.table(root, source))
        return make_notebook(chinese, exercises, solved=False, folder=edition.FOLDER)


def edition_problems(root, sources, said, declared=declarations):
    """What is wrong with the committed Chinese edition of these lessons: untranslated, stale, or against a rule.

    `said` is what `messages` finds in them.
    """
    problems = []
    for name, wanted in said.items():
        problems += words.catalogue_problems(name, root / name, wanted)
    if not (root / COMPILED).exists() or (root / COMPILED).read_bytes() != words.compiled(root / words.LIBRARY):
        problems.append(Problem(COMPILED, "it is not what kml.po says.", "run make build."))
    for source in sources:
        path = root / edition.FOLDER / f"{source.name}.ipynb"
        label = path.relative_to(root).as_posix()
        try:
            committed = read_notebook(path)
        except BuildError as error:
            problems += error.problems
            continue
        problems += rules.notebook_problems(label, committed, path.stat().st_size)
        problems += rules.lesson_problems(label, committed, source)
        problems += compare.differences(label, committed, make_chinese(root, source, declared))
    return problems


# ── running ────────────────────────────────────────────────────────────────────────────────────────────────────────


def run(pairs):
    """Run (source, solution notebook) pairs in place, with a progress bar on stderr: {name: problems}."""
    failed = {}
    cells = sum(cell.cell_type == "code" for _, notebook in pairs for cell in notebook.cells)
    with tqdm(total=cells, unit=" cells", desc="Running lessons", file=sys.stderr) as bar:

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
    """A Problem for each notebook and each catalogue without a source."""
    for folder in ("solutions", "lessons", edition.FOLDER, edition.CATALOGUES):
        for path in sorted([*(root / folder).glob("*.ipynb"), *(root / folder).glob("*.po")]):
            if not (root / "solutions" / f"{path.stem}.md").exists():
                what = f"there is no solutions/{path.stem}.md that it comes from."
                yield Problem(f"{folder}/{path.name}", what, "delete it, or add its source.")


def write(path, text):
    """Write a text file with Unix line ends, in one step, so that a stopped build leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


if __name__ == "__main__":
    from kml_classroom.cli import main

    sys.exit(main(["build", *sys.argv[1:]]))
