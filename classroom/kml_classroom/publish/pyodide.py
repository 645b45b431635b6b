"""Pyodide, the Python that runs in a browser, laid out for a static site: as much of it as package registries have.

Pyodide keeps a list of its packages, `pyodide-lock.json`: a cell that imports one of them has it loaded, with what that
needs. Here every package in pure Python gets its file on the site, and kml stands in the list like any other. What is
compiled for the browser (numpy, pandas, scipy, …) is in no registry: its file stays on Pyodide's CDN.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_PYTHON_VERSION, PYODIDE_VERSION
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

KML = "kml-lab"  # what kml is called where packages are installed
LIST = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LIST)
KERNEL = ("comm", "ipython", "jedi", "micropip")  # what JupyterLite loads before the first cell
# Pure Python that Pyodide's list does not have: name → what has to be loaded with it
MORE = {
    "comm": ["traitlets"],
    "datasketch": ["numpy", "scipy"],
    "imagehash": ["numpy", "pillow", "pywavelets", "scipy"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
}
# Of kml's needs: PyTorch has no build for browsers, JupyterLab is the page itself, pooch only fetches data sets.
LEFT_OUT = {"jupyterlab", "pooch", "torch"}


def lay_out(folder, root, wheel):
    """Put Pyodide into the new `folder`, with kml's `wheel` of the checkout `root`.

    Returns the names of the packages that the browser gets from the CDN. Raises RuntimeError if npm is missing, or if
    npm or pip fails.
    """
    folder.mkdir(parents=True)
    fetch_core(folder)
    listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    packages, needs = listed["packages"], kml_needs(root)
    depends = {name: package["depends"] for name, package in packages.items()} | MORE | {KML: list(needs)}
    used = closure(depends, [*KERNEL, KML])
    wanted = [needs.get(name, name) for name in MORE]
    wanted += [f"{name}=={packages[name]['version']}" for name in used if is_pure(packages.get(name))]
    fetch_wheels(folder, wanted, PYODIDE_PYTHON_VERSION)
    shutil.copy(wheel, folder)
    point_to_files(packages, depends, folder)
    (folder / LIST).write_text(json.dumps(listed), encoding="utf-8")
    return [name for name in used if packages[name]["file_name"].startswith(PYODIDE_CDN_URL)]


def fetch_core(folder):
    """Put the interpreter and the list of packages into `folder`: the npm package has both, PyPI has neither."""
    with tempfile.TemporaryDirectory() as scratch:
        call(npm(), "pack", f"pyodide@{PYODIDE_VERSION}", cwd=scratch)
        with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
            for name in CORE:
                (folder / name).write_bytes(archive.extractfile(f"package/{name}").read())


def own_wheel(root, folder):
    """Make kml's wheel of the checkout `root` in `folder`; return its path. Raises RuntimeError if pip fails."""
    call(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", f"--wheel-dir={folder}", str(root))
    (wheel,) = Path(folder).glob(f"{KML.replace('-', '_')}-*.whl")
    return wheel


def fetch_wheels(folder, wanted, python):
    """Put the wheels of `wanted` into `folder`: pure ones, for a browser's `python`."""
    pure = ("--only-binary=:all:", "--platform=any", "--implementation=py", f"--python-version={python}")
    if wanted:
        call(sys.executable, "-m", "pip", "download", "-q", "--no-deps", *pure, f"--dest={folder}", *wanted)


def npm():
    """The path of npm. Raises RuntimeError if it is missing."""
    found = shutil.which("npm")
    if found is None:
        raise RuntimeError("Pyodide and the editor come with npm, which is not here: sudo apt install npm")
    return found


def kml_needs(root):
    """{name: requirement} of what kml needs in a browser, from pyproject.toml."""
    about = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    needs = {canonicalize_name(Requirement(need).name): need for need in about["project"]["dependencies"]}
    return {name: need for name, need in needs.items() if name not in LEFT_OUT}


def closure(depends, names):
    """These packages and all that they need, sorted by name; `depends` is {name: names}."""
    found, waiting = set(), list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found:
            found.add(name)
            waiting += depends[name]
    return sorted(found)


def is_pure(package):
    """Whether this entry of the list (None: it has none) is a package in pure Python."""
    return package is not None and package["file_name"].endswith("-none-any.whl")


def point_to_files(packages, depends, folder):
    """Make the entries of the list name the wheels in `folder`, and the CDN's file where there is none."""
    for package in packages.values():
        package["file_name"] = f"{PYODIDE_CDN_URL}/{package['file_name']}"
    for file in folder.glob("*.whl"):
        name, version, *_ = parse_wheel_filename(file.name)
        packages[name] = {
            "name": name,
            "version": str(version),
            "file_name": file.name,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "install_dir": "site",
            "package_type": "package",
            "imports": ["kml"] if name == KML else packages.get(name, {}).get("imports", [name]),
            "depends": depends[name],
            "unvendored_tests": False,
        }


def call(*command, cwd=None):
    """Run a program. Raises RuntimeError with all that it said if it fails."""
    told = subprocess.run(command, cwd=cwd, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if told.returncode:
        raise RuntimeError(f"{told.stdout}\nThe site is not built. This failed, as told above: {' '.join(command)}")
