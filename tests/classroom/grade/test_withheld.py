"""What kml is inside the sandbox: without what an exercise asks for, and without calls that hide memory."""

import errno
import platform
import struct
import subprocess
import sys
import time

import numpy as np
import pytest
from kml_classroom.grade import answering, codec, filters, library, sandbox, withheld
from kml_classroom.grade.grades import Limits, legible
from needs import need

from kml.course.checking import exercises
from kml.course.checking.judging import Result


def test_a_function_is_gone_and_all_else_is_there():
    texts = withheld.texts(frozenset({"kml.regression"}), "03", frozenset({"standardise"}))
    path = next(path for path in texts if path.name == "regression.py")
    space = {"__name__": "kml.regression"}
    exec(texts[path], space)
    for name in ("standardise", "step_limits", "standardise_fit", "descend", "_walk"):  # by name, by what it gives, its
        with pytest.raises(RuntimeError, match="not there"):  # private helper
            space[name](*[0] * space[name].__code__.co_argcount)
    assert space["add_intercept"](np.ones((2, 1))).shape == (2, 2)
    assert not any(withheld.texts(frozenset({"kml.log"}), "03", frozenset({"a name that kml does not have"})).values())


def test_no_module_of_kml_is_inside_but_what_the_worker_needs():
    assert library.files(frozenset()).keys() == set(library.WORKER)
    assert "kml.regression" in library.files(frozenset({"kml.regression"}))
    line = ("from kml import regression, setup as begin", False)
    assert library.used([line], "03.5") == library.Use()
    asked = library.used([line, ("def f(X):\n    return regression.step_limits(X).largest", True)], "03.5")
    assert asked == library.Use(frozenset(), ("kml.regression.step_limits",))
    assert library.used([line, ("me = begin()", False)], "03.5").needed == {"kml.course.session.setup"}
    own = library.used([("from kml import capstone\nSTYLES = capstone.STYLES\nlook = capstone.play", True)], "11.5")
    assert own.named == ("kml.capstone.play",)


@pytest.mark.parametrize(("lesson", "row"), [
    ("03", ("03.5", "kml.regression", "step_limits", "(X).largest")),
    ("03", ("03.6", "kml.regression", "standardise_fit", "(X_train).apply(…)")),
    ("06", ("06.2", "kml.metrics", "recall_at_k", "(ranked, relevant, k)")),  # in some cases right is 0 or 1
])  # fmt: skip
def test_what_answers_is_found_by_what_it_gives(lesson, row):
    found = answering.find(lesson, [row[1]], [row[0]])
    assert row[:3] in [one[:3] for one in found] and (not row[3] or row in found)
    assert row[2] in withheld.answered(lesson)[row[1]]


def test_what_was_found_is_written_beside_the_other_lessons(tmp_path, monkeypatch):
    before = withheld.ANSWERED.read_text(encoding="utf-8")
    withheld.rows()  # they are read once
    monkeypatch.setattr(withheld, "ANSWERED", tmp_path / "answered.tsv")
    monkeypatch.setattr(answering, "find", lambda number: [(f"{number}.1", "kml.new", "found", "(X)")])
    answering.main(["03"])
    after = withheld.ANSWERED.read_text(encoding="utf-8").splitlines()
    heads, *others = [row for row in before.splitlines() if not row.startswith("03.")]
    assert after == [heads, *sorted([*others, "03.1\tkml.new\tfound\t(X)"])]


@pytest.mark.parametrize("id", ["10.5", "11.2"])
def test_where_something_of_kml_is_inside_nothing_of_it_answers(id):
    (module,) = library.GIVEN[id]
    inside = sorted(set(library.files(frozenset({module}))) - set(library.WORKER))
    exercise = exercises.find(id)
    gone = {exercise.name, exercise.reference.__name__}
    held = withheld.answered(id[:2])
    found = answering.find(id[:2], inside, [id])
    assert [row for row in found if row[2] not in gone | held.get(row[1], set())] == []


def test_the_worker_needs_little():
    """Every sandbox starts one: what it does not need, no submission waits for."""
    code = "import sys, kml_classroom.grade.worker\nprint(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    ours = {name for name in loaded.split() if name.startswith("kml")}
    assert ours <= {
        *("kml", "kml.core", "kml.core.patience", "kml.core.words", "kml.course", "kml.course.checking"),
        *("kml.course.checking.running", "kml.course.checking.values"),
        *("kml_classroom", "kml_classroom.grade", "kml_classroom.grade.codec", "kml_classroom.grade.worker"),
    }
    assert not {"IPython", "matplotlib", "pandas", "scipy", "torch"} & set(loaded.split())


