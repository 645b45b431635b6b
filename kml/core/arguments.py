"""Checks of arguments: one clear sentence that names the argument, what was given, and what is allowed.

Learners meet these messages, so they say what to do. Every public function of kml uses these and no others.
"""

import contextlib
import numbers
import sys

import numpy as np

from kml.core.words import _, listed, ngettext, pgettext

_MOST = sys.float_info.max


def number(name, value, low=-np.inf, high=np.inf, *, above=None, below=None):
    """Return `value` as a float; it must be a finite number with low <= value <= high.

    `above` and `below` are strict limits (above < value < below) in the place of `low` and `high`. Raises ValueError
    naming `name`.
    """
    if isinstance(value, np.generic):
        value = value.item()  # a float32 would have the limits rounded to its own kind, the largest float to infinity
    # asking the type first spares `isinstance` the search of an abstract class: a season asks a hundred thousand times
    real = type(value) in (float, int) or (isinstance(value, numbers.Real) and not isinstance(value, bool))
    finite = real and abs(value) <= _MOST  # which NaN is not, nor a whole number that no float holds
    inside = finite and low <= value <= high and (above is None or value > above) and (below is None or value < below)
    if inside:
        return float(value)
    least = _limit(">=", low) if above is None else f"> {above:g}"
    most = _limit("<=", high) if below is None else f"< {below:g}"
    if least and most:
        said = _("{name} must be a finite number {least} and {most}; got {given}.")
    elif least or most:
        said = _("{name} must be a finite number {limit}; got {given}.")
    else:
        said = _("{name} must be a finite number; got {given}.")
    raise ValueError(said.format(name=name, least=least, most=most, limit=least or most, given=_short(value)))


def whole_number(name, value, low=0, high=None):
    """Return `value` as an int with low <= value <= high. Raises ValueError naming `name`."""
    whole = isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))
    if whole and value >= low and (high is None or value <= high):
        return int(value)
    if high is None:
        said = _("{name} must be a whole number >= {low}; got {given}.")
    else:
        said = _("{name} must be a whole number >= {low} and <= {high}; got {given}.")
    raise ValueError(said.format(name=name, low=low, high=high, given=_short(value)))


def array(name, value, *, ndim=None, dtype=np.float64, shape=None, low=-np.inf, high=np.inf, empty=False):
    """Return `value` as a NumPy array of finite numbers, checked for dimensions, shape and range.

    `shape` may hold None for a free length. Empty arrays are refused unless `empty`. Raises ValueError naming `name`.
    """
    plain = type(value) is float and dtype is np.float64 and not ndim and not shape
    if plain and -np.inf < value < np.inf and low <= value <= high:  # a simulation asks for thousands
        return np.asarray(value)
    try:
        out = np.asarray(value, dtype=dtype)
    except (TypeError, ValueError):
        said = _("{name} must be an array of numbers; got {given}.")
        raise ValueError(said.format(name=name, given=_short(value))) from None
    if ndim is not None and out.ndim != ndim:
        said = ngettext(
            "{name} must have {ndim} dimension; got shape {shape}.",
            "{name} must have {ndim} dimensions; got shape {shape}.",
            ndim,
        )
        raise ValueError(said.format(name=name, ndim=ndim, shape=out.shape))
    if shape is not None:
        wanted = tuple(shape)
        if out.ndim != len(wanted) or any(w is not None and w != s for w, s in zip(wanted, out.shape, strict=True)):
            text = str(wanted).replace("None", pgettext("a length in a shape", "any"))
            said = _("{name} must have shape {wanted}; got shape {shape}.")
            raise ValueError(said.format(name=name, wanted=text, shape=out.shape))
    if out.size == 0 and not empty:
        said = _("{name} must hold at least one value; got an empty array of shape {shape}.")
        raise ValueError(said.format(name=name, shape=out.shape))
    if out.dtype.kind == "f":
        _finite(name, out)
    if low == -np.inf and high == np.inf:
        return out
    outside = (out < low) | (out > high)
    if outside.any():
        least, most = _limit(">=", low), _limit("<=", high)
        both = _("{name} must be {least} and {most}; got {given:g}.")
        said = both if least and most else _("{name} must be {limit}; got {given:g}.")
        given = out[outside].flat[0]
        raise ValueError(said.format(name=name, least=least, most=most, limit=least or most, given=given))
    return out


def _finite(name, numbers):
    """Raise ValueError if one of an array's numbers is NaN or infinite."""
    good = np.isfinite(numbers)
    if good.all():
        return
    bad = ~good
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    if not index:
        raise ValueError(_("{name} must be finite; got {given}.").format(name=name, given=numbers))
    said = _("{name} must be finite; got {given} at index {index}.")
    raise ValueError(said.format(name=name, given=numbers[index], index=index[0] if len(index) == 1 else index))


def choice(name, value, allowed):
    """Return `value` if it is one of `allowed`. Raises ValueError that lists them."""
    if value not in allowed:
        said = _("{name} must be one of {allowed}; got {given}.")
        raise ValueError(said.format(name=name, allowed=listed(map(repr, allowed)), given=_short(value)))
    return value


@contextlib.contextmanager
def as_a_sentence():
    """Of a ValueError within, IPython shows its sentence alone: for what a learner writes into a cell of a lesson.

    The lines in between would be the course's own, and the learner's line is the one that they have just run.
    """
    try:
        yield
    except ValueError as problem:
        lines = [f"{type(problem).__name__}: {problem}"]
        problem._render_traceback_ = lambda: lines  # IPython asks for it
        raise


def rng(seed):
    """Return a numpy Generator from a seed or pass a Generator through: the same seed gives the same draws."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, np.random.SeedSequence):
        return np.random.default_rng(seed)
    return np.random.default_rng(whole_number("seed", seed))


def _limit(sign, limit):
    """A limit in signs, such as ">= 0", which are the same in every language; "" for none."""
    return f"{sign} {limit:g}" if np.isfinite(limit) else ""


def _short(value, longest=60):
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
