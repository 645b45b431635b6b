"""The marks of one submission, exercise by exercise. Points come from here alone.

What an answer gave on the inputs of `kml.check` and on fresh ones (see `calling`) is judged as a notebook judges it,
and both must be right.
"""

import dataclasses
import platform
import sys

from kml.core.words import _ as kml_words
from kml.core.words import sentences
from kml.course.checking import judging
from kml_classroom.grade import cellcode, withheld
from kml_classroom.grade.calling import times
from kml_classroom.grade.grades import about
from kml_classroom.grade.sandbox import Stopped
from kml_classroom.grade.slicing import slice_for
from kml_classroom.words import N_, _, listed, pgettext

_STOPPED = {
    # one sentence for both: which limit a loop meets first depends on what else the machine does
    "time": N_("It computed for more than {cpu_s} s, or waited for more than {answer_s:g} s: does it end?"),
    "memory": N_("It took more than {memory_gb:g} GB of memory."),
    "output": N_("It sent more than {answer_mb:g} MB of results."),
    "ended": N_("It ended the Python process that it ran in."),
    "nonsense": N_("What it sent back is no result of a function."),
    "beyond": N_(
        "This sandbox has no threads and processes, and arrays of whole numbers with 32 bits: use bubblewrap."
    ),
    "notebook": N_("There was no time left: the answers before took {notebook_s:g} s."),
}


def mark_all(merged, lesson, limits, caller):
    """(a Result for each exercise, in the lesson's order; repairs; whether something was stopped by a measure, and so
    may become another one) of a Merged submission, whose answers this Caller calls."""
    marking = _Marking(merged, lesson, limits, caller)
    for task in lesson.tasks:
        marking.settle(task)
    for task in lesson.tasks:
        marking.reconsider(task)
    return tuple(marking.marks[task.exercise.id] for task in lesson.tasks), marking.repairs, marking.strained


class _Marking:
    """The marks so far, and which cells hold right answers."""

    def __init__(self, merged, lesson, limits, caller):
        self.merged, self.lesson, self.limits, self.caller = merged, lesson, limits, caller
        self.marks, self.right, self.repairs = {}, {}, []
        self.strained = False
        self.again, self.counted = {}, {}  # (exercise, cell) → what a second chance would run; exercise → cell

    def settle(self, task):
        """Mark one exercise and remember which cell answers it, if one does."""
        id = task.exercise.id
        if id in self.marks:
            return
        self.marks[id] = None  # in work: who leans on it now gets the course's answer
        answer = self.merged.answers[id]
        self.repairs += answer.repairs
        if not answer.cells:
            reason = _("The cell with your function is not in the file.")
            self.marks[id] = judging.verdict(task.exercise, "not attempted", reason, review=answer.review)
            return
        tried = [(self._try(task, cell, answer.called), cell) for cell in answer.cells[-3:]]
        checked = [one for one in tried if not any(one[1] is cell for cell in answer.experiments)]
        if tried[-1][0].state != "correct" and any(mark.state == "correct" for mark, __ in checked):
            if len(checked) < len(tried):  # what is done with the name below its check takes nothing back
                said = _("{n} different answers; what stands below its last check takes nothing back")
                self.repairs.append(about(id, said.format(n=len(tried))))
            tried = checked
        # a later use of the name for something else (a result, kml's own) takes nothing back
        counting = [one for one in tried if one[0].state != "cannot be checked"] or tried
        mark, cell = counting[-1]
        n = len(answer.cells)
        if any(other.points != mark.points for other, __ in counting) and mark.points is not None:
            review = _("{n} different answers; the last one counts, another would get other points").format(n=n)
            mark = dataclasses.replace(mark, review=review)
        elif len(tried) > 1:
            self.repairs.append(about(id, _("{n} different answers, the last one counts").format(n=n)))
        if mark.state == "cannot be checked" and not mark.review:  # what was taken for it may be another function
            mark = dataclasses.replace(mark, review=answer.review)
        self.marks[id], self.counted[id] = mark, cell.number
        if mark.state == "correct":
            self.right[id] = (cell, answer.called)

    def reconsider(self, task):
        """A second chance for what is not right: with all that the learner's cells up to its check do, in order."""
        id = task.exercise.id
        program, called = self.again.get((id, self.counted.get(id)), (None, ""))
        if program is None or self.marks[id].state == "correct":
            return
        try:
            mark = judged(task.exercise, self.caller.call(task, program, called))
        except Stopped as stopped:
            self.strained = self.strained or stopped.is_measured
            return
        if mark.state == "correct":
            self.marks[id] = _with_kml(task.exercise, mark, program.kml)
            self.repairs.append(about(id, _("right once all cells above its check have run")))

    def _right(self, id):
        """For slicing: the right answer to another exercise, judged first if it has not been."""
        task = next(task for task in self.lesson.tasks if task.exercise.id == id)
        if id not in self.marks:
            self.settle(task)
        return self.right.get(id)

    def _try(self, task, cell, called):
        """The Result that one cell earns for one exercise."""
        exercise = task.exercise
        if cell.trouble:
            line = f"{cell.trouble.line}: {cell.trouble.text}" if cell.trouble.line else ""
            if cellcode.needs_newer_python(cell.source, cell.trouble, self.merged.python):
                return _too_new(exercise, self.merged.python, line)
            said = pgettext("an error's own words, with a full stop", "{problem}.").format(problem=cell.trouble.message)
            return judging.verdict(exercise, "raised", said, line=line)
        function = cell.function(called)
        if function and function.empty:
            return judging.not_attempted(exercise)
        program = slice_for(task, cell, called, self.merged, self.lesson, self._right)
        self.repairs += [about(exercise.id, one) for one in program.repairs]
        try:
            mark = _with_kml(exercise, judged(exercise, self.caller.call(task, program, called)), program.kml)
        except Stopped as stopped:
            self.strained = self.strained or stopped.is_measured
            reason = _stopped(stopped, self.limits, times(exercise))
            review = _("the sandbox stopped it. {reason}").format(reason=reason)
            return judging.verdict(exercise, "raised", reason, review=review)
        if mark.state in ("raised", "not yet"):
            self.again[exercise.id, cell.number] = program.whole, called
        return mark


