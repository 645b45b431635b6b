"""Lesson 08, monetization: its predictions, and its exercises with the mistakes that people really make."""

import math

import numpy as np
from scipy.special import ndtr
from scipy.stats import norm

from kml import metrics
from kml.core.words import N_, _, ngettext
from kml.course.checking.exercises import Exercise, Mistake, Prediction

SLACK = 1e-5  # what numbers of 32 bits may be beside a limit

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
            "With 100,000 followers your videos have about 422,000 views in a mean month here. Of the ads, the course "
            "takes Kuaishou's 1.30 yuan for a thousand plays, and leaves you 45 %. How far apart, do you think, are a "
            "low and a high guess of what ads bring, when only the assumptions are moved?"
        ),
        options=(
            (
                N_("By a factor of ten"),
                N_("Reach, spread and what an ad pays are each unsure, and they multiply."),
            ),
            (
                N_("By a factor of two"),
                N_("One uncertain factor alone is that wide, and there are several: they multiply."),
            ),
            (
                N_("By a tenth: the numbers of ads are published"),
                N_("The share is. What a thousand plays carry, and how many views there are, differs much more."),
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
            ("0.57", N_("Among the best paid, incomes differ less than among all.")),
            (N_("0.808, too"), N_("Only for a power law the top looks like the whole.")),
            (
                N_("More than 0.9: the richest are the most unequal"),
                N_("Cutting away the poor cuts away the largest distance."),
            ),
        ),
        answer=0,
    ),
    Prediction(
        id="08.p5",
        question=N_(
            "Twelve videos a month, and 600,000 views in an average month. How many views does a middle month have, "
            "with as many better ones as worse ones?"
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
            (N_("About 180,000"), N_("So it would be with one video a month. Twelve of them even out most of it.")),
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
    if k == 2:
        return 250.0, 0.0, 0.0, 0.0, 0.0  # nobody takes anything
    if k == 3:
        return 60.0, 1.0, 0.3, 0.5, 0.2  # all of it is paid back
    return (round(float(rng.uniform(5, 2000)), 2), *(round(float(cut), 2) for cut in rng.uniform(0.05, 0.6, 4)))


def take_home(paid, refunded, store, platform, agency):
    """What reaches the creator of `paid` yuan; each cut is a part (0 to 1) of what the one before it left."""
    return paid * (1 - refunded) * (1 - store) * (1 - platform) * (1 - agency)


def _no_more_than_the_largest_cut_leaves(arguments, result):
    paid, *cuts = arguments
    most = paid * (1 - max(cuts))
    if result > most + SLACK * paid:
        return _(
            "The largest cut alone takes {cut:.0%} of what comes to it, so of {paid:,.2f} at most {most:,.2f} can be "
            "left; yours is {result:,.2f}."
        ).format(cut=max(cuts), paid=paid, most=most, result=result)
    return None


def _no_less_than_if_each_took_of_the_whole(arguments, result):
    paid, *cuts = arguments
    least = max(0, paid * (1 - sum(cuts)))
    if result < least - SLACK * paid:
        return _(
            "Even if each took its part of the whole {paid:,.2f}, {least:,.2f} would be left; yours is {result:,.2f}."
        ).format(paid=paid, least=least, result=result)
    return None


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
            also=(
                lambda paid, refunded, store, platform, agency: max(
                    0, paid * (1 - refunded - store - platform - agency)
                ),
            ),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: paid * refunded * store * platform * agency,
            N_("You multiplied what the others take. A cut of 0.3 leaves 1 − 0.3."),
            also=(
                lambda paid, refunded, store, platform, agency: paid * (1 - refunded * store * platform * agency),
                lambda paid, refunded, store, platform, agency: paid * (1 - refunded) * store * platform * agency,
            ),
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
                paid * (1 - refunded) * (1 - store) * (1 - platform) - agency
            ),
            N_("You took the agency's cut off as yuan. It is a part: 0.3 is 30 % of what is there."),
            also=(lambda paid, refunded, store, platform, agency: paid - refunded - store - platform - agency,),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid * ((1 - refunded) * (1 - store) * (1 - platform) - agency)
            ),
            N_("You took the agency's part of the whole payment. It is a part of what reached you."),
            also=(
                lambda paid, refunded, store, platform, agency: (
                    paid * (1 - refunded) * ((1 - store) * (1 - platform) - agency)
                ),
            ),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid * (1 - refunded) * (1 - store) * (1 - platform - agency)
            ),
            N_(
                "Two of your cuts are parts of the same amount. Each comes after the one before it, and finds less to "
                "take from."
            ),
            also=(
                lambda paid, refunded, store, platform, agency: (
                    paid * (1 - refunded) * (1 - store - platform) * (1 - agency)
                ),
                lambda paid, refunded, store, platform, agency: (
                    paid * (1 - refunded - store) * (1 - platform) * (1 - agency)
                ),
                lambda paid, refunded, store, platform, agency: paid * (1 - refunded) * (1 - store - platform - agency),
            ),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid * ((1 - store) * (1 - platform) * (1 - agency) - refunded)
            ),
            N_(
                "You took the refunds off at the end, as a part of the whole. They come first, and all others take "
                "less."
            ),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: take_home(
                paid, refunded / 100, store / 100, platform / 100, agency / 100
            ),
            N_("You took the cuts for per cent. They are parts already: 0.3 is 30 %."),
            also=(
                lambda paid, refunded, store, platform, agency: (
                    paid * (100 - refunded) * (100 - store) * (100 - platform) * (100 - agency) / 100**4
                ),
            ),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid / ((1 - refunded) * (1 - store) * (1 - platform) * (1 - agency))
            ),
            N_("You divided by what is left of each yuan, which makes more of it. Multiply."),
        ),
        Mistake(
            lambda paid, refunded, store, platform, agency: (
                paid * (1 - (refunded + store + platform + agency) / 4) ** 4
            ),
            N_(
                "You took the mean of the cuts. Four equal cuts leave more than four different ones: multiply what each"
                " leaves."
            ),
            also=(
                lambda paid, refunded, store, platform, agency: paid * (1 - (refunded + store + platform + agency) / 4),
            ),
        ),
    ),
    properties=(_no_more_than_the_largest_cut_leaves, _no_less_than_if_each_took_of_the_whole),
    then=N_(
        "In another order you would keep the same, since factors change places. Who comes first still matters to those "
        "who cut: half of 100 is more than half of what is left."
    ),
)

