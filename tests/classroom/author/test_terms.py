"""Words that the style guide rules out: in no translation, no term, and told with what to write instead."""

import re

import pytest
from kml_classroom.author import around, edition, terms
from needs import ROOT

from kml.course.showing.glossary import all_terms

EDITIONS = [language for language in edition.languages(ROOT) if terms.terms(ROOT, language)]


@pytest.mark.parametrize("language", EDITIONS)
def test_no_translation_has_a_word_that_is_not_to_be_used(language):
    assert [str(problem) for problem in terms.problems(ROOT, language)] == []


def test_no_chinese_leans():
    """Slanted 汉字 are hard to read and stress nothing: bold, or quotation marks."""
    said = ((name, message, re.sub(r"`[^`]*`|\$[^$]*\$", "·", text)) for name, message, text in terms.told(ROOT, "zh"))
    leans = re.compile(r"(?<!\*)\*(?![*\s])([^*\n]*)(?<![\s*])\*(?!\*)")
    found = [(name, one) for name, __, text in said for one in leans.findall(text) if re.search("[一-鿿]", one)]
    assert found == []


def test_no_chinese_stop_has_a_space_behind_it():
    """A line that was wrapped in an editor leaves one: “班里， 谁”."""
    said = ((name, re.sub(r"`[^`]*`|\$[^$]*\$", "code", text)) for name, __, text in terms.told(ROOT, "zh"))
    apart = re.compile(r".{,9}[，。；：、？！]）? (?:\*\*)?[一-鿿A-Za-z0-9].{,9}")
    assert [(name, one) for name, text in said for one in apart.findall(text)] == []


@pytest.mark.parametrize("language", EDITIONS)
def test_no_word_is_to_be_used_and_not_to_be_used(language):
    known = terms.terms(ROOT, language)
    assert len({term.english for term in known}) == len(known) > 15
    for term in known:
        assert all(term.wrong) and term.why and not terms.misused(term.right, known), term
    names = [term.chinese for term in all_terms()]
    assert [name for name in names if terms.misused(name, known)] == []


def test_where_a_lesson_brings_a_term_its_chinese_uses_it():
    """The English has it in brackets: "**gradient** (梯度)"."""
    lessons = [path.stem for path in (ROOT / "solutions").glob("*.md")]
    said = [one for one in terms.told(ROOT, "zh") if one[0].split("/")[-1].removesuffix(".po") in lessons]
    brought = [(term.chinese, text) for __, message, text in said for term in all_terms() if term.chinese in message]
    assert len(brought) > 150
    plain = str.maketrans("", "", "* \n")
    assert [(name, text) for name, text in brought if name.translate(plain) not in text.translate(plain)] == []


@pytest.mark.parametrize("language", EDITIONS)
def test_each_phrase_in_which_a_word_is_right_has_a_reason_and_is_said(language):
    texts = [text for __, __, text in terms.told(ROOT, language)]
    for word, phrase, why in terms.exceptions(ROOT, language):
        assert why and word in phrase and any(phrase in text for text in texts), phrase


@pytest.mark.parametrize("language", EDITIONS)
def test_translators_and_the_glossary_show_the_table(language):
    table = terms.table(ROOT, language)
    assert table.count("\n") == len(terms.terms(ROOT, language)) + 1
    assert table in around.made(ROOT, "CONTRIBUTING.md", language)


@pytest.fixture
def course(tmp_path):
    """A course's folder whose edition rules out a word."""
    (tmp_path / "solutions" / "zh" / "pages").mkdir(parents=True)
    (tmp_path / "lessons" / "zh").mkdir(parents=True)
    rows = "英文\t用\t不用\t原因\nfeed\t推荐流\t信息流 / 资讯流\t一个名字\n"
    (tmp_path / terms.file("zh")).write_text(rows, encoding="utf-8")
    return tmp_path


def test_the_file_the_message_and_what_to_write_are_told(course):
    catalogue = 'msgid "The feed."\nmsgstr "信息流。"\n\nmsgid "`feed`"\nmsgstr "`信息流`"\n'
    for path in ("solutions/zh/03_tiny.po", "solutions/zh/pages/README.po", "kml/locale/zh/LC_MESSAGES/kml.po"):
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_text(catalogue, encoding="utf-8")
    (course / "lessons" / "zh" / "README.md").write_text("# 欢迎\n\n资讯流里\n", encoding="utf-8")
    told = [str(problem) for problem in terms.problems(course, "zh")]
    assert [one.split(":")[0] for one in told] == [
        "solutions/zh/03_tiny.po",
        "solutions/zh/pages/README.po",
        "kml/locale/zh/LC_MESSAGES/kml.po",
        "lessons/zh/README.md",
    ]
    assert "'信息流' is not to be used in 'The feed.'" in told[0] and "write '推荐流' (一个名字)" in told[0]
    assert "'资讯流'" in told[-1]
    allowed = "词\t在这里是对的\t原因\n信息流\t信息流。\t引用\n资讯流\t资讯流里\t引用\n"
    (course / terms.exceptions_file("zh")).write_text(allowed, encoding="utf-8")
    assert list(terms.problems(course, "zh")) == []


def test_an_edition_may_have_no_table(tmp_path):
    assert (
        terms.terms(tmp_path, "xx") == list(terms.problems(tmp_path, "xx")) == [] and terms.table(tmp_path, "xx") == ""
    )
