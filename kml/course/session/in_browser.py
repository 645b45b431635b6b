"""How a lesson begins on the static site, where Python runs in the browser. It works before numpy is there."""

import functools
from importlib.util import find_spec

from kml.core import words
from kml.core.words import _

# What lessons import and the site itself does not have, by import name
FROM_CDN = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "PIL")
# NumPy's functions that count, repeat and take by places → which argument these are
_BY_PLACE = {"bincount": (0, "x"), "repeat": (1, "repeats"), "take": (1, "indices")}


def begin(language=words.SOURCE):
    """Say in this language what is missing, if the CDN's packages are not here yet; say nothing if all of them are."""
    words.use(language)
    missing = [name for name in FROM_CDN if find_spec(name) is None]
    if missing:
        print(
            _(
                "Only plain Python runs here until your browser can fetch {missing} from Pyodide's CDN: "
                "go online, then choose Kernel ▸ Restart Kernel."
            ).format(missing=", ".join(missing))
        )
    if "numpy" not in missing:
        places_as_everywhere()


def places_as_everywhere():
    """Let NumPy count, repeat and take by whole numbers of 64 bits, as it does where a place has 64 bits itself.

    In a browser a place has 32, and NumPy refuses the ids of a log, which have 64: a learner's line that is right
    everywhere else would fail. kml needs none of this (`kml.core.arrays.indices`).
    """
    import numpy as np

    for name, (number, keyword) in _BY_PLACE.items():
        plain = getattr(np, name)
        if np.dtype(np.intp).itemsize < 8 and not getattr(plain, "takes_64_bits", False):
            setattr(np, name, _taking_64_bits(plain, number, keyword))


def _taking_64_bits(function, number, keyword):
    from kml.core.arrays import indices

    def place(given):
        return indices(given) if getattr(given, "dtype", None) in ("int64", "uint32", "uint64") else given

    @functools.wraps(function)
    def taking(*arguments, **named):
        arguments = [place(given) if k == number else given for k, given in enumerate(arguments)]
        return function(*arguments, **{name: place(v) if name == keyword else v for name, v in named.items()})

    taking.takes_64_bits = True
    return taking
