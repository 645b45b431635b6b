"""Scores go into the school's own table, as it was written; who is missing on either side is said, nothing guessed."""

import csv
import dataclasses
import doctest
import io
import json
import re
import subprocess
import sys
import zipfile

import pytest
from downloading import CANVAS, FULL, NOTEBOOK, WORKSHEET, graded, make_zip, put, write_grades
from hypothesis import given, settings
from hypothesis import strategies as st
from kml_classroom import cli
from kml_classroom.desk.platforms import downloads, gradebooks, people, policy, pseudonyms, tables, unpacking
from kml_classroom.desk.platforms.collecting import collect
from kml_classroom.words import speaking

CLASS = [graded("ada@example.org", "rw"), graded("0012"), graded("Alan Turing", "w" * 20), graded("Eve"), graded("cem")]


@pytest.fixture
def send(tmp_path):
    """Export to a platform; give back (what is Exported, the rows of the file)."""

    def run(theirs, platform="canvas", grades=None, encoding="utf-8", **more):
        out = write_grades(tmp_path / "grades", CLASS if grades is None else grades)
        theirs = put(tmp_path / "theirs.csv", theirs, encoding) if theirs else None
        to = tmp_path / "out.csv"
        done = gradebooks.export(out, platform, to, theirs, **more)
        rows = [] if platform == "gradescope" else rows_of(to, tables.read(to, people.KNOWN).dialect.delimiter)
        return done, rows

    return run


def rows_of(path, delimiter=","):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_canvas_gets_its_own_rows_heads_and_points(send, tmp_path):
    done, rows = send(CANVAS)
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lesson 03 (99)"]
    assert rows[1] == ["Points Possible", "", "", "", "", f"{FULL}.00"]
    assert rows[2:] == [
        ["Lovelace, Ada", "11", "0011", "ada@example.org", 'A and "B"', str(CLASS[0].points)],
        ["Hopper, Grace", "12", "0012", "grace@example.org", "A", str(FULL)],
        ["Turing, Alan", "13", "0013", "alan@example.org", "B", "0"],
    ]
    said = "\n".join(done.lines())
    assert "3 scores written" in said and not done.complete
    assert "not found in your table: Eve (03: fits nobody), cem (03: fits nobody)" in said
    assert "without a score: 李雷 (03); =Cem, Su (03)" in said


def test_a_score_that_a_person_should_look_at_is_named(send):
    doubtful = dataclasses.replace(graded("0012", "w" * 20), state="needs review", reasons=("is it the right file?",))
    done, rows = send(CANVAS, grades=[graded("0011"), doubtful])
    assert done.unread == [("Hopper, Grace", "03")] and len(rows) == 4
    assert "needs a look first (see totals.csv): Hopper, Grace (03)" in "\n".join(done.lines())


def test_what_canvas_has_decided_stays(send):
    done, rows = send(CANVAS, grades=[graded("cem@example.org")])
    assert done.left == [("=Cem, Su", "EX")] and len(rows) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_semicolons_decimal_commas_and_marks_are_written_back(send, tmp_path, encoding):
    theirs = (
        'Student;ID;SIS Login ID;Section;"Lesson 03 (99)";Old\nPoints Possible;;;;' + str(FULL) + ",00;\n"
        '"Lovelace, Ada";11;ada;"A;\nB";;3,50\n'
    )
    rules = policy.Policy(minus_percent=25, free_days=0)
    lists = [put(tmp_path / "l.csv", "folder,name,login,late,late_days\nada,Ada,ada,yes,1\n")]
    done, rows = send(theirs, grades=[graded("ada", "w")], encoding=encoding, rules=rules, lists=lists)
    points = graded("ada", "w").points * 0.75
    assert rows[2][4] == tables.shown(points, ",") and "," in rows[2][4] and rows[2][3] == "A;\nB"
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf") == (encoding != "utf-8")
    assert done.notes[0][1].startswith("03: 1 of 1 days late cost")


