"""Grades one submission: reads it, asks the sandbox what the answers give, and judges outside, as `kml.check` does."""

import dataclasses
import functools
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kml.core import words
from kml.course.checking import judging
from kml.course.checking.panels import WORDS
from kml_classroom.grade import intake, sandbox
from kml_classroom.grade.calling import Caller
from kml_classroom.grade.grades import Grade, Limits, Submission, about, legible
from kml_classroom.grade.intake import RawNotebook
from kml_classroom.grade.lesson import CHECK, find_lesson
from kml_classroom.grade.marking import mark_all
from kml_classroom.grade.transplant import Merged, transplant
from kml_classroom.words import _, listed


@dataclass(frozen=True)
class Reading:
    """A Submission after it was read, once: its cells, and the lesson with them in it; or why there are none."""

    submission: Submission
    raw: RawNotebook | None = None
    merged: Merged | None = None
    unreadable: str = ""


def grade_one(path, lesson, seed=0, limits=None, unsafe=False):
    """The Grade of what lies at `path` (a file, or a learner's folder), for lesson "03". Never raises for its contents.

    Raises LookupError for a lesson that there is not, NoSandbox where there is no sandbox and `unsafe` is not given.
    The same file, seed and limits give the same grade.
    """
    lesson = find_lesson(lesson) if isinstance(lesson, str) else lesson
    limits = limits or Limits()
    return grade(choose(intake.collect(path, limits), lesson), lesson, seed, limits, unsafe)


def read(submission, lesson):
    """The Reading of a Submission. Never raises for its contents."""
    if submission.refused:
        return Reading(submission, unreadable=submission.refused)
    try:
        raw = intake.read(submission.data)
    except intake.Unreadable as problem:
        return Reading(submission, unreadable=str(problem))
    return Reading(submission, raw, transplant(raw, lesson))


def choose(submissions, lesson):
    """Of the notebooks in one learner's folder the Reading of this lesson's; its repairs name the others."""
    best = []
    for submission in submissions:  # one after the other, and two are kept: they may be large
        best = sorted([*best, read(submission, lesson)], key=lambda one: _rank(one, lesson), reverse=True)[:2]
    if len(best) == 1:
        return best[0]
    first, second = best
    taken, data = first.submission, second.submission.data
    others = listed(one.file for one in submissions if one is not taken)
    chosen = _("{n} notebooks, taken: {file}, not: {others}").format(n=len(submissions), file=taken.file, others=others)
    changes = {"repairs": (*taken.repairs, chosen)}
    if _rank(first, lesson)[:2] == _rank(second, lesson)[:2] and _worth(first, lesson) > 0 and taken.data != data:
        both = _("{file} and {other} may both be meant").format(file=taken.file, other=second.submission.file)
        changes["reviews"] = (*taken.reviews, both)
    return dataclasses.replace(first, submission=dataclasses.replace(taken, **changes))


def grade(reading, lesson, seed, limits, unsafe=False):
    """The Grade of one Reading: a pure function of what it is given, in the language in use."""
    if not unsafe:
        sandbox.require(limits.sandbox)
    return legible(_graded(reading, lesson, seed, limits, unsafe))


def _graded(reading, lesson, seed, limits, unsafe):
    submission, raw, merged = reading.submission, reading.raw, reading.merged
    digest = hashlib.sha256(submission.data).hexdigest() if submission.data else ""
    basic = {"learner": submission.learner, "file": submission.file, "lesson": lesson.number,
             "notes": submission.notes, "out_of": lesson.out_of, "digest": digest}  # fmt: skip
    if reading.unreadable:
        return Grade(**basic, state="unreadable", reasons=(reading.unreadable,))
    repairs = [*submission.repairs, *raw.repairs, *merged.repairs]
    reviews = [*submission.reviews, *raw.reviews]
    if not merged.belongs:
        reviews.append(_("nothing of lesson {number} is in it: is it the right file?").format(number=lesson.number))
        marks = tuple(judging.not_attempted(task.exercise) for task in lesson.tasks)
    else:
        with Caller(lesson, seed, limits, unsafe) as caller:
            marks, more, basic["strained"] = mark_all(merged, lesson, limits, caller)
            theirs = edition(raw)
            if theirs and theirs != words.language():
                with words.speaking(theirs):
                    basic |= {"language": theirs, "told": mark_all(merged, lesson, limits, caller)[0]}
        repairs += more
        reviews += [about(mark.id, mark.review) for mark in marks if mark.review]
    if merged.published:
        said = _("the same as in the published solution: {ids}").format(ids=listed(merged.published))
        basic["notes"] = (*submission.notes, said)
    reviews += _disagreeing(raw, marks)
    state = "needs review" if reviews else "repaired" if repairs else "ok"
    points = None if any(mark.points is None for mark in marks) else sum(mark.points for mark in marks)
    return Grade(**basic, state=state, reasons=(*reviews, *dict.fromkeys(repairs)), marks=marks, points=points)


def edition(raw):
    """The language of the edition that a notebook was made from, by the headings of its exercises; "" for none."""
    cells = "\n".join(cell.source for cell in raw.cells if cell.kind == "markdown")
    found = Counter(_headed()[word] for word in _HEAD.findall(cells) if word in _headed())
    return found.most_common(1)[0][0] if found else ""


_HEAD = re.compile(r"^#+ *(\S+) \d\d\.\d+\b", re.MULTILINE)


@functools.cache
def _headed():
    """{the word above an exercise: its language}."""
    found = {}
    for language in words.languages():
        with words.speaking(language):
            found[_("Exercise {id} · {title}").split()[0]] = language
    return found


def _disagreeing(raw, marks):
    """Why a person should look: the file holds what its own check said, "Correct", and here an answer is not right."""
    for mark in marks:
        if mark.state != "correct" and not mark.review and any(_says_correct(cell, mark.id) for cell in raw.cells):
            yield about(mark.id, _("its own check says Correct in the file, and here it is not right"))


def _says_correct(cell, id):
    if not cell.outputs or id not in CHECK.findall(cell.source):
        return False
    heads = tuple(f"{word} · {id} · " for word in _correct())
    return any(text.lstrip().startswith(heads) for __, text in cell.outputs)


@functools.cache
def _correct():
    """The word "Correct" of a check, in every language."""
    found = {WORDS["correct"]}
    for language in words.languages():
        with words.speaking(language):
            found.add(words._(WORDS["correct"]))
    return frozenset(found)


def _rank(reading, lesson):
    return not _is_solution(reading, lesson), _worth(reading, lesson), lesson.name in reading.submission.file


def _is_solution(reading, lesson):
    """Whether this is the course's own file with the solution, which is nobody's submission, and no learner's copy."""
    if not (reading.merged and reading.merged.is_solution):
        return False
    from_clone = "solutions" in Path(reading.submission.file).parts[:-1]
    return from_clone or hashlib.sha256(reading.submission.data).hexdigest() in lesson.published


def _worth(reading, lesson):
    """How many answers to this lesson a file holds; -1 if it cannot be read."""
    if reading.unreadable:
        return -1
    names = {task.exercise.id: task.exercise.name for task in lesson.tasks}
    worked = [one.cells[-1].function(names[id]) for id, one in reading.merged.answers.items() if one.cells]
    return sum(1 if function is None or function.empty else 10 for function in worked)
