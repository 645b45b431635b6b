"""A lesson's Markdown as HTML: formulas set, the glossary's terms marked, headings with an address of their own."""

import contextlib
import html
import re
import unicodedata
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from kml.core.words import SOURCE
from kml.core.words import _ as said_by_kml
from kml.course.showing.glossary import BESIDE, all_terms
from kml_classroom.publish.reading.code import coloured

_LESSON = re.compile(r"^(?:\./)?(\d\d_\w+)\.ipynb(#.*)?$")
_BADGES = re.compile(r"^(?:\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)\s*)+$", re.MULTILINE)
_PROSE = ("paragraph_open", "td_open")


@dataclass
class Section:
    """A part of a page with a heading: what the table of contents and the search know of it."""

    level: int
    anchor: str
    title: str
    text: list[str] = field(default_factory=list)


@dataclass
class Prose:
    """All the Markdown of one page, cell after cell; `sections` grows with it.

    `terms` are those of the glossary that this lesson may use, in the language of the page.
    """

    lesson: str
    language: str
    formulas: object
    sections: list[Section] = field(default_factory=list)

    def __post_init__(self):
        self.marks = Terms(self.lesson, self.language)
        self.markdown = MarkdownIt("commonmark", {"html": True, "highlight": _highlighted})
        self.markdown.enable(["table", "strikethrough"])
        self.markdown.use(dollarmath_plugin, renderer=self._formula, allow_digits=False, double_inline=True)
        self.markdown.add_render_rule("table_open", lambda *__: f"{WIDE}<table>\n")
        self.markdown.add_render_rule("table_close", lambda *__: "</table>\n</div>\n")

    def html(self, text):
        """One Markdown cell as HTML. Its formulas must be set."""
        tokens = self.markdown.parse(_BADGES.sub("", text))
        for before, token in zip([None, *tokens], tokens, strict=False):
            if token.type == "heading_open":
                self._begin(token)
            elif token.type == "inline":
                place = before.type if before else ""
                if place == "heading_open":
                    self._entitle(before, token)
                else:
                    self.sections[-1].text.append(plain(token))
                    _lead(token.children)
                    if place in _PROSE:
                        token.children = self.marks.mark(token.children)
                token.children = _glued(token.children)
        return self.markdown.renderer.render(tokens, self.markdown.options, {})

    def _begin(self, heading):
        level = int(heading.tag[1])
        if level == 2:
            self.marks.again()
        self.sections.append(Section(level, f"part-{len(self.sections)}", ""))

    def _entitle(self, heading, inline):
        self.sections[-1].title = plain(inline)
        heading.attrSet("id", self.sections[-1].anchor)

    def _formula(self, text, options):
        alone = options["display_mode"]
        made = self.formulas[text.strip(), alone]
        return f'<div class="formula">{made}</div>' if alone else made


_FUNCTIONS = {"ln", "log", "exp", "max", "min"}
_SIGNS = {"sum": "Σ", "cdot": "·", "times": "×", "le": "≤", "ge": "≥", "ne": "≠", "approx": "≈", "pm": "±", "to": "→",
          "infty": "∞", "sqrt": "√", "ell": "ℓ", "top": "ᵀ", "in": "∈"}  # fmt: skip
SHORT = 24  # signs of a formula that never needs a second line
WIDE = '<div class="wide">'  # what may be wider than the page, and scrolls by itself


def _glued(tokens):
    """The tokens of a paragraph; a full-width colon or semicolon stays on the line of a short formula before it."""
    found, last = [], None
    for token in tokens:
        if last and last.type == "math_inline" and len(last.content) <= SHORT and token.content[:1] in tuple("：；"):
            sign, token.content = token.content[0], token.content[1:]
            found[-1:] = [_html('<span class="glued">'), last, _html(f"{sign}</span>")]
        found.append(token)
        last = token
    return found


def _html(content):
    return Token("html_inline", "", 0, content=content)


def _highlighted(code, language, __):
    return coloured(code.rstrip("\n")) if language == "python" else html.escape(code)


def formulas_in(text):
    """The (text, whether it stands alone) of the formulas in Markdown."""
    found = []

    def note(text, options):
        found.append((text.strip(), options["display_mode"]))
        return ""

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.use(dollarmath_plugin, renderer=note, allow_digits=False, double_inline=True)
    reader.render(_BADGES.sub("", text))
    return found


