"""What a lesson's file keeps of widgets, whatever JupyterLab hands to the hook."""

import json
from types import SimpleNamespace

import pytest

from kml.course.doors.saving import WIDGETS, before_saving

VIEW = "application/vnd.jupyter.widget-view+json"
BOX, SLIDER = {"state": {"children": ["IPY_MODEL_slider"]}}, {"state": {"value": 3}}


def notebook(state, *shown):
    """A notebook that holds this state of widgets, with an output for each that is shown."""
    cells = [{"cell_type": "code", "outputs": [{"data": {VIEW: {"model_id": id}}}]} for id in shown]
    return {"cells": cells, "metadata": {"widgets": {WIDGETS: {"state": state}}}}


def kept(folder, content):
    """The state that is saved when JupyterLab wants to save this content as lesson.ipynb."""
    before_saving({"type": "notebook", "content": content}, "/lesson.ipynb", SimpleNamespace(root_dir=str(folder)))
    return content["metadata"]["widgets"][WIDGETS]["state"]


def test_what_no_output_shows_is_left_out(tmp_path):
    state = {"box": BOX, "slider": SLIDER, "an older box": {}}
    assert kept(tmp_path, notebook(state, "box")) == {"box": BOX, "slider": SLIDER}


def test_what_was_not_made_anew_stays_as_it_was_saved(tmp_path):
    before = notebook({"box": BOX, "slider": SLIDER, "run again": {"state": {"value": 1}}, "gone": {}})
    (tmp_path / "lesson.ipynb").write_text(json.dumps(before), encoding="utf-8")
    new = {"run again": {"state": {"value": 2}}}
    assert kept(tmp_path, notebook(dict(new), "box", "run again")) == new | {"box": BOX, "slider": SLIDER}
    assert kept(tmp_path, notebook({}, "run again")) == {"run again": {"state": {"value": 1}}}


@pytest.mark.parametrize("on_disk", [None, "", "[1, 2]", '{"metadata": {}}'])
def test_a_file_that_is_missing_or_no_notebook_gives_nothing(tmp_path, on_disk):
    if on_disk is not None:
        (tmp_path / "lesson.ipynb").write_text(on_disk, encoding="utf-8")
    assert kept(tmp_path, notebook({}, "box")) == {}


def test_what_is_no_notebook_is_left_alone(tmp_path):
    for model in ({"type": "file", "content": "text"}, {"type": "notebook", "content": None}):
        before_saving(dict(model), "/lesson.ipynb", SimpleNamespace(root_dir=str(tmp_path)))
