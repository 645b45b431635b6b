"""Lesson 07, the feedback loop: its predictions, and its exercises with the mistakes that people really make."""

from collections import Counter
from itertools import pairwise
from math import comb

import numpy as np

from kml.core.words import N_, _, ngettext
from kml.course.checking.exercises import Exercise, Mistake, Prediction
from kml.lessons.lesson_07 import ARROWS

SLACK = 1e-5  # what numbers of 32 bits may be beside a limit

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="07.p1",
        question=N_(
            "A hundred videos, all equally good. Each day everybody is shown the ten most played so far. How many "
            "different videos have been shown after sixty days?"
        ),
        options=(
            (
                N_("Ten"),
                N_("The ten of the first day, whichever they were, have plays. The others have none, and stay there."),
            ),
            (N_("Some thirty"), N_("Newcomers would need plays to enter the list, and only the list gives plays.")),
            (
                N_("All hundred: chance brings everyone to the top once"),
                N_("Chance would have to lift a video that nobody is shown."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="07.p2",
        question=N_(
            "People who see what others downloaded agree more on what is worth a download. Does that make it easier to "
            "foretell which song will be a hit?"
        ),
        options=(
            (
                N_("Easier: the best songs win more clearly"),
                N_("Somebody wins more clearly. Which one, differs more from world to world."),
            ),
            (
                N_("It makes no difference"),
                N_("In the published experiment it did, and so it does in the simulated one."),
            ),
            (
                N_("Harder: another world crowns another song"),
                N_("People copy what came first, and what came first is partly luck."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="07.p3",
        question=N_(
            "Ratings from 1 to 5 stars, and people mostly rate what they like. Recommender A takes some one-star films "
            "for five-star ones, recommender B as many four-star films. By the ratings that were seen, which one makes "
            "fewer errors?"
        ),
        options=(
            (N_("B: to confuse 4 and 5 is a smaller error"), N_("It is, and it happens where everybody looks.")),
            (
                N_("A, though its errors are four times as large"),
                N_("Its victims are films that hardly anybody has rated. Errors that nobody sees do not count."),
            ),
            (N_("The same: they confuse as many films"), N_("As many, but not equally many that somebody has rated.")),
        ),
        answer=1,
    ),
    Prediction(
        id="07.p4",
        question=N_(
            "We let a trained recommender hand every fifth place to a random video, and it learns nothing from that. "
            "What is left of the lead in utility that it has over a random feed?"
        ),
        options=(
            (N_("Nearly all: viewers skip what bores them"), N_("Skipping costs little time, but the place is gone.")),
            (
                N_("About four fifths"),
                N_("A fifth of the places, a fifth of the lead; a little less, as the best places are the last to go."),
            ),
            (N_("Less than half"), N_("Only the random places are worse. The other four are as good as before.")),
        ),
        answer=1,
    ),
    Prediction(
        id="07.p5",
        question=N_(
            "When everybody is shown what is popular, similar viewers come to watch the same things. Do they at least "
            "get more of what they like than from a recommender that follows what each of them watched?"
        ),
        options=(
            (N_("No: more alike, and less of what they like"), N_("Being alike is no use by itself.")),
            (N_("Yes: what is popular is good"), N_("On average, perhaps. For each viewer something else is better.")),
            (
                N_("The same: tastes are alike anyway"),
                N_("The ideal feed of the same viewers says how alike they are: less."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="07.p6",
        question=N_(
            "Sixty days with factors, trained every night, without exploration. Of a hundred videos that new creators "
            "publish, how many are shown to nobody in their first ten days?"
        ),
        options=(
            (N_("About eighty"), N_("No view, no factors, no place in a slate, no view.")),
            (N_("About thirty"), N_("Who would show the other seventy? Without a view they have no factors.")),
            (N_("About five"), N_("That would take a ranker that knows something of them before the first view.")),
        ),
        answer=0,
    ),
    Prediction(
        id="07.p7",
        question=N_(
            "The same loop with ε = 0.02. From the 16,000 rows of its last forty days we judge a feed that shows each "
            "viewer their own best, always. How many rows of equal weight are they worth?"
        ),
        options=(
            (
                N_("All 16,000: no row is wrong"),
                N_("No row is wrong, and most of them say nothing about the new feed. Their weight is 0."),
            ),
            (N_("Some 8,000"), N_("That would take two feeds that agree in every second row, with weights alike.")),
            (
                N_("Fewer than a hundred"),
                N_("Where the two disagree, only a coin's row speaks for the new feed, and one row for hundreds."),
            ),
        ),
        answer=2,
    ),
)

# --- 07.1 IPS --------------------------------------------------------------------------------------------------------


def _log_inputs(rng, k):
    """Rewards and propensities of a log, with every edge: a single row, sure views, zeros, a rare row, losses, ties."""
    if k == 0:
        return np.array([30.0, 5.0, 5.0]), np.array([0.8, 0.2, 0.2])
    if k == 1:
        return np.array([12.0]), np.array([0.25])
    m = 3 + 3 * k
    reward, propensity = np.round(rng.gamma(2.0, 8.0, size=m), 3), np.round(rng.uniform(0.05, 0.99, size=m), 3)
    if k == 2:
        propensity[:] = 1.0
    if k == 3:
        propensity[:3], reward[1:5] = 1.0, 0.0
    if k == 4:
        reward[-1], propensity[-1] = 60.0, 0.004  # one rare row lifts IPS above every reward
    if k == 5:
        reward[::3] *= -1  # a utility may be negative
    if k == 6:
        reward[1:4], propensity[1:4] = reward[0], propensity[0]
    return reward, propensity


def _ips_inputs(rng, k):
    reward, propensity = _log_inputs(rng, k)
    return reward, propensity, 10 if k < 2 else len(reward) + 5 + 7 * k


def ips(reward, propensity, n):
    """The mean reward over all n things that could have been shown, estimated from those that were (m,)."""
    return np.sum(reward / propensity) / n


def _one_sure_view(arguments, result):
    reward, propensity, n = arguments
    if np.all(propensity == 1) and not np.isclose(result, reward.sum() / n):
        return _(
            "Where everything shown was certain to be shown, each row counts once: {total:g} over n is {mean:.4g}; "
            "yours is {result:.4g}."
        ).format(total=reward.sum(), mean=reward.sum() / n, result=result)
    return None


def _no_row_counts_less_than_once(arguments, result):
    reward, __, n = arguments
    if np.all(reward >= 0) and result < reward.sum() / n * (1 - SLACK):
        return _(
            "No weight 1 / propensity is below 1, so the rewards of the log, {total:g} together, give at least "
            "{least:.4g} for each of the {n} things; yours is {result:.4g}."
        ).format(total=reward.sum(), least=reward.sum() / n, n=n, result=result)
    return None


def _no_row_counts_more_than_the_rarest(arguments, result):
    reward, propensity, n = arguments
    most = np.maximum(reward, 0).sum() / propensity.min() / n
    if result > most * (1 + SLACK):
        return _(
            "Even if every row had the largest weight, 1 / {rarest:g}, the mean could not be above {most:.4g}; yours "
            "is {result:.4g}."
        ).format(rarest=propensity.min(), most=most, result=result)
    return None


IPS = Exercise(
    id="07.1",
    name="ips",
    title=N_("Count the rare ones more"),
    term="逆倾向评分",
    minutes=5,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_("A video that is shown with chance 0.2 stands in the log for itself and for four others like it."),
        N_("Each reward counts 1 / propensity times. What do you divide the sum by: the rows of the log, or n?"),
        N_("np.sum(reward / propensity), over n."),
    ),
    inputs=_ips_inputs,
    reference=ips,
    mistakes=(
        Mistake(
            lambda reward, propensity, n: reward.mean(),
            N_("This is the naive mean of what was logged. It has not heard of propensities."),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward * propensity) / n,
            N_("You multiplied by the propensity, so what was shown often counts even more. It must count less."),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward / propensity) / len(reward),
            N_("You divided by the rows of the log. The question is about all n things, shown or not."),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward / propensity) / np.sum(1 / propensity),
            N_(
                "You divided by the sum of the weights. That is a good idea with a name of its own, and the next "
                "exercise."
            ),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward / propensity),
            N_("This is the estimated sum of all rewards. Their mean is asked for."),
        ),
        Mistake(
            lambda reward, propensity, n: reward.sum() / n,
            N_("Without weights, everything that was not shown counts as a reward of 0."),
        ),
        Mistake(
            lambda reward, propensity, n: reward.sum() / propensity.sum(),
            N_(
                "You divided the sum of rewards by the sum of propensities. Each reward has its own propensity: divide "
                "first, then add up."
            ),
        ),
        Mistake(
            lambda reward, propensity, n: reward / propensity / n,
            N_("These are the parts of the sum, one for each row. Add them up."),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward / (1 - propensity)) / n,
            N_(
                "1 − propensity is the chance that something is not shown. A row stands for 1 / propensity things: the "
                "rarer it is shown, the more."
            ),
            also=(lambda reward, propensity, n: np.sum(reward * (1 - propensity)) / n,),
        ),
        Mistake(
            lambda reward, propensity, n: reward.sum() / propensity.mean() / n,
            N_(
                "You divided by a propensity that all rows share. Each reward has its own: divide row by row, then add "
                "up."
            ),
            also=(
                lambda reward, propensity, n: reward.sum() / propensity.sum() / n,
                lambda reward, propensity, n: reward.sum() * (1 / propensity).mean() / n,
            ),
        ),
        Mistake(
            lambda reward, propensity, n: reward[0] / propensity[0] / n,
            N_("Not every row counts in yours. Does the loop stop too early, or does `return` stand inside it?"),
            also=(
                lambda reward, propensity, n: np.sum((reward / propensity)[:-1]) / n,
                lambda reward, propensity, n: np.sum((reward / propensity)[1:]) / n,
            ),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(1 / propensity) / n,
            N_("You added up the weights alone. What was the reward of each row?"),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum(reward / propensity**2) / n,
            N_("You divided by the propensity twice. Once is enough: 0.2 makes five of one, not twenty-five."),
        ),
        Mistake(
            lambda reward, propensity, n: np.sum((reward / propensity)[propensity < 1]) / n,
            N_("You left out what was certain to be shown. It counts too: once."),
        ),
        Mistake(
            lambda reward, propensity, n: min(np.sum(reward / propensity) / n, reward.max()),
            N_("You cut the estimate off at the largest reward. IPS may lie above it; the next exercise mends that."),
        ),
        Mistake(
            lambda reward, propensity, n: sum({*(reward / propensity).tolist()}) / n,
            N_("Rows that look the same are different views. Each of them counts."),
        ),
    ),
    properties=(_one_sure_view, _no_row_counts_less_than_once, _no_row_counts_more_than_the_rarest),
    then=N_(
        "The same in one step is `reward @ (1 / propensity) / n`. A million rows take a few milliseconds either way; "
        "what breaks first is a single row whose propensity was rounded down to 0."
    ),
)

# --- 07.2 SNIPS ------------------------------------------------------------------------------------------------------


def _snips_inputs(rng, k):
    reward, propensity = _log_inputs(rng, k)
    if k == 7:
        propensity[:2] = 0.125  # a weight of just 8
    return reward, propensity, (4.0, 3.0, 2.0, 6.0, 2.5, 1e3, 1.0, 8.0)[k % 8]


def snips(reward, propensity, clip):
    """The weighted mean of the rewards (m,), with weights 1 / propensity of at most `clip`."""
    weight = np.minimum(1 / propensity, clip)
    return np.sum(weight * reward) / np.sum(weight)


def _is_a_mean(arguments, result):
    reward, *__ = arguments
    slack = SLACK * np.abs(reward).max()
    if reward.min() - slack <= result <= reward.max() + slack:
        return None
    if reward.min() == reward.max():
        return _("All rewards are {reward:g} here, and so is every mean of them; yours is {result:.4g}.").format(
            reward=reward[0], result=result
        )
    return _("A mean of these rewards lies between {min:g} and {max:g}; yours is {result:.4g}.").format(
        min=reward.min(), max=reward.max(), result=result
    )


def _light(reward, propensity, clip):
    keep = 1 / propensity <= clip
    return reward[keep], propensity[keep]


def _mean_of_the_light(reward, propensity, clip):
    reward, propensity = _light(reward, propensity, clip)
    return np.average(reward, weights=1 / propensity)


def _by_one_min(reward, propensity, clip):
    weight = min(1 / propensity, clip)
    return np.sum(weight * reward) / np.sum(weight)


def _by_the_largest_weight(reward, propensity, clip):
    weight = np.minimum(1 / propensity, clip)
    return np.mean(weight / weight.max() * reward)


SNIPS = Exercise(
    id="07.2",
    name="snips",
    title=N_("A mean that stays a mean"),
    term="自归一化",
    minutes=6,
    difficulty=2,
    importance=3,
    points=2,
    hints=(
        N_("First the weights, 1 / propensity; then cap them; then a weighted mean."),
        N_("np.minimum(1 / propensity, clip) are the weights. A weighted mean divides by the sum of its own weights."),
        N_("np.sum(weight * reward) / np.sum(weight), with the capped weights in both places."),
    ),
    inputs=_snips_inputs,
    reference=snips,
    mistakes=(
        Mistake(
            lambda reward, propensity, clip: np.sum(reward / propensity) / np.sum(1 / propensity),
            N_(
                "Your weights come out as if there were no cap. Clip 1 / propensity: a propensity is below every cap, "
                "and so is a weight that was divided by the sum of all."
            ),
        ),
        Mistake(
            lambda reward, propensity, clip: np.sum(np.minimum(1 / propensity, clip) * reward) / np.sum(1 / propensity),
            N_("You capped the weights above and not below, so they no longer sum to one."),
        ),
        Mistake(
            lambda reward, propensity, clip: np.mean(np.minimum(1 / propensity, clip) * reward),
            N_("You divided by the number of rows. Self-normalised means: divide by the sum of the weights."),
        ),
        Mistake(
            _by_the_largest_weight,
            N_("You made the largest weight 1 and divided by the rows. Divide by the sum of the weights."),
        ),
        Mistake(
            lambda reward, propensity, clip: snips(reward, 1 / np.maximum(1 / propensity, clip), 1e12),
            N_("np.maximum makes small weights large. A cap is a minimum: the smaller of weight and clip."),
        ),
        Mistake(
            lambda reward, propensity, clip: np.sum(np.minimum(reward / propensity, clip)) / np.sum(1 / propensity),
            N_("You capped reward times weight. Clipping concerns the weight alone: a long view is not suspicious."),
            also=(
                lambda reward, propensity, clip: (
                    np.sum(np.minimum(reward / propensity, clip)) / np.sum(np.minimum(1 / propensity, clip))
                ),
            ),
        ),
        Mistake(
            lambda reward, propensity, clip: snips(np.minimum(reward, clip), propensity, np.inf),
            N_("You capped the rewards. Clipping concerns the weights: a long view is not suspicious, a rare one is."),
            also=(lambda reward, propensity, clip: snips(np.minimum(reward, clip), propensity, clip),),
        ),
        Mistake(
            lambda reward, propensity, clip: min(snips(reward, propensity, np.inf), clip),
            N_("You capped the mean itself. The cap belongs to each weight, before anything is added up."),
        ),
        Mistake(
            lambda reward, propensity, clip: np.sum(reward / propensity) / np.sum(np.minimum(1 / propensity, clip)),
            N_("You capped the weights below and not above. It has to be the same weight in both places."),
        ),
        Mistake(
            lambda reward, propensity, clip: snips(reward, np.where(1 / propensity > clip, 1, propensity), np.inf),
            N_("Where a weight is too large you put 1. Clipping puts `clip` there, the largest weight allowed."),
        ),
        Mistake(
            lambda reward, propensity, clip: snips(reward, 1 - propensity, clip),
            N_("1 − propensity is the chance that something is not shown. The weight is 1 / propensity."),
            also=(lambda reward, propensity, clip: snips(reward, 1 / (1 - propensity), clip),),
        ),
        Mistake(
            lambda reward, propensity, clip: np.sum(np.minimum(1 / propensity, clip) * reward) / propensity.sum(),
            N_("You divided by the sum of the propensities. A weighted mean divides by the sum of its own weights."),
        ),
        Mistake(
            lambda reward, propensity, clip: snips(*_light(reward, propensity, clip), clip),
            N_("You threw out the rows with a large weight. Clipping keeps them, with the weight `clip`."),
            also=(
                lambda reward, propensity, clip: (
                    np.sum((reward / propensity)[1 / propensity < clip])
                    / np.sum((1 / propensity)[1 / propensity < clip])
                ),
                _mean_of_the_light,
            ),
        ),
        Mistake(
            lambda reward, propensity, clip: np.average(reward, weights=min(1 / propensity, clip)),
            N_(
                "`min` compares the whole array with `clip`, once. `np.minimum` compares weight by weight and keeps "
                "the smaller one."
            ),
            also=(_by_one_min,),
        ),
        Mistake(
            lambda reward, propensity, clip: reward.mean(),
            N_(
                "This is the naive mean: every row has the same weight. Did you compare `clip` with the propensity? It "
                "caps 1 / propensity."
            ),
        ),
        Mistake(
            lambda reward, propensity, clip: np.sum(propensity * reward) / np.sum(propensity),
            N_("Your weights are the propensities themselves. What was rarely shown must count more, not less."),
        ),
    ),
    properties=(_is_a_mean,),
    then=N_(
        "`np.average(reward, weights=weight)` is the same. Say beside it how many even rows the weights are worth, "
        "(Σw)² / Σw²: of a million rows it can be a few hundred."
    ),
)

# --- 07.3 the propensities of an ε-greedy feed -----------------------------------------------------------------------


def _feed_inputs(rng, k):
    if k == 0:
        return np.array([0.9, 0.2, 0.5, 0.1]), 2, 0.5
    scores = np.round(rng.permutation(4 + 2 * k) / 10 + 0.03 - (k % 3 == 2), 2)  # some are below 0
    places = (3, 1, 2, 4, 3, 5, 2)[(k - 1) % 7]
    if k == 4:
        scores = scores[: places + 1]  # room for all but one
    return scores, places, (0.2, 0.4, 0.0, 0.1, 1.0, 0.3, 0.7)[(k - 1) % 7]


def feed_propensities(scores, k, epsilon):
    """The chance of each video (n,) to be in the slate of an ε-greedy feed with k places; no two scores are equal."""
    n = len(scores)
    place = np.argsort(np.argsort(-scores))  # 0 for the best video
    total = np.zeros(n)
    for m in range(k + 1):  # m places are handed to chance
        happens = comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m)
        left = n - (k - m)  # videos that chance can pick from
        total += happens * np.where(place < k - m, 1.0, m / left)
    return total


