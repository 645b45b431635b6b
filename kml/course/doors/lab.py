"""JupyterLab on a folder of lessons: which of its options a learner's lab is started with, and why."""

import contextlib
import json
import os
import re
import sys
import tempfile
from importlib.metadata import entry_points
from pathlib import Path

from kml.core import words
from kml.course.doors import speaking
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
    with in_the_learners_language():
        return main()


@contextlib.contextmanager
def in_the_learners_language():
    """Within this context JupyterLab's menus begin in the language in use, where a language pack for it is installed.

    What somebody chooses there (Settings ▸ Language) counts more: this is only where JupyterLab begins. It would begin
    in the locale itself, but only if the system has it; and it knows nothing of --lang and KML_LANG.
    """
    pack = _language_pack()
    if not pack:
        yield
        return
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder, "labconfig", "default_setting_overrides.json")
        chosen.parent.mkdir()
        chosen.write_text(json.dumps({"@jupyterlab/translation-extension:plugin": {"locale": pack}}), encoding="utf-8")
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [before, folder]))  # others' count more
        try:
            yield
        finally:
            os.environ.pop("JUPYTER_CONFIG_PATH")
            if before is not None:
                os.environ["JUPYTER_CONFIG_PATH"] = before


def _language_pack():
    """The locale of the installed language pack for the language in use, such as "zh_CN"; "" if there is none."""
    installed = {pack.name for pack in entry_points(group="jupyterlab.languagepack")}
    packs = sorted(pack for pack in installed if pack.partition("_")[0] == words.language())
    own = speaking.locale()
    return own if own in packs else next(iter(packs), "")


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
