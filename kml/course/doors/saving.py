"""What JupyterLab keeps of sliders and choices in a notebook's file: those that its outputs show, and no others.

JupyterLab saves the state of all that was made since the notebook was opened. That is too much: each Run All adds
another set, and a file of 0.4 MB would be one of 4 MB after ten. And it is too little: of a lesson opened again,
what no cell has made anew is left out (ipywidgets, issue 3270), and "model not found" would stand there the next time.
`kml lab` has `before_saving` called before each save.
"""

import json
import re
from pathlib import Path

WIDGETS = "application/vnd.jupyter.widget-state+json"
_VIEW = "application/vnd.jupyter.widget-view+json"
_PART = re.compile(r"IPY_MODEL_(\w+)")  # how a widget's state names another widget


def before_saving(model, path="", contents_manager=None, **__):
    """Jupyter's hook: of the notebook that is about to be saved, keep what its outputs show, and nothing else."""
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    notebook = model["content"]
    saved = _widgets(notebook)
    if "state" not in saved:
        return
    cells, state = notebook["cells"], saved["state"]
    if contents_manager and not state.keys() >= set(_views(cells)):
        state = _on_disk(Path(contents_manager.root_dir, path.strip("/"))) | state
    saved["state"] = shown(state, cells)


def shown(state, cells):
    """Of the widgets' {id: state}, those that an output of the cells shows, and all that these are made of.

    >>> view = {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}}
    >>> cells = [{"cell_type": "code", "outputs": [{"data": view}]}]
    >>> state = {"box": {"state": {"children": ["IPY_MODEL_slider"]}}, "slider": {}, "an older box": {}}
    >>> list(shown(state, cells))
    ['box', 'slider']
    """
    waiting, found = _views(cells), set()
    while waiting:
        name = waiting.pop()
        if name in state and name not in found:
            found.add(name)
            waiting += _PART.findall(str(state[name]))
    return {name: about for name, about in state.items() if name in found}


def _views(cells):
    """The ids of the widgets that the cells' outputs show."""
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    return [output["data"][_VIEW]["model_id"] for output in outputs if _VIEW in output.get("data", {})]


def _widgets(notebook):
    """What a notebook holds of widgets, {} if nothing."""
    return notebook.get("metadata", {}).get("widgets", {}).get(WIDGETS, {})


def _on_disk(file):
    """The widgets' {id: state} in a notebook's file as it is now; {} where there is none that can be read."""
    try:
        return _widgets(json.loads(file.read_text(encoding="utf-8"))).get("state", {})
    except (OSError, ValueError, AttributeError):  # no file, no JSON, JSON that is no notebook
        return {}