# --- 08.2 break-even followers ---------------------------------------------------------------------------------------


def _even_inputs(rng, k):
    if k == 0:
        return 1000.0, np.array([0.02, 0.03]), np.array([0, 10_000])
    if k == 1:
        return 500.0, np.array([0.0, 0.5, 0.1]), np.array([0, 2_000, 5_000])  # only a gate stands in the way
    if k == 2:
        return 3000.0, np.array([0.5, 0.25, 0.25]), np.array([3_000, 0, 3_000])  # two open together; 3,000 just suffice
    if k == 3:
        return 3000.0, np.array([0.25, 0.5]), np.array([1_000, 500])  # a whole number without rounding: 4,000
    channels = 3 + k % 3
    rates = rng.integers(20, 500, channels) / 10_000
    gates = np.append(0, 500 * np.cumsum(rng.integers(4, 25, channels - 1)))
    paid = np.cumsum(rates)  # by a follower, once the first one, two … channels are open
    last = k % channels  # the last channel to open before the rent is paid
    if k == 7:  # its gate is the answer: one follower fewer, and it is closed
        need = gates[2] * (paid[1] + paid[2]) / 2
    else:
        end = gates[last + 1] if last + 1 < channels else 2 * gates[last]
        need = paid[last] * (int(0.4 * gates[last] + 0.6 * end) + 0.25)  # what rounding to the nearest rounds down
    order = np.argsort(-gates) if k % 2 else rng.permutation(channels)
    return round(float(need), 4), rates[order], gates[order]


