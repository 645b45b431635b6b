"""Python code with its words coloured."""

import html

from pygments import token as kinds
from pygments.lexers import PythonLexer

_COLOURED = ((kinds.Keyword, "k"), (kinds.String, "s"), (kinds.Number, "m"), (kinds.Comment, "c"),
             (kinds.Name.Function, "f"), (kinds.Name.Class, "f"))  # fmt: skip


def coloured(code):
    """Python code with its words coloured; without the marks it is the code as it was."""
    parts = []
    for kind, text in PythonLexer(stripnl=False, ensurenl=False).get_tokens(code):
        mark = next((mark for family, mark in _COLOURED if kind in family), "")
        written = html.escape(text)
        parts.append(f'<span class="hl-{mark}">{written}</span>' if mark else written)
    return "".join(parts)
