"""Honest mistakes, and habits that are no mistake at all."""

import copy
import json

from making import answer, code, index, insert, solved, source, untouched, write

from corpus.entries import NONE_OF_IT, RIGHT, WRONG, cell, complete, entry, gradient

STUB = 'def gradient(X, y, theta):\n    """The slope."""\n    pass  # your code here'
ANSWER = f"def gradient(X, y, theta):\n    {RIGHT}"

# ── cells ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("repaired", says="more than once")
def cell_twice():
    """The answer's cell was duplicated, with its id."""
    notebook = solved()
    at = index(notebook, "gradient")
    notebook["cells"].insert(at, copy.deepcopy(notebook["cells"][at]))
    return notebook


@entry("repaired", says="more than once")
def stub_pasted_below():
    """The empty stub was pasted again under the finished answer."""
    return insert(solved(), index(solved(), "gradient") + 1, STUB)


@entry("repaired", says="without the lesson's id")
def ids_and_tags_lost():
    """All ids, tags and metadata are gone."""
    notebook = solved()
    notebook["metadata"], notebook["nbformat_minor"] = {}, 4
    for one in notebook["cells"]:
        one.pop("id")
        one["metadata"] = {}
    return notebook


@entry("repaired", says="without the lesson's id")
def through_colab():
    """Downloaded from Colab: ids of its own, its metadata, a mounted drive, installs, a form."""
    notebook = solved()
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
    }
    for number, one in enumerate(notebook["cells"]):
        one.pop("id")
        one["metadata"] = {"id": f"aB{number}xYz", "outputId": "9f", "colab": {"base_uri": "https://localhost:8080/"}}
    insert(notebook, 1, "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive")
    return insert(
        notebook, 2, "#@title Set up { run: 'auto' }\nrate = 0.1 #@param {type:'number'}\n!pip install -q seaborn"
    )


@entry("repaired", says="moved")
def upside_down():
    """All cells in reversed order."""
    notebook = solved()
    notebook["cells"].reverse()
    return notebook


@entry("repaired", says="moved")
def answers_at_the_end():
    """Every answer was moved to the end of the notebook."""
    notebook = solved()
    tags = [c["metadata"].get("tags") == ["exercise"] for c in notebook["cells"]]
    answers = [c for c, yes in zip(notebook["cells"], tags, strict=True) if yes]
    notebook["cells"] = [c for c, yes in zip(notebook["cells"], tags, strict=True) if not yes] + answers
    return notebook


@entry()
def checks_deleted():
    """All cells with kml.check were deleted: grading does not need them."""
    notebook = solved()
    notebook["cells"] = [c for c in notebook["cells"] if not source(c).startswith("kml.check(")]
    return notebook


@entry("needs review", {"03.2": "not attempted"}, says="no cell of the file defines `gradient`")
def answer_deleted():
    """The answer's cell was deleted."""
    notebook = complete()
    del notebook["cells"][index(notebook, "gradient")]
    return notebook


@entry("repaired", says="deleted")
def imports_deleted():
    """The cell with the imports was deleted."""
    notebook = solved()
    at = next(n for n, c in enumerate(notebook["cells"]) if source(c).startswith("import numpy"))
    del notebook["cells"][at]
    return notebook


@entry("repaired", says="missing")
def imports_edited_away():
    """The cell with the imports holds something else now."""
    notebook = solved()
    at = next(n for n, c in enumerate(notebook["cells"]) if source(c).startswith("import numpy"))
    notebook["cells"][at]["source"] = "print('hello')"
    return notebook


@entry("repaired", says="split")
def function_split():
    """A function was split in the middle of its body."""
    notebook = solved()
    at = index(notebook, "gradient")
    rows = source(notebook["cells"][at]).split("\n")
    notebook["cells"][at]["source"] = "\n".join(rows[:3])
    return insert(notebook, at + 1, "\n".join(rows[3:]))


