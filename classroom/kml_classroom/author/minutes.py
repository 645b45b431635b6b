"""How long a lesson takes, by one rule for all: what a learner reads, runs and solves, counted in its source.

The rule gives each word, line of code, figure, slider and prediction a time, and each exercise the minutes that it
declares. It is an assumption, made so that no lesson flatters itself; nobody was timed. The headings share out what the
rule gives, and `make check` compares. To see where the minutes are:

    .venv/bin/python -m kml_classroom.author.minutes        a line for each lesson
    .venv/bin/python -m kml_classroom.author.minutes 03     and one for each section of lesson 03
"""

import re
import sys
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from kml_classroom.author.heads import EXERCISE
from kml_classroom.author.source import declarations, read_source

HEADING = re.compile(r"^#{2,6} .*· *(\d+) min$", re.MULTILINE)  # a section's own minutes, without its exercises
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
UNREAD = "Further reading"  # a section that is for afterwards
_SECTION = re.compile(r"^## +(.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\([^)]*\)|<[^>]+>")  # where links lead, and tags, are not read


@dataclass(frozen=True)
class Counts:
    """What there is in a part of a lesson."""

    words: int = 0
    lines: int = 0
    figures: int = 0
    sliders: int = 0
    predictions: int = 0
    exercises: int = 0  # their minutes

    def __add__(self, other):
        return Counts(*(mine + more for mine, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def minutes(self):
        """The rule. 200 words a minute is a usual pace for prose; code is read, run, and read again."""
        return self.reading + self.exercises

    @property
    def reading(self):
        """What is not an exercise."""
        return self.words / 200 + self.lines / 10 + self.figures / 2 + 2 * self.sliders + self.predictions


def sections(source, exercises):
    """[(heading, Counts)] of a lesson, in order; `exercises` are what kml.lessons.answers declares, by id."""
    found = [("", Counts())]

    def add(more):
        found[-1] = (found[-1][0], found[-1][1] + more)

    for cell in source.cells:
        if cell.kind == "code":
            if "solution" not in cell.tags:
                add(_of_code(cell))
            continue
        before, *headed = _SECTION.split(FENCED.sub("", cell.text))
        add(_of_prose(before, exercises))
        for heading, text in zip(headed[::2], headed[1::2], strict=True):
            found.append((heading, _of_prose(text, exercises)))
    return [(heading, counts) for heading, counts in found if heading != UNREAD]


def _of_prose(text, exercises):
    solving = sum(exercises[name].minutes for name in EXERCISE.findall(text) if name in exercises)
    return Counts(words=len(re.findall(r"\w[\w'’-]*", _LINK.sub("", text))), exercises=solving)


def _of_code(cell):
    lines = sum(bool(line.strip()) for line in cell.stub.split("\n"))
    calls = {name: cell.text.count(f"kml.{name}(") for name in ("show", "explore", "predict")}
    return Counts(0, lines, calls["show"], calls["explore"], calls["predict"])


def total(source, exercises):
    """The Counts of a lesson."""
    return sum((counts for _, counts in sections(source, exercises)), Counts())


def tolerance(minutes):
    """How far the stated minutes may be from those of the rule."""
    return max(5, 0.15 * minutes)


def main(numbers):
    """Print the table of all lessons, and that of the sections of those with these numbers."""
    sources = [read_source(path) for path in sorted(Path("solutions").glob("*.md"))]
    print("lesson", *(field.name for field in fields(Counts)), "by the rule", "stated", sep="\t")
    for source in sources:
        counts = total(source, declarations(source.number)[0])
        print(source.number, *astuple(counts), round(counts.minutes), source.about["minutes"], sep="\t")
    for source in sources:
        if source.number in numbers:
            print(f"\n{source.number}: reading by the rule, as its headings say, section")
            for heading, counts in sections(source, declarations(source.number)[0]):
                stated = HEADING.search(f"## {heading}")
                print(round(counts.reading), stated[1] if stated else "", heading, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