def _sum_to_the_slate(arguments, result):
    scores, k, __ = arguments
    if np.shape(result) != scores.shape:
        return None
    if not np.isclose(np.sum(result), k):
        return ngettext(
            "Your chances sum to {total:.3g}, but a slate of one place always holds one video.",
            "Your chances sum to {total:.3g}, but a slate always holds {k} videos.",
            k,
        ).format(total=np.sum(result), k=k)
    if np.min(result) < -SLACK or np.max(result) > 1 + SLACK:
        return _("A chance lies between 0 and 1; among yours is {chance:.4g}.").format(
            chance=np.max(result) if np.max(result) > 1 else np.min(result)
        )
    return None


def _better_is_likelier(arguments, result):
    scores, *__ = arguments
    falling = np.diff(result[np.argsort(-scores)])
    if np.shape(result) == scores.shape and np.max(falling) > SLACK:
        return _("A better video is never less likely to be shown than a worse one. In yours, one is.")
    return None


def _without_coins(arguments, result):
    scores, k, epsilon = arguments
    if epsilon in (0, 1) and np.shape(result) == scores.shape:
        expected = k / len(scores) if epsilon else _top(scores, k)
        if not np.allclose(result, expected):
            if epsilon:
                return _(
                    "With ε = 1 chance fills every place, and all videos are equally likely. In yours they are not."
                )
            return _("With ε = 0 there are no coins: the best k are certain, and nothing else is shown.")
    return None


