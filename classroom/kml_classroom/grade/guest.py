"""The worker's part in a sandbox of WebAssembly: one answer, and then this interpreter is gone.

There are no processes in there, so that each answer has an interpreter of its own. The wire is one function of the
host's, which `wasi` keeps: it is given a line, or nothing to be given the next one.
"""

import importlib
import json
import os
import sys
import types

import _host
import numpy as np

from kml_classroom.grade import worker


class _Silent(types.ModuleType):
    """A module of IPython, which is not here: whatever is called in it does nothing, for nobody looks."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **named: None


class _Wire:
    """Lines of JSON through the host's one function."""

    def read(self):
        """The next message."""
        return json.loads(_host.call(b""))

    def write(self, message):
        _host.call(json.dumps(message).encode())


def main(arguments):
    """Answer one job. `arguments` are the limits as JSON."""
    limits = json.loads(arguments[0])
    for name in ("IPython", "IPython.core", "IPython.core.inputtransformer2", "IPython.display"):
        sys.modules[name] = _Silent(name)
    sys.modules["IPython"].version_info = (9, 0)  # which matplotlib compares
    np.seterr(all="ignore")
    if limits["library"] is not None:
        worker.refuse(limits["library"], limits["refusal"])
    for name in limits["modules"]:
        importlib.import_module(name)
    os.chdir("/tmp")  # the one place where it may write
    wire = _Wire()
    worker.answer(wire, wire.read())


status = 1
try:
    main(sys.argv[1:])
    status = 0
finally:
    os._exit(status)  # nothing that waits for the exit of Python is waited for
