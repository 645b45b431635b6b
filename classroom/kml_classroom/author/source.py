"""A lesson's source: one MyST text (solutions/NN_name.md), read into front matter and cells.

The same source gives two notebooks. What differs is written with two marks inside a code cell, each alone on its line:
between `### BEGIN SOLUTION` and `### END SOLUTION` stands what a learner is asked to write.
"""

import hashlib
import importlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml
from jupytext.myst import MystMetadataParsingError, myst_to_notebook

from kml.course.checking.exercises import answers_module

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
STUB = "pass  # your code here"
TAGS = {"solution", "exercise", "check", "gpu", "slow"}
FIELDS = {"title": str, "lesson": str, "question": str, "minutes": int, "needs": list, "objectives": list}


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it is, what is wrong, what to do about it; `detail` may add lines to look at.

    A warning is told but does not fail the build. Authors read English, which is what they write.
    """

    where: str
    what: str
    mend: str
    detail: str = ""
    warning: bool = False

    def __str__(self):
        start = "Warning: " if self.warning else ""
        lines = [f"{start}{self.where}: {self.what} To mend: {self.mend}", *self.detail.strip("\n").splitlines()]
        return "\n    ".join(lines).rstrip()


class BuildError(Exception):
    """A source that cannot be built; `problems` says why."""

    def __init__(self, *problems):
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


@dataclass(frozen=True)
class Cell:
    """One cell of the source. `text` has the marks in it; `solved` and `stub` are the two ways it is released."""

    kind: str  # "markdown" or "code"
    text: str
    tags: tuple[str, ...]
    line: int  # line of the source file where `text` starts
    id: str
    solved: str
    stub: str
    answer: tuple[str, ...]  # the lines between the marks


@dataclass(frozen=True)
class Source:
    """A lesson's source: `label` is how messages name the file, `about` is its front matter."""

    path: Path
    label: str
    about: dict
    cells: tuple[Cell, ...]

    @property
    def name(self):
        return self.path.stem

    @property
    def number(self):
        return self.about["lesson"]

    def where(self, cell, offset=0):
        return f"{self.label}:{cell.line + offset}"


def read_source(path):
    """Read one source file. Raises BuildError if it is not one that the build understands."""
    path = Path(path)
    label = f"{path.parent.name}/{path.name}"
    text = path.read_text(encoding="utf-8")
    try:
        parsed = myst_to_notebook(text, add_source_map=True)
    except (yaml.YAMLError, MystMetadataParsingError) as error:
        told = " ".join(str(error).split())
        raise BuildError(Problem(label, f"it cannot be read ({told}).", "correct the YAML at that place.")) from None
    about = _front_matter(label, path.stem, parsed.metadata)
    lines, starts = text.splitlines(), parsed.metadata["source_map"]
    seen, cells = Counter(), []
    for raw, start in zip(parsed.cells, starts, strict=True):
        first = raw.source.split("\n", 1)[0]
        at = next((n for n in range(start, len(lines)) if lines[n].strip() == first.strip()), start) + 1
        kind = "code" if raw.cell_type == "code" else "markdown"
        solved, stub, answer = cut(raw.source, label, at) if kind == "code" else (raw.source, raw.source, ())
        tags = tuple(raw.metadata.get("tags", ()))
        cells.append(Cell(kind, raw.source, tags, at, cell_id(kind, raw.source, seen), solved, stub, answer))
    return Source(path, label, about, tuple(cells))


def cell_id(kind, text, seen):
    """The cell's id: from its content, so that two builds agree; `seen` counts repeats of the same content."""
    digest = hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()[:10]
    seen[digest] += 1
    return digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def cut(text, label="cell", line=1):
    """Return (text without marks, text with stubs, the answer's lines). `line` is where the text starts in its file.

    Raises BuildError naming file and line if the marks are not in pairs.
    """
    solved, stub, answer, opened = [], [], [], None

    def wrong(at, what):
        mend = f"put {BEGIN} and {END} alone on their lines, in pairs, within one cell."
        raise BuildError(Problem(f"{label}:{at}", what, mend))

    for at, row in enumerate(text.split("\n"), start=line):
        mark = row.strip()
        if mark == BEGIN:
            if opened:
                wrong(at, f"a solution block begins inside the one of line {opened}.")
            opened = at
            stub.append(row[: len(row) - len(row.lstrip())] + STUB)
        elif mark == END:
            if not opened:
                wrong(at, "a solution block ends that has not begun.")
            opened = None
        elif re.search(r"#\s*(BEGIN|END)\s+SOLUTION", row, re.IGNORECASE):
            wrong(at, f"this is not a mark as it should be written: {mark!r}.")
        else:
            solved.append(row)
            (answer if opened else stub).append(row)
    if opened:
        wrong(opened, "this solution block does not end in its cell.")
    return "\n".join(solved), "\n".join(stub), tuple(answer)


def declarations(number):
    """What a lesson's answers declare: ({id: Exercise}, {id: Prediction}); both empty if there is no such module."""
    module = answers_module(number)
    try:
        answers = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return {}, {}
    return {e.id: e for e in answers.EXERCISES}, {p.id: p for p in answers.PREDICTIONS}


def _front_matter(label, name, metadata):
    about = {key: value for key, value in metadata.items() if key not in ("jupyter", "source_map", "kernelspec")}
    problems = []
    for key, kind in FIELDS.items():
        if not isinstance(about.get(key), kind):
            what = f"front matter: {key} must be a {kind.__name__}."
            problems.append(Problem(label, what, f"write `{key}:` as in other lessons."))
    if about.get("gpu", "missing") not in (False, "optional"):  # YAML reads `no` as False
        problems.append(Problem(label, "front matter: gpu must be no or optional.", "write `gpu: no`."))
    for key in sorted(set(about) - set(FIELDS) - {"gpu"}):
        problems.append(Problem(label, f"front matter: {key} is not a known field.", "remove it."))
    if not problems and not re.fullmatch(rf"{about['lesson']}_[a-z0-9_]+", name):
        problems.append(Problem(label, f"the file is not named {about['lesson']}_name.md.", "rename it."))
    if problems:
        raise BuildError(*problems)
    return about
