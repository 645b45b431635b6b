"""Real logs of Kuaishou, in the columns and units of the simulated one, so that the same code runs on both."""

import pandas as pd

from kml import metrics
from kml.core.arguments import choice
from kml.datasets.archives import on_this_machine
from kml.datasets.tables import read
from kml.log import KUAIRAND

_PERIODS = ("4_08_to_4_21", "4_22_to_5_08")
# table → the columns that it must have; the rest is kept as it comes
_KUAIRAND = {
    "standard": tuple(KUAIRAND),
    "random": tuple(KUAIRAND),
    "users": ("user_id", "user_active_degree", "is_video_author", "fans_user_num"),
    "videos": ("video_id", "author_id", "upload_dt", "video_duration", "tag"),
}
_KUAIREC = {
    "small": ("user_id", "video_id", "play_duration", "video_duration", "timestamp", "watch_ratio"),
    "big": ("user_id", "video_id", "play_duration", "video_duration", "timestamp", "watch_ratio"),
    "categories": ("video_id", "feat"),
    "users": ("user_id", "user_active_degree", "register_days"),
    "daily": ("video_id", "date", "show_cnt", "play_cnt", "play_duration"),
}
_KUAIREC_FILES = {
    "small": "small_matrix.csv",
    "big": "big_matrix.csv",
    "categories": "item_categories.csv",
    "users": "user_features.csv",
    "daily": "item_daily_features.csv",
}


def kuairand_files(version, table):
    """The names of the files of one table, in the order of time."""
    if table == "standard":
        parts = ("_part1", "_part2") if version == "27k" else ("",)
        return [f"log_standard_{period}_{version}{part}.csv" for period in _PERIODS for part in parts]
    if table == "random":
        return [f"log_random_{_PERIODS[1]}_{version}.csv"]
    return [f"user_features_{version}.csv" if table == "users" else f"video_features_basic_{version}.csv"]


def available(version="pure", table="standard", *, folder=None):
    """Whether that table of KuaiRand is on this machine, so that `kuairand` needs no download.

    >>> import tempfile
    >>> from kml import datasets
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     datasets.available(folder=folder)
    False
    """
    choice("version", version, ["pure", "1k", "27k"])
    choice("table", table, list(_KUAIRAND))
    return all(on_this_machine(version, file, folder) for file in kuairand_files(version, table))


def kuairand(version="pure", table="standard", *, rows=None, folder=None):
    """Load a table of KuaiRand as a DataFrame, downloading it the first time (CC BY-SA 4.0; Gao et al., CIKM 2022).

    version: "pure" (27,285 viewers, 7,583 videos, 194 MB), "1k" (4.3 GB) or "27k" (46 GB: pass `rows`).
    table: "standard" (what the platform recommended, 8 April to 8 May 2022), "random" (videos shown at random),
    "users" or "videos" (durations in ms). Logs: durations and play times in ms, 0 = missing; a row an exposure.
    rows: read only so many rows of each file. folder: where the archive or its CSV files already are, for work
    offline; the environment variable KML_DATA does the same.
    Raises ValueError for a damaged or foreign file, Unavailable (an OSError) when there is no way to get it.

    >>> import tempfile
    >>> import pandas as pd
    >>> from kml import datasets
    >>> video = {"video_id": [7], "author_id": 1, "upload_dt": "2022-04-08", "video_duration": 60_000, "tag": 39}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pd.DataFrame(video).to_csv(f"{folder}/video_features_basic_pure.csv", index=False)
    ...     datasets.kuairand(table="videos", folder=folder)["video_duration"].tolist()
    [60000]
    """
    choice("version", version, ["pure", "1k", "27k"])
    choice("table", table, list(_KUAIRAND))
    files = kuairand_files(version, table)
    return pd.concat([read(version, file, _KUAIRAND[table], rows, folder) for file in files], ignore_index=True)


def kuairec(table="small", *, rows=None, folder=None):
    """Load a table of KuaiRec as a DataFrame, downloading it the first time (CC BY-SA 4.0; Gao et al., CIKM 2022).

    table: "small" (1,411 viewers who saw nearly all of 3,327 videos), "big" (7,176 × 10,728, what was recommended),
    "categories", "users" or "daily" (a row for each video and day). The two matrices come in the columns of the
    simulated log: play_time_ms, duration_ms, time_ms, and is_click and long_view by KuaiRand's rules (kml.metrics).
    watch_ratio is as it was published; KuaiRec has no likes.
    rows, folder and errors as in `kuairand`.
    """
    choice("table", table, list(_KUAIREC))
    data = read("kuairec", _KUAIREC_FILES[table], _KUAIREC[table], rows, folder)
    if table not in ("small", "big"):
        return data
    data = data.rename(columns={"play_duration": "play_time_ms", "video_duration": "duration_ms"})
    watched_s, duration_s = data["play_time_ms"] / 1000, data["duration_ms"] / 1000
    data["time_ms"] = (data["timestamp"] * 1000).round()
    data["is_click"] = metrics.valid_play(watched_s, duration_s).astype("int64")
    data["long_view"] = metrics.long_view(watched_s, duration_s).astype("int64")
    return data
