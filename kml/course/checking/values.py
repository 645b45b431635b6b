"""What an answer may be (numbers, texts, arrays, lists, tuples, dicts), when two are the same, and how one is shown.

A learner's function may return anything, so nothing here calls a method that the learner could have written: values
are first copied into plain Python and NumPy ones with `plain`, and only those are compared and shown.
"""

import math
import sys
from dataclasses import dataclass

import numpy as np

from kml.core.words import N_, _, ngettext, sentences

_DEEPEST = 12  # nesting; a list that holds itself stops here
MARKS = "«", "»"  # around what differs
_DUST = 1e-15  # what rounding leaves of a 0, beside the largest number of an array
_MOST = 24  # so many numbers of an array, or items of a list, are shown
# How exact numbers of 32 bits can be: relative to the number itself, and to the largest one beside it
_SINGLE_RTOL, _SINGLE_ATOL = 1e-5, 1e-6


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
    """Copy `value` into plain bool, int, float, str, None, ndarray, list, tuple and dict; the rest is Unusable.

    Series, DataFrames and tensors become arrays.
    """
    kind = type(value)
    try:
        if kind in _foreign("pandas", "Series", "DataFrame", "Index", "RangeIndex"):
            return _plain_array(np.array(value))
        if kind in _foreign("torch", "Tensor"):
            return _plain_array(value.detach().cpu().numpy().copy())
        if value is None or kind is bool or kind is Unusable:
            return value
        if issubclass(kind, np.ndarray):
            return _plain_array(np.array(value, subok=False))
        if issubclass(kind, np.generic):
            return _plain_array(np.array(value)[()])
        if issubclass(kind, complex) and not (number := complex.__pos__(value)).imag:
            return number.real
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
    except (TypeError, ValueError, RuntimeError):
        pass
    return Unusable(str(type.__dict__["__name__"].__get__(kind)))


def _foreign(module, *names):
    """These classes of a module, if it is loaded at all: their own code is trusted, that of subclasses is not."""
    loaded = sys.modules.get(module)
    return tuple(getattr(loaded, name, None) for name in names) if loaded else ()


def _plain_array(values):
    if values.dtype.kind == "O" and all(type(item) is str for item in values.ravel()):
        values = values.astype(str)  # a column of texts
    if values.dtype.kind == "c" and not values.imag.any():  # so are all of np.linalg.eig's from NumPy 2.5 on
        values = values.real.copy()
    if values.dtype.kind not in "biufU":
        return Unusable(f"ndarray[{values.dtype}]")
    if values.dtype.kind == "f" and values.dtype.itemsize > 8:  # longdouble is not the same on every machine
        values = values.astype(np.float64)
    return values.item() if values.ndim == 0 else values


def same(got, expected, rtol=0.0, atol=0.0):
    """Whether two plain values agree; NaN agrees with NaN only."""
    return difference(got, expected, rtol, atol) is None


def difference(got, expected, rtol=0.0, atol=0.0, path=""):
    """The first Difference between two plain values, or None. `path` leads from the result to these: "['a'][1]".

    A number fits a number (2, 2.0 and an array without dimensions are the same; True is not 1); a list, a tuple and an
    array fit each other where their items do. `got` is right within atol + rtol·|expected|, or within what 32 bits can
    hold if it has no more; NaN and infinities fit only themselves.
    """
    if isinstance(expected, (list, tuple)):
        if isinstance(got, np.ndarray) and (got.ndim == 1 or (got.ndim == 2 and _has_rows(expected))):
            got = got.tolist() if got.ndim == 1 else list(got)
        if not isinstance(got, (list, tuple)):
            return _wrong_kind(got, expected, path)
        if len(got) != len(expected):
            said = ngettext(
                "{where} has {n} item, but should have {expected}.",
                "{where} has {n} items, but should have {expected}.",
                len(got),
            )
            return Difference(True, said.format(where=_where(path), n=len(got), expected=len(expected)))
        pairs = enumerate(zip(got, expected, strict=True))
        return _first([difference(g, e, rtol, atol, f"{path}[{i}]") for i, (g, e) in pairs])
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return _wrong_kind(got, expected, path)
        if set(got) != set(expected):
            return _wrong_keys(got, expected, path)
        return _first([difference(got[k], e, rtol, atol, f"{path}[{k!r}]") for k, e in expected.items()])
    if isinstance(expected, np.ndarray):
        return _array_difference(got, expected, rtol, atol, path)
    if _family(got) != _family(expected) or isinstance(got, Unusable):
        return _wrong_kind(got, expected, path)
    if _close(got, expected, rtol, atol) if _family(expected) == "number" else got == expected:
        return None
    return Difference(False, _odd(got) or _("{where} is not right.").format(where=_where(path)))


