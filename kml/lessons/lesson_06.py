"""Lesson 06, recommenders: what only its simulation can measure, its figures, and the words of its tables."""

import copy
import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from kml import behaviour, datasets, metrics, platform, recommenders
from kml.core.arguments import as_a_sentence, rng
from kml.core.arrays import indices
from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _, pgettext
from kml.course.journey import decisions
from kml.lessons import by_hand, intervals, wording

VIEWERS, VIDEOS = 1000, 2000  # of the lesson's world, and of the stored ones
STORED = Path(__file__).parents[1] / "stored" / "recommender_worlds.json"
WORLDS = range(100, 112)  # seeds of the worlds that are stored; `kml_classroom.author.recommender_worlds` computes them
RIDGES = (1, 10, 50, 100)  # of which the factors' λ is chosen, on the day before tomorrow
TRUSTS = (5, 20, 60)  # of which the speller's trust is chosen, in the same way
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
            NP_("recommender", "semantic IDs"),
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


def recall_next_day(ranker, before, after, k=20):
    """recall@k on the log `after`, for viewers of the log `before`, from which the ranker learns first."""
    ranker.update(before)
    viewers, shape = np.unique(before["user_id"]), (ranker.viewers, ranker.videos)
    lists = recommenders.recommend(ranker, viewers, k, recommenders.seen_videos(before, *shape))
    wanted = recommenders.relevant_videos(after, *shape)
    judged = [(ids, wanted[viewer]) for ids, viewer in zip(lists, viewers, strict=True) if len(wanted[viewer])]
    return float(np.mean([metrics.recall_at_k(ids, relevant, k) for ids, relevant in judged]))


