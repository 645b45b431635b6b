"""What wrong results have to do with the right ones: a pattern that holds on every case, put into a sentence.

    find(cases)     the sentences of the patterns, the most telling first; [] where there is none

Only values are looked at, so a pattern is a fact: "each number is half of the right one" is true whatever the code was.
A pattern that could be chance (few numbers, all of them small) is not told.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from kml.core.words import N_, _, pgettext
from kml.course.checking import values

RTOL = 1e-6
ENOUGH = 3  # so many different numbers must follow a pattern before it is more than chance


@dataclass(frozen=True)
class Case:
    """One input with its two results, as plain values. `arguments` {name: value}; `right` is the reference's result."""

    arguments: dict
    got: object
    right: object
    wrong: bool


def find(cases):
    """Sentences about what all cases have in common; `cases` holds those that are right, too."""
    if not any(case.wrong for case in cases):
        return []
    for look in (_parts, _whole, _of_other_size, _items, _only_where):
        found = look(cases)
        if found:
            return found
    return []


# ── numbers of a value ─────────────────────────────────────────────────────────────────────────────────────────────


def numbers(value):
    """All numbers of a plain value in a row (n,), or None if it holds anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        try:
            return np.array([float(value)])
        except OverflowError:
            return None
    if isinstance(value, np.ndarray):
        return value.astype(float).ravel() if value.dtype.kind in "iuf" else None
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        parts = [numbers(item) for item in value]
        if any(part is None for part in parts):
            return None
        return np.concatenate(parts) if parts else np.zeros(0)
    return None


def _close(got, right):
    with np.errstate(all="ignore"):
        near = (np.abs(got - right) <= 1e-9 + RTOL * np.abs(right)) & np.isfinite(right)  # nothing is near infinity
    return near | (got == right) | (np.isnan(got) & np.isnan(right))


def _all_close(got, right):
    return got.shape == right.shape and bool(_close(got, right).all())


def different(rows):
    """How many different numbers there are in some rows, zeros and what is not finite left out."""
    every = np.concatenate(rows) if rows else np.zeros(0)
    every = every[np.isfinite(every) & (every != 0)]
    return len(np.unique(np.round(every, 9)))


# ── results of several parts ───────────────────────────────────────────────────────────────────────────────────────


def _parts(cases):
    """Results that are tuples or dicts: which parts are right, and what is with the others."""
    keys = _shared_keys(cases)
    if not keys:
        return []
    swapped = _swapped(cases, keys)
    if swapped:
        return [swapped]
    bad = _bad(cases, keys)
    if len(bad) == len(keys):
        return []
    for key in bad:
        alone = [Case(c.arguments, c.got[key], c.right[key], not _same(c.got[key], c.right[key])) for c in cases]
        inner = find(alone)
        if inner:
            first = right_so_far(cases)[: 1 if len(bad) == 1 else 2]
            said = pgettext("a part of an answer, and what is said of it", "{part}: {sentence}")
            return [*first, said.format(part=_capital(_part(key)), sentence=inner[0]), *inner[1:]]
    return []


def right_so_far(cases):
    """Two sentences about results of several parts: which are right, and which are not yet; [] if all or none are."""
    keys = _shared_keys(cases)
    bad = _bad(cases, keys)
    if not 0 < len(bad) < len(keys):
        return []
    return [
        _("Right so far: {parts}.").format(parts=_listed([_part(key) for key in keys if key not in bad])),
        _("What is not right yet: {parts}.").format(parts=_listed([_part(key) for key in bad])),
    ]


def _bad(cases, keys):
    return [key for key in keys if any(not _same(case.got[key], case.right[key]) for case in cases)]


def _shared_keys(cases):
    """The keys or places that every result has, where all are tuples of a length or dicts of the same keys."""
    kinds = {(type(c.right), _keys(c.right)) for c in cases}
    if len(kinds) != 1 or any(_keys(c.got) != _keys(c.right) for c in cases):
        return ()
    kind, keys = kinds.pop()
    return keys if kind in (tuple, dict) and len(keys) > 1 else ()


def _keys(value):
    if isinstance(value, dict):
        return tuple(sorted(value, key=str))
    return tuple(range(len(value))) if isinstance(value, (list, tuple)) else ()


def _same(got, right):
    return values.same(got, right, RTOL, 1e-9)


def _swapped(cases, keys):
    """A sentence if the parts are the right ones, each in another's place."""
    if all(_same(case.got[key], case.right[key]) for case in cases for key in keys):
        return ""
    for a, b in itertools.combinations(keys, 2):
        others = [key for key in keys if key not in (a, b)]
        if all(
            _same(case.got[a], case.right[b])
            and _same(case.got[b], case.right[a])
            and all(_same(case.got[key], case.right[key]) for key in others)
            for case in cases
        ):
            return _("Both parts are right, but each stands in the other's place: exchange {one} and {other}.").format(
                one=_part(a), other=_part(b)
            )
    return ""


