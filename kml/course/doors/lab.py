"""JupyterLab on a folder of lessons: which of its options a learner's lab is started with, and why."""

import os
import re
import sys
from pathlib import Path

from kml.core import words
from kml.course.doors.saving import before_saving

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def start(folder, more=()):
    """Run JupyterLab on the folder until it is stopped; `more` are options of JupyterLab's own, and count more."""
    from jupyterlab.labapp import main

    # what stands beside this Python, such as the command kml, is found from a lesson's cell, too
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    named = {option.partition("=")[0] for option in more}
    ours = [option for option in options(folder) if option.partition("=")[0] not in named]  # it takes none twice
    sys.argv[1:] = [*ours, *more]  # each extension of JupyterLab looks there, too
    return main()


def options(folder):
    """JupyterLab's command line for this folder, on this machine.

    >>> from pathlib import Path
    >>> [option for option in options(Path("my_lessons")) if "notebook-dir" in option]
    ['--notebook-dir=my_lessons']
    """
    page = f"{words.language()}/README.md"
    page = page if (Path(folder) / page).exists() else "README.md"
    chosen = [
        f"--notebook-dir={folder}",
        f"--LabApp.default_url=/lab/workspaces/kml/tree/{page}",
        # its warnings are for those who run servers: each lesson that is opened for the first time is "not trusted"
        "--log-level=ERROR",
        "--LabApp.log_level=ERROR",
        "-y",  # Ctrl+C stops it without a question
        f"--ContentsManager.pre_save_hook={before_saving.__module__}.{before_saving.__name__}",
    ]
    if _can_encrypt():  # between the page's server and a lesson's Python; without it, each Python warns
        chosen.append("--KernelManager.transport_encryption=auto")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        chosen.append("--allow-root")
    if sys.platform == "linux" and not any(map(os.environ.get, _SCREENS)):
        chosen.append("--no-browser")  # else a browser for terminals would open in this one
    if origin := _codespace():
        chosen.append(f"--ServerApp.allow_origin_pat={origin}")
    return chosen


def _can_encrypt():
    """Whether the Jupyter that is installed encrypts what it says to its kernels (jupyter_client 8.10 can)."""
    import zmq
    from jupyter_client import KernelManager

    return KernelManager.class_traits().get("transport_encryption") is not None and zmq.has("curve")


def _codespace():
    """The addresses under which this codespace's own ports are seen in a browser, as a pattern; "" anywhere else."""
    name = os.environ.get("CODESPACE_NAME", "")
    domain = os.environ.get("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN", "")
    return rf"https://{re.escape(name)}-\d+\.{re.escape(domain)}" if name and domain else ""
