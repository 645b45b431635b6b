"""Lesson 05, watch time, properly: its predictions and exercises, with the mistakes that people really make.

The reference answers are written as a learner would write them; kml.metrics and kml.watchtime hold the same formulas
with checked arguments, and a test compares the two.
"""

import numpy as np
from scipy.stats import kendalltau, lognorm, norm, rankdata, spearmanr

from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="05.p1",
        question=N_(
            "Videos of two minutes and more are watched four times as many seconds as those under 15 s. How often do "
            "they get a valid play (more than 7 s), compared with the short ones?"
        ),
        options=(
            (
                N_("About four times as often, too"),
                N_("More seconds are not more people: whoever stays only has more video to stay for."),
            ),
            (
                N_("About as often"),
                N_("Between 40 and 51 of 100 views, at every length: interest hardly knows the length."),
            ),
            (
                N_("Much more rarely: nobody has the patience"),
                N_("The patience shows in who finishes, and not in who begins."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="05.p2",
        question=N_(
            "Two models know nothing: one always predicts the mean of the watch times, the other always the median. "
            "Which one is better on tomorrow's views?"
        ),
        options=(
            (
                N_("The mean, by every measure"),
                N_("It wins where misses are squared. Elsewhere a few long views misled it."),
            ),
            (
                N_("The median, by every measure"),
                N_("It wins where misses count as they are. Squared, the long views come back."),
            ),
            (
                N_("It depends on how a miss is counted"),
                N_("Each is the best there is, for its own way of counting."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="05.p3",
        question=N_(
            "You must name one number for all views. Each second that you say too little costs 9 points, each second "
            "too much costs 1. Which number do you say?"
        ),
        options=(
            (N_("The mean"), N_("The mean balances squared misses. Here nothing is squared.")),
            (N_("The median"), N_("The median is right where both directions cost the same.")),
            (
                N_("The time that nine views in ten stay below"),
                N_("One second more costs 1 point in nine cases and saves 9 in one: there the two balance."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="05.p4",
        question=N_(
            "On our simulated page of covers, one view in ten is a click; in the feed that plays by itself, every "
            "second view counts as one. What do the odds of the weighted logistic regression say in the feed?"
        ),
        options=(
            (N_("About the true mean, as on the page"), N_("That held as long as nearly all rows were a no.")),
            (
                N_("About twice the true mean"),
                N_("Dividing by the other half instead of by all doubles the answer."),
            ),
            (N_("About half of it"), N_("The divisor became smaller, so the answer became larger.")),
        ),
        answer=1,
    ),
    Prediction(
        id="05.p5",
        question=N_(
            "Fourteen models, three ways of judging (MAE, RMSE, XAUC). How many different winners will there be?"
        ),
        options=(
            (
                N_("One: a better model is better"),
                N_("At what? The mean and the median have shown that one cannot be both."),
            ),
            (N_("Two or three"), N_("Each way of judging asks for another number, and each loss learns its own.")),
            (
                N_("None: they all tie"),
                N_(
                    "On simulated rows the best are close, as nobody can foresee a mood. But by MAE and by RMSE the "
                    "order is clear."
                ),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="05.p6",
        question=N_(
            "Forty random videos for each viewer; a model of mean watch time picks the three with the most seconds. "
            "How long are the videos that are shown, compared with the 82 s of the offer?"
        ),
        options=(
            (N_("More than twice as long"), N_("Length is what it knows best, so length is what it picks.")),
            (N_("About 20 % longer"), N_("Look at what it is paid for: length is nearly all that it needs to know.")),
            (
                N_("About as long: it picks what people like"),
                N_("It picks seconds, and the cheapest way to seconds is length."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="05.p7",
        question=N_(
            "Ten lines, learned for ten quantiles, are twenty numbers. The mixture has three, the same for all "
            "lengths. Which of them has the smaller CRPS on tomorrow's views?"
        ),
        options=(
            (
                N_("The lines, clearly: seven times as many numbers"),
                N_("More numbers fit better what they can express. A line cannot bend, however well it is fitted."),
            ),
            (N_("The mixture, by a little"), N_("Its three numbers say what viewers do, and bend where viewers do.")),
            (
                N_("The mixture, by seconds: it knows how viewers behave"),
                N_("It does not know who watches which video, and that is worth the seconds."),
            ),
        ),
        answer=1,
    ),
)

# --- 05.1 XAUC -------------------------------------------------------------------------------------------------------


def _predictions(rng, k):
    """Case k: (y, predicted), with ties in both; once everything is predicted the same."""
    if k == 0:
        return np.array([2.0, 30.0, 30.0, 9.0]), np.array([5.0, 20.0, 5.0, 8.0])
    if k == 3:
        return np.round(rng.lognormal(2, 1, size=9)) + 100 * (np.arange(9) % 2), np.full(9, 20.0)
    n = 6 + 4 * k
    y = np.round(rng.lognormal(2, 1, size=n))
    y[1] = y[0]
    predicted = np.round(y * rng.lognormal(0, 1, size=n), -1 if k % 2 else 0) + (0 if k % 3 else 400 / (1 + y))
    predicted[[2, 3, 4]] = predicted[2]
    return y, predicted


def xauc(y, predicted):
    """Share of the pairs with different y that are predicted in the right order; a tie counts half."""
    longer = y[:, None] > y
    right = predicted[:, None] > predicted
    tied = predicted[:, None] == predicted
    return np.mean((right + tied / 2)[longer])


def _pairs(score):
    def wrong(y, predicted):
        return score(y[:, None] > y, predicted[:, None] - predicted)

    return wrong


def _signs(score):
    """A wrong XAUC from the signs of y and of predicted, of all views against all: score(signs, signs)."""

    def wrong(y, predicted):
        return float(score(np.sign(y[:, None] - y), np.sign(predicted[:, None] - predicted)))

    return wrong


def _steps(score):
    """A wrong XAUC from the steps between neighbours."""

    def wrong(y, predicted):
        return float(score(np.diff(y), np.diff(predicted)))

    return wrong


def _each_pair_once(y, predicted):
    """The signs of y and of predicted, i before j in the table."""
    i, j = np.triu_indices(len(y), 1)
    return np.sign(y[i] - y[j]), np.sign(predicted[i] - predicted[j])


def _without_ties_by_counting(y, predicted):
    """With Python's own numbers, whose division by 0 raises."""
    longer, said = _each_pair_once(y, predicted)
    return int(np.sum(longer * said > 0)) / int(np.sum(longer * said != 0))


def _only_falling_pairs(y, predicted):
    longer, said = _each_pair_once(y, predicted)
    return float(np.mean(((said > 0) + (said == 0) / 2)[longer > 0]))


def _only_rising_pairs(y, predicted):
    longer, said = _each_pair_once(y, predicted)
    return float(np.mean(((said < 0) + (said == 0) / 2)[longer < 0]))


def _equally_long_counts_half(y, predicted):
    longer, said = _each_pair_once(y, predicted)
    return float(np.mean(np.where((longer == 0) | (said == 0), 0.5, longer == said)))


def _equally_long_is_no_reason_to_skip(y, predicted):
    longer, said = _each_pair_once(y, predicted)
    return float(np.mean(np.where(said == 0, 0.5, (longer > 0) == (said > 0))))


def _is_a_share(arguments, result):
    if np.ndim(result) != 0 or np.isnan(result):
        return None
    if not 0 <= result <= 1:
        return _("A share of pairs lies between 0 and 1.")
    if np.ptp(arguments[1]) == 0 and abs(result - 0.5) > 1e-6:
        return _(
            "Where all views are predicted the same, every pair is a guess: that is 0.5, and not {share:.3g}."
        ).format(share=result)
    return None


XAUC = Exercise(
    id="05.1",
    name="xauc",
    title=N_("How many pairs are in the right order?"),
    term="排序",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Every pair of views once, with the one that was watched longer first. Is it predicted longer as well?"),
        N_(
            "y[:, None] > y is a table of True and False, a row and a column for each view. Make the same of predicted."
        ),
        N_("Let right be 1, a tie of the predictions ½, and take the mean over the places where y[:, None] > y."),
    ),
    inputs=_predictions,
    reference=xauc,
    mistakes=(
        Mistake(
            _pairs(lambda longer, gap: np.mean((gap > 0)[longer])),
            N_(
                "A pair that is predicted the same counts as wrong here. Guess it, and you are right half of the time: "
                "count ½, so that a constant gets 0.5."
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: np.mean((gap >= 0)[longer])),
            N_(
                "A pair that is predicted the same counts as right here. Then a model that says the same for "
                "everything would be perfect."
            ),
        ),
        Mistake(
            lambda y, predicted: 1 - xauc(y, predicted),
            N_(
                "You counted the pairs in the wrong order. The view with the larger y should have the larger "
                "prediction."
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: np.mean(longer * ((gap > 0) + (gap == 0) / 2))),
            N_(
                "You averaged over the whole table, each pair twice and every view with itself. Only the places where "
                "one was watched longer than the other are asked."
            ),
            also=(_signs(lambda longer, said: np.mean(longer * said > 0)),),
        ),
        Mistake(
            lambda y, predicted: xauc(y, predicted) * np.sum(y[:, None] > y) / (len(y) * (len(y) - 1) / 2),
            N_(
                "You divided by the number of all pairs, also of those that were watched equally long. Count only the "
                "pairs that are asked about."
            ),
            also=(lambda y, predicted: xauc(y, predicted) * np.sum(y[:, None] > y) / (len(y) * (len(y) - 1)),),
        ),
        Mistake(
            _only_falling_pairs,
            N_(
                "You asked only about the pairs in which the view that stands earlier in the table was watched longer. "
                "The other half of the pairs counts as well."
            ),
        ),
        Mistake(
            _only_rising_pairs,
            N_(
                "You asked only about the pairs in which the view that stands later in the table was watched longer. "
                "Those in which the earlier one was watched longer count as well."
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: np.mean(np.sign(gap) == np.sign(1.0 * longer - longer.T))),
            N_("You compared all pairs, also those that were watched equally long. They have no right order."),
            also=(
                _signs(lambda longer, said: np.mean((longer > 0) == (said > 0))),
                lambda y, predicted: float(np.mean(np.equal(*_each_pair_once(y, predicted)))),
                lambda y, predicted: float(np.mean(np.equal(*(s > 0 for s in _each_pair_once(y, predicted))))),
                _equally_long_counts_half,
                _equally_long_is_no_reason_to_skip,
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: np.mean((gap > 0)[longer & (gap != 0)])),
            N_(
                "You left out the pairs that are predicted the same. They are asked about, and a guess is right half "
                "of the time."
            ),
            also=(_without_ties_by_counting,),
        ),
        Mistake(
            lambda y, predicted: (1 + float(kendalltau(y, predicted)[0])) / 2,
            N_(
                "Kendall's tau, brought to 0 to 1, is nearly XAUC; but the usual one (tau-b) divides by something else "
                "where there are ties."
            ),
        ),
        Mistake(
            lambda y, predicted: xauc(predicted, y),
            N_(
                "`y` and `predicted` have changed places: the pairs that count are those with different `y`, and a tie "
                "of the predictions counts ½."
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: 2 * np.mean(((gap > 0) + (gap == 0) / 2)[longer]) - 1),
            N_("This runs from −1 to 1, as Kendall's tau does. XAUC is a share: a constant has 0.5."),
            also=(
                lambda y, predicted: float(kendalltau(y, predicted)[0]),
                lambda y, predicted: float(kendalltau(y, predicted, variant="c")[0]),
                lambda y, predicted: float(np.mean(np.prod(_each_pair_once(y, predicted), axis=0))),
            ),
        ),
        Mistake(
            _pairs(lambda longer, gap: float(np.sum(((gap > 0) + (gap == 0) / 2)[longer]))),
            N_("This is the number of pairs. Divide by how many there are."),
        ),
        Mistake(
            lambda y, predicted: float(np.corrcoef(y, predicted)[0, 1]),
            N_("This is the correlation, which one very long view can decide. XAUC looks at the order only."),
        ),
        Mistake(
            lambda y, predicted: float(spearmanr(y, predicted)[0]),
            N_("This is a correlation of ranks, from −1 to 1. XAUC is the share of the pairs that are in order."),
        ),
        Mistake(
            _steps(lambda y, predicted: np.mean(y * predicted > 0)),
            N_("You compared neighbours in the table. Every view meets every other one."),
            also=(
                _steps(lambda y, predicted: np.mean(np.sign(y) == np.sign(predicted))),
                _steps(lambda y, predicted: np.mean((y > 0) == (predicted > 0))),
                _steps(lambda y, predicted: np.mean((y * predicted > 0)[y != 0])),
                _steps(lambda y, predicted: np.mean(((y * predicted > 0) + (predicted == 0) / 2)[y != 0])),
                _steps(lambda y, predicted: np.mean(((predicted > 0) + (predicted == 0) / 2)[y > 0])),
            ),
        ),
        Mistake(
            lambda y, predicted: float(np.mean(np.argsort(y) == np.argsort(predicted))),
            N_(
                "You counted how many views stand in exactly the same place of both orders. One view in front moves "
                "all others; XAUC asks pair by pair."
            ),
            also=(lambda y, predicted: float(np.mean(rankdata(y) == rankdata(predicted))),),
        ),
    ),
    properties=(_is_a_share,),
    then=N_(
        "A table of all pairs is fine for thousands of views; a million would need a terabyte. Sort by one, count "
        "inversions while merging, and it takes seconds."
    ),
)

# --- 05.2 D2Q --------------------------------------------------------------------------------------------------------


def _groups(rng, k):
    """Case k: (group, watched, new_group, new_rank); some have a group of one view, ranks 0 and 1, idle groups."""
    if k == 0:
        return (
            np.array([0, 0, 0, 1, 1]),
            np.array([4.0, 8.0, 8.0, 50.0, 100.0]),
            np.array([0, 1, 1]),
            np.array([0.5, 0.5, 0.9]),
        )
    n, groups = 8 + 4 * k, 2 + k % 3
    group = np.concatenate([np.arange(groups), rng.integers(groups, size=n - groups)])
    group = rng.permutation(group) + k % 2
    if k % 3 == 1:
        group[-1] = group.max() + 2
    watched = np.round(rng.lognormal(2 + group, 0.8, size=n))
    watched[np.flatnonzero(group == group[0])[:3]] = watched[0]
    new_group, new_rank = rng.choice(group, size=4 + k), np.round(rng.uniform(0.05, 0.95, size=4 + k), 2)
    new_group[0] = group[-1]
    if k % 2:
        new_group[1:3], new_rank[1:3] = group[0], (0.0, 1.0)
    if k % 3 == 2:  # only one group is asked for
        new_group[:] = group[-1]
    return group, watched, new_group, new_rank


def d2q(group, watched, new_group, new_rank):
    """Seconds to ranks within each group, and new ranks back to seconds: (rank, seconds)."""
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.mean(own < w) + np.mean(own <= w)) / 2 for w in own]
        seconds[new_group == g] = np.quantile(own, new_rank[new_group == g])
    return rank, seconds


def _with_ranks(rank_of):
    """d2q with another rank: rank_of(own) → ranks of one group."""

    def wrong(group, watched, new_group, new_rank):
        rank = np.zeros(len(watched))
        for g in np.unique(group):
            rank[group == g] = rank_of(watched[group == g])
        return rank, d2q(group, watched, new_group, new_rank)[1]

    return wrong


def _with_seconds(seconds_of):
    """d2q with another way back: seconds_of(own, ranks, all seconds) → seconds of one group."""

    def wrong(group, watched, new_group, new_rank):
        seconds = np.zeros(len(new_rank))
        for g in np.unique(group):
            seconds[new_group == g] = seconds_of(watched[group == g], new_rank[new_group == g], watched)
        return d2q(group, watched, new_group, new_rank)[0], seconds

    return wrong


def _places(own, kind):
    """The place of each view, from 0; ties stand as this way of sorting leaves them."""
    return np.argsort(np.argsort(own, kind=kind))


def _one_after_another(group, watched, new_group, new_rank):
    """Both results in the order of the groups."""
    rank, seconds = d2q(group, watched, new_group, new_rank)
    return rank[np.argsort(group, kind="stable")], seconds[np.argsort(new_group, kind="stable")]


def _one_group_for_all(group, watched, new_group, new_rank):
    return d2q(np.zeros(len(group)), watched, np.zeros(len(new_group)), new_rank)


def _global_rank(group, watched, new_group, new_rank):
    return d2q(np.zeros(len(group)), watched, (), ())[0], d2q(group, watched, new_group, new_rank)[1]


def _ranks_over_all_rows(group, watched, new_group, new_rank):
    rank, seconds = d2q(group, watched, new_group, new_rank)
    size = np.array([np.sum(group == g) for g in group])
    return rank * size / len(watched), seconds


def _seconds_of_the_group(arguments, result):
    group, watched, new_group, new_rank = arguments
    seconds = np.asarray(result[1], dtype=float)
    if seconds.shape != new_rank.shape:
        return None
    for g, rank, back in zip(new_group, new_rank, seconds, strict=True):
        own = watched[group == g]
        if not own.min() * (1 - 1e-4) <= back <= own.max() * (1 + 1e-4):
            return _(
                "Rank {rank:g} of group {group} gives {seconds:.4g} s, but the views of this group lie between "
                "{shortest:g} s and {longest:g} s."
            ).format(rank=rank, group=g, seconds=back, shortest=own.min(), longest=own.max())
    return None


def _ranks_average_one_half(arguments, result):
    group = arguments[0]
    rank = np.asarray(result[0], dtype=float)
    if rank.shape != group.shape:
        return None
    for g in np.unique(group):
        if abs(rank[group == g].mean() - 0.5) > 1e-4:
            return _(
                "The ranks of group {group} have the mean {mean:.3g}. It should be 0.5 in every group, else one length "
                "still beats another."
            ).format(group=g, mean=rank[group == g].mean())
    return None


D2Q = Exercise(
    id="05.2",
    name="d2q",
    title=N_("There and back: ranks within a length"),
    term="时长分位",
    minutes=15,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "Take one group at a time: own = watched[group == g]. For each of its views, which share of own is shorter?"
        ),
        N_("Half-way between np.mean(own < w) and np.mean(own <= w) is the rank of w: views as long as w count half."),
        N_("Back: np.quantile(own, ranks) reads seconds off the same group. new_group == g says where they belong."),
    ),
    inputs=_groups,
    reference=d2q,
    mistakes=(
        Mistake(
            _one_group_for_all,
            N_(
                "You ranked all views together. Then long videos get the high ranks again, and nothing has been gained."
            ),
        ),
        Mistake(
            _global_rank,
            N_(
                "The way back is by group, the ranks are not: a rank has to say how a view did among those of like "
                "length."
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: np.quantile(everything, rank)),
            N_(
                "The ranks are right. On the way back you read them off all views, and so forgot how long the video is."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: [np.mean(own < w) for w in own]),
            N_(
                "You counted the shorter views only. Views watched just as long count half, else the ranks average "
                "below 0.5."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: [np.mean(own <= w) for w in own]),
            N_("You counted the equal ones in full, itself too. They count half, else the ranks average above 0.5."),
        ),
        Mistake(
            _with_ranks(lambda own: rankdata(own) / len(own)),
            N_(
                "Your ranks are half a place too high, as those of pandas with pct=True are: a view counts *itself* "
                "half, too."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: (rankdata(own, "ordinal") - 0.5) / len(own)),
            N_(
                "Views that were watched equally long get different ranks here, by where they stand in the table. "
                "Equal seconds, equal rank."
            ),
            also=tuple(
                _with_ranks(lambda own, kind=kind, a=a, b=b: (_places(own, kind) + a) / max(len(own) + b, 1))
                for kind in ("stable", "quicksort")  # which differ in where they put ties
                for a, b in ((0, 0), (0.5, 0), (1, 0), (0, -1), (1, 1))
            ),
        ),
        Mistake(
            _with_ranks(lambda own: np.argsort(own) / len(own)),
            N_(
                "argsort says which view comes first, second, third. A rank is the answer to the other question: in "
                "which place does this view come?"
            ),
            also=(
                _with_ranks(lambda own: np.argsort(own, kind="stable") / len(own)),
                _with_ranks(lambda own: (np.argsort(own) + 0.5) / len(own)),
                _with_ranks(lambda own: (np.argsort(own) + 1) / len(own)),
                _with_ranks(lambda own: np.argsort(own) / max(len(own) - 1, 1)),
            ),
        ),
        Mistake(
            _with_ranks(lambda own: rankdata(own) / (len(own) + 1)),
            N_(
                "You divided the places by n + 1, which squeezes the ranks towards the middle. A rank is a share of "
                "the "
                "group, so the divisor is n."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: (rankdata(own) - 1) / max(len(own) - 1, 1)),
            N_(
                "You left the view itself out of its group, so ranks run from 0 to 1 and a group of one has none. It "
                "belongs to the group, and counts half."
            ),
            also=(_with_ranks(lambda own: (rankdata(own) - 1) / (len(own) - 1)),),
        ),
        Mistake(
            _with_ranks(lambda own: (own - own.min()) / np.ptp(own)),
            N_(
                "This is how far a view is on the way from the shortest to the longest one. A rank counts how many "
                "views are shorter, not by how much."
            ),
            also=(_with_ranks(lambda own: (own - own.min()) / (np.ptp(own) or 1)),),
        ),
        Mistake(
            _with_ranks(lambda own: rankdata(own, "dense") / len(np.unique(own))),
            N_("You ranked the different times, each counted once. A time that ten views share counts ten times."),
            also=(
                _with_ranks(lambda own: (rankdata(own, "dense") - 0.5) / len(np.unique(own))),
                _with_ranks(lambda own: (rankdata(own, "dense") - 1) / len(np.unique(own))),
            ),
        ),
        Mistake(
            _with_ranks(lambda own: own / own.max()),
            N_(
                "This is a share of the longest view. One viewer who let the video loop would push all others down; a "
                "rank does not care by how much."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: [1 - (np.mean(own < w) + np.mean(own <= w)) / 2 for w in own]),
            N_("Your ranks run downwards: the longest view should be near 1."),
        ),
        Mistake(
            _with_ranks(lambda own: [np.sum(own < w) + 1 for w in own]),
            N_(
                "These are places, 1, 2, 3 and so on. A rank is a share between 0 and 1, so that large and small "
                "groups compare."
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: rank * own.max()),
            N_(
                "On the way back you took a share of the longest view. Look the rank up among the group's own views: "
                "np.quantile does."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: [(np.sum(own < w) + (np.sum(own == w) - 1) / 2) / len(own) for w in own]),
            N_(
                "Each view left itself out where views watched just as long count half. It is as long as itself, so it "
                "counts half, too."
            ),
        ),
        Mistake(
            _with_ranks(lambda own: [np.sum(own < w) + np.sum(own == w) / 2 for w in own]),
            N_(
                "You counted how many views of the group were shorter. A rank is their *share*: divide by the size of "
                "the group."
            ),
        ),
        Mistake(
            _ranks_over_all_rows,
            N_(
                "You counted within the group and divided by the number of all views. The share is one of the group, "
                "so divide by the group's size."
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: own.min() + rank * np.ptp(own)),
            N_(
                "On the way back you walked evenly from the shortest view to the longest. Most views stand close to "
                "the short end: `np.quantile` goes from view to view."
            ),
        ),
        Mistake(
            lambda group, watched, new_group, new_rank: d2q(group, watched, new_group, new_rank)[0],
            N_("These are the ranks. The way back is missing: return both, `rank, seconds`."),
        ),
        Mistake(
            lambda group, watched, new_group, new_rank: d2q(group, watched, new_group, new_rank)[1],
            N_("These are the seconds of the way back. The ranks are missing: return both, `rank, seconds`."),
        ),
        Mistake(
            lambda group, watched, new_group, new_rank: d2q(group, watched, new_group, new_rank)[::-1],
            N_("Both are right and swapped: first the ranks, then the seconds."),
        ),
        Mistake(
            _one_after_another,
            N_(
                "The numbers are right, but stand group after group. Each belongs where its view or its new rank "
                "stands."
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: np.percentile(own, rank)),
            N_(
                "np.percentile counts from 0 to 100, the ranks from 0 to 1: all your seconds are near the shortest "
                "view."
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: np.quantile(own, 1 - rank)),
            N_("On the way back your scale is turned round: a rank near 1 has to give the longest views."),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: np.quantile(own, rank, method="nearest")),
            N_(
                "On the way back you took a view as it is. Between two views `np.quantile` interpolates, and so does "
                "the course."
            ),
            also=(
                *(
                    _with_seconds(lambda own, rank, everything, m=m: np.quantile(own, rank, method=m))
                    for m in ("lower", "higher", "inverted_cdf", "hazen", "weibull", "midpoint")
                ),
                _with_seconds(
                    lambda own, rank, everything: np.sort(own)[np.minimum((rank * len(own)).astype(int), len(own) - 1)]
                ),
                _with_seconds(lambda own, rank, everything: np.sort(own)[(rank * (len(own) - 1)).astype(int)]),
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: own[(rank * (len(own) - 1)).astype(int)]),
            N_(
                "On the way back you counted through the views as they stand in the table. They have to be sorted "
                "first."
            ),
            also=(
                _with_seconds(
                    lambda own, rank, everything: own[np.minimum((rank * len(own)).astype(int), len(own) - 1)]
                ),
            ),
        ),
        Mistake(
            _with_seconds(lambda own, rank, everything: np.full(len(rank), own.mean())),
            N_(
                "On the way back all ranks of a group get the same seconds, its mean or its median. A high rank "
                "should give more than "
                "a low one."
            ),
            also=(_with_seconds(lambda own, rank, everything: np.full(len(rank), np.median(own))),),
        ),
    ),
    properties=(_ranks_average_one_half, _seconds_of_the_group),
    then=N_(
        "Comparing each view with its whole group takes n² steps. `scipy.stats.rankdata` sorts once: `(rankdata(own) "
        "- 0.5) / "
        "len(own)` is the same, and a million views take a second."
    ),
)

# --- 05.3 the pinball loss -------------------------------------------------------------------------------------------


def _pinball_inputs(rng, k):
    if k == 0:
        return np.array([10.0, 20.0, 60.0]), np.array([20.0, 20.0, 20.0]), 0.9
    n = 5 + 3 * k
    y = np.round(rng.lognormal(2.5, 1, size=n), 1)
    predicted = np.round(y * rng.lognormal(0, 0.7, size=n), 1)
    predicted[:3] = y[0], 0.5 * y[1], 2 * y[2]  # one just right, one too short, one too long
    return y, predicted, (0.1, 0.75, 0.25, 0.9, 0.6, 0.05, 0.5)[(k - 1) % 7]


def pinball(y, predicted, tau):
    """Mean cost where a second too little costs tau, and a second too much costs 1 − tau."""
    short = y - predicted
    return np.mean(np.where(short > 0, tau * short, (tau - 1) * short))


def _leaning(cost):
    """A wrong pinball loss: the mean of cost(y − predicted, tau)."""

    def wrong(y, predicted, tau):
        return float(np.mean(cost(y - predicted, tau)))

    return wrong


def _means_apart(y, predicted, tau):
    short = y - predicted
    return float(tau * short[short > 0].mean() - (1 - tau) * short[short <= 0].mean())


def _mean_miss_first(y, predicted, tau):
    return float(pinball(np.mean(y), np.mean(predicted), tau))


def _between_nothing_and_the_dearer_price(arguments, result):
    y, predicted, tau = arguments
    if np.ndim(result) != 0:
        return None
    if result < -1e-9:
        return _(
            "Your mean cost is {cost:.3g}: below 0. Being wrong, in whichever direction, never earns points."
        ).format(cost=result)
    highest = max(tau, 1 - tau) * np.mean(np.abs(y - predicted))
    if result > highest * (1 + 1e-4):
        return _(
            "Your mean cost is {cost:.4g}. Even if every second cost the dearer price, {price:g}, it would be "
            "{highest:.4g}."
        ).format(cost=result, price=max(tau, 1 - tau), highest=highest)
    return None


PINBALL = Exercise(
    id="05.3",
    name="pinball",
    title=N_("A loss that leans"),
    term="分位数损失",
    minutes=6,
    difficulty=1,
    importance=3,
    points=2,
    hints=(
        N_("Call y − predicted the shortfall. Where is it positive, and what does a second of it cost there?"),
        N_("Two prices: tau for each second too little, 1 − tau for each second too much. A cost is never negative."),
        N_("np.where(short > 0, tau * short, (tau - 1) * short), and then the mean."),
    ),
    inputs=_pinball_inputs,
    reference=pinball,
    mistakes=(
        Mistake(
            lambda y, predicted, tau: pinball(y, predicted, 1 - tau),
            N_("The two prices are swapped: too *little* costs tau. For tau = 0.9 the prediction should be pushed up."),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.mean(np.abs(y - predicted))),
            N_("This is the mean absolute error, where both directions cost the same. tau does not occur."),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.mean(tau * np.abs(y - predicted))),
            N_("You gave both directions the same price. Too much costs 1 − tau."),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.mean(tau * (y - predicted))),
            N_("This becomes negative where you predicted too much, so promising more would always pay."),
        ),
        Mistake(
            _leaning(lambda short, tau: np.where(short > 0, tau * short, (1 - tau) * short)),
            N_(
                "Too much gets a *negative* cost here, as y − predicted is below 0 there. The formula has predicted − "
                "y "
                "in its second line."
            ),
            also=(
                _leaning(lambda short, tau: np.maximum(tau * short, (1 - tau) * short)),
                lambda y, predicted, tau: float(
                    (lambda s: tau * s[s > 0].sum() + (1 - tau) * s[s < 0].sum())(y - predicted)
                ),
            ),
        ),
        Mistake(
            _leaning(lambda short, tau: np.where(short > 0, tau * short, -short)),
            N_("A second too much costs 1 here. Its price is 1 − tau."),
        ),
        Mistake(
            _leaning(lambda short, tau: np.where(short > 0, short, (tau - 1) * short)),
            N_("A second too little costs 1 here. Its price is tau."),
        ),
        Mistake(
            _leaning(lambda short, tau: np.where(short > 0, tau, 1 - tau)),
            N_("You added up prices and forgot the seconds: a miss of a minute costs sixty times a miss of a second."),
        ),
        Mistake(
            _mean_miss_first,
            N_(
                "You took the mean of the misses first, so that too much and too little cancelled. Each view pays for "
                "itself; the mean comes last."
            ),
        ),
        Mistake(
            _means_apart,
            N_(
                "You averaged the two kinds of views apart and added the means. One mean over all views: a kind that "
                "is rare weighs little."
            ),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.quantile(np.abs(y - predicted), tau)),
            N_(
                "This is a quantile of the misses. The pinball loss is a mean; it is the best *prediction* that "
                "becomes a quantile."
            ),
            also=(lambda y, predicted, tau: float(np.quantile(y - predicted, tau)),),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.mean(np.where(y > predicted, tau, tau - 1) * (y - predicted) ** 2)),
            N_("You squared the misses. Squares lead to means; a quantile needs the seconds as they are."),
            also=(
                _leaning(lambda short, tau: np.where(short > 0, tau, 1 - tau) * short**2),
                _leaning(lambda short, tau: np.where(short > 0, tau * short, (tau - 1) * short) ** 2),
                lambda y, predicted, tau: float(
                    np.sqrt(np.mean(np.where(y > predicted, tau, 1 - tau) * (y - predicted) ** 2))
                ),
            ),
        ),
        Mistake(
            lambda y, predicted, tau: float(np.mean(np.maximum(tau * (y - predicted), 0))),
            N_("Too much costs nothing here, so a huge number would be the best prediction."),
            also=(lambda y, predicted, tau: float(np.mean(tau * (y - predicted)[y > predicted])),),
        ),
        Mistake(
            lambda y, predicted, tau: 2 * pinball(y, predicted, tau),
            N_("Twice too large. The usual pinball loss is half of the absolute error at tau = 0.5."),
        ),
        Mistake(
            lambda y, predicted, tau: len(y) * pinball(y, predicted, tau),
            N_("This is the sum. Take the mean, so that it does not grow with the number of views."),
        ),
    ),
    properties=(_between_nothing_and_the_dearer_price,),
    then=N_(
        "`np.maximum(tau * short, (tau - 1) * short)` says it without a condition: of the two lines the higher one is "
        "always "
        "the cost. PyTorch can take the gradient of either."
    ),
)

# --- 05.4 the odds of the weighted logistic regression ---------------------------------------------------------------


def _click_inputs(rng, k):
    if k == 0:
        return np.array([30.0, 0.0, 10.0, 2.0, 1.0]), np.array([1, 0, 1, 0, 0])
    n = 8 + 6 * k
    clicked = (rng.random(n) < (0.1, 0.5, 0.7)[k % 3]).astype(int)
    clicked[:2], clicked[2:4] = 1, 0
    return np.round(np.where(clicked, 7 + rng.lognormal(3, 1, size=n), rng.uniform(0.5, 7, size=n)), 1), clicked


def wlr_odds(watched, clicked):
    """The odds that a weighted logistic regression learns: seconds of the clicked, over the number of the others."""
    yes = watched[clicked == 1].sum()
    no = np.sum(clicked == 0)
    return yes / no


def _taken_for_places(no):
    """The odds where 0 and 1 choose views 0 and 1; no(clicked) is the divisor."""

    def wrong(watched, clicked):
        return float(watched[clicked].sum() / no(clicked))

    return wrong


def _not_below_the_mean(arguments, result):
    watched, clicked = arguments
    if np.ndim(result) != 0:
        return None
    if result < 0:
        return _(
            "Your odds are {odds:.3g}. Both weights are sums of what is not negative, so odds are not, either."
        ).format(odds=result)
    mean = np.sum(watched * clicked) / len(watched)
    if result < mean * (1 - 1e-4):
        return _(
            "Your odds are {odds:.4g} s. By the formula they are E[T] · (1 + P + …), so never below E[T], which is "
            "{mean:.4g} s here."
        ).format(odds=result, mean=mean)
    return None


WLR = Exercise(
    id="05.4",
    name="wlr_odds",
    title=N_("The odds behind the seconds"),
    term="加权逻辑回归",
    minutes=6,
    difficulty=2,
    importance=2,
    points=2,
    hints=(
        N_("Odds are the weight of the yes over the weight of the no. What does a yes weigh, what does a no weigh?"),
        N_("A clicked view weighs as many as its seconds, every other view weighs 1, however long it ran."),
        N_("watched[clicked == 1].sum() divided by the number of views that were not clicked."),
    ),
    inputs=_click_inputs,
    reference=wlr_odds,
    mistakes=(
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].sum() / len(watched)),
            N_(
                "You divided by all views. That is what one wishes for; odds divide by the *no* alone, and the rest of "
                "this section is about the difference."
            ),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].mean()),
            N_("This is the mean of the clicked views. It does not know that others were shown and not clicked."),
        ),
        Mistake(
            lambda watched, clicked: float(watched.mean()),
            N_("This is the mean over all views. The odds are what the model learns in its place."),
        ),
        Mistake(
            lambda watched, clicked: float(np.sum(clicked == 1) / np.sum(clicked == 0)),
            N_("These are the odds of a click. A click weighs as many as its seconds here."),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].sum() / watched[clicked == 0].sum()),
            N_("The others weigh 1 each, not their seconds: what ran before they left is not used at all."),
        ),
        Mistake(
            lambda watched, clicked: float(watched.sum() / np.sum(clicked == 0)),
            N_("The seconds of the views without a click were counted as well. Only a click brings its seconds."),
        ),
        Mistake(
            lambda watched, clicked: float(np.log(watched[clicked == 1].sum() / np.sum(clicked == 0))),
            N_("This is the logit, the number inside the model. Served is its exponential, the odds."),
        ),
        Mistake(
            lambda watched, clicked: float(
                watched[clicked == 1].sum() / (watched[clicked == 1].sum() + np.sum(clicked == 0))
            ),
            N_("This is a probability: yes over yes and no. Odds are yes over no."),
        ),
        Mistake(
            _taken_for_places(lambda clicked: np.sum(clicked == 0)),
            N_(
                "`watched[clicked]` takes 0 and 1 for places in the table: it repeats the first two views. A condition "
                "chooses: `clicked == 1`."
            ),
            also=(
                _taken_for_places(len),
                _taken_for_places(lambda clicked: np.sum(~clicked)),
                _taken_for_places(lambda clicked: np.sum(1 - clicked)),
            ),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].sum() / np.sum(~clicked)),
            N_(
                "`~` turns True and False round, but makes −1 and −2 of the whole numbers 0 and 1. Compare instead: "
                "`clicked == 0`."
            ),
            also=(lambda watched, clicked: float(watched[clicked == 1].sum() / watched[~clicked].sum()),),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].mean() / (1 - clicked.mean())),
            N_(
                "You divided the mean of the *clicked* views by 1 − P. E[T] is clicked seconds per row of all rows, so "
                "a factor P is missing."
            ),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 1].mean() / watched[clicked == 0].mean()),
            N_(
                "A mean stands where a total belongs. Odds are a weight over a weight: a sum of seconds over a number "
                "of views."
            ),
            also=(lambda watched, clicked: float(watched[clicked == 1].sum() / np.mean(clicked == 0)),),
        ),
        Mistake(
            lambda watched, clicked: float(watched.mean() * clicked.mean() / (1 - clicked.mean())),
            N_(
                "You multiplied the odds of a click with the mean of *all* views. It is the clicked ones whose seconds "
                "weigh."
            ),
        ),
        Mistake(
            lambda watched, clicked: float((watched * clicked).mean() * (1 + clicked.mean())),
            N_(
                "You stopped the series after P. It goes on with P², P³ and so on; the fraction before it has all of "
                "them."
            ),
            also=(
                lambda watched, clicked: float((watched * clicked).mean() * (1 + clicked.mean() + clicked.mean() ** 2)),
            ),
        ),
        Mistake(
            lambda watched, clicked: float(np.average(clicked, weights=watched)),
            N_(
                "This is the share of all seconds that belongs to clicked views. The others weigh 1 each, and odds are "
                "not a share."
            ),
        ),
        Mistake(
            lambda watched, clicked: float(watched[clicked == 0].sum() / np.sum(clicked == 1)),
            N_("Yes and no are exchanged: the clicked views bring their seconds, the others are counted."),
        ),
    ),
    properties=(_not_below_the_mean,),
    then=N_(
        "`watched @ clicked / (1 - clicked).sum()` is the same in one pass. And a page where everybody clicks has no "
        "*no*: "
        "the odds are infinite, which a served model should survive."
    ),
)