def test_a_column_has_to_be_the_lesson_s_or_to_be_named(send):
    theirs = CANVAS.replace("Lesson 03 (99)", "Homework (99)")
    with pytest.raises(ValueError, match=r"which column is lesson 03.*Homework \(99\)"):
        send(theirs)
    assert send(theirs, columns={"03": "Homework (99)"})[0].written == 3
    with pytest.raises(ValueError, match="one column 'X', there are 0"):
        send(theirs, columns={"03": "X"})
    with pytest.raises(ValueError, match="one column 'Homework', there are 2"):
        send("Student,ID,Section,Homework,Homework\nAda,1,A,,\n", columns={"03": "Homework"})
    with pytest.raises(ValueError, match="nothing of lesson 04 in"):
        send(theirs, columns={"04": "Homework (99)"})
    with pytest.raises(ValueError, match="would be a formula"):
        send(CANVAS.replace("Lesson 03 (99)", "=Lesson"), columns={"03": "=Lesson"})


def test_points_are_scaled_only_when_asked_for(send):
    theirs = CANVAS.replace(f"{FULL}.00", "100")
    with pytest.raises(ValueError, match=f"has 100 points there, lesson 03 has {FULL} here: say --scale 100"):
        send(theirs)
    assert send(theirs, scale=100)[1][3][-1] == "100"
    with pytest.raises(ValueError, match="scale must be more than 0"):
        send(theirs, scale=0)


MOODLE = (
    "\ufeffFirst name;Last name;ID number;Email address;Assignment: Lesson 03 (Real);Assignment: Lesson 03 (Letter)\n"
    "Ada;Lovelace;0011;ADA@example.org;-;-\nGrace;Hopper;0012;grace@example.org;2,50;F\n"
)


def test_moodle_by_mail_number_or_name(send):
    columns = {"03": "Assignment: Lesson 03 (Real)"}
    done, rows = send(MOODLE, "moodle", columns=columns)
    assert rows[0] == ["First name", "Last name", "ID number", "Email address", "Assignment: Lesson 03 (Real)"]
    assert [row[-1] for row in rows[1:]] == [str(CLASS[0].points), str(FULL)]
    assert done.hints == [f"Your table does not say how many points lesson 03 has there: it should be {FULL}."]
    with pytest.raises(ValueError, match="which column is lesson 03"):  # two are called so
        send(MOODLE, "moodle")


def test_moodle_s_grading_worksheet_without_what_a_teacher_has_written(send):
    done, rows = send(WORKSHEET, "moodle", grades=[graded("Ada Lovelace"), graded("grace@example.org")])
    assert len(rows) == 2 and rows[1][:2] == ["Participant 501", "Ada Lovelace"] and rows[1][5] == str(FULL)
    assert "Feedback comments" not in rows[0] and done.left == [("Grace Hopper", "locked in Moodle")]
    with pytest.raises(ValueError, match="of one lesson"):
        send(WORKSHEET, "moodle", grades=[graded("a"), graded("a", lesson="02")])


def test_gradescope_gets_a_program_that_looks_scores_up(send, tmp_path):
    theirs = "Name,SID,Email,Sections\nAda Lovelace,0011,Ada@Example.org,A\nGrace,0012,grace@example.org,B\nNo,0013,,\n"
    done, __ = send(theirs, "gradescope", scale=100, grades=[*CLASS[:2], graded("0013")])
    assert done.written == 2 and done.left == [("No", "no e-mail address in your table")]
    root = tmp_path / "autograder"
    zipfile.ZipFile(tmp_path / "out.csv").extractall(root / "source")

    def run(*emails):
        put(root / "submission_metadata.json", json.dumps({"users": [{"email": email} for email in emails]}))
        program = [sys.executable, "-S", root / "source" / "run_autograder", root]
        return subprocess.run(program, capture_output=True, text=True)

    assert run("grace@example.org").returncode == 0
    result = json.loads((root / "results" / "results.json").read_text())
    assert result["score"] == 100 and len(result["tests"]) == len(CLASS[1].marks)
    assert "no score" in run("eve@example.org").stderr and run("grace@example.org", "ada@example.org").returncode == 1


def test_two_of_one_name_are_refused_and_a_number_tells_them_apart(send):
    theirs = "Student,ID,SIS User ID,Section,Lesson 03 (9)\nLi Lei,1,a1,A,\nLi Lei,2,a2,B,\n"
    done, rows = send(theirs, grades=[graded("Li Lei")])
    assert done.strangers == [("Li Lei", "03", "the name fits Li Lei (a1), Li Lei (a2)")] and len(rows) == 1
    done, rows = send(theirs, grades=[graded("a2")])
    assert rows[1][1] == "2" and done.complete


