"""Grades one submission: asks the sandbox what the answers give, and judges outside, as `kml.check` does."""

import dataclasses
import hashlib

from kml.course.checking import judging
from kml_classroom.grade import intake, sandbox
from kml_classroom.grade.marking import Marking, as_mark
from kml_classroom.grade.marks import Grade, Limits, legible
from kml_classroom.grade.master import master as find_master
from kml_classroom.grade.transplant import transplant


def grade_one(path, lesson, seed=0, limits=None, unsafe=False):
    """The Grade of what lies at `path` (a file, or a learner's folder), for lesson "03". Never raises for its contents.

    Raises LookupError for a lesson that there is not, NoSandbox where there is no sandbox and `unsafe` is not given.
    The same file, seed and limits give the same grade.
    """
    lesson = find_master(lesson) if isinstance(lesson, str) else lesson
    limits = limits or Limits()
    return grade(choose(intake.collect(path, limits), lesson), lesson, seed, limits, unsafe)


def choose(submissions, lesson):
    """Of the notebooks in one learner's folder the one that is this lesson's; the others are named in its notes."""
    if len(submissions) == 1:
        return submissions[0]
    ranked = sorted(submissions, key=lambda one: (_worth(one, lesson), lesson.name in one.file), reverse=True)
    first, second = ranked[:2]
    others = ", ".join(one.file for one in ranked[1:])
    changes = {"repairs": (*first.repairs, f"{len(ranked)} notebooks, taken: {first.file}, not: {others}")}
    if _worth(first, lesson) == _worth(second, lesson) > 0 and first.data != second.data:
        changes["reviews"] = (*first.reviews, f"{first.file} and {second.file} may both be meant")
    return dataclasses.replace(first, **changes)


def grade(submission, lesson, seed, limits, unsafe=False):
    """The Grade of one Submission: a pure function of what it is given."""
    if not unsafe:
        sandbox.require()
    return legible(_graded(submission, lesson, seed, limits, unsafe))


def _graded(submission, lesson, seed, limits, unsafe):
    digest = hashlib.sha256(submission.data).hexdigest() if submission.data else ""
    basic = {"learner": submission.learner, "file": submission.file, "lesson": lesson.number,
             "notes": submission.notes, "out_of": lesson.out_of, "digest": digest}  # fmt: skip
    try:
        if submission.refused:
            raise intake.Unreadable(submission.refused)
        raw = intake.read(submission.data)
    except intake.Unreadable as problem:
        return Grade(**basic, state="unreadable", reasons=(str(problem),))
    merged = transplant(raw, lesson)
    repairs = [*submission.repairs, *raw.repairs, *merged.repairs]
    reviews = [*submission.reviews, *raw.reviews]
    if not merged.belongs:
        reviews.append(f"nothing of lesson {lesson.number} is in it: is it the right file?")
        marks = tuple(as_mark(judging.not_attempted(task.exercise)) for task in lesson.tasks)
    else:
        marks, more = Marking(merged, lesson, seed, limits, unsafe).run()
        repairs += more
        reviews += [f"{mark.id}: {mark.review}" for mark in marks if mark.review]
    state = "needs review" if reviews else "repaired" if repairs else "ok"
    points = sum(mark.points for mark in marks)
    return Grade(**basic, state=state, reasons=(*reviews, *dict.fromkeys(repairs)), marks=marks, points=points)


def _worth(submission, lesson):
    """How many answers to this lesson a file holds; -1 if it cannot be read."""
    try:
        if submission.refused:
            return -1
        answers = transplant(intake.read(submission.data), lesson).answers
    except intake.Unreadable:
        return -1
    names = {task.exercise.id: task.exercise.name for task in lesson.tasks}
    worked = [one.cells[-1].function(names[id]) for id, one in answers.items() if one.cells]
    return sum(1 if function is None or function.empty else 10 for function in worked)
