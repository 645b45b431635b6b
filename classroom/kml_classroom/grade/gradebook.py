"""nbgrader as gradebook: points and reasons in its database, answers staged for its formgrader and feedback pages.

nbgrader never runs a submission here: only `autograded/` is staged, and what is staged is text and pictures.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import shutil
import sys
import warnings
from pathlib import Path

from kml.core.page import bar
from kml.core.words import sentences
from kml.course.checking import judging
from kml_classroom.grade.grades import about, legible
from kml_classroom.grade.journal import read_page, write
from kml_classroom.grade.pages import Shown
from kml_classroom.grade.report import explained
from kml_classroom.words import _, pgettext, together

COURSE = "kml"
INSTALL = 'pip install -e "classroom[grade]"'
_CONFIG = """\
# Written by kml grade. nbgrader and its formgrader read it when they are started in this folder.
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.db_url = {url!r}
c.CourseDirectory.student_id_exclude = ""
c.ExportApp.plugin_class = "kml_classroom.grade.exporting.Export"  # no score is no 0
c.HTMLExporter.sanitize_html = True  # answers are strangers' texts
"""


def record(grades, out, lesson, url=None, progress=True):
    """Write the grades of the folder `out` into the gradebook and stage what was handed in, in `out`/nbgrader.

    Returns the Grades as they stand there: with the points and comments that a person gave by hand. `url` is
    SQLAlchemy's (default: SQLite). Raises ValueError if nbgrader is missing, or the database cannot be reached or
    written.
    """
    try:
        from nbgrader.api import Gradebook
        from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
    except ModuleNotFoundError:
        raise ValueError(
            _("The gradebook needs nbgrader. In the course's folder: {command}").format(command=INSTALL)
        ) from None
    root = (Path(out) / "nbgrader").resolve()
    root.mkdir(parents=True, exist_ok=True)
    url = url or f"sqlite:///{root / 'gradebook.db'}"
    config = _CONFIG.format(root=str(root), course=COURSE, url=url)
    write(root / "nbgrader_config.py", config, private=True)  # the URL may hold a password
    # nbgrader asks the program alembic, which lies beside this Python, for the version of its tables
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    try:
        book = Gradebook(url, course_id=COURSE)
    except ModuleNotFoundError as problem:
        raise ValueError(
            _("{package} is missing. In the course's folder: {command}").format(package=problem.name, command=INSTALL)
        ) from None
    except (ArgumentError, NoSuchModuleError, DBAPIError) as problem:
        raise ValueError(
            _("The gradebook cannot be opened: {problem}").format(problem=str(problem).splitlines()[0])
        ) from None
    names = student_ids(grades)
    try:
        with contextlib.closing(book), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's own use of SQLAlchemy
            _assignment(book, lesson)
            known, watched = {s.id for s in book.students}, bar(grades, progress, desc=_("Gradebook"))
            final = [_record(book, g, names[g.learner], lesson, known) for g in watched]
            book.db.commit()
    except DBAPIError as problem:  # a full disk, a server that is gone
        said = _(
            "The gradebook was not written ({problem}); points and reasons are in {folder} all the same, and the same "
            "command goes on from there when it can be written."
        )
        raise ValueError(said.format(problem=str(problem).splitlines()[0], folder=out)) from None
    for old in {*root.glob(f"autograded/*/{lesson.name}")} - {_staged(root, name, lesson) for name in names.values()}:
        shutil.rmtree(old)  # of a learner who is no longer in the class, or is called otherwise
    for grade in final:
        folder = _staged(root, names[grade.learner], lesson)
        folder.mkdir(parents=True, exist_ok=True)
        staged = _readable(grade, read_page(out, grade), lesson)
        write(folder / f"{lesson.name}.ipynb", json.dumps(staged))
    return final


def _staged(root, name, lesson):
    """The folder with what a student has handed in of a lesson."""
    return root / "autograded" / name / lesson.name


def student_ids(grades):
    """{learner: a name for nbgrader}, which makes folders of them."""
    found = {}
    plain = {g.learner: re.sub(r"[^\w.-]|^[.-]", "_", g.learner)[:80] for g in grades}
    taken = {name for learner, name in plain.items() if name == learner}
    for learner, name in plain.items():
        digest = hashlib.sha256(learner.encode()).hexdigest()
        endings = ("", *(f"-{digest[:length]}" for length in range(6, 65)))
        free = (name + end for end in endings if name + end == learner or (end and name + end not in taken))
        found[learner] = next(free)
        taken.add(found[learner])
    return found


def cell_name(id):
    """The name of an exercise in the gradebook."""
    return f"exercise-{id.replace('.', '-')}"


def _assignment(book, lesson):
    """The lesson, its notebook and a cell for each exercise; made once, points kept up to date."""
    book.update_or_create_assignment(lesson.name)
    book.update_or_create_notebook(lesson.name, lesson.name)
    for task in lesson.tasks:
        name, points = cell_name(task.exercise.id), task.exercise.points
        book.update_or_create_grade_cell(name, lesson.name, lesson.name, max_score=points, cell_type="code")
        book.update_or_create_solution_cell(name, lesson.name, lesson.name)


def _record(book, grade, student, lesson, known):
    """Write one Grade; return it with what a person has changed."""
    from nbgrader.api import MissingEntry

    if student not in known:
        book.add_student(student, last_name=grade.learner[:120], first_name="")  # the formgrader shows None for neither
    try:
        submission = book.find_submission(lesson.name, student)
    except MissingEntry:
        submission = book.add_submission(lesson.name, student)
    (notebook,) = submission.notebooks
    marks = {cell_name(mark.id): mark for mark in grade.marks}
    by_hand, changed = {}, set()
    for entry in notebook.grades:
        mark = marks.get(entry.name)
        points = mark.points if mark else None
        if entry.manual_score is None:
            entry.needs_manual_grade = mark is None or bool(mark.review)
        else:
            by_hand[entry.name] = entry.manual_score + (entry.extra_credit or 0)
            entry.needs_manual_grade = entry.needs_manual_grade or entry.auto_score != points
            changed |= {entry.name} if entry.needs_manual_grade else set()
        entry.auto_score = points
    if not grade.marks and by_hand:  # a person could read it, and for the rest gave nothing
        for entry in notebook.grades:
            entry.auto_score = 0 if entry.manual_score is None else None
    comments = {}
    for comment in notebook.comments:
        mark = marks.get(comment.name)
        comment.auto_comment = said(mark) if mark else harmless(together(grade.reasons))
        comments[comment.name] = comment.manual_comment
    return _by_hand(grade, by_hand, comments, changed) if by_hand else grade


def _by_hand(grade, scores, comments, changed):
    """A Grade in which what a person has given counts. `changed` are answers that were other ones at that time."""

    def decided(mark):
        name = cell_name(mark.id)
        if name not in scores:
            return mark
        reason = _("By hand: no comment")
        if comments.get(name):
            reason = _("By hand: {comment}").format(comment=comments[name])
        review = _("points were given by hand, and the answer has changed since") if name in changed else ""
        return dataclasses.replace(mark, points=scores[name], reason=reason, review=review)

    if not grade.marks:  # the person could read what the grader could not
        reasons = (*grade.reasons, _("points given by hand"))
        return dataclasses.replace(grade, points=sum(scores.values()), reasons=reasons)
    marks = tuple(decided(mark) for mark in grade.marks)
    reviews, before = ([about(mark.id, mark.review) for mark in them if mark.review] for them in (marks, grade.marks))
    rest = [reason for reason in grade.reasons if reason not in before]
    state = grade.state
    if reviews:
        state = "needs review"
    elif state == "needs review" and grade.reasons[0] in before:  # what concerns the whole file would stand before it
        state = "repaired" if rest else "ok"
    points = None if any(mark.points is None for mark in marks) else sum(mark.points for mark in marks)
    told = tuple(map(decided, grade.told))
    return dataclasses.replace(grade, marks=marks, told=told, points=points, state=state, reasons=(*reviews, *rest))


def said(mark):
    """What the feedback says about one exercise; input and results are a block, whose rows stay below one another."""
    if mark.state == "correct":
        return mark.reason
    block = "\n".join(f"    {row}" for row in mark.case)
    return harmless("\n\n".join(explained(dataclasses.replace(mark, case=(block,)))))


_HARMLESS = {"<": "‹", ">": "›", "](": "] (", "]:": "] :", "://": ": //", "www.": "www .", "mailto:": "mailto :"}


def harmless(text):
    """A stranger's text without HTML and links, for nbgrader, whose feedback shows Markdown with all that it holds."""
    for sign, other in _HARMLESS.items():
        text = text.replace(sign, other)
    return text


