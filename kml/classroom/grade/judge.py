"""Grades one submission: asks the sandbox what the answers give, and judges outside, as `kml.check` does.

Points come from here alone. For each exercise the function is called on the inputs of `kml.check` and then on fresh
ones, drawn from a secret seed and sent one by one; both must be right.
"""

import dataclasses
import functools
import hashlib
import time

import numpy as np

from kml.classroom.grade import codec, intake, sandbox
from kml.classroom.grade.marks import Grade, Limits, Mark
from kml.classroom.grade.master import master as find_master
from kml.classroom.grade.slicing import slice_for
from kml.classroom.grade.transplant import transplant
from kml.course import exercises, judging, running, values

_STOPPED = {
    "time": "It did not come to an end in {limits.answer_s:g} s.",
    "cpu": "It computed for more than {limits.cpu_s} s: a loop that does not end?",
    "memory": "It took more than {gigabytes:g} GB of memory.",
    "output": "It sent more than {megabytes:g} MB of results.",
    "ended": "It ended the Python process that it ran in{detail}.",
    "nonsense": "What it sent back is no result of a function.",
    "notebook": "There was no time left: the answers before took {limits.notebook_s:g} s.",
}
_TAKEN = "kml's own function for this exercise is not there"


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
        marks = tuple(_mark(judging.not_attempted(task.exercise)) for task in lesson.tasks)
    else:
        marks, more = _Marking(merged, lesson, seed, limits, unsafe).run()
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


def _mark(result, review=""):
    return Mark(result.id, result.title, result.state, result.reason, result.points, result.out_of,
                result.line, result.case, result.printed, review)  # fmt: skip