def _top(scores, k):
    return (np.argsort(np.argsort(-scores)) < k).astype(float)


def _all_handed_over(scores, k, epsilon):
    return np.full(len(scores), epsilon**k * k / len(scores))


def _over_handed(part):
    """The right average over m, with another chance part(place, k, m, n) for each video."""

    def wrong(scores, k, epsilon):
        n, place = len(scores), np.argsort(np.argsort(-scores))
        weights = [comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m) for m in range(k + 1)]
        return sum(weight * part(place, k, m, n) for m, weight in enumerate(weights))

    return wrong


FEED = Exercise(
    id="07.3",
    name="feed_propensities",
    title=N_("The chance of everything"),
    term="探索",
    minutes=15,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "Suppose you knew that m places are handed to chance. Which videos are certain then, and how do the others "
            "share the m places?"
        ),
        N_(
            "Given m: the best k − m are certain, each of the other n − (k − m) has the chance m / (n − (k − m)). "
            "np.argsort(np.argsort(-scores)) is the place of each video, from 0."
        ),
        N_("Average over m = 0 … k with the weights comb(k, m) · ε^m · (1 − ε)^(k − m)."),
    ),
    inputs=_feed_inputs,
    reference=feed_propensities,
    mistakes=(
        Mistake(
            lambda scores, k, epsilon: (1 - epsilon) * _top(scores, k) + epsilon * k / len(scores),
            N_(
                "These are the chances of another feed: one that throws a single coin and then makes the whole slate "
                "random. Ours throws a coin for each place."
            ),
        ),
        Mistake(
            lambda scores, k, epsilon: np.where(
                _top(scores, k) == 1, 1 - epsilon, epsilon * k / max(1, len(scores) - k)
            ),
            N_(
                "They sum to k, but two things are forgotten. The best video only loses its place if all places are "
                "handed over, and a video that lost its place can be drawn again."
            ),
        ),
        Mistake(
            lambda scores, k, epsilon: (1 - epsilon) * _top(scores, k) + epsilon / len(scores),
            N_("You shared out a single random place. Each of the k places may be one."),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: np.where(place < k - m, 1.0, m / n)),
            N_(
                "Given m, you let chance pick from all n videos. Those that are in the slate already cannot come twice."
            ),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: np.where(place < k - m, 1.0, np.where(place < k, 0.0, m / (n - k)))),
            N_(
                "Given m, you let chance pick from the n − k videos behind the best k. Those of the best k that lost "
                "their place can be picked, too."
            ),
            also=(_over_handed(lambda place, k, m, n: np.where(place < k - m, 1.0, m / (n - k))),),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: np.where(place >= n - (k - m), 1.0, m / (n - (k - m)))),
            N_("Your feed prefers the worst videos: argsort puts the smallest score first."),
        ),
        Mistake(
            lambda scores, k, epsilon: feed_propensities(scores, k, 1 - epsilon),
            N_("You took ε for the chance that a place is kept. It is the chance that a place is handed to chance."),
        ),
        Mistake(
            lambda scores, k, epsilon: _top(scores, k),
            N_("This is the feed without exploration: ε does not occur."),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: np.where(place < k - m, 1.0, 0.0)),
            N_(
                "These are the chances to keep a place. Whoever is not certain of one may still be drawn for one of "
                "the m places that are handed over."
            ),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: np.where(place < k - m, 1.0, 1 / (n - (k - m)))),
            N_("Given m, you share out one random place. There are m of them: each other video gets m times as much."),
        ),
        Mistake(
            _over_handed(lambda place, k, m, n: (place < k - m) + m / (n - (k - m))),
            N_("Given m, a video that is certain has the chance 1, and nothing is added: it is not drawn once more."),
        ),
        Mistake(
            lambda scores, k, epsilon: feed_propensities(scores, k, epsilon) - _all_handed_over(scores, k, epsilon),
            N_("You forgot that all k places may be handed to chance. m goes from 0 to k, and `range(k)` ends before."),
        ),
        Mistake(
            lambda scores, k, epsilon: feed_propensities(scores, k, epsilon) - (1 - epsilon) ** k * _top(scores, k),
            N_("You forgot that no place at all may be handed to chance. m begins at 0."),
        ),
        Mistake(
            lambda scores, k, epsilon: feed_propensities(scores, k, epsilon) / k,
            N_("Your chances sum to 1. They are chances of being anywhere in the slate, so they sum to k."),
        ),
    ),
    properties=(_sum_to_the_slate, _better_is_likelier, _without_coins),
    then=N_(
        "For a slate of 5 out of a million videos nearly all the time goes into sorting. `np.argpartition` finds the "
        "best k without sorting the rest, and all the rest share one number."
    ),
)

