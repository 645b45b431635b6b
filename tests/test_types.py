"""What a learner calls says what it takes and what it gives back; `make types` (CI) proves that it keeps to it."""

import importlib
import inspect
import tomllib
import types

import pytest
from needs import ROOT

import kml

TYPED = (
    *("behaviour", "experiments", "log", "metrics", "monetization", "personas", "platform", "recommenders"),
    *("regression", "simulate", "trust", "watchtime"),
)
DOORS = [*kml._NAMES]  # not kml.gpu, which loads PyTorch


def missing(function):
    """The arguments without a type, and "return"."""
    about = inspect.signature(function)
    names = [name for name, one in about.parameters.items() if one.annotation is one.empty and name != "self"]
    gives_back = about.return_annotation is not about.empty or function.__name__ == "__init__"
    return names + ["return"] * (not gives_back)


def public(module):
    """The functions of a room, and the methods that its classes write themselves, {name: function}."""
    found = {}
    for name in getattr(module, "__all__", None) or dir(module):
        value = getattr(module, name)
        if name.startswith("_") or not getattr(value, "__module__", "").startswith(module.__name__):
            continue
        if isinstance(value, types.FunctionType):
            found[name] = value
        elif inspect.isclass(value):
            for key, one in vars(value).items():
                written = isinstance(one, types.FunctionType) and one.__code__.co_filename != "<string>"  # dataclasses'
                if written and (not key.startswith("_") or key == "__init__"):
                    found[f"{name}.{key}"] = one
    return found


@pytest.mark.parametrize("room", TYPED)
def test_every_public_function_has_types(room):
    functions = public(importlib.import_module(f"kml.{room}"))
    assert functions or room == "personas"
    assert {name: lacks for name, one in functions.items() if (lacks := missing(one))} == {}


def test_so_has_the_door():
    assert len(DOORS) == 10
    assert {name: lacks for name in DOORS if (lacks := missing(getattr(kml, name)))} == {}


def test_all_of_them_are_checked():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ty"]["src"]["include"]
    doors = {getattr(kml, name).__module__ for name in DOORS}
    wanted = {importlib.import_module(name).__file__ for name in (*doors, *(f"kml.{room}" for room in TYPED))}
    assert {(ROOT / name / "__init__.py" if (ROOT / name).is_dir() else ROOT / name).as_posix() for name in about} == {
        path.replace("\\", "/") for path in wanted
    }
    assert (ROOT / "kml" / "py.typed").exists()