# --- 05.5 the censored likelihood ------------------------------------------------------------------------------------


def _censored_inputs(rng, k):
    """Case k: (watched, duration, mu, sigma); some left, some saw the end to the second, some began once more."""
    if k == 0:
        return np.array([10.0, 60.0, 90.0]), np.array([60.0, 60.0, 60.0]), float(np.log(30)), 1.0
    n = 5 + 4 * k
    duration = np.round(rng.lognormal(3.5, 0.6, size=n))
    watched = np.round(np.minimum(rng.lognormal(3.3, 1, size=n), duration), 1)
    watched[0] = duration[0] = 40.0
    watched[1] = duration[1] / 2
    watched[2] = round(1.7 * duration[2], 1)
    return watched, duration, float(np.round(rng.normal(3.3, 0.4), 2)), (0.5, 1.5, 0.8)[k % 3]


def censored_log_likelihood(watched, duration, mu, sigma):
    """Mean log-likelihood: a density where the viewer left, the chance of "longer than that" where the video ended."""
    left = norm.logpdf(np.log(watched), mu, sigma)
    stayed = norm.logsf(np.log(duration), mu, sigma)
    return np.mean(np.where(watched < duration, left, stayed))


def _by_hand(left, stayed):
    def wrong(watched, duration, mu, sigma):
        one, other = left(np.log(watched), mu, sigma), stayed(np.log(duration), mu, sigma)
        return float(np.mean(np.where(watched < duration, one, other)))

    return wrong


