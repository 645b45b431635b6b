"""One page for an instructor to open without a network: each language in it, chosen by a button; light and dark, phone.

No script runs in it and nothing is fetched.
"""

import html
import re

from kml.core import words
from kml_classroom.grade.grades import legible
from kml_classroom.words import own_name, speaking

_STYLE = """\
:root { color-scheme: light dark; --blue: #0072b2; --on-blue: #fff; --orange: #a05f00; --line: #8888;
  --card: #0072b214 }
@media (prefers-color-scheme: dark) { :root { --blue: #3f9fd8; --on-blue: #000; --orange: #d08000; --card: #3f9fd822 } }
html { background: Canvas; color: CanvasText } * { box-sizing: border-box }
body { max-width: 56rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.2 } h2 { margin-top: 2.5rem } h3 { margin: 1.5rem 0 .25rem; font-size: 1.05rem }
pre { overflow-x: auto; padding: .5rem .75rem; border: 1px solid var(--line); overflow-wrap: normal }
summary { cursor: pointer; padding: .25rem 0 } .wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem } caption { text-align: left; padding: .25rem 0 }
th, td { padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.languages { position: absolute; opacity: 0 }
.choose { text-align: right } .choose label { padding: .25rem .75rem; border: 1px solid var(--line); cursor: pointer }
main { display: none }
@supports not selector(:has(*)) { main { display: block } }
@media print { .choose { display: none } }
"""
_PAGE = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}{choosing}</style>
<header class="choose">
{choice}
</header>
{mains}
</html>
"""


def sheet(title, main, style=""):
    """The page as HTML. `title()` and `main()`, lines of HTML, are asked in each language; `style` is more CSS.

    Whatever stands on it, no letter turns the writing or hides.
    """
    mains = []
    for language in words.languages():
        with speaking(language):
            inside = "\n".join(main())
        mains.append(f'<main lang="{language}" class="in-{language}">\n{inside}\n</main>')
    choosing = "".join(
        f"body:has(#say-{one}:checked) main.in-{one} {{ display: block }}\n"
        f"#say-{one}:checked + label {{ background: var(--blue); color: var(--on-blue) }}\n"
        f"#say-{one}:focus-visible + label {{ outline: 3px solid var(--orange) }}\n"
        for one in words.languages()
    )
    choice = "\n".join(
        f'<input type="radio" name="say" class="languages" id="say-{one}"'
        f"{' checked' if one == words.language() else ''}>"
        f'<label for="say-{one}" lang="{one}">{own_name(one)}</label>'
        for one in words.languages()
    )
    page = _PAGE.format(
        language=words.language(), title=html.escape(title()), style=_STYLE + style, choosing=choosing, choice=choice,
        mains="\n".join(mains),
    )  # fmt: skip
    return "\n".join(map(legible, page.split("\n")))


def tag(name, said):
    """A sentence in an element. (None is marked inside of an f-string: no catalogue would find it there.)"""
    return f"<{name}>{text(said)}</{name}>"


def text(said):
    """A sentence as HTML: what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(said, quote=False))
