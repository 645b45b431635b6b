"""A lesson as its pages need it: the learner's cells, and what the solution showed, in one language."""

import dataclasses
import json
import re
from dataclasses import dataclass

from nbformat.v4 import new_code_cell

from kml.core.words import SOURCE
from kml_classroom.author import edition
from kml_classroom.author.execute import execute_all
from kml_classroom.author.notebooks import make_notebook, read_notebook
from kml_classroom.author.source import BuildError, declarations
from kml_classroom.publish.reading.record import PICTURES, RECORD
from kml_classroom.words import speaking

# The first line of each run: see `record`.
BEGIN = "from kml_classroom.publish.reading.record import begin\n\nbegin({folder!r}, {pictures})"
HIDDEN = {"exercise", "check"}  # what these cells show in a solution gives answers away
_CHECKED = re.compile(r"""kml\.check\(\s*["'](\d\d\.\d+)["']""")


@dataclass(frozen=True)
class Shown:
    """One cell of a page: as a learner gets it, with what it shows and what was written down beside that."""

    id: str
    kind: str  # "markdown" or "code"
    source: str
    tags: tuple[str, ...] = ()
    exercise: str = ""  # the exercise whose answer one writes here
    check: str = ""  # the exercise that is checked here
    outputs: tuple = ()
    records: tuple = ()


@dataclass(frozen=True)
class Lesson:
    """A lesson in one language."""

    name: str
    number: str
    language: str
    about: dict
    cells: tuple[Shown, ...]
    notebook: object  # the learner's, as a file


def read_lessons(root, sources, languages, scratch, pictures=PICTURES):
    """{language: [Lesson]} of the course's folder `root`, each run once in each language, in the folder `scratch`.

    The cells are those of the committed lessons. What they show in English is committed too, with the solution; for
    other languages it comes from the run, and so does, for all, what is written down for figures and sliders, whose
    pictures are in scratch/frames. Raises BuildError if a lesson is missing or does not run.
    """
    runs = {(language, source.name): solved(root, source, language) for language in languages for source in sources}
    pairs = []
    for source in sources:
        for language in languages:
            begin = BEGIN.format(folder=str(scratch / "frames"), pictures=pictures)
            folder = scratch / language
            folder.mkdir(parents=True, exist_ok=True)
            notebook = runs[language, source.name]
            notebook.cells.insert(0, new_code_cell(begin, id="record"))
            pairs.append((dataclasses.replace(source, path=folder / source.path.name), notebook))
    problems = execute_all(pairs)
    if problems:
        raise BuildError(*problems)
    return {
        language: [as_shown(root, source, language, runs[language, source.name]) for source in sources]
        for language in languages
    }


def solved(root, source, language):
    """The notebook of a lesson's solution in a language; nothing has run in it."""
    exercises, __ = declarations(source.number)
    with speaking(language):
        return make_notebook(edition.told(root, source, language), exercises, solved=True)


def as_shown(root, source, language, ran):
    """The Lesson of a source in a language; `ran` is its solution as it was run in that language."""
    folder = "lessons" if language == SOURCE else edition.folder(language)
    notebook = read_notebook(root / folder / f"{source.name}.ipynb")
    records = {cell.id: _records(cell) for cell in ran.cells if cell.cell_type == "code"}
    answered = read_notebook(root / "solutions" / f"{source.name}.ipynb") if language == SOURCE else ran
    outputs = {cell.id: cell.outputs for cell in answered.cells if cell.cell_type == "code"}
    cells, waiting = [], ""
    for cell in reversed(notebook.cells):  # an answer belongs to the check that follows it
        tags = tuple(cell.metadata.get("tags", ()))
        found = _CHECKED.search(cell.source) if "check" in tags else None
        waiting = found[1] if found else waiting
        hidden = cell.cell_type != "code" or HIDDEN & set(tags)
        cells.append(
            Shown(
                cell.id,
                cell.cell_type,
                cell.source,
                tags,
                waiting if "exercise" in tags else "",
                found[1] if found else "",
                () if hidden else tuple(o for o in outputs.get(cell.id, ()) if RECORD not in o.get("data", {})),
                () if hidden else records.get(cell.id, ()),
            )
        )
    about = edition.titled(root, source, language).about
    return Lesson(source.name, source.number, language, about, tuple(reversed(cells)), notebook)


def _records(cell):
    return tuple(output.data[RECORD] for output in cell.outputs if RECORD in output.get("data", {}))


def contract(lesson):
    """What the Python of a page is given: every cell of the learner's notebook, as JSON."""
    cells = [
        {
            "id": cell.id,
            "type": cell.kind,
            "source": cell.source,
            "tags": list(cell.tags),
            "exercise": cell.exercise,
            "check": cell.check,
        }
        for cell in lesson.cells
    ]
    about = {"lesson": lesson.number, "language": lesson.language, "title": lesson.about["title"]}
    return json.dumps(about | {"notebook": f"{lesson.name}.ipynb", "cells": cells}, ensure_ascii=False)
