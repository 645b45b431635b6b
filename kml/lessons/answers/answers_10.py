"""Lesson 10, trust: its predictions, and its exercises with the mistakes that people really make."""

import numpy as np
from scipy.optimize import linprog

from kml import metrics, published, trust
from kml.core.words import N_, _, sentences
from kml.course.checking.exercises import Exercise, Mistake, Prediction
from kml.lessons.lesson_10 import PRIME

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="10.p1",
        question=N_(
            "Three established creators have a relevance of 0.81, 0.80 and 0.79, three newcomers 0.78, 0.77 and "
            "0.76, about 4 % less. All six are ranked by relevance. How much less attention do the newcomers get?"
        ),
        options=(
            (N_("About 4 %, as their relevance says"), N_("It would be so if attention were dealt out in proportion.")),
            (
                N_("About 10 %"),
                N_("A list knows only who comes before whom, and attention falls quickly down the list."),
            ),
            (N_("Almost half"), N_("Nearly nothing between the scores becomes nearly half between the creators.")),
        ),
        answer=2,
    ),
    Prediction(
        id="10.p2",
        question=N_("Now both groups are to get the same attention. How much of the relevance does a viewer lose?"),
        options=(
            (N_("Less than 1 %"), N_("Whoever moves up is nearly as relevant as whoever moves down.")),
            (
                N_("About 4 %, the difference of the scores"),
                N_("Even swapping the groups completely would cost only about 1 %."),
            ),
            (N_("Almost half, what the newcomers gain"), N_("Attention is moved, and hardly any relevance with it.")),
        ),
        answer=0,
    ),
    Prediction(
        id="10.p3",
        question=N_(
            "A tenth of the creators are new today. Their videos are as good as those of the others. Which "
            "recommender gives them about the same attention?"
        ),
        options=(
            (N_("Item-item: it is personal"), N_("It compares audiences, and a new video has none.")),
            (N_("Content: it reads titles and tags"), N_("A title is there from the first minute, a view is not.")),
            (N_("Factors: they were the most accurate"), N_("Accurate about what has been watched already.")),
        ),
        answer=1,
    ),
    Prediction(
        id="10.p4",
        question=N_(
            "Nine uploads in a thousand break the rules. A classifier finds 99 % of these, and accuses only "
            "1 % of the harmless ones. Of the videos that it removes, how many really broke the rules?"
        ),
        options=(
            (N_("Less than half"), N_("1 % of very many is more than 99 % of very few.")),
            (N_("About 90 %"), N_("Count them out on a thousand uploads: 9 guilty, 991 harmless.")),
            (N_("About 99 %"), N_("That is its share of the guilty. There are a hundred times more innocent ones.")),
        ),
        answer=0,
    ),
    Prediction(
        id="10.p5",
        question=N_(
            "In the first half of 2021, 0.5 % of YouTube's Content ID claims were disputed. What does it say "
            "about how many claims were wrong?"
        ),
        options=(
            (
                N_("0.5 % were wrong"),
                N_("Four in ten disputes were lost, and nobody knows about those who kept silent."),
            ),
            (N_("At most 0.5 %"), N_("Only if everybody who is wronged complains.")),
            (
                N_("At least 0.3 %; how much more, nobody knows"),
                N_("What was won is a lower limit; silence has no upper one."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="10.p6",
        question=N_("Somebody uploads your video again. Which of these hides it best from a perceptual hash?"),
        options=(
            (N_("Mirroring it"), N_("To us the same picture. To the hash, all that was left is right.")),
            (N_("Making it brighter"), N_("Light and dark stay where they were.")),
            (
                N_("Saving it in very poor quality"),
                N_("The hash looks at the coarse pattern, which poor quality leaves."),
            ),
        ),
        answer=0,
    ),
)

# --- 10.1 exposure of two groups -------------------------------------------------------------------------------------


def _order_inputs(rng, k):
    if k == 0:
        return np.array([2, 0, 3, 1]), np.array([True, False, False, False])
    n = 4 + k
    group = np.zeros(n, dtype=bool)
    group[rng.permutation(n)[: (1, 2, 3, n - 1)[k % 4]]] = True  # one video alone, inside or outside, too
    return rng.permutation(n), group


def _gap(seen):
    """An exposure_gap with another seen(order) → (n,), the attention of each video."""

    def wrong(order, group):
        attention = seen(order)
        return attention[group].mean(), attention[~group].mean()

    return wrong


def _placed(values):
    def seen(order):
        attention = np.zeros(len(order))
        attention[order] = values(np.arange(len(order)))
        return attention

    return seen


def _sums(order, group):
    one, other = trust.exposure_gap(order, group)
    return one * group.sum(), other * (~group).sum()


def _over_all(order, group):
    one, other = _sums(order, group)
    return one / len(order), other / len(order)


def _against_all(order, group):
    seen = _placed(lambda j: 1 / np.log2(2 + j))(order)
    return seen[group].mean(), seen.mean()


def _a_share_of_attention(arguments, result):
    for value in result:
        if not -1e-9 <= value <= 1 + 1e-9:
            too_much = _("You say {given:.3g}, but nobody gets more attention than the first place, which has 1.")
            return too_much.format(given=value)
    return None


def _all_attention_is_given(arguments, result):
    order, group = arguments
    there = np.sum(1 / np.log2(2 + np.arange(len(order))))
    given = result[0] * group.sum() + result[1] * (~group).sum()
    if abs(given - there) > 1e-5:
        return _(
            "Your two means, each times the size of its group, make {given:.4g}; but the {n} places have {there:.4g} "
            "to give, whoever stands where."
        ).format(given=given, there=there, n=len(order))
    return None


EXPOSURE = Exercise(
    id="10.1",
    name="exposure_gap",
    title=N_("Who gets the attention?"),
    term="曝光",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("First a number for each video: the attention of its place. Then two means."),
        N_(
            "Place j gets 1/log2(1 + j) with j = 1, 2, …; counted from 0 that is 1 / np.log2(2 + np.arange(n)). "
            "The first of these belongs to video order[0]."
        ),
        N_(
            "seen = np.zeros(n), then seen[order] = 1 / np.log2(2 + np.arange(n)). "
            "What is left are the means of seen[group] and seen[~group]."
        ),
    ),
    inputs=_order_inputs,
    reference=trust.exposure_gap,
    mistakes=(
        Mistake(
            _gap(lambda order: (1 / np.log2(2 + np.arange(len(order))))[order]),
            N_(
                "You read `order` the wrong way round: order[0] is the video at the top, not the place of video 0. "
                "Write into seen[order]."
            ),
        ),
        Mistake(
            _gap(lambda order: 1 / np.log2(2 + np.arange(len(order)))),
            N_(
                "You gave each video the place of its id, as if the list were 0, 1, 2, … Who stands where is in "
                "`order`."
            ),
        ),
        Mistake(
            _gap(_placed(lambda j: 1 / np.log(2 + j))),
            N_("This is the natural logarithm. With log2, the first place has an attention of exactly 1."),
        ),
        Mistake(
            _gap(_placed(lambda j: 1 / np.log2(1 + j))),
            N_("Your first place is number 0, and log2(1) = 0 gives it infinite attention. Places count from 1."),
        ),
        Mistake(
            _gap(_placed(lambda j: 1 / (1 + j))),
            N_("You took 1/j. Attention falls more gently here: 1/log2(1 + j)."),
        ),
        Mistake(
            _gap(_placed(lambda j: 1.0 + j)),
            N_("These are mean places, where small is good. Turn each place into attention first."),
        ),
        Mistake(
            lambda order, group: float(np.divide(*trust.exposure_gap(order, group))),
            N_("This is the ratio of the two. Both numbers are asked for: the group's mean, then that of the others."),
        ),
        Mistake(_sums, N_("These are sums. The groups differ in size, so compare what one video gets: the mean.")),
        Mistake(
            _over_all,
            N_("You divided by the number of all videos. Each group's attention belongs to the videos of that group."),
        ),
        Mistake(
            lambda order, group: trust.exposure_gap(order, group)[::-1],
            N_("The two numbers are swapped: first the videos in `group`, then the others."),
        ),
        Mistake(
            _against_all,
            N_("Your second number is the mean of all videos. Asked are the others, without the group."),
        ),
        Mistake(
            lambda order, group: _gap(_placed(lambda j: 1 / np.log2(2 + j)))(order, group[order]),
            N_(
                "You put `group` into the order of the list, and left the attention in the order of the ids. Both must "
                "stand in the same order."
            ),
        ),
        Mistake(
            _gap(_placed(lambda j: 1 / np.log2(3 + j))),
            N_("Your first place counts as the second. The first one has an attention of exactly 1."),
        ),
        Mistake(
            _gap(_placed(lambda j: 1 / np.log2(2 + j[::-1]))),
            N_("Your last place gets the most. `order` begins with the best: order[0] stands at the top."),
        ),
    ),
    properties=(_a_share_of_attention, _all_attention_is_given),
    then=N_(
        "If you have many lists a day, `seen[order]` can be an `np.add.at(total, order, attention)`: the attention of "
        "every video adds up over all lists, without a table of lists times videos."
    ),
)

# --- 10.2 a fair re-ranker -------------------------------------------------------------------------------------------


def _merit_inputs(rng, k):
    if k == 0:
        return np.array([0.9, 0.8, 0.75, 0.5]), np.array([False, False, True, True])
    n = 4 + k % 4
    group = np.zeros(n, dtype=bool)
    group[rng.permutation(n)[: 1 + k % 3]] = True
    return np.round(rng.permutation(np.linspace(0.55, 0.95, n)) + rng.uniform(-0.03, 0.03, n), 3), group


def fair_exposure(merit, group):
    """Attention of each video, (n,), in the most relevant lottery in which both groups get the same on average."""
    n = len(merit)
    v = 1 / np.log2(2 + np.arange(n))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    relevant = np.outer(merit, v).ravel()
    share = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    fair = np.outer(share, v).ravel()
    best = linprog(-relevant, A_eq=np.vstack([places, fair]), b_eq=np.append(np.ones(2 * n), 0))
    return best.x.reshape(n, n) @ v


def _programme(share=None, cost=None, places=None, weigh=None, sums=None, result=None, solved=None):
    """A fair_exposure in which one part of the linear programme is another."""

    def wrong(merit, group):
        n = len(merit)
        v = 1 / np.log2(2 + np.arange(n))
        rows, columns = np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))
        fixed = {"rows": rows, "columns": columns}.get(places, np.vstack([rows, columns]))
        mean = np.where(group, 1 / group.sum(), -1 / (~group).sum())
        f = mean if share is None else share(merit, group, mean)
        fair = np.outer(f, v if weigh is None else weigh(n)).ravel()
        best = linprog(
            -np.outer(merit, v).ravel() if cost is None else cost(merit, v),
            A_eq=np.vstack([fixed, fair]),
            b_eq=np.append(np.ones(len(fixed)), 0) if sums is None else sums(n),
        )
        if solved:
            return solved(best)
        P = best.x.reshape(n, n)
        return P @ v if result is None else result(P, v, merit)

    return wrong


