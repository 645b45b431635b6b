"""Lesson 05, watch time, properly: pictures of lengths and predictions, tables of models, and what rankings bring."""

import itertools
import json
import os
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from kml import behaviour, metrics, published, watchtime
from kml.core.arrays import indices
from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _, pgettext
from kml.lessons import by_hand, intervals, wording
from kml.log import BIN_NAMES, BINS_S, outcomes, rates
from kml.personas import CREATORS

__all__ = [
    *("LENGTHS", "around", "best_three", "by_length", "differences", "draw_distributions", "draw_hills"),
    *("draw_lengths", "draw_quantiles", "in_words", "kinds_by_hand", "length_experiment", "offered", "over_worlds"),
    *("paragraph", "real_rows", "said", "three_rankings", "truth", "typical_rows", "what_happens", "winners"),
    "xauc_drawn",
]

LENGTHS = np.geomspace(8, 300, 240)  # seconds: points of the slider's curves, close enough for the steps of trees
STORED = Path(__file__).parents[1] / "stored" / "watch_worlds.json"
WORLDS = range(100, 124)  # seeds of the worlds that are stored; `kml_classroom.author.watch_worlds` computes them

paragraph = wording.paragraph

_WORDS = wording.Words(
    {
        None: tuple(watchtime.models()),
        "watch time": (
            NP_("watch time", "linear"),
            NP_("watch time", "model"),
            NP_("watch time", "length"),
            NP_("watch time", "seconds"),
            NP_("watch time", "rank"),
            NP_("watch time", "rank 0.95, in seconds"),
            NP_("watch time", "group"),
            NP_("watch time", "views"),
            NP_("watch time", "mean seconds"),
            NP_("watch time", "seconds per view"),
            NP_("watch time", "median length (s)"),
            NP_("watch time", "valid plays"),
            NP_("watch time", "finished"),
            NP_("watch time", "below 30 s"),
            NP_("watch time", "all that was offered"),
            NP_("watch time", "most seconds (mean)"),
            NP_("watch time", "most seconds (median)"),
            NP_("watch time", "best rank (D2Q)"),
            NP_("watch time", "median − mean"),
            NP_("watch time", "rank − mean"),
            NP_("watch time", "rank − median"),
            NP_("watch time", "one exponential"),
            NP_("watch time", "your ten lines"),
            NP_("watch time", "your mixture"),
            NP_("watch time", "the simulator's truth"),
            NP_("watch time", "below “5 %”"),
            NP_("watch time", "below “45 %”"),
            NP_("watch time", "below “95 %”"),
        ),
    }
)
said = _WORDS.said  # for the cells, too


def in_words(table):
    """A DataFrame in the learner's language, with its lengths, such as "45 s".

    >>> list(in_words(pd.DataFrame({"45 s": [1.0], "finished": [0.2]})))
    ['45 s', 'finished']
    """
    return _WORDS.in_words(table).rename(index=_length_said, columns=_length_said)


def _length_said(name):
    length = re.fullmatch(r"([\d.]+) s", str(name))
    return pgettext("a duration", "{seconds} s").format(seconds=length[1]) if length else name


def real_rows():
    """KuaiRand's rows where KML_KUAIRAND names a folder that has them, else None; None on a page built in advance."""
    folder = os.environ.get("KML_KUAIRAND")
    return watchtime.kuairand_rows(folder) if folder and not static() else None


def by_length(rows):
    """Of KuaiRand's or simulated rows, by the length of the video: mean seconds, shares, number of views."""
    rows = watchtime.take(rows, np.flatnonzero(rows["duration_ms"] > 0))
    watched, length = watchtime.seconds(rows, "play_time_ms"), watchtime.seconds(rows, "duration_ms")
    views = pd.DataFrame(
        {
            "mean seconds": watched,
            "valid plays": metrics.valid_play(watched, length),
            "finished": metrics.complete_play(watched, length),
        },
        dtype=float,
    )
    group = pd.cut(length, BINS_S, right=False, labels=BIN_NAMES)
    grouped = views.groupby(group, observed=True)
    return grouped.mean().assign(views=grouped.size()).rename_axis("length")


def offered(world, viewers, each=40, seed=0):
    """`each` random videos to choose from for each of the viewers (b,): rows to predict, {column: (b·each,)}."""
    rng = np.random.default_rng(seed)
    video = np.array([rng.permutation(world.videos)[:each] for __ in viewers]).ravel()
    return {
        "user_id": np.repeat(viewers, each),
        "video_id": video,
        "hourmin": np.full(len(video), 2100),
        "duration_ms": world.video_duration_ms[video],
    }


