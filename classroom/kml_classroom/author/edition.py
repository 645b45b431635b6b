"""The edition in a language: a lesson's source with every paragraph, and every text in its code, translated.

Each folder of solutions/ is a language, with a catalogue of translations for each lesson. Code stays the same but for
the texts in it, and for `lang=` in the calls that begin to speak; cells keep their ids, so that such a notebook is
graded like any.
"""

import ast
import dataclasses
import re
import unicodedata
from pathlib import Path

from kml.core.words import SOURCE
from kml_classroom.author.catalogues import Message, translations
from kml_classroom.author.heads import ANSWERS, EXERCISE
from kml_classroom.author.literals import (
    PLURALS,
    comments,
    filled,
    keys_of,
    literals,
    name_of,
    parse,
)
from kml_classroom.author.rules import MOST_COLUMNS

PAGES = (  # what is told around the lessons
    *("README.md", "docs/installing.md", "docs/learning.md", "docs/website.md"),
    *("TEACHING.md", "hub/README.md", "CONTRIBUTING.md", "bench/README.md"),
)
SPEAKS = ("setup", "installation")  # calls that take lang=
_PLACE = re.compile(r"(\{[^{}]*\})")  # of a value in a message
_VALUE = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")  # in the source of an f-string, with its format
_WHOLE = re.compile(rf"{_VALUE.pattern}|\\.|[\w.,%+-]+ ?|.", re.ASCII | re.DOTALL)  # what a line end must not cut
_CLOSERS = len("),")  # what ends a line after a text, if that is all
_FENCE = re.compile(r"^\s*(```|~~~|\$\$)")
_TAG = re.compile(r"</?[a-z][^>]*>")  # HTML's, such as the </details> of a folded box
_STARTS = re.compile(r"\s*([-*+]|\d+\.|>|\||#)\s?")  # a line of its own: list item, quote, row of a table, heading


def languages(root):
    """The languages that the course's folder `root` has an edition in, beside English.

    They are the folders of solutions/ with catalogues in them, or with nothing yet: that is how an edition begins.
    """
    folders = [path for path in sorted((Path(root) / "solutions").glob("[!.]*")) if path.is_dir()]
    return [path.name for path in folders if any(path.rglob("*.po")) or not any(path.iterdir())]


def folder(language):
    """Where the notebooks of an edition lie, from the course's folder."""
    return f"lessons/{language}"


def twin(page, language):
    """The file of a page beside the lessons in a language.

    >>> twin("hub/README.md", "zh"), twin("README.md", "en")
    ('hub/README.zh.md', 'README.md')
    """
    return page if language == SOURCE else f"{page.removesuffix('.md')}.{language}.md"


def catalogue(source, language):
    """Where the translations of a lesson lie, from the course's folder."""
    return f"solutions/{language}/{source.name}.po"


def messages(source):
    """The Messages of all that a lesson says: its front matter, paragraphs, and the texts in its code."""
    names, found = _names(source), dict.fromkeys(_front(source), False)
    for cell in source.cells:
        if cell.kind == "markdown":
            found |= {block: False for block in blocks(cell.text) if _is_prose(block)}
        else:
            found |= {text: False for _, _, text in comments(cell.solved)}
            found |= {one.message: isinstance(one.node, ast.JoinedStr) for one in literals(cell.solved, names)}
    return [_message(source, text, template) for text, template in found.items()]


def _front(source):
    """The texts of its front matter."""
    about = source.about
    return [about["title"], about["question"], *about["objectives"], *about["needs"]]


def _message(source, text, template=False):
    return Message(text, template, places=((source.label, None),))


def table(root, source, language):
    """{text: translation} of a lesson, as far as its catalogue in the course's folder `root` reaches."""
    return translations(Path(root) / catalogue(source, language), messages(source), language)


def told(root, source, language):
    """The source in a language of the course's folder `root`, as far as its catalogue reaches."""
    return source if language == SOURCE else in_language(source, table(root, source, language), language)


