import pytest
from kml_classroom.author import rules
from kml_classroom.author.notebooks import make_notebook
from kml_classroom.author.source import read_source
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tiny import declared


def told(problems):
    return [problem.what for problem in problems]


def of_source(path):
    return list(rules.source_problems(read_source(path), *declared("03")))


def test_the_tiny_lesson_keeps_every_rule_of_a_source(write_source):
    assert of_source(write_source()) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("minutes: 6", "minutes: 7", "minutes is 7, but 2 in headings and 4 in exercises make 6."),
        ("· 2 min", "· 3 min", "minutes is 6, but 3 in headings and 4 in exercises make 7."),
        ("## Summary", "## Sum", "there is no section Summary."),
        ("## Check yourself", "## Check", "there is no section Check yourself."),
        ("## Further reading", "Further reading", "there is no section Further reading."),
        ("### Answers", "Answers:", "the answers of Check yourself are not folded."),
        ("tags: [exercise]", "tags: [excercise]", "unknown tag 'excercise'."),
        ("### Exercise 03.1", "### Exercise 03.1 Twice", "cannot complete the heading '### Exercise 03.1 Twice'"),
        ("### Exercise 03.1", "### Exercise 03.7", "exercise 03.7 is not declared."),
        ("### Exercise 03.1", "### Twice", "exercise 03.1 has no heading."),
        ('kml.check("03.1"', 'print("03.1"', "exercise 03.1 is never checked."),
        (":tags: [check]", "", "exercise 03.1 is never checked."),
        ('kml.check("03.1"', "kml.check('03.9'", "kml.check: '03.9' is not declared."),
        ('kml.predict("03.p1")', "", "prediction 03.p1 is never asked."),
        ("Some text.", "```{note}\nhm\n```", "a directive"),
        ("    return doubled_number\n", "    return doubled_number\n" * 14, "a code cell of 17 lines"),
        ("    return doubled_number", f"    return doubled_number  # {'x' * 67}", "a line of code of 96 columns"),
    ],
)
def test_a_source_that_breaks_a_rule_is_told(write_source, old, new, what):
    problems = of_source(write_source((old, new)))
    assert any(what in problem.what for problem in problems), problems
    assert all(problem.where.startswith("solutions/03_tiny.md") and problem.mend for problem in problems)


def test_code_shown_in_prose_is_neither_heading_nor_minutes(write_source):
    assert of_source(write_source(("Some text.", "```\n## 2 · x · 9 min\n```\n\nSome text."))) == []


def test_many_cells_are_a_warning_only(write_source):
    problems = of_source(write_source(("Some text.", "+++\n\nSome text.\n\n" * 60)))
    assert [problem.warning for problem in problems] == [True]


def test_the_cells_of_each_sitting_are_counted_for_themselves(write_source):
    text = "+++\n\nSome text.\n\n"
    second = "+++\n\n**The second sitting.** More.\n\n"
    assert of_source(write_source(("Some text.", text * 30 + second + text * 30))) == []


def test_a_figure_without_alt_text_is_told():
    png = {"data": {"image/png": "AA=="}}
    good = new_output("display_data", metadata={"image/png": {"alt": "a curve"}}, **png)
    for metadata in ({}, {"image/png": {}}, {"image/png": {"alt": " "}}, {"alt": "a curve"}):
        bad = new_output("display_data", metadata=metadata, **png)
        notebook = new_notebook(cells=[new_markdown_cell(), new_code_cell("f()", outputs=[good, bad])])
        problems = list(rules.notebook_problems("lessons/x.ipynb", notebook, 1))
        assert told(problems) == ["a figure without alt text."]
        assert problems[0].where == "lessons/x.ipynb, cell 2"


def test_widgets_and_large_files_are_told():
    view = new_output("display_data", data={"application/vnd.jupyter.widget-view+json": {}})
    notebook = new_notebook(cells=[new_code_cell("f()", outputs=[view])], metadata={"widgets": {}})
    what = told(rules.notebook_problems("lessons/x.ipynb", notebook, 1_000_000))
    assert [text.split(":")[0] for text in what] == [
        "1.0 MB, but it must be below 1 MB.",
        "metadata.widgets",
        "a live widget.",
    ]
    assert told(rules.notebook_problems("lessons/x.ipynb", new_notebook(), 999_999)) == []


