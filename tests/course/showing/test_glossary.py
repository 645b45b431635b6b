import re

import pytest
from kml_classroom.author import tables
from kml_classroom.author.build import build, read_sources
from kml_classroom.author.source import declarations
from needs import ROOT

import kml
from kml.core.words import _, languages, spoken
from kml.course.showing.glossary import Glossary, Term, all_terms
from kml.lessons.diagrams import BOXES

CHINESE = r"[一-鿿]"
# "梯度" of "the **gradient** (梯度)", also with other words around it; not a quotation, “…”, nor a title, 《…》
IN_BRACKETS = re.compile(rf"\(([^()“”《》]*{CHINESE}[^()“”《》]*)\)")
TERM = re.compile(rf"(?:\bp |[A-Za-zε]+-)?{CHINESE}(?:{CHINESE}|-|[A-Z])*")


@pytest.fixture(scope="module")
def sources():
    found, unread = read_sources(ROOT)
    assert not unread
    return found


@pytest.fixture(scope="module")
def introduced(sources):
    """{Chinese term: number of the first lesson that brings it}, in brackets, beside an exercise, or in the drawing."""
    first = {}
    for source in sources:
        prose = "\n".join(cell.text for cell in source.cells if cell.kind == "markdown")
        found = [term for inside in IN_BRACKETS.findall(prose) for term in TERM.findall(inside)]
        found += [exercise.term for exercise in declarations(source.number)[0].values() if exercise.term]
        found += [chinese for *_, chinese, _ in BOXES.values() if source.number == "01"]
        for term in found:
            first.setdefault(term, source.number)
    return first


def test_the_search_finds_what_lessons_write():
    text = "(梯度) (the 曝光, also *impression*) (动量; Polyak, 1964) (ε-贪心) (“部分内容”) (词频-逆文档频率)"
    text += " (视频SEO) (p 值) (《书》)"
    found = [term for inside in IN_BRACKETS.findall(text) for term in TERM.findall(inside)]
    assert found == ["梯度", "曝光", "动量", "ε-贪心", "词频-逆文档频率", "视频SEO", "p 值"]


def test_it_holds_every_chinese_term_of_the_lessons_at_its_first_lesson_and_no_other(introduced):
    assert {term.chinese: term.lesson for term in all_terms()} == introduced


def test_every_term_is_there_once_with_one_short_sentence():
    terms = all_terms()
    assert len(terms) > 150
    for names in ([term.english for term in terms], [term.chinese for term in terms]):
        assert len(set(names)) == len(names)
    assert [term.lesson for term in terms] == sorted(term.lesson for term in terms)
    for term in terms:
        assert re.fullmatch(r"[A-Z].{10,140}\.", term.meaning), term
        assert re.search(CHINESE, term.chinese) and not re.search(CHINESE, term.english + term.meaning), term
        assert not re.search(r"[|<>\t]", term.english + term.meaning), term  # it stands in Markdown and HTML


def test_the_page_is_what_the_build_writes(sources):
    page = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert page == tables.glossary(ROOT, sources)
    assert all(f"| {term.english} | {term.chinese} | {term.meaning} |" in page for term in all_terms())


def test_a_stale_page_is_told_and_built_again(tmp_path, sources):
    (tmp_path / "solutions").mkdir()
    assert all(path.name != "GLOSSARY.md" for path, __, __ in tables.pages(tmp_path, sources))
    page = tmp_path / "GLOSSARY.md"
    page.write_text("old", encoding="utf-8")
    assert "GLOSSARY.md: it is stale." in "\n".join(map(str, tables.table_problems(tmp_path, sources)))
    build(tmp_path)
    assert page.read_text(encoding="utf-8").startswith("# Glossary")
    assert "GLOSSARY.md" not in "\n".join(map(str, tables.table_problems(tmp_path, [])))


def test_all_of_it_or_what_holds_a_word():
    assert tuple(kml.glossary()) == tuple(kml.glossary(" ")) == all_terms()
    found = kml.glossary("Gradient")
    assert [term.english for term in found][:2] == ["gradient", "gradient descent"]
    assert len(found) == 4
    assert [term.chinese for term in kml.glossary("基尼")] == ["基尼系数"]
    for name in ("MSE", "mean squared error", "mean squared error (MSE)", "均方误差"):
        assert next(iter(kml.glossary(name))).lesson == "02", name


def test_it_is_shown_as_a_table_and_as_text():
    shown = kml.glossary("momentum")
    assert repr(shown).startswith("momentum 动量 (lesson 03): ")
    assert 'lang="zh">动量</span>' in shown._repr_html_()
    assert '<th scope="col"' in shown._repr_html_()
    assert "&lt;b&gt;" in Glossary((Term("00", "<b>", "<i>", "&"),))._repr_html_()


@pytest.mark.parametrize("asked", ["gradeint", "<b>", 3, "nothing like it"])
def test_what_is_not_there_is_answered_in_words(asked):
    shown = kml.glossary(asked)
    assert len(shown) == 0
    assert "The glossary has nothing on" in repr(shown)
    assert "<b>" not in shown._repr_html_()
    assert ("gradient" in repr(shown)) == (asked == "gradeint")


@pytest.mark.parametrize("language", languages()[1:])
def test_it_speaks_the_language_and_is_asked_in_both(language):
    english = kml.glossary("梯度")
    source, table = repr(english), english._repr_html_()
    with spoken(language):
        assert kml.glossary("梯度").terms == kml.glossary("gradient").terms == english.terms
        said, markup = repr(english), english._repr_html_()
        for term in all_terms():
            assert _(term.meaning) != term.meaning and not re.search("[a-z]{3} [a-z]{3}", _(term.meaning))
        nothing = repr(kml.glossary("gradeint"))
    for term in english:
        assert term.meaning in source and term.meaning not in said
        assert term.english in said and term.chinese in said and term.lesson in said
    assert "The glossary" not in nothing and "gradient 梯度" in nothing and "'gradeint'" in nothing
    heads = [re.findall("<th[^>]*>(.*?)</th>", one) for one in (table, markup)]
    assert len(heads[0]) == len(heads[1]) == 4 and not set(heads[0]) & set(heads[1])
