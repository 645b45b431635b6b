"""A platform's download, or a class's git repositories, become an inbox as `kml grade` takes it, and a list.

The inbox has one folder a learner; the list says who is who.

The list (`inbox.csv` beside `inbox`) has a row for each of the class: the folder, name and numbers, whether something
was handed in, whether late. `kml export` reads it, so that folders may be called anything, pseudonyms too.
"""

import contextlib
import dataclasses
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from kml.core.page import bar
from kml_classroom.desk.platforms import downloads, people, pseudonyms, repositories, tables, unpacking
from kml_classroom.desk.platforms.people import Person, Register, folded
from kml_classroom.desk.platforms.repositories import Gathered, Rules
from kml_classroom.grade.lesson import handed_out
from kml_classroom.words import _, because, each, listed, ngettext

_HEADS = (
    *("folder", "name", "email", "id", "login", "canvas", "participant", "section", "group"),
    *("lesson", "handed_in", "late", "late_days", "files", "notes"),
)
_KEYS = ("email", "id", "login", "canvas", "participant", "git")
_SAID = {True: "yes", False: "no", None: ""}


@dataclass
class Collected:
    """What `collect` has done: a row of the list for each of the class, and what was left out, with why."""

    platform: str
    folder: Path
    list: Path
    rows: list = field(default_factory=list)
    strangers: list = field(default_factory=list)  # (name in the download, why it is nobody of the roster)
    left_out: list = field(default_factory=list)  # (file, why)

    def lines(self):
        """What the command line says."""
        handed = [row for row in self.rows if row["handed_in"] == "yes"]
        n = len({row["folder"] for row in handed})
        said = ngettext("{n} folder in {folder} ({platform}).", "{n} folders in {folder} ({platform}).", n)
        yield said.format(n=n, folder=self.folder, platform=self.platform.capitalize())
        late = [_days(row) for row in handed if row["late"] == "yes"]
        missing = [row["name"] for row in self.rows if row["handed_in"] == "no"]
        noted = [because(row["name"], row["notes"]) for row in handed if row["commit"] and row["notes"]]
        for said, names in (
            (_("Late: {names}"), late),
            (_("Not handed in: {names}"), missing),
            (
                _("To look at: {names}"),
                noted,
            ),
            (_("Not in the roster: {names}"), [because(*one) for one in self.strangers]),
            (_("Left out: {names}"), [because(*one) for one in self.left_out]),
        ):
            if names:
                yield said.format(names=each(sorted(names)))
        yield _("Who is who, for kml export: {file}").format(file=self.list)


def _days(row):
    days = row["late_days"]
    said = ngettext("{name} ({n} day)", "{name} ({n} days)", int(days or 0)).format(name=row["name"], n=days)
    return said if days else row["name"]


def collect(source, into, roster=None, lesson="", platform=None, key=None, encoding=None, columns=None, progress=True,
            rules=None):  # fmt: skip
    """Unpack a download into the folder `into`, one folder a learner; return what is Collected.

    `roster` is a table with the class: an export of the platform, or a list of one's own. `key` is the file of the
    secret from which pseudonyms are made; without it folders have the learners' names. Run again, it puts what was
    handed in since into the same folders; ended at any moment, it leaves what was there, and can be run again. Where
    `platform` is "git", `source` names repositories, in the class's table or a list, or is a folder of them, and
    `rules` say which commit counts (see `repositories`). Raises ValueError with a sentence before anything is changed.
    """
    into = Path(into)
    if lesson:
        try:
            handed_out(lesson)
        except LookupError as problem:
            raise ValueError(str(problem)) from None
    known = into.with_name(f"{into.name}.csv")
    before = _before(into, known)
    if platform == "git" and not roster and Path(source).is_file() and not repositories.is_list(source):
        roster = source
    elif platform != "git" and rules and rules != Rules():
        raise ValueError(_("A deadline is for git repositories alone: --from git."))
    register = Register(people.read(roster, encoding, columns)[1]) if roster else None
    key = pseudonyms.secret(key) if key else None
    if platform == "git":
        opening = repositories.opened(source, register, lesson, rules or Rules(), progress)
    else:
        opening = _opened(source, platform)
    with opening as gathered:
        kind, handed, nobodys = gathered.platform, gathered.handed, gathered.left_out
        done = Collected(kind, into, known)
        done.left_out = [(entry.name, entry.trouble or _("it is nobody's")) for entry in nobodys]
        found, done.strangers, perhaps = _whose(handed, register, kind)
        names = _folders(found, before, key)
        with _aside(into) as aside:
            unpacking.room_for([entry for one in handed for __, entry in one.files], into)
            for one, name in bar(list(zip(found, names, strict=True)), progress, desc=_("Unpacking")):
                one.files = _unpack(one.handed, aside / name, done)
                one.folder = name
            done.rows = _rows(found, register, before, lesson, gathered.troubles, perhaps)
            heads = _HEADS
            if kind == "git":
                heads += repositories.COLUMNS
                repositories.looked_at(done.rows, before, rules or Rules(), time.time())
            tables.save(known, heads, ([row[head] for head in heads] for row in done.rows), tables.Dialect())
            for name in names:  # the list first: what it names and is not there yet comes with the next run
                _take_the_place_of(aside / name, into / name)
    return done


