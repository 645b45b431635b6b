"""A toy of generative recommendation: each video gets a short code, and a recommender spells the next one."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array, hstack

from kml.core.arguments import array, number, whole_number
from kml.core.arrays import indices
from kml.core.words import _
from kml.recommenders.base import Recommender, interactions
from kml.recommenders.content import UploadVectors

if TYPE_CHECKING:
    import pandas as pd

    from kml.recommenders.base import FactorModel


class TasteVectors:
    """The factors that a video would have by what was uploaded, (n, factors): a ridge regression on `model`'s.

    `model` has factors for each video of `table` (a `MatrixFactorisation`); what nobody has played teaches nothing.

    Viewers 0 and 1 watched comedy, 2 and 3 games, and of each kind one video is new. Its vector points the same way as
    those of its kind (cosines):

    >>> import numpy as np
    >>> import pandas as pd
    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=4, videos=60))
    >>> comedy, games = (table.index[table["tag"] == tag].tolist() for tag in ("comedy", "games"))
    >>> pairs = [(u, v) for u in range(4) for v in (comedy, games)[u // 2][1:]]
    >>> log = pd.DataFrame(pairs, columns=["user_id", "video_id"])
    >>> model = recommenders.MatrixFactorisation(table, viewers=4, factors=2)
    >>> model.update(log.assign(play_time_ms=18_000, duration_ms=60_000, is_click=1))
    >>> vectors = recommenders.TasteVectors(table, model)(table)
    >>> vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    >>> for kind in (comedy, games):
    ...     print((vectors[comedy[0]] @ vectors[kind[1:]].T).mean().round(1))
    1.0
    0.4
    """

    def __init__(self, table: "pd.DataFrame", model: "FactorModel", ridge: float = 1.0):
        from sklearn.linear_model import Ridge  # only now, as in `content`

        self._uploaded, factors = UploadVectors(table), model.video_factors
        played = np.any(factors != 0, axis=1)
        self._regression = Ridge(number("ridge", ridge, above=0))
        self._regression.fit(self._uploaded(table)[played], factors[played])

    def __call__(self, table):
        return self._regression.predict(self._uploaded(table))


class Codebook:
    """Residual k-means (残差量化): tokens for vectors, (n, len(sizes)), the first says the most.

    The first token is the nearest of sizes[0] centres. What it leaves unsaid, the vector minus the centre, is told by
    the next one, and so on. Vectors that are alike have codes that begin alike. New vectors are coded by old centres.

    >>> import numpy as np
    >>> from kml import recommenders
    >>> vectors = np.array([[0.0, 9.0], [0.0, 10.0], [5.0, 0.0], [5.0, 1.0]])
    >>> tokens = recommenders.Codebook(vectors, sizes=(2, 2))(np.vstack([vectors, [[5.0, 0.9]]]))
    >>> beginnings = tokens[:, 0].tolist()
    >>> beginnings[0] == beginnings[1] != beginnings[2] == beginnings[3]
    True
    >>> tokens[4].tolist() == tokens[3].tolist()  # a new one, nearest to the last
    True
    """

    def __init__(self, vectors: "ArrayLike", sizes: tuple = (16, 16), seed: int = 0):
        from sklearn.cluster import KMeans  # only now, as in `content`

        rest, self._levels = array("vectors", vectors, ndim=2), []
        for size in sizes:
            size = whole_number("sizes", size, 1, len(rest))
            means = KMeans(size, n_init=1, random_state=whole_number("seed", seed)).fit(rest)
            self._levels.append(means)
            rest = rest - means.cluster_centers_[means.labels_]

    def __call__(self, vectors):
        rest, tokens = array("vectors", vectors, ndim=2), []
        for means in self._levels:
            tokens.append(means.predict(rest))
            rest = rest - means.cluster_centers_[tokens[-1]]
        return np.column_stack(tokens)


class Speller(Recommender):
    """Recommend by spelling: a video's score is the logarithm of the chance that this viewer's next play is its code.

    `vectors` is called with rows of a catalogue and gives what the codes are made of (`TasteVectors`, `TextVectors`).
    `codes` (videos, len(sizes) + 1) are those of a `Codebook` and, last, a running number among the videos that share
    them. The language model counts: after each beginning, how often this viewer played what goes on with which token,
    and as if `trust` plays more had been everybody's. Everybody's are counted with one play more for each token that
    exists, so that a new video, too, can be spelled. The order of the plays does not matter to it.

    Viewer 0 played videos of one kind, viewer 1 of another. Of each kind one is new, and its code begins as theirs do:

    >>> import pandas as pd
    >>> from kml import recommenders
    >>> table = pd.DataFrame({"kind": [0.0, 0.0, 0.0, 9.0, 9.0, 9.0]})
    >>> log = pd.DataFrame({"user_id": [0, 0, 1, 1], "video_id": [0, 1, 3, 4], "is_click": 1})
    >>> model = recommenders.Speller(table, 2, vectors=lambda rows: rows[["kind"]], sizes=(2,), trust=2)
    >>> model.update(log)
    >>> model.score([0, 1])[:, [2, 5]].argmax(axis=1).tolist()  # which of the two new ones is rather spelled
    [0, 1]
    """

    def __init__(
        self,
        table: "pd.DataFrame",
        viewers: int,
        vectors: Callable,
        sizes: tuple = (16, 16),
        trust: float = 20.0,
        seed: int = 0,
    ):
        super().__init__(table, viewers)
        self.trust, self._vectors = number("trust", trust, above=0), vectors
        self._codebook = Codebook(vectors(table), sizes, seed)
        self._plays = csr_array((self.viewers, self.videos), dtype=np.float32)
        self._write(self._codebook(vectors(table)))

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        played = (np.asarray(log["is_click"])[new] > 0).astype(np.float32)
        self._plays = self._plays + interactions(log, played, self.viewers, self.videos, new)

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._plays = hstack([self._plays, csr_array((self.viewers, len(table)), dtype=np.float32)], format="csr")
        self._write(np.vstack([self.codes[:, :-1], self._codebook(self._vectors(table))]))

    def score(self, viewers: Sequence | np.ndarray) -> np.ndarray:
        logarithms = (np.log(chance)[:, node] for (node, _above), chance in self._chances(viewers))
        # rounded, so that processors whose logarithms differ in the last digit rank alike
        return np.round(sum(logarithms), 4).astype(np.float32)

    def next_token(self, viewer: int, code: tuple = ()) -> dict[int, float]:
        """What may follow the tokens `code`, and the chances that it is this viewer's next play: {token: chance}.

        Only codes that exist are followed. Raises ValueError if no video's code begins so, or with a whole code.

        In the example above, 2 of viewer 0's 2 plays begin with the token of the first kind, and (2 + 1)/(4 + 2) of
        everybody's. With a trust of 2 that makes (2 + 2 · 0.5)/(2 + 2):

        >>> import pandas as pd
        >>> from kml import recommenders
        >>> table = pd.DataFrame({"kind": [0.0, 0.0, 0.0, 9.0, 9.0, 9.0]})
        >>> log = pd.DataFrame({"user_id": [0, 0, 1, 1], "video_id": [0, 1, 3, 4], "is_click": 1})
        >>> model = recommenders.Speller(table, 2, vectors=lambda rows: rows[["kind"]], sizes=(2,), trust=2)
        >>> model.update(log)
        >>> sorted(model.next_token(0).values())
        [0.25, 0.75]
        """
        place = len(code)
        begin = (self.codes[:, :place] == np.array(code[: self.codes.shape[1]], dtype=np.int64)).all(axis=1)
        if place >= self.codes.shape[1] or not begin.any():
            raise ValueError(
                _("code must be the beginning of a video's code; got {code}.").format(code=tuple(map(int, code)))
            )
        (node, _above), chance = list(self._chances([viewer]))[place]
        tokens, first = np.unique(self.codes[begin, place], return_index=True)
        return dict(zip(tokens.tolist(), chance[0, node[begin][first]].tolist(), strict=True))

    def _write(self, tokens):
        """Codes from the codebook's tokens, and their tree: for each place its nodes, and what node each hangs on."""
        __, cell = np.unique(tokens, axis=0, return_inverse=True)
        order = np.argsort(cell, kind="stable")
        size = np.bincount(indices(cell))
        running = np.empty(self.videos, dtype=np.int64)
        running[order] = np.arange(self.videos) - np.repeat(np.cumsum(size) - size, indices(size))
        self.codes = np.column_stack([tokens, running])
        self._tree, above = [], np.zeros(self.videos, dtype=np.int64)
        for place in range(self.codes.shape[1]):
            __, first, node = np.unique(self.codes[:, : place + 1], axis=0, return_index=True, return_inverse=True)
            self._tree.append((node, above[first]))
            above = node

    def _chances(self, viewers):
        """For each place ((node of each video, node above each), chances of the nodes after the one above)."""
        own = self._plays[viewers].toarray().astype(np.float64)
        everybody = self._plays.sum(axis=0, dtype=np.float64)
        for node, above in self._tree:
            plays = np.bincount(indices(node), everybody)
            usual = (plays + 1) / (np.bincount(indices(above), plays) + np.bincount(indices(above)))[above]
            here = _summed(own, node)
            before = _summed(here, above)[:, above]
            yield (node, above), (here + self.trust * usual) / (before + self.trust)


def _summed(values, groups):
    """Columns of values (b, n), added up by their group: (b, groups)."""
    return values @ csr_array((np.ones(len(groups)), (np.arange(len(groups)), groups)))
