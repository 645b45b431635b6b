"""Run the Chinese lessons, nothing solved, for these creators, and print what a learner would read in English, on
stderr, or of a check though nothing is solved: python chinese.py CREATOR,CREATOR NOTEBOOK …

Every line names the notebook, the cell and the text. All run in one process, which saves loading the same again. Code
between backticks is left out. The first creator gets whole lessons, which are read; for the others only what depends on
the creator runs again: most of a lesson is the same for everybody, and so is how answers are judged.
"""

import html
import os
import re
import sys
from pathlib import Path

import nbformat
from creators import depending, sources
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.text import Text
from sliders import faults

import kml
from kml.core.look import use_style
from kml.course.checking import exercises
from kml.course.showing.explore import Explorer

NAMES = re.compile(r"`[^`]*`|https?:\S+|\S*\w[_.=]\w\S*|\$[^$]*\$|“[^”]*”")  # code, addresses, formulas, titles
SENTENCE = re.compile(r"(?:\b[A-Za-z]?[a-z]+[ ,]+){2}[a-z]+")
LABEL = re.compile(r"[a-z]{4,}")
ALWAYS = "red", "answered", "slider"  # kinds of which each line is a fault, whatever its language


class Kept(DisplayHook):
    """What the last lines of cells gave, instead of a print of it."""

    results = []  # noqa: RUF012

    def __call__(self, result=None):
        if result is not None:
            self.results.append(result)


class Shell(InteractiveShell):
    displayhook_class = Kept


def read(shell, notebook):
    """Yield (cell, kind, text) of all that running a notebook shows; raises what a cell raises."""
    labels = []
    write = Text.set_text

    def noted(artist, text):
        write(artist, text)
        labels.append(artist.get_text())

    Text.set_text = noted
    try:
        for number, cell in enumerate(nbformat.read(notebook, as_version=4).cells):
            if cell.cell_type != "code":
                continue
            labels.clear()
            Kept.results.clear()
            with capture_output() as shown:
                shell.run_cell(cell.source).raise_error()
                for result in Kept.results:  # sliders show themselves
                    getattr(result, "_ipython_display_", lambda: None)()
            yield from ((number, "printed", line) for line in shown.stdout.splitlines())
            yield from ((number, "red", line) for line in shown.stderr.splitlines())
            states = [getattr(result, "state", "") for result in Kept.results]
            if "check" in cell.metadata.get("tags", []) and states != ["not attempted"]:
                yield number, "answered", repr(Kept.results)
            explorers = [one for one in (getattr(result, "explorer", result) for result in Kept.results)
                         if isinstance(one, Explorer)]  # fmt: skip
            yield from ((number, "label", control.label) for one in explorers for control in one.declared)
            yield from ((number, "label", label) for label in dict.fromkeys(labels))
            yield from ((number, "slider", fault) for one in explorers for fault in faults(one))
            for data in [*(output.data for output in shown.outputs), *map(formats, Kept.results)]:
                markup = data.get("text/html", "").replace("<wbr>", "")  # a name may go on in the next line: still one
                yield from ((number, "head", head) for head in dict.fromkeys(re.findall(r"<th[^>]*>([^<]*)<", markup)))
                text = re.sub(r"<(style|script|code|pre).*?</\1>|<[^>]+>", "\n", markup, flags=re.DOTALL)
                yield from ((number, "shown", line) for line in (text or data.get("text/plain", "")).splitlines())
    finally:
        Text.set_text = write


def formats(result):
    """A result as a notebook would show it."""
    markup = getattr(result, "_repr_html_", lambda: None)()
    return {"text/html": markup} if markup else {"text/plain": repr(result)}


def run_again(shell, notebook, creators):
    """Run what depends on the creator as each of these; raises what a cell raises."""
    kml.check = lambda id, *answers: None
    kml.checkpoint = lambda id, answer: exercises.find(id).reference
    try:
        for creator in creators:
            os.environ["KML_CREATOR"] = creator
            for source in depending(sources(notebook)):
                with capture_output():
                    done = shell.run_cell(source)
                if not done.success:
                    sys.exit(f"{notebook.stem}, {creator}: this cell fails\n{source}\n{done.error_in_exec!r}")
    finally:
        kml.check, kml.checkpoint = exercises.check, exercises.checkpoint


def main(creators, *notebooks):
    use_style()
    shell = Shell.instance(colors="NoColor")
    first, *others = creators.split(",")
    for notebook in map(Path, notebooks):
        shell.reset()
        os.environ["KML_CREATOR"] = first
        for number, kind, text in read(shell, notebook):
            plain = NAMES.sub("，", html.unescape(text))
            if kind in ALWAYS or (LABEL if kind in ("label", "head") else SENTENCE).search(plain):
                print(f"{notebook.stem}, cell {number}, {kind}: {' ⏎ '.join(text.strip().splitlines())}")
        run_again(shell, notebook, others)


if __name__ == "__main__":
    main(*sys.argv[1:])
