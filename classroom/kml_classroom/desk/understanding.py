"""What a class has not understood: exercise by exercise, how many were right, and in which ways the others were wrong.

Everything is counted from what `kml grade` has kept, one submission after the other. A mistake has a name where the
exercise declares it; other answers that fail alike are a cluster. Where too few have answered, a number is unknown.
"""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from kml.core import words
from kml.course.checking import exercises
from kml_classroom.desk import results

ENOUGH = 10  # who tried, below which nothing is said of an exercise's text or its discrimination
ALIKE = 2  # answers that make a cluster
_KEPT = 20  # submissions of a group that are remembered, to show one of them
_Z = 1.96  # of a normal distribution, for 95 %

# When an exercise's text may be at fault. Chosen by hand, before any class was seen, and printed on the page.
WEAK = 0.2  # a discrimination that is certainly below this
SAME = 1 / 3  # of those who tried, with the same failure that has no name
RIGHT = 1 / 3  # of those who tried, fewer of whom are right
NAMED = 1 / 2  # of those who failed, fewer of whom made a named mistake
SKIPPED = 1 / 3  # of the class, that left it untouched and answered a later one


@dataclass
class Group:
    """Answers to one exercise that are wrong in the same way. `mistake` is the declared one, or None.

    `reason` is what the checker said of one of them, `case` an input on which all of them give the same, `digests` the
    submissions of the first few. `raised` is the kind of an error that the learners' own code has raised: what it says
    is theirs.
    """

    id: str
    mistake: exercises.Mistake | None
    reason: str
    case: tuple[str, ...] = ()
    raised: str = ""
    count: int = 0
    digests: list = field(default_factory=list)


@dataclass
class Item:
    """One exercise and what a class has made of it."""

    exercise: exercises.Exercise
    right: int = 0
    tried: int = 0  # and not right
    untouched: int = 0
    skipped: int = 0  # untouched, with a later one answered
    unscored: int = 0  # among those who tried: a person has to look
    mistakes: list = field(default_factory=list)
    clusters: list = field(default_factory=list)
    others: int = 0  # wrong, each in its own way
    discrimination: tuple | None = None  # (value, from, to), or None where it is unknown

    @property
    def n(self):
        """How many submissions there were."""
        return self.right + self.tried + self.untouched

    def difficulty(self):
        """(share of the class that is right, from, to), by Wilson's interval; None for nobody."""
        return wilson(self.right, self.n) if self.n else None

    def faults(self):
        """Which of the four rules about the text hold: names of them."""
        answered, wrong = self.right + self.tried, self.tried
        named = sum(group.count for group in self.mistakes)
        largest = max((group.count for group in self.clusters), default=0)
        if answered < ENOUGH:
            return []
        rules = {
            "weak": self.discrimination is not None and self.discrimination[2] < WEAK,
            "same": largest >= SAME * answered,
            "unnamed": self.right < RIGHT * answered and named < NAMED * wrong,
            "skipped": self.skipped >= SKIPPED * self.n,
        }
        return [name for name, holds in rules.items() if holds]


@dataclass
class Understanding:
    """One lesson: its Items, how many submissions, how many could not be read, and the points of those that could."""

    lesson: str
    items: list
    n: int = 0
    unreadable: int = 0
    points: list = field(default_factory=list)
    out_of: int = 0

    def to_talk_about(self, most=3):
        """The Groups that most learners are in, at most one an exercise, the most frequent first.

        A named mistake goes before a cluster of the same size: there is something to say of it, even of a single one.
        """
        groups = [group for item in self.items for group in (*item.mistakes, *item.clusters)]
        groups.sort(key=lambda group: (-group.count, group.mistake is None, group.id))
        first = {}
        for group in groups:
            first.setdefault(group.id, group)
        return list(first.values())[:most]


def understand(out, lessons=(), watch=iter):
    """[an Understanding a lesson] of what lies in the folder `out`; `watch` is put around the Grades as they are read.

    Raises ValueError with a sentence.
    """
    counting = {}
    for grade in watch(results.grades(out, lessons)):
        if grade.lesson not in counting:
            counting[grade.lesson] = _Counting(grade.lesson)
        counting[grade.lesson].add(grade)
    return [counting[lesson].done() for lesson in sorted(counting)]


