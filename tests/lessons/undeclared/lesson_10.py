"""Wrong answers to the exercises of lesson 10, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
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
    ),
    (
        "10.1",
        """
def exposure_gap(order, group):
    exposure = 1 / np.log2(2 + order)
    return exposure[group].mean(), exposure[~group].mean()
""",
        "order taken for the place of each video",
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
    ),
    (
        "10.2",
        """
def fair_exposure(merit, group):
    n, v = len(merit), 1 / np.log2(2 + np.arange(len(merit)))
    return np.full(n, v.mean())
""",
        "everybody gets the same attention",
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
    ),
    (
        "10.4",
        """
def minhash_similarity(one, other, a, b, prime):
    A, B = set(one.tolist()), set(other.tolist())
    return len(A & B) / len(A | B)
""",
        "the exact Jaccard index",
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
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["field"] in ("medicine", "finance", "law", "education"):
        rules.append("credential")
    if plan["link"]:
        rules.append("ad label")
        if plan["field"] in ("medicine", "health"):
            rules.append("no link")
    if plan["ai"]:
        rules.append("AI label")
    return rules
""",
        "the place is not asked",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] != "China":
        return []
    if plan["field"] != "other":
        rules.append("credential")
    if plan["link"]:
        rules.append("ad label")
        if plan["field"] in ("medicine", "health"):
            rules.append("no link")
    if plan["ai"]:
        rules.append("AI label")
    return rules
""",
        "health needs a credential",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        if plan["field"] in ("medicine", "finance", "law", "education"):
            rules.append("credential")
        elif plan["link"] and plan["field"] in ("medicine", "health"):
            rules.append("no link")
        elif plan["link"]:
            rules.append("ad label")
        elif plan["ai"]:
            rules.append("AI label")
    return rules
""",
        "elif: one rule at most",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        if plan["field"] in ["medicine", "finance", "law", "education"]:
            rules.append("credential")
        if plan["link"]:
            rules.append("ad label")
        if plan["field"] in ["medicine", "health"]:
            rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    return rules
""",
        "no link for medicine and health even where there is none",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] != "China":
        return rules
    if plan["field"] in ["medicine", "finance", "law", "education"]:
        rules.append("credential")
    if plan["link"]:
        if plan["field"] in ["medicine", "health"]:
            rules.append("no link")
        else:
            rules.append("ad label")
    if plan["ai"]:
        rules.append("AI label")
    return rules
""",
        "the ad label is skipped where links are forbidden",
    ),
    (
        "10.5",
        """
def binding(plan):
    if plan["place"] != "China":
        return []
    rules = []
    if plan["ai"]:
        rules.append("AI label")
    if plan["field"] in ("medicine", "finance", "law", "education"):
        rules.append("credential")
    if plan["link"]:
        rules.append("ad label")
        if plan["field"] == "health":
            rules.append("no link")
    return rules
""",
        "no link only for health, and the AI label stands before it",
    ),
    (
        "10.5",
        """
def binding(plan):
    if plan["place"] == "China":
        return ["credential", "ad label", "no link", "AI label"]
    return []
""",
        "every rule of the first four for whoever is in China",
    ),
    (
        "10.5",
        """
def binding(plan):
    rules = []
    if plan["place"] == "China":
        if plan["field"] == "education":
            rules.append("credential")
        if plan["link"]:
            rules.append("ad label")
            if plan["field"] in ("medicine", "health"):
                rules.append("no link")
        if plan["ai"]:
            rules.append("AI label")
    return rules
""",
        "only education is asked for, since creators teach",
    ),
)
