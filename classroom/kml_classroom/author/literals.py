"""The texts of a lesson's code that a reader sees.

A lesson's cells are code that learners read, so nothing in them is marked for translation, as it is in kml: what is
shown is told from what is a name by where it stands. An f-string is a template here, its values called by their
expressions: f"{n:,} views" is "{n} views".
"""

import ast
import io
import re
import tokenize
from dataclasses import dataclass

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


def fields(template):
    """The names of the values in a template, in order."""
    return FIELD.findall(template)


def filled(template, values):
    """A template with its values put in; a name that occurs twice takes its values in order."""
    left = {name: list(some) for name, some in values.items()}
    return FIELD.sub(lambda found: left[found[1]].pop(0), template)
