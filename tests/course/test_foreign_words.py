"""What is not the course's stays as it is, byte for byte, whatever language the course speaks.

A hundred sentences of Python's, NumPy's, pandas', PyTorch's and of learners themselves: errors, titles, labels.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.text import Text
from traitlets.config import Config

import kml
from kml.core.words import languages, spoken
from kml.course.checking import exercises
from kml.course.showing.explore import explore

OTHERS = languages()[1:]
TESTS = Path(__file__).parents[1]

# Lines that fail: what the library says of it is found out by running them, so that it is never an old release's
FAILING = """\
[1, 2][5]
[].pop()
(1, 2)[7]
"views"[9]
{"views": 1}["followers at noon"]
1 / 0
1.5 // 0
7 % 0
"views" + 1
1 + "views"
[1] + (2,)
len(5)
int("one of the viewers")
float("3,5")
[].index("share of viewers")
[3, 1].remove(2)
sum(["a list", "of items"])
max([])
sorted([1, "a"])
"a".join([1])
dict([1, 2])
set([[]])
None.shape
[].mean()
views
(lambda x: x)()
(lambda x: x)(1, 2)
print(1, nosuch=2)
range(1.5)
iter(3)
next(iter([]))
open("/nowhere/at/all")
import_of_nothing.at.all
int(None)
"{} of {}".format(1)
"%d views" % "many"
json.loads("{not a list}")
complex(1) < 2
2.0 ** 100000
bytes([300])
chr(-1)
a, b = 1, 2, 3
a, b = [1]
assert False, "the share of viewers must be one of 3 items"
raise ValueError("lang must be a list of the result at noon; got 3 items.")
np.ones((2, 3)) @ np.ones((2, 3))
np.ones(3) + np.ones(4)
1 if np.ones(2) > 0 else 0
np.ones(3).reshape(2, 2)
np.array([1, 2])[5]
np.array([1, 2])[1, 1]
np.array([1, 2])["views"]
np.concatenate([np.ones(2), np.ones((2, 2))])
np.linalg.inv(np.zeros((2, 2)))
np.linalg.solve(np.ones((2, 2)), np.ones(3))
np.zeros(3)[[True, False]]
np.stack([np.ones(1), np.ones(2)])
np.arange(3).sum(axis=2)
np.random.default_rng(0).choice([], 1)
np.random.default_rng(0).integers(5, 2)
np.array([1.5]).astype("no type")
np.array([[1], [1, 2]])
np.average([1, 2], weights=[0, 0])
np.ones(2).nosuch
np.histogram([1], bins=[2, 1])
np.exp("views")
int(np.ones(2))
pd.DataFrame({"views": [1]})["followers"]
pd.DataFrame({"a": [1], "b": [1, 2]})
pd.Series([1, 2]).loc[5]
pd.Series([1, 2]).iloc[5]
pd.DataFrame({"a": [1]}).nosuch
pd.to_datetime("at noon")
pd.concat([])
pd.DataFrame({"a": [1]}).merge(pd.DataFrame({"b": [1]}))
pd.DataFrame({"a": [1, 2]}).set_index("views")
1 if pd.Series([1, 2]) else 0
pd.Series(["a"]).astype(float)
torch.ones(2, 3) @ torch.ones(2, 3)
torch.ones(2) + torch.ones(3)
torch.ones(2, requires_grad=True).numpy()
torch.ones(2).backward()
torch.tensor("views")
torch.ones(2).reshape(3)
torch.zeros(2)[5]
plt.figure().add_subplot(5)
plt.plot([1, 2], [1])
plt.gca().set_xscale("of viewers")
""".splitlines()

# What a learner writes into a figure of their own; all of it looks like something that the course says, too
WRITTEN = [
    "share of viewers at noon", "Price of gold", "day of week", "list", "show", "memory", "tell", "share", "views",
    "the result at 3", "2 of 5", "an array of numbers", "True or False", "yes", "no", "start", "start at 5",
    "yours: 3", "expected: 4", "Right.", "Not yet", "Correct", "a number", "item 1 of the result", "Reset", "followers",
    "a list of 4 items", "error", "The result is not right.", "step", "courses", "ads", "in yuan", "simulated",
    "loss of the model, by step", "rent", "The truth value of an array at index 0", "10% of views",
]  # fmt: skip


def _run(line):
    """Run one of FAILING as a learner's code would be."""
    names = {"np": np, "pd": pd, "plt": plt, "json": json}
    if "torch" in line:
        names["torch"] = pytest.importorskip("torch")
    exec(line, names)