@entry()
def helper_in_another_cell():
    """The answer calls a helper that stands in a cell of its own above."""
    notebook = gradient("return 2 / len(y) * X.T @ miss_of(X, y, theta)")
    return insert(notebook, 3, "def miss_of(X, y, theta):\n    return X @ theta - y")


@entry("repaired", says="further down")
def helper_below_the_check():
    """The helper stands at the end of the notebook: it was there when the cells were run by hand."""
    notebook = gradient("return 2 / len(y) * X.T @ miss_of(X, y, theta)")
    notebook["cells"].append(code("def miss_of(X, y, theta):\n    return X @ theta - y"))
    return notebook


@entry("repaired")
def all_in_one_cell():
    """All code was merged into one cell."""
    notebook = solved()
    texts = [source(c) for c in notebook["cells"] if c["cell_type"] == "code"]
    notebook["cells"] = [code("\n\n".join(texts))]
    return notebook


@entry("repaired", says="more than once")
def answer_in_the_check_cell():
    """The answer was written above the check, in its cell; the stub stands untouched."""
    notebook = cell(STUB)
    at = index(notebook, "gradient") + 1
    notebook["cells"][at]["source"] = f'{ANSWER}\n\n\nkml.check("03.2", gradient)'
    return notebook


@entry("needs review", {"03.2": "not attempted"}, says="no cell of the file defines `gradient`")
def answer_in_a_text_cell():
    """The answer's cell was turned into Markdown."""
    notebook = complete()
    notebook["cells"][index(notebook, "gradient")]["cell_type"] = "markdown"
    return notebook


@entry("needs review", {"03.2": "not attempted"}, says="no cell of the file defines `gradient`")
def answer_in_a_raw_cell():
    """The answer's cell was turned into a raw one."""
    notebook = complete()
    notebook["cells"][index(notebook, "gradient")]["cell_type"] = "raw"
    return notebook


@entry("ok", {"03.2": "not attempted"})
def answer_in_words():
    """The stub is untouched, and the answer stands as text below."""
    notebook = cell(STUB)
    text = {"cell_type": "markdown", "metadata": {}, "source": f"My answer:\n```python\n{ANSWER}\n```"}
    notebook["cells"].insert(index(notebook, "gradient") + 1, text)
    return notebook


@entry("repaired", says="2 notebooks")
def copy_beside_it(folder):
    """The browser saved a second copy, "(1)"."""
    write(folder / "03_gradient_descent.ipynb", solved())
    write(folder / "03_gradient_descent (1).ipynb", solved())


@entry("needs review", says="may both be meant")
def two_versions(folder):
    """Two different notebooks, both complete."""
    write(folder / "03_gradient_descent.ipynb", solved())
    write(folder / "final version.ipynb", cell(ANSWER))


@entry("repaired", says="taken: mine.ipynb")
def untouched_beside_it(folder):
    """The lesson as it was handed out lies beside the worked one."""
    write(folder / "03_gradient_descent.ipynb", untouched())
    write(folder / "mine.ipynb", solved())


# ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@entry()
def file_renamed(folder):
    """The file has a name of its own, in a folder below."""
    write(folder / "week 2" / "My Homework — final FINAL.ipynb", solved())


@entry()
def text_extension(folder):
    """The browser called it .ipynb.txt."""
    write(folder / "03_gradient_descent.ipynb.txt", solved())


@entry("repaired", says="called `slope_of_error`")
def function_renamed():
    """The function was given another name, and the check was changed to it."""
    notebook = cell(ANSWER.replace("gradient", "slope_of_error"))
    at = next(n for n, c in enumerate(notebook["cells"]) if 'check("03.2"' in source(c))
    notebook["cells"][at]["source"] = 'kml.check("03.2", slope_of_error)'
    return notebook


@entry("needs review", NONE_OF_IT, says="nothing of lesson 03 is in it")
def another_lesson():
    """Lesson 02 handed in as lesson 03."""
    return solved("02")


# ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────


@entry("ok", NONE_OF_IT)
def untouched_lesson():
    """Handed in as it was handed out."""
    return untouched()


