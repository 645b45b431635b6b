"""Numbers of their own for each learner: in the notebook they see theirs, and whoever has the class's secret knows all.

Below the check of an exercise stands one more cell, with an input drawn for this learner alone; asked is one number,
what their function gives for it, added up. Two can help each other with the function and still have to run it
themselves.
The exercises, their checks and their points are the same for all: such a notebook is graded like any other.
"""

import ast
import functools
import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kml.course.checking import exercises, judging, values
from kml_classroom.desk import results
from kml_classroom.desk.platforms.handout import OWN
from kml_classroom.desk.platforms.people import Register, folded
from kml_classroom.grade.journal import read_page, write
from kml_classroom.grade.lesson import CHECK
from kml_classroom.grade.report import table
from kml_classroom.words import N_, _

FILE = "numbers.csv"
STATES = N_("right"), N_("another's"), N_("wrong"), N_("missing")
_CLOSE = 1e-3  # of a number that is written to four digits
_MOST = 500  # letters of an input that one may look at
_TRIED = 6  # learners that nobody is, to see whether an exercise's numbers differ


# ── what is whose ──────────────────────────────────────────────────────────────────────────────────────────────────


def key_of(person):
    """By what a Person's numbers are drawn: e-mail address, number or name, as the class's list has them."""
    return folded(next(filter(None, (person.keys.get("email"), person.keys.get("id"), person.name))))


@functools.lru_cache(maxsize=4096)
def own(id, secret, who):
    """(the arguments, the number) of one learner for one exercise that is `declared` to have them."""
    return _drawn(exercises.find(id), secret, who, case_of(id))


@functools.cache
def case_of(id):
    """Which of an exercise's inputs is drawn for each learner: a short one, whose numbers differ; None for none.

    The first is made by hand and the same for all, and others may be.
    """
    exercise = exercises.find(id)
    if exercise.drive is not None or exercise.free:
        return None
    first = judging.cases(exercise, 1)
    for k in sorted(range(1, len(first)), key=lambda k: values.size(values.plain(first[k]))):
        drawn = [_drawn(exercise, b"nobody", str(n), k) for n in range(_TRIED)]
        if all(drawn) and len({f"{number:.3g}" for __, number in drawn}) == _TRIED:
            return k
    return None


def declared(number):
    """The Exercises of a lesson that can have numbers of one's own."""
    return [exercise for exercise in exercises.declared(number) if case_of(exercise.id) is not None]


def _drawn(exercise, secret, who, k):
    """(arguments, number) of input k; None where it is too long to look at, or its result is no number."""
    seed = int.from_bytes(hmac.new(secret, f"{who} {exercise.id}".encode(), hashlib.sha256).digest()[:8], "big")
    arguments = judging.cases(exercise, seed)[k]
    outcome = judging.answer(exercise, exercise.reference, arguments)
    number = None if outcome.error else added_up(outcome.value)
    text = literal(arguments)
    return (arguments, number) if number and text and len(text) <= _MOST else None


def added_up(value):
    """The sum of all numbers in a result, without NaN; None where it holds something else, or no finite sum.

    >>> added_up((1, [2.5, float("nan")]))
    3.5
    """
    if isinstance(value, list | tuple):
        parts = [added_up(one) for one in value]
        return None if None in parts else sum(parts)
    if isinstance(value, bool) or not isinstance(value, int | float | np.ndarray):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        return None
    total = float(np.nansum(array))
    return total if np.isfinite(total) else None


