"""Lesson 06, recommenders: its predictions, and its exercises with the mistakes that people really make."""

import itertools

import numpy as np
from scipy.stats import rankdata

from kml.core.arrays import indices
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="06.p1",
        question=N_(
            "The most-played videos for everybody: each viewer gets the first twenty that they have not seen yet. "
            "Which part of the 2,000 videos is in anybody's list?"
        ),
        options=(
            (N_("Less than a tenth"), N_("Everybody walks down the same list, some a little further than others.")),
            (N_("About half"), N_("It would take lists that differ much more than by what was seen already.")),
            (
                N_("Nearly all: every viewer has seen different ones"),
                N_("They have seen different ones, and go on with the same next ones."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="06.p2",
        question=N_(
            "“guitar and piano for beginners” and 「吉他和钢琴新手入门」 mean the same. How similar are "
            "they to a program that counts words, from 0 (nothing in common) to 1 (the same)?"
        ),
        options=(
            (N_("Exactly 0"), N_("No word of the one is in the other, and words are all it sees.")),
            (N_("Around 0.5"), N_("That would need some words in common. There is none.")),
            (
                N_("Near 1: the meaning is the same"),
                N_("It is, for somebody who knows both languages. A word count knows none."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="06.p3",
        question=N_(
            "One ranker has read the titles and knows what each viewer likes. The other gives everybody the "
            "most-played videos. Whose lists hold more of tomorrow's long views?"
        ),
        options=(
            (
                N_("The one who knows the viewer"),
                N_("That is what personal should mean. But look at who chose what tomorrow's log holds."),
            ),
            (
                N_("The one who knows nobody"),
                N_("A video can only be found in tomorrow's log if the platform shows it tomorrow."),
            ),
            (N_("Both the same"), N_("They differ by about a factor of two.")),
        ),
        answer=1,
    ),
    Prediction(
        id="06.p4",
        question=N_(
            "Only a simulation can do this: a ranker that knows every viewer's true taste and every video's true "
            "quality. How many of tomorrow's long views are in its twenty?"
        ),
        options=(
            (N_("Nearly all"), N_("It knows what they would watch, and not what they will be shown.")),
            (
                N_("About half"),
                N_("Still too many: most of what it recommends will not be shown to that viewer tomorrow."),
            ),
            (
                N_("Less than a quarter"),
                N_("The rest of its list may be just as good, but nobody will be shown it, so nobody can tell."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="06.p5",
        question=N_(
            "You upload a video today. Nobody has seen it. Where does matrix factorisation put it, in the lists of the "
            "fifty viewers who would like it best?"
        ),
        options=(
            (
                N_("Among the first hundred of 2,000"),
                N_("It would have to know something about the video, and it only knows views."),
            ),
            (N_("Somewhere in the middle or below"), N_("No views, no factors: the video gets a zero for everybody.")),
            (N_("It cannot be scored at all"), N_("It can: with zeros for factors, the score is zero for everybody.")),
        ),
        answer=1,
    ),
    Prediction(
        id="06.p6",
        question=N_(
            "We mix two mediocre rankers, popularity and late fusion, each with a recall below 0.08. What can the best "
            "mixture reach?"
        ),
        options=(
            (
                N_("Clearly more than either"),
                N_("One knows which videos are good, the other knows for whom: they err differently."),
            ),
            (N_("A little less than the better one"), N_("That happens when the two pull in opposite directions.")),
            (N_("Something between the two"), N_("So it would be if both were right about the same videos.")),
        ),
        answer=0,
    ),
    Prediction(
        id="06.p7",
        question=N_(
            "For each viewer 200 candidates are at hand, and of these about one in five is shorter than 30 seconds. "
            "The rule values a full play and nothing else. What share of the ten places goes to videos so short?"
        ),
        options=(
            (N_("About one in five"), N_("So it would be if a short video were as hard to finish as a long one.")),
            (
                N_("About a third"),
                N_("That is nearer to a feed that values follows. Being short helps more than that."),
            ),
            (N_("More than half"), N_("The shorter a video, the sooner it has been watched to its end.")),
        ),
        answer=2,
    ),
)

# --- 06.1 cosine ranking ---------------------------------------------------------------------------------------------


def _cosine_inputs(rng, k):
    """Case k: (vectors, watched, k); from 2 on, entries are negative; every third asks for all that is left."""
    if k == 0:
        vectors = np.array([[1.0, 0.0], [0.9, 0.1], [-2.0, 0.5], [3.0, 3.0], [0.2, 0.0], [-0.5, 2.5]])
        return vectors, np.array([0]), 4
    n, f, watched = 8 + 2 * k, 2 + k % 3, 2 + k % 3
    while True:
        vectors = rng.gamma(1.0, 1.0, size=(n, f)) if k == 1 else rng.normal(0.2, 1.0, size=(n, f))
        vectors = np.round(vectors * rng.uniform(0.3, 3.0, size=(n, 1)) + 0.05, 2)
        ids = rng.permutation(n)[:watched]
        if not vectors.any(axis=1).all() or not vectors[ids].sum(axis=0).any():
            continue
        others = np.sort(np.delete(_cosine(vectors, vectors[ids].sum(axis=0)), ids))
        if np.diff(others).min() > 1e-4 and (k == 1 or others[1] < -0.1):  # no ties, and some point the other way
            return vectors, ids, n - watched if k % 3 == 2 else 3 + k % 3


def rank_by_cosine(vectors, watched, k):
    """The k videos nearest in direction to the sum of the watched ones: ids, best first, none of them watched."""
    profile = vectors[watched].sum(axis=0)
    cosine = vectors @ profile / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(profile))
    cosine[watched] = -np.inf
    return np.argsort(-cosine)[:k]


def _ranked(score):
    """A rank_by_cosine with another score(vectors, profile) → (n,)."""

    def wrong(vectors, watched, k):
        values = score(vectors, vectors[watched].sum(axis=0))
        values[watched] = -np.inf
        return np.argsort(-values)[:k]

    return wrong


def _cosine(vectors, profile):
    return vectors @ profile / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(profile))


def _least_similar(vectors, watched, k):
    cosine = _cosine(vectors, vectors[watched].sum(axis=0))
    cosine[watched] = np.inf
    return np.argsort(cosine)[:k]


def _watched_again(vectors, watched, k):
    return np.argsort(-_cosine(vectors, vectors[watched].sum(axis=0)))[:k]


def _cosines_not_ids(vectors, watched, k):
    cosine = _cosine(vectors, vectors[watched].sum(axis=0))
    return cosine[rank_by_cosine(vectors, watched, k)]


def _last_watched(vectors, watched, k):
    cosine = _cosine(vectors, vectors[watched[-1]])
    cosine[watched] = -np.inf
    return np.argsort(-cosine)[:k]


def _all_by_any_score(score):
    """A rank_by_cosine with a score(vectors, watched) → (n,) that knows each watched video."""

    def wrong(vectors, watched, k):
        values = score(vectors, watched)
        values[watched] = -np.inf
        return np.argsort(-values)[:k]

    return wrong


def _unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def _not_below(bottom):
    """A rank_by_cosine in which the watched ones get a score that others may fall below."""

    def wrong(vectors, watched, k):
        cosine = _cosine(vectors, vectors[watched].sum(axis=0))
        cosine[watched] = bottom
        return np.argsort(-cosine)[:k]

    return wrong


def _in_order(take):
    """A rank_by_cosine that takes other places of the order: take(ids from the lowest cosine up, k)."""

    def wrong(vectors, watched, k):
        cosine = _cosine(vectors, vectors[watched].sum(axis=0))
        cosine[watched] = -np.inf
        return take(np.argsort(cosine), k)

    return wrong


def _all_in_order(take):
    """The same from the highest cosine down."""

    def wrong(vectors, watched, k):
        return take(rank_by_cosine(vectors, watched, len(vectors)), k)

    return wrong


def _ids_among_the_rest(vectors, watched, k):
    rest = np.delete(vectors, watched, axis=0)
    return np.argsort(-_cosine(rest, vectors[watched].sum(axis=0)))[:k]


def _cut_before_removing(vectors, watched, k):
    best = _watched_again(vectors, watched, k)
    return best[~np.isin(best, watched)]


def _whole_list(vectors, watched, k):
    return rank_by_cosine(vectors, watched, len(vectors) - len(watched))


def _ids_once_each(arguments, result):
    vectors, __, __ = arguments
    result = np.asarray(result)
    if np.any(result != np.round(result)) or np.any(result < 0) or np.any(result >= len(vectors)):
        return _("Ids are whole numbers from 0 to {last}. Your list holds something else.").format(
            last=len(vectors) - 1
        )
    if len(np.unique(result)) < result.size:
        return _("A video stands in your list twice: every place is for another one.")
    return None


def _none_watched(arguments, result):
    __, watched, __ = arguments
    again = np.intersect1d(result, watched)
    if len(again):
        return _("Video {again} is in your list, and the viewer has watched it already.").format(again=again[0])
    return None


COSINE = Exercise(
    id="06.1",
    name="rank_by_cosine",
    title=N_("More like this"),
    term="余弦相似度",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Three moves: add up the vectors of what was watched, compare every video with that sum, sort."),
        N_(
            "The cosine is vectors @ profile, divided by the length of each video's vector and by the profile's "
            "length. np.linalg.norm(vectors, axis=1) has the first."
        ),
        N_("Set the cosine of the watched videos to -np.inf, then np.argsort(-cosine)[:k]."),
    ),
    inputs=_cosine_inputs,
    reference=rank_by_cosine,
    mistakes=(
        Mistake(
            _ranked(lambda vectors, profile: vectors @ profile),
            N_(
                "You ranked by the inner product, so videos with long vectors win in any direction. A cosine divides "
                "each video's product by that video's own length; one number for all would change no place."
            ),
        ),
        Mistake(
            _ranked(lambda vectors, profile: vectors @ profile / np.sum(vectors**2, axis=1)),
            N_(
                "You divided by the squared length of each video, so short vectors win now. A length has a square root."
            ),
        ),
        Mistake(
            _ranked(lambda vectors, profile: vectors @ profile / np.abs(vectors).sum(axis=1)),
            N_(
                "You divided by the sum of each video's entries. The length of a vector is the root of the sum of "
                "their "
                "squares."
            ),
            also=(_ranked(lambda vectors, profile: vectors @ profile / vectors.sum(axis=1)),),
        ),
        Mistake(
            _not_below(0.0),
            N_(
                "You gave the watched videos the cosine 0. Cosines go down to −1, so a watched video comes before "
                "every "
                "one that points the other way."
            ),
            also=(
                lambda vectors, watched, k: np.argsort(
                    -_cosine(vectors, vectors[watched].sum(axis=0)) * ~np.isin(np.arange(len(vectors)), watched)
                )[:k],
            ),
        ),
        Mistake(
            _all_by_any_score(lambda vectors, watched: _unit(vectors) @ _unit(vectors)[watched].sum(axis=0)),
            N_(
                "You brought the watched videos to length 1 before you added them up (or took the mean of their "
                "cosines). Here the vectors are added as they are."
            ),
        ),
        Mistake(
            _all_by_any_score(lambda vectors, watched: (_unit(vectors) @ _unit(vectors)[watched].T).max(axis=1)),
            N_("You compared each video with the watched one most like it. Compare it with the sum of all of them."),
        ),
        Mistake(
            _all_by_any_score(lambda vectors, watched: vectors.sum(axis=1) * vectors[watched].sum()),
            N_(
                "`sum()` without `axis=` made one number of all watched vectors. A viewer is a vector, too: "
                "`sum(axis=0)` adds them up entry by entry."
            ),
            also=(
                _all_by_any_score(
                    lambda vectors, watched: (
                        vectors.sum(axis=1) * vectors[watched].sum() / np.linalg.norm(vectors, axis=1)
                    )
                ),
            ),
        ),
        Mistake(
            _all_by_any_score(lambda vectors, watched: _cosine(vectors, vectors[watched].prod(axis=0))),
            N_("You multiplied the watched vectors with one another. A viewer is their sum."),
        ),
        Mistake(
            _ranked(lambda vectors, profile: np.abs(_cosine(vectors, profile))),
            N_(
                "You ranked by the cosine without its sign. A cosine of −0.9 points the *other* way: nearly the worst "
                "there is."
            ),
            also=(_ranked(lambda vectors, profile: _cosine(vectors, profile) ** 2),),
        ),
        Mistake(
            _ranked(lambda vectors, profile: -np.linalg.norm(vectors - profile, axis=1)),
            N_("You took the nearest points. A profile is a sum and lies far out; what counts is the same direction."),
            also=(
                _all_by_any_score(
                    lambda vectors, watched: -np.linalg.norm(vectors - vectors[watched].mean(axis=0), axis=1)
                ),
            ),
        ),
        Mistake(
            _ranked(lambda vectors, profile: _cosine(vectors - vectors.mean(axis=1, keepdims=True), profile)),
            N_(
                "This is a correlation: the mean of each vector was taken off first. A cosine compares the vectors as "
                "they are."
            ),
            also=(
                _ranked(
                    lambda vectors, profile: _cosine(
                        vectors - vectors.mean(axis=1, keepdims=True), profile - profile.mean()
                    )
                ),
            ),
        ),
        Mistake(
            _in_order(lambda order, k: order[-k:]),
            N_("The right videos, and the best of them last. The list begins with the best."),
            also=(lambda vectors, watched, k: rank_by_cosine(vectors, watched, k)[::-1],),
        ),
        Mistake(
            _in_order(lambda order, k: order[::-1][k:]),
            N_("You cut the list at the wrong end: `[k:]` and `[-k:]` leave the front out, where the best stand."),
            also=(
                _in_order(lambda order, k: order[::-1][-k:]),
                _all_in_order(lambda order, k: order[k:]),
            ),
        ),
        Mistake(
            _ids_among_the_rest,
            N_(
                "You took the watched videos out of the table before sorting, so the places that you return count the "
                "rest only. They are no ids any more."
            ),
        ),
        Mistake(
            _cut_before_removing,
            N_(
                "You cut to k first and took the watched ones out afterwards, so places stay empty. First out, then "
                "cut."
            ),
        ),
        Mistake(
            _least_similar,
            N_("Your list begins with the least similar videos: argsort puts the smallest first."),
            also=(_in_order(lambda order, k: order[:k]),),
        ),
        Mistake(
            _watched_again,
            N_("Your list holds videos that the viewer has watched already. Nothing is more similar to them."),
        ),
        Mistake(
            _cosines_not_ids,
            N_("These are the cosines themselves. A list of recommendations holds ids: where do the largest stand?"),
        ),
        Mistake(
            _last_watched,
            N_("Your profile is one watched video alone. Add up all of them."),
            also=(
                lambda vectors, watched, k: _all_by_any_score(lambda v, w: _cosine(v, v[w[0]]))(vectors, watched, k),
            ),
        ),
        Mistake(
            _whole_list,
            N_("You ranked all videos and did not stop after the k best."),
        ),
    ),
    properties=(_none_watched, _ids_once_each),
    then=N_(
        "The sum could be a mean as well: a cosine does not see length. And where k is 20 and there are a million "
        "videos, `np.argpartition` finds the best without sorting all."
    ),
)

# --- 06.2 recall and NDCG --------------------------------------------------------------------------------------------


def _list_inputs(rng, k):
    if k == 0:
        return np.array([4, 7, 5, 9, 1]), np.array([7, 9]), 3
    n = 8 + 3 * k
    ranked = rng.permutation(n)
    if k == 2:  # all are found, not all at the top
        return ranked, ranked[[4, 1]], 5
    if k == 3:  # hits, but none among the first k
        return ranked, ranked[[5, 7, 6]], 4
    if k == 6:  # all wanted ones stand at the top
        return ranked, ranked[[2, 0, 1]], 5
    wanted = (3, 1, 6, 2, 8, 4, 5)[k % 7]
    near = np.concatenate([ranked[1 : 1 + wanted : 2], rng.permutation(np.arange(n, n + 4))])  # some cannot be found
    return ranked, np.unique(np.append(near[:wanted], ranked[0] if k % 2 else n + 5)), (5, 3, 4, 2)[k % 4]


def recall_ndcg(ranked, relevant, k):
    """Recall and NDCG of the first k of a list: a tuple of two numbers between 0 and 1."""
    found = np.isin(ranked[:k], relevant)
    discount = 1 / np.log2(2 + np.arange(k))  # ranks 1, 2, 3 … count 1, 0.63, 0.5 …
    best = discount[: len(relevant)].sum()
    return found.sum() / len(relevant), found @ discount / best


def _between_zero_and_one(arguments, result):
    for name, value in zip(("recall", "NDCG"), result, strict=False):
        if not -1e-9 <= value <= 1 + 1e-9:
            return _("Your {name} is {value:.3g}. Both are shares of the best possible: between 0 and 1.").format(
                name=name, value=value
            )
    return None


def _scored(recall=None, discount=None, best=None, cut=True):
    """A recall_ndcg in which one part is another: recall(found, relevant, k), discount(k), best(discount, n)."""

    def wrong(ranked, relevant, k):
        k = k if cut else len(ranked)
        found = np.isin(ranked[:k], relevant)
        weights = (discount or (lambda k: 1 / np.log2(2 + np.arange(k))))(k)
        ideal = (best or (lambda weights, n: weights[:n].sum()))(weights, len(relevant))
        share = (recall or (lambda found, relevant, k: found.sum() / len(relevant)))(found, relevant, k)
        return share, found @ weights / ideal

    return wrong


def _gains(dcg):
    """A recall_ndcg with another second number: dcg(found, weights, relevant, k)."""

    def wrong(ranked, relevant, k):
        found, weights = np.isin(ranked[:k], relevant), 1 / np.log2(2 + np.arange(k))
        return found.sum() / len(relevant), dcg(found, weights, relevant, k)

    return wrong


def _best_of_what_was_found(found, weights, relevant, k):
    return float(found @ weights / weights[: found.sum()].sum()) if found.any() else np.nan


def _best_of_what_the_list_holds(ranked, relevant, k):
    found, weights = np.isin(ranked, relevant), 1 / np.log2(2 + np.arange(len(ranked)))
    best = weights[: found.sum()].sum()
    return found[:k].sum() / len(relevant), found[:k] @ weights[:k] / best


def _average_precision(found, weights, relevant, k):
    return float((np.cumsum(found) / np.arange(1, k + 1) * found).sum() / min(k, len(relevant)))


def _in_the_order_of_the_wanted(ranked, relevant, k):
    found = np.isin(relevant, ranked[:k])
    best = 1 / np.log2(2 + np.arange(min(k, len(relevant))))
    return found.mean(), found @ (1 / np.log2(2 + np.arange(len(relevant)))) / best.sum()


def _ideal_beyond_k(ranked, relevant, k):
    found = np.isin(ranked[:k], relevant)
    best = (1 / np.log2(2 + np.arange(len(relevant)))).sum()
    return found.sum() / len(relevant), found @ (1 / np.log2(2 + np.arange(k))) / best


RECALL_NDCG = Exercise(
    id="06.2",
    name="recall_ndcg",
    title=N_("How good is a list?"),
    term="召回率",
    minutes=10,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("np.isin(ranked[:k], relevant) says for each of the first k places whether it was a hit."),
        N_(
            "Recall is the number of hits over len(relevant). The places are discounted by 1 / np.log2(2 + "
            "np.arange(k)), and hits @ discounts is the DCG of your list."
        ),
        N_("The best list has its hits at the top: its DCG is the sum of the first min(k, len(relevant)) discounts."),
    ),
    inputs=_list_inputs,
    reference=recall_ndcg,
    mistakes=(
        Mistake(
            _scored(recall=lambda found, relevant, k: found.sum() / k),
            N_(
                "You divided the hits by k: that is precision, the share of the list that was right. Recall is the "
                "share of the wanted videos that were found."
            ),
        ),
        Mistake(
            _scored(recall=lambda found, relevant, k: found.sum() / min(k, len(relevant))),
            N_("You divided by what k places can hold at most. Some do; here recall is a share of all wanted videos."),
        ),
        Mistake(
            lambda ranked, relevant, k: (
                np.isin(ranked, relevant).sum() / len(relevant),
                recall_ndcg(ranked, relevant, k)[1],
            ),
            N_("NDCG is right. For recall you looked for hits in the whole list, and only the first k places count."),
        ),
        Mistake(
            lambda ranked, relevant, k: (
                np.sum(ranked[: min(k, len(relevant))] == relevant[: min(k, len(relevant))]) / len(relevant),
                recall_ndcg(ranked, relevant, k)[1],
            ),
            N_(
                "You compared the two place by place. A wanted video is a hit wherever it stands in the list: "
                "`np.isin`."
            ),
        ),
        Mistake(
            _scored(recall=lambda found, relevant, k: float(found.any())),
            N_(
                "You asked whether there was any hit at all. Recall counts them: how many of the wanted ones were "
                "found?"
            ),
        ),
        Mistake(
            _scored(cut=False),
            N_("You looked at the whole list. Nobody scrolls that far: only the first k places count."),
        ),
        Mistake(
            lambda ranked, relevant, k: recall_ndcg(ranked, relevant, k - 1),
            N_("Your list is cut one place too early or too late: the first k places are `ranked[:k]`."),
            also=(
                lambda ranked, relevant, k: recall_ndcg(ranked, relevant, min(k + 1, len(ranked))),
                lambda ranked, relevant, k: recall_ndcg(ranked[1:], relevant, k),
                lambda ranked, relevant, k: (
                    np.isin(ranked[: k - 1], relevant).sum() / len(relevant),
                    recall_ndcg(ranked, relevant, k)[1],
                ),
            ),
        ),
        Mistake(
            lambda ranked, relevant, k: recall_ndcg(ranked[::-1], relevant, k),
            N_("You read the list from its end. The best videos stand at its beginning."),
        ),
        Mistake(
            lambda ranked, relevant, k: (
                recall_ndcg(ranked, relevant, k)[0],
                recall_ndcg(ranked, relevant, min(k, len(relevant)))[1],
            ),
            N_(
                "For NDCG you looked at no more places than there are wanted videos. Only the *best* list ends there; "
                "yours has k places."
            ),
        ),
        Mistake(
            _scored(best=lambda weights, n: 1.0),
            N_("Your second number is the DCG. The N is missing: divide it by the DCG of the best possible list."),
        ),
        Mistake(
            _gains(lambda found, weights, relevant, k: found @ weights / len(relevant)),
            N_(
                "You divided the DCG by a number of places or videos. It is divided by the DCG of the best list, whose "
                "hits are discounted as well."
            ),
            also=(
                _gains(lambda found, weights, relevant, k: found @ weights / k),
                _gains(lambda found, weights, relevant, k: found @ weights / min(k, len(relevant))),
            ),
        ),
        Mistake(
            _gains(_best_of_what_was_found),
            N_(
                "Your best list has only the hits that were found, moved to the top. The best possible one has *all* "
                "wanted videos, as far as k places go."
            ),
            also=(
                _gains(
                    lambda found, weights, relevant, k: np.nan_to_num(
                        _best_of_what_was_found(found, weights, relevant, k)
                    )
                ),
                _best_of_what_the_list_holds,
            ),
        ),
        Mistake(
            _gains(_average_precision),
            N_("This is the average precision. In NDCG a hit counts by its own place alone: 1/log2(1 + rank)."),
        ),
        Mistake(
            _gains(lambda found, weights, relevant, k: 1 / (1 + np.argmax(found)) if found.any() else 0.0),
            N_("This is the reciprocal rank: it knows the first hit only. NDCG adds up all hits."),
        ),
        Mistake(
            _scored(discount=lambda k: 1 / np.log2(1 + np.arange(k))),
            N_(
                "At one of the places your discount is 1/log2(1), which is 1/0. The first place has rank 1: with "
                "np.arange(k) it is log2(2 + j)."
            ),
        ),
        Mistake(
            _scored(best=lambda weights, n: weights.sum()),
            N_("Your best list has a hit at each of the k places, even where fewer videos are wanted."),
        ),
        Mistake(
            _ideal_beyond_k,
            N_("Your best list goes on beyond place k. It has only k places, too."),
        ),
        Mistake(
            _scored(discount=lambda k: 1 / (1 + np.arange(k))),
            N_("You discount with 1/rank, which falls faster than DCG does: 1/log2(1 + rank)."),
        ),
        Mistake(
            _scored(discount=lambda k: np.log2(2 + np.arange(k))),
            N_("You multiplied by the logarithm, so that a hit counts more the further down it stands. Divide by it."),
        ),
        Mistake(
            _scored(discount=lambda k: 1 / np.log2(3 + np.arange(k))),
            N_("Your discount starts one place too late: the first place counts fully, 1/log2(2) = 1."),
        ),
        Mistake(
            _scored(discount=np.ones),
            N_("Every place counts the same in your NDCG. A hit further down should count less."),
            also=(_gains(lambda found, weights, relevant, k: found.sum() / len(relevant)),),
        ),
        Mistake(
            _in_the_order_of_the_wanted,
            N_(
                "You went through the wanted videos and discounted them in *their* order. What counts is the place in "
                "the list: is ranked[j] wanted?"
            ),
        ),
        Mistake(
            lambda ranked, relevant, k: recall_ndcg(ranked, relevant, k)[::-1],
            N_("Both numbers are right and in the wrong order: recall first, NDCG second."),
        ),
    ),
    properties=(_between_zero_and_one,),
    then=N_(
        "For 1,000 viewers a loop is quick. For a million, one table of hits (viewers, k) @ discounts gives all DCGs "
        "at "
        "once."
    ),
)

# --- 06.3 one ALS half-step ------------------------------------------------------------------------------------------


def _half_step_inputs(rng, k):
    alpha, ridge = ((10.0, 1.0), (4.0, 2.0), (20.0, 0.5), (2.0, 3.0))[k % 4]
    if k == 0:
        return np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([1.0, 0.0, 0.5]), alpha, ridge
    m, f = 4 + 2 * k, 1 + k % 4
    weight = np.where(rng.random(m) < 0.5, np.round(rng.uniform(0.1, 0.9, m), 2), 0.0)
    weight[:2] = 0.0, 0.6  # a video that was not watched, and one that was
    if k == 5:
        weight[:] = 0.0  # a viewer without a valid play
    return np.round(rng.normal(0.3, 1.0, size=(m, f)), 2), weight, alpha, ridge


def half_step(Y, weight, alpha, ridge):
    """The best factors (f,) of one viewer, given those of the videos, Y (m, f), and what was watched, weight (m,)."""
    confidence = 1 + alpha * weight
    preference = (weight > 0).astype(float)
    left = Y.T @ (confidence[:, None] * Y) + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(left, Y.T @ (confidence * preference))


def _bottom_of_the_loss(arguments, result):
    Y, weight, alpha, ridge = arguments
    if np.shape(result) != (Y.shape[1],):
        return None
    if not weight.any() and np.abs(result).max() > 1e-4:
        return _("This viewer has watched nothing, so every aim is 0, and the best factors are all 0. Yours are not.")

    def loss(x):
        return np.sum((1 + alpha * weight) * ((weight > 0) - Y @ x) ** 2) + ridge * x @ x

    for j in range(len(result)):
        for nudge in (-1e-3, 1e-3):
            x = np.array(result, dtype=float)
            x[j] += nudge
            if loss(x) < loss(np.asarray(result)) - 1e-9:
                return _("Nudge factor {j} by {nudge:g} and the loss falls: these are not the best factors.").format(
                    j=j, nudge=nudge
                )
    return None


def _solved(left=None, right=None, ridge_matrix=np.eye):
    """A half_step with another matrix: left(Y, weight, alpha) and right(Y, weight, alpha)."""

    def wrong(Y, weight, alpha, ridge):
        c, p = 1 + alpha * weight, (weight > 0).astype(float)
        a = (left or (lambda Y, c, p, w, alpha: Y.T @ (c[:, None] * Y)))(Y, c, p, weight, alpha)
        b = (right or (lambda Y, c, p, w, alpha: Y.T @ (c * p)))(Y, c, p, weight, alpha)
        return np.linalg.solve(a + ridge * ridge_matrix(Y.shape[1]), b)

    return wrong


def _with_confidence(confidence):
    """A half_step with another confidence(weight, preference, alpha) on both sides."""

    def wrong(Y, weight, alpha, ridge):
        p = (weight > 0).astype(float)
        c = confidence(weight, p, alpha)
        return np.linalg.solve(Y.T @ (c[:, None] * Y) + ridge * np.eye(Y.shape[1]), Y.T @ (c * p))

    return wrong


def _with_ridge(amount):
    """A half_step with another ridge(Y, ridge)."""

    def wrong(Y, weight, alpha, ridge):
        return half_step(Y, weight, alpha, amount(Y, ridge))

    return wrong


def _both_sides(Y, weight, alpha, ridge):
    """The matrix on the left and the vector on the right."""
    c, p = 1 + alpha * weight, (weight > 0).astype(float)
    return Y.T @ (c[:, None] * Y) + ridge * np.eye(Y.shape[1]), Y.T @ (c * p)


def _no_ridge(Y, weight, alpha, ridge):
    return half_step(Y, weight, alpha, 1e-12)


HALF_STEP = Exercise(
    id="06.3",
    name="half_step",
    title=N_("Half a step of ALS"),
    term="交替最小二乘",
    minutes=15,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "It is lesson 02's normal equation with a weight on every row: (YᵀCY + ridge·I) x = YᵀCp. C has the "
            "confidences on its diagonal."
        ),
        N_(
            "confidence = 1 + alpha * weight, preference = (weight > 0). You need no big diagonal matrix: "
            "confidence[:, None] * Y multiplies each row of Y with its confidence."
        ),
        N_(
            "Solve with np.linalg.solve(A, b), where A = Y.T @ (confidence[:, None] * Y) + ridge * np.eye(f) and b = "
            "Y.T @ (confidence * preference)."
        ),
    ),
    inputs=_half_step_inputs,
    reference=half_step,
    mistakes=(
        Mistake(
            _solved(left=lambda Y, c, p, w, alpha: Y.T @ ((c * p)[:, None] * Y)),
            N_(
                "On the left you counted the watched videos only. The others are a weak no, with confidence 1; without "
                "them everything looks likable."
            ),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ c),
            N_(
                "On the right p is missing, so that every video is aimed at 1, also those that were not watched. Their "
                "aim is 0."
            ),
        ),
        Mistake(
            _solved(left=lambda Y, c, p, w, alpha: Y.T @ Y, right=lambda Y, c, p, w, alpha: Y.T @ p),
            N_("There is no confidence on either side: this is plain ridge regression, which trusts every empty cell."),
            also=(_solved(left=lambda Y, c, p, w, alpha: Y.T @ Y, right=lambda Y, c, p, w, alpha: Y.T @ w),),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ (c * (2 * p - 1))),
            N_("You aimed at −1 where nothing was watched. It is a weak no, and no dislike: the aim is 0."),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: _no_ridge(Y, weight, alpha, ridge) + ridge,
            N_("The ridge stands outside of the matrix. It belongs to what is before x, on the diagonal."),
            also=(
                lambda Y, weight, alpha, ridge: _no_ridge(Y, weight, alpha, ridge) - ridge,
                lambda Y, weight, alpha, ridge: (lambda a, b: np.linalg.solve(a, b - ridge))(
                    *_both_sides(Y, weight, alpha, ridge)
                ),
                lambda Y, weight, alpha, ridge: (lambda a, b: np.linalg.solve(a, b + ridge))(
                    *_both_sides(Y, weight, alpha, ridge)
                ),
            ),
        ),
        Mistake(
            _with_confidence(lambda w, p, alpha: (1 + alpha * w) / np.sum(1 + alpha * w)),
            N_(
                "You divided the confidences by their sum. They are no shares: what they weigh beside the ridge is "
                "decided by their "
                "size."
            ),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ (alpha * w)),
            N_("On the left the confidence is right; on the right its 1 is missing: C is the same on both sides."),
        ),
        Mistake(
            _solved(
                left=lambda Y, c, p, w, alpha: Y.T @ (alpha * w[:, None] * Y),
                right=lambda Y, c, p, w, alpha: Y.T @ (alpha * w),
            ),
            N_("Your confidence is alpha · weight. The 1 before it gives the videos that were not watched their say."),
        ),
        Mistake(
            _with_confidence(lambda w, p, alpha: alpha + w),
            N_(
                "Your confidence is not 1 + alpha · weight: where there was nothing it is 1, and with the weight it "
                "grows alpha times as fast."
            ),
            also=(
                _with_confidence(lambda w, p, alpha: alpha * (1 + w)),
                _with_confidence(lambda w, p, alpha: 1 + w / alpha),
                _with_confidence(lambda w, p, alpha: 1 + alpha + w),
            ),
        ),
        Mistake(
            _with_confidence(lambda w, p, alpha: 1 + alpha * p),
            N_(
                "Your confidence takes every view for the same, 1 + alpha. It should grow with the weight: a long view "
                "is surer than a short one."
            ),
        ),
        Mistake(
            _with_confidence(lambda w, p, alpha: (1 + alpha * w) ** 2),
            N_(
                "The confidence enters with another power, its square or its root. In the loss each square has it "
                "once, as it is."
            ),
            also=(_with_confidence(lambda w, p, alpha: np.sqrt(1 + alpha * w)),),
        ),
        Mistake(
            _no_ridge,
            N_(
                "The ridge is missing. A viewer with few views has fewer equations than factors, and then anything "
                "fits."
            ),
        ),
        Mistake(
            _with_ridge(lambda Y, ridge: ridge**2),
            N_("Your ridge has another size: it is `ridge` as it stands, once on the diagonal."),
            also=(
                _with_ridge(lambda Y, ridge: ridge * len(Y)),
                _with_ridge(lambda Y, ridge: 2 * ridge),
                _with_ridge(lambda Y, ridge: ridge / 2),
                _with_ridge(lambda Y, ridge: np.sqrt(ridge)),
            ),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: half_step(Y, weight, ridge, alpha),
            N_("alpha and ridge have changed places: alpha makes a view count more, ridge holds the factors small."),
        ),
        Mistake(
            _solved(ridge_matrix=lambda f: np.ones((f, f))),
            N_("You added the ridge to every entry of the matrix. It belongs on the diagonal: ridge · I."),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ (c * w)),
            N_(
                "You aimed at the weight. The aim is the preference, 1 for whatever was watched; the weight says how "
                "sure we are of it."
            ),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ (c * (w > 0.5))),
            N_("p is 1 for every valid play, also where the weight is small: `weight > 0`."),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ (c * c)),
            N_(
                "On the right the confidence stands twice, once in the place of p. The aim p is 1 for a valid play "
                "and 0 elsewhere."
            ),
        ),
        Mistake(
            _solved(right=lambda Y, c, p, w, alpha: Y.T @ p),
            N_("On the right the confidence is missing, so a long view pulls no harder than a short one."),
        ),
        Mistake(
            _solved(left=lambda Y, c, p, w, alpha: Y.T @ Y),
            N_("On the left the confidence is missing: YᵀY treats all videos alike."),
        ),
        Mistake(
            _solved(
                left=lambda Y, c, p, w, alpha: Y.T @ ((1 + w)[:, None] * Y),
                right=lambda Y, c, p, w, alpha: Y.T @ ((1 + w) * p),
            ),
            N_("Alpha does not occur. It says how much more a view counts than no view."),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: Y @ half_step(Y, weight, alpha, ridge),
            N_("These are the scores of all videos. The half-step stops one line earlier, at the viewer's factors."),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: np.matmul(*_both_sides(Y, weight, alpha, ridge)),
            N_(
                "You multiplied by the matrix on the left. It stands before x, so the equation has to be *solved* for "
                "x."
            ),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: _both_sides(Y, weight, alpha, ridge)[0],
            N_("This is the matrix on the left, one row for each factor. Still to come: solve it for x."),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: _both_sides(Y, weight, alpha, ridge)[1],
            N_("This is the right side of the equation. Still to come: solve it for x, with the matrix on the left."),
        ),
        Mistake(
            lambda Y, weight, alpha, ridge: (lambda a, b: b / np.diag(a))(*_both_sides(Y, weight, alpha, ridge)),
            N_(
                "You divided by the diagonal alone, as if the factors knew nothing of one another. Solve for all of "
                "them at once."
            ),
            also=(
                lambda Y, weight, alpha, ridge: (lambda a, b: b / a.sum(axis=1))(*_both_sides(Y, weight, alpha, ridge)),
            ),
        ),
    ),
    properties=(_bottom_of_the_loss,),
    rtol=1e-4,  # factors are as good from numbers of 32 bits
    atol=1e-6,
    then=N_(
        "`YᵀCY` is `YᵀY` plus the few rows that were watched. `YᵀY` is the same for all viewers, so it is computed "
        "once: this "
        "is how ALS copes with millions of cells without a view."
    ),
)

