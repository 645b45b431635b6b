"""The commands of TEACHING.md, run in their order from an empty folder."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from making import FULL
from needs import ROOT, need


@pytest.mark.slow
def test_the_instructor_s_walk_works_as_written(tmp_path):
    need("bwrap")
    pytest.importorskip("nbgrader")
    commands = "".join(
        re.findall(r"^```sh\n(.*?)^```$", (ROOT / "TEACHING.md").read_text(encoding="utf-8"), re.M | re.S)
    )
    (tmp_path / "kml" / ".venv").mkdir(parents=True)
    for name in ("lessons", "solutions"):
        (tmp_path / "kml" / name).symlink_to(ROOT / name)
    (tmp_path / "kml" / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    environment = {**os.environ, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    run = subprocess.run(
        ["bash", "-e"],
        input=commands.replace("source ", "true "),
        text=True,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr
    assert "1 unreadable" in run.stdout and "uses the same rule" in run.stdout
    with open(tmp_path / "spring" / "grades" / "totals.csv", encoding="utf-8-sig", newline="") as file:
        points = {row["learner"]: row["points"] for row in csv.DictReader(file)}
    assert points == {"ada": str(FULL), "bob": str(FULL), "cem": ""}
    pages = {path.name for path in (tmp_path / "spring" / "grades" / "feedback").glob("*/*.html")}
    assert pages == {"ada.html", "bob.html", "cem.html"}
