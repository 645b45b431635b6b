"""Downloads, rosters and grades as the tests of the desk make them: small, and with the platforms' quirks."""

import json
import zipfile

from kml_classroom.grade.grades import Grade

from kml.course.checking import exercises
from kml.course.checking.judging import not_attempted, verdict

FULL = sum(exercise.points for exercise in exercises.declared("03"))
NOTEBOOK = '{"cells": [], "nbformat": 4}'
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 03 (99),Final Score\n"
    ",,,,,Manual Posting,\n"
    f"    Points Possible,,,,,{FULL}.00,(read only)\n"
    '"Lovelace, Ada",11,0011,ada@example.org,"A and ""B""",,\n'
    '"Hopper, Grace",12,0012,grace@example.org,A,,\n'
    '"Turing, Alan",13,0013,alan@example.org,B,,\n'
    "李雷,14,0014,li@example.org,B,,\n"
    '"=""=Cem, Su""",15,0015,cem@example.org,B,EX,\n'
)
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Group,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (grade),Feedback comments\n"
    f"Participant 501,Ada Lovelace,ada@example.org,Submitted for grading - 1 day 2 hours late,Red,,{FULL}.00,Yes,-,\n"
    f'Participant 502,Grace Hopper,grace@example.org,Submitted for grading,Red,,{FULL}.00,No,-,"- a\nb"\n'
    f"Participant 503,李雷,li@example.org,No submission,Blue,,{FULL}.00,Yes,-,\n"
)


def make_zip(path, files):
    """Write a zip of {name: text or bytes}, or of pairs where a name comes twice."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, text)
    return path


def put(path, text, encoding="utf-8"):
    """Write a text to a file, which is given back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def graded(learner, states="", lesson="03", reason="", **more):
    """A Grade: `states` has a letter an exercise, r(ight), w(rong), u(ntouched); what is not said is right."""
    marks = []
    for n, exercise in enumerate(exercises.declared(lesson)):
        state = states[n : n + 1] or "r"
        if state == "u":
            marks.append(not_attempted(exercise))
        else:
            marks.append(
                verdict(
                    exercise,
                    "correct" if state == "r" else "not yet",
                    "Right." if state == "r" else reason or "It differs on every input; the smallest:",
                    case=() if state == "r" else ("x: 1", "yours: 2", "expected: 3"),
                )
            )
    points, out_of = sum(mark.points for mark in marks), sum(mark.out_of for mark in marks)
    return Grade(learner, "a.ipynb", lesson, "ok", marks=tuple(marks), points=points, out_of=out_of, **more)


def write_grades(folder, grades):
    """Write grades.json as kml grade does; give the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([grade.as_dict() for grade in grades], ensure_ascii=False, indent=1)
    (folder / "grades.json").write_text(text, encoding="utf-8")
    return folder
