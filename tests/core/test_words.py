"""The language of what the course says: marks, values, plurals, contexts, languages that come and go."""

import doctest
import os
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from speaking import other_language, write_catalogue

from kml.core import words
from kml.core.words import N_, NP_, _, ngettext, pgettext, sentences

SAID = {
    "Right.": "对。",
    "{n} of {total}": "{total} 中的 {n}",
    ("{n} view", "{n} views"): "{n} 次播放",
    ("axis", "share"): "比例",
    ("button", "share"): "分享",
}


@pytest.fixture
def chinese(tmp_path, monkeypatch):
    """A language "zh" of a few sentences, in the place of the course's own."""
    write_catalogue(tmp_path, "zh", SAID, contexts={"axis", "button"})
    monkeypatch.setattr(words.COURSE, "folder", tmp_path)
    with words.spoken("zh"):
        yield tmp_path


def test_english_is_said_as_it_is():
    assert _("Right.") == "Right."
    assert ngettext("{n} view", "{n} views", 1) == "{n} view" and ngettext("{n} view", "{n} views", 0) == "{n} views"
    assert pgettext("axis", "share") == "share"


def test_each_mark_is_said_in_the_language_in_use(chinese):
    assert _("Right.") == "对。"
    assert _("{n} of {total}").format(n=2, total=5) == "5 中的 2"
    assert [ngettext("{n} view", "{n} views", n).format(n=n) for n in (1, 2)] == ["1 次播放", "2 次播放"]
    assert pgettext("axis", "share") == "比例" and pgettext("button", "share") == "分享"


def test_what_has_no_translation_stays_english(chinese):
    assert _("Nobody knows this.") == "Nobody knows this."
    assert ngettext("{n} day", "{n} days", 1) == "{n} day" and ngettext("{n} day", "{n} days", 3) == "{n} days"
    assert pgettext("a verb", "share") == "share" and _("share") == "share"
    assert _("") == ""


def test_a_declared_text_is_itself_and_is_said_later(chinese):
    title, label = N_("Right."), NP_("axis", "share")
    assert (title, label) == ("Right.", "share")
    assert _(title) == "对。" and pgettext("axis", label) == "比例"


def test_values_come_through_as_they_are():
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def any_value(text):
        assert _("The result at {path}").format(path=text) == f"TThhee rreessuulltt aatt {text}"

    with other_language():
        any_value()


def test_languages_are_english_and_each_folder_with_a_compiled_catalogue(chinese):
    (chinese / "fr" / "LC_MESSAGES").mkdir(parents=True)
    assert words.languages() == ("en", "zh")
    write_catalogue(chinese, "fr", {"Right.": "Juste."})
    write_catalogue(chinese, "en", {"Right.": "Quite right."})
    assert words.languages() == ("en", "fr", "zh")
    with words.spoken("fr"):
        assert _("Right.") == "Juste." and words.language() == "fr"
        with words.spoken("zh"):
            assert _("Right.") == "对。"
        assert words.language() == "fr"
    assert words.language() == "zh"


def test_a_catalogue_that_was_written_anew_is_read_anew(chinese):
    assert _("Right.") == "对。"
    write_catalogue(chinese, "zh", {"Right.": "完全正确。"})
    words.use("zh")
    assert _("Right.") == "完全正确。"


def test_a_language_that_is_not_there_is_named_with_those_that_are(monkeypatch):
    known = ", ".join(map(repr, words.languages()))
    for unknown in ("latin", "", None, 3, ["en"], "../zh"):
        with pytest.raises(ValueError, match=f"lang must be one of {known}; got") as problem:
            words.use(unknown)
        assert str(problem.value).endswith(f"got {unknown!r}.")
        assert words.language() == "en"
    with pytest.raises(ValueError, match="lang must be one of"), words.spoken("latin"):
        pass
    monkeypatch.setenv("KML_LANG", "latin")
    for ask in (words.language, lambda: words.use("en")):
        with pytest.raises(ValueError, match=f"KML_LANG must be one of {known}; got 'latin'"):
            ask()
    assert _("Correct") == "Correct"  # messages can still be said


def test_the_refusal_of_a_language_is_said_in_the_one_in_use():
    with words.spoken(words.languages()[-1]), pytest.raises(ValueError, match="lang 只能是下列之一"):
        words.use("latin")


def test_the_environment_overrides(monkeypatch):
    last = words.languages()[-1]
    assert words.language() == "en"
    monkeypatch.setenv("KML_LANG", last)
    assert words.language() == last and _("Correct") == "正确"
    words.use("en")
    assert _("Correct") == "正确"
    monkeypatch.delenv("KML_LANG")
    assert words.language() == "en" and _("Correct") == "Correct"


def test_spoken_ends_with_its_block_whatever_happens():
    with pytest.raises(KeyError), words.spoken(words.languages()[-1]):
        raise KeyError
    assert words.language() == "en"


def test_each_distribution_has_a_catalogue_of_its_own(chinese, tmp_path):
    other = words.Catalogue(tmp_path / "other", "tool")
    assert other.gettext("Right.") == "Right."  # it does not speak this language: English
    write_catalogue(tmp_path / "other", "zh", {"Right.": "没错。"}, domain="tool")
    words.use("zh")
    assert other.gettext("Right.") == "没错。" and _("Right.") == "对。"


def test_many_threads_may_speak_while_the_language_changes():
    said, last = set(), words.languages()[-1]

    def speak():
        for __ in range(300):
            said.add(_("Correct"))

    threads = [threading.Thread(target=speak) for __ in range(4)]
    for thread in threads:
        thread.start()
    for __ in range(50):
        with words.spoken(last):
            pass
    for thread in threads:
        thread.join()
    assert said <= {"Correct", "正确"}


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("One.", "Two."), "One. Two."),
        (("One.", "", "Two."), "One. Two."),
        (("一。", "二。"), "一。二。"),
        (("ValueError: no.", "二。"), "ValueError: no. 二。"),
        (("一。", "Two."), "一。Two."),
        (("他说“好”", "二。"), "他说“好”二。"),
        (("They say “yes”", "Two."), "They say “yes” Two."),
        (("cut off…", "Two."), "cut off… Two."),
        (("",), ""),
        ((), ""),
    ],
)
def test_sentences_follow_each_other_as_their_writing_has_it(parts, whole):
    assert sentences(*parts) == whole


def test_the_examples_in_the_docstrings_run():
    assert doctest.testmod(words).failed == 0


def test_it_needs_nothing_but_python():
    code = "import sys, kml.core.words as w; w.use(w.languages()[-1]); print(w._('Correct'), 'numpy' in sys.modules)"
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout.decode().split() == ["正确", "False"]


def test_a_catalogue_is_read_once_and_not_at_each_message(monkeypatch):
    with words.spoken(words.languages()[-1]):
        assert _("Correct") == "正确"
        monkeypatch.setattr(words._gettext, "GNUTranslations", lambda file: pytest.fail("read again"))
        assert _("Not yet") == "还不对"
    with words.spoken(words.languages()[-1]):
        assert _("Correct") == "正确"
