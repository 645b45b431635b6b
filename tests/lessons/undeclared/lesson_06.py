"""Wrong answers to the exercises of lesson 06, written before anybody saw what the checker says to them.

The answers at the very end are a third round, by a reader of the lesson, and those to 06.6: three of these became
declared mistakes when their first verdict had been seen. Before them, the last two of each exercise are a second
round: odder ones, written when the verdicts on the first round were known and their own were not.
`test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    profile = vectors[watched].mean(axis=0)
    cosine = vectors @ profile / np.linalg.norm(vectors, axis=1)
    return np.argsort(cosine)[::-1][:k]
""",
        "the watched ones stay in",
        "impossible",
        "Video 0 is in your list, and the viewer has watched it already.",
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = np.sum(vectors[watched], axis=0)
    sim = (vectors @ user) / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(user))
    best = np.argsort(-sim)[:k]
    return best[~np.isin(best, watched)]
""",
        "the first k are taken before the watched ones are thrown out, so fewer come back",
        "declared",
        "You cut to k first and took the watched ones out afterwards, so places stay empty. First out, then cut.",
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    rest = np.delete(vectors, watched, axis=0)
    sim = rest @ user / (np.linalg.norm(rest, axis=1) * np.linalg.norm(user))
    return np.argsort(-sim)[:k]
""",
        "ids count only the unwatched videos: positions in the shortened table",
        "declared",
        (
            "You took the watched videos out of the table before sorting, so the places that you return count the"
            " rest only. They are no ids any more."
        ),
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    sim = vectors @ user / (np.linalg.norm(vectors) * np.linalg.norm(user))
    sim[watched] = -np.inf
    return np.argsort(-sim)[:k]
""",
        "one norm of the whole table instead of one a video",
        "declared",
        (
            "You ranked by the inner product, so videos with long vectors win in any direction. A cosine divides "
            "each video's product by that video's own length; one number for all would change no place."
        ),
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    sim = vectors @ user / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(user))
    sim[watched] = 0
    return np.argsort(-sim)[:k]
""",
        "watched ones are set to 0, and a video that points away falls behind them",
        "declared",
        (
            "You gave the watched videos the cosine 0. Cosines go down to −1, so a watched video comes before "
            "every one that points the other way."
        ),
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    sim = vectors @ user / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(user))
    sim[watched] = -np.inf
    return np.sort(sim)[::-1][:k]
""",
        "the cosines are returned and not the ids",
        "declared",
        "These are the cosines themselves. A list of recommendations holds ids: where do the largest stand?",
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    sim = vectors @ user / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(user))
    order = [i for i in np.argsort(sim) if i not in watched]
    return np.array(order[:k])
""",
        "the smallest cosines: the sort is not turned round",
        "declared",
        "Your list begins with the least similar videos: argsort puts the smallest first.",
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    user = vectors[watched].sum(axis=0)
    distance = np.linalg.norm(vectors - user, axis=1)
    distance[watched] = np.inf
    return np.argsort(distance)[:k]
""",
        "Euclidean distance instead of the cosine",
        "declared",
        "You took the nearest points. A profile is a sum and lies far out; what counts is the same direction.",
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hit = np.isin(ranked[:k], relevant)
    dcg = np.sum(hit / np.log2(np.arange(2, k + 2)))
    ideal = np.sum(1 / np.log2(np.arange(2, min(k, len(relevant)) + 2)))
    return hit.sum() / k, dcg / ideal
""",
        "recall divides by k: that is precision",
        "declared",
        (
            "You divided the hits by k: that is precision, the share of the list that was right. Recall is the "
            "share of the wanted videos that were found."
        ),
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hit = np.isin(ranked[:k], relevant)
    discount = 1 / np.log2(1 + np.arange(1, k + 1))
    return hit.sum() / len(relevant), (hit * discount).sum() / discount.sum()
""",
        "the best list is assumed to hold k hits, though fewer were wanted",
        "declared",
        "Your best list has a hit at each of the k places, even where fewer videos are wanted.",
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hit = np.isin(ranked[:k], relevant).astype(int)
    w = 1 / np.log2(1 + np.arange(1, k + 1))
    best = np.sum(np.sort(hit)[::-1] * w)
    ndcg = np.sum(hit * w) / best if best > 0 else 0.0
    return hit.sum() / len(relevant), ndcg
""",
        "ideal takes the number of hits that were found, so it asks only for their order",
        "declared",
        (
            "Your best list has only the hits that were found, moved to the top. The best possible one has *all* "
            "wanted videos, as far as k places go."
        ),
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hits = 0
    dcg = 0
    for j in range(k):
        if ranked[j] in relevant:
            hits += 1
            dcg += 1 / np.log(j + 2)
    best = sum(1 / np.log2(j + 2) for j in range(min(k, len(relevant))))
    return hits / len(relevant), dcg / best