def _in_sums(merit, group, mean):
    return np.where(group, 1.0, -1.0)


def _per_merit(merit, group, mean):
    return mean / np.where(group, merit[group].mean(), merit[~group].mean())


def _by_merit(merit, group):
    seen = np.zeros(len(merit))
    seen[np.argsort(-merit)] = 1 / np.log2(2 + np.arange(len(merit)))
    return seen


def _both_groups_get_the_same(arguments, result):
    __, group = arguments
    one, other = np.mean(result[group]), np.mean(result[~group])
    if abs(one - other) > 1e-4:
        return _(
            "The group gets {one:.3f} on average, the others {other:.3f}: that is not the same attention yet."
        ).format(one=one, other=other)
    return None


def _nobody_gets_more_than_a_place(arguments, result):
    if np.max(result) > 1 + 1e-4 or np.min(result) < -1e-4:
        return _(
            "One video gets {most:.3f}, another {least:.3f}. But the first place has 1 to give, and no place takes."
        ).format(most=np.max(result), least=np.min(result))
    return None


def _no_attention_from_nowhere(arguments, result):
    there = np.sum(1 / np.log2(2 + np.arange(len(arguments[0]))))
    if abs(np.sum(result) - there) > 1e-4:
        return _("All videos together get {total:.3f}, but all places together have {there:.3f} to give.").format(
            total=np.sum(result), there=there
        )
    return None


