"""The command `kml`, for authors and instructors."""

import argparse
import sys
from pathlib import Path


def main(arguments=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="kml", description="Tools for authors and instructors of the course.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("build", help="build the notebooks of the lessons from their sources")
    command.add_argument("numbers", nargs="*", metavar="NN", help="lessons to build, such as 03 (default: all)")
    command.add_argument("--check", action="store_true", help="write nothing; fail if a committed notebook is stale")
    command.add_argument("--no-run", action="store_true", help="with --check: leave the outputs to nbval")
    command.set_defaults(run=_build)

    command = commands.add_parser("grade", help="grade what a class has handed in")
    command.add_argument("inbox", metavar="INBOX", help="folder that holds one folder or file a learner")
    command.add_argument("--lesson", required=True, metavar="NN", help="number of the lesson, such as 03")
    command.add_argument("--out", required=True, metavar="FOLDER", help="where results go; run again to go on there")
    command.add_argument("--workers", type=int, default=2, metavar="N", help="submissions at a time (default: 2)")
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="grade on this Dask cluster, such as tcp://10.0.0.1:8786"
    )
    command.add_argument(
        "--db", metavar="URL", help="gradebook (default: SQLite in FOLDER), such as postgresql+psycopg://…"
    )
    command.add_argument(
        "--unsafe", action="store_true", help="without a sandbox: only for files that you wrote yourself"
    )
    command.set_defaults(run=_grade)

    command = commands.add_parser("check", help="grade your own notebook by the rule that your instructor uses")
    command.add_argument("number", metavar="NN", help="number of the lesson, such as 03")
    command.add_argument("file", nargs="?", metavar="FILE", help="your notebook (default: the one in lessons/)")
    command.set_defaults(run=_check)

    command = commands.add_parser("address", help="write the repository's address into every link to it")
    command.add_argument("address", nargs="?", metavar="OWNER/REPO", help="on GitHub (default: the git remote origin)")
    command.add_argument("--check", action="store_true", help="write nothing; fail if a link says something else")
    command.set_defaults(run=_address)

    command = commands.add_parser("links", help="print a link to each lesson on your JupyterHub, for your course page")
    command.add_argument("hub", metavar="HUB", help="address of the hub, such as https://hub.example.org")
    command.set_defaults(run=_links)

    given = parser.parse_args(arguments)
    return given.run(given)


def _build(given):
    if not Path("solutions").is_dir():
        print("There is no folder solutions here: run this in the course's folder.", file=sys.stderr)
        return 2
    try:
        from kml_classroom.author.build import build, check
    except ModuleNotFoundError as error:
        print(f'{error.name} is missing. Install what authors need: pip install -e ".[dev]"', file=sys.stderr)
        return 2
    problems = check(".", given.numbers, rerun=not given.no_run) if given.check else build(".", given.numbers)
    for problem in problems:
        print(problem)
    errors = sum(not problem.warning for problem in problems)
    print(f"{errors} problem{'s' * (errors != 1)}." if errors else "All is well.")
    return 1 if errors else 0


def _grade(given):
    from importlib.util import find_spec

    from kml_classroom.grade.batch import grade_class
    from kml_classroom.grade.gradebook import record
    from kml_classroom.grade.marks import Limits
    from kml_classroom.grade.master import master
    from kml_classroom.grade.report import export, summary
    from kml_classroom.grade.sandbox import NoSandbox

    try:
        if given.unsafe:
            print("Without a sandbox: every submission can do on this machine what you can.", file=sys.stderr)
        grades = grade_class(given.inbox, given.lesson, given.out, given.workers, given.scheduler, given.unsafe)
        booked = given.db or find_spec("nbgrader")
        if booked:
            grades = record(grades, given.inbox, given.out, master(given.lesson), Limits(), given.db)
        export(grades, given.out)
    except (NoSandbox, LookupError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
    print(*summary(grades), sep="\n")
    print(f"Points and reasons: {given.out}/grades.csv, totals.csv, grades.json")
    if booked:
        print(f"Gradebook, for reading answers and for feedback pages: {given.out}/nbgrader (see TEACHING.md)")
    else:
        print('A gradebook and feedback pages need nbgrader: pip install "kml[grade]", then run this again.')
    return 0


def _check(given):
    import secrets

    from kml_classroom.grade.judge import grade_one
    from kml_classroom.grade.master import find_course
    from kml_classroom.grade.report import page

    if sys.platform == "win32":
        print("kml check needs Linux or macOS (on Windows: WSL). The checks in the lesson itself run anywhere.")
        return 2
    try:
        file = given.file or next((find_course() / "lessons").glob(f"{given.number}_*.ipynb"), given.number)
        grade = grade_one(file, given.number, seed=secrets.randbits(64), unsafe=True)
    except LookupError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"{file}, as it was last saved")
    print(*page(grade), sep="\n")
    print("Your instructor's `kml grade` uses the same rule: the same file gets the same points there.")
    return 0


def _address(given):
    from kml_classroom.publish import address

    try:
        if given.check:
            wanted = given.address or address.current(".")
            problems = list(address.address_problems(".", wanted))
            print(*(problems or [f"Every link says {wanted}."]), sep="\n")
            return 1 if problems else 0
        wanted = given.address or address.from_remote(".")
        changed = address.write_address(".", wanted)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    print(*changed, f"{len(changed)} files changed: they say {wanted} now.", sep="\n")
    return 0


def _links(given):
    from kml_classroom.publish.address import hub_link

    lessons = sorted(Path("lessons").glob("[0-9][0-9]_*.ipynb"))
    if not lessons:
        print("There is no folder lessons here: run this in the course's folder.", file=sys.stderr)
        return 2
    for path in lessons:
        print(hub_link(given.hub, path.as_posix()))
    return 0