def _told_by(ended):
    """Another condition for having seen the end: ended(watched, duration)."""

    def wrong(watched, duration, mu, sigma):
        left, stayed = norm.logpdf(np.log(watched), mu, sigma), norm.logsf(np.log(duration), mu, sigma)
        return float(np.mean(np.where(ended(watched, duration), stayed, left)))

    return wrong


def _in_the_end(combined):
    """Another way to put the two kinds together: combined(left, stayed, ended)."""

    def wrong(watched, duration, mu, sigma):
        left, stayed = norm.logpdf(np.log(watched), mu, sigma), norm.logsf(np.log(duration), mu, sigma)
        return float(combined(left, stayed, watched >= duration))

    return wrong


def _logarithms(log_of, centre=lambda mu: mu, spread=lambda sigma: sigma):
    """The likelihood with another logarithm, mean or spread."""

    def wrong(watched, duration, mu, sigma):
        left = norm.logpdf(log_of(watched), centre(mu), spread(sigma))
        stayed = norm.logsf(log_of(duration), centre(mu), spread(sigma))
        return float(np.mean(np.where(watched < duration, left, stayed)))

    return wrong


def _seconds_have_a_density(watched, duration, mu, sigma):
    left, stayed = lognorm.logpdf(watched, sigma, scale=np.exp(mu)), norm.logsf(np.log(duration), mu, sigma)
    return float(np.mean(np.where(watched < duration, left, stayed)))


