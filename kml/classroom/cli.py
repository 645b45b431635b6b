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
    command.set_defaults(run=_build)

    given = parser.parse_args(arguments)
    return given.run(given)


def _build(given):
    if not Path("solutions").is_dir():
        print("There is no folder solutions here: run this in the course's folder.", file=sys.stderr)
        return 2
    try:
        from kml.classroom.build import build, check
    except ModuleNotFoundError as error:
        print(f'{error.name} is missing. Install what authors need: pip install -e ".[dev]"', file=sys.stderr)
        return 2
    problems = (check if given.check else build)(".", given.numbers)
    for problem in problems:
        print(problem)
    errors = sum(not problem.warning for problem in problems)
    print(f"{errors} problem{'s' * (errors != 1)}." if errors else "All is well.")
    return 1 if errors else 0
