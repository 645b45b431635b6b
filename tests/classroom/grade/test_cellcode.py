import pytest
from kml_classroom.grade import cellcode


def unit(text):
    (found,) = cellcode.analyse(text).units
    return found


def test_what_a_unit_reads_and_binds():
    found = unit(
        "def f(x):\n    y = x + scale\n    global count\n    count = len(y)\n    return [helper(v) for v in y]"
    )
    assert found.reads >= {"scale", "helper", "len"} and not found.reads & {"x", "y", "v", "f"}
    assert found.binds == {"f", "count"}
    found = unit("for i in range(n):\n    total = step(total)")
    assert found.reads >= {"n", "step", "total"} and found.binds == {"i", "total"}
    assert unit("import numpy as np").binds == {"np"} and not unit("import numpy as np").data
    assert unit("x = 1").data == {"x"}
    assert unit("from math import *").star and unit("from __future__ import annotations").star
    assert not unit("from math import pi").star
    assert unit("del x").binds == frozenset() and unit("x = 1; del x").binds == {"x"}


@pytest.mark.parametrize(
    ("text", "reads", "binds"),
    [
        ("squares = [n for n in range(9)]", {"range"}, {"squares"}),
        ("n = [n for n in n]", {"n"}, {"n"}),
        ("both = [n for n in a] + [n * k for k in a]", {"a", "n"}, {"both"}),
        ("table = {k: [v for v in k] for k in a if (w := k)}", {"a", "w"}, {"table", "w"}),
        ("f = lambda: [n for n in a]", {"a"}, {"f"}),
        ("class A:\n    b = [n for n in range(9)]\n    for c in b: pass", {"range"}, {"A"}),
    ],
)
def test_a_comprehension_keeps_its_names_to_itself_on_each_python(text, reads, binds):
    (unit,) = cellcode.analyse(text).units
    assert unit.binds == binds and unit.reads - {"w"} == reads - {"w"}


@pytest.mark.parametrize(
    "text", ["table['a'] = 1", "table.x = 1", "table.append(1)", "fill(table)", "table.a[3].b = 1"]
)
def test_what_may_change_an_object_touches_it(text):
    found = unit(text)
    assert "table" in found.sets | found.touches
    inside = unit(f"def f():\n    {text}")
    assert "table" in inside.inside and not inside.sets | inside.touches


@pytest.mark.parametrize("text", ["old = table.setdefault('a', 1)", "for k in range(3):\n    table.append(k)"])
def test_changes_on_the_way_are_seen(text):
    assert "table" in unit(text).touches


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("kml.check('03.2', f)", True),
        ("f = kml.checkpoint('03.2', f)", True),
        ("def f():\n    # kml.check('03.2', f)\n    return 1", False),
        ("x = 1; kml.check('03.2', f)", False),
        ("world.check()", False),
    ],
)
def test_the_lesson_s_checks_are_known_by_what_they_are(text, ours):
    assert unit(text).ours == ours


@pytest.mark.parametrize(
    "text",
    [
        "%x\n" + "'''\\" * 30_000,
        "%x\n" + "('" * 50_000,
        "\n" * 100_000 + "(",
        " " * 100_000 + "(",
        "a" * 100_000 + " (",
        "x" + " " * 50_000 + "=(",
    ],
)
def test_odd_cells_take_no_time(text):
    with pytest.raises(cellcode.NoCode):
        cellcode.analyse(text)


def test_statements_on_one_line_stay_together():
    code = cellcode.analyse("a = 1; b = 2\n\n@decorated\ndef f():\n    pass\nc = (1,\n     2); d = 4")
    assert [(u.first, u.last) for u in code.units] == [(1, 1), (3, 5), (6, 7)]
    assert cellcode.analyse("").units == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if a:\n    !ls\n    x = 1", "if a:\n    pass\n    x = 1"),
        ("files = !ls\nx = 1", "pass\nx = 1"),
        ("np.sum?\nx = 1", "pass\nx = 1"),
        ("%%time\nx = 1", "#\nx = 1"),
        ("%time x = [1]\ny = %time f(x)\n%time !ls", "x = [1]\ny = f(x)\npass"),
        ("%time -n 3 f()\n%time )(\n%timeit x = 1", "pass\npass\npass"),
        ("%env A=1\n%env", "__import__('os').environ['A'] = '1'\npass"),
        ("%%bash\nrm -rf /", "#\n"),
        ("x =\u00a01\n%magic", "x = 1\npass"),
        ("!pip \\\n  one \\\n  two\nx = 1", "pass\n\n\nx = 1"),
        ('%magic\nx = (5\n  % 3)\ny = """\n%time\n"""', 'pass\nx = (5\n  % 3)\ny = """\n%time\n"""'),
        ("%magic\nx = ')' # (\n%magic", "pass\nx = ')' # (\npass"),
        ("\n  x = 1\n  %magic\n  if x:\n    y = 2", "\nx = 1\npass\nif x:\n  y = 2"),
        (">>> if x:\n...     y = 2\n...\n>>> z = 3", "if x:\n    y = 2\n\nz = 3"),
        ("In [1]: if x:\n   ...:     y = 2\n\nIn [2]: z = 3", "if x:\n    y = 2\n\nz = 3"),
    ],
)
def test_what_only_ipython_reads_is_left_out(text, left):
    assert cellcode.analyse(text).text == left
    assert cellcode.analyse(text).magics


def test_a_function_that_another_one_makes_global_is_bound_and_not_read():
    (made, *__) = cellcode.analyse("def make():\n    global f\n    def f(a):\n        return a\nmake()").units
    assert "f" in made.binds and "f" not in made.reads
    (counting,) = cellcode.analyse("def count():\n    global n\n    n += 1").units
    assert "n" in counting.binds and "n" in counting.reads


def test_what_is_handed_to_a_check_is_known_however_it_is_written():
    text = (
        "assert kml.check('00.1', lambda a: a).points\ncheck(function=f, id='00.2')\nkml.check(*x)\nkml.check('00.3')"
    )
    assert set(cellcode.analyse(text).handed) == {("00.1", "lambda a: a"), ("00.2", "f")}


def test_a_percent_sign_is_no_magic():
    text = "x = 5 \\\n% 3\ny = '''\n%time\n'''"
    assert cellcode.analyse(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "-" * 100_000 + "1",
        "(" * 50_000,
        "x" + ".a" * 60_000,
        "1+" * 60_000 + "1",
        "x = 1\x00",
        "lambda: " * 5000 + "1",
        "f(:",
    ],
)
def test_hopeless_code_says_so_and_harms_nobody(text):
    with pytest.raises(cellcode.NoCode, match=r"SyntaxError|ValueError"):
        cellcode.analyse(text)


def test_a_syntax_error_names_its_line():
    with pytest.raises(cellcode.NoCode) as problem:
        cellcode.analyse("x = 1\ndef f(x)\n    return 1")
    assert (problem.value.line, problem.value.text) == (2, "def f(x)")


def test_functions_are_compared_without_comments_and_know_when_they_are_empty():
    def one(text):
        (found,) = cellcode.analyse(text).functions
        return found

    same = one("def f(x):\n    '''Doc.'''\n    # comment\n    return  x"), one("def f(x):\n    return x")
    assert same[0].shape == same[1].shape
    assert one("def f(x): return 2").shape != same[0].shape
    for empty in ("pass  # your code here", "'''Doc.'''", "...", "return None", "return"):
        assert one(f"def f(x):\n    {empty}").empty
    assert not one("def f(x):\n    y = 1").empty
