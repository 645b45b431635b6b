"""Item-item: recommend the neighbours of what this viewer watched, where neighbours have the same audience."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from kml.core.arguments import whole_number
from kml.recommenders.base import Recommender, interactions, watch_signal

if TYPE_CHECKING:
    import pandas as pd
    from scipy import sparse


class ItemItem(Recommender):
    """Cosine of two videos' audiences, weighted with the watch signal; a score is the sum over what was watched.

    `neighbours` are kept for each video (None for all of them: a videos × videos array, for small catalogues only).
    Source: Sarwar et al., WWW 2001; item-based collaborative filtering (协同过滤).

    Videos 0 and 1 share a viewer, so viewer 1, who watched 0, is recommended 1:

    >>> import pandas as pd
    >>> from kml import recommenders
    >>> log = pd.DataFrame({"user_id": [0, 0, 1, 2], "video_id": [0, 1, 0, 2]})
    >>> model = recommenders.ItemItem(range(3), viewers=3)
    >>> model.update(log.assign(play_time_ms=18_000, duration_ms=60_000))
    >>> print(model.score([1]).round(2))
    [[0.   0.71 0.  ]]
    """

    def __init__(self, table: "pd.DataFrame", viewers: int, neighbours: int = 200):
        super().__init__(table, viewers)
        self._neighbours = whole_number("neighbours", neighbours, 1)
        self._watched = csr_array((self.viewers, self.videos), dtype=np.float32)
        self._similar = csr_array((self.videos, self.videos), dtype=np.float32)

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        return (self._watched[viewers] @ self._similar).toarray()

    def likeness(self, videos: np.ndarray, to: int) -> np.ndarray:
        """How alike the audiences of `videos` (m,) and of the video `to` are, (m,): what a score is summed from."""
        return self._similar[videos][:, [to]].toarray()[:, 0]

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        self._watched += interactions(log, watch_signal(log, new), self.viewers, self.videos, new)
        self._similar = cosine_neighbours(self._watched, self._neighbours)

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._watched.resize(self.viewers, self.videos)
        self._similar.resize(self.videos, self.videos)


def cosine_neighbours(watched: "sparse.csr_array", neighbours: int, block: int = 512) -> "sparse.csr_array":
    """Sparse (videos, videos) cosines between the columns of `watched`; each row keeps its `neighbours` largest.

    >>> from scipy.sparse import csr_array
    >>> from kml import recommenders
    >>> watched = csr_array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])  # viewers × videos
    >>> print(recommenders.cosine_neighbours(watched, neighbours=2).toarray().round(2))
    [[0.   0.71 0.71]
     [0.71 0.   0.  ]
     [0.71 0.   0.  ]]
    """
    length = np.sqrt(watched.multiply(watched).sum(axis=0))
    unit = (watched @ _diagonal(np.divide(1, length, out=np.zeros_like(length), where=length > 0))).tocsc()
    videos = unit.shape[1]
    rows, columns, values = [], [], []
    for first in range(0, videos, block):
        cosine = (unit[:, first : first + block].T @ unit).toarray()
        here = np.arange(len(cosine))
        cosine[here, first + here] = 0  # a video is no neighbour of itself
        k = min(neighbours, videos - 1)
        best = np.argpartition(-cosine, k - 1, axis=1)[:, :k] if k else np.empty((len(here), 0), dtype=int)
        value = np.take_along_axis(cosine, best, axis=1)
        row, place = np.nonzero(value > 0)
        rows.append(first + row)
        columns.append(best[row, place])
        values.append(value[row, place])
    where = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.concatenate(values), where), shape=(videos, videos), dtype=np.float32)


def _diagonal(values):
    n = len(values)
    return csr_array((values.astype(np.float32), (np.arange(n), np.arange(n))), shape=(n, n))
