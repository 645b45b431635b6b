"""How a lesson begins on the static site, where Python runs in the browser. It works before numpy is there."""

import functools
from importlib.util import find_spec

from kml.core import words
from kml.core.words import _, listed

# What lessons import and the site itself does not have, by import name
FROM_CDN = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "PIL")
# NumPy's functions that count, repeat and take by places → which argument these are
_BY_PLACE = {"bincount": (0, "x"), "repeat": (1, "repeats"), "take": (1, "indices")}
_OF_A_MATRIX = ("solve", "inv")  # of numpy.linalg; both fill what they cannot give with nan


def begin(language=words.SOURCE):
    """Say in this language what is missing, if the CDN's packages are not here yet; say nothing if all of them are."""
    words.use(language)
    missing = [name for name in FROM_CDN if find_spec(name) is None]
    if missing:
        print(
            _(
                "Only plain Python runs here until your browser can fetch {missing} from Pyodide's CDN: "
                "go online, then choose Kernel ▸ Restart Kernel."
            ).format(missing=listed(missing))
        )
    if "numpy" not in missing:
        numpy_as_everywhere()


def numpy_as_everywhere():
    """Let NumPy do in a browser what it does everywhere else, so that a learner's line does.

    There a place has 32 bits, and NumPy refuses to count, repeat and take by the ids of a log, which have 64 (kml
    itself asks with `kml.core.arrays.indices`). And of a singular matrix, elsewhere an error, it returns nan.
    """
    import numpy as np

    for name in _OF_A_MATRIX:
        plain = getattr(np.linalg, name)
        if not getattr(plain, "says_singular", False) and _is_silent(plain, name):
            setattr(np.linalg, name, _saying_singular(plain))
    for name, (number, keyword) in _BY_PLACE.items():
        plain = getattr(np, name)
        if np.dtype(np.intp).itemsize < 8 and not getattr(plain, "takes_64_bits", False):
            setattr(np, name, _taking_64_bits(plain, number, keyword))


def _is_silent(function, name):
    """Whether a singular matrix is no error for NumPy here."""
    import numpy as np

    try:
        function(*[np.zeros((1, 1))] * (2 if name == "solve" else 1))
    except np.linalg.LinAlgError:
        return False
    return True


def _saying_singular(function):
    import numpy as np

    @functools.wraps(function)
    def saying(*arguments, **named):
        found = function(*arguments, **named)
        if np.isnan(found).any() and all(np.isfinite(given).all() for given in (*arguments, *named.values())):
            raise np.linalg.LinAlgError("Singular matrix")
        return found

    saying.says_singular = True
    return saying


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
