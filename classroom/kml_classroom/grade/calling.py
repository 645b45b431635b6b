"""Calls a learner's functions where they can do no harm, and reads what comes back; `marking` says what it is worth.

For each exercise the function is called on the inputs of `kml.check` and then on fresh ones, drawn from a secret seed
and sent one by one.
"""

import functools
import math
import time
from dataclasses import dataclass

import numpy as np

from kml.core.patience import Watch
from kml.course.checking import exercises, judging, running, values
from kml_classroom.grade import codec, sandbox, wire
from kml_classroom.grade.assistant import Assistant, not_ended
from kml_classroom.words import _

_GUESS_S = 2.0  # for a changed copy of a reference, which may not come to an end


@dataclass(frozen=True)
class Called:
    """What became of one function: what kept it from being called, or its Outcomes on `public` and `fresh` inputs.

    `missing`: its cell has run and there is none. `unusable` says why it cannot be called. `empty`: it does nothing.
    `trouble` is the first Failure of its cells. Only for words, never for points: `unwritten` names a function that it
    calls and that does nothing yet, and `solved` says that it returns a solver's `.x`.
    """

    missing: bool
    unusable: str
    empty: bool
    unwritten: str
    solved: bool
    trouble: running.Failure | None
    outcomes: tuple[running.Outcome, ...]
    public: "Inputs"
    fresh: "Inputs"


class Caller:
    """Calls the answers of one submission. A sandbox is started when one is needed; use it as a context."""

    def __init__(self, lesson, seed, limits, unsafe):
        self.lesson, self.seed, self.limits, self.unsafe = lesson, seed, limits, unsafe
        self._sessions = {}  # what of kml is there → the sandbox
        self._known = {}  # what has been called → what it gave: who judges in another language asks again
        self._session = None
        self._assistant = Assistant(lesson.number, limits, unsafe)
        self._answer_left = limits.answer_s
        more = sum(times(task.exercise) - 1 for task in lesson.tasks)
        self._notebook_left = limits.notebook_s + more * limits.answer_s
        self._others = set()  # the exercises that the answer in work may ask the course for

    def __enter__(self):
        return self

    def __exit__(self, *__):
        self._close()
        self._assistant.release()

    def _close(self):
        for session in self._sessions.values():
            session.__exit__()
        self._sessions, self._session = {}, None

    def call(self, task, program, called):
        """What the Program's function `called` gives: Called. Raises Stopped, and then its sandbox is gone.

        The same is called once: whoever asks again gets what it gave.
        """
        key = task.exercise.id, called, repr((program.code, program.others))
        if key not in self._known:
            try:
                self._known[key] = self._call(task, program, called)
            except sandbox.Stopped as stopped:
                self._known[key] = stopped
                if self._session:
                    self._known[key] = self._session.explained(stopped)
                    self._notebook_left += self._session.starved()
                self._close()
        if isinstance(self._known[key], sandbox.Stopped):
            raise self._known[key]
        return self._known[key]

    def _call(self, task, program, called):
        exercise = task.exercise
        public, fresh = inputs(exercise.id, 0), inputs(exercise.id, self.seed)
        names = running.parameters(exercise.reference, 99 if exercise.drive else len(public.cases[0]))
        job = {
            "id": exercise.id, "name": exercise.name, "function": called, "arguments": names, "code": program.code,
            "files": program.files, "again": exercise.drive is not None, "others": program.others,
        }  # fmt: skip
        if self._notebook_left <= 0:
            raise sandbox.Stopped("notebook")
        self._session = self._open(program)
        cpu_s = job["cpu_s"] = round(self.limits.cpu_s * times(exercise))
        self._session.begin(cpu_s)
        self._others = set(program.others.values())
        self._answer_left = self.limits.answer_s * times(exercise)
        about = self._ask(job)
        outcomes, empty = [], bool(about.get("empty"))
        if not (about.get("missing") or about.get("unusable") or empty):
            for arguments in [*public.cases, *fresh.cases]:
                try:
                    outcomes.append(self._one(exercise, arguments, names))
                except sandbox.Stopped as stopped:
                    if len(outcomes) >= len(public.cases):
                        stopped.status = None  # a number that its answer chose, who now knows a secret input
                    raise
                if len(outcomes) == len(public.cases) and about.get("stub") and outcomes[0].is_none:
                    empty = True
                    break
        self._session.look()
        self._notebook_left += self._session.starved()
        if "ended" not in self._ask({"end": True}):  # it has said more than it was asked
            raise sandbox.Stopped("nonsense")
        unusable, trouble = about.get("unusable"), _failure(about.get("trouble"), first=1)
        return Called(
            bool(about.get("missing")), str(unusable)[:300] if unusable else "", empty,
            _name(about.get("unwritten")), about.get("solved") is True, trouble, tuple(outcomes), public, fresh,
        )  # fmt: skip

    def _open(self, program):
        """A sandbox that has of kml what the lesson's own lines in this program need: mostly nothing, and one for all.

        No function in it answers any exercise of the lesson.
        """
        needed = program.kml.needed
        names = frozenset().union(*map(own_names, self.lesson.tasks)) if needed else frozenset()
        of_kml = wire.Library(needed, self.lesson.number if needed else "", names)
        if of_kml not in self._sessions:
            self._sessions[of_kml] = sandbox.start(self.limits, self.unsafe, of_kml=of_kml)
        return self._sessions[of_kml]

    def _one(self, exercise, arguments, names):
        """The Outcome of the learner's function on one case."""

        def call(given):
            return _outcome(self._ask({"call": codec.pack(given)}), names, () if exercise.drive else given)

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

        strategy.keeps_time = True  # in there; nothing may be thrown into an exchange with it
        outcome = judging.answer(exercise, strategy, arguments)
        if stopped:
            raise stopped[0]
        return said[-1] if said and said[-1].error else outcome

    def _ask(self, message):
        """Send a message; answer what is asked of the course's answers to other exercises; return the reply.

        Only the time in here is the learner's: not what starting a sandbox and judging take.
        """
        begun = time.monotonic()
        deadline = begun + min(self._answer_left, self._notebook_left)
        try:
            reply = self._session.exchange(message, deadline)
            while "ask" in reply:
                answer, waited = self._answered(reply, deadline)
                begun, deadline = begun + waited, deadline + waited
                reply = self._session.exchange(answer, deadline)
        finally:
            spent = time.monotonic() - begun
            self._answer_left, self._notebook_left = self._answer_left - spent, self._notebook_left - spent
        return reply if "end" in message else not_ended(reply)

    def _answered(self, question, deadline):
        """(what the course's answer to another exercise gives, seconds of that which are not the learner's).

        What it takes else is the learner's: raises Stopped as if their own function had taken it.
        """
        try:
            if question["ask"] not in self._others:  # nobody gave it this question: it talks on the wire itself
                raise KeyError
            arguments = tuple(codec.decode(question["call"]))
        except (KeyError, TypeError, codec.NotAValue):
            return {"error": _("there is no such answer to be had here"), "value": None}, 0
        prepared = self._assistant.prepare()
        told, waited = self._assistant.answer(question["ask"], arguments, deadline + prepared)
        return told, prepared + waited