def _at_most_certain(arguments, result):
    watched, duration, __, sigma = arguments
    if np.ndim(result) != 0:
        return None
    highest = np.mean(np.where(watched < duration, -np.log(sigma * np.sqrt(2 * np.pi)), 0.0))
    if result > highest + 1e-4:
        return _(
            "Your mean is {mean:.4g}, and no guess of mu could reach that: the logarithm of a chance is at most 0, "
            "that "
            "of this density at most {peak:.4g}."
        ).format(mean=result, peak=-np.log(sigma * np.sqrt(2 * np.pi)))
    return None


CENSORED = Exercise(
    id="05.5",
    name="censored_log_likelihood",
    title=N_("What a finished video tells"),
    term="删失",
    minutes=12,
    difficulty=3,
    importance=2,
    points=4,
    hints=(
        N_("Two kinds of views. Who left early told you the number; who saw the end told you only that it was larger."),
        N_(
            "norm.logpdf(x, mu, sigma) is the log-density at x, norm.logsf(x, mu, sigma) the log-chance of more than "
            "x. x is the logarithm of seconds."
        ),
        N_("np.where(watched < duration, logpdf at the log of watched, logsf at the log of duration), and the mean."),
    ),
    inputs=_censored_inputs,
    reference=censored_log_likelihood,
    mistakes=(
        Mistake(
            lambda watched, duration, mu, sigma: float(np.mean(norm.logpdf(np.log(watched), mu, sigma))),
            N_(
                "Every view is taken at its word, the finished ones too. But their viewers did not want to stop: the "
                "video did."
            ),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: float(
                np.mean(norm.logpdf(np.log(watched), mu, sigma)[watched < duration])
            ),
            N_(
                "You left out the finished views, and with them those who wanted most. What remains looks too "
                "impatient."
            ),
        ),
        Mistake(
            _by_hand(norm.logpdf, norm.logcdf),
            N_(
                "logcdf is the chance of *less* than the length. A finished video says that the intention was more: "
                "logsf."
            ),
        ),
        Mistake(
            _by_hand(norm.pdf, norm.sf),
            N_("These are densities and chances. A log-likelihood adds up their logarithms."),
        ),
        Mistake(
            _by_hand(norm.logsf, norm.logpdf),
            N_("The two kinds are swapped: who left early has the density, who saw the end has the chance."),
            also=(
                _told_by(np.less),
                _told_by(np.less_equal),
                lambda watched, duration, mu, sigma: float(
                    np.mean(
                        np.where(
                            watched < duration,
                            norm.logsf(np.log(watched), mu, sigma),
                            norm.logpdf(np.log(watched), mu, sigma),
                        )
                    )
                ),
            ),
        ),
        Mistake(
            _told_by(np.equal),
            N_(
                "You look for views that were *exactly* as long as the video. Whoever let it begin once more watched "
                "longer, and has seen the end as well."
            ),
            also=(_told_by(np.isclose),),
        ),
        Mistake(
            _told_by(np.greater),
            N_(
                "Views *exactly* as long as the video are missing among those that saw the end: `>=` takes them in, "
                "`>` does not."
            ),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: float(
                np.mean(
                    np.where(
                        watched < duration,
                        norm.logpdf(np.log(watched), mu, sigma),
                        norm.logsf(np.log(watched), mu, sigma),
                    )
                )
            ),
            N_(
                "For views that saw the end you asked for more than `watched`. What they told is “longer than the "
                "video”: its length, also where it ran on."
            ),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: float(np.mean(norm.logsf(np.log(watched), mu, sigma))),
            N_("You used the chance for every view. Who left before the end told you the number itself: a density."),
            also=(
                lambda watched, duration, mu, sigma: float(np.mean(norm.logsf(np.log(duration), mu, sigma))),
                lambda watched, duration, mu, sigma: float(
                    np.mean(norm.logsf(np.log(np.minimum(watched, duration)), mu, sigma))
                ),
            ),
        ),
        Mistake(
            _in_the_end(lambda left, stayed, ended: left[~ended].mean() + stayed[ended].mean()),
            N_(
                "You averaged the two kinds apart. Every view counts once, so add up both kinds and divide by the "
                "number of all."
            ),
            also=(
                _in_the_end(lambda left, stayed, ended: (left[~ended].mean() + stayed[ended].mean()) / 2),
                _in_the_end(lambda left, stayed, ended: (left[~ended].sum() + stayed[ended].sum()) / np.sum(~ended)),
            ),
        ),
        Mistake(
            _in_the_end(lambda left, stayed, ended: np.mean(left + stayed * ended)),
            N_("A finished view brings in two terms here, a density and a chance. It has only the chance."),
            also=(_in_the_end(lambda left, stayed, ended: np.mean(left + stayed)),),
        ),
        Mistake(
            _in_the_end(lambda left, stayed, ended: np.mean(np.where(ended, 0, left))),
            N_(
                "A finished view adds nothing here, as if it were certain. It says “more than the video”, and that has "
                "a chance below 1."
            ),
        ),
        Mistake(
            _in_the_end(lambda left, stayed, ended: np.log(np.mean(np.exp(np.where(ended, stayed, left))))),
            N_(
                "You put the chances together before their logarithms were taken. The mean is one of *logarithms*, "
                "view by view."
            ),
            also=(_in_the_end(lambda left, stayed, ended: np.prod(np.exp(np.where(ended, stayed, left)))),),
        ),
        Mistake(
            _seconds_have_a_density,
            N_(
                "This is the density of the *seconds*, with its factor 1/t. The text asks for the normal density at "
                "`ln t`; the two "
                "differ by `ln t`, whatever mu and sigma are."
            ),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: (
                censored_log_likelihood(watched, duration, mu, sigma) + np.log(sigma) * np.mean(watched < duration)
            ),
            N_(
                "You standardised by hand, and the density lost its 1/sigma: narrow curves are higher. Hand mu and "
                "sigma to `norm.logpdf` instead."
            ),
        ),
        Mistake(
            _logarithms(np.log, lambda mu: 0.0, lambda sigma: 1.0),
            N_("Neither mu nor sigma occurs. Together they say which normal curve is meant."),
        ),
        Mistake(
            _logarithms(np.log, lambda mu: mu, lambda sigma: 1.0),
            N_("sigma does not occur. It says how wide the normal curve is; without it, SciPy takes 1."),
        ),
        Mistake(
            _logarithms(np.log, lambda mu: 0.0),
            N_("mu does not occur. It says where the normal curve has its middle; without it, SciPy takes 0."),
        ),
        Mistake(
            _logarithms(np.log, np.log),
            N_("mu is the mean of the logarithms as it stands: only the two times need np.log."),
            also=(_logarithms(np.log, np.exp),),
        ),
        Mistake(
            _logarithms(np.log10),
            N_("mu and sigma belong to the natural logarithm, np.log, and not to another base."),
            also=(_logarithms(np.log2), _logarithms(np.log1p)),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: float(
                np.mean(np.where(watched < duration, norm.logpdf(watched, mu, sigma), norm.logsf(duration, mu, sigma)))
            ),
            N_("mu and sigma describe the *logarithm* of the seconds: take np.log of both times first."),
            also=(
                lambda watched, duration, mu, sigma: float(
                    np.mean(norm.logpdf(watched, mu, sigma) + norm.logsf(duration, mu, sigma))
                ),
            ),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: censored_log_likelihood(watched, duration, mu, sigma**2),
            N_("SciPy's norm takes the standard deviation: hand `sigma` over as it is, without a square or a root."),
            also=(_logarithms(np.log, spread=np.sqrt),),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: -censored_log_likelihood(watched, duration, mu, sigma),
            N_("This is a loss: smaller is better. A likelihood is larger for a better guess."),
        ),
        Mistake(
            lambda watched, duration, mu, sigma: len(watched) * censored_log_likelihood(watched, duration, mu, sigma),
            N_("This is the sum. Take the mean, so that it does not shrink with every view."),
        ),
    ),
    properties=(_at_most_certain,),
    then=N_(
        "`logsf` is more than `log(1 - cdf)`: far out in the tail `1 - cdf` becomes 0, its logarithm −∞, and one very "
        "long video would spoil the mean of a million views."
    ),
)

