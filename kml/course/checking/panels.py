"""The small panels that lessons show: HTML for the notebook, and the same words as plain text.

No colour is readable as text on both white and near-black, so text keeps the theme's own colour; only the left border
and the badge (white on the state's colour) are coloured, and the badge always holds a word.
"""

import html
import re
from dataclasses import dataclass

from kml.core.words import N_, say

WORDS = {
    "correct": N_("Correct"),
    "not yet": "Not yet",
    "not attempted": "Not attempted",
    "raised": "Your code raised",
    "cannot be checked": "Cannot be checked",
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


@dataclass(frozen=True)
class Panel:
    """A badge, a heading, and lines of text; a line that starts with four spaces is shown as code.

    `state` is one of the five answers of `check`, or "note" with its own `word`.
    """

    state: str
    heading: str
    lines: tuple[str, ...] = ()
    word: str = ""

    def __repr__(self):
        lines = [f"{self._badge()} · {_title(self.heading)}".rstrip(" ·"), *map(_said, self.lines)]
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
            f"<div>{badge}<strong>{html.escape(_title(self.heading))}</strong></div>{''.join(self._body())}</div>"
        )

    def _badge(self):
        return say(self.word or WORDS.get(self.state, N_("Note")))

    def _body(self):
        code = []
        for line in (*map(_said, self.lines), ""):
            if line.startswith("    "):
                code.append(line[4:])
                continue
            if code:
                inner = html.escape("\n".join(code))
                yield f'<pre style="margin:4px 0;padding:0 0 0 12px;white-space:pre-wrap">{inner}</pre>'
                code = []
            if line:
                yield f'<div style="margin-top:4px">{_inline(line)}</div>'


def _title(heading):
    """A heading in the learner's language: what dots separate is said part by part."""
    return " · ".join(map(say, heading.split(" · ")))


def _said(line):
    """A line in the learner's language; code is the same in all."""
    return line if line.startswith("    ") else say(line)


def _inline(line):
    """Escape a line and show what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(line))
