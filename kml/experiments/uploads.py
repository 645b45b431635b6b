"""A test without a platform's help: the creator tosses a coin for each *video*, and the video is what is counted.

No feed lets a creator choose at random who sees which version. What a creator can do is decide by chance which of the
coming videos is made in which way. Views differ so much from video to video that such a test sees large changes only:
`uploads_power` says so before it begins.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.stats import nct, t

from kml.core.arguments import number, rng, whole_number
from kml.core.words import _


def assign(topics: Sequence, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Decide by chance which of the coming videos are made in the new way: (treated, pair), arrays (n,).

    topics: a label for each video, in the order of publishing; an even number of videos. Neighbours on the same topic
    make a pair, and what is left over pairs up in order, so that luck in topics and seasons cancels. treated (bool):
    one of each pair, by the toss of a coin. pair (int): the number of its pair, from 0. Source: Fisher, The Design of
    Experiments (1935), chapter 3.

    >>> from kml import experiments
    >>> treated, pair = experiments.assign(["loops", "pandas", "loops", "pandas", "loops", "plots"])
    >>> pair.tolist()  # the third video on loops is left over, and so is the one on plots
    [0, 1, 0, 1, 2, 2]
    >>> int(treated.sum()), [int(treated[pair == number].sum()) for number in range(3)]
    (3, [1, 1, 1])
    """
    topics = list(topics)
    if not topics or len(topics) % 2:
        raise ValueError(_("topics must name an even number of videos, 2 at least; got {n}.").format(n=len(topics)))
    waiting, pairs = {}, []
    for video, topic in enumerate(topics):
        if topic in waiting:
            pairs.append((waiting.pop(topic), video))
        else:
            waiting[topic] = video
    left = sorted(waiting.values())
    pairs = np.array([*pairs, *zip(left[::2], left[1::2], strict=True)])
    treated, pair = np.zeros(len(topics), dtype=bool), np.empty(len(topics), dtype=int)
    pair[pairs] = np.arange(len(pairs))[:, None]
    treated[pairs[np.arange(len(pairs)), rng(seed).integers(0, 2, size=len(pairs))]] = True
    return treated, pair


def uploads_power(
    lift: float, sigma: float, videos: int, explained: float = 0.0, paired: bool = False, alpha: float = 0.05
) -> float:
    """Chance that a test of `videos` uploads, half of them in the new way, calls a lift of their views real: a float.

    lift (> −1): what the new way does to the typical views of a video, 0.3 for 30 % more. sigma (> 0): standard
    deviation of the natural logarithm of views from video to video. videos: of both ways together, even, 4 at least.
    explained (0 to below 1): the share of that variance which pairs, or the period before, take away. paired: whether
    the videos were assigned in pairs; then there are only half as many differences to learn the noise from. For normal
    logarithms and the t-test of their means; the permutation test comes close to it.

    >>> from kml import experiments
    >>> [round(experiments.uploads_power(0.5, sigma=1.0, videos=n), 2) for n in (20, 100, 400)]
    [0.14, 0.52, 0.98]
    """
    effect = np.log1p(number("lift", lift, above=-1))
    drift = effect / _error(sigma, videos, explained)
    return _found(drift, _freedom(videos, paired), number("alpha", alpha, above=0, below=1))


def smallest_lift(
    videos: int, sigma: float, explained: float = 0.0, paired: bool = False, alpha: float = 0.05, power: float = 0.8
) -> float:
    """The smallest lift of typical views that a test of `videos` uploads finds with chance `power`: a float.

    1.5 is 150 % more. Other arguments as in `uploads_power`.

    >>> from kml import experiments
    >>> round(experiments.smallest_lift(20, sigma=1.0), 2)  # views must become 3.8 times as many
    2.76
    >>> round(experiments.smallest_lift(20, sigma=0.2), 2)  # a rate that varies less finds less
    0.3
    """
    error, alpha = _error(sigma, videos, explained), number("alpha", alpha, above=0, below=1)
    power = number("power", power, low=alpha, below=1)
    freedom = _freedom(videos, paired)
    reach = brentq(lambda drift: _found(drift, freedom, alpha) - power, 0, 100) if power > alpha else 0.0
    return float(np.expm1(reach * error))


def _error(sigma, videos, explained):
    """Standard error of the difference of two means of logarithms."""
    videos = whole_number("videos", videos, 4)
    if videos % 2:
        raise ValueError(_("videos must be even, half of them in each way; got {n}.").format(n=videos))
    left = 1 - number("explained", explained, low=0, below=1)
    return number("sigma", sigma, above=0) * np.sqrt(left * 4 / videos)


def _freedom(videos, paired):
    return videos // 2 - 1 if paired else videos - 2


def _found(drift, freedom, alpha):
    """Chance that |t| is beyond its border where its expectation is `drift`; the far tail is counted, too."""
    border, drift = t.isf(alpha / 2, freedom), abs(drift)
    return float(nct.sf(border, freedom, drift) + nct.sf(border, freedom, -drift))
