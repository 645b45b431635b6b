"""Lines of code of which one chooses, with buttons that do something with the chosen one: core ipywidgets only.

Radio buttons and buttons are reached with Tab and pressed with Space, and a screen reader says each, and what came of
it. The focus stays on a button while the lines above it move.
"""

from IPython.display import display

from kml.core.page import saved, static
from kml.core.words import _
from kml.course.checking.panels import Panel, status
from kml.course.showing import screenreader

FIRST = 2  # the number of the first line, as Python counts: line 1 is the one with `def`
_CLASS = "kml-listing"
_STYLE = (
    f"<style>.{_CLASS} label {{display: flex; gap: 4px; height: auto; padding: 3px 0; line-height: 1.5; "
    "font-family: var(--jp-code-font-family, ui-monospace, monospace); white-space: pre-wrap; overflow-wrap: anywhere}"
    f".{_CLASS} label input {{order: -1; flex: none; margin-top: 0.1em}}</style>"
)
_WIDE = {"width": "auto", "max_width": "100%"}


class Listing:
    """What a notebook shows as the last line of a cell: a panel, `rows` of code below it, and buttons.

    `on_line` is {words of a button: what it does with the place of the chosen row}, which returns the row's place after
    it and what is said, as a sentence or as the Panel of a verdict. `on_all` is {words: what gives such a Panel}. Both
    may change `rows`. In static mode all of it is text.
    """

    def __init__(self, panel, rows, on_line, on_all=None):
        self.panel, self.rows, self.on_line, self.on_all = panel, rows, on_line, on_all or {}

    def numbered(self):
        """The rows as they are shown, with their numbers."""
        return [f"{number:2} {row}" for number, row in enumerate(self.rows, FIRST)]

    def as_panel(self):
        """All of it as one Panel, without buttons."""
        lines = (*self.panel.lines, *(f"    {line}" for line in self.numbered()))
        return Panel(self.panel.state, self.panel.heading, lines, self.panel.word)

    def __repr__(self):
        return repr(self.as_panel())

    def _ipython_display_(self):
        if static():
            display(self.as_panel())
            return
        display(self.panel)
        display(self.widgets())
        screenreader.name_last_output(self.panel.heading)

    def widgets(self):
        """The box of widgets below the panel."""
        import ipywidgets  # here, so that static mode never loads it

        radio = ipywidgets.RadioButtons(options=self.numbered(), index=None, layout=_WIDE)
        radio.add_class(_CLASS)
        said = ipywidgets.HTML(value=_STYLE + status(_("Choose a line.")), layout=_WIDE)
        verdict = ipywidgets.HTML(layout=_WIDE)

        def say(words):
            said.value = _STYLE + status("" if isinstance(words, Panel) else words)
            if isinstance(words, Panel):
                verdict.value = words._repr_html_()

        def to_line(action):
            if radio.index is None:
                return say(_("Choose a line first."))
            place, words = action(radio.index)
            with radio.hold_sync():  # the page learns of both at once
                radio.options = self.numbered()
                radio.index = place
            return say(words)

        buttons = []
        for words, action in self.on_line.items():
            buttons.append(ipywidgets.Button(description=words, layout={"width": "auto"}))
            buttons[-1].on_click(lambda __, action=action: to_line(action))
        for words, action in self.on_all.items():
            buttons.append(ipywidgets.Button(description=words, layout={"width": "auto"}, button_style="primary"))
            buttons[-1].on_click(lambda __, action=action: say(action()))
        row = ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"})
        return saved(ipywidgets.VBox([radio, row, said, verdict], layout=_WIDE))