def break_even(need, per_follower, gates):
    """The smallest number of followers that brings `need` a month; below its gate a channel brings nothing."""
    for gate in np.unique(gates):
        rate = per_follower[gates <= gate].sum()
        followers = max(int(gate), int(np.ceil(need / rate))) if rate > 0 else np.inf
        if np.all(followers < gates[gates > gate]):
            return followers


def _smallest(arguments, result):
    need, per_follower, gates = arguments
    if not np.isfinite(result):
        return None
    if result != int(result):
        return _("{followers:,.2f} followers: there is no part of a follower. The number has to be whole.").format(
            followers=result
        )

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


def _from_gate_to_gate(need, per_follower, gates, rounded, order=np.unique):
    """break_even with another way to round, or the gates in another order."""
    for gate in order(gates):
        rate = per_follower[gates <= gate].sum()
        followers = max(gate, rounded(need / rate)) if rate > 0 else np.inf
        if np.all(followers < gates[gates > gate]):
            return followers


def _only_above_the_gates(need, per_follower, gates):
    """A channel is paid by the followers beyond its gate."""
    for gate in np.unique(gates):
        opened = gates <= gate
        rate = per_follower[opened].sum()
        missing = need + (per_follower * gates)[opened].sum()
        followers = max(int(gate), int(np.ceil(missing / rate))) if rate > 0 else np.inf
        if np.all(followers < gates[gates > gate]):
            return followers


BREAK_EVEN = Exercise(
    id="08.2",
    name="break_even",
    title=N_("How many followers pay the rent"),
    term="盈亏平衡",
    minutes=9,
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
            N_("You count only the channels that open first. Others open on the way."),
            also=(
                lambda need, per_follower, gates: next(
                    max(int(gate), int(np.ceil(need / per_follower[gates <= gate].sum())))
                    for gate in np.unique(gates)
                    if per_follower[gates <= gate].sum() > 0
                ),
                lambda need, per_follower, gates: math.ceil(need / per_follower[gates == 0].sum()),
            ),
        ),
        Mistake(
            _only_above_the_gates,
            N_(
                "In yours a channel is paid by the followers beyond its gate. Once the gate is passed, all followers "
                "count, the first ones too."
            ),
        ),
        Mistake(
            lambda need, per_follower, gates: _from_gate_to_gate(need, per_follower, gates, math.ceil, order=list),
            N_("You visit the gates in the order in which they are given. Go from the smallest to the largest."),
        ),
        Mistake(
            lambda need, per_follower, gates: break_even(need, per_follower, gates) + 1,
            N_("One follower more than needed: round up, and add nothing to that."),
            also=(
                lambda need, per_follower, gates: _from_gate_to_gate(need, per_follower, gates, lambda f: int(f) + 1),
            ),
        ),
        Mistake(
            lambda need, per_follower, gates: _from_gate_to_gate(need, per_follower, gates, float),
            N_("Your number of followers is not rounded. A part of a follower pays nothing: round up."),
        ),
        Mistake(
            lambda need, per_follower, gates: int(
                next(
                    (gate for gate in np.unique(gates) if gate * per_follower[gates <= gate].sum() >= need), gates.max()
                )
            ),
            N_("You look at the gates alone. The rent may also be paid by a number of followers between two gates."),
        ),
        Mistake(
            lambda need, per_follower, gates: int(np.ceil(need / per_follower.mean())),
            N_("You divided by the mean channel. All that are open pay, so their amounts add up."),
        ),
        Mistake(
            lambda need, per_follower, gates: int(np.ceil(need / per_follower.max())),
            N_("You count on the best channel alone. It has a gate, too, and the others that are open pay with it."),
            also=(
                lambda need, per_follower, gates: max(
                    int(gates[np.argmax(per_follower)]), int(np.ceil(need / per_follower.max()))
                ),
            ),
        ),
    ),
    properties=(_smallest,),
    then=N_(
        "Income never falls when followers come, so halving an interval finds the number too, whatever the curve is: "
        "about 20 looks for a million followers, instead of a million."
    ),
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
    if k == 2:  # the trials in no order, one of them without the others' trend
        return np.array([199.0, 49.0, 399.0, 99.0]), np.array([30.0, 95.0, 4.0, 35.0]), 0.63, 12.0
    prices = np.sort(rng.choice(np.arange(4, 60), 3 + k % 3, replace=False)) * 10.0
    budget = rng.uniform(80, 400)
    buyers = np.round(rng.uniform(200, 900) * np.exp(-prices / budget) * rng.uniform(0.9, 1.1, len(prices)), 1)
    return prices, buyers, round(float(rng.uniform(0.3, 0.95)), 2), round(float(rng.uniform(10, 90)), 1)


