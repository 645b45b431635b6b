"""Lesson 05, watch time, properly: pictures of lengths and predictions, tables of models, and what rankings bring."""

import os

import numpy as np
import pandas as pd

from kml import behaviour, metrics, published, watchtime
from kml.core.look import COLOURS
from kml.core.page import static
from kml.core.words import NP_, _
from kml.lessons import wording
from kml.log import BIN_NAMES, BINS_S, outcomes, rates
from kml.personas import CREATORS

__all__ = [
    *("LENGTHS", "best_three", "by_length", "draw_hills", "draw_lengths", "draw_quantiles", "length_experiment"),
    *("in_words", "offered", "real_rows", "said", "typical_rows", "what_happens", "winners"),
]

LENGTHS = np.geomspace(8, 300, 60)  # seconds: where the slider's curves have their points

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
            NP_("watch time", "seconds a view"),
            NP_("watch time", "median length (s)"),
            NP_("watch time", "valid plays"),
            NP_("watch time", "finished"),
        ),
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too


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
        "seconds a view": watched.mean(),
        "valid plays": metrics.valid_play(watched, length[shown]).mean(),
        "finished": metrics.complete_play(watched, length[shown]).mean(),
    }
    for usual in sorted(creator.video_s for creator in CREATORS.values()):
        alike = np.abs(np.log(length / usual)) < np.log(4 / 3)
        out[f"{usual} s"] = alike[shown].mean() / alike.mean()
    return out


def draw_lengths(axes, log):
    """Left: mean seconds by length, simulated. Right: valid play and completion, simulated beside KuaiRand's."""
    table = rates(log, by_duration=True)
    place = np.arange(len(table))
    axes[0].bar(place, table["watch_mean"], color=COLOURS.blue)
    axes[0].set(ylabel=_("mean seconds a view"), title=_("simulated: seconds grow"))
    real = published.kuairand()
    real = real[(real["policy"] == "personalised") & real["segment"].isin(table.index)]
    for metric, ours, kuairands, colour, marker in (
        ("valid_play", _("valid play, simulated"), _("valid play, KuaiRand 2022"), COLOURS.green, "o"),
        ("complete_play", _("finished, simulated"), _("finished, KuaiRand 2022"), COLOURS.orange, "s"),
    ):
        values = real[real["metric"] == metric].set_index("segment")["value"].reindex(table.index)
        style = {"marker": marker, "color": colour}
        axes[1].plot(place, table[metric], "-", label=ours, **style)
        axes[1].plot(place, values, ":", mfc="white", label=kuairands, **style)
    axes[1].set(ylim=(0, 0.7), ylabel=_("share of views"), title=_("valid plays hardly move"))
    axes[1].legend(ncols=2, fontsize=8, loc="upper center")
    for ax in axes:
        ax.set_xticks(place, [name.replace(" s", "") for name in table.index])
        ax.set(xlabel=_("length of the video (s)"))


def draw_quantiles(ax, lengths, quantiles, taus):
    """Predicted quantiles (lengths × taus) of the watch time, against the length of the video."""
    styles = ["--", "-", "-.", (0, (5, 1, 1, 1, 1, 1)), ":"]
    for values, tau, style in zip(quantiles.T, taus, styles, strict=True):
        ax.plot(lengths, values, linestyle=style, color=COLOURS.blue, label=_("{tau:.0%} stay below").format(tau=tau))
    ax.plot(lengths, lengths, "-", color=COLOURS.grey, lw=1, label=_("the whole video"))
    ax.set(xscale="log", yscale="log", xlim=(10, 300), ylim=(0.5, 1500), title=_("a typical viewer, simulated"))
    ax.set(xlabel=_("length of the video (s)"), ylabel=_("seconds watched"))
    ax.set_xticks([10, 30, 100, 300], ["10", "30", "100", "300"])
    ax.set_yticks([1, 10, 100], ["1", "10", "100"])
    ax.legend(loc="upper left", fontsize=8, ncols=2)


