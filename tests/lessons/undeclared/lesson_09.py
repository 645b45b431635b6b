"""Wrong answers to the exercises of lesson 09, written before anybody saw what the checker says to them.

The last two of each exercise are a second round: odder ones, written when the verdicts on the first round were
known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha) + norm.ppf(power)
    return math.ceil(2 * (z * sd / effect) ** 2)
""",
        "alpha is not halved",
        "declared",
        "You put all of alpha on one side. We did not know before which thumbnail is better: alpha/2 on each side.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(4 * (z * sd / effect) ** 2)
""",
        "both groups together",
        "declared",
        "These are the viewers of both groups together. Asked is one group.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    n = (2 * z * sd / effect) ** 2
    return int(np.ceil(n))
""",
        "the 2 is squared with the rest (n = (2 z s / effect) ** 2)",
        "declared",
        "These are the viewers of both groups together. Asked is one group.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return round(2 * z**2 * sd**2 / effect**2)
""",
        "rounded to the nearest",
        "declared",
        (
            "You rounded to the nearest whole number, so half of the tests fall a little short. Always round up: "
            "math.ceil."
        ),
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    return math.ceil(2 * ((1.96 + 0.84) * sd / effect) ** 2)
""",
        "1.96 and 0.84 are fixed",
        "specific",
        "`alpha` makes no difference in your answer: change it, and the result stays as it is.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) - norm.ppf(power)
    return math.ceil(2 * (z * sd / effect) ** 2)
""",
        "the power is taken away",
        "declared",
        "norm.ppf(1 − power) is negative: you took away what the power should add.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(2 * z * sd / effect)
""",
        "the square is forgotten",
        "declared",
        "The square is missing. Errors shrink with √n, so half the effect needs four times the viewers.",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(2 * (z * effect / sd) ** 2)
""",
        "sd and effect are exchanged",
        "declared",
        "Effect and sd have changed places. More noise must need more viewers, and a larger effect fewer.",
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    d = control.mean() - treatment.mean()
    se = np.sqrt(control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment))
    return d, se, d / se
""",
        "control minus treatment",
        "declared",
        "You took control minus treatment. We ask what the change adds: treatment minus control.",
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    d = np.mean(treatment) - np.mean(control)
    se = np.sqrt(np.var(control) / len(control) + np.var(treatment) / len(treatment))
    return d, se, d / se
""",
        "ddof is forgotten",
        "declared",
        (
            "Almost: your variances divide by n. A spread around a mean that comes from the same values is a "
            "little too small, so we divide by n − 1: ddof=1."
        ),
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    d = treatment.mean() - control.mean()
    se = control.std(ddof=1) / np.sqrt(len(control)) + treatment.std(ddof=1) / np.sqrt(len(treatment))
    return d, se, d / se
""",
        "the two standard errors are added",
        "declared",
        "You added the standard errors. Errors partly cancel: add the variances, then take the root.",
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    d = treatment.mean() - control.mean()
    v = control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment)
    return d, v, d / v
""",
        "no root: the variance is returned",
        "declared",
        "This is the variance of the difference, in squared seconds. Its root is the standard error.",
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    n, m = len(treatment), len(control)
    d = treatment.mean() - control.mean()
    se = np.sqrt(np.var(control, ddof=1) / n + np.var(treatment, ddof=1) / m)
    return d, se, d / se
""",
        "each variance is divided by the other group's size",
        "declared",
        "Each variance is divided by the number of the *other* group. A mean is as exact as its own group.",
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    a, b = len(control), len(treatment)
    d = treatment.mean() - control.mean()
    pooled = ((a - 1) * control.var(ddof=1) + (b - 1) * treatment.var(ddof=1)) / (a + b - 2)
    se = np.sqrt(pooled * (1 / a + 1 / b))
    return d, se, d / se