# --- 07.4 homogeneity ------------------------------------------------------------------------------------------------


def _watched_inputs(rng, k):
    if k == 0:
        user, video = np.array([0, 0, 0, 1, 1, 2]), np.array([4, 7, 7, 7, 9, 5])
        return user, video, np.array([[0, 1], [0, 2]])
    if k == 1:  # one view each: the same, and not the same
        return np.array([8, 3, 5]), np.array([6, 6, 2]), np.array([[3, 8], [8, 5]])
    viewers, rows = 3 + k, 8 + 6 * k
    user = np.concatenate([np.arange(viewers), rng.integers(viewers, size=rows)])
    video = rng.geometric(0.2, size=len(user))  # some are watched twice
    if k == 2:  # two who watch the same, one of them all of it twice
        user, video = np.append(user, [0, 0, 1, 1, 1, 1]), np.append(video, [30, 31, 30, 31, 30, 31])
    pairs = np.array([rng.choice(viewers, 2, replace=False) for __ in range(1 if k == 5 else 2 + k)])
    if k == 2:
        pairs[0] = 1, 0
    if k % 3 == 0:
        pairs[0, 1] = viewers + 2  # somebody who has watched nothing
    order = rng.permutation(len(user))
    return user[order], video[order], pairs


def homogeneity(user_id, video_id, pairs):
    """The mean Jaccard index of what the two viewers of each pair (p, 2) have watched; columns of a log (n,)."""
    found = []
    for a, b in pairs:
        one, other = set(video_id[user_id == a]), set(video_id[user_id == b])
        found.append(len(one & other) / len(one | other))
    return np.mean(found)


def _between_strangers_and_twins(arguments, result):
    """No index is below 0, and none is above the smaller set over the larger one."""
    user_id, video_id, pairs = arguments
    if result < -SLACK:
        return _("Two viewers cannot share less than nothing; yours is {result:.4g}.").format(result=result)
    sizes = np.array([_sizes(video_id[user_id == a], video_id[user_id == b])[1:] for a, b in pairs])
    most = np.mean(sizes.min(axis=1) / sizes.max(axis=1))
    if result > most + SLACK:
        return _(
            "Two viewers share at most as many videos as the one with fewer has, out of at least as many as the other "
            "has: a mean of at most {most:.4g} here. Yours is {result:.4g}."
        ).format(most=most, result=result)
    return None


def _alike(index):
    """A mean over pairs of another index(one, other), given the two lists of ids."""

    def wrong(user_id, video_id, pairs):
        return np.mean([index(video_id[user_id == a], video_id[user_id == b]) for a, b in pairs])

    return wrong


def _sizes(one, other):
    one, other = set(one.tolist()), set(other.tolist())
    return len(one & other), len(one), len(other)


def _pooled(user_id, video_id, pairs):
    sizes = np.array([_sizes(video_id[user_id == a], video_id[user_id == b]) for a, b in pairs])
    shared, one, other = sizes.sum(axis=0)
    return shared / (one + other - shared)


def _with_repeats(one, other):
    shared = np.isin(one, other).sum()
    return shared / (len(one) + len(other) - shared)


def _with_repeats_below(one, other):
    return _sizes(one, other)[0] / (len(one) + len(other) - _sizes(one, other)[0])


def _with_repeats_above(one, other):
    return np.isin(one, other).sum() / sum(np.array([-1, 1, 1]) * _sizes(one, other))


def _with_repeats_all_over(one, other):
    return _sizes(one, other)[0] / (len(one) + len(other))


def _as_bags(one, other):
    one, other = Counter(one.tolist()), Counter(other.tolist())
    return (one & other).total() / (one | other).total()


def _only_pairs(kept):
    """The mean over those pairs for whose sizes (shared, one, other) kept(…) is true; 0 if there is none."""

    def wrong(user_id, video_id, pairs):
        sizes = [_sizes(video_id[user_id == a], video_id[user_id == b]) for a, b in pairs]
        found = [shared / (one + other - shared) for shared, one, other in sizes if kept(shared, one, other)]
        return np.mean(found) if found else 0.0

    return wrong


def _of_one_pair(i):
    return lambda user_id, video_id, pairs: homogeneity(user_id, video_id, pairs[i][None])


def _of_everybody(user_id, video_id, pairs):
    viewers = np.unique(user_id)
    return homogeneity(user_id, video_id, [(a, b) for a in viewers for b in viewers[viewers > a]])


def _jaccard(one, other):
    shared, a, b = _sizes(one, other)
    return shared / (a + b - shared)


