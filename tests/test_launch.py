"""Where the course is launched: Binder, a hub, Codespaces. No service is called; what it would read is checked."""

import datetime
import json
import os
import re
import subprocess
import sys
import textwrap

import pytest
import yaml
from kml_classroom.address import ADDRESS, FOLDER_ON_A_HUB, PLACEHOLDER
from needs import ROOT

import kml
from kml.course.doors import lab, own_copy

TEXT, NUMBER, WHOLE, SWITCH = (str,), (int, float), (int,), (bool,)
ANY = object()
# The part of the chart's values that is used here, with its types: jupyterhub/values.schema.yaml of
# github.com/jupyterhub/zero-to-jupyterhub-k8s, chart 4.4.0 (2026-06-10), which refuses unknown keys in all of these.
CHART = {
    "singleuser": {
        "image": {"name": TEXT, "tag": TEXT},
        "defaultUrl": TEXT,
        "memory": {"guarantee": (*TEXT, *NUMBER), "limit": (*TEXT, *NUMBER)},
        "cpu": {"guarantee": NUMBER, "limit": NUMBER},
        "extraEnv": ANY,
        "storage": {"capacity": TEXT, "homeMountPath": TEXT, "type": TEXT},
        "startTimeout": WHOLE,
        "lifecycleHooks": {"postStart": ANY, "preStop": ANY},
        "extraFiles": {"kernels": {"mountPath": TEXT, "data": ANY}},
    },
    "cull": {"enabled": SWITCH, "timeout": WHOLE, "every": WHOLE},
    "prePuller": {"hook": {"enabled": SWITCH}, "continuous": {"enabled": SWITCH}},
    "scheduling": {
        "userScheduler": {"enabled": SWITCH},
        "podPriority": {"enabled": SWITCH},
        "userPlaceholder": {"enabled": SWITCH, "replicas": WHOLE},
    },
    "hub": {"activeServerLimit": WHOLE, "config": ANY},
    "proxy": {"https": {"enabled": SWITCH, "hosts": (list,), "letsencrypt": {"contactEmail": TEXT}}},
}
UNIT = {"M": 2**20, "G": 2**30, "Mi": 2**20, "Gi": 2**30}


def unknown(values, known, place=""):
    """Yield each place in `values` that the chart does not know, or that has another type there."""
    for key, value in values.items():
        here = f"{place}.{key}".strip(".")
        if key not in known:
            yield here
        elif isinstance(known[key], dict):
            yield from unknown(value, known[key], here) if isinstance(value, dict) else [here]
        elif known[key] is not ANY and type(value) not in known[key]:
            yield here


def size(text):
    """ "1G" in bytes, as the chart reads it."""
    number, unit = re.fullmatch(r"([\d.]+)([MG]i?)", text).groups()
    return float(number) * UNIT[unit]