class _Marking:
    """The marks of one submission, exercise by exercise; a sandbox is started when one is needed."""

    def __init__(self, merged, lesson, seed, limits, unsafe):
        self.merged, self.lesson, self.seed, self.limits, self.unsafe = merged, lesson, seed, limits, unsafe
        self.marks, self.right, self.repairs = {}, {}, []
        self.session = None
        self.end = time.monotonic() + limits.notebook_s

    def run(self):
        """(marks in the lesson's order, repairs)."""
        try:
            for task in self.lesson.tasks:
                self._settle(task)
        finally:
            self._close()
        return tuple(self.marks[task.exercise.id] for task in self.lesson.tasks), self.repairs

    def _close(self):
        if self.session:
            self.session.__exit__()
        self.session = None

    def _settle(self, task):
        """Mark one exercise and remember which cell answers it, if one does."""
        id = task.exercise.id
        if id in self.marks:
            return
        self.marks[id] = None  # in work: who leans on it now gets the course's answer
        answer = self.merged.answers[id]
        self.repairs += answer.repairs
        if not answer.cells:
            result = judging.verdict(task.exercise, "not attempted", "The cell with your function is not in the file.")
            self.marks[id] = _mark(result, answer.review)
            return
        tried = [self._try(task, cell, answer.called) for cell in answer.cells[-3:]]
        mark = tried[-1]
        if any(other.points != mark.points for other in tried):
            review = f"{len(answer.cells)} different answers; the last one counts, another would get other points"
            mark = _mark(mark, review)
        elif len(tried) > 1:
            self.repairs.append(f"{id}: {len(answer.cells)} different answers, the last one counts")
        self.marks[id] = mark
        if mark.state == "correct":
            self.right[id] = (answer.cells[-1], answer.called)

    def _right(self, id):
        """For slicing: the right answer to another exercise, judged first if it has not been."""
        task = next(task for task in self.lesson.tasks if task.exercise.id == id)
        if id not in self.marks:
            self._settle(task)
        return self.right.get(id)

    def _try(self, task, cell, called):
        """The Mark that one cell earns for one exercise."""
        exercise = task.exercise
        if cell.trouble:
            line = f"{cell.trouble.line}: {cell.trouble.text}" if cell.trouble.line else ""
            return _mark(judging.verdict(exercise, "raised", f"{cell.trouble.message}.", line=line))
        function = cell.function(called)
        if function and function.empty:
            return _mark(judging.not_attempted(exercise))
        program = slice_for(task, cell, called, self.merged, self.lesson, self._right)
        self.repairs += [f"{exercise.id}: {one}" for one in program.repairs]
        try:
            return self._judged(exercise, *self._outcomes(task, program, called))
        except sandbox.Stopped as stopped:
            self._close()
            sentence = _STOPPED[stopped.why].format(
                limits=self.limits, gigabytes=self.limits.memory / 1e9, megabytes=self.limits.answer_bytes / 1e6,
                detail=stopped.detail,
            )  # fmt: skip
            return _mark(judging.verdict(exercise, "raised", sentence), f"the sandbox stopped it. {sentence}")

    def _outcomes(self, task, program, called):
        """(what is known of the function, the outcomes on the public and on the fresh inputs). Raises Stopped."""
        exercise = task.exercise
        public, fresh = _inputs(exercise.id, 0), _inputs(exercise.id, self.seed)
        names = running.parameters(exercise.reference, 99 if exercise.drive else len(public[0]))
        job = {
            "id": exercise.id, "name": exercise.name, "function": called, "arguments": names, "code": program.code,
            "others": program.others, "guarded": sorted({exercise.name, exercise.reference.__name__}),
        }  # fmt: skip
        if self.session is None:
            before = time.monotonic()
            self.session = sandbox.start(self.limits, self.unsafe)
            self.end += time.monotonic() - before  # starting it is not the learner's time
        left = self.end - time.monotonic()
        if left <= 0:
            raise sandbox.Stopped("notebook")
        deadline = time.monotonic() + min(left, self.limits.answer_s)
        self.session.begin()
        about = self._ask(job, deadline, exercise)
        outcomes = []
        if not (about.get("missing") or about.get("unusable") or about.get("empty")):
            for arguments in [*public, *fresh]:
                outcomes.append(self._one(exercise, arguments, names, deadline))
                if len(outcomes) == len(public) and about.get("stub") and outcomes[0].is_none:
                    break
        self._ask({"end": True}, deadline, exercise)
        return about, outcomes, public, fresh

    def _one(self, exercise, arguments, names, deadline):
        """The Outcome of the learner's function on one case."""

        def call(given):
            return _outcome(self._ask({"call": codec.encode(given)}, deadline, exercise), names)

        if exercise.drive is None:
            return call(arguments)
        said, stopped = [], []

        def strategy(*given):  # the course's own code out here asks the learner's function in there, again and again
            try:
                said.append(call(given))
            except sandbox.Stopped as problem:
                stopped.append(problem)
                raise
            if said[-1].error:
                raise ValueError(said[-1].error.message)
            return said[-1].value

        outcome = judging.answer(exercise, strategy, arguments)
        if stopped:
            raise stopped[0]
        return said[-1] if said and said[-1].error else outcome

    def _ask(self, message, deadline, exercise):
        """Send a message; answer what is asked of the course's answers to other exercises; return the reply."""
        reply = self.session.exchange(message, deadline)
        while "ask" in reply:
            reply = self.session.exchange(self._course_answer(reply, exercise), deadline)
        if "ended" in reply and "end" not in message:
            signal = reply["ended"]
            if signal == -24:
                raise sandbox.Stopped("cpu")
            if signal == -9 and message:
                raise sandbox.Stopped("ended", " (killed)")
            raise sandbox.Stopped("ended", f" (exit status {signal})" if type(signal) is int else "")
        return reply

    def _course_answer(self, question, exercise):
        """What the course's answer to another exercise gives."""
        try:
            other = next(t.exercise for t in self.lesson.tasks if t.exercise.id == question["ask"])
            arguments = codec.decode(question["call"])
            if other is exercise or type(arguments) is not tuple:
                return {"error": "there is no such answer to be had here", "value": None}
            outcome = running.run(other.reference, arguments)
        except (StopIteration, KeyError, codec.NotAValue):
            return {"error": "there is no such answer to be had here", "value": None}
        if outcome.error:
            return {"error": f"{outcome.error.kind}: {outcome.error.message}", "value": None}
        return {"error": "", "value": codec.encode(outcome.value)}

    def _judged(self, exercise, about, outcomes, public, fresh):
        """The Mark for what came out."""
        trouble = _failure(about.get("trouble"), first=1)
        if about.get("missing"):
            reason = f"{trouble.kind}: {trouble.message}" if trouble else "After its cell ran there was no function."
            line = f"{trouble.line}: {trouble.source}" if trouble and trouble.line else ""
            return _mark(judging.verdict(exercise, "raised", reason, line=line), _away(trouble))
        if about.get("unusable"):
            return _mark(judging.verdict(exercise, "cannot be checked", str(about["unusable"])[:300]))
        if about.get("empty") or (about.get("stub") and outcomes[0].is_none):
            return _mark(judging.not_attempted(exercise))
        taken = [o for o in outcomes if o.error and o.error.message.startswith(_TAKEN)]
        if taken:
            reason = f"Your answer hands the work to the course's own `{exercise.name}`: write it yourself."
            result = judging.verdict(exercise, "cannot be checked", reason)
            return _mark(result, "it calls kml's own function for this exercise")
        shown = judging.judge(exercise, outcomes[: len(public)], public)
        if shown.state != "correct":
            if shown.state == "raised" and trouble:
                before = f"{shown.reason} (Before that, outside of the function: {trouble.kind}: {trouble.message})"
                shown = dataclasses.replace(shown, reason=before)
            failed = next((o.error for o in outcomes if o.error), None)
            return _mark(shown, _away(trouble) or _away(failed))
        hidden = judging.judge(exercise, outcomes[len(public) :], fresh)
        if hidden.state == "correct":
            return _mark(shown)
        reason = f"Right on the inputs of kml.check, and not on others: {hidden.reason}"
        result = judging.verdict(exercise, "not yet", reason, line=hidden.line, case=hidden.case)
        return _mark(result, "right on the inputs that the lesson shows and wrong on fresh ones")


