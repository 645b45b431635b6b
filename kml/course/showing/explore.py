"""Sliders: `explore` shows a figure that follows its controls, with a sentence that says what it shows."""

import asyncio
import contextlib
import html
import inspect
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from IPython.display import display

from kml.core import arguments
from kml.core.page import saved, static
from kml.core.words import _, listed, pgettext
from kml.course.showing import screenreader
from kml.course.showing.figures import FIGURE, STYLE, check_alt, framed, png, show
from kml.course.showing.stage import Stage

_LINE = "max-width: 45em; line-height: 1.4; margin: 0.4em 0"
SLOW = 0.150  # seconds a move; above it the picture waits until the slider is let go


def explore(
    draw: Callable,
    *,
    rows: int = 1,
    columns: int = 1,
    figsize: tuple[float, float] = (7, 4),
    alt: str,
    title: str = "",
    labels: dict | None = None,
    **controls: Any,
) -> "Explorer":
    """Show `draw` with a control for each of its values.

    draw      draw(axes, **values) → one sentence that sums up the picture. Plain matplotlib on the Axes it is given (an
              array of them if rows * columns > 1). Each value's default is where its control starts.
    controls  name=(low, high) or (low, high, step) → a slider, of whole numbers if all three are;
              name=[…] → a list to choose from, each shown as it is; name={words: value, …} → a list in which the
              learner reads the words and draw gets the value; name=True or False → a box to tick.
    alt       what to see in the figure at its start, in words; once a control is moved, the sentence of draw is that.
    labels    {name: text beside its control}; the name itself if left out.

    All words come said, in the learner's language: the alt text, the title, labels, the words of a list, and what draw
    returns.

    A picture depends on the values and on nothing before them, but for one thing: axis limits that `draw` leaves to
    matplotlib stay where they are while the data fit, so that one can compare. They widen when data fall outside, and
    narrow when the data would fill less than a third. Limits that `draw` sets are always kept.

    A move is fast while labels, ticks and limits stay as they are, and faster with a legend whose `loc` is fixed.
    If `draw` fails, the last good picture stays and the sentence says why. If a picture takes over 0.15 s, it waits
    until a slider is let go. In static mode (KML_STATIC=1): one figure and a small table, no controls.

    >>> import kml
    >>> def line(axes, slope=1.0):
    ...     axes.plot([0, 1], [0, slope])
    ...     return f"At 1 the line is {slope:g} high."
    >>> explorer = kml.explore(line, slope=(0.0, 2.0, 0.5), alt="A line from the origin.")
    >>> explorer.values()
    {'slope': 1.0}
    """
    return Explorer(draw, rows, columns, figsize, alt, title, labels or {}, controls)


class Control:
    """One value that the learner may change: its start, its two ends, and how it is written."""

    def __init__(self, name, spec, start, label):
        self.name, self.start, self.label = name, start, label
        if isinstance(spec, (bool, np.bool_)):
            arguments.choice(_("the default of {name} in draw").format(name=name), start, (False, True))
            self.kind, self.ends, self.start = "box", (False, True), bool(start)
        elif isinstance(spec, (list, dict)):
            if len(spec) < 2:
                raise ValueError(_("{name} must list at least two values; got {spec!r}.").format(name=name, spec=spec))
            self.kind = "list"
            self.options = list(spec.items()) if isinstance(spec, dict) else [(str(value), value) for value in spec]
            values = [value for __, value in self.options]
            self.ends = values[0], values[-1]
            arguments.choice(_("the default of {name} in draw").format(name=name), start, values)
        elif isinstance(spec, tuple) and len(spec) in (2, 3):
            self._slider(spec)
        else:
            raise ValueError(
                _("{name} must be (low, high, step), a list, a dict, or True or False; got {spec!r}.").format(
                    name=name, spec=spec
                )
            )

    def _slider(self, spec):
        name = self.name
        parts = zip(("low", "high", "step"), spec, strict=False)
        numbers = [arguments.number(f"{name}: {part}", value) for part, value in parts]
        low, high = numbers[:2]
        if low >= high:
            said = _("{name} must have low < high; got low={low!r}, high={high!r}.")
            raise ValueError(said.format(name=name, low=spec[0], high=spec[1]))
        whole = all(isinstance(v, (int, np.integer)) for v in spec) and isinstance(self.start, (int, np.integer))
        step = numbers[2] if len(numbers) == 3 else (1 if whole else (high - low) / 100)
        arguments.number(f"{name}: step", step, above=0, high=high - low)
        arguments.number(_("the default of {name} in draw").format(name=name), self.start, low, high)
        self.kind = "whole" if whole else "number"
        convert = int if whole else float
        self.ends, self.step, self.start = (convert(low), convert(high)), convert(step), convert(self.start)
        decimals = 0
        while decimals < 8 and round(step, decimals) != step:
            decimals += 1
        self.decimals = decimals if len(numbers) == 3 else min(decimals, 4)

    def text(self, value):
        """`value` as the learner reads it."""
        if self.kind == "number":
            return f"{value:.{self.decimals}f}"
        if self.kind == "box":
            return _("yes") if value else _("no")
        if self.kind == "whole":
            return f"{value:,}"
        return next(words for words, one in self.options if one == value)

    def widget(self):
        """The ipywidgets control, at its start."""
        import ipywidgets

        if self.kind == "box":
            return ipywidgets.Checkbox(value=self.start, indent=False)
        if self.kind == "list":
            return ipywidgets.Dropdown(options=self.options, value=self.start)
        low, high = self.ends
        if self.kind == "whole":
            return ipywidgets.IntSlider(value=self.start, min=low, max=high, step=self.step, readout_format=",d")
        readout = f".{self.decimals}f"
        return ipywidgets.FloatSlider(value=self.start, min=low, max=high, step=self.step, readout_format=readout)

    def value(self, widget):
        """The widget's value; the browser's 0.30000000000000004 is 0.3 here."""
        return round(widget.value, 10) if self.kind == "number" else widget.value


