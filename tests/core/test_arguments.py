import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.core import arguments


@given(st.floats(-5, 5))
def test_number_keeps_what_is_allowed(value):
    assert arguments.number("eta", value, -5, 5) == value


@pytest.mark.parametrize("value", [6, -6, float("nan"), float("inf"), None, "1", True, [1], 1j])
def test_number_refuses_by_name(value):
    with pytest.raises(ValueError, match="eta must be a finite number >= -5 and <= 5"):
        arguments.number("eta", value, -5, 5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.int8, np.uint64])
def test_numpys_numbers_are_compared_exactly_and_in_silence(kind):
    assert arguments.number("eta", kind(3)) == 3
    if issubclass(kind, np.floating):
        with pytest.raises(ValueError, match="eta must be a finite number; got inf"):
            arguments.number("eta", kind("inf"))


def test_of_what_is_refused_as_a_sentence_ipython_shows_nothing_else():
    with pytest.raises(ValueError, match="eta must be") as refused, arguments.as_a_sentence():
        arguments.number("eta", 15, 0, 1)
    assert refused.value._render_traceback_() == ["ValueError: eta must be a finite number >= 0 and <= 1; got 15."]


def test_strict_limits():
    assert arguments.number("p", 0.5, above=0, below=1) == 0.5
    for edge in (0, 1):
        with pytest.raises(ValueError, match="> 0 and < 1"):
            arguments.number("p", edge, above=0, below=1)


@pytest.mark.parametrize("value", [1.0, True, "3", -1, 11, None])
def test_whole_number_refuses(value):
    with pytest.raises(ValueError, match="k must be a whole number >= 0 and <= 10"):
        arguments.whole_number("k", value, high=10)


def test_whole_number_takes_numpy_integers():
    assert arguments.whole_number("k", np.int64(3)) == 3


@pytest.mark.parametrize(
    ("value", "options", "message"),
    [
        ([1, "a"], {}, "y must be an array of numbers"),
        ([], {}, "y must hold at least one value"),
        ([1, np.nan], {}, "y must be finite; got nan at index 1"),
        (np.nan, {}, "y must be finite; got nan"),
        ([[1, 2]], {"ndim": 1}, r"y must have 1 dimension; got shape \(1, 2\)"),
        ([1, 2], {"shape": (3,)}, r"y must have shape \(3,\); got shape \(2,\)"),
        ([1, 2], {"shape": (None, 2)}, r"y must have shape \(any, 2\)"),
        ([1, -2], {"low": 0}, "y must be >= 0; got -2"),
        ([[1], [1, 2]], {}, "y must be an array of numbers"),
    ],
)
def test_array_refuses_by_name(value, options, message):
    with pytest.raises(ValueError, match=message):
        arguments.array("y", value, **options)


def test_choice_lists_what_is_allowed():
    with pytest.raises(ValueError, match="policy must be one of 'a', 'b'; got 'c'"):
        arguments.choice("policy", "c", ("a", "b"))


def test_the_same_seed_gives_the_same_draws_and_a_generator_passes_through():
    assert arguments.rng(7).random() == arguments.rng(7).random()
    generator = np.random.default_rng(1)
    assert arguments.rng(generator) is generator
    with pytest.raises(ValueError, match="seed must be a whole number"):
        arguments.rng("seven")
