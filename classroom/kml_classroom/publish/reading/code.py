"""Python code with its words coloured."""

import html

from pygments import token as kinds
from pygments.lexers import PythonConsoleLexer, PythonLexer

_COLOURED = ((kinds.Keyword, "k"), (kinds.String, "s"), (kinds.Number, "m"), (kinds.Comment, "c"),
             (kinds.Name.Function, "f"), (kinds.Name.Class, "f"))  # fmt: skip


def coloured(code, console=False):
    """Python code, or what a console shows of it, with its words coloured; without the marks it is as it was."""
    lexer, parts = PythonConsoleLexer if console else PythonLexer, []
    for kind, text in lexer(stripnl=False, ensurenl=False).get_tokens(code):
        mark = next((mark for family, mark in _COLOURED if kind in family), "")
        written = html.escape(text)
        parts.append(f'<span class="hl-{mark}">{written}</span>' if mark else written)
    return "".join(parts)