# --- 06.4 coverage ---------------------------------------------------------------------------------------------------


def _lists_inputs(rng, k):
    """Case k: (lists, videos); once a single list, once everything is shown."""
    if k == 0:
        return np.array([[0, 1, 2], [1, 2, 4]]), 10
    if k == 4:
        return rng.permutation(20)[None, :7], 20
    if k == 6:
        shown = rng.permutation(6)
        return np.array([shown, np.roll(shown, 1)]).T, 6
    videos = 12 + 5 * k
    weights = 1 / (1.0 + np.arange(videos - 2))  # the last two are never shown
    rows = [rng.choice(videos - 2, size=2 + k % 4, replace=False, p=weights / weights.sum()) for __ in range(2 + k)]
    return np.array(rows), videos


def coverage(lists, videos):
    """Share of the catalogue that is in at least one list."""
    return len(np.unique(lists)) / videos


def _counted(chosen):
    """A wrong coverage: the share of the catalogue whose numbers of places are chosen(places, lists)."""

    def wrong(lists, videos):
        return float(np.sum(chosen(np.bincount(indices(lists.ravel()), minlength=videos), lists)) / videos)

    return wrong


def _is_a_share_of_the_catalogue(arguments, result):
    lists, videos = arguments
    if np.ndim(result) != 0:
        return None
    if not 0 <= result <= 1 + 1e-4:
        return _("Your coverage is {share:.4g}. A share of the catalogue lies between 0 and 1.").format(share=result)
    one = len(np.unique(lists[0])) / videos
    if result < one - 1e-4:
        return _("Your coverage is {share:.4g}, and the first list alone covers {one:.4g} of the catalogue.").format(
            share=result, one=one
        )
    return None


