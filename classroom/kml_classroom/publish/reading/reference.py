"""The reference of `kml`, from its docstrings: a page a room, each function and class as its source declares it.

A docstring is plain text: paragraphs with `code`, columns (a name, at least two spaces, what it is), and examples,
which tests run. It is shown in the language that it is written in.
"""

import ast
import functools
import html
import inspect
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import kml
from kml_classroom.publish.reading.code import coloured

WITHOUT = {"lessons"}  # what the lessons draw: no answers stand there, and nothing that one calls
_COLUMN = re.compile(r"(\S.*?) {2,}(\S.*)")
_QUOTED = re.compile(r"""(: |-> )"([^"]+)\"""")
_MARKED = re.compile(r"`([^`]+)`|(?<![\w*])\*(\w[^*]*?)\*(?![\w*])")


@dataclass(frozen=True)
class Entry:
    """A function, a class, or a method of one: its name, how it is called, and what its docstring says."""

    name: str
    call: str
    doc: str
    methods: tuple["Entry", ...] = ()

    @property
    def first(self):
        """The first paragraph, in one line."""
        return _first(self.doc)


@dataclass(frozen=True)
class Room:
    """A module of `kml`, or `kml` itself."""

    name: str
    doc: str
    entries: tuple[Entry, ...]

    @property
    def page(self):
        """The name of its page: reference-metrics."""
        return "reference-" + self.name.rpartition(".")[2]

    @property
    def first(self):
        """The first paragraph, in one line."""
        return _first(self.doc)


def _first(doc):
    return " ".join(doc.split("\n\n")[0].split())


def rooms():
    """All that lessons talk about, `kml` first."""
    inside = [name for name in kml.__all__ if _place(f"kml.{name}").exists()]
    doors = (_entry(*_declared(getattr(kml, name).__module__, name)) for name in kml.__all__ if name not in inside)
    return [Room("kml", inspect.getdoc(kml), tuple(doors)), *(room(name) for name in inside if name not in WITHOUT)]


def room(name):
    """One Room, such as that of "metrics"."""
    module = f"kml.{name}"
    tree, __ = _read(module)
    names = {one.name for one in tree.body if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
    for one in tree.body:
        if isinstance(one, ast.ImportFrom) and one.module.startswith(f"{module}."):
            names |= {alias.name for alias in one.names}
    found = (_declared(module, name) for name in sorted(names, key=str.casefold) if not name.startswith("_"))
    entries = (_entry(*one) for one in found if one and ast.get_docstring(one[0]))
    return Room(module, inspect.cleandoc(ast.get_docstring(tree)), tuple(entries))


def _place(module):
    """The file of a module."""
    place = Path(kml.__file__).parent.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


@functools.cache
def _read(module):
    """(tree, source) of a module; nothing is imported, so a page of kml.gpu needs no PyTorch."""
    source = _place(module).read_text(encoding="utf-8")
    return ast.parse(source), source


def _declared(module, name):
    """(function or class, source of its module), through as many imports as it takes; None of anything else."""
    tree, source = _read(module)
    for one in tree.body:
        if isinstance(one, (ast.FunctionDef, ast.ClassDef)) and one.name == name:
            return one, source
        if isinstance(one, ast.ImportFrom) and one.module.startswith("kml.") and name in {a.name for a in one.names}:
            return _declared(one.module, name)
    return None


def _entry(tree, source):
    """The Entry of a function or a class."""
    doc = inspect.cleandoc(ast.get_docstring(tree))
    if isinstance(tree, ast.FunctionDef):
        return Entry(tree.name, _call(tree, source), doc)
    own = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    methods = (
        _entry(one, source)
        for key, one in own.items()
        if not key.startswith("_") and ast.get_docstring(one) and not one.decorator_list
    )
    made = tree.name + _call(own["__init__"], source).removeprefix("__init__") if "__init__" in own else _fields(tree)
    return Entry(tree.name, made, doc, tuple(methods))


def _call(function, source):
    """How a function is called, as it stands in the source, without `self`; types are not between quotes."""
    lines = source.split("\n")[function.lineno - 1 : function.body[0].lineno - 1]
    head = textwrap.dedent("\n".join(lines)).strip().removeprefix("def ").removesuffix(":")
    return _QUOTED.sub(r"\1\2", re.sub(r"\((\s*)self(?:,\s*)?", r"(\1", head, count=1))


def _fields(tree):
    """How a class with declared fields is made."""
    fields = [ast.unparse(one) for one in tree.body if isinstance(one, ast.AnnAssign)]
    line = f"{tree.name}({', '.join(fields)})"
    if not fields or len(line) <= 88:
        return line if fields else tree.name
    return "\n".join([f"{tree.name}(", *(f"    {one}," for one in fields), ")"])


# ── a docstring as HTML ────────────────────────────────────────────────────────────────────────────────────────────


def shown(doc):
    """A docstring as HTML: every word of it, in order."""
    return "\n".join(map(_block, re.split(r"\n\s*\n", inspect.cleandoc(doc))))


def _block(text):
    lines = text.split("\n")
    if lines[0].startswith(">>> "):
        return f"<pre><code>{coloured(text, console=True)}</code></pre>"
    if lines[0].startswith(" "):
        return f"<pre>{html.escape(text)}</pre>"
    if _COLUMN.fullmatch(lines[0]) and all(line.startswith(" ") or _COLUMN.fullmatch(line) for line in lines):
        return f"<dl>\n{''.join(map(_row, _rows(lines)))}</dl>"
    return f"<p>{inline(' '.join(lines))}</p>"


def _rows(lines):
    rows = []
    for line in lines:
        if line.startswith(" "):
            rows[-1][1].append(line.strip())
        else:
            name, text = _COLUMN.fullmatch(line).groups()
            rows.append((name, [text]))
    return rows


def _row(row):
    name, texts = row
    return f"<div><dt><code>{html.escape(name)}</code></dt><dd>{inline(' '.join(texts))}</dd></div>\n"


def inline(text):
    """A paragraph's marks as HTML."""
    return _MARKED.sub(
        lambda found: f"<code>{found[1]}</code>" if found[1] else f"<em>{found[2]}</em>", html.escape(text, quote=False)
    )
