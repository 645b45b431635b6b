"""Run notebooks, each in a fresh kernel of this Python, two at a time."""

import asyncio
import os
import re

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

from kml_classroom.author.notebooks import set_metadata
from kml_classroom.author.source import Problem

AT_A_TIME = 2
CELL_TIMEOUT_S = 600
_CHOSEN = ("KML_CREATOR", "KML_LANG", "MPLBACKEND")  # what an author may have chosen, and a build has not
_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")


class _Client(NotebookClient):
    """nbclient with the kernel of the running Python, whatever kernels the machine's owner has installed."""

    def create_kernel_manager(self):
        self.km = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
        return self.km


def execute_all(pairs, on_cell=lambda: None, on_done=lambda source, problems: None, timeout=CELL_TIMEOUT_S):
    """Run every (source, notebook) in place, in static mode, in the source's folder.

    Calls `on_cell` after each code cell and `on_done(source, problems)` after each notebook; returns all problems.
    Anything on stderr is a problem: a learner would see it in red.
    """

    async def every():
        gate = asyncio.Semaphore(AT_A_TIME)

        async def one(source, notebook):
            async with gate:
                problems = await _execute(source, notebook, on_cell, timeout)
                on_done(source, problems)
                return problems

        return await asyncio.gather(*(one(*pair) for pair in pairs))

    return [problem for problems in asyncio.run(every()) for problem in problems]


async def _execute(source, notebook, on_cell, timeout):
    environment = {key: value for key, value in os.environ.items() if key not in _CHOSEN}
    failure, begun = "", []
    client = _Client(
        notebook,
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # a kernel's own warnings are nothing an author can mend
        resources={"metadata": {"path": str(source.path.parent)}},
        on_cell_execute=lambda cell, **_: begun.append(cell.id),
        on_cell_executed=lambda **_: on_cell(),
    )
    try:
        await client.async_execute(env={**environment, "KML_STATIC": "1"})
    except CellExecutionError as error:
        failure = _plain(f"{error.ename}: {error.evalue}")
    except CellTimeoutError:
        failure = f"it took longer than {timeout} s"
    except RuntimeError:  # of which nbclient's DeadKernelError is one
        failure = "the kernel died"
    problems = list(_red_lines(source, notebook))
    if failure:
        problems.append(_failure(source, notebook, failure, begun))
    if "widgets" in notebook.metadata:
        problems.append(Problem(source.label, "the notebook made live widgets.", "respect KML_STATIC in that cell."))
    set_metadata(notebook, source)
    return problems


def _red_lines(source, notebook):
    """A Problem for each cell that wrote to stderr, which a learner would see in red."""
    for cell in notebook.cells:
        said = [o.text for o in cell.get("outputs", []) if o.output_type == "stream" and o.name == "stderr"]
        if said:
            mend = "remove the cause, or catch the warning if it is part of the lesson."
            detail = f"{_plain(''.join(said))}\n{cell.source}"
            yield Problem(_where(source, notebook, cell.id), "the cell wrote to stderr.", mend, detail)


def _failure(source, notebook, failure, begun):
    """The Problem of the cell that was begun last."""
    if not begun:
        return Problem(source.label, f"it could not be run ({failure}).", "see whether JupyterLab can run a notebook.")
    cell = next(cell for cell in notebook.cells if cell.id == begun[-1])
    traceback = [row for output in cell.outputs if output.output_type == "error" for row in output.traceback]
    detail = "\n".join([cell.source, "", *traceback])
    return Problem(_where(source, notebook, cell.id), f"the cell failed ({failure}).", "correct it.", _plain(detail))


def _where(source, notebook, id):
    number = [cell.id for cell in notebook.cells].index(id) + 1
    place = next((source.where(cell) for cell in source.cells if cell.id == id), source.label)
    return f"{place} (cell {number})"


def _plain(text):
    return _COLOUR_CODES.sub("", text)