""",
        "natural logarithm in the hits, log2 in the best",
        "specific",
        (
            "Right so far: part 1 of the result. Part 2 of the result: Every number is 1.4427 times the right "
            "one, on every input."
        ),
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hit = np.isin(ranked[:k], relevant)
    ranks = np.arange(1, k + 1)
    discount = 1 / np.log2(2 + ranks)
    best = discount[: len(relevant)].sum()
    return hit.sum() / len(relevant), (hit * discount).sum() / best
""",
        "rank j counts 1 / log2(2 + j)",
        "declared",
        "Your discount starts one place too late: the first place counts fully, 1/log2(2) = 1.",
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    found = np.isin(ranked[:k], relevant)
    recall = len(set(ranked) & set(relevant)) / len(relevant)
    discount = 1 / np.log2(2 + np.arange(k))
    return recall, found @ discount / discount[: len(relevant)].sum()
""",
        "recall over the whole list, not the first k",
        "declared",
        "NDCG is right. For recall you looked for hits in the whole list, and only the first k places count.",
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    top, want = ranked[:k], relevant[:k]
    hit = np.isin(top, want)
    disc = 1 / np.log2(2 + np.arange(k))
    return hit.sum() / len(want), (hit * disc).sum() / disc[: len(want)].sum()
""",
        "found is taken against the first k wanted only",
        "declared",
        "You divided by what k places can hold at most. Some do; here recall is a share of all wanted videos.",
    ),
    (
        "06.2",
        """
def recall_ndcg(ranked, relevant, k):
    hit = np.isin(ranked[:k], relevant)
    disc = 1 / np.arange(1, k + 1)
    best = disc[: len(relevant)].sum()
    return hit.sum() / len(relevant), (hit * disc).sum() / best
""",
        "the discount is 1 / rank",
        "declared",
        "You discount with 1/rank, which falls faster than DCG does: 1/log2(1 + rank).",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    p = (weight > 0) * 1.0
    A = Y.T @ np.diag(c) @ Y + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(A, Y.T @ p)
""",
        "the confidence is missing on the right-hand side",
        "declared",
        "On the right the confidence is missing, so a long view pulls no harder than a short one.",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = alpha * weight
    p = (weight > 0).astype(float)
    A = Y.T @ np.diag(c) @ Y + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(A, Y.T @ (c * p))
""",
        "confidence without the 1: what was never shown does not count",
        "declared",
        "Your confidence is alpha · weight. The 1 before it gives the videos that were not watched their say.",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    C = np.diag(1 + alpha * weight)
    A = Y.T @ C @ Y + ridge * np.eye(Y.shape[1])
    b = Y.T @ C @ weight
    return np.linalg.inv(A) @ b
""",
        "the watch signal itself is the preference",
        "declared",
        (
            "You aimed at the weight. The aim is the preference, 1 for whatever was watched; the weight says how "
            "sure we are of it."
        ),
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    C = np.diag(1 + alpha * weight)
    p = np.where(weight > 0, 1, 0)
    return np.linalg.solve(Y.T @ C @ Y + ridge, Y.T @ C @ p)
""",
        "the ridge is added to every entry of the matrix",
        "declared",
        "You added the ridge to every entry of the matrix. It belongs on the diagonal: ridge · I.",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    p = (weight >= 0).astype(float)
    A = (Y.T * c) @ Y + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(A, Y.T @ (c * p))
""",
        "everything is preferred: weight >= 0",
        "declared",
        (
            "On the right p is missing, so that every video is aimed at 1, also those that were not watched. "
            "Their aim is 0."
        ),
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    p = (weight > 0).astype(float)
    A = Y.T @ Y + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(A, Y.T @ (c * p))
""",
        "left-hand side without confidence, as in lesson 02",
        "declared",
        "On the left the confidence is missing: YᵀY treats all videos alike.",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    p = (weight > 0).astype(float)
    A = (Y.T * c) @ Y + ridge * len(Y) * np.eye(Y.shape[1])
    return np.linalg.solve(A, (Y.T * c) @ p)
""",
        "the ridge is multiplied by the number of videos",
        "declared",
        "Your ridge has another size: it is `ridge` as it stands, once on the diagonal.",
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    seen = weight > 0
    y, c = Y[seen], 1 + alpha * weight[seen]
    A = (y.T * c) @ y + ridge * np.eye(Y.shape[1])
    return np.linalg.solve(A, y.T @ c)
""",
        "only the watched videos take part",
        "declared",
        (
            "On the left you counted the watched videos only. The others are a weak no, with confidence 1; "
            "without them everything looks likable."
        ),
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return lists.size / videos
""",
        "places over the catalogue, repeated ones too",
        "declared",
        "You counted every place in every list, so a video in a hundred lists counts a hundred times.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return len(np.unique(lists)) / lists.size
""",
        "different videos over the places given away",
        "declared",
        "You divided by the places in the lists. Coverage asks about the catalogue: how many videos are there?",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return len(set(lists.ravel()))
""",
        "the number, not the share",
        "declared",
        "This is a number of videos. Coverage is a share of the catalogue.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return np.mean([len(np.unique(row)) / videos for row in lists])
""",
        "mean share of the catalogue in one list",
        "declared",
        "This is what a single list covers. Different viewers may see different videos.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return len(np.unique(lists)) / (lists.max() + 1)
""",
        "divides by the largest id plus one instead of the catalogue",
        "declared",
        "You took the largest recommended id for the end of the catalogue. What is never shown has an id, too.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    shown = np.unique(lists.flatten())
    return shown.size / (videos - 1)
""",
        "divides by the last id",
        "declared",
        "The ids run from 0 to videos − 1, so there are `videos` of them, no more and no less.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    common = set(lists[0])
    for row in lists:
        common &= set(row)
    return len(common) / videos
""",
        "those who are shown in each list",
        "declared",
        "You counted the videos that are in *every* list. In one of them is enough.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    shown = np.zeros(videos, dtype=bool)
    shown[lists] = True
    return 1 - shown.mean()
""",
        "the share that is not shown",
        "declared",
        "This is the share that nobody is shown. Coverage is the rest.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    one = (one - one.mean(axis=0)) / one.std(axis=0)
    other = (other - other.mean(axis=0)) / other.std(axis=0)
    return (1 - weight) * one + weight * other
""",
        "standardised by column",
        "declared",
        "You went down the columns, over viewers. A list is made for one viewer: compare along the row.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    a = (one - np.mean(one)) / np.std(one)
    b = (other - np.mean(other)) / np.std(other)
    return (1 - weight) * a + weight * b
""",
        "one mean and one spread for the whole table",
        "declared",
        "You took one mean and one sd for all viewers. Then whoever has larger scores hears more of that ranker.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    mixed = (1 - weight) * one + weight * other
    return (mixed - mixed.mean(axis=1, keepdims=True)) / mixed.std(axis=1, keepdims=True)
""",
        "standardised after mixing instead of before",
        "declared",
        "You mixed first and standardised the mixture. By then the plays have drowned the cosines.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    def z(x):
        return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    return weight * z(one) + (1 - weight) * z(other)
""",
        "the weights are on the wrong rankers",
        "declared",
        "The weight went to the wrong ranker: at 0 the first should decide alone, at 1 the second.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    def scale(x):
        low = x.min(axis=1, keepdims=True)
        high = x.max(axis=1, keepdims=True)
        return (x - low) / (high - low)
    return (1 - weight) * scale(one) + weight * scale(other)
""",
        "scaled to 0 to 1 instead of mean 0 and spread 1",
        "declared",
        (
            "You stretched each row from 0 to 1. Then one runaway hit squeezes all other videos together; the "
            "standard deviation minds it less."
        ),
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    m = one.mean(axis=1, keepdims=True)
    s = one.std(axis=1, keepdims=True)
    one = (one - m) / s
    other = (other - m) / s
    return (1 - weight) * one + weight * other
""",
        "the other is standardised by the mean and the spread of the one",
        "impossible",
        "The blended scores in row 0 have the mean -0.382. Two rows of mean 0, mixed, have the mean 0.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    def z(x):
        return (x - x.mean(axis=1, keepdims=True)) / x.var(axis=1, keepdims=True)
    return (1 - weight) * z(one) + weight * z(other)
""",
        "divided by the variance",
        "declared",
        "You divided by the variance. Its root, the standard deviation, has the unit of the scores.",
    ),
    (
        "06.5",
        """
def blend(one, other, weight):
    def z(x):
        return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, ddof=1, keepdims=True)
    return z(one) + weight * (z(other) - z(one))
