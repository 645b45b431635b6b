"""Lesson 11, the capstone: its predictions, and its exercises with the mistakes that people really make."""

import functools
import math

import numpy as np

from kml import capstone, monetization
from kml.capstone import RENT, STYLES
from kml.core.words import N_, _, listed, ngettext, sentences
from kml.course.checking.exercises import Exercise, Mistake, Prediction
from kml.personas import CREATORS

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="11.p1",
        question=N_(
            "Three creators with the same talent and the same audience. One lives off ads, one makes four shorts a day "
            "for tips and ads, one makes a course and sells it. Who earns most in ninety simulated days, after costs?"
        ),
        options=(
            (
                N_("The course: few buyers, but each pays about a hundred yuan, or more"),
                N_("One or two buyers in a hundred of those who are asked bring more than all the views pay."),
            ),
            (
                N_("Shorts: four chances a day to go viral"),
                N_("Most views of the three, and every short costs more to make than its views pay."),
            ),
            (N_("Ads: they pay for every single view"), N_("They do, and a view is worth a fraction of a fen.")),
        ),
        answer=0,
    ),
    Prediction(
        id="11.p2",
        question=N_(
            "With all of your effort, courses would bring 100 yuan a day and the shop 50. Half the effort brings "
            "71 %. How much of it should the shop get?"
        ),
        options=(
            (
                N_("Nothing: courses are twice as good"),
                N_("The first hour in a neglected shop is the one that pays best."),
            ),
            (N_("A fifth"), N_("Four fifths bring 89 of the 100, one fifth 22 of the 50: 112 together.")),
            (N_("A third, as 50 to 100"), N_("Close, and 0.3 yuan short. The square of what they bring decides.")),
        ),
        answer=1,
    ),
    Prediction(
        id="11.p3",
        question=N_(
            "On one day, the platform starts to push by long views instead of valid plays. Your videos are as "
            "good as before. What happens to your reach?"
        ),
        options=(
            (N_("Nothing: good is good"), N_("Good at what? A video that holds for 7 seconds need not hold for 18.")),
            (N_("It depends on what they are good at"), N_("The same videos, measured with another yardstick.")),
            (N_("It falls for everybody"), N_("Whoever holds viewers for 18 seconds gets what the others lose.")),
        ),
        answer=1,
    ),
)

# --- 11.1 hours of a day ---------------------------------------------------------------------------------------------


def _videos(rng, n):
    return [{"seconds": int(rng.choice([15, 30, 45, 60, 90])), "style": str(rng.choice(STYLES))} for __ in range(n)]


def _hours_inputs(rng, k):
    if k == 0:
        return ([{"seconds": 60, "style": "show"}, {"seconds": 30, "style": "tell"}],)
    if k == 2:  # more than a day
        return ([{"seconds": 120 + 10 * int(rng.integers(4)), "style": str(rng.choice(STYLES))} for __ in range(5)],)
    return (_videos(rng, (k + 1) % 4),)


def day_of_work(posts):
    """Hours that the videos take, and the share of an 8-hour day that is left for selling."""
    hours = sum(0.5 + post["seconds"] / 60 for post in posts)
    return hours, 1 - hours / 8


def _hours(hours):
    return hours, 1 - hours / 8


def _fits_into_a_day(arguments, result):
    hours, left = result
    if abs(hours / 8 + left - 1) > 1e-5:
        return _(
            "{hours:.3g} hours are {share:.1%} of an eight-hour day. With the {left:.1%} that you leave, that is not a "
            "whole day."
        ).format(hours=hours, share=hours / 8, left=left)
    return None


def _half_an_hour_each(arguments, result):
    (posts,) = arguments
    if result[0] < 0.5 * len(posts) - 1e-6:
        return ngettext(
            "{n} video takes half an hour at least, and you count {hours:.3g} hours.",
            "{n} videos take half an hour each at least, and you count {hours:.3g} hours.",
            len(posts),
        ).format(n=len(posts), hours=result[0])
    return None


