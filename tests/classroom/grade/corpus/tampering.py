"""Tricks to get points without the answer."""

import copy
import json

from making import answer, index, insert, solved, source, untouched

from corpus.entries import NONE_OF_IT, RIGHT, WRONG, cell, complete, entry, gradient
from kml.course.checking import exercises, judging

WIRE = """\
def tell(*lines):
    for number in range(3, 40):
        for line in lines:
            try:
                os.write(number, line)
            except OSError:
                pass
"""

# ── the notebook's own tools ───────────────────────────────────────────────────────────────────────────────────────


@entry("ok", "03.2")
def check_patched():
    """kml.check is replaced in the first cell, and again in the answer."""
    patch = "import kml\nkml.check = kml.checkpoint = lambda *a, **k: 'correct'"
    return insert(gradient(f"kml.check = lambda *a, **k: 'correct'\n{WRONG}", "import kml"), 2, patch)


@entry("ok", "03.2")
def builtins_patched():
    """all, any, round, abs and print of builtins are replaced."""
    return gradient(
        f"builtins.all = builtins.any = builtins.round = builtins.abs = lambda *a: True\n{WRONG}", "import builtins"
    )


@entry("ok", "03.2")
def numpy_testing_patched():
    """numpy.testing, allclose, isclose and array_equal always agree."""
    return gradient(
        f"""
        for name in ("allclose", "isclose", "array_equal", "isfinite", "abs"):
            setattr(np, name, lambda *a, **k: True)
        for name in ("assert_allclose", "assert_array_equal", "assert_equal"):
            setattr(np.testing, name, lambda *a, **k: None)
        {WRONG}"""
    )


@entry("ok", "03.2", says="changes its argument")
def change_hidden():
    """Changes an argument, and what could see that inside sees nothing any more."""
    return gradient(
        """
        sys.modules["k" + "ml.course.checking.values"].same = lambda *a, **k: True
        theta += 1
        return 2 / len(y) * X.T @ (X @ (theta - 1) - y)"""
    )


@entry("ok", "03.2")
def judging_patched():
    """The course's own judging, running and values are replaced."""
    return gradient(
        f"""
        values.same = lambda *a, **k: True
        values.difference = lambda *a, **k: None
        judging.judge = judging.grade = judging.verdict = lambda *a, **k: "correct"
        running.is_empty = running.keeps_marker = lambda *a: False
        exercises.find = exercises.check = lambda *a, **k: None
        {WRONG}""",
        "from kml.course.checking import exercises, judging, running, values",
    )


@entry("ok", "03.2")
def input_transformers():
    """IPython is told to write another answer into the cell before it runs."""
    hook = "ip = get_ipython()\nip.input_transformers_cleanup.append(lambda lines: ['gradient = 1'])\n"
    return insert(
        gradient(f"get_ipython().run_cell('gradient = None')\n{WRONG}", "get_ipython().ast_transformers"), 2, hook
    )


@entry("ok", "03.2")
def hooks_for_the_next_exercise():
    """The right answer to 03.1 leaves import hooks, start-up files and patched modules for the wrong 03.2."""
    hooks = """\
import os, site, sys, builtins
def residuals(X, y, theta):
    code = "import builtins; builtins.__dict__['gradient'] = lambda X, y, theta: 1"
    for folder in ("/tmp", ".", os.path.expanduser("~"), site.getusersitepackages(),
                   os.path.expanduser("~/.ipython/profile_default/startup")):
        for name in ("usercustomize.py", "sitecustomize.py", "numpy.py", "kml.pth", "00.py"):
            try:
                os.makedirs(folder, exist_ok=True)
                open(os.path.join(folder, name), "w").write(code)
            except OSError:
                pass
    sys.meta_path.insert(0, type("Finder", (), {"find_spec": staticmethod(lambda *a: 1 / 0)}))
    sys.path.insert(0, "/tmp")
    os.environ["PYTHONSTARTUP"] = "/tmp/numpy.py"
    return X @ theta - y
"""
    return answer(gradient(WRONG), "residuals", hooks)


