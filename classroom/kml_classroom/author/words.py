"""The words of the course for its translators: found in the code and the lessons, kept in gettext catalogues.

`kml/locale/zh/LC_MESSAGES/kml.po` holds what the library says, `solutions/zh/NN_name.po` what one lesson says. A
message is a sentence, or a template with its values in braces: f"{n} views" is "{n} views". A catalogue is complete if
every message has a translation with the same values and code in it.
"""

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kml.core.words import FIELD, fields
from kml_classroom.author.source import Problem

LIBRARY = "kml/locale/zh/LC_MESSAGES/kml.po"
KEYS = "kml/locale/keys.txt"
# Authors, instructors and the command line read English; of published numbers, only the titles of sources are texts.
ENGLISH_ONLY = (
    *("classroom/kml_classroom/", "kml/scenarios/", "kml/published/kuairand.py", "kml/scenarios/calibration.py"),
    *("kml/course/showing/anatomy.py", "kml/lessons/loop_grid.py", "kml/course/showing/screenreader.py", "kml/__init__.py"),
)
BUT = ("classroom/kml_classroom/author/heads.py",)  # the head of a lesson and its exercise cards
# Arguments that a reader sees however short they are, and functions that show their argument of this number
SHOWN = {"alt", "label", "labels", "options", "title", "suptitle", "term", "text", "word", "xlabel", "ylabel"}
WRITES = {"text": 2} | dict.fromkeys(("annotate", "set_title", "set_xlabel", "set_ylabel", "suptitle", "print"), 0)
WRITES |= {"N_": 0, "say": 0}  # kml.core.words
ANSWERS = {"yes", "no"}
# Arguments and functions whose texts are names
HIDDEN = {"loc", "xycoords", "textcoords", "arrowstyle", "layout", "style", "columns", "by", "key", "id"}
NAMES = {"append", "startswith", "endswith", "get", "pop", "index", "replace", "strip", "split", "choice"}
NAMES |= {"sort_values", "groupby", "set_index", "drop", "nlargest", "nsmallest"}
PLURALS = ("'s'", "'es'")  # how the values of English plurals begin: "{n} video{'s' * (n > 1)}"
_PROSE = re.compile(r"[A-Za-z][A-Za-z’'\-]+[,;:.?!)]? +[(“\"`{]?[A-Za-z{]|[a-z]{2,}[.?!:]$")
_LETTERS = re.compile(r"[A-Za-z]{2}")
_MARKUP = re.compile(r"<[a-z]+[ >/]|^[a-z-]+: [\w#.]+;")  # HTML and CSS
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(([^)]*)\)")
_MATHS = re.compile(r"(?<![\\$])\$(?!\$)([^$]+?)(?<!\\)\$")
_VARYING = re.compile(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To): ')


@dataclass(frozen=True)
class Literal:
    """A text in code that a learner reads: the message and its node.

    `kind` is "docstring", "value" for one inside an f-string, such as {'yes' if n else 'no'}, or "" for any other.
    """

    message: str
    node: ast.expr
    kind: str = ""


def literals(code, names=frozenset()):
    """The Literals of Python code, in order. Texts in `names` are names of columns or keys, not prose."""
    tree = parse(code)
    docstrings = {id(node) for node in _docstrings(tree)}
    shown, inside, keys = _positions(tree)
    values = {
        id(one) for node in ast.walk(tree) if isinstance(node, ast.FormattedValue) for one in ast.walk(node.value)
    }
    found = []
    for node in ast.walk(tree):
        text = message_of(node)
        if text is None or id(node) in inside or id(node) in keys or text in names:
            continue
        words = FIELD.sub("{", text)
        if not _LETTERS.search(words) or _MARKUP.search(words):
            continue
        if id(node) in docstrings:
            found.append(Literal(text, node, "docstring"))
        elif id(node) in shown or text.lower() in ANSWERS or _PROSE.search(words):
            found.append(Literal(text, node, "value" * (id(node) in values)))
    return sorted(found, key=lambda one: (one.node.lineno, one.node.col_offset))


def parse(code):
    """The syntax tree of a cell's code; lines that are IPython's own are `pass` in it."""
    return ast.parse(_python(code))


def _python(code):
    return re.sub(r"^([ \t]*)[%!].*$", r"\1pass", code, flags=re.MULTILINE)


