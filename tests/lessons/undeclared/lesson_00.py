"""Wrong answers to the exercises of lesson 00, written before anybody saw what the checker says to them.

The last two of each exercise (of 05.2, three) are a second round: odder ones, written when the verdicts on the
first round were known and their own were not. `test_undeclared` says what the fields are.
"""

WRONG = (
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views / 1000 * cpm * share
""",
        "the fill rate is forgotten",
        "declared",
        "You paid for every view. Only the part of them called fill_rate carries an ad.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    ads = views * fill_rate
    money = ads / 1000 * cpm
    return money
""",
        "the share is forgotten",
        "declared",
        "This is what the advertisers pay. You have not taken off the platform's part yet.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    total = views * fill_rate / 1000 * cpm
    return total - total * share
""",
        "what the platform keeps, not what the creator gets",
        "declared",
        "This is the platform's part. `share` is the part that reaches the creator.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    ads = views / fill_rate
    return ads / 1000 * cpm * share
""",
        "takes the fill rate for views per ad: divides by it",
        "declared",
        "You divided by fill_rate. It is the number of ads for each view: the more ads, the more income.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * (fill_rate / 100) / 1000 * cpm * (share / 100)
""",
        "takes fill rate and share for per cent",
        "declared",
        "You divided fill_rate and share by 100. They are parts of one already, not percentages.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    thousands = (views * fill_rate) // 1000
    return thousands * cpm * share
""",
        "pays for whole thousands of ads only",
        "specific",
        "Just these results come out with one slip: `//` stands where `/` belongs.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    price_per_ad = cpm / 1000
    ads = views * fill_rate / 1000
    return price_per_ad * ads * share
""",
        "thousand divides the CPM and the views",
        "declared",
        "You divided by 1,000 twice. CPM is the price of a thousand ads, so once is enough.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * fill_rate / 1000 * cpm + share
""",
        "adds the share",
        "specific",
        "Just these results come out with one slip: something is added that should be multiplied.",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * (1 - fill_rate) / 1000 * cpm * share
""",
        "the views without an ad",
        "specific",
        "It is just as if 1 − `fill_rate` stood where `fill_rate` belongs.",
    ),
)
