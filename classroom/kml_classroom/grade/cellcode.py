"""Cuts the code of a cell into units (runs of lines that stand alone) and says what each reads and binds.

It only reads text: nothing of it is run here.
"""

import ast
import builtins
import contextlib
import functools
import re
import symtable
import sys
from dataclasses import dataclass

from kml_classroom.words import _

_MAGIC = re.compile(r"[%!?]|[A-Za-z_]\w*[ \t]*=[ \t]*[%!]|[\w.]{1,200}\?{1,2}[ \t]*$")
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_FILE_MAGIC = re.compile(r"\s*%%(?:writefile|file)[ \t]+(-a[ \t]+|--append[ \t]+)?[\"']?([^\s\"']+)[\"']?[ \t]*$")
_RUN_MAGIC = re.compile(r"%run[ \t]+(?:-i[ \t]+)?[\"']?([\w./-]+\.py)[\"']?[ \t]*$")
_ENV_MAGIC = re.compile(r"%(?:set_)?env[ \t]+(\w+)(?:[ \t]*=[ \t]*|[ \t]+)(\S.*)")
_TIME_MAGIC = re.compile(r"([A-Za-z_]\w*[ \t]*=[ \t]*)?(?:%(?:time|prun)[ \t]+)+([^-%!?\s].*)")
_PROMPT = re.compile(r">>>( |$)|In \[\d+\]:( |$)")
_ANY_PROMPT = re.compile(r"(>>>|\.\.\.)( |$)|In \[\d+\]:( |$)|[ \t]*\.{3,}:( |$)")
_TOKEN = re.compile(  # what decides where a statement ends
    r"\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?"
    r"|#[^\n]*|\\\n|[()\[\]{}]|\n",
    re.DOTALL,
)
_CHANGERS = {
    "update", "append", "extend", "insert", "setdefault", "pop", "popitem", "remove", "discard", "add", "clear", "sort",
    "reverse", "fill", "appendleft", "popleft", "put", "resize", "itemset",
}  # fmt: skip
_PYTHON_MAGICS = {"time", "timeit", "capture", "prun"}
GIVEN = frozenset(dir(builtins)) | {
    "__name__",
    "__file__",
    "get_ipython",
    "display",
    "In",
    "Out",
    "_",
}  # need no definition


class NoCode(Exception):
    """The text is no Python: the message, line and text of the line."""

    def __init__(self, message, line=0, text=""):
        super().__init__(message)
        self.message, self.line, self.text = message, line, text


_NEWER = (  # what a Python after 3.11 takes: a text in an f-string's braces, type parameters, t-strings, two exceptions
    re.compile(r"\bf-string\b|\bt-string\b|unterminated string|unexpected character after line continuation"),
    re.compile(
        r"^[ \t]*(type[ \t]+\w+(\[.*\])?[ \t]*=|(async[ \t]+)?(def|class)[ \t]+\w+[ \t]*\[|except[ \t]+[\w.]+[ \t]*,)"
        r"|\b[tT][rR]?[\"']",
        re.MULTILINE,
    ),
)
_F_STRING = re.compile(r"\b([rR]?[fF]|[fF][rR])[\"']")


def needs_newer_python(source, trouble, version):
    """Whether code that this Python does not take may be right for a newer one: the `version` that the notebook names
    ("" where it names none), or the look of the place.

    >>> needs_newer_python('f"{d["n"]}"', NoCode("SyntaxError: f-string: expecting '}'"), "")
    True
    >>> needs_newer_python("def f(:", NoCode("SyntaxError: invalid syntax"), "3.11.2")
    False
    """
    named = tuple(map(int, version.split(".")[:2])) if version else None
    if named:
        return named > sys.version_info[:2]
    in_text = _F_STRING.search(source) and (_NEWER[0].search(trouble.message) or _F_STRING.search(trouble.text))
    return bool(in_text or _NEWER[1].search(source))


@dataclass(frozen=True)
class Unit:
    """Lines `first` to `last` of a cell, and the names in them.

    `data` and `defined` are bound names: to values, and by def or class (the rest are imports). `sets` are names of
    objects that get an attribute or an item here, `touches` those that may be changed by a call here, and `inside` both
    of what happens in the bodies of functions. `star` is an import that acts on all that follows: of names that it does
    not say, or from __future__. `ours` is what the lesson's checks are: nothing to run. `acts` is whether it does more
    than to define and import.
    """

    first: int
    last: int
    text: str
    reads: frozenset[str]
    binds: frozenset[str]
    data: frozenset[str]
    defined: frozenset[str]
    sets: frozenset[str]
    touches: frozenset[str]
    inside: frozenset[str]
    star: bool
    ours: bool
    acts: bool