""",
        "pooled variance (Student's test)",
        "declared",
        (
            "You pooled both groups into one spread. That is Student's test; Welch's lets each group have its "
            "own, as two thumbnails may well differ in spread too."
        ),
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    n = len(control) + len(treatment)
    d = treatment.mean() - control.mean()
    se = np.sqrt((control.var(ddof=1) + treatment.var(ddof=1)) / n)
    return d, se, d / se
""",
        "one size for both: the whole number of viewers",
        "declared",
        (
            "You divided both variances by the number of all viewers. But no mean has all of them: each variance "
            "is divided by the number of its own group."
        ),
    ),
    (
        "09.2",
        """
def welch(control, treatment):
    d = np.median(treatment) - np.median(control)
    se = np.sqrt(control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment))
    return d, se, d / se
""",
        "medians",
        "declared",
        (
            "You compared medians. Where most pass by with 0 seconds, the median hears nothing of those who stay:"
            " compare means."
        ),
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    z = batches.sum(axis=1) / np.sqrt(batches.shape[1])
    return np.mean(np.abs(z) > critical)
""",
        "only the last evening",
        "declared",
        "You looked once, at the end, and that keeps its promise. Asked is who stops at the first good evening.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    return np.mean((np.abs(batches) > critical).any(axis=1))
""",
        "each batch alone, not the whole test so far",
        "declared",
        "You looked at each batch alone. At each look the test has all viewers so far: the sum.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    k = np.arange(1, batches.shape[1] + 1)
    z = np.cumsum(batches, axis=1) / np.sqrt(k)
    return (np.abs(z) > critical).mean()
""",
        "the share of all evenings",
        "declared",
        "This is the share of *looks* beyond the border. One such look is enough to stop: count runs.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    k = np.arange(1, batches.shape[1] + 1)
    z = np.cumsum(batches, axis=1) / k
    return np.mean(np.any(abs(z) > critical, axis=1))
""",
        "divides by k: the mean of the batches",
        "declared",
        "You divided by k. That is the mean of the batches, which shrinks; z counts its standard errors: √k.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    z = batches.cumsum(axis=1) / np.sqrt(batches.shape[1])
    return np.mean(np.max(np.abs(z), axis=1) > critical)
""",
        "divides by the root of all evenings on every evening",
        "declared",
        (
            "You divided each sum by the root of *all* batches. After k of them the sum spreads with √k only, so "
            "your early looks seem calmer than they are."
        ),
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    k = np.arange(1, batches.shape[1] + 1)
    z = np.cumsum(batches, axis=0) / np.sqrt(k)
    return np.mean(np.any(np.abs(z) > critical, axis=1))
""",
        "summed along the tests",
        "declared",
        "You added up along the wrong axis: from run to run. Time goes along a row.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    k = np.arange(batches.shape[1]) + 1
    z = batches.cumsum(axis=1) / np.sqrt(k)
    return (z > critical).any(axis=1).mean()
""",
        "one-sided: only good evenings",
        "declared",
        "You only count the runs in which the treatment seems better. A seeming loser is a false alarm, too.",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    k = np.arange(batches.shape[1]) + 1
    z = batches.cumsum(axis=1) / k**0.5
    return (abs(z) > critical).all(axis=1).mean()
""",
        "beyond on every evening",
        "declared",
        "You count runs that are beyond the border at *all* looks. Who peeks stops at the first one.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    return a + rewards.sum(axis=0), b + (1 - rewards).sum(axis=0)
""",
        "all covers learn, not only the shown one",
        "declared",
        "You counted what each viewer would do with every thumbnail. They were shown one; nobody saw the rest.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    a, b = a.copy(), b.copy()
    for d, r in zip(draws, rewards):
        k = np.argmax(d)
        a[k] += r[k]
        b[k] += 1
    return a, b
""",
        "failures count every viewer that was shown the cover",
        "declared",
        "b grew by all who were shown the thumbnail. It counts those who were shown it and did not stay.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    a, b = a.copy(), b.copy()
    for i in range(len(draws)):
        k = rewards[i].argmax()
        if rewards[i, k] == 1:
            a[k] += 1
        else:
            b[k] += 1
    return a, b
""",
        "the cover with the largest reward is shown",
        "specific",
        "Just these results come out with one slip: `rewards` stands where `draws` belongs.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    a, b = a.copy(), b.copy()
    shown = draws.argmax(axis=1)
    got = rewards[np.arange(len(draws)), shown]
    a[shown] += got
    b[shown] += 1 - got
    return a, b
""",
        "fancy-index addition counts each cover once at most",
        "declared",
        (
            "`a[shown] += …` adds once an arm, even if it was shown to ten viewers of the batch: NumPy writes the"
            " last one. Sum over the viewers first."
        ),
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    a, b = a.copy(), b.copy()
    best = np.argmax(draws, axis=0)
    for k in range(len(a)):
        r = rewards[best[k], k]
        a[k] += r
        b[k] += 1 - r
    return a, b
""",
        "the best viewer for each cover: the axis of argmax",
        "impossible",
        "3 viewers came, and your counts grew by 2: each viewer says one yes or one no.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    new_a, new_b = np.zeros(len(a)), np.zeros(len(b))
    for d, r in zip(draws, rewards):
        k = np.argmax(d)
        new_a[k] += r[k]
        new_b[k] += 1 - r[k]
    return new_a, new_b
""",
        "only what is new, without the old counts",
        "declared",
        "These are the counts of this batch alone. Add them to what was known before.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    shown = np.argmin(draws, axis=1)[:, None] == np.arange(len(a))
    return a + (shown * rewards).sum(axis=0), b + (shown * (1 - rewards)).sum(axis=0)
""",
        "the smallest draw is shown",
        "declared",
        "You show the thumbnail with the smallest draw.",
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    k = np.argmax(draws.mean(axis=0))
    a, b = a.copy(), b.copy()
    a[k] += rewards[:, k].sum()
    b[k] += (1 - rewards[:, k]).sum()
    return a, b
""",
        "the mean draw decides for all viewers",
        "declared",
        "You chose once for the whole batch. Each viewer has draws of their own.",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[treated].mean() - half[~treated].mean()
    real = switching[:, on].mean() - switching[:, ~on].mean()
    return naive, real, 1 - real / naive
""",
        "days and videos exchanged: rows are taken for the treated videos (raises)",
        "specific",
        (
            "A mask of 4 True and False chooses from an array of 2: they must be equally long. Was the mask made "
            "from another array?"
        ),
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() - half[:, ~treated].mean()
    real = switching[on].mean() - switching[~on].mean()
    return naive, real, real / naive
""",
        "the share that is there",
        "declared",
        "This is the part that is real. Asked is the other one, which was only won against your own videos.",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() - half[:, ~treated].mean()
    real = switching[on, :].mean() - switching[~on, :].mean()
    return naive, real, (naive - real) / real
""",
        "the share is of the second",
        "declared",
        "You divided by the real effect: that is how much the test exaggerates. Asked is the part of what it said.",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() - half[:, ~treated].mean()
    real = switching[on].mean() - switching[~on].mean()
    return naive, real, naive - real
""",
        "the difference instead of the share",
        "declared",
        "The third number is in seconds. Asked is a share of the first: divide by it.",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].sum(axis=1).mean() - half[:, ~treated].sum(axis=1).mean()
    real = switching[on].sum(axis=1).mean() - switching[~on].sum(axis=1).mean()
    return naive, real, 1 - real / naive
""",
        "per day for all videos: sums over the videos",
        "declared",
        (
            "You compared sums, and they grow with the days and videos that are in them. Compare means: seconds "
            "per video and day."
        ),
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() - half.mean()
    real = switching[on].mean() - switching.mean()
    return naive, real, 1 - real / naive
""",
        "compared with all, not with the others",
        "vague",
        "The result at [0] is not right. It differs on every input; the smallest:",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() - half[:, ~treated].mean()
    real = switching[on][:, treated].mean() - switching[~on][:, treated].mean()
    return naive, real, 1 - real / naive
""",
        "the switchback compares the treated videos on the days `on` only",
        "vague",
        (
            "Right so far: part 1 of the result. What is not right yet: part 2 of the result, part 3 of the "
            "result. It differs on every input; the smallest:"
        ),
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    naive = half[:, treated].mean() / half[:, ~treated].mean() - 1
    real = switching[on].mean() / switching[~on].mean() - 1
    return naive, real, 1 - real / naive
""",
        "ratios instead of differences",
        "declared",
        "Your estimates are shares of the control's mean. Asked are seconds: a difference of means.",
    ),
)