# ── values that pretend ────────────────────────────────────────────────────────────────────────────────────────────


@entry("ok", "03.2")
def always_equal_array():
    """An array that says to be equal, close, less and finite."""
    return gradient(
        "return theta.view(Equal)",
        """
import numpy as np
class Equal(np.ndarray):
    __eq__ = __le__ = __lt__ = __ge__ = lambda *a: np.ones(1, bool)
    __sub__ = __rsub__ = __abs__ = lambda *a: np.zeros(1)
    __array_ufunc__ = __array_function__ = lambda *a, **k: True
""",
    )


@entry("ok", "03.2")
def always_equal_object():
    """An object that says to be an array, and equal to everything."""
    return gradient(
        "return Equal()",
        """
import numpy as np
class Equal:
    __class__ = property(lambda self: np.ndarray)
    __eq__ = __le__ = __lt__ = __ge__ = __bool__ = __contains__ = lambda *a: True
    __hash__ = __len__ = lambda *a: 1
    __sub__ = __rsub__ = __abs__ = __getitem__ = lambda *a: 0.0
    __array__ = lambda self, *a, **k: np.zeros(2)
    shape, dtype, ndim, size = (2,), np.dtype(float), 1, 2
""",
    )


@entry("ok", {"03.3": "not yet", "03.5": "not yet"})
def always_equal_number():
    """Numbers that say to be equal to everything."""
    number = "class Equal(float):\n    __eq__ = __le__ = lambda *a: True\n    __sub__ = __abs__ = lambda *a: 0.0\n"
    notebook = answer(solved(), "largest_step", f"{number}def largest_step(X):\n    return Equal(1.5)")
    return answer(notebook, "one_step", f"{number}def one_step(X, y, theta, eta):\n    return Equal(0)")


@entry("ok", {"03.2": "not yet", "03.5": "not yet"}, says="NaN")
def nan_everywhere():
    """NaN, which is neither equal nor unequal, for every number."""
    return answer(
        gradient("return np.full(len(theta), np.nan)"), "largest_step", "def largest_step(X):\n    return float('nan')"
    )


@entry("ok", {"03.2": "not yet", "03.5": "not yet"})
def infinite_and_huge():
    """Infinities, and a whole number of a hundred thousand digits."""
    return answer(
        gradient("return np.full(len(theta), np.inf)"), "largest_step", "def largest_step(X):\n    return 10**100_000"
    )


@entry("ok", {"03.2": "not yet", "03.5": "not yet"})
def odd_objects():
    """A list that holds itself, and a masked, structured or object array."""
    notebook = gradient("found = []\nfound.append(found)\nreturn found")
    return answer(notebook, "largest_step", "import numpy as np\ndef largest_step(X):\n    return np.array([object()])")


@entry("ok", {"03.2": "raised"})
def error_that_cannot_be_shown():
    """An exception whose message is an error, and whose class has a strange name."""
    return gradient("raise Odd()", "class Odd(Exception):\n    __str__ = __repr__ = lambda self: 1 / 0")


@entry("ok", {"03.2": "raised"}, says="x" * 100)
def error_of_ten_megabytes():
    """An exception whose message has ten million letters, with HTML in it."""
    return gradient("raise ValueError('x' * 10_000_000 + '<script>alert(1)</script>')")


# ── points and outputs that were forged ────────────────────────────────────────────────────────────────────────────


@entry("ok", NONE_OF_IT)
def points_in_metadata():
    """nbgrader's metadata says that everything is right, with a million points each; nothing was done."""
    notebook = untouched()
    notebook["metadata"]["kml"] = {"points": 10**6, "state": "ok"}
    for number, one in enumerate(notebook["cells"]):
        one["metadata"]["nbgrader"] = {
            "grade": True, "solution": True, "locked": True, "points": 10**6, "score": 10**6,
            "grade_id": f"cell-{number}", "schema_version": 3, "cell_type": one["cell_type"],
        }  # fmt: skip
    return notebook