COVERAGE = Exercise(
    id="06.4",
    name="coverage",
    title=N_("Who is shown at all?"),
    term="覆盖率",
    minutes=4,
    difficulty=1,
    importance=2,
    points=1,
    hints=(
        N_("Each video counts once, in however many lists it is."),
        N_("np.unique(lists) has every id of the table once."),
        N_("The number of different ids, divided by the number of videos in the catalogue."),
    ),
    inputs=_lists_inputs,
    reference=coverage,
    mistakes=(
        Mistake(
            lambda lists, videos: lists.size / videos,
            N_("You counted every place in every list, so a video in a hundred lists counts a hundred times."),
        ),
        Mistake(
            lambda lists, videos: len(np.unique(lists)) / lists.size,
            N_("You divided by the places in the lists. Coverage asks about the catalogue: how many videos are there?"),
        ),
        Mistake(
            lambda lists, videos: len(np.unique(lists)),
            N_("This is a number of videos. Coverage is a share of the catalogue."),
        ),
        Mistake(
            lambda lists, videos: len(np.unique(lists)) / (lists.max() + 1),
            N_("You took the largest recommended id for the end of the catalogue. What is never shown has an id, too."),
        ),
        Mistake(
            lambda lists, videos: lists.shape[1] / videos,
            N_("This is what a single list covers. Different viewers may see different videos."),
        ),
        Mistake(
            lambda lists, videos: len(np.unique(lists[:, 0])) / videos,
            N_("You looked at one place of each list only. Its other places show videos, too."),
            also=(lambda lists, videos: len(np.unique(lists[:, -1])) / videos,),
        ),
        Mistake(
            _counted(lambda places, lists: places == 1),
            N_("You counted the videos that are shown exactly once. At least once is enough, and more is no harm."),
        ),
        Mistake(
            _counted(lambda places, lists: places > 1),
            N_("You counted the videos that are shown more than once. Once is enough."),
        ),
        Mistake(
            _counted(lambda places, lists: places == len(lists)),
            N_("You counted the videos that are in *every* list. In one of them is enough."),
        ),
        Mistake(
            lambda lists, videos: len(lists) / videos,
            N_("You counted the lists, that is the viewers. How many different videos are in them?"),
        ),
        Mistake(
            lambda lists, videos: (lists.max() + 1) / videos,
            N_("You took the largest id for the number of videos that are shown. Many below it may never be."),
            also=(lambda lists, videos: lists.max() / videos,),
        ),
        Mistake(
            lambda lists, videos: np.unique(lists).sum() / videos,
            N_("You added up the ids. An id is a name, not an amount: count how many there are."),
            also=(lambda lists, videos: lists.sum() / videos,),
        ),
        Mistake(
            lambda lists, videos: np.sum(np.unique(lists) > 0) / videos,
            N_("You lost the video with the id 0: ids begin at 0, and this one is a video like any other."),
            also=(lambda lists, videos: float(np.isin(np.arange(1, videos), lists).mean()),),
        ),
        Mistake(
            lambda lists, videos: (videos - len(np.unique(lists))) / videos,
            N_("This is the share that nobody is shown. Coverage is the rest."),
            also=(lambda lists, videos: videos - len(np.unique(lists)),),
        ),
        Mistake(
            lambda lists, videos: len(np.unique(lists)) / (videos - 1),
            N_("The ids run from 0 to videos − 1, so there are `videos` of them, no more and no less."),
            also=(lambda lists, videos: len(np.unique(lists)) / (videos + 1),),
        ),
    ),
    properties=(_is_a_share_of_the_catalogue,),
    then=N_(
        "`np.unique` sorts all places. With millions of viewers one marks instead, `shown[lists] = True` in an array "
        "of "
        "`videos` times False, and takes the mean: every place is touched once."
    ),
)