def message_of(node):
    """A string's text, an f-string's template, or None for any other node and an f-string with braces of its own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return None if re.search(r"\{\d*\}", node.value) else node.value  # made with str.format: titles of videos
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            if "{" in value.value or "}" in value.value:
                return None
            parts.append(value.value)
        else:
            parts.append("{" + name_of(value) + "}")
    return "".join(parts)


def name_of(value):
    """How the value of an f-string is called in its template: its expression, without braces of its own."""
    return re.sub(r"[{}]", "|", ast.unparse(value.value))


def keys_of(code):
    """The texts that code uses as keys or compares with: names, which a translation must not touch."""
    _, _, keys = _positions(tree := parse(code))
    return {node.value for node in ast.walk(tree) if id(node) in keys and isinstance(node, ast.Constant)}


def _docstrings(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str):
                yield first.value


def _positions(tree):
    """Ids of the nodes that are shown whatever they look like, that are parts of an f-string, and that are keys."""
    shown, inside, keys = set(), set(), set()

    def show(node):
        if isinstance(node, ast.Dict):
            values = node.values
        elif isinstance(node, (ast.Tuple, ast.List)):
            values = node.elts
        elif isinstance(node, ast.IfExp):
            values = [node.body, node.orelse]
        else:
            values = []
        shown.add(id(node))
        for value in values:
            show(value)

    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(value) for value in node.values if isinstance(value, ast.Constant)}
            for value in node.values:
                if isinstance(value, ast.FormattedValue):
                    show(value.value)
                    if value.format_spec is not None:
                        inside |= {id(value.format_spec), *map(id, value.format_spec.values)}
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in SHOWN:
                    show(keyword.value)
                elif keyword.arg in HIDDEN:
                    keys |= {id(one) for one in ast.walk(keyword.value)}
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in NAMES:
                keys |= {id(argument) for argument in node.args if isinstance(argument, ast.Constant)}
            elif name in WRITES and len(node.args) > WRITES[name]:
                show(node.args[WRITES[name]])
        elif isinstance(node, ast.Subscript):
            keys |= {id(one) for one in ast.walk(node.slice)}
        elif isinstance(node, ast.Compare):
            keys |= {id(one) for side in (node.left, *node.comparators) for one in ast.walk(side)}
        elif isinstance(node, ast.Dict):
            keys |= {id(key) for key in node.keys if " " not in str(getattr(key, "value", ""))}  # others head a table
    return shown, inside, keys


def comments(code):
    """[(line, column, text without "# ")] of the comments in code that are sentences for a reader."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(_python(code)).readline):
        text = token.string[1:].strip()
        if token.type == tokenize.COMMENT and _LETTERS.search(text) and text != "your code here":
            found.append((*token.start, text))
    return found


# ── catalogues ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Message:
    """What a catalogue knows of a message beside its words: the files that say it, and whether it is a template."""

    files: tuple[str, ...] = ()
    template: bool = False


def library_messages(root):
    """{message: Message} of all that the library says to learners, and of the keys of lessons that figures show."""
    keys = Path(root) / KEYS
    lines = keys.read_text(encoding="utf-8").splitlines() if keys.exists() else []
    messages = {line: Message((KEYS,)) for line in lines if not line.startswith("#")}
    for path in sorted((Path(root) / "kml").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name in BUT or not name.startswith(ENGLISH_ONLY):
            for literal in literals(path.read_text(encoding="utf-8")):
                if literal.kind != "docstring":
                    files = messages.get(literal.message, Message()).files
                    template = isinstance(literal.node, ast.JoinedStr)
                    messages[literal.message] = Message(tuple(dict.fromkeys([*files, name])), template)
    return messages


def refreshed(path, messages):
    """The text of the catalogue at `path` for these messages: translations are kept, and what is gone goes."""
    template = Catalog(project="kml", charset="utf-8")
    for text, message in messages.items():
        flags = ["python-brace-format"] if message.template else []
        template.add(text, locations=[(file, None) for file in message.files], flags=flags)
    catalogue = _read(path)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    file = io.BytesIO()
    write_po(file, catalogue, width=110, include_lineno=False)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _VARYING.match(line))


def _read(path):
    if not Path(path).exists():
        return Catalog(locale="zh", project="kml", fuzzy=False)
    with Path(path).open("rb") as file:
        return read_po(file, locale="zh")


class _Undated(Catalog):
    """A catalogue that does not say when and by what it was made: the same words give the same file."""

    mime_headers = (("Content-Type", "text/plain; charset=utf-8"),)


def compiled(path):
    """The bytes of the .mo file, which programs read, of the catalogue at `path`."""
    catalogue, file = _Undated(), io.BytesIO()
    for message in _read(path):
        if message.id and message.string:
            catalogue.add(message.id, message.string)
    write_mo(file, catalogue)
    return file.getvalue()


def translations(path, messages):
    """{message: translation} of the messages in the catalogue at `path` that have one without a fault."""
    known = {one.id: one.string for one in _read(path) if one.id and one.string}
    return {
        text: known[text]
        for text, about in messages.items()
        if text in known and not list(_lost(text, known[text], about))
    }


def catalogue_problems(label, path, messages):
    """A Problem for each message without a translation, each that is gone, and each that lost a value or code."""
    known = {one.id: one.string for one in _read(path) if one.id}
    for text, about in messages.items():
        if not known.get(text):
            yield Problem(label, f"this is not translated: {_short(text)}", "make build lists it there: translate it.")
            continue
        for what, before, after in _lost(text, known[text], about):
            yield Problem(label, f"{what} {before} became {after} in {_short(text)}", "keep it in the translation.")
    for text in sorted(known.keys() - messages.keys()):
        yield Problem(label, f"the course no longer says this: {_short(text)}", "run make build.")


def _lost(message, translation, about):
    """Yield (what, in the message, in the translation) of what a translation must keep and does not."""
    sides = message, translation
    kept = {"code": _CODE.findall, "links": _LINK.findall, "maths": _formulas}
    if about.template:
        kept["values"] = lambda text: [name for name in fields(text) if not name.startswith(PLURALS)]
    for what, find in kept.items():
        before, after = (sorted(find(text)) for text in sides)
        if before != after:
            yield what, before, after


def _formulas(text):
    """The formulas in Markdown, without the words in them."""
    found = [text] if text.startswith("$$") else _MATHS.findall(_CODE.sub("", text))
    return [re.sub(r"\\text\{[^}]*\}", "", one) for one in found]


def _short(text, longest=90):
    text = " ".join(text.split())
    return repr(text if len(text) <= longest else f"{text[: longest - 1]}…")