HOURS_OF_A_DAY = Exercise(
    id="11.1",
    name="day_of_work",
    title=N_("A day has eight hours"),
    minutes=8,
    difficulty=1,
    importance=2,
    points=1,
    hints=(
        N_("A video takes half an hour, whatever its length, and an hour for each of its minutes."),
        N_('Sum 0.5 + post["seconds"] / 60 over the posts; the share that is left is 1 − hours / 8.'),
    ),
    inputs=_hours_inputs,
    reference=day_of_work,
    mistakes=(
        Mistake(
            lambda posts: (sum(p["seconds"] / 60 for p in posts), 1 - sum(p["seconds"] / 60 for p in posts) / 8),
            N_(
                "The half hour that every video takes, whatever its length, is missing: it makes three shorts dearer "
                "than one long video."
            ),
        ),
        Mistake(
            lambda posts: (day_of_work(posts)[0], 8 - day_of_work(posts)[0]),
            N_(
                "The second number is in hours. A share of the day is asked for, from 0 to 1: divide by the eight "
                "hours."
            ),
            also=(lambda posts: (day_of_work(posts)[0], day_of_work(posts)[0] - 8),),
        ),
        Mistake(
            lambda posts: (sum(0.5 + p["seconds"] for p in posts), 1 - sum(0.5 + p["seconds"] for p in posts) / 8),
            N_("A video of 60 seconds would take 60 hours: turn seconds into minutes first."),
        ),
        Mistake(
            lambda posts: (day_of_work(posts)[0], day_of_work(posts)[0] / 8),
            N_("That is the share of the day that goes into making. What is left for selling is the rest."),
        ),
        Mistake(
            lambda posts: (day_of_work(posts)[0], max(0.0, day_of_work(posts)[1])),
            N_(
                "Five long videos take more than the day has. Then the share lies below 0 and says how much is "
                "missing; yours never does."
            ),
            also=(
                lambda posts: (day_of_work(posts)[0], abs(day_of_work(posts)[1])),
                lambda posts: (min(8.0, day_of_work(posts)[0]), max(0.0, day_of_work(posts)[1])),
            ),
        ),
        Mistake(
            lambda posts: _hours(0.5 * bool(posts) + sum(p["seconds"] for p in posts) / 60),
            N_("The half hour comes once in your account. Every video takes it."),
            also=(lambda posts: _hours(0.5 + sum(p["seconds"] for p in posts) / 60),),
        ),
        Mistake(
            lambda posts: _hours(sum(1.5 * p["seconds"] / 60 for p in posts)),
            N_("You count an hour and a half for each minute. The half hour comes once per video, however long it is."),
        ),
        Mistake(
            lambda posts: _hours(0.5 * len(posts)),
            N_("You counted the half hours only. Each minute of a video takes an hour more."),
        ),
        Mistake(
            lambda posts: _hours(sum(0.5 + p["seconds"] / 3600 for p in posts)),
            N_(
                "You turned seconds into hours of *watching*. Making is slower: an hour of work for each minute of "
                "video."
            ),
        ),
        Mistake(
            lambda posts: _hours(sum(30 + p["seconds"] / 60 for p in posts)),
            N_("Half an hour went in as 30, so minutes and hours are added up. Count in hours: 0.5."),
            also=(lambda posts: _hours(sum(30 + p["seconds"] for p in posts)),),
        ),
        Mistake(
            lambda posts: (day_of_work(posts)[0], 1 - day_of_work(posts)[0] / 24),
            N_("You took a day of 24 hours. The share is of a working day, which has eight."),
        ),
        Mistake(
            lambda posts: _hours(sum(0.5 + p["seconds"] / 60 for p in posts[:1])),
            N_("Only the first video is counted: `return` stands in the loop, or the sum is missing."),
        ),
        Mistake(
            lambda posts: _hours(sum(0.5 + p["seconds"] / 60 for p in posts[-1:])),
            N_(
                "Only the last video is counted: each replaces the one before it. Add with `hours +=`, or take the sum."
            ),
        ),
        Mistake(
            lambda posts: _hours(sum(0.5 + round(p["seconds"] / 60) for p in posts)),
            N_("You rounded the minutes. A part of a minute takes its part of an hour: leave it as it is."),
            also=(lambda posts: _hours(sum(0.5 + math.ceil(p["seconds"] / 60) for p in posts)),),
        ),
        Mistake(
            lambda posts: _hours(max((0.5 + p["seconds"] / 60 for p in posts), default=0.0)),
            N_("Only the longest video is counted. They are made one after the other: add them up."),
        ),
    ),
    properties=(_fits_into_a_day, _half_an_hour_each),
    then=N_(
        "Look at it from the other end: two hours of selling leave six, and these are four videos of a minute or eight "
        "of a quarter. What you plan first is what gets the time."
    ),
    term="工时",
)