def best_three(score, each=40):
    """Row numbers of the three best of every `each` rows."""
    order = np.argsort(-np.asarray(score).reshape(-1, each), axis=1, kind="stable")[:, :3]
    return (order + each * np.arange(len(order))[:, None]).ravel()


def what_happens(world, rows, shown, seed=0):
    """Show these of the rows, and see: {what: the simulated outcome}.

    Each usual length of the four creators has a column: the share of screens for videos within a third of that length,
    as a multiple of their share of what was offered.
    """
    video, viewer = rows["video_id"][shown], rows["user_id"][shown]
    length = rows["duration_ms"] / 1000
    fit = behaviour.affinity(world.viewer_taste[:, viewer], world.video_taste[:, video])
    appeal = behaviour.appeal(world.viewer_level[viewer], world.video_quality[video], fit, length[shown])
    watched = behaviour.watch_time(appeal, length[shown], seed)
    out = {
        "median length (s)": np.median(length[shown]),
        "seconds per view": watched.mean(),
        "valid plays": metrics.valid_play(watched, length[shown]).mean(),
        "finished": metrics.complete_play(watched, length[shown]).mean(),
    }
    for usual in sorted(creator.video_s for creator in CREATORS.values()):
        alike = np.abs(np.log(length / usual)) < np.log(4 / 3)
        out[f"{usual} s"] = alike[shown].mean() / alike.mean()
    return out


def three_rankings(world, feed, seed=0):
    """Section 9 once more, for any world and its feed: {ranking: what happens}, with all that was offered."""
    train, _later = watchtime.split(feed, test=0.2)
    facts = (*watchtime.FEATURES, "video_rank")
    offer = offered(world, np.unique(train["user_id"])[:500], seed=seed)
    scores = {
        "most seconds (mean)": watchtime.Trees("squared_error", facts).fit(train).predict(offer),
        "most seconds (median)": watchtime.Trees("absolute_error", facts).fit(train).predict(offer),
        "best rank (D2Q)": watchtime.DurationQuantile(facts).fit(train).rank(offer),
    }
    shown = {"all that was offered": np.arange(len(offer["video_id"]))}
    shown |= {ranking: best_three(score) for ranking, score in scores.items()}
    return {ranking: what_happens(world, offer, rows, seed) for ranking, rows in shown.items()}


_DIGITS = {"median length (s)": 0, "seconds per view": 1}  # of others two: shares, and multiples of shares


@cache
def _stored():
    return [pd.DataFrame(world).T for world in json.loads(STORED.read_text(encoding="utf-8"))]


def over_worlds():
    """Section 9 in the stored worlds: for each ranking, the mean of what happened ± its 95 % interval."""
    worlds = _stored()
    rows = {
        ranking: {
            what: intervals.said([world.loc[ranking, what] for world in worlds], _DIGITS.get(what, 2))
            for what in worlds[0]
        }
        for ranking in worlds[0].index
    }
    return pd.DataFrame(rows).T


def differences():
    """What one ranking brings more than another, world by world: mean ± 95 % interval over the stored worlds."""
    short = {"mean": "most seconds (mean)", "median": "most seconds (median)", "rank": "best rank (D2Q)"}
    rows = {}
    for one, other in (("median", "mean"), ("rank", "mean"), ("rank", "median")):
        rows[f"{one} − {other}"] = {
            what: intervals.said([w.loc[short[one], what] - w.loc[short[other], what] for w in _stored()], digits, True)
            for what, digits in (("seconds per view", 1), ("valid plays", 3))
        }
    return pd.DataFrame(rows).T


def draw_lengths(axes, log):
    """Left: mean seconds by length, simulated. Right: valid play and completion, simulated beside KuaiRand's."""
    table = rates(log, by_duration=True)
    place = np.arange(len(table))
    axes[0].bar(place, table["watch_mean"], color=COLOURS.blue)
    axes[0].set(ylabel=_("mean seconds per view"), title=_("simulated: seconds grow"))
    real = published.kuairand()
    real = real[(real["policy"] == "personalised") & real["segment"].isin(table.index)]
    here, there = _("simulated"), _("KuaiRand, 2022")
    for metric, name, colour, marker in (
        ("valid_play", _("valid play"), COLOURS.green, "o"),
        ("complete_play", said("finished"), COLOURS.orange, "s"),
    ):
        values = real[real["metric"] == metric].set_index("segment")["value"].reindex(table.index)
        style = {"marker": marker, "color": colour}
        axes[1].plot(place, table[metric], "-", label=f"{name} · {here}", **style)
        axes[1].plot(place, values, ":", mfc="white", label=f"{name} · {there}", **style)
        _above(axes[1], 2, table[metric].iloc[2], name, colour)
    sources = [
        *axes[1].plot([], [], "o-", color=COLOURS.grey, label=here),
        *axes[1].plot([], [], "o:", color=COLOURS.grey, mfc="white", label=there),
    ]
    axes[1].set(ylim=(0, 0.7), ylabel=_("share of views"), title=_("valid plays hardly move"))
    axes[1].legend(handles=sources, ncols=2, loc="upper center")
    for ax in axes:
        ax.set_xticks(place, [name.replace(" s", "") for name in table.index])
        ax.set(xlabel=_("length of the video (s)"))