def _part(key):
    return (
        _("part {n} of the result").format(n=key + 1)
        if isinstance(key, int)
        else _("the entry {key!r}").format(key=key)
    )


def _listed(texts):
    return pgettext("between the items of a list", ", ").join(texts)


def _capital(text):
    return text[:1].upper() + text[1:]


# ── as many numbers as there should be ─────────────────────────────────────────────────────────────────────────────


def _whole(cases):
    rows = [(numbers(case.got), numbers(case.right)) for case in cases]
    if any(got is None or right is None or got.size != right.size for got, right in rows):
        return []
    if any(isinstance(case.got, dict) != isinstance(case.right, dict) for case in cases):
        return []
    if all(_all_close(got, right) for got, right in rows) and any(map(_of_other_kind, cases)):
        return [_("All numbers are right, one after the other; only their form is not.")]
    if different([right for __, right in rows]) < ENOUGH and different([got for got, __ in rows]) < ENOUGH:
        return _constant(cases, rows)
    for look in (_constant, _changed_alike, _times, _plus, _argument, _move, _ordered, _cut):
        found = look(cases, rows)
        if found:
            return found
    return []


def _of_other_kind(case):
    found = values.difference(case.got, case.right, RTOL, 1e-9)
    return found is not None and found.kind


# (what became of each right number, the sentence): the first that holds everywhere is told
_CHANGES = (
    (np.negative, N_("Every number has the wrong sign: the right ones are yours times −1.")),
    (np.abs, N_("These are the right numbers without their signs; what is below 0 must stay below 0.")),
    (lambda e: 1 - e, N_("This is 1 minus the right result.")),
    (lambda e: 1 / e, N_("This is 1 over the right result: what is divided by what?")),
    (np.square, N_("These are the squares of the right numbers.")),
    (np.sqrt, N_("These are the square roots of the right numbers.")),
    (np.log, N_("These are the natural logarithms of the right numbers.")),
    (np.log2, N_("These are the logarithms to base 2 of the right numbers.")),
    (np.log10, N_("These are the logarithms to base 10 of the right numbers.")),
    (np.log1p, N_("These are log(1 + x) of the right numbers.")),
    (np.exp, N_("These are the exponentials of the right numbers: the last logarithm is missing.")),
    (
        np.floor,
        N_("These are the right numbers without what stands behind the point: was `//` used for `/`, or `int`?"),
    ),
    (
        np.trunc,
        N_("These are the right numbers without what stands behind the point: was `//` used for `/`, or `int`?"),
    ),
    (np.ceil, N_("These are the right numbers, each rounded up to a whole one.")),
    (
        lambda e: np.maximum(e, 0),
        N_("Right where the result is above 0; below it you give 0. A negative result is a result."),
    ),
    (lambda e: np.clip(e, 0, 1), N_("Right between 0 and 1; beyond them you cut the result off, and it should go on.")),
    (
        lambda e: np.nan_to_num(e),
        N_("Right but for the places where nothing can be said: `np.nan` belongs there, not 0."),
    ),
    (np.cumsum, N_("You give running totals: each number also holds all those before it.")),
    (
        lambda e: np.diff(e, prepend=0),
        N_("You give the steps from one number to the next; the running totals are asked for."),
    ),
)
# the coarsest first; these must hold to the last digit, or large numbers would seem rounded to fewer decimals
_ROUNDED = (
    (np.rint, N_("These are the right numbers, rounded to whole ones; give them as they come.")),
    (lambda e: np.round(e, 1), N_("These are the right numbers, rounded to 1 decimal; give them as they come.")),
    (lambda e: np.round(e, 2), N_("These are the right numbers, rounded to 2 decimals; give them as they come.")),
    (lambda e: np.round(e, 3), N_("These are the right numbers, rounded to 3 decimals; give them as they come.")),
    (lambda e: np.round(e, 4), N_("These are the right numbers, rounded to 4 decimals; give them as they come.")),
)


_WHOLE = (np.rint, np.floor, np.trunc, np.ceil)


