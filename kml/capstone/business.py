"""What a creator can know of their own business: what each channel would bring, from the last days' numbers."""

from dataclasses import replace

from kml import monetization
from kml.core.arguments import number


def worth(state, price=199.0, days=14, rules=monetization.DEFAULT_RULES):
    """What each channel would bring on an average day with all of the selling effort: {channel: simulated yuan}.

    From the videos of the last `days` days in a strategy's `state`, by `kml.monetization.settle` at today's rates;
    `price` is the course's. All zero before the first video; a channel behind a closed gate is worth 0.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> channel = capstone.Channel(CREATORS["coding_teacher"], seed=0)
    >>> channel.day(capstone.read_plan({"posts": [{"seconds": 60, "style": "show"}]}))
    >>> bring = capstone.worth(channel.state())
    >>> max(bring, key=bring.get), bring["brands"]  # brands ask from 10,000 followers on
    ('courses', 0.0)
    """
    days = number("days", days, 1)
    lived = min(days, state["day"] - 1)
    recent = [post for post in state["posts"] if post["day"] >= state["day"] - lived]
    if not recent:
        return dict.fromkeys(monetization.CHANNELS, 0.0)
    names = ("views", "likes", "follows", "profile_enters")
    sums = {name: sum(post[name] for post in recent) / lived for name in names}
    hours = sum(post["views"] * post["watch_s"] for post in recent) / 3600 / lived
    counts = monetization.Counts(**sums, hours=hours, followers=state["followers"], days=1)
    return monetization.settle(counts, replace(rules, ads_per_1000=state["ads_per_1000"], course_price=price))
