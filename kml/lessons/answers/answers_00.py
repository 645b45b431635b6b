"""Lesson 00, start here: its one exercise and its one prediction, each with what to say to wrong answers."""

from kml.core.words import N_
from kml.course.checking.exercises import Exercise, Mistake, Prediction
from kml.monetization import ad_income


def _inputs(rng, k):
    if k == 0:
        return 1_000, 20.0, 0.25, 0.5
    if k == 1:
        return 0, 12.5, 0.4, 0.55  # no views, no income
    return (
        int(rng.integers(1, 2_000_000)),
        round(float(rng.uniform(2, 60)), 2),
        round(float(rng.uniform(0.02, 0.95)), 3),
        round(float(rng.uniform(0.1, 0.9)), 2),
    )


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
        reference=ad_income,
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
            (N_("3.3 yuan"), N_("About 1 yuan for 300 views. Three thousand views bought a lunch.")),
            (
                N_("0.33 yuan"),
                N_("Ten times too little for Bilibili then, though not for many short-video feeds. Run on."),
            ),
        ),
        answer=1,
    ),
)
