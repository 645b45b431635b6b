"""The package as a whole: quick to import, one truth about what it needs, nothing of one machine in its files."""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from kml_classroom.author.notebooks import COLAB
from needs import ROOT, need
from packaging.specifiers import SpecifierSet

import kml

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IMPORTED_AS = {"pillow": "PIL", "scikit-learn": "sklearn"}
ON_CONDA = {"torch": "pytorch"}


def names_and_ranges(requirements):
    """{"numpy>=2.0"} becomes {"numpy": ">=2.0"}."""
    return dict(re.fullmatch(r"([\w-]+)(.*)", line).groups() for line in requirements)


def loaded_after(code):
    """The top-level modules in a new Python after running `code`."""
    code += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_import_kml_loads_nothing_that_it_depends_on():
    heavy = {IMPORTED_AS.get(name, name) for name in names_and_ranges(PROJECT["dependencies"])}
    assert {"torch", "pandas", "matplotlib", "ipywidgets"} <= heavy
    assert not loaded_after("import kml") & heavy


def test_every_name_of_kml_is_there_and_none_loads_torch():
    loaded = loaded_after("import kml\nfor name in kml.__all__: getattr(kml, name)")
    assert "matplotlib" in loaded
    assert "torch" not in loaded


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"'chekc'.*check"):
        kml.chekc  # noqa: B018


def test_version_is_said_once():
    assert kml.__version__ == PROJECT["version"] == importlib.metadata.version("kml")


def test_binder_has_the_ranges_of_pyproject():
    environment = yaml.safe_load((ROOT / "binder" / "environment.yml").read_text(encoding="utf-8"))
    there = names_and_ranges(environment["dependencies"])
    assert there.pop("python").removeprefix("=") in SpecifierSet(PROJECT["requires-python"])
    assert there.pop("nbgitpuller") == there.pop("pip") == ""
    wanted = {ON_CONDA.get(name, name): allowed for name, allowed in names_and_ranges(PROJECT["dependencies"]).items()}
    del wanted["jupyterlab"]  # in the image already
    assert there == wanted


def test_ranges_admit_what_colab_has():
    lines = (ROOT / ".github" / "colab-constraints.txt").read_text(encoding="utf-8").splitlines()
    colab = dict(line.split("==") for line in lines if not line.startswith("#"))
    needed = names_and_ranges(PROJECT["dependencies"])
    missing = set(needed) - set(colab)
    missing -= {"jupyterlab"}  # Colab has a page of its own
    missing -= {"joblib", "threadpoolctl"}  # scikit-learn brings them there
    missing -= {"pooch"}  # librosa brings it
    assert missing == set(re.search("--no-deps (.*) git", COLAB).group(1).split())
    tested = needed | names_and_ranges(PROJECT["optional-dependencies"]["dev"])
    assert [name for name in tested if name in colab and colab[name] not in SpecifierSet(tested[name])] == []


def test_jupyterlab_gets_our_settings():
    settings = Path(sys.prefix, "share/jupyter/lab/settings/overrides.d/kml.json").read_text(encoding="utf-8")
    source = (ROOT / "kml" / "course" / "jupyterlab_overrides.json").read_text(encoding="utf-8")
    assert json.loads(settings) == json.loads(source)
    kernels = json.loads(settings)["@jupyterlab/apputils-extension:kernels-settings"]
    assert kernels == {"commsOverSubshells": "disabled"}


def committed_texts():
    """Yield (name, text) of each text file of the project, a notebook without its images."""
    listed = subprocess.run(
        [need("git"), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # an image; a file that is being removed
            continue
        yield name, re.sub(r'"image/\w+": *("[^"]*"|\[[^]]*\])', "", text)


def test_no_file_holds_anything_of_one_machine():
    own = [re.escape(str(place)) for place in (ROOT, Path.home()) if len(place.parts) > 1]
    anywhere = [r"/home/(?!jovyan/)\w+/", r"/Users/\w+/", r"[A-Z]:\\\\?Users", r"ipykernel_\d", r"--(extra-)?index-url"]
    forbidden = re.compile("|".join([*(rf"(?<![\w.]){path}\b" for path in own), *anywhere]))
    # this file, and submissions that reach for places that they guess
    out = (Path(__file__).relative_to(ROOT).as_posix(), "tests/classroom/grade/corpus/")
    texts = {name: text for name, text in committed_texts() if not name.startswith(out)}
    found = {name: match[0] for name, text in texts.items() if (match := forbidden.search(text))}
    assert found == {}
