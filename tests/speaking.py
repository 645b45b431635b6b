"""A language for tests: every message with its letters doubled, so that what is said can be told from what is not."""

import contextlib
import functools
import re
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kml.core import words

KEPT = re.compile(r"\{[^{}]*\}|`[^`]*`")  # values and code


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
    """A message with each of its letters twice, but for values and code: "Riigghhtt {n}."."""
    parts = re.split(f"({KEPT.pattern})", text)
    return "".join(part if KEPT.fullmatch(part) else re.sub(r"([^\W\d_])", r"\1\1", part) for part in parts)


@functools.cache
def _folder():
    """A folder of languages that has "double" only, made of every message of the course."""
    with (words.COURSE.folder / words.languages()[-1] / "LC_MESSAGES" / "kml.po").open("rb") as file:
        course = read_po(file)
    catalogue = Catalog(locale="en")
    for message in course:
        if message.id:
            many = tuple(map(doubled, message.id)) if message.pluralizable else doubled(message.id)
            catalogue.add(message.id, many, context=message.context)
    folder = Path(tempfile.mkdtemp())
    file = folder / "double" / "LC_MESSAGES" / "kml.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, catalogue)
    return folder


@contextlib.contextmanager
def other_language():
    """Within this context the course speaks a language whose letters come twice; gives `doubled`."""
    before, folder = words.COURSE.folder, _folder()
    words.COURSE.folder = folder
    try:
        with words.spoken("double"):
            yield doubled
    finally:
        words.COURSE.folder = before
        words.Catalogue.refresh()
