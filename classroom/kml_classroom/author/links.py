"""Links within the course: files that exist, headings that exist. Links to the web are not followed."""

import re
from pathlib import Path
from urllib.parse import unquote

from kml.core.words import SOURCE
from kml_classroom.author import edition
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import BuildError, Problem

PAGES = (*edition.PAGES, "GLOSSARY.md")

_CODE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1`*$|(`+)[^`\n].*?\2", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^\s)>]+)|^\[[^\]]+\]:\s*<?([^\s>]+)|\b(?:href|src)=\"([^\"]+)\"", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)


def link_problems(root):
    """Yield a Problem for each broken link in the notebooks and the pages of the course's folder."""
    root = Path(root).resolve()
    languages = edition.languages(root)
    lessons = ["lessons", *map(edition.folder, languages)]
    pages = [edition.twin(page, language) for language in (SOURCE, *languages) for page in PAGES]
    pages += [f"{folder}/README.md" for folder in lessons]
    notebooks = sorted(path for folder in ("solutions", *lessons) for path in (root / folder).glob("*.ipynb"))
    for path in [*(root / page for page in pages if (root / page).exists()), *notebooks]:
        label = path.relative_to(root).as_posix()
        for number, text in _texts(path):
            where = f"{label}, cell {number}" if number else label
            for found in _LINK.finditer(_CODE.sub("", text)):
                link = next(filter(None, found.groups()))
                if why := _broken(path, link, root):
                    yield Problem(where, f"the link {link} is broken: {why}.", "correct the link or what it points to.")


def _broken(path, link, root):
    """Why a link in the file `path` is broken; "" if it is not, or if it leads out into the web."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE):
        return ""
    name, _, anchor = unquote(link).partition("#")
    if name.startswith("/"):
        return "it starts at the root of whichever machine it is opened on"
    target = (path.parent / name).resolve() if name else path
    if not target.is_relative_to(root) or not target.exists():
        return "there is no such file in the course"
    if anchor and target.suffix in (".md", ".ipynb") and anchor not in _anchors(target):
        return f"there is no heading for #{anchor}"
    return ""


def _texts(path):
    """(cell number, Markdown) of a notebook's cells; a page is one text without a number."""
    if path.suffix == ".md":
        return [(None, path.read_text(encoding="utf-8"))]
    try:
        cells = read_notebook(path).cells
    except BuildError:  # told where notebooks are compared
        return []
    return [(number, cell.source) for number, cell in enumerate(cells, start=1) if cell.cell_type == "markdown"]


def _anchors(path):
    """The anchors of a file's headings: GitHub's way for a page, JupyterLab's way for a notebook."""
    texts = [text for _, text in _texts(path)]
    if path.suffix == ".ipynb":
        return {title.replace(" ", "-") for text in texts for title in _titles(text)}
    return {slug for text in texts for slug in slugs(text)}


def slugs(text):
    """The anchors of a page's headings, in their order, as GitHub makes them.

    >>> slugs("# A page\\n\\n## Again\\n\\n## Again")
    ['a-page', 'again', 'again-1']
    """
    found, seen = [], {}
    for title in _titles(text):
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        seen[slug] = seen.get(slug, -1) + 1
        found.append(f"{slug}-{seen[slug]}" if seen[slug] else slug)
    return found


def _titles(text):
    """The headings of Markdown as they are read, without marks and links."""
    headings = _HEADING.findall(_CODE.sub(lambda code: code[0].strip("`"), text))
    return [re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip() for heading in headings]
