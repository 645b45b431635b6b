"""The course's answers to other exercises, for an answer that leans on them: asked in a sandbox, for a stranger asks.

Nothing of a learner's runs in it, and each submission is served by a process of its own; so the sandbox is kept for the
next submission.
"""

import atexit
import time

from kml.core import words
from kml.course.checking import exercises
from kml_classroom.grade import codec, sandbox

_CODE = """\
from {module} import EXERCISES

def answer(id, *arguments):
    return next(one for one in EXERCISES if one.id == id).reference(*arguments)
"""
_JOB = {"id": "", "name": "answer", "function": "answer", "arguments": ["id"], "again": True, "others": {}}
_AT_ONCE_S = 10  # for what a sandbox that runs has at hand
_WORTH_S = 0.1  # of questions, which come by the hundred
_kept = {}  # what a sandbox was started for → the sandbox; one at most


class Assistant:
    """Answers one submission's questions about a lesson."""

    def __init__(self, number, limits, unsafe):
        self.number, self.limits, self.unsafe = number, limits, unsafe
        self._session, self._known, self._spent = None, 0.0, 0.0

    def prepare(self):
        """Be ready for questions; return the seconds that took, which are not the learner's."""
        if self._session:
            return 0
        begun = time.monotonic()
        kept = _kept.pop(self._what_for(), None)
        self._session = kept if kept and self._serves(kept) else self._started()
        self._known, self._spent = self._session.waited(), 0
        return time.monotonic() - begun

    def answer(self, id, arguments, deadline):
        """(what the course's answer to an exercise gives, as the worker is told it; seconds that it had to wait for a
        processor). Raises Stopped."""
        begun = time.monotonic()
        try:
            self._session.begin()
            reply = not_ended(self._session.exchange({"call": codec.pack((id, *arguments))}, deadline))
        except sandbox.Stopped:
            self._session.__exit__()
            self._session = None
            raise
        told = {"error": reply["error"] and ": ".join(map(str, reply["error"][:2])), "value": reply["value"]}
        return told, self._waited(time.monotonic() - begun)

    def _waited(self, spent):
        """Seconds of waiting that nobody was told of yet: asked when enough has been spent for some, for it costs."""
        self._spent += spent
        if self._spent < _WORTH_S:
            return 0
        before, self._known, self._spent = self._known, self._session.waited(), 0
        return self._known - before

    def release(self):
        """End the process of this submission, and keep the sandbox for another one."""
        session, self._session = self._session, None
        if session is None:
            return
        let_go()
        try:
            if "ended" in session.exchange({"end": True}, time.monotonic() + _AT_ONCE_S):
                _kept[self._what_for()] = session
                return
        except sandbox.Stopped:
            pass
        session.__exit__()

    def _what_for(self):
        return self.number, self.limits, self.unsafe, words.language()

    def _started(self):
        module = exercises.answers_module(self.number)
        session = sandbox.start(self.limits, self.unsafe, answers=True, modules=(module,))
        if not self._serves(session):
            session.__exit__()
            raise sandbox.Stopped("ended")
        return session

    def _serves(self, session):
        """Have a process for this submission; whether there is one."""
        text = _CODE.format(module=exercises.answers_module(self.number))
        job = {**_JOB, "code": [("assistant", 1, text)], "files": {"assistant": text}}
        try:
            session.begin()
            return "missing" in session.exchange(job, time.monotonic() + _AT_ONCE_S)
        except sandbox.Stopped:
            session.__exit__()
            return False


@atexit.register
def let_go():
    """End the sandbox that is kept, if there is one."""
    while _kept:
        _kept.popitem()[1].__exit__()


def not_ended(reply):
    """A worker's reply that is not the end of the process which was asked. Raises Stopped."""
    if "ended" not in reply:
        return reply
    if reply.get("late") is True:
        raise sandbox.Stopped("time")
    raise sandbox.Stopped("ended", reply["ended"] if type(reply["ended"]) is int else None)
