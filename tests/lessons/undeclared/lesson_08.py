"""Wrong answers to the exercises of lesson 08, written before anybody saw what the checker says to them.

The last two of each exercise are a second round: odder ones, written when the verdicts on the first round were
known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    return paid * (1 - (refunded + store + platform + agency))
""",
        "the cuts are added and taken at once",
        "declared",
        "You added up the cuts. Each is taken of what the one before it left, not of the whole.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    return paid * refunded * store * platform * agency
""",
        "multiplied by the cuts, not by what is left",
        "declared",
        "You multiplied what the others take. A cut of 0.3 leaves 1 − 0.3.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid - refunded
    return left * (1 - store) * (1 - platform) * (1 - agency)
""",
        "refunds are taken as yuan",
        "impossible",
        "The largest cut alone takes 25% of what comes to it, so of 80.00 at most 60.00 can be left; yours is 71.78.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)
    return round(left, 2)
""",
        "rounded to cents",
        "specific",
        "These are the right numbers, rounded to 2 decimals; give them as they come.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    for cut in (refunded, store, platform, agency):
        paid = paid * (100 - cut) / 100
    return paid
""",
        "parts taken as per cent",
        "declared",
        "You took the cuts for per cent. They are parts already: 0.3 is 30 %.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)
    return paid - left
""",
        "what the others keep",
        "declared",
        "This is what the others keep. What is left for you?",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store)
    return left - left * platform - left * agency
""",
        "agency and platform take theirs from the same amount",
        "declared",
        (
            "Two of your cuts are parts of the same amount. Each comes after the one before it, and finds less to"
            " take from."
        ),
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    gross = paid * (1 + refunded)
    return gross * (1 - store) * (1 - platform) * (1 - agency)
""",
        "refunds do not reduce: they are added",
        "specific",
        "Just these results come out with one slip: a plus stands where a minus belongs.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    return int(np.ceil(need / per_follower.sum()))
""",
        "gates are not looked at",
        "declared",
        "You count on all channels at once. With so few followers some of them are still closed.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    best = []
    for rate, gate in zip(per_follower, gates):
        if rate > 0:
            best.append(max(gate, np.ceil(need / rate)))
    return int(min(best))
""",
        "each channel alone, the smallest",
        "declared",
        "You let each channel pay the rent alone. All that are open pay together.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    n = np.ceil(need / per_follower.sum())
    return int(max(n, gates.max()))
""",
        "all gates must be open",
        "declared",
        "You wait until every channel is open. The rent may be paid before that.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    n = 1
    while per_follower[gates < n].sum() * n < need:
        n += 1
    return n
