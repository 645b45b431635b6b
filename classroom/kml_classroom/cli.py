"""The commands of `kml` for authors and instructors: `kml.course.doors.command` finds them here."""

import argparse
import json
import sys
from pathlib import Path

from kml.core.words import language
from kml.course.doors import own_copy
from kml.course.doors.command import main
from kml_classroom import refused
from kml_classroom.desk import asking, own_commands
from kml_classroom.desk import commands as desk
from kml_classroom.words import _, listed, ngettext

__all__ = ["add_commands", "main"]

_MOST_WORKERS = 1024


def add_commands(add):
    """Add each command: `add(name, run, help)` makes it, and returns what adds an argument to it."""
    add_to = add("check", _check, _("grade your own notebook by the rule that your instructor uses"))
    add_to("number", metavar="NN", help=_("number of the lesson, such as 03"))
    add_to("file", nargs="?", metavar="FILE", help=_("your notebook (default: the one in your copy, in your language)"))

    add_to = add("grade", _grade, _("grade what a class has handed in"))
    add_to("inbox", metavar="INBOX", help=_("folder that holds one folder or file a learner"))
    add_to("--lesson", required=True, metavar="NN", help=_("number of the lesson, such as 03"))
    add_to("--out", required=True, metavar="FOLDER", help=_("where results go; run again to go on there"))
    add_to("--workers", type=_workers, default=2, metavar="N", help=_("submissions at a time (default: 2)"))
    add_to("--scheduler", metavar="URL", help=_("grade on this Dask cluster, such as tcp://10.0.0.1:8786"))
    add_to("--db", metavar="URL", help=_("gradebook (default: SQLite in FOLDER), such as postgresql+psycopg://…"))
    asking.add_sandbox(add_to)

    desk.add_commands(add)
    own_commands.add_commands(add)

    add_to = add("links", _links, _("print a link to each lesson on your JupyterHub, for your course page"))
    add_to("hub", metavar="HUB", help=_("address of the hub, such as https://hub.example.org"))

    add_to = add("address", _address, _("write the repository's address into every link to it, and show these links"))
    add_to("address", nargs="?", metavar="OWNER/REPO", help=_("on GitHub (default: the git remote origin)"))
    add_to("--check", action="store_true", help=_("write nothing; fail if a link says something else"))

    add_to = add("build", _build, _("build the notebooks of the lessons from their sources"))
    add_to("numbers", nargs="*", metavar="NN", help=_("lessons to build, such as 03 (default: all)"))
    add_to("--check", action="store_true", help=_("write nothing; fail if a committed notebook is stale"))
    add_to("--no-run", action="store_true", help=_("with --check: leave the outputs to nbval"))

    add_to = add("templates", _templates, _("write what a translation begins with: a .pot file for each catalogue"))
    add_to(
        "folder", nargs="?", default="build/templates", metavar="FOLDER", help=_("where to (default: build/templates)")
    )

    add_to = add("site", _site, _("build the static site: the lessons to read, and to run in the reader's browser"))
    add_to("folder", nargs="?", default="build/site", metavar="FOLDER", help=_("where to (default: build/site)"))
    add_to("--pyodide", metavar="PLACE", help=_("folder or address of the Python that runs in its pages"))


def _workers(text):
    """The number of `--workers`, as argparse asks for it."""
    if text.isdecimal() and 1 <= int(text) <= _MOST_WORKERS:
        return int(text)
    said = _("must be a whole number from 1 to {most}; got {given!r}")
    raise argparse.ArgumentTypeError(said.format(most=_MOST_WORKERS, given=text))


def _check(given):
    import secrets

    from kml_classroom.grade.judge import grade_one
    from kml_classroom.grade.report import page

    if sys.platform == "win32":
        print(_("kml check needs Linux or macOS (on Windows: WSL). The checks in the lesson itself run anywhere."))
        return 2
    file = Path(given.file or _own_notebook(given.number))
    if given.file and not file.is_file():
        print(_("There is no file {file}.").format(file=file), file=sys.stderr)
        return 2
    try:
        grade = grade_one(file, given.number, seed=secrets.randbits(64), unsafe=True)
    except LookupError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(_("{file}, as it was last saved").format(file=file))
    print(*page(grade), sep="\n")
    if grade.state == "unreadable":
        return 2
    print(_("Your instructor's `kml grade` uses the same rule: the same file gets the same points there."))
    return 0


def _own_notebook(number):
    """The lesson's notebook in the learner's own copy, or as it is handed out; in the language in use if it can be."""
    name = next((path.name for path in _notebooks(own_copy.handed_out(), number)), "")
    lessons = [folder for folder in (own_copy.find(), own_copy.handed_out()) if folder]
    places = [folder / within / name for folder in lessons for within in (language(), "") if name]
    return next((place for place in places if place.is_file()), number)


def _notebooks(lessons, number="[0-9][0-9]"):
    """The notebooks in a folder of lessons, in the language in use where there is an edition in it."""
    names = f"{number}_*.ipynb"
    return sorted(lessons.glob(f"{language()}/{names}")) or sorted(lessons.glob(names))


