"""Usual exceptions, raised for real, each get a sentence; the text of the exception is not touched."""

import numpy as np
import pandas as pd
import pytest

from kml.course.checking.errors import in_words

X, y = np.ones((4, 3)), np.ones(4)
FRAME = pd.DataFrame({"a": [1, 2]})


def no_return():
    pass


def one_argument(a):
    return a


def early():
    if not y.size:
        total = 1
    return total


RAISED = {
    "X @ y": ("3 columns on the left", lambda: X @ y),
    "X @ 2": ("a single number", lambda: X @ np.float64(2)),
    "X @ ...": ("waits for your code", lambda: X @ ...),
    "... of a frame": ("still there", lambda: ... > 2),
    "abs(...)": ("still there", lambda: np.abs(...)),
    "dot": ("cannot be multiplied as matrices", lambda: np.dot(X, y)),
    "broadcast": ("(4,3) (4,)", lambda: X + y),
    "broadcast matrices": ("(3,4) (4,3) cannot be put together number by number, as", lambda: X.T * X),
    "reshape": ("12 numbers do not fill", lambda: X.reshape(5, 2)),
    "ragged": ("different lengths", lambda: np.array([[1, 2], [3]])),
    "into": ("put into a place", lambda: X.__setitem__(0, np.ones(2))),
    "mask": ("A mask of 3", lambda: y[np.array([True, False, True])]),
    "out of bounds": ("no place 9 along axis 0", lambda: y[9]),
    "out of bounds of one": ("has one place here, number 0", lambda: X[:, :1][:, 1]),
    "list index": ("beyond the end", lambda: [1, 2][5]),
    "too many indices": ("a vector has no columns", lambda: y[:, 0]),
    "float index": ("whole number", lambda: y[1.0]),
    "float array index": ("cannot choose places", lambda: y[np.ones(2)]),
    "axis": ("no axis 1", lambda: y.sum(axis=1)),
    "int(array)": ("a whole array is there", lambda: int(np.ones(3))),
    "list[float]": ("A place in a list", lambda: [1, 2][y[0]]),
    "slice": ("ends of a slice", lambda: [1, 2][: y[0]]),
    "range": ("such as for `range`", lambda: range(2.0)),
    "masked": ("picks 2 places, and 3 values", lambda: np.zeros(3).__setitem__(np.arange(3) > 0, y[[0, 0, 0]])),
    "truth": ("one True or False", lambda: bool(y > 0)),
    "truth of a table": ("one True or False", lambda: bool(FRAME)),
    "min of rows": ("`np.min`, `np.max`, `np.sort`, with an `axis`", lambda: min(X * y[:, None])),
    "minus": ("cannot be subtracted", lambda: (y > 0) - (y > 1)),
    "tilde": ("turns True and False round", lambda: ~y),
    "name": ("no `unknwon` here", lambda: unknwon),  # noqa: F821
    "gap": ("A `____` of the frame is still there", lambda: ____),  # noqa: F821
    "unbound": ("`total` is used before", early),
    "key": ("'b'", lambda: {"a": 1}["b"]),
    "column": ("'b'", lambda: FRAME["b"]),
    "module": ("`numpy` has no `maen`", lambda: np.maen(y)),
    "None.": ("Something is None", lambda: no_return().append(1)),
    "attribute": ("A list has no `mean`", lambda: [1].mean()),
    "None[]": ("Something is None", lambda: no_return()[0]),
    "call": ("as if it were a function", lambda: y(0)),
    "2[0]": ("no places to choose from", lambda: int(y[0])[0]),
    "iterate": ("no list to go through", lambda: [x for x in 3]),
    "len": ("has no length", lambda: len(3)),
    "len of None": ("such as `.sort()`", lambda: len([2, 1].sort())),
    "list times": ("repeats the list", lambda: [1, 2] * 1.5),
    "list minus": ("does not work between a list and a list", lambda: [1] - [2]),
    "concatenate": ("joins a list", lambda: [1] + (2,)),
    "compare": ("types int and str cannot be compared", lambda: 1 < "a"),
    "missing": ("The function `one_argument` needs more arguments: 'a'", lambda: one_argument()),
    "given": ("takes", lambda: (lambda: 1)(2)),
    "keyword": ("no argument `axes`", lambda: np.mean(y, axes=0)),
    "unpack few": ("3 names stand left", lambda: (lambda v: [a for a, b, c in [v]])((1, 2))),
    "unpack many": ("more values", lambda: (lambda v: [a for a, b in [v]])((1, 2, 3))),
    "unpack one": ("a single int", lambda: (lambda v: [a for a, b in [v]])(1)),
    "zero": ("divided by 0", lambda: 1 / 0),
    "not in": ("not in the list", lambda: [1].index(2)),
    "empty": ("largest or smallest of nothing", lambda: np.max(np.zeros(0))),
    "empty max": ("largest or smallest of nothing", lambda: max([])),
    "log": ("A logarithm of a number", lambda: __import__("math").log(0)),
    "singular": ("has no inverse", lambda: np.linalg.inv(np.ones((2, 2)))),
    "square": ("square matrix", lambda: np.linalg.inv(X)),
    "frame length": ("does not fit a table", lambda: FRAME.__setitem__("c", [1, 2, 3])),
}  # fmt: skip


@pytest.mark.parametrize("name", RAISED)
def test_an_exception_in_words(name):
    sentence, raising = RAISED[name]
    with pytest.raises(Exception) as told:
        raising()
    assert sentence in in_words(type(told.value).__name__, str(told.value)), str(told.value)


def test_tensors():
    torch = pytest.importorskip("torch")
    for sentence, raising in (
        ("do not fit", lambda: torch.ones(2, 3) @ torch.ones(2, 3)),
        ("number by number", lambda: torch.ones(2) + torch.ones(3)),
        (".detach()", lambda: torch.ones(2, requires_grad=True).numpy()),
        ("whole tensor", lambda: bool(torch.ones(2) > 0)),
    ):
        with pytest.raises(Exception) as told:
            raising()
        assert sentence in in_words(type(told.value).__name__, str(told.value)), str(told.value)


def test_what_nobody_knows_gets_no_sentence():
    assert in_words("ValueError", "the moon is full") == ""
    assert in_words("MyError", "list index out of range") == ""


def test_a_solver_that_found_nothing():
    said = "attribute 'reshape'"
    for line, word in (
        ("return linprog(-u, A_eq=A, b_eq=b).x.reshape(n, n)", "found nothing"),
        ("P = best.x.reshape(n, n)", "found nothing"),
        ("return made.xs.reshape(3)", "change a list"),
        ("", "change a list"),
    ):
        assert word in in_words("AttributeError", f"'NoneType' object has no {said}", line)
    assert "found nothing" in in_words("TypeError", "'NoneType' object is not subscriptable", "return best.x[0]")
