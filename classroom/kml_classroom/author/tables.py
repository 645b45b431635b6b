"""What the build writes into pages and for kml: the table of lessons, from their front matter, and the glossary."""

import re
from pathlib import Path

from kml.core.words import SOURCE
from kml.course.showing.glossary import all_terms
from kml_classroom.address import once_written
from kml_classroom.author import edition, terms
from kml_classroom.author.heads import COLUMNS
from kml_classroom.author.notebooks import badges
from kml_classroom.author.source import Problem
from kml_classroom.words import _, speaking

PAGES = {"README.md": "lessons/", "lessons/README.md": ""}  # page: how it reaches the lessons
GLOSSARY = "GLOSSARY.md"
LESSONS = "kml/stored/lessons.tsv"  # what kml.progress shows: a row for each lesson, a column for each language
BEGIN, END = "<!-- lessons -->", "<!-- /lessons -->"


def table(sources, prefix):
    """The table in Markdown: number and title with a link, the question, the minutes.

    Badges too where the lessons lie in another folder: who is in theirs has opened them already.
    """
    rows = [f"| {' | '.join(map(_, COLUMNS))} |", "| --- | --- | ---: |"]
    for source in sources:
        about = {key: str(source.about[key]).replace("|", "\\|") for key in ("lesson", "title", "question", "minutes")}
        link = f"[{about['lesson']} · {about['title']}]({prefix}{source.name}.ipynb)"
        opens = _badges(f"{prefix}{source.name}.ipynb") if prefix else ""
        rows.append(f"| {link} | {about['question']}{opens} | {about['minutes']} |")
    return "\n".join(rows)


def _badges(path):
    links = " [![Colab]({badge_colab})]({colab}) [![Binder]({badge_binder})]({binder})"
    return once_written(links.format(**badges(path)))


def glossary(root, sources):
    """The page of all terms in Markdown, a table for each of these lessons; then what each edition does not use."""
    parts = [
        "# Glossary 词汇表",
        "The course's words in English and Chinese, by the lesson that first uses them. In a notebook:\n"
        '`kml.glossary()` shows them all, `kml.glossary("gradient")` or `kml.glossary("梯度")` those that hold a word.',
    ]
    for source in sources:
        rows = [f"| {t.english} | {t.chinese} | {t.meaning} |" for t in all_terms() if t.lesson == source.number]
        if rows:
            title = f"## [{source.number} · {source.about['title']}](lessons/{source.name}.ipynb)"
            parts += [title, "\n".join(["| Term | 中文 | In one sentence |", "| --- | --- | --- |", *rows])]
    unused = [terms.table(root, language) for language in edition.languages(root)]
    if any(unused):
        parts += ["## Translations that are not to be used", *filter(None, unused)]
    return "\n\n".join(parts) + "\n"


def pages(root, sources):
    """Yield (path, text now, text as it should be) of each page that exists and has the two marks.

    The glossary too, and the table that kml reads.
    """
    with speaking(SOURCE):
        tables = {page: table(sources, prefix) for page, prefix in PAGES.items()}
    titles = {SOURCE: [source.about["title"] for source in sources]}
    for language in edition.languages(root):
        with speaking(language):
            told = [edition.titled(root, source, language) for source in sources]
            tables |= {page: table(told, prefix) for page, prefix in _translated(language).items()}
            titles[language] = [source.about["title"] for source in told]
    for page, made in tables.items():
        path = Path(root) / page
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        if BEGIN in now and END in now:
            made = f"{BEGIN}\n\n{made}\n\n{END}"
            yield path, now, re.sub(f"{BEGIN}.*?{END}", lambda __, made=made: made, now, flags=re.DOTALL)
    path = Path(root) / GLOSSARY
    if path.exists():
        yield path, path.read_text(encoding="utf-8"), glossary(root, sources)
    path = Path(root) / LESSONS
    if path.exists():
        yield path, path.read_text(encoding="utf-8"), _lessons(sources, titles)


def _lessons(sources, titles):
    """Number, minutes and title of each lesson, tab-separated. `titles` {language: in the order of the sources}."""
    columns = [[source.number for source in sources], [str(source.about["minutes"]) for source in sources]]
    rows = [("lesson", "minutes", *titles), *zip(*columns, *titles.values(), strict=True)]
    return "".join("\t".join(row) + "\n" for row in rows)


def _translated(language):
    """PAGES in a language."""
    folder = edition.folder(language)
    return {edition.twin("README.md", language): f"{folder}/", f"{folder}/README.md": ""}


def table_problems(root, sources):
    """Yield a Problem for each page whose table is missing or stale."""
    found = {path: now == wanted for path, now, wanted in pages(root, sources)}
    translated = [page for language in edition.languages(root) for page in _translated(language)]
    for page in [*PAGES, *translated]:
        fresh = found.get(Path(root) / page)
        if fresh is None:
            yield Problem(page, "it has no table of lessons.", f"write {BEGIN} and {END} where the table belongs.")
        elif not fresh:
            yield Problem(page, "its table of lessons is stale.", "run make build.")
    if not found.get(Path(root) / GLOSSARY, True):
        yield Problem(GLOSSARY, "it is stale.", "run make build; the terms are in kml/stored/glossary.tsv.")
    if not found.get(Path(root) / LESSONS, True):
        yield Problem(LESSONS, "it is stale.", "run make build.")
