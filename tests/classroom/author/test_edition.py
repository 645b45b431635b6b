"""An edition in another language: the same code, the same cells, every paragraph translated."""

import io
import json
import re
import shutil

import nbformat
import pytest
from babel.messages.pofile import read_po
from kml_classroom import cli
from kml_classroom.author import build, catalogues, edition
from kml_classroom.author.literals import comments, literals
from kml_classroom.author.rules import MOST_COLUMNS
from kml_classroom.author.source import read_source
from kml_classroom.words import CATALOGUE
from needs import ROOT
from sources import NAMES, source
from speaking import DOUBLE, KEPT, doubled, other_language, unsaid
from tiny import declared

from kml.core import words

ZH = "zh"


def test_paragraphs_are_told_apart_and_joined():
    text = (
        "# Title\n\nOne line\nand another.\n\n- an item\n  goes on\n- a second\n\n"
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"
        "```\ncode\n\nmore\n```\n\n$$\na\n\nb\n$$\n\n$$ c $$\n\nEnd."
    )
    assert edition.blocks(text) == [
        "# Title",
        "One line and another.",
        "- an item goes on\n- a second",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "```\ncode\n\nmore\n```",
        "$$\na\n\nb\n$$",
        "$$ c $$",
        "End.",
    ]


CODE = '''\
# How much is it?
def pay(views, rate=1_000):
    """Yuan for these views."""
    return views / rate  # a mille


def draw(ax, n=1):
    ax.set(xlabel="views", title=f"{n:,} view{'s' * (n != 1)}: {'many' if n > 3 else 'few'}")
    return f"Of {table['two words']:.1f} there are {n!r}."


me = kml.setup()
print("a \\"quoted\\" word", rows["two words"])
kml.show(fig, alt="A first line that is long, "
                  "and a second.")
'''
TABLE = {
    "How much is it?": "多少钱？",
    "Yuan for these views.": "这些观看值多少元。",
    "a mille": "每千次",
    "views": "观看",
    "{n} view{'s' * (n != 1)}: {'many' if n > 3 else 'few'}": "{n} 次观看：{'many' if n > 3 else 'few'}",
    "many": "多",
    "few": "少",
    "Of {table['two words']} there are {n}.": "有 {n} 个，共 {table['two words']}。",
    'a "quoted" word': '一个“词”，"引号"',
    "A first line that is long, and a second.": "很长的第一行，然后是第二行。" * 4,
}


def test_code_keeps_all_but_its_words():
    chinese = edition.code_in_language(CODE, TABLE, ZH)
    assert edition.differs(CODE, chinese) == ""
    for line in (
        "# 多少钱？",
        '    """这些观看值多少元。"""',
        "    return views / rate  # 每千次",
        """    ax.set(xlabel="观看", title=f"{n:,} 次观看：{'多' if n > 3 else '少'}")""",
        """    return f"有 {n!r} 个，共 {table['two words']:.1f}。\"""",
        'me = kml.setup(lang="zh")',
        'print("一个“词”，\\"引号\\"", rows["two words"])',
    ):
        assert line in chinese.split("\n")
    assert max(edition.columns(line) for line in chinese.split("\n")) <= MOST_COLUMNS
    assert edition.code_in_language(CODE, {}, ZH).replace('lang="zh"', "") == CODE


@pytest.mark.parametrize(
    ("old", "new"), [("views / rate", "views * rate"), ('["two words"]', '["三"]'), ("n!r", "n"), ("=1_000", "=100")]
)
def test_other_code_is_told(old, new):
    assert old in CODE
    assert edition.differs(CODE, CODE.replace(old, new))


LANGUAGES = edition.languages(ROOT)


def test_chinese_is_a_language_of_the_course():
    assert ZH in LANGUAGES


