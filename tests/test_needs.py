"""A missing program skips a test on a learner's machine, and fails it where CI promises that the program is there."""

import pytest
from needs import kuairand_folder, need


def test_a_program_that_is_there_gives_its_path():
    assert need("sh").endswith("/sh")


def test_a_missing_program_skips_and_says_what_to_install(monkeypatch):
    monkeypatch.delenv("KML_REQUIRE_SYSTEM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="sudo apt install bubblewrap"):
        need("bwrap")


def test_a_missing_program_fails_where_it_is_promised(monkeypatch):
    monkeypatch.setenv("KML_REQUIRE_SYSTEM", "1")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="sudo apt install chromium"):
        need("chromium")


def test_real_data_come_from_the_named_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("KML_KUAIRAND", str(tmp_path))
    assert kuairand_folder() == tmp_path
    monkeypatch.setenv("KML_KUAIRAND", str(tmp_path / "gone"))
    with pytest.raises(pytest.skip.Exception, match="KML_KUAIRAND"):
        kuairand_folder()
