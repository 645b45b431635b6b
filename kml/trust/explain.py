"""Why this video? Which past plays made a score, exactly, for recommenders whose score is a sum over them."""

import numpy as np

from kml.core.arguments import whole_number
from kml.core.words import _


def explain(recommender, log, viewer, video):
    """The past plays that made the score of `video` for `viewer`, as shares: (video ids (m,), shares (m,)).

    For `kml.recommenders.ItemItem` and `Content`, whose score is a sum of (how much was watched) × (how similar it is
    to `video`) over all that the viewer watched. `log` is the one it has learned from. Largest share first; shares sum
    to 1, and those of a `Content` may be negative (a play that spoke against). Empty where nothing speaks for or
    against. For other recommenders a score has no such parts, and the question gets a ValueError.
    """
    from kml.recommenders import Content, ItemItem, interactions, watch_signal  # only now: scikit-learn takes a second

    viewer = whole_number("viewer", viewer, 0, recommender.viewers - 1)
    video = whole_number("video", video, 0, recommender.videos - 1)
    rows = np.asarray(log["user_id"]) == viewer
    watched = interactions(log, watch_signal(log, rows), recommender.viewers, recommender.videos, rows)[[viewer]]
    signal = watched.toarray()[0]
    (played,) = np.nonzero(signal)
    if isinstance(recommender, ItemItem):
        similar = recommender._similar[played][:, [video]].toarray()[:, 0]
    elif isinstance(recommender, Content):
        similar = recommender._vectors[played] @ recommender._vectors[video]
    else:
        raise ValueError(
            _("recommender must be an ItemItem or a Content; got {kind}.").format(kind=type(recommender).__name__)
        )
    parts = signal[played].astype(np.float64) * similar
    said = parts != 0
    if not said.any() or parts.sum() == 0:
        return played[:0], parts[:0]
    played, parts = played[said], parts[said] / parts.sum()
    order = np.argsort(-parts, kind="stable")
    return played[order], parts[order]
