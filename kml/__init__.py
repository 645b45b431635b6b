"""kml, the Knowledge Monetization Lab: the library behind the course's notebooks.

`import kml` is fast: nothing is loaded before it is used. The names that a lesson uses are here, and one module for
each thing that the course talks about.
"""

import importlib

__version__ = "0.1.0"

# name → the module that holds it; loaded at first use
_NAMES = {
    "setup": "course.session.setup",
    "check": "course.checking.exercises",
    "hint": "course.checking.exercises",
    "solution": "course.checking.exercises",
    "checkpoint": "course.checking.exercises",
    "predict": "course.checking.predict",
    "explore": "course.showing.explore",
    "show": "course.showing.figures",
    "glossary": "course.showing.glossary",
}
_MODULES = [
    *("behaviour", "capstone", "datasets", "experiments", "gpu", "lessons", "log", "metrics", "monetization"),
    *("personas", "platform", "published", "recommenders", "regression", "scenarios", "simulate", "slates"),
    *("trust", "watchtime"),
]

__all__ = sorted([*_NAMES, *_MODULES])


def __getattr__(name):
    if name in _NAMES:
        value = getattr(importlib.import_module(f"kml.{_NAMES[name]}"), name)
    elif name in _MODULES:
        value = importlib.import_module(f"kml.{name}")
    else:
        raise AttributeError(f"kml has no {name!r}; it has {', '.join(__all__)}")
    globals()[name] = value
    return value


def __dir__():
    return __all__
