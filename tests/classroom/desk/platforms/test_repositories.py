"""Learners' git repositories become a folder a learner; nothing in them is run, leads out, asks or does not end."""

import os
import subprocess
import threading
import time

import pytest
from downloading import NOTEBOOK, put
from kml_classroom import cli
from kml_classroom.desk.platforms import git, handout, repositories, tables
from kml_classroom.desk.platforms.collecting import collect
from kml_classroom.desk.platforms.repositories import Rules
from needs import ROOT, need

DUE = repositories.deadline("2026-12-01T23:59+08:00")
A_DAY = 86_400
FILE = "03_gradient_descent.ipynb"


def commit(folder, files, at=DUE, branch="main"):
    """Commit {path: text, or (mode, text or object)} as all that there is, by a clock that says `at`."""
    before = folder.exists()
    if not before:
        initialised(folder, branch)
    lines = [f"commit refs/heads/{branch}", f"committer ada <ada@example.org> {int(at)} +0000", "data 1", "x"]
    lines += [f"from refs/heads/{branch}^0"] if before else []
    lines.append("deleteall")
    for path, text in files.items():
        mode, text = text if isinstance(text, tuple) else ("100644", text)
        lines += (
            [f"M {mode} {text} {path}"]
            if mode == "160000"
            else [f"M {mode} inline {path}", f"data {len(text.encode())}", text]
        )
    git_of(folder, "fast-import", "--quiet", stdin="\n".join([*lines, ""]).encode())


def initialised(folder, branch="main"):
    """An empty repository, whose default branch may be called anything."""
    folder.mkdir(parents=True)
    git_of(folder, "init", "--quiet", "--bare", "--template=")
    put(folder / "HEAD", f"ref: refs/heads/{branch}\n")


def git_of(folder, *words, stdin=None):
    """What git prints."""
    made = subprocess.run([need("git"), "-C", str(folder), *words], input=stdin, capture_output=True)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout.decode().strip()


@pytest.fixture
def gather(tmp_path):
    """Collect the repositories in tmp_path/class."""
    need("git")

    def run(source=None, roster=None, **more):
        how = {"lesson": "03", "platform": "git", "progress": False, **more}
        return collect(source or tmp_path / "class", tmp_path / "inbox", roster, **how)

    return run


def by_name(done):
    return {row["name"]: row for row in done.rows}


