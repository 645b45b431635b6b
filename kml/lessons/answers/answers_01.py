"""Lesson 01, the platform: its predictions and exercises, with the mistakes that people really make."""

import numpy as np

from kml import metrics
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction


# 01.1 · watch ratio
def _watched(rng, k):
    if k == 0:
        return np.array([6.0, 12.0, 30.0, 4.0]), np.array([12.0, 12.0, 20.0, 0.0])
    n = 3 + 4 * k
    duration = np.round(np.exp(rng.normal(4.2, 1.0, n)), 1)
    watched = np.round(duration * rng.exponential(0.6, n), 1)
    duration[rng.random(n) < 0.15] = 0.0
    return watched, duration


def _ratio_or(value):
    def wrong(watched, duration):
        return np.divide(watched, duration, out=np.full(len(watched), float(value)), where=duration > 0)

    return wrong


def _capped(watched, duration):
    return np.minimum(metrics.watch_ratio(watched, duration), 1.0)


def _upside_down(watched, duration):
    out = np.full(len(watched), np.nan)
    known = duration > 0
    return np.divide(duration, watched, out=out, where=known & (watched > 0))


def _only_known(watched, duration):
    known = duration > 0
    return watched[known] / duration[known]


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
    if k == 0:
        edges = np.array([0.0, 15.0, 60.0])
        return np.array([10.0, 3.0, 0.0, 15.0, 20.0, 40.0]), np.array([10.0, 12.0, 0.0, 15.0, 40.0, 40.0]), edges
    n = 12 + 10 * k
    edges = np.array([0.0, 15.0, 30.0, 60.0, 120.0])
    duration = rng.choice([0.0, 9.0, 14.5, 15.0, 22.0, 30.0, 48.0, 60.0, 95.0], n)
    watched = np.where(rng.random(n) < 0.4, duration, np.round(duration * rng.random(n), 1))
    return watched, duration, edges


def _binned(mean_of, keep=lambda d: d > 0, left=True):
    """A wrong answer built like the right one, with another number per play, other rows or other bin edges."""

    def wrong(watched, duration, edges):
        shares = np.full(len(edges) - 1, np.nan)
        for i in range(len(edges) - 1):
            low, high = edges[i], edges[i + 1]
            here = (duration >= low) & (duration < high) if left else (duration > low) & (duration <= high)
            here = here & keep(duration)
            if here.any():
                shares[i] = mean_of(watched, duration, here)
        return shares

    return wrong


def _mean_ratio(watched, duration, here):
    return np.mean(watched[here] / duration[here])


def _complete(watched, duration, here):
    return np.mean(watched[here] >= duration[here])


def _complete_of_all(watched, duration, here):
    return np.sum(watched[here] >= duration[here]) / np.sum(duration > 0)


def _strictly_more(watched, duration, here):
    return np.mean(watched[here] > duration[here])


# 01.3 · two engagement rates
def engagement_rates(likes, comments, forwards, exposures, followers):
    """Likes, comments and forwards together, per exposure and per follower: (float, float)."""
    events = likes + comments + forwards
    return events / exposures, events / followers


def _counts(rng, k):
    if k == 0:
        return 180, 15, 5, 10_000, 2_500
    exposures = int(rng.integers(1_000, 500_000))
    likes = int(rng.binomial(exposures, 0.0185))
    return (
        likes,
        int(rng.binomial(exposures, 0.0026)),
        int(rng.binomial(exposures, 0.0009)),
        exposures,
        int(rng.integers(50, 90_000)),
    )


# 01.4 · Gini
def _exposures(rng, k):
    if k == 0:
        return (np.array([1.0, 9.0, 2.0]),)
    if k == 1:
        return (np.full(4, 5.0),)
    return (np.round(np.exp(rng.normal(3, 0.4 * k, 5 + 7 * k))),)


def _unsorted(values):
    n = len(values)
    return float(2 * np.sum(np.arange(1, n + 1) * values) / (n * values.sum()) - (n + 1) / n)


def _between_zero_and_one(values, result):
    if not 0 <= result <= 1:
        return _("A Gini coefficient lies between 0 (all equal) and 1 (one has everything).")
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
    return (
        int(rng.integers(100, 3_000_000)),
        round(float(rng.uniform(0.1, 0.6)), 3),
        round(float(rng.uniform(0.01, 0.1)), 4),
        round(float(rng.uniform(0.002, 0.06)), 4),
        round(float(rng.uniform(9, 999)), 2),
        round(float(rng.uniform(0.3, 0.95)), 2),
    )


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
        reference=metrics.watch_ratio,
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
                N_("You divided by all plays. The share asked for is among the plays of that bin."),
            ),
            Mistake(
                _binned(_strictly_more),
                N_("A play of exactly the duration is complete too: compare with >=."),
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
        reference=metrics.gini,
        properties=(_between_zero_and_one,),
        mistakes=(
            Mistake(_unsorted, N_("The formula needs the values sorted, from the smallest to the largest.")),
            Mistake(
                lambda values: _unsorted(np.sort(values)[::-1]),
                N_("You sorted from the richest down, which turns the sign around. Start with the poorest."),
            ),
            Mistake(
                lambda values: metrics.gini(values) / 2,
                N_("This is the area between the Lorenz curve and the diagonal. Gini is twice that area."),
            ),
            Mistake(
                lambda values: metrics.gini(values) * len(values) / (len(values) - 1),
                N_("You used the correction for small samples, n / (n - 1). Here the values are the whole platform."),
            ),
            Mistake(
                lambda values: 1 - metrics.gini(values),
                N_("This is one minus Gini: it says 1 where all are equal. Turn it around."),
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
        mistakes=(
            Mistake(
                lambda exposures, valid_rate, profile_rate, buy_rate, price, share: (
                    exposures * valid_rate * profile_rate * buy_rate * price
                ),
                N_("This is what the customers pay. The creator receives only the part called share."),
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
            (
                N_("from the platform to the video"),
                N_("That one is there: it is called push. Look at the picture below."),
            ),
            (N_("from what viewers do back to what is pushed"), N_("That loop is what lessons 05 to 07 are about.")),
            (
                N_("from the creator to the video"),
                N_("It is there, but it points the wrong way. Look at the picture below."),
            ),
        ),
        answer=1,
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
            (N_("Yes, clearly"), N_("The next figure shows another measure of interest on the same videos.")),
            (
                N_("No: the finish line is further away"),
                N_("Valid plays, over 7 seconds for all, hardly depend on length."),
            ),
            (
                N_("The numbers cannot tell"),
                N_("Completion alone cannot. A second measure can: look at the next figure."),
            ),
        ),
        answer=1,
    ),
)