def _as_relevant_as_can_be(arguments, result):
    merit, group = arguments
    mine, best = np.dot(merit, result), np.dot(merit, fair_exposure(merit, group))
    if mine < best - 1e-4:
        return _(
            "It is fair, and less relevant than it could be: attention times merit adds up to {mine:.4f}, and "
            "{best:.4f} is possible."
        ).format(mine=mine, best=best)
    return None


FAIR = Exercise(
    id="10.2",
    name="fair_exposure",
    title=N_("A fair re-ranker"),
    term="公平排序",
    minutes=10,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_("linprog makes a sum as small as possible. You want the largest relevance, so hand it minus the relevance."),
        N_(
            "Each entry P[i, j] has a relevance merit[i]·v[j], so -np.outer(merit, v).ravel(). In the fair row it has "
            "share[i]·v[j]; share is 1/size of the group for its videos, and minus 1/size of the rest for the others."
        ),
        N_(
            "best = linprog(cost, A_eq=np.vstack([places, fair]), b_eq=np.append(np.ones(2 * n), 0)), and the answer "
            "is `best.x.reshape(n, n) @ v`."
        ),
    ),
    inputs=_merit_inputs,
    reference=fair_exposure,
    mistakes=(
        Mistake(
            _programme(cost=lambda merit, v: np.outer(merit, v).ravel()),
            N_("linprog minimises: without the minus sign you asked for the least relevant fair list."),
        ),
        Mistake(
            _by_merit,
            N_("This is the plain list by merit: the fair row is missing, or it does not reach A_eq."),
        ),
        Mistake(
            _programme(share=_in_sums),
            N_(
                "You made the *sums* of both groups equal. The groups differ in size: a video counts 1/size of its "
                "group."
            ),
            also=(_programme(share=_in_sums, solved=lambda best: best.x),),  # None where no lottery can do it
        ),
        Mistake(
            _programme(weigh=lambda n: np.arange(1.0, n + 1)),
            N_(
                "You made the mean *places* equal. A place is not attention: the step from 1 to 2 is worth more than "
                "that from 5 to 6."
            ),
        ),
        Mistake(
            _programme(share=_per_merit),
            N_(
                "You divided by the mean merit: this is fairness of treatment, where who is better may be seen more. "
                "Here both groups are to get the same."
            ),
        ),
        Mistake(
            _programme(share=lambda merit, group, mean: _per_merit(merit, group, mean) * merit),
            N_("You made what the attention brings equal (impact). Here the attention itself is to be the same."),
        ),
        Mistake(
            lambda merit, group: np.full(len(merit), np.mean(1 / np.log2(2 + np.arange(len(merit))))),
            N_("You drew lots among all videos. That is fair, and forgets what is relevant."),
        ),
        Mistake(
            _programme(cost=lambda merit, v: -np.outer(v, merit).ravel()),
            N_("Your cost goes through places first. A row of P is a video, so entry i, j costs -merit[i]·v[j]."),
        ),
        Mistake(
            _programme(cost=lambda merit, v: -np.repeat(merit, len(merit))),
            N_(
                "Your cost is the same at every place, so it does not matter where a relevant video stands: "
                "merit[i]·v[j], not merit[i]."
            ),
        ),
        Mistake(
            _programme(sums=lambda n: np.ones(2 * n)),
            N_("A_eq has a row more than b_eq has numbers: the sum of the fair row, 0, is missing."),
        ),
        Mistake(
            _programme(sums=lambda n: np.ones(2 * n + 1)),
            N_(
                "linprog finds no P that keeps all your conditions, and then its x is None. Is the sum of the fair row "
                "0 in b_eq, and that of every other row 1?"
            ),
        ),
        Mistake(
            _programme(places="rows"),
            N_("Several videos share the first place: the rows that give each place to one video are missing."),
        ),
        Mistake(
            _programme(places="columns"),
            N_("One video stands at many places: the rows that give each video one place are missing."),
        ),
        Mistake(
            _programme(result=lambda P, v, merit: P),
            N_("This is the lottery P itself. The attention of each video is P @ v."),
        ),
        Mistake(
            lambda merit, group: tuple(fair_exposure(merit, group)[side].mean() for side in (group, ~group)),
            N_("These are the means of the two groups. Asked for is the attention of each video, P @ v."),
        ),
        Mistake(
            _programme(result=lambda P, v, merit: merit * (P @ v)),
            N_("You multiplied by the merit at the end. Asked for is the attention alone, P @ v."),
        ),
        Mistake(
            _programme(result=lambda P, v, merit: v @ P),
            N_(
                "You multiplied from the left: v @ P adds up over videos. The attention of a video is its row times v: "
                "P @ v."
            ),
        ),
    ),
    properties=(
        _nobody_gets_more_than_a_place,
        _no_attention_from_nowhere,
        _both_groups_get_the_same,
        _as_relevant_as_can_be,
    ),
    rtol=1e-5,
    atol=1e-6,
    cases=10,
    then=N_(
        "P has n² entries, so a list of 1,000 videos is a programme of a million. Then only the top is made fair, or P "
        "is looked for among few lists."
    ),
)

# --- 10.3 moderation threshold ---------------------------------------------------------------------------------------


