"""Answers of a class that are more alike than others: who to talk with, and never a proof.

For each exercise, what the course itself hands out and shows as its answer is taken out of every answer, and what is
left is compared by its fingerprints, found in an index, so that not every pair has to be looked at. How alike answers
usually are is measured in the same class: only what stands above that is told.
"""

import itertools
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from kml.course.checking import exercises
from kml.course.checking.solutions import readable
from kml_classroom.desk import results
from kml_classroom.desk.own_work.fingerprints import Shape, shape_of
from kml_classroom.grade import intake
from kml_classroom.grade.journal import read_page
from kml_classroom.grade.lesson import find_course, find_lesson

ENOUGH = 8  # fingerprints of its own that an answer needs to be compared
FEWEST = 10  # different answers below which nobody knows how alike they usually are
CERTAIN = 0.8  # share that is told in a class as small as that
_MOST, _RARE = 50, 5  # a piece that more answers have, or more than every fifth, is a way to write that many have
_PAIRS = 2000  # drawn to see how alike answers usually are
USUAL = 0.95  # of them are less alike than that
_TOLD = 200  # pairs of one exercise at most


@dataclass(frozen=True)
class Own:
    """One answer: its Shape, and its fingerprints without what the course says itself. Several learners may have it."""

    learners: tuple[str, ...]
    shape: Shape
    prints: frozenset


@dataclass(frozen=True)
class Alike:
    """Two answers: how many fingerprints they share, of how many the shorter has, and how rare these are together."""

    one: Own
    other: Own
    shared: frozenset
    weight: float

    @property
    def of(self):
        return min(len(self.one.prints), len(self.other.prints))

    @property
    def share(self):
        return len(self.shared) / self.of


@dataclass(frozen=True)
class Found:
    """What was found for one exercise. `usual` is the share below which 95 of 100 pairs lie; None: not known.

    `same`: the Owns of several learners, the most first. `pairs`: Alikes, the most unusual first. `short`: how many
    answers are too short to say anything. `compared`: how many different ones are not.
    """

    exercise: exercises.Exercise
    answers: int
    short: int
    compared: int
    usual: float | None
    same: tuple[Own, ...]
    pairs: tuple[Alike, ...]


def look(out, lessons=(), watch=iter):
    """{lesson: [a Found an exercise]} of the `lessons` (none: all) in the folder `out`.

    `watch` is put around the Grades as they are read. Raises ValueError with a sentence.
    """
    sources = defaultdict(lambda: defaultdict(list))
    for grade in watch(results.grades(out, lessons)):
        if grade.marks:
            for shown in read_page(out, grade):
                if shown.exercise:
                    sources[grade.lesson][shown.exercise].append((grade.learner, shown.source))
    found = {}
    for number in sorted(sources):
        said = handed_out(number)
        answers = sources[number]
        found[number] = [compare(one, answers[one.id], said) for one in exercises.declared(number) if answers[one.id]]
    return found


def copies(out, lessons=()):
    """{lesson: [those whose files are the same byte for byte, …]}; a file in which nothing is answered does not count.

    Raises ValueError with a sentence.
    """
    files = defaultdict(lambda: defaultdict(list))
    for grade in results.grades(out, lessons):
        if any(mark.state != "not attempted" for mark in grade.marks):
            files[grade.lesson][grade.digest].append(grade.learner)
    return {lesson: sorted(sorted(them) for them in found.values() if len(them) > 1) for lesson, found in files.items()}


def handed_out(number):
    """The pieces of all that the course says itself in a lesson: its cells, its answers, and its published solution."""
    texts = [cell.source for cell in find_lesson(number).cells]
    texts += [readable(exercise.reference) for exercise in exercises.declared(number)]
    for path in (Path(find_course()) / "solutions").glob(f"{number}_*.ipynb"):
        texts += [cell.source for cell in intake.read(path.read_bytes()).cells if cell.kind == "code"]
    shapes = filter(None, map(shape_of, texts))
    return frozenset(piece for shape in shapes for piece in shape.pieces)


def compare(exercise, answers, known):
    """The Found for the `answers` [(learner, source)] to one exercise; pieces that are `known` do not count."""
    learners, shapes = defaultdict(list), {}
    for learner, source in answers:
        shape = shape_of(source)
        if shape:
            learners[shape.pieces].append(learner)
            shapes.setdefault(shape.pieces, shape)
    owns = [Own(tuple(sorted(learners[key])), shape, shape.fingerprints(known)) for key, shape in shapes.items()]
    long = sorted((one for one in owns if len(one.prints) >= ENOUGH), key=lambda one: one.learners)
    usual = _usual(long)
    same = sorted((one for one in long if len(one.learners) > 1), key=lambda one: (-len(one.learners), one.learners))
    pairs = [pair for pair in _pairs(long) if pair.share > max(usual or 0, CERTAIN if usual is None else 0)]
    pairs.sort(key=lambda pair: (-pair.weight, pair.one.learners, pair.other.learners))
    short = len(answers) - sum(len(one.learners) for one in long)
    return Found(exercise, len(answers), short, len(long), usual, tuple(same), tuple(pairs[:_TOLD]))


def _usual(owns):
    """The share of fingerprints below which 95 of 100 pairs lie, of pairs drawn by lot; None where there are few."""
    if len(owns) < FEWEST:
        return None
    draw = random.Random(len(owns))  # the same pairs at each run
    drawn = (draw.sample(owns, 2) for __ in range(_PAIRS))
    shares = sorted(len(a.prints & b.prints) / min(len(a.prints), len(b.prints)) for a, b in drawn)
    return shares[int(USUAL * len(shares))]


def _pairs(owns):
    """Yield an Alike for each two answers that share half of their unusual pieces or more."""
    places = defaultdict(list)
    for at, own in enumerate(owns):
        for one in own.prints:
            places[one].append(at)
    often = max(3, min(_MOST, len(owns) // _RARE))
    rare = {one: found for one, found in places.items() if len(found) <= often}
    shared = Counter(pair for found in rare.values() for pair in itertools.combinations(found, 2))
    for (at, to), n in shared.items():
        one, other = owns[at], owns[to]
        if 2 * n >= sum(piece in rare for piece in min(one.prints, other.prints, key=len)):
            both = one.prints & other.prints
            yield Alike(one, other, both, sum(1 / len(places[piece]) for piece in both))