HOMOGENEITY = Exercise(
    id="07.4",
    name="homogeneity",
    title=N_("How alike are they?"),
    term="同质化",
    minutes=6,
    difficulty=2,
    importance=2,
    points=2,
    hints=(
        N_("For one pair: which videos has each of the two watched, as a set? A set holds everything once."),
        N_("video_id[user_id == a] are the videos of viewer a. For sets, & is what both hold and | what either holds."),
        N_("The index of a pair is len(one & other) / len(one | other). Return the mean over the pairs."),
    ),
    inputs=_watched_inputs,
    reference=homogeneity,
    mistakes=(
        Mistake(
            _alike(lambda one, other: _sizes(one, other)[0] / max(1, min(_sizes(one, other)[1:]))),
            N_("You divided by the smaller of the two sets. Whoever watched little would seem alike to everybody."),
            also=(_alike(lambda one, other: _sizes(one, other)[0] / min(_sizes(one, other)[1:])),),
        ),
        Mistake(
            _alike(lambda one, other: 2 * _sizes(one, other)[0] / sum(_sizes(one, other)[1:])),
            N_("This is Dice's index: it counts what they share twice. Jaccard divides by what either has watched."),
        ),
        Mistake(
            _alike(_with_repeats),
            N_("A video that somebody watched twice counts twice in yours. Make sets first."),
            also=(_alike(_with_repeats_below), _alike(_with_repeats_above), _alike(_as_bags)),
        ),
        Mistake(
            _alike(lambda one, other: _sizes(one, other)[0] / sum(_sizes(one, other)[1:])),
            N_("You divided by both sets together, where what they share stands twice. It belongs to the union once."),
            also=(
                _alike(_with_repeats_all_over),
                _alike(lambda one, other: np.isin(one, other).sum() / (len(one) + len(other))),
            ),
        ),
        Mistake(
            _alike(lambda one, other: _sizes(one, other)[0] / max(_sizes(one, other)[1:])),
            N_("You divided by the larger of the two sets. What only the other has watched belongs below, too."),
        ),
        Mistake(
            _alike(lambda one, other: _sizes(one, other)[0] / np.sqrt(max(1, np.prod(_sizes(one, other)[1:])))),
            N_("This is the cosine of the two sets. Jaccard divides by what either has watched."),
        ),
        Mistake(
            _alike(lambda one, other: float(_sizes(one, other)[0] > 0)),
            N_("You counted the pairs that share anything at all. How much of it all do they share?"),
        ),
        Mistake(
            _only_pairs(lambda shared, one, other: shared),
            N_("You left out pairs that share nothing. Their index is 0, and it counts in the mean."),
        ),
        Mistake(
            _only_pairs(lambda shared, one, other: one and other),
            N_("You left out pairs of whom one has watched nothing. They share nothing: an index of 0, which counts."),
        ),
        Mistake(
            _of_one_pair(-1),
            N_("Only one of the pairs counts in yours. Collect the index of each, then take the mean."),
            also=(_of_one_pair(0),),
        ),
        Mistake(
            _of_everybody,
            N_("You compared every viewer with every other. Only the `pairs` are asked for."),
        ),
        Mistake(
            lambda user_id, video_id, pairs: np.mean(
                [
                    len({*user_id[video_id == a]} & {*user_id[video_id == b]})
                    / max(1, len({*user_id[video_id == a]} | {*user_id[video_id == b]}))
                    for a, b in pairs
                ]
            ),
            N_(
                "You looked up videos, and pairs are pairs of viewers: `video_id` where `user_id` is a, not vice versa."
            ),
        ),
        Mistake(
            lambda user_id, video_id, pairs: np.mean([float(video_id[a] == video_id[b]) for a, b in pairs]),
            N_("You took the two of a pair for rows of the log. They are viewers: pick the rows where `user_id` is a."),
        ),
        Mistake(
            lambda user_id, video_id, pairs: np.mean(
                [_sizes(video_id[user_id == a], video_id[user_id == b])[0] / len(np.unique(video_id)) for a, b in pairs]
            ),
            N_("You divided by all videos of the log. Only what one of the two has watched belongs below."),
        ),
        Mistake(
            _pooled,
            N_(
                "You added up all pairs and divided once, so viewers who watch much decide. Every pair counts the same."
            ),
        ),
        Mistake(
            _alike(lambda one, other: 1 - _jaccard(one, other)),
            N_("This is how different they are: one minus the index."),
        ),
        Mistake(
            _alike(lambda one, other: _sizes(one, other)[0] / max(1, _sizes(one, other)[1])),
            N_("You divided by what one of the two has watched. Swap them, and it changes; likeness should not."),
            also=(
                _alike(lambda one, other: _sizes(one, other)[0] / max(1, _sizes(one, other)[2])),
                _alike(lambda one, other: np.isin(one, other).mean() if len(one) else 0.0),
                _alike(lambda one, other: np.isin(other, one).mean() if len(other) else 0.0),
            ),
        ),
        Mistake(
            lambda user_id, video_id, pairs: np.sum(
                [_jaccard(video_id[user_id == a], video_id[user_id == b]) for a, b in pairs]
            ),
            N_("This is the sum over the pairs. Divide by how many there are."),
        ),
        Mistake(
            _alike(lambda one, other: float(_sizes(one, other)[0])),
            N_("You counted what they share. Two who watch all day share much and may still be strangers."),
        ),
    ),
    properties=(_between_strangers_and_twins,),
    then=N_(
        "Each pair reads the whole log here. With a million rows and thousands of pairs, sort the log into sets once; "
        "or multiply the sparse table of viewers × videos by its transpose, and all that is shared comes out at once."
    ),
)

# --- 07.5 read a causal diagram --------------------------------------------------------------------------------------


def causes_of(arrows, name):
    """All causes of `name`, near and far: the set of names from which arrows lead to it."""
    found, search = set(), [name]
    while search:
        effect = search.pop()
        new = {a for a, b in arrows if b == effect} - found
        found |= new
        search += sorted(new)
    return found


def _diagram_inputs(rng, k):
    if k == 0:
        arrows = [("quality", "old log"), ("old log", "shown"), ("coin", "shown"), ("shown", "watched")]
        return [*arrows, ("quality", "watched"), ("shown", "new log")], "shown", "watched"
    if k == 1:
        return list(ARROWS), "shown", "watched"
    if k == 2:  # no effect at all: all that the two share is a cause; "ads" moves the treatment alone
        arrows = [("season", "price"), ("season", "sales"), ("ads", "price"), ("price", "margin"), ("luck", "sales")]
        return [*arrows, ("climate", "season")], "price", "sales"
    if k == 3:  # a coin decides: nothing is common
        arrows = [("coin", "cover"), ("cover", "clicks"), ("topic", "clicks"), ("clicks", "gifts"), ("cover", "gifts")]
        return [*arrows, ("topic", "gifts"), ("mood", "clicks")], "cover", "gifts"
    if k == 4:  # long ways; what leads to the treatment late reaches the outcome through it alone
        way = ("school", "friends", "habits", "evenings", "watching")
        other = ("school", "area", "subtitles", "minutes", "liking")
        arrows = [("liking", "comments"), *pairwise(other), *pairwise(way), ("watching", "liking"), ("town", "school")]
        return [*arrows, ("area", "watching")], "watching", "liking"
    names = np.array(["age", "sleep", "work", "income", "mood", "friends", "sport", "diet", "luck"])
    names = [str(name) for name in names[rng.permutation(9)[: 6 + k % 4]]]
    treatment, n = len(names) // 2, len(names)
    arrows = [(0, treatment), (0, n - 1), (1, treatment), (treatment, n - 2), (n - 2, n - 1)]
    for a in range(n):
        arrows += [(a, b) for b in range(a + 1, n) if rng.random() < 0.12 and (a, b) not in arrows]
    arrows = [arrows[i] for i in rng.permutation(len(arrows))]
    return [(names[a], names[b]) for a, b in arrows], names[treatment], names[n - 1]


def common_causes(arrows, treatment, outcome):
    """Names, sorted, of all that moves both: causes of the treatment that reach the outcome on another way, too."""
    around = [arrow for arrow in arrows if treatment not in arrow]
    return sorted(causes_of(arrows, treatment) & causes_of(around, outcome))


