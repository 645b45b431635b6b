"""What an answer may be (numbers, texts, arrays, lists, tuples, dicts), when two are the same, and how one is shown.

A learner's function may return anything, so nothing here calls a method that the learner could have written: values
are first copied into plain Python and NumPy ones with `plain`, and only those are compared and shown.
"""

import math
from dataclasses import dataclass

import numpy as np

from kml.core.words import N_, _

_DEEPEST = 12  # nesting; a list that holds itself stops here


@dataclass(frozen=True)
class Unusable:
    """Stands for a returned object that no exercise asks for, such as a generator or a DataFrame."""

    kind: str


@dataclass(frozen=True)
class Difference:
    """How a result differs from the expected one: in kind (type or shape) or in value, and a sentence about it."""

    kind: bool
    sentence: str


def plain(value, depth=0):
    """Copy `value` into plain bool, int, float, str, None, ndarray, list, tuple and dict; the rest is Unusable."""
    kind = type(value)
    try:
        if value is None or kind is bool or kind is Unusable:
            return value
        if issubclass(kind, np.ndarray):
            return _plain_array(np.array(value, subok=False))
        if issubclass(kind, np.generic):
            return _plain_array(np.array(value)[()])
        if issubclass(kind, int):
            return int.__pos__(value)
        if issubclass(kind, float):
            return float.__pos__(value)
        if issubclass(kind, str):
            return str.__str__(value)
        if issubclass(kind, (list, tuple)) and depth < _DEEPEST:
            base = list if issubclass(kind, list) else tuple
            return base(plain(item, depth + 1) for item in base.__iter__(value))
        if issubclass(kind, dict) and depth < _DEEPEST:
            return {plain(key, depth + 1): plain(item, depth + 1) for key, item in dict.items(value)}
    except (TypeError, ValueError):
        pass
    return Unusable(str(type.__dict__["__name__"].__get__(kind)))


def _plain_array(values):
    if values.dtype.kind not in "biufU":
        return Unusable(f"ndarray[{values.dtype}]")
    if values.dtype.kind == "f" and values.dtype.itemsize > 8:  # longdouble is not the same on every machine
        values = values.astype(np.float64)
    return values.item() if values.ndim == 0 else values


def same(got, expected, rtol=0.0, atol=0.0):
    """Whether two plain values agree; NaN agrees with NaN only."""
    return difference(got, expected, rtol, atol) is None


def difference(got, expected, rtol=0.0, atol=0.0, where=N_("the result")):
    """The first Difference between two plain values, or None.

    A number fits a number (2, 2.0 and an array without dimensions are the same; True is not 1), a list fits a tuple
    or a one-dimensional array of the same items. Where an array is expected only an array fits, because later cells
    compute with it. `got` is right within atol + rtol·|expected|; NaN and infinities fit only themselves.
    """
    if isinstance(expected, (list, tuple)):
        if isinstance(got, np.ndarray) and got.ndim == 1:
            got = got.tolist()
        if not isinstance(got, (list, tuple)):
            return _wrong_kind(got, expected, where)
        if len(got) != len(expected):
            return Difference(
                True,
                _("{where} has {count}, but {n} are expected.").format(
                    where=where, count=_count(len(got), "item"), n=len(expected)
                ),
            )
        pairs = [
            (f"{where}[{i}]" if where != "the result" else _("item {i} of the result").format(i=i), g, e)
            for i, (g, e) in enumerate(zip(got, expected, strict=True))
        ]
        return _first([difference(g, e, rtol, atol, name) for name, g, e in pairs])
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return _wrong_kind(got, expected, where)
        if set(got) != set(expected):
            missing = [k for k in expected if k not in got]
            extra = [k for k in got if k not in expected]
            said = [_("lacks {shown}").format(shown=shown(missing))] * bool(missing) + [
                _("has {shown} too many").format(shown=shown(extra))
            ] * bool(extra)
            return Difference(True, _("{where} {names} among its keys.").format(where=where, names=" and ".join(said)))
        return _first(
            [
                difference(got[k], e, rtol, atol, _("{where} at {k!r}").format(where=where, k=k))
                for k, e in expected.items()
            ]
        )
    if isinstance(expected, np.ndarray):
        return _array_difference(got, expected, rtol, atol, where)
    if _family(got) != _family(expected) or isinstance(got, Unusable):
        return _wrong_kind(got, expected, where)
    if _family(expected) == "a number":
        return (
            None
            if _close(got, expected, rtol, atol)
            else Difference(False, _odd(got) or _("{where} is not right.").format(where=where))
        )
    return None if got == expected else Difference(False, _("{where} is not right.").format(where=where))


