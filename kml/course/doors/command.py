"""The command `kml`: a learner's lab and lessons; where kml-classroom is installed, what instructors and authors do.

It speaks the language of `--lang`, of KML_LANG, or of the terminal's locale.
"""

import argparse
import importlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import kml
from kml.core.words import _, ngettext
from kml.course.doors import lab, own_copy
from kml.course.doors.speaking import add_lang, run

# By its name: it knows this course, and the course does not know it
_CLASSROOM = "kml_classroom"
_ITS_COMMANDS = ("check", "grade", "links", "address", "build", "templates", "site")


def main(arguments=None):
    """Run the command line; return the exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    return run(arguments, lambda: _main(arguments))


def _main(arguments):
    classroom = importlib.import_module(f"{_CLASSROOM}.cli") if find_spec(_CLASSROOM) else None
    at = _first_word(arguments)
    wanted = arguments[at] if at is not None else None
    if wanted in _ITS_COMMANDS and not classroom:
        said = _(
            "kml {command} is in the package kml-classroom, which is not installed: TEACHING.md says how to get it."
        )
        print(said.format(command=wanted), file=sys.stderr)
        return 2
    end = _jupyterlab_from(arguments, at + 1) if wanted == "lab" else len(arguments)
    given = _parser(classroom).parse_args(arguments[:end])
    given.options = arguments[end:]
    return given.run(given)


def _first_word(arguments):
    """Where the name of the command stands, if it is there."""
    words = (
        at for at, word in enumerate(arguments) if not word.startswith("-") and arguments[at - 1 : at] != ["--lang"]
    )
    return next(words, None)


def _jupyterlab_from(arguments, at):
    """Where the options of JupyterLab begin behind `lab`: at the first one that is not ours."""
    ours = ("-h", "--help", "--lang")
    foreign = (n for n, word in enumerate(arguments) if n >= at and word[:1] == "-" and word.split("=")[0] not in ours)
    return next(foreign, len(arguments))


def _parser(classroom):
    about = _("The Knowledge Monetization Lab: a course in notebooks.")
    parser = argparse.ArgumentParser(prog="kml", description=about, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"kml {kml.__version__}", help=_("say the version"))
    add_lang(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name, run, help):
        command = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
        command.set_defaults(run=run)
        add_lang(command)
        return command.add_argument

    folder = _("your own copy of the lessons (default: the one you are in, or {name} here)").format(name=own_copy.NAME)
    add_to = add(
        "lab", _lab, _("open the lessons in JupyterLab; options that follow are JupyterLab's, such as --port=9000")
    )
    add_to("folder", nargs="?", metavar="FOLDER", help=folder)

    add_to = add("lessons", _lessons, _("lay out your own copy of the lessons, or renew it; what you wrote stays"))
    add_to("folder", nargs="?", metavar="FOLDER", help=folder)
    add_to("--afresh", metavar="NN", help=_("begin this lesson anew, and keep yours beside it under today's date"))

    add_to = add("progress", _progress, _("where you stand in your own copy, and what is due"))
    add_to("folder", nargs="?", metavar="FOLDER", help=folder)

    if classroom:
        classroom.add_commands(add)
    return parser


def _lab(given):
    folder = _folder(given)
    status = _renew(folder)
    return status or lab.start(folder, given.options)


def _lessons(given):
    folder = _folder(given)
    if given.afresh is None:
        return _renew(folder)
    try:
        kept = own_copy.afresh(folder, given.afresh)
    except (LookupError, ValueError, OSError) as problem:
        return _failed(problem, folder)
    for name, old in kept.items():
        said = _("{name} is as new; yours is now {old}.") if old else _("{name} is as new; nobody had touched it.")
        print(said.format(name=name, old=old))
    if kept:
        print(_("Is it open in JupyterLab? Then choose File ▸ Reload Notebook from Disk."))
    else:
        print(_("Lesson {number} is as new: there is nothing to do.").format(number=given.afresh))
    return 0


def _progress(given):
    folder = _folder(given)
    if not folder.is_dir():
        print(_("There is no folder {folder}: kml lab makes it.").format(folder=folder), file=sys.stderr)
        return 2
    os.chdir(folder)
    print(kml.progress())
    return 0


def _folder(given):
    return Path(given.folder or own_copy.find() or own_copy.NAME)


def _renew(folder):
    """Fill the folder and say what is new in it; the exit status."""
    try:
        filled = own_copy.fill(folder)
    except (LookupError, ValueError, OSError) as problem:
        return _failed(problem, folder)
    print(_("Your own copy of the lessons: {folder}").format(folder=folder.resolve()))
    n = len(filled.renewed)
    if n:
        said = ngettext(
            "{n} file that you had not touched is newer now.", "{n} files that you had not touched are newer now.", n
        )
        print(said.format(n=n))
    for name in filled.waiting:
        if name.endswith(".ipynb"):
            said = _(
                "{name} has a newer edition, and yours stays as it is. To begin it anew, run in a cell of it: {command}"
            )
        else:
            said = _(
                "{name} has a newer edition, and yours stays as it is. Delete yours, and the next start brings it."
            )
        print(said.format(name=name, command=f"!kml lessons --afresh {Path(name).name[:2]}"))
    return 0


def _failed(problem, folder):
    if isinstance(problem, OSError):
        said = _(
            "{folder} cannot be written to ({why}). Name a folder of your own: kml lessons FOLDER, kml lab FOLDER."
        )
        problem = said.format(folder=folder, why=problem.strerror or problem)
    print(problem, file=sys.stderr)
    return 2
