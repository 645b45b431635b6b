"""The table of lessons, written from the front matter into the pages that show it."""

import re
from pathlib import Path

from kml.classroom.source import Problem

PAGES = {"README.md": "lessons/", "lessons/README.md": ""}  # page: how it reaches the lessons
BEGIN, END = "<!-- lessons -->", "<!-- /lessons -->"


def table(sources, prefix):
    """The table in Markdown: number and title with a link, the question, the minutes."""
    rows = ["| Lesson | The question | Minutes |", "| --- | --- | ---: |"]
    for source in sources:
        about = {key: str(source.about[key]).replace("|", "\\|") for key in ("lesson", "title", "question", "minutes")}
        link = f"[{about['lesson']} · {about['title']}]({prefix}{source.name}.ipynb)"
        rows.append(f"| {link} | {about['question']} | {about['minutes']} |")
    return "\n".join(rows)


def pages(root, sources):
    """Yield (path, text now, text as it should be) of each page that exists and has the two marks."""
    for page, prefix in PAGES.items():
        path = Path(root) / page
        now = path.read_text(encoding="utf-8") if path.exists() else ""
        if BEGIN in now and END in now:
            made = f"{BEGIN}\n\n{table(sources, prefix)}\n\n{END}"
            yield path, now, re.sub(f"{BEGIN}.*?{END}", lambda _, made=made: made, now, flags=re.DOTALL)


def table_problems(root, sources):
    """Yield a Problem for each page whose table is missing or stale."""
    found = {path: now == wanted for path, now, wanted in pages(root, sources)}
    for page in PAGES:
        fresh = found.get(Path(root) / page)
        if fresh is None:
            yield Problem(page, "it has no table of lessons.", f"write {BEGIN} and {END} where the table belongs.")
        elif not fresh:
            yield Problem(page, "its table of lessons is stale.", "run make build.")
