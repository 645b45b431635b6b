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
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    count = 0
    for plan in plans:
        d = abs(values[plan].mean() - values[~plan].mean())
        if d >= real:
            count += 1
    return count / len(plans)
""",
        "the throw that happened is left out",
        "declared",
        (
            "The way that happened is missing. It is as likely as any other, so it counts as one more, above and "
            "below: without it p can be 0, and nothing is impossible after so many tosses."
        ),
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = values[treated].mean() - values[~treated].mean()
    d = np.array([values[plan].mean() - values[~plan].mean() for plan in plans])
    return (1 + (d >= real).sum()) / (1 + len(plans))
""",
        "one side only",
        "declared",
        (
            "You counted one side only. Before the test nobody knew whether the new way helps or harms: compare "
            "how far from 0, np.abs on both."
        ),
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    d = np.array([abs(values[plan].mean() - values[treated].mean()) for plan in plans])
    return (1 + np.sum(d >= real)) / (1 + len(plans))
""",
        "each plan is compared with what was treated",
        "declared",
        "You compared each plan's new ones with the old ones of what happened. A plan has its own: the others of "
        "`plan` are `values[~plan]`.",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    d = abs((plans @ values) / plans.sum(axis=1) - values.mean())
    return (1 + np.sum(d >= real)) / (1 + len(plans))
""",
        "plans are compared with the mean of all, what happened with the others",
        "specific",
        "Just these results come out with one slip: all are taken where only some count (those chosen by `plan`).",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    d = np.array([abs(values[plan].mean() - values[~plan].mean()) for plan in plans])
    return 1 - (1 + np.sum(d >= real)) / (1 + len(plans))
""",
        "1 minus p: how sure one is",
        "specific",
        "This is 1 minus the right result.",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    rng = np.random.default_rng(0)
    d = []
    for plan in plans:
        v = rng.permutation(values)
        d.append(abs(v[treated].mean() - v[~treated].mean()))
    return (1 + np.sum(np.array(d) >= real)) / (1 + len(plans))
""",
        "shuffles the values by itself and does not use the plans",
        "specific",
        "`plans` makes no difference in your answer: change it, and the result stays as it is.",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    d = np.array([values[plan].mean() - values[~plan].mean() for plan in plans])
    real = values[treated].mean() - values[~treated].mean()
    z = (real - d.mean()) / d.std()
    return 2 * norm.sf(abs(z))
""",
        "a bell curve fitted to the plans",
        "impossible",
        (
            "What happened is one of 5 ways that are compared, and goes as far as itself: p is at least 1/5 = "
            "0.2. You return 0.00604."
        ),
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = values[treated].mean() - values[~treated].mean()
    d = np.array([values[plan].mean() - values[~plan].mean() for plan in plans])
    return (1 + np.sum(abs(d) == abs(real))) / (1 + len(plans))
""",
        "only those that go exactly as far",
        "specific",
        "Just these results come out with one slip: only equal values are counted where larger ones should be, too.",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    d = np.array([abs(values[plan].mean() - values[~plan].mean()) for plan in plans])
    return (1 + np.sum(d[1:] >= real)) / (1 + len(plans))
""",
        "the first plan is forgotten",
        "vague",
        "The result is not right. It differs on 3 of 8 inputs; the smallest:",
    ),
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    real = abs(values[treated].mean() - values[~treated].mean())
    smaller = np.array([values[plan].mean() - values[~plan].mean() for plan in plans])
    up = (1 + np.sum(smaller >= real)) / (1 + len(plans))
    down = (1 + np.sum(smaller <= -real)) / (1 + len(plans))
    return 2 * min(up, down)
""",
        "twice the smaller tail",
        "vague",
        "The result is not right. It differs on 4 of 8 inputs; the smallest:",
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
        "declared",
        "You compared the treated videos with all of them, the treated included. Compare with the others.",
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
    (
        "09.4",
        """
def permutation_p(values, treated, plans):
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(values)
    happened = abs(logs[treated].mean() - logs[~treated].mean())
    others = [abs(logs[plan].mean() - logs[~plan].mean()) for plan in plans]
    return (1 + sum(other >= happened for other in others)) / (1 + len(plans))
""",
        "logarithms of what may be logarithms",
        "declared",
        "You took logarithms once more. `values` may lie below 0, where there is none: compare them as they are.",
    ),
    (
        "09.5",
        """
def two_estimates(half, treated, switching, on):
    one = half[:, treated].mean() - half[:, ~treated].mean()
    other = switching[on].mean() - half.mean()
    return one, other, 1 - other / one
""",
        "days compared with the other table",
        "declared",
        "You compared the days with the change with the other table. Those without it stand in `switching`, too.",
    ),
)
