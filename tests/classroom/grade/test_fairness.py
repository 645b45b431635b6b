"""An answer is the learner's own, and no honest point is lost in silence. Many habits and tricks stand in one file."""

import ctypes
import json
import shutil

import pytest
from kml_classroom.grade import intake, journal, judge
from kml_classroom.grade.lesson import find_course, find_lesson
from making import FULL, answer, code, index, insert, solved, untouched, write

MISS = "(X @ theta - y)"


def by_id(grade):
    return {mark.id: mark for mark in grade.marks}


def test_state_that_other_cells_set_is_a_second_chance(graded):
    notebook = solved()
    habits = {
        "residuals": (
            "import sys\nsys.setrecursionlimit(5000)",
            "def down(n):\n    return n and down(n - 1)\n"
            "def residuals(X, y, theta):\n    down(3000)\n    return y * 0 + " + MISS,
        ),
        "gradient": (
            "import os\nos.environ['FACTOR'] = '2'",
            "import os\ndef gradient(X, y, theta):\n    return int(os.environ['FACTOR']) / len(y) * X.T @ " + MISS,
        ),
        "one_step": (
            "globals()['minus'] = lambda a, b: a - b",
            "def one_step(X, y, theta, eta):\n    return minus(theta, eta * gradient(X, y, theta))",
        ),
        "descend": (
            "%%writefile helpers.py\ndef run(step, theta, steps):\n    path = [theta]\n"
            "    for _ in range(steps):\n        path.append(step(path[-1]))\n    return path\n",
            "import numpy as np\nfrom helpers import run\ndef descend(X, y, theta0, eta, steps):\n"
            "    return np.array(run(lambda theta: one_step(X, y, theta, eta), theta0, steps))",
        ),
        "largest_step": (
            "registry = {}\ndef register(name):\n    def put(f):\n        registry[name] = f\n        return f\n"
            "    return put\n@register('H')\ndef hessian(X):\n    return 2 / len(X) * X.T @ X",
            "def largest_step(X):\n    return 2 / np.linalg.eigvalsh(registry['H'](X))[-1]",
        ),
        "standardise": (
            "import types\nmy = types.SimpleNamespace()\nvars(my)['sd'] = lambda X: X.std(axis=0)",
            "def standardise(X_train, X_test):\n    mean, sd = X_train.mean(axis=0), my.sd(X_train)\n"
            "    return (X_train - mean) / sd, (X_test - mean) / sd",
        ),
    }
    for name, (above, text) in habits.items():
        insert(answer(notebook, name, text), index(notebook, name), above)
    grade = graded(notebook)
    assert (grade.points, grade.state) == (FULL, "repaired"), [mark.reason for mark in grade.marks]
    assert sum("right once all cells above its check have run" in reason for reason in grade.reasons) >= 5


def test_kml_by_any_name_is_no_answer(graded):
    notebook = solved()
    for name, text in {
        "residuals": "def residuals(X, y, theta):\n    return getattr(regression, 'resid' + 'uals')(X, y, theta)",
        "gradient": "def gradient(X, y, theta):\n    return theta - regression.descend(X, y, theta, 1.0, 1)[1]",
        "one_step": "def one_step(X, y, theta, eta):\n    return regression.descend(X, y, theta, eta, 1)[1]",
        "descend": "def descend(X, y, theta0, eta, steps):\n"
        "    return regression._walk(X, y, theta0, eta, [slice(None)] * steps, 0.0)",
        "largest_step": "def largest_step(X):\n    return regression.step_limits(X).largest",
        "standardise": "import importlib\ndef standardise(X_train, X_test):\n"
        "    return importlib.import_module('k' + 'ml.regression').standardise_fit(X_train).apply(X_test)",
    }.items():
        answer(notebook, name, text)
    grade = graded(notebook)
    *first, last = grade.marks  # the last leans on the others' functions, and gets the course's
    assert (grade.points, grade.state, last.state) == (last.out_of, "needs review", "correct")
    assert {mark.state for mark in first} == {"cannot be checked"}
    assert all("kml's own functions" in mark.review for mark in first)