@entry("ok", dict.fromkeys(["03.4", "03.5", "03.6"], "not attempted"))
def half_done():
    """The first half is done, the rest untouched."""
    notebook = solved()
    for name in ("descend", "largest_step", "standardise"):
        empty = untouched()
        notebook = answer(notebook, name, source(empty["cells"][index(empty, name)]))
    return notebook


@entry("ok", "03.2")
def wrong_sign():
    """A sign is wrong."""
    return gradient("return -2 / len(y) * X.T @ (X @ theta - y)")


@entry("ok")
def list_for_array():
    """The right numbers in a list: they count."""
    return gradient("return list(2 / len(y) * X.T @ (X @ theta - y))")


@entry("ok", "03.2", says="returns None")
def printed_and_not_returned():
    """The result is printed, and nothing is returned."""
    return gradient("print(2 / len(y) * X.T @ (X @ theta - y))")


@entry("ok", "03.2", says="changes its argument")
def argument_changed():
    """The right result, and the argument is changed on the way."""
    return gradient("y -= X @ theta\nreturn -2 / len(y) * X.T @ y")


@entry("ok", {"03.2": "cannot be checked"}, says="takes 2 arguments")
def argument_forgotten():
    """The function takes two of the three arguments."""
    return cell("def gradient(X, theta):\n    return X.T @ (X @ theta)")


@entry("ok", {"03.2": "cannot be checked"}, says="not a function")
def number_for_function():
    """The name was given to a result instead of a function."""
    return cell("import numpy as np\ngradient = np.array([1.0, 2.0])")


@entry("ok", {"03.2": "raised"}, says="SyntaxError")
def pasted_with_its_fences():
    """Copied from a chat with the marks around the code."""
    return cell(f"```python\n{ANSWER}\n```")


@entry("ok", {"03.2": "not yet"}, says="only their form is not")
def matrix_for_vector():
    """The right numbers as a matrix of one row."""
    return gradient("return np.asmatrix(2 / len(y) * X.T @ (X @ theta - y))")


@entry("ok", {"03.2": "cannot be checked"}, says="gives them by position")
def argument_by_name_alone():
    """The last argument may only be given by its name."""
    return cell("def gradient(X, y, *, theta):\n    return 2 / len(y) * X.T @ (X @ theta - y)")


@entry("ok", {"03.2": "raised"}, says="cannot be an item of a `set`, or a key")
def remembers_results_of_arrays():
    """functools.cache, which cannot keep what arrays give."""
    return cell(f"from functools import cache\n@cache\n{ANSWER}")


@entry("needs review", {"03.2": "not attempted"}, says="no cell of the file defines `gradient`")
def method_of_a_class():
    """The function has become a method, which the check in the notebook could not have called."""
    return cell("class Model:\n    def gradient(self, X, y, theta):\n        return 2 / len(y) * X.T @ (X @ theta - y)")


@entry("needs review", {"03.2": "not attempted"}, says="no cell of the file defines `gradient`")
def apology_for_an_answer():
    """The stub is gone, and a comment says that it was too hard."""
    return cell("# I did not understand this one, sorry")


@entry("ok", {"03.2": "raised"}, says="SyntaxError")
def full_width_brackets():
    """Typed with a Chinese keyboard: brackets and a colon that Python does not know."""
    return cell("def gradient（X, y, theta）：\n    return 2 / len(y) * X.T @ (X @ theta - y)")


@entry("ok", {"03.2": "raised"}, says="There is no `thetta` here")
def typing_error_in_a_name():
    """A name is misspelt."""
    return gradient("return 2 / len(y) * X.T @ (X @ thetta - y)")


@entry("ok", {"03.2": "raised"}, says="ZeroDivisionError")
def error_in_what_it_needs():
    """A constant that the answer needs is an error at the top level."""
    return gradient("return FACTOR / len(y) * X.T @ (X @ theta - y)", above="FACTOR = 2 / 0")


