"""Wrong answers to the exercises of lesson 07, written before anybody saw what the checker says to them.

The last two of each exercise (of 07.6, none) are a second round: odder ones, written when the verdicts on the first
round were known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.mean(reward / propensity)
""",
        "the mean over those shown",
        "declared",
        "You divided by the rows of the log. The question is about all n things, shown or not.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.sum(reward * propensity) / n
""",
        "multiplied by the propensity",
        "declared",
        "You multiplied by the propensity, so what was shown often counts even more. It must count less.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return reward.sum() / propensity.sum() / n
""",
        "the sum of rewards over the sum of propensities",
        "declared",
        "You divided by a propensity that all rows share. Each reward has its own: divide row by row, then add up.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    total = 0
    for r, p in zip(reward, propensity):
        total += r / p
    return total
""",
        "not divided by n",
        "declared",
        "This is the estimated sum of all rewards. Their mean is asked for.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    w = 1 / propensity
    return (w * reward).sum() / w.sum()
""",
        "divided by the sum of the weights (the next exercise)",
        "declared",
        "You divided by the sum of the weights. That is a good idea with a name of its own, and the next exercise.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    total = 0
    for i in range(len(reward)):
        total += reward[i] / propensity[i]
        return total / n
""",
        "the loop returns after the first row",
        "declared",
        "Not every row counts in yours. Does the loop stop too early, or does `return` stand inside it?",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.sum(reward) * np.mean(1 / propensity) / n
""",
        "the total of the rewards first, then the mean weight",
        "declared",
        "You divided by a propensity that all rows share. Each reward has its own: divide row by row, then add up.",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return (reward / (1 - propensity)).sum() / n
""",
        "weights of the chance that it is not shown",
        "declared",
        (
            "1 − propensity is the chance that something is not shown. A row stands for 1 / propensity things: "
            "the rarer it is shown, the more."
        ),
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = 1 / np.minimum(propensity, clip)
    return np.sum(weight * reward) / np.sum(weight)
""",
        "the propensity is capped instead of the weight",
        "declared",
        (
            "Your weights come out as if there were no cap. Clip 1 / propensity: a propensity is below every cap,"
            " and so is a weight that was divided by the sum of all."
        ),
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = np.maximum(1 / propensity, clip)
    return (weight * reward).sum() / weight.sum()
""",
        "maximum instead of minimum: weights are at least clip",
        "declared",
        "np.maximum makes small weights large. A cap is a minimum: the smaller of weight and clip.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = 1 / propensity
    keep = weight <= clip
    return np.sum(weight[keep] * reward[keep]) / np.sum(weight[keep])
""",
        "rows above the cap are thrown out",
        "declared",
        "You threw out the rows with a large weight. Clipping keeps them, with the weight `clip`.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return np.sum(np.minimum(w, clip) * reward) / np.sum(w)
""",
        "the clipped sum is divided by the sum of the unclipped weights",
        "declared",
        "You capped the weights above and not below, so they no longer sum to one.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return np.sum(np.minimum(w * reward, clip)) / np.sum(np.minimum(w, clip))
""",
        "weighted reward is capped, not the weight",
        "declared",
        "You capped reward times weight. Clipping concerns the weight alone: a long view is not suspicious.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = np.clip(1 / propensity, 0, clip)
    return np.mean(weight * reward)
""",
        "divided by the number of rows",
        "declared",
        "You divided by the number of rows. Self-normalised means: divide by the sum of the weights.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    w = np.where(w > clip, w / clip, w)
    return (w * reward).sum() / w.sum()
""",
        "the weights are divided by clip",
        "vague",
        "The result is not right. It differs on 5 of 8 inputs; the smallest:",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return min(np.sum(w * reward) / np.sum(w), clip)
""",
        "clip on the estimate",
        "declared",
        "You capped the mean itself. The cap belongs to each weight, before anything is added up.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    p = np.full(n, epsilon * k / n)
    p[np.argsort(-scores)[:k]] += 1 - epsilon
    return p
""",
        "only a plain coin: the best k get 1 - epsilon, everybody epsilon k / n",
        "declared",
        (
            "These are the chances of another feed: one that throws a single coin and then makes the whole slate "
            "random. Ours throws a coin for each place."
        ),
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    rank = np.argsort(np.argsort(-scores))
    total = np.zeros(n)
    for m in range(k + 1):
        chance = comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m)
        total += chance * np.where(rank < k - m, 1, m / n)
    return total
