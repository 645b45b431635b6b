import nbformat
import pytest
from kml_classroom.author.notebooks import make_notebook, read_notebook, text_of
from kml_classroom.author.rules import does_not_compile
from kml_classroom.author.source import BuildError, read_source
from tiny import EXERCISE


@pytest.fixture
def both(write_source):
    source = read_source(write_source())
    return [make_notebook(source, {"03.1": EXERCISE}, solved=solved) for solved in (True, False)]


def test_the_header_tells_what_the_front_matter_says(both):
    header = both[1].cells[0].source
    assert header.startswith("# 03 · Tiny\n\n*What is twice | two?*\n")
    assert "about 6 minutes · 1 exercise, 1 point\n" in header
    assert "- double a number" in header
    assert "- counting" in header
    assert "blob/main/lessons/03_tiny.ipynb" in header
    assert "urlpath=lab/tree/lessons/03_tiny.ipynb" in header


def test_the_colab_cell_is_short_and_compiles(both):
    cell = both[1].cells[1].source
    assert len(cell.splitlines()) <= 4
    assert does_not_compile(cell) == ""


def test_the_colab_cell_does_nothing_where_kml_is_installed(both):
    from IPython.core.inputtransformer2 import TransformerManager

    names = {}
    exec(TransformerManager().transform_cell(both[1].cells[1].source), names)
    assert set(names) == {"__builtins__", "kml"}


def test_an_exercise_heading_gets_its_card_in_words(both):
    cell = both[1].cells[3].source
    assert cell.startswith(
        "### Exercise 03.1 · Twice 两倍\n\n*Difficulty 2 of 3 · importance 3 of 3 · 4 minutes · 1 point*"
    )
    assert cell.endswith("\n\nReturn twice x.")


def test_a_lesson_has_stubs_no_solution_cells_and_no_outputs(both):
    solution, lesson = both
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    assert code[1].source == 'def twice(x):\n    """Twice x."""\n    pass  # your code here'
    assert "only in the solution" not in text_of(lesson)
    assert "only in the solution" in text_of(solution)
    assert "SOLUTION" not in text_of(lesson) + text_of(solution)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_a_cell_has_the_same_id_in_solution_and_lesson(both):
    solution, lesson = ([cell.id for cell in notebook.cells] for notebook in both)
    assert len(solution) == len(lesson) + 1
    assert lesson == [one for one in solution if one in lesson]


def test_notebooks_are_valid_and_name_no_machine(both):
    for notebook in both:
        nbformat.validate(notebook)
        assert set(notebook.metadata) == {"kernelspec", "language_info"}
        assert notebook.metadata.language_info == {"name": "python"}


def test_a_gpu_is_asked_for_only_where_it_helps(write_source):
    source = read_source(write_source(("gpu: no", "gpu: optional")))
    notebook = make_notebook(source, {}, solved=False)
    assert notebook.metadata.accelerator == "GPU"
    assert "a GPU helps" in notebook.cells[0].source


def test_what_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "x.ipynb"
    with pytest.raises(BuildError, match="missing"):
        read_notebook(path)
    for text in ("", "{", "[]", "{}", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "\udcff"):
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(BuildError, match="cannot be read"):
            read_notebook(path)
