"""Content-based: recommend what is like the things that this viewer watched, whoever else watched them."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import choice, whole_number
from kml.recommenders.base import FactorModel, interactions, watch_signal
from kml.recommenders.catalogue import COVERS, column, tokens

if TYPE_CHECKING:
    import pandas as pd


class Content(FactorModel):
    """Videos are vectors of what they are about, a viewer is the sum of those they watched, and like goes to like.

    `source` is "text" (title and tag) or "cover" (features of the image). Each view counts with its watch signal.
    A video that nobody has seen can be scored as well as any other.

    One video about food was watched. Of 400 videos one in ten is about food; of the ten that come next:

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=1, videos=400, seed=2))
    >>> food = table.index[table["tag"] == "food"]
    >>> content = recommenders.Content(table, viewers=1)
    >>> content.update({"user_id": [0], "video_id": food[:1], "play_time_ms": [18_000], "duration_ms": [60_000]})
    >>> (lists,) = recommenders.recommend(content, [0], k=10)
    >>> table["tag"][lists].value_counts().to_dict()
    {'food': 10}
    """

    def __init__(self, table: "pd.DataFrame", viewers: int, source: str = "text", factors: int = 32):
        super().__init__(table, viewers)
        self._vectors_of = {"text": TextVectors, "cover": CoverVectors}[choice("source", source, ("text", "cover"))](
            table, whole_number("factors", factors, 1)
        )
        self._vectors = self._vectors_of(table)
        self._profiles = np.zeros((self.viewers, self._vectors.shape[1]), dtype=np.float32)
        self._use(self._profiles, self._vectors)

    def update(self, log: "dict | pd.DataFrame") -> None:
        new = self._new_rows(log)
        self._profiles += interactions(log, watch_signal(log, new), self.viewers, self.videos, new) @ self._vectors
        self._use(self._profiles, self._vectors)

    def likeness(self, videos: np.ndarray, to: int) -> np.ndarray:
        """How alike `videos` (m,) and the video `to` are in what they are about, (m,): what a score is summed from."""
        return self._vectors[videos] @ self._vectors[to]

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._vectors = np.vstack([self._vectors, self._vectors_of(table)])
        self._use(self._profiles, self._vectors)


class TextVectors:
    """Title and tag as unit vectors (n, factors): TF-IDF, reduced by a singular value decomposition.

    TF-IDF gives every word a coordinate, so that two titles with no word in common have nothing to do with each
    other. The reduction puts words that stand with the same tag near each other, also across two languages (latent
    semantic analysis; Deerwester et al., 1990).

    Titles about food in English are nearer to Chinese titles about food than to other Chinese ones (cosines):

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=1, videos=400))
    >>> vectors, food = recommenders.TextVectors(table)(table), table["tag"] == "food"
    >>> english, chinese = ~table["title"].str.contains("[一-龥]"), ~table["title"].str.contains("[a-z]")
    >>> for others in (chinese & food, chinese & ~food):
    ...     print((vectors[english & food] @ vectors[others].T).mean().round(1))
    0.2
    -0.1
    """

    def __init__(self, table: "pd.DataFrame", factors: int = 32):
        self._tfidf, self._svd, self._mean = _learned(_texts(table), factors)

    def __call__(self, table):
        reduced = _unit(self._svd.transform(self._tfidf.transform(_texts(table))))
        return _unit(reduced - self._mean).astype(np.float32)


class CoverVectors:
    """Features of the covers as unit vectors (n, COVERS), in units of the first catalogue's spread.

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=10, videos=40))
    >>> recommenders.CoverVectors(table)(table).shape
    (40, 8)
    """

    def __init__(self, table: "pd.DataFrame", factors: int = COVERS):
        covers = _covers(table)
        self._mean, self._sd = covers.mean(axis=0), covers.std(axis=0)
        self._sd[self._sd == 0] = 1

    def __call__(self, table):
        return _unit((_covers(table) - self._mean) / self._sd).astype(np.float32)


class UploadVectors:
    """All that was uploaded, side by side (n, features): `TextVectors`, `CoverVectors`, and the logarithm of minutes.

    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=10, videos=40))
    >>> recommenders.UploadVectors(table)(table).shape
    (40, 41)
    """

    def __init__(self, table: "pd.DataFrame"):
        self._sources = TextVectors(table), CoverVectors(table)

    def __call__(self, table):
        minutes = np.maximum(column(table, "video_duration").astype(np.float64), 1) / 60_000
        return np.column_stack([*(vectors(table) for vectors in self._sources), np.log(minutes)]).astype(np.float64)


def _texts(table):
    return tuple(f"{title} {tag}" for title, tag in zip(column(table, "title"), column(table, "tag"), strict=True))


@lru_cache(maxsize=2)
def _learned(texts, factors):
    """The weights of words, their reduction, and the mean of what comes out: once for all who read the same texts."""
    from sklearn.decomposition import TruncatedSVD  # only now: it weighs as much as all else together
    from sklearn.feature_extraction.text import TfidfVectorizer

    tfidf = TfidfVectorizer(tokenizer=tokens, token_pattern=None, lowercase=False, sublinear_tf=True)
    terms = tfidf.fit_transform(texts)
    svd = TruncatedSVD(min(factors, min(terms.shape)), random_state=0).fit(terms)
    return tfidf, svd, _unit(svd.transform(terms)).mean(axis=0)


def _covers(table):
    return np.column_stack([column(table, f"cover_{k}").astype(np.float64) for k in range(COVERS)])


def _unit(rows):
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-9)
