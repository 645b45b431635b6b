"""Wrong answers to the exercises of lesson 01, written before anybody saw what the checker says to them.

The last two of each exercise (of 05.2, three) are a second round: odder ones, written when the verdicts on the
first round were known and their own were not. Those at the end of the file are a third: what a reader of the
finished lesson handed in, judged before the checker was mended. `test_undeclared` says what the fields are.
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
        "declared",
        "Where the duration is missing you wrote 0. That says nobody watched, but we do not know.",
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
        "declared",
        (
            "Your fraction is upside down, so plays of 0 s even gave infinity: it is time watched over the "
            "video's duration."
        ),
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    with np.errstate(all="ignore"):
        return watched / duration
""",
        "plain division: a view of a missing duration is infinite",
        "declared",
        (
            "You divided by the missing durations, too: anything over 0 is infinite, and one such row spoils "
            "every mean. Where the duration is 0, `np.nan`."
        ),
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
        "declared",
        "You cut the ratio at 1. Short videos loop: a ratio above 1 is a rewatch, and worth keeping.",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    known = duration != 0
    return watched[known] / duration[known]
""",
        "the rows with a missing duration are left out",
        "declared",
        "You dropped the plays without a duration, so the answer no longer lines up with the rows of the log.",
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
        "declared",
        (
            "You also wrote NaN where 0 s were watched. Of those plays the duration is known, and so is the "
            "ratio: 0. Without them every mean and median comes out too high."
        ),
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    d = np.where(duration == 0, np.nan, duration)
    return 100 * watched / d
""",
        "in per cent",
        "declared",
        "These are percentages. Watched once to the end is 1, not 100.",
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
        "specific",
        "Just these results come out with one slip: equal values are counted where only smaller ones should be.",
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
        "declared",
        "A play of exactly the duration is complete too: compare with >=.",
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
        "declared",
        "This is the mean watch ratio of each bin. Completion counts the plays that reached the end.",
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
        "declared",
        "You counted the complete plays. The share asked for is that count over the plays of the bin.",
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
        "declared",
        "You divided by all plays of known duration. The share asked for is among the plays of that bin.",
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
        "declared",
        "You sorted the plays into bins by the time watched. The bins are about the videos' durations.",
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
        "impossible",
        "The bin from 30 to 60 s holds plays of known duration, and you give NaN.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return events / followers, events / exposures
""",
        "the two rates in the wrong order",
        "declared",
        "The two rates are in the wrong order: per exposure first, then per follower.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    total = likes + comments + forwards
    return total / exposures * 100, total / followers * 100
""",
        "in per cent",
        "declared",
        "These are percentages. The exercise asks for shares, so 2 % is 0.02.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments
    return events / exposures, events / followers
""",
        "forwards are left out",
        "specific",
        "Just these results come out with one slip: a part is left out, the one with `forwards`.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    return likes + comments + forwards / exposures, likes + comments + forwards / followers
""",
        "brackets missing: only the forwards are divided",
        "declared",
        "Only the forwards are divided: `/` comes before `+`. Put the sum in brackets.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = (likes + comments + forwards) / 3
    return events / exposures, events / followers
""",
        "the mean of the three kinds of events",
        "declared",
        "You averaged the three kinds. An engagement rate adds them up.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    rate = (likes + comments + forwards) / exposures
    return rate, rate / followers
""",
        "the second rate divides the first one once more",
        "declared",
        "You divided the second rate by both numbers. Per follower means by the followers alone.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return events / exposures + events / followers
""",
        "adds the two rates up to one number",
        "specific",
        (
            "The result is a number, but a tuple of 2 items is expected. You give one number, the sum of what is "
            "asked for: every item has its own result."
        ),
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
        "declared",
        "The formula needs the values sorted, from the smallest to the largest.",
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
        "declared",
        (
            "Your result has the sign turned round: either you sorted from the richest down, or the two terms "
            "have changed places. Start with the poorest, and take (n + 1) / n off."
        ),
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
        "declared",
        "Your positions begin at 0, as `np.arange(n)` counts. In the formula the poorest has i = 1.",
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
        "specific",
        "Just these results come out with one slip: the factor 2 is missing, above or below.",
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
        "specific",
        (
            "Just these results come out with one slip: either a part is left out, the one with `n`, or you take "
            "the mean where the sum belongs."
        ),
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
        "specific",
        "Just these results come out with one slip: brackets are missing around the part with `n`.",
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
        "declared",
        (
            "You multiplied two sums. Σ i·x multiplies each value by its own place first, and "
            "adds up then: `np.sum(i * x)`."
        ),
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    buyers = exposures * valid_rate * profile_rate * buy_rate
    return buyers * price
""",
        "the share is forgotten",
        "declared",
        "This is what the customers pay. The creator receives only the part called share.",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    rate = valid_rate + profile_rate + buy_rate
    return exposures * rate * price * share