def shelf_recall(ranker, viewers, wanted, shelf, k=20):
    """recall@k for viewers among the videos of a `shelf` (n,) alone: of those there that were wanted, the share found.

    `wanted` holds an array of ids for each viewer there is; who wanted nothing of the shelf does not count.
    """
    asked = np.array([viewer for viewer in viewers if np.isin(wanted[viewer], shelf).any()])
    elsewhere = np.setdiff1d(np.arange(ranker.videos), shelf)
    closed = csr_array(
        (np.ones(len(asked) * len(elsewhere)), (np.repeat(asked, len(elsewhere)), np.tile(elsewhere, len(asked)))),
        shape=(ranker.viewers, ranker.videos),
    )
    lists = recommenders.recommend(ranker, asked, k, closed)
    found = [
        metrics.recall_at_k(ids, np.intersect1d(wanted[viewer], shelf), k)
        for viewer, ids in zip(asked, lists, strict=True)
    ]
    return float(np.mean(found))


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

    `readers`: {name: recommender}, which stay as they are: a copy for each title, in which the others do not compete.
    `title` is the learner's own, a row more. Raises ValueError for more videos than one, and for a title that nobody
    can decide for.
    """
    if len(video) != 1:
        raise ValueError(_("video must be one row of the catalogue; got {rows}").format(rows=len(video)))
    ways = uploads(video)
    chosen = [_("vague title, no tag"), _("English title, no tag"), _("Chinese title, no tag")]
    upload = pd.concat([ways[way] for way in chosen])
    if title is not None:
        with as_a_sentence():
            title = decisions.find("title").check("title", title)
        chosen.append(title)
        upload = pd.concat([upload, video.assign(title=title, tag="")])
    each = [upload.iloc[[row]] for row in range(len(upload))]
    places = {name: [_place_of_new(reader, one, fans) for one in each] for name, reader in readers.items()}
    said_rows = [
        pgettext("what a title is told by, and the title", "{way}: {title}").format(way=way, title=words)
        for way, words in zip(chosen[:3], upload["title"], strict=False)
    ]
    rows = said_rows + chosen[3:]
    return pd.DataFrame(places, index=rows).round(-1).astype(int)


def _place_of_new(reader, video, fans):
    """Where its fans (1, n) find a video (one row), once it is published in a copy of the reader."""
    trial = copy.deepcopy(reader)
    trial.publish(video)
    return place(trial, fans, [reader.videos])[0]


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
            if ranker not in ("factors + topic graph", "semantic IDs")  # come later
        }
    ).T


WAYS = {  # to value actions, one at a time and together; the last is where the sliders of the lab begin
    NP_("value", "full plays only"): {"finish": 1},
    NP_("value", "likes only"): {"like": 1},
    NP_("value", "follows only"): {"follow": 1},
    NP_("value", "all four"): {"finish": 1, "like": 10, "comment": 100, "follow": 300},
}


def values_over_worlds():
    """What is shown under each of WAYS in twelve other worlds: means ± 95 % intervals, in hundredths and minutes."""
    worlds = [world["values"] for world in _stored()]
    columns = {
        _("places of videos under 30 s, in %"): ("short", 0),
        _("plays of videos under 30 s, in %"): ("plays of short", 0),
        _("minutes watched in 100 places"): ("minutes", 0),
        _("follows in 100 places"): ("follows", 2),
    }
    return pd.DataFrame(
        {
            said: [intervals.said([world[way][name] for world in worlds], digits) for way in WAYS]
            for said, (name, digits) in columns.items()
        },
        index=[pgettext("value", way) for way in WAYS],
    )


WRITERS = ("popularity", "late fusion", "factors", "factors + topic graph", "two towers", "semantic IDs")


def writing_over_worlds():
    """Recall in all lists and among the new videos alone, of WRITERS in twelve other worlds: means ± 95 % intervals."""
    worlds = _stored()
    recall = {name: [one["table"][name]["recall"] for one in worlds] for name in WRITERS}
    shelf = {name: [one["shelf"][name] for one in worlds] for name in WRITERS}
    columns = {_("recall@20"): recall, _("recall@20 on the shelf"): shelf}
    return pd.DataFrame(
        {said: [intervals.said(found[name]) for name in WRITERS] for said, found in columns.items()}, index=WRITERS
    )


def short_cuts_over_worlds():
    """What section 12's short cuts cost in twelve other worlds, in hundredths: means ± 95 % intervals."""
    worlds, rows = _stored(), {}
    looked, found = _("looked at, in %"), _("found, in %")
    for cells in ("4", "8", "16"):
        shares = np.array([one["search"][cells] for one in worlds])
        way = _("search: {n} of 40 cells").format(n=cells)
        rows[way] = {looked: intervals.said(100 * shares[:, 0], 0), found: intervals.said(100 * shares[:, 1], 0)}
    topics, kept = _("topics"), _("value kept, in %")
    for most in ("10", "5", "3", "2"):
        screens = np.array([one["screens"][most] for one in worlds])
        way = _("screen: at most {n} of a topic").format(n=most)
        rows[way] = {topics: intervals.said(screens[:, 0], 1), kept: intervals.said(100 * screens[:, 1], 0)}
    return pd.DataFrame(rows).T.fillna("")


def values(world, candidates, chances):
    """What comes of each of WAYS: {way: {what: number}}, places and plays in hundredths, minutes and follows in 100."""
    found = {}
    for way, worth in WAYS.items():
        best = best_by_value(candidates, chances, **worth)
        shown = np.take_along_axis(candidates, best, 1)
        got = {name: np.take_along_axis(chances[name], best, 1) for name in ("play", "follow", "seconds")}
        found[way] = {
            "short": 100 * float(shares_by_length(world, shown)[0]),
            "plays of short": 100 * float(shares_by_length(world, shown, got["play"])[0]),
            "minutes": 100 / 60 * float(got["seconds"].mean()),
            "follows": 100 * float(got["follow"].mean()),
        }
    return found


