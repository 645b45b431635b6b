"""Translations that are not to be used: a table of a language, which its translators read and the build holds to.

solutions/zh/terms.tsv has a row for each: the English, what to write, what not to write, and why. Its heads are in that
language, since its guide and GLOSSARY.md show the table. Where a word is right after all, terms_right.tsv beside it has
the phrase in which it is, and why.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from kml_classroom.author import catalogues, edition
from kml_classroom.author.source import Problem

BETWEEN = " / "  # several words in one field
# What of a translation is not in its language: code, the names of values, addresses
_FOREIGN = re.compile(r"`[^`]*`|\{[^{}]*\}|\]\([^)]*\)")


@dataclass(frozen=True)
class Term:
    """How something English is called in the language: what to write, and what not; `right` and `wrong` are texts."""

    english: str
    right: str
    wrong: tuple[str, ...]
    why: str


def file(language):
    """Where a language may have the table of what is not to be used, from the course's folder."""
    return f"solutions/{language}/terms.tsv"


def exceptions_file(language):
    """Where it has the phrases in which such a word is right."""
    return f"solutions/{language}/terms_right.tsv"


def terms(root, language):
    """The Terms of the table; none where the language has no table."""
    return [Term(english, right, tuple(wrong.split(BETWEEN)), why)
            for english, right, wrong, why in _rows(root, file(language))[1:]]  # fmt: skip


def exceptions(root, language):
    """[(word, phrase in which it is right, why)]."""
    return [tuple(row) for row in _rows(root, exceptions_file(language))[1:]]


def _rows(root, name):
    path = Path(root) / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(root, language):
    """The table in Markdown, with the language's own heads; "" where there is none."""
    heads, *rows = _rows(root, file(language)) or [()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)) if heads else ""


def misused(text, known, allowed=()):
    """[(word, Term)] of the words in a translation that the Terms `known` rule out, but for the phrases `allowed`.

    >>> feed = Term("feed", "推荐流", ("信息流",), "")
    >>> [word for word, __ in misused("信息流里，`信息流`", [feed])], misused("信息流广告", [feed], ["信息流广告"])
    (['信息流'], [])
    """
    text = _FOREIGN.sub(" ", text)
    for phrase in allowed:
        text = text.replace(phrase, " ")
    return [(word, term) for term in known for word in term.wrong if word in text]


def problems(root, language):
    """Yield a Problem for each translation with a word that is not to be used: of lessons, pages and libraries."""
    known = terms(root, language)
    allowed = [phrase for __, phrase, __ in exceptions(root, language)]
    for name, message, translation in told(root, language) if known else ():
        for word, term in misused(translation, known, allowed):
            why = f" ({term.why})" if term.why else ""
            what = f"{word!r} is not to be used in {catalogues.short(message)}"
            yield Problem(name, what, f"write {term.right!r}{why}, or say in {exceptions_file(language)} why not.")


def told(root, language):
    """Yield (file, message, translation) of all that is said in a language, and the lines of pages written in it."""
    root = Path(root)
    libraries = [root / place.format(language=language) for place in catalogues.LIBRARIES.values()]
    for path in [*sorted((root / "solutions" / language).rglob("*.po")), *libraries]:
        name = path.relative_to(root).as_posix()
        yield from ((name, message, text) for message, text in catalogues.said(path, language))
    for path in sorted((root / edition.folder(language)).glob("*.md")):
        name = path.relative_to(root).as_posix()
        yield from ((name, line, line) for line in path.read_text(encoding="utf-8").splitlines())