def test_a_name_does_not_count_where_the_address_says_another(send, tmp_path):
    theirs = "Student,ID,SIS Login ID,Section,Lesson 03 (9)\nLi Lei,1,li1@example.org,A,\n"
    lists = [put(tmp_path / "l.csv", "folder,name,email\nx,Li Lei,li2@example.org\n")]
    done, __ = send(theirs, grades=[graded("x")], lists=lists)
    assert done.strangers == [("Li Lei", "03", "the name fits Li Lei (li1@example.org), and li2@example.org does not")]


def test_two_learners_never_share_a_row(send):
    theirs = "Student,ID,SIS User ID,Section,Lesson 03 (9)\nLi Lei,1,a1,A,\n"
    done, rows = send(theirs, grades=[graded("Li Lei"), graded("a1")])
    assert len(done.strangers) == 2 and "several fit the same row" in done.strangers[0][2] and len(rows) == 1
    done, rows = send(theirs, grades=[graded("Li Lei"), graded("a1")], rules=policy.Policy(missing=0))
    assert len(rows) == 1 and done.without == [("Li Lei", "03")]  # one of the two is theirs: that is no zero


def test_a_name_that_begins_a_formula_is_found_again(send, tmp_path):
    source = make_zip(tmp_path / "d.zip", {"adasuma1_11_7_a.ipynb": NOTEBOOK})
    roster = put(tmp_path / "roster.csv", 'Student,ID,Section\n"Ada, =SUM(A1)",11,A\n')
    row, *__ = collect(source, tmp_path / "inbox", roster, "03", progress=False).rows
    done, rows = send(None, "table", grades=[graded(row["folder"])], lists=[tmp_path / "inbox.csv"])
    assert done.complete and [row[0] for row in rows[1:]] == ["Ada, '=SUM(A1)"]


def test_the_school_s_own_export_is_not_written_over(tmp_path):
    out, theirs = write_grades(tmp_path / "grades", CLASS), put(tmp_path / "canvas.csv", CANVAS)
    with pytest.raises(ValueError, match="own export: write to another file"):
        gradebooks.export(out, "canvas", tmp_path / "grades" / ".." / "canvas.csv", theirs)
    assert theirs.read_text(encoding="utf-8") == CANVAS


def test_from_a_download_to_canvas_by_pseudonyms(send, tmp_path):
    source = make_zip(tmp_path / "d.zip", {"lovelaceada_LATE_11_7_a.ipynb": NOTEBOOK, "李雷_14_8_a.ipynb": NOTEBOOK})
    roster = put(tmp_path / "roster.csv", CANVAS)
    done = collect(source, tmp_path / "inbox", roster, "03", key=tmp_path / "secret", progress=False)
    grades = [graded(row["folder"]) for row in done.rows if row["folder"]]
    said, rows = send(CANVAS, grades=grades, lists=[tmp_path / "inbox.csv"])
    assert [row[1] for row in rows[2:]] == ["11", "14"] and said.complete
    said, rows = send(CANVAS, grades=grades, lists=[tmp_path / "inbox.csv"], rules=policy.Policy(minus_percent=10))
    assert [row[1] for row in rows[2:]] == ["14"]  # how late Ada was is not known: nothing is guessed
    assert said.notes == [("Lovelace, Ada", "03: late, and not known by how many days")]


def test_a_group_that_only_the_list_knows_shares_and_what_is_not_said_to_be_late_is_told(send, tmp_path):
    who = "folder,name,email,group\nred,Ada,ada@example.org,Red\n,Grace,grace@example.org,Red\n"
    rules = policy.Policy(minus_percent=10, share=True)
    done, rows = send(CANVAS, grades=[graded("red")], lists=[put(tmp_path / "l.csv", who)], rules=rules)
    assert [row[1] for row in rows[2:]] == ["11", "12"]
    assert done.hints == ["Of 1 score nothing says whether it was late: it counts as in time."]
    who = "folder,name,email,group\na,A,ada@example.org,R\nb,B,grace@example.org,R\n,C,alan@example.org,R\n"
    done, rows = send(
        CANVAS,
        grades=[graded("a"), graded("b", "w")],
        lists=[put(tmp_path / "l.csv", who)],
        rules=policy.Policy(share=True),
    )
    assert ("Turing, Alan", "03: the group has several scores") in done.notes and len(rows) == 4