@pytest.mark.parametrize(
    ("text", "compiles"),
    [
        ("x = 1;", True),
        ("%pip install x\n!ls\nx?", True),
        ("await f()", True),
        ("if x:\n    %time y", True),
        ("def f():\n    # nothing", False),
        ("x = ", False),
        ('"\\d"', False),
    ],
)
def test_cells_are_compiled_as_ipython_reads_them(text, compiles):
    assert (rules.does_not_compile(text) == "") == compiles
    problems = rules.notebook_problems("x", new_notebook(cells=[new_code_cell(text)]), 1)
    assert bool(told(problems)) != compiles


def test_a_solution_has_been_run_and_says_something():
    output = new_output("stream", text="1\n")
    run, silent = new_code_cell("print(1)", outputs=[output], execution_count=1), new_code_cell("1;", execution_count=2)
    fresh = new_code_cell("print(1)")
    assert told(rules.solution_problems("s", new_notebook(cells=[run, silent]))) == []
    assert told(rules.solution_problems("s", new_notebook(cells=[silent]))) == ["it has no outputs."]
    assert told(rules.solution_problems("s", new_notebook(cells=[run, fresh]))) == ["not all its cells have been run."]


def test_a_solution_whose_own_check_fails_is_told():
    output = new_output("execute_result", data={"text/plain": "Not yet · 03.1"}, execution_count=1)
    cell = new_code_cell('kml.check("03.1", twice)', outputs=[output], execution_count=1)
    notebook = new_notebook(cells=[cell])
    assert (
        told(rules.solution_problems("s", notebook)) == []
    )  # without the tag: a wrong answer that is shown on purpose
    cell.metadata.tags = ["check"]
    what = ["the check does not accept the answer that stands in the source."]
    assert told(rules.solution_problems("s", notebook)) == what
    output.data["text/plain"] = "Correct · 03.1"
    assert told(rules.solution_problems("s", notebook)) == []


def leaks(path, edit=lambda lesson: None):
    source = read_source(path)
    lesson = make_notebook(source, {}, solved=False)
    edit(lesson)
    return told(rules.lesson_problems("lessons/03_tiny.ipynb", lesson, source))


def test_the_tiny_lesson_leaks_nothing(write_source):
    assert leaks(write_source()) == []


@pytest.mark.parametrize(
    "line", ["doubled_number = 2 * x + 0 * x", "    doubled_number  = 2 * x + 0 * x  # so easy".replace("r  =", "r =")]
)
def test_a_line_of_an_answer_further_on_is_a_leak(write_source, line):
    for place in ("%matplotlib inline\n", "Twice is two times.\n"):
        assert len(leaks(write_source((place, place + line.strip() + "\n")))) == 1


def test_an_answer_left_in_its_own_cell_is_a_leak(write_source):
    def edit(lesson):
        lesson.cells[4].source = lesson.cells[4].source.replace(
            "pass  # your code here", "doubled_number = 2 * x + 0 * x\n    return doubled_number"
        )

    assert leaks(write_source(), edit) == ["a line of an answer: 'doubled_number = 2 * x + 0 * x'."]


def test_what_is_taught_before_and_what_says_nothing_is_no_leak(write_source):
    taught = ("Some text.", "```python\ndoubled_number = 2 * x + 0 * x\n```")
    again = ("%matplotlib inline\n", "doubled_number = 2 * x + 0 * x\n")
    assert leaks(write_source(taught, again)) == []
    for trivial in ("return doubled_number", "total = 0", "for i in range(len(x)):", "import a, b, c, d"):
        answer = ("    return doubled_number\n", f"    {trivial}\n")
        assert leaks(write_source(answer, ("%matplotlib inline\n", f"{trivial}\n"))) == []


def test_a_line_that_stands_in_a_left_out_cell_is_no_leak(write_source):
    left_out = ('print("only in the solution")', "doubled_number = 2 * x + 0 * x")
    assert leaks(write_source(left_out)) == []
