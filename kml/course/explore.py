"""Sliders: a figure that follows them fast, and words that follow the figure.

A `Stage` draws the figure, an `Explorer` puts controls above it and a sentence below it.
"""

import html
import inspect
import os
import statistics
import time

import numpy as np
from IPython.display import display

from kml import _arguments
from kml.course.figures import caption, check_alt, new_figure, png, show

SLOW = 0.150  # seconds a move; above it the picture waits until the slider is let go


def explore(draw, *, rows=1, columns=1, figsize=(7, 4), alt, title="", labels=None, **controls):
    """Show `draw` with a control for each of its values.

    draw      draw(axes, **values) → one sentence that sums up the picture. Plain matplotlib on the Axes it is given (an
              array of them if rows * columns > 1). Each value's default is where its control starts.
    controls  name=(low, high) or (low, high, step) → a slider, of whole numbers if all three are;
              name=[…] → a list to choose from; name=True or False → a box to tick.
    alt       what to see in the figure, in words.
    labels    {name: text beside its control}; the name itself if left out.

    Axis limits that `draw` sets are kept.
    """
    return Explorer(draw, rows, columns, figsize, alt, title, labels or {}, controls)


class Control:
    """One value that the learner may change: its start, its two ends, and how it is written."""

    def __init__(self, name, spec, start, label):
        self.name, self.start, self.label = name, start, label
        if isinstance(spec, (bool, np.bool_)):
            self.kind, self.ends = "box", (False, True)
            _arguments.choice(f"the default of {name} in draw", start, (False, True))
        elif isinstance(spec, list):
            if len(spec) < 2:
                raise ValueError(f"{name} must list at least two values; got {spec!r}.")
            self.kind, self.options, self.ends = "list", spec, (spec[0], spec[-1])
            _arguments.choice(f"the default of {name} in draw", start, spec)
        elif isinstance(spec, tuple) and len(spec) in (2, 3):
            self._slider(spec)
        else:
            raise ValueError(f"{name} must be (low, high, step), a list, or True or False; got {spec!r}.")

    def _slider(self, spec):
        name = self.name
        parts = zip(("low", "high", "step"), spec, strict=False)
        numbers = [_arguments.number(f"{name}: {part}", value) for part, value in parts]
        low, high = numbers[:2]
        if low >= high:
            raise ValueError(f"{name} must have low < high; got low={spec[0]!r}, high={spec[1]!r}.")
        whole = all(isinstance(v, (int, np.integer)) for v in spec) and isinstance(self.start, (int, np.integer))
        step = numbers[2] if len(numbers) == 3 else (1 if whole else (high - low) / 100)
        _arguments.number(f"{name}: step", step, above=0, high=high - low)
        _arguments.number(f"the default of {name} in draw", self.start, low, high)
        self.kind = "whole" if whole else "number"
        convert = int if whole else float
        self.ends, self.step, self.start = (convert(low), convert(high)), convert(step), convert(self.start)
        decimals = 0
        while decimals < 8 and round(step, decimals) != step:
            decimals += 1
        self.decimals = min(decimals, 4)

    def text(self, value):
        if self.kind == "number":
            return f"{value:.{self.decimals}f}"
        if self.kind == "box":
            return "yes" if value else "no"
        return str(value)

    def widget(self):
        import ipywidgets  # here, so that static mode never loads it

        if self.kind == "box":
            return ipywidgets.Checkbox(value=bool(self.start), description=self.label, indent=False)
        if self.kind == "list":
            return ipywidgets.Dropdown(options=[(self.text(v), v) for v in self.options], value=self.start)
        low, high = self.ends
        if self.kind == "whole":
            return ipywidgets.IntSlider(value=self.start, min=low, max=high, step=self.step)
        readout = f".{self.decimals}f"
        return ipywidgets.FloatSlider(value=self.start, min=low, max=high, step=self.step, readout_format=readout)


class Stage:
    """The figure that `draw` draws on, and the picture of it for given values."""

    def __init__(self, draw, rows, columns, figsize):
        self.draw = draw
        self.size = (rows, columns, figsize)
        self.figure, self.axes = new_figure(rows, columns, figsize)

    def picture(self, values):
        """Return (RGBA pixels, sentence) for `values`."""
        for ax in np.ravel(self.axes):
            ax.clear()
        sentence = self.draw(self.axes, **values)
        if not isinstance(sentence, str):
            raise ValueError(f"draw must return a sentence that sums up the picture; got {sentence!r}.")
        self.figure.canvas.draw()
        return np.asarray(self.figure.canvas.buffer_rgba()), sentence


