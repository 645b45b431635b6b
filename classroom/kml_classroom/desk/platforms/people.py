"""Who is in a class, as a roster or a platform's own table says it, and who a download or a grade means.

People are found by e-mail, by a number or login, or by their exact name. Whoever fits nobody or two, or whose name fits
and whose e-mail does not, is found by nobody: a person decides.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from kml_classroom.desk.platforms import tables
from kml_classroom.words import _, each, listed

# What a column is called, in small letters: by Canvas, Moodle and Gradescope, by kml collect, in a list of one's own
HEADS = {
    "name": ("student", "name", "full name", "student name", "姓名", "全名"),
    "first": ("first name", "firstname", "preferred/first name", "名", "名字"),
    "last": ("last name", "lastname", "surname", "姓", "姓氏"),
    "email": ("email", "e-mail", "email address", "e-mail address", "邮箱", "电子邮件", "电子邮件地址", "邮箱地址"),
    "id": ("sis user id", "sis id", "id number", "idnumber", "sid", "student id", "id", "学号"),
    "login": ("sis login id", "login id", "login", "username", "user name", "用户名"),
    "canvas": ("canvas",),
    "participant": ("identifier", "participant"),
    "role": ("role",),
    "section": ("section", "sections", "班级"),
    "group": ("group", "groups", "小组", "组"),
    "git": ("git", "git address", "repository", "repository url", "仓库", "仓库地址"),
    "folder": ("folder",),
    "lesson": ("lesson",),
    "handed_in": ("handed_in",),
    "late": ("late",),
    "late_days": ("late_days",),
    "lateness": ("lateness (h:m:s)",),
    "status": ("status",),
}
KNOWN = frozenset(head for heads in HEADS.values() for head in heads)
_STRONG = ("email", "id", "login", "canvas", "participant", "git")
_STAFF = ("instructor", "ta", "reader")  # roles of Gradescope's roster that hand in nothing
_LATE = re.compile(r"(?:(\d+) days?)?\s*(?:(\d+) hours?)?\s*(?:(\d+) mins?)?\s*(?:(\d+) secs?)?\s*late\b")
_TIME = re.compile(r"(\d+):(\d\d):(\d\d)")


@dataclass(frozen=True)
class Person:
    """One of a class. `keys` are what tells them apart ({"email": …, "id": …}), `names` all forms of their name.

    `row` is the number of their row. `late` is None where nothing is said of it, `late_days` where it is not said how
    much. `unsure`: a list of `kml collect` says neither that something was handed in nor that nothing was.
    """

    name: str
    names: frozenset[str] = frozenset()
    keys: dict[str, str] = field(default_factory=dict)
    section: str = ""
    group: str = ""
    folder: str = ""
    lesson: str = ""
    late: bool | None = None
    late_days: int | None = None
    unsure: bool = False
    row: int = 0


def folded(text):
    """A name or key as it is compared: capitals, kinds of spaces and ways to write an accent do not count.

    >>> folded("  ADA\u00a0Lovelace") == folded("ada lovelace")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def read(path, encoding=None, columns=None):
    """(the Table of a file, its Persons). `columns` ({"email": "Contact"}) say what else a column is called.

    Raises ValueError with a sentence.
    """
    columns = columns or {}
    unknown = [meaning for meaning in columns if meaning not in HEADS]
    if unknown:
        said = _("columns: {given} is none of {known}.")
        raise ValueError(said.format(given=repr(unknown[0]), known=listed(HEADS)))
    table = tables.read(path, KNOWN | {head.casefold() for head in columns.values()}, encoding)
    return table, persons(table, columns)


def persons(table, columns=None):
    """The Persons of a Table, a row each. Raises ValueError if nobody can be told apart there."""
    at = {meaning: table.column(head) for meaning, head in (columns or {}).items()}
    heads = [head.casefold() for head in table.heads]
    of_canvas = is_canvas(table)
    for meaning, known in HEADS.items():
        found = [number for number, head in enumerate(heads) if head in known]
        if meaning == "id" and "id" in heads and (of_canvas or len(found) > 1):  # Canvas's own number, or a row's
            if of_canvas:
                at.setdefault("canvas", heads.index("id"))
            found.remove(heads.index("id"))
        if found:
            at.setdefault(meaning, found[0])
    if not at.keys() & {"name", "last", *_STRONG}:
        said = _(
            "{file} has no column with a name, an e-mail address or a number; it has: {heads}. Say which it is, such "
            "as --columns name=…,email=…,id=…"
        )
        raise ValueError(said.format(file=table.file, heads=listed(map(repr, table.heads))))
    found = (_person(number, row, at, of_canvas) for number, row in enumerate(table.rows))
    return [person for person in found if person is not None]


def is_canvas(table):
    """Whether a table is an export of Canvas's gradebook."""
    heads = {head.casefold() for head in table.heads}
    return "section" in heads and "id" in heads and bool(heads & {"student", "lastname"})