@entry()
def negative_points_in_metadata():
    """Another learner's prank: every cell says that it is worth minus a thousand points, NaN or infinitely many."""
    notebook = solved()
    for one, points in zip(notebook["cells"], (-1000, float("nan"), float("inf")) * 20, strict=False):
        one["metadata"]["nbgrader"] = {"grade": True, "points": points, "grade_id": "x", "score": points}
    return notebook


@entry("ok", "03.2")
def outputs_forged():
    """Under each check stands the panel of a right answer, and the answer is wrong."""
    notebook = gradient(WRONG)
    for one in notebook["cells"]:
        if source(one).startswith("kml.check("):
            said = "correct\n03.2 · The gradient · 3 of 3 points\nRight on all 8 inputs."
            data = {"text/plain": said, "text/html": f"<pre>{said}</pre>"}
            one["outputs"] = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}]
            one["metadata"]["nbgrader"] = {"grade": True, "score": 3, "points": 3, "grade_id": "03.2"}
    return notebook


@entry("repaired")
def all_ids_the_same():
    """Every cell has the id of the check of 03.2."""
    notebook = solved()
    for one in notebook["cells"]:
        one["id"] = "6243fafbed"
    return notebook


@entry("ok", "03.2")
def check_cell_exchanged():
    """The cell with the check's id prints that all is well."""
    notebook = gradient(WRONG)
    at = index(notebook, "gradient") + 1
    notebook["cells"][at]["source"] = "print('03.2 correct, 3 of 3 points')"
    return notebook


# ── the course's own answers ───────────────────────────────────────────────────────────────────────────────────────


@entry("needs review", {"03.2": "cannot be checked"}, says="hands the work to the course's own")
def reference_imported():
    """The reference is imported from the lesson's module."""
    return cell("from kml.lessons.answers.answers_03 import gradient")


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def reference_found():
    """The reference is taken from the exercise's definition."""
    return gradient("return exercises.find('03.2').reference(X, y, theta)", "from kml.course.checking import exercises")


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def reference_from_checkpoint():
    """The course's answer is fetched with kml.checkpoint."""
    return gradient("return kml.checkpoint('03.2', None)(X, y, theta)", "import kml")


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def reference_from_solution():
    """The text that kml.solution shows is run."""
    return gradient(
        "exec(str(fetch('03.2')), globals())\nreturn gradient(X, y, theta)",
        "import kml\nfetch = getattr(kml, 'solution')",
    )


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def library_function():
    """The work is handed to kml.regression.gradient."""
    return gradient("return kml.regression.gradient(X, y, theta)", "import kml")


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def library_function_renamed():
    """The same, searched for in the module instead of named."""
    return gradient(
        """
        from kml import regression
        for name in dir(regression):
            if name.startswith("grad"):
                return getattr(regression, name)(X, y, theta)"""
    )


@entry("needs review", {"03.2": "cannot be checked"})
def library_code_copied():
    """The code object of kml's function is put into a function of its own."""
    return cell(
        """
        import types
        from kml import regression
        own = types.FunctionType(regression.gradient.__code__, vars(regression))

        def gradient(X, y, theta):
            return own(X, y, theta)
        """
    )


@entry("needs review", {"03.2": "cannot be checked"})
def library_code_copied_quietly():
    """The same, and no name stands there in full."""
    return cell(
        """
        import importlib, types
        module = importlib.import_module("k" + "ml.regres" + "sion")
        own = types.FunctionType(getattr(module, "gra" + "dient").__code__, vars(module))

        def gradient(X, y, theta):
            return own(X, y, theta)
        """
    )


@entry("needs review", {"03.2": "cannot be checked"})
def library_loaded_anew():
    """kml's module is loaded a second time under another name."""
    return gradient(
        """
        from kml import regression
        about = importlib.util.spec_from_file_location("mine", regression.__file__)
        module = importlib.util.module_from_spec(about)
        about.loader.exec_module(module)
        return module.gradient(X, y, theta)""",
        "import importlib.util",
    )


