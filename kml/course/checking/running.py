"""Runs one function on one input, and turns whatever happens into a plain Outcome."""

import contextlib
import copy
import dis
import inspect
import io
import itertools
import linecache
import re
import types
import warnings
from dataclasses import dataclass

import numpy as np

from kml.core.patience import TooLong
from kml.core.words import _, listed, ngettext
from kml.course.checking import values

COURSE_ANSWER = "_kml_course_answer"  # marks what checkpoint returns in the place of a learner's function
TOO_LONG = "TooLong"  # the kind of a Failure that is no exception: the function did not come back in time


@dataclass(frozen=True)
class Failure:
    """An exception of the learner's code, as plain texts; `line` is 0 where it is not known."""

    kind: str
    message: str
    line: int = 0
    source: str = ""
    function: str = ""


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a plain value or a Failure, the argument that it changed ("" for none), what it printed."""

    value: object = None
    error: Failure | None = None
    mutated: str = ""
    printed: str = ""

    @property
    def is_none(self):
        """Whether the call returned, and returned None."""
        return self.error is None and self.value is None

    @property
    def is_late(self):
        """Whether the call was called off because it took too long."""
        return self.error is not None and self.error.kind == TOO_LONG


class Pad(io.TextIOBase):
    """Keeps the first thousand letters of what is printed: a function may print for ever."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += str(text)[: max(0, 1000 - len(self.text))]
        return len(text)

    def writable(self):
        return True


def _at_once(function, *arguments):
    return function(*arguments)


def run(function, arguments, names=(), call=_at_once):
    """Call `function` on copies of `arguments` (a tuple) and return the Outcome. Only KeyboardInterrupt passes.

    `call(function, *arguments)` does the calling: that of a `kml.core.patience.Watch` gives up after some seconds.
    """
    given = copy.deepcopy(arguments)
    pad = Pad()
    value = error = None
    with contextlib.redirect_stdout(pad), contextlib.redirect_stderr(pad), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with np.errstate(all="ignore"):
            try:
                result = call(function, *given)
                if type(result) is types.CoroutineType:
                    result.close()
                value = values.plain(result)
            except KeyboardInterrupt:
                raise
            except TooLong:
                error = Failure(TOO_LONG, "")
            except BaseException as problem:  # sys.exit() too: nothing that a learner writes may stop the notebook
                error = failure(problem, function)
    changed = [i for i, (now, before) in enumerate(zip(given, arguments, strict=True))
               if not values.same(values.plain(now), values.plain(before))]  # fmt: skip
    mutated = ""
    if changed:
        mutated = names[changed[0]] if changed[0] < len(names) else f"arguments[{changed[0]}]"
    return Outcome(value, error, mutated, pad.text)


def failure(problem, function):
    """The exception with the deepest line that the learner wrote, which is where they can do something about it."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    own = getattr(code, "co_filename", "")
    line, file, inside = 0, "", ""
    trace = problem.__traceback__
    while trace is not None:
        at = trace.tb_frame.f_code
        if at.co_filename == own or "ipykernel_" in at.co_filename or at.co_filename.startswith("<ipython-input"):
            line, file, inside = trace.tb_lineno, at.co_filename, at.co_name
        trace = trace.tb_next
    try:
        message = str(problem)
    except Exception:
        message = ""  # it fails itself: the kind says what there is to say
    message = re.sub(r" at 0x[0-9a-fA-F]+", "", message)  # addresses differ from run to run
    return Failure(
        kind=str(type.__dict__["__name__"].__get__(type(problem))),
        message=message if len(message) <= 300 else f"{message[:299]}…",
        line=line,
        source=linecache.getline(file, line).strip() if line else "",
        function=inside,
    )


def parameters(function, count):
    """The names of the first `count` parameters of a function."""
    return list(inspect.signature(function).parameters)[:count]


def unusable(id, name, function, names):
    """Why what was handed over for exercise `id` cannot be called with arguments called `names`, in words, or ""."""
    call = f'`kml.check("{id}", {name})`'
    if function is None:
        return _("There is no function to check. Hand yours over: {call}.").format(call=call)
    if issubclass(type(function), type):
        return _("This is a class, and the exercise asks for a function. Hand yours over: {call}.").format(call=call)
    if not callable(function):
        kind = values.described(values.plain(function))
        return _("This is {kind}, not a function. Hand over the function itself, without brackets: {call}.").format(
            kind=kind, call=call
        )
    if getattr(function, COURSE_ANSWER, None) == id:
        return _("This is the course's answer, not yours: run the cell with your own function again, then this one.")
    return misfit(function, names)


def misfit(function, names):
    """A sentence that says why `function` cannot be called with arguments called `names`; "" if it can."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some built-in functions have no signature
        return ""
    try:
        signature.bind(*names)
    except TypeError:
        n, given = len(signature.parameters), listed(names)
        if n == len(names):  # some can only be given by name
            said = ngettext(
                "Your function takes {n} argument, the exercise gives it by position: {given}.",
                "Your function takes {n} arguments, the exercise gives them by position: {given}.",
                n,
            )
        else:
            said = ngettext(
                "Your function takes {n} argument, the exercise calls it with {wanted}: {given}.",
                "Your function takes {n} arguments, the exercise calls it with {wanted}: {given}.",
                n,
            )
        return said.format(n=n, wanted=len(names), given=given)
    return ""


def is_empty(function):
    """Whether the body does nothing but return None (`pass`, `...`, a docstring), told from its bytecode."""
    code = getattr(function, "__code__", None)
    return isinstance(code, types.CodeType) and _steps(code) == _steps(_nothing.__code__)


def _nothing():
    """An empty function in the bytecode of this Python: each version has its own for it."""


def _steps(code):
    """What a code object does, one step after the other."""
    found = ((step.opname, step.argval) for step in dis.get_instructions(code))
    return [step for step in found if step[0] not in ("RESUME", "NOP")]


def unwritten(function):
    """The name of a function that this one calls and that does nothing, such as an earlier step's stub; "" for none."""
    with contextlib.suppress(ValueError):  # it wraps itself
        function = inspect.unwrap(function)
    known = getattr(function, "__globals__", {})
    for name in _names_used(getattr(function, "__code__", None)):
        called = known.get(name)
        if isinstance(called, types.FunctionType) and is_empty(called):
            return name
    return ""


def _names_used(code):
    """The global names of a code object and of those within it, such as a comprehension's."""
    if isinstance(code, types.CodeType):
        yield from code.co_names
        for inner in code.co_consts:
            yield from _names_used(inner)


def returns_x(function):
    """Whether some `return` gives an attribute `x`, as what SciPy's solvers give has one, told from the bytecode."""
    code = getattr(function, "__code__", None)
    if not isinstance(code, types.CodeType):
        return False
    steps = list(dis.get_instructions(code))
    return any(
        step.opname == "LOAD_ATTR" and step.argval == "x" and then.opname == "RETURN_VALUE"
        for step, then in itertools.pairwise(steps)
    )


def keeps_marker(function, marker="# your code here"):
    """Whether the source, where it can be read, still holds the stub's comment."""
    try:
        return marker in inspect.getsource(function)
    except (OSError, TypeError):
        return False