@functools.lru_cache(maxsize=256)
def _inputs(id, seed):
    """The inputs of kml.check (seed 0), or fresh ones on which the reference answers with finite numbers."""
    exercise = exercises.find(id)
    if not seed:
        return judging.cases(exercise)
    found = []
    for k in range(exercise.cases):
        for attempt in range(20):
            arguments = judging.cases(exercise, seed, attempt)[k]
            outcome = judging.answer(exercise, exercise.reference, arguments)
            if outcome.error is None and _finite(outcome.value):
                break
        found.append(arguments)
    return found


def _finite(value):
    if isinstance(value, (list, tuple)):
        return all(map(_finite, value))
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "bU" or bool(np.isfinite(value).all())
    return not isinstance(value, float) or np.isfinite(value)


def _outcome(message, names):
    """The Outcome in a message. Raises Stopped if it is none."""
    try:
        error = _failure(message["error"])
        value = values.plain(codec.decode(message["value"]))
        mutated = message["mutated"] if message["mutated"] in names else ""
        return running.Outcome(value, error, mutated, _text(message["printed"], 1000))
    except (KeyError, TypeError, codec.NotAValue):
        raise sandbox.Stopped("nonsense") from None


def _failure(texts, first=0):
    """A Failure from its texts, or None; strangers' texts are kept short."""
    if texts is None:
        return None
    try:
        kind, message, line, source, function = texts[first:]
    except (TypeError, ValueError):
        raise sandbox.Stopped("nonsense") from None
    line = line if type(line) is int and 0 <= line < 10**6 else 0
    return running.Failure(_text(kind, 60), _text(message, 300), line, _text(source, 200), _text(function, 60))


def _text(value, most):
    return value[:most] if type(value) is str else ""


def _away(failure):
    """Why a person should look at an error that lies outside of the answer, or ""."""
    if failure and failure.kind in ("ModuleNotFoundError", "FileNotFoundError"):
        return f"it needs something that was not handed in ({failure.kind}: {failure.message})"
    return ""
