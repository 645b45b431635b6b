"""What of a notebook depends on the creator: the cells that have to run again when another one is followed."""

import ast

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from kml.personas import CREATORS, DEFAULT

OTHERS = [key for key in CREATORS if key != DEFAULT]


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
