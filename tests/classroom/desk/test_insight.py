"""What a class has not understood: counted from real verdicts, said on one page that runs and fetches nothing."""

import inspect
import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
from downloading import graded, write_grades
from kml_classroom import cli
from kml_classroom.desk import anonymous, insight, understanding
from kml_classroom.grade.grades import Grade
from scipy import stats

from kml.core import words
from kml.course.checking import exercises
from kml.course.checking.judging import not_attempted

LESSON = "02"
FIRST, SECOND = exercises.declared(LESSON)[:2]
HOSTILE = "</pre><script>alert(1)</script> https://example.org"


def answer(exercise, function, name="Ada"):
    """(the Result of a function, a learner's code)."""
    parameters = ", ".join(inspect.signature(exercise.reference).parameters)
    code = (
        f"# {name}\ndef {exercise.name}({parameters}):\n    '''{name}'''\n    of_{name} = {HOSTILE!r}\n    return 1\n"
    )
    return exercises.grade(exercise, function), code


def thrown(*arguments):
    raise ValueError("Ada Lovelace")


@pytest.fixture(scope="module")
def a_class(tmp_path_factory):
    """A folder as kml grade leaves it: 24 learners, two of whose answers to two exercises are told apart."""
    out = tmp_path_factory.mktemp("class")
    first = [answer(FIRST, FIRST.reference)] * 9 + [answer(FIRST, FIRST.mistakes[0].function)] * 7
    first += [answer(FIRST, lambda *a: FIRST.reference(*a) * 1.37 + 0.11)] * 4 + [answer(FIRST, thrown)] * 2
    second = [answer(SECOND, SECOND.reference)] * 4 + [(not_attempted(SECOND), "")] * 10
    second += [answer(SECOND, SECOND.mistakes[1].function)] * 8
    grades = [Grade("no", "x", LESSON, "unreadable", ("It is empty.",), out_of=9), graded("z", "u" * 9, LESSON)]
    (out / ".journal" / "pages").mkdir(parents=True)
    for n, answers in enumerate(zip(first, second, strict=True)):
        grade = graded(f"learner {n}", lesson=LESSON, digest=f"d{n}")
        marks = (*(mark for mark, __ in answers), *grade.marks[2:])
        grades.append(Grade(**{**vars(grade), "marks": marks, "points": sum(mark.points for mark in marks)}))
        shown = [{"kind": "code", "source": code, "outputs": [], "exercise": mark.id} for mark, code in answers if code]
        (out / ".journal" / "pages" / f"{LESSON}-d{n}.json").write_text(json.dumps(shown))
    return write_grades(out, grades)


@pytest.fixture(scope="module")
def found(a_class):
    return understanding.understand(a_class)[0]


def test_counts_of_each_exercise(found):
    assert (found.n, found.unreadable, len(found.points)) == (24, 1, 23)
    one, two = found.items[:2]
    assert (one.right, one.tried, one.untouched, one.skipped) == (9, 13, 1, 0)
    assert (two.right, two.tried, two.untouched, two.skipped) == (4, 8, 11, 10)


def test_a_mistake_is_found_by_its_sentence_in_any_language_and_alone_beside_another(found):
    assert [(group.mistake, group.count) for group in found.items[0].mistakes] == [(FIRST.mistakes[0], 7)]
    named = understanding.Named(FIRST)
    with words.speaking("zh"):
        said = words._(FIRST.mistakes[0].because)
    assert not said.isascii() and named.of(said) is named.of(f"Before. {said}") is FIRST.mistakes[0]
    assert named.of("Something else.") is None


def test_answers_that_fail_alike_make_a_cluster_and_others_stand_alone(found):
    alike = found.items[0].clusters
    assert [group.count for group in alike] == [4, 2] and found.items[0].others == 0
    assert alike[1].raised == "ValueError" and anonymous.sentence(alike[1], anonymous.Vocabulary([])) == "ValueError"
    mark = graded("a", "w").marks[0]
    other = type(mark)(**{**vars(mark), "case": ("x: 1", "yours: 9", "expected: 3")})
    assert understanding.signature(mark) != understanding.signature(other)  # only the result tells them apart
    told = [type(mark)(**{**vars(mark), "reason": f"Too large by {n} at `{n}`."}) for n in (1, 2.5)]
    assert understanding.signature(told[0]) == understanding.signature(told[1])


def test_what_to_talk_about_is_what_most_have_one_an_exercise(found):
    assert [(group.id, group.count) for group in found.to_talk_about()] == [(SECOND.id, 8), (FIRST.id, 7)]


def test_where_the_text_may_be_at_fault(found):
    assert "skipped" in found.items[1].faults()
    item = understanding.Item(FIRST, right=3, tried=9, clusters=[understanding.Group("", None, "", count=4)])
    assert item.faults() == ["same", "unnamed"]
    assert understanding.Item(FIRST, right=0, tried=9).faults() == []  # too few
    assert understanding.Item(FIRST, right=9, tried=9, discrimination=(0, -0.2, 0.19)).faults() == ["weak"]
    assert understanding.Item(FIRST, right=9, tried=9, discrimination=(0, -0.3, 0.3)).faults() == []


def test_numbers_are_those_of_scipy():
    rng = np.random.default_rng(3)
    item = rng.integers(0, 2, 40).astype(float)
    rest = item + rng.normal(0, 2, 40)
    theirs = stats.pointbiserialr(item, rest).statistic
    between = stats.pearsonr(item, rest).confidence_interval(0.95)
    assert understanding.discrimination(item, rest) == pytest.approx((theirs, *between), abs=1e-4)
    assert understanding.wilson(7, 20)[1:] == pytest.approx(
        tuple(stats.binomtest(7, 20).proportion_ci(method="wilson")), abs=1e-4
    )
    assert understanding.discrimination(item[:9], rest[:9]) is None
    assert understanding.discrimination(np.ones(40), rest) is None


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open.pop() != tag:
            pass


