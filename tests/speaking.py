"""A language for tests: every message with its letters doubled, so that what is said can be told from what is not."""

import contextlib
import functools
import re
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from kml_classroom.words import CATALOGUE
from proofreading import english

from kml.core import words

DOUBLE = "double"
# What a translation keeps: values, code, addresses, formulas, HTML, values as argparse writes them
KEPT = re.compile(
    r"\{[^{}]*\}|`[^`]*`|\]\([^)]*\)|https?:\S+|\$\$.*?\$\$|\$[^$\n]*\$|</?[a-z][^>]*>|%\(\w+\)\w|%\w", re.DOTALL
)
_LETTERS = re.compile(r"[^\W\d_]+")


def write_catalogue(folder, language, said, *, contexts=(), domain="kml"):
    """Compile {message: translation}; a pair is (one, many), or (context, message) where `contexts` hold its first."""
    catalogue = Catalog(locale="zh")
    for message, translation in said.items():
        if isinstance(message, tuple) and message[0] in contexts:
            catalogue.add(message[1], translation, context=message[0])
        else:
            catalogue.add(message, (translation,) if isinstance(message, tuple) else translation)
    file = Path(folder) / language / "LC_MESSAGES" / f"{domain}.mo"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        write_mo(out, catalogue)


def doubled(text):
    """A message with each of its letters twice, but for values, code and markup: "Riigghhtt {n}."."""
    parts = re.split(f"({KEPT.pattern})", text, flags=re.DOTALL)
    return "".join(part if KEPT.fullmatch(part) else _LETTERS.sub(_twice, part) for part in parts)


def _twice(letters):
    return "".join(2 * letter for letter in letters[0])


def unsaid(text, known=()):
    """The words of a text, without code and values, that are not in the language of doubled letters."""
    return [word for word in english(text, known) if not re.fullmatch(r"(?:([^\W\d_])\1)+", word)]


@functools.cache
def _folder():
    """A folder of languages that has "double" only, made of every message of the course."""
    folder = Path(tempfile.mkdtemp())
    for one in (words.COURSE, CATALOGUE):
        with (one.folder / words.languages()[-1] / "LC_MESSAGES" / f"{one.domain}.po").open("rb") as file:
            known = read_po(file)
        catalogue = Catalog(locale="en")
        for message in known:
            if message.id:
                many = tuple(map(doubled, message.id)) if message.pluralizable else doubled(message.id)
                catalogue.add(message.id, many, context=message.context)
        file = folder / one.place(DOUBLE)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            write_mo(out, catalogue)
    return folder


@contextlib.contextmanager
def other_language():
    """Within this context the course speaks a language whose letters come twice; gives `doubled`."""
    catalogues, folder = (words.COURSE, CATALOGUE), _folder()
    before = [one.folder for one in catalogues]
    for one in catalogues:
        one.folder = folder
    try:
        with words.spoken(DOUBLE):
            yield doubled
    finally:
        for one, own in zip(catalogues, before, strict=True):
            one.folder = own
        words.Catalogue.refresh()
