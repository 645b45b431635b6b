"""Wrong answers to the exercises of lesson 07, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.mean(reward / propensity)
""",
        "the mean over those shown",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.sum(reward * propensity) / n
""",
        "multiplied by the propensity",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return reward.sum() / propensity.sum() / n
""",
        "the sum of rewards over the sum of propensities",
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
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    w = 1 / propensity
    return (w * reward).sum() / w.sum()
""",
        "divided by the sum of the weights (the next exercise)",
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
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return np.sum(reward) * np.mean(1 / propensity) / n
""",
        "the total of the rewards first, then the mean weight",
    ),
    (
        "07.1",
        """
def ips(reward, propensity, n):
    return (reward / (1 - propensity)).sum() / n
""",
        "weights of the chance that it is not shown",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = 1 / np.minimum(propensity, clip)
    return np.sum(weight * reward) / np.sum(weight)
""",
        "the propensity is capped instead of the weight",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = np.maximum(1 / propensity, clip)
    return (weight * reward).sum() / weight.sum()
""",
        "maximum instead of minimum: weights are at least clip",
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
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return np.sum(np.minimum(w, clip) * reward) / np.sum(w)
""",
        "the clipped sum is divided by the sum of the unclipped weights",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return np.sum(np.minimum(w * reward, clip)) / np.sum(np.minimum(w, clip))
""",
        "weighted reward is capped, not the weight",
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    weight = np.clip(1 / propensity, 0, clip)
    return np.mean(weight * reward)
""",
        "divided by the number of rows",
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
    ),
    (
        "07.2",
        """
def snips(reward, propensity, clip):
    w = 1 / propensity
    return min(np.sum(w * reward) / np.sum(w), clip)
""",
        "clip on the estimate",
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
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    return sorted(causes_of(arrows, treatment) & causes_of(arrows, outcome))
""",
        "the way through the treatment is not closed",
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
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    rest = [(a, b) for a, b in arrows if a != treatment]
    return sorted(causes_of(arrows, treatment) | causes_of(rest, outcome))
""",
        "union instead of intersection",
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
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    return sorted(c for c in causes_of(arrows, treatment) if (c, outcome) in arrows)
""",
        "causes of the treatment that have a direct arrow to the outcome",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    back = [(b, a) for a, b in arrows]
    return sorted(causes_of(back, treatment) & causes_of(back, outcome))
""",
        "effects instead of causes: what both lead to",
    ),
    (
        "07.5",
        """
def common_causes(arrows, treatment, outcome):
    rest = [x for x in arrows if treatment not in x]
    return sorted(causes_of(rest, outcome) - causes_of(arrows, treatment))
""",
        "whatever moves the outcome on its own, and not the treatment",
    ),
)