def _too_new(exercise, version, line):
    """The Result for code that may be right in a newer Python: no score, which is no zero."""
    theirs = version or _("{version} or newer").format(version=f"3.{sys.version_info.minor + 1}")
    words = {"ours": platform.python_version(), "theirs": theirs}
    reason = _("Python {ours}, with which this is graded, does not take this line; Python {theirs} may.")
    review = _("graded with Python {ours}, which does not take its syntax; Python {theirs} may")
    mark = judging.verdict(exercise, "cannot be checked", reason.format(**words), line=line)
    return dataclasses.replace(mark, points=None, review=review.format(**words))


def _stopped(stopped, limits, times=1):
    """The sentence about what the sandbox has stopped."""
    if stopped.why == "ended" and stopped.status is not None:
        return _("It ended the Python process that it ran in (exit status {status}).").format(status=stopped.status)
    values = dataclasses.asdict(limits)
    values |= {"cpu_s": round(limits.cpu_s * times), "answer_s": limits.answer_s * times}
    values |= {"memory_gb": limits.memory / 1e9, "answer_mb": limits.answer_bytes / 1e6}
    return _(_STOPPED[stopped.why]).format(**values)


def judged(exercise, called):
    """The Result for what became of an answer, a Called."""
    trouble, outcomes, n = called.trouble, called.outcomes, len(called.public.cases)
    if called.missing:
        if _refused(trouble):
            return _borrowed(exercise)
        reason = _("After its cell ran there was no function.")
        if trouble:
            reason = f"{trouble.kind}: {trouble.message}"
        line = f"{trouble.line}: {trouble.source}" if trouble and trouble.line else ""
        return judging.verdict(exercise, "raised", reason, line=line, review=_away(trouble))
    if called.unusable:
        return judging.verdict(exercise, "cannot be checked", called.unusable)
    if called.empty:
        return judging.not_attempted(exercise)
    if any(_refused(outcome.error) for outcome in outcomes):
        return _borrowed(exercise)
    # of fresh inputs nothing is ever said: they stay secret
    shown = judging.unfinished(called.public.judge(exercise, outcomes[:n], solved=called.solved), called.unwritten)
    if shown.state != "correct":
        if _refused(trouble):
            return _borrowed(exercise)
        if shown.state == "raised" and trouble:
            before = _("{reason} (Before that, outside of the function: {kind}: {message})").format(
                reason=shown.reason, kind=trouble.kind, message=trouble.message
            )
            shown = dataclasses.replace(shown, reason=before)
        failed = next((outcome.error for outcome in outcomes[:n] if outcome.error), None)
        return dataclasses.replace(shown, review=_away(trouble) or _away(failed))
    fresh = called.fresh.judge(exercise, outcomes[n:])
    if fresh.state == "correct":
        return shown
    reason = _("Right on the inputs of kml.check, and not on others.")
    known = fresh.reason if any(kml_words(one.because) == fresh.reason for one in exercise.mistakes) else ""
    review = _("right on the inputs that the lesson shows and wrong on fresh ones")
    return judging.verdict(exercise, "not yet", sentences(reason, known), review=review)


def _refused(problem):
    """Whether a problem, if there is one, is what everything of kml says that is withheld."""
    return problem is not None and problem.message.startswith(withheld.refusals())


def _borrowed(exercise):
    reason = _("Your answer hands the work to the course's own library: write `{name}` yourself.").format(
        name=exercise.name
    )
    review = _("it calls kml's own functions")
    return judging.verdict(exercise, "cannot be checked", reason, review=review)


def _with_kml(exercise, mark, use):
    """A Result that a person looks at if the learner's own lines name more of kml than the lesson's answer does.

    What is right without anything of kml inside is the learner's own, whatever it names.
    """
    if not use.named or (mark.state == "correct" and not use.needed):
        return mark
    if mark.state != "correct":
        return _borrowed(exercise) if mark.state in ("raised", "not yet") else mark
    return dataclasses.replace(mark, review=_("it uses {names}").format(names=listed(use.named)))


def _away(failure):
    """Why a person should look at an error that lies outside of the answer, or ""."""
    if failure and failure.kind in ("ModuleNotFoundError", "FileNotFoundError"):
        return _("it needs something that was not handed in ({kind}: {message})").format(
            kind=failure.kind, message=failure.message
        )
    return ""
