"""Why this video? Which past plays made a score, exactly, for recommenders whose score is a sum over them."""

from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import whole_number
from kml.core.words import _

if TYPE_CHECKING:
    import pandas as pd

    from kml.recommenders.base import Recommender


def explain(
    recommender: "Recommender", log: "dict | pd.DataFrame", viewer: int, video: int
) -> tuple[np.ndarray, np.ndarray]:
    """The past plays that made the score of `video` for `viewer`, as shares: (video ids (m,), shares (m,)).

    For `kml.recommenders.ItemItem` and `Content`, whose score is a sum of (how much was watched) × (how similar it is
    to `video`) over all that the viewer watched. `log` is the one it has learned from. Largest share first; shares sum
    to 1, and those of a `Content` may be negative (a play that spoke against). Empty where nothing speaks for or
    against. For other recommenders a score has no such parts, and the question gets a ValueError.

    Viewer 0 watched video 0 for a long view and a third of that of video 1; viewer 1 watched both, and video 2:

    >>> import pandas as pd
    >>> from kml import recommenders, trust
    >>> log = pd.DataFrame({"user_id": [0, 0, 1, 1, 1], "video_id": [0, 1, 0, 1, 2], "duration_ms": 60_000})
    >>> log["play_time_ms"] = [18_000, 6_000, 18_000, 18_000, 18_000]
    >>> model = recommenders.ItemItem(range(3), viewers=2)
    >>> model.update(log)
    >>> videos, shares = trust.explain(model, log, viewer=0, video=2)
    >>> videos.tolist(), shares.round(2).tolist()
    ([0, 1], [0.69, 0.31])
    """
    from kml.recommenders import Content, ItemItem, interactions, watch_signal  # only now: scikit-learn takes a second

    if not isinstance(recommender, (ItemItem, Content)):
        kind = type(recommender).__name__
        raise ValueError(_("recommender must be an ItemItem or a Content; got {kind}.").format(kind=kind))
    viewer = whole_number("viewer", viewer, 0, recommender.viewers - 1)
    video = whole_number("video", video, 0, recommender.videos - 1)
    rows = np.asarray(log["user_id"]) == viewer
    watched = interactions(log, watch_signal(log, rows), recommender.viewers, recommender.videos, rows)[[viewer]]
    signal = watched.toarray()[0]
    (played,) = np.nonzero(signal)
    parts = signal[played].astype(np.float64) * recommender.likeness(played, video)
    said = parts != 0
    if not said.any() or parts.sum() == 0:
        return played[:0], parts[:0]
    played, parts = played[said], parts[said] / parts.sum()
    order = np.argsort(-parts, kind="stable")
    return played[order], parts[order]