_ASIDE = ".part"  # no learner's folder is called so: see `unpacking.safe`


@contextlib.contextmanager
def _aside(into):
    """Within this context a folder in `into` for what is not there wholly yet; gone afterwards, whatever happens."""
    aside = into / _ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _take_the_place_of(new, old):
    """Move the folder `new` to where `old` is, if it is there."""
    if old.is_dir():
        old.rename(new.with_name(f"{_ASIDE}-{new.name}"))  # and goes with what lies aside
    new.rename(old)


@contextlib.contextmanager
def _opened(source, platform):
    """Within this context what is Gathered from a download."""
    with unpacking.opened(source) as entries:
        platform, handed, nobodys = downloads.recognised(entries, platform)
        yield Gathered(platform, handed, nobodys)


@dataclass
class _Found:
    """Something handed in, and whose it is: none, one, or all of a group."""

    handed: downloads.Handed
    persons: list
    folder: str = ""
    files: tuple = ()


def _before(into, known):
    """The rows of an earlier run. Raises ValueError if something lies there that is none of them."""
    if not into.exists() or (into.is_dir() and all(path.name == _ASIDE for path in into.iterdir())):
        return []
    if not into.is_dir():
        raise ValueError(_("{folder} is a file: learners need a folder.").format(folder=into))
    if not known.is_file():
        said = _("{folder} is not empty, and {file} does not say what lies there: choose another folder.")
        raise ValueError(said.format(folder=into, file=known))
    table = tables.read(known, people.KNOWN)
    missing = [head for head in _HEADS if head not in table.heads]
    if missing:
        said = _("{file} is no list that kml collect has made: it has no column {head}.")
        raise ValueError(said.format(file=known, head=missing[0]))
    none = dict.fromkeys(repositories.COLUMNS, "")  # which a list of downloads has not
    return [none | dict(zip(table.heads, row, strict=True)) for row in table.rows]


def _whose(handed, register, platform):
    """([_Found, …], [(name, why nobody of the roster), …], {row of somebody: what may be theirs})."""
    found, strangers, perhaps = [], [], {}
    forms = register.by_form(downloads.sorted_name) if register and platform == "canvas" else {}
    groups = {}
    for person in register.persons if register else ():
        for form in (folded(person.group), downloads.sorted_name(person.group)):
            groups.setdefault(form, []).append(person)
    for one in handed:
        persons, why = [], ""
        if register:
            person, why = register.find(one.keys, [one.name] if one.name else (), forms)
            persons = [person] if person else groups.get(one.name, ()) if one.name else ()
            persons = register.of_repository(one.keys.get("git", "")) or persons  # which several may share
            if not persons:
                strangers.append((_shown(one), why))
                for person in register.perhaps(one.keys, [one.name] if one.name else (), forms):
                    perhaps.setdefault(person.row, []).append(_shown(one))
        found.append(_Found(one, list(persons)))
    claimed = {}
    for one in found:
        for person in one.persons:
            claimed.setdefault(person.row, (person, []))[1].append(one)
    for person, claims in claimed.values():
        if len({id(claim) for claim in claims}) > 1:  # two who handed in are one in the roster: nobody knows which
            for claim in claims:
                strangers.append((_shown(claim.handed), _("two in the download fit {name}").format(name=person.name)))
                for one in claim.persons:
                    perhaps.setdefault(one.row, []).append(_shown(claim.handed))
                claim.persons = []
    return found, list(dict.fromkeys(strangers)), perhaps


def _shown(handed):
    """What a download calls somebody."""
    key = next(iter(handed.keys.values()), "")
    return f"{handed.name} {key}".strip()


