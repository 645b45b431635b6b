"""Lesson 01, the platform: its figures, what it says in other worlds, a creator's question, a channel's own rates."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from kml import log as logs
from kml import metrics, monetization, platform, published
from kml.core.arrays import indices
from kml.core.look import COLOURS
from kml.core.words import N_, _, pgettext
from kml.lessons import intervals, wording
from kml.mychannel.channel import RATE_NAMES
from kml.mychannel.intervals import design_effect, rate_interval
from kml.personas import CREATORS

__all__ = [
    *("Assumed", "FUNNEL", "a_day", "assumed", "beside_others", "beside_published", "draw_exposure", "draw_lengths"),
    *("draw_patience", "draw_rates", "forget_lengths", "funnel", "middle", "on_topic", "own_answer", "paragraph"),
    *("per_thousand", "visit_interval"),
]

paragraph = wording.paragraph  # JupyterLab breaks a long printed line within a word

STORED = Path(__file__).parents[1] / "stored" / "platform_worlds.json"
WORLDS = range(100, 112)  # seeds of the worlds that are stored; `kml_classroom.author.platform_worlds` computes them
VIEWERS, VIDEOS = 2_000, 7_583  # as many videos as KuaiRand-Pure has
UNKNOWN = 239  # of its videos, whose length its tables do not tell: 7,583 - 7,344
LONG_S = 120  # a long video
RENT = 3_000  # yuan a month, as in lesson 08: an assumption
FUNNEL = ("likes", "profile_enters", "follows")  # what the simulation has beside it
_STAGES = ("grey", "green", "blue", "orange")  # colours of the funnel's stages
SMALLEST = 0.05  # per 1,000 views: what is less is drawn as a mark at the edge, because a log scale has no 0

# name: (what it says, factor and digits of what is shown), in the order of the lesson
FINDINGS = {
    "early": (N_("over within 7 s, recommended (%)"), 100, 1),
    "early_random": (N_("over within 7 s, random (%)"), 100, 1),
    "fall": (N_("finished: under 15 s ÷ two minutes or more"), 1, 1),
    "flat": (N_("valid plays: best length ÷ worst length"), 1, 2),
    "moved": (N_("two minutes or more: stayed 10 s ÷ stayed 120 s"), 1, 1),
    "gini": (N_("Gini, recommended"), 1, 3),
    "gini_random": (N_("Gini, random"), 1, 3),
    "gini_alike": (N_("Gini, recommended, among videos of middling quality"), 1, 3),
    "valid_times": (N_("valid plays: recommended ÷ random"), 1, 2),
    "praise_times": (N_("praise: recommended ÷ random"), 1, 2),
}


# --- the log, and what it says ---------------------------------------------------------------------------------------


def forget_lengths(log, videos=VIDEOS, unknown=UNKNOWN, seed=0):
    """The log with the length of `unknown` of its videos lost: duration_ms is 0 there, as in KuaiRand's files.

    >>> import pandas as pd
    >>> log = pd.DataFrame({"video_id": [0, 1, 1], "duration_ms": [9_000, 8_000, 8_000]})
    >>> forget_lengths(log, videos=2, unknown=1, seed=1)["duration_ms"].tolist()
    [0, 8000, 8000]
    """
    lost = np.random.default_rng(seed).choice(videos, size=unknown, replace=False)
    return log.assign(duration_ms=log["duration_ms"].where(~log["video_id"].isin(lost), 0))


def a_day(seed):
    """The lesson's world and its two days, recommended and random, from another seed."""
    world = platform.world(viewers=VIEWERS, videos=VIDEOS, seed=seed)
    days = (platform.simulate_day(world, policy=policy, seed=seed) for policy in platform.POLICIES)
    return (world, *map(forget_lengths, days))


def middle(world):
    """Which videos are of middling quality, (videos,): the tenth in the middle, nearly alike. A log never tells."""
    low, high = np.quantile(world.video_quality, [0.45, 0.55])
    return (world.video_quality >= low) & (world.video_quality <= high)


def on_topic(world, log, topic):
    """The rows of a log whose video is about `topic`, one of `kml.platform.TOPICS`."""
    return log[world.video_topic[log["video_id"]] == platform.TOPICS.index(topic)]


