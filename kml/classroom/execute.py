"""Run notebooks, each in a fresh kernel of this Python, two at a time."""

import asyncio
import os
import re

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from kml.classroom.notebooks import set_metadata
from kml.classroom.source import Problem

AT_A_TIME = 2
CELL_TIMEOUT_S = 600
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
    environment = {key: value for key, value in os.environ.items() if key not in ("KML_CREATOR", "MPLBACKEND")}
    client = _Client(
        notebook,
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # a kernel's own warnings are nothing an author can mend
        resources={"metadata": {"path": str(source.path.parent)}},
        on_cell_executed=lambda **_: on_cell(),
    )
    failure = None
    try:
        await client.async_execute(env={**environment, "KML_STATIC": "1"})
    except CellExecutionError as error:
        failure = _plain(f"{error.ename}: {error.evalue}")
    except CellTimeoutError:
        failure = f"took longer than {timeout} s"
    except DeadKernelError:
        failure = "the kernel died"
    widgets = notebook.metadata.get("widgets")
    set_metadata(notebook, source)

    problems = []
    by_id = {cell.id: cell for cell in source.cells}
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        said = "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stderr")
        traceback = "\n".join("\n".join(o.traceback) for o in cell.outputs if o.output_type == "error")
        where = f"{source.where(by_id[cell.id]) if cell.id in by_id else source.label} (cell {number})"
        if said:
            mend = "remove the cause, or catch the warning if it is part of the lesson."
            problems.append(Problem(where, "the cell wrote to stderr.", mend, f"{_plain(said)}\n{cell.source}"))
        if traceback or (failure and cell.execution_count is None and cell.source.strip()):
            detail = f"{cell.source}\n\n{_plain(traceback)}"
            problems.append(Problem(where, f"the cell failed ({failure}).", "correct the cell.", detail))
            break
    if failure and not problems:
        problems.append(Problem(source.label, f"the notebook failed: {failure}.", "run it in JupyterLab and look."))
    if widgets:
        problems.append(Problem(source.label, "the notebook made live widgets.", "respect KML_STATIC in that cell."))
    return problems


def _plain(text):
    return _COLOUR_CODES.sub("", text)
