"""Runs inside the sandbox: takes an answer's code, then one input after the other, and says what came out.

It decides nothing: it holds no reference answer and no expected value, and what it sends is only believed to be a
value. So it need not be safe from the code that it runs. Each answer runs in a process of its own.

In and out go lines of JSON. In: a job, then inputs, then an end. Out: what is known of the function, an outcome for
each input, questions to the course's answers to other exercises, and at last how the process ended.
"""

import __future__

import ast
import contextlib
import functools
import importlib
import json
import linecache
import os
import resource
import signal
import sys
import types
import warnings

import numpy as np

from kml.course.checking import running, values
from kml_classroom.grade import codec


def main(arguments):
    """Serve jobs until the input ends. `arguments` are the limits as JSON."""
    limits = json.loads(arguments[0])
    _become_nobody(limits["uid"])
    incoming, outgoing = os.dup(0), os.dup(1)  # the learner's code gets none of them as standard input or output
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    wire = _Wire(incoming, outgoing)
    for name in limits["modules"]:
        importlib.import_module(name)
    wire.write({"here": True})
    while job := wire.read():
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.setpgid(0, 0)
                _limit(limits)
                _answer(wire, job)
                status = 0
            finally:
                os._exit(status)  # nothing that waits for the exit of Python is waited for
        __, status, used = os.wait4(child, 0)
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        if limits["alone"]:  # in its own process namespace: whatever the answer started and hid
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(status)
        wire.write({"ended": ended, "late": _is_late(ended, used, limits["cpu_s"])})


def _is_late(ended, used, cpu_s):
    """Whether a process was ended by its limit on processor time: by the first signal, or by the second if it is deaf.

    The kernel counts that limit in ticks and what was used exactly, so the two differ.
    """
    return ended == -signal.SIGXCPU or (ended == -signal.SIGKILL and used.ru_utime + used.ru_stime > cpu_s / 2)


class _Wire:
    """Lines of JSON over two file descriptors, read byte by byte from the system: a child reads on where it must."""

    def __init__(self, incoming, outgoing):
        self.incoming, self.outgoing = incoming, outgoing

    def read(self):
        """The next line: first its length in ten digits, so that no process reads what is meant for the next."""
        head = self._take(10)
        return json.loads(self._take(int(head))) if head else None

    def _take(self, count):
        taken = b""
        while len(taken) < count:
            more = os.read(self.incoming, count - len(taken))
            if not more:
                return b""
            taken += more
        return taken

    def write(self, message):
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            data = data[os.write(self.outgoing, data) :]


def _become_nobody(uid):
    """Give up root, if that is who started the sandbox: limits on processes do not bind root."""
    if uid and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)


def _limit(limits):
    for name, most in (
        ("RLIMIT_AS", limits["memory"] + 2_000_000_000),  # libraries reserve much that they never use
        ("RLIMIT_FSIZE", limits["disk"]),
        ("RLIMIT_NOFILE", 256),
        ("RLIMIT_CORE", 0),
        *([("RLIMIT_NPROC", limits["processes"])] if limits["alone"] else []),
    ):
        with contextlib.suppress(ValueError):  # macOS knows no limit on memory
            resource.setrlimit(getattr(resource, name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_s"], limits["cpu_s"] + 1))  # SIGXCPU, then SIGKILL


def _answer(wire, job):
    """One job: run its code, then answer calls."""
    started = os.getpid()
    questions = {name: _ask(wire, id, name) for name, id in job["others"].items()}
    sys.modules["__main__"] = types.ModuleType("__main__")  # where pickle and dataclasses look for what is defined
    space = sys.modules["__main__"].__dict__
    space |= {"get_ipython": _no_ipython, "display": _no_display, **questions}
    trouble = _run_code(job["code"], job["files"], space)
    if os.getpid() != started:
        os._exit(0)
    function = space.get(job["function"])
    names = job["arguments"]
    about = {"missing": function is None, "trouble": trouble, "unusable": "", "empty": False, "stub": False}
    if function is not None:
        about["unusable"] = running.unusable(job["id"], job["name"], function, names)
        about["empty"] = running.is_empty(function)
        about["stub"] = running.keeps_marker(function)
    wire.write(about)
    refused = _refused(job["refusal"])
    while True:
        _guard(job["guarded"], refused)
        message = wire.read()
        if "call" not in message:
            return
        arguments = codec.unpack(message["call"])
        if job["again"]:  # asked hundreds of times: nobody looks whether it changed what was made for it alone
            outcome = running.run(functools.partial(function, *arguments), ())
        else:
            outcome = running.run(function, arguments, names)
        if os.getpid() != started:  # a copy that the answer made with fork: it has nothing to say
            os._exit(0)
        wire.write(_said(outcome))


def _run_code(code, files, space):
    """Run each piece; go on after one that raises, and return what the first of them raised."""
    for name, cell in files.items():  # for tracebacks and inspect.getsource
        linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    trouble, pad, future = None, running.Pad(), 0
    for name, first, text in code:

        def run(name=name, first=first, text=text):
            nonlocal future
            tree = ast.increment_lineno(ast.parse(text), first - 1)
            made = compile(tree, name, "exec", flags=future, dont_inherit=True)
            future |= made.co_flags & __future__.annotations.compiler_flag  # as in a notebook, it holds from there on
            exec(made, space)

        try:
            with contextlib.redirect_stdout(pad), contextlib.redirect_stderr(pad), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                run()
        except BaseException as problem:
            failure = running.failure(problem, run)
            trouble = trouble or [name, *_texts(failure)]
    return trouble


def _said(outcome):
    """An Outcome as JSON."""
    error = _texts(outcome.error) if outcome.error else None
    value = None if error else codec.encode(outcome.value)
    return {"value": value, "error": error, "mutated": outcome.mutated, "printed": outcome.printed}


def _texts(failure):
    return [failure.kind, failure.message, failure.line, failure.source, failure.function]


def _ask(wire, id, name):
    """The course's answer to another exercise, given from outside: what `checkpoint` would hand out here."""

    def answer(*arguments):
        wire.write({"ask": id, "call": codec.encode(tuple(values.plain(a) for a in arguments))})
        reply = wire.read()
        if reply["error"]:
            raise ValueError(reply["error"])
        return codec.decode(reply["value"])

    answer.__name__ = name
    return answer


def _refused(sentence):
    """The code of a function that only says this; it needs no name from anywhere."""
    made = compile(f"def refused(*arguments, **named): raise RuntimeError({sentence!r})", "kml", "exec")
    return made.co_consts[0]


def _guard(names, refused):
    """Put a refusal in the place of library functions that do what this exercise asks to be written.

    It is for work without a sandbox; in one, kml's files have none of them.
    """
    for module in [module for name, module in list(sys.modules.items()) if _is_guarded(name)]:
        for name in names:
            if getattr(getattr(module, name, None), "__code__", refused) is not refused:
                with contextlib.suppress(ValueError):  # a closure cannot be exchanged
                    getattr(module, name).__code__ = refused


def _is_guarded(module):
    """kml's modules, but for those that this one needs itself."""
    return module.startswith("kml.") and not module.startswith("kml.course.")


class _NoIPython:
    """What stands in for IPython: magics do nothing here."""

    def __getattr__(self, name):
        return lambda *arguments, **named: None


def _no_ipython():
    return _NoIPython()


def _no_display(*things, **named):
    """IPython has a display; here nobody looks."""


if __name__ == "__main__":
    np.seterr(all="ignore")
    main(sys.argv[1:])
