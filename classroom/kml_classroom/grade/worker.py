"""Runs inside the sandbox: takes an answer's code, then one input after the other, and says what came out.

It decides nothing: it holds no reference answer and no expected value, and what it sends is only believed to be a
value. So it need not be safe from the code that it runs. Each answer runs in a process of its own.

In and out go lines of JSON. In: a job, then inputs, then an end. Out: what is known of the function, an outcome for
each input, questions to the course's answers to other exercises, and at last how the process ended.
"""

import __future__

import ast
import contextlib
import ctypes
import functools
import gc
import importlib
import importlib.machinery
import inspect
import json
import linecache
import os
import signal
import sys
import types
import warnings

import numpy as np

with contextlib.suppress(ImportError):  # Windows has no such limits, nor has WebAssembly
    import resource

from kml.course.checking import running, values
from kml_classroom.grade import codec


def main(arguments):
    """Serve jobs until the input ends. `arguments` are the limits as JSON."""
    limits = json.loads(arguments[0])
    _become_nobody(limits["uid"])
    _end_with_parent()
    incoming, outgoing = os.dup(0), os.dup(1)  # the learner's code gets none of them as standard input or output
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    wire = _Wire(incoming, outgoing)
    _let_others_look(False)  # no answer may read or write this process's memory
    if limits["library"] is not None:
        refuse(limits["library"], limits["refusal"])
    for name in limits["modules"]:
        importlib.import_module(name)
    _warm_up()
    wire.write({"here": True})
    while job := wire.read():
        cpu_s, worker = job.get("cpu_s", limits["cpu_s"]), os.getpid()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.setpgid(0, 0)
                _end_with_parent()
                if os.getppid() != worker:  # it had ended before that was asked for
                    return
                _let_others_look(True)  # who counts its memory
                _limit(limits, cpu_s)
                answer(wire, job)
                status = 0
            finally:
                os._exit(status)  # nothing that waits for the exit of Python is waited for
        if limits["alone"]:  # in its own process namespace: whatever the answer started and hid ends first
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)  # it is over, and still there for who waits for that
            with contextlib.suppress(OSError):
                os.kill(-1, signal.SIGKILL)
        __, status, used = os.wait4(child, 0)
        with contextlib.suppress(OSError):
            os.killpg(child, signal.SIGKILL)
        if limits["alone"]:
            with contextlib.suppress(ChildProcessError):  # as the first process it is the parent of all who lost theirs
                while True:
                    os.wait()
        ended = os.waitstatus_to_exitcode(status)
        wire.write({"ended": ended, "late": _is_late(ended, used, cpu_s)})


def _warm_up():
    """Do once what each answer's process would do first: what is loaded on the way is there for all of them."""

    def same(thing):
        return thing

    _run_code([("", 1, "None")], {}, {})
    running.unusable("", "same", same, ["thing"])
    running.is_empty(same)
    running.keeps_marker(same)
    running.unwritten(same)
    running.returns_x(same)
    given = codec.unpack(codec.pack((np.ones(2),)))
    json.dumps(_said(running.run(same, given, ["thing"]), given))
    gc.freeze()  # it stays: no answer's process need look through it, and so make it its own


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


_AT_PARENT_S_END, _DUMPABLE = 1, 4  # Linux's numbers for them


def _end_with_parent():
    """Have this process killed when its parent ends: with --unsafe nothing else ends an answer whose worker is killed.

    Linux alone knows this.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_AT_PARENT_S_END, int(signal.SIGKILL), 0, 0, 0)


def _let_others_look(yes):
    """Whether other processes of the same user may look into this one and change it; Linux alone knows this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DUMPABLE, int(yes), 0, 0, 0)


def _limit(limits, cpu_s):
    for name, most in (
        ("RLIMIT_AS", limits["memory"] + 2_000_000_000),  # libraries reserve much that they never use
        ("RLIMIT_FSIZE", limits["disk"]),
        ("RLIMIT_NOFILE", 256),
        ("RLIMIT_CORE", 0),
        *([("RLIMIT_NPROC", limits["processes"])] if limits["alone"] else []),
    ):
        with contextlib.suppress(ValueError):  # macOS knows no limit on memory
            resource.setrlimit(getattr(resource, name), (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))  # SIGXCPU, then SIGKILL


