"""What a creator can know of their own business: what each channel would bring, from the last days' numbers."""

import functools
from dataclasses import replace

from kml import monetization
from kml.core.arguments import number

_SUMS = ("views", "likes", "follows", "profile_enters", "hours")


def worth(state, price=None, days=14):
    """What each channel would bring on an average day with all of the selling effort: {channel: simulated yuan}.

    From the numbers of the last `days` days in a strategy's `state`, by `kml.monetization.settle` under the creator's
    rules and today's rates; `price` is the course's, the usual one if not given. All zero before the first day is over;
    a channel that is closed is worth 0. What the audience would really pay no one knows: see what sells.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> channel = capstone.Channel(CREATORS["technology_expert"], seed=0)
    >>> channel.day(capstone.read_plan({"posts": [{"seconds": 60, "style": "show"}]}))
    >>> bring = capstone.worth(channel.state())
    >>> bring["courses"], bring["commerce"] > 0  # a course has to be made before it can be sold
    (0.0, True)
    """
    days = number("days", days, 1)
    recent = state["history"][-int(days) :]
    if not recent:
        return dict.fromkeys(monetization.CHANNELS, 0.0)
    sums = {name: sum(day[name] for day in recent) / len(recent) for name in _SUMS}
    videos = [post["views"] for post in state["posts"] if post["day"] > state["day"] - 31]
    counts = monetization.Counts(
        **sums,
        followers=state["followers"],
        recent_views=sum(videos) / max(1, len(videos)),
        days=1,
        credential=state["credential"],
    )
    rules = _rules(state["creator"], state["ads_per_1000"], state["budget"] if price is None else price)
    bring = monetization.settle(counts, rules)
    return {name: bring[name] if state["open"][name] else 0.0 for name in bring}


@functools.lru_cache(256)  # a strategy asks for the same few each morning
def _rules(creator, ads_per_1000, price):
    return replace(monetization.assumed_rules(creator), ads_per_1000=ads_per_1000, course_price=price)


def trials(state, prices):
    """What came of each price so far: {price: {"days": …, "asked": …, "baskets": …}}.

    `asked` people came to the list on days with this price, and so many put the course into their basket: they can
    before it is made, and about a fifth of them would buy.

    >>> from kml import capstone
    >>> day = {"price": 199, "asked": 40.0, "baskets": 5}
    >>> capstone.trials({"history": [day, day]}, [99, 199])[199]
    {'days': 2, 'asked': 80.0, 'baskets': 10}
    """
    table = {price: {"days": 0, "asked": 0.0, "baskets": 0} for price in prices}
    for day in state["history"]:
        if day["price"] in table:
            row = table[day["price"]]
            row["days"] += 1
            row["asked"] += day["asked"]
            row["baskets"] += day["baskets"]
    return table