def _person(number, row, at, of_canvas):
    cell = {meaning: row[place] for meaning, place in at.items()}
    name, first, last = cell.get("name", ""), cell.get("first", ""), cell.get("last", "")
    if of_canvas and (name.startswith("Points Possible") or not any((name, first, last, cell.get("canvas")))):
        return None  # two rows of Canvas that are nobody's
    if cell.get("role", "").casefold() in _STAFF:
        return None
    names = {name, f"{first} {last}".strip(), f"{last}, {first}" if first and last else "", f"{last} {first}".strip()}
    if first and last and not (first + last).isascii():
        names.add(last + first)  # as Chinese names are written
    if of_canvas and name.count(",") == 1:
        names.add(" ".join(part.strip() for part in reversed(name.split(","))))
    names = {folded(one) for one in names if one.strip()}
    group = cell.get("group", "")
    if group:  # Moodle puts it in front of a name where an assignment is in groups
        names |= {folded(f"{group}-{one}") for one in names}
    keys = {kind: cell[kind] for kind in _STRONG if cell.get(kind)}
    if "participant" in keys:
        keys["participant"] = (re.findall(r"\d+", keys["participant"]) or [keys["participant"]])[-1]
    if "@" in keys.get("login", ""):
        keys.setdefault("email", keys["login"])
    if not names and not keys:
        return None
    late, days = _late(cell)
    return Person(
        name=name or f"{first} {last}".strip() or next(iter(keys.values())),
        names=frozenset(names),
        keys=keys,
        section=cell.get("section", ""),
        group=group,
        folder=cell.get("folder", ""),
        lesson=cell.get("lesson", ""),
        late=late,
        late_days=days,
        unsure="handed_in" in cell and cell["handed_in"].casefold() not in ("yes", "no"),
        row=number,
    )


def _late(cell):
    """(whether somebody was late, by how many days or part of them) as a row says it; None for what it does not say."""
    days = tables.number(cell.get("late_days", ""))
    if days is not None:
        return days > 0, int(-(-days // 1))
    said = cell.get("late", "").casefold()
    if said in ("yes", "no"):
        return said == "yes", 0 if said == "no" else None
    time = _TIME.fullmatch(cell.get("lateness", ""))  # Gradescope's column
    if time:
        seconds = 3600 * int(time[1]) + 60 * int(time[2]) + int(time[3])
        return seconds > 0, -(-seconds // 86400)
    found = _LATE.search(cell.get("status", ""))  # Moodle's, where its pages are in English
    if found and any(found.groups()):
        days, *rest = (int(part or 0) for part in found.groups())
        return True, days + any(rest)
    return None, None


class Register:
    """The Persons of a class, to be found."""

    def __init__(self, persons):
        self.persons = tuple(persons)
        self._by = defaultdict(dict)  # kind → folded value → {row: Person}
        for person in self.persons:
            for kind, value in person.keys.items():
                self._by[kind].setdefault(folded(value), {})[person.row] = person
            for name in person.names:
                self._by["name"].setdefault(name, {})[person.row] = person

    def find(self, keys=None, names=(), forms=None):
        """(the one Person, "") who has these keys or one of these names, or (None, why nobody is it).

        `forms` is what `by_form` gives: how a platform writes names, for those that are found in no other way.
        """
        keys = keys or {}
        found, by_name = self._fitting(keys, names, forms)
        if len(found) > 1:
            people = each(sorted(_told(one) for one in found.values()))
            said = _("the name fits {people}") if by_name else _("fits {people}")
            return None, said.format(people=people)
        for person in found.values():
            other = [kind for kind in keys if by_name and person.keys.get(kind) and keys[kind]]
            if other:
                said = _("the name fits {person}, and {mine} does not")
                return None, said.format(person=_told(person), mine=keys[other[0]])
            return person, ""
        return None, _("fits nobody")

    def perhaps(self, keys=None, names=(), forms=None):
        """The Persons who may be meant where `find` says that nobody is."""
        return () if self.find(keys, names, forms)[0] else tuple(self._fitting(keys or {}, names, forms)[0].values())

    def _fitting(self, keys, names, forms):
        """({row: Person} whom the keys fit or, where that is nobody, one of the names; whether it is by a name)."""
        found = self._strong((kind, value) for kind, value in keys.items() if value)
        if found:
            return found, False
        for name in names:
            found |= self._by["name"].get(folded(name), {})
        for name in names if forms and not found else ():
            found |= {person.row: person for person in forms.get(name, ())}
        return found, True

    def named(self, text):
        """The same for one text that may be an e-mail address, a number, a login or a name."""
        strong = self._strong((kind, text) for kind in ("email", "id", "login"))
        if len(strong) == 1:
            return next(iter(strong.values())), ""
        return self.find({}, [text]) if not strong else (None, _("fits {people}").format(
            people=each(sorted(_told(one) for one in strong.values()))))  # fmt: skip

    def of_group(self, group):
        """The Persons of a group."""
        return [person for person in self.persons if person.group and folded(person.group) == folded(group)]

    def of_repository(self, address):
        """The Persons whose git repository has this address: several may share one."""
        return list(self._by["git"].get(folded(address), {}).values())

    def by_form(self, form):
        """{form of a name: the Persons}, `form` being applied to all their names."""
        found = defaultdict(dict)
        for person in self.persons:
            for name in person.names:
                found[form(name)][person.row] = person
        return {name: list(them.values()) for name, them in found.items()}

    def _strong(self, keys):
        found = {}
        for kind, value in keys:
            found |= self._by[kind].get(folded(value), {})
        return found


def _told(person):
    """A person for people to read: the name, and what tells it from others of that name."""
    more = person.keys.get("email") or next(iter(person.keys.values()), "")
    return f"{person.name} ({more})" if more and more != person.name else person.name