# --- 11.2 explore, then commit ---------------------------------------------------------------------------------------


# How many videos of each style there are before a case, and its `tries`: none yet, one style behind, two behind (the
# first is meant), enough of each, …
_TRIED = (
    ((2, 1, 0), 2),
    ((0, 0, 0), 3),
    ((1, 1, 0), 2),
    ((1, 3, 1), 2),
    ((2, 2, 2), 2),
    ((4, 5, 6), 4),
    ((4, 3, 5), 3),
    ((9, 2, 4), 2),
    ((1, 1, 1), 1),
    ((6, 5, 4), 4),
    ((4, 7, 5), 3),
    ((0, 4, 9), 1),
)
# What else may come out as the best, and must not be the right answer in case k
_NOT_BEST_BY = {
    4: ("first", "other measure"),
    5: ("median", "last", "other measure"),
    6: ("max", "min"),
    7: ("sum", "most"),
    9: ("last two", "last"),
    10: ("first", "median", "first tries", "last tries"),
}
# The best style where all have been tried: each is it at least once
_BEST = {4: STYLES[1], 5: STYLES[2], 6: STYLES[0], 7: STYLES[2], 8: STYLES[0], 9: STYLES[1], 10: STYLES[2]}


def _style_inputs(rng, k):
    counts, tries = _TRIED[k]
    measure = ("valid_play", "long_view")[k % 2]
    while True:
        posts = [_video(rng, style) for style, n in zip(STYLES, counts, strict=True) for __ in range(n)]
        posts = [posts[i] for i in rng.permutation(len(posts))]
        values = _grouped(posts, measure)
        if min(counts) < tries:
            return posts, measure, tries
        means = sorted(np.mean(list(one)) for one in values.values())
        best = max(STYLES, key=lambda style: np.mean(values[style]))
        others = _seen_otherwise(posts, values, measure, tries)
        no_tie = means[-1] > means[-2] + 0.002
        if no_tie and best == _BEST[k] and best not in map(others.get, _NOT_BEST_BY.get(k, ())):
            return posts, measure, tries


def _video(rng, style):
    """One video of a style; now and then one is lucky."""
    rate = rng.uniform(0.25, 0.5) + 0.3 * (rng.random() < 0.2)
    return {"style": style, "valid_play": round(rate, 3), "long_view": round(rate * rng.uniform(0.3, 0.9), 3)}


def _seen_otherwise(posts, values, measure, tries):
    """The best style by other ways of comparing, {way: style}."""
    other = _grouped(posts, {"valid_play": "long_view", "long_view": "valid_play"}[measure])
    ways = {
        "median": lambda style: np.median(values[style]),
        "first": lambda style: values[style][0],
        "last": lambda style: values[style][-1],
        "last two": lambda style: np.mean(values[style][-2:]),
        "first tries": lambda style: np.mean(values[style][:tries]),
        "last tries": lambda style: np.mean(values[style][-tries:]),
        "max": lambda style: max(values[style]),
        "min": lambda style: min(values[style]),
        "sum": lambda style: sum(values[style]),
        "most": lambda style: len(values[style]),
        "other measure": lambda style: np.mean(other[style]),
    }
    return {name: max(STYLES, key=way) for name, way in ways.items()}


def choose_style(posts, measure, tries):
    """The style of the next video: each of STYLES `tries` times, then the one with the best mean of `measure`."""
    rates = {style: [post[measure] for post in posts if post["style"] == style] for style in STYLES}
    rarest = min(STYLES, key=lambda style: len(rates[style]))
    if len(rates[rarest]) < tries:
        return rarest
    return max(STYLES, key=lambda style: np.mean(rates[style]))


def _grouped(posts, measure):
    return {style: [post[measure] for post in posts if post["style"] == style] for style in STYLES}


