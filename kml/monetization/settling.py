"""From a log to money: count what a creator's videos got, then settle it under rules, as often as you like.

Only counts and rules go in, so the same log can be settled again under other rules. All incomes are simulated, in
yuan. How likely a viewer who reacted is to pay, no published log says: it is an assumption in the rules.
"""

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from kml import log as logs
from kml.core.arguments import array, number
from kml.core.arguments import rng as _rng
from kml.core.arrays import indices
from kml.core.words import _, listed
from kml.monetization.rules import CHANNELS, DEFAULT_RULES, Rules

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Counts:
    """What is settled: numbers or arrays that broadcast, an entry for each creator or month.

    views … hours are sums over the span; `followers` are those at its end; `recent_views` are the mean views of a video
    of late, which brands pay by; `minors` is the part of the viewers under
    18; `credential` says whether the creator has shown the credential that the topic asks for (True if it asks none).

    >>> from kml import monetization
    >>> month = monetization.Counts(views=100_000, likes=1_200, followers=500)
    >>> [name for name, is_open in monetization.gates(month).items() if is_open]
    ['tips', 'courses']
    """

    views: np.ndarray | float
    valid_plays: np.ndarray | float = 0.0
    long_views: np.ndarray | float = 0.0
    likes: np.ndarray | float = 0.0
    follows: np.ndarray | float = 0.0
    profile_enters: np.ndarray | float = 0.0
    hours: np.ndarray | float = 0.0
    followers: np.ndarray | float = 0.0
    recent_views: np.ndarray | float = 0.0
    days: float = 30.0
    minors: float = 0.0
    credential: bool = True

    def __post_init__(self):
        for one in fields(self):
            if one.name not in ("days", "minors", "credential"):
                array(one.name, getattr(self, one.name), low=0)
        number("days", self.days, above=0)
        array("minors", self.minors, low=0, high=1)


