"""Wrong answers to the exercises of lesson 05, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "05.1",
        """
def xauc(y, predicted):
    right, pairs = 0, 0
    for i in range(len(y)):
        for j in range(len(y)):
            if y[i] > y[j]:
                pairs += 1
                right += predicted[i] > predicted[j]
    return right / pairs
""",
        "equal predictions count nothing",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    right = predicted[:, None] >= predicted
    return right[longer].mean()
""",
        "equal predictions count fully",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    right = (predicted[:, None] > predicted) + 0.5 * (predicted[:, None] == predicted)
    return np.mean(right * longer)
""",
        "divides by all n·n pairs",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    right, pairs = 0.0, 0
    for i in range(len(y) - 1):
        if y[i] == y[i + 1]:
            continue
        pairs += 1
        if predicted[i] == predicted[i + 1]:
            right += 0.5
        elif (y[i] < y[i + 1]) == (predicted[i] < predicted[i + 1]):
            right += 1
    return right / pairs
""",
        "neighbours in the list only",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    wrong = predicted[:, None] < predicted
    tied = predicted[:, None] == predicted
    return np.mean((wrong + tied / 2)[longer])
""",
        "the share of pairs in the wrong order",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    right, pairs = 0.0, 0
    for i in range(len(y)):
        for j in range(i + 1, len(y)):
            pairs += 1
            if predicted[i] == predicted[j]:
                right += 0.5
            elif (y[i] > y[j]) == (predicted[i] > predicted[j]):
                right += 1
    return right / pairs
""",
        "pairs that were watched equally long are asked about, too",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    right = predicted[:, None] > predicted
    tied = predicted[:, None] == predicted
    return np.sum((right + tied / 2)[longer])
""",
        "the count of right pairs, not their share",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank = np.array([(np.mean(watched < w) + np.mean(watched <= w)) / 2 for w in watched])
    seconds = np.zeros(len(new_rank))
    for g in np.unique(group):
        seconds[new_group == g] = np.quantile(watched[group == g], new_rank[new_group == g])
    return rank, seconds
""",
        "ranks among all views",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank = np.zeros(len(watched))
    for i in range(len(watched)):
        own = watched[group == group[i]]
        rank[i] = np.mean(own < watched[i])
    seconds = np.array([np.quantile(watched[group == g], r) for g, r in zip(new_group, new_rank)])
    return rank, seconds
""",
        "only shorter views count, equal ones do not",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank = np.zeros(len(watched))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = (np.argsort(np.argsort(own)) + 0.5) / len(own)
    seconds = np.array([np.quantile(watched[group == g], r) for g, r in zip(new_group, new_rank)])
    return rank, seconds
""",
        "positions in the sorted group: ties get different ranks",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank = np.zeros(len(watched))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.mean(own < w) + np.mean(own <= w)) / 2 for w in own]
    return rank, np.quantile(watched, new_rank)
""",
        "the way back reads the seconds of all views",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.sum(own < w) + np.sum(own <= w)) / 2 for w in own]
        seconds[new_group == g] = np.quantile(own, new_rank[new_group == g])
    return rank, seconds
""",
        "counts views instead of taking a share",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.mean(own < w) + np.mean(own <= w)) / 2 for w in own]
        seconds[new_group == g] = new_rank[new_group == g] * own.max()
    return rank, seconds
""",
        "the way back is a share of the longest view",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > 0, (1 - tau) * short, -tau * short))
""",
        "tau and 1 − tau swapped",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    return np.mean(tau * np.abs(y - predicted))
""",
        "tau for every miss",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    cost = 0
    for a, b in zip(y, predicted):
        if a > b:
            cost += tau * (a - b)
        else:
            cost += (1 - tau) * (b - a)
    return cost
""",
        "the sum",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    d = y - predicted
    return np.mean(np.where(d > 0, tau * d, (1 - tau) * d))
""",
        "too much becomes a gain: y − p on both sides",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    d = y - predicted
    return np.mean(np.where(d > 0, tau * d**2, (1 - tau) * d**2))
""",
        "squares",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = np.maximum(y - predicted, 0)
    return tau * short.mean()