def titled(root, source, language):
    """The source with its front matter in a language, in a fraction of the time that `told` takes; its cells stay."""
    if language == SOURCE:
        return source
    front = [_message(source, text) for text in _front(source)]
    return _titled(source, translations(Path(root) / catalogue(source, language), front, language))


def in_language(source, table, language):
    """The source in a language, as far as `table` {text: translation} reaches."""
    names = _names(source)
    cells = tuple(_cell(cell, table, language, names) for cell in source.cells)
    return dataclasses.replace(_titled(source, table), cells=cells)


def _titled(source, table):
    about = dict(source.about)
    for key in ("title", "question"):
        about[key] = table.get(about[key], about[key])
    for key in ("needs", "objectives"):
        about[key] = [table.get(text, text) for text in about[key]]
    return dataclasses.replace(source, about=about)


def _names(source):
    """What the lesson's code uses as keys anywhere: these texts are names in all its cells."""
    return {name for cell in source.cells if cell.kind == "code" for name in keys_of(cell.solved)}


def _cell(cell, table, language, names):
    if cell.kind == "markdown":
        text = "\n\n".join(table.get(block, block) for block in blocks(cell.text))
        return dataclasses.replace(cell, text=text, solved=text, stub=text)
    solved = code_in_language(cell.solved, table, language, names)
    stub = solved if cell.stub == cell.solved else code_in_language(cell.stub, table, language, names)
    return dataclasses.replace(cell, solved=solved, stub=stub)


# ── paragraphs ─────────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(text):
    """The paragraphs of Markdown, with lines that were wrapped joined again; what is fenced, and maths, stays whole."""
    found, now, fence = [], [], ""
    for line in [*text.split("\n"), ""]:
        mark = _FENCE.match(line)
        if fence:
            now.append(line)
            fence = "" if line.rstrip().endswith(fence) else fence
        elif mark and not (mark[1] == "$$" and line.rstrip().endswith("$$") and len(line.strip()) > 2):
            now.append(line)
            fence = mark[1]
        elif line.strip():
            joined = now and not _FENCE.match(now[-1]) and not _STARTS.match(line)
            now[-1:] = [f"{now[-1]} {line.strip()}"] if joined else [*now[-1:], line.rstrip()]
        elif now:
            found.append("\n".join(now))
            now = []
    return found


def _is_prose(block):
    if block.startswith("$$"):
        return bool(re.search(r"\\text\{[^}]*[a-z]{2}", block))
    if block == ANSWERS or EXERCISE.fullmatch(block):  # the build says these
        return False
    return not _FENCE.match(block) and bool(re.search(r"[A-Za-z]{2}", _TAG.sub("", block)))


# ── code ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def code_in_language(code, table, language, names=frozenset()):
    """Python code with its texts and comments translated; whatever `table` does not know stays."""
    lines = [line.encode() for line in code.split("\n")]  # ast counts columns in bytes

    def put(start, end, text):
        (row, column), (last, stop) = start, end
        new = (lines[row - 1][:column] + text.encode() + lines[last - 1][stop:]).split(b"\n")
        lines[row - 1 : last] = new

    edits = []
    for row, column, text in comments(code):
        if text in table:
            width = len(code.split("\n")[row - 1].encode())
            before = len(code.split("\n")[row - 1][:column].encode())
            edits.append(((row, before), (row, width), f"# {table[text]}"))
    found = [one for one in literals(code, names) if one.message in table]
    tree = parse(code)
    breakable = _in_brackets(tree)
    values = {one.message: table[one.message] for one in found if one.kind == "value"}
    for one in found:
        if one.kind != "value":  # those are written with the f-string that holds them
            node = one.node
            start, end = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
            before = columns(lines[start[0] - 1][: start[1]].decode())
            after = columns(lines[end[0] - 1][end[1] :].decode())
            several = start in breakable or start[0] != end[0]
            room = MOST_COLUMNS - before - min(after, _CLOSERS) if several else None
            edits.append((start, end, _written(one, table, ast.get_source_segment(code, node), values, room)))
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "attr", getattr(getattr(node, "func", None), "id", ""))
        if isinstance(node, ast.Call) and name in SPEAKS:
            end = (node.end_lineno, node.end_col_offset - 1)
            edits.append((end, end, ", " * bool(node.args or node.keywords) + f'lang="{language}"'))
    for edit in sorted(edits, reverse=True):  # from the end, so that positions before it stay right
        put(*edit)
    return b"\n".join(lines).decode()