def test_what_a_platform_could_not_take_is_refused(send, tmp_path):
    both = [graded("0011"), graded("0011", lesson="02")]
    with pytest.raises(ValueError, match="into the same column"):
        send(CANVAS, grades=both, columns={"02": "Lesson 03 (99)", "03": "Lesson 03 (99)"})
    with pytest.raises(ValueError, match="is one lesson"):
        send(CANVAS, "gradescope", grades=both)
    done, rows = send("Student,ID,SIS User ID,Section,Lesson 03\nAda,1,=1+1,A,\n", grades=[graded("Ada")])
    assert done.left == [("Ada", "a spreadsheet would take the number or address for a formula")] and len(rows) == 1
    out = write_grades(tmp_path / "grades", both)
    with pytest.raises(ValueError, match="cannot be read or written: Not a directory"):
        gradebooks.export(out, "table", put(tmp_path / "file", "x") / "below" / "t.csv")


LIST = (
    "folder,name,email,id,group,lesson,late,late_days\n"
    "ada,Ada,ada@example.org,1,Red,03,yes,2\nada,Ada,ada@example.org,1,Red,02,no,0\n"
    "bob,=Bob,bob@example.org,2,Red,03,no,0\n,Cem,cem@example.org,3,Blue,03,,\n"
)


def test_all_lessons_in_one_table_with_late_days_drops_groups_and_what_is_missing(send, tmp_path):
    lists = [put(tmp_path / "l.csv", LIST)]
    two = graded("ada", lesson="02").out_of
    grades = [graded("ada", lesson="02"), graded("ada", "w"), graded("bob")]
    done, rows = send(None, "table", grades=grades, lists=lists, rules=policy.Policy())
    assert rows[0][5:] == [f"02 ({two})", f"03 ({FULL})", "percent", "dropped", "notes"]
    by_name = {row[0]: row[5:] for row in rows[1:]}
    earned = graded("ada", "w").points
    assert by_name["Ada"][:3] == [str(two), str(earned), tables.shown(100 * (two + earned) / (two + FULL))]
    assert by_name["'=Bob"][:3] == ["", str(FULL), ""] and by_name["Cem"][:3] == ["", "", ""]
    assert ("Cem", "03") in done.without
    rules = policy.Policy(free_days=1, minus_percent=50, lowest=1, missing=0, share=True)
    done, rows = send(None, "table", grades=grades, lists=lists, rules=rules)
    by_name = {row[0]: row[5:] for row in rows[1:]}
    assert by_name["Ada"][1:4] == [tables.shown(earned / 2), "100", "03"]
    assert by_name["'=Bob"] == [str(two), str(FULL), "100", "02", "02: what the group has"]
    assert by_name["Cem"][:3] == ["0", "0", "0"] and not done.without


POLICIES = [
    ("[late]\nfree_days = -1\n", "late.free_days must be 0–365; got -1"),
    ("[late]\nminus_percent = true\n", "late.minus_percent must be 0–100; got True"),
    ("[late]\nfree = 1\n", "late.free is none of late.free_days"),
    ("drop = 1\n", "drop is none of"),
    ("[groups]\nshare = 1\n", "groups.share must be true, false; got 1"),
    ("[missing]\npoints = 1\n", "missing.points must be 0; got 1"),
    ("[late\n", "is no TOML"),
]


