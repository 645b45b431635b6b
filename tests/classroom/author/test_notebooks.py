import re
import subprocess
import sys

import nbformat
import pytest
from kml_classroom.address import ADDRESS
from kml_classroom.author.heads import with_folded_answers
from kml_classroom.author.notebooks import ABOUT_COLAB, COLAB, make_notebook, read_notebook, text_of
from kml_classroom.author.rules import does_not_compile
from kml_classroom.author.source import BuildError, read_source
from kml_classroom.words import speaking
from needs import ROOT
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


def test_answers_are_folded_up_to_the_next_heading(both):
    last = next(cell.source for cell in both[1].cells if "What is twice two?" in cell.source)
    folded = "<details><summary>Answers</summary>\n\nFour.\n\n</details>\n\n## Further reading"
    assert folded in last and "### Answers" not in last
    with speaking("zh"):
        assert with_folded_answers("### Answers\n\n四。").startswith("<details><summary>答案</summary>\n\n四。")


def test_a_lesson_leads_to_the_next_and_the_one_after(write_source):
    source = read_source(write_source())
    others = [
        read_source(write_source(('lesson: "03"', f'lesson: "{number}"'), ("Tiny", title), name=f"{number}_{name}"))
        for number, title, name in (("04", "Small", "small"), ("05", "Large", "large"), ("06", "Vast", "vast"))
    ]

    def last(following):
        notebook = make_notebook(source, {}, solved=False, following=following)
        assert notebook.cells[-1].id == "next"
        return notebook.cells[-1].source

    first = "---\n\n**Next:** [04 · Small](04_small.ipynb). *What is twice | two?*"
    assert last(others) == f"{first}\n\nAfter that: [05 · Large](05_large.ipynb)."
    assert last(others[:1]) == first
    assert "[the course's page](README.md)" in last([])
    solution = make_notebook(source, {}, solved=True)
    assert "(../lessons/README.md)" in solution.cells[-1].source


def test_what_leans_in_english_is_bold_or_plain_where_letters_cannot_lean(write_source):
    source = read_source(write_source())
    with speaking("zh"):
        head, *__, card, last = (
            cell.source
            for cell in make_notebook(source, {"03.1": EXERCISE}, solved=False, following=[source]).cells
            if cell.id in ("header", "next") or "03.1" in cell.source.split("\n")[0]
        )
    assert "**What is twice | two?**" in head and last.endswith("**What is twice | two?**")
    assert "\n\n难度 2/3 · 重要性 3/3" in card and not re.search(r"(?<!\*)\*(?!\*)", head + card + last)


def test_the_colab_cell_is_short_and_compiles(both):
    cell = both[1].cells[1].source
    assert cell == f"# {ABOUT_COLAB}\n{COLAB}"
    assert len(cell.splitlines()) <= 8
    assert does_not_compile(cell) == ""


def run_in_colab(folder, *packages):
    """The lines printed by the Colab cell and the next one, where there are these `packages` of (file, text).

    What lies in installed/ is there before; a pip that only tells what it is asked brings what lies in course/.
    """
    for file, text in packages:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    program = f"""
import sys
from IPython.core.interactiveshell import InteractiveShell

sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
sys.path[:] = ["installed", *(path for path in sys.path if not path.startswith({str(ROOT)!r}))]
shell = InteractiveShell.instance()

def pip(line):
    print("pip", line)
    if line.startswith("install"):
        sys.path.insert(0, "course")

shell.register_magic_function(pip)
shell.run_cell({COLAB!r}).raise_error()
shell.run_cell("import kml; print(kml.setup())").raise_error()
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


COURSE = ("kml/__init__.py", "setup = lambda: 'the course'"), ("kml/lessons/__init__.py", "")
INSTALL = f"pip install -q --no-deps datasketch imagehash git+https://github.com/{ADDRESS}"


def test_the_colab_cell_does_nothing_where_kml_is_installed(both, tmp_path):
    from IPython.core.inputtransformer2 import TransformerManager

    names = {}
    exec(TransformerManager().transform_cell(both[1].cells[1].source), names)
    assert set(names) == {"__builtins__", "kml"}
    there = [(f"installed/{file}", text) for file, text in COURSE]
    assert run_in_colab(tmp_path, *there) == ["the course"]


@pytest.mark.parametrize(
    "stranger", [[], [("installed/kml/__init__.py", "print('foreign code')")]], ids=["none", "one"]
)
def test_the_colab_cell_installs_the_course_from_its_address_whoever_else_is_called_kml(tmp_path, stranger):
    course = [(f"course/{file}", text) for file, text in COURSE]
    *_, removed, installed, then = run_in_colab(tmp_path, *course, *stranger)
    assert (removed, installed, then) == ("pip uninstall -qq -y kml", INSTALL, "the course")


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