def _changed_alike(cases, rows):
    for change, sentence in _ROUNDED:
        if all(np.allclose(got, change(right), rtol=1e-14, atol=1e-12, equal_nan=True) for got, right in rows):
            return [_(sentence)]
    for change, sentence in _CHANGES:
        with np.errstate(all="ignore"):
            changed = [change(right) for __, right in rows]
        if change in _WHOLE and different([got for got, __ in rows]) < 2:
            continue  # a yes or no is no rounded number
        moved = any(not _all_close(after, right) for after, (__, right) in zip(changed, rows, strict=True))
        finite = all(np.isfinite(got[np.isfinite(right)]).all() for got, right in rows)
        if moved and finite and all(_all_close(got, after) for (got, __), after in zip(rows, changed, strict=True)):
            return [_(sentence)]
    return []


# Factors that have a name
_NAMED = {
    2.0: N_("Every number is exactly twice the right one."),
    0.5: N_("Every number is exactly half of the right one."),
    100.0: N_("Every number is 100 times the right one: a share, not per cent, is asked for."),
    0.01: N_(
        "Every number is a hundredth of the right one: per cent was taken for a share, or "
        "divided by 100 once too often."
    ),
    1000.0: N_("Every number is 1,000 times the right one: is something counted per thousand, or in milliseconds?"),
    0.001: N_("Every number is a thousandth of the right one: was something divided by 1,000 that need not be?"),
    60.0: N_("Every number is 60 times the right one: seconds and minutes?"),
    1 / 60: N_("Every number is a sixtieth of the right one: seconds and minutes?"),
}


def _times(cases, rows):
    """One factor between all numbers of a case: the same everywhere, or one that the arguments explain."""
    factors = [_factor(got, right) for got, right in rows]
    if any(factor is None for factor in factors):
        return []
    told = [(case, factor) for case, factor in zip(cases, factors, strict=True) if not np.isnan(factor)]
    if len(told) < 2:
        return []
    known = np.array([factor for __, factor in told])
    if np.ptp(known) <= 1e-6 * abs(known[0]):
        if abs(known[0] - 1) < 1e-6 or known[0] == 0:
            return []
        for factor, sentence in _NAMED.items():
            if abs(known[0] / factor - 1) < 1e-6:
                return [_(sentence)]
        factor = f"{known[0]:,.0f}" if abs(known[0]) >= 1e5 else f"{known[0]:.6g}"  # 1,000,000 and not 1e+06
        return [_("Every number is {factor} times the right one, on every input.").format(factor=factor)]
    for quantity, amounts in _quantities([case for case, __ in told]):
        sentence = _explained(known, amounts, quantity)
        if sentence:
            return [sentence]
    return []


def _factor(got, right):
    """The one factor from right to got; NaN if there is nothing to tell it from, None if there is no such factor."""
    if not (np.isnan(got) == np.isnan(right)).all():
        return None
    got, right = got[~np.isnan(right)], right[~np.isnan(right)]
    if not (np.isfinite(got).all() and np.isfinite(right).all()):
        return None
    told = right != 0
    if not told.any():
        return np.nan if not got.any() else None
    if got[~told].any():
        return None
    ratios = got[told] / right[told]
    return float(ratios[0]) if np.ptp(ratios) <= 1e-6 * max(abs(ratios[0]), 1e-12) else None


def _quantities(cases):
    """Yield (how it is called, its value in each case) of what an answer could have multiplied or divided by."""
    first = cases[0].arguments
    for name in first:
        given = [case.arguments.get(name) for case in cases]
        if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in given):
            yield f"`{name}`", np.array(given, float)
        elif all(isinstance(value, (np.ndarray, list, tuple)) for value in given):
            yield f"`len({name})`", np.array([len(value) for value in given], float)
            if all(isinstance(value, np.ndarray) and value.ndim == 2 for value in given):
                yield f"`{name}.shape[1]`", np.array([value.shape[1] for value in given], float)
                yield f"`{name}.size`", np.array([value.size for value in given], float)
            sums = [numbers(value) for value in given]
            if all(row is not None for row in sums):
                yield f"`sum({name})`", np.array([row.sum() for row in sums])
    if all(isinstance(case.right, np.ndarray) for case in cases):
        yield _("the length of the result"), np.array([len(case.right) for case in cases], float)


