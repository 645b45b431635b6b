"""Why a wrong answer is wrong, where nobody has declared its mistake: patterns, slips and probes, in this order.

    explain(…)      what all results have in common with the right ones, and the one slip that gives just these results
    unused(…)       an argument that makes no difference, and should
    at_zero(…)      a number with whose part something is wrong: with 0 in its place the answer is right

Everything is found by running: what is said is true of every input of the exercise. It may take 0.3 s.
"""

import copy
import time

import numpy as np

from kml.core.words import _, sentences
from kml.course.checking import patterns, values
from kml.course.checking.slips import VAGUE, slips

BUDGET_S = 0.2  # of the diagnosis, and half of it for an argument without effect
ENOUGH = 3  # so often must an argument be changed without effect before it is said to have none


def explain(exercise, names, inputs, outcomes, right, answer, budget_s=BUDGET_S):
    """Sentences about what the Outcomes have in common with the right ones, or "".

    `names` are those of the arguments, `answer(exercise, function, arguments)` gives the Outcome of a function.
    """
    if exercise.free or any(outcome.error or outcome.is_none for outcome in outcomes):
        return ""
    ends = time.perf_counter() + budget_s
    cases = _cases(exercise, names, inputs, outcomes, right)
    found = patterns.find(cases)
    slip = _slip(exercise, inputs, outcomes, right, answer, ends)
    if slip and not found:
        found = patterns.right_so_far(cases)[:1]
    return sentences(*found[:3], slip)


def right_so_far(exercise, names, inputs, outcomes, right):
    """Of results of several parts: a sentence about those that are right and one about the others, or ""."""
    if exercise.free or any(outcome.error or outcome.is_none for outcome in outcomes):
        return ""
    return sentences(*patterns.right_so_far(_cases(exercise, names, inputs, outcomes, right)))


def _cases(exercise, names, inputs, outcomes, right):
    return [
        patterns.Case(
            dict(zip(names, map(values.plain, arguments), strict=True)),
            got.value,
            want.value,
            not values.same(got.value, want.value, exercise.rtol, exercise.atol),
        )
        for arguments, got, want in zip(inputs, outcomes, right, strict=True)
    ]


def _slip(exercise, inputs, outcomes, right, answer, ends):
    """A sentence about the one change to the reference that gives just these results, or ""."""
    if len(inputs) > 2 and all(values.same(outcome.value, outcomes[0].value) for outcome in outcomes):
        return ""  # many changes give the same whatever the input: none of them explains it
    order = sorted(range(len(inputs)), key=lambda k: values.same(outcomes[k].value, right[k].value, 1e-6, 1e-9))
    found = {}
    for slip in slips(exercise.reference):
        if time.perf_counter() > ends:
            break
        if all(_gives(slip, exercise, inputs[k], outcomes[k], answer) for k in order):
            found.setdefault(slip.said(), slip)
    told = [said for said, slip in found.items() if slip.message not in VAGUE] or list(found)
    if not told:
        return ""
    if len(told) == 1:
        return _("Just these results come out with one slip: {slip}.").format(slip=told[0])
    return _("Just these results come out with one slip: either {one}, or {other}.").format(one=told[0], other=told[1])


def _gives(slip, exercise, arguments, outcome, answer):
    try:
        other = answer(exercise, slip.function, arguments)
    except Exception:
        return False
    return not other.error and values.same(outcome.value, other.value, exercise.rtol, exercise.atol)


def unused(exercise, names, inputs, function, answer):
    """A sentence about the first argument that the right answer depends on and this function does not, or ""."""
    if exercise.free or exercise.drive:
        return ""
    ends = time.perf_counter() + BUDGET_S / 2
    for i, name in enumerate(names):
        tried = same = 0
        for arguments, instead in _exchanges(inputs, i):
            if time.perf_counter() > ends:
                return ""
            changed = (*arguments[:i], copy.deepcopy(instead), *arguments[i + 1 :])
            before, after = (answer(exercise, exercise.reference, given) for given in (arguments, changed))
            if before.error or after.error or values.same(before.value, after.value, 1e-6, 1e-9):
                continue
            mine, then = (answer(exercise, function, given) for given in (arguments, changed))
            if mine.error or then.error or _is_no_number(mine.value):
                continue
            tried += 1
            same += values.same(mine.value, then.value, 1e-12, 0)
        if tried >= ENOUGH and same == tried:
            return _("`{name}` makes no difference in your answer: change it, and the result stays as it is.").format(
                name=name
            )
    return ""


def at_zero(exercise, names, inputs, function, answer):
    """A sentence about the first number whose part is wrong: with 0 in its place the answer is right. Else ""."""
    if exercise.free or exercise.drive:
        return ""
    ends = time.perf_counter() + BUDGET_S / 2
    for i, name in enumerate(names):
        tried, right = [], True
        for arguments in inputs:
            if time.perf_counter() > ends:
                return ""
            if not right or type(arguments[i]) not in (int, float) or arguments[i] == 0:
                continue
            changed = (*arguments[:i], type(arguments[i])(0), *arguments[i + 1 :])
            wanted, mine = (answer(exercise, one, changed) for one in (exercise.reference, function))
            row = None if wanted.error else patterns.numbers(wanted.value)
            if row is None or not np.isfinite(row).all() or mine.error:
                continue
            tried.append(row)
            right = values.same(mine.value, wanted.value, exercise.rtol, exercise.atol)
        if right and len(tried) >= ENOUGH and patterns.different(tried) >= ENOUGH:  # not just 0 everywhere
            return _("With `{name}` = 0 your answer is right: look at what it does with `{name}`.").format(name=name)
    return ""


def _exchanges(inputs, i):
    """(arguments, what may stand in the place of the i-th): of each case, those of the next two, its own turned."""
    for k, arguments in enumerate(inputs):
        others = [inputs[(k + step) % len(inputs)][i] for step in (1, 2)]
        if isinstance(arguments[i], np.ndarray):
            others.append(_turned(arguments[i]))
        yield from ((arguments, other) for other in others if _exchangeable(arguments[i], other))


def _turned(array):
    """An array from last to first, with one entry twice: the order alone would leave a mean or a sum as it was."""
    turned = array[::-1].copy()
    turned[:1] = turned[-1:]
    return turned


def _is_no_number(value):
    """Whether a result is NaN throughout, which stays NaN whatever is changed."""
    row = patterns.numbers(value)
    return row is not None and row.size > 0 and bool(np.isnan(row).all())


def _exchangeable(one, other):
    """Whether one argument can take the other's place: the same kind and shape."""
    one, other = values.plain(one), values.plain(other)
    if type(one) is not type(other) or values.same(one, other):
        return False
    return getattr(one, "shape", None) == getattr(other, "shape", None)
