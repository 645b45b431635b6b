"""Grades a class: one submission after the other, two at a time, and goes on where it was stopped.

Grading one submission is a pure function, so it does not matter where it runs: in processes of this machine, or on a
Dask cluster. Only this process writes. The language is part of what is sent: all grades of a class are said in one.
"""

import contextlib
import dataclasses
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from kml.core import words
from kml.core.page import bar
from kml.course.checking.exercises import answers_module
from kml_classroom.grade import intake, judge, names, pages, sandbox
from kml_classroom.grade.grades import Grade, Limits, legible
from kml_classroom.grade.journal import Journal
from kml_classroom.grade.lesson import from_cells, handed_out, published
from kml_classroom.words import _, listed

_CONNECT_S = 20
_AHEAD = 2  # submissions a process that wait for it
_OUTSIDE_S = 60  # of processor time, for all that is done outside of the sandbox
_FIRST = 0.4  # of an answer's time: what needs more, mostly for ever, is graded alone with all of it


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
    published: frozenset = frozenset()


def grade_class(inbox, number, out, workers=2, scheduler=None, unsafe=False, limits=None, course=None, progress=True):
    """Grade every entry of the folder `inbox`, keep the results in `out`, and return the Grades, sorted by learner.

    What `out` already holds for the same file, lesson, limits and language is not graded again. Raises NoSandbox,
    LookupError and ValueError with a sentence before anything is graded.
    """
    limits = limits or Limits()
    if type(workers) is not int or workers < 1:
        raise ValueError(_("workers must be a whole number from 1; got {given!r}.").format(given=workers))
    name, cells = handed_out(number, course)
    solution = published(number, course)
    from_cells(number, name, cells, solution)
    if not unsafe and scheduler is None:
        sandbox.require(limits.sandbox)
    entries = inbox_entries(inbox, out)
    journal = Journal(out, number, cells, limits)
    grades, tasks = [], Tasks()
    for path, learner in learners(entries).items():
        key = journal.key(collected(path, learner, limits))
        known = journal.read(key)
        if known:
            grades.append(known)
        else:
            about = number, name, cells, journal.seed, limits, unsafe, words.language(), solution
            tasks.put(key, path, learner, about)
    if not tasks:
        return _sorted(grades)
    first = tasks.hurried()
    grading = _on_cluster(first, scheduler) if scheduler else _here(first, workers)
    with contextlib.closing(_alone_again(tasks, grading, scheduler)) as run:
        title, unit = _("Lesson {number}").format(number=number), " " + _("submissions")
        for key, (grade, page) in bar(run, progress, total=len(tasks), desc=title, unit=unit):
            if page is not None:  # else the grader failed: try again next time
                journal.write(key, grade, page)
            grades.append(grade)
    return _sorted(grades)


def _sorted(grades):
    """The Grades by learner, with a note where two names look the same to whoever reads a table."""
    alike = names.alike(grade.learner for grade in grades)

    def noted(grade):
        others = alike.get(grade.learner)
        if not others:
            return grade
        said = _("the name looks like that of another learner: {names}").format(names=listed(map(repr, others)))
        return dataclasses.replace(grade, notes=(*grade.notes, said))

    return sorted(map(noted, grades), key=lambda grade: grade.learner)


class Tasks(Mapping):
    """{key: Task}, each made when it is asked for: a class's files are never in memory all at once."""

    def __init__(self, about=None, share=1.0):
        self._about, self._share = about or {}, share

    def put(self, key, path, learner, about):
        """A Task for the entry of the inbox at `path`; `about` is what a Task holds behind its submissions."""
        self._about[key] = path, learner, about

    def __getitem__(self, key):
        path, learner, about = self._about[key]
        task = Task(collected(path, learner, about[4]), *about)
        return dataclasses.replace(task, limits=task.limits.hurried(self._share))

    def __iter__(self):
        return iter(self._about)

    def __len__(self):
        return len(self._about)

    def only(self, keys):
        """The Tasks with these keys."""
        return Tasks({key: self._about[key] for key in keys})

    def hurried(self):
        """The same Tasks, with a part of the time for each answer."""
        return Tasks(self._about, _FIRST)


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


def hidden(inbox):
    """Names of what lies hidden in the inbox: nobody's submission."""
    return sorted(path.name for path in Path(inbox).iterdir() if path.name.startswith("."))


