"""Install kml and what it needs into .venv, with one line of progress: run by tools/setup.sh, with .venv's own Python.

python tools/install.py          what learning needs
python tools/install.py dev      what building and testing need besides

Ways to it, the first that works: with what is here already (a moved folder, no network); uv, which picks the build of
torch for this machine, small where there is no GPU; pip. Where pip was told where packages come from (a mirror, a
folder of wheels), uv is told the same, and takes the torch that is there. What was said on the way is in
.venv/install.txt.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = Path(sys.prefix, "install.txt")
COMMAND = Path(sys.executable).with_name("kml")
BUILDS = "hatchling>=1.26"  # what builds both packages; here, it does so without a network, too
READS_GROUPS = "pip>=25.1"  # the first that knows the groups of pyproject.toml
# What pip may be told of where packages come from → uv's options
SOURCES = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "no-index": "--no-index",
}
BESIDES = {"constraint": "--constraint", "trusted-host": "--allow-insecure-host"}
SHOWN = ("Collecting ", "Downloading ", "Installing ", "Building ", "Resolved ", "Prepared ", "Installed ", "Using ")


def main(group=""):
    all_of_it = ("-e", "./classroom[author,grade,scale,site]", "--group", group) if group else ("-e", "./classroom")
    parts = ("--no-build-isolation", "-e", ".", *all_of_it)
    LOG.write_text("")
    # Before 2026-12 the command kml was a part of kml-classroom: renewing that later would take the new command away.
    if COMMAND.exists() and "kml_classroom" in COMMAND.read_text(errors="replace"):
        works([*PIP, "uninstall", "-y", "kml-classroom"])
    if works([*PIP, "install", "--no-index", *parts]):
        return 0
    say("Installing kml and what it needs into .venv. The first time takes some minutes, most of them torch.")
    # Before 2026-12 this project was installed under the name kml, which is a stranger's on PyPI.
    works([*PIP, "uninstall", "-y", "kml"])
    if works([*PIP, "install", BUILDS, *([READS_GROUPS] if group else [])]):
        if (uv := uv_here()) and works([*uv, "pip", "install", "--python", sys.executable, *where_from(), *parts]):
            return 0
        if works([*PIP, "install", *parts]):
            return 0
    say(*LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-25:], sep="\n")
    say("The installation did not finish: the reason is in the lines above. Run the same command again to go on.")
    return 1


PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-color"]


def uv_here():
    """The command uv: the one on the PATH; else one of .venv's own."""
    if found := shutil.which("uv"):
        return [found]
    return [sys.executable, "-m", "uv"] if works([*PIP, "install", "uv"]) else []


def where_from():
    """uv's options for where packages come from: as pip was told; else PyTorch's own site, for its build for here.

    UV_TORCH_BACKEND in the environment says which build of torch it shall be.
    """
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True).stdout.splitlines()
    counts = {"install": 1, ":env:": 2}  # as for pip: what is said of installing counts more, the environment most
    told = {}
    for line in sorted(listed, key=lambda line: counts.get(line.partition(".")[0], 0)):
        name, _, value = line.partition("=")
        told[name.rpartition(".")[2]] = str(ast.literal_eval(value)).split()
    if told.pop("no-index", ["false"])[0].lower() in ("1", "true", "yes", "on"):
        told["no-index"] = [""]
    if "cert" in told:
        os.environ.setdefault("SSL_CERT_FILE", told["cert"][0])
    uvs = SOURCES | BESIDES
    options = [word for name in uvs for value in told.get(name, ()) for word in (uvs[name], value) if word]
    if "--index" in options:
        options.append("--index-strategy=unsafe-best-match")  # the newest of all of them, as pip takes it
    if SOURCES.keys() & told.keys() or os.environ.get("UV_TORCH_BACKEND"):
        return options
    return [*options, "--torch-backend=auto"]


def works(command):
    """Run a command in the course's folder; whether it succeeded. A terminal shows what it is at, in one line."""
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        run = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        for line in run.stdout:
            log.write(line)
            if line.strip().startswith(SHOWN):
                show(line.strip())
        show("")
        return run.wait() == 0


def show(line):
    """The one line of progress; nothing where nobody watches."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 3
        print(f"\r\033[K{line and '  ' + line[:width]}", end="", file=sys.stderr, flush=True)


def say(*lines, **how):
    print(*lines, file=sys.stderr, **how)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
