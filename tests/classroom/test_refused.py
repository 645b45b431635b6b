"""What the system refuses is one sentence: the file, and what to do."""

import errno
import os

import pytest
from kml_classroom import refused

CASES = [
    (errno.ENOENT, "There is no file grades/x.csv."),
    (errno.ENOSPC, "The disk is full: grades/x.csv was not written, and what was there before is whole; make room, "),
    (errno.EROFS, "grades/x.csv may not be read or written here (Read-only file system): change its rights or name "),
    (errno.EISDIR, "grades/x.csv is a folder: a file belongs here."),
    (errno.ENOTDIR, "grades/x.csv cannot be read or written: Not a directory."),
]


@pytest.mark.parametrize(("number", "begins"), CASES)
def test_a_refusal_names_the_file_and_what_to_do(number, begins):
    said = refused.sentence(OSError(number, os.strerror(number), "grades/x.csv"))
    assert said.startswith(begins) and "Errno" not in said and "\n" not in said


def test_any_other_exception_says_what_it_says():
    assert refused.sentence(ValueError("There is no lesson 99.")) == "There is no lesson 99."
    assert refused.sentence(OSError("the network is down")) == "the network is down"