def _score_inputs(rng, k):
    if k == 0:
        return np.array([0.2, 0.6, 0.4, 0.9]), np.array([False, False, True, True]), 5, 2
    if k == 1:  # removing anything is too dear
        return np.array([0.3, 0.8, 0.5, 0.9, 0.7]), np.array([False, True, False, False, False]), 1, 4
    if k == 2:  # two thresholds cost the same, and the higher comes first
        return np.array([0.8, 0.5, 0.1, 0.7, 0.4]), np.array([True, False, False, False, True]), 2, 1
    if k == 3:  # never costs as much as the best of the scores
        return np.array([0.5, 0.9, 0.3, 0.7]), np.array([False, False, False, True]), 2, 2
    if k == 4:  # equal scores
        return np.array([0.6, 0.4, 0.6, 0.4, 0.8]), np.array([False, True, True, False, True]), 3, 2
    if k in (5, 6):  # nothing is harmful, everything is
        return np.round(rng.uniform(0.1, 0.9, size=5), 2), np.full(5, k == 6), 3, 2
    n, miss, wrong = 2 * k, (3, 4, 5, 2, 7)[k % 5], (2, 3, 2, 1, 3)[k % 5]
    while True:  # until the best is none of those that one sees without counting
        harmful = rng.random(n) < (0.3, 0.4, 0.25)[k % 3]
        harmful[:2] = True, False
        score = np.round(np.clip(rng.normal(0.4 + 0.2 * harmful, 0.18), 0.01, 0.99), 2)
        best = trust.cheapest_threshold(score, harmful, miss, wrong)
        if score[harmful].min() < best <= score[~harmful].max():
            return score, harmful, miss, wrong


def _chosen(cost=None, removed=None, pick=None, never=True):
    """A cheapest_threshold in which one part is another, such as cost(missed, lost, harmful, miss, wrong)."""

    def other(score, harmful, miss, wrong):
        candidates = np.append(np.unique(score), np.inf) if never else np.unique(score)
        gone = [(removed or np.greater_equal)(score, t) for t in candidates]
        counts = [(np.sum(harmful & ~g), np.sum(~harmful & g)) for g in gone]
        price = cost or (lambda missed, lost, harmful, miss, wrong: miss * missed + wrong * lost)
        costs = np.array([price(missed, lost, harmful, miss, wrong) for missed, lost in counts])
        return pick(candidates, costs) if pick else candidates[np.argmin(costs)]

    return other


def _in_the_order_of_the_videos(score, harmful, miss, wrong):
    candidates = np.append(score, np.inf)
    costs = [miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t)) for t in candidates]
    return candidates[np.argmin(costs)]


def _never_first(score, harmful, miss, wrong):
    candidates = np.append(np.inf, np.unique(score))
    costs = [miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t)) for t in candidates]
    return candidates[np.argmin(costs)]


def _a_score_or_infinity(arguments, result):
    if np.isinf(result) or np.isclose(result, arguments[0], rtol=1e-5).any():
        return None
    said = _("{given:.4g} is none of the scores, and not infinity.").format(given=result)
    if isinstance(result, int) and 0 <= result <= len(arguments[0]):
        return sentences(said, _("Is it a place? `argmin` gives one: take the score that stands there."))
    return said


def _nothing_is_cheaper(arguments, result):
    score, harmful, miss, wrong = arguments

    def cost(threshold):
        missed, lost = np.sum(harmful & (score < threshold)), np.sum(~harmful & (score >= threshold))
        return miss * missed + wrong * lost, missed, lost

    if not np.isinf(result):
        result = score[np.argmin(np.abs(score - result))]  # a score of 32 bits lies a little beside it
    (mine, missed, lost), best = cost(result), cost(trust.cheapest_threshold(score, harmful, miss, wrong))[0]
    if mine > best:
        return _(
            "At your threshold {missed} · {miss} for what is missed and {lost} · {wrong} for what goes wrongly make "
            "{mine:g}; another one costs {best:g}."
        ).format(missed=missed, miss=miss, lost=lost, wrong=wrong, mine=mine, best=best)
    return None


THRESHOLD = Exercise(
    id="10.3",
    name="cheapest_threshold",
    title=N_("Where to draw the line"),
    term="审核阈值",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Only the scores themselves, and infinity, can matter as thresholds: between two scores nothing changes."),
        N_(
            "At threshold t, what is missed is harmful & (score < t); what is removed wrongly is ~harmful & (score >= "
            "t)."
        ),
        N_(
            "Add up miss times the first and wrong times the second for each candidate; np.argmin finds the first "
            "smallest."
        ),
    ),
    inputs=_score_inputs,
    reference=trust.cheapest_threshold,
    mistakes=(
        Mistake(
            _chosen(removed=np.greater),
            N_("You remove only what is above the threshold. A video whose score is exactly the threshold goes, too."),
        ),
        Mistake(
            _chosen(cost=lambda missed, lost, harmful, miss, wrong: wrong * missed + miss * lost),
            N_(
                "The costs are swapped: `miss` is paid for harmful videos that stay, `wrong` for harmless ones that go."
            ),
        ),
        Mistake(
            _chosen(cost=lambda missed, lost, harmful, miss, wrong: missed + lost),
            N_(
                "You counted errors, and every error the same. This threshold has the best accuracy, not the lowest "
                "cost."
            ),
        ),
        Mistake(
            _chosen(
                cost=lambda missed, lost, harmful, miss, wrong: (
                    miss * missed / harmful.sum() + wrong * lost / (~harmful).sum()
                )
            ),
            N_(
                "You weighed *shares* of the harmful and of the harmless videos, and lost the base rate: there are far "
                "more harmless ones. Count videos."
            ),
        ),
        Mistake(
            _chosen(cost=lambda missed, lost, harmful, miss, wrong: miss * missed),
            N_(
                "You remove everything: that is cheapest if only what is missed costs. Who is removed wrongly pays, "
                "too."
            ),
        ),
        Mistake(
            _chosen(cost=lambda missed, lost, harmful, miss, wrong: wrong * lost),
            N_(
                "This is the lowest threshold that removes no harmless video. What is missed for it costs, too: add "
                "both up."
            ),
        ),
        Mistake(
            _in_the_order_of_the_videos,
            N_(
                "Two thresholds cost the same, and you took the one that comes first in `score`. The lowest is asked "
                "for: try the scores from small to large."
            ),
        ),
        Mistake(
            _never_first,
            N_("Removing nothing costs as much as one of the scores, and you took infinity. The lowest is asked for."),
        ),
        Mistake(
            _chosen(cost=lambda missed, lost, harmful, miss, wrong: -(miss * missed + wrong * lost)),
            N_("This is the dearest threshold of all. The cheapest is asked for: argmin."),
        ),
        Mistake(
            lambda score, harmful, miss, wrong: score[harmful].min() if harmful.any() else np.inf,
            N_(
                "This is the lowest score of a harmful video, so that nothing is missed. If harmless ones stand above "
                "it, that can be dear: count both costs."
            ),
        ),
        Mistake(
            _chosen(pick=lambda candidates, costs: min(candidates[np.argmin(costs)], 1.0)),
            N_("Where it is cheapest to remove nothing, `np.inf` is asked for: no score reaches it, however high."),
            also=(
                _chosen(pick=lambda candidates, costs: min(candidates[np.argmin(costs)], candidates[-2] + 1)),
                _chosen(
                    pick=lambda candidates, costs: (
                        np.nan if np.argmin(costs) == len(costs) - 1 else candidates[np.argmin(costs)]
                    )
                ),
            ),
        ),
        Mistake(
            _chosen(pick=lambda candidates, costs: np.argmin(costs)),
            N_("This is the number of the candidate, not the threshold itself: candidates[…]."),
        ),
        Mistake(
            _chosen(never=False),
            N_("Infinity is missing among your candidates: sometimes it is cheapest to remove nothing."),
        ),
        Mistake(
            _chosen(pick=lambda candidates, costs: candidates[len(costs) - 1 - np.argmin(costs[::-1])]),
            N_(
                "Two thresholds cost the same, and you took the higher. The lower one is asked for: the first smallest."
            ),
        ),
        Mistake(
            _chosen(pick=lambda candidates, costs: costs.min()),
            N_("This is the lowest cost. Asked for is the threshold at which it is reached."),
        ),
        Mistake(
            lambda score, harmful, miss, wrong: wrong / (miss + wrong),
            N_(
                "This formula is right for scores that are true probabilities. A classifier's scores rarely are: try "
                "them out."
            ),
        ),
        Mistake(
            lambda score, harmful, miss, wrong: 0.5,
            N_("You took one half, whatever the errors cost."),
        ),
    ),
    properties=(_a_score_or_infinity, _nothing_is_cheaper),
    cases=12,
    then=N_(
        "With a million videos this loop looks at all of them for every score. Sort once, and running totals "
        "(`np.cumsum`) of the harmful and the harmless give the costs of all thresholds together."
    ),
)