""",
        "drawn from all n videos, not from those that are not in the slate yet",
        "declared",
        "Given m, you let chance pick from all n videos. Those that are in the slate already cannot come twice.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    rank = np.argsort(np.argsort(-scores))
    total = np.zeros(n)
    for m in range(k):
        chance = comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m)
        total += chance * np.where(rank < k - m, 1, m / (n - k + m))
    return total
""",
        "m up to k - 1: the case of all places to chance is left out",
        "declared",
        "You forgot that all k places may be handed to chance. m goes from 0 to k, and `range(k)` ends before.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    rank = np.argsort(-scores)
    total = np.zeros(n)
    for m in range(k + 1):
        chance = comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m)
        total += chance * np.where(rank < k - m, 1, m / (n - k + m))
    return total
""",
        "one argsort: the order taken for the places",
        "specific",
        (
            "These are the right numbers, but not all of them in their places. Just these results come out with "
            "one slip: an `argsort` is missing."
        ),
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    rank = np.argsort(np.argsort(-scores))
    total = np.zeros(n)
    for m in range(k + 1):
        chance = comb(k, m) * (1 - epsilon) ** m * epsilon ** (k - m)
        total += chance * np.where(rank < k - m, 1, m / (n - k + m))
    return total
""",
        "epsilon and 1 - epsilon exchanged",
        "declared",
        "You took ε for the chance that a place is kept. It is the chance that a place is handed to chance.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    rank = np.argsort(np.argsort(-scores))
    total = np.zeros(n)
    for m in range(k + 1):
        chance = epsilon**m * (1 - epsilon) ** (k - m)
        total += chance * np.where(rank < k - m, 1, m / (n - k + m))
    return total
