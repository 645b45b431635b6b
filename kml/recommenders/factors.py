"""Implicit matrix factorisation: a few numbers for each viewer and each video, learned from watching alone."""

from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import number, rng, whole_number
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
        self._use(self._x, self._y)

    def update(self, log: "dict | pd.DataFrame") -> None:
        self._new_rows(log)  # all rows are used again; this makes sure that none is missing
        played = np.asarray(log["is_click"]) > 0
        signal = np.where(played, watch_signal(log), 0)
        watched = interactions(log, signal, self.viewers, self.videos)
        watched.eliminate_zeros()
        by_video = watched.T.tocsr()
        for _ in range(2 if self._trained else self.sweeps):
            self._x = half_step(watched, self._y, self.alpha, self.ridge)
            self._y = half_step(by_video, self._x, self.alpha, self.ridge)
        self._trained = True
        self._use(self._x, self._y)

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._y = np.vstack([self._y, np.zeros((len(table), self._y.shape[1]))])
        self._use(self._x, self._y)


def half_step(
    watched: "sparse.csr_array", other: np.ndarray, alpha: float, ridge: float, block: int = 4096
) -> np.ndarray:
    """One side's factors (n, f), the best ones while the other side's, `other` (m, f), stand still.

    watched: sparse (n, m), the weight of each pair that was watched. A row x of the result solves
    (YᵀY + Σ alpha·w·y yᵀ + ridge·I) x = Σ (1 + alpha·w) y, sums over what the row watched. Rows in blocks. In float64:
    float32's rounding differs between processors, and would grow from sweep to sweep.

    >>> import numpy as np
    >>> from scipy.sparse import csr_array
    >>> from kml import recommenders
    >>> watched = csr_array([[1.0, 0.0], [1.0, 1.0]])  # viewers × videos
    >>> videos = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> recommenders.half_step(watched, videos, alpha=10.0, ridge=1.0).round(3).tolist()
    [[0.917, 0.0], [0.917, 0.917]]
    """
    other = np.asarray(other, dtype=np.float64)
    f = other.shape[1]
    squares = (other[:, :, None] * other[:, None, :]).reshape(len(other), f * f)
    everyone = other.T @ other + ridge * np.eye(f)
    out = np.zeros((watched.shape[0], f))
    (rows,) = np.nonzero(np.diff(watched.indptr))  # who watched nothing is at 0
    for first in range(0, len(rows), block):
        some = rows[first : first + block]
        part = alpha * watched[some].astype(np.float64)
        left = (part @ squares).reshape(-1, f, f) + everyone
        part.data += 1  # now the confidence
        out[some] = np.linalg.solve(left, (part @ other)[..., None])[..., 0]
    return out
