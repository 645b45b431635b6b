"""Slips: each kind of change is made, is what it says, and leaves the reference as it was."""

import inspect
import re

import numpy as np

from kml.course.checking.slips import slips


def mean_miss(y, y_hat):
    """The mean miss."""
    return np.mean(np.abs(y - y_hat))


def helped(y, factor):
    return factor * mean_miss(y, 0.0)


def choose(values, limit):
    kept = [value for value in values if value >= limit]
    if not kept:
        return None
    return sorted(kept)[0]


def said(function):
    return {slip.said() for slip in slips(function)}


def test_changes_of_one_line():
    assert {
        "a plus stands where a minus belongs",
        "the two sides of a minus are exchanged",
        "you add up where the mean belongs",
        "the median stands where the mean belongs",
        "the absolute value is missing",
        "a part is left out, the one with `y_hat`",
        "`y` stands where `y_hat` belongs",
    } <= said(mean_miss)


def test_a_slip_gives_what_it_says():
    y, y_hat = np.array([1.0, 5.0]), np.array([2.0, 2.0])
    made = {slip.said(): slip.function(y, y_hat) for slip in slips(mean_miss)}
    assert made["you add up where the mean belongs"] == 4
    assert made["the absolute value is missing"] == 1
    assert made["a plus stands where a minus belongs"] == 5
    assert mean_miss(y, y_hat) == 2


def test_helpers_of_the_module_slip_too():
    made = [
        slip.function(np.array([1.0, 5.0]), 2)
        for slip in slips(helped)
        if slip.said() == "you add up where the mean belongs"
    ]
    assert made == [12]


def test_conditions_lists_and_intermediate_results():
    assert {
        "equal values are left out where they should be counted",
        "a condition is left out, the one about `value`, `limit`",
        "sorting is missing",
        "an index is one too large",
        "one stops at an intermediate result",
        "the case about `kept` is not treated on its own",
    } <= said(choose)


def share(values, first, last):
    return values[first] / (values[first] + values[last]) - (first + 1) / len(values)


def test_brackets_that_are_forgotten():
    made = [slip.function((1, 2, 5), 0, 2) for slip in slips(share) if slip.message.startswith("brackets")]
    assert made == [1 / 1 + 5 - 1 / 3, 1 / 6 - 0 + 1 / 3]


def test_what_has_no_source_has_no_slips():
    assert slips(len) == ()
    assert slips(eval("lambda x: x + 1")) == ()


def test_a_slip_never_shows_the_answer():
    for function in (mean_miss, choose):
        body = inspect.getsource(function).split("return ")[-1].strip()
        assert not [slip for slip in slips(function) if body in slip.said()]


def ends(values):
    return values[0] + 10 * values[-1] + 100 * values[1]


def test_each_other_index_is_one_change():
    """One before the first is the last, and one after the last the first: that is said once, as what it is."""
    made = {
        (slip.said(), slip.function((1, 2, 3, 5))) for slip in slips(ends) if re.search("index|last one", slip.said())
    }
    swapped = "the last one is taken for the first, or the first for the last"
    large, small = "an index is one too large", "an index is one too small"
    assert made == {
        *((swapped, 255), (large, 252)),  # of values[0]
        *((swapped, 211), (small, 231)),  # of values[-1]
        *((large, 351), (small, 151)),  # of values[1]
    }
