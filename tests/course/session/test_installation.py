import importlib.util
import inspect
import runpy
import sys

from kml.course.session.installation import installation


def test_says_that_all_is_here_and_names_a_device(capsys, monkeypatch):
    monkeypatch.delenv("KML_STATIC", raising=False)
    installation()
    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("All 8 packages are here")
    assert second.startswith("Device: ")


def test_a_static_page_names_no_device(capsys, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    installation()
    assert "Device:" not in capsys.readouterr().out


def test_names_what_is_missing_and_how_to_get_it(capsys, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "sklearn" else found(name))
    installation()
    assert capsys.readouterr().out == "Missing: scikit-learn. Install with: pip install scikit-learn\n"


def test_in_a_browser_nobody_misses_torch(capsys, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else found(name))
    runpy.run_path(inspect.getfile(installation))["installation"]()
    first, second = capsys.readouterr().out.strip().splitlines()
    assert first.startswith("All 7 packages are here")
    assert second.startswith("Device: CPU.")