def texts(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_repositories_gives_the_lesson_s_notebooks_and_nothing_else(gather, tmp_path):
    commit(tmp_path / "class" / "ada", {FILE: "1", f"zh/{FILE}": "2", "04_autograd_gpu.ipynb": "3", "notes.txt": "4"})
    commit(
        tmp_path / "class" / "bob",
        {"my own.ipynb": "5", "04_autograd_gpu.ipynb": "6", ".ipynb_checkpoints/x.ipynb": "7"},
    )
    commit(tmp_path / "class" / "cem", {"04_autograd_gpu.ipynb": "8"})
    (tmp_path / "class" / "no repository").mkdir()
    roster = put(tmp_path / "roster.csv", "Name,Email\nada,ada@example.org\nbob,b@example.org\ncem,c@example.org\n")
    done = gather(roster=roster)
    assert texts(tmp_path / "inbox") == {f"ada/{FILE}": "1", f"ada/zh_{FILE}": "2", "bob/my own.ipynb": "5"}
    assert by_name(done)["ada"]["email"] == "ada@example.org"
    said = "\n".join(done.lines())
    assert "2 folders" in said and "(Git)" in said and "Not handed in: cem" in said and "no notebook" in said


def test_a_notebook_as_it_was_handed_out_is_left_beside_one_that_was_worked_in(gather, tmp_path):
    untouched = (ROOT / "lessons" / FILE).read_text(encoding="utf-8")
    commit(tmp_path / "class" / "ada", {FILE: untouched, f"zh/{FILE}": "2"})
    commit(tmp_path / "class" / "bob", {FILE: untouched, f"zh/{FILE}": untouched})
    assert sorted(texts(gather().folder)) == [f"ada/zh_{FILE}", f"bob/{FILE}"]


def test_the_last_commit_before_the_deadline_counts_and_days_late_are_said(gather, tmp_path):
    folder = tmp_path / "class"
    commit(folder / "ada", {FILE: "handed out"}, DUE - 9 * A_DAY)
    commit(folder / "ada", {FILE: "in time"}, DUE)
    counted = git_of(folder / "ada", "rev-parse", "main")
    commit(folder / "ada", {FILE: "later"}, DUE + 1.5 * A_DAY)
    commit(folder / "bob", {FILE: "in time"}, DUE - A_DAY)
    commit(folder / "bob", {FILE: "in time", "04_x.ipynb": "of another lesson"}, DUE + A_DAY)
    commit(folder / "cem", {FILE: "late"}, DUE + 2.2 * A_DAY)
    rows = by_name(done := gather(rules=Rules(DUE)))
    assert {name: (row["late"], row["late_days"]) for name, row in rows.items()} == {
        "ada": ("no", 0), "bob": ("no", 0), "cem": ("yes", 3),
    }  # fmt: skip
    assert texts(tmp_path / "inbox")[f"ada/{FILE}"] == "in time" and rows["ada"]["commit"] == counted
    said = "\n".join(done.lines())
    assert "To look at: ada (changed up to 2 days after the deadline, which does not count)\n" in said
    assert "Late: cem (3 days)" in said
    rows = by_name(gather(rules=Rules(DUE, late=True)))
    assert [rows[name]["late_days"] for name in ("ada", "bob", "cem")] == [2, 0, 3]
    assert texts(tmp_path / "inbox")[f"ada/{FILE}"] == "later"


def test_a_commit_that_says_it_is_older_than_a_look_at_which_it_was_not_there_is_named(gather, tmp_path, monkeypatch):
    commit(tmp_path / "class" / "ada", {FILE: "1"}, DUE - A_DAY)
    commit(tmp_path / "class" / "bob", {FILE: "1"}, DUE - A_DAY)
    monkeypatch.setattr(time, "time", lambda: DUE + 60)
    first = by_name(gather(rules=Rules(DUE)))
    commit(tmp_path / "class" / "ada", {FILE: "2"}, DUE - 60)
    monkeypatch.setattr(time, "time", lambda: DUE + A_DAY)
    rows = by_name(done := gather(rules=Rules(DUE)))
    assert "can be set by hand" in rows["ada"]["notes"] and rows["bob"]["notes"] == ""
    assert rows["bob"]["seen"] == first["bob"]["seen"] < rows["ada"]["seen"]
    assert "To look at: ada (dated 2026-12-01T15:58:00+00:00, and not yet there on" in "\n".join(done.lines())
    heads = tables.read(tmp_path / "inbox.csv").heads
    assert heads[-5:] == repositories.COLUMNS


def hostile(folder):
    """Repositories as an attacker would make them."""
    commit(folder / "link", {FILE: ("120000", "/etc/passwd"), "03 mine.ipynb": "1"})
    commit(folder / "submodule", {FILE: "1", "inner": ("160000", "1" * 40), ".gitmodules": "[submodule \"inner\"]\n"
           "\tpath = inner\n\turl = ext::sh -c touch% /tmp/owned\n"})  # fmt: skip
    commit(folder / "pointer", {FILE: "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 9\n"})
    commit(folder / "attributes", {FILE: "1", ".gitattributes": "* filter=evil\n"})
    (folder / "attributes" / "config").open("a").write('[filter "evil"]\n\tsmudge = touch owned\n')
    put(folder / "attributes" / "hooks" / "post-checkout", "#!/bin/sh\ntouch owned\n").chmod(0o755)
    initialised(folder / "empty")
    commit(folder / "dash", {FILE: "1"}, branch="--upload-pack=touch")
    commit(folder / "up", {FILE: "1"})
    blob = bytes.fromhex(git_of(folder / "up", "rev-parse", f"main:{FILE}"))
    for data in (b"100644 03_up.ipynb\0", b"40000 ..\0"):  # a tree that no honest git makes
        how = "hash-object", "-t", "tree", "-w", "--literally", "--stdin"
        blob = bytes.fromhex(git_of(folder / "up", *how, stdin=data + blob))
    about = f"tree {blob.hex()}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n".encode()
    made = git_of(folder / "up", "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=about)
    git_of(folder / "up", "update-ref", "refs/heads/main", made)


def test_nothing_of_a_repository_is_run_or_leads_out(gather, tmp_path):
    hostile(tmp_path / "class")
    done = gather()
    assert texts(tmp_path / "inbox") == {
        "link/03 mine.ipynb": "1", f"submodule/{FILE}": "1", f"attributes/{FILE}": "1", f"dash/{FILE}": "1",
    }  # fmt: skip
    why = {name.removeprefix(f"{tmp_path.resolve()}/class/"): why for name, why in done.left_out}
    assert why[f"link/{FILE}"].startswith("a link") and "another repository" in why["submodule/inner"]
    assert "Git LFS" in why[f"pointer/{FILE}"] and "no commit" in why["empty"]
    assert not list(tmp_path.rglob("owned")) and not list(tmp_path.rglob("03_up*"))


ADDRESSES = [
    *("--upload-pack=touch owned", "ext::sh -c touch% owned", "file:///etc", "/etc", "https://me:secret@host/x"),
    *(
        "-oProxyCommand=x@host:y",
        "ssh://-oProxyCommand=x/y",
        "git@-host:x",
        "git@host:-x",
        "http://host/x",
        "https://h/a b",
    ),
]


def test_an_address_is_https_or_ssh_and_no_option(gather, tmp_path):
    rows = "".join(f'{n},"{address}"\n' for n, address in enumerate(ADDRESSES))
    done = gather(put(tmp_path / "class.csv", f"Name,Git\n{rows}cem,\n"))
    assert len(done.left_out) == len(ADDRESSES) and {why[:18] for __, why in done.left_out} == {"this is no address"}
    assert by_name(done)["cem"]["handed_in"] == "no" and by_name(done)["0"]["handed_in"] == ""
    assert not list(tmp_path.rglob("owned")) and list((tmp_path / "inbox").iterdir()) == []


def test_an_address_is_fetched_with_nobody_asked_and_its_failure_is_told(tmp_path):
    need("git")
    for address in ("https://127.0.0.1:1/ada/lessons", "ssh://127.0.0.1:1/ada/lessons"):
        (tmp_path / address[:3]).mkdir()
        with pytest.raises(git.Trouble, match=r"git says: (fatal|ssh): .*onnect"):
            git.Repository(address, tmp_path / address[:3], threading.Event())
    kept = git._environment("https:ssh")
    assert (kept["GIT_TERMINAL_PROMPT"], kept["GIT_ALLOW_PROTOCOL"]) == ("0", "https:ssh")
    assert "SSH_ASKPASS" not in kept and "BatchMode=yes" in kept["GIT_SSH_COMMAND"]


def test_the_protocols_are_git_s_own_allow_list_too(tmp_path):
    commit(tmp_path / "there", {FILE: "1"})
    with pytest.raises(git.Trouble, match="not allowed"):
        git.Repository(f"file://{tmp_path}/there", tmp_path, threading.Event())


def test_what_is_too_large_or_takes_too_long_is_stopped(gather, tmp_path, monkeypatch):
    commit(tmp_path / "class" / "huge", {FILE: "1", "noise": os.urandom(300_000).hex()})
    monkeypatch.setattr(git, "MOST_BYTES", 200_000)
    assert gather().left_out[0][1] == "it is larger than 0 MB"
    monkeypatch.setattr(git, "MOST_BYTES", 10**9)
    monkeypatch.setattr(git, "SECONDS", -1)
    monkeypatch.setattr(git, "_LOOK_S", 0)
    assert "longer than -1 seconds" in gather().left_out[0][1]
    monkeypatch.setattr(git, "SECONDS", 60)
    monkeypatch.setattr(repositories.unpacking, "MOST_OF_ONE", 0)
    assert gather().left_out[0][1] == "0 MB, more than 0 MB"


def test_what_cannot_be_meant_is_told(gather, tmp_path, monkeypatch, capsys):
    (tmp_path / "class").mkdir()
    with pytest.raises(ValueError, match="no git repository in"):
        gather()
    with pytest.raises(ValueError, match="no column with addresses"):
        gather(put(tmp_path / "class.csv", "Name,Email\nada,a@example.org\n"))
    with pytest.raises(ValueError, match="for git repositories alone"):
        gather(platform="canvas", rules=Rules(DUE))
    command = ["collect", str(tmp_path / "class.csv"), "--from", "git", "--into", str(tmp_path / "inbox")]
    assert cli.main([*command, "--late"]) == 2 and "--late needs a deadline" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main([*command, "--due", "2026-12-01T23:59"])
    assert "and their offset, such as 2026-12-01T23:59+08:00; got '2026-12-01T23:59'" in capsys.readouterr().err
    monkeypatch.setattr(git.shutil, "which", lambda name: None)
    assert cli.main(command) == 2 and "The program git is missing" in capsys.readouterr().err
    assert not (tmp_path / "inbox").exists()


def test_a_list_of_addresses_is_taken_and_a_shared_repository_is_of_all_who_share_it(gather, tmp_path, monkeypatch):
    commit(tmp_path / "there", {FILE: "1"})
    real = git.Repository
    monkeypatch.setattr(git, "Repository", lambda __, *how: real(str(tmp_path / "there"), *how[:-1], local=True))
    one, two = "https://git.example.org/red/lessons.git", "git@git.example.org:blue/lessons"
    done = gather(put(tmp_path / "list.txt", f"{one}\n{two}\n"))
    assert sorted(by_name(done)) == ["blue/lessons", "red/lessons"]
    assert sorted(texts(tmp_path / "inbox")) == [f"blue_lessons/{FILE}", f"red_lessons/{FILE}"]
    table = put(tmp_path / "class.csv", f"Name,仓库\nada,{one}\nbob,{one}\ncem,{two}\n")
    rows = by_name(gather(table))
    assert [rows[name]["folder"] for name in ("ada", "bob", "cem")] == ["red_lessons", "red_lessons", "blue_lessons"]


def test_lessons_are_handed_out_as_a_repository_and_others_added_as_a_commit(tmp_path, capsys):
    need("git")
    folder = tmp_path / "for my class"
    assert cli.main(["repository", str(folder), "--lesson", "00", "--lesson", "03"]) == 0
    said = capsys.readouterr().out
    assert "4 notebooks are new" in said and "your class gets it: the same command with --push ADDRESS\n" in said
    held = git.own(folder, "ls-files").splitlines()
    assert {FILE, f"zh/{FILE}", "00_start_here.ipynb", "README.md", ".gitignore"} <= {*held}
    assert not any("04" in name for name in held) and git.own(folder, "status", "--porcelain") == ""
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert page.count("```sh\ngit clone ADDRESS lessons && cd lessons\njupyter lab\ngit add --all") == 2
    put(folder / "04_autograd_gpu.ipynb", "mine")
    with pytest.raises(ValueError, match="lies there already"):
        handout.hand_out(folder, ["04"])
    (folder / "04_autograd_gpu.ipynb").unlink()
    put(folder / FILE, NOTEBOOK)  # another edition
    git.own(folder, *handout._NOBODY, "commit", "--amend", "--all", "--quiet", "--no-gpg-sign", "--no-edit")
    done = handout.hand_out(folder, ["03", "04"])
    assert done.newer == (FILE,) and "04_autograd_gpu.ipynb" in done.new and FILE not in done.new
    assert git.own(folder, "log", "--format=%s").split("\n")[:2] == ["Lessons 04", "Lessons 00, 03"]
    assert not handout.hand_out(folder, ["04"]).new and "Nothing is new" in "".join(
        handout.hand_out(folder, ["04"]).lines()
    )


def test_a_class_s_repository_is_pushed_to_where_it_was_said_once(tmp_path, capsys):
    initialised(tmp_path / "server")
    command = ["repository", str(tmp_path / "class"), "--lesson", "00"]
    assert cli.main([*command, "--push"]) == 1
    said = capsys.readouterr().out
    assert (
        said.endswith("\nNot pushed: class (where to is not known: its address is missing)\n")
        and " pushed." not in said
    )
    for address in ([str(tmp_path / "server")], []):
        assert cli.main([*command, "--lesson", "03", "--push", *address]) == 0
        assert capsys.readouterr().out.endswith("1 repository pushed.\n")
    assert git.own(tmp_path / "server", "log", "--format=%s", "main") == "Lessons 03\nLessons 00\n"
    assert cli.main([*command, "--push", "https://git.example.org/x"]) == 2
    assert f"class goes to {tmp_path}/server already" in capsys.readouterr().err
    assert cli.main(["repository", str(tmp_path / "new"), "--push", "ext::sh"]) == 2
    assert "got 'ext::sh'" in capsys.readouterr().err and not (tmp_path / "new").exists()


def test_that_a_disk_is_full_is_believed_where_it_may_be(tmp_path, monkeypatch):
    said = "fatal: sha1 file '<stdout>' write error: No space left on device"
    for free, full in ((10**12, False), (10**8, True)):
        monkeypatch.setattr(git.shutil, "disk_usage", lambda __, free=free: type("Usage", (), {"free": free}))
        assert isinstance(git._failed(tmp_path, said), OSError if full else git.Trouble)
        assert isinstance(git._failed(tmp_path, "fatal: no"), git.Trouble)


def test_what_cannot_be_handed_out_is_told(tmp_path):
    need("git")
    put(tmp_path / "mine" / "x", "x")
    with pytest.raises(ValueError, match="is not empty, and no git repository"):
        handout.hand_out(tmp_path / "mine")
    with pytest.raises(ValueError, match="There is no lesson 99; there is 00, 01"):
        handout.hand_out(tmp_path / "new", ["99"])
    assert not (tmp_path / "new").exists()
