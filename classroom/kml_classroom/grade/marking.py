"""The marks of one submission, exercise by exercise. Points come from here alone.

For each exercise the learner's function is called, in the sandbox, on the inputs of `kml.check` and then on fresh ones,
drawn from a secret seed and sent one by one; what comes back is judged here, and both must be right.
"""

import dataclasses
import functools
import signal
import time

import numpy as np

from kml.course.checking import exercises, judging, running, values
from kml_classroom.grade import codec, gaps, sandbox
from kml_classroom.grade.marks import Mark
from kml_classroom.grade.slicing import slice_for

_STOPPED = {
    # one sentence for both: which limit a loop meets first depends on what else the machine does
    "time": "It computed for more than {limits.cpu_s} s, or waited for more than {limits.answer_s:g} s: does it end?",
    "memory": "It took more than {gigabytes:g} GB of memory.",
    "output": "It sent more than {megabytes:g} MB of results.",
    "ended": "It ended the Python process that it ran in{detail}.",
    "nonsense": "What it sent back is no result of a function.",
    "notebook": "There was no time left: the answers before took {limits.notebook_s:g} s.",
}
_START_S = 60  # for the course's own module
_ASSISTANT_CODE = """\
import kml.course.lesson_{number}
from kml.course.checking import exercises

def answer(id, *arguments):
    return exercises.find(id).reference(*arguments)
"""
_ASSISTANT = {
    "id": "", "name": "answer", "function": "answer", "arguments": ["id"], "again": True, "others": {}, "guarded": [],
}  # fmt: skip


def as_mark(result, review=""):
    """The Mark of a Result."""
    return Mark(result.id, result.title, result.state, result.reason, result.points, result.out_of,
                result.line, result.case, result.printed, review)  # fmt: skip


