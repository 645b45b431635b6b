"""Pages for an AI tutor: all that a lesson declares but its answers, fresh, and in each language."""

import inspect
import json
import re
from types import SimpleNamespace

import pytest
from kml_classroom.author import tutor
from kml_classroom.author.build import check
from kml_classroom.author.notebooks import make_notebook
from kml_classroom.author.source import declarations, read_source
from needs import ROOT
from tiny import EXERCISE, declared

from kml.course.checking import exercises

PAGES = sorted((ROOT / "lessons").glob("**/tutor/*.md"))
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w.]*\d)")


@pytest.fixture(scope="module")
def notebooks():
    """{name: its cells} of what learners get in English and Chinese, and of the solutions."""
    files = [*ROOT.glob("lessons/[0-9]*.ipynb"), *ROOT.glob("lessons/zh/[0-9]*.ipynb"), *ROOT.glob("solutions/*.ipynb")]
    return {path.relative_to(ROOT).as_posix(): json.loads(path.read_text(encoding="utf-8"))["cells"] for path in files}


def test_there_is_a_page_for_each_lesson_in_each_language():
    assert [path.stem for path in PAGES] == 2 * exercises.numbers()
    assert all((path.parents[1] / tutor.COURSE).is_file() for path in PAGES)


def test_a_page_holds_what_is_asked_the_hints_but_the_last_and_the_mistakes(write_source):
    page = tutor.lesson_page(read_source(write_source()), {"03.1": EXERCISE})
    assert page.startswith("# For a tutor: 03 · Tiny\n") and "- double a number" in page
    assert "## Exercise 03.1 · Twice\n\nReturn twice x.\n\n```python\ndef twice(x):" in page
    assert "1. Once more." in page and "- This is x itself." in page
    assert "only in the solution" not in page and "doubled_number" not in page and "0 * x" not in page


def test_a_piece_of_an_answer_is_found_however_it_is_set(write_source):
    source = read_source(write_source(("doubled_number = 2 * x", "doubled_number = 2 * x.sum(axis=1)")))
    assert tutor.pieces_in("so `2*x.sum( axis=1 ) + 0*x`, that is", source)
    assert not tutor.pieces_in("return doubled_number", source)  # too short to tell anything
    assert not tutor.pieces_in("2 * x.sum(axis=0) + 0 * x", source)


def test_the_metadata_speaks_to_the_panel_in_the_learners_notebook_alone(write_source):
    source = read_source(write_source())
    solved, lesson = (make_notebook(source, {"03.1": EXERCISE}, solved=solved) for solved in (True, False))
    said = [cell.metadata for cell in lesson.cells if tutor.CRITERIA in cell.metadata]
    assert len(said) == 1 and said[0][tutor.BEGINNING].endswith("pass  # your code here")
    assert 'kml.check("03.1", twice)' in said[0][tutor.CRITERIA] and said[0]["tags"] == ["exercise"]
    assert not any({tutor.CRITERIA, tutor.BEGINNING} & set(cell.metadata) for cell in solved.cells)


def test_stale_and_missing_pages_are_told_where_a_course_has_a_folder_for_them(write_source, tmp_path):
    sources = [read_source(write_source())]
    assert not any(tutor.problems(tmp_path, sources, declared))
    (tmp_path / "lessons" / "tutor").mkdir(parents=True)
    assert [one.where for one in tutor.problems(tmp_path, sources, declared)] == [
        "lessons/TUTOR.md",
        "lessons/tutor/03.md",
    ]
    for path, __, wanted in tutor.pages(tmp_path, sources, declared):
        path.write_text(wanted, encoding="utf-8")
    assert not any(tutor.problems(tmp_path, sources, declared))
    (tmp_path / "lessons" / "tutor" / "03.md").write_text("older", encoding="utf-8")
    told = [str(one) for one in check(tmp_path, declared=declared, rerun=False)]
    assert any("lessons/tutor/03.md: it is not what the lesson" in one for one in told)


# ── leaks, looked for in another way than by the code that leaves them out ─────────────────────────────────────────


def bare(text):
    return re.sub(r"[\s`'\"]|#.*", "", text)


@pytest.fixture(scope="module")
def shown(notebooks):
    """{lesson: all that its learners read in the notebook anyway}."""
    found = {}
    for name, cells in notebooks.items():
        if name.startswith("lessons/"):
            number = name.rpartition("/")[2][:2]
            found[number] = found.get(number, "") + "\n".join("".join(cell["source"]) for cell in cells)
    return found


@pytest.fixture(scope="module")
def said(notebooks):
    """{(name, lesson): text} of all that is said to a tutor: a page, or what the metadata of a notebook says."""
    found = {(path.relative_to(ROOT).as_posix(), path.stem): path.read_text(encoding="utf-8") for path in PAGES}
    for name, cells in notebooks.items():
        text = "\n".join(cell["metadata"].get(tutor.CRITERIA, "") for cell in cells)
        found[name, name.rpartition("/")[2][:2]] = text
    return found


def test_no_line_of_a_reference_stands_there(shown, said):
    lines = {
        number: [
            row.strip()
            for exercise in exercises.declared(number)
            for row in inspect.getsource(exercise.reference).partition('"""')[2].partition('"""')[2].splitlines()
            if len(re.findall(r"\w+", row)) >= 4 and not re.match(r"\s*(for|with|def|import|from)\b", row)
        ]
        for number in exercises.numbers()
    }
    assert sum(map(len, lines.values())) > 150
    known = {number: bare(text) for number, text in shown.items()}
    leaks = []
    for (name, number), text in said.items():
        text = bare(text)
        leaks += [(name, row) for row in lines[number] if bare(row) in text and bare(row) not in known[number]]
    assert leaks == []


def test_no_number_stands_there_that_only_the_solution_gives(notebooks, shown, said):
    def numbers(text):
        found = {number.rstrip(",").replace(",", "") for number in _NUMBER.findall(text)}
        return {one for one in found if len(one.replace(".", "").strip("0")) >= 3}

    given = {}
    for name, cells in notebooks.items():
        if name.startswith("solutions/"):
            outputs = [output.get("text", output.get("data", {}).get("text/plain", "")) for cell in cells
                       for output in cell.get("outputs", ())]  # fmt: skip
            given[name.rpartition("/")[2][:2]] = numbers("\n".join("".join(one) for one in outputs))
    assert sum(map(len, given.values())) > 500
    known = {number: numbers(text) for number, text in shown.items()}
    leaks = [(*at, one) for at, text in said.items() for one in numbers(text) & given[at[1]] - known[at[1]]]
    assert leaks == []


def test_nobody_is_handed_a_reference(notebooks):
    said = [cell["metadata"] for cells in notebooks.values() for cell in cells]
    assert not any("reference_solution" in one for one in said)
    assert sum(tutor.CRITERIA in one for one in said) == 2 * sum(len(declarations(n)[0]) for n in exercises.numbers())


def test_an_exercise_without_hints_and_mistakes_has_a_page(write_source):
    bare_one = SimpleNamespace(**{**vars(EXERCISE), "hints": ("last",), "mistakes": ()})
    page = tutor.lesson_page(read_source(write_source()), {"03.1": bare_one})
    assert "Hints" not in page and "Mistakes" not in page
