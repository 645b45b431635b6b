"""What kml_classroom says, in the language in use: its own catalogue beside that of kml (see kml.core.words)."""

from pathlib import Path

from kml.core.words import N_, Catalogue

__all__ = ["N_", "_", "ngettext", "pgettext"]

_classroom = Catalogue(Path(__file__).parent / "locale", "kml_classroom")
_, ngettext, pgettext = _classroom.gettext, _classroom.ngettext, _classroom.pgettext
