"""The course's four creators as audiences and rules: what the simulator measured, and what is assumed of their buyers.

Rates are per view and simulated: the mean over worlds of `kml.platform` in which the videos have the creator's usual
length and nothing else differs, so longer videos get more seconds and a little less praise a view. What their viewers
would pay nobody publishes: the rules' changes below are assumptions of the course, and yours to change.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from kml.core.arguments import choice
from kml.monetization.months import Audience
from kml.monetization.rules import DEFAULT_RULES
from kml.personas import CREATORS

if TYPE_CHECKING:
    from kml.monetization.rules import Rules


def _rates(*values):
    names = ("valid_plays", "long_views", "likes", "follows", "profile_enters", "watch_s")
    return dict(zip(names, values, strict=True))


# creator: rates per view of videos of the persona's length, simulated (six worlds, 87,288 views each)
RATES = {
    "coding_teacher": _rates(0.424, 0.273, 0.0136, 0.00084, 0.0151, 23.8),
    "technology_expert": _rates(0.413, 0.262, 0.0118, 0.00072, 0.0129, 26.2),
    "fitness_coach": _rates(0.431, 0.279, 0.0171, 0.00099, 0.0188, 15.8),
    "health_adviser": _rates(0.431, 0.279, 0.0155, 0.00093, 0.0171, 20.1),
}

ASSUMED = {
    "coding_teacher": {  # people who want a new job pay for teaching; little to sell, few brands
        "course_budget": 299.0, "course_price": 299.0, "course_cost": 30.0, "tips_per_like": 0.0006,
        "orders_per_visit": 0.004, "basket": 60.0, "deals": 0.5,
    },
    "technology_expert": {  # viewers about to buy a device: what a brand pays for
        "course_budget": 149.0, "course_price": 149.0, "course_cost": 15.0, "tips_per_like": 0.0006,
        "basket": 400.0, "deals": 1.5, "brand_per_1000": 60.0,
    },
    "fitness_coach": {  # live classes bring gifts, mats and bands sell
        "course_budget": 99.0, "course_price": 99.0, "course_cost": 10.0, "tips_per_like": 0.004,
        "orders_per_visit": 0.03, "basket": 120.0, "deals": 0.8,
    },
    "health_adviser": {  # trust is there; much of what could be sold may not be advertised
        "course_budget": 129.0, "course_price": 129.0, "course_cost": 15.0,
        "orders_per_visit": 0.02, "basket": 90.0, "deals": 0.5, "brand_per_1000": 25.0,
    },
}  # fmt: skip


def audience(creator: str, followers: float = 30_000) -> Audience:
    """The Audience of one of CREATORS, with so many followers.

    >>> from kml import monetization
    >>> monetization.audience("fitness_coach").watch_s, monetization.audience("technology_expert").watch_s
    (15.8, 26.2)
    """
    return Audience(followers=followers, **RATES[choice("creator", creator, CREATORS)])


def assumed_rules(creator: str, rules: "Rules" = DEFAULT_RULES) -> "Rules":
    """`rules` with what the course assumes of the buyers of one of CREATORS.

    >>> from kml import monetization
    >>> monetization.assumed_rules("coding_teacher").course_price, monetization.DEFAULT_RULES.course_price
    (299.0, 199.0)
    """
    return replace(rules, **ASSUMED[choice("creator", creator, CREATORS)])
