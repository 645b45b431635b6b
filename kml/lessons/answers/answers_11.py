"""Lesson 11, the capstone: its predictions, and its exercises with the mistakes that people really make."""

import functools

import numpy as np

from kml import capstone, monetization
from kml.capstone import RENT, STYLES
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction
from kml.personas import CREATORS

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="11.p1",
        question=N_(
            "Three creators with the same talent. One lives off ads, one makes four shorts a day for tips and "
            "ads, one sells a course. Who earns most in ninety simulated days?"
        ),
        options=(
            (N_("Ads: they pay for every single view"), N_("They do, and a view is worth a fraction of a fen.")),
            (
                N_("Shorts: four chances a day to go viral"),
                N_("Millions of views, and next to nothing that pays for them."),
            ),
            (N_("The course: few buyers, but each pays 199 yuan"), N_("Two in a hundred of those who ask are enough.")),
        ),
        answer=2,
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
            (N_("It falls for everybody"), N_("Somebody else's videos are the ones that hold for 18 seconds.")),
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
    return (_videos(rng, (k + 1) % 4),)


def day_of_work(posts):
    """Hours that the videos take, and the share of an 8-hour day that is left for selling."""
    hours = sum(0.5 + post["seconds"] / 60 for post in posts)
    return hours, 1 - hours / 8


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
        ),
        Mistake(
            lambda posts: (sum(0.5 + p["seconds"] for p in posts), 1 - sum(0.5 + p["seconds"] for p in posts) / 8),
            N_("A video of 60 seconds would take 60 hours: turn seconds into minutes first."),
        ),
        Mistake(
            lambda posts: (day_of_work(posts)[0], day_of_work(posts)[0] / 8),
            N_("That is the share of the day that goes into making. What is left for selling is the rest."),
        ),
    ),
    term="工时",
)

# --- 11.2 explore, then commit ---------------------------------------------------------------------------------------


def _style_inputs(rng, k):
    tries = (2, 3, 1, 3, 2, 4, 3, 2)[k]
    if k == 0:
        rates = ("explain", 0.40), ("show", 0.44), ("explain", 0.42)
    elif k == 1:
        rates = ()
    else:
        typical = dict(zip(STYLES, rng.permutation([0.3, 0.4, 0.5]), strict=True))
        styles = [str(rng.choice(STYLES)) for __ in range((0, 0, 4, 14, 5, 15, 12, 9)[k])] + list(STYLES) * (
            k % 3
        ) * tries
        rates = [(style, round(float(typical[style] + rng.uniform(-0.05, 0.05)), 3)) for style in styles]
        rates.append((min(STYLES, key=typical.get), 0.8))  # a lucky video of the worst style
    held = dict(zip(STYLES, rng.permutation([0.3, 0.6, 0.9]), strict=True))  # of valid plays, are long views, too
    posts = [{"style": s, "valid_play": r, "long_view": round(float(held[s]) * r, 3)} for s, r in rates]
    return posts, ("valid_play", "long_view")[k % 2], tries


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


def _by(value):
    def wrong(posts, measure, tries):
        rates = _grouped(posts, measure)
        rarest = min(STYLES, key=lambda style: len(rates[style]))
        if len(rates[rarest]) < tries:
            return rarest
        return max(STYLES, key=lambda style: value(rates[style]))

    return wrong


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
                "This takes the best so far from the first day on. A style whose first video was unlucky never gets a "
                "second: try each of them `tries` times before you commit."
            ),
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
    if abs(sum(result.values()) - 1) > 1e-9:
        return _("The shares have a sum of {total:.3g}; an effort has 1 to give away.").format(
            total=sum(result.values())
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
    ),
    properties=(_no_better_nearby,),
    term="渠道组合",
)

# --- 11.4 the yardstick ----------------------------------------------------------------------------------------------


def _notice_inputs(rng, k):
    day, rpm, push = int(rng.integers(40, 50)), capstone.notice("rpm"), capstone.notice("push")
    # Translators: the word "push" itself must stand in this sentence
    as_before = _("the push works as before")
    return (
        [
            [],
            [[day, rpm]],
            [[day, push]],
            [[day, push], [day + 1, rpm]],
            [[day, rpm], [day + 1, push]],
            [[day - 9, f"help: {as_before}"], [day, rpm]],
        ][k],
    )


def yardstick(notices):
    """What the platform pushes videos by after these notices: "valid_play" or "long_view"."""
    return "long_view" if any(sentence.startswith("push:") for __, sentence in notices) else "valid_play"


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
            N_("Not every notice is about the push: one of them only cuts what ads pay."),
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
            N_("The word alone does not make it a change: the notice must begin with it."),
        ),
    ),
    cases=6,
    term="平台公告",
)

# --- 11.5 a strategy -------------------------------------------------------------------------------------------------


def strategy(state):
    """One plan a day: three videos of 40 s in the style that holds best, a course for 230 yuan, the best mix."""
    style = choose_style(state["posts"], yardstick(state["notices"]), tries=8)
    posts = [{"seconds": 40, "style": style}] * 3
    return {"posts": posts, "effort": best_mix(capstone.worth(state, 230)), "price": 230}


def _strategy_inputs(rng, k):
    return list(CREATORS)[k % 4], int(rng.integers(1, 1_000_000))


def season(strategy, creator, seed):
    """What a season leaves: {"season": which one, "earned": simulated yuan, "stopped": why it ended early, or ""}."""
    played = _remembered if strategy in _OWN else capstone.play
    end = played(strategy, CREATORS[creator], seed)
    return {"season": f"{creator} {seed}", "earned": round(end.earned, 2), "stopped": end.stopped}


_remembered = functools.cache(capstone.play)  # for the course's own strategies, which are judged again and again
_OWN = {strategy, *capstone.BASELINES.values()}


def _goes_to_the_end(arguments, result):
    if result["season"] != f"{arguments[0]} {arguments[1]}":
        return _("This is the result of another season: {season}.").format(season=result["season"])
    return result["stopped"] or None


def _pays_the_rent(arguments, result):
    missing = 3 * RENT - result["earned"]
    if missing <= 0:
        return None
    return _("In this season it earns {earned:,.0f} simulated yuan, {missing:,.0f} less than the rent.").format(
        earned=result["earned"], missing=missing
    )


STRATEGY = Exercise(
    id="11.5",
    name="strategy",
    title=N_("Ninety days"),
    minutes=24,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_("Put your four functions together: yardstick(state['notices']) is the measure for choose_style."),
        N_(
            "Two or three videos of 30 to 60 seconds leave hours for selling; capstone.worth(state, price) feeds "
            "best_mix."
        ),
        N_("With few tries an unlucky style is lost for the season: eight of each are safe."),
    ),
    inputs=_strategy_inputs,
    reference=strategy,
    mistakes=(
        Mistake(
            capstone.BASELINES["ads only"],
            N_("Ads alone bring a few hundred yuan in ninety days: compare what the five channels are worth."),
        ),
        Mistake(
            capstone.BASELINES["many shorts"],
            N_("Reach without anything to sell: the views are there, and tips and ads cannot turn them into a rent."),
        ),
        Mistake(
            capstone.BASELINES["course seller"],
            N_(
                "It sells the right thing, and never finds out which style its viewers stay for: in some seasons that "
                "is not a lecture."
            ),
        ),
    ),
    properties=(_goes_to_the_end, _pays_the_rent),
    cases=5,
    drive=season,
    free=True,
    term="经营策略",
)

EXERCISES = (HOURS_OF_A_DAY, STYLE, MIX, YARDSTICK, STRATEGY)
