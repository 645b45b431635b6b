"""Recommenders made of recommenders: blends, late fusion of text and image, and exploration."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number, rng
from kml.core.arrays import indices
from kml.core.words import _
from kml.recommenders.base import Recommender
from kml.recommenders.content import Content

if TYPE_CHECKING:
    import pandas as pd


class Blend(Recommender):
    """(1 − weight) · one + weight · other, after both scores have been brought to mean 0 and sd 1 for each viewer.

    Without that, whoever has the larger numbers decides; `standard=False` leaves it out, where scores are standardised
    already. A weight of 0 ranks as `one` does, 1 as `other`. Raises ValueError if they score different videos.

    Video 0 is the most popular one, video 1 the one for this viewer; half and half they are equal:

    >>> import pandas as pd
    >>> from kml import recommenders
    >>> log = pd.DataFrame({"user_id": [0, 0, 1, 2], "video_id": [0, 1, 0, 2], "is_click": 1})
    >>> popular, similar = recommenders.Popularity(range(3), viewers=3), recommenders.ItemItem(range(3), viewers=3)
    >>> blend = recommenders.Blend(popular, similar, weight=0.5)
    >>> blend.update(log.assign(play_time_ms=18_000, duration_ms=60_000))
    >>> print(popular.score([1]), similar.score([1]).round(2), blend.score([1]).round(2))
    [[2. 1. 1.]] [[0.   0.71 0.  ]] [[ 0.35  0.35 -0.71]]
    """

    def __init__(self, one: Recommender, other: Recommender, weight: float = 0.5, standard: bool = True):
        if one.videos != other.videos:
            raise ValueError(
                _("other must score as many videos as one: {wanted}; got {given}.").format(
                    wanted=one.videos, given=other.videos
                )
            )
        self.one, self.other, self.weight = one, other, number("weight", weight, 0, 1)
        self.standard = standard

    @property
    def videos(self):
        return self.one.videos

    @property
    def viewers(self):
        return self.one.viewers

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        one, other = self.one.score(viewers), self.other.score(viewers)
        if self.standard:
            one, other = standardised(one), standardised(other)
        out = one * np.float32(1 - self.weight)
        out += other * np.float32(self.weight)
        return out

    def update(self, log: "dict | pd.DataFrame") -> None:
        self.one.update(log)
        self.other.update(log)

    def publish(self, table: "pd.DataFrame") -> None:
        self.one.publish(table)
        self.other.publish(table)


class Scored(Recommender):
    """Scores (b, videos) that were computed before, for viewers (b,): for mixing and listing them in many ways.

    It learns nothing, and of other viewers than these it knows nothing (ValueError).

    >>> import numpy as np
    >>> from kml import recommenders
    >>> scored = recommenders.Scored([4, 9], np.array([[0.1, 0.2], [0.4, 0.3]], dtype=np.float32))
    >>> recommenders.recommend(scored, [9, 4], k=1).tolist()
    [[0], [1]]
    """

    def __init__(self, viewers: "ArrayLike", scores: "ArrayLike"):
        self._scores = array("scores", scores, ndim=2, dtype=np.float32)
        viewers = array("viewers", viewers, shape=(len(self._scores),), dtype=np.int64, low=0)
        super().__init__(range(self._scores.shape[1]), int(viewers.max()) + 1)
        self._row = np.full(self.viewers, -1)
        self._row[viewers] = np.arange(len(viewers))

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        rows = self._row[viewers]
        if np.any(rows < 0):
            raise ValueError(
                _("viewers must be some of those that were scored; {viewer} is not.").format(
                    viewer=np.asarray(viewers)[rows < 0][0]
                )
            )
        return self._scores[rows]


def late_fusion(table: "pd.DataFrame", viewers: int, weight: float = 0.5) -> Blend:
    """Content by text and content by cover, each learned on its own and joined at the end (late fusion, 后期融合).

    `weight` is the cover's. Joining before learning, with all features in one vector, would be early fusion.

    After one video about food: how many of the next ten are about food, by text, by cover, and by both.

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=1, videos=400))
    >>> food = table.index[table["tag"] == "food"]
    >>> for weight in (0, 1, 0.5):
    ...     model = recommenders.late_fusion(table, 1, weight)
    ...     model.update({"user_id": [0], "video_id": food[:1], "play_time_ms": [18_000], "duration_ms": [60_000]})
    ...     print(weight, int(food.isin(recommenders.recommend(model, [0], k=10)[0]).sum()))
    0 4
    1 3
    0.5 6
    """
    return Blend(Content(table, viewers), Content(table, viewers, source="cover"), weight)


class Thompson(Recommender):
    """Thompson sampling: score each video by a draw of its chance of a valid play, given what was seen so far.

    The chance is Beta(1 + plays, 1 + the rest); drawn anew at each update, the same for all viewers. A video that was
    hardly shown has a wide distribution, so it gets a high draw, and with it a try, now and then. To wrap another
    recommender, blend: Blend(recommender, Thompson(table, viewers), 0.3).

    >>> import numpy as np
    >>> from kml import recommenders
    >>> log = {"user_id": np.zeros(400, dtype=int), "video_id": np.repeat([0, 1], 200)}
    >>> log["is_click"] = np.repeat([0, 1, 0], [150, 150, 100])  # video 0: 50 of 200 plays, video 1: 100 of 200
    >>> model = recommenders.Thompson(range(3), viewers=1)
    >>> model.update(log)
    >>> print(model.score([0]).round(1))  # near 0.25 and 0.5; for video 2, never shown, it could be anything
    [[0.2 0.5 0.2]]
    """

    def __init__(self, table: "pd.DataFrame", viewers: int, seed: int = 0):
        super().__init__(table, viewers)
        self._rng = rng(seed)
        self._plays, self._rest = np.zeros((2, self.videos))
        self._draw()

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        return np.broadcast_to(self._chance, (len(viewers), self.videos))

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        video, played = np.asarray(log["video_id"])[new], np.asarray(log["is_click"])[new] > 0
        self._plays += np.bincount(indices(video[played]), minlength=self.videos)
        self._rest += np.bincount(indices(video[~played]), minlength=self.videos)
        self._draw()

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._plays, self._rest = (np.append(count, np.zeros(len(table))) for count in (self._plays, self._rest))
        self._draw()

    def _draw(self):
        self._chance = self._rng.beta(1 + self._plays, 1 + self._rest).astype(np.float32)


def standardised(scores: np.ndarray) -> np.ndarray:
    """Scores (b, videos) with mean 0 and sd 1 in each row; a row without differences becomes 0. A new array.

    >>> import numpy as np
    >>> from kml import recommenders
    >>> print(recommenders.standardised(np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 5.0]])).round(2))
    [[-1.22  0.    1.22]
     [ 0.    0.    0.  ]]
    """
    out = scores - scores.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)
    sd = np.sqrt(np.mean(np.square(out, dtype=np.float64), axis=1, keepdims=True))
    return np.divide(out, sd, out=np.zeros_like(out), where=sd > 1e-6 * np.abs(scores).max(initial=0), casting="unsafe")
