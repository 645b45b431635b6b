"""The loaders, on small archives made here in the official form and served by this process."""

import functools
import hashlib
import http.server
import io
import re
import tarfile
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kml import datasets, metrics, platform
from kml.datasets import archives, logs
from kml.log import rates


@pytest.fixture(scope="module")
def day():
    return platform.simulate_day(platform.world(viewers=30, videos=40, seed=1), seed=2)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of the test's own."""
    monkeypatch.delenv("KML_DATA", raising=False)
    monkeypatch.delenv("KML_STATIC", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(archives, "_cache", lambda: tmp_path / "cache" / "kml")
    return tmp_path / "cache" / "kml"


def tar_of(day, version="pure"):
    """The bytes of a KuaiRand archive whose logs are the given day, half of it in each period."""
    half = len(day) // 2
    standard = logs.kuairand_files(version, "standard")
    parts = (
        np.array_split(np.arange(len(day)), len(standard))
        if len(standard) > 2
        else [range(half), range(half, len(day))]
    )
    tables = {name: day.iloc[list(part)] for name, part in zip(standard, parts, strict=True)}
    tables[logs.kuairand_files(version, "random")[0]] = day.assign(is_rand=1)
    tables[logs.kuairand_files(version, "videos")[0]] = pd.DataFrame(
        {"video_id": [0], "author_id": [1], "upload_dt": ["2022-04-10"], "video_duration": [9000.0], "tag": ["39"]}
    )
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, table in tables.items():
            data = table.to_csv(index=False).encode()
            info = tarfile.TarInfo(f"KuaiRand-Pure/data/{name}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def offer(monkeypatch, release, **changes):
    monkeypatch.setitem(archives.SOURCES, release, replace(archives.SOURCES[release], **changes))


@pytest.fixture
def server(tmp_path):
    """Serve a folder of this machine; yield (folder, address, list of the paths that were asked for)."""
    folder, asked = tmp_path / "served", []
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            asked.append(self.path)

    web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{web.server_port}", asked
    web.shutdown()
    web.server_close()
    thread.join()


def test_a_log_is_downloaded_once_and_is_the_one_that_was_packed(day, cache, server, monkeypatch, capsys):
    folder, address, asked = server
    packed = tar_of(day)
    (folder / "pure.tar.gz").write_bytes(packed)
    offer(monkeypatch, "pure", address=f"{address}/pure.tar.gz", md5=hashlib.md5(packed).hexdigest())
    assert not datasets.available("pure")
    log = datasets.kuairand("pure")
    pd.testing.assert_frame_equal(log, day.reset_index(drop=True), check_dtype=False)
    printed = capsys.readouterr().out
    assert "CC BY-SA 4.0" in printed
    assert "10.1145/3511808.3557624" in printed
    assert datasets.available("pure")
    assert len(datasets.kuairand("pure", "random", rows=7)) == 7
    assert datasets.kuairand("pure", "videos")["video_duration"].tolist() == [9000.0]
    assert len(asked) == 1


def test_what_is_loaded_works_where_the_simulated_log_works(day, cache, tmp_path, monkeypatch):
    packed = tar_of(day)
    (tmp_path / "pure").mkdir()
    (tmp_path / "pure" / "KuaiRand-Pure.tar.gz").write_bytes(packed)
    offer(monkeypatch, "pure", md5=hashlib.md5(packed).hexdigest())
    log = datasets.kuairand("pure", folder=tmp_path / "pure")
    pd.testing.assert_series_equal(rates(log), rates(day))


def test_a_wrong_md5_is_refused_and_nothing_is_kept(day, cache, server, monkeypatch):
    folder, address, _ = server
    (folder / "pure.tar.gz").write_bytes(tar_of(day)[:-40])
    offer(monkeypatch, "pure", address=f"{address}/pure.tar.gz")
    with pytest.raises(ValueError, match=r"KuaiRand-Pure is damaged.*0820331067a3784d9691136f772b35a7"):
        datasets.kuairand("pure")
    assert [path for path in cache.rglob("*") if path.is_file()] == []


def test_a_damaged_archive_in_a_folder_is_refused_before_it_is_unpacked(day, cache, tmp_path):
    (tmp_path / "KuaiRand-Pure.tar.gz").write_bytes(tar_of(day))
    with pytest.raises(ValueError, match="damaged"):
        datasets.kuairand("pure", folder=tmp_path)
    assert not cache.exists()


def test_without_a_network_the_sentence_says_what_to_do(cache, monkeypatch):
    offer(monkeypatch, "pure", address="http://127.0.0.1:9/pure.tar.gz")
    with pytest.raises(datasets.Unavailable, match=r"simulated log.*folder="):
        datasets.kuairand("pure")


def test_an_empty_folder_is_named_and_a_missing_one_refused(cache, tmp_path):
    with pytest.raises(datasets.Unavailable, match=r"KuaiRand-Pure\.tar\.gz"):
        datasets.kuairand("pure", folder=tmp_path)
    with pytest.raises(ValueError, match="existing folder"):
        datasets.kuairand("pure", folder=tmp_path / "nowhere")


def test_csv_files_in_a_folder_need_no_archive_and_the_variable_names_it(day, cache, tmp_path, monkeypatch):
    monkeypatch.setenv("KML_DATA", str(tmp_path))
    for name in logs.kuairand_files("27k", "standard"):
        day.to_csv(tmp_path / name, index=False)
    assert len(datasets.kuairand("27k", rows=5)) == 4 * 5  # two periods in two parts
    assert datasets.available("27k")
    monkeypatch.setenv("KML_STATIC", "1")  # which changes pages, and no result
    assert datasets.available("27k")


def test_a_foreign_table_is_refused(cache, tmp_path):
    (tmp_path / "log_random_4_22_to_5_08_pure.csv").write_text("user_id,video_id\n1,2\n")
    with pytest.raises(ValueError, match=r"lacks the columns.*play_time_ms"):
        datasets.kuairand("pure", "random", folder=tmp_path)
    (tmp_path / "log_random_4_22_to_5_08_pure.csv").write_text("")
    with pytest.raises(ValueError, match="not a readable table"):
        datasets.kuairand("pure", "random", folder=tmp_path)


def kuairec_zip(folder, *, damaged=False):
    rows = pd.DataFrame(
        {
            "user_id": [0, 0, 1], "video_id": [5, 6, 5], "play_duration": [13838, 5000, 18000],
            "video_duration": [10867, 5000, 30000], "time": ["2020-07-05 00:08:23.438"] * 3, "date": [20200705] * 3,
            "timestamp": [1593878903.438, np.nan, 1.0], "watch_ratio": [1.273397, 1.0, 0.6],
        }
    )  # fmt: skip
    path = folder / "KuaiRec.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("KuaiRec 2.0/data/small_matrix.csv", rows.to_csv(index=False))
        packed.writestr("../../evil/item_categories.csv", 'video_id,feat\n0,"[8]"\n')
    if damaged:
        raw = bytearray(path.read_bytes())
        raw[120] ^= 255
        path.write_bytes(raw)
    return rows


def test_kuairec_comes_in_the_columns_of_the_simulated_log(cache, tmp_path):
    rows = kuairec_zip(tmp_path)
    small = datasets.kuairec("small", folder=tmp_path)
    assert small["play_time_ms"].tolist() == rows["play_duration"].tolist()
    assert small["time_ms"][0] == 1593878903438
    assert small["is_click"].tolist() == [1, 1, 1]
    assert small["long_view"].tolist() == [1, 1, 1]
    watch_ratio = metrics.watch_ratio(small["play_time_ms"] / 1000, small["duration_ms"] / 1000)
    np.testing.assert_allclose(watch_ratio, small["watch_ratio"], atol=1e-4)


def test_an_archive_cannot_choose_where_its_files_go(cache, tmp_path):
    kuairec_zip(tmp_path)
    assert datasets.kuairec("categories", folder=tmp_path)["feat"].tolist() == ["[8]"]
    assert [path.relative_to(cache).as_posix() for path in cache.rglob("*.csv")] == ["KuaiRec/item_categories.csv"]


def test_without_a_published_md5_the_archive_s_own_checksums_judge(cache, tmp_path):
    kuairec_zip(tmp_path, damaged=True)
    with pytest.raises(ValueError, match=r"KuaiRec is damaged.*Delete it"):
        datasets.kuairec("small", folder=tmp_path)
    assert [path for path in cache.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: datasets.kuairand("2k"), "version"),
        (lambda: datasets.kuairand("pure", "log"), "table"),
        (lambda: datasets.kuairec("matrix"), "table"),
        (lambda: datasets.available("Pure"), "version"),
    ],
)
def test_bad_arguments_are_named(call, named):
    with pytest.raises(ValueError, match=f"^{named} must be one of"):
        call()


def test_every_source_says_licence_and_citation():
    for source in datasets.SOURCES.values():
        assert re.search(r"CC BY(-NC)?-SA 4\.0|Apache License 2\.0", str(source))
        assert re.search(r"doi:10\.1145|arXiv:\d{4}\.\d{5}", str(source))
        assert len(source.md5) in (0, 32)