""",
        "ddof of 1, as pandas does it",
        "declared",
        (
            "Almost: this sd divides by n − 1, as pandas does. The ranking is the same; here it is NumPy's, which"
            " divides by n."
        ),
    ),
    (
        "06.1",
        """
def rank_by_cosine(vectors, watched, k):
    score = vectors.sum(axis=1) * vectors[watched].sum() / np.linalg.norm(vectors, axis=1)
    score[watched] = -np.inf
    return np.argsort(-score)[:k]
""",
        "one number for all watched vectors",
        "declared",
        (
            "`sum()` without `axis=` made one number of all watched vectors. A viewer is a vector, too: "
            "`sum(axis=0)` adds them up entry by entry."
        ),
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    p = weight > 0.5
    return np.linalg.solve((Y * c[:, None]).T @ Y + ridge * np.eye(Y.shape[1]), Y.T @ (c * p))
""",
        "p only where the weight is above one half",
        "declared",
        ("p is 1 for every valid play, also where the weight is small: `weight > 0`."),
    ),
    (
        "06.3",
        """
def half_step(Y, weight, alpha, ridge):
    c = 1 + alpha * weight
    return np.linalg.solve((Y * c[:, None]).T @ Y + ridge * np.eye(Y.shape[1]), Y.T @ np.diag(c) @ c)
""",
        "the confidence in the place of p",
        "declared",
        (
            "On the right the confidence stands twice, once in the place of p. The aim p is 1 for a valid play "
            "and 0 elsewhere."
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(Y, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the videos are solved with Y itself",
        "specific",
        (
            "Arrays of shapes (2,1) (3,1) cannot be put together number by number: the lengths must be the same, "
            "or 1. Which of them has a row too many, or goes along another axis?"
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "rows of weight for the videos",
        "declared",
        "For the videos you took the rows of `weight` once more. A video's plays are a column: weight.T.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = half_step(Y, weight, alpha, ridge)
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "half_step on the whole table",
        "declared",
        "`half_step` solves for one viewer. Hand it one row of `weight` at a time, in a loop.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
        return losses, X, Y
""",
        "return inside of the loop",
        "declared",
        "You stop after one sweep. Is `return` or `break` inside of the loop?",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and abs(losses[-1] - losses[-2]) < tolerance:
            break
    return losses, X, Y
""",
        "absolute change",
        "declared",
        (
            "You stop when the loss falls by less than `tolerance`. It is a *share*: compare with tolerance times"
            " the loss before, or a larger world would stop too late."
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-1] / losses[-2] < tolerance:
            break
    return losses, X, Y
""",
        "the quotient is compared, not the fall",
        "declared",
        "Your loop never stops early. It should when a sweep gains less than `tolerance` times the loss before.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-1] < tolerance:
            break
    return losses, X, Y
""",
        "the loss itself is compared",
        "declared",
        "Your loop never stops early. It should when a sweep gains less than `tolerance` times the loss before.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and (losses[0] - losses[-1]) / losses[0] < tolerance:
            break
    return losses, X, Y
""",
        "the whole fall since the first sweep",
        "specific",
        (
            "The result at [0] has 10 items, but should have 4. Just these results come out with one slip: the "
            "last one is taken for the first, or the first for the last."
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(1, most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "one sweep too few, and none at most = 1",
        "specific",
        (
            "`X` is used before this function has given it a value: does an `if` skip that line, or is the name "
            "set further below?"
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        loss = als_loss(weight, X, Y, alpha, ridge)
        if losses and losses[-1] - loss < tolerance * losses[-1]:
            break
        losses.append(loss)
    return losses, X, Y
""",
        "the last loss is not kept",
        "declared",
        "The last loss is missing: write it down first, then ask whether to stop.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge) / weight.size)
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the loss per cell",
        "specific",
        (
            "Right so far: part 2 of the result, part 3 of the result. Part 1 of the result: Every number is the "
            "right one divided by `weight.size`."
        ),
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = np.where(weight > 0, 1.0, 0.0)
    return np.sum(C * (P - X @ Y.T) ** 2) + ridge * (np.linalg.norm(X) + np.linalg.norm(Y))


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "norms that are not squared",
        "declared",
        "You took the lengths of the factors. Their price is the *squared* length: the sum of all squares.",
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = np.where(weight > 0, 1.0, 0.0)
    return np.sum(C * (P - X @ Y.T) ** 2) + ridge * np.sum(X ** 2) + np.sum(Y ** 2)


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "ridge times X only, Y without it",
        "specific",
        (
            "The result at [0] has 4 items, but should have 5. Just these results come out with one slip: "
            "brackets are missing around the part with `X`, `Y`."
        ),
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = weight
    return np.sum(C * (P - X @ Y.T) ** 2) + ridge * (np.sum(X ** 2) + np.sum(Y ** 2))


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the weight is the aim",
        "declared",
        "Your loss aims at the weight. The aim is p: 1 where there was a play, else 0.",
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = np.where(weight > 0, 1.0, 0.0)
    return np.sum((C * P - X @ Y.T) ** 2) + ridge * (np.sum(X ** 2) + np.sum(Y ** 2))


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the confidence times the aim, squared",
        "vague",
        "The result at [0] has 3 items, but should have 4.",
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = np.where(weight > 0, 1.0, 0.0)
    return np.sum(C * (P - X @ Y.T)) ** 2 + ridge * (np.sum(X ** 2) + np.sum(Y ** 2))


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the square of the sum",
        "declared",
        "You squared the sum, in which misses above and below cancel. First square each miss, then add up.",
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    C = 1 + alpha * weight
    P = np.where(weight > 0, 1.0, 0.0)
    return np.sum(C[P > 0] * (1 - (X @ Y.T)[P > 0]) ** 2) + ridge * (np.sum(X ** 2) + np.sum(Y ** 2))


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "the played cells only",
        "declared",
        "Your loss looks at the played cells only. Those without a play count as well, with confidence 1.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        U = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(U, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, U, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, Y, U
""",
        "the factors in the other order",
        "declared",
        "X and Y have changed places in your answer: first the losses, then the viewers, then the videos.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    first = Y
    for sweep in range(most):
        X = np.array([half_step(first, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "each sweep begins with the first Y",
        "declared",
        "Each of your sweeps begins with the first Y. The next sweep goes on from where the last one ended.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(np.sum((weight - X @ Y.T) ** 2))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "plain squared error against the weight",
        "declared",
        (
            "This is the plain squared error of lesson 02. Here each squared miss counts c times, and λ times the"
            " squared factors is added."
        ),
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, ridge, alpha) for row in weight])
        Y = np.array([half_step(X, col, ridge, alpha) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "alpha and ridge exchanged",
        "declared",
        "alpha and ridge have changed places where you call `half_step`: Y, weight, alpha, ridge.",
    ),
    (
        "06.6",
        """
def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.random.default_rng(0).normal(size=(len(weight), Y.shape[1]))
        Y = np.array([half_step(X, col, alpha, ridge) for col in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if sweep > 0 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "viewers are drawn, never solved",
        "vague",
        "The result at [0] has 2 items, but should have 4.",
    ),
    (
        "06.4",
        """
def coverage(lists, videos):
    return len(set(lists)) / videos
""",
        "a set of whole rows",
        "specific",
        (
            "A numpy.ndarray cannot be an item of a `set`, or a key. A table gives its rows one by one: "
            "`.ravel()` gives its single values, and `np.unique(...)` each of them once."
        ),
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    missed = (weight > 0) - X @ Y.T
    return ((1 + alpha * weight) * missed**2).sum() + ridge * ((X**2).sum() + (Y**2).sum())


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge / 2) for row in weight])
        Y = np.array([half_step(X, column, alpha, ridge / 2) for column in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "half of the ridge in the half-steps",
        "declared",
        (
            "You hand `half_step` another λ than the loss has, such as its half. Both terms of the loss are "
            "squares, so the 2 of their slopes cancels, and λ stays as it is."
        ),
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    missed = (weight > 0) - X @ Y.T
    return ((1 + alpha * weight) * missed**2).sum() + ridge * ((X**2).sum() + (Y**2).sum())


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, column, alpha, 0) for column in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "no ridge for the videos",
        "declared",
        "One half is solved without the ridge. Both sides' factors have their price, so both halves need λ.",
    ),
    (
        "06.6",
        """
def als_loss(weight, X, Y, alpha, ridge):
    missed = (weight > 0) - X @ Y.T
    return ((1 + alpha * weight) * missed**2).sum() + ridge / 2 * ((X**2).sum() + (Y**2).sum())


def als(weight, Y, alpha, ridge, tolerance, most):
    losses = []
    for sweep in range(most):
        X = np.array([half_step(Y, row, alpha, ridge) for row in weight])
        Y = np.array([half_step(X, column, alpha, ridge) for column in weight.T])
        losses.append(als_loss(weight, X, Y, alpha, ridge))
        if len(losses) > 1 and losses[-2] - losses[-1] < tolerance * losses[-2]:
            break
    return losses, X, Y
""",
        "half of the ridge in the loss",
        "declared",
        "In your loss λ is halved. The formula has λ itself, times the sum of all squared factors.",
    ),
)