# (the factor that a quantity q makes, the sentence)
_SHAPES = (
    (lambda q: q, N_("Every number is the right one times {quantity}.")),
    (lambda q: 1 / q, N_("Every number is the right one divided by {quantity}.")),
    (lambda q: -q, N_("Every number is minus the right one times {quantity}.")),
    (lambda q: 1 - q, N_("Every number is the right one times 1 − {quantity}.")),
    (lambda q: 1 / (1 - q), N_("Every number is the right one divided by 1 − {quantity}.")),
    (lambda q: (1 - q) / q, N_("It is just as if 1 − {quantity} stood where {quantity} belongs.")),
    (lambda q: (q - 1) / q, N_("It is just as if {quantity} − 1 stood where {quantity} belongs.")),
    (lambda q: np.sqrt(q), N_("Every number is the right one times the square root of {quantity}.")),
    (lambda q: 1 / np.sqrt(q), N_("Every number is the right one divided by the square root of {quantity}.")),
    (lambda q: q**2, N_("Every number is the right one times the square of {quantity}.")),
    (lambda q: 1 / q**2, N_("Every number is the right one divided by the square of {quantity}.")),
    (lambda q: q / 2, N_("Every number is the right one times half of {quantity}.")),
    (lambda q: 2 / q, N_("Every number is twice the right one, divided by {quantity}.")),
    (lambda q: 1 / (2 * q), N_("Every number is the right one divided by twice {quantity}.")),
    (lambda q: 2 * q, N_("Every number is the right one times twice {quantity}.")),
)


# the same, for a quantity that counts something
_COUNTED = (
    (
        lambda q: q / (q - 1),
        N_("Every number is the right one times n/(n − 1), with n = {quantity}: divided by n − 1 instead of n?"),
    ),
    (
        lambda q: (q - 1) / q,
        N_("Every number is the right one times (n − 1)/n, with n = {quantity}: divided by n instead of n − 1?"),
    ),
    (
        lambda q: np.sqrt(q / (q - 1)),
        N_("Every number is the right one times √(n/(n − 1)), with n = {quantity}: which `ddof` is asked for?"),
    ),
    (
        lambda q: np.sqrt((q - 1) / q),
        N_("Every number is the right one times √((n − 1)/n), with n = {quantity}: which `ddof` is asked for?"),
    ),
)


def _explained(factors, amounts, quantity):
    if np.ptp(amounts) == 0:  # then any constant would fit
        return ""
    counted = (amounts == np.rint(amounts)).all() and (amounts >= 1).all()
    for shape, sentence in (*_COUNTED, *_SHAPES) if counted else _SHAPES:
        with np.errstate(all="ignore"):
            wanted = shape(amounts)
        if np.isfinite(wanted).all() and np.allclose(factors, wanted, rtol=1e-6, atol=0):
            return _(sentence).format(quantity=quantity)
    return ""


def _plus(cases, rows):
    """The same amount between all numbers: everywhere, or one that the arguments explain."""
    shifts = []
    for got, right in rows:
        if not (np.isfinite(got).all() and np.isfinite(right).all()) or not got.size:
            return []
        shift = got - right
        if np.ptp(shift) > 1e-6 * max(1.0, np.abs(got).max()):
            return []
        shifts.append(float(shift[0]))
    shifts = np.array(shifts)
    scale = max(1.0, max(np.abs(right).max() for __, right in rows))
    if np.ptp(shifts) <= 1e-7 * scale:
        if abs(shifts[0]) <= 1e-9 * scale:
            return []
        if shifts[0] > 0:
            return [_("Every number is too large by exactly {shift:.6g}.").format(shift=shifts[0])]
        return [_("Every number is too small by exactly {shift:.6g}.").format(shift=-shifts[0])]
    for quantity, amounts in _quantities(cases):
        if np.ptp(amounts) == 0:
            continue
        if np.allclose(shifts, amounts, rtol=1e-6, atol=1e-9):
            return [_("Every number is the right one plus {quantity}.").format(quantity=quantity)]
        if np.allclose(shifts, -amounts, rtol=1e-6, atol=1e-9):
            return [_("Every number is the right one minus {quantity}.").format(quantity=quantity)]
    return []


def _argument(cases, rows):
    """An argument that came back unchanged, or that is added, taken away, multiplied or divided number by number."""
    for name in cases[0].arguments:
        given = [numbers(case.arguments.get(name)) for case in cases]
        if any(row is None or row.size != right.size for row, (__, right) in zip(given, rows, strict=True)):
            continue
        if different(given) < ENOUGH:
            continue

        def holds(made, given=given):
            with np.errstate(all="ignore"):
                after = [made(right, row) for (__, right), row in zip(rows, given, strict=True)]
            moved = any(not _all_close(one, right) for one, (__, right) in zip(after, rows, strict=True))
            return moved and all(_all_close(got, one) for (got, __), one in zip(rows, after, strict=True))

        for made, sentence in (
            (lambda e, a: a, N_("You give back `{name}` as it came.")),
            (lambda e, a: e - a, N_("`{name}` is missing: the right result is yours plus `{name}`.")),
            (lambda e, a: e + a, N_("Yours is the right result plus `{name}`, which does not belong into it.")),
            (lambda e, a: a - e, N_("Yours is `{name}` minus the right result.")),
            (lambda e, a: e * a, N_("Yours is the right result times `{name}`, number by number.")),
            (lambda e, a: e / a, N_("Yours is the right result divided by `{name}`, number by number.")),
        ):
            if holds(made):
                return [_(sentence).format(name=name)]
    return []


