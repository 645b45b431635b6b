"""How the desk's commands speak in a terminal: what is wrong, how far they are, and that there is nothing."""

import functools
import sys

from kml.core.page import bar
from kml_classroom import refused
from kml_classroom.words import _


def told(run):
    """A command that says what is wrong in one sentence, and ends with 2; with 130 where somebody stops it."""

    @functools.wraps(run)
    def telling(given):
        try:
            return run(given)
        except BrokenPipeError:  # nobody reads on, which is nothing wrong: `speaking.run` sees to it
            raise
        except (ValueError, OSError) as problem:
            print(refused.sentence(problem), file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print(_("Stopped. The same command goes on from here."), file=sys.stderr)
            return 130

    return telling


def progress(doing, unit=None):
    """A bar, where somebody watches; `doing` is said before it, `unit` (default: submissions) is what it counts."""
    unit = " " + _("submissions") if unit is None else unit
    return functools.partial(bar, wanted=sys.stderr.isatty(), desc=doing, unit=unit)


def some(found, folder):
    """What was found in a folder of grades. Raises ValueError if that is nothing."""
    if not found:
        raise ValueError(_("There is nothing of that lesson in {folder}.").format(folder=folder))
    return found
