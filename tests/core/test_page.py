import pytest

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


def test_no_bar_unless_wanted_and_none_on_a_static_page(monkeypatch, capsys):
    days = range(3)
    monkeypatch.delenv("KML_STATIC", raising=False)
    assert page.bar(days, False) is days
    monkeypatch.setenv("KML_STATIC", "1")
    assert page.bar(days, True) is days
    assert capsys.readouterr().err == ""
