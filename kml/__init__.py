"""kml, the Knowledge Monetization Lab: the library behind the course's notebooks.

`import kml` is fast: nothing is loaded before it is used. What every lesson calls is here, and a module for each thing
that the course talks about:

    platform log behaviour simulate datasets published           the platform, its log, and what is known of real ones
    metrics regression gpu watchtime recommenders experiments    what is measured of it, predicted, shown and tried
    monetization mychannel trust capstone personas               what it is worth, to whom, and to you
    scenarios lessons                                            published findings met again; what the lessons draw
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
    "progress": "course.journey.progress",
    "explore": "course.showing.explore",
    "show": "course.showing.figures",
    "glossary": "course.showing.glossary",
}
_MODULES = [
    *("behaviour", "capstone", "datasets", "experiments", "gpu", "lessons", "log", "metrics", "monetization"),
    *("mychannel", "personas", "platform", "published", "recommenders", "regression", "scenarios", "simulate"),
    *("trust", "watchtime"),
]

__all__ = sorted([*_NAMES, *_MODULES])


def __getattr__(name):
    if name in _NAMES:
        value = getattr(importlib.import_module(f"kml.{_NAMES[name]}"), name)
    elif name in _MODULES:
        value = importlib.import_module(f"kml.{name}")
    else:
        from kml.core.words import _, listed

        raise AttributeError(_("kml has no {name!r}; it has {names}.").format(name=name, names=listed(__all__)))
    globals()[name] = value
    return value


def __dir__():
    return __all__
