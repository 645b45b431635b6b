"""The reference: every room and every public name of it, each docstring word for word, each example as it is tested."""

import ast
import html
import inspect
import re

import pytest
from kml_classroom.publish.reading import reference

import kml
from kml import metrics

ROOMS = reference.rooms()
BY_NAME = {room.name: room for room in ROOMS}
WORDS = re.compile(r"\w+")


def words(text):
    return WORDS.findall(text)


def text_of(page):
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def test_every_room_but_what_lessons_draw_has_a_page():
    doors = {one.name for one in BY_NAME["kml"].entries}
    assert {"check", "setup"} < doors and len(doors) == 10
    assert list(BY_NAME) == ["kml", *(f"kml.{name}" for name in kml.__all__ if name not in {*doors, "lessons"})]
    assert len({room.page for room in ROOMS}) == len(ROOMS)


def test_a_room_shows_its_public_functions_as_python_knows_them():
    """Nothing is imported for the page; here what it found is compared with the real thing."""
    own = {name for name, value in vars(metrics).items() if getattr(value, "__module__", "") == metrics.__name__}
    found = {one.name: one for one in BY_NAME["kml.metrics"].entries}
    assert set(found) == {name for name in own if not name.startswith("_")}
    for name, one in found.items():
        assert one.doc == inspect.getdoc(getattr(metrics, name))
        (tree,) = ast.parse(f"def {one.call}: ...").body
        arguments = [arg.arg for arg in ast.walk(tree.args) if isinstance(arg, ast.arg)]
        assert sorted(arguments) == sorted(inspect.signature(getattr(metrics, name)).parameters)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_word_of_every_docstring_is_shown_in_order(room):
    entries = [one for entry in room.entries for one in (entry, *entry.methods)]
    assert entries or room.name == "kml.personas"
    for doc in [room.doc, *(one.doc for one in entries)]:
        shown = reference.shown(doc)
        plain = re.sub(r"(?<![\w*])\*(\w[^*]*?)\*(?![\w*])", r"\1", doc)
        assert "".join(words(text_of(shown))) == "".join(words(plain)), doc
        for example in re.findall(r"^>>> .*", doc, re.M):
            assert html.escape(example, quote=True) in re.sub(r"</?span[^>]*>", "", shown)


def test_a_call_is_shown_as_it_is_written_without_self_and_without_quotes():
    calls = {one.name: one for one in BY_NAME["kml.recommenders"].entries}
    assert calls["Popularity"].call == "Popularity(table: pd.DataFrame, viewers: int)"
    assert "update(log: dict | pd.DataFrame) -> None" in [one.call for one in calls["Recommender"].methods]
    fields = next(one for one in BY_NAME["kml.regression"].entries if one.name == "Standardiser")
    assert fields.call == "Standardiser(mean: np.ndarray, sd: np.ndarray)"


def test_paragraphs_columns_and_examples():
    doc = """One `a < b` and *more*, n * k * m.

    name   what it is,
           and more
    other  x

    >>> 1 < 2
    True
    """
    assert re.sub(r"</?span[^>]*>", "", reference.shown(doc)) == (
        "<p>One <code>a &lt; b</code> and <em>more</em>, n * k * m.</p>\n"
        "<dl>\n<div><dt><code>name</code></dt><dd>what it is, and more</dd></div>\n"
        "<div><dt><code>other</code></dt><dd>x</dd></div>\n</dl>\n"
        "<pre><code>&gt;&gt;&gt; 1 &lt; 2\nTrue</code></pre>"
    )
