"""The versions with which the tests pass, in .github/constraints.txt: what CI installs at each push.

python tools/constraints.py          write those that this Python has: after all tests have passed with them
python tools/constraints.py --news   only say where this Python has others

Once a week CI installs whatever is newest instead (.github/workflows/weekly.yml): a release of somebody else's that
breaks the course is found there, and not by a learner. Whose installation of today fails may take these versions:
pip install --constraint .github/constraints.txt -e .
"""

import importlib.metadata
import re
import sys
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / ".github" / "constraints.txt"
HEAD = "# The versions with which the tests pass, written by tools/constraints.py\n"
OUR_OWN = {"kml-lab", "kml-classroom"}
BRINGS_THE_OTHERS = {"pip", "setuptools", "uv"}  # not what is tested


def here():
    """{name: version} of the packages of this Python. A build is left out: torch 2.13.0+cpu is torch 2.13.0."""
    found = {
        re.sub(r"[-_.]+", "-", one.name).lower(): one.version.partition("+")[0]
        for one in importlib.metadata.distributions()
    }
    return {name: found[name] for name in sorted(found.keys() - OUR_OWN - BRINGS_THE_OTHERS)}


def written():
    """{name: version} of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def news(before, now):
    """A line for each package that is in both with different versions, or in one only."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name, "not there"), now.get(name, "not there")
        if old != new:
            yield f"{name}: {old} → {new}"


def main(*options):
    if options == ("--news",):
        for line in news(written(), here()):
            print(line)
    elif not options:
        FILE.write_text(HEAD + "".join(f"{name}=={version}\n" for name, version in here().items()), encoding="utf-8")
    else:
        return __doc__
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
