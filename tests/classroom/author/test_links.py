import pytest
from kml_classroom.author.links import link_problems
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes


@pytest.fixture
def course(tmp_path):
    """A course with one lesson and two pages; returns a function that writes a page and tells its broken links."""
    (tmp_path / "lessons").mkdir()
    cells = [new_markdown_cell("# 03 · Tiny\n\n## What it `is`\n"), new_code_cell("'[x](nowhere)'")]
    (tmp_path / "lessons" / "03_tiny.ipynb").write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    (tmp_path / "TEACHING.md").write_text(
        "# Teaching\n\n## Two *words*, `code`\n\n## Again\n\n## Again\n", encoding="utf-8"
    )

    def broken(text, page="README.md"):
        (tmp_path / page).write_text(text, encoding="utf-8")
        return [problem.what for problem in link_problems(tmp_path)]

    return broken


@pytest.mark.parametrize(
    "link",
    [
        "TEACHING.md",
        "TEACHING.md#two-words-code",
        "TEACHING.md#again-1",
        "lessons/03_tiny.ipynb",
        "lessons/03_tiny.ipynb#What-it-is",
        "lessons/",
        "#here",
        "https://example.org/nothing#x",
        "mailto:someone@example.org",
    ],
)
def test_links_that_lead_somewhere(course, link):
    assert course(f"# Here\n\n[x]({link}) and ![y]({link})\n\n[z]: {link}\n") == []


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("TEACH.md", "no such file"),
        ("../README.md", "no such file"),
        ("/README.md", "root"),
        ("lessons/04_tiny.ipynb", "no such file"),
        ("#there", "no heading for #there"),
        ("TEACHING.md#again-2", "no heading"),
        ("lessons/03_tiny.ipynb#what-it-is", "no heading"),
    ],
)
def test_links_that_lead_nowhere(course, link, why):
    for text in (f"[x]({link})", f"![x]({link} 'title')", f"[x]: {link}", f'<a href="{link}">x</a>'):
        what = course(f"# Here\n\n{text}\n")
        assert len(what) == 1
        assert link in what[0]
        assert why in what[0]


def test_links_in_code_are_not_links(course):
    assert course("`[x](nowhere)` and\n\n```\n[x](nowhere)\n```\n") == []


def test_a_notebook_tells_the_cell(course, tmp_path):
    cells = [new_code_cell("f()"), new_markdown_cell("[x](04.ipynb) [y](../README.md)")]
    (tmp_path / "lessons" / "05.ipynb").write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    course("# Here\n")
    assert [problem.where for problem in link_problems(tmp_path)] == ["lessons/05.ipynb, cell 2"]