def _has_rows(items):
    return any(isinstance(item, (list, tuple, np.ndarray)) for item in items)


def as_array(value):
    """A list or tuple of numbers, texts or truths as the array that it is written like; anything else as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    try:
        made = np.array(value)
    except ValueError:  # rows of different lengths
        return value
    return made if made.dtype.kind in "biufU" and _kinds(value) == {made.dtype.kind.replace("u", "i")} else value


def _kinds(value):
    """The kinds of what a nested list holds, as NumPy calls them; whole numbers among floats count as floats."""
    if isinstance(value, (list, tuple)):
        found = set().union(*map(_kinds, value)) if value else {"f"}
        return {"f"} if found == {"i", "f"} else found
    if isinstance(value, np.ndarray):
        return {value.dtype.kind.replace("u", "i")}
    return {{bool: "b", int: "i", float: "f", str: "U"}.get(type(value), "?")}


def kinds(value):
    """Which parts of a result are arrays: what later cells depend on."""
    if isinstance(value, (list, tuple)):
        return tuple(kinds(item) for item in value)
    return isinstance(value, np.ndarray) or not isinstance(value, (int, float, str, dict, type(None), np.generic))


def as_asked(value, example):
    """A result in the shape of an example: lists, Series and tensors become arrays where the example has arrays."""
    if isinstance(example, np.ndarray):
        return value if isinstance(value, np.ndarray) else as_array(plain(value))
    if isinstance(example, (list, tuple)) and isinstance(value, (list, tuple)) and len(value) == len(example):
        return type(value)(as_asked(item, one) for item, one in zip(value, example, strict=True))
    if isinstance(example, (int, float)) and type(value) not in (int, float):
        return plain(value)
    return value


def _array_difference(got, expected, rtol, atol, path):
    got = as_array(got)
    if not isinstance(got, np.ndarray) or _letters(got) != _letters(expected):
        return _wrong_kind(got, expected, path)
    if got.shape != expected.shape:
        return Difference(True, sentences(_wrong_shape(got, expected, path), _shape_advice(got, expected)))
    if _letters(expected) == "numbers":
        if got.dtype.kind == "f" and (got.dtype.itemsize < 8 or _were_single(got)):
            scale = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
            rtol, atol = max(rtol, _SINGLE_RTOL), max(atol, _SINGLE_ATOL * float(scale))
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
    said = _("{where} is not right at [{index}] ({wrong} of {size}).").format(
        where=_where(path), index=", ".join(map(str, at)), wrong=(~right).sum(), size=right.size
    )
    return Difference(False, _odd(got[at]) or said)


def _were_single(array):
    """Whether 64-bit numbers are most likely some of 32 bits that came in a list."""
    array = array[np.abs(array) < 1e38]
    return bool(array.size and (array == array.astype(np.float32)).all() and (array != np.round(array, 4)).any())


def _where(path):
    """The part of the result to which a path leads, as a sentence begins with it."""
    return _("The result at {path}").format(path=path) if path else _("The result")


def _wrong_keys(got, expected, path):
    missing, extra = [k for k in expected if k not in got], [k for k in got if k not in expected]
    if missing and extra:
        said = _("{where} lacks {missing} and has {extra} too many among its keys.")
    elif missing:
        said = _("{where} lacks {missing} among its keys.")
    else:
        said = _("{where} has {extra} too many among its keys.")
    return Difference(True, said.format(where=_where(path), missing=shown(missing), extra=shown(extra)))


def _wrong_shape(got, expected, path):
    return _("{where} has shape {shape}, but shape {expected} is expected.").format(
        where=_where(path), shape=got.shape, expected=expected.shape
    )


def _shape_advice(got, expected):
    n = len(expected) if expected.ndim == 1 else -1
    if got.shape == (n, 1):
        return _("`.ravel()` makes a plain vector of a column.")
    if got.shape == (n, n):
        return _(
            "Shapes ({n}, 1) and ({n},) together broadcast to ({n}, {n}): did a column meet a row? If not, a last step "
            "is missing."
        ).format(n=n)
    return ""


def _close(got, expected, rtol, atol):
    try:
        got, expected = float(got), float(expected)
    except OverflowError:  # an int that no float can hold
        return got == expected
    if math.isnan(got) or math.isnan(expected):
        return math.isnan(got) and math.isnan(expected)
    if math.isinf(got) or math.isinf(expected):
        return got == expected
    if abs(got) < 1e38 and got == float(np.float32(got)) and got != round(got, 4):  # most likely a number of 32 bits
        rtol = max(rtol, _SINGLE_RTOL)
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


def _wrong_kind(got, expected, path):
    sentence = _("{where} is {got}, but {expected} is expected.").format(
        where=_where(path), got=described(got), expected=described(expected)
    )
    advice = ""
    if isinstance(expected, np.ndarray) and isinstance(got, (list, tuple)):
        advice = _("`np.array(...)` makes an array of it.")
    elif isinstance(got, Unusable) and got.kind in _ADVICE:
        advice = _(_ADVICE[got.kind])
    return Difference(True, sentences(sentence, advice))


_ADVICE = {
    "Series": N_("`.to_numpy()` makes an array of it."),
    "DataFrame": N_("`.to_numpy()` makes an array of it."),
    "Tensor": N_("`.numpy()` makes an array of it."),
    "generator": N_("A function with `yield`, or brackets `(… for …)`, makes a generator; `list(...)` runs it."),
    "set": N_(
        "A set has no order: `sorted(...)` makes a list of it, by size or by the alphabet; where another order is "
        "asked for, collect the items in a list from the beginning."
    ),
    "filter": N_("`list(...)` makes a list of it."),
    "map": N_("`list(...)` makes a list of it."),
    "zip": N_("`list(...)` makes a list of it."),
    "function": N_("Call it: a function's result comes only with the brackets."),
}


def _letters(array):
    """What an array holds: "truths", "texts" or "numbers"."""
    return {"b": "truths", "U": "texts"}.get(array.dtype.kind, "numbers")


_FAMILIES = {
    bool: "truth", int: "number", float: "number", str: "text", list: "list", tuple: "tuple", dict: "dict",
    np.ndarray: "array", type(None): "None",
}  # fmt: skip


def _family(value):
    """The kind of a plain value, of which both sides of a comparison must be; each Unusable is one of its own."""
    return value.kind if isinstance(value, Unusable) else _FAMILIES[type(value)]


def described(value):
    """The kind of a plain value in words, as the middle of a sentence: "an array of numbers of shape (3,)"."""
    if isinstance(value, np.ndarray):
        said = {
            "truths": _("an array of True and False of shape {shape}"),
            "texts": _("an array of texts of shape {shape}"),
            "numbers": _("an array of numbers of shape {shape}"),
        }
        return said[_letters(value)].format(shape=value.shape)
    if isinstance(value, list):
        return ngettext("a list of {n} item", "a list of {n} items", len(value)).format(n=len(value))
    if isinstance(value, tuple):
        return ngettext("a tuple of {n} item", "a tuple of {n} items", len(value)).format(n=len(value))
    if isinstance(value, Unusable):
        return _("an object of type {kind}").format(kind=value.kind)
    said = {"truth": _("True or False"), "number": _("a number"), "text": _("a text"), "dict": _("a dict")}
    return said.get(_family(value), "None")


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
    return _cut(_text(value, digits), longest)


def _cut(text, longest=400):
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def given(name, value, digits=6):
    """An argument as rows of text, `name = …`; a table in it has a row for each of its own, as in NumPy's print."""
    return _indented(f"{name} = ", _rows(value, digits, written=True))


