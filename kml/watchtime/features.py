"""Rows of a log, what may be known of them before the play, and the split by time."""

from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import array, choice, number
from kml.core.arrays import indices
from kml.core.words import _, listed, ngettext
from kml.log import OUTCOMES
from kml.regression import split_by_time
from kml.watchtime.formulas import d2q

if TYPE_CHECKING:
    import pandas as pd

FEATURES = ("log_duration", "viewer_seconds", "viewer_rank", "hour")
KNOWN = ("duration", *FEATURES, "video_rank")
PRIOR_PLAYS = 5  # a viewer's (or video's) mean is shrunk as if they had had so many average plays before
GROUPS = 30  # of like lengths


def column(rows, name):
    """A column of a DataFrame or of a dict of arrays, (n,) float64. ValueError if it is not there."""
    if name not in rows:
        raise ValueError(
            _("rows must have a column {name!r}; got {columns}.").format(name=name, columns=listed(map(str, rows)))
        )
    return array(name, rows[name], ndim=1)


def seconds(rows: "dict | pd.DataFrame", name: str) -> np.ndarray:
    """A column in milliseconds as seconds (n,). A length of 0 means missing, and is refused.

    >>> from kml import watchtime
    >>> watchtime.seconds({"play_time_ms": [2_100, 45_000]}, "play_time_ms").tolist()
    [2.1, 45.0]
    """
    values = array(name, column(rows, name), low=0)
    missing = int(np.sum(values == 0))
    if name == "duration_ms" and missing:
        raise ValueError(
            ngettext(
                "duration_ms must be > 0; got 0 (a missing length) in {missing} row: leave it out, as watchtime.split "
                "does.",
                "duration_ms must be > 0; got 0 (a missing length) in {missing} rows: leave them out, as "
                "watchtime.split does.",
                missing,
            ).format(missing=missing)
        )
    return values / 1000


def split(rows: "dict | pd.DataFrame", test: float = 0.2) -> tuple:
    """(train, test): the rows with a known length in order of time_ms, the latest share `test` (0 to 1) for testing.

    Rows of the same time stay in their order. Each part is of the same kind as `rows`.

    >>> from kml import watchtime
    >>> rows = {"time_ms": [40, 10, 30, 20], "duration_ms": [9_000, 9_000, 9_000, 0]}
    >>> train, test = watchtime.split(rows, test=0.3)
    >>> train["time_ms"].tolist(), test["time_ms"].tolist()  # the row without a length is left out
    ([10, 30], [40])
    """
    number("test", test, above=0, below=1)
    known = np.flatnonzero(column(rows, "duration_ms") > 0)
    return tuple(take(rows, known[part]) for part in split_by_time(column(rows, "time_ms")[known], test))


def take(rows: "dict | pd.DataFrame", which: np.ndarray) -> "dict | pd.DataFrame":
    """Rows by number, of the same kind as `rows`."""
    if isinstance(rows, dict):
        return {name: np.asarray(values)[which] for name, values in rows.items()}
    return rows.iloc[which]