def _array_difference(got, expected, rtol, atol, where):
    if not isinstance(got, np.ndarray) or _letters(got) != _letters(expected):
        return _wrong_kind(got, expected, where)
    if got.shape != expected.shape:
        sentence = _("{where} has shape {shape}, but shape {shape_2} is expected.").format(
            where=where, shape=got.shape, shape_2=expected.shape
        )
        n = len(expected) if expected.ndim == 1 else -1
        if got.shape == (n, 1):
            sentence += _(" `.ravel()` makes a plain vector of a column.")
        elif got.shape == (n, n):
            sentence += _(
                " Shapes ({n}, 1) and ({n},) together broadcast to ({n}, {n}): look at what is subtracted."
            ).format(n=n)
        return Difference(True, sentence)
    if _letters(expected) == "numbers":
        got, expected = got.astype(np.float64), expected.astype(np.float64)
        with np.errstate(all="ignore"):
            right = np.abs(got - expected) <= atol + rtol * np.abs(expected)
        right &= np.isfinite(got) & np.isfinite(expected)
        right |= (got == expected) | (np.isnan(got) & np.isnan(expected))
    else:
        right = got == expected
    if right.all():
        return None
    at = tuple(int(i) for i in np.argwhere(~right)[0])
    index = ", ".join(map(str, at))
    return Difference(
        False,
        _odd(got[at])
        or _("{where} is not right at [{index}] ({total} of {size}).").format(
            where=where, index=index, total=(~right).sum(), size=right.size
        ),
    )


def _close(got, expected, rtol, atol):
    try:
        got, expected = float(got), float(expected)
    except OverflowError:  # an int that no float can hold
        return got == expected
    if math.isnan(got) or math.isnan(expected):
        return math.isnan(got) and math.isnan(expected)
    if math.isinf(got) or math.isinf(expected):
        return got == expected
    return abs(got - expected) <= atol + rtol * abs(expected)


def _odd(value):
    """A sentence about a NaN or an infinity that is not expected; "" for anything else."""
    if not isinstance(value, (float, np.floating)):
        return ""
    if np.isnan(value):
        return _("There is a NaN (not a number) in the result: 0/0, inf − inf or the logarithm of a negative number.")
    if np.isinf(value):
        return _("There is an infinity in the result: a division by zero, or a number that grew without limit.")
    return ""


def _first(differences):
    """A difference in kind comes before one in value, whatever the order of the items."""
    found = sorted((d for d in differences if d is not None), key=lambda d: not d.kind)
    return found[0] if found else None


def _wrong_kind(got, expected, where):
    sentence = _("{where} is {described}, but {described_2} is expected.").format(
        where=where, described=described(got), described_2=described(expected)
    )
    if isinstance(expected, np.ndarray) and isinstance(got, (list, tuple)):
        sentence += _(" `np.array(...)` makes one of a list.")
    if isinstance(got, Unusable) and got.kind in _ADVICE:
        sentence += f" {_ADVICE[got.kind]}"
    return Difference(True, sentence)


_ADVICE = {
    "Series": N_("`.to_numpy()` makes an array of it."),
    "DataFrame": N_("`.to_numpy()` makes an array of it."),
    "Tensor": N_("`.numpy()` makes an array of it."),
    "generator": N_("A function with `yield`, or brackets (… for …), makes a generator; `list(...)` runs it."),
    "set": N_("`sorted(...)` makes a list of it."),
    "function": N_("Call it: a function's result comes only with the brackets."),
}


def _letters(values):
    return {"b": _("True and False"), "U": "texts"}.get(values.dtype.kind, "numbers")


def _family(value):
    for kind, name in ((bool, _("True or False")), ((int, float), "a number"), (str, "a text"), (list, "a list"),
                       (tuple, "a tuple"), (dict, "a dict"), (np.ndarray, _("an array"))):  # fmt: skip
        if isinstance(value, kind):
            return name
    return "None" if value is None else _("an object of type {kind}").format(kind=value.kind)


def described(value):
    """The kind of a plain value in words: "an array of numbers of shape (3,)"."""
    if isinstance(value, np.ndarray):
        return _("an array of {letters} of shape {shape}").format(letters=_letters(value), shape=value.shape)
    if isinstance(value, (list, tuple)):
        return _("{family} of {count}").format(family=_family(value), count=_count(len(value), "item"))
    return _family(value)


def size(value):
    """How many numbers, letters or items a plain value holds: small ones are shown first."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (list, tuple)):
        return sum(size(item) for item in value)
    if isinstance(value, dict):
        return sum(size(item) for item in value.values())
    return 1


def shown(value, digits=6, longest=400):
    """A plain value as a short text, the same on every machine."""
    text = _text(value, digits)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _text(value, digits):
    if isinstance(value, np.ndarray):
        if value.size <= 24:
            return f"array({_text(value.tolist(), digits)})"
        first = ", ".join(_text(v, digits) for v in value.ravel()[:6].tolist())
        return _("array of shape {shape}: {first}, …").format(shape=value.shape, first=first)
    if isinstance(value, (list, tuple)):
        items = [_text(item, digits) for item in value[:24]] + ["…"] * (len(value) > 24)
        inner = ", ".join(items)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(k, digits)}: {_text(v, digits)}" for k, v in list(value.items())[:24]) + "}"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return _("a whole number of more than 15 digits")
    return f"<{value.kind}>" if isinstance(value, Unusable) else repr(value)


def _count(n, thing):
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"
