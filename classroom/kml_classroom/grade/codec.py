"""Plain values as JSON and back, exactly, and so strictly that nothing but a plain value can come out.

What the grader itself sends is packed instead, which is faster: inside, nobody needs to be safe from it.

Numbers, texts, True, False and None are themselves. Everything else is a list that begins with a letter: f (nan and
infinities), i (a large whole number), l (list), t (tuple), d (dict), o (dict whose keys are texts), a (array), s (NumPy
number), u (something else).
"""

import base64
import json
import math
import pickle
import re
from collections import Counter

import numpy as np

from kml.course.checking.values import Unusable

_DEEPEST = 16
_MOST_ITEMS = 1_000_000
_MOST_BITS = 20_000
_MOST_ALIKE = 100  # keys of a dict with one hash: honest ones hardly ever share it
_KINDS = "biufU"


class NotAValue(ValueError):
    """What came is not a value that this module writes."""


def dumps(value):
    """One line of JSON. What is not plain, or too large, becomes Unusable."""
    return json.dumps(encode(value), allow_nan=False, separators=(",", ":"))


def encode(value):
    """A value as what `json.dumps` takes."""
    try:
        return _encode(value, [_MOST_ITEMS], 0)
    except NotAValue as problem:
        return ["u", str(problem)]


def _encode(value, left, depth):
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        raise NotAValue("result that is too large")
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else ["f", repr(value)]
    if value is None or kind is bool:
        return value
    if kind is int:
        if value.bit_length() > _MOST_BITS:
            raise NotAValue("number that is too large")
        return value if value.bit_length() < 60 else ["i", hex(value)]
    if kind is str:
        left[0] -= len(value)
        if left[0] < 0:
            raise NotAValue("text that is too long")
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if kind is np.ndarray or issubclass(kind, np.generic):
        flat = np.asarray(value)
        if flat.dtype.kind not in _KINDS or flat.dtype.itemsize * flat.size > 8 * _MOST_ITEMS:
            raise NotAValue("array that is too large or not of numbers")
        data = base64.b64encode(np.ascontiguousarray(flat).tobytes()).decode()
        left[0] -= flat.size
        shape = list(flat.shape)
        return ["a", flat.dtype.str, shape, data] if kind is np.ndarray else ["s", flat.dtype.str, shape, data]
    if kind in (list, tuple):
        return ["l" if kind is list else "t", [_encode(item, left, depth + 1) for item in value]]
    if kind is dict and all(type(key) is str and key.isascii() for key in value):
        left[0] -= sum(map(len, value))
        return ["o", {key: _encode(item, left, depth + 1) for key, item in value.items()}]
    if kind is dict:
        pairs = value.items()
        return ["d", [[_encode(k, left, depth + 1), _encode(v, left, depth + 1)] for k, v in pairs]]
    return ["u", value.kind if kind is Unusable else kind.__name__]


def pack(value):
    """Any value as a text, for a receiver who trusts the sender."""
    return base64.b64encode(pickle.dumps(value, protocol=4)).decode()  # with 5, an array may come out read-only


def unpack(text):
    """The value that `pack` was given."""
    return pickle.loads(base64.b64decode(text))


def loads(text):
    """The JSON of one line, not yet decoded. Raises NotAValue."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NotAValue("not JSON") from None


def decode(node, depth=0):
    """The value that `encode` was given. Raises NotAValue for anything that it does not write."""
    kind = type(node)
    if node is None or kind in (bool, int, str):
        return node
    if kind is float:
        return _finite(node)
    if kind is not list or len(node) < 2 or type(node[0]) is not str or depth > _DEEPEST + 1:
        raise NotAValue("not a value")
    try:
        return _READ[node[0]](node, depth)
    except NotAValue:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, MemoryError):
        raise NotAValue("not a value") from None


def _refuse(constant):
    raise ValueError(constant)


def _finite(number):
    if not math.isfinite(number):
        raise NotAValue("a number beyond all floats")
    return number


def _text(node):
    if type(node) is not str:
        raise NotAValue("not a text")
    return node


def _items(node, depth):
    if type(node[1]) is not list:
        raise NotAValue("not a list")
    return [decode(item, depth + 1) for item in node[1]]


def _whole(node, depth):
    text = _text(node[1])
    if len(text) > _MOST_BITS:
        raise NotAValue("number that is too large")
    return int(text, 16)


def _dict(node, depth):
    pairs = [(decode(k, depth + 1), decode(v, depth + 1)) for k, v in node[1]]
    alike = Counter(hash(key) for key, __ in pairs)  # TypeError where it cannot be a key
    if max(alike.values(), default=0) > _MOST_ALIKE:  # looking one up would take as long as there are others
        raise NotAValue("keys made to collide")
    return dict(pairs)


def _object(node, depth):
    if type(node[1]) is not dict:
        raise NotAValue("not a dict")
    return {key: decode(item, depth + 1) for key, item in node[1].items()}


def _array(node, depth):
    _, dtype, shape, data = node
    if not re.fullmatch(rf"[<>|=]?[{_KINDS}][0-9]{{1,6}}", _text(dtype)):
        raise NotAValue("not an array")
    if type(shape) is not list or not all(type(n) is int and n >= 0 for n in shape):
        raise NotAValue("not an array")
    return np.frombuffer(base64.b64decode(_text(data), validate=True), dtype=dtype).reshape(shape).copy()


_READ = {
    "f": lambda node, depth: {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[node[1]],
    "i": _whole,
    "l": _items,
    "t": lambda node, depth: tuple(_items(node, depth)),
    "d": _dict,
    "o": _object,
    "a": _array,
    "s": lambda node, depth: _array(node, depth)[()],
    "u": lambda node, depth: Unusable(_text(node[1])[:60]),
}
