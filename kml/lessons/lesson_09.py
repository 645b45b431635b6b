"""Lesson 09, content experiments: simulated views and channels, the figures, and how its tables are called."""

import dataclasses

import numpy as np
from scipy.stats import norm, t

from kml import experiments, platform
from kml.core.look import COLOURS
from kml.core.words import N_, NP_, _, sentences
from kml.lessons.wording import Words

_WORDS = Words(
    {
        "two covers": (
            NP_("two covers", "calm"),
            NP_("two covers", "loud"),
            NP_("two covers", "opened"),
            NP_("two covers", "seconds if opened"),
            NP_("two covers", "seconds per cover shown"),
            NP_("two covers", "share of watch time"),
            NP_("two covers", "lift"),
        ),
        "uploads": (
            NP_("uploads", "old"),
            NP_("uploads", "new"),
            NP_("uploads", "uploads"),
            NP_("uploads", "as they come"),
            NP_("uploads", "period before"),
            NP_("uploads", "pairs by topic"),
            NP_("uploads", "metric"),
            NP_("uploads", "views"),
            NP_("uploads", "seconds per view"),
            NP_("uploads", "share that stays 3 s"),
            NP_("uploads", "sd of the logarithm"),
            NP_("uploads", "found by 20 uploads: times"),
        ),
    }
)
said, in_words = _WORDS.said, _WORDS.in_words  # for the cells, too


def views_of(me, viewers=2500, days=2):
    """Simulated views of the creator's topic, as if the whole topic were one channel with videos of me.video_s seconds.

    A log in KuaiRand's columns, with `seconds` (watched) and `opened` (True unless a cover on the two-column page was
    passed over: tab is 0 there).
    """
    world = platform.world(viewers=viewers, videos=2000, seed=9)
    mine = np.array(platform.TOPICS)[world.video_topic] == me.topic
    length = np.where(mine, 1000 * me.video_s, world.video_duration_ms)
    log = platform.simulate_day(dataclasses.replace(world, video_duration_ms=length), seed=10, days=days)
    log = log[mine[log["video_id"]]].reset_index(drop=True)
    return log.assign(seconds=log["play_time_ms"] / 1000, opened=log["play_time_ms"] > 0)


def log_views(own):
    """Logarithms of the views of a `kml.mychannel` Channel's last videos, thirty at most, that are a week old."""
    dated = own.videos[own.videos["views"] > 0].sort_values("published")
    ripe = dated["published"] <= dated["published"].max() - np.timedelta64(7, "D")
    return np.log(dated.loc[ripe, "views"].tail(30))


def share_won(naive, switchback):
    """Share of the first estimate that the second does not find, over trials (n,): (share, low, high), 95 %.

    A ratio of two means, so by the delta method; with few trials the reach is Student's and not 1.96.
    """
    share = 1 - switchback.mean() / naive.mean()
    left = switchback - (1 - share) * naive
    reach = t.ppf(0.975, len(left) - 1) * left.std(ddof=1) / len(left) ** 0.5 / naive.mean()
    return share, share - reach, share + reach


def channel(me, viewers=250, videos=400):
    """A small simulated world for the closed loop, and the ids of the creator's videos in it: (world, ids)."""
    world = platform.world(viewers, videos, seed=9)
    return world, np.flatnonzero(np.array(platform.TOPICS)[world.video_topic] == me.topic)


SCHEDULES = (N_("once, on day 14"), N_("on days 7 and 14"), N_("every evening"), N_("every evening, always valid"))
_TICKS = (*SCHEDULES[:3], N_("every evening,\nalways valid"))  # too long for one line
DAYS = 14


def schedules():
    """The ways of looking, for the slider: {what the learner reads: one of SCHEDULES}."""
    return {_(name): name for name in SCHEDULES}


def borders(schedule):
    """The border for |z| on each of 14 days, (14,): infinite where the schedule does not look."""
    days = np.arange(1, DAYS + 1)
    if schedule == SCHEDULES[3]:
        se = 1 / np.sqrt(days)
        __, high = experiments.always_valid(np.zeros(DAYS), se, experiments.best_tau(se[-1]))
        return high / se
    looks = {SCHEDULES[0]: days == DAYS, SCHEDULES[1]: days % 7 == 0, SCHEDULES[2]: days > 0}[schedule]
    return np.where(looks, norm.isf(0.025), np.inf)


