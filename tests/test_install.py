"""tools/install.py: which ways to an installation it tries, in which order. Nothing is installed here."""

import runpy
import subprocess
import sys
from types import SimpleNamespace

import pytest
from needs import ROOT


@pytest.fixture
def install(monkeypatch, tmp_path):
    """The module, with a log of its own, no uv, and pip without sources of its own; `tried` are its commands' ends.

    `fails` are words: a command that has one of them in it does not succeed.
    """
    module = SimpleNamespace(tried=[], fails=(), names=runpy.run_path(str(ROOT / "tools" / "install.py")))
    told = SimpleNamespace(stdout="global.cert='/etc/ssl/certs'\n:env:.disable-pip-version-check='1'\n")
    module.told, module.uv = told, None

    def works(command):
        pip = module.names["PIP"]
        words = command[len(pip) :] if command[: len(pip)] == pip else command
        words = words[2:] if words[:2] == [sys.executable, "-m"] else words
        module.tried.append(" ".join(words))
        return not any(word in words for word in module.fails)

    names = module.names["main"].__globals__
    monkeypatch.setitem(names, "works", works)
    monkeypatch.setitem(names, "LOG", tmp_path / "install.txt")
    monkeypatch.setitem(names, "COMMAND", tmp_path / "kml")
    monkeypatch.setattr(names["shutil"], "which", lambda name: module.uv)
    monkeypatch.setattr(subprocess, "run", lambda *__, **___: told)
    monkeypatch.delenv("UV_TORCH_BACKEND", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ssl/certs")  # else set by what is tested, and left behind
    module.main = names["main"]
    return module


PARTS = "--no-build-isolation -e . -e ./classroom"
WITH_UV = f"uv pip install --python {sys.executable} --torch-backend=auto {PARTS}"
BEFORE = ["uninstall -y kml", "install hatchling>=1.26"]


def test_where_all_is_here_nothing_is_fetched_and_nothing_said(install, capsys):
    assert install.main() == 0
    assert install.tried == [f"install --no-index {PARTS}"]
    assert capsys.readouterr().err == ""


def test_a_command_that_was_the_classrooms_goes_first(install, tmp_path):
    (tmp_path / "kml").write_text("from kml_classroom.cli import main")
    assert install.main() == 0
    assert install.tried == ["uninstall -y kml-classroom", f"install --no-index {PARTS}"]


def test_uv_is_fetched_and_picks_the_build_of_torch(install, capsys):
    install.fails = ("--no-index",)
    assert install.main() == 0
    assert install.tried[1:] == [*BEFORE, "install uv", WITH_UV]
    assert capsys.readouterr().err.startswith("Installing kml and what it needs into .venv.")


def test_a_uv_of_ones_own_is_taken_and_its_build_of_torch_may_be_said(install, monkeypatch):
    install.fails, install.uv = ("--no-index",), "/somewhere/uv"
    monkeypatch.setenv("UV_TORCH_BACKEND", "cpu")
    assert install.main("dev") == 0
    assert install.tried[1:] == [
        BEFORE[0],
        f"{BEFORE[1]} pip>=25.1",
        f"/somewhere/uv pip install --python {sys.executable} {PARTS}[author,grade,scale,site] --group dev",
    ]


@pytest.mark.parametrize(
    ("told", "uvs"),
    [
        ("global.index-url='A'", "--default-index A"),
        ("user.index-url='A'\n:env:.index-url='B'", "--default-index B"),
        (":env:.index-url='B'\nuser.index-url='A'", "--default-index B"),
        ("global.index-url='A'\ninstall.index-url='B'", "--default-index B"),
        ("install.index-url='A'\n:env:.index-url='B'", "--default-index B"),
        ("user.extra-index-url='A\\nB'", "--index A --index B --index-strategy=unsafe-best-match"),
        ("user.trusted-host='C'", "--allow-insecure-host C --torch-backend=auto"),
        ("global.no-index='true'\nglobal.find-links='/w'", "--find-links /w --no-index"),
        ("global.no-index='false'", "--torch-backend=auto"),
        (":env:.find-links='/w /v'\nglobal.constraint='/c'", "--find-links /w --find-links /v --constraint /c"),
    ],
)
def test_uv_is_told_what_pip_was_told_of_where_packages_come_from(install, told, uvs):
    install.told.stdout += f"{told}\n"
    install.fails = ("--no-index",)
    assert install.main() == 0
    assert install.tried[1:5] == [*BEFORE, "install uv", WITH_UV.replace("--torch-backend=auto", uvs)]


def test_where_uv_gets_nothing_from_a_mirror_pip_goes_on(install):
    install.told.stdout += "global.index-url='A'\n"
    install.fails = ("--no-index", "--default-index")
    assert install.main() == 0
    assert install.tried[-1] == f"install {PARTS}"


def test_where_uv_does_not_reach_torch_pip_goes_on(install):
    install.fails = ("--no-index", "--torch-backend=auto")
    assert install.main() == 0
    assert install.tried[-2:] == [WITH_UV, f"install {PARTS}"]


def test_what_went_wrong_is_said_last(install, capsys):
    install.fails = ("install",)
    assert install.main() == 1
    assert capsys.readouterr().err.endswith("Run the same command again to go on.\n")