def draw_hills(ax, guesses, bound, face_value, truth, video_s):
    """Two log-likelihoods over the guesses, each below its own best."""
    for values, style, name in (
        (bound, "-", _("the end as a lower bound")),
        (face_value, "--", _("every view at face value")),
    ):
        below = np.array(values) - np.max(values)
        (line,) = ax.plot(guesses, below, style, label=name)
        ax.plot(guesses[np.argmax(below)], 0, "*", color=line.get_color(), ms=13)
    ax.axvline(truth, color=COLOURS.grey, linestyle=":", label=_("the truth: {seconds} s").format(seconds=truth))
    ax.set(xlabel=_("guess: half of them want more than (s)"), ylabel=_("log-likelihood below its best"))
    ax.set(ylim=(-0.5, 0.04), title=_("simulated viewers, videos of {seconds} s").format(seconds=video_s))
    ax.legend(loc="lower center")


def typical_rows(log, lengths):
    """Rows of a viewer whom the log does not know, at 21 h, with a video of each length: {column: (n,)}."""
    return {
        "user_id": np.full(len(lengths), -1),
        "video_id": np.full(len(lengths), -1),
        "hourmin": np.full(len(lengths), 2100),
        "duration_ms": 1000 * np.asarray(lengths, dtype=float),
    }


def length_experiment(models, log):
    """draw(axes, length, model) for `kml.explore`, and the names to choose `model` from, the first one first.

    It shows what {name: fitted model} predict for a video of some length, and what viewers do with it. Choices by
    length are from the log, smoothed over videos of like length.
    """
    rows = typical_rows(log, LENGTHS)
    predicted = {said(name): model.predict(rows) for name, model in models.items()}
    distance = np.log(LENGTHS)[:, None] - np.log(log["duration_ms"].to_numpy() / 1000)
    near = np.exp(-0.5 * (distance / 0.25) ** 2)
    near /= near.sum(axis=1, keepdims=True)
    outcome = outcomes(log)
    valid, done = (near @ outcome[name].to_numpy() for name in ("valid_play", "complete_play"))
    highest = 1.15 * max(values.max() for values in predicted.values())
    first = next(iter(predicted))

    def draw(axes, length=60, model=first):
        seconds, is_valid, is_done = (
            float(np.interp(length, LENGTHS, curve)) for curve in (predicted[model], valid, done)
        )
        axes[0].plot(LENGTHS, predicted[model], "-", color=COLOURS.blue, label=model)
        axes[0].plot(length, seconds, "*", color=COLOURS.red, ms=15)
        axes[0].set(ylim=(0, highest), ylabel=_("predicted seconds"), title=_("the model's promise (simulated)"))
        axes[1].plot(LENGTHS, valid, "-", color=COLOURS.green, label=_("valid play"))
        axes[1].plot(LENGTHS, done, "--", color=COLOURS.orange, label=said("finished"))
        axes[1].plot([length, length], [is_valid, is_done], "*", color=COLOURS.red, ms=15)
        axes[1].set(ylim=(0, 0.7), ylabel=_("share of views"), title=_("what viewers do (simulated)"))
        for ax in axes:
            ax.set(xlim=(0, 310), xlabel=_("length of the video (s)"))
            ax.legend(loc="upper right")
        return _(
            "{length} s: {model} predicts {seconds:.0f} s of watching. Of 100 views, {valid:.0f} are valid plays and "
            "{finished:.0f} reach the end."
        ).format(length=length, model=model, seconds=seconds, valid=100 * is_valid, finished=100 * is_done)

    return draw, list(predicted)


def winners(table):
    """The best model by each column of the scores of `watchtime.compare`: column, winner, its value; to look at."""
    best = {name: table[name].idxmin() if name in ("MAE", "RMSE") else table[name].idxmax() for name in table}
    values = {name: table.loc[best[name], name] for name in table}
    winner = {name: said(model) for name, model in best.items()}
    return pd.DataFrame({_("winner"): winner, _("value"): values}).round(2)