# ── what people read ───────────────────────────────────────────────────────────────────────────────────────────────


def _readable(grade, page, lesson):
    """A page as a notebook, the graded cells nbgrader's; answers that are not on it get an empty cell each."""
    state = _(grade.state)
    if grade.reasons:
        state = pgettext("how a grade is, and why", "{state}: {reasons}").format(
            state=state, reasons=together(grade.reasons)
        )
    if grade.points is None:
        state = sentences(state, _("This is no score: a 0 on this page is not one either."))
    cells = [_cell("markdown", harmless(f"# {grade.learner} · {lesson.name}\n\n{state}"))]
    exercises = {task.exercise.id: task.exercise for task in lesson.tasks}
    missing = exercises.keys() - {shown.exercise for shown in page}
    for shown in [*page, *(Shown("code", "", exercise=id) for id in exercises if id in missing)]:
        exercise = exercises.get(shown.exercise)
        if exercise:
            cells.append(_cell("markdown", f"### {_heading(exercise)}"))
        shown = legible(shown)  # code that is written backwards would be read as other code
        text = shown.source if shown.kind == "code" else harmless(shown.source)  # nbgrader's page trusts Markdown
        cells.append(_cell(shown.kind, text, shown.outputs, exercise))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": cells}


def _heading(exercise):
    title = judging.not_attempted(exercise).title  # as it is said in the language in use
    return _("Exercise {id} · {title}").format(id=exercise.id, title=title)


def _cell(kind, source, outputs=(), exercise=None):
    metadata = {}
    if exercise:
        metadata["nbgrader"] = {
            "schema_version": 3, "grade_id": cell_name(exercise.id), "points": exercise.points, "cell_type": "code",
            "grade": True, "solution": True, "locked": False, "task": False,
        }  # fmt: skip
    cell = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        shown = [{"output_type": "display_data", "metadata": {}, "data": {mime: data}} for mime, data in outputs]
        cell |= {"execution_count": None, "outputs": shown}
    return cell