# --- 06.5 blend two rankers ------------------------------------------------------------------------------------------


def _blend_inputs(rng, k):
    """Case k: (plays, cosines, weight); every viewer has another hit parade, once there are as many as videos."""
    weight = (0.25, 0.4, 0.7, 0.0, 0.1, 0.9, 1.0, 0.6)[k % 8]
    if k == 0:
        return (
            np.array([[900.0, 500.0, 100.0], [800.0, 200.0, 500.0]]),
            np.array([[0.1, 0.4, 0.7], [0.8, -0.2, 0.5]]),
            weight,
        )
    b, n = (7, 7) if k == 5 else (2 + k % 3, 4 + k)
    plays = np.round(rng.lognormal(4, 1.2, size=n) * rng.uniform(0.6, 1.6, size=(b, n)) + np.arange(n))
    fit = np.round(rng.normal(0.2, 0.3, size=(b, n)) * rng.uniform(0.5, 2.0, size=(b, 1)), 2)
    return plays, fit, weight


def blend(one, other, weight):
    """(1 − weight) · one + weight · other, each viewer's scores first brought to mean 0 and sd 1; (b, n) each."""

    def standard(scores):
        return (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)

    return (1 - weight) * standard(one) + weight * standard(other)


def _ignores_units(arguments, result):
    one, other, weight = arguments
    expected = blend(one, other, weight)
    if np.shape(result) != expected.shape:
        return None
    for row, (mean, spread) in enumerate(zip(np.mean(result, axis=1), np.std(result, axis=1), strict=True)):
        if abs(mean) > 1e-4:
            return _(
                "The blended scores in row {row} have the mean {mean:.3g}. Two rows of mean 0, mixed, have the mean 0."
            ).format(row=row, mean=mean)
        if spread > 1 + 1e-4:
            return _(
                "The blended scores in row {row} have the standard deviation {spread:.3g}. A mixture of two rows that "
                "have 1 each has at most 1."
            ).format(row=row, spread=spread)
    return None


