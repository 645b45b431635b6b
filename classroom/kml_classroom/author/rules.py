"""What every lesson must keep: rules on a source and rules on a notebook. Each yields Problems, in plain sentences."""

import ast
import keyword
import re
import warnings

from IPython.core.inputtransformer2 import TransformerManager

from kml.course.checking.panels import WORDS
from kml_classroom.author import minutes
from kml_classroom.author.heads import ANSWERS, EXERCISE
from kml_classroom.author.source import TAGS, Problem

MOST_CELLS = 65  # six exercises of four cells each, ten sections of four more: beyond that, it is two sittings
MOST_LINES = 15
MOST_COLUMNS = 95  # what JupyterLab shows of a line, unscrolled, on 1,280 pixels beside its list of files
MOST_BYTES = 1_000_000
SECTIONS = ("Summary", "Check yourself", "Further reading")

_SECOND = re.compile(r"^\*\*The second sitting\b", re.MULTILINE)  # says a lesson's advanced part where it begins
_CALL = re.compile(r"\bkml\.(check|checkpoint|hint|solution|predict)\(\s*[\"']([^\"']*)[\"']")


def source_problems(source, exercises, predictions):
    """Rules on the source; `exercises` and `predictions` are what kml.lessons.answers declares, by id."""
    second = next((n for n, cell in enumerate(source.cells) if _SECOND.search(cell.text)), len(source.cells))
    for cells in (second, len(source.cells) - second):
        if cells > MOST_CELLS:
            what = f"{cells} cells in one sitting, more than {MOST_CELLS}."
            yield Problem(source.label, what, "shorten it, or let a second sitting begin earlier.", warning=True)
    for cell in source.cells:
        for tag in sorted(set(cell.tags) - TAGS):
            yield Problem(source.where(cell), f"unknown tag {tag!r}.", f"use only {', '.join(sorted(TAGS))}.")
        lines = cell.solved.count("\n") + 1
        if cell.kind == "code" and lines > MOST_LINES:
            what = f"a code cell of {lines} lines, more than {MOST_LINES}."
            yield Problem(source.where(cell), what, "split it, or move what is not the lesson's subject into kml.")
        for offset, line in enumerate(cell.text.split("\n") if cell.kind == "code" else ()):
            if len(line) > MOST_COLUMNS:
                what = f"a line of code of {len(line)} columns, more than {MOST_COLUMNS}."
                yield Problem(source.where(cell, offset), what, "break it; a text may go on in a second literal.")
        if cell.kind == "markdown" and re.search(r"^(```+|:::+) *\{", cell.text, re.MULTILINE):
            yield Problem(source.where(cell), "a directive, which JupyterLab shows as typed.", "use plain text.")
    yield from _sections(source, exercises)
    yield from _exercises(source, exercises, predictions)


def _sections(source, exercises):
    prose = "\n".join(minutes.FENCED.sub("", cell.text) for cell in source.cells if cell.kind == "markdown")
    for title in SECTIONS:
        if not re.search(rf"^## {title}\b", prose, re.MULTILINE):
            yield Problem(source.label, f"there is no section {title}.", f"add a cell that begins `## {title}`.")
    checked = re.search(r"^## Check yourself\n(.*?)(?=^## |\Z)", prose, re.MULTILINE | re.DOTALL)
    if checked and ANSWERS not in checked[1].split("\n"):
        what = "the answers of Check yourself are not folded."
        yield Problem(source.label, what, f"put a line `{ANSWERS}` before them; the build folds what follows.")
    reading = sum(map(int, minutes.HEADING.findall(prose)))
    solving = sum(exercise.minutes for exercise in exercises.values())
    if source.about["minutes"] != reading + solving:
        what = f"minutes is {source.about['minutes']}, but {reading} in headings and {solving} in exercises"
        yield Problem(source.label, f"{what} make {reading + solving}.", "correct whichever is wrong.")
    by_rule = minutes.total(source, exercises).minutes
    if abs(source.about["minutes"] - by_rule) > minutes.tolerance(by_rule):
        what = f"minutes is {source.about['minutes']}, but by the rule for all lessons it takes {by_rule:.0f}."
        mend = (
            f"share out the minutes anew: python -m kml_classroom.author.minutes {source.number} says where they are."
        )
        yield Problem(source.label, what, mend)


