"""Lesson 01, the platform: its predictions and exercises, with the mistakes that people really make."""

import itertools

import numpy as np

from kml.core.words import N_, _, sentences
from kml.course.checking.exercises import Exercise, Mistake, Prediction


# 01.1 · watch ratio
def watch_ratio(watched, duration):
    """Watched time over duration for each play, shape (n,); NaN where the duration is 0."""
    ratio = np.full(len(watched), np.nan)
    known = duration > 0
    ratio[known] = watched[known] / duration[known]
    return ratio


def _watched(rng, k):
    if k == 0:  # half watched, not watched at all, replayed, and a duration that is missing
        return np.array([6.0, 0.0, 30.0, 4.0]), np.array([12.0, 12.0, 20.0, 0.0])
    n = 4 + 4 * k
    duration = np.round(np.exp(rng.normal(4.2, 1.0, n)), 1)
    watched = np.round(duration * rng.exponential(0.6, n), 1)
    watched[0], watched[1], watched[2] = 0.0, duration[1], round(2.5 * duration[2], 1)  # not opened, to the end, looped
    duration[3] = 0.8  # shorter than a second, and known
    duration[4:][rng.random(n - 4) < 0.15] = 0.0
    if k % 2:
        duration[5] = watched[5] = 0.0  # missing, and not opened
        duration[6], watched[6] = 0.0, 3.5  # missing, though something was watched
    return watched, duration


def _ratio_or(value):
    def wrong(watched, duration):
        return np.divide(watched, duration, out=np.full(len(watched), float(value)), where=duration > 0)

    return wrong


def _capped(watched, duration):
    return np.minimum(watch_ratio(watched, duration), 1.0)


def _upside_down(watched, duration):
    out = np.full(len(watched), np.nan)
    known = duration > 0
    return np.divide(duration, watched, out=out, where=known & (watched > 0))


def _plainly_upside_down(watched, duration):
    return np.where(duration > 0, duration / watched, np.nan)


def _only_known(watched, duration):
    known = duration > 0
    return watched[known] / duration[known]


def _never_opened_is_missing(watched, duration):
    return np.where(watched > 0, watch_ratio(watched, duration), np.nan)


def _replays_are_missing(watched, duration):
    ratio = watch_ratio(watched, duration)
    return np.where(ratio > 1, np.nan, ratio)


def _at_least_a_second(watched, duration):
    return watched / np.maximum(duration, 1)


def _just_above_zero(watched, duration):
    return watched / (duration + 1e-9)


def _capped_over_missing(watched, duration):
    return np.where(watched >= duration, 1.0, watched / duration)


def _ratio_gives_what_was_watched(arguments, result):
    watched, duration = arguments
    for i in range(len(watched)):
        if np.isnan(result[i]) and duration[i] > 0:
            return _(
                "Row {row} is NaN, but its duration is known: {duration:g} s, of which {watched:g} s were watched."
            ).format(row=i, duration=duration[i], watched=watched[i])
        if duration[i] == 0 and not np.isnan(result[i]):
            return _("Row {row} has no duration, and you give {yours:g}: nobody can know that.").format(
                row=i, yours=result[i]
            )
        if duration[i] > 0 and not np.isclose(result[i] * duration[i], watched[i], rtol=1e-4, atol=1e-6):
            return _(
                "In row {row} your ratio times the duration is {product:.6g} s, but {watched:g} s were watched."
            ).format(row=i, product=result[i] * duration[i], watched=watched[i])
    return None


# 01.2 · completion by duration
def completion_by_duration(watched, duration, edges):
    """Share of plays watched to the end (watched >= duration), for durations in each bin edges[i] <= d < edges[i+1].

    watched, duration (n,) and edges (bins + 1,) in seconds; a duration of 0 is missing and left out. Returns (bins,),
    NaN where a bin is empty.
    """
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = np.mean(watched[here] >= duration[here])
    return shares