@entry("ok", {"03.2": "raised"}, says="SystemExit")
def exit_in_the_answer():
    """The function ends with sys.exit."""
    return gradient("sys.exit(0)")


@entry("ok", {"03.2": "raised"}, says="EOFError")
def asks_the_keyboard():
    """The function waits for an input()."""
    return gradient("rate = float(input('rate? '))\nreturn rate * X.T @ (X @ theta - y)")


@entry("ok", {"03.2": "raised"}, says="calls itself without end")
def calls_itself_without_end():
    """The function calls itself."""
    return gradient("return gradient(X, y, theta)")


@entry("needs review", {"03.2": "raised"})
def loop_without_end():
    """A loop in the answer does not end."""
    return gradient("k = 0\nwhile k < 10:\n    theta = theta + 1\nreturn theta")


@entry("needs review", {"03.2": "raised"}, says="my_helpers")
def own_module(folder):
    """The answer imports a file of the learner's own that lies beside the notebook."""
    write(folder / "03_gradient_descent.ipynb", gradient("return my_helpers.slope(X, y, theta)", "import my_helpers"))
    write(folder / "my_helpers.py", f"def slope(X, y, theta):\n    {RIGHT}\n")


@entry("repaired", says="right once all cells above its check have run")
def file_written_by_a_cell():
    """A helper was written with %%writefile and imported."""
    notebook = gradient("return helper_file.slope(X, y, theta)", "import helper_file")
    return insert(notebook, 3, f"%%writefile helper_file.py\ndef slope(X, y, theta):\n    {RIGHT}")


@entry("needs review", {"03.2": "raised"}, says="FileNotFoundError")
def own_data():
    """The answer reads a file from the learner's own disk."""
    return gradient("factor = np.loadtxt('D:/school/factor.csv')\nreturn factor * X.T @ (X @ theta - y)")


@entry("ok", {"03.2": "not yet"})
def neighbour_wrong():
    """Gradient is wrong, and one_step, which is right, calls it: the course's own stands in."""
    return answer(
        gradient(WRONG), "one_step", "def one_step(X, y, theta, eta):\n    return theta - eta * gradient(X, y, theta)"
    )


@entry()
def two_definitions_in_a_cell():
    """A first try, and below it in the same cell the right one."""
    return cell(f"def gradient(X, y, theta):\n    {WRONG}\n\n\n{ANSWER}")


@entry("needs review", says="different answers")
def first_try_left_above():
    """A wrong first try was left in a cell above."""
    return insert(cell(ANSWER), index(solved(), "gradient"), f"def gradient(X, y, theta):\n    {WRONG}")


@entry("needs review", "03.2", says="different answers")
def later_try_is_wrong():
    """A wrong later try stands below the right one: the later one counts."""
    return insert(cell(ANSWER), index(solved(), "gradient") + 1, f"def gradient(X, y, theta):\n    {WRONG}")


# ── habits that cost nothing ───────────────────────────────────────────────────────────────────────────────────────


@entry()
def noise_on_stderr():
    """Warnings, a log line and a print on stderr."""
    return gradient(
        f"""
        warnings.warn("careful"); logging.warning("hm"); print("here", file=sys.stderr)
        np.array([1.0]) / np.array([0.0])
        {RIGHT}""",
        "import logging, sys, warnings\nimport numpy as np\nprint('loading', file=sys.stderr)",
    )


@entry()
def megabytes_printed():
    """Prints five megabytes on the way to the right answer."""
    return gradient(f"print('x' * 5_000_000)\n{RIGHT}")


@entry()
def tries_that_fail():
    """Cells with errors, exit(), an endless loop, and a test below the answer that fails: no answer needs them."""
    notebook = cell(f"{ANSWER}\n\nprint(gradient(X, y, theta))\nassert gradient(X, y, theta)[0] == 3\n1 / 0")
    for text in (
        "exit()",
        "while True:\n    pass",
        "1 / 0",
        "def (",
        "import os; os._exit(1)",
        "await asyncio.sleep(9)",
    ):
        insert(notebook, 3, text)
    return notebook


