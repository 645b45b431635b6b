"""The learner's language: English, as the code says it, or Chinese from the catalogue in kml/locale.

Sentences stay plain f-strings where they are made, so that code reads as it runs. They are translated where they are
shown: `say` looks a sentence up in the catalogue, or finds the template that made it, such as "The {name} is too
long.", and puts the same values into the translation. What is not in the catalogue stays as it is.
"""

import contextlib
import functools
import gettext
import os
import re
from pathlib import Path

from kml._arguments import choice

LANGUAGES = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"

FIELD = re.compile(r"\{([^{}]*)\}")  # a value in a template
_WORD = re.compile(r"[A-Za-z]{2}")
_ENDED = re.compile(r"(?<=[.!?:;]) +(?=\S)")  # between sentences
_chosen = "en"


def use(language):
    """Say everything in this language from now on. The environment variable KML_LANG overrides it.

    Raises ValueError for anything but "en" and "zh".
    """
    global _chosen
    _chosen = choice("lang", language, LANGUAGES)
    _said.cache_clear()
    _catalogue.cache_clear()  # an author may just have written it anew


@contextlib.contextmanager
def spoken(language):
    """Within this context everything is said in `language`."""
    before = _chosen
    use(language)
    try:
        yield
    finally:
        use(before)


def language():
    """The language in use: "en" or "zh"."""
    override = os.environ.get("KML_LANG")
    return choice("KML_LANG", override, LANGUAGES) if override else _chosen


def say(text):
    """`text` in the language in use. Joined sentences are translated one by one; code and unknown text stay."""
    now = language()
    return text if now == "en" or not _WORD.search(text) else _said(text, now)


def N_(text):
    """Mark a word for the catalogue that is too short to be told from a name; it is translated where it is shown."""
    return text


@functools.lru_cache(8192)
def _said(text, now):
    catalogue = _catalogue(now)
    found = catalogue.find(text)
    if found is not None:
        return found
    inner = text.strip(" ")
    if inner != text:
        before, after = text.split(inner)
        return f"{before}{_said(inner, now)}{after}"
    if "\n" in text:
        return "\n".join(_said(line, now) if _WORD.search(line) else line for line in text.split("\n"))
    parts = _ENDED.split(text)
    for n in range(len(parts) - 1, 0, -1):
        head = catalogue.find(" ".join(parts[:n]))
        if head is not None:
            rest = _said(" ".join(parts[n:]), now)
            return head + rest if ord(head[-1]) > 0x2E80 else f"{head} {rest}"  # Chinese full stops need no space
    return f"{parts[0]} {_said(' '.join(parts[1:]), now)}" if len(parts) > 1 else text


@functools.cache
def _catalogue(name):
    with (LOCALE / name / "LC_MESSAGES" / "kml.mo").open("rb") as file:
        return Catalogue(file)


class Catalogue(gettext.GNUTranslations):
    """A gettext catalogue that also knows which of its templates made a text."""

    @functools.cached_property
    def templates(self):
        """[(pattern, message)] with the most words of their own first: these are the least ambiguous."""
        known = [key for key in self._catalog if isinstance(key, str) and FIELD.search(key)]
        known.sort(key=lambda key: -len(FIELD.sub("", key)))
        return [(pattern_of(key), key) for key in known]

    def find(self, text):
        """The translation of a whole text, or None."""
        for form in (text, text[0].lower() + text[1:]):  # a sentence may begin with what another ends with
            if form in self._catalog:
                return self._catalog[form]
        # Of several templates, one within the other, the right one leaves the fewest words of English
        matches = [(key, found.groups()) for pattern, key in self.templates if (found := pattern.fullmatch(text))]
        made = [filled(self._catalog[key], values_of(key, groups)) for key, groups in matches]
        return min(made, key=lambda one: len(_WORD.findall(one)), default=None)


def pattern_of(template):
    """The pattern of every text that a template can make, with a group for each value."""
    parts = FIELD.split(template)
    return re.compile("".join("(.*?)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)), re.DOTALL)


def values_of(template, groups):
    """{name: [value, …]} of what stood in a template's places, in the language in use. Between backticks it is code."""
    values = {}
    for place, value in zip(FIELD.finditer(template), groups, strict=True):
        code = template[: place.start()].count("`") % 2
        values.setdefault(place[1], []).append(value if code or not value else say(value))
    return values


def fields(template):
    """The names of the values in a template, in order."""
    return FIELD.findall(template)


def filled(template, values):
    """A template with its values put in; a name that occurs twice takes its values in order."""
    left = {name: list(some) for name, some in values.items()}
    return FIELD.sub(lambda found: left[found[1]].pop(0), template)
