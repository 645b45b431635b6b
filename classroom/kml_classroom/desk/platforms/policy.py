"""A class's rules about late days, dropped lessons, what is missing, and groups: a small TOML file.

    [late]
    free_days = 3         # for all lessons together, spent in the lessons' order
    minus_percent = 10    # of the points, for each day beyond
    most_days = 5         # later than this is 0 points

    [drop]
    lowest = 1            # lessons that do not count in the total

    [missing]
    points = 0            # for whoever has handed in nothing; without this line they have no score

    [groups]
    share = true          # whoever has handed in nothing gets what another one of the group has

Whatever is not said is not applied: without [late] a day late costs nothing.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kml_classroom import refused
from kml_classroom.desk.results import Score
from kml_classroom.words import _, listed, ngettext

_KEYS = {  # table, key → (kind, least, most)
    ("late", "free_days"): (int, 0, 365),
    ("late", "minus_percent"): ((int, float), 0, 100),
    ("late", "most_days"): (int, 0, 365),
    ("drop", "lowest"): (int, 0, 20),
    ("missing", "points"): (int, 0, 0),
    ("groups", "share"): (bool, False, True),
}


@dataclass(frozen=True)
class Policy:
    """The rules of a class; the standard values change nothing."""

    free_days: int = 0
    minus_percent: float = 0
    most_days: int | None = None
    lowest: int = 0
    missing: int | None = None
    share: bool = False

    @property
    def counts_days(self):
        """Whether it matters how late somebody was."""
        return bool(self.minus_percent) or self.most_days is not None


def read(path):
    """The Policy in a TOML file. Raises ValueError that names the key, its value and what it may be."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        said = tomllib.loads(text)
    except OSError as problem:
        raise ValueError(refused.sentence(problem)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise ValueError(_("{file} is no TOML: {problem}").format(file=path, problem=problem)) from None
    found = {}
    for table, keys in said.items():
        for key, value in keys.items() if isinstance(keys, dict) else [("", keys)]:
            if (table, key) not in _KEYS:
                known = listed(f"{one}.{other}" for one, other in _KEYS)
                raise ValueError(_("{file}: {key} is none of {known}.").format(
                    file=path, key=f"{table}.{key}".rstrip("."), known=known))  # fmt: skip
            kind, least, most = _KEYS[table, key]
            right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) and least <= value <= most
            if not right:
                allowed = "true, false" if kind is bool else f"{least}–{most}" if least < most else str(least)
                raise ValueError(_("{file}: {key} must be {allowed}; got {given!r}.").format(
                    file=path, key=f"{table}.{key}", allowed=allowed, given=value))  # fmt: skip
            found["missing" if table == "missing" else key] = value
    return Policy(**found)


def after_late(policy, scores, days):
    """({lesson: Score} of one learner after what being late costs, [what is to be said of it]).

    `days` are how many days late a lesson was; None where that is not known, and then there is no score. Free days are
    spent in the lessons' order.

    >>> policy = Policy(free_days=1, minus_percent=10)
    >>> after_late(policy, {"03": Score(10, 14), "04": Score(10, 20)}, {"03": 1, "04": 2})[0]["04"].points
    8.0
    """
    left, found, notes = policy.free_days, {}, []
    for lesson, score in sorted(scores.items()):
        late = days.get(lesson, 0)
        if late is None and policy.counts_days:
            notes.append(_("{lesson}: late, and not known by how many days").format(lesson=lesson))
            found[lesson] = Score(None, score.out_of, score.grade)
            continue
        free = min(left, late or 0)
        left -= free
        paid = (late or 0) - free
        points = score.points
        if points is not None and paid:
            too_late = policy.most_days is not None and paid > policy.most_days
            points = 0.0 if too_late else points * max(0.0, 1 - policy.minus_percent / 100 * paid)
            if points != score.points:
                cost = round(score.points - points, 2)
                said = ngettext(
                    "{lesson}: {paid} of {late} days late cost {cost:g} point",
                    "{lesson}: {paid} of {late} days late cost {cost:g} points",
                    1 if cost == 1 else 2,
                )
                notes.append(said.format(lesson=lesson, paid=paid, late=late, cost=cost))
        found[lesson] = Score(points, score.out_of, score.grade)
    return found, notes


def total(policy, scores, lessons):
    """(percent of all points, lessons that were dropped); None where a lesson has no score.

    >>> total(Policy(lowest=1), {"03": Score(7, 14), "04": Score(2, 20)}, {"03": 14, "04": 20})
    (50.0, ['04'])
    """
    points = {}
    for lesson in lessons:
        score = scores.get(lesson)
        given = policy.missing if score is None else score.points
        if given is None:
            return None, []
        points[lesson] = given
    order = sorted(lessons, key=lambda lesson: (points[lesson] / lessons[lesson], lesson))
    dropped = order[: min(policy.lowest, len(order) - 1)]
    kept = [lesson for lesson in lessons if lesson not in dropped]
    return 100 * sum(points[one] for one in kept) / sum(lessons[one] for one in kept), sorted(dropped)