@pytest.fixture(scope="module")
def page(a_class, found):
    return insight.page([found], a_class)


def test_the_page_runs_and_fetches_nothing_and_is_well_formed(page):
    tags = _Tags()
    tags.feed(page)
    assert "script" not in {tag for tag, __ in tags.tags} and "default-src 'none'" in page
    assert not [about for __, about in tags.tags if {"src", "href"} & about.keys() or any(k[:2] == "on" for k in about)]
    assert [about.get("lang") for tag, about in tags.tags if tag == "main"] == list(words.languages())
    pictures = [about["aria-label"] for __, about in tags.tags if about.get("role") == "img"]
    assert len(pictures) >= 2 * len(exercises.declared(LESSON)) and all(pictures)
    assert page.count("<table>") == len(words.languages())


def test_nothing_on_the_page_tells_whose_an_answer_is(page):
    assert "Ada" not in page and "Lovelace" not in page and "learner 3" not in page and "example.org" not in page
    assert f"def {FIRST.name}(" in page and "name_1 = &#x27;…&#x27;" in page


def test_each_language_has_the_whole_page(page, found):
    english, chinese = re.findall(r"<main .*?</main>", page, re.S)
    for text, language in ((english, "en"), (chinese, "zh")):
        with words.speaking(language):
            assert words._(FIRST.mistakes[0].because).split("`")[0] in text
            assert words._(SECOND.hints[0]).split("`")[0][:20] in text
    assert not re.search("[\u4e00-\u9fff]", english)
    prose = re.sub(r"<pre.*?</pre>|<code>.*?</code>|aria-label=|<[^>]*>", " ", chinese, flags=re.S)
    graded_in_english = " ".join(group.reason for item in found.items for group in item.clusters)
    english_words = re.findall(r"[A-Za-z]{2,}(?: [A-Za-z]+){2,}", prose)
    assert english_words and all(one in graded_in_english for one in english_words)


def test_code_is_shown_without_what_is_a_learner_s_own():
    known = anonymous.Vocabulary(["def mean(views):\n    return views['share']\n"])
    code = """
import ada_tools as ada
from zhang import *
def mean(views, *ada_s, **lovelace):
    '''Ada'''
    学号, text = 20231234, f"Ada {views:>{3}}"
    def of_ada(q: "Ada"): return q['share'], b"Ada"
    match views:
        case {"ada": v, **ada_rest}: pass
        case [ada_1, *ada_2]: pass
    try: ada.go(ada_x=1)
    except ValueError as ada_e: raise
    global ada_g
    async def ada_f(): pass
    return lambda ada_y: sum(ada_y)
print("Ada")
"""
    shown = anonymous.anonymous(code, known, "mean")
    compile(shown, "", "exec")
    assert not re.search("ada|lovelace|zhang|学号|2023|print", shown, re.I)
    assert "def mean(views" in shown and "'share'" in shown and "sum(" in shown
    assert anonymous.anonymous("def (", known) == "" and anonymous.anonymous("print('Ada')", known) == "print('…')"
    group = understanding.Group("", None, "NameError: name 'ada' is not defined, `mean` is.")
    assert anonymous.sentence(group, known) == "NameError: name '…' is not defined, `mean` is."
    group = understanding.Group("", None, "`//` stands where `/` belongs, and `ada` where `a + b` does.")
    assert anonymous.sentence(group, known) == "`//` stands where `/` belongs, and `…` where `…` does."
    assert anonymous.vocabulary("99").names == anonymous.Vocabulary([]).names


def test_five_and_none(tmp_path, capsys):
    out = write_grades(tmp_path, [graded(str(n), "w") for n in range(5)])
    (five,) = understanding.understand(out)
    assert five.items[0].discrimination is None and five.to_talk_about()[0].count == 5
    assert "Not known: fewer than 10" in insight.page([five], out)
    assert "Lesson 03 · Gradient descent by hand" in insight.page([five], out)
    five.points = [five.out_of] * 2
    assert insight.in_one_line(five).endswith(f"Half of the class has all {five.out_of} points.")
    five.points = [1]
    assert insight.in_one_line(five) == "5 submissions."
    assert cli.main(["class", str(out)]) == 0
    said = capsys.readouterr().out
    assert "5 submissions." in said and "right 0 · tried, not right 5" in said and (out / "insight.html").is_file()
    (out / "insight.html").unlink()
    for missing, told in ((("99",), "lesson 99"), (("99", "98"), "lessons 98, 99")):
        several = [word for number in (five.lesson, *missing) for word in ("--lesson", number)]
        assert cli.main(["class", str(out), *several]) == 2 and not (out / "insight.html").exists()
        assert capsys.readouterr().err == f"There is nothing of {told} in {out}; there is {five.lesson}.\n"
    empty = write_grades(tmp_path / "empty", [])
    assert cli.main(["class", str(empty), "--lesson", "99"]) == 2 and "nothing of that" in capsys.readouterr().err
    assert cli.main(["class", str(tmp_path / "x")]) == 2 and "run kml grade first" in capsys.readouterr().err


def test_a_large_file_is_read_in_pieces(tmp_path, monkeypatch):
    out = write_grades(tmp_path, [graded(f"李 {n}") for n in range(3)])
    monkeypatch.setattr(understanding.results, "_CHUNK", 50)
    assert understanding.understand(out)[0].n == 3
    read = SimpleNamespace(n=0)

    def watch(grades):
        for grade in grades:
            read.n += 1
            yield grade

    understanding.understand(out, watch=watch)
    assert read.n == 3