def _greedy(posts, measure, tries):
    rates = _grouped(posts, measure)
    return max(STYLES, key=lambda style: np.mean(rates[style]) if rates[style] else 0.0)


def _greedy_without_a_zero(posts, measure, tries):
    """What max makes of the mean of nothing, which NumPy says is not a number."""
    rates = _grouped(posts, measure)
    return max(STYLES, key=lambda style: np.mean(rates[style]) if rates[style] else np.nan)


def _by(value):
    def wrong(posts, measure, tries):
        rates = _grouped(posts, measure)
        rarest = min(STYLES, key=lambda style: len(rates[style]))
        if len(rates[rarest]) < tries:
            return rarest
        return max(STYLES, key=lambda style: value(rates[style]))

    return wrong


def _forgets_the_unseen(posts, measure, tries):
    rates = {style: values for style, values in _grouped(posts, measure).items() if values}
    if not rates:
        return STYLES[0]
    rarest = min(rates, key=lambda style: len(rates[style]))
    return rarest if len(rates[rarest]) < tries else max(rates, key=lambda style: np.mean(rates[style]))


def _last_of_equals(posts, measure, tries):
    rates = _grouped(posts, measure)
    rarest = min(STYLES[::-1], key=lambda style: len(rates[style]))
    return rarest if len(rates[rarest]) < tries else choose_style(posts, measure, tries)


def _is_a_style(arguments, result):
    if result not in STYLES:
        return _("{given!r} is none of the styles: {styles}.").format(given=result, styles=listed(STYLES))
    return None


def _rare_ones_first(arguments, result):
    posts, measure, tries = arguments
    made = {style: len(values) for style, values in _grouped(posts, measure).items()}
    if min(made.values()) < min(tries, made[result]):
        return _("{counts}: there are styles with fewer than {tries}, and `{given}` is not the rarest of them.").format(
            counts=listed(f"{style} {n}" for style, n in made.items()), tries=tries, given=result
        )
    return None


def _none_did_better(arguments, result):
    posts, measure, tries = arguments
    values = _grouped(posts, measure)
    if min(map(len, values.values())) >= tries and np.mean(values[result]) < max(map(np.mean, values.values())):
        return _(
            "Every style has had its {tries}, and by the mean of `{measure}` another one did better than `{given}`."
        ).format(tries=tries, measure=measure, given=result)
    return None


