"""What kml is inside the sandbox: without what an exercise asks for, and without calls that hide memory."""

import errno
import platform
import struct
import subprocess
import sys

import pytest
from kml_classroom.grade import filters, withheld
from kml_classroom.grade.grades import legible
from kml_classroom.grade.lesson import find_course, find_lesson

from kml.course.checking.judging import Result


def test_a_function_is_gone_and_all_else_is_there():
    (path, text), *_ = withheld.gaps(frozenset({"standardise"})).items()
    assert path.name == "regression.py"
    space = {"__name__": "kml.regression"}
    exec(text, space)
    with pytest.raises(RuntimeError, match="is not there"):
        space["standardise"](0, 0)
    assert space["gradient"].__code__.co_code != space["standardise"].__code__.co_code
    assert withheld.gaps(frozenset({"a name that kml does not have"})) == {}


@pytest.mark.parametrize("number", [path.name[:2] for path in sorted(find_course().glob("lessons/[0-9]*.ipynb"))])
def test_no_text_of_a_gap_is_kml_s_own_answer(number):
    names = {
        name for task in find_lesson(number).tasks for name in (task.exercise.name, task.exercise.reference.__name__)
    }
    for text in withheld.gaps(frozenset(names)).values():
        for part in text.split("\ndef ")[1:]:
            assert part.split("(")[0] not in names or withheld.refusal() in part


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
    for text in ("练习\u3000“步”", "é 😀 👩\u200d🔬", "x\ty"):
        assert legible(text) == text
    mark = legible(Result("03.1", "T", "raised", "\x07", case=("\x00", "x"), out_of=1))
    assert (mark.reason, mark.case, mark.points) == ("�", ("�", "x"), 0)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_what_it_names_and_nothing_else(machine):
    architecture, refused = filters._MACHINES[machine]
    calls = {number: number in refused for number in range(500)} | {2**30 + 29: True}
    for number, refuse in calls.items():
        assert run(filters._program(machine), number, architecture) == (refuse and errno.ENOSYS)
    assert run(filters._program(machine), 1, architecture + 1) == errno.ENOSYS
    assert run(filters._program("another"), 29, 0) == 0
    assert filters._program(platform.machine()) == filters.NO_SHARED_SEGMENTS


def run(program, number, architecture):
    """What a filter answers to a call: 0, or the number of the error."""
    steps = [struct.unpack_from("=HBBI", program, at) for at in range(0, len(program), 8)]
    at = accumulator = 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == 0x06:
            return value & 0xFFFF if value >> 16 == 5 else 0
        if code == 0x20:
            accumulator = {0: number, 4: architecture}[value]
        else:
            at += if_true if {0x15: accumulator == value, 0x35: accumulator >= value}[code] else if_false