def draw_quantiles(ax, lengths, quantiles, taus):
    """Predicted quantiles (lengths × taus) of the watch time, against the length of the video."""
    styles = ["--", "-", "-.", (0, (5, 1, 1, 1, 1, 1)), ":"]
    for values, tau, style in zip(quantiles.T, taus, styles, strict=True):
        name = _("{tau:.0%} stay below").format(tau=tau)
        ax.plot(lengths, values, linestyle=style, color=COLOURS.blue, label=name)
        _beside(ax, lengths[-1], values[-1], name)
    ax.plot(lengths, lengths, "-", color=COLOURS.grey, lw=1, label=_("the whole video"))
    _beside(ax, lengths[-1], lengths[-1], _("the whole video"))
    ax.set(xscale="log", yscale="log", xlim=(10, 1100), ylim=(0.5, 500), title=_("a typical viewer, simulated"))
    ax.set(xlabel=_("length of the video (s)"), ylabel=_("seconds watched"))
    ax.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    ax.set_xticks([], minor=True)
    ax.set_yticks([1, 10, 100], ["1", "10", "100"])


def _beside(ax, x, y, text):
    """Write what a line is at its right end."""
    ax.annotate(text, (x, y), textcoords="offset points", xytext=(5, 0), va="center", fontsize=8)


def _above(ax, x, y, text, colour):
    """Write what a line is above one of its points, in the colour of the line."""
    ax.annotate(text, (x, y), textcoords="offset points", xytext=(4, 8), color=colour)


def draw_hills(ax, guesses, bound, face_value, truth, video_s):
    """Two log-likelihoods over the guesses, each below its own best."""
    for values, style, colour, name in (
        (bound, "-", COLOURS.blue, _("the end as a lower bound")),
        (face_value, "--", COLOURS.orange, _("every view at face value")),
    ):
        below = np.array(values) - np.max(values)
        ax.plot(guesses, below, style, color=colour, label=name)
        ax.plot(guesses[np.argmax(below)], 0, "*", color=colour, ms=13)
        last = np.flatnonzero(below > -0.48)[-1]  # where the hill leaves the picture, its name stands
        at = guesses[last], below[last]
        ax.annotate(name, at, textcoords="offset points", xytext=(9, 0), va="center", color=colour, fontsize=8)
    ax.axvline(truth, color=COLOURS.grey, linestyle=":")
    true = _("the truth: {seconds} s").format(seconds=truth)
    ax.annotate(
        true, (truth, -0.46), textcoords="offset points", xytext=(-4, 0), ha="right", color=COLOURS.grey, fontsize=8
    )
    ax.set(xlabel=_("guess: half of them want more than (s)"), ylabel=_("log-likelihood below its best"))
    ax.set(ylim=(-0.5, 0.04), title=_("simulated viewers, videos of {seconds} s").format(seconds=video_s))
    ax.set(xlim=(guesses[0] - 2, guesses[-1] * 1.45))


def typical_rows(log, lengths):
    """Rows of a viewer whom the log does not know, at 21 h, with a video of each length: {column: (n,)}."""
    return {
        "user_id": np.full(len(lengths), -1),
        "video_id": np.full(len(lengths), -1),
        "hourmin": np.full(len(lengths), 2100),
        "duration_ms": 1000 * np.asarray(lengths, dtype=float),
    }


def _viewers_do(log, lengths):
    """Shares of valid plays and of finished views at these lengths, of the log, smoothed over videos of like length."""
    distance = np.log(lengths)[:, None] - np.log(log["duration_ms"].to_numpy() / 1000)
    near = np.exp(-0.5 * (distance / 0.25) ** 2)
    near /= near.sum(axis=1, keepdims=True)
    outcome = outcomes(log)
    return tuple(near @ outcome[name].to_numpy() for name in ("valid_play", "complete_play"))


