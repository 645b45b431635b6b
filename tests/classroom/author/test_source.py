import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kml_classroom.author.source import BEGIN, END, STUB, BuildError, Problem, cell_id, cut, declarations, read_source

words = st.text("ab #()=\t", max_size=8).filter(lambda row: not re.search("BEGIN|END", row))


def test_a_source_is_front_matter_and_cells(write_source):
    source = read_source(write_source())
    assert (source.name, source.number, source.label) == ("03_tiny", "03", "solutions/03_tiny.md")
    assert source.about["minutes"] == 6
    kinds = [cell.kind for cell in source.cells]
    assert kinds == ["markdown", "markdown", "code", "code", "code", "code", "markdown"]
    assert source.cells[3].tags == ("solution",)
    assert source.cells[2].answer == ("    doubled_number = 2 * x + 0 * x", "    return doubled_number")


def test_cells_know_their_line(write_source):
    path = write_source()
    lines = path.read_text(encoding="utf-8").splitlines()
    for cell in read_source(path).cells:
        assert lines[cell.line - 1] == cell.text.split("\n")[0]


def test_solution_blocks_become_stubs_at_their_indentation():
    text = f"def f(x):\n    {BEGIN}\n    if x:\n        return 1\n    {END}\n    return 0"
    solved, stub, answer = cut(text)
    assert solved == "def f(x):\n    if x:\n        return 1\n    return 0"
    assert stub == f"def f(x):\n    {STUB}\n    return 0"
    assert answer == ("    if x:", "        return 1")


@given(st.lists(words, max_size=5), st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_a_cut_loses_nothing_and_leaks_nothing(before, inside, after):
    text = "\n".join([*before, f"  {BEGIN}", *inside, f"  {END}", *after])
    solved, stub, answer = cut(text)
    assert solved == "\n".join([*before, *inside, *after])
    assert stub == "\n".join([*before, f"  {STUB}", *after])
    assert answer == tuple(inside)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (f"a\n{BEGIN}\nb", 11, "does not end"),
        (f"a\n{END}", 11, "not begun"),
        (f"{BEGIN}\n{BEGIN}\n{END}", 11, "inside the one of line 10"),
        (f"{BEGIN}\n{END}\n{END}", 12, "not begun"),
        ("a\n## begin solution\nb", 11, "not a mark"),
        (f"a = 1  {BEGIN}\n{END}", 10, "not a mark"),
    ],
)
def test_marks_that_are_not_in_pairs_are_refused_with_file_and_line(text, line, what):
    with pytest.raises(BuildError, match=what) as caught:
        cut(text, "solutions/03_tiny.md", 10)
    assert caught.value.problems[0].where == f"solutions/03_tiny.md:{line}"


def test_the_line_of_a_wrong_mark_is_that_of_the_file(write_source):
    path = write_source((f"    {END}\n", ""))
    lines = path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(BuildError) as caught:
        read_source(path)
    assert caught.value.problems[0].where == f"solutions/03_tiny.md:{lines.index('    ' + BEGIN) + 1}"


def test_ids_come_from_content_and_repeats_are_counted():
    seen = Counter()
    ids = [cell_id("code", "a", seen), cell_id("code", "b", seen), cell_id("code", "a", seen)]
    assert ids[2] == f"{ids[0]}-2"
    assert len(set(ids)) == 3
    assert cell_id("code", "a", Counter()) == ids[0] != cell_id("markdown", "a", Counter())
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{8,64}", one) for one in ids)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("minutes: 6", "minutes: six", "minutes must be a int"),
        ("question: What is twice | two?\n", "", "question must be a str"),
        ("gpu: no", "gpu: maybe", "gpu must be no or optional"),
        ("gpu: no", "gpu: no\nsubtitle: x", "subtitle is not a known field"),
        ('lesson: "03"', 'lesson: "04"', "not named 04_name.md"),
        ("title: Tiny", "title: [Tiny", "cannot be read"),
        (":tags: [solution]", ":tags: [solution", "cannot be read"),
    ],
)
def test_wrong_front_matter_is_refused(write_source, old, new, what):
    with pytest.raises(BuildError, match=what):
        read_source(write_source((old, new)))


def test_declarations_of_a_lesson_without_module_are_empty():
    assert declarations("98") == ({}, {})


def test_a_problem_is_one_plain_line_with_details_under_it():
    assert str(Problem("README.md", "It is empty.", "write it.")) == "README.md: It is empty. To mend: write it."
    told = str(Problem("a", "b.", "c.", "one\ntwo\n", warning=True))
    assert told == "Warning: a: b. To mend: c.\n    one\n    two"