# --- 10.4 MinHash ----------------------------------------------------------------------------------------------------


def _set_inputs(rng, k):
    if k == 0:
        a, b = np.array([3, 7, 12, 5, 20]), np.array([4, 0, 9, 30, 1])
        return np.array([3, 8, 12, 17]), np.array([8, 12, 21]), a, b, 31
    # … a part of the other, equally many, nothing in common, the same set
    shared, own, theirs = ((12, 5, 3), (4, 3, 5), (30, 2, 0), (6, 6, 6), (3, 9, 20), (0, 4, 5), (5, 0, 0), (1, 0, 1))[k]
    prime, functions = (101, 40) if k == 1 else (PRIME, 16 * (1 + k))
    while True:
        values = rng.choice(prime, size=shared + own + theirs, replace=False)
        a, b = rng.integers(1, prime, size=functions), rng.integers(0, prime, size=functions)
        one, other = values[: shared + own], np.delete(values, slice(shared, shared + own))
        if k > 1 or _sets_of_values_tell_less(one, other, a, b, prime):
            return rng.permutation(one), rng.permutation(other), a, b, prime


def _sets_of_values_tell_less(one, other, a, b, prime):
    """Whether two signatures have another share in common as sets than place by place."""
    signatures = [((a[:, None] * numbers + b[:, None]) % prime).min(axis=1) for numbers in (one, other)]
    return len(np.intersect1d(*signatures)) / len(a) != np.mean(signatures[0] == signatures[1])


def minhash_similarity(one, other, a, b, prime):
    """Share of the hash functions (a·x + b) mod prime whose smallest value is the same in both sets of numbers."""

    def signature(numbers):
        return ((a[:, None] * numbers + b[:, None]) % prime).min(axis=1)

    return np.mean(signature(one) == signature(other))


def _hashed(values=None, smallest=np.min, compare=None):
    """A minhash_similarity in which one part is another."""

    def wrong(one, other, a, b, prime):
        make = values or (lambda x, a, b, prime: (a[:, None] * x + b[:, None]) % prime)
        signatures = [smallest(make(numbers, a, b, prime), axis=1) for numbers in (one, other)]
        return (compare or (lambda s, t: np.mean(s == t)))(*signatures)

    return wrong


def _where_both_are(s, t):
    n = min(len(s), len(t))
    return np.mean(s[:n] == t[:n])


def _votes_of_shuffles(arguments, result):
    votes = result * len(arguments[2])
    if not -1e-6 <= result <= 1 + 1e-6:
        return _("You return {share:.4g}. A share of the shuffles lies between 0 and 1.").format(share=result)
    if abs(votes - round(votes)) > 1e-4:
        return _(
            "Your share would be {votes:.3f} of {n} shuffles. On a shuffle the sets agree or they do not: the number "
            "must be whole."
        ).format(votes=votes, n=len(arguments[2]))
    return None