# --- 05.6 a quantile, by a loop of one's own --------------------------------------------------------------------------


def quantile_line(X, y, tau, theta, eta, steps):
    """(losses, theta): the pinball loss before each step, and theta after the last one."""
    losses = []
    for __ in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * X.T @ slope / len(y)
    return losses, theta


# (rows, features besides the ones, tau, steps), one row a case; the first is the one by hand
_LINES = (
    None,
    (3, 1, 0.9, 1),
    (4, 1, 0.25, 1),
    (5, 2, 0.8, 2),
    (4, 1, 0.1, 3),
    (6, 2, 0.6, 1),
    (7, 1, 0.75, 4),
    (5, 3, 0.3, 2),
)


def _line_inputs(rng, k):
    if k == 0:
        return np.array([[1.0, 2.0]]), np.array([4.0]), 0.9, np.zeros(2), 1.0, 1
    rows, features, tau, steps = _LINES[k]
    while True:  # until no view is predicted just right, where the slope is a matter of taste, both sides occur, and
        # from step to step some view changes its side
        X = np.column_stack([np.ones(rows), np.round(rng.normal(0.3, 1, (rows, features)), 1)])
        y = np.round(rng.lognormal(1.0, 0.6, rows), 1)
        theta = np.round(rng.normal(0.6, 0.6, features + 1), 1)
        eta = round(float(rng.uniform(0.3, 1.2)), 1)
        short, at = [], theta
        for __ in range(steps):
            short.append(y - X @ at)
            at = quantile_line(X, y, tau, at, eta, 1)[1]
        low = np.array(short) > 0
        both = low.any(axis=1) & ~low.all(axis=1)
        if np.abs(short).min() > 0.05 and both.all() and (steps == 1 or np.any(low[0] != low[1:])):
            return X, y, tau, theta, eta, steps


