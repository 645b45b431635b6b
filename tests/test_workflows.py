"""What GitHub runs: on which machines, with which rights, and others' actions by the hash of one commit."""

import re
import tomllib

import pytest
import yaml
from needs import ROOT

FOLDER = ROOT / ".github" / "workflows"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def load(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def test_there_is_one_for_the_tests_and_one_for_the_pages():
    assert NAMES == ["pages.yml", "test.yml"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_allowed_that_is_not_needed(name):
    about = load(name)
    allowed = [about["permissions"], *(job.get("permissions", {}) for job in about["jobs"].values())]
    assert set(about["permissions"].items()) <= {("contents", "read")}
    written = {right for rights in allowed for right, how in rights.items() if how == "write"}
    assert written == ({"pages", "id-token"} if name == "pages.yml" else set())
    assert "pull_request_target" not in about[True]  # YAML 1.1 reads the key `on` as true
    for job in about["jobs"].values():
        assert 0 < job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert not re.search(r"\$\{\{ *github\.(event|head)", step.get("run", ""))  # what strangers may write


@pytest.mark.parametrize("name", NAMES)
def test_an_action_of_others_is_one_commit_and_says_its_version(name):
    used = re.findall(r"uses: *(.*)", (FOLDER / name).read_text(encoding="utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []


def test_the_quick_tests_run_on_three_systems_and_on_each_python():
    matrix = load("test.yml")["jobs"]["quick"]["strategy"]["matrix"]
    places = {(system, python) for system in matrix["os"] for python in matrix["python"]}
    places |= {(one["os"], one["python"]) for one in matrix["include"]}
    pythons = sorted({python for __, python in places}, key=lambda python: int(python.split(".")[1]))
    assert {system for system, __ in places} == {"ubuntu-latest", "windows-latest", "macos-latest"}
    assert pythons == ["3.11", "3.12", "3.13", "3.14"]
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert oldest == f">={pythons[0]}"
    assert all((system, pythons[at]) in places for system, __ in places for at in (0, -1))


def test_the_list_of_quick_tests_names_what_there_is():
    lines = (ROOT / "tests" / "quick.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "-m" and lines[2].startswith("--ignore=")
    assert [line for line in lines[2:] if not (ROOT / line.removeprefix("--ignore=")).exists()] == []


def test_the_pages_are_published_only_when_somebody_asks():
    about = load("pages.yml")
    assert about["permissions"] == {}
    assert about["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert re.search(r"workflow_dispatch' \|\| vars\.PUBLISH_PAGES == 'yes'", about["jobs"]["build"]["if"])
    assert about["jobs"]["deploy"]["needs"] == "build"
    built = [step["run"] for step in about["jobs"]["build"]["steps"] if "kml_classroom site" in step.get("run", "")]
    (artifact,) = (
        step["with"]["path"] for step in about["jobs"]["build"]["steps"] if "artifact" in step.get("uses", "")
    )
    assert [command.split()[-1] for command in built] == [artifact]
