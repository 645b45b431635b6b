import json
import re
import shutil

import pytest
from kml_classroom.author import build as module
from kml_classroom.author.build import build, check
from kml_classroom.author.execute import execute_all
from kml_classroom.author.notebooks import make_notebook, read_notebook
from kml_classroom.author.source import declarations, read_source
from kml_classroom.cli import main
from tiny import LESSON, declared

MARKS = "# Lessons\n\n<!-- lessons -->\n<!-- /lessons -->\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course that has been built once, with its kernel: (folder, problems). Tests copy it."""
    root = tmp_path_factory.mktemp("course")
    (root / "solutions").mkdir()
    (root / "lessons").mkdir()
    (root / "solutions" / "03_tiny.md").write_text(LESSON, encoding="utf-8")
    for page in ("README.md", "lessons/README.md"):
        (root / page).write_text(MARKS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KML_CREATOR", "nobody")
        patch.setenv("KML_LANG", "zh")
        patch.setenv("MPLBACKEND", "no such backend")
        return root, build(root, declared=declared)


@pytest.fixture
def course(built, tmp_path, monkeypatch):
    """A copy of the built course, where running a lesson takes the outputs that it had (no kernel, so fast)."""
    root = tmp_path / "course"
    shutil.copytree(built[0], root)

    def run(pairs):
        for source, notebook in pairs:
            ran = read_notebook(built[0] / "solutions" / f"{source.name}.ipynb")
            for cell, old in zip(notebook.cells, ran.cells, strict=True):
                if cell.cell_type == "code":
                    cell.update(outputs=old.outputs, execution_count=old.execution_count)
        return {source.name: [] for source, _ in pairs}

    monkeypatch.setattr(module, "run", run)
    return root


def checked(root):
    return [str(problem) for problem in check(root, declared=declared)]


def test_a_sound_lesson_builds_without_a_problem(built):
    root, problems = built
    assert problems == []
    assert (root / "lessons" / "03_tiny.ipynb").exists()
    assert "03_tiny.ipynb) |" in (root / "README.md").read_text(encoding="utf-8")


def test_the_solution_is_run_in_static_mode_in_its_folder(built):
    notebook = read_notebook(built[0] / "solutions" / "03_tiny.ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4, 5]
    figure, printed = code[3].outputs
    assert "image/png" in figure.data
    assert printed.text == "static: 1 solutions None\n"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


def test_two_builds_are_the_same_bytes_but_for_images(built, tmp_path):
    def texts(root):
        for path in sorted(root.rglob("*.*")):
            text = path.read_text(encoding="utf-8")
            yield path.relative_to(root), re.sub(r'"image/png": "[^"]*"', '"image/png": "…"', text)

    again = tmp_path / "again"
    shutil.copytree(built[0], again)
    for path in again.rglob("*.ipynb"):
        path.unlink()
    assert build(again, declared=declared) == []
    assert dict(texts(again)) == dict(texts(built[0]))
    assert b"\r" not in (again / "lessons" / "03_tiny.ipynb").read_bytes()


def test_what_the_build_made_passes_its_check(course):
    assert checked(course) == []


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


EDITS = {
    "solutions/03_tiny.ipynb, cell 7: its output is not": ("solutions/03_tiny.ipynb", "static: 1", "static: 0"),
    "lessons/03_tiny.ipynb, cell 3: its source is not": ("lessons/03_tiny.ipynb", "Some text.", "Other text."),
    "lessons/03_tiny.ipynb, cell 5: a line of an answer": (
        "lessons/03_tiny.ipynb", "pass  # your code here", "doubled_number = 2 * x + 0 * x",
    ),
    "lessons/03_tiny.ipynb, cell 5: it does not compile": ("lessons/03_tiny.ipynb", "def twice(x):", "def twice(x:"),
    "solutions/03_tiny.ipynb, cell 7: a figure without alt text": (
        "solutions/03_tiny.ipynb", '"alt": "an empty figure"', '"no": "1"',
    ),
    "solutions/03_tiny.ipynb: metadata.widgets": (
        "solutions/03_tiny.ipynb", '"language_info": {', '"widgets": {}, "language_info": {',
    ),
    "solutions/03_tiny.md: minutes is 9": ("solutions/03_tiny.md", "minutes: 6", "minutes: 9"),
    "lessons/03_tiny.ipynb: it cannot be read": ("lessons/03_tiny.ipynb", '"cells"', '"sells"'),
    "README.md: its table of lessons is stale": ("README.md", "Tiny", "Big"),
    "README.md: the link nowhere.md is broken": ("README.md", "# Lessons", "# Lessons\n\n[x](nowhere.md)"),
}  # fmt: skip


@pytest.mark.parametrize("what", EDITS)
def test_the_check_tells_what_was_changed_by_hand(course, what):
    name, old, new = EDITS[what]
    edit(course / name, old, new)
    problems = checked(course)
    assert any(problem.startswith(what) for problem in problems), problems


def test_the_check_tells_an_output_free_solution(course):
    path = course / "solutions" / "03_tiny.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "solutions/03_tiny.ipynb: it has no outputs." in " ".join(checked(course))


def test_the_check_tells_notebooks_that_are_missing_or_without_source(course):
    (course / "lessons" / "03_tiny.ipynb").rename(course / "lessons" / "02_old.ipynb")
    problems = "\n".join(checked(course))
    assert "lessons/03_tiny.ipynb: it is missing." in problems
    assert "lessons/02_old.ipynb: there is no solutions/02_old.md that it comes from." in problems


def test_the_check_without_a_run_leaves_outputs_to_nbval_and_tells_the_rest(course):
    edit(course / "solutions" / "03_tiny.ipynb", "static: 1", "static: 0")
    assert [str(problem) for problem in check(course, declared=declared, rerun=False)] == []
    edit(course / "solutions" / "03_tiny.md", "Some text.", "New text.")
    problems = " ".join(str(problem) for problem in check(course, declared=declared, rerun=False))
    assert "solutions/03_tiny.ipynb, cell 3: this is not the cell" in problems
    assert "lessons/03_tiny.ipynb, cell 3: this is not the cell" in problems


def test_the_check_writes_nothing(course):
    edit(course / "solutions" / "03_tiny.md", "Some text.", "New text.")
    edit(course / "README.md", "Tiny", "Big")
    before = {path: path.read_bytes() for path in course.rglob("*.*")}
    assert checked(course)
    assert {path: path.read_bytes() for path in course.rglob("*.*")} == before


def test_numbers_choose_and_a_broken_source_does_not_stop_the_others(course):
    (course / "solutions" / "04_bad.md").write_text("---\ntitle: Bad\n---\n", encoding="utf-8")
    assert build(course, ["03"], declared=declared) == []
    assert {problem.where for problem in build(course, [], declared=declared)} == {"solutions/04_bad.md"}
    assert [problem.what for problem in build(course, ["07"], declared=declared)] == ["there is no source 07_….md."]


FAILING = """\
import sys

print("careful", file=sys.stderr)
```

```{code-cell} python3
for i in range(3):
    print(1 / (1 - i))
```

```{code-cell} python3
print("never reached")"""


def test_a_cell_that_fails_is_told_and_the_old_notebooks_stay(built, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(built[0], root)
    edit(root / "solutions" / "03_tiny.md", 'print("only in the solution")', FAILING)
    before = (root / "solutions" / "03_tiny.ipynb").read_bytes()
    red, failed = build(root, declared=declared)
    lines = (root / "solutions" / "03_tiny.md").read_text(encoding="utf-8").splitlines()
    assert red.where == f"solutions/03_tiny.md:{lines.index('import sys') + 1} (cell 6)"
    assert red.what == "the cell wrote to stderr."
    assert "careful" in red.detail
    assert failed.where == f"solutions/03_tiny.md:{lines.index('for i in range(3):') + 1} (cell 7)"
    assert "ZeroDivisionError" in failed.what
    assert "print(1 / (1 - i))" in failed.detail
    assert "\x1b" not in failed.detail
    assert (root / "solutions" / "03_tiny.ipynb").read_bytes() == before


@pytest.mark.busy
@pytest.mark.parametrize(
    ("line", "what"), [("import time; time.sleep(60)", "took longer than 1 s"), ("import os; os._exit(1)", "died")]
)
def test_a_kernel_that_hangs_or_dies_is_told(write_source, line, what):
    source = read_source(write_source(('print("only in the solution")', line)))
    notebook = make_notebook(source, {}, solved=True)
    (problem,) = execute_all([(source, notebook)], timeout=1)
    assert what in problem.what
    assert problem.where.endswith("(cell 6)")


def test_the_command_tells_the_problems_and_fails(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main(["build", "07"]) == 1
    assert (
        "there is no source 07_….md. To mend: give numbers of lessons, such as 03.\n1 problem."
        in capsys.readouterr().out
    )
    monkeypatch.chdir(course / "lessons")
    assert main(["build", "--check"]) == 2
    assert "no folder solutions" in capsys.readouterr().err
    assert declarations("97") == ({}, {})
