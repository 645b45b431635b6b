"""Lesson 00, start here: its one exercise and its one prediction, each with what to say to wrong answers."""

from kml.core.words import N_, _
from kml.course.checking.exercises import Exercise, Mistake, Prediction


def income(views, cpm, fill_rate, share):
    """The creator's ad income, in the currency of cpm."""
    ads = views * fill_rate
    return ads / 1000 * cpm * share


def _inputs(rng, k):
    if k == 0:
        return 1_000, 20.0, 0.25, 0.5
    if k == 1:
        return 0, 12.5, 0.4, 0.55  # no views, no income
    if k == 2:
        return 777, 12.34, 0.217, 0.35  # less than a thousand of everything, and less than one yuan
    return (
        int(rng.integers(1, 2_000_000)),
        round(float(rng.uniform(2, 60)), 2),
        round(float(rng.uniform(0.02, 0.95)), 3),
        round(float(rng.uniform(0.1, 0.9)), 2),
    )


def _at_most_what_is_paid(arguments, result):
    views, cpm, *__ = arguments
    if result < 0:
        return _(
            "An income below 0? Views, prices and shares are not negative, nor is anything made by multiplying them."
        )
    if views == 0 and result != 0:
        return _("Without any views you give {yours:g}: nobody pays for ads that nobody saw.").format(yours=result)
    most = views / 1000 * cpm
    if result > most * (1 + 1e-9):
        return _(
            "With an ad on every one of the {views:,} views, advertisers would pay {most:,.2f}. The creator cannot get "
            "more than that, and you give {yours:,.2f}."
        ).format(views=views, most=most, yours=result)
    return None


EXERCISES = (
    Exercise(
        id="00.1",
        name="income",
        title=N_("What ads pay"),
        term="广告收入",
        minutes=5,
        difficulty=1,
        importance=3,
        points=1,
        hints=(
            N_(
                "Go one step at a time: from views to ad impressions, from impressions to advertisers' money, from "
                "their money to yours."
            ),
            N_(
                "A view shows an ad with probability fill_rate, and advertisers pay cpm for a thousand ads, not for "
                "one."
            ),
            N_(
                "Ads shown: views * fill_rate. Advertisers pay that number / 1000 * cpm. You get the part called share."
            ),
        ),
        inputs=_inputs,
        reference=income,
        properties=(_at_most_what_is_paid,),
        then=N_(
            "Hand it an array of views, and the same line gives an array of incomes: NumPy multiplies a million videos "
            "as readily as one, without a loop."
        ),
        mistakes=(
            Mistake(
                lambda views, cpm, fill_rate, share: views * cpm * fill_rate * share,
                N_("Your answer is 1,000 times too large: CPM is the price of a thousand ad impressions, not of one."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * share,
                N_("You paid for every view. Only the part of them called fill_rate carries an ad."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * fill_rate,
                N_("This is what the advertisers pay. You have not taken off the platform's part yet."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * fill_rate * (1 - share),
                N_("This is the platform's part. `share` is the part that reaches the creator."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * fill_rate / share,
                N_("You divided by share. A part of something is a product, and it is smaller than the whole."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views * cpm * fill_rate * share / 100,
                N_("You divided by 100. CPM is no percentage: its M is a thousand, so it is the price of 1,000 ads."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views // 1000 * cpm * fill_rate * share,
                N_(
                    "You counted only whole thousands of views, as `//` does. A CPM is quoted per thousand, yet 999 "
                    "views are paid for, too."
                ),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: round(views / 1000) * cpm * fill_rate * share,
                N_(
                    "You rounded the views to whole thousands. A CPM is quoted per thousand, yet every view is paid "
                    "for."
                ),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: round(views * fill_rate) / 1000 * cpm * share,
                N_(
                    "You counted whole ads. The fill rate is an average, so what is asked for is the income to expect, "
                    "and 168.6 ads are as good an expectation as any."
                ),
                also=(lambda views, cpm, fill_rate, share: int(views * fill_rate) / 1000 * cpm * share,),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * (1 - fill_rate) * (1 - share),
                N_("You counted the views without an ad, and the platform's part. fill_rate and share are the others."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: round(views / 1000 * cpm * fill_rate * share, 2),
                N_("You rounded to two decimals. One video does not feel it; the sum over a million small ones does."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views * cpm * fill_rate * share / 1_000_000,
                N_("You divided by 1,000 twice. CPM is the price of a thousand ads, so once is enough."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * (fill_rate / 100) * (share / 100),
                N_("You divided fill_rate and share by 100. They are parts of one already, not percentages."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / (1000 * cpm * fill_rate * share),
                N_(
                    "Your brackets hold cpm, fill_rate and share as well, so you divide by all of them. Divide by "
                    "1,000 alone."
                ),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 / cpm * fill_rate * share,
                N_("You divided by cpm. The dearer an ad, the more comes in."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm / fill_rate * share,
                N_("You divided by fill_rate. It is the number of ads for each view: the more ads, the more income."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: views / 1000 * cpm * fill_rate - share,
                N_("You took the share off, as if it were yuan. It is a part of the money: multiply by it."),
            ),
            Mistake(
                lambda views, cpm, fill_rate, share: (views / 1000 * cpm) * (fill_rate + share),
                N_("You added fill_rate and share. One is a part of the views, the other of the money: they multiply."),
            ),
        ),
    ),
)

PREDICTIONS = (
    Prediction(
        id="00.p1",
        question=N_(
            "Until its cut of 2022–23, Bilibili's incentive programme paid creators for views. About what did 1,000 "
            "views bring?"
        ),
        options=(
            (N_("33 yuan"), N_("Ten times too much. Run on: the newspaper's number is below.")),
            (N_("0.33 yuan"), N_("Ten times too little. Run on: the newspaper's number is below.")),
            (N_("3.3 yuan"), N_("About 1 yuan for 300 views. Three thousand views bought a lunch.")),
        ),
        answer=2,
    ),
)
