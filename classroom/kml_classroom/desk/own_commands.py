"""The commands about learners' own work: `kml similar`, `kml oral` and `kml variants`."""

import functools
import sys

from kml.core.page import bar
from kml_classroom.desk.commands import _told
from kml_classroom.words import _


def add_commands(add):
    """Add each command, as `kml_classroom.cli` does."""
    add_to = add("similar", _similar, _("find answers of a class that are unusually alike, to talk about: no proof"))
    add_to("grades", metavar="GRADES", help=_("folder that kml grade has written"))
    add_to("--lesson", default="", metavar="NN", help=_("only this lesson (default: all in the folder)"))


@_told
def _similar(given):
    from kml_classroom.desk import alike, likeness

    watch = functools.partial(bar, wanted=sys.stderr.isatty(), desc=_("Reading"), unit=" " + _("submissions"))
    found = likeness.look(given.grades, given.lesson, watch)
    if not found:
        raise ValueError(_("There is nothing of that lesson in {folder}.").format(folder=given.grades))
    print(*alike.lines(found), sep="\n")
    print(_("As a page: {file}").format(file=alike.write_page(found, given.grades)))
    return 0