class _Counting:
    """One lesson while its submissions come in."""

    def __init__(self, lesson):
        declared = exercises.declared(lesson)
        self.found = Understanding(lesson, [Item(exercise) for exercise in declared])
        self.items = {item.exercise.id: item for item in self.found.items}
        self.named = {exercise.id: Named(exercise) for exercise in declared}
        self.groups = defaultdict(dict)  # exercise → signature → Group
        self.earned = []  # the points of each exercise, a row a submission

    def add(self, grade):
        found = self.found
        found.n += 1
        found.out_of = grade.out_of
        if not grade.marks:
            found.unreadable += 1
            return
        if grade.points is not None:
            found.points.append(grade.points)
        marks = {mark.id: mark for mark in grade.marks if mark.id in self.items}
        touched = [id for id in self.items if id in marks and marks[id].state != "not attempted"]
        last = touched[-1] if touched else ""
        self.earned.append([marks[id].points or 0 if id in marks else 0 for id in self.items])
        for id, item in self.items.items():
            mark = marks.get(id)
            if mark is None or (mark.state == "not attempted" and not mark.points):
                item.untouched += 1
                item.skipped += id < last
            elif mark.points is not None and mark.points >= mark.out_of:
                item.right += 1
            else:
                item.tried += 1
                item.unscored += mark.points is None
                self._wrong(mark, grade.digest)

    def _wrong(self, mark, digest):
        mistake = self.named[mark.id].of(mark.reason)
        key = mistake.because if mistake else signature(mark)
        group = self.groups[mark.id].get(key)
        if group is None:
            case = mark.case if mistake or key[-1] else ()
            raised = mark.exception.partition(":")[0] if "raise " in mark.line else ""
            group = self.groups[mark.id][key] = Group(mark.id, mistake, mark.reason, case, raised)
        group.count += 1
        if len(group.digests) < _KEPT:
            group.digests.append(digest)

    def done(self):
        items, earned = self.found.items, np.array(self.earned, float).reshape(-1, len(self.found.items))
        for n, item in enumerate(items):
            groups = sorted(self.groups[item.exercise.id].values(), key=lambda group: (-group.count, group.reason))
            item.mistakes = [group for group in groups if group.mistake]
            item.clusters = [group for group in groups if not group.mistake and group.count >= ALIKE]
            item.others = sum(group.count for group in groups if not group.mistake and group.count < ALIKE)
            item.discrimination = discrimination(earned[:, n], earned.sum(axis=1) - earned[:, n])
        return self.found


class Named:
    """An exercise's declared mistakes, to be found by what the checker says of them in any language."""

    def __init__(self, exercise):
        self.by_text = {}
        for language in words.languages():
            with words.speaking(language):
                self.by_text |= {words._(one.because): one for one in exercise.mistakes}
        self.known = {}

    def of(self, reason):
        """The Mistake whose sentence a reason is, or holds beside another sentence; None for none."""
        if reason not in self.known:
            inside = (mistake for text, mistake in self.by_text.items() if text in reason)
            self.known[reason] = self.by_text.get(reason) or next(inside, None)
        return self.known[reason]


def signature(mark):
    """What two answers have in common that fail alike: the kind of failure, what is said of it, and what came out.

    Numbers and quoted names in a sentence do not count: they are the learner's own. Nor does what an error says
    that the learner's own code has raised.
    """
    reason = re.sub(r"`[^`]*`|'[^']*'|\d[\d,.]*", "·", mark.reason)
    kind = mark.exception.partition(":")[0]
    if "raise " in mark.line:
        reason = ""
    return mark.state, reason, kind, mark.case if mark.state == "not yet" else ()


# ── numbers ────────────────────────────────────────────────────────────────────────────────────────────────────────


def wilson(right, n):
    """(share, from, to): a share and Wilson's interval of 95 % for it.

    >>> [round(one, 2) for one in wilson(5, 10)]
    [0.5, 0.24, 0.76]
    """
    share, z = right / n, _Z
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def discrimination(item, rest):
    """(r, from, to): the correlation of one exercise's points with those of all others, and Fisher's interval of 95 %.

    Where an exercise is right or wrong this is the point-biserial correlation of item and rest. None where fewer than
    ENOUGH have handed in, or all have the same points in one of the two: then it is not known.

    >>> discrimination([1, 0], [3, 1]) is None
    True
    """
    item, rest = np.asarray(item, float), np.asarray(rest, float)
    n = len(item)
    if n < ENOUGH or item.std() == 0 or rest.std() == 0:
        return None
    r = float(np.corrcoef(item, rest)[0, 1])
    z = np.arctanh(np.clip(r, -0.999999, 0.999999))
    half = _Z / math.sqrt(n - 3)
    return r, float(np.tanh(z - half)), float(np.tanh(z + half))
