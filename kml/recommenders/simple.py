"""Two recommenders that know nobody: the yardsticks for all others."""

import numpy as np

from kml.recommenders.base import Recommender


class Random(Recommender):
    """No preference at all. Who shows the videos puts equal scores in random order, so every video is as likely."""

    def score(self, viewers):
        return np.broadcast_to(np.float32(0), (len(viewers), self.videos))


class Popularity(Recommender):
    """The same list for everybody: how often each video was played for more than 7 seconds (valid plays)."""

    def __init__(self, table, viewers):
        super().__init__(table, viewers)
        self._plays = np.zeros(self.videos, dtype=np.float32)

    def score(self, viewers):
        return np.broadcast_to(self._plays, (len(viewers), self.videos))

    def update(self, log):
        new = self._new_rows(log)
        played = np.asarray(log["video_id"])[new][np.asarray(log["is_click"])[new] > 0]
        self._plays = self._plays + np.bincount(played, minlength=self.videos).astype(np.float32)

    def publish(self, table):
        super().publish(table)
        self._plays = np.append(self._plays, np.zeros(len(table), dtype=np.float32))
