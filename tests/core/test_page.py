import pytest
from tqdm.notebook import tqdm

from kml.core import page


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False), (None, False)])
def test_static_mode_is_what_the_environment_says(monkeypatch, value, expected):
    monkeypatch.delenv("KML_STATIC", raising=False)
    if value is not None:
        monkeypatch.setenv("KML_STATIC", value)
    assert page.static() is expected


def test_a_bar_changes_nothing_but_stderr(monkeypatch, capsys):
    monkeypatch.delenv("KML_STATIC", raising=False)
    assert list(page.bar(range(3), True, unit="day")) == [0, 1, 2]
    assert "3/3" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stop", "leave", "last"), [(None, True, "100%|"), (None, False, ""), (1, True, " 33%|"), (1, False, "")]
)
def test_in_a_notebook_a_bar_that_is_over_or_was_left_is_no_widget(monkeypatch, stop, leave, last):
    class Output:
        """What IPython's display returns: a place where something else may be shown later."""

        def update(self, data, raw):
            shown.append(data)

    shown = []
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setattr("tqdm.auto.tqdm", tqdm)
    monkeypatch.setattr("tqdm.auto.notebook_tqdm", tqdm)
    monkeypatch.setattr("IPython.display.display", lambda box, display_id: shown.append(box) or Output())
    items = page.bar(range(3), True, leave=leave)
    for item in items:
        assert "kml-saved" in shown[0]._dom_classes, "a Python that dies meanwhile leaves it"
        if item == stop:
            break
    items.close()
    assert len(shown) == 2 and list(shown[1]) == ["text/plain"] * leave
    assert shown[1].get("text/plain", "").startswith(last)


def test_no_bar_unless_wanted_and_none_on_a_static_page(monkeypatch, capsys):
    days = range(3)
    monkeypatch.delenv("KML_STATIC", raising=False)
    assert page.bar(days, False) is days
    monkeypatch.setenv("KML_STATIC", "1")
    assert page.bar(days, True) is days
    assert capsys.readouterr().err == ""
