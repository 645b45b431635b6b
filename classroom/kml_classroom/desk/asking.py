"""The arguments that several commands have, each made in one place: the same word means the same everywhere."""

from kml_classroom.words import _


def add_grades(add_to):
    """GRADES, and `--lesson` as often as one likes: all grades of a folder are read, or those of some lessons."""
    add_to("grades", metavar="GRADES", help=_("folder that kml grade has written"))
    add_lessons(add_to, _("only this lesson (default: all in the folder)"))


def add_lessons(add_to, help):
    """`--lesson`, once for each: a list, empty for all."""
    add_to("--lesson", action="append", default=[], metavar="NN", help=help)


def add_class(add_to, required=True):
    """`--variant` and `--secret`: for whom numbers of their own are drawn, and out of what."""
    add_to("--variant", required=required, metavar="ROSTER", help=_("the class: each gets numbers of their own"))
    add_to("--secret", required=required, metavar="FILE", help=_("the class's secret; made there if there is none"))


def add_sandbox(add_to):
    """`--sandbox` and `--unsafe`: in what learners' code is run."""
    add_to("--sandbox", choices=("bwrap", "wasi"), help=_("bubblewrap (default on Linux) or WebAssembly (anywhere)"))
    add_to("--unsafe", action="store_true", help=_("without a sandbox: only for files that you wrote yourself"))
