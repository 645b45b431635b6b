"""Wrong answers to the exercises of lesson 05, written before anybody saw what the checker says to them.

Of 05.1 to 05.5, the last answers are a third round, by a reader of the lesson. Before them, the last two of each
exercise (of 05.2, three) are a second round: odder ones, written when the verdicts on the first round were known and
their own were not. Those of 05.6 and 05.7 were written with these exercises; what was said to four of them is better
since. `test_undeclared` says what the fields are.
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
        "declared",
        (
            "A pair that is predicted the same counts as wrong here. Guess it, and you are right half of the "
            "time: count ½, so that a constant gets 0.5."
        ),
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
        "declared",
        (
            "A pair that is predicted the same counts as right here. Then a model that says the same for "
            "everything would be perfect."
        ),
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
        "declared",
        (
            "You averaged over the whole table, each pair twice and every view with itself. Only the places where"
            " one was watched longer than the other are asked."
        ),
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
        "declared",
        "You compared neighbours in the table. Every view meets every other one.",
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
        "declared",
        "You counted the pairs in the wrong order. The view with the larger y should have the larger prediction.",
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
        "declared",
        "You compared all pairs, also those that were watched equally long. They have no right order.",
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
        "declared",
        "This is the number of pairs. Divide by how many there are.",
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
        "impossible",
        (
            "Right so far: part 2 of the result. What is not right yet: part 1 of the result. The ranks of group "
            "0 have the mean 0.3. It should be 0.5 in every group, else one length still beats another."
        ),
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
        "declared",
        "You counted the shorter views only. Views watched just as long count half, else the ranks average below 0.5.",
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
        "declared",
        (
            "Views that were watched equally long get different ranks here, by where they stand in the table. "
            "Equal seconds, equal rank."
        ),
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
        "declared",
        "The ranks are right. On the way back you read them off all views, and so forgot how long the video is.",
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
        "declared",
        (
            "You counted how many views of the group were shorter. A rank is their *share*: divide by the size of "
            "the group."
        ),
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
        "declared",
        (
            "On the way back you took a share of the longest view. Look the rank up among the group's own views: "
            "np.quantile does."
        ),
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > 0, (1 - tau) * short, -tau * short))
""",
        "tau and 1 − tau swapped",
        "declared",
        "The two prices are swapped: too *little* costs tau. For tau = 0.9 the prediction should be pushed up.",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    return np.mean(tau * np.abs(y - predicted))
""",
        "tau for every miss",
        "declared",
        "You gave both directions the same price. Too much costs 1 − tau.",
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
        "declared",
        "This is the sum. Take the mean, so that it does not grow with the number of views.",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    d = y - predicted
    return np.mean(np.where(d > 0, tau * d, (1 - tau) * d))
""",
        "too much becomes a gain: y − p on both sides",
        "declared",
        (
            "Too much gets a *negative* cost here, as y − predicted is below 0 there. The formula has predicted −"
            " y in its second line."
        ),
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    d = y - predicted
    return np.mean(np.where(d > 0, tau * d**2, (1 - tau) * d**2))
""",
        "squares",
        "declared",
        "You squared the misses. Squares lead to means; a quantile needs the seconds as they are.",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = np.maximum(y - predicted, 0)
    return tau * short.mean()
""",
        "only seconds too little cost",
        "declared",
        "Too much costs nothing here, so a huge number would be the best prediction.",
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
        "declared",
        (
            "You took the mean of the misses first, so that too much and too little cancelled. Each view pays for"
            " itself; the mean comes last."
        ),
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    yes = watched[clicked == 1].sum()
    return yes / np.sum(clicked == 1)