def around(models, log, video_s):
    """For half, once and twice the usual length: seconds that {name: fitted model} promise, and what viewers do."""
    lengths = np.array([video_s / 2, video_s, 2 * video_s])
    rows = typical_rows(log, lengths)
    promised = {name: model.predict(rows).round(0).astype(int) for name, model in models.items()}
    valid, done = _viewers_do(log, lengths)
    return pd.DataFrame(
        promised | {"valid plays": valid.round(2), "finished": done.round(2)},
        index=pd.Index([f"{seconds:g} s" for seconds in lengths], name="length"),
    )


def length_experiment(models, log):
    """draw(axes, length, model) for `kml.explore`, and the names to choose `model` from, the first one first.

    It shows what {name: fitted model} predict for a video of some length, and what viewers do with it. Choices by
    length are from the log, smoothed over videos of like length.
    """
    rows = typical_rows(log, LENGTHS)
    predicted = {said(name): model.predict(rows) for name, model in models.items()}
    valid, done = _viewers_do(log, LENGTHS)
    highest = 1.15 * max(values.max() for values in predicted.values())
    first = next(iter(predicted))

    def draw(axes, length=60, model=first):
        seconds, is_valid, is_done = (
            float(np.interp(length, LENGTHS, curve)) for curve in (predicted[model], valid, done)
        )
        axes[0].plot(LENGTHS, predicted[model], "-", color=COLOURS.blue)
        axes[0].plot(length, seconds, "*", color=COLOURS.red, ms=15)
        axes[0].set(ylim=(0, highest), ylabel=_("predicted seconds"))
        axes[0].set(title=_("simulated promise: {model}").format(model=model))
        for shares, style, colour, name in (
            (valid, "-", COLOURS.green, _("valid play")),
            (done, "--", COLOURS.orange, said("finished")),
        ):
            axes[1].plot(LENGTHS, shares, style, color=colour)
            _above(axes[1], 200, np.interp(200, LENGTHS, shares), name, colour)
        axes[1].plot([length, length], [is_valid, is_done], "*", color=COLOURS.red, ms=15)
        axes[1].set(ylim=(0, 0.7), ylabel=_("share of views"), title=_("what viewers do (simulated)"))
        for ax in axes:
            ax.set(xlim=(0, 310), xlabel=_("length of the video (s)"))
        return _(
            "{length} s: {model} predicts {seconds:.0f} s of watching. Of 100 views, {valid:.0f} are valid plays and "
            "{finished:.0f} reach the end."
        ).format(length=length, model=model, seconds=seconds, valid=100 * is_valid, finished=100 * is_done)

    return draw, list(predicted)


_LOWER = ("MAE", "RMSE")  # is better; of other scores, higher is


def winners(models, test, draws=100, seed=0):
    """The best of {name: fitted model} by each score, with its interval, and who cannot be told from it; to look at.

    Bootstrap: the test is drawn again `draws` times, viewer by viewer, and all models are judged on the same draw.
    Another model ties if the 95 % interval of its difference to the best covers 0.
    """
    y, predicted = (
        watchtime.seconds(test, "play_time_ms"),
        {name: model.predict(test) for name, model in models.items()},
    )
    measures = {"MAE": metrics.mae, "RMSE": metrics.rmse, "R2": metrics.r2, "XAUC": metrics.xauc}
    viewers, whose = np.unique(np.asarray(test["user_id"]), return_inverse=True)
    rows_of, rng = [np.flatnonzero(whose == viewer) for viewer in range(len(viewers))], np.random.default_rng(seed)
    picked = [rng.integers(len(viewers), size=len(viewers)) for _draw in range(draws)]
    again = [np.concatenate([rows_of[viewer] for viewer in draw]) for draw in picked]
    rows = {}
    for measure, score in measures.items():
        found = {name: score(y, p) for name, p in predicted.items()}
        best = min(found, key=found.get) if measure in _LOWER else max(found, key=found.get)
        if measure == "XAUC":
            drawn = xauc_drawn(
                y, predicted, whose, [np.bincount(indices(draw), minlength=len(viewers)) for draw in picked]
            )
        else:
            drawn = {name: np.array([score(y[rows], p[rows]) for rows in again]) for name, p in predicted.items()}
        ties = [name for name in models if name != best and _covers_zero(drawn[name] - drawn[best])]
        low, high = np.quantile(drawn[best], [0.025, 0.975])
        rows[measure] = {
            _("winner"): said(best),
            _("value"): f"{found[best]:.2f}",
            _("95 % interval"): f"{low:.2f} … {high:.2f}",
            _("ties with"): " · ".join(map(said, ties)) or "–",
        }
    return pd.DataFrame(rows).T


