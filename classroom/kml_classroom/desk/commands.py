"""The commands of the desk: `kml repository`, `kml collect`, `kml class` and `kml export`."""

import argparse
import sys

from kml_classroom.desk import asking
from kml_classroom.desk.telling import progress, some, told
from kml_classroom.words import _

_PLATFORMS = ("canvas", "moodle", "gradescope")


def add_commands(add):
    """Add each command, as `kml_classroom.cli` does."""
    add_to = add("repository", _repository, _("put lessons into a git repository for your class; again, to add others"))
    add_to("folder", metavar="FOLDER", help=_("the repository: a new folder, or one that kml repository has made"))
    asking.add_lessons(add_to, _("only this lesson (default: all of the course)"))
    asking.add_class(add_to, required=False)
    add_to("--push", nargs="?", const="", metavar="ADDRESS", help=_(
        "bring it to this address, or to where it went before; with --variant, each to the one in the column git"
    ))  # fmt: skip

    add_to = add("collect", _collect, _("make an inbox of what a platform lets you download, or of git repositories"))
    add_to("download", metavar="DOWNLOAD", help=_(
        "the zip file, or the folder that your browser made of it; with --from git a table with their addresses, a "
        "list of these, or a folder of repositories"))  # fmt: skip
    add_to("--into", required=True, metavar="FOLDER", help=_("where to: one folder a learner, and a list beside it"))
    add_to("--roster", metavar="CSV", help=_("the class: an export of your platform, or a list of your own"))
    add_to("--lesson", default="", metavar="NN", help=_("number of the lesson, such as 03"))
    add_to(
        "--from", dest="platform", choices=(*_PLATFORMS, "git"),
        help=_("which platform it is of, where its names do not tell; or git"),
    )  # fmt: skip
    add_to("--due", type=_due, metavar="TIME", help=_(
        "with --from git: the last commit before it counts, such as 2026-12-01T23:59+08:00"))  # fmt: skip
    add_to("--late", action="store_true", help=_("with --due: what came after it counts too, and is late"))
    add_to(
        "--pseudonyms", metavar="FILE", help=_("call folders by made-up names; the secret behind them is kept there")
    )
    add_to("--encoding", metavar="NAME", help=_("of the roster, if it is not UTF-8, such as gb18030"))
    add_to(
        "--columns",
        type=_all_named,
        metavar="WHAT=HEAD",
        help=_("what columns of the roster are called, such as email=Contact"),
    )

    add_to = add("class", _class, _("say what a class has not understood, on a page to open without a network"))
    asking.add_grades(add_to)

    add_to = add("export", _export, _("write points into the gradebook of Canvas, Moodle or Gradescope, or one table"))
    asking.add_grades(add_to)
    add_to("--canvas", metavar="CSV", help=_("the export of your gradebook in Canvas"))
    add_to("--moodle", metavar="CSV", help=_("the export of your gradebook in Moodle, or a grading worksheet"))
    add_to("--gradescope", metavar="CSV", help=_("the roster or the grades that Gradescope lets you download"))
    add_to("--table", action="store_true", help=_("all lessons in one table of our own"))
    add_to("--out", required=True, metavar="FILE", help=_("file to write"))
    add_to(
        "--who", action="append", default=[], metavar="CSV", help=_("list that kml collect has written; one a lesson")
    )
    add_to("--policy", metavar="TOML", help=_("rules about late days, dropped lessons and groups"))
    add_to("--column", action="append", default=[], type=_named, metavar="NN=HEAD",
           help=_("the column that a lesson goes into, as it is called there"))  # fmt: skip
    add_to("--scale", type=_points, metavar="POINTS", help=_("points that a lesson has there, if they are others"))
    add_to("--encoding", metavar="NAME", help=_("of the roster, if it is not UTF-8, such as gb18030"))


def _named(text):
    """(name, value) of "name=value"."""
    name, __, value = (part.strip() for part in text.partition("="))
    if not name or not value:
        said = _("must be NAME=VALUE; got {given!r}")
        raise argparse.ArgumentTypeError(said.format(given=text))
    return name, value


def _all_named(text):
    """{name: value} of "name=value,other=value"."""
    return dict(map(_named, text.split(",")))


def _points(text):
    """The number of `--scale`, as argparse asks for it."""
    from kml_classroom.desk.platforms.tables import number

    if number(text) is None:
        raise argparse.ArgumentTypeError(_("must be a number of points, such as 100; got {given!r}").format(given=text))
    return number(text)


def _due(text):
    """The seconds of `--due`, as argparse asks for them."""
    from kml_classroom.desk.platforms.repositories import deadline

    try:
        return deadline(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(problem) from None


@told
def _repository(given):
    from kml_classroom.desk.own_work import handing_out
    from kml_classroom.desk.platforms import bringing, handout, people, pseudonyms

    if bool(given.variant) != bool(given.secret):
        raise ValueError(_("--variant and --secret belong together: whose numbers, and out of what they are drawn."))
    if given.variant and given.push:
        raise ValueError(_("With --variant each goes to the address in the column git: say --push alone."))
    if given.variant:
        persons, secret = people.read(given.variant)[1], pseudonyms.secret(given.secret)
        watch = progress(_("Handing out"), unit="")
        handed = handing_out.repositories(given.folder, given.lesson, persons, secret, watch)
        lines, hint = handing_out.lines(given.folder, handed), handing_out.hint(handed)
    else:
        handed = [handout.hand_out(given.folder, given.lesson, given.push or "")]
        lines, hint = handed[0].lines(), handed[0].hint()
    print(*lines, sep="\n")
    if given.variant:
        print(handing_out.whose(given.lesson))
    if given.push is None:
        if any(one.new for one in handed):
            print(hint)
        return 0
    folders = [one.folder for one in handed]
    left = bringing.bring(folders, progress(_("Pushing"), unit=""))
    print(*bringing.lines(folders, left), sep="\n")
    return 1 if left else 0


@told
def _collect(given):
    from kml_classroom.desk.platforms.collecting import collect
    from kml_classroom.desk.platforms.repositories import Rules

    if given.late and given.due is None:
        raise ValueError(_("--late needs a deadline: say --due, too."))
    how = given.roster, given.lesson, given.platform, given.pseudonyms, given.encoding, given.columns
    done = collect(given.download, given.into, *how, sys.stderr.isatty(), Rules(given.due, given.late))
    print(*done.lines(), sep="\n")
    return 0


@told
def _class(given):
    from kml_classroom.desk import insight, understanding

    lessons = some(understanding.understand(given.grades, given.lesson, progress(_("Reading"))), given.grades)
    for lesson in lessons:
        print(*insight.lines(lesson), sep="\n")
    print(_("As a page: {file}").format(file=insight.write_page(lessons, given.grades)))
    return 0


@told
def _export(given):
    from kml_classroom.desk.platforms import policy
    from kml_classroom.desk.platforms.gradebooks import export

    chosen = [name for name in (*_PLATFORMS, "table") if getattr(given, name)]
    if len(chosen) != 1:
        raise ValueError(_("Say one of --canvas, --moodle, --gradescope and --table."))
    platform = chosen[0]
    theirs = None if platform == "table" else getattr(given, platform)
    rules = policy.read(given.policy) if given.policy else None
    how = given.who, rules, dict(given.column), given.scale, given.lesson, given.encoding
    done = export(given.grades, platform, given.out, theirs, *how)
    print(*done.lines(), sep="\n")
    return 0 if done.complete else 1