""",
        "divided by the clicked rows: the mean of a clicked view",
        "declared",
        "This is the mean of the clicked views. It does not know that others were shown and not clicked.",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    return np.sum(watched * clicked) / len(watched)
""",
        "divided by all rows",
        "declared",
        (
            "You divided by all views. That is what one wishes for; odds divide by the *no* alone, and the rest "
            "of this section is about the difference."
        ),
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    return watched.sum() / (len(clicked) - clicked.sum())
""",
        "all seconds, clicked or not",
        "declared",
        "The seconds of the views without a click were counted as well. Only a click brings its seconds.",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    k = clicked.sum()
    return k / (len(clicked) - k)
""",
        "plain odds of a click",
        "declared",
        "These are the odds of a click. A click weighs as many as its seconds here.",
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
        "declared",
        "The others weigh 1 each, not their seconds: what ran before they left is not used at all.",
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
        "declared",
        "This is a probability: yes over yes and no. Odds are yes over no.",
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
        "declared",
        "The two kinds are swapped: who left early has the density, who saw the end has the chance.",
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
        "declared",
        "mu and sigma describe the *logarithm* of the seconds: take np.log of both times first.",
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
        "declared",
        "This is the sum. Take the mean, so that it does not shrink with every view.",
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
        "declared",
        ("logcdf is the chance of *less* than the length. A finished video says that the intention was more: logsf."),
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    return np.mean(norm.logpdf(np.log(watched), mu, sigma))
""",
        "every view at face value",
        "declared",
        (
            "Every view is taken at its word, the finished ones too. But their viewers did not want to stop: the "
            "video did."
        ),
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left = watched < duration
    return np.mean(norm.logpdf(np.log(watched[left]), mu, sigma))
""",
        "only those who left are averaged",
        "declared",
        "You left out the finished views, and with them those who wanted most. What remains looks too impatient.",
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
        "declared",
        (
            "You averaged the two kinds apart. Every view counts once, so add up both kinds and divide by the "
            "number of all."
        ),
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
        "vague",
        "The result is not right. It differs on 7 of 8 inputs; the smallest:",
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
        "declared",
        "This runs from −1 to 1, as Kendall's tau does. XAUC is a share: a constant has 0.5.",
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
        "declared",
        (
            "This is a share of the longest view. One viewer who let the video loop would push all others down; a"
            " rank does not care by how much."
        ),
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
        "vague",
        "The result at [0] is not right at [0] (5 of 5). It differs on every input; the smallest:",
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
        "impossible",
        (
            "Right so far: part 2 of the result. What is not right yet: part 1 of the result. The ranks of group "
            "0 have the mean 0.333. It should be 0.5 in every group, else one length still beats another."
        ),
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > 0, tau * short, -short))
""",
        "a second too much costs 1",
        "declared",
        "A second too much costs 1 here. Its price is 1 − tau.",
    ),
    (
        "05.3",
        """
def pinball(y, predicted, tau):
    short = y - predicted
    return np.mean(np.where(short > tau, tau * short, (tau - 1) * short))