def _standard(scores):
    return (scores - scores.mean(axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)


def _mixed(standard):
    def wrong(one, other, weight):
        return (1 - weight) * standard(one) + weight * standard(other)

    return wrong


BLEND = Exercise(
    id="06.5",
    name="blend",
    title=N_("Mix two rankers"),
    term="混合推荐",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_(
            "A thousand plays and a cosine of 0.3 cannot be added. Which unit could both be brought to, viewer by "
            "viewer?"
        ),
        N_("Subtract each row's mean and divide by its standard deviation: axis=1, keepdims=True."),
        N_("Then (1 - weight) times the first, plus weight times the second."),
    ),
    inputs=_blend_inputs,
    reference=blend,
    mistakes=(
        Mistake(
            _mixed(lambda scores: scores),
            N_(
                "You mixed the raw scores. Plays come in hundreds and cosines below 1, so the cosines hardly count at "
                "all."
            ),
        ),
        Mistake(
            lambda one, other, weight: blend(other, one, weight),
            N_("The weight went to the wrong ranker: at 0 the first should decide alone, at 1 the second."),
        ),
        Mistake(
            _mixed(lambda scores: (scores - scores.mean()) / scores.std()),
            N_(
                "You took one mean and one sd for all viewers. Then whoever has larger scores hears more of that "
                "ranker."
            ),
        ),
        Mistake(
            _mixed(lambda scores: (scores - scores.mean(axis=0)) / scores.std(axis=0)),
            N_("You went down the columns, over viewers. A list is made for one viewer: compare along the row."),
            also=(
                _mixed(lambda scores: (scores - scores.mean(axis=0)) / np.maximum(scores.std(axis=0), 1e-9)),
                _mixed(lambda scores: (scores - scores.mean(axis=0)) / (scores.std(axis=0) + 1e-9)),
                _mixed(lambda scores: (scores - scores.mean(axis=0)) / scores.std(axis=0, ddof=1)),
            ),
        ),
        Mistake(
            _mixed(lambda scores: scores - scores.mean(axis=1, keepdims=True)),
            N_("You centred the scores and left them their spread: the plays still shout louder."),
        ),
        Mistake(
            _mixed(lambda scores: scores / scores.std(axis=1, keepdims=True)),
            N_(
                "You divided by the standard deviation and did not take the mean off first: each row should have the "
                "mean 0."
            ),
        ),
        Mistake(
            _mixed(lambda scores: scores - scores.mean(axis=1, keepdims=True) / scores.std(axis=1, keepdims=True)),
            N_("Only the mean is divided by the standard deviation here: brackets round the difference, then divide."),
        ),
        Mistake(
            _mixed(lambda scores: (scores - scores.mean(axis=1, keepdims=True)) / scores.var(axis=1, keepdims=True)),
            N_("You divided by the variance. Its root, the standard deviation, has the unit of the scores."),
        ),
        Mistake(
            _mixed(
                lambda scores: (scores - np.median(scores, axis=1, keepdims=True)) / scores.std(axis=1, keepdims=True)
            ),
            N_("You took off the median. Each row should have the *mean* 0."),
        ),
        Mistake(
            _mixed(lambda scores: (scores - scores.mean(axis=1, keepdims=True)) / scores.std()),
            N_(
                "Of mean and standard deviation, one is each viewer's own and the other is the same for all. Both "
                "belong to the row."
            ),
            also=(_mixed(lambda scores: (scores - scores.mean()) / scores.std(axis=1, keepdims=True)),),
        ),
        Mistake(
            _mixed(lambda scores: scores / np.linalg.norm(scores, axis=1, keepdims=True)),
            N_(
                "You divided each row by a size of its own: its length, its sum or its largest score. Here a row is "
                "brought to mean 0 and standard deviation 1."
            ),
            also=(
                _mixed(lambda scores: scores / scores.max(axis=1, keepdims=True)),
                _mixed(lambda scores: scores / scores.sum(axis=1, keepdims=True)),
                _mixed(lambda scores: scores / np.abs(scores).max(axis=1, keepdims=True)),
            ),
        ),
        Mistake(
            _mixed(lambda scores: rankdata(scores, axis=1)),
            N_(
                "You mixed places instead of scores. That is a good way as well, but it forgets by how much the first "
                "one leads; here the scores are standardised."
            ),
            also=(
                _mixed(lambda scores: rankdata(scores, axis=1) / scores.shape[1]),
                _mixed(lambda scores: np.argsort(np.argsort(scores, axis=1), axis=1)),
                _mixed(lambda scores: rankdata(-scores, axis=1)),
            ),
        ),
        Mistake(
            lambda one, other, weight: (1 - weight) * _standard(one) + weight * other,
            N_("You standardised only one of the two rankers, and the other one came in with its own unit."),
            also=(lambda one, other, weight: (1 - weight) * one + weight * _standard(other),),
        ),
        Mistake(
            lambda one, other, weight: _standard((1 - weight) * one + weight * other),
            N_("You mixed first and standardised the mixture. By then the plays have drowned the cosines."),
        ),
        Mistake(
            lambda one, other, weight: _standard(blend(one, other, weight)),
            N_(
                "You standardised the mixture once more. Its ranking stays the same, but where the two rankers "
                "disagree "
                "its spread should be below 1."
            ),
        ),
        Mistake(
            lambda one, other, weight: np.argsort(-blend(one, other, weight), axis=1),
            N_("These are the places of the videos or their ids in order. The blend is a table of scores."),
            also=(lambda one, other, weight: np.argsort(blend(one, other, weight), axis=1),),
        ),
        Mistake(
            _mixed(lambda s: (s - s.min(axis=1, keepdims=True)) / np.ptp(s, axis=1, keepdims=True)),
            N_(
                "You stretched each row from 0 to 1. Then one runaway hit squeezes all other videos together; the "
                "standard deviation minds it less."
            ),
        ),
        Mistake(
            _mixed(lambda s: (s - s.mean(axis=1, keepdims=True)) / s.std(axis=1, ddof=1, keepdims=True)),
            N_(
                "Almost: this sd divides by n − 1, as pandas does. The ranking is the same; here it is NumPy's, which "
                "divides by n."
            ),
        ),
        Mistake(
            lambda one, other, weight: blend(one, other, 0.5) * 2,
            N_("The weight does not occur: both rankers always count the same."),
            also=(lambda one, other, weight: blend(one, other, 0.5),),
        ),
        Mistake(
            lambda one, other, weight: _standard(one) + weight * _standard(other),
            N_("The first ranker always counts fully. It gets what the second leaves over: 1 − weight."),
        ),
    ),
    properties=(_ignores_units,),
    rtol=1e-4,
    atol=1e-6,
    then=N_(
        "A viewer whose scores are all the same has a standard deviation of 0, and 0/0 spoils the whole row. The "
        "course's library makes zeros of such a row: no opinion, no weight."
    ),
)