def _in_brackets(tree):
    """Where the expressions of code begin that stand in brackets, so that they may go on in the next line."""
    held = (ast.Call, ast.List, ast.Dict, ast.Set)
    inside = (one for node in ast.walk(tree) if isinstance(node, held) for one in ast.walk(node))
    return {(one.lineno, one.col_offset) for one in inside if isinstance(one, (ast.Constant, ast.JoinedStr))}


def columns(text):
    """How wide a text is: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _written(literal, table, written, inner, room):
    """A translated text as Python writes it, over several lines if it does not fit into `room` columns (None: any).

    `written` is the English one; `inner` translates the texts inside the values of an f-string.
    """
    node, text = literal.node, table[literal.message]
    if literal.kind == "docstring":
        return f'"""{text}"""'
    prefix = "f" if isinstance(node, ast.JoinedStr) else ""
    values = {}
    held = [value for value in getattr(node, "values", ()) if isinstance(value, ast.FormattedValue)]
    for value, place in zip(held, _VALUE.findall(written) if held else (), strict=True):
        place = re.sub(r"'([^']*)'", lambda quoted: f"'{inner.get(quoted[1], quoted[1])}'", place)
        values.setdefault(name_of(value), []).append(place)
    whole = filled(_escaped(text), values)
    pieces = [whole] if room is None else _wrapped(whole, room - len(f'{prefix}""'))
    return ("\n" + " " * node.col_offset).join(f'{prefix}"{piece}"' for piece in pieces)


def _escaped(text):
    """Quotes, backslashes and line ends as they stand in a literal, but not in the names of its values."""
    parts = _PLACE.split(text)
    odd = [part if n % 2 else part.replace("\\", "\\\\").replace('"', '\\"') for n, part in enumerate(parts)]
    return "".join(odd).replace("\n", "\\n")


def _wrapped(text, room):
    """A text, as it stands in a literal, in pieces of at most `room` columns, cut outside its values and words."""
    pieces = [""]
    for part in _WHOLE.findall(text):
        if pieces[-1] and columns(pieces[-1] + part) > room:
            pieces.append("")
        pieces[-1] += part
    return pieces


def differs(english, translated, names=frozenset()):
    """What translated code does differently from the English that it comes from; "" if nothing but its texts."""
    free = {(one.node.lineno, one.node.col_offset) for one in literals(english, names)}

    def values(node):
        held = [value for value in getattr(node, "values", ()) if isinstance(value, ast.FormattedValue)]
        kept = [value for value in held if not name_of(value).startswith(PLURALS)]
        return sorted(re.sub(r"Constant\(value='[^']*'\)", "text", ast.dump(value)) for value in kept)

    def same(a, b):
        if isinstance(a, (ast.Constant, ast.JoinedStr)) and (a.lineno, a.col_offset) in free:
            return isinstance(b, (ast.Constant, ast.JoinedStr)) and values(a) == values(b)
        if isinstance(a, list):
            return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
        if not isinstance(a, ast.AST):
            return a == b
        if type(a) is not type(b):
            return False
        mine = [keyword for keyword in getattr(b, "keywords", []) if keyword.arg != "lang"]
        theirs = {**dict(ast.iter_fields(b)), **({"keywords": mine} if hasattr(b, "keywords") else {})}
        return all(same(value, theirs[field]) for field, value in ast.iter_fields(a))

    try:
        return "" if same(parse(english), parse(translated)) else "its code is not the English lesson's"
    except SyntaxError as error:
        return f"it does not compile ({error.msg}, line {error.lineno})"