def _line(slope=lambda y, p, tau: np.where(y > p, -tau, 1 - tau), loss=pinball, at_end=False, afresh=True,
          step=lambda X, slope, theta: X.T @ slope / len(slope), move=lambda theta, eta, g: theta - eta * g,
          begin=lambda theta: theta, times=range):  # fmt: skip
    """A whole wrong answer, with one part of `quantile_line` exchanged."""

    def wrong(X, y, tau, theta, eta, steps):
        theta, losses, kept = begin(theta), [], None
        for __ in times(steps):
            predicted = X @ theta
            if not at_end:
                losses.append(loss(y, predicted, tau))
            if afresh or kept is None:
                kept = slope(y, predicted, tau)
            theta = move(theta, eta, step(X, kept, theta))
            if at_end:
                losses.append(loss(y, X @ theta, tau))
        return losses, theta

    return wrong


def _after_each_view(X, y, tau, theta, eta, steps):
    losses = []
    for __ in range(steps):
        losses.append(pinball(y, X @ theta, tau))
        for row, seconds in zip(X, y, strict=True):
            theta = theta - eta * row * (-tau if seconds > row @ theta else 1 - tau)
    return losses, theta


def _returned(chosen):
    """The right numbers, handed back in another way: chosen(losses, theta)."""
    return lambda *arguments: chosen(*quantile_line(*arguments))


def _losses_of_a_line_are_one_for_each_step(arguments, result):
    steps, losses = arguments[-1], result[0]
    if len(losses) != steps:
        return _("Step 1: {steps} steps have {steps} losses, one before each; yours has {yours}.").format(
            steps=steps, yours=len(losses)
        )
    return None


def _a_line_begins_with_the_loss_of_the_start(arguments, result):
    X, y, tau, theta, *__ = arguments
    loss = pinball(y, X @ theta, tau)
    if abs(result[0][0] - loss) > 1e-6 * max(1.0, loss):
        return _(
            "Step 1: with the `theta` that is handed over, the first view is predicted {predicted:.4g}, and the mean "
            "pinball loss of all is {loss:.6g}; your first loss is {yours:.6g}."
        ).format(predicted=(X @ theta)[0], loss=loss, yours=result[0][0])
    return None


def _a_line_steps_against_the_slope(arguments, result):
    X, y, tau, theta, eta, steps = arguments
    if steps != 1 or np.shape(result[1]) != theta.shape:
        return None
    for j in range(len(theta)):
        nudge = 1e-5 * (np.arange(len(theta)) == j)
        slope = (pinball(y, X @ (theta + nudge), tau) - pinball(y, X @ (theta - nudge), tau)) / 2e-5
        after = theta[j] - eta * slope
        if abs(result[1][j] - after) > 1e-5 * max(1.0, abs(after)):
            return _(
                "Steps 2 and 3: nudge theta[{j}] and measure: the slope of the loss is {slope:.4g}. One step of eta = "
                "{eta} leads from {before} to {after:.6g}; yours is {yours:.6g}."
            ).format(j=j, slope=slope, eta=eta, before=theta[j], after=after, yours=result[1][j])
    return None