""",
        "a channel opens only above its gate, not at it",
        "impossible",
        "One follower fewer, 2,000, would bring 1,000.00: enough already.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    n = 0
    while np.sum(per_follower[gates <= n]) * n <= need:
        n = n + 1
    return n
""",
        "must bring more than the need",
        "declared",
        "One follower more than needed: round up, and add nothing to that.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    for gate in np.sort(gates):
        rate = per_follower[gates <= gate].sum()
        if rate == 0:
            continue
        n = max(gate, need // rate)
        later = gates[gates > gate]
        if len(later) == 0 or n < later.min():
            return int(n)
""",
        "rounded down",
        "specific",
        "Just these results come out with one slip: `//` stands where `/` belongs.",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    n = 0
    while sum(r * max(0, n - g) for r, g in zip(per_follower, gates)) < need:
        n += 1
    return n
""",
        "an open channel pays only for followers above its gate",
        "declared",
        (
            "In yours a channel is paid by the followers beyond its gate. Once the gate is passed, all followers "
            "count, the first ones too."
        ),
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    for g in np.sort(gates):
        if per_follower[gates <= g].sum() * g >= need:
            return int(g)
    return int(np.ceil(need / per_follower.sum()))
""",
        "the first gate at which it is enough; between gates nobody looks",
        "impossible",
        "One follower fewer, 8,999, would bring 314.97: enough already.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    profit = buyers * (share * prices - cost)
    return prices[np.argmax(profit)]
""",
        "the best of the prices that were tried",
        "declared",
        "This is the best of the prices that were tried. The best of all prices may lie between or beyond them.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, _ = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost
""",
        "cost is not divided by the share",
        "declared",
        "You added the cost as it is. Of each extra yuan only `share` reaches you, so the cost weighs cost / share.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, intercept = np.polyfit(prices, np.log(buyers), 1)
    return -slope + cost / share
""",
        "the slope is taken for the budget",
        "specific",
        (
            "Just these results come out with one slip: either something is multiplied with that should be "
            "divided by, or what is divided and what it is divided by are exchanged."
        ),
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, intercept = np.polyfit(prices, buyers, 1)
    w = -1 / slope
    return w + cost / share
""",
        "line through the counts without the logarithm",
        "specific",
        "Just these results come out with one slip: the logarithm is missing.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, intercept = np.polyfit(prices, np.log10(buyers), 1)
    w = -1 / slope
    return w + cost / share
""",
        "base 10 logarithm",
        "declared",
        "You took the logarithm to base 10. exp belongs to the natural one, np.log.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    X = np.column_stack([np.ones(len(prices)), prices])
    y = np.log(buyers)
    theta = np.linalg.solve(X.T @ X, X.T @ y)
    return -1 / theta[1]
""",
        "the budget without the cost",
        "declared",
        "This is the mean budget, right for a course without costs. Each buyer costs you something.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    k, d = np.polyfit(prices, np.log(buyers), 1)
    return -1 / k + cost * share
""",
        "cost times share",
        "specific",
        "Just these results come out with one slip: something is multiplied with that should be divided by.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    intercept, slope = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost / share
""",
        "polyfit's results taken in the other order",
        "declared",
        "You took the height of the line for its slope. `np.polyfit` gives the slope first.",
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    mu = np.mean(logs)
    sigma = np.std(logs, ddof=1)
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1
""",
        "n - 1 in the standard deviation",
        "declared",
        "You divided by n − 1. Maximum likelihood divides by n, np.std's default, and the course does so everywhere.",
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    mu = np.log(incomes.mean())
    sigma = np.log(incomes.std())
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1
""",
        "logarithm of the mean and of the standard deviation",
        "declared",
        (
            "Your sigma is the logarithm of the incomes' standard deviation. It should be the standard deviation "
            "of the logarithms."
        ),
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.var()
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1
""",
        "variance for sigma",
        "declared",
        "Your sigma is the variance: the square root is missing.",
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.std()
    gini = 2 * ndtr(sigma / 2) - 1
    return mu, sigma, gini
""",
        "sigma divided by 2, not by its root",
        "specific",
        (
            "Right so far: part 1 of the result, part 2 of the result. Just these results come out with one slip:"
            " the square root is missing."
        ),
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.std()
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2))
""",
        "the minus 1 is forgotten",
        "specific",
        (
            "Right so far: part 1 of the result, part 2 of the result. Part 3 of the result: Every number is too "
            "large by exactly 1. Just these results come out with one slip: the 1 is missing that is added or "
            "taken away."
        ),
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    x = np.sort(incomes)
    n = len(x)
    gini = 2 * np.sum(np.arange(1, n + 1) * x) / (n * x.sum()) - (n + 1) / n
    return logs.mean(), logs.std(), gini
""",
        "the Gini of the data, and not of the fitted curve",
        "declared",
        "This is the Gini of these incomes themselves. Here it should be the one of the fitted lognormal.",
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    s = logs.std()
    return np.exp(logs.mean()), s, 2 * ndtr(s / np.sqrt(2)) - 1
""",
        "mu is given as a median in yuan",
        "declared",
        "Your mu is exp(mu), the median income of the curve. The mean of the logarithms itself is asked for.",
    ),
    (
        "08.4",
        """
def lognormal_fit(incomes):
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.std()
    return mu, sigma, 1 / (2 * sigma - 1)
""",
        "the Pareto's Gini with sigma as the exponent",
        "specific",
        (
            "Right so far: part 1 of the result, part 2 of the result. What is not right yet: part 3 of the "
            "result. To your own sigma, 1.132, belongs another Gini than 0.7913: 2Φ(σ/√2) − 1."
        ),
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z)
    income = steady + per_view * views.sum(axis=1)
    p = np.mean(income < rent)
    return p, np.sqrt(p * (1 - p) / len(z))
