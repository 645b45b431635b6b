"""How much memory and CPU a learner needs: each lesson, solved and run from top to bottom, and JupyterLab's server.

Prints the table of hub/README.md. Linux only (it reads /proc). Memory is the peak of resident pages of one process.
"""

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
PORT = 9871


def peak_mib(pid):
    """The most resident memory that the process has had, in MiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def cpu_seconds(pid):
    """Seconds of processor time that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def lesson(path):
    """(MiB, CPU seconds) of the kernel of a solved lesson, from its start to its last cell."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": path.parent}})
    with client.setup_kernel():
        pid = client.km.provisioner.pid
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        return peak_mib(pid), cpu_seconds(pid)


def server():
    """(MiB, CPU seconds) of JupyterLab's server after it has handed out its page and a lesson and started a kernel."""
    token = secrets.token_hex(16)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={PORT}",
        "--ServerApp.port_retries=0",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(
        [*command, f"--notebook-dir={ROOT}"], env={**os.environ, "JUPYTER_TOKEN": token}, **quiet
    )
    try:
        for _ in range(60):
            try:
                ask("lab", token)
                break
            except OSError:
                time.sleep(1)
        ask("lab/api/settings", token)
        ask("api/contents/lessons/05_watch_time.ipynb", token)
        ask("api/kernels", token, {"name": "python3"})
        time.sleep(5)
        return peak_mib(process.pid), cpu_seconds(process.pid)
    finally:
        process.terminate()
        process.wait()


def ask(path, token, data=None):
    """Ask the server for a page, or send it `data`."""
    body = json.dumps(data).encode() if data else None
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/{path}", body, {"Authorization": f"token {token}"})
    return urllib.request.urlopen(request).read()


def main():
    os.environ["KML_STATIC"] = "1"
    os.environ["OMP_NUM_THREADS"] = "2"
    print("| Process | Memory, MiB | CPU, s |\n| --- | ---: | ---: |")
    rows = {"JupyterLab's server": server}
    for path in sorted(ROOT.glob("solutions/*.ipynb")):
        rows[f"lesson {path.name[:2]}"] = lambda path=path: lesson(path)
    for name, measure in rows.items():
        memory, cpu = measure()
        print(f"| {name} | {memory:.0f} | {cpu:.0f} |", flush=True)


if __name__ == "__main__":
    main()
