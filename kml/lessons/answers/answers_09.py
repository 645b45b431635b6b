"""Lesson 09, content experiments: its predictions, and its exercises with the mistakes that people really make."""

import math

import numpy as np
from scipy.stats import norm

from kml import experiments
from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="09.p1",
        question=N_(
            "The loud thumbnail is opened by 30 % more people, and each of them watches for 30 % less time. "
            "Which thumbnail brings more watch time?"
        ),
        options=(
            (
                N_("The loud one"),
                N_("It wins the click. But 1.3 times as many, at 0.7 of the time, is 0.91 of the seconds."),
            ),
            (
                N_("The calm one"),
                N_("1.3 times 0.7 is 0.91: the loud one loses 9 % of the seconds, with 30 % more clicks."),
            ),
            (N_("Both the same"), N_("Up 30 % and down 30 % is not back where you were: 1.3 times 0.7 is 0.91.")),
        ),
        answer=1,
    ),
    Prediction(
        id="09.p2",
        question=N_(
            "A thumbnail really brings 10 % more watch time. To how many people must each of two thumbnails be "
            "shown, so that a test finds it four times out of five?"
        ),
        options=(
            (N_("About 400"), N_("That finds a difference of almost the whole watch time, hardly one of a tenth.")),
            (N_("About 6,000"), N_("That would do for clicks. Seconds vary more from viewer to viewer.")),
            (
                N_("More than 20,000"),
                N_("Four in five don't open at all, and a few stay long: such numbers average out slowly."),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="09.p3",
        question=N_(
            "We split the viewers into two groups and show both the same. A test counts each row of the log, each "
            "view, as one observation. How often does it call the two groups different?"
        ),
        options=(
            (
                N_("More than 25 times in 100"),
                N_("Rows of one viewer are alike, so there are fewer observations than rows."),
            ),
            (N_("About 10 times in 100"), N_("It is worse: a viewer who stays long has many rows, all in one group.")),
            (N_("5 times in 100"), N_("So it would be if every row were another person.")),
        ),
        answer=0,
    ),
    Prediction(
        id="09.p4",
        question=N_(
            "Two equal thumbnails. You look every evening for two weeks, and stop as soon as the test says "
            "p < 0.05. How often do you announce a winner?"
        ),
        options=(
            (N_("5 times in 100, as the test promises"), N_("It promises this for one look, at a time fixed before.")),
            (N_("About 10 times in 100"), N_("Fourteen looks give chance more room than that.")),
            (N_("More than 20 times in 100"), N_("Each evening is another chance to be fooled, and one is enough.")),
        ),
        answer=2,
    ),
    Prediction(
        id="09.p5",
        question=N_(
            "Twenty titles, all equally good, each tested against yours at p < 0.05. How likely is at least one "
            "“winner”?"
        ),
        options=(
            (N_("About 64 %"), N_("1 − 0.95²⁰. With enough tries something always wins.")),
            (N_("About 36 %"), N_("That is the chance that none of them wins: 0.95 to the power of 20.")),
            (N_("Still 5 %"), N_("That is the chance for each single title.")),
        ),
        answer=0,
    ),
    Prediction(
        id="09.p6",
        question=N_(
            "The new opening really brings 30 % more views. Twenty videos, ten of them with it, as the coins fell. How "
            "often will a test find that it helps?"
        ),
        options=(
            (N_("Four times in five"), N_("For that you would need more than five hundred videos.")),
            (N_("Every second time"), N_("Views differ far more from video to video than by 30 %: no test sees it.")),
            (
                N_("Less than once in ten"),
                N_(
                    "Hardly more often than a false alarm: luck multiplies or divides views by five, your opening "
                    "by 1.3."
                ),
            ),
        ),
        answer=2,
    ),
    Prediction(
        id="09.p7",
        question=N_(
            "You give half of your videos a brighter cover. The feed shows these more often, and they get much "
            "more watch time than the other half. What do you get when all your videos have the new cover?"
        ),
        options=(
            (N_("As much more for every video"), N_("Then the feed would have to have that many more places for you.")),
            (N_("Less than the test said"), N_("The bright half took part of its places from your other half.")),
            (N_("More than the test said"), N_("Only if the videos helped each other. In a feed they compete.")),
        ),
        answer=1,
    ),
)

# --- 09.1 how many viewers -------------------------------------------------------------------------------------------


def _size_inputs(rng, k):
    if k == 0:
        return 20.0, 2.0, 0.05, 0.8
    alpha, power = (0.05, 0.01, 0.1, 0.02)[k % 4], (0.9, 0.8, 0.95, 0.6, 0.7)[k % 5]
    while True:  # rounding up, to the nearest and down must differ, and no last digit may decide
        sd, effect = round(float(rng.uniform(2, 40)), 1), round(float(rng.uniform(0.3, 6)), 2)
        beyond = 2 * ((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * sd / effect) ** 2 % 1
        if 0.05 < beyond < 0.45 if k % 2 else 0.55 < beyond < 0.95:
            return sd, effect, alpha, power


def viewers_needed(sd, effect, alpha, power):
    """Viewers for each of two groups, as a whole number."""
    reach = norm.ppf(1 - alpha / 2) + norm.ppf(power)
    return math.ceil(2 * (reach * sd / effect) ** 2)


def _sized(reach=None, factor=2, power_of=2, end=math.ceil):
    """A viewers_needed in which one part is another."""
    reach = reach or (lambda alpha, power: norm.ppf(1 - alpha / 2) + norm.ppf(power))
    return lambda sd, effect, alpha, power: end(factor * (reach(alpha, power) * sd / effect) ** power_of)


def _finds_it_often_enough(arguments, result):
    sd, effect, alpha, power = arguments
    if result < 1:
        return _("Your number of viewers is below 1.")
    found = experiments.power(effect, sd, result, alpha)
    if found < power - 0.001:
        return _(
            "With your {viewers:,.0f} viewers a group, the effect is found with chance {found:.2f}, not {power}."
        ).format(viewers=result, found=found, power=power)
    return None


def _asks_nobody_in_vain(arguments, result):
    sd, effect, alpha, power = arguments
    if result > 2 and experiments.power(effect, sd, result - 1, alpha) > power + 0.001:
        return _(
            "You ask for {viewers:,.0f} viewers a group, and fewer are enough: one less already finds the effect with "
            "chance {found:.4f}."
        ).format(viewers=result, found=experiments.power(effect, sd, result - 1, alpha))
    return None


VIEWERS_NEEDED = Exercise(
    id="09.1",
    name="viewers_needed",
    title=N_("How many viewers?"),
    term="样本量",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Set the effect equal to (z of alpha + z of power) standard errors, each sd·√(2/n). Solve for n."),
        N_("norm.ppf(0.975) is 1.96, and norm.ppf(0.8) is 0.84. A two-sided test puts alpha/2 on each side."),
        N_("n is 2 · ((norm.ppf(1 − alpha/2) + norm.ppf(power)) · sd / effect)², rounded up with math.ceil."),
    ),
    inputs=_size_inputs,
    reference=viewers_needed,
    mistakes=(
        Mistake(
            _sized(lambda alpha, power: norm.ppf(1 - alpha) + norm.ppf(power)),
            N_(
                "You put all of alpha on one side. We did not know before which thumbnail is better: alpha/2 on each "
                "side."
            ),
        ),
        Mistake(
            _sized(lambda alpha, power: norm.ppf(1 - alpha / 2)),
            N_(
                "The power is missing. With this many viewers the true effect lies just on the border, and a coin "
                "decides whether you find it."
            ),
        ),
        Mistake(
            _sized(lambda alpha, power: norm.ppf(1 - alpha / 2) + norm.ppf(1 - power)),
            N_("norm.ppf(1 − power) is negative: you took away what the power should add."),
        ),
        Mistake(
            lambda sd, effect, alpha, power: math.ceil(16 * sd**2 / effect**2),
            N_("16 · (sd/effect)² is a good rule of thumb for alpha = 0.05 and a power of 0.8. Here both vary."),
        ),
        Mistake(
            _sized(factor=1),
            N_("There are two groups, and both have an error. The variance of a difference is their sum: a factor 2."),
        ),
        Mistake(
            _sized(factor=4),
            N_("These are the viewers of both groups together. Asked is one group."),
        ),
        Mistake(
            _sized(power_of=1),
            N_("The square is missing. Errors shrink with √n, so half the effect needs four times the viewers."),
        ),
        Mistake(
            _sized(end=math.floor),
            N_("You rounded down, so the test falls a little short. Half a viewer cannot be asked: round up."),
        ),
        Mistake(
            _sized(end=round),
            N_(
                "You rounded to the nearest whole number, so half of the tests fall a little short. Always round up: "
                "math.ceil."
            ),
        ),
        Mistake(
            _sized(lambda alpha, power: norm.ppf(1 - alpha / 2) + norm.ppf(1 - (1 - power) / 2)),
            N_(
                "You halved what the power leaves, too. Only alpha has two sides: a true effect is found on its own "
                "side."
            ),
        ),
        Mistake(
            lambda sd, effect, alpha, power: math.ceil(
                2 * ((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * sd**2 / effect) ** 2
            ),
            N_("sd is squared twice. Effect and sd stand side by side, in the same unit, before the square."),
            also=(
                lambda sd, effect, alpha, power: math.ceil(
                    2 * (norm.ppf(1 - alpha / 2) + norm.ppf(power)) ** 2 * sd**2 / effect
                ),
            ),
        ),
        Mistake(
            _sized(end=float),
            N_("This is the right number before rounding. Viewers come whole: round it up with math.ceil."),
        ),
        Mistake(
            lambda sd, effect, alpha, power: math.ceil(
                2 * ((norm.ppf(1 - alpha / 2) + norm.ppf(power)) * effect / sd) ** 2
            ),
            N_("Effect and sd have changed places. More noise must need more viewers, and a larger effect fewer."),
        ),
    ),
    properties=(_finds_it_often_enough, _asks_nobody_in_vain),
    then=N_(
        "The square works for you, too: with a third less noise, less than half of the viewers are enough. Comparing "
        "each viewer with their own past takes away noise."
    ),
)

# --- 09.2 the test itself --------------------------------------------------------------------------------------------


def _groups_inputs(rng, k):
    if k == 0:
        return np.array([0.0, 0.0, 4.0, 8.0]), np.array([0.0, 6.0, 12.0])
    n, m = 5 + 3 * k, 4 + 5 * (k % 3)
    control, treatment = np.round(rng.gamma(0.5, 8, size=n), 1), np.round(rng.gamma(0.7, 9 + k, size=m), 1)
    if k == 1:  # nobody stays with the new one
        return control + 0.3, np.zeros(m)
    gap = treatment.mean() - control.mean()
    if gap < 0.5 and k % 2 == 0:  # even cases get better, odd ones worse
        treatment = np.round(treatment + 0.5 - gap, 1)
    if gap > -0.5 and k % 2 == 1:
        control = np.round(control + 0.5 + gap, 1)
    return control, treatment


def welch(control, treatment):
    """Difference of the means (treatment minus control), its standard error, and the first in units of the second."""
    difference = treatment.mean() - control.mean()
    error = np.sqrt(control.var(ddof=1) / len(control) + treatment.var(ddof=1) / len(treatment))
    return difference, error, difference / error


def _tested(error):
    """A welch with another standard error(control, treatment)."""

    def wrong(control, treatment):
        difference = treatment.mean() - control.mean()
        return difference, error(control, treatment), difference / error(control, treatment)

    return wrong


def _pooled(a, b):
    squares = (len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)
    return np.sqrt(squares / (len(a) + len(b) - 2) * (1 / len(a) + 1 / len(b)))


def _other_way_round(control, treatment):
    difference, error, t = welch(control, treatment)
    return -difference, error, -t


def _compared(difference=None, third=None):
    """A welch with another difference(control, treatment) or another third(difference, error)."""

    def wrong(control, treatment):
        right, error, __ = welch(control, treatment)
        first = difference(control, treatment) if difference else right
        return first, error, third(first, error) if third else first / error

    return wrong


def _errors_partly_cancel(arguments, result):
    one, other = (values.std(ddof=1) / np.sqrt(len(values)) for values in arguments)
    error = result[1]
    if error < max(one, other) * (1 - 1e-4):
        return _(
            "The means have the standard errors {one:.3g} and {other:.3g}. Their difference cannot be known better "
            "than either of them, and you give it {error:.3g}."
        ).format(one=one, other=other, error=error)
    if error > (one + other) * (1 + 1e-4):
        return _(
            "The means have the standard errors {one:.3g} and {other:.3g}. Even if both erred as far as they can, "
            "their difference would err by {both:.3g}; you give it {error:.3g}."
        ).format(one=one, other=other, both=one + other, error=error)
    return None


def _third_is_first_over_second(arguments, result):
    difference, error, t = result
    if error > 0 and abs(t * error - difference) > 1e-5 * max(1, abs(difference)):
        return _(
            "The third number should be the first over the second: {difference:.4g} / {error:.4g} is {ratio:.4g}, and "
            "you give {given:.4g}."
        ).format(difference=difference, error=error, ratio=difference / error, given=t)
    return None


WELCH = Exercise(
    id="09.2",
    name="welch",
    title=N_("Is the difference real?"),
    term="韦尔奇检验",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("Three numbers: the difference of the means, its standard error, and the first divided by the second."),
        N_(
            "Each mean has the variance s²/n. np.var(values, ddof=1) is s², and variances of independent things add up."
        ),
        N_("error = np.sqrt(control.var(ddof=1) / len(control) + … the same for treatment), t = difference / error."),
    ),
    inputs=_groups_inputs,
    reference=welch,
    mistakes=(
        Mistake(
            _other_way_round,
            N_("You took control minus treatment. We ask what the change adds: treatment minus control."),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt(a.var() / len(a) + b.var() / len(b))),
            N_(
                "Almost: your variances divide by n. A spread around a mean that comes from the same values is a "
                "little too small, so we divide by n − 1: ddof=1."
            ),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt(a.var(ddof=1) + b.var(ddof=1))),
            N_(
                "This is how much two viewers differ. Means differ less: divide each variance by its number of viewers."
            ),
        ),
        Mistake(
            _tested(lambda a, b: a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)),
            N_("This is the variance of the difference, in squared seconds. Its root is the standard error."),
        ),
        Mistake(
            _tested(lambda a, b: a.std(ddof=1) / np.sqrt(len(a)) + b.std(ddof=1) / np.sqrt(len(b))),
            N_("You added the standard errors. Errors partly cancel: add the variances, then take the root."),
        ),
        Mistake(
            _tested(_pooled),
            N_(
                "You pooled both groups into one spread. That is Student's test; Welch's lets each group have its own, "
                "as two thumbnails may well differ in spread too."
            ),
        ),
        Mistake(
            _tested(lambda a, b: a.std(ddof=1) / len(a) + b.std(ddof=1) / len(b)),
            N_("You divided standard deviations by n. It is variances that are divided by n, and then comes the root."),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt(a.var(ddof=1) / len(b) + b.var(ddof=1) / len(a))),
            N_("Each variance is divided by the number of the *other* group. A mean is as exact as its own group."),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / (len(a) + len(b)))),
            N_(
                "You divided both variances by the number of all viewers. But no mean has all of them: each variance "
                "is divided by the number of its own group."
            ),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt(a.var(ddof=1) / (len(a) - 1) + b.var(ddof=1) / (len(b) - 1))),
            N_("n − 1 is in your answer twice: ddof=1 has it already. The variance is then divided by n."),
        ),
        Mistake(
            _tested(lambda a, b: np.sqrt(a.std(ddof=1) / len(a) + b.std(ddof=1) / len(b))),
            N_("Below the root stand standard deviations. Variances belong there: seconds squared, then the root."),
        ),
        Mistake(
            _tested(lambda a, b: np.concatenate([a, b]).std(ddof=1) * np.sqrt(1 / len(a) + 1 / len(b))),
            N_(
                "You put both groups together and took one spread around one mean. If the change works, that counts "
                "its effect as noise: let each group have its own spread."
            ),
            also=(_tested(lambda a, b: np.sqrt(np.concatenate([a, b]).var(ddof=1) / (len(a) + len(b)))),),
        ),
        Mistake(
            _compared(lambda control, treatment: abs(treatment.mean() - control.mean())),
            N_("You took the difference without its sign. Then a cover that drives viewers away looks like a winner."),
        ),
        Mistake(
            _compared(third=lambda difference, error: abs(difference / error)),
            N_("t has lost its sign. Below zero it says that the change did harm, and you want to know that."),
        ),
        Mistake(
            _compared(lambda control, treatment: np.median(treatment) - np.median(control)),
            N_(
                "You compared medians. Where most pass by with 0 seconds, the median hears nothing of those who stay: "
                "compare means."
            ),
        ),
        Mistake(
            _compared(lambda control, treatment: treatment.sum() - control.sum()),
            N_("You compared sums. The larger group has the larger one, whatever its cover does: compare means."),
        ),
        Mistake(
            _compared(lambda control, treatment: treatment.mean() / control.mean() - 1),
            N_("This is how much larger the second mean is, as a share. Asked is the difference in seconds."),
            also=(_compared(lambda control, treatment: treatment.mean() / control.mean()),),
        ),
        Mistake(
            _compared(third=lambda difference, error: 2 * norm.sf(abs(difference / error))),
            N_("The third number is a p-value. Asked is t itself: the difference, counted in standard errors."),
        ),
        Mistake(
            _compared(third=lambda difference, error: difference * error),
            N_("The third number counts the difference in standard errors: divide, do not multiply."),
        ),
        Mistake(
            lambda control, treatment: welch(control, treatment)[:2],
            N_("Two numbers came back. Return three: difference, standard error, and their ratio."),
        ),
    ),
    properties=(_errors_partly_cancel, _third_is_first_over_second),
    then=N_(
        "The number, the sum and the sum of squares of each group are enough for all three: a database can send six "
        "numbers in the place of a million rows. Take a rough mean away first, or the squares eat your digits."
    ),
)

