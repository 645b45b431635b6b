"""VK's short videos, as its log of watch time was published, in the columns and units of the simulated one."""

import pandas as pd

from kml import metrics
from kml.core.arguments import choice
from kml.datasets.tables import read
from kml.log import DAY_MS

SUBSAMPLES = ("up0.001_ip0.001", "ur0.01_ir0.01", "up0.01_ir0.01", "ur0.01_ip0.01")
_PARTS = {"train": range(25), "validation": range(25, 26)}  # weeks
_VIEWS = (
    "user_id", "item_id", "place", "platform", "agent", "timespent", "like", "dislike", "share", "bookmark",
    "click_on_author", "open_comments",
)  # fmt: skip
_METADATA = {
    "users": ("user_id", "age", "gender", "geo", "train_interactions_rank"),
    "videos": ("item_id", "author_id", "duration", "train_interactions_rank"),
}
_METADATA_FILES = {"users": "metadata/users_metadata.parquet", "videos": "metadata/items_metadata.parquet"}
# what means the same in both logs: name there → name here
_SAME = {
    "item_id": "video_id",
    "like": "is_like",
    "dislike": "is_hate",
    "share": "is_forward",
    "click_on_author": "is_profile_enter",
}
_FLAGS = (
    "is_like", "is_hate", "is_forward", "is_profile_enter", "bookmark", "open_comments", "is_click", "long_view",
)  # fmt: skip


def vklsvd(subsample="up0.001_ip0.001", table="train", *, weeks=None, rows=None, folder=None):
    """Load a table of VK-LSVD, downloading it the first time (Apache License 2.0; Poslavsky et al., WWW 2026).

    subsample: a share of viewers and of videos, drawn at random (ur, ir) or the most active and most seen (up, ip):
    "up0.001_ip0.001", "ur0.01_ir0.01", "up0.01_ir0.01" or "ur0.01_ip0.01".
    table: "train" (weeks 0 to 24), "validation" (week 25), "users" or "videos" (of all of VK-LSVD, as published).
    weeks: which weeks to load, such as [23, 24]; all of the table if left out. rows: only so many rows of each week.

    The views come in the columns of the simulated log: play_time_ms (whole seconds of at most 255, replays included),
    duration_ms from the table of videos (0 = not known there), is_like, is_hate, is_forward, is_profile_enter, and
    is_click and long_view by KuaiRand's rules (kml.metrics); place, platform, agent, bookmark and open_comments stay as
    they are. VK-LSVD has no clock: its rows are in the order of time, so time_ms counts them through their weeks, and
    hourmin is 0.
    folder and errors as in `kuairand`; Parquet needs pyarrow, which the message says.

    Read on 2026-11-27: the fields of views from the data's README (their names, and the types up to agent), those of
    the metadata, the layout of folders and the cap of 255 s from public code and notes that load it; no file of it.

    >>> from kml import datasets
    >>> datasets.vklsvd(table="validation", weeks=[24])
    Traceback (most recent call last):
    ValueError: weeks must be one of 25; got 24.
    """
    choice("subsample", subsample, SUBSAMPLES)
    choice("table", table, [*_PARTS, *_METADATA])
    if table in _METADATA:
        return read("vklsvd", _METADATA_FILES[table], _METADATA[table], rows, folder)
    chosen = _PARTS[table] if weeks is None else list(weeks)
    for week in chosen:
        choice("weeks", week, list(_PARTS[table]))
    parts = []
    for week in chosen:
        part = read("vklsvd", f"subsamples/{subsample}/{table}/week_{week:02}.parquet", _VIEWS, rows, folder)
        parts.append(part.assign(time_ms=week * 7 * DAY_MS + pd.RangeIndex(len(part)), hourmin=0))
    videos = read("vklsvd", _METADATA_FILES["videos"], _METADATA["videos"], folder=folder)
    return _log(pd.concat(parts, ignore_index=True), videos)


def _log(views, videos):
    views = views.merge(videos[["item_id", "author_id", "duration"]], on="item_id", how="left")
    views["play_time_ms"] = views.pop("timespent").astype("int64") * 1000  # it comes as a number of 0 to 255
    views["duration_ms"] = (views.pop("duration").fillna(0) * 1000).astype("int64")
    valid, long = metrics.plays(views["play_time_ms"], views["duration_ms"], second=1000)
    views = views.rename(columns=_SAME).assign(is_click=valid, long_view=long)
    return views.astype(dict.fromkeys(_FLAGS, "int64"))