LINE = Exercise(
    id="05.6",
    name="quantile_line",
    title=N_("A quantile, by your own loop"),
    term="分位数回归",
    minutes=10,
    difficulty=2,
    importance=2,
    points=3,
    hints=(
        N_(
            "Three things are repeated: predict all views and write the pinball loss down; the slope of each view; a "
            "step of theta against the mean slope. Nothing else changes from step to step."
        ),
        N_(
            "np.where(y > predicted, -tau, 1 - tau) has one slope for each view. In lesson 03 the gradient was X.T @ "
            "(something for each row), divided by the number of rows: so it is here."
        ),
        N_(
            "In the loop: predicted = X @ theta; losses.append(pinball(y, predicted, tau)); slope = np.where(y > "
            "predicted, -tau, 1 - tau); theta = theta - eta * X.T @ slope / len(y)."
        ),
    ),
    inputs=_line_inputs,
    reference=quantile_line,
    mistakes=(
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, tau - 1, tau)),
            N_("The two slopes have each other's price: where the prediction is too low, a little more saves tau."),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, tau, tau - 1)),
            N_(
                "The signs of the slopes are turned, so that you go uphill. Where the prediction is too low, more of "
                "it makes the loss *smaller*: −tau."
            ),
            also=(_line(move=lambda theta, eta, g: theta + eta * g),),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, 1 - tau, -tau)),
            N_("The condition is turned round: −tau belongs to the views that were watched *longer* than predicted."),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, -1.0, 1.0)),
            N_("Both directions pull equally here: that leads to the median, whatever tau is."),
            also=(_line(slope=lambda y, p, tau: np.where(y > p, -0.5, 0.5)),),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, -tau, tau)),
            N_("Both directions pull with tau here. Where the prediction is too high, the slope is 1 − tau."),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, tau, 1 - tau)),
            N_("Both slopes are positive here. Where the prediction is too low, the slope is −tau, with a minus."),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, -tau, 0.0)),
            N_("Views that were predicted too high do not pull here, so the line rises for ever. Theirs is 1 − tau."),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: np.where(y > p, -tau * (y - p), (1 - tau) * (p - y))),
            N_(
                "You multiplied the slope by the miss. That is how squares pull, and it leads to a mean that leans; "
                "for a quantile each view pulls equally, however far away it is."
            ),
            also=(_line(slope=lambda y, p, tau: np.where(y > p, tau * (y - p), (1 - tau) * (p - y))),),
        ),
        Mistake(
            _line(slope=lambda y, p, tau: p - y),
            N_("This is the slope of the squared loss, which leads to the mean. tau does not occur in it."),
            also=(_line(slope=lambda y, p, tau: 2 * (p - y)),),
        ),
        Mistake(
            _line(step=lambda X, slope, theta: X.T @ slope),
            N_("You added the pulls of all views up. The loss is a mean, so its slope is one: divide by their number."),
        ),
        Mistake(
            _line(step=lambda X, slope, theta: 2 * X.T @ slope / len(slope)),
            N_("Your step is twice as long as it should be. The 2 of lesson 03 came from squares."),
        ),
        Mistake(
            _line(step=lambda X, slope, theta: X.T @ slope / len(theta)),
            N_("You divided by the number of weights. The mean runs over the views, len(y)."),
        ),
        Mistake(
            _line(step=lambda X, slope, theta: np.mean(slope)),
            N_(
                "X is missing in the step: every weight moves equally. A weight is felt by a view as strongly as its "
                "column says: X.T @ slope."
            ),
            also=(_line(step=lambda X, slope, theta: np.sum(slope)),),
        ),
        Mistake(
            _line(move=lambda theta, eta, g: theta - g),
            N_("`eta` is missing: it says how far a step goes."),
        ),
        Mistake(
            _line(move=lambda theta, eta, g: -eta * g),
            N_("The old theta is missing: a step starts from where you stand."),
        ),
        Mistake(
            _line(move=lambda theta, eta, g: theta),
            N_("theta has not moved. Give it its new value in each step: `theta = theta - …`."),
        ),
        Mistake(
            _line(begin=np.zeros_like),
            N_("You begin at zero. Begin with the `theta` that is handed over."),
        ),
        Mistake(
            _line(at_end=True),
            N_("Your losses are those after each step. Write the loss down before you move."),
        ),
        Mistake(
            _line(afresh=False),
            N_(
                "You took the slopes once and used them for every step. Which views are predicted too low changes: "
                "predict again."
            ),
        ),
        Mistake(
            _line(loss=lambda y, p, tau: pinball(y, p, 1 - tau)),
            N_("theta is right. Your losses are those of 1 − tau: did `y` and `predicted` change places?"),
        ),
        Mistake(
            _line(loss=lambda y, p, tau: float(np.mean(np.abs(y - p)))),
            N_("theta is right. Your losses are mean absolute errors; written down is the pinball loss, with tau."),
            also=(_line(loss=lambda y, p, tau: float(np.mean((y - p) ** 2))),),
        ),
        Mistake(
            _line(loss=lambda y, p, tau: len(y) * pinball(y, p, tau)),
            N_("theta is right. Your losses are sums over the views; the pinball loss is their mean."),
        ),
        Mistake(
            _line(times=lambda steps: range(1, steps)),
            N_("A step is missing: `range(steps)` goes round `steps` times, `range(1, steps)` once less."),
            also=(_line(times=lambda steps: range(steps - 1)),),
        ),
        Mistake(
            _line(times=lambda steps: range(steps + 1)),
            N_("You took one step too many. `range(steps)` goes round `steps` times."),
        ),
        Mistake(
            lambda *arguments: tuple(
                part[:1] if isinstance(part, list) else part for part in quantile_line(*arguments[:-1], 1)
            ),
            N_("There is one step only. Is the `return` inside of the loop? It belongs after it."),
        ),
        Mistake(
            _after_each_view,
            N_("You took a step after every view. One step sees all of them: their mean slope first, then the step."),
        ),
        Mistake(
            _returned(lambda losses, theta: (theta, losses)),
            N_("Both are right and swapped: first the losses, then theta."),
        ),
        Mistake(
            _returned(lambda losses, theta: theta),
            N_("This is theta. The losses are missing: return both, `losses, theta`."),
        ),
        Mistake(
            _returned(lambda losses, theta: losses),
            N_("These are the losses. theta is missing: return both, `losses, theta`."),
        ),
        Mistake(
            _returned(lambda losses, theta: (losses[-1], theta)),
            N_("You return one loss. `losses` is a list: `losses.append(…)` in each step."),
        ),
    ),
    properties=(
        _losses_of_a_line_are_one_for_each_step,
        _a_line_begins_with_the_loss_of_the_start,
        _a_line_steps_against_the_slope,
    ),
    then=N_(
        "The loss of section 5's network is the same, and PyTorch finds the same slopes. What it adds are bends: a "
        "line of ln(length) has none."
    ),
)

# --- 05.7 two kinds of views, and the end -----------------------------------------------------------------------------


def belongs(seconds, left, share, short, long):
    """Step 1: the chance of each view to be a skip, given the three numbers."""
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    """(share, short, long): share of the skips, and the mean seconds of skips and of stays."""
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for __ in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long


def _kinds_inputs(rng, k):
    """Case k: (watched, duration, start, rounds); some left, some saw the end to the second, some began once more."""
    if k == 0:
        return np.array([10.0, 10.0]), np.array([60.0, 10.0]), (0.5, 5.0, 50.0), 1
    n = 4 + 2 * k
    duration = np.round(rng.lognormal(3.4, 0.6, n)) + 5
    wanted = np.where(rng.random(n) < 0.5, rng.exponential(4, n), rng.exponential(60, n)) + 0.3
    watched = np.round(np.minimum(wanted, duration), 1)
    watched[0], watched[1] = duration[0], round(1.6 * duration[1], 1)
    watched[2], watched[3] = 1.5, round(duration[3] - 0.4, 1)  # nearly the end is not the end
    start = (round(float(rng.uniform(0.3, 0.7)), 1), float(rng.integers(2, 6)), float(rng.integers(20, 50)))
    return watched, duration, start, (1, 1, 2, 1, 3, 2, 1, 4)[k]


def _kinds(part=belongs, left=np.less, cut=np.minimum, share=lambda skip, left: skip.mean(),
           mean=lambda w, t, left: (w * t).sum() / (w * left).sum(), of_stays=lambda skip: 1 - skip,
           other_mean=None, keep=lambda left: slice(None)):  # fmt: skip
    """A whole wrong answer, with one part of `belongs` or `two_kinds` exchanged."""

    def wrong(watched, duration, start, rounds):
        known = keep(left(watched, duration))
        watched, duration = watched[known], duration[known]
        went, t = left(watched, duration), cut(watched, duration)
        now = start
        for __ in range(rounds):
            skip = part(t, went, *now)
            now = share(skip, went), mean(skip, t, went), (other_mean or mean)(of_stays(skip), t, went)
        return now

    return wrong


def _belonging(like=lambda t, left, m: np.exp(-t / m) / np.where(left, m, 1), of=lambda share: (share, 1 - share)):
    """A wrong `belongs`: another likelihood of a view, like(seconds, left, mean), or other shares."""

    def wrong(seconds, left, share, short, long):
        one, other = of(share)
        skip, stay = one * like(seconds, left, short), other * like(seconds, left, long)
        return skip / (skip + stay)

    return wrong


def _one_after_the_other(watched, duration, start, rounds):
    """The chances are taken again after each of the three numbers."""
    share, short, long = start
    left, t = watched < duration, np.minimum(watched, duration)
    for __ in range(rounds):
        share = belongs(t, left, share, short, long).mean()
        skip = belongs(t, left, share, short, long)
        short = (skip * t).sum() / (skip * left).sum()
        stay = 1 - belongs(t, left, share, short, long)
        long = (stay * t).sum() / (stay * left).sum()
    return share, short, long


def _rounds(number):
    return lambda watched, duration, start, rounds: two_kinds(watched, duration, start, number(rounds))


def _only_what_they_have_in_common(watched, duration, start, rounds):
    """Each round begins with `start`, except for the share."""
    now = start
    for __ in range(rounds):
        now = (two_kinds(watched, duration, now, 1)[0], *two_kinds(watched, duration, start, 1)[1:])
    return now


def _likelihood(watched, duration, share, short, long):
    left, t = watched < duration, np.minimum(watched, duration)
    skip = share * np.exp(-t / short) / np.where(left, short, 1)
    return float(np.sum(np.log(skip + (1 - share) * np.exp(-t / long) / np.where(left, long, 1))))


def _a_share_and_two_means(arguments, result):
    if np.shape(result) != (3,):
        return None
    share, short, long = result
    if not 0 <= share <= 1:
        return _("The share of the skips is {share:.4g}. A share lies between 0 and 1.").format(share=share)
    if not (short > 0 and long > 0):
        return _("The means are {short:.4g} s and {long:.4g} s. Seconds watched are above 0.").format(
            short=short, long=long
        )
    return None