""",
        "the mean is not kept: sigma squared over 2 is forgotten",
        "declared",
        "Your videos have too many views on average: exp(σz) has the mean exp(σ²/2). Take σ²/2 off in the exponent.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z - sigma**2 / 2)
    income = (steady + per_view * views).sum(axis=1)
    p = (income < rent).mean()
    return p, np.sqrt(p * (1 - p) / z.shape[0])
""",
        "steady comes with each video",
        "declared",
        "You counted the steady money once for each video. It comes once a month.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z - sigma**2 / 2)
    income = steady + per_view * views.sum(axis=1)
    p = np.mean(income < rent)
    return p, np.sqrt(p * (1 - p) / z.size)
""",
        "the error divides by all draws",
        "specific",
        (
            "Right so far: part 1 of the result. Part 2 of the result: Every number is the right one divided by "
            "the square root of `z.shape[1]`."
        ),
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z - sigma**2 / 2)
    income = steady + per_view * views.sum(axis=0)
    p = np.mean(income < rent)
    return p, np.sqrt(p * (1 - p) / len(z))
""",
        "sum over the months",
        "declared",
        "You summed over the months of each video. A row of z is a month: sum along axis 1.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z - sigma**2 / 2)
    income = steady + per_view * views.sum(axis=1)
    p = np.mean(income >= rent)
    return p, np.sqrt(p * (1 - p) / len(z))
""",
        "the chance of a good month",
        "declared",
        "This is the chance of a good month.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = mean_views * np.exp(sigma * z - sigma**2 / 2)
    income = steady + per_view * views.sum(axis=1)
    return np.mean(income < rent), income.std() / np.sqrt(len(income))
""",
        "standard error of the incomes",
        "impossible",
        (
            "Right so far: part 1 of the result. What is not right yet: part 2 of the result. To your own chance,"
            " 0.25 in 8 months, belongs another standard error than 11.08."
        ),
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = (mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=1)
    p = (views * per_view < rent).mean()
    return p, (p * (1 - p) / len(z)) ** 0.5
""",
        "steady is forgotten",
        "declared",
        "You left out the `steady` yuan. They come in every month, with or without views.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = (mean_views * np.exp(sigma * z - sigma**2 / 2)).mean(axis=1)
    p = np.mean(steady + per_view * views < rent)
    return p, np.sqrt(p * (1 - p) / len(z))
""",
        "a month is the mean of its videos",
        "declared",
        "You averaged the videos of a month. All of them earn.",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    sold = paid * (1 - refunded)
    return sold * (1 - store) * (1 - platform) - sold * agency
""",
        "the agency takes its part of what was not refunded",
        "declared",
        "You took the agency's part of the whole payment. It is a part of what reached you.",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, height = np.polyfit(prices, np.log(buyers), 1)
    budget = -1 / slope
    price = budget + cost / share
    return np.exp(height) * np.exp(-price / budget) * (share * price - cost)
""",
        "the profit in the place of the price",
        "declared",
        "This is the profit at the best price. The price itself is asked for.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = (mean_views * np.exp(sigma * (z - sigma**2 / 2))).sum(axis=1)
    q = np.mean(steady + per_view * views < rent)
    return q, np.sqrt(q * (1 - q) / len(z))
""",
        "a bracket around z − sigma²/2",
        "declared",
        "You multiplied sigma²/2 by sigma as well. Only z is multiplied: sigma * z - sigma**2 / 2.",
    ),
    (
        "08.5",
        """
def bad_month(z, sigma, mean_views, per_view, steady, rent):
    views = (mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=1)
    return np.mean(steady + per_view * views < rent)
""",
        "the chance alone",
        "declared",
        "This is the chance alone. Return two things, the chance and its standard error: `return q, error`.",
    ),
)
