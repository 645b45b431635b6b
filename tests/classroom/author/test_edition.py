"""The Chinese edition: the same code, the same cells, every paragraph in Chinese."""

import json

import nbformat
import pytest
from kml_classroom.author import build, edition, words
from kml_classroom.author.source import read_source
from needs import ROOT
from tiny import declared

SOURCES = {path.stem: read_source(path) for path in sorted((ROOT / "solutions").glob("*.md"))}


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
    chinese = edition.code_in_chinese(CODE, TABLE)
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
    assert max(map(len, chinese.split("\n"))) < 90
    assert edition.code_in_chinese(CODE, {}).replace('lang="zh"', "") == CODE


@pytest.mark.parametrize(
    ("old", "new"), [("views / rate", "views * rate"), ('["two words"]', '["三"]'), ("n!r", "n"), ("=1_000", "=100")]
)
def test_other_code_is_told(old, new):
    assert old in CODE
    assert edition.differs(CODE, CODE.replace(old, new))


@pytest.mark.parametrize("name", SOURCES)
def test_no_lesson_computes_anything_else_in_chinese(name):
    source = SOURCES[name]
    table = words.translations(ROOT / edition.catalogue(source), edition.messages(source))
    chinese = edition.in_chinese(source, table)
    names = edition._names(source)
    for cell, other in zip(source.cells, chinese.cells, strict=True):
        assert cell.id == other.id
        if cell.kind == "code":
            assert edition.differs(cell.solved, other.solved, names) == ""
            assert edition.differs(cell.stub, other.stub, names) == ""


@pytest.mark.parametrize("name", SOURCES)
def test_a_committed_lesson_reads_chinese(name):
    notebook = nbformat.read(ROOT / edition.FOLDER / f"{name}.ipynb", as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in prose)
    assert "kml.setup(" in "".join(cell.source for cell in notebook.cells)
    assert f"{edition.FOLDER}/{name}.ipynb" in prose[0]


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
    return [str(problem) for problem in build.edition_problems(root, sources, build.messages(root, sources), declared)]


def test_what_is_not_translated_or_stale_is_told(course):
    path = course / "solutions" / "zh" / "03_tiny.po"
    messages = edition.messages(read_source(course / "solutions" / "03_tiny.md"))
    told = problems(course)
    assert len(told) == len(messages)
    assert all("not translated" in one for one in told)

    catalogue = words._read(path)
    for message in messages:
        catalogue[message].string = f"译：{message}" if "#" not in message[:1] else f"{message} 译"
    with path.open("wb") as file:
        words.write_po(file, catalogue)
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