class Explorer:
    """What `explore` returns; a notebook shows it when it is the last line of a cell."""

    def __init__(self, draw, rows, columns, figsize, alt, title, labels, controls):
        self.alt, self.title = check_alt(alt), title
        self.declared = _controls(draw, labels, controls)
        self.start = {control.name: control.start for control in self.declared}
        self.stage = Stage(draw, rows, columns, figsize)
        self.static = static()
        if not self.static:
            self._build()

    def values(self):
        """The values that the controls have now."""
        return {control.name: control.value(self.controls[control.name]) for control in self.declared}

    def reset(self):
        """Put every control back to its start; the picture is the first one again."""
        self._resetting = True
        for name, value in self.start.items():
            self.controls[name].value = value
        self._resetting = False
        self.stage.forget()
        self._follow()

    def _build(self):
        import ipywidgets  # here, so that static mode never loads it

        self.controls = {control.name: control.widget() for control in self.declared}
        width = f"{max(_width(control.label) for control in self.declared) + 1:.1f}em"
        for control in self.declared:
            widget = self.controls[control.name]
            widget.description = control.label
            if control.kind != "box":
                widget.style.description_width = width
                widget.layout.width = "min(36em, 100%)"
            widget.observe(self._moved, "value")
        self.button = ipywidgets.Button(description=_("Reset"))
        self.button.on_click(lambda __: self.reset())
        white = png(framed(self.stage.white()))  # stays only if the first picture fails
        self.image = ipywidgets.Image(
            value=white, format="png", layout={"max_width": "100%", "align_self": "flex-start"}
        )
        self.image.add_class(FIGURE)
        self.status, self.note = ipywidgets.HTML(), ipywidgets.HTML()
        heading = [ipywidgets.HTML(f"<b>{html.escape(self.title)}</b>")] if self.title else []
        below = [self.status, self.note, ipywidgets.HTML(STYLE)]
        controls = list(self.controls.values())
        if len(controls) > 4:  # side by side where there is room, so that the picture stays in sight
            grid = {"grid_template_columns": "repeat(auto-fit, minmax(30em, 1fr))", "width": "min(75em, 100%)"}
            controls = [ipywidgets.GridBox(controls, layout=grid)]
        self.box = saved(ipywidgets.VBox([*heading, *controls, self.button, self.image, *below]))
        self._resetting, self._times, self._seen = False, [], self.alt
        self._follow()
        if self._times.pop() > SLOW:  # perhaps only because it was the first: measure again
            self._follow()
            self._wait_if_slow()
            self._times.clear()

    def _moved(self, change):
        if not self._resetting:
            self._follow()
            if len(self._times) == 3:
                self._wait_if_slow()
            with contextlib.suppress(RuntimeError):  # there is no loop outside a kernel
                asyncio.get_running_loop().call_soon(self.stage.prepare)

    def _follow(self):
        """Show the picture and the sentence of the values that the controls have now."""
        began = time.perf_counter()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an overflow at the end of a slider is seen in the picture
                pixels, sentence = self.stage.picture(self.values())
        except Exception as problem:  # whatever went wrong: a sentence, and the last good picture stays
            values = self.values()
            given = listed(f"{control.label} = {control.text(values[control.name])}" for control in self.declared)
            sentence = _("No picture for {values}: {reason}").format(values=given, reason=_reason(problem))
        else:
            self.image.value = png(framed(pixels))
            self._seen = self.alt if self.values() == self.start else sentence
        seen = f'data-picture="{html.escape(self._seen)}"'
        self.status.value = f'<p role="status" aria-live="polite" {seen} style="{_LINE}">{html.escape(sentence)}</p>'
        self._times.append(time.perf_counter() - began)

    def _wait_if_slow(self):
        if statistics.median(self._times) > SLOW:
            sliders = [widget for widget in self.controls.values() if "continuous_update" in widget.traits()]
            for slider in sliders:
                slider.continuous_update = False
            if sliders:
                slow = _("Each picture takes a moment: it comes when you let go of the slider.")
                self.note.value = f"<small>{slow}</small>"

    def _ipython_display_(self):
        if self.static:
            self._display_static()
        else:
            view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
            display({"application/vnd.jupyter.widget-view+json": view, "text/plain": self.alt}, raw=True)
            words = screenreader.folded(self.alt) + screenreader.script(self.alt)
            display({"text/html": words, "text/plain": ""}, raw=True)

    def _display_static(self):
        """One figure, and a table of what the learner would read at the ends of each control."""
        figure, sentence = self.stage.plain_figure(self.start)
        show(figure, self.alt)
        rows = [[pgettext("a control", "start"), *(control.text(control.start) for control in self.declared), sentence]]
        for control in self.declared:
            for end in control.ends:
                values = {**self.start, control.name: end}
                __, sentence = self.stage.plain_figure(values)
                texts = [other.text(values[other.name]) for other in self.declared]
                rows.append([f"{control.label} = {control.text(end)}", *texts, sentence])
        display(_table(["", *(control.label for control in self.declared), _("what it shows")], rows), raw=True)