def test_a_folder_with_catalogues_or_an_empty_one_is_a_language(tmp_path):
    for name in ("solutions/de/01_a.po", "solutions/notes/a.txt", "solutions/.ipynb_checkpoints/a.po"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    (tmp_path / "solutions" / "fr").mkdir()
    assert edition.languages(tmp_path) == ["de", "fr"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_lesson_computes_anything_else_in_another_language(name, language):
    lesson = source(name)
    translated = edition.in_language(lesson, edition.table(ROOT, lesson, language), language)
    names = edition._names(lesson)
    for cell, other in zip(lesson.cells, translated.cells, strict=True):
        assert cell.id == other.id
        if cell.kind == "code":
            assert edition.differs(cell.solved, other.solved, names) == ""
            assert edition.differs(cell.stub, other.stub, names) == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_lesson_reads_chinese(name):
    notebook = nbformat.read(ROOT / "lessons" / ZH / f"{name}.ipynb", as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in prose)
    assert "kml.setup(" in "".join(cell.source for cell in notebook.cells)
    assert f"lessons/{ZH}/{name}.ipynb" in prose[0]


@pytest.fixture
def course(tmp_path, write_source, monkeypatch):
    """A small course with an empty Chinese edition, that has been built; nothing is run."""
    write_source()
    (tmp_path / "solutions" / "zh").mkdir()
    monkeypatch.setattr(build, "run", lambda pairs: {source.name: ["not run"] for source, _ in pairs})
    build.build(tmp_path, declared=declared)
    return tmp_path


def problems(root):
    sources, _ = build.read_sources(root)
    said = build.messages(root, sources)
    return [str(problem) for problem in build.edition_problems(root, ZH, sources, sources, said, declared)]


def test_what_is_not_translated_or_stale_is_told(course):
    path = course / "solutions" / "zh" / "03_tiny.po"
    messages = edition.messages(read_source(course / "solutions" / "03_tiny.md"))
    told = problems(course)
    assert len(told) == len(messages)
    assert all("not translated" in one for one in told)

    catalogue = catalogues._read(path, ZH)
    for text in (message.text for message in messages):
        catalogue[text].string = f"译：{text}" if "#" not in text[:1] else f"{text} 译"
    with path.open("wb") as file:
        catalogues.write_po(file, catalogue)
    assert [one.split(":")[0] for one in problems(course) if "not what the build makes" not in one] == []
    assert problems(course)  # the notebook was built before
    build.build(course, declared=declared)
    assert problems(course) == []

    source = course / "solutions" / "03_tiny.md"
    before = source.read_text()
    source.write_text(before.replace("## Summary", "## Summary\n\nA new paragraph."))
    told = problems(course)
    assert any("'A new paragraph.'" in one and "not translated" in one for one in told)
    source.write_text(before)

    notebook = course / "lessons" / "zh" / "03_tiny.ipynb"
    edited = json.loads(notebook.read_text())
    edited["cells"][0]["source"] = "by hand"
    notebook.write_text(json.dumps(edited))
    assert ["its source is not what the build makes" in one for one in problems(course)] == [True]


def test_a_notebook_speaks_its_language_and_not_that_of_its_author(course, monkeypatch):
    written = (course / "lessons" / ZH / "03_tiny.ipynb").read_bytes()
    assert "**时间：**".encode() in written
    monkeypatch.setenv("KML_LANG", "en")
    build.build(course, declared=declared)
    assert (course / "lessons" / ZH / "03_tiny.ipynb").read_bytes() == written
    monkeypatch.setenv("KML_LANG", ZH)
    (english,) = (build.make_pair(source, [source], declared)["lessons"] for source in build.read_sources(course)[0])
    assert "**Time:**" in english.cells[0].source


def test_an_edition_that_nobody_translates_any_more_is_told(course):
    shutil.rmtree(course / "solutions" / ZH)
    told = [str(problem) for problem in build.stale(course)]
    assert len(told) == 1
    assert f"lessons/{ZH}/03_tiny.ipynb: there is no solutions/{ZH} that it comes from." in told[0]


def test_a_service_for_translators_gets_every_message_without_a_translation(course, monkeypatch, capsys):
    for code in ("kml/core/words.py", "kml/course/checking/panels.py"):
        (course / code).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / code, course / code)
    (course / "README.md").write_text("# A page\n\nOne line.\n", encoding="utf-8")
    monkeypatch.chdir(course)
    assert cli.main(["templates", "pot"]) == 0
    names = capsys.readouterr().out.split()
    assert {"pot/kml.pot", "pot/kml_classroom.pot", "pot/03_tiny.pot", "pot/pages/README.pot"} == set(names)
    found = {}
    for name in names:
        text = (course / name).read_text(encoding="utf-8")
        template = read_po(io.StringIO(text))
        found |= {one.id: one.string for one in template if one.id}
        assert "charset=utf-8" in text and not re.search("YEAR|EMAIL|Date", text)
    assert {"Some text.", "One line.", "Correct"} < found.keys()
    assert not any(any(said) if isinstance(said, tuple) else said for said in found.values())


def test_a_new_language_is_a_folder_and_one_command(tmp_path, write_source, monkeypatch):
    """An empty folder, a build, a translation, a build: lessons/xx speaks xx, the library included."""
    for catalogue in (words.COURSE, CATALOGUE):
        monkeypatch.setattr(catalogue, "folder", tmp_path / catalogue.folder.relative_to(ROOT))
    for code in ("kml/course/checking/panels.py", "classroom/kml_classroom/author/heads.py"):
        (tmp_path / code).parent.mkdir(parents=True)
        shutil.copy(ROOT / code, tmp_path / code)
    write_source()
    for page in ("README.md", "lessons/README.md", "lessons/xx/README.md"):
        (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page).write_text("<!-- lessons -->\n<!-- /lessons -->\n", encoding="utf-8")
    monkeypatch.setattr(build, "run", lambda pairs: {source.name: [] for source, _ in pairs})
    (tmp_path / "solutions" / "xx").mkdir()

    def built():
        build.build(tmp_path, declared=declared)
        return (tmp_path / "lessons" / "xx" / "03_tiny.ipynb").read_text(encoding="utf-8")

    def translate(path, message, translation):
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert text.count(f'msgid "{message}"\nmsgstr ""\n') == 1
        text = text.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"')
        (tmp_path / path).write_text(text, encoding="utf-8")

    assert words.languages() == ("en",)
    assert "Some text." in built()
    assert words.languages() == ("en", "xx")
    translate("solutions/xx/03_tiny.po", "Some text.", "Xome text.")
    translate("solutions/xx/03_tiny.po", "Tiny", "Xiny")
    translate("classroom/kml_classroom/locale/xx/LC_MESSAGES/kml_classroom.po", "You need", "Xou need")
    translate("kml/locale/xx/LC_MESSAGES/kml.po", "Correct", "Xorrect")
    lesson = built()
    assert "Xome text." in lesson and "**Xou need**" in lesson
    assert "[03 · Xiny](03_tiny.ipynb)" in (tmp_path / "lessons" / "xx" / "README.md").read_text(encoding="utf-8")
    assert "Xiny" not in (tmp_path / "lessons" / "README.md").read_text(encoding="utf-8")
    with words.spoken("xx"):
        assert words._("Correct") == "Xorrect"


def test_a_whole_lesson_in_a_third_language_says_nothing_in_english(tmp_path):
    """Its catalogue is made of its messages, each letter twice; every value, formula and link of them is kept."""
    lesson = source("01_platform")
    path, messages = tmp_path / edition.catalogue(lesson, DOUBLE), edition.messages(lesson)
    build.write(path, catalogues.refreshed(path, messages, DOUBLE))
    catalogue = catalogues._read(path, DOUBLE)
    for message in catalogue:
        message.string = doubled(message.id)
    with path.open("wb") as file:
        catalogues.write_po(file, catalogue)
    assert list(catalogues.catalogue_problems("x.po", path, messages, DOUBLE)) == []
    with other_language():
        cells = build.make_translated(tmp_path, lesson, [lesson], DOUBLE).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    codes = [cell.source for cell in cells if cell.cell_type == "code" and cell.id != "colab"]
    texts += [one.message for code in codes for one in literals(code)]
    texts += [text for code in codes for *__, text in comments(code)]
    assert f'lang="{DOUBLE}"' in "".join(codes) and len(texts) > 50
    left = {text: unsaid(KEPT.sub(" ", text), {"address"}) for text in texts}  # of a comment, which is not shown
    assert {text: words for text, words in left.items() if words} == {}
