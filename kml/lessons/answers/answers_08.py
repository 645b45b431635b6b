"""Lesson 08, monetization: its predictions, and its exercises with the mistakes that people really make."""

import numpy as np
from scipy.special import ndtr

from kml import metrics
from kml.core.words import N_, _, ngettext
from kml.course.checking.exercises import Exercise, Mistake, Prediction

# --- predictions -----------------------------------------------------------------------------------------------------

PREDICTIONS = (
    Prediction(
        id="08.p1",
        question=N_(
            "A viewer sends you a gift of 100 yuan in an iPhone app. The store, the platform and your agency each take "
            "their part. What reaches you, before tax?"
        ),
        options=(
            (N_("About 70 yuan"), N_("That is after the store. The platform's half and the agency come next.")),
            (N_("About 50 yuan"), N_("That would be the platform's half alone, and the store was there before it.")),
            (N_("About 25 yuan"), N_("Seven tenths, of that the half, of that seven tenths: 24.50.")),
        ),
        answer=2,
    ),
    Prediction(
        id="08.p2",
        question=N_(
            "A creator with 100,000 followers is far into the top one per cent of KuaiRand's authors, and has 600,000 "
            "views a month here. What do the ads bring, in yuan a month?"
        ),
        options=(
            (N_("About 350"), N_("1.30 yuan a thousand plays, of which 45 %: 600 times 0.585.")),
            (N_("About 3,500"), N_("Ten times too much. Look again at what a thousand plays carry in ads.")),
            (
                N_("About 35,000"),
                N_("That is what a thousand plays would bring at 58 yuan. They carry 1.30 before any share."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="08.p3",
        question=N_(
            "You sell a course that costs you nothing a buyer. Its platform now keeps 63 % of each sale, not 3 %. What "
            "should you do with the price?"
        ),
        options=(
            (
                N_("Raise it, to make up for the cut"),
                N_("It feels fair. But buyers do not see the cut, they see the price."),
            ),
            (
                N_("Leave it as it is"),
                N_("What is left at any price shrinks by the same factor, so the best price is the same."),
            ),
            (
                N_("Lower it, to sell more"),
                N_("At the best price, more buyers do not pay for what each of them brings less."),
            ),
        ),
        answer=1,
    ),
    Prediction(
        id="08.p4",
        question=N_(
            "The Gini coefficient of Twitch incomes is 0.808, says one source. Another computed it for the 10,000 best "
            "paid only. What did it find?"
        ),
        options=(
            (
                N_("More than 0.9: the richest are the most unequal"),
                N_("Cutting away the poor cuts away the largest distance."),
            ),
            (N_("0.808, too"), N_("Only for a power law the top looks like the whole.")),
            ("0.57", N_("Among the best paid, incomes differ less than among all.")),
        ),
        answer=2,
    ),
    Prediction(
        id="08.p5",
        question=N_(
            "Twelve videos a month, and 600,000 views in an average month. How many views has a middle month, with as "
            "many better ones as worse ones?"
        ),
        options=(
            (
                N_("600,000, of course"),
                N_("So it would be if good luck and bad luck were alike. A hit is larger than any flop."),
            ),
            (
                N_("About 460,000"),
                N_("A few months with a hit lift the average, and the month in the middle has none."),
            ),
            (N_("About 60,000"), N_("So it would be with one video a month. Twelve of them even out most of it.")),
        ),
        answer=1,
    ),
    Prediction(
        id="08.p6",
        question=N_(
            "You live on courses and start a shop beside them, with links below the same videos. What happens to the "
            "ups and downs of your months?"
        ),
        options=(
            (
                N_("They grow smaller: two channels are safer than one"),
                N_("If they were independent. Whom do both depend on?"),
            ),
            (N_("Hardly anything"), N_("Both go up and down with the views. Two taps on one well.")),
            (N_("They grow larger"), N_("They cannot be larger than those of both together.")),
        ),
        answer=1,
    ),
)

# --- 08.1 take-home --------------------------------------------------------------------------------------------------


def _cuts_inputs(rng, k):
    if k == 0:
        return 100.0, 0.0, 0.30, 0.50, 0.30
    if k == 1:
        return 80.0, 0.25, 0.0, 0.10, 0.0
    return (round(float(rng.uniform(5, 2000)), 2), *(round(float(cut), 2) for cut in rng.uniform(0.05, 0.6, 4)))


def take_home(paid, refunded, store, platform, agency):
    """What reaches the creator of `paid` yuan; each cut is a part (0 to 1) of what the one before it left."""
    return paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)


TAKE_HOME = Exercise(
    id="08.1",
    name="take_home",
    title=N_("A hundred yuan on their way"),
    term="到手收入",
    minutes=4,
    difficulty=1,
    importance=3,
    points=1,
    hints=(
        N_("After a cut of 30 %, 70 % are left. The next cut is a part of those 70 %."),
        N_("What is left after a cut is (1 − cut) times what was there. Four cuts, four factors."),
    ),
    inputs=_cuts_inputs,
    reference=take_home,
    mistakes=(
        Mistake(
            lambda paid, refunded, store, platform, agency: paid * (1 - refunded - store - platform - agency),
            N_("You added up the cuts. Each is taken of what the one before it left, not of the whole."),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: paid * refunded * store * platform * agency,
            N_("You multiplied what the others take. A cut of 0.3 leaves 1 − 0.3."),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: paid * (1 - refunded) * (1 - store) * (1 - platform),
            N_("The agency is still to come: it takes its part of yours."),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: paid * (1 - store) * (1 - platform) * (1 - agency),
            N_("Some buyers want their money back, and you kept it. Refunds come first."),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: paid - take_home(paid, refunded, store, platform, agency),
            N_("This is what the others keep. What is left for you?"),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid * ((1 - refunded) * (1 - store) * (1 - platform) - agency)
            ),
            N_("You took the agency's part of the whole payment. It is a part of what reached you."),
        ),
    ),
)

# --- 08.2 break-even followers ---------------------------------------------------------------------------------------


def _even_inputs(rng, k):
    if k == 0:
        return 1000.0, np.array([0.02, 0.03]), np.array([0, 10_000])
    if k == 1:
        return 500.0, np.array([0.0, 0.5, 0.1]), np.array([0, 2_000, 5_000])  # only a gate stands in the way
    channels = 3 + k % 3
    rates = np.round(rng.uniform(0.002, 0.05, channels), 4)
    gates = np.append(0, rng.integers(1, 60, channels - 1) * 500)
    need = float(np.round(rng.uniform(0.3, 1.5) * rates.sum() * gates.max(), 1) + 1.3)
    return need, rates, rng.permutation(gates) if k % 2 else gates


def break_even(need, per_follower, gates):
    """The smallest number of followers that brings `need` a month; below its gate a channel brings nothing."""
    for gate in np.unique(np.append(gates, 0)):
        rate = per_follower[gates <= gate].sum()
        followers = max(int(gate), int(np.ceil(need / rate))) if rate > 0 else np.inf
        if np.all(followers < gates[gates > gate]):
            return followers


def _smallest(arguments, result):
    need, per_follower, gates = arguments
    if not np.isfinite(result):
        return None

    def income(followers):
        return followers * per_follower[gates <= followers].sum()

    if income(result) < need * (1 - 1e-9):
        return ngettext(
            "With {followers:,.0f} follower {income:,.2f} come in, and {need:,.2f} are needed.",
            "With {followers:,.0f} followers {income:,.2f} come in, and {need:,.2f} are needed.",
            int(result),
        ).format(followers=result, income=income(result), need=need)
    if result >= 1 and income(result - 1) >= need * (1 + 1e-9):
        return _("One follower fewer, {followers:,.0f}, would bring {income:,.2f}: enough already.").format(
            followers=result - 1, income=income(result - 1)
        )
    return None


BREAK_EVEN = Exercise(
    id="08.2",
    name="break_even",
    title=N_("How many followers pay the rent"),
    term="盈亏平衡",
    minutes=7,
    difficulty=3,
    importance=2,
    points=3,
    hints=(
        N_(
            "Between two gates nothing opens, so the income grows in proportion to the followers. Go from gate to gate."
        ),
        N_(
            "At each gate: which channels are open (gates <= gate), and what do they bring for each follower? Then "
            "need / rate followers would do, but not fewer than the gate itself."
        ),
        N_(
            "If that number lies beyond the next gate, go on there: more channels will be open. Otherwise it is the "
            "answer."
        ),
    ),
    inputs=_even_inputs,
    reference=break_even,
    mistakes=(
        Mistake(
            lambda need, per_follower, gates: int(np.ceil(need / per_follower.sum())),
            N_("You count on all channels at once. With so few followers some of them are still closed."),
        ),
        Mistake(
            lambda need, per_follower, gates: max(int(gates.max()), int(np.ceil(need / per_follower.sum()))),
            N_("You wait until every channel is open. The rent may be paid before that."),
        ),
        Mistake(
            lambda need, per_follower, gates: min(
                max(int(gate), int(np.ceil(need / rate)))
                for gate, rate in zip(gates, per_follower, strict=True)
                if rate > 0
            ),
            N_("You let each channel pay the rent alone. All that are open pay together."),
        ),
        Mistake(
            lambda need, per_follower, gates: break_even(need, per_follower, gates) - 1,
            N_("You rounded down, and are one follower short of the rent."),
        ),
        Mistake(
            lambda need, per_follower, gates: (
                float(need / per_follower[gates <= gates.min()].sum())
                if per_follower[gates <= gates.min()].sum()
                else np.inf
            ),
            N_("You count only the channels that are open to everybody. Others open on the way."),
        ),
    ),
    properties=(_smallest,),
)

# --- 08.3 best price -------------------------------------------------------------------------------------------------


def _price_inputs(rng, k):
    if k == 0:
        return np.array([100.0, 300.0]), np.array([60.0, 20.0]), 0.8, 40.0
    if k == 1:
        return (
            np.array([50.0, 100.0, 200.0]),
            np.array([90.0, 70.0, 40.0]),
            1.0,
            0.0,
        )  # nothing to pay, nothing to share
    prices = np.sort(rng.choice(np.arange(4, 60), 3 + k % 3, replace=False)) * 10.0
    budget = rng.uniform(80, 400)
    buyers = np.round(rng.uniform(200, 900) * np.exp(-prices / budget) * rng.uniform(0.9, 1.1, len(prices)), 1)
    return prices, buyers, round(float(rng.uniform(0.3, 0.95)), 2), round(float(rng.uniform(10, 90)), 1)


def best_price(prices, buyers, share, cost):
    """The price with the largest profit, if log(buyers) falls along a straight line in the price."""
    slope, __ = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost / share


def _linear_demand(prices, buyers, share, cost):
    slope, height = np.polyfit(prices, buyers, 1)
    return (-height / slope + cost / share) / 2


BEST_PRICE = Exercise(
    id="08.3",
    name="best_price",
    title=N_("The price that leaves most"),
    term="最优定价",
    minutes=6,
    difficulty=2,
    importance=3,
    points=2,
    hints=(
        N_(
            "buyers = size · exp(−price / budget), so log(buyers) is a straight line in the price with slope −1/budget."
        ),
        N_("np.polyfit(x, y, 1) returns slope and height of the straight line through points (lesson 02)."),
        N_("budget = −1 / slope, and the best price is budget + cost / share."),
    ),
    inputs=_price_inputs,
    reference=best_price,
    mistakes=(
        Mistake(
            lambda prices, buyers, share, cost: best_price(prices, buyers, share, 0.0),
            N_("This is the mean budget, right for a course without costs. Each buyer costs you something."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: best_price(prices, buyers, 1.0, cost),
            N_(
                "You added the cost as it is. Of each extra yuan only `share` reaches you, so the cost weighs cost / "
                "share."
            ),
        ),
        Mistake(
            lambda prices, buyers, share, cost: 1 / np.polyfit(prices, np.log(buyers), 1)[0] + cost / share,
            N_("The slope is negative, and the budget is minus one over it."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: prices[np.argmax((share * prices - cost) * buyers)],
            N_(
                "This is the best of the prices that were tried. The best of all prices may lie between or beyond them."
            ),
        ),
        Mistake(
            lambda prices, buyers, share, cost: prices[np.argmax(buyers)],
            N_("This is the price with the most buyers, the cheapest one. Look for the most profit."),
        ),
        Mistake(
            _linear_demand,
            N_("You laid the straight line through the buyers themselves. It is their logarithm that falls in a line."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: -1 / np.polyfit(prices, np.log10(buyers), 1)[0] + cost / share,
            N_("You took the logarithm to base 10. exp belongs to the natural one, np.log."),
        ),
    ),
)

# --- 08.4 lognormal fit and Gini -------------------------------------------------------------------------------------


def _income_inputs(rng, k):
    if k == 0:
        return (np.array([50.0, 200.0, 800.0]),)
    sigma = 0.4 + 0.35 * k
    return (np.round(np.exp(rng.normal(3 + k / 2, sigma, size=10 + 15 * k)), 2) + 0.01,)


def lognormal_fit(incomes):
    """Mean and standard deviation of the logarithms, and the Gini coefficient of that lognormal."""
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.std()
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1


def _fitted(mu=None, sigma=None, gini=None, log=np.log):
    """A lognormal_fit in which one part is another."""

    def wrong(incomes):
        logs = log(incomes)
        one = mu(incomes) if mu else logs.mean()
        other = sigma(logs) if sigma else logs.std()
        return one, other, (gini or (lambda s, x: 2 * ndtr(s / np.sqrt(2)) - 1))(other, incomes)

    return wrong


LOGNORMAL = Exercise(
    id="08.4",
    name="lognormal_fit",
    title=N_("A lognormal and its Gini"),
    term="对数正态分布",
    minutes=5,
    difficulty=2,
    importance=2,
    points=2,
    hints=(
        N_(
            "A lognormal is one whose logarithm is normal. Fit that normal: mean and standard deviation of "
            "np.log(incomes)."
        ),
        N_("Φ is `ndtr`. The Gini coefficient needs sigma alone: 2Φ(σ/√2) − 1."),
    ),
    inputs=_income_inputs,
    reference=lognormal_fit,
    mistakes=(
        Mistake(
            _fitted(sigma=lambda logs: logs.std(ddof=1)),
            N_(
                "You divided by n − 1. Maximum likelihood divides by n, np.std's default, and the course does so "
                "everywhere."
            ),
        ),
        Mistake(
            _fitted(mu=lambda incomes: np.log(incomes.mean())),
            N_(
                "Your mu is the log of the mean. It should be the mean of the logs, and few rich ones move those apart."
            ),
        ),
        Mistake(
            _fitted(log=lambda incomes: incomes),
            N_("You fitted the incomes as they are. Take their logarithm first."),
        ),
        Mistake(
            _fitted(log=np.log10),
            N_("You took logarithms to base 10. A lognormal's sigma is measured in natural ones, np.log."),
        ),
        Mistake(
            _fitted(sigma=lambda logs: logs.var()),
            N_("Your sigma is the variance: the square root is missing."),
        ),
        Mistake(
            _fitted(gini=lambda sigma, incomes: ndtr(sigma / np.sqrt(2))),
            N_("Φ(σ/√2) runs from one half to one. Doubled and less one it runs from 0 to 1, as a Gini does."),
        ),
        Mistake(
            _fitted(gini=lambda sigma, incomes: 2 * ndtr(sigma) - 1),
            N_("The √2 under sigma is missing: the Gini compares two incomes, and their logs differ by σ√2."),
        ),
        Mistake(
            _fitted(gini=lambda sigma, incomes: metrics.gini(incomes)),
            N_("This is the Gini of these incomes themselves. Here it should be the one of the fitted lognormal."),
        ),
    ),
)

# --- 08.5 a bad month ------------------------------------------------------------------------------------------------


def _month_inputs(rng, k):
    months, videos = (8, 3) if k == 0 else (60 + 20 * k, 2 + k)
    mean_views, per_view, steady = 1000.0 * (k + 1), 0.02 / (1 + k % 3), 5.0 * k
    z = np.round(rng.standard_normal((months, videos)), 2)
    sigma = 1.0 if k == 0 else 0.6 + 0.15 * k
    rent = steady + per_view * mean_views * videos * (0.8 - 0.05 * (k % 3))
    return z, sigma, mean_views, per_view, steady, round(rent, 2)


def bad_month(z, sigma, mean_views, per_view, steady, rent):
    """(chance that a month is below `rent`, its standard error) from normal draws z (months, videos)."""
    views = (mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=1)
    bad = steady + per_view * views < rent
    chance = bad.mean()
    return chance, np.sqrt(chance * (1 - chance) / len(bad))


def _month(views=None, bad=None, error=None):
    """A bad_month in which one part is another."""

    def wrong(z, sigma, mean_views, per_view, steady, rent):
        usual = (mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=1)
        seen = views(z, sigma, mean_views) if views else usual
        below = bad(seen, per_view, steady, rent) if bad else steady + per_view * seen < rent
        chance = below.mean()
        return chance, error(chance, len(below)) if error else np.sqrt(chance * (1 - chance) / len(below))

    return wrong


BAD_MONTH = Exercise(
    id="08.5",
    name="bad_month",
    title=N_("How often is the rent not there?"),
    term="蒙特卡洛模拟",
    minutes=7,
    difficulty=3,
    importance=3,
    points=3,
    hints=(
        N_(
            "Three steps: views of each video, summed over the videos of a month (axis=1); income; compare with the "
            "rent."
        ),
        N_(
            "A video has mean_views * np.exp(sigma * z - sigma**2 / 2) views: the last part keeps the mean where it is."
        ),
        N_(
            "The mean of True and False is the chance. Its standard error is the root of chance · (1 − chance) / "
            "months."
        ),
    ),
    inputs=_month_inputs,
    reference=bad_month,
    mistakes=(
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z)).sum(axis=1)),
            N_(
                "Your videos have too many views on average: exp(σz) has the mean exp(σ²/2). Take σ²/2 off in the "
                "exponent."
            ),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z - sigma**2 / 2)).sum(axis=0)),
            N_("You summed over the months of each video. A row of z is a month: sum along axis 1."),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z - sigma**2 / 2)).mean(axis=1)),
            N_("You averaged the videos of a month. All of them earn."),
        ),
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: steady + per_view * views >= rent),
            N_("This is the chance of a good month."),
        ),
        Mistake(
            _month(
                bad=lambda views, per_view, steady, rent: steady + per_view * views < views.mean() * per_view + steady
            ),
            N_("You compared each month with the average month. The landlord compares it with the rent."),
        ),
        Mistake(
            _month(error=lambda chance, months: np.sqrt(chance * (1 - chance))),
            N_("Your error is the spread of a single month. The mean of many is surer, by the root of their number."),
        ),
        Mistake(
            _month(error=lambda chance, months: chance * (1 - chance) / months),
            N_("Your error is a variance: the root is missing."),
        ),
    ),
)

EXERCISES = (TAKE_HOME, BREAK_EVEN, BEST_PRICE, LOGNORMAL, BAD_MONTH)
