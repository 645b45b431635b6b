"""The sandbox of an instructor who is not root: it holds as much, though there it cannot become somebody else.

As root, these tests become nobody (65534), and see Python and the course where they are.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from kml_classroom.grade import sandbox
from making import FULL, answer, solved
from needs import ROOT, need
from test_fairness import PROBES, key_in_this_session

GRADE = """\
import json, os, sys, tempfile
from pathlib import Path
from kml_classroom.grade.judge import grade_one
from kml_classroom.grade import sandbox
from making import SMALL
with tempfile.TemporaryDirectory() as place:
    path = Path(place, "03.ipynb")
    path.write_text(sys.stdin.read())
    grade = grade_one(path, "03", seed=7, limits=SMALL)
print(json.dumps([os.getuid(), grade.points, {mark.id: mark.reason for mark in grade.marks}]))
"""
MANY = """\
import os, time
import numpy as np
def gradient(X, y, theta):
    for _ in range(3):
        os.fork()
    kept = np.ones(15_000_000)
    time.sleep(60)
"""


FIRST = """\
import os
import numpy as np
def residuals(X, y, theta):
    try:
        raise ValueError(open("/proc/1/mem", "r+b"))
    except PermissionError:
        return X @ theta - y
"""


def as_nobody(*command):
    """The command, which another user runs where this is root; that user may read what the command needs."""
    if os.getuid():
        return command
    places = {Path(place).resolve() for place in (sys.base_prefix, sys.prefix, ROOT)} | {Path(sys.prefix)}
    closed = {folder for place in places for folder in place.parents if not folder.stat().st_mode & 0o001}
    options = [one for folder in closed for one in ("--perms", "0755", "--tmpfs", str(folder))]
    for place in places:
        if closed & {*place.parents}:
            options += [*sandbox._folders_above(place), "--ro-bind", str(place), str(place)]
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp"]
    return [need("bwrap"), "--dev-bind", "/", "/", *options, "--", *become, *command]


def test_who_is_not_root_has_a_sandbox_that_holds_as_much():
    need("bwrap")
    notebook = answer(solved(), "largest_step", PROBES.format(key=key_in_this_session()))
    run = subprocess.run(
        as_nobody(sys.executable, "-B", "-c", GRADE),
        input=json.dumps(answer(answer(notebook, "gradient", MANY), "residuals", FIRST)),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path.startswith(str(ROOT)))},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    uid, points, reasons = json.loads(run.stdout)
    assert uid and "more than 0.6 GB" in reasons["03.2"], reasons
    assert "[-1, -1, -1, -1, 'refused', 'refused', 'thread']" in reasons["03.5"], reasons["03.5"]
    assert points == FULL - 5, reasons
