"""The learner's language: gettext, with a mark at each place where a sentence is made.

    from kml.core.words import N_, _, ngettext, pgettext
    _("The {name} is too long.").format(name=name)         said now: translated first, then the values are put in
    ngettext("{n} view", "{n} views", n).format(n=n)       one and many
    pgettext("a list of videos", "feed")                   a word that means several things, with its context
    TITLE = N_("Which change helped?")                     declared at import, said later with _(TITLE)

English is the source. Each other language is a folder of kml/locale with a compiled catalogue, and nothing else has to
know of it. A text is never translated after its values are in it: what a learner or another library says stays as it
is. The language in use is one for the whole process, as a notebook has one reader. This module needs nothing but
Python, so that it speaks where NumPy is still to be fetched.
"""

import contextlib
import gettext as _gettext
import os
import unicodedata
from pathlib import Path
from typing import ClassVar

SOURCE = "en"
_chosen = SOURCE


def languages():
    """The languages that this course speaks: English, and each folder of kml/locale with a compiled catalogue.

    >>> languages()[0]
    'en'
    """
    return tuple(dict.fromkeys((SOURCE, *sorted(path.parts[-3] for path in COURSE.folder.glob(COURSE.place("*"))))))


def use(language):
    """Say everything in this language from now on. The environment variable KML_LANG overrides it.

    Raises ValueError for a language that the course does not speak, be it this one or KML_LANG.

    >>> use("latin")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: lang must be one of 'en', ...; got 'latin'.
    """
    global _chosen
    _chosen = _known("lang", language)
    _known("KML_LANG", os.environ.get("KML_LANG") or language)
    Catalogue.refresh()


@contextlib.contextmanager
def spoken(language):
    """Within this context everything is said in `language`.

    >>> with spoken(languages()[-1]):
    ...     said = _("Correct")
    """
    global _chosen
    before = _chosen
    use(language)
    try:
        yield
    finally:
        _chosen = before


@contextlib.contextmanager
def speaking(language):
    """Within this context everything is said in `language`, whatever KML_LANG asks for."""
    asked = os.environ.pop("KML_LANG", None)
    try:
        with spoken(language):
            yield
    finally:
        if asked is not None:
            os.environ["KML_LANG"] = asked


def language():
    """The language in use, such as "en". Raises ValueError if KML_LANG asks for one that the course does not speak."""
    override = os.environ.get("KML_LANG")
    return _known("KML_LANG", override) if override else _chosen


def _known(name, language):
    if language in languages():
        return language
    allowed = listed(map(repr, languages()))
    raise ValueError(_("{name} must be one of {allowed}; got {given}.").format(
        name=name, allowed=allowed, given=repr(language)))  # fmt: skip


class Catalogue:
    """The messages of one distribution: a folder for each language, read once and looked up in the language in use."""

    _all: ClassVar[list] = []

    def __init__(self, folder, domain):
        self.folder, self.domain, self._read = Path(folder), domain, {}
        self._all.append(self)

    def place(self, language):
        """Where a language's messages lie in the folder."""
        return f"{language}/LC_MESSAGES/{self.domain}.mo"

    @classmethod
    def refresh(cls):
        """Forget what was read from files that have changed since: an author may just have written them anew."""
        for one in cls._all:
            one._read = {name: known for name, known in one._read.items() if known[0] == one._stamp(name)}

    def _stamp(self, language):
        """What tells one state of a language's file from another; None where there is no file."""
        try:
            about = (self.folder / self.place(language)).stat()
        except OSError:
            return None
        return self.folder, about.st_mtime_ns, about.st_size

    def _now(self):
        # A KML_LANG that nobody speaks finds no file, so that the sentence which says so can be said: in English.
        name = os.environ.get("KML_LANG") or _chosen
        known = self._read.get(name)
        if known is None:
            stamp, said = self._stamp(name), _gettext.NullTranslations()
            if stamp:
                with (self.folder / self.place(name)).open("rb") as file:
                    said = _gettext.GNUTranslations(file)
            self._read[name] = known = stamp, said
        return known[1]

    def gettext(self, message):
        """The message in the language in use; itself where there is no translation.

        >>> _("{n} hints for {name}").format(n=2, name="gradient")
        '2 hints for gradient'
        """
        return self._now().gettext(message) if message else message

    def ngettext(self, one, many, n):
        """`one` or `many`, as the language in use asks for with n things; n is put in afterwards.

        >>> [ngettext("{n} view", "{n} views", n).format(n=n) for n in (0, 1, 2)]
        ['0 views', '1 view', '2 views']
        """
        return self._now().ngettext(one, many, n)

    def pgettext(self, context, message):
        """The message as it is said in this context, which is for translators and never shown.

        >>> pgettext("a list of videos", "feed")
        'feed'
        """
        return self._now().pgettext(context, message)


COURSE = Catalogue(Path(__file__).parents[1] / "locale", "kml")
_, ngettext, pgettext = COURSE.gettext, COURSE.ngettext, COURSE.pgettext


def N_(message):
    """Mark a message that is declared at import; `_` says it later, in the language that is then in use.

    >>> STEPS = [N_("watch"), N_("follow")]
    >>> [_(step) for step in STEPS]
    ['watch', 'follow']
    """
    return message


def NP_(context, message):
    """Mark a message that is declared with its context; `pgettext` says it later, with the same context.

    >>> TAB = NP_("a list of videos", "feed")
    >>> pgettext("a list of videos", TAB)
    'feed'
    """
    return message


def listed(texts):
    """Texts, said already, in one line.

    >>> listed(["ads", "tips"])
    'ads, tips'
    """
    return pgettext("between the items of a list", ", ").join(texts)


def sentences(*said):
    """Sentences, said already, one after the other: with a space between them where their writing has one.

    >>> sentences("The loss grew.", "", "Is the sign right?")
    'The loss grew. Is the sign right?'
    >>> sentences("误差变大了。", "符号对吗？")
    '误差变大了。符号对吗？'
    """
    text = ""
    for sentence in filter(None, said):
        text += " " * bool(text and not _run_on(text[-1], sentence[0])) + sentence
    return text


def _run_on(end, start):
    """Whether no space stands between these characters: full-width ones have theirs inside."""
    width = unicodedata.east_asian_width
    return width(end) in "WF" or (width(end) == "A" and width(start) in "WF")  # quotation marks, … take after others