# --- 06.6 the whole of ALS -------------------------------------------------------------------------------------------


def als_loss(weight, X, Y, alpha, ridge):
    """Step 1: Σ c·(p − x·y)² over all cells, plus ridge times the sum of all squared factors."""
    confidence = 1 + alpha * weight
    missed = (weight > 0) - X @ Y.T
    return (confidence * missed**2).sum() + ridge * ((X**2).sum() + (Y**2).sum())


def als(weight, Y, alpha, ridge, tolerance, most):
    """(losses, X, Y): the loss after each sweep, and both sides' factors after the last one."""
    losses = []
    for __ in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, column, alpha, ridge) for column in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y


# (viewers, videos, factors), one row a case after the first, which is small enough for a pencil
_FACTORISATIONS = ((3, 4, 2), (4, 3, 1), (3, 5, 2), (4, 3, 2), (3, 4, 1), (4, 5, 1), (3, 4, 2))
_MOST = 10


def _als_inputs(rng, k):
    """Case k: the cases 3 and 6 end after four sweeps, the others where a sweep gains too little, 5 at the second.

    No fall of the loss is near the tolerance, so it does not matter whether it is a share of the loss before or after.
    In some cases it does matter that it is not a share of the first loss of all.
    """
    if k == 0:
        return np.array([[1.0, 0.5, 0.0], [0.0, 0.0, 1.0]]), np.array([[1.0], [0.5], [-0.2]]), 2.0, 0.5, 0.01, 1
    viewers, videos, factors = _FACTORISATIONS[k - 1]
    while True:
        weight = np.round(rng.uniform(0.1, 1, size=(viewers, videos)) * (rng.random((viewers, videos)) < 0.5), 1)
        if not (weight.any(axis=0).all() and weight.any(axis=1).all()):
            continue
        Y = np.round(rng.normal(0, 0.3, size=(videos, factors)), 2)
        alpha, ridge = float(rng.integers(2, 11)), round(float(rng.uniform(0.5, 2)), 1)
        losses = np.array(als(weight, Y, alpha, ridge, 0.0, _MOST)[0])
        if len(losses) < _MOST:  # at its end already
            continue
        falls = 1 - losses[1:] / losses[:-1]
        if k % 3 == 0 and falls[:3].min() > 0.003:
            return weight, Y, alpha, ridge, 0.001, 4
        for last in ((0,) if k == 5 else range(2, 6)) if k % 3 else ():
            least = falls[:last].min(initial=np.inf if last else 2 * falls[0])
            tolerance = float(f"{0.85 * least:.1g}")
            ends_here = falls[last] < 0.7 * tolerance and 1.15 * tolerance < least and 0.002 < tolerance < 0.3
            if ends_here and (k % 3 == 2 or (falls[:last] * losses[:last] < 0.9 * tolerance * losses[0]).any()):
                return weight, Y, alpha, ridge, tolerance, _MOST


