"""Commands of the pages, run as printed, each in an environment that has only what its page installs."""

import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from needs import ROOT, need
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from printed import blocks, commands_in, printed, read

from kml.course.doors import own_copy


def test_help_lists_what_make_knows():
    run = subprocess.run([need("make"), "-s", "help"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0
    listed = re.findall(r"^make ([a-z-]+) +\S", run.stdout, re.M)
    assert (
        {"lab", "update", "test", "site", "build"}
        <= set(listed)
        <= set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    )


@pytest.fixture
def shell(tmp_path):
    """Run lines as a person does who has this Python and no other package; what they print."""
    env = {
        name: value for name, value in os.environ.items() if not re.match("MAKE|MFLAGS|PYTHON|VIRTUAL_ENV|KML_", name)
    }
    env |= {"HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"}
    env |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_COMMITTER_NAME": "a"}
    env |= {"GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_EMAIL": "a@example.org"}

    def run(lines, cwd, status=0):
        done = subprocess.run([need("bash"), "-e"], input=lines, text=True, cwd=cwd, env=env, capture_output=True)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_update_brings_what_is_new_and_refuses_to_lose_a_line(shell, tmp_path):
    source, own = tmp_path / "source", tmp_path / "own"
    (source / "tools").mkdir(parents=True)
    (source / "Makefile").write_text(read("Makefile"))
    (source / "tools" / "setup.sh").write_text("")  # what it installs is not asked here
    (source / ".gitignore").write_text(read(".gitignore"))
    (source / "page").write_text("old\n")
    shell("git init -q && git add . && git commit -qm one", source)
    shell(f"git clone -q {source} own && mkdir -p own/.venv/bin", tmp_path)
    (own / ".venv" / "bin" / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (own / ".venv" / "bin" / "python").chmod(0o755)
    (source / "page").write_text("new\n")
    shell("git commit -qam two", source)
    said = shell("make update", own)
    assert (own / "page").read_text() == "new\n"
    assert f"Your own copy of the lessons: {own / own_copy.NAME}" in said
    (own / "page").write_text("mine\n")
    (source / "page").write_text("newest\n")
    shell("git commit -qam three", source)
    assert "Nothing has changed. git needs" in shell("make update", own, status=2)
    assert (own / "page").read_text() == "mine\n"


def needed(*wanted):
    """The installed distributions that these requirements lead to, by their own words."""
    found, waiting = {}, [Requirement(one) for one in wanted]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found and not one.extras:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # torch's CUDA, where torch is the small build
        for line in found[name].requires or ():
            more = Requirement(line)
            if more.marker is None or any(more.marker.evaluate({"extra": extra}) for extra in ("", *one.extras)):
                waiting.append(more)
    return found


def lay_out(folder, distributions):
    """Make a folder that Python can load exactly these distributions from."""
    folder.mkdir(exist_ok=True)
    for distribution in distributions.values():
        for top in {Path(file).parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            if not (folder / top).is_symlink():
                (folder / top).symlink_to(distribution.locate_file(top))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs Windows' own lines")
def test_the_way_without_make_in_an_environment_of_its_own(shell, tmp_path):
    """The lines without make, then TEACHING's for instructors: each with what its page installs, and nothing else.

    Two things are not as printed: pip takes its packages from a folder, and JupyterLab only says its version.
    """
    course = tmp_path / "kml"
    course.mkdir()
    for name in ("kml", "lessons", "classroom", "README.md", "pyproject.toml", "LICENSE", "LICENSE-CONTENT"):
        (course / name).symlink_to(ROOT / name)
    packages = tmp_path / "packages"
    without_make, here = (
        [*commands_in(block)]
        for block in blocks(read("docs/installing.md").split("## Without make")[1])
        if "kml lab" in block
    )
    venv, __, install, lab = without_make
    (activate,) = [one for one in printed("docs/installing.md") if one.startswith("source")]
    own = {"kml-lab", "kml-classroom"}

    def as_printed(line):
        return line.replace("pip install", "pip install -q --no-index --no-build-isolation").replace(
            "kml lab", "kml lab --version"
        )

    lay_out(packages, {name: it for name, it in needed("kml-lab", "hatchling").items() if name not in own})
    shell(venv, course)
    (site,) = (course / ".venv").glob("lib/python*/site-packages")
    (site / "packages.pth").write_text(f"import sys; sys.path.insert(0, {str(packages)!r})")
    said = shell("\n".join([activate, as_printed(install), as_printed(lab)]), course)
    assert re.search(r"^4\.", said, re.M) and (course / own_copy.NAME / "README.md").is_file()
    assert "Your own copy of the lessons" in shell(
        "\n".join([activate, *here[1:]]), course
    )  # the first is kml lab again
    assert (course / "FOLDER" / "11_capstone.ipynb").is_file()

    lay_out(packages, {name: it for name, it in needed("kml-classroom[grade]").items() if name not in own})
    (extra,) = [one for one in printed("TEACHING.md") if one.endswith('"./classroom[grade]"')]
    (links,) = [one for one in printed("hub/README.md") if one.startswith("kml links")]
    said = shell("\n".join([as_printed(extra), activate, links]), course)
    assert said.count("https://hub.example.org/hub/user-redirect/") == 12
