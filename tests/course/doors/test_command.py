"""The learner's part of the command `kml`: what it says, and what it hands to JupyterLab."""

import os
import sys
from importlib.metadata import EntryPoint

import pytest
from jupyter_server.services.config import ConfigManager

import kml
from kml.core.words import speaking
from kml.course.doors import command, lab, own_copy


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder to be in, and no JupyterLab that would start."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KML_LANG", raising=False)
    started = []
    monkeypatch.setattr(lab, "start", lambda folder, more: started.append((str(folder), more)) or 0)
    return started


def test_lab_lays_out_the_lessons_and_hands_on_what_is_jupyterlabs(here, tmp_path, capsys):
    assert command.main(["lab", "--port=9000", "--no-browser"]) == 0
    assert command.main(["--lang", "zh", "lab", "other", "--lang=en", "--port", "9000"]) == 0
    assert here == [("my_lessons", ["--port=9000", "--no-browser"]), ("other", ["--port", "9000"])]
    assert own_copy.find() == tmp_path / "my_lessons" and (tmp_path / "other" / "README.md").exists()
    assert "Your own copy of the lessons: " in capsys.readouterr().out


def test_lessons_says_what_is_kept_and_how_to_begin_anew(tmp_path, capsys):
    command.main(["lessons"])
    (tmp_path / "my_lessons" / "README.md").write_text("mine")
    (tmp_path / "my_lessons" / ".editions.json").write_text("{}")
    capsys.readouterr()
    command.main(["lessons"])
    assert "README.md has a newer edition, and yours stays as it is." in capsys.readouterr().out
    assert command.main(["lessons", "--afresh", "03"]) == 0
    assert "Lesson 03 is as new: there is nothing to do." in capsys.readouterr().out
    assert command.main(["lessons", "--afresh", "77"]) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders of nobody's are POSIX's")
def test_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    for given in (["lessons", "file/mine"], ["lab", "file/mine"]):
        assert command.main(given) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "cannot be written to" in said


def test_progress_reads_the_own_copy_from_beside_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(kml, "progress", os.getcwd, raising=False)
    assert command.main(["progress"]) == 2
    assert "There is no folder my_lessons: kml lab makes it." in capsys.readouterr().err
    command.main(["lessons"])
    assert command.main(["progress"]) == 0
    assert capsys.readouterr().out.endswith(f"\n{tmp_path / 'my_lessons'}\n")


def test_version(capsys):
    with pytest.raises(SystemExit) as exit:
        command.main(["--version"])
    assert exit.value.code == 0 and capsys.readouterr().out.startswith("kml 0.")


def test_the_page_is_that_of_the_language(tmp_path):
    own_copy.fill(tmp_path / "mine")
    with speaking("zh"):
        assert "--LabApp.default_url=/lab/workspaces/kml/tree/zh/README.md" in lab.options(tmp_path / "mine")
    assert "--LabApp.default_url=/lab/workspaces/kml/tree/README.md" in lab.options(tmp_path / "mine")


@pytest.mark.parametrize(
    ("locale", "asked", "said"), [("zh_CN.UTF-8", "", "用法"), ("zh_TW", "en", "usage"), ("fr_FR.UTF-8", "", "usage")]
)
def test_it_speaks_the_terminals_language_unless_another_is_asked_for(locale, asked, said, monkeypatch, capsys):
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("KML_LANG", asked)
    with pytest.raises(SystemExit):
        command.main(["--help"])
    assert capsys.readouterr().out.startswith(said)


def test_what_is_asked_for_counts_more_than_what_is_chosen_here(monkeypatch):
    monkeypatch.undo()  # the fixture's start
    monkeypatch.setattr(sys, "argv", ["kml"])
    monkeypatch.setattr("jupyterlab.labapp.main", lambda: sys.argv[1:])
    monkeypatch.setenv("PATH", "elsewhere")
    given = lab.start("here", ["--log-level=DEBUG", "--port=9000"])
    assert given[-2:] == ["--log-level=DEBUG", "--port=9000"] and "--log-level=ERROR" not in given
    assert os.environ["PATH"].split(os.pathsep)[0] == os.path.dirname(sys.executable)


def test_no_browser_for_terminals_is_opened(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert ("--no-browser" in lab.options("here")) == (sys.platform == "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    assert "--no-browser" not in lab.options("here")


@pytest.mark.parametrize(
    ("installed", "language", "locale", "begins"),
    [
        (["zh_CN", "fr_FR"], "zh", "zh_CN.UTF-8", "zh_CN"),
        (["zh_CN", "zh_TW"], "zh", "zh_TW.UTF-8", "zh_TW"),
        (["zh_CN", "zh_TW"], "zh", "C.UTF-8", "zh_CN"),  # asked for with --lang
        (["fr_FR"], "zh", "zh_CN.UTF-8", None),
        (["zh_CN"], "en", "zh_CN.UTF-8", None),
    ],
)
def test_jupyterlab_begins_in_the_learners_language_if_it_has_it(installed, language, locale, begins, monkeypatch):
    packs = [EntryPoint(name, "pack", "jupyterlab.languagepack") for name in installed]
    monkeypatch.setattr(lab, "entry_points", lambda group: [pack for pack in packs if pack.group == group])
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "an administrator's")
    with speaking(language), lab.in_the_learners_language():
        # what JupyterLab reads when it starts
        read = ConfigManager(config_dir_name="labconfig").get("default_setting_overrides")
        folders = os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert read.get("@jupyterlab/translation-extension:plugin", {}).get("locale") == begins
    assert folders[0] == os.environ["JUPYTER_CONFIG_PATH"] == "an administrator's"
    assert not any(os.path.exists(folder) for folder in folders[1:])