def beside(got, right):
    """Two plain values as rows of text, to be read one below the other; what differs in `got` stands between MARKS."""
    got, right = _without_dust(_like(got, right)), _without_dust(right)
    wrong = _wrong(got, right)
    for digits in (6, 16):  # enough digits to tell them apart
        rows = _rows(got, digits, wrong), _rows(right, digits)
        if rows[0] != rows[1]:
            break
    return rows


def _like(got, right):
    """A result with arrays where the right one has arrays and this one lists."""
    if isinstance(right, np.ndarray):
        return as_array(got)
    if isinstance(right, dict) and isinstance(got, dict):
        return {key: _like(item, right.get(key)) for key, item in got.items()}
    if isinstance(right, (list, tuple)) and isinstance(got, (list, tuple)) and len(got) == len(right):
        return type(got)(map(_like, got, right))
    return got


def _without_dust(value):
    """A plain value whose arrays have 0 where rounding has left 1e-17 beside numbers of ordinary size."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        largest = np.abs(value[np.isfinite(value)]).max(initial=0.0)
        return np.where(np.abs(value) < _DUST * largest, 0.0, value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(_without_dust, value))
    if isinstance(value, dict):
        return {key: _without_dust(item) for key, item in value.items()}
    return value


def _wrong(got, right):
    """The places of a result that are not right; none where that would not help: if all are, or it has others."""
    mine, others = dict(_places(got)), dict(_places(right))
    if mine.keys() != others.keys():
        return frozenset()
    wrong = frozenset(at for at, item in mine.items() if not same(item, others[at], 1e-6, 1e-9))
    return wrong if len(wrong) < len(mine) else frozenset()


def _places(value, at=()):
    """Yield (place, item) of all that can be marked: `at` holds the indices and keys that lead to it."""
    if _is_small(value):
        yield from (((*at, *index), value[index].item()) for index in np.ndindex(value.shape))
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value[:_MOST]):
            yield from _places(item, (*at, i))
    elif isinstance(value, dict):
        for key, item in list(value.items())[:_MOST]:
            yield from _places(item, (*at, key))
    else:
        yield at, value


def _is_small(value):
    """Whether a value is an array that is shown whole, with rows of its own if it is a table."""
    return isinstance(value, np.ndarray) and 0 < value.size <= _MOST and value.ndim <= 2


def _has_array(value):
    items = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return any(isinstance(item, np.ndarray) or _has_array(item) for item in items)


def _rows(value, digits, wrong=frozenset(), at=(), written=False):
    """Rows of text: one for a value, for a table one each, and those of each part where a part is an array.

    What stands at a place in `wrong` is marked. `written`: arrays begin with the word, as one writes them.
    """
    if _is_small(value):
        rows = _array_rows(value, digits, wrong, at)
        return _indented("array(", rows, ")") if written else rows
    if not _has_array(value) or len(value) > _MOST:
        return (_cut(_text(value, digits, wrong, at)),)
    if isinstance(value, dict):
        parts = [(f"{_text(key, digits)}: ", key, item) for key, item in value.items()]
        opened, closed = "{", "}"
    else:
        parts = [("", i, item) for i, item in enumerate(value)]
        opened, closed = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
    found = []
    for head, key, item in parts:
        last = len(found) == len(parts) - 1
        found.append(_indented(head, _rows(item, digits, wrong, (*at, key), written), "" if last else ","))
    return _indented(opened, [row for rows in found for row in rows], closed)


def _array_rows(array, digits, wrong, at):
    cells = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        cells[index] = _marked(_text(array[index].item(), digits), (*at, *index) in wrong)
    if array.ndim == 1:
        return (f"[{', '.join(cells)}]",)
    width = max(len(cell) for cell in cells.ravel())
    rows = [f"[{', '.join(cell.rjust(width) for cell in row)}]" for row in cells]
    return _indented("[", [*(f"{row}," for row in rows[:-1]), rows[-1]], "]")


def _indented(head, rows, end=""):
    """Rows with a text before the first, the others below its end, and a text after the last."""
    first, *more = rows
    found = [f"{head}{first}", *(" " * len(head) + row for row in more)]
    return (*found[:-1], f"{found[-1]}{end}")


def _marked(text, is_wrong):
    return f"{MARKS[0]}{text}{MARKS[1]}" if is_wrong else text


def _text(value, digits, wrong=frozenset(), at=()):
    if at in wrong:
        return _marked(_text(value, digits), True)
    if isinstance(value, np.ndarray):
        if value.size <= _MOST:
            return f"array({_text(value.tolist(), digits)})"
        first = ", ".join(_text(v, digits) for v in value.ravel()[:6].tolist())
        return _("array of shape {shape}: {first}, …").format(shape=value.shape, first=first)
    if isinstance(value, (list, tuple)):
        items = [_text(item, digits, wrong, (*at, i)) for i, item in enumerate(value[:_MOST])]
        inner = ", ".join(items + ["…"] * (len(value) > _MOST))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        items = list(value.items())[:_MOST]
        return f"{{{', '.join(f'{_text(k, digits)}: {_text(v, digits, wrong, (*at, k))}' for k, v in items)}}}"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return _("a whole number of more than 15 digits")
    return f"<{value.kind}>" if isinstance(value, Unusable) else repr(value)