@entry()
def magics():
    """Lines that are IPython's: %pip, !ls, %%time, help with a question mark."""
    notebook = cell(
        f"%pip install -q polars\n!ls\nfiles = !ls\n%matplotlib inline\nnp.linalg?\n{ANSWER}\n%timeit gradient(X, y, 0)"
    )
    for text in ("%%bash\nrm -rf /", "%%html\n<b>x</b>", "%load_ext autoreload\n%autoreload 2", "%%time\nz = 1"):
        insert(notebook, 3, text)
    return notebook


@entry()
def table_filled_by_a_loop():
    """The answer reads a global list that a loop at the top level has filled."""
    notebook = gradient("return TWOS[1] / len(y) * X.T @ (X @ theta - y)")
    return insert(notebook, 3, "TWOS = []\nfor k in range(3):\n    TWOS.append(2)")


@entry()
def table_filled_by_assignment():
    """The answer reads a global dict that a cell fills with update() and setdefault()."""
    notebook = gradient("return NUMBERS['two'] / NUMBERS['one'] / len(y) * X.T @ (X @ theta - y)")
    return insert(notebook, 3, "NUMBERS = {}\nnothing = NUMBERS.update(two=2)\none = NUMBERS.setdefault('one', 1)")


@entry()
def table_filled_by_a_function():
    """The answer reads a global dict that a function of the learner's fills when it is called."""
    notebook = gradient("return NUMBERS['two'] / len(y) * X.T @ (X @ theta - y)")
    return insert(notebook, 3, "NUMBERS = {}\ndef fill():\n    NUMBERS['two'] = 2\nfill()")


@entry()
def function_with_an_attribute():
    """The function counts its calls in an attribute of its own, set below it."""
    return cell(f"def gradient(X, y, theta):\n    gradient.calls += 1\n    {RIGHT}\n\ngradient.calls = 0")


@entry()
def class_filled_from_outside():
    """The answer reads an attribute that another cell has given to an empty class."""
    notebook = gradient("return Config.factor / len(y) * X.T @ (X @ theta - y)")
    insert(notebook, 3, "Config.factor = 2")
    return insert(notebook, 3, "class Config:\n    pass")


@entry()
def constants_of_all_kinds():
    """Constants bound by if, for, with, try, unpacking, :=, += and del of what is no longer needed."""
    notebook = gradient("return A * B * C * D * E * F * G / len(y) * X.T @ (X @ theta - y)")
    constants = """\
if True:
    A = 1
else:
    A = 2
for B in (3, 2, 1):
    pass
with open("/dev/null") as file:
    C = 1
try:
    import polars_that_nobody_has
except ImportError:
    D = 1
finally:
    E, (F, *rest) = 1, (1, 2, 3)
print(G := 1)
G += 1
waste = [0] * 9
del waste"""
    return insert(notebook, 3, constants)


@entry()
def helper_class_elsewhere():
    """A dataclass in one cell, its subclass in another, Chinese names, and the answer uses both."""
    notebook = gradient("return 步(len(y)).factor() * X.T @ 误差(X, y, theta)")
    insert(notebook, 3, "class 步(Rows):\n    def factor(self):\n        return TWO / self.rows")
    insert(notebook, 3, "TWO = 2\n误差 = lambda X, y, theta: X @ theta - y")
    return insert(notebook, 3, "from dataclasses import dataclass\n@dataclass\nclass Rows:\n    rows: int")


@entry()
def persona_used():
    """The answer prints for whom it works, which kml.setup() gave."""
    return gradient(f"print(me.english, me.topic)\n{RIGHT}")


@entry()
def calls_counted():
    """A global counter goes up at each call."""
    return gradient(f"global calls\ncalls += 1\n{RIGHT}", above="calls = 0")


@entry()
def decorated():
    """A decorator of the learner's own prints how long it took."""
    return cell(
        f"""
        import time

        def timed(function):
            def inner(*arguments, **named):
                start = time.time()
                result = function(*arguments, **named)
                print("took", time.time() - start)
                return result
            return inner

        @timed
        def gradient(X, y, theta):
            {RIGHT}
        """
    )