def best_price(prices, buyers, share, cost):
    """The price with the largest profit, if log(buyers) falls along a straight line in the price."""
    slope, __ = np.polyfit(prices, np.log(buyers), 1)
    return -1 / slope + cost / share


def _priced(budget):
    """The best price with another budget(prices, buyers)."""
    return lambda prices, buyers, share, cost: budget(prices, buyers) + cost / share


def _line(x, y, **how):
    """Slope and height of the straight line through points."""
    return np.polyfit(x, y, 1, **how)


def _between(i, j):
    """A budget from two of the trials."""
    return lambda prices, buyers: (prices[j] - prices[i]) / (np.log(buyers[i]) - np.log(buyers[j]))


def _no_loss(arguments, result):
    __, __, share, cost = arguments
    if result < 0:
        return _("At a price of {price:.6g} yuan it would be you who pays the buyers.").format(price=result)
    if share * result < cost * (1 - SLACK):
        return _(
            "At {price:.6g} yuan you get {received:.6g} of each sale, less than the {cost:.6g} that a buyer costs."
        ).format(price=result, received=share * result, cost=cost)
    return None


def _nothing_near_is_better(arguments, result):
    prices, buyers, share, cost = arguments
    slope, __ = np.polyfit(prices, np.log(buyers), 1)

    def profit(price):  # but for a factor
        return (share * price - cost) * np.exp(slope * price)

    for change, words in (
        (1.03, _("By the line through your trials, a price 3 % above yours, {price:,.2f}, would bring more profit.")),
        (0.97, _("By the line through your trials, a price 3 % below yours, {price:,.2f}, would bring more profit.")),
    ):
        if profit(result * change) > profit(result) > 0:
            return words.format(price=result * change)
    return None


def _profit_at_the_best(prices, buyers, share, cost):
    slope, height = _line(prices, np.log(buyers))
    price = best_price(prices, buyers, share, cost)
    return np.exp(height + slope * price) * (share * price - cost)


def _linear_demand(prices, buyers, share, cost):
    slope, height = np.polyfit(prices, buyers, 1)
    return (-height / slope + cost / share) / 2


