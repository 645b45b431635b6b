"""What the pages print: commands in blocks of lines, and commands, paths and names between backticks."""

import re

from kml_classroom.author import edition
from needs import ROOT

PAGES = tuple(edition.twin(page, language) for language in ("en", "zh") for page in edition.PAGES)
PAGES += ("lessons/README.md", "lessons/zh/README.md")
PROGRAMS = {
    *("apt-get", "cd", "cp", "dask", "docker", "echo", "gh", "git", "helm", "jupyter", "jupyter-repo2docker"),
    *(
        "kml",
        "loginctl",
        "make",
        "mkdir",
        "nbgrader",
        "npm",
        "pip",
        "pre-commit",
        "python",
        "ruff",
        "pytest",
        "source",
        "sudo",
        "uv",
    ),
}


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def commands_in(block):
    """The commands of a block of lines: without comments, one a line, however they were wrapped."""
    for line in block.replace("\\\n", " ").splitlines():
        for one in re.sub(r"(^|\s\s)#.*", "", line).split(" && "):
            if one.strip():
                yield " ".join(one.split())


def blocks(text):
    """The fenced blocks that hold commands: no values, and no pictures of folders."""
    fenced = re.findall(r"^ *```(\w*)\n(.*?)^ *```", text, re.M | re.S)
    return [block for language, block in fenced if language != "yaml" and not re.search("[─│▼]", block)]


def begins_with_a_program(span):
    words = [word for word in span.removeprefix("!").split() if not re.match(r"[A-Z_]+=", word)]
    return bool(words) and words[0].removeprefix(".venv/bin/") in PROGRAMS


def spans(text):
    """What stands in a page between single backticks, in order."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S))


def is_command(span):
    """Whether words between backticks are a command: a program and more; the program alone is only its name."""
    return begins_with_a_program(span) and (" " in span.removeprefix("!") or "/bin/" in span)


def printed(page):
    """Every command that a page prints."""
    text = read(page)
    for block in blocks(text):
        yield from commands_in(block)
        yield from re.findall(r"#.*: (source \S+)$", block, re.M)  # what another system needs in its place
    yield from (span.removeprefix("!") for span in spans(text) if is_command(span))
