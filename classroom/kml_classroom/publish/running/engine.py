"""Lay out what "Run here" needs on the site: Pyodide, the wheels that it lacks, and the page's scripts.

Pyodide comes from a folder, whose files then lie on the site and need no other host, or from an address, where browsers
fetch them. What has a fingerprint in its folder's name never changes there, so a browser keeps it for offline use.
"""

import contextlib
import hashlib
import json
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL

from kml_classroom.publish.pyodide import KML, LIST, MORE, call, closure, fetch_core, fetch_wheels, kml_needs, npm
from kml_classroom.words import N_, _, speaking

WEB = Path(__file__).parent / "web"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# What stands between IPython and the page: JupyterLite's own, in the folder of its extension
BRIDGE = ("pyodide_kernel", "ipykernel", "piplite")
BRIDGE_AT = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
PYTHON_SIDE = ("comm", "ipython")
LEFT_OUT = {"pywavelets"}  # imagehash needs it for a kind of hash that the course does not use
EDITOR = {
    "@codemirror/autocomplete": "6.20.4",
    "@codemirror/commands": "6.11.1",
    "@codemirror/lang-python": "6.2.1",
    "@codemirror/language": "6.13.1",
    "@codemirror/state": "6.7.6",
    "@codemirror/view": "6.43.15",
    "@lezer/highlight": "1.2.5",
    "esbuild": "0.28.2",
}
# What the page says: name in the scripts → the words
SAYS = {
    "run_here": N_("Run here"),
    "run_all": N_("Run everything"),
    "run": N_("Run"),
    "stop": N_("Stop"),
    "afresh": N_("Start Python afresh"),
    "save": N_("Save as a notebook"),
    "open": N_("Open my notebook"),
    "edit": N_("Edit"),
    "reset": N_("As it was"),
    "code": N_("Code"),
    "answer": N_("Your answer to exercise {id}"),
    "indent": N_("Indent"),
    "outdent": N_("Outdent"),
    "traceback": N_("All that Python says"),
    "fetching": N_("Your browser fetches Python and keeps it: {percent}%."),
    "starting": N_("Python starts."),
    "ready": N_(
        "Python is ready. Run a cell: those above it that it needs run first. Shift+Enter runs it from the editor."
    ),
    "failed": N_(
        "Python did not start. If there is a connection, {host} may be blocked here. The page can be read without it; "
        "to try again, tap the button once more. (The browser says: {reason})"
    ),
    "still_running": N_("This cell still runs. If it does not end, stop it."),
    "stopping": N_("Stopping …"),
    "stopped": N_("Stopped. All that ran before is still there."),
    "anew": N_("Python has started anew. What you wrote is still there; cells run again when they are needed."),
    "yours_is_here": N_("What you wrote here is kept in this browser."),
    "saved": N_("Saved as {name}: hand it in, or open it in Jupyter."),
    "opened": N_("Opened {name}: its answers are in the cells."),
    "no_torch": N_("This needs PyTorch, which no browser has. To run it, open the notebook in JupyterLab or on Colab."),
    "no_torch_stands": N_(
        "This needs PyTorch, which no browser has: what stands here was computed before. To run it, open the notebook "
        "in JupyterLab or on Colab."
    ),
    "no_names": N_(
        "This needs {names}, which a cell above makes with PyTorch, and no browser has that. To run it, open the "
        "notebook in JupyterLab or on Colab."
    ),
    "no_names_stands": N_(
        "This needs {names}, which a cell above makes with PyTorch, and no browser has that: what stands here was "
        "computed before. To run it, open the notebook in JupyterLab or on Colab."
    ),
    "download": N_("Download the notebook"),
    "not_this_lesson": N_("{name} is not a notebook of this lesson."),
}


def lay_out(site, root, languages, wheel, pyodide=None):
    """Put all of it into `site`/run, for the pages in these languages; `pyodide` is a folder or an address.

    `wheel` is kml's own file, of the checkout `root` (`own_wheel`). Without `pyodide` browsers fetch Pyodide from its
    own CDN. Raises RuntimeError if what is named is no Pyodide, or if npm or pip fails.
    """
    run = site / "run"
    run.mkdir(parents=True)
    place, listed = found(pyodide)
    packages, lacking, needs = wanted(listed["packages"], root)
    python = f"{place.rstrip('/')}/" if isinstance(place, str) else copied(place, listed, packages, run)
    wheels = lay_out_wheels(run, wheel, [needs.get(name, name) for name in lacking], listed["info"]["python"])
    scripts(run)
    about = {
        "python": python,
        "packages": packages,
        "wheels": wheels,
        "bytes": size(listed, packages, place, run, wheels),
    }
    (run / "run.json").write_text(json.dumps(about), encoding="utf-8")
    for language in languages:
        with speaking(language):
            says = {name: _(text) for name, text in SAYS.items()}
        (run / f"{language}.json").write_text(json.dumps(says, ensure_ascii=False), encoding="utf-8")


