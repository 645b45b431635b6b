"""A topic graph to rescue new videos: a video without views borrows from its concepts, and they from their topic."""

from typing import TYPE_CHECKING, Any

import numpy as np

from kml.core.arguments import number
from kml.core.arrays import indices
from kml.recommenders.catalogue import CONCEPTS, column, tokens
from kml.recommenders.factors import MatrixFactorisation

if TYPE_CHECKING:
    import pandas as pd

NODES = [(topic, english, chinese) for topic, pairs in CONCEPTS.items() for english, chinese in pairs]


class TopicGraph(MatrixFactorisation):
    """Matrix factorisation whose video factors are smoothed along a small knowledge graph (知识图谱).

    The graph: video – concepts named in its title – topic (its tag) – everything. A video shown n times keeps
    n/(n + trust) of its own factors and takes the rest from its concepts; these are averages of their videos, shrunk
    to their topic's average, as topics are to that of everything. So a new video starts where its kind stands.

    Nobody was shown videos 2 and 3 yet, but the graph knows what kind they are of:

    >>> import pandas as pd
    >>> from kml import recommenders
    >>> titles = ["loops and functions", "noodles and tea"] * 2
    >>> table = pd.DataFrame({"title": titles, "tag": ["programming", "food"] * 2})
    >>> log = pd.DataFrame({"user_id": [0, 1] * 20, "video_id": [0, 1] * 20, "is_click": 1})
    >>> model = recommenders.TopicGraph(table, viewers=2, factors=2)
    >>> model.update(log.assign(play_time_ms=18_000, duration_ms=60_000))
    >>> recommenders.recommend(model, [0, 1], k=2).tolist()
    [[0, 2], [1, 3]]
    """

    def __init__(self, table: "pd.DataFrame", viewers: int, trust: float = 20.0, **options: Any):
        super().__init__(table, viewers, **options)
        self.trust = number("trust", trust, above=0)
        self._tag, self._links = self._place(table)
        self._shown = np.zeros(self.videos)

    def update(self, log: "dict | pd.DataFrame") -> None:
        super().update(log)
        self._shown = np.bincount(indices(log["video_id"]), minlength=self.videos).astype(np.float64)
        self._smooth()

    def publish(self, table: "pd.DataFrame") -> None:
        tag, links = self._place(table)
        self._tag = np.append(self._tag, tag)
        self._links = np.concatenate([self._links, links])
        self._shown = np.append(self._shown, np.zeros(len(table)))
        super().publish(table)
        self._smooth()

    @staticmethod
    def _place(table):
        """Where videos hang in the graph: topics (n,) as strings, and links to its concepts (n, concepts) as bools.

        A video whose tag the graph does not know belongs to the topic of the first concept in its title.
        """
        tags, links = [], np.zeros((len(table), len(NODES)), dtype=bool)
        for row, (tag, title) in enumerate(zip(column(table, "tag"), column(table, "title"), strict=True)):
            words = set(tokens(title))
            links[row] = [english in words or chinese in title for _, english, chinese in NODES]
            named = NODES[np.argmax(links[row])][0] if links[row].any() else tag
            tags.append(tag if tag in CONCEPTS else named)
        return np.array(tags, dtype=object), links

    def _smooth(self):
        own = (self._shown / (self._shown + self.trust))[:, None]  # how far a video's own factors are trusted
        known = own * self._y
        everything = known.sum(axis=0) / max(own.sum(), 1e-9)
        topics = {}
        for topic in set(self._tag) | set(CONCEPTS):
            here = self._tag == topic
            topics[topic] = (known[here].sum(axis=0) + everything) / (own[here].sum() + 1)
        links = self._links.astype(np.float64)
        parents = np.array([topics[topic] for topic, *_ in NODES])
        concepts = (links.T @ known + parents) / (links.T @ own + 1)
        count = links.sum(axis=1, keepdims=True)
        by_topic = np.array([topics[topic] for topic in self._tag])
        prior = np.where(count > 0, links @ concepts / np.maximum(count, 1), by_topic)
        self._use(self._x, known + (1 - own) * prior)
