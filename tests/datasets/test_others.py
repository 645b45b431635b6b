"""Loaders of what is not Kuaishou's short videos, on made files with the published columns; no real file is here."""

import base64
import hashlib
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest

from kml import datasets, watchtime
from kml.datasets import archives


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache of the test's own."""
    monkeypatch.delenv("KML_DATA", raising=False)
    monkeypatch.setattr(archives, "_cache", lambda: tmp_path / "cache" / "kml")
    return tmp_path / "cache" / "kml"


@pytest.fixture
def parquet(monkeypatch):
    """Write a table as Parquet; where pyarrow is missing, as a pickle that pandas is told to read in its place."""
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        start = b"PAR1"

        def write(table, path):
            path.write_bytes(start)
            table.to_pickle(path.with_suffix(".pickle"))

        def reading(path):
            if path.read_bytes() != start:
                raise ValueError("Parquet magic bytes not found")
            return pd.read_pickle(path.with_suffix(".pickle"))

        monkeypatch.setattr(pd, "read_parquet", reading)
        return write
    return lambda table, path: table.to_parquet(path)


def vk_folder(folder, write, weeks=(23, 24), views=60):
    """A folder as VK-LSVD's, with types as published; the tenth video has no row of metadata."""
    rng = np.random.default_rng(0)
    (folder / "metadata").mkdir(parents=True)
    train = folder / "subsamples" / "up0.001_ip0.001" / "train"
    train.mkdir(parents=True)
    videos = pd.DataFrame(
        {"item_id": range(9), "author_id": 5, "duration": 30, "train_interactions_rank": range(1, 10)}
    )
    write(videos.astype({"item_id": "uint32", "author_id": "uint32", "duration": "uint8"}), folder / VIDEOS)
    for week in weeks:
        table = {"user_id": rng.integers(0, 8, views), "item_id": rng.integers(0, 10, views)}
        table |= {name: np.ones(views) for name in ("place", "platform", "agent")}
        table |= {"timespent": rng.integers(0, 256, views)}
        frame = pd.DataFrame(table).astype({"user_id": "uint32", "item_id": "uint32", "timespent": "uint8"})
        for flag in ("like", "dislike", "share", "bookmark", "click_on_author", "open_comments"):
            frame[flag] = rng.random(views) < 0.2
        write(frame, train / f"week_{week:02}.parquet")
    return frame


VIDEOS = "metadata/items_metadata.parquet"


def test_vk_comes_in_the_columns_of_the_simulated_log(tmp_path, parquet):
    last = vk_folder(tmp_path, parquet)
    log = datasets.vklsvd(weeks=[23, 24], folder=tmp_path)
    assert len(log) == 120
    assert log["time_ms"].is_monotonic_increasing
    second = log.iloc[60:].reset_index(drop=True)
    assert second["play_time_ms"].tolist() == [1000 * int(seconds) for seconds in last["timespent"]]
    assert second["is_like"].tolist() == last["like"].astype(int).tolist()
    assert second["is_profile_enter"].tolist() == last["click_on_author"].astype(int).tolist()
    assert set(log.loc[log["video_id"] < 9, "duration_ms"]) == {30_000}
    assert set(log.loc[log["video_id"] == 9, "duration_ms"]) == {0}  # not known
    assert log["long_view"].tolist() == (log["play_time_ms"] >= 18_000).astype(int).tolist()
    assert len(datasets.vklsvd(weeks=[24], rows=7, folder=tmp_path)) == 7
    assert datasets.vklsvd(table="videos", folder=tmp_path)["author_id"].tolist() == [5] * 9


def test_models_of_watch_time_run_on_vk(tmp_path, parquet):
    vk_folder(tmp_path, parquet)
    rows = datasets.vklsvd(weeks=[23, 24], folder=tmp_path)
    chosen = {name: watchtime.models()[name] for name in ("global mean", "linear, all features", "D2Q")}
    table = watchtime.compare(*watchtime.split(rows), chosen)
    assert np.isfinite(table[["MAE", "RMSE", "R2"]]).all(axis=None)


def test_what_is_not_vk_is_refused_in_words(tmp_path, parquet):
    with pytest.raises(
        datasets.Unavailable, match=r"holds no subsamples/up0.*week_24.parquet.*huggingface.co/.*week_24"
    ):
        datasets.vklsvd(weeks=[24], folder=tmp_path)
    vk_folder(tmp_path, parquet, weeks=[24])
    week = tmp_path / "subsamples/up0.001_ip0.001/train/week_24.parquet"
    parquet(pd.DataFrame({"user_id": [1]}), week)
    with pytest.raises(ValueError, match=r"lacks the columns item_id, .*timespent"):
        datasets.vklsvd(weeks=[24], folder=tmp_path)
    week.write_bytes(b"<html>")
    with pytest.raises(ValueError, match="not a readable table of VK-LSVD"):
        datasets.vklsvd(weeks=[24], folder=tmp_path)
    with pytest.raises(ValueError, match=r"weeks must be one of 0, 1.*got 25"):
        datasets.vklsvd(weeks=[25], folder=tmp_path)
    with pytest.raises(ValueError, match=r"subsample must be one of 'up0\.001_ip0\.001'"):
        datasets.vklsvd("all", folder=tmp_path)


def test_without_pyarrow_the_sentence_says_what_to_do(tmp_path, parquet, monkeypatch):
    vk_folder(tmp_path, parquet, weeks=[24])

    def lacking(path):
        raise ImportError("Missing optional dependency 'pyarrow'")

    monkeypatch.setattr(pd, "read_parquet", lacking)
    with pytest.raises(datasets.Unavailable, match="pip install pyarrow"):
        datasets.vklsvd(weeks=[24], folder=tmp_path)


