"""Wrong answers to the exercises of lesson 08, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    return paid * (1 - (refunded + store + platform + agency))
""",
        "the cuts are added and taken at once",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    return paid * refunded * store * platform * agency
""",
        "multiplied by the cuts, not by what is left",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid - refunded
    return left * (1 - store) * (1 - platform) * (1 - agency)
""",
        "refunds are taken as yuan",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)
    return round(left, 2)
""",
        "rounded to cents",
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
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)
    return paid - left
""",
        "what the others keep",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    left = paid * (1 - refunded) * (1 - store)
    return left - left * platform - left * agency
""",
        "agency and platform take theirs from the same amount",
    ),
    (
        "08.1",
        """
def take_home(paid, refunded, store, platform, agency):
    gross = paid * (1 + refunded)
    return gross * (1 - store) * (1 - platform) * (1 - agency)
""",
        "refunds do not reduce: they are added",
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    return int(np.ceil(need / per_follower.sum()))
""",
        "gates are not looked at",
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
    ),
    (
        "08.2",
        """
def break_even(need, per_follower, gates):
    n = np.ceil(need / per_follower.sum())
    return int(max(n, gates.max()))
""",
        "all gates must be open",
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
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    profit = buyers * (share * prices - cost)
    return prices[np.argmax(profit)]
""",
        "the best of the prices that were tried",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, _ = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost
""",
        "cost is not divided by the share",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    slope, intercept = np.polyfit(prices, np.log(buyers), 1)
    return -slope + cost / share
""",
        "the slope is taken for the budget",
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
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    k, d = np.polyfit(prices, np.log(buyers), 1)
    return -1 / k + cost * share
""",
        "cost times share",
    ),
    (
        "08.3",
        """
def best_price(prices, buyers, share, cost):
    intercept, slope = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost / share
""",
        "polyfit's results taken in the other order",
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
    ),
)
