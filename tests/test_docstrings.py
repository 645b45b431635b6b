"""What a lesson names can be looked up: its docstring has an example, and every example of kml is true."""

import ast
import contextlib
import doctest
import importlib
import inspect
import re
from importlib.util import find_spec

import pytest
from kml_classroom.author.source import read_source
from needs import ROOT

import kml
from kml.core import words

# what kml talks about: not its ground, and not what lessons draw with; found without loading PyTorch
SUBJECT = {f"kml.{name}" for name in kml.__all__ if find_spec(f"kml.{name}")} - {"kml.lessons"}
WITH_EXAMPLES = [path for path in sorted((ROOT / "kml").rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]


def room(module):
    """The room of a module: kml.metrics, or kml.trust for kml.trust.exposure."""
    return ".".join(module.split(".")[:2])


def named(code, prose):
    """Dotted names of kml, {"kml.metrics.gini", …}, in the code of a lesson and between backticks in its prose."""
    trees = [ast.parse(re.sub(r"^[%!].*", "", code, flags=re.M))]
    for span in re.findall(r"`([^`\n]+)`", prose):
        with contextlib.suppress(SyntaxError):  # a command, a file, a formula
            trees.append(ast.parse(span))
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "kml"]
    known = {"kml": "kml"} | {
        one.asname or one.name: f"{node.module}.{one.name}" for node in imports for one in node.names
    }
    return {*known.values(), *(name for node in nodes if (name := dotted(node, known)))}


def dotted(node, known):
    """The full name of an expression such as `metrics.gini`, where `known` has metrics; None of any other."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    start = dotted(node.value, known) if isinstance(node, ast.Attribute) else None
    return start and f"{start}.{node.attr}"


def meant(name):
    """What a dotted name of kml stands for; None if only a running lesson has it."""
    value = kml
    for part in name.split(".")[1:]:
        if inspect.ismodule(value) and not hasattr(value, part):
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(f"{value.__name__}.{part}")
        value = getattr(value, part, None)
    return value


def named_in_lessons():
    """The functions and classes of the subject that lessons name, and those that `kml` itself holds."""
    facade = {getattr(kml, name) for name in kml.__all__ if f"kml.{name}" not in SUBJECT | {"kml.lessons"}}
    found = set(facade)
    for path in (ROOT / "solutions").glob("*.md"):
        cells = read_source(path).cells
        code, prose = ("\n\n".join(cell.solved for cell in cells if cell.kind == kind) for kind in ("code", "markdown"))
        found |= {
            value for value in map(meant, named(code, prose)) if inspect.isfunction(value) or inspect.isclass(value)
        }
    return {value for value in found if value in facade or room(value.__module__) in SUBJECT}


def test_names_are_found_in_code_and_in_prose():
    code = "from kml import monetization as money\nfrom kml.metrics import gini\n%time kml.setup()\nnp.sum(gini([1]))"
    prose = "See `money.settle(log)` and `kml.show`, but not `np.mean`, `other.settle`, `make test` or `gini(`."
    expected = {"kml", "kml.show", "kml.monetization", "kml.monetization.settle", "kml.metrics.gini"}
    assert named(code, prose) == expected


def test_what_lessons_name_has_an_example():
    callables = named_in_lessons()
    assert len(callables) > 100
    without = [f"{one.__module__}.{one.__qualname__}" for one in callables if ">>> " not in (one.__doc__ or "")]
    assert not without, "without an example: " + ", ".join(sorted(without))


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_are_true(path, monkeypatch, tmp_path):
    """In English. Those of the subject import what they need: who copies one into a notebook can run it there."""
    for name in ("KML_LANG", "KML_CREATOR", "KML_STATIC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))  # where a choice of creator is kept
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    names = {} if room(module.__name__) in SUBJECT else None  # None: those of the module
    tests = [test for test in doctest.DocTestFinder().find(module, globs=names) if test.examples]
    assert tests, "the example stands in no docstring of a module, function or class"
    failures, runner = [], doctest.DocTestRunner(verbose=False)
    with words.spoken(words.SOURCE):
        failed = sum(runner.run(test, out=failures.append).failed for test in tests)
    assert not failed, "".join(failures)
