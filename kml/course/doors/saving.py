"""What JupyterLab keeps of sliders and choices in a notebook's file: those that its outputs show, and no others.

JupyterLab saves the state of all that was made since the notebook was opened: each Run All adds another set, and a file
of 0.4 MB would be one of 4 MB after ten. `kml lab` has `before_saving` called before each save.
"""

import re

WIDGETS = "application/vnd.jupyter.widget-state+json"
_VIEW = "application/vnd.jupyter.widget-view+json"
_PART = re.compile(r"IPY_MODEL_(\w+)")  # how a widget's state names another widget


def before_saving(model, **__):
    """Jupyter's hook: take what no output shows out of the notebook that is about to be saved."""
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    notebook = model["content"]
    saved = notebook.get("metadata", {}).get("widgets", {}).get(WIDGETS, {})
    if "state" in saved:
        saved["state"] = shown(saved["state"], notebook["cells"])


def shown(state, cells):
    """Of the widgets' {id: state}, those that an output of the cells shows, and all that these are made of.

    >>> view = {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}}
    >>> cells = [{"cell_type": "code", "outputs": [{"data": view}]}]
    >>> state = {"box": {"state": {"children": ["IPY_MODEL_slider"]}}, "slider": {}, "an older box": {}}
    >>> list(shown(state, cells))
    ['box', 'slider']
    """
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    waiting = [output["data"][_VIEW]["model_id"] for output in outputs if _VIEW in output.get("data", {})]
    found = set()
    while waiting:
        name = waiting.pop()
        if name in state and name not in found:
            found.add(name)
            waiting += _PART.findall(str(state[name]))
    return {name: about for name, about in state.items() if name in found}
