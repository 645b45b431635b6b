"""setup: which creator, from where, and never a failure over a file that cannot be read or written."""

import dataclasses
import json
import os
import subprocess
import sys

import pytest

import kml
from kml.course.memory import computer
from kml.course.session import setup


@pytest.fixture(autouse=True)
def config(monkeypatch, tmp_path):
    """An empty configuration folder, and none of the variables that change what setup does."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("KML_CREATOR", raising=False)
    monkeypatch.delenv("KML_STATIC", raising=False)
    return tmp_path


def test_the_four_creators():
    assert {c.key: (c.chinese, c.topic) for c in setup.CREATORS.values()} == {
        "coding_teacher": ("教育博主", "programming"),
        "technology_expert": ("技术专家", "technology"),
        "fitness_coach": ("健身教练", "fitness"),
        "health_adviser": ("健康顾问", "health"),
    }
    for key, creator in setup.CREATORS.items():
        assert key == creator.key and creator.question.endswith("?") and 5 <= creator.video_s <= 600
    with pytest.raises(dataclasses.FrozenInstanceError):
        creator.topic = "cooking"


def test_a_choice_is_remembered_and_one_line_is_printed(capsys):
    assert kml.setup().key == "coding_teacher"
    assert kml.setup(creator="fitness_coach").key == "fitness_coach"
    capsys.readouterr()
    assert kml.setup().key == "fitness_coach"
    assert capsys.readouterr().out == "You follow the fitness coach (健身教练).\n"


def test_a_choice_that_replaces_another_says_which(capsys):
    said = []
    for creator in ("fitness_coach", "fitness_coach", "health_adviser", None):
        kml.setup(creator)
        said.append(capsys.readouterr().out.splitlines())
    follow = "You follow the health adviser (健康顾问)."
    assert said[2:] == [[follow, "Until now it was the fitness coach (健身教练)."], [follow]]
    assert said[0] == said[1] and len(said[0]) == 1


def test_the_environment_overrides_and_is_not_remembered(monkeypatch, config):
    monkeypatch.setenv("KML_CREATOR", "health_adviser")
    assert kml.setup(creator="fitness_coach").key == "health_adviser"
    assert kml.setup().key == "health_adviser"
    assert list(config.iterdir()) == []
    monkeypatch.setenv("KML_CREATOR", "nobody")
    with pytest.raises(ValueError, match="KML_CREATOR must be one of 'coding_teacher'"):
        kml.setup()


def test_static_mode_neither_reads_nor_writes_the_choice(monkeypatch, config):
    kml.setup(creator="fitness_coach")
    monkeypatch.setenv("KML_STATIC", "1")
    assert kml.setup().key == "coding_teacher"
    assert kml.setup(creator="technology_expert").key == "technology_expert"
    monkeypatch.delenv("KML_STATIC")
    assert kml.setup().key == "fitness_coach"


@pytest.mark.parametrize("creator", ["teacher", "", 3, [], float("nan")])
def test_another_creator_is_refused_with_the_four(creator):
    with pytest.raises(ValueError, match="creator must be one of 'coding_teacher', 'technology_expert'") as refused:
        kml.setup(creator=creator)
    assert refused.value._render_traceback_() == [f"ValueError: {refused.value}"], "the sentence alone"


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"creator": "nobody"}', '{"creator": []}', "\udcff"])
def test_a_spoiled_file_is_the_default(config, text):
    (config / "kml").mkdir()
    (config / "kml" / "creator.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert kml.setup().key == "coding_teacher"


def test_no_place_to_write_is_no_failure(config, monkeypatch):
    (config / "kml").write_text("a file where the folder should be")
    assert kml.setup(creator="fitness_coach").key == "fitness_coach"
    assert kml.setup().key == "coding_teacher"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setattr(computer.Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert kml.setup(creator="fitness_coach").key == "fitness_coach"
    assert kml.setup().key == "coding_teacher"


def test_the_file_says_what_it_holds(config):
    kml.setup(creator="health_adviser")
    assert json.loads((config / "kml" / "creator.json").read_text()) == {"creator": "health_adviser"}


def test_setup_loads_neither_pyplot_nor_pandas_nor_torch():
    code = (
        "import kml, sys; kml.setup(); print([m for m in ('matplotlib.pyplot', 'pandas', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.splitlines()[-1] == "[]" and done.stderr == ""