# --- 09.3 peeking ----------------------------------------------------------------------------------------------------


def _peek_inputs(rng, k):
    if k == 0:
        return np.array([[1.2, 1.9, -2.0], [0.4, -0.3, 0.1], [-1.5, -1.6, 0.2], [2.2, -2.0, 0.5]]), 1.96
    runs, looks, critical = 20 + 11 * k, 3 + k, (1.96, 1.5, 2.2, 1.64)[k % 4]
    batches = np.round(rng.standard_normal((runs, looks)), 2)
    batches[:4] = 0
    batches[0, :2] = 1.5, -1.5  # just on the border, where that is 1.5
    batches[1, :2] = critical + 1, -critical - 1  # beyond it at the first look only
    batches[2, :2] = -critical - 1, critical + 1
    batches[3, -1] = np.ceil((critical + 0.1) * np.sqrt(looks))  # at the last look only
    batches[4] = critical + 0.5  # at every look
    return batches, critical


def false_alarm_rate(batches, critical):
    """Share of runs whose z is beyond ±critical at any look."""
    look = np.arange(1, batches.shape[1] + 1)
    z = np.cumsum(batches, axis=1) / np.sqrt(look)
    return np.mean(np.any(np.abs(z) > critical, axis=1))


def _peeked(z=None, call=None):
    """A false_alarm_rate with another z(batches) or another call(z, critical)."""
    z = z or (lambda x: np.cumsum(x, axis=1) / np.sqrt(np.arange(1, x.shape[1] + 1)))
    call = call or (lambda z, critical: np.mean(np.any(np.abs(z) > critical, axis=1)))
    return lambda batches, critical: call(z(batches), critical)


