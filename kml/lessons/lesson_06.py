"""Lesson 06, recommenders: what only its simulation can measure, its figures, and the words of its tables."""

import copy
import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from kml import behaviour, datasets, metrics, platform, recommenders
from kml.core.arrays import indices
from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _
from kml.lessons import intervals, wording

VIEWERS, VIDEOS = 1000, 2000  # of the lesson's world, and of the stored ones
STORED = Path(__file__).parents[1] / "stored" / "recommender_worlds.json"
WORLDS = range(100, 112)  # seeds of the worlds that are stored; `kml_classroom.author.recommender_worlds` computes them
MEASURES = {"recall": 2, "ndcg": 2, "coverage": 2, "novelty": 1, "gini": 2, "would play": 2}  # and their digits
READERS = {"text": "content: text", "topic graph": "factors + topic graph", "two towers": "two towers"}

_WORDS = wording.Words(
    {
        "recommender": (
            NP_("recommender", "random"),
            NP_("recommender", "popularity"),
            NP_("recommender", "content"),
            NP_("recommender", "content: text"),
            NP_("recommender", "content: cover"),
            NP_("recommender", "text"),
            NP_("recommender", "late fusion"),
            NP_("recommender", "item-item"),
            NP_("recommender", "factors"),
            NP_("recommender", "two towers"),
            NP_("recommender", "topic graph"),
            NP_("recommender", "factors + topic graph"),
            NP_("recommender", "oracle"),
        ),
        "measure of lists": (
            NP_("measure of lists", "recall"),
            NP_("measure of lists", "ndcg"),
            NP_("measure of lists", "coverage"),
            NP_("measure of lists", "novelty"),
            NP_("measure of lists", "gini"),
            NP_("measure of lists", "would play"),
        ),
        None: platform.TOPICS,  # as tags
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too


def appeal(world, viewers, videos):
    """The true appeal of videos to viewers, ids of the same shape (or shapes that broadcast): what nobody can log."""
    viewers, videos = np.broadcast_arrays(viewers, videos)
    fit = behaviour.affinity(world.viewer_taste[:, viewers], world.video_taste[:, videos])
    seconds = world.video_duration_ms[videos] / 1000
    return behaviour.appeal(world.viewer_level[viewers], world.video_quality[videos], fit, seconds)


def would_play(world, viewers, lists, seed=0):
    """Share of valid plays if each of the viewers (b,) were shown their whole list (b, k) today. Simulated."""
    seconds = (world.video_duration_ms[lists] / 1000).ravel()
    watched = behaviour.watch_time(appeal(world, viewers[:, None], lists).ravel(), seconds, seed)
    return float(metrics.valid_play(watched, seconds).mean())


def real_log():
    """KuaiRand-Pure where it is on this machine, else None; None on a page built in advance, the same everywhere."""
    return datasets.kuairand("pure") if not static() and datasets.available("pure") else None


def real_scores(log, viewers=1000, k=20, seed=0):
    """The honest table of a real log in KuaiRand's columns: recall, coverage … of lists learned from its first 80 %.

    Judged are `viewers` drawn from those who are in both parts; relevant is what they gave a long view in the second.
    """
    log = log.sort_values("time_ms", kind="stable")
    people, videos = log["user_id"].max() + 1, log["video_id"].max() + 1
    past, later = log[: int(0.8 * len(log))], log[int(0.8 * len(log)) :]
    both = np.intersect1d(past["user_id"], later["user_id"])
    judged = np.sort(np.random.default_rng(seed).permutation(both)[:viewers])
    seen = recommenders.seen_videos(past, people, videos)
    wanted = recommenders.relevant_videos(later, people, videos)
    seen_by = np.bincount(indices(seen.nonzero()[1]), minlength=videos)
    catalogue, rows = range(videos), {}  # none of these asks what a video is about
    for name, ranker in {
        "random": recommenders.Random(catalogue, people),
        "popularity": recommenders.Popularity(catalogue, people),
        "item-item": recommenders.ItemItem(catalogue, people),
        "factors": recommenders.MatrixFactorisation(catalogue, people, factors=16),
    }.items():
        ranker.update(past)
        lists = recommenders.recommend(ranker, judged, k, seen)
        rows[name] = recommenders.scorecard(lists, [wanted[v] for v in judged], seen_by, people)
    return pd.DataFrame(rows).T.round({"recall": 3, "ndcg": 3, "coverage": 2, "novelty": 1, "gini": 2})


def fans(world, viewers, videos, n=50):
    """For each video (v,) the n of the viewers whom it would please most: ids (v, n), by true appeal."""
    true = appeal(world, viewers[:, None], videos)
    return viewers[np.argsort(-true, axis=0, kind="stable")[:n]].T


def place(recommender, fans, videos):
    """Median place, from 1, of each video in the whole lists of its fans (v, n): (v,). Ties share their places."""
    places = []
    for video, who in zip(videos, fans, strict=True):
        scores = recommender.score(who)
        own = scores[:, video][:, None]
        before, tied = (scores > own).sum(axis=1), (scores == own).sum(axis=1)
        places.append(np.median(before + (tied + 1) / 2))
    return np.array(places)


VAGUE = "you have to see this | 你一定要看"  # what is uploaded: the same words in every edition


def uploads(rows):
    """The same videos, uploaded in six ways: {what the creator wrote: catalogue rows with that title and tag}."""
    named = [
        [pair for pair in recommenders.CONCEPTS[tag] if pair[0] in title or pair[1] in title]
        for tag, title in zip(rows["tag"], rows["title"], strict=True)
    ]
    english = [" and ".join(pair[0] for pair in pairs) for pairs in named]
    chinese = ["和".join(pair[1] for pair in pairs) for pairs in named]
    return {
        _("vague title, no tag"): rows.assign(title=VAGUE, tag=""),
        _("vague title, tag “comedy”"): rows.assign(title=VAGUE, tag="comedy"),
        _("vague title, right tag"): rows.assign(title=VAGUE),
        _("English title, no tag"): rows.assign(title=english, tag=""),
        _("Chinese title, no tag"): rows.assign(title=chinese, tag=""),
        _("both titles, right tag"): rows.assign(title=[f"{e} | {c}" for e, c in zip(english, chinese, strict=True)]),
    }


def try_title(readers, video, fans, title=None):
    """Where its fans (1, n) find a new video (one catalogue row) under several titles, without a tag: place by reader.

    `readers`: {name: recommender}; each gets copies of the video to publish and stays as it is. `title` is the
    learner's own, a row more. Raises ValueError for more videos than one.
    """
    if len(video) != 1:
        raise ValueError(_("video must be one row of the catalogue; got {rows}").format(rows=len(video)))
    ways = uploads(video)
    chosen = [_("vague title, no tag"), _("English title, no tag"), _("Chinese title, no tag")]
    upload = pd.concat([ways[way] for way in chosen])
    if title is not None:
        chosen.append(title)
        upload = pd.concat([upload, video.assign(title=title, tag="")])
    places = {}
    for name, reader in readers.items():
        trial = copy.deepcopy(reader)
        first = trial.videos
        trial.publish(upload)
        places[name] = place(trial, np.repeat(fans, len(upload), axis=0), first + np.arange(len(upload)))
    rows = [f"{way}: {words}" for way, words in zip(chosen[:3], upload["title"], strict=False)] + chosen[3:]
    return pd.DataFrame(places, index=rows).round(-1).astype(int)


@cache
def _stored():
    return json.loads(STORED.read_text(encoding="utf-8"))


def table_over_worlds():
    """The honest table in twelve other worlds: means ± their 95 % intervals, a row a ranker."""
    tables = [world["table"] for world in _stored()]
    return pd.DataFrame(
        {
            ranker: {
                name: intervals.said([table[ranker][name] for table in tables], digits)
                for name, digits in MEASURES.items()
            }
            for ranker in tables[0]
            if ranker != "factors + topic graph"  # comes in the next section
        }
    ).T


def words_over_worlds(topic):
    """Places of new videos of a topic, uploaded in six ways, in twelve other worlds: means ± 95 % intervals."""
    worlds = [world["words"][topic] for world in _stored()]
    ways = uploads(pd.DataFrame({"title": [], "tag": []}))
    return pd.DataFrame(
        {
            reader: [intervals.said([world[reader][i] for world in worlds], 0) for i in range(len(ways))]
            for reader in READERS
        },
        index=list(ways),
    )


# where a ranker's name stands beside its point, in pixels, and which end of it; to the right if it isn't here
_PLACES = {"content: cover": (-7, -5, "right"), "late fusion": (7, 1, "left")}


def draw_map(axes, table):
    """Rankers as points: recall against coverage on axes[0], against the share that would be played on axes[1]."""
    labels = {
        "coverage": _("coverage: share of videos in any list"),
        "would play": _("share that would be played, if shown"),
    }
    for ax, (column, label) in zip(axes, labels.items(), strict=True):
        for name, row in table.iterrows():
            blind = name in ("random", "popularity")  # know nobody
            ax.plot(row[column], row["recall"], "s" if blind else "o", color=COLOURS.orange if blind else COLOURS.blue)
            *beside, end = _PLACES.get(name, (7, -3, "left"))
            at = row[column], row["recall"]
            ax.annotate(said(name), at, textcoords="offset points", xytext=beside, ha=end, fontsize=9)
        ax.set(xlabel=label, ylabel=_("recall@20 on tomorrow's log"), ylim=(0, 0.25))
        ax.set(title=_("simulated; squares: not personal"))
    axes[0].set(xlim=(0, 1.3), xticks=np.arange(6) / 5)
    axes[1].set(xlim=(0.1, 0.82))


def blends(pairs, weights, viewers, seen, relevant, seen_by, world):
    """What the slider shows, computed once: {pair: DataFrame with a row a weight}.

    pairs: {name: (one, other)}. The rows have `weight`, the scorecard, `would play`, and `lorenz`: the curve of
    exposure over videos at 41 even shares of them.
    """
    rows = {}
    for name, (one, other) in pairs.items():
        rows[name] = []
        for weight in weights:
            lists = recommenders.recommend(recommenders.Blend(one, other, weight), viewers, 20, seen)
            card = recommenders.scorecard(lists, relevant, seen_by, world.viewers)
            share, held = metrics.lorenz(np.bincount(indices(lists.ravel()), minlength=len(seen_by)))
            card |= {"weight": weight, "would play": would_play(world, viewers, lists)}
            rows[name].append(card | {"lorenz": np.interp(np.linspace(0, 1, 41), share, held)})
    return {name: pd.DataFrame(cards) for name, cards in rows.items()}


def draw_blend(tables):
    """The slider's drawing: where a blend stands between accuracy and coverage, and how it shares out exposure."""
    first = next(iter(tables))

    def draw(axes, weight=0.5, pair=first):
        table = tables[pair]
        row = table.iloc[int(np.argmin(np.abs(table["weight"] - weight)))]
        one, other = pair.split(" + ")
        axes[0].plot(table["coverage"], table["recall"], "o-", color=COLOURS.blue, ms=4)
        for end, name in ((0, one), (len(table) - 1, other)):
            at = table["coverage"].iloc[end], table["recall"].iloc[end]
            axes[0].annotate(name, at, textcoords="offset points", xytext=(0, -14), ha="center", fontsize=9)
        axes[0].plot(row["coverage"], row["recall"], "*", color=COLOURS.orange, ms=16)
        axes[0].set(xlim=(-0.15, 1.15), ylim=(0, 0.24))
        axes[0].set(title=_("simulated; the star: weight {weight:.1f}").format(weight=row["weight"]))
        axes[0].set(xlabel=said("coverage"), ylabel=_("recall@20"))
        share = np.linspace(0, 1, 41)
        axes[1].plot(share, row["lorenz"], "-", color=COLOURS.orange)
        axes[1].plot([0, 1], [0, 1], ":", color=COLOURS.grey)
        axes[1].annotate(_("all videos alike"), (0.4, 0.4), ha="right", xytext=(-4, 6),
                         textcoords="offset points", fontsize=9)  # fmt: skip
        axes[1].set(xlim=(0, 1), ylim=(0, 1))
        axes[1].set(xlabel=_("share of videos, least shown first"), ylabel=_("share of exposure"))
        axes[1].set(title=_("exposure, simulated (Gini {gini:.2f})").format(gini=row["gini"]))
        return _(
            "{weight:.0%} {other}: recall {recall:.2f}, {coverage:.0%} of the videos in some list, "
            "{would_play:.0%} of the recommended would be played."
        ).format(
            weight=weight, other=other, recall=row["recall"], coverage=row["coverage"], would_play=row["would play"]
        )

    return draw