@entry("ok", {"03.2": "raised"})
def library_in_another_process():
    """Another Python is started, which calls kml's function: it is not there either, and no line comes back."""
    return gradient(
        """
        if not SERVER:
            code = "import sys, json, numpy as np; from kml.regression import gradient\\n" \\
                   "for line in sys.stdin:\\n" \\
                   "    print(json.dumps(gradient(*map(np.array, json.loads(line))).tolist()), flush=True)"
            SERVER.append(subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True))
        print(json.dumps([X.tolist(), y.tolist(), theta.tolist()]), file=SERVER[0].stdin, flush=True)
        return np.array(json.loads(SERVER[0].stdout.readline()))""",
        "import json, subprocess, sys\nimport numpy as np\nSERVER = []",
    )


@entry("needs review", {"03.2": "cannot be checked"})
def library_read_as_text():
    """The file of kml's function is found without naming it, read as a text and run."""
    return gradient(
        """
        space = {}
        exec(open(importlib.util.find_spec("k" + "ml.regres" + "sion").origin).read(), space)
        return space["gra" + "dient"](X, y, theta)""",
        "import importlib.util",
    )


@entry("repaired", {"03.2": "raised", "03.3": "not attempted"}, says="further down")
def later_exercise_asked():
    """03.2 is computed from the course's answer to 03.3, which comes after it and was left untouched."""
    notebook = gradient("return theta - one_step(X, y, theta, 1.0)")
    empty = untouched()
    return answer(notebook, "one_step", source(empty["cells"][index(empty, "one_step")]))


@entry("ok", {"03.2": "raised"}, says="refused")
def own_exercise_asked():
    """The course's answer to this very exercise is asked for, with the sandbox's own tools."""
    return gradient(
        """
        frame = sys._getframe()
        while "wire" not in frame.f_locals:
            frame = frame.f_back
        wire = frame.f_locals["wire"]
        wire.write({"ask": "03.2", "call": codec.encode((X, y, theta))})
        reply = wire.read()
        if reply["error"]:
            raise RuntimeError("refused")
        return codec.decode(reply["value"])""",
        "import sys\nfrom kml_classroom.grade import codec",
    )


@entry("ok", {"03.2": "raised"}, says="nothing found")
def frames_searched():
    """The callers' variables are searched for the expected result."""
    return gradient(
        """
        frame, found = sys._getframe(), []
        while frame:
            for name, value in {**frame.f_globals, **frame.f_locals}.items():
                if name in ("right", "reference", "expected", "exercise", "others", "fresh", "public"):
                    found.append(name)
            frame = frame.f_back
        raise RuntimeError(f"found {found}" if found else "nothing found")"""
    )


@entry("ok", {"03.2": "raised"}, says="nothing found")
def memory_searched():
    """The garbage collector's list is searched for exercises, judges and references."""
    return gradient(
        """
        found = []
        for one in gc.get_objects():
            if type(one).__name__ in ("Exercise", "Lesson", "Grade", "Result") or (
                isinstance(one, types.FunctionType) and str(one.__module__).startswith("kml.lessons.answers")
            ):
                found.append(repr(one)[:60])
        found += [name for name in sys.modules if name.startswith(("kml.lessons.answers", "kml_classroom.grade.j"))]
        raise RuntimeError(f"found {found}" if found else "nothing found")""",
        "import gc, sys, types",
    )


@entry("needs review", "03.2", says="wrong on fresh ones")
def results_learned_by_heart():
    """A table of the results for the inputs that kml.check uses."""
    exercise = exercises.find("03.2")
    inputs = judging.cases(exercise)
    table = [(float(y.sum()), exercise.reference(X, y, theta).tolist()) for X, y, theta in inputs]
    return gradient(
        f"""
        for total, result in {table!r}:
            if abs(total - y.sum()) < 1e-9:
                return np.array(result)
        {WRONG}"""
    )


