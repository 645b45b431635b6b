"""Downloads of Canvas, Moodle and Gradescope become a folder a learner; nothing in them leads out or fills the disk."""

import io
import stat
import zipfile

import pytest
from downloading import CANVAS, FULL, NOTEBOOK, WORKSHEET, graded, make_zip, put, write_grades
from kml_classroom.desk.platforms import gradebooks, policy, tables, unpacking
from kml_classroom.desk.platforms.collecting import collect

CANVAS_ZIP = {
    "lovelaceada_LATE_11_701_03-1.ipynb": NOTEBOOK,
    "lovelaceada_LATE_11_702_notes_from_5_9_.txt": "x",
    "hoppergrace_12_703_03.ipynb": NOTEBOOK,
    "李雷_14_704_03.ipynb": NOTEBOOK,
    "__MACOSX/._x": "x",
}


@pytest.fixture
def gather(tmp_path):
    """Collect {name: text} into tmp_path/inbox; give back what is Collected."""

    def run(files, roster=None, into="inbox", **more):
        source = files if not isinstance(files, (dict, list)) else make_zip(tmp_path / "download.zip", files)
        roster = put(tmp_path / "roster.csv", roster) if roster else None
        return collect(source, tmp_path / into, roster, progress=False, **more)

    return run


def by_name(done):
    return {row["name"]: row for row in done.rows}


