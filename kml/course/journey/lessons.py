"""The lessons as a learner sees them: number, title, minutes, exercises."""

import csv
import functools
import importlib.resources
from dataclasses import dataclass

from kml.core.words import SOURCE, language
from kml.course.checking import exercises


@dataclass(frozen=True)
class Lesson:
    """A lesson; `minutes` is what its page states, `titles` has its title in each language."""

    number: str
    minutes: int
    titles: tuple[tuple[str, str], ...]

    @property
    def title(self):
        """The title in the language in use."""
        titles = dict(self.titles)
        return titles.get(language()) or titles[SOURCE]

    @property
    def exercises(self):
        """Its Exercises."""
        return exercises.declared(self.number)

    def left(self, solved):
        """The minutes that are left when the exercises with these ids are solved.

        The share of the exercises' time that is not done yet, of the whole lesson's: an estimate, 0 at the end.
        """
        open_minutes = sum(one.minutes for one in self.exercises if one.id not in solved)
        return round(self.minutes * open_minutes / max(1, sum(one.minutes for one in self.exercises)))


@functools.cache
def all_lessons():
    """Every Lesson in order, from stored/lessons.tsv, which the build writes from the lessons' sources.

    >>> all_lessons()[0].title
    'Start here'
    """
    file = importlib.resources.files("kml").joinpath("stored/lessons.tsv")
    rows = csv.DictReader(file.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(Lesson(row.pop("lesson"), int(row.pop("minutes")), tuple(row.items())) for row in rows)