def _the_loss_never_rises(arguments, result):
    losses = [float(loss) for loss in np.ravel(result[0])]
    for sweep, (before, after) in enumerate(itertools.pairwise(losses), start=2):
        if after > before * (1 + 1e-9):
            return _(
                "Your loss rises from {before:.6g} to {after:.6g} at sweep {sweep}. It cannot: each half finds the "
                "best factors of its side, so the sum they make smallest never becomes larger."
            ).format(before=before, after=after, sweep=sweep)
    return None


def _the_loss_is_that_of_the_factors(arguments, result):
    weight, Y, alpha, ridge, *__ = arguments
    losses, X, moved = np.ravel(result[0]), np.asarray(result[1], dtype=float), np.asarray(result[2], dtype=float)
    if X.shape != (len(weight), Y.shape[1]) or moved.shape != Y.shape or not len(losses):
        return None
    error = als_loss(weight, X, moved, alpha, ridge)
    if abs(losses[-1] - error) > 1e-6 * max(1.0, error):
        return _(
            "Step 1: with the X and Y that you return, Σ c·(p − x·y)² is {fit:.6g} and ridge times the squared factors "
            "is {price:.6g}, together {error:.6g}. Your last loss is {yours:.6g}."
        ).format(
            fit=als_loss(weight, X, moved, alpha, 0.0),
            price=ridge * ((X**2).sum() + (moved**2).sum()),
            error=error,
            yours=losses[-1],
        )
    return None


def _the_videos_answer_the_viewers(arguments, result):
    weight, Y, alpha, ridge, *__ = arguments
    X, moved = np.asarray(result[1], dtype=float), np.asarray(result[2], dtype=float)
    if X.shape != (len(weight), Y.shape[1]) or moved.shape != Y.shape:
        return None
    best = np.array([half_step(X, column, alpha, ridge) for column in weight.T])
    if not np.allclose(moved, best, rtol=1e-6, atol=1e-9):
        return _(
            "Step 2: with the X that you return, the best factors of video 0 are {best}; yours are {yours}. The videos "
            "come second, solved with the viewers' new factors."
        ).format(best=np.round(best[0], 4).tolist(), yours=np.round(moved[0], 4).tolist())
    return None


def _solved_rows(rows, other, alpha, ridge):
    return np.array([half_step(other, row, alpha, ridge) for row in rows])


def _gains_little(losses, tolerance):
    return len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]


def _swept(
    loss=als_loss,
    viewers=lambda weight, X, Y, alpha, ridge: _solved_rows(weight, Y, alpha, ridge),
    videos=lambda weight, X, Y, alpha, ridge: _solved_rows(weight.T, X, alpha, ridge),
    stop=_gains_little,
    when="after",
    result=lambda losses, X, Y: (losses, X, Y),
    more=0,
):
    """A wrong answer, with one part of `als` exchanged, and the loss taken after, between, both, before or again."""

    def wrong(weight, Y, alpha, ridge, tolerance, most):
        losses, X = [], np.zeros((len(weight), Y.shape[1]))
        start = Y
        for __ in range(most + more):
            if when == "before":
                losses.append(loss(weight, X, Y, alpha, ridge))
            X = viewers(weight, X, start if when == "again" else Y, alpha, ridge)
            if when in ("between", "both"):
                losses.append(loss(weight, X, Y, alpha, ridge))
            Y = videos(weight, X, Y, alpha, ridge)
            if when in ("after", "both", "again"):
                losses.append(loss(weight, X, Y, alpha, ridge))
            if stop(losses, tolerance):
                break
        return result(losses, X, Y)

    return wrong


def _lost(
    fit=lambda c, p, guess, w: c * (p - guess) ** 2, price=lambda X, Y: (X**2).sum() + (Y**2).sum(), total=np.sum
):
    """An `als` with another loss: fit(c, p, x·y, w) in each cell, and the price of the factors."""

    def loss(weight, X, Y, alpha, ridge):
        p = (weight > 0).astype(float)
        return total(fit(1 + alpha * weight, p, X @ Y.T, weight)) + ridge * price(X, Y)

    return _swept(loss=loss)


def _ridged(loss=1.0, viewers=1.0, videos=1.0):
    """An `als` that takes the ridge times these numbers."""
    return _swept(
        loss=lambda weight, X, Y, alpha, ridge: als_loss(weight, X, Y, alpha, loss * ridge),
        viewers=lambda weight, X, Y, alpha, ridge: _solved_rows(weight, Y, alpha, viewers * ridge),
        videos=lambda weight, X, Y, alpha, ridge: _solved_rows(weight.T, X, alpha, videos * ridge),
    )


def _both_from_the_old(weight, Y, alpha, ridge, tolerance, most):
    losses, X = [], _solved_rows(weight, Y, alpha, ridge)
    for __ in range(most):
        X, Y = _solved_rows(weight, Y, alpha, ridge), _solved_rows(weight.T, X, alpha, ridge)
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if _gains_little(losses, tolerance):
            break
    return losses, X, Y


def _left_before_it_is_written(weight, Y, alpha, ridge, tolerance, most):
    losses, X, Y = als(weight, Y, alpha, ridge, tolerance, most)
    return (losses[:-1] if len(losses) < most else losses), X, Y


def _one_step_back(weight, Y, alpha, ridge, tolerance, most):
    losses, *last = als(weight, Y, alpha, ridge, tolerance, most)
    return (losses, *(als(weight, Y, alpha, ridge, 0.0, len(losses) - 1)[1:] if len(losses) > 1 else last))


def _rows_for_both(weight, Y, alpha, ridge, tolerance, most):
    X = _solved_rows(weight, Y, alpha, ridge)
    return _solved_rows(weight, X, alpha, ridge)


