import json
import os

import pytest
from kml_classroom.grade import intake
from kml_classroom.grade.grades import Limits
from making import code, solved, source, write

LIMITS = Limits(file_bytes=3_000_000)


def cells(data):
    return intake.read(data if isinstance(data, bytes) else json.dumps(data).encode())


def sources(notebook):
    return [source(cell) for cell in notebook["cells"]]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "byte order mark"),
        (lambda text: text.encode("utf-16"), "UTF-16"),
        (lambda text: text.encode("utf-16-le"), "UTF-16"),
        (lambda text: text.encode("utf-32"), "UTF-32"),
    ],
)
def test_encodings_are_read_and_told(how, says):
    notebook = solved()
    read = cells(how(json.dumps(notebook, ensure_ascii=False)))
    assert [cell.source for cell in read.cells] == sources(notebook)
    assert says in read.repairs[0]


def test_latin_1_is_read_with_a_warning():
    notebook = {"nbformat": 4, "metadata": {}, "cells": [code("x = 'é'")]}
    read = cells(json.dumps(notebook, ensure_ascii=False).encode("latin-1"))
    assert read.cells[0].source == "x = 'é'"
    assert "Latin-1" in read.repairs[0]


def test_an_old_format_is_read():
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [
        {"cell_type": "heading", "level": 2, "source": ["Exercise 03.2"]},
        {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "outputs": []},
    ]}]}  # fmt: skip
    read = cells(old)
    assert [(c.kind, c.source) for c in read.cells] == [("markdown", "### Exercise 03.2"), ("code", "x = 1\ny = 2")]
    assert "old format" in read.repairs[0]


@pytest.mark.parametrize("version", [5, None, "4", 99, True])
def test_an_unknown_format_is_read_as_today_s(version):
    read = cells({**solved(), "nbformat": version})
    assert len(read.cells) == len(solved()["cells"])
    assert "read as 4" in read.repairs[0]


def test_another_kernel_and_damaged_cells_are_told():
    notebook = solved()
    notebook["metadata"]["kernelspec"] = {"name": "julia-1.9", "language": "julia"}
    notebook["cells"] += [None, {"cell_type": "code", "source": 7}, {"source": "x"}, 3]
    read = cells(notebook)
    assert len(read.cells) == len(solved()["cells"])
    assert "julia-1.9" in read.repairs[0] and "4 damaged cells" in read.repairs[1]


def test_strange_metadata_do_no_harm():
    notebook = {
        "nbformat": 4,
        "metadata": [],
        "cells": [code("x", id=["a"], metadata=3), code("y", metadata={"tags": 4})],
    }
    assert [(c.source, c.id, c.tags) for c in cells(notebook).cells] == [("x", "", ()), ("y", "", ())]


def test_a_cell_without_measure_is_left_out_and_looked_at():
    read = cells({"nbformat": 4, "metadata": {}, "cells": [code("x"), code("#" * 300_000)]})
    assert len(read.cells) == 1
    assert "300,000 letters" in read.reviews[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n\x00", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (json.dumps(solved()).encode()[:-200], "breaks off"),
        (b'{"cells": [', "breaks off"),
        (b"PK\x03\x04abc", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"print('hello')", "text, but not a notebook"),
        (b"[]", "JSON, but not"),
        (b"3", "JSON, but not"),
        (b"{}", "no cells"),
        (b'{"cells": {}}', "no cells"),
        (b'{"cells": [], "nbformat": 4}', "has no cells"),
        (b"[" * 200_000, "not a notebook"),
        (b'{"a":' * 200_000, "without end"),
        (b'{"cells": [1,, 2]}', "damaged at character"),
        (b'{"cells": [\n<<<<<<< HEAD\n', "merge"),
        (b"\xff\xfe\x00", "not a notebook"),
        (json.dumps({"nbformat": 4, "cells": [code("")] * 2001}).encode(), "2,001 cells"),
    ],
)
def test_what_cannot_be_read_says_why(data, says):
    with pytest.raises(intake.Unreadable, match=says):
        intake.read(data)


# ── files and folders ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_and_a_folder_name_their_learner(tmp_path):
    (one,) = intake.collect(write(tmp_path / "ada.ipynb", solved()), LIMITS)
    (other,) = intake.collect(write(tmp_path / "bob" / "week 3" / "homework (1).ipynb", solved()).parent.parent, LIMITS)
    assert (one.learner, one.file) == ("ada", "ada.ipynb")
    assert (other.learner, other.file) == ("bob", os.path.join("week 3", "homework (1).ipynb"))
    assert one.data == other.data


def test_what_is_no_notebook_is_left_out_by_name(tmp_path):
    write(tmp_path / "ada" / "03.ipynb", solved())
    write(tmp_path / "ada" / "data.csv", b"1,2")
    write(tmp_path / "ada" / ".ipynb_checkpoints" / "03-checkpoint.ipynb", solved())
    write(tmp_path / "ada" / "__MACOSX" / "03.ipynb", solved())
    (tmp_path / "ada" / "link.ipynb").symlink_to("/etc/passwd")
    (one,) = intake.collect(tmp_path / "ada", LIMITS)
    assert one.file == "03.ipynb" and not one.refused
    assert one.notes == ("left out: data.csv (not a notebook)", "left out: link.ipynb (a link, which is not followed)")


def test_links_pipes_and_giants_are_refused(tmp_path):
    secret = write(tmp_path / "secret" / "a.ipynb", solved())
    (tmp_path / "linked.ipynb").symlink_to(secret)
    (tmp_path / "folder").symlink_to(secret.parent)
    os.mkfifo(tmp_path / "pipe.ipynb")
    write(tmp_path / "huge.ipynb", b" " * 3_000_001)
    for name, says in {"linked.ipynb": "link", "folder": "link", "pipe.ipynb": "no plain file", "huge.ipynb": "3 MB",
                       "gone.ipynb": "There is no file gone.ipynb."}.items():  # fmt: skip
        (one,) = intake.collect(tmp_path / name, LIMITS)
        assert says in one.refused and not one.data


def test_a_folder_without_a_notebook_says_what_it_holds(tmp_path):
    write(tmp_path / "ada" / "answer.py", b"x = 1")
    (tmp_path / "bob").mkdir()
    assert "answer.py" in intake.collect(tmp_path / "ada", LIMITS)[0].refused
    assert "it is empty" in intake.collect(tmp_path / "bob", LIMITS)[0].refused
