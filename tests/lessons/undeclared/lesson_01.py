"""Wrong answers to the exercises of lesson 01, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    ratio = np.zeros(len(watched))
    ratio[duration > 0] = watched[duration > 0] / duration[duration > 0]
    return ratio
""",
        "a missing duration gives 0",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    ratio = np.full(len(watched), np.nan)
    ok = duration > 0
    ratio[ok] = duration[ok] / watched[ok]
    return ratio
""",
        "upside down",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    with np.errstate(all="ignore"):
        return watched / duration
""",
        "plain division: a view of a missing duration is infinite",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    ratio = []
    for w, d in zip(watched, duration):
        if d == 0:
            ratio.append(np.nan)
        else:
            ratio.append(min(w / d, 1))
    return np.array(ratio)
""",
        "capped at 1, so that rewatching is lost",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    known = duration != 0
    return watched[known] / duration[known]
""",
        "the rows with a missing duration are left out",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    ratio = np.full(len(watched), np.nan)
    ok = (watched > 0) & (duration > 0)
    ratio[ok] = watched[ok] / duration[ok]
    return ratio
""",
        "NaN also where nothing was watched",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    d = np.where(duration == 0, np.nan, duration)
    return 100 * watched / d
""",
        "in per cent",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    shares = []
    for i in range(len(edges) - 1):
        here = (edges[i] <= duration) & (duration <= edges[i + 1]) & (duration > 0)
        shares.append((watched[here] >= duration[here]).mean() if here.sum() > 0 else np.nan)
    return np.array(shares)
""",
        "both edges belong to the bin",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = np.mean(watched[here] > duration[here])
    return shares
""",
        "only those who watched longer than the video count",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = np.mean(watched[here] / duration[here])
    return shares
""",
        "the mean watch ratio of each bin",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    counts = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)
        if here.any():
            counts[i] = np.sum(watched[here] >= duration[here])
    return counts
""",
        "counts of finished plays, not shares",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    shares = np.full(len(edges) - 1, np.nan)
    n = np.sum(duration > 0)
    for i in range(len(edges) - 1):
        here = (duration >= edges[i]) & (duration < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = np.sum(watched[here] >= duration[here]) / n
    return shares
""",
        "shares of all plays, not of the bin's plays",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (watched >= edges[i]) & (watched < edges[i + 1]) & (duration > 0)
        if here.any():
            shares[i] = np.mean(watched[here] >= duration[here])
    return shares
""",
        "sorts by what was watched instead of by duration",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    which = np.digitize(duration, edges)
    done = watched >= duration
    shares = np.full(len(edges) - 1, np.nan)
    for i in range(len(edges) - 1):
        here = (which == i) & (duration > 0)
        if here.any():
            shares[i] = done[here].mean()
    return shares
""",
        "np.digitize begins at 1: every bin is one place off",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return events / followers, events / exposures
""",
        "the two rates in the wrong order",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    total = likes + comments + forwards
    return total / exposures * 100, total / followers * 100
""",
        "in per cent",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments
    return events / exposures, events / followers
""",
        "forwards are left out",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    return likes + comments + forwards / exposures, likes + comments + forwards / followers
""",
        "brackets missing: only the forwards are divided",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = (likes + comments + forwards) / 3
    return events / exposures, events / followers
""",
        "the mean of the three kinds of events",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    rate = (likes + comments + forwards) / exposures
    return rate, rate / followers
""",
        "the second rate divides the first one once more",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return events / exposures + events / followers
""",
        "adds the two rates up to one number",
    ),
    (
        "01.4",
        """
def gini(values):
    n = len(values)
    i = np.arange(1, n + 1)
    return 2 * np.sum(i * values) / (n * np.sum(values)) - (n + 1) / n
""",
        "not sorted",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.array(sorted(values, reverse=True))
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * np.sum(i * x) / (n * np.sum(x)) - (n + 1) / n
""",
        "sorted downwards",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    total = 0
    for i in range(n):
        total += i * x[i]
    return 2 * total / (n * x.sum()) - (n + 1) / n
""",
        "counts from 0, as Python does",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    i = np.arange(1, n + 1)
    return (i * x).sum() / (n * x.sum()) - (n + 1) / n
""",
        "the factor 2 is forgotten",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * (i * x).sum() / x.sum() - (n + 1) / n
""",
        "n is forgotten under the fraction",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * (i * x).sum() / (n * x.sum()) - n + 1 / n
""",
        "brackets missing around n + 1",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * i.sum() * x.sum() / (n * x.sum()) - (n + 1) / n
""",
        "multiplies the sums instead of summing the products",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    buyers = exposures * valid_rate * profile_rate * buy_rate
    return buyers * price
""",
        "the share is forgotten",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    rate = valid_rate + profile_rate + buy_rate
    return exposures * rate * price * share
""",
        "adds the rates",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    visits = exposures * profile_rate
    buyers = visits * buy_rate
    return buyers * price * share
""",
        "takes the profile rate as per exposure",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    plays = exposures * valid_rate
    visits = plays * profile_rate
    buyers = visits * buy_rate
    return buyers * price * (1 - share)
""",
        "what the platform keeps",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    plays = int(exposures * valid_rate)
    visits = int(plays * profile_rate)
    buyers = int(visits * buy_rate)
    return buyers * price * share
""",
        "whole buyers only",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    plays = exposures * valid_rate
    visits = plays * profile_rate
    return visits * price * share
""",
        "every visitor to the profile buys",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    left = exposures - exposures * valid_rate
    left = left - left * profile_rate
    left = left - left * buy_rate
    return left * price * share
""",
        "takes the loss at each stage",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    d = np.where(duration == 0, np.nan, duration)
    return watched // d
""",
        "whole rounds only",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    known = duration > 0
    return np.where(known, watched / duration[known].mean(), np.nan)
""",
        "divided by the mean duration",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    result = []
    for low, high in zip(edges[:-1], edges[1:]):
        here = (duration > low) & (duration <= high)
        result.append(np.mean(watched[here] >= duration[here]) if np.any(here) else np.nan)
    return np.array(result)
""",
        "the right edge belongs to the bin, the left one does not",
    ),
    (
        "01.2",
        """
def completion_by_duration(watched, duration, edges):
    done, _ = np.histogram(duration[watched >= duration], edges)
    every, _ = np.histogram(duration, edges)
    with np.errstate(all="ignore"):
        return done / every
""",
        "two histograms: the last bin is closed, missing durations are in",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return round(events / exposures, 2), round(events / followers, 2)
""",
        "rounded",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + 2 * comments + 3 * forwards
    return events / exposures, events / followers
""",
        "comments and forwards weigh more",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.asarray(values, dtype=float)
    return np.abs(x[:, None] - x[None, :]).mean() / x.mean()
""",
        "the mean difference over the mean, not halved",
    ),
    (
        "01.4",
        """
def gini(values):
    lorenz = np.cumsum(np.sort(values)) / np.sum(values)
    return 1 - 2 * lorenz.mean()
""",
        "the area under the Lorenz curve by its right ends",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    buyers = exposures * valid_rate * profile_rate * buy_rate
    return buyers * (price - share)
""",
        "takes the share off the price",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    plays = exposures * valid_rate
    visits = plays * profile_rate
    buyers = plays * buy_rate
    return buyers * price * share
""",
        "buyers out of all valid plays",
    ),
)
