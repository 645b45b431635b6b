"""The learner's language: gettext, with a mark at each place where a sentence is made.

    from kml.core.words import N_, _, ngettext
    _("The {name} is too long.").format(name=name)                 said now: translated, then the values are put in
    ngettext("{n} view", "{n} views", n).format(n=n)               one and many
    pgettext("axis", "share").format()                             a word that means several things, with its context
    TITLE = N_("Which change helped?")                             declared at import, said later with _(TITLE)

English is the source. Each other language is a folder of kml/locale with a compiled catalogue, and nothing else has to
know of it. A text is never translated after its values are in it: what a learner or another library says stays as it is.
"""

import contextlib
import gettext as _gettext
import os
from pathlib import Path

SOURCE = "en"
LOCALE = Path(__file__).parents[1] / "locale"
_ENDS = "。！？；：…”）」"  # after these Chinese needs no space
_chosen = SOURCE


def languages():
    """The languages that this course speaks: English, and each folder of kml/locale with a compiled catalogue."""
    return (SOURCE, *sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/kml.mo")))


def use(language):
    """Say everything in this language from now on. The environment variable KML_LANG overrides it.

    Raises ValueError for a language that the course does not speak.
    """
    global _chosen
    _chosen = _known("lang", language)
    Catalogue.forget()  # an author may just have written it anew


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
    """The language in use, such as "en"."""
    override = os.environ.get("KML_LANG")
    return _known("KML_LANG", override) if override else _chosen


def _known(name, language):
    if language in languages():
        return language
    allowed = ", ".join(map(repr, languages()))
    raise ValueError(_("{name} must be one of {allowed}; got {given}.").format(
        name=name, allowed=allowed, given=repr(language)))  # fmt: skip


class Catalogue:
    """The messages of one distribution: its folder of languages, looked up in the language in use."""

    _all = []

    def __init__(self, folder, domain):
        self.folder, self.domain, self._loaded = Path(folder), domain, {}
        self._all.append(self)

    @classmethod
    def forget(cls):
        """Read every catalogue again at its next use."""
        for catalogue in cls._all:
            catalogue._loaded.clear()

    def _now(self):
        name = _chosen if not os.environ.get("KML_LANG") else language()
        if name not in self._loaded:
            self._loaded[name] = _gettext.translation(self.domain, self.folder, [name], fallback=True)
        return self._loaded[name]

    def gettext(self, message):
        """The message in the language in use; itself where there is no translation."""
        return self._now().gettext(message) if message else message

    def ngettext(self, one, many, n):
        """`one` or `many`, as n asks for it in the language in use."""
        return self._now().ngettext(one, many, n)

    def pgettext(self, context, message):
        """The message as it is said in this context."""
        return self._now().pgettext(context, message)


_kml = Catalogue(LOCALE, "kml")
_, ngettext, pgettext = _kml.gettext, _kml.ngettext, _kml.pgettext


def N_(message):
    """Mark a message that is declared at import; `_` says it later, in the language that is then in use."""
    return message


def NP_(context, message):
    """Mark a message with its context; `pgettext` says it later."""
    return message


def sentences(*said):
    """Sentences, said already, one after the other: with a space between them where the language writes one."""
    text = ""
    for sentence in said:
        text += " " * bool(text and sentence and text[-1] not in _ENDS) + sentence
    return text