def test_a_table_that_comes_alone_is_asked_for_below_the_address(monkeypatch, cache, capsys):
    asked = []

    def retrieve(address, known_hash, fname, path, downloader):
        asked.append((address, path / fname))
        raise OSError

    monkeypatch.setattr("pooch.retrieve", retrieve)
    with pytest.raises(datasets.Unavailable, match=r"VK-LSVD could not be downloaded.*users_metadata\.parquet"):
        datasets.vklsvd(table="users")
    ((address, place),) = asked
    assert address == "https://huggingface.co/datasets/deepvk/VK-LSVD/resolve/main/metadata/users_metadata.parquet"
    assert place == cache / "VK-LSVD/metadata/users_metadata.parquet"
    assert "Apache License 2.0" in capsys.readouterr().out


# --- live rooms ------------------------------------------------------------------------------------------------------

NOW = 1_746_374_400_022  # 5 May 2025, midnight in Beijing


def live_zip(folder):
    event = {
        "user_id": [1, 2, 3],
        "live_id": [7, 7, 8],
        "streamer_id": [70, 70, 80],
        "timestamp": [NOW, NOW + 9e6, NOW],
    }
    clicks = pd.DataFrame(event | {"watch_live_time": [2852, 30_000, 0]}).astype("int64")
    rooms = {"p_date": [20250505], "live_id": 7, "streamer_id": 70, "live_type": 1, "start_timestamp": NOW - 60_000}
    rooms |= {"end_timestamp": NOW + 2852, "live_content_category": "shop", "live_name_id": 0}
    with zipfile.ZipFile(folder / "KuaiLive.zip", "w") as packed:
        packed.writestr("KuaiLive/click.csv", clicks.to_csv(index=False))
        packed.writestr("KuaiLive/room.csv", pd.DataFrame(rooms).to_csv(index=False))
        packed.writestr("KuaiLive/negative.csv", "user_id,live_id\n1,2\n")


def test_clicks_on_live_rooms_come_in_the_columns_of_the_simulated_log(tmp_path):
    live_zip(tmp_path)
    log = datasets.kuailive(folder=tmp_path)
    assert log["video_id"].tolist() == [7, 7, 8]
    assert log["author_id"].tolist() == [70, 70, 80]
    assert log["hourmin"].tolist() == [0, 200, 0]
    assert log["duration_ms"].tolist() == [2852, 0, 0]  # to the end; over before; a room that is not in the table
    assert log["is_click"].tolist() == [1, 1, 0]
    with pytest.raises(ValueError, match=r"not negative.csv of KuaiLive.*streamer_id, timestamp"):
        datasets.kuailive("negatives", folder=tmp_path)
    with pytest.raises(ValueError, match="table must be one of 'clicks'"):
        datasets.kuailive("views", folder=tmp_path)


# --- the Open Bandit sample ------------------------------------------------------------------------------------------


def shown(**changes):
    table = {"timestamp": ["2019-11-24 00:00:34.762830+00:00", "2019-11-24 00:00:35+00:00"], "item_id": [14, 3]}
    table |= {"position": [3, 1], "click": [0, 1], "propensity_score": 0.0125, "user_feature_0": "81ce"}
    return pd.DataFrame(table | {"user-item_affinity_0": 0.0} | changes)


def test_the_open_bandit_sample_is_read_from_files_and_has_chances(tmp_path):
    for policy, table in (("random", shown()), ("bts", shown(propensity_score=[0.5, 0.0]))):
        (tmp_path / policy / "men").mkdir(parents=True)
        table.to_csv(tmp_path / policy / "men" / "men.csv")
    log = datasets.openbandit("random", "men", folder=tmp_path)
    assert "Unnamed: 0" not in log
    assert log["time_ms"].tolist() == [1574553634762, 1574553635000]
    assert log["propensity_score"].tolist() == [0.0125, 0.0125]
    with pytest.raises(ValueError, match="propensity_score must be > 0 and at most 1"):
        datasets.openbandit("bts", "men", folder=tmp_path)
    with pytest.raises(datasets.Unavailable, match=r"pip download --no-deps obp==0\.4\.1"):
        datasets.openbandit("bts", "all", folder=tmp_path)


def test_another_wheel_is_refused_before_it_is_unpacked(tmp_path, cache):
    with zipfile.ZipFile(tmp_path / "obp-0.4.1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("obp/dataset/obd/random/all/all.csv", shown().to_csv())
    with pytest.raises(ValueError, match=r"Open Bandit Dataset, small is damaged.*5474c4eb99d60cd1d8e847bf2c290ac4"):
        datasets.openbandit(folder=tmp_path)
    assert not cache.exists()


def test_an_installed_package_has_it_and_is_compared_with_its_list(tmp_path, monkeypatch):
    site = tmp_path / "site"
    table = site / "obp" / "dataset" / "obd" / "random" / "all" / "all.csv"
    table.parent.mkdir(parents=True)
    shown().to_csv(table)
    digest = base64.urlsafe_b64encode(hashlib.sha256(table.read_bytes()).digest()).rstrip(b"=").decode()
    listed = f"{table.relative_to(site).as_posix()},sha256={digest},{table.stat().st_size}\n"
    about = site / "obp-0.4.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: obp\nVersion: 0.4.1\n")
    (about / "RECORD").write_text(listed)
    with pytest.raises(
        datasets.Unavailable, match=r"inside the Python package obp.*pip install --no-deps obp==0\.4\.1"
    ):
        datasets.openbandit()
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    assert datasets.openbandit()["item_id"].tolist() == [14, 3]
    table.write_text("changed")
    with pytest.raises(ValueError, match=r"damaged.*--force-reinstall obp==0\.4\.1"):
        datasets.openbandit()