def _plays(rng, k):
    if k == 0:  # 60 s lie on the last edge, so in no bin
        watched = np.array([12.0, 3.0, 0.0, 15.0, 20.0, 10.0, 90.0])
        return watched, np.array([10.0, 12.0, 0.0, 15.0, 40.0, 50.0, 60.0]), np.array([0.0, 15.0, 60.0])
    if k == 1:  # the first bin holds nothing but missing durations, the second nothing at all
        edges = np.array([0.0, 15.0, 30.0, 60.0])
        return np.array([0.0, 4.0, 31.0, 8.0, 44.0]), np.array([0.0, 0.0, 30.0, 48.0, 44.0]), edges
    n = 10 + 8 * k
    edges = np.array([0.0, 15.0, 30.0, 60.0, 120.0])
    if k % 3 == 0:
        edges = np.array([5.0, 10.0, 30.0, 90.0, np.inf])  # the bins leave out the shortest, and no video is too long
    elif k % 3 == 1:
        edges = np.array([0.0, 8.0, 15.0, 30.0, 40.0, 45.0, 60.0])  # nothing between 40 and 45 s
    duration = rng.choice([0.0, 0.8, 9.0, 14.5, 15.0, 22.0, 30.0, 48.0, 60.0, 95.0, 120.0], n)
    duration[:5] = 0.0, 0.8, 15.0, 30.0, edges[-1] if np.isfinite(edges[-1]) else 300.0
    looped, ended = rng.random(n) < 0.2, rng.random(n) < 0.3
    watched = np.where(ended, duration, np.round(duration * rng.random(n), 1))
    watched[looped] = np.round(1.3 * duration[looped] + 0.1, 1)
    watched[1], watched[2], watched[3], watched[4] = 0.8, 21.0, 30.0, 0.0
    return watched, duration, edges


def _binned(mean_of, keep=lambda d: d > 0, left=True, closed=False, empty=np.nan, low=True, high=True):
    """A wrong answer built like the right one, with another number per play, other rows, other bin edges."""

    def wrong(watched, duration, edges):
        shares = np.full(len(edges) - 1, empty)
        for i in range(len(edges) - 1):
            first = edges[i] if low else -np.inf
            last = edges[i + 1] if high else np.inf
            here = (duration >= first) & (duration < last) if left else (duration > first) & (duration <= last)
            if closed and i == len(edges) - 2:
                here = here | (duration == last)
            here = here & keep(duration)
            if here.any():
                shares[i] = mean_of(watched, duration, here)
        return shares

    return wrong


def _mean_ratio(watched, duration, here):
    return np.mean(watched[here] / duration[here])


def _complete(watched, duration, here):
    return np.mean(watched[here] >= duration[here])


def _incomplete(watched, duration, here):
    return np.mean(watched[here] < duration[here])


def _complete_of_known(watched, duration, here):
    return np.sum(watched[here] >= duration[here]) / np.sum(duration > 0)


def _complete_of_all(watched, duration, here):
    return np.sum(watched[here] >= duration[here]) / len(duration)


def _how_many(watched, duration, here):
    return np.sum(watched[here] >= duration[here])


def _strictly_more(watched, duration, here):
    return np.mean(watched[here] > duration[here])


def _exactly(watched, duration, here):
    return np.mean(watched[here] == duration[here])


def _whole_bins(watched, duration, here):
    return float(np.sum(watched[here]) >= np.sum(duration[here]))


def _seconds_of_seconds(watched, duration, here):
    return np.sum(watched[here]) / np.sum(duration[here])


def _without_empty_bins(watched, duration, edges):
    shares = completion_by_duration(watched, duration, edges)
    return shares[~np.isnan(shares)]


def _missing_among_the_plays(watched, duration, edges):
    complete = (watched >= duration) & (duration > 0)
    return _share_in_bins(complete, duration, edges)


def _opened_only(watched, duration, edges):
    opened = watched > 0
    return completion_by_duration(watched[opened], duration[opened], edges)


def _reached_the_edge(watched, duration, edges):
    known = duration > 0
    ends = np.append(edges, np.nan)[np.clip(np.digitize(duration[known], edges), 0, len(edges))]
    return _share_in_bins(watched[known] >= ends, duration[known], edges)


def _share_in_bins(complete, duration, edges):
    bins = [(duration >= low) & (duration < high) for low, high in itertools.pairwise(edges)]
    return np.array([complete[here].mean() if here.any() else np.nan for here in bins])


