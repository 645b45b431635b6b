"""Catalogues of what the course says, for its translators: gettext's .po files, which any PO editor opens.

What kml says is marked where it is made, `_("{n} views").format(n=n)`, and Babel finds it; what a lesson says,
`edition` finds. A catalogue is complete if each message has a translation that keeps its values, code, links and
formulas.
"""

import csv
import io
import re
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kml_classroom.author.literals import FIELD, PLURALS, fields
from kml_classroom.author.solutions import docstrings_said
from kml_classroom.author.source import Problem

# What marks a message in code (kml.core.words), as Babel writes it: which argument is the message, which its context
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "NP_": ((1, "c"), 2)}
# Each distribution that speaks: its folder of code, and where the catalogue of a language lies
LIBRARIES = {
    "kml": "kml/locale/{language}/LC_MESSAGES/kml.po",
    "classroom/kml_classroom": "classroom/kml_classroom/locale/{language}/LC_MESSAGES/kml_classroom.po",
}
HEADER = "# What the course says, translated. `make build` keeps the list of messages: see CONTRIBUTING.md."
_ANSWERS = "lessons/answers/"  # here docstrings are said, too: kml.solution shows them
_SAID_COLUMN = "meaning"  # of a library's tables: kml.glossary shows it
_TEMPLATE = "python-brace-format"  # what gettext calls it
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"\]\(([^)]*)\)")
_MATHS = re.compile(r"(?<![\\$])\$(?!\$)([^$]+?)(?<!\\)\$")
# Lines of a catalogue's head that say when, by whom and with what it was made: the same words give the same file
_VARYING = re.compile(
    r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Report-Msgid-Bugs-To|Project-Id-Version'
    r"|Language-Team): "
)


@dataclass(frozen=True)
class Message:
    """Something that the course says: a text or, where it counts, (one, many).

    The `context` tells apart what reads alike. Values are put into a `template`. `places` are (file, line), `notes` are
    for the translator.
    """

    text: str | tuple[str, str]
    template: bool = False
    context: str | None = None
    places: tuple = ()
    notes: tuple = ()

    @property
    def texts(self):
        return (self.text,) if isinstance(self.text, str) else self.text

    @property
    def key(self):
        """What gettext looks a message up by."""
        return self.context, self.texts[0]


def gathered(messages):
    """The messages, each of them once with all its places; one and many where any of them counts."""
    found = {}
    for one in messages:
        old = found.get(one.key, one)
        text = max(old.text, one.text, key=lambda text: isinstance(text, tuple))
        places, notes = (tuple(dict.fromkeys(a + b)) for a, b in ((old.places, one.places), (old.notes, one.notes)))
        found[one.key] = replace(old, text=text, places=places, notes=notes)
    return list(found.values())


def library_messages(root, folder):
    """The Messages of all that `folder` of the course says, its code and its tables, each with its files and lines."""
    found = []
    for path in sorted((Path(root) / folder).rglob("*.py")):
        name, code = path.relative_to(root).as_posix(), path.read_bytes()
        marked = [*extract("python", io.BytesIO(code), KEYWORDS, ("Translators:",))]
        if _ANSWERS in name:
            said = docstrings_said(root, path)
            found += [Message(text, places=((file, line),)) for file, line, text in said]
        for line, text, notes, context in marked:
            template = bool(FIELD.search(text if isinstance(text, str) else text[-1]))
            found.append(Message(text, template, context, ((name, line),), tuple(notes)))
    for path in sorted((Path(root) / folder).rglob("*.tsv")):
        name, rows = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines()
        for line, row in enumerate(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            if _SAID_COLUMN in row:
                found.append(Message(row[_SAID_COLUMN], places=((name, line),)))
    return gathered(found)


def template_of(messages):
    """The Babel catalogue of these Messages, without translations."""
    catalogue = Catalog(charset="utf-8")
    for one in messages:
        catalogue.add(one.text, locations=one.places, auto_comments=one.notes, context=one.context)
    return _flagged(catalogue, messages)


def _flagged(catalogue, messages):
    """The catalogue with its templates marked, and nothing else: Babel takes formulas for templates, too."""
    templates = {one.key for one in messages if one.template}
    for one in catalogue:
        if one.id:
            one.flags -= {_TEMPLATE, "python-format"}
            one.flags |= {_TEMPLATE} if _key(one) in templates else set()
    return catalogue


def _key(message):
    """The key of a message of Babel's."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def refreshed(path, messages, language):
    """The text of the catalogue at `path` with these Messages: translations are kept, and what is gone goes.

    Where a message has changed a little, its old translation stays beside it, marked fuzzy: for a person to look at.
    """
    catalogue = _read(path, language)
    catalogue.update(template_of(messages), no_fuzzy_matching=False)
    catalogue.obsolete.clear()
    return _text(catalogue, messages)


def template_text(messages):
    """The text of a .pot file of these Messages: what a service for translators, or a new language, begins with."""
    return _text(template_of(messages), messages)


def _text(catalogue, messages):
    """A catalogue of Babel's as a file: nothing in it is of one day or one machine."""
    catalogue.header_comment = HEADER
    file = io.BytesIO()
    write_po(file, _flagged(catalogue, messages), width=110)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not _VARYING.match(line))


