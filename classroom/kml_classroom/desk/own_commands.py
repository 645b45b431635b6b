"""The commands about learners' own work: `kml similar`, `kml oral`, `kml handout` and `kml numbers`."""

from collections import Counter

from kml_classroom.desk.telling import progress, some, told
from kml_classroom.words import _, listed, ngettext


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

    add_to = add("handout", _handout, _("a notebook for each learner, with numbers of their own"))
    add_to("lesson", metavar="NN", help=_("number of the lesson, such as 03"))
    _add_class(add_to)
    add_to("--into", required=True, metavar="FOLDER", help=_("where to: one folder a learner"))

    add_to = add("numbers", _numbers, _("look whether learners have found the numbers of their own notebook"))
    add_to("grades", metavar="GRADES", help=_("folder that kml grade has written"))
    _add_class(add_to)


def _add_class(add_to):
    add_to("--variant", required=True, metavar="ROSTER", help=_("the class, as kml handout was given it"))
    add_to("--secret", required=True, metavar="FILE", help=_("the class's secret; made there if there is none"))


@told
def _similar(given):
    from kml_classroom.desk.own_work import alike, likeness

    found = some(likeness.look(given.grades, given.lesson, progress(_("Reading"))), given.grades)
    print(*alike.lines(found), sep="\n")
    print(_("As a page: {file}").format(file=alike.write_page(found, given.grades)))
    return 0


@told
def _oral(given):
    from kml_classroom.desk.own_work import oral

    drawn = oral.draw(given.grades, given.learners, given.lesson, progress(_("Asking")), given.unsafe)
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
    from kml_classroom.desk.own_work import variants
    from kml_classroom.desk.platforms import people, pseudonyms

    persons = people.read(given.variant)[1]
    paths = variants.hand_out(given.lesson, persons, pseudonyms.secret(given.secret), given.into)
    n, ids = len(paths), listed(exercise.id for exercise in variants.declared(given.lesson))
    said = ngettext("{n} notebook in {folder}.", "{n} notebooks in {folder}.", n)
    print(said.format(n=n, folder=given.into), _("Numbers of one's own: {ids}").format(ids=ids), sep="\n")
    return 0


@told
def _numbers(given):
    from kml_classroom.desk.own_work import variants
    from kml_classroom.desk.platforms import people, pseudonyms

    persons = people.read(given.variant)[1]
    found, strangers = variants.look(given.grades, persons, pseudonyms.secret(given.secret))
    counts = Counter(number.state for number in found)
    print(" · ".join(f"{_(state)} {counts[state]}" for state in variants.STATES))
    for number in found:
        if number.whose:
            said = _("{learner}, {id}: that is the number of {whose}. It is no proof: ask both.")
            print(said.format(learner=number.learner, id=number.id, whose=number.whose))
    if strangers:
        print(_("Not in the roster: {names}").format(names=listed(strangers)))
    print(_("As a table: {file}").format(file=variants.export(found, given.grades)))
    return 0
