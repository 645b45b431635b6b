"""paper.md: what the Journal of Open Source Education asks for is there, and of works only those the course names."""

import re

import yaml
from needs import ROOT

PAPER = (ROOT / "paper.md").read_text(encoding="utf-8")
BIB = (ROOT / "paper.bib").read_text(encoding="utf-8")
WORKS = dict(re.findall(r"^@\w+\{(\w+),\n(.*?)^\}", BIB, re.M | re.S))


def test_it_has_the_journal_s_head_and_parts():
    about = yaml.safe_load(PAPER.split("---")[1])
    assert about["bibliography"] == "paper.bib" and about["authors"] == [{"name": "kml contributors", "affiliation": 1}]
    heads = re.findall(r"^# (.*)$", PAPER, re.M)
    asked = {"Summary", "Statement of need", "Learning objectives", "Content", "Instructional design", "Story"}
    assert asked <= set(heads) and heads[-1] == "References"


def test_every_work_is_cited_and_every_citation_is_a_work():
    assert set(re.findall(r"@(\w+)", PAPER.split("---", 2)[2])) == WORKS.keys()


def test_every_work_is_one_that_the_course_names_with_its_address():
    pages = [*(ROOT / "solutions").glob("*.md"), *(ROOT / "kml").rglob("*.py")]
    named = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    for key, work in WORKS.items():
        addresses = re.findall(r"(?:doi|eprint) += \{(.*?)\}", work)
        assert any(address in named for address in addresses), key


def test_its_hours_are_those_of_the_lessons():
    rows = (ROOT / "kml" / "stored" / "lessons.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert round(sum(int(row.split("\t")[1]) for row in rows) / 60) == 19 and len(rows) == 12
    assert "twelve lessons" in PAPER and "nineteen hours" in PAPER
