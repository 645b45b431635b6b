"""One page for an instructor to open without a network: each language in it, chosen by a button; light and dark, phone.

No script runs in it and nothing is fetched. Its looks are those of the page about a class (`insight`).
"""

import html

from kml.core import words
from kml_classroom.desk.insight import _PAGE, _STYLE
from kml_classroom.words import own_name, speaking


def sheet(title, main, style=""):
    """The page as HTML. `title()` and `main()`, lines of HTML, are asked in each language; `style` is more CSS."""
    mains = []
    for language in words.languages():
        with speaking(language):
            inside = "\n".join(main())
            mains.append(f'<main lang="{language}" class="in-{language}">\n{inside}\n</main>')
    choosing = "".join(
        f"#say-{one}:checked ~ main.in-{one} {{ display: block }}\n"
        f"#say-{one}:checked ~ .choose label[for=say-{one}] {{ background: var(--blue); color: #fff }}\n"
        f"#say-{one}:focus-visible ~ .choose label[for=say-{one}] {{ outline: 3px solid var(--orange) }}\n"
        for one in words.languages()
    )
    inputs = "".join(
        f'<input type="radio" name="say" class="languages" id="say-{one}" aria-label="{own_name(one)}"'
        f"{' checked' if one == words.language() else ''}>"
        for one in words.languages()
    )
    labels = " ".join(f'<label for="say-{one}" lang="{one}">{own_name(one)}</label>' for one in words.languages())
    return _PAGE.format(
        language=words.language(), title=html.escape(title()), style=_STYLE + style, choosing=choosing,
        choice=f'{inputs}\n<div class="choose">{labels}</div>', mains="\n".join(mains),
    )  # fmt: skip
