from kml_classroom.author import tables
from kml_classroom.author.source import read_source


def test_a_table_is_written_between_its_marks(write_source, tmp_path):
    sources = [read_source(write_source())]
    (tmp_path / "README.md").write_text(
        "above\n\n<!-- lessons -->\nold\n<!-- /lessons -->\n\nbelow\n", encoding="utf-8"
    )
    ((path, now, wanted),) = tables.pages(tmp_path, sources)
    assert path == tmp_path / "README.md"
    assert "old" in now
    assert "old" not in wanted
    assert "| [03 · Tiny](lessons/03_tiny.ipynb) | What is twice \\| two?<!-- address" in wanted
    assert "--> | 6 |" in wanted
    assert "/blob/main/lessons/03_tiny.ipynb) [![Binder](" in wanted
    assert wanted.startswith("above\n\n<!-- lessons -->\n")
    assert wanted.endswith("<!-- /lessons -->\n\nbelow\n")


def test_missing_and_stale_tables_are_told(write_source, tmp_path):
    sources = [read_source(write_source())]
    (tmp_path / "README.md").write_text("<!-- lessons -->\n<!-- /lessons -->\n", encoding="utf-8")
    what = [(problem.where, problem.what) for problem in tables.table_problems(tmp_path, sources)]
    assert what == [
        ("README.md", "its table of lessons is stale."),
        ("lessons/README.md", "it has no table of lessons."),
    ]
    ((path, _, wanted),) = tables.pages(tmp_path, sources)
    path.write_text(wanted, encoding="utf-8")
    assert [problem.where for problem in tables.table_problems(tmp_path, sources)] == ["lessons/README.md"]
    (path,) = (path for path, now, again in tables.pages(tmp_path, sources) if now == again)


def test_badges_stand_only_outside_the_folder_of_the_lessons(write_source):
    sources = [read_source(write_source())]
    for prefix in ("lessons/", ""):
        rows = tables.table(sources, prefix).replace("\\|", "").splitlines()
        assert [row.count("|") for row in rows] == [4] * 3
        assert ("badge" in rows[2]) == bool(prefix)


def test_each_language_has_its_table(write_source, tmp_path):
    sources = [read_source(write_source())]
    (tmp_path / "solutions" / "zh").mkdir()
    told = [problem.where for problem in tables.table_problems(tmp_path, sources)]
    assert told == ["README.md", "lessons/README.md", "README.zh.md", "lessons/zh/README.md"]
    (tmp_path / "lessons" / "zh").mkdir(parents=True)
    for page, prefix in {"README.zh.md": "lessons/zh/", "lessons/zh/README.md": ""}.items():
        (tmp_path / page).write_text("<!-- lessons -->\n<!-- /lessons -->\n", encoding="utf-8")
        *__, (path, __, wanted) = tables.pages(tmp_path, sources)
        assert path == tmp_path / page
        assert "| 课 | 要回答的问题 | 分钟 |" in wanted
        assert f"[03 · Tiny]({prefix}03_tiny.ipynb)" in wanted


def test_kml_reads_number_minutes_and_title_in_each_language(write_source, tmp_path):
    sources = [read_source(write_source())]
    (tmp_path / "solutions" / "zh").mkdir()
    stored = tmp_path / tables.LESSONS
    stored.parent.mkdir(parents=True)
    stored.write_text("", encoding="utf-8")
    ((path, __, wanted),) = tables.pages(tmp_path, sources)
    assert (path, wanted) == (stored, "lesson\tminutes\ten\tzh\n03\t6\tTiny\tTiny\n")
    assert tables.LESSONS in [problem.where for problem in tables.table_problems(tmp_path, sources)]
