"""The whole corpus of bad and hostile submissions as one class: every one gets what was written down beforehand."""

import contextlib
import dataclasses
import os
import socket
import time
from pathlib import Path

import pytest
from corpus import ENTRIES, World
from kml_classroom.grade import batch
from kml_classroom.grade.grades import Limits
from kml_classroom.grade.report import export
from making import FULL, solved, write
from needs import need

# Twice in CI, once beside busy loops: a grade must not depend on the moment, nor on which limit is met first
pytestmark = [pytest.mark.busy, pytest.mark.twice]
LIMITS = Limits(
    file_bytes=3_000_000,
    cpu_s=1,
    answer_s=2.0,  # for what sleeps: waiting for a processor does not count
    notebook_s=60.0,
    memory=300_000_000,
    processes=32,
    answer_bytes=4_000_000,
)


@dataclasses.dataclass
class Run:
    """The class after grading: a Grade for each entry, and what became of the world around it."""

    grades: dict
    world: World
    touched: list  # files out of bounds that were changed, made, removed or (where the disk tells) read
    calls: list  # sockets that were called
    left: list  # processes that are still there


@pytest.fixture(scope="module")
def run(request, tmp_path_factory):
    """Grade all entries whose tests were asked for as one class, three at a time: some only wait."""
    need("bwrap")
    ours = [item.callspec.params for item in request.session.items if item.path == request.path and _named(item)]
    asked = [params["name"] for params in ours] or list(ENTRIES)
    place = tmp_path_factory.mktemp("corpus")
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket(*kind)) for kind in _SOCKETS]
        world = World(place / "inbox", place / "out", place / "outside", socket=str(place / "socket"), pid=os.getpid())
        addresses = ("127.0.0.1", 0), ("127.0.0.1", 0), world.socket, f"\0kml-{world.token[7:]}"
        for one, address in zip(sockets, addresses, strict=True):
            one.bind(address)
            one.setblocking(False)
            if one.type == socket.SOCK_STREAM:
                one.listen()
        tcp, udp = (one.getsockname()[1] for one in sockets[:2])
        world = dataclasses.replace(world, port=tcp, udp_port=udp)
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("KML_SECRET", world.token)
        for name in asked:
            ENTRIES[name].put(world)
        _out_of_bounds(world)
        before = _state(world)
        # the size of its disk stands in the command line of each sandbox, and this one is nobody else's
        grades = batch.grade_class(
            world.inbox, "03", world.out, workers=4, limits=dataclasses.replace(LIMITS, disk=world.mark), progress=False
        )
        after = _state(world)
        touched = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        calls = [one.getsockname() for one in sockets if _called(one)]
        yield Run(_by_name(grades), world, touched, calls, _left(world.mark))


_SOCKETS = (
    (socket.AF_INET, socket.SOCK_STREAM),
    (socket.AF_INET, socket.SOCK_DGRAM),
    (socket.AF_UNIX, socket.SOCK_STREAM),
    (socket.AF_UNIX, socket.SOCK_STREAM),
)


def _named(item):
    return hasattr(item, "callspec") and "name" in item.callspec.params


def _out_of_bounds(world):
    """Files that no submission may reach: beside the inbox, and in the folder of the grades."""
    write(world.outside / "secret.txt", world.token)
    write(world.outside / ".ssh" / "id_rsa", world.token)
    write(world.outside / "other.ipynb", solved())
    write(world.out / "gradebook.db", world.token)
    write(world.out / ".journal" / "seed", "20261124\n")  # the same fresh inputs at each run
    for path in world.outside.rglob("*"):
        os.utime(path, (1, 2))  # read before it was changed: reading it shows, unless the disk keeps no such times


def _state(world):
    """What can be told of the files out of bounds without reading them."""
    paths = [*world.outside.rglob("*"), world.out / "gradebook.db", world.out / ".journal" / "seed"]
    state = {path: path.stat() for path in paths}
    reads = {path: about.st_atime if path.is_relative_to(world.outside) and path.is_file() else 0
             for path, about in state.items()}  # fmt: skip
    return {path: (about.st_size, about.st_mtime, about.st_mode, reads[path]) for path, about in state.items()}


def _called(one):
    try:
        return one.accept() if one.type == socket.SOCK_STREAM else one.recv(100)
    except BlockingIOError:
        return False


def _left(mark):
    """Command lines of processes of this run's sandboxes that do not go away."""
    deadline = time.monotonic() + 10
    while True:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                line = (process / "cmdline").read_bytes()
                found += [line] if str(mark).encode() in line else []
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def _by_name(grades):
    """{name of the entry: its Grade}; a learner's name is shown without what cannot be printed."""
    names = {}
    for entry in ENTRIES.values():
        shown = "".join(c if c.isprintable() else "�" for c in entry.learner)
        names[shown] = names[shown.removesuffix(".ipynb")] = entry.name
    return {names[grade.learner]: grade for grade in grades}


@pytest.mark.parametrize("name", ENTRIES)
def test_everyone_gets_what_was_written_down(name, run):
    entry, grade = ENTRIES[name], run.grades[name]
    got = grade.state, {mark.id: mark.state for mark in grade.marks if mark.state != "correct"}
    assert got == (entry.state, entry.loses), (grade.reasons, [mark.reason for mark in grade.marks])
    if entry.points is None:
        assert grade.points is None and grade.marks == ()
    else:
        assert {mark.id: mark.points for mark in grade.marks} == entry.points
        assert grade.points == sum(entry.points.values())
    assert grade.out_of == FULL
    said = " ".join([*grade.reasons, *(mark.reason for mark in grade.marks)])
    assert entry.says in said
    assert entry.notes in " ".join(grade.notes)
    assert bool(grade.reasons) == (grade.state != "ok") and all(grade.reasons)
    assert all(mark.reason for mark in grade.marks)  # no point is lost, and none given, without a word
    assert all(mark.points == 0 for mark in grade.marks if mark.state != "correct")
    assert len(said) < 5_000


def test_the_class_is_whole_and_nothing_outside_was_reached(run):
    assert run.touched == []
    assert run.calls == []
    assert run.left == []
    kept = [path for path in run.world.out.rglob("*") if path.is_file() and path.name != "gradebook.db"]
    assert kept and not any(run.world.token.encode() in path.read_bytes() for path in kept)
    assert len(run.grades) == len(list(run.world.inbox.iterdir()))
    export(list(run.grades.values()), run.world.out)
    for name in ("totals.csv", "grades.csv"):
        rows = (run.world.out / name).read_text(encoding="utf-8").split("\n")
        assert not [row for row in rows if row.startswith(("=", "+", "-", "@"))]  # no formula for a spreadsheet


def test_the_corpus_is_as_large_as_it_says():
    kinds = {entry.kind for entry in ENTRIES.values()}
    assert kinds == {"honest", "habits", "broken", "tampering", "reaching", "resources"}
    assert len(ENTRIES) >= 240