def _binned_by_watched(watched, duration, edges):
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (watched >= edges[i]) & (watched < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = _complete(watched, duration, here)
    return shares


def _shares_of_whole_plays(arguments, result):
    __, duration, edges = arguments
    for i in range(len(edges) - 1):
        n = int(np.sum((duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)))
        bin = {"low": edges[i], "high": edges[i + 1], "yours": result[i]}
        if n == 0 and not np.isnan(result[i]):
            said = _(
                "The bin from {low:g} to {high:g} s holds no play of known duration, and you give {yours:.3g}: of "
                "nothing there is no share."
            ).format(**bin)
            if not np.any(duration == edges[i + 1]):
                return said
            return sentences(said, _("A video of just {high:g} s does not belong to it.").format(**bin))
        if n and np.isnan(result[i]):
            return _("The bin from {low:g} to {high:g} s holds plays of known duration, and you give NaN.").format(
                low=edges[i], high=edges[i + 1]
            )
        if n and not 0 <= result[i] <= 1:
            return _("In the bin from {low:g} to {high:g} s you give {yours:.3g}. A share is between 0 and 1.").format(
                **bin
            )
        if n and abs(result[i] * n - round(result[i] * n)) > 1e-4:
            return _(
                "The bin from {low:g} to {high:g} s holds {n} plays of known duration, so the share is a whole number "
                "of them over {n}. Yours, {yours:.4g}, is none."
            ).format(n=n, **bin)
    return None


# 01.3 · two engagement rates
def engagement_rates(likes, comments, forwards, exposures, followers):
    """Likes, comments and forwards together, per exposure and per follower: (float, float)."""
    events = likes + comments + forwards
    return events / exposures, events / followers


def _counts(rng, k):
    if k == 0:
        return 180, 15, 5, 10_000, 2_500
    if k == 1:
        return 0, 0, 0, 640, 35  # a video that moved nobody
    if k == 2:
        return 0, 7, 2, 480, 90_000  # no likes, and more followers than exposures
    exposures = int(rng.integers(1_000, 500_000))
    likes = int(rng.binomial(exposures, 0.0185))
    return (
        likes,
        int(rng.binomial(exposures, 0.0026)),
        int(rng.binomial(exposures, 0.0009)),
        exposures,
        int(rng.integers(50, 90_000)),
    )


def _both_rates_count_the_same(arguments, result):
    exposures, followers = arguments[-2:]
    first, second = result[0] * exposures, result[1] * followers
    if min(result) < 0:
        return _("A rate below 0? Events are counted, and so is what they are divided by.")
    if not np.isclose(first, second, rtol=1e-4, atol=1e-6):
        return _(
            "Both rates are of the same events. But yours times the exposures gives {first:.6g} of them, and yours "
            "times the followers {second:.6g}."
        ).format(first=first, second=second)
    return None


# 01.4 · Gini
def gini(values):
    """The Gini coefficient of non-negative values, shape (n,): 0 if all are equal."""
    x, n = np.sort(values), len(values)
    i = np.arange(1, n + 1)
    return 2 * np.sum(i * x) / (n * np.sum(x)) - (n + 1) / n


def _exposures(rng, k):
    if k == 0:
        return (np.array([1.0, 9.0, 2.0]),)
    if k == 1:
        return (np.full(4, 5.0),)
    if k == 2:
        return (np.array([0, 0, 20, 0, 0]),)  # one has everything; whole numbers, as counts are
    values = np.round(np.exp(rng.normal(3, 0.4 * k, 5 + 7 * k)))
    values[:3] = 0.0, values[3], values[3]  # one that was never shown, and ties
    return (rng.permutation(values),)


def _unsorted(values):
    n = len(values)
    return float(2 * np.sum(np.arange(1, n + 1) * values) / (n * values.sum()) - (n + 1) / n)


def _from_zero(values):
    x, n = np.sort(values), len(values)
    return 2 * np.sum(np.arange(n) * x) / (n * np.sum(x)) - (n + 1) / n


def _mean_of_the_lorenz_curve(values):
    return 1 - 2 * np.mean(np.cumsum(np.sort(values)) / np.sum(values))


def _mean_with_the_origin(values):
    held = np.append(0, np.cumsum(np.sort(values))) / np.sum(values)
    return 1 - 2 * np.mean(held)


def _differences_over_the_mean(values):
    return np.mean(np.abs(np.subtract.outer(values, values))) / np.mean(values)


def _variation(values):
    return np.std(values) / np.mean(values)


def _only_where_something_is(values):
    return gini(values[values > 0])


def _places_of_the_sorted(values):
    n = len(values)
    return 2 * np.sum(np.arange(1, n + 1) * np.argsort(values)) / (n * np.sum(values)) - (n + 1) / n


def _divided_and_multiplied(values):
    x, n = np.sort(values), len(values)
    return 2 * np.sum(np.arange(1, n + 1) * x) / n * np.sum(x) - (n + 1) / n


def _each_once(values):
    return gini(np.unique(values))


def _between_equality_and_one(arguments, result):
    (values,) = arguments
    n = len(values)
    if np.ptp(values) == 0 and abs(result) > 1e-6:
        return _("All values are equal here, so Gini is 0; you give {yours:.4g}.").format(yours=result)
    if result < -1e-6:
        return _("You give {yours:.4g}. Gini is the area between two curves, so it is never below 0.").format(
            yours=result
        )
    if result > 1 - 1 / n + 1e-6:
        return _(
            "You give {yours:.4g}. Even if one of these {n} had everything, Gini would be 1 − 1/{n} = {most:.4g}."
        ).format(yours=result, n=n, most=1 - 1 / n)
    return None


# 01.5 · the income of a funnel
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    """What a course sold through a video's funnel brings to the creator, in the currency of price: a float.

    valid_rate is per exposure, profile_rate per valid play, buy_rate per profile visit; share goes to the creator.
    """
    buyers = exposures * valid_rate * profile_rate * buy_rate
    return buyers * price * share


def _funnel(rng, k):
    if k == 0:
        return 100_000, 0.45, 0.04, 0.02, 200.0, 0.5
    if k == 1:
        return 0, 0.4, 0.05, 0.03, 99.0, 0.7  # shown to nobody
    if k == 2:
        return 900, 0.35, 0.05, 0.03, 59.9, 0.83  # less than half a buyer is to be expected
    return (
        int(rng.integers(100, 3_000_000)),
        round(float(rng.uniform(0.1, 0.6)), 3),
        round(float(rng.uniform(0.01, 0.1)), 4),
        round(float(rng.uniform(0.002, 0.06)), 4),
        round(float(rng.uniform(9, 999)), 2),
        round(float(rng.uniform(0.3, 0.95)), 2),
    )


def _whole_buyers(rounded):
    def wrong(exposures, valid_rate, profile_rate, buy_rate, price, share):
        return rounded(exposures * valid_rate * profile_rate * buy_rate) * price * share

    return wrong


def _not_more_than_is_paid(arguments, result):
    exposures, valid_rate, profile_rate, buy_rate, price, __ = arguments
    if result < 0:
        return _("An income below 0? Nothing in this funnel is negative, nor is anything made by multiplying it.")
    if exposures == 0 and result != 0:
        return _("The video was shown to nobody, and you give {yours:g}.").format(yours=result)
    fewest = min(valid_rate, profile_rate, buy_rate)
    if result > exposures * fewest * price * (1 + 1e-9):
        return _(
            "You give {yours:,.2f}. But the narrowest stage lets {rate:.2%} of the {exposures:,} exposures through, "
            "and if all of those bought at {price:g}, the customers would pay {most:,.2f}."
        ).format(yours=result, rate=fewest, exposures=exposures, price=price, most=exposures * fewest * price)
    return None


EXERCISES = (
    Exercise(
        id="01.1",
        name="watch_ratio",
        title=N_("Watched how far?"),
        term="观看比例",
        minutes=5,
        difficulty=1,
        importance=3,
        points=2,
        hints=(
            N_(
                "Divide seconds watched by seconds there are, for each play. Which plays make that division impossible?"
            ),
            N_("A duration of 0 in the log means *missing*. The honest ratio of a missing duration is np.nan."),
            N_("Begin with np.full(len(watched), np.nan), and fill in only the places where duration > 0."),
        ),
        inputs=_watched,
        reference=watch_ratio,
        properties=(_ratio_gives_what_was_watched,),
        then=N_(
            "`np.divide(watched, duration, out=…, where=duration > 0)` does the same in one line: it never divides by "
            "0, so no warning comes, and a log of a million rows needs no copy of its known half."
        ),
        mistakes=(
            Mistake(
                _capped,
                N_("You cut the ratio at 1. Short videos loop: a ratio above 1 is a rewatch, and worth keeping."),
            ),
            Mistake(
                _ratio_or(0),
                N_("Where the duration is missing you wrote 0. That says nobody watched, but we do not know."),
            ),
            Mistake(
                _ratio_or(np.inf),
                N_("Dividing by a missing duration of 0 gave infinity. One such row spoils every mean: use np.nan."),
            ),
            Mistake(_upside_down, N_("Your fraction is upside down: it is time watched over the video's duration.")),
            Mistake(
                _only_known,
                N_(
                    "You dropped the plays without a duration, so the answer no longer lines up with the rows of the "
                    "log."
                ),
            ),
            Mistake(
                _never_opened_is_missing,
                N_(
                    "You also wrote NaN where 0 s were watched. Of those plays the duration is known, and so is the "
                    "ratio: 0. Without them every mean and median comes out too high."
                ),
            ),
            Mistake(
                _replays_are_missing,
                N_(
                    "You took ratios above 1 for errors. Short videos loop: such a ratio is a rewatch, and worth "
                    "keeping."
                ),
            ),
            Mistake(
                lambda watched, duration: np.floor(watch_ratio(watched, duration)),
                N_("`//` cuts off what stands behind the point, so most plays get 0. Divide with `/`."),
            ),
            Mistake(
                _plainly_upside_down,
                N_(
                    "Your fraction is upside down, so plays of 0 s even gave infinity: it is time watched over the "
                    "video's duration."
                ),
            ),
            Mistake(
                lambda watched, duration: watched / duration,
                N_(
                    "You divided by the missing durations, too: anything over 0 is infinite, and one such row spoils "
                    "every mean. Where the duration is 0, `np.nan`."
                ),
            ),
            Mistake(
                lambda watched, duration: [w / d if d > 0 else None for w, d in zip(watched, duration, strict=True)],
                N_("None is no number: an array cannot compute with it. What is missing among numbers is `np.nan`."),
            ),
            Mistake(
                _capped_over_missing,
                N_(
                    "You cut the ratio at 1, and a missing duration became 1 as well: a rewatch is lost, and a gap is "
                    "hidden."
                ),
            ),
            Mistake(
                lambda watched, duration: np.where(duration > 0, watched >= duration, np.nan),
                N_("You say only whether the end was reached. The ratio says how far it went."),
            ),
            Mistake(
                lambda watched, duration: np.where(
                    duration > 0, 100 * watched / np.where(duration > 0, duration, 1), np.nan
                ),
                N_("These are percentages. Watched once to the end is 1, not 100."),
            ),
            Mistake(
                lambda watched, duration: 100 * watched / duration,
                N_(
                    "These are percentages, and infinite ones where the duration is missing. Watched once to the end "
                    "is 1; where the duration is 0, `np.nan`."
                ),
            ),
            Mistake(
                lambda watched, duration: watched - duration,
                N_("You took the difference, in seconds. A ratio is a quotient: 6 of 12 s are 0.5."),
            ),
            Mistake(
                _at_least_a_second,
                N_(
                    "You made every duration at least 1 s long: that spoils shorter videos, and hides the missing ones."
                ),
            ),
            Mistake(
                _just_above_zero,
                N_(
                    "You added a tiny number to avoid dividing by 0. So a missing duration gives a huge ratio, or 0, "
                    "and nobody sees that it is missing."
                ),
            ),
            Mistake(
                lambda watched, duration: np.sum(watched) / np.sum(duration),
                N_("You divided all seconds watched by all seconds there are. Each play has a ratio of its own."),
            ),
        ),
    ),
    Exercise(
        id="01.2",
        name="completion_by_duration",
        title=N_("Completion by length"),
        term="完播率",
        minutes=7,
        difficulty=2,
        importance=2,
        points=2,
        hints=(
            N_("For each bin: which plays belong to it, and what share of those were watched to the end?"),
            N_(
                "A play belongs to bin i if edges[i] <= duration < edges[i + 1], and only if its duration is known (> "
                "0)."
            ),
            N_("The mean of a True/False array is a share: np.mean(watched[here] >= duration[here])."),
        ),
        inputs=_plays,
        reference=completion_by_duration,
        properties=(_shares_of_whole_plays,),
        then=N_(
            "Your bins go through the log once each. `np.digitize(duration, edges)` finds the bin of every play at "
            "once, and a grouped mean then needs a single pass: worth it for a thousand bins, not for four."
        ),
        mistakes=(
            Mistake(
                _binned(_mean_ratio),
                N_("This is the mean watch ratio of each bin. Completion counts the plays that reached the end."),
            ),
            Mistake(
                _binned(_complete, left=False),
                N_(
                    "A duration that lies exactly on an edge belongs to the bin that starts there, not to the one "
                    "before."
                ),
            ),
            Mistake(
                _binned(_complete, keep=lambda d: d >= 0),
                N_(
                    "You counted plays without a duration (0) in the first bin. They are missing, and 0 >= 0 made them "
                    "complete."
                ),
            ),
            Mistake(
                _binned(_complete_of_all),
                N_("You divided by all plays of the log. The share asked for is among the plays of that bin."),
            ),
            Mistake(
                _binned(_complete_of_known),
                N_("You divided by all plays of known duration. The share asked for is among the plays of that bin."),
            ),
            Mistake(
                _binned(_complete_of_all, empty=0.0),
                N_(
                    "You divided by all plays, so an empty bin gives 0. The share asked for is among the plays of that "
                    "bin, and of nothing there is no share."
                ),
            ),
            Mistake(
                _binned(_how_many),
                N_("You counted the complete plays. The share asked for is that count over the plays of the bin."),
            ),
            Mistake(
                _binned(_how_many, empty=0.0),
                N_(
                    "You counted the complete plays of each bin. The share asked for is that count over the plays of "
                    "the bin; where there are none, `np.nan`."
                ),
            ),
            Mistake(
                _binned(_strictly_more),
                N_("A play of exactly the duration is complete too: compare with >=."),
            ),
            Mistake(
                _binned(_exactly),
                N_(
                    "You counted only plays that stopped exactly at the end. Who watches on into the second round has "
                    "seen the end as well, and in real logs hardly any play stops to the millisecond."
                ),
            ),
            Mistake(
                _binned(_complete, empty=0.0),
                N_(
                    "An empty bin got a 0. That says that everybody left before the end, but nobody was there: "
                    "`np.nan`."
                ),
            ),
            Mistake(
                _without_empty_bins,
                N_(
                    "You left out the empty bins, so the shares no longer stand beside their bins: `np.nan` keeps the "
                    "place."
                ),
            ),
            Mistake(
                _binned(_complete, closed=True),
                N_(
                    "Your last bin also holds durations that lie on the last edge, as `np.histogram` does it. Here "
                    "every bin ends before its right edge, the last one too."
                ),
            ),
            Mistake(
                _missing_among_the_plays,
                N_(
                    "The plays without a duration are still among those by which you divide: they are neither complete "
                    "nor incomplete, so leave them out above and below."
                ),
            ),
            Mistake(
                _binned(_complete, keep=lambda d: d > 0, low=False),
                N_("Your bins have no lower edge, so each holds everything shorter as well."),
            ),
            Mistake(
                _binned(_complete, keep=lambda d: d > 0, high=False),
                N_("Your bins have no upper edge, so each holds everything longer as well."),
            ),
            Mistake(
                _opened_only,
                N_(
                    "You left out the plays of 0 s as well. Their duration is known and they did not reach the end: "
                    "they count below the fraction bar."
                ),
            ),
            Mistake(
                _binned(lambda watched, duration, here: np.mean(watched[here] > 7)),
                N_(
                    "This is the share of plays of more than 7 s, the valid ones. Complete plays reach the video's end."
                ),
            ),
            Mistake(
                _reached_the_edge,
                N_("You compared with the edge of the bin. Every video has an end of its own, its duration."),
            ),
            Mistake(
                _binned(lambda watched, duration, here: 100 * np.mean(watched[here] >= duration[here])),
                N_("These are percentages. A share is asked for: a half is 0.5."),
            ),
            Mistake(
                _binned(lambda watched, duration, here: np.mean(watched[here] >= 0.9 * duration[here])),
                N_("You let nearly the end count as the end. A complete play lasts at least the whole duration."),
            ),
            Mistake(
                _binned(_incomplete),
                N_("This is the share of the plays that stopped early. Completion is about the others."),
            ),
            Mistake(
                _binned(_seconds_of_seconds),
                N_("You divided the seconds watched in a bin by the seconds there are. Completion counts plays."),
            ),
            Mistake(
                _binned(_whole_bins),
                N_("You compared the sums of a bin. Each play is complete or not on its own; then count."),
            ),
            Mistake(
                _binned_by_watched,
                N_("You sorted the plays into bins by the time watched. The bins are about the videos' durations."),
            ),
        ),
    ),
    Exercise(
        id="01.3",
        name="engagement_rates",
        title=N_("One video, two rates"),
        term="互动率",
        minutes=4,
        difficulty=1,
        importance=2,
        points=1,
        hints=(
            N_("Count the engagements once, then divide that count by two different numbers."),
            N_("Engagements are likes + comments + forwards. Return the rate per exposure first, then per follower."),
        ),
        inputs=_counts,
        reference=engagement_rates,
        properties=(_both_rates_count_the_same,),
        then=N_(
            "With columns of a table in the place of the five numbers, the same two lines rate every video at once. A "
            "video without followers would then divide by 0: decide beforehand what should stand there."
        ),
        mistakes=(
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (likes / exposures, likes / followers),
                N_("You counted only the likes. Comments and forwards are engagements too."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    (likes + comments + forwards) / followers,
                    (likes + comments + forwards) / exposures,
                ),
                N_("The two rates are in the wrong order: per exposure first, then per follower."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    100 * (likes + comments + forwards) / exposures,
                    100 * (likes + comments + forwards) / followers,
                ),
                N_("These are percentages. The exercise asks for shares, so 2 % is 0.02."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    (likes + comments + forwards) / 3 / exposures,
                    (likes + comments + forwards) / 3 / followers,
                ),
                N_("You averaged the three kinds. An engagement rate adds them up."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    likes + comments + forwards / exposures,
                    likes + comments + forwards / followers,
                ),
                N_("Only the forwards are divided: `/` comes before `+`. Put the sum in brackets."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    exposures / (likes + comments + forwards),
                    followers / (likes + comments + forwards),
                ),
                N_(
                    "Your fractions are upside down: a rate is events per exposure. And a video without any event has "
                    "a rate of 0, not a division by 0."
                ),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    likes * comments * forwards / exposures,
                    likes * comments * forwards / followers,
                ),
                N_("You multiplied the three kinds. Together means their sum."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    max(likes, comments, forwards) / exposures,
                    max(likes, comments, forwards) / followers,
                ),
                N_("You took the most frequent kind alone. Together means their sum."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    (likes + comments + forwards) // exposures,
                    (likes + comments + forwards) // followers,
                ),
                N_("Both rates are always 0: does `//` cut off what stands behind the point? Divide with `/`."),
            ),
            Mistake(
                lambda likes, comments, forwards, exposures, followers: (
                    (likes + comments + forwards) / exposures,
                    (likes + comments + forwards) / exposures / followers,
                ),
                N_("You divided the second rate by both numbers. Per follower means by the followers alone."),
            ),
        ),
    ),
    Exercise(
        id="01.4",
        name="gini",
        title=N_("How unequal is it?"),
        term="基尼系数",
        minutes=6,
        difficulty=2,
        importance=3,
        points=2,
        hints=(
            N_("Sort first: the formula counts positions from the poorest, i = 1, to the richest, i = n."),
            N_("With x sorted and i = np.arange(1, n + 1), everything is one weighted sum of i * x."),
            N_("The sum is 2 * np.sum(i * x) / (n * np.sum(x)); take (n + 1) / n off it, and all-equal values give 0."),
        ),
        inputs=_exposures,
        reference=gini,
        properties=(_between_equality_and_one,),
        then=N_(
            "Gini is also the mean difference between two videos over twice the mean. Written that way it compares "
            "every pair: 10,000 videos are a hundred million differences, while sorting them takes a millisecond."
        ),
        mistakes=(
            Mistake(
                _unsorted,
                N_("The formula needs the values sorted, from the smallest to the largest."),
                also=(lambda values: abs(_unsorted(values)),),
            ),
            Mistake(
                lambda values: _unsorted(np.sort(values)[::-1]),
                N_(
                    "Your result has the sign turned round: either you sorted from the richest down, or the two terms "
                    "have changed places. Start with the poorest, and take (n + 1) / n off."
                ),
            ),
            Mistake(
                lambda values: gini(values) / 2,
                N_("This is the area between the Lorenz curve and the diagonal. Gini is twice that area."),
            ),
            Mistake(
                lambda values: gini(values) * len(values) / (len(values) - 1),
                N_("You used the correction for small samples, n / (n - 1). Here the values are the whole platform."),
            ),
            Mistake(
                lambda values: 1 - gini(values),
                N_("This is one minus Gini: it says 1 where all are equal. Turn it around."),
            ),
            Mistake(
                _from_zero,
                N_("Your positions begin at 0, as `np.arange(n)` counts. In the formula the poorest has i = 1."),
            ),
            Mistake(
                lambda values: gini(values) + 1 / len(values),
                N_(
                    "You took 1 off, and not (n + 1) / n. It is the 1/n more that makes the result 0 where all are "
                    "equal."
                ),
            ),
            Mistake(
                _places_of_the_sorted,
                N_("`np.argsort` gives the places of the sorted values, not the values. Use `np.sort`."),
            ),
            Mistake(
                lambda values: np.mean(np.abs(values - np.mean(values))) / (2 * np.mean(values)),
                N_(
                    "You compared each with the mean. That is the Hoover index, the part that would have to be handed "
                    "on; Gini compares all with all."
                ),
            ),
            Mistake(
                _mean_of_the_lorenz_curve,
                N_(
                    "You took the mean of the Lorenz curve's points for the area under it. That is a staircase above "
                    "the curve: it makes the area 1/(2n) too large, and Gini 1/n too small."
                ),
            ),
            Mistake(
                _mean_with_the_origin,
                N_(
                    "You took the mean of the Lorenz curve's points for the area under it. But its first and its last "
                    "point count half, as trapezoids do (`np.trapezoid`)."
                ),
            ),
            Mistake(
                _differences_over_the_mean,
                N_("You divided the mean difference by the mean. Gini divides it by twice the mean."),
            ),
            Mistake(
                _variation,
                N_("This is the standard deviation over the mean. It measures inequality too, but it is not Gini."),
            ),
            Mistake(
                _only_where_something_is,
                N_("You left out the zeros. Those who got nothing are what inequality is about."),
            ),
            Mistake(
                lambda values: len(values) + 1 - (len(values) + 1) / len(values),
                N_(
                    "You multiplied two sums. Σ i·x multiplies each value by its own place first, and adds up then: "
                    "`np.sum(i * x)`."
                ),
            ),
            Mistake(
                _divided_and_multiplied,
                N_("`/ n * sum` divides by n and multiplies by the sum. Put the whole divisor in brackets."),
            ),
            Mistake(
                _each_once,
                N_("You counted equal values once, as `set` and `np.unique` do. Each video counts."),
            ),
        ),
    ),
    Exercise(
        id="01.5",
        name="funnel_income",
        title=N_("The income of a funnel"),
        term="转化漏斗",
        minutes=5,
        difficulty=1,
        importance=3,
        points=1,
        hints=(
            N_(
                "Walk down the funnel: how many exposures become plays, how many of those visit, how many of those buy?"
            ),
            N_("Each rate is a share of the stage *before* it, so the stages multiply."),
            N_("Buyers times price is what customers pay; the creator receives the part called share."),
        ),
        inputs=_funnel,
        reference=funnel_income,
        properties=(_not_more_than_is_paid,),
        then=N_(
            "Stages that multiply are worth the same in relative terms: 10% more of any of them is 10% more income. So "
            "ask which is cheapest to raise."
        ),
        mistakes=(
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate * price
                ),
                N_("This is what the customers pay. The creator receives only the part called share."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate
                ),
                N_("This is how many buy. Each of them pays the price, and the creator receives a share of it."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * buy_rate * price * share
                ),
                N_("You let every exposure reach the shop. buy_rate is per profile visit: walk down all three stages."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * (valid_rate + profile_rate + buy_rate) * price * share
                ),
                N_("You added the rates. Each is a share of the stage before, so they multiply."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate * price * (1 - share)
                ),
                N_("This is what the platform keeps. `share` is the creator's part."),
            ),
            Mistake(
                _whole_buyers(np.floor),
                N_(
                    "You cut the buyers down to whole people. What is asked for is the income to expect, and 0.4 "
                    "buyers of a video are 4 of ten such videos."
                ),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    int(int(exposures * valid_rate) * profile_rate) * buy_rate * price * share
                ),
                N_(
                    "You cut plays and visits down to whole numbers on the way. What is asked for is the income to "
                    "expect: keep the fractions at every stage."
                ),
                also=(
                    lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                        round(round(exposures * valid_rate) * profile_rate) * buy_rate * price * share
                    ),
                ),
            ),
            Mistake(
                _whole_buyers(np.round),
                N_(
                    "You rounded the buyers to whole people. What is asked for is the income to expect, and 0.4 buyers "
                    "of a video are 4 of ten such videos."
                ),
            ),
            Mistake(
                _whole_buyers(np.ceil),
                N_(
                    "You rounded the buyers up to whole people. What is asked for is the income to expect: 0.4 buyers "
                    "of a video are 4 of ten such videos."
                ),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * min(valid_rate, profile_rate, buy_rate) * price * share
                ),
                N_("You let the narrowest stage decide alone. People leave at every stage, so the rates multiply."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * (valid_rate + profile_rate + buy_rate) / 3 * price * share
                ),
                N_("You averaged the rates. Each is a share of the stage before, so they multiply."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * (1 - valid_rate) * (1 - profile_rate) * (1 - buy_rate) * price * share
                ),
                N_("You followed those who left at each stage. The rates are the shares of those who go on."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate + price * share
                ),
                N_("You added the price to the buyers. Each buyer pays it: multiply."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate * price - share
                ),
                N_("You took share off as if it were an amount. It is a part of one: multiply."),
            ),
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate * price * share / 1_000_000
                ),
                N_("You divided each of the rates by 100. They are parts of one already, not percentages."),
                also=(
                    lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                        exposures * valid_rate * profile_rate * buy_rate * price * share / 100_000_000
                    ),
                ),
            ),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        id="01.p1",
        question=N_(
            "The article that this course grew from draws a flow chart from “content” to “income”. Its arrows run only "
            "forwards. What is the most important arrow that it leaves out?"
        ),
        options=(
            (N_("from what viewers do back to what is pushed"), N_("That loop is what lessons 05 to 07 are about.")),
            (
                N_("from the platform to the video"),
                N_("That one is there: it is called push. Look at the picture below."),
            ),
            (
                N_("from the creator to the video"),
                N_("It is there, but it points the wrong way. Look at the picture below."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="01.p2",
        question=N_(
            "Kuaishou once showed people videos drawn at random. What share of them was watched for more than 7 "
            "seconds?"
        ),
        options=(
            (N_("about 2 %"), N_("People are more patient than that. Run on.")),
            (N_("about 18 %"), N_("It is 17.6 %; with the recommender it is 45.1 %.")),
            (N_("about 60 %"), N_("Not even with the recommender, which reaches 45.1 %. Run on.")),
        ),
        answer=1,
    ),
    Prediction(
        id="01.p3",
        question=N_(
            "Of videos under 15 seconds, 29 % are watched to the end; of videos over two minutes, 5 %. Are long videos "
            "less interesting?"
        ),
        options=(
            (
                N_("Yes, clearly"),
                N_("The finish line is further away, too. Section 4 moves it and leaves the interest as it is."),
            ),
            (
                N_("No, just as interesting"),
                N_("The finish line is further away, but that does not prove that the interest is equal."),
            ),
            (
                N_("These two numbers cannot tell"),
                N_("Both a dull video and a far finish line would give them. Section 4 takes the two apart."),
            ),
        ),
        answer=2,
    ),
)
