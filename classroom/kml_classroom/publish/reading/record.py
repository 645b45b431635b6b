"""What figures and sliders hold, written down while a lesson runs, so that its page needs nobody to run it.

In a kernel whose first line is `begin(folder)`, each figure is followed by an output of the type RECORD with the table
behind it, and each slider by one that says which of its pictures were drawn into the folder. What a phone
shows better otherwise is drawn a second time for it.
"""

import hashlib
import io
import itertools
import math
import warnings
from pathlib import Path

import numpy as np
from IPython.display import display
from PIL import Image

import kml
from kml.course.showing import explore
from kml.course.showing.figures import framed
from kml_classroom.publish.reading.behind import behind
from kml_classroom.publish.reading.narrow import figure_for_a_phone, stage_for_a_phone

RECORD = "application/vnd.kml.record+json"
PICTURES = 130  # at most, of one slider
ENOUGH, MOST = 4, 21  # places of one slider
COLOURS = 64  # of a stored picture: no difference that one sees, and a quarter less than with 256


def begin(folder, pictures=PICTURES):
    """From now on in this process, write down what is shown; `folder` is where the sliders' pictures go."""
    show, display_static = kml.show, explore.Explorer._display_static

    def recorded_show(fig, alt):
        show(fig, alt)
        card = any(ax.images for ax in fig.axes)  # a photograph, say: it keeps its light in a dark theme
        tables, narrow = behind(fig), figure_for_a_phone(fig)
        narrow = None if narrow is None else _write(framed(narrow), Path(folder))
        _tell({"kind": "figure", "card": card, "tables": tables, "narrow": narrow})

    def recorded_slider(explorer):
        display_static(explorer)
        _tell({"kind": "slider", **frames(explorer, Path(folder), pictures)})

    kml.show = recorded_show
    explore.Explorer._display_static = recorded_slider


def _tell(record):
    display({RECORD: record, "text/plain": ""}, raw=True)


def frames(explorer, folder, pictures=PICTURES):
    """Draw an explorer's pictures into the folder; return what a page has to know of them.

    {"title", "together", "controls": [{"label", "kind", "texts", "start"}], "frames": {"0,2": [sentence, file]}}, where
    "0,2" are the places at which the controls stand. After the file comes the one for a phone, if there is one.
    """
    whole = [(len(_places(control, MOST)), control.kind in ("list", "box")) for control in explorer.declared]
    together, many = how_many(whole, pictures)
    places = [_places(control, many) for control in explorer.declared]
    starts = [values.index(control.start) for values, control in zip(places, explorer.declared, strict=True)]
    found = {}
    stages = [stage for stage in (explorer.stage, stage_for_a_phone(explorer)) if stage]
    explorer.stage.forget()
    for at in reached([len(values) for values in places], starts, together):
        values = {control.name: places[k][i] for k, (control, i) in enumerate(zip(explorer.declared, at, strict=True))}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as when a learner moves a slider
            drawn = [stage.picture(values) for stage in stages]
        files = [_write(framed(pixels), folder) for pixels, __ in drawn]
        found[",".join(map(str, at))] = [drawn[0][1], *files]
    return {
        "title": explorer.title,
        "together": together,
        "controls": [
            {"label": control.label, "kind": control.kind, "texts": [control.text(v) for v in values], "start": start}
            for control, values, start in zip(explorer.declared, places, starts, strict=True)
        ],
        "frames": found,
    }


def how_many(controls, pictures=PICTURES):
    """How many controls may be away from their start together, and at how many places a slider stands.

    `controls` are (places, whether all of them have to stay) for each. As many together as leave each slider at least
    four places, within so many pictures.

    >>> how_many([(21, False), (5, True)])
    (2, 21)
    >>> how_many([(21, False)] * 4)
    (2, 5)
    """

    def needed(together, many):
        others = [(places if stay else min(places, many)) - 1 for places, stay in controls]
        moved = (itertools.combinations(others, size) for size in range(together + 1))
        return sum(math.prod(some) for groups in moved for some in groups)  # none moved is the start: one picture

    for together in range(len(controls), 0, -1):
        fit = [many for many in range(ENOUGH, MOST + 1) if needed(together, many) <= pictures]
        if fit:
            return together, fit[-1]
    return 1, ENOUGH


def reached(counts, starts, together):
    """All places of controls with so many places each, of which at most `together` are away from their start.

    >>> list(reached([2, 2], [0, 0], 1))
    [(0, 0), (0, 1), (1, 0)]
    """
    for at in itertools.product(*map(range, counts)):
        if sum(i != start for i, start in zip(at, starts, strict=True)) <= together:
            yield at


def _places(control, many):
    """About `many` values of a control at most, with both ends and its start; all of them of a list or a box."""
    if control.kind == "list":
        return [value for __, value in control.options]
    if control.kind == "box":
        return [False, True]
    low, high = control.ends
    steps = round((high - low) / control.step)
    chosen = np.unique(np.linspace(0, steps, min(many, steps + 1)).round().astype(int)).tolist()
    start = round((control.start - low) / control.step)
    if start not in chosen:  # it takes the place of the value beside it
        inner = chosen[1:-1] or chosen
        chosen[chosen.index(min(inner, key=lambda step: abs(step - start)))] = start
    values = [control.start if step == start else min(low + step * control.step, high) for step in sorted(chosen)]
    return values if control.kind == "whole" else [round(value, 10) for value in values]


def _write(pixels, folder):
    """Write a picture into the folder, named by what is in it; return its name."""
    few = Image.fromarray(pixels).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.convert("RGB").save(file, "WEBP", lossless=True, quality=30, method=3)
    name = hashlib.sha256(file.getvalue()).hexdigest()[:16] + ".webp"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(file.getvalue())
    return name
