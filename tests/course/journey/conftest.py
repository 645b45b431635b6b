"""What all tests of the journey share: an empty folder with the lessons, in which nothing is decided yet."""

import json

import pytest

from kml.course.memory.diary import NAME


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """The learner's working folder; a home of its own, and none of the variables that change what the course does."""
    for name in ("KML_JOURNEY", "KML_CREATOR", "KML_STATIC", "KML_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "lessons").mkdir()
    monkeypatch.chdir(tmp_path / "lessons")
    return tmp_path / "lessons"


@pytest.fixture
def kept(folder):
    """A function that reads what the file holds, as a person would."""
    return lambda: json.loads((folder / NAME).read_text(encoding="utf-8"))
