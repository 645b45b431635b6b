"""Whatever a stranger sends, hands in or is called: a value, a sentence or a refusal, and never anything else.

CI tries a few hundred of each. `KML_FUZZ=10000` tries as many.
"""

import csv
import io
import json
import math
import os
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kml_classroom.grade import batch, codec, gradebook, intake, pages, report, sandbox
from kml_classroom.grade.calling import _outcome
from kml_classroom.grade.grades import Grade, Limits, legible
from kml_classroom.grade.lesson import find_lesson
from kml_classroom.grade.transplant import transplant
from making import solved, source

from kml.course.checking import values

pytestmark = pytest.mark.seeds
CASES = int(os.environ.get("KML_FUZZ", "150"))
often = settings(max_examples=CASES, suppress_health_check=list(HealthCheck))

# ── codec ──────────────────────────────────────────────────────────────────────────────────────────────────────────

KEYS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False)
ATOMS = KEYS | st.floats() | st.integers(-(2**200), 2**200)
ARRAYS = st.builds(
    lambda kind, shape, seed: np.random.default_rng(seed).integers(0, 2, shape).astype(kind),
    st.sampled_from(["f8", "f4", "i8", "u1", "?", ">f8", "U3"]),
    st.lists(st.integers(0, 3), max_size=3).map(tuple),
    st.integers(0, 9),
)
PLAIN = st.recursive(
    ATOMS | ARRAYS,
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
TAGS = st.sampled_from("filtdoasuxq ")
SIGNS = ["<f8", "<U0", "<f16", "|V8", "|O", "AAAAAAAAAAA=", "nan", "0x10", "1e9", "-0x" + "f" * 30, "\ud800"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(SIGNS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
        | st.tuples(TAGS, inner).map(list)
        | st.tuples(TAGS, st.sampled_from(SIGNS), st.lists(st.integers(-1, 9)), inner).map(list)
    ),
    max_leaves=12,
)


@often
@given(PLAIN)
def test_a_value_comes_back_as_it_was(value):
    back = codec.decode(codec.loads(codec.dumps(value)))
    assert same(back, value), (back, value)


def same(one, other):
    """Equal in kind and value, nan and surrogates included."""
    if isinstance(other, float) and type(one) is float and math.isnan(other):
        return math.isnan(one)
    if isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(other, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(other, dict):
        return len(one) == len(other) and all(map(same, one.items(), other.items()))
    if isinstance(other, str):
        other = other.encode("utf-8", "replace").decode()
    return type(one) is type(other) and one == other


@often
@given(JSON)
def test_what_is_no_value_is_refused_and_soon(node):
    begun = time.process_time()
    try:
        value = codec.decode(node)
    except codec.NotAValue:
        return
    finally:
        assert time.process_time() - begun < 1
    values.plain(value)
    values.same(value, value)


# ── the wire ───────────────────────────────────────────────────────────────────────────────────────────────────────

SAID = st.fixed_dictionaries(
    {},
    optional={
        "value": JSON, "error": JSON | st.lists(st.text(max_size=9) | st.integers(), min_size=5, max_size=5),
        "mutated": st.sampled_from(["", "X", "y", "other"]) | JSON, "printed": st.text() | JSON,
        "given": st.lists(JSON, min_size=2, max_size=2) | JSON,
    },
)  # fmt: skip


class Pipe:
    """A Session without a process: it reads what it is given."""

    def __init__(self, data):
        reading, writing = os.pipe()
        os.write(writing, data[:60_000])
        os.close(writing)
        os.set_blocking(reading, False)
        session = sandbox.Session.__new__(sandbox.Session)
        session.process = type("Process", (), {"stdout": os.fdopen(reading, "rb", buffering=0), "pid": os.getpid()})()
        session.limits, session.unsafe, session._rest, session._ours = Limits(), True, b"", set()
        session.begin()
        self.session = session

    def __enter__(self):
        return self.session

    def __exit__(self, *__):
        self.session.process.stdout.close()


@often
@given(
    SAID.map(lambda said: json.dumps(said).encode() + b"\n")
    | st.binary()
    | st.binary().map(lambda b: b"{" + b + b"}\n")
)
def test_what_comes_over_the_wire_is_an_outcome_or_stops(line):
    with Pipe(line) as session:
        try:
            outcome = _outcome(session._receive(time.monotonic() + 5), ["X", "y"], (np.ones(2), 1.0))
        except sandbox.Stopped as stopped:
            assert stopped.why in ("nonsense", "ended")
            return
    assert outcome.mutated in ("", "X", "y") and len(outcome.printed) <= 1000
    assert outcome.error is None or all(len(text) <= 300 for text in (outcome.error.kind, outcome.error.message))


# ── notebooks ──────────────────────────────────────────────────────────────────────────────────────────────────────

PARTS = [source(cell) for cell in solved()["cells"] if cell["cell_type"] == "code"]
LINES = """
def gradient(X, y, theta):|    return theta|gradient = 1|%%time|!ls|kml.check('03.2', g)|class A:|import numpy as np|)
async def f(): pass|x = yield|'''|\\|### Exercise 03.3|from __future__ import annotations|lambda: (yield)
del gradient|exec('a=1')|\x00|\ud800|if x:|    \treturn|\x0c|# coding: latin-1|match x:|@gradient
"""
LINES = [line for row in LINES.split("\n") for line in row.split("|")]
TEXTS = (
    st.sampled_from(PARTS)
    | st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)
    | st.text(max_size=30)
    | st.tuples(st.sampled_from(PARTS), st.integers(0, 400), st.integers(0, 9), st.text(max_size=3)).map(
        lambda cut: cut[0][: cut[1]] + cut[3] + cut[0][cut[1] + cut[2] :]
    )
)
ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "code", "code", "markdown", "raw"]) | ODD,
        "source": TEXTS | st.lists(TEXTS, max_size=3) | ODD,
        "id": st.sampled_from([cell["id"] for cell in solved()["cells"]]) | ODD,
        "metadata": st.just({"tags": ["exercise"]}) | st.fixed_dictionaries({}, optional={"tags": ODD}) | ODD,
        "outputs": st.lists(
            st.fixed_dictionaries({}, optional={"output_type": st.just("stream") | ODD, "text": ODD, "data": ODD})
            | st.just({"output_type": "display_data", "data": {"text/plain": ["Correct · 03.2 · x"]}})
            | ODD, max_size=2,
        ) | ODD,
    },
)  # fmt: skip
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS, max_size=12) | ODD}, optional={"metadata": ODD, "nbformat": ODD, "worksheets": ODD}
)


