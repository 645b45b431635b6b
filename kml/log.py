"""The log of a platform: a row for each exposure, that is, for each time a video was shown to a viewer.

Names, units and order of the columns are KuaiRand's (Gao et al., CIKM 2022), so that what reads a simulated log reads
a real one. All logs of kml are written through here: a day of the platform, and a run of the closed loop.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from kml import behaviour as viewing
from kml import metrics

if TYPE_CHECKING:
    from kml.behaviour import Behaviour


class Column(NamedTuple):
    """What a number in a column means, and how a run of the closed loop keeps it."""

    unit: str
    kept: str = ""  # its type in a run, where memory counts; "" if a run has no such column
    outcome: bool = False  # told by the play itself: to be learned, never a feature


def _flag(means):
    return Column(f"0 or 1: {means}", "bool", outcome=True)


KUAIRAND = {
    "user_id": Column("which viewer", "int32"),
    "video_id": Column("which video", "int32"),
    "date": Column("day in Beijing, as 20220422"),
    "hourmin": Column("time of day there, as 2100 for 21:00; whole hours"),
    "time_ms": Column("milliseconds since 1970"),
    "is_click": _flag("valid play, more than 7 s or to the end"),
    "is_like": _flag("liked"),
    "is_follow": _flag("followed the creator"),
    "is_comment": _flag("commented"),
    "is_forward": _flag("forwarded"),
    "is_hate": _flag("asked for less of this"),
    "long_view": _flag("18 s or more, or to the end"),
    "play_time_ms": Column("milliseconds watched, loops included", "int32", outcome=True),
    "duration_ms": Column("milliseconds that the video lasts; 0 = not known", "int32"),
    "profile_stay_time": Column("milliseconds on the creator's page; not modelled", outcome=True),
    "comment_stay_time": Column("milliseconds in the comments; not modelled", outcome=True),
    "is_profile_enter": _flag("opened the creator's page"),
    "is_rand": Column("0 or 1: shown at random, not for its score", "bool"),
    "tab": Column("where: 0 a cover on the two-column page, 1 the main feed"),
}
# what a run of the closed loop knows, and KuaiRand does not tell
OURS = {
    "day": Column("day of the run, from 0", "int16"),
    "slot": Column("place in the slate, from 0", "int16"),
    "propensity": Column("chance of the video to be in this slate", "float32"),
}
COLUMNS = KUAIRAND | OURS
OUTCOMES = tuple(name for name, column in COLUMNS.items() if column.outcome)
# what a creator is paid for: name of the sum → the column that is summed
SUMS = {
    "valid_plays": "is_click",
    "long_views": "long_view",
    "likes": "is_like",
    "follows": "is_follow",
    "profile_enters": "is_profile_enter",
}
PRAISE = ("is_like", "is_comment", "is_follow", "is_forward")
BINS_S = (0, 15, 30, 60, 120, np.inf)  # durations, from one to just before the next
BIN_NAMES = ("0-15 s", "15-30 s", "30-60 s", "60-120 s", "120+ s")
FIRST_DATE = "2022-04-22"  # of simulated logs: the first day of KuaiRand's random exposures
HOUR_MS, DAY_MS = 3_600_000, 86_400_000


# --- writing ---------------------------------------------------------------------------------------------------------


def flags(
    watched: np.ndarray, duration: np.ndarray | float, reactions: dict, second: float = 1
) -> dict[str, np.ndarray]:
    """The outcomes that are 0 or 1, {column: array}, of plays given in a unit that has so many to a `second`.

    reactions: {event: array} for each of `kml.behaviour.EVENTS`, whether it happened or how likely it is.
    """
    valid, long = metrics.plays(watched, duration, second)
    return {"is_click": valid, "long_view": long, **{f"is_{event}": reactions[event] for event in viewing.EVENTS}}


def exposed(
    appeal: np.ndarray,
    duration_ms: np.ndarray,
    expressiveness: np.ndarray,
    chance: tuple,
    luck: Any,
    behaviour: "Behaviour" = viewing.DEFAULT,
    xp: Any = np,
    opened: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """What comes of exposures, {column: array}, all of the shape of `appeal`: how long they last, and the outcomes.

    chance: mood, moment, leave and loops, which decide the play (`kml.behaviour.watched`). luck: a uniform number for
    each of `kml.behaviour.EVENTS`. opened: where it is False, nothing plays. xp: the namespace of the arrays.
    """
    duration_s = xp.asarray(duration_ms, dtype=xp.float64) / 1000
    watched_s = viewing.watched(appeal, duration_s, *chance, behaviour, xp)
    if opened is not None:
        watched_s = xp.where(opened, watched_s, 0.0)
    play_ms = xp.asarray(xp.round(1000 * watched_s), dtype=xp.int32)
    watched_s = xp.asarray(play_ms, dtype=xp.float64) / 1000  # what the log says is what viewers react to
    likely = viewing.chances(appeal, watched_s, duration_s, expressiveness, behaviour, xp)
    did = {event: own < likely[event] for event, own in zip(viewing.EVENTS, luck, strict=True)}
    return {"play_time_ms": play_ms, "duration_ms": duration_ms, **flags(play_ms, duration_ms, did, second=1000)}


def to_frame(columns: dict, ms: np.ndarray) -> pd.DataFrame:
    """A log as a DataFrame: KuaiRand's columns in its order, whole numbers; then `propensity`, where there is one.

    columns: {name: (n,)}. Those left out are 0, `tab` 1, and date, hourmin and time_ms are made of `ms` (n,), the
    milliseconds from the first midnight on.
    """
    dates = pd.date_range(FIRST_DATE, periods=int(ms.max(initial=0)) // DAY_MS + 1).strftime("%Y%m%d").astype(np.int64)
    midnight = int(pd.Timestamp(FIRST_DATE, tz="Asia/Shanghai").timestamp() * 1000)
    when = {
        "date": dates.to_numpy()[ms // DAY_MS],
        "hourmin": ms % DAY_MS // HOUR_MS * 100,
        "time_ms": midnight + ms,
    }
    given = {"tab": 1} | columns | when
    frame = {name: np.broadcast_to(given.get(name, 0), ms.shape).astype(np.int64) for name in KUAIRAND}
    return pd.DataFrame(frame | {name: given[name] for name in ("propensity",) if name in given})


# --- reading ---------------------------------------------------------------------------------------------------------


def days(log: dict | pd.DataFrame) -> int:
    """How many different days a log has, a whole number: by `day`, as a run counts them, else by `date`.

    >>> from kml import log
    >>> log.days({"date": [20220422, 20220422, 20220423]})
    2
    """
    return len(np.unique(np.asarray(log["day" if "day" in log else "date"])))


def outcomes(log: pd.DataFrame) -> pd.DataFrame:
    """What came of each exposure of a log: a DataFrame with its index, a column for each outcome, float.

    valid_play, long_view, complete_play (NaN where the duration is 0 = not known), like … profile_enter, positive (any
    of like, comment, follow, forward) are 0 or 1; watch_mean is in seconds. Their means are the published rates.

    >>> from kml import log, platform
    >>> came = log.outcomes(platform.simulate_day(platform.world(viewers=100, videos=200, seed=1), seed=1))
    >>> bool((came["long_view"] <= came["valid_play"]).all())
    True
    """
    watched, duration = log["play_time_ms"] / 1000, log["duration_ms"] / 1000
    complete = pd.Series(metrics.complete_play(watched, duration), index=log.index).where(duration > 0)
    out = pd.DataFrame({"valid_play": log["is_click"], "long_view": log["long_view"], "complete_play": complete})
    for event in viewing.EVENTS:
        out[event] = log[f"is_{event}"]
    out["positive"] = log[list(PRAISE)].any(axis=1)
    return out.assign(watch_mean=watched).astype(np.float64)


def rates(log: pd.DataFrame, by_duration: bool = False) -> pd.Series | pd.DataFrame:
    """Means of `outcomes` over a log: a Series, or with `by_duration` a DataFrame with a row for each of BIN_NAMES.

    The table by duration also has `exposures`, and leaves out rows without a duration.

    >>> from kml import log, platform
    >>> small = platform.world(viewers=300, videos=500, seed=1)
    >>> shown = {policy: log.rates(platform.simulate_day(small, policy, seed=1)) for policy in platform.POLICIES}
    >>> {policy: round(float(rate["valid_play"]), 1) for policy, rate in shown.items()}
    {'personalised': 0.4, 'random': 0.2}
    """
    out = outcomes(log)
    if not by_duration:
        return out.mean()
    grouped = out.groupby(duration_bin(log["duration_ms"]), observed=True)
    return grouped.mean().assign(exposures=grouped.size()).rename_axis("duration")


def duration_bin(duration_ms: pd.Series) -> pd.Series:
    """In which of BIN_NAMES each duration is, a Series of categories; none where it is 0 = not known.

    >>> import pandas as pd
    >>> from kml import log
    >>> log.duration_bin(pd.Series([15_000, 14_999, 0])).tolist()
    ['15-30 s', '0-15 s', nan]
    """
    return pd.cut((duration_ms / 1000).where(duration_ms > 0), BINS_S, right=False, labels=BIN_NAMES)
