"""Wrong answers to the exercises of lesson 10, written before anybody saw what the checker says to them.

The last two of each exercise are a second round: odder ones, written when the verdicts on the first round were
known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "10.1",
        """
def exposure_gap(order, group):
    v = 1 / np.log2(2 + np.arange(len(order)))
    return v[group].mean(), v[~group].mean()
""",
        "places are taken for ids: the group's exposure without looking where it stands",
        "declared",
        "You gave each video the place of its id, as if the list were 0, 1, 2, … Who stands where is in `order`.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    v = 1 / np.log2(2 + np.arange(len(order)))
    g = group[order]
    return v[g].sum(), v[~g].sum()
""",
        "sums, not means",
        "declared",
        "These are sums. The groups differ in size, so compare what one video gets: the mean.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    exposure = 1 / np.log2(2 + order)
    return exposure[group].mean(), exposure[~group].mean()
""",
        "order taken for the place of each video",
        "declared",
        (
            "You read `order` the wrong way round: order[0] is the video at the top, not the place of video 0. "
            "Write into seen[order]."
        ),
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    v = 1 / np.log(2 + np.arange(len(order)))
    g = group[order]
    return v[g].mean(), v[~g].mean()
""",
        "natural logarithm",
        "declared",
        "This is the natural logarithm. With log2, the first place has an attention of exactly 1.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    v = 1 / np.log2(2 + np.arange(len(order)))
    g = group[order]
    return v[~g].mean(), v[g].mean()
""",
        "others first",
        "declared",
        "The two numbers are swapped: first the videos in `group`, then the others.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    seen = np.zeros(len(order))
    for place, video in enumerate(order):
        seen[video] = 1 / np.log2(place + 2)
    return seen[group].mean(), seen.mean()
""",
        "the second is the mean of all",
        "declared",
        "Your second number is the mean of all videos. Asked are the others, without the group.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    v = 1 / (1 + np.arange(len(order)))
    seen = np.zeros(len(order))
    seen[order] = v
    return seen[group].mean(), seen[~group].mean()
""",
        "discount by rank, 1 / j",
        "declared",
        "You took 1/j. Attention falls more gently here: 1/log2(1 + j).",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    n = len(order)
    seen = np.zeros(n)
    seen[order] = 1 / np.log2(2 + np.arange(n))
    return seen[group].sum() / n, seen[~group].sum() / n
""",
        "divided by the number of all videos",
        "declared",
        "You divided by the number of all videos. Each group's attention belongs to the videos of that group.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    u = np.outer(merit, v).ravel()
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    b = np.append(np.ones(2 * n), 0)
    P = linprog(u, A_eq=A, b_eq=b).x.reshape(n, n)
    return P @ v
""",
        "linprog makes it small: the minus is missing",
        "declared",
        "linprog minimises: without the minus sign you asked for the least relevant fair list.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    u = np.outer(merit, v).ravel()
    P = linprog(-u, A_eq=places, b_eq=np.ones(2 * n)).x.reshape(n, n)
    return P @ v
""",
        "without the row for parity",
        "declared",
        "This is the plain list by merit: the fair row is missing, or it does not reach A_eq.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    u = np.outer(merit, v).ravel()
    f = np.where(group, 1.0, -1.0)
    A = np.vstack([places, np.outer(f, v).ravel()])
    b = np.append(np.ones(2 * n), 0)
    best = linprog(-u, A_eq=A, b_eq=b)
    if best.x is None:
        return np.zeros(n)
    return best.x.reshape(n, n) @ v
""",
        "sums of both groups are equal, not means",
        "impossible",
        "All videos together get 0.000, but all places together have 2.562 to give.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    u = np.outer(merit, v).ravel()
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    b = np.append(np.ones(2 * n), 0)
    P = linprog(-u, A_eq=A, b_eq=b).x.reshape(n, n)
    return P.T @ merit
""",
        "the expected relevance of each place, P.T @ merit",
        "impossible",
        "All videos together get 2.950, but all places together have 2.562 to give.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    u = np.outer(merit, v).ravel()
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    b = np.append(np.ones(2 * n), 0)
    return linprog(-u, A_eq=A, b_eq=b).x.reshape(n, n)
