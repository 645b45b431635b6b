"""Command lines in the learner's language: what Python's own argparse says, too."""

import argparse
import contextlib
import gettext
import os
import sys

from kml.core.words import COURSE, N_, _, language, languages, speaking

# What argparse says: it asks gettext for these, so that a program may bring translations
_ARGPARSE = (
    *(N_("usage: "), N_("positional arguments"), N_("options"), N_("show this help message and exit")),
    *(N_("%(prog)s: error: %(message)s\n"), N_("argument %(argument_name)s: %(message)s")),
    *(N_("the following arguments are required: %s"), N_("unrecognized arguments: %s")),
    *(N_("invalid choice: %(value)r (choose from %(choices)s)"), N_("invalid %(type)s value: %(value)r")),
    *(N_("expected one argument"), N_("ignored explicit argument %r")),
)


def run(arguments, command):
    """The exit status of `command()`, which speaks what `--lang`, KML_LANG or the locale asks for, in this order."""
    try:
        chosen = _asked(arguments) or (not os.environ.get("KML_LANG") and of_the_locale()) or language()
    except ValueError as problem:  # a KML_LANG that nobody speaks
        print(problem, file=sys.stderr)
        return 2
    with speaking(chosen), _argparse_speaks(chosen):
        try:
            return command()
        except BrokenPipeError:  # whoever reads what is printed has had enough, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1


def add_lang(parser):
    """`--lang`, before or after the name of a command."""
    parser.add_argument(
        "--lang", choices=languages(), default=argparse.SUPPRESS, help=_("the language of all that is said")
    )


def _asked(arguments):
    """The language that `--lang` asks for, or None: it has to be known before the parser says anything."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang", nargs="?")
    asked = early.parse_known_args(arguments)[0].lang
    return asked if asked in languages() else None


def of_the_locale():
    """The course's language for this terminal's locale, such as "zh" for zh_CN.UTF-8; "" if it has none."""
    spoken = locale().partition("_")[0]
    return spoken if spoken in languages() else ""


def locale():
    """This terminal's locale without its encoding, such as "zh_CN"; "" if it says none."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").partition(".")[0]


@contextlib.contextmanager
def _argparse_speaks(language):
    """Within this context argparse finds its own words in kml's catalogue."""
    before, asked = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(COURSE.domain, COURSE.folder)
    gettext.textdomain(COURSE.domain)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.textdomain(before)
        os.environ.pop("LANGUAGE")
        if asked is not None:
            os.environ["LANGUAGE"] = asked
