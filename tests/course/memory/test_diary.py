"""The file beside the lessons: nothing in it is ever lost, whatever it holds and whoever writes at the same time."""

import json
import multiprocessing
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.course.memory import diary
from kml.course.memory.diary import NAME, NotKept, note, read


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """An empty folder with the lessons, in which the learner is."""
    monkeypatch.delenv("KML_JOURNEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_there_is_nothing_before_the_first_note(folder):
    assert read("decisions") == {} and list(folder.iterdir()) == []


def test_a_note_is_read_again_and_nothing_else_is_left_behind(folder):
    note("decisions", "fitness_coach", "price", value=99)
    note("exercises", "00.1", value={"points": 2})
    assert read("decisions", "fitness_coach") == {"price": 99} and read("exercises")["00.1"]["points"] == 2
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert json.loads((folder / NAME).read_text(encoding="utf-8"))["course"] == "kml"


def test_a_lesson_in_a_languages_folder_shares_the_file_and_a_named_folder_is_taken(folder, monkeypatch):
    (folder / "zh").mkdir()
    monkeypatch.chdir(folder / "zh")
    note("decisions", "a", "title", value="三分钟热身")
    assert "三分钟热身" in (folder / NAME).read_text(encoding="utf-8")  # for a person to read
    monkeypatch.setenv("KML_JOURNEY", str(folder / "mine"))
    assert read("decisions") == {}
    note("decisions", "a", "title", value="b")
    assert (folder / "mine" / NAME).exists()


FOREIGN = (b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000, b'{"a": 1}', b'{"course": "another"}')


@pytest.mark.parametrize("content", FOREIGN, ids=lambda content: repr(content[:20]))
def test_a_broken_or_foreign_file_is_left_as_it_is(folder, content):
    (folder / NAME).write_bytes(content)
    for attempt in (lambda: read("decisions"), lambda: note("decisions", value=1)):
        with pytest.raises(NotKept, match="left as it is"):
            attempt()
    assert (folder / NAME).read_bytes() == content and len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("inside", ["3", "[]", "null", '"x"'])
def test_a_part_that_somebody_changed_is_left_as_it_is(folder, inside):
    text = f'{{"course": "kml", "decisions": {inside}}}'
    (folder / NAME).write_text(text)
    with pytest.raises(NotKept):
        read("decisions")
    with pytest.raises(NotKept):
        note("decisions", "a", value=1)
    assert (folder / NAME).read_text() == text
    note("exercises", "00.1", value=1)  # the rest goes on
    assert read("exercises") == {"00.1": 1}


def test_what_json_has_not_is_left_as_it_is(folder):
    for content in ('{"course": "kml", "mine": NaN}', '{"course": "kml", "mine": "\\ud800"}'):
        (folder / NAME).write_text(content)
        with pytest.raises(NotKept):
            note("exercises", "00.1", value=1)
        assert (folder / NAME).read_text() == content


def test_a_read_only_file_or_folder_is_a_sentence(folder, monkeypatch):
    note("a", "b", value=1)
    before = (folder / NAME).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *about: False)  # who runs as root may write everywhere
        with pytest.raises(NotKept, match="cannot be written"):
            note("a", "b", value=2)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *about: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(NotKept, match="cannot be written"):
            note("a", "b", value=2)
    assert (folder / NAME).read_bytes() == before and len(list(folder.iterdir())) == 1
    monkeypatch.setenv("KML_JOURNEY", str(folder / NAME / "below"))  # a file where the folder should be
    for attempt in (lambda: read("a"), lambda: note("a", value=1)):
        with pytest.raises(NotKept):
            attempt()


def test_no_folder_at_all_is_a_sentence(monkeypatch):
    monkeypatch.setattr(diary.Path, "cwd", lambda: (_ for _ in ()).throw(FileNotFoundError()))
    with pytest.raises(NotKept, match="lies in no folder"):
        read("a")


def test_a_lock_that_a_dead_kernel_left_does_not_stop_anybody(folder, monkeypatch):
    monkeypatch.setattr(diary, "_LOCK_S", 0.05)
    (folder / f"{NAME}.lock").touch()
    note("a", value=1)
    assert [path.name for path in folder.iterdir()] == [NAME]


texts = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts, values, max_size=4), st.lists(st.tuples(texts, texts, values), max_size=5))
def test_a_note_changes_nothing_but_its_own_place(tmp_path_factory, others, notes):
    """Also not what a later version of the course, or the learner, keeps there."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("journey")
        patch.setenv("KML_JOURNEY", str(home))
        expected = {**others, "course": "kml", "notes": {}}
        (home / NAME).write_text(json.dumps(expected), encoding="utf-8")
        for place, name, value in notes:
            note("notes", f"in {place}", name, value=value)
            expected["notes"].setdefault(f"in {place}", {})[name] = value
        assert json.loads((home / NAME).read_text(encoding="utf-8")) == expected


def _write(start, folder, who, n):
    os.environ["KML_JOURNEY"] = folder
    start.wait()
    for i in range(n):
        note("exercises", f"{who}.{i}", value=i)


def test_two_notebooks_at_once_lose_nothing(folder):
    context = multiprocessing.get_context("fork")
    start = context.Event()
    both = [context.Process(target=_write, args=(start, str(folder), who, 40)) for who in "ab"]
    for one in both:
        one.start()
    start.set()
    for one in both:
        one.join(30)
        assert one.exitcode == 0
    kept = json.loads((folder / NAME).read_text(encoding="utf-8"))["exercises"]
    assert len(kept) == 80 and [path.name for path in folder.iterdir()] == [NAME]
