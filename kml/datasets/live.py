"""Kuaishou's live rooms, in the columns and units of the simulated log as far as a live room has them."""

from kml import metrics
from kml.core.arguments import choice
from kml.datasets.tables import read
from kml.log import HOUR_MS

_EVENT = ("user_id", "live_id", "streamer_id", "timestamp")
# table → its file, and the columns that it must have
_TABLES = {
    "clicks": ("click.csv", (*_EVENT, "watch_live_time")),
    "negatives": ("negative.csv", _EVENT),
    "likes": ("like.csv", _EVENT),
    "comments": ("comment.csv", _EVENT),
    "gifts": ("gift.csv", (*_EVENT, "gift_price")),
    "rooms": ("room.csv", ("live_id", "streamer_id", "live_type", "start_timestamp", "end_timestamp")),
    "users": ("user.csv", ("user_id", "age", "gender", "fans_num", "follow_num")),
    "streamers": ("streamer.csv", ("streamer_id", "age", "gender", "fans_user_num", "live_operation_tag")),
}


def kuailive(table="clicks", *, rows=None, folder=None):
    """Load a table of KuaiLive, downloading it the first time (CC BY-NC-SA 4.0: not for business; Qu et al., 2025).

    table: "clicks" (who entered which live room of Kuaishou, 5 to 25 May 2025, and for how long), "negatives" (shown,
    not entered), "likes", "comments", "gifts", "rooms", "users" or "streamers", the latter seven as published.

    Clicks come in the columns of the simulated log: video_id (the room), author_id (its streamer), time_ms, hourmin,
    play_time_ms, and is_click and long_view by KuaiRand's rules (kml.metrics). duration_ms is what was left of the room
    when the viewer came (0 = not known): the most that could be watched, but nobody knew it then. So a model that
    uses it, as every model of watch time does, is told some of the future: its scores are no forecast.
    rows, folder and errors as in `kuairand`.

    Read on 2026-11-27: the README, the statistics and the table of fields of the data's own repository; no file of it.

    >>> import tempfile
    >>> import pandas as pd
    >>> from kml import datasets
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     seen = {"user_id": [8505], "live_id": 7, "streamer_id": 3, "timestamp": 1_746_374_400_022}
    ...     pd.DataFrame(seen | {"gift_price": 2}).to_csv(f"{folder}/gift.csv", index=False)
    ...     datasets.kuailive("gifts", folder=folder)["gift_price"].tolist()
    [2]
    """
    choice("table", table, list(_TABLES))
    data = read("kuailive", *_TABLES[table], rows, folder)
    if table != "clicks":
        return data
    rooms = read("kuailive", *_TABLES["rooms"], folder=folder).drop_duplicates("live_id")
    data = data.merge(rooms[["live_id", "end_timestamp"]], on="live_id", how="left")
    data = data.rename(
        columns={
            "live_id": "video_id",
            "streamer_id": "author_id",
            "timestamp": "time_ms",
            "watch_live_time": "play_time_ms",
        }
    )
    left = (data.pop("end_timestamp") - data["time_ms"]).fillna(0)
    data["duration_ms"] = left.clip(lower=0).astype("int64")
    data["hourmin"] = (data["time_ms"] // HOUR_MS + 8) % 24 * 100  # in Beijing
    valid, long = metrics.plays(data["play_time_ms"], data["duration_ms"], second=1000)
    return data.assign(is_click=valid.astype("int64"), long_view=long.astype("int64"))
