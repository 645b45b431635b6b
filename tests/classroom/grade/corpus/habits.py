"""Honest work from other tools and by other habits: nothing in it is wrong, and it costs no point."""

import textwrap

from making import answer, code, index, insert, solved, source, untouched

from corpus.entries import LEARN, RIGHT, cell, complete, entry, gradient

ANSWER = f"def gradient(X, y, theta):\n    {RIGHT}"
SLOPE = ANSWER.replace("gradient", "slope")


def stripped(notebook, minor=0):
    """A notebook without ids and metadata, as other tools write it."""
    notebook["nbformat_minor"] = minor
    for one in notebook["cells"]:
        one.pop("id")
        one["metadata"] = {}
    return notebook


def checked_as(notebook, call):
    """The same, and its check of 03.2 hands over something else."""
    for one in notebook["cells"]:
        one["source"] = source(one).replace('kml.check("03.2", gradient)', f'kml.check("03.2", {call})')
    return notebook


def as_typed(text):
    """The complete lesson with exactly this text as the cell of the answer."""
    notebook = complete()
    notebook["cells"][index(notebook, "gradient")]["source"] = text
    return notebook


# ── other tools ────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("repaired", says="without the lesson's id")
def through_vs_code():
    """Saved by VS Code: format 4.2 without ids, its own metadata in cells and notebook."""
    notebook = stripped(solved(), 2)
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["metadata"] = {"vscode": {"languageId": "python"}}
    spec = {"display_name": ".venv (3.11.9)", "language": "python", "name": "python3"}
    notebook["metadata"] = {"kernelspec": spec, "orig_nbformat": 4, "vscode": {"interpreter": {"hash": "x"}}}
    return notebook


@entry("repaired", says="without the lesson's id")
def prose_in_chinese():
    """Format 4.0 without ids, and all prose translated, so that no heading names an exercise any more."""
    notebook = stripped(solved())
    for one in notebook["cells"]:
        if one["cell_type"] == "markdown":
            one["source"] = "## 练习：梯度\n请完成下面的函数。"
    return notebook


@entry("repaired", says="called `slope`")
def prose_in_chinese_and_function_renamed():
    """The same, and the function has another name: only the check tells which exercise it answers."""
    notebook = stripped(cell(SLOPE))
    for one in notebook["cells"]:
        if one["cell_type"] == "markdown":
            one["source"] = "## 练习：梯度\n请完成下面的函数。"
    return checked_as(notebook, "slope")


@entry()
def pasted_with_its_indentation():
    """The whole cell is indented, as pasted from a forum: IPython takes it so."""
    return as_typed(textwrap.indent(ANSWER, "    "))


@entry()
def pasted_from_a_session():
    """Pasted from a Python session, with its prompts."""
    first, *rest = ANSWER.split("\n")
    return as_typed("\n".join([f">>> {first}", *(f"... {row}" for row in rest)]))


@entry()
def pasted_from_ipython():
    """Pasted from IPython, with its numbered prompts."""
    first, *rest = ANSWER.split("\n")
    return as_typed("\n".join([f"In [5]: {first}", *(f"   ...: {row}" for row in rest)]))


@entry("repaired", says="split")
def split_fifteen_hundred_times():
    """A function of the learner's that was split into fifteen hundred cells of one line."""
    notebook = solved()
    for _ in range(1500):
        insert(notebook, 3, f"    y = 1{' #' * 80}")
    return insert(notebook, 3, "def f():\n    x = 1")


# ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("repaired", says="called `slope`")
def renamed_above_a_helper():
    """The renamed answer is not the last function in its cell; the check says which it is."""
    return checked_as(cell(f"{SLOPE}\n\ndef show(v):\n    print(v)"), "slope")


@entry("repaired", says="called `slope`")
def stub_kept_and_another_function_checked():
    """The stub is untouched; a lambda with another name stands below it and is checked."""
    stub = 'def gradient(X, y, theta):\n    """The slope."""\n    pass  # your code here'
    return checked_as(cell(f"{stub}\nslope = lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta - y)"), "slope")


