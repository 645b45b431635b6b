"""Predictions: nothing chosen at first, a response to each answer, text only where notebooks are built."""

import sys
import types

import ipywidgets
import pytest

import kml
from kml.course.checking import predict
from kml.course.checking.exercises import Prediction

QUESTION = Prediction(
    id="98.p1",
    question="Does the loss fall?",
    options=(("Yes", "Look at the sign <again>."), ("No", "It climbs, as you say.")),
    answer=1,
)


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """A lesson 98 with one prediction; gives the list of what is displayed."""
    module = types.ModuleType("kml.lessons.answers.answers_98")
    module.PREDICTIONS = (QUESTION,)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    displayed = []
    monkeypatch.setattr(predict, "display", displayed.append)
    monkeypatch.delenv("KML_STATIC", raising=False)
    return displayed


def test_nothing_is_chosen_at_first_and_each_answer_has_its_response(shown):
    assert kml.predict("98.p1") is None
    question, box = shown
    assert repr(question) == "Predict · Does the loss fall?"
    radio, status, __ = box.children
    assert isinstance(radio, ipywidgets.RadioButtons) and radio.index is None
    assert 'role="status"' in status.value and "Look at" not in status.value
    radio.value = "Yes"
    assert "Not this one. Look at the sign &lt;again&gt;." in status.value
    radio.value = "No"
    assert "Right. It climbs, as you say." in status.value
    before = status.value
    radio.index = None
    assert status.value == before


class Shell:
    """A kernel that tells who asks when a cell has run."""

    def __init__(self):
        self.asking, self.events = [], self

    def register(self, event, function):
        assert event == "post_run_cell"
        self.asking.append(function)

    def unregister(self, event, function):
        self.asking.remove(function)

    def runs_a_cell(self):
        for function in list(self.asking):
            function(None)


@pytest.mark.parametrize("chosen_first", [True, False])
def test_the_verdict_waits_for_the_next_cell(shown, monkeypatch, chosen_first):
    shell = Shell()
    monkeypatch.setattr(predict, "get_ipython", lambda: shell)
    kml.predict("98.p1")
    radio, status, __ = shown[1].children
    shell.runs_a_cell()  # the one that asks
    if chosen_first:
        radio.value = "No"
        assert "Noted. Run the next cell" in status.value and "It climbs" not in status.value
        radio.value = "Yes"  # one may change one's mind
        radio.value = "No"
        shell.runs_a_cell()
    else:  # Run All: the next cell runs before one can choose
        shell.runs_a_cell()
        radio.value = "No"
    assert "Right. It climbs, as you say." in status.value
    assert shell.asking == []


def test_static_mode_is_text_and_makes_no_widget(shown, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "1")
    monkeypatch.setattr(ipywidgets.RadioButtons, "__init__", lambda *a, **k: pytest.fail("a widget was made"))
    assert kml.predict("98.p1") is None
    assert [repr(panel) for panel in shown] == ["Predict · Does the loss fall?\na) Yes\nb) No"]


@pytest.mark.parametrize("id", ["98.p7", "98.1", "77.p1", None, 3])
def test_an_unknown_prediction_is_a_panel(shown, id):
    assert kml.predict(id) is None
    assert repr(shown[0]).startswith("No question · ")
