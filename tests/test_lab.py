"""`make lab`, started as a learner starts it, in a real process: it answers over HTTP, and it stops without a trace."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from jupyter_client import BlockingKernelClient
from needs import ROOT, need

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds, for a machine that has other things to do


@contextmanager
def running_lab(tmp_path, options):
    """Run `make lab` on a copy of its own; yield (process, address, file of what it prints) once it has one."""
    make = need("make")
    printed = tmp_path / "printed.txt"
    env = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    with printed.open("w") as file:
        command = [make, "lab", f"ARGS={tmp_path}/lessons --no-browser {options}"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdout=file,
            stderr=file,
            start_new_session=True,
            # whoever runs the tests in the background has Ctrl+C ignored, and a child would inherit that
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:
        wait_until(lambda: address(printed.read_text()) or process.poll() is not None)
        assert address(printed.read_text()), printed.read_text()
        yield process, address(printed.read_text()), printed
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the session that was started above, and nothing else
            raise


def wait_until(done):
    """Return the first true answer of done(); fail when patience ends."""
    end = time.monotonic() + PATIENCE
    while not (answer := done()):
        assert time.monotonic() < end, "nothing happened in time"
        time.sleep(0.1)
    return answer


def address(text):
    """The address in what JupyterLab printed: (start, port, path, token), or None."""
    found = re.search(r"(http://(?:localhost|127\.0\.0\.1):(\d+))(/\S*)\?token=(\w+)", text)
    return found and (found[1], int(found[2]), found[3], found[4])


def get(url, sent=None):
    """What an address answers, to a GET, or to a POST of what is `sent` as JSON."""
    with urllib.request.urlopen(url, sent and json.dumps(sent).encode(), timeout=60) as response:
        return response.read().decode()


def talk_to(kernel):
    """Wait until a kernel answers."""
    client = BlockingKernelClient()
    client.load_connection_file(os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], f"kernel-{kernel}.json"))
    client.start_channels()
    client.kernel_info(reply=True, timeout=PATIENCE)
    client.stop_channels()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_make_lab_shows_the_welcome_page_and_stops_by_its_process_id(tmp_path):
    wanted = free_port()
    with running_lab(tmp_path, f"--port={wanted}") as (process, (start, port, path, token), __):
        assert port == wanted
        assert path.endswith("/tree/README.md")
        assert "jupyter-config-data" in get(f"{start}{path}?token={token}")
        welcome = get(f"{start}/api/contents/README.md?token={token}")
        assert "00_start_here.ipynb" in welcome
        with pytest.raises(urllib.error.HTTPError):
            get(f"{start}/api/contents/README.md")  # the token is what keeps others out
        process.terminate()
        process.wait(PATIENCE)
        wait_until(lambda: not listens(port))


def test_the_terminal_stays_quiet_when_a_lesson_is_opened(tmp_path):
    name = "00_start_here.ipynb"
    with running_lab(tmp_path, f"--port={free_port()}") as (__, (start, __, __, token), printed):
        assert "cells" in get(f"{start}/api/contents/{name}?token={token}")
        asked = {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}}
        kernel = json.loads(get(f"{start}/api/sessions?token={token}", asked))["kernel"]["id"]
        talk_to(kernel)
        said = [
            line for line in printed.read_text().splitlines() if re.search(r"WARN|ERROR|\[[WE] |rust|encrypt", line)
        ]
        graders = r"\[NbGrader|.*The course directory root is not"  # nbgrader's, which learners do not have
        assert [line for line in said if not re.match(graders, line)] == []


def test_make_lab_finds_another_port_when_its_own_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with running_lab(tmp_path, f"--port={taken.getsockname()[1]}") as (__, (start, port, __, token), __):
            assert port != taken.getsockname()[1]
            assert "README.md" in get(f"{start}/api/contents?token={token}")


def test_ctrl_c_stops_it_without_a_question(tmp_path):
    with running_lab(tmp_path, f"--port={free_port()}") as (process, (__, port, __, __), __):
        os.killpg(process.pid, signal.SIGINT)  # what a terminal sends
        process.wait(PATIENCE)
        wait_until(lambda: not listens(port))