def _one_round_by_hand(arguments, result):
    watched, duration, start, rounds = arguments
    if rounds != 1 or np.shape(result) != (3,):
        return None
    left, t = watched < duration, np.minimum(watched, duration)
    skip = belongs(t, left, *start)
    if abs(result[0] - skip.mean()) > 1e-6:
        return _(
            "Step 1: with the numbers of `start`, the first view is a skip with chance {first:.4g}, and the mean of "
            "all these chances is {share:.6g}. That is the share after one round; yours is {yours:.6g}."
        ).format(first=skip[0], share=skip.mean(), yours=result[0])
    for name, chance, yours in (("short", skip, result[1]), ("long", 1 - skip, result[2])):
        watching, leavings = (chance * t).sum(), (chance * left).sum()
        if abs(yours - watching / leavings) > 1e-6 * max(1.0, abs(yours)):
            return _(
                "The share is right. Step 2: by these chances {seconds:.6g} s of watching and {leavings:.6g} leavings "
                "belong to `{name}`, so it is {mean:.6g} after one round; yours is {yours:.6g}."
            ).format(seconds=watching, leavings=leavings, name=name, mean=watching / leavings, yours=yours)
    return None


def _more_likely_than_the_start(arguments, result):
    watched, duration, start, __ = arguments
    if np.shape(result) != (3,) or not (0 < result[0] < 1 and result[1] > 0 and result[2] > 0):
        return None
    before, after = (_likelihood(watched, duration, *numbers) for numbers in (start, result))
    if after < before - 1e-6:
        return _(
            "A round of EM never makes the views less likely. With `start` the logarithm of their likelihood is "
            "{before:.4g}, with your three numbers {after:.4g}."
        ).format(before=before, after=after)
    return None


_by_the_sum = {"mean": lambda w, t, left: (w * t).sum() / w.sum()}

KINDS = Exercise(
    id="05.7",
    name="two_kinds",
    title=N_("Skips, stays and the end: three numbers"),
    term="混合模型",
    minutes=18,
    difficulty=3,
    importance=2,
    points=4,
    hints=(
        N_(
            "Two questions in turn. Given the three numbers: with which chance is each view a skip? Given these "
            "chances: which three numbers? Each view counts as a skip for that part of it, and as a stay for the rest."
        ),
        N_(
            "`np.where(left, short, 1)` is what e^(−t/short) is divided by: views that left have a density, the others "
            "a chance. Step 2: seconds weighted by the chances, over leavings weighted by the same chances."
        ),
        N_(
            "short = (skip * seconds).sum() / (skip * left).sum(), long the same with 1 - skip, and share = "
            "skip.mean(). seconds = np.minimum(watched, duration), left = watched < duration."
        ),
    ),
    inputs=_kinds_inputs,
    reference=two_kinds,
    mistakes=(
        Mistake(
            _kinds(part=_belonging(lambda t, left, m: np.exp(-t / m) / m)),
            N_(
                "Step 1: you gave every view a density. Whoever saw the end did not leave then: for them it is the "
                "chance to be still there, without the division."
            ),
        ),
        Mistake(
            _kinds(part=_belonging(lambda t, left, m: np.exp(-t / m))),
            N_("Step 1: the division by the mean is missing for the views that left. It makes a density of a chance."),
        ),
        Mistake(
            _kinds(part=_belonging(lambda t, left, m: np.exp(-t / m) / np.where(left, 1, m))),
            N_("Step 1: the division by the mean belongs to those who *left*. You divide for those who saw the end."),
        ),
        Mistake(
            _kinds(part=_belonging(lambda t, left, m: m * np.exp(-t * m))),
            N_(
                "Step 1: you took short and long for rates. They are means, in seconds: e^(−t/short), divided by short."
            ),
            also=(_kinds(part=_belonging(lambda t, left, m: np.exp(-t * m) * np.where(left, m, 1))),),
        ),
        Mistake(
            _kinds(part=_belonging(of=lambda share: (1, 1))),
            N_("Step 1: the shares are missing. How many skips there are says how likely a view is to be one."),
        ),
        Mistake(
            _kinds(part=_belonging(of=lambda share: (1 - share, share))),
            N_("Step 1: `share` belongs to the skips, with the short mean, and 1 − share to the stays."),
        ),
        Mistake(
            _kinds(part=_belonging(of=lambda share: (share, 1))),
            N_("Step 1: what a stay makes likely has no 1 − share before it."),
        ),
        Mistake(
            _kinds(part=lambda t, left, share, short, long: belongs(t, left, share, long, short)),
            N_("Step 1: short and long have changed places: a skip has the short mean, a stay the long one."),
        ),
        Mistake(
            _kinds(part=lambda *numbers: 1 - belongs(*numbers)),
            N_("Step 1: this is the chance to be a *stay*. Asked is that of a skip: skip / (skip + stay)."),
        ),
        Mistake(
            _kinds(part=lambda *numbers: (belongs(*numbers) > 0.5).astype(float)),
            N_(
                "You sort each view wholly into one kind. A view of some seconds may be either: keep the chance, and "
                "let it count for both in part."
            ),
            also=(_kinds(part=lambda *numbers: np.round(belongs(*numbers))),),
        ),
        Mistake(
            _kinds(**_by_the_sum),
            N_(
                "Step 2: you divided by all views of a kind. Those who saw the end bring in seconds and no leaving: "
                "divide by the weights of the views that left."
            ),
        ),
        Mistake(
            _kinds(other_mean=_by_the_sum["mean"]),
            N_("Step 2: the short mean is right. The long one is divided by all stays, also by those who saw the end."),
        ),
        Mistake(
            _kinds(mean=_by_the_sum["mean"], other_mean=lambda w, t, left: (w * t).sum() / (w * left).sum()),
            N_("Step 2: the long mean is right. The short one is divided by all skips, also by those who saw the end."),
        ),
        Mistake(
            _kinds(mean=lambda w, t, left: (w * t).sum() / left.sum()),
            N_("Step 2: below the line the leavings have no weights. Each counts for a kind as its chance says."),
        ),
        Mistake(
            _kinds(mean=lambda w, t, left: (w * t).mean()),
            N_("Step 2: you divided by the number of views. Divide by the weights of those that left."),
        ),
        Mistake(
            _kinds(mean=lambda w, t, left: (w * t * left).sum() / (w * left).sum()),
            N_(
                "Step 2: the seconds of those who saw the end are missing above the line. They stayed at least so "
                "long, and section 7 says what is lost without them."
            ),
        ),
        Mistake(
            _kinds(mean=lambda w, t, left: t.sum() / (w * left).sum()),
            N_("Step 2: above the line the seconds are not weighted. Each kind owns only its part of every view."),
        ),
        Mistake(
            _kinds(of_stays=lambda skip: skip),
            N_("Step 2: the long mean has the weights of the skips. A view is a stay with chance 1 − skip."),
        ),
        Mistake(
            _kinds(keep=lambda left: left),
            N_("You left the finished views out, and with them those who stay longest. They belong to the stays most."),
        ),
        Mistake(
            _kinds(cut=lambda watched, duration: watched),
            N_(
                "Whoever watched twice is counted with the seconds of both times. What counts ends with the video: "
                "`np.minimum(watched, duration)`."
            ),
        ),
        Mistake(
            _kinds(cut=lambda watched, duration: duration),
            N_("Your seconds are the lengths of the videos. They are what was watched, cut at the end."),
            also=(_kinds(cut=np.maximum),),
        ),
        Mistake(
            _kinds(left=np.less_equal),
            N_("Whoever watched *exactly* as long as the video has seen the end: `<`, not `<=`."),
        ),
        Mistake(
            _kinds(left=np.greater_equal),
            N_("`left` holds those who saw the end here. Left have those who watched less than the video lasts."),
        ),
        Mistake(
            _kinds(share=lambda skip, left: skip[left].mean()),
            N_("The share is taken among the views that left. It is one of all views."),
        ),
        Mistake(
            _kinds(share=lambda skip, left: skip.sum()),
            N_("This is how many skips there are. The share is their mean."),
        ),
        Mistake(
            _kinds(share=lambda skip, left: np.mean(skip > 0.5)),
            N_("For the share you counted the views that are rather a skip. It is the mean of the chances."),
        ),
        Mistake(
            _kinds(share=lambda skip, left: 1 - skip.mean()),
            N_("This is the share of the stays. Asked is that of the skips."),
        ),
        Mistake(
            _one_after_the_other,
            N_(
                "You took the chances again after each number. In a round they are taken once: all three numbers come "
                "from the same chances."
            ),
        ),
        Mistake(
            _rounds(lambda rounds: 1),
            N_(
                "There is one round only, or every round begins anew with `start`. The next one begins with the "
                "numbers of the last; `return` stands after the loop."
            ),
        ),
        Mistake(
            _only_what_they_have_in_common,
            N_("The means of the last round are not used in the next. All three numbers go on."),
        ),
        Mistake(
            _rounds(lambda rounds: rounds + 1),
            N_("You went round once too often. `range(rounds)` goes round `rounds` times."),
        ),
        Mistake(
            _rounds(lambda rounds: rounds - 1),
            N_("A round is missing: `range(rounds)` goes round `rounds` times, `range(1, rounds)` once less."),
        ),
        Mistake(
            lambda *arguments: (lambda share, short, long: (share, long, short))(*two_kinds(*arguments)),
            N_("All three numbers are right, but the means have changed places: first that of the skips."),
        ),
        Mistake(
            lambda *arguments: (lambda share, short, long: (short, long, share))(*two_kinds(*arguments)),
            N_("All three numbers are right, in another order: first the share, then short, then long."),
        ),
    ),
    properties=(_a_share_and_two_means, _one_round_by_hand, _more_likely_than_the_start),
    then=N_(
        "scikit-learn's `GaussianMixture` goes the same two steps, with bell curves. Nobody tells it that videos end."
    ),
)

EXERCISES = (XAUC, D2Q, PINBALL, WLR, CENSORED, LINE, KINDS)