def _effects_of(arrows, name):
    return causes_of([(b, a) for a, b in arrows], name)


def _around(arrows, name):
    """The arrows that do not touch `name`."""
    return [arrow for arrow in arrows if name not in arrow]


def _within_two(arrows, name):
    """The causes of `name` within two arrows."""
    near = {a for a, b in arrows if b == name}
    return near | {a for a, b in arrows if b in near}


def _no_effect_of_the_treatment(arguments, result):
    arrows, treatment, __ = arguments
    late = sorted(set(result) & _effects_of(arrows, treatment))
    if late:
        return _(
            "“{late}” comes after “{treatment}”: what the treatment moves cannot have moved the treatment."
        ).format(late=late[0], treatment=treatment)
    return None


def _each_moves_both(arguments, result):
    arrows, treatment, outcome = arguments
    for name in result:
        if name in (treatment, outcome):
            return _("“{name}” is the treatment or the outcome: no cause of both.").format(name=name)
        if name not in causes_of(arrows, treatment):
            return _("No arrows lead from “{name}” to “{treatment}”.").format(name=name, treatment=treatment)
        if name not in causes_of(_around(arrows, treatment), outcome):
            return _("From “{name}”, arrows reach “{outcome}” only through “{treatment}”.").format(
                name=name, outcome=outcome, treatment=treatment
            )
    return None


