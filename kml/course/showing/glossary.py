"""The course's words in English and Chinese: each with one sentence, and the lesson that brings it."""

import csv
import difflib
import functools
import html
import importlib.resources
from dataclasses import dataclass

from kml.core.words import _, listed, sentences

BESIDE = "zh"  # the language of a term's second name: the course grew out of a Chinese article


@dataclass(frozen=True)
class Term:
    """A word of the course; `lesson` is the number of the first lesson that uses it, such as "03".

    `meaning` is declared in stored/glossary.tsv, and said where it is shown.
    """

    lesson: str
    english: str
    chinese: str
    meaning: str


@dataclass(frozen=True)
class Glossary:
    """Some terms, in a table; `asked` is what was looked for ("" for all of them)."""

    terms: tuple[Term, ...]
    asked: str = ""

    def __iter__(self):
        return iter(self.terms)

    def __len__(self):
        return len(self.terms)

    def __repr__(self):
        said = _("{english} {chinese} (lesson {lesson}): {meaning}")
        lines = [
            said.format(english=term.english, chinese=term.chinese, lesson=term.lesson, meaning=_(term.meaning))
            for term in self.terms
        ]
        return "\n".join(lines) or self._nothing()

    def _repr_html_(self):
        if not self.terms:
            return f"<p>{html.escape(self._nothing())}</p>"
        names = _("Term"), _("Chinese"), _("In one sentence"), _("Lesson")
        head = "".join(f'<th scope="col" style="text-align:left">{html.escape(name)}</th>' for name in names)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, self.terms))}</tbody></table>"

    def _nothing(self):
        every = {name.casefold(): term for term in all_terms() for name in (term.english, term.chinese)}
        close = difflib.get_close_matches(self.asked.casefold(), every, cutoff=0.5)
        names = listed(f"{term.english} {term.chinese}" for term in dict.fromkeys(map(every.get, close)))
        return sentences(
            _("The glossary has nothing on {asked!r}.").format(asked=self.asked),
            _("Close to it: {names}.").format(names=names) if names else "",
            _("kml.glossary() shows all of it."),
        )


def glossary(term: str | None = None) -> Glossary:
    """The course's words in English and Chinese, as a table; with a `term`, in either language, those that hold it.

    >>> import kml
    >>> [(term.english, term.chinese) for term in kml.glossary("动量")]
    [('momentum', '动量')]
    """
    asked = "" if term is None else " ".join(str(term).split())
    if not asked:
        return Glossary(all_terms())
    found = [one for one in all_terms() if any(asked.casefold() in name for name in _names(one))]
    found.sort(key=lambda one: asked.casefold() not in _names(one))  # the word itself before words that hold it
    return Glossary(tuple(found), asked)


@functools.cache
def all_terms():
    """Every Term, in the order of the lessons."""
    file = importlib.resources.files("kml").joinpath("stored/glossary.tsv")
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Term(**row) for row in rows)


def _names(term):
    """How a term may be asked for: "momentum", "动量"; "mean squared error", "mse" and both together."""
    english = term.english.casefold()
    full, __, short = english.rstrip(")").partition(" (")
    return (english, full, short, term.chinese.casefold())


def _row(term):
    names = f"<strong>{html.escape(term.english)}</strong>", f'<span lang="{BESIDE}">{html.escape(term.chinese)}</span>'
    cells = [f'<td style="text-align:left">{text}</td>' for text in (*names, html.escape(_(term.meaning)), term.lesson)]
    return f"<tr>{''.join(cells)}</tr>"
