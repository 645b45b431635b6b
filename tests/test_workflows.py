"""What GitHub runs: on which machines, with which rights, and others' actions by the hash of one commit."""

import importlib.util
import re
import tomllib

import pytest
import yaml
from needs import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = ROOT / ".github" / "workflows"
_place = importlib.util.spec_from_file_location("constraints", ROOT / "tools" / "constraints.py")
constraints = importlib.util.module_from_spec(_place)
_place.loader.exec_module(constraints)
NAMES = sorted(path.name for path in FOLDER.iterdir())


def load(name):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


# What a workflow may write, and which of its jobs
MAY_WRITE = {
    "pages.yml": {"deploy": {"pages", "id-token"}},
    "release.yml": {"attest": {"attestations", "id-token"}, "page": {"contents"}, "publish": {"id-token"}},
}


def test_there_is_one_for_the_tests_the_pages_a_release_each_week_and_all_of_it():
    assert NAMES == ["pages.yml", "release.yml", "test.yml", "weekly.yml", "whole.yml"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_allowed_that_is_not_needed(name):
    about = load(name)
    assert set(about["permissions"].items()) <= {("contents", "read")}
    for job, doing in about["jobs"].items():
        written = {right for right, how in doing.get("permissions", {}).items() if how == "write"}
        assert written == MAY_WRITE.get(name, {}).get(job, set())
    assert "pull_request_target" not in about[True]  # YAML 1.1 reads the key `on` as true
    for job in about["jobs"].values():
        if "uses" in job:  # another of our workflows, which is asked for itself
            continue
        assert 0 < job["timeout-minutes"] <= 180
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            assert not re.search(r"\$\{\{ *github\.(event|head)", step.get("run", ""))  # what strangers may write


@pytest.mark.parametrize("name", NAMES)
def test_an_action_of_others_is_one_commit_and_says_its_version(name):
    used = re.findall(r"uses: (?!\$/)(.*)", (FOLDER / name).read_text(encoding="utf-8"))
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


def test_a_release_is_tested_first_and_signed_before_anybody_gets_it():
    jobs = load("release.yml")["jobs"]
    assert jobs["build"]["needs"] == ["test", "whole"]
    assert all(jobs[name]["uses"].endswith(f"/.github/workflows/{name}.yml") for name in jobs["build"]["needs"])
    assert jobs["attest"]["needs"] == "build"
    assert {name for name, job in jobs.items() if job.get("needs") == "attest"} == {"page", "publish"}
    assert jobs["publish"]["if"] == "vars.PUBLISH_PACKAGES == 'yes'" and jobs["publish"]["environment"] == "release"
    assert "secrets" not in (FOLDER / "release.yml").read_text(encoding="utf-8")  # trusted publishing needs none
    about = load("release.yml")
    assert about[True] == {"push": {"tags": ["v*"]}} and about["concurrency"]["cancel-in-progress"] is False


def test_what_takes_too_long_for_each_push_runs_each_week_and_before_a_release():
    about = load("whole.yml")
    (job,) = about["jobs"].values()
    assert {"schedule", "workflow_dispatch", "workflow_call"} == set(about[True])
    assert job["steps"][-1]["run"] == "KML_REQUIRE_SYSTEM=1 make test-release"


def test_each_week_what_is_newest_is_tried_beside_what_is_known():
    about = load("weekly.yml")
    (job,) = about["jobs"].values()
    assert {"schedule", "workflow_dispatch"} == set(about[True])
    assert job["strategy"]["matrix"]["versions"] == ["newest", "known"]
    assert job["steps"][-1]["run"] == "bash .ci/run"


def test_the_known_versions_are_of_all_that_we_need_and_within_our_ranges():
    known = constraints.written()
    for file in ("pyproject.toml", "classroom/pyproject.toml"):
        about = tomllib.loads((ROOT / file).read_text(encoding="utf-8"))
        needed = [*about["project"]["dependencies"]]
        needed += [one for some in about["project"].get("optional-dependencies", {}).values() for one in some]
        needed += about.get("dependency-groups", {}).get("test", [])
        for one in map(Requirement, needed):
            if not one.name.startswith("kml-"):
                assert known[canonicalize_name(one.name)] in one.specifier, one
    assert not {"kml-lab", "kml-classroom", "pip"} & known.keys()
    assert list(known) == sorted(known) and constraints.FILE.read_text(encoding="utf-8").count("==") == len(known)
    assert "//" not in constraints.FILE.read_text(encoding="utf-8")  # versions, and no addresses


def test_what_has_changed_since_is_said_a_line_a_package():
    told = constraints.news({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
    assert list(told) == ["b: 1 → 2", "c: 1 → not there", "d: not there → 1"]


def test_the_known_versions_are_written_as_they_are_read(monkeypatch, tmp_path):
    monkeypatch.setattr(constraints, "FILE", tmp_path / "constraints.txt")
    assert constraints.main() == 0
    assert constraints.written() == constraints.here()
    assert "numpy" in constraints.here() and "kml-lab" not in constraints.here()
    assert "--news" in constraints.main("--nonsense")
