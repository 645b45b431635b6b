"""When two answers are the same, and how one is shown."""

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from kml.course.checking.values import MARKS, Unusable, beside, described, difference, given, plain, same, shown, size

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ARRAYS = nps.arrays(st.sampled_from(["f8", "i4", "?", "U3"]), nps.array_shapes(min_side=0, max_side=3))
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@drawn(VALUES)
def test_every_value_is_the_same_as_its_copy(value):
    assert same(plain(value), plain(value))


@drawn(VALUES, VALUES)
def test_being_the_same_at_no_tolerance_goes_both_ways_for_scalars(one, other):
    one, other = plain(one), plain(other)
    if not isinstance(one, (list, tuple, dict, np.ndarray)) and not isinstance(other, (list, tuple, dict, np.ndarray)):
        assert same(one, other) == same(other, one)


@drawn(VALUES)
def test_nothing_that_holds_a_number_is_the_same_as_nan(value):
    assert same(plain(value), np.nan) == (isinstance(plain(value), float) and bool(np.isnan(value)))


@pytest.mark.parametrize(
    "got, expected",
    [
        (2, 2.0),
        (np.float64(2.5), 2.5),
        (np.array(2.5), 2.5),
        (np.int32(2), 2),
        (np.bool_(True), True),
        ((1, 2), [1, 2]),
        (np.array([1.0, 2.0]), (1, 2)),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.float32([1]), np.array([1.0])),
        (np.array([], dtype=int), np.array([])),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
        (np.inf, np.inf),
        ([np.nan, 1], [np.nan, 1]),
        (10**400, 10**400),
        (["a", True, None], ["a", True, None]),
    ],
)
def test_same(got, expected):
    assert same(plain(got), plain(expected))


@pytest.mark.parametrize(
    "got, expected, words",
    [
        (True, 1, "True or False, but a number"),
        (1, True, "a number, but True or False"),
        ("1", 1, "a text, but a number"),
        ([1.0], 1.0, "a list of 1 item, but a number"),
        ([[1.0], [1.0, 2.0]], np.array([1.0, 2.0]), "`np.array(...)` makes an array of it"),
        (np.array([True]), np.array([1.0]), "of True and False of shape (1,), but"),
        (np.ones((2, 2)), [1, 1], "an array of numbers of shape (2, 2), but a list"),
        (np.ones((3, 1)), np.ones(3), "`.ravel()`"),
        (np.ones((3, 3)), np.ones(3), "(3, 1) and (3,) together broadcast to (3, 3)"),
        (np.ones(4), np.ones(3), "has shape (4,), but shape (3,)"),
        ([1], [1, 2], "has 1 item, but should have 2"),
        ({"a": 1}, {"b": 1}, "The result lacks ['b'] and has ['a'] too many among its keys."),
        ({}, {"b": 1}, "The result lacks ['b'] among its keys."),
        ([{"a": 1, "b": 2}], [{"b": 1}], "The result at [0] has ['a'] too many among its keys."),
        ([1, "a"], [1, 2], "The result at [1] is a text"),
        ([9, "a"], [1, 2], "The result at [1] is a text"),
        ({"a": [1, None]}, {"a": [1, 2]}, "The result at ['a'][1] is None"),
        (None, 1.0, "is None, but a number"),
    ],
)
def test_differences_in_kind(got, expected, words):
    found = difference(plain(got), plain(expected), rtol=1, atol=10)
    assert found.kind and words in found.sentence


@pytest.mark.parametrize(
    "got, expected, words",
    [
        (2.1, 2.0, "is not right"),
        (np.nan, 2.0, "NaN"),
        (2.0, np.nan, "is not right"),
        (np.inf, 2.0, "infinity"),
        (-np.inf, np.inf, "infinity"),
        (10**400, 1.0, "is not right"),
        ("a", "b", "is not right"),
        (np.array([1.0, np.nan]), np.array([1.0, 1.0]), "NaN"),
        (np.array([1.0, 1.0]), np.array([1.0, np.nan]), "not right at [1]"),
        (np.array([[1, 2], [3, 5]]), np.array([[1, 2], [3, 4]]), "not right at [1, 1] (1 of 4)"),
        (np.array([1], dtype=np.uint8), np.array([2], dtype=np.uint8), "not right at [0]"),
        (np.array(["a", "b"]), np.array(["a", "c"]), "not right at [1]"),
        ([[1, 2], [3]], [[1, 2], [4]], "The result at [1][0] is not right"),
    ],
)
def test_differences_in_value(got, expected, words):
    found = difference(plain(got), plain(expected), rtol=1e-6, atol=1e-9)
    assert not found.kind and words in found.sentence


@drawn(st.floats(-1e6, 1e6), st.floats(-1e-3, 1e-3))
def test_tolerance_is_atol_plus_rtol_times_expected(expected, error):
    got = expected + error
    inside = abs(got - expected) <= 1e-5 + 1e-6 * abs(expected)
    assert same(got, expected, rtol=1e-6, atol=1e-5) == inside
    assert same(np.array([got]), np.array([expected]), rtol=1e-6, atol=1e-5) == inside


def test_a_complex_number_on_the_real_line_is_a_number():
    """As NumPy's eig gives all eigenvalues from version 2.5 on, also those of a symmetric table."""
    given = [2 + 0j, np.complex128(2), np.array(2 + 0j), np.array([2 + 0j, -1]), [1 + 0j, 2 + 1j], complex(1, np.nan)]
    two, again, third, table, mixed, none = plain(given)
    assert (two, again, third) == (2.0, 2.0, 2.0) and {type(two), type(again), type(third)} == {float}
    assert table.dtype == np.float64 and table.tolist() == [2.0, -1.0]
    assert mixed == [1.0, Unusable("complex")] and none == Unusable("complex")


