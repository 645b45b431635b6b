"""The small panels that lessons show: HTML for the notebook, and the same words as plain text.

No colour is readable as text on both white and near-black, so text keeps the theme's own colour; only the left border
and the badge (white on the state's colour) are coloured, and the badge always holds a word.
"""

import html
import re
from dataclasses import dataclass

from kml.core.words import N_, _

WORDS = {
    "correct": N_("Correct"),
    "not yet": N_("Not yet"),
    "not attempted": N_("Not attempted"),
    "raised": N_("Your code raised"),
    "cannot be checked": N_("Cannot be checked"),
}
# white text on each has a contrast of 4.5 or more; as a border each has 3 or more on white and on #111
COLOURS = {
    "correct": "#157f4f",
    "not yet": "#b35c00",
    "not attempted": "#6b7280",
    "raised": "#c8372d",
    "cannot be checked": "#8250c4",
    "note": "#2672b8",
}
# a line of code stays a line, and scrolls (with the keyboard, too) where it is too long
_CODE = "margin:4px 0;padding:0 0 0 12px;white-space:pre;overflow-x:auto;overflow-wrap:normal"


@dataclass(frozen=True)
class Panel:
    """A badge, a heading, and lines of text; a line that starts with four spaces is shown as code.

    `state` is one of the five answers of `check`, or "note" with its own `word`. `folded` is (what it is, a text),
    shown when one opens it. All texts are said already.
    """

    state: str
    heading: str
    lines: tuple[str, ...] = ()
    word: str = ""
    folded: tuple[str, ...] = ()

    def __repr__(self):
        lines = [f"{self._badge()} · {self.heading}".rstrip(" ·"), *self.lines]
        if self.folded:
            lines.append(f"{self.folded[0]}: {self.folded[1]}")
        return "\n".join(line.rstrip() for line in lines)

    def _repr_html_(self):
        colour = COLOURS[self.state]
        badge = (
            f'<strong style="background:{colour};color:#fff;padding:1px 8px;border-radius:3px;margin-right:8px">'
            f"{html.escape(self._badge())}</strong>"
        )
        role = "note" if self.state == "note" else "status"
        return (
            f'<div role="{role}" style="border-left:5px solid {colour};padding:6px 12px;margin:6px 0;line-height:1.5">'
            f"<div>{badge}<strong>{html.escape(self.heading)}</strong></div>{''.join(self._body())}{self._more()}</div>"
        )

    def _badge(self):
        return self.word or (_(WORDS[self.state]) if self.state in WORDS else _("Note"))

    def _body(self):
        code = []
        for line in (*self.lines, ""):
            if line.startswith("    "):
                code.append(line[4:])
                continue
            if code:
                inner = html.escape("\n".join(code))
                yield f'<pre tabindex="0" style="{_CODE}">{inner}</pre>'
                code = []
            if line:
                yield f'<div style="margin-top:4px">{inline(line)}</div>'

    def _more(self):
        if not self.folded:
            return ""
        summary, text = map(html.escape, self.folded)
        code = f'<pre style="margin:4px 0;padding:0 0 0 12px;white-space:pre-wrap">{text}</pre>'
        return f'<details style="margin-top:4px"><summary>{summary}</summary>{code}</details>'


MARKED = re.compile(
    r"`(?P<code>[^`]+)`|(?<![\w*])\*\*(?P<strong>[^\s*`][^*`]*)\*\*(?![\w*])|(?<![\w*])\*(?P<em>[^\s*`][^*`]*)\*(?![\w*])",
    re.ASCII,  # Chinese has no spaces around what is stressed
)


def inline(line):
    """Escape a line and show what stands between backticks as code, *this* stressed and **this** strong."""
    return MARKED.sub(
        lambda found: f"<{found.lastgroup}>{found[found.lastgroup]}</{found.lastgroup}>", html.escape(line)
    )


def status(text):
    """HTML of what is said below a question when one has answered: a screen reader says it at once."""
    return f'<div role="status" style="line-height:1.5">{inline(text)}</div>'
