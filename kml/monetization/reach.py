"""Reach: how many views a video gets, on a channel of any size; one law for 08, 11, the studio and your own channel.

A new video is shown to some strangers and to some of the followers; what comes of it is a lottery with a heavy tail:

    views = (cold_start + follower_share · followers) · exp(sigma · z),    z standard normal

The first factor is what a *middle* video gets, the second has the median 1: most videos are small, and a few hits make
the mean. Of Niconico's 21 million videos a lognormal fits the lower nine tenths (Ito and Shimada, Artificial Life and
Robotics 30, 2025); the very largest hits are rarer here than there. Where the numbers come from, and how far they may
be off, `kml.monetization.sources` says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, whole_number
from kml.core.fields import check_ranges
from kml.core.words import N_
from kml.monetization.numbers import PART, assumed, published


@dataclass(frozen=True)
class Reach:
    """The law of a channel's reach. All numbers are at least 0.

    The spread of one channel's videos is narrower than that of all creators' videos, which `sigma` is taken from: read
    it as an upper middle, and try the range. `month_sd` is the part of it that all videos of a month share, a slump or
    a good time; `memory` says how much of that is left a month later.

    >>> from kml.monetization import Reach
    >>> reach = Reach()
    >>> for followers in (0, 1_000, 100_000):  # the middle video, and the mean of all
    ...     print(f"{followers:7,} followers: {reach.typical(followers):6,.0f} {reach.mean(followers):7,.0f}")
          0 followers:    407   1,374
      1,000 followers:    507   1,712
    100,000 followers: 10,407  35,138
    """

    cold_start: float = published("bilibili_views_median", low=30, high=1_000)
    follower_share: float = assumed(0.1, N_("views of a middle video for each follower"), 0.03, 0.3)
    sigma: float = published("exposure_sigma", low=1.0, high=1.83)
    month_sd: float = assumed(0.5, N_("sd of the log views that all videos of a month share"), 0.0, 0.8)
    memory: float = assumed(0.5, N_("of a month's level that is left in the next month"), 0.0, 0.9, limits=PART)
    half_life_days: float = assumed(
        2.0, N_("days in which a video gets half of its views (YouTube, 2010: 6)"), 0.5, 14.0, limits={"above": 0}
    )

    def __post_init__(self):
        check_ranges(self)

    def typical(self, followers: "ArrayLike") -> np.ndarray | float:
        """Views of a middle video (the median) of a channel with so many `followers`, a number or an array."""
        return self.cold_start + self.follower_share * array("followers", followers, low=0)

    def mean(self, followers: "ArrayLike") -> np.ndarray | float:
        """Mean views of a video: exp(sigma² / 2) times those of the middle one, because of the hits."""
        return self.typical(followers) * np.exp(self.sigma**2 / 2)

    def views(self, followers: "ArrayLike", z: "ArrayLike") -> np.ndarray | float:
        """Views of videos, shaped like `followers` and the standard normal draws `z` together.

        >>> from kml.monetization import Reach
        >>> Reach().views(10_000, [-1.0, 0.0, 2.0]).round().tolist()  # a flop, a middle one, a hit
        [296.0, 1407.0, 31863.0]
        """
        return self.typical(followers) * np.exp(self.sigma * np.asarray(z, dtype=np.float64))

    def arrived(self, days: int) -> float:
        """Share of a video's views that have come after so many `days`, a number or an array.

        >>> from kml.monetization import Reach
        >>> Reach(half_life_days=2).arrived(4)
        0.75
        """
        return 1 - 0.5 ** (days / self.half_life_days)

    def arriving(self, days: int) -> np.ndarray:
        """Share of a video's views that come on each of its first `days` days, (days,): half in each half-life.

        >>> from kml.monetization import Reach
        >>> Reach(half_life_days=1).arriving(4).tolist()
        [0.5, 0.25, 0.125, 0.0625]
        """
        left = 0.5 ** (np.arange(whole_number("days", days, 1) + 1) / self.half_life_days)
        return left[:-1] - left[1:]

    def month_levels(self, months: int, rng: np.random.Generator) -> np.ndarray:
        """Log-level of each of so many `months` in a row, (months,): a slump is not over with the month.

        Stationary, with the standard deviation month_sd and the correlation `memory` from a month to the next.
        """
        from scipy.signal import lfilter

        shocks = rng.standard_normal(whole_number("months", months, 1)) * np.sqrt(1 - self.memory**2)
        shocks[0] /= np.sqrt(1 - self.memory**2) if self.memory < 1 else 1.0
        return self.month_sd * lfilter([1.0], [1.0, -self.memory], shocks)

    @property
    def video_sd(self):
        """The part of sigma that is each video's own: sigma² = month_sd² + video_sd²; 0 where months have it all."""
        return float(np.sqrt(max(0.0, self.sigma**2 - self.month_sd**2)))


DEFAULT_REACH = Reach()