def answer(wire, job):
    """One job: run its code, then answer calls."""
    started = os.getpid()
    sys.path.append(os.getcwd())  # as in a notebook: what an answer's cells write there can be imported
    questions = {name: _ask(wire, id, name) for name, id in job["others"].items()}
    sys.modules["__main__"] = types.ModuleType("__main__")  # where pickle and dataclasses look for what is defined
    space = sys.modules["__main__"].__dict__
    space |= {"get_ipython": _no_ipython, "display": _no_display, **questions}
    trouble = _run_code(job["code"], job["files"], space)
    if os.getpid() != started:
        os._exit(0)
    function = space.get(job["function"])
    names = job["arguments"]
    about = {"missing": function is None, "trouble": trouble}
    if function is not None:
        about["unusable"] = running.unusable(job["id"], job["name"], function, names)
        about["empty"] = running.is_empty(function)
        about["stub"] = running.keeps_marker(function)
        about["unwritten"] = running.unwritten(function)
        about["solved"] = running.returns_x(function)
    wire.write(about)
    while True:
        message = wire.read()
        if "call" not in message:
            return
        arguments = codec.unpack(message["call"])
        given = []
        if job["again"]:  # asked hundreds of times: nobody looks whether it changed what was made for it alone
            outcome = running.run(functools.partial(function, *arguments), ())
        else:
            outcome = running.run(function, arguments, names, call=functools.partial(_kept, given))
        if os.getpid() != started:  # a copy that the answer made with fork: it has nothing to say
            os._exit(0)
        wire.write(_said(outcome, given))


def _run_code(code, files, space):
    """Run each piece; go on after one that raises, and return what the first of them raised."""
    for name, cell in files.items():  # for tracebacks and inspect.getsource
        rows = [f"{row}\n" for row in cell.split("\n")]  # Python's lines: no form feed, and none of Unicode's, ends one
        linecache.cache[name] = (len(cell), None, rows, name)
    trouble, pad, future = None, running.Pad(), 0
    for name, first, text in code:

        def run(name=name, first=first, text=text):
            nonlocal future
            tree = ast.increment_lineno(ast.parse(text), first - 1)
            made = compile(tree, name, "exec", flags=future | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            future |= made.co_flags & __future__.annotations.compiler_flag  # as in a notebook, it holds from there on
            awaited = eval(made, space)
            if made.co_flags & inspect.CO_COROUTINE:
                _loop().run(awaited)

        try:
            with contextlib.redirect_stdout(pad), contextlib.redirect_stderr(pad), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                run()
        except BaseException as problem:
            failure = running.failure(problem, run)
            trouble = trouble or [name, *_texts(failure)]
    return trouble


@functools.cache
def _loop():
    """What awaits, as a notebook does, for cells with an `await` outside of functions: one for all of them."""
    import asyncio  # few answers need it, and it takes long to load

    runner = asyncio.Runner()
    try:
        runner.get_loop()
    except OSError:  # it needs sockets, which WebAssembly has not
        raise RuntimeError("can't start new event loop") from None
    return runner


def _kept(given, function, *arguments):
    """function(*arguments), which stay in the list `given`, as they are after the call."""
    given += arguments
    return function(*arguments)


def _said(outcome, given):
    """An Outcome as JSON, with what became of its arguments: whether that is a change is judged outside."""
    error = _texts(outcome.error) if outcome.error else None
    value = None if error else codec.encode(outcome.value)
    return {"value": value, "error": error, "mutated": outcome.mutated, "printed": outcome.printed,
            "given": [codec.encode(values.plain(one)) for one in given]}  # fmt: skip


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


def refuse(there, sentence):
    """Have each module of kml that is not `there` say only this sentence."""
    sys.meta_path.insert(0, _Refusing(there, sentence))


class _Gone(importlib.machinery.ModuleSpec):
    """What is known of such a module: not where its file is."""

    @property
    def origin(self):
        raise RuntimeError(self.loader.sentence)

    @origin.setter
    def origin(self, place):
        """There is none."""


class _Refusing:
    """Finds the modules of kml that are not inside: each of them only says that it is not."""

    def __init__(self, there, sentence):
        self.there, self.sentence = {*there, *sys.modules}, sentence

    def find_spec(self, name, *__):
        if name.startswith("kml.") and name not in self.there:
            return _Gone(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = self._refuse

    def _refuse(self, name):
        if name.startswith("__") and name != "__all__":  # what Python itself asks a module for
            raise AttributeError(name)
        raise RuntimeError(self.sentence)


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