def _table(head, rows):
    """A table as HTML and as text."""
    top = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in head)
    lines = [
        "<tr>" + f'<th scope="row">{html.escape(name)}</th>' + "".join(f"<td>{html.escape(t)}</td>" for t in cells)
        for name, *cells in rows
    ]
    markup = f"<table><thead><tr>{top}</tr></thead><tbody>{'</tr>'.join(lines)}</tr></tbody></table>"
    return {"text/html": markup, "text/plain": "\n".join(" | ".join(row).strip(" |") for row in [head, *rows])}


def _reason(problem):
    message = str(problem).strip()
    if isinstance(problem, ValueError) and message:
        return message
    return f"{type(problem).__name__}: {message}" if message else type(problem).__name__


def _width(label):
    """Width of a label in em, about: a Chinese character is as wide as high."""
    return sum(1.0 if ord(character) > 0x2E80 else 0.55 for character in label)


def _controls(draw, labels, specs):
    """Check the controls against draw's own arguments; return a list of Control."""
    if not callable(draw):
        raise ValueError(_("draw must be a function draw(axes, …); got {draw!r}.").format(draw=draw))
    defaults = {name: p.default for name, p in list(inspect.signature(draw).parameters.items())[1:]}
    if not specs:
        raise ValueError(_("explore needs at least one control, such as eta=(0.01, 1.0, 0.01)."))
    for name in specs:
        if name not in defaults:
            if not defaults:
                raise ValueError(_("draw has no argument {name!r} to control; it has only axes.").format(name=name))
            said = _("draw has no argument {name!r} to control; it has {names}.")
            raise ValueError(said.format(name=name, names=listed(defaults)))
    for name in labels:
        arguments.choice(_("each name in labels"), name, list(specs))
    for name, default in defaults.items():
        if default is inspect.Parameter.empty:
            raise ValueError(_("draw must give {name} a default: the value where it starts.").format(name=name))
    return [Control(n, spec, defaults[n], labels.get(n, n.replace("_", " "))) for n, spec in specs.items()]
