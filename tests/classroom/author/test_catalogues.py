"""What is found in the library's code for translators, and what makes a catalogue complete."""

import gettext
import io
import re

import pytest
from kml_classroom.author import catalogues
from kml_classroom.author.catalogues import LIBRARIES, Message, catalogue_problems, compiled, refreshed, translations
from needs import ROOT

ZH = "zh"
CODE = """\
from kml.core.words import N_, NP_, _, ngettext, pgettext

TITLE = N_("Which change helped?")
AXIS = NP_("axis", "share")


def told(n, name):
    # Translators: name is a channel
    said = _("The {name} is open.").format(name=name)
    many = ngettext("{n} view", "{n} views", n).format(n=n)
    return said, many, pgettext("verb", "share"), "not marked at all", f"nor {this}"


def again():
    return _("Which change helped?")
"""


@pytest.fixture
def library(tmp_path):
    """A course's folder with one module in kml/."""
    (tmp_path / "kml" / "lessons" / "answers").mkdir(parents=True)
    (tmp_path / "kml" / "told.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def told(root):
    return {one.key: one for one in catalogues.library_messages(root, "kml")}


def test_marked_messages_are_found_with_file_and_line(library):
    found = told(library)
    line = CODE.split("\n").index
    assert found.keys() == {
        (None, "Which change helped?"),
        ("axis", "share"),
        ("verb", "share"),
        (None, "The {name} is open."),
        (None, "{n} view"),
    }
    declared = line('TITLE = N_("Which change helped?")') + 1
    said = line('    return _("Which change helped?")') + 1
    assert found[None, "Which change helped?"].places == (("kml/told.py", declared), ("kml/told.py", said))
    many = found[None, "{n} view"]
    assert (many.text, many.template) == (("{n} view", "{n} views"), True)
    assert not found["verb", "share"].template
    assert found[None, "The {name} is open."].notes == ("Translators: name is a channel",)
    written = refreshed(library / "kml.po", found.values(), ZH)
    assert f"#: kml/told.py:{declared} kml/told.py:{said}\n" in written
    assert "#. Translators: name is a channel\n" in written
    assert '#, python-brace-format\nmsgid "{n} view"\nmsgid_plural "{n} views"\n' in written


def test_docstrings_of_reference_answers_and_the_glossary_are_said_too(library):
    answers = (
        'def twice(x):\n    """Twice x.\n\n    Or x + x.\n    """\n    return 2 * x\n\n\n'
        'def helper():\n    """Nobody reads this."""\n\n\n'
        'EXERCISES = [Exercise("03.1", reference=twice)]\n'
    )
    (library / "kml" / "lessons" / "answers" / "answers_03.py").write_text(answers, encoding="utf-8")
    (library / "kml" / "glossary.tsv").write_text('english\tmeaning\nlog\tWhat {is} "kept".\n', encoding="utf-8")
    found = told(library)
    assert found[None, "Twice x.\n\nOr x + x."].places == (("kml/lessons/answers/answers_03.py", 2),)
    assert (None, "Nobody reads this.") not in found
    meaning = found[None, 'What {is} "kept".']
    assert (meaning.places, meaning.template) == ((("kml/glossary.tsv", 2),), False)


def write(path, *messages):
    path.write_text(refreshed(path, messages, ZH), encoding="utf-8")
    return path


def translate(path, **translated):
    """Put translations into a catalogue, each by the first word of its message."""
    catalogue = catalogues._read(path, ZH)
    for one in catalogue:
        for word, translation in translated.items():
            if one.id and catalogues._key(one)[1].startswith(word):
                one.string = translation
                one.flags.discard("fuzzy")
    with path.open("wb") as file:
        catalogues.write_po(file, catalogue)


def test_a_catalogue_keeps_translations_and_drops_what_is_gone(tmp_path):
    one, two, three = Message("One.", places=(("a.py", 3),)), Message("Two {n}.", template=True), Message("Three.")
    path = write(tmp_path / "x.po", one, two)
    text = path.read_text()
    assert '#, python-brace-format\nmsgid "Two {n}."' in text and "#: a.py:3\n" in text
    translate(path, One="一。")
    write(path, one, three)
    assert translations(path, [one, three], ZH) == {"One.": "一。"}
    assert "Two" not in path.read_text()


def test_two_builds_write_the_same_and_nothing_of_the_moment(tmp_path):
    one, many = Message("$\\text{income} = 2$ %s"), Message(("{n} view", "{n} views"), template=True)
    path = write(tmp_path / "x.po", one, many)
    text = path.read_text()
    assert not any(word in text for word in ("Date", "Babel", "YEAR", "ORGANIZATION", "EMAIL", "202"))
    assert 'python-brace-format\nmsgid "{n}' in text and text.count("format") == 1  # a formula is no template
    write(path, one, many)
    assert path.read_text() == text


def test_where_a_message_stands_does_not_make_a_catalogue_stale(tmp_path):
    path = write(tmp_path / "x.po", Message("One.", places=(("a.py", 3),)))
    translate(path, One="一。")
    assert list(catalogue_problems("x.po", path, [Message("One.", places=(("b.py", 7),))], ZH)) == []


def test_a_translation_of_what_has_changed_a_little_is_kept_and_told(tmp_path):
    old, new = (
        Message("The platform shows {n} videos a day.", True),
        Message("The platform shows {n} videos a week.", True),
    )
    path = write(tmp_path / "x.po", old)
    translate(path, The="平台每天放 {n} 个视频。")
    write(path, new)
    assert "#, fuzzy, python-brace-format\n" in path.read_text()
    assert "平台每天放 {n} 个视频。" in path.read_text()
    assert translations(path, [new], ZH) == {}  # nobody reads a sentence that may be wrong
    assert said(compiled(path, ZH), new.text) == new.text
    (problem,) = catalogue_problems("x.po", path, [new], ZH)
    assert "the English has changed, the translation not yet: 'The platform shows {n} videos a week.'" in str(problem)
    again = path.read_text()
    assert write(path, new).read_text() == again  # it waits for its translator
    translate(path, The="平台每周放 {n} 个视频。")
    assert list(catalogue_problems("x.po", path, [new], ZH)) == []
    assert said(compiled(path, ZH), new.text) == "平台每周放 {n} 个视频。"


def said(catalogue, message):
    """What a program that reads these bytes says for a message."""
    return gettext.GNUTranslations(io.BytesIO(catalogue)).gettext(message)


@pytest.mark.parametrize(
    ("message", "translation", "fault"),
    [
        ("With {n} views.", "{n} 次观看。", ""),
        ("{n} video{'s' * (n > 1)}", "{n} 个视频", ""),
        ("With {n} views.", "观看。", "values ['n'] became []"),
        ("With {share:.0%} of them.", "其中的 {share:.1%}。", "values ['share:.0%'] became ['share:.1%']"),
        ("Use `np.mean`.", "用 `np.mean`。", ""),
        ("Use `np.mean`.", "用 `np.median`。", "code"),
        ("Use `x` as it is.", "`x` 是什么，就用什么 `x`。", ""),
        ("See [this](https://a.b/c).", "见[这里](https://a.b/c)。", ""),
        ("See [this](https://a.b/c).", "见[这里](https://a.b/d)。", "links"),
        (r"Here $x^2$ and \$5.", r"这里 $x^2$，\$5。", ""),
        ("Here $x^2$.", "这里 $x^3$。", "maths"),
        (r"$\text{income} = 2$", r"$\text{收入} = 2$", ""),
        ("Not yet.", "", "not translated"),
    ],
)
def test_what_a_translation_must_keep(tmp_path, message, translation, fault):
    about = Message(message, template="{" in message and "\\" not in message)
    path = write(tmp_path / "x.po", about)
    translate(path, **{message: translation})
    told = [str(problem) for problem in catalogue_problems("x.po", path, [about], ZH)]
    assert len(told) == bool(fault)
    assert fault in "".join(told)
    assert translations(path, [about], ZH) == ({} if fault else {message: translation})


@pytest.mark.parametrize(
    ("language", "forms", "fault"),
    [
        (ZH, ["{n} 次观看"], ""),
        (ZH, ["观看"], "values ['n'] became []"),
        ("de", ["ein Aufruf", "{n} Aufrufe"], ""),
        ("de", ["{n} Aufruf", "Aufrufe {m}"], "values ['n'] became ['m']"),
        ("de", ["ein Aufruf", ""], "not translated"),
    ],
)
def test_each_form_of_a_plural_keeps_its_values(tmp_path, language, forms, fault):
    about = Message(("one view", "{n} views"), template=True)
    path = tmp_path / "x.po"
    path.write_text(refreshed(path, [about], language), encoding="utf-8")
    catalogue = catalogues._read(path, language)
    catalogue["one view"].string = tuple(forms)
    with path.open("wb") as file:
        catalogues.write_po(file, catalogue)
    told = [str(problem) for problem in catalogue_problems("x.po", path, [about], language)]
    assert fault in "".join(told) and len(told) == bool(fault)


def test_a_message_that_nobody_says_any_more(tmp_path):
    path = write(tmp_path / "x.po", Message("Gone."))
    (problem,) = catalogue_problems("x.po", path, [], ZH)
    assert "no longer says" in str(problem)


def test_what_reads_alike_is_told_apart_by_its_context(tmp_path):
    verb, axis = Message("share", context="verb"), Message("share", context="axis")
    path = write(tmp_path / "x.po", verb, axis)
    path.write_text(path.read_text().replace('msgid "share"\nmsgstr ""', 'msgid "share"\nmsgstr "分享"', 1))
    (problem,) = catalogue_problems("x.po", path, [verb, axis], ZH)
    assert "not translated" in str(problem)
    assert gettext.GNUTranslations(io.BytesIO(compiled(path, ZH))).pgettext("verb", "share") == "分享"


def test_the_library_says_what_its_code_says():
    messages = {one.text: one for one in catalogues.library_messages(ROOT, "kml")}
    ((file, _),) = messages["Correct"].places
    assert file == "kml/course/checking/panels.py"
    assert messages["{name} must be one of {allowed}; got {given}."].template
    assert "upper left" not in messages


@pytest.mark.parametrize("place", LIBRARIES.values())
def test_the_same_words_are_compiled_to_the_same_file(place):
    path = ROOT / place.format(language=ZH)
    assert b"Date" not in compiled(path, ZH)
    assert path.with_suffix(".mo").read_bytes() == compiled(path, ZH)


# ── the course's own ───────────────────────────────────────────────────────────────────────────────────────────────

# What of a message is no word: values, code, links, markup
NO_WORD = re.compile(r"\{[^{}]*\}|`[^`]*`|\]\([^)]*\)|https?:\S+|</?[a-z][^>]*>|\\[a-z]+")
WORD = re.compile(r"[^\W\d_]{2}|[a-z]\.[a-z]\.")
KEY = re.compile(r"\w+(?:[_.]\w+)+|[a-z]+(?:[A-Z][a-z]+)+")


def wordless(message):
    """Whether a message has nothing to translate by itself: a key of code, a number, values and what stands between."""
    text = message if isinstance(message, str) else " ".join(message)
    own = " ".join(re.findall(r"\\text\{([^}]*)\}", text)) if text.startswith("$$") else NO_WORD.sub(" ", text)
    return not WORD.search(own) or bool(KEY.fullmatch(text))


@pytest.mark.parametrize(
    "message", ["watch_s", "kml.show", "upperRight", "{n:.0f} %", "</details>", "12", ("{n}", "{n}")]
)
def test_what_is_no_word_can_be_told(message):
    assert wordless(message)


@pytest.mark.parametrize(
    "message", ["Right.", "n.d.", "{n} views", "看完", "add `n`", "$$\\text{cost} = 1$$", ("{n} view", "{n} views")]
)
def test_what_is_a_word_is_none_of_them(message):
    assert not wordless(message)


def test_every_message_is_words_or_tells_translators_what_it_is():
    """A pair of values has its punctuation in each language, and a column its name: such a message has a context."""
    paths = [
        *(ROOT / "solutions" / ZH).rglob("*.po"),
        *(ROOT / place.format(language=ZH) for place in LIBRARIES.values()),
    ]
    known = [(path, one) for path in paths for one in catalogues._read(path, ZH) if one.id]
    assert len(known) > 6000
    assert [(path.name, one.id) for path, one in known if wordless(one.id) and not one.context] == []
