import pytest
from tiny import LESSON


@pytest.fixture
def write_source(tmp_path):
    """Write a source into a new course's folder and return its path; `changes` are (old, new) pairs."""

    def write(*changes, name="03_tiny"):
        text = LESSON
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "solutions" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
