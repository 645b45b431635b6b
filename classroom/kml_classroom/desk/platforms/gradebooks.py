"""Files that Canvas, Moodle and Gradescope import, and one table with all lessons.

Each is made from the school's own export: its rows, its columns for who somebody is, its delimiter, decimal sign and
byte order mark. Only scores are put in. What the school has already decided (excused, not assigned, locked) stays.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from kml_classroom.desk import results
from kml_classroom.desk.platforms import people, policy, tables
from kml_classroom.desk.platforms.joining import everyone, join, listed_people
from kml_classroom.grade.grades import about
from kml_classroom.words import _, because, each, listed, ngettext

PLATFORMS = ("canvas", "moodle", "gradescope", "table")
_WHO = {
    "canvas": ("student", "lastname", "firstname", "id", "sis user id", "sis login id", "integration id",
               "root account", "section"),
    "moodle": ("first name", "last name", "surname", "username", "id number", "email address"),
}  # fmt: skip
_KEPT = {"canvas": ("EX", "N/A"), "moodle": ()}  # cells of a school's table that no score goes over
_CANVAS_ITEM = re.compile(r"(?P<title>.*?)(?: \(\d+\))?", re.DOTALL)
_MOODLE_ITEM = re.compile(r"(?:[^:]+: ?)?(?P<title>.*?)(?: \([^()]+\))?", re.DOTALL)


@dataclass
class Exported:
    """What was written, and whom it leaves to a person."""

    file: Path
    written: int = 0
    strangers: list = field(default_factory=list)
    without: list = field(default_factory=list)  # (name, lesson)
    unread: list = field(default_factory=list)  # (name, lesson) of scores that a person should look at
    left: list = field(default_factory=list)  # (name, why)
    notes: list = field(default_factory=list)
    hints: list = field(default_factory=list)

    @property
    def complete(self):
        """Whether every learner who was graded has found a place."""
        return not self.strangers and not self.left

    def lines(self):
        """What the command line says."""
        n = self.written
        yield ngettext("{n} score written to {file}.", "{n} scores written to {file}.", n).format(n=n, file=self.file)
        strangers = [because(name, about(lesson, why)) for name, lesson, why in self.strangers]
        without, unread = ([because(*one) for one in them] for them in (self.without, self.unread))
        for said, names in (
            (_("Graded, and not found in your table: {names}"), strangers),
            (_("In your table, and without a score: {names}"), without),
            (_("With a score that needs a look first (see totals.csv): {names}"), unread),
            (_("Left as they are: {names}"), [because(*one) for one in self.left]),
            (_("By your rules: {names}"), [because(*one) for one in self.notes]),
        ):
            if names:
                yield said.format(names=each(names))
        yield from self.hints


def export(out, platform, to, theirs=None, lists=(), rules=None, columns=None, scale=None, lessons=(), encoding=None):
    """Write the scores of the folder `out` as a file for a platform; return what is Exported.

    `theirs` is the school's own export, `lists` are the files of `kml collect`, `rules` is a Policy, `columns` say into
    which column a lesson goes ({"03": "Lesson 03 (123)"}), `scale` how many points a lesson has there. Raises
    ValueError with a sentence before anything is written.
    """
    rules, columns = rules or policy.Policy(), dict(columns or {})
    scores = results.scores(out)
    results.require((*lessons, *columns), scores, out)
    scores = {lesson: scores[lesson] for lesson in (lessons or columns or scores)}
    if scale is not None and not 0 < scale <= 10_000:
        raise ValueError(_("scale must be more than 0 and at most 10000; got {given:g}.").format(given=scale))
    lists = listed_people(lists, encoding)
    if platform == "table":
        joined = join(scores, everyone(scores, lists), lists, rules)
        return _table(joined, to, rules)
    table, persons = people.read(theirs, encoding)
    if Path(to).exists() and Path(to).samefile(theirs):
        raise ValueError(_("{file} is your platform's own export: write to another file.").format(file=to))
    joined = join(scores, persons, lists, rules)
    if platform == "gradescope":
        return _gradescope(joined, to, scale)
    return _gradebook(platform, table, joined, to, rules, columns, scale)


def _reported(joined, to, rules=None):
    done = Exported(Path(to), strangers=joined.strangers)
    by_row = {person.row: person for person in joined.persons}
    done.notes = [(by_row[row].name, note) for row, notes in joined.notes.items() for note in notes]
    if joined.unsaid:
        said = ngettext(
            "Of {n} score nothing says whether it was late: it counts as in time.",
            "Of {n} scores nothing says whether they were late: they count as in time.",
            joined.unsaid,
        )
        done.hints.append(said.format(n=joined.unsaid))
    for lesson in joined.lessons:
        for person in joined.without(lesson):
            if not _is_missing(joined, person, lesson, rules):
                done.without.append((person.name, lesson))
        for person in joined.persons:
            score = joined.scores.get(person.row, {}).get(lesson)
            if score and score.grade and score.grade.state == "needs review" and score.points is not None:
                done.unread.append((person.name, lesson))
    return done


def _is_missing(joined, person, lesson, rules):
    """Whether the class's rules give points to whoever has handed in nothing of a lesson, and this is one."""
    return rules is not None and rules.missing is not None and lesson not in joined.scores.get(person.row, {})


