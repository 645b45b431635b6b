"""Answers that are unusually alike: a copy is found through its disguise, and what all have tells nothing."""

import json
import re

import pytest
from answering_class import ID, LESSON, answers, disguised, write_class
from downloading import graded, write_grades
from kml_classroom import cli
from kml_classroom.desk.own_work import alike, fingerprints, likeness

from kml.core import words
from kml.course.checking import exercises
from kml.course.checking.solutions import readable

EXERCISE = exercises.find(ID)
HOSTILE = "</pre><script>alert(1)</script>"
TURNED = "\u202e\u2066\u200b\x1b"  # what turns the writing, hides, or is a terminal's


@pytest.fixture(scope="module")
def known():
    return likeness.handed_out(LESSON)


@pytest.fixture(scope="module")
def a_class(tmp_path_factory):
    """Fifteen who have written alone, one of whom another has copied and disguised; three with the course's answer."""
    sources = {f"learner {n}": source for n, source in enumerate(answers())}
    sources[HOSTILE] = disguised(sources["learner 9"])
    sources |= {f"reads {n}": readable(EXERCISE.reference) + f"\n# {n}" for n in range(3)}
    return write_class(tmp_path_factory.mktemp("similar"), sources)


@pytest.fixture(scope="module")
def found(a_class):
    return {one.exercise.id: one for one in likeness.look(a_class)[LESSON]}


def test_a_copy_stands_first_however_it_is_disguised(found):
    first = found[ID].same[0]
    assert first.learners == (HOSTILE, "learner 9")
    assert len(found[ID].same) == 1 and len(found[ID].pairs) <= 1


def test_an_edited_copy_is_told_as_a_pair(known):
    original = answers()[9]
    lines = original.rstrip().split("\n")
    edited = disguised("\n".join([*lines[:-1], "    unused = [0, 1]", lines[-1]]))
    given = [(f"l{n}", source) for n, source in enumerate(answers())] + [("edited", edited)]
    pair = likeness.compare(EXERCISE, given, known).pairs[0]
    assert {*pair.one.learners, *pair.other.learners} == {"l9", "edited"}
    assert pair.share > likeness.compare(EXERCISE, given, known).usual
    assert pair.one.shape.lines_of(pair.shared) <= set(range(1, 100))


def test_the_course_s_own_answer_and_skeleton_leave_nothing_to_compare(known, found):
    shape = fingerprints.shape_of(readable(EXERCISE.reference))
    assert len(shape.fingerprints()) > likeness.ENOUGH and not shape.fingerprints(known)
    assert found[ID].short >= 3
    assert not any("reads" in name for own in found[ID].same for name in own.learners)


def test_what_is_short_is_not_compared():
    one = exercises.find("00.1")
    source = "def income(ads, cpm, fill, share):\n    return ads / 1000 * cpm * share"
    found = likeness.compare(one, [(f"l{n}", source) for n in range(30)], frozenset())
    assert (found.answers, found.short, found.same, found.pairs) == (30, 30, (), ())
    assert "30 are too short to say" in alike.counted(found)


def test_names_texts_numbers_and_layout_leave_no_trace():
    code = """
def f(x):
    '''What.'''
    total = 1
    for one in x:
        total += one * 2.5
    return max(total, 3)
"""
    other = """
import os
def g(values):
    sum = 7  # mine
    for v in values: sum += (v *
        9.75)
    return max(sum, 0)
kml.check("1", g)
"""
    one, two = map(fingerprints.shape_of, (code, other))
    assert one.pieces == two.pieces and one.pieces
    assert fingerprints.shape_of(code.replace("max", "min")).pieces != one.pieces
    assert fingerprints.shape_of(code.replace("2.5", "'a'")).pieces != one.pieces
    assert fingerprints.shape_of("def f(:") is None


def test_whatever_is_alike_for_long_enough_shares_a_fingerprint():
    middle = "    a = [x for x in range(9) if x % 2]\n    b = sum(a) / len(a)\n    return b - min(a)\n"
    one = fingerprints.shape_of("def f():\n    c = {}\n    while c: c.pop()\n" + middle)
    two = fingerprints.shape_of("class A: pass\ndef f(y, z):\n    y, z = z, y\n    assert y\n" + middle)
    assert one.fingerprints() & two.fingerprints()