def test_what_cannot_be_printed_is_shown_as_such():
    assert legible("a\x1b[2J\u202e\ud83d\x00\n\u2028b") == "a�[2J���\n�b"
    assert legible("total\u3164 + 1") == "total� + 1"  # a name for Python, and not that of `total`
    for text in ("练习\u3000“步”", "é 😀 👩\u200d🔬", "x\ty"):
        assert legible(text) == text
    mark = legible(Result("03.1", "T", "raised", "\x07", case=("\x00", "x"), out_of=1))
    assert (mark.reason, mark.case, mark.points) == ("�", ("�", "x"), 0)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_allows_what_is_listed_and_nothing_else(machine):
    (architecture, clone, socket, option), listed = filters._MACHINES[machine], filters.allowed(machine)
    program = filters._program(machine)
    for number in [*range(500), 2**30, 2**30 + 29, 2**31]:
        if number not in (clone, socket, option):
            assert run(program, number, architecture) == (0 if number in listed else errno.ENOSYS)
    assert run(program, min(listed), architecture + 1) == errno.ENOSYS
    for first, refuse in ((0x11, False), (0x10000011, True), (0x3D0F00, False), (0x7E020000, True), (0x20000, True)):
        assert run(program, clone, architecture, first) == (refuse and errno.ENOSYS)
    for family in range(50):  # AF_VSOCK is 40
        assert run(program, socket, architecture, family) == (0 if family in (1, 2, 10, 16) else errno.ENOSYS)
    for level in range(3):
        for name in range(40):  # how much may wait in a socket
            refuse = level == 1 and name in (7, 8, 32, 33)
            assert run(program, option, architecture, 3, level, name) == (refuse and errno.ENOSYS)
    assert run(filters._program("another"), 29, 0) == 0
    assert filters._program(platform.machine()) == filters.CALLS


def test_what_reaches_around_the_sandbox_is_not_on_the_list():
    closed = {  # on x86_64
        "shmget": 29, "msgget": 68, "semget": 64, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
        "setns": 308, "clone3": 435, "mount": 165, "pivot_root": 155, "fsopen": 430, "ptrace": 101, "bpf": 321,
        "process_vm_readv": 310, "process_vm_writev": 311, "userfaultfd": 323, "perf_event_open": 298,
        "memfd_create": 319, "memfd_secret": 447, "io_uring_setup": 425, "open_by_handle_at": 304, "kexec_load": 246,
        "init_module": 175, "vmsplice": 278, "splice": 275, "mlock": 149, "seccomp": 317, "chroot": 161, "reboot": 169,
        "pidfd_getfd": 438, "kcmp": 312, "quotactl": 179, "swapon": 167, "sethostname": 170, "syslog": 103,
    }  # fmt: skip
    assert not filters.allowed("x86_64") & set(closed.values())


REFERENCES = """\
from kml.course.checking import exercises, judging

def answer():
    every = [one for number in exercises.numbers() for one in exercises.declared(number)]
    done = [one for one in every if one.drive is None]
    given = [(one.id, judging.answer(one, one.reference, judging.cases(one)[0])) for one in done]
    return [id for id, outcome in given if outcome.error is None], len(done)
"""


@pytest.mark.seeds
def test_every_lesson_s_reference_runs_under_the_filter():
    need("bwrap")
    job = {"id": "", "name": "answer", "function": "answer", "arguments": [], "again": True, "others": {}}
    with sandbox.start(Limits(cpu_s=100), answers=True) as session:
        deadline = time.monotonic() + 500
        session.exchange({**job, "code": [("references", 1, REFERENCES)], "files": {}}, deadline)
        ran, count = codec.decode(session.exchange({"call": codec.pack(())}, deadline)["value"])
    assert len(ran) == count > 50 and {id[:2] for id in ran} >= {f"{number:02}" for number in range(1, 12)}


def run(program, number, architecture, *arguments):
    """What a filter answers to a call with these arguments: 0, or the number of the error."""
    given = {0: number, 4: architecture, **{16 + 8 * at: value for at, value in enumerate((*arguments, 0, 0, 0))}}
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    at = accumulator = 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == 0x06:
            return value & 0xFFFF if value >> 16 == 5 else 0
        if code == 0x20:
            accumulator = given[value]
        else:
            holds = {0x15: accumulator == value, 0x25: accumulator > value, 0x35: accumulator >= value,
                     0x45: bool(accumulator & value)}[code]  # fmt: skip
            at += if_true if holds else if_false