@entry()
def another_function_checked_first():
    """A wrong function with another name was checked in between; the answer itself is checked, and right."""
    check = 'def slope(X, y, theta):\n    return theta\nkml.check("03.2", slope)'
    return insert(cell(ANSWER), index(solved(), "gradient") + 1, check)


@entry()
def name_used_for_the_result():
    """Below the check the function's name is given to its result."""
    text = "gradient = gradient(X, y, theta)\nprint(gradient)"
    return insert(cell(ANSWER), index(solved(), "gradient") + 2, text)


@entry("repaired", says="different answers")
def name_used_for_something_else():
    """At the end of the notebook the function's name is given to an array."""
    notebook = cell(ANSWER)
    notebook["cells"].append(code("gradient = np.gradient([1.0, 2.0])"))
    return notebook


@entry("repaired", says="different answers")
def name_taken_by_the_library():
    """After the right answer, kml's own function is imported under its name."""
    notebook = cell(ANSWER)
    notebook["cells"].append(code("from kml.regression import gradient"))
    return notebook


@entry()
def name_deleted():
    """The function is deleted at the end."""
    notebook = cell(ANSWER)
    notebook["cells"].append(code("del gradient"))
    return notebook


@entry()
def answers_exchanged():
    """The answers to 03.2 and 03.3 stand in each other's cell."""
    notebook = solved()
    first, second = (notebook["cells"][index(notebook, name)] for name in ("gradient", "one_step"))
    first["source"], second["source"] = second["source"], first["source"]
    return notebook


@entry()
def checkpoint_imported_by_name():
    """check and checkpoint are imported from kml and called without it."""
    notebook = cell(ANSWER)
    text = 'from kml import check, checkpoint\ngradient = checkpoint("03.2", gradient)\ncheck("03.2", gradient)'
    notebook["cells"][index(notebook, "gradient") + 1]["source"] = text
    return notebook


# ── what a function may be ─────────────────────────────────────────────────────────────────────────────────────────


@entry()
def partial_for_function():
    """The answer is made with functools.partial."""
    general = "def general(k, X, y, theta):\n    return k / len(y) * X.T @ (X @ theta - y)"
    return cell(f"import functools\n{general}\ngradient = functools.partial(general, 2)")


@entry()
def bound_method():
    """The answer is a method of an object that was changed after it was made."""
    model = "class Model:\n    def __init__(self, k):\n        self.k = k\n    def slope(self, X, y, theta):\n        "
    body = "return self.k / len(y) * X.T @ (X @ theta - y)"
    return cell(f"{model}{body}\nmodel = Model(1)\nmodel.k += 1\ngradient = model.slope")


@entry()
def function_made_by_a_function():
    """A closure that counts its calls with nonlocal."""
    inner = "nonlocal calls\n        calls += 1\n        return k / len(y) * X.T @ (X @ theta - y)"
    make = f"def make(k):\n    calls = 0\n    def inner(X, y, theta):\n        {inner}\n    return inner"
    return cell(f"{make}\ngradient = make(2)")


@entry()
def defined_in_a_branch():
    """The function is defined under try and if."""
    branch = f"if not FAST:\n    def gradient(X, y, theta):\n        {RIGHT}"
    return cell(f"try:\n    import numba_nobody_has\n    FAST = True\nexcept ImportError:\n    FAST = False\n{branch}")


@entry("ok", "03.2")
def coroutine_for_function():
    """async def: what is called gives no result."""
    return cell(f"async def {ANSWER[4:]}")


@entry("ok", "03.2")
def generator_for_function():
    """yield instead of return."""
    return cell(ANSWER.replace("return", "yield"))


@entry("ok")
def series_for_array():
    """The right numbers in a series of pandas: they count."""
    return gradient(f"return pd.Series({RIGHT[7:]})", "import pandas as pd")