@dataclass(frozen=True)
class Function:
    """A function at the top level of a cell."""

    name: str
    empty: bool
    shape: str  # the same for two functions that differ only in comments, spaces and docstring


@dataclass(frozen=True)
class Code:
    """A cell's text, without magics, and what it is made of."""

    text: str
    units: tuple[Unit, ...]
    functions: tuple[Function, ...]
    magics: bool
    handed: tuple[tuple[str, str], ...] = ()  # (id of an exercise, what is handed over to its check), in no order


def analyse(source):
    """The Code of a cell. Raises NoCode."""
    return _remembered(source) if len(source) < 5000 else _analyse(source)


def _analyse(source):
    text, magics = source, False
    try:
        tree = _parse(text)
    except NoCode:
        text = _without_magics(source)
        magics = text != source
        tree = _parse(text)
    try:
        handed = tuple(_handed(tree)) if "check" in text else ()
        return Code(text, tuple(_units(text, tree)), tuple(_functions(tree)), magics, handed)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise NoCode(_said(problem)) from None


_remembered = functools.lru_cache(maxsize=2048)(_analyse)  # most cells are the lesson's own, again and again


def _parse(text):
    try:
        return ast.parse(text)
    except SyntaxError as problem:
        line = problem.lineno or 0
        rows = text.split("\n")
        shown = rows[line - 1].strip()[:200] if 0 < line <= len(rows) else ""
        raise NoCode(_said(problem), line, shown) from None
    except (ValueError, RecursionError, MemoryError) as problem:
        raise NoCode(_said(problem)) from None


def _said(problem):
    if isinstance(problem, (RecursionError, MemoryError)):
        return _("SyntaxError: too deeply nested")
    return f"{type(problem).__name__}: {getattr(problem, 'msg', problem)}"


def _without_magics(source):
    """Lines that are IPython's and not Python's become `pass`; odd spaces from web pages become plain ones."""
    source = _without_margin(source.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", ""))
    found = _CELL_MAGIC.match(source)
    if found:
        first, __, rest = source.lstrip("\n").partition("\n")
        file = _FILE_MAGIC.match(first)
        if file:
            return f"open({file[2]!r}, {'a' if file[1] else 'w'!r}, encoding='utf-8').write({rest!r})"
        source = "#\n" + (rest if found[1] in _PYTHON_MAGICS else "")
    made, at = [], 0
    while at <= len(source):
        row = _row(source, at)
        start = row.lstrip(" \t")
        if _MAGIC.match(start):
            made.append(row[: len(row) - len(start)] + _in_python(start))
            at += len(row) + 1
            while row.endswith("\\") and at <= len(source):  # a command that goes on in the next line
                row = _row(source, at)
                made.append("")
                at += len(row) + 1
        else:
            end = _end(source, at)
            made.append(source[at:end])
            at = end + 1
    return "\n".join(made)


def _in_python(magic):
    """A line of IPython's as what it does to the names and settings of a notebook: most do nothing."""
    if found := _RUN_MAGIC.match(magic):
        return f"exec(open({found[1]!r}, encoding='utf-8').read(), globals())"
    if found := _ENV_MAGIC.match(magic):
        return f"__import__('os').environ[{found[1]!r}] = {found[2].strip()!r}"
    if found := _TIME_MAGIC.match(magic):
        timed = (found[1] or "") + found[2]
        with contextlib.suppress(NoCode):
            _parse(timed)
            return timed
    return "pass"


def _row(source, at):
    """The line that begins at `at`."""
    end = source.find("\n", at)
    return source[at:] if end < 0 else source[at:end]


def _without_margin(source):
    """What IPython does with a pasted cell: the indentation of its first line and prompts of a session go."""
    rows = source.split("\n")
    first = next((row for row in rows if row.strip()), "")
    margin = first[: len(first) - len(first.lstrip(" \t"))]
    if margin:
        rows = [row.removeprefix(margin) for row in rows]
    if _PROMPT.match(first[len(margin) :]):
        rows = [_ANY_PROMPT.sub("", row, count=1) if _ANY_PROMPT.match(row) else row for row in rows]
    return "\n".join(rows)


def _end(source, at):
    """Where the statement that begins at `at` ends: at a line's end that is in no bracket and no text."""
    depth = 0
    for token in _TOKEN.finditer(source, at):
        sign = token[0]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == "\n" and depth <= 0:
            return token.start()
    return len(source)


def _units(text, tree):
    rows, body, at = text.split("\n"), tree.body, 0
    while at < len(body):
        group = [body[at]]
        last = body[at].end_lineno
        while at + 1 < len(body) and _first(body[at + 1]) <= last:  # two statements on one line
            at += 1
            group.append(body[at])
            last = max(last, body[at].end_lineno)
        at += 1
        yield _unit(_first(group[0]), last, rows, group)


def _first(node):
    return min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])