STYLE = Exercise(
    id="11.2",
    name="choose_style",
    title=N_("Try, then commit"),
    minutes=12,
    difficulty=2,
    importance=3,
    points=2,
    hints=(
        N_("Collect the values of `measure` for each style first: {style: [values]}."),
        N_("While the rarest style has fewer than `tries` videos, it is the answer; min(STYLES, key=…) finds it."),
        N_("After that: max(STYLES, key=lambda style: np.mean(values[style]))."),
    ),
    inputs=_style_inputs,
    reference=choose_style,
    mistakes=(
        Mistake(
            _greedy,
            N_(
                "This takes the best so far before each style has had its `tries`. One whose first video was unlucky "
                "may never get a second: count the videos of each style, and commit when the rarest has enough."
            ),
            also=(_greedy_without_a_zero,),
        ),
        Mistake(
            lambda posts, measure, tries: min(STYLES, key=lambda style: len(_grouped(posts, measure)[style])),
            N_("This tries for ever. Once each style has had its `tries`, keep the one that did best."),
        ),
        Mistake(_by(max), N_("One lucky video decides here. Compare the styles' means, not their best videos.")),
        Mistake(
            _by(sum),
            N_("The sum favours the style that you have made most often. Compare means."),
        ),
        Mistake(
            lambda posts, measure, tries: choose_style(posts, "valid_play", tries),
            N_("This always compares valid plays. The yardstick is handed over as `measure`."),
        ),
        Mistake(
            lambda posts, measure, tries: choose_style(posts, "long_view", tries),
            N_("This always compares long views. The yardstick is handed over as `measure`."),
        ),
        Mistake(
            _by(np.median),
            N_(
                "You compared medians, which do not hear of the lucky videos. But these bring viewers, too: compare "
                "means."
            ),
        ),
        Mistake(
            _by(lambda values: values[0]),
            N_("Only the first video of each style is compared here. All of them have been tried, so use all."),
            also=(_by(list),),
        ),
        Mistake(
            _by(lambda values: values[-1]),
            N_("Only the last video of each style is compared: a later one replaces those before it. Keep them all."),
        ),
        Mistake(
            lambda posts, measure, tries: _by(lambda values: np.mean(values[:tries]))(posts, measure, tries),
            N_("You compare only some `tries` videos of each style. The others tell as much: take the mean of all."),
            also=(
                lambda posts, measure, tries: _by(lambda values: np.mean(values[-tries:]))(posts, measure, tries),
                _by(lambda values: np.mean(values[-2:])),
            ),
        ),
        Mistake(_by(min), N_("You compared the worst video of each style. Compare means.")),
        Mistake(_by(len), N_("You keep the style that you have made most often. Compare how it did: the mean.")),
        Mistake(
            _by(lambda values: -np.mean(values)),
            N_("This is the style that does worst: `max`, not `min`, once all are tried."),
        ),
        Mistake(
            lambda posts, measure, tries: next(
                (style for style in STYLES if len(_grouped(posts, measure)[style]) < tries),
                choose_style(posts, measure, 0) if posts else STYLES[0],
            ),
            N_(
                "You try one style to the end, then the next. The first week should not be all lectures: of those with "
                "fewer than `tries`, the rarest comes first."
            ),
        ),
        Mistake(
            lambda posts, measure, tries: (
                choose_style(posts, measure, len(posts) + 1)
                if len(posts) < tries * len(STYLES)
                else _greedy(posts, measure, tries)
            ),
            N_("You counted all videos together. Each *style* has `tries` of its own."),
        ),
        Mistake(
            _forgets_the_unseen,
            N_(
                "A style without any video is forgotten here, because you look only at those in `posts`. It is the "
                "rarest of all: begin with `capstone.STYLES`."
            ),
        ),
        Mistake(
            lambda posts, measure, tries: choose_style(posts, measure, tries + 1),
            N_("You try each style once more than `tries` says. With `tries` videos it has had enough: <, not <=."),
        ),
        Mistake(
            _last_of_equals,
            N_("Of equally rare styles you take the last. The first in `capstone.STYLES` is asked for."),
        ),
    ),
    properties=(_is_a_style, _rare_ones_first, _none_did_better),
    cases=len(_TRIED),
    then=N_(
        "A third way needs no `tries`: draw for each style from what you believe of it, as the thumbnails in lesson 09 "
        "did, and make the largest. Then exploring fades away by itself."
    ),
    term="先探索后投入",
)

# --- 11.3 the best mix -----------------------------------------------------------------------------------------------


def _worth_inputs(rng, k):
    if k == 0:
        return ({"courses": 100.0, "commerce": 50.0},)
    if k == 1:
        return ({"ads": 0.0, "courses": 0.0},)
    names = list(monetization.CHANNELS)[: 2 + k % 4]
    worth = {name: round(float(rng.gamma(1.0, 60.0)), 1) for name in names}
    return ({**worth, names[0]: 0.0} if k % 3 == 0 else worth,)


def best_mix(worth):
    """Shares of effort that earn most if a channel with share s brings worth · √s; {} if nothing brings anything."""
    total = sum(value**2 for value in worth.values())
    return {name: value**2 / total for name, value in worth.items()} if total else {}


def _mixed(weight):
    def wrong(worth):
        total = sum(weight(value) for value in worth.values())
        return {name: weight(value) / total for name, value in worth.items()} if any(worth.values()) else {}

    return wrong


def _all_on_one(worth):
    best = max(worth, key=worth.get)
    return {name: float(name == best) for name in worth} if any(worth.values()) else {}


def _income(worth, mix):
    return sum(worth[name] * np.sqrt(mix.get(name, 0.0)) for name in worth)