# ── what an answer may do ──────────────────────────────────────────────────────────────────────────────────────────


@entry()
def annotations_that_nobody_defines():
    """Annotations by names that exist for type checkers only, with `from __future__ import annotations`."""
    above = "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import nobody"
    return cell(f"{above}\ndef gradient(X: nobody.A, y: nobody.B, theta) -> nobody.A:\n    {RIGHT}")


@entry()
def pool_of_processes():
    """The rows are shared out to two processes, which need a pickled function and a semaphore."""
    return gradient(
        """
        with multiprocessing.get_context("fork").Pool(2) as pool:
            misses = np.array(pool.starmap(miss, [(X[k], y[k], theta) for k in range(len(y))]))
        return 2 / len(y) * X.T @ misses""",
        "import multiprocessing\nimport numpy as np\ndef miss(x, y, theta):\n    return x @ theta - y",
    )


@entry()
def progress_bars_and_widgets():
    """Progress bars, Markdown, HTML and widgets on the way."""
    return gradient(
        f"for _ in tqdm(range(3)):\n    clear_output(wait=True)\ndisplay(Markdown('**x**'), HTML('<b>'))\n{RIGHT}",
        "from tqdm.auto import tqdm\nfrom ipywidgets import interact\n"
        "from IPython.display import HTML, Markdown, clear_output, display",
    )


@entry()
def files_written():
    """A log and a picture are written into the folder."""
    return gradient(f"open('log.txt', 'a').write('x')\nnp.save('theta.npy', theta)\n{RIGHT}")


@entry()
def commands_in_the_function():
    """A shell command and a magic stand in the function's body."""
    return cell(f"def gradient(X, y, theta):\n    !pip install numpy\n    %matplotlib inline\n    {RIGHT}")


@entry()
def warnings_made_errors():
    """NumPy and Python were told to raise at every warning."""
    return gradient(
        RIGHT, "import warnings\nimport numpy as np\nnp.seterr(all='raise')\nwarnings.simplefilter('error')"
    )


@entry("ok", {"03.7": "not yet"})
def helper_with_two_meanings():
    """A helper's name is used again with another meaning for a later exercise, so one behind that is wrong, too."""
    notebook = solved()
    insert(notebook, index(notebook, "gradient"), "def times(v):\n    return 2 * v")
    answer(notebook, "gradient", "def gradient(X, y, theta):\n    return times(X.T @ (X @ theta - y)) / len(y)")
    return insert(notebook, index(notebook, "largest_step"), "def times(v):\n    return 3 * v")


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def library_of_another_exercise_in_secret():
    """kml's answer to the exercise before is reached by a text: an answer is the learner's own."""
    return gradient(
        "return 2 / len(y) * X.T @ getattr(regression, 'resid' + 'uals')(X, y, theta)", "from kml import regression"
    )


@entry()
def ten_thousand_lines():
    """A chain of ten thousand assignments, and the answer needs the last."""
    rows = ["a0 = 2", *(f"a{k} = a{k - 1}" for k in range(1, 10_000))]
    return insert(gradient("return a9999 / len(y) * X.T @ (X @ theta - y)"), 3, "\n".join(rows))


@entry()
def lists_in_lists():
    """A thousand lists, each put into the next, and the answer names the last."""
    rows = ["t0 = [2]", *(f"t{k} = []\nt{k}.append(t{k - 1})" for k in range(1, 1000))]
    return insert(gradient(f"t999\n{RIGHT}"), 3, "\n".join(rows))


@entry("needs review", {"03.2": "cannot be checked"}, says="no cell of the file defines `gradient`")
def helper_alone_in_the_cell():
    """The answer comes about in a way that nobody sees; what stands in its cell is another function."""
    return cell(f"def slope_of(residuals):\n    return residuals\nexec({ANSWER!r})")