""",
        "only seconds too little cost",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    if y.mean() > predicted.mean():
        return tau * np.mean(y - predicted)
    return (1 - tau) * np.mean(predicted - y)
""",
        "one side for all, decided by the means",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    yes = watched[clicked == 1].sum()
    return yes / np.sum(clicked == 1)
""",
        "divided by the clicked rows: the mean of a clicked view",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    return np.sum(watched * clicked) / len(watched)
""",
        "divided by all rows",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    return watched.sum() / (len(clicked) - clicked.sum())
""",
        "all seconds, clicked or not",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    k = clicked.sum()
    return k / (len(clicked) - k)
""",
        "plain odds of a click",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    yes = watched[clicked == 1].sum()
    no = watched[clicked == 0].sum()
    return yes / no
""",
        "the no weighs its seconds, too",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    yes = np.sum(watched[clicked == 1])
    no = np.sum(clicked == 0)
    return yes / (yes + no)
""",
        "a probability instead of odds",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = norm.logpdf(np.log(watched), mu, sigma)
    stayed = norm.logsf(np.log(duration), mu, sigma)
    return np.mean(np.where(watched < duration, stayed, left))
""",
        "density and chance swapped",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = norm.logpdf(watched, mu, sigma)
    stayed = norm.logsf(duration, mu, sigma)
    return np.mean(np.where(watched < duration, left, stayed))
""",
        "no logarithm of the seconds",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    total = 0
    for w, d in zip(watched, duration):
        if w >= d:
            total += norm.logsf(np.log(d), mu, sigma)
        else:
            total += norm.logpdf(np.log(w), mu, sigma)
    return total
""",
        "the sum",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = norm.logpdf(np.log(watched), mu, sigma)
    stayed = norm.logcdf(np.log(duration), mu, sigma)
    return np.mean(np.where(watched < duration, left, stayed))
""",
        "the chance of less instead of more",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    return np.mean(norm.logpdf(np.log(watched), mu, sigma))
""",
        "every view at face value",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = watched < duration
    return np.mean(norm.logpdf(np.log(watched[left]), mu, sigma))
""",
        "only those who left are averaged",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    seen = watched >= duration
    a = norm.logpdf(np.log(watched[~seen]), mu, sigma)
    b = norm.logsf(np.log(duration[seen]), mu, sigma)
    return (a.mean() + b.mean()) / 2
""",
        "the mean of both parts, not of all views",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    right = predicted[:, None] > predicted
    tied = predicted[:, None] == predicted
    return np.mean(right[longer]) + np.mean(tied) / 2
""",
        "the ties of the whole table are added",
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    longer = y[:, None] > y
    order = np.sign(predicted[:, None] - predicted)
    return np.mean(order[longer])
""",
        "right pairs minus wrong pairs",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = own / own.max()
        seconds[new_group == g] = np.quantile(own, new_rank[new_group == g])
    return rank, seconds
""",
        "the share of the longest view for a rank",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.mean(own > w) + np.mean(own >= w)) / 2 for w in own]
        seconds[new_group == g] = np.quantile(own, 1 - new_rank[new_group == g])
    return rank, seconds
""",
        "counts from the top",
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [np.sum(own < w) / max(len(own) - 1, 1) for w in own]
        seconds[new_group == g] = np.quantile(own, new_rank[new_group == g])
    return rank, seconds
""",
        "the view itself is left out of the comparison",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > 0, tau * short, -short))
""",
        "a second too much costs 1",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > tau, tau * short, (tau - 1) * short))
""",
        "asks whether the miss is above tau",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    p = clicked.mean()
    return watched[clicked == 1].mean() / (1 - p)
""",
        "the mean of a clicked view over the share of the no",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    p = clicked.mean()
    return p / (1 - p) * watched.mean()
""",
        "the odds of a click times the mean of all views",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    t = np.log(np.minimum(watched, duration))
    return np.mean(norm.logpdf(t, mu, sigma))
""",
        "a density at the end of the video",
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = norm.pdf(np.log(watched), mu, sigma)
    stayed = norm.sf(np.log(duration), mu, sigma)
    return np.log(np.mean(np.where(watched < duration, left, stayed)))
""",
        "the logarithm of the mean likelihood",
    ),
)
