"""What the tests of grading share: small limits, and a short way to grade one notebook."""

import pytest
from kml_classroom.grade.judge import grade_one
from making import SMALL, write
from needs import need


@pytest.fixture
def graded(tmp_path):
    """Grade a notebook (JSON, text or bytes) in the sandbox as lesson 03, with small limits and a fixed seed."""
    need("bwrap")

    def run(notebook, limits=SMALL, seed=99):
        path = write(tmp_path / "ada" / "03_gradient_descent.ipynb", notebook)
        return grade_one(path.parent, "03", seed=seed, limits=limits)

    return run
