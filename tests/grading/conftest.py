"""What the tests of grading share: small limits, and a short way to grade one notebook."""

import pytest
from kml_classroom.grade.judge import grade_one
from kml_classroom.grade.marks import Limits
from making import write
from needs import need

SMALL = Limits(file_bytes=3_000_000, cpu_s=2, answer_s=20.0, notebook_s=60.0, memory=600_000_000)


@pytest.fixture
def graded(tmp_path):
    """Grade a notebook (JSON, text or bytes) in the sandbox as lesson 03, with small limits and a fixed seed."""
    need("bwrap")

    def run(notebook, limits=SMALL, seed=99):
        path = write(tmp_path / "ada" / "03_gradient_descent.ipynb", notebook)
        return grade_one(path.parent, "03", seed=seed, limits=limits)

    return run