def _move(cases, rows):
    """Of a step away from an argument, such as weights: its length, which is wrong by a factor."""
    if all(right.size < 2 for __, right in rows):  # a number that is large beside the result would seem to be one
        return []
    for name in cases[0].arguments:
        given = [numbers(case.arguments.get(name)) for case in cases]
        if any(row is None or row.size != right.size for row, (__, right) in zip(given, rows, strict=True)):
            continue
        moves = [(got - row, right - row) for row, (got, right) in zip(given, rows, strict=True)]
        moves = [(_without_noise(got, row), _without_noise(right, row))
                 for row, (got, right) in zip(given, moves, strict=True)]  # fmt: skip
        if different([right for __, right in moves]) < ENOUGH:
            continue
        found = _times(cases, moves)
        if found:
            return [_("Look at the result minus `{name}`.").format(name=name), found[0]]
    return []


def _without_noise(move, start):
    """A move with 0 for what is only rounding beside where it began."""
    return np.where(np.abs(move) <= 1e-12 * np.maximum(1.0, np.abs(start)), 0.0, move)


def _ordered(cases, rows):
    """The right numbers, in another order."""
    if any(not _all_close(np.sort(got), np.sort(right)) for got, right in rows):
        return []
    if any(case.wrong and right.size < 2 for case, (__, right) in zip(cases, rows, strict=True)):
        return []
    shapes = [np.shape(case.right) if isinstance(case.right, np.ndarray) else () for case in cases]
    for order, sentence in (
        (lambda e, s: e[::-1], N_("The right numbers, from last to first: turn the order round.")),
        (lambda e, s: np.sort(e), N_("The right numbers, but sorted: each has to stay in its own place.")),
        (
            lambda e, s: np.sort(e)[::-1],
            N_("The right numbers, but sorted from large to small: each has to stay in its own place."),
        ),
        (lambda e, s: np.roll(e, 1), N_("The right numbers, all moved on by one place.")),
        (lambda e, s: np.roll(e, -1), N_("The right numbers, all moved back by one place.")),
        (
            lambda e, s: e.reshape(s).T.ravel() if len(s) == 2 else e,
            N_("Rows and columns are exchanged: the right table is the transpose of yours."),
        ),
    ):
        if all(_all_close(got, order(right, shape)) for (got, right), shape in zip(rows, shapes, strict=True)):
            return [_(sentence)]
    ranked = all(_all_close(got, right[np.argsort(-right, kind="stable")]) for got, right in rows)
    if ranked:
        return [_("The right numbers, ordered by size: each belongs to the place of its own item.")]
    return [_("These are the right numbers, but not all of them in their places.")]


def _constant(cases, rows):
    """The same result whatever the input."""
    got = [row for row, __ in rows]
    right = [row for __, row in rows]
    if len(cases) < 3 or all(row.shape == right[0].shape and _all_close(row, right[0]) for row in right):
        return []
    flat = np.concatenate(got) if got else np.zeros(0)
    if flat.size and not flat.any():
        return [_("Your function gives 0 whatever it is given.")]
    if flat.size and np.isfinite(flat).all() and np.ptp(flat) == 0:
        return [_("Your function gives {value:.6g} whatever it is given.").format(value=float(flat[0]))]
    return []


def _cut(cases, rows):
    """Right up to a limit, and the limit itself beyond it."""
    got, right = (np.concatenate([row[k] for row in rows]) for k in (0, 1))
    off = ~_close(got, right)
    if off.sum() < 2 or off.all() or not (np.isfinite(got[off]).all() and np.isfinite(right[off]).all()):
        return []
    limit = float(got[off][0])
    if np.ptp(got[off]) > 1e-9 * max(1.0, abs(limit)) or len(np.unique(right[off])) < 2:
        return []
    kept = right[~off & np.isfinite(right)]
    if (right[off] > limit).all() and (kept <= limit).all():
        return [_("Right up to {limit:.6g}; what is above it, you cut off there.").format(limit=limit)]
    if (right[off] < limit).all() and (kept >= limit).all():
        return [_("Right down to {limit:.6g}; what is below it, you cut off there.").format(limit=limit)]
    return []