def _grade(given):
    from importlib.util import find_spec

    from kml_classroom.grade.batch import grade_class, hidden
    from kml_classroom.grade.feedback import write_pages
    from kml_classroom.grade.gradebook import INSTALL, record
    from kml_classroom.grade.journal import locked
    from kml_classroom.grade.lesson import find_lesson
    from kml_classroom.grade.report import export, summary
    from kml_classroom.grade.sandbox import NoSandbox, limits

    try:
        if given.unsafe:
            print(_("Without a sandbox: every submission can do on this machine what you can."), file=sys.stderr)
        with locked(given.out):
            how = given.workers, given.scheduler, given.unsafe, limits(given.sandbox)
            bar = sys.stderr.isatty()  # a log file wants none
            grades = grade_class(given.inbox, given.lesson, given.out, *how, progress=bar)
            export(grades, given.out)  # before the gradebook, which may fail
            booked = given.db or find_spec("nbgrader")
            lesson = find_lesson(given.lesson)
            if booked:
                grades = record(grades, given.out, lesson, given.db, progress=bar)
                export(grades, given.out)  # with what a person gave by hand
            pages = write_pages(grades, given.out, lesson)
    except (NoSandbox, LookupError, ValueError, OSError) as problem:
        print(refused.sentence(problem), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(_("Stopped. The same command goes on from here."), file=sys.stderr)
        return 130
    print(*summary(grades), sep="\n")
    if hidden(given.inbox):
        print(_("Hidden, and so left out: {names}").format(names=listed(hidden(given.inbox))))
    print(_("Points and reasons: {files}").format(files=f"{given.out}/grades.csv, totals.csv, grades.json"))
    print(_("A page for each learner, to give back: {folder}").format(folder=pages))
    if booked:
        said = _("Gradebook, for reading answers and giving points by hand: {folder} (see TEACHING.md)")
        print(said.format(folder=f"{given.out}/nbgrader"))
    else:
        said = _("A gradebook needs nbgrader: {command}, then run this again.")
        print(said.format(command=INSTALL))
    return 0


def _links(given):
    from kml_classroom.address import hub_link

    lessons = own_copy.handed_out()
    try:
        for path in _notebooks(lessons):
            link = hub_link(given.hub, path.relative_to(lessons).as_posix())
            print(f"- [{_title(path)}]({link})")
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _title(notebook):
    """The heading with which a lesson's notebook begins."""
    first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).split("\n")[0].removeprefix("# ")


def _address(given):
    from kml_classroom import address

    try:
        if given.check:
            wanted = given.address or address.current(".")
            others = address.other_addresses(".", wanted)
            for name in others:
                print(_("{file} says another address than {address}.").format(file=name, address=wanted))
            if others:
                print(_("To mend it, run kml address {address} and commit what it writes.").format(address=wanted))
            else:
                print(_("Every link says {address}.").format(address=wanted))
            return 1 if others else 0
        wanted = given.address or address.from_remote(".")
        changed = address.write_address(".", wanted)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    n = len(changed)
    said = ngettext("{n} file changed: it says {address} now.", "{n} files changed: they say {address} now.", n)
    print(*changed, said.format(n=n, address=wanted), sep="\n")
    return 0


def _build(given):
    if not Path("solutions").is_dir():
        return _elsewhere("solutions")
    try:
        from kml_classroom.author.build import build, check
    except ModuleNotFoundError as error:
        return _missing(error, "author")
    problems = check(".", given.numbers, rerun=not given.no_run) if given.check else build(".", given.numbers)
    for problem in problems:
        print(problem)
    errors = sum(not problem.warning for problem in problems)
    print(ngettext("{n} problem.", "{n} problems.", errors).format(n=errors) if errors else _("All is well."))
    return 1 if errors else 0


def _templates(given):
    if not Path("solutions").is_dir():
        return _elsewhere("solutions")
    try:
        from kml_classroom.author.build import templates
    except ModuleNotFoundError as error:
        return _missing(error, "author")
    print(*templates(given.folder), sep="\n")
    return 0


def _site(given):
    if not Path("solutions").is_dir():
        return _elsewhere("solutions")
    try:
        from kml_classroom.publish.course import publish
    except ModuleNotFoundError as error:
        return _missing(error, "site")
    return publish(".", given.folder, given.pyodide)


def _elsewhere(folder):
    said = _("There is no folder {folder} here: run this in the course's folder.")
    print(said.format(folder=folder), file=sys.stderr)
    return 2


def _missing(error, extra):
    """Say how to install what a command needs. Raises the error if that is a part of the course itself."""
    package = (error.name or "kml").partition(".")[0]
    if package in ("kml", "kml_classroom"):
        raise error
    said = _("{package} is missing. In the course's folder: {command}")
    print(said.format(package=package, command=f'pip install -e . -e "./classroom[{extra}]"'), file=sys.stderr)
    return 2