def xauc_drawn(y, predicted, whose, times):
    """{name: XAUC (draws,)} of {name: prediction (n,)}; `whose` (n,) viewers 0, 1, …, `times` (draws, viewers).

    A draw that has one viewer a times and another b times has each pair of their views a·b times. So the pairs of every
    two viewers are counted once, and no draw is sorted anew.
    """
    order = np.argsort(whose, kind="stable")
    y, ranks = y[order], {name: rankdata(p[order], "dense").astype(np.int32) for name, p in predicted.items()}
    times = np.asarray(times, dtype=float)
    viewers = times.shape[1]
    edges = np.searchsorted(whose[order], np.arange(viewers + 1))
    pairs, right = np.zeros((viewers, viewers)), {name: np.zeros((viewers, viewers)) for name in predicted}
    for viewer, (begin, end) in enumerate(itertools.pairwise(edges)):
        longer = y[begin:end, None] > y
        pairs[viewer] = np.add.reduceat(longer.sum(axis=0), edges[:-1])
        for name, rank in ranks.items():
            own = rank[begin:end, None]
            above, level_or_above = ((own > rank) & longer).sum(axis=0), ((own >= rank) & longer).sum(axis=0)
            right[name][viewer] = np.add.reduceat((above + level_or_above) / 2, edges[:-1])

    def of_draws(between):
        return np.einsum("di,di->d", times @ between, times)

    return {name: of_draws(between) / of_draws(pairs) for name, between in right.items()}


def _covers_zero(differences):
    low, high = np.quantile(differences, [0.025, 0.975])
    return low <= 0 <= high


def truth(world, rows, taus, draws=100):
    """The quantiles (n, taus) that the simulator itself gives each of these views."""
    again = seen_again(world, rows, draws)
    return np.quantile(again, taus, axis=0, method="weibull").T  # of few draws the usual one is too narrow


def seen_again(world, rows, draws=100):
    """Seconds (draws, n) of the same views: viewer and video stay the same, the mood of the moment is drawn anew."""
    video, viewer = (np.asarray(rows[name]) for name in ("video_id", "user_id"))
    length = watchtime.seconds(rows, "duration_ms")
    fit = behaviour.affinity(world.viewer_taste[:, viewer], world.video_taste[:, video])
    appeal = behaviour.appeal(world.viewer_level[viewer], world.video_quality[video], fit, length)
    return np.array([behaviour.watch_time(appeal, length, seed) for seed in range(draws)])


def kinds_by_hand(belongs):
    """Whether a learner's `belongs` gives what the example by hand has: a sentence. Nothing is ever raised.

    Ten seconds that were left are a skip with chance 0.62, ten that saw the end with chance 0.14.
    """

    def same(given, wanted):
        return np.round(np.asarray(given, dtype=float), 2).tolist() == wanted

    views = np.array([10.0, 10.0]), np.array([True, False]), 0.5, 5.0, 50.0
    if wrong := by_hand.differs(1, belongs, views, [0.62, 0.14], same):
        return wrong
    return _("Step 1 is right: 0.62 for the view that was left, 0.14 for the one that saw the end, as by hand.")


def draw_distributions(axes, taus, found, one_video, video_s):
    """Left: which share stays below each promised quantile, {name: (taus,)}. Right: the quantiles of one video.

    The names come in the learner's language already; those of `one_video` are among those of `found`.
    """
    styles = ((":", "^", COLOURS.orange), ("--", "s", COLOURS.green), ("-", "o", COLOURS.blue), ("", "*", COLOURS.red))
    style_of = dict(zip(found, styles, strict=True))
    axes[0].plot([0, 1], [0, 1], "-", color=COLOURS.grey, lw=1)
    for ax, curves in zip(axes, (found, one_video), strict=True):
        for name, values in curves.items():
            line, marker, colour = style_of[name]
            ax.plot(taus, values, linestyle=line or "none", marker=marker, ms=5, color=colour, label=said(name))
        ax.set(xlabel=_("quantile that is promised"), xlim=(0, 1))
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes[0].set(ylabel=_("share of views below it"), ylim=(0, 1), title=_("are promises kept? (simulated)"))
    axes[0].set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes[0].legend(loc="upper left", fontsize=8)
    axes[1].axhline(video_s, color=COLOURS.grey, lw=1)
    axes[1].annotate(
        _("the end"), (0.02, video_s), textcoords="offset points", xytext=(0, 4), color=COLOURS.grey, fontsize=8
    )
    axes[1].set(yscale="log", ylabel=_("seconds watched"), title=_("videos of {seconds} s").format(seconds=video_s))
    axes[1].set_yticks([1, 10, 100], ["1", "10", "100"])