def test_a_way_to_write_that_a_fifth_of_a_class_has_is_not_told(known):
    given = [(f"l{n}", source) for n, source in enumerate(answers())]
    common = "\n".join(f"    found = [one ** 2 for one in range({n}) if one % 2]" for n in range(6))
    head = "def mixture(watched, duration):\n"
    more = [(f"c{n}", f"{head}{common}\n    return {'found + ' * n}found\n") for n in range(9)]
    assert not [pair for pair in likeness.compare(EXERCISE, given + more, known).pairs if "c0" in pair.one.learners]


def test_the_page_shows_both_says_that_it_is_no_proof_and_runs_nothing(found):
    given = [(f"l{n}", source) for n, source in enumerate(answers())]
    edited = disguised(answers()[9]).replace("    return", f"    again = [1, 2]  # {TURNED}\n    return", 1)
    pairs = likeness.compare(EXERCISE, [*given, (HOSTILE, edited)], likeness.handed_out(LESSON))
    made = alike.page({LESSON: [*found.values(), pairs]})
    assert "<script" not in made and "&lt;script&gt;" in made and "http" not in made.replace("http-equiv", "")
    assert "default-src 'none'" in made and made.count("<main ") == len(words.languages())
    assert "is no proof of anything" in made and "不能证明任何事" in made
    assert '<div class="beside">' in made and "<span class=both>" in made
    assert "# ����" in made and not {*TURNED} & {*made}
    for language in words.languages()[1:]:
        inside = re.search(f'<main lang="{language}".*?</main>', made, re.DOTALL)[0]
        assert "Answers that are" not in inside


def test_the_command_writes_the_page_and_says_what_it_is_worth(a_class, capsys):
    assert cli.main(["similar", str(a_class)]) == 0
    said = capsys.readouterr().out
    assert "no proof" in said and "learner 9" in said and (a_class / alike.FILE).is_file()
    assert "byte for byte" not in said
    assert cli.main(["similar", str(a_class), "--lesson", LESSON, "--lesson", LESSON]) == 0
    assert "learner 9" in capsys.readouterr().out
    assert cli.main(["similar", str(a_class), "--lesson", LESSON, "--lesson", "99"]) == 2
    assert f"nothing of lesson 99 in {a_class}; there is {LESSON}." in capsys.readouterr().err


def test_a_large_class_is_not_compared_pair_by_pair(known):
    """Each answer has something of its own; what a fifth has is not looked at, so few pairs are."""
    sources = answers()
    calls = [", ".join(f"{'abc'[n // 3**i % 3]}()" for i in range(6)) for n in range(200)]
    own = [f"\ndef more():\n    return [{call}]" for call in calls]
    found = likeness.compare(EXERCISE, [(f"l{n}", sources[n % len(sources)] + one) for n, one in enumerate(own)], known)
    assert found.answers == 200 and len(found.pairs) <= 200


def test_the_same_file_is_told_however_short_its_answers_are(tmp_path, capsys):
    files = {"Ada": ("r", "a"), "Bob": ("r", "a"), "Cem": ("r", "c"), "Eve": ("u" * 20, "u"), "Fay": ("u" * 20, "u")}
    out = write_grades(tmp_path, [graded(who, how, digest=digest) for who, (how, digest) in files.items()])
    (tmp_path / ".journal" / "pages").mkdir(parents=True)
    page = [{"kind": "code", "source": "def residuals(): pass", "outputs": [], "exercise": "03.1"}]
    for digest in "acu":
        (tmp_path / ".journal" / "pages" / f"03-{digest}.json").write_text(json.dumps(page), encoding="utf-8")
    assert cli.main(["similar", str(out)]) == 0
    assert "Lesson 03: The same file, byte for byte: Ada, Bob\n" in capsys.readouterr().out
    assert "The same file, byte for byte: Ada, Bob" in (out / alike.FILE).read_text(encoding="utf-8")