def learners(entries):
    """{entry: the learner's readable name}, no two the same."""
    shown = {path: legible(intake.learner_of(path).replace("\n", "�").replace("\t", "�")) for path in entries}
    found, taken = {}, set()
    for path, name in shown.items():
        given, n = name, 1
        while given in taken or (n > 1 and given in shown.values()):
            n += 1
            given = f"{name} ({n})"
        found[path] = given
        taken.add(given)
    return found


def collected(path, learner, limits):
    """The Submissions of one entry of the inbox, of the learner who is called so."""
    submissions = intake.collect(path, limits)
    if learner != legible(submissions[0].learner.replace("\n", "�").replace("\t", "�")):
        review = _("there is more than one entry {name} in the inbox").format(name=repr(submissions[0].learner))
        submissions = [dataclasses.replace(one, reviews=(*one.reviews, review)) for one in submissions]
    return tuple(dataclasses.replace(legible(one), learner=learner) for one in submissions)


def grade_task(task):
    """(the Grade, the page) for one Task. Never raises for what a learner handed in."""
    with _LOCK, _limited(_OUTSIDE_S), words.speaking(task.language):
        try:
            lesson = from_cells(task.number, task.name, task.cells, task.published)
            reading = judge.choose(task.submissions, lesson)
            grade = judge.grade(reading, lesson, task.seed, task.limits, task.unsafe)
            return grade, () if reading.unreadable else pages.page(reading.raw, reading.merged, lesson)
        except _TooLong:  # as it would at each run: it is kept
            return _failed(task, _("it took too long outside of the sandbox"))[0], ()
        except Exception as problem:
            return _failed(task, f"{type(problem).__name__}: {str(problem)[:200]}")


# Judging redirects standard output, and the language in use is one for all: both are shared by a process's threads
_LOCK = threading.Lock()


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
    """(the Grade, None for a page) of a submission that the grader itself could not deal with: it is not kept."""
    first = task.submissions[0]
    reason = _("the grader failed on it ({why}); this is a fault of kml, not of the learner").format(why=why)
    out_of = from_cells(task.number, task.name, task.cells).out_of
    return legible(Grade(first.learner, first.file, task.number, "needs review", (reason,), out_of=out_of)), None


def _alone_again(tasks, grading, scheduler):
    """Yield what `grading` yields; but what time or memory has stopped is graded once more, alone, when all are done.

    Then no neighbour of this class takes a part in it, it has all the time of an answer, and only that grade counts.
    """
    strained = []
    with contextlib.closing(grading):
        for key, graded in grading:
            if graded[0].strained:
                strained.append(key)
            else:
                yield key, graded
    if strained:
        some = tasks.only(strained)
        yield from _on_cluster(some, scheduler, ahead=1) if scheduler else _here(some, 1)


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
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"  # on Windows
    context = multiprocessing.get_context(method)
    keys = iter(tasks)
    first = list(itertools.islice(keys, _AHEAD * workers))
    if method == "forkserver":
        context.set_forkserver_preload([__name__, answers_module(tasks[first[0]].number)])
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context, initializer=_end_with_parent)
    try:
        futures = {pool.submit(grade_task, tasks[key]): key for key in first}
        while futures:
            done, __ = wait(futures, return_when=FIRST_COMPLETED)
            for future in done:
                key = futures.pop(future)
                try:
                    yield key, future.result()
                    for key in itertools.islice(keys, 1):
                        futures[pool.submit(grade_task, tasks[key])] = key
                except BrokenProcessPool:
                    broken.append(key)
        broken += keys  # what was not begun when the pool broke
    finally:
        if broken:  # a process that was begun at the very moment would wait for work for ever, and the pool for it
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent():
    """A worker process ends when its parent does, even if the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    parent = multiprocessing.parent_process()

    def watch():
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(tasks, address, ahead=None):
    """Grade on a Dask cluster; yield (key, (Grade, page)) as they are done. `ahead`: how many at a time."""
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
        keys = iter(tasks)
        ahead = ahead or _AHEAD * max(1, sum(client.nthreads().values()))
        futures = {_sent(client, tasks[key]): key for key in itertools.islice(keys, ahead)}
        running = completed(futures)
        for future in running:
            key = futures.pop(future)
            try:
                yield key, future.result()
            except Exception as problem:  # a worker that died again and again
                yield key, _failed(tasks[key], _("{kind} on the cluster").format(kind=type(problem).__name__))
            for key in itertools.islice(keys, 1):
                futures[_sent(client, tasks[key])] = key
                running.add(next(reversed(futures)))


def _sent(client, task):
    return client.submit(grade_task, task, pure=False, retries=2)
