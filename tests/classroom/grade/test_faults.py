"""What a machine may do to a grader: a disk that is full, a folder that may not be written to, two at once."""

import subprocess
import sys

from kml_classroom import cli
from kml_classroom.grade import journal
from making import untouched, write
from needs import need

# Grades while 8 kB are left of a small disk, then where nothing may be written, then with room: the status of each
FULL = """
import shutil, sys
from pathlib import Path
from kml_classroom import cli

if __name__ == "__main__":
    sys.modules["nbgrader"] = None  # whose start takes longer than all the rest
    disk, fixed, inbox = map(Path, sys.argv[1:])
    (disk / "noise").write_bytes(bytes(shutil.disk_usage(disk).free - 8192))
    for out in (disk / "out", fixed / "out"):
        print(cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(out), "--unsafe", "--workers", "1"]))
    (disk / "noise").unlink()
    print(cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(disk / "out"), "--unsafe", "--workers", "1"]))
    print((disk / "out" / "totals.csv").read_text())
"""


def test_a_full_disk_or_a_folder_that_is_read_only_is_told_and_costs_no_grade(tmp_path):
    bubble = need("bwrap")
    inbox, disk, fixed = (tmp_path / name for name in ("inbox", "disk", "fixed"))
    for learner in ("ada", "bob"):
        write(inbox / learner / "03.ipynb", untouched())
    disk.mkdir(), fixed.mkdir()
    small = "--size", "12000000", "--tmpfs", str(disk), "--ro-bind", str(fixed), str(fixed)
    command = [sys.executable, write(tmp_path / "full.py", FULL), disk, fixed, inbox]
    run = subprocess.run(
        [bubble, "--dev-bind", "/", "/", *small, "--", *map(str, command)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert [line for line in lines if line in ("0", "2")] == ["2", "2", "0"]
    assert "No space left on device" in run.stderr and "Read-only file system" in run.stderr
    assert sum(line.startswith(("ada,", "bob,")) for line in lines) == 2 and "Traceback" not in run.stderr


def test_of_two_graders_the_second_is_told_to_wait(tmp_path, capsys):
    write(tmp_path / "inbox" / "ada.ipynb", "{")
    command = ["grade", str(tmp_path / "inbox"), "--lesson", "03", "--out", str(tmp_path / "out"), "--unsafe"]
    with journal.locked(tmp_path / "out"):
        assert cli.main(command) == 2
    assert "Another kml grade works in" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == ["lock"]
