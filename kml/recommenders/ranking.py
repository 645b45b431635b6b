"""From scores to lists, and from lists to a scorecard."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from kml import metrics
from kml.core.arguments import array, whole_number
from kml.core.arrays import Draws, indices, space
from kml.core.scores import table
from kml.core.words import _
from kml.recommenders import slates
from kml.recommenders.base import interactions

if TYPE_CHECKING:
    import pandas as pd
    from scipy import sparse


def recommend(
    recommender: Any,
    viewers: "ArrayLike",
    k: int = 20,
    seen: "sparse.csr_array | None" = None,
    seed: int = 0,
    block: int = 512,
) -> np.ndarray:
    """The k videos with the best scores for each of the viewer ids (b,): ids (b, k), best first.

    Of the recommender only `score` is asked. `seen` (sparse, all viewers × videos, see `seen_videos`) marks what may
    not be recommended again. Equal scores are put in random order, each viewer's own. Raises ValueError if a viewer has
    fewer than k videos left.

    >>> from kml import recommenders
    >>> log = {"user_id": [0, 0, 0, 1, 1, 1], "video_id": [3, 1, 1, 3, 3, 2], "is_click": [1] * 6}
    >>> popular = recommenders.Popularity(range(4), viewers=2)
    >>> popular.update(log)
    >>> recommenders.recommend(popular, [0, 1], k=2).tolist()
    [[3, 1], [3, 1]]
    >>> recommenders.recommend(popular, [0, 1], k=2, seen=recommenders.seen_videos(log, 2, 4)).tolist()
    [[2, 0], [1, 0]]
    """
    viewers = array("viewers", viewers, ndim=1, dtype=np.int64, low=0)
    k = whole_number("k", k, 1)
    xp = space("cpu")
    draws = Draws(whole_number("seed", seed), slates.PARTS, xp)
    lists = np.empty((len(viewers), k), dtype=np.int64)
    for first in range(0, len(viewers), block):
        here = viewers[first : first + block]
        scores = table(xp, recommender.score(here))
        left = np.full(len(here), scores.videos)
        if seen is not None:
            row, video = seen[here].nonzero()
            scores.hide(row, video)
            left -= np.bincount(indices(row), minlength=len(here))
        if left.min() < k:
            raise ValueError(
                _("k must be at most the number of videos left; a viewer has {left}, got {k}.").format(
                    left=left.min(), k=k
                )
            )
        lists[first : first + block] = slates.select(xp, scores, k, 0.0, draws, 0, here, left)[0]
    return lists


def seen_videos(log: "dict | pd.DataFrame", viewers: int, videos: int) -> "sparse.csr_array":
    """What each viewer was shown, as a sparse (viewers, videos) matrix with entries > 0.

    >>> from kml import recommenders
    >>> log = {"user_id": [0, 0, 1], "video_id": [2, 2, 0]}
    >>> (recommenders.seen_videos(log, viewers=2, videos=3).toarray() > 0).tolist()
    [[False, False, True], [True, False, False]]
    """
    return interactions(log, np.ones(len(log["user_id"]), dtype=np.float32), viewers, videos)


def relevant_videos(log: "dict | pd.DataFrame", viewers: int, videos: int) -> list[np.ndarray]:
    """For each viewer the ids of the videos that they gave a long view, a list of `viewers` arrays.

    >>> from kml import recommenders
    >>> log = {"user_id": [0, 0, 1], "video_id": [5, 2, 3], "long_view": [1, 1, 0]}
    >>> [ids.tolist() for ids in recommenders.relevant_videos(log, viewers=2, videos=6)]
    [[2, 5], []]
    """
    liked = np.asarray(log["long_view"]) > 0
    pairs = interactions(log, liked.astype(np.float32), viewers, videos)
    pairs.eliminate_zeros()
    pairs.sum_duplicates()
    return np.split(pairs.indices.astype(np.int64), pairs.indptr[1:-1])


def scorecard(lists: np.ndarray, relevant: Sequence, seen_by: Sequence | np.ndarray, viewers: int) -> dict[str, float]:
    """How good lists (b, k) are, as a dict: recall, ndcg, coverage, novelty (bits), gini of the exposure they give.

    `relevant`: for each list the ids that turned out to be wanted; lists with none do not count for recall and NDCG.
    `seen_by` (videos,): how many of `viewers` had seen each video before.

    >>> import numpy as np
    >>> from kml import recommenders
    >>> lists = np.array([[3, 0], [3, 1]])  # of two viewers
    >>> card = recommenders.scorecard(lists, relevant=[[0], [2]], seen_by=[1, 1, 1, 8], viewers=8)
    >>> {name: round(value, 2) for name, value in card.items()}
    {'recall': 0.5, 'ndcg': 0.32, 'coverage': 0.75, 'novelty': 1.5, 'gini': 0.38}
    """
    k, videos = lists.shape[1], len(seen_by)
    wanted = [(ranked, ids) for ranked, ids in zip(lists, relevant, strict=True) if len(ids)]
    return {
        "recall": float(np.mean([metrics.recall_at_k(ranked, ids, k) for ranked, ids in wanted])),
        "ndcg": float(np.mean([metrics.ndcg_at_k(ranked, ids, k) for ranked, ids in wanted])),
        "coverage": metrics.coverage(lists, videos),
        "novelty": metrics.novelty(lists, seen_by, viewers),
        "gini": metrics.gini(np.bincount(indices(lists.ravel()), minlength=videos)),
    }