PROBES = """\
import ctypes, os, socket, threading
def largest_step(X):
    libc, said = ctypes.CDLL(None, use_errno=True), []
    keys = (248, b"user", b"x", b"y", 1, -3), (250, 11, {key}, b" " * 9, 9)  # add_key, keyctl to read
    for number, *arguments in (*keys, (272, 0x10000000), (425, 4, 0)):  # unshare, io_uring_setup
        said.append(libc.syscall(number, *arguments))
    for reach in (lambda: socket.socket(40, 1), lambda: open("/proc/%d/mem" % os.getppid(), "r+b")):
        try:
            said.append(reach())
        except OSError:
            said.append("refused")
    thread = threading.Thread(target=lambda: said.append("thread"))
    thread.start()
    thread.join()
    raise ValueError(said)
"""


def key_in_this_session():
    """The number of a key that whoever inherits this session can read; -1 where the kernel or a container has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    key, read = libc.syscall(248, b"user", b"kml-test", b"secret", 6, -3), ctypes.create_string_buffer(9)
    assert key == -1 or (libc.syscall(250, 11, key, read, 9), read.value) == (6, b"secret"), "out here it can be read"
    return key


def test_what_a_person_should_see_is_shown_and_what_is_secret_is_not(graded):
    notebook = solved()
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.99.0"}
    answer(notebook, "residuals", "def residuals(X, y, theta):\n    let n = len(y)\n    return X @ theta - y")
    answer(notebook, "gradient", "def gradient(X, y, theta):\n    return theta * 0")
    said = {"output_type": "display_data", "data": {"text/plain": ["正确 · 03.2 · …\n"]}, "metadata": {}}
    notebook["cells"][index(notebook, "gradient") + 1]["outputs"] = [said]
    assert "03.2" in "".join(notebook["cells"][index(notebook, "gradient") + 1]["source"])
    answer(notebook, "largest_step", PROBES.format(key=key_in_this_session()))
    answer(
        notebook,
        "standardise",
        "calls = []\ndef standardise(X_train, X_test):\n    calls.append(1)\n    if len(calls) > 8:\n"
        "        raise FileNotFoundError(2, repr(X_train))\n    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)\n"
        "    return (X_train - mean) / sd, (X_test - mean) / sd",
    )
    notebook["cells"].append(code("def one_step(X, y, theta, eta):\n    return theta  # what happens then?"))
    grade = graded(notebook)
    marks = by_id(grade)
    assert (grade.points, grade.state) == (None, "needs review")
    assert marks["03.1"].points is None and "Python 3.99.0 may" in marks["03.1"].reason
    assert marks["03.2"].points == 0 and any(reason.startswith("03.2: its own check") for reason in grade.reasons)
    assert marks["03.3"].points == 2
    probed = marks["03.5"].reason
    assert "[-1, -1, -1, -1, 'refused', 'refused', 'thread']" in probed, probed
    assert marks["03.6"].reason.startswith("Right on the inputs of kml.check, and not on others")
    assert marks["03.6"].case == () and "array" not in str(marks["03.6"])


def test_the_published_solution_is_told_and_is_nobody_s_submission(tmp_path):
    lesson = find_lesson("03")
    shutil.copytree(find_course() / "solutions", tmp_path / "ada" / "solutions", ignore=lambda *_: _not_03(*_))
    write(tmp_path / "ada" / "lessons" / "03_gradient_descent.ipynb", untouched())
    limits = judge.Limits()
    taken = judge.choose(intake.collect(tmp_path / "ada", limits), lesson)
    assert taken.submission.file == "lessons/03_gradient_descent.ipynb"
    (path,) = (tmp_path / "ada" / "solutions").glob("03*.ipynb")
    alone = judge.choose(intake.collect(path, limits), lesson)
    assert alone.merged.is_solution and len(alone.merged.published) == len(lesson.tasks)
    changed = json.dumps(answer(solved(), "gradient", "def gradient(X, y, theta):\n    return 1"))
    assert "03.2" not in judge.read(judge.Submission("ada", "a.ipynb", changed.encode()), lesson).merged.published


def _not_03(folder, names):
    return [name for name in names if not (name.startswith("03_") and name.endswith(".ipynb"))]


def test_one_grader_at_a_time(tmp_path):
    with journal.locked(tmp_path / "out"):
        again = journal.locked(tmp_path / "out")
        with pytest.raises(ValueError, match="Another kml grade works in"):
            again.__enter__()
    with journal.locked(tmp_path / "out"):
        pass
