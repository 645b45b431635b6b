"""What kml_classroom says, in the language in use: its own catalogue beside that of kml (see kml.core.words)."""

from pathlib import Path

from kml.core.words import N_, SOURCE, Catalogue, listed, speaking

__all__ = [
    "CATALOGUE",
    "N_",
    "_",
    "because",
    "each",
    "listed",
    "ngettext",
    "own_name",
    "pgettext",
    "speaking",
    "together",
]

CATALOGUE = Catalogue(Path(__file__).parent / "locale", "kml_classroom")
_, ngettext, pgettext = CATALOGUE.gettext, CATALOGUE.ngettext, CATALOGUE.pgettext


def together(reasons):
    """Several reasons, said already, as one text."""
    return pgettext("between the reasons of one grade", "; ").join(reasons)


def each(names):
    """Names of people or files in one line; where a comma stands in one of them, there is more than a comma between.

    >>> each(["Ada", "Bob"]), each(["Lovelace, Ada", "Bob"])
    ('Ada, Bob', 'Lovelace, Ada; Bob')
    """
    names = list(names)
    return together(names) if any("," in name for name in names) else listed(names)


def because(name, why):
    """Somebody or something, and in brackets what is said of it.

    >>> because("Ada", "fits nobody")
    'Ada (fits nobody)'
    """
    return pgettext("somebody or something, and what is said of it", "{name} ({why})").format(name=name, why=why)


def own_name(language):
    """What a language calls itself, as its catalogue says; its short name where that says nothing yet.

    >>> own_name(SOURCE)
    'English'
    """
    with speaking(language):
        said = pgettext("the language of this catalogue, as it calls itself", "English")
    return said if language == SOURCE or said != "English" else language