BEST_PRICE = Exercise(
    id="08.3",
    name="best_price",
    title=N_("The most profitable price"),
    term="最优定价",
    minutes=8,
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
        Mistake(
            _priced(lambda prices, buyers: -1 / _line(prices, np.log(buyers))[1]),
            N_("You took the height of the line for its slope. `np.polyfit` gives the slope first."),
        ),
        Mistake(
            _priced(lambda prices, buyers: -_line(np.log(buyers), prices)[0]),
            N_(
                "Your line runs the other way: prices over log(buyers). The prices were chosen and the buyers came by "
                "chance, so the buyers' logarithm is y."
            ),
            also=(_priced(lambda prices, buyers: -1 / _line(np.log(buyers), prices)[0]),),
        ),
        Mistake(
            _priced(lambda prices, buyers: -1 / _line(np.log(prices), np.log(buyers))[0]),
            N_("You took the logarithm of the prices. The straight line is log(buyers) over the price itself."),
            also=(_priced(lambda prices, buyers: -1 / _line(np.log(prices), buyers)[0]),),
        ),
        Mistake(
            _priced(_between(0, -1)),
            N_("Your budget comes from two of the trials. The line goes through all of them as well as it can."),
            also=(_priced(_between(0, 1)),),
        ),
        Mistake(
            _priced(lambda prices, buyers: -1 / _line(prices, np.log(buyers), w=np.sqrt(buyers))[0]),
            N_("You gave the trials different weights. That can be wise; here all count the same, as in lesson 02."),
            also=(_priced(lambda prices, buyers: -1 / _line(prices, np.log(buyers), w=buyers)[0]),),
        ),
        Mistake(
            lambda prices, buyers, share, cost: (best_price(prices, buyers, share, 0.0) + cost) / share,
            N_("You divided the budget by the share, too. What people would pay does not know of your platform."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: best_price(prices, buyers, 1 - share, cost if share < 1 else 0.0),
            N_("1 − share is what the platform keeps. The cost is borne by what reaches you, the share."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: best_price(prices, buyers, share, 0.0) + (share / cost if cost else 0),
            N_("You exchanged cost and share: it is the cost that is divided by the share."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: prices[np.argmax(prices * buyers)],
            N_("Of the prices tried, this has the largest turnover. Costs are forgotten, as are all prices between."),
        ),
        Mistake(
            lambda prices, buyers, share, cost: prices @ buyers / buyers.sum() + cost / share,
            N_("This is what the buyers paid on average. The budget is that of the curve: minus one over its slope."),
            also=(lambda prices, buyers, share, cost: prices.mean() + cost / share,),
        ),
        Mistake(
            lambda prices, buyers, share, cost: np.max((share * prices - cost) * buyers),
            N_(
                "This is the largest profit of the trials. Asked is a price, and the best may lie between or beyond "
                "them."
            ),
            also=(lambda prices, buyers, share, cost: np.max(prices * buyers),),
        ),
        Mistake(
            _profit_at_the_best,
            N_("This is the profit at the best price. The price itself is asked for."),
        ),
    ),
    rtol=1e-4,  # a price is a price to the cent: one that was searched for on a grid of cents is right, too
    properties=(_no_loss, _nothing_near_is_better),
    then=N_(
        "Without costs, a price 10 % beside the best brings only half a per cent less profit: at its top the curve is "
        "flat. A round price is fine, and so is a budget that is a little off."
    ),
)

# --- 08.4 lognormal fit and Gini -------------------------------------------------------------------------------------


def _income_inputs(rng, k):
    if k == 0:
        return (np.array([50.0, 200.0, 800.0]),)
    if k == 1:
        return (np.array([7.5, 30.0, 7.5, 7.5]),)  # three alike
    if k == 2:
        return (np.array([0.02, 0.9, 0.05, 0.4, 0.3, 0.6]),)  # logarithms below 0
    sigma = 0.4 + 0.35 * k
    return (np.round(np.exp(rng.normal(3 + k / 2, sigma, size=10 + 15 * k)), 2) + 0.01,)


def lognormal_fit(incomes):
    """Mean and standard deviation of the logarithms, and the Gini coefficient of that lognormal."""
    logs = np.log(incomes)
    mu, sigma = logs.mean(), logs.std()
    return mu, sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1


def _spread(sigma):
    """(sigma, its Gini)"""
    return sigma, 2 * ndtr(sigma / np.sqrt(2)) - 1


def _fitted(mu=None, sigma=None, gini=None, log=np.log):
    """A lognormal_fit in which one part is another."""

    def wrong(incomes):
        logs = log(incomes)
        one = mu(incomes) if mu else logs.mean()
        other = sigma(logs) if sigma else logs.std()
        return one, other, (gini or (lambda s, x: 2 * ndtr(s / np.sqrt(2)) - 1))(other, incomes)

    return wrong


def _within_the_logs(arguments, result):
    (incomes,) = arguments
    mu, sigma, gini = result
    logs = np.log(incomes)
    slack = SLACK * np.abs(logs).max()
    if not logs.min() - slack <= mu <= logs.max() + slack:
        return _(
            "A mean of the logarithms lies between the smallest, {low:.4g}, and the largest, {high:.4g}; your mu is "
            "{mu:.4g}."
        ).format(low=logs.min(), high=logs.max(), mu=mu)
    if not -slack <= sigma <= np.ptp(logs) / 2 + slack:
        return _(
            "A standard deviation (1/n) is at least 0 and at most half of the range, here {most:.4g}; your sigma is "
            "{sigma:.4g}."
        ).format(most=np.ptp(logs) / 2, sigma=sigma)
    if not -SLACK <= gini <= 1 + SLACK:
        return _("A Gini coefficient lies between 0 and 1; yours is {gini:.4g}.").format(gini=gini)
    return None


def _the_gini_follows_from_sigma(arguments, result):
    __, sigma, gini = result
    if abs(gini - (2 * ndtr(sigma / np.sqrt(2)) - 1)) > SLACK:
        return _("To your own sigma, {sigma:.4g}, belongs another Gini than {gini:.4g}: 2Φ(σ/√2) − 1.").format(
            sigma=sigma, gini=gini
        )
    return None


LOGNORMAL = Exercise(
    id="08.4",
    name="lognormal_fit",
    title=N_("A lognormal and its Gini"),
    term="对数正态",
    minutes=6,
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
            also=(lambda incomes: (incomes.mean(), incomes.std(), metrics.gini(incomes)),),
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
        Mistake(
            _fitted(mu=lambda incomes: np.exp(np.log(incomes).mean())),
            N_("Your mu is exp(mu), the median income of the curve. The mean of the logarithms itself is asked for."),
        ),
        Mistake(
            _fitted(mu=lambda incomes: np.median(np.log(incomes))),
            N_("Your mu is the median of the logarithms. Maximum likelihood takes their mean."),
            also=(_fitted(mu=lambda incomes: np.log(np.median(incomes))),),
        ),
        Mistake(
            lambda incomes: (lognormal_fit(incomes)[0], *_spread(np.log(incomes.std()))),
            N_(
                "Your sigma is the logarithm of the incomes' standard deviation. It should be the standard deviation "
                "of the logarithms."
            ),
            also=(
                lambda incomes: (
                    np.log(incomes.mean()),
                    *_spread(np.log(incomes.std())),
                ),
            ),
        ),
        Mistake(
            _fitted(mu=lambda incomes: np.log(incomes).mean() + np.log(incomes).var() / 2),
            N_("Your mu is the logarithm of the curve's mean, mu + sigma²/2. mu alone is the mean of the logarithms."),
        ),
        Mistake(
            _fitted(sigma=lambda logs: logs.std() / np.sqrt(len(logs))),
            N_(
                "Your sigma is divided by the root of n, so it says how sure the mean is. How far apart are the "
                "logarithms?"
            ),
        ),
        Mistake(
            _fitted(sigma=lambda logs: np.abs(logs - logs.mean()).mean()),
            N_("Your sigma is the mean distance from the mean. A standard deviation squares before it takes the mean."),
        ),
        Mistake(
            lambda incomes: (*lognormal_fit(incomes)[:2], _spread(lognormal_fit(incomes)[0])[1]),
            N_(
                "Your Gini was computed from mu. Twice as much for everybody changes mu, and inequality stays as it is."
            ),
        ),
        Mistake(
            lambda incomes: (*lognormal_fit(incomes)[:2], _spread(lognormal_fit(incomes)[1] ** 2)[1]),
            N_("Your Gini was computed from the variance. The formula has sigma itself."),
        ),
        Mistake(
            lambda incomes: (*lognormal_fit(incomes)[:2], 2 * norm.pdf(lognormal_fit(incomes)[1] / np.sqrt(2)) - 1),
            N_("You took the normal's density. Φ is its distribution function, `ndtr`."),
        ),
        Mistake(
            lambda incomes: (*lognormal_fit(incomes)[:2], metrics.gini(np.abs(np.log(incomes)))),
            N_("This is a Gini of the logarithms. It should be the one of the fitted incomes, which sigma gives."),
        ),
    ),
    properties=(_within_the_logs, _the_gini_follows_from_sigma),
    then=N_(
        "2Φ(σ/√2) − 1 is erf(σ/2), which Python has itself, as `math.erf`. And mu is not in it: pay everybody twice as "
        "much, and the Gini stays."
    ),
)

# --- 08.5 a bad month ------------------------------------------------------------------------------------------------


def _month_inputs(rng, k):
    if k == 1:  # no luck at all: each month brings just the rent, to the last bit
        return np.round(rng.standard_normal((6, 4)), 2), 0.0, 1000.0, 0.5, 100.0, 2100.0
    if k == 2:  # fewer months than videos, and a view is worth more than a yuan
        z = rng.standard_normal((14, 20))
        z[-2:] = np.linspace(-3, -1, 20), np.linspace(1, 3, 20)  # the worst month and the best one
        return z, 0.7, 10.0, 1.5, 200.0, 480.0
    if k == 3:  # most of the rent is there in any case
        return rng.standard_normal((90, 5)), 1.1, 600.0, 0.25, 1500.0, 2100.0
    months, videos = (8, 3) if k == 0 else (60 + 20 * k, 2 + k)
    mean_views, per_view, steady = 1000.0 * (k + 1), 0.02 / (1 + k % 3), 5.0 * k
    z = rng.standard_normal((months, videos))
    z = np.round(z, 2) if k == 0 else z
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


def _month_of_each_video(z, sigma, mean_views, per_view, steady, rent):
    income = (steady + per_view * mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=1)
    chance = np.mean(income < rent)
    return chance, np.sqrt(chance * (1 - chance) / len(z))


def _down_the_columns(z, sigma, mean_views, per_view, steady, rent):
    income = steady + per_view * (mean_views * np.exp(sigma * z - sigma**2 / 2)).sum(axis=0)
    chance = np.mean(income < rent)
    return chance, np.sqrt(chance * (1 - chance) / len(z))


def _interval(chance, error):
    return chance - 2 * error, chance + 2 * error


def _whole_months(arguments, result):
    months, (chance, __) = len(arguments[0]), result
    if not -SLACK <= chance <= 1 + SLACK:
        return _("A chance lies between 0 and 1; yours is {chance:.4g}.").format(chance=chance)
    if abs(chance * months - round(chance * months)) > SLACK * months:
        return ngettext(
            "Of {months} month a whole number is bad; yours would be {bad:.4g}. Is a month counted once?",
            "Of {months} months a whole number is bad; yours would be {bad:.4g}. Is each month counted once?",
            months,
        ).format(months=months, bad=chance * months)
    return None


def _dearer_rent_is_missed_more_often(arguments, result):
    z, sigma, mean_views, per_view, steady, rent = arguments
    best = steady + per_view * mean_views * np.exp(sigma * z - sigma**2 / 2).sum(axis=1).max()
    worst = steady + per_view * mean_views * np.exp(sigma * z - sigma**2 / 2).sum(axis=1).min()
    if result[0] > 1 - SLACK and best >= rent:
        return _("By your count no month pays the rent of {rent:,.2f}. The best one brings {income:,.2f}.").format(
            rent=rent, income=best
        )
    if result[0] < SLACK and worst < rent:
        return _("By your count every month pays the rent of {rent:,.2f}. The worst one brings {income:,.2f}.").format(
            rent=rent, income=worst
        )
    return None


def _the_error_follows_from_the_chance(arguments, result):
    chance, error = result
    months = len(arguments[0])
    if 0 <= chance <= 1 and abs(error - np.sqrt(chance * (1 - chance) / months)) > SLACK:
        return _(
            "To your own chance, {chance:.4g} in {months} months, belongs another standard error than {error:.4g}."
        ).format(chance=chance, months=months, error=error)
    return None


BAD_MONTH = Exercise(
    id="08.5",
    name="bad_month",
    title=N_("How often does the rent go unpaid?"),
    term="蒙特卡洛模拟",
    minutes=10,
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
            also=(_month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z + sigma**2 / 2)).sum(axis=1)),),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z - sigma**2 / 2)).sum(axis=0)),
            N_("You summed over the months of each video. A row of z is a month: sum along axis 1."),
            also=(_down_the_columns,),
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
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: views < rent),
            N_("You compared views with the rent. A view brings `per_view` yuan, and `steady` yuan come on top."),
            also=(
                _month(bad=lambda views, per_view, steady, rent: steady + views < rent),
                _month(bad=lambda views, per_view, steady, rent: steady + views / per_view < rent),
            ),
        ),
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: per_view * views < rent),
            N_("You left out the `steady` yuan. They come in every month, with or without views."),
        ),
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: (steady + views) * per_view < rent),
            N_("You multiplied the steady money by `per_view`, too. It is yuan already."),
        ),
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: per_view * views - steady < rent),
            N_("You took the steady money off. It comes in: it belongs on top."),
        ),
        Mistake(
            _month_of_each_video,
            N_("You counted the steady money once for each video. It comes once a month."),
        ),
        Mistake(
            _month(bad=lambda views, per_view, steady, rent: steady + per_view * views <= rent),
            N_("A month that brings just the rent pays it: only what is below the rent is bad."),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * z - sigma**2 / 2)).max(axis=1)),
            N_("Only one video of each month counts in yours. All of them earn: sum along axis 1."),
            also=(_month(views=lambda z, sigma, mean: mean * np.exp(sigma * z - sigma**2 / 2)[:, 0]),),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: mean * np.exp(sigma * z.sum(axis=1) - sigma**2 / 2)),
            N_("You added the draws before you took exp. Each video has views of its own; add those."),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * (1 + sigma * z)).sum(axis=1)),
            N_("Your views are normal: some are below 0, and none is a hit. Take exp, as the text does."),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp((sigma * z - sigma**2) / 2)).sum(axis=1)),
            N_("You halved the whole exponent. Only sigma² is halved: sigma * z - sigma**2 / 2."),
        ),
        Mistake(
            _month(views=lambda z, sigma, mean: (mean * np.exp(sigma * (z - sigma**2 / 2))).sum(axis=1)),
            N_("You multiplied sigma²/2 by sigma as well. Only z is multiplied: sigma * z - sigma**2 / 2."),
        ),
        Mistake(
            _month(error=lambda chance, months: np.sqrt(chance * (1 - chance)) / months),
            N_("You divided the root by the months. They stand below the root as well."),
        ),
        Mistake(
            _month(error=lambda chance, months: np.sqrt(chance / months)),
            N_("Your error lacks 1 − chance: what happens in nearly every month is as sure as what hardly ever does."),
        ),
        Mistake(
            lambda *arguments: _interval(*bad_month(*arguments)),
            N_("These are the two ends of an interval. The chance and its standard error are asked for."),
        ),
        Mistake(
            lambda *arguments: bad_month(*arguments)[0],
            N_("This is the chance alone. Return two things, the chance and its standard error: `return q, error`."),
        ),
    ),
    properties=(_whole_months, _dearer_rent_is_missed_more_often, _the_error_follows_from_the_chance),
    then=N_(
        "For one more digit you need a hundred times as many months: the error falls with the root of their number. "
        "And what happens in one month of a thousand, a thousand months show about once."
    ),
)

EXERCISES = (TAKE_HOME, BREAK_EVEN, BEST_PRICE, LOGNORMAL, BAD_MONTH)
