"""How the desk's commands end: a sentence and 2, and not a word where nobody reads on."""

import pytest
from kml_classroom.desk.telling import told


def raising(problem):
    @told
    def command(given):
        raise problem

    return command


def test_what_is_wrong_is_said_in_a_sentence(capsys):
    assert raising(ValueError("There is no such column."))(None) == 2
    assert capsys.readouterr().err == "There is no such column.\n"


def test_who_stops_it_is_told_that_it_goes_on(capsys):
    assert raising(KeyboardInterrupt())(None) == 130
    assert capsys.readouterr().err == "Stopped. The same command goes on from here.\n"


def test_a_reader_who_has_had_enough_is_nothing_wrong(capsys):
    with pytest.raises(BrokenPipeError):
        raising(BrokenPipeError())(None)
    assert capsys.readouterr().err == ""
