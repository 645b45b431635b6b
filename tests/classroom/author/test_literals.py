"""What is found in a lesson's code for translators."""

import textwrap

import pytest
from kml_classroom.author import literals


def found(code):
    return {one.message for one in literals.literals(f"x = 1\n{textwrap.dedent(code)}")}


@pytest.mark.parametrize(
    ("code", "messages"),
    [
        ('print("Two words.")', ["Two words."]),
        ('x = f"{n:,} views in {days} days"', ["{n} views in {days} days"]),
        ('ax.plot(x, label="rent")', ["rent"]),
        ('ax.set(xlabel="day", xscale="log")', ["day"]),
        ('ax.text(0, 1, "work")', ["work"]),
        ('ax.legend(loc="upper left")', []),
        ('labels={"cpm": "CPM"}', []),
        ('explore(draw, labels={"cpm": "CPM (yuan)", "n": "views"})', ["CPM (yuan)", "views"]),
        ('table["two words"]', []),
        ('if name == "two words": pass', []),
        ('names.append("two words")', []),
        ("f\"{'yes' if x else 'no'}, so it is\"", ["{'yes' if x else 'no'}, so it is", "yes", "no"]),
        ("\"<p style='x: y'>some words</p>\"", []),
        ('f"{a} {b}"', []),
        ('word = "ads"', []),
        ('"utf-8"', []),
        ('r"[a-z]+"', []),
        ('%pip install a package\nprint("Two words.")', ["Two words."]),
    ],
)
def test_what_a_learner_reads(code, messages):
    assert found(code) == set(messages)


def test_docstrings_are_told_apart():
    code = 'def f():\n    """Say it."""\n    return "Two words."'
    kinds = {one.message: one.kind for one in literals.literals(code)}
    assert kinds == {"Say it.": "docstring", "Two words.": ""}


def test_comments():
    code = '"# no comment"\nx = 1  # why it is one\n#\n    # indented\npass  # your code here'
    code = code.replace("    #", "#")
    assert literals.comments(code) == [(2, 7, "why it is one"), (4, 0, "indented")]


def test_values_are_put_into_a_template_in_their_order():
    assert literals.fields("{n} of {total}, {n}") == ["n", "total", "n"]
    assert literals.filled("{n}（共 {total}）：{n}", {"n": ["{n:,}", "{n!r}"], "total": ["{total}"]}) == (
        "{n:,}（共 {total}）：{n!r}"
    )
