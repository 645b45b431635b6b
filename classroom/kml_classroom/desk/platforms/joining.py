"""Which score belongs to whom: the learners of `kml grade` joined to a school's own table, and nothing guessed."""

from dataclasses import dataclass, field

from kml_classroom.desk.platforms import people, policy
from kml_classroom.desk.platforms.people import Person, Register, folded
from kml_classroom.desk.results import Score
from kml_classroom.words import _, listed


@dataclass
class Joined:
    """What each person of the school's table has: {row: {lesson: Score}}, and who is missing on either side."""

    persons: list
    lessons: dict  # {lesson: points that there are}
    scores: dict = field(default_factory=dict)
    strangers: list = field(default_factory=list)  # (learner, lesson, why nobody of the table)
    notes: dict = field(default_factory=dict)  # {row: [said of it]}
    unsaid: int = 0  # scores of which nothing says whether they were late, where that matters

    def without(self, lesson):
        """Who has no score of a lesson, or none yet."""
        return [one for one in self.persons if self._points(one, lesson) is None]

    def _points(self, person, lesson):
        score = self.scores.get(person.row, {}).get(lesson)
        return None if score is None else score.points


def listed_people(files, encoding=None):
    """The Persons of the lists that `kml collect` has made. Raises ValueError if a file is none."""
    found = []
    for file in files:
        table, persons = people.read(file, encoding)
        if "folder" not in [head.casefold() for head in table.heads]:
            said = _("{file} is no list that kml collect has made: it has no column {head}.")
            raise ValueError(said.format(file=file, head="folder"))
        found += persons
    return found


def everyone(scores, lists):
    """All people of the lists, each once; of the learners' names where there are no lists."""
    if not lists:
        learners = dict.fromkeys(learner for graded in scores.values() for learner in graded)
        return [Person(name, frozenset({folded(name)}), row=row) for row, name in enumerate(learners)]
    found, seen = [], set()
    for person in lists:
        marks = {*map(tuple, person.keys.items())} or {("name", name) for name in person.names}
        if not marks & seen:
            found.append(Person(person.name, person.names, person.keys, person.section, person.group, row=len(found)))
        seen |= marks
    return found


def join(scores, persons, lists, rules):
    """The Joined of {lesson: {learner: Score}} and the Persons of a school's table, by the rules of a Policy.

    `lists` are the Persons of `kml collect`'s lists: they say who a folder's name stands for, and who was late.
    """
    register = Register(persons)
    lessons = {lesson: next(iter(graded.values())).out_of for lesson, graded in scores.items()}
    joined = Joined(list(persons), lessons)
    groups = {person.row: person.group for person in persons}
    days, folders, doubtful = {}, {}, set()
    for person in lists:
        folders.setdefault(person.folder, []).append(person)
        there = register.find(person.keys, person.names)[0] if person.group or person.unsure else None
        if there:
            groups[there.row] = groups[there.row] or person.group
        if there and person.unsure:
            doubtful |= {(there.row, lesson) for lesson in lessons if person.lesson in ("", lesson)}
    for lesson, graded in scores.items():
        claims = {}
        for learner, score in graded.items():
            here = [one for one in folders.get(learner, ()) if one.lesson in ("", lesson)]
            for known in here or [None]:  # the list says who: one, or all of a group
                meant = (known.keys, known.names) if known else ({}, [learner])
                person, why = register.find(*meant) if known else register.named(learner)
                if person is None:
                    joined.strangers.append((known.name if known else learner, lesson, why))
                    doubtful |= {(one.row, lesson) for one in register.perhaps(*meant)}
                    continue
                claims.setdefault(person.row, []).append((learner, score, known))
        for row, claim in claims.items():
            if len({learner for learner, *__ in claim}) > 1:
                said = _("several fit the same row: {names}")
                why = said.format(names=listed(sorted(repr(learner) for learner, *__ in claim)))
                joined.strangers += [(learner, lesson, why) for learner, *__ in claim]
                doubtful.add((row, lesson))
                continue
            learner, score, known = claim[0]
            joined.scores.setdefault(row, {})[lesson] = score
            joined.unsaid += rules.counts_days and (known is None or known.late is None)
            days[row, lesson] = known.late_days if known and known.late else 0
    for row, own in joined.scores.items():
        late = {lesson: days.get((row, lesson), 0) for lesson in own}
        joined.scores[row], said = policy.after_late(rules, own, late)
        joined.notes[row] = said
    if rules.share:
        _share(joined, groups)
    for row, lesson in doubtful:  # who may have handed in has no score, which is no zero
        joined.scores.setdefault(row, {}).setdefault(lesson, Score(None, lessons[lesson]))
    return joined


def _share(joined, groups):
    """Give what one of a group has to those of it who have handed in nothing."""
    members = {}
    for row, group in groups.items():
        if group:
            members.setdefault(folded(group), []).append(row)
    for rows in members.values():
        for lesson in joined.lessons:
            have = {row: joined.scores[row][lesson] for row in rows if lesson in joined.scores.get(row, {})}
            given = {(score.points, score.out_of) for score in have.values()}
            for row in rows:
                if row in have or not given:
                    continue
                notes = joined.notes.setdefault(row, [])
                if len(given) == 1:
                    ((points, out_of),) = given
                    joined.scores.setdefault(row, {})[lesson] = Score(points, out_of, next(iter(have.values())).grade)
                    notes.append(_("{lesson}: what the group has").format(lesson=lesson))
                else:
                    notes.append(_("{lesson}: the group has several scores").format(lesson=lesson))