def _unit(first, last, rows, group):
    text = "\n".join(rows[first - 1 : last])
    reads, binds = set(), set()
    imported, defined = set(), set()
    top = symtable.symtable(text, "cell", "exec")
    for symbol in top.get_symbols():
        name = symbol.get_name()
        if symbol.is_referenced():
            reads.add(name)
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            binds.add(name)
        if symbol.is_imported():
            imported.add(name)
        if symbol.is_namespace():
            defined.add(name)
    open_ = list(top.get_children())
    while open_:
        scope = open_.pop()
        open_ += scope.get_children()
        for symbol in scope.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                reads.add(symbol.get_name())
            if symbol.is_declared_global() and symbol.is_assigned():
                binds.add(symbol.get_name())
                if not symbol.is_namespace():
                    reads.add(symbol.get_name())  # `calls += 1`
    own, beside, kept = _of_comprehensions(group)
    reads, binds = reads - (own - beside), binds - own | kept
    if all(isinstance(node, ast.Delete) for node in group):
        binds = set()  # for the symbol table `del x` binds x
    imports = [node for node in group if isinstance(node, ast.ImportFrom)]
    star = any(node.names[0].name == "*" or node.module == "__future__" for node in imports)
    changes = [change for node in group for change in _changes(node)]
    named = [frozenset(name for kind, name in changes if kind == wanted) for wanted in ("sets", "touches", "inside")]
    return Unit(
        first, last, text, frozenset(reads), frozenset(binds), frozenset(binds - imported - defined),
        frozenset(defined), *named, star, all(map(_is_ours, group)), not all(map(_only_defines, group)),
    )  # fmt: skip


def _of_comprehensions(group):
    """Of what is outside of functions and classes: (names that comprehensions bind, those that are read beside that,
    those that are bound beside that, by := out of a comprehension, too).

    From Python 3.12 on a symbol table mixes the first with the names around them, and does not know what := gives out.
    """
    own, read, kept, open_ = set(), set(), set(), list(group)
    while open_:
        node = open_.pop()
        if isinstance(node, _COMPREHENSIONS):
            given = {inner.target.id for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr)}
            targets = _names(node, ast.Store) - given
            own, kept = own | targets, kept | given
            read |= (_names(node, ast.Load) - targets) | _names(node.generators[0].iter, ast.Load)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            read |= _names(node)
        else:
            read |= {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else set()
            kept |= {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
            open_ += ast.iter_child_nodes(node)
    return own, read, kept


_COMPREHENSIONS = ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp


def _names(node, how=ast.expr_context):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, how)}


def _only_defines(node):
    """Whether a statement only gives a name to a function, a module or a text."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return not node.decorator_list
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))


def _is_ours(node):
    """Whether a statement is like `kml.check(…)` or `gradient = kml.checkpoint(…)`."""
    call = getattr(node, "value", None)
    if not isinstance(node, (ast.Expr, ast.Assign)) or not isinstance(call, ast.Call):
        return False
    name = call.func
    ours = isinstance(name, ast.Attribute) and isinstance(name.value, ast.Name) and name.value.id == "kml"
    return ours and name.attr in ("check", "checkpoint", "hint", "solution", "predict")


def _handed(tree):
    """Pairs (id, text) of calls of a `check`: of what exercise, and what is handed over."""
    for node in ast.walk(tree):
        name = getattr(node, "func", None)
        if "check" in (getattr(name, "id", ""), getattr(name, "attr", "")):
            named = {one.arg: one.value for one in node.keywords}
            id, given = [*node.args, *map(named.get, ("id", "function")[len(node.args) :])][:2]
            if given is not None and isinstance(getattr(id, "value", None), str):
                yield id.value, ast.unparse(given)


def _changes(node):
    """Pairs (sets, touches or inside; name) of what a statement may change, as table[3] = 1 and fill(table) do."""
    body = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    for inner in ast.walk(node):
        if isinstance(inner, (ast.Subscript, ast.Attribute)) and isinstance(inner.ctx, (ast.Store, ast.Del)):
            yield ("inside" if body else "sets"), _root(inner)
        elif isinstance(inner, ast.Global):
            yield from (("inside", name) for name in inner.names)
        elif isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Call):
            yield from (("inside" if body else "touches", name) for name in _names(inner.value))
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in _CHANGERS:
            yield ("inside" if body else "touches"), _root(inner.func)


def _root(node):
    """The name that `table[3].x` begins with; "" where it begins with something else."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _functions(tree):
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
            empty = all(_says_nothing(statement) for statement in body)
            shape = "\n".join(ast.dump(part) for part in [node.args, *body])
            yield Function(node.name, empty, shape)


def _says_nothing(node):
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Return) and (node.value is None or getattr(node.value, "value", 0) is None)