@entry("needs review", "03.2", says="wrong on fresh ones")
def right_eight_times():
    """Right as often as kml.check calls, and then wrong."""
    return gradient(f"CALLS.append(1)\nif len(CALLS) > 8:\n    {WRONG}\n{RIGHT}", "CALLS = []")


@entry("ok", {"03.2": "raised"}, says="�")
def letters_that_harm():
    """An error and a print with half of a letter, NUL, commands for terminals and turned writing."""
    return gradient("print('\\ud83d\\x00')\nraise ValueError('\\ud83d \\x00 \\x1b[2J \\u202e')")


@entry("needs review", {"03.2": "raised"}, says="�")
def commands_for_the_terminal():
    """The same in an error whose message is shown to the instructor."""
    return gradient("raise ModuleNotFoundError('\\x1b]0;owned\\x07\\x1b[2J \\ud83d\\x00')")


@entry("ok", "03.2")
def class_with_a_harmful_name():
    """The result's class has a terminal's commands for a name."""
    return gradient("return type('\\x1b[31m\\u202e', (), {})()")


# ── the wire ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _tells(*messages):
    lines = [f"{message}\n".encode() for message in messages]
    return gradient(f"tell(*{lines!r})\n{WRONG}", f"import os\n{WIRE}")


@entry("needs review", {"03.2": "raised"})
def marks_on_the_wire():
    """A mark is written to every open file, as if the judge sat inside."""
    return _tells(json.dumps({"state": "correct", "points": 3, "id": "03.2"}))


@entry("needs review", {"03.2": "raised"})
def end_on_the_wire():
    """The end of the process is announced, and another answer."""
    about = {"missing": False, "trouble": None, "unusable": "", "empty": False, "stub": False}
    return _tells(json.dumps({"ended": 0}), json.dumps({"here": True}), json.dumps(about))


@entry("needs review", {"03.2": "raised"})
def question_on_the_wire():
    """The course's answers to this exercise, to none and to one with nonsense are asked for on the wire."""
    asks = [{"ask": "03.2", "call": ["t", []]}, {"ask": None, "call": 7}, {"ask": "03.1", "call": ["t", [["l", []]]]}]
    return _tells(*map(json.dumps, asks), json.dumps(["ended"]))


@entry("needs review", {"03.2": "raised"})
def values_that_are_none_on_the_wire():
    """What is sent is JSON, and no value: arrays with impossible shapes, numbers beyond all floats, endless nesting."""
    node = '{"value":%s,"error":null,"mutated":"","printed":""}'
    values = (
        '["a","<f8",[1000000000000],""]',
        '["a","<U999999",[9],"AAAA"]',
        "1e999",
        '["d",[[["l",[1]],2]]]',
        "[" * 5000,
    )
    return _tells(*(node % value for value in values), "\xff\xfe")


@entry("needs review", {"03.2": "raised"})
def more_said_than_asked():
    """Right, and at the last call it says one thing more, for the next exercise to be judged by."""
    more = json.dumps({"value": 0, "error": None, "mutated": "", "printed": ""}).encode() + b"\n"
    return gradient(
        f"CALLS.append(1)\nif len(CALLS) > 15:\n    tell({more!r})\n{RIGHT}",
        f"import os\nCALLS = []\n{WIRE}",
    )


@entry("needs review", {"03.2": "raised"})
def signature_that_ends_it():
    """An object whose signature ends the process when it is read."""
    return cell(
        """
        class Odd:
            @property
            def __signature__(self):
                raise SystemExit
            def __call__(self, *given):
                pass

        gradient = Odd()
        """
    )


@entry("needs review", {"03.2": "raised"})
def codec_patched():
    """What turns results into JSON is replaced in the sandbox."""
    return gradient(
        f"codec.encode = codec._encode = lambda *a: ['a', '<f8', [2], 'AAAA']\n{WRONG}",
        "from kml_classroom.grade import codec",
    )


