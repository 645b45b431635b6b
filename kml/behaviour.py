"""What a viewer does when a video is shown: is pulled in or not, watches for some seconds, perhaps reacts.

One mechanism for every exposure, whatever policy chose the video. The *appeal* of a video to a viewer is a sum of
four parts (the viewer's level, the video's quality, their affinity, a cost for an unusual length). The mood of the
moment is added, and the sum decides: below a threshold the viewer swipes on within seconds, above it the intended
watch time grows with every bit of pull. The video's duration cuts it, loops stretch it. A like, a comment or a follow
then depends on appeal and on the part that was watched.

Everything is an array function of n pairs (viewer, video), without loops over pairs, and random draws come row by row
from the generator that is passed in: the same generator gives the same viewer the same mood whatever is shown.
The formulas themselves (`affinity`, `appeal`, `watched`, `chances`) draw nothing and check nothing, and take the
namespace `xp` of their arrays: numpy, or one like it for arrays on a GPU (`kml.simulate`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array
from kml.core.arguments import rng as _rng

EVENTS = ("like", "comment", "follow", "forward", "hate", "profile_enter")


@dataclass(frozen=True)
class Behaviour:
    """Parameters of behaviour. Pull is measured in standard deviations of pull under random exposure.

    All were fitted together to the numbers of `kml.published.kuairand`; a comment names those that pin the parameter
    down most. `kml.scenarios.calibration` shows what the fit gives.
    """

    # Appeal: how far pairs differ. What these leave of the variance 1 is the mood of the moment.
    level_sd: float = 0.195  # viewers: AUC .668 when a viewer's own past rate predicts the next long view
    quality_sd: float = 0.278  # videos, liked by all: randomly shown, often recommended videos are watched more
    affinity_sd: float = 0.596  # pairs, the right viewer: the same video is watched twice as often if recommended
    length_cost: float = 0.045  # per squared log-unit away from best_length_s: valid play by duration is a flat arch
    best_length_s: float = 60.0
    # Watch time, in seconds
    threshold: float = 0.59  # pull above which a viewer stays: valid play .176 at random, .451 recommended
    skip_s: float = 1.58  # median time until the swipe: median watch 2.1 s at random
    skip_sd: float = 0.74  # of its logarithm
    stay_s: float = 3.2  # intended watch time of a viewer who only just stays: long view after valid play
    depth: float = 2.36  # log-seconds of intention for each unit of pull above the threshold: completion by duration
    early_exit: float = 0.16  # seconds: who stays to the end swipes in a second around it, this part of it before
    replay: float = 0.32  # chance to stay for another loop at each end, while the intention lasts: mean ratio .369
    # Engagement: log-chance for each unit of appeal, and chances at appeal 0 and a full watch
    gesture: float = 0.33  # exponent of the watched part (praise) or of the seconds on screen (hate)
    light: float = 1.2  # like, forward and profile visit: 4.0, 3.0 and 3.8 times as frequent if recommended
    effort: float = 2.05  # comment and follow: 7.3 and 6.7 times
    dislike: float = -0.75  # hate: .43 (users' means) or .69 times (all exposures)
    expressiveness_sd: float = 1.6  # of its logarithm: only 12.6 % of users react more to what is recommended
    like: float = 0.0087
    comment: float = 0.00031
    follow: float = 0.000135
    forward: float = 0.00043
    hate: float = 0.00166
    profile_enter: float = 0.0095


DEFAULT = Behaviour()


def affinity(
    taste_viewer: np.ndarray | Iterable[np.ndarray], taste_video: np.ndarray | Iterable[np.ndarray], xp: Any = np
) -> np.ndarray:
    """How well video and viewer fit: the inner product of their taste vectors, (k, n) and (k, n) → (n,) float64.

    Videos' vectors have length 1 and viewers' are standard normal, so that affinities are standard normal over random
    pairs. Broadcasts: (k, n, 1) with (k, n, c) gives (n, c). Summed in a fixed order: the same on every machine. What
    gives the k rows one after another will do, too: then they need not all be in memory at once.

    >>> import numpy as np
    >>> from kml import behaviour
    >>> viewer, video = np.array([[2.0, -1.0], [0.0, 1.0]]), np.array([[1.0, 0.6], [0.0, 0.8]])
    >>> behaviour.affinity(viewer, video).round(3).tolist()  # a column a pair: this fits well, this hardly
    [2.0, 0.2]
    """
    products = (xp.multiply(*pair, dtype=xp.float64) for pair in zip(taste_viewer, taste_video, strict=True))
    total = next(products)
    for product in products:
        total += product
    return total


def appeal(
    level: np.ndarray | float,
    quality: np.ndarray | float,
    fit: np.ndarray | float,
    duration_s: np.ndarray | float,
    behaviour: Behaviour = DEFAULT,
    xp: Any = np,
) -> np.ndarray:
    """The lasting part of pull, (n,): standard-normal `level`, `quality` and `fit`, and `duration_s` in seconds.

    >>> import numpy as np
    >>> from kml import behaviour
    >>> fit = np.array([-1.0, 0.0, 1.0])
    >>> behaviour.appeal(level=0.0, quality=1.0, fit=fit, duration_s=np.full(3, 60.0)).round(3).tolist()
    [-0.318, 0.278, 0.874]
    """
    b = behaviour
    unusual = xp.log(xp.asarray(duration_s, dtype=xp.float64) / b.best_length_s) ** 2
    return b.level_sd * level + b.quality_sd * quality + b.affinity_sd * fit - b.length_cost * unusual


def watch_time(
    appeal: "ArrayLike", duration_s: "ArrayLike", seed: int | np.random.Generator, behaviour: Behaviour = DEFAULT
) -> np.ndarray:
    """Seconds watched, (n,), for appeals (n,) and durations in seconds (n,); may exceed the duration (loops).

    `watched` with the mood, the moment of a swipe and the two chances at the end drawn from `seed`.

    >>> import numpy as np
    >>> from kml import behaviour
    >>> duration = np.full(10_000, 60.0)
    >>> seconds = [behaviour.watch_time(np.full(10_000, appeal), duration, seed=0) for appeal in (0.0, 1.0)]
    >>> [float(np.median(watched).round()) for watched in seconds]  # half of all views end before
    [2.0, 8.0]
    """
    appeal = array("appeal", appeal, ndim=1)
    duration = array("duration_s", duration_s, shape=appeal.shape, low=0.001)
    generator = _rng(seed)
    mood, moment = generator.standard_normal((2, len(appeal)))
    leave, loops = generator.random((2, len(appeal)))
    return watched(appeal, duration, mood, moment, leave, loops, behaviour)


def watched(
    appeal: np.ndarray | float,
    duration_s: np.ndarray | float,
    mood: np.ndarray,
    moment: np.ndarray,
    leave: np.ndarray,
    loops: np.ndarray,
    behaviour: Behaviour = DEFAULT,
    xp: Any = np,
) -> np.ndarray:
    """Seconds watched, (n,), given what chance brought: standard-normal mood and moment, uniform leave and loops.

    pull = appeal + mood. Below the threshold: a swipe after a lognormal moment. Above: an intention of
    stay_s · exp(depth · (pull − threshold)) seconds, cut at the end of the video or of a loop. Mechanism after the
    two kinds of exposures (quick skip, full watch) of watch-time models such as EGM (arXiv 2508.12665).

    >>> import numpy as np
    >>> from kml import behaviour
    >>> mood = np.array([-1.0, 0.0, 1.0, 2.0])
    >>> zero = np.zeros(4)
    >>> behaviour.watched(0.5, np.full(4, 60.0), mood, moment=zero, leave=zero, loops=zero).round(1).tolist()
    [1.6, 1.6, 14.4, 59.8]
    """
    b = behaviour
    mood_sd = math.sqrt(1 - b.level_sd**2 - b.quality_sd**2 - b.affinity_sd**2)
    above = appeal + mood_sd * mood - b.threshold
    intended = xp.where(above > 0, b.stay_s * xp.exp(b.depth * above), b.skip_s * xp.exp(b.skip_sd * moment))
    # a geometric number of whole plays (1, 2, …), and the swipe within a second around the end of the last
    plays = 1 + xp.floor(xp.log(1 - loops) / math.log(b.replay))
    return xp.minimum(intended, duration_s * plays + leave - b.early_exit)


def chances(
    appeal: np.ndarray,
    watched_s: np.ndarray,
    duration_s: np.ndarray | float,
    expressiveness: np.ndarray,
    behaviour: Behaviour = DEFAULT,
    xp: Any = np,
) -> dict[str, np.ndarray]:
    """How likely each reaction is, {event: (n,) float}: like, comment, follow, forward, hate, profile_enter.

    Praise: rate · expressiveness · exp(slope · appeal) · (part watched) ** gesture, with the part at most 1. Hate
    falls with appeal and grows with seconds on screen (a menu must be opened). `expressiveness` (n,) has mean 1 over
    viewers. May exceed 1 for an extreme pair, which then reacts for certain.

    >>> import numpy as np
    >>> from kml import behaviour
    >>> chance = behaviour.chances(np.array([0.0, 1.0]), np.full(2, 60.0), np.full(2, 60.0), np.ones(2))
    >>> {event: round(float(high / low), 1) for event, (low, high) in chance.items()}  # what more appeal does
    {'like': 3.3, 'comment': 7.8, 'follow': 7.8, 'forward': 3.3, 'hate': 0.5, 'profile_enter': 3.3}
    """
    b = behaviour
    part = xp.clip(watched_s / duration_s, None, 1.0) ** b.gesture * expressiveness
    seconds = (watched_s / 10.0) ** b.gesture * expressiveness
    light, effort = part * xp.exp(b.light * appeal), part * xp.exp(b.effort * appeal)
    return {
        "like": b.like * light,
        "comment": b.comment * effort,
        "follow": b.follow * effort,
        "forward": b.forward * light,
        "hate": b.hate * seconds * xp.exp(b.dislike * appeal),
        "profile_enter": b.profile_enter * light,
    }


def engagement(
    appeal: "ArrayLike",
    watched_s: "ArrayLike",
    duration_s: "ArrayLike",
    expressiveness: "ArrayLike",
    seed: int | np.random.Generator,
    behaviour: Behaviour = DEFAULT,
) -> dict[str, np.ndarray]:
    """What the viewer did, {event: (n,) bool}, drawn with the `chances` of the same arguments.

    >>> import numpy as np
    >>> from kml import behaviour
    >>> n = 10_000
    >>> did = behaviour.engagement(np.zeros(n), np.full(n, 60.0), np.full(n, 60.0), np.ones(n), seed=0)
    >>> round(float(did["like"].mean()), 3), behaviour.DEFAULT.like
    (0.008, 0.0087)
    """
    appeal = array("appeal", appeal, ndim=1)
    watched_s = array("watched_s", watched_s, shape=appeal.shape, low=0)
    duration = array("duration_s", duration_s, shape=appeal.shape, low=0.001)
    expressiveness = array("expressiveness", expressiveness, shape=appeal.shape, low=0)
    chance = chances(appeal, watched_s, duration, expressiveness, behaviour)
    draws = _rng(seed).random((len(EVENTS), len(appeal)))
    return {event: draw < chance[event] for event, draw in zip(EVENTS, draws, strict=True)}