CAUSES = Exercise(
    id="07.5",
    name="common_causes",
    title=N_("Which arrows lie?"),
    term="混杂因素",
    minutes=10,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "It must be a cause of the treatment, and it must also reach the outcome by a way that avoids the "
            "treatment."
        ),
        N_("Make a second list of arrows, without those that touch the treatment. Whose causes do you ask for there?"),
        N_("sorted(causes_of(arrows, treatment) & causes_of(around, outcome)), with `around` as the shorter list."),
    ),
    inputs=_diagram_inputs,
    reference=common_causes,
    mistakes=(
        Mistake(
            lambda arrows, treatment, outcome: sorted(causes_of(arrows, treatment)),
            N_(
                "You named all causes of the treatment. One that reaches the outcome only through the treatment, like "
                "a coin, fakes nothing."
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(causes_of(arrows, treatment) & causes_of(arrows, outcome)),
            N_(
                "You also counted the way through the treatment, so everything that moves it moves the outcome as "
                "well. Take the treatment's arrows out before you ask for causes of the outcome."
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(causes_of(arrows, outcome) - {treatment}),
            N_("You named all causes of the outcome. One that does not move the treatment only adds noise."),
            also=(
                lambda arrows, treatment, outcome: sorted(causes_of(arrows, outcome)),
                lambda arrows, treatment, outcome: sorted(causes_of(_around(arrows, treatment), outcome)),
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(
                {a for a, b in arrows if b == treatment} & {a for a, b in arrows if b == outcome}
            ),
            N_("You followed one arrow only. A cause may take two steps: through the old log, say."),
            also=(
                lambda arrows, treatment, outcome: sorted(
                    causes_of(arrows, treatment) & {a for a, b in arrows if b == outcome}
                ),
                lambda arrows, treatment, outcome: sorted(
                    _within_two(arrows, treatment) & _within_two(_around(arrows, treatment), outcome)
                ),
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: ["quality", "taste"],
            N_("These are the names in the lesson's picture. Your function must read the arrows that it is given."),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(_effects_of(arrows, treatment) & causes_of(arrows, outcome)),
            N_(
                "These lie on the way from the treatment to the outcome: they carry the effect that you want to "
                "measure."
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(_effects_of(arrows, treatment) & _effects_of(arrows, outcome)),
            N_("These are common effects. Look against the arrows, not along them."),
            also=(
                lambda arrows, treatment, outcome: sorted(
                    {b for a, b in arrows if a == treatment} & {b for a, b in arrows if a == outcome}
                ),
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(
                {a for a, b in arrows if b == treatment} & causes_of(_around(arrows, treatment), outcome)
            ),
            N_("You asked for direct causes of the treatment only. Those behind them count as well."),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(
                causes_of(_around(arrows, treatment), treatment) & causes_of(_around(arrows, treatment), outcome)
            ),
            N_(
                "Your list is always empty. A name whose arrows are taken out has no causes left: take out those of "
                "the treatment, and only where you ask for the causes of the outcome."
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: [
                name for name in common_causes(arrows, treatment, outcome) if not causes_of(arrows, name)
            ],
            N_("You named those with nothing before them. What stands between them and the treatment moves both, too."),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(
                causes_of(arrows, treatment)
                & causes_of([arrow for arrow in arrows if arrow != (treatment, outcome)], outcome)
            ),
            N_(
                "You took out the arrow from the treatment to the outcome, and there may be longer ways between them. "
                "No way may pass through the treatment."
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(
                causes_of(arrows, treatment) ^ causes_of(_around(arrows, treatment), outcome)
            ),
            N_("`^` keeps what moves just one of the two, and `-` what moves the first alone. What moves both?"),
            also=(
                lambda arrows, treatment, outcome: sorted(causes_of(arrows, outcome) - causes_of(arrows, treatment)),
                lambda arrows, treatment, outcome: sorted(
                    causes_of(arrows, outcome) - causes_of(arrows, treatment) - {treatment}
                ),
                lambda arrows, treatment, outcome: sorted(causes_of(arrows, treatment) ^ causes_of(arrows, outcome)),
                lambda arrows, treatment, outcome: sorted(causes_of(arrows, treatment) - causes_of(arrows, outcome)),
                lambda arrows, treatment, outcome: sorted(
                    causes_of(arrows, treatment) - causes_of(_around(arrows, treatment), outcome)
                ),
            ),
        ),
        Mistake(
            lambda arrows, treatment, outcome: sorted(causes_of(arrows, treatment) | causes_of(arrows, outcome)),
            N_("`|` keeps what moves one of the two, or both. A common cause moves both."),
            also=(
                lambda arrows, treatment, outcome: sorted(
                    causes_of(arrows, treatment) | causes_of(_around(arrows, treatment), outcome)
                ),
            ),
        ),
    ),
    properties=(_no_effect_of_the_treatment, _each_moves_both),
    then=N_(
        "A `causes_of` that calls itself breaks on a long chain (Python stops at a depth of about 1,000) or on a "
        "circle. A list of what is still to be visited, and a set of what has been, stand both."
    ),
)

# --- 07.6 the loop, closed --------------------------------------------------------------------------------------------


def recommend(score, epsilon, coin, other):
    """Step 1: (video, chance), both (viewers,): what each is shown, how likely that was."""
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video, chance


def fit(shown, watched, doubt):
    """Step 2: each viewer's score of each video, from what was shown and watched."""
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    """Step 3: the log (3, days, viewers): video shown, its chance, 1 if it was watched."""
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log


# (viewers, videos, days, epsilon, doubt), one row a case; the first is the example by hand
_LOOPS = (
    (1, 2, 3, 0.2, 0.5),
    (2, 3, 5, 0.0, 0.0),
    (3, 2, 4, 1.0, 0.5),
    (2, 3, 8, 0.4, 0.5),
    (3, 4, 9, 0.3, 0.9),
    (4, 3, 9, 0.5, 0.2),
    (2, 5, 12, 0.35, 0.6),
    (5, 4, 10, 0.6, 0.4),
)


def _loop_inputs(rng, k):
    viewers, videos, days, epsilon, doubt = _LOOPS[k % 8]
    if k == 0:
        sure = np.full((3, 1), 0.5)
        return np.array([[0.2, 0.9]]), sure, sure + 0.4, np.ones((3, 1), dtype=np.int64), epsilon, doubt
    likes = np.round(rng.uniform(0.1, 0.9, (viewers, videos)), 2)
    likes[0] = np.roll(np.sort(likes[0]), 1)  # the first video is this viewer's best one: coins lead away from it
    luck = np.round(rng.uniform(0.1, 0.9, (days, viewers)), 2) + 0.005  # never just a liking
    coin = np.round(rng.uniform(0, 0.99, (days, viewers)), 2) + 0.005
    coin[1, 0], coin[2, 0], coin[-1, -1] = 0.005, 0.995, 0.005  # both sides of it come up for sure
    other = rng.integers(videos, size=(days, viewers))
    other[-1, -1] = videos - 1
    return likes, luck, coin, other, epsilon, doubt


def _two_chances_only(arguments, result):
    likes, __, __, __, epsilon, __ = arguments
    n = likes.shape[1]
    low, high = epsilon / n, epsilon / n + 1 - epsilon
    wrong = ~np.isclose(result[1], low) & ~np.isclose(result[1], high)
    if wrong.any():
        return _(
            "Step 1: with epsilon = {epsilon:g} and {n} videos, the best one is shown with chance {high:.4g}, by coin "
            "or without, and any other with {low:.4g}. Your log has a chance of {yours:.4g}."
        ).format(epsilon=epsilon, n=n, high=high, low=low, yours=result[1][wrong][0])
    return None


def _coins_show_the_other(arguments, result):
    __, __, coin, other, epsilon, __ = arguments
    wrong = (coin < epsilon) & (result[0] != other)
    if wrong.any():
        day, viewer = np.argwhere(wrong)[0]
        return _(
            "Step 1: on day {day}, viewer {viewer} has the coin {coin:g}, below epsilon = {epsilon:g}: video {other} "
            "is shown, whatever is best. In your log it is video {yours:g}."
        ).format(
            day=day,
            viewer=viewer,
            coin=coin[day, viewer],
            epsilon=epsilon,
            other=other[day, viewer],
            yours=result[0, day, viewer],
        )
    return None


def _luck_decides_who_watches(arguments, result):
    likes, luck, *__ = arguments
    video = result[0].astype(int)
    if np.any((video < 0) | (video >= likes.shape[1])):
        return None
    each = np.arange(likes.shape[0])
    expected = luck < likes[each, video]
    wrong = expected != result[2]
    if wrong.any():
        day, viewer = np.argwhere(wrong)[0]
        liking = likes[viewer, video[day, viewer]]
        return _(
            "Step 3: on day {day}, viewer {viewer} is shown video {video} and likes it by {liking:g}; luck is "
            "{luck:g}. So the last row of the log holds {right} here, and yours {yours:g}."
        ).format(
            day=day,
            viewer=viewer,
            video=video[day, viewer],
            liking=liking,
            luck=luck[day, viewer],
            right=int(expected[day, viewer]),
            yours=result[2, day, viewer],
        )
    return None


def _best_by_all_before(arguments, result):
    """Where no coin decides, the video is the best by what the log itself holds up to then."""
    likes, luck, coin, __, epsilon, doubt = arguments
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    for day in range(days):
        video, played = result[0, day].astype(int), result[2, day]
        if np.any((video < 0) | (video >= likes.shape[1])):
            return None
        best = ((watched + doubt) / (shown + 1)).argmax(axis=1)
        wrong = (coin[day] >= epsilon) & (video != best)
        if wrong.any():
            viewer = int(np.argmax(wrong))
            return _(
                "Steps 2 and 3: before day {day}, viewer {viewer} was shown the videos {shown} times and watched them "
                "{watched} times, by your log. With doubt = {doubt:g} video {best} is best; yours shows video {yours}."
            ).format(
                day=day,
                viewer=viewer,
                shown=shown[viewer].astype(int).tolist(),
                watched=watched[viewer].astype(int).tolist(),
                doubt=doubt,
                best=best[viewer],
                yours=video[viewer],
            )
        shown[each, video] += 1
        watched[each, video] += played
    return None


def _closing(
    score=fit,
    best=lambda score: score.argmax(axis=1),
    video=lambda best, other, coin, epsilon: np.where(coin < epsilon, other, best),
    chance=lambda video, best, coin, epsilon, n: epsilon / n + (1 - epsilon) * (video == best),
    played=lambda luck, likes, each, video, best: luck < likes[each, video],
    count=lambda played: (1, played),
    rows=lambda each: each,
    of=lambda day: day,
    ranked=lambda score, likes: score,
    refit=True,
):
    """A whole wrong answer, with one part of `recommend`, of `fit` or of the loop exchanged."""

    def wrong(likes, luck, coin, other, epsilon, doubt):
        days, viewers = luck.shape
        each = np.arange(viewers)
        shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
        log = np.zeros((3, days, viewers))
        for day in range(days):
            if refit or not day:
                fitted = ranked(score(shown, watched, doubt), likes)
            top = best(fitted)
            one = video(top, other[of(day)], coin[of(day)], epsilon)
            seen = played(luck[of(day)], likes, each, one, top)
            more = count(seen)
            shown[rows(each), one] += more[0]
            watched[rows(each), one] += more[1]
            log[:, day] = one, chance(one, top, coin[of(day)], epsilon, likes.shape[1]), seen
        return log

    return wrong


def _log_after_learning(likes, luck, coin, other, epsilon, doubt):
    """The chance is that of the score which has already learnt from this day."""
    log, shown, watched = close_the_loop(likes, luck, coin, other, epsilon, doubt), *np.zeros((2, *likes.shape))
    each = np.arange(len(likes))
    for day in range(len(luck)):
        video = log[0, day].astype(int)
        shown[each, video] += 1
        watched[each, video] += log[2, day]
        best = fit(shown, watched, doubt).argmax(axis=1)
        log[1, day] = epsilon / likes.shape[1] + (1 - epsilon) * (video == best)
    return log


def _days_kept(keep):
    """The right log with the days that `keep`(day, days) names, and zeros elsewhere."""

    def wrong(likes, luck, coin, other, epsilon, doubt):
        log = close_the_loop(likes, luck, coin, other, epsilon, doubt)
        days = np.arange(len(luck))
        return log * keep(days, len(luck))[:, None]

    return wrong


CLOSE = Exercise(
    id="07.6",
    name="close_the_loop",
    title=N_("Close the loop"),
    term="反馈循环",
    minutes=20,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "A day has four beats: recommend by what is known, watch, write the log, know more. `recommend` and `fit` "
            "do the first; the tables `shown` and `watched` are all that is known."
        ),
        N_(
            "Each day begins with `video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], "
            "other[day])`. A viewer watches if `luck[day]` is below `likes[each, video]`."
        ),
        N_(
            "Then `shown[each, video] += 1`, `watched[each, video] += played` and `log[:, day] = video, chance, "
            "played`. In `recommend`, the chance is `epsilon / score.shape[1] + (1 - epsilon) * (video == best)`."
        ),
    ),
    inputs=_loop_inputs,
    reference=close_the_loop,
    mistakes=(
        Mistake(
            _closing(refit=False),
            N_("You fitted once and showed by that score every day. The loop is open: fit anew each day."),
        ),
        Mistake(
            _closing(ranked=lambda score, likes: likes),
            N_("You ranked by `likes`, the truth. No feed knows it: it knows what was shown and what was watched."),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: watched),
            N_(
                "In yours a skip costs a video nothing, so you rank by plays so far, as in section 1. Below the line "
                "stands how often it was shown, watched or not."
            ),
            also=(
                _closing(score=lambda shown, watched, doubt: watched + doubt),
                _closing(count=lambda played: (played, played)),
                _closing(count=lambda played: (0, played)),
            ),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: watched / np.maximum(shown, 1)),
            N_(
                "`doubt` does nothing here: what nobody was shown has the lowest score of all and stays where it is. "
                "Above the line stands watched + doubt."
            ),
            also=(
                _closing(score=lambda shown, watched, doubt: watched / (shown + 1) + doubt),
                _closing(score=lambda shown, watched, doubt: watched / (shown + 1)),
                _closing(score=lambda shown, watched, doubt: np.nan_to_num(watched / np.where(shown, shown, np.nan))),
            ),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: (watched + doubt) / (shown + 2)),
            N_("Your score adds two views below. One is imagined: watched by `doubt`, shown once."),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: (watched + doubt) / (shown + doubt)),
            N_("You added `doubt` below the line, too. The imagined view was shown once: add 1 there."),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: watched + doubt / (shown + 1)),
            N_("Division comes before plus: put watched + doubt into brackets."),
        ),
        Mistake(
            _closing(score=lambda shown, watched, doubt: (shown + doubt) / (watched + 1)),
            N_("Shown and watched have changed places in the score: it is watched over shown."),
        ),
        Mistake(
            _closing(best=lambda score: score.argmin(axis=1)),
            N_("You showed the video with the lowest score. The feed shows the highest."),
        ),
        Mistake(
            _closing(best=lambda score: np.full(len(score), score.sum(axis=0).argmax())),
            N_("You showed everybody the same video. Each row of `score` is a viewer with a best video of their own."),
            also=(_closing(best=lambda score: np.full(len(score), score.argmax() % score.shape[1])),),
        ),
        Mistake(
            _closing(video=lambda best, other, coin, epsilon: np.where(coin < epsilon, best, other)),
            N_("The coin works the wrong way round: below `epsilon` the other video is shown, else the best."),
            also=(_closing(video=lambda best, other, coin, epsilon: np.where(coin > epsilon, other, best)),),
        ),
        Mistake(
            _closing(video=lambda best, other, coin, epsilon: best),
            N_("Nothing is ever handed to chance. Where the coin is below `epsilon`, show the other video."),
        ),
        Mistake(
            _closing(video=lambda best, other, coin, epsilon: other),
            N_("All is handed to chance. Only where the coin is below `epsilon` is the other video shown."),
        ),
        Mistake(
            _closing(chance=lambda video, best, coin, epsilon, n: np.where(coin < epsilon, epsilon / n, 1 - epsilon)),
            N_(
                "You asked which way the coin fell. The chance is that of this video before the coin is thrown, and "
                "the best one can come up by coin, too."
            ),
            also=(
                _closing(
                    chance=lambda video, best, coin, epsilon, n: np.where(
                        coin < epsilon, epsilon / n, 1 - epsilon + epsilon / n
                    )
                ),
                _closing(chance=lambda video, best, coin, epsilon, n: np.where(coin < epsilon, epsilon, 1 - epsilon)),
                _closing(chance=lambda video, best, coin, epsilon, n: np.where(coin < epsilon, 1 / n, 1.0)),
            ),
        ),
        Mistake(
            _closing(chance=lambda video, best, coin, epsilon, n: np.where(video == best, 1 - epsilon, epsilon / n)),
            N_("The best video comes up by coin, too: its chance is 1 − ε, and ε over the number of videos besides."),
        ),
        Mistake(
            _closing(
                chance=lambda video, best, coin, epsilon, n: np.where(
                    video == best, 1 - epsilon, epsilon / max(1, n - 1)
                )
            ),
            N_(
                "You shared ε among all videos but the best. `other` is drawn from all of them, so the best has its "
                "part of ε, too."
            ),
        ),
        Mistake(
            _closing(chance=lambda video, best, coin, epsilon, n: np.where(video == best, 1 - epsilon, epsilon)),
            N_("ε is the chance that a coin decides. It is shared by all the videos that may come up then: over n."),
            also=(_closing(chance=lambda video, best, coin, epsilon, n: epsilon + (1 - epsilon) * (video == best)),),
        ),
        Mistake(
            _closing(chance=lambda video, best, coin, epsilon, n: np.full(len(video), 1 / n)),
            N_("1 over the number of videos is the chance in a feed that knows nothing. This one prefers the best."),
        ),
        Mistake(
            _closing(played=lambda luck, likes, each, video, best: luck > likes[each, video]),
            N_("Luck works the wrong way round: who likes a video by 0.9 watches it if luck is below 0.9."),
        ),
        Mistake(
            _closing(played=lambda luck, likes, each, video, best: luck < likes[each, best]),
            N_("You let viewers watch what is best by the score. They can only watch what they are shown."),
        ),
        Mistake(
            _closing(played=lambda luck, likes, each, video, best: luck < likes[video]),
            N_(
                "`likes[video]` and `likes[:, video]` take whole rows and columns; `likes[each, video]` one place each."
            ),
            also=(_closing(played=lambda luck, likes, each, video, best: luck < likes[:, video]),),
        ),
        Mistake(
            _closing(of=lambda day: slice(None)),
            N_("`coin`, `other` and `luck` have a row for each day. Hand over that of the day: `coin[day]`."),
        ),
        Mistake(
            _closing(played=lambda luck, likes, each, video, best: np.ones(len(video))),
            N_("Everybody watches everything in yours. A video is watched where luck is below the liking."),
        ),
        Mistake(
            _closing(played=lambda luck, likes, each, video, best: likes[each, video]),
            N_("You logged the liking itself. A log holds what happened: 1 if luck is below the liking, else 0."),
        ),
        Mistake(
            _closing(count=lambda played: (1, 1)),
            N_("You counted everything shown as watched. `watched` grows where it was played."),
        ),
        Mistake(
            _closing(count=lambda played: (1, 0)),
            N_("`watched` never grows, so the feed only learns what it has shown. Add `played` there."),
        ),
        Mistake(
            _closing(count=lambda played: (1 - played, played)),
            N_("You counted a watched video as not shown. `shown` counts every showing, watched or not."),
        ),
        Mistake(
            _closing(rows=lambda each: slice(None)),
            N_("You counted for all viewers what one was shown. `shown[each, video]` is each viewer's own place."),
        ),
        Mistake(
            _closing(of=lambda day: 0),
            N_("Every day has the luck and the coins of the first. Take row `day` of them."),
        ),
        Mistake(
            _log_after_learning,
            N_("Your chances know how the day ended. Log the chance under which the video was shown, then learn."),
        ),
        Mistake(
            _days_kept(lambda day, days: day == 0),
            N_("Only the first day is in your log. Does `return` stand inside the loop?"),
        ),
        Mistake(
            _days_kept(lambda day, days: day == days - 1),
            N_("Only the last day is in your log. Write every day into its own place: `log[:, day]`."),
            also=(
                lambda likes, luck, coin, other, epsilon, doubt: (
                    close_the_loop(likes, luck, coin, other, epsilon, doubt)[:, -1:] + np.zeros((1, len(luck), 1))
                ),
            ),
        ),
    ),
    properties=(_two_chances_only, _coins_show_the_other, _luck_decides_who_watches, _best_by_all_before),
    then=N_(
        "A real feed fits a large model at night in place of two tables, and keeps the same three columns: what was "
        "shown, with which chance, and what came of it. Most logs lack the second, and it cannot be found later."
    ),
)

EXERCISES = (IPS, SNIPS, FEED, HOMOGENEITY, CAUSES, CLOSE)