def times(exercise):
    """How many times the usual time an exercise allows: `kml.check` calls a function off after its `seconds`."""
    return max(1.0, exercise.seconds / type(exercise).seconds)


def own_names(task):
    """What kml's own function for an exercise may be called."""
    return frozenset({task.exercise.name, task.exercise.reference.__name__})


# ── inputs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Inputs:
    """The arguments of every case, and what the course's own functions give on them, worked out once for a class."""

    def __init__(self, cases):
        self.cases = cases
        self._given = {}

    def answer(self, exercise, function, arguments):
        """The Outcome of one of the course's functions on one of the cases, as `judging.answer` gives it."""
        key = function, id(arguments)  # which live as long as this does
        if key not in self._given:
            declared = (exercise.reference, *(one for mistake in exercise.mistakes for one in mistake.functions))
            if function in declared:
                self._given[key] = judging.answer(exercise, function, arguments)
            else:
                with Watch(_GUESS_S) as watch:
                    self._given[key] = judging.answer(exercise, function, arguments, call=watch.call)
        return self._given[key]

    def judge(self, exercise, outcomes, solved=False):
        """The Result for an Outcome a case: the same on a busy machine, so the diagnosis may take its time."""
        return judging.judge(exercise, outcomes, self.cases, self.answer, budget_s=math.inf, solved=solved)


@functools.lru_cache(maxsize=256)
def inputs(id, seed):
    """The Inputs of kml.check (seed 0), or fresh ones on which the reference answers with finite numbers."""
    exercise = exercises.find(id)
    if not seed:
        return Inputs(judging.cases(exercise))
    found, drawn = [], functools.cache(lambda attempt: judging.cases(exercise, seed, attempt))
    for k in range(exercise.cases):
        for attempt in range(20):
            arguments = drawn(attempt)[k]
            outcome = judging.answer(exercise, exercise.reference, arguments)
            if outcome.error is None and _finite(outcome.value):
                break
        found.append(arguments)
    return Inputs(found)


def _finite(value):
    if isinstance(value, (list, tuple)):
        return all(map(_finite, value))
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "bU" or bool(np.isfinite(value).all())
    return not isinstance(value, float) or np.isfinite(value)


# ── what a stranger sends ──────────────────────────────────────────────────────────────────────────────────────────


def _outcome(message, names, given=()):
    """The Outcome in a message; Stopped if it is none. What was `given` is compared with what came back of it."""
    try:
        error = _failure(message["error"])
        value = values.plain(codec.decode(message["value"]))
        mutated = message["mutated"] if message["mutated"] in names else ""
        for name, before, after in zip(names, given, message["given"], strict=bool(given)):
            after = codec.decode(after)
            if not mutated and not isinstance(after, values.Unusable):  # too large to be sent: what it says has to do
                mutated = "" if values.same(values.plain(after), values.plain(before)) else name
        return running.Outcome(value, error, mutated, _text(message["printed"], 1000))
    except (KeyError, TypeError, ValueError, codec.NotAValue):
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


def _name(value):
    """A name of Python's, or ""."""
    return value if _text(value, 60) == value and value.isidentifier() else ""


def _text(value, most):
    return value[:most] if type(value) is str else ""