class Marking:
    """The marks of one submission, exercise by exercise; a sandbox is started when one is needed."""

    def __init__(self, merged, lesson, seed, limits, unsafe):
        self.merged, self.lesson, self.seed, self.limits, self.unsafe = merged, lesson, seed, limits, unsafe
        self.marks, self.right, self.repairs = {}, {}, []
        self.session = self.assistant = None
        self.answer_left, self.notebook_left = limits.answer_s, limits.notebook_s

    def run(self):
        """(marks in the lesson's order, repairs)."""
        try:
            for task in self.lesson.tasks:
                self._settle(task)
        finally:
            self._close()
        return tuple(self.marks[task.exercise.id] for task in self.lesson.tasks), self.repairs

    def _close(self):
        for session in (self.session, self.assistant):
            if session:
                session.__exit__()
        self.session = self.assistant = None

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
            self.marks[id] = as_mark(result, answer.review)
            return
        tried = [(self._try(task, cell, answer.called), cell) for cell in answer.cells[-3:]]
        # a later use of the name for something else (a result, kml's own) takes nothing back
        counting = [one for one in tried if one[0].state != "cannot be checked"] or tried
        mark, cell = counting[-1]
        if any(other.points != mark.points for other, _ in counting):
            review = f"{len(answer.cells)} different answers; the last one counts, another would get other points"
            mark = as_mark(mark, review)
        elif len(tried) > 1:
            self.repairs.append(f"{id}: {len(answer.cells)} different answers, the last one counts")
        self.marks[id] = mark
        if mark.state == "correct":
            self.right[id] = (cell, answer.called)

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
            return as_mark(judging.verdict(exercise, "raised", f"{cell.trouble.message}.", line=line))
        function = cell.function(called)
        if function and function.empty:
            return as_mark(judging.not_attempted(exercise))
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
            return as_mark(judging.verdict(exercise, "raised", sentence), f"the sandbox stopped it. {sentence}")

    def _outcomes(self, task, program, called):
        """(what is known of the function, the outcomes on the public and on the fresh inputs). Raises Stopped."""
        exercise = task.exercise
        public, fresh = _inputs(exercise.id, 0), _inputs(exercise.id, self.seed)
        names = running.parameters(exercise.reference, 99 if exercise.drive else len(public[0]))
        job = {
            "id": exercise.id, "name": exercise.name, "function": called, "arguments": names, "code": program.code,
            "files": program.files, "again": exercise.drive is not None,
            "others": program.others, "guarded": sorted(_names(task)),
        }  # fmt: skip
        if self.notebook_left <= 0:
            raise sandbox.Stopped("notebook")
        self._open(task, program)
        if program.others and self.assistant is None:
            self._assist()
        self.session.begin()
        self.others = set(program.others.values())
        self.answer_left = self.limits.answer_s
        about = self._ask(job)
        outcomes = []
        if not (about.get("missing") or about.get("unusable") or about.get("empty")):
            for arguments in [*public, *fresh]:
                outcomes.append(self._one(exercise, arguments, names))
                if len(outcomes) == len(public) and about.get("stub") and outcomes[0].is_none:
                    break
        self.session.look()
        if "ended" not in self._ask({"end": True}):  # it has said more than it was asked
            raise sandbox.Stopped("nonsense")
        return about, outcomes, public, fresh

    def _open(self, task, program):
        """Have a sandbox whose kml has none of the lesson's functions; if the answer names kml, only this one is gone.

        So an answer may use what the lesson before it has put into kml, and mostly one sandbox serves all answers.
        """
        named = any("kml" in text for _, _, text in program.code)
        without = _names(task) if named else frozenset().union(*map(_names, self.lesson.tasks))
        if self.session and self.session.without != without:
            self.session.__exit__()
            self.session = None
        self.session = self.session or sandbox.start(self.limits, self.unsafe, without=without)

    def _one(self, exercise, arguments, names):
        """The Outcome of the learner's function on one case."""

        def call(given):
            return _outcome(self._ask({"call": codec.pack(given)}), names)

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

    def _ask(self, message):
        """Send a message; answer what is asked of the course's answers to other exercises; return the reply.

        Only the time in here is the learner's: not what starting a sandbox and judging take.
        """
        begun = time.monotonic()
        deadline = begun + min(self.answer_left, self.notebook_left)
        try:
            reply = self.session.exchange(message, deadline)
            while "ask" in reply:
                reply = self.session.exchange(self._course_answer(reply, deadline), deadline)
        finally:
            spent = time.monotonic() - begun
            self.answer_left, self.notebook_left = self.answer_left - spent, self.notebook_left - spent
        if "ended" in reply and "end" not in message:
            status = reply["ended"]
            if status == -signal.SIGXCPU:
                raise sandbox.Stopped("time")
            raise sandbox.Stopped("ended", f" (exit status {status})" if type(status) is int else "")
        return reply

    def _assist(self):
        """Start the sandbox that holds the course's answers. Its time is not the learner's."""
        self.assistant = sandbox.start(self.limits, self.unsafe, answers=True)
        text = _ASSISTANT_CODE.format(number=self.lesson.number)
        job = {**_ASSISTANT, "code": [("assistant", 1, text)], "files": {"assistant": text}}
        self.assistant.exchange(job, time.monotonic() + _START_S)

    def _course_answer(self, question, deadline):
        """What the course's answer to another exercise gives: asked in a sandbox of its own, for a stranger asks."""
        try:
            if question["ask"] not in self.others:  # an answer that talks on the wire itself
                raise KeyError
            self.assistant.begin()
            arguments = codec.pack((question["ask"], *codec.decode(question["call"])))
            reply = self.assistant.exchange({"call": arguments}, deadline)
            if "ended" in reply:
                raise sandbox.Stopped("ended")
            return {"error": reply["error"] and ": ".join(map(str, reply["error"][:2])), "value": reply["value"]}
        except (KeyError, TypeError, codec.NotAValue):
            return {"error": "there is no such answer to be had here", "value": None}
        except sandbox.Stopped:
            self.assistant.__exit__()
            self._assist()
            return {"error": "the course's answer does not come to an end with these arguments", "value": None}

    def _judged(self, exercise, about, outcomes, public, fresh):
        """The Mark for what came out."""
        trouble = _failure(about.get("trouble"), first=1)
        if about.get("missing"):
            if trouble and trouble.message.startswith(gaps.HIDDEN):
                return _borrowed(exercise)
            reason = f"{trouble.kind}: {trouble.message}" if trouble else "After its cell ran there was no function."
            line = f"{trouble.line}: {trouble.source}" if trouble and trouble.line else ""
            return as_mark(judging.verdict(exercise, "raised", reason, line=line), _away(trouble))
        if about.get("unusable"):
            return as_mark(judging.verdict(exercise, "cannot be checked", str(about["unusable"])[:300]))
        if about.get("empty") or (about.get("stub") and outcomes[0].is_none):
            return as_mark(judging.not_attempted(exercise))
        if any(outcome.error and outcome.error.message.startswith(gaps.TAKEN) for outcome in outcomes):
            return _borrowed(exercise)
        shown = judging.judge(exercise, outcomes[: len(public)], public)
        if shown.state != "correct":
            if shown.state == "raised" and trouble:
                before = f"{shown.reason} (Before that, outside of the function: {trouble.kind}: {trouble.message})"
                shown = dataclasses.replace(shown, reason=before)
            failed = next((o.error for o in outcomes if o.error), None)
            return as_mark(shown, _away(trouble) or _away(failed))
        hidden = judging.judge(exercise, outcomes[len(public) :], fresh)
        if hidden.state == "correct":
            return as_mark(shown)
        reason = f"Right on the inputs of kml.check, and not on others: {hidden.reason}"
        result = judging.verdict(exercise, "not yet", reason, line=hidden.line, case=hidden.case)
        return as_mark(result, "right on the inputs that the lesson shows and wrong on fresh ones")


def _names(task):
    """What kml's own function for an exercise may be called."""
    return frozenset({task.exercise.name, task.exercise.reference.__name__})


def _borrowed(exercise):
    reason = f"Your answer hands the work to the course's own `{exercise.name}`: write it yourself."
    result = judging.verdict(exercise, "cannot be checked", reason)
    return as_mark(result, "it calls kml's own function for this exercise")


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