def findings(world, log, random_log):
    """What the lesson says of its world, {name of FINDINGS: value}."""
    ours, by_chance = logs.rates(log), logs.rates(random_log)
    lengths = logs.rates(log, by_duration=True)
    long_s = log.loc[log["duration_ms"] >= 1000 * LONG_S, "play_time_ms"] / 1000
    exposures = np.bincount(indices(log["video_id"]), minlength=world.videos)
    return {
        "early": float(np.mean(log["play_time_ms"] <= 7_000)),
        "early_random": float(np.mean(random_log["play_time_ms"] <= 7_000)),
        "fall": float(lengths["complete_play"].iloc[0] / lengths["complete_play"].iloc[-1]),
        "flat": float(lengths["valid_play"].max() / lengths["valid_play"].min()),
        "moved": float(np.mean(long_s >= 10) / np.mean(long_s >= LONG_S)),
        "gini": metrics.gini(exposures),
        "gini_random": metrics.gini(np.bincount(indices(random_log["video_id"]), minlength=world.videos)),
        "gini_alike": metrics.gini(exposures[middle(world)]),
        "valid_times": float(ours["valid_play"] / by_chance["valid_play"]),
        "praise_times": float(ours["positive"] / by_chance["positive"]),
    }


def topic_findings(world, log, topic):
    """What the recommended day says of one topic's videos, {name: share}; `own_answer` puts it in words."""
    rows = on_topic(world, log, topic)
    visited, valid = rows["is_profile_enter"] == 1, rows["is_click"] == 1
    known, short = rows["duration_ms"] > 0, rows["duration_ms"] < 60_000
    finished = known & (rows["play_time_ms"] >= rows["duration_ms"])
    return {
        "valid": float(valid.mean()),
        "visit": float(visited[valid].mean()),
        "visits": float(visited.mean()),
        "visits of short": float(visited[known & short].mean()),
        "visits of long": float(visited[known & ~short].mean()),
        "finished": float(finished[known].mean()),
        "visit of finished": float(visited[finished].mean()),
        "visit of unfinished": float(visited[known & valid & ~finished].mean()),
    }


@cache
def _stored():
    """[{"all": {finding: value}, topic: {name: share}}] of WORLDS."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def beside_others(world, log, random_log):
    """FINDINGS of this world beside the stored ones: their mean ± its 95 % interval, their lowest and highest."""
    ours, rows = findings(world, log, random_log), {}
    for name, (label, factor, digits) in FINDINGS.items():
        others = [factor * other["all"][name] for other in _stored()]
        ends = [f"{value:.{digits}f}" for value in (factor * ours[name], min(others), max(others))]
        rows[_(label)] = [ends[0], intervals.said(others, digits), *ends[1:]]
    heads = [_("this world"), _("{n} others: mean ±").format(n=len(WORLDS)), _("lowest"), _("highest")]
    return pd.DataFrame.from_dict(rows, orient="index", columns=heads).rename_axis(_("simulated"))


def beside_published(log, random_log):
    """Published rates of the real feed beside ours, in % of exposures, and how many times random recommended is."""
    names = {
        "valid_play": _("valid play"),
        "long_view": _("long view"),
        "complete_play": _("complete play"),
        "positive": _("any praise"),
    }
    real = published.kuairand()
    real = real[real["segment"] == "all"].set_index(["policy", "metric"])["value"]
    ours = {"personalised": logs.rates(log), "random": logs.rates(random_log)}
    table = {}
    for who, rates in ((_("published"), real), (_("simulated"), ours)):
        shown, by_chance = (100 * rates[policy][list(names)] for policy in ("personalised", "random"))
        table[who, _("recommended")], table[who, _("random")] = shown.round(2), by_chance.round(2)
        table[who, _("times")] = (shown / by_chance).round(1)
    return pd.DataFrame(table).rename(index=names).rename_axis(_("% of exposures"))


# --- figures ---------------------------------------------------------------------------------------------------------


def draw_patience(ax, recommended_s, random_s):
    """The share of plays that last longer than so many seconds, of seconds watched on two days."""
    seconds = np.logspace(-1, 2.5, 60)
    for watched, style, label in ((recommended_s, "-", _("recommended")), (random_s, "--", _("random"))):
        ax.plot(seconds, [100 * np.mean(np.asarray(watched) > s) for s in seconds], style, label=label)
    ax.axvline(7, color=COLOURS.grey, lw=1, ls=":")
    ax.text(7.6, 92, _("7 s: KuaiRand calls it a valid play"), color=COLOURS.grey)
    ax.set(xscale="log", xlabel=_("seconds (log scale)"), ylabel=_("% still watching"), ylim=(0, 100))
    ax.set(title=_("How long viewers stay (simulated)"))
    ax.set_xticks([0.1, 1, 10, 100], labels=["0.1", "1", "10", "100"])
    ax.legend(loc="upper left", bbox_to_anchor=(0.56, 0.86))


def draw_lengths(axes, completion, valid):
    """Shares by BIN_NAMES, (bins,), simulated and recommended, beside the published ones of both feeds."""
    real = published.kuairand().set_index(["policy", "metric", "segment"])["value"]
    panels = (
        ("complete_play", completion, _("watched to the end")),
        ("valid_play", valid, _("watched for more than 7 s")),
    )
    for ax, (metric, ours, title) in zip(axes, panels, strict=True):
        for policy, marker, label in (
            ("personalised", "s-", _("Kuaishou, recommended (2022)")),
            ("random", "^:", _("Kuaishou, random (2022)")),
        ):
            values = [100 * real[policy, metric, name] for name in logs.BIN_NAMES]
            colour = COLOURS.blue if policy == "personalised" else COLOURS.grey
            ax.plot(range(len(values)), values, marker, color=colour, label=label)
        ax.plot(range(len(ours)), 100 * np.asarray(ours), "o--", color=COLOURS.orange, label=_("ours, simulated"))
        ax.set(title=title, ylabel=_("% of exposures"), ylim=(0, 60), xlabel=_("video length (s)"))
        lengths = [name.removesuffix(" s").replace("-", "–") for name in logs.BIN_NAMES]
        ax.set_xticks(range(len(lengths)), labels=lengths)
    axes[0].legend(loc="upper right")


def draw_exposure(ax, recommended, by_chance):
    """Lorenz curves of the exposures of each video on both days, and the diagonal of equality."""
    for counts, style, label in ((recommended, "-", _("recommended")), (by_chance, "--", _("random"))):
        videos, held = metrics.lorenz(counts)
        ax.plot(100 * videos, 100 * held, style, label=label)
    ax.plot([0, 100], [0, 100], color=COLOURS.grey, lw=1, ls=":", label=_("equality"))
    ax.set(xlabel=_("% of videos, least shown first"), ylabel=_("% of exposures"), title=_("Exposure (simulated)"))
    ax.legend(loc="upper left")


# --- your own funnel -------------------------------------------------------------------------------------------------


def visit_interval(plays):
    """(low, high): the 95 % interval of how many of these plays visit the profile, rows of a log.

    Plays of one video are alike, so a video's plays count for less than as many of different videos.
    """
    by_video = plays.groupby("video_id")["is_profile_enter"].agg(["sum", "size"]).to_numpy(dtype=float)
    events, views = by_video.T
    effect = design_effect(events, views)
    return rate_interval(events.sum() / effect, views.sum() / effect)[1:]


class Assumed(NamedTuple):
    """What a creator's buyers do, by assumption: lesson 08 has the source of each number."""

    buy: float  # chance that a visit to the profile ends in a purchase
    price: int  # yuan
    share: float  # of the price reaches the creator


