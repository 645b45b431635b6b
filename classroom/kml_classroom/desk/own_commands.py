"""The commands about learners' own work: `kml similar` and `kml oral`."""

import functools
import sys

from kml.core.page import bar
from kml_classroom.desk.commands import _told
from kml_classroom.words import _, ngettext


def add_commands(add):
    """Add each command, as `kml_classroom.cli` does."""
    add_to = add("similar", _similar, _("find answers of a class that are unusually alike, to talk about: no proof"))
    add_to("grades", metavar="GRADES", help=_("folder that kml grade has written"))
    add_to("--lesson", default="", metavar="NN", help=_("only this lesson (default: all in the folder)"))

    add_to = add("oral", _oral, _("three questions for each learner about their own code, with answers for you"))
    add_to("grades", metavar="GRADES", help=_("folder that kml grade has written"))
    add_to("learners", nargs="*", metavar="LEARNER", help=_("only these (default: all)"))
    add_to("--lesson", default="", metavar="NN", help=_("only this lesson (default: all in the folder)"))
    add_to("--unsafe", action="store_true", help=_("without a sandbox: only for files that you wrote yourself"))


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


@_told
def _oral(given):
    from kml_classroom.desk import oral

    watch = functools.partial(bar, wanted=sys.stderr.isatty(), desc=_("Asking"), unit=" " + _("submissions"))
    drawn = oral.draw(given.grades, given.learners, given.lesson, watch, given.unsafe)
    if not drawn:
        raise ValueError(_("There is nothing of that lesson in {folder}.").format(folder=given.grades))
    read = sum(question.kind == "read" for __, ___, asked in drawn for question in asked)
    n = sum(len(asked) for *__, asked in drawn)
    print(ngettext("{n} question", "{n} questions", n).format(n=n))
    if read:
        said = ngettext(
            "{n} of them is about reading alone: nothing could be run, or nothing told much.",
            "{n} of them are about reading alone: nothing could be run, or nothing told much.",
            read,
        )
        print(said.format(n=read))
    print(_("As a page: {file}").format(file=oral.write_page(drawn, given.grades)))
    return 0