def words_over_worlds(topic):
    """Places of new videos of a topic, uploaded in six ways, in twelve other worlds: means ± 95 % intervals in tens."""
    worlds = [world["words"][topic] for world in _stored()]
    ways = uploads(pd.DataFrame({"title": [], "tag": []}))
    return pd.DataFrame(
        {
            reader: [intervals.said([world[reader][i] for world in worlds], -1) for i in range(len(ways))]
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
            colour = COLOURS.orange if blind else COLOURS.blue
            ax.plot(row[column], row["recall"], "s" if blind else "o", color=colour, label=said(name))
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
    for name, pair in pairs.items():
        # standardised once, not for each weight
        one, other = (recommenders.standardised(ranker.score(viewers)) for ranker in pair)
        one, other = recommenders.Scored(viewers, one), recommenders.Scored(viewers, other)
        rows[name] = []
        for weight in weights:
            mixed = recommenders.Blend(one, other, weight, standard=False)
            lists = recommenders.recommend(mixed, viewers, 20, seen)
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
        middle = table["recall"].iloc[len(table) // 2]
        for end, name in ((0, one), (-1, other)):
            at = table["coverage"].iloc[end], table["recall"].iloc[end]
            away = 12 if at[1] > middle else -20  # from the curve, which would cross the name
            axes[0].annotate(name, at, textcoords="offset points", xytext=(0, away), ha="center", fontsize=9)
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


def loss_by_hand(als_loss):
    """Whether a learner's `als_loss` gives the 26.2 of the example by hand: a sentence. Nothing is raised."""
    example = np.array([[0.5, 0.0]]), np.array([[0.4]]), np.array([[2.0], [1.0]]), 10, 5
    return by_hand.differs(1, als_loss, example, 26.2) or _("Step 1 is right: 26.2, as by hand.")


def draw_losses(ax, losses):
    """The loss of ALS after each sweep, with a star where it stopped."""
    sweeps = np.arange(1, len(losses) + 1)
    ax.plot(sweeps, losses, "o-", color=COLOURS.blue, ms=4)
    ax.plot(sweeps[-1], losses[-1], "*", color=COLOURS.orange, ms=15)
    ax.set(xlabel=_("sweep"), ylabel=_("loss"), ylim=(0, None), title=_("simulated; the star: here it stopped"))
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.yaxis.set_major_formatter("{x:,.0f}")


def draw_search(axes, searched, screens):
    """What two short cuts cost: cells that are not searched, and a limit to how often a topic may come.

    searched: rows of (cells, share of vectors looked at, share of the true nearest found); screens: rows of (videos of
    one topic at most, topics on a screen, share of the value kept).
    """
    cells, looked, found = np.transpose(searched)
    axes[0].plot(looked, found, "o-", color=COLOURS.blue)
    for n, x, y in zip(cells, looked, found, strict=True):
        axes[0].annotate(f"{n:.0f}", (x, y), textcoords="offset points", xytext=(7, -10), fontsize=9)
    axes[0].set(xlim=(0, 0.5), ylim=(0, 1.02), title=_("search; below: cells searched"))
    axes[0].set(xlabel=_("share of all videos looked at"), ylabel=_("share of the true nearest found"))
    most, topics, kept = np.transpose(screens)
    axes[1].plot(topics, kept, "o-", color=COLOURS.orange)
    for n, x, y in zip(most, topics, kept, strict=True):
        axes[1].annotate(f"{n:.0f}", (x, y), textcoords="offset points", xytext=(-3, -15), fontsize=9)
    axes[1].set(ylim=(0, 1.05), title=_("screens, simulated; below: most of one topic"))
    axes[1].set(xlabel=_("topics on a screen of ten"), ylabel=_("share of the value kept"))


def draw_beginnings(ax, tags, tokens):
    """How the codes of each topic's videos begin: the share of its videos with each first token, a row a topic."""
    shares = pd.crosstab(pd.Categorical(tags, platform.TOPICS), tokens, normalize="index")
    tidy = shares.to_numpy().argmax(axis=0)  # the topic that has most of a token; tokens are shown in this order
    shares = shares.iloc[:, np.argsort(tidy, kind="stable")]
    image = ax.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    ax.set(xlabel=_("first token of the code"), title=_("share of a topic's videos, simulated"))
    ax.set(xticks=np.arange(shares.shape[1]), xticklabels=shares.columns)
    ax.set(yticks=np.arange(len(shares)), yticklabels=[said(topic) for topic in shares.index])
    ax.grid(visible=False)
    ax.figure.colorbar(image, ax=ax, format="{x:.0%}")


# what a ranker predicts of a viewer and a video, each the chance of an action, and what a slider may say it is worth
VALUES = {"finish": (0, 2, 0.5), "like": (0, 50, 5), "comment": (0, 500, 50), "follow": (0, 1500, 100)}
LENGTHS_S = (30, 60, 180)  # between the four groups of videos that the value lab compares


def predicted(world, viewers, candidates, moods=24, seed=0):
    """What a perfect model predicts of candidates (b, n) for viewers (b,): {action: (b, n)}, means over moods.

    The chances of VALUES, and beside them `play` (a valid play) and `seconds` (watched). Nobody has such a model: it
    reads the simulation itself.
    """
    fit, seconds = appeal(world, viewers[:, None], candidates), world.video_duration_ms[candidates] / 1000
    express, draws = world.viewer_expressiveness[viewers][:, None], rng(seed)
    total = dict.fromkeys((*VALUES, "play", "seconds"), 0.0)
    for __ in range(moods):
        mood, moment = draws.standard_normal((2, *fit.shape))
        watched = behaviour.watched(fit, seconds, mood, moment, *draws.random((2, *fit.shape)))
        chance = behaviour.chances(fit, watched, seconds, express)
        now = {action: np.minimum(chance[action], 1) for action in ("like", "comment", "follow")}
        now |= {"finish": watched >= seconds, "play": metrics.plays(watched, seconds)[0], "seconds": watched}
        total = {name: total[name] + now[name] / moods for name in total}
    return total


def value(chances, **weights):
    """The published rule: each predicted chance times what the action is worth, added up. (b, n)."""
    return sum(weight * chances[action] for action, weight in weights.items())


def best_by_value(candidates, chances, k=10, **weights):
    """Of candidates (b, n) the k best by `value`: their places among them (b, k), best first."""
    scores = np.broadcast_to(value(chances, **weights), candidates.shape)
    return np.argsort(-scores, axis=1, kind="stable")[:, :k]


def shares_by_length(world, ids, weights=None):
    """How ids (b, k) share out over the groups of LENGTHS_S: (4,), each id counted once or with its weight."""
    group = np.searchsorted(LENGTHS_S, world.video_duration_ms[ids].ravel() / 1000)
    held = np.bincount(indices(group), None if weights is None else weights.ravel(), minlength=len(LENGTHS_S) + 1)
    return held / held.sum()


def value_lab(world, candidates, chances, topic, k=10):
    """The slider's drawing: which of the candidates (b, n) are shown under other values, and who earns by it."""
    mine = world.video_topic == platform.TOPICS.index(topic)
    offered = shares_by_length(world, candidates)

    def draw(axes, finish=1.0, like=10, comment=100, follow=300):
        worth = {"finish": finish, "like": like, "comment": comment, "follow": follow}
        best = best_by_value(candidates, chances, k, **worth)
        names = [_("under 30 s"), _("30 to 60 s"), _("1 to 3 min"), _("over 3 min")]
        shown, at = np.take_along_axis(candidates, best, 1), np.arange(len(names))
        brought = {name: np.take_along_axis(values, best, 1) for name, values in chances.items()}
        places = shares_by_length(world, shown)
        panels = (
            (
                (offered, COLOURS.grey, _("of the candidates")),
                (places, COLOURS.blue, _("of the places")),
            ),
            (
                (shares_by_length(world, shown, brought["play"]), COLOURS.orange, _("of the plays (ads)")),
                (shares_by_length(world, shown, brought["follow"]), COLOURS.green, _("of the new followers")),
            ),
        )
        for ax, bars, title in zip(axes, panels, (_("who is shown"), _("who earns")), strict=True):
            for side, (held, colour, label) in zip((-0.2, 0.2), bars, strict=True):
                ax.bar(at + side, held, 0.38, color=colour, label=label, hatch="//" * (side > 0), edgecolor="white")
            ax.set(ylim=(0, 1), xticks=at, xticklabels=names, title=_("simulated: {what}").format(what=title))
            ax.legend(loc="upper right", fontsize=9)
        axes[0].set(ylabel=_("share"))
        if not any(worth.values()):
            return _("All is worth nothing: the first ten candidates are shown as the search found them.")
        return _(
            "Of a hundred places {short:.0f} go to videos under 30 s and {mine:.1f} to your topic. A hundred places "
            "bring {finished:.0f} full plays, {likes:.1f} likes, {follows:.2f} follows and {minutes:.0f} minutes."
        ).format(
            short=100 * places[0],
            mine=100 * mine[shown].mean(),
            finished=100 * brought["finish"].mean(),
            likes=100 * brought["like"].mean(),
            follows=100 * brought["follow"].mean(),
            minutes=100 * brought["seconds"].mean() / 60,
        )

    return draw
