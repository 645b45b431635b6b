"""Implicit matrix factorisation: a few numbers for each viewer and each video, learned from watching alone."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from kml.core.arguments import number, rng, whole_number
from kml.core.arrays import indices
from kml.recommenders.base import FactorModel, interactions, watch_signal

if TYPE_CHECKING:
    import pandas as pd
    from scipy import sparse


class MatrixFactorisation(FactorModel):
    """Alternating least squares for implicit feedback (ALS): Hu, Koren and Volinsky, ICDM 2008.

    Every pair has a preference, 1 if the viewer ever stayed for more than 7 s (a valid play), else 0, and a
    confidence in it, 1 + alpha · (sum of the watch signals of those plays): what was never watched is a weak "no".
    `factors` for each side, `ridge` on their squares. The first update makes `sweeps` over both sides, later ones two,
    from where the last one ended. A video that nobody has played scores next to nothing.

    Viewers 0 to 2 watch one kind of videos, 3 to 5 another; viewer 0 has not been shown video 2 yet:

    >>> import pandas as pd
    >>> from kml import recommenders
    >>> pairs = [(u, v) for u in range(6) for v in range(6) if u // 3 == v // 3 and (u, v) != (0, 2)]
    >>> log = pd.DataFrame(pairs, columns=["user_id", "video_id"])
    >>> model = recommenders.MatrixFactorisation(range(6), viewers=6, factors=2)
    >>> model.update(log.assign(play_time_ms=18_000, duration_ms=60_000, is_click=1))
    >>> recommenders.recommend(model, [0], k=1, seen=recommenders.seen_videos(log, 6, 6)).tolist()
    [[2]]
    """

    def __init__(
        self,
        table: "pd.DataFrame",
        viewers: int,
        factors: int = 20,
        alpha: float = 10.0,
        ridge: float = 10.0,
        sweeps: int = 8,
        seed: int = 0,
    ):
        super().__init__(table, viewers)
        self.alpha, self.ridge = number("alpha", alpha, above=0), number("ridge", ridge, above=0)
        self.sweeps, self._trained = whole_number("sweeps", sweeps, 1), False
        shape = self.videos, whole_number("factors", factors, 1)
        self._y = 0.1 * rng(seed).standard_normal(shape)  # of the videos
        self._x = np.zeros((self.viewers, shape[1]))  # of the viewers
        self._watched = csr_array((self.viewers, self.videos), dtype=np.float32)  # what update has added up
        self._use(self._x, self._y)

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        signal = np.where(np.asarray(log["is_click"])[new] > 0, watch_signal(log, new), 0)
        watched = interactions(log, signal, self.viewers, self.videos, new)
        watched.eliminate_zeros()
        self._watched = self._watched + watched
        of_viewers, of_videos = (_together(side, self.alpha) for side in (self._watched, self._watched.T.tocsr()))
        for _ in range(2 if self._trained else self.sweeps):
            self._x = _solved(self.viewers, of_viewers, self._y, self.ridge)
            self._y = _solved(self.videos, of_videos, self._x, self.ridge)
        self._trained = True
        self._use(self._x, self._y)

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._watched.resize(self.viewers, self.videos)
        self._y = np.vstack([self._y, np.zeros((len(table), self._y.shape[1]))])
        self._use(self._x, self._y)


def half_step(
    watched: "sparse.csr_array", other: np.ndarray, alpha: float, ridge: float, block: int = 4096
) -> np.ndarray:
    """One side's factors (n, f), the best ones while the other side's, `other` (m, f), stand still.

    watched: sparse (n, m), the weight of each pair that was watched. A row x of the result solves
    (YᵀY + Σ alpha·w·y yᵀ + ridge·I) x = Σ (1 + alpha·w) y, sums over what the row watched. About `block` plays at a
    time. In float64: float32's rounding differs between processors, and would grow from sweep to sweep.

    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> from kml import recommenders
    >>> watched = csr_array([[1.0, 0.0], [1.0, 1.0]])  # viewers × videos
    >>> videos = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> recommenders.half_step(watched, videos, alpha=10.0, ridge=1.0).round(3).tolist()
    [[0.917, 0.0], [0.917, 0.917]]
    """
    other = np.asarray(other, dtype=np.float64)
    return _solved(watched.shape[0], _together(watched, alpha, block), other, ridge)


def _together(watched, alpha, block=4096):
    """Rows with about as many plays, that are solved together: a list of (rows (b,), their plays, three (b, k) arrays).

    The three say of each play which of the other side it is, alpha·w, and the confidence 1 + alpha·w. Who has fewer
    plays than k gets some more, with 0 for both. About `block` plays at a time stay in a processor's cache.
    """
    weights, plays, parts = alpha * watched.data.astype(np.float64), np.diff(watched.indptr), []
    grade = np.where(plays > 0, np.ceil(2 * np.log2(np.maximum(plays, 1))), -1)  # √2 times as many: the next grade
    for own in np.unique(grade[plays > 0]):
        (alike,) = np.nonzero(grade == own)
        place = np.arange(plays[alike].max())
        step = max(1, block // len(place))
        for first in range(0, len(alike), step):
            rows = alike[first : first + step]
            there = place < plays[rows, None]
            index = np.where(there, watched.indptr[rows, None] + place, 0)
            weight = np.where(there, weights[index], 0.0)
            parts.append((rows, watched.indices[index], weight, weight + there))
    return parts


def _solved(n, parts, other, ridge):
    """The n rows of `half_step`, of which `parts` are those with plays; the others are at 0.

    In coordinates in which YᵀY + ridge·I is I, with what a row watched in V, alpha·w in D and the confidences in c, it
    solves (I + VᵀDV) x = Vᵀc. Who has fewer plays than there are factors has a smaller system, whose solution z gives
    the same x = Vᵀz: (I + DVVᵀ) z = c.
    """
    f = other.shape[1]
    turn = np.linalg.inv(np.linalg.cholesky(other.T @ other + ridge * np.eye(f)))
    turned, out = other @ turn.T, np.zeros((n, f))
    for rows, watched, weight, confidence in parts:
        v, d, c = turned.take(indices(watched), axis=0), weight[..., None], confidence[..., None]
        across, k = v.transpose(0, 2, 1), v.shape[1]
        if k < f:
            x = across @ np.linalg.solve(np.eye(k) + d * (v @ across), c)
        else:
            x = np.linalg.solve(np.eye(f) + across @ (d * v), across @ c)
        out[rows] = x[..., 0] @ turn
    return out