def _exercises(source, exercises, predictions):
    headed, checked, called = set(), set(), {}
    for cell in source.cells:
        if cell.kind == "code":
            for verb, name in _CALL.findall(cell.text):
                called.setdefault((verb, name), cell)
                if verb == "check" and "check" in cell.tags:
                    checked.add(name)
            continue
        for row in re.findall(r"^#+ *Exercise\b.*", cell.text, re.MULTILINE):
            found = EXERCISE.fullmatch(row)
            if not found:
                mend = "write `### Exercise NN.n` and no more; the build adds the title."
                yield Problem(source.where(cell), f"the build cannot complete the heading {row!r}.", mend)
            elif found[1] not in exercises:
                yield Problem(source.where(cell), f"exercise {found[1]} is not declared.", _declare(source))
            else:
                headed.add(found[1])
    for (verb, name), cell in called.items():
        known = predictions if verb == "predict" else exercises
        if name not in known:
            yield Problem(source.where(cell), f"kml.{verb}: {name!r} is not declared.", _declare(source))
    for name in exercises:
        if name not in headed:
            yield Problem(source.label, f"exercise {name} has no heading.", f"add a cell `### Exercise {name}`.")
        if name not in checked:
            mend = f'add a cell kml.check("{name}", …) with the tag check.'
            yield Problem(source.label, f"exercise {name} is never checked.", mend)
    for name in predictions:
        if ("predict", name) not in called:
            yield Problem(source.label, f"prediction {name} is never asked.", f'add a cell kml.predict("{name}").')


def _declare(source):
    return f"declare it in kml/lessons/answers/answers_{source.number}.py, or correct the id."


def notebook_problems(label, notebook, size):
    """Rules on either notebook; `size` is that of its file in bytes."""
    if size >= MOST_BYTES:
        yield Problem(label, f"{size / 1e6:.1f} MB, but it must be below 1 MB.", "make figures smaller or fewer.")
    if "widgets" in notebook.metadata:
        yield Problem(label, "metadata.widgets: GitHub would not show it.", "run make build again.")
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        where = f"{label}, cell {number}"
        if why := does_not_compile(cell.source):
            yield Problem(where, f"it does not compile: {why}.", "correct the source.", cell.source)
        for output in cell.outputs:
            for kind in output.get("data", {}):
                if kind.startswith("image/") and not output.metadata.get(kind, {}).get("alt", "").strip():
                    yield Problem(where, "a figure without alt text.", 'show it with kml.show(fig, alt="what to see").')
                if kind.startswith("application/vnd.jupyter.widget-view"):
                    yield Problem(where, "a live widget.", "respect static mode (KML_STATIC) in that cell.")


def solution_problems(label, notebook):
    """Rules on a solution notebook: it has been run, it gives strict nbval something to compare, its answers pass."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if not any(cell.outputs for cell in code):
        yield Problem(label, "it has no outputs.", "run make build; a notebook without outputs tests nothing.")
    elif any(cell.execution_count is None for cell in code):
        yield Problem(label, "not all its cells have been run.", "run make build.")
    for number, cell in enumerate(notebook.cells, start=1):
        if "check" in cell.metadata.get("tags", []) and cell.execution_count is not None:
            said = [output.data.get("text/plain", "") for output in cell.outputs if "data" in output]
            if not any(text.startswith(WORDS["correct"]) for text in said):
                what = "the check does not accept the answer that stands in the source."
                yield Problem(f"{label}, cell {number}", what, "correct the answer or the exercise.", "\n".join(said))


def lesson_problems(label, notebook, source):
    """Rules on a lesson's notebook: no line of an answer stands in it.

    A line that the lesson shows up to the exercise itself is taught, not leaked; short lines (`return x`, loop heads,
    imports) say nothing. The same line further on would hand the answer over to whoever scrolls.
    """
    shown, answers = set(), set()
    for cell in source.cells:
        if "solution" not in cell.tags:
            shown |= {_plain(row) for row in cell.stub.split("\n")}
        answers |= {_plain(row) for row in cell.answer if _is_telling(row)} - shown
    for number, cell in enumerate(notebook.cells, start=1):
        for row in cell.source.split("\n"):
            if _plain(row) in answers:
                mend = "use kml.checkpoint there, or write that line another way."
                yield Problem(f"{label}, cell {number}", f"a line of an answer: {row.strip()!r}.", mend)


def does_not_compile(text):
    """Why a cell does not compile, after what IPython makes of `%` and `!` lines; "" if it does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a SyntaxWarning would be red for the learner
            code = TransformerManager().transform_cell(text)
            compile(code, "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno}"
    return ""


def _plain(row):
    return " ".join(re.sub(r"(^|\s)#.*", "", row).split())


def _is_telling(row):
    words = [word for word in re.findall(r"\w+", _plain(row)) if not keyword.iskeyword(word)]
    return len(words) >= 4 and not re.match(r"(for|with|def|import|from)\b", _plain(row))