def _no_better_nearby(arguments, result):
    (worth,) = arguments
    if not result:
        return None
    total = sum(result.values())
    if total > 1 + 1e-5:
        return _("The shares have a sum of {total:.3g}; an effort has 1 to give away.").format(total=total)
    if total < 1 - 1e-5:
        return _("The shares have a sum of {total:.3g}: {rest:.3g} of the effort is not given away.").format(
            total=total, rest=1 - total
        )
    base = _income(worth, result)
    for giver in worth:
        for taker in worth:
            moved = {**result, giver: result[giver] - 0.01, taker: result[taker] + 0.01}
            if giver != taker and moved[giver] >= 0 and _income(worth, moved) > base + 1e-9:
                gain = _income(worth, moved) - base
                return _(
                    "Move 1 % of the effort from `{giver}` to `{taker}`, and the day brings {gain:.2f} yuan more."
                ).format(giver=giver, taker=taker, gain=gain)
    return None


MIX = Exercise(
    id="11.3",
    name="best_mix",
    title=N_("The best mix of channels"),
    minutes=12,
    difficulty=3,
    importance=3,
    points=2,
    hints=(
        N_(
            "At the best mix, moving a little effort from any channel to any other changes nothing: worth/√share is "
            "the same for all."
        ),
        N_("worth/√share = c for each channel gives share = (worth/c)². Which c makes the shares add up to 1?"),
        N_("share = worth² / (sum of all worth²); an empty dict where that sum is 0."),
    ),
    inputs=_worth_inputs,
    reference=best_mix,
    mistakes=(
        Mistake(
            _all_on_one,
            N_("All on the best channel: but the last hours there bring little, and the first hours elsewhere a lot."),
        ),
        Mistake(
            _mixed(lambda value: value),
            N_("In proportion to what they bring is close, and not best: set worth/√share equal for all channels."),
        ),
        Mistake(_mixed(lambda value: 1.0), N_("The same for each, whatever it brings: use what `worth` says.")),
        Mistake(
            _mixed(np.sqrt),
            N_("The root is already in how income grows with the share. Solving for the share brings a square."),
        ),
        Mistake(
            lambda worth: {name: value**2 for name, value in worth.items()} if any(worth.values()) else {},
            N_("These are the squares. Shares add up to 1: divide each by the sum of all squares."),
            also=(lambda worth: {name: value**2 for name, value in worth.items()},),
        ),
        Mistake(
            lambda worth: {name: share for name, share in best_mix(worth).items() if share},
            N_(
                "A channel that is worth nothing has a share, too: 0. Whoever reads the mix wants to find every "
                "channel."
            ),
        ),
        Mistake(
            _mixed(lambda value: value**3),
            N_("Too much on the best: worth/√share must come out equal, and with a cube it does not."),
        ),
        Mistake(
            lambda worth: best_mix(worth) or dict.fromkeys(worth, 0.0),
            N_("Where no channel brings anything, there is nothing to share out: an empty dict is asked for."),
            also=(lambda worth: best_mix(worth) or dict.fromkeys(worth, 1 / len(worth)),),
        ),
    ),
    properties=(_no_better_nearby,),
    rtol=1e-4,
    atol=1e-6,
    then=N_(
        "Look at the sum itself: with this mix you earn the root of the sum of squares, as the long side of a right "
        "triangle. So a small second channel adds little, and many of them add up."
    ),
    term="渠道组合",
)

# --- 11.4 the yardstick ----------------------------------------------------------------------------------------------


def _notice_inputs(rng, k):
    day, rpm, push = int(rng.integers(40, 50)), capstone.notice("rpm"), capstone.notice("push")
    early, label = day - 18, capstone.notice("label", day - 11)
    # Translators: the words "push" and "long" themselves must stand in this sentence
    as_before = _("the push works as before, and long views are one number among others")
    return (
        [
            [],
            [[day, rpm]],
            [[day, push]],
            [[day, push], [day + 1, rpm]],
            [[day, rpm], [day + 1, push]],
            [[day - 9, f"help: {as_before}"], [day, rpm]],
            [[early, label], [day, push], [day + 2, rpm]],
            [[early, label], [day, rpm]],
        ][k],
    )


def yardstick(notices):
    """What the platform pushes videos by after these notices: "valid_play" or "long_view"."""
    return "long_view" if any(sentence.startswith("push:") for __, sentence in notices) else "valid_play"