def _told(line):
    """The exception of a line: its type and what its library says."""
    try:
        _run(line)
    except Exception as problem:
        return type(problem).__name__, str(problem)
    finally:
        plt.close("all")
    raise AssertionError(f"this does not fail: {line}")


def test_there_are_a_hundred_of_them():
    assert len(set(FAILING)) + len(set(WRITTEN)) > 100


@pytest.fixture(params=OTHERS)
def language(request, monkeypatch, tmp_path, capsys):
    """A language other than English, chosen as a lesson does it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    kml.setup(lang=request.param)
    yield request.param
    kml.setup(lang=languages()[0])


@pytest.mark.parametrize("line", FAILING)
def test_an_error_is_told_as_its_library_tells_it(line):
    kind, message = _told(line)
    exercise = exercises.find("00.1")
    for language in OTHERS:
        with spoken(language):
            assert _told(line) == (kind, message)
            panel = repr(exercises.grade(exercise, lambda views, cpm, fill_rate, share: _run(line)))
            first = message.rstrip() if len(message) <= 300 else message[:299]  # NumPy ends one with a space
            assert f"{kind}: {first}" in panel if message else kind in panel


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_learner_writes_is_told_as_it_is_written(text):
    def answer(views, cpm, fill_rate, share):
        print(text)
        raise RuntimeError(text)

    def draw(ax, k=1):
        ax.set_title(text)
        return text

    exercise = exercises.find("00.1")
    for language in OTHERS:
        with spoken(language):
            result = exercises.grade(exercise, answer)
            assert f"RuntimeError: {text}" in result.reason and result.printed == f"{text}\n"
            wrong = exercises.grade(exercise, lambda views, cpm, fill_rate, share: text)
            assert any(line.endswith(repr(text)) for line in wrong.case)
            shown = explore(draw, k=(0, 5), alt=text, title=text, labels={"k": text})
            assert f">{text}</p>" in shown.status.value and shown.controls["k"].description == text
            assert f"<b>{text}</b>" == shown.box.children[0].value


def test_a_figure_of_ones_own_keeps_its_words(language):
    figure, ax = plt.subplots(figsize=(30, 30))
    lines = [ax.plot([0, 1], [0, k], label=text)[0] for k, text in enumerate(WRITTEN)]
    ax.set_xticks(range(len(WRITTEN)), WRITTEN)
    notes = [ax.annotate(text, (0, 0)) for text in WRITTEN]
    legend = ax.legend()
    for text in WRITTEN:
        ax.set(title=text, xlabel=text, ylabel=text)
        figure.suptitle(text)
        assert {ax.get_title(), ax.get_xlabel(), ax.get_ylabel(), figure.get_suptitle()} == {text}
    figure.canvas.draw()
    assert [note.get_text() for note in notes] == WRITTEN == [line.get_label() for line in lines]
    assert [text.get_text() for text in legend.get_texts()] == WRITTEN
    assert [text.get_text() for text in ax.get_xticklabels()] == WRITTEN
    plt.close(figure)


def test_a_table_of_ones_own_keeps_its_words(language):
    table = pd.DataFrame({text: [1] for text in WRITTEN})
    assert all(text in table.to_string() for text in WRITTEN)


def test_matplotlib_and_python_are_left_as_they_were():
    code = """
import sys
from matplotlib.text import Text
from traitlets.config import Config
from matplotlib.axes import Axes
from matplotlib.figure import Figure
def state():
    return [dict(vars(one)) for one in (Text, Axes, Figure)], sys.excepthook, sys.displayhook
before = state()
import kml
kml.setup(lang=sys.argv[1])
import every_module
sys.exit(state() != before)
"""
    for language in OTHERS:
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        done = subprocess.run([sys.executable, "-c", code, language], capture_output=True, env=environment)
        assert done.returncode == 0, done.stderr.decode()
    assert Text.set_text.__module__ == "matplotlib.text"


def test_ipython_shows_errors_as_it_always_does(monkeypatch):
    config = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(colors="nocolor", config=config)
    try:
        own = shell.showtraceback, shell.custom_exceptions, shell.CustomTB, shell.showsyntaxerror
        for language in OTHERS:
            shell.run_cell(f"import kml, numpy as np; kml.setup(lang={language!r})")
            with capture_output() as shown:
                shell.run_cell("1 if np.ones(2) > 0 else 0")
            assert "ValueError: The truth value of an array with more than one element is ambiguous." in shown.stdout
        shell.run_cell(f"kml.setup(lang={languages()[0]!r})")
        assert own == (shell.showtraceback, shell.custom_exceptions, shell.CustomTB, shell.showsyntaxerror)
        assert shell.custom_exceptions == ()
    finally:
        InteractiveShell.clear_instance()
