"""What tests share: programs of the machine, real data, and a home that no test writes into."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# program → the Debian package that has it
PACKAGES = {"bwrap": "bubblewrap"}


def need(program):
    """Return the path of a system program; without it the test skips, or fails where KML_REQUIRE_SYSTEM=1."""
    path = shutil.which(program)
    if path:
        return path
    reason = f"needs {program}: sudo apt install {PACKAGES.get(program, program)}"
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


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory):
    """Point what kml and Jupyter remember at a throw-away folder, so that tests neither read nor write yours."""
    home = tmp_path_factory.mktemp("home")
    before = dict(os.environ)
    os.environ.update(
        XDG_CONFIG_HOME=str(home / "config"),
        JUPYTER_CONFIG_DIR=str(home / "jupyter"),
        JUPYTER_RUNTIME_DIR=str(home / "runtime"),
        JUPYTERLAB_WORKSPACES_DIR=str(home / "workspaces"),
        JUPYTERLAB_SETTINGS_DIR=str(home / "settings"),
        IPYTHONDIR=str(home / "ipython"),
    )
    yield home
    os.environ.clear()
    os.environ.update(before)
