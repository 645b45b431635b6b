"""What the tests of grading share: small limits, a short way to grade one notebook, and a class that was graded."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from kml_classroom import cli
from kml_classroom.grade import batch
from kml_classroom.grade.judge import grade_one
from making import SMALL, small_class, write
from needs import need


@pytest.fixture
def graded(tmp_path):
    """Grade a notebook (JSON, text or bytes) in the sandbox as lesson 03, with small limits and a fixed seed."""
    need("bwrap")

    def run(notebook, limits=SMALL, seed=99):
        path = write(tmp_path / "ada" / "03_gradient_descent.ipynb", notebook)
        return grade_one(path.parent, "03", seed=seed, limits=limits)

    return run


@dataclass(frozen=True)
class Class:
    """A class of twelve that the command line has graded: each of `small_class` twice."""

    inbox: Path
    out: Path
    grades: list
    status: int
    said: str
    warned: str


@pytest.fixture(scope="session")
def a_class(tmp_path_factory):
    """The Class, graded once. Leave its folders as they are."""
    need("bwrap")
    place = tmp_path_factory.mktemp("class")
    inbox, out, said, warned = place / "inbox", place / "out", io.StringIO(), io.StringIO()
    write(inbox / ".DS_Store", "nobody's")
    for learner, notebook in small_class().items():
        for copy in ("", "1"):
            write(inbox / f"{learner}{copy}" / "03_gradient_descent.ipynb", notebook)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(warned):
        status = cli.main(["grade", str(inbox), "--lesson", "03", "--out", str(out)])
    grades = batch.grade_class(inbox, "03", out, progress=False)
    return Class(inbox, out, grades, status, said.getvalue(), warned.getvalue())
