"""The pages around the lessons, README.md and its like, in another language: README.zh.md, made from the English one.

What a page says is cut into messages: a paragraph, an item of a list, a cell of a table, what a picture shows, a
comment in a block of commands. Everything between them, commands first of all, stays as it is. The translations are in
a catalogue for each page, kept and checked like those of the lessons. Links lead to pages and lessons in that language,
and of a picture name.png, name.zh.png is shown where there is one.
"""

import posixpath
import re
from pathlib import Path

from babel import Locale, UnknownLocaleError

from kml.core.words import SOURCE
from kml_classroom.author import edition, terms
from kml_classroom.author.catalogues import Message, translations
from kml_classroom.author.links import slugs
from kml_classroom.author.source import Problem
from kml_classroom.author.tables import BEGIN, END

GUIDE = "<!-- guide -->\n"  # behind it stands what translators into the page's language are told
TERMS = "<!-- terms -->"  # in their guide: the table of what is not to be used

_APART = re.compile(r"^((?:<!--.*|-->|\*\*English\*\* · .*)\n)", re.MULTILINE)  # lines that no paragraph takes in
_TABLE = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
_FENCE = re.compile(r"\s*```")
# What of a line is said, by the kind of the line
_COMMENT = re.compile(r"\w.*\s{2}(?:# )?(?P<text>\S+(?: \S+)+)$")
_ALT = re.compile(r'\balt="(?P<text>[^"]+)"')
_CELL = re.compile(r"\|\s*(?P<text>[^|\s][^|]*?)\s*(?=\|)")
_PROSE = re.compile(r"^\s*(?:(?:[-*+]|\d+\.|>|#+)\s+)?(?P<text>.+)$")
_CODE = re.compile(r"`[^`\n]+`")
_NUMBER = re.compile(r"[\d.,×\s]*(?:[KMG]i?B|m?s)?")
_PICTURE = re.compile(r"[\w./-]+(?=\.png\b)")
_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?")


def catalogue(page, language):
    """Where the translations of a page lie, from the course's folder."""
    return f"solutions/{language}/pages/{page.removesuffix('.md')}.po"


def guide(language):
    """Where a language may have a guide for its translators, from the course's folder: CONTRIBUTING takes it in."""
    return f"solutions/{language}/pages/guide.md"


def pages(root):
    """Those pages that the course's folder has."""
    return [page for page in edition.PAGES if (Path(root) / page).exists()]


def pieces(text):
    """Cut a page: yield (text, whether it is a message) for all of it, in order; lines that were wrapped are joined.

    >>> [text for text, said in pieces("# A page\\n\\nOne line\\nand one.\\n") if said]
    ['A page', 'One line and one.']
    """
    for number, part in enumerate(_APART.split(text)):
        if number % 2:
            yield part, False
            continue
        before, body, after = re.fullmatch(r"(\n*)(.*?)(\n*)", part, re.DOTALL).groups()
        yield before, False
        yield from _of_lines("\n\n".join(edition.blocks(body)))
        yield after, False


def _of_lines(text):
    fenced = False
    for number, line in enumerate(text.split("\n")):
        yield "\n" * (number > 0), False
        if _FENCE.match(line):
            fenced = not fenced
            yield line, False
            continue
        kind = _COMMENT if fenced else {"<": _ALT, "|": _CELL}.get(line.lstrip()[:1], _PROSE)
        end = 0
        for found in kind.finditer(line):
            if _is_said(found["text"]):
                start, stop = found.span("text")
                yield line[end:start], False
                yield line[start:stop], True
                end = stop
        yield line[end:], False


def _is_said(text):
    return bool(re.search(r"[A-Za-z]{2}", _CODE.sub("", text))) and not _NUMBER.fullmatch(text)


def messages(root, page):
    """The Messages of all that an English page says; the table of lessons comes from the lessons."""
    said = dict.fromkeys(text for text, is_said in pieces(_english(root, page)) if is_said)
    return [Message(text, places=((page, None),)) for text in said]


def _english(root, page):
    return _TABLE.sub(f"{BEGIN}\n{END}", (Path(root) / page).read_text(encoding="utf-8"))


def switch(root, page, language):
    """The line below a page's title that leads to the same page in the other languages."""
    shown = [
        f"**{_name(one)}**" if one == language else f"[{_name(one)}]({posixpath.basename(edition.twin(page, one))})"
        for one in [SOURCE, *edition.languages(root)]
    ]
    return " · ".join(shown)


def _name(language):
    """What a language calls itself."""
    try:
        return Locale.parse(language).get_display_name()
    except UnknownLocaleError:
        return language


def made(root, page, language):
    """A page in a language, as far as its catalogue reaches. `tables` writes the table of lessons that stands in it."""
    root = Path(root)
    text = _translated(root, page, language)
    text = _LINK.sub(lambda link: "](" + _target(root, page, language, link[1], link[2] or ""), text)
    text = _PICTURE.sub(lambda found: _picture(root, page, language, found[0]), text)
    text = text.replace(switch(root, page, SOURCE), switch(root, page, language), 1)
    if (root / guide(language)).exists():
        told = (root / guide(language)).read_text(encoding="utf-8").replace(TERMS, terms.table(root, language), 1)
        text = text.replace(GUIDE, f"{GUIDE}\n{told}", 1)
    path = root / edition.twin(page, language)
    now = _TABLE.search(path.read_text(encoding="utf-8")) if path.exists() else None
    return _TABLE.sub(lambda empty: now[0], text) if now else text


def _translated(root, page, language):
    known = translations(root / catalogue(page, language), messages(root, page), language)
    return "".join(known.get(text, text) for text, _ in pieces(_english(root, page)))


def _target(root, page, language, name, anchor):
    """Where a link leads in a language: to the page or lesson in it, and to the heading as it is called there."""
    here = posixpath.dirname(page)
    target = posixpath.normpath(posixpath.join(here, name)) if name else page
    if target in pages(root):
        if anchor:
            own = slugs(_translated(root, target, language))
            anchor = "#" + dict(zip(slugs(_english(root, target)), own, strict=True)).get(anchor[1:], anchor[1:])
        return (posixpath.relpath(edition.twin(target, language), here or ".") if name else "") + anchor
    lesson = target.replace("lessons/", f"{edition.folder(language)}/", 1)
    if target.startswith("lessons/") and (root / lesson).exists():
        return posixpath.relpath(lesson, here or ".") + anchor
    return name + anchor


def _picture(root, page, language, name):
    own = f"{name}.{language}"
    return own if (root / posixpath.dirname(page) / f"{own}.png").exists() else name


def problems(root, language):
    """Yield a Problem for each page that is not what the English one and the catalogue say, and each without its own.

    What is not translated, and what a translation lost, the check of the catalogues tells.
    """
    for page in pages(root):
        line, label = switch(root, page, SOURCE), edition.twin(page, language)
        if line not in (Path(root) / page).read_text(encoding="utf-8"):
            yield Problem(page, "it does not lead to itself in other languages.", f"below its title, write: {line}")
        path = Path(root) / label
        if not path.exists() or path.read_text(encoding="utf-8") != made(root, page, language):
            yield Problem(label, f"it is not what {page} and {catalogue(page, language)} say.", "run make build.")
    known = [catalogue(page, language) for page in pages(root)]
    for path in sorted(Path(root, guide(language)).parent.rglob("*.po")):
        if (name := path.relative_to(root).as_posix()) not in known:
            yield Problem(name, "the English page that it translates is gone.", "delete it, and the page made of it.")