def assumed(creator):
    """The Assumed of one of `kml.personas.CREATORS`.

    >>> assumed("coding_teacher").price, round(assumed("coding_teacher").buy, 4)
    (299, 0.002)
    """
    rules = monetization.assumed_rules(creator)
    kept = (1 - rules.course_refunds) * (1 - rules.ios_share * rules.store_share) * rules.course_share
    return Assumed(rules.list_share * rules.course_buy, int(rules.course_price), kept)


def funnel(income, valid, visit, sells):
    """A drawing for a slider: the stages of a funnel, and its income by the function `income` of exercise 01.5.

    valid, visit: the rates at which it starts. sells: an Assumed.
    """

    valid, visit, buy = round(100 * valid), round(100 * visit, 1), round(100 * sells.buy, 2)

    def draw(ax, start=100_000, valid_percent=valid, visit_percent=visit, buy_percent=buy, price=sells.price):
        rates = [valid_percent / 100, visit_percent / 100, buy_percent / 100]
        stages = start * np.cumprod([1, *rates])
        ax.plot(stages, range(4), ":", color=COLOURS.grey, lw=1.2)
        for i, (people, colour) in enumerate(zip(stages, _STAGES, strict=True)):
            ax.plot(people, i, "o", color=getattr(COLOURS, colour), markersize=11)
        ax.set_yticks(range(4), labels=[_("exposures"), _("valid plays"), _("profile visits"), _("buyers")])
        said = [f"{count:,.0f}" if count >= 10 else f"{count:.2g}" for count in stages]
        for i, count in enumerate(stages):
            ax.text(count * 2, i, said[i], va="center")
        ax.set(xscale="log", xlim=(5e-5, 1e8), ylim=(3.5, -0.5), xlabel=_("people, on average (log scale)"))
        ax.set(title=_("Your funnel (simulated)"))
        ax.set_xticks([0.001, 1, 1_000, 1_000_000], labels=["0.001", "1", "1,000", "1,000,000"])
        paid = income(start, *rates, price, sells.share)
        line = _(
            "Buyers, on average: {buyers}. At {price} yuan, {share:.0%} of it for you, they bring {paid:,.0f} yuan "
            "(simulated)."
        )
        return line.format(buyers=said[-1], price=price, share=sells.share, paid=paid)

    return draw