def _read(path, language):
    if not Path(path).exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
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
        if message.id and _is_said(message) and not message.fuzzy:
            catalogue.add(message.id, message.string, context=message.context)
    write_mo(file, catalogue)
    return file.getvalue()


def _is_said(message):
    return all(message.string) if message.pluralizable else bool(message.string)


def translations(path, messages, language):
    """{text: translation} of those Messages of a lesson that have one without a fault in the catalogue at `path`."""
    known = {_key(one): one for one in _read(path, language) if one.id and _is_said(one) and not one.fuzzy}
    return {
        message.text: known[message.key].string
        for message in messages
        if message.key in known and not list(_lost(message, known[message.key].string))
    }


def said(path, language):
    """Yield (message, translation) of what is translated in the catalogue at `path`: each form of one and many."""
    for one in _read(path, language):
        if one.id and _is_said(one) and not one.fuzzy:
            yield from ((_key(one)[1], text) for text in ([one.string] if isinstance(one.string, str) else one.string))


def catalogue_problems(label, path, messages, language):
    """A Problem for each message without a translation, each that is gone, and each that lost a value or code.

    Where in the code a message stands does not matter.
    """
    known = {_key(one): one for one in _read(path, language) if one.id}
    for message in messages:
        one, named = known.pop(message.key, None), short(message.texts[0])
        if one is None or not _is_said(one):
            yield Problem(label, f"this is not translated: {named}", "make build lists it there: translate it.")
        elif one.fuzzy:
            what = f"the English has changed, the translation not yet: {named}"
            yield Problem(label, what, "translate the change, then delete the word fuzzy above it.")
        else:
            for what, before, after in _lost(message, one.string):
                yield Problem(label, f"{what} {before} became {after} in {named}", "keep it in the translation.")
    for _, gone in known:
        yield Problem(label, f"the course no longer says this: {short(gone)}", "run make build.")


def _lost(message, translation):
    """Yield (what, in the message, in the translation) of what a translation must keep and does not.

    It may say a name more often or less often than the English does.
    """
    kept = {"code": lambda text: set(_CODE.findall(text)), "links": _LINK.findall, "maths": _formulas}
    if message.template:
        kept["values"] = lambda text: {name for name in fields(text) if not name.startswith(PLURALS)}
    *few, many = [translation] if isinstance(translation, str) else translation
    for form, texts in [*((form, message.texts) for form in few), (many, message.texts[-1:])]:
        for what, find in kept.items():
            before, after = [sorted(find(text)) for text in texts], sorted(find(form))
            if after not in before:  # "one view" may do without its number, in any language
                yield what, before[-1], after


def _formulas(text):
    """The formulas in Markdown, without the words in them."""
    found = [text] if text.startswith("$$") else _MATHS.findall(_CODE.sub("", text))
    return [re.sub(r"\\text\{[^}]*\}", "", one) for one in found]


def short(text, longest=90):
    """A message as it is named in a Problem."""
    text = " ".join(text.split())
    return repr(text if len(text) <= longest else f"{text[: longest - 1]}…")