@entry()
def lambda_in_the_check():
    """The stub is as it was, and the check is handed a lambda."""
    notebook, stub = complete(), untouched()
    notebook["cells"][index(notebook, "gradient")] = stub["cells"][index(stub, "gradient")]
    return checked_as(notebook, f"lambda X, y, theta: {RIGHT[7:]}")


@entry("repaired", says="right once all cells above its check have run")
def magics_that_do_something():
    """Lines of IPython's that bind a name or set a variable, and an `await` outside of functions."""
    body = f"assert os.environ['HALF'] == '0.5'\nreturn {RIGHT[7:].replace('2', 'TWO', 1)}"
    notebook = gradient(body)
    insert(notebook, index(notebook, "gradient"), "%env HALF=0.5\n%time ONE = 1")
    later = "import asyncio\nTWO = await asyncio.sleep(0.001, result=ONE + 1)"
    return insert(notebook, index(notebook, "gradient"), later)


# ── what others have on their machine, or type ─────────────────────────────────────────────────────────────────────


@entry()
def typed_in_full_width():
    """The function's name in full-width letters, as a Chinese keyboard writes them: for Python it is the same name."""
    return as_typed(ANSWER.replace("gradient", "ｇｒａｄｉｅｎｔ"))


@entry("repaired", says="called `grаdient`")
def typed_in_two_alphabets():
    """One letter of the function's name is Cyrillic, and looks the same."""
    return as_typed(ANSWER.replace("gradient", "gr\u0430dient"))


@entry()
def pasted_with_ends_of_pages():
    """Form feeds and Unicode's own line ends, from a PDF, above the answer and in it."""
    return as_typed(f"# page 1\x0c\n\x0c# page\u20282\x85\n{ANSWER}  # the\u2029end\x1c\n\x0c\n")


@entry()
def drive_that_is_not_here():
    """In the answer's cell Colab's drive is entered first; below stands a constant that the answer needs."""
    return gradient(RIGHT.replace("2", "TWO", 1), "import os\nos.chdir('/content/drive/MyDrive')\nTWO = 2")


@entry()
def all_of_numpy_without_its_name():
    """`from numpy import *`, and a sum that is NumPy's and not Python's."""
    body = "errors = dot(X, theta) - y\nreturn array([2 / len(y) * sum(errors * column) for column in X.T])"
    return gradient(body, "from numpy import *")


@entry()
def sum_is_a_number_later():
    """Below the answer, which adds up with `sum`, the learner's own cell uses that name for a number."""
    body = "return np.array([2 / len(y) * sum(e * x for e, x in zip(X @ theta - y, column)) for column in X.T])"
    notebook = gradient(body)
    return insert(notebook, index(notebook, "gradient") + 3, "sum = 0\nfor k in range(3):\n    sum += k")


@entry()
def package_where_there_is_one():
    """The function is made faster by a package, and by nothing where that is not installed."""
    above = "try:\n    from nowhere_numba import njit\nexcept ImportError:\n    njit = lambda function: function\n"
    return as_typed(f"{above}@njit\n{ANSWER}")


@entry()
def typed_for_a_checker():
    """Three functions of one name in a cell: two say for a type checker what there is, the last one is meant."""
    said = "".join(f"@overload\ndef gradient(X: {kind}, y, theta): ...\n" for kind in ("list", "object"))
    return as_typed(f"from typing import overload\n{said}{ANSWER}")


@entry()
def results_with_names():
    """A named tuple for a tuple, with NumPy's whole number and NumPy's text."""
    above = "from collections import namedtuple\nTold = namedtuple('Told', 'theta steps state')\n"
    below = "    theta, steps, state = found(*given)\n    return Told(theta, np.int64(steps), np.str_(state))"
    found = LEARN.replace("def learn", "def found")
    return answer(complete(), "learn", f"{above}{found}\ndef learn(*given):\n{below}")


@entry()
def nothing_to_print_to():
    """Standard output was closed, and there is none for errors."""
    return gradient(f"print('slope')\n{RIGHT}", "import sys\nsys.stdout.close()\nsys.stderr = None")