def _a_measure(arguments, result):
    if result not in ("valid_play", "long_view"):
        return _('{given!r} is no measure. The two are called "valid_play" and "long_view".').format(given=result)
    return None


def _what_was_announced(arguments, result):
    (notices,) = arguments
    days = [day for day, text in notices if text.startswith("push:")]
    if days and result == "valid_play":
        return _('The notice of day {day} begins with "push:", and you still answer valid plays.').format(day=days[0])
    if not days and result == "long_view":
        return _('None of these notices begins with "push:", and you answer long views.')
    return None


YARDSTICK = Exercise(
    id="11.4",
    name="yardstick",
    title=N_("Read the notices"),
    minutes=6,
    difficulty=1,
    importance=2,
    points=1,
    hints=(
        N_("`notices` is a list of pairs [day, sentence]; it grows as the platform changes."),
        N_('Look whether any of the sentences starts with "push:".'),
    ),
    inputs=_notice_inputs,
    reference=yardstick,
    mistakes=(
        Mistake(
            lambda notices: "long_view" if notices else "valid_play",
            N_("Not every notice is about the push: others are about labels, or cut what ads pay."),
        ),
        Mistake(
            lambda notices: "long_view" if notices and notices[-1][1].startswith("push:") else "valid_play",
            N_("This reads the last notice only. A change stays in force when the next one comes."),
        ),
        Mistake(
            lambda notices: "long_view" if notices and notices[0][1].startswith("push:") else "valid_play",
            N_("This reads the first notice only, and the change may be the second."),
        ),
        Mistake(
            lambda notices: "long_view" if any("push" in sentence for __, sentence in notices) else "valid_play",
            N_(
                'You look for a word anywhere, and the notice that begins with "help:" has it, too, though nothing '
                'changes there. The change begins with "push:".'
            ),
            also=(lambda notices: "long_view" if any("long" in text for __, text in notices) else "valid_play",),
        ),
        Mistake(
            lambda notices: "valid_play",
            N_(
                "You answer valid plays whatever was announced. That is how it begins; a notice that begins with "
                '"push:" changes it.'
            ),
        ),
        Mistake(
            lambda notices: "long_view",
            N_("You answer long views whatever was announced. Before any notice it is valid plays."),
        ),
        Mistake(
            lambda notices: {"valid_play": "long_view", "long_view": "valid_play"}[yardstick(notices)],
            N_("The two answers have changed places: *after* the notice about the push, long views count."),
            also=(lambda notices: "valid_play" if any("push" in text for __, text in notices) else "long_view",),
        ),
        Mistake(
            lambda notices: "long_view" if len(notices) > 1 else "valid_play",
            N_("You count the notices. It matters what they say, not how many there are."),
            also=(lambda notices: "long_view" if len(notices) > 2 else "valid_play",),
        ),
        Mistake(
            lambda notices: "long_view" if any(text.startswith("rpm:") for __, text in notices) else "valid_play",
            N_("That is the notice about what ads pay. The other one is about the push."),
        ),
        Mistake(
            lambda notices: (
                "long_view" if notices and all(text.startswith("push:") for __, text in notices) else "valid_play"
            ),
            N_("You ask that all notices are about the push. One is enough."),
        ),
        Mistake(
            lambda notices: any(text.startswith("push:") for __, text in notices),
            N_('True and False say whether it has changed. Asked is the measure: "valid_play" or "long_view".'),
        ),
    ),
    properties=(_a_measure, _what_was_announced),
    then=N_(
        "Reading words breaks on the day that somebody writes them differently. Who can choose lets the platform send "
        "a field for the machine beside the sentence for people."
    ),
    cases=8,
    term="平台公告",
)

# --- 11.5 a strategy -------------------------------------------------------------------------------------------------


def choose_price(state, factors=(0.4, 1, 2.5), days=4):
    """Each price for so many days, then the one whose baskets are worth most for each person asked."""
    prices = [round(factor * state["budget"]) for factor in factors]
    tried = capstone.trials(state, prices)
    rarest = min(prices, key=lambda price: tried[price]["days"])
    if tried[rarest]["days"] < days:
        return rarest
    return max(prices, key=lambda price: price * tried[price]["baskets"] / max(tried[price]["asked"], 1))


