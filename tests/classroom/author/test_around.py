"""The pages around the lessons in another language: cut, translated, put together again, and checked."""

import pytest
from babel.messages.pofile import write_po
from kml_classroom.author import around, build, catalogues, edition

ZH = "zh"
README = """\
# A page

**English** · [中文](README.zh.md)

One line
and another, with `make lab`: see [how to teach](TEACHING.md#by-day), [a lesson](lessons/03_tiny.ipynb).

<!-- lessons -->

| old |

<!-- /lessons -->

- an item
  that goes on
- another one

<img src="a.png"
  alt="What is seen.">

| Head | Size |
| --- | ---: |
| a cell | 198 MB |

1. A step:

   ```
   make lab   # opens the lessons
   git clone a b
   ```

   Then the next.

<!-- address
```
git clone https://github.com/OWNER/REPO kml
```
-->

<!-- guide -->
"""
TEACHING = (
    "# Teaching\n\n**English** · [中文](TEACHING.zh.md)\n\n## By day\n\nBack to [it](README.md), by [day](#by-day).\n"
)
SAID = [
    "A page",
    "One line and another, with `make lab`: see [how to teach](TEACHING.md#by-day), [a lesson](lessons/03_tiny.ipynb).",
    *("an item that goes on", "another one", "What is seen.", "Head", "Size", "a cell", "A step:", "opens the lessons"),
    "Then the next.",
]


@pytest.fixture
def course(tmp_path):
    """A course with two pages, a Chinese lesson and an empty Chinese edition."""
    for name in (f"solutions/{ZH}", f"lessons/{ZH}"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "lessons" / ZH / "03_tiny.ipynb").write_text("{}")
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "TEACHING.md").write_text(TEACHING, encoding="utf-8")
    return tmp_path


def translate(root, **changes):
    """Translate what the pages say, `changes` by their first word, and build the pages; return the problems."""
    for page in around.pages(root):
        path = root / around.catalogue(page, ZH)
        path.parent.mkdir(exist_ok=True)
        path.write_text(catalogues.refreshed(path, around.messages(root, page), ZH), encoding="utf-8")
        catalogue = catalogues._read(path, ZH)
        for message in catalogue:
            if message.id and not message.string:
                message.string = changes.get(message.id.split()[0], f"译{message.id}")
        with path.open("wb") as file:
            write_po(file, catalogue)
    return built(root)


def built(root):
    build.build_edition(root, ZH, [], [], build.messages(root, []))
    return problems(root)


def problems(root):
    return [str(problem) for problem in build.edition_problems(root, ZH, [], [], build.messages(root, []))]


@pytest.fixture(autouse=True)
def no_libraries(monkeypatch):
    monkeypatch.setattr(catalogues, "LIBRARIES", {})


def test_what_a_page_says_is_found_and_nothing_else(course):
    assert [message.text for message in around.messages(course, "README.md")] == SAID


def test_a_page_put_together_again_says_the_same(course):
    text = "".join(text for text, _ in around.pieces(README))
    assert text.split() == README.split()
    assert "\n".join(edition.blocks(text)) == "\n".join(edition.blocks(README))


def test_a_translated_page_keeps_commands_and_leads_to_its_own_language(course):
    assert translate(course, By="按 天") == []
    page = (course / "README.zh.md").read_text(encoding="utf-8")
    assert page.startswith("# 译A page\n\n[English](README.md) · **中文**\n\n译One line and another")
    assert "[how to teach](TEACHING.zh.md#按-天), [a lesson](lessons/zh/03_tiny.ipynb)" in page
    assert "\n- 译an item that goes on\n- 译another one\n" in page
    assert '<img src="a.png" alt="译What is seen.">' in page
    assert "| 译Head | 译Size |\n| --- | ---: |\n| 译a cell | 198 MB |" in page
    assert "   ```\n   make lab   # 译opens the lessons\n   git clone a b\n   ```\n\n   译Then the next." in page
    assert "<!-- address\n```\ngit clone https://github.com/OWNER/REPO kml\n```\n-->" in page
    assert "old" not in page
    page = (course / "TEACHING.zh.md").read_text(encoding="utf-8")
    assert "[it](README.zh.md), by [day](#按-天)" in page


def test_a_picture_of_its_own_is_shown_where_there_is_one(course):
    (course / f"a.{ZH}.png").write_bytes(b"")
    assert translate(course) == []
    assert f'<img src="a.{ZH}.png" alt=' in (course / "README.zh.md").read_text(encoding="utf-8")


def test_the_table_of_lessons_stays_and_a_guide_is_taken_in(course):
    translate(course)
    path = course / "README.zh.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<!-- lessons -->", "<!-- lessons -->\n\n| 课 |\n"), encoding="utf-8")
    (course / around.guide(ZH)).write_text("## 指南\n", encoding="utf-8")
    assert [one.split(":")[0] for one in problems(course)] == ["README.zh.md"]
    assert built(course) == []
    page = path.read_text(encoding="utf-8")
    assert "<!-- lessons -->\n\n| 课 |\n" in page
    assert page.endswith("<!-- guide -->\n\n## 指南\n")


def test_what_is_stale_untranslated_or_lost_is_told(course):
    assert translate(course) == []
    page = course / "TEACHING.zh.md"
    page.write_text(page.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")
    (stale,) = problems(course)
    assert stale.startswith("TEACHING.zh.md: it is not what TEACHING.md and solutions/zh/pages/TEACHING.po say.")

    (course / "README.md").write_text(README.replace("another one", "another item"), encoding="utf-8")
    told = built(course)
    assert len(told) == 1 and "the translation not yet: 'another item'" in told[0]
    assert "- another item\n" in (course / "README.zh.md").read_text(encoding="utf-8")

    (course / "README.md").write_text(README, encoding="utf-8")
    path = course / around.catalogue("README.md", ZH)
    path.unlink()
    told = translate(course, One="没有命令，没有链接")
    assert [word in " ".join(told) for word in ("code", "links", "make lab", "TEACHING.md#by-day")] == [True] * 4


def test_a_catalogue_whose_page_is_gone_is_told(course):
    translate(course)
    (course / "TEACHING.md").unlink()
    assert [one.split(":")[0] for one in built(course)] == ["solutions/zh/pages/TEACHING.po"]


def test_a_page_that_does_not_lead_to_its_twin_is_told(course):
    (course / "TEACHING.md").write_text("# Teaching\n", encoding="utf-8")
    told = [one for one in translate(course) if one.startswith("TEACHING.md")]
    assert len(told) == 1 and told[0].endswith("below its title, write: **English** · [中文](TEACHING.zh.md)")
