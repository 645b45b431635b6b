"""The words of the course for its translators, kept in gettext catalogues.

What a library says is marked where it is made (`_("{n} views").format(n=n)`), and Babel finds it. A lesson's cells are
code that learners read, so they have no marks: `literals` finds the texts in them that a reader will see. A catalogue is
complete if every message has a translation with the same values and code in it.
"""

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kml_classroom.author.source import Problem

# Arguments that a reader sees however short they are, and functions that show their argument of this number
SHOWN = {"alt", "label", "labels", "options", "title", "suptitle", "term", "text", "word", "xlabel", "ylabel"}
WRITES = {"text": 2} | dict.fromkeys(("annotate", "set_title", "set_xlabel", "set_ylabel", "suptitle", "print"), 0)
ANSWERS = {"yes", "no"}
# Arguments and functions whose texts are names
HIDDEN = {"loc", "xycoords", "textcoords", "arrowstyle", "layout", "style", "columns", "by", "key", "id"}
NAMES = {"append", "startswith", "endswith", "get", "pop", "index", "replace", "strip", "split", "choice"}
NAMES |= {"sort_values", "groupby", "set_index", "drop", "nlargest", "nsmallest"}
PLURALS = ("'s'", "'es'")  # how the values of English plurals begin: "{n} video{'s' * (n > 1)}"
FIELD = re.compile(r"\{([^{}]*)\}")  # a value in a template
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

# What marks a message in code (kml.core.words), as Babel writes it: which argument is the message, which its context
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "NP_": ((1, "c"), 2)}
# Each distribution that speaks: its folder of code, and where the catalogue of a language lies
LIBRARIES = {
    "kml": "kml/locale/{language}/LC_MESSAGES/kml.po",
    "classroom/kml_classroom": "classroom/kml_classroom/locale/{language}/LC_MESSAGES/kml_classroom.po",
}
_ANSWERS = "lessons/answers/"  # here docstrings are said, too: kml.solution shows them
_PLURAL_FORMS = "nplurals=1; plural=0;"


@dataclass(frozen=True)
class Message:
    """A message of a lesson: whether it is a template, with its values in braces."""

    template: bool = False


def library_template(root, folder):
    """The Babel catalogue of all that the code in `folder` of the course says, each message with file and line."""
    template = _new()
    for path in sorted((Path(root) / folder).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        code = path.read_bytes()
        for line, message, comments, context in extract("python", io.BytesIO(code), KEYWORDS, ("Translators:",)):
            _add(template, message, (name, line), context, comments)
        if _ANSWERS in name:
            for line, text in answers_said(code.decode()):
                _add(template, text, (name, line))
    return template


def _new(**more):
    return Catalog(project="kml", charset="utf-8", **more)


def _add(template, message, location, context=None, comments=()):
    first = message if isinstance(message, str) else message[0]
    flags = ["python-brace-format"] if FIELD.search(first) else []
    template.add(message, locations=[location], flags=flags, auto_comments=comments, context=context)


def answers_said(code):
    """[(line, docstring)] of the reference answers in a module of answers: each is shown with its solution."""
    tree = ast.parse(code)
    shown = {
        keyword.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "reference" and isinstance(keyword.value, ast.Name)
    }
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in shown]
    return [(node.body[0].lineno, ast.get_docstring(node)) for node in functions if ast.get_docstring(node)]


def lesson_template(name, messages):
    """The Babel catalogue of a lesson's messages {message: Message}."""
    template = _new()
    for text, message in messages.items():
        template.add(text, locations=[(name, None)], flags=["python-brace-format"] if message.template else [])
    return template


def refreshed(path, template, language):
    """The text of the catalogue at `path` for this template: translations are kept, and what is gone goes.

    Where a message has changed a little, its old translation stays beside it, marked fuzzy: for a person to look at.
    """
    catalogue = _read(path, language)
    catalogue.update(template, no_fuzzy_matching=False)
    catalogue.obsolete.clear()
    file = io.BytesIO()
    write_po(file, catalogue, width=110)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _VARYING.match(line))


def _read(path, language):
    if not Path(path).exists():
        return _new(locale=language, fuzzy=False)
    with Path(path).open("rb") as file:
        return read_po(file, locale=language)


class _Undated(Catalog):
    """A catalogue that does not say when and by what it was made: the same words give the same file."""

    @property
    def mime_headers(self):
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", self.plural_forms)]


def compiled(path, language):
    """The bytes of the .mo file, which programs read, of the catalogue at `path`; what is fuzzy is not in it."""
    catalogue, file = _Undated(locale=language), io.BytesIO()
    for message in _read(path, language):
        if message.id and _said(message) and not message.fuzzy:
            catalogue.add(message.id, message.string, context=message.context)
    write_mo(file, catalogue)
    return file.getvalue()


def _said(message):
    return all(message.string) if message.pluralizable else bool(message.string)


def translations(path, messages, language):
    """{message: translation} of the messages of a lesson that have one without a fault in the catalogue at `path`."""
    known = {one.id: one for one in _read(path, language) if one.id and one.string and not one.fuzzy}
    return {
        text: known[text].string
        for text, about in messages.items()
        if text in known and not list(_lost(text, known[text].string, about.template))
    }


def catalogue_problems(label, path, template, language):
    """A Problem for each message without a translation, each that is gone, and each that lost a value or code."""
    known = {(one.context, one.id): one for one in _read(path, language) if one.id}
    wanted = {(one.context, one.id): one for one in template if one.id}
    for key, message in wanted.items():
        one, short = known.get(key), _short(message.id if isinstance(message.id, str) else message.id[0])
        if one is None or not _said(one):
            yield Problem(label, f"this is not translated: {short}", "make build lists it there: translate it.")
        elif one.fuzzy:
            what = f"the English has changed, the translation not yet: {short}"
            yield Problem(label, what, "translate the change, then delete the word fuzzy above it.")
        else:
            strings = one.string if isinstance(one.string, (tuple, list)) else [one.string]
            forms = one.id if isinstance(one.id, (tuple, list)) else [one.id]
            for what, before, after in (lost for said in strings for lost in _lost(forms[-1], said, _template(one))):
                yield Problem(label, f"{what} {before} became {after} in {short}", "keep it in the translation.")
    for key in sorted(known.keys() - wanted.keys(), key=str):
        short = _short(key[1] if isinstance(key[1], str) else key[1][0])
        yield Problem(label, f"the course no longer says this: {short}", "run make build.")


def _template(message):
    return "python-brace-format" in message.flags


def _lost(message, translation, template):
    """Yield (what, in the message, in the translation) of what a translation must keep and does not."""
    sides = message, translation
    kept = {"code": _CODE.findall, "links": _LINK.findall, "maths": _formulas}
    if template:
        kept["values"] = lambda text: sorted({name for name in fields(text) if not name.startswith(PLURALS)})
    for what, find in kept.items():
        before, after = (sorted(find(text)) for text in sides)
        if before != after:
            yield what, before, after


def fields(template):
    """The names of the values in a template, in order."""
    return FIELD.findall(template)


def filled(template, values):
    """A template with its values put in; a name that occurs twice takes its values in order."""
    left = {name: list(some) for name, some in values.items()}
    return FIELD.sub(lambda found: left[found[1]].pop(0), template)


def _formulas(text):
    """The formulas in Markdown, without the words in them."""
    found = [text] if text.startswith("$$") else _MATHS.findall(_CODE.sub("", text))
    return [re.sub(r"\\text\{[^}]*\}", "", one) for one in found]


def _short(text, longest=90):
    text = " ".join(text.split())
    return repr(text if len(text) <= longest else f"{text[: longest - 1]}…")
