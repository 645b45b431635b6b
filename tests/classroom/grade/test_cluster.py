"""The same class on a Dask cluster."""

import pytest
from kml_classroom import cli
from kml_classroom.grade import batch
from making import write


@pytest.mark.whole
def test_a_cluster_gives_the_same_grades(a_class, tmp_path):
    distributed = pytest.importorskip("distributed")
    out = tmp_path / "out"
    write(out / ".journal" / "seed", (a_class.out / ".journal" / "seed").read_text())
    options = {"n_workers": 2, "threads_per_worker": 2, "dashboard_address": None}
    with distributed.LocalCluster(**options, local_directory=str(tmp_path)) as cluster:
        address = cluster.scheduler_address
        there = batch.grade_class(a_class.inbox, "03", out, scheduler=address, progress=False)
    assert there == a_class.grades and len(there) == 12


def test_a_cluster_that_is_not_there_is_a_sentence(tmp_path, capsys, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(batch, "_CONNECT_S", 0.5)
    write(tmp_path / "inbox" / "ada.ipynb", b"{")
    command = ["grade", str(tmp_path / "inbox"), "--lesson", "03", "--out", str(tmp_path / "out")]
    assert cli.main([*command, "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "no Dask scheduler at tcp://127.0.0.1:9" in capsys.readouterr().err
