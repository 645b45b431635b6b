"""A disk that is full while a class is collected or handed out to: one sentence, nothing lost, and the same command
goes on when there is room.
"""

import subprocess
import sys

from downloading import make_zip, put
from kml_classroom.desk.platforms import git
from needs import need

# On a small disk, of each command the status: with no room, with room for a part of it, with room
FULL = """
import shutil, sys, tempfile
from pathlib import Path
from kml_classroom import cli
from kml_classroom.desk.platforms import git, unpacking

disk, given = map(Path, sys.argv[1:])

def run(*words, left=None):
    if left is not None:
        (disk / "noise").write_bytes(bytes(shutil.disk_usage(disk).free - left))
    print(cli.main([*map(str, words)]))
    (disk / "noise").unlink(missing_ok=True)

def held():
    files = [path for path in sorted(disk.rglob("*")) if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(disk).as_posix(): path.read_bytes() for path in files}

def collected(*words, left=None):
    run("collect", *words, "--lesson", "03", "--into", disk / "class", left=left)
    return held()

assert collected(given / "first.zip", left=0) == {}
unpacking.room_for = lambda *__: None  # somebody else needs it meanwhile
assert collected(given / "first.zip", left=300_000) == {}
first = collected(given / "first.zip")
assert sorted(first) == ["class.csv", "class/ada/03.ipynb", "class/bob/03.ipynb"]
assert collected(given / "second.zip", left=300_000) == first
tempfile.tempdir = str(disk)
assert collected(given / "pushed", "--from", "git", left=0) == first
second = collected(given / "second.zip")
assert second.keys() == first.keys() and set(second.values()) & set(first.values()) == {first["class.csv"]}

for folder, left in ((disk / "none", 0), (disk / "some", 60_000), (disk / "most", 260_000)):
    run("repository", folder, "--lesson", "03", left=left)
    run("repository", folder, "--lesson", "03")
    assert len(git.own(folder, "log", "--format=%h").split()) == 1 and git.own(folder, "status", "--porcelain") == ""
    assert "03_gradient_descent.ipynb" in git.own(folder, "ls-tree", "--name-only", "HEAD")
    shutil.rmtree(folder)
"""


def test_a_full_disk_is_told_in_one_sentence_and_the_same_command_goes_on(tmp_path):
    bubble = need("bwrap")
    for name, letter in (("first", "1"), ("second", "2")):
        files = {f"{who}_{n}_7{n}_03.ipynb": letter * 200_000 for n, who in enumerate(("ada", "bob"), 11)}
        make_zip(tmp_path / "given" / put(tmp_path / "given" / f"{name}.zip", "").name, files)
    put(tmp_path / "given" / "pushed" / "ada" / "03.ipynb", "{}")
    git.own(tmp_path / "given" / "pushed" / "ada", "init", "--quiet", "--template=")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [sys.executable, put(tmp_path / "full.py", FULL), disk, tmp_path / "given"]
    small = "--size", "3000000", "--tmpfs", str(disk)
    run = subprocess.run(
        [bubble, "--dev-bind", "/", "/", *small, "--", *map(str, command)], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    status = [line for line in run.stdout.splitlines() if line in ("0", "2")]
    assert status == [*"220220", *"202020"]
    said = run.stderr.splitlines()
    assert len(said) == 7 and f"{disk}/class: 0.4 MB are needed there, 0.0 MB are free." == said[0]
    assert [line.split(" was not")[0] for line in said[1:3]] == [
        f"The disk is full: {disk}/class/.part/bob/03.ipynb"
    ] * 2
    assert said[3].startswith(f"The disk is full: {disk}/kml-git-")
    assert [line.split(" was not")[0] for line in said[4:]] == [
        f"The disk is full: {disk}/{name}" for name in ("none", "some/03_gradient_descent.ipynb", "most")
    ]
