"""A learner's step beside an example that the lesson works out by hand, before the whole exercise is checked."""

import numpy as np

from kml.core.words import _, pgettext
from kml.course.checking.errors import in_words


def close(given, wanted):
    """Whether these are the numbers that are wanted, up to rounding."""
    return np.allclose(np.asarray(given, dtype=float), wanted)


def in_its_words(problem):
    """What there is to say of an error, "" where its own words say it."""
    return in_words(type(problem).__name__, str(problem))


def differs(step, function, arguments, wanted, same=close, case="", about=in_its_words):
    """How a learner's step differs from what was worked out by hand: a sentence, "" if it does not. Nothing is raised.

    `case` says what it was called with, in the learner's language; same(given, wanted) whether it is right;
    about(problem) what an error means, "" where its own words say it.

    >>> differs(1, lambda x: 2 * x, [3], 6)
    ''
    >>> differs(1, lambda x: x, [3], 6, case="for x = 3")
    'Step 1, for x = 3: yours gives 3, by hand it is 6.'
    >>> differs(1, lambda x: x / 0, [3], 6)
    'Step 1: Something is divided by 0: which input makes the divisor 0, and what should come out then?'
    """
    where = (_("Step {step}, {case}") if case else _("Step {step}")).format(step=step, case=case)
    try:
        given = function(*arguments)
        if given is None:
            return _("Step {step} is not written yet.").format(step=step)
        if same(given, wanted):
            return ""
    except Exception as problem:  # a learner's cell: the step is told as not done, and the notebook goes on
        if meaning := about(problem):
            return pgettext("a step, and what is wrong with it", "{where}: {meaning}").format(
                where=where, meaning=meaning
            )
        return pgettext("a step, and the error in it", "{where}: {kind}: {problem}").format(
            where=where, kind=type(problem).__name__, problem=problem
        )
    return _("{where}: yours gives {given}, by hand it is {wanted}.").format(
        where=where, given=plain(given), wanted=plain(wanted)
    )


def plain(numbers):
    """Arrays as lists, in which a learner reads them.

    >>> plain((np.array([1, 0]), np.array([0.25, 0.12345])))
    '[1, 0], [0.25, 0.123]'
    """
    if isinstance(numbers, tuple):
        return ", ".join(map(plain, numbers))
    if isinstance(numbers, (np.ndarray, float)):
        numbers = np.asarray(numbers)
        numbers = (np.round(numbers, 3) if numbers.dtype.kind == "f" else numbers).tolist()
    return str(numbers)
