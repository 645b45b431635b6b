"""A simulated short-video platform: viewers, creators, videos, and a log of what was shown and watched.

`world` draws who is there, `simulate_day` lets the platform show videos under a policy and returns the log (`kml.log`).
Nothing here is real data: what was calibrated to published rates, and how closely, is what `kml.scenarios.calibration`
shows. How a viewer behaves is in `kml.behaviour`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtr, ndtri

from kml import behaviour as viewing
from kml.core.arguments import choice, number, whole_number
from kml.core.arrays import indices
from kml.core.words import N_
from kml.log import DAY_MS, HOUR_MS, exposed, to_frame

if TYPE_CHECKING:
    from kml.behaviour import Behaviour

# Twelve topics, the four creators' among them. Shares: the twelve commonest tags of KuaiRand-Pure's video table.
TOPICS = (
    N_("comedy"),
    N_("daily life"),
    N_("music"),
    N_("food"),
    N_("health"),
    N_("games"),
    N_("film"),
    N_("technology"),
    N_("fitness"),
    N_("programming"),
    N_("beauty"),
    N_("news"),
)
TOPIC_SHARES = (0.155, 0.079, 0.073, 0.065, 0.053, 0.046, 0.046, 0.045, 0.043, 0.041, 0.032, 0.027)
FACTORS = 8  # length of a taste vector
PIECE = 512  # exposures that are scored at a time
# Durations in seconds at these shares of KuaiRand-Pure's 7,344 videos with a known duration (2022)
DURATION_SHARES = (0, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 1)
DURATION_S = (5.0, 7.4, 10.7, 14.6, 31.9, 81.2, 148.2, 237.8, 303.5, 510.0, 1177.7)
RANDOM_SHARE = 0.0037  # of KuaiRand's exposures that were replaced by a random video
POLICIES = ("personalised", "random")
# Share of exposures in each hour of the day (assumption: a quiet night, an evening peak at 21-22 h as in KuaiRand)
HOURS = (30, 18, 11, 8, 8, 14, 28, 40, 42, 42, 43, 48, 58, 56, 48, 46, 48, 52, 60, 70, 80, 88, 92, 60)


@dataclass(frozen=True)
class Population:
    """Parameters of who is there and of what the platform knows, with the published numbers that they come from."""

    plays_median: float = 42.0  # exposures a visit day (KuaiRec, big matrix: quartiles 19, 42, 83)
    plays_sd: float = 1.0  # of the logarithm
    visit: float = 1.5  # chance to come on a day ~ Beta(visit, visit): 62 % of return gaps are one day (KuaiRand)
    visit_level: float = -0.3  # its correlation with the viewer's level: daily visitors watch less of each video
    followers_median: float = 81.0  # KuaiRand's authors: p90 779, p99 4,928 on one lognormal, then a Pareto tail
    followers_sd: float = 1.766
    followers_tail: float = 0.9  # Hill exponent .78-1.10
    one_video: float = 0.87  # creators with a single video
    videos_per_creator: float = 7583 / 6510
    topic_taste: float = 0.6  # part of a video's taste vector that it shares with its topic
    popularity_sd: float = 1.5  # of the logarithm of how often retrieval proposes a video: exposure Gini .729
    popularity_quality: float = 0.63  # its correlation with quality
    popularity_followers: float = 0.3  # its correlation with the creator's followers (assumption: no source)
    candidates: int = 20  # videos that retrieval proposes for one exposure; the ranker shows one of them
    ranker_quality: float = 0.25  # weight of quality in the ranker's score
    grid: float = 0.2  # share of personalised exposures that are covers on the two-column page (KuaiRand mixes both)
    opened: float = 0.20  # share of those covers that are opened (assumption: only the product is seen in the rates)
    score_noise: float = 0.63  # sd of the ranker's error, beside an affinity with sd 1


@dataclass(frozen=True)
class World:
    """Who is there. Arrays by viewer, by creator and by video; ids are positions. Nothing is viewers × videos."""

    viewer_taste: np.ndarray  # (FACTORS, viewers) float32, standard normal
    viewer_level: np.ndarray  # (viewers,) standard normal: how much of anything this viewer watches
    viewer_expressiveness: np.ndarray  # (viewers,) mean 1: how readily they like or comment
    viewer_plays: np.ndarray  # (viewers,) mean exposures on a day with a visit
    viewer_visit: np.ndarray  # (viewers,) chance to visit on a day
    creator_followers: np.ndarray  # (creators,) int64
    creator_topic: np.ndarray  # (creators,) index into TOPICS
    video_creator: np.ndarray  # (videos,) index of the creator
    video_topic: np.ndarray  # (videos,) index into TOPICS
    video_duration_ms: np.ndarray  # (videos,) int64
    video_taste: np.ndarray  # (FACTORS, videos) float32, each of length 1
    video_quality: np.ndarray  # (videos,) standard normal: liked by everyone
    video_popularity: np.ndarray  # (videos,) positive, sums to 1: how often retrieval proposes it

    @property
    def viewers(self):
        return len(self.viewer_level)

    @property
    def creators(self):
        return len(self.creator_followers)

    @property
    def videos(self):
        return len(self.video_creator)


DEFAULT = Population()


def world(
    viewers: int = 2000,
    videos: int = 2000,
    seed: int = 0,
    population: Population = DEFAULT,
    behaviour: "Behaviour" = viewing.DEFAULT,
) -> World:
    """Draw a World of `viewers` (>= 1) and `videos` (>= 1). Viewers, creators and videos have a stream each.

    Marginal distributions are stratified, so that two worlds differ in who is who and not in how spread out they are.

    >>> from kml import platform
    >>> small = platform.world(viewers=100, videos=300, seed=1)
    >>> small.viewers, small.videos, len(small.video_taste)
    (100, 300, 8)
    """
    viewers, videos = whole_number("viewers", viewers, 1), whole_number("videos", videos, 1)
    seeds = np.random.SeedSequence(whole_number("seed", seed)).spawn(3)
    viewer_rng, creator_rng, video_rng = (np.random.default_rng(s) for s in seeds)
    p, b = population, behaviour

    level, active, visit = (_spread_normal(viewer_rng, viewers) for _ in range(3))
    visit = p.visit_level * level + np.sqrt(1 - p.visit_level**2) * visit
    express = np.exp(b.expressiveness_sd * _spread_normal(viewer_rng, viewers) - b.expressiveness_sd**2 / 2)

    creators = max(1, round(videos / p.videos_per_creator))
    followers_z = _spread_normal(creator_rng, creators)
    creator_topic = creator_rng.choice(len(TOPICS), size=creators, p=np.array(TOPIC_SHARES) / sum(TOPIC_SHARES))
    several = creator_rng.permutation(creators)[: max(1, round(creators * (1 - p.one_video)))]
    extra = videos - creators
    creator = np.concatenate([np.arange(creators, dtype=np.int64), several[: max(0, extra)]])[:videos]
    creator = np.concatenate([creator, creator_rng.choice(several, size=videos - len(creator))])
    creator = creator_rng.permutation(creator)

    topic = creator_topic[creator]
    centre = _unit(creator_rng.standard_normal((FACTORS, len(TOPICS))))
    own = _unit(video_rng.standard_normal((FACTORS, videos)))
    taste = _unit(p.topic_taste * centre[:, topic] + (1 - p.topic_taste) * own)
    quality = _spread_normal(video_rng, videos)
    rest = np.sqrt(1 - p.popularity_quality**2 - p.popularity_followers**2)
    popular = p.popularity_quality * quality + p.popularity_followers * followers_z[creator]
    popularity = np.exp(p.popularity_sd * (popular + rest * _spread_normal(video_rng, videos)))
    duration = np.exp(np.interp(_spread(video_rng, videos), DURATION_SHARES, np.log(DURATION_S)))
    return World(
        viewer_taste=viewer_rng.standard_normal((FACTORS, viewers)).astype(np.float32),
        viewer_level=level,
        viewer_expressiveness=express,
        viewer_plays=np.exp(np.log(p.plays_median) + p.plays_sd * active),
        viewer_visit=betaincinv(p.visit, p.visit, ndtr(visit)),
        creator_followers=_followers(followers_z, p),
        creator_topic=creator_topic,
        video_creator=creator,
        video_topic=topic,
        video_duration_ms=np.rint(1000 * duration).astype(np.int64),
        video_taste=taste.astype(np.float32),
        video_quality=quality,
        video_popularity=popularity / popularity.sum(),
    )


def _spread(rng, n):
    return (rng.permutation(n) + rng.random(n)) / n


def _spread_normal(rng, n):
    return ndtri(_spread(rng, n))


def _unit(vectors):
    return vectors / np.sqrt(np.sum(vectors**2, axis=0))


def _followers(z, p):
    """Lognormal up to the 99th percentile, above it a Pareto tail cut at 2,000,000 (KuaiRand's largest: 1,986,249)."""
    last = ndtri(0.99)
    body = p.followers_median * np.exp(p.followers_sd * np.minimum(z, last))
    tail = (0.01 / ndtr(-np.maximum(z, last))) ** (1 / p.followers_tail)
    return np.rint(np.minimum(body * tail, 2_000_000)).astype(np.int64)


def simulate_day(
    world: World,
    policy: str = "personalised",
    seed: int = 0,
    days: int = 1,
    random_share: float = 0.0,
    population: Population = DEFAULT,
    behaviour: "Behaviour" = viewing.DEFAULT,
) -> pd.DataFrame:
    """Show videos for one day (or several) and return the log, a DataFrame (columns and units: `kml.log`).

    policy: "personalised" (retrieval proposes videos by popularity, a ranker shows the one with the best noisy estimate
    of affinity and quality) or "random" (every video equally likely). `random_share` (0 to 1) of the exposures of a
    personalised feed are replaced by random ones, KuaiRand's way (there RANDOM_SHARE); those rows have is_rand = 1.

    Visits, moods and reactions have their own random streams: with the same seed the same viewers come in the same mood
    whatever the policy shows them (common random numbers), so two policies are compared on equal terms.

    A cover on the two-column page (tab 0) is mostly left unopened: 0 s of play. Videos are not repeated to a viewer
    while the catalogue is large enough; in a small one the viewers who come most run out of what suits them (valid play
    .46 with 20,000 videos, .41 with 2,000).

    >>> from kml import platform
    >>> log = platform.simulate_day(platform.world(viewers=100, videos=300, seed=1), days=2, seed=1)
    >>> log["date"].unique().tolist()
    [20220422, 20220423]
    """
    policy, days = choice("policy", policy, POLICIES), whole_number("days", days, 1)
    random_share = 1.0 if policy == "random" else number("random_share", random_share, 0, 1)
    seeds = np.random.SeedSequence(whole_number("seed", seed)).spawn(5)
    visit_rng, page_rng, choice_rng, watch_rng, react_rng = (np.random.default_rng(s) for s in seeds)

    viewer, ms = _visits(world, days, visit_rng)
    chance, page = page_rng.random((2, len(viewer)))
    is_rand = chance < random_share
    in_grid = ~is_rand & (page < population.grid)
    opened = ~in_grid | (page < population.grid * population.opened)
    video = _show(world, viewer, is_rand, choice_rng, population)
    appeal = viewing.appeal(
        world.viewer_level[viewer],
        world.video_quality[video],
        viewing.affinity(world.viewer_taste[:, viewer], world.video_taste[:, video]),
        world.video_duration_ms[video] / 1000,
        behaviour,
    )
    came = exposed(
        appeal,
        world.video_duration_ms[video],
        world.viewer_expressiveness[viewer],
        chance=(*watch_rng.standard_normal((2, len(viewer))), *watch_rng.random((2, len(viewer)))),
        luck=react_rng.random((len(viewing.EVENTS), len(viewer))),
        behaviour=behaviour,
        opened=opened,
    )
    where = {"user_id": viewer, "video_id": video, "is_rand": is_rand, "tab": ~in_grid}
    return to_frame(where | came, ms)


def _visits(world, days, rng):
    """Who is shown something when: viewer and milliseconds since the first midnight, by viewer and then by time."""
    comes = rng.random((days, world.viewers)) < world.viewer_visit
    shown = rng.poisson(world.viewer_plays, size=(days, world.viewers)) * comes
    viewer = np.repeat(np.tile(np.arange(world.viewers, dtype=np.int64), days), indices(shown.ravel()))
    day = np.repeat(np.repeat(np.arange(days, dtype=np.int64), world.viewers), indices(shown.ravel()))
    ms = day * DAY_MS + hour(rng.random(len(viewer))) * HOUR_MS + rng.integers(0, HOUR_MS, size=len(viewer))
    order = np.lexsort((ms, viewer))
    return viewer[order], ms[order]


def hour(chance: np.ndarray) -> np.ndarray:
    """The hour of the day (n,) in which something is shown, given uniform numbers (n,): busy hours come more often."""
    return np.searchsorted(np.cumsum(HOURS) / sum(HOURS), chance, side="right")


def _show(world, viewer, is_rand, rng, population, tries=20):
    """The video of each exposure, without repeats within a viewer while that can be had in a few tries."""
    video = np.full(len(viewer), -1, dtype=np.int64)
    rows, again = np.arange(len(viewer)), np.arange(len(viewer))  # of viewers not yet done, and to be drawn (again)
    for __ in range(tries):
        personal, random = again[~is_rand[again]], again[is_rand[again]]
        video[personal] = recommend(world, viewer[personal], rng, population)
        video[random] = rng.integers(0, world.videos, size=len(random))
        first = np.unique(viewer[rows] * world.videos + video[rows], return_index=True)[1]
        again = np.delete(rows, first)
        if len(again) == 0:
            break
        rows = rows[np.isin(viewer[rows], viewer[again])]
    return video


def recommend(
    world: World, viewer: np.ndarray, rng: np.random.Generator, population: Population = DEFAULT, block: int = 8192
) -> np.ndarray:
    """A video for each viewer index in `viewer` (n,): the platform's usual two stages.

    Retrieval draws `candidates` videos in proportion to popularity. The ranker scores each with its affinity to the
    viewer plus quality plus an error (it has to guess both), and shows the best. Draws for a block of rows at a time,
    and scores PIECE of them at a time, so that what it computes with stays in a processor's cache.
    """
    p = population
    # a deck in which each video has cards in proportion to its popularity: drawing from it is a look-up
    cards = np.rint(np.cumsum(world.video_popularity) * 2**20).astype(np.int64)
    deck = np.repeat(np.arange(world.videos, dtype=np.int32), indices(np.diff(cards, prepend=0)))
    tastes = world.viewer_taste.astype(np.float64), world.video_taste.astype(np.float64)
    quality = p.ranker_quality * world.video_quality
    out = np.empty(len(viewer), dtype=np.int64)
    for start in range(0, len(viewer), block):
        who = viewer[start : start + block]
        proposed = deck.take(indices(rng.integers(0, len(deck), size=(len(who), p.candidates))))
        score = p.score_noise * rng.standard_normal(proposed.shape)
        for first in range(0, len(who), PIECE):
            piece = slice(first, first + PIECE)
            videos = indices(proposed[piece])
            fit = viewing.affinity(
                (own[who[piece], None] for own in tastes[0]), (own.take(videos) for own in tastes[1])
            )
            score[piece] += fit + quality.take(videos)
        out[start : start + block] = proposed[np.arange(len(who)), np.argmax(score, axis=1)]
    return out


def video_table(world: World) -> pd.DataFrame:
    """Videos in the columns of KuaiRand's video table that are modelled; `tag` is the topic's name, duration in ms.

    >>> from kml import platform
    >>> platform.video_table(platform.world(viewers=10, videos=300))["tag"].nunique()
    12
    """
    return pd.DataFrame(
        {
            "video_id": np.arange(world.videos, dtype=np.int64),
            "author_id": world.video_creator,
            "video_type": "NORMAL",
            "video_duration": world.video_duration_ms.astype(np.float64),
            "tag": np.array(TOPICS)[world.video_topic],
        }
    )


def user_table(world: World) -> pd.DataFrame:
    """Viewers in KuaiRand's style: user_id and user_active_degree, from the chance to visit on a day.

    Shares as in KuaiRand-Pure: full_active 67 %, high_active 23 %, middle_active 8 %, low_active the rest.

    >>> from kml import platform
    >>> users = platform.user_table(platform.world(viewers=1000, videos=10))
    >>> users["user_active_degree"].value_counts(normalize=True).round(2).to_dict()
    {'full_active': 0.67, 'high_active': 0.23, 'middle_active': 0.08, 'low_active': 0.02}
    """
    rank = np.argsort(np.argsort(-world.viewer_visit, kind="stable")) / world.viewers
    degree = np.array(["full_active", "high_active", "middle_active", "low_active"])
    active = degree[np.searchsorted([0.67, 0.90, 0.98], rank)]
    return pd.DataFrame({"user_id": np.arange(world.viewers, dtype=np.int64), "user_active_degree": active})