# ── another number of numbers ──────────────────────────────────────────────────────────────────────────────────────


_ONE_FOR_ALL = (
    (np.mean, N_("You give one number, the mean of what is asked for: every item has its own result.")),
    (np.sum, N_("You give one number, the sum of what is asked for: every item has its own result.")),
    (np.max, N_("You give one number, the largest of what is asked for: every item has its own result.")),
    (np.min, N_("You give one number, the smallest of what is asked for: every item has its own result.")),
    (lambda e: e[0], N_("You give the first of the results only.")),
    (lambda e: e[-1], N_("You give the last of the results only: what was made before is lost.")),
    (np.median, N_("You give one number, the median of what is asked for: every item has its own result.")),
    (len, N_("You give how many results there are, not the results.")),
)
_ALL_FOR_ONE = (
    (np.mean, N_("You give one number for each item. Their mean is what is asked for.")),
    (np.sum, N_("You give one number for each item. Their sum is what is asked for.")),
    (np.max, N_("You give several numbers; the largest of them is what is asked for.")),
    (np.min, N_("You give several numbers; the smallest of them is what is asked for.")),
    (lambda g: g[-1], N_("You give several numbers; the last of them is what is asked for.")),
    (lambda g: g[0], N_("You give several numbers; the first of them is what is asked for.")),
    (np.median, N_("You give several numbers; their median is what is asked for.")),
    (len, N_("You give the items; how many there are is what is asked for.")),
)
_ENDS = (
    (lambda e, g: _all_close(g, e[1:]), N_("The first one is missing; the others are right.")),
    (lambda e, g: _all_close(g, e[:-1]), N_("The last one is missing; the others are right.")),
    (lambda e, g: _all_close(g[1:], e), N_("There is one too many at the beginning; the others are right.")),
    (lambda e, g: _all_close(g[:-1], e), N_("There is one too many at the end; the others are right.")),
    (lambda e, g: g.size > e.size > 0 and _all_close(g[: e.size], e), N_("It begins right and goes on for too long.")),
    (lambda e, g: 0 < g.size < e.size and _all_close(g, e[: g.size]), N_("It begins right and stops too early.")),
    (
        lambda e, g: 0 < g.size < e.size and _all_close(g, e[e.size - g.size :]),
        N_("The beginning is missing; the rest is right."),
    ),
)


def _of_other_size(cases):
    rows = [(numbers(case.got), numbers(case.right)) for case in cases]
    if any(got is None or right is None or not right.size for got, right in rows):
        return []
    if any(isinstance(case.got, dict) != isinstance(case.right, dict) for case in cases):
        return []
    if different([right for __, right in rows]) < ENOUGH:
        return []
    some_empty = any(not got.size for got, __ in rows)  # such as a path of no steps without its start
    scalar_got = all(got.size == 1 for got, __ in rows) and any(right.size > 1 for __, right in rows)
    scalar_right = (
        all(right.size == 1 for __, right in rows) and any(got.size > 1 for got, __ in rows) and not some_empty
    )
    if scalar_got:
        for made, sentence in _ONE_FOR_ALL:
            if all(_all_close(got, np.array([float(made(right))])) for got, right in rows):
                return [_(sentence)]
    if scalar_right:
        for made, sentence in _ALL_FOR_ONE:
            if all(_all_close(np.array([float(made(got))]), right) for got, right in rows):
                return [_(sentence)]
    missing = _rows_at_the_ends(cases)
    if missing:
        return missing
    for fits, sentence in _ENDS:
        differing = [(got, right) for got, right in rows if not _all_close(got, right)]
        if len(differing) > 1 and all(fits(right, got) for got, right in differing):
            return [_(sentence)]
    if some_empty:
        return []
    tables = [(case.got, case.right) for case in cases]
    if all(isinstance(got, np.ndarray) and isinstance(right, np.ndarray) for got, right in tables):
        if all(got.ndim == 2 and got.shape == right.shape[::-1] and _all_close(got.T, right) for got, right in tables):
            return [_("Rows and columns are exchanged: the right table is the transpose of yours.")]
        for made, sentence in (
            (np.sum, N_("You give a whole table; its sums along axis {axis} are what is asked for.")),
            (np.mean, N_("You give a whole table; its means along axis {axis} are what is asked for.")),
        ):
            for axis in (0, 1):
                if all(got.ndim == 2 and _all_close(made(got, axis=axis), right) for got, right in tables):
                    return [_(sentence).format(axis=axis)]
    return _along_the_other_axis(cases)