@entry()
def lambda_for_def():
    """The answer is a lambda."""
    return cell("gradient = lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta - y)")


@entry()
def object_for_function():
    """The answer is an object that can be called."""
    return cell(f"class Slope:\n    def __call__(self, X, y, theta):\n        {RIGHT}\n\ngradient = Slope()")


@entry()
def windows_file():
    """Carriage returns, tabs, spaces pasted from a web page, and the stub's comment left in."""
    text = f"def gradient(X, y, theta):\r\n\t# your code here\r\n\t{RIGHT}\r\n".replace(" / ", "\u00a0/\u00a0")
    return cell(text)


@entry()
def check_named_in_a_comment():
    """A comment in the function's body tells of kml.check(…)."""
    return gradient(f'# kml.check("03.2", gradient) said that the sign was wrong: mended\n{RIGHT}')


@entry()
def speaks_of_kml():
    """A docstring and a print tell of kml.check and of the gradient."""
    return gradient(f'"""As in kml.regression, the gradient."""\nprint("gradient: right, says kml.check")\n{RIGHT}')


@entry()
def compared_with_the_library():
    """Below the answer, in its cell, it is compared with kml's own."""
    return cell(
        f"from kml import regression\n{ANSWER}\n\n"
        "assert np.allclose(gradient(X, y, theta), regression.gradient(X, y, theta))"
    )


@entry("needs review", {"03.2": "cannot be checked"}, says="kml's own function")
def library_for_something_else():
    """The answer uses another function of kml's library, one that its exercise does not ask for."""
    return gradient("return 2 / len(y) * X.T @ misses(X, y, theta)", "from kml.regression import residuals as misses")


@entry()
def tries_that_touch_a_table():
    """Lines that fail or exit, and have the answer's table in them."""
    notebook = gradient("return TWOS[0] / len(y) * X.T @ (X @ theta - y)")
    for text in ("exit(TWOS)", "nobody_knows(TWOS)", "assert TWOS.append(3)", "TWOS.sort(); 1 / 0", "input(TWOS)"):
        insert(notebook, 3, text)
    return insert(notebook, 3, "TWOS = [2]")


@entry()
def modulo_beside_a_magic():
    """A magic, and in the same cell a line within brackets that begins with %."""
    rest = "n = (len(y)\n         % 10**9)\n    return 2 / n * X.T @ (X @ theta - y)"
    return cell(f"%matplotlib inline\ndef gradient(X, y, theta):\n    {rest}")


@entry()
def install_over_two_lines():
    """A shell line that goes on in the next line, above a helper that the answer needs."""
    notebook = gradient("return 2 / len(y) * X.T @ miss_of(X, y, theta)")
    helper = "def miss_of(X, y, theta):\n    return X @ theta - y"
    return insert(notebook, 3, f"!pip install -q \\\n    seaborn \\\n    polars\n{helper}")


@entry()
def shows_on_the_way():
    """The function shows something with display(), as one does in a notebook."""
    return gradient(f"display(theta)\n{RIGHT}")


@entry()
def draws_on_the_way():
    """The function draws with pyplot and calls plt.show()."""
    return gradient(f"plt.plot(theta)\nplt.show()\n{RIGHT}", "import matplotlib.pyplot as plt")


@entry()
def outputs_of_all_kinds():
    """Outputs as a run leaves them: streams, errors, pictures, widgets, and one without a type."""
    notebook = solved()
    outputs = [
        {"output_type": "stream", "name": "stderr", "text": ["warning\n"] * 100},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\u001b[31mred"]},
        {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.jupyter.widget-view+json": {}}},
        {"data": {"image/png": "iVBORw0KGgo=\n", "text/plain": "<Figure>"}},
    ]
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["outputs"], one["execution_count"] = outputs, 7
    return json.dumps(notebook, indent=4, ensure_ascii=False)
