import copy

import pytest
from kml_classroom.author.compare import differences
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

PNG = new_output(
    "display_data", data={"image/png": "AAAA", "text/plain": "a curve"}, metadata={"image/png": {"alt": "x"}}
)
HTML = new_output("display_data", data={"text/html": '<img src="data:image/png;base64,AAAA"> 3'})
BUILT = new_notebook(
    cells=[
        new_markdown_cell("text", id="one"),
        new_code_cell("f()", id="two", outputs=[PNG, HTML], execution_count=1, metadata={"tags": ["check"]}),
    ],
    metadata={"language_info": {"name": "python"}},
)


def compared(edit):
    committed = copy.deepcopy(BUILT)
    edit(committed)
    return list(differences("lessons/x.ipynb", committed, BUILT))


def test_the_same_is_no_problem():
    assert compared(lambda notebook: None) == []


def test_other_bytes_of_an_image_are_no_problem():
    def edit(notebook):
        notebook.cells[1].outputs[0].data["image/png"] = "BBBB"
        notebook.cells[1].outputs[1].data["text/html"] = '<img src="data:image/png;base64,BB+/B="> 3'

    assert compared(edit) == []


EDITS = {
    "its metadata": lambda n: n.metadata.update(widgets={}),
    "cell 1: its source": lambda n: n.cells[0].update(source="other"),
    "cell 1: this is not the cell": lambda n: n.cells[0].update(id="three"),
    "cell 2: its metadata": lambda n: n.cells[1].metadata.update(collapsed=True),
    "cell 2: its execution count": lambda n: n.cells[1].update(execution_count=None),
    "cell 2: its output": lambda n: n.cells[1].outputs[0].data.update({"text/plain": "no curve"}),
    "cell 2: its output ": lambda n: n.cells[1].outputs[0].data.pop("image/png"),
    "cell 2: its output  ": lambda n: n.cells[1].outputs[0].metadata["image/png"].update(alt="y"),
    "cell 2: its output   ": lambda n: n.cells[1].outputs.pop(),
    "it has 1 cells, the build makes 2.": lambda n: n.cells.pop(),
    "it has 3 cells, the build makes 2.": lambda n: n.cells.append(new_markdown_cell("more")),
}


@pytest.mark.parametrize("what", EDITS)
def test_every_difference_is_one_problem(what):
    problems = compared(EDITS[what])
    assert len(problems) == 1
    assert what.strip() in str(problems[0])
    assert "run make build" in problems[0].mend


def test_the_first_line_that_differs_is_shown():
    problems = compared(lambda n: n.cells[1].update(source="f()\ng()"))
    assert problems[0].detail == "committed: g()\nbuilt now: (nothing)"


def test_of_a_long_line_the_part_that_differs_is_shown():
    problems = compared(lambda n: n.cells[1].update(source="f()" + "x" * 500 + "y"))
    assert problems[0].detail == f"committed: f(){'x' * 97}…\nbuilt now: f()"
    row = "a" * 300
    other = copy.deepcopy(BUILT)
    other.cells[0].source = row + "1" + row
    (problem,) = differences("x", BUILT, other)
    assert problem.detail.startswith("committed: text\nbuilt now: aaa")
    third = copy.deepcopy(other)
    third.cells[0].source = row + "2" + row
    (problem,) = differences("x", other, third)
    assert problem.detail == f"committed: …{'a' * 40}1{'a' * 59}…\nbuilt now: …{'a' * 40}2{'a' * 59}…"