class Explorer:
    """What `explore` returns; a notebook shows it when it is the last line of a cell."""

    def __init__(self, draw, rows, columns, figsize, alt, title, labels, controls):
        self.alt, self.title = check_alt(alt), title
        self.declared = _controls(draw, labels, controls)
        self.start = {c.name: c.start for c in self.declared}
        self.stage = Stage(draw, rows, columns, figsize)
        self.draw, self.size = draw, (rows, columns, figsize)
        self.static = os.environ.get("KML_STATIC") == "1"
        if not self.static:
            self._build()

    def _build(self):
        import ipywidgets

        self.controls = {c.name: c.widget() for c in self.declared}
        width = f"{0.55 * max(len(c.label) for c in self.declared) + 1:.0f}em"
        for c in self.declared:
            widget = self.controls[c.name]
            if c.kind != "box":
                widget.description = c.label
                widget.style.description_width = width
                widget.layout.width = "34em"
            widget.observe(self._moved, "value")
        reset = ipywidgets.Button(description="Reset")
        reset.on_click(lambda _: self.reset())
        self.image = ipywidgets.Image(format="png")
        self.status = ipywidgets.HTML()
        heading = [ipywidgets.HTML(f"<b>{html.escape(self.title)}</b>")] if self.title else []
        below = ipywidgets.HTML(caption(self.alt))
        self.box = ipywidgets.VBox([*heading, *self.controls.values(), reset, self.image, self.status, below])
        self.times = []
        self._quiet = False
        self._show()

    def values(self):
        return {name: widget.value for name, widget in self.controls.items()}

    def reset(self):
        """Put every control back to its start."""
        self._quiet = True
        for name, value in self.start.items():
            self.controls[name].value = value
        self._quiet = False
        self._show()

    def _moved(self, change):
        if not self._quiet:
            began = time.perf_counter()
            self._show()
            self.times = [*self.times[:2], time.perf_counter() - began]
            if len(self.times) == 3 and statistics.median(self.times) > SLOW:
                for widget in self.controls.values():
                    if "continuous_update" in widget.traits():
                        widget.continuous_update = False

    def _show(self):
        try:
            pixels, sentence = self.stage.picture(self.values())
        except Exception as problem:  # whatever goes wrong, a learner sees a sentence and the last good picture
            given = ", ".join(f"{c.label} = {c.text(self.controls[c.name].value)}" for c in self.declared)
            self._say(f"No picture for {given}: {str(problem).strip() or type(problem).__name__}")
        else:
            self.image.value = png(pixels)
            self._say(sentence)

    def _say(self, sentence):
        self.status.value = f'<p role="status" aria-live="polite" style="max-width: 45em">{html.escape(sentence)}</p>'

    def _ipython_display_(self):
        if self.static:
            self._show_static()
            return
        reference = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        display({"application/vnd.jupyter.widget-view+json": reference, "text/plain": self.alt}, raw=True)

    def _show_static(self):
        rows = [("start", self.start)]
        for c in self.declared:
            rows += [(f"{c.label} {end}", {**self.start, c.name: c.ends[i]}) for i, end in enumerate(("low", "high"))]
        table = []
        for i, (name, values) in enumerate(rows):
            figure, axes = new_figure(*self.size)
            sentence = self.draw(axes, **values)
            if i == 0:
                show(figure, self.alt)
            table.append([name, *(c.text(values[c.name]) for c in self.declared), sentence])
        head = ["", *(c.label for c in self.declared), "what the picture says"]
        cells = "".join("<tr>" + "".join(f"<td>{html.escape(t)}</td>" for t in row) + "</tr>" for row in table)
        top = "".join(f'<th scope="col">{html.escape(t)}</th>' for t in head)
        text = "\n".join(" | ".join(row) for row in [head, *table])
        markup = f"<table><thead><tr>{top}</tr></thead><tbody>{cells}</tbody></table>"
        display({"text/html": markup, "text/plain": text}, raw=True)


def _controls(draw, labels, specs):
    """Check the controls against draw's own parameters; return a list of Control."""
    if not callable(draw):
        raise ValueError(f"draw must be a function draw(axes, …); got {draw!r}.")
    parameters = list(inspect.signature(draw).parameters.values())[1:]
    defaults = {p.name: p.default for p in parameters}
    if not specs:
        raise ValueError("explore needs at least one control, such as eta=(0.01, 1.0, 0.01).")
    for name in specs:
        _arguments.choice("a control", name, list(defaults))
    for name in labels:
        _arguments.choice("a name in labels", name, list(specs))
    for name, default in defaults.items():
        if default is inspect.Parameter.empty:
            raise ValueError(f"draw must give {name} a default: the value where it starts.")
    return [Control(n, spec, defaults[n], labels.get(n, n.replace("_", " "))) for n, spec in specs.items()]
