"""The recommender that knows what no other may: what each viewer would enjoy."""

from typing import TYPE_CHECKING, Any

import numpy as np

from kml import behaviour as viewing
from kml.recommenders import slates

if TYPE_CHECKING:
    import pandas as pd

    from kml.behaviour import Behaviour
    from kml.platform import World


class Oracle:
    """Scores by the true appeal, which no real recommender knows: the best that any could do in a single day.

    Sees the world, as no other recommender may. Its factors are rounded (`kml.recommenders.slates.exact`), so that its
    slates are the same on every machine.

    >>> from kml import platform, recommenders, simulate
    >>> world = platform.world(viewers=100, videos=80)
    >>> lists = recommenders.recommend(simulate.Oracle(world), range(100), k=5)
    >>> lists.shape, bool(world.video_quality[lists].mean() > 0.3)  # what all like comes up more often
    ((100, 5), True)
    """

    def __init__(self, world: "World", behaviour: "Behaviour" = viewing.DEFAULT):
        self.behaviour, self.torch = behaviour, None
        self.observe(world)

    def observe(self, world: "World") -> None:
        """Take in a world with new videos."""
        b, n = self.behaviour, world.videos
        value = viewing.appeal(0.0, world.video_quality, np.zeros(n), world.video_duration_ms / 1000, b)
        viewers = np.vstack([world.viewer_taste, np.ones(world.viewers)]).T
        videos = np.vstack([b.affinity_sd * world.video_taste, value]).T
        self.viewers, self.videos = slates.exact(viewers, videos)
        if self.torch is not None:
            self.to(self.torch)

    def score(self, viewers: np.ndarray) -> Any:
        return self.viewers[viewers] @ self.videos.T

    def update(self, log: "dict | pd.DataFrame") -> None:
        """Nothing to learn."""

    def publish(self, table: "pd.DataFrame") -> None:
        """New videos come with `observe`."""

    def to(self, device: str) -> None:
        import torch

        self.torch = device
        self.viewers, self.videos = (torch.as_tensor(factors, device=device) for factors in (self.viewers, self.videos))