""",
        "adds the rates",
        "declared",
        "You added the rates. Each is a share of the stage before, so they multiply.",
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
        "specific",
        (
            "Every number is the right one divided by `valid_rate`. Just these results come out with one slip: a "
            "part is left out, the one with `valid_rate`."
        ),
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
        "declared",
        "This is what the platform keeps. `share` is the creator's part.",
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
        "declared",
        (
            "You cut the buyers down to whole people. What is asked for is the income to expect, and 0.4 buyers "
            "of a video are 4 of ten such videos."
        ),
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
        "specific",
        (
            "Every number is the right one divided by `buy_rate`. Just these results come out with one slip: a "
            "part is left out, the one with `buy_rate`."
        ),
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
        "declared",
        "You followed those who left at each stage. The rates are the shares of those who go on.",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    d = np.where(duration == 0, np.nan, duration)
    return watched // d
""",
        "whole rounds only",
        "declared",
        "`//` cuts off what stands behind the point, so most plays get 0. Divide with `/`.",
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    known = duration > 0
    return np.where(known, watched / duration[known].mean(), np.nan)
""",
        "divided by the mean duration",
        "impossible",
        "In row 0 your ratio times the duration is 4.90909 s, but 6 s were watched.",
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
        "declared",
        "A duration that lies exactly on an edge belongs to the bin that starts there, not to the one before.",
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
        "specific",
        "Right on 2 of 8 inputs, and wrong exactly where `edges` holds a 0.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + comments + forwards
    return round(events / exposures, 2), round(events / followers, 2)
""",
        "rounded",
        "specific",
        "These are the right numbers, rounded to 2 decimals; give them as they come.",
    ),
    (
        "01.3",
        """
def engagement_rates(likes, comments, forwards, exposures, followers):
    events = likes + 2 * comments + 3 * forwards
    return events / exposures, events / followers
""",
        "comments and forwards weigh more",
        "vague",
        "The result at [0] is not right. It differs on 7 of 8 inputs; the smallest:",
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.asarray(values, dtype=float)
    return np.abs(x[:, None] - x[None, :]).mean() / x.mean()
""",
        "the mean difference over the mean, not halved",
        "declared",
        "You divided the mean difference by the mean. Gini divides it by twice the mean.",
    ),
    (
        "01.4",
        """
def gini(values):
    lorenz = np.cumsum(np.sort(values)) / np.sum(values)
    return 1 - 2 * lorenz.mean()
""",
        "the area under the Lorenz curve by its right ends",
        "declared",
        (
            "You took the mean of the Lorenz curve's points for the area under it. That is a staircase above the "
            "curve: it makes the area 1/(2n) too large, and Gini 1/n too small."
        ),
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    buyers = exposures * valid_rate * profile_rate * buy_rate
    return buyers * (price - share)
""",
        "takes the share off the price",
        "vague",
        "The result is not right. It differs on 7 of 8 inputs; the smallest:",
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
        "specific",
        (
            "Every number is the right one divided by `profile_rate`. Just these results come out with one slip: "
            "a part is left out, the one with `profile_rate`."
        ),
    ),
    (
        "01.1",
        """
def watch_ratio(watched, duration):
    result = np.full(len(watched), np.nan)
    result[duration > 0] = watched / duration
    return result
""",
        "the mask stands on the left alone",
        "specific",
        "The mask picks 3 places, and 4 values are to go there: the right of `=` needs it, too.",
    ),
    (
        "01.4",
        """
def gini(values):
    x = values.sort()
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * np.sum(i * x) / (n * np.sum(x)) - (n + 1) / n
""",
        "takes what .sort() returns",
        "specific",
        (
            "Something is None where a value is needed: methods such as `.sort()` and `.append()` change a list "
            "and return None, and a function without `return` gives None."
        ),
    ),
    (
        "01.4",
        """
def gini(values):
    x = np.sort(values)
    n = len(x)
    i = np.arange(1, n + 1)
    return 2 * np.sum(i * x) / n * np.sum(x) - (n + 1) / n
""",
        "no brackets around the divisor",
        "declared",
        "`/ n * sum` divides by n and multiplies by the sum. Put the whole divisor in brackets.",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    return exposures * valid_rate * profile_rate * buy_rate
""",
        "stops at the buyers",
        "declared",
        "This is how many buy. Each of them pays the price, and the creator receives a share of it.",
    ),
    (
        "01.5",
        """
def funnel_income(exposures, valid_rate, profile_rate, buy_rate, price, share):
    return exposures * valid_rate / 100 * profile_rate / 100 * buy_rate / 100 * price * share / 100
""",
        "share as a percentage, too",
        "declared",
        "You divided each of the rates by 100. They are parts of one already, not percentages.",
    ),
)