@pytest.mark.parametrize(
    "value, kind",
    [
        (iter([]), "list_iterator"),
        ({1}, "set"),
        (1j, "complex"),
        (b"x", "bytes"),
        (np.array([None]), "ndarray[object]"),
        (np.array([1j]), "ndarray[complex128]"),
        (np.datetime64("2026-01-01"), "ndarray[datetime64[D]]"),
        (len, "builtin_function_or_method"),
    ],
)
def test_what_no_exercise_asks_for_is_unusable(value, kind):
    assert plain(value) == Unusable(kind)
    assert described(plain(value)) == f"an object of type {kind}"
    assert not same(plain(value), plain(value))


def test_advice_for_what_people_often_return():
    import pandas as pd

    mixed = pd.Series([1.0, "a"])
    assert "`.to_numpy()`" in difference(Unusable(type(mixed).__name__), np.ones(2)).sentence
    assert "`list(...)` runs it" in difference(plain(n for n in [1]), [1]).sentence


@pytest.mark.parametrize(
    "value, text",
    [
        (1 / 3, "0.333333"),
        (2.0, "2"),
        (True, "True"),
        ("a", "'a'"),
        ((1,), "(1,)"),
        ([1.0, None], "[1, None]"),
        (np.array([[1, 2.5]]), "array([[1, 2.5]])"),
        (np.arange(100.0), "array of shape (100,): 0, 1, 2, 3, 4, 5, …"),
        ({"a": [1]}, "{'a': [1]}"),
        (10**400, "a whole number of more than 15 digits"),
        (list(range(30)), "[" + ", ".join(map(str, range(24))) + ", …]"),
    ],
)
def test_shown(value, text):
    assert shown(plain(value)) == text


def test_shown_is_short_and_does_not_depend_on_print_options():
    assert len(shown("x" * 10_000)) == 400
    with np.printoptions(precision=1, suppress=True):
        assert shown(np.array([0.123456])) == "array([0.123456])"


def test_size_counts_what_is_inside():
    assert size((np.ones((2, 3)), [1, [2, 3]], {"a": 1.0}, "text", None)) == 12


TABLE = np.array([[0.5, 1.0], [12.25, 3.0]])
OTHER = np.array([[0.5, 1.0], [12.25, 9.0]])


@pytest.mark.parametrize(
    "got, right, rows",
    [
        (OTHER, TABLE, ["[[  0.5,     1],", " [12.25,   «9»]]"]),
        (OTHER.tolist(), TABLE, ["[[  0.5,     1],", " [12.25,   «9»]]"]),
        ((OTHER, 3), (TABLE, 3), ["([[  0.5,     1],", "  [12.25,   «9»]],", " 3)"]),
        ((TABLE, 4), (TABLE, 3), ["([[  0.5,     1],", "  [12.25,     3]],", " «4»)"]),
        (([1, 2.5], [3, 4]), (np.array([1, 2]), np.array([3, 4])), ["([1, «2.5»],", " [3, 4])"]),
        (
            {"w": OTHER, "b": [1]},
            {"w": TABLE, "b": [1]},
            ["{'w': [[  0.5,     1],", "       [12.25,   «9»]],", " 'b': [1]}"],
        ),
        ((np.arange(99.0), 2), (np.arange(99.0), 3), ["(array of shape (99,): 0, 1, 2, 3, 4, 5, …,", " «2»)"]),
        ([1, 2, 3], [1, 2, 4], ["[1, 2, «3»]"]),
        ([(1, "a"), (2, "b")], [(1, "a"), (2, "c")], ["[(1, 'a'), (2, «'b'»)]"]),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["{'a': 1, 'b': «2»}"]),
        ((1, 2), (3, 4), ["(1, 2)"]),  # nothing is right: a mark would not help
        ([1, 2], [1, 2, 3], ["[1, 2]"]),
        ({"a": 1, "b": 2}, {"a": 1, "c": 3}, ["{'a': 1, 'b': 2}"]),
        (3.0, 4.0, ["3"]),
    ],
)
def test_rows_with_what_differs_marked(got, right, rows):
    assert list(beside(plain(got), plain(right))[0]) == rows
    assert not any(mark in row for row in beside(plain(right), plain(right))[0] for mark in MARKS)


def test_two_results_that_differ_in_the_last_digits_are_told_apart():
    one, other = beside((1 / 3, TABLE), (1 / 3 + 1e-9, TABLE))
    assert one[0] != other[0] and one[1:] == other[1:]


@pytest.mark.parametrize(
    "value, rows",
    [
        (3, ["x = 3"]),
        (TABLE[0], ["x = array([0.5, 1])"]),
        (TABLE, ["x = array([[  0.5,     1],", "           [12.25,     3]])"]),
        ((TABLE, [1]), ["x = (array([[  0.5,     1],", "            [12.25,     3]]),", "     [1])"]),
    ],
)
def test_an_argument_is_written_in_rows(value, rows):
    assert list(given("x", plain(value))) == rows


@drawn(VALUES, VALUES)
def test_any_two_values_can_be_shown_beside_each_other(one, other):
    one, other = plain(one), plain(other)
    for rows in (*beside(one, other), given("x", one)):
        assert rows and all(isinstance(row, str) and "\n" not in row for row in rows)


def test_what_rounding_leaves_of_a_zero_is_shown_as_zero():
    assert beside(np.array([1.0, 2.0]), np.array([0.4, 5.66558e-17])) == (("[1, 2]",), ("[0.4, 0]",))
    assert beside([np.array([1.0, 1e-17])], [np.array([1e-9, 3e-9])])[1] == ("[[1e-09, 3e-09]]",)