def outcomes(z_of_nothing, drift, border):
    """(false alarms, missed winners, mean day of finding) of paths (runs, 14) that have no effect, and with `drift`."""
    alarms = np.mean(np.any(np.abs(z_of_nothing) > border, axis=1))
    z = z_of_nothing + drift * np.sqrt(np.arange(1, DAYS + 1) / DAYS)
    beyond = np.abs(z) > border
    first = np.argmax(beyond, axis=1)
    found = beyond.any(axis=1) & (z[np.arange(len(z)), first] > 0)
    return alarms, 1 - found.mean(), 1 + first[found].mean() if found.any() else np.nan


def draw_peeking(mean, sd, a_day, runs=4000):
    """The slider's drawing: a two-week test of two thumbnails, for one viewer's seconds with this mean and sd.

    `a_day` is the creator's own number of viewers a day, where the slider starts (rounded to its steps).
    """
    paths = experiments.z_paths(np.random.default_rng(11).standard_normal((runs, DAYS)))
    limits = {schedule: borders(schedule) for schedule in SCHEDULES}
    own = int(np.clip(250 * round(a_day / 250), 250, 10_000))

    def draw(axes, lift=10, traffic=own, schedule=SCHEDULES[2]):
        error = 100 * sd / mean * np.sqrt(2 / (traffic / 2 * np.arange(1, DAYS + 1)))  # in per cent, on each day
        results = [outcomes(paths, lift / error[-1], limits[name]) for name in SCHEDULES]
        _draw_paths(axes[0], lift + paths[:25] * error, limits[schedule] * error, lift)
        _draw_rates(axes[1], results, SCHEDULES.index(schedule), lift > 0)
        alarms, missed, day = results[SCHEDULES.index(schedule)]
        if lift == 0:
            return _(
                "Look {schedule}: without any difference, {alarms:.0%} of the tests announce one at any traffic."
            ).format(schedule=_(schedule), alarms=alarms)
        costs = _("Look {schedule}: {alarms:.0%} false alarms, and a lift of {lift}% is missed in {missed:.0%}.")
        costs = costs.format(schedule=_(schedule), alarms=alarms, lift=lift, missed=missed)
        if missed >= 0.995:
            return costs
        return sentences(costs, _("Those found are found on day {day:.1f} on average.").format(day=day))

    return draw


def _draw_paths(ax, measured, border, lift):
    days = np.arange(1, DAYS + 1)
    beyond = np.abs(measured) > border
    over = beyond.any(axis=1)
    end = np.where(over, np.argmax(beyond, axis=1), DAYS - 1)  # the place of each test's last day
    until = np.where(np.arange(DAYS) <= end[:, None], measured, np.nan)
    for stopped, colour in ((False, COLOURS.grey), (True, COLOURS.red)):  # nan between tests: one line for all of them
        lines = np.column_stack([until[over == stopped], np.full(np.sum(over == stopped), np.nan)])
        ax.plot(np.tile(np.append(days, DAYS), len(lines)), lines.ravel(), "-", color=colour, lw=0.8, alpha=0.7)
    ax.plot(days[end[over]], measured[over, end[over]], "o", color=COLOURS.red, ms=4)
    looks = np.isfinite(border)
    style = {"ls": "-"} if looks.all() else {"ls": "none", "marker": "_", "ms": 14, "mew": 2.5}
    for sign in (-1, 1):
        ax.plot(days[looks], sign * border[looks], color=COLOURS.blue, **style)
    ax.axhline(lift, color=COLOURS.orange, ls="--")
    ax.set(xlim=(0.5, 14.5), ylim=(-80, 120), xticks=[1, 7, 14], xlabel=_("day"), ylabel=_("measured lift (%)"))
    ax.set_title(_("25 simulated tests; dot: stopped; dashed: truth"))