def found(pyodide):
    """(folder or address, list of packages) of the Pyodide that was named."""
    if pyodide is None:
        with tempfile.TemporaryDirectory() as scratch:
            fetch_core(Path(scratch))
            return PYODIDE_CDN_URL, read(Path(scratch, LIST).read_text(encoding="utf-8"), PYODIDE_CDN_URL)
    if str(pyodide).startswith(("http://", "https://")):
        try:
            with urllib.request.urlopen(f"{str(pyodide).rstrip('/')}/{LIST}", timeout=60) as answer:
                return str(pyodide), read(answer.read().decode(), pyodide)
        except (OSError, urllib.error.URLError) as problem:
            raise RuntimeError(
                _("There is no Pyodide at {place}: {reason}").format(place=pyodide, reason=problem)
            ) from None
    file = Path(pyodide, LIST)
    if not file.is_file():
        reason = _("{name} is missing").format(name=LIST)
        raise RuntimeError(_("There is no Pyodide at {place}: {reason}").format(place=pyodide, reason=reason))
    return Path(pyodide), read(file.read_text(encoding="utf-8"), pyodide)


def read(text, place):
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        listed = json.loads(text)
        if listed.keys() >= {"info", "packages"}:
            return listed
    raise RuntimeError(_("There is no Pyodide at {place}: {reason}").format(place=place, reason=LIST))


def wanted(listed, root):
    """(names that Pyodide has, names that it has not, {name: requirement}) of what the lessons load in a page."""
    needs = kml_needs(root)
    depends = {name: package["depends"] for name, package in listed.items()}
    depends |= {name: some for name, some in MORE.items() if name not in listed} | {KML: list(needs)}
    for name in LEFT_OUT:
        depends[name] = []
    names = closure({name: depends.get(name, []) for name in everything(depends)}, [*PYTHON_SIDE, KML])
    names = [name for name in names if name not in LEFT_OUT | {KML}]
    return [n for n in names if n in listed], [n for n in names if n not in listed], needs


def everything(depends):
    return {*depends, *(name for some in depends.values() for name in some)}


def copied(folder, listed, packages, run):
    """Copy what is used of a folder's Pyodide into `run`; return where it lies there."""
    files = [name for name in CORE if (folder / name).is_file()]
    files += [listed["packages"][name]["file_name"] for name in packages]
    if missing := [name for name in files if not (folder / name).is_file()]:
        reason = _("{name} is missing").format(name=missing[0])
        raise RuntimeError(_("There is no Pyodide at {place}: {reason}").format(place=folder, reason=reason))
    mark = hashlib.sha256()
    for name in files:
        mark.update((folder / name).read_bytes())
    there = run / mark.hexdigest()[:16]
    there.mkdir()
    for name in files:
        shutil.copy(folder / name, there)
    used = {name: listed["packages"][name] for name in packages}
    (there / LIST).write_text(json.dumps(listed | {"packages": used}), encoding="utf-8")
    return f"{there.name}/"


def lay_out_wheels(run, wheel, lacking, python):
    """Put kml's wheel, the bridge's and those that Pyodide lacks into `run`; return their addresses there."""
    with tempfile.TemporaryDirectory() as scratch:
        fetch_wheels(scratch, lacking, python)
        shutil.copy(wheel, scratch)
        for name in BRIDGE:
            (file,) = BRIDGE_AT.glob(f"{name}-*.whl")
            shutil.copy(file, scratch)
        files = sorted(Path(scratch).glob("*.whl"))
        mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
        there = run / mark
        there.mkdir()
        for file in files:
            shutil.copy(file, there)
    return [f"{mark}/{file.name}" for file in files]


def scripts(run):
    """Put the page's scripts into `run`, the editor bundled with what it needs."""
    for file in WEB.iterdir():
        if file.name != "editor.js":
            shutil.copy(file, run)
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(WEB / "editor.js", scratch)
        Path(scratch, "package.json").write_text(json.dumps({"private": True, "dependencies": EDITOR}))
        call(npm(), "install", "--silent", "--no-audit", "--no-fund", cwd=scratch)
        program = Path(scratch, "node_modules", ".bin", "esbuild")
        call(str(program), "editor.js", "--bundle", "--format=esm", "--minify", "--legal-comments=eof",
             f"--outfile={run / 'editor.js'}", cwd=scratch)  # fmt: skip


def size(listed, packages, place, run, wheels):
    """About how many bytes a browser fetches: for the bar that shows how far it is."""
    own = sum((run / wheel).stat().st_size for wheel in wheels)
    if isinstance(place, Path):
        files = [*CORE, LIST, *(listed["packages"][name]["file_name"] for name in packages)]
        return own + sum((place / name).stat().st_size for name in files if (place / name).is_file())
    return own + 45_000_000  # a CDN's list names no sizes: what Pyodide 314 with these packages weighs
