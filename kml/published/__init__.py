"""What the course knows of the world outside: published numbers and laws, each with where and when it was read.

    number("youtube_shorts_share")  one of NUMBERS, about money and moderation: value, unit, source, date, confidence
    kuairand()                      numbers about Kuaishou's feed, a DataFrame: what the simulator is compared with
    laws()                          laws that bind creators or platforms, a DataFrame; binding(plan): which bind a plan

Only what was read is here, in the source itself or second-hand, and what we worked out from such: each row says which.
No number of a lesson is typed anywhere else.
"""

from kml.core.arguments import choice
from kml.published import moderation, money
from kml.published.kuaishou import kuairand
from kml.published.law import FIELDS, LAWS, binding, laws
from kml.published.rows import CONFIDENCE, Number

NUMBERS = {row.name: row for row in (*money.NUMBERS, *moderation.NUMBERS)}

__all__ = ["CONFIDENCE", "FIELDS", "LAWS", "NUMBERS", "Number", "binding", "kuairand", "laws", "number"]


def number(name):
    """The published `Number` of this name, its texts in the learner's language. ValueError if there is none.

    >>> from kml import published
    >>> share = published.number("youtube_shorts_share")
    >>> share.value, share.date, share.confidence
    (0.45, '2023-01-10', 'second-hand')
    """
    return NUMBERS[choice("name", name, tuple(NUMBERS))].said
