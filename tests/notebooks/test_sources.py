"""Every notebook is what its source says, in every language; that outputs come out again is test_nbval's question."""

from kml_classroom import cli
from needs import ROOT


def test_every_notebook_is_as_its_source_says(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    status = cli.main(["build", "--check", "--no-run"])
    assert status == 0, capsys.readouterr().out
