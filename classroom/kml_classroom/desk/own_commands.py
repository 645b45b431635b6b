"""The commands about learners' own work: `kml similar`, `kml oral`, `kml handout` and `kml numbers`."""

import argparse
from collections import Counter

from kml_classroom.desk import asking
from kml_classroom.desk.telling import progress, some, told
from kml_classroom.words import _, each, ngettext


def add_commands(add):
    """Add each command, as `kml_classroom.cli` does."""
    add_to = add("similar", _similar, _("find answers of a class that are unusually alike, to talk about: no proof"))
    asking.add_grades(add_to)

    add_to = add("oral", _oral, _("three questions for each learner about their own code, with answers for you"))
    asking.add_grades(add_to)
    add_to("learners", nargs="*", help=argparse.SUPPRESS)  # as they were named before there was --who
    add_to("--who", action="append", default=[], metavar="LEARNER", help=_("only this learner (default: all)"))
    asking.add_sandbox(add_to)

    add_to = add("handout", _handout, _("a notebook for each learner, with numbers of their own"))
    add_to("lesson", metavar="NN", help=_("number of the lesson, such as 03"))
    asking.add_class(add_to)
    add_to("--into", required=True, metavar="FOLDER", help=_("where to: one folder a learner"))

    add_to = add("numbers", _numbers, _("look whether learners have found the numbers of their own notebook"))
    asking.add_grades(add_to)
    asking.add_class(add_to)


@told
def _similar(given):
    from kml_classroom.desk.own_work import alike, likeness

    found = some(likeness.look(given.grades, given.lesson, progress(_("Reading"))), given.grades)
    copies = likeness.copies(given.grades, given.lesson)
    print(*alike.lines(found, copies), sep="\n")
    print(_("As a page: {file}").format(file=alike.write_page(found, given.grades, copies)))
    return 0


@told
def _oral(given):
    from kml_classroom.desk.own_work import oral

    learners = given.who + given.learners
    drawn = oral.draw(given.grades, learners, given.lesson, progress(_("Asking")), given.unsafe, given.sandbox)
    some(drawn, given.grades)
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


@told
def _handout(given):
    from kml_classroom.desk.own_work import handing_out
    from kml_classroom.desk.platforms import people, pseudonyms

    persons = people.read(given.variant)[1]
    paths = handing_out.notebooks(given.lesson, persons, pseudonyms.secret(given.secret), given.into)
    n = len(paths)
    print(ngettext("{n} notebook in {folder}.", "{n} notebooks in {folder}.", n).format(n=n, folder=given.into))
    print(handing_out.whose([given.lesson]))
    return 0


@told
def _numbers(given):
    from kml_classroom.desk.own_work import variants
    from kml_classroom.desk.platforms import people, pseudonyms

    persons = people.read(given.variant)[1]
    secret, bar = pseudonyms.secret(given.secret, make=False), progress(_("Reading"))
    found, strangers = variants.look(given.grades, persons, secret, given.lesson, bar)
    counts = Counter(number.state for number in found)
    print(" · ".join(f"{_(state)} {counts[state]}" for state in variants.STATES))
    for number in found:
        if number.whose:
            said = _("{learner}, {id}: that is the number of {whose}. It is no proof: ask both.")
            print(said.format(learner=number.learner, id=number.id, whose=number.whose))
    if strangers:
        print(_("Not in the roster: {names}").format(names=each(strangers)))
    print(_("As a table: {file}").format(file=variants.export(found, given.grades)))
    return 0
