"""The map of the lessons: what is solved, left and due, on another day and in the other language."""

import datetime
import json
import re

import pytest

import kml
from kml.core import words
from kml.course.checking import exercises
from kml.course.journey import questions
from kml.course.journey.bank import QUESTIONS
from kml.course.journey.certificate import verify
from kml.course.journey.lessons import all_lessons
from kml.course.memory import diary, solved
from kml.course.showing.glossary import all_terms

DAY = datetime.date(2026, 11, 2)


def answer(x):
    return x + 1


def solve(*ids, function=answer, day=DAY):
    for id in ids:
        solved.keep(id, exercises.find(id).points, function, day)


def test_the_lessons_are_those_that_there_are_with_titles_in_every_language():
    assert [lesson.number for lesson in all_lessons()] == exercises.numbers()
    assert all(dict(lesson.titles).keys() == set(words.languages()) for lesson in all_lessons())
    assert all(lesson.minutes > 0 and lesson.exercises for lesson in all_lessons())


def test_before_the_first_exercise_everything_is_left():
    way = kml.progress(today=DAY)
    assert sum(row.left for row in way.rows) == sum(lesson.minutes for lesson in all_lessons())
    assert way.due == 0 and way.rows[0].next.id == "00.1" and "Next: exercise 00.1" in repr(way)


def test_what_is_solved_counts_and_the_next_is_named():
    solve("00.1", "01.1", "01.3")
    way = kml.progress(today=DAY)
    first, second = way.rows[:2]
    assert (first.left, first.next, first.points) == (0, None, first.out_of)
    own = {one.id: one.minutes for one in second.lesson.exercises}
    share = 1 - (own["01.1"] + own["01.3"]) / sum(own.values())
    assert second.left == round(second.lesson.minutes * share) and second.next.id == "01.2"
    text = repr(way).splitlines()
    assert text[0].startswith("Your way · 3 of ") and "exercise 01.2" in text[1]
    assert text[-len(way.rows)] == f"00 · {first.lesson.title}: done (exercises 1 of 1, points 1 of 1)"
    assert "exercises 2 of 5" in text[-len(way.rows) + 1]


def test_the_second_day_knows_the_first_in_either_language(folder, monkeypatch):
    solve("00.1")
    today = DAY + datetime.timedelta(questions.GAP_DAYS)
    language = words.languages()[-1]
    (folder / language).mkdir()
    monkeypatch.chdir(folder / language)
    with words.spoken(language):
        way = kml.progress(today=today)
        assert way.due == 3 and len(way.rows[0].solved) == 1
        said = repr(way) + re.sub("<[^>]*>", " ", way._repr_html_())
    assert "从这里开始" in said and not re.search(r"exercise|minutes|due|done|points", said)


def test_all_solved():
    solve(*(one.id for lesson in all_lessons() for one in lesson.exercises))
    way = kml.progress(today=DAY)
    assert "All exercises are solved." in repr(way) and sum(row.left for row in way.rows) == 0
    assert repr(way).count(": done (") == len(all_lessons())


def test_the_table_says_what_the_text_says():
    solve("01.1")
    way = kml.progress(today=DAY)
    html = way._repr_html_()
    assert html.count("<tr>") == len(way.rows) + 1 and html.count('scope="col"') == 5
    assert ">1 of 5<" in html and repr(way).splitlines()[1] in html.replace("&#x27;", "'")


def test_a_build_shows_an_empty_map(monkeypatch):
    solve("00.1")
    monkeypatch.setenv("KML_STATIC", "1")
    way = kml.progress()
    assert way.due == 0 and not way.rows[0].solved and repr(way) == repr(kml.progress(today=DAY))


def test_a_spoiled_file_is_a_sentence_on_an_empty_map(folder):
    (folder / diary.NAME).write_text("{")
    way = kml.progress()
    assert "left as it is" in repr(way) and "left as it is" in way._repr_html_() and not way.rows[0].solved


# ── Anki ──


