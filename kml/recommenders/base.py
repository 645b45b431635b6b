"""What every recommender promises, and how watching becomes evidence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from kml.core.arguments import array, whole_number
from kml.core.words import _
from kml.metrics import LONG_VIEW_S
from kml.recommenders.slates import exact

if TYPE_CHECKING:
    import pandas as pd
    from scipy import sparse


class Recommender:
    """Scores videos for viewers and learns from a log.

    `table` is a catalogue, one row a video, and `viewers` their number; ids are positions. What a recommender may
    know is public: what was uploaded, and what was logged. It never sees a true taste.

    `kml.simulate` asks three things of it, all below, and two more of who has them: `to(device)` is told where the
    simulation computes, and from then on takes and returns PyTorch tensors there; `observe(world)` is handed the world
    itself, at the start and whenever videos have come. Only an oracle, which no recommender is, has the latter.

    >>> import numpy as np
    >>> from kml import platform, recommenders
    >>> world = platform.world(viewers=100, videos=40)
    >>> recommender = recommenders.Popularity(recommenders.catalogue(world), world.viewers)
    >>> recommender.update(platform.simulate_day(world))
    >>> recommender.score(np.array([7, 8, 9])).shape  # three viewers, and a score for each video
    (3, 40)
    """

    def __init__(self, table: "pd.DataFrame | Sequence", viewers: int):
        self.videos, self.viewers = len(table), whole_number("viewers", viewers, 1)
        self._read = 0  # rows of the log that were learned from

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        """Scores (b, videos) float32 for viewer ids (b,): higher is better, equal means no preference.

        Asked for in blocks, so that there is never a viewers × videos array. The result is new or read-only, and
        does not depend on how viewers are dealt into blocks.
        """
        raise NotImplementedError

    def update(self, log: "dict | pd.DataFrame") -> None:
        """Learn from `log`: columns of everything logged so far (a dict of arrays or a DataFrame, KuaiRand's names)."""

    def publish(self, table: "pd.DataFrame") -> None:
        """Take in new videos: the catalogue's rows of those whose ids go on after the last one."""
        self.videos += len(table)

    def _new_rows(self, log):
        """Which rows of the log have come since the last update, as a slice."""
        rows = len(log["user_id"])
        if rows < self._read:
            raise ValueError(
                _("log must hold everything logged so far, at least {read} rows as last time; got {rows}.").format(
                    read=self._read, rows=rows
                )
            )
        new, self._read = slice(self._read, rows), rows
        return new


class FactorModel(Recommender):
    """A recommender whose score is the inner product of a viewer's and a video's factors."""

    @property
    def video_factors(self):
        """The videos' factors (videos, factors), in units of their own: only directions and ratios mean something."""
        return self._video_factors

    @property
    def viewer_factors(self):
        """The viewers' factors (viewers, factors); each row has a unit of its own, which no ranking notices."""
        return self._viewer_factors

    def score(self, viewers):
        return self._viewer_factors[viewers] @ self._video_factors.T

    def _use(self, viewer_factors, video_factors):
        """Keep the factors rounded, so that scores come out the same on every machine."""
        self._viewer_factors, self._video_factors = exact(viewer_factors, video_factors)


def watch_signal(log: "dict | pd.DataFrame", rows: slice | np.ndarray = slice(None)) -> np.ndarray:
    """How much a view says for a video, (n,) float32 from 0 to 1: the share of a long view (18 s, or the whole video).

    It stops at 18 s, so that a long video does not count for more than a short one that was watched as gladly.

    >>> from kml import recommenders
    >>> log = {"play_time_ms": [9_000, 60_000, 6_000], "duration_ms": [60_000, 300_000, 6_000]}
    >>> recommenders.watch_signal(log).tolist()
    [0.5, 1.0, 1.0]
    """
    watched = np.asarray(log["play_time_ms"])[rows] / 1000
    duration = np.asarray(log["duration_ms"])[rows] / 1000
    enough = np.where(duration > 0, np.minimum(duration, LONG_VIEW_S), LONG_VIEW_S)
    return np.minimum(watched / enough, 1).astype(np.float32)


def interactions(
    log: "dict | pd.DataFrame", values: "ArrayLike", viewers: int, videos: int, rows: slice | np.ndarray = slice(None)
) -> "sparse.csr_array":
    """A sparse (viewers, videos) float32 matrix with the sum of `values` for each pair of the log's rows.

    >>> from kml import recommenders
    >>> log = {"user_id": [0, 0, 1], "video_id": [2, 2, 0]}
    >>> recommenders.interactions(log, [1.0, 0.5, 1.0], viewers=2, videos=3).toarray().tolist()
    [[0.0, 0.0, 1.5], [1.0, 0.0, 0.0]]
    """
    user, video = (np.asarray(log[name])[rows] for name in ("user_id", "video_id"))
    array("user_id", user, ndim=1, dtype=np.int64, low=0, high=viewers - 1, empty=True)
    array("video_id", video, ndim=1, dtype=np.int64, low=0, high=videos - 1, empty=True)
    return csr_array((values, (user, video)), shape=(viewers, videos), dtype=np.float32)
