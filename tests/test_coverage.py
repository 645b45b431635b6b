"""What the article asks for has its place in a lesson: the table in CONTRIBUTING is whole, and its places are there."""

import re

import pytest
from needs import ROOT

# the article's appendix, trends (8.2), challenges (8.3) and research (8.4), in its own words
ASKED = """
Q1 是否适用于所有领域 | Q2 如何选择变现模式 | Q3 如何提高推荐效果 | Q4 如何优化收益 | Q5 未来发展方向
8.2 内容个性化 | 8.2 内容多样化 | 8.2 变现渠道多样化 | 8.2 技术创新 | 8.2 创作者生态
8.3 内容质量参差不齐 | 8.3 创作者收益不稳定 | 8.3 算法偏见 | 8.3 创作者权益保护 | 8.3 内容审核机制
8.4 内容审核与监管 | 8.4 创作者激励与权益保护 | 8.4 算法公平与透明度 | 8.4 多模态内容推荐 | 8.4 知识图谱与协同过滤
"""


def table():
    """{item: [(lesson, section), …]} as CONTRIBUTING says it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ((?:Q\d|8\.\d) [^(|]+) \([^|]+\) \| ([\d., ]+) \|$", text, re.MULTILINE)
    return {item: [tuple(place.split(".")) for place in places.split(", ")] for item, places in rows}


def test_every_item_of_the_article_has_a_row():
    asked = [item.strip() for line in ASKED.strip().splitlines() for item in line.split("|")]
    assert list(table()) == asked


@pytest.mark.parametrize(("item", "places"), table().items())
def test_its_places_are_sections_of_lessons(item, places):
    for lesson, section in places:
        (source,) = (ROOT / "solutions").glob(f"{lesson}_*.md")
        text = source.read_text(encoding="utf-8")
        assert re.search(rf"^## {section} · ", text, re.MULTILINE), (item, lesson, section)


def test_lesson_08_says_where_each_question_is_answered():
    lesson = (ROOT / "solutions" / "08_monetization.md").read_text(encoding="utf-8")
    assert [f"| Q{n} " in lesson for n in range(1, 6)] == [True] * 5