def strategy(state):
    """One plan a day: two shorts in the style that holds best, the price that sells best, and the best mix."""
    style = choose_style(state["posts"], yardstick(state["notices"]), tries=6)
    return {
        "posts": [{"seconds": 30, "style": style}] * 2,
        "effort": best_mix(capstone.worth(state)),
        "price": choose_price(state),
        "course": min(4, capstone.COURSE_HOURS - state["course_hours"]),
        "label": True,
    }


def _strategy_inputs(rng, k):
    return ([(creator, int(rng.integers(1, 1_000_000))) for creator in CREATORS],)


def four_seasons(strategy, seasons):
    """What seasons of (creator, seed) leave: what each earned, and which was the poorest or was stopped, and why."""
    played = _remembered if strategy in _OWN else capstone.play
    ends = [played(strategy, CREATORS[creator], seed) for creator, seed in seasons]
    poorest = min(ends, key=lambda end: (not end.stopped, end.earned))
    _POOREST[poorest.creator, poorest.seed, round(poorest.earned)] = poorest
    if len(_POOREST) > 32:
        del _POOREST[next(iter(_POOREST))]
    return {
        "seasons": [f"{creator} {seed}" for creator, seed in seasons],
        "earned": [round(end.earned) for end in ends],
        "poorest": [poorest.creator, poorest.seed],
        "stopped": poorest.stopped,
    }


_remembered = functools.cache(capstone.play)  # for the course's own strategies, which are judged again and again
_POOREST = {}  # seasons of late, whose diagnosis is made in the language in which they are judged
_OWN = {strategy, *capstone.BASELINES.values()}


def _goes_to_the_end(arguments, result):
    for played, (creator, seed) in zip(result["seasons"], *arguments, strict=True):
        if played != f"{creator} {seed}":
            return _("This is the result of another season: {season}.").format(season=played)
    return result["stopped"].strip() or None


def _pays_the_rent(arguments, result):
    """Three rents of ninety days from four seasons: one in four may fail, and a lucky one may pay for it."""
    together, needed = sum(result["earned"]), 9 * RENT
    if together >= needed:
        return None
    (creator, seed), poorest = result["poorest"], min(result["earned"])
    season = _POOREST.get((creator, seed, poorest))
    said = _(
        "These four seasons earned {together:,.0f} simulated yuan after costs, and {needed:,.0f} are asked for. The "
        "poorest, of a {creator}, earned {poorest:,.0f}."
    ).format(together=together, needed=needed, creator=CREATORS[creator].name, poorest=poorest)
    return sentences(said, *(season.diagnosis[:3] if season else ()))


STRATEGY = Exercise(
    id="11.5",
    name="strategy",
    title=N_("Ninety days"),
    minutes=24,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_("Put your functions together: yardstick(state['notices']) is the measure for choose_style."),
        N_(
            "Make the course first (`course`: 4 hours a day), set the label, and let capstone.worth(state) feed "
            "best_mix. Two videos of half a minute leave hours for selling."
        ),
        N_("Four to six tries of each style are enough to commit; choose_price(state) finds the price meanwhile."),
    ),
    inputs=_strategy_inputs,
    reference=strategy,
    mistakes=(
        Mistake(
            capstone.BASELINES["ads only"],
            N_("Ads alone do not even pay for making the videos: compare what the five channels are worth."),
        ),
        Mistake(
            capstone.BASELINES["many shorts"],
            N_("Reach without anything to sell: four videos a day cost more than tips and ads bring."),
        ),
        Mistake(
            capstone.BASELINES["course seller"],
            N_(
                "It sells a course at the price that was assumed, and never finds out which style its viewers stay "
                "for, nor what else they would buy."
            ),
        ),
    ),
    properties=(_goes_to_the_end, _pays_the_rent),
    then=N_(
        "Twenty seasons are few: play a hundred, and look at the worst one, not at the mean. A creator lives only one "
        "of them."
    ),
    cases=5,
    drive=four_seasons,
    free=True,
    term="经营策略",
    seconds=60.0,
)

EXERCISES = (HOURS_OF_A_DAY, STYLE, MIX, YARDSTICK, STRATEGY)
