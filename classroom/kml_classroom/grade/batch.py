"""Grades a class: one submission after the other, two at a time, and goes on where it was stopped.

Grading one submission is a pure function, so it does not matter where it runs: in processes of this machine, or on a
Dask cluster. Only this process writes. The language is part of what is sent: all grades of a class are said in one.
"""

import contextlib
import dataclasses
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from kml.core import words
from kml.core.page import bar
from kml.course.checking.exercises import answers_module
from kml_classroom.grade import intake, judge, pages, sandbox
from kml_classroom.grade.grades import Grade, Limits, legible
from kml_classroom.grade.journal import Journal
from kml_classroom.grade.lesson import from_cells, handed_out
from kml_classroom.words import _

_CONNECT_S = 20
_OUTSIDE_S = 60  # of processor time, for all that is done outside of the sandbox


@dataclass(frozen=True)
class Task:
    """All that grading one learner takes; it can be sent to another machine."""

    submissions: tuple
    number: str
    name: str
    cells: tuple
    seed: int
    limits: Limits
    unsafe: bool
    language: str


def grade_class(inbox, number, out, workers=2, scheduler=None, unsafe=False, limits=None, course=None, progress=True):
    """Grade every entry of the folder `inbox`, keep the results in `out`, and return the Grades, sorted by learner.

    What `out` already holds for the same file, lesson, limits and language is not graded again. Raises NoSandbox,
    LookupError and ValueError with a sentence before anything is graded.
    """
    limits = limits or Limits()
    name, cells = handed_out(number, course)
    from_cells(number, name, cells)
    if not unsafe and scheduler is None:
        sandbox.require()
    entries = inbox_entries(inbox, out)
    journal = Journal(out, number, cells, limits)
    grades, tasks = [], {}
    for submissions in collected(entries, limits):
        key = journal.key(submissions)
        known = journal.read(key)
        if known:
            grades.append(known)
        else:
            tasks[key] = Task(tuple(submissions), number, name, cells, journal.seed, limits, unsafe, words.language())
    if not tasks:
        return sorted(grades, key=lambda grade: grade.learner)
    run = _on_cluster(tasks, scheduler) if scheduler else _here(tasks, workers)
    with contextlib.closing(run):
        title, unit = _("Lesson {number}").format(number=number), " " + _("submissions")
        for key, (grade, page) in bar(run, progress, total=len(tasks), desc=title, unit=unit):
            if grade.points is not None or grade.state == "unreadable":  # else the grader failed: try again next time
                journal.write(key, grade, page)
            grades.append(grade)
    return sorted(grades, key=lambda grade: grade.learner)


def inbox_entries(inbox, out):
    """What lies in the inbox, hidden files left out. Raises ValueError if that cannot be meant."""
    inbox, out = Path(inbox), Path(out)
    if not inbox.is_dir():
        raise ValueError(_("{inbox} is not a folder: it should hold one folder or file a learner.").format(inbox=inbox))
    if out.resolve().is_relative_to(inbox.resolve()):
        raise ValueError(
            _("{out} lies in {inbox}: results would be taken for a submission. Choose another folder.").format(
                out=out, inbox=inbox
            )
        )
    entries = sorted(path for path in inbox.iterdir() if not path.name.startswith("."))
    if not entries:
        raise ValueError(
            _("There is nothing in {inbox}: it should hold one folder or file a learner.").format(inbox=inbox)
        )
    return entries


def collected(entries, limits):
    """Each learner's Submissions, under readable names that differ."""
    seen = {}
    for submissions in (intake.collect(entry, limits) for entry in entries):
        learner = legible(submissions[0].learner.replace("\n", "�").replace("\t", "�"))
        seen[learner] = seen.get(learner, 0) + 1
        if seen[learner] > 1:
            learner = f"{learner} ({seen[learner]})"
            review = _("there is more than one entry {name} in the inbox").format(name=repr(submissions[0].learner))
            submissions = [dataclasses.replace(one, reviews=(*one.reviews, review)) for one in submissions]
        yield [dataclasses.replace(legible(one), learner=learner) for one in submissions]


def grade_task(task):
    """(the Grade, the page) for one Task. Never raises for what a learner handed in."""
    with _LOCK, _limited(_OUTSIDE_S), _speaking(task.language):
        try:
            lesson = from_cells(task.number, task.name, task.cells)
            reading = judge.choose(task.submissions, lesson)
            grade = judge.grade(reading, lesson, task.seed, task.limits, task.unsafe)
            return grade, () if reading.unreadable else pages.page(reading.raw, reading.merged, lesson)
        except _TooLong:
            return _failed(task, _("it took too long outside of the sandbox"))
        except Exception as problem:
            return _failed(task, f"{type(problem).__name__}: {str(problem)[:200]}")


# Judging redirects standard output, and the language in use is one for all: both are shared by a process's threads
_LOCK = threading.Lock()


@contextlib.contextmanager
def _speaking(language):
    """Say everything in this language, whatever this machine itself would speak."""
    own = os.environ.pop("KML_LANG", None)
    try:
        with words.spoken(language):
            yield
    finally:
        if own is not None:
            os.environ["KML_LANG"] = own


class _TooLong(KeyboardInterrupt):
    """Passes through everything that catches exceptions."""


@contextlib.contextmanager
def _limited(seconds):
    """Stop what is done inside after some seconds of processor time, where this thread can be interrupted."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*__):
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _failed(task, why):
    """(the Grade, no page) of a submission that the grader itself could not deal with."""
    first = task.submissions[0]
    reason = _("the grader failed on it ({why}); this is a fault of kml, not of the learner").format(why=why)
    out_of = from_cells(task.number, task.name, task.cells).out_of
    return legible(Grade(first.learner, first.file, task.number, "needs review", (reason,), out_of=out_of)), ()


def _here(tasks, workers):
    """Grade in processes of this machine; yield (key, (Grade, page)) as they are done."""
    broken = []
    yield from _pool(tasks, workers, broken)
    for key in broken:  # one of them has crashed its process: find out which
        again = []
        yield from _pool({key: tasks[key]}, 1, again)
        if again:
            yield key, _failed(tasks[key], _("its process crashed twice"))


def _pool(tasks, workers, broken):
    context = multiprocessing.get_context("forkserver")
    lessons = {answers_module(task.number) for task in tasks.values()}
    context.set_forkserver_preload([__name__, *lessons])
    pool = ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context, initializer=_end_with_parent)
    try:
        futures = {pool.submit(grade_task, task): key for key, task in tasks.items()}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                broken.append(futures[future])
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent():
    """A worker process ends when its parent does, even if the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    parent = multiprocessing.parent_process()

    def watch():
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(tasks, address):
    """Grade on a Dask cluster; yield (key, (Grade, page)) as they are done."""
    try:
        from distributed import Client
        from distributed import as_completed as completed
    except ModuleNotFoundError:
        install = 'pip install -e "classroom[scale]"'
        raise ValueError(
            _("{package} is missing. In the course's folder: {command}").format(package="Dask", command=install)
        ) from None
    try:
        client = Client(address, timeout=_CONNECT_S)
    except (OSError, ValueError) as problem:
        raise ValueError(
            _("There is no Dask scheduler at {address} ({problem}).").format(address=address, problem=problem)
        ) from None
    with client:
        futures = {client.submit(grade_task, task, pure=False, retries=2): key for key, task in tasks.items()}
        for future in completed(futures):
            try:
                yield futures[future], future.result()
            except Exception as problem:  # a worker that died again and again
                why = _("{kind} on the cluster").format(kind=type(problem).__name__)
                yield futures[future], _failed(tasks[futures[future]], why)