""",
        "the lottery itself is returned",
        "declared",
        "This is the lottery P itself. The attention of each video is P @ v.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    return np.full(n, v.mean())
""",
        "everybody gets the same attention",
        "declared",
        "You drew lots among all videos. That is fair, and forgets what is relevant.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    order = np.argsort(-merit)
    out = np.zeros(n)
    out[order] = v
    out[group] = out[group].mean()
    out[~group] = out[~group].mean()
    return out
""",
        "the list by merit, then the mean of each group",
        "impossible",
        "The group gets 0.465 on average, the others 0.815: that is not the same attention yet.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    out = np.zeros(n)
    out[np.argsort(-merit)] = v
    out[group] *= v.mean() / out[group].mean()
    out[~group] *= v.mean() / out[~group].mean()
    return out
""",
        "the two means are made equal by hand: each group keeps its order and is scaled",
        "specific",
        (
            "It is fair, and less relevant than it could be: attention times merit adds up to 1.9156, and 1.9557 "
            "is possible."
        ),
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.append(np.unique(score), np.inf)
    costs = []
    for t in candidates:
        removed = score > t
        costs.append(miss * np.sum(harmful & ~removed) + wrong * np.sum(~harmful & removed))
    return candidates[np.argmin(costs)]
""",
        "above the threshold only",
        "declared",
        "You remove only what is above the threshold. A video whose score is exactly the threshold goes, too.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    best, cheapest = None, np.inf
    for t in np.sort(score):
        cost = miss * np.sum(harmful[score < t]) + wrong * np.sum(~harmful[score >= t])
        if cost < cheapest:
            best, cheapest = t, cost
    return best
""",
        "remove nothing is never tried",
        "declared",
        "Infinity is missing among your candidates: sometimes it is cheapest to remove nothing.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    best, cheapest = np.inf, np.inf
    for t in list(np.sort(score)) + [np.inf]:
        cost = miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t))
        if cost <= cheapest:
            best, cheapest = t, cost
    return best
""",
        "of equals the highest",
        "declared",
        "Two thresholds cost the same, and you took the higher. The lower one is asked for: the first smallest.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.append(np.sort(score), np.inf)
    costs = [wrong * np.sum(harmful & (score < t)) + miss * np.sum(~harmful & (score >= t)) for t in candidates]
    return candidates[np.argmin(costs)]
""",
        "costs exchanged",
        "declared",
        "The costs are swapped: `miss` is paid for harmful videos that stay, `wrong` for harmless ones that go.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.append(np.sort(score), np.inf)
    costs = [miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t)) for t in candidates]
    return min(costs)
""",
        "the cost and not the threshold",
        "declared",
        "This is the lowest cost. Asked for is the threshold at which it is reached.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    t = wrong / (miss + wrong)
    above = score[score >= t]
    return above.min() if len(above) else np.inf
""",
        "Bayes' threshold: scores read as chances",
        "specific",
        (
            "`harmful` makes no difference in your answer: change it, and the result stays as it is. At your threshold "
            "0 · 2 for what is missed and 2 · 2 for what goes wrongly make 4; another one costs 2."
        ),
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.append(np.unique(score), np.inf)
    bad, good = max(1, harmful.sum()), max(1, (~harmful).sum())
    costs = [miss * np.sum(harmful & (score < t)) / bad + wrong * np.sum(~harmful & (score >= t)) / good
             for t in candidates]
    return candidates[np.argmin(costs)]
""",
        "costs as rates: each error is divided by the size of its class",
        "impossible",
        "At your threshold 0 · 1 for what is missed and 1 · 4 for what goes wrongly make 4; another one costs 1.",
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.append(np.unique(score), np.inf)
    errors = [np.sum((score >= t) != harmful) for t in candidates]
    return candidates[np.argmin(errors)]
""",
        "counts errors, not their costs",
        "declared",
        "You counted errors, and every error the same. This threshold has the best accuracy, not the lowest cost.",
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    same = 0
    for ak, bk in zip(a, b):
        same += (ak * one + bk).min() == (ak * other + bk).min()
    return same / len(a)
