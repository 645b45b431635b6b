"""Marks of sentences in the code: said at the right time, about the right texts, and everywhere a learner reads.

A mark that is said at import stays in the language of that moment; one that is about a text from elsewhere says what
is not the course's; and what has no mark stays English, which is found with a language whose letters come twice.
"""

import ast
import functools
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from needs import ROOT
from speaking import doubled, other_language, unsaid
from test_answers import EXERCISES, LESSONS, PREDICTIONS
from test_verdicts import few, foreign
from wrong_answers import battery

import kml
from kml.core import arguments, words
from kml.course.checking import exercises, predict
from kml.course.session.in_browser import begin
from kml.course.session.installation import installation
from kml.course.showing.explore import explore

FILES = sorted((ROOT / "kml").rglob("*.py"))
SAYS = {"_": 1, "ngettext": 2, "pgettext": 2}  # each says this many of its first arguments
DECLARES = {"N_": 1, "NP_": 2}


def test_nothing_is_said_at_import():
    code = """
import traceback
from kml.core.words import Catalogue
said = []
for name in ("gettext", "ngettext", "pgettext"):
    def recorded(self, *arguments, name=name):
        said.append((name, arguments, traceback.format_stack(limit=2)[0]))
        return arguments[0]
    setattr(Catalogue, name, recorded)
import kml.core.words as words
words._, words.ngettext, words.pgettext = words.COURSE.gettext, words.COURSE.ngettext, words.COURSE.pgettext
import every_module
for one in said:
    print(*one)
words._("this is recorded")
assert len(said) == 1, f"{len(said) - 1} texts are said at import"
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@functools.cache
def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _calls(path, names):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node, node.args[: names[node.func.id]]


def _where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


def test_what_is_declared_is_a_literal():
    found = [
        _where(path, call)
        for path in FILES
        for call, texts in _calls(path, DECLARES)
        if path.name != "words.py" and not all(isinstance(text, ast.Constant) for text in texts)
    ]
    assert found == []


def test_what_is_said_is_a_literal_or_a_name_for_a_declared_one():
    """Never something made there and then: an f-string, a sum, the result of another function."""
    found = [
        ast.unparse(call)
        for path in FILES
        for call, texts in _calls(path, SAYS)
        if any(isinstance(one, (ast.JoinedStr, ast.BinOp, ast.Call)) for text in texts for one in _choices(text))
    ]
    # declared by being the docstring of a reference, and a field of a Law, marked where it is written
    assert found == ["_(told(docstring))", "_(getattr(law, name))"]


def _choices(node):
    """What an expression may give: both sides of "a if b else c"."""
    if isinstance(node, ast.IfExp):
        return [*_choices(node.body), *_choices(node.orelse)]
    return [one for value in node.values for one in _choices(value)] if isinstance(node, ast.BoolOp) else [node]


@functools.cache
def _messages():
    """[(where, message)] of all literals that are said or declared."""
    return [
        (_where(path, call), text.value)
        for path in FILES
        for call, texts in _calls(path, SAYS | DECLARES)
        for text in texts
        if isinstance(text, ast.Constant)
    ]


PYTHONS_OWN = "kml/course/doors/speaking.py:"  # argparse's words, as Python has made them


def test_messages_are_sentences_and_words_and_no_fragments():
    assert len(_messages()) > 1500
    for where, message in _messages():
        if where.startswith(PYTHONS_OWN):
            continue
        assert message == message.strip() or not re.search(r"\w", message), f"spaces belong to no message: {where}"
        assert not re.search(r"%\(\w+\)|%[sdfrg]\b", message), f"values are put in with format: {where}"
        assert not re.search(r"\{\d*[:!}]", message), f"a value without a name: {where}"


def test_no_language_is_named_in_the_code():
    """Only in words.py, which says that English is the source, and in the glossary, whose terms have a second name.

    The languages that there are, are folders.
    """
    known = {*words.languages()} - {words.SOURCE}
    files = [
        *FILES,
        *sorted((ROOT / "classroom" / "kml_classroom").rglob("*.py")),
        *sorted((ROOT / "tools").glob("*.py")),
    ]
    found = [
        _where(path, node)
        for path in files
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and node.value in known
    ]
    assert [one.partition(": ")[2] for one in found] == ["'zh'"] and "showing/glossary.py" in found[0]


# ── everywhere a learner reads ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def double():
    with other_language():
        yield


def test_this_language_can_be_told():
    assert doubled("Right on all {n} inputs of `kml`.") == "RRiigghhtt oonn aallll {n} iinnppuuttss ooff `kml`."
    assert unsaid("RRiigghhtt oonn all 8 iinnppuuttss of `kml`") == ["all", "of"]


@pytest.mark.parametrize("number", LESSONS)
def test_verdicts(number, double):
    exercise = few(LESSONS[number].EXERCISES[0])
    for label, judge, errors in battery(exercise):
        result = judge()
        assert unsaid(repr(result), foreign(exercise, result) | errors) == [], label


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_hints_titles_and_solutions(exercise, double, monkeypatch):
    monkeypatch.setattr(exercises, "_hints_given", {})
    known = foreign(exercise, exercises.Result("", "", "", ""))
    for __ in range(len(exercise.hints) + 1):
        kml.hint(exercise.id)
    heading, *hints = re.sub(r"\{[^{}]*\}", "·", repr(kml.hint(exercise.id))).splitlines()  # a set or dict in code
    assert unsaid(heading, known) == []
    assert [hint for hint in hints if unsaid(hint, known) and not _is_code(hint)] == []
    heading, *source = repr(kml.solution(exercise.id)).splitlines()
    assert unsaid(heading, known) == []
    (docstring,) = re.findall(r'"""(.*?)"""', "\n".join(source), flags=re.DOTALL)
    assert unsaid(docstring, known) == []


def _is_code(hint):
    """Whether a hint is nothing but a formula, which is the same in every language."""
    return hint in {one for exercise in EXERCISES for one in exercise.hints} and hint not in dict.fromkeys(
        message for __, message in _messages()
    )


@pytest.mark.parametrize("prediction", PREDICTIONS, ids=lambda p: p.id)
def test_predictions(prediction, double, monkeypatch):
    shown = []
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setattr(predict, "display", shown.append)
    kml.predict(prediction.id)
    question, box = shown[:2]
    radio, status, *__ = box.children
    texts = [repr(question), *radio.options, status.value]
    for index in range(len(radio.options)):
        radio.index = index
        texts.append(status.value)
    assert [text for text in texts if unsaid(re.sub("<[^>]*>", "", text))] == []


def test_sliders_glossary_and_the_lines_of_a_lesson_s_beginning(double, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setattr("kml.course.session.in_browser.find_spec", lambda name: None)
    installation(lang="double")
    kml.setup(lang="double")
    begin("double")
    texts = capsys.readouterr().out.splitlines()
    names = {"pip", "numpy", "scipy", "matplotlib", "sklearn", "PIL", "coding teacher", "learning rate"}

    def draw(ax, k=1, box=True):
        if k > 4:
            raise ValueError("k")
        return "42"

    shown = explore(draw, k=(0, 5), box=True, alt="42", labels={"k": "κ", "box": "β"})
    shown.controls["k"].value = 5
    texts += [shown.button.description, re.sub("<[^>]*>", "", shown.status.value)]
    texts += [
        shown.declared[1].text(True),
        repr(kml.glossary("nothing at all")),
    ]
    head, meaning = re.findall("<th.*?</th>", kml.glossary("动量")._repr_html_()), next(iter(kml.glossary("动量")))
    texts += [re.sub("<[^>]*>", "", "".join(head)), words._(meaning.meaning)]
    assert [(text, unsaid(text, names)) for text in texts if unsaid(text, names)] == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda: kml.hint("99.1"),
        lambda: kml.solution("nonsense"),
        lambda: kml.check("03.9"),
        lambda: kml.check("03.2"),
    ],
)
def test_panels_of_what_is_not_there(double, ask):
    assert unsaid(repr(ask()), {"nonsense", "gradient"}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: arguments.number("x", "3", 0, 1),
        lambda: arguments.number("x", 3, above=0, below=1),
        lambda: arguments.number("x", None),
        lambda: arguments.number("x", -1, low=0),
        lambda: arguments.whole_number("x", 1.5),
        lambda: arguments.whole_number("x", 11, high=10),
        lambda: arguments.array("x", ["a"]),
        lambda: arguments.array("x", [[1]], ndim=1),
        lambda: arguments.array("x", [1], shape=(None, 2)),
        lambda: arguments.array("x", []),
        lambda: arguments.array("x", [np.nan]),
        lambda: arguments.array("x", np.inf),
        lambda: arguments.array("x", [3], low=0, high=1),
        lambda: arguments.array("x", [-3], low=0),
        lambda: arguments.choice("x", 3, (1, 2)),
        lambda: arguments.rng("seven"),
        lambda: words.use("latin"),
        lambda: explore(3, k=(0, 1), alt="x"),
        lambda: explore(lambda ax: "x", k=(0, 1), alt="x"),
        lambda: explore(lambda ax, k=1: "x", alt="x"),
        lambda: explore(lambda ax, k=1: "x", k=(2, 1), alt="x"),
        lambda: explore(lambda ax, k=1: "x", k=[1], alt="x"),
        lambda: explore(lambda ax, k=1: "x", k=3, alt="x"),
        lambda: explore(lambda ax, k=9: "x", k=(0, 1), alt="x"),
        lambda: explore(lambda ax, k=1: "x", k=(0, 2), alt=""),
        lambda: kml.show(3, alt="x"),
        lambda: kml.setup(creator=3, lang="double"),
    ],
)
def test_refusals_of_arguments(double, wrong):
    with pytest.raises(ValueError) as problem:
        wrong()
    names = {"seed", "seven", "lang", "latin", "draw", "explore", "alt", "fig", "ax", "axes", "creator", "low", "high"}
    assert unsaid(str(problem.value), {*names, "matplotlib", "function", "lambda", "nan", "inf", "int"}) == []