_ROWS_AT_THE_ENDS = (
    (lambda e, g: _all_close(g, e[1:]), N_("The first row is missing; the others are right.")),
    (lambda e, g: _all_close(g, e[:-1]), N_("The last row is missing; the others are right.")),
    (lambda e, g: _all_close(g[1:], e), N_("There is a row too many at the beginning; the others are right.")),
    (lambda e, g: _all_close(g[:-1], e), N_("There is a row too many at the end; the others are right.")),
)


def _rows_at_the_ends(cases):
    """Of tables: a row too few or too many at one end."""
    tables = []
    for case in cases:
        got, right = values.as_array(case.got), case.right
        if len(_shape(right)) != 2 or not isinstance(got, np.ndarray):
            return []
        got = got if got.size else np.zeros((0, right.shape[1]))
        if got.ndim != 2 or not {got.dtype.kind, right.dtype.kind} <= set("iuf"):
            return []
        tables.append((got, right))
    differing = [(got, right) for got, right in tables if not _all_close(got, right)]
    for fits, sentence in _ROWS_AT_THE_ENDS:
        if len(differing) > 1 and all(fits(right, got) for got, right in differing):
            return [_(sentence)]
    return []


def _along_the_other_axis(cases):
    """One number for each row of a table where one for each column is asked for, or the other way round."""
    results = [(_shape(case.got), _shape(case.right)) for case in cases]
    for name in cases[0].arguments:
        tables = [_shape(case.arguments.get(name)) for case in cases]
        if any(len(shape) != 2 for shape in tables) or all(rows == columns for rows, columns in tables):
            continue
        for along, other, sentence in (
            (0, 1, N_("You give one number for each row of `{name}`; one for each column is asked for.")),
            (1, 0, N_("You give one number for each column of `{name}`; one for each row is asked for.")),
        ):
            if results == [((shape[along],), (shape[other],)) for shape in tables]:
                return [_(sentence).format(name=name)]
    return []


def _shape(value):
    """The shape of an array; () of anything else."""
    return value.shape if isinstance(value, np.ndarray) else ()


# ── names and other items ──────────────────────────────────────────────────────────────────────────────────────────


def _items(cases):
    """Lists of names or ids: too many, too few, another order; smallest inputs first, as the verdict shows them."""
    smallest_first = sorted(cases, key=lambda case: values.size(case.arguments))
    rows = [(_list(case.got), _list(case.right)) for case in smallest_first]
    if any(got is None or right is None for got, right in rows):
        return []
    try:
        wrong = [(got, right) for got, right in rows if got != right]
        if not wrong:
            return []
        if all(got == right[::-1] for got, right in wrong):
            return [_("The right items, from last to first: turn the order round.")]
        if all(sorted(got, key=str) == sorted(right, key=str) for got, right in wrong):
            return [_("The right items, but not in the order that is asked for.")]
        if all(sorted(set(got), key=str) == sorted(right, key=str) for got, right in wrong):
            return [_("The right items, some of them more than once.")]
        more = [item for got, right in wrong for item in got if item not in right]
        less = [item for got, right in wrong for item in right if item not in got]
    except TypeError:  # items that cannot be compared
        return []
    if more and not less:
        return [
            _("There are items that do not belong there, on the first such input {items}; none is missing.").format(
                items=_shown_items(wrong, 0)
            )
        ]
    if less and not more:
        return [
            _("Items are missing, on the first such input {items}; none is there without reason.").format(
                items=_shown_items(wrong, 1)
            )
        ]
    return []


def _list(value):
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iuU":
        return value.tolist()
    if isinstance(value, (list, tuple)) and all(isinstance(item, (str, int)) for item in value):
        return list(value)
    return None


def _shown_items(wrong, missing):
    for got, right in wrong:
        found = [item for item in right if item not in got] if missing else [item for item in got if item not in right]
        if found:
            return ", ".join(values.shown(item) for item in found[:4])
    return ""


# ── right here, wrong there ────────────────────────────────────────────────────────────────────────────────────────


