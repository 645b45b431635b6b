"""Wrong answers to the exercises of lesson 09, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
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
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(4 * (z * sd / effect) ** 2)
""",
        "both groups together",
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
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return round(2 * z**2 * sd**2 / effect**2)
""",
        "rounded to the nearest",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    return math.ceil(2 * ((1.96 + 0.84) * sd / effect) ** 2)
""",
        "1.96 and 0.84 are fixed",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) - norm.ppf(power)
    return math.ceil(2 * (z * sd / effect) ** 2)
""",
        "the power is taken away",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(2 * z * sd / effect)
""",
        "the square is forgotten",
    ),
    (
        "09.1",
        """
def viewers_needed(sd, effect, alpha, power):
    z = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(2 * (z * effect / sd) ** 2)
""",
        "sd and effect are exchanged",
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
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    z = batches.sum(axis=1) / np.sqrt(batches.shape[1])
    return np.mean(np.abs(z) > critical)
""",
        "only the last evening",
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    return np.mean((np.abs(batches) > critical).any(axis=1))
""",
        "each batch alone, not the whole test so far",
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
    ),
    (
        "09.3",
        """
def false_alarm_rate(batches, critical):
    z = batches.cumsum(axis=1) / np.sqrt(batches.shape[1])
    return np.mean(np.max(np.abs(z), axis=1) > critical)
""",
        "divides by the root of all evenings on every evening",
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
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    return a + rewards.sum(axis=0), b + (1 - rewards).sum(axis=0)
""",
        "all covers learn, not only the shown one",
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
    ),
    (
        "09.4",
        """
def thompson_update(a, b, draws, rewards):
    shown = np.argmin(draws, axis=1)[:, None] == np.arange(len(a))
    return a + (shown * rewards).sum(axis=0), b + (shown * (1 - rewards)).sum(axis=0)
""",
        "the smallest draw is shown",
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
    ),
)
