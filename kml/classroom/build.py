"""Build the course: solutions/NN_name.md gives solutions/NN_name.ipynb, run, and lessons/NN_name.ipynb, to be solved."""

import sys
import time
from pathlib import Path

from tqdm import tqdm

from kml.classroom.execute import execute_all
from kml.classroom.notebooks import make_notebook, text_of
from kml.classroom.source import BuildError, Problem, declarations, read_source


def build(root=".", numbers=(), declared=declarations):
    """Build the lessons with these numbers ("03"; none means all) in the course's folder; return the problems found.

    A lesson that does not run keeps its old notebooks.
    """
    root = Path(root)
    sources, problems = read_sources(root, numbers)
    made = {source.name: make_pair(source, declared) for source in sources}
    failed = run([(source, made[source.name][0]) for source in sources])
    for source in sources:
        if not failed[source.name]:
            for folder, notebook in zip(("solutions", "lessons"), made[source.name], strict=True):
                write(root / folder / f"{source.name}.ipynb", text_of(notebook))
    return problems + [problem for some in failed.values() for problem in some]


def read_sources(root, numbers=()):
    """Read solutions/NN_*.md: (sources, problems). `numbers` chooses; a number without a source is a problem."""
    sources, problems = [], []
    paths = sorted((Path(root) / "solutions").glob("*.md"))
    for number in numbers:
        if not any(path.name.startswith(f"{number}_") for path in paths):
            problems.append(Problem("solutions", f"there is no source {number}_*.md.", "give the numbers of lessons."))
    for path in paths:
        if not numbers or any(path.name.startswith(f"{number}_") for number in numbers):
            try:
                sources.append(read_source(path))
            except BuildError as error:
                problems += error.problems
    return sources, problems


def make_pair(source, declared=declarations):
    """The source's two notebooks, not yet run: (solution, lesson)."""
    exercises, _ = declared(source.number)
    return make_notebook(source, exercises, solved=True), make_notebook(source, exercises, solved=False)


def run(pairs):
    """Run (source, solution) pairs with a progress bar on stderr: {name: problems}."""
    failed, start = {}, time.monotonic()
    cells = sum(cell.cell_type == "code" for _, notebook in pairs for cell in notebook.cells)
    with tqdm(total=cells, unit="cell", desc="Running", file=sys.stderr, disable=None) as bar:

        def done(source, problems):
            failed[source.name] = problems
            how = "failed" if problems else "run"
            tqdm.write(f"{source.label}: {how} after {time.monotonic() - start:.0f} s", file=sys.stderr)

        execute_all(pairs, on_cell=bar.update, on_done=done)
    return failed


def write(path, text):
    """Write a text file with Unix line ends, in one step, so that a stopped build leaves no half file."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


if __name__ == "__main__":
    from kml.classroom.cli import main

    sys.exit(main(["build", *sys.argv[1:]]))