@entry("ok", {"03.2": "raised"})
def array_without_end():
    """A view of a million million numbers that takes no memory until it is copied."""
    return gradient("return np.lib.stride_tricks.as_strided(theta, (10**12,), (0,))")


@entry("ok", {"03.2": "not yet"}, says="shape (0, 1000000000)")
def nothing_of_a_great_shape():
    """An array of no numbers, and a shape of which a copy in lists or texts would fill any memory."""
    return gradient("return np.empty((0, 10**9))")


@entry()
def cells_twice():
    """The file says twice what its cells are, first that there are none: what counts is what Jupyter shows."""
    return f'{{"cells": [], {json.dumps(complete())[1:]}'


@entry()
def modules_forgotten():
    """The right answer has Python forget all of kml and of the worker."""
    forget = "import sys\nfor name in [name for name in sys.modules if name.startswith(('kml', 'json'))]:\n"
    return gradient(RIGHT, f"import numpy as np\n{forget}    del sys.modules[name]")


@entry("ok", {"03.2": "raised"}, says="SyntaxError: x")
def error_in_no_line():
    """An error that says to be in a line beyond all numbers, of a file that is the error itself."""
    return gradient("e = SyntaxError('x')\ne.lineno, e.text, e.filename = 10**30, 'a' * 10**6, e\nraise e")


@entry()
def poison_for_the_next():
    """The right answer to 03.5 leaves a process that writes to the wire once 03.6 is being asked."""
    poison = f"""\
import os, signal, time
import numpy as np
{WIRE}
def newest():
    return max(int(name) for name in os.listdir("/proc") if name.isdigit())
def largest_step(X):
    above = os.getpid()
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 30):
            try:
                signal.signal(number, signal.SIG_IGN)
            except OSError:
                pass
        while os.path.exists(f"/proc/{{above}}") or newest() <= os.getpid():
            time.sleep(0.01)
        while True:
            tell(b'{{"value": 0, "error": null}}\\n')
    return 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1]
"""
    return answer(solved(), "largest_step", poison)


@entry("needs review", {"03.2": "raised"})
def inputs_stolen():
    """The function reads the wire itself, to see the next inputs."""
    return gradient("for number in range(3, 6):\n    os.read(number, 10)\n" + RIGHT)


@entry("needs review", {"03.2": "raised"})
def wire_cut():
    """All open files are closed."""
    return gradient(f"os.closerange(0, 256)\n{RIGHT}")


@entry("needs review", {"03.2": "raised"})
def serialiser_patched():
    """What writes results down is replaced: everything becomes a mark."""
    return gradient(f'json.dumps = lambda *a, **k: \'{{"state": "correct", "points": 3}}\'\n{WRONG}', "import json")


@entry()
def process_that_stays():
    """The right answer to 03.5 does not let its process end, and goes on in the place of the one that started it."""
    stay = """\
import os
import numpy as np
def largest_step(X):
    os._exit = os.kill = os.killpg = lambda *a: None
    os.fork = lambda: 0
    os.waitpid = lambda *a: (0, 0)
    return 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1]
"""
    return answer(solved(), "largest_step", stay)


@entry()
def copy_of_itself():
    """The function forks: both copies come back with the right answer."""
    fork = "import os\nimport numpy as np\ndef largest_step(X):\n    os.fork()\n"
    return answer(solved(), "largest_step", f"{fork}    return 2 / np.linalg.eigvalsh(2 / len(X) * X.T @ X)[-1]")


@entry("ok", NONE_OF_IT)
def every_trick_in_one():
    """An untouched lesson, with forged outputs, metadata, and a cell that patches all it finds."""
    notebook = copy.deepcopy(untouched())
    for one in notebook["cells"]:
        one["metadata"]["nbgrader"] = {"grade": True, "score": 99, "points": 99}
    patch = "import builtins, kml\nkml.check = kml.checkpoint = print\nbuiltins.gradient = lambda *a: 1\n"
    return insert(notebook, 2, f"{patch}globals().update(gradient=print)")
