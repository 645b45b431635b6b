"""Two recommenders that know nobody: the yardsticks for all others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kml.core.arrays import indices
from kml.recommenders.base import Recommender

if TYPE_CHECKING:
    import pandas as pd


class Random(Recommender):
    """No preference at all. Who shows the videos puts equal scores in random order, so every video is as likely.

    >>> from kml import recommenders
    >>> recommenders.recommend(recommenders.Random(range(5), viewers=2), [0, 1], k=5).tolist()
    [[0, 2, 3, 1, 4], [1, 0, 2, 3, 4]]
    """

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.float32(0), (len(viewers), self.videos))


class Popularity(Recommender):
    """The same list for everybody: how often each video was played for more than 7 seconds (valid plays).

    >>> import numpy as np
    >>> from kml import recommenders
    >>> popular = recommenders.Popularity(range(3), viewers=2)
    >>> popular.update({"user_id": [0, 1, 1], "video_id": [2, 2, 0], "is_click": [1, 1, 0]})
    >>> popular.score(np.array([0, 1])).tolist()
    [[0.0, 0.0, 2.0], [0.0, 0.0, 2.0]]
    """

    def __init__(self, table: "pd.DataFrame", viewers: int):
        super().__init__(table, viewers)
        self._plays = np.zeros(self.videos, dtype=np.float32)

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        return np.broadcast_to(self._plays, (len(viewers), self.videos))

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        played = np.asarray(log["video_id"])[new][np.asarray(log["is_click"])[new] > 0]
        self._plays = self._plays + np.bincount(indices(played), minlength=self.videos).astype(np.float32)

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._plays = np.append(self._plays, np.zeros(len(table), dtype=np.float32))