def count(
    log: "dict | pd.DataFrame",
    videos: "ArrayLike | None" = None,
    by: "ArrayLike | None" = None,
    followers: "ArrayLike" = 0.0,
    days: float | None = None,
    weight: float = 1.0,
    minors: float = 0.0,
    credential: bool = True,
) -> Counts:
    """Return the Counts of a log: a DataFrame or dict of columns with KuaiRand's names, as kml.platform writes it.

    videos     ids to count, all if not given
    by         (all videos,) group of each video id, such as world.video_creator: Counts then hold an array by group
    followers  at the start, a number or (groups,); the log's own follows are added
    days       length of the log; if not given, the number of different days in it
    weight     how many plays a row stands for

    >>> from kml import monetization
    >>> log = {"date": [1, 1, 2], "video_id": [0, 0, 1], "play_time_ms": [9_000, 1_000, 60_000], "is_click": [1, 0, 1]}
    >>> log |= {name: [0, 0, 1] for name in ("long_view", "is_like", "is_follow", "is_profile_enter")}
    >>> counts = monetization.count(log, followers=500)
    >>> counts.views, counts.likes, float(counts.followers), counts.days
    (3.0, 1.0, 501.0, 2)
    """
    weight = number("weight", weight, above=0)
    columns = ("video_id", "play_time_ms", *logs.SUMS.values())
    missing = [name for name in columns if not hasattr(log, "keys") or name not in log]
    if missing:
        raise ValueError(
            _("log must be a DataFrame or dict with the columns {names}; {missing} is missing.").format(
                names=listed(columns), missing=missing[0]
            )
        )
    video = np.asarray(log["video_id"], dtype=np.int64)
    if days is None:
        days = max(1, logs.days(log))
    keep = slice(None) if videos is None else np.isin(video, array("videos", videos, dtype=np.int64, empty=True))
    video = video[keep]
    if by is None:
        group, groups = np.zeros(len(video), dtype=np.int64), 1
    else:
        by = array("by", by, ndim=1, dtype=np.int64, low=0)
        array(_("video_id in log"), video, dtype=np.int64, high=len(by) - 1, empty=True)
        group, groups = by[video], int(by.max()) + 1

    most = video.max() + 1 if len(video) else 1
    different = np.unique(group * most + video)  # the videos of each group, each once
    made = np.bincount(indices(different // most), minlength=groups)

    def total(values):
        sums = weight * np.bincount(indices(group), weights=values, minlength=groups)
        return sums if by is not None else float(sums[0])

    numbers = {name: total(np.asarray(log[column], dtype=np.float64)[keep]) for name, column in logs.SUMS.items()}
    views = total(None)
    return Counts(
        views=views,
        recent_views=views / np.maximum(made if by is not None else float(made[0]), 1),
        hours=total(np.asarray(log["play_time_ms"], dtype=np.float64)[keep]) / 3.6e6,
        followers=array("followers", followers, low=0) + numbers["follows"],
        days=days,
        minors=minors,
        credential=credential,
        **numbers,
    )


def gates(counts: Counts, rules: Rules = DEFAULT_RULES) -> dict[str, np.bool_ | np.ndarray]:
    """Which channels are open: {channel: bool or bool array}.

    >>> from kml import monetization
    >>> counts = monetization.Counts(views=100_000, followers=[500, 5_000, 50_000])
    >>> monetization.gates(counts)["brands"].tolist()
    [False, False, True]
    """
    c, r = counts, rules
    followers = np.asarray(c.followers)
    watched = (np.asarray(c.hours) * 365 / c.days >= r.ads_hours) | (np.asarray(c.views) * 90 / c.days >= r.ads_views)
    open_ = {
        "ads": (followers >= r.ads_followers) & watched,
        "tips": followers >= r.tips_followers,
        "courses": followers >= r.courses_followers,
        "commerce": followers >= r.commerce_followers,
        "brands": followers >= r.brands_followers,
    }
    return {name: is_open & (c.credential or name not in r.credential_channels) for name, is_open in open_.items()}


def settle(
    log_or_counts: "dict | pd.DataFrame | Counts",
    rules: Rules = DEFAULT_RULES,
    effort: dict | None = None,
    seed: int | np.random.Generator | None = None,
) -> dict[str, float | np.ndarray]:
    """Return the creator's income by channel, {channel: float or array}, in simulated yuan over the span.

    log_or_counts  Counts, or a log (then of one creator without followers: see `count`)
    effort         {channel: 0 to 1}, its share of the creator's work; a channel that is left out gets none. None: all
                   of it for each, which is what each channel would bring alone
    seed           None for the expected income; otherwise buyers, tips and deals are drawn (a seed or a Generator)

    A pure function: nothing is remembered, and arguments stay as they are. Each channel has a stream of its own, so
    another price does not change this month's deals.

    >>> from kml import monetization
    >>> month = monetization.audience("coding_teacher", followers=30_000).counts()
    >>> {name: round(yuan) for name, yuan in monetization.settle(month).items()}
    {'ads': 81, 'tips': 8, 'courses': 953, 'commerce': 250, 'brands': 362}
    """
    if not isinstance(rules, Rules):
        raise ValueError(_("rules must be a kml.monetization.Rules; got {rules!r:.60}.").format(rules=rules))
    c = _broadcast(log_or_counts if isinstance(log_or_counts, Counts) else count(log_or_counts))
    shares = efforts(effort)
    part = {name: p**rules.effort_returns if p else 0.0 for name, p in shares.items()}
    open_ = gates(c, rules)
    bits = None if seed is None else _rng(seed).bit_generator
    seeds = bits.seed_seq.spawn(len(CHANNELS)) if bits else []
    income = {}
    for k, name in enumerate(CHANNELS):
        # a channel without effort brings nothing, whatever is drawn; a Generator takes as long as all the rest
        draw = np.random.Generator(type(bits)(seeds[k])) if bits and shares[name] else None
        money = np.where(open_[name], _CHANNELS[name](c, rules, part[name], draw), 0.0)
        income[name] = float(money) if money.ndim == 0 else money
    return income


def _broadcast(counts):
    """The same Counts with all arrays of one shape, so that each creator or month has draws of its own."""
    names = [one.name for one in fields(counts) if one.name not in ("days", "minors", "credential")]
    values = [np.asarray(getattr(counts, name), dtype=np.float64) for name in names]
    if not any(value.ndim for value in values):
        return counts
    try:
        columns = np.broadcast_arrays(*values)
    except ValueError:
        shapes = ", ".join(f"{name} {value.shape}" for name, value in zip(names, values, strict=True) if value.ndim)
        raise ValueError(
            _("counts must hold arrays of one shape, or numbers; got {shapes}.").format(shapes=shapes)
        ) from None
    return replace(counts, **dict(zip(names, columns, strict=True)))


def efforts(effort):
    """{channel: share of the effort} for all channels, checked; None means 1 for each."""
    if effort is None:
        return dict.fromkeys(CHANNELS, 1.0)
    unknown = [name for name in effort if name not in CHANNELS]
    if unknown:
        raise ValueError(
            _("effort must name some of {names}; got {unknown!r}.").format(names=listed(CHANNELS), unknown=unknown[0])
        )
    return {name: number(f"effort[{name!r}]", effort.get(name, 0.0), 0, 1) for name in CHANNELS}


def _events(expected, draw):
    """How many happen: their expected number, or a Poisson draw with that mean."""
    return expected if draw is None else np.asarray(draw.poisson(expected), dtype=np.float64)


def _store(rules):
    return 1 - rules.ios_share * rules.store_share


def _ads(c, r, part, draw):
    return part * c.views / 1000 * r.ads_per_1000 * r.ads_share


def _tips(c, r, part, draw):
    of_age = 1 - c.minors if r.tips_minimum_age >= 18 else 1.0
    tips = _events(part * of_age * c.likes * r.tips_per_like, draw)
    paid = tips * r.tip_mean
    if draw is not None:
        # the sum of n lognormal tips, drawn as the lognormal with its mean and variance (Fenton 1960)
        spread = np.sqrt(np.log1p(np.expm1(r.tip_sigma**2) / np.maximum(tips, 1)))
        paid = paid * np.exp(spread * draw.standard_normal(np.shape(tips)) - spread**2 / 2)
    return paid * _store(r) * r.tips_share * (1 - r.agency_share)


def _courses(c, r, part, draw):
    reached = r.list_share * c.profile_enters + c.follows
    buyers = _events(part * reached * buying(r.course_price, r), draw)
    kept = r.course_price * (1 - r.course_refunds) * _store(r) * r.course_share
    return buyers * (kept - r.course_cost)


def buying(price: "ArrayLike", rules: Rules = DEFAULT_RULES) -> np.ndarray | float:
    """Chance that someone on the list buys at `price`: course_buy at the average budget, and exponential around it.

    >>> from kml import monetization
    >>> monetization.buying([99, 199, 398]).round(4).tolist()
    [0.0331, 0.02, 0.0074]
    """
    return np.minimum(1.0, rules.course_buy * np.exp(1 - np.asarray(price) / rules.course_budget))


def _commerce(c, r, part, draw):
    orders = _events(part * c.profile_enters * r.orders_per_visit, draw)
    return orders * r.basket * (1 - r.commerce_refunds) * r.commission


def _brands(c, r, part, draw):
    deals = _events(np.full(np.shape(c.followers), part * r.deals * c.days / 30), draw)
    return deals * r.brand_per_1000 * c.recent_views / 1000 * r.brand_share * (1 - r.agency_share)


_CHANNELS = {"ads": _ads, "tips": _tips, "courses": _courses, "commerce": _commerce, "brands": _brands}