def _the_whole_table_at_once(weight, Y, alpha, ridge, tolerance, most):
    return half_step(Y, weight, alpha, ridge)


ALS = Exercise(
    id="06.6",
    name="als",
    title=N_("The whole of ALS"),
    term="交替最小二乘",
    minutes=20,
    difficulty=3,
    importance=3,
    points=4,
    hints=(
        N_(
            "A sweep is two lines: all viewers with Y standing still, then all videos with the *new* X standing still. "
            "A viewer's plays are a row of `weight`. What of `weight` are a video's?"
        ),
        N_(
            "X = np.array([half_step(Y, row, alpha, ridge) for row in weight]). For the videos the rows of `weight.T`, "
            "and X in the place of Y. After that, losses.append(als_loss(…))."
        ),
        N_(
            "Stop with `if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]: break`, as the last "
            "lines of the loop. The return stands after the loop: return losses, X, Y."
        ),
    ),
    inputs=_als_inputs,
    reference=als,
    mistakes=(
        Mistake(
            _lost(price=lambda X, Y: 0.0),
            N_("Your loss has no ridge: λ times the sum of all squared factors belongs to it."),
        ),
        Mistake(
            _ridged(loss=0.5),
            N_("In your loss λ is halved. The formula has λ itself, times the sum of all squared factors."),
            also=(_ridged(0.5, 0.5, 0.5),),
        ),
        Mistake(
            _ridged(viewers=0.5, videos=0.5),
            N_(
                "You hand `half_step` another λ than the loss has, such as its half. Both terms of the loss are "
                "squares, so the 2 of their slopes cancels, and λ stays as it is."
            ),
            also=(_ridged(viewers=0.5), _ridged(videos=0.5), _ridged(viewers=2, videos=2)),
        ),
        Mistake(
            _ridged(videos=0),
            N_("One half is solved without the ridge. Both sides' factors have their price, so both halves need λ."),
            also=(_ridged(viewers=0), _ridged(viewers=0, videos=0)),
        ),
        Mistake(
            _lost(price=lambda X, Y: (X**2).sum()),
            N_("In your loss the ridge counts one side only. The factors of viewers *and* videos have their price."),
            also=(_lost(price=lambda X, Y: (Y**2).sum()),),
        ),
        Mistake(
            _lost(price=lambda X, Y: np.linalg.norm(X) + np.linalg.norm(Y)),
            N_("You took the lengths of the factors. Their price is the *squared* length: the sum of all squares."),
            also=(_lost(price=lambda X, Y: np.abs(X).sum() + np.abs(Y).sum()),),
        ),
        Mistake(
            _lost(price=lambda X, Y: (X**2).mean() + (Y**2).mean()),
            N_("You averaged the squared factors. Their price is a sum, as in the formula."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: (p - guess) ** 2),
            N_("The confidence is missing in your loss: each squared miss counts c times."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: (c - 1) * (p - guess) ** 2),
            N_("In your loss the confidence is alpha · weight. The 1 gives the cells without a play their say."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: c * (w - guess) ** 2),
            N_("Your loss aims at the weight. The aim is p: 1 where there was a play, else 0."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: c * p * (p - guess) ** 2),
            N_("Your loss looks at the played cells only. Those without a play count as well, with confidence 1."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: (c * (p - guess)) ** 2),
            N_("You squared the confidence, too. Only the miss is squared: c · (p − x·y)²."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: c * np.abs(p - guess)),
            N_("You added up the sizes of the misses. This loss has their squares."),
        ),
        Mistake(
            _lost(fit=lambda c, p, guess, w: c * (p - guess), total=lambda cells: cells.sum() ** 2),
            N_("You squared the sum, in which misses above and below cancel. First square each miss, then add up."),
        ),
        Mistake(
            _swept(loss=lambda weight, X, Y, alpha, ridge: (((weight > 0) - X @ Y.T) ** 2).sum()),
            N_(
                "This is the plain squared error of lesson 02. Here each squared miss counts c times, and λ times the "
                "squared factors is added."
            ),
            also=(_swept(loss=lambda weight, X, Y, alpha, ridge: ((weight - X @ Y.T) ** 2).sum()),),
        ),
        Mistake(
            _lost(total=np.mean),
            N_("You averaged over the cells. The half-step makes the *sum* smallest, and λ is measured against it."),
        ),
        Mistake(
            _swept(when="before"),
            N_("You wrote the loss down before the sweep. It belongs after it, with the new X and Y."),
        ),
        Mistake(
            _swept(when="between"),
            N_("You wrote the loss down between the halves. A sweep ends when the videos have been solved, too."),
        ),
        Mistake(
            _swept(when="both"),
            N_("You wrote a loss after each half. One for each sweep is asked, after the videos."),
        ),
        Mistake(
            _swept(when="again"),
            N_("Each of your sweeps begins with the first Y. The next sweep goes on from where the last one ended."),
        ),
        Mistake(
            _swept(videos=lambda weight, X, Y, alpha, ridge: Y),
            N_("The videos' factors never move. After the viewers it is their turn: the rows of weight.T."),
        ),
        Mistake(
            _swept(
                viewers=lambda weight, X, Y, alpha, ridge: _solved_rows(weight, Y, ridge, alpha),
                videos=lambda weight, X, Y, alpha, ridge: _solved_rows(weight.T, X, ridge, alpha),
            ),
            N_("alpha and ridge have changed places where you call `half_step`: Y, weight, alpha, ridge."),
        ),
        Mistake(
            _both_from_the_old,
            N_("Both sides are solved with the *old* factors of the other. Alternate: the videos see the new X."),
        ),
        Mistake(
            _rows_for_both,
            N_("For the videos you took the rows of `weight` once more. A video's plays are a column: weight.T."),
        ),
        Mistake(
            _the_whole_table_at_once,
            N_("`half_step` solves for one viewer. Hand it one row of `weight` at a time, in a loop."),
        ),
        Mistake(
            _swept(stop=lambda losses, tolerance: False),
            N_(
                "Your loop never stops early. It should when a sweep gains less than `tolerance` times the loss before."
            ),
        ),
        Mistake(
            _swept(stop=lambda losses, tolerance: len(losses) > 1 and losses[-2] - losses[-1] < tolerance),
            N_(
                "You stop when the loss falls by less than `tolerance`. It is a *share*: compare with tolerance times "
                "the loss before, or a larger world would stop too late."
            ),
        ),
        Mistake(
            _swept(stop=lambda losses, tolerance: len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[0]),
            N_("You compare with the first loss of all. The fall is a share of the loss just before."),
        ),
        Mistake(
            _swept(stop=lambda losses, tolerance: len(losses) > 1 and losses[-1] - losses[-2] < tolerance * losses[-2]),
            N_(
                "Your loop ends at the second sweep, however much that one gained. Stop when *before minus after* is "
                "*less* than tolerance times before."
            ),
            also=(
                _swept(
                    stop=lambda losses, tolerance: len(losses) > 1 and losses[-2] - losses[-1] > tolerance * losses[-2],
                ),
            ),
        ),
        Mistake(
            _swept(stop=lambda losses, tolerance: True),
            N_("You stop after one sweep. Is `return` or `break` inside of the loop?"),
        ),
        Mistake(
            _left_before_it_is_written,
            N_("The last loss is missing: write it down first, then ask whether to stop."),
        ),
        Mistake(
            _one_step_back,
            N_("You return the factors from before the last sweep. It was a small step down, and still a step down."),
        ),
        Mistake(
            _swept(more=1, stop=_gains_little),
            N_("You go on for one sweep too many: `most` is how many there may be."),
        ),
        Mistake(
            _swept(result=lambda losses, X, Y: (losses, Y, X)),
            N_("X and Y have changed places in your answer: first the losses, then the viewers, then the videos."),
        ),
        Mistake(
            _swept(result=lambda losses, X, Y: (losses[-1], X, Y)),
            N_("You return the last loss only. The curve is asked: a list with one loss for each sweep."),
        ),
        Mistake(
            _swept(result=lambda losses, X, Y: losses),
            N_("You return the losses alone. The factors are needed as well: return losses, X, Y."),
            also=(_swept(result=lambda losses, X, Y: (X, Y)),),
        ),
    ),
    properties=(_the_loss_never_rises, _the_loss_is_that_of_the_factors, _the_videos_answer_the_viewers),
    then=N_(
        "No rate had to be chosen, and the loss cannot rise: each half is solved, not stepped. It still need not end "
        "in the best place there is; another start can end in another valley."
    ),
)

EXERCISES = (COSINE, RECALL_NDCG, HALF_STEP, COVERAGE, BLEND, ALS)