class Lengths:
    """Views in groups of like lengths, each with the seconds that were watched there: seconds ↔ ranks (D2Q)."""

    def __init__(self, duration: np.ndarray, watched: np.ndarray, groups: int = GROUPS):
        self.edges = np.unique(np.quantile(duration, np.arange(1, groups) / groups))
        self._group, self._watched = self.group(duration), watched
        self.ranks = d2q(self._group, watched, (), ())[0]
        self._known = np.unique(self._group)

    def group(self, duration: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.edges, duration, side="right")

    def seconds(self, duration: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """Seconds (n,) of ranks (n,), clipped to [0, 1], for videos of so many seconds."""
        group = self.group(duration)
        nearest = self._known[np.argmin(np.abs(group[:, None] - self._known), axis=1)]  # where a group has no view
        return d2q(self._group, self._watched, nearest, np.clip(rank, 0, 1))[1]


class Features:
    """What is known of a view before it starts, as columns of X (n×d).

    duration, log_duration: the video's length in seconds; hour: of the day. viewer_seconds: what the viewer watched of
    earlier videos, the mean; viewer_rank: the same as a rank among views of videos of like length, so that long videos
    do not make an eager viewer; video_rank: that of the video. These means are of *earlier* plays, shrunk towards the
    overall mean: a training row never sees itself or its future, a row to predict sees all training rows. A column
    that only the play tells (a like, a long view) is refused: it would leak.

    >>> from kml import watchtime
    >>> rows = {"user_id": [7, 7, 7], "time_ms": [1, 2, 3], "play_time_ms": [0, 30_000, 60_000]}
    >>> rows["duration_ms"] = [60_000] * 3
    >>> features = watchtime.Features(("duration", "viewer_seconds"))
    >>> features.learn(rows).round(1).tolist()  # each row knows the plays before it, shrunk towards the mean
    [[60.0, 30.0], [60.0, 25.0], [60.0, 25.7]]
    """

    def __init__(self, names: tuple = FEATURES):
        for name in names:
            if name in OUTCOMES:
                raise ValueError(
                    _(
                        "features must be known before the play; got {name!r}, which is an outcome of the very play "
                        "that is to be predicted (a leak). Known are {known}."
                    ).format(name=name, known=listed(KNOWN))
                )
            choice("features", name, KNOWN)
        self.names = tuple(names)

    def learn(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        """X of the training rows, each from what came before it."""
        watched, duration = seconds(rows, "play_time_ms"), seconds(rows, "duration_ms")
        self._past = {}
        order = np.argsort(column(rows, "time_ms"), kind="stable")
        ranks = Lengths(duration, watched).ranks
        out = []
        for name in self.names:
            if name not in _MEANS:
                out.append(_plain(rows, name))
                continue
            key, values = column(rows, _MEANS[name]), watched if name == "viewer_seconds" else ranks
            before = np.empty(len(key))
            before[order], self._past[name] = _means_before(key[order], values[order])
            out.append(before)
        return _columns(out, len(watched))

    def of(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        """X of rows to predict; no outcome of theirs is read."""
        out = []
        for name in self.names:
            mean = name in _MEANS
            out.append(_look_up(*self._past[name], column(rows, _MEANS[name])) if mean else _plain(rows, name))
        return _columns(out, len(column(rows, "duration_ms")))


_MEANS = {"viewer_seconds": "user_id", "viewer_rank": "user_id", "video_rank": "video_id"}


def _columns(columns, n):
    # rounded, so that a last digit, which differs between processors, never decides on which side of a split a row is
    return np.round(np.column_stack(columns), 9) if columns else np.empty((n, 0))


def _plain(rows, name):
    if name == "hour":
        return column(rows, "hourmin") // 100
    duration = seconds(rows, "duration_ms")
    return np.log(duration) if name == "log_duration" else duration


def _means_before(key, values):
    """Each row's shrunk mean of the earlier rows with its key, and the final ones: (n,), (keys, means, overall)."""
    overall = values.mean()
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.append(True, np.diff(key[order]) != 0))
    size = np.diff(np.append(first, len(key)))
    start = np.repeat(first, indices(size))
    total = np.cumsum(values[order]) - values[order]  # of all earlier rows, then of those with the same key
    total = total - total[start]
    before = np.empty(len(key))
    before[order] = _shrunk(total, np.arange(len(key)) - start, overall)
    final = _shrunk(np.add.reduceat(values[order], first), size, overall)
    return before, (key[order][first], final, overall)


def _shrunk(total, plays, overall):
    return (total + PRIOR_PLAYS * overall) / (plays + PRIOR_PLAYS)


def _look_up(keys, means, overall, key):
    place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    return np.where(keys[place] == key, means[place], overall)