def _folders(found, before, key):
    """The name of the folder of each _Found: that of an earlier run, a pseudonym, or what they are called."""
    earlier = {}
    for row in before:
        for kind in _KEYS:
            if row[kind]:
                earlier[kind, folded(row[kind])] = row["folder"]
    taken = {row["folder"].casefold() for row in before if row["folder"]}
    names = []
    for one in found:
        keys = {**one.handed.keys, **(one.persons[0].keys if len(one.persons) == 1 else {})}
        name = next((earlier[kind, folded(keys[kind])] for kind in _KEYS
                     if kind in keys and earlier.get((kind, folded(keys[kind])))), "")  # fmt: skip
        name = "" if name in names else name  # two that were one: neither takes the other's place
        if not name and key:
            of = next((f"{kind} {folded(keys[kind])}" for kind in _KEYS if kind in keys), one.handed.name)
            name = unpacking.free_name(pseudonyms.pseudonym(key, of), taken)
        elif not name:
            called = one.persons[0].name if len(one.persons) == 1 else one.handed.name
            called = unpacking.safe(called or next(iter(one.handed.keys.values()), ""), "learner")
            if called.casefold() in taken:
                called = unpacking.safe(f"{called} {next(iter(keys.values()), '')}".strip())
            name = unpacking.free_name(called, taken)
        names.append(name)
    return names


def _unpack(handed, folder, done):
    """Write the files of one learner into a new folder; their names."""
    folder.mkdir()
    taken, written = set(), []
    for name, entry in handed.files:
        why = entry.trouble
        if not why:
            given = unpacking.free_name(unpacking.safe(name, "file"), taken)
            why = unpacking.copy(entry, folder / given)
            written += [] if why else [given]
        if why:
            done.left_out.append((entry.name, why))
    return tuple(written)


def _rows(found, register, before, lesson, troubles, perhaps):
    """A row of the list for each of the class, and for each that the roster does not know."""
    rows, seen = [], set()
    for one in found:
        unknown = Person(one.handed.name or next(iter(one.handed.keys.values()), ""))
        for person in one.persons or [unknown]:
            seen.add(person.row if one.persons else None)
            late = one.handed.late if one.handed.late is not None else person.late
            days = person.late_days if person.late == late else 0 if late is False else None
            days = one.handed.late_days or days
            keys = {**person.keys, **one.handed.keys} if len(one.persons) < 2 else person.keys
            stranger = "" if register is None or one.persons else _("not in the roster")
            notes = "; ".join(filter(None, (one.handed.note, stranger)))
            person = dataclasses.replace(person, keys=keys, late=late, late_days=days)
            rows.append(_row(person, one.folder, lesson, "yes", one.files, notes, one.handed.about))
    for person in register.persons if register else ():
        if person.row not in seen:
            handed_in, why = troubles.get(folded(person.keys.get("git", "")), ("no", ""))
            if person.row in perhaps:  # not known, which is no zero
                handed_in, why = "", _("perhaps handed in: {names}").format(names=each(perhaps[person.row]))
            rows.append(_row(person, "", lesson, handed_in, (), why))
    return _with_earlier(rows, before)


def _row(person, folder, lesson, handed_in, files, notes, about=None):
    keys = {kind: person.keys.get(kind, "") for kind in _KEYS}
    return {
        **{"folder": folder, "name": person.name, **keys, "section": person.section, "group": person.group},
        **{"lesson": lesson, "handed_in": handed_in, "late": _SAID[person.late]},
        "late_days": "" if person.late_days is None else person.late_days,
        **{"files": listed(files), "notes": notes},
        **{"commit": "", "dated": "", "seen": "", "looked": "", **(about or {})},
    }


def _with_earlier(rows, before):
    """The rows, and those of an earlier run for what this download does not have any more: it lies there still."""
    here = {row["folder"]: row for row in rows if row["folder"]}
    for row in before:  # what a person has filled in, since no platform's names say it
        same = here.get(row["folder"])
        if same and same["late"] == "yes" and same["late_days"] == "":
            same["late_days"] = row["late_days"]
    kept = [row for row in before if row["folder"] and row["folder"] not in here]
    again = {(kind, folded(row[kind])) for row in kept for kind in _KEYS if row[kind]}
    rows = [
        row
        for row in rows
        if row["handed_in"] == "yes" or not any((kind, folded(row[kind])) in again for kind in _KEYS if row[kind])
    ]
    return sorted([*rows, *kept], key=lambda row: (folded(row["name"]), row["folder"]))
