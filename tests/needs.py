"""What a test may need of the machine: a program, or real data. Without it the test skips and says what to do."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# program → the Debian package that has it
PACKAGES = {"bwrap": "bubblewrap", "initdb": "postgresql", "sshd": "openssh-server", "ssh-keygen": "openssh-client"}


def need(program):
    """Return the path of a system program; without it the test skips, or fails where KML_REQUIRE_SYSTEM=1."""
    elsewhere = *Path("/usr/lib/postgresql").glob("*/bin"), "/usr/sbin"  # which are on nobody's path, or on root's
    path = shutil.which(program) or shutil.which(program, path=os.pathsep.join(map(str, elsewhere)))
    if path:
        return path
    lacking(f"needs {program}: sudo apt install {PACKAGES.get(program, program)}")


def lacking(reason):
    """Skip the test for this reason, or fail it where KML_REQUIRE_SYSTEM=1."""
    if os.environ.get("KML_REQUIRE_SYSTEM") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def kuairand_folder():
    """Return the folder of real KuaiRand files (env KML_KUAIRAND, or beside the checkout); else the test skips."""
    named = os.environ.get("KML_KUAIRAND")
    folder = Path(named) if named else ROOT.parent / "shared" / "data" / "kuairand"
    if not folder.is_dir():
        pytest.skip("needs real KuaiRand files: set KML_KUAIRAND to their folder")
    return folder