def held(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_canvas_by_its_numbers_with_late_marks_and_who_is_missing(gather, tmp_path):
    done = gather(CANVAS_ZIP, CANVAS, lesson="03")
    assert held(tmp_path / "inbox") == [
        "Hopper, Grace/03.ipynb",
        "Lovelace, Ada/03-1.ipynb",
        "Lovelace, Ada/notes_from_5_9_.txt",
        "李雷/03.ipynb",
    ]
    rows = by_name(done)
    assert [(rows[name]["late"], rows[name]["id"]) for name in ("Lovelace, Ada", "Hopper, Grace", "李雷")] == [
        ("yes", "0011"), ("no", "0012"), ("no", "0014"),
    ]  # fmt: skip
    said = "\n".join(done.lines())
    assert "3 folders" in said and "Late: Lovelace, Ada\n" in said
    assert (
        "Not handed in: =Cem, Su; Turing, Alan\n" in said and "Left out" not in said and "Not in the roster" not in said
    )


def test_canvas_by_the_name_to_sort_by_where_the_roster_has_no_number_of_canvas(gather):
    roster = "Name;Email;ID\nAda Lovelace;ada@example.org;1\nLei Li;li@example.org;2\nLe Ili;x@example.org;3\n"
    files = {"adalovelace_11_701_03.ipynb": NOTEBOOK, "leili_12_702_03.ipynb": NOTEBOOK}
    done = gather(files, roster)
    assert by_name(done)["Ada Lovelace"]["handed_in"] == "yes"
    assert done.strangers == [("leili 12", "the name fits Le Ili (x@example.org), Lei Li (li@example.org)")]


def test_anonymous_files_and_texts_of_canvas(gather, tmp_path):
    gather({"anon_x7Qk1_701_03.ipynb": NOTEBOOK, "LATE_anon_Ab_702_03.ipynb": NOTEBOOK, "ada_LATE_5_text.html": "x"})
    assert held(tmp_path / "inbox") == ["ada/text.html", "anon_Ab/03.ipynb", "anon_x7Qk1/03.ipynb"]


@pytest.mark.parametrize("slash", ["/", ""])
def test_moodle_by_the_participant_s_number_with_days_late_and_groups(gather, slash, tmp_path):
    files = {
        f"Red-Ada Lovelace_501_assignsubmission_file_{slash}03.ipynb": NOTEBOOK,
        f"Grace Hopper_502_assignsubmission_file_{slash}03.ipynb": NOTEBOOK,
        f"Eve_777_assignsubmission_onlinetext_{slash}onlinetext.html": "x",
    }
    done = gather(files, WORKSHEET)
    rows = by_name(done)
    assert (rows["Ada Lovelace"]["late_days"], rows["Ada Lovelace"]["group"]) == (2, "Red")
    assert rows["Grace Hopper"]["late"] == "" and rows["李雷"]["handed_in"] == "no"
    assert done.strangers == [("Eve 777", "fits nobody")] and rows["Eve"]["notes"] == "not in the roster"
    assert held(tmp_path / "inbox")[0] == "Ada Lovelace/03.ipynb"


def test_moodle_by_name_where_the_roster_has_no_participants(gather):
    roster = "First name,Last name,ID number,Email address,Groups\nAda,Lovelace,7,ada@example.org,Red\n雷,李,8,li@x,\n"
    files = {"Red-Ada Lovelace_1_assignsubmission_file_/a.ipynb": "", "李雷_2_assignsubmission_file_/a.ipynb": ""}
    done = gather(files, roster)
    assert [row["id"] for row in done.rows] == ["7", "8"] and not done.strangers


METADATA = """\
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0011'
    :email: ada@example.org
  :created_at: 2026-11-20 14:22:32.365935000 Z
submission_2:
  :submitters:
  - :name: Grace Hopper
    :sid: 0012
    :email: grace@example.org
  - :name: Lei
    :sid: 0014
    :email: li@example.org
"""


def test_gradescope_by_its_metadata_and_groups(gather, tmp_path):
    pytest.importorskip("yaml")
    files = {
        "assignment_9_export/submission_metadata.yml": METADATA,
        "assignment_9_export/submission_1/03.ipynb": NOTEBOOK,
        "assignment_9_export/submission_2/src/03.ipynb": NOTEBOOK,
        "assignment_9_export/submission_3/03.ipynb": NOTEBOOK,
    }
    done = gather(files, CANVAS)
    assert held(tmp_path / "inbox") == ["Hopper, Grace/03.ipynb", "Lovelace, Ada/03.ipynb", "李雷/03.ipynb"]
    assert done.left_out == [("assignment_9_export/submission_3/03.ipynb", "it is nobody's")]


def test_a_group_of_canvas_is_one_folder_and_a_row_for_each_of_it(gather):
    roster = (
        "Name,Email,Group\nAda,ada@example.org,Red Team\nGrace,grace@example.org,Red Team\nLi,li@example.org,Blue\n"
    )
    done = gather({"redteam_31_701_03.ipynb": NOTEBOOK}, roster)
    assert [(row["name"], row["folder"]) for row in done.rows] == [("Ada", "redteam"), ("Grace", "redteam"), ("Li", "")]


def test_what_a_run_has_begun_that_was_killed_is_in_nobody_s_way(gather, tmp_path):
    put(tmp_path / "inbox" / ".part" / "learner" / "03.ipynb", "half of it")
    assert gather(CANVAS_ZIP, CANVAS).rows and not (tmp_path / "inbox" / ".part").exists()
    put(tmp_path / "mine" / ".part", "x"), put(tmp_path / "mine" / "y", "y")
    with pytest.raises(ValueError, match="is not empty"):
        gather(CANVAS_ZIP, CANVAS, into="mine")


def test_again_replaces_what_is_newer_and_keeps_the_folder_and_what_a_person_has_filled_in(gather, tmp_path):
    gather(CANVAS_ZIP, CANVAS)
    list = tmp_path / "inbox.csv"
    put(list, list.read_text(encoding="utf-8-sig").replace("11,,A", "11,,A").replace("yes,yes,,", "yes,yes,3,"))
    done = gather({"lovelaceada_LATE_11_801_03-2.ipynb": NOTEBOOK}, CANVAS)
    assert held(tmp_path / "inbox") == ["Hopper, Grace/03.ipynb", "Lovelace, Ada/03-2.ipynb", "李雷/03.ipynb"]
    assert by_name(done)["Lovelace, Ada"]["late_days"] == "3" and by_name(done)["李雷"]["handed_in"] == "yes"
    assert "Lovelace, Ada (3 days)" in "\n".join(done.lines())


def test_pseudonyms_are_the_same_in_every_lesson_and_say_nothing(gather, tmp_path):
    first = gather(CANVAS_ZIP, CANVAS, key=tmp_path / "secret")
    second = gather(CANVAS_ZIP, CANVAS, into="inbox04", key=tmp_path / "secret")
    folders = [row["folder"] for row in first.rows]
    assert folders == [row["folder"] for row in second.rows]
    assert all(not one or one.startswith("learner-") for one in folders) and len({*folders}) == 4
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    other = gather(CANVAS_ZIP, CANVAS, into="inbox05", key=tmp_path / "another")
    assert {row["folder"] for row in other.rows} & {*folders} == {""}
    with pytest.raises(ValueError, match="holds no secret"):
        gather(CANVAS_ZIP, key=put(tmp_path / "note", "hello"), into="x")


def test_two_of_one_name_get_a_folder_each(gather, tmp_path):
    done = gather({"li_1_701_a.ipynb": "1", "li_2_702_a.ipynb": "2", "LI_3_703_a.ipynb": "3"})
    assert held(tmp_path / "inbox") == ["LI 3/a.ipynb", "li 2/a.ipynb", "li/a.ipynb"] and len(done.rows) == 3


def test_two_who_fit_one_of_the_roster_are_nobody(gather):
    roster = "Name,Email\nAda,ada@example.org\n"
    done = gather({"ada_1_701_a.ipynb": "", "ada_2_702_a.ipynb": ""}, roster)
    assert {why for __, why in done.strangers} == {"two in the download fit Ada"} and len(done.strangers) == 2
    row = by_name(done)["Ada"]
    assert row["handed_in"] == "" and row["notes"].startswith("perhaps handed in: ")
    assert "Not handed in" not in "\n".join(done.lines())


def test_who_of_two_of_one_name_has_handed_in_is_not_known_and_no_zero(gather, tmp_path):
    roster = "Name,Email,Role\nLi Lei,a@b,Student\nLi Lei,c@d,Student\nBob,b@b,Student\nProf,p@b,Instructor\n"
    done = gather({"Li Lei_7_assignsubmission_file_/a.ipynb": NOTEBOOK}, roster, lesson="03")
    assert [(row["email"], row["handed_in"]) for row in done.rows] == [
        ("b@b", "no"), ("a@b", ""), ("c@d", ""), ("", "yes"),
    ]  # fmt: skip
    out = write_grades(tmp_path / "grades", [graded("Li Lei")])
    made = gradebooks.export(out, "table", tmp_path / "t.csv", None, [done.list], policy.Policy(missing=0))
    table = tables.read(tmp_path / "t.csv")
    points = {row[1]: row[5] for row in table.rows}
    assert points == {"b@b": "0", "": str(FULL), "a@b": "", "c@d": ""} and len(made.without) == 2


def test_one_of_a_group_who_has_handed_in_alone_too_leaves_nobody_of_it_with_nothing(gather):
    roster = "Name,Email,Group\nAda,a@b,Red\nBob,b@b,Red\n"
    files = {f"{name}_{n}_assignsubmission_file_/a.ipynb": NOTEBOOK for n, name in enumerate(("red", "Ada", "Bob"))}
    done = gather(files, roster)
    assert {row["handed_in"] for row in done.rows if row["email"]} == {""} and len(done.strangers) == 4


def hostile(path):
    """A zip with what an attacker would put in one."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada_1_701_a.ipynb", NOTEBOOK)
        for name in ("../up.ipynb", "/abs.ipynb", "C:\\x\\y.ipynb", "ada_1_702_..\\..\\b.ipynb"):
            archive.writestr(name, "x")
        link = zipfile.ZipInfo("ada_1_703_link.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("ada_1_704_CON.ipynb", "x")
        archive.writestr("ada_1_705_a.ipynb", "x")
        archive.writestr("ada_1_706_bomb.ipynb", b"0" * 3_000_000)
        archive.writestr("ada_1_707_broken.ipynb", NOTEBOOK * 50)
    data = path.read_bytes()
    at = data.index(b"ada_1_707_broken.ipynb") + len("ada_1_707_broken.ipynb")
    path.write_bytes(data[:at] + bytes(8) + data[at + 8 :])
    return path


def test_nothing_leads_out_or_is_too_large(gather, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_OF_ONE", 1_000_000)
    done = gather(hostile(tmp_path / "hostile.zip"))
    inside = ["ada/_CON.ipynb", "ada/a (2).ipynb", "ada/a.ipynb"]
    assert held(tmp_path / "inbox") == inside
    why = {name.rpartition("_")[2]: why for name, why in done.left_out}
    assert why["link.ipynb"].startswith("a link") and why["bomb.ipynb"] == "3 MB, more than 1 MB"
    assert why["broken.ipynb"] == "it is damaged"
    assert sum("leads out" in one for one in why.values()) >= 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hostile.zip", "inbox", "inbox.csv"]


def test_a_file_that_holds_more_than_it_says_is_not_written(tmp_path):
    entry = unpacking.Entry(("a",), 5, lambda: io.BytesIO(b"x" * 10))
    assert unpacking.copy(entry, tmp_path / "out") == "it is larger than it says"
    assert not (tmp_path / "out").exists()


def test_a_folder_that_was_unpacked_already_is_taken_too(gather, tmp_path):
    for name, text in CANVAS_ZIP.items():
        put(tmp_path / "download" / name, text)
    (tmp_path / "download" / "ada_9_1_x.ipynb").symlink_to("/etc/passwd")
    done = gather(tmp_path / "download", CANVAS)
    assert by_name(done)["李雷"]["handed_in"] == "yes"
    assert [why for __, why in done.left_out] == ["a link or no plain file"]


WRONG = [
    ({"readme.txt": "x"}, "is no download of Canvas, Moodle or Gradescope .* kml grade takes it as it is"),
    ({"a_1_2_b_3_assignsubmission_file_x.ipynb": "x"}, "may be a download of Canvas or of Moodle"),
    ({}, "The download is empty"),
]


@pytest.mark.parametrize(("files", "sentence"), WRONG)
def test_what_is_no_download_is_said_and_nothing_is_written(gather, tmp_path, files, sentence):
    with pytest.raises(ValueError, match=sentence):
        gather(files)
    assert not (tmp_path / "inbox").exists() and not (tmp_path / "inbox.csv").exists()


def test_bad_input_is_told(gather, tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="There is no file"):
        gather(tmp_path / "nothing.zip")
    with pytest.raises(ValueError, match="no zip file"):
        gather(put(tmp_path / "x.zip", "PK"))
    with pytest.raises(ValueError, match="no column with a name"):
        gather(CANVAS_ZIP, "a,b\n1,2\n")
    with pytest.raises(ValueError, match="There is no lesson 3; there is 00"):
        gather(CANVAS_ZIP, CANVAS, lesson="3")
    with pytest.raises(ValueError, match="No file is called as Moodle calls them"):
        gather(CANVAS_ZIP, CANVAS, platform="moodle")
    with pytest.raises(ValueError, match="an Excel workbook or a zip file"):
        gather(CANVAS_ZIP, "PK\x03\x04")
    put(tmp_path / "inbox" / "mine", "x")
    with pytest.raises(ValueError, match="is not empty"):
        gather(CANVAS_ZIP)
    monkeypatch.setattr(unpacking, "MOST_OF_ALL", 3)
    with pytest.raises(ValueError, match="GB when unpacked"):
        gather(CANVAS_ZIP, into="other")
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    with pytest.raises(ValueError, match="more than 1"):
        gather(CANVAS_ZIP, into="other")


def test_the_list_is_a_table_that_is_read_again(gather, tmp_path):
    gather(CANVAS_ZIP, CANVAS)
    table = tables.read(tmp_path / "inbox.csv")
    assert table.rows[0][table.column("name")] == "=Cem, Su"  # kept from being a formula in the file itself
    assert "'=Cem" in (tmp_path / "inbox.csv").read_text(encoding="utf-8-sig")
