"""The two packages: what is in them and what they need, one façade, nothing of one machine or of a stranger in them."""

import importlib.metadata
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from kml_classroom.author.notebooks import COLAB
from needs import ROOT, need
from packaging.specifiers import SpecifierSet

import kml
from kml.course.doors import own_copy

WHOLE, CLASSROOM = (
    tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8")) for folder in (".", "classroom")
)
PROJECT, CLASSROOM, GROUPS = WHOLE["project"], CLASSROOM["project"], WHOLE["dependency-groups"]
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


EACH_FIRST = """
import sys, types
import kml

modules = []
for name in sorted(kml.__all__, key=lambda name: name == "gpu"):  # which is about torch
    for loaded in [one for one in sys.modules if one.split(".")[0] == "kml"]:
        del sys.modules[loaded]
    assert name == "gpu" or not {"torch", "sklearn", "kml_classroom"} & {one.split(".")[0] for one in sys.modules}
    import kml  # as if for the first time
    value = getattr(kml, name)
    assert name in dir(kml)
    if isinstance(value, types.ModuleType):
        assert value.__name__ == f"kml.{name}"
        modules.append(name)
for name in kml.__all__:  # after all of them
    assert isinstance(getattr(kml, name), types.ModuleType) == (name in modules)
print(*modules)
"""


def test_every_name_of_kml_is_there_whatever_came_before_and_what_is_heavy_is_loaded_when_used():
    run = subprocess.run([sys.executable, "-c", EACH_FIRST], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    inside = {module.name for module in pkgutil.iter_modules(kml.__path__)} - {"core", "course", "__main__"}
    assert set(run.stdout.split()) == inside  # all its rooms but the ground and the course's own machinery


def test_the_door_of_kml_is_small_and_has_no_underscore():
    listed = {path.name for path in (ROOT / "kml").iterdir()} - {"__pycache__", "py.typed"}
    assert {name for name in listed if name.startswith("_")} == {"__init__.py", "__main__.py"}  # the second is `kml`
    assert len(listed) <= 25, sorted(listed)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(AttributeError, match=r"'chekc'.*check"):
        kml.chekc  # noqa: B018


def test_both_packages_have_one_version_and_one_works_with_no_other():
    assert kml.__version__ == PROJECT["version"] == CLASSROOM["version"]
    assert names_and_ranges(CLASSROOM["dependencies"])["kml-lab"] == f"=={kml.__version__}"
    assert [importlib.metadata.version(name) for name in ("kml-lab", "kml-classroom")] == [kml.__version__] * 2
    assert PROJECT["requires-python"] == CLASSROOM["requires-python"]
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "classroom" / "LICENSE").read_bytes()


def test_extras_and_groups_need_nothing_that_the_learners_package_already_brings():
    own = names_and_ranges(PROJECT["dependencies"])
    extras = [need for some in CLASSROOM["optional-dependencies"].values() for need in some]
    groups = [need for some in GROUPS.values() for need in some if isinstance(need, str)]
    assert not own.keys() & names_and_ranges([*extras, *groups]).keys()
    # pip asks a registry for what a group names: ours are not there, and could be a stranger's
    assert not {"kml-lab", "kml-classroom"} & names_and_ranges(groups).keys()


def test_both_say_who_made_them_and_on_which_python_they_are_tried():
    matrix = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8"))
    quick = matrix["jobs"]["quick"]["strategy"]["matrix"]
    tried = {*quick["python"], *(one["python"] for one in quick["include"])}
    for project in (PROJECT, CLASSROOM):
        assert project["authors"] == [{"name": "kml contributors"}]
        said = [line.rpartition(" ")[2] for line in project["classifiers"] if " Python :: 3." in line]
        assert set(said) == tried