def _is_a_share(arguments, result):
    if np.ndim(result) == 0 and not 0 <= result <= 1:
        return _("You return {share:.4g}. A share of the runs lies between 0 and 1.").format(share=result)
    return None


def _more_looks_find_more(arguments, result):
    batches, critical = arguments
    looks = np.arange(1, batches.shape[1] + 1)
    alone = np.mean(np.abs(np.cumsum(batches, axis=1)) / np.sqrt(looks) > critical, axis=0)
    k = int(np.argmax(alone))
    if result < alone[k] - 1e-6:
        return _(
            "On evening {look} alone {alone:.1%} of the runs are beyond the border. Looking on every evening cannot "
            "find fewer, and you find {share:.1%}."
        ).format(look=k + 1, alone=alone[k], share=result)
    if result > alone.sum() + 1e-6:
        return _(
            "The single evenings have {together:.1%} together. Looking on every evening cannot find more than that, "
            "and you find {share:.1%}."
        ).format(together=alone.sum(), share=result)
    return None


PEEKING = Exercise(
    id="09.3",
    name="false_alarm_rate",
    title=N_("What peeking costs"),
    term="提前看数",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("First turn the batches into z at each look, then ask of each run whether any of its looks was beyond."),
        N_(
            "np.cumsum(batches, axis=1) is the sum so far. Its standard deviation after k batches is √k: divide by "
            "that."
        ),
        N_("np.any(np.abs(z) > critical, axis=1) has one answer a run, and np.mean of it is the share."),
    ),
    inputs=_peek_inputs,
    reference=false_alarm_rate,
    mistakes=(
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.abs(z[:, -1]) > critical)),
            N_(
                "You looked once, at the end, and that keeps its promise. Asked is who stops at the first good evening."
            ),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.abs(z) > critical)),
            N_("This is the share of *looks* beyond the border. One such look is enough to stop: count runs."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.any(z > critical, axis=1))),
            N_("You only count the runs in which the treatment seems better. A seeming loser is a false alarm, too."),
        ),
        Mistake(
            _peeked(z=lambda x: x),
            N_("You looked at each batch alone. At each look the test has all viewers so far: the sum."),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=1)),
            N_("The sum of k batches spreads with √k, so it leaves any fixed border soon. Divide by √k."),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=1) / np.arange(1, x.shape[1] + 1)),
            N_("You divided by k. That is the mean of the batches, which shrinks; z counts its standard errors: √k."),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=0) / np.sqrt(np.arange(1, x.shape[1] + 1))),
            N_("You added up along the wrong axis: from run to run. Time goes along a row."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.sum(np.any(np.abs(z) > critical, axis=1))),
            N_("This is the number of runs with a false alarm. Divide by the number of runs."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.any(np.abs(z) > critical, axis=0))),
            N_(
                "You asked of each evening whether any test was beyond. Ask of each test (axis=1) whether any evening "
                "was."
            ),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.all(np.abs(z) > critical, axis=1))),
            N_("You count runs that are beyond the border at *all* looks. Who peeks stops at the first one."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.any(z < -critical, axis=1))),
            N_("You only count the runs in which the treatment seems worse. A seeming winner is a false alarm, too."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.any(np.abs(z) > 1.96, axis=1))),
            N_("You compare with 1.96 every time. The border is handed over as `critical`."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.abs(z[:, 0]) > critical)),
            N_("You looked once, on the first evening. Asked is who looks on every evening."),
        ),
        Mistake(
            _peeked(call=lambda z, critical: np.mean(np.sum(np.abs(z) > critical, axis=1))),
            N_("This is how many evenings of a run are beyond the border, on average. A run counts once: `any`."),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=1) / np.sqrt(x.shape[1])),
            N_(
                "You divided each sum by the root of *all* batches. After k of them the sum spreads with √k only, so "
                "your early looks seem calmer than they are."
            ),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=1) / np.sqrt(np.arange(x.shape[1]))),
            N_("Your first look is number 0, and divided by √0 everything is beyond any border. Count from 1."),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(np.abs(x), axis=1) / np.sqrt(np.arange(1, x.shape[1] + 1))),
            N_(
                "You took the absolute values before adding up, so good and bad evenings cannot cancel. First the sum, "
                "then |z|."
            ),
        ),
        Mistake(
            _peeked(z=lambda x: np.cumsum(x, axis=1) / x.std(axis=1, keepdims=True)),
            N_(
                "You divided by the spread that you measured in each run. Where nothing is different, one batch "
                "spreads with 1, and the sum of k of them with √k."
            ),
        ),
    ),
    properties=(_is_a_share, _more_looks_find_more),
    then=N_(
        "With a million runs the table of all sums is large. Go evening by evening in its place: add to one running "
        "sum per run, and remember who was ever beyond."
    ),
)