def notes(path):
    """What Anki reads: the heads, and the fields of each note."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    heads = dict(line[1:].split(":", 1) for line in lines if line.startswith("#"))
    return heads, [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("language", words.languages())
def test_anki_gets_every_question_and_term_once(tmp_path, language):
    with words.spoken(language):
        heads, rows = notes(kml.progress().to_anki(tmp_path / "cards.txt"))
        assert words._(QUESTIONS[0].why) in rows[0][2]
    assert heads["separator"] == "tab" and heads["html"] == "true"
    columns = heads["columns"].split("\t")
    assert columns[int(heads["guid column"]) - 1] == "ID" and columns[int(heads["tags column"]) - 1] == "Tags"
    assert len(rows) == len(QUESTIONS) + len(all_terms()) == len({row[0] for row in rows})
    assert all(len(row) == 4 and all(row) and '"' not in "".join(row) for row in rows)
    assert all(re.fullmatch(r"kml::\d\d", row[3]) for row in rows)


# ── the certificate ──


@pytest.fixture
def notebook(folder):
    """A lesson that holds the answer of this file, among other cells."""
    code = "def answer(x):\n    return x + 1\n"
    cells = [{"cell_type": "markdown", "source": code}, {"cell_type": "code", "source": ["%matplotlib inline\n", code]}]
    path = folder / "00_start_here.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_a_certificate_holds_as_long_as_the_notebooks_hold_the_answers(folder, notebook):
    solve("00.1", "01.3")
    page = kml.progress().to_certificate("Lin Wei 林薇", folder / "certificate.json")
    verdict = verify(page, folder)
    assert (
        verdict.holds and verdict.found == ("00.1", "01.3") and verdict.points == 2 and verdict.name == "Lin Wei 林薇"
    )
    assert "It holds" in repr(verdict) and "nor whether they are right" in verdict._repr_html_()
    notebook.write_text(notebook.read_text().replace("x + 1", "x + 2"))
    verdict = verify(page, folder)
    assert (
        not verdict.holds
        and verdict.missing == ("00.1", "01.3")
        and "Not in the notebooks: 00.1, 01.3" in repr(verdict)
    )


def test_an_answer_without_a_source_cannot_be_compared(folder, notebook):
    solve("00.1", function=len)
    verdict = verify(kml.progress().to_certificate("Lin", folder / "c.json"), folder)
    assert not verdict.holds and verdict.unread == ("00.1",)


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page | {"points": 99},
        lambda page: page | {"exercises": [page["exercises"][0] | {"points": 4}], "points": 4},
        lambda page: page | {"exercises": page["exercises"] * 2, "points": 2},
        lambda page: page | {"exercises": [page["exercises"][0] | {"id": "99.9"}]},
    ],
)
def test_points_that_do_not_add_up_are_seen(folder, notebook, change):
    solve("00.1")
    page = kml.progress().to_certificate("Lin", folder / "c.json")
    page.write_text(json.dumps(change(json.loads(page.read_text()))))
    verdict = verify(page, folder)
    assert not verdict.sums and not verdict.holds and "The points are not those" in repr(verdict)


A_ROW_IS_NO_DICT = '{"kind": "kml certificate", "name": "L", "date": "", "points": 1, "out_of": 1, "exercises": [3]}'


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kind": "kml certificate"}', "\x00", A_ROW_IS_NO_DICT])
def test_what_is_no_certificate_is_refused(folder, content):
    (folder / "c.json").write_text(content)
    with pytest.raises(ValueError, match="certificate must be a file"):
        verify(folder / "c.json", folder)


def test_bad_arguments_are_named(folder):
    page = kml.progress().to_certificate("Lin", folder / "c.json")
    with pytest.raises(ValueError, match="folder must be"):
        verify(page, folder / "nowhere")
    with pytest.raises(ValueError, match="certificate must be"):
        verify(folder / "nothing.json", folder)
    for name in ("", "  ", "x" * 101, None, 3):
        with pytest.raises(ValueError, match="name must be a text of 1 to 100 characters"):
            kml.progress().to_certificate(name, folder / "c.json")
    for write in (kml.progress().to_anki, lambda path: kml.progress().to_certificate("Lin", path)):
        with pytest.raises(ValueError, match="path must lie in a folder"):
            write(folder / "nowhere" / "file")


def test_spoiled_notebooks_beside_the_good_one_stop_nothing(folder, notebook):
    solve("00.1")
    for i, content in enumerate(("", "{}", '{"cells": [3]}', '{"cells": [{"cell_type": "code", "source": "def ("}]}')):
        (folder / f"{i}.ipynb").write_text(content)
    assert verify(kml.progress().to_certificate("Lin", folder / "c.json"), folder).holds