""",
        "asks whether the miss is above tau",
        "specific",
        "With `tau` = 0 your answer is right: look at what it does with `tau`.",
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    p = clicked.mean()
    return watched[clicked == 1].mean() / (1 - p)
""",
        "the mean of a clicked view over the share of the no",
        "declared",
        (
            "You divided the mean of the *clicked* views by 1 − P. E[T] is clicked seconds per row of all rows, "
            "so a factor P is missing."
        ),
    ),
    (
        "05.4",
        """
def wlr_odds(watched, clicked):
    p = clicked.mean()
    return p / (1 - p) * watched.mean()
""",
        "the odds of a click times the mean of all views",
        "declared",
        (
            "You multiplied the odds of a click with the mean of *all* views. It is the clicked ones whose "
            "seconds weigh."
        ),
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    t = np.log(np.minimum(watched, duration))
    return np.mean(norm.logpdf(t, mu, sigma))
""",
        "a density at the end of the video",
        "specific",
        "Just these results come out with one slip: the density stands where the chance of more belongs.",
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
        "declared",
        (
            "You put the chances together before their logarithms were taken. The mean is one of *logarithms*, "
            "view by view."
        ),
    ),
    (
        "05.1",
        """
def xauc(y, predicted):
    good = asked = 0
    for i in range(len(y)):
        for j in range(i + 1, len(y)):
            if y[i] < y[j]:
                asked += 1
                good += (predicted[i] < predicted[j]) + 0.5 * (predicted[i] == predicted[j])
    return good / asked
""",
        "asks only where the later view is longer",
        "declared",
        (
            "You asked only about the pairs in which the view that stands later in the table was watched longer. "
            "Those in which the earlier one was watched longer count as well."
        ),
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank = []
    for g, w in zip(group, watched):
        own = watched[group == g]
        rank.append((np.sum(own < w) + np.sum(own == w) / 2) / len(own))
    return np.array(rank)
""",
        "the ranks only",
        "declared",
        ("These are the ranks. The way back is missing: return both, `rank, seconds`."),
    ),
    (
        "05.2",
        """
def d2q(group, watched, new_group, new_rank):
    rank, seconds = np.zeros(len(watched)), np.zeros(len(new_rank))
    for g in np.unique(group):
        own = watched[group == g]
        rank[group == g] = [(np.mean(own < w) + np.mean(own <= w)) / 2 for w in own]
        seconds[new_group == g] = own.min() + new_rank[new_group == g] * (own.max() - own.min())
    return rank, seconds
""",
        "back along a straight line",
        "declared",
        (
            "On the way back you walked evenly from the shortest view to the longest. Most views stand close to "
            "the short end: `np.quantile` goes from view to view."
        ),
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    total = 0
    for w, d in zip(watched, duration):
        total += norm.logsf(np.log(d), mu, sigma) if w > d else norm.logpdf(np.log(w), mu, sigma)
    return total / len(watched)
""",
        "the end only beyond the length",
        "declared",
        (
            "Views *exactly* as long as the video are missing among those that saw the end: `>=` takes them in, "
            "`>` does not."
        ),
    ),
    (
        "05.5",
        """
def censored_log_likelihood(watched, duration, mu, sigma):
    left, stayed = norm.logpdf(np.log(watched), mu), norm.logsf(np.log(duration), mu)
    return np.mean(np.where(watched < duration, left, stayed))
""",
        "sigma forgotten",
        "declared",
        ("sigma does not occur. It says how wide the normal curve is; without it, SciPy takes 1."),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, 1 - tau, -tau)
        theta = theta - eta * X.T @ slope / len(y)
    return losses, theta
""",
        "the two slopes in each other's place",
        "declared",
        "The condition is turned round: −tau belongs to the views that were watched *longer* than predicted.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta -= eta * X.T @ slope / len(y)
    return losses, theta
""",
        "theta is changed in place",
        "specific",
        "The function changes its argument `theta`: work on a copy, or build a new array.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, tau, 1 - tau) * np.sign(y - predicted)
        theta = theta - eta * X.T @ slope / len(y)
    return losses, theta
""",
        "uphill by a sign",
        "declared",
        (
            "The signs of the slopes are turned, so that you go uphill. Where the prediction is too low, more of "
            "it makes the loss *smaller*: −tau."
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        loss = pinball(y, predicted, tau)
        losses.append(loss)
        theta = theta - eta * X.T @ np.full(len(y), loss) / len(y)
    return losses, theta
""",
        "the loss in the place of the slopes",
        "specific",
        (
            "Steps 2 and 3: nudge theta[0] and measure: the slope of the loss is -0.9. One step of eta = 1.0 "
            "leads from 0.0 to 0.9; yours is -3.6."
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * (X * slope[:, None]).sum(axis=1)
    return losses, theta
""",
        "summed along the wrong axis",
        "specific",
        (
            "Arrays of shapes (2,) (3,) cannot be put together number by number: the lengths must be the same, or"
            " 1. Which of them has a row too many, or goes along another axis?"
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * X @ slope / len(y)
    return losses, theta
""",
        "X is not transposed",
        "specific",
        (
            "The two sides of `@` do not fit: 2 columns on the left would have to meet as many rows on the right,"
            " and it has 1. Is the order turned round, or a `.T` missing?"
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * X.T @ slope / X.size
    return losses, theta
""",
        "divided by the size of the table",
        "specific",
        (
            "Steps 2 and 3: nudge theta[0] and measure: the slope of the loss is -0.9. One step of eta = 1.0 "
            "leads from 0.0 to 0.9; yours is 0.45."
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - 2 * eta * X.T @ slope / len(y)
    return losses, theta
""",
        "lesson 03's factor 2",
        "declared",
        "Your step is twice as long as it should be. The 2 of lesson 03 came from squares.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta / (step + 1) * X.T @ slope / len(y)
    return losses, theta
""",
        "a rate that falls",
        "specific",
        "With `eta` = 0 your answer is right: look at what it does with `eta`.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        if y.mean() > predicted.mean():
            slope = -tau
        else:
            slope = 1 - tau
        theta = theta - eta * X.T @ np.full(len(y), slope) / len(y)
    return losses, theta
""",
        "one condition for all views",
        "specific",
        (
            "Steps 2 and 3: nudge theta[0] and measure: the slope of the loss is -0.5667. One step of eta = 0.4 "
            "leads from 1.1 to 1.32667; yours is 1.46."
        ),
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        if y > predicted:
            slope = -tau
        else:
            slope = 1 - tau
        theta = theta - eta * X.T @ slope / len(y)
    return losses, theta
""",
        "if with an array",
        "specific",
        "`@` multiplies arrays, and one of its sides is a single number, which takes `*`, or a `...` that "
        "still waits for your code.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(predicted)
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * X.T @ slope / len(y)
    return losses, theta
""",
        "predictions are written down, not losses",
        "specific",
        "The result at [0][0] is an array of numbers of shape (1,), but a number is expected.",
    ),
    (
        "05.6",
        """
def quantile_line(X, y, tau, theta, eta, steps):
    losses = []
    for step in range(steps):
        predicted = X @ theta
        losses.append(pinball(y, predicted, tau))
        slope = np.where(y > predicted, -tau, 1 - tau)
        theta = theta - eta * X.T @ slope / len(y)
        return losses, theta
""",
        "return inside of the loop",
        "declared",
        "There is one step only. Is the `return` inside of the loop? It belongs after it.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1: not divided by both",
        "specific",
        (
            "Just these results come out with one slip: either a part is left out, the one with `skip`, `stay`, "
            "or one stops at an intermediate result."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / short
    stay = (1 - share) * np.exp(-seconds / long) / long
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1: a density for all",
        "declared",
        (
            "Step 1: you gave every view a density. Whoever saw the end did not leave then: for them it is the "
            "chance to be still there, without the division."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / stay


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1: odds",
        "specific",
        "Just these results come out with one slip: a part is left out, the one with `skip`.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1: a minus is missing",
        "specific",
        (
            "Just these results come out with one slip: either something is divided by that should be multiplied "
            "with, or a minus sign is missing."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / skip.sum()
        long = ((1 - skip) * seconds).sum() / (1 - skip).sum()
    return share, short, long
""",
        "step 2: divided by all",
        "declared",
        (
            "Step 2: you divided by all views of a kind. Those who saw the end bring in seconds and no leaving: "
            "divide by the weights of the views that left."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = np.mean(skip * seconds)
        long = np.mean((1 - skip) * seconds)
    return share, short, long
""",
        "step 2: means of products",
        "declared",
        "Step 2: you divided by the number of views. Divide by the weights of those that left.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = seconds[skip > 0.5].mean()
        long = seconds[skip <= 0.5].mean()
    return share, short, long
""",
        "step 2: means of sorted views",
        "specific",
        (
            "The share is right. Step 2: by these chances 7.64918 s of watching and 0.623067 leavings belong to "
            "`short`, so it is 12.2767 after one round; yours is 10."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / left.sum()
        long = ((1 - skip) * seconds).sum() / (~left).sum()
    return share, short, long
""",
        "step 2: those who left, and those who did not",
        "specific",
        (
            "The share is right. Step 2: by these chances 7.64918 s of watching and 0.623067 leavings belong to "
            "`short`, so it is 12.2767 after one round; yours is 7.64918."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.sum() / left.sum()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 2: the share of those that left",
        "specific",
        (
            "Step 1: with the numbers of `start`, the first view is a skip with chance 0.6231, and the mean of "
            "all these chances is 0.382459. That is the share after one round; yours is 0.764918."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = watched / duration
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "shares of the video in the place of seconds",
        "specific",
        (
            "Step 1: with the numbers of `start`, the first view is a skip with chance 0.6231, and the mean of "
            "all these chances is 0.382459. That is the share after one round; yours is 0.680851."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        share, short, long = start
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "each round begins at the start",
        "declared",
        (
            "There is one round only, or every round begins anew with `start`. The next one begins with the "
            "numbers of the last; `return` stands after the loop."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return skip.mean(), short
""",
        "two of three numbers",
        "specific",
        "The result has 2 items, but should have 3. The last one is missing; the others are right.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, watched >= duration, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1 is handed who saw the end",
        "declared",
        "Step 1: the division by the mean belongs to those who *left*. You divide for those who saw the end.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, long, short)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "short and long are handed over in the wrong order",
        "declared",
        "Step 1: short and long have changed places: a skip has the short mean, a stay the long one.",
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    return skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration - 1
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "the last second counts as the end",
        "specific",
        (
            "Step 1: with the numbers of `start`, the first view is a skip with chance 0.003328, and the mean of "
            "all these chances is 0.297932. That is the share after one round; yours is 0.297292."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    share_of_skip = skip / (skip + stay)


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip.mean()
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1 has no return",
        "specific",
        (
            "Something is None, and has no `mean`: methods such as `.sort()` and `.append()` change a list and "
            "return None, and a function without `return` gives None."
        ),
    ),
    (
        "05.7",
        """
def belongs(seconds, left, share, short, long):
    skip = share * np.exp(-seconds / short) / np.where(left, short, 1)
    stay = (1 - share) * np.exp(-seconds / long) / np.where(left, long, 1)
    print(skip / (skip + stay))


def two_kinds(watched, duration, start, rounds):
    share, short, long = start
    left = watched < duration
    seconds = np.minimum(watched, duration)
    for round in range(rounds):
        skip = belongs(seconds, left, share, short, long)
        share = skip * 1.0
        short = (skip * seconds).sum() / (skip * left).sum()
        long = ((1 - skip) * seconds).sum() / ((1 - skip) * left).sum()
    return share, short, long
""",
        "step 1 prints what it should return",
        "specific",
        (
            "One side of `*` is None. A function without `return` gives None, and so does `print(...)`: does "
            "every function that is called here give its result back?"
        ),
    ),
)