""",
        "the remainder is forgotten",
        "declared",
        (
            "It is the remainder (% prime) that shuffles, so take it before the minimum: without it the smallest "
            "number is the smallest in every shuffle."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    first = (np.outer(a, one) + b[:, None]).min(axis=1) % prime
    second = (np.outer(a, other) + b[:, None]).min(axis=1) % prime
    return np.mean(first == second)
""",
        "remainder of the smallest",
        "declared",
        (
            "It is the remainder (% prime) that shuffles, so take it before the minimum: without it the smallest "
            "number is the smallest in every shuffle."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    A, B = set(one.tolist()), set(other.tolist())
    return len(A & B) / len(A | B)
""",
        "the exact Jaccard index",
        "declared",
        (
            "This is the exact similarity, from the whole sets. MinHash has to do with the signatures only, "
            "because the sets of a million videos are too many to keep."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    s = {int(((x * one + y) % prime).min()) for x, y in zip(a, b)}
    t = {int(((x * other + y) % prime).min()) for x, y in zip(a, b)}
    return len(s & t) / len(s | t)
""",
        "the signatures as sets, so positions do not count",
        "declared",
        "You compared the signatures as sets. Shuffle 1 is to be compared with shuffle 1, 2 with 2, and so on.",
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    s = ((a[:, None] * one + b[:, None]) % prime).min(axis=0)
    t = ((a[:, None] * other + b[:, None]) % prime).min(axis=0)
    return np.isin(s, t).mean()
""",
        "the smallest over the shuffles for each number",
        "impossible",
        (
            "Your share would be 2.500 of 5 shuffles. On a shuffle the sets agree or they do not: the number must be "
            "whole."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    count = 0
    for k in range(len(a)):
        s = min((a[k] * (x + b[k])) % prime for x in one)
        t = min((a[k] * x + b[k]) % prime for x in other)
        if s == t:
            count += 1
    return count / len(a)
""",
        "b is inside the product: a (x + b)",
        "vague",
        "The result is not right. It differs on 7 of 8 inputs; the smallest:",
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    s = [max((x * one + y) % prime) for x, y in zip(a, b)]
    t = [max((x * other + y) % prime) for x, y in zip(a, b)]
    return np.mean(np.array(s) == np.array(t))
""",
        "the largest place of every shuffle",
        "declared",
        (
            "You kept the largest place of each shuffle. That works as well, but everybody else keeps the "
            "smallest, and signatures can only be compared with their like."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    s = ((a[:, None] * one + b[:, None]) % prime).argmin(axis=1)
    t = ((a[:, None] * other + b[:, None]) % prime).argmin(axis=1)
    return np.mean(s == t)
""",
        "argmin: where the smallest stands",
        "declared",
        (
            "You kept where in the array the smallest stands. The two arrays have their own order: keep the "
            "smallest value itself."
        ),
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    rules.append("code of conduct")
    if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
        rules.append("live credential")
    if plan["field"] in ("medicine", "finance", "law", "education"):
        rules.append("verified account")
    if plan["field"] == "medicine":
        rules.append("medical account")
    if plan["sells"]:
        rules.append("ad label")
    if plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL:
        rules.append("no link")
    if plan["ai"]:
        rules.append("AI label")
    rules.append("others")
    return rules
""",
        "the place is not asked",
        "declared",
        "You apply Chinese rules everywhere. Another place has its own: here only “others” is left for it.",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] != "other":
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"]:
            rules.append("ad label")
        if plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "health needs a verified account",
        "declared",
        ("Both texts name four fields: medicine, finance, law, education. Fitness and sleep are not among them."),
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        elif plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        elif plan["field"] == "medicine":
            rules.append("medical account")
        elif plan["sells"] in published.MEDICAL and plan["field"] == "health":
            rules.append("no link")
        elif plan["sells"]:
            rules.append("ad label")
        elif plan["ai"]:
            rules.append("AI label")
    return rules + ["others"]
""",
        "elif: one rule at most besides the code",
        "declared",
        (
            "Besides the code, one rule at most stands in your lists. Several can bind at once: write `if` for "
            "each rule, not `elif`."
        ),
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"]:
            rules.append("ad label")
        if plan["field"] in ["medicine", "health"]:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "no link for medicine and health even where nothing is sold",
        "declared",
        "“no link” binds who sells something. A plan that sells nothing has no link to take away.",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"] and not (plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL):
            rules.append("ad label")
        if plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "the ad label is skipped where links are forbidden",
        "declared",
        ("Where art. 8 bars the link, art. 9 looks at it all the same: list both. The stricter says what to do."),
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["ai"]:
            rules.append("AI label")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"]:
            rules.append("ad label")
        if plan["field"] == "health" and plan["sells"] in published.MEDICAL:
            rules.append("no link")
    rules.append("others")
    return rules
""",
        "no link only for health, and the AI label stands before it",
        "specific",
        (
            "The result has 7 items, but should have 8. Items are missing, on the first such input 'no link'; "
            "none is there without reason."
        ),
    ),
    (
        "10.5",
        """
def binding(plan):
    if plan["place"] != "China":
        return ["others"]
    return ["code of conduct", "live credential", "verified account", "medical account",
            "ad label", "no link", "AI label", "others"]
""",
        "every rule for whoever is in China",
        "declared",
        "You list all seven rules for whoever is in China. Each has a condition of its own: ask the plan.",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] == "education" and plan["live"]:
            rules.append("live credential")
        if plan["field"] == "education":
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"]:
            rules.append("ad label")
        if plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "only education is asked for, since creators teach",
        "declared",
        "Four fields ask for a credential: medicine, finance, law, education. Your condition lacks some of them.",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"]:
            rules.append("ad label")
        if plan["sells"] in ("goods", "medicine", "health food") and plan["field"] in ("medicine", "health"):
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "a link to goods is barred, and three of the five kinds are forgotten",
        "specific",
        (
            "The result has 4 items, but should have 3. “no link” is in your list, and this plan does not meet its "
            "condition."
        ),
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        rules.append("code of conduct")
        if plan["field"] in ("medicine", "finance", "law", "education") and plan["live"]:
            rules.append("live credential")
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("verified account")
        if plan["field"] == "medicine":
            rules.append("medical account")
        if plan["sells"] and not plan["live"]:
            rules.append("ad label")
        if plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    rules.append("others")
    return rules
""",
        "the ad label only for uploaded videos",
        "declared",
        "Art. 9 does not ask whether a video is live: who sells in a live stream needs the label as well.",
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    seen = np.zeros(len(order))
    seen[order] = 1 / np.log2(2 + np.arange(len(order)))
    return seen[group].mean() / seen[~group].mean()
""",
        "the ratio",
        "declared",
        "This is the ratio of the two. Both numbers are asked for: the group's mean, then that of the others.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    best = linprog(-np.outer(merit, v).ravel(), A_eq=A, b_eq=np.ones(2 * n + 1))
    return best.x.reshape(n, n) @ v
""",
        "the fair row sums to 1",
        "declared",
        (
            "linprog finds no P that keeps all your conditions, and then its x is None. Is the sum of "
            "the fair row 0 in b_eq, and that of every other row 1?"
        ),
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    best = linprog(-np.outer(merit, v).ravel(), A_eq=A, b_eq=np.ones(2 * n))
    return best.x.reshape(n, n) @ v
""",
        "b_eq without the fair row",
        "declared",
        "A_eq has a row more than b_eq has numbers: the sum of the fair row, 0, is missing.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    best = linprog(-np.outer(v, merit).ravel(), A_eq=A, b_eq=np.append(np.ones(2 * n), 0))
    return best.x.reshape(n, n) @ v
""",
        "cost by places first",
        "declared",
        "Your cost goes through places first. A row of P is a video, so entry i, j costs -merit[i]·v[j].",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    best = linprog(-np.repeat(merit, n), A_eq=A, b_eq=np.append(np.ones(2 * n), 0))
    return best.x.reshape(n, n) @ v
""",
        "cost without places",
        "declared",
        (
            "Your cost is the same at every place, so it does not matter where a relevant video "
            "stands: merit[i]·v[j], not merit[i]."
        ),
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    f = np.where(group, 1 / group.sum(), -1 / (~group).sum())
    A = np.vstack([places, np.outer(f, v).ravel()])
    best = linprog(-np.outer(merit, v).ravel(), A_eq=A, b_eq=np.append(np.ones(2 * n), 0))
    seen = best.x.reshape(n, n) @ v
    return seen[group].mean(), seen[~group].mean()
""",
        "the means of the groups",
        "declared",
        "These are the means of the two groups. Asked for is the attention of each video, P @ v.",
    ),
    (
        "10.5",
        """
def binding(plan):
    if plan["place"] != "China":
        return ["others"]
    expert = plan["field"] in ("medicine", "finance", "law", "education")
    barred = plan["field"] in ("medicine", "health") and plan["sells"] in published.MEDICAL
    rules = {
        "code of conduct": True,
        "live credential": expert and plan["live"],
        "verified account": expert,
        "medical account": plan["field"] == "medicine" and not plan["live"],
        "ad label": plan["sells"] is not None,
        "no link": barred,
        "AI label": plan["ai"],
        "others": True,
    }
    return [key for key, meets in rules.items() if meets]
""",
        "the notice of 2025 for what is recorded only",
        "declared",
        "The notice of 2025 names writing, pictures and videos, and makes no exception for what is live.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    fair = np.outer(np.where(group, 1, -1), v).ravel()
    best = linprog(-np.outer(merit, v).ravel(), A_eq=np.vstack([places, fair]), b_eq=np.append(np.ones(2 * n), 0))
    return best.x
""",
        "sums, and the solver's x itself, which is None where no lottery makes the sums equal",
        "declared",
        "You made the *sums* of both groups equal. The groups differ in size: a video counts 1/size of its group.",
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    places = np.vstack([np.kron(np.eye(n), np.ones(n)), np.kron(np.ones(n), np.eye(n))])
    fair = np.outer(np.where(group, 1 / group.sum(), -1 / (~group).sum()), v).ravel()
    best = linprog(-np.outer(merit, v).ravel(), A_eq=np.vstack([places, fair]), b_eq=np.ones(2 * n + 1))
    return best.x
""",
        "the fair row sums to 1, and the solver's x itself is returned: None",
        "specific",
        (
            "`.x` is None: the solver found nothing that meets all conditions at once. What it gives has a `.message` "
            "that says why. Do two conditions contradict each other?"
        ),
    ),
    (
        "10.3",
        """
def cheapest_threshold(score, harmful, miss, wrong):
    candidates = np.sort(score)[::-1]
    costs = [miss * np.sum(harmful & (score < t)) + wrong * np.sum(~harmful & (score >= t)) for t in candidates]
    return np.argmin(costs)
""",
        "the place of the threshold among other candidates",
        "specific",
        (
            "2 is none of the scores, and not infinity. Is it a place? `argmin` gives one: take the score that stands "
            "there."
        ),
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    s = min((a * x + b) % prime for x in one)
    t = min((a * x + b) % prime for x in other)
    return np.mean(s == t)
""",
        "Python's own min, of arrays",
        "specific",
        (
            "`if`, `and`, `or` and `not` want one True or False, and here is a whole array of them. Use `&`, `|`, `~` "
            "with brackets around each comparison, `np.where`, or `.any()` and `.all()`. Python's own `min`, `max` and "
            "`sorted` compare, too: use `np.min`, `np.max`, `np.sort`, with an `axis`."
        ),
    ),
)
