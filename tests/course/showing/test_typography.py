"""The style of a lesson's text and tables: shown where there is a page, and nowhere else."""

import pytest

from kml.course.showing import typography


@pytest.mark.parametrize(("shell", "static", "times"), [(object(), "0", 1), (None, "0", 0), (object(), "1", 0)])
def test_it_is_set_on_a_page_that_somebody_reads(monkeypatch, shell, static, times):
    shown = []
    monkeypatch.setenv("KML_STATIC", static)
    monkeypatch.setattr(typography, "get_ipython", lambda: shell)
    monkeypatch.setattr(typography, "display", lambda data, raw: shown.append(data["text/html"]))
    typography.set_style()
    assert shown == [typography.STYLE] * times
