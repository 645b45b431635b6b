"""Calling a function that may never come back: after some seconds it is called off, on any system with threads."""

import contextlib
import ctypes
import threading
import time


class TooLong(Exception):
    """What `Watch.call` raises for a function that did not come back in time."""


class _Off(BaseException):
    """Thrown into a function that does not come back. No Exception, so that `except Exception` does not catch it."""


class Watch:
    """Calls this thread back from a function that takes longer than `seconds`.

    One watch serves many calls, one after the other. A function that waits inside a compiled library is called off only
    when that comes back. Where there are no threads (in a browser), nobody looks at the clock.

    >>> with Watch(0.2) as watch:
    ...     watch.call(sum, [1, 2])
    3
    """

    def __init__(self, seconds):
        self.seconds, self.thread = seconds, threading.get_ident()
        self.deadline, self.late = None, False
        self.lock, self.over = threading.Lock(), threading.Event()

    def __enter__(self):
        with contextlib.suppress(RuntimeError):  # no threads here
            threading.Thread(target=self._look, daemon=True).start()
        return self

    def __exit__(self, *__):
        self.over.set()

    def _look(self):
        while not self.over.wait(0.05):
            with self.lock:  # so that nothing is thrown once the function is back
                if self.deadline is not None and time.monotonic() > self.deadline:
                    self.late = True  # and again at the next look: a loop may swallow the first
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), ctypes.py_object(_Off))

    def call(self, function, *arguments):
        """function(*arguments); whatever it raises goes on, but for what takes too long: then TooLong.

        A function with the attribute `keeps_time` is left alone: it asks somewhere else, where time is kept.
        """
        if getattr(function, "keeps_time", False):
            return function(*arguments)
        value = problem = None
        self.late = False
        try:
            self.deadline = time.monotonic() + self.seconds
            value = function(*arguments)
        except KeyboardInterrupt:
            self.deadline = None
            raise
        except BaseException as error:  # sys.exit() too
            problem = error
        for __ in range(2):  # a last call may come while we are here
            with contextlib.suppress(_Off), self.lock:
                self.deadline = None
        if self.late:
            raise TooLong
        if problem is not None:
            raise problem
        return value