def plain(inline):
    """The words of a paragraph, without marks; of a formula, its letters and signs."""
    kinds = {"softbreak": " ", "hardbreak": " ", "html_inline": ""}
    parts = (
        in_a_line(one.content) if one.type == "math_inline" else kinds.get(one.type, one.content)
        for one in inline.children or ()
    )
    return "".join(parts).strip()


def in_a_line(formula):
    r"""A formula as one writes it in a line of text, for the search.

    >>> in_a_line(r"\hat V = \frac{1}{n} \sum_i \theta_i")
    'V = 1 n Σ_i θ_i'
    """
    text = re.sub(r"\\([A-Za-z]+)", lambda command: _sign(command[1]), formula)
    return " ".join(re.sub(r"[{}\\]", " ", text).split())


def _sign(command):
    """What a command of TeX's writes: a Greek letter, a sign, the name of a function, or nothing of its own."""
    kind = "SMALL" if command.islower() else "CAPITAL"
    with contextlib.suppress(KeyError):
        return unicodedata.lookup(f"GREEK {kind} LETTER {command}")
    return command if command in _FUNCTIONS else _SIGNS.get(command, "")


def _lead(children):
    """Links to other lessons and to their list lead to their pages; links to elsewhere say so to the browser."""
    for child in children or ():
        if child.type == "link_open":
            target = child.attrGet("href") or ""
            if found := _LESSON.match(target):
                child.attrSet("href", f"{found[1]}.html{found[2] or ''}")
            elif target == "README.md":
                child.attrSet("href", "index.html")
            elif target.startswith("http"):
                child.attrSet("rel", "noopener noreferrer")


# ── the glossary's terms ───────────────────────────────────────────────────────────────────────────────────────────


class Terms:
    """Marks the glossary's terms in prose: in each part of the page the first time, as links that tell what they mean.

    A short word such as "share" means many things, so it is marked only in the lesson that brings it, and where its
    translation stands beside it. A term has two names; in a third language nothing is marked.
    """

    def __init__(self, lesson, language):
        self.source, self.beside = language == SOURCE, language == BESIDE
        known = [term for term in all_terms() if term.lesson <= lesson]
        self.terms = {name.casefold(): term for term in known for name in self._names(term, lesson)}
        names = sorted(self.terms, key=len, reverse=True)
        edge = r"\b" if self.source else ""
        every = "|".join(map(re.escape, names)) or r"(?!)"
        plural = "(?:s|es)?" if self.source else ""
        self.pattern = re.compile(rf"{edge}({every}){plural}{edge}", re.IGNORECASE)
        self.again()

    def again(self):
        """Another part of the page begins."""
        self.seen = set()

    def _names(self, term, lesson):
        if self.beside:
            return [term.chinese] if len(term.chinese) > 2 or term.lesson == lesson else []
        if not self.source:
            return []
        full, __, short = term.english.rstrip(")").partition(" (")
        long = [name for name in (full, short) if name and (" " in name or "-" in name or name.isupper())]
        return [name for name in (full, short) if name] if term.lesson == lesson else long

    def mark(self, children):
        """The tokens of a paragraph, with terms in its text marked; code, formulas, links and headings are left."""
        made, inside = [], 0
        for token in children or ():
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            made += self._split(token) if token.type == "text" and not inside else [token]
        return made

    def _split(self, token):
        at = 0
        for found in self.pattern.finditer(token.content):
            term = self.terms[found[1].casefold()]
            if term in self.seen:
                continue
            self.seen.add(term)
            yield _text(token.content[at : found.start()])
            yield Token("html_inline", "", 0, content=self._link(term, found[0]))
            at = found.end()
        yield _text(token.content[at:])

    def _link(self, term, words):
        other = term.chinese if self.source else term.english
        says = html.escape(said_by_kml(term.meaning))
        return (
            f'<a class="term" href="glossary.html#{anchor(term)}" data-name="{html.escape(other)}" '
            f'data-meaning="{says}">{html.escape(words)}</a>'
        )


def anchor(term):
    """The address of a term on the glossary's page."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.english.casefold()).strip("-")


def _text(content):
    return Token("text", "", 0, content=content)