def _draw_rates(ax, results, chosen, anything):
    place = np.arange(len(SCHEDULES))
    # bars as thick lines, in one piece with gaps: much faster to draw than bars
    missed = [r[1] if anything else np.nan for r in results]  # without an effect there are no winners to miss
    bars = [
        ([r[0] for r in results], -0.17, {"color": COLOURS.red, "lw": 11, "label": _("false alarms")}),
        (missed, 0.19, {"color": COLOURS.blue, "lw": 5, "label": _("missed winners")}),
    ]
    for values, shift, style in bars:
        ends = np.column_stack([np.zeros(len(place)), values, np.full(len(place), np.nan)])
        ax.plot(ends.ravel(), np.repeat(place + shift, 3), "-", solid_capstyle="butt", **style)
        for y, value in zip(place + shift, values, strict=True):
            if not np.isnan(value):
                ax.text(max(value, 0.05) + 0.012, y, f"{value:.0%}", va="center", fontsize=8)
    ax.axvline(0.05, color=COLOURS.grey, ls=":")
    ax.axhspan(chosen - 0.46, chosen + 0.46, color="#E6EEF5", zorder=0)
    ax.set_yticks(place, [_(name) for name in _TICKS])
    ax.set(xlim=(0, 1.12), ylim=(3.5, -0.5), xlabel=_("share of simulated tests; dotted: 5 %; shaded: yours"))
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, 1.14), ncols=2, frameon=False)


def draw_looks(axes, batches, critical=1.96, shown=40):
    """Paths of z without any effect on axes[0], the false-alarm rate against the number of looks on axes[1]."""
    z = experiments.z_paths(batches)
    days = np.arange(1, z.shape[1] + 1)
    for path in z[:shown]:
        alarm = np.any(np.abs(path) > critical)
        axes[0].plot(days, path, "-", color=COLOURS.red if alarm else COLOURS.grey, lw=1.4 if alarm else 0.6)
    for sign in (-1, 1):
        axes[0].axhline(sign * critical, color=COLOURS.blue, ls="--")
    axes[0].set(xlabel=_("evening"), ylabel="z", ylim=(-4, 4))
    axes[0].set_title(_("{tests} simulated tests of nothing").format(tests=len(z[:shown])))
    looks = np.array([1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 56])
    rates = [experiments.false_alarms(int(n), runs=8000, seed=n) for n in looks]
    axes[1].plot(looks, rates, "o-", color=COLOURS.red, label=_("stop at the first p < 0.05"))
    axes[1].axhline(0.05, color=COLOURS.grey, ls=":", label=_("what the test promises"))
    axes[1].set(xlabel=_("number of looks"), ylabel=_("simulated false alarms"), ylim=(0, 0.4), xlim=(0, 58))
    axes[1].legend(loc="upper left")


def draw_retention(ax, curves, seconds, first=3):
    """Retention curves of videos of so many `seconds` with bands of 95 %, {opening: watch times (views,)}.

    The dotted line stands where the `first` seconds are over.
    """
    at = np.linspace(0, seconds, 241)
    names = {"old": _("old opening"), "new": _("new opening")}
    for (name, watched), colour in zip(curves.items(), (COLOURS.grey, COLOURS.blue), strict=True):
        curve = experiments.retention(watched, at)
        ax.plot(at, 100 * curve.share, "-", color=colour, label=names[name])
        ax.fill_between(at, 100 * curve.low, 100 * curve.high, color=colour, alpha=0.2, lw=0)
    ax.axvline(first, color=COLOURS.red, ls=":")
    ax.text(first + 0.01 * seconds, 3, _("{n} seconds").format(n=first), color=COLOURS.red)
    ax.set(xlim=(0, seconds), ylim=(0, 102), xlabel=_("second of the video"), ylabel=_("views still there (%)"))
    ax.set_title(_("two simulated videos; band: 95 %"))
    ax.legend(loc="upper right")


def draw_designs(ax, estimates, truth):
    """Estimates of repeated trials as points, {design of `kml.experiments`: (n,)}, and the truth as a line."""
    names = {"video": _("half of\nthe videos"), "switchback": _("switch\nby day"), "viewer": _("half of\nthe viewers")}
    for i, values in enumerate(estimates.values()):
        shift = np.linspace(-0.18, 0.18, len(values))
        ax.plot(i + shift, values, "o", color=(COLOURS.red, COLOURS.blue, COLOURS.green)[i], ms=5, alpha=0.8)
        ax.plot([i - 0.28, i + 0.28], [np.mean(values)] * 2, "-", color=COLOURS.black, lw=2.4)
    ax.axhline(truth, color=COLOURS.orange, ls="--", label=_("truth: all videos against none"))
    ax.set(xticks=range(len(estimates)), xticklabels=[names[design] for design in estimates], ylim=(0, None))
    ax.set(ylabel=_("estimated gain, seconds per video and day"), title=_("simulated trials; bar: their mean"))
    ax.legend(loc="lower left")