@often
@given(
    NOTEBOOKS.map(lambda one: json.dumps(one).encode()) | st.binary() | JSON.map(lambda one: json.dumps(one).encode())
)
def test_any_file_is_read_and_put_in_its_place_or_refused_in_words(data):
    begun = time.process_time()
    try:
        raw = intake.read(data)
    except intake.Unreadable as problem:
        assert str(problem)
        return
    lesson = find_lesson("03")
    merged = transplant(raw, lesson)
    assert set(merged.answers) == {task.exercise.id for task in lesson.tasks}
    json.dumps(pages.as_dicts(pages.page(legible(raw), merged, lesson)))
    assert time.process_time() - begun < 5


# ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = st.text(st.characters(exclude_characters="/\x00"), min_size=1, max_size=12) | st.sampled_from(
    ["ada", "ada (2)", "Ada", "a_b", "a·b", "a_b-afebec", "José", "Jose\u0301", "=1", "\n=1", "..", "аda", "ada "]
)


@often
@given(st.lists(NAMES, max_size=8, unique=True))
def test_whatever_learners_are_called_they_are_kept_apart(tmp_path_factory, names):
    root = tmp_path_factory.getbasetemp()
    shown = list(batch.learners([root / f"{name}.ipynb" for name in names]).values())
    assert len(set(shown)) == len(names)
    ids = gradebook.student_ids([Grade(name, "", "03", "ok") for name in shown])
    assert len(set(ids.values())) == len(names)
    assert all(id not in (".", "..") and "/" not in id and len(id.encode()) < 256 for id in ids.values())
    table = report.table(("learner",), [(name,) for name in shown])
    cells = [row[0] for row in csv.reader(io.StringIO(table.lstrip("\ufeff"), newline=""))]
    lines = [line for cell in cells for line in cell.split("\n")]
    assert not [line for line in lines if line.lstrip()[:1] in set("=+-@＝＋－＠") and line.strip()]