def own_answer(creator):
    """What a creator's own question (`question` of `kml.personas`) gets from this lesson: sentences with intervals."""
    topic, sells = CREATORS[creator].topic, assumed(creator)
    worlds = pd.DataFrame([world[topic] for world in _stored()])
    needed = RENT / (worlds["visit"] * sells.buy * sells.price * sells.share)
    if creator == "coding_teacher":
        said = _(
            "{rent:,} yuan of rent a month need {needed} valid plays a month, each by somebody who stays more than "
            "7 s, if nothing but the course is sold."
        )
        return said.format(rent=RENT, needed=_in_thousands(needed))
    if creator == "technology_expert":
        gap = 1000 * (worlds["visits of short"] - worlds["visits of long"])
        said = _(
            "Of 1,000 people to whom a video is shown, {short} visit the profile if it is shorter than a minute, and "
            "{long} if it is longer: {gap} more for the short one. What each costs to make is not in the log."
        )
        shown = {"short": 1000 * worlds["visits of short"], "long": 1000 * worlds["visits of long"], "gap": gap}
        return said.format(**{name: intervals.said(values, 1) for name, values in shown.items()})
    if creator == "fitness_coach":
        said = _(
            "{finished} % of your exposures are watched to the end. Of those plays {done} % lead to the profile, of "
            "valid plays that stop before the end {stopped} %. Finishing is no stage of the funnel; the visit is, and "
            "who finishes visits more often, perhaps only because the video suited them."
        )
        shown = {"finished": "finished", "done": "visit of finished", "stopped": "visit of unfinished"}
        return said.format(**{name: intervals.said(100 * worlds[column], 1) for name, column in shown.items()})
    said = _(
        "For each buyer, {heard} valid plays hear your advice and buy nothing. Whatever you sell to the one, "
        "it is the others' trust that you can lose."
    )
    return said.format(heard=_in_thousands(1 / (worlds["visit"] * sells.buy)))


def _in_thousands(values):
    """Mean ± half width of its interval, both in whole thousands."""
    mean, half = intervals.interval(values)
    return f"{round(mean, -3):,.0f} ± {round(half, -3):,.0f}"


# --- your own channel ------------------------------------------------------------------------------------------------


def draw_rates(ax, rates):
    """The rates of FUNNEL per 1,000 views, own ones with their intervals above the simulated ones.

    rates: what `Channel.rates` gives. A rate that the export does not have is drawn as the simulated one alone.
    """
    names = []
    for y, name in enumerate(FUNNEL):
        row = 1000 * rates.loc[name, ["own", "low", "high", "simulated"]]
        events, views = rates.loc[name, ["events", "views"]]
        said = _(RATE_NAMES[name])
        if np.isnan(row["own"]):
            names.append(_("{what}\nnot in this export").format(what=said))
        else:
            names.append(_("{what}\n{events:,.0f} in {views:,.0f} views").format(what=said, events=events, views=views))
            own, low, high = row[["own", "low", "high"]].clip(lower=SMALLEST)
            ax.plot([low, high], [y - 0.12] * 2, "-", color=COLOURS.blue, lw=4, alpha=0.5, solid_capstyle="butt")
            marker = "o" if own > SMALLEST else "<"
            ax.plot(own, y - 0.12, marker, color=COLOURS.blue, label=_("this channel, 95 % interval"))
        ax.plot(row["simulated"], y + 0.12, "D", color=COLOURS.orange, label=_("simulated platform"))
    handles, labels = ax.get_legend_handles_labels()
    one_each = dict(zip(labels, handles, strict=True))
    ax.legend(one_each.values(), one_each, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, frameon=False)
    ax.set(
        xscale="log",
        xlabel=_("per 1,000 views (log scale)"),
        title=_("What views bring"),
        ylim=(-0.5, len(FUNNEL) - 0.5),
    )
    ax.set_yticks(range(len(FUNNEL)), labels=names)
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, __: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.invert_yaxis()
    ax.grid(False, axis="y")


def per_thousand(rates):
    """The rates of FUNNEL per 1,000 views as a table, in the learner's language."""
    table = 1000 * rates.loc[list(FUNNEL), ["own", "low", "high", "simulated", "shrunk"]]
    table.index = [_(RATE_NAMES[name]) for name in FUNNEL]
    table.columns = [
        pgettext("column of rates", "own"),
        pgettext("column of rates", "from"),
        pgettext("column of rates", "to"),
        pgettext("column of rates", "simulated"),
        pgettext("column of rates", "shrunk"),
    ]
    return table.rename_axis(_("per 1,000 views")).round(2)
