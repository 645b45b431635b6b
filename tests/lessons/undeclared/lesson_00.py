"""Wrong answers to the exercises of lesson 00, written before anybody saw what the checker says to them.

(exercise, source, what is wrong)
"""

WRONG = (
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views / 1000 * cpm * share
""",
        "the fill rate is forgotten",
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
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    total = views * fill_rate / 1000 * cpm
    return total - total * share
""",
        "what the platform keeps, not what the creator gets",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    ads = views / fill_rate
    return ads / 1000 * cpm * share
""",
        "takes the fill rate for views per ad: divides by it",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * (fill_rate / 100) / 1000 * cpm * (share / 100)
""",
        "takes fill rate and share for per cent",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    thousands = (views * fill_rate) // 1000
    return thousands * cpm * share
""",
        "pays for whole thousands of ads only",
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
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * fill_rate / 1000 * cpm + share
""",
        "adds the share",
    ),
    (
        "00.1",
        """
def income(views, cpm, fill_rate, share):
    return views * (1 - fill_rate) / 1000 * cpm * share
""",
        "the views without an ad",
    ),
)