@pytest.mark.parametrize(("text", "sentence"), POLICIES)
def test_a_rule_that_cannot_be_is_told(tmp_path, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        policy.read(put(tmp_path / "p.toml", text))


def test_a_policy_is_read_and_more_days_than_most_are_nothing(tmp_path):
    example = policy.__doc__.split("\n\n", 1)[1].rpartition("\n\n")[0]
    rules = policy.read(put(tmp_path / "p.toml", example))
    assert rules == policy.Policy(3, 10, 5, 1, 0, True)
    own, said = policy.after_late(rules, {"03": policy.Score(10, 14)}, {"03": 9})
    assert own["03"].points == 0 and said == ["03: 6 of 9 days late cost 10 points"]
    assert policy.after_late(rules, {"03": policy.Score(10, 14)}, {"03": 4})[1] == ["03: 1 of 4 days late cost 1 point"]
    with pytest.raises(ValueError, match=r"There is no file .*none\.(toml|csv)\.$"):
        policy.read(tmp_path / "none.toml")
    with speaking("zh"), pytest.raises(ValueError, match=r"^没有 .*none\.toml 这个文件。$"):
        policy.read(tmp_path / "none.toml")


def test_bad_tables_are_told(send, tmp_path):
    with pytest.raises(ValueError, match="is not in UTF-8"):
        send("Student,ID,Section\n李,1,A\n", encoding="gb18030")
    with pytest.raises(ValueError, match="no export of Canvas"):
        send(WORKSHEET)
    with pytest.raises(ValueError, match="is empty"):
        send("\n")
    out = write_grades(tmp_path / "g", CLASS)
    with pytest.raises(ValueError, match=r"There is no file .*none\.(toml|csv)\.$"):
        gradebooks.export(out, "canvas", tmp_path / "o.csv", tmp_path / "none.csv")
    with pytest.raises(ValueError, match="no list that kml collect has made"):
        gradebooks.export(out, "table", tmp_path / "o.csv", lists=[put(tmp_path / "x.csv", "name\nAda\n")])
    with pytest.raises(ValueError, match="run kml grade first"):
        gradebooks.export(tmp_path, "table", tmp_path / "o.csv")
    put(tmp_path / "g" / "grades.json", "[{}]")
    with pytest.raises(ValueError, match="is damaged"):
        gradebooks.export(out, "table", tmp_path / "o.csv")


def test_another_encoding_or_head_may_be_said(tmp_path):
    roster = put(tmp_path / "r.csv", "学生,邮件\n李雷,li@example.org\n", "gb18030")
    __, found = people.read(roster, "gb18030", {"name": "学生", "email": "邮件"})
    assert (found[0].name, found[0].keys) == ("李雷", {"email": "li@example.org"})
    with pytest.raises(ValueError, match="is none of"):
        people.read(roster, "gb18030", {"nome": "学生"})
    with pytest.raises(ValueError, match="encoding must be"):
        people.read(roster, "klingon")
    assert people.read(put(tmp_path / "s.csv", "sep=;\nName;Email\nAda;a@b\n"))[1][0].name == "Ada"


FORMULA = "=+-@＝＋－＠"
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?([,;\t]|$)")
TEXTS = st.text(st.sampled_from([*FORMULA, *",;\t|\r\n \"'aB1.", "李", "\x0b"]), max_size=12) | st.text(max_size=8)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(",;\t"))
def test_no_cell_is_a_formula_for_any_program_however_it_splits(cells, delimiter):
    text = tables.written(cells, [cells], tables.Dialect(delimiter)).removeprefix("\ufeff")
    for other in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=other):
            for cell in row:
                for line in cell.splitlines() or [""]:
                    begin = line.lstrip(" \t\"'")[:1] if not line.lstrip().startswith(("'", '"')) else ""
                    assert not begin or begin not in FORMULA or NUMBER.match(line), (cells, cell)


@pytest.mark.parametrize("module", [downloads, people, policy, pseudonyms, tables, unpacking])
def test_examples_are_true(module):
    assert doctest.testmod(module).failed == 0


def test_the_commands_from_a_download_to_a_gradebook(tmp_path, capsys):
    source = make_zip(tmp_path / "d.zip", {"hoppergrace_12_7_a.ipynb": NOTEBOOK})
    theirs = put(tmp_path / "theirs.csv", CANVAS.replace("Lesson 03 (99)", '"A, b=c (99)"'))

    def run(*words):
        return cli.main([str(word) for word in words]), "".join(capsys.readouterr())

    said = run(
        "collect", source, "--into", tmp_path / "in", "--roster", theirs, "--columns", "name=Student,group=Section"
    )
    assert said[0] == 0 and "1 folder in" in said[1] and "Not handed in" in said[1]
    out = write_grades(tmp_path / "grades", [graded("Hopper, Grace"), graded("Eve")])
    who = "--who", tmp_path / "in.csv", "--out", tmp_path / "o.csv"
    status, text = run("export", out, "--canvas", theirs, "--column", "03=A, b=c (99)", *who)
    assert status == 1 and "1 score written" in text and "Eve" in text
    assert run("export", out, *who) == (2, "Say one of --canvas, --moodle, --gradescope and --table.\n")
    assert run("collect", tmp_path / "no.zip", "--into", tmp_path / "x")[0] == 2
    with pytest.raises(SystemExit):
        run("export", out, "--column", "03", *who)
    assert "must be NAME=VALUE; got '03'" in capsys.readouterr().err
