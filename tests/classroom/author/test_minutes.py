import pytest
from kml_classroom.author import minutes
from kml_classroom.author.minutes import Counts
from kml_classroom.author.source import declarations, read_source
from needs import ROOT
from tiny import EXERCISE


def test_the_rule():
    assert (
        Counts(words=400, lines=30, figures=2, sliders=1, predictions=1, exercises=8).minutes == 2 + 3 + 1 + 2 + 1 + 8
    )
    assert Counts(1, 2, 3, 4, 5, 6) + Counts(1, 1, 1, 1, 1, 1) == Counts(2, 3, 4, 5, 6, 7)


def test_a_lesson_is_counted_by_section_without_what_is_for_afterwards(write_source):
    extra = 'kml.show(fig, alt="x")\n\nkml.explore(draw, alt="y")\n'
    source = read_source(
        write_source(
            ("Some text.", "Some [text](https://a.b/c). `x`\n\n```\nfenced words\n```"),
            ('print("only in the solution")', "one = 1"),
            ("%matplotlib inline\n", extra),
        )
    )
    found = minutes.sections(source, {"03.1": EXERCISE})
    assert [heading for heading, _ in found] == ["", "1 · Doubling · 2 min", "Summary", "Check yourself"]
    doubling = found[1][1]
    # Some text x · Exercise 03 1 · Return twice x
    assert doubling.words == 9
    assert (doubling.figures, doubling.sliders, doubling.predictions, doubling.exercises) == (1, 1, 1, 4)
    stub, figure, check = 3, 10, 5
    assert doubling.lines == stub + figure + check
    assert minutes.total(source, {"03.1": EXERCISE}).lines == doubling.lines


def test_the_table_of_the_course(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    minutes.main(["00"])
    table, *sections = capsys.readouterr().out.split("\n\n")
    source = read_source(next((ROOT / "solutions").glob("00_*.md")))
    counts = minutes.total(source, declarations("00")[0])
    assert f"00\t{counts.words}\t" in table and f"\t{round(counts.minutes)}\t{source.about['minutes']}\n" in table
    assert len(sections) == 1 and "Check yourself" in sections[0]


@pytest.mark.parametrize(("stated", "by_rule"), [(20, 15), (10, 15), (115, 100)])
def test_the_tolerance(stated, by_rule):
    assert abs(stated - by_rule) <= minutes.tolerance(by_rule)
    assert abs(stated + (stated > by_rule) * 2 - 1 - by_rule) > minutes.tolerance(by_rule)