def test_each_file_is_under_a_licence_whose_text_is_here():
    about = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    assert about[0]["path"] == "**"  # what no other entry names is covered by the first
    named = {word for entry in about for word in entry["SPDX-License-Identifier"].split(" AND ")}
    assert named == {path.stem for path in (ROOT / "LICENSES").iterdir()} == set(PROJECT["license"].split(" AND "))
    holders = {holder for entry in about[:-1] for holder in [entry["SPDX-FileCopyrightText"]]}
    assert holders == {"2026 kml contributors"}
    for name in ("LICENSE", "LICENSE-CONTENT"):
        assert "Copyright (c) 2026 kml contributors" in (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """{name: the wheel} of the two packages, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheels")
    for place in (ROOT, ROOT / "classroom"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        run = subprocess.run(command, cwd=place, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    return {path.name.split("-")[0]: zipfile.ZipFile(path) for path in folder.glob("*.whl")}


def tops(wheel):
    """What a wheel puts where packages are installed, and beside it."""
    return {name.split("/")[0].replace(f"-{kml.__version__}", "") for name in wheel.namelist()}


def about(wheel):
    """A wheel's METADATA and its commands, as texts."""
    inside = {name.rpartition("/")[2]: name for name in wheel.namelist() if ".dist-info/" in name}
    commands = wheel.read(inside["entry_points.txt"]).decode() if "entry_points.txt" in inside else ""
    return wheel.read(inside["METADATA"]).decode(), commands


def test_a_learners_wheel_holds_the_course_and_nothing_of_the_classroom(wheels):
    assert tops(wheels["kml_lab"]) == {"kml", "kml_lab.data", "kml_lab.dist-info"}
    names = wheels["kml_lab"].namelist()
    assert not [name for name in names if "classroom" in name or name.endswith((".po", ".pyc"))]
    for name in ("kml/locale/zh/LC_MESSAGES/kml.mo", "kml/stored/chinese.otf", "kml/gpu/one_pass.c", "kml/py.typed"):
        assert name in names
    shared = f"kml_lab-{kml.__version__}.data/data/share/jupyter"
    assert f"{shared}/lab/settings/overrides.d/kml.json" in names
    assert {f"{shared}/labextensions/kml-last-look/{file}" for file in ("package.json", "last_look.js")} <= {*names}
    metadata, commands = about(wheels["kml_lab"])
    assert "\nName: kml-lab\n" in metadata
    assert commands.split() == ["[console_scripts]", "kml", "=", "kml.course.doors.command:main"]


def test_a_learners_wheel_holds_the_lessons_as_they_are_and_stays_small(wheels):
    wheel = wheels["kml_lab"]
    inside = {name.removeprefix("kml/stored/lessons/"): name for name in wheel.namelist() if "/stored/lessons/" in name}
    assert sorted(inside) == own_copy.files()
    assert all(wheel.read(name) == (ROOT / "lessons" / file).read_bytes() for file, name in inside.items())
    assert Path(wheel.filename).stat().st_size < 2.5e6


def test_the_classrooms_wheel_adds_to_the_command_and_needs_this_very_course(wheels):
    assert tops(wheels["kml_classroom"]) == {"kml_classroom", "kml_classroom.dist-info"}
    assert "kml_classroom/locale/zh/LC_MESSAGES/kml_classroom.mo" in wheels["kml_classroom"].namelist()
    metadata, commands = about(wheels["kml_classroom"])
    assert f"\nRequires-Dist: kml-lab=={kml.__version__}\n" in metadata
    assert commands == ""  # kml is the learner's: two of a name would overwrite one another


def test_all_of_a_learners_wheel_runs_without_the_classroom(wheels, tmp_path):
    wheels["kml_lab"].extractall(tmp_path)
    code = f"""
import importlib, pkgutil, sys
sys.modules["kml_classroom"] = None
sys.path.insert(0, {str(tmp_path)!r})
import kml
assert kml.__file__.startswith({str(tmp_path)!r})
for module in pkgutil.walk_packages(kml.__path__, "kml."):
    if not module.name.endswith(("__main__", ".kernels")):  # those run a command, and need a GPU's compiler
        importlib.import_module(module.name)
"""
    code += """
from kml.course.doors.command import main
for given in (["lessons", "mine"], ["lessons", "mine", "--afresh", "03"], ["check", "03"]):
    print(main(given))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert [line for line in run.stdout.splitlines() if line.isdigit()] == ["0", "0", "2"]
    assert "kml check is in the package kml-classroom, which is not installed" in run.stderr
    laid_out = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*.*")}
    assert laid_out == {*own_copy.files(), ".editions.json"}


def test_no_cell_needs_the_classroom():
    notebooks = [path for folder in ("lessons", "solutions") for path in (ROOT / folder).rglob("*.ipynb")]
    assert len(notebooks) >= 24
    for path in notebooks:
        cells = nbformat.read(path, as_version=4).cells
        assert not [cell.id for cell in cells if cell.cell_type == "code" and "kml_classroom" in cell.source], path


def test_binder_has_the_ranges_of_pyproject():
    environment = yaml.safe_load((ROOT / "binder" / "environment.yml").read_text(encoding="utf-8"))
    there = names_and_ranges(environment["dependencies"])
    assert there.pop("python").removeprefix("=") in SpecifierSet(PROJECT["requires-python"])
    assert there.pop("pip") == ""
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
    tested = needed | names_and_ranges(GROUPS["test"])
    assert [name for name in tested if name in colab and colab[name] not in SpecifierSet(tested[name])] == []


def test_jupyterlab_gets_our_settings():
    settings = Path(sys.prefix, "share/jupyter/lab/settings/overrides.d/kml.json").read_text(encoding="utf-8")
    source = (ROOT / "kml" / "course" / "session" / "jupyterlab_overrides.json").read_text(encoding="utf-8")
    assert json.loads(settings) == json.loads(source)
    kernels = json.loads(settings)["@jupyterlab/apputils-extension:kernels-settings"]
    assert kernels == {"commsOverSubshells": "disabled"}


def test_jupyterlab_gets_our_extension():
    source = ROOT / "kml" / "course" / "session" / "jupyterlab_last_look"
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    installed = Path(sys.prefix, "share/jupyter/labextensions", about["name"])
    assert {file.name for file in source.iterdir()} == {"package.json", about["jupyterlab"]["_build"]["load"]}
    for file in source.iterdir():
        assert (installed / file.name).read_bytes() == file.read_bytes(), f"install again: {file.name} has changed"


def test_an_image_gets_nothing_that_git_does_not():
    def patterns(name):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.strip("/").removeprefix("**/") for line in lines if not line.startswith("#")}

    assert patterns(".dockerignore") == patterns(".gitignore") | {".git"}


def test_before_a_commit_ruff_is_the_one_of_ci():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    versions = {one["repo"].rpartition("/")[2]: one["rev"].removeprefix("v") for one in hooks}
    known = (ROOT / ".github" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert f"ruff=={versions['ruff-pre-commit']}" in known


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
    forbidden = re.compile("|".join([*(rf"(?<![\w.}}]){path}\b" for path in own), *anywhere]))
    # this file, and submissions that reach for places that they guess
    out = (Path(__file__).relative_to(ROOT).as_posix(), "tests/classroom/grade/corpus/")
    texts = {name: text for name, text in committed_texts() if not name.startswith(out)}
    found = {name: match[0] for name, text in texts.items() if (match := forbidden.search(text))}
    assert found == {}


# On PyPI the name kml is somebody else's, and nobody has ours there: pip gets both from the repository or a checkout
PIP = re.compile(r"\bpip3?\b[^\n`]*?\binstall\b([^\n`]*)")
WORD = re.compile(r"""\"[^"]*\"|'[^']*'|\S+""")
OURS = re.compile(r"kml(?:-lab|-classroom)?(?![\w/-])(.*)")


def from_a_registry(text):
    """The words of pip's command lines in a text that make it fetch kml, or ours, from a package registry."""
    for line in PIP.findall(text.replace('\\"', '"')):
        for word in WORD.findall(line):
            ours = OURS.match(word.strip("\"'"))
            if ours and not re.match(r"(\[[\w,]+\])? @ git\+https://github\.com/", ours[1]):
                yield word


def test_no_page_and_no_cell_makes_anybody_install_a_strangers_kml():
    for wrong in (
        "pip install kml",
        "%pip install -q kml",
        'pip install "kml[grade]"',
        "`pip install kml-lab`",
        "pip3 install kml==1",
    ):
        assert list(from_a_registry(wrong)), wrong
    for right in (
        'pip install "kml-lab @ git+https://github.com/a/b"',
        "pip install -e .",
        "pip uninstall -y kml",
        COLAB,
    ):
        assert not list(from_a_registry(right)), right
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = {name: words for name, text in committed_texts() if name != here and (words := list(from_a_registry(text)))}
    assert found == {}
