"""A learner's page: exercises by name, what was printed, in their language; nothing runs, nothing is fetched."""

import re

import pytest
from kml_classroom.grade import batch, feedback, journal, names, report
from kml_classroom.grade.grades import Grade
from kml_classroom.grade.lesson import find_lesson
from making import in_chinese, index, source, write
from speaking import DOUBLE, other_language, unsaid

from kml.core import words
from kml.course.checking import exercises, judging, running

NUMBER = "02"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """{learner: page} of a class that is graded in English: one works in Chinese, one hands in what breaks off."""
    place = tmp_path_factory.mktemp("class")
    notebook, name = in_chinese(NUMBER), exercises.declared(NUMBER)[0].name
    cell = notebook["cells"][index(notebook, name)]
    hostile = "</pre><script>alert(1)</script> https://example.org"
    body = f"    print({hostile!r})  # \u202e\n    return 1\n"
    cell["source"] = re.sub(rf"def {name}\(.*\n", lambda found: found[0] + body, source(cell))
    write(place / "in" / "李雷.ipynb", notebook)
    write(place / "in" / "eve.ipynb", b"{")
    out, lesson = place / "out", find_lesson(NUMBER)
    gone = write(out / "feedback" / lesson.name / "gone.html", "of a learner who was renamed")
    with words.speaking("en"):
        grades = batch.grade_class(place / "in", NUMBER, out, unsafe=True, progress=False)
        folder = feedback.write_pages(grades, out, lesson)
    assert not gone.exists()
    assert [grade.language for grade in grades] == ["", "zh"]
    assert grades == [Grade.from_dict(grade.as_dict()) for grade in grades]
    assert grades[1].marks[0].reason.isascii() and not grades[1].told[0].reason.isascii()
    return {grade.learner: (folder / f"{grade.learner}.html").read_text(encoding="utf-8") for grade in grades}


def test_a_page_is_in_the_learner_s_language_and_shows_what_was_printed(pages):
    page = pages["李雷"]
    assert '<html lang="zh">' in page and "练习 02.1" in page and page.count("<h2>") == len(exercises.declared(NUMBER))
    shown = page[: page.index("<h2>练习 02.2")]
    assert "0/" in shown and "alert(1)" in shown.split("<pre")[2] and "return 1" in shown
    assert "return 1" in page and "published" not in page
    assert "# �" in page and "\u202e" not in page  # letters that turn the writing would show other code


def test_a_third_language_is_spoken_on_the_page_and_in_the_report():
    exercise = exercises.declared(NUMBER)[0]
    inputs = judging.cases(exercise)[:1]
    with other_language():
        marks = (
            judging.judge(exercise, [judging.answer(exercise, exercise.reference, inputs[0])], inputs),
            judging.judge(exercise, [running.Outcome("text")], inputs),
            judging.not_attempted(exercise),
        )
        grade = Grade("ada", "", NUMBER, "needs review", marks=marks, told=marks, language=DOUBLE)
        page = feedback.page(grade, (), find_lesson(NUMBER))
        lines = [*report.page(grade), *report.summary([Grade("ada", "", NUMBER, "ok", marks=marks)])]
    assert f'<html lang="{DOUBLE}">' in page
    lines += re.sub(r"<(style|pre|code|title|h1).*?</\1>|<[^>]*>", "\n", page, flags=re.DOTALL).split("\n")
    assert [line for line in lines if unsaid(line, {exercise.name, "ada"})] == []


def test_nothing_of_a_page_runs_or_is_fetched(pages):
    for page in pages.values():
        assert "<script" not in page and "default-src 'none'" in page
        assert not re.search(r"<[^<>]*\b(src|href|on\w+)=", page)


def test_where_there_is_no_score_the_page_says_so_and_no_zero(pages):
    assert "No score: it could not be read." in pages["eve"] and "breaks off" in pages["eve"]
    assert "Hand in the notebook again" in pages["eve"] and "<h1>eve · Lesson 02 · The objective</h1>" in pages["eve"]
    assert not re.search(r"\b0\b", re.sub(r"<(style|meta|h1|title).*?>.*?(?=<)", "", pages["eve"], flags=re.S))


def test_names_that_look_the_same_are_told(tmp_path):
    look = ["José", "Jose\u0301", "eve", "eve ", "Bob", "bob", "mallory", "mall\u200bory", "ada", "аdа"]
    assert list(names.alike([*look, "Ali", "All"])) == look
    for who in ("ada", "аdа", "bob"):
        write(tmp_path / "in" / f"{who}.ipynb", b"{")
    out = tmp_path / "out"
    notes = {g.learner: g.notes for g in batch.grade_class(tmp_path / "in", NUMBER, out, unsafe=True, progress=False)}
    assert notes["bob"] == () and "looks like that of another learner: 'аdа'" in notes["ada"][0]
    kept = [path.read_text(encoding="utf-8") for path in journal._folder(out).glob("*.json")]
    assert len(kept) == 3 and "looks like" not in "".join(kept)  # who comes to a class changes no one else's grade
