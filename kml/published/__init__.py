"""What the course knows of the world outside: published numbers and laws, each with where and when it was read.

    number("youtube_shorts_share")  one of NUMBERS, a `Number`: value, unit, source, date, confidence
    kuairand()                      numbers about Kuaishou's feed, a DataFrame: what the simulator is compared with
    laws()                          rules that bind creators or platforms, a DataFrame, each with its words
    binding(plan)                   {key: reason} of those that a plan meets; field_of(creator): what they teach, in law

Only what was read is here, in the source itself or second-hand, and what we worked out from such: each row says which.
No number of a lesson is typed anywhere else.
"""

from kml.core.arguments import choice
from kml.published import moderation, money, platforms, tax
from kml.published.kuaishou import kuairand
from kml.published.law import FIELDS, LAWS, MEDICAL, PLACES, SELLS, binding, field_of, laws
from kml.published.rows import CONFIDENCE, Number

NUMBERS = {row.name: row for part in (money, moderation, platforms, tax) for row in part.NUMBERS}

__all__ = [
    "CONFIDENCE", "FIELDS", "LAWS", "MEDICAL", "NUMBERS", "PLACES", "SELLS", "Number",
    "binding", "field_of", "kuairand", "laws", "number",
]  # fmt: skip


def number(name):
    """The published `Number` of this name, its texts in the learner's language. ValueError if there is none.

    >>> from kml import published
    >>> share = published.number("youtube_shorts_share")
    >>> share.value, share.date, share.confidence
    (0.45, '2023-01-10', 'second-hand')
    """
    return NUMBERS[choice("name", name, tuple(NUMBERS))].said