""",
        "the number of ways, comb(k, m), is forgotten",
        "specific",
        "Just these results come out with one slip: a part is left out, the one with `comb`, `k`, `m`.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    best = np.argsort(-scores)
    p = np.zeros(n)
    for m in range(k + 1):
        w = comb(k, m) * epsilon**m * (1 - epsilon) ** (k - m)
        p[best[: k - m]] += w
        p += w * m / (n - k + m)
    return p
""",
        "chance is shared among those who are not in the best k - m, and a certain video adds to it",
        "declared",
        "Given m, a video that is certain has the chance 1, and nothing is added: it is not drawn once more.",
    ),
    (
        "07.3",
        """
def feed_propensities(scores, k, epsilon):
    n = len(scores)
    p = np.full(n, epsilon * k / (n - k) if n > k else 0.0)
    for i in np.argsort(scores)[-k:]:
        p[i] = 1 - epsilon
    return p
""",
        "each place on its own: place j holds its video with 1 - epsilon",
        "declared",
        (
            "They sum to k, but two things are forgotten. The best video only loses its place if all places are "
            "handed over, and a video that lost its place can be drawn again."
        ),
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    result = []
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        result.append(len(A & B) / (len(A) + len(B)))
    return np.mean(result)
""",
        "shared over the sum of both counts",
        "declared",
        "You divided by both sets together, where what they share stands twice. It belongs to the union once.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    both, either = 0, 0
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        both += len(A & B)
        either += len(A | B)
    return both / either
""",
        "all shared over all of either, one ratio for all pairs",
        "declared",
        "You added up all pairs and divided once, so viewers who watch much decide. Every pair counts the same.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    result = []
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        result.append(len(A & B) / max(1, min(len(A), len(B))))
    return np.mean(result)
""",
        "shared over the smaller set (overlap)",
        "declared",
        "You divided by the smaller of the two sets. Whoever watched little would seem alike to everybody.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    result = []
    for a, b in pairs:
        A, B = video_id[user_id == a], video_id[user_id == b]
        both = np.isin(A, B).sum()
        result.append(both / (len(A) + len(B) - both))
    return np.mean(result)
""",
        "a repeated view counts again",
        "declared",
        "A video that somebody watched twice counts twice in yours. Make sets first.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    total = 0
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        total += len(A & B) / len(A | B)
    return total
""",
        "the sum over the pairs",
        "declared",
        "This is the sum over the pairs. Divide by how many there are.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    result = []
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        result.append(len(A & B) / len(A | B))
    return np.array(result)
""",
        "one index a pair, no mean",
        "specific",
        (
            "The result is an array of numbers of shape (2,), but a number is expected. You give one number for "
            "each item. Their mean is what is asked for. Just these results come out with one slip: the mean is "
            "not taken."
        ),
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    d = []
    for a, b in pairs:
        A, B = set(video_id[user_id == a]), set(video_id[user_id == b])
        d.append(len(A ^ B) / len(A | B))
    return np.mean(d)
""",
        "distance: the share that only one has watched",
        "declared",
        "This is how different they are: one minus the index.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    d = []
    for a, b in pairs:
        A, B = set(user_id[video_id == a]), set(user_id[video_id == b])
        d.append(len(A & B) / len(A | B) if A | B else 0)
    return np.mean(d)
""",
        "user and video columns are exchanged",
        "declared",
        "You looked up videos, and pairs are pairs of viewers: `video_id` where `user_id` is a, not vice versa.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    return sorted(causes_of(arrows, treatment) & causes_of(arrows, outcome))
""",
        "the way through the treatment is not closed",
        "declared",
        (
            "You also counted the way through the treatment, so everything that moves it moves the outcome as "
            "well. Take the treatment's arrows out before you ask for causes of the outcome."
        ),
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    t = {a for a, b in arrows if b == treatment}
    o = {a for a, b in arrows if b == outcome}
    return sorted(t & o)
""",
        "only direct causes",
        "declared",
        "You followed one arrow only. A cause may take two steps: through the old log, say.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    rest = [(a, b) for a, b in arrows if a != treatment]
    return sorted(causes_of(arrows, treatment) | causes_of(rest, outcome))
""",
        "union instead of intersection",
        "declared",
        "`|` keeps what moves one of the two, or both. A common cause moves both.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    found = []
    for name in causes_of(arrows, outcome):
        if name in causes_of(arrows, treatment) or name == treatment:
            found.append(name)
    return sorted(found)
""",
        "every way to the outcome counts, and the treatment itself is kept",
        "specific",
        (
            "The result has 4 items, but should have 1. There are items that do not belong there, on the first "
            "such input 'coin', 'old log', 'shown'; none is missing."
        ),
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    rest = [(a, b) for a, b in arrows if a != treatment]
    t, o = causes_of(arrows, treatment), causes_of(rest, outcome)
    found = []
    for a, b in arrows:
        if a in t and a in o and a not in found:
            found.append(a)
    return found
""",
        "in the order of the arrows, not sorted",
        "specific",
        "The right items, but not in the order that is asked for.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    return sorted(c for c in causes_of(arrows, treatment) if (c, outcome) in arrows)
""",
        "causes of the treatment that have a direct arrow to the outcome",
        "declared",
        "You followed one arrow only. A cause may take two steps: through the old log, say.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    back = [(b, a) for a, b in arrows]
    return sorted(causes_of(back, treatment) & causes_of(back, outcome))
""",
        "effects instead of causes: what both lead to",
        "declared",
        "These are common effects. Look against the arrows, not along them.",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    rest = [x for x in arrows if treatment not in x]
    return sorted(causes_of(rest, outcome) - causes_of(arrows, treatment))
""",
        "whatever moves the outcome on its own, and not the treatment",
        "declared",
        "`^` keeps what moves just one of the two, and `-` what moves the first alone. What moves both?",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = 1 / propensity
    light = weight <= clip
    return np.average(reward[light], weights=weight[light])
""",
        "rows above the cap are thrown out, and sometimes none is left",
        "declared",
        "You threw out the rows with a large weight. Clipping keeps them, with the weight `clip`.",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = min(1 / propensity, clip)
    return np.sum(reward * weight) / np.sum(weight)
""",
        "Python's min of an array and a number",
        "declared",
        (
            "`min` compares the whole array with `clip`, once. `np.minimum` compares weight by weight and "
            "keeps the smaller one."
        ),
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    found = []
    for a, b in pairs:
        one, other = list(video_id[user_id == a]), list(video_id[user_id == b])
        found.append(len([video for video in one if video in other]) / len(one + other))
    return np.mean(found)
""",
        "lists put together in the place of sets",
        "declared",
        ("You divided by both sets together, where what they share stands twice. It belongs to the union once."),
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    found = []
    for a, b in pairs:
        one, other = set(video_id[user_id == a]), set(video_id[user_id == b])
        found.append(len(one & other) / min(len(one), len(other)))
    return np.mean(found)
""",
        "over the smaller set, which may be empty",
        "declared",
        "You divided by the smaller of the two sets. Whoever watched little would seem alike to everybody.",
    ),
    (
        "07.4",
        """
def homogeneity(user_id, video_id, pairs):
    found = []
    for a, b in pairs:
        one, other = {video_id[a]}, {video_id[b]}
        found.append(len(one & other) / len(one | other))
    return np.mean(found)
""",
        "pairs of viewers are taken for rows",
        "declared",
        ("You took the two of a pair for rows of the log. They are viewers: pick the rows where `user_id` is a."),
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    return sorted(causes_of(arrows, outcome) - causes_of(arrows, treatment) - {treatment})
""",
        "causes of the outcome without those of the treatment",
        "declared",
        "`^` keeps what moves just one of the two, and `-` what moves the first alone. What moves both?",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    after = {b for a, b in arrows if a == treatment}
    return sorted(name for name in after if (outcome, name) in arrows)
""",
        "what both lead to in one step",
        "declared",
        "These are common effects. Look against the arrows, not along them.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "return stands in the loop",
        "declared",
        "Only the first day is in your log. Does `return` stand inside the loop?",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] += played
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "played is added to shown",
        "declared",
        "In yours a skip costs a video nothing, so you rank by plays so far, as in section 1. Below the line "
        "stands how often it was shown, watched or not.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[:, video] += 1
        watched[:, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "the tables are not kept by viewer",
        "declared",
        "You counted for all viewers what one was shown. `shown[each, video]` is each viewer's own place.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    score = fit(shown, watched, doubt)
    for day in range(days):
        video, chance = recommend(score, epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "the score is fitted before the loop",
        "declared",
        "You fitted once and showed by that score every day. The loop is open: fit anew each day.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin, other)
        played = luck[day] < likes[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "the whole of coin is handed over",
        "declared",
        "`coin`, `other` and `luck` have a row for each day. Hand over that of the day: `coin[day]`.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = np.where(video == best, 1 - epsilon, epsilon / (score.shape[1] - 1))
    return video, chance


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "epsilon is shared among the others",
        "declared",
        "You shared ε among all videos but the best. `other` is drawn from all of them, so the best has its part "
        "of ε, too.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = np.where(coin < epsilon, epsilon / score.shape[1], 1 - epsilon)
    return video, chance


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "chance without the coin's part for the best",
        "declared",
        "You asked which way the coin fell. The chance is that of this video before the coin is thrown, and the "
        "best one can come up by coin, too.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=0)
    video = np.where(coin < epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video, chance


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "argmax along viewers",
        "vague",
        "Something of shape (3,2) is put into a place of shape (3,1).",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "likes[video]",
        "declared",
        "`likes[video]` and `likes[:, video]` take whole rows and columns; `likes[each, video]` one place each.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video, chance


def fit(shown, watched, doubt):
    return watched + doubt / shown + 1


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "the brackets of the score are missing",
        "impossible",
        "Steps 2 and 3: before day 1, viewer 0 was shown the videos [1, 0, 0] times and watched them [0, 0, 0] "
        "times, by your log. With doubt = 0 video 0 is best; yours shows video 1.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video, chance


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + doubt)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "doubt is added to both",
        "declared",
        "You added `doubt` below the line, too. The imagined view was shown once: add 1 there.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        chance = fit(shown, watched, doubt)[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, chance, played
    return log
""",
        "the score is logged as the chance",
        "impossible",
        "Step 1: with epsilon = 0.2 and 2 videos, the best one is shown with chance 0.9, by coin or without, and "
        "any other with 0.1. Your log has a chance of 0.5.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin > epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video, chance


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "coin > epsilon",
        "declared",
        "The coin works the wrong way round: below `epsilon` the other video is shown, else the best.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = []
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log.append((video, chance, played))
    return log
""",
        "the log as a list of days",
        "specific",
        "The result is a list of 3 items, but an array of numbers of shape (3, 3, 1) is expected. `np.array(...)`"
        " makes an array of it.",
    ),
    (
        "07.6",
        """
def recommend(score, epsilon, coin, other):
    best = score.argmax(axis=1)
    video = np.where(coin < epsilon, other, best)
    chance = epsilon / score.shape[1] + (1 - epsilon) * (video == best)
    return video


def fit(shown, watched, doubt):
    return (watched + doubt) / (shown + 1)


def close_the_loop(likes, luck, coin, other, epsilon, doubt):
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
""",
        "only the video comes back from recommend",
        "specific",
        "2 names stand left of `=`, and the right side has 1 values.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] += 1
        watched[each, video] += played
        log[:, day] = video, played, chance
    return log
""",
        "chance and played exchanged",
        "specific",
        "These are the right numbers, but not all of them in their places.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        log[:, day] = video, chance, played
        if day:
            shown[each, log[0, day - 1].astype(int)] += 1
            watched[each, log[0, day - 1].astype(int)] += log[2, day - 1]
    return log
""",
        "one day of learning too late",
        "impossible",
        "Steps 2 and 3: before day 1, viewer 0 was shown the videos [1, 0] times and watched them [0, 0] times, "
        "by your log. With doubt = 0.5 video 1 is best; yours shows video 0.",
    ),
    (
        "07.6",
        """
def close_the_loop(likes, luck, coin, other, epsilon, doubt):
    days, viewers = luck.shape
    each = np.arange(viewers)
    shown, watched = np.zeros(likes.shape), np.zeros(likes.shape)
    log = np.zeros((3, days, viewers))
    for day in range(days):
        video, chance = recommend(fit(shown, watched, doubt), epsilon, coin[day], other[day])
        played = luck[day] < likes[each, video]
        shown[each, video] = 1
        watched[each, video] = played
        log[:, day] = video, chance, played
    return log
""",
        "set to 1 instead of counted",
        "impossible",
        "Steps 2 and 3: before day 4, viewer 1 was shown the videos [2, 1, 1, 0, 0] times and watched them [1, 1,"
        " 0, 0, 0] times, by your log. With doubt = 0.6 video 1 is best; yours shows video 0.",
    ),
)