# --- 09.4 a permutation test ------------------------------------------------------------------------------------------


def _coin_inputs(rng, k):
    if k == 0:
        plans = np.array([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
        return np.array([2.0, 7.0, 3.0, 9.0]), np.array([False, True, False, True]), plans[[0, 1, 3, 4]]
    n, orders = 6 + 2 * (k % 4), 9 + 10 * k
    number = n // 2 if k % 2 else n // 3  # groups of equal size, and a smaller new one
    values = np.round(rng.lognormal(2, 1, size=n))  # whole numbers: sums are exact, and equal ones are equal
    while len(np.unique(values)) < n:
        values = np.round(rng.lognormal(2, 1, size=n) + rng.uniform(0, 9, size=n))
    if k % 3 == 1:  # some below 0, as distances from the channel's mean are
        values -= np.round(values.mean())
    best = np.argsort(values)
    treated = np.zeros(n, dtype=bool)
    # the coin fell for rather good ones, rather bad ones, the best of all, and as it may
    treated[(best[-number - 1 : -1], best[1 : number + 1], best[-number:], rng.permutation(n)[:number])[k % 4]] = True
    plans = rng.permuted(np.tile(np.arange(n) < number, (orders, 1)), axis=1)
    just_as_far = [treated, ~treated] if 2 * number == n else [treated]
    return values, treated, np.vstack([plans, just_as_far])


def permutation_p(values, treated, plans):
    """p of a permutation test: the share of all plans, the one that happened among them, that go at least as far."""
    happened = values[treated].mean() - values[~treated].mean()
    others = np.array([values[plan].mean() - values[~plan].mean() for plan in plans])
    return (1 + np.sum(np.abs(others) >= np.abs(happened))) / (1 + len(plans))


def _permuted(difference=None, p=None):
    """A permutation_p with another difference(values, chosen), or another p(others, happened)."""
    difference = difference or (lambda values, chosen: values[chosen].mean() - values[~chosen].mean())
    p = p or (lambda others, happened: (1 + np.sum(np.abs(others) >= abs(happened))) / (1 + len(others)))

    def wrong(values, treated, plans):
        others = np.array([difference(values, plan) for plan in plans])
        return p(others, difference(values, treated))

    return wrong


def _of_logarithms(values, chosen):
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(values)
        return logs[chosen].mean() - logs[~chosen].mean()


def _own_others_forgotten(values, treated, plans):
    happened = values[treated].mean() - values[~treated].mean()
    others = np.array([values[plan].mean() - values[~treated].mean() for plan in plans])
    return (1 + np.sum(np.abs(others) >= abs(happened))) / (1 + len(plans))


def _against_what_happened(values, treated, plans):
    happened = values[treated].mean() - values[~treated].mean()
    others = np.array([values[plan].mean() - values[treated].mean() for plan in plans])
    return (1 + np.sum(np.abs(others) >= abs(happened))) / (1 + len(plans))


def _t_test(values, treated, plans):
    __, __, t = welch(values[~treated], values[treated])
    return 2 * norm.sf(abs(t))


def _is_a_share_of_all(arguments, result):
    orders = 1 + len(arguments[2])
    if result < 1 / orders - 1e-9:
        return _(
            "What happened is one of {orders} ways that are compared, and goes as far as itself: p is at least "
            "1/{orders} = {least:.3g}. You return {p:.3g}."
        ).format(orders=orders, least=1 / orders, p=result)
    if result > 1 + 1e-9:
        return _("You return {p:.3g}. p is a share, and 1 is the most: that is where every way goes so far.").format(
            p=result
        )
    if abs(result * orders - round(result * orders)) > 1e-6:
        return _(
            "p counts ways: with {orders} of them, the one that happened included, it is a whole number over {orders}. "
            "Yours is {count:.4g}/{orders}."
        ).format(orders=orders, count=result * orders)
    return None


PERMUTATION = Exercise(
    id="09.4",
    name="permutation_p",
    title=N_("Let the coin fall again"),
    term="置换检验",
    minutes=10,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("First the difference that happened: the mean of values[treated] minus the mean of values[~treated]."),
        N_("A plan is a mask like `treated`. Compute the same difference for each row of plans, in a list, say."),
        N_("(1 + np.sum(np.abs(others) >= abs(happened))) / (1 + len(plans)): the 1 is the way that happened."),
    ),
    inputs=_coin_inputs,
    reference=permutation_p,
    mistakes=(
        Mistake(
            _permuted(p=lambda others, happened: np.mean(np.abs(others) >= abs(happened))),
            N_(
                "The way that happened is missing. It is as likely as any other, so it counts as one more, above and "
                "below: without it p can be 0, and nothing is impossible after so many tosses."
            ),
        ),
        Mistake(
            _permuted(p=lambda others, happened: (1 + np.sum(np.abs(others) >= abs(happened))) / len(others)),
            N_("You counted the way that happened above the line only. It is one of all the ways: 1 + len(plans)."),
        ),
        Mistake(
            _permuted(p=lambda others, happened: np.sum(np.abs(others) >= abs(happened)) / (1 + len(others))),
            N_("You counted the way that happened below the line only. It goes as far as itself: 1 + the sum."),
        ),
        Mistake(
            _permuted(p=lambda others, happened: (1 + np.sum(others >= happened)) / (1 + len(others))),
            N_(
                "You counted one side only. Before the test nobody knew whether the new way helps or harms: compare "
                "how far from 0, np.abs on both."
            ),
            also=(_permuted(p=lambda others, happened: (1 + np.sum(others <= happened)) / (1 + len(others))),),
        ),
        Mistake(
            _permuted(p=lambda others, happened: 2 * (1 + np.sum(others >= abs(happened))) / (1 + len(others))),
            N_(
                "You counted one side and doubled it. The other side is no mirror image of it where groups are not "
                "equally large or plans are few: count both, np.abs on both."
            ),
            also=(
                _permuted(
                    p=lambda others, happened: min(1, 2 * (1 + np.sum(others >= abs(happened))) / (1 + len(others)))
                ),
                _permuted(p=lambda others, happened: (1 + 2 * np.sum(others >= abs(happened))) / (1 + len(others))),
                _permuted(p=lambda others, happened: 2 * np.mean(others >= abs(happened))),
            ),
        ),
        Mistake(
            _permuted(p=lambda others, happened: (1 + np.sum(np.abs(others) >= happened)) / (1 + len(others))),
            N_("You took the absolute value of the others only. If the new way did worse, every plan goes further."),
        ),
        Mistake(
            _permuted(p=lambda others, happened: (1 + np.sum(np.abs(others) > abs(happened))) / (1 + len(others))),
            N_("A way that goes just as far counts, too: at least as far is >=."),
        ),
        Mistake(
            _permuted(p=lambda others, happened: (1 + np.sum(np.abs(others) <= abs(happened))) / (1 + len(others))),
            N_("You counted the ways that go *less* far. p asks how often chance does at least as much."),
            also=(
                _permuted(p=lambda others, happened: (1 + np.sum(np.abs(others) < abs(happened))) / (1 + len(others))),
                _permuted(p=lambda others, happened: np.mean(np.abs(others) < abs(happened))),
            ),
        ),
        Mistake(
            _permuted(p=lambda others, happened: 1 + np.sum(np.abs(others) >= abs(happened))),
            N_("This is the number of ways that go so far. p is their share: divide by 1 + len(plans)."),
            also=(_permuted(p=lambda others, happened: np.sum(np.abs(others) >= abs(happened))),),
        ),
        Mistake(
            _permuted(difference=lambda values, chosen: values[chosen].sum() - values[~chosen].sum()),
            N_("You compared sums. Where fewer videos are new than old, their sum is smaller anyway: compare means."),
        ),
        Mistake(
            _permuted(difference=lambda values, chosen: np.median(values[chosen]) - np.median(values[~chosen])),
            N_("You compared medians. That is a test, too, but asked is the difference of the means."),
        ),
        Mistake(
            _permuted(difference=_of_logarithms),
            N_(
                "You took logarithms once more. `values` may lie below 0, where there is none: compare them as they "
                "are."
            ),
        ),
        Mistake(
            _permuted(difference=lambda values, chosen: values[chosen].mean()),
            N_("You compared the means of the new ones alone. How far from 0 is their difference to the others?"),
        ),
        Mistake(
            _permuted(difference=lambda values, chosen: values[chosen].mean() / values[~chosen].mean()),
            N_("You took the ratio of the means, and no difference is a ratio of 1, not of 0. Take the difference."),
        ),
        Mistake(
            _own_others_forgotten,
            N_(
                "You compared each plan's new ones with the old ones of what happened. A plan has its own: the others "
                "of `plan` are `values[~plan]`."
            ),
            also=(_against_what_happened,),
        ),
        Mistake(
            lambda values, treated, plans: _permuted()(values, treated, plans[:1]) * 2 / (1 + len(plans)),
            N_("Only the first plan is counted: `return` stands in the loop. Move it to the left, behind the loop."),
        ),
        Mistake(
            _t_test,
            N_("This is the p of a bell curve, from t. Here the plans themselves say how far chance goes: count them."),
        ),
    ),
    properties=(_is_a_share_of_all,),
    then=N_(
        "All the sums at once are one product: `plans @ values`. With the sum of all values and the number of new "
        "videos, which is the same in every plan, the means follow without a loop."
    ),
)

# --- 09.5 interference -----------------------------------------------------------------------------------------------


def _feed_inputs(rng, k):
    if k == 0:
        half = np.array([[30.0, 10.0, 20.0, 12.0], [34.0, 14.0, 24.0, 8.0]])
        switching = np.array([[24.0, 20.0, 18.0, 18.0], [18.0, 16.0, 12.0, 14.0]])
        return half, np.array([True, False, True, False]), switching, np.array([True, False])
    days, videos = 4 + (k + 1) % 4, 5 + k
    treated = rng.permutation(np.arange(videos) < videos // 2)
    on = rng.permutation(np.arange(days) < days // 2)
    half, switching = rng.gamma(2, 10, size=(2, days, videos))
    # half of it is real, more than it seems, the contrary, less than nothing, …
    naive, switchback = ((25, 12), (20, -8), (9, 15), (-20, -8), (-12, 6))[k % 5]
    half += _lifted(naive - (half[:, treated].mean() - half[:, ~treated].mean()), treated)
    switching += _lifted(switchback - (switching[on].mean() - switching[~on].mean()), on)[:, None]
    return np.round(half, 1), treated, np.round(switching, 1), on


def _lifted(missing, chosen):
    """What must be added, nowhere below 0, so that the mean of the chosen gains `missing` on that of the others."""
    return np.where(chosen, max(missing, 0.0), max(-missing, 0.0))


def two_estimates(half, treated, switching, on):
    """What half of the videos says, what switching says, and the share of the first that was won from oneself."""
    naive = half[:, treated].mean() - half[:, ~treated].mean()
    switchback = switching[on].mean() - switching[~on].mean()
    return naive, switchback, 1 - switchback / naive


def _fits_together(arguments, result):
    naive, switchback, own = result
    if abs(naive * (1 - own) - switchback) > 1e-5 * max(1, abs(naive)):
        return _(
            "Your numbers do not fit together: if {own:.1%} of the {naive:.4g} s were won from yourself, {left:.4g} s "
            "would be left, and your second number is {switchback:.4g}."
        ).format(own=own, naive=naive, left=naive * (1 - own), switchback=switchback)
    return None


def _estimated(naive=None, switchback=None, own=None):
    """A two_estimates in which one part is another."""

    def wrong(half, treated, switching, on):
        one = naive(half, treated) if naive else half[:, treated].mean() - half[:, ~treated].mean()
        other = switchback(switching, on) if switchback else switching[on].mean() - switching[~on].mean()
        return one, other, own(one, other) if own else 1 - other / one

    return wrong


def _switching_against_half(half, treated, switching, on):
    return _estimated(switchback=lambda table, on: table[on].mean() - half.mean())(half, treated, switching, on)


TWO_ESTIMATES = Exercise(
    id="09.5",
    name="two_estimates",
    title=N_("Won from yourself"),
    term="干扰",
    minutes=8,
    difficulty=2,
    importance=3,
    points=3,
    hints=(
        N_("In the first table columns were treated, in the second one rows. Compare means within each table."),
        N_(
            "half[:, treated] are the columns of the treated videos, half[:, ~treated] the others; switching[on] are "
            "rows."
        ),
        N_("naive and switchback are differences of means; the share is 1 − switchback / naive."),
    ),
    inputs=_feed_inputs,
    reference=two_estimates,
    mistakes=(
        Mistake(
            _estimated(naive=lambda half, treated: half[:, ~treated].mean() - half[:, treated].mean()),
            N_("Your first estimate is control minus treatment. The change should come first."),
        ),
        Mistake(
            _estimated(switchback=lambda table, on: table[~on].mean() - table[on].mean()),
            N_("Your second estimate takes the days without the change minus the days with it."),
        ),
        Mistake(
            _estimated(naive=lambda half, treated: half[:, treated].sum() - half[:, ~treated].sum()),
            N_("You compared sums in the first table. The two halves may differ in number: compare means."),
        ),
        Mistake(
            _estimated(switchback=lambda table, on: table[on].sum(axis=1).mean() - table[~on].sum(axis=1).mean()),
            N_("Your second number is what the whole channel gains a day. To compare, both must be per video."),
        ),
        Mistake(
            _estimated(own=lambda one, other: other / one),
            N_("This is the part that is real. Asked is the other one, which was only won against your own videos."),
        ),
        Mistake(
            _estimated(own=lambda one, other: one / other - 1),
            N_(
                "You divided by the real effect: that is how much the test exaggerates. Asked is the part of what it "
                "said."
            ),
        ),
        Mistake(
            _estimated(own=lambda one, other: one - other),
            N_("The third number is in seconds. Asked is a share of the first: divide by it."),
        ),
        Mistake(
            lambda half, treated, switching, on: (lambda naive, switchback, own: (switchback, naive, own))(
                *two_estimates(half, treated, switching, on)
            ),
            N_("The estimates have changed places: half of the videos first, switching second."),
        ),
        Mistake(
            _estimated(
                naive=lambda half, treated: half[:, treated].sum() - half[:, ~treated].sum(),
                switchback=lambda table, on: table[on].sum() - table[~on].sum(),
            ),
            N_(
                "You compared sums, and they grow with the days and videos that are in them. Compare "
                "means: seconds per video and day."
            ),
            also=(
                _estimated(
                    naive=lambda half, treated: (
                        half[:, treated].sum(axis=1).mean() - half[:, ~treated].sum(axis=1).mean()
                    ),
                    switchback=lambda table, on: table[on].sum(axis=1).mean() - table[~on].sum(axis=1).mean(),
                ),
                _estimated(switchback=lambda table, on: table[on].sum() - table[~on].sum()),
            ),
        ),
        Mistake(
            _estimated(
                naive=lambda half, treated: half[:, treated].mean() / half[:, ~treated].mean() - 1,
                switchback=lambda table, on: table[on].mean() / table[~on].mean() - 1,
            ),
            N_("Your estimates are shares of the control's mean. Asked are seconds: a difference of means."),
        ),
        Mistake(
            _estimated(naive=lambda half, treated: half[:, treated].mean() - half.mean()),
            N_("You compared the treated videos with all of them, the treated included. Compare with the others."),
            also=(
                _estimated(
                    naive=lambda half, treated: half[:, treated].mean() - half.mean(),
                    switchback=lambda table, on: table[on].mean() - table.mean(),
                ),
            ),
        ),
        Mistake(
            _estimated(
                naive=lambda half, treated: half[:, treated].mean(), switchback=lambda table, on: table[on].mean()
            ),
            N_("These are the seconds with the change. What does it add? Take off the mean without it."),
            also=(_estimated(naive=lambda half, treated: half[:, treated].mean()),),
        ),
        Mistake(
            _switching_against_half,
            N_(
                "You compared the days with the change with the other table. Those without it stand in `switching`, "
                "too."
            ),
        ),
        Mistake(
            _estimated(
                naive=lambda half, treated: half[:, treated.astype(int)].mean() - half[:, (~treated).astype(int)].mean()
            ),
            N_(
                "As whole numbers, the mask chooses columns 0 and 1 again and again. Leave it True and False: then it "
                "says of each column whether it counts."
            ),
        ),
        Mistake(
            _estimated(
                naive=lambda half, treated: np.median(half[:, treated]) - np.median(half[:, ~treated]),
                switchback=lambda table, on: np.median(table[on]) - np.median(table[~on]),
            ),
            N_("You compared medians. What the channel earns is the sum of all seconds, and that goes with the mean."),
            also=(_estimated(naive=lambda half, treated: np.median(half[:, treated]) - np.median(half[:, ~treated])),),
        ),
        Mistake(
            _estimated(own=lambda one, other: max(0.0, 1 - other / one)),
            N_(
                "You cut the share off at 0. It may lie below: then switching gains more than the first test promised, "
                "and you should see that."
            ),
        ),
    ),
    properties=(_fits_together,),
    then=N_(
        "A share of two noisy differences jumps where the first comes near 0. So the next cell takes the mean of ten "
        "trials first, and divides once."
    ),
)

EXERCISES = (VIEWERS_NEEDED, WELCH, PEEKING, PERMUTATION, TWO_ESTIMATES)
