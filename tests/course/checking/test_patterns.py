"""Each pattern is found where it holds, and nothing is said where it does not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.course.checking.patterns import Case, find

ROWS = [np.random.default_rng(k).normal(2, 1.5, size=4 + k).round(3) for k in range(6)]
SHARES = [np.random.default_rng(k).uniform(0.05, 0.95, size=4 + k).round(3) for k in range(6)]


def cases(made, rows=ROWS, **arguments):
    """Cases in which the right result is a row, and made(row) is what the learner gives."""
    found = []
    for k, row in enumerate(rows):
        given = {"y": np.arange(len(row)) + 1.5, **{name: of(k) for name, of in arguments.items()}}
        got = made(row)
        found.append(Case(given, got, row, not np.array_equal(got, row)))
    return found


@pytest.mark.parametrize(
    ("made", "rows", "sentence"),
    [
        (lambda e: -e, ROWS, "wrong sign"),
        (np.abs, ROWS, "without their signs"),
        (lambda e: e / 2, ROWS, "exactly half"),
        (lambda e: 2 * e, ROWS, "exactly twice"),
        (lambda e: 100 * e, SHARES, "100 times the right one"),
        (lambda e: e / 1000, ROWS, "a thousandth"),
        (lambda e: 60 * e, ROWS, "seconds and minutes"),
        (lambda e: 7 * e, ROWS, "7 times the right one"),
        (lambda e: 1e6 * e, ROWS, "1,000,000 times the right one"),
        (lambda e: 1 - e, SHARES, "1 minus the right result"),
        (lambda e: 1 / e, ROWS, "1 over the right result"),
        (np.square, ROWS, "squares of the right"),
        (np.sqrt, SHARES, "square roots"),
        (np.log, SHARES, "natural logarithms"),
        (np.log10, SHARES, "base 10"),
        (np.exp, ROWS, "exponentials"),
        (lambda e: e + 1, ROWS, "too large by exactly 1"),
        (lambda e: e - 0.25, ROWS, "too small by exactly 0.25"),
        (lambda e: e[::-1], ROWS, "from last to first"),
        (np.sort, ROWS, "but sorted: each"),
        (lambda e: np.roll(e, 1), ROWS, "moved on by one place"),
        (lambda e: np.round(e, 1), ROWS, "rounded to 1 decimal"),
        (lambda e: np.round(e, 2), [1e5 + 0.01 * row for row in ROWS], "rounded to 2 decimals"),
        (lambda e: np.clip(e, None, 2.5), ROWS, "Right up to 2.5"),
        (lambda e: np.clip(e, 0.5, None), ROWS, "Right down to 0.5"),
        (lambda e: 100 * e, [np.append(row, np.nan) for row in SHARES], "100 times the right one"),
        (np.floor, ROWS, "without what stands behind the point"),
        (lambda e: np.maximum(e, 0), ROWS, "below it you give 0"),
        (np.cumsum, ROWS, "running totals"),
        (lambda e: np.diff(e, prepend=0), ROWS, "steps from one number to the next"),
        (lambda e: e * len(e), ROWS, "times `len(y)`"),
        (lambda e: e / len(e), ROWS, "divided by `len(y)`"),
        (lambda e: e * len(e) / (len(e) - 1), ROWS, "n/(n − 1)"),
        (lambda e: e + np.arange(len(e)) + 1.5, ROWS, "plus `y`, which does not belong"),
        (lambda e: e - np.arange(len(e)) - 1.5, ROWS, "`y` is missing"),
        (lambda e: np.arange(len(e)) + 1.5, ROWS, "You give back `y`"),
        (lambda e: np.zeros(len(e)), ROWS, "gives 0 whatever"),
        (lambda e: float(e.mean()), ROWS, "the mean of what is asked for"),
        (lambda e: float(e.sum()), ROWS, "the sum of what is asked for"),
        (lambda e: float(e[-1]), ROWS, "the last of the results only"),
        (lambda e: e[1:], ROWS, "The first one is missing"),
        (lambda e: e[:-1], ROWS, "The last one is missing"),
        (lambda e: np.append(e, 0.0), ROWS, "one too many at the end"),
        (lambda e: np.append(0.0, e), ROWS, "one too many at the beginning"),
        (lambda e: np.where(np.arange(len(e)) == 0, 9.0, e), ROWS, "Only the first number is wrong"),
    ],
)
def test_a_pattern_is_told(made, rows, sentence):
    found = find(cases(made, rows))
    assert found and sentence in found[0], found


def test_a_factor_that_an_argument_explains():
    etas = (0.1, 0.2, 0.5, 0.7, 0.9, 2.0)
    told = [Case({"eta": etas[k], "y": row}, row * etas[k], row, True) for k, row in enumerate(ROWS)]
    assert find(told) == ["Every number is the right one times `eta`."]
    told = [Case({"eta": etas[k], "y": row}, row / etas[k], row, True) for k, row in enumerate(ROWS)]
    assert find(told) == ["Every number is the right one divided by `eta`."]


def test_one_number_is_asked_for():
    for made, word in ((np.mean, "mean"), (np.sum, "sum"), (np.max, "largest")):
        told = [Case({"y": row}, row, float(made(row)), True) for row in ROWS]
        assert word in find(told)[0]


def test_tables():
    tables = [np.random.default_rng(k).normal(size=(3 + k, 2)) for k in range(5)]
    assert "transpose" in find([Case({}, t.T, t, True) for t in tables])[0]
    assert "sums along axis 1" in find([Case({}, t, t.sum(axis=1), True) for t in tables])[0]


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda t: t[1:], "The first row is missing; the others are right."),
        (lambda t: t[:-1], "The last row is missing; the others are right."),
        (lambda t: np.vstack([t[:1], t]), "There is a row too many at the beginning; the others are right."),
        (lambda t: np.vstack([t, t[:1]]), "There is a row too many at the end; the others are right."),
    ],
)
def test_rows_at_the_ends_of_tables(made, sentence):
    tables = [np.random.default_rng(k).normal(size=(3 + k, 2)) for k in range(5)]
    assert find([Case({}, made(t), t, True) for t in tables]) == [sentence]


def test_the_first_is_missing_where_that_leaves_nothing_too():
    tables = [np.random.default_rng(k).normal(size=(1 + k, 2)) for k in range(5)]
    without = "The first row is missing; the others are right."
    assert find([Case({}, np.array(t[1:].tolist()), t, True) for t in tables]) == [without]
    rows = [np.random.default_rng(k).normal(size=1 + k) for k in range(5)]
    assert find([Case({}, row[1:], row, True) for row in rows]) == ["The first one is missing; the others are right."]


def test_the_other_axis():
    tables = [np.random.default_rng(k).normal(size=(3 + k, 2)) for k in range(5)]
    for wrong, right, sentence in (
        (1, 0, "each row of `X`; one for each column"),
        (0, 1, "each column of `X`; one for"),
    ):
        told = [Case({"X": t}, np.median(t, axis=wrong), np.exp(t).sum(axis=right), True) for t in tables]
        assert sentence in find(told)[0]
    square = [np.random.default_rng(k).normal(size=(2, 2)) for k in range(5)]
    assert find([Case({"X": t}, np.median(t, axis=1), np.exp(t).sum(axis=0), True) for t in square]) == []


def test_a_factor_of_a_square_root_is_told_of_any_quantity():
    etas = (0.1, 0.2, 0.5, 0.7, 0.9, 2.0)
    told = [Case({"eta": etas[k], "y": row}, row / etas[k] ** 0.5, row, True) for k, row in enumerate(ROWS)]
    assert find(told) == ["Every number is the right one divided by the square root of `eta`."]


def test_parts_of_a_result():
    told = [Case({"y": row}, (float(row.sum()), 1.0), (float(row.sum()), float(row[0])), True) for row in ROWS]
    assert find(told)[0] == "Right so far: part 1 of the result."
    told = [
        Case({"y": row}, (float(row.sum()), float(-row[0])), (float(row.sum()), float(row[0])), True) for row in ROWS
    ]
    assert "wrong sign" in find(told)[1]
    told = [Case({"y": row}, (1.5, float(row[0])), (float(row[0]), 1.5), True) for row in ROWS]
    assert "exchange" in find(told)[0]
    told = [Case({}, {"a": 1.0, "b": float(row.sum())}, {"a": float(row.sum()), "b": 1.0}, True) for row in ROWS]
    assert "exchange the entry 'a' and the entry 'b'" in find(told)[0]


def test_lists_of_names():
    right = [["ads", "tips"], ["tips", "views", "ads"], ["likes"]]

    def told(made):
        return find([Case({}, made(r), r, made(r) != r) for r in right])[0]

    assert "not in the order" in told(lambda r: sorted(r, reverse=True)) or "last to first" in told(lambda r: r[::-1])
    assert told(lambda r: [*r, "rent"]).startswith(
        "There are items that do not belong there, on the first such input 'rent'"
    )
    assert told(lambda r: r[:-1]).startswith("Items are missing, on the first such input 'tips'")
    assert "more than once" in told(lambda r: [*r, r[0]])


def test_missing_items_are_those_of_the_smallest_input_which_the_verdict_shows():
    rights = [["ads", "tips", "views"], ["likes", "shares"]]
    told = find([Case({"table": right}, right[:1], right, True) for right in rights])[0]
    assert told.startswith("Items are missing, on the first such input 'shares';")


def test_where_it_is_right_and_where_not():
    given = [np.array(row, float) for row in ([3, 1, 2], [1, 1, 2], [5, 6, 1], [4, 4, 4], [9, 8, 7], [2, 2, 1])]
    right = [float(row.sum()) for row in given]
    got = [float(row.sum()) if len(set(row)) == 3 else 0.5 for row in given]
    told = [Case({"y": y}, g, r, g != r) for y, g, r in zip(given, got, right, strict=True)]
    assert find(told) == ["Right on 3 of 6 inputs, and wrong exactly where `y` holds equal values."]


@given(st.integers(0, 2**31))
def test_chance_is_no_pattern(seed):
    """Random results have nothing in common with the right ones, and nothing is said of them."""
    rng = np.random.default_rng(seed)
    told = [Case({"y": rng.normal(size=5), "eta": rng.uniform()}, rng.normal(size=5), rng.normal(size=5), True)
            for __ in range(6)]  # fmt: skip
    assert find(told) == []
    few = [Case({"k": int(rng.integers(1, 4))}, int(rng.integers(0, 3)), 1, True) for __ in range(6)]
    assert all("whatever it is given" in sentence for sentence in find(few))


def test_nothing_is_near_infinity():
    """exp of a large number is infinite, and an infinite tolerance would let anything pass for it."""
    large = [1000.0 * row**2 + 1000 for row in ROWS]
    assert find(cases(lambda e: e + np.arange(len(e)) ** 2 + 1, large)) == []


def test_two_of_three_parts_are_exchanged():
    rows = [row.tolist() for row in ROWS]
    found = find([Case({}, (b, a, c), (a, b, c), True) for a, b, c, *__ in rows])
    assert "exchange part 1 of the result and part 2 of the result" in found[0]


def test_what_is_right_is_not_explained():
    assert find(cases(lambda e: e)) == []


def test_what_a_single_case_has_is_told_only_if_nothing_else_is_special_about_it():
    rows = [np.append(row, 5.0) for row in ROWS]

    def told(special, **arguments):
        made = [dict(arguments, y=row) for row in rows]
        made[2] = {**made[2], **special}
        answers = [Case(given, 1.0 if k == 2 else float(given["y"].sum()), float(given["y"].sum()), k == 2)
                   for k, given in enumerate(made)]  # fmt: skip
        return find(answers)

    assert told({"clip": 0}, clip=3) == ["Right on 5 of 6 inputs, and wrong exactly where `clip` is 0."]
    assert told({"clip": 0, "y": np.append(rows[2], np.nan)}, clip=3) == []
