"""The language of what the course says: whole sentences, templates, joined ones, and what must stay as it is."""

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from kml.core import words as language

TABLE = {
    "Right.": "对。",
    "the result": "结果",
    "{where} is not right.": "{where}不对。",
    "{n} video{'s' * (n > 1)} of {seconds} s": "{n} 个 {seconds} 秒的视频",
    "yes": "是",
    "answer: {word}": "答案：{word}",
    "{a} of {b}": "{b} 中的 {a}",
    "It differs on {share}; the smallest:": "在{share}上不同；最小的是：",
    "every input": "所有输入",
    "Call `kml.check()` again.": "再运行一次 `kml.check()`。",
}


@pytest.fixture
def chinese(tmp_path, monkeypatch):
    """Speak Chinese from a small catalogue."""
    catalogue = Catalog(locale="zh")
    for message, translation in TABLE.items():
        catalogue.add(message, translation)
    file = tmp_path / "zh" / "LC_MESSAGES" / "kml.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, catalogue)
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language.use("zh")
    yield
    monkeypatch.undo()
    language.use("en")


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Right.", "对。"),
        ("The result is not right.", "结果不对。"),  # a sentence that begins with a word from elsewhere
        ("3 videos of 40 s", "3 个 40 秒的视频"),
        ("1 video of 40 s", "1 个 40 秒的视频"),
        ("answer: yes", "答案：是"),
        ("answer: maybe", "答案：maybe"),
        ("2 of 5", "5 中的 2"),
        ("The result is not right. It differs on every input; the smallest:", "结果不对。在所有输入上不同；最小的是："),
        ("Nobody knows this. Right.", "Nobody knows this. 对。"),
        ("Right. Nobody knows this.", "对。Nobody knows this."),
        ("Right.\nanswer: yes", "对。\n答案：是"),
        ("Call `kml.check()` again.", "再运行一次 `kml.check()`。"),
        ("  Right. ", "  对。 "),
        ("theta", "theta"),
        ("12.5 %", "12.5 %"),
        ("", ""),
    ],
)
def test_say(chinese, english, said):
    assert language.say(english) == said


def test_english_is_said_as_it_is():
    assert language.say("The result is not right.") == "The result is not right."


@given(st.integers(2, 10**6), st.text(st.characters(blacklist_characters="\r\n"), max_size=20))
def test_values_come_through_a_template_as_they_are(n, text):
    template = "With {n} followers: {text} (simulated)"
    pattern = language.pattern_of(template)
    made = template.format(n=n, text=text)
    groups = pattern.fullmatch(made).groups()
    assert language.filled(
        "{n} / {text}", dict(zip(language.fields(template), [[g] for g in groups], strict=True))
    ) == (f"{n} / {text}")


def test_a_language_that_is_not_there(monkeypatch):
    with pytest.raises(ValueError, match="lang must be one of 'en', 'zh'; got 'fr'"):
        language.use("fr")
    monkeypatch.setenv("KML_LANG", "latin")
    with pytest.raises(ValueError, match="KML_LANG must be one of"):
        language.language()


def test_the_environment_overrides(monkeypatch):
    assert language.language() == "en"
    monkeypatch.setenv("KML_LANG", "zh")
    assert language.language() == "zh"


def test_the_committed_catalogue_is_read():
    with language.spoken("zh"):
        assert language.say("Correct") == "正确"
    assert language.say("Correct") == "Correct"


def test_every_template_matches_what_it_makes():
    """A text made by any template of the catalogue is found again, by a template that has at least as many words."""
    with (language.LOCALE / "zh" / "LC_MESSAGES" / "kml.mo").open("rb") as file:
        catalogue = language.Catalogue(io.BytesIO(file.read()))
    for pattern, template in catalogue.templates:
        made = language.FIELD.sub("7", template)
        assert pattern.fullmatch(made), template
        assert catalogue.find(made) is not None


def test_figures_speak_it_too(chinese):
    from kml.core.look import new_figure

    figure, ax = new_figure()
    ax.bar(["yes", "no"], [1, 2], label="every input")
    ax.set(title="Right.", xlabel="3 videos of 40 s")
    ax.legend()
    figure.canvas.draw()
    texts = [ax.get_title(), ax.get_xlabel(), ax.get_legend().get_texts()[0].get_text()]
    assert texts == ["对。", "3 个 40 秒的视频", "所有输入"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["是", "no"]
