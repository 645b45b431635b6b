"""Static mode, in which a page is the same on every machine and at every run, progress bars, which it omits, and boxes
of widgets that were saved: what stands there when no Python is behind them yet."""

import json
import os
import sys

from kml.core.words import _

_SAVED = "kml-saved"
_AWAY = "jupyter-widgets-disconnected"  # ipywidgets' class of all that no Python moves


def static():
    """Whether notebooks are built or compared (KML_STATIC is set, and not 0): then no widget and no bar is made."""
    return os.environ.get("KML_STATIC", "0") not in ("", "0")


def bar(items, wanted, **options):
    """`items` with a progress bar if it is `wanted` and the page is not static; `options` are tqdm's.

    In a notebook it is a line of text when it is over, with `leave=False` nothing. In a lesson opened again, widgets
    that no Python moves would be a broken chain, and those that were closed "model not found".
    """
    if not wanted or static():
        return items
    from tqdm import auto

    if auto.notebook_tqdm is auto.std_tqdm:  # a terminal
        return auto.tqdm(items, **options)
    if sys.platform == "emscripten":  # a browser, without the thread that looks after slow bars
        auto.tqdm.monitor_interval = 0
    return _shown(auto.tqdm(items, display=False, **options))


def _shown(moving):
    """The items of a bar in widgets, which is shown while they come."""
    from IPython.display import display
    from ipywidgets import VBox

    # a Python that dies meanwhile leaves the widgets
    shown = display(saved(VBox([moving.container])), display_id=True)
    try:
        yield from moving
    finally:
        if shown:  # without IPython's shell, it was printed
            shown.update({"text/plain": str(moving)} if moving.leave else {}, raw=True)


def saved(box):
    """Mark a box of widgets: opened again in a saved lesson, it says one sentence, and not a broken chain beside each.

    Where nothing moves, ipywidgets draws a red mark before every widget, which looks like damage.
    """
    import ipywidgets

    told = json.dumps(_("As you left it. To change it, run the cell again."), ensure_ascii=False)
    rule = (
        f".{_SAVED} .{_AWAY}::before {{content: none}} "
        f".{_SAVED}.{_AWAY}::before {{content: {told}; font: inherit; font-size: 0.9em; color: inherit; padding: 2px}}"
    )
    box.add_class(_SAVED)
    box.children += (ipywidgets.HTML(f"<style>{rule}</style>", layout={"display": "none"}),)
    return box