@pytest.fixture(scope="module")
def values():
    return yaml.safe_load((ROOT / "hub" / "values.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page():
    return (ROOT / "hub" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def measured(page):
    """{process: bytes} of the table that make bench-memory prints."""
    table = page.split("<!-- memory -->")[1].split("<!-- /memory -->")[0]
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| \d+ \|$", table, re.MULTILINE)
    return {name: int(mib) * 2**20 for name, mib in rows}


def test_binder_renders_to_an_image_with_our_environment_and_our_package(tmp_path):
    # a folder of its own: what repo2docker reads, and nothing that is only on this machine
    (tmp_path / "binder").mkdir()
    for name in ("pyproject.toml", "binder/environment.yml", "binder/postBuild"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    python = next(line for line in (ROOT / "binder/environment.yml").read_text().splitlines() if "python=" in line)
    assert f"Building conda environment for {python.strip('- ')}" in run.stderr + run.stdout
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "binder/environment.yml"' in run.stdout
    assert "RUN ./binder/postBuild" in run.stdout


def test_binder_installs_the_package_outside_the_home_that_a_hub_covers():
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "python -m pip install --no-deps . ./classroom"


def test_the_hub_has_only_keys_and_types_that_its_chart_knows(values, page):
    assert list(unknown(values, CHART)) == []
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1]
    own = yaml.safe_load(textwrap.dedent(example))
    assert list(unknown(own, CHART)) == []
    assert not set(own["hub"]) & set(values["hub"])
    assert set(own["hub"]["config"]) == {"JupyterHub", "GitHubOAuthenticator"}
    wrong = {"singleuser": {"memry": {}, "cpu": {"limit": "2"}, "image": "x"}, "cull": {"enabled": 1}}
    assert list(unknown(wrong, CHART)) == [
        "singleuser.memry",
        "singleuser.cpu.limit",
        "singleuser.image",
        "cull.enabled",
    ]


def test_what_a_learner_is_guaranteed_holds_a_lesson_and_the_limit_two(values, measured, page):
    assert [name for name in measured if name.startswith("lesson")] == [f"lesson {number:02}" for number in range(12)]
    server = measured.pop("JupyterLab's server")
    *_, second, first = sorted(measured.values())
    memory = values["singleuser"]["memory"]
    assert size(memory["guarantee"]) > 1.2 * (server + first)
    assert size(memory["limit"]) > 1.2 * (server + first + second)
    assert f"at most {(server + first) / 2**20:.0f} MiB" in page
    assert f"left open {(server + first + second) / 2**30:.1f} GiB" in page
    assert f"need {(server + first) / 2**30:.2f} GiB" in (ROOT / "hub" / "values.yaml").read_text(encoding="utf-8")
    assert values["hub"]["activeServerLimit"] >= 300


def test_the_hub_lays_out_the_lessons_where_its_links_and_its_first_page_look(values):
    *_, line = values["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    kml, lessons, folder = line.removesuffix(" || true").split()
    assert (kml, lessons) == ("kml", "lessons")
    assert folder == f"{values['singleuser']['storage']['homeMountPath']}/{FOLDER_ON_A_HUB}"
    assert values["singleuser"]["defaultUrl"] == f"/lab/tree/{FOLDER_ON_A_HUB}/README.md"
    assert "README.md" in own_copy.files()


def test_the_hub_keeps_of_sliders_what_a_learners_own_lab_keeps(values):
    hook = values["singleuser"]["extraFiles"]["kernels"]["data"]["ContentsManager"]["pre_save_hook"]
    assert [option for option in lab.options("here") if hook in option]


def test_idle_kernels_go_before_idle_servers(values):
    kernels = values["singleuser"]["extraFiles"]["kernels"]["data"]["MappingKernelManager"]
    assert 1800 <= kernels["cull_idle_timeout"] <= values["cull"]["timeout"]
    assert values["cull"]["enabled"]


def test_a_codespace_runs_the_projects_own_setup():
    about = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    # every key is one of the dev container specification's (devContainer.base.schema.json), with its type there
    assert {key: type(value) for key, value in about.items()} == {
        "name": str,
        "image": str,
        "hostRequirements": dict,
        "postCreateCommand": str,
        "forwardPorts": list,
        "portsAttributes": dict,
        "customizations": dict,
    }
    asked = about["hostRequirements"]
    assert type(asked["cpus"]) is int
    assert all(re.fullmatch(r"\d+([tgmk]b)?", asked[key]) for key in ("memory", "storage"))
    assert about["portsAttributes"].keys() == {str(port) for port in about["forwardPorts"]}
    assert about["postCreateCommand"] == "sh tools/setup.sh && .venv/bin/python -m kml lessons"
    for page in about["customizations"]["codespaces"]["openFiles"]:
        folder, name = page.split("/")
        assert folder == own_copy.NAME and name in own_copy.files()


def test_a_codespace_s_own_ports_are_let_in_and_no_others(monkeypatch):
    monkeypatch.setenv("CODESPACE_NAME", "fuzzy-disco")
    monkeypatch.setenv("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "app.github.dev")
    (pattern,) = (one.partition("=")[2] for one in lab.options("here") if "allow_origin_pat" in one)
    assert re.fullmatch(pattern, "https://fuzzy-disco-8888.app.github.dev")
    for other in ("https://fuzzy-disco-8888.app.github.dev.example.org", "https://a-fuzzy-disco-8888.app.github.dev"):
        assert not re.fullmatch(pattern, other)
    monkeypatch.delenv("CODESPACE_NAME")
    assert not [one for one in lab.options("here") if "origin" in one]


def test_the_citation_is_of_this_version():
    about = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(about)  # what the format's version 1.2.0 requires
    assert about["cff-version"] == "1.2.0" and about["type"] == "software" and about["license"] == "MIT"
    assert about["version"] == kml.__version__
    written = None if ADDRESS == PLACEHOLDER else f"https://github.com/{ADDRESS}"
    assert about.get("repository-code") == written  # no link that leads nowhere
    assert all(set(author) <= {"name", "given-names", "family-names", "orcid"} for author in about["authors"])
    released = re.search(
        rf"^## {re.escape(kml.__version__)} \((\d{{4}}-\d\d-\d\d)\)", (ROOT / "CHANGELOG.md").read_text()
    )
    assert about.get("date-released") == (released and datetime.date.fromisoformat(released[1]))
