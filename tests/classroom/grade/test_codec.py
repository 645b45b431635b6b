import json
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from kml_classroom.grade import codec

from kml.course.checking import values
from kml.course.checking.values import Unusable

scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=5)
arrays = hnp.arrays(
    st.sampled_from(["f8", "f4", "i8", "u1", "?", ">f8", "U3"]), hnp.array_shapes(min_dims=0, min_side=0)
)
plain = st.recursive(
    scalars | arrays.map(lambda a: a if a.ndim else a[()]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain)
def test_what_goes_in_comes_out(value):
    back = codec.decode(codec.loads(codec.dumps(value)))
    assert type(back) is type(value)
    assert values.same(values.plain(back), values.plain(value))
    if isinstance(value, np.ndarray):
        assert back.dtype == value.dtype and back.shape == value.shape


@given(plain)
def test_what_is_packed_comes_out_and_can_be_written_to(value):
    back = codec.unpack(codec.pack(value))
    assert values.same(values.plain(back), values.plain(value))
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
        assert codec.unpack(codec.pack(value)).flags.writeable


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 2**70, (), [], {}, {(1, 2): [3]}])
def test_odd_values_survive(value):
    back = codec.decode(codec.loads(codec.dumps(value)))
    assert repr(back) == repr(value)


def test_what_is_no_value_is_unusable():
    for value in (object(), {1, 2}, lambda: 1, np.array([object()]), 10**100_000, np.zeros(2_000_000), "x" * 2_000_000):
        assert type(codec.decode(codec.loads(codec.dumps(value)))) is Unusable


def test_a_list_that_holds_itself_ends():
    value = []
    value.append(value)
    assert type(codec.decode(codec.loads(codec.dumps(value)))) is Unusable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "Infinity",
        "-Infinity",
        "[" * 100_000,
        "9" * 5000,
        '{"a": NaN}',
        "[1, 2",
        "\x00",
    ],
)
def test_what_is_not_json_is_refused(text):
    with pytest.raises(codec.NotAValue):
        codec.loads(text)


@pytest.mark.parametrize(
    "node",
    [
        {},
        [],
        [1],
        ["q", 1],
        ["l"],
        ["l", 3],
        ["t", None],
        ["d", [[1]]],
        ["d", [[["l", []], 1]]],
        ["f", "1e999"],
        ["f", 1],
        ["o", [["a", 1]]],
        ["o", 3],
        ["i", "zz"],
        ["i", "0" * 10**6],
        ["u", 3],
        ["a", "O", [1], "AAAA"],
        ["a", "f8", [1], "AAAA"],
        ["a", "f8", [-1], ""],
        ["a", "f8", [1.5], ""],
        ["a", "f8", 3, ""],
        ["a", "i4,i4", [1], "AAAAAAAAAAA="],
        ["a", "f8", [10**30], ""],
        ["a", "M8[s]", [0], ""],
        ["a", "f8", [1], "not base64"],
        ["a"],
        ["s", "f8", [2], "AAAAAAAAAAAAAAAAAAAAAA=="][:3],
        json.loads("1e999"),
    ],
)
def test_what_encode_does_not_write_is_refused(node):
    with pytest.raises(codec.NotAValue):
        codec.decode(node)


def test_nesting_beyond_what_is_written_is_refused():
    node = 1
    for _ in range(50):
        node = ["l", [node]]
    with pytest.raises(codec.NotAValue):
        codec.decode(node)


def test_keys_that_were_made_to_collide_are_refused_at_once():
    begun = time.process_time()
    for keys in ([["i", hex(k * (2**61 - 1))] for k in range(20_000)], [["f", "nan"], *[-1, -2] * 2000]):
        node = ["d", [[key, 0] for key in keys]]
        with pytest.raises(codec.NotAValue):
            codec.decode(node)
    assert time.process_time() - begun < 2
    assert len(codec.decode(["d", [[k, 0] for k in range(-500, 20_000)]])) == 20_500
