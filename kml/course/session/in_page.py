"""Python in a page that one reads: what a cell shows goes to the page, and what one moves there comes back.

The page's worker calls `begin` once, `run` for each cell, and `moved` for each move of a control. JupyterLite's
`pyodide_kernel` stands between IPython and the page; it is on the site, and not on a computer that learns with Jupyter.
"""

import json
import logging
import os
import re
import sys
import traceback

from kml.core.words import listed
from kml.course.checking import errors
from kml.course.session.in_browser import numpy_as_everywhere
from kml.course.session.lacking import CELL, Lacking

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_kernel = _lacking = None


def begin(tell):
    """Connect IPython with the page: `tell(kind, content, buffers)` gets JSON and a list of bytes.

    Kinds are stream, display, update, clear, result, and comm_open, comm_msg, comm_close of the controls.
    """
    global _kernel, _lacking
    os.environ["KML_STATIC"] = "0"
    os.environ["IPYTHONDIR"] = "/tmp/ipython"  # nothing to be kept
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it counts fonts once, and says so
    numpy_as_everywhere()
    import pyodide_kernel
    from pyodide_kernel.jsonutil import encode_images, json_clean

    def say(kind, buffers=(), **content):
        tell(kind, json.dumps(content), [bytes(buffer) for buffer in buffers])

    def shown(data):
        return json_clean(encode_images(data))

    shell, _kernel = pyodide_kernel.ipython_shell, pyodide_kernel.kernel_instance
    _lacking = Lacking("torch", shell.user_ns)
    page = shell.display_pub
    page.display_data_callback = lambda data, about, more: say(
        "display", data=shown(data), metadata=json_clean(about or {}), id=(more or {}).get("display_id")
    )
    page.update_display_data_callback = lambda data, about, more: say(
        "update", data=shown(data), metadata=json_clean(about or {}), id=(more or {}).get("display_id")
    )
    page.clear_output_callback = lambda wait: say("clear", wait=bool(wait))
    shell.displayhook.publish_execution_result = lambda __, data, about: say(
        "display", data=data, metadata=json_clean(about or {})
    )
    for stream in (pyodide_kernel.stdout_stream, pyodide_kernel.stderr_stream):
        stream.publish_stream_callback = lambda name, text: say("stream", name=name, text=text)
    shell.send_comm = lambda kind, content, about, topic, buffers: say(kind, buffers or (), **json_clean(content))


async def run(code):
    """Run a cell; return JSON: {"status": "ok"}, or of an error its name, text, the course's sentence and its lines.

    Where a part was left out because a browser has no PyTorch, the status is "lacking": `torch` says whether it needs
    that itself, `names` what else, which another part would have made with it.
    """
    found, names = await _lacking.run(code, _execute)
    if names:
        return json.dumps({"status": "lacking", "torch": "torch" in names, "names": listed(sorted(names))})
    if found["status"] == "ok":
        return json.dumps({"status": "ok"})
    problem = sys.last_value
    kind, text = type(problem).__name__, str(problem)
    lines = [_COLOURS.sub("", line) for line in found["traceback"]]
    if lines == [f"{kind}: {text}"]:  # a sentence alone: the page says it anyway
        lines = []
    said = errors.in_words(kind, text, _line(problem))
    return json.dumps({"status": "error", "name": kind, "text": text, "said": said, "lines": lines})


async def _execute(code):
    found = await _kernel.run(code)
    return found, None if found["status"] == "ok" else sys.last_value


def _line(problem):
    """The learner's own line that raised it, or ""."""
    frames = traceback.extract_tb(problem.__traceback__)
    return next((frame.line or "" for frame in reversed(frames) if CELL.search(frame.filename)), "")


def moved(message, buffers):
    """A control was moved or pressed: hand the page's message to it."""
    data = json.loads(message)
    content = {"comm_id": data["id"], "data": data["data"]}
    _kernel.comm_manager.comm_msg(None, None, {"content": content, "buffers": [memoryview(b) for b in buffers]})
