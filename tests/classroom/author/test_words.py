"""What is found in code for translators, and what makes a catalogue complete."""

import textwrap

import pytest
from kml_classroom.author import words
from kml_classroom.author.words import Message
from needs import ROOT


def found(code):
    return {one.message for one in words.literals(f"x = 1\n{textwrap.dedent(code)}")}


@pytest.mark.parametrize(
    ("code", "messages"),
    [
        ('say("Two words.")', ["Two words."]),
        ('x = f"{n:,} views in {days} days"', ["{n} views in {days} days"]),
        ('ax.plot(x, label="rent")', ["rent"]),
        ('ax.set(xlabel="day", xscale="log")', ["day"]),
        ('ax.text(0, 1, "work")', ["work"]),
        ('ax.legend(loc="upper left")', []),
        ('labels={"cpm": "CPM"}', []),
        ('explore(draw, labels={"cpm": "CPM (yuan)", "n": "views"})', ["CPM (yuan)", "views"]),
        ('table["two words"]', []),
        ('if name == "two words": pass', []),
        ('names.append("two words")', []),
        ("f\"{'yes' if x else 'no'}, so it is\"", ["{'yes' if x else 'no'}, so it is", "yes", "no"]),
        ("\"<p style='x: y'>some words</p>\"", []),
        ('f"{a} {b}"', []),
        ('word = N_("ads")', ["ads"]),
        ('"utf-8"', []),
        ('r"[a-z]+"', []),
        ('%pip install a package\nprint("Two words.")', ["Two words."]),
    ],
)
def test_what_a_learner_reads(code, messages):
    assert found(code) == set(messages)


def test_docstrings_are_told_apart():
    kinds = {one.message: one.kind for one in words.literals('def f():\n    """Say it."""\n    return "Two words."')}
    assert kinds == {"Say it.": "docstring", "Two words.": ""}


def test_comments():
    code = '"# no comment"\nx = 1  # why it is one\n#\n    # indented\npass  # your code here'
    code = code.replace("    #", "#")
    assert words.comments(code) == [(2, 7, "why it is one"), (4, 0, "indented")]


def test_a_catalogue_keeps_translations_and_drops_what_is_gone(tmp_path):
    path = tmp_path / "x.po"
    path.write_text(words.refreshed(path, {"One.": Message(("a.py",)), "Two {n}.": Message(template=True)}))
    text = path.read_text()
    assert "python-brace-format" in text and "#: a.py" in text
    assert "Creation-Date" not in text  # two builds agree
    path.write_text(text.replace('msgid "One."\nmsgstr ""', 'msgid "One."\nmsgstr "一。"'))
    assert words.translations(path, {"One.": Message()}) == {"One.": "一。"}
    path.write_text(words.refreshed(path, {"One.": Message(), "Three.": Message()}))
    assert words.translations(path, {"One.": Message(), "Three.": Message()}) == {"One.": "一。"}
    assert "Two" not in path.read_text()


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("With {n} views.", "{n} 次观看。", ""),
        ("{n} video{'s' * (n > 1)}", "{n} 个视频", ""),
        ("With {n} views.", "观看。", "values ['n'] became []"),
        ("Use `np.mean`.", "用 `np.mean`。", ""),
        ("Use `np.mean`.", "用 `np.median`。", "code"),
        ("See [this](https://a.b/c).", "见[这里](https://a.b/c)。", ""),
        ("See [this](https://a.b/c).", "见[这里](https://a.b/d)。", "links"),
        (r"Here $x^2$ and \$5.", r"这里 $x^2$，\$5。", ""),
        ("Here $x^2$.", "这里 $x^3$。", "maths"),
        (r"$\text{income} = 2$", r"$\text{收入} = 2$", ""),
        ("Not yet.", "", "not translated"),
    ],
)
def test_what_a_translation_must_keep(tmp_path, message, translation, fault):
    path = tmp_path / "x.po"
    about = {message: Message(template="{" in message and "\\" not in message)}
    path.write_text(words.refreshed(path, about))
    catalogue = words._read(path)
    catalogue[message].string = translation
    with path.open("wb") as file:
        words.write_po(file, catalogue)
    told = [str(problem) for problem in words.catalogue_problems("x.po", path, about)]
    assert len(told) == bool(fault)
    assert fault in "".join(told)
    assert words.translations(path, about) == ({} if fault else {message: translation})


def test_a_message_that_nobody_says_any_more(tmp_path):
    path = tmp_path / "x.po"
    path.write_text(words.refreshed(path, {"Gone.": Message()}))
    (problem,) = words.catalogue_problems("x.po", path, {})
    assert "no longer says" in str(problem)


def test_the_library_says_what_its_code_says():
    messages = words.library_messages(ROOT)
    assert messages["Correct"].files == ("kml/course/checking/panels.py",)
    assert messages["{name} must be {allowed}; got {_short(value)}."].template
    assert "upper left" not in messages


def test_the_same_words_are_compiled_to_the_same_file(tmp_path):
    catalogue = tmp_path / "kml.po"
    catalogue.write_text(words.refreshed(catalogue, {"two words": Message()}), encoding="utf-8")
    assert b"Date" not in words.compiled(catalogue)
    assert (ROOT / words.LIBRARY).with_suffix(".mo").read_bytes() == words.compiled(ROOT / words.LIBRARY)
