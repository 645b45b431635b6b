"""The course's own functions, asked once for each of the inputs however many answers are judged."""

from kml.core import words
from kml.course.checking import judging


def remembered():
    """A function like `judging.answer` that remembers what it gave; keep the inputs as long as it.

    A season tells why it ended, so what it gives depends on the language.
    """
    known = {}

    def answer(exercise, function, arguments):
        key = function, id(arguments), words.language()
        if key not in known:
            known[key] = judging.answer(exercise, function, arguments)
        return known[key]

    return answer
