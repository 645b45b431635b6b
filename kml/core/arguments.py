"""Checks of arguments: one clear sentence that names the argument, what was given, and what is allowed.

Learners meet these messages, so they say what to do. Every public function of kml uses these and no others.
"""

import numbers

import numpy as np

from kml.core.words import _


def number(name, value, low=-np.inf, high=np.inf, *, above=None, below=None):
    """Return `value` as a float; it must be a finite number with low <= value <= high.

    `above` and `below` are strict limits (above < value < below). Raises ValueError naming `name`.
    """
    limits = [f">= {low:g}"] * (low > -np.inf) + [f"<= {high:g}"] * (high < np.inf)
    limits += [] if above is None else [f"> {above:g}"]
    limits += [] if below is None else [f"< {below:g}"]
    allowed = _("a finite number") + (" " + " and ".join(limits) if limits else "")
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real) or not np.isfinite(value):
        raise ValueError(
            _("{name} must be {allowed}; got {short}.").format(name=name, allowed=allowed, short=_short(value))
        )
    inside = low <= value <= high and (above is None or value > above) and (below is None or value < below)
    if not inside:
        raise ValueError(
            _("{name} must be {allowed}; got {short}.").format(name=name, allowed=allowed, short=_short(value))
        )
    return float(value)


def whole_number(name, value, low=0, high=None):
    """Return `value` as an int with low <= value <= high. Raises ValueError naming `name`."""
    allowed = _("a whole number >= {low}").format(low=low) + (f" and <= {high}" if high is not None else "")
    whole = isinstance(value, numbers.Integral) and not isinstance(value, (bool, np.bool_))
    if not whole or value < low or (high is not None and value > high):
        raise ValueError(
            _("{name} must be {allowed}; got {short}.").format(name=name, allowed=allowed, short=_short(value))
        )
    return int(value)


def array(name, value, *, ndim=None, dtype=np.float64, shape=None, low=-np.inf, high=np.inf, empty=False):
    """Return `value` as a NumPy array of finite numbers, checked for dimensions, shape and range.

    `shape` may hold None for a free length. Empty arrays are refused unless `empty`. Raises ValueError naming `name`.
    """
    try:
        out = np.asarray(value, dtype=dtype)
    except (TypeError, ValueError):
        raise ValueError(
            _("{name} must be an array of numbers; got {short}.").format(name=name, short=_short(value))
        ) from None
    if ndim is not None and out.ndim != ndim:
        raise ValueError(
            _("{name} must have {ndim} dimension(s); got shape {shape}.").format(name=name, ndim=ndim, shape=out.shape)
        )
    if shape is not None:
        wanted = tuple(shape)
        if out.ndim != len(wanted) or any(w is not None and w != s for w, s in zip(wanted, out.shape, strict=True)):
            text = str(wanted).replace("None", "any")
            raise ValueError(
                _("{name} must have shape {text}; got shape {shape}.").format(name=name, text=text, shape=out.shape)
            )
    if out.size == 0 and not empty:
        raise ValueError(
            _("{name} must hold at least one value; got an empty array of shape {shape}.").format(
                name=name, shape=out.shape
            )
        )
    if np.issubdtype(out.dtype, np.floating):
        bad = ~np.isfinite(out)
        if bad.any():
            where = tuple(int(i) for i in np.argwhere(bad)[0])
            place = _(" at index {where}").format(where=where[0] if len(where) == 1 else where) if where else ""
            raise ValueError(
                _("{name} must be finite; got {out}{place}.").format(name=name, out=out[where], place=place)
            )
    outside = (out < low) | (out > high)
    if outside.any():
        limits = " and ".join([f">= {low:g}"] * (low > -np.inf) + [f"<= {high:g}"] * (high < np.inf))
        raise ValueError(
            _("{name} must be {limits}; got {flat:g}.").format(name=name, limits=limits, flat=out[outside].flat[0])
        )
    return out


def choice(name, value, allowed):
    """Return `value` if it is one of `allowed`. Raises ValueError that lists them."""
    if value not in allowed:
        raise ValueError(
            _("{name} must be one of {names}; got {short}.").format(
                name=name, names=", ".join(map(repr, allowed)), short=_short(value)
            )
        )
    return value


def rng(seed):
    """Return a numpy Generator from a seed or pass a Generator through: the same seed gives the same draws."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, np.random.SeedSequence):
        return np.random.default_rng(seed)
    return np.random.default_rng(whole_number("seed", seed))


def _short(value, longest=60):
    text = repr(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"