def _points(joined, person, lesson, rules, scale):
    score = joined.scores.get(person.row, {}).get(lesson)
    if score is None:
        return rules.missing
    if score.points is None or scale is None:
        return score.points
    return score.points * scale / score.out_of


# ── Canvas and Moodle ──────────────────────────────────────────────────────────────────────────────────────────────


def _gradebook(platform, table, joined, to, rules, columns, scale):
    heads = [head.casefold() for head in table.heads]
    if platform == "canvas" and not people.is_canvas(table):
        said = _("{file} is no export of Canvas's gradebook: it has no columns Student, ID and Section.")
        raise ValueError(said.format(file=table.file))
    worksheet = platform == "moodle" and "identifier" in heads and "grade" in heads
    if worksheet and len(joined.lessons) > 1:
        said = _("A grading worksheet of Moodle is of one lesson: say which with --lesson, of {lessons}.")
        raise ValueError(said.format(lessons=listed(joined.lessons)))
    into = {lesson: heads.index("grade") if worksheet else _column(platform, table, lesson, columns.get(lesson))
            for lesson in joined.lessons}  # fmt: skip
    if len(set(into.values())) < len(into):
        raise ValueError(_("Two lessons would go into the same column: say --column for each."))
    if worksheet:
        shown = [at for at, head in enumerate(heads) if not head.startswith("feedback") or at in into.values()]
    else:
        shown = [at for at, head in enumerate(heads) if head in _WHO[platform] or at in into.values()]
    _no_formulas(table, [table.heads[at] for at in shown])
    possible = _possible(platform, table, into, worksheet)
    done, rows = _reported(joined, to, rules), []
    for lesson, out_of in joined.lessons.items():
        there = possible[lesson]
        wanted = out_of if scale is None else scale
        if there is not None and there != wanted:
            said = _("{column} has {there:g} points there, lesson {lesson} has {out_of} here: say --scale {there:g}.")
            name = table.heads[into[lesson]]
            raise ValueError(said.format(column=name, there=there, lesson=lesson, out_of=wanted))
        if there is None:
            said = _("Your table does not say how many points lesson {lesson} has there: it should be {points:g}.")
            done.hints.append(said.format(lesson=lesson, points=wanted))
    if platform == "canvas":
        rows += [[row[at] for at in shown] for row in table.rows if row[0].startswith("Points Possible")]
    locked = heads.index("grade can be changed") if "grade can be changed" in heads else None
    for person in joined.persons:
        row, changed = list(table.rows[person.row]), 0
        for lesson, at in into.items():
            points = _points(joined, person, lesson, rules, scale)
            if points is None:
                continue
            if row[at] in _KEPT[platform]:
                done.left.append((person.name, row[at]))
            elif locked is not None and row[locked].casefold() in ("no", "nein", "non", "否"):
                done.left.append((person.name, _("locked in Moodle")))
            else:
                row[at] = tables.shown(points, table.dialect.decimal)
                changed += 1
        keys = [value for kind, value in person.keys.items() if kind != "participant"]
        if changed and any(tables.neutral(value) != value for value in keys):
            done.left.append((person.name, _("a spreadsheet would take the number or address for a formula")))
        elif changed:
            rows.append([row[at] for at in shown])
            done.written += changed
    tables.save(to, [table.heads[at] for at in shown], rows, table.dialect)
    return done


def _column(platform, table, lesson, asked):
    """The number of the column that a lesson goes into: the one asked for, or the one that is called like it."""
    if asked is not None:
        return table.column(asked)
    pattern = _CANVAS_ITEM if platform == "canvas" else _MOODLE_ITEM
    called = {people.folded(one) for one in _names(lesson)}
    found = []
    for at, head in enumerate(table.heads):
        match = pattern.fullmatch(head)
        if match and head.casefold() not in people.KNOWN and people.folded(match["title"]) in called:
            found.append(at)
    if len(found) == 1:
        return found[0]
    said = _(
        "{file}: which column is lesson {lesson}? Say --column {lesson}=NAME, or leave it out: say --lesson for each "
        "of the others. The columns: {heads}"
    )
    heads = " · ".join(head for head in table.heads if head.casefold() not in people.KNOWN)
    raise ValueError(said.format(file=table.file, lesson=lesson, heads=heads))


