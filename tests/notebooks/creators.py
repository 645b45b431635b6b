"""Run a notebook's code as each of the creators named: python creators.py NOTEBOOK CREATOR …

The first one gets the whole notebook. For the others only what depends on the creator runs again, in the same process:
most of a lesson, and loading torch, is the same for everybody. So is how answers are judged, which test_nbval sees to:
here `check` and `checkpoint` let them through.
"""

import ast
import os
import sys

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell

import kml


def sources(path):
    """The code of each code cell, with IPython's own lines as Python."""
    cells = nbformat.read(path, as_version=4).cells
    return [TransformerManager().transform_cell(cell.source) for cell in cells if cell.cell_type == "code"]


def depending(sources, start="me"):
    """The cells that set `start`, and those that anything leads to from there through the names that cells share.

    A cell that only gives such a name another meaning is among them, so that later ones find what they found at first.
    """
    changed, found = {start}, []
    for source in sources:
        used, made = names(source)
        if used & changed:
            changed |= made
        elif made & changed:
            changed -= made - {start}
        else:
            continue
        found.append(source)
    return found


def names(source):
    """(names that a cell looks up, names that it gives a meaning), functions and imports included."""
    used, made = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else made).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            made |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return used, made


if __name__ == "__main__":
    kml.check = lambda id, *answers: None
    kml.checkpoint = lambda id, answer: answer
    shell, cells = InteractiveShell.instance(), sources(sys.argv[1])
    for i, creator in enumerate(sys.argv[2:]):
        os.environ["KML_CREATOR"] = creator
        for source in depending(cells) if i else cells:
            if not shell.run_cell(source).success:
                sys.exit(f"{creator}: this cell fails\n{source}")
