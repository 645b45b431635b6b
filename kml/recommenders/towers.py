"""Two towers: one network makes a vector of a viewer, another of a video; their product is the score. In PyTorch."""

from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import number, whole_number
from kml.core.arrays import indices
from kml.recommenders.base import FactorModel
from kml.recommenders.content import UploadVectors

if TYPE_CHECKING:
    import pandas as pd

DROPPED = 0.3  # share of training rows in which a video must do without its own embedding, as a new one has to


class TwoTower(FactorModel):
    """A two-tower model (双塔模型): both towers end in `factors` numbers, so that serving is one inner product.

    The viewer's tower is an embedding. The video's is an embedding plus a small network of what was uploaded (title,
    tag, cover, length); for a video that nobody has played the network speaks alone. Trained to tell the video that was
    played (a valid play) from the others of its batch, each corrected for how often it turns up there (Yi et al.,
    RecSys 2019, doi 10.1145/3298689.3346996). The first update goes `epochs` times over the plays, later ones once.
    Works in float64 and on one thread: float32's rounding, which differs between processors, would grow into other
    lists within a few hundred steps.

    Viewer 0 watched comedy, viewer 1 games, but of each kind one video is new; it is ranked by what was uploaded:

    >>> import pandas as pd
    >>> from kml import platform, recommenders
    >>> table = recommenders.catalogue(platform.world(viewers=2, videos=60))
    >>> comedy, games = (table.index[table["tag"] == tag].tolist() for tag in ("comedy", "games"))
    >>> pairs = [(0, video) for video in comedy[1:]] + [(1, video) for video in games[1:]]
    >>> model = recommenders.TwoTower(table, viewers=2, factors=4, epochs=40)
    >>> model.update(pd.DataFrame(pairs, columns=["user_id", "video_id"]).assign(is_click=1))
    >>> model.score([0, 1])[:, [comedy[0], games[0]]].argmax(axis=1).tolist()
    [0, 1]
    """

    def __init__(
        self,
        table: "pd.DataFrame",
        viewers: int,
        factors: int = 16,
        epochs: int = 4,
        rate: float = 0.02,
        batch: int = 512,
        seed: int = 0,
    ):
        super().__init__(table, viewers)
        self.epochs, self.batch = whole_number("epochs", epochs, 1), whole_number("batch", batch, 2)
        self.rate, self.seed = number("rate", rate, above=0), whole_number("seed", seed)
        self.factors, self._updates = whole_number("factors", factors, 1), 0
        self._features = UploadVectors(table)
        self._uploaded = self._features(table)
        self._network = _network(self.viewers, *self._uploaded.shape, self.factors, self.seed)
        self._played = np.zeros(self.videos, dtype=bool)
        self._serve()

    def update(self, log: "dict | pd.DataFrame") -> None:
        self._new_rows(log)  # all rows are used again; this makes sure that none is missing
        played = np.asarray(log["is_click"]) > 0
        viewer, video = (np.asarray(log[name])[played].astype(np.int64) for name in ("user_id", "video_id"))
        self._played = np.bincount(indices(video), minlength=self.videos) > 0
        if len(video):
            epochs = 1 if self._updates else self.epochs
            _train(
                self._network, self._uploaded, viewer, video, epochs, self.rate, self.batch, self.seed + self._updates
            )
        self._updates += 1
        self._serve()

    def publish(self, table: "pd.DataFrame") -> None:
        super().publish(table)
        self._uploaded = np.vstack([self._uploaded, self._features(table)])
        old = self._network["own"]
        self._network["own"] = old.new_zeros(self.videos, self.factors)
        self._network["own"][: len(old)] = old.detach()
        self._network["own"].requires_grad_()
        self._played = np.append(self._played, np.zeros(len(table), dtype=bool))
        self._serve()

    def _serve(self):
        """Run both towers once for everybody; what is served from then on is two tables of vectors."""
        import torch

        with torch.no_grad():
            kind = _kind(self._network, torch.from_numpy(self._uploaded)).numpy()
            own = self._network["own"].numpy() * self._played[:, None]
            self._use(self._network["viewer"].numpy(), kind + own)


def _network(viewers, videos, features, factors, seed):
    """The weights of both towers: {name: tensor}."""
    import torch

    rng = np.random.default_rng(seed)
    shapes = {"viewer": (viewers, factors), "own": (videos, factors), "first": (features, 64), "second": (64, factors)}
    scales = {"viewer": 0.1, "own": 0.1, "first": features**-0.5, "second": 0.1}
    return {
        name: torch.from_numpy(scales[name] * rng.standard_normal(shape)).requires_grad_()
        for name, shape in shapes.items()
    }


def _kind(network, uploaded):
    """What the uploaded features say of videos: (n, features) → (n, factors)."""
    return (uploaded @ network["first"]).relu() @ network["second"]


def _train(network, uploaded, viewer, video, epochs, rate, batch, seed):
    import torch

    rng = np.random.default_rng(seed)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        uploaded, viewer, video = (torch.from_numpy(values) for values in (uploaded, viewer, video))
        often = torch.log(torch.bincount(video, minlength=len(uploaded)).clamp(min=1) / len(video))
        optimiser = torch.optim.Adam(network.values(), lr=rate)
        for _ in range(epochs):
            for rows in torch.from_numpy(rng.permutation(len(video))).split(batch):
                these = video[rows]
                keep = torch.from_numpy(rng.random((len(rows), 1)) >= DROPPED)
                vectors = _kind(network, uploaded[these]) + keep * network["own"][these]
                logits = network["viewer"][viewer[rows]] @ vectors.T - often[these]
                # the same video elsewhere in the batch is no wrong answer
                twin = (these[:, None] == these) & ~torch.eye(len(rows), dtype=torch.bool)
                loss = torch.nn.functional.cross_entropy(logits.masked_fill(twin, -1e9), torch.arange(len(rows)))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    finally:
        torch.set_num_threads(threads)