def _names(lesson):
    """What a column of a lesson may be called without being asked for."""
    from kml_classroom.grade.lesson import handed_out

    yield from (lesson, f"Lesson {lesson}", f"第 {lesson} 课", f"第{lesson}课")
    try:
        yield handed_out(lesson)[0]
    except LookupError:
        return


def _no_formulas(table, heads):
    for head in heads:
        if tables.neutral(head) != head:
            said = _("{file}: the column {head} would be a formula in a spreadsheet: give it another name first.")
            raise ValueError(said.format(file=table.file, head=repr(head)))


def _possible(platform, table, into, worksheet):
    """{lesson: how many points there are in the school's table, or None where it does not say}."""
    if platform == "canvas":
        row = next((row for row in table.rows if row[0].startswith("Points Possible")), None)
        return {lesson: row and tables.number(row[at]) for lesson, at in into.items()}
    heads = [head.casefold() for head in table.heads]
    if worksheet and "maximum grade" in heads:
        most = {tables.number(row[heads.index("maximum grade")]) for row in table.rows}
        return dict.fromkeys(into, most.pop() if len(most) == 1 else None)
    return dict.fromkeys(into)


# ── Gradescope ─────────────────────────────────────────────────────────────────────────────────────────────────────

_SETUP = """\
#!/usr/bin/env bash
apt-get install -y python3
"""
_RUN = '''\
#!/usr/bin/env python3
"""Made by kml export: gives each learner the score that kml grade has found. Nothing of theirs is run here."""

import json
import pathlib
import sys

ROOT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder")
scores = json.loads((ROOT / "source" / "scores.json").read_text(encoding="utf-8"))
about = json.loads((ROOT / "submission_metadata.json").read_text(encoding="utf-8"))
found = [scores.get(user["email"].strip().casefold()) for user in about["users"]]
if not found or any(one != found[0] or one is None for one in found):
    sys.exit("kml has no score, or not one and the same, for: " + ", ".join(user["email"] for user in about["users"]))
(ROOT / "results").mkdir(exist_ok=True)
(ROOT / "results" / "results.json").write_text(json.dumps(found[0]), encoding="utf-8")
'''


def _gradescope(joined, to, scale):
    """An autograder for Gradescope, which takes scores in no other file: it looks each up by the e-mail address."""
    if len(joined.lessons) > 1:
        said = _("An assignment of Gradescope is one lesson: say which with --lesson, of {lessons}.")
        raise ValueError(said.format(lessons=listed(joined.lessons)))
    ((lesson, out_of),) = joined.lessons.items()
    done, scores = _reported(joined, to), {}
    for person in joined.persons:
        score = joined.scores.get(person.row, {}).get(lesson)
        if score is None or score.points is None:
            continue
        if "email" not in person.keys:
            done.left.append((person.name, _("no e-mail address in your table")))
            continue
        scores[people.folded(person.keys["email"])] = _result(score, scale)
    done.written = len(scores)
    done.hints.append(_("In Gradescope the assignment should have {points:g} points.").format(points=scale or out_of))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("setup.sh", _SETUP), ("run_autograder", _RUN)):
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o755 << 16
            archive.writestr(info, text)
        archive.writestr("scores.json", json.dumps(scores, ensure_ascii=False, indent=1))
    tables.put(to, packed.getvalue())
    return done


def _result(score, scale):
    """What Gradescope shows to one learner: the score, and each exercise with its reason."""
    times = 1 if scale is None else scale / score.out_of
    marks = (score.grade.told or score.grade.marks) if score.grade else ()
    tests = [
        {
            "name": f"{mark.id} {mark.title}",
            "score": round((mark.points or 0) * times, 2),
            "max_score": round(mark.out_of * times, 2),
            "output": mark.reason,
        }
        for mark in marks
    ]
    return {"score": round(score.points * times, 2), "tests": tests}


# ── one table ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(joined, to, rules):
    """All lessons in one table, with the percent of all points that count."""
    heads = ["name", "email", "id", "section", "group"]
    heads += [f"{lesson} ({out_of})" for lesson, out_of in joined.lessons.items()] + ["percent", "dropped", "notes"]
    done, rows = _reported(joined, to, rules), []
    for person in sorted(joined.persons, key=lambda one: people.folded(one.name)):
        own = joined.scores.get(person.row, {})
        percent, dropped = policy.total(rules, own, joined.lessons)
        points = [_points(joined, person, lesson, rules, None) for lesson in joined.lessons]
        keys = [person.keys.get(kind, "") for kind in ("email", "id")]
        notes = "; ".join(joined.notes.get(person.row, ()))
        rows.append([person.name, *keys, person.section, person.group, *map(tables.shown, points),
                     tables.shown(percent), " ".join(dropped), notes])  # fmt: skip
        done.written += sum(one is not None for one in points)
    tables.save(to, heads, rows, tables.Dialect())
    return done