MINHASH = Exercise(
    id="10.4",
    name="minhash_similarity",
    title=N_("Fingerprints of a text"),
    term="近似重复",
    minutes=8,
    difficulty=2,
    importance=2,
    points=3,
    hints=(
        N_("Make a signature of each set first: one number for each shuffle, the smallest place that it gives."),
        N_("All values at once are (a[:, None] * numbers + b[:, None]) % prime: a row for each shuffle."),
        N_("The smallest of each row is .min(axis=1). Then the mean of signature == signature."),
    ),
    inputs=_set_inputs,
    reference=minhash_similarity,
    mistakes=(
        Mistake(
            lambda one, other, a, b, prime: metrics.jaccard(one, other),
            N_(
                "This is the exact similarity, from the whole sets. MinHash has to do with the signatures only, "
                "because the sets of a million videos are too many to keep."
            ),
        ),
        Mistake(
            _hashed(smallest=np.max),
            N_(
                "You kept the largest place of each shuffle. That works as well, but everybody else keeps the "
                "smallest, and signatures can only be compared with their like."
            ),
        ),
        Mistake(
            _hashed(compare=lambda s, t: metrics.jaccard(s, t)),
            N_("You compared the signatures as sets. Shuffle 1 is to be compared with shuffle 1, 2 with 2, and so on."),
            also=(
                _hashed(compare=lambda s, t: len(np.intersect1d(s, t)) / len(s)),
                _hashed(compare=lambda s, t: np.isin(s, t).mean()),
            ),
        ),
        Mistake(
            lambda one, other, a, b, prime: minhash_similarity(one, other, a[:1], b[:1], prime),
            N_("You used the first shuffle only, so the answer is 0 or 1. Each shuffle has one vote."),
        ),
        Mistake(
            _hashed(smallest=lambda values, axis: values.min(axis=0), compare=_where_both_are),
            N_(
                "You took the smallest along the wrong axis, and got one for each number of the set. A signature has "
                "one for each shuffle."
            ),
            also=(_hashed(smallest=lambda values, axis: values.min(axis=0)),),
        ),
        Mistake(
            _hashed(smallest=lambda values, axis: values[:, 0]),
            N_(
                "You kept the place of the first number, whichever that is. A set has no first: keep the smallest "
                "place."
            ),
        ),
        Mistake(
            _hashed(smallest=lambda values, axis: values.argmin(axis=1)),
            N_(
                "You kept where in the array the smallest stands. The two arrays have their own order: keep the "
                "smallest value itself."
            ),
        ),
        Mistake(
            _hashed(values=lambda x, a, b, prime: (a[:, None] * (x + b[:, None])) % prime),
            N_("You added b before multiplying. The shuffle is (a·x + b) % prime: first times a, then plus b."),
        ),
        Mistake(
            lambda one, other, a, b, prime: minhash_similarity(one, other, b, a, prime),
            N_("a and b have changed places: a multiplies, b is added."),
        ),
        Mistake(
            _hashed(compare=lambda s, t: np.mean(np.sort(s) == np.sort(t))),
            N_("You sorted the signatures. Then it is no longer shuffle 1 against shuffle 1: leave their order."),
        ),
        Mistake(
            _hashed(values=lambda x, a, b, prime: (a[:, None] * x + b[:, None]) // prime),
            N_("`//` is how often the prime goes into it. The shuffle is what is left over: `%`."),
        ),
        Mistake(
            _hashed(smallest=lambda values, axis: values.sum(axis=1)),
            N_("You added the values up. One other number in a set, and no sum agrees: keep the smallest."),
        ),
        Mistake(
            _hashed(compare=lambda s, t: np.sum(s == t)),
            N_("This is on how many shuffles they agree. The estimate is the share of these."),
        ),
        Mistake(
            lambda one, other, a, b, prime: minhash_similarity(one, other, a, b, prime) * len(a) / len(one),
            N_("You divided by the size of the first set. Each shuffle has one vote: divide by their number."),
        ),
        Mistake(
            _hashed(compare=lambda s, t: np.mean(s != t)),
            N_("This is the share that differs: a distance. The similarity is the share that agrees."),
        ),
        Mistake(
            _hashed(values=lambda x, a, b, prime: a[:, None] * x + b[:, None]),
            N_(
                "It is the remainder (% prime) that shuffles, so take it before the minimum: without it the smallest "
                "number is the smallest in every shuffle."
            ),
        ),
        Mistake(
            _hashed(values=lambda x, a, b, prime: a[:, None] * x % prime),
            N_(
                "b does not take part in the shuffling: it is missing, or added after the remainder, where it shifts "
                "all values alike. The shuffle is (a·x + b) % prime."
            ),
        ),
        Mistake(
            lambda one, other, a, b, prime: np.isin(one, other).mean(),
            N_("This is the part of the first set that is in the second. Turn the two around and it changes."),
        ),
    ),
    properties=(_votes_of_shuffles,),
    then=N_(
        "Sorted into buckets by pieces of their signatures, a million texts need no million · million comparisons: "
        "only those in the same bucket are compared. That is locality-sensitive hashing."
    ),
)

# --- 10.5 which rule binds whom --------------------------------------------------------------------------------------

_PLANS = (
    ("China", "education", "course", False, False),
    ("China", "medicine", "medicine", True, True),
    ("China", "health", "goods", False, False),
    ("China", "health", "health food", False, False),
    ("China", "other", "goods", False, False),
    ("China", "other", None, False, True),
    ("EU", "medicine", "medicine", True, True),
    ("China", "law", None, True, False),
    ("China", "finance", None, False, True),
    ("China", "health", None, True, False),
    ("elsewhere", "education", "goods", True, True),
    ("China", "medicine", None, False, False),
    ("China", "education", None, True, False),
    ("China", "law", "course", False, True),
    ("US", "other", "goods", False, True),
    ("China", "health", "medical service", False, True),
    ("China", "medicine", "medical device", False, False),
    ("China", "health", "special medical food", True, False),
    ("China", "other", "medicine", False, False),
    ("China", "medicine", "course", False, False),
    ("China", "health", "medicine", False, False),
    ("China", "finance", "health food", True, False),
    ("China", "health", "medical device", True, False),
    ("China", "medicine", "special medical food", False, False),
    ("China", "health", "course", False, False),
    ("China", "medicine", "health food", False, True),
    ("China", "other", None, True, False),
    ("EU", "health", None, False, False),
)


def _plan_inputs(rng, k):
    return (dict(zip(("place", "field", "sells", "live", "ai"), _PLANS[k], strict=True)),)


def binding(plan):
    """Keys of the Chinese rules that a creator with this plan meets, in the order of the table, and "others"."""
    field, sells = plan["field"], plan["sells"]
    licensed = field in ("medicine", "finance", "law", "education")
    china = {
        "code of conduct": True,
        "live credential": licensed and plan["live"],
        "verified account": licensed,
        "medical account": field == "medicine",
        "ad label": sells is not None,
        "no link": field in ("medicine", "health") and sells in published.MEDICAL,
        "AI label": plan["ai"],
    }
    rules = [key for key, meets in china.items() if meets and plan["place"] == "China"]
    return [*rules, "others"]


_LICENSED = ("medicine", "finance", "law", "education")
_HEALTH = ("medicine", "health")


def _barred(plan):
    return plan["field"] in _HEALTH and plan["sells"] in published.MEDICAL


def _bound(**conditions):
    """A binding with other conditions, {key with _ for a space: condition(plan)}."""

    def wrong(plan):
        right = {
            "code of conduct": lambda p: True,
            "live credential": lambda p: p["live"] and p["field"] in _LICENSED,
            "verified account": lambda p: p["field"] in _LICENSED,
            "medical account": lambda p: p["field"] == "medicine",
            "ad label": lambda p: p["sells"] is not None,
            "no link": _barred,
            "AI label": lambda p: p["ai"],
        } | {key.replace("_", " "): condition for key, condition in conditions.items()}
        return [key for key, holds in right.items() if plan["place"] == "China" and holds(plan)] + ["others"]

    return wrong


def _elif(*order):
    """One rule at most beside the first and the last, the first of these that binds: what `elif` makes of it."""

    def wrong(plan):
        right = binding(plan)
        return [*right[:-1][:1], *[key for key in order if key in right][:1], "others"]

    return wrong


def _asked_of(*fields):
    """Both credentials, of some fields only."""
    return _bound(
        live_credential=lambda p: p["live"] and p["field"] in fields, verified_account=lambda p: p["field"] in fields
    )


def _unless_sold(kind):
    """Article 8 with one kind of goods left out."""
    return _bound(no_link=lambda p: _barred(p) and p["sells"] != kind)


_KEYS = (
    "code of conduct", "live credential", "verified account", "medical account", "ad label", "no link", "AI label",
    "others",
)  # fmt: skip


def _keys_of_the_table(arguments, result):
    (plan,) = arguments
    strange = [key for key in result if key not in _KEYS]
    if strange:
        return _("{key!r} is none of the keys asked for.").format(key=strange[0])
    if "others" not in result:
        return _("“others” is missing: a list that ends without it reads as if it were all the law.")
    if len(result) > 1 and plan["place"] != "China":
        return _("This plan is for another place, and the seven rules hold in China.")
    if len(set(result)) < len(result):
        return _("A rule binds or does not; one stands here more than once.")
    right = binding(plan)
    for key in result:
        if key not in right:
            return _("“{rule}” is in your list, and this plan does not meet its condition.").format(rule=key)
    for key in right:
        if key not in result:
            return _("This plan meets the condition of “{rule}”, which is not in your list.").format(rule=key)
    return None


RULE = Exercise(
    id="10.5",
    name="binding",
    title=N_("Which rule binds whom?"),
    term="合规",
    minutes=8,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_("Seven rules stand under one condition: look at `place`. “others” stands under none."),
        N_(
            "Begin with an empty list; then seven times `if …: rules.append(key)`, in the order of the table. No elif: "
            "several rules can bind at once."
        ),
        N_(
            "Two of the conditions join two questions. `live credential`: live, and a field that asks for one. `no "
            "link`: health or medicine, and something that article 8 names."
        ),
        N_('The sixth is `plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL`.'),
    ),
    inputs=_plan_inputs,
    reference=binding,
    mistakes=(
        Mistake(
            lambda plan: binding(plan | {"place": "China"}),
            N_("You apply Chinese rules everywhere. Another place has its own: here only “others” is left for it."),
        ),
        Mistake(
            lambda plan: binding(plan)[:-1],
            N_(
                "“others” is missing at the end. Without it the list reads as if it were complete, and an empty one as "
                "if nothing bound you."
            ),
            also=(lambda plan: binding(plan)[:-1] or ["others"],),
        ),
        Mistake(
            _bound(medical_account=lambda p: p["field"] == "medicine" and not p["live"]),
            N_("The notice of 2025 names writing, pictures and videos, and makes no exception for what is live."),
        ),
        Mistake(
            lambda plan: binding(plan) if plan["place"] == "China" else [],
            N_(
                "For another place you return an empty list, and that reads as if nothing bound anybody there. "
                "“others” belongs into it."
            ),
        ),
        Mistake(
            _bound(no_link=lambda p: p["field"] in _HEALTH and p["sells"] is not None),
            N_(
                "You bar every link beside health knowledge. Article 8 names five kinds of things; a mat or a course "
                "is not among them. Look at what is sold."
            ),
        ),
        Mistake(
            _bound(no_link=lambda p: p["sells"] in published.MEDICAL),
            N_("Article 8 is about health knowledge: beside a review of phones, its words do not apply."),
        ),
        Mistake(
            _bound(no_link=lambda p: False),
            N_("“no link” never binds in your answer. For what art. 8 names, a label is not enough beside health."),
        ),
        Mistake(
            _bound(no_link=lambda p: _barred(p) and p["field"] == "medicine"),
            N_("Art. 8 says 健康、养生, health and well-being: fitness, food and sleep, not medicine alone."),
        ),
        Mistake(
            _bound(no_link=lambda p: _barred(p) and p["field"] == "health"),
            N_("Art. 8 reaches medicine as well: medical advice is health knowledge."),
        ),
        Mistake(
            _bound(no_link=lambda p: p["field"] in _HEALTH),
            N_("“no link” binds who sells something. A plan that sells nothing has no link to take away."),
        ),
        Mistake(
            _unless_sold("medical service"),
            N_("Not all of the five kinds that art. 8 names are in your condition: `published.MEDICAL` has them."),
            also=(
                *(_unless_sold(kind) for kind in published.MEDICAL[1:]),
                _bound(no_link=lambda p: _barred(p) and p["sells"] in ("medicine", "health food")),
                _bound(no_link=lambda p: _barred(p) and p["sells"] == "medicine"),
            ),
        ),
        Mistake(
            _bound(ad_label=lambda p: p["sells"] is not None and not _barred(p)),
            N_("Where art. 8 bars the link, art. 9 looks at it all the same: list both. The stricter says what to do."),
            also=(_bound(ad_label=lambda p: p["sells"] is not None and p["field"] not in _HEALTH),),
        ),
        Mistake(
            _bound(ad_label=lambda p: p["sells"] is not None and p["field"] != "other"),
            N_(
                "Art. 9 asks about sharing and a way to buy, whatever the field. A review of a phone needs its label, "
                "too."
            ),
        ),
        Mistake(
            _bound(ad_label=lambda p: p["sells"] not in (None, "course")),
            N_("Art. 9 says 商品或者服务, goods or services: a course is one, and gets its label, too."),
            also=(_bound(ad_label=lambda p: p["sells"] == "goods"),),
        ),
        Mistake(
            _bound(ad_label=lambda p: p["sells"] is not None and not p["live"]),
            N_("Art. 9 does not ask whether a video is live: who sells in a live stream needs the label as well."),
            also=(_bound(ad_label=lambda p: p["sells"] is not None and p["live"]),),
        ),
        Mistake(
            _bound(ad_label=lambda p: True),
            N_("The ad label binds who sells something. Where nothing is sold there is nothing to label."),
        ),
        Mistake(
            _bound(live_credential=lambda p: p["field"] in _LICENSED),
            N_(
                "The code asks for a credential for 直播内容, live content. What is uploaded comes under the notice of "
                "2023, “verified account”."
            ),
        ),
        Mistake(
            _bound(live_credential=lambda p: p["live"]),
            N_("Not every live stream needs a credential: the code names medicine, finance, law and education."),
        ),
        Mistake(
            _bound(verified_account=lambda p: p["live"] and p["field"] in _LICENSED),
            N_("The notice of 2023 is not about live streams alone: it verifies accounts, uploaded videos included."),
        ),
        Mistake(
            _bound(verified_account=lambda p: not p["live"] and p["field"] in _LICENSED),
            N_(
                "A live stream comes under two rules at once: the code, and the notice of 2023. No `elif` between the "
                "two."
            ),
        ),
        Mistake(
            _bound(
                live_credential=lambda p: p["live"] and p["field"] != "other",
                verified_account=lambda p: p["field"] != "other",
            ),
            N_("Both texts name four fields: medicine, finance, law, education. Fitness and sleep are not among them."),
            also=(_bound(verified_account=lambda p: p["field"] != "other"),),
        ),
        Mistake(
            _asked_of("medicine", "education"),
            N_("Two of the four fields are missing: finance and law ask for a credential as well."),
        ),
        Mistake(
            _asked_of("education"),
            N_(
                "Four fields ask for a credential: medicine, finance, law, education. Your condition lacks some of "
                "them."
            ),
            also=(
                *(_asked_of(field) for field in _LICENSED[:-1]),
                *(_asked_of(*(other for other in _LICENSED if other != field)) for field in _LICENSED),
            ),
        ),
        Mistake(
            _bound(verified_account=lambda p: True),
            N_("Platforms verify accounts of four fields by this notice, not everybody's."),
        ),
        Mistake(
            _bound(verified_account=lambda p: p["sells"] is not None and p["field"] in _LICENSED),
            N_("The credential does not depend on what is sold: it is about what somebody speaks of."),
        ),
        Mistake(
            _bound(medical_account=lambda p: p["field"] in _HEALTH),
            N_(
                "The notice of 2025 is about preventing and treating disease. We count fitness, food and sleep as "
                "health, not as medicine."
            ),
        ),
        Mistake(
            _bound(medical_account=lambda p: False),
            N_("“medical account” never binds in your answer: it stands beside “verified account”, for medicine."),
        ),
        Mistake(
            _bound(medical_account=lambda p: p["live"] and p["field"] == "medicine"),
            N_("The notice of 2025 covers writing, pictures and videos. It does not ask whether they are live."),
        ),
        Mistake(
            _bound(code_of_conduct=lambda p: p["live"]),
            N_("The code covers 以上传音视频节目形式发声出镜的人员 as well: whoever appears in an uploaded video."),
        ),
        Mistake(
            _bound(code_of_conduct=lambda p: False),
            N_("The first rule is missing: the code of conduct covers everybody in China who is seen or heard."),
        ),
        Mistake(
            _bound(AI_label=lambda p: p["ai"] and p["sells"] is not None),
            N_("The AI label does not depend on what is sold: it is about how the video was made."),
        ),
        Mistake(
            _bound(AI_label=lambda p: True),
            N_("The AI label binds what was made with AI; the plan says in `ai` whether it was."),
        ),
        Mistake(
            _bound(AI_label=lambda p: False),
            N_("“AI label” never binds in your answer: look at `ai`."),
        ),
        Mistake(
            lambda plan: list(_KEYS) if plan["place"] == "China" else ["others"],
            N_("You list all seven rules for whoever is in China. Each has a condition of its own: ask the plan."),
        ),
        Mistake(
            lambda plan: binding(plan)[:1],
            N_("You stop at the first rule that binds. Several can bind at once: `if`, not `elif`."),
        ),
        Mistake(
            _elif(*_KEYS[1:-1]),
            N_(
                "Besides the code, one rule at most stands in your lists. Several can bind at once: write `if` for "
                "each rule, not `elif`."
            ),
            also=(_elif(*_KEYS[1:4], "no link", "ad label", "AI label"),),
        ),
        Mistake(
            lambda plan: sorted(binding(plan)),
            N_("The right rules in the order of the alphabet. Please keep the order of the table."),
        ),
        Mistake(
            lambda plan: len(binding(plan)),
            N_("This is how many rules bind. Return their keys, as a list."),
        ),
        Mistake(
            lambda plan: binding(plan)[-1:],
            N_("Only the last key came back. Several rules can bind at once: add each to the list."),
        ),
        Mistake(
            lambda plan: ", ".join(binding(plan)),
            N_("This is one text with all keys in it. Return a list of keys."),
        ),
    ),
    properties=(_keys_of_the_table,),
    then=N_(
        "Rules change, and code with rules in it must be read by lawyers. A table of (key, condition, article), gone "
        "through in a loop, can be checked line by line by somebody who does not program."
    ),
    cases=len(_PLANS),
)

EXERCISES = (EXPOSURE, FAIR, THRESHOLD, MINHASH, RULE)