def literal(value):
    """A value as Python that a notebook with NumPy reads; "" where it cannot be written."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufU":
        return f"np.array({_number_words(repr(value.tolist()))})"
    if isinstance(value, tuple | list):
        inside = [literal(one) for one in value]
        left, right = "()" if isinstance(value, tuple) else "[]"
        comma = "," * (len(inside) == 1 and left == "(")
        return left + ", ".join(inside) + comma + right if all(inside) else ""
    if isinstance(value, np.generic):
        value = value.item()
    return _number_words(repr(value)) if isinstance(value, bool | int | float | str) else ""


def _number_words(text):
    return re.sub(r"\b(nan|inf)\b", r"np.\1", text)


# ── what stands in whose notebook ──────────────────────────────────────────────────────────────────────────────────


def notebook(text, number, secret, who):
    """The text of a lesson's notebook with the cells of one learner in it."""
    made = json.loads(text)
    mine = {exercise.id: exercise for exercise in declared(number)}
    cells = []
    for cell in made["cells"]:
        cells.append(cell)
        for id in CHECK.findall("".join(cell["source"])) if cell["cell_type"] == "code" else ():
            if id in mine and own(id, secret, who):
                about = {"cell_type": "code", "execution_count": None, "outputs": [], "metadata": {}}
                code = cell_of(mine.pop(id), own(id, secret, who)[0])
                cells.append({**about, "id": f"{OWN}{id.replace('.', '-')}", "source": code.splitlines(keepends=True)})
    made["cells"] = cells
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def cell_of(exercise, arguments):
    """The cell that asks for one's own number."""
    name = exercise.id.replace(".", "_")
    asked = _("Your own numbers, which only your notebook has. What does your function give for them, added up?")
    how = _("The line below works it out. Write what it prints, with four digits or more, in the place of None.")
    if isinstance(exercise.reference(*arguments), tuple):
        call = f"print(sum(np.nansum(part) for part in {exercise.name}(*own_{name})))"
    else:
        call = f"print(np.nansum({exercise.name}(*own_{name})))"
    return f"# {asked}\nimport numpy as np\n\nown_{name} = {literal(arguments)}\n# {how}\n# {call}\nsum_{name} = None"


# ── looking at what came back ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Number:
    """One learner's number for one exercise: one of STATES, and whose it is where it is another's."""

    learner: str
    lesson: str
    id: str
    state: str
    whose: str = ""


def look(out, persons, secret, lessons=(), watch=iter):
    """[Number] for each submission in the folder `out` of one of these Persons, and the learners who are none of them.

    Of the `lessons` alone, if there are any. Raises ValueError with a sentence.
    """
    register, found, strangers = Register(persons), [], []
    for grade in watch(results.grades(out, lessons)):
        person = register.named(grade.learner)[0]
        if person is None:
            strangers.append(grade.learner)
            continue
        code = "\n".join(shown.source for shown in read_page(out, grade) if shown.kind == "code")
        for exercise in declared(grade.lesson):
            if own(exercise.id, secret, key_of(person)) is None:  # a rare draw, too long for a notebook
                continue
            state, whose = compared(exercise.id, written(exercise.id, code), secret, person, persons)
            found.append(Number(grade.learner, grade.lesson, exercise.id, state, whose))
    return found, strangers


def written(id, code):
    """The number that a notebook's code gives for an exercise, or None. Nothing of it is run."""
    found = re.findall(rf"^sum_{id.replace('.', '_')}[ \t]*=[ \t]*([^#\n]+)", code, re.MULTILINE)
    try:
        value = ast.literal_eval(found[-1].strip()) if found else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return float(value) if type(value) in (int, float) else None


def compared(id, number, secret, person, persons):
    """(one of STATES, whose number it is where it is another's)."""
    if number is None:
        return "missing", ""
    if _close(number, own(id, secret, key_of(person))[1]):
        return "right", ""
    drawn = ((one, own(id, secret, key_of(one))) for one in persons)
    whose = next((one for one, theirs in drawn if theirs and _close(number, theirs[1])), None)
    return ("another's", whose.name) if whose else ("wrong", "")


def _close(number, wanted):
    return abs(number - wanted) <= _CLOSE * abs(wanted)


def export(numbers, out):
    """Write the numbers as a table into the folder `out`; return its path."""
    rows = [(one.learner, one.lesson, one.id, one.state, one.whose) for one in numbers]
    write(Path(out) / FILE, table(("learner", "lesson", "exercise", "state", "whose"), rows))
    return Path(out) / FILE