def _only_where(cases):
    """A property of the input that tells the wrong cases from the right ones; or the places that are wrong."""
    found = _places(cases)
    if found:
        return found
    good = sum(not case.wrong for case in cases)
    if good < 2:
        return []
    # What a single case has is chance too easily: then nothing else of any kind may be special about it
    single, told = len(cases) - good == 1, []
    for describe in _FEATURES:
        features = [describe(case.arguments) for case in cases]
        for name in set().union(*features):
            if all((name in here) == case.wrong for here, case in zip(features, cases, strict=True)):
                told.append(name)
        if told and not single:
            break
    if not told or (single and len(told) > 1):
        return []
    told = sorted(told)
    where = told[0] if len(told) == 1 else _("{one}, or {other}").format(one=told[0], other=told[1])
    return [
        _("Right on {n} of {all} inputs, and wrong exactly where {where}.").format(n=good, all=len(cases), where=where)
    ]


def _text_features(arguments):
    return {
        _("`{name}` is {value!r}").format(name=name, value=value)
        for name, value in arguments.items()
        if isinstance(value, (str, bool))
    }


def _row_features(arguments):
    found = set()
    for name, value in arguments.items():
        row = numbers(value) if not isinstance(value, (int, float)) else None
        if row is None:
            continue
        if not row.size:
            found.add(_("`{name}` is empty").format(name=name))
            continue
        if len(np.unique(row)) < row.size:
            found.add(_("`{name}` holds equal values").format(name=name))
        if (row == 0).any():
            found.add(_("`{name}` holds a 0").format(name=name))
        if (row < 0).any():
            found.add(_("`{name}` holds a number below 0").format(name=name))
        if np.isnan(row).any():
            found.add(_("`{name}` holds NaN").format(name=name))
        if row.size == 1:
            found.add(_("`{name}` holds a single value").format(name=name))
    return found


def _number_features(arguments):
    found = set()
    for name, value in arguments.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            for limit in (0, 1):
                if value == limit:
                    found.add(_("`{name}` is {value}").format(name=name, value=limit))
            if value < 0:
                found.add(_("`{name}` is below 0").format(name=name))
    return found


def _pair_features(arguments):
    found = set()
    rows = {name: numbers(value) for name, value in arguments.items()}
    rows = {name: row for name, row in rows.items() if row is not None and row.size}
    names = list(rows)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            a, b = rows[one], rows[other]
            if a.size != b.size or a.size < 2:
                continue
            if (a == b).any():
                found.add(_("`{one}` equals `{other}` somewhere").format(one=one, other=other))
            if (a > b).any():
                found.add(_("`{one}` is above `{other}` somewhere").format(one=one, other=other))
            if (a < b).any():
                found.add(_("`{one}` is below `{other}` somewhere").format(one=one, other=other))
    return found


_FEATURES = (_text_features, _number_features, _row_features, _pair_features)


def _places(cases):
    """The places of arrays that are wrong, where they have something in common."""
    rows = [(numbers(c.got), numbers(c.right), c) for c in cases if isinstance(c.right, (np.ndarray, list))]
    if len(rows) != len(cases) or any(
        got is None or right is None or got.size != right.size for got, right, __ in rows
    ):
        return []
    wrong = [(~_close(got, right), right, case) for got, right, case in rows if not _all_close(got, right)]
    if len(wrong) < 2 or any(off.all() for off, __, __ in wrong):
        return []
    if all(off[0] and not off[1:].any() for off, __, __ in wrong):
        return [_("Only the first number is wrong; all others are right.")]
    if all(off[-1] and not off[:-1].any() for off, __, __ in wrong):
        return [_("Only the last number is wrong; all others are right.")]
    if all((off == np.isnan(right)).all() for off, right, __ in wrong):
        return [_("Wrong only where the result should be `np.nan`.")]
    if all((off == (right == 0)).all() for off, right, __ in wrong):
        return [_("Wrong only where the result should be 0.")]
    for name in cases[0].arguments:
        given = [numbers(case.arguments.get(name)) for __, __, case in wrong]
        if any(row is None or row.size != off.size for row, (off, __, __) in zip(given, wrong, strict=True)):
            continue
        for mark, sentence in (
            (lambda a: a == 0, N_("Wrong only in the places where `{name}` is 0.")),
            (lambda a: a < 0, N_("Wrong only in the places where `{name}` is below 0.")),
            (lambda a: a == a.max(), N_("Wrong only in the place where `{name}` is largest.")),
            (lambda a: a == a.min(), N_("Wrong only in the place where `{name}` is smallest.")),
            (
                lambda a: np.array([(a == x).sum() > 1 for x in a]),
                N_("Wrong only in the places where `{name}` holds equal values."),
            ),
        ):
            if all((off == mark(row)).all() for row, (off, __, __) in zip(given, wrong, strict=True)):
                return [_(sentence).format(name=name)]
    return []
